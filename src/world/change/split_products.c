/* Products of a world of which a region is split: each part buys and sells them in the proportions of its flows, so that
 * aggregating gives them back. See change/products.h.
 *
 *   F'_g[d'][o'] = F_g[d][o] F'[d'][o'] / F[d][o]        d', o' parts of d, o; quantities likewise
 *
 * Home and owner become the part with the largest share of the sector's output. A sector with products is not split:
 * nobody says which part a product belongs to. */
#include <stdio.h>
#include <string.h>

#include "world/assemble.h"
#include "world/change/products.h"

static tw_status refuse_sector(tw_context *ctx, const tw_world *w, int s)
{
  char codes[128] = "";
  int count = 0;
  for (int g = 0; g < w->products; g++) {
    if (w->product[g].sector != s || w->product[g].rest) continue;
    if (count++ < 3)
      snprintf(codes + strlen(codes), sizeof codes - strlen(codes), "%s%.30s", count > 1 ? ", " : "",
               w->product[g].code);
  }
  return twi_fail(ctx, TW_BAD_INPUT,
                  "what to split: sector %s has %d product%s (%s%s), and nothing says to which part each belongs; "
                  "expected a sector without products, or put the parts into products.csv",
                  w->sector[s], count, count == 1 ? "" : "s", codes, count > 3 ? " …" : "");
}

/* The new region of an old one, where it is at home: of parts the one that makes most of the sector. */
static int part_of(const twi_splitting_products *how, int region, int sector)
{
  size_t S = (size_t)how->from->S;
  int best = -1;
  for (size_t d = 0; d < how->n && region >= 0; d++) {
    if (how->region[d] != (size_t)region) continue;
    if (best < 0 || how->sell[d * S + (size_t)sector] > how->sell[(size_t)best * S + (size_t)sector]) best = (int)d;
  }
  return best;
}

static int new_sector(const twi_splitting_products *how, int sector)
{
  for (size_t s = 0; s < how->m; s++)
    if (how->sector[s] == (size_t)sector) return (int)s;
  return 0;
}

/* The flows of the parts of each flow. */
typedef struct spreading {
  const twi_splitting_products *how;
  const twi_given_products *from;
  twi_given_products *to; /* NULL: only counted */
  size_t count;
} spreading;

static void copy_rate(const double *from, double *to, size_t k, size_t i)
{
  if (from) to[i] = from[k];
}

static void spread_flow(spreading *p, size_t k)
{
  const twi_splitting_products *how = p->how;
  const twi_given_products *g = p->from;
  size_t s_to = (size_t)g->product[g->of[k]].sector, s = how->sector[s_to], N = (size_t)how->from->N, n = how->n;
  double whole = how->from->flow[(s * N + g->importer[k]) * N + g->exporter[k]];
  for (size_t d = 0; d < n; d++)
    for (size_t o = 0; o < n && how->region[d] == g->importer[k]; o++) {
      if (how->region[o] != g->exporter[k]) continue;
      double part = how->flow[(s_to * n + d) * n + o], by = part == whole ? 1 : part / whole, value = g->value[k] * by;
      if (!(value > 0)) continue;
      size_t i = p->count++;
      if (!p->to) continue;
      p->to->of[i] = g->of[k];
      p->to->importer[i] = (uint16_t)d;
      p->to->exporter[i] = (uint16_t)o;
      p->to->value[i] = value;
      if (g->quantity) p->to->quantity[i] = g->quantity[k] * by;
      copy_rate(g->tariff, p->to->tariff, k, i);
      copy_rate(g->export_tax, p->to->export_tax, k, i);
      for (int c = 0; c < g->columns; c++) copy_rate(g->column[c], p->to->column[c], k, i);
    }
}

static void spread_all(spreading *p)
{
  p->count = 0;
  for (size_t k = 0; k < p->from->flows; k++) spread_flow(p, k);
}

static int make_doubles(tw_context *ctx, int wanted, size_t count, double **to)
{
  if (wanted) *to = twi_alloc(ctx, count + 1, sizeof **to);
  return !wanted || *to;
}

/* The flows of given become those of the parts. */
static tw_status spread(tw_context *ctx, const twi_splitting_products *how, twi_given_products *given)
{
  twi_given_products out = {.columns = given->columns};
  spreading p = {how, given, NULL, 0};
  spread_all(&p);
  size_t count = out.flows = p.count;
  out.of = twi_alloc(ctx, count + 1, sizeof *out.of);
  out.importer = twi_alloc(ctx, count + 1, sizeof *out.importer);
  out.exporter = twi_alloc(ctx, count + 1, sizeof *out.exporter);
  out.column = twi_new(ctx, (size_t)given->columns + 1, sizeof *out.column);
  int got = out.of && out.importer && out.exporter && out.column && make_doubles(ctx, 1, count, &out.value) &&
            make_doubles(ctx, given->quantity != NULL, count, &out.quantity) &&
            make_doubles(ctx, given->tariff != NULL, count, &out.tariff) &&
            make_doubles(ctx, given->export_tax != NULL, count, &out.export_tax);
  for (int c = 0; c < given->columns && got; c++)
    got = make_doubles(ctx, given->column[c] != NULL, count, &out.column[c]);
  if (!got) {
    twi_given_products_free(ctx, &out);
    return twi_no_memory(ctx, count * sizeof(double));
  }
  p.to = &out;
  spread_all(&p);
  twi_given_products old = *given; /* its flows go, its lists stay */
  given->flows = count;
  given->of = out.of;
  given->importer = out.importer;
  given->exporter = out.exporter;
  given->value = out.value;
  given->quantity = out.quantity;
  given->tariff = out.tariff;
  given->export_tax = out.export_tax;
  given->column = out.column;
  twi_given_products gone = {.of = old.of,
                             .importer = old.importer,
                             .exporter = old.exporter,
                             .value = old.value,
                             .quantity = old.quantity,
                             .tariff = old.tariff,
                             .export_tax = old.export_tax,
                             .column = old.column,
                             .columns = old.columns};
  twi_given_products_free(ctx, &gone);
  return TW_OK;
}

static tw_status move_elasticities(tw_context *ctx, const twi_splitting_products *how, twi_given_products *given)
{
  if (!given->elasticity) return TW_OK;
  double *eta = twi_alloc(ctx, how->m, sizeof *eta);
  if (!eta) return twi_no_memory(ctx, 0);
  for (size_t s = 0; s < how->m; s++) eta[s] = given->elasticity[how->sector[s]];
  twi_free(ctx, given->elasticity);
  given->elasticity = eta;
  return TW_OK;
}

tw_status twi_split_products(tw_context *ctx, const twi_splitting_products *how, twi_given_products *given)
{
  const tw_world *w = how->from;
  *given = (twi_given_products){.families = 0};
  if (w->products == 0) return TW_OK;
  if (how->of_sector && twi_has_products(w, (size_t)how->index)) return refuse_sector(ctx, w, how->index);
  if (how->n > TWI_MOST_PRODUCT_REGIONS)
    return twi_fail(ctx, TW_BAD_INPUT, "the split world: found %zu regions, expected at most %d with products", how->n,
                    TWI_MOST_PRODUCT_REGIONS);
  tw_status status = twi_world_list_products(ctx, w, given);
  if (status != TW_OK) return status;
  for (int k = 0; k < given->products; k++) {
    twi_product *p = &given->product[k];
    p->home = part_of(how, p->home, p->sector);
    p->owner = part_of(how, p->owner, p->sector);
    p->sector = new_sector(how, p->sector);
  }
  for (int h = 0; h < given->families; h++) given->family[h].sector = new_sector(how, given->family[h].sector);
  status = move_elasticities(ctx, how, given);
  if (status == TW_OK && !how->of_sector) status = spread(ctx, how, given);
  if (status != TW_OK) twi_given_products_free(ctx, given);
  return status;
}
