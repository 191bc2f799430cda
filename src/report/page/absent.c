/* Stands in for the page in a build without it (TRADEWIND_PAGE=OFF): results have no report.html, and none is made of
 * folders. */
#include "base/without.h"
#include "report/report.h"

tw_status twi_page_report(twi_sheet *sheet, twi_sheet *const *sheets, int count, const char *folder)
{
  (void)sheets, (void)count, (void)folder;
  return twi_absent(sheet->ctx, "page");
}

tw_status tw_report_write(tw_context *ctx, const char *const *folders, int count, const char *file)
{
  (void)folders, (void)count, (void)file;
  return twi_absent(ctx, "page");
}

tw_status tw_compare_write(tw_context *ctx, const char *const *folders, int count, const char *file)
{
  (void)folders, (void)count, (void)file;
  return twi_absent(ctx, "page");
}

tw_status tw_brief_write(tw_context *ctx, const char *folder, const char *language, const char *file)
{
  (void)folder, (void)language, (void)file;
  return twi_absent(ctx, "page");
}
