/* Stands in for the writer of Stata files in a build without them (TRADEWIND_STATA=OFF). */
#include "base/without.h"
#include "world/export.h"

tw_status twi_world_write_dta(tw_context *ctx, const tw_world *w, const char *folder)
{
  (void)w, (void)folder;
  return twi_absent(ctx, "stata");
}
