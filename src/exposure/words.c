/* An outcome in words: a kind, perhaps a region, and a sector or a product where the kind is of one. See exposure.h.
 *
 *   real_income, gdp, real_gdp, real_wage, wage, price_index, employment     of a region
 *   output, output_value, unit_cost, price                         of a sector or product there */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "exposure/exposure.h"
#include "scenario/rules.h"
#include "world/meant.h"
#include "world/products.h"

typedef struct kind {
  const char *name;
  int measure, of_cell;
} kind;

static const kind kinds[] = {{"real_income", TWI_MEASURE_REAL_INCOME, 0},
                             {"gdp", TWI_MEASURE_GDP, 0},
                             {"real_gdp", TWI_MEASURE_REAL_GDP, 0},
                             {"real_wage", TWI_MEASURE_REAL_WAGE, 0},
                             {"wage", TWI_MEASURE_WAGE, 0},
                             {"price_index", TWI_MEASURE_PRICE_INDEX, 0},
                             {"employment", TWI_MEASURE_EMPLOYMENT, 0},
                             {"output", TWI_MEASURE_OUTPUT, 1},
                             {"output_value", TWI_MEASURE_OUTPUT_VALUE, 1},
                             {"unit_cost", TWI_MEASURE_COST, 1},
                             {"price", TWI_MEASURE_PRICE, 1}};
enum { KINDS = sizeof kinds / sizeof *kinds, MOST_WORDS = 3 };

typedef struct word {
  const char *at;
  size_t length;
} word;

static const char expected[] =
    "real_income, gdp, real_gdp, real_wage, wage, price_index, employment, or output, output_value, "
    "unit_cost, price of a sector or "
    "a product, as in \"output JPN C29\"";

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

/* The kind of a word, which may have the "_pct" of the column in results; -1: none. */
static int find_kind(const word *w)
{
  for (int i = 0; i < KINDS; i++) {
    size_t n = strlen(kinds[i].name);
    if (w->length < n || strncmp(w->at, kinds[i].name, n) != 0) continue;
    if (w->length == n || (w->length == n + 4 && strncmp(w->at + n, "_pct", 4) == 0)) return i;
  }
  return -1;
}

/* The product of the world that is nearest in letters; NULL: none is near. room: for its words. */
static const char *nearest_product(tw_context *ctx, const tw_world *w, const word *code, char room[TWI_PRODUCT_WORDS])
{
  const char **names = twi_new(ctx, (size_t)w->products + 1, sizeof *names), *nearest = NULL;
  for (int g = 0; names && g < w->products; g++) names[g] = w->product[g].code;
  if (names) nearest = twi_nearest(code->at, code->length, names, w->products);
  if (nearest) snprintf(room, TWI_PRODUCT_WORDS, "%s", nearest);
  twi_free(ctx, names);
  return nearest ? room : NULL;
}

static tw_status no_code(tw_context *ctx, const tw_world *w, twi_axis axis, const word *code, const char *what)
{
  char meant[TWI_MEANT], shown[TWI_SHOWN];
  char product[TWI_PRODUCT_WORDS];
  const char *nearest = NULL;
  int off = axis == TWI_AXIS_SECTORS && w->whole ? twi_world_product_index(w->whole, code->at, code->length) : -1;
  if (off >= 0)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "outcome: product %s of world %s is switched off; `products: [%s]` at the top of the scenario, or "
                    "--products, switches it on",
                    w->whole->product[off].code, w->name, w->whole->product[off].code);
  if (axis == TWI_AXIS_SECTORS) nearest = nearest_product(ctx, w, code, product);
  if (!nearest) nearest = twi_world_suggest(w, axis, code->at, code->length, meant);
  return twi_fail(ctx, TW_BAD_INPUT, "outcome: world %s has no %s %s%s%s%s", w->name, what,
                  twi_show(code->at, code->length, shown), nearest ? "; did you mean " : "", nearest ? nearest : "",
                  nearest ? "?" : "");
}

static int find_product(const tw_world *w, const word *code)
{
  for (int g = 0; g < w->products; g++) {
    char text[TWI_PRODUCT_WORDS];
    if (twi_same_name(code->at, code->length, twi_product_words(w, g, text))) return g;
  }
  return -1;
}

/* A maker or a market that there is: an outcome of what is not made or bought has no logarithm. */
static tw_status check_there(tw_context *ctx, const tw_world *w, const twi_exposed *x)
{
  size_t d = (size_t)x->region, S = (size_t)w->S, N = (size_t)w->N, i = d * S + (size_t)x->sector;
  char text[TWI_PRODUCT_WORDS];
  const char *code = x->product >= 0 ? twi_product_words(w, x->product, text) : w->sector[x->sector];
  int buys = x->measure == TWI_MEASURE_PRICE, there = buys ? w->spending[i] > 0 : w->output[i] > 0;
  if (x->product >= 0) {
    const twi_market market = {x->sector, x->product, 0};
    there = 0;
    for (size_t b = 0; b < N; b++) {
      twi_flow_row row = twi_market_row(w, &market, b);
      for (size_t k = 0; k < row.count; k++)
        there |= w->flow[row.first + k] > 0 && (buys ? b == d : twi_row_seller(&row, k) == d);
    }
  }
  return there ? TW_OK
               : twi_fail(ctx, TW_BAD_INPUT, "outcome: %s %s nothing of %s in the data, so it has no %s there",
                          w->region[d], buys ? "buys" : "makes", code, buys ? "price" : "output or cost");
}

tw_status twi_exposed_read(tw_context *ctx, const tw_world *w, const char *text, int region, twi_exposed *x)
{
  word words[MOST_WORDS] = {{NULL, 0}};
  char shown[TWI_SHOWN], product[TWI_PRODUCT_WORDS];
  int count = cut_words(text ? text : "real_income", words), k = count > 0 ? find_kind(&words[0]) : -1;
  if (count < 1 || count > MOST_WORDS || k < 0) {
    const char *names[KINDS], *nearest;
    for (int i = 0; i < KINDS; i++) names[i] = kinds[i].name;
    nearest = k < 0 && count > 0 ? twi_nearest(words[0].at, words[0].length, names, KINDS) : NULL;
    return twi_fail(ctx, TW_BAD_INPUT, "outcome: found %s, expected %s%s%s%s",
                    twi_show(text ? text : "", strlen(text ? text : ""), shown), expected,
                    nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
  }
  *x = (twi_exposed){.measure = (twi_measure)kinds[k].measure, .region = region, .sector = -1, .product = -1};
  int of_cell = kinds[k].of_cell, most = 2 + of_cell;
  if (count > most)
    return twi_fail(ctx, TW_BAD_INPUT, "outcome: found %s, expected %s and perhaps a region",
                    twi_show(text, strlen(text), shown), kinds[k].name);
  if (count < 1 + of_cell)
    return twi_fail(ctx, TW_BAD_INPUT, "outcome: found %s, expected a sector or a product behind it, as in \"%s %s\"",
                    twi_show(text, strlen(text), shown), kinds[k].name, w->sector[0]);
  if (count == most) {
    x->region = twi_world_index(w, TWI_AXIS_REGIONS, words[1].at, words[1].length);
    if (x->region < 0) return no_code(ctx, w, TWI_AXIS_REGIONS, &words[1], "region");
  }
  x->cell = (size_t)x->region;
  if (of_cell) {
    const word *code = &words[count - 1];
    x->sector = twi_world_index(w, TWI_AXIS_SECTORS, code->at, code->length);
    x->product = x->sector < 0 ? find_product(w, code) : -1;
    if (x->product >= 0) x->sector = w->product[x->product].sector;
    if (x->sector < 0) return no_code(ctx, w, TWI_AXIS_SECTORS, code, w->products ? "sector or product" : "sector");
    x->cell = x->product >= 0 ? twi_product_cell(w, (size_t)x->product, (size_t)x->region)
                              : (size_t)x->region * (size_t)w->S + (size_t)x->sector;
    tw_status status = check_there(ctx, w, x);
    if (status != TW_OK) return status;
  }
  x->kind = kinds[k].name;
  snprintf(x->words, sizeof x->words, "%s %s%s%s", kinds[k].name, w->region[x->region], of_cell ? " " : "",
           !of_cell          ? ""
           : x->product >= 0 ? twi_product_words(w, x->product, product)
                             : w->sector[x->sector]);
  return TW_OK;
}

void twi_exposed_of_region(const tw_world *w, const twi_exposed *outcome, int region, twi_exposed *x)
{
  *x = *outcome;
  x->region = region;
  x->cell = (size_t)region;
  snprintf(x->words, sizeof x->words, "%s %s", x->kind, w->region[region]);
}

static twi_condition condition_of(const twi_exposed *x, size_t *cell)
{
  *cell = x->cell;
  return (twi_condition){.kind = TWI_EXACTLY, .measure = x->measure, .count = 1, .cell = cell};
}

double twi_exposed_value(const twi_core *c, const twi_exposed *x)
{
  size_t cell;
  twi_condition one = condition_of(x, &cell);
  return twi_measure_value(c, &one, NULL);
}

void twi_exposed_seed(const twi_core *c, const twi_exposed *x, twi_seeds *seeds, twi_directs *directs)
{
  size_t cell;
  twi_condition one = condition_of(x, &cell);
  twi_measure_seed(c, &one, NULL, 1, seeds, directs);
}

double twi_exposed_direct(twi_conditions *q, int k, const twi_exposed *x)
{
  size_t cell;
  twi_condition one = condition_of(x, &cell);
  return twi_conditions_direct(q, k, &one);
}
