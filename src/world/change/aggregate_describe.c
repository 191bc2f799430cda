/* What is said about an aggregated world: its world.yaml and its groups. See aggregate.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/change/aggregate.h"

tw_status twi_aggregate_describe(tw_context *ctx, const tw_world *from, const char *name, const char *title,
                                 const twi_map *regions, const twi_map *sectors, char **yaml)
{
  static const char weights[] =
      "weights: tariffs by flows before the tariff, export taxes by the producers' revenue, trade elasticities by "
      "imports without own sales, value-added shares by output, input shares by bills for inputs, final shares by "
      "final spending; trade between merged regions became own sales and keeps its tariffs";
  char *made = twi_format(ctx, "aggregated by tradewind from %s (%d regions x %d sectors, SHA-256 %s) to %d x %d",
                          from->name, from->N, from->S, from->sha256, regions->count, sectors->count);
  *yaml = NULL;
  if (!made) return twi_no_memory(ctx, 0);
  const twi_new_field fields[] = {{"name", name, 0}, {"title", title, 0}};
  const char *const notes[] = {made, weights};
  tw_status status = twi_describe_again(ctx, from, fields, 2, notes, 2, yaml);
  twi_free(ctx, made);
  return status;
}

/* Puts the new codes of a group's members into the group. *clean: no code comes in that was not in the group. */
static tw_status map_group(tw_context *ctx, const tw_world *from, twi_axis axis, const twi_map *map,
                           const twi_group *old, twi_group *new_, int *clean)
{
  int *inside = twi_new(ctx, (size_t)map->count, sizeof *inside); /* members of the group in each new code */
  *clean = 1;
  new_->members = twi_new(ctx, (size_t)old->count, sizeof *new_->members);
  new_->name = twi_strdup(ctx, old->name);
  tw_status status = inside && new_->members && new_->name ? TW_OK : twi_no_memory(ctx, 0);
  for (int i = 0; i < old->count && status == TW_OK; i++) {
    int index = twi_world_index(from, axis, old->members[i], strlen(old->members[i]));
    if (index < 0 || inside[map->to[index]]++) continue;
    char *code = twi_strdup(ctx, map->code[map->to[index]]);
    if (!code) status = twi_no_memory(ctx, 0);
    if (code) new_->members[new_->count++] = code;
  }
  for (int k = 0; k < map->count && status == TW_OK; k++)
    if (inside[k] && inside[k] != map->members[k]) *clean = 0;
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

static int is_the_sector(const twi_group *g)
{
  return g->count == 1 && twi_same_name(g->name, strlen(g->name), g->members[0]);
}

static void drop(tw_context *ctx, twi_group *g)
{
  for (int k = 0; k < g->count; k++) twi_free(ctx, g->members[k]);
  twi_free(ctx, g->members);
  twi_free(ctx, g->name);
  memset(g, 0, sizeof *g);
}

tw_status twi_aggregate_groups(tw_context *ctx, const tw_world *from, twi_axis axis, const twi_map *map, tw_world *to)
{
  int count = 0, regions = axis == TWI_AXIS_REGIONS;
  int own = regions ? from->group_count : from->sector_group_count;
  int *made = regions ? &to->group_count : &to->sector_group_count;
  twi_group old;
  while (twi_world_group_of(from, axis, count, &old)) count++;
  twi_group *groups = twi_new(ctx, (size_t)count, sizeof *groups);
  if (!groups) return twi_no_memory(ctx, 0);
  *(regions ? &to->groups : &to->sector_groups) = groups;
  for (int i = 0; i < count; i++) {
    int clean, built_in = i >= own;
    (void)twi_world_group_of(from, axis, i, &old);
    twi_group *g = &groups[(*made)++]; /* counted first: freed with the world, whatever happens */
    tw_status status = map_group(ctx, from, axis, map, &old, g, &clean);
    int same = status == TW_OK && clean && (regions ? built_in && same_codes(&old, g) : is_the_sector(g));
    if (status == TW_OK && (!clean || same)) {
      drop(ctx, g);
      --*made;
      if (!built_in && !same)
        status = twi_world_find(ctx, to, 0, "group_dropped", -1, -1, NAN, NAN,
                                "The group %s was dropped: a merged %s holds members of it and others.", old.name,
                                regions ? "region" : "sector");
    }
    if (status != TW_OK) return status;
  }
  return TW_OK;
}
