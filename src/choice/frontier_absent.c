/* Stands in for the searches of frontiers in a build without them (TRADEWIND_FRONTIER=OFF). */
#include "base/without.h"
#include "choice/frontier.h"

tw_status twi_frontier_most(twi_frontier_work *work, double bound, double *u)
{
  (void)bound, (void)u;
  return twi_absent(work->ctx, "frontier");
}

tw_status twi_frontier_safest(twi_frontier_work *work, double *u)
{
  (void)u;
  return twi_absent(work->ctx, "frontier");
}
