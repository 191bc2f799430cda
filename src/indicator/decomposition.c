/* The exact decomposition of real income W = I/P: along the path on which ln(1+t), ln(1+e), ln d, ln A and D move
 * linearly from base to new,
 *
 *   I dln W = sum E dln p - sum M dln p                terms of trade, p = c (1+e); E, M exports and imports before
 * tariff
 *           + sum t M dln(M/p) + sum e Q dln(Q/c)      volume of trade, Q exports at the producer's price
 *           + sum Y dln A - sum (1+t) M dln d          technical
 *           + dD                                       transfers
 *
 * an identity of the model (zero profits and the budget), integrated here by Gauss-Legendre quadrature. At each node
 * the equilibrium is solved and its tangent du = -J^-1 dF gives every slope, so nothing is differenced. Own sales drop
 * out of the terms of trade. Nodes are doubled until what is left over, the remainder, is at most 1e-8 of the exact log
 * change, and the remainder is printed: it is the error of the quadrature and of the solves. */
#include <math.h>
#include <string.h>

#include "indicator/result.h"
#include "solve/quadrature.h"

enum { FIRST_NODES = 6, MOST_NODES = 192 };
static const double REMAINDER = 1e-8;

typedef struct path {
  tw_result *r;
  twi_equilibrium *e;
  const double *du;
  double *parts; /* [S][3][N] terms of trade, volume, technical of each sector at a node */
  int missed;    /* nodes that did not solve */
} path;

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

/* One sector at one node; the core is loaded there and holds the slopes of cost and spending. */
static void sector_parts(void *data, int sector)
{
  path *p = data;
  const twi_core *c = &p->e->core;
  const tw_world *w = c->world;
  const twi_wedges *f = &p->r->base_wedges, *to = &p->r->new_wedges;
  size_t s = (size_t)sector, N = (size_t)c->N, S = (size_t)c->S, Np = (size_t)c->Np, Sp = (size_t)c->Sp;
  const double *kt1 = (c->taxed[s] ? c->kt1 : c->kt) + s * N * Np, *ke = c->ke ? c->ke + s * N * Np : NULL;
  double *tot = p->parts + s * 3 * N, *vot = tot + N, *technical = vot + N, theta = c->theta[s];
  memset(tot, 0, 3 * N * sizeof(double));
  for (size_t o = 0; o < N; o++) {
    size_t cell = o * S + s;
    double A = AT(to->productivity, cell, 1) / AT(f->productivity, cell, 1);
    if (A != 1) technical[o] += c->Yn[s * Np + o] * log(A);
    if (!c->maker[s * Np + o]) continue;
    double dlnc = c->dlnc[s * Np + o], z = c->z[s * Np + o];
    for (size_t d = 0; d < N; d++) {
      double paid = kt1[o * Np + d] * z * c->q[s * Np + d]; /* at the producer's price */
      if (paid == 0) continue;
      size_t i = (s * N + d) * N + o;
      double M = paid + (ke ? ke[o * Np + d] * z * c->q[s * Np + d] : 0); /* before the importer's tariff */
      double t0 = AT(w->tariff, i, 0), e0 = AT(w->export_tax, i, 0);
      double tf = AT(f->tariff, i, t0), tt = AT(to->tariff, i, t0);
      double ef = AT(f->export_tax, i, e0), et = AT(to->export_tax, i, e0);
      double bf = AT(f->barrier, i, 1), bt = AT(to->barrier, i, 1);
      double T = tf == tt ? 0 : log1p(tt) - log1p(tf), E = ef == et ? 0 : log1p(et) - log1p(ef);
      double b = bf == bt ? 0 : log(bt / bf);
      /* the rates at the node are in the ratios of what was loaded */
      double gross = c->kt[(s * N + o) * Np + d] * z * c->q[s * Np + d]; /* after tariff: share X */
      double tariff = gross - M, tax = M - paid, dlnp = dlnc + E;
      double dlnX = c->dX[s * Np + d] / c->X[s * Np + d], dlnP = p->du[c->at_P + d * Sp + s];
      double dlnM = -theta * (dlnc + T + E + b - dlnP) + dlnX - T;
      if (o != d) {
        tot[o] += M * dlnp;
        tot[d] -= M * dlnp;
      }
      vot[d] += tariff * (dlnM - dlnp);
      vot[o] += tax * (dlnM - E - dlnc);
      technical[d] -= gross * b;
    }
  }
}

/* Adds the node's part of the integral to sum [4][N]. */
static tw_status add_node(path *p, double weight, double *du, const double *slope, double *f, double *sum)
{
  tw_result *r = p->r;
  twi_equilibrium *e = p->e;
  twi_core *c = &e->core;
  size_t N = (size_t)c->N, S = (size_t)c->S, Np = (size_t)c->Np, Sp = (size_t)c->Sp;
  tw_status status = twi_equilibrium_tangent(e, &r->base_wedges, &r->new_wedges, slope, du);
  if (status != TW_OK) return status;
  twi_core_jvp(c, du, f); /* leaves dlnc and dX of the unknowns' slopes */
  for (size_t d = 0; d < N; d++)
    for (size_t s = 0; s < S; s++) {
      double A = AT(r->new_wedges.productivity, d * S + s, 1) / AT(r->base_wedges.productivity, d * S + s, 1);
      if (A != 1) c->dlnc[s * Np + d] -= log(A);
      c->dX[s * Np + d] += c->alpha[d * Sp + s] * slope[d] / c->total;
    }
  p->du = du;
  twi_core_run(c, c->S, sector_parts, p);
  for (size_t d = 0; d < N; d++) {
    double part[3] = {0, 0, 0};
    for (size_t s = 0; s < S; s++)
      for (size_t k = 0; k < 3; k++) part[k] += p->parts[(s * 3 + k) * N + d];
    for (size_t k = 0; k < 3; k++) sum[k * N + d] += weight * part[k] / c->I[d];
    sum[3 * N + d] += weight * slope[d] / c->total / c->I[d];
  }
  return TW_OK;
}

static tw_status integrate(path *p, int nodes, double *work, const double *u_base, double *sum, double *deficits,
                           double *slope)
{
  tw_result *r = p->r;
  twi_core *c = &p->e->core;
  size_t N = (size_t)c->N, n = c->n;
  double *u = work, *du = u + n, *f = du + n, node[MOST_NODES], weight[MOST_NODES], at = 0;
  twi_gauss_legendre(nodes, node, weight);
  memset(sum, 0, 4 * N * sizeof(double));
  memcpy(u, u_base, n * sizeof(double));
  for (int k = 0; k < nodes; k++) {
    /* the guess: along the tangent from the last node */
    if (k)
      for (size_t i = 0; i < n; i++) u[i] += (node[k] - at) * du[i];
    at = node[k];
    for (size_t d = 0; d < N; d++) {
      slope[d] = r->new_->D[d] - r->base->D[d];
      deficits[d] = (1 - at) * r->base->D[d] + at * r->new_->D[d];
    }
    int failed = 0;
    tw_status status = twi_equilibrium_point(p->e, &r->base_wedges, &r->new_wedges, at, deficits, 1e-13, u, &failed);
    if (status == TW_OK && !failed) status = add_node(p, weight[k], du, slope, f, sum);
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
static tw_status polish(tw_result *r, twi_equilibrium *e)
{
  size_t bytes = e->core.n * sizeof(double);
  memcpy(e->at, e->u, bytes); /* free outside continuation */
  for (int back = 0; back < 2; back++) {
    int failed;
    tw_status status =
        twi_equilibrium_point(e, &r->base_wedges, &r->new_wedges, 1, NULL, back ? 1 : TWI_TIGHTEST, e->u, &failed);
    if (status != TW_OK) return status;
    twi_equilibrium_state(e, e->u, &r->new_wedges, r->new_);
    twi_closure_deficits(r->world, r->new_wedges.deficits, r->new_, e->deficits);
    twi_certify(r->new_, r->world, e->deficits, r->settings.tolerance, &r->info.certificate);
    if (r->info.certificate.holds) break;
    memcpy(e->u, e->at, bytes); /* back to what was certified */
  }
  twi_welfare(r);
  return TW_OK;
}

tw_status twi_decomposition(tw_result *r, twi_equilibrium *e)
{
  size_t N = (size_t)r->world->N, S = (size_t)r->world->S, n = e->core.n;
  size_t numbers = 3 * n + 8 + 6 * N + 3 * N * S;
  double *block = twi_new(r->ctx, numbers + 8, sizeof(double));
  if (!block) return twi_no_memory(r->ctx, numbers * sizeof(double));
  double *work = (double *)(void *)(((uintptr_t)block + 63) / 64 * 64), *sum = work + 3 * n, *deficits = sum + 4 * N;
  double *slope = deficits + N;
  path p = {.r = r, .e = e, .parts = slope + N};
  tw_status status = polish(r, e);
  static const int column[4] = {TWI_TERMS_OF_TRADE, TWI_VOLUME_OF_TRADE, TWI_TECHNICAL, TWI_TRANSFERS};
  double worst = INFINITY;
  for (int nodes = FIRST_NODES; nodes <= MOST_NODES && status == TW_OK; nodes *= 2) {
    p.missed = 0;
    status = integrate(&p, nodes, work, e->u_base, sum, deficits, slope);
    if (status != TW_OK || p.missed) continue;
    double now = 0;
    for (size_t d = 0; d < N; d++) {
      double exact = twi_log_real_income(r, (int)d), parts = 0;
      for (size_t k = 0; k < 4; k++) parts += sum[k * N + d];
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
        for (size_t k = 0; k < 4; k++) {
          r->regions[(size_t)column[k] * N + d] = 100 * sum[k * N + d];
          rest -= sum[k * N + d];
        }
        r->regions[TWI_REMAINDER * N + d] = 100 * rest;
      }
    } else if (nodes >= 4 * FIRST_NODES) {
      break; /* more nodes bring nothing: the precision of the solves is reached */
    }
    if (worst <= REMAINDER) break;
  }
  r->info.decomposition_remainder = worst;
  twi_free(r->ctx, block);
  return status;
}
