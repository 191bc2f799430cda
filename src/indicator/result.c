/* From a solver and a scenario to a result: the policy is applied, base and new equilibrium are solved
 * (equilibrium/solver.c), and the columns follow. */
#include "indicator/result.h"
#include "model/products.h"
#include "scenario/rules.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void tw_result_free(tw_result *r)
{
  if (!r) return;
  tw_context *ctx = r->ctx;
  twi_side_free(ctx, &r->base);
  twi_side_free(ctx, &r->new_);
  twi_free(ctx, r->capital);
  twi_free(ctx, r->jobs.words);
  twi_capital_free(ctx, &r->accumulation);
  twi_result_conditions_free(r);
  tw_explanation_free(r->explanation);
  twi_scenario_files_free(ctx, r->file, r->files);
  for (int i = 0; i < TWI_RESULT_TEXTS; i++) twi_free(ctx, r->text[i]);
  for (int i = 0; i < 2; i++) twi_free(ctx, r->money[i]);
  twi_free(ctx, r->regions);
  twi_free(ctx, r->sectors);
  twi_free(ctx, r->products);
  twi_result_groups_free(r);
  twi_answers_free(ctx, r->told, r->answers);
  twi_free(ctx, r->answer);
  twi_focus_free(ctx, &r->focus);
  twi_view_free(ctx, r->view);
  twi_free(ctx, r);
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
  for (int i = 0; i < 2; i++) {
    const char *unit = tw_world_text(r->world, "unit"), *currency = tw_world_text(r->world, "currency");
    r->money[i] = twi_format(ctx, "%s %s%s", unit ? unit : "", currency ? currency : "", i ? TWI_UNIT_OR : "");
    complete &= r->money[i] != NULL;
  }
  r->regions = twi_alloc(ctx, TWI_REGION_COUNT * N, sizeof(double));
  r->sectors = twi_alloc(ctx, TWI_SECTOR_COUNT * N * S, sizeof(double));
  size_t products = (size_t)r->world->products * N;
  if (products) r->products = twi_alloc(ctx, TWI_PRODUCT_COUNT * products, sizeof(double));
  if (!complete || !r->regions || !r->sectors || (products && !r->products)) {
    tw_result_free(r);
    return twi_no_memory(ctx, (TWI_REGION_COUNT + TWI_SECTOR_COUNT * S) * N * sizeof(double));
  }
  for (size_t i = 0; i < TWI_REGION_COUNT * N; i++) r->regions[i] = NAN;
  for (size_t i = 0; i < TWI_SECTOR_COUNT * N * S; i++) r->sectors[i] = NAN;
  for (size_t i = 0; i < TWI_PRODUCT_COUNT * products; i++) r->products[i] = NAN;
  tw_status status = twi_side_new(ctx, solver->world, &r->base);
  if (status == TW_OK) status = twi_side_new(ctx, solver->world, &r->new_);
  if (status == TW_OK) status = twi_scenario_files(ctx, scenario, &r->file, &r->files);
  if (status == TW_OK) status = twi_result_groups(r, scenario);
  if (status != TW_OK) {
    tw_result_free(r);
    return status;
  }
  *out = r;
  return TW_OK;
}

/* How a side was found, or why not. */
static void record_found(tw_result *r, const twi_found *found, int of_base)
{
  tw_info *i = &r->info;
  i->outcome = found->outcome;
  i->base_failed = of_base && found->outcome <= 0;
  i->worst_region = found->region;
  i->worst_sector = found->sector;
  if (of_base) {
    i->base_iterations = found->iterations;
    i->base_certificate = found->certificate;
  } else {
    i->share_solved = found->share;
    i->iterations = found->iterations;
    i->steps = found->steps;
    i->residual_evaluations = found->residuals;
    i->jvp_evaluations = found->products;
    i->certificate = found->certificate;
  }
  snprintf(i->message, sizeof i->message, "%s%.480s", found->outcome <= 0 && of_base ? "the base: " : "",
           found->message);
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

/* The columns of a result whose two sides are solved. The certificate is that of the last digits, which the
 * decomposition adds. */
static tw_status fill_columns(tw_solver *solver, tw_result *r)
{
  twi_welfare(r);
  tw_status status = twi_first_order(r);
  if (status != TW_OK) return status;
  if (!solver->settings.decomposition) return solver->real_gdp ? twi_real_gdp(r, solver->equilibrium) : TW_OK;
  double begin = twi_seconds();
  status = twi_decomposition(r, solver->equilibrium);
  if (status == TW_OK) twi_solver_certify_conditions(solver, &r->new_, &r->info.certificate);
  if (status == TW_OK && !r->info.certificate.holds) { /* what was certified before the last digits were added */
    twi_say_certificate(r->world, &r->info.certificate, &r->new_.found);
    record_found(r, &r->new_.found, 0);
  }
  r->info.seconds.decomposition = twi_seconds() - begin;
  return status;
}

/* Both equilibria of policies that the result holds, under a closure, which is taken over. applied: seconds that it
 * took to make the policy's wedges of the shock. */
static tw_status solve_result(tw_solver *solver, tw_result *r, twi_closure *closure, double applied)
{
  tw_status status = twi_solver_take_closure(solver, closure);
  if (status == TW_OK) status = twi_solver_reference(solver, r->base.policy.wedges.deficits);
  if (status != TW_OK) return status;
  if (solver->reference_found.outcome <= 0) {
    record_found(r, &solver->reference_found, 1);
    return TW_OK;
  }
  status = twi_solver_base(solver, &r->base);
  if (status != TW_OK) return status;
  r->info.seconds.base = r->base.seconds;
  record_found(r, &r->base.found, 1);
  if (r->base.found.outcome <= 0) return TW_OK;
  for (int polish = 0; polish < 2; polish++) {
    status = twi_solver_new_side(solver, &r->base, polish, &r->new_);
    if (status != TW_OK) return status;
    r->info.seconds.new_ = r->new_.seconds + applied;
    record_found(r, &r->new_.found, 0);
    if (r->new_.found.outcome > 0) status = fill_columns(solver, r);
    if (status != TW_OK) return status;
    if (!twi_side_needs_polish(&r->new_)) break;
  }
  if (r->new_.found.outcome <= 0) return TW_OK;
  status = twi_result_conditions(r, solver->reference);
  if (status == TW_OK) status = twi_gdp_jobs(r);
  if (status == TW_OK) status = twi_result_answers(r);
  const char *caution = tw_world_text(r->world, "products_caution");
  const tw_world *whole = r->world->parted ? r->world->parted : r->world; /* parts of a sector are none of its products */
  if (status == TW_OK && caution && twi_products_beyond(whole)) status = twi_result_caution(r, "%s", caution);
  return status == TW_OK ? twi_look_for_others(solver, r) : status;
}

static void begin_info(const tw_solver *solver, tw_result *r)
{
  r->info.threads = twi_pool_threads(solver->equilibrium->pool);
  r->info.arena_bytes = solver->equilibrium->arena.size + solver->equilibrium->wider.size +
                        solver->equilibrium->core.supply.arena.size + twi_products_bytes(&solver->equilibrium->core);
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
  if (scenario->linked && !solver->amend)
    return twi_fail(
        ctx, TW_BAD_INPUT,
        "the scenario %s has a market beside its policy: `tradewind run` and `range` solve both together, and "
        "nothing else does yet; without the key policy, `tradewind market` and `range` take the market alone, "
        "without the key market this command takes the policy",
        scenario->name);
  tw_status status = result_new(solver, scenario, &r);
  if (status == TW_OK) status = twi_focus_find(ctx, scenario, solver->world, &r->focus);
  if (status != TW_OK) {
    tw_result_free(r);
    return status;
  }
  r->year = year;
  begin_info(solver, r);
  /* The policy's wedges depend on the shock and are counted in `new`; the base's are made with them. */
  double applied = twi_seconds();
  twi_closure closure;
  const twi_capital *capital = &r->accumulation;
  status = twi_scenario_apply_year(ctx, scenario, solver->world, year, &r->base.policy, &r->new_.policy, &closure,
                                   &r->accumulation);
  if (status == TW_OK && lnK_new && capital->on) {
    size_t N = (size_t)solver->world->N;
    status = add_capital(ctx, solver->world, capital, lnK_base, &r->base.policy.wedges);
    if (status == TW_OK) status = add_capital(ctx, solver->world, capital, lnK_new, &r->new_.policy.wedges);
    r->capital = twi_alloc(ctx, 2 * N, sizeof(double));
    if (!r->capital) status = twi_no_memory(ctx, 2 * N * sizeof(double));
    for (size_t d = 0; r->capital && d < N; d++) {
      r->capital[d] = lnK_new[d] - lnK_base[d];
      r->capital[N + d] = capital->share[d] * r->capital[d];
    }
  }
  applied = twi_seconds() - applied;
  if (status == TW_OK)
    status = twi_explanation_new(ctx, scenario, solver->world, year, &r->base.policy, &r->new_.policy, &closure,
                                 &r->accumulation, &r->explanation);
  if (status == TW_OK && solver->amend)
    status = solver->amend->put(solver->amend->data, &r->base.policy, &r->new_.policy);
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
    r->base.policy = *base;
    r->new_.policy = *new_;
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

/* A scenario that chooses its elasticities is solved by a solver of its own, on a view of the world that the result
 * then owns. */
tw_status twi_solve_viewed(tw_solver *solver, const tw_scenario *scenario, int year, tw_result **out)
{
  tw_world *view;
  tw_solver *own = NULL;
  *out = NULL;
  tw_status status = twi_scenario_view(solver->ctx, scenario, solver->world, &view);
  if (status == TW_OK && !view) return twi_solve_year(solver, scenario, year, NULL, NULL, out);
  if (status == TW_OK) status = tw_solver_new(solver->ctx, view, &solver->settings, &own);
  if (status == TW_OK) status = twi_solve_year(own, scenario, year, NULL, NULL, out);
  tw_solver_free(own);
  if (status == TW_OK)
    (*out)->view = view;
  else
    twi_view_free(solver->ctx, view);
  return status;
}

tw_status tw_solve(tw_solver *solver, const tw_scenario *scenario, tw_result **out)
{
  return twi_solve_viewed(solver, scenario, tw_scenario_from(scenario), out);
}
