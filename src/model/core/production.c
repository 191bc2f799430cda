/* Production and labour beyond the core: each is off unless the closure asks for it, and then nests the core.
 *
 * CES between value added and inputs (sigma) and among inputs (sigma_M), from the cost shares v, a of the data:
 *
 *   PM^(1-sigma_M) = sum_k (a_k / m) P_k^(1-sigma_M),  m = sum_k a_k
 *   ct^(1-sigma)   = v w^(1-sigma) + m PM^(1-sigma)
 *   v'   = v (w / ct)^(1-sigma)
 *   a_k' = a_k (P_k / PM)^(1-sigma_M) (PM / ct)^(1-sigma)
 *
 * and Cobb-Douglas where an elasticity is 1. Slopes at the point, with shares v', a', m' (Shephard's lemma first):
 *
 *   dln ct = v' dln w + sum_k a_k' dln P_k                    dln PM = sum_k a_k' dln P_k / m'
 *   dln a_k' = (1-sigma_M) dln P_k + (sigma_M-sigma) dln PM - (1-sigma) dln ct
 *   dln v'   = (1-sigma) (dln w - dln ct)
 *
 * External economies of scale (Kucheryavyy, Lyn and Rodríguez-Clare 2023, AEJ Macro 15(2); Costinot and Rodríguez-Clare
 * 2014, Handbook of International Economics 4): a sector that uses Y/ct bundles of factors and inputs has productivity
 * (Y/ct)^psi, against the data. Labour supply: L = L0 (w / P)^eps, P the price index of final demand. */
#include <math.h>
#include <string.h>

#include "model/core.h"
#include "solve/dense.h"

static const double NEARLY_ONE = 1e-9;
/* From here to 1 costs are taken by log1p and expm1: the division by 1 - sigma would lose as many digits as that has zeros,
 * more than a certificate has to spare. */
static const double NEAR_ONE = 1e-2;

/* ------------------------------------------------------------------ setting it up */

tw_status twi_core_set_closure(twi_core *c, const twi_closure *closure)
{
  const tw_world *w = c->world;
  size_t N = c->N, S = c->S, Sp = c->Sp, Np = c->Np;
  if (c->sigma) { /* back to the data's shares */
    memcpy(c->a, c->a0, N * S * Sp * sizeof(double));
    memcpy(c->v, c->v0, N * Sp * sizeof(double));
  }
  c->sigma = c->sigma_in = c->psi = c->eps = NULL;
  c->closure = closure;
  c->profit = closure && c->products ? closure->profit : NULL;
  if (c->profit) twi_core_data_profits(c);
  tw_status supplied = twi_supply_set(c, closure);
  if (supplied != TW_OK || !closure) return supplied;
  int ces = closure->value_added_elasticity || closure->input_elasticity;
  if (!ces && !closure->scale && !closure->supply_elasticity) return TW_OK;
  if (!c->a0) {
    for (int real = 0; real < 2; real++) {
      if (real) {
        tw_status status = twi_arena_allocate(c->ctx, &c->production);
        if (status != TW_OK) {
          c->production.used = 0;
          return status;
        }
      }
      c->a0 = twi_arena_doubles(&c->production, N * S * Sp);
      double **const regional[] = {&c->v0, &c->sigma, &c->sigma_in, &c->turn, &c->turned, &c->bundle, &c->lnY0};
      for (size_t i = 0; i < sizeof regional / sizeof *regional; i++)
        *regional[i] = twi_arena_doubles(&c->production, N * Sp);
      c->psi = twi_arena_doubles(&c->production, Sp);
      c->eps = twi_arena_doubles(&c->production, Np);
    }
    c->closure_arrays[0] = c->sigma;
    c->closure_arrays[1] = c->sigma_in;
    c->closure_arrays[2] = c->psi;
    c->closure_arrays[3] = c->eps;
    memcpy(c->a0, c->a, N * S * Sp * sizeof(double));
    memcpy(c->v0, c->v, N * Sp * sizeof(double));
    for (size_t d = 0; d < N; d++)
      for (size_t s = 0; s < S; s++)
        c->lnY0[d * Sp + s] = w->output[d * S + s] > 0 ? log(w->output[d * S + s] / c->total) : 0;
  }
  c->sigma = ces ? c->closure_arrays[0] : NULL;
  c->sigma_in = ces ? c->closure_arrays[1] : NULL;
  c->psi = closure->scale ? c->closure_arrays[2] : NULL;
  c->eps = closure->supply_elasticity ? c->closure_arrays[3] : NULL;
  for (size_t d = 0; ces && d < N; d++)
    for (size_t s = 0; s < S; s++) {
      c->sigma[d * Sp + s] = closure->value_added_elasticity ? closure->value_added_elasticity[d * S + s] : 1;
      c->sigma_in[d * Sp + s] = closure->input_elasticity ? closure->input_elasticity[d * S + s] : 1;
    }
  for (size_t s = 0; c->psi && s < S; s++) c->psi[s] = closure->scale[s];
  for (size_t d = 0; c->eps && d < N; d++) c->eps[d] = closure->supply_elasticity[d];
  return TW_OK;
}

/* ------------------------------------------------------------------ the point */

void twi_core_mix(twi_core *c, size_t region, double lnw, const double *lnP, double *lnct)
{
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np;
  double *a = c->a + d * S * Sp, *v = c->v + d * Sp, *power = c->lnPn + d * Sp, last = 1;
  const double *a0 = c->a0 + d * S * Sp, *v0 = c->v0 + d * Sp;
  for (size_t u = 0; u < S; u++) {
    double sigma = c->sigma[d * Sp + u], sigma_in = c->sigma_in[d * Sp + u], m = 0, sum = 0, lnPM;
    const double *from = a0 + u * Sp;
    double *to = a + u * Sp;
    for (size_t k = 0; k < S; k++) m += from[k];
    if (m == 0 || !c->maker[u * Np + d]) { /* all value added, or nothing is made */
      lnct[u] = v0[u] * lnw;
      for (size_t k = 0; k < S; k++) lnct[u] += from[k] * lnP[k];
      memcpy(to, from, Sp * sizeof(double));
      v[u] = v0[u];
      continue;
    }
    if (fabs(sigma_in - 1) < NEARLY_ONE) {
      for (size_t k = 0; k < S; k++) sum += from[k] * lnP[k];
      lnPM = sum / m;
      for (size_t k = 0; k < S; k++) to[k] = from[k] / m;
    } else {
      if (sigma_in != last) { /* users with the same elasticity share the powers */
        for (size_t k = 0; k < S; k++) power[k] = exp((1 - sigma_in) * lnP[k]);
        last = sigma_in;
      }
      for (size_t k = 0; k < S; k++) sum += from[k] * power[k];
      lnPM = log(sum / m) / (1 - sigma_in);
      if (fabs(sigma_in - 1) < NEAR_ONE) {
        double less = 0;
        for (size_t k = 0; k < S; k++) less += from[k] * expm1((1 - sigma_in) * lnP[k]);
        lnPM = log1p(less / m) / (1 - sigma_in);
      }
      for (size_t k = 0; k < S; k++) to[k] = from[k] * power[k] / sum;
    }
    double inputs = m;
    if (fabs(sigma - 1) < NEARLY_ONE) {
      lnct[u] = v0[u] * lnw + m * lnPM;
      v[u] = v0[u];
    } else {
      double labour = v0[u] * exp((1 - sigma) * lnw), bought = m * exp((1 - sigma) * lnPM), both = labour + bought;
      lnct[u] = log(both) / (1 - sigma);
      if (fabs(sigma - 1) < NEAR_ONE)
        lnct[u] = log1p(v0[u] * expm1((1 - sigma) * lnw) + m * expm1((1 - sigma) * lnPM)) / (1 - sigma);
      v[u] = labour / both;
      inputs = bought / both;
    }
    for (size_t k = 0; k < S; k++) to[k] *= inputs;
  }
}

/* Kept with the slopes' other work: what each price turns users away from, sum_u a Y (1 - sigma_M). */
static void find_turn(const twi_core *c, size_t d, double *work)
{
  size_t S = c->S, Sp = c->Sp;
  for (size_t u = 0; u < S; u++) work[u] = c->Yin[d * Sp + u] * (1 - c->sigma_in[d * Sp + u]);
  for (size_t u = S; u < Sp; u++) work[u] = 0;
  twi_dense_mtv(c->S, c->Sp, c->a + d * S * Sp, work, c->turn + d * Sp);
}

/* ------------------------------------------------------------------ slopes */

double twi_core_mix_slope(const twi_core *c, size_t region, double dlw, const double *dlnP, const double *dlnct,
                          double *dX, double *work)
{
  size_t d = region, S = c->S, Sp = c->Sp;
  const double *v = c->v + d * Sp, *Y = c->Yin + d * Sp, *sigma = c->sigma + d * Sp, *among = c->sigma_in + d * Sp;
  double labour = 0, *turned = c->turned + d * Sp;
  find_turn(c, d, work);
  for (size_t u = 0; u < S; u++) {
    double m = 1 - v[u], dlnPM = m > 1e-12 ? (dlnct[u] - v[u] * dlw) / m : 0;
    work[u] = Y[u] * ((among[u] - sigma[u]) * dlnPM - (1 - sigma[u]) * dlnct[u]);
    labour += v[u] * Y[u] * (1 - sigma[u]) * (dlw - dlnct[u]);
  }
  for (size_t u = S; u < Sp; u++) work[u] = 0;
  twi_dense_mtv(c->S, c->Sp, c->a + d * S * Sp, work, turned);
  for (size_t k = 0; k < S; k++) dX[k] += turned[k] + c->turn[d * Sp + k] * dlnP[k];
  return labour;
}

void twi_core_scale_slope(const twi_core *c, size_t region, const double *dY, double *dlnc)
{
  size_t d = region, S = c->S, Sp = c->Sp, Np = c->Np;
  if (!c->psi) return;
  for (size_t s = 0; s < S; s++)
    if (c->maker[s * Np + d] && c->psi[s] != 0) dlnc[s] += c->psi[s] * (dlnc[s] - dY[s] / c->Yin[d * Sp + s]);
}

/* ------------------------------------------------------------------ labour */

static double price_of(const twi_core *c, size_t d, const double *lnP)
{
  double sum = 0;
  for (size_t s = 0; s < c->S; s++) sum += c->alpha[d * c->Sp + s] * lnP[s];
  return sum;
}

void twi_core_labour(twi_core *c, const double *u)
{
  for (size_t d = 0; d < c->N; d++) {
    c->lnL[d] = c->lnL0[d];
    if (c->eps && c->eps[d] != 0) c->lnL[d] += c->eps[d] * (u[d] - price_of(c, d, u + c->at_P + d * c->Sp));
  }
}

double twi_core_labour_slope(const twi_core *c, size_t region, double dlw, const double *dlnP)
{
  size_t d = region;
  return c->eps && c->eps[d] != 0 ? c->eps[d] * (dlw - price_of(c, d, dlnP)) : 0;
}
