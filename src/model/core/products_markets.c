/* The markets of a sector with products: the residual, its products with a vector and a transposed vector. See
 * products.h for the symbols, residual.c, jvp.c and vjp.c for what is around them.
 *
 *   residual   Sum = sum_o kt z                        ln P_g = m - (ln Sum + kappa) / theta
 *              q = b X / Sum                           sales Y_g = g z sum_d kt1 q,   E_g = z sum_d ke q
 *              revenue of the buyer = b X - B q        B = sum_o (kt1 + ke) z
 *              paid to sellers of a subsidised product, from the revenue of their region: (1 - 1/g_g) Y_g / g_s
 *   slopes     dln P_g = sum_o kt z dln p / Sum + direct,   dln P_h = sum b_g|h dln P_g,   dln P_s = sum b_h dln P_h
 *              dln b = -eta_h (dln P_g - dln P_h) - eta_s (dln P_h - dln P_s)
 *              dq = dX b / Sum + q (dln b + theta dln P_g)
 *              dY_g = g z sum_d kt1 dq - theta dln p Y_g
 *              d revenue = b dX + b X dln b - B dq + theta q sum_o (kt1 + ke) z dln p
 *   adjoint    with bar b = b X (bar revenue + bar q / Sum):
 *              bar P_s = y_P + eta_s sum bar b,        bar P_h = (eta_h - eta_s) sum_{g in h} bar b + b_h bar P_s
 *              bar P_g = theta q bar q - eta_h bar b + b_g|h bar P_h,      bar X = sum b (bar revenue + bar q / Sum)
 *
 * A nest is summed as expm1 and log1p, so that eta near 0 runs into eta = 0 without losing digits. */
#include <math.h>
#include <string.h>

#include "base/build.h"
#include "model/adjoint.h"
#include "model/products.h"

/* ln P of a nest of n prices with shares beta, which lie Np apart. */
static double nest_price(size_t n, size_t stride, const double *beta, const double *lnP, double eta)
{
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    double share = beta[i * stride], x = lnP[i * stride];
    if (share > 0) sum += share * (eta == 0 ? x : expm1(-eta * x));
  }
  if (eta == 0) return sum;
  if (sum > -0.5) return -log1p(sum) / eta;
  sum = 0; /* much has gone: the sum itself, for its digits */
  for (size_t i = 0; i < n; i++)
    if (beta[i * stride] > 0) sum += beta[i * stride] * exp(-eta * lnP[i * stride]);
  return -log(sum) / eta;
}

static double moved_share(double beta, double eta, double lnP, double index)
{
  return !(beta > 0) ? 0 : eta == 0 ? beta : beta * exp(-eta * (lnP - index));
}

/* Prices of nests and of the sector, shares, in one market. */
static void price_market(twi_core *c, size_t s, size_t d)
{
  twi_core_products *p = c->products;
  size_t Np = c->Np, from = p->first_nest[s], to = p->first_nest[s + 1];
  for (size_t h = from; h < to; h++) {
    size_t at = p->first[h] * Np + d;
    p->lnP_h[h * Np + d] = !(p->beta_h[h * Np + d] > 0)
                               ? 0
                               : nest_price(p->first[h + 1] - p->first[h], Np, p->beta + at, p->lnP + at, p->eta_h[h]);
  }
  double lnP = nest_price(to - from, Np, p->beta_h + from * Np + d, p->lnP_h + from * Np + d, p->eta[s]);
  c->lnPn[d * c->Sp + s] = lnP;
  for (size_t h = from; h < to; h++) {
    double lnP_h = p->lnP_h[h * Np + d], b_h = moved_share(p->beta_h[h * Np + d], p->eta[s], lnP_h, lnP);
    p->b_h[h * Np + d] = b_h;
    for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
      double in_nest = b_h > 0 ? moved_share(p->beta[g * Np + d], p->eta_h[h], p->lnP[g * Np + d], lnP_h) : 0;
      p->b[g * Np + d] = b_h * in_nest;
    }
  }
}

/* Sum and B of a product from its sellers' factors, by buyer. */
TWI_CLONES static void sum_rows(const twi_core *c, size_t g, const double *restrict z, double *restrict Sum,
                                double *restrict B)
{
  const twi_core_products *p = c->products;
  const tw_world *w = c->world;
  const size_t *row = w->product_row + g * c->N;
  for (size_t d = 0; d < c->N; d++) {
    const uint16_t *restrict seller = w->product_seller;
    const double *restrict kt = p->kt, *restrict kt1 = p->kt1, *restrict ke = p->ke;
    double sum = 0, net = 0;
    for (size_t i = row[d]; i < row[d + 1]; i++) {
      double zi = z[seller[i]];
      sum += kt[i] * zi;
      net += kt1[i] * zi;
    }
    for (size_t i = row[d]; ke && i < row[d + 1]; i++) net += ke[i] * z[seller[i]];
    Sum[d] = sum;
    B[d] = net;
  }
}

/* Adds up by seller: paid += kt1 q, tax += ke q. */
TWI_CLONES static void sum_columns(const twi_core *c, size_t g, const double *restrict q, double *restrict paid,
                                   double *restrict tax)
{
  const twi_core_products *p = c->products;
  const tw_world *w = c->world;
  const size_t *row = w->product_row + g * c->N;
  const uint16_t *restrict seller = w->product_seller;
  const double *restrict kt1 = p->kt1, *restrict ke = p->ke;
  memset(paid, 0, c->Np * sizeof *paid);
  if (ke) memset(tax, 0, c->Np * sizeof *tax);
  for (size_t d = 0; d < c->N; d++) {
    double qd = q[d];
    for (size_t i = row[d]; i < row[d + 1]; i++) paid[seller[i]] += kt1[i] * qd;
    for (size_t i = row[d]; ke && i < row[d + 1]; i++) tax[seller[i]] += ke[i] * qd;
  }
}

void twi_products_markets(twi_core *c, size_t s)
{
  twi_core_products *p = c->products;
  size_t N = c->N, Np = c->Np, at = s * Np;
  const double *lnc = c->lnc + at, *lng = c->g ? c->lng + at : NULL, *g_s = c->g ? c->g + at : NULL;
  double *Yn = c->Yn + at, *En = c->En + at, *Rm = c->Rm + at, low = INFINITY, high = -INFINITY;
  const unsigned char *maker = c->maker + at, *market = c->market + at;
  for (size_t o = 0; o < N; o++)
    if (maker[o]) low = lnc[o] < low ? lnc[o] : low, high = lnc[o] > high ? lnc[o] : high;
  double m = c->m[s] = low <= high ? 0.5 * (low + high) : 0;
  size_t first = p->first[p->first_nest[s]], last = p->first[p->first_nest[s + 1]];
  memset(Yn, 0, Np * sizeof(double));
  memset(En, 0, Np * sizeof(double));
  memset(Rm, 0, Np * sizeof(double));
  for (size_t g = first; g < last; g++) {
    size_t i = g * Np;
    double *z = p->z + i, theta = p->theta[g];
    const double *lnA = p->g ? p->lnA + i : NULL, *lng_g = p->g ? p->lng + i : NULL;
    for (size_t o = 0; o < N; o++) {
      double lnp = lnc[o] - (lng ? lng[o] : 0) - (lnA ? lnA[o] + lng_g[o] : 0) - m;
      if (p->tau) lnp += p->tau[i + o];
      z[o] = maker[o] ? exp(-theta * lnp) : 0;
    }
    sum_rows(c, g, z, p->Sum + i, p->B + i);
    for (size_t d = 0; d < N; d++) {
      double Sum = p->Sum[i + d];
      p->inv[i + d] = Sum > 0 ? 1 / Sum : 0;
      p->lnP[i + d] = p->scale[i + d] > 0 ? (Sum > 0 ? m - (log(Sum) + p->kappa[i + d]) / theta : INFINITY) : 0;
    }
  }
  for (size_t d = 0; d < N; d++) {
    if (market[d])
      price_market(c, s, d);
    else
      c->lnPn[d * c->Sp + s] = 0;
  }
  for (size_t g = first; g < last; g++) {
    size_t i = g * Np;
    for (size_t d = 0; d < N; d++) {
      double X = market[d] ? p->b[i + d] * c->X[at + d] : 0;
      p->q[i + d] = X * p->inv[i + d];
      if (c->taxed[s]) Rm[d] += X - p->B[i + d] * p->q[i + d];
    }
    double *Y = p->Y + i, *E = p->E + i;
    sum_columns(c, g, p->q + i, Y, E);
    for (size_t o = 0; o < N; o++) {
      Y[o] *= p->z[i + o];
      if (p->g) {
        Y[o] *= p->g[i + o];
        Rm[o] -= (1 - 1 / p->g[i + o]) * Y[o];
      }
      if (g_s) Y[o] *= g_s[o]; /* at unit cost */
      Yn[o] += Y[o];
      if (!p->ke) continue;
      E[o] *= p->z[i + o];
      En[o] += E[o];
    }
  }
}

void twi_products_clear(twi_core *c, size_t s)
{
  twi_core_products *p = c->products;
  size_t first = p->first[p->first_nest[s]], last = p->first[p->first_nest[s + 1]];
  memset(p->direct + first * c->Np, 0, (last - first) * c->Np * sizeof(double));
  memset(p->dlnp + first * c->Np, 0, (last - first) * c->Np * sizeof(double));
}

void twi_products_slope(twi_core *c, size_t s)
{
  twi_core_products *p = c->products;
  size_t N = c->N, Np = c->Np, at = s * Np, from = p->first_nest[s], to = p->first_nest[s + 1];
  const double *dlnc = c->dlnc + at, *dX = c->dX + at, *g_s = c->g ? c->g + at : NULL, *X = c->X + at;
  double *dY = c->dY + at, *dE = c->dE + at, *dRm = c->dRm + at, *dlnP = c->dlnP + at;
  memset(dY, 0, Np * sizeof(double));
  memset(dE, 0, Np * sizeof(double));
  memset(dRm, 0, Np * sizeof(double));
  memset(dlnP, 0, Np * sizeof(double));
  for (size_t h = from; h < to; h++) {
    double *of_nest = p->dlnP_h + h * Np;
    memset(of_nest, 0, Np * sizeof(double));
    for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
      size_t i = g * Np;
      for (size_t o = 0; o < N; o++) p->zd[i + o] = p->z[i + o] * (dlnc[o] + p->dlnp[i + o]);
      sum_rows(c, g, p->zd + i, p->dlnP + i, p->dB + i);
      for (size_t d = 0; d < N; d++) {
        p->dlnP[i + d] = p->dlnP[i + d] * p->inv[i + d] + p->direct[i + d];
        if (p->b_h[h * Np + d] > 0) of_nest[d] += p->b[i + d] / p->b_h[h * Np + d] * p->dlnP[i + d];
      }
    }
    for (size_t d = 0; d < N; d++) dlnP[d] += p->b_h[h * Np + d] * of_nest[d];
  }
  for (size_t h = from; h < to; h++)
    for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
      size_t i = g * Np;
      double theta = p->theta[g], *dq = p->dq + i, *sales = p->dY + i, *tax = p->zd + i;
      for (size_t d = 0; d < N; d++) {
        double q = p->q[i + d], b = p->b[i + d], of_nest = p->dlnP_h[h * Np + d];
        double dlnb = -p->eta_h[h] * (p->dlnP[i + d] - of_nest) - p->eta[s] * (of_nest - dlnP[d]);
        dq[d] = dX[d] * b * p->inv[i + d] + q * (dlnb + theta * p->dlnP[i + d]);
        dRm[d] += b * (dX[d] + X[d] * dlnb) - p->B[i + d] * dq[d] + theta * q * p->dB[i + d];
      }
      for (size_t o = 0; o < N; o++) p->dB[i + o] = theta * (dlnc[o] + p->dlnp[i + o]); /* from here on */
      sum_columns(c, g, dq, sales, tax);
      for (size_t o = 0; o < N; o++) {
        double per_s = g_s ? g_s[o] : 1, per = p->g ? p->g[i + o] : 1;
        sales[o] = per_s * per * p->z[i + o] * sales[o] - p->dB[i + o] * p->Y[i + o];
        dY[o] += sales[o];
        if (p->g) dRm[o] -= (1 - 1 / per) / per_s * sales[o];
        if (p->ke) dE[o] += p->z[i + o] * tax[o] - p->dB[i + o] * p->E[i + o];
      }
    }
}

#define SEED(array, index) (seeds ? seeds->array[index] : 0)

/* The derivative by sales of a product: they enter the row of the sector, the revenue of their region, and with profits
 * that of the owner. */
double twi_products_sales_bar(const twi_core *c, const double *y, const twi_seeds *seeds, size_t s, size_t g, size_t o)
{
  const twi_core_products *p = c->products;
  double per_s = c->g ? c->g[s * c->Np + o] : 1, per = p->g ? p->g[g * c->Np + o] : 1;
  double bar = y[c->at_Y + o * c->Sp + s] - (1 - 1 / (per_s * per)) * y[c->at_R + o];
  bar += SEED(Y, s * c->Np + o) + SEED(Y_g, g * c->Np + o);
  if (p->tau) bar += twi_supply_sales_bar(c, y, g, o);
  if (!c->profit || c->profit[g] == 0) return bar;
  return bar + c->profit[g] * (y[c->at_R + (size_t)twi_product_owner(c->world, g)] - y[c->at_R + o]);
}

/* Adds kt u + (kt1 + ke) v to the sellers' bars. */
static void spread_rows(const twi_core *c, size_t g, const double *u, const double *v, double *bar)
{
  const twi_core_products *p = c->products;
  const tw_world *w = c->world;
  const size_t *row = w->product_row + g * c->N;
  memset(bar, 0, c->Np * sizeof *bar);
  for (size_t d = 0; d < c->N; d++)
    for (size_t i = row[d]; i < row[d + 1]; i++)
      bar[w->product_seller[i]] += p->kt[i] * u[d] + (p->kt1[i] + (p->ke ? p->ke[i] : 0)) * v[d];
}

void twi_products_adjoint(twi_core *c, size_t s, const double *y, const twi_seeds *seeds, double *x)
{
  twi_core_products *p = c->products;
  size_t N = c->N, Np = c->Np, at = s * Np, from = p->first_nest[s], to = p->first_nest[s + 1];
  const double *yR = y + c->at_R, *X = c->X + at, *g_s = c->g ? c->g + at : NULL;
  double *bar_c = c->dlnc + at, *bar_X = c->dX + at, *bar_s = c->dlnP + at;
  memset(bar_c, 0, Np * sizeof(double));
  if (seeds) memcpy(bar_c, seeds->c + at, N * sizeof(double));
  memset(bar_X, 0, Np * sizeof(double));
  for (size_t d = 0; d < N; d++) bar_s[d] = c->market[at + d] ? y[c->at_P + d * c->Sp + s] + SEED(P, at + d) : 0;
  for (size_t h = from; h < to; h++) {
    double *bar_h = p->dlnP_h + h * Np;
    memset(bar_h, 0, Np * sizeof(double));
    for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
      size_t i = g * Np;
      double *bar_q = p->dq + i, *bar_b = p->dlnP + i, *zY = p->zd + i, *zR = p->dB + i;
      for (size_t o = 0; o < N; o++) {
        double per = (g_s ? g_s[o] : 1) * (p->g ? p->g[i + o] : 1);
        zY[o] = p->z[i + o] * per * twi_products_sales_bar(c, y, seeds, s, g, o);
        zR[o] = p->z[i + o] * yR[o];
      }
      const tw_world *w = c->world;
      const size_t *row = w->product_row + g * N;
      for (size_t d = 0; d < N; d++) {
        double revenue = c->taxed[s] ? yR[d] : 0, bar = SEED(q_g, i + d) - p->B[i + d] * revenue;
        for (size_t k = row[d]; k < row[d + 1]; k++) {
          size_t o = w->product_seller[k];
          bar += p->kt1[k] * zY[o];
          if (p->ke) bar += p->ke[k] * zR[o];
        }
        bar_q[d] = bar;
        double all = revenue + bar * p->inv[i + d];
        bar_b[d] = p->b[i + d] * X[d] * all;
        if (c->market[at + d]) bar_X[d] += p->b[i + d] * all;
        bar_h[d] += (p->eta_h[h] - p->eta[s]) * bar_b[d];
        bar_s[d] += p->eta[s] * bar_b[d];
      }
    }
  }
  for (size_t h = from; h < to; h++)
    for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
      size_t i = g * Np;
      double theta = p->theta[g], *u = p->zd + i, *v = p->dB + i, *bar = p->dY + i;
      for (size_t d = 0; d < N; d++) {
        double b_h = p->b_h[h * Np + d], of_nest = p->dlnP_h[h * Np + d] + b_h * bar_s[d];
        double bar_P = theta * p->q[i + d] * p->dq[i + d] - p->eta_h[h] * p->dlnP[i + d] + SEED(P_g, i + d);
        if (b_h > 0) bar_P += p->b[i + d] / b_h * of_nest;
        u[d] = bar_P * p->inv[i + d];
        v[d] = c->taxed[s] ? theta * p->q[i + d] * yR[d] : 0;
      }
      spread_rows(c, g, u, v, bar);
      for (size_t o = 0; o < N; o++) { /* stays in dY: by ln of the cost of this product alone */
        double sales = p->Y[i + o] * twi_products_sales_bar(c, y, seeds, s, g, o);
        bar[o] = p->z[i + o] * bar[o] - theta * (sales + (p->ke ? p->E[i + o] * yR[o] : 0)) + SEED(c_g, i + o);
        bar_c[o] += bar[o];
      }
      int k = p->tau && x ? c->supply.group[g] : -1; /* of the seller's price */
      for (size_t o = 0; k >= 0 && o < N; o++) x[c->at_T + (size_t)k * Np + o] += c->supply.per_omega[k] * bar[o];
    }
}

/* Together: shares pi = sum_g b pi_g with z = Sum = 1 and q = X, and for each seller the elasticity that makes its own
 * price move its sales as they do,
 *
 *   theta_o sum_d X pi (1 - pi) = sum_d X sum_g b pi_g [theta_g - (theta_g - eta_h) pi_g - (eta_h - eta_s) pi_h - eta_s pi]
 *
 * pi_h what the seller has of the nest. */
void twi_products_together(twi_core *c, size_t s)
{
  twi_core_products *p = c->products;
  const tw_world *w = c->world;
  size_t N = c->N, Np = c->Np, at = s * Np, from = p->first_nest[s], to = p->first_nest[s + 1];
  double *kt = c->kt + s * N * Np, *kt1 = c->kt1 + s * N * Np, *own = c->theta_o + at;
  memset(kt, 0, N * Np * sizeof(double));
  memset(kt1, 0, N * Np * sizeof(double));
  double *in_nest = c->dB + at, *all = c->dS + at, *true_ = c->zd + at, *rough = c->dE + at;
  memset(true_, 0, Np * sizeof(double));
  memset(rough, 0, Np * sizeof(double));
  for (size_t g = p->first[from]; g < p->first[to]; g++)
    for (size_t d = 0; d < N; d++) {
      const size_t *row = w->product_row + g * N + d;
      double factor = p->b[g * Np + d] * p->inv[g * Np + d];
      for (size_t i = row[0]; factor > 0 && i < row[1]; i++) {
        size_t o = w->product_seller[i];
        kt[o * Np + d] += factor * p->kt[i] * p->z[g * Np + o];
        kt1[o * Np + d] += factor * p->kt1[i] * p->z[g * Np + o];
      }
    }
  for (size_t d = 0; d < N; d++) {
    double X = c->X[at + d];
    c->z[at + d] = c->Sum[at + d] = 1;
    c->q[at + d] = X;
    for (size_t o = 0; o < N; o++) {
      all[o] = kt[o * Np + d];
      rough[o] += X * all[o] * (1 - all[o]);
    }
    for (size_t h = from; h < to; h++) {
      double b_h = p->b_h[h * Np + d];
      if (!(b_h > 0)) continue;
      memset(in_nest, 0, Np * sizeof(double));
      for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
        const size_t *row = w->product_row + g * N + d;
        double factor = p->b[g * Np + d] * p->inv[g * Np + d] / b_h;
        for (size_t i = row[0]; i < row[1]; i++) {
          size_t o = w->product_seller[i];
          in_nest[o] += factor * p->kt[i] * p->z[g * Np + o];
        }
      }
      for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
        const size_t *row = w->product_row + g * N + d;
        double theta = p->theta[g], eta_h = p->eta_h[h], eta = p->eta[s];
        for (size_t i = row[0]; i < row[1]; i++) {
          size_t o = w->product_seller[i];
          double pi = p->kt[i] * p->z[g * Np + o] * p->inv[g * Np + d];
          true_[o] +=
              X * p->b[g * Np + d] * pi * (theta - (theta - eta_h) * pi - (eta_h - eta) * in_nest[o] - eta * all[o]);
        }
      }
    }
  }
  for (size_t o = 0; o < N; o++) own[o] = rough[o] > 0 && true_[o] > 0 ? true_[o] / rough[o] : c->theta[s];
}
