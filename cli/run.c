/* tradewind run SCENARIO: solves a policy, prints what it does, writes the results folder. */
#include <math.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "summary.h"

enum { MOST_CONDITIONS = 12 }; /* told when out of reach */

/* What was asked for and how far it came, of limits and targets that cannot be met. */
static void say_out_of_reach(const tw_result *result)
{
  const tw_condition_result *c;
  int count = tw_result_conditions(result, &c), said = 0;
  for (int i = 0; i < count && said < MOST_CONDITIONS; i++) {
    if (!isfinite(c[i].value) || !(c[i].reference > 0)) continue;
    if (strcmp(c[i].rule, "target") != 0 && c[i].value <= c[i].limit * (1 + 1e-9)) continue;
    fail(EXIT_UNCERTIFIED, "line %d: %s was to be %.4g %% of the reference and came to %.4g %%, with %s at %+.4g %%",
         c[i].line, c[i].what, 100 * c[i].limit / c[i].reference, 100 * c[i].value / c[i].reference, c[i].instrument,
         100 * c[i].size);
    said++;
  }
}

/* The years before the one that failed. */
static void say_years(const tw_path *path, const char *folder)
{
  int last = tw_path_count(path) - 1;
  char years[64];
  if (last < 1) return;
  if (last == 1)
    snprintf(years, sizeof years, "%d is", tw_path_year(path, 0));
  else
    snprintf(years, sizeof years, "%d to %d are", tw_path_year(path, 0), tw_path_year(path, last - 1));
  if (folder)
    fail(EXIT_UNCERTIFIED, "%s certified: see %s/uncertified/years.csv", years, folder);
  else
    fail(EXIT_UNCERTIFIED, "%s certified: --out DIR keeps what was found", years);
}

/* An outcome without a certificate: says why and where, and what was written. */
static int say_uncertified(const tw_path *path, const char *folder)
{
  int year = tw_path_year(path, tw_path_count(path) - 1);
  const tw_result *result = tw_path_result(path, tw_path_count(path) - 1);
  const tw_info *info = tw_result_info(result);
  const tw_world *world = tw_result_world(result);
  const char *region = info->worst_region < 0 ? NULL : tw_world_region(world, info->worst_region);
  const char *sector = info->worst_sector < 0 ? NULL : tw_world_sector(world, info->worst_sector);
  char when[32] = "";
  if (year) snprintf(when, sizeof when, " of %d", year);
  fail(EXIT_UNCERTIFIED, "no certified solution%s (%s): %s", when, tw_outcome_word(info->outcome),
       *info->message ? info->message : tw_outcome_meaning(info->outcome));
  if (info->base_failed) {
    fail(EXIT_UNCERTIFIED, "it is the equilibrium %s%s that was not found",
         *tw_result_text(result, "against") ? "of the scenario compared with, " : "without the policy",
         tw_result_text(result, "against"));
  } else {
    if (region) fail(EXIT_UNCERTIFIED, "it failed at %s%s%s", region, sector ? " " : "", sector ? sector : "");
    /* that no more of it solves is known only where the path shows it from both sides */
    fail(EXIT_UNCERTIFIED, "the largest share of the shock that %s is %.4g %%",
         info->outcome == TW_NO_POSITIVE_INCOME ? "still solves" : "was solved", 100 * info->share_solved);
    if (info->outcome == TW_OUT_OF_REACH) say_out_of_reach(result);
  }
  say_years(path, folder);
  if (folder)
    fail(EXIT_UNCERTIFIED, "%s/run.json says so, %s/uncertified has the residuals; older results stay", folder, folder);
  return EXIT_UNCERTIFIED;
}

/* A scenario with illegal fish: the run of one share, and beside it what it does at all three. */
static int illegal_run_and_tell(tw_context *context, const arguments *a, const tw_world *world,
                                const tw_scenario *scenario, double load, double start)
{
  tw_illegal *illegal = NULL;
  const char *folder = a->value[OPTION_out], *product = a->value[OPTION_of_product];
  int all = a->value[OPTION_all] != NULL, code = EXIT_CERTIFIED;
  tw_status status = tw_illegal_run(context, world, scenario, &a->settings, &illegal);
  tw_path *path = illegal ? tw_illegal_path(illegal, tw_illegal_share(illegal)) : NULL;
  tw_result *last = path ? tw_path_result(path, tw_path_count(path) - 1) : NULL;
  if (last && (code = product_check(tw_result_world(last), product)) != 0) { /* the two parts are there by now */
    terminal_clear_progress();
    tw_illegal_free(illegal);
    return code;
  }
  if (last) tw_result_info_edit(last)->seconds.load = load;
  if (last && folder) {
    terminal_writing(1);
    status = tw_illegal_write(context, illegal, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  if (status != TW_OK) {
    tw_illegal_free(illegal);
    return fail_status(context, status);
  }
  int found = tw_result_info(last)->outcome > 0;
  if (js_on()) {
    js_run(context, path, all, folder, seconds_now() - start);
    illegal_json(illegal);
    if (found && product) product_json(last, product);
  } else if (found) {
    summary_print(context, path, all, folder, seconds_now() - start);
    illegal_print(illegal, all, folder);
    if (product) product_print(last, product, all);
  }
  code = found ? illegal_uncertified(illegal) : say_uncertified(path, folder);
  tw_illegal_free(illegal);
  return code;
}

/* A scenario without years is a path of one equilibrium. */
static int solve_and_tell(tw_context *context, const arguments *a, const tw_world *world, const tw_scenario *scenario,
                          double load, double start)
{
  tw_solver *solver = NULL;
  tw_path *path = NULL;
  const tw_result *last = NULL;
  const char *folder = a->value[OPTION_out], *product = a->value[OPTION_of_product];
  tw_status status = tw_solver_new(context, world, &a->settings, &solver);
  if (status == TW_OK) status = tw_solve_path(solver, scenario, &path);
  if (status == TW_OK) {
    tw_result *result = tw_path_result(path, tw_path_count(path) - 1);
    tw_result_info_edit(result)->seconds.load = load;
    last = result;
  }
  if (status == TW_OK && folder) {
    terminal_writing(1);
    status = tw_path_write(context, path, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  int code = EXIT_CERTIFIED, told = status == TW_OK && product && tw_result_info(last)->outcome > 0;
  if (status == TW_OK && js_on()) js_run(context, path, a->value[OPTION_all] != NULL, folder, seconds_now() - start);
  if (told && js_on()) product_json(last, product);
  if (status != TW_OK)
    code = fail_status(context, status);
  else if (tw_result_info(last)->outcome <= 0)
    code = say_uncertified(path, folder);
  else if (!js_on())
    summary_print(context, path, a->value[OPTION_all] != NULL, folder, seconds_now() - start);
  if (told && !js_on()) product_print(last, product, a->value[OPTION_all] != NULL);
  tw_path_free(path);
  tw_solver_free(solver);
  return code;
}

/* Why market and core found no answer together. */
static int say_unlinked(const tw_link_info *info)
{
  return fail(EXIT_UNCERTIFIED, "no certified solution (%s): %s", tw_outcome_word(info->outcome),
              *info->message ? info->message : tw_outcome_meaning(info->outcome));
}

/* A scenario with a market: its answer and the core's, together. */
static int link_and_tell(tw_context *context, const arguments *a, const tw_world *world, tw_scenario *scenario,
                         double load, double start)
{
  tw_link *link = NULL;
  tw_link_info info;
  const char *folder = a->value[OPTION_out];
  const char *product = a->value[OPTION_of_product];
  int all = a->value[OPTION_all] != NULL, code = EXIT_CERTIFIED;
  tw_status status = tw_link_run(context, world, scenario, &a->settings, NULL, &link);
  if (status == TW_OK) tw_link_about(link, &info);
  tw_path *path = status == TW_OK ? tw_link_path(link) : NULL;
  const tw_result *result = path ? tw_link_result(link) : NULL;
  if (result &&
      (code = product_check(tw_result_world(result), product)) != 0) { /* the market's product is there by now */
    terminal_clear_progress();
    tw_link_free(link);
    return code;
  }
  if (path) tw_result_info_edit(tw_path_result(path, 0))->seconds.load = load;
  if (path && folder) {
    terminal_writing(1);
    status = tw_link_write(context, link, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  if (status != TW_OK) {
    code = fail_status(context, status);
  } else if (!path) {
    code = say_unlinked(&info);
    if (js_on()) link_failed_json(scenario, world, &info, seconds_now() - start);
    if (folder) fail(EXIT_UNCERTIFIED, "nothing was written to %s", folder);
  } else if (js_on()) {
    js_run(context, path, all, folder, seconds_now() - start);
    link_json(context, link);
    if (product) product_json(result, product);
  } else {
    summary_print(context, path, all, folder, seconds_now() - start);
    link_print(context, link, all);
    if (product) product_print(result, product, all);
  }
  tw_link_free(link);
  return code;
}

/* A scenario with bans that spread: the last equilibrium, rounds, and both parties of clauses. */
static int cascade_and_tell(tw_context *context, const arguments *a, const tw_world *world, const tw_scenario *scenario,
                            double load, double start)
{
  tw_cascade *cascade = NULL;
  const char *folder = a->value[OPTION_out], *product = a->value[OPTION_of_product];
  int all = a->value[OPTION_all] != NULL, code = EXIT_CERTIFIED;
  const tw_cascade_options options = {.tables = a->value[OPTION_stock_tables]};
  tw_status status = tw_cascade_run(context, world, scenario, &a->settings, &options, &cascade);
  tw_path *path = status == TW_OK ? tw_cascade_path(cascade) : NULL;
  const tw_result *result = path ? tw_path_result(path, 0) : NULL;
  if (path) tw_result_info_edit(tw_path_result(path, 0))->seconds.load = load;
  if (path && folder) {
    terminal_writing(1);
    status = tw_cascade_write(context, cascade, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  int certified = status == TW_OK && tw_result_info(result)->outcome > 0;
  if (status == TW_OK && js_on()) {
    js_run(context, path, all, folder, seconds_now() - start);
    cascade_json(cascade);
    if (certified && product) product_json(result, product);
  }
  if (status != TW_OK) {
    code = fail_status(context, status);
  } else if (!certified) {
    code = say_uncertified(path, folder);
    if (!js_on()) cascade_print(cascade, all);
  } else if (!js_on()) {
    const tw_clause_row *row;
    summary_print(context, path, all, folder, seconds_now() - start);
    if (folder)
      print_wrapped(tw_cascade_clause_rows(cascade, &row) ? "Beside them are cascade.csv and clause.csv." : "Beside them is cascade.csv.", 0);
    cascade_print(cascade, all);
    if (product) product_print(result, product, all);
  }
  tw_cascade_free(cascade);
  return code;
}

static int run(tw_context *context, const arguments *a)
{
  double start = seconds_now();
  tw_scenario *scenario;
  tw_world *world;
  int code = open_scenario(context, a, &scenario, &world);
  const int linked = code == 0 && tw_scenario_text(scenario, "linked") != NULL;
  const int illegal = code == 0 && tw_scenario_text(scenario, "illegal") != NULL;
  if (code == 0 && !linked && !illegal) code = product_check(world, a->value[OPTION_of_product]);
  if (code == 0 && a->value[OPTION_stock_tables] && !tw_scenario_is_cascade(scenario))
    code = fail(EXIT_USAGE, "error: --food-tables is of scenarios with a cascade or a rule clause, which %s has not",
                tw_scenario_text(scenario, "scenario"));
  if (code == 0 && tw_scenario_is_cascade(scenario))
    code = cascade_and_tell(context, a, world, scenario, seconds_now() - start, start);
  else if (linked)
    code = link_and_tell(context, a, world, scenario, seconds_now() - start, start);
  else if (illegal)
    code = illegal_run_and_tell(context, a, world, scenario, seconds_now() - start, start);
  else if (code == 0)
    code = solve_and_tell(context, a, world, scenario, seconds_now() - start, start);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return code;
}

const command command_run = {
    .name = "run",
    .words = "SCENARIO",
    .summary = "solve a policy and show what it does to every region",
    .text = "SCENARIO is a YAML file, the name of a built-in scenario, or - for standard input. Base and new "
            "equilibrium are both solved, and "
            "both are certified: a solution that does not satisfy every equation to the tolerance is never shown. With "
            "--out the results go into a folder: regions.csv, sectors.csv, groups.csv, trade.csv and run.json, with "
            "limits.csv, preferences.csv, years.csv, cascade.csv and clause.csv where the scenario has such, and report.html, one page that "
            "shows them and opens without a network. Files of an earlier run that this one does not have are removed "
            "there.",
    .example = "  tradewind run us-tariff-canada\n"
               "  tradewind run us-tariff-canada --out results --tolerance 1e-11\n",
    .options = OPTION_BIT(world) | OPTION_BIT(chosen) | OPTION_BIT(products) | OPTION_BIT(out) | OPTION_BIT(tables) |
               OPTION_BIT(set) | OPTION_BIT(focus) | OPTION_BIT(deficits) | OPTION_BIT(json) | OPTION_BIT(all) |
               OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(of_product) | FURTHER_BIT(profits) | FURTHER_BIT(stock_tables) | FURTHER_BIT(illegal),
    .takes_settings = 1,
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_scenarios,
};
