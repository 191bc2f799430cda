/* Codes of products and families: what they may be called. Policies name a product without its sector, so that a code
 * must say which; it is looked up beside sectors and groups of sectors, none of which it may hide. See products.h. */
#include <string.h>

#include "base/names.h"
#include "base/plain.h"
#include "base/print.h"
#include "world/assemble.h"
#include "world/products.h"

static const struct {
  const char *word, *meaning;
} words[] = {{"all", "all products"},
             {"goods", "all sectors of goods"},
             {"services", "all sectors of services"},
             {"final", "final demand"},
             {"rest", "what products leave of their sector"},
             {"none", "no products"}};

typedef struct naming {
  tw_context *ctx;
  const tw_world *w;
  twi_given_products *given;
  const char *origin;
  twi_codes codes; /* of sectors, groups of sectors, families, products, in this order */
  const char **code;
} naming;

static tw_status fail_at(const naming *v, const char *origin, int line, const char *text)
{
  char place[24] = "";
  if (line) twi_print(place, sizeof place, ":%d", line);
  return twi_fail(v->ctx, TW_BAD_INPUT, "%s%s: %s", origin ? origin : v->origin, place, text);
}

/* what: "product", "family". */
static tw_status fail_code(const naming *v, const char *what, int index, const char *text)
{
  const twi_given_products *g = v->given;
  int product = strcmp(what, "product") == 0;
  const int *line = product ? g->product_line : g->family_line;
  return fail_at(v, product ? g->products_origin : g->families_origin, line ? line[index] : 0, text);
}

static const char *meaning_of(const char *code)
{
  size_t length = strlen(code);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (twi_same_name(code, length, words[i].word)) return words[i].meaning;
  return length > 5 && twi_same_name(code + length - 5, 5, ".rest") ? "what products leave of a sector" : NULL;
}

static tw_status check_code(naming *v, const char *what, int index, const char *code)
{
  const tw_world *w = v->w;
  char text[512], shown[TWI_SHOWN], line[32] = "";
  const char *wrong = twi_code_wrong(code, strlen(code));
  twi_show(code, strlen(code), shown);
  if (wrong) {
    twi_print(text, sizeof text, "%s %s: found %s in the code", what, shown, wrong);
    return fail_code(v, what, index, text);
  }
  const char *meaning = meaning_of(code);
  if (meaning) {
    twi_print(text, sizeof text, "found the %s %s, a word that means %s in policies; expected another code", what, code,
              meaning);
    return fail_code(v, what, index, text);
  }
  int before = twi_codes_find(&v->codes, code, strlen(code));
  if (before < 0) {
    v->code[v->codes.count] = code;
    return twi_codes_add(&v->codes, v->code, 0);
  }
  int sectors = w->S, families = sectors + w->sector_group_count, products = families + v->given->families;
  const int *lines = before < products ? v->given->family_line : v->given->product_line;
  int at = before < products ? before - families : before - products;
  const char *is = before < sectors    ? "a sector"
                   : before < families ? "a group of sectors"
                   : before < products ? "a family"
                                       : "a product";
  if (before >= families && lines) twi_print(line, sizeof line, ", in line %d", lines[at]);
  twi_print(
      text, sizeof text,
      "found the %s %s, the code of %s%s; expected a code that no other product or family, no sector and no group "
      "of sectors has",
      what, code, is, line);
  return fail_code(v, what, index, text);
}

static tw_status check_text(naming *v, const char *what, int index, const char *code, const char *of, char *text)
{
  char message[512], shown[TWI_CONTROL];
  size_t length = strlen(text);
  if (twi_is_utf8(text, length) && !twi_control_in(text, length, shown)) {
    twi_one_line(text);
    return TW_OK;
  }
  twi_print(message, sizeof message, "%s %s: found %s%s in its %s, expected characters that can be seen", what, code,
            twi_is_utf8(text, length) ? "the control character " : "bytes that are not UTF-8",
            twi_is_utf8(text, length) ? shown : "", of);
  return fail_code(v, what, index, message);
}

/* Names that are empty are the codes. */
static tw_status check_name(naming *v, const char *what, int index, const char *code, char **name)
{
  tw_status status = check_text(v, what, index, code, "name", *name);
  if (status != TW_OK || **name) return status;
  twi_free(v->ctx, *name);
  *name = twi_strdup(v->ctx, code);
  return *name ? TW_OK : twi_no_memory(v->ctx, 0);
}

static tw_status check_all(naming *v)
{
  const tw_world *w = v->w;
  twi_given_products *given = v->given;
  tw_status status = TW_OK;
  for (int s = 0; s < w->S && status == TW_OK; s++) {
    v->code[s] = w->sector[s];
    status = twi_codes_add(&v->codes, v->code, 0);
  }
  for (int k = 0; k < w->sector_group_count && status == TW_OK; k++) {
    v->code[w->S + k] = w->sector_groups[k].name;
    status = twi_codes_add(&v->codes, v->code, 0);
  }
  for (int h = 0; h < given->families && status == TW_OK; h++) {
    status = check_code(v, "family", h, given->family[h].code);
    if (status == TW_OK) status = check_name(v, "family", h, given->family[h].code, &given->family[h].name);
  }
  for (int g = 0; g < given->products && status == TW_OK; g++) {
    twi_product *product = &given->product[g];
    status = check_code(v, "product", g, product->code);
    if (status == TW_OK) status = check_name(v, "product", g, product->code, &product->name);
    if (status == TW_OK) status = check_text(v, "product", g, product->code, "unit", product->unit);
  }
  return status;
}

tw_status twi_check_product_codes(tw_context *ctx, const tw_world *w, twi_given_products *given, const char *origin)
{
  size_t most = (size_t)w->S + (size_t)w->sector_group_count + (size_t)given->families + (size_t)given->products;
  naming v = {.ctx = ctx, .w = w, .given = given, .origin = origin, .codes = {.ctx = ctx}};
  v.code = twi_alloc(ctx, most, sizeof *v.code);
  tw_status status = v.code ? check_all(&v) : twi_no_memory(ctx, most * sizeof *v.code);
  twi_codes_close(&v.codes);
  twi_free(ctx, v.code);
  return status;
}

tw_status twi_check_product_origins(tw_context *ctx, twi_given_products *g, const char *origin)
{
  const naming v = {.ctx = ctx, .given = g, .origin = origin};
  char text[512];
  unsigned char *any = twi_new(ctx, (size_t)g->products + 1, 1);
  if (!any) return twi_no_memory(ctx, (size_t)g->products);
  for (size_t i = 0; i < g->flows; i++) any[g->of[i]] = 1;
  tw_status status = TW_OK;
  for (int k = 0; k < g->products && status == TW_OK && !g->empty; k++) {
    if (any[k]) continue;
    twi_print(
        text, sizeof text,
        "product %s has no origin in any market: found no positive flow of it in %s, expected at least one, or no "
        "such product",
        g->product[k].code, origin);
    status = fail_code(&v, "product", k, text);
  }
  twi_free(ctx, any);
  return status;
}
