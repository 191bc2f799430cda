/* tradewind world show: what a world holds, and where it comes from. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "world_products.h"

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

/* Thousand persons that are known; NaN: the world has no numbers of them. */
static double employed(const tw_world *world)
{
  const double *employment = tw_world_numbers(world, "employment");
  double people = employment ? 0 : NAN;
  for (int i = 0; employment && i < tw_world_regions(world) * tw_world_sectors(world); i++)
    if (!isnan(employment[i])) people += employment[i];
  return people;
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
  double people = employed(world);
  if (!isnan(people)) {
    money_words(words, people, fabs(people) >= 100 ? 0 : 2, 0);
    printf("%-14s%s thousand persons\n", "employment", words);
  }
  if (t.imports_goods > 0)
    printf("%-14s%.2f %% of imports of goods on average\n", "tariff", 100 * t.duties_goods / t.imports_goods);
  money_words(words, t.flows, 0, 0);
  printf("%-14s%s positive flows\n", "size", words);
  if (tw_world_products(world)) {
    money_words(words, (double)tw_world_product_flows(world), 0, 0);
    printf("%-14s%d products, with %s positive flows\n", "", tw_world_products(world), words);
  }
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

/* ---------------------------------------------------------------- groups */

typedef struct group_kind {
  const char *heading, *key, *of_code;
  const char *(*name)(const tw_world *world, int index);
  int (*members)(const tw_world *world, int index, int *members);
  int (*find)(const tw_world *world, const char *code);
  const char *(*code)(const tw_world *world, int index);
  int (*count)(const tw_world *world);
} group_kind;

static const group_kind kinds[] = {
    {"Groups of regions:", "region_groups", "region", tw_world_region_group, tw_world_region_group_members,
     tw_world_find_region, tw_world_region, tw_world_regions},
    {"Groups of sectors:", "sector_groups", "sector", tw_world_sector_group, tw_world_sector_group_members,
     tw_world_find_sector, tw_world_sector, tw_world_sectors}};

/* A code of the world comes before a group of its name. */
static int is_hidden(const group_kind *k, const tw_world *world, const char *name, const int *members, int count)
{
  int code = k->find(world, name), hidden = 0;
  for (int i = 0; i < count && code >= 0; i++) hidden |= members[i] != code;
  return hidden;
}

static void print_group(const group_kind *k, const tw_world *world, const char *name, const int *members, int count)
{
  char text[4096] = "";
  for (int i = 0; i < count; i++) {
    size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, "%s%s", i ? ", " : "", k->code(world, members[i]));
  }
  size_t used = strlen(text);
  if (count == 0)
    snprintf(text, sizeof text, "(none of its members is a %s here)", k->of_code);
  else if (is_hidden(k, world, name, members, count))
    snprintf(text + used, sizeof text - used, " (hidden by the %s of that name)", k->of_code);
  printf("%-13s ", name);
  print_wrapped(text, 14);
}

static void put_group(const group_kind *k, const tw_world *world, const char *name, const int *members, int count)
{
  js_object(NULL);
  js_text("group", name);
  js_list("members");
  for (int i = 0; i < count; i++) js_text(NULL, k->code(world, members[i]));
  js_close();
  js_flag("hidden", is_hidden(k, world, name, members, count));
  js_close();
}

/* goods, services and all are there in any world, and need no list. */
static void print_groups(const tw_world *world, const group_kind *k)
{
  const char *name;
  int *members = obtained(malloc((size_t)k->count(world) * sizeof *members + 1));
  if (js_on())
    js_list(k->key);
  else if (k->name(world, 0))
    printf("\n%s\n", k->heading);
  for (int i = 0; members && (name = k->name(world, i)); i++)
    (js_on() ? put_group : print_group)(k, world, name, members, k->members(world, i, members));
  if (js_on()) js_close();
  free(members);
}

/* ---------------------------------------------------------------- as JSON */

static void put_json(const tw_world *world)
{
  static const char *const texts[] = {"source", "licence", "elasticities", "notes", "together", "elasticity_set"};
  const double *value_added = tw_world_numbers(world, "value_added"), *deficit = tw_world_numbers(world, "deficit");
  const double *theta = tw_world_numbers(world, "trade_elasticity");
  const double *eta = tw_world_numbers(world, "product_elasticity");
  const char *name;
  totals t = add_up(world);
  js_object("world");
  js_world(world);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) js_text(texts[i], tw_world_text(world, texts[i]));
  js_close();
  js_object("totals");
  js_number("value_added", t.value_added);
  js_number("trade", t.trade);
  js_number("own_sales", t.own);
  js_number("deficits", t.deficits);
  js_number("tariffs", t.tariffs);
  js_number("tariff_on_goods_pct", t.imports_goods > 0 ? 100 * t.duties_goods / t.imports_goods : NAN);
  js_number("employment", employed(world));
  js_number("flows", t.flows);
  js_close();
  js_list("tariff_columns");
  for (int i = 0; (name = tw_world_tariff_column(world, i)); i++) js_text(NULL, name);
  js_close();
  js_list("elasticity_sets");
  for (int i = 0; (name = tw_world_elasticity_set(world, i)); i++) js_text(NULL, name);
  js_close();
  js_list("regions");
  for (int r = 0; r < tw_world_regions(world); r++) {
    js_object(NULL);
    js_text("region", tw_world_region(world, r));
    js_text("name", tw_world_region_name(world, r));
    js_number("value_added", value_added ? value_added[r] : NAN);
    js_number("deficit", deficit ? deficit[r] : 0);
    js_close();
  }
  js_close();
  js_list("sectors");
  for (int s = 0; s < tw_world_sectors(world); s++) {
    js_object(NULL);
    js_text("sector", tw_world_sector(world, s));
    js_text("name", tw_world_sector_name(world, s));
    js_text("kind", tw_world_sector_is_goods(world, s) ? "goods" : "services");
    js_number("trade_elasticity", theta ? theta[s] : NAN);
    if (tw_world_products(world)) js_number("product_elasticity", eta ? eta[s] : 0);
    js_close();
  }
  js_close();
  if (tw_world_products(world)) put_products(world);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) print_groups(world, &kinds[i]);
}

static int run(tw_context *context, const arguments *a)
{
  static const char *const fields[] = {"year", "source", "licence", "elasticities", "notes", "caveat", "sha256"};
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status != TW_OK) return fail_status(context, status);
  terminal_clear_progress();
  if (js_on()) {
    put_json(world);
    tw_world_free(world);
    return EXIT_CERTIFIED;
  }
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
  print_products(world, a->value[OPTION_all] != NULL);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) print_groups(world, &kinds[i]);
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
    .text =
        "Of a world with products each is shown with its sales, own sales included, how much of them is traded, from "
        "how many regions it comes and which sells most; of more than 40 the largest.",
    .example = "  tradewind world show small2014\n",
    .options = OPTION_BIT(json) | OPTION_BIT(all) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_builtin,
};
