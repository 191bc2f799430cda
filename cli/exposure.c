/* tradewind exposure REGION [SCENARIO]: what every tariff, barrier and productivity of the world does to a region, to first
 * order, and what the largest do exactly. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

enum { FEW = 12, MOST_LARGEST = 1000, MOST_COLUMNS = MOST_TABLE_COLUMNS - 2 };

static const tw_world *world_of(const tw_exposure *x)
{
  return tw_result_world(tw_exposure_result(x));
}

static void put_change(text_table *table, double x)
{
  char words[CELL];
  change_words(words, x, 4);
  table_cell(table, "%s", words);
}

/* "C29", or "C29 TOYOTA". */
static void put_goods(text_table *table, const tw_world *world, const tw_exposed *row)
{
  tw_product of;
  if (row->product >= 0 && tw_world_product_at(world, row->product, &of))
    table_cell(table, "%s %s", tw_world_sector(world, row->sector), of.code);
  else
    table_cell(table, "%s", tw_world_sector(world, row->sector));
}

/* ---------------------------------------------------------------- tables */

static void print_largest(const tw_exposure *x, int region, int sign, int exact)
{
  static const text_column columns[] = {
      {{NULL, NULL, "wedge"}, 1, 0},         {{NULL, NULL, "sector"}, 1, 0},
      {{NULL, NULL, "buyer"}, 1, 0},         {{NULL, NULL, "seller"}, 1, 0},
      {{NULL, "rate", "%"}, 0, 0},           {{"to first", "order, by", "1 point"}, 0, 0},
      {{NULL, "exactly,", "1 point"}, 0, 0}, {{NULL, "exactly,", "25 points"}, 0, 0}};
  const tw_world *world = world_of(x);
  tw_exposed row;
  if (!tw_exposure_largest(x, region, sign, 0, &row)) return;
  text_table *table = table_new(columns, (int)(sizeof columns / sizeof *columns) - (exact ? 0 : 2));
  for (int i = 0; tw_exposure_largest(x, region, sign, i, &row); i++) {
    table_cell(table, "%s", tw_wedge_word(row.wedge));
    put_goods(table, world, &row);
    table_cell(table, "%s", row.importer < 0 ? "-" : tw_world_region(world, row.importer));
    table_cell(table, "%s", tw_world_region(world, row.exporter));
    if (isnan(row.rate))
      table_cell(table, "-");
    else
      table_cell(table, "%.1f", 100 * row.rate);
    put_change(table, row.per_point);
    if (!exact) continue;
    put_change(table, row.exact[0]);
    put_change(table, row.exact[1]);
  }
  printf("\nLargest %s, per cent of %s for one point of a rate, or one per cent of a barrier or productivity:\n",
         sign > 0 ? "gains" : "losses", tw_exposure_text(x, "outcome"));
  table_print(table);
}

typedef struct place {
  int index;
  double size;
} place;

static int larger_first(const void *a, const void *b)
{
  const place *p = a, *q = b;
  return p->size != q->size ? (p->size < q->size ? 1 : -1) : p->index - q->index;
}

/* The sector through which a region is helped (sign 1) or hurt (-1) most by another's productivity; -1: none. */
static int sector_of(const tw_exposure *x, int region, int exporter, int sign, double *by)
{
  int found = -1;
  *by = 0;
  for (int s = 0; s < tw_world_sectors(world_of(x)); s++) {
    double value = tw_exposure_to(x, region, exporter, s);
    if (sign * value > sign * *by) *by = value, found = s;
  }
  return found;
}

/* Friends and enemies of one region, by what their productivity does to it. */
static void print_friends(const tw_exposure *x, int region, int all)
{
  static const text_column columns[] = {{{NULL, NULL, "seller"}, 1, 0},   {{NULL, NULL, "name"}, 1, 12},
                                        {{NULL, "all", "sectors"}, 0, 0}, {{NULL, "helps", "most by"}, 1, 0},
                                        {{NULL, NULL, "helps"}, 0, 0},    {{NULL, "hurts", "most by"}, 1, 0},
                                        {{NULL, NULL, "hurts"}, 0, 0}};
  const tw_world *world = world_of(x);
  int N = tw_world_regions(world), count = 0;
  place *list = obtained(calloc((size_t)N, sizeof *list));
  if (!list) return;
  for (int o = 0; o < N; o++)
    if (o != region) list[count++] = (place){o, fabs(tw_exposure_to(x, region, o, -1))};
  qsort(list, (size_t)count, sizeof *list, larger_first);
  text_table *table = table_new(columns, sizeof columns / sizeof *columns);
  int lines = all || count <= FEW ? count : FEW;
  for (int i = 0; i < lines; i++) {
    int o = list[i].index;
    table_cell(table, "%s", tw_world_region(world, o));
    table_cell(table, "%s", tw_world_region_name(world, o));
    put_change(table, tw_exposure_to(x, region, o, -1));
    for (int sign = 1; sign >= -1; sign -= 2) {
      double by;
      int s = sector_of(x, region, o, sign, &by);
      table_cell(table, "%s", s < 0 ? "-" : tw_world_sector(world, s));
      if (s < 0)
        table_cell(table, "-");
      else
        put_change(table, by);
    }
  }
  printf("\nFriends and enemies: per cent of %s where a seller is one per cent more productive:\n",
         tw_exposure_text(x, "outcome"));
  table_print(table);
  if (lines < count) printf("%d further sellers (--all shows them)\n", count - lines);
  free(list);
}

/* A part of the matrix: rows of sellers (of one region) or of regions, columns of sectors or sellers, those that matter
 * most. value gives a cell. */
typedef struct matrix {
  const tw_exposure *x;
  int region; /* -1: rows are regions, columns sellers; else rows are sellers, columns sectors */
} matrix;

static double cell_of(const matrix *m, int row, int column)
{
  return m->region < 0 ? tw_exposure_to(m->x, row, column, -1) : tw_exposure_to(m->x, m->region, row, column);
}

static place *sorted(const matrix *m, int rows, int columns, int of_rows)
{
  int count = of_rows ? rows : columns;
  place *list = obtained(calloc((size_t)count, sizeof *list));
  for (int i = 0; list && i < count; i++) {
    list[i].index = i;
    for (int j = 0; j < (of_rows ? columns : rows); j++) {
      int row = of_rows ? i : j, column = of_rows ? j : i;
      if (row == (m->region < 0 ? column : m->region)) continue; /* a region's own productivity */
      list[i].size += fabs(cell_of(m, row, column));
    }
  }
  if (list) qsort(list, (size_t)count, sizeof *list, larger_first);
  return list;
}

static void print_matrix(const tw_exposure *x, int region, int all)
{
  const tw_world *world = world_of(x);
  const matrix m = {x, region};
  int rows = tw_world_regions(world), columns = region < 0 ? rows : tw_world_sectors(world);
  place *row = sorted(&m, rows, columns, 1), *column = sorted(&m, rows, columns, 0);
  text_column heads[MOST_COLUMNS + 1] = {{{NULL, NULL, region < 0 ? "region" : "seller"}, 1, 0}};
  int shown = columns < MOST_COLUMNS ? columns : MOST_COLUMNS, lines = all || rows <= FEW ? rows : FEW;
  if (row && column) {
    for (int j = 0; j < shown; j++) {
      int k = column[j].index;
      heads[j + 1] =
          (text_column){{NULL, NULL, region < 0 ? tw_world_region(world, k) : tw_world_sector(world, k)}, 0, 0};
    }
    text_table *table = table_new(heads, shown + 1);
    for (int i = 0; i < lines; i++) {
      table_cell(table, "%s", tw_world_region(world, row[i].index));
      for (int j = 0; j < shown; j++) put_change(table, cell_of(&m, row[i].index, column[j].index));
    }
    printf("\nThe matrix: per cent of %s of a %s where a seller is one per cent more productive in %s:\n",
           tw_exposure_text(x, "outcome"), region < 0 ? "row's region" : "region",
           region < 0 ? "all sectors" : "a sector");
    int left = table_print_silently(table) + columns - shown;
    if (lines < rows || left > 0)
      printf("%d further rows%s, %d further columns; --out DIR writes all\n", rows - lines,
             lines < rows ? " (--all shows them)" : "", left);
  }
  free(row);
  free(column);
}

/* The largest gain and loss of each region. */
static void print_each(const tw_exposure *x, int all)
{
  static const text_column columns[] = {{{NULL, NULL, "region"}, 1, 0},
                                        {{NULL, "gains", "most by"}, 1, COLUMN_WRAPS},
                                        {{NULL, NULL, "%"}, 0, 0},
                                        {{NULL, "loses", "most by"}, 1, COLUMN_WRAPS},
                                        {{NULL, NULL, "%"}, 0, 0}};
  const tw_world *world = world_of(x);
  int N = tw_world_regions(world), lines = all || N <= 3 * FEW ? N : 3 * FEW;
  tw_exposed row;
  if (!tw_exposure_largest(x, 0, 1, 0, &row) && !tw_exposure_largest(x, 0, -1, 0, &row)) return;
  text_table *table = table_new(columns, sizeof columns / sizeof *columns);
  for (int r = 0; r < lines; r++) {
    table_cell(table, "%s", tw_world_region(world, r));
    for (int sign = 1; sign >= -1; sign -= 2) {
      if (!tw_exposure_largest(x, r, sign, 0, &row)) {
        table_cell(table, "-");
        table_cell(table, "-");
        continue;
      }
      const char *sector = tw_world_sector(world, row.sector), *seller = tw_world_region(world, row.exporter);
      if (row.importer < 0)
        table_cell(table, "%s %s %s", tw_wedge_word(row.wedge), seller, sector);
      else
        table_cell(table, "%s %s-%s %s", tw_wedge_word(row.wedge), seller, tw_world_region(world, row.importer),
                   sector);
      put_change(table, row.per_point);
    }
  }
  printf("\nEach region's largest, per cent of %s for one point or one per cent:\n", tw_exposure_text(x, "outcome"));
  table_print(table);
  if (lines < N) printf("%d further regions (--all shows them)\n", N - lines);
}

static void print_exposure(const tw_exposure *x, const arguments *a, const tw_scenario *scenario)
{
  const tw_world *world = world_of(x);
  const tw_exposure_info *about = tw_exposure_about(x);
  const char *folder = a->value[OPTION_out], *remark, *by = a->value[OPTION_by];
  int all = a->value[OPTION_all] != NULL, one = strcmp(tw_exposure_text(x, "kind"), "one") == 0, region = -1;
  char text[768], year[32] = "";
  if (tw_exposure_text(x, "year")) snprintf(year, sizeof year, " in %s", tw_exposure_text(x, "year"));
  for (int r = 0; one && r < tw_world_regions(world); r++)
    if (strcmp(tw_world_region(world, r), tw_exposure_text(x, "region")) == 0) region = r;
  snprintf(
      text, sizeof text, "Derivatives of %s%s by every tariff, export tax, barrier and productivity of %s, %s%s%s%s%s.",
      tw_exposure_text(x, "outcome"), one ? "" : " of each region", tw_world_text(world, "name"),
      scenario ? "at the equilibrium of " : "as the world is", scenario ? tw_scenario_text(scenario, "scenario") : "",
      year, tw_exposure_text(x, "partner") ? "; the largest are those of " : "",
      tw_exposure_text(x, "partner") ? tw_exposure_text(x, "partner") : "");
  print_wrapped(text, 0);
  print_assumed(world);
  if (tw_world_text(world, "caveat")) {
    snprintf(text, sizeof text, "Caveat: %s", tw_world_text(world, "caveat"));
    print_wrapped(text, 0);
  }
  if (one) {
    tw_exposed row;
    if (!tw_exposure_largest(x, region, 1, 0, &row) && !tw_exposure_largest(x, region, -1, 0, &row) &&
        !a->value[OPTION_largest])
      printf("\nNo %swedge%s moves %s.\n", a->value[OPTION_wedges] ? "such " : "",
             a->value[OPTION_exposed_to] ? " of that partner" : "", tw_exposure_text(x, "outcome"));
    print_largest(x, region, 1, 1);
    print_largest(x, region, -1, 1);
    print_friends(x, region, all);
    if (by && strcmp(by, "sector") == 0) print_matrix(x, region, all);
  } else {
    print_each(x, all);
    print_matrix(x, -1, all);
  }
  printf("\n");
  for (int i = 0; (remark = tw_exposure_remark(x, i)); i++) print_wrapped(remark, 0);
  snprintf(text, sizeof text, "Certified; the transposed solve leaves %.0e. Time %.0f ms for the derivatives%s.",
           about->residual, 1000 * about->seconds, about->exact_seconds > 0 ? "" : "");
  if (about->exact_seconds > 0)
    snprintf(
        text, sizeof text,
        "Certified; the transposed solve leaves %.0e. Time %.0f ms for the derivatives, %.0f ms for what was solved "
        "exactly.",
        about->residual, 1000 * about->seconds, 1000 * about->exact_seconds);
  print_wrapped(text, 0);
  if (folder) {
    printf("Wrote %sexposure_matrix.csv, exposure_largest.csv and the tables of a run to %s\n",
           one ? "exposure.csv, " : "", folder);
    say_report(folder, a->settings.report);
  } else {
    printf("No files were written; --out DIR writes every wedge.\n");
  }
}

/* ---------------------------------------------------------------- the command */

static int read_options(const arguments *a, tw_exposure_options *options)
{
  const char *by = a->value[OPTION_by];
  long long largest = 10;
  int code = 0;
  if (by && strcmp(by, "sector") != 0 && strcmp(by, "product") != 0)
    return fail(EXIT_USAGE, "error: --by: found \"%s\", expected sector or product", by);
  if (a->value[OPTION_largest]) code = read_whole(a->value[OPTION_largest], "largest", 0, MOST_LARGEST, &largest);
  options->outcome = a->value[OPTION_outcome];
  options->partner = a->value[OPTION_exposed_to];
  options->wedges = a->value[OPTION_wedges];
  options->largest = largest > 0 ? (int)largest : -1;
  options->products = by && strcmp(by, "product") == 0;
  options->exact = a->value[OPTION_all_regions] == NULL;
  long long year = 0;
  if (code == 0 && a->value[OPTION_of_year]) code = read_whole(a->value[OPTION_of_year], "year", 1, 9999, &year);
  options->year = (int)year;
  return code;
}

static int run(tw_context *context, const arguments *a)
{
  tw_scenario *scenario = NULL;
  tw_world *world = NULL;
  tw_exposure *x = NULL;
  tw_exposure_options options = {0};
  const char *folder = a->value[OPTION_out];
  int every = a->value[OPTION_all_regions] != NULL, at = every ? 0 : 1;
  if (!every && a->word_count < 1)
    return fail(EXIT_USAGE, "error: exposure needs a REGION, as in `tradewind exposure JPN`, or --all-regions");
  if (a->word_count > at + 1)
    return fail(EXIT_USAGE, "error: found \"%s\", expected %s and at most a SCENARIO", a->words[at + 1],
                every ? "no REGION with --all-regions" : "a REGION");
  int code = read_options(a, &options);
  if (code == 0) code = open_scenario_of(context, a, a->word_count > at ? a->words[at] : NULL, &scenario, &world);
  if (code != 0) return code;
  tw_status status = every ? tw_exposure_all(context, world, scenario, &a->settings, &options, &x)
                           : tw_exposure_of(context, world, scenario, &a->settings, a->words[0], &options, &x);
  const tw_info *info = status == TW_OK ? tw_result_info(tw_exposure_result(x)) : NULL;
  if (status == TW_OK && folder) {
    terminal_writing(1);
    status = tw_exposure_write(context, x, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  if (status != TW_OK)
    code = fail_status(context, status);
  else if (info->outcome <= 0)
    code = fail(EXIT_UNCERTIFIED, "no certified solution (%s): %s", tw_outcome_word(info->outcome), info->message);
  else if (js_on())
    js_exposure(x, a->value[OPTION_by] && strcmp(a->value[OPTION_by], "sector") == 0, folder);
  else
    print_exposure(x, a, scenario);
  tw_exposure_free(x);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return code;
}

const command command_exposure = {
    .name = "exposure",
    .words = "[REGION] [SCENARIO]",
    .summary = "show what every wedge of the world does to a region, to first order",
    .text =
        "The derivative of a region's real income by every tariff, export tax, barrier and productivity of the "
        "world, products and limits included, by one transposed solve: at the world as it is, or at the equilibrium "
        "of a SCENARIO, of one with years in its last or in --year. The largest of each sign, with what 1 and 25 "
        "points more do exactly, since derivatives are no "
        "forecast; and which sellers' productivity helps the region and which hurts it. --outcome derives something "
        "else: real_income, gdp, real_gdp, real_wage, wage, price_index or employment of a region, output, "
        "output_value, "
        "unit_cost or price of a sector or a product, as in 'output C29' or, of another region, 'output CAN C29'. "
        "--all-regions, in place of the REGION, makes the matrix of all. docs/dependence.md explains the numbers.",
    .example = "  tradewind exposure JPN\n"
               "  tradewind exposure JPN --to CHN --wedges tariff,export_tax --out results\n"
               "  tradewind exposure CAN us-tariff-canada --outcome 'output C29'\n"
               "  tradewind exposure --all-regions --out matrix\n",
    .options = OPTION_BIT(world) | OPTION_BIT(chosen) | OPTION_BIT(products) | OPTION_BIT(out) | OPTION_BIT(tables) |
               OPTION_BIT(set) | OPTION_BIT(of_year) | OPTION_BIT(deficits) | OPTION_BIT(json) | OPTION_BIT(all) |
               OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(exposed_to) | FURTHER_BIT(outcome) | FURTHER_BIT(by) | FURTHER_BIT(wedges) |
               FURTHER_BIT(largest) | FURTHER_BIT(all_regions) | FURTHER_BIT(profits),
    .takes_settings = 1,
    .least_words = 0,
    .most_words = 2,
    .run = run,
};
