/* A world written in a form that others read: the folder, one long CSV file of flows, a folder of Stata files. */
#include "world/export.h"

#include <string.h>

#include "base/names.h"
#include "table/sink.h"

/* Flows and rates, a row each, in one file: importer, exporter, sector, value, tariff_pct … */
static tw_status write_long(tw_context *ctx, const tw_world *w, const char *file)
{
  enum { MOST = TWI_MOST_COLUMNS + 2 };
  const char *name[MOST] = {"tariff_pct", "export_tax_pct"};
  const double *rate[MOST] = {w->tariff, w->export_tax};
  int count = 2;
  for (int i = 0; i < w->column_count; i++) {
    name[count] = w->columns[i].name;
    rate[count++] = w->columns[i].values;
  }
  twi_sink *out = NULL;
  tw_status status = twi_sink_open(ctx, file, &out);
  if (status == TW_OK) status = twi_sink_text(out, "importer,exporter,sector,value");
  for (int i = 0; i < count && status == TW_OK; i++) {
    status = twi_sink_text(out, ",");
    if (status == TW_OK) status = twi_sink_text(out, name[i]);
  }
  if (status == TW_OK) status = twi_sink_text(out, "\n");
  size_t n = (size_t)w->N;
  for (size_t cell = 0; cell < twi_world_flows(w) && status == TW_OK; cell++) {
    if (w->flow[cell] == 0) continue;
    status = twi_sink_field(out, w->region[cell / n % n], ',');
    if (status == TW_OK) status = twi_sink_field(out, w->region[cell % n], ',');
    if (status == TW_OK) status = twi_sink_field(out, w->sector[cell / n / n], ',');
    if (status == TW_OK) status = twi_sink_number(out, w->flow[cell], ',');
    for (int i = 0; i < count && status == TW_OK; i++)
      status = twi_sink_percent(out, rate[i] ? rate[i][cell] : 0, i + 1 < count ? ',' : '\n');
  }
  if (status == TW_OK) status = twi_sink_commit(out);
  twi_sink_free(out);
  return status;
}

tw_status tw_world_export(tw_context *ctx, const tw_world *world, const tw_export *ask)
{
  static const char *const form[] = {"folder", "csv", "dta"};
  if (!ask || !ask->to || !ask->out || !*ask->out)
    return twi_fail(ctx, TW_USAGE, "tw_world_export: no form or no target");
  size_t n = strlen(ask->to);
  if (twi_same_name(ask->to, n, "folder")) return tw_world_write_folder(ctx, world, ask->out);
  if (twi_same_name(ask->to, n, "csv")) return write_long(ctx, world, ask->out);
  if (twi_same_name(ask->to, n, "dta")) return twi_world_write_dta(ctx, world, ask->out);
  const char *nearest = twi_nearest(ask->to, n, form, 3);
  return twi_fail(ctx, TW_USAGE, "unknown form %s; known are folder, csv and dta%s%s%s", ask->to,
                  nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
}
