/* Products of an aggregated world. See change/products.h.
 *
 *   F_g    sum F_g; quantities likewise, not known where a part is not
 *   t_g    sum t_g F_g / sum F_g, and of export taxes by producers' revenue, as those of sectors are
 *   eta    of merged sectors: mean of those that have products, by their imports
 *
 * Products of merged sectors stay, in the merged sector, unless aggregate_together.c puts them together; what they leave of it is its rest, with sectors that have no
 * products. Homes and owners become the regions that they are merged into. */
#include <math.h>
#include <string.h>

#include "world/change/aggregate_mean.h"
#include "world/change/products.h"

/* The flows of one product while they are summed, over pairs of new regions. */
typedef struct pair {
  twi_sum value, quantity;
  int met; /* 1: in the list */
} pair;

typedef struct merging {
  tw_context *ctx;
  const tw_world *from;
  const twi_map *regions;
  twi_given_products *to;
  size_t n, all;
  int rates;            /* of tariff, export tax and further columns: how many there are */
  const double **rate;  /* [rates] of the source, its products' part */
  double **out;         /* [rates] */
  pair *cell;           /* [n][n] (d, o) */
  twi_mean *mean;       /* [rates][n][n] */
  size_t *list, listed; /* cells met */
} merging;

static void add_flow(merging *j, size_t i, size_t d)
{
  const tw_world *w = j->from;
  size_t to = (size_t)j->regions->to[d] * j->n + (size_t)j->regions->to[w->product_seller[i]];
  pair *p = &j->cell[to];
  double value = w->flow[j->all + i];
  if (!p->met) {
    *p = (pair){.met = 1};
    j->list[j->listed++] = to;
    for (int k = 0; k < j->rates; k++) j->mean[(size_t)k * j->n * j->n + to] = (twi_mean){.count = 0};
  }
  twi_sum_add(&p->value, value);
  if (w->quantity) twi_sum_add(&p->quantity, w->quantity[i]);
  for (int k = 0; k < j->rates; k++) {
    int tax = w->export_tax && j->rate[k] == w->export_tax + j->all;
    twi_mean_add(&j->mean[(size_t)k * j->n * j->n + to], j->rate[k][i], tax ? value / (1 + j->rate[k][i]) : value);
  }
}

/* What was met of a product, appended to its flows. */
static void end_product(merging *j, int of)
{
  twi_given_products *g = j->to;
  for (size_t l = 0; l < j->listed; l++) {
    size_t to = j->list[l], i = g->flows++;
    g->of[i] = of;
    g->importer[i] = (uint16_t)(to / j->n);
    g->exporter[i] = (uint16_t)(to % j->n);
    g->value[i] = twi_sum_value(j->cell[to].value);
    if (g->quantity) g->quantity[i] = twi_sum_value(j->cell[to].quantity);
    for (int k = 0; k < j->rates; k++) j->out[k][i] = twi_mean_value(&j->mean[(size_t)k * j->n * j->n + to]);
    j->cell[to].met = 0;
  }
  j->listed = 0;
}

/* Product by product of the new world, each of those that have gone there. */
static tw_status merge_flows(merging *j, const int *place)
{
  const tw_world *w = j->from;
  size_t N = (size_t)w->N, count = (size_t)j->to->products;
  size_t *start = twi_new(j->ctx, count + 2, sizeof *start),
         *member = twi_alloc(j->ctx, (size_t)w->products, sizeof *member);
  tw_status status = start && member ? TW_OK : twi_no_memory(j->ctx, count * sizeof *start);
  j->to->flows = 0;
  for (int m = 0, k = 0; m < w->products && status == TW_OK; m++)
    if (!w->product[m].rest) start[place[k++] + 2]++;
  for (size_t to = 0; to < count && status == TW_OK; to++) start[to + 2] += start[to + 1];
  for (int m = 0, k = 0; m < w->products && status == TW_OK; m++)
    if (!w->product[m].rest) member[start[place[k++] + 1]++] = (size_t)m;
  for (size_t to = 0; to < count && status == TW_OK; to++) {
    for (size_t k = start[to]; k < start[to + 1]; k++)
      for (size_t d = 0, row = member[k] * N; d < N; d++)
        for (size_t i = w->product_row[row + d]; i < w->product_row[row + d + 1]; i++) add_flow(j, i, d);
    end_product(j, (int)to);
  }
  twi_free(j->ctx, start);
  twi_free(j->ctx, member);
  return status;
}

/* The rates of the source, and where they go: each flow gets its own. */
static tw_status open_rates(merging *j, size_t flows)
{
  const tw_world *w = j->from;
  twi_given_products *g = j->to;
  size_t most = (size_t)w->column_count + 2;
  j->rate = twi_alloc(j->ctx, most, sizeof *j->rate);
  j->out = twi_alloc(j->ctx, most, sizeof *j->out);
  if (!j->rate || !j->out) return twi_no_memory(j->ctx, 0);
  for (int i = -2; i < w->column_count; i++) {
    const double *from = i == -2 ? w->tariff : i == -1 ? w->export_tax : w->columns[i].values;
    double **to = i == -2 ? &g->tariff : i == -1 ? &g->export_tax : &g->column[i];
    if (!from) continue;
    if (!*to && !(*to = twi_alloc(j->ctx, flows + 1, sizeof **to))) return twi_no_memory(j->ctx, flows * sizeof **to);
    j->rate[j->rates] = from + j->all;
    j->out[j->rates++] = *to;
  }
  return TW_OK;
}

static tw_status merge_regions(tw_context *ctx, const tw_world *from, const twi_map *regions, const int *place,
                               twi_given_products *g)
{
  merging j = {.ctx = ctx, .from = from, .regions = regions, .to = g, .n = (size_t)regions->count};
  size_t cells = j.n * j.n;
  j.all = twi_world_sector_flows(from);
  tw_status status = open_rates(&j, g->flows);
  if (status == TW_OK) {
    j.cell = twi_new(ctx, cells, sizeof *j.cell);
    j.mean = twi_new(ctx, cells * (size_t)j.rates + 1, sizeof *j.mean);
    j.list = twi_alloc(ctx, cells, sizeof *j.list);
    if (!j.cell || !j.mean || !j.list) status = twi_no_memory(ctx, cells * sizeof *j.mean);
  }
  if (status == TW_OK) status = merge_flows(&j, place);
  void *own[] = {(void *)j.rate, j.out, j.cell, j.mean, j.list};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  return status;
}

static double imports_of(const tw_world *w, size_t s)
{
  size_t n = (size_t)w->N;
  twi_sum sum = {0, 0};
  for (size_t d = 0; d < n; d++)
    for (size_t o = 0; o < n; o++)
      if (o != d) twi_sum_add(&sum, w->flow[(s * n + d) * n + o]);
  return twi_sum_value(sum);
}

/* Elasticities between products: of sectors without products none counts. */
static tw_status merge_elasticities(tw_context *ctx, const tw_world *from, const twi_map *sectors,
                                    twi_given_products *g, tw_world *to)
{
  if (!g->elasticity) return TW_OK;
  tw_status status = TW_OK;
  double *eta = twi_new(ctx, (size_t)sectors->count, sizeof *eta);
  if (!eta) return twi_no_memory(ctx, 0);
  for (int k = 0; k < sectors->count && status == TW_OK; k++) {
    twi_mean mean = {.count = 0};
    for (int s = 0; s < from->S; s++)
      if (sectors->to[s] == k && twi_has_products(from, (size_t)s))
        twi_mean_add(&mean, g->elasticity[s], imports_of(from, (size_t)s));
    eta[k] = twi_mean_value(&mean);
    if (mean.any && mean.least < mean.most)
      status = twi_world_find(ctx, to, 1, "merged_products", -1, k, NAN, NAN,
                              "The sector %s merges sectors with products and elasticities between them from %.4g to "
                              "%.4g: it has %.4g, their mean by imports.",
                              sectors->code[k], mean.least, mean.most, eta[k]);
  }
  twi_free(ctx, g->elasticity);
  g->elasticity = eta;
  return status;
}

/* 1: another sector goes where this one goes. */
static int is_merged(const twi_map *map, int s)
{
  for (int k = 0; k < map->from; k++)
    if (k != s && map->to[k] == map->to[s]) return 1;
  return 0;
}

static tw_status say_merged(tw_context *ctx, const tw_world *from, const twi_map *sectors, tw_world *to)
{
  tw_status status = TW_OK;
  for (int s = 0; s < from->S && status == TW_OK; s++)
    if (twi_has_products(from, (size_t)s) && is_merged(sectors, s))
      status = twi_world_find(ctx, to, 0, "merged_products", -1, sectors->to[s], NAN, NAN,
                              "The products of %s are now products of the merged sector %s.", from->sector[s],
                              sectors->code[sectors->to[s]]);
  return status;
}

tw_status twi_aggregate_products(tw_context *ctx, const tw_world *from, const twi_map *regions, const twi_map *sectors,
                                 const char *together, tw_world *to)
{
  twi_given_products given;
  if (from->products == 0 && together)
    return twi_fail(ctx, TW_USAGE, "%s: the world has no products to put together", together);
  if (from->products == 0) return TW_OK;
  tw_status status = twi_world_list_products(ctx, from, &given);
  if (status != TW_OK) return status;
  for (int k = 0; k < given.products; k++) {
    twi_product *p = &given.product[k];
    p->sector = sectors->to[p->sector];
    if (p->home >= 0) p->home = regions->to[p->home];
    if (p->owner >= 0) p->owner = regions->to[p->owner];
  }
  for (int h = 0; h < given.families; h++) given.family[h].sector = sectors->to[given.family[h].sector];
  int *place = twi_alloc(ctx, (size_t)given.products + 1, sizeof *place);
  status = place ? twi_products_joined(ctx, together, &given, place) : twi_no_memory(ctx, 0);
  if (status == TW_OK) status = merge_elasticities(ctx, from, sectors, &given, to);
  if (status == TW_OK) status = merge_regions(ctx, from, regions, place, &given);
  if (status == TW_OK) status = twi_aggregate_stores(ctx, from, regions, place, &given, to);
  twi_free(ctx, place);
  if (status == TW_OK) status = say_merged(ctx, from, sectors, to);
  if (status == TW_OK) return twi_world_put_products(ctx, to, &given, "the aggregated world");
  twi_given_products_free(ctx, &given);
  return status;
}
