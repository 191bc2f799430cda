/* Groups of regions: built in, and of the world's groups.yaml; groups of sectors: of its sector_groups.yaml. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/assemble.h"
#include "table/codes.h"

/* Members as of 2025. CPTPP with the United Kingdom (in force 15 December 2024). */
static const char *const CUSMA[] = {"CAN", "MEX", "USA"};
static const char *const EU[] = {"AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST",
                                 "FIN", "FRA", "GRC", "HRV", "HUN", "IRL", "ITA", "LTU", "LUX",
                                 "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"};
static const char *const CPTPP[] = {"AUS", "BRN", "CAN", "CHL", "GBR", "JPN", "MEX", "MYS", "NZL", "PER", "SGP", "VNM"};
static const char *const G7[] = {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"};

static const struct {
  const char *name;
  const char *const *member;
  int count;
} BUILT_IN[] = {{"CUSMA", CUSMA, sizeof CUSMA / sizeof *CUSMA},
                {"EU", EU, sizeof EU / sizeof *EU},
                {"CPTPP", CPTPP, sizeof CPTPP / sizeof *CPTPP},
                {"G7", G7, sizeof G7 / sizeof *G7}};
enum { BUILT_IN_COUNT = sizeof BUILT_IN / sizeof *BUILT_IN };

/* What the two axes have in common, and in what they differ. */
static const struct {
  const char *codes, *one, *taken[4]; /* taken: words that mean something else; NULL after the last */
} AXES[] = {{"regions", "region", {"all", NULL, NULL, NULL}},
            {"sectors", "sector", {"all", "goods", "services", "final"}}};

/* The groups of the world itself. */
static const twi_group *own_groups(const tw_world *w, twi_axis axis, int *count)
{
  *count = axis == TWI_AXIS_REGIONS ? w->group_count : w->sector_group_count;
  return axis == TWI_AXIS_REGIONS ? w->groups : w->sector_groups;
}

static int own_group(const tw_world *w, twi_axis axis, const char *name, size_t length)
{
  int count;
  const twi_group *own = own_groups(w, axis, &count);
  for (int i = 0; i < count; i++)
    if (twi_same_name(name, length, own[i].name)) return i;
  return -1;
}

int twi_world_index(const tw_world *w, twi_axis axis, const char *code, size_t length)
{
  return axis == TWI_AXIS_REGIONS ? twi_world_region_index(w, code, length) : twi_world_sector_index(w, code, length);
}

int twi_world_group_of(const tw_world *w, twi_axis axis, int index, twi_group *group)
{
  int count;
  const twi_group *own = own_groups(w, axis, &count);
  if (index < 0) return 0;
  if (index < count) {
    *group = own[index];
    return 1;
  }
  if (axis == TWI_AXIS_SECTORS) return 0;
  index -= count;
  for (int i = 0; i < BUILT_IN_COUNT; i++) {
    if (own_group(w, axis, BUILT_IN[i].name, strlen(BUILT_IN[i].name)) >= 0 || index-- > 0) continue;
    *group = (twi_group){(char *)BUILT_IN[i].name, (char **)BUILT_IN[i].member, BUILT_IN[i].count}; /* a view */
    return 1;
  }
  return 0;
}

int twi_world_group_at(const tw_world *w, int index, twi_group *group)
{
  return twi_world_group_of(w, TWI_AXIS_REGIONS, index, group);
}

/* Members that the world has, as indices; members NULL: they are only counted. */
static int present(const tw_world *w, twi_axis axis, const twi_group *group, int *members)
{
  int found = 0;
  for (int i = 0; i < group->count; i++) {
    int index = twi_world_index(w, axis, group->members[i], strlen(group->members[i]));
    if (index >= 0 && members) members[found] = index;
    found += index >= 0;
  }
  return found;
}

int twi_world_group(const tw_world *w, const char *name, size_t length, int *members, int *absent)
{
  twi_group group;
  *absent = 0;
  for (int k = 0; twi_world_group_at(w, k, &group); k++) {
    if (!twi_same_name(name, length, group.name)) continue;
    int found = present(w, TWI_AXIS_REGIONS, &group, members);
    *absent = group.count - found;
    return found;
  }
  return -1;
}

/* ---------------------------------------------------------------- asking */

const char *tw_world_region_group(const tw_world *w, int index)
{
  twi_group group;
  return twi_world_group_of(w, TWI_AXIS_REGIONS, index, &group) ? group.name : NULL;
}

const char *tw_world_sector_group(const tw_world *w, int index)
{
  twi_group group;
  return twi_world_group_of(w, TWI_AXIS_SECTORS, index, &group) ? group.name : NULL;
}

int tw_world_region_group_members(const tw_world *w, int index, int *members)
{
  twi_group group;
  return twi_world_group_of(w, TWI_AXIS_REGIONS, index, &group) ? present(w, TWI_AXIS_REGIONS, &group, members) : -1;
}

int tw_world_sector_group_members(const tw_world *w, int index, int *members)
{
  twi_group group;
  return twi_world_group_of(w, TWI_AXIS_SECTORS, index, &group) ? present(w, TWI_AXIS_SECTORS, &group, members) : -1;
}

/* ---------------------------------------------------------------- reading */

const char *twi_group_name_taken(twi_axis axis, const char *name)
{
  for (int k = 0; k < 4 && AXES[axis].taken[k]; k++)
    if (twi_same_name(name, strlen(name), AXES[axis].taken[k])) return AXES[axis].taken[k];
  return NULL;
}

static tw_status read_member(tw_context *ctx, tw_world *w, twi_axis axis, const twi_yaml *list, const twi_yaml *node,
                             twi_group *group)
{
  if (node->kind != TWI_YAML_SCALAR || twi_yaml_is_null(node))
    return twi_yaml_expected(ctx, node, axis == TWI_AXIS_REGIONS ? "the code of a region" : "the code of a sector");
  for (int i = 0; i < group->count; i++)
    if (twi_same_name(node->text, node->length, group->members[i]))
      return twi_yaml_fail(ctx, node, "found %s again in the group %s, expected each member once", node->text,
                           list->key);
  char *code = twi_strndup(ctx, node->text, node->length);
  if (!code) return twi_no_memory(ctx, node->length);
  group->members[group->count++] = code;
  if (twi_world_index(w, axis, node->text, node->length) >= 0) return TW_OK;
  char shown[TWI_SHOWN];
  twi_show(node->text, node->length, shown);
  int regions = axis == TWI_AXIS_REGIONS;
  const char *nearest = twi_nearest(node->text, node->length, (const char *const *)(regions ? w->region : w->sector),
                                    regions ? w->N : w->S);
  return twi_world_find(ctx, w, nearest ? 2 : 0, "group_member", -1, -1, NAN, NAN,
                        "Group %s of %s: %s is no %s of this world and is left out%s%s.", list->key, node->origin,
                        shown, AXES[axis].one, nearest ? "; the nearest code is " : "", nearest ? nearest : "");
}

static tw_status read_group(tw_context *ctx, tw_world *w, twi_axis axis, const twi_yaml *list)
{
  if (own_group(w, axis, list->key, strlen(list->key)) >= 0)
    return twi_yaml_fail_key(ctx, list, "found the group %s again, expected each group once", list->key);
  const char *taken = twi_group_name_taken(axis, list->key);
  if (taken && strcmp(taken, "final") == 0)
    return twi_yaml_fail_key(ctx, list, "the name %s is taken: it always means final demand", list->key);
  if (taken)
    return twi_yaml_fail_key(ctx, list, "the name %s is taken: it always means all %s", list->key,
                             strcmp(taken, "all") == 0 ? AXES[axis].codes : taken);
  const char *wrong = twi_code_wrong(list->key, strlen(list->key));
  if (wrong) return twi_yaml_fail_key(ctx, list, "found %s in the name of a group, expected a short name", wrong);
  if (list->kind != TWI_YAML_SEQUENCE || list->count == 0)
    return twi_yaml_expected(ctx, list,
                             axis == TWI_AXIS_REGIONS ? "a list of region codes, as in NORDIC: [DNK, FIN, NOR, SWE]"
                                                      : "a list of sector codes, as in METALS: [C24A, C24B]");
  twi_group *group =
      axis == TWI_AXIS_REGIONS ? &w->groups[w->group_count++] : &w->sector_groups[w->sector_group_count++];
  group->name = twi_strdup(ctx, list->key);
  group->members = twi_new(ctx, (size_t)list->count, sizeof *group->members);
  if (!group->name || !group->members) return twi_no_memory(ctx, 0);
  for (int i = 0; i < list->count; i++) {
    tw_status status = read_member(ctx, w, axis, list, list->child[i], group);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

tw_status twi_world_read_groups(tw_context *ctx, tw_world *w, twi_axis axis, const char *text, size_t bytes,
                                const char *origin)
{
  twi_yaml *root;
  tw_status status = twi_yaml_parse(ctx, text, bytes, origin, &root);
  if (status != TW_OK) return status;
  if (root->kind != TWI_YAML_MAPPING) {
    status = twi_yaml_expected(ctx, root,
                               axis == TWI_AXIS_REGIONS ? "names of groups, each with a list of region codes"
                                                        : "names of groups, each with a list of sector codes");
  } else {
    twi_group *groups = twi_new(ctx, (size_t)root->count, sizeof *groups);
    *(axis == TWI_AXIS_REGIONS ? &w->groups : &w->sector_groups) = groups;
    if (!groups) status = twi_no_memory(ctx, 0);
    for (int i = 0; i < root->count && status == TW_OK; i++) status = read_group(ctx, w, axis, root->child[i]);
  }
  twi_yaml_free(ctx, root);
  return status;
}

/* ---------------------------------------------------------------- writing, copying */

tw_status twi_world_groups_yaml(tw_context *ctx, const tw_world *w, twi_axis axis, char **yaml)
{
  int count;
  const twi_group *own = own_groups(w, axis, &count);
  twi_text text = {.ctx = ctx};
  for (int i = 0; i < count; i++) {
    twi_text_yaml(&text, own[i].name);
    twi_text_put(&text, ": [");
    for (int k = 0; k < own[i].count; k++) {
      if (k) twi_text_put(&text, ", ");
      twi_text_yaml(&text, own[i].members[k]);
    }
    twi_text_put(&text, "]\n");
  }
  return twi_text_take(&text, yaml);
}
