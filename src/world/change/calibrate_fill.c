/* Flows of products made of what was given, and scaled to fit inside their sectors' flows. See calibrate.h.
 *
 *   of a share          U = share F; the exporter's share comes before the importer's, and that before one of all
 *   own sales           U[o][o] = max(production - sum_{d != o} U[d][o], 0.01 production)     where they are not given
 *   scaled              U' = U (1 - rho) F / sum_g U                       where F - sum_g U < rho F; quantities stay */
#include <math.h>
#include <string.h>

#include "table/sink.h"
#include "world/change/calibrate.h"
#include "world/largest.h"

#define LEAST_OWN 0.01  /* of production */
#define ROUNDING  1e-12 /* of a flow: products that leave rho but for that are not scaled */

tw_status twi_calibration_add(twi_calibrating *c, int product, int importer, int exporter, double value,
                              double quantity)
{
  twi_given_products *g = &c->given;
  tw_status status = twi_given_make_room(c->ctx, &c->given, &c->room);
  if (status != TW_OK) return status;
  size_t i = g->flows++;
  g->of[i] = product;
  g->importer[i] = (uint16_t)importer;
  g->exporter[i] = (uint16_t)exporter;
  g->value[i] = value;
  if (g->quantity) g->quantity[i] = quantity;
  return TW_OK;
}

static size_t cell_of(const twi_calibrating *c, size_t i)
{
  size_t n = (size_t)c->from->N;
  const twi_given_products *g = &c->given;
  return ((size_t)g->product[g->of[i]].sector * n + g->importer[i]) * n + g->exporter[i];
}

/* ---------------------------------------------------------------- shares */

/* The flows of one product that a row of all importers or exporters speaks for. of_exporter, of_importer [N] and all:
 * NaN where there is no such row. */
static tw_status spread_product(twi_calibrating *c, int k, const double *of_exporter, const double *of_importer,
                                double all)
{
  const tw_world *w = c->from;
  size_t n = (size_t)w->N, s = (size_t)c->given.product[k].sector;
  tw_status status = TW_OK;
  for (size_t d = 0; d < n; d++)
    for (size_t o = 0; o < n && status == TW_OK; o++) {
      double share = !isnan(of_exporter[o]) ? of_exporter[o] : !isnan(of_importer[d]) ? of_importer[d] : all;
      double value = share * w->flow[(s * n + d) * n + o];
      if (!(value > 0) || twi_keys_find(&c->keys, twi_calibration_key(c, k, (int)d, (int)o))) continue;
      status = twi_calibration_add(c, k, (int)d, (int)o, value, NAN);
    }
  return status;
}

static tw_status spread_shares(twi_calibrating *c)
{
  size_t n = (size_t)c->from->N;
  double *of = twi_alloc(c->ctx, 2 * n, sizeof *of);
  tw_status status = of ? TW_OK : twi_no_memory(c->ctx, 2 * n * sizeof *of);
  for (int k = 0; k < c->given.products && status == TW_OK; k++) {
    double all = NAN;
    int any = 0;
    for (size_t i = 0; i < 2 * n; i++) of[i] = NAN;
    for (size_t i = 0; i < c->shares; i++) {
      const twi_share *row = &c->share[i];
      if (row->product != k) continue;
      any = 1;
      if (row->exporter >= 0)
        of[row->exporter] = row->share;
      else if (row->importer >= 0)
        of[n + (size_t)row->importer] = row->share;
      else
        all = row->share;
    }
    if (any) status = spread_product(c, k, of, of + n, all);
  }
  twi_free(c->ctx, of);
  return status;
}

/* ---------------------------------------------------------------- own sales */

/* Own sales of one product, of a region that makes or sells it and has no row for them. */
typedef struct own_sales {
  double *exports, *shipped; /* [products][N] value, quantity (NaN: not known) */
  unsigned char *own;        /* [products][N] 1: has own sales */
  double made;               /* value put in */
  int filled, at_least, without;
  double exported; /* by those without */
} own_sales;

static void sum_exports(const twi_calibrating *c, own_sales *j)
{
  const twi_given_products *g = &c->given;
  for (size_t i = 0; i < g->flows; i++) {
    size_t cell = (size_t)g->of[i] * (size_t)c->from->N + g->exporter[i];
    if (g->importer[i] == g->exporter[i]) {
      j->own[cell] = 1;
      continue;
    }
    j->exports[cell] += g->value[i];
    j->shipped[cell] += g->quantity ? g->quantity[i] : NAN;
  }
}

static tw_status fill_one(twi_calibrating *c, own_sales *j, int k, int o)
{
  size_t cell = (size_t)k * (size_t)c->from->N + (size_t)o;
  if (j->own[cell] || twi_keys_find(&c->keys, twi_calibration_key(c, k, o, o))) return TW_OK;
  double made = c->made ? c->made[cell] : NAN;
  if (isnan(made)) {
    j->without += j->exports[cell] > 0;
    j->exported += j->exports[cell];
    return TW_OK;
  }
  double left = made - j->exports[cell], least = LEAST_OWN * made, value = left > least ? left : least;
  double quantity = c->made_quantity[cell] - j->shipped[cell];
  if (quantity < LEAST_OWN * c->made_quantity[cell]) quantity = LEAST_OWN * c->made_quantity[cell];
  j->at_least += left < least;
  if (!(value > 0)) return TW_OK;
  j->filled++;
  j->made += value;
  return twi_calibration_add(c, k, o, o, value, quantity);
}

static tw_status say_own_sales(twi_calibrating *c, const own_sales *j)
{
  char money[TWI_MONEY];
  tw_status status = TW_OK;
  if (j->filled)
    status = twi_world_find(c->ctx, c->to, 1, "products_own_sales", -1, -1, j->made, NAN,
                            "In %d cases (product and region) own sales are production less exports, %s in all; in %d "
                            "of them exports leave less than 1 %% of production, and own sales are that.",
                            j->filled, twi_money(c->to, j->made, money), j->at_least);
  if (j->without && status == TW_OK)
    status = twi_world_find(c->ctx, c->to, 2, "products_own_sales", -1, -1, j->exported, NAN,
                            "In %d cases (product and region) a product is exported, %s in all, and neither own sales "
                            "nor production of it are given there: the region buys none of its own.",
                            j->without, twi_money(c->to, j->exported, money));
  return status;
}

static tw_status fill_own_sales(twi_calibrating *c)
{
  size_t cells = (size_t)c->given.products * (size_t)c->from->N;
  own_sales j = {.exports = twi_new(c->ctx, cells, sizeof(double)), .shipped = twi_new(c->ctx, cells, sizeof(double))};
  j.own = twi_new(c->ctx, cells, 1);
  tw_status status = j.exports && j.shipped && j.own ? TW_OK : twi_no_memory(c->ctx, cells * sizeof(double));
  if (status == TW_OK) sum_exports(c, &j);
  for (int k = 0; k < c->given.products; k++)
    for (int o = 0; o < c->from->N && status == TW_OK; o++) status = fill_one(c, &j, k, o);
  if (status == TW_OK) status = say_own_sales(c, &j);
  twi_free(c->ctx, j.exports);
  twi_free(c->ctx, j.shipped);
  twi_free(c->ctx, j.own);
  return status;
}

/* Quantities of production alone: the flows get an array, too. */
static tw_status open_quantities(twi_calibrating *c)
{
  size_t cells = (size_t)c->given.products * (size_t)c->from->N;
  int any = 0;
  for (size_t i = 0; i < cells && c->made_quantity; i++) any |= !isnan(c->made_quantity[i]);
  if (!any || c->given.quantity) return TW_OK;
  size_t room = c->room ? c->room : 1;
  c->given.quantity = twi_alloc(c->ctx, room, sizeof(double));
  for (size_t i = 0; i < room && c->given.quantity; i++) c->given.quantity[i] = NAN;
  return c->given.quantity ? TW_OK : twi_no_memory(c->ctx, room * sizeof(double));
}

tw_status twi_calibration_fill(twi_calibrating *c)
{
  tw_status status = open_quantities(c);
  if (status == TW_OK) status = spread_shares(c);
  return status == TW_OK ? fill_own_sales(c) : status;
}

/* ---------------------------------------------------------------- scaling */

/* What the products of a cell are multiplied by. */
static double factor_of(const twi_calibrating *c, size_t cell)
{
  double flow = c->from->flow[cell], sum = c->sum[cell], most = (1 - c->ask->rho) * flow;
  if (sum <= most * (1 + ROUNDING)) return 1;
  return most / sum;
}

tw_status twi_calibration_write_scaled(const twi_calibrating *c)
{
  const tw_world *w = c->from;
  size_t n = (size_t)w->N;
  twi_sink *out = NULL;
  if (!c->ask->scaled) return TW_OK;
  tw_status status = twi_sink_open(c->ctx, c->ask->scaled, &out);
  if (status == TW_OK) status = twi_sink_text(out, "sector,importer,exporter,flow,products,scaled_to,factor\n");
  for (size_t cell = 0; cell < twi_world_sector_flows(w) && status == TW_OK; cell++) {
    double factor = factor_of(c, cell);
    if (factor == 1) continue;
    status = twi_sink_field(out, w->sector[cell / n / n], ',');
    if (status == TW_OK) status = twi_sink_field(out, w->region[cell / n % n], ',');
    if (status == TW_OK) status = twi_sink_field(out, w->region[cell % n], ',');
    if (status == TW_OK) status = twi_sink_number(out, w->flow[cell], ',');
    if (status == TW_OK) status = twi_sink_number(out, c->sum[cell], ',');
    if (status == TW_OK) status = twi_sink_number(out, c->sum[cell] * factor, ',');
    if (status == TW_OK) status = twi_sink_number(out, factor, '\n');
  }
  if (status == TW_OK) status = twi_sink_commit(out);
  twi_sink_free(out);
  return status;
}

static tw_status say_scaled(twi_calibrating *c)
{
  tw_world *w = c->to;
  size_t n = (size_t)w->N;
  char was[TWI_MONEY], is[TWI_MONEY];
  twi_largest items = {0};
  if (c->scaled == 0) return TW_OK;
  for (size_t cell = 0; cell < twi_world_sector_flows(w); cell++) {
    double factor = factor_of(c, cell);
    if (factor < 1) twi_keep_largest(&items, c->sum[cell] * (1 - factor), cell);
  }
  tw_status status =
      twi_world_find(c->ctx, w, 1, "products_scaled", -1, -1, c->before - c->after, 1 - c->after / c->before,
                     "In %zu flow%s products would leave less than %.4g %% to the rest of their sector: they are "
                     "scaled there, from %s "
                     "to %s.",
                     c->scaled, c->scaled == 1 ? "" : "s", 100 * c->ask->rho, twi_money(w, c->before, was),
                     twi_money(w, c->after, is));
  for (int i = 0; i < items.count && status == TW_OK; i++) {
    size_t cell = items.item[i].cell, s = cell / n / n, d = cell / n % n, o = cell % n;
    double factor = factor_of(c, cell);
    status = twi_world_find(c->ctx, w, 1, "products_scaled", (int)d, (int)s, items.item[i].size, 1 - factor,
                            "%s buys products of %s worth %s from %s, and the flow of the sector is %s: they are times "
                            "%.4g here.",
                            w->region[d], w->sector[s], twi_money(w, c->sum[cell], was), w->region[o],
                            twi_money(w, c->from->flow[cell], is), factor);
  }
  return status;
}

tw_status twi_calibration_scale(twi_calibrating *c)
{
  twi_given_products *g = &c->given;
  size_t cells = twi_world_sector_flows(c->from), left = 0;
  c->sum = twi_new(c->ctx, cells, sizeof *c->sum);
  if (!c->sum) return twi_no_memory(c->ctx, cells * sizeof *c->sum);
  for (size_t i = 0; i < g->flows; i++) c->sum[cell_of(c, i)] += g->value[i];
  for (size_t cell = 0; cell < cells; cell++) {
    double factor = factor_of(c, cell);
    if (factor == 1) continue;
    c->scaled++;
    c->before += c->sum[cell];
    c->after += c->sum[cell] * factor;
  }
  for (size_t i = 0; i < g->flows; i++) {
    double value = g->value[i] * factor_of(c, cell_of(c, i));
    if (!(value > 0)) continue; /* the sector has no such flow */
    g->of[left] = g->of[i];
    g->importer[left] = g->importer[i];
    g->exporter[left] = g->exporter[i];
    g->value[left] = value;
    if (g->quantity) g->quantity[left] = g->quantity[i];
    if (g->tariff) g->tariff[left] = g->tariff[i];
    if (g->export_tax) g->export_tax[left] = g->export_tax[i];
    for (int k = 0; k < g->columns; k++)
      if (g->column[k]) g->column[k][left] = g->column[k][i];
    left++;
  }
  g->flows = left;
  return say_scaled(c);
}
