/* Own supply: what a seller of several products of a sector can make of one turns into others at a constant elasticity
 * of transformation omega (docs/model.md, Products), instead of freely at one cost.
 *
 *   y_g = p_g g_s g_g       what its maker receives of a product, subsidies in it
 *   R^(1+omega) = sum_k r_k (y_k A_k)^(1+omega),   R = c of the sector            zero profit; r: shares of the data
 *   x_k = (1 + omega) ln (y_k A_k / R)             the unknown: ln of a share in the seller's receipts, over the data's
 *   ln p_g = ln p_s - ln A_g - ln g_g + x / (1 + omega)
 *   F_T[k][o] = ln (sales_k / Y) - ln r_k - x_k    each product clears
 *
 * k is a group of products: one that has a supply of its own, or all others of the sector, which one cost holds together.
 * The sum over groups of sales = r e^x Y and the sector's own market, sales = Y, make sum r e^x = 1, which is zero profit;
 * so there is an unknown a group and an equation a group, and none is redundant. omega 0 is a fixed mix, and without bound
 * it is one cost, for which nothing here is in force.
 *
 * The preconditioner takes of a group's row what its own price and its region's costs and output do,
 *   x = (- row - kappa dln c - dY / Y) / (1 + kappa / (1 + omega)),   kappa: of sales to the seller's price, negative */
#include <math.h>
#include <string.h>

#include "model/products.h"

static const double LEAST_DIAGONAL = 0.05;
/* A seller whose buyers are banned gets cheap, and the less is left to fade, the more they would buy of it: with linear fading
 * most would happen at the very end of the path, where no rule of quadrature looks. */
static const double FADE = 6;

/* ------------------------------------------------------------------ setting it up */

/* Groups of all sectors with a supply of their own; fills what is given. */
static size_t make_groups(const twi_core *c, const twi_closure *closure, int *group, size_t *sector, double *per_omega)
{
  const tw_world *w = c->world;
  size_t K = 0;
  for (int g = 0, last; g < w->products; g = last) {
    int s = w->product[g].sector, others = -1;
    for (last = g; last < w->products && w->product[last].sector == s; last++) {
      int on = closure->omega[s] >= 0, own = on && closure->own[last];
      if (group) group[last] = !on ? -1 : own || others < 0 ? (int)K : others;
      if (!on || (!own && others >= 0)) continue;
      if (!own) others = (int)K;
      if (sector) sector[K] = (size_t)s;
      if (per_omega) per_omega[K] = 1 / (1 + closure->omega[s]);
      K++;
    }
  }
  return K;
}

/* What makers receive of each group in the data, as a share of the sector's. */
static void fill_data_shares(const twi_core *c, twi_core_supply *t)
{
  const tw_world *w = c->world;
  size_t N = c->N, Np = c->Np;
  memset(t->lnr, 0, t->K * Np * sizeof(double));
  for (size_t g = 0; g < c->products->G; g++) {
    const twi_market m = {w->product[g].sector, (int)g, 0};
    for (size_t d = 0; t->group[g] >= 0 && d < N; d++) {
      twi_flow_row row = twi_market_row(w, &m, d);
      double *r = t->lnr + (size_t)t->group[g] * Np;
      for (size_t i = 0; i < row.count; i++) {
        size_t flow = row.first + i;
        r[row.seller[i]] += w->flow[flow] / (1 + (w->export_tax ? w->export_tax[flow] : 0));
      }
    }
  }
  for (size_t k = 0, last; k < t->K; k = last)
    for (size_t o = 0; o < Np; o++) {
      double all = 0;
      for (last = k; last < t->K && t->sector[last] == t->sector[k]; last++) all += t->lnr[last * Np + o];
      for (size_t j = k; j < last; j++) {
        double part = t->lnr[j * Np + o];
        t->made[j * Np + o] = part > 0;
        t->lnr[j * Np + o] = part > 0 ? log(part / all) : 0;
      }
    }
}

tw_status twi_supply_set(twi_core *c, const twi_closure *closure)
{
  twi_core_supply *t = &c->supply;
  c->n = c->at_T;
  c->fade = 1;
  if (c->products) c->products->tau = NULL;
  twi_arena_free(c->ctx, &t->arena);
  memset(t, 0, sizeof *t);
  if (!closure || !closure->omega || !c->products) return TW_OK;
  size_t G = c->products->G, Np = c->Np, K = make_groups(c, closure, NULL, NULL, NULL);
  if (K == 0) return TW_OK;
  for (int real = 0; real < 2; real++) {
    if (real) {
      tw_status status = twi_arena_allocate(c->ctx, &t->arena);
      if (status != TW_OK) {
        memset(t, 0, sizeof *t);
        return status;
      }
    }
    double **const of_groups[] = {&t->lnr, &t->x, &t->sales, &t->miss, &t->dx, &t->dsales, &t->kappa};
    for (size_t i = 0; i < sizeof of_groups / sizeof *of_groups; i++)
      *of_groups[i] = twi_arena_doubles(&t->arena, K * Np);
    t->tau = twi_arena_doubles(&t->arena, G * Np);
    t->in = twi_arena_doubles(&t->arena, c->at_T + K * Np);
    t->turned = twi_arena_doubles(&t->arena, c->at_T + K * Np);
    t->per_omega = twi_arena_doubles(&t->arena, K);
    t->sector = twi_arena_bytes(&t->arena, K * sizeof *t->sector);
    t->group = twi_arena_bytes(&t->arena, G * sizeof *t->group);
    t->made = twi_arena_bytes(&t->arena, K * Np);
  }
  t->K = make_groups(c, closure, t->group, t->sector, t->per_omega);
  fill_data_shares(c, t);
  c->products->tau = t->tau;
  c->n = c->at_T + K * Np;
  c->fade = FADE;
  return TW_OK;
}

/* ------------------------------------------------------------------ the point */

void twi_supply_take(twi_core *c, const double *u)
{
  twi_core_supply *t = &c->supply;
  size_t Np = c->Np;
  memcpy(t->x, u + c->at_T, t->K * Np * sizeof(double));
  for (size_t g = 0; g < c->products->G; g++) {
    int k = t->group[g];
    for (size_t o = 0; k >= 0 && o < c->N; o++) t->tau[g * Np + o] = t->per_omega[k] * t->x[(size_t)k * Np + o];
  }
}

/* Adds up by group what there is by product. */
static void sum_groups(const twi_core *c, const double *of_products, double *of_groups)
{
  const twi_core_supply *t = &c->supply;
  size_t Np = c->Np;
  memset(of_groups, 0, t->K * Np * sizeof(double));
  for (size_t g = 0; g < c->products->G; g++)
    for (size_t o = 0; t->group[g] >= 0 && o < c->N; o++)
      of_groups[(size_t)t->group[g] * Np + o] += of_products[g * Np + o];
}

void twi_supply_rows(twi_core *c, double *f)
{
  twi_core_supply *t = &c->supply;
  size_t Np = c->Np;
  sum_groups(c, c->products->Y, t->sales);
  for (size_t k = 0; k < t->K; k++)
    for (size_t o = 0; o < c->N; o++) {
      size_t i = k * Np + o;
      f[c->at_T + i] =
          t->made[i] ? log(t->sales[i] / c->Yin[o * c->Sp + t->sector[k]]) - t->lnr[i] - t->x[i] : -t->x[i];
    }
}

/* ------------------------------------------------------------------ products with vectors */

void twi_supply_prices_slope(twi_core *c, const double *dx)
{
  twi_core_supply *t = &c->supply;
  twi_core_products *p = c->products;
  size_t Np = c->Np;
  for (size_t g = 0; g < p->G; g++) {
    int k = t->group[g];
    for (size_t o = 0; k >= 0 && o < c->N; o++) p->dlnp[g * Np + o] = t->per_omega[k] * dx[(size_t)k * Np + o];
  }
}

void twi_supply_rows_slope(twi_core *c, const double *dx, const double *dY, double *y)
{
  twi_core_supply *t = &c->supply;
  size_t Np = c->Np;
  sum_groups(c, c->products->dY, t->dsales);
  for (size_t k = 0; k < t->K; k++)
    for (size_t o = 0; o < c->N; o++) {
      size_t i = k * Np + o, cell = o * c->Sp + t->sector[k];
      double slope = t->made[i] ? t->dsales[i] / t->sales[i] - (dY ? dY[cell] / c->Yin[cell] : 0) : 0;
      y[c->at_T + i] = slope - (dx ? dx[i] : 0);
    }
}

double twi_supply_sales_bar(const twi_core *c, const double *y, size_t g, size_t o)
{
  const twi_core_supply *t = &c->supply;
  if (!t->K || t->group[g] < 0) return 0;
  size_t i = (size_t)t->group[g] * c->Np + o;
  return t->made[i] ? y[c->at_T + i] / t->sales[i] : 0;
}

void twi_supply_adjoint(const twi_core *c, const double *y, double *x)
{
  const twi_core_supply *t = &c->supply;
  size_t Np = c->Np;
  for (size_t k = 0; k < t->K; k++)
    for (size_t o = 0; o < c->N; o++) {
      size_t i = k * Np + o, cell = o * c->Sp + t->sector[k];
      x[c->at_T + i] -= y[c->at_T + i];
      if (t->made[i]) x[c->at_Y + cell] -= y[c->at_T + i] / c->Yin[cell];
    }
}

/* ------------------------------------------------------------------ the preconditioner */

void twi_supply_make_preconditioner(twi_core *c)
{
  twi_core_supply *t = &c->supply;
  const twi_core_products *p = c->products;
  const tw_world *w = c->world;
  size_t Np = c->Np, N = c->N;
  double *paid = t->dsales;
  memset(t->kappa, 0, t->K * Np * sizeof(double));
  memset(paid, 0, t->K * Np * sizeof(double));
  for (size_t s = 0; s < c->S; s++)
    for (size_t h = p->first_nest[s]; h < p->first_nest[s + 1]; h++)
      for (size_t g = p->first[h]; g < p->first[h + 1]; g++) {
        if (t->group[g] < 0) continue;
        double theta = p->theta[g], eta_h = p->eta_h[h], eta = p->eta[s];
        size_t first = (size_t)t->group[g] * Np;
        for (size_t d = 0; d < N; d++) {
          const size_t *row = w->product_row + g * N + d;
          double b = p->b[g * Np + d], b_h = p->b_h[h * Np + d], X = c->X[s * Np + d] * b;
          for (size_t i = row[0]; b_h > 0 && i < row[1]; i++) {
            size_t o = w->product_seller[i];
            double pi = p->kt[i] * p->z[g * Np + o] * p->inv[g * Np + d];
            paid[first + o] += X * pi;
            t->kappa[first + o] -=
                X * pi * (theta - (theta - eta_h) * pi - (eta_h - eta) * pi * b / b_h - eta * pi * b);
          }
        }
      }
  for (size_t i = 0; i < t->K * Np; i++) t->kappa[i] = paid[i] > 0 ? t->kappa[i] / paid[i] : 0;
}

void twi_supply_precondition(twi_core *c, const double *r)
{
  twi_core_supply *t = &c->supply;
  size_t Np = c->Np;
  for (size_t k = 0; k < t->K; k++)
    for (size_t o = 0; o < c->N; o++) {
      size_t i = k * Np + o, cell = o * c->Sp + t->sector[k];
      double kappa = t->kappa[i], own = 1 - kappa * t->per_omega[k], row = -r[c->at_T + i];
      if (t->made[i]) row += kappa * c->dlnc[t->sector[k] * Np + o] - c->rY[cell] / c->Yin[cell];
      t->dx[i] = t->made[i] ? row / (own > LEAST_DIAGONAL ? own : LEAST_DIAGONAL) : row;
    }
}

/* Line by line from the end: dx = (kappa dln c - dY / Y - r) / own,
 * with dln c = (1 + psi) (v dln w + a dln P) - psi dY / Y. */
void twi_supply_precondition_transposed(twi_core *c, const double *g, int scaled, double *m)
{
  twi_core_supply *t = &c->supply;
  size_t Np = c->Np, Sp = c->Sp;
  memcpy(t->turned, g, c->at_T * sizeof(double));
  for (size_t k = 0; k < t->K; k++)
    for (size_t o = 0; o < c->N; o++) {
      size_t i = k * Np + o, s = t->sector[k], cell = o * Sp + s;
      double own = 1 - t->kappa[i] * t->per_omega[k], bar = g[c->at_T + i];
      if (t->made[i]) bar /= own > LEAST_DIAGONAL ? own : LEAST_DIAGONAL;
      m[c->at_T + i] = -bar;
      if (!t->made[i]) continue;
      double psi = c->psi ? c->psi[s] : 0, of_cost = t->kappa[i] * bar * (1 + psi);
      t->turned[c->at_Y + cell] -= bar * (1 + psi * t->kappa[i]) / c->Yin[cell] * (scaled ? c->rowY[cell] : 1);
      t->turned[o] += c->v[cell] * of_cost;
      for (size_t u = 0; u < c->S; u++) t->turned[c->at_P + o * Sp + u] += c->a[(o * c->S + s) * Sp + u] * of_cost;
    }
}
