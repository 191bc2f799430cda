/* Stands in for the Stata files of results in a build without them (TRADEWIND_STATA=OFF). */
#include "base/without.h"
#include "report/tables/folder.h"

tw_status twi_folder_stata(twi_folder *f, const tw_world *world)
{
  (void)world;
  return twi_absent(f->ctx, "stata");
}
