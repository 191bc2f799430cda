/* The transposed system J'm = g: the preconditioner of precondition.c read backwards, its products, and the problem.
 *
 * M^-1 is, for region d, with the rows r of F not scaled (precondition.c has the symbols),
 *
 *   delta = -r_P              dln c = K delta            dln P = delta + home dln c
 *   dY    = Xhome dln P - r_Y - Yp dln c + home alpha dR,  dR = -r_R
 *   dln w = B^-1 (r_w - h'dY)
 *   dln P += home h dln w     dY += [(Xhome home - Yp) h + home alpha w V] dln w,  then dY += home K'dY
 *
 * so that its transpose, from the last line to the first, with g the bars of (w, R, P, Y), is
 *
 *   y  = g_Y + K (home g_Y)
 *   l  = B^-T [g_w + sum home h g_P + sum y ((Xhome home - Yp) h + home alpha w V)]
 *   y -= h l                  p = g_P + Xhome y          c = home p - Yp y
 *   m_w = l,  m_R = -(g_R + sum home alpha y),  m_P = -(p + K'c),  m_Y = -y
 *
 * Rows of the transposed system belong to unknowns: those of R are taken times w V, those of Y times the size of the
 * market, so that all are as logarithms. Unknowns are bars of the rows of F as twi_core_scale_rows scales them. */
#include <string.h>

#include "model/adjoint.h"
#include "solve/dense.h"

typedef struct transposed_job {
  twi_core *c;
  const double *g;
  double *m;
  int scaled; /* g comes with its rows scaled */
} transposed_job;

static void first_half(void *data, size_t region)
{
  const transposed_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, at = d * Sp;
  const double *gP = job->g + c->at_P + at, *gY = job->g + c->at_Y + at, *home = c->home + at, *h = c->h + at;
  const double *Xhome = c->Xhome + at, *Yp = c->Yp + at, *alpha = c->alpha + at, *per_Y = c->per_Y + at;
  double *restrict y = c->rY + at, *restrict work = c->rP + at, wage = job->g[d];
  for (size_t s = 0; s < Sp; s++) {
    y[s] = job->scaled ? gY[s] * per_Y[s] : gY[s];
    work[s] = home[s] * y[s];
  }
  double *restrict turned = c->lnPn + at; /* free between residuals */
  twi_dense_mtv(S, Sp, c->Kt + d * S * Sp, work, turned);
  for (size_t s = 0; s < Sp; s++) y[s] += turned[s];
  for (size_t s = 0; s < S; s++)
    wage += home[s] * h[s] * gP[s] + y[s] * ((Xhome[s] * home[s] - Yp[s]) * h[s] + home[s] * alpha[s] * c->wVp[d]);
  c->rho[d] = wage;
}

static void second_half(void *data, size_t region)
{
  const transposed_job *job = data;
  twi_core *c = job->c;
  size_t d = region, S = c->S, Sp = c->Sp, at = d * Sp;
  const double *gP = job->g + c->at_P + at, *home = c->home + at, *h = c->h + at, *alpha = c->alpha + at;
  const double *Xhome = c->Xhome + at, *Yp = c->Yp + at;
  double *restrict y = c->rY + at, *restrict p = c->rP + at, *restrict cost = c->lnPn + at, l = c->dlw[d];
  double *mP = job->m + c->at_P + at, *mY = job->m + c->at_Y + at, gR = job->g[c->at_R + d], income = 0;
  for (size_t s = 0; s < Sp; s++) {
    y[s] -= h[s] * l;
    p[s] = gP[s] + Xhome[s] * y[s];
    cost[s] = home[s] * p[s] - Yp[s] * y[s];
  }
  for (size_t s = 0; s < S; s++) income += home[s] * alpha[s] * y[s];
  twi_dense_mv(S, Sp, c->Kt + d * S * Sp, cost, mP);
  for (size_t s = 0; s < S; s++) {
    mP[s] = -(p[s] + mP[s]);
    mY[s] = -y[s];
  }
  job->m[d] = l;
  job->m[c->at_R + d] = -((job->scaled ? gR / c->wV[d] : gR) + income);
}

static void solve_transposed(transposed_job *job)
{
  twi_core *c = job->c;
  memset(job->m, 0, c->n * sizeof(double));
  if (c->supply.K) {
    twi_supply_precondition_transposed(c, job->g, job->scaled, job->m);
    job->g = c->supply.turned;
  }
  twi_core_run(c, c->N, first_half, job);
  twi_dense_mtv(c->N, c->Np, c->Binv, c->rho, c->dlw);
  twi_core_run(c, c->N, second_half, job);
}

void twi_core_precondition_transposed(twi_core *c, const double *x, double *y)
{
  transposed_job job = {c, x, y, 0};
  solve_transposed(&job);
}

/* ------------------------------------------------------------------ the problem */

void twi_core_scale_columns(const twi_core *c, double *g)
{
  for (size_t d = 0; d < c->N; d++) {
    g[c->at_R + d] *= c->wV[d];
    for (size_t s = 0; s < c->S; s++) g[c->at_Y + d * c->Sp + s] *= c->rowY[d * c->Sp + s];
  }
}

/* The bar of rows as they are scaled, from that of F: twi_core_scale_rows undone. */
static void unscale_rows(const twi_core *c, double *m)
{
  for (size_t d = 0; d < c->N; d++) {
    m[d] *= c->wV[d];
    m[c->at_R + d] *= c->wV[d];
    for (size_t s = 0; s < c->S; s++) {
      m[c->at_P + d * c->Sp + s] *= c->per_theta[s];
      m[c->at_Y + d * c->Sp + s] *= c->rowY[d * c->Sp + s];
    }
  }
}

static void transposed_precondition(void *data, const double *x, double *m)
{
  transposed_job job = {data, x, m, 1};
  solve_transposed(&job);
  unscale_rows(data, m);
}

static void transposed_product(void *data, const double *x, double *y)
{
  twi_core *c = data;
  double *in = c->supply.K ? c->supply.in : c->in;
  transposed_job job = {c, x, in, 1};
  solve_transposed(&job);
  twi_core_vjp(c, in, y);
  twi_core_scale_columns(c, y);
}

/* The residual of the equilibrium has left everything the products need. */
static void stay(void *data)
{
  (void)data;
}

twi_problem twi_core_transposed_problem(twi_core *c)
{
  twi_problem p = {c->n, c, NULL, stay, transposed_product, transposed_precondition, NULL};
  return p;
}
