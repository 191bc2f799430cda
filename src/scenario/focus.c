/* The focus of a scenario in a world: its members as indices. */
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "scenario/rules.h"
#include "scenario/scenario.h"
#include "world/meant.h"
#include "world/products.h"

/* The world's spelling of the code of a node; NULL: it is none. room: of a product's words. */
static const char *code_of(const twi_yaml *node, const tw_world *w, twi_axis axis, char room[TWI_PRODUCT_WORDS])
{
  if (axis == TWI_AXIS_PRODUCTS) {
    for (int g = 0; g < w->products; g++)
      if (twi_same_name(node->text, node->length, twi_product_words(w, g, room))) return twi_product_words(w, g, room);
    return twi_names_family(node, w);
  }
  char *const *codes = axis == TWI_AXIS_REGIONS ? w->region : w->sector;
  int code = twi_world_index(w, axis, node->text, node->length);
  return code >= 0 ? codes[code] : NULL;
}

/* What it is called: the world's spelling of a code, else the words of the file. */
static tw_status name_members(tw_context *ctx, const twi_yaml *node, const tw_world *w, twi_axis axis, char **name)
{
  twi_text text = {.ctx = ctx};
  char room[TWI_PRODUCT_WORDS];
  int list = node->kind == TWI_YAML_SEQUENCE;
  for (int i = 0; i < (list ? node->count : 1); i++) {
    const twi_yaml *item = list ? node->child[i] : node;
    const char *code = code_of(item, w, axis, room);
    twi_text_printf(&text, "%s%s", i ? ", " : "", code ? code : item->text);
  }
  return twi_text_take(&text, name);
}

static tw_status find_members(tw_context *ctx, const tw_scenario *s, const twi_yaml *node, const tw_world *w,
                              twi_axis axis, char **name, int *count, int **member)
{
  int total = axis == TWI_AXIS_REGIONS ? w->N : axis == TWI_AXIS_SECTORS ? w->S : w->products;
  unsigned char *in = twi_new(ctx, (size_t)total + 1, 1);
  *member = twi_alloc(ctx, (size_t)total + 1, sizeof **member);
  tw_status status = in && *member ? TW_OK : twi_no_memory(ctx, (size_t)total);
  twi_log_again(ctx, 1); /* members that a group lacks move nothing here */
  if (status == TW_OK) status = twi_select(ctx, s, node, NULL, axis, w, in);
  twi_log_again(ctx, 0);
  for (int i = 0; status == TW_OK && i < total; i++)
    if (in[i]) (*member)[(*count)++] = i;
  twi_free(ctx, in);
  return status == TW_OK ? name_members(ctx, node, w, axis, name) : status;
}

/* 1: the word is a product, a family, the rest of a sector, or a group of products of the scenario, and no sector. */
static int is_product(tw_context *ctx, const tw_scenario *s, const twi_yaml *node, const tw_world *w)
{
  if (node->kind != TWI_YAML_SCALAR || twi_world_sector_index(w, node->text, node->length) >= 0) return 0;
  for (int i = 0; i < s->group_count; i++)
    if (s->group[i].axis == TWI_AXIS_PRODUCTS && strcmp(s->group[i].name, node->text) == 0) return 1;
  unsigned char *in = twi_new(ctx, (size_t)w->products + 1, 1);
  int some = in && twi_take_products(w, node->text, node->length, in);
  twi_free(ctx, in);
  return some;
}

/* "C29" or "TOYOTA" alone, where a region belongs. */
static tw_status say_no_region(tw_context *ctx, const tw_scenario *s, const twi_yaml *node, const tw_world *w,
                               tw_status status)
{
  char room[TWI_PRODUCT_WORDS];
  if (status != TW_BAD_INPUT || node->kind != TWI_YAML_SCALAR) return status;
  int sector = twi_world_sector_index(w, node->text, node->length);
  const char *code = sector >= 0                   ? w->sector[sector]
                     : is_product(ctx, s, node, w) ? code_of(node, w, TWI_AXIS_PRODUCTS, room)
                                                   : NULL;
  if (!code) return status;
  return twi_yaml_fail(ctx, node, "%s is a %s of world %s, and a focus begins with a region, as in \"%s %s\"", code,
                       sector >= 0                 ? "sector"
                       : twi_names_family(node, w) ? "family of products"
                                                   : "product",
                       w->name, w->region[0], code);
}

/* A word that is no sector: of an option it may be meant as a product. */
static tw_status say_no_sector(tw_context *ctx, const tw_scenario *s, const twi_yaml *node, const tw_world *w,
                               tw_status status)
{
  char meant[TWI_MEANT];
  if (status != TW_BAD_INPUT || node->kind != TWI_YAML_SCALAR) return status;
  if (!s->focus_either || (!w->products && !w->whole)) return status;
  if (twi_world_suggest(w, TWI_AXIS_SECTORS, node->text, node->length, meant)) return status;
  return twi_may_mean_product(s, node, w) ? twi_fail_product(ctx, s, node, w) : status;
}

tw_status twi_focus_find(tw_context *ctx, const tw_scenario *s, const tw_world *w, twi_focus *f)
{
  const twi_yaml *sector = s->focus_sector, *product = s->focus_product;
  memset(f, 0, sizeof *f);
  if (!s->focus_region) return TW_OK;
  tw_status status = find_members(ctx, s, s->focus_region, w, TWI_AXIS_REGIONS, &f->region, &f->regions, &f->of_region);
  status = say_no_region(ctx, s, s->focus_region, w, status);
  if (sector && s->focus_either && is_product(ctx, s, sector, w)) {
    product = sector;
    sector = NULL;
  }
  if (status == TW_OK && sector) {
    status = find_members(ctx, s, sector, w, TWI_AXIS_SECTORS, &f->sector, &f->sectors, &f->of_sector);
    status = say_no_sector(ctx, s, sector, w, status);
  }
  if (status == TW_OK && product)
    status = find_members(ctx, s, product, w, TWI_AXIS_PRODUCTS, &f->product, &f->products, &f->of_product);
  return status;
}

void twi_focus_free(tw_context *ctx, twi_focus *f)
{
  twi_free(ctx, f->region);
  twi_free(ctx, f->sector);
  twi_free(ctx, f->product);
  twi_free(ctx, f->of_region);
  twi_free(ctx, f->of_sector);
  twi_free(ctx, f->of_product);
  memset(f, 0, sizeof *f);
}

tw_status tw_scenario_focus(tw_context *ctx, const tw_scenario *s, const tw_world *w, unsigned char *in_region,
                            unsigned char *in_sector)
{
  twi_focus f;
  tw_status status = twi_focus_find(ctx, s, w, &f);
  if (in_region) memset(in_region, 0, (size_t)w->N);
  if (in_sector) memset(in_sector, 0, (size_t)w->S);
  for (int i = 0; status == TW_OK && in_region && i < f.regions; i++) in_region[f.of_region[i]] = 1;
  for (int i = 0; status == TW_OK && in_sector && i < f.sectors; i++) in_sector[f.of_sector[i]] = 1;
  twi_focus_free(ctx, &f);
  return status;
}

tw_status tw_scenario_focus_products(tw_context *ctx, const tw_scenario *s, const tw_world *w,
                                     unsigned char *in_product)
{
  twi_focus f;
  tw_status status = twi_focus_find(ctx, s, w, &f);
  if (w->products) memset(in_product, 0, (size_t)w->products);
  for (int i = 0; status == TW_OK && i < f.products; i++) in_product[f.of_product[i]] = 1;
  twi_focus_free(ctx, &f);
  return status;
}
