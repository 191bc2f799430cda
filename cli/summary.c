/* What a certified result says, from the sentence to the certificate.
 *
 * Order: warnings and the headline; the chart; regions, the most affected first; what only some scenarios have;
 * sectors; the certificate and what it took; where the results are. Each table has an empty line before it.
 * Columns: one that is zero or empty for every region is left out. The names of regions stand beside their codes from
 * 110 characters on. Heads have up to three lines, the unit in the last. Rows: 20 regions (or all, where two more are
 * all), then those that the headline names and are not among them, and 8 sectors; --all shows all regions and 40
 * sectors. Decimals: as in text.c, from the rows that are shown; money has none where something is 100 or more. */
#include "summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* ---------------------------------------------------------------- sentences */

/* The sentence is the library's, which puts it into run.json and report.html, too. */
static void print_sentences(const tw_result *result, const tw_headline *headline)
{
  print_warning(tw_result_text(result, "warning"), tw_result_text(result, "against_line"));
  print_wrapped(headline->text, 0);
  focus_print(result, NULL);
  print_cautions(tw_result_text(result, "cautions"));
  /* The closure, where it is more than deficits, and years; the first sentence is what was just said. */
  const char *sentence;
  for (int i = 1; (sentence = tw_result_sentence(result, i)); i++) print_wrapped(sentence, 0);
  const char *caveat = tw_world_text(tw_result_world(result), "caveat");
  char text[2048];
  if (caveat) {
    snprintf(text, sizeof text, "Caveat: %s", caveat);
    print_wrapped(text, 0);
  }
}

/* ---------------------------------------------------------------- regions */

typedef struct shown {
  const char *name; /* of tw_result_column */
  const char *head[HEAD_LINES];
  int money;
  const char *group; /* columns that are shown or left out together */
} shown;

#define PARTS "parts of real income"
#define TRADE "exports and imports"

static const shown region_columns[] = {
    {"real_income_pct", {"real", "income", "%"}, 0, NULL},
    {"equivalent_variation", {"equivalent", "variation", NULL}, 1, NULL},
    {"real_gdp_pct", {"real", "GDP", "%"}, 0, NULL},
    {"real_wage_pct", {"real", "wage", "%"}, 0, NULL},
    {"employment_pct", {"employ-", "ment", "%"}, 0, NULL},
    {"employment_change", {NULL, "jobs", "thousand"}, 0, NULL},
    {"capital_pct", {NULL, "capital", "%"}, 0, NULL},
    {"terms_of_trade_pct", {"terms of", "trade", "log pts"}, 0, PARTS},
    {"volume_of_trade_pct", {"volume of", "trade", "log pts"}, 0, PARTS},
    {"technical_pct", {"tech-", "nical", "log pts"}, 0, PARTS},
    {"production_pct", {"produc-", "tion", "log pts"}, 0, PARTS},
    {"factors_pct", {NULL, "factors", "log pts"}, 0, PARTS},
    {"transfers_pct", {"trans-", "fers", "log pts"}, 0, PARTS},
    {"rents_new_pct", {NULL, "rents", "% of inc."}, 0, NULL},
    {"exports_pct", {NULL, "exports", "%"}, 0, TRADE},
    {"imports_pct", {NULL, "imports", "%"}, 0, TRADE},
};
enum { REGION_COLUMNS = sizeof region_columns / sizeof *region_columns, MOST_REGIONS = 20 };

/* 1 when some value is neither zero nor missing. */
static int says_something(const double *values, int count)
{
  for (int i = 0; i < count; i++)
    if (!isnan(values[i]) && values[i] != 0) return 1;
  return 0;
}

static void number_cell(text_table *table, double value, int decimals, int money)
{
  char words[CELL];
  if (money)
    money_words(words, value, decimals, 1);
  else
    change_words(words, value, decimals);
  table_cell(table, "%s", words);
}

static int money_decimals(const double *values, const int *rows, int count)
{
  int decimals = decimals_for(values, rows, count);
  double most = 0;
  for (int i = 0; i < count; i++) most = fmax(most, fabs(values[rows ? rows[i] : i]));
  return most >= 100 ? 0 : decimals;
}

/* order: the first `rows` are shown. */
static void print_regions(const tw_result *result, const int *order, int rows)
{
  const tw_world *world = tw_result_world(result);
  int N = tw_world_regions(world), count = 0;
  const double *values[REGION_COLUMNS];
  int decimals[REGION_COLUMNS], money[REGION_COLUMNS];
  const char *group[REGION_COLUMNS];
  text_column head[REGION_COLUMNS + 2] = {{{NULL, NULL, "region"}, 1, 0}};
  char unit[CELL];
  money_unit(world, unit);
  int names = terminal_width() >= 110;
  if (names) head[1] = (text_column){{NULL, NULL, "name"}, 1, 20};
  for (int c = 0; c < REGION_COLUMNS; c++) {
    const shown *s = &region_columns[c];
    values[count] = tw_result_column(result, TW_REGIONS, s->name);
    if (!values[count] || !says_something(values[count], N)) continue;
    text_column *h = &head[1 + names + count];
    *h = (text_column){{s->head[0], s->head[1], s->money ? unit : s->head[2]}, 0, 0};
    money[count] = s->money;
    group[count] = s->group;
    decimals[count] = (s->money ? money_decimals : decimals_for)(values[count], order, rows);
    count++;
  }
  if (count == 0) {
    printf("\nNothing changes in any region.\n");
    return;
  }
  text_table *table = table_new(head, 1 + names + count);
  for (int c = 0; c < count; c++) table_group(table, 1 + names + c, group[c]);
  for (int i = 0; i < rows; i++) {
    int r = order[i];
    table_cell(table, "%s", tw_world_region(world, r));
    if (names) table_cell(table, "%s", tw_world_region_name(world, r));
    for (int c = 0; c < count; c++) number_cell(table, values[c][r], decimals[c], money[c]);
  }
  printf("\n");
  table_print(table);
  if (rows < N) {
    char words[CELL];
    change_words(words, fabs(values[0][order[rows]]), decimals[0]);
    printf("%d further regions change by at most %s %% (--all shows them)\n", N - rows,
           *words == '+' ? words + 1 : words);
  }
}

/* ---------------------------------------------------------------- groups */

static const shown group_columns[] = {
    {"real_income_pct", {"real", "income", "%"}, 0, NULL},
    {"equivalent_variation", {"equivalent", "variation", NULL}, 1, NULL},
    {"real_gdp_pct", {"real", "GDP", "%"}, 0, NULL},
    {"exports_pct", {NULL, "exports", "%"}, 0, TRADE},
    {"imports_pct", {NULL, "imports", "%"}, 0, TRADE},
};
enum { GROUP_COLUMNS = sizeof group_columns / sizeof *group_columns };

static void print_groups(const tw_result *result)
{
  int groups = tw_result_groups(result), count = 0;
  const double *values[GROUP_COLUMNS];
  int decimals[GROUP_COLUMNS], money[GROUP_COLUMNS];
  const char *group[GROUP_COLUMNS];
  text_column head[GROUP_COLUMNS + 1] = {{{NULL, NULL, "group"}, 1, 0}};
  char unit[CELL];
  money_unit(tw_result_world(result), unit);
  for (int c = 0; c < GROUP_COLUMNS && groups; c++) {
    const shown *s = &group_columns[c];
    values[count] = tw_result_column(result, TW_GROUPS, s->name);
    if (!values[count] || !says_something(values[count], groups)) continue;
    head[1 + count] = (text_column){{s->head[0], s->head[1], s->money ? unit : s->head[2]}, 0, 0};
    money[count] = s->money;
    group[count] = s->group;
    decimals[count] = (s->money ? money_decimals : decimals_for)(values[count], NULL, groups);
    count++;
  }
  if (count == 0) return;
  text_table *table = table_new(head, 1 + count);
  for (int c = 0; c < count; c++) table_group(table, 1 + c, group[c]);
  for (int g = 0; g < groups; g++) {
    table_cell(table, "%s", tw_result_group(result, g, NULL, NULL));
    for (int c = 0; c < count; c++) number_cell(table, values[c][g], decimals[c], money[c]);
  }
  printf("\n");
  print_wrapped("Groups as one; trade among members counts as exports and imports:", 0);
  table_print(table);
}

/* ---------------------------------------------------------------- sectors */

static const shown sector_columns[] = {
    {"value_added_change", {"value", "added", NULL}, 1, NULL},
    {"employment_change", {NULL, "jobs", "thousand"}, 0, NULL},
    {"output_pct", {NULL, "output", "%"}, 0, NULL},
    {"unit_cost_pct", {"unit", "cost", "%"}, 0, NULL},
    {"price_pct", {NULL, "price", "%"}, 0, NULL},
    {"exports_pct", {NULL, "exports", "%"}, 0, TRADE},
    {"imports_pct", {NULL, "imports", "%"}, 0, TRADE},
};
enum { SECTOR_COLUMNS = sizeof sector_columns / sizeof *sector_columns, FEW_SECTORS = 8, MORE_SECTORS = 40 };

static void print_sectors(const tw_result *result, int all)
{
  const tw_world *world = tw_result_world(result);
  int S = tw_world_sectors(world), cells = tw_world_regions(world) * S;
  const double *change = tw_result_column(result, TW_SECTORS, "value_added_change");
  if (S < 2 || !change || !says_something(change, cells)) return;
  int *order = order_by_size(change, cells);
  int rows = all ? MORE_SECTORS : FEW_SECTORS;
  if (!order) return;
  if (rows > cells) rows = cells;
  while (rows > 0 && (isnan(change[order[rows - 1]]) || change[order[rows - 1]] == 0)) rows--;

  char unit[CELL];
  money_unit(world, unit);
  text_column head[SECTOR_COLUMNS + 3] = {
      {{NULL, NULL, "region"}, 1, 0}, {{NULL, NULL, "sector"}, 1, 0}, {{NULL, NULL, "name"}, 1, 20}};
  const double *values[SECTOR_COLUMNS];
  int decimals[SECTOR_COLUMNS], money[SECTOR_COLUMNS], count = 0;
  const char *group[SECTOR_COLUMNS];
  for (int c = 0; c < SECTOR_COLUMNS; c++) {
    const shown *s = &sector_columns[c];
    values[count] = tw_result_column(result, TW_SECTORS, s->name);
    if (!values[count] || !says_something(values[count], cells)) continue;
    head[3 + count] = (text_column){{s->head[0], s->head[1], s->money ? unit : s->head[2]}, 0, 0};
    money[count] = s->money;
    group[count] = s->group;
    decimals[count] = (s->money ? money_decimals : decimals_for)(values[count], order, rows);
    count++;
  }
  text_table *table = table_new(head, count + 3);
  for (int c = 0; c < count; c++) table_group(table, 3 + c, group[c]);
  for (int i = 0; i < rows; i++) {
    int cell = order[i];
    table_cell(table, "%s", tw_world_region(world, cell / S));
    table_cell(table, "%s", tw_world_sector(world, cell % S));
    table_cell(table, "%s", tw_world_sector_name(world, cell % S));
    for (int c = 0; c < count; c++) number_cell(table, values[c][cell], decimals[c], money[c]);
  }
  printf("\nThe %d largest changes of value added:\n", rows);
  table_print(table);
  free(order);
}

/* ---------------------------------------------------------------- certificate, times */

/* The year whose new equilibrium has the largest gap. */
static const tw_result *least_exact(const tw_path *path)
{
  const tw_result *worst = tw_path_result(path, 0);
  for (int i = 1; i < tw_path_count(path); i++)
    if (tw_result_info(tw_path_result(path, i))->certificate.max > tw_result_info(worst)->certificate.max)
      worst = tw_path_result(path, i);
  return worst;
}

static void print_certificate(const tw_path *path)
{
  const tw_result *result = least_exact(path);
  const tw_info *info = tw_result_info(result);
  const tw_world *world = tw_result_world(result);
  const tw_certificate *c = &info->certificate;
  const tw_residual *worst = NULL;
  for (int i = 0; i < c->count; i++)
    if (!worst || c->residual[i].value > worst->value) worst = &c->residual[i];
  char where[128] = "", text[1024];
  if (worst && worst->region >= 0)
    snprintf(where, sizeof where, " of %s%s%s", tw_world_region(world, worst->region), worst->sector >= 0 ? " " : "",
             worst->sector >= 0 ? tw_world_sector(world, worst->sector) : "");
  int years = tw_path_count(path), steps = 0;
  double gap = c->max;
  for (int i = 0; i < years; i++) {
    const tw_info *one = tw_result_info(tw_path_result(path, i));
    gap = fmax(gap, one->base_certificate.max);
    if (one->outcome == TW_CERTIFIED_BY_CONTINUATION) steps += one->steps;
  }
  char each[32] = "";
  if (years > 1) snprintf(each, sizeof each, " in each of %d years", years);
  int digits = gap > 0 ? (int)floor(-log10(gap)) : 16;
  char tolerance[CELL], largest[CELL];
  power_words(tolerance, c->tolerance);
  power_words(largest, c->max);
  snprintf(
      text, sizeof text,
      "Certified: every market clears and every budget holds to 1 part in 10^%d%s, in the base as well (tolerance %s; "
      "largest gap of the new equilibrium %s, %s%s).",
      digits, each, tolerance, largest, worst ? worst->name : "none", where);
  print_wrapped(text, 0);
  if (steps) printf("The shock was solved in %d steps.\n", steps);
}

/* What the process held at most, in MB. Linux counts ru_maxrss in KiB, macOS in bytes. */
static double peak_megabytes(void)
{
  struct rusage usage;
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
#ifdef __APPLE__
  return (double)usage.ru_maxrss / 1e6;
#else
  return (double)usage.ru_maxrss * 1024 / 1e6;
#endif
}

static void print_times(const tw_path *path, double seconds)
{
  tw_info sum = *tw_result_info(tw_path_result(path, tw_path_count(path) - 1));
  const tw_info *info = &sum;
  const tw_world *world = tw_result_world(tw_path_result(path, 0));
  for (int i = 0; i + 1 < tw_path_count(path); i++) {
    const tw_info *one = tw_result_info(tw_path_result(path, i));
    sum.seconds.base += one->seconds.base;
    sum.seconds.new_ += one->seconds.new_;
    sum.seconds.decomposition += one->seconds.decomposition;
    sum.iterations += one->iterations;
  }
  double N = tw_world_regions(world), S = tw_world_sectors(world);
  char total[CELL], load[CELL], base[CELL], new_[CELL], parts[CELL], write[CELL] = "", text[1024];
  seconds_words(total, seconds);
  if (!terminal_is_verbose()) {
    printf("Time %s; %d thread%s.\n", total, info->threads, info->threads == 1 ? "" : "s");
    return;
  }
  seconds_words(load, info->seconds.load);
  seconds_words(base, info->seconds.base);
  seconds_words(new_, info->seconds.new_);
  seconds_words(parts, info->seconds.decomposition);
  if (info->seconds.write > 0) seconds_words(write, info->seconds.write);
  snprintf(text, sizeof text,
           "Time %s: reading %s, base %s, new equilibrium %s (%d iterations), decomposition %s%s%s; %d thread%s.",
           total, load, base, new_, info->iterations, parts, *write ? ", writing " : "", write, info->threads,
           info->threads == 1 ? "" : "s");
  print_wrapped(text, 0);
  snprintf(text, sizeof text, "Evaluations: %ld residuals, %ld products with its derivative, %ld with its transpose.",
           info->residual_evaluations, info->jvp_evaluations, info->vjp_evaluations);
  print_wrapped(text, 0);
  snprintf(text, sizeof text,
           "Memory: %.1f MB at most; the solver's arena %.1f MB, %.2f x 8 bytes x regions^2 x sectors.",
           peak_megabytes(), (double)info->arena_bytes / 1e6, (double)info->arena_bytes / (8 * N * N * S));
  print_wrapped(text, 0);
}

int add_named(int *order, int N, int rows, const int *which, int named)
{
  for (int k = 0; k < named; k++) {
    int at = rows;
    while (at < N && order[at] != which[k]) at++;
    if (at == N) continue;
    memmove(order + rows + 1, order + rows, (size_t)(at - rows) * sizeof *order);
    order[rows++] = which[k];
  }
  return rows;
}

static void print_files(const tw_result *result, int years, const char *folder)
{
  const tw_condition_result *c;
  const tw_preference_result *p;
  char text[4096];
  if (!folder) {
    print_wrapped("No files were written; --out DIR writes every number.", 0);
    return;
  }
  snprintf(text, sizeof text, "Results are in %s: regions.csv, sectors.csv, %strade.csv, %s%s%srun.json.", folder,
           tw_result_groups(result) ? "groups.csv, " : "", tw_result_conditions(result, &c) > 0 ? "limits.csv, " : "",
           tw_result_preferences(result, &p) > 0 ? "preferences.csv, " : "",
           years ? "years.csv, years_sectors.csv, " : "");
  print_wrapped(text, 0);
  say_report(folder, tw_result_settings(result)->report);
}

void summary_print(tw_context *context, const tw_path *path, int all, const char *folder, double seconds)
{
  int last = tw_path_count(path) - 1, year = tw_path_year(path, last);
  const tw_result *result = tw_path_result(path, last);
  int N = tw_world_regions(tw_result_world(result));
  const double *income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  int *order = income ? order_by_size(income, N) : NULL;
  tw_headline headline;
  if (!order || tw_result_headline(context, result, year, &headline) != TW_OK) {
    free(order);
    return;
  }
  print_sentences(result, &headline);
  int rows = all || N <= MOST_REGIONS + 2 ? N : add_named(order, N, MOST_REGIONS, headline.region, headline.count);
  summary_chart(result, order, &headline);
  print_regions(result, order, rows);
  print_groups(result);
  summary_conditions(result, all);
  summary_preferences(result, all);
  summary_years(path, all);
  print_sectors(result, all);
  printf("\n");
  print_wrapped(tw_result_text(result, "jobs"), 0);
  free(order);
  printf("\n");
  print_certificate(path);
  print_times(path, seconds);
  print_files(result, year != 0, folder);
}
