/* Products that a scenario names: a product, a family of them, or what the products of a sector leave of it, as
 * "C29.rest". Groups and `all` are in select.c. Codes are unique over the world, so a product implies its sector.
 *
 * A code that is no product is often a sector, or the other way round: messages say which key to write. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/rules.h"
#include "world/products.h"

static const char ending[] = ".rest";
enum { ENDING = sizeof ending - 1, MOST_GROUPS = 256 };

/* The sector of "C29.rest"; -1: the text is none, or of no sector. */
static int sector_of_rest(const tw_world *w, const char *text, size_t length)
{
  if (length <= ENDING || !twi_same_name(text + length - ENDING, ENDING, ending)) return -1;
  return twi_world_sector_index(w, text, length - ENDING);
}

/* The product that is the rest of a sector; -1: there is none. */
static int rest_of(const tw_world *w, int sector)
{
  for (int g = 0; g < w->products; g++)
    if (w->product[g].sector == sector && w->product[g].rest) return g;
  return -1;
}

static int sector_has_products(const tw_world *w, int sector)
{
  for (int g = 0; g < w->products; g++)
    if (w->product[g].sector == sector) return 1;
  return 0;
}

int twi_take_products(const tw_world *w, const char *text, size_t length, unsigned char *members)
{
  int g = twi_world_product_index(w, text, length), h = g < 0 ? twi_world_family_index(w, text, length) : -1, any = 0;
  if (g < 0 && h < 0) {
    int s = sector_of_rest(w, text, length);
    g = s < 0 ? -1 : rest_of(w, s);
  }
  if (g >= 0) members[g] = 1;
  for (int k = 0; k < w->products && h >= 0; k++)
    if (w->product[k].family == h) any = members[k] = 1;
  return g >= 0 || any;
}

const char *twi_product_words(const tw_world *w, int product, char text[TWI_PRODUCT_WORDS])
{
  const twi_product *p = &w->product[product];
  if (!p->rest) return p->code;
  snprintf(text, TWI_PRODUCT_WORDS, "%s%s", w->sector[p->sector], ending);
  return text;
}

const char *twi_names_family(const twi_yaml *node, const tw_world *w)
{
  if (!node || node->kind != TWI_YAML_SCALAR || twi_world_product_index(w, node->text, node->length) >= 0) return NULL;
  int h = twi_world_family_index(w, node->text, node->length);
  return h < 0 ? NULL : w->family[h].code;
}

/* ---------------------------------------------------------------- names that are not there */

/* The code of the product or family of that name, as people write it. */
static const char *code_of_name(const tw_world *w, const twi_yaml *node)
{
  for (int g = 0; g < w->products; g++)
    if (!w->product[g].rest && twi_same_name(node->text, node->length, w->product[g].name)) return w->product[g].code;
  for (int h = 0; h < w->families; h++)
    if (twi_same_name(node->text, node->length, w->family[h].name)) return w->family[h].code;
  return NULL;
}

/* Of products, families and groups of the scenario, the first of those as near. */
static const char *nearest_product(const tw_scenario *scenario, const twi_yaml *node, const tw_world *w)
{
  const char *names[MOST_GROUPS + 1], *best[3] = {NULL, NULL, NULL}, *one[2];
  int count = 0;
  names[count++] = "all";
  for (int i = 0; scenario && count < MOST_GROUPS && i < scenario->group_count; i++)
    if (scenario->group[i].axis == TWI_AXIS_PRODUCTS) names[count++] = scenario->group[i].name;
  best[0] = twi_nearest(node->text, node->length, names, count);
  for (int k = 0; k < 2; k++) /* as texts are not in a row of pointers, the nearest so far meets the next */
    for (int i = 0; i < (k ? w->families : w->products); i++) {
      if (!k && w->product[i].rest) continue;
      one[0] = best[1 + k];
      one[1] = k ? w->family[i].code : w->product[i].code;
      best[1 + k] = twi_nearest(node->text, node->length, one, 2);
    }
  return twi_nearest(node->text, node->length, best, 3);
}

/* A product or family that the world has, but that is left out of this run. */
static int is_left_out(const tw_world *w, const twi_yaml *node)
{
  return w->whole && (twi_world_product_index(w->whole, node->text, node->length) >= 0 ||
                      twi_world_family_index(w->whole, node->text, node->length) >= 0);
}

int twi_may_mean_product(const tw_scenario *scenario, const twi_yaml *node, const tw_world *w)
{
  return is_left_out(w, node) || sector_of_rest(w, node->text, node->length) >= 0 || code_of_name(w, node) ||
         nearest_product(scenario, node, w);
}

static tw_status fail_rest(tw_context *ctx, const twi_yaml *node, const tw_world *w, int sector)
{
  if (!sector_has_products(w, sector))
    return twi_yaml_fail(ctx, node,
                         "sector %s of world %s has no products, so there is no rest of them; write sector: "
                         "%s",
                         w->sector[sector], w->name, w->sector[sector]);
  return twi_yaml_fail(ctx, node, "the products of sector %s make up all of it in world %s: there is no rest",
                       w->sector[sector], w->name);
}

static tw_status fail_list(tw_context *ctx, const twi_yaml *node, const tw_world *w)
{
  char list[256] = "", room[TWI_PRODUCT_WORDS];
  int i = 0;
  for (; i < w->products; i++) {
    const char *words = twi_product_words(w, i, room);
    size_t used = strlen(list);
    if (used + strlen(words) + 3 >= sizeof list) break;
    snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", words);
  }
  return twi_yaml_fail(ctx, node, "world %s has no product \"%s\"; it has %s%s", w->name, node->text, list,
                       i < w->products ? " …" : "");
}

static tw_status fail_left_out(tw_context *ctx, const twi_yaml *node, const tw_world *w)
{
  return twi_yaml_fail(ctx, node,
                       "product %s of world %s is switched off; `products: [%s]` at the top of the scenario, "
                       "or --products, switches it on",
                       node->text, w->name, node->text);
}

tw_status twi_fail_product(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, const tw_world *w)
{
  int sector = twi_world_sector_index(w, node->text, node->length), rest = sector_of_rest(w, node->text, node->length);
  if (is_left_out(w, node)) return fail_left_out(ctx, node, w);
  if (sector >= 0)
    return twi_yaml_fail(ctx, node, "%s is a sector of world %s, not a product; write sector: %s", w->sector[sector],
                         w->name, w->sector[sector]);
  if (rest >= 0) return fail_rest(ctx, node, w, rest);
  if (w->products == 0)
    return twi_yaml_fail(ctx, node, "world %s has no products%s; expected sector: instead of product:", w->name,
                         w->whole ? " in this run" : "");
  const char *nearest = code_of_name(w, node);
  if (!nearest) nearest = nearest_product(scenario, node, w);
  if (nearest)
    return twi_yaml_fail(ctx, node, "world %s has no product%s \"%s\"; did you mean %s?", w->name,
                         w->families ? " or family" : "", node->text, nearest);
  return fail_list(ctx, node, w);
}

tw_status twi_fail_product_for_sector(tw_context *ctx, const twi_yaml *node, const tw_world *w)
{
  int g = twi_world_product_index(w, node->text, node->length);
  int h = g < 0 ? twi_world_family_index(w, node->text, node->length) : -1;
  int rest = g < 0 && h < 0 ? sector_of_rest(w, node->text, node->length) : -1;
  if (g < 0 && h < 0 && rest < 0) return is_left_out(w, node) ? fail_left_out(ctx, node, w) : TW_OK;
  return twi_yaml_fail(ctx, node, "%s is %s of sector %s of world %s, not a sector; write product: %s", node->text,
                       g >= 0   ? "a product"
                       : h >= 0 ? "a family of products"
                                : "what products leave",
                       w->sector[g >= 0   ? w->product[g].sector
                                 : h >= 0 ? w->family[h].sector
                                          : rest],
                       w->name,
                       g >= 0   ? w->product[g].code
                       : h >= 0 ? w->family[h].code
                                : node->text);
}
