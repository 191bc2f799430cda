/* The part of replay that solves: a run, a range, a decision, a reconciliation, or accounts, with the options of its run.json;
 * then each table is written again into memory, one at a time, and compared with the one of the folder. */
#include "report/trace/replay_solve.h"

#include <string.h>

#include "compare/reconcile_variants.h"
#include "indicator/result.h"
#include "link/link.h"
#include "outlook/outlook.h"
#include "report/report.h"
#include "report/trace/folder.h"
#include "report/trace/table.h"
#include "supply/supply.h"

/* What was solved: one of them. */
typedef struct solved {
  const twi_run *run;
  const tw_verdict *verdict;
  const tw_reconciliation *reconciliation;
  const tw_accounts *accounts;
  const tw_routes *routes;
  const tw_outlook *outlook;
} solved;

/* ---------------------------------------------------------------- comparing */

/* Behind the tables of runs and decisions: reconcile.csv, accounts.csv, then those of a market. */
enum { OF_MARKET = 3 };

/* A table of twi_trace_table; 0: what was solved has none of that name. */
static int has_table(const solved *s, int index)
{
  if (index < TWI_REPORT_TABLES) return s->run && twi_report_wanted(index, s->run);
  index -= TWI_REPORT_TABLES;
  if (index < TWI_DECISION_TABLES) return s->verdict != NULL;
  index -= TWI_DECISION_TABLES;
  if (index >= OF_MARKET) return s->outlook && twi_report_market_wanted(index - OF_MARKET, s->outlook);
  return index == 0 ? s->reconciliation != NULL : index == 1 ? s->accounts != NULL : s->routes != NULL;
}

static tw_status write_again(tw_context *ctx, const solved *s, int index, twi_sheet *sheet)
{
  tw_status status = twi_sheet_open_memory(ctx, sheet, twi_trace_table(index));
  if (status != TW_OK) return status;
  if (index < TWI_REPORT_TABLES)
    status = twi_report_fill(index, sheet, s->run);
  else if (s->verdict)
    twi_report_decision(index - TWI_REPORT_TABLES, sheet, s->verdict);
  else if (s->accounts)
    twi_report_accounts(sheet, s->accounts);
  else if (s->outlook)
    status = twi_report_market(index - TWI_REPORT_TABLES - TWI_DECISION_TABLES - OF_MARKET, sheet, s->outlook);
  else
    status = s->routes ? twi_report_routes(sheet, s->routes) : twi_report_reconciliation(sheet, s->reconciliation);
  return status == TW_OK ? twi_sheet_close(sheet) : status;
}

static tw_status compare_table(twi_replay_job *j, int index, const solved *s)
{
  char *text[2] = {NULL, NULL}, *origin[2] = {NULL, NULL};
  size_t bytes[2] = {0, 0};
  twi_sheet *sheet = NULL;
  const char *table = twi_trace_table(index);
  tw_status status = twi_trace_text(j->trace, j->folder, j->manifest, table, &text[0], &bytes[0], &origin[0]);
  if (status == TW_OK && has_table(s, index)) {
    sheet = twi_new(j->ctx, 1, sizeof *sheet);
    status = sheet ? write_again(j->ctx, s, index, sheet) : twi_no_memory(j->ctx, sizeof *sheet);
    if (status == TW_OK) {
      bytes[1] = sheet->memory.used;
      status = twi_text_take(&sheet->memory, &text[1]);
    }
  }
  if (status == TW_OK) status = twi_progress(j->ctx, "comparing", (double)index / TWI_TRACE_TABLES);
  if (status == TW_OK && (text[0] || text[1])) {
    const char *const origins[2] = {origin[0], "the replay"};
    status = twi_trace_compare(j->trace, table, (const char *const *)text, bytes, origins);
  }
  if (sheet) twi_sheet_free(sheet);
  twi_free(j->ctx, sheet);
  for (int k = 0; k < 2; k++) {
    twi_free(j->ctx, text[k]);
    twi_free(j->ctx, origin[k]);
  }
  return status;
}

static tw_status compare_all(twi_replay_job *j, const solved *s)
{
  tw_status status = TW_OK;
  for (int i = 0; status == TW_OK && twi_trace_table(i); i++) status = compare_table(j, i, s);
  return status;
}

static tw_status say_uncertified(twi_replay_job *j, tw_outcome outcome, const char *message)
{
  j->trace->failed = 1;
  return twi_trace_say(j->trace, "the replay found no certified solution (%s): %s", tw_outcome_word(outcome), message);
}

/* ---------------------------------------------------------------- options */

static const json_t *option_of(const twi_replay_job *j, const char *part, const char *key)
{
  return json_object_get(json_object_get(j->manifest, part), key);
}

static long long whole_option(const twi_replay_job *j, const char *part, const char *key)
{
  return (long long)json_integer_value(option_of(j, part, key));
}

/* ---------------------------------------------------------------- kinds */

/* A run with a market. */
static tw_status link_again(twi_replay_job *j)
{
  tw_link *link = NULL;
  tw_link_info info;
  tw_status status = tw_link_run(j->ctx, j->world, j->scenario, &j->settings, NULL, &link);
  if (status != TW_OK) return status;
  tw_link_about(link, &info);
  if (info.outcome > 0) {
    const twi_run run = twi_run_of_link(link);
    const solved s = {.run = &run, .outlook = twi_link_outlook(link)};
    status = compare_all(j, &s);
  } else {
    status = say_uncertified(j, info.outcome, info.message);
  }
  tw_link_free(link);
  return status;
}

static tw_status run_again(twi_replay_job *j)
{
  tw_solver *solver = NULL;
  tw_path *path = NULL;
  tw_status status = tw_solver_new(j->ctx, j->world, &j->settings, &solver);
  if (status == TW_OK) status = tw_solve_path(solver, j->scenario, &path);
  if (status == TW_OK) {
    const tw_info *info = tw_result_info(tw_path_result(path, tw_path_count(path) - 1));
    const twi_run run = twi_run_of_path(path);
    const solved s = {.run = &run};
    status = info->outcome > 0 ? compare_all(j, &s) : say_uncertified(j, info->outcome, info->message);
  }
  tw_path_free(path);
  tw_solver_free(solver);
  return status;
}

static tw_status range_again(twi_replay_job *j)
{
  const json_t *base = json_object_get(option_of(j, "range", "drivers"), "base");
  const tw_range_options options = {.draws = (int)whole_option(j, "range", "draws"),
                                    .drivers = base ? (int)json_integer_value(base) : -1,
                                    .seed = (unsigned long long)whole_option(j, "range", "seed"),
                                    .sectors = !json_is_false(option_of(j, "range", "sectors")),
                                    .trade = json_is_true(option_of(j, "range", "trade")),
                                    .decomposition = json_is_true(option_of(j, "range", "decomposition"))};
  tw_range_result *range = NULL;
  tw_status status = tw_range(j->ctx, j->world, j->scenario, &j->settings, &options, &range);
  if (status == TW_OK) {
    const twi_run run = {.result = tw_range_central(range), .count = 1, .range = range};
    const tw_info *info = tw_result_info(run.result);
    const solved s = {.run = &run};
    status = info->outcome > 0 ? compare_all(j, &s) : say_uncertified(j, info->outcome, info->message);
  }
  tw_range_free(range);
  return status;
}

/* A shard is drawn again as that shard, unless its store had the draws of the others as well. */
static tw_status decide_again(twi_replay_job *j)
{
  long long asked = whole_option(j, "draws", "asked"), finished = whole_option(j, "draws", "finished");
  tw_decide_options options = {.draws = (int)whole_option(j, "options", "draws"),
                               .seed = (unsigned long long)whole_option(j, "options", "seed")};
  if (finished < asked) {
    options.shard = (int)whole_option(j, "options", "shard");
    options.shards = (int)whole_option(j, "options", "shards");
  }
  tw_verdict *verdict = NULL;
  tw_status status = tw_decide(j->ctx, j->decision, j->world, &j->settings, &options, &verdict);
  if (status != TW_OK) return status;
  const tw_verdict_info *info = tw_verdict_about(verdict);
  const solved s = {.verdict = verdict};
  if (info->interrupted)
    status = twi_fail(j->ctx, TW_INTERRUPTED, "interrupted");
  else if (info->finished != finished)
    status =
        twi_fail(j->ctx, TW_BAD_INPUT,
                 "%s: run.json says that %lld draws were finished, and its options give %d; where a shard's store had "
                 "draws of others, which ones is not known",
                 j->folder, finished, info->finished);
  else
    status = info->outcome > 0 ? compare_all(j, &s) : say_uncertified(j, info->outcome, info->message);
  tw_verdict_free(verdict);
  return status;
}

static tw_status reconcile_again(twi_replay_job *j)
{
  const json_t *given = option_of(j, "options", "elasticities");
  twi_scenario_file *file = NULL;
  tw_reconciliation *r = NULL;
  tw_reconcile options = {.elasticity = json_number_value(option_of(j, "options", "elasticity")),
                          .labour_elasticity = json_number_value(option_of(j, "options", "labour_elasticity")),
                          .scale_elasticity = json_number_value(option_of(j, "options", "scale_elasticity")),
                          .year = (int)whole_option(j, "options", "year")};
  tw_status status = TW_OK;
  options.elasticities = json_string_value(option_of(j, "options", "elasticity_set"));
  if (json_is_object(given)) {
    file = twi_new(j->ctx, 1, sizeof *file);
    status = file ? twi_replay_file(j, given, "the reconciliation", file) : twi_no_memory(j->ctx, sizeof *file);
    if (status == TW_OK) options.elasticities = file->name;
  }
  if (status == TW_OK) status = twi_reconcile_again(j->ctx, j->world, j->scenario, &j->settings, &options, file, &r);
  const solved s = {.reconciliation = r};
  const tw_info *info = status == TW_OK ? tw_result_info(r->run) : NULL;
  if (info) status = info->outcome > 0 ? compare_all(j, &s) : say_uncertified(j, info->outcome, info->message);
  tw_reconciliation_free(r);
  twi_scenario_files_free(j->ctx, file, file ? 1 : 0);
  return status;
}

static tw_status plants_again(twi_replay_job *j)
{
  const tw_plants_options options = {.product = json_string_value(option_of(j, "options", "product")),
                                     .region = json_string_value(option_of(j, "options", "region")),
                                     .draws = (int)whole_option(j, "options", "draws"),
                                     .seed = (unsigned long long)whole_option(j, "options", "seed"),
                                     .close = json_is_true(option_of(j, "options", "close"))};
  tw_plants *plants = NULL;
  tw_status status = tw_plants_run(j->ctx, j->world, j->scenario, &j->settings, &options, &plants);
  if (status == TW_OK) {
    const twi_run run = twi_run_of_plants(plants);
    const tw_info *info = tw_result_info(run.result);
    const solved s = {.run = &run};
    status = info->outcome > 0 ? compare_all(j, &s) : say_uncertified(j, info->outcome, info->message);
  }
  tw_plants_free(plants);
  return status;
}

/* A file that run.json holds; zero where it has none. */
static tw_status stored_file(twi_replay_job *j, const char *what, twi_supply_file *file)
{
  const json_t *from = option_of(j, "accounts", what);
  twi_scenario_file stored = {.name = NULL};
  if (!json_is_object(from)) return TW_OK;
  tw_status status = twi_replay_file(j, from, what, &stored);
  if (status == TW_OK) status = twi_supply_file_copy(j->ctx, stored.name, stored.text, stored.bytes, file);
  twi_free(j->ctx, stored.name);
  twi_free(j->ctx, stored.text);
  return status;
}

static tw_status accounts_again(twi_replay_job *j)
{
  twi_supply_file balance = {.name = NULL}, origins = {.name = NULL};
  tw_accounts *accounts = NULL;
  const char *region = twi_trace_word(j->manifest, "accounts", "region");
  const char *tables = twi_trace_word(j->manifest, "accounts", "tables_sha256");
  tw_status status = *region ? TW_OK : twi_fail(j->ctx, TW_BAD_INPUT, "%s/run.json: the region of the accounts is not there", j->folder);
  if (status == TW_OK) status = stored_file(j, "balance", &balance);
  if (status == TW_OK) status = stored_file(j, "origins", &origins);
  if (status == TW_OK)
    status = twi_accounts_again(j->ctx, region, balance.name ? &balance : NULL, origins.name ? &origins : NULL, &accounts);
  if (status == TW_OK && strcmp(tables, accounts->tables_sha256) != 0)
    status = twi_trace_say(j->trace, "the built-in tables of energy: SHA-256 %.12s, now %.12s", *tables ? tables : "none",
                           accounts->tables_sha256);
  const solved s = {.accounts = accounts};
  if (status == TW_OK) status = compare_all(j, &s);
  tw_accounts_free(accounts);
  twi_supply_file_free(j->ctx, &balance);
  twi_supply_file_free(j->ctx, &origins);
  return status;
}

static tw_status routes_again(twi_replay_job *j)
{
  static const char *const key[] = {"from", "to", "closed", "open", "wait", "toll"};
  const char *text[6];
  tw_routes *routes = NULL;
  for (int i = 0; i < 6; i++) text[i] = json_string_value(option_of(j, "options", key[i]));
  const tw_routes_options options = {.from = text[0],
                                     .to = text[1],
                                     .closed = text[2],
                                     .open = text[3],
                                     .wait = text[4],
                                     .toll = text[5],
                                     .knots = json_number_value(option_of(j, "options", "knots")),
                                     .by_cost = json_is_true(option_of(j, "options", "by_cost"))};
  tw_status status = tw_routes_run(j->ctx, NULL, &options, &routes);
  const solved s = {.routes = routes};
  if (status == TW_BAD_INPUT) twi_error_prefix(j->ctx, "%s/run.json: ", j->folder);
  if (status == TW_OK) status = compare_all(j, &s);
  tw_routes_free(routes);
  return status;
}

static tw_status market_again(twi_replay_job *j)
{
  const char *given = twi_trace_word(j->manifest, "market", "given");
  const char *expected = twi_trace_word(j->manifest, "market", "sha256");
  int from = (int)whole_option(j, "market", "from"), until = (int)whole_option(j, "market", "until");
  const tw_outlook_options options = {.market = *given ? given : NULL,
                                      .focus = json_string_value(option_of(j, "market", "focus")),
                                      .year = from == until ? from : 0,
                                      .draws = (int)whole_option(j, "market", "draws"),
                                      .seed = (unsigned long long)whole_option(j, "market", "seed")};
  tw_outlook *outlook = NULL;
  tw_status status = tw_outlook_run(j->ctx, j->scenario, &options, &outlook);
  if (status == TW_OK && strcmp(outlook->market->sha256, expected) != 0) {
    status = j->replay->force
                 ? twi_trace_say(j->trace, "the market: SHA-256 %.12s, now, by force, %.12s",
                                 *expected ? expected : "none", outlook->market->sha256)
                 : twi_fail(j->ctx, TW_BAD_INPUT,
                            "%s: the market %s has the SHA-256 %.12s, but %s was solved on one with %.12s; --force "
                            "goes on with this one",
                            given, outlook->market->name, outlook->market->sha256, j->folder,
                            *expected ? expected : "none");
  }
  if (status == TW_OK && outlook->solved == outlook->years) {
    const solved s = {.outlook = outlook};
    status = compare_all(j, &s);
  } else if (status == TW_OK) {
    tw_market_info info;
    tw_market_result_about(outlook->result[outlook->solved], &info);
    status = say_uncertified(j, info.outcome, info.message);
  }
  tw_outlook_free(outlook);
  return status;
}

tw_status twi_replay_solve(twi_replay_job *j)
{
  switch (j->kind) {
  case TWI_RESULTS_RANGE:
    return range_again(j);
  case TWI_RESULTS_DECIDE:
    return decide_again(j);
  case TWI_RESULTS_RECONCILE:
    return reconcile_again(j);
  case TWI_RESULTS_PLANTS:
    return plants_again(j);
  case TWI_RESULTS_ACCOUNTS:
    return accounts_again(j);
  case TWI_RESULTS_ROUTES:
    return routes_again(j);
  case TWI_RESULTS_MARKET:
    return market_again(j);
  case TWI_RESULTS_RUN:
    if (j->scenario->linked) return link_again(j);
    break;
  }
  return run_again(j);
}
