/* A scenario with legal and illegal fish: what it does at the low, the point and the high illegal share. */
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

/* Calories of the sector by origin, where a buyer has them. */
static void print_calories(const tw_illegal_row *row, int rows)
{
  const text_column head[] = {{{NULL, NULL, "diet of"}, 1, 0},     {{NULL, NULL, "from"}, 1, 0},
                              {{NULL, "before", "kcal"}, 0, 0},    {{"change", "low", "kcal"}, 0, 0},
                              {{"change", "point", "kcal"}, 0, 0}, {{"change", "high", "kcal"}, 0, 0}};
  text_table *table = NULL;
  for (int i = 0; i < rows; i++) {
    if (strcmp(row[i].measure, "calories") != 0) continue;
    const tw_illegal_row *change = row_of(row, rows, "calories_change", &row[i]);
    if (!change) continue;
    if (!table) {
      printf("\nCalories of it, a head and day:\n");
      table = table_new(head, 6);
    }
    table_cell(table, "%s", row[i].region);
    table_cell(table, "%s", *row[i].partner ? row[i].partner : "all");
    cell(table, row[i].value[1], "%.2f");
    for (int k = 0; k < SHARES; k++) cell(table, change->value[k], "%+.3f");
  }
  if (table) table_print(table);
}

static const tw_result *result_of(const tw_illegal *illegal, int share)
{
  const tw_path *path = tw_illegal_path(illegal, share);
  return tw_path_result(path, tw_path_count(path) - 1);
}

void illegal_print(const tw_illegal *illegal, int all, const char *folder)
{
  const tw_illegal_row *row;
  const char *remark;
  char text[512];
  int rows = tw_illegal_rows(illegal, &row);
  const tw_world *world = tw_result_world(result_of(illegal, tw_illegal_share(illegal)));
  printf("\n");
  snprintf(text, sizeof text,
           "%s, legal and illegal, at three shares of what is illegal; all else here is at the %s share:",
           tw_world_sector_name(world, tw_illegal_sector(illegal)), share_word[tw_illegal_share(illegal)]);
  print_wrapped(text, 0);
  print_buyers(row, rows);
  print_calories(row, rows);
  print_harvesters(world, row, rows);
  print_origins(world, row, rows, all);
  printf("\n");
  for (int i = 0; (remark = tw_illegal_remark(illegal, i)); i++) print_wrapped(remark, 0);
  if (!folder) return;
  snprintf(text, sizeof text, "All of this is in %.400s/illegal.csv.", folder);
  print_wrapped(text, 0);
}

void illegal_json(const tw_illegal *illegal)
{
  const tw_illegal_row *row;
  const char *remark;
  int rows = tw_illegal_rows(illegal, &row);
  const tw_world *world = tw_result_world(result_of(illegal, tw_illegal_share(illegal)));
  js_object("illegal");
  js_text("sector", tw_world_sector(world, tw_illegal_sector(illegal)));
  js_text("share", share_word[tw_illegal_share(illegal)]);
  js_object("outcomes");
  for (int k = 0; k < SHARES; k++)
    js_text(share_word[k], tw_outcome_word(tw_result_info(result_of(illegal, k))->outcome));
  js_close();
  js_list("remarks");
  for (int i = 0; (remark = tw_illegal_remark(illegal, i)); i++) js_text(NULL, remark);
  js_close();
  js_list("rows");
  for (int i = 0; i < rows; i++) {
    js_object(NULL);
    js_text("measure", row[i].measure);
    js_text("region", row[i].region);
    js_text("partner", *row[i].partner ? row[i].partner : NULL);
    js_text("unit", row[i].unit);
    for (int k = 0; k < SHARES; k++) js_number(share_word[k], row[i].value[k]);
    js_close();
  }
  js_close();
  js_close();
}

int illegal_uncertified(const tw_illegal *illegal)
{
  int code = EXIT_CERTIFIED;
  for (int k = 0; k < SHARES; k++) {
    const tw_info *info = tw_result_info(result_of(illegal, k));
    if (info->outcome > 0) continue;
    code = fail(EXIT_UNCERTIFIED, "no certified solution at the %s share (%s): %s", share_word[k],
                tw_outcome_word(info->outcome), *info->message ? info->message : tw_outcome_meaning(info->outcome));
  }
  return code;
}
