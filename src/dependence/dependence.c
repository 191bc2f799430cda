/* Dependence of a region: tw_dependence_run.
 *
 * The scenario is solved as `run` does it; without one nothing changes, and the tables are of the solved base. What the
 * tables say is measured in each of the two equilibria by the same lines, and put into rows: region, sector or product,
 * partner, indicator. */
#include "dependence/dependence.h"

#include <math.h>
#include <string.h>

#include "world/meant.h"

enum { STOPS = 10 };
static const char nothing[] = "scenario: base\npolicy: []\n";

void tw_dependence_free(tw_dependence *d)
{
  if (!d) return;
  tw_context *ctx = d->ctx;
  for (int i = 0; i < d->remarks; i++) twi_free(ctx, d->remark[i]);
  twi_free(ctx, d->remark);
  twi_free(ctx, d->value);
  twi_free(ctx, d->row);
  tw_result_free(d->result);
  twi_free(ctx, d);
}

/* ---------------------------------------------------------------- rows */

/* The trade elasticity of what a place is of; NaN: of several. */
static double elasticity_of(const tw_world *w, size_t place)
{
  if (place < (size_t)w->S) return twi_has_products(w, place) ? NAN : w->theta[place];
  if (place == (size_t)w->S) return NAN;
  const twi_market m = {w->product[place - (size_t)w->S - 1].sector, (int)(place - (size_t)w->S - 1), 0};
  return twi_market_theta(w, &m);
}

static int is_there(double base, double new_)
{
  return (!isnan(base) && base != 0) || (!isnan(new_) && new_ != 0);
}

static size_t put_rows(const tw_dependence *d, tw_dependence_row *to)
{
  const tw_world *w = d->world;
  size_t count = 0, places = twi_dependence_places(w), N = (size_t)w->N;
  for (size_t i = 0; i < places; i++) {
    size_t place = i == 0 ? (size_t)w->S : i <= (size_t)w->S ? i - 1 : i; /* all of them first */
    int product = place > (size_t)w->S ? (int)(place - (size_t)w->S) - 1 : -1;
    int sector = product >= 0 ? w->product[product].sector : place < (size_t)w->S ? (int)place : -1;
    for (int what = 0; what < TWI_DEPENDS_COUNT; what++)
      for (size_t k = 0; k <= N; k++) {
        size_t o = k == 0 ? N : k - 1; /* all partners first */
        double base = twi_dependence_cell(d, 0, place, (twi_depends)what)[o], new_ = NAN;
        if (d->changed) new_ = twi_dependence_cell(d, 1, place, (twi_depends)what)[o];
        if (!is_there(base, new_)) continue;
        if (to)
          to[count] =
              (tw_dependence_row){sector, product, o == N ? -1 : (int)o, what, base, new_, elasticity_of(w, place)};
        count++;
      }
  }
  return count;
}

static tw_status make_rows(tw_dependence *d)
{
  d->rows = put_rows(d, NULL);
  d->row = twi_alloc(d->ctx, d->rows + 1, sizeof *d->row);
  if (!d->row) return twi_no_memory(d->ctx, d->rows * sizeof *d->row);
  put_rows(d, d->row);
  return TW_OK;
}

/* ---------------------------------------------------------------- the whole */

static tw_status measure_side(tw_dependence *d, int side)
{
  twi_supply_table table;
  const twi_side *of = side ? &d->result->new_ : &d->result->base;
  tw_status status = twi_supply_table_fill(d->ctx, d->world, of, &table);
  if (status == TW_OK) status = twi_dependence_shares(d, side, &table);
  if (status == TW_OK) status = twi_dependence_origins(d, side, &table);
  twi_supply_table_free(d->ctx, &table);
  return status;
}

static tw_status measure_all(tw_dependence *d, const tw_scenario *scenario)
{
  size_t count = 2 * twi_dependence_places(d->world) * TWI_DEPENDS_COUNT * ((size_t)d->world->N + 1);
  d->value = twi_alloc(d->ctx, count, sizeof *d->value);
  if (!d->value) return twi_no_memory(d->ctx, count * sizeof *d->value);
  for (size_t i = 0; i < count; i++) d->value[i] = NAN;
  tw_status status = measure_side(d, 0);
  if (status == TW_OK && d->changed) status = measure_side(d, 1);
  if (status == TW_OK) status = twi_dependence_stops(d, scenario);
  return status == TW_OK ? make_rows(d) : status;
}

static tw_status solve_both(tw_dependence *d, const tw_world *world, const tw_scenario *scenario)
{
  tw_solver *solver = NULL;
  tw_scenario *none = NULL;
  tw_settings settings = d->settings;
  settings.decomposition = 0; /* no number here needs it */
  tw_status status = tw_solver_new(d->ctx, world, &settings, &solver);
  if (!scenario) twi_log_again(d->ctx, 1); /* that nothing changes is no news */
  if (status == TW_OK && !scenario) status = tw_scenario_parse(d->ctx, nothing, sizeof nothing - 1, "base", &none);
  if (status == TW_OK)
    status = scenario ? twi_solve_viewed(solver, scenario, tw_scenario_until(scenario), &d->result)
                      : tw_solve(solver, none, &d->result);
  if (!scenario) twi_log_again(d->ctx, 0);
  tw_scenario_free(none);
  tw_solver_free(solver);
  if (status == TW_OK) d->world = tw_result_world(d->result);
  return status;
}

tw_status tw_dependence_run(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                            const tw_settings *settings, const char *region, const tw_dependence_options *options,
                            tw_dependence **out)
{
  double start = twi_seconds();
  int at;
  *out = NULL;
  if (options && options->stops < -1)
    return twi_fail(ctx, TW_USAGE, "stops: found %d, expected 0 or more partners", options->stops);
  tw_status status = twi_world_region_named(ctx, world, "region", region ? region : "", &at);
  if (status != TW_OK) return status;
  tw_dependence *d = twi_new(ctx, 1, sizeof *d);
  if (!d) return twi_no_memory(ctx, sizeof *d);
  d->ctx = ctx;
  d->region = at;
  d->changed = scenario != NULL;
  d->stops = options && options->stops >= 0 ? options->stops : STOPS;
  if (settings)
    d->settings = *settings;
  else
    tw_settings_default(&d->settings);
  status = solve_both(d, world, scenario);
  if (status == TW_OK && tw_result_info(d->result)->outcome > 0) status = measure_all(d, scenario);
  d->seconds = twi_seconds() - start;
  if (status != TW_OK) {
    tw_dependence_free(d);
    return status;
  }
  *out = d;
  return TW_OK;
}
