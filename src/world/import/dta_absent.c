/* Stands in for the readers of Stata files in a build without them (TRADEWIND_STATA=OFF). */
#include "base/without.h"
#include "world/export.h"
#include "world/import/import.h"

tw_status twi_import_dta(twi_import_job *j)
{
  return twi_absent(j->ctx, "stata");
}

tw_status twi_world_read_dta(tw_context *ctx, const char *folder, tw_world **world)
{
  (void)folder;
  *world = NULL;
  return twi_absent(ctx, "stata");
}
