/* From a solver and a scenario to a result: base and new equilibrium, certificate, and the columns. */
#include "indicator/solver.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

tw_status tw_solver_new(tw_context *ctx, const tw_world *world, const tw_settings *settings, tw_solver **out)
{
  *out = NULL;
  tw_settings chosen;
  if (settings)
    chosen = *settings;
  else
    tw_settings_default(&chosen);
  tw_status status = tw_settings_check(ctx, &chosen);
  if (status != TW_OK) return status;
  if (chosen.threads == 0) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    chosen.threads = processors < 1 ? 1 : processors > 256 ? 256 : (int)processors;
  }
  tw_solver *solver = twi_new(ctx, 1, sizeof *solver);
  if (!solver) return twi_no_memory(ctx, sizeof *solver);
  solver->ctx = ctx;
  solver->world = world;
  solver->settings = chosen;
  status = twi_equilibrium_new(ctx, world, &chosen, &solver->equilibrium);
  if (status == TW_OK) status = twi_state_new(ctx, world->N, world->S, &solver->reference);
  if (status != TW_OK) {
    tw_solver_free(solver);
    return status;
  }
  const twi_core *core = &solver->equilibrium->core;
  for (int d = 0; core->blocks > 1 && d < world->N; d++)
    if (core->block[d] == d && core->block_V[d] < 0.5)
      twi_log(ctx, 0,
              "%s%s does not trade with the rest of the world: its wages against others' are not determined, and its "
              "value added is held at its data value",
              world->region[d], core->block_V[d] > core->V[d] ? " with its partners" : "");
  *out = solver;
  return TW_OK;
}

void tw_solver_free(tw_solver *solver)
{
  if (!solver) return;
  twi_state_free(solver->ctx, solver->reference);
  twi_equilibrium_free(solver->equilibrium);
  twi_closure_free(solver->ctx, &solver->closure);
  twi_free(solver->ctx, solver);
}

void tw_result_free(tw_result *r)
{
  if (!r) return;
  tw_context *ctx = r->ctx;
  twi_wedges_free(ctx, &r->base_wedges);
  twi_wedges_free(ctx, &r->new_wedges);
  twi_policy_free(ctx, &r->base_policy);
  twi_policy_free(ctx, &r->new_policy);
  twi_state_free(ctx, r->base);
  twi_state_free(ctx, r->new_);
  twi_free(ctx, r->capital);
  twi_capital_free(ctx, &r->accumulation);
  twi_result_conditions_free(r);
  tw_explanation_free(r->explanation);
  twi_scenario_files_free(ctx, r->file, r->files);
  for (int i = 0; i < TWI_RESULT_TEXTS; i++) twi_free(ctx, r->text[i]);
  twi_free(ctx, r->regions);
  twi_free(ctx, r->sectors);
  twi_free(ctx, r);
}

void twi_solver_center(tw_solver *solver, const twi_center *center)
{
  solver->center = center;
}

void twi_solver_elasticities(tw_solver *solver)
{
  twi_core_set_elasticities(&solver->equilibrium->core);
  solver->has_reference = 0;
}

const twi_closure *twi_solver_closure(const tw_solver *solver)
{
  return &solver->closure;
}

/* Puts a closure in force, which is taken over. */
static tw_status take_closure(tw_solver *solver, twi_closure *closure)
{
  int same = twi_closure_same(solver->world, closure, &solver->closure);
  twi_closure_free(solver->ctx, same ? closure : &solver->closure);
  if (same) return TW_OK;
  solver->has_reference = 0;
  solver->closure = *closure;
  memset(closure, 0, sizeof *closure);
  return twi_equilibrium_set_closure(solver->equilibrium, &solver->closure);
}

tw_status twi_solver_set_closure(tw_solver *solver, const twi_closure *closure)
{
  twi_closure copy;
  tw_status status = twi_closure_copy(solver->ctx, solver->world, closure, &copy);
  return status == TW_OK ? take_closure(solver, &copy) : status;
}

twi_equilibrium *twi_solver_equilibrium(tw_solver *solver)
{
  return solver->equilibrium;
}

const tw_world *twi_solver_world(const tw_solver *solver)
{
  return solver->world;
}

tw_context *twi_solver_context(const tw_solver *solver)
{
  return solver->ctx;
}

const twi_state *twi_solver_reference(const tw_solver *solver)
{
  return solver->reference;
}

static tw_status result_new(tw_solver *solver, const tw_scenario *scenario, tw_result **out)
{
  tw_context *ctx = solver->ctx;
  size_t N = (size_t)solver->world->N, S = (size_t)solver->world->S;
  *out = NULL;
  tw_result *r = twi_new(ctx, 1, sizeof *r);
  if (!r) return twi_no_memory(ctx, sizeof *r);
  r->ctx = ctx;
  r->world = solver->world;
  r->settings = solver->settings;
  int complete = 1;
  for (int i = 0; i < TWI_RESULT_TEXTS; i++) {
    const char *text = tw_scenario_text(scenario, twi_result_text_name[i]);
    r->text[i] = twi_strdup(ctx, text ? text : "");
    complete &= r->text[i] != NULL;
  }
  r->regions = twi_alloc(ctx, TWI_REGION_COUNT * N, sizeof(double));
  r->sectors = twi_alloc(ctx, TWI_SECTOR_COUNT * N * S, sizeof(double));
  if (!complete || !r->regions || !r->sectors) {
    tw_result_free(r);
    return twi_no_memory(ctx, (TWI_REGION_COUNT + TWI_SECTOR_COUNT * S) * N * sizeof(double));
  }
  for (size_t i = 0; i < TWI_REGION_COUNT * N; i++) r->regions[i] = NAN;
  for (size_t i = 0; i < TWI_SECTOR_COUNT * N * S; i++) r->sectors[i] = NAN;
  tw_status status = twi_state_new(ctx, solver->world->N, solver->world->S, &r->base);
  if (status == TW_OK) status = twi_state_new(ctx, solver->world->N, solver->world->S, &r->new_);
  if (status == TW_OK) status = twi_scenario_files(ctx, scenario, &r->file, &r->files);
  if (status != TW_OK) {
    tw_result_free(r);
    return status;
  }
  *out = r;
  return TW_OK;
}

/* Capital as a factor on endowments: log of capital against the base year [N], by its share. */
static tw_status add_capital(tw_context *ctx, const tw_world *w, const twi_capital *capital, const double *lnK,
                             twi_wedges *wedges)
{
  int any = 0;
  for (int d = 0; lnK && d < w->N; d++) any |= lnK[d] != 0;
  if (!any) return TW_OK;
  if (!wedges->labour) {
    wedges->labour = twi_alloc(ctx, (size_t)w->N, sizeof(double));
    if (!wedges->labour) return twi_no_memory(ctx, (size_t)w->N * sizeof(double));
    for (int d = 0; d < w->N; d++) wedges->labour[d] = 1;
  }
  for (int d = 0; d < w->N; d++) wedges->labour[d] *= exp(capital->share[d] * lnK[d]);
  return TW_OK;
}

/* Both equilibria of policies that the result holds, under a closure, which is taken over. */
static tw_status solve_result(tw_solver *solver, tw_result *r, twi_closure *closure, double applied)
{
  tw_status status = take_closure(solver, closure);
  twi_wedges plain = {.deficits = r->base_policy.wedges.deficits};
  if (status == TW_OK) status = twi_solve_reference(solver, &plain);
  if (status != TW_OK) return status;
  if (solver->reference_found.outcome > 0) return twi_solve_both(solver, r, &plain, applied);
  twi_tell(r, &solver->reference_found, 1);
  return TW_OK;
}

static void begin_info(const tw_solver *solver, tw_result *r)
{
  r->info.threads = twi_pool_threads(solver->equilibrium->pool);
  r->info.arena_bytes = solver->equilibrium->arena.size;
  r->info.world_bytes = solver->world->bytes;
  r->info.worst_region = r->info.worst_sector = -1;
}

static tw_status hand_over(tw_result *r, tw_status status, double start, tw_result **out)
{
  if (status != TW_OK) {
    tw_result_free(r);
    return status;
  }
  r->info.seconds.total = twi_seconds() - start;
  *out = r;
  return TW_OK;
}

tw_status twi_solve_year(tw_solver *solver, const tw_scenario *scenario, int year, const double *lnK_base,
                         const double *lnK_new, tw_result **out)
{
  *out = NULL;
  tw_context *ctx = solver->ctx;
  tw_result *r = NULL;
  double start = twi_seconds();
  tw_status status = result_new(solver, scenario, &r);
  if (status != TW_OK) return status;
  r->year = year;
  begin_info(solver, r);
  /* The policy's wedges depend on the shock and are counted in `new`; the base's are made with them. */
  double applied = twi_seconds();
  twi_closure closure;
  const twi_capital *capital = &r->accumulation;
  status = twi_scenario_apply_year(ctx, scenario, solver->world, year, &r->base_policy, &r->new_policy, &closure,
                                   &r->accumulation);
  if (status == TW_OK && lnK_new && capital->on) {
    size_t N = (size_t)solver->world->N;
    status = add_capital(ctx, solver->world, capital, lnK_base, &r->base_policy.wedges);
    if (status == TW_OK) status = add_capital(ctx, solver->world, capital, lnK_new, &r->new_policy.wedges);
    r->capital = twi_alloc(ctx, 2 * N, sizeof(double));
    if (!r->capital) status = twi_no_memory(ctx, 2 * N * sizeof(double));
    for (size_t d = 0; r->capital && d < N; d++) {
      r->capital[d] = lnK_new[d] - lnK_base[d];
      r->capital[N + d] = capital->share[d] * r->capital[d];
    }
  }
  applied = twi_seconds() - applied;
  if (status == TW_OK)
    status = twi_explanation_new(ctx, scenario, solver->world, year, &r->base_policy, &r->new_policy, &closure,
                                 &r->accumulation, &r->explanation);
  if (status == TW_OK)
    status = solve_result(solver, r, &closure, applied);
  else
    twi_closure_free(ctx, &closure);
  return hand_over(r, status, start, out);
}

tw_status twi_solve_applied(tw_solver *solver, const tw_scenario *scenario, twi_policy *base, twi_policy *new_,
                            twi_closure *closure, tw_result **out)
{
  *out = NULL;
  tw_context *ctx = solver->ctx;
  tw_result *r = NULL;
  double start = twi_seconds();
  tw_status status = result_new(solver, scenario, &r);
  if (status == TW_OK) {
    begin_info(solver, r);
    r->base_policy = *base;
    r->new_policy = *new_;
    memset(base, 0, sizeof *base);
    memset(new_, 0, sizeof *new_);
    status = solve_result(solver, r, closure, 0);
  }
  twi_policy_free(ctx, base);
  twi_policy_free(ctx, new_);
  twi_closure_free(ctx, closure);
  return hand_over(r, status, start, out);
}

int twi_result_files(const tw_result *r, const twi_scenario_file **files)
{
  *files = r->file;
  return r->files;
}

tw_status tw_solve(tw_solver *solver, const tw_scenario *scenario, tw_result **out)
{
  return twi_solve_year(solver, scenario, tw_scenario_from(scenario), NULL, NULL, out);
}
