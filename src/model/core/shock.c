/* dF/dshare: how the residual moves when the policy moves along its line and u stays, at the point of the last
 * residual. Together with one linear solve it gives the tangent of the path of equilibria, du = - J^-1 dF.
 *
 * With T = dln(1+t), E = dln(1+e), m = dln b, k = dln k_hat = T + E + dln d - m / theta of a flow:
 *
 *   dln P = sum_o kt z k / Sum                          d q = theta q dln P
 *   d sales at p = z sum_d kt1 (dq - (theta k + T + E) q)           d sales = g (d sales at p) + sales dln g
 *   d imports before tariff = B dq + q sum_o z (kt1 + ke) (-theta k - T)
 *   d export tax revenue = z sum_d [ke dq + q (ke (-theta k - T) + kt1 E)]       since ke = kt1 e, d(e/(1+e)) = E/(1+e)
 *   d subsidies = (1 - 1/g) d sales + sales / g dln g
 *
 * Productivity and subsidies enter as dln p = -dln A - dln g, endowments as dln (w V L) = dln L0, deficits, transfers
 * and final shares as dX = alpha dI + dalpha I, through jvp.c's pass. */
#include <math.h>
#include <string.h>

#include "model/products.h"

typedef struct shock_job {
  twi_core *c;
  const twi_wedges *from, *to;
  double share, *f;
} shock_job;

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

static double slope_of(double from, double to)
{
  return from == to ? 0 : log(to / from);
}

twi_flow_slopes twi_core_flow_slopes(const twi_core *c, const twi_wedges *f, const twi_wedges *to, double share,
                                     double theta, size_t flow)
{
  const tw_world *w = c->world;
  double t0 = AT(w->tariff, flow, 0), e0 = AT(w->export_tax, flow, 0);
  double tf = AT(f->tariff, flow, t0), tt = AT(to->tariff, flow, t0);
  double ef = AT(f->export_tax, flow, e0), et = AT(to->export_tax, flow, e0);
  double bf = AT(f->barrier, flow, 1), bt = AT(to->barrier, flow, 1);
  double mf = AT(f->demand, flow, 1), mt = AT(to->demand, flow, 1);
  twi_flow_slopes slopes = {tf == tt ? 0 : log1p(tt) - log1p(tf), ef == et ? 0 : log1p(et) - log1p(ef), 0,
                            slope_of(mf, mt)};
  theta /= c->fade;
  if (bf != bt) slopes.d = isinf(bt) ? 1 / (theta * (1 - share)) : isinf(bf) ? -1 / (theta * share) : log(bt / bf);
  return slopes;
}

/* A sector with products: its prices first, since they move through the nests, then sales and revenue. */
static void wedge_products(const shock_job *job, size_t s)
{
  twi_core *c = job->c;
  twi_core_products *p = c->products;
  const tw_world *w = c->world;
  const twi_wedges *f = job->from, *to = job->to;
  size_t N = c->N, Np = c->Np, at = s * Np, all = twi_world_sector_flows(w);
  size_t first = p->first[p->first_nest[s]], last = p->first[p->first_nest[s + 1]];
  twi_products_clear(c, s);
  for (size_t g = first; g < last; g++) {
    const size_t *row = w->product_row + g * N;
    for (size_t d = 0; d < N; d++) {
      double priced = 0;
      for (size_t i = row[d]; i < row[d + 1]; i++) {
        if (p->kt[i] == 0) continue;
        twi_flow_slopes x = twi_core_flow_slopes(c, f, to, job->share, p->theta[g], all + i);
        priced += p->kt[i] * p->z[g * Np + w->product_seller[i]] * (x.T + x.E + x.d - x.b / p->theta[g]);
      }
      p->direct[g * Np + d] = priced * p->inv[g * Np + d];
    }
    for (size_t o = 0; p->g && o < N; o++) {
      size_t cell = twi_product_cell(w, g, o);
      p->dlnp[g * Np + o] = -slope_of(AT(f->productivity, cell, 1), AT(to->productivity, cell, 1)) -
                            (log1p(-AT(f->subsidy, cell, 0)) - log1p(-AT(to->subsidy, cell, 0)));
    }
  }
  twi_products_slope(c, s);
  double *dY = c->dY + at, *dE = c->dE + at, *dRm = c->dRm + at;
  for (size_t g = first; g < last; g++) {
    const size_t *row = w->product_row + g * N;
    double theta = p->theta[g];
    for (size_t d = 0; d < N; d++) {
      double imports = 0, q = p->q[g * Np + d];
      for (size_t i = row[d]; i < row[d + 1]; i++) {
        size_t o = w->product_seller[i], k = g * Np + o;
        if (p->kt[i] == 0) continue;
        twi_flow_slopes x = twi_core_flow_slopes(c, f, to, job->share, theta, all + i);
        double own = theta * (x.T + x.E + x.d - x.b / theta) + x.T, tax = p->ke ? p->ke[i] : 0;
        if (own == 0 && x.E == 0) continue;
        double per_s = c->g ? c->g[at + o] : 1, per = p->g ? p->g[k] : 1;
        double sales = -per_s * per * p->z[k] * p->kt1[i] * (own + x.E) * q;
        dY[o] += sales;
        p->dY[k] += sales;
        if (p->g) dRm[o] -= (1 - 1 / per) / per_s * sales;
        imports += p->z[k] * (p->kt1[i] + tax) * -own;
        if (p->ke) dE[o] += p->z[k] * q * (tax * -own + p->kt1[i] * x.E);
      }
      dRm[d] -= q * imports;
    }
    for (size_t o = 0; p->g && o < N; o++) {
      size_t cell = twi_product_cell(w, g, o);
      double lng = log1p(-AT(f->subsidy, cell, 0)) - log1p(-AT(to->subsidy, cell, 0)), Y = p->Y[g * Np + o];
      if (lng == 0) continue;
      dY[o] += Y * lng;
      p->dY[g * Np + o] += Y * lng;
      dRm[o] -= Y * lng / (c->g ? c->g[at + o] : 1);
    }
  }
  twi_products_clear(c, s);
  if (!c->g) return;
  for (size_t o = 0; o < N; o++) { /* the sector's own subsidy, which stands before those of products */
    size_t i = o * c->S + s;
    double lng = log1p(-AT(f->subsidy, i, 0)) - log1p(-AT(to->subsidy, i, 0));
    if (lng == 0) continue;
    dY[o] += c->Yn[at + o] * lng;
    for (size_t g = first; g < last; g++) p->dY[g * Np + o] += p->Y[g * Np + o] * lng;
    dRm[o] -= c->Yn[at + o] / c->g[at + o] * lng;
  }
}

/* Adds the direct effect of the wedges on one sector to what twi_core_flows_slope left there. */
static void wedge_sector(void *data, size_t sector)
{
  shock_job *job = data;
  twi_core *c = job->c;
  if (c->products && twi_has_products(c->world, sector)) {
    wedge_products(job, sector);
    return;
  }
  size_t s = sector, N = c->N, Np = c->Np, S = c->S, at = s * Np;
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
        twi_flow_slopes x = twi_core_flow_slopes(c, job->from, job->to, job->share, theta, row + o);
        double T = x.T, E = x.E, k = T + E + x.d - x.b / theta;
        double paid = kt1[o * Np + d], tax = ke ? ke[o * Np + d] : 0;
        if (!pass) {
          moved |= k != 0 || T != 0 || E != 0;
          priced += share * z[o] * k;
          continue;
        }
        double own = theta * k + T;
        dY[o] += (c->g ? c->g[at + o] : 1) * z[o] * paid * (dq - (own + E) * q[d]);
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
  if (!c->g) return;
  for (size_t o = 0; o < N; o++) {
    size_t i = o * S + s;
    double lng = log1p(-AT(job->from->subsidy, i, 0)) - log1p(-AT(job->to->subsidy, i, 0));
    if (lng == 0) continue;
    dY[o] += c->Yn[at + o] * lng;
    dRm[o] -= c->Yn[at + o] / c->g[at + o] * lng;
  }
}

void twi_core_shock(twi_core *c, const twi_wedges *from, const twi_wedges *to, double share,
                    const double *deficits_slope, double *f)
{
  const tw_world *w = c->world;
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  shock_job job = {c, from, to, share, f};
  for (size_t d = 0; d < N; d++) {
    double prices = 0;
    for (size_t s = 0; c->eps && c->eps[d] != 0 && s < S; s++) {
      size_t i = d * S + s;
      double change = AT(to->final_demand, i, w->final_share[i]) - AT(from->final_demand, i, w->final_share[i]);
      prices += change * c->P_in[d * Sp + s];
    }
    c->dlv[d] = slope_of(AT(from->labour, d, 1), AT(to->labour, d, 1)) - (c->eps ? c->eps[d] * prices : 0);
  }
  twi_core_close_slope(c, c->dlv);
  for (size_t d = 0; d < N; d++) {
    double dI = c->wV[d] * c->dlv[d] + (deficits_slope ? deficits_slope[d] / c->total : c->dD[d]);
    for (size_t s = 0; s < S; s++) {
      size_t i = d * S + s;
      double A = slope_of(AT(from->productivity, i, 1), AT(to->productivity, i, 1));
      double lng = c->g ? log1p(-AT(from->subsidy, i, 0)) - log1p(-AT(to->subsidy, i, 0)) : 0;
      double change = AT(to->final_demand, i, w->final_share[i]) - AT(from->final_demand, i, w->final_share[i]);
      c->dlnc[s * Np + d] = -A - lng;
      c->dX[s * Np + d] = c->alpha[d * Sp + s] * dI + change * c->I[d];
    }
  }
  twi_core_run(c, c->S, wedge_sector, &job);
  if (c->profit) twi_core_profits(c, c->products->dY, c->dprofits);
  memset(f, 0, c->n * sizeof(double));
  for (size_t d = 0; d < N; d++) {
    f[d] = -c->wV[d] * (c->dlv[d] + c->dgap[d]);
    if (c->profit) f[c->at_R + d] = c->dprofits[d];
    for (size_t s = 0; s < S; s++) {
      f[c->at_R + d] += c->dRm[s * Np + d] + (c->ke ? c->dE[s * Np + d] : 0);
      if (c->g) f[c->at_R + d] -= (1 - 1 / c->g[s * Np + d]) * c->dY[s * Np + d];
      f[c->at_P + d * Sp + s] = c->dlnP[s * Np + d];
      f[c->at_Y + d * Sp + s] = c->dY[s * Np + d];
    }
  }
  if (c->supply.K) twi_supply_rows_slope(c, NULL, NULL, f);
}
