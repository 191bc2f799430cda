/* What is said about an aggregated world: its world.yaml and its groups. See aggregate.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/aggregate.h"

/* A plain scalar of the source stays plain (a number stays a number) where that is safe in a block. */
static void put_scalar(twi_text *t, const twi_yaml *node)
{
  static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _.()/%+;-";
  size_t n = node->length;
  int plain = !node->quoted && n > 0 && strspn(node->text, safe) == n && !strchr(" -%", node->text[0]) &&
              node->text[n - 1] != ' ';
  if (plain)
    twi_text_put(t, node->text);
  else if (twi_yaml_is_null(node))
    twi_text_put(t, "null");
  else
    twi_text_yaml(t, node->text);
}

static void put_indent(twi_text *t, int depth)
{
  for (int i = 0; i < depth; i++) twi_text_put(t, "  ");
}

/* The value of a key or of a list's item, from behind the "key:" or "-". */
static void put_value(twi_text *t, const twi_yaml *node, int depth)
{
  if (node->kind == TWI_YAML_SCALAR) {
    twi_text_put(t, " ");
    put_scalar(t, node);
    twi_text_put(t, "\n");
  } else if (node->count == 0) {
    twi_text_put(t, node->kind == TWI_YAML_MAPPING ? " {}\n" : " []\n");
  } else {
    twi_text_put(t, "\n");
    for (int i = 0; i < node->count; i++) {
      put_indent(t, depth);
      if (node->kind == TWI_YAML_MAPPING) {
        twi_text_yaml(t, node->child[i]->key);
        twi_text_put(t, ":");
      } else {
        twi_text_put(t, "-");
      }
      put_value(t, node->child[i], depth + 1);
    }
  }
}

static void put_notes(twi_text *t, const twi_yaml *notes, const tw_world *from, const twi_map *regions,
                      const twi_map *sectors)
{
  twi_text_put(t, "notes:\n");
  for (int i = 0; notes && notes->kind != TWI_YAML_SCALAR && i < notes->count; i++) {
    twi_text_put(t, "  -");
    put_value(t, notes->child[i], 2);
  }
  if (notes && notes->kind == TWI_YAML_SCALAR && !twi_yaml_is_null(notes)) {
    twi_text_put(t, "  -");
    put_value(t, notes, 2);
  }
  twi_text_printf(t, "  - \"aggregated by tradewind from %s (%d regions x %d sectors, SHA-256 %s) to %d x %d\"\n",
                  from->name, from->N, from->S, from->sha256, regions->count, sectors->count);
  twi_text_put(
      t, "  - \"weights: tariffs by flows before the tariff, export taxes by the producers' revenue, trade "
         "elasticities by imports without own sales, value-added shares by output, input shares by bills for inputs, "
         "final shares by final spending; trade between merged regions became own sales and keeps its tariffs\"\n");
}

tw_status twi_aggregate_describe(tw_context *ctx, const tw_world *from, const char *name, const char *title,
                                 const twi_map *regions, const twi_map *sectors, char **yaml)
{
  twi_yaml *root;
  *yaml = NULL;
  tw_status status = twi_yaml_parse(ctx, from->yaml, strlen(from->yaml), "world.yaml", &root);
  if (status != TW_OK) return status;
  twi_text t = {.ctx = ctx};
  twi_text_put(&t, "name: ");
  twi_text_yaml(&t, name);
  twi_text_put(&t, "\ntitle: ");
  twi_text_yaml(&t, title);
  twi_text_put(&t, "\n");
  for (int i = 0; i < root->count; i++) {
    const twi_yaml *node = root->child[i];
    if (strcmp(node->key, "name") == 0 || strcmp(node->key, "title") == 0 || strcmp(node->key, "notes") == 0) continue;
    twi_text_yaml(&t, node->key);
    twi_text_put(&t, ":");
    put_value(&t, node, 1);
  }
  put_notes(&t, twi_yaml_get(root, "notes"), from, regions, sectors);
  twi_yaml_free(ctx, root);
  return twi_text_take(&t, yaml);
}

/* Puts the new codes of a group's members into the group. *clean: no region comes in that was not in the group. */
static tw_status map_group(tw_context *ctx, const tw_world *from, const twi_map *regions, const twi_group *old,
                           twi_group *new_, int *clean)
{
  int *inside = twi_new(ctx, (size_t)regions->count, sizeof *inside); /* members of the group in each new region */
  *clean = 1;
  new_->members = twi_new(ctx, (size_t)old->count, sizeof *new_->members);
  new_->name = twi_strdup(ctx, old->name);
  tw_status status = inside && new_->members && new_->name ? TW_OK : twi_no_memory(ctx, 0);
  for (int i = 0; i < old->count && status == TW_OK; i++) {
    int region = twi_world_region_index(from, old->members[i], strlen(old->members[i]));
    if (region < 0 || inside[regions->to[region]]++) continue;
    char *code = twi_strdup(ctx, regions->code[regions->to[region]]);
    if (!code) status = twi_no_memory(ctx, 0);
    if (code) new_->members[new_->count++] = code;
  }
  for (int k = 0; k < regions->count && status == TW_OK; k++)
    if (inside[k] && inside[k] != regions->members[k]) *clean = 0;
  if (new_->count == 0) *clean = 0;
  twi_free(ctx, inside);
  return status;
}

/* Is every member among the old ones? Then a built-in group needs no entry of its own. */
static int same_codes(const twi_group *old, const twi_group *new_)
{
  for (int i = 0; i < new_->count; i++) {
    int found = 0;
    for (int k = 0; k < old->count && !found; k++)
      found = twi_same_name(new_->members[i], strlen(new_->members[i]), old->members[k]);
    if (!found) return 0;
  }
  return 1;
}

tw_status twi_aggregate_groups(tw_context *ctx, const tw_world *from, const twi_map *regions, tw_world *to)
{
  int count = 0;
  twi_group old;
  while (twi_world_group_at(from, count, &old)) count++;
  to->groups = twi_new(ctx, (size_t)count, sizeof *to->groups);
  if (!to->groups) return twi_no_memory(ctx, 0);
  for (int i = 0; i < count; i++) {
    int clean, built_in = i >= from->group_count;
    (void)twi_world_group_at(from, i, &old);
    twi_group *g = &to->groups[to->group_count++]; /* counted first: freed with the world, whatever happens */
    tw_status status = map_group(ctx, from, regions, &old, g, &clean);
    if (status == TW_OK && (!clean || (built_in && same_codes(&old, g)))) {
      for (int k = 0; k < g->count; k++) twi_free(ctx, g->members[k]);
      twi_free(ctx, g->members);
      twi_free(ctx, g->name);
      memset(g, 0, sizeof *g);
      to->group_count--;
      if (!built_in)
        status = twi_world_find(ctx, to, 0, "group_dropped", -1, -1, NAN, NAN,
                                "The group %s was dropped: a merged region holds members of it and others.", old.name);
    }
    if (status != TW_OK) return status;
  }
  return TW_OK;
}
