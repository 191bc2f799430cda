/* With which products a world is run: those that the scenario's key `products` or the option --products lists, else those
 * that its world.yaml switches on under the same key, else all. An item is a product, a family, a sector with products or
 * a group of sectors of which some have; `none` and `all` stand alone. See chosen.h. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "scenario/chosen.h"
#include "scenario/rules.h"
#include "world/products.h"

const char twi_products_option[] = "--products";

/* ---------------------------------------------------------------- items, separated by commas or new lines */

/* The next item, without blanks around it; NULL: there is none. */
static const char *next_item(const char **text, size_t *length)
{
  const char *at = *text + strspn(*text, " \t\r\n,");
  if (!*at) return NULL;
  *length = strcspn(at, ",\n");
  *text = at + *length;
  while (*length > 0 && strchr(" \t\r", at[*length - 1])) --*length;
  return at;
}

static int is_alone(const char *text, const char *word)
{
  size_t length;
  const char *item = next_item(&text, &length);
  return item && twi_same_name(item, length, word) && !next_item(&text, &length);
}

/* ---------------------------------------------------------------- choosing */

tw_status twi_products_choose(tw_context *ctx, tw_scenario *s, const char *text)
{
  char *list = twi_strdup(ctx, text), *at = twi_strdup(ctx, twi_products_option);
  tw_status status =
      list && at ? twi_choice_add(ctx, s, twi_products_option, text, strlen(text)) : twi_no_memory(ctx, 0);
  if (status == TW_OK) status = twi_scenario_digest(ctx, s);
  if (status != TW_OK) {
    twi_free(ctx, list);
    twi_free(ctx, at);
    return status;
  }
  twi_free(ctx, s->products);
  twi_free(ctx, s->products_at);
  s->products = list;
  s->products_at = at;
  s->products_node = NULL;
  return twi_compared_again(ctx, s);
}

tw_status tw_scenario_use_products(tw_context *ctx, tw_scenario *s, const char *products)
{
  size_t length;
  const char *rest = products ? products : "";
  if (!next_item(&rest, &length))
    return twi_fail(ctx, TW_USAGE,
                    "products: found nothing, expected none, all, or codes of products, families or "
                    "sectors such as TOYOTA,HONDA");
  if (s->varied || (s->products_at && strcmp(s->products_at, twi_products_option) == 0))
    return twi_fail(ctx, TW_USAGE, "products: they were chosen already");
  return twi_products_choose(ctx, s, products);
}

/* ---------------------------------------------------------------- what holds */

/* Of the world's codes the one that is nearest; NULL: none is near. */
static const char *nearest_code(const tw_world *w, const char *text, size_t length)
{
  const char *best = NULL;
  const int count[] = {w->products, w->families, w->S, w->sector_group_count};
  for (int kind = 0; kind < 4; kind++)
    for (int i = 0; i < count[kind]; i++) {
      if (kind == 0 && w->product[i].rest) continue;
      const char *names[] = {best, kind == 0   ? w->product[i].code
                                   : kind == 1 ? w->family[i].code
                                   : kind == 2 ? w->sector[i]
                                               : w->sector_groups[i].name};
      best = twi_nearest(text, length, names, 2);
    }
  return best;
}

/* Where the item stands: in a scenario at its node, else where the list was chosen. */
static tw_status fail_item(tw_context *ctx, const tw_scenario *s, const tw_world *w, const char *item, size_t length,
                           const char *what)
{
  char shown[TWI_SHOWN];
  const char *nearest = *what ? NULL : nearest_code(w, item, length);
  twi_show(item, length, shown);
  tw_status status =
      *what ? twi_fail(ctx, TW_BAD_INPUT, "products: %s", what)
            : twi_fail(ctx, TW_BAD_INPUT, "products: world %s has no product, family or sector %s%s%s%s", w->name,
                       shown, nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
  const twi_yaml *node = s->products ? s->products_node : NULL;
  for (int i = 0; node && node->kind == TWI_YAML_SEQUENCE && i < s->products_node->count; i++)
    if (twi_same_name(item, length, s->products_node->child[i]->text)) node = s->products_node->child[i];
  if (node)
    twi_error_prefix(ctx, "%s:%d:%d: ", node->origin, node->line, node->column);
  else
    twi_error_prefix(ctx, "%s: ", s->products ? s->products_at : "world.yaml");
  return status;
}

/* The world's group of sectors of that name; NULL: it has none. */
static const twi_group *sector_group(const tw_world *w, const char *name, size_t length)
{
  for (int i = 0; i < w->sector_group_count; i++)
    if (twi_same_name(name, length, w->sector_groups[i].name)) return &w->sector_groups[i];
  return NULL;
}

static int has_member(const tw_world *w, const twi_group *group, int sector)
{
  for (int i = 0; i < group->count; i++)
    if (twi_same_name(group->members[i], strlen(group->members[i]), w->sector[sector])) return 1;
  return 0;
}

static tw_status keep_item(tw_context *ctx, const tw_scenario *s, const tw_world *w, const char *item, size_t length,
                           unsigned char *keep)
{
  char what[256];
  int g = twi_world_product_index(w, item, length), h = twi_world_family_index(w, item, length);
  int sector = twi_world_sector_index(w, item, length), any = 0;
  if (twi_same_name(item, length, "none") || twi_same_name(item, length, "all")) {
    snprintf(what, sizeof what, "found %.*s in a list, expected it alone, or codes", (int)length, item);
    return fail_item(ctx, s, w, item, length, what);
  }
  const twi_group *group = g < 0 && h < 0 && sector < 0 ? sector_group(w, item, length) : NULL;
  for (int k = 0; k < w->products; k++) {
    const twi_product *p = &w->product[k];
    if (p->rest || !(k == g || (g < 0 && h >= 0 && p->family == h) || (g < 0 && h < 0 && p->sector == sector) ||
                     (group && has_member(w, group, p->sector))))
      continue;
    any = keep[k] = 1;
  }
  if (any) return TW_OK;
  *what = 0;
  if (group) snprintf(what, sizeof what, "none of the sectors %s of world %s has products", group->name, w->name);
  if (w->products == 0)
    snprintf(what, sizeof what, "world %s has no products", w->name);
  else if (sector >= 0 && !group)
    snprintf(what, sizeof what, "sector %s of world %s has no products", w->sector[sector], w->name);
  return fail_item(ctx, s, w, item, length, what);
}

/* What world.yaml switches on; NULL: all. */
static const char *world_products(const tw_world *w)
{
  for (int i = 0; i < w->field_count; i++)
    if (strcmp(w->fields[i].key, "products") == 0) return w->fields[i].value;
  return NULL;
}

int twi_products_beyond(const tw_world *view)
{
  const tw_world *w = view->whole ? view->whole : view;
  const char *list = world_products(w), *item;
  if (!list || is_alone(list, "all")) return 0;
  for (int g = 0; g < view->products; g++) {
    const twi_product *p = &view->product[g];
    const char *text = list;
    size_t length;
    int named = p->rest;
    while (!named && (item = next_item(&text, &length))) {
      const twi_group *group = sector_group(w, item, length);
      named = twi_same_name(item, length, p->code) || twi_same_name(item, length, w->sector[p->sector]) ||
              (p->family >= 0 && twi_same_name(item, length, view->family[p->family].code)) ||
              (group && has_member(w, group, p->sector));
    }
    if (!named) return 1;
  }
  return 0;
}

/* Sets keep [products]; *some: not all of them. */
static tw_status find_products(tw_context *ctx, const tw_scenario *s, const tw_world *w, unsigned char *keep, int *some)
{
  const char *text = s->products ? s->products : world_products(w), *item;
  size_t length;
  tw_status status = TW_OK;
  *some = 0;
  if (!text || is_alone(text, "all")) return TW_OK;
  memset(keep, 0, (size_t)w->products);
  if (!is_alone(text, "none"))
    while (status == TW_OK && (item = next_item(&text, &length))) status = keep_item(ctx, s, w, item, length, keep);
  for (int g = 0; g < w->products; g++) *some |= !w->product[g].rest && !keep[g];
  return status;
}

tw_status twi_products_view(tw_context *ctx, const tw_scenario *s, const tw_world *w, tw_world **view)
{
  int some;
  *view = NULL;
  if (w->products == 0 && !s->products) return TW_OK;
  unsigned char *keep = twi_alloc(ctx, (size_t)w->products + 1, 1);
  if (!keep) return twi_no_memory(ctx, (size_t)w->products);
  tw_status status = find_products(ctx, s, w, keep, &some);
  if (status == TW_OK && some) status = twi_world_with_products(ctx, w, keep, view);
  twi_free(ctx, keep);
  return status;
}

tw_status twi_products_words(tw_context *ctx, const tw_scenario *s, const tw_world *view, char **words)
{
  enum { MOST = 12 };
  twi_text text = {.ctx = ctx};
  int all = 0, count = 0;
  *words = NULL;
  if (view->parted) view = view->parted;
  if (!view->whole || !s->products) return TW_OK; /* what the world itself leaves out needs no word */
  for (int g = 0; g < view->products; g++) count += !view->product[g].rest;
  for (int g = 0; g < view->whole->products; g++) all += !view->whole->product[g].rest;
  if (count == 0)
    twi_text_printf(&text, "The world is taken without its %d products, on both sides", all);
  else
    twi_text_printf(&text, "Of the %d products of the world these are taken, on both sides: ", all);
  for (int g = 0, said = 0; g < view->products && said < MOST; g++)
    if (!view->product[g].rest) twi_text_printf(&text, "%s%s", said++ ? ", " : "", view->product[g].code);
  if (count > MOST) twi_text_printf(&text, " and %d others", count - MOST);
  if (count > 0) twi_text_put(&text, "; what is left of them is in the rest of their sectors");
  twi_text_printf(&text, " (%s).", s->products_at);
  return twi_text_take(&text, words);
}

/* ---------------------------------------------------------------- reading */

static tw_status put_item(tw_context *ctx, const twi_yaml *item, twi_text *list)
{
  if (item->kind != TWI_YAML_SCALAR || item->length == 0 || twi_yaml_is_null(item) || strpbrk(item->text, ",\n"))
    return twi_yaml_expected(ctx, item, "the code of a product, a family or a sector");
  twi_text_printf(list, "%s%s", list->used ? "," : "", item->text);
  return TW_OK;
}

tw_status twi_products_key_read(tw_context *ctx, tw_scenario *s, const twi_yaml *root)
{
  const twi_yaml *node = twi_yaml_get(root, "products");
  twi_text list = {.ctx = ctx};
  if (!node) return TW_OK;
  if ((node->kind != TWI_YAML_SCALAR && node->kind != TWI_YAML_SEQUENCE) || twi_yaml_is_null(node) ||
      (node->kind == TWI_YAML_SEQUENCE && node->count == 0))
    return twi_yaml_expected(ctx, node, "none, all, or a list of codes of products, families or sectors");
  tw_status status = node->kind == TWI_YAML_SCALAR ? put_item(ctx, node, &list) : TW_OK;
  for (int i = 0; i < node->count && status == TW_OK; i++) status = put_item(ctx, node->child[i], &list);
  if (status == TW_OK) status = twi_text_take(&list, &s->products);
  twi_text_clear(&list);
  if (status != TW_OK) return status;
  s->products_at = twi_format(ctx, "%s:%d:%d", node->origin, node->line, node->column);
  s->products_node = node;
  return s->products_at ? TW_OK : twi_no_memory(ctx, 0);
}

/* Both sides are run with the same products. */
tw_status twi_products_agree(tw_context *ctx, const tw_scenario *s)
{
  const tw_scenario *other = s->against;
  if (!other || !other->products) return TW_OK;
  if (s->products && twi_same_name(s->products, strlen(s->products), other->products)) return TW_OK;
  return twi_yaml_fail_key(ctx, other->products_node,
                           "products: the scenario %s is compared with says %s, and this one %s%s; both sides have the "
                           "same products, so it must agree or leave them out",
                           s->name, other->products, s->products ? "" : "says nothing", s->products ? s->products : "");
}
