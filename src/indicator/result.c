/* From a solver and a scenario to a result: base and new equilibrium, certificate, and the columns. */
#include "indicator/result.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct tw_solver {
  tw_context *ctx;
  const tw_world *world;
  tw_settings settings;
  twi_equilibrium *equilibrium;
  /* the base solved last */
  int has_base;
  twi_deficits base_closure;
  twi_state *base;
  twi_found base_found;
  double base_seconds;
  long base_made; /* number of the preconditioner made at the base */
};

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
  if (status == TW_OK) status = twi_state_new(ctx, world->N, world->S, &solver->base);
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
  twi_state_free(solver->ctx, solver->base);
  twi_equilibrium_free(solver->equilibrium);
  twi_free(solver->ctx, solver);
}

void tw_result_free(tw_result *r)
{
  if (!r) return;
  tw_context *ctx = r->ctx;
  twi_wedges_free(ctx, &r->base_wedges);
  twi_wedges_free(ctx, &r->new_wedges);
  twi_state_free(ctx, r->base);
  twi_state_free(ctx, r->new_);
  char *const texts[] = {r->name, r->title, r->sha256, r->deficits, r->against};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) twi_free(ctx, texts[i]);
  twi_free(ctx, r->regions);
  twi_free(ctx, r->sectors);
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
  char **const texts[] = {&r->name, &r->title, &r->sha256, &r->deficits, &r->against};
  static const char *const field[] = {"scenario", "title", "sha256", "deficits", "against_deficits"};
  int complete = 1;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const char *text = tw_scenario_text(scenario, field[i]);
    *texts[i] = twi_strdup(ctx, text ? text : "");
    complete &= *texts[i] != NULL;
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
  if (status != TW_OK) {
    tw_result_free(r);
    return status;
  }
  *out = r;
  return TW_OK;
}

static void tell(tw_result *r, const twi_found *found, int of_base)
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

/* The base equilibrium, unless the solver still has it. */
static tw_status solve_base(tw_solver *solver, tw_result *r)
{
  twi_equilibrium *e = solver->equilibrium;
  const twi_wedges *wedges = &r->base_wedges;
  if (!solver->has_base || !twi_wedges_plain(wedges) || solver->base_closure != wedges->deficits) {
    solver->has_base = 0;
    double start = twi_seconds();
    tw_status status = twi_progress(solver->ctx, "solving the base", -1);
    if (status == TW_OK)
      status = twi_equilibrium_solve(e, wedges, wedges, NULL, e->u_base, solver->base, &solver->base_found);
    if (status != TW_OK) return status;
    if (solver->base_found.outcome > 0) {
      twi_core_make_preconditioner(&e->core);
      solver->base_made = e->core.made;
      solver->has_base = twi_wedges_plain(wedges);
      solver->base_closure = wedges->deficits;
    }
    solver->base_seconds = twi_seconds() - start;
  } else if (solver->base_made != e->core.made) {
    /* results must not depend on what was solved in between: back to the base's preconditioner */
    tw_status status = twi_core_load(&e->core, wedges, wedges, 1, NULL);
    if (status != TW_OK) return status;
    (void)twi_core_residual(&e->core, e->u_base, e->newton.f_trial);
    twi_core_make_preconditioner(&e->core);
    solver->base_made = e->core.made;
  }
  r->info.seconds.base = solver->base_seconds;
  tell(r, &solver->base_found, 1);
  twi_state_copy(r->base, solver->base);
  return TW_OK;
}

/* The wedges of both sides. */
static tw_status apply(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, tw_result *r)
{
  twi_policy base, new_;
  twi_closure closure;
  tw_status status =
      twi_scenario_apply_year(ctx, scenario, world, tw_scenario_from(scenario), &base, &new_, &closure, NULL);
  if (status != TW_OK) return status;
  r->base_wedges = base.wedges;
  r->new_wedges = new_.wedges;
  memset(&base.wedges, 0, sizeof base.wedges);
  memset(&new_.wedges, 0, sizeof new_.wedges);
  twi_policy_free(ctx, &base);
  twi_policy_free(ctx, &new_);
  twi_closure_free(ctx, &closure);
  return TW_OK;
}

tw_status tw_solve(tw_solver *solver, const tw_scenario *scenario, tw_result **out)
{
  *out = NULL;
  tw_context *ctx = solver->ctx;
  twi_equilibrium *e = solver->equilibrium;
  tw_result *r = NULL;
  double start = twi_seconds();
  tw_status status = result_new(solver, scenario, &r);
  if (status != TW_OK) return status;
  r->info.threads = twi_pool_threads(e->pool);
  r->info.arena_bytes = e->arena.size;
  r->info.world_bytes = solver->world->bytes;
  r->info.worst_region = r->info.worst_sector = -1;
  /* The policy's wedges depend on the shock and are counted in `new`; the base's are made with them. */
  double applied = twi_seconds();
  status = apply(ctx, scenario, solver->world, r);
  applied = twi_seconds() - applied;
  if (status == TW_OK) status = solve_base(solver, r);
  if (status == TW_OK && r->info.outcome > 0) {
    double from = twi_seconds();
    twi_found found;
    status = twi_progress(ctx, "solving the new equilibrium", -1);
    if (status == TW_OK)
      status = twi_equilibrium_solve(e, &r->base_wedges, &r->new_wedges, e->u_base, e->u, r->new_, &found);
    if (status == TW_OK) {
      tell(r, &found, 0);
      r->info.seconds.new_ = twi_seconds() - from + applied;
    }
    if (status == TW_OK && found.outcome > 0) {
      twi_welfare(r);
      status = twi_first_order(r);
      if (status == TW_OK && solver->settings.decomposition) {
        double begin = twi_seconds();
        status = twi_decomposition(r, e);
        r->info.seconds.decomposition = twi_seconds() - begin;
      }
    }
  }
  r->info.seconds.total = twi_seconds() - start;
  if (status != TW_OK) {
    tw_result_free(r);
    return status;
  }
  *out = r;
  return TW_OK;
}

/* ------------------------------------------------------------------ reading a result */

const tw_info *tw_result_info(const tw_result *r)
{
  return &r->info;
}

tw_info *tw_result_info_edit(tw_result *r)
{
  return &r->info;
}

const tw_world *tw_result_world(const tw_result *r)
{
  return r->world;
}

const tw_settings *tw_result_settings(const tw_result *r)
{
  return &r->settings;
}

const char *tw_result_text(const tw_result *r, const char *field)
{
  if (!strcmp(field, "scenario")) return r->name;
  if (!strcmp(field, "title")) return r->title;
  if (!strcmp(field, "scenario_sha256")) return r->sha256;
  if (!strcmp(field, "deficits")) return r->deficits;
  if (!strcmp(field, "against_deficits")) return r->against;
  return "";
}

static const char *const region_column[] = {
#define X(constant, name) #name,
    TWI_REGION_COLUMNS(X)
#undef X
        NULL};
static const char *const sector_column[] = {
#define X(constant, name) #name,
    TWI_SECTOR_COLUMNS(X)
#undef X
        NULL};

const char *tw_result_column_name(tw_table table, int index)
{
  int count = table == TW_REGIONS ? TWI_REGION_COUNT : TWI_SECTOR_COUNT;
  if (index < 0 || index >= count) return NULL;
  return table == TW_REGIONS ? region_column[index] : sector_column[index];
}

const double *tw_result_column(const tw_result *r, tw_table table, const char *name)
{
  size_t N = (size_t)r->world->N, S = (size_t)r->world->S;
  for (int i = 0; tw_result_column_name(table, i); i++)
    if (!strcmp(tw_result_column_name(table, i), name))
      return table == TW_REGIONS ? r->regions + (size_t)i * N : r->sectors + (size_t)i * N * S;
  return NULL;
}

tw_status tw_result_flow(const tw_result *r, int s, int d, int o, tw_flow_change *out)
{
  const tw_world *w = r->world;
  if (s < 0 || s >= w->S || d < 0 || d >= w->N || o < 0 || o >= w->N)
    return twi_fail(r->ctx, TW_USAGE, "tw_result_flow: sector %d, importer %d, exporter %d: out of range", s, d, o);
  size_t N = (size_t)w->N, S = (size_t)w->S, flow = ((size_t)s * N + (size_t)d) * N + (size_t)o;
  size_t market = (size_t)d * S + (size_t)s;
  out->tariff_base = twi_tariff_of(w, &r->base_wedges, flow);
  out->tariff_new = twi_tariff_of(w, &r->new_wedges, flow);
  if (r->info.outcome <= 0) {
    out->base_value = out->new_value = NAN;
    return TW_OK;
  }
  out->base_value = twi_state_share(r->base, w, &r->base_wedges, s, d, o) * r->base->X[market] / (1 + out->tariff_base);
  out->new_value = twi_state_share(r->new_, w, &r->new_wedges, s, d, o) * r->new_->X[market] / (1 + out->tariff_new);
  return TW_OK;
}
