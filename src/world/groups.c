/* Region groups: built in, and of the world's groups.yaml. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/assemble.h"
#include "world/codes.h"

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

static int own_group(const tw_world *w, const char *name, size_t length)
{
  for (int i = 0; i < w->group_count; i++)
    if (twi_same_name(name, length, w->groups[i].name)) return i;
  return -1;
}

int twi_world_group_at(const tw_world *w, int index, twi_group *group)
{
  if (index < 0) return 0;
  if (index < w->group_count) {
    *group = w->groups[index];
    return 1;
  }
  index -= w->group_count;
  for (int i = 0; i < BUILT_IN_COUNT; i++) {
    if (own_group(w, BUILT_IN[i].name, strlen(BUILT_IN[i].name)) >= 0 || index-- > 0) continue;
    *group = (twi_group){(char *)BUILT_IN[i].name, (char **)BUILT_IN[i].member, BUILT_IN[i].count}; /* a view */
    return 1;
  }
  return 0;
}

int twi_world_group(const tw_world *w, const char *name, size_t length, int *members, int *absent)
{
  twi_group group;
  *absent = 0;
  for (int k = 0; twi_world_group_at(w, k, &group); k++) {
    if (!twi_same_name(name, length, group.name)) continue;
    int found = 0;
    for (int i = 0; i < group.count; i++) {
      int region = twi_world_region_index(w, group.members[i], strlen(group.members[i]));
      if (region >= 0)
        members[found++] = region;
      else
        ++*absent;
    }
    return found;
  }
  return -1;
}

static tw_status read_member(tw_context *ctx, tw_world *w, const twi_yaml *list, const twi_yaml *node, twi_group *group)
{
  if (node->kind != TWI_YAML_SCALAR || twi_yaml_is_null(node))
    return twi_yaml_expected(ctx, node, "the code of a region");
  for (int i = 0; i < group->count; i++)
    if (twi_same_name(node->text, node->length, group->members[i]))
      return twi_yaml_fail(ctx, node, "found %s again in the group %s, expected each member once", node->text,
                           list->key);
  char *code = twi_strndup(ctx, node->text, node->length);
  if (!code) return twi_no_memory(ctx, node->length);
  group->members[group->count++] = code;
  if (twi_world_region_index(w, node->text, node->length) >= 0) return TW_OK;
  char shown[TWI_SHOWN];
  twi_show(node->text, node->length, shown);
  const char *nearest = twi_nearest(node->text, node->length, (const char *const *)w->region, w->N);
  return twi_world_find(ctx, w, nearest ? 2 : 0, "group_member", -1, -1, NAN, NAN,
                        "Group %s of %s: %s is no region of this world and is left out%s%s.", list->key, node->origin,
                        shown, nearest ? "; the nearest code is " : "", nearest ? nearest : "");
}

static tw_status read_group(tw_context *ctx, tw_world *w, const twi_yaml *list)
{
  if (own_group(w, list->key, strlen(list->key)) >= 0)
    return twi_yaml_fail_key(ctx, list, "found the group %s again, expected each group once", list->key);
  if (twi_same_name(list->key, strlen(list->key), "all"))
    return twi_yaml_fail_key(ctx, list, "the name %s is taken: it always means all regions", list->key);
  const char *wrong = twi_code_wrong(list->key, strlen(list->key));
  if (wrong) return twi_yaml_fail_key(ctx, list, "found %s in the name of a group, expected a short name", wrong);
  if (list->kind != TWI_YAML_SEQUENCE || list->count == 0)
    return twi_yaml_expected(ctx, list, "a list of region codes, as in NORDIC: [DNK, FIN, NOR, SWE]");
  twi_group *group = &w->groups[w->group_count];
  group->name = twi_strdup(ctx, list->key);
  group->members = twi_new(ctx, (size_t)list->count, sizeof *group->members);
  w->group_count++;
  if (!group->name || !group->members) return twi_no_memory(ctx, 0);
  for (int i = 0; i < list->count; i++) {
    tw_status status = read_member(ctx, w, list, list->child[i], group);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

tw_status twi_world_read_groups(tw_context *ctx, tw_world *w, const char *text, size_t bytes, const char *origin)
{
  twi_yaml *root;
  tw_status status = twi_yaml_parse(ctx, text, bytes, origin, &root);
  if (status != TW_OK) return status;
  if (root->kind != TWI_YAML_MAPPING) {
    status = twi_yaml_expected(ctx, root, "names of groups, each with a list of region codes");
  } else {
    w->groups = twi_new(ctx, (size_t)root->count, sizeof *w->groups);
    if (!w->groups) status = twi_no_memory(ctx, 0);
    for (int i = 0; i < root->count && status == TW_OK; i++) status = read_group(ctx, w, root->child[i]);
  }
  twi_yaml_free(ctx, root);
  return status;
}

tw_status twi_world_groups_yaml(tw_context *ctx, const tw_world *w, char **yaml)
{
  twi_text text = {.ctx = ctx};
  for (int i = 0; i < w->group_count; i++) {
    twi_text_yaml(&text, w->groups[i].name);
    twi_text_put(&text, ": [");
    for (int k = 0; k < w->groups[i].count; k++) {
      if (k) twi_text_put(&text, ", ");
      twi_text_yaml(&text, w->groups[i].members[k]);
    }
    twi_text_put(&text, "]\n");
  }
  return twi_text_take(&text, yaml);
}
