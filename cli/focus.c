/* The focus of an answer, before its tables: the numbers that are told first, in words, with levels beside changes, and
 * with ranges where there are draws. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "summary.h"

enum { LINE = 512, MOST_COLUMNS = 7 };

/* What a column is called where the line says of what. */
static const char *column_words(const tw_answer *a)
{
  static const struct {
    const char *column, *words;
  } known[] = {{"real_income_pct", "real income"},
               {"real_gdp_pct", "real GDP"},
               {"gdp_pct", "GDP, value"},
               {"employment_change", "jobs"},
               {"employment_pct", "employment"},
               {"equivalent_variation", "equivalent variation"},
               {"real_wage_pct", "real wage"},
               {"wage_pct", "wage"},
               {"price_index_pct", "price index"},
               {"output_pct", "output"},
               {"output_value_pct", "value of output"},
               {"unit_cost_pct", "unit cost"},
               {"price_pct", "price"},
               {"value_added_change", "value added"},
               {"exports_pct", "exports"},
               {"imports_pct", "imports"},
               {"sales_pct", "sales"},
               {"spending_pct", "spending"},
               {"quantity_pct", "quantity"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i].column, a->column) == 0) return known[i].words;
  return a->column;
}

static const char *region_words(const tw_result *result, const tw_answer *a)
{
  if (a->group >= 0) return tw_result_group(result, a->group, NULL, NULL);
  if (a->region < 0) return tw_result_focus_regions(result, NULL, NULL);
  return tw_world_region_name(tw_result_world(result), a->region);
}

/* 1: the focus is one region, so that lines need not name it. */
static int of_one(const tw_result *result, const tw_answer *a)
{
  return a->region >= 0 && a->region == tw_result_focus(result, NULL);
}

/* "Toyota group"; of a rest "the rest of Motor vehicles". */
static void product_words(const tw_world *world, int product, char *words, size_t room)
{
  tw_product one;
  if (!tw_world_product_at(world, product, &one)) return;
  snprintf(words, room, "%s%s", one.rest ? "the rest of " : "",
           one.rest ? tw_world_sector_name(world, one.sector) : one.name);
}

/* "Motor vehicles"; where regions are several "Motor vehicles, Canada". */
static void place_words(const tw_result *result, const tw_answer *a, char *words, size_t room)
{
  const tw_world *world = tw_result_world(result);
  const char *sector = a->sector >= 0 ? tw_world_sector_name(world, a->sector) : NULL;
  if (a->table == TW_SECTORS && a->sector < 0) sector = tw_result_focus_sectors(result, NULL, NULL);
  char product[LINE] = "";
  if (a->product >= 0) product_words(world, a->product, product, sizeof product);
  if (a->product >= 0) sector = product;
  if (a->table == TW_PRODUCTS && a->product < 0) sector = tw_result_focus_products(result, NULL, NULL);
  if (!sector)
    snprintf(words, room, "%s", region_words(result, a));
  else if (of_one(result, a))
    snprintf(words, room, "%s", sector);
  else
    snprintf(words, room, "%.400s, %s", sector, region_words(result, a));
}

/* "exports to USA, %" */
static void what_words(const tw_result *result, const tw_answer *a, char *words, size_t room)
{
  const char *unit = strcmp(a->unit, "percent") == 0            ? "%"
                     : strcmp(a->unit, "thousand persons") == 0 ? "thousand"
                                                                : a->unit;
  const char *to = a->partner < 0 ? "" : strcmp(a->column, "exports_pct") == 0 ? " to " : " from ";
  snprintf(words, room, "%s%s%s, %s", column_words(a), to,
           a->partner < 0 ? "" : tw_world_region(tw_result_world(result), a->partner), unit);
}

static void level_words(const tw_world *world, const tw_answer *a, char words[2 * CELL])
{
  char number[CELL], unit[CELL];
  int heads = strcmp(a->unit, "thousand persons") == 0;
  *words = 0;
  if (isnan(a->before) || a->before == 0) return;
  money_words(number, a->before, a->before < 100 ? 1 : 0, 0);
  snprintf(words, 2 * CELL, "%s %s", number, heads ? "thousand" : money_unit(world, unit));
}

static void print_answer(text_table *table, const tw_result *result, const tw_answer *a, int ranged)
{
  char words[LINE], number[CELL], level[2 * CELL];
  int decimals = decimals_for(&a->value, NULL, 1);
  place_words(result, a, words, sizeof words);
  table_cell(table, "%s", words);
  what_words(result, a, words, sizeof words);
  table_cell(table, "%s", words);
  change_words(number, a->value, decimals);
  table_cell(table, "%s", isnan(a->value) ? "-" : number);
  for (int k = 0; ranged && k < 3; k++) {
    static const int which[] = {1, 0, 2};
    double q = a->quantile[which[k]];
    change_words(number, q, decimals);
    table_cell(table, "%s", isnan(q) ? "" : number);
  }
  level_words(tw_result_world(result), a, level);
  table_cell(table, "%s", level);
}

/* "Motor vehicles in Canada", "goods (23 sectors) in CUSMA (3 regions)" */
static void focus_words(const tw_result *result, char *text, size_t room)
{
  const tw_world *world = tw_result_world(result);
  const int *region, *sector;
  int regions, sectors;
  const char *of_regions = tw_result_focus_regions(result, &region, &regions);
  const char *of_sectors = tw_result_focus_sectors(result, &sector, &sectors);
  const int *product;
  int products;
  const char *of_products = tw_result_focus_products(result, &product, &products);
  char what[LINE] = "", where[LINE], one[LINE] = "";
  if (products == 1) product_words(world, product[0], one, sizeof one);
  if (products == 1)
    snprintf(what, sizeof what, "%.500s in ", one);
  else if (of_products)
    snprintf(what, sizeof what, "%s (%d products) in ", of_products, products);
  else if (sectors == 1)
    snprintf(what, sizeof what, "%s in ", tw_world_sector_name(world, sector[0]));
  else if (of_sectors)
    snprintf(what, sizeof what, "%s (%d sectors) in ", of_sectors, sectors);
  if (regions == 1)
    snprintf(where, sizeof where, "%s", tw_world_region_name(world, region[0]));
  else
    snprintf(where, sizeof where, "%s (%d regions)", of_regions, regions);
  snprintf(text, room, "%s%s", what, where);
}

void focus_print(const tw_result *result, const tw_range_result *range)
{
  const tw_answer *answer;
  const int ranged = range && tw_range_info_of(range)->complete;
  int answers = range ? tw_range_answers(range, &answer) : tw_result_answers(result, &answer), count = 2;
  char text[2 * LINE];
  if (answers == 0) return;
  text_column head[MOST_COLUMNS] = {{{NULL, NULL, "in focus"}, 1, 12}, {{NULL, NULL, ""}, 1, 0}};
  head[count++] = (text_column){{NULL, NULL, ranged ? "central" : "change"}, 0, 0};
  static const char *const levels[] = {"median", "5 %", "95 %"};
  for (int k = 0; ranged && k < 3; k++) head[count++] = (text_column){{NULL, NULL, levels[k]}, 0, 0};
  head[count++] = (text_column){{NULL, NULL, "before"}, 0, 0};
  text_table *table = table_new(head, count);
  for (int i = 0; i < answers; i++) print_answer(table, result, &answer[i], ranged);
  printf("\n");
  if (tw_result_focus_regions(result, NULL, NULL))
    focus_words(result, text, sizeof text);
  else
    snprintf(text, sizeof text, "The outcomes that the range names");
  size_t used = strlen(text);
  snprintf(text + used, sizeof text - used, ":");
  print_wrapped(text, 0);
  table_print(table);
  printf("\n");
}
