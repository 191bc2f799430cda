/* tradewind range SCENARIO: solves a policy for many draws of what is uncertain; shows the range of every answer. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "summary.h"

enum { MOST_REGIONS = 20, MOST_NAMED = 6, MOST_DRAWS = 10000000 };

/* ---------------------------------------------------------------- options */

static int read_options(const arguments *a, tw_range_options *o)
{
  long long n;
  int code = 0;
  memset(o, 0, sizeof *o);
  if (a->value[OPTION_draws] && (code = read_whole(a->value[OPTION_draws], "draws", 2, MOST_DRAWS, &n)) == 0)
    o->draws = (int)n;
  if (!code && a->value[OPTION_seed] && (code = read_whole(a->value[OPTION_seed], "seed", 1, INT64_MAX, &n)) == 0)
    o->seed = (unsigned long long)n;
  if (!code && a->value[OPTION_drivers] &&
      (code = read_whole(a->value[OPTION_drivers], "drivers", 0, MOST_DRAWS, &n)) == 0)
    o->drivers = n == 0 ? -1 : (int)n;
  if (!code && a->value[OPTION_shard]) code = read_shard(a->value[OPTION_shard], &o->shard, &o->shards);
  o->store = a->value[OPTION_store];
  if (!code && o->shards > 1 && !o->store && capable("stores")) /* else the library says that it has none */
    return fail(EXIT_USAGE, "--shard needs --store FILE: without one its draws would be lost");
  /* A store has the columns of sectors in any case, so that a later --out finds them. */
  o->sectors = a->value[OPTION_out] || o->store;
  o->trade = a->value[OPTION_of_trade] != NULL;
  o->decomposition = a->value[OPTION_decomposition] != NULL;
  if (!code && (o->trade || o->decomposition) && !o->sectors)
    return fail(EXIT_USAGE, "--%s needs --out DIR, where its ranges go, or --store FILE",
                o->trade ? "trade" : "decomposition");
  return code;
}

/* ---------------------------------------------------------------- the sentence */

static void range_words(char words[3 * CELL], double low, double high, int decimals)
{
  char a[CELL], b[CELL];
  change_words(a, low, decimals);
  change_words(b, high, decimals);
  snprintf(words, 3 * CELL, "%s to %s", a, b);
}

static int decimals_of(const double *central, int region)
{
  return decimals_for(central, &region, 1) - 1;
}

static void print_sentence(const tw_range_result *range, const int *regions, int named)
{
  const tw_result *result = tw_range_central(range);
  const tw_world *world = tw_result_world(result);
  const double *income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  const double *low = tw_range_quantile(range, TW_REGIONS, "real_income_pct", 0);
  const double *high = tw_range_quantile(range, TW_REGIONS, "real_income_pct", 2);
  char text[2048], list[1024] = "", central[CELL], spread[3 * CELL];
  for (int i = 0; i < named; i++) {
    int r = regions[i], decimals = decimals_of(income, r);
    size_t used = strlen(list);
    change_words(central, income[r], decimals);
    range_words(spread, low[r], high[r], decimals);
    snprintf(list + used, sizeof list - used, "%s%s %% in %s (%s)",
             i == 0           ? ""
             : i + 1 == named ? " and "
                              : ", ",
             central, tw_world_region(world, r), spread);
  }
  snprintf(text, sizeof text, "%s: real income changes by %s, 5 to 95 %% of the draws in brackets.",
           tw_result_text(result, "title"), list);
  print_warning(tw_result_text(result, "warning"), tw_result_text(result, "against_line"));
  print_wrapped(text, 0);
  focus_print(result, range);
  print_cautions(tw_result_text(result, "cautions"));
  const char *sentence;
  for (int i = 0; (sentence = tw_result_sentence(result, i)); i++) print_wrapped(sentence, 0);
  const char *caveat = tw_world_text(world, "caveat");
  if (!caveat) return;
  snprintf(text, sizeof text, "Caveat: %s", caveat);
  print_wrapped(text, 0);
}

/* ---------------------------------------------------------------- the centre */

enum { MOST_CENTRES = 6 };

/* 2: the central number is outside its range, 1: far from the middle of the draws, 0: neither. */
static int centre_off(double central, double low, double median, double high)
{
  double rounding = 1e-9 * (1 + fabs(central)); /* draws that all end in the same number */
  if (!(high - low > rounding)) return 0;
  if (central < low - rounding || central > high + rounding) return 2;
  return fabs(central - median) > 0.25 * (high - low);
}

/* A reader expects the central number in the middle: where it is not, why. */
static void say_centres(const tw_range_result *range, const int *order, int rows)
{
  const tw_result *result = tw_range_central(range);
  const tw_world *world = tw_result_world(result);
  const double *central = tw_result_column(result, TW_REGIONS, "real_income_pct");
  const double *q[3];
  char list[3][512] = {"", "", ""}, text[2048];
  int count[3] = {0, 0, 0};
  for (int k = 0; k < 3; k++)
    if (!(q[k] = tw_range_quantile(range, TW_REGIONS, "real_income_pct", k))) return;
  for (int i = 0; i < rows; i++) {
    int r = order[i], off = centre_off(central[r], q[0][r], q[1][r], q[2][r]);
    size_t used = strlen(list[off]);
    if (off && count[off]++ < MOST_CENTRES)
      snprintf(list[off] + used, sizeof list[off] - used, "%s%s", used ? ", " : "", tw_world_region(world, r));
  }
  if (!count[1] && !count[2]) return;
  char more[3][32] = {"", "", ""};
  for (int k = 1; k < 3; k++)
    if (count[k] > MOST_CENTRES) snprintf(more[k], sizeof more[k], " and %d more", count[k] - MOST_CENTRES);
  snprintf(text, sizeof text,
           "The central real income%s%s%s%s%s%s%s: it is that of the central parameters, not the middle of the draws. "
           "Draws spread unevenly about those, the answer is not linear in them, and draws without an equilibrium are "
           "left out.",
           count[2] ? " lies outside its range in " : "", list[2], more[2], count[1] && count[2] ? ", and" : "",
           count[1] ? " lies far from the median in " : "", list[1], more[1]);
  print_wrapped(text, 0);
}

/* ---------------------------------------------------------------- regions */

static const struct group {
  const char *column, *head, *group;
} groups[] = {{"real_income_pct", "real income %", "real income"},
              {"real_wage_pct", "real wage %", "real wage"},
              {"exports_pct", "exports %", "exports"}};
enum { GROUPS = sizeof groups / sizeof *groups };

static void print_regions(const tw_range_result *range, const int *order, int rows)
{
  const tw_result *result = tw_range_central(range);
  const tw_world *world = tw_result_world(result);
  static const char *const level[] = {"central", "median", "5 %", "95 %"};
  text_column head[1 + 4 * GROUPS] = {{{NULL, NULL, "region"}, 1, 0}};
  const double *values[4 * GROUPS];
  const char *group[4 * GROUPS];
  int decimals[4 * GROUPS], count = 0;
  for (int g = 0; g < GROUPS; g++) {
    static const int which[] = {-1, 1, 0, 2};
    int few = 6;
    for (int k = 0; k < 4; k++) {
      const double *v = which[k] < 0 ? tw_result_column(result, TW_REGIONS, groups[g].column)
                                     : tw_range_quantile(range, TW_REGIONS, groups[g].column, which[k]);
      if (!v) continue;
      head[1 + count] = (text_column){{NULL, k == 0 ? groups[g].head : NULL, level[k]}, 0, 0};
      int d = decimals_for(v, order, rows);
      if (d < few) few = d;
      group[count] = groups[g].group;
      values[count++] = v;
    }
    for (int k = count - 4; k < count; k++)
      if (k >= 0) decimals[k] = few;
  }
  text_table *table = table_new(head, 1 + count);
  for (int c = 0; c < count; c++) table_group(table, 1 + c, group[c]);
  for (int i = 0; i < rows; i++) {
    table_cell(table, "%s", tw_world_region(world, order[i]));
    for (int c = 0; c < count; c++) {
      char words[CELL];
      change_words(words, values[c][order[i]], decimals[c]);
      table_cell(table, "%s", words);
    }
  }
  printf("\n");
  table_print(table);
  int N = tw_world_regions(world);
  if (rows < N) printf("%d further regions change less (--all shows them)\n", N - rows);
}

/* ---------------------------------------------------------------- the end */

static void print_end(const tw_range_result *range, const arguments *a, int linked, double seconds)
{
  const tw_range_info *info = tw_range_info_of(range);
  char total[CELL], central[CELL], draws[CELL], drivers[CELL], statistics[CELL], text[4096];
  seconds_words(total, seconds);
  seconds_words(central, info->seconds.central);
  seconds_words(draws, info->seconds.draws);
  seconds_words(drivers, info->seconds.drivers);
  seconds_words(statistics, info->seconds.statistics);
  if (!terminal_is_verbose())
    snprintf(text, sizeof text, "Time %s.", total);
  else
    snprintf(text, sizeof text, "Time %s: central result %s, draws %s, drivers %s, statistics %s.", total, central,
             draws, drivers, statistics);
  print_wrapped(text, 0);
  if (tw_range_store(range)) printf("Every draw is in %s.\n", tw_range_store(range));
  const tw_range_driver *d;
  if (a->value[OPTION_out]) {
    snprintf(text, sizeof text,
             "Results are in %s: regions.csv, sectors.csv%s%s with _p05, _p50 and _p95%s, %srun.json.",
             a->value[OPTION_out], a->value[OPTION_of_trade] ? ", trade.csv" : "",
             linked ? ", link.csv, buyers.csv, suppliers.csv" : "",
             a->value[OPTION_of_trade] ? "" : ", trade.csv (ranges with --trade)",
             tw_range_drivers(range, &d) ? "drivers.csv, " : "");
    print_wrapped(text, 0);
    say_report(a->value[OPTION_out], a->settings.report);
  } else {
    print_wrapped("No files were written; --out DIR writes every number.", 0);
  }
}

/* ---------------------------------------------------------------- the whole */

/* Those that `run` names, then some that the drivers are of. Returns how many. */
static int name_regions(tw_context *context, const tw_range_result *range, int regions[MOST_NAMED])
{
  tw_headline headline;
  const tw_range_driver *d;
  int count = 0, drivers = tw_range_drivers(range, &d);
  if (tw_result_headline(context, tw_range_central(range), 0, &headline) != TW_OK) return 0;
  for (; count < headline.count; count++) regions[count] = headline.region[count];
  for (int i = 0; i < drivers && count < MOST_NAMED; i++) {
    int k = 0;
    while (k < count && regions[k] != d[i].region) k++;
    if (k == count) regions[count++] = d[i].region;
  }
  return count;
}

static void print_range(tw_context *context, const tw_range_result *range, const tw_link *link, const arguments *a,
                        double seconds)
{
  const tw_result *result = tw_range_central(range);
  int N = tw_world_regions(tw_result_world(result));
  if (!tw_range_quantile(range, TW_REGIONS, "real_income_pct", 0)) {
    range_draws(range);
    return;
  }
  int *order = order_by_size(tw_result_column(result, TW_REGIONS, "real_income_pct"), N);
  if (!order) return;
  int regions[MOST_NAMED], named = name_regions(context, range, regions);
  print_sentence(range, regions, named);
  int rows = a->value[OPTION_all] || N <= MOST_REGIONS + 2 ? N : add_named(order, N, MOST_REGIONS, regions, named);
  print_regions(range, order, rows);
  say_centres(range, order, rows);
  free(order);
  if (link) link_draws_print(context, link, range, a->value[OPTION_all] != NULL);
  range_drivers(range);
  printf("\n");
  range_draws(range);
  print_end(range, a, link != NULL, seconds);
}

/* A shard that is done, while others are not. */
static void print_shard(const tw_range_result *range, const arguments *a, const tw_range_options *o)
{
  const tw_range_info *info = tw_range_info_of(range);
  printf("Shard %d of %d is done: %s has %d of %d draws", o->shard, o->shards, o->store, info->done, info->draws);
  if (info->driver_draws) printf(" and %d of %d points of the drivers", info->driver_done, info->driver_draws);
  printf(".\n`tradewind merge` joins the stores of all shards; the same command with --store and without --shard "
         "then reports.\n");
  if (a->value[OPTION_out])
    printf("Nothing was written to %s: its numbers need the draws of all shards.\n", a->value[OPTION_out]);
}

static int say_uncertified(const tw_result *result)
{
  const tw_info *info = tw_result_info(result);
  fail(EXIT_UNCERTIFIED, "no certified solution (%s): %s", tw_outcome_word(info->outcome),
       *info->message ? info->message : tw_outcome_meaning(info->outcome));
  return fail(EXIT_UNCERTIFIED, "it is the central equilibrium; nothing was drawn. `tradewind run` says more");
}

/* Market and core found no answer together: there is nothing to draw about. */
static int say_unlinked(const arguments *a, const tw_world *world, const tw_scenario *scenario, const tw_link *link,
                        double seconds)
{
  tw_link_info info;
  tw_link_about(link, &info);
  if (js_on()) link_failed_json(scenario, world, &info, seconds);
  fail(EXIT_UNCERTIFIED, "no certified solution (%s): %s", tw_outcome_word(info.outcome),
       *info.message ? info.message : tw_outcome_meaning(info.outcome));
  if (a->value[OPTION_out]) fail(EXIT_UNCERTIFIED, "nothing was written to %s", a->value[OPTION_out]);
  return fail(EXIT_UNCERTIFIED, "it is the central equilibrium; nothing was drawn");
}

static int draw_and_tell(tw_context *context, const arguments *a, const tw_world *world, tw_scenario *scenario,
                         const tw_range_options *o, double load, double start)
{
  tw_range_result *range = NULL;
  tw_link *link = NULL; /* of a scenario with a market beside its policy */
  const char *folder = a->value[OPTION_out];
  terminal_writing(o->store != NULL); /* an interruption waits until the finished draws are in the store */
  tw_status status = tw_scenario_text(scenario, "linked")
                         ? tw_link_range(context, world, scenario, &a->settings, o, &link, &range)
                         : tw_range(context, world, scenario, &a->settings, o, &range);
  terminal_writing(0);
  terminal_clear_progress();
  if (status != TW_OK) return fail_status(context, status);
  if (!range) {
    int unlinked = say_unlinked(a, world, scenario, link, seconds_now() - start);
    tw_link_free(link);
    return unlinked;
  }
  const tw_range_info *info = tw_range_info_of(range);
  tw_result *central = tw_range_central(range);
  int certified = tw_result_info(central)->outcome > 0, code = EXIT_CERTIFIED;
  tw_result_info_edit(central)->seconds.load = load;
  if (folder && info->rank == 0 && (!certified || info->complete)) {
    terminal_writing(1);
    status = tw_range_write(context, range, folder, a->line);
    terminal_writing(0);
    terminal_clear_progress();
  }
  if (status == TW_OK && info->rank == 0 && certified && info->complete && a->value[OPTION_draws_csv])
    status = tw_range_draws_write(context, range, a->value[OPTION_draws_csv]);
  if (status == TW_OK && info->rank == 0 && js_on())
    js_range(context, range, tw_scenario_until(scenario), a->value[OPTION_all] != NULL,
             certified && info->complete ? folder : NULL, seconds_now() - start);
  if (status == TW_OK && info->rank == 0 && js_on() && link) {
    link_json(context, link);
    if (info->complete && info->certified) link_draws_json(context, link);
  }
  if (status != TW_OK)
    code = fail_status(context, status);
  else if (info->rank > 0)
    code = certified ? EXIT_CERTIFIED : EXIT_UNCERTIFIED;
  else if (!certified)
    code = say_uncertified(central);
  else if (!info->complete && !js_on())
    print_shard(range, a, o);
  else if (!js_on())
    print_range(context, range, link, a, seconds_now() - start);
  if (code == EXIT_CERTIFIED && info->complete && info->certified == 0)
    code = fail(EXIT_UNCERTIFIED, "none of the draws has a certified equilibrium");
  tw_range_free(range);
  tw_link_free(link);
  return code;
}

static int run(tw_context *context, const arguments *a)
{
  double start = seconds_now();
  tw_range_options o;
  tw_scenario *scenario;
  tw_world *world;
  int code = read_options(a, &o);
  if (code == 0)
    code = open_scenario_or_market(context, a, &scenario, &world);
  else
    return code;
  if (code == 0 && !world)
    code = range_market(context, a, scenario, &o);
  else if (code == 0)
    code = draw_and_tell(context, a, world, scenario, &o, seconds_now() - start, start);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return code;
}

const command command_range = {
    .name = "range",
    .words = "SCENARIO",
    .summary = "solve a policy for many draws, and show the range of every answer",
    .text =
        "What is drawn, and from what, is in the `range` section of the scenario: trade elasticities and variables. "
        "Without one elasticities are drawn from the world's set, or with a spread of 25 %, which is said. Base and "
        "new equilibrium are solved and certified in each draw; draws in which no equilibrium was found are counted "
        "and shown. The draws follow from the seed alone: the numbers are the same on any number of threads and "
        "shards, interrupted or not. With --store finished draws are kept as they come; the same command goes on from"
        " there, also after the machine went down. A scenario of a market alone is solved as `tradewind market` solves "
        "it, for each draw of what its `range` section names; one with a market beside its policy is linked anew for "
        "each draw, of the core's elasticities and the market's.",
    .example = "  tradewind range us-tariff-canada --draws 200\n"
               "  tradewind range us-tariff-canada --draws 1000 --store draws.db --out results\n"
               "  tradewind range us-tariff-canada --store one.db --shard 1/2\n"
               "  tradewind range us-tariff-canada --focus 'CAN C29' --draws 100\n"
               "  tradewind range canada-lng-28 --draws 1000\n"
               "  tradewind range canada-lng-2030 --draws 200\n",
    .options = OPTION_BIT(world) | OPTION_BIT(chosen) | OPTION_BIT(products) | OPTION_BIT(out) | OPTION_BIT(tables) |
               OPTION_BIT(set) | OPTION_BIT(focus) | OPTION_BIT(deficits) | OPTION_BIT(json) | OPTION_BIT(draws) |
               OPTION_BIT(seed) | OPTION_BIT(drivers) | OPTION_BIT(of_trade) | OPTION_BIT(draws_csv) |
               OPTION_BIT(decomposition) | OPTION_BIT(store) | OPTION_BIT(shard) | OPTION_BIT(all) |
               OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(profits) | FURTHER_BIT(illegal),
    .takes_settings = 1,
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_scenarios,
};
