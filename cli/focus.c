/* The focus of an answer, before its tables: the region and the sector that the scenario or --focus names, in words, with
 * levels beside changes, and with ranges where there are draws. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "summary.h"

typedef struct line {
  tw_table table;
  const char *column, *level; /* of the table; level NULL: none is told */
  const char *words, *unit;
  int heads; /* 1: left out where it is zero, as with employment given */
} line;

static const line lines[] = {
    {TW_REGIONS, "real_income_pct", NULL, "real income", "%", 0},
    {TW_REGIONS, "real_gdp_pct", "gdp_base", "real GDP", "%", 0},
    {TW_REGIONS, "gdp_pct", "gdp_base", "GDP, value", "%", 0},
    {TW_REGIONS, "employment_change", "employment_base", "jobs", "thousand", 1},
    {TW_SECTORS, "output_pct", "output_base", "output", "%", 0},
    {TW_SECTORS, "exports_pct", "exports_base", "exports", "%", 0},
    {TW_SECTORS, "imports_pct", "imports_base", "imports", "%", 0},
    {TW_SECTORS, "employment_change", "employment_base", "jobs", "thousand", 1},
    {TW_PRODUCTS, "sales_pct", "sales_base", "sales", "%", 0},
    {TW_PRODUCTS, "price_pct", NULL, "price to buyers", "%", 0},
    {TW_PRODUCTS, "quantity_pct", NULL, "quantity sold", "%", 0},
};
enum { LINES = sizeof lines / sizeof *lines, MOST_COLUMNS = 7 };

static void level_words(const tw_world *world, const line *l, double level, char words[2 * CELL])
{
  char number[CELL], unit[CELL];
  *words = 0;
  if (isnan(level) || level == 0) return;
  money_words(number, level, level < 100 ? 1 : 0, 0);
  snprintf(words, 2 * CELL, "%s %s", number, l->heads ? "thousand" : money_unit(world, unit));
}

/* One line of the table, where it has a number. */
static void print_line(text_table *table, const tw_result *result, const tw_range_result *range, const line *l,
                       int region, int sector, const tw_product *product, int index)
{
  const tw_world *world = tw_result_world(result);
  int at = l->table == TW_REGIONS    ? region
           : l->table == TW_PRODUCTS ? region * tw_world_products(world) + index
                                     : region * tw_world_sectors(world) + sector;
  const double *change = tw_result_column(result, l->table, l->column), *q[3] = {NULL, NULL, NULL};
  const double *level = l->level ? tw_result_column(result, l->table, l->level) : NULL;
  char words[2 * CELL], number[CELL];
  if (!change || isnan(change[at]) || (l->heads && change[at] == 0)) return;
  int decimals = decimals_for(&change[at], NULL, 1);
  table_cell(table, "%s",
             l->table == TW_REGIONS    ? tw_world_region_name(world, region)
             : l->table == TW_PRODUCTS ? product->name
                                       : tw_world_sector_name(world, sector));
  table_cell(table, "%s, %s", l->words, l->unit);
  change_words(number, change[at], decimals);
  table_cell(table, "%s", number);
  for (int k = 0; range && k < 3; k++) {
    static const int which[] = {1, 0, 2};
    q[k] = tw_range_quantile(range, l->table, l->column, which[k]);
    if (q[k]) change_words(number, q[k][at], decimals);
    table_cell(table, "%s", q[k] ? number : "");
  }
  level_words(world, l, level ? level[at] : NAN, words);
  table_cell(table, "%s", words);
}

void focus_print(const tw_result *result, const tw_range_result *range)
{
  const tw_world *world = tw_result_world(result);
  int sector, region = tw_result_focus(result, &sector), count = 0;
  int index = tw_result_focus_product(result);
  tw_product product;
  if (region < 0) return;
  if (!tw_world_product_at(world, index, &product)) index = -1;
  text_column head[MOST_COLUMNS] = {{{NULL, NULL, "in focus"}, 1, 12}, {{NULL, NULL, ""}, 1, 0}};
  count = 2;
  head[count++] = (text_column){{NULL, NULL, range ? "central" : "change"}, 0, 0};
  static const char *const levels[] = {"median", "5 %", "95 %"};
  for (int k = 0; range && k < 3; k++) head[count++] = (text_column){{NULL, NULL, levels[k]}, 0, 0};
  head[count++] = (text_column){{NULL, NULL, "before"}, 0, 0};
  text_table *table = table_new(head, count);
  for (int i = 0; i < LINES; i++)
    if (lines[i].table == TW_REGIONS || (lines[i].table == TW_SECTORS ? sector >= 0 : index >= 0))
      print_line(table, result, range, &lines[i], region, sector, &product, index);
  printf("\n");
  if (index >= 0)
    printf("%s (%s) in %s:\n", product.name, tw_world_sector_name(world, sector), tw_world_region_name(world, region));
  else if (sector >= 0)
    printf("%s in %s:\n", tw_world_sector_name(world, sector), tw_world_region_name(world, region));
  else
    printf("%s:\n", tw_world_region_name(world, region));
  table_print(table);
}
