/* tradewind market SCENARIO: prices, quantities and rents of one product with its ships and straits, before and after. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "json.h"
#include "summary.h"

enum { MOST_DRAWS = 10000000 };

static int say_uncertified(const tw_outlook *o, const char *folder)
{
  int at = tw_outlook_solved(o), compared = 0;
  tw_market_info info;
  if (at == tw_outlook_years(o)) return EXIT_CERTIFIED;
  tw_market_result_about(tw_outlook_result(o, at, 0), &info);
  if (info.outcome == TW_CERTIFIED && tw_outlook_result(o, at, 1)) {
    compared = 1;
    tw_market_result_about(tw_outlook_result(o, at, 1), &info);
  }
  fail(EXIT_UNCERTIFIED, "no certified solution of %d%s (%s): %s", tw_outlook_year(o, at),
       compared ? " with what is compared" : "", tw_outcome_word(info.outcome),
       *info.message ? info.message : tw_outcome_meaning(info.outcome));
  if (folder) fail(EXIT_UNCERTIFIED, "%s/run.json says so; older results stay", folder);
  return EXIT_UNCERTIFIED;
}

static int read_options(const arguments *a, tw_outlook_options *o)
{
  long long n = 0;
  int code = 0;
  *o = (tw_outlook_options){.market = a->value[OPTION_of_market],
                            .focus = a->value[OPTION_buyer],
                            .no_report = a->value[OPTION_no_page] != NULL,
                            .dta = a->settings.dta};
  if (a->value[OPTION_market_draws]) {
    code = read_whole(a->value[OPTION_market_draws], "draws", 0, MOST_DRAWS, &n);
    o->draws = (int)n;
    if (code == 0 && n == 1) code = fail(EXIT_USAGE, "--draws: found 1, expected 0 or at least 2");
  }
  if (code == 0 && a->value[OPTION_seed]) {
    code = read_whole(a->value[OPTION_seed], "seed", 1, INT64_MAX, &n);
    o->seed = (unsigned long long)n;
  }
  if (code == 0 && a->value[OPTION_market_year]) {
    code = read_whole(a->value[OPTION_market_year], "year", 1, 9999, &n);
    o->year = (int)n;
  }
  return code;
}

int is_market(const char *word)
{
  const char *name;
  char file[4096];
  for (int i = 0; (name = tw_market_builtin(i)); i++)
    if (strcmp(name, word) == 0) return 1;
  int n = snprintf(file, sizeof file, "%s/market.yaml", word);
  return n > 0 && (size_t)n < sizeof file && access(file, F_OK) == 0;
}

/* A folder, and no market: what it lacks. */
static int check_folder(const char *word)
{
  struct stat found;
  if (stat(word, &found) != 0 || !S_ISDIR(found.st_mode)) return 0;
  return fail(EXIT_INPUT,
              "error: %s: found a folder without market.yaml, expected a scenario, or the folder of a market "
              "(market.yaml, suppliers.csv, buyers.csv, arcs.csv)",
              word);
}

/* Solves, writes and tells. Returns the exit code. */
static int tell_market(tw_context *context, const arguments *a, tw_scenario *scenario,
                       const tw_outlook_options *options)
{
  tw_outlook *o = NULL;
  const char *folder = a->value[OPTION_out];
  int code, certified;
  tw_status status = tw_outlook_run(context, scenario, options, &o);
  if (status == TW_OK && folder) {
    terminal_writing(1);
    status = tw_outlook_write(context, o, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  if (status != TW_OK) {
    code = fail_status(context, status);
  } else {
    code = say_uncertified(o, folder);
    if (js_on())
      js_market(context, o, scenario, folder);
    else if (code == EXIT_CERTIFIED)
      market_print(context, o, scenario, a);
    if (code == EXIT_CERTIFIED && tw_outlook_draws(o, &certified) > 0 && certified == 0)
      code = fail(EXIT_UNCERTIFIED, "none of the draws has a certified equilibrium");
  }
  tw_outlook_free(o);
  return code;
}

int range_market(tw_context *context, const arguments *a, tw_scenario *scenario, const tw_range_options *range)
{
  static const option_id of_worlds[] = {OPTION_world,   OPTION_chosen,   OPTION_products,  OPTION_deficits,
                                        OPTION_profits, OPTION_of_trade, OPTION_draws_csv, OPTION_decomposition,
                                        OPTION_store,   OPTION_shard};
  for (size_t i = 0; i < sizeof of_worlds / sizeof *of_worlds; i++)
    if (a->value[of_worlds[i]])
      return fail(EXIT_USAGE,
                  "--%s: %s is a scenario of a market alone, whose draws have no %s; expected --draws, --seed, "
                  "--drivers, --focus, --set, --out, --json or --all",
                  option_name(of_worlds[i]), a->words[0],
                  of_worlds[i] == OPTION_store || of_worlds[i] == OPTION_shard ? "store" : "such option");
  const tw_outlook_options options = {.focus = a->value[OPTION_focus],
                                      .draws = range->draws ? range->draws : -1,
                                      .seed = range->seed,
                                      .drivers = !a->value[OPTION_drivers] ? -1
                                                 : range->drivers < 0      ? 0
                                                                           : range->drivers,
                                      .threads = a->settings.threads,
                                      .no_report = !a->settings.report,
                                      .dta = a->settings.dta};
  return tell_market(context, a, scenario, &options);
}

static int run(tw_context *context, const arguments *a)
{
  tw_outlook_options options;
  tw_scenario *scenario = NULL;
  int code = read_options(a, &options);
  if (code) return code;
  if (!is_market(a->words[0])) {
    code = check_folder(a->words[0]);
    if (code == 0) code = open_scenario_alone(context, a, &scenario);
    if (code) return code;
  } else if (a->sets) {
    return fail(EXIT_USAGE, "--set %s: %s is a market as it is, without variables; expected a scenario", a->set[0],
                a->words[0]);
  } else if (options.market) {
    return fail(EXIT_USAGE, "--market %s: %s is a market itself; expected one of them", options.market, a->words[0]);
  } else {
    options.market = a->words[0];
  }
  code = tell_market(context, a, scenario, &options);
  tw_scenario_free(scenario);
  return code;
}

static void list_markets(FILE *to)
{
  const char *name;
  fprintf(to, "\nBuilt-in markets:\n");
  for (int i = 0; (name = tw_market_builtin(i)); i++) fprintf(to, "  %s\n", name);
  list_market_scenarios(to);
}

const command command_market = {
    .name = "market",
    .words = "SCENARIO",
    .summary = "solve the market of one product, with capacities, ships and straits",
    .text = "SCENARIO is a YAML file with a section `market`, the name of a built-in scenario with one, - for standard "
            "input, or a market itself (a built-in name or a folder), which is shown as it is. The spatial price "
            "equilibrium is solved before and after what the section says, and certified: price and bill by buyer, "
            "netback and rent by supplier, who fills a gap, what sails through each passage, concentration, surplus. A "
            "shock on top is short run. What `compare` adds is solved, too, so that its insurance value stands in one "
            "line. --draws draws elasticities, stiffness and freight. docs/formats.md has the rules and the columns, "
            "docs/energy.md worked examples and published numbers.",
    .example = "  tradewind market lng2024\n"
               "  tradewind market lng-hormuz-closed\n"
               "  tradewind market canada-lng-path --set capacity='28 Mt' --out results\n"
               "  tradewind market lng-qatar-out --draws 1000 --focus KOR\n",
    .options = OPTION_BIT(out) | OPTION_BIT(tables) | OPTION_BIT(set) | OPTION_BIT(json) | OPTION_BIT(seed) |
               OPTION_BIT(all) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(of_market) | FURTHER_BIT(market_year) | FURTHER_BIT(market_draws) | FURTHER_BIT(buyer) |
               FURTHER_BIT(no_page),
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_markets,
};
