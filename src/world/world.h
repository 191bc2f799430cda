/* The world: data of a base year as dense arrays, immutable once built.
 *
 * symbol   word                                      shape        where
 * F        flow before the importer's tariff         [S][N][N]    (s, d, o), own sales included
 * t        tariff, fraction                          [S][N][N]    NULL: zero everywhere
 * e        export tax on the producer's price        [S][N][N]    NULL: zero everywhere
 * theta    trade elasticity                          [S]
 * v        value-added share of gross output         [N][S]       (region, sector)
 * a        input share of gross output               [N][S][S]    (region, user u, input s); v + sum_s a = 1
 * alpha    final-demand share                        [N][S]       sums to 1 over s
 * X        spending at buyers' prices                [N][S]       sum_o (1+t) F
 * Y        output at unit cost                       [N][S]       sum_d F / (1+e)
 * V        value added                               [N]          sum_s v Y
 * D        deficit: imports less exports             [N]          sums to 0
 *
 * A sector may hold products (products.h): then arrays of flows go on after [S][N][N] with the flows of products, and
 * what stands in [S][N][N] for the sector is their sum, its rates their averages by value.
 *
 * A cell is dead when X (a market) or Y (a producer) is 0: nothing is bought, or nothing is made, there. */
#ifndef TWI_WORLD_WORLD_H
#define TWI_WORLD_WORLD_H

#include <stdint.h>

#include "base/context.h"
#include "table/codes.h"

typedef struct twi_tariff_column {
  char *name;     /* "tariff_mfn_pct" */
  double *values; /* [S][N][N] fractions */
} twi_tariff_column;

typedef enum twi_axis { TWI_AXIS_REGIONS, TWI_AXIS_SECTORS, TWI_AXIS_PRODUCTS } twi_axis;

typedef struct twi_group {
  char *name;
  char **members; /* codes as written; some may be absent from the world */
  int count;
} twi_group;

/* A row of elasticities.csv: elasticities.h. */
typedef enum twi_spread_kind { TWI_SPREAD_NONE, TWI_SPREAD_ERROR, TWI_SPREAD_QUANTILES } twi_spread_kind;
typedef struct twi_estimate {
  char *set, *sector, *parameter, *source; /* as written; parameter, source: "" where not given */
  double estimate;
  twi_spread_kind kind;
  double spread[3]; /* the standard error; or the quantiles at 5, 50 and 95 %; 0 where there is none */
  int line;         /* of the file; 0: not read from one */
} twi_estimate;

/* A row of stocks.csv or of calories.csv: stores.h. */
typedef enum twi_store_table { TWI_STORE_STOCKS, TWI_STORE_CALORIES, TWI_STORE_TABLES } twi_store_table;
typedef struct twi_store {
  char *product;    /* its code */
  int region;       /* -1, of calories alone: all that have no row of their own */
  double number[2]; /* the quantity in the product's unit, days of use (NaN: not given); kcal a unit, the share eaten */
  int line;         /* of the file; 0: not read from one */
} twi_store;

/* A set of products of a sector that replace each other more closely than others of it do; products.h. */
typedef struct twi_family {
  int sector;
  char *code, *name; /* of families.csv */
} twi_family;

/* A product of a sector; products.h. */
typedef struct twi_product {
  int sector, family;       /* family -1: none */
  int rest;                 /* 1: what the products of its sector leave of the flows; made with the world */
  char *code, *name, *unit; /* unit of quantities; "": none */
  int home, owner;          /* regions, -1: not given */
} twi_product;

/* Where things are bought and sold at one price: a sector, or a product of one. */
typedef struct twi_market {
  int sector, product; /* product -1: the sector as a whole */
  size_t first;        /* where its flows start in arrays of flows */
} twi_market;

typedef struct twi_field {
  char *key, *value; /* of world.yaml, kept whole; lists joined by newlines */
} twi_field;

struct tw_world {
  tw_allocator allocator;
  int N, S;
  char *name, *title, *currency, *unit; /* never NULL */
  char *assumed;                        /* products_assumed.c: which products are; NULL: none. Of a view its own */
  char *label;                          /* what people read it is called, where that is not the name; NULL: the name */
  const tw_world *whole;                /* of a view with some of the products: the world with all; else NULL */
  const tw_world *parted;               /* of a view with a sector in two products: what it is made of; else NULL */
  tw_world *below;                      /* that, where it is a view that this one owns; else NULL */
  char *given;                          /* the name or path that it was opened by; NULL: made in memory */
  const char *together;                 /* of a folder: "checked", or "not known" where no list says so; else NULL */
  twi_field *fields;                    /* every key of world.yaml in order, known or not */
  int field_count;
  char *yaml; /* text of world.yaml as read, or as made; part of the canonical content */
  char **region, **region_name, **sector, **sector_name;
  twi_codes region_index, sector_index; /* of a sealed world */
  unsigned char *goods;
  double *theta, *flow, *tariff, *export_tax;
  twi_tariff_column *columns; /* tariff columns beyond tariff_pct */
  int column_count;
  double *value_added_share, *input_share, *final_share;
  double *spending, *output, *value_added, *deficit;
  double *employment; /* [N][S] of production.csv, thousand persons, NaN where not known; NULL: no such column. Kept */
  double *population, *gdp;          /* [N] of macro.csv, NaN where not given; NULL: no such column. Kept, not used */
  twi_group *groups, *sector_groups; /* groups.yaml, sector_groups.yaml */
  int group_count, sector_group_count;
  /* products.csv, families.csv, product_flows.csv; all NULL and 0 where the world has none. Products stand sector by
   * sector, in the order of sectors, the rest of a sector last; so do families. */
  twi_product *product;
  int products;
  twi_family *family;
  int families;
  size_t product_flows;       /* how many flows they have together */
  uint16_t *product_seller;   /* [product_flows] the exporter of each: by product, importer, exporter */
  size_t *product_row;        /* [products N + 1] where the flows of a product to an importer start; of the last: end */
  double *quantity;           /* [product_flows] in the product's unit, NaN: not given; NULL: none has */
  double *product_elasticity; /* [S] eta between families, or products without one, theta form; NULL: 0 */
  double *family_elasticity;  /* [families] eta between the products of a family */
  double *product_theta;      /* [products] trade elasticity between origins */
  double *product_markup;     /* [products] markup_elasticity, NaN: none; NULL: none has */
  twi_market *market;                    /* of a completed world: sector by sector, products in their order */
  int markets, *sector_market;           /* [S + 1] where the markets of a sector start */
  twi_estimate *estimate;                /* elasticities.csv in its order */
  int estimate_count;
  twi_store *store[TWI_STORE_TABLES];    /* stocks.csv, calories.csv, in the order of stores.h */
  int stores[TWI_STORE_TABLES];
  tw_finding *findings; /* text owned */
  int finding_count, finding_capacity;
  int reading_count; /* the first of them: corrections made on reading, which a .tww keeps */
  int making_count;  /* the first of those: made with the world, or changes of its numbers; a folder keeps
                      * them, too, but not what is found in the files of it whenever they are read */
  char sha256[65];
  size_t bytes; /* memory held by the numbers */
};

/* Return how many numbers arrays of flows have, those of products included; of flows [S][N][N] alone; of cells [N][S];
 * of producers: cells, and then products by region [products][N]; of bills for inputs [N][S][S]. */
static inline size_t twi_world_sector_flows(const tw_world *w)
{
  return (size_t)w->S * (size_t)w->N * (size_t)w->N;
}
static inline size_t twi_world_flows(const tw_world *w)
{
  return twi_world_sector_flows(w) + w->product_flows;
}
static inline size_t twi_world_cells(const tw_world *w)
{
  return (size_t)w->N * (size_t)w->S;
}
static inline size_t twi_world_producers(const tw_world *w)
{
  return (size_t)w->N * ((size_t)w->S + (size_t)w->products);
}
static inline size_t twi_world_bills(const tw_world *w)
{
  return (size_t)w->N * (size_t)w->S * (size_t)w->S;
}

/* Fills block [N] with the first region of those that each is connected with by trade, directly or by others; returns
 * how many such sets there are, nearly always 1. blocks.c */
int twi_world_blocks(const tw_world *w, int *block);
/* Return the index of a region or sector by code without regard to case, -1 when it is absent. */
int twi_world_region_index(const tw_world *w, const char *code, size_t length);
int twi_world_sector_index(const tw_world *w, const char *code, size_t length);
/* Fills members, with room for N, with those of a region group (built in or of the world) as indices; absent members
 * are left out and counted. Returns the number found, -1 when no such group exists. */
int twi_world_group(const tw_world *w, const char *name, size_t length, int *members, int *absent);
/* The region or sector has the name of a group: how many others of the world are its members. 0: it hides no group. */
int twi_world_hidden_group(const tw_world *w, twi_axis axis, int index);
/* Groups one after the other, first the world's own, then the built-in ones it does not redefine: a borrowed view with
 * the codes as written, absent ones included. 0 after the last. For messages: which members are absent, which names
 * there are. */
int twi_world_group_at(const tw_world *w, int index, twi_group *group);
/* The same by axis; groups of sectors are the world's own alone. */
int twi_world_group_of(const tw_world *w, twi_axis axis, int index, twi_group *group);
/* Index of a code on the axis, -1 when absent. */
int twi_world_index(const tw_world *w, twi_axis axis, const char *code, size_t length);
/* Returns a tariff column by name ("tariff_pct" is the applied one), fractions [S][N][N], or NULL when it is absent;
 * *zero is set to 1 when the column exists but is zero throughout (then NULL is returned too). */
const double *twi_world_tariff_column(const tw_world *w, const char *name, size_t length, int *zero);

#endif
