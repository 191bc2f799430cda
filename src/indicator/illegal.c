/* A scenario with legal and illegal fish at each of its three shares: what buyers pay and get, what harvesters earn, and
 * where imports come from instead.
 *
 *   price, quantity   P_s of the buyer, and spending over it                     against the reference
 *   income            v Y_g of legal and of illegal catch by harvester           v: value added in output, of the data
 *   imports           by origin, both products together                          before the tariff
 *
 * The solutions are those of tw_solve_path; a share without a certificate leaves its numbers empty. */
#include <math.h>
#include <string.h>

#include "indicator/result.h"
#include "scenario/rules.h"
#include "world/products.h"

struct tw_illegal {
  tw_context *ctx;
  tw_path *path[TWI_SHARES];
  tw_scenario at[TWI_SHARES]; /* the scenario with another share, which borrows all else */
  int sector;
  tw_illegal_row *row;
  int rows;
};

static const tw_result *result_of(const tw_illegal *x, int share)
{
  return x->path[share] ? tw_path_result(x->path[share], tw_path_count(x->path[share]) - 1) : NULL;
}

/* ---------------------------------------------------------------- rows */

static tw_status add_row(tw_illegal *x, const char *measure, const char *region, const char *partner,
                         const double value[TWI_SHARES])
{
  tw_illegal_row *grown = twi_grow_list(x->ctx, x->row, (size_t)x->rows, sizeof *grown);
  if (!grown) return twi_no_memory(x->ctx, sizeof *grown);
  x->row = grown;
  tw_illegal_row *row = &x->row[x->rows++];
  *row = (tw_illegal_row){.measure = measure, .region = region, .partner = partner};
  for (int i = 0; i < TWI_SHARES; i++) row->value[i] = value[i];
  return TW_OK;
}

/* The illegal product is the sector's last. */
static int product_of(const tw_result *r, int sector, int illegal)
{
  const tw_world *w = r->world;
  return w->market[w->sector_market[sector + 1] - (illegal ? 1 : 2)].product;
}

static double number(const tw_result *r, tw_table table, const char *column, size_t at)
{
  const double *values = r->info.outcome > 0 ? tw_result_column(r, table, column) : NULL;
  return values ? values[at] : NAN;
}

/* Value of both products from o to d. */
static double imports_of(const tw_result *r, int sector, int d, int o, int new_)
{
  tw_flow_change flow;
  if (r->info.outcome <= 0 || tw_result_flow(r, sector, d, o, &flow) != TW_OK) return NAN;
  return new_ ? flow.new_value : flow.base_value;
}

static double illegal_share(const tw_result *r, int sector, int d, int o)
{
  const tw_world *w = r->world;
  double whole = w->flow[twi_flow_cell(w, sector, d, o)];
  const twi_market *m = &w->market[w->sector_market[sector + 1] - 1];
  size_t cell = twi_market_cell(w, m, (size_t)d, (size_t)o);
  return whole > 0 ? 100 * (cell == SIZE_MAX ? 0 : w->flow[cell]) / whole : NAN;
}

/* Of a buyer: price and quantity, then by origin shares and imports. */
static tw_status add_buyer(tw_illegal *x, const tw_world *w, int d)
{
  double price[TWI_SHARES], quantity[TWI_SHARES], share[TWI_SHARES], before[TWI_SHARES], change[TWI_SHARES];
  size_t cell = (size_t)d * (size_t)w->S + (size_t)x->sector;
  for (int i = 0; i < TWI_SHARES; i++) {
    const tw_result *r = result_of(x, i);
    price[i] = number(r, TW_SECTORS, "price_pct", cell);
    quantity[i] = NAN;
    if (r->info.outcome <= 0) continue;
    double spent = r->new_.state->X[cell] / r->base.state->X[cell];
    quantity[i] = 100 * (spent / (1 + price[i] / 100) - 1);
  }
  tw_status status = add_row(x, "price_pct", w->region[d], "", price);
  if (status == TW_OK) status = add_row(x, "quantity_pct", w->region[d], "", quantity);
  for (int o = 0; o < w->N && status == TW_OK; o++) {
    int any = 0;
    if (o == d || !(w->flow[twi_flow_cell(w, x->sector, d, o)] > 0)) continue;
    for (int i = 0; i < TWI_SHARES; i++) {
      const tw_result *r = result_of(x, i);
      share[i] = illegal_share(r, x->sector, d, o);
      before[i] = imports_of(r, x->sector, d, o, 0);
      change[i] = imports_of(r, x->sector, d, o, 1) - before[i];
      any |= share[i] > 0;
    }
    if (any) status = add_row(x, "share_pct", w->region[d], w->region[o], share);
    if (status == TW_OK) status = add_row(x, "imports", w->region[d], w->region[o], before);
    if (status == TW_OK) status = add_row(x, "imports_change", w->region[d], w->region[o], change);
  }
  return status;
}

/* Of a region's harvesters: value added in legal and illegal catch. */
static tw_status add_harvesters(tw_illegal *x, const tw_world *w, int o)
{
  static const char *const measure[2][2] = {{"legal_income", "legal_income_change"},
                                            {"illegal_income", "illegal_income_change"}};
  tw_status status = TW_OK;
  for (int illegal = 0; illegal < 2 && status == TW_OK; illegal++) {
    double before[TWI_SHARES], change[TWI_SHARES];
    int any = 0;
    for (int i = 0; i < TWI_SHARES; i++) {
      const tw_result *r = result_of(x, i);
      size_t at = (size_t)o * (size_t)r->world->products + (size_t)product_of(r, x->sector, illegal);
      double v = w->value_added_share[(size_t)o * (size_t)w->S + (size_t)x->sector];
      before[i] = v * number(r, TW_PRODUCTS, "sales_base", at);
      change[i] = v * number(r, TW_PRODUCTS, "sales_new", at) - before[i];
      any |= before[i] > 0;
    }
    if (!any) continue;
    status = add_row(x, measure[illegal][0], w->region[o], "", before);
    if (status == TW_OK) status = add_row(x, measure[illegal][1], w->region[o], "", change);
  }
  return status;
}

/* Importers and exporters of the section; all where it names none. */
static tw_status add_rows(tw_illegal *x, const tw_scenario *s)
{
  const tw_world *w = result_of(x, 0)->world;
  const twi_iuu_section *iuu = &s->iuu;
  size_t n = (size_t)w->N;
  unsigned char *member = twi_new(x->ctx, 2 * n, 1);
  if (!member) return twi_no_memory(x->ctx, 2 * n);
  unsigned char *seller = member + n;
  tw_status status = TW_OK;
  memset(member, 1, n);
  if (iuu->importer) status = twi_select(x->ctx, s, iuu->importer, NULL, TWI_AXIS_REGIONS, w, member);
  for (size_t o = 0; o < n; o++) {
    seller[o] = member[o];
    for (size_t d = 0; d < n; d++)
      for (int i = 0; i < TWI_SHARES; i++)
        seller[o] |= d != o && member[d] && illegal_share(result_of(x, i), x->sector, (int)d, (int)o) > 0;
  }
  for (int d = 0; d < w->N && status == TW_OK; d++)
    if (member[d]) status = add_buyer(x, w, d);
  for (int o = 0; o < w->N && status == TW_OK; o++)
    if (seller[o]) status = add_harvesters(x, w, o);
  twi_free(x->ctx, member);
  return status;
}

/* ---------------------------------------------------------------- the whole */

tw_status tw_illegal_run(tw_context *ctx, const tw_world *world, const tw_scenario *s, const tw_settings *settings,
                         tw_illegal **out)
{
  *out = NULL;
  if (!s->iuu.node) return twi_fail(ctx, TW_USAGE, "scenario %s has no illegal share: it has no section iuu", s->name);
  tw_illegal *x = twi_new(ctx, 1, sizeof *x);
  if (!x) return twi_no_memory(ctx, sizeof *x);
  x->ctx = ctx;
  x->sector = twi_world_sector_index(world, s->iuu.sector->text, s->iuu.sector->length);
  tw_solver *solver = NULL;
  tw_status status = tw_solver_new(ctx, world, settings, &solver);
  for (int i = 0; i < TWI_SHARES && status == TW_OK; i++) {
    x->at[i] = *s;
    x->at[i].iuu.at = i;
    status = tw_solve_path(solver, &x->at[i], &x->path[i]);
  }
  tw_solver_free(solver);
  if (status == TW_OK) status = add_rows(x, s);
  if (status != TW_OK) {
    tw_illegal_free(x);
    return status;
  }
  *out = x;
  return TW_OK;
}

void tw_illegal_free(tw_illegal *x)
{
  if (!x) return;
  for (int i = 0; i < TWI_SHARES; i++) tw_path_free(x->path[i]);
  twi_free(x->ctx, x->row);
  twi_free(x->ctx, x);
}

int tw_illegal_rows(const tw_illegal *x, const tw_illegal_row **rows)
{
  *rows = x->row;
  return x->rows;
}

const tw_result *tw_illegal_result(const tw_illegal *x, int share)
{
  return share >= 0 && share < TWI_SHARES ? result_of(x, share) : NULL;
}

int tw_illegal_sector(const tw_illegal *x)
{
  return x->sector;
}
