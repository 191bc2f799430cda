/* A world with fewer regions and sectors: sums, and averages with the weights that keep every identity.
 *
 * symbol  new value                                        so that
 * F       sum F
 * t       sum t F / sum F                                  tariff revenue and X add up
 * e       1 + e = sum F / sum F/(1+e)                      producers' revenue Y adds up
 * theta   weighted by imports, own sales left out
 * v       sum v Y / sum Y                                  value added adds up
 * b       sum a Y / sum (1-v) Y, share of the bill         the use of every input adds up
 * alpha   sum alpha I / sum I, I income                    final spending adds up
 *
 * So market clearing, budgets and deficits of the new world are sums of those of the old: it is in balance exactly as
 * far as the old one was. Trade between merged regions becomes own sales, and keeps its tariff revenue through the
 * average tariff on own sales. Where all rates that meet in a cell are the same the average is that rate, to the bit.
 */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "world/change/aggregate.h"
#include "world/change/aggregate_mean.h"
#include "world/change/products.h"

typedef struct job {
  tw_context *ctx;
  const tw_world *from;
  tw_world *to;
  const char *regions_map, *sectors_map, *products; /* what they are called in messages */
  twi_map regions, sectors;
  size_t N, S, n, sectors_to; /* before: N, S; after: n, sectors_to */
} job;

static double *make_array(job *j, size_t count)
{
  return twi_new(j->ctx, count, sizeof(double));
}

/* ---------------------------------------------------------------- flows and rates */

static size_t cell_to(const job *j, size_t s, size_t d, size_t o)
{
  size_t s_to = (size_t)j->sectors.to[s], d_to = (size_t)j->regions.to[d], o_to = (size_t)j->regions.to[o];
  return (s_to * j->n + d_to) * j->n + o_to;
}

static tw_status aggregate_flows(job *j)
{
  size_t count = j->sectors_to * j->n * j->n;
  twi_sum *sum = twi_new(j->ctx, count, sizeof *sum);
  j->to->flow = make_array(j, count);
  if (!sum || !j->to->flow) {
    twi_free(j->ctx, sum);
    return twi_no_memory(j->ctx, count * sizeof *sum);
  }
  const double *flow = j->from->flow;
  for (size_t s = 0; s < j->S; s++)
    for (size_t d = 0; d < j->N; d++)
      for (size_t o = 0; o < j->N; o++) twi_sum_add(&sum[cell_to(j, s, d, o)], *flow++);
  for (size_t i = 0; i < count; i++) j->to->flow[i] = twi_sum_value(sum[i]);
  twi_free(j->ctx, sum);
  return TW_OK;
}

/* Mean rates; tax: the rate is on the producer's price, so 1/(1+e) is what is averaged. */
static tw_status aggregate_rates(job *j, const double *rate, int tax, double **to)
{
  if (!rate) return TW_OK;
  size_t count = j->sectors_to * j->n * j->n;
  twi_mean *m = twi_new(j->ctx, count, sizeof *m);
  *to = make_array(j, count);
  if (!m || !*to) {
    twi_free(j->ctx, m);
    return twi_no_memory(j->ctx, count * sizeof *m);
  }
  const double *flow = j->from->flow;
  for (size_t s = 0; s < j->S; s++)
    for (size_t d = 0; d < j->N; d++)
      for (size_t o = 0; o < j->N; o++, flow++, rate++)
        twi_mean_add(&m[cell_to(j, s, d, o)], *rate, tax ? *flow / (1 + *rate) : *flow);
  for (size_t i = 0; i < count; i++) (*to)[i] = twi_mean_value(&m[i]);
  twi_free(j->ctx, m);
  return TW_OK;
}

static tw_status aggregate_columns(job *j)
{
  j->to->columns = twi_new(j->ctx, (size_t)j->from->column_count, sizeof *j->to->columns);
  if (!j->to->columns) return twi_no_memory(j->ctx, 0);
  for (int i = 0; i < j->from->column_count; i++) {
    twi_tariff_column *column = &j->to->columns[j->to->column_count++];
    column->name = twi_strdup(j->ctx, j->from->columns[i].name);
    if (!column->name) return twi_no_memory(j->ctx, 0);
    tw_status status = aggregate_rates(j, j->from->columns[i].values, 0, &column->values);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- sectors */

/* Kinds are by output. */
static tw_status aggregate_sectors(job *j)
{
  double *goods = make_array(j, j->sectors_to), *all = make_array(j, j->sectors_to);
  j->to->theta = make_array(j, j->sectors_to);
  j->to->goods = twi_new(j->ctx, j->sectors_to, 1);
  tw_status status = goods && all && j->to->theta && j->to->goods ? TW_OK : twi_no_memory(j->ctx, 0);
  if (status == TW_OK) status = twi_aggregate_elasticities(j->ctx, j->from, &j->sectors, j->from->theta, j->to->theta);
  for (size_t s = 0; s < j->S && status == TW_OK; s++) {
    size_t k = (size_t)j->sectors.to[s];
    double output = 0;
    for (size_t d = 0; d < j->N; d++) output += j->from->output[d * j->S + s];
    if (j->from->goods[s]) goods[k] += output;
    all[k] += output;
    j->to->goods[k] |= j->from->goods[s]; /* for a sector without output */
  }
  for (size_t k = 0; k < j->sectors_to && status == TW_OK; k++) {
    if (all[k] > 0) j->to->goods[k] = goods[k] >= 0.5 * all[k];
    if (goods[k] > 0 && goods[k] < all[k])
      status = twi_world_find(j->ctx, j->to, 0, "mixed_sector", -1, (int)k, NAN, goods[k] / all[k],
                              "The sector %s merges goods (%.3g %% of its output) and services and counts as %s.",
                              j->sectors.code[k], 100 * goods[k] / all[k], j->to->goods[k] ? "goods" : "services");
  }
  twi_free(j->ctx, all);
  twi_free(j->ctx, goods);
  return status;
}

/* ---------------------------------------------------------------- shares */

static tw_status aggregate_production(job *j)
{
  const tw_world *w = j->from;
  size_t cells = j->n * j->sectors_to;
  twi_mean *m = twi_new(j->ctx, cells, sizeof *m);
  double *bill = make_array(j, cells);
  j->to->value_added_share = make_array(j, cells);
  j->to->input_share = make_array(j, cells * j->sectors_to);
  tw_status status = m && bill && j->to->value_added_share && j->to->input_share ? TW_OK : twi_no_memory(j->ctx, 0);
  for (size_t d = 0; d < j->N && status == TW_OK; d++)
    for (size_t u = 0; u < j->S; u++) {
      size_t cell = d * j->S + u, to = (size_t)j->regions.to[d] * j->sectors_to + (size_t)j->sectors.to[u];
      double v = w->value_added_share[cell], y = w->output[cell];
      twi_mean_add(&m[to], v, y);
      bill[to] += (1 - v) * y;
      for (size_t s = 0; s < j->S; s++)
        j->to->input_share[to * j->sectors_to + (size_t)j->sectors.to[s]] += w->input_share[cell * j->S + s] * y;
    }
  for (size_t to = 0; to < cells && status == TW_OK; to++) {
    double v = m[to].any ? twi_mean_value(&m[to]) : 1;
    if (bill[to] > 0 && v >= 1) v = 1 - 0x1p-53; /* inputs too small for v to show */
    j->to->value_added_share[to] = bill[to] > 0 ? v : 1;
    for (size_t s = 0; s < j->sectors_to; s++) {
      double *b = &j->to->input_share[to * j->sectors_to + s];
      *b = bill[to] > 0 ? *b / bill[to] : NAN;
    }
  }
  twi_free(j->ctx, bill);
  twi_free(j->ctx, m);
  return status;
}

static tw_status aggregate_final(job *j)
{
  const tw_world *w = j->from;
  double *income = make_array(j, j->N), *sum = make_array(j, j->n);
  j->to->final_share = make_array(j, j->n * j->sectors_to);
  tw_status status = income && sum && j->to->final_share ? TW_OK : twi_no_memory(j->ctx, 0);
  if (status == TW_OK) twi_world_income(w, income, NULL, NULL);
  for (size_t d = 0; d < j->N && status == TW_OK; d++) {
    size_t to = (size_t)j->regions.to[d];
    sum[to] += income[d];
    for (size_t s = 0; s < j->S; s++)
      j->to->final_share[to * j->sectors_to + (size_t)j->sectors.to[s]] += w->final_share[d * j->S + s] * income[d];
  }
  for (size_t i = 0; i < j->n * j->sectors_to && status == TW_OK; i++) j->to->final_share[i] /= sum[i / j->sectors_to];
  twi_free(j->ctx, sum);
  twi_free(j->ctx, income);
  return status;
}

/* Population and GDP add up; unknown in one part is unknown in the whole. */
static tw_status aggregate_macro(job *j, const double *from, double **to)
{
  if (!from) return TW_OK;
  *to = make_array(j, j->n);
  if (!*to) return twi_no_memory(j->ctx, 0);
  for (size_t d = 0; d < j->N; d++) (*to)[j->regions.to[d]] += from[d];
  return TW_OK;
}

/* So does employment. */
static tw_status aggregate_employment(job *j)
{
  const double *from = j->from->employment;
  if (!from) return TW_OK;
  double *to = j->to->employment = make_array(j, j->n * j->sectors_to);
  if (!to) return twi_no_memory(j->ctx, 0);
  for (size_t d = 0; d < j->N; d++)
    for (size_t s = 0; s < j->S; s++)
      to[(size_t)j->regions.to[d] * j->sectors_to + (size_t)j->sectors.to[s]] += from[d * j->S + s];
  return TW_OK;
}

/* ---------------------------------------------------------------- the whole */

/* The trade that became own sales, and its tariffs. */
static tw_status report_merged(job *j)
{
  const tw_world *w = j->from;
  double trade = 0, revenue = 0, all = 0;
  char money[TWI_MONEY], tariffs[TWI_MONEY];
  for (size_t s = 0; s < j->S; s++)
    for (size_t d = 0; d < j->N; d++)
      for (size_t o = 0; o < j->N; o++) {
        size_t cell = (s * j->N + d) * j->N + o;
        if (o == d) continue;
        all += w->flow[cell];
        if (j->regions.to[d] != j->regions.to[o]) continue;
        trade += w->flow[cell];
        if (w->tariff) revenue += w->tariff[cell] * w->flow[cell];
      }
  if (trade == 0) return TW_OK;
  return twi_world_find(
      j->ctx, j->to, 0, "merged_trade", -1, -1, trade, trade / all,
      "Trade of %s between merged regions (%.2g %% of trade) became own sales; the tariffs on it, %s, stay "
      "as the average tariff on own sales.",
      twi_money(w, trade, money), 100 * trade / all, twi_money(w, revenue, tariffs));
}

static tw_status copy_texts(tw_context *ctx, char *const *from, int count, char ***to)
{
  *to = twi_new(ctx, (size_t)count, sizeof **to);
  if (!*to) return twi_no_memory(ctx, 0);
  for (int i = 0; i < count; i++)
    if (!((*to)[i] = twi_strdup(ctx, from[i]))) return twi_no_memory(ctx, 0);
  return TW_OK;
}

static tw_status aggregate_world(job *j, const char *name, const char *title)
{
  tw_world *to = j->to;
  char *yaml;
  tw_status status = twi_aggregate_describe(j->ctx, j->from, name, title, &j->regions, &j->sectors, &yaml);
  if (status == TW_OK) status = twi_world_describe(j->ctx, to, yaml, "the new world's description");
  to->N = j->regions.count;
  to->S = j->sectors.count;
  j->n = (size_t)to->N;
  j->sectors_to = (size_t)to->S;
  if (status == TW_OK) status = copy_texts(j->ctx, j->regions.code, to->N, &to->region);
  if (status == TW_OK) status = copy_texts(j->ctx, j->regions.name, to->N, &to->region_name);
  if (status == TW_OK) status = copy_texts(j->ctx, j->sectors.code, to->S, &to->sector);
  if (status == TW_OK) status = copy_texts(j->ctx, j->sectors.name, to->S, &to->sector_name);
  if (status == TW_OK) status = twi_aggregate_groups(j->ctx, j->from, TWI_AXIS_REGIONS, &j->regions, to);
  if (status == TW_OK) status = twi_aggregate_groups(j->ctx, j->from, TWI_AXIS_SECTORS, &j->sectors, to);
  if (status == TW_OK) status = twi_aggregate_estimates(j->ctx, j->from, &j->sectors, to);
  if (status == TW_OK) status = aggregate_flows(j);
  if (status == TW_OK) status = aggregate_rates(j, j->from->tariff, 0, &to->tariff);
  if (status == TW_OK) status = aggregate_rates(j, j->from->export_tax, 1, &to->export_tax);
  if (status == TW_OK) status = aggregate_columns(j);
  if (status == TW_OK) status = aggregate_sectors(j);
  if (status == TW_OK) status = aggregate_production(j);
  if (status == TW_OK) status = aggregate_final(j);
  if (status == TW_OK) status = aggregate_employment(j);
  if (status == TW_OK) status = aggregate_macro(j, j->from->population, &to->population);
  if (status == TW_OK) status = aggregate_macro(j, j->from->gdp, &to->gdp);
  if (status == TW_OK) status = twi_aggregate_products(j->ctx, j->from, &j->regions, &j->sectors, j->products, to);
  if (status == TW_OK) status = report_merged(j);
  const twi_code_places places = {.regions = j->regions_map, .sectors = j->sectors_map};
  if (status == TW_OK) status = twi_world_check_words(j->ctx, to, &places);
  const twi_given given = {.flows = "flows", .production = "production", .inputs = "inputs", .final = "final"};
  if (status == TW_OK) status = twi_world_complete(j->ctx, to, &given);
  return status == TW_OK ? twi_world_seal(j->ctx, to) : status;
}

tw_status tw_world_aggregate_with(tw_context *ctx, const tw_world *world, const tw_aggregation *how, tw_world **out)
{
  const char *regions_map = how->regions, *sectors_map = how->sectors, *name = how->name;
  job j = {.ctx = ctx,
           .from = world,
           .regions_map = regions_map ? regions_map : "the aggregated world",
           .sectors_map = sectors_map ? sectors_map : "the aggregated world",
           .products = how->products,
           .N = (size_t)world->N,
           .S = (size_t)world->S};
  *out = NULL;
  if (!name || twi_world_name_wrong(name))
    return twi_fail(ctx, TW_USAGE, "the name of the new world: found %s, expected %s", name && *name ? name : "nothing",
                    twi_world_name_wrong(name ? name : ""));
  tw_status status = twi_map_read(ctx, regions_map, "region", world->region, world->region_name, world->N, &j.regions);
  if (status == TW_OK)
    status = twi_map_read(ctx, sectors_map, "sector", world->sector, world->sector_name, world->S, &j.sectors);
  if (status == TW_OK) status = twi_world_create(ctx, &j.to);
  if (status == TW_OK) status = aggregate_world(&j, name, how->title ? how->title : name);
  twi_map_free(ctx, &j.regions);
  twi_map_free(ctx, &j.sectors);
  if (status != TW_OK) {
    tw_world_free(j.to);
    return status;
  }
  *out = j.to;
  return TW_OK;
}

tw_status tw_world_aggregate(tw_context *ctx, const tw_world *world, const char *regions_map, const char *sectors_map,
                             const char *name, const char *title, tw_world **out)
{
  const tw_aggregation how = {.regions = regions_map, .sectors = sectors_map, .name = name, .title = title};
  return tw_world_aggregate_with(ctx, world, &how, out);
}
