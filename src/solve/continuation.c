/* Going through a shock in steps: from the last solved point the next one is predicted on the straight line through
 * the last two and then solved; a failure quarters the step, a success doubles it (Allgower and Georg 2003,
 * Introduction to Numerical Continuation Methods, chapter 6). Steps shrink until the place where solutions end is
 * known to the resolution asked for. */
#include "solve/continuation.h"

#include <math.h>
#include <string.h>

double twi_continuation_run(twi_continuation *c, tw_context *ctx, int limit, double *u, int *steps)
{
  size_t bytes = c->n * sizeof(double);
  double share = 0, before = -1, step = c->first;
  memcpy(c->at, u, bytes);
  while (share < 1 && *steps < limit) {
    double next = fmin(1, share + step), reach = before >= 0 ? (next - share) / (share - before) : 0;
    for (size_t i = 0; i < c->n; i++) u[i] = c->at[i] + (reach > 0 ? reach * (c->at[i] - c->before[i]) : 0);
    (*steps)++;
    int failed = c->attempt(c->data, next, u);
    if (twi_check_cancel(ctx) != TW_OK) break;
    if (failed) {
      step = 0.25 * (next - share);
      if (step < c->resolution) break;
      continue;
    }
    memcpy(c->before, c->at, bytes);
    memcpy(c->at, u, bytes);
    before = share;
    share = next;
    step *= 2;
    if (twi_progress(ctx, "going through the shock", share) != TW_OK) break;
  }
  memcpy(u, c->at, bytes);
  return share;
}
