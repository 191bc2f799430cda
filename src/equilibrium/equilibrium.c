/* What one equilibrium is solved with, made and freed, and the economy that a solution stands for. */
#include "equilibrium/equilibrium.h"

static void carve_vectors(twi_equilibrium *e, twi_arena *arena, size_t n)
{
  twi_newton_carve(&e->newton, arena, n, e->settings.krylov_dimension);
  e->u = twi_arena_doubles(arena, n);
  e->u_base = twi_arena_doubles(arena, n);
  e->u_reference = twi_arena_doubles(arena, n);
  e->u_new = twi_arena_doubles(arena, n);
  e->path = twi_arena_doubles(arena, 2 * n);
}

tw_status twi_equilibrium_make_room(twi_equilibrium *e)
{
  size_t n = e->core.n;
  if (n <= e->room) return TW_OK;
  twi_arena wider = {0};
  twi_newton newton = e->newton;
  double *const kept[] = {e->u, e->u_base, e->u_reference, e->u_new, e->path};
  carve_vectors(e, &wider, n); /* counts */
  tw_status status = twi_arena_allocate(e->ctx, &wider);
  if (status != TW_OK) { /* as before */
    e->newton = newton;
    e->u = kept[0], e->u_base = kept[1], e->u_reference = kept[2], e->u_new = kept[3], e->path = kept[4];
    twi_core_set_closure(&e->core, e->closure = NULL);
    return status;
  }
  carve_vectors(e, &wider, n);
  e->newton.residuals = newton.residuals;
  e->newton.products = newton.products;
  e->newton.iterations = newton.iterations;
  twi_arena_free(e->ctx, &e->wider);
  e->wider = wider;
  e->room = n;
  return TW_OK;
}

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
      twi_core_carve(&e->core, &e->arena);
      carve_vectors(e, &e->arena, e->room = e->core.n);
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
  twi_arena_free(e->ctx, &e->wider);
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
  for (size_t i = 0; i < x->G; i++) {
    const double *tau = c->supply.K ? c->supply.tau + i * c->Np : NULL;
    for (size_t o = 0; o < N; o++) x->tau[i * N + o] = tau ? tau[o] : 0;
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
