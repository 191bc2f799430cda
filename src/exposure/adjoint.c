/* One transposed solve. See exposure.h. */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "exposure/exposure.h"

/* What the solve leaves of its right side: derivatives are as exact as that. */
static const double PRECISION = 1e-14;

static int by_cell(const void *left, const void *right)
{
  const twi_direct *a = left, *b = right;
  return (a->cell > b->cell) - (a->cell < b->cell);
}

tw_status twi_exposure_solve(twi_exposure_point *p, const twi_exposed *outcome)
{
  twi_core *c = &p->e->core;
  twi_conditions *q = p->q;
  memset(p->g, 0, p->problem.n * sizeof(double));
  memset(p->y, 0, c->n * sizeof(double));
  for (int k = 0; q && k < q->m; k++)
    if (q->border.active[k]) p->g[c->n + (size_t)k] = twi_exposed_direct(q, k, outcome);
  twi_seeds_clear(c, &p->seeds);
  twi_exposed_seed(c, outcome, &p->seeds, NULL);
  twi_core_vjp_seeded(c, p->y, &p->seeds, p->g);
  twi_core_scale_columns(c, p->g);
  double relative;
  p->products +=
      twi_gmres_solve(&p->gmres, p->ctx, &p->problem, p->g, PRECISION, 4 * p->gmres.m, p->solution, &relative);
  p->relative = fmax(p->relative, relative);
  tw_status status = twi_check_cancel(p->ctx);
  if (status != TW_OK) return status;
  for (size_t i = 0; i < c->n; i++) p->y[i] = -p->solution[i];
  twi_core_scale_rows(c, p->y);
  p->directs.count = 0;
  twi_seeds_clear(c, &p->seeds);
  twi_exposed_seed(c, outcome, &p->seeds, &p->directs);
  for (int k = 0; q && k < q->m; k++) {
    double weight = -twi_border_weight(&q->border, k) * p->solution[c->n + (size_t)k];
    if (weight != 0) twi_conditions_seed(q, k, weight, q->border.x, &p->seeds, &p->directs);
  }
  return twi_sort(p->ctx, p->directs.list, p->directs.count, sizeof *p->directs.list, by_cell);
}
