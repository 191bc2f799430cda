/* A scenario with legal and illegal fish at each of its three shares: tw_illegal_run. See illegal.h. The solutions are
 * those of tw_solve_path; a share without a certificate leaves its numbers empty. */
#include "food/illegal.h"

#include "world/products.h"

tw_status tw_illegal_run(tw_context *ctx, const tw_world *world, const tw_scenario *s, const tw_settings *settings,
                         tw_illegal **out)
{
  *out = NULL;
  if (!s->iuu.node) return twi_fail(ctx, TW_USAGE, "scenario %s has no illegal share: it has no section iuu", s->name);
  tw_illegal *x = twi_new(ctx, 1, sizeof *x);
  if (!x) return twi_no_memory(ctx, sizeof *x);
  x->ctx = ctx;
  x->share = s->iuu.at;
  x->sector = twi_world_sector_index(world, s->iuu.sector->text, s->iuu.sector->length);
  tw_solver *solver = NULL;
  tw_status status = tw_solver_new(ctx, world, settings, &solver);
  for (int i = 0; i < TWI_SHARES; i++) {
    x->at[i] = *s;
    x->at[i].iuu.at = i;
  }
  /* The one that the tables are of comes first, so that what is wrong is said of it; the others say nothing twice. */
  for (int i = 0; i < TWI_SHARES && status == TW_OK; i++) {
    int at = i == 0 ? x->share : i <= x->share ? i - 1 : i;
    if (i) twi_log_again(ctx, 1);
    status = tw_solve_path(solver, &x->at[at], &x->path[at]);
    if (i) twi_log_again(ctx, 0);
  }
  tw_solver_free(solver);
  if (status == TW_OK) status = twi_illegal_rows(x);
  if (status != TW_OK) {
    tw_illegal_free(x);
    return status;
  }
  *out = x;
  return TW_OK;
}

void tw_illegal_free(tw_illegal *x)
{
  if (!x) return;
  for (int i = 0; i < TWI_SHARES; i++) tw_path_free(x->path[i]);
  for (int i = 0; i < x->remarks; i++) twi_free(x->ctx, x->remark[i]);
  twi_free(x->ctx, x->remark);
  twi_free(x->ctx, x->row);
  twi_free(x->ctx, x);
}
