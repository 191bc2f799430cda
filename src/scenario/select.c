/* Selectors: what `importer: [CAN, EU]` or `sector: goods` names in a world, less what `except` takes away.
 *
 * A code of the world comes first, then `all` and the sets of sectors (goods, services), then a group of the scenario,
 * then a group of the world. Members of a group that are absent from the world are left out and listed in a note; a
 * code that is absent is an error. That a code hides a group is said. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/rules.h"
#include "world/meant.h"

enum { MOST_GROUPS = 256 };

/* ---------------------------------------------------------------- names that are not there */

/* The nearest of sets, codes and groups, the first of those as near; allocates nothing. */
static const char *nearest_name(const tw_scenario *scenario, const twi_yaml *node, const tw_world *w, twi_axis axis)
{
  static const char *const sets[] = {"all", "goods", "services"};
  const char *names[MOST_GROUPS];
  int count = 0;
  twi_group group;
  for (int i = 0; count < MOST_GROUPS && i < scenario->group_count; i++)
    if (scenario->group[i].axis == axis) names[count++] = scenario->group[i].name;
  for (int i = 0; count < MOST_GROUPS && twi_world_group_of(w, axis, i, &group); i++) names[count++] = group.name;
  const char *const *codes = (const char *const *)(axis == TWI_AXIS_REGIONS ? w->region : w->sector);
  const char *best[3];
  best[0] = twi_nearest(node->text, node->length, sets, axis == TWI_AXIS_REGIONS ? 1 : 3);
  best[1] = twi_nearest(node->text, node->length, codes, axis == TWI_AXIS_REGIONS ? w->N : w->S);
  best[2] = twi_nearest(node->text, node->length, names, count);
  return twi_nearest(node->text, node->length, best, 3);
}

static tw_status fail_unknown(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, const tw_world *w,
                              twi_axis axis)
{
  if (axis == TWI_AXIS_PRODUCTS) return twi_fail_product(ctx, scenario, node, w);
  tw_status product = axis == TWI_AXIS_SECTORS ? twi_fail_product_for_sector(ctx, node, w) : TW_OK;
  if (product != TW_OK) return product;
  const char *nearest = nearest_name(scenario, node, w, axis);
  char meant[TWI_MEANT];
  twi_group any;
  int grouped = axis == TWI_AXIS_SECTORS && twi_world_group_of(w, axis, 0, &any);
  const char *what = axis == TWI_AXIS_REGIONS ? "region or group" : grouped ? "sector or group" : "sector";
  /* A name says more than a code that happens to be spelt like it: "CN" is China, not a slip for CAN. */
  if (twi_world_meant(w, axis, node->text, node->length, meant)) nearest = meant;
  if (nearest)
    return twi_yaml_fail(ctx, node, "world %s has no %s \"%s\"; did you mean %s?", w->name, what, node->text, nearest);
  const char *const *codes = (const char *const *)(axis == TWI_AXIS_REGIONS ? w->region : w->sector);
  int count = axis == TWI_AXIS_REGIONS ? w->N : w->S;
  char list[256] = "";
  int i = 0;
  for (; i < count && strlen(list) + strlen(codes[i]) + 3 < sizeof list; i++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", codes[i]);
  }
  return twi_yaml_fail(ctx, node, "world %s has no %s \"%s\"; it has %s%s", w->name, what, node->text, list,
                       i < count ? " …" : "");
}

/* ---------------------------------------------------------------- groups */

/* The selectors of a scenario in the order of its rules, then of its closure; NULL beyond the last of a rule. A place has
 * its selectors, each with what is excepted from it, and the products that are excepted. */
enum { OF_PLACE = 2 * TWI_SELECTORS + 1, OF_RULE = 3 * OF_PLACE, OF_ENTRY = 3 };

static const twi_yaml *selector_of_rule(const twi_rule *rule, int i, twi_axis *axis)
{
  const twi_place *place[] = {&rule->place, &rule->outcome_place, &rule->by_place};
  const twi_place *p = place[i / OF_PLACE];
  i %= OF_PLACE;
  int k = i / 2;
  if (!p->key) return NULL;
  *axis = TWI_AXIS_PRODUCTS;
  if (k == TWI_SELECTORS) return p->except_products;
  if (!p->key[k].key) return NULL;
  *axis = p->key[k].axis;
  return i % 2 ? p->except[k] : p->selector[k];
}

static const twi_yaml *selector_of_entry(const twi_closure_entry *entry, int i, twi_axis *axis)
{
  static const twi_axis axes[OF_ENTRY] = {TWI_AXIS_REGIONS, TWI_AXIS_SECTORS, TWI_AXIS_PRODUCTS};
  const twi_yaml *const selector[OF_ENTRY] = {entry->region, entry->sector, entry->product};
  *axis = axes[i];
  return selector[i];
}

/* 1: the selector names the group before the item (or without it); *reached: the item is in it. */
static int names_group(const twi_yaml *selector, const twi_yaml *node, int *reached)
{
  int list = selector->kind == TWI_YAML_SEQUENCE;
  for (int k = 0; k < (list ? selector->count : 1); k++) {
    const twi_yaml *item = list ? selector->child[k] : selector;
    *reached = item == node;
    if (*reached) return 0;
    if (twi_same_name(item->text, item->length, node->text)) return 1;
  }
  return 0;
}

/* 1 when a selector before this one has the same name: its note has been given. */
static int named_before(const tw_scenario *scenario, const twi_yaml *node, twi_axis axis)
{
  int reached = 0, total = scenario->rule_count * OF_RULE + scenario->entry_count * OF_ENTRY;
  for (int i = 0; i < total; i++) {
    int rules = scenario->rule_count * OF_RULE;
    twi_axis of = axis;
    const twi_yaml *selector =
        i < rules ? selector_of_rule(&scenario->rule[i / OF_RULE], i % OF_RULE, &of)
                  : selector_of_entry(&scenario->entry[(i - rules) / OF_ENTRY], (i - rules) % OF_ENTRY, &of);
    if (!selector || of != axis) continue;
    if (names_group(selector, node, &reached)) return 1;
    if (reached) return 0;
  }
  return 0;
}

int twi_axis_count(const tw_world *w, twi_axis axis)
{
  return axis == TWI_AXIS_REGIONS ? w->N : axis == TWI_AXIS_SECTORS ? w->S : w->products;
}

/* Returns 1 when the text is a code of the axis, or names several products, whose members it marks. */
static int take_named(const tw_world *w, twi_axis axis, const char *text, size_t length, unsigned char *members)
{
  if (axis == TWI_AXIS_PRODUCTS) return twi_take_products(w, text, length, members);
  int index = twi_world_index(w, axis, text, length);
  if (index >= 0) members[index] = 1;
  return index >= 0;
}

/* Takes members of a group as they come and remembers which the world lacks. */
typedef struct taking {
  const char *group;
  int present, missing, count;
  char absent[512];
} taking;

static void take_code(taking *t, const tw_world *w, twi_axis axis, const char *code, unsigned char *members)
{
  t->count++;
  if (take_named(w, axis, code, strlen(code), members)) {
    t->present++;
    return;
  }
  size_t used = strlen(t->absent);
  snprintf(t->absent + used, sizeof t->absent - used, "%s%s", t->missing++ ? ", " : "", code);
}

static tw_status end_group(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, const tw_world *w,
                           twi_axis axis, const taking *t)
{
  if (t->present == 0)
    return twi_yaml_fail(ctx, node, "world %s has no member of group %s (%s)", w->name, t->group, t->absent);
  if (t->missing && !named_before(scenario, node, axis))
    twi_log(ctx, 0, "%s:%d:%d: group %s: %d of %d members are %s of world %s; left out: %s", node->origin, node->line,
            node->column, t->group, t->present, t->count,
            axis == TWI_AXIS_REGIONS   ? "regions"
            : axis == TWI_AXIS_SECTORS ? "sectors"
                                       : "products",
            w->name, t->absent);
  return TW_OK;
}

/* A group of the scenario comes before one of the world, or a built-in one, of that name: said, since that may have
 * been meant. */
static void say_replaced(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, const tw_world *w,
                         const twi_scenario_group *own)
{
  twi_group group;
  if (own->axis != TWI_AXIS_REGIONS || named_before(scenario, node, own->axis)) return;
  for (int g = 0; twi_world_group_at(w, g, &group); g++)
    if (twi_same_name(node->text, node->length, group.name)) {
      twi_log(ctx, 0,
              "%s:%d:%d: %s is taken as the group of this scenario (%s:%d), not as the group %s that world %s has",
              node->origin, node->line, node->column, node->text, own->members->origin, own->members->key_line,
              group.name, w->name);
      return;
    }
}

static tw_status select_group(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, const tw_world *w,
                              twi_axis axis, unsigned char *members, int *found)
{
  taking t = {.count = 0};
  *found = 0;
  for (int g = 0; g < scenario->group_count; g++) {
    const twi_scenario_group *own = &scenario->group[g];
    if (own->axis != axis || !twi_same_name(node->text, node->length, own->name)) continue;
    t.group = own->name;
    for (int i = 0; i < own->members->count; i++) take_code(&t, w, axis, own->members->child[i]->text, members);
    *found = 1;
    say_replaced(ctx, scenario, node, w, own);
    return end_group(ctx, scenario, node, w, axis, &t);
  }
  twi_group group;
  for (int g = 0; axis != TWI_AXIS_PRODUCTS && !*found && twi_world_group_of(w, axis, g, &group); g++)
    *found = twi_same_name(node->text, node->length, group.name);
  if (!*found) return TW_OK;
  t.group = group.name;
  for (int i = 0; i < group.count; i++) take_code(&t, w, axis, group.members[i], members);
  return end_group(ctx, scenario, node, w, axis, &t);
}

/* ---------------------------------------------------------------- selectors */

/* A code comes before a group of that name, the scenario's or the world's: said, since the group may have been meant.
 */
static void say_hidden(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, twi_axis axis,
                       const tw_world *w)
{
  static const char *const nouns[] = {"region", "sector", "product"};
  const twi_scenario_group *hidden = NULL;
  for (int g = 0; g < scenario->group_count && !hidden; g++)
    if (scenario->group[g].axis == axis && twi_same_name(node->text, node->length, scenario->group[g].name))
      hidden = &scenario->group[g];
  int index = axis == TWI_AXIS_PRODUCTS ? -1 : twi_world_index(w, axis, node->text, node->length);
  int others = hidden || index < 0 ? 0 : twi_world_hidden_group(w, axis, index);
  if ((!hidden && !others) || named_before(scenario, node, axis)) return;
  char which[256];
  if (hidden)
    snprintf(which, sizeof which, "of this scenario, %s:%d", hidden->members->origin, hidden->members->key_line);
  else
    snprintf(which, sizeof which, "with %d other %ss of this world", others, nouns[axis]);
  twi_log(ctx, 0, "%s:%d:%d: %s is taken as the %s %s of world %s, not as the group of that name (%s)", node->origin,
          node->line, node->column, node->text, nouns[axis],
          index < 0                  ? node->text
          : axis == TWI_AXIS_REGIONS ? w->region[index]
                                     : w->sector[index],
          w->name, which);
}

static tw_status select_one(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, twi_axis axis,
                            const tw_world *w, unsigned char *members)
{
  int sectors = axis == TWI_AXIS_SECTORS;
  if (take_named(w, axis, node->text, node->length, members)) {
    say_hidden(ctx, scenario, node, axis, w);
    return TW_OK;
  }
  if (twi_same_name(node->text, node->length, "all") && twi_axis_count(w, axis) > 0) {
    memset(members, 1, (size_t)twi_axis_count(w, axis));
    return TW_OK;
  }
  int goods = sectors && twi_same_name(node->text, node->length, "goods");
  if (goods || (sectors && twi_same_name(node->text, node->length, "services"))) {
    for (int s = 0; s < w->S; s++)
      if ((w->goods[s] != 0) == goods) members[s] = 1;
    return TW_OK;
  }
  int found = 0;
  tw_status status = select_group(ctx, scenario, node, w, axis, members, &found);
  return found ? status : fail_unknown(ctx, scenario, node, w, axis);
}

static tw_status select_all(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, twi_axis axis,
                            const tw_world *world, unsigned char *members)
{
  if (node->kind == TWI_YAML_SCALAR) return select_one(ctx, scenario, node, axis, world, members);
  for (int i = 0; i < node->count; i++) {
    tw_status status = select_one(ctx, scenario, node->child[i], axis, world, members);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

tw_status twi_select(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, const twi_yaml *except,
                     twi_axis axis, const tw_world *world, unsigned char *members)
{
  size_t count = (size_t)twi_axis_count(world, axis);
  if (count) memset(members, 0, count);
  tw_status status = select_all(ctx, scenario, node, axis, world, members);
  if (status != TW_OK || !except) return status;
  unsigned char *taken = twi_new(ctx, count, 1);
  if (!taken) return twi_no_memory(ctx, count);
  status = select_all(ctx, scenario, except, axis, world, taken);
  size_t left = 0;
  for (size_t i = 0; i < count && status == TW_OK; i++) {
    if (taken[i]) members[i] = 0;
    left += members[i];
  }
  twi_free(ctx, taken);
  if (status == TW_OK && left == 0)
    return twi_yaml_fail_key(ctx, except, "except takes everything away that %s names, expected something to be left",
                             except->key);
  return status;
}

const char *twi_names_sector_group(const tw_scenario *scenario, const twi_yaml *node, const tw_world *world)
{
  twi_group group;
  if (!node || node->kind != TWI_YAML_SCALAR) return NULL;
  if (twi_world_sector_index(world, node->text, node->length) >= 0) return NULL;
  for (int g = 0; g < scenario->group_count; g++)
    if (scenario->group[g].axis == TWI_AXIS_SECTORS && twi_same_name(node->text, node->length, scenario->group[g].name))
      return NULL;
  for (int g = 0; twi_world_group_of(world, TWI_AXIS_SECTORS, g, &group); g++)
    if (twi_same_name(node->text, node->length, group.name)) return group.name;
  return NULL;
}
