/* Numbers of a result by name: see outcome.h. */
#include "indicator/outcome.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/rules.h"
#include "world/meant.h"
#include "world/products.h"

enum { MOST_WORDS = 4, COLUMN = 0, REGION = 1, SECTOR = 2, PARTNER = 3 };

typedef struct word {
  const char *at;
  size_t length;
} word;

static const char *const of_flows[] = {"exports_pct", "imports_pct"};
static const char *const of_products[] = {"sales_pct", "price_pct", "quantity_pct", "spending_pct"};
enum { PRODUCT_OUTCOMES = sizeof of_products / sizeof *of_products };
static const char example[] = "as in real_income_pct CAN, output_pct CAN C29 or exports_pct CAN C29 USA";

/* Cuts a text at its blanks; returns how many words there are, MOST_WORDS + 1 for more. */
static int cut_words(const char *text, word words[MOST_WORDS])
{
  int count = 0;
  for (text += strspn(text, " "); *text; text += strspn(text, " "), count++) {
    size_t n = strcspn(text, " ");
    if (count == MOST_WORDS) return MOST_WORDS + 1;
    words[count] = (word){text, n};
    text += n;
  }
  return count;
}

/* Capital is of scenarios with years; levels of the base are no outcomes. */
static const char *column_at(tw_table table, int index)
{
  if (table == TW_TRADE) return index < 2 ? of_flows[index] : NULL;
  if (table == TW_SECTORS && index >= TWI_SECTOR_CHANGES) return NULL;
  if (table == TW_PRODUCTS) return index < PRODUCT_OUTCOMES ? of_products[index] : NULL;
  return tw_result_column_name(table, index);
}

static int find_column(tw_table table, const word *name)
{
  const char *column;
  for (int i = 0; (column = column_at(table, i)); i++)
    if (strlen(column) == name->length && strncmp(column, name->at, name->length) == 0) return i;
  return -1;
}

static tw_status read_words(tw_context *ctx, const twi_yaml *node, const char *key, word words[MOST_WORDS],
                            twi_outcome *out)
{
  static const tw_table table_of[] = {TW_REGIONS, TW_SECTORS, TW_TRADE};
  static const char *const called[] = {"a column of regions.csv", "a column of sectors.csv",
                                       "exports_pct or imports_pct for a flow"};
  int count = node->kind == TWI_YAML_SCALAR ? cut_words(node->text, words) : 0;
  if (count < 2 || count > MOST_WORDS)
    return twi_yaml_fail(ctx, node,
                         "%s: found \"%s\", expected a column and a region, and perhaps a sector and the other "
                         "region of a flow, %s",
                         key, node->kind == TWI_YAML_SCALAR ? node->text : "a list", example);
  *out = (twi_outcome){table_of[count - 2], find_column(table_of[count - 2], words), -1, -1, -1, -1};
  if (out->column < 0 && out->table == TW_SECTORS && (out->column = find_column(TW_PRODUCTS, words)) >= 0)
    out->table = TW_PRODUCTS;
  if (out->column >= 0) return TW_OK;
  enum { MOST = 64 };
  const char *names[MOST], *nearest;
  int found = 0;
  while (found < MOST && (names[found] = column_at(out->table, found))) found++;
  nearest = twi_nearest(words[0].at, words[0].length, names, found);
  char shown[TWI_SHOWN];
  return twi_yaml_fail(ctx, node, "%s: found %s, expected %s%s%s%s", key, twi_show(words[0].at, words[0].length, shown),
                       called[count - 2], nearest ? "; did you mean " : ", ", nearest ? nearest : example,
                       nearest ? "?" : "");
}

static tw_status find_code(tw_context *ctx, const twi_yaml *node, const char *key, const tw_world *w, twi_axis axis,
                           const word *code, int *index)
{
  char meant[TWI_MEANT], shown[TWI_SHOWN];
  *index = twi_world_index(w, axis, code->at, code->length);
  if (*index >= 0) return TW_OK;
  const char *nearest = twi_world_suggest(w, axis, code->at, code->length, meant);
  return twi_yaml_fail(ctx, node, "%s: world %s has no %s %s%s%s%s", key, w->name,
                       axis == TWI_AXIS_REGIONS ? "region" : "sector", twi_show(code->at, code->length, shown),
                       nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* The product that the word names alone; -1: it is none, or several. */
static int find_product(const tw_world *w, const word *code)
{
  for (int g = 0; g < w->products; g++) {
    char text[TWI_PRODUCT_WORDS];
    if (twi_same_name(code->at, code->length, twi_product_words(w, g, text))) return g;
  }
  return -1;
}

/* A product where a sector might stand, of a column that has both. */
static tw_status find_goods(tw_context *ctx, const twi_yaml *node, const char *key, const tw_world *w,
                            const word words[MOST_WORDS], twi_outcome *out)
{
  int column = find_column(TW_PRODUCTS, words), product = column < 0 ? -1 : find_product(w, &words[SECTOR]);
  if (product >= 0) {
    *out = (twi_outcome){TW_PRODUCTS, column, out->region, w->product[product].sector, -1, product};
    return TW_OK;
  }
  if (out->table != TW_PRODUCTS) return find_code(ctx, node, key, w, TWI_AXIS_SECTORS, &words[SECTOR], &out->sector);
  const twi_yaml one = {.kind = TWI_YAML_SCALAR,
                        .text = words[SECTOR].at,
                        .length = words[SECTOR].length,
                        .origin = node->origin,
                        .line = node->line,
                        .column = node->column};
  return twi_fail_product(ctx, NULL, &one, w);
}

tw_status twi_outcome_check(tw_context *ctx, const twi_yaml *node, const char *key)
{
  word words[MOST_WORDS];
  twi_outcome out;
  return read_words(ctx, node, key, words, &out);
}

tw_status twi_outcome_find(tw_context *ctx, const twi_yaml *node, const char *key, const tw_world *w, twi_outcome *out)
{
  word words[MOST_WORDS];
  tw_status status = read_words(ctx, node, key, words, out);
  if (status == TW_OK) status = find_code(ctx, node, key, w, TWI_AXIS_REGIONS, &words[REGION], &out->region);
  if (status == TW_OK && out->table != TW_REGIONS) status = find_goods(ctx, node, key, w, words, out);
  if (status == TW_OK && out->table == TW_TRADE)
    status = find_code(ctx, node, key, w, TWI_AXIS_REGIONS, &words[PARTNER], &out->partner);
  return status;
}

int twi_outcome_level(tw_table table, int column)
{
  static const int of_regions[][2] = {
      {TWI_GDP, TWI_GDP_BASE}, {TWI_REAL_GDP, TWI_GDP_BASE}, {TWI_JOBS_CHANGE, TWI_JOBS_BASE}};
  static const int of_sectors[][2] = {{TWI_OUTPUT, TWI_OUTPUT_BASE},
                                      {TWI_SECTOR_EXPORTS, TWI_SECTOR_EXPORTS_BASE},
                                      {TWI_SECTOR_IMPORTS, TWI_SECTOR_IMPORTS_BASE},
                                      {TWI_SECTOR_JOBS_CHANGE, TWI_SECTOR_JOBS_BASE}};
  const int(*of)[2] = table == TW_REGIONS ? of_regions : of_sectors;
  size_t count = table == TW_REGIONS ? sizeof of_regions / sizeof *of_regions : sizeof of_sectors / sizeof *of_sectors;
  for (size_t i = 0; i < count; i++)
    if (of[i][0] == column) return of[i][1];
  return -1;
}

/* Regions and sectors of the focus together: heads are summed, changes weighted with what they are changes of. */
static double sum_of_focus(const tw_result *r, const twi_outcome *o)
{
  size_t S = (size_t)r->world->S, cells = S * (size_t)r->world->N;
  const double *change = r->sectors + (size_t)o->column * cells;
  int summed = o->column == TWI_SECTOR_JOBS_CHANGE, at = summed ? -1 : twi_outcome_level(TW_SECTORS, o->column);
  const double *level = at < 0 ? NULL : r->sectors + (size_t)at * cells;
  double sum = 0, weights = 0;
  for (int i = 0; i < r->focus.regions; i++)
    for (int j = 0; j < r->focus.sectors; j++) {
      size_t k = (size_t)r->focus.of_region[i] * S + (size_t)r->focus.of_sector[j];
      if (isnan(change[k]) || (level && !(level[k] > 0))) continue;
      sum += level ? level[k] * change[k] : change[k];
      weights += level ? level[k] : 1;
    }
  return weights > 0 ? level ? sum / weights : sum : NAN;
}

/* The level in the base of what a column of products.csv is the change of; NULL: it has none. */
static const double *level_of_products(const tw_result *r, int column)
{
  static const char *const level[PRODUCT_OUTCOMES] = {"sales_base", NULL, "quantity_base", "spending_base"};
  return level[column] ? tw_result_column(r, TW_PRODUCTS, level[column]) : NULL;
}

double twi_outcome_before(const tw_result *r, const twi_outcome *o)
{
  const double *level = o->table == TW_PRODUCTS ? level_of_products(r, o->column) : NULL;
  size_t G = (size_t)r->world->products;
  double sum = 0;
  if (!level) return NAN;
  if (o->region >= 0 && o->product >= 0) return level[(size_t)o->region * G + (size_t)o->product];
  for (int i = 0; i < r->focus.regions; i++)
    for (int j = 0; j < r->focus.products; j++) {
      double x = level[(size_t)r->focus.of_region[i] * G + (size_t)r->focus.of_product[j]];
      if (x > 0) sum += x;
    }
  return sum;
}

/* Regions and products of the focus together: changes weighted with what they are changes of. */
static double products_of_focus(const tw_result *r, const twi_outcome *o)
{
  const double *change = tw_result_column(r, TW_PRODUCTS, of_products[o->column]);
  const double *level = level_of_products(r, o->column);
  size_t G = (size_t)r->world->products;
  double sum = 0, weights = 0;
  if (!change || !level) return NAN;
  for (int i = 0; i < r->focus.regions; i++)
    for (int j = 0; j < r->focus.products; j++) {
      size_t k = (size_t)r->focus.of_region[i] * G + (size_t)r->focus.of_product[j];
      if (isnan(change[k]) || !(level[k] > 0)) continue;
      sum += level[k] * change[k];
      weights += level[k];
    }
  return weights > 0 ? sum / weights : NAN;
}

double twi_outcome_of(const tw_result *r, const twi_outcome *o)
{
  size_t N = (size_t)r->world->N, S = (size_t)r->world->S, d = (size_t)o->region;
  tw_flow_change f;
  if (r->info.outcome <= 0) return NAN;
  if (o->table == TW_REGIONS) return r->regions[(size_t)o->column * N + d];
  if (o->table == TW_GROUPS) return r->of_groups[o->column * r->groups + o->region];
  if (o->table == TW_SECTORS && (o->region < 0 || o->sector < 0)) return sum_of_focus(r, o);
  if (o->table == TW_SECTORS) return r->sectors[((size_t)o->column * N + d) * S + (size_t)o->sector];
  if (o->table == TW_PRODUCTS && (o->region < 0 || o->product < 0)) return products_of_focus(r, o);
  if (o->table == TW_PRODUCTS) {
    const double *values = tw_result_column(r, TW_PRODUCTS, of_products[o->column]);
    return values ? values[d * (size_t)r->world->products + (size_t)o->product] : NAN;
  }
  int seller = o->column == 0;
  if (tw_result_flow(r, o->sector, seller ? o->partner : o->region, seller ? o->region : o->partner, &f) != TW_OK)
    return NAN;
  return f.base_value > 0 ? 100 * (f.new_value / f.base_value - 1) : NAN;
}

const char *twi_outcome_name(const twi_outcome *o)
{
  return column_at(o->table, o->column);
}

const char *twi_outcome_words(const tw_world *w, const twi_outcome *o, char words[TWI_OUTCOME_ROOM])
{
  char text[TWI_PRODUCT_WORDS];
  if (o->table == TW_PRODUCTS) {
    snprintf(words, TWI_OUTCOME_ROOM, "%s %s %s", twi_outcome_name(o), w->region[o->region],
             twi_product_words(w, o->product, text));
    return words;
  }
  snprintf(words, TWI_OUTCOME_ROOM, "%s %s%s%s%s%s", twi_outcome_name(o), w->region[o->region],
           o->sector >= 0 ? " " : "", o->sector >= 0 ? w->sector[o->sector] : "", o->partner >= 0 ? " " : "",
           o->partner >= 0 ? w->region[o->partner] : "");
  return words;
}

int twi_outcome_same(const twi_outcome *a, const twi_outcome *b)
{
  return a->table == b->table && a->column == b->column && a->region == b->region && a->sector == b->sector &&
         a->partner == b->partner && a->product == b->product;
}

/* The parts of the exact decomposition are made along a path, which draws do not follow. */
int twi_of_decomposition(int column)
{
  return column == TWI_TERMS_OF_TRADE || column == TWI_VOLUME_OF_TRADE || column == TWI_TECHNICAL ||
         column == TWI_TRANSFERS || column == TWI_REMAINDER || column == TWI_PRODUCTION || column == TWI_FACTORS ||
         column == TWI_CAPITAL;
}
