/* What `tradewind dependence` leaves beside the tables of a run: dependence.csv; and what run.json says of it. */
#include "dependence/dependence.h"
#include "report/report.h"
#include "report/tables/manifest.h"

static void next_text(twi_sheet *sheet, const char *text)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_cell(sheet, text ? text : "");
}

static void next_number(twi_sheet *sheet, double x)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_number(sheet, x, 0);
}

tw_status twi_report_dependence(twi_sheet *sheet, const twi_run *run)
{
  const tw_dependence *d = run->dependence;
  const tw_world *w = d->world;
  const tw_dependence_row *r;
  size_t count = tw_dependence_rows(d, &r);
  twi_sheet_text(sheet, "region,sector,partner,indicator,value,value_new,product,trade_elasticity\n");
  for (size_t i = 0; i < count; i++, r++) {
    twi_sheet_cell(sheet, tw_world_region(w, d->region));
    next_text(sheet, r->sector < 0 ? NULL : tw_world_sector(w, r->sector));
    next_text(sheet, r->partner < 0 ? NULL : tw_world_region(w, r->partner));
    next_text(sheet, tw_dependence_indicator(r->indicator));
    next_number(sheet, r->value);
    next_number(sheet, r->value_new);
    next_text(sheet, r->product < 0 ? NULL : w->product[r->product].code);
    next_number(sheet, r->trade_elasticity);
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

json_t *twi_manifest_dependence(tw_context *ctx, const twi_run *run, int *failed)
{
  const tw_dependence *d = run->dependence;
  json_t *object = json_object(), *formulas = json_object(), *remarks = json_array();
  twi_json_put(object, "region", twi_json_text(ctx, tw_world_region(d->world, d->region)), failed);
  twi_json_put(object, "name", twi_json_text(ctx, tw_world_region_name(d->world, d->region)), failed);
  twi_json_put(object, "changed", json_boolean(d->changed), failed);
  twi_json_put(object, "stops", json_integer(d->stops), failed);
  twi_json_put(object, "gap", twi_json_number(d->gap), failed);
  for (int i = 0; tw_dependence_indicator(i); i++)
    twi_json_put(formulas, tw_dependence_indicator(i), twi_json_text(ctx, tw_dependence_formula(i)), failed);
  twi_json_put(object, "formulas", formulas, failed);
  if (!remarks) *failed = 1;
  for (int i = 0; i < d->remarks; i++) twi_json_append(remarks, twi_json_text(ctx, d->remark[i]), failed);
  twi_json_put(object, "remarks", remarks, failed);
  return object;
}
