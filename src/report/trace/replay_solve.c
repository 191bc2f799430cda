/* The part of replay that solves on a world: a run, a range, a decision, a reconciliation, plants, dependence, exposure,
 * food, each with the options of its run.json. */
#include <string.h>

#include "compare/reconcile_variants.h"
#include "cascade/cascade.h"
#include "food/food.h"
#include "indicator/result.h"
#include "link/link.h"
#include "report/trace/replay_compare.h"
#include "report/trace/replay_read.h"

static tw_status compare_or_say(twi_replay_job *j, tw_outcome outcome, const char *message, const twi_replayed *solved)
{
  return outcome > 0 ? twi_replay_compare(j, solved) : twi_replay_uncertified(j, outcome, message);
}

/* Of a path, its last step says how it ended. */
static tw_status compare_run(twi_replay_job *j, const twi_run *run)
{
  const twi_replayed solved[] = {{&twi_run_tables, run}, {NULL, NULL}};
  const tw_info *info = tw_result_info(run->result);
  return compare_or_say(j, info->outcome, info->message, solved);
}

/* A run with a market, which is where it was, and has to be what it was; versions before did not say which. */
static tw_status link_again(twi_replay_job *j)
{
  const char *given = twi_trace_word(j->manifest, "market", "given");
  tw_link *link = NULL;
  tw_link_info info;
  const twi_link_how how = {.market = *given ? given : NULL};
  tw_status status = twi_link_run_so(j->ctx, j->world, j->scenario, &j->settings, NULL, &how, &link);
  if (status != TW_OK) return status;
  if (json_is_object(json_object_get(j->manifest, "market")))
    status = twi_replay_check_market(j, link->market->name, link->market->sha256);
  if (status != TW_OK) {
    tw_link_free(link);
    return status;
  }
  tw_link_about(link, &info);
  if (info.outcome > 0) {
    const twi_run run = twi_run_of_link(link);
    const twi_replayed solved[] = {{&twi_run_tables, &run}, {&twi_market_tables, twi_link_outlook(link)}, {NULL, NULL}};
    status = twi_replay_compare(j, solved);
  } else {
    status = twi_replay_uncertified(j, info.outcome, info.message);
  }
  tw_link_free(link);
  return status;
}

/* A run with illegal fish, at its three shares. */
static tw_status illegal_again(twi_replay_job *j)
{
  tw_illegal *illegal = NULL;
  tw_status status = tw_illegal_run(j->ctx, j->world, j->scenario, &j->settings, &illegal);
  if (status != TW_OK) return status;
  const twi_run run = twi_run_of_illegal(illegal);
  status = compare_run(j, &run);
  tw_illegal_free(illegal);
  return status;
}

static tw_status run_again(twi_replay_job *j)
{
  if (j->scenario->linked) return link_again(j);
  if (j->scenario->iuu.node) return illegal_again(j);
  tw_solver *solver = NULL;
  tw_path *path = NULL;
  tw_status status = tw_solver_new(j->ctx, j->world, &j->settings, &solver);
  if (status == TW_OK) status = tw_solve_path(solver, j->scenario, &path);
  if (status == TW_OK) {
    const twi_run run = twi_run_of_path(path);
    status = compare_run(j, &run);
  }
  tw_path_free(path);
  tw_solver_free(solver);
  return status;
}

const twi_replay_way twi_replay_run = {twi_replay_read_scenario, run_again};

/* Draws of the same, likewise. */
static tw_status linked_range_again(twi_replay_job *j, const tw_range_options *options)
{
  const char *given = twi_trace_word(j->manifest, "market", "given");
  const twi_link_how how = {.market = *given ? given : NULL};
  tw_link *link = NULL;
  tw_range_result *range = NULL;
  tw_status status = twi_link_range_so(j->ctx, j->world, j->scenario, &j->settings, options, &how, &link, &range);
  if (status == TW_OK) status = twi_replay_check_market(j, link->market->name, link->market->sha256);
  if (status == TW_OK && !range) status = twi_replay_uncertified(j, link->outcome, link->message);
  if (status == TW_OK && range) {
    const twi_run run = {.result = tw_range_central(range), .count = 1, .range = range, .link = link};
    const twi_replayed solved[] = {{&twi_run_tables, &run}, {&twi_market_tables, twi_link_outlook(link)}, {NULL, NULL}};
    status = twi_replay_compare(j, solved);
  }
  tw_range_free(range);
  tw_link_free(link);
  return status;
}

static tw_status range_again(twi_replay_job *j)
{
  const json_t *base = json_object_get(twi_replay_option(j, "range", "drivers"), "base");
  const tw_range_options options = {.draws = (int)twi_replay_whole(j, "range", "draws"),
                                    .drivers = base ? (int)json_integer_value(base) : -1,
                                    .seed = (unsigned long long)twi_replay_whole(j, "range", "seed"),
                                    .sectors = !json_is_false(twi_replay_option(j, "range", "sectors")),
                                    .trade = json_is_true(twi_replay_option(j, "range", "trade")),
                                    .decomposition = json_is_true(twi_replay_option(j, "range", "decomposition"))};
  if (j->scenario->linked) return linked_range_again(j, &options);
  tw_range_result *range = NULL;
  tw_status status = tw_range(j->ctx, j->world, j->scenario, &j->settings, &options, &range);
  if (status == TW_OK) {
    const twi_run run = {.result = tw_range_central(range), .count = 1, .range = range};
    status = compare_run(j, &run);
  }
  tw_range_free(range);
  return status;
}

const twi_replay_way twi_replay_range = {twi_replay_read_scenario, range_again};

/* A shard is drawn again as that shard, unless its store had the draws of the others as well. */
static tw_status decide_again(twi_replay_job *j)
{
  long long asked = twi_replay_whole(j, "draws", "asked"), finished = twi_replay_whole(j, "draws", "finished");
  tw_decide_options options = {.draws = (int)twi_replay_whole(j, "options", "draws"),
                               .seed = (unsigned long long)twi_replay_whole(j, "options", "seed"),
                               .frontier = json_is_true(twi_replay_option(j, "options", "frontier"))};
  if (finished < asked) {
    options.shard = (int)twi_replay_whole(j, "options", "shard");
    options.shards = (int)twi_replay_whole(j, "options", "shards");
  }
  tw_verdict *verdict = NULL;
  tw_status status = tw_decide(j->ctx, j->decision, j->world, &j->settings, &options, &verdict);
  const tw_market *market = status == TW_OK ? twi_verdict_market(verdict) : NULL;
  if (market) status = twi_replay_check_market(j, market->name, market->sha256);
  if (status != TW_OK) {
    tw_verdict_free(verdict);
    return status;
  }
  const tw_verdict_info *info = tw_verdict_about(verdict);
  if (info->interrupted)
    status = twi_fail(j->ctx, TW_INTERRUPTED, "interrupted");
  else if (info->finished != finished)
    status =
        twi_fail(j->ctx, TW_BAD_INPUT,
                 "%s: run.json says that %lld draws were finished, and its options give %d; where a shard's store had "
                 "draws of others, which ones is not known",
                 j->folder, finished, info->finished);
  else
    status = info->outcome > 0 ? twi_replay_compare_one(j, &twi_decision_tables, verdict)
                               : twi_replay_uncertified(j, info->outcome, info->message);
  tw_verdict_free(verdict);
  return status;
}

const twi_replay_way twi_replay_decide = {twi_replay_read_decision, decide_again};

static tw_status reconcile_again(twi_replay_job *j)
{
  const json_t *given = twi_replay_option(j, "options", "elasticities");
  twi_scenario_file *file = NULL;
  tw_reconciliation *r = NULL;
  tw_reconcile options = {.elasticity = json_number_value(twi_replay_option(j, "options", "elasticity")),
                          .labour_elasticity = json_number_value(twi_replay_option(j, "options", "labour_elasticity")),
                          .scale_elasticity = json_number_value(twi_replay_option(j, "options", "scale_elasticity")),
                          .year = (int)twi_replay_whole(j, "options", "year")};
  tw_status status = TW_OK;
  options.elasticities = json_string_value(twi_replay_option(j, "options", "elasticity_set"));
  if (json_is_object(given)) {
    file = twi_new(j->ctx, 1, sizeof *file);
    status = file ? twi_replay_file(j, given, "the reconciliation", file) : twi_no_memory(j->ctx, sizeof *file);
    if (status == TW_OK) options.elasticities = file->name;
  }
  if (status == TW_OK) status = twi_reconcile_again(j->ctx, j->world, j->scenario, &j->settings, &options, file, &r);
  const tw_info *info = status == TW_OK ? tw_result_info(r->run) : NULL;
  if (info)
    status = info->outcome > 0 ? twi_replay_compare_one(j, &twi_reconcile_tables, r)
                               : twi_replay_uncertified(j, info->outcome, info->message);
  tw_reconciliation_free(r);
  twi_scenario_files_free(j->ctx, file, file ? 1 : 0);
  return status;
}

const twi_replay_way twi_replay_reconcile = {twi_replay_read_scenario, reconcile_again};

static tw_status plants_again(twi_replay_job *j)
{
  const tw_plants_options options = {.product = json_string_value(twi_replay_option(j, "options", "product")),
                                     .region = json_string_value(twi_replay_option(j, "options", "region")),
                                     .draws = (int)twi_replay_whole(j, "options", "draws"),
                                     .seed = (unsigned long long)twi_replay_whole(j, "options", "seed"),
                                     .close = json_is_true(twi_replay_option(j, "options", "close"))};
  tw_plants *plants = NULL;
  tw_status status = tw_plants_run(j->ctx, j->world, j->scenario, &j->settings, &options, &plants);
  if (status == TW_OK) {
    const twi_run run = twi_run_of_plants(plants);
    status = compare_run(j, &run);
  }
  tw_plants_free(plants);
  return status;
}

const twi_replay_way twi_replay_plants = {twi_replay_read_scenario, plants_again};

static tw_status cascade_again(twi_replay_job *j)
{
  twi_supply_file file[TWI_CASCADE_FILES] = {{.name = NULL}};
  tw_cascade *cascade = NULL;
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_CASCADE_FILES && status == TW_OK; i++)
    status = twi_replay_stored_file(j, "cascade", twi_cascade_file_name[i], &file[i]);
  if (status == TW_OK) status = twi_cascade_again(j->ctx, j->world, j->scenario, &j->settings, file, &cascade);
  if (status == TW_OK) {
    const twi_run run = twi_run_of_cascade(cascade);
    const tw_info *info = tw_result_info(run.result);
    status = info->outcome > 0 ? twi_replay_compare_one(j, &twi_run_tables, &run)
                               : twi_replay_uncertified(j, info->outcome, info->message);
  }
  tw_cascade_free(cascade);
  for (int i = 0; i < TWI_CASCADE_FILES; i++) twi_supply_file_free(j->ctx, &file[i]);
  return status;
}

const twi_replay_way twi_replay_cascade = {twi_replay_read_scenario, cascade_again};

static tw_status dependence_again(twi_replay_job *j)
{
  const tw_dependence_options options = {(int)twi_replay_whole(j, "options", "stops")};
  const char *region = twi_trace_word(j->manifest, "options", "region");
  int changed = json_is_true(twi_replay_option(j, "options", "changed"));
  tw_dependence *dependence = NULL;
  tw_status status =
      tw_dependence_run(j->ctx, j->world, changed ? j->scenario : NULL, &j->settings, region, &options, &dependence);
  if (status == TW_OK) {
    const twi_run run = twi_run_of_dependence(dependence);
    status = compare_run(j, &run);
  }
  tw_dependence_free(dependence);
  return status;
}

const twi_replay_way twi_replay_dependence = {twi_replay_read_scenario, dependence_again};

static tw_status food_again(twi_replay_job *j)
{
  const char *region = twi_trace_word(j->manifest, "options", "region");
  int changed = json_is_true(twi_replay_option(j, "options", "changed"));
  twi_supply_file file[TWI_FOOD_FILES] = {{.name = NULL}};
  tw_food *food = NULL;
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_FOOD_FILES && status == TW_OK; i++)
    status = twi_replay_stored_file(j, "options", twi_food_file_name[i], &file[i]);
  if (status == TW_OK)
    status = twi_food_again(j->ctx, j->world, changed ? j->scenario : NULL, &j->settings, region,
                            file[0].name ? file : NULL, &food);
  if (status == TW_OK) {
    const twi_run run = twi_run_of_food(food);
    const twi_account_list list = {food->tables.region, "food", food->account, food->accounts};
    const twi_replayed solved[] = {{&twi_run_tables, &run}, {&twi_accounts_tables, &list}, {NULL, NULL}};
    const tw_info *info = tw_result_info(run.result);
    status = compare_or_say(j, info->outcome, info->message, solved);
  }
  tw_food_free(food);
  for (int i = 0; i < TWI_FOOD_FILES; i++) twi_supply_file_free(j->ctx, &file[i]);
  return status;
}

const twi_replay_way twi_replay_food = {twi_replay_read_scenario, food_again};

/* NULL: it was not asked for. */
static const char *option_word(twi_replay_job *j, const char *key)
{
  const char *word = twi_trace_word(j->manifest, "options", key);
  return word && *word ? word : NULL;
}

static tw_status exposure_again(twi_replay_job *j)
{
  const char *region = option_word(j, "region");
  const tw_exposure_options options = {
      .outcome = option_word(j, "outcome"),
      .partner = option_word(j, "partner"),
      .wedges = option_word(j, "wedges"),
      .largest = twi_replay_whole(j, "options", "largest") > 0 ? (int)twi_replay_whole(j, "options", "largest") : -1,
      .products = json_is_true(twi_replay_option(j, "options", "products")),
      .exact = json_is_true(twi_replay_option(j, "options", "exact")),
      .year = (int)twi_replay_whole(j, "options", "year")};
  const tw_scenario *scenario = json_is_true(twi_replay_option(j, "options", "changed")) ? j->scenario : NULL;
  tw_exposure *exposure = NULL;
  tw_status status = region ? tw_exposure_of(j->ctx, j->world, scenario, &j->settings, region, &options, &exposure)
                            : tw_exposure_all(j->ctx, j->world, scenario, &j->settings, &options, &exposure);
  if (status == TW_OK) {
    const twi_run run = twi_run_of_exposure(exposure);
    status = compare_run(j, &run);
  }
  tw_exposure_free(exposure);
  return status;
}

const twi_replay_way twi_replay_exposure = {twi_replay_read_scenario, exposure_again};
