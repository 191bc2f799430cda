/* A world written in a form that others read: the folder, one long CSV file of flows, a folder of Stata files. */
#include "world/export.h"

#include <math.h>
#include <string.h>

#include "base/names.h"
#include "table/sink.h"
#include "world/products.h"

/* The columns of rates, each with its numbers; NULL: zero. */
enum { MOST = TWI_MOST_COLUMNS + 2 };
typedef struct long_rates {
  int count;
  const char *name[MOST];
  const double *rate[MOST];
} long_rates;

/* product: what the flow is of inside its sector; NULL: the table has no such column, "": it is all of the sector. */
static tw_status write_flow(twi_sink *out, const tw_world *w, const long_rates *r, const char *product, size_t cell,
                            size_t s, size_t d, size_t o)
{
  if (w->flow[cell] == 0) return TW_OK;
  tw_status status = twi_sink_field(out, w->region[d], ',');
  if (status == TW_OK) status = twi_sink_field(out, w->region[o], ',');
  if (status == TW_OK) status = twi_sink_field(out, w->sector[s], ',');
  if (status == TW_OK && product) status = twi_sink_field(out, product, ',');
  if (status == TW_OK) status = twi_sink_number(out, w->flow[cell], ',');
  for (int i = 0; i < r->count && status == TW_OK; i++)
    status = twi_sink_percent(out, r->rate[i] ? r->rate[i][cell] : 0, i + 1 < r->count || w->quantity ? ',' : '\n');
  if (status != TW_OK || !w->quantity) return status;
  size_t all = twi_world_sector_flows(w);
  return cell < all || isnan(w->quantity[cell - all]) ? twi_sink_text(out, "\n")
                                                      : twi_sink_number(out, w->quantity[cell - all], '\n');
}

/* The flows of one market: of a sector that has nothing inside, or of a product. */
static tw_status write_market(twi_sink *out, const tw_world *w, const long_rates *r, const twi_market *m)
{
  tw_status status = TW_OK;
  const char *product = m->product >= 0 ? w->product[m->product].code : w->products ? "" : NULL;
  for (size_t d = 0; d < (size_t)w->N; d++) {
    twi_flow_row row = twi_market_row(w, m, d);
    for (size_t i = 0; i < row.count && status == TW_OK; i++)
      status = write_flow(out, w, r, product, row.first + i, (size_t)m->sector, d, twi_row_seller(&row, i));
  }
  return status;
}

/* Flows and rates, a row each, in one file: importer, exporter, sector, value, tariff_pct …; of a world with products
 * the product as well, behind the sector, and quantities where it has them. */
static tw_status write_long(tw_context *ctx, const tw_world *w, const char *file)
{
  long_rates r = {2, {"tariff_pct", "export_tax_pct"}, {w->tariff, w->export_tax}};
  for (int i = 0; i < w->column_count; i++) {
    r.name[r.count] = w->columns[i].name;
    r.rate[r.count++] = w->columns[i].values;
  }
  twi_sink *out = NULL;
  tw_status status = twi_sink_open(ctx, file, &out);
  if (status == TW_OK)
    status =
        twi_sink_text(out, w->products ? "importer,exporter,sector,product,value" : "importer,exporter,sector,value");
  for (int i = 0; i < r.count && status == TW_OK; i++) {
    status = twi_sink_text(out, ",");
    if (status == TW_OK) status = twi_sink_text(out, r.name[i]);
  }
  if (status == TW_OK) status = twi_sink_text(out, w->quantity ? ",quantity\n" : "\n");
  for (int m = 0; m < w->markets && status == TW_OK; m++) status = write_market(out, w, &r, &w->market[m]);
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
