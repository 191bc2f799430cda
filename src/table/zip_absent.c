/* Stands in for ZIP archives in a build without them (TRADEWIND_ZIP=OFF). */
#include "base/without.h"
#include "table/zip.h"

tw_status twi_zip_open(tw_context *ctx, const char *path, twi_zip **zip)
{
  (void)path;
  *zip = NULL;
  return twi_absent(ctx, "zip");
}

void twi_zip_free(twi_zip *zip)
{
  (void)zip;
}

int twi_zip_members(const twi_zip *zip)
{
  (void)zip;
  return 0;
}

const char *twi_zip_name(const twi_zip *zip, int member)
{
  (void)zip, (void)member;
  return "";
}

tw_status twi_zip_source(twi_zip *zip, int member, twi_source **source)
{
  (void)zip, (void)member;
  *source = NULL;
  return TW_USAGE; /* never: no archive was opened */
}
