/* The parts of the exact decomposition at one point of the path, added to their integrals. decomposition.c has the
 * formulas and the path.
 *
 * A sector's flows enter through sums over rows and columns of kt; only flows whose own wedges move are gone through one
 * by one, with logarithms. With M = (kt1 + ke) z q before the importer's tariff, X = kt z q
 * after it, dln p = dln c - dln g and m = dln (P^theta X) of a market:
 *
 *   dln M            = m - theta dln p                             and - theta (T + E + d) + b - T where wedges move
 *   sum_o M dln p    = q sum_o (kt1 + ke) z dln p                  sum_o (X - M) dln M/p = m (tariff revenue)
 *                                                                    - (1 + theta) q sum_o (kt - kt1 - ke) z dln p */
#include "indicator/parts.h"

#include <math.h>
#include <string.h>

#include "base/build.h"
#include "indicator/decomposition.h"
#include "model/products.h"

enum { BY_SECTOR = 5 };

tw_status twi_parts_new(const tw_result *r, twi_core *core, const unsigned char *moving, twi_parts *p)
{
  size_t N = core->N, S = core->S, G = (size_t)r->groups;
  size_t numbers = TWI_PART_COUNT * N + 4 * N + G + BY_SECTOR * N * S;
  memset(p, 0, sizeof *p);
  p->r = r;
  p->core = core;
  p->moving = moving;
  p->block = twi_new(r->ctx, numbers, sizeof(double));
  if (!p->block) return twi_no_memory(r->ctx, numbers * sizeof(double));
  p->sum = p->block;
  p->slope = p->sum + TWI_PART_COUNT * N;
  p->volume = p->slope + N;
  p->gdp = p->volume + N;
  p->real = p->gdp + N;
  p->of_sector = p->real + N + G;
  for (size_t d = 0; d < N; d++) p->slope[d] = r->new_.state->D[d] - r->base.state->D[d];
  return TW_OK;
}

void twi_parts_free(twi_parts *p)
{
  if (p->r) twi_free(p->r->ctx, p->block);
  memset(p, 0, sizeof *p);
}

void twi_parts_clear(twi_parts *p)
{
  memset(p->sum, 0, TWI_PART_COUNT * p->core->N * sizeof(double));
  memset(p->real, 0, (p->core->N + (size_t)p->r->groups) * sizeof(double));
}

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

/* What the wedges of one buyer's row add by moving. */
static void row_parts(const twi_parts *p, size_t s, size_t d, double *tot, double *vot, double *technical,
                      double *tastes)
{
  const twi_core *c = p->core;
  const twi_wedges *f = &p->r->base.wedges, *to = &p->r->new_.wedges;
  size_t N = c->N, Np = c->Np;
  const double *kt = c->kt + s * N * Np + d, *kt1 = c->taxed[s] ? c->kt1 + s * N * Np + d : kt;
  const double *ke = c->ke && c->taxed[s] ? c->ke + s * N * Np + d : NULL;
  double theta = c->theta[s], q = c->q[s * Np + d];
  for (size_t o = 0; o < N; o++) {
    double zq = c->z[s * Np + o] * q, paid = kt1[o * Np] * zq; /* at the producer's price */
    if (paid == 0) continue;
    twi_flow_slopes x = twi_core_flow_slopes(c, f, to, p->at, theta, (s * N + d) * N + o);
    double gross = kt[o * Np] * zq, tax = ke ? ke[o * Np] * zq : 0, M = paid + tax; /* after tariff; before it */
    double dlnM = -theta * (x.T + x.E + x.d) + x.b - x.T;
    if (o != d) {
      tot[o] += M * x.E;
      tot[d] -= M * x.E;
    }
    vot[d] += (gross - M) * (dlnM - x.E);
    vot[o] += tax * (dlnM - x.E);
    technical[d] -= gross * (x.d - x.b / theta);
    tastes[d] += gross * x.b / theta;
  }
}

/* One sector at one point. The core's pass with the unknowns' slopes has left dlnc and dX, which are complete by now. */
TWI_CLONES static void sector_parts(void *data, size_t sector)
{
  twi_parts *p = data;
  const twi_core *c = p->core;
  const twi_wedges *f = &p->r->base.wedges, *to = &p->r->new_.wedges;
  size_t s = sector, N = c->N, S = c->S, Np = c->Np, Sp = c->Sp, at = s * Np;
  int taxed = c->taxed[s];
  const double *kt = c->kt + s * N * Np, *kt1 = taxed ? c->kt1 + s * N * Np : kt;
  const double *ke = c->ke && taxed ? c->ke + s * N * Np : NULL;
  const double *z = c->z + at, *q = c->q + at;
  double *tot = p->of_sector + s * BY_SECTOR * N, *vot = tot + N, *technical = vot + N, *production = technical + N,
         *tastes = production + N;
  /* work of the core's pass: slope of ln (P^theta X) of a market; sums over its sellers */
  double *restrict m = c->dq + at, *restrict imports = c->dB + at, *restrict tariffs = c->dS + at,
                   *restrict answer = c->zd + at;
  double theta = c->theta[s], psi = c->psi ? c->psi[s] : 0;
  memset(tot, 0, BY_SECTOR * N * sizeof(double));
  int has_products = c->products && twi_has_products(c->world, s);
  if (has_products) twi_decompose_products(p->core, f, to, p->at, s, p->du, p->moving + s * N, tot);
  for (size_t d = 0; d < N; d++) {
    m[d] = q[d] != 0 ? theta * p->du[c->at_P + d * Sp + s] + c->dX[at + d] / c->X[at + d] : 0;
    imports[d] = tariffs[d] = answer[d] = 0;
  }
  for (size_t o = 0; o < N; o++) {
    size_t cell = o * S + s;
    double A = AT(to->productivity, cell, 1) / AT(f->productivity, cell, 1), lnA = A != 1 ? log(A) : 0;
    double lng = c->g ? log1p(-AT(f->subsidy, cell, 0)) - log1p(-AT(to->subsidy, cell, 0)) : 0;
    if (!c->maker[at + o]) continue;
    double Y = c->Yin[o * Sp + s], dlnc = c->dlnc[at + o], dlnp = dlnc - lng;
    if (Y != 0) {
      double dlnY = p->du[c->at_Y + o * Sp + s] / Y;
      technical[o] += Y * lnA;
      if (c->g) production[o] -= (1 - 1 / c->g[at + o]) * Y * (dlnY - dlnc);
      production[o] += psi * Y * (dlnY - dlnc - lnA) / (1 + psi);
    }
    if (has_products) continue;
    const double *restrict k = kt + o * Np, *restrict k1 = kt1 + o * Np, *restrict k2 = ke ? ke + o * Np : NULL;
    double zo = z[o], moved = zo * dlnp, sales = 0, revenue = 0;
    if (!taxed) {
#pragma omp simd reduction(+ : sales)
      for (size_t d = 0; d < N; d++) {
        sales += k[d] * q[d];
        imports[d] += k[d] * moved;
      }
    } else if (!k2) {
#pragma omp simd reduction(+ : sales)
      for (size_t d = 0; d < N; d++) {
        double tariff = k[d] - k1[d];
        sales += k1[d] * q[d];
        imports[d] += k1[d] * moved;
        tariffs[d] += tariff * zo;
        answer[d] += tariff * moved;
      }
    } else {
#pragma omp simd reduction(+ : sales, revenue)
      for (size_t d = 0; d < N; d++) {
        double before = k1[d] + k2[d], tariff = k[d] - before;
        sales += before * q[d];
        imports[d] += before * moved;
        tariffs[d] += tariff * zo;
        answer[d] += tariff * moved;
        revenue += k2[d] * q[d] * (m[d] - (1 + theta) * dlnp);
      }
    }
    tot[o] += sales * moved; /* own sales go out again below */
    vot[o] += zo * revenue;
  }
  for (size_t d = 0; d < N && !has_products; d++) {
    tot[d] -= q[d] * imports[d];
    vot[d] += q[d] * (m[d] * tariffs[d] - (1 + theta) * answer[d]);
    if (p->moving[s * N + d]) row_parts(p, s, d, tot, vot, technical, tastes);
  }
}

/* Adds the point's part of the integral of real GDP: of a group it is that of its members' sum. */
static void add_real_gdp(twi_parts *p, double weight)
{
  const tw_result *r = p->r;
  size_t N = (size_t)r->world->N;
  for (size_t d = 0; d < N; d++) p->real[d] += weight * p->volume[d] / p->gdp[d];
  for (int g = 0; g < r->groups; g++) {
    double volume = 0, gdp = 0;
    for (int i = 0; i < r->group[g].count; i++) {
      volume += p->volume[r->group[g].member[i]];
      gdp += p->gdp[r->group[g].member[i]];
    }
    p->real[N + (size_t)g] += weight * volume / gdp;
  }
}

void twi_parts_add(twi_parts *p, double share, double weight, const double *du, const double *deficits)
{
  const tw_result *r = p->r;
  twi_core *c = p->core;
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  const tw_world *w = r->world;
  const twi_wedges *from = &r->base.wedges, *to = &r->new_.wedges;
  double *sum = p->sum;
  const double *slope = p->slope;
  p->at = share;
  p->du = du;
  twi_core_costs_slope(c, du);
  for (size_t d = 0; d < N; d++) {
    double tastes = 0, index = 0, L = AT(to->labour, d, 1) / AT(from->labour, d, 1);
    const double *alpha_from = twi_final_shares_of(w, from, (int)d), *alpha_to = twi_final_shares_of(w, to, (int)d);
    for (size_t s = 0; s < S; s++) {
      double change = alpha_to[s] - alpha_from[s];
      tastes += (c->alpha[d * Sp + s] - alpha_to[s]) * du[c->at_P + d * Sp + s];
      index += change * c->P_in[d * Sp + s];
    }
    double dlnL = c->dlv[d] - du[d] + (L != 1 ? log(L) : 0) - (c->eps ? c->eps[d] * index : 0);
    double dI = slope[d] / c->total + c->wV[d] * (dlnL - (c->dlv[d] - du[d]));
    for (size_t s = 0; s < S; s++) {
      double A = AT(to->productivity, d * S + s, 1) / AT(from->productivity, d * S + s, 1);
      if (A != 1) c->dlnc[s * Np + d] -= log(A);
      c->dX[s * Np + d] += c->alpha[d * Sp + s] * dI + (alpha_to[s] - alpha_from[s]) * c->I[d];
    }
    sum[TWI_PART_TRANSFERS * N + d] += weight * slope[d] / c->total / c->I[d];
    sum[TWI_PART_TECHNICAL * N + d] += weight * tastes;
    sum[TWI_PART_FACTORS * N + d] += weight * c->wV[d] * dlnL / c->I[d];
    p->volume[d] = c->wV[d] * dlnL;
    p->gdp[d] = c->I[d] - deficits[d] / c->total - (c->profit ? c->profits[d] - c->profits_data[d] : 0);
  }
  twi_core_run(c, c->S, sector_parts, p);
  if (c->profit) twi_core_profits(c, c->products->dY, c->dprofits);
  for (size_t d = 0; c->profit && d < N; d++) sum[TWI_PART_TRANSFERS * N + d] += weight * c->dprofits[d] / c->I[d];
  static const size_t row[BY_SECTOR - 1] = {TWI_PART_TERMS_OF_TRADE, TWI_PART_VOLUME_OF_TRADE, TWI_PART_TECHNICAL,
                                            TWI_PART_PRODUCTION};
  static const double of_gdp[BY_SECTOR] = {0, 1, 1, 1, -1};
  for (size_t d = 0; d < N; d++)
    for (size_t k = 0; k < BY_SECTOR; k++) {
      double part = 0;
      for (size_t s = 0; s < S; s++) part += p->of_sector[(s * BY_SECTOR + k) * N + d];
      if (k < BY_SECTOR - 1) sum[row[k] * N + d] += weight * part / c->I[d];
      p->volume[d] += of_gdp[k] * part;
    }
  add_real_gdp(p, weight);
}
