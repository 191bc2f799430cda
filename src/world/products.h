/* Products inside sectors (docs/model.md, Products): a market (d, s) is a nest of families, each a nest of products,
 * each a nest of origins. A sector without products is one market, as a product is one.
 *
 * symbol    word                                              where
 * g         product; of sector s(g), family h(g) or none      world->product
 * F_g       its flows, sparse: those that are positive        world->flow + S N^2, by product, importer, exporter
 * theta_g   trade elasticity between its origins              world->product_theta
 * eta_h     between the products of a family, theta form      world->family_elasticity
 * eta_s     between families, and products without one        world->product_elasticity
 *
 * A market's flows stand together in every array of flows: those of a sector without products in [S][N][N], all of
 * them; those of a product after them. So a flow has one cell, whatever it is of. Likewise a producer's cell is d S + s
 * for a sector, and N S + g N + o for a product made in o. */
#ifndef TWI_WORLD_PRODUCTS_H
#define TWI_WORLD_PRODUCTS_H

#include "world/world.h"

enum { TWI_MOST_PRODUCTS = 100000, TWI_MOST_PRODUCT_REGIONS = 65535 };
/* What messages expect of an elasticity between products. */
#define TWI_EXPECTED_ETA "an elasticity above -1 (of substitution, less 1; 0: constant shares)"

/* The flows of a market to one buyer: cells first … first + count - 1, from seller[i]; NULL: from 0, 1, 2 … */
typedef struct twi_flow_row {
  size_t first, count;
  const uint16_t *seller;
} twi_flow_row;
static inline twi_flow_row twi_market_row(const tw_world *w, const twi_market *m, size_t d)
{
  size_t N = (size_t)w->N;
  if (m->product < 0) return (twi_flow_row){m->first + d * N, N, NULL};
  const size_t *row = w->product_row + (size_t)m->product * N + d;
  return (twi_flow_row){twi_world_sector_flows(w) + row[0], row[1] - row[0], w->product_seller + row[0]};
}
static inline size_t twi_row_seller(const twi_flow_row *row, size_t i)
{
  return row->seller ? row->seller[i] : i;
}
/* Returns the cell of a flow of a market, SIZE_MAX where the product has none from o to d. */
size_t twi_market_cell(const tw_world *w, const twi_market *m, size_t d, size_t o);
/* Returns the trade elasticity of a market. */
static inline double twi_market_theta(const tw_world *w, const twi_market *m)
{
  return m->product < 0 || w->product[m->product].rest ? w->theta[m->sector] : w->product_theta[m->product];
}
/* Returns 1 when the sector has products. */
static inline int twi_has_products(const tw_world *w, size_t s)
{
  return w->market[w->sector_market[s]].product >= 0;
}

/* Sector, importer, exporter and product (-1: none) of a flow's cell; sector, region and product of a producer's. */
typedef struct twi_flow_at {
  int s, d, o, g;
} twi_flow_at;
twi_flow_at twi_flow_of(const tw_world *w, size_t cell);
typedef struct twi_producer_at {
  int s, d, g;
} twi_producer_at;
twi_producer_at twi_producer_of(const tw_world *w, size_t cell);
/* Returns the cell of a product's producer. */
static inline size_t twi_product_cell(const tw_world *w, size_t g, size_t o)
{
  return twi_world_cells(w) + g * (size_t)w->N + o;
}
/* Returns what a flow or a producer is of, for messages: the product's code, else the sector's. */
const char *twi_code_of(const tw_world *w, int s, int g);

/* Returns the region that a product's profits belong to, -1: none. */
static inline int twi_product_owner(const tw_world *w, size_t g)
{
  return w->product[g].owner >= 0 ? w->product[g].owner : w->product[g].home;
}

/* Index of a product or family by code without regard to case, -1: absent. */
int twi_world_product_index(const tw_world *w, const char *code, size_t length);
int twi_world_family_index(const tw_world *w, const char *code, size_t length);

/* Makes the list of markets of a world whose products, if any, are in place: TW_NO_MEMORY is the only error. */
tw_status twi_world_markets(tw_context *ctx, tw_world *w);
/* Frees what is here of a world. */
void twi_world_products_free(tw_world *w);

/* Returns the cell of the flow of a whole sector. */
static inline size_t twi_flow_cell(const tw_world *w, int s, int d, int o)
{
  return ((size_t)s * (size_t)w->N + (size_t)d) * (size_t)w->N + (size_t)o;
}

/* Products as they are given, in any order. Everything is taken over by twi_world_put_products, also after an error;
 * before that, twi_given_products_free frees it. */
typedef struct twi_given_products {
  twi_family *family;
  double *family_elasticity;
  int families;
  twi_product *product;   /* without rests */
  double *theta, *markup; /* markup NULL: none; NaN: none of this product */
  int products;
  double *elasticity; /* [S] NULL: 0 */
  size_t flows;
  int *of;                       /* [flows] product */
  uint16_t *importer, *exporter; /* [flows] */
  double *value;                 /* [flows] > 0 */
  double *quantity;              /* [flows] NaN: not given; NULL: none */
  double *tariff, *export_tax;   /* [flows] fractions, NaN: as the sector's flow; NULL: all so */
  double **column;               /* [columns] the world's, likewise; NULL, or NULL entries: as the sector's flow */
  int columns;
  int empty; /* 1: a product may have no flow at all */
  /* Of messages; all may be NULL. Lines are those of the files; line NULL: flows stand one after the other from
   * first_line on, where that is not 0. */
  const char *families_origin, *products_origin; /* borrowed */
  int *family_line, *product_line, *line, first_line;
} twi_given_products;
static inline int twi_given_line(const twi_given_products *g, size_t flow)
{
  return g->line ? g->line[flow] : g->first_line ? g->first_line + (int)flow : 0;
}
void twi_given_products_free(tw_context *ctx, twi_given_products *given);
/* products_grow.c: returns the list, which may have moved, with room for one more item behind `count`, doubling at powers
 * of two; new items are zero. NULL: out of memory, and the list is as it was. */
void *twi_grow_list(tw_context *ctx, void *list, size_t count, size_t size);
/* Makes room for one more flow in those lists of flows that are needed, and in those that are there, of whatever length:
 * quantity, tariff, export_tax, column and line. New numbers are NaN. room: for how many there is room, 0 at first. */
tw_status twi_given_make_room(tw_context *ctx, twi_given_products *given, size_t *room);
/* Puts products into a world that has its sectors' flows and rates: checks their codes, sorts the flows, makes the rest of
 * each sector where the products leave more than 1e-9 of a flow, and appends the flows and rates to the world's arrays.
 * TW_BAD_INPUT where products exceed their flow by more than 1e-9, a flow is given twice, a product has none, codes are
 * not unique, or average rates contradict a sector's own by more than 1e-9; origin is what the flows are called. A rest
 * has the rate that makes the average the sector's: of tariffs by value, of export taxes by value at producers' prices,
 * so that duties and output add up. */
tw_status twi_world_put_products(tw_context *ctx, tw_world *w, twi_given_products *given, const char *origin);
/* products_copy.c: lists the products of a world as they were given to it, which the caller puts into another or frees.
 * Rates that are the sector's are NaN. */
tw_status twi_world_list_products(tw_context *ctx, const tw_world *from, twi_given_products *given);
/* Puts the products of a world into one with the same codes, in proportion to their sectors' flows, which may be others:
 * values and quantities are scaled with their flow, and rates with the sector's (moved, where that was 0), so that
 * averages hold. Where flow and rate are the same, so are they, to the bit. A product that has no flow left is an
 * error. A world without products stays as it is. */
tw_status twi_world_carry_products(tw_context *ctx, const tw_world *from, tw_world *to, const char *origin);

/* product_codes.c: TW_BAD_INPUT unless codes of families and products can be codes, are unique over the world and hide no
 * word, and names and units are texts, which become one line; and unless each product has a flow. */
tw_status twi_check_product_codes(tw_context *ctx, const tw_world *w, twi_given_products *given, const char *origin);
tw_status twi_check_product_origins(tw_context *ctx, twi_given_products *given, const char *origin);

/* Makes the world with some of its products, keep [products]: those left out, and the rest there was, are the rest of
 * their sector; a sector none of whose products is kept has none. It borrows all else from the world, which must outlive
 * it, and knows it as `whole`. Free it with the second function. TW_NO_MEMORY is the only error. products_view.c */
tw_status twi_world_with_products(tw_context *ctx, const tw_world *w, const unsigned char *keep, tw_world **view);
void twi_world_view_free(tw_context *ctx, tw_world *view);

/* products_parts.c: makes the view of a world one sector of which, without products so far, is two: a part share [N][N] of
 * (importer, exporter) of each flow in the second, all else in the first, with one elasticity between origins and between
 * the two. So all their flows stand in one nest. The view borrows all else from the world, which must outlive it, and
 * knows it as `parted`. Free it with the second function. TW_NO_MEMORY, or TW_BAD_INPUT for a code that is
 * taken. The second may have nothing. */
tw_status twi_world_in_parts(tw_context *ctx, const tw_world *w, int sector, double theta, const double *share,
                             const char *const code[2], const char *const name[2], tw_world **view);
void twi_world_parts_free(tw_context *ctx, tw_world *view);

/* products_assumed.c: returns 1 when world.yaml says that the product's flows are assumed; fills the text about those that
 * the world, or the view, has, whatever was there before. TW_NO_MEMORY is the only error. */
int twi_product_is_assumed(const tw_world *w, int product);
tw_status twi_world_say_assumed(tw_context *ctx, tw_world *w);

#endif
