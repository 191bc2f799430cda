/* The core model's arrays: sizes, data, and the wedges in force. See core.h.
 *
 * Loading a policy is one pass over the flows. Only a flow whose wedge differs from the data needs a power:
 *
 *   k_hat = d' (1+t')/(1+t) (1+e')/(1+e)          kt = pi k_hat^-theta e^-kappa
 *
 * kappa keeps the largest kt of a market near its share when every supplier meets a prohibitive wedge. On the way
 * from one policy to another ln(1+t), ln(1+e), ln d and ln A move linearly. */
#include <math.h>
#include <string.h>

#include "model/products.h"
#include "solve/dense.h"

/* Below this many flows a second thread costs more than it brings. */
enum { FLOWS_FOR_THREADS = 250000 };

void twi_core_run(const twi_core *c, size_t tasks, void (*work)(void *, size_t), void *data)
{
  if (twi_world_flows(c->world) < FLOWS_FOR_THREADS) {
    for (size_t i = 0; i < tasks; i++) work(data, i);
  } else {
    twi_pool_run(c->pool, tasks, work, data);
  }
}

void twi_core_init(twi_core *c, tw_context *ctx, const tw_world *world, twi_pool *pool)
{
  memset(c, 0, sizeof *c);
  c->ctx = ctx;
  c->world = world;
  c->pool = pool;
  c->N = (size_t)world->N;
  c->S = (size_t)world->S;
  c->Np = twi_stride(c->N);
  c->Sp = twi_stride(c->S);
  size_t cells = c->N * c->Sp;
  c->at_R = c->Np;
  c->at_P = 2 * c->Np;
  c->at_Y = c->at_P + cells;
  c->n = c->at_T = c->at_Y + cells;
  c->fade = 1;
}

void twi_core_carve(twi_core *c, twi_arena *arena)
{
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  size_t flows = S * N * Np, by_region = N * Sp, by_sector = S * Np;
  double **const of_flows[] = {&c->kt, &c->kt1};
  double **const of_blocks[] = {&c->a, &c->Kt};
  double **const regional[] = {&c->v,     &c->alpha, &c->lnA, &c->lnPn, &c->Ynr,  &c->Yin,   &c->P_in, &c->rowY,
                               &c->per_Y, &c->rY,    &c->rP,  &c->h,    &c->home, &c->Xhome, &c->Yp};
  double **const sectoral[] = {&c->kappa, &c->theta_o, &c->lnc, &c->z,  &c->Sum,  &c->inv, &c->q,  &c->X,
                               &c->B,     &c->Yn,      &c->En,  &c->Rm, &c->dlnc, &c->dX,  &c->zd, &c->dS,
                               &c->dB,    &c->dq,      &c->dY,  &c->dE, &c->dRm,  &c->dlnP};
  double **const of_regions[] = {
      &c->V,       &c->D,        &c->ratio,   &c->w,        &c->wV,       &c->R,         &c->Dw,
      &c->I,       &c->dlw,      &c->dR,      &c->dD,       &c->rho,      &c->wVp,       &c->gap,
      &c->dgap,    &c->block_V,  &c->block_W, &c->block_rW, &c->block_dW, &c->block_drW, &c->lnL0,
      &c->lnL,     &c->transfer, &c->dlv,     &c->dI,       &c->respond,  &c->profits,   &c->profits_data,
      &c->dprofits};
#define CARVE(list, count)                                                                                             \
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) *list[i] = twi_arena_doubles(arena, count)
  CARVE(of_flows, flows);
  CARVE(of_blocks, N * S * Sp);
  CARVE(regional, by_region);
  CARVE(sectoral, by_sector);
  CARVE(of_regions, Np);
#undef CARVE
  size_t of_regions_work = N * S * Sp + N * S, of_wages_work = (N + 15) / 16 * 2 * Np; /* precondition.c */
  c->factors = twi_arena_doubles(arena, of_regions_work > of_wages_work ? of_regions_work : of_wages_work);
  c->theta = twi_arena_doubles(arena, Sp);
  c->per_theta = twi_arena_doubles(arena, Sp);
  c->m = twi_arena_doubles(arena, S);
  c->in = twi_arena_doubles(arena, c->at_T);
  c->LU = twi_arena_doubles(arena, N * Np);
  c->Binv = twi_arena_doubles(arena, N * Np);
  c->pivot = twi_arena_bytes(arena, N * sizeof(int));
  c->block = twi_arena_bytes(arena, N * sizeof(int));
  c->market = twi_arena_bytes(arena, by_sector);
  c->maker = twi_arena_bytes(arena, by_sector);
  c->taxed = twi_arena_bytes(arena, S);
}

void twi_core_free(twi_core *c)
{
  if (!c->ctx) return;
  twi_arena_free(c->ctx, &c->taxes);
  twi_arena_free(c->ctx, &c->subsidies);
  twi_arena_free(c->ctx, &c->production);
  twi_arena_free(c->ctx, &c->supply.arena);
  memset(&c->supply, 0, sizeof c->supply);
  twi_products_free(c);
  c->ke = c->g = c->lng = c->a0 = NULL;
}

tw_status twi_core_make_export_taxes(twi_core *c)
{
  size_t flows = c->S * c->N * c->Np;
  if (c->ke) return TW_OK;
  (void)twi_arena_doubles(&c->taxes, flows);
  tw_status status = twi_arena_allocate(c->ctx, &c->taxes);
  if (status != TW_OK) {
    c->taxes.used = 0;
    return status;
  }
  c->ke = twi_arena_doubles(&c->taxes, flows);
  return TW_OK;
}

tw_status twi_core_make_subsidies(twi_core *c)
{
  size_t cells = c->S * c->Np;
  if (c->g) return TW_OK;
  for (int i = 0; i < 2; i++) (void)twi_arena_doubles(&c->subsidies, cells);
  tw_status status = twi_arena_allocate(c->ctx, &c->subsidies);
  if (status != TW_OK) {
    c->subsidies.used = 0;
    return status;
  }
  c->g = twi_arena_doubles(&c->subsidies, cells);
  c->lng = twi_arena_doubles(&c->subsidies, cells);
  for (size_t i = 0; i < cells; i++) c->g[i] = 1;
  return TW_OK;
}

void twi_core_set_elasticities(twi_core *c)
{
  for (size_t s = 0; s < c->S; s++) {
    c->theta[s] = c->world->theta[s];
    c->per_theta[s] = 1 / c->theta[s];
    for (size_t o = 0; o < c->N; o++) c->theta_o[s * c->Np + o] = c->theta[s];
  }
  if (c->products) twi_products_elasticities(c);
}

tw_status twi_core_fill(twi_core *c)
{
  const tw_world *w = c->world;
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  c->total = 0;
  for (size_t i = 0; i < N * Sp; i++) c->rowY[i] = c->per_Y[i] = 1; /* padding too */
  for (size_t d = 0; d < N; d++) c->total += w->value_added[d];
  tw_status status = w->products ? twi_products_new(c) : TW_OK;
  if (status != TW_OK) return status;
  twi_core_set_elasticities(c);
  for (size_t d = 0; d < N; d++) {
    c->V[d] = w->value_added[d] / c->total;
    c->ratio[d] = w->deficit[d] / w->value_added[d];
    for (size_t s = 0; s < S; s++) {
      c->v[d * Sp + s] = w->value_added_share[d * S + s];
      c->alpha[d * Sp + s] = w->final_share[d * S + s];
      c->market[s * Np + d] = w->spending[d * S + s] > 0;
      c->maker[s * Np + d] = w->output[d * S + s] > 0;
      if (w->input_share) memcpy(c->a + (d * S + s) * Sp, w->input_share + (d * S + s) * S, S * sizeof(double));
    }
  }
  twi_core_find_blocks(c);
  return TW_OK;
}

void twi_core_start(const twi_core *c, double *u)
{
  const tw_world *w = c->world;
  size_t N = c->N, S = c->S, Sp = c->Sp;
  memset(u, 0, c->n * sizeof(double));
  for (size_t d = 0; d < N; d++)
    for (size_t s = 0; s < S; s++) u[c->at_Y + d * Sp + s] = w->output[d * S + s] / c->total;
  for (int m = 0; m < w->markets; m++)
    for (size_t d = 0; d < N; d++) {
      twi_flow_row row = twi_market_row(w, &w->market[m], d);
      for (size_t i = 0; i < row.count; i++) {
        size_t flow = row.first + i, o = twi_row_seller(&row, i);
        if (w->tariff) u[c->at_R + d] += w->tariff[flow] * w->flow[flow] / c->total;
        if (w->export_tax) u[c->at_R + o] += w->export_tax[flow] / (1 + w->export_tax[flow]) * w->flow[flow] / c->total;
      }
    }
}

/* ------------------------------------------------------------------ wedges of a policy */

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

static void load_sector(void *data, size_t sector)
{
  const twi_load *load = data;
  twi_core *c = load->core;
  const tw_world *w = c->world;
  size_t s = sector, N = c->N, S = c->S, Np = c->Np, at = s * N * Np;
  if (c->products && twi_has_products(w, s)) {
    c->taxed[s] = (unsigned char)twi_products_load(load, s);
    return;
  }
  int taxed = load->moving && c->taxed[s];
  for (size_t d = 0; d < N; d++) {
    if (load->moving && !load->moving[s * N + d]) continue;
    double X = w->spending[d * S + s];
    taxed |= twi_core_load_row(load, (s * N + d) * N, N, c->theta[s], X > 0 ? 1 / X : 0, Np, c->kt + at + d,
                               c->kt1 + at + d, c->ke ? c->ke + at + d : NULL, &c->kappa[s * Np + d]);
  }
  c->taxed[s] = (unsigned char)taxed;
}

static tw_status load_line(twi_core *c, const twi_wedges *from, const twi_wedges *to, double share,
                           const double *deficits, const unsigned char *moving)
{
  const tw_world *w = c->world;
  size_t N = c->N, S = c->S, Sp = c->Sp, Np = c->Np;
  tw_status status = TW_OK;
  if (w->export_tax || from->export_tax || to->export_tax) status = twi_core_make_export_taxes(c);
  if (status == TW_OK && (from->subsidy || to->subsidy)) status = twi_core_make_subsidies(c);
  if (status != TW_OK) return status;
  twi_load load = {c, from, to, share, moving};
  if (status == TW_OK && c->products) status = twi_products_make(c, from, to);
  if (status != TW_OK) return status;
  twi_core_run(c, c->S, load_sector, &load);
  for (size_t o = 0; o < N; o++)
    for (size_t s = 0; s < S; s++) {
      size_t cell = o * S + s;
      double Af = AT(from->productivity, cell, 1), At = AT(to->productivity, cell, 1);
      c->lnA[o * Sp + s] = Af == 1 && At == 1 ? 0 : log(twi_factor_on_the_way(Af, At, share));
      double a = AT(from->final_demand, cell, w->final_share[cell]),
             b = AT(to->final_demand, cell, w->final_share[cell]);
      c->alpha[o * Sp + s] = share >= 1 || a == b ? b : share <= 0 ? a : (1 - share) * a + share * b;
      if (!c->g) continue;
      double lng = -log1p(-AT(from->subsidy, cell, 0)), end = -log1p(-AT(to->subsidy, cell, 0));
      c->lng[s * Np + o] = share >= 1 || lng == end ? end : share <= 0 ? lng : (1 - share) * lng + share * end;
      c->g[s * Np + o] = exp(c->lng[s * Np + o]);
    }
  c->proportional = !deficits && to->deficits == TWI_DEFICITS_PROPORTIONAL;
  for (size_t d = 0; d < N; d++) {
    c->lnL0[d] = log(twi_factor_on_the_way(AT(from->labour, d, 1), AT(to->labour, d, 1), share));
    double given = (1 - share) * AT(from->transfer, d, 0) + share * AT(to->transfer, d, 0);
    c->D[d] = deficits ? deficits[d] / c->total : to->deficits == TWI_DEFICITS_FIXED ? w->deficit[d] / c->total : 0;
    c->transfer[d] = deficits ? 0 : given / c->total;
  }
  return TW_OK;
}

tw_status twi_core_load(twi_core *c, const twi_wedges *from, const twi_wedges *to, double share, const double *deficits)
{
  return load_line(c, from, to, share, deficits, NULL);
}

tw_status twi_core_load_moving(twi_core *c, const twi_wedges *from, const twi_wedges *to, double share,
                               const double *deficits, const unsigned char *moving)
{
  return load_line(c, from, to, share, deficits, moving);
}

/* 1 when wedges of a row of flows differ where something is sold; data: of the world, `otherwise` where it has none. */
static int row_moves(const double *from, const double *to, const double *data, double otherwise, const double *flow,
                     size_t row, size_t n)
{
  if (from == to || (from && to && memcmp(from + row, to + row, n * sizeof(double)) == 0)) return 0;
  for (size_t i = row; i < row + n; i++) {
    double given = data ? data[i] : otherwise;
    if (flow[i] > 0 && (from ? from[i] : given) != (to ? to[i] : given)) return 1;
  }
  return 0;
}

int twi_core_find_moving(const twi_core *c, const twi_wedges *from, const twi_wedges *to, unsigned char *moving)
{
  const tw_world *w = c->world;
  int any = 0;
  memset(moving, 0, c->S * c->N);
  for (int k = 0; k < w->markets; k++)
    for (size_t d = 0; d < c->N; d++) {
      const twi_market *m = &w->market[k];
      twi_flow_row flows = twi_market_row(w, m, d);
      size_t row = flows.first, n = flows.count;
      int moves = row_moves(from->tariff, to->tariff, w->tariff, 0, w->flow, row, n) ||
                  row_moves(from->export_tax, to->export_tax, w->export_tax, 0, w->flow, row, n) ||
                  row_moves(from->barrier, to->barrier, NULL, 1, w->flow, row, n) ||
                  row_moves(from->demand, to->demand, NULL, 1, w->flow, row, n);
      if (moves) moving[(size_t)m->sector * c->N + d] = 1;
      any |= moves;
    }
  return any;
}
