/* The product J' y of the transposed derivative with a vector, at the point of the last residual: jvp.c read
 * backwards, line by line. A bar is the derivative of y'F, and of what seeds stand for (model/adjoint.h), with respect to
 * what stands under it; a seed is added to its bar.
 *
 *   by sector   bar q   = kt1' (z bar Y) + ke' (z bar R_o) - B bar R_d
 *               bar B   = theta q bar R_d
 *               bar P  += theta q bar q                 bar X = bar R_d + bar q / Sum
 *               bar c   = z (kt (bar P / Sum) + (kt1 + ke) bar B) - theta (sales bar Y + export tax revenue bar R_o)
 *   by region   bar ct  = (1 + psi) bar c               bar I  = sum alpha bar X
 *               bar V   = w V L (bar I - y_w) - numeraire + deficits         by ln (w V L)
 *               bar w   = sum v bar ct + (1 + eps) bar V
 *               bar P_in = a' bar ct - y_P - eps alpha bar V
 *               bar Y_in = a bar X + v y_w - y_Y - psi bar c / Y
 *               bar R_in = bar I - y_R
 *
 * and where cost shares move with prices (core/production.c), with m = 1 - v and b_u = sum_k a_uk bar X_k,
 *
 *   bar ct_u += Y_u b_u [(sigma_M - sigma) / m - (1 - sigma)] - y_w v Y_u (1 - sigma)
 *   bar w    -= Y_u b_u (sigma_M - sigma) v / m - y_w v Y_u (1 - sigma)
 *   bar P_k  += bar X_k sum_u a_uk Y_u (1 - sigma_M) */
#include <string.h>

#include "model/adjoint.h"
#include "model/products.h"
#include "solve/dense.h"

typedef struct vjp_job {
  twi_core *c;
  const double *y;
  const twi_seeds *seeds;
  double *x;
} vjp_job;

#define SEED(array, index) (seeds ? seeds->array[index] : 0)

/* Sales enter their own row and, where they are subsidised, the revenue of their region. */
double twi_core_sales_bar(const twi_core *c, const double *y, const twi_seeds *seeds, size_t s, size_t o)
{
  double bar = y[c->at_Y + o * c->Sp + s] + SEED(Y, s * c->Np + o);
  return c->g ? bar - (1 - 1 / c->g[s * c->Np + o]) * y[c->at_R + o] : bar;
}

void twi_core_adjoint_of_flows(twi_core *c, size_t s, const double *y, const twi_seeds *seeds, double *x)
{
  if (c->products && twi_has_products(c->world, s)) {
    twi_products_adjoint(c, s, y, seeds, x);
    return;
  }
  size_t N = c->N, Np = c->Np, Sp = c->Sp, at = s * Np;
  const double *kt = c->kt + s * N * Np, *kt1 = c->taxed[s] ? c->kt1 + s * N * Np : kt;
  const double *ke = c->ke && c->taxed[s] ? c->ke + s * N * Np : NULL;
  const double *z = c->z + at, *q = c->q + at, *Sum = c->Sum + at, *B = c->B + at, *yR = y + c->at_R;
  const unsigned char *market = c->market + at;
  double *zY = c->zd + at, *bar_q = c->dq + at, *bar_B = c->dB + at, *bar_P = c->dS + at, *bar_c = c->dlnc + at;
  double *bar_X = c->dX + at, *work = c->dRm + at, theta = c->theta[s];
  const double *g = c->g ? c->g + at : NULL;
  for (size_t o = 0; o < N; o++) zY[o] = z[o] * (g ? g[o] : 1) * twi_core_sales_bar(c, y, seeds, s, o);
  twi_dense_mtv(c->N, c->Np, kt1, zY, bar_q);
  if (ke) {
    for (size_t o = 0; o < N; o++) zY[o] = z[o] * yR[o];
    twi_dense_mtv(c->N, c->Np, ke, zY, work);
    for (size_t d = 0; d < N; d++) bar_q[d] += work[d];
  }
  for (size_t d = 0; d < N; d++) {
    double inverse = market[d] ? 1 / Sum[d] : 0, revenue = c->taxed[s] && market[d] ? yR[d] : 0;
    if (c->taxed[s]) bar_q[d] -= B[d] * revenue;
    bar_q[d] += SEED(q, at + d);
    bar_B[d] = theta * q[d] * revenue;
    bar_X[d] = revenue + bar_q[d] * inverse;
    bar_P[d] = (y[c->at_P + d * Sp + s] + SEED(P, at + d) + theta * q[d] * bar_q[d]) * inverse;
  }
  twi_dense_mv(c->N, c->Np, kt, bar_P, bar_c);
  if (c->taxed[s]) {
    twi_dense_mv(c->N, c->Np, kt1, bar_B, work);
    for (size_t o = 0; o < N; o++) bar_c[o] += work[o];
  }
  if (ke) {
    twi_dense_mv(c->N, c->Np, ke, bar_B, work);
    for (size_t o = 0; o < N; o++) bar_c[o] += work[o];
  }
  for (size_t o = 0; o < N; o++) {
    double sales = c->Yn[at + o] * twi_core_sales_bar(c, y, seeds, s, o), tax = ke ? c->En[at + o] * yR[o] : 0;
    bar_c[o] = z[o] * bar_c[o] - theta * (sales + tax) + SEED(c, at + o);
  }
}

static void adjoint_of_sector(void *data, size_t sector)
{
  vjp_job *job = data;
  twi_core_adjoint_of_flows(job->c, sector, job->y, job->seeds, job->x);
}

/* CES of a region: adds to the bars of bundle costs and prices, returns that of the wage. inputs [Sp]: b_u of the
 * head. */
static double adjoint_of_mix(const twi_core *c, size_t d, double y_w, const double *inputs, const double *bar_X,
                             double *bar_ct, double *bar_P)
{
  size_t S = c->S, Sp = c->Sp;
  const double *v = c->v + d * Sp, *Y = c->Yin + d * Sp, *sigma = c->sigma + d * Sp, *among = c->sigma_in + d * Sp;
  double wage = 0;
  for (size_t u = 0; u < S; u++) {
    double m = 1 - v[u], labour = y_w * v[u] * Y[u] * (1 - sigma[u]), spent = Y[u] * inputs[u];
    double of_PM = m > 1e-12 ? spent * (among[u] - sigma[u]) / m : 0;
    bar_ct[u] += of_PM - spent * (1 - sigma[u]) - labour;
    wage += labour - of_PM * v[u];
    const double *a = c->a + (d * S + u) * Sp;
    double turned = Y[u] * (1 - among[u]);
    for (size_t k = 0; k < S; k++) bar_P[k] += a[k] * turned * bar_X[k];
  }
  return wage;
}

static void adjoint_of_regions(void *data, size_t region)
{
  vjp_job *job = data;
  twi_core *c = job->c;
  const twi_seeds *seeds = job->seeds;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np;
  const double *a = c->a + d * S * Sp, *y = job->y;
  double *x = job->x, *bar_c = c->rP + d * Sp, *bar_X = c->rY + d * Sp, *bar_P = x + c->at_P + d * Sp;
  double *bar_Y = x + c->at_Y + d * Sp, wage = SEED(w, d) - SEED(L, d), income = SEED(I, d);
  for (size_t s = 0; s < S; s++) {
    bar_c[s] = c->dlnc[s * Np + d];
    bar_X[s] = c->dX[s * Np + d];
    income += c->alpha[d * Sp + s] * bar_X[s];
  }
  twi_dense_mv(c->S, c->Sp, a, bar_X, bar_Y);
  double *added = c->lnPn + d * Sp; /* free between residuals; to the bars of prices */
  memset(added, 0, Sp * sizeof(double));
  for (size_t s = 0; c->psi && s < S; s++)
    if (c->maker[s * Np + d] && c->psi[s] != 0) {
      bar_P[s] = -c->psi[s] * bar_c[s] / c->Yin[d * Sp + s]; /* kept here until it is added to bar Y below */
      bar_c[s] *= 1 + c->psi[s];
    }
  if (c->sigma) wage += adjoint_of_mix(c, d, y[d], bar_Y, bar_X, bar_c, added);
  for (size_t s = 0; s < S; s++) {
    size_t i = d * Sp + s;
    bar_Y[s] += c->v[i] * y[d] - y[c->at_Y + i] + (c->psi ? bar_P[s] : 0);
    wage += c->v[i] * bar_c[s];
  }
  twi_dense_mtv(c->S, c->Sp, a, bar_c, bar_P);
  for (size_t s = 0; s < S; s++) bar_P[s] += added[s] - y[c->at_P + d * Sp + s];
  c->dR[d] = income;
  x[c->at_R + d] = income - y[c->at_R + d] + SEED(R, d);
  x[d] = wage;
  c->dlv[d] = c->wV[d] * (income - y[d]) + SEED(L, d);
}

void twi_core_vjp_seeded(twi_core *c, const double *y, const twi_seeds *seeds, double *x)
{
  vjp_job job = {c, y, seeds, x};
  memset(x, 0, c->n * sizeof(double));
  twi_core_run(c, c->S, adjoint_of_sector, &job);
  twi_core_run(c, c->N, adjoint_of_regions, &job);
  if (c->supply.K) twi_supply_adjoint(c, y, x);
  twi_core_close_adjoint(c, y, c->dR, c->dlv);
  for (size_t d = 0; d < c->N; d++) { /* ln (w V L) = ln (w V L0) + (1 + eps) ln w - eps ln P */
    double eps = c->eps ? c->eps[d] : 0;
    x[d] += (1 + eps) * c->dlv[d];
    for (size_t s = 0; eps != 0 && s < c->S; s++)
      x[c->at_P + d * c->Sp + s] -= eps * c->alpha[d * c->Sp + s] * c->dlv[d];
  }
  c->vjp++;
}

void twi_core_vjp(twi_core *c, const double *y, double *x)
{
  twi_core_vjp_seeded(c, y, NULL, x);
}
