/* dF/dshare: how the residual moves when the policy moves along its line and u stays, at the point of the last
 * residual. Together with one linear solve it gives the tangent of the path of equilibria, du = - J^-1 dF.
 *
 * With T = dln(1+t), E = dln(1+e), k = dln k_hat = T + E + dln d of a flow, constant along the line:
 *
 *   dln P = sum_o kt z k / Sum                          d q = theta q dln P
 *   d sales = z sum_d kt1 (dq - (theta k + T + E) q)
 *   d imports before tariff = B dq + q sum_o z (kt1 + ke) (-theta k - T)
 *   d export tax revenue = z sum_d [ke dq + q (ke (-theta k - T) + kt1 E)]       since ke = kt1 e, d(e/(1+e)) = E/(1+e)
 *
 * Productivity and given deficits enter as dln c = -dln A and dI = dD through core_jvp.c's pass. */
#include <math.h>
#include <string.h>

#include "model/core.h"

typedef struct shock_job {
  twi_core *c;
  const twi_wedges *from, *to;
  double *f;
} shock_job;

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

/* Adds the direct effect of the wedges on one sector to what twi_core_flows_slope left there. */
static void wedge_sector(void *data, int sector)
{
  shock_job *job = data;
  twi_core *c = job->c;
  const tw_world *w = c->world;
  const twi_wedges *f = job->from, *to = job->to;
  size_t s = (size_t)sector, N = (size_t)c->N, Np = (size_t)c->Np, at = s * Np;
  const double *kt = c->kt + s * N * Np, *kt1 = c->taxed[s] ? c->kt1 + s * N * Np : kt;
  const double *ke = c->ke && c->taxed[s] ? c->ke + s * N * Np : NULL;
  const double *z = c->z + at, *q = c->q + at, *Sum = c->Sum + at, *B = c->B + at;
  double *dY = c->dY + at, *dE = c->dE + at, *dRm = c->dRm + at, *dlnP = c->dlnP + at, theta = c->theta[s];
  twi_core_flows_slope(c, sector);
  for (size_t d = 0; d < N; d++) {
    if (!c->market[at + d]) continue;
    size_t row = (s * N + d) * N;
    double priced = 0, imports = 0;
    int moved = 0;
    for (int pass = 0; pass < 2; pass++) {
      double dq = pass ? theta * q[d] * priced / Sum[d] : 0;
      for (size_t o = 0; o < N; o++) {
        double share = kt[o * Np + d];
        if (share == 0) continue;
        double t0 = AT(w->tariff, row + o, 0), e0 = AT(w->export_tax, row + o, 0);
        double tf = AT(f->tariff, row + o, t0), tt = AT(to->tariff, row + o, t0);
        double ef = AT(f->export_tax, row + o, e0), et = AT(to->export_tax, row + o, e0);
        double bf = AT(f->barrier, row + o, 1), bt = AT(to->barrier, row + o, 1);
        double T = tf == tt ? 0 : log1p(tt) - log1p(tf), E = ef == et ? 0 : log1p(et) - log1p(ef);
        double k = T + E + (bf == bt ? 0 : log(bt / bf));
        double paid = kt1[o * Np + d], tax = ke ? ke[o * Np + d] : 0;
        if (!pass) {
          moved |= k != 0 || T != 0 || E != 0;
          priced += share * z[o] * k;
          continue;
        }
        double own = theta * k + T;
        dY[o] += z[o] * paid * (dq - (own + E) * q[d]);
        imports += z[o] * (paid + tax) * -own;
        if (c->ke) dE[o] += z[o] * (tax * dq + q[d] * (tax * -own + paid * E));
      }
      if (!moved) break;
      if (!pass)
        dlnP[d] += priced / Sum[d];
      else
        dRm[d] -= (c->taxed[s] ? B[d] : Sum[d]) * dq + q[d] * imports;
    }
  }
}

void twi_core_shock(twi_core *c, const twi_wedges *from, const twi_wedges *to, const double *deficits_slope, double *f)
{
  size_t N = (size_t)c->N, S = (size_t)c->S, Np = (size_t)c->Np, Sp = (size_t)c->Sp;
  shock_job job = {c, from, to, f};
  for (size_t s = 0; s < S; s++)
    for (size_t d = 0; d < N; d++) {
      double A = AT(to->productivity, d * S + s, 1) / AT(from->productivity, d * S + s, 1);
      c->dlnc[s * Np + d] = A == 1 ? 0 : -log(A);
      c->dX[s * Np + d] = deficits_slope ? c->alpha[d * Sp + s] * deficits_slope[d] / c->total : 0;
    }
  twi_core_run(c, c->S, wedge_sector, &job);
  memset(f, 0, c->n * sizeof(double));
  for (size_t d = 0; d < N; d++)
    for (size_t s = 0; s < S; s++) {
      f[c->at_R + d] += c->dRm[s * Np + d] + (c->ke ? c->dE[s * Np + d] : 0);
      f[c->at_P + d * Sp + s] = c->dlnP[s * Np + d];
      f[c->at_Y + d * Sp + s] = c->dY[s * Np + d];
    }
}
