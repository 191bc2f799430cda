/* The preconditioner M of the core model, and the products J M^-1 that GMRES works with.
 *
 * Most of what a region uses it makes itself, so J is close to what it would be if each region's prices and sales
 * answered to its own costs and spending alone. That part is inverted exactly. With pi_dd the home shares and Gamma
 * the input shares of region d:
 *
 *   prices   (I - pi_dd Gamma) dln P = pi_dd v dln w - r_P
 *   output   (I - pi_dd Gamma') dY = - r_Y + theta (pi_dd X dln P - Y dln c) + pi_dd alpha dI
 *
 * Both are solved with one matrix a region, K = Gamma (I - pi_dd Gamma)^-1, used as it is and transposed, since
 *
 *   dln P = delta + pi_dd K delta     has  dln c = Gamma dln P = K delta
 *   dY    = delta + pi_dd K' delta    has  dX    = Gamma' dY   = K' delta
 *
 * so M^-1 x comes with the composite slopes that J needs, and J M^-1 costs no further product with Gamma.
 * h = (I - Gamma pi_dd)^-1 v is both the pass-through of a wage to unit cost and the value-added content of output.
 *
 * Wages cannot be left to each region alone: an N x N matrix holds the first-round effect of wage q on labour demand
 * in o through every market where the two compete, and through final demand:
 *
 *   B[o][q] = sum_s theta h_o (sum_d sales_do pi_dq) h_q - [o = q] sum_s theta h_o^2 Y_o
 *           + sum_s h_o A_qo alpha_q w_q V_q - [o = q] w V - numeraire             A = pi / ((1+t)(1+e))
 *
 * A sector with products enters with all of them together, each seller with an elasticity of its own (products.h).
 * What is neglected, inputs bought abroad, converges at about their share in cost. (Taxes on own sales, which only
 * merged regions have, a policy's revenue, and profits are left to GMRES.) */
#include <math.h>
#include <string.h>

#include "model/products.h"
#include "solve/dense.h"

enum { ROWS = 16 }; /* origins of B made together, so that the flows of a sector are read once for 16 */

static void region_block(void *data, size_t region)
{
  twi_core *c = data;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np, N = c->N;
  double *Kt = c->Kt + d * S * Sp, *h = c->h + d * Sp, *home = c->home + d * Sp;
  const double *a = c->a + d * S * Sp, *v = c->v + d * Sp;
  for (size_t s = 0; s < S; s++) {
    size_t i = s * Np + d;
    home[s] = c->market[i] ? c->kt[(s * N + d) * Np + d] * c->z[i] / c->Sum[i] : 0;
    c->Xhome[d * Sp + s] = c->theta_o[i] * home[s] * c->X[i];
    c->Yp[d * Sp + s] = c->theta_o[i] * c->Yn[i];
  }
  /* K' = (I - Gamma' pi_dd)^-1 Gamma': one factorisation, all columns at once */
  double *M = c->factors + region * S * Sp;
  int *pivot = (int *)(void *)(c->factors + N * S * Sp) + d * S;
  for (size_t k = 0; k < S; k++)
    for (size_t u = 0; u < S; u++) {
      double g = a[u * Sp + k];
      Kt[k * Sp + u] = g;
      M[k * Sp + u] = (k == u) - g * home[u];
    }
  twi_lu_factor(c->S, c->Sp, M, pivot, 1e-14);
  twi_lu_solve_many(c->S, c->Sp, M, pivot, c->Sp, Kt);
  /* h = v + K pi_dd v */
  double *work = c->rP + d * Sp;
  for (size_t s = 0; s < S; s++) work[s] = home[s] * v[s];
  for (size_t s = S; s < Sp; s++) work[s] = 0;
  twi_dense_mtv(c->S, c->Sp, Kt, work, h);
  for (size_t s = 0; s < S; s++) h[s] += v[s];
}

static void wage_rows(void *data, size_t block)
{
  twi_core *c = data;
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  size_t first = block * ROWS, last = first + ROWS < N ? first + ROWS : N;
  double *row = c->factors + block * 2 * Np, *sum = row + Np;
  for (size_t o = first; o < last; o++) memset(c->LU + o * Np, 0, Np * sizeof(double));
  for (size_t s = 0; s < S; s++) {
    const double *kt = c->kt + s * N * Np, *kt1 = c->taxed[s] ? c->kt1 + s * N * Np : kt;
    const double *z = c->z + s * Np, *q = c->q + s * Np, *Sum = c->Sum + s * Np;
    const unsigned char *market = c->market + s * Np;
    for (size_t o = first; o < last; o++) {
      double *B = c->LU + o * Np, ho = c->h[o * Sp + s];
      if (!c->maker[s * Np + o]) continue;
      memset(row, 0, Np * sizeof(double));
      for (size_t d = 0; d < N; d++) row[d] = market[d] ? kt1[o * Np + d] * q[d] / Sum[d] : 0;
      twi_dense_mv(c->N, c->Np, kt, row, sum);
      double g = c->g ? c->g[s * Np + o] : 1, theta = c->theta_o[s * Np + o], factor = theta * ho * g * z[o];
      for (size_t j = 0; j < N; j++) {
        double A = market[j] ? g * kt1[o * Np + j] * z[o] / Sum[j] : 0;
        B[j] += factor * sum[j] * z[j] * c->h[j * Sp + s] + ho * A * c->alpha[j * Sp + s] * c->wV[j] * c->respond[j];
      }
      B[o] -= theta * ho * ho * c->Yn[s * Np + o];
    }
  }
  for (size_t o = first; o < last; o++) {
    double *B = c->LU + o * Np;
    B[o] -= c->wV[o] * c->respond[o];
    int b = c->block[o];
    double numeraire = c->wV[o] * c->block_V[b] / (c->block_W[b] * c->block_W[b]);
    for (size_t j = 0; j < N; j++)
      if (c->block[j] == b) B[j] -= numeraire * c->wV[j] * c->respond[j];
  }
}

static void products_together(void *data, size_t sector)
{
  twi_core *c = data;
  if (twi_has_products(c->world, sector)) twi_products_together(c, sector);
}

void twi_core_make_preconditioner(twi_core *c)
{
  c->made++;
  if (c->products) twi_core_run(c, c->S, products_together, c);
  for (size_t d = 0; d < c->Np; d++) c->wVp[d] = c->wV[d];
  twi_core_run(c, c->N, region_block, c);
  for (size_t d = 0; d < c->N; d++) { /* of ln (w L) to ln w, where labour supply answers the real wage */
    double pass = 0;
    for (size_t s = 0; c->eps && s < c->S; s++) {
      size_t i = d * c->Sp + s;
      pass += c->alpha[i] * c->home[i] * c->h[i];
    }
    c->respond[d] = c->eps ? 1 + c->eps[d] * (1 - pass) : 1;
  }
  twi_core_run(c, (c->N + ROWS - 1) / ROWS, wage_rows, c);
  if (c->supply.K) twi_supply_make_preconditioner(c);
  /* Regions that trade with nobody leave their relative wage open. */
  twi_lu_factor(c->N, c->Np, c->LU, c->pivot, 1e-13);
  size_t N = c->N, Np = c->Np;
  memset(c->Binv, 0, N * Np * sizeof(double));
  for (size_t o = 0; o < N; o++) c->Binv[o * Np + o] = 1;
  twi_lu_solve_many(c->N, c->Np, c->LU, c->pivot, c->Np, c->Binv);
}

/* ------------------------------------------------------------------ M^-1 and J M^-1 */

typedef struct product_job {
  twi_core *c;
  const double *x; /* in, rows scaled */
  double *y;       /* out */
} product_job;

TWI_CLONES static void first_half(void *data, size_t region)
{
  product_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np, at = d * Sp;
  const double *restrict xP = job->x + c->at_P + at, *restrict xY = job->x + c->at_Y + at, *restrict h = c->h + at;
  const double *restrict home = c->home + at, *restrict alpha = c->alpha + at, *restrict rowY = c->rowY + at;
  const double *restrict Xhome = c->Xhome + at, *restrict Yp = c->Yp + at, *restrict per_theta = c->per_theta;
  double *restrict rP = c->rP + at, *restrict rY = c->rY + at,
                   *restrict dlnc = c->lnPn + at; /* free between residuals */
  double rho = c->wV[d] * job->x[d], dR = -c->wV[d] * job->x[c->at_R + d], content = 0;
  for (size_t s = 0; s < Sp; s++) rP[s] = -xP[s] * per_theta[s];
  twi_dense_mtv(c->S, c->Sp, c->Kt + d * S * Sp, rP, dlnc);
  for (size_t s = 0; s < Sp; s++) {
    rP[s] += home[s] * dlnc[s];
    rY[s] = Xhome[s] * rP[s] - xY[s] * rowY[s] - Yp[s] * dlnc[s] + home[s] * alpha[s] * dR;
  }
#pragma omp simd reduction(+ : content)
  for (size_t s = 0; s < Sp; s++) content += h[s] * rY[s];
  for (size_t s = 0; s < S; s++) c->dlnc[s * Np + d] = dlnc[s];
  c->rho[d] = rho - content;
  c->dR[d] = dR;
}

/* CES and scale at the slopes of M^-1: final unit costs, and what is added to spending and to labour demand. With CES
 * the cost shares move with prices, so the composites that come with M are those of the point where M was made: they
 * are formed anew. */
static void beyond_core(twi_core *c, size_t region, double *dX)
{
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np, at = d * Sp;
  const double *a = c->a + d * S * Sp;
  double *dlnc = c->bundle + at, dlw = c->dlw[d];
  c->rho[d] = 0;
  if (c->sigma) {
    twi_dense_mv(c->S, c->Sp, a, c->rP + at, dlnc);
    twi_dense_mtv(c->S, c->Sp, a, c->rY + at, dX);
    for (size_t s = 0; s < S; s++) dlnc[s] += c->v[at + s] * dlw;
    c->rho[d] = twi_core_mix_slope(c, region, dlw, c->rP + at, dlnc, dX, c->Ynr + at);
  } else {
    for (size_t s = 0; s < S; s++) dlnc[s] = c->dlnc[s * Np + d] + c->h[at + s] * dlw;
  }
  twi_core_scale_slope(c, region, c->rY + at, dlnc);
  for (size_t s = 0; s < S; s++) c->dlnc[s * Np + d] = dlnc[s];
}

TWI_CLONES static void second_half(void *data, size_t region)
{
  product_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np, at = d * Sp;
  const double *restrict home = c->home + at, *restrict h = c->h + at, *restrict alpha = c->alpha + at;
  const double *restrict Xhome = c->Xhome + at, *restrict Yp = c->Yp + at;
  double *restrict rP = c->rP + at, *restrict rY = c->rY + at, *restrict dX = c->lnPn + at, dlw = c->dlw[d];
  double income = c->wVp[d] * dlw, dI = c->dI[d] = c->wV[d] * c->dlv[d] + c->dR[d] + c->dD[d];
  for (size_t s = 0; s < Sp; s++) {
    double dlnc = h[s] * dlw;
    rP[s] += home[s] * dlnc;
    rY[s] += (Xhome[s] * home[s] - Yp[s]) * dlnc + home[s] * alpha[s] * income;
  }
  twi_dense_mv(c->S, c->Sp, c->Kt + d * S * Sp, rY, dX);
  for (size_t s = 0; s < S; s++) rY[s] += home[s] * dX[s];
  if (c->sigma || c->psi) beyond_core(c, region, dX);
  for (size_t s = 0; s < S; s++) {
    if (!c->sigma && !c->psi) c->dlnc[s * Np + d] += h[s] * dlw;
    c->dX[s * Np + d] = dX[s] + alpha[s] * dI;
  }
}

/* Leaves the slopes dlw, dR, dln P (rP), dY (rY), those of own supply and the composites dlnc, dX in place. */
static void solve_nearby(twi_core *c, product_job *job)
{
  twi_core_run(c, c->N, first_half, job);
  twi_dense_mv(c->N, c->Np, c->Binv, c->rho, c->dlw);
  memcpy(c->dlv, c->dlw, c->N * sizeof(double));
  for (size_t d = 0; c->eps && d < c->N; d++) { /* of final slopes of prices, which second_half completes */
    size_t at = d * c->Sp;
    double prices = 0;
    for (size_t s = 0; s < c->S; s++)
      prices += c->alpha[at + s] * (c->rP[at + s] + c->home[at + s] * c->h[at + s] * c->dlw[d]);
    c->dlv[d] += c->eps[d] * (c->dlw[d] - prices);
  }
  twi_core_close_slope(c, c->dlv);
  twi_core_run(c, c->N, second_half, job);
  if (c->supply.K) twi_supply_precondition(c, job->x);
}

static void core_precondition(void *data, const double *r, double *x)
{
  twi_core *c = data;
  product_job job = {c, r, x};
  size_t cells = c->N * c->Sp, N = c->N;
  solve_nearby(c, &job);
  memset(x, 0, c->at_P * sizeof(double));
  memcpy(x, c->dlw, N * sizeof(double));
  memcpy(x + c->at_R, c->dR, N * sizeof(double));
  memcpy(x + c->at_P, c->rP, cells * sizeof(double));
  memcpy(x + c->at_Y, c->rY, cells * sizeof(double));
  if (c->supply.K) memcpy(x + c->at_T, c->supply.dx, c->supply.K * c->Np * sizeof(double));
}

static void product_of_flows(void *data, size_t sector)
{
  twi_core_flows_slope(((product_job *)data)->c, sector);
}

TWI_CLONES static void product_rows(void *data, size_t region)
{
  product_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np, at = d * Sp;
  const double *restrict rP = c->rP + at, *restrict rY = c->rY + at, *restrict per_Y = c->per_Y + at;
  const double *restrict theta = c->theta;
  double *restrict y = job->y, revenue = 0, labour = c->sigma ? c->rho[d] : 0;
  for (size_t s = 0; s < S; s++) {
    revenue += c->dRm[s * Np + d];
    if (c->ke) revenue += c->dE[s * Np + d];
    if (c->g) revenue -= (1 - 1 / c->g[s * Np + d]) * c->dY[s * Np + d];
    labour += c->v[at + s] * rY[s];
    y[c->at_P + at + s] = theta[s] * (c->dlnP[s * Np + d] - rP[s]);
    y[c->at_Y + at + s] = (c->dY[s * Np + d] - rY[s]) * per_Y[s];
  }
  if (c->profit) revenue += c->dprofits[d];
  y[d] = labour / c->wV[d] - c->dlv[d] - c->dgap[d];
  y[c->at_R + d] = (revenue - c->dR[d]) / c->wV[d];
}

static void core_product(void *data, const double *x, double *y)
{
  twi_core *c = data;
  product_job job = {c, x, y};
  solve_nearby(c, &job);
  if (c->supply.K) twi_supply_prices_slope(c, c->supply.dx);
  twi_core_run(c, c->S, product_of_flows, &job);
  if (c->profit) twi_core_profits(c, c->products->dY, c->dprofits);
  twi_core_run(c, c->N, product_rows, &job);
  if (c->supply.K) twi_supply_rows_slope(c, c->supply.dx, c->rY, y);
  c->jvp++;
}

/* ------------------------------------------------------------------ the problem */

/* Rows relative to the size of their market; a price gap times theta is the gap of a sum of shares. */
void twi_core_scale_rows(const twi_core *c, double *f)
{
  size_t N = c->N, Sp = c->Sp;
  for (size_t d = 0; d < N; d++) {
    f[d] /= c->wV[d];
    f[c->at_R + d] /= c->wV[d];
    for (size_t s = 0; s < Sp; s++) {
      f[c->at_P + d * Sp + s] *= c->theta[s];
      f[c->at_Y + d * Sp + s] *= c->per_Y[d * Sp + s];
    }
  }
}

static int core_residual(void *data, const double *u, double *f)
{
  int outside = twi_core_residual(data, u, f);
  twi_core_scale_rows(data, f);
  return outside;
}

/* The residual has left everything the products need. */
static void core_linearize(void *data)
{
  (void)data;
}

static void core_refresh(void *data)
{
  twi_core_make_preconditioner(data);
}

twi_problem twi_core_problem(twi_core *c)
{
  twi_problem p = {c->n, c, core_residual, core_linearize, core_product, core_precondition, core_refresh};
  return p;
}
