/* The exact decomposition in a sector with products. decomposition.c has the parts; of a flow of product g
 *
 *   dln(share X) = -theta (dln p_g + T + E + dln d - dln P_g) + dln b_o + dln X_g       its own wedges T, E, d, b_o
 *   dln X_g      = dln X - eta_h (dln P_g - dln P_h) - eta_s (dln P_h - dln P_s)
 *   dln P_g      = sum_o pi (dln p_g + T + E + dln d - dln b_o / theta)                  all of the path
 *
 * and of productivity and subsidy of a product what decomposition.c has of a sector's, with its sales Y_g:
 *
 * With a supply of its own a product's price has dln p_g = dln p - dln A_g + dtau_g. In the terms of trade that is all: by
 * zero profit sum_g Y_g dtau_g = 0 for every maker, so that costs of the sector are paid as before.
 *
 *   technical     + Y_g (1 - subsidy_s) dln A_g              production    - subsidy_g Y_g (1 - subsidy_s) dln(Y_g / p_s)
 *
 * With profits in the closure it leaves the slopes of products' sales at unit cost in their dY. */
#include "indicator/decomposition.h"

#include <math.h>
#include <string.h>

#include "model/products.h"

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

typedef struct node {
  twi_core *c;
  const twi_wedges *from, *to;
  double at;
  size_t s;
  const unsigned char *moving;
  const double *du; /* slopes of the unknowns */
} node;

static twi_flow_slopes wedges_of(const node *n, size_t d, double theta, size_t flow)
{
  if (!n->moving[d]) return (twi_flow_slopes){0, 0, 0, 0};
  return twi_core_flow_slopes(n->c, n->from, n->to, n->at, theta, flow);
}

static double lnA_slope(const node *n, size_t cell)
{
  double A = AT(n->to->productivity, cell, 1) / AT(n->from->productivity, cell, 1);
  return A != 1 ? log(A) : 0;
}

static double lng_slope(const node *n, size_t cell)
{
  return log1p(-AT(n->from->subsidy, cell, 0)) - log1p(-AT(n->to->subsidy, cell, 0));
}

/* dln of the price of a product's seller: unit cost of the sector less its subsidy, then the product's own. */
static double price_slope(const node *n, size_t g, size_t o)
{
  const twi_core *c = n->c;
  size_t cell = twi_product_cell(c->world, g, o), of_sector = o * c->S + n->s;
  double lng = c->g ? lng_slope(n, of_sector) : 0;
  double dlnp = c->dlnc[n->s * c->Np + o] - lng - lnA_slope(n, cell) - lng_slope(n, cell); /* dlnc has the sector's lnA */
  int k = c->supply.K ? c->supply.group[g] : -1;
  return k < 0 ? dlnp : dlnp + c->supply.per_omega[k] * n->du[c->at_T + (size_t)k * c->Np + o];
}

/* dln of prices of products and nests: p->dlnP and p->dlnP_h. */
static void price_slopes(const node *n)
{
  twi_core *c = n->c;
  twi_core_products *p = c->products;
  const tw_world *w = c->world;
  size_t N = c->N, Np = c->Np, all = twi_world_sector_flows(w);
  for (size_t h = p->first_nest[n->s]; h < p->first_nest[n->s + 1]; h++) {
    memset(p->dlnP_h + h * Np, 0, Np * sizeof(double));
    for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
      for (size_t o = 0; o < N; o++) p->zd[g * Np + o] = price_slope(n, g, o);
      for (size_t d = 0; d < N; d++) {
        const size_t *row = w->product_row + g * N + d;
        double sum = 0;
        for (size_t i = row[0]; i < row[1]; i++) {
          size_t k = g * Np + w->product_seller[i];
          if (p->kt[i] == 0) continue;
          twi_flow_slopes x = wedges_of(n, d, p->theta[g], all + i);
          sum += p->kt[i] * p->z[k] * (p->zd[k] + x.T + x.E + x.d - x.b / p->theta[g]);
        }
        p->dlnP[g * Np + d] = sum * p->inv[g * Np + d];
        double b_h = p->b_h[h * Np + d];
        if (b_h > 0) p->dlnP_h[h * Np + d] += p->b[g * Np + d] / b_h * p->dlnP[g * Np + d];
      }
    }
  }
}

void twi_decompose_products(twi_core *c, const twi_wedges *from, const twi_wedges *to, double at, size_t s,
                            const double *du, const unsigned char *moving, double *parts)
{
  twi_core_products *p = c->products;
  const tw_world *w = c->world;
  size_t N = c->N, Np = c->Np, Sp = c->Sp, all = twi_world_sector_flows(w);
  double *tot = parts, *vot = tot + N, *technical = vot + N, *production = technical + N, *tastes = production + N;
  const node n = {c, from, to, at, s, moving, du};
  price_slopes(&n);
  for (size_t h = p->first_nest[s]; h < p->first_nest[s + 1]; h++)
    for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
      double theta = p->theta[g], *dY = p->dY + g * Np;
      memset(dY, 0, Np * sizeof(double));
      for (size_t d = 0; d < N; d++) {
        const size_t *row = w->product_row + g * N + d;
        size_t market = g * Np + d;
        double dlnP = p->dlnP[market], dlnP_h = p->dlnP_h[h * Np + d], dlnP_s = du[c->at_P + d * Sp + s];
        double dlnX =
            c->dX[s * Np + d] / c->X[s * Np + d] - p->eta_h[h] * (dlnP - dlnP_h) - p->eta[s] * (dlnP_h - dlnP_s);
        for (size_t i = row[0]; i < row[1]; i++) {
          size_t o = w->product_seller[i], k = g * Np + o;
          double paid = p->kt1[i] * p->z[k] * p->q[market]; /* at the producer's price */
          if (paid == 0) continue;
          double tax = p->ke ? p->ke[i] * p->z[k] * p->q[market] : 0, M = paid + tax;
          twi_flow_slopes x = wedges_of(&n, d, theta, all + i);
          double gross = p->kt[i] * p->z[k] * p->q[market], tariff = gross - M, dlnp = p->zd[k];
          double dlnM = -theta * (dlnp + x.T + x.E + x.d - dlnP) + x.b + dlnX - x.T;
          if (o != d) {
            tot[o] += M * (dlnp + x.E);
            tot[d] -= M * (dlnp + x.E);
          }
          vot[d] += tariff * (dlnM - dlnp - x.E);
          vot[o] += tax * (dlnM - x.E - dlnp);
          technical[d] -= gross * (x.d - x.b / theta);
          tastes[d] += gross * x.b / theta;
          dY[o] += paid * (dlnM - x.E);
        }
      }
      for (size_t o = 0; o < N; o++) {
        size_t cell = twi_product_cell(w, g, o);
        double left = c->g ? 1 / c->g[s * Np + o] : 1, per = p->g ? p->g[g * Np + o] : 1;
        double Y = p->Y[g * Np + o] * left; /* at the sector's price, which is the product's cost */
        if (Y == 0) continue;
        technical[o] += Y * lnA_slope(&n, cell);
        if (per != 1) /* quantity of what is subsidised: paid over the product's price */
          production[o] -= (1 - 1 / per) * (per * dY[o] - Y * p->zd[g * Np + o]);
      }
      for (size_t o = 0; c->profit && o < N; o++) { /* from what is paid to what makers receive, at unit cost */
        double per = (c->g ? c->g[s * Np + o] : 1) * (p->g ? p->g[g * Np + o] : 1);
        double lng = (c->g ? lng_slope(&n, o * c->S + s) : 0) + lng_slope(&n, twi_product_cell(w, g, o));
        dY[o] = per * dY[o] + p->Y[g * Np + o] * lng;
      }
    }
}
