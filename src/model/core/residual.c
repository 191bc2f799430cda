/* The residual F(u) of the core model: unit costs and spending, price indices and sales, then what markets, treasuries
 * and factors miss. Three passes, by region, by sector, by region. See core.h for the symbols.
 *
 * The share of a flow is pi' = kt z / Sum, because (c k / P)^-theta separates into a part of the pair, kt, that is made
 * once for a policy and a part of the seller, z. So the residual needs one exp and one log for each region and sector,
 * not one for each flow, and reads kt once and kt1 twice.
 *
 *   by region   ln c = v ln w + a ln P - ln A           X = a' Y + alpha I,  I = w V L + R + D
 *   by sector   Sum = kt' z                             ln P = m - (ln Sum + kappa) / theta       the price index
 *               q = X / Sum                             sales at unit cost = g z (kt1 q)
 *               B = kt1' z (with ke)                    tariff revenue = X - B q,  export tax revenue = z (ke q)
 *   by region   the differences */
#include <math.h>
#include <string.h>

#include "model/products.h"
#include "solve/dense.h"

typedef struct residual_job {
  twi_core *c;
  const double *u;
  double *f;
} residual_job;

TWI_CLONES static void residual_costs(void *data, size_t region)
{
  residual_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np;
  const double *a = c->a + d * S * Sp, *lnP = job->u + c->at_P + d * Sp, *Y = job->u + c->at_Y + d * Sp;
  double *cost = c->rP + d * Sp, *spending = c->rY + d * Sp, lnw = job->u[d], I = c->I[d];
  if (c->sigma) {
    twi_core_mix(c, region, lnw, lnP, cost);
  } else {
    twi_dense_mv(c->S, c->Sp, a, lnP, cost);
    for (size_t s = 0; s < S; s++) cost[s] += c->v[d * Sp + s] * lnw;
  }
  twi_dense_mtv(c->S, c->Sp, a, Y, spending);
  if (c->psi) /* a maker without output has no scale: -inf, and the point is outside the domain */
    for (size_t s = 0; s < S; s++)
      if (c->maker[s * Np + d] && c->psi[s] != 0) cost[s] += c->psi[s] * (cost[s] - (log(Y[s]) - c->lnY0[d * Sp + s]));
  for (size_t s = 0; s < S; s++) {
    c->lnc[s * Np + d] = cost[s] - c->lnA[d * Sp + s];
    c->X[s * Np + d] = spending[s] + c->alpha[d * Sp + s] * I;
  }
  memcpy(c->Yin + d * Sp, Y, Sp * sizeof(double));
  memcpy(c->P_in + d * Sp, lnP, Sp * sizeof(double));
}

TWI_CLONES static void residual_markets(void *data, size_t sector)
{
  residual_job *job = data;
  twi_core *c = job->c;
  if (c->products && twi_has_products(c->world, sector)) {
    twi_products_markets(c, sector);
    return;
  }
  size_t s = sector, N = c->N, Np = c->Np, Sp = c->Sp;
  const double *kt = c->kt + s * N * Np, *kt1 = c->taxed[s] ? c->kt1 + s * N * Np : kt;
  const double *ke = c->ke ? c->ke + s * N * Np : NULL, *lnc = c->lnc + s * Np, *X = c->X + s * Np;
  const unsigned char *maker = c->maker + s * Np, *market = c->market + s * Np;
  double *z = c->z + s * Np, *Sum = c->Sum + s * Np, *inv = c->inv + s * Np, *q = c->q + s * Np, *B = c->B + s * Np;
  double *Yn = c->Yn + s * Np, *En = c->En + s * Np, *Rm = c->Rm + s * Np;
  double theta = c->theta[s], low = INFINITY, high = -INFINITY;
  const double *g = c->g ? c->g + s * Np : NULL, *lng = c->g ? c->lng + s * Np : NULL;
  for (size_t o = 0; o < N; o++)
    if (maker[o]) low = lnc[o] < low ? lnc[o] : low, high = lnc[o] > high ? lnc[o] : high;
  double m = c->m[s] = low <= high ? 0.5 * (low + high) : 0;
  for (size_t o = 0; o < N; o++) z[o] = maker[o] ? exp(-theta * (lnc[o] - (lng ? lng[o] : 0) - m)) : 0;
  if (c->taxed[s])
    twi_dense_mtv2(c->N, c->Np, kt, kt1, z, Sum, B);
  else
    twi_dense_mtv(c->N, c->Np, kt, z, Sum);
  if (ke) {
    twi_dense_mtv(c->N, c->Np, ke, z, Rm);
    if (c->taxed[s])
      for (size_t d = 0; d < N; d++) B[d] += Rm[d];
  }
  for (size_t d = 0; d < N; d++) {
    inv[d] = market[d] ? 1 / Sum[d] : 0;
    q[d] = X[d] * inv[d];
    Rm[d] = c->taxed[s] && market[d] ? X[d] - B[d] * q[d] : 0;
    /* ln P = m - (ln Sum + kappa) / theta, which is P^-theta = sum_o pi (p k)^-theta */
    c->lnPn[d * Sp + s] = market[d] ? m - (log(Sum[d]) + c->kappa[s * Np + d]) / theta : 0;
  }
  twi_dense_mv(c->N, c->Np, kt1, q, Yn);
  for (size_t o = 0; o < N; o++) Yn[o] *= z[o];
  if (g)
    for (size_t o = 0; o < N; o++) Yn[o] *= g[o];
  if (ke && c->taxed[s]) {
    twi_dense_mv(c->N, c->Np, ke, q, En);
    for (size_t o = 0; o < N; o++) En[o] *= z[o];
  } else if (ke) {
    memset(En, 0, Np * sizeof(double));
  }
}

TWI_CLONES static void residual_rows(void *data, size_t region)
{
  residual_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np;
  const double *u = job->u;
  double *f = job->f, revenue = 0, labour = 0;
  for (size_t s = 0; s < S; s++) {
    size_t i = d * Sp + s;
    double Yn = c->Yn[s * Np + d];
    revenue += c->Rm[s * Np + d];
    if (c->ke) revenue += c->En[s * Np + d];
    if (c->g) revenue -= (1 - 1 / c->g[s * Np + d]) * Yn;
    labour += c->v[i] * c->Yin[i];
    c->Ynr[i] = Yn;
    f[c->at_P + i] = c->lnPn[i] - u[c->at_P + i];
    f[c->at_Y + i] = Yn - c->Yin[i];
    /* The size of a market is what is sold there. A cell that sells nothing has no equation of its own. */
    c->rowY[i] = Yn != 0 ? fabs(Yn) : 1;
    c->per_Y[i] = 1 / c->rowY[i];
  }
  if (c->profit) revenue += c->profits[d] - c->profits_data[d];
  f[d] = labour - c->wV[d] * (1 + c->gap[d]);
  f[c->at_R + d] = revenue - c->R[d];
}

int twi_core_residual(twi_core *c, const double *u, double *f)
{
  size_t N = c->N;
  residual_job job = {c, u, f};
  twi_core_labour(c, u);
  for (size_t d = 0; d < N; d++) {
    c->w[d] = exp(u[d]);
    c->wV[d] = (c->lnL[d] == 0 ? c->w[d] : exp(u[d] + c->lnL[d])) * c->V[d];
    c->R[d] = u[c->at_R + d];
  }
  twi_core_close(c);
  for (size_t d = 0; d < N; d++) c->I[d] = c->wV[d] + c->R[d] + c->Dw[d];
  memset(f, 0, c->n * sizeof(double));
  if (c->supply.K) twi_supply_take(c, u);
  twi_core_run(c, c->N, residual_costs, &job);
  twi_core_run(c, c->S, residual_markets, &job);
  if (c->profit) twi_core_profits(c, c->products->Y, c->profits);
  twi_core_run(c, c->N, residual_rows, &job);
  if (c->supply.K) twi_supply_rows(c, f);
  int outside = 0;
  for (size_t i = 0; i < c->n; i++) outside |= !isfinite(f[i]);
  return outside;
}
