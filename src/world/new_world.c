/* A world given in memory: tw_world_new. What it has in common with a changed copy (change/with.c) is in assemble.h. */
#include <math.h>
#include <string.h>

#include "world/assemble.h"
#include "table/codes.h"

static tw_status fail_usage(tw_context *ctx, const char *what)
{
  return twi_fail(ctx, TW_USAGE, "tw_world_new: %s", what);
}

static tw_status check_arguments(tw_context *ctx, const tw_world_data *data)
{
  if (!data) return fail_usage(ctx, "no data");
  if (!data->name) return fail_usage(ctx, "name is required");
  if (data->regions < 1 || data->sectors < 1) return fail_usage(ctx, "regions and sectors must be at least 1");
  if (!data->region || !data->sector) return fail_usage(ctx, "region and sector codes are required");
  if (!data->trade_elasticity || !data->flow) return fail_usage(ctx, "trade_elasticity and flow are required");
  tw_status status = twi_world_check_size(ctx, "tw_world_new", data->regions, data->sectors);
  if (status != TW_OK) return status;
  for (int i = 0; i < data->regions; i++)
    if (!data->region[i]) return fail_usage(ctx, "a region code is missing");
  for (int i = 0; i < data->sectors; i++)
    if (!data->sector[i]) return fail_usage(ctx, "a sector code is missing");
  return twi_data_check(ctx, data, "tw_world_new");
}

/* world.yaml as it would be written. */
static tw_status describe_new(tw_context *ctx, const tw_world_data *data, tw_world *w)
{
  const char *const field[][2] = {{"name", data->name},
                                  {"title", data->title ? data->title : data->name},
                                  {"currency", data->currency ? data->currency : "USD"},
                                  {"unit", data->unit ? data->unit : "million"},
                                  {"source", data->source},
                                  {"licence", data->licence}};
  twi_text t = {.ctx = ctx};
  for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
    if (!field[i][1]) continue;
    twi_text_printf(&t, "%s: ", field[i][0]);
    twi_text_yaml(&t, field[i][1]);
    twi_text_put(&t, "\n");
    if (i == 1 && data->year) twi_text_printf(&t, "year: %d\n", data->year);
  }
  char *text;
  tw_status status = twi_text_take(&t, &text);
  return status == TW_OK ? twi_world_describe(ctx, w, text, "tw_world_new") : status;
}

/* Codes, which are names too where none are given. */
static tw_status copy_codes(tw_context *ctx, const char *const *from, const char *const *name, int count,
                            const char *what, char ***codes, char ***names)
{
  *codes = twi_new(ctx, (size_t)count, sizeof **codes);
  *names = twi_new(ctx, (size_t)count, sizeof **names);
  if (!*codes || !*names) return twi_no_memory(ctx, 0);
  for (int i = 0; i < count; i++) {
    const char *wrong = twi_code_wrong(from[i], strlen(from[i]));
    if (wrong) return twi_fail(ctx, TW_BAD_INPUT, "tw_world_new: %s %d: found %s in the code", what, i, wrong);
    (*codes)[i] = twi_strdup(ctx, from[i]);
    (*names)[i] = twi_strdup(ctx, name && name[i] ? name[i] : from[i]);
    if (!(*codes)[i] || !(*names)[i]) return twi_no_memory(ctx, 0);
  }
  twi_codes index;
  int again, first;
  tw_status status = twi_codes_open(ctx, from, count, &index, &again, &first);
  if (status == TW_OK) twi_codes_close(&index);
  if (status == TW_BAD_INPUT)
    return twi_fail(ctx, TW_BAD_INPUT, "tw_world_new: %s %d: found the code %s again, first at %d", what, again,
                    from[again], first);
  return status;
}

/* A copy; without data, the value throughout, or (NaN given) nothing. */
static tw_status copy_numbers(tw_context *ctx, const double *from, size_t count, double standard, double **to)
{
  if (!from && isnan(standard)) return TW_OK;
  *to = twi_alloc(ctx, count, sizeof **to);
  if (!*to) return twi_no_memory(ctx, count * sizeof **to);
  if (from) memcpy(*to, from, count * sizeof **to);
  for (size_t i = 0; !from && i < count; i++) (*to)[i] = standard;
  return TW_OK;
}

static tw_status fill_world(tw_context *ctx, const tw_world_data *data, tw_world *w)
{
  tw_status status = describe_new(ctx, data, w);
  w->N = data->regions;
  w->S = data->sectors;
  size_t sectors = (size_t)w->S, flows = twi_world_sector_flows(w), cells = twi_world_cells(w),
         bills = twi_world_bills(w);
  if (status == TW_OK)
    status = copy_codes(ctx, data->region, data->region_name, w->N, "region", &w->region, &w->region_name);
  if (status == TW_OK)
    status = copy_codes(ctx, data->sector, data->sector_name, w->S, "sector", &w->sector, &w->sector_name);
  if (status == TW_OK) status = copy_numbers(ctx, data->trade_elasticity, sectors, NAN, &w->theta);
  if (status == TW_OK) status = copy_numbers(ctx, data->flow, flows, NAN, &w->flow);
  if (status == TW_OK) status = copy_numbers(ctx, data->tariff, flows, NAN, &w->tariff);
  if (status == TW_OK) status = copy_numbers(ctx, data->export_tax, flows, NAN, &w->export_tax);
  if (status == TW_OK) status = copy_numbers(ctx, data->value_added_share, cells, 1, &w->value_added_share);
  if (status == TW_OK) status = copy_numbers(ctx, data->input_share, bills, 0, &w->input_share);
  if (status == TW_OK) status = copy_numbers(ctx, data->final_share, cells, NAN, &w->final_share);
  if (status == TW_OK) status = copy_numbers(ctx, data->employment, cells, NAN, &w->employment);
  if (status == TW_OK) status = copy_numbers(ctx, data->population, (size_t)w->N, NAN, &w->population);
  if (status == TW_OK) status = copy_numbers(ctx, data->gdp, (size_t)w->N, NAN, &w->gdp);
  if (status != TW_OK) return status;
  w->goods = twi_alloc(ctx, sectors, 1);
  if (!w->goods) return twi_no_memory(ctx, sectors);
  for (size_t s = 0; s < sectors; s++) w->goods[s] = data->goods ? data->goods[s] != 0 : 1;
  status = twi_data_columns(ctx, data, "tw_world_new", w);
  if (status == TW_OK) status = twi_data_groups(ctx, data, "tw_world_new", w);
  if (status == TW_OK) status = twi_world_check_texts(ctx, w, "tw_world_new: ");
  if (status != TW_OK) return status;
  const twi_code_places places = {.regions = "tw_world_new", .sectors = "tw_world_new"};
  status = twi_world_check_words(ctx, w, &places);
  if (status == TW_OK) status = twi_world_check_numbers(ctx, w, "tw_world_new: ", 0);
  if (status != TW_OK) return status;
  status = twi_data_products(ctx, data, "tw_world_new", w);
  if (status != TW_OK) return status;
  twi_data_absent_inputs(w);
  const twi_given given = {
      .flows = "flow", .production = "value_added_share", .inputs = "input_share", .final = "final_share"};
  status = twi_world_complete(ctx, w, &given);
  return status == TW_OK ? twi_world_seal(ctx, w) : status;
}

tw_status tw_world_new(tw_context *ctx, const tw_world_data *data, tw_world **world)
{
  tw_world *w = NULL;
  *world = NULL;
  tw_status status = check_arguments(ctx, data);
  if (status == TW_OK) status = twi_world_create(ctx, &w);
  if (status == TW_OK) status = fill_world(ctx, data, w);
  if (status != TW_OK) {
    tw_world_free(w);
    return status;
  }
  *world = w;
  return TW_OK;
}
