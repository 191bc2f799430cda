/* The transposed system of core and conditions together: solve/border_transposed.c has the border, this what the rows of
 * the conditions are in the core. */
#include <string.h>

#include "model/adjoint.h"
#include "model/conditions.h"

struct twi_conditions_transposed {
  twi_conditions *q;
  twi_seeds seeds;
  twi_arena arena;
  twi_border_transposed border;
  double *m; /* [n] bar of F */
};

/* y = J' m + sum of weight C', m a bar of scaled rows. */
static void adjoint(void *data, const double *m, const double *weight, double *y)
{
  twi_conditions_transposed *t = data;
  twi_conditions *q = t->q;
  twi_core *c = q->core;
  twi_seeds_clear(c, &t->seeds);
  for (int k = 0; k < q->m; k++)
    if (weight[k] != 0) twi_conditions_seed(q, k, weight[k], q->border.x, &t->seeds, NULL);
  memcpy(t->m, m, c->n * sizeof(double));
  twi_core_scale_rows(c, t->m);
  twi_core_vjp_seeded(c, t->m, &t->seeds, y);
  twi_core_scale_columns(c, y);
}

tw_status twi_conditions_transposed_new(twi_conditions *q, twi_conditions_transposed **out)
{
  tw_context *ctx = q->core->ctx;
  *out = NULL;
  twi_conditions_transposed *t = twi_new(ctx, 1, sizeof *t);
  if (!t) return twi_no_memory(ctx, sizeof *t);
  t->q = q;
  tw_status status = twi_seeds_new(q->core, &t->seeds);
  for (int real = 0; real < 2 && status == TW_OK; real++) {
    if (real) status = twi_arena_allocate(ctx, &t->arena);
    if (status != TW_OK) break;
    t->m = twi_arena_doubles(&t->arena, q->core->n);
    t->border.v = twi_arena_doubles(&t->arena, q->core->n + q->border.mp);
    t->border.weight = twi_arena_doubles(&t->arena, q->border.mp);
  }
  if (status != TW_OK) {
    twi_conditions_transposed_free(t);
    return status;
  }
  t->border.border = &q->border;
  t->border.inner = twi_core_transposed_problem(q->core);
  t->border.adjoint = adjoint;
  t->border.data = t;
  *out = t;
  return TW_OK;
}

void twi_conditions_transposed_free(twi_conditions_transposed *t)
{
  if (!t) return;
  tw_context *ctx = t->q->core->ctx;
  twi_seeds_free(t->q->core, &t->seeds);
  twi_arena_free(ctx, &t->arena);
  twi_free(ctx, t);
}

twi_problem twi_conditions_transposed_problem(twi_conditions_transposed *t)
{
  return twi_border_transposed_problem(&t->border);
}
