/* link.csv: the change of real income of a run with a market, split into what the market does and what the economy adds, and
 * what the product costs there. docs/formats.md lists the columns. */
#include <math.h>

#include "link/link.h"
#include "report/report.h"

tw_status twi_report_link(twi_sheet *sheet, const twi_run *run)
{
  static const char *const fields[] = {"market_pct",  "buyers_pct", "owners_pct",
                                       "economy_pct", "price_pct",  "bill_pct"};
  static const char *const ends[] = {"", "_p05", "_p50", "_p95"};
  enum { FIELDS = sizeof fields / sizeof *fields };
  const tw_world *world = tw_result_world(run->result);
  tw_context *ctx = sheet->ctx;
  const double *income = tw_result_column(run->result, TW_REGIONS, "real_income_pct");
  int N = tw_world_regions(world);
  int each = run->link->quantile ? 4 : 1, columns = (1 + FIELDS) * each;
  double *number = twi_alloc(ctx, (size_t)N * (size_t)columns + 1, sizeof *number);
  if (!number) return twi_no_memory(ctx, (size_t)N * (size_t)columns * sizeof *number);
  tw_status status = TW_OK;
  twi_sheet_text(sheet, "region");
  for (int i = 0; i < columns && status == TW_OK; i++) {
    double *at = number + (size_t)i * (size_t)N;
    const double *of_draws = income;
    char field[32];
    twi_print(field, sizeof field, "%s%s", i < each ? "real_income_pct" : fields[i / each - 1], ends[i % each]);
    if (i >= each)
      status = tw_link_numbers(ctx, run->link, field, at);
    else if (i > 0)
      of_draws = tw_range_quantile(run->range, TW_REGIONS, "real_income_pct", i - 1);
    for (int d = 0; i < each && d < N; d++) at[d] = of_draws ? of_draws[d] : NAN;
    twi_sheet_text(sheet, ",");
    twi_sheet_text(sheet, field);
  }
  twi_sheet_text(sheet, "\n");
  for (int d = 0; d < N && status == TW_OK; d++) {
    twi_sheet_cell(sheet, tw_world_region(world, d));
    for (int i = 0; i < columns; i++) {
      twi_sheet_text(sheet, ",");
      twi_sheet_number(sheet, number[(size_t)i * (size_t)N + (size_t)d], 0);
    }
    twi_sheet_text(sheet, "\n");
  }
  twi_free(ctx, number);
  return status == TW_OK ? sheet->status : status;
}
