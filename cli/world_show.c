/* tradewind world show: what a world holds, and where it comes from. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

static void print_field(const char *name, const char *value)
{
  if (!value || !*value) return;
  printf("%-14s", name);
  print_wrapped(value, 14);
}

/* What world.yaml says of a tariff column: its line of "tariff_columns", NULL when it says nothing. */
static const char *column_meaning(const tw_world *world, const char *column, char *line, size_t size)
{
  const char *text = tw_world_text(world, "tariff_columns");
  size_t length = strlen(column);
  while (text && *text) {
    size_t end = strcspn(text, "\n");
    if (end < size && strncmp(text, column, length) == 0 && text[length] == ':') {
      memcpy(line, text, end);
      line[end] = 0;
      return line;
    }
    text += end + (text[end] != 0);
  }
  return NULL;
}

typedef struct totals {
  double value_added, trade, own, deficits, tariffs, imports_goods, duties_goods;
  double flows;
} totals;

static totals add_up(const tw_world *world)
{
  totals t = {0, 0, 0, 0, 0, 0, 0, 0};
  int N = tw_world_regions(world), S = tw_world_sectors(world);
  const double *flow = tw_world_numbers(world, "flow"), *tariff = tw_world_numbers(world, "tariff");
  const double *value_added = tw_world_numbers(world, "value_added"), *deficit = tw_world_numbers(world, "deficit");
  for (int r = 0; r < N; r++) {
    if (value_added) t.value_added += value_added[r];
    if (deficit && deficit[r] > 0) t.deficits += deficit[r];
  }
  for (int s = 0; s < S; s++) {
    for (int d = 0; d < N; d++) {
      for (int o = 0; o < N; o++) {
        size_t i = ((size_t)s * (size_t)N + (size_t)d) * (size_t)N + (size_t)o;
        double f = flow ? flow[i] : 0, duty = tariff ? f * tariff[i] : 0;
        if (f > 0) t.flows++;
        if (d == o) {
          t.own += f;
          continue;
        }
        t.trade += f;
        t.tariffs += duty;
        if (!tw_world_sector_is_goods(world, s)) continue;
        t.imports_goods += f;
        t.duties_goods += duty;
      }
    }
  }
  return t;
}

static void print_totals(const tw_world *world)
{
  totals t = add_up(world);
  char unit[CELL], words[CELL];
  money_unit(world, unit);
  struct {
    const char *name;
    double value;
  } const rows[] = {{"value added", t.value_added},
                    {"trade", t.trade},
                    {"own sales", t.own},
                    {"deficits", t.deficits},
                    {"tariffs paid", t.tariffs}};
  printf("\n");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    money_words(words, rows[i].value, fabs(rows[i].value) >= 100 ? 0 : 2, 0);
    printf("%-14s%s %s%s\n", rows[i].name, words, unit, i == 3 ? " (sum of those above zero)" : "");
  }
  const double *employment = tw_world_numbers(world, "employment");
  double people = 0;
  for (int i = 0; employment && i < tw_world_regions(world) * tw_world_sectors(world); i++)
    if (!isnan(employment[i])) people += employment[i];
  if (employment) {
    money_words(words, people, fabs(people) >= 100 ? 0 : 2, 0);
    printf("%-14s%s thousand persons\n", "employment", words);
  }
  if (t.imports_goods > 0)
    printf("%-14s%.2f %% of imports of goods on average\n", "tariff", 100 * t.duties_goods / t.imports_goods);
  money_words(words, t.flows, 0, 0);
  printf("%-14s%s positive flows\n", "size", words);
}

static void print_regions(const tw_world *world)
{
  char unit[CELL], words[CELL];
  int N = tw_world_regions(world);
  const double *value_added = tw_world_numbers(world, "value_added"), *deficit = tw_world_numbers(world, "deficit");
  const text_column head[] = {{{NULL, NULL, "region"}, 1, 0},
                              {{NULL, NULL, "name"}, 1, 20},
                              {{NULL, "value added", money_unit(world, unit)}, 0, 0},
                              {{NULL, "deficit", "% of value added"}, 0, 0}};
  text_table *table = table_new(head, 4);
  for (int r = 0; r < N; r++) {
    table_cell(table, "%s", tw_world_region(world, r));
    table_cell(table, "%s", tw_world_region_name(world, r));
    money_words(words, value_added ? value_added[r] : NAN, value_added && fabs(value_added[r]) >= 100 ? 0 : 2, 0);
    table_cell(table, "%s", words);
    table_cell(table, "%.1f", deficit && value_added ? 100 * deficit[r] / value_added[r] : 0.0);
  }
  printf("\n");
  table_print(table);
}

static void print_sectors(const tw_world *world)
{
  const double *theta = tw_world_numbers(world, "trade_elasticity");
  const text_column head[] = {{{NULL, NULL, "sector"}, 1, 0},
                              {{NULL, NULL, "name"}, 1, 20},
                              {{NULL, NULL, "kind"}, 1, 0},
                              {{NULL, "trade", "elasticity"}, 0, 0}};
  text_table *table = table_new(head, 4);
  for (int s = 0; s < tw_world_sectors(world); s++) {
    table_cell(table, "%s", tw_world_sector(world, s));
    table_cell(table, "%s", tw_world_sector_name(world, s));
    table_cell(table, "%s", tw_world_sector_is_goods(world, s) ? "goods" : "services");
    table_cell(table, "%.4g", theta ? theta[s] : NAN);
  }
  printf("\n");
  table_print(table);
}

/* Groups of sectors, which a world has of its own alone. */
static void print_sector_groups(const tw_world *world)
{
  const char *name;
  const text_column head[] = {
      {{NULL, NULL, "group"}, 1, 0}, {{NULL, NULL, "sectors of the group"}, 1, 60}, {{NULL, NULL, ""}, 1, 0}};
  int *members = malloc((size_t)tw_world_sectors(world) * sizeof *members + 1);
  if (!tw_world_sector_group(world, 0) || !members) {
    free(members);
    return;
  }
  text_table *table = table_new(head, 3);
  for (int i = 0; (name = tw_world_sector_group(world, i)); i++) {
    char list[1024] = "";
    int count = tw_world_sector_group_members(world, i, members), hidden = 0, code = tw_world_find_sector(world, name);
    for (int k = 0; k < count; k++) {
      size_t used = strlen(list);
      snprintf(list + used, sizeof list - used, "%s%s", k ? ", " : "", tw_world_sector(world, members[k]));
      hidden |= code >= 0 && members[k] != code;
    }
    table_cell(table, "%s", name);
    table_cell(table, "%s", list);
    table_cell(table, "%s",
               hidden       ? "(hidden by the sector of that name)"
               : count == 0 ? "(none of its members is a sector here)"
                            : "");
  }
  printf("\n");
  table_print(table);
  free(members);
}

static int run(tw_context *context, const arguments *a)
{
  static const char *const fields[] = {"year", "source", "licence", "elasticities", "notes", "caveat", "sha256"};
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status != TW_OK) return fail_status(context, status);
  terminal_clear_progress();
  char unit[CELL];
  print_field("world", tw_world_text(world, "label"));
  print_field("title", tw_world_text(world, "title"));
  print_field("money", money_unit(world, unit));
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) print_field(fields[i], tw_world_text(world, fields[i]));
  const char *together = tw_world_text(world, "together");
  if (together)
    print_field("files",
                strcmp(together, "checked") == 0
                    ? "each is the one that was written with world.yaml, by SHA-256"
                    : "made by hand: world.yaml lists no SHA-256 of them, so nobody can tell whether they belong "
                      "together");
  const char *column, *meaning;
  char line[512];
  for (int i = 0; (column = tw_world_tariff_column(world, i)); i++) {
    meaning = column_meaning(world, column, line, sizeof line);
    print_field(i ? "" : "tariffs", meaning ? meaning : column);
  }
  print_totals(world);
  print_regions(world);
  print_sectors(world);
  print_sector_groups(world);
  tw_world_free(world);
  return EXIT_CERTIFIED;
}

static void list_builtin(FILE *to)
{
  const char *name;
  fprintf(to, "\nBuilt-in worlds:\n");
  for (int i = 0; (name = tw_world_builtin(i)); i++) fprintf(to, "  %s\n", name);
}

const command command_world_show = {
    .name = "world show",
    .words = "WORLD",
    .summary = "show what a world holds and where it comes from",
    .text = "",
    .example = "  tradewind world show small2014\n",
    .options = OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_builtin,
};
