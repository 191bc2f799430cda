/* What a change of one point, and of twenty-five, does exactly: a full solve each, from the point. See exposure.h. */
#include <math.h>
#include <string.h>

#include "exposure/exposure.h"
#include "scenario/wedges.h"
#include "world/products.h"

static const double STEP[2] = {0.01, 0.25};

/* Adds a step to the wedges of one cell: a rate in points, a factor in per cent. */
static tw_status step_cell(tw_context *ctx, const tw_world *w, const tw_exposed *row, double step, size_t cell,
                           twi_wedges *x)
{
  size_t flows = twi_world_flows(w);
  double *by = row->wedge == TW_WEDGE_TARIFF       ? twi_wedge(ctx, &x->tariff, w->tariff, 0, flows)
               : row->wedge == TW_WEDGE_EXPORT_TAX ? twi_wedge(ctx, &x->export_tax, w->export_tax, 0, flows)
               : row->wedge == TW_WEDGE_BARRIER    ? twi_wedge(ctx, &x->barrier, NULL, 1, flows)
                                                   : twi_wedge(ctx, &x->productivity, NULL, 1, twi_world_producers(w));
  if (!by) return twi_no_memory(ctx, flows * sizeof *by);
  if (row->wedge <= TW_WEDGE_EXPORT_TAX)
    by[cell] += step;
  else
    by[cell] *= 1 + step;
  return TW_OK;
}

/* The same of a row: of a whole sector, all of its products. */
static tw_status step_row(tw_context *ctx, const tw_world *w, const tw_exposed *row, double step, twi_wedges *x)
{
  size_t s = (size_t)row->sector, o = (size_t)row->exporter, d = (size_t)row->importer;
  if (row->wedge == TW_WEDGE_PRODUCTIVITY)
    return step_cell(ctx, w, row, step,
                     row->product >= 0 ? twi_product_cell(w, (size_t)row->product, o) : o * (size_t)w->S + s, x);
  tw_status status = TW_OK;
  if (row->product < 0)
    status = step_cell(ctx, w, row, step, twi_flow_cell(w, row->sector, row->importer, row->exporter), x);
  for (int k = w->sector_market[s]; status == TW_OK && k < w->sector_market[s + 1]; k++) {
    const twi_market *m = &w->market[k];
    if (m->product < 0 || (row->product >= 0 && m->product != row->product)) continue;
    size_t cell = twi_market_cell(w, m, d, o);
    if (cell != SIZE_MAX) status = step_cell(ctx, w, row, step, cell, x);
  }
  return status;
}

/* What real GDP grows by from the point to a side that was solved last: its index is one of the way between them, so it
 * is integrated, as in a run from one to the other. NaN: the way does not solve. */
static tw_status real_gdp_to(tw_exposure *x, const double *u_point, const twi_side *side, double *growth)
{
  twi_exposure_point *p = &x->point;
  twi_equilibrium *e = p->e;
  size_t n = e->core.n, N = (size_t)p->world->N;
  double *columns = twi_alloc(p->ctx, TWI_REGION_COUNT * N, sizeof(double)),
         *held = twi_alloc(p->ctx, n, sizeof(double));
  tw_status status = columns && held ? TW_OK : twi_no_memory(p->ctx, TWI_REGION_COUNT * N * sizeof(double));
  if (status == TW_OK) {
    const twi_side *at = &p->result->new_;
    tw_result way = {.ctx = p->ctx, .world = p->world, .settings = p->result->settings, .regions = columns};
    way.base.wedges = at->wedges; /* both sides lent */
    way.base.state = at->state;
    way.new_.wedges = side->wedges;
    way.new_.state = side->state;
    columns[TWI_REAL_GDP * N + (size_t)x->outcome.region] = NAN;
    memcpy(held, e->u_base, n * sizeof(double));
    memcpy(e->u_base, u_point, n * sizeof(double));
    status = twi_real_gdp(&way, e);
    memcpy(e->u_base, held, n * sizeof(double));
    *growth = log1p(columns[TWI_REAL_GDP * N + (size_t)x->outcome.region] / 100);
  }
  twi_free(p->ctx, held);
  twi_free(p->ctx, columns);
  return status;
}

/* Solves the point's policy with the step; *value: of the outcome, NaN: none was found. */
static tw_status solve_step(tw_exposure *x, const tw_exposed *row, double step, const double *u_point, double *value)
{
  twi_exposure_point *p = &x->point;
  const twi_side *at = &p->result->new_;
  const twi_wedges *wedges = at->policy.conditions ? &at->policy.wedges : &at->wedges;
  twi_side side;
  *value = NAN;
  tw_status status = twi_side_new(p->ctx, p->world, &side);
  if (status == TW_OK) status = twi_wedges_copy(p->ctx, p->world, wedges, &side.policy.wedges);
  if (status == TW_OK) status = step_row(p->ctx, p->world, row, step, &side.policy.wedges);
  if (status == TW_OK) {
    side.policy.condition = at->policy.condition; /* lent, and taken back below */
    side.policy.conditions = at->policy.conditions;
    status = twi_solver_new_side(p->solver, &p->result->base, 0, &side);
  }
  int real = (int)x->outcome.measure == TWI_MEASURE_REAL_GDP;
  if (status == TW_OK && side.found.outcome > 0 && real) status = real_gdp_to(x, u_point, &side, value);
  if (status == TW_OK && side.found.outcome > 0 && !real) {
    (void)twi_core_residual(&p->e->core, p->e->u_new, p->e->newton.f_trial);
    *value = twi_exposed_value(&p->e->core, &x->outcome);
  }
  side.policy.condition = NULL;
  side.policy.conditions = 0;
  twi_side_free(p->ctx, &side);
  return status;
}

tw_status twi_exposure_exact(tw_exposure *x)
{
  twi_exposure_point *p = &x->point;
  size_t bytes = p->e->core.n * sizeof(double);
  double start = twi_seconds(), before = x->value, *u = twi_alloc(p->ctx, p->e->core.n, sizeof(double));
  if (!u) return twi_no_memory(p->ctx, bytes);
  memcpy(u, p->e->u_new, bytes);
  const twi_starts starts = {.new_ = {u, &p->result->new_.wedges}};
  tw_status status = TW_OK;
  twi_solver_start_at(p->solver, &starts);
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < x->largest->count[k]; i++)
      for (int j = 0; j < 2 && status == TW_OK; j++) {
        double value;
        tw_exposed *row = &x->largest->row[k][i];
        status = solve_step(x, row, STEP[j], u, &value);
        row->exact[j] = 100 * expm1(value - before);
      }
  twi_solver_start_at(p->solver, NULL);
  memcpy(p->e->u_new, u, bytes);
  twi_free(p->ctx, u);
  x->info.exact_seconds = twi_seconds() - start;
  return status;
}
