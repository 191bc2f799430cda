/* The products of a world for another: listed as they were given, and carried in proportion to their sectors' flows. See
 * products.h.
 *
 *   F'_g = F_g F'/F, quantities likewise      shares of products in a flow stay
 *   t'_g = t_g t'/t, where t is 0 t_g + t'    ratios to the sector's rate stay, and so does that they average to it
 *   1 + e'_g = (1 + e_g) (1 + e')/(1 + e)     of export taxes, which average by output */
#include <math.h>
#include <string.h>

#include "world/assemble.h"
#include "world/products.h"

static tw_status copy_doubles(tw_context *ctx, const double *from, size_t count, double **to)
{
  if (!from) return TW_OK;
  *to = twi_alloc(ctx, count + 1, sizeof **to);
  if (!*to) return twi_no_memory(ctx, count * sizeof **to);
  memcpy(*to, from, count * sizeof **to);
  return TW_OK;
}

static tw_status list_families(tw_context *ctx, const tw_world *w, twi_given_products *g)
{
  g->family = twi_new(ctx, (size_t)w->families + 1, sizeof *g->family);
  if (!g->family) return twi_no_memory(ctx, 0);
  for (; g->families < w->families; g->families++) {
    const twi_family *from = &w->family[g->families];
    twi_family *to = &g->family[g->families];
    *to =
        (twi_family){.sector = from->sector, .code = twi_strdup(ctx, from->code), .name = twi_strdup(ctx, from->name)};
    if (to->code && to->name) continue;
    g->families++; /* for freeing */
    return twi_no_memory(ctx, 0);
  }
  return copy_doubles(ctx, w->family_elasticity, (size_t)w->families, &g->family_elasticity);
}

/* to[k]: which product of the world is the given k. */
static tw_status list_products(tw_context *ctx, const tw_world *w, twi_given_products *g)
{
  size_t most = (size_t)w->products + 1;
  g->product = twi_new(ctx, most, sizeof *g->product);
  g->theta = twi_alloc(ctx, most, sizeof *g->theta);
  if (w->product_markup) g->markup = twi_alloc(ctx, most, sizeof *g->markup);
  if (!g->product || !g->theta || (w->product_markup && !g->markup)) return twi_no_memory(ctx, 0);
  for (int m = 0; m < w->products; m++) {
    if (w->product[m].rest) continue;
    int k = g->products++;
    twi_product *to = &g->product[k];
    *to = w->product[m];
    to->code = twi_strdup(ctx, w->product[m].code);
    to->name = twi_strdup(ctx, w->product[m].name);
    to->unit = twi_strdup(ctx, w->product[m].unit);
    g->theta[k] = w->product_theta[m];
    if (g->markup) g->markup[k] = w->product_markup[m];
    if (!to->code || !to->name || !to->unit) return twi_no_memory(ctx, 0);
  }
  return TW_OK;
}

/* Rates of products where they are others than the sector's, else NaN. NULL where none is. */
static tw_status list_rates(tw_context *ctx, const tw_world *w, const double *rate, size_t flows, double **to)
{
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w), k = 0;
  int any = 0;
  if (!rate) return TW_OK;
  *to = twi_alloc(ctx, flows + 1, sizeof **to);
  if (!*to) return twi_no_memory(ctx, flows * sizeof **to);
  for (size_t m = 0; m < (size_t)w->products; m++) {
    const double *own = rate + (size_t)w->product[m].sector * n * n;
    for (size_t d = 0; d < n && !w->product[m].rest; d++)
      for (size_t i = w->product_row[m * n + d]; i < w->product_row[m * n + d + 1]; i++) {
        int same = rate[all + i] == own[d * n + w->product_seller[i]];
        any |= !same;
        (*to)[k++] = same ? NAN : rate[all + i];
      }
  }
  if (any) return TW_OK;
  twi_free(ctx, *to);
  *to = NULL;
  return TW_OK;
}

static tw_status list_flows(tw_context *ctx, const tw_world *w, twi_given_products *g)
{
  size_t n = (size_t)w->N, count = 0, k = 0;
  const double *value = w->flow + twi_world_sector_flows(w);
  for (size_t m = 0; m < (size_t)w->products; m++)
    if (!w->product[m].rest) count += w->product_row[(m + 1) * n] - w->product_row[m * n];
  g->of = twi_alloc(ctx, count + 1, sizeof *g->of);
  g->importer = twi_alloc(ctx, count + 1, sizeof *g->importer);
  g->exporter = twi_alloc(ctx, count + 1, sizeof *g->exporter);
  g->value = twi_alloc(ctx, count + 1, sizeof *g->value);
  if (w->quantity) g->quantity = twi_alloc(ctx, count + 1, sizeof *g->quantity);
  if (!g->of || !g->importer || !g->exporter || !g->value || (w->quantity && !g->quantity))
    return twi_no_memory(ctx, count * sizeof *g->value);
  int of = 0;
  for (size_t m = 0; m < (size_t)w->products; m++) {
    if (w->product[m].rest) continue;
    for (size_t d = 0; d < n; d++)
      for (size_t i = w->product_row[m * n + d]; i < w->product_row[m * n + d + 1]; i++, k++) {
        g->of[k] = of;
        g->importer[k] = (uint16_t)d;
        g->exporter[k] = w->product_seller[i];
        g->value[k] = value[i];
        if (g->quantity) g->quantity[k] = w->quantity[i];
      }
    of++;
  }
  g->flows = count;
  return TW_OK;
}

static tw_status list_all(tw_context *ctx, const tw_world *w, twi_given_products *g)
{
  tw_status status = list_families(ctx, w, g);
  if (status == TW_OK) status = list_products(ctx, w, g);
  if (status == TW_OK) status = copy_doubles(ctx, w->product_elasticity, (size_t)w->S, &g->elasticity);
  if (status == TW_OK) status = list_flows(ctx, w, g);
  if (status == TW_OK) status = list_rates(ctx, w, w->tariff, g->flows, &g->tariff);
  if (status == TW_OK) status = list_rates(ctx, w, w->export_tax, g->flows, &g->export_tax);
  g->column = twi_new(ctx, (size_t)w->column_count + 1, sizeof *g->column);
  if (!g->column) return twi_no_memory(ctx, 0);
  g->columns = w->column_count;
  for (int i = 0; i < w->column_count && status == TW_OK; i++)
    status = list_rates(ctx, w, w->columns[i].values, g->flows, &g->column[i]);
  return status;
}

tw_status twi_world_list_products(tw_context *ctx, const tw_world *from, twi_given_products *given)
{
  *given = (twi_given_products){.families = 0};
  tw_status status = list_all(ctx, from, given);
  if (status != TW_OK) twi_given_products_free(ctx, given);
  return status;
}

/* ---------------------------------------------------------------- in proportion */

/* Which product of a world each given one is, for the sector; the flow's cell in arrays of both worlds. */
static size_t cell_of(const tw_world *w, const twi_given_products *g, size_t k)
{
  size_t n = (size_t)w->N;
  return ((size_t)g->product[g->of[k]].sector * n + g->importer[k]) * n + g->exporter[k];
}

/* A rate that was another than the sector's, when that goes from `was` to `is`. */
static double moved_rate(double rate, double was, double is, int tax)
{
  if (isnan(rate) || was == is) return rate;
  if (tax) return (1 + rate) * ((1 + is) / (1 + was)) - 1;
  return was == 0 ? rate + is : rate * (is / was);
}

/* The flows that are left, scaled; the others fall out of the list. */
static void scale_flows(const tw_world *from, const tw_world *to, twi_given_products *g)
{
  size_t left = 0;
  for (size_t k = 0; k < g->flows; k++) {
    size_t cell = cell_of(to, g, k);
    double was = from->flow[cell], is = to->flow[cell];
    if (!(is > 0)) continue;
    double by = is == was ? 1 : is / was, value = g->value[k] * by;
    if (!(value > 0)) continue; /* too small to be held */
    g->of[left] = g->of[k];
    g->importer[left] = g->importer[k];
    g->exporter[left] = g->exporter[k];
    g->value[left] = value;
    if (g->quantity) g->quantity[left] = g->quantity[k] * by;
    if (g->tariff) g->tariff[left] = g->tariff[k];
    if (g->export_tax) g->export_tax[left] = g->export_tax[k];
    for (int i = 0; i < g->columns; i++)
      if (g->column[i]) g->column[i][left] = g->column[i][k];
    left++;
  }
  g->flows = left;
}

/* was, is: the sector's rates; NULL: zero. */
static void move_rates(const tw_world *to, const twi_given_products *g, const double *was, const double *is, int tax,
                       double *rate)
{
  for (size_t k = 0; k < g->flows && rate; k++) {
    size_t cell = cell_of(to, g, k);
    rate[k] = moved_rate(rate[k], was ? was[cell] : 0, is ? is[cell] : 0, tax);
  }
}

/* The column of `from` in the order of the columns of `to`, which may have others. */
static tw_status match_columns(tw_context *ctx, const tw_world *from, const tw_world *to, twi_given_products *g)
{
  double **column = twi_new(ctx, (size_t)to->column_count + 1, sizeof *column);
  if (!column) return twi_no_memory(ctx, 0);
  for (int i = 0; i < from->column_count; i++) {
    int at = 0;
    while (at < to->column_count && strcmp(to->columns[at].name, from->columns[i].name) != 0) at++;
    if (at < to->column_count) {
      column[at] = g->column[i];
      move_rates(to, g, from->columns[i].values, to->columns[at].values, 0, column[at]);
    } else {
      twi_free(ctx, g->column[i]);
    }
  }
  twi_free(ctx, g->column);
  g->column = column;
  g->columns = to->column_count;
  return TW_OK;
}

tw_status twi_world_carry_products(tw_context *ctx, const tw_world *from, tw_world *to, const char *origin)
{
  twi_given_products given;
  if (from->products == 0) return TW_OK;
  tw_status status = twi_world_list_products(ctx, from, &given);
  if (status != TW_OK) return status;
  scale_flows(from, to, &given);
  move_rates(to, &given, from->tariff, to->tariff, 0, given.tariff);
  move_rates(to, &given, from->export_tax, to->export_tax, 1, given.export_tax);
  status = match_columns(ctx, from, to, &given);
  if (status == TW_OK) return twi_world_put_products(ctx, to, &given, origin);
  twi_given_products_free(ctx, &given);
  return status;
}
