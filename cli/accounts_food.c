/* tradewind accounts REGION [SCENARIO] --food: where the calories come from that a region eats. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

enum { FEW = 12 };

typedef struct origin_line {
  const char *origin;
  double size;
} origin_line;

static int larger_first(const void *a, const void *b)
{
  const origin_line *x = a, *y = b;
  return x->size != y->size ? (x->size < y->size ? 1 : -1) : strcmp(x->origin, y->origin);
}

static void put_number(text_table *table, double x, int decimals)
{
  if (isnan(x))
    table_cell(table, "-");
  else
    table_cell(table, "%.*f", decimals, x);
}

static void put_origin(text_table *table, const tw_food *food, const char *origin, const char *shown, int changed)
{
  double all = tw_food_total(food, 0), direct = tw_food_calories(food, origin, 0, 1),
         look = tw_food_calories(food, origin, 1, 1);
  table_cell(table, "%s", shown);
  put_number(table, direct, 1);
  put_number(table, 100 * direct / all, 1);
  table_cell(table, "%.1f-%.1f", 100 * tw_food_calories(food, origin, 0, 0) / all,
             100 * tw_food_calories(food, origin, 0, 2) / all);
  put_number(table, look, 1);
  put_number(table, 100 * look / all, 1);
  table_cell(table, "%.1f-%.1f", 100 * tw_food_calories(food, origin, 1, 0) / all,
             100 * tw_food_calories(food, origin, 1, 2) / all);
  if (changed) put_number(table, tw_food_calories(food, origin, 1, 3), 1);
}

static void print_origins(const tw_food *food, const tw_world *world, int all, int changed)
{
  static const text_column columns[] = {
      {{NULL, NULL, "origin"}, 1, 0},   {{NULL, "direct", "kcal"}, 0, 0},         {{NULL, NULL, "%"}, 0, 0},
      {{NULL, "low to", "high"}, 0, 0}, {{"looked", "through", "kcal"}, 0, 0},    {{NULL, NULL, "%"}, 0, 0},
      {{NULL, "low to", "high"}, 0, 0}, {{"looked", "through", "new kcal"}, 0, 0}};
  const tw_calories *row;
  const char *home = tw_world_region(world, tw_food_region(food));
  int count = tw_food_rows(food, &row), lines = 0;
  origin_line *list = obtained(calloc((size_t)count + 1, sizeof *list));
  for (int i = 0; list && i < count; i++) {
    int k = 0;
    while (k < lines && strcmp(list[k].origin, row[i].origin) != 0) k++;
    if (k < lines || strcmp(row[i].origin, home) == 0) continue;
    list[lines++] = (origin_line){row[i].origin, tw_food_calories(food, row[i].origin, 1, 1)};
  }
  if (!list) return;
  qsort(list, (size_t)lines, sizeof *list, larger_first);
  text_table *table = table_new(columns, (int)(sizeof columns / sizeof *columns) - !changed);
  put_origin(table, food, home, home, changed);
  put_origin(table, food, NULL, "imported", changed);
  int shown = all || lines <= FEW ? lines : FEW;
  for (int i = 0; i < shown; i++) put_origin(table, food, list[i].origin, list[i].origin, changed);
  printf("\nCalories a head and day by origin, per cent of all %.0f:\n", tw_food_total(food, 0));
  table_print(table);
  if (shown < lines) printf("%d further origins (--all shows them)\n", lines - shown);
  free(list);
}

/* The items that have an origin, the largest rows first; the quality beside each. */
static int larger_row(const void *a, const void *b)
{
  const tw_calories *x = *(const tw_calories *const *)a, *y = *(const tw_calories *const *)b;
  if (x->look_through[1] != y->look_through[1]) return x->look_through[1] < y->look_through[1] ? 1 : -1;
  return x < y ? -1 : 1;
}

static void print_items(const tw_food *food, int all, int changed)
{
  static const text_column columns[] = {{{NULL, NULL, "item"}, 1, 0},
                                        {{NULL, NULL, "origin"}, 1, 0},
                                        {{NULL, "direct", "kcal"}, 0, 0},
                                        {{"looked", "through", "kcal"}, 0, 0},
                                        {{NULL, "low to", "high"}, 0, 0},
                                        {{NULL, NULL, "quality"}, 1, 0},
                                        {{"looked", "through", "new kcal"}, 0, 0}};
  const tw_calories *row;
  int count = tw_food_rows(food, &row), lines = 0;
  const tw_calories **list = obtained(calloc((size_t)count + 1, sizeof *list));
  for (int i = 0; list && i < count; i++)
    if (!row[i].at_home && strcmp(row[i].origin, "OTHER") != 0) list[lines++] = &row[i];
  if (!list) return;
  qsort(list, (size_t)lines, sizeof *list, larger_row);
  text_table *table = table_new(columns, (int)(sizeof columns / sizeof *columns) - !changed);
  int shown = all || lines <= FEW ? lines : FEW;
  for (int i = 0; i < shown; i++) {
    table_cell(table, "%s%s", list[i]->product, list[i]->of_feed ? " (feed)" : "");
    table_cell(table, "%s", list[i]->origin);
    put_number(table, list[i]->direct[1], 1);
    put_number(table, list[i]->look_through[1], 1);
    table_cell(table, "%.1f-%.1f", list[i]->look_through[0], list[i]->look_through[2]);
    table_cell(table, "%s", list[i]->quality);
    if (changed) put_number(table, list[i]->look_through_new, 1);
  }
  printf("\nImports whose origin is known, the largest first:\n");
  table_print(table);
  if (shown < lines) printf("%d further lines (--all shows them)\n", lines - shown);
  free(list);
}

static void print_food(const tw_food *food, const arguments *a, int changed)
{
  const tw_world *world = tw_result_world(tw_food_result(food));
  const char *folder = a->value[OPTION_out], *text;
  int all = a->value[OPTION_all] != NULL;
  printf("Food of %s (%s)\n\n", tw_world_region(world, tw_food_region(food)),
         tw_world_region_name(world, tw_food_region(food)));
  for (int i = 0; (text = tw_food_sentence(food, i)); i++) print_wrapped(text, 2);
  print_assumed(world);
  print_origins(food, world, all, changed);
  print_items(food, all, changed);
  printf("\n");
  for (int i = 0; (text = tw_food_remark(food, i)); i++) print_wrapped(text, 2);
  if (folder) {
    printf("\nWrote calories.csv, accounts.csv and the tables of a run to %s\n", folder);
    say_report(folder, a->settings.report);
  } else {
    printf("\nNo files were written; --out DIR writes every number.\n");
  }
}

static void put_levels(const char *key, const double level[3])
{
  js_object(key);
  js_number("low", level[0]);
  js_number("point", level[1]);
  js_number("high", level[2]);
  js_close();
}

static void js_food(const tw_food *food, const char *folder)
{
  const tw_world *world = tw_result_world(tw_food_result(food));
  const tw_calories *row;
  const char *text;
  int count = tw_food_rows(food, &row);
  js_text("region", tw_world_region(world, tw_food_region(food)));
  js_text("name", tw_world_region_name(world, tw_food_region(food)));
  js_text("kind", "food");
  js_number("calories", tw_food_total(food, 0));
  js_number("domestic", tw_food_total(food, 1));
  js_list("sentences");
  for (int i = 0; (text = tw_food_sentence(food, i)); i++) js_text(NULL, text);
  js_close();
  js_list("remarks");
  for (int i = 0; (text = tw_food_remark(food, i)); i++) js_text(NULL, text);
  js_close();
  js_list("calories_by_origin");
  for (int i = 0; i < count; i++, row++) {
    js_object(NULL);
    js_text("product", row->product);
    js_text("origin", row->origin);
    js_text("part", row->of_feed ? "feed" : row->at_home ? "home" : "import");
    put_levels("direct", row->direct);
    put_levels("look_through", row->look_through);
    js_number("direct_new", row->direct_new);
    js_number("look_through_new", row->look_through_new);
    js_text("quality", row->quality);
    js_close();
  }
  js_close();
  js_text("folder", folder);
}

int accounts_food(tw_context *context, const arguments *a)
{
  const tw_food_options options = {.tables = a->value[OPTION_food_tables]};
  const char *folder = a->value[OPTION_out];
  tw_scenario *scenario = NULL;
  tw_world *world = NULL;
  tw_food *food = NULL;
  int code = open_scenario_of(context, a, a->word_count > 1 ? a->words[1] : NULL, &scenario, &world);
  if (code != 0) return code;
  tw_status status = tw_food_run(context, world, scenario, &a->settings, a->words[0], &options, &food);
  const tw_info *info = status == TW_OK ? tw_result_info(tw_food_result(food)) : NULL;
  if (status == TW_OK && folder) {
    terminal_writing(1);
    status = tw_food_write(context, food, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  if (status != TW_OK)
    code = fail_status(context, status);
  else if (info->outcome <= 0)
    code = fail(EXIT_UNCERTIFIED, "no certified solution (%s): %s", tw_outcome_word(info->outcome), info->message);
  else if (js_on())
    js_food(food, folder);
  else
    print_food(food, a, scenario != NULL);
  tw_food_free(food);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return code;
}
