/* What tw_world_new and tw_world_with share of the data that they are given: texts and years checked, tariff columns
 * and groups put into a world. Groups go through the reader of groups.yaml, so that they are refused, and members that
 * the world lacks are found, as there. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/sort.h"
#include "world/assemble.h"

tw_status twi_data_check(tw_context *ctx, const tw_world_data *data, const char *who)
{
  if (data->year < 0 || data->year > 9999)
    return twi_fail(ctx, TW_USAGE, "%s: year must be between 1 and 9999, or 0: not given", who);
  const struct {
    const char *what;
    const void *list;
    int count;
  } lists[] = {{"tariff_columns", data->tariff_column, data->tariff_columns},
               {"region_groups", data->region_group, data->region_groups},
               {"sector_groups", data->sector_group, data->sector_groups}};
  for (int i = 0; i < 3; i++)
    if (lists[i].count < 0 || (lists[i].count > 0 && !lists[i].list))
      return twi_fail(ctx, TW_USAGE, "%s: %s is %d%s", who, lists[i].what, lists[i].count,
                      lists[i].count > 0 ? ", but there is no list" : ", expected 0 or more");
  for (int i = 0; i < data->tariff_columns; i++)
    if (!data->tariff_column[i].name) return twi_fail(ctx, TW_USAGE, "%s: tariff column %d has no name", who, i);
  const tw_world_group *const groups[] = {data->region_group, data->sector_group};
  const int count[] = {data->region_groups, data->sector_groups};
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < count[k]; i++) {
      const tw_world_group *g = &groups[k][i];
      if (!g->name || g->count < 0 || (g->count > 0 && !g->member))
        return twi_fail(ctx, TW_USAGE, "%s: %s group %d has no name or no members", who, k ? "sector" : "region", i);
      for (int m = 0; m < g->count; m++)
        if (!g->member[m]) return twi_fail(ctx, TW_USAGE, "%s: member %d of group %s is missing", who, m, g->name);
    }
  return TW_OK;
}

/* ---------------------------------------------------------------- columns */

static int by_name(const void *a, const void *b)
{
  return strcmp(((const twi_tariff_column *)a)->name, ((const twi_tariff_column *)b)->name);
}

static twi_tariff_column *column_of(tw_world *w, const char *name)
{
  for (int i = 0; i < w->column_count; i++)
    if (twi_same_name(name, strlen(name), w->columns[i].name)) return &w->columns[i];
  return NULL;
}

tw_status twi_data_columns(tw_context *ctx, const tw_world_data *data, const char *who, tw_world *w)
{
  size_t flows = twi_world_sector_flows(w);
  if (data->tariff_columns == 0) return TW_OK;
  if (w->column_count + data->tariff_columns > TWI_MOST_COLUMNS)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: more than %d tariff columns", who, TWI_MOST_COLUMNS);
  if (!w->columns && !(w->columns = twi_new(ctx, TWI_MOST_COLUMNS, sizeof *w->columns))) return twi_no_memory(ctx, 0);
  for (int i = 0; i < data->tariff_columns; i++) {
    const tw_world_column *from = &data->tariff_column[i];
    for (int k = 0; k < i; k++)
      if (twi_same_name(from->name, strlen(from->name), data->tariff_column[k].name))
        return twi_fail(ctx, TW_BAD_INPUT, "%s: found the tariff column %s again, expected each column once", who,
                        from->name);
    twi_tariff_column *to = column_of(w, from->name);
    if (!to) {
      char *name = twi_strdup(ctx, from->name);
      if (!name) return twi_no_memory(ctx, 0);
      to = &w->columns[w->column_count++];
      *to = (twi_tariff_column){.name = name};
    }
    twi_free(ctx, to->values);
    to->values = NULL;
    if (!from->rate) continue;
    to->values = twi_alloc(ctx, flows, sizeof *to->values);
    if (!to->values) return twi_no_memory(ctx, flows * sizeof *to->values);
    memcpy(to->values, from->rate, flows * sizeof *to->values);
  }
  return twi_sort(ctx, w->columns, (size_t)w->column_count, sizeof *w->columns, by_name);
}

/* ---------------------------------------------------------------- groups */

static void put_group(twi_text *text, const char *name, const char *const *member, int count)
{
  twi_text_yaml(text, name);
  twi_text_put(text, ": [");
  for (int k = 0; k < count; k++) {
    if (k) twi_text_put(text, ", ");
    twi_text_yaml(text, member[k]);
  }
  twi_text_put(text, "]\n");
}

static int is_named(const tw_world_group *groups, int count, const char *name)
{
  for (int i = 0; i < count; i++)
    if (twi_same_name(name, strlen(name), groups[i].name)) return 1;
  return 0;
}

/* Those of the world that stay, then those that are given, as a text of groups.yaml. */
static tw_status take_groups(tw_context *ctx, const tw_world_group *groups, int count, const char *origin,
                             twi_axis axis, tw_world *w)
{
  twi_group **own = axis == TWI_AXIS_REGIONS ? &w->groups : &w->sector_groups;
  int *owned = axis == TWI_AXIS_REGIONS ? &w->group_count : &w->sector_group_count;
  twi_text text = {.ctx = ctx};
  char *yaml;
  if (count == 0) return TW_OK;
  for (int i = 0; i < *owned; i++)
    if (!is_named(groups, count, (*own)[i].name))
      put_group(&text, (*own)[i].name, (const char *const *)(*own)[i].members, (*own)[i].count);
  for (int i = 0; i < count; i++) put_group(&text, groups[i].name, groups[i].member, groups[i].count);
  tw_status status = twi_text_take(&text, &yaml);
  if (status != TW_OK) return status;
  for (int i = 0; i < *owned; i++) {
    for (int k = 0; k < (*own)[i].count; k++) twi_free(ctx, (*own)[i].members[k]);
    twi_free(ctx, (*own)[i].members);
    twi_free(ctx, (*own)[i].name);
  }
  twi_free(ctx, *own);
  *own = NULL;
  *owned = 0;
  status = twi_world_read_groups(ctx, w, axis, yaml, strlen(yaml), origin);
  twi_free(ctx, yaml);
  return status;
}

tw_status twi_data_groups(tw_context *ctx, const tw_world_data *data, const char *who, tw_world *w)
{
  char origin[64];
  snprintf(origin, sizeof origin, "%s: region_group", who);
  tw_status status = take_groups(ctx, data->region_group, data->region_groups, origin, TWI_AXIS_REGIONS, w);
  snprintf(origin, sizeof origin, "%s: sector_group", who);
  return status == TW_OK ? take_groups(ctx, data->sector_group, data->sector_groups, origin, TWI_AXIS_SECTORS, w)
                         : status;
}

void twi_data_absent_inputs(tw_world *w)
{
  size_t sectors = (size_t)w->S;
  for (size_t cell = 0; cell < twi_world_cells(w); cell++) {
    double *b = w->input_share + cell * sectors;
    int any = 0;
    for (size_t s = 0; s < sectors; s++) any |= b[s] != 0;
    for (size_t s = 0; s < sectors && !any; s++) b[s] = NAN;
  }
}
