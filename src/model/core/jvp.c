/* The product J x of the core model's residual with a vector, at the point of the last residual. See core.h.
 *
 * The new shares are reused, so there is no exp. With slopes written d:
 *
 *   by region   dln c = v dln w + a dln P               dX = a' dY + alpha (w V L dln (w L) + dR + dD)
 *   by sector   dln P = kt' (z dln c) / Sum             d q = dX / Sum + theta q dln P
 *               d sales = g z (kt1 dq) - theta dln c sales
 *               d tariff revenue = dX - B dq + theta q kt1' (z dln c)          (kt1 with ke)
 *               d export tax revenue = z (ke dq) - theta dln c (export tax revenue)
 *   by region   F_w' = sum v dY - w V dln w - numeraire, F_R' = d revenue - dR, F_P' = dln P - dln P_in,
 *               F_Y' = d sales - dY */
#include <math.h>
#include <string.h>

#include "model/products.h"
#include "solve/dense.h"

TWI_CLONES void twi_core_flows_slope(twi_core *c, size_t sector)
{
  if (c->products && twi_has_products(c->world, sector)) {
    twi_products_slope(c, sector);
    return;
  }
  size_t s = sector, N = c->N, Np = c->Np, at = s * Np;
  const double *kt = c->kt + s * N * Np, *kt1 = c->taxed[s] ? c->kt1 + s * N * Np : kt;
  const double *ke = c->ke && c->taxed[s] ? c->ke + s * N * Np : NULL;
  const double *restrict z = c->z + at, *restrict q = c->q + at, *restrict inv = c->inv + at, *restrict B = c->B + at;
  const double *restrict dlnc = c->dlnc + at, *restrict dX = c->dX + at, *restrict Yn = c->Yn + at;
  double *restrict zd = c->zd + at, *restrict dS = c->dS + at, *restrict dB = c->dB + at, *restrict dq = c->dq + at;
  double *restrict dY = c->dY + at, *restrict dE = c->dE + at, *restrict dRm = c->dRm + at;
  double *restrict dlnP = c->dlnP + at, theta = c->theta[s];
  /* whole rows, padding too: it is 0 and stays so */
  for (size_t o = 0; o < Np; o++) zd[o] = z[o] * dlnc[o];
  if (c->taxed[s])
    twi_dense_mtv2(c->N, c->Np, kt, kt1, zd, dS, dB);
  else
    twi_dense_mtv(c->N, c->Np, kt, zd, dS);
  for (size_t d = 0; d < Np; d++) dlnP[d] = dS[d] * inv[d];
  for (size_t d = 0; d < Np; d++) dq[d] = dX[d] * inv[d] + theta * q[d] * dlnP[d];
  if (ke) {
    twi_dense_mtv(c->N, c->Np, ke, zd, dRm);
    for (size_t d = 0; d < Np; d++) dB[d] += dRm[d];
  }
  if (c->taxed[s]) /* a market that buys nothing has B, q and inv of 0, and dX of 0 */
    for (size_t d = 0; d < Np; d++) dRm[d] = dX[d] - B[d] * dq[d] + theta * q[d] * dB[d];
  else
    memset(dRm, 0, Np * sizeof(double));
  twi_dense_mv(c->N, c->Np, kt1, dq, dY);
  if (c->g) {
    const double *restrict g = c->g + at;
    for (size_t o = 0; o < Np; o++) dY[o] *= g[o];
  }
  for (size_t o = 0; o < Np; o++) dY[o] = z[o] * dY[o] - theta * dlnc[o] * Yn[o];
  if (ke) {
    const double *restrict En = c->En + at;
    twi_dense_mv(c->N, c->Np, ke, dq, dE);
    for (size_t o = 0; o < Np; o++) dE[o] = z[o] * dE[o] - theta * dlnc[o] * En[o];
  } else if (c->ke) {
    memset(dE, 0, Np * sizeof(double));
  }
}

typedef struct jvp_job {
  twi_core *c;
  const double *x;
  double *y;
} jvp_job;

static void cost_and_spending(void *data, size_t region)
{
  jvp_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np;
  const double *a = c->a + d * S * Sp;
  double *cost = c->rP + d * Sp, *spending = c->rY + d * Sp;
  const double *dY = job->x + c->at_Y + d * Sp, *dlnP = job->x + c->at_P + d * Sp;
  double dlw = job->x[d], dI = c->dI[d] = c->wV[d] * c->dlv[d] + job->x[c->at_R + d] + c->dD[d];
  c->dlw[d] = dlw;
  twi_dense_mv(c->S, c->Sp, a, dlnP, cost);
  twi_dense_mtv(c->S, c->Sp, a, dY, spending);
  for (size_t s = 0; s < S; s++) cost[s] += c->v[d * Sp + s] * dlw;
  c->rho[d] = c->sigma ? twi_core_mix_slope(c, region, dlw, dlnP, cost, spending, c->lnPn + d * Sp) : 0;
  twi_core_scale_slope(c, region, dY, cost);
  for (size_t s = 0; s < S; s++) {
    c->dlnc[s * Np + d] = cost[s];
    c->dX[s * Np + d] = spending[s] + c->alpha[d * Sp + s] * dI;
  }
}

static void slope_of_flows(void *data, size_t sector)
{
  twi_core_flows_slope(((jvp_job *)data)->c, sector);
}

static void slope_of_rows(void *data, size_t region)
{
  jvp_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np;
  const double *x = job->x;
  double *y = job->y, revenue = 0, labour = c->rho[d];
  for (size_t s = 0; s < S; s++) {
    size_t i = d * Sp + s;
    revenue += c->dRm[s * Np + d];
    if (c->ke) revenue += c->dE[s * Np + d];
    if (c->g) revenue -= (1 - 1 / c->g[s * Np + d]) * c->dY[s * Np + d];
    labour += c->v[i] * x[c->at_Y + i];
    y[c->at_P + i] = c->dlnP[s * Np + d] - x[c->at_P + i];
    y[c->at_Y + i] = c->dY[s * Np + d] - x[c->at_Y + i];
  }
  if (c->profit) revenue += c->dprofits[d];
  y[d] = labour - c->wV[d] * (c->dlv[d] + c->dgap[d]);
  y[c->at_R + d] = revenue - x[c->at_R + d];
}

void twi_core_costs_slope(twi_core *c, const double *x)
{
  jvp_job job = {c, x, NULL};
  for (size_t d = 0; d < c->N; d++) c->dlv[d] = x[d] + twi_core_labour_slope(c, d, x[d], x + c->at_P + d * c->Sp);
  twi_core_close_slope(c, c->dlv);
  twi_core_run(c, c->N, cost_and_spending, &job);
}

void twi_core_jvp(twi_core *c, const double *x, double *y)
{
  jvp_job job = {c, x, y};
  memset(y, 0, c->n * sizeof(double));
  twi_core_costs_slope(c, x);
  if (c->supply.K) twi_supply_prices_slope(c, x + c->at_T);
  twi_core_run(c, c->S, slope_of_flows, &job);
  if (c->profit) twi_core_profits(c, c->products->dY, c->dprofits);
  twi_core_run(c, c->N, slope_of_rows, &job);
  if (c->supply.K) twi_supply_rows_slope(c, x + c->at_T, x + c->at_Y, y);
  c->jvp++;
}
