/* What a scenario with illegal fish leaves beside the tables of a run: illegal.csv, at all three shares; and what run.json
 * says of it. docs/formats.md lists the columns. */
#include "report/report.h"
#include "report/tables/manifest.h"

enum { SHARES = 3 };

tw_status twi_report_illegal(twi_sheet *sheet, const twi_run *run)
{
  const tw_illegal_row *row;
  int count = tw_illegal_rows(run->illegal, &row);
  twi_sheet_text(sheet, "measure,region,partner,unit,low,point,high\n");
  for (int i = 0; i < count; i++, row++) {
    const char *const words[] = {row->measure, row->region, row->partner, row->unit};
    for (int k = 0; k < 4; k++) {
      if (k) twi_sheet_text(sheet, ",");
      twi_sheet_cell(sheet, words[k]);
    }
    for (int k = 0; k < SHARES; k++) {
      twi_sheet_text(sheet, ",");
      twi_sheet_number(sheet, row->value[k], 0);
    }
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

json_t *twi_manifest_illegal(tw_context *ctx, const twi_run *run, int *failed)
{
  static const char *const share[SHARES] = {"low", "point", "high"};
  const tw_illegal *x = run->illegal;
  json_t *object = json_object(), *remarks = json_array(), *outcomes = json_object();
  const char *remark;
  twi_json_put(object, "sector",
               twi_json_text(ctx, tw_world_sector(tw_result_world(run->result), tw_illegal_sector(x))), failed);
  twi_json_put(object, "share", json_string(share[tw_illegal_share(x)]), failed);
  for (int k = 0; k < SHARES; k++) {
    const tw_path *path = tw_illegal_path(x, k);
    const tw_info *info = tw_result_info(tw_path_result(path, tw_path_count(path) - 1));
    twi_json_put(outcomes, share[k], json_string(tw_outcome_word(info->outcome)), failed);
  }
  twi_json_put(object, "outcomes", outcomes, failed);
  for (int i = 0; (remark = tw_illegal_remark(x, i)); i++) twi_json_append(remarks, twi_json_text(ctx, remark), failed);
  twi_json_put(object, "remarks", remarks, failed);
  return object;
}
