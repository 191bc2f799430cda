/* What a cascade of bans leaves beside the tables of a run: cascade.csv, every decision of every round; clause.csv, both
 * parties of each no-ban clause with it and without; and what run.json says of them. */
#include <math.h>

#include "cascade/cascade.h"
#include "report/report.h"
#include "report/tables/manifest.h"

static void put_text(twi_sheet *sheet, const char *text, const char *after)
{
  twi_sheet_cell(sheet, text ? text : "");
  twi_sheet_text(sheet, after);
}

/* "A01,WHEAT"; of a whole sector "A01," */
static void put_goods(twi_sheet *sheet, const tw_world *w, int sector, int product)
{
  put_text(sheet, w->sector[sector], ",");
  put_text(sheet, product < 0 ? NULL : w->product[product].code, ",");
}

tw_status twi_report_cascade(twi_sheet *sheet, const twi_run *run)
{
  const tw_cascade *c = run->cascade;
  twi_sheet_text(sheet, "round,region,sector,product,action,trigger,clause\n");
  for (int i = 0; i < c->rows; i++) {
    const tw_cascade_row *row = &c->row[i];
    twi_sheet_number(sheet, row->round, 0);
    twi_sheet_text(sheet, ",");
    put_text(sheet, c->world->region[row->region], ",");
    put_goods(sheet, c->world, row->sector, row->product);
    put_text(sheet, row->action, ",");
    if (isfinite(row->trigger)) twi_sheet_number(sheet, row->trigger, 0);
    twi_sheet_text(sheet, row->clause ? ",with\n" : ",without\n");
  }
  return sheet->status;
}

tw_status twi_report_clause(twi_sheet *sheet, const twi_run *run)
{
  const tw_cascade *c = run->cascade;
  twi_sheet_text(sheet, "exporter,importer,kind,region,sector,product,measure,unit,base,without,with\n");
  for (int i = 0; i < c->parties; i++) {
    const tw_clause_row *row = &c->party[i];
    put_text(sheet, c->world->region[row->exporter], ",");
    put_text(sheet, c->world->region[row->importer], ",");
    put_text(sheet, row->kind, ",");
    put_text(sheet, c->world->region[row->region], ",");
    put_goods(sheet, c->world, row->sector, row->product);
    put_text(sheet, row->measure, ",");
    put_text(sheet, row->unit, ",");
    twi_sheet_number(sheet, row->base, 0);
    twi_sheet_text(sheet, ",");
    twi_sheet_number(sheet, row->without, 0);
    twi_sheet_text(sheet, ",");
    twi_sheet_number(sheet, row->with, 0);
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

json_t *twi_manifest_cascade(tw_context *ctx, const twi_run *run, int *failed)
{
  const tw_cascade *c = run->cascade;
  json_t *object = json_object(), *sentences = json_array(), *remarks = json_array();
  twi_json_put(object, "followers", json_integer(c->followers), failed);
  twi_json_put(object, "rounds", json_integer(c->rounds[TWI_WITHOUT]), failed);
  twi_json_put(object, "rounds_with_clause", c->clauses ? json_integer(c->rounds[TWI_WITH]) : json_null(), failed);
  twi_json_put(object, "clauses", json_integer(c->clauses), failed);
  twi_json_put(object, "tables", twi_json_text(ctx, c->given), failed);
  for (int i = 0; i < TWI_CASCADE_FILES; i++) {
    json_t *file = twi_manifest_file(ctx, &c->file[i], failed);
    if (c->of_world[i]) twi_json_put(file, "of_world", json_true(), failed);
    twi_json_put(object, twi_cascade_file_name[i], file, failed);
  }
  if (!sentences || !remarks) *failed = 1;
  for (int i = 0; i < c->sentences; i++) twi_json_append(sentences, twi_json_text(ctx, c->sentence[i]), failed);
  for (int i = 0; i < c->remarks; i++) twi_json_append(remarks, twi_json_text(ctx, c->remark[i]), failed);
  twi_json_put(object, "sentences", sentences, failed);
  twi_json_put(object, "remarks", remarks, failed);
  return object;
}
