/* What one equilibrium is solved with, made and freed, and the economy that a solution stands for. */
#include "equilibrium/equilibrium.h"

tw_status twi_equilibrium_new(tw_context *ctx, const tw_world *world, const tw_settings *settings,
                              twi_equilibrium **out)
{
  *out = NULL;
  twi_equilibrium *e = twi_new(ctx, 1, sizeof *e);
  if (!e) return twi_no_memory(ctx, sizeof *e);
  e->ctx = ctx;
  e->world = world;
  e->settings = *settings;
  tw_status status = twi_pool_new(ctx, settings->threads, &e->pool);
  if (status == TW_OK) {
    twi_core_init(&e->core, ctx, world, e->pool);
    for (int real = 0; real < 2 && status == TW_OK; real++) {
      if (real) status = twi_arena_allocate(ctx, &e->arena);
      if (status != TW_OK) break;
      size_t n = e->core.n;
      twi_core_carve(&e->core, &e->arena);
      twi_newton_carve(&e->newton, &e->arena, n, settings->krylov_dimension);
      e->u = twi_arena_doubles(&e->arena, n);
      e->u_base = twi_arena_doubles(&e->arena, n);
      e->u_reference = twi_arena_doubles(&e->arena, n);
      e->u_new = twi_arena_doubles(&e->arena, n);
      e->path = twi_arena_doubles(&e->arena, 2 * n);
      e->deficits = twi_arena_doubles(&e->arena, (size_t)world->N);
    }
  }
  if (status == TW_OK) status = twi_core_fill(&e->core);
  if (status != TW_OK) {
    twi_equilibrium_free(e);
    return status;
  }
  *out = e;
  return TW_OK;
}

void twi_equilibrium_free(twi_equilibrium *e)
{
  if (!e) return;
  twi_core_free(&e->core);
  twi_pool_free(e->ctx, e->pool);
  twi_arena_free(e->ctx, &e->arena);
  twi_free(e->ctx, e);
}

void twi_equilibrium_state(twi_equilibrium *e, const double *u, const twi_wedges *to, twi_state *x)
{
  twi_core *c = &e->core;
  size_t N = c->N, S = c->S, Sp = c->Sp;
  for (size_t d = 0; d < N; d++) {
    x->lnw[d] = u[d];
    for (size_t s = 0; s < S; s++) {
      x->lnP[d * S + s] = u[c->at_P + d * Sp + s];
      x->Y[d * S + s] = u[c->at_Y + d * Sp + s] * c->total;
    }
  }
  x->blocks = c->block;
  x->closure = e->closure;
  for (size_t d = 0; d < N; d++) {
    x->D[d] = c->Dw[d] * c->total;
    x->I[d] = (c->wV[d] + u[c->at_R + d] + c->Dw[d]) * c->total;
    for (size_t s = 0; s < S; s++) x->X[d * S + s] = c->X[s * c->Np + d] * c->total;
  }
  twi_state_account(x, e->world, to, e->pool);
}
