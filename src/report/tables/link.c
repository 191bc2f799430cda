/* link.csv: the change of real income of a run with a market, split into what the market does and what the economy adds, and
 * what the product costs there. docs/formats.md lists the columns. */
#include "report/report.h"

tw_status twi_report_link(twi_sheet *sheet, const twi_run *run)
{
  static const char *const fields[] = {"market_pct",  "buyers_pct", "owners_pct",
                                       "economy_pct", "price_pct",  "bill_pct"};
  enum { FIELDS = sizeof fields / sizeof *fields };
  const tw_world *world = tw_result_world(run->result);
  tw_context *ctx = sheet->ctx;
  const double *income = tw_result_column(run->result, TW_REGIONS, "real_income_pct");
  int N = tw_world_regions(world);
  double *number = twi_alloc(ctx, (size_t)N * FIELDS + 1, sizeof *number);
  if (!number) return twi_no_memory(ctx, (size_t)N * FIELDS * sizeof *number);
  tw_status status = TW_OK;
  for (int i = 0; i < FIELDS && status == TW_OK; i++)
    status = tw_link_numbers(ctx, run->link, fields[i], number + (size_t)i * (size_t)N);
  twi_sheet_text(sheet, "region,real_income_pct");
  for (int i = 0; i < FIELDS; i++) {
    twi_sheet_text(sheet, ",");
    twi_sheet_text(sheet, fields[i]);
  }
  twi_sheet_text(sheet, "\n");
  for (int d = 0; d < N && status == TW_OK; d++) {
    twi_sheet_cell(sheet, tw_world_region(world, d));
    twi_sheet_text(sheet, ",");
    twi_sheet_number(sheet, income[d], 0);
    for (int i = 0; i < FIELDS; i++) {
      twi_sheet_text(sheet, ",");
      twi_sheet_number(sheet, number[(size_t)i * (size_t)N + (size_t)d], 0);
    }
    twi_sheet_text(sheet, "\n");
  }
  twi_free(ctx, number);
  return status == TW_OK ? sheet->status : status;
}
