/* What `tradewind exposure` leaves beside the tables of a run: exposure.csv, every wedge of one region; the
 * friends-and-enemies matrix and the largest of each sign, of one region or of all; and what run.json says of it. */
#include <math.h>

#include "exposure/exposure.h"
#include "report/report.h"
#include "report/tables/manifest.h"
#include "scenario/rules.h"

static void put_text(twi_sheet *sheet, const char *text, const char *after)
{
  twi_sheet_cell(sheet, text ? text : "");
  twi_sheet_text(sheet, after);
}

static void put_number(twi_sheet *sheet, double x, const char *after)
{
  twi_sheet_number(sheet, x, 0);
  twi_sheet_text(sheet, after);
}

/* "real_income", "output C29": the outcome without its region, which has a column of its own. */
static const char *outcome_of(const tw_exposure *x, char text[160])
{
  const tw_world *w = x->point.result->world;
  const twi_exposed *o = &x->outcome;
  char product[TWI_PRODUCT_WORDS];
  const char *code = o->product >= 0  ? twi_product_words(w, o->product, product)
                     : o->sector >= 0 ? w->sector[o->sector]
                                      : NULL;
  snprintf(text, 160, "%s%s%s", o->kind, code ? " " : "", code ? code : "");
  return text;
}

static void put_region(twi_sheet *sheet, const tw_exposure *x, int region)
{
  char text[160];
  const tw_world *w = x->point.result->world;
  put_text(sheet, w->region[x->all ? region : x->outcome.region], ",");
  put_text(sheet, outcome_of(x, text), ",");
}

static void put_wedge(twi_sheet *sheet, const tw_exposure *x, const tw_exposed *row)
{
  const tw_world *w = x->point.result->world;
  put_text(sheet, tw_wedge_word(row->wedge), ",");
  put_text(sheet, w->sector[row->sector], ",");
  put_text(sheet, row->product < 0 ? NULL : w->product[row->product].code, ",");
  put_text(sheet, row->importer < 0 ? NULL : w->region[row->importer], ",");
  put_text(sheet, w->region[row->exporter], ",");
  put_number(sheet, row->derivative, ",");
}

tw_status twi_report_exposure(twi_sheet *sheet, const twi_run *run)
{
  const tw_exposure *x = run->exposure;
  tw_exposed row;
  size_t cursor = 0;
  twi_sheet_text(sheet, "region,outcome,wedge,sector,product,importer,exporter,derivative,per_point\n");
  while (sheet->status == TW_OK && tw_exposure_next(x, &cursor, &row)) {
    put_region(sheet, x, 0);
    put_wedge(sheet, x, &row);
    put_number(sheet, row.per_point, "\n");
  }
  return sheet->status;
}

tw_status twi_report_exposure_matrix(twi_sheet *sheet, const twi_run *run)
{
  const tw_exposure *x = run->exposure;
  const tw_world *w = x->point.result->world;
  twi_sheet_text(sheet, "region,outcome,exporter,sector,derivative\n");
  for (int r = 0; r < w->N; r++)
    for (int o = 0; o < w->N && (x->all || r == x->region); o++)
      for (int s = -1; s < w->S; s++) {
        double by = tw_exposure_to(x, r, o, s);
        if (s >= 0 && !(w->output[(size_t)o * (size_t)w->S + (size_t)s] > 0)) continue;
        put_region(sheet, x, r);
        put_text(sheet, w->region[o], ",");
        put_text(sheet, s < 0 ? NULL : w->sector[s], ",");
        put_number(sheet, by, "\n");
      }
  return sheet->status;
}

tw_status twi_report_exposure_largest(twi_sheet *sheet, const twi_run *run)
{
  const tw_exposure *x = run->exposure;
  const tw_world *w = x->point.result->world;
  tw_exposed row;
  twi_sheet_text(sheet, "region,outcome,wedge,sector,product,importer,exporter,derivative,per_point,rate_pct,"
                        "exact_1_pct,exact_25_pct\n");
  for (int r = 0; r < w->N; r++)
    for (int sign = 1; sign >= -1; sign -= 2)
      for (int i = 0; tw_exposure_largest(x, r, sign, i, &row); i++) {
        put_region(sheet, x, r);
        put_wedge(sheet, x, &row);
        put_number(sheet, row.per_point, ",");
        twi_sheet_number(sheet, row.rate, 2);
        twi_sheet_text(sheet, ",");
        put_number(sheet, row.exact[0], ",");
        put_number(sheet, row.exact[1], "\n");
      }
  return sheet->status;
}

static void put_word(tw_context *ctx, json_t *object, const char *key, const char *word, int *failed)
{
  twi_json_put(object, key, word ? twi_json_text(ctx, word) : json_null(), failed);
}

json_t *twi_manifest_exposure(tw_context *ctx, const twi_run *run, int *failed)
{
  const tw_exposure *x = run->exposure;
  const tw_world *w = x->point.result->world;
  json_t *object = json_object(), *remarks = json_array();
  const char *remark;
  put_word(ctx, object, "region", x->all ? NULL : w->region[x->region], failed);
  put_word(ctx, object, "outcome", x->all ? x->outcome.kind : x->outcome.words, failed);
  put_word(ctx, object, "partner", x->partner < 0 ? NULL : w->region[x->partner], failed);
  put_word(ctx, object, "wedges", x->asked_wedges[0] ? x->asked_wedges : NULL, failed);
  twi_json_put(object, "largest", json_integer(x->room), failed);
  twi_json_put(object, "products", json_boolean(x->products), failed);
  twi_json_put(object, "exact", json_boolean(x->exact), failed);
  twi_json_put(object, "changed", json_boolean(x->changed), failed);
  twi_json_put(object, "residual", twi_json_number(x->info.residual), failed);
  twi_json_put(object, "kinks", json_integer(x->info.kinks), failed);
  if (!remarks) *failed = 1;
  for (int i = 0; (remark = tw_exposure_remark(x, i)); i++)
    twi_json_append(remarks, twi_json_text(ctx, remark), failed);
  twi_json_put(object, "remarks", remarks, failed);
  return object;
}
