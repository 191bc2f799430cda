/* The product J' y of the transposed derivative with a vector, at the point of the last residual: jvp.c read
 * backwards, line by line. A bar is the derivative of y'F with respect to what stands under it.
 *
 * Closures of labour, production and scale must be off.
 *
 *   by sector   bar q   = kt1' (z bar Y) + ke' (z bar R_o) - B bar R_d
 *               bar B   = theta q bar R_d
 *               bar P  += theta q bar q                 bar X = bar R_d + bar q / Sum
 *               bar c   = z (kt (bar P / Sum) + (kt1 + ke) bar B) - theta (sales bar Y + export tax revenue bar R_o)
 *   by region   bar w   = sum v bar c + w V (sum alpha bar X - y_w - numeraire) + deficits
 *               bar P_in = a' bar c - y_P               bar Y_in = a bar X + v y_w - y_Y
 *               bar R_in = sum alpha bar X - y_R */
#include <string.h>

#include "model/products.h"
#include "solve/dense.h"

typedef struct vjp_job {
  twi_core *c;
  const double *y;
  double *x;
} vjp_job;

/* Sales enter their own row and, where they are subsidised, the revenue of their region. */
static double sales_bar(const twi_core *c, const double *y, size_t s, size_t o)
{
  double bar = y[c->at_Y + o * c->Sp + s];
  return c->g ? bar - (1 - 1 / c->g[s * c->Np + o]) * y[c->at_R + o] : bar;
}

static void adjoint_of_flows(void *data, size_t sector)
{
  vjp_job *job = data;
  twi_core *c = job->c;
  if (c->products && twi_has_products(c->world, sector)) {
    twi_products_adjoint(c, sector, job->y, job->x);
    return;
  }
  size_t s = sector, N = c->N, Np = c->Np, Sp = c->Sp, at = s * Np;
  const double *kt = c->kt + s * N * Np, *kt1 = c->taxed[s] ? c->kt1 + s * N * Np : kt;
  const double *ke = c->ke && c->taxed[s] ? c->ke + s * N * Np : NULL;
  const double *z = c->z + at, *q = c->q + at, *Sum = c->Sum + at, *B = c->B + at, *yR = job->y + c->at_R;
  const unsigned char *market = c->market + at;
  double *zY = c->zd + at, *bar_q = c->dq + at, *bar_B = c->dB + at, *bar_P = c->dS + at, *bar_c = c->dlnc + at;
  double *bar_X = c->dX + at, *work = c->dRm + at, theta = c->theta[s];
  const double *g = c->g ? c->g + at : NULL;
  for (size_t o = 0; o < N; o++) zY[o] = z[o] * (g ? g[o] : 1) * sales_bar(c, job->y, s, o);
  twi_dense_mtv(c->N, c->Np, kt1, zY, bar_q);
  if (ke) {
    for (size_t o = 0; o < N; o++) zY[o] = z[o] * yR[o];
    twi_dense_mtv(c->N, c->Np, ke, zY, work);
    for (size_t d = 0; d < N; d++) bar_q[d] += work[d];
  }
  for (size_t d = 0; d < N; d++) {
    double inverse = market[d] ? 1 / Sum[d] : 0, revenue = c->taxed[s] && market[d] ? yR[d] : 0;
    if (c->taxed[s]) bar_q[d] -= B[d] * revenue;
    bar_B[d] = theta * q[d] * revenue;
    bar_X[d] = revenue + bar_q[d] * inverse;
    bar_P[d] = (job->y[c->at_P + d * Sp + s] + theta * q[d] * bar_q[d]) * inverse;
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
    double sales = c->Yn[at + o] * sales_bar(c, job->y, s, o), tax = ke ? c->En[at + o] * yR[o] : 0;
    bar_c[o] = z[o] * bar_c[o] - theta * (sales + tax);
  }
}

static void adjoint_of_regions(void *data, size_t region)
{
  vjp_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np;
  const double *a = c->a + d * S * Sp, *y = job->y;
  double *x = job->x, *bar_c = c->rP + d * Sp, *bar_X = c->rY + d * Sp, wage = 0, income = 0;
  for (size_t s = 0; s < S; s++) {
    bar_c[s] = c->dlnc[s * Np + d];
    bar_X[s] = c->dX[s * Np + d];
    wage += c->v[d * Sp + s] * bar_c[s];
    income += c->alpha[d * Sp + s] * bar_X[s];
  }
  twi_dense_mtv(c->S, c->Sp, a, bar_c, x + c->at_P + d * Sp);
  twi_dense_mv(c->S, c->Sp, a, bar_X, x + c->at_Y + d * Sp);
  for (size_t s = 0; s < S; s++) {
    size_t i = d * Sp + s;
    x[c->at_P + i] -= y[c->at_P + i];
    x[c->at_Y + i] += c->v[i] * y[d] - y[c->at_Y + i];
  }
  c->dR[d] = income;
  x[c->at_R + d] = income - y[c->at_R + d];
  x[d] = wage + c->wV[d] * (income - y[d]);
}

void twi_core_vjp(twi_core *c, const double *y, double *x)
{
  vjp_job job = {c, y, x};
  memset(x, 0, c->n * sizeof(double));
  twi_core_run(c, c->S, adjoint_of_flows, &job);
  twi_core_run(c, c->N, adjoint_of_regions, &job);
  if (c->supply.K) twi_supply_adjoint(c, y, x);
  twi_core_close_adjoint(c, y, c->dR, x);
  c->vjp++;
}
