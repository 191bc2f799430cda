/* The exact decomposition of real income W = I/P: along the path on which ln(1+t), ln(1+e), ln d, ln b, ln A, ln L0 and
 * ln(1 - subsidy) move linearly from base to new, and final shares, deficits and transfers too,
 *
 *   I dln W = sum E dln p - sum M dln p                     terms of trade, p = c (1 - subsidy) (1+e); E, M exports and
 *                                                           imports before tariff
 *           + sum t M dln(M/p) + sum e Q dln(Q/p)           volume of trade, Q exports at the producer's price
 *           + sum Y dln A - sum (1+t) M (dln d - dln b / theta) + I sum (alpha - alpha') dln P       technical, tastes
 *           - sum subsidy Y dln(Y/c) + sum psi Y dln(Y/ct)  production: subsidies and rents on output, scale
 *           + w V L dln L                                   factors
 *           + dD                                            transfers
 *
 * an identity of the model (zero profits and the budget), integrated here by Gauss-Legendre quadrature; alpha' are the
 * shares at the end, with which P is formed. Limits and targets are in the wedges with their instruments. At each node
 * the equilibrium is solved and its tangent du = -J^-1 dF gives every slope, so nothing is differenced. Own sales drop
 * out of the terms of trade.
 *
 * Real GDP is the Divisia index of quantities along the same path. GDP = I - D = sum of final demand + E - M, so
 *
 *   GDP dln(real GDP) = dGDP - sum alpha I dln P - sum E dln p + sum M dln p
 *                     = volume of trade + technical without tastes + production + factors
 *
 * over final demand at the prices of sectors and trade flow by flow as it is shipped; the change of final shares drops
 * out, and so do tastes b, of which nothing more is produced (Kehoe and Ruhl 2008 on the terms of trade).
 *
 * Nodes are doubled until what is left over, the remainder, is at most 1e-8 of the exact log
 * change, and the remainder is printed: it is the error of the quadrature and of the solves. */
#include <math.h>
#include <string.h>

#include "indicator/decomposition.h"
#include "indicator/result.h"
#include "solve/quadrature.h"

enum { FIRST_NODES = 6, MOST_NODES = 192, FEW_NODES = 4, BY_SECTOR = 5, PARTS = 6 };
static const double REMAINDER = 1e-8;

typedef struct path {
  tw_result *r;
  twi_equilibrium *e;
  const double *du;
  double at;     /* share of the way */
  double *parts; /* [S][BY_SECTOR][N] terms of trade, volume, technical, production, tastes of each sector at a node */
  int missed;    /* nodes that did not solve */
  double *volume, *gdp; /* [N] at a node: what real GDP grows by, as money; GDP */
  double *real;         /* [N + groups] ln of real GDP so far */
} path;

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

/* One sector at one node; the core is loaded there and holds the slopes of cost and spending. */
static void sector_parts(void *data, size_t sector)
{
  path *p = data;
  twi_core *c = &p->e->core;
  const twi_wedges *f = &p->r->base.wedges, *to = &p->r->new_.wedges;
  size_t s = sector, N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  const double *kt1 = (c->taxed[s] ? c->kt1 : c->kt) + s * N * Np, *ke = c->ke ? c->ke + s * N * Np : NULL;
  double *tot = p->parts + s * BY_SECTOR * N, *vot = tot + N, *technical = vot + N, *production = technical + N,
         *tastes = production + N;
  double theta = c->theta[s], psi = c->psi ? c->psi[s] : 0;
  memset(tot, 0, BY_SECTOR * N * sizeof(double));
  int has_products = c->products && twi_has_products(c->world, s);
  if (has_products) twi_decompose_products(c, f, to, p->at, s, p->du, tot);
  for (size_t o = 0; o < N; o++) {
    size_t cell = o * S + s;
    double A = AT(to->productivity, cell, 1) / AT(f->productivity, cell, 1), lnA = A != 1 ? log(A) : 0;
    double lng = c->g ? log1p(-AT(f->subsidy, cell, 0)) - log1p(-AT(to->subsidy, cell, 0)) : 0;
    if (!c->maker[s * Np + o]) continue;
    double Y = c->Yin[o * Sp + s], dlnc = c->dlnc[s * Np + o], z = c->z[s * Np + o];
    if (Y != 0) {
      double dlnY = p->du[c->at_Y + o * Sp + s] / Y;
      technical[o] += Y * lnA;
      if (c->g) production[o] -= (1 - 1 / c->g[s * Np + o]) * Y * (dlnY - dlnc);
      production[o] += psi * Y * (dlnY - dlnc - lnA) / (1 + psi);
    }
    for (size_t d = 0; d < N && !has_products; d++) {
      double paid = kt1[o * Np + d] * z * c->q[s * Np + d]; /* at the producer's price */
      if (paid == 0) continue;
      double M = paid + (ke ? ke[o * Np + d] * z * c->q[s * Np + d] : 0); /* before the importer's tariff */
      twi_flow_slopes x = twi_core_flow_slopes(c, f, to, p->at, theta, (s * N + d) * N + o);
      /* the rates at the node are in the ratios of what was loaded */
      double gross = c->kt[(s * N + o) * Np + d] * z * c->q[s * Np + d]; /* after tariff: share X */
      double tariff = gross - M, tax = M - paid, dlnp = dlnc - lng;
      double dlnX = c->dX[s * Np + d] / c->X[s * Np + d], dlnP = p->du[c->at_P + d * Sp + s];
      double dlnM = -theta * (dlnp + x.T + x.E + x.d - dlnP) + x.b + dlnX - x.T;
      if (o != d) {
        tot[o] += M * (dlnp + x.E);
        tot[d] -= M * (dlnp + x.E);
      }
      vot[d] += tariff * (dlnM - dlnp - x.E);
      vot[o] += tax * (dlnM - x.E - dlnp);
      technical[d] -= gross * (x.d - x.b / theta);
      tastes[d] += gross * x.b / theta;
    }
  }
}

/* Adds the node's part of the integral of real GDP: of a group it is that of its members' sum. */
static void add_real_gdp(path *p, double weight)
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

/* Adds the node's part of the integral to sum [PARTS][N]. deficits: at the node. */
static tw_status add_node(path *p, double weight, double *du, const double *slope, const double *deficits, double *f,
                          double *sum)
{
  tw_result *r = p->r;
  twi_equilibrium *e = p->e;
  twi_core *c = &e->core;
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  const tw_world *w = r->world;
  const twi_wedges *from = &r->base.wedges, *to = &r->new_.wedges;
  tw_status status = twi_equilibrium_tangent(e, from, to, p->at, slope, du);
  if (status != TW_OK) return status;
  twi_core_jvp(c, du, f); /* leaves dlnc, dX and dlv of the unknowns' slopes */
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
    sum[3 * N + d] += weight * slope[d] / c->total / c->I[d];
    sum[2 * N + d] += weight * tastes;
    sum[5 * N + d] += weight * c->wV[d] * dlnL / c->I[d];
    p->volume[d] = c->wV[d] * dlnL;
    p->gdp[d] = c->I[d] - deficits[d] / c->total;
  }
  p->du = du;
  twi_core_run(c, c->S, sector_parts, p);
  static const size_t row[BY_SECTOR - 1] = {0, 1, 2, 4};
  static const double of_gdp[BY_SECTOR] = {0, 1, 1, 1, -1};
  for (size_t d = 0; d < N; d++)
    for (size_t k = 0; k < BY_SECTOR; k++) {
      double part = 0;
      for (size_t s = 0; s < S; s++) part += p->parts[(s * BY_SECTOR + k) * N + d];
      if (k < BY_SECTOR - 1) sum[row[k] * N + d] += weight * part / c->I[d];
      p->volume[d] += of_gdp[k] * part;
    }
  add_real_gdp(p, weight);
  return TW_OK;
}

static tw_status integrate_path(path *p, int nodes, double *work, const double *u_base, double *sum, double *deficits,
                                double *slope)
{
  tw_result *r = p->r;
  twi_core *c = &p->e->core;
  size_t N = c->N, n = c->n;
  double *u = work, *du = u + n, *f = du + n, node[MOST_NODES], weight[MOST_NODES], at = 0;
  twi_gauss_legendre(nodes, node, weight);
  memset(sum, 0, PARTS * N * sizeof(double));
  memset(p->real, 0, (N + (size_t)r->groups) * sizeof(double));
  memcpy(u, u_base, n * sizeof(double));
  for (int k = 0; k < nodes; k++) {
    /* the guess: along the tangent from the last node */
    if (k)
      for (size_t i = 0; i < n; i++) u[i] += (node[k] - at) * du[i];
    p->at = at = node[k];
    for (size_t d = 0; d < N; d++) {
      slope[d] = r->new_.state->D[d] - r->base.state->D[d];
      deficits[d] = (1 - at) * r->base.state->D[d] + at * r->new_.state->D[d];
    }
    int failed = 0;
    tw_status status = twi_equilibrium_point(p->e, &r->base.wedges, &r->new_.wedges, at, deficits, 1e-13, u, &failed);
    if (status == TW_OK && !failed) status = add_node(p, weight[k], du, slope, deficits, f, sum);
    if (status != TW_OK) return status;
    p->missed += failed;
    if (failed) return TW_OK;
    if (twi_progress(r->ctx, "decomposing real income along the shock", (k + 1.0) / nodes) != TW_OK)
      return TW_INTERRUPTED;
  }
  return TW_OK;
}

/* The identity is only as exact as its ends. The base is solved to the machine's precision already; so is the new
 * equilibrium here, and everything that is reported follows it, its certificate too. */
static tw_status polish_new(tw_result *r, twi_equilibrium *e)
{
  size_t bytes = e->core.n * sizeof(double);
  memcpy(e->path, e->u, bytes); /* free outside continuation */
  for (int back = 0; back < 2; back++) {
    int failed;
    tw_status status =
        twi_equilibrium_point(e, &r->base.wedges, &r->new_.wedges, 1, NULL, back ? 1 : TWI_TIGHTEST, e->u, &failed);
    if (status != TW_OK) return status;
    twi_equilibrium_state(e, e->u, &r->new_.wedges, r->new_.state);
    twi_closure_deficits(r->world, &r->new_.wedges, r->new_.state, e->deficits);
    twi_certify(r->new_.state, r->world, &r->new_.wedges, e->deficits, r->settings.tolerance, &r->info.certificate);
    if (r->info.certificate.holds) break;
    memcpy(e->u, e->path, bytes); /* back to what was certified */
  }
  twi_welfare(r);
  return TW_OK;
}

/* Room for the integrals, cut from one block, which the caller frees. */
typedef struct room {
  double *block, *work, *sum, *deficits, *slope;
} room;

static tw_status make_room(path *p, room *m)
{
  tw_result *r = p->r;
  size_t N = (size_t)r->world->N, S = (size_t)r->world->S, n = p->e->core.n, G = (size_t)r->groups;
  size_t numbers = 3 * n + (PARTS + 2) * N + 3 * N + G + BY_SECTOR * N * S;
  m->block = twi_new(r->ctx, numbers + 8, sizeof(double));
  if (!m->block) return twi_no_memory(r->ctx, numbers * sizeof(double));
  m->work = (double *)(void *)(((uintptr_t)m->block + 63) / 64 * 64);
  m->sum = m->work + 3 * n;
  m->deficits = m->sum + PARTS * N;
  m->slope = m->deficits + N;
  p->volume = m->slope + N;
  p->gdp = p->volume + N;
  p->real = p->gdp + N;
  p->parts = p->real + N + G;
  return TW_OK;
}

static void take_real_gdp(const path *p)
{
  tw_result *r = p->r;
  size_t N = (size_t)r->world->N, G = (size_t)r->groups;
  for (size_t d = 0; d < N; d++) r->regions[TWI_REAL_GDP * N + d] = 100 * expm1(p->real[d]);
  for (size_t g = 0; g < G; g++) r->of_groups[TWI_GROUP_REAL_GDP * G + g] = 100 * expm1(p->real[N + g]);
}

tw_status twi_real_gdp(tw_result *r, twi_equilibrium *e)
{
  room m = {0};
  path p = {.r = r, .e = e};
  tw_status status = make_room(&p, &m);
  for (int nodes = FEW_NODES; nodes <= MOST_NODES && status == TW_OK; nodes *= 2) {
    p.missed = 0;
    status = integrate_path(&p, nodes, m.work, e->u_base, m.sum, m.deficits, m.slope);
    if (status != TW_OK || p.missed) continue;
    take_real_gdp(&p);
    break;
  }
  twi_free(r->ctx, m.block);
  return status;
}

tw_status twi_decomposition(tw_result *r, twi_equilibrium *e)
{
  size_t N = (size_t)r->world->N;
  room m = {0};
  path p = {.r = r, .e = e};
  tw_status status = make_room(&p, &m);
  if (status == TW_OK) status = polish_new(r, e);
  const double *sum = m.sum;
  static const int column[PARTS] = {TWI_TERMS_OF_TRADE, TWI_VOLUME_OF_TRADE, TWI_TECHNICAL,
                                    TWI_TRANSFERS,      TWI_PRODUCTION,      TWI_FACTORS};
  double worst = INFINITY;
  for (int nodes = FIRST_NODES; nodes <= MOST_NODES && status == TW_OK; nodes *= 2) {
    p.missed = 0;
    status = integrate_path(&p, nodes, m.work, e->u_base, m.sum, m.deficits, m.slope);
    if (status != TW_OK || p.missed) continue;
    double now = 0;
    for (size_t d = 0; d < N; d++) {
      double exact = twi_log_real_income(r, (int)d), parts = 0;
      for (size_t k = 0; k < PARTS; k++) parts += sum[k * N + d];
      double relative = exact != 0 ? fabs((exact - parts) / exact) : fabs(parts);
      /* below a few units in the last place of income itself there is nothing to decompose */
      if (fabs(exact) < 1e-12) relative = fabs(exact - parts) / 1e-4;
      now = relative > now ? relative : now;
    }
    twi_log(r->ctx, 1, "decomposition with %d nodes: remainder at most %.1e of the log change of real income", nodes,
            now);
    if (now < worst) {
      worst = now;
      for (size_t d = 0; d < N; d++) {
        double rest = twi_log_real_income(r, (int)d);
        for (size_t k = 0; k < PARTS; k++) {
          r->regions[(size_t)column[k] * N + d] = 100 * sum[k * N + d];
          rest -= sum[k * N + d];
        }
        r->regions[TWI_REMAINDER * N + d] = 100 * rest;
      }
      take_real_gdp(&p);
    } else if (nodes >= 4 * FIRST_NODES) {
      break; /* more nodes bring nothing: the precision of the solves is reached */
    }
    if (worst <= REMAINDER) break;
  }
  r->info.decomposition_remainder = worst;
  twi_free(r->ctx, m.block);
  return status;
}
