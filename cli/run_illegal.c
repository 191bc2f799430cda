/* A run of a scenario with legal and illegal fish: what it does at the low, the point and the high illegal share. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "summary.h"

enum { SHARES = 3, MOST_ORIGINS = 12 };

static const char *const share_word[SHARES] = {"low", "point", "high"};

/* The row of a measure of the same places; NULL: none. */
static const tw_illegal_row *row_of(const tw_illegal_row *row, int rows, const char *measure, const tw_illegal_row *as)
{
  for (int i = 0; i < rows; i++)
    if (strcmp(row[i].measure, measure) == 0 && strcmp(row[i].region, as->region) == 0 &&
        strcmp(row[i].partner, as->partner) == 0)
      return &row[i];
  return NULL;
}

static void cell(text_table *table, double x, const char *form)
{
  if (isfinite(x))
    table_cell(table, form, x);
  else
    table_cell(table, "-");
}

static void print_buyers(const tw_illegal_row *row, int rows)
{
  const text_column head[] = {{{NULL, NULL, "buyer"}, 1, 0},
                              {{NULL, NULL, "of fish, %"}, 1, 0},
                              {{"illegal", "share", "low"}, 0, 0},
                              {{"illegal", "share", "point"}, 0, 0},
                              {{"illegal", "share", "high"}, 0, 0}};
  text_table *table = table_new(head, 5);
  for (int i = 0; i < rows; i++) {
    int price = strcmp(row[i].measure, "price_pct") == 0;
    if (!price && strcmp(row[i].measure, "quantity_pct") != 0) continue;
    table_cell(table, "%s", row[i].region);
    table_cell(table, price ? "price" : "quantity");
    for (int k = 0; k < SHARES; k++) cell(table, row[i].value[k], "%+.3f");
  }
  table_print(table);
}

static void print_harvesters(const tw_world *world, const tw_illegal_row *row, int rows)
{
  char money[CELL];
  money_unit(world, money);
  const text_column head[] = {{{NULL, NULL, "harvesters"}, 1, 0}, {{NULL, NULL, "catch"}, 1, 0},
                              {{"before", "point", money}, 0, 0}, {{"change", "low", money}, 0, 0},
                              {{"change", "point", money}, 0, 0}, {{"change", "high", money}, 0, 0}};
  printf("\nWhat harvesters earn (value added), by what is legal and what is illegal:\n");
  text_table *table = table_new(head, 6);
  for (int i = 0; i < rows; i++) {
    int illegal = strcmp(row[i].measure, "illegal_income") == 0;
    if (!illegal && strcmp(row[i].measure, "legal_income") != 0) continue;
    const tw_illegal_row *change =
        row_of(row, rows, illegal ? "illegal_income_change" : "legal_income_change", &row[i]);
    if (!change) continue;
    table_cell(table, "%s", row[i].region);
    table_cell(table, illegal ? "illegal" : "legal");
    cell(table, row[i].value[1], "%.1f");
    for (int k = 0; k < SHARES; k++) cell(table, change->value[k], "%+.2f");
  }
  table_print(table);
}

static double size_of(const tw_illegal_row *row)
{
  double size = 0;
  for (int k = 0; k < SHARES; k++) size = fmax(size, isfinite(row->value[k]) ? fabs(row->value[k]) : 0);
  return size;
}

/* The largest changes of imports. */
static void print_origins(const tw_world *world, const tw_illegal_row *row, int rows, int all)
{
  char money[CELL];
  const tw_illegal_row **order = calloc((size_t)rows + 1, sizeof *order);
  int count = 0;
  money_unit(world, money);
  for (int i = 0; order && i < rows; i++) {
    if (strcmp(row[i].measure, "imports_change") != 0) continue;
    int at = count++;
    for (; at > 0 && size_of(order[at - 1]) < size_of(&row[i]); at--) order[at] = order[at - 1];
    order[at] = &row[i];
  }
  const text_column head[] = {{{NULL, NULL, "buyer"}, 1, 0},     {{NULL, NULL, "from"}, 1, 0},
                              {{"illegal", "point", "%"}, 0, 0}, {{"imports", "before", money}, 0, 0},
                              {{"change", "low", money}, 0, 0},  {{"change", "point", money}, 0, 0},
                              {{"change", "high", money}, 0, 0}};
  printf("\nWhere imports come from instead:\n");
  text_table *table = table_new(head, 7);
  int shown = all || count < MOST_ORIGINS ? count : MOST_ORIGINS;
  for (int i = 0; i < shown; i++) {
    const tw_illegal_row *share = row_of(row, rows, "share_pct", order[i]);
    const tw_illegal_row *before = row_of(row, rows, "imports", order[i]);
    table_cell(table, "%s", order[i]->region);
    table_cell(table, "%s", order[i]->partner);
    cell(table, share ? share->value[1] : 0, "%.0f");
    cell(table, before ? before->value[1] : NAN, "%.1f");
    for (int k = 0; k < SHARES; k++) cell(table, order[i]->value[k], "%+.2f");
  }
  table_print(table);
  if (shown < count) printf("%d further origins (--all shows them)\n", count - shown);
  free(order);
}

static void print_all(const tw_illegal *illegal, const char *scenario, int all)
{
  const tw_illegal_row *row;
  char text[512];
  int rows = tw_illegal_rows(illegal, &row);
  const tw_world *world = tw_result_world(tw_illegal_result(illegal, 1));
  printf("\n");
  snprintf(text, sizeof text,
           "%s, legal and illegal, at three shares of what is illegal; above and in the folder is the point:",
           tw_world_sector_name(world, tw_illegal_sector(illegal)));
  print_wrapped(text, 0);
  print_buyers(row, rows);
  print_harvesters(world, row, rows);
  print_origins(world, row, rows, all);
  printf("\n");
  snprintf(
      text, sizeof text,
      "Not modelled: the stock effect, that there is more fish later where less is caught now. Calories by origin: "
      "`tradewind accounts JPN %.200s --food --illegal high`, for one.",
      scenario);
  print_wrapped(text, 0);
}

static void json_all(const tw_illegal *illegal)
{
  const tw_illegal_row *row;
  int rows = tw_illegal_rows(illegal, &row);
  const tw_world *world = tw_result_world(tw_illegal_result(illegal, 1));
  js_object("illegal");
  js_text("sector", tw_world_sector(world, tw_illegal_sector(illegal)));
  js_text("not_modelled", "the stock effect: more fish later");
  js_list("rows");
  for (int i = 0; i < rows; i++) {
    js_object(NULL);
    js_text("measure", row[i].measure);
    js_text("region", row[i].region);
    js_text("partner", *row[i].partner ? row[i].partner : NULL);
    for (int k = 0; k < SHARES; k++) js_number(share_word[k], row[i].value[k]);
    js_close();
  }
  js_close();
  js_close();
}

int illegal_tell(tw_context *context, const arguments *a, const tw_world *world, const tw_scenario *scenario)
{
  tw_illegal *illegal;
  int code = 0;
  tw_status status = tw_illegal_run(context, world, scenario, &a->settings, &illegal);
  terminal_clear_progress();
  if (status != TW_OK) return fail_status(context, status);
  for (int k = 0; k < SHARES; k++) {
    const tw_info *info = tw_result_info(tw_illegal_result(illegal, k));
    if (info->outcome > 0) continue;
    code = fail(EXIT_UNCERTIFIED, "no certified solution at the %s share (%s): %s", share_word[k],
                tw_outcome_word(info->outcome), *info->message ? info->message : tw_outcome_meaning(info->outcome));
  }
  if (js_on())
    json_all(illegal);
  else
    print_all(illegal, tw_scenario_text(scenario, "scenario"), a->value[OPTION_all] != NULL);
  tw_illegal_free(illegal);
  return code;
}
