/* tw_range: the central result, the draws, the design of the drivers, and what is made of them. See tradewind.h. */
#include "ensemble/range.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/names.h"
#include "base/processors.h"
#include "base/text.h"
#include "base/without.h"
#include "ensemble/statistics.h"
#include "table/yaml.h"

/* ---------------------------------------------------------------- what is asked for */

/* Drivers are computed of named outcomes, and where somebody asked for them; a default alone asks for none. */
static tw_status check_drivers(tw_range_result *r)
{
  twi_parameters *p = r->parameters;
  const twi_yaml *node = r->scenario->range.node, *written = node ? twi_yaml_get(node, "drivers") : NULL;
  int asked = r->options.drivers > 0 || (r->options.drivers == 0 && written);
  if (p->count == 0 || (p->outcomes == 0 && !asked)) p->drivers = 0;
  if (p->drivers == 0 || p->count <= TWI_MOST_DRIVEN) return TW_OK;
  twi_fail(
      r->ctx, TW_BAD_INPUT,
      "range: drivers are computed for at most %d parameters, this has %d; drivers: 0 or --drivers 0 computes none",
      TWI_MOST_DRIVEN, p->count);
  if (node) twi_error_prefix(r->ctx, "%s:%d:%d: ", node->origin, node->key_line, node->key_column);
  return TW_BAD_INPUT;
}

static int is_real_gdp(const twi_outcome *o)
{
  return (o->table == TW_REGIONS && o->column == TWI_REAL_GDP) ||
         (o->table == TW_GROUPS && o->column == TWI_GROUP_REAL_GDP);
}

/* The answers of the focus, then those named, each once. Real GDP draws have on request. */
static tw_status gather_asked(tw_range_result *r)
{
  const twi_parameters *p = r->parameters;
  size_t focus = (size_t)r->central->answers, most = focus + (size_t)p->outcomes;
  r->asked = twi_alloc(r->ctx, most + 1, sizeof *r->asked);
  if (!r->asked) return twi_no_memory(r->ctx, most * sizeof *r->asked);
  for (size_t i = 0; i < most; i++) {
    const twi_outcome *o = i < focus ? &r->central->answer[i] : &p->outcome[i - focus];
    size_t k = 0;
    while (k < r->asks && !twi_outcome_same(&r->asked[k], o)) k++;
    if (k < r->asks) continue;
    r->asked[r->asks++] = *o;
    r->real_gdp |= is_real_gdp(o);
  }
  return TW_OK;
}

/* 1: it is of a group of regions, or of several sectors together, which drivers.csv has no row for. */
static int of_several(const twi_outcome *o)
{
  return o->table == TW_GROUPS || o->region < 0 || (o->table == TW_SECTORS && o->sector < 0) ||
         (o->table == TW_PRODUCTS && o->product < 0);
}

/* The outcomes named, else those of the focus, else, where drivers were asked for without, real income of the region
 * where it changes most. */
static tw_status choose_outcomes(tw_range_result *r)
{
  const twi_parameters *p = r->parameters;
  tw_status status = gather_asked(r);
  if (status != TW_OK || p->drivers == 0) return status;
  if (p->outcomes > (int)(sizeof r->of / sizeof *r->of))
    return twi_fail(r->ctx, TW_BAD_INPUT, "range: drivers are computed for at most %zu outcomes, this has %d",
                    sizeof r->of / sizeof *r->of, p->outcomes);
  for (; r->outcomes < p->outcomes; r->outcomes++) r->of[r->outcomes] = p->outcome[r->outcomes];
  for (size_t i = 0; p->outcomes == 0 && i < r->asks; i++)
    if (!of_several(&r->asked[i]) && r->outcomes < (int)(sizeof r->of / sizeof *r->of))
      r->of[r->outcomes++] = r->asked[i];
  if (r->outcomes) return TW_OK;
  const double *income = tw_result_column(r->central, TW_REGIONS, "real_income_pct");
  int most = 0;
  for (int d = 1; d < r->world->N; d++)
    if (fabs(income[d]) > fabs(income[most])) most = d;
  r->of[0] = (twi_outcome){TW_REGIONS, TWI_REAL_INCOME, most, -1, -1, -1};
  r->outcomes = 1;
  return TW_OK;
}

static tw_status check_options(tw_context *ctx, const tw_range_options *o)
{
  if (o->draws < 0 || o->draws == 1 || o->draws > TWI_MOST_DRAWS)
    return twi_fail(ctx, TW_USAGE, "draws: found %d, expected 2 to %d", o->draws, TWI_MOST_DRAWS);
  if (o->drivers < -1 || o->drivers == 1 || o->drivers > TWI_MOST_DRAWS)
    return twi_fail(ctx, TW_USAGE, "drivers: found %d, expected none or 2 to %d", o->drivers, TWI_MOST_DRAWS);
  if (o->store && !*o->store) return twi_fail(ctx, TW_USAGE, "store: found an empty name, expected that of a file");
  if ((o->store || o->shards > 1) && !twi_build_has("stores")) return twi_absent(ctx, "stores");
  if (o->shards < 0 || o->shard < 0 || o->shard > o->shards || (o->shards > 0 && o->shard == 0))
    return twi_fail(ctx, TW_USAGE, "shard: found %d of %d, expected 1 to the number of shards", o->shard, o->shards);
  if (o->shards > 1 && !o->store)
    return twi_fail(ctx, TW_USAGE, "a shard needs a store: without one its draws would be lost");
  return TW_OK;
}

static tw_status read_asked(tw_range_result *r)
{
  tw_status status = twi_parameters_new(r->ctx, r->scenario, r->world, &r->parameters);
  if (status == TW_OK && r->more)
    status = twi_parameters_add(r->parameters, r->scenario, r->more->parameter, r->more->parameters, r->more->note);
  if (status != TW_OK) return status;
  twi_parameters *p = r->parameters;
  const tw_range_options *o = &r->options;
  if (o->draws) p->draws = (size_t)o->draws;
  if (o->seed) p->seed = o->seed;
  if (o->drivers) p->drivers = o->drivers < 0 ? 0 : (size_t)o->drivers;
  status = check_drivers(r);
  if (status != TW_OK) return status;
  tw_range_info *info = &r->info;
  info->draws = (int)p->draws;
  info->parameters = p->count;
  info->seed = p->seed;
  info->floor = p->floor;
  info->assumed = p->assumed;
  if (tw_scenario_until(r->scenario)) {
    r->year_note = twi_format(r->ctx, "the scenario has years: the central result and the draws are of the last, %d",
                              tw_scenario_until(r->scenario));
    if (!r->year_note) return twi_no_memory(r->ctx, 0);
  }
  static const char *const of_share[TWI_SHARES] = {
      "all draws are at the low share of what is illegal; --illegal point and --illegal high draw at the others",
      "all draws are at the point share of what is illegal; --illegal low and --illegal high draw at the others",
      "all draws are at the high share of what is illegal; --illegal low and --illegal point draw at the others"};
  if (r->scenario->iuu.node) r->share_note = of_share[r->scenario->iuu.at];
  return twi_range_describe(r);
}

static tw_status solve_central(tw_range_result *r)
{
  tw_solver *solver = NULL;
  double start = twi_seconds();
  if (r->more) {
    tw_status status = r->more->center(r->more->data, r->world, &r->central);
    r->info.seconds.central = twi_seconds() - start;
    return status;
  }
  tw_status status = tw_solver_new(r->ctx, r->world, &r->settings, &solver);
  if (status == TW_OK)
    status = twi_solve_year(solver, r->scenario, tw_scenario_until(r->scenario), NULL, NULL, &r->central);
  tw_solver_free(solver);
  if (status == TW_OK && r->central->accumulation.on)
    status = twi_fail(r->ctx, TW_BAD_INPUT,
                      "scenario %s lets capital accumulate over the years, and draws are of the last year alone, which "
                      "would need all those before it: leave out `capital` for a range",
                      tw_scenario_text(r->scenario, "scenario"));
  r->info.seconds.central = twi_seconds() - start;
  return status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status range_once(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                            const tw_settings *settings, const tw_range_options *options, const char *known,
                            const twi_budget *budget, const twi_range_more *more, tw_range_result **out)
{
  *out = NULL;
  tw_range_result *r = twi_new(ctx, 1, sizeof *r);
  if (!r) return twi_no_memory(ctx, sizeof *r);
  r->ctx = ctx;
  r->world = world;
  r->scenario = scenario;
  r->settings = *settings;
  r->options = *options;
  r->budget = *budget;
  r->more = more;
  if (r->settings.threads == 0) r->settings.threads = twi_processors();
  tw_status status = TW_OK;
  if (options->decomposition && !settings->decomposition)
    status = twi_fail(ctx, TW_USAGE, "the decomposition in draws needs that of the central result");
  if (status == TW_OK && options->store && !(r->store = twi_strdup(ctx, options->store)))
    status = twi_no_memory(ctx, strlen(options->store));
  if (status == TW_OK && known && !(r->known = twi_strdup(ctx, known))) status = twi_no_memory(ctx, strlen(known));
  if (status == TW_OK) status = twi_scenario_view(ctx, scenario, world, &r->view);
  if (r->view) r->world = r->view;
  if (status == TW_OK) status = read_asked(r);
  if (status == TW_OK) status = solve_central(r);
  if (status == TW_OK && tw_result_info(r->central)->outcome > 0) {
    status = choose_outcomes(r);
    if (status == TW_OK) status = twi_range_layout(r);
    r->info.drivers = r->outcomes ? (int)r->parameters->drivers : 0;
    if (status == TW_OK) status = twi_range_draw(r);
    if (status == TW_OK) status = twi_range_tell(r);
  }
  if (status != TW_OK) {
    tw_range_free(r);
    return status;
  }
  *out = r;
  return TW_OK;
}

/* Every rank draws its shard, as far as the common file does not have it, into a file of its own; the first merges them
 * into the common file and reports. */
static tw_status range_of_ranks(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                                const tw_settings *settings, const tw_range_options *options, const twi_budget *budget,
                                const twi_range_more *more, int rank, int ranks, tw_range_result **out)
{
  if (!options->store) return twi_fail(ctx, TW_USAGE, "several processes need a store to share: --store FILE");
  if (options->shards)
    return twi_fail(ctx, TW_USAGE, "several processes make shards of their own: leave out the shard");
  tw_range_options own = *options;
  char **file = twi_new(ctx, (size_t)ranks, sizeof *file);
  tw_status status = file ? TW_OK : twi_no_memory(ctx, 0);
  for (int i = 0; status == TW_OK && i < ranks; i++) {
    file[i] = twi_format(ctx, "%s.%d", options->store, i);
    if (!file[i]) status = twi_no_memory(ctx, 0);
  }
  own.shard = rank + 1;
  own.shards = ranks;
  const char *known = twi_path_kind_of(options->store) == TWI_PATH_FILE ? options->store : NULL;
  if (status == TW_OK) own.store = file[rank];
  if (status == TW_OK) status = range_once(ctx, world, scenario, settings, &own, known, budget, more, out);
  status = twi_ranks_agree(ctx, status);
  if (status == TW_OK && rank == 0 && tw_result_info((*out)->central)->outcome > 0) {
    tw_range_free(*out);
    *out = NULL;
    own = *options;
    status = twi_store_merge(ctx, (const char *const *)file, ranks, options->store);
    for (int i = 0; status == TW_OK && i < ranks; i++) (void)unlink(file[i]); /* ours, and all in the other */
    if (status == TW_OK) status = range_once(ctx, world, scenario, settings, &own, NULL, budget, more, out);
  }
  if (status != TW_OK) {
    tw_range_free(*out);
    *out = NULL;
  }
  if (*out) (*out)->info.rank = rank;
  for (int i = 0; file && i < ranks; i++) twi_free(ctx, file[i]);
  twi_free(ctx, file);
  return status;
}

tw_status twi_range_within(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                           const tw_settings *settings, const tw_range_options *options, const twi_budget *budget,
                           tw_range_result **out)
{
  return twi_range_with(ctx, world, scenario, settings, options, budget, NULL, out);
}

tw_status twi_range_with(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                         const tw_settings *settings, const tw_range_options *options, const twi_budget *budget,
                         const twi_range_more *more, tw_range_result **out)
{
  *out = NULL;
  tw_settings chosen;
  tw_range_options asked = {0};
  if (settings)
    chosen = *settings;
  else
    tw_settings_default(&chosen);
  if (options) asked = *options;
  tw_status status = tw_settings_check(ctx, &chosen);
  if (status == TW_OK) status = check_options(ctx, &asked);
  if (status != TW_OK) return status;
  int rank, ranks;
  status = twi_ranks_start(ctx, &rank, &ranks);
  if (status != TW_OK) return status;
  status = ranks > 1 ? range_of_ranks(ctx, world, scenario, &chosen, &asked, budget, more, rank, ranks, out)
                     : range_once(ctx, world, scenario, &chosen, &asked, NULL, budget, more, out);
  twi_ranks_end();
  return status;
}

tw_status tw_range(tw_context *ctx, const tw_world *world, const tw_scenario *scenario, const tw_settings *settings,
                   const tw_range_options *options, tw_range_result **out)
{
  return twi_range_within(ctx, world, scenario, settings, options, &twi_budget_default, out);
}
