/* tradewind plants SCENARIO: what brands make where, where they sell it, and the tariffs and subsidies that matter. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

enum { FEW = 12, MOST_DRAWS = 10000000, REASONS = 4 };

/* ---------------------------------------------------------------- the table */

static double number_of(const tw_plants *p, const char *column, int plant)
{
  const double *numbers = tw_plants_column(p, column);
  return numbers ? numbers[plant] : NAN;
}

/* A unit of money: what 1 in the tables is. */
static double money_size(const tw_world *world)
{
  const char *unit = tw_world_text(world, "unit");
  return !unit                           ? 1
         : strcmp(unit, "thousand") == 0 ? 1e3
         : strcmp(unit, "million") == 0  ? 1e6
         : strcmp(unit, "billion") == 0  ? 1e9
                                         : 1;
}

/* "11.0", "-" */
static void put_number(text_table *table, double x, int decimals)
{
  if (isnan(x))
    table_cell(table, "-");
  else
    table_cell(table, "%.*f", decimals, x);
}

static void put_range(text_table *table, const tw_plants *p, int i)
{
  char low[CELL], high[CELL];
  change_words(low, number_of(p, "units_pct_p05", i), 1);
  change_words(high, number_of(p, "units_pct_p95", i), 1);
  table_cell(table, "%s to %s", low, high);
}

static void print_table(const tw_world *world, const tw_plants *p, const int *order, int count)
{
  int ranges = tw_plants_column(p, "units_pct_p05") != NULL, n = 0;
  char money[CELL], to[CELL];
  double section[5];
  int given, site;
  tw_plants_section(p, section, &given, &site);
  snprintf(to, sizeof to, "to %.4g %%", 100 * section[0]);
  snprintf(money, sizeof money, "%s", tw_world_text(world, "currency") ? tw_world_text(world, "currency") : "");
  double most = 0;
  for (int k = 0; k < count; k++) most = fmax(most, number_of(p, "units_base", order[k]));
  double size = most >= 1e5 ? 1000 : 1;
  int decimals = most >= 1e5 && most < 1e6;
  text_column columns[MOST_TABLE_COLUMNS];
  columns[n++] = (text_column){{NULL, NULL, "product"}, 1, 8};
  columns[n++] = (text_column){{NULL, "made", "in"}, 1, 0};
  columns[n++] = (text_column){{NULL, size > 1 ? "thousand" : NULL, "units"}, 0, 0};
  columns[n++] = (text_column){{NULL, NULL, "new"}, 0, 0};
  columns[n++] = (text_column){{NULL, "change", "%"}, 0, 0};
  if (ranges) columns[n++] = (text_column){{NULL, "5 to 95 %", "of draws"}, 0, 0};
  columns[n++] = (text_column){{NULL, "main", "market"}, 1, 0};
  columns[n++] = (text_column){{NULL, "share", "%"}, 0, 0};
  columns[n++] = (text_column){{"tariff", "half", "%"}, 0, 0};
  columns[n++] = (text_column){{"tariff", to, "%"}, 0, 0};
  columns[n++] = (text_column){{"subsidy", "a unit", money}, 0, 0};
  columns[n++] = (text_column){{NULL, "subsidy", "%"}, 0, 0};
  columns[n++] = (text_column){{NULL, "access", "%"}, 0, 0};
  text_table *table = table_new(columns, n);
  for (int k = 0; k < count; k++) {
    int i = order[k];
    tw_plant plant;
    tw_product product;
    char words[CELL];
    tw_plants_at(p, i, &plant);
    tw_world_product_at(world, plant.product, &product);
    table_cell(table, "%s", product.code);
    table_cell(table, "%s", tw_world_region(world, plant.region));
    money_words(words, number_of(p, "units_base", i) / size, decimals, 0);
    table_cell(table, "%s", words);
    money_words(words, number_of(p, "units_new", i) / size, decimals, 0);
    table_cell(table, "%s", words);
    change_words(words, number_of(p, "volume_pct", i), 1);
    table_cell(table, "%s", words);
    if (ranges) put_range(table, p, i);
    table_cell(table, "%s", plant.main_market < 0 ? "-" : tw_world_region(world, plant.main_market));
    put_number(table, 100 * number_of(p, "main_market_share", i), 1);
    put_number(table, number_of(p, "tariff_half_pct", i), 1);
    put_number(table, number_of(p, "tariff_threshold_pct", i), 1);
    money_words(words, money_size(world) * number_of(p, "subsidy_per_unit", i), 0, 0);
    table_cell(table, "%s", words);
    change_words(words, number_of(p, "subsidy_pct", i), 1);
    table_cell(table, "%s", words);
    change_words(words, number_of(p, "market_access_pct", i), 1);
    table_cell(table, "%s", words);
  }
  printf("\n");
  table_print(table);
}

/* ---------------------------------------------------------------- words */

/* Why cells of the table are empty: each reason once, with the first plants that have it. */
static void print_reasons(const tw_world *world, const tw_plants *p, const int *order, int count)
{
  static const char *const column[] = {"tariff_half_pct", "tariff_threshold_pct", "subsidy_pct"};
  static const char *const what[] = {"half", "threshold", "subsidy"};
  int told = 0;
  for (int k = 0; k < count; k++)
    for (int c = 0; c < 3; c++) {
      const char *why = tw_plants_reason(p, order[k], column[c]);
      char text[1024];
      tw_plant plant;
      tw_product product;
      int before = 0;
      for (int b = 0; why && b < k && !before; b++) {
        const char *other = tw_plants_reason(p, order[b], column[c]);
        before = other && strcmp(other, why) == 0;
      }
      for (int b = 0; why && b < c && !before; b++) {
        const char *other = tw_plants_reason(p, order[k], column[b]);
        before = other && strcmp(other, why) == 0;
      }
      if (!why || before || told >= REASONS) continue;
      if (told++ == 0) printf("\nWhy there is none (plants.json has the reason of every empty cell):\n");
      tw_plants_at(p, order[k], &plant);
      tw_world_product_at(world, plant.product, &product);
      snprintf(text, sizeof text, "%s %s, %s: %s", product.code, tw_world_region(world, plant.region), what[c], why);
      printf("  ");
      print_wrapped(text, 4);
    }
}

/* What an investor must believe, of plants for which it is known. */
static void print_break_even(const tw_world *world, const tw_plants *p, const int *order, int count)
{
  int told = 0;
  for (int k = 0; k < count; k++) {
    double at = number_of(p, "break_even_probability_pct", order[k]), cost = number_of(p, "tariff_cost_pct", order[k]);
    double hazard = number_of(p, "break_even_hazard_pct", order[k]);
    const char *why = tw_plants_reason(p, order[k], "break_even_probability_pct");
    int verdict = why && (strncmp(why, "never", 5) == 0 || strncmp(why, "always", 6) == 0);
    char text[1024];
    tw_plant plant;
    tw_product product;
    if (isnan(at) && isnan(cost) && !verdict) continue;
    if (told++ == 0) printf("\nBreak-even against the alternative:\n");
    tw_plants_at(p, order[k], &plant);
    tw_world_product_at(world, plant.product, &product);
    int n = snprintf(text, sizeof text, "%s %s: ", product.code, tw_world_region(world, plant.region));
    if (!isnan(at))
      n += snprintf(text + n, sizeof text - (size_t)n,
                    "as good while access is lost with a probability of at most %.1f %%", at);
    else if (verdict)
      n += snprintf(text + n, sizeof text - (size_t)n, "%s", why);
    if (!isnan(hazard)) n += snprintf(text + n, sizeof text - (size_t)n, ", or a hazard of %.1f %% a year", hazard);
    if (!isnan(cost))
      n += snprintf(text + n, sizeof text - (size_t)n, "%sits cost advantage makes up for a tariff of %.1f %%",
                    isnan(at) && !verdict ? "" : "; ", cost);
    snprintf(text + n, sizeof text - (size_t)n, ".");
    printf("  ");
    print_wrapped(text, 4);
  }
}

static void print_closings(const tw_world *world, const tw_plants *p)
{
  const tw_closing *c;
  int count = tw_plants_closings(p, &c);
  text_column columns[] = {{{NULL, NULL, "round"}, 0, 0},
                           {{NULL, NULL, "closes"}, 1, 0},
                           {{NULL, NULL, "region"}, 1, 0},
                           {{NULL, "units left", "%"}, 0, 0}};
  if (!count) return;
  text_table *table = table_new(columns, 4);
  for (int i = 0; i < count; i++) {
    tw_product product;
    tw_world_product_at(world, c[i].product, &product);
    table_cell(table, "%d", c[i].round);
    table_cell(table, "%s", product.code);
    table_cell(table, "%s", tw_world_region(world, c[i].region));
    table_cell(table, "%.1f", 100 * c[i].units);
  }
  printf("\n");
  table_print(table);
}

static void print_files(const tw_plants *p, const arguments *a)
{
  const char *folder = a->value[OPTION_out];
  const tw_closing *c;
  if (!folder) {
    printf("No files were written; --out DIR writes every number.\n");
    return;
  }
  printf("Wrote plants.csv, parity.csv, %splants.json and the tables of the run to %s\n",
         tw_plants_closings(p, &c) ? "closing.csv, " : "", folder);
  say_report(folder, a->settings.report);
}

/* Plants with the largest change of volume, in units of the largest; all that were asked for by name. */
static int *order_plants(const tw_plants *p)
{
  int count = tw_plants_count(p);
  double *size = obtained(calloc((size_t)count + 1, sizeof *size));
  if (!size) return NULL;
  for (int i = 0; i < count; i++) {
    double base = number_of(p, "sales_base", i), change = fabs(number_of(p, "volume_pct", i));
    size[i] = base * (change > 0.01 ? change : 1e-6); /* where nothing changes, by size */
  }
  int *order = order_by_size(size, count);
  free(size);
  return order;
}

static void print_plants(const tw_plants *p, const tw_scenario *scenario, const arguments *a, double seconds)
{
  const tw_world *world = tw_result_world(tw_plants_result(p));
  int all = tw_plants_count(p), chosen = a->value[OPTION_brand] || a->value[OPTION_made_in] || a->value[OPTION_all];
  int count = chosen || all <= FEW ? all : FEW, *order = order_plants(p);
  const char *line;
  char text[1024], took[CELL];
  if (!order) return;
  print_warning(tw_scenario_text(scenario, "warning"), tw_scenario_text(scenario, "against_line"));
  char when[32] = "";
  if (tw_scenario_until(scenario)) snprintf(when, sizeof when, " in %d", tw_scenario_until(scenario));
  snprintf(text, sizeof text, "Plants%s under %s, in the world %s:", when, tw_scenario_text(scenario, "title"),
           tw_world_text(world, "label"));
  print_wrapped(text, 0);
  print_cautions(tw_scenario_text(scenario, "cautions"));
  print_assumed(world);
  print_wrapped(tw_scenario_text(scenario, "comparison"), 0);
  print_table(world, p, order, count);
  if (count < all) printf("%d further plants (--all, --product and --region show them)\n", all - count);
  printf("\n");
  for (int i = 0; (line = tw_plants_sentence(p, i)); i++) print_wrapped(line, 0);
  print_break_even(world, p, order, count);
  print_closings(world, p);
  print_reasons(world, p, order, count);
  printf("\n");
  for (int i = 0; (line = tw_plants_assumption(p, i)); i++) print_wrapped(line, 0);
  free(order);
  seconds_words(took, seconds);
  printf("\nTime %s; %d threads.\n", took, tw_result_info(tw_plants_result(p))->threads);
  print_files(p, a);
}

/* ---------------------------------------------------------------- the command */

static int say_uncertified(const tw_plants *p, const char *folder)
{
  const tw_info *info = tw_result_info(tw_plants_result(p));
  if (info->outcome > 0) return EXIT_CERTIFIED;
  fail(EXIT_UNCERTIFIED, "the scenario itself has no certified solution (%s): %s; `tradewind run` says where it failed",
       tw_outcome_word(info->outcome), *info->message ? info->message : tw_outcome_meaning(info->outcome));
  if (folder) fail(EXIT_UNCERTIFIED, "%s/run.json says so; older results stay", folder);
  return EXIT_UNCERTIFIED;
}

static int read_options(const arguments *a, tw_plants_options *o)
{
  long long n = 0;
  int code = 0;
  *o = (tw_plants_options){
      .product = a->value[OPTION_brand], .region = a->value[OPTION_made_in], .close = a->value[OPTION_close] != NULL};
  if (a->value[OPTION_plant_draws]) {
    code = read_whole(a->value[OPTION_plant_draws], "draws", 0, MOST_DRAWS, &n);
    o->draws = (int)n;
    if (code == 0 && n == 1) code = fail(EXIT_USAGE, "--draws: found 1, expected 0 or at least 2");
  }
  if (code == 0 && a->value[OPTION_seed]) {
    code = read_whole(a->value[OPTION_seed], "seed", 1, INT64_MAX, &n);
    o->seed = (unsigned long long)n;
  }
  return code;
}

static int run(tw_context *context, const arguments *a)
{
  double start = seconds_now();
  tw_plants_options options;
  tw_scenario *scenario;
  tw_world *world;
  tw_plants *p = NULL;
  const char *folder = a->value[OPTION_out];
  int code = read_options(a, &options);
  if (code == 0) code = open_scenario(context, a, &scenario, &world);
  if (code) return code;
  tw_status status = tw_plants_run(context, world, scenario, &a->settings, &options, &p);
  if (status == TW_OK && folder) {
    terminal_writing(1);
    status = tw_plants_write(context, p, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  if (status != TW_OK) {
    code = fail_status(context, status);
  } else {
    code = say_uncertified(p, folder);
    if (js_on())
      js_plants(p, scenario, folder);
    else if (code == EXIT_CERTIFIED)
      print_plants(p, scenario, a, seconds_now() - start);
  }
  tw_plants_free(p);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return code;
}

const command command_plants = {
    .name = "plants",
    .words = "SCENARIO",
    .summary = "show what brands make where, and the tariffs that their plants hang on",
    .text =
        "A plant is a product with a home (a brand) and a region that makes it. For each: units and sales, base and "
        "under "
        "the policy; the market it sells most in; market access, its own cost taken out; the tariff of that market at "
        "which units there are half, and the one at which all its units fall to the threshold; the subsidy that brings "
        "it back. These are roots in full equilibrium. The section `plants` of the scenario says what only you know: "
        "{threshold: 60 %, fixed_cost: 300 million USD, other_site: USA, cost_advantage: 1.05, discount: 5 %}. With it "
        "come the tariff that a cost advantage makes up for, and the probability of losing access at which the other "
        "site is as good. An answer is of a long run: no capacity, no contracts.",
    .example = "  tradewind plants us-tariff-canada --region CAN\n"
               "  tradewind plants us-tariff-canada --product TOYOTA --draws 200 --out results\n"
               "  tradewind plants us-tariff-canada --close\n",
    .options = OPTION_BIT(world) | OPTION_BIT(chosen) | OPTION_BIT(products) | OPTION_BIT(out) | OPTION_BIT(tables) |
               OPTION_BIT(set) | OPTION_BIT(focus) | OPTION_BIT(deficits) | OPTION_BIT(json) | OPTION_BIT(seed) |
               OPTION_BIT(all) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(profits) | FURTHER_BIT(brand) | FURTHER_BIT(made_in) | FURTHER_BIT(plant_draws) |
               FURTHER_BIT(close),
    .takes_settings = 1,
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_scenarios,
};
