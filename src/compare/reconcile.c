/* One shock through variants of the model: tw_reconcile_run.
 *
 * First the scenario is solved as it is: its wedges, with limits and targets at the sizes they take there, are the
 * shock of every variant. The chain then goes from one sector, without inputs and to first order, to that run; each
 * variant differs from the one before in one thing. Others depart from the run itself. A variant that has no certified
 * equilibrium stays empty, and the next is compared with the one before it. */
#include "compare/reconcile.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/builtin.h"
#include "base/names.h"
#include "compare/reconcile_variants.h"
#include "scenario/rules.h"
#include "world/elasticities.h"

void tw_reconcile_default(tw_reconcile *options)
{
  *options = (tw_reconcile){.labour_elasticity = 0.5, .scale_elasticity = 0.1};
}

/* ---------------------------------------------------------------- solving */

/* The wedges of one side of the run, for a world of another shape. */
static tw_status wedges_for(twi_variants *j, twi_shape shape, const twi_wedges *from, twi_deficits deficits,
                            twi_wedges *to)
{
  tw_status status = shape == TWI_ONE_SECTOR  ? twi_reconcile_one_sector_wedges(j->ctx, j->world, j->theta, from, to)
                     : shape == TWI_NO_INPUTS ? twi_reconcile_no_inputs_wedges(j->ctx, j->world, from, to)
                                              : twi_reconcile_same_wedges(j->ctx, j->world, from, to);
  to->deficits = deficits;
  return status;
}

static tw_status copy_array(tw_context *ctx, const void *from, size_t bytes, void *to)
{
  if (!from) return TW_OK;
  void *copy = twi_alloc(ctx, bytes, 1);
  if (!copy) return twi_no_memory(ctx, bytes);
  memcpy(copy, from, bytes);
  memcpy(to, &copy, sizeof copy); /* to: a pointer to the array's pointer, of whatever type */
  return TW_OK;
}

/* The parts of the scenario's closure that are asked for; rigid wages are conditions, and come with the run. */
static tw_status closure_of(twi_variants *j, unsigned parts, twi_closure *to)
{
  const twi_closure *own = &j->closure;
  size_t N = (size_t)j->world->N, S = (size_t)j->world->S;
  memset(to, 0, sizeof *to);
  tw_status status = TW_OK;
  if (parts & TWI_PART_PRODUCTION)
    status = copy_array(j->ctx, own->value_added_elasticity, N * S * sizeof(double), &to->value_added_elasticity);
  if (status == TW_OK && parts & TWI_PART_PRODUCTION)
    status = copy_array(j->ctx, own->input_elasticity, N * S * sizeof(double), &to->input_elasticity);
  if (status == TW_OK && parts & TWI_PART_SCALE)
    status = copy_array(j->ctx, own->scale, S * sizeof(double), &to->scale);
  if (status == TW_OK && parts & TWI_PART_LABOUR)
    status = copy_array(j->ctx, own->supply_elasticity, N * sizeof(double), &to->supply_elasticity);
  if (status == TW_OK && parts & TWI_PART_PROFITS)
    status = copy_array(j->ctx, own->profit, (size_t)j->world->products * sizeof(double), &to->profit);
  if (status == TW_OK && parts & TWI_PART_SUPPLY)
    status = copy_array(j->ctx, own->omega, S * sizeof(double), &to->omega);
  if (status == TW_OK && parts & TWI_PART_SUPPLY)
    status = copy_array(j->ctx, own->own, (size_t)j->world->products, &to->own);
  if (status != TW_OK) twi_closure_free(j->ctx, to);
  return status;
}

static tw_status solve_applied(twi_variants *j, const tw_world *world, twi_policy *base, twi_policy *new_,
                               twi_closure *closure, tw_result **result)
{
  tw_solver *solver = NULL;
  *result = NULL;
  twi_log_again(j->ctx, 1); /* notes were told with the run */
  tw_status status = tw_solver_new(j->ctx, world, &j->settings, &solver);
  if (status == TW_OK) {
    status = twi_solve_applied(solver, j->scenario, base, new_, closure, result);
  } else {
    twi_policy_free(j->ctx, base);
    twi_policy_free(j->ctx, new_);
    twi_closure_free(j->ctx, closure);
  }
  twi_log_again(j->ctx, 0);
  tw_solver_free(solver);
  return status;
}

static tw_status solve_step(twi_variants *j, const twi_step *step, tw_result **result)
{
  static const char what[] = "solving the variants";
  const tw_world *world = step->shape == TWI_ONE_SECTOR         ? j->one_sector
                          : step->shape == TWI_NO_INPUTS        ? j->no_inputs
                          : step->shape == TWI_ONE_ELASTICITY   ? &j->one_elasticity
                          : step->shape == TWI_OWN_ELASTICITIES ? j->own
                                                                : j->world;
  twi_policy base, new_;
  twi_closure closure;
  memset(&base, 0, sizeof base);
  memset(&new_, 0, sizeof new_);
  *result = NULL;
  tw_status status = twi_progress(j->ctx, what, (double)j->out->count / TWI_MOST_VARIANTS);
  if (status == TW_OK) status = wedges_for(j, step->shape, &j->run->base.wedges, step->base, &base.wedges);
  if (status == TW_OK) status = wedges_for(j, step->shape, &j->run->new_.wedges, step->new_, &new_.wedges);
  if (status == TW_OK) status = closure_of(j, step->parts, &closure);
  if (status == TW_OK) return solve_applied(j, world, &base, &new_, &closure, result);
  twi_policy_free(j->ctx, &base);
  twi_policy_free(j->ctx, &new_);
  return status;
}

/* ---------------------------------------------------------------- what the run is */

/* j->out->run; when it has no certified solution it is the only variant. */
static tw_status solve_run(twi_variants *j, const tw_settings *settings)
{
  tw_solver *solver = NULL;
  twi_policy base, new_;
  tw_status status = tw_solver_new(j->ctx, j->world, settings, &solver);
  if (status == TW_OK) status = twi_progress(j->ctx, "solving the scenario", -1);
  if (status == TW_OK) status = twi_solve_year(solver, j->scenario, j->out->year, NULL, NULL, &j->run);
  if (status == TW_OK) j->out->run = j->run;
  tw_solver_free(solver);
  if (status != TW_OK) return status;
  const tw_info *info = tw_result_info(j->run);
  const twi_step alone = {.name = "run"};
  j->out->settings.threads = info->threads; /* the number used */
  if (info->outcome <= 0) return twi_variants_add(j, &alone, j->run, 0, 1, 1);
  twi_log_again(j->ctx, 1);
  status = twi_scenario_apply_year(j->ctx, j->scenario, j->world, j->out->year, &base, &new_, &j->closure, NULL);
  twi_log_again(j->ctx, 0);
  if (status != TW_OK) return status;
  j->conditions = base.conditions + new_.conditions;
  j->base_deficits = base.wedges.deficits;
  j->new_deficits = new_.wedges.deficits;
  twi_policy_free(j->ctx, &base);
  twi_policy_free(j->ctx, &new_);
  return TW_OK;
}

/* ---------------------------------------------------------------- the chain */

static tw_status solve_chain(twi_variants *j)
{
  twi_step step[TWI_MOST_VARIANTS];
  int count = twi_variants_steps(j, step);
  twi_chosen chosen;
  tw_status status = twi_chosen_find(j->ctx, j->scenario, j->own, &chosen); /* of the step with it: its words */
  j->given = chosen.found;
  j->given_by = j->scenario->elasticities;
  twi_chosen_free(j->ctx, &chosen);
  for (int i = 0; i < count && status == TW_OK; i++) {
    tw_result *result = NULL;
    int last = i == count - 1;
    if (!last) status = solve_step(j, &step[i], &result);
    const tw_result *of = last ? j->run : result;
    if (status == TW_OK && i == 0) status = twi_variants_add(j, &step[0], of, 1, 1, 0); /* to first order */
    if (status == TW_OK) status = twi_variants_add(j, &step[i], of, 0, 1, last);
    tw_result_free(result);
  }
  return status;
}

/* ---------------------------------------------------------------- what departs from the run */

/* The run with one more part of the closure, its limits and targets at work. */
static tw_status with_part(twi_variants *j, unsigned part, const double *values, size_t count)
{
  twi_policy base, new_;
  twi_closure closure;
  tw_result *result = NULL;
  twi_log_again(j->ctx, 1);
  tw_status status = twi_scenario_apply_year(j->ctx, j->scenario, j->world, j->out->year, &base, &new_, &closure, NULL);
  twi_log_again(j->ctx, 0);
  if (status != TW_OK) return status;
  double **place = part == TWI_PART_SCALE ? &closure.scale : &closure.supply_elasticity;
  status = copy_array(j->ctx, values, count * sizeof(double), place);
  if (status == TW_OK) {
    status = solve_applied(j, j->world, &base, &new_, &closure, &result);
  } else {
    twi_policy_free(j->ctx, &base);
    twi_policy_free(j->ctx, &new_);
    twi_closure_free(j->ctx, &closure);
  }
  const twi_step step = {.name = part == TWI_PART_SCALE ? "scale" : "labour", .added = part};
  if (status == TW_OK) status = twi_variants_add(j, &step, result, 0, 0, 0);
  tw_result_free(result);
  return status;
}

static tw_status with_scale(twi_variants *j)
{
  const tw_world *w = j->world;
  double *psi = twi_new(j->ctx, (size_t)w->S, sizeof *psi);
  if (!psi) return twi_no_memory(j->ctx, 0);
  for (int s = 0; s < w->S; s++)
    psi[s] = w->goods[s] ? fmin(j->options->scale_elasticity, TWI_MOST_SCALE / w->theta[s]) : 0;
  tw_status status = with_part(j, TWI_PART_SCALE, psi, (size_t)w->S);
  twi_free(j->ctx, psi);
  return status;
}

static tw_status with_labour(twi_variants *j)
{
  double *supply = twi_new(j->ctx, (size_t)j->world->N, sizeof *supply);
  if (!supply) return twi_no_memory(j->ctx, 0);
  for (int d = 0; d < j->world->N; d++) supply[d] = j->options->labour_elasticity;
  tw_status status = with_part(j, TWI_PART_LABOUR, supply, (size_t)j->world->N);
  twi_free(j->ctx, supply);
  return status;
}

typedef enum twi_given { OF_TABLE, OF_SET, OF_FILE } twi_given;

/* The run with other elasticities; by: the name of a checked-in table, of a set of the world, of the options' file. */
static tw_status with_elasticities(twi_variants *j, twi_given of, const char *by, const char *name)
{
  tw_world other = *j->own; /* a view with other elasticities; borrows all else */
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  other.theta = twi_alloc(j->ctx, (size_t)other.S, sizeof(double));
  if (!other.theta) return twi_no_memory(j->ctx, 0);
  j->given = 0;
  j->given_by = by;
  j->of_table = of == OF_TABLE;
  twi_log_again(j->ctx, 1);
  tw_status status = of == OF_TABLE ? twi_variants_read_table(j, by, other.theta)
                     : of == OF_SET ? twi_variants_read_set(j, by, other.theta)
                                    : twi_variants_read_file(j, other.theta);
  if (status == TW_OK) status = tw_solver_new(j->ctx, &other, &j->settings, &solver);
  if (status == TW_OK) status = twi_solve_year(solver, j->scenario, j->out->year, NULL, NULL, &result);
  twi_log_again(j->ctx, 0);
  const twi_step step = {.name = name};
  if (status == TW_OK && j->given) status = twi_variants_add(j, &step, result, 0, 0, 0);
  j->of_table = 0;
  tw_result_free(result);
  tw_solver_free(solver);
  twi_free(j->ctx, other.theta);
  return status;
}

/* Every set of the world but the one that the run has. */
static tw_status with_sets(twi_variants *j)
{
  const char *set, *own = j->scenario->elasticities ? j->scenario->elasticities : twi_world_own_set(j->own);
  tw_status status = TW_OK;
  for (int i = 0; (set = twi_world_set(j->own, i)) && status == TW_OK && j->tables < TWI_MOST_TABLES; i++) {
    if (own && twi_same_name(own, strlen(own), set)) continue;
    if (j->out->given_set && twi_same_name(j->out->given_set, strlen(j->out->given_set), set)) continue; /* it is there */
    char *name = j->out->table[j->tables++];
    snprintf(name, sizeof j->out->table[0], "elasticities-%s", set);
    status = with_elasticities(j, OF_SET, set, name);
  }
  return status;
}

/* Every checked-in table that has one of the world's sectors. */
static tw_status with_tables(twi_variants *j)
{
  static const char start[] = "elasticities/", end[] = ".csv";
  int count;
  const twi_builtin_file *files = twi_builtin_files(&count);
  tw_status status = TW_OK;
  for (int i = 0; i < count && status == TW_OK && j->tables < TWI_MOST_TABLES; i++) {
    size_t length = strlen(files[i].name), around = sizeof start - 1 + sizeof end - 1;
    if (strncmp(files[i].name, start, sizeof start - 1) != 0 || length <= around) continue;
    char *name = j->out->table[j->tables];
    snprintf(name, sizeof j->out->table[0], "elasticities-%.*s", (int)(length - around),
             files[i].name + sizeof start - 1);
    const char *table = name + sizeof start - 1;
    if (strcmp(table, "map") == 0 || strcmp(table, "sources") == 0 || twi_world_find_set(j->own, table)) continue;
    j->tables++;
    status = with_elasticities(j, OF_TABLE, table, name);
  }
  return status;
}

static tw_status solve_departures(twi_variants *j)
{
  const tw_reconcile *o = j->options;
  const twi_step first_order = {.name = "first-order"};
  tw_status status = twi_variants_add(j, &first_order, j->run, 1, 0, 0);
  if (status == TW_OK && o->elasticities && twi_is_set_name(o->elasticities)) {
    j->out->given_set = twi_strdup(j->ctx, o->elasticities);
    if (!j->out->given_set) return twi_no_memory(j->ctx, 0);
    status = with_elasticities(j, OF_SET, o->elasticities, "elasticities-given");
  } else if (status == TW_OK && o->elasticities) {
    status = twi_variants_keep_file(j);
    if (status == TW_OK) status = with_elasticities(j, OF_FILE, o->elasticities, "elasticities-given");
  }
  if (status == TW_OK) status = with_sets(j);
  if (status == TW_OK) status = with_tables(j);
  if (status == TW_OK && o->scale_elasticity > 0 && !j->closure.scale) status = with_scale(j);
  if (status == TW_OK && o->labour_elasticity > 0 && !j->closure.supply_elasticity) status = with_labour(j);
  return status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status check_options(tw_context *ctx, const tw_scenario *scenario, const tw_reconcile *o, int *year)
{
  int from = tw_scenario_from(scenario), until = tw_scenario_until(scenario);
  *year = o->year ? o->year : until;
  if (o->year && !from) return twi_fail(ctx, TW_USAGE, "the scenario has no years, so there is no year %d", o->year);
  if (*year < from || *year > until)
    return twi_fail(ctx, TW_USAGE, "the year %d is not between %d and %d", *year, from, until);
  if (o->elasticity < 0) return twi_fail(ctx, TW_USAGE, "elasticity: found %g, expected one above 0", o->elasticity);
  if (o->labour_elasticity < 0)
    return twi_fail(ctx, TW_USAGE, "labour: found the elasticity %g, expected 0 or more", o->labour_elasticity);
  if (o->scale_elasticity < 0 || o->scale_elasticity >= 1)
    return twi_fail(ctx, TW_USAGE, "scale: found the elasticity %g, expected 0 or more, and below 1",
                    o->scale_elasticity);
  return TW_OK;
}

static tw_status make_worlds(twi_variants *j)
{
  const tw_world *w = j->world;
  tw_status status = twi_reconcile_one_sector(j->ctx, w, j->theta, &j->one_sector);
  if (status == TW_OK) status = twi_reconcile_no_inputs(j->ctx, w, j->theta, &j->no_inputs);
  if (status != TW_OK) return status;
  j->one_elasticity = *w;
  j->one_elasticity.theta = twi_alloc(j->ctx, (size_t)w->S, sizeof(double));
  if (!j->one_elasticity.theta) return twi_no_memory(j->ctx, 0);
  for (int s = 0; s < w->S; s++) j->one_elasticity.theta[s] = j->theta;
  return TW_OK;
}

tw_status twi_reconcile_again(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                              const tw_settings *settings, const tw_reconcile *options,
                              const twi_scenario_file *elasticities, tw_reconciliation **out)
{
  tw_reconcile standard;
  twi_variants j;
  double start = twi_seconds();
  *out = NULL;
  memset(&j, 0, sizeof j);
  tw_reconcile_default(&standard);
  j.ctx = ctx;
  j.world = world;
  j.scenario = scenario;
  j.options = options ? options : &standard;
  j.stored = elasticities;
  if (settings)
    j.settings = *settings;
  else
    tw_settings_default(&j.settings);
  const tw_settings as_given = j.settings;
  j.settings.decomposition = 0; /* only the run needs it: its last steps are part of its bits */
  tw_status status = twi_variants_new(&j);
  if (status == TW_OK) j.out->settings = as_given;
  if (status == TW_OK) status = twi_scenario_view(ctx, scenario, world, &j.out->view);
  if (status == TW_OK && j.out->view) j.world = j.out->world = j.out->view;
  j.own = j.world;
  if (status == TW_OK && scenario->elasticities_chosen) {
    status = twi_products_view(ctx, scenario, world, &j.out->own);
    if (status == TW_OK) j.own = j.out->own ? j.out->own : world;
  }
  if (status == TW_OK) status = check_options(ctx, scenario, j.options, &j.out->year);
  if (status == TW_OK) {
    j.theta = j.out->elasticity =
        j.options->elasticity > 0 ? j.options->elasticity : twi_reconcile_elasticity(world); /* of the world's own */
    status = solve_run(&j, &as_given);
  }
  int solved = status == TW_OK && tw_result_info(j.run)->outcome > 0;
  if (solved) status = make_worlds(&j);
  if (solved && status == TW_OK) status = solve_chain(&j);
  if (solved && status == TW_OK) status = solve_departures(&j);
  if (status == TW_OK) status = twi_variants_finish(&j);
  twi_closure_free(ctx, &j.closure);
  tw_world_free(j.one_sector);
  tw_world_free(j.no_inputs);
  twi_free(ctx, j.one_elasticity.theta);
  if (status != TW_OK) {
    tw_reconciliation_free(j.out);
    return status;
  }
  j.out->seconds = twi_seconds() - start;
  *out = j.out;
  return TW_OK;
}

tw_status tw_reconcile_run(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                           const tw_settings *settings, const tw_reconcile *options, tw_reconciliation **out)
{
  return twi_reconcile_again(ctx, world, scenario, settings, options, NULL, out);
}
