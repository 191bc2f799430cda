/* One product of a run: who makes it and who buys it, and the flows of it that change most. For `run --product`. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "summary.h"

enum { ROWS = 10, FLOWS = 8, NUMBERS = 6 };

static const struct {
  const char *column, *head[HEAD_LINES], *group;
  int money, unit; /* 1: heads are the world's money; the product's unit */
} shown[NUMBERS] = {{"sales_base", {"sells", "before", NULL}, "sales", 1, 0},
                    {"sales_pct", {"sells", "change", "%"}, "sales", 0, 0},
                    {"quantity_base", {"sells", "before", NULL}, "quantity", 0, 1},
                    {"quantity_pct", {"sells", "change", "%"}, "quantity", 0, 0},
                    {"spending_base", {"buys", "before", NULL}, "purchases", 1, 0},
                    {"price_pct", {"price", "change", "%"}, "purchases", 0, 0}};

int product_check(const tw_world *world, const char *code)
{
  if (!code || tw_world_find_product(world, code) >= 0) return 0;
  int count = tw_world_products(world);
  if (count == 0) return fail(EXIT_INPUT, "error: --product: world %s has no products", tw_world_text(world, "name"));
  const char **names = calloc((size_t)count, sizeof *names);
  for (int g = 0; names && g < count; g++) {
    tw_product one;
    if (tw_world_product_at(world, g, &one) && !one.rest) names[g] = one.code;
  }
  const char *near = names ? tw_nearest(code, names, count) : NULL;
  free(names);
  return fail(EXIT_INPUT, "error: --product: world %s has no product \"%s\"%s%s%s", tw_world_text(world, "name"), code,
              near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

/* Regions by what they sell and buy of it, the largest first; returns how many have any. */
static int order_regions(const tw_result *result, int product, int *order)
{
  const tw_world *world = tw_result_world(result);
  int N = tw_world_regions(world), G = tw_world_products(world), count = 0;
  const double *sales = tw_result_column(result, TW_PRODUCTS, "sales_base"),
               *spending = tw_result_column(result, TW_PRODUCTS, "spending_base");
  for (int r = 0; r < N; r++) {
    double size = sales[r * G + product] + spending[r * G + product];
    int at = count;
    if (!(size > 0)) continue;
    for (; at > 0 && sales[order[at - 1] * G + product] + spending[order[at - 1] * G + product] < size; at--)
      order[at] = order[at - 1];
    order[at] = r;
    count++;
  }
  return count;
}

static void print_regions(const tw_result *result, int product, const char *unit, const int *order, int count)
{
  const tw_world *world = tw_result_world(result);
  int G = tw_world_products(world), columns = 0, which[NUMBERS];
  char money[CELL];
  text_column head[NUMBERS + 1] = {{{NULL, NULL, "region"}, 1, 0}};
  money_unit(world, money);
  for (int c = 0; c < NUMBERS; c++) {
    const double *values = tw_result_column(result, TW_PRODUCTS, shown[c].column);
    int any = 0;
    for (int i = 0; i < count; i++) any |= isfinite(values[order[i] * G + product]);
    if (!any) continue;
    const char *last = shown[c].money ? money : shown[c].unit ? unit : shown[c].head[2];
    head[1 + columns] = (text_column){{shown[c].head[0], shown[c].head[1], last}, 0, 0};
    which[columns++] = c;
  }
  text_table *table = table_new(head, 1 + columns);
  for (int k = 0; k < columns; k++) table_group(table, 1 + k, shown[which[k]].group);
  for (int i = 0; i < count; i++) {
    table_cell(table, "%s", tw_world_region(world, order[i]));
    for (int k = 0; k < columns; k++) {
      double x = tw_result_column(result, TW_PRODUCTS, shown[which[k]].column)[order[i] * G + product];
      if (!isfinite(x))
        table_cell(table, "");
      else if (shown[which[k]].money || shown[which[k]].unit)
        table_cell(table, "%.0f", x);
      else
        table_cell(table, "%+.2f", x);
    }
  }
  printf("\n");
  table_print(table);
}

/* The flows between regions whose value changes most. */
static int largest_flows(const tw_result *result, int product, tw_product_change *largest)
{
  const tw_world *world = tw_result_world(result);
  int N = tw_world_regions(world), kept = 0;
  tw_product_change *row = calloc((size_t)N, sizeof *row);
  for (int d = 0; row && d < N; d++) {
    int count = 0;
    if (tw_result_product_flows(result, product, d, row, &count) != TW_OK) break;
    for (int i = 0; i < count; i++) {
      double by = fabs(row[i].new_value - row[i].base_value);
      int at = kept;
      if (row[i].exporter == d || !(by > 0)) continue;
      while (at > 0 && fabs(largest[at - 1].new_value - largest[at - 1].base_value) < by) at--;
      if (at == FLOWS) continue;
      int moved = (kept < FLOWS ? kept : FLOWS - 1) - at;
      memmove(largest + at + 1, largest + at, (size_t)moved * sizeof *largest);
      largest[at] = row[i];
      if (kept < FLOWS) kept++;
    }
  }
  free(row);
  return kept;
}

static void print_flows(const tw_result *result, int product)
{
  const tw_world *world = tw_result_world(result);
  tw_product_change flow[FLOWS];
  int count = largest_flows(result, product, flow);
  char money[CELL];
  if (!count) return;
  money_unit(world, money);
  const text_column head[] = {{{NULL, NULL, "from"}, 1, 0},       {{NULL, NULL, "to"}, 1, 0},
                              {{"value", "before", money}, 0, 0}, {{NULL, "change", "%"}, 0, 0},
                              {{"tariff", "before", "%"}, 0, 0},  {{"tariff", "now", "%"}, 0, 0}};
  text_table *table = table_new(head, 6);
  for (int i = 0; i < count; i++) {
    table_cell(table, "%s", tw_world_region(world, flow[i].exporter));
    table_cell(table, "%s", tw_world_region(world, flow[i].importer));
    table_cell(table, "%.0f", flow[i].base_value);
    if (flow[i].base_value > 0)
      table_cell(table, "%+.2f", 100 * (flow[i].new_value / flow[i].base_value - 1));
    else
      table_cell(table, "");
    table_cell(table, "%.2f", 100 * flow[i].tariff_base);
    table_cell(table, "%.2f", 100 * flow[i].tariff_new);
  }
  printf("\nWhere trade in it changes most:\n");
  table_print(table);
}

void product_print(const tw_result *result, const char *code, int all)
{
  const tw_world *world = tw_result_world(result);
  int product = tw_world_find_product(world, code), N = tw_world_regions(world),
      *order = calloc((size_t)N, sizeof *order);
  tw_product one;
  if (!order || !tw_world_product_at(world, product, &one)) { /* the scenario may leave it out of the world */
    printf("\n%s is not among the products that this was solved with.\n", code);
    free(order);
    return;
  }
  int count = order_regions(result, product, order), rows = all || count < ROWS ? count : ROWS;
  printf("\n%s (%s), of %s%s:\n", one.code, one.name, tw_world_sector_name(world, one.sector),
         one.assumed ? "; assumed, not observed" : "");
  print_regions(result, product, *one.unit ? one.unit : NULL, order, rows);
  if (rows < count) printf("%d further regions sell or buy it (--all shows them)\n", count - rows);
  print_flows(result, product);
  free(order);
}

void product_json(const tw_result *result, const char *code)
{
  const tw_world *world = tw_result_world(result);
  int product = tw_world_find_product(world, code), N = tw_world_regions(world), G = tw_world_products(world);
  const char *name;
  tw_product one;
  if (!tw_world_product_at(world, product, &one)) return;
  js_object("product");
  js_text("code", one.code);
  js_text("name", one.name);
  js_text("sector", tw_world_sector(world, one.sector));
  js_text("unit", one.unit);
  if (one.assumed) js_text("quality", "assumed");
  js_list("regions");
  for (int r = 0; r < N; r++) {
    js_object(NULL);
    js_text("region", tw_world_region(world, r));
    for (int c = 0; (name = tw_result_column_name(TW_PRODUCTS, c)); c++)
      js_number(name, tw_result_column(result, TW_PRODUCTS, name)[r * G + product]);
    js_close();
  }
  js_close();
  js_close();
}
