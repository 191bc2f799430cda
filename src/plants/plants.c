/* Plants of a scenario: tw_plants_run.
 *
 * The scenario is solved as `run` does it; what follows from its two equilibria is measured, what has a closed form is
 * computed, and then the roots are sought, each an equilibrium of its own (lab.c). */
#include "plants/plants.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/chosen.h"
#include "world/meant.h"

static const double THRESHOLD = 0.6; /* assumed where the scenario gives none */

void tw_plants_free(tw_plants *p)
{
  if (!p) return;
  tw_context *ctx = p->ctx;
  for (int i = 0; p->plant && i < p->count; i++)
    for (int k = 0; k < TWI_PLANT_COUNT; k++) twi_free(ctx, p->plant[i].none[k]);
  for (int i = 0; i < p->sentences; i++) twi_free(ctx, p->sentence[i]);
  for (int i = 0; i < p->assumptions; i++) twi_free(ctx, p->assumption[i]);
  void *const list[] = {p->plant,      p->column,   p->market,     p->quantile[0], p->parity,   p->closing,
                        p->not_closed, p->sentence, p->assumption, p->product,     p->of_region};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) twi_free(ctx, list[i]);
  tw_range_free(p->range);
  tw_result_free(p->run);
  twi_view_free(ctx, p->view);
  pthread_mutex_destroy(&p->lock);
  twi_free(ctx, p);
}

/* ---------------------------------------------------------------- the section */

static tw_status read_money(tw_plants *p, const twi_plants_money *money, double *amount)
{
  static const struct {
    const char *name;
    double size;
  } units[] = {{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}};
  const tw_world *w = p->world;
  *amount = NAN;
  if (!money->node) return TW_OK;
  if (!twi_same_name(money->currency, strlen(money->currency), w->currency))
    return twi_yaml_fail(p->ctx, money->node, "found an amount in %s, expected %s, the currency of world %s",
                         money->currency, w->currency, w->name);
  double size = 1;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strcmp(w->unit, units[i].name) == 0) size = units[i].size;
  *amount = money->amount / size;
  return TW_OK;
}

static tw_status read_section(tw_plants *p, const twi_plants_section *s)
{
  char what[320];
  p->threshold = THRESHOLD;
  p->cost_advantage = p->discount = p->fixed_cost = p->other_fixed_cost = NAN;
  p->other_site = -1;
  if (!s->node) return TW_OK;
  p->threshold_given = !isnan(s->threshold);
  if (p->threshold_given) p->threshold = s->threshold;
  p->cost_advantage = s->cost_advantage;
  p->discount = s->discount;
  tw_status status = read_money(p, &s->fixed_cost, &p->fixed_cost);
  if (status == TW_OK) status = read_money(p, &s->other_fixed_cost, &p->other_fixed_cost);
  if (status != TW_OK || !s->other_site) return status;
  snprintf(what, sizeof what, "%.255s:%d:%d: other_site", s->other_site->origin, s->other_site->line,
           s->other_site->column);
  return twi_world_region_named(p->ctx, p->world, what, s->other_site->text, &p->other_site);
}

/* ---------------------------------------------------------------- draws */

/* Quantiles of the change in units, which the range has by region and product. */
static tw_status draw_units(tw_plants *p, const tw_world *world, const tw_scenario *scenario)
{
  if (p->options.draws < 1) return TW_OK;
  const tw_range_options options = {.draws = p->options.draws, .seed = p->options.seed, .drivers = -1};
  tw_status status = tw_range(p->ctx, world, scenario, &p->settings, &options, &p->range);
  if (status != TW_OK || !tw_range_quantile(p->range, TW_PRODUCTS, "quantity_pct", 0)) return status;
  size_t n = (size_t)p->count, G = (size_t)p->world->products;
  double *all = twi_alloc(p->ctx, 3 * n + 1, sizeof *all);
  if (!all) return twi_no_memory(p->ctx, 3 * n * sizeof *all);
  for (int k = 0; k < 3; k++) {
    const double *drawn = tw_range_quantile(p->range, TW_PRODUCTS, "quantity_pct", k);
    p->quantile[k] = all + (size_t)k * n;
    for (int i = 0; i < p->count; i++)
      p->quantile[k][i] = drawn[(size_t)p->plant[i].region * G + (size_t)p->plant[i].product];
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- the whole */

static tw_status plants_new(tw_context *ctx, const tw_world *world, const tw_settings *settings,
                            const tw_plants_options *options, tw_plants **out)
{
  tw_plants *p = twi_new(ctx, 1, sizeof *p);
  *out = NULL;
  if (!p) return twi_no_memory(ctx, sizeof *p);
  pthread_mutex_init(&p->lock, NULL);
  p->ctx = ctx;
  p->world = world;
  if (settings)
    p->settings = *settings;
  else
    tw_settings_default(&p->settings);
  if (options) p->options = *options;
  int complete = 1;
  if (options && options->product) complete &= (p->product = twi_strdup(ctx, options->product)) != NULL;
  if (options && options->region) complete &= (p->of_region = twi_strdup(ctx, options->region)) != NULL;
  p->options.product = p->product;
  p->options.region = p->of_region;
  if (!complete) {
    tw_plants_free(p);
    return twi_no_memory(ctx, 0);
  }
  *out = p;
  return TW_OK;
}

/* All that is asked of the plants of a run that is certified. u [2][n] work. */
static tw_status fill_plants(tw_plants *p, tw_solver *solver, double *u)
{
  const twi_equilibrium *e = solver->equilibrium;
  size_t n = e->core.n;
  memcpy(u, e->u_base, n * sizeof *u);
  memcpy(u + n, e->u_new, n * sizeof *u);
  const twi_lab_start start = {.world = p->world,
                               .settings = &solver->settings,
                               .closure = &solver->closure,
                               .side = {&p->run->base, &p->run->new_},
                               .u = {u, u + n}};
  tw_status status = twi_plants_measure(p);
  if (status == TW_OK) status = twi_plants_closed_forms(p);
  if (status == TW_OK) status = twi_plants_roots(p, &start);
  if (status == TW_OK && p->options.close) status = twi_plants_close(p, &start);
  if (status == TW_OK) status = twi_plants_words(p);
  return status == TW_OK ? twi_plants_assume(p) : status;
}

static tw_status run_plants(tw_plants *p, const tw_world *world, const tw_scenario *scenario)
{
  tw_solver *solver = NULL;
  double *u = NULL;
  tw_status status = twi_scenario_view(p->ctx, scenario, world, &p->view);
  if (status == TW_OK && p->view) p->world = p->view;
  if (status == TW_OK) status = read_section(p, &scenario->plants);
  if (status == TW_OK) status = tw_solver_new(p->ctx, p->world, &p->settings, &solver);
  if (status == TW_OK) status = twi_solve_year(solver, scenario, tw_scenario_until(scenario), NULL, NULL, &p->run);
  if (status == TW_OK && tw_result_info(p->run)->outcome > 0) {
    size_t n = 2 * solver->equilibrium->core.n;
    u = twi_alloc(p->ctx, n, sizeof *u);
    if (!u) status = twi_no_memory(p->ctx, n * sizeof *u);
    if (status == TW_OK) status = twi_plants_select(p);
    if (status == TW_OK) status = fill_plants(p, solver, u);
    if (status == TW_OK) status = draw_units(p, world, scenario);
  }
  twi_free(p->ctx, u);
  tw_solver_free(solver);
  return status;
}

tw_status tw_plants_run(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                        const tw_settings *settings, const tw_plants_options *options, tw_plants **out)
{
  double start = twi_seconds();
  tw_plants *p;
  *out = NULL;
  if (options && options->draws < 0)
    return twi_fail(ctx, TW_USAGE, "draws: found %d, expected 0 or more", options->draws);
  tw_status status = plants_new(ctx, world, settings, options, &p);
  if (status != TW_OK) return status;
  status = run_plants(p, world, scenario);
  if (status != TW_OK) {
    tw_plants_free(p);
    return status;
  }
  p->seconds = twi_seconds() - start;
  *out = p;
  return TW_OK;
}
