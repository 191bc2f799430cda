/* What callers read of a result: texts, columns, conditions. Flows are in trade.c. */
#include <string.h>

#include "base/names.h"
#include "indicator/result.h"

const tw_info *tw_result_info(const tw_result *r)
{
  return &r->info;
}

tw_info *tw_result_info_edit(tw_result *r)
{
  return &r->info;
}

const tw_world *tw_result_world(const tw_result *r)
{
  return r->world;
}

int tw_result_effects(const tw_result *r, const tw_rule_effect **effects)
{
  return tw_explanation_effects(r->explanation, effects);
}

int tw_result_net(const tw_result *r, const tw_net_change **changes, size_t *all)
{
  if (r->explanation) return tw_explanation_net(r->explanation, changes, all);
  *changes = NULL;
  if (all) *all = 0;
  return 0;
}

const char *tw_result_sentence(const tw_result *r, int index)
{
  return tw_explanation_sentence(r->explanation, index);
}

const tw_settings *tw_result_settings(const tw_result *r)
{
  return &r->settings;
}

const char *const twi_result_text_name[TWI_RESULT_TEXTS] = {
    "scenario", "title",         "sha256",           "deficits",         "against_deficits",
    "against",  "notes",         "warning",          "closure_parts",    "against_line",
    "left_out", "comparison",    "cautions",         "closure_line",     "elasticities",
    "title.en", "title.fr",      "title.ja",         "notes.en",         "notes.fr",
    "notes.ja", "against_title", "against_title.en", "against_title.fr", "against_title.ja",
    "products"};

const char *tw_result_text(const tw_result *r, const char *field)
{
  if (strcmp(field, "scenario_sha256") == 0) field = "sha256";
  for (int i = 0; i < TWI_RESULT_TEXTS; i++)
    if (strcmp(field, twi_result_text_name[i]) == 0) return r->text[i];
  if (strcmp(field, "jobs") == 0) return r->jobs.words ? r->jobs.words : "";
  return strcmp(field, "closure_detail") == 0 ? twi_explanation_closure(r->explanation) : "";
}

static const char *const region_column[] = {
#define X(constant, name) #name,
    TWI_REGION_COLUMNS(X)
#undef X
        NULL};
static const char *const sector_column[] = {
#define X(constant, name) #name,
    TWI_SECTOR_COLUMNS(X)
#undef X
        NULL};

static const char *const group_column[] = {
#define X(constant, name) #name,
    TWI_GROUP_COLUMNS(X)
#undef X
        NULL};

static const char *const product_column[] = {
#define X(constant, name) #name,
    TWI_PRODUCT_COLUMNS(X)
#undef X
        NULL};

const char *tw_result_column_name(tw_table table, int index)
{
  const char *const *names = table == TW_REGIONS    ? region_column
                             : table == TW_SECTORS  ? sector_column
                             : table == TW_GROUPS   ? group_column
                             : table == TW_PRODUCTS ? product_column
                                                    : NULL;
  for (int i = 0; names && i <= index; i++)
    if (!names[i]) return NULL;
  return names && index >= 0 ? names[index] : NULL;
}

const double *tw_result_column(const tw_result *r, tw_table table, const char *name)
{
  size_t N = (size_t)r->world->N, S = (size_t)r->world->S;
  for (int i = 0; tw_result_column_name(table, i); i++)
    if (!strcmp(tw_result_column_name(table, i), name))
      return table == TW_REGIONS    ? r->regions + (size_t)i * N
             : table == TW_SECTORS  ? r->sectors + (size_t)i * N * S
             : table == TW_PRODUCTS ? (r->products ? r->products + (size_t)i * N * (size_t)r->world->products : NULL)
                                    : r->of_groups + i * r->groups;
  twi_result_no_column(r, table, name);
  return NULL;
}

int tw_result_groups(const tw_result *r)
{
  return r->groups;
}

const char *tw_result_group(const tw_result *r, int index, const int **members, int *count)
{
  if (index < 0 || index >= r->groups) return NULL;
  if (members) *members = r->group[index].member;
  if (count) *count = r->group[index].count;
  return r->group[index].name;
}

const char *twi_result_money_unit(const tw_result *r, int or_percent)
{
  return r->money[or_percent != 0];
}

void twi_result_no_column(const tw_result *r, tw_table table, const char *name)
{
  enum { MOST = TWI_REGION_COUNT + TWI_SECTOR_COUNT + TWI_GROUP_COUNT + TWI_PRODUCT_COUNT };
  static const char *const word[] = {"regions",     "sectors", "trade",    "limits",
                                     "preferences", "groups",  "products", "product_trade"};
  const char *names[MOST], *nearest;
  char shown[TWI_SHOWN];
  int count = 0;
  twi_show(name, strlen(name), shown);
  if ((int)table < 0 || (size_t)table >= sizeof word / sizeof *word) {
    twi_fail(r->ctx, TW_USAGE, "column %s: there is no table %d", shown, (int)table);
    return;
  }
  while (count < MOST && (names[count] = tw_result_column_name(table, count))) count++;
  nearest = twi_nearest(name, strlen(name), names, count);
  if (nearest)
    twi_fail(r->ctx, TW_USAGE, "%s has no column %s; did you mean %s?", word[table], shown, nearest);
  else
    twi_fail(r->ctx, TW_USAGE, "%s has no column %s%s", word[table], shown,
             count ? "; tw_result_column_name lists them" : " here: docs/formats.md says where it is");
}

int tw_result_conditions(const tw_result *r, const tw_condition_result **conditions)
{
  *conditions = r->condition;
  return r->conditions;
}

int tw_result_preferences(const tw_result *r, const tw_preference_result **preferences)
{
  *preferences = r->preference;
  return r->info.outcome > 0 ? r->new_.policy.preferences : 0;
}

const twi_jobs *twi_result_jobs(const tw_result *r)
{
  return &r->jobs;
}

const twi_other *twi_result_other(const tw_result *r)
{
  return &r->other;
}
