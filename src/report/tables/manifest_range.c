/* What run.json says of a range: what was drawn from what, and how the draws ended. docs/formats.md lists the keys. */
#include <string.h>

#include "report/tables/manifest.h"
#include "table/texts.h"

/* "title.fr" and so on. */
static const char *text_of_parameter(const void *parameter, const char *field)
{
  const tw_range_parameter *p = parameter;
  for (int i = 0; twi_language(i); i++)
    if (strcmp(field + strlen("title."), twi_language(i)) == 0) return p->titles[i];
  return NULL;
}

static json_t *parameters_list(tw_context *ctx, const tw_range_result *range, int *failed)
{
  const tw_range_parameter *p;
  int count = tw_range_parameters(range, &p);
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; i < count; i++) {
    json_t *line = json_object();
    twi_json_put(line, "name", twi_json_text(ctx, p[i].name), failed);
    twi_json_put(line, "title", twi_json_text(ctx, p[i].title), failed);
    twi_json_put(line, "titles", twi_json_languages(ctx, text_of_parameter, &p[i], "title", failed), failed);
    twi_json_put(line, "distribution", twi_json_text(ctx, p[i].distribution), failed);
    twi_json_put(line, "central", twi_json_number(p[i].central), failed);
    twi_json_put(line, "source", twi_json_text(ctx, p[i].source), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

json_t *twi_manifest_range(tw_context *ctx, const twi_run *run, int *failed)
{
  const tw_range_result *range = run->range;
  const tw_range_info *info = tw_range_info_of(range);
  json_t *object = json_object(), *part = json_object();
  twi_json_put(object, "draws", json_integer(info->draws), failed);
  twi_json_put(object, "certified", json_integer(info->certified), failed);
  for (int i = 0; i < info->failures; i++)
    twi_json_put(part, tw_outcome_word(info->failed[i].outcome), json_integer(info->failed[i].count), failed);
  twi_json_put(object, "failed", part, failed);
  twi_json_put(object, "cut", json_integer(info->cut), failed);
  twi_json_put(object, "floor", twi_json_number(info->floor), failed);
  twi_json_put(object, "seed", json_integer((json_int_t)info->seed), failed);
  twi_json_put(object, "points", json_string("latin_hypercube"), failed);
  twi_json_put(object, "sectors", json_boolean(tw_range_quantile(range, TW_SECTORS, "output_pct", 0) != NULL), failed);
  twi_json_put(object, "trade", json_boolean(tw_range_quantile(range, TW_TRADE, "new_value", 0) != NULL), failed);
  twi_json_put(object, "decomposition",
               json_boolean(tw_range_quantile(range, TW_REGIONS, "terms_of_trade_pct", 0) != NULL), failed);
  twi_json_put(object, "assumed", json_boolean(info->assumed), failed);
  twi_json_put(object, "parameters", parameters_list(ctx, range, failed), failed);
  part = json_object();
  twi_json_put(part, "points", json_string("saltelli"), failed);
  twi_json_put(part, "base", json_integer(info->drivers), failed);
  twi_json_put(part, "draws", json_integer(info->driver_draws), failed);
  twi_json_put(part, "certified", json_integer(info->driver_certified), failed);
  twi_json_put(object, "drivers", info->drivers ? part : json_null(), failed);
  if (!info->drivers) json_decref(part);
  part = json_array();
  const char *note;
  if (!part) *failed = 1;
  for (int i = 0; (note = tw_range_note(range, i)); i++) twi_json_append(part, twi_json_text(ctx, note), failed);
  twi_json_put(object, "notes", part, failed);
  twi_json_put(object, "store", twi_json_text(ctx, tw_range_store(range)), failed);
  part = json_object();
  twi_json_put(part, "central", json_real(info->seconds.central), failed);
  twi_json_put(part, "draws", json_real(info->seconds.draws), failed);
  twi_json_put(part, "drivers", json_real(info->seconds.drivers), failed);
  twi_json_put(part, "statistics", json_real(info->seconds.statistics), failed);
  twi_json_put(object, "seconds", part, failed);
  return object;
}
