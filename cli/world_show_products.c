/* The products of a world: what each is worth, who sells most of it, between what it is chosen. */
#include "world_products.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

enum { MOST_PRODUCTS = 40 };

/* What the flows of a product add up to. */
typedef struct size {
  double value, trade, quantity; /* quantity NaN: of a flow it is not known */
  int origins, seller;           /* -1: none */
  double most;                   /* of the seller */
} size;

static size size_of(const tw_world *world, const tw_product *p, double *sold)
{
  int N = tw_world_regions(world);
  size s = {.seller = -1};
  tw_world_product_flow f;
  for (int o = 0; o < N; o++) sold[o] = 0;
  for (size_t i = p->first_flow; i < p->first_flow + p->flows && tw_world_product_flow_at(world, i, &f); i++) {
    s.value += f.value;
    s.quantity += f.quantity;
    if (f.importer != f.exporter) s.trade += f.value;
    sold[f.exporter] += f.value;
  }
  for (int o = 0; o < N; o++) {
    s.origins += sold[o] > 0;
    if (sold[o] <= s.most) continue;
    s.most = sold[o];
    s.seller = o;
  }
  return s;
}

static double elasticity_between(const tw_world *world, int sector)
{
  const double *eta = tw_world_numbers(world, "product_elasticity");
  return eta ? eta[sector] : 0;
}

static void add_code(text_table *table, const tw_product *p, const tw_world *world)
{
  if (p->rest)
    table_cell(table, "%s.rest", tw_world_sector(world, p->sector));
  else
    table_cell(table, "%s", p->code);
}

static void add_product(text_table *table, const tw_world *world, const tw_product *p, const size *s)
{
  char words[CELL];
  tw_family family;
  table_cell(table, "%s", tw_world_sector(world, p->sector));
  add_code(table, p, world);
  table_cell(table, "%s", p->name);
  table_cell(table, "%s", p->family >= 0 && tw_world_family_at(world, p->family, &family) ? family.code : "");
  table_cell(table, "%.4g", p->trade_elasticity);
  money_words(words, s->value, s->value >= 100 ? 0 : 2, 0);
  table_cell(table, "%s", words);
  table_cell(table, "%d", s->origins);
  if (s->seller >= 0)
    table_cell(table, "%s %.0f %%", tw_world_region(world, s->seller), 100 * s->most / s->value);
  else
    table_cell(table, "");
  table_cell(table, "%.1f", s->value > 0 ? 100 * s->trade / s->value : 0.0);
}

/* Between what buyers choose in each sector that has products. */
static void print_nests(const tw_world *world)
{
  tw_product p;
  tw_family f;
  char text[4096], *end;
  printf("\nBetween products (theta form: of substitution, less 1):\n");
  for (int g = 0, last = -1; tw_world_product_at(world, g, &p); g++) {
    if (p.sector == last) continue;
    last = p.sector;
    snprintf(text, sizeof text, "%.4g", elasticity_between(world, p.sector));
    for (int h = 0; tw_world_family_at(world, h, &f); h++) {
      end = text + strlen(text);
      if (f.sector == p.sector)
        snprintf(end, sizeof text - (size_t)(end - text), "; %.4g inside the family %s (%s)", f.product_elasticity,
                 f.code, f.name);
    }
    printf("%-13s ", tw_world_sector(world, p.sector));
    print_wrapped(text, 14);
  }
}

void print_products(const tw_world *world, int all)
{
  char unit[CELL];
  int count = tw_world_products(world), shown = 0;
  const text_column head[] = {{{NULL, NULL, "sector"}, 1, 0},        {{NULL, NULL, "product"}, 1, 0},
                              {{NULL, NULL, "name"}, 1, 10},         {{NULL, NULL, "family"}, 1, 0},
                              {{NULL, "trade", "elasticity"}, 0, 0}, {{NULL, "sales", money_unit(world, unit)}, 0, 0},
                              {{NULL, NULL, "origins"}, 0, 0},       {{NULL, "largest", "seller"}, 1, 0},
                              {{NULL, "traded", "%"}, 0, 0}};
  if (count == 0) return;
  double *sold = obtained(malloc((size_t)tw_world_regions(world) * sizeof *sold)), *value;
  size *sizes = obtained(malloc((size_t)count * sizeof *sizes));
  value = obtained(malloc((size_t)count * sizeof *value));
  tw_product p;
  for (int g = 0; sold && sizes && value && tw_world_product_at(world, g, &p); g++) {
    sizes[g] = size_of(world, &p, sold);
    value[g] = sizes[g].value;
  }
  int *order = sold && sizes && value ? order_by_size(value, count) : NULL;
  double least = 0; /* the largest are shown, in the world's order */
  if (order && !all && count > MOST_PRODUCTS) least = value[order[MOST_PRODUCTS - 1]];
  text_table *table = order ? table_new(head, sizeof head / sizeof *head) : NULL;
  for (int g = 0; table && tw_world_product_at(world, g, &p); g++) {
    if (value[g] < least) continue;
    add_product(table, world, &p, &sizes[g]);
    shown++;
  }
  if (table) {
    printf("\n");
    table_print(table);
    if (shown < count) printf("%d further products, all of them smaller (--all shows them)\n", count - shown);
    print_assumed(world);
    print_nests(world);
  }
  free(order);
  free(value);
  free(sizes);
  free(sold);
}

void put_products(const tw_world *world)
{
  tw_product p;
  tw_family f;
  double *sold = obtained(malloc((size_t)tw_world_regions(world) * sizeof *sold));
  js_list("families");
  for (int h = 0; tw_world_family_at(world, h, &f); h++) {
    js_object(NULL);
    js_text("sector", tw_world_sector(world, f.sector));
    js_text("family", f.code);
    js_text("name", f.name);
    js_number("product_elasticity", f.product_elasticity);
    js_close();
  }
  js_close();
  js_list("products");
  for (int g = 0; sold && tw_world_product_at(world, g, &p); g++) {
    size s = size_of(world, &p, sold);
    js_object(NULL);
    js_text("sector", tw_world_sector(world, p.sector));
    js_text("product", p.code);
    js_text("name", p.name);
    js_text("family", p.family >= 0 && tw_world_family_at(world, p.family, &f) ? f.code : NULL);
    js_number("trade_elasticity", p.trade_elasticity);
    js_number("markup_elasticity", p.markup_elasticity);
    js_text("home", p.home < 0 ? NULL : tw_world_region(world, p.home));
    js_text("owner", p.owner < 0 ? NULL : tw_world_region(world, p.owner));
    js_text("unit", *p.unit ? p.unit : NULL);
    js_number("sales", s.value);
    js_number("trade", s.trade);
    js_number("quantity", s.quantity);
    js_whole("origins", s.origins);
    js_text("largest_seller", s.seller < 0 ? NULL : tw_world_region(world, s.seller));
    js_number("largest_seller_pct", s.value > 0 ? 100 * s.most / s.value : NAN);
    js_whole("flows", (long long)p.flows);
    if (p.assumed) js_text("quality", "assumed");
    js_close();
  }
  js_close();
  free(sold);
}
