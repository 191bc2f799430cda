/* A market solved the slow way, for small ones: every choice of which bounds hold is tried, the equations of the choice
 * are solved by elimination with all variables in them (Newton over the demand curve and the conjecture), and the one
 * choice whose signs are right is the equilibrium. Its equations are written here anew; nothing of the solver is used.
 *
 * Variables in order: flows of the routes in use, output of the blocks in force, netbacks, prices, tolls of rows. */
#ifndef TRADEWIND_TESTS_SLOW_MARKET_H
#define TRADEWIND_TESTS_SLOW_MARKET_H

#include "markets.h"

enum { SLOW_MOST = 40 };

typedef struct slow_market {
  const twi_market_state *s;
  int routes, blocks, rows, n;
  int route[SLOW_MOST], block[SLOW_MOST], row[SLOW_MOST];
  int state[SLOW_MOST]; /* of routes (0 free, 1 at floor), blocks (0 part, 1 empty, 2 full), rows (0 slack, 1 tight) */
  double u[SLOW_MOST];
  long tried;
} slow_market;

static inline double slow_price(const twi_state_buyer *b, int linear, double z)
{
  if (linear) return b->price + b->price / (-b->elasticity * b->quantity) * (b->quantity - z);
  return b->price * exp(log(z / b->quantity) / b->elasticity);
}

static inline double slow_slope(const twi_state_buyer *b, int linear, double z)
{
  return linear ? b->price / (b->elasticity * b->quantity) : slow_price(b, linear, z) / (b->elasticity * z);
}

static inline int slow_supplier(const slow_market *m, int r)
{
  return m->s->pair[m->s->market->route[m->route[r]].pair].supplier;
}

static inline int slow_buyer(const slow_market *m, int r)
{
  return m->s->pair[m->s->market->route[m->route[r]].pair].buyer;
}

/* Equations at u: f, and their derivatives row by row, J. */
static inline void slow_equations(const slow_market *m, const double *u, double *f, double J[SLOW_MOST][SLOW_MOST])
{
  const twi_market_state *s = m->s;
  int O = s->suppliers, D = s->buyers, g0 = m->routes, l0 = g0 + m->blocks, p0 = l0 + O, t0 = p0 + D;
  double z[SLOW_MOST] = {0};
  memset(J, 0, sizeof(double[SLOW_MOST][SLOW_MOST]));
  for (int r = 0; r < m->routes; r++) z[slow_buyer(m, r)] += u[r];
  for (int r = 0; r < m->routes; r++) {
    const twi_state_pair *pair = &s->pair[s->market->route[m->route[r]].pair];
    const twi_market_route *route = &s->market->route[m->route[r]];
    int o = pair->supplier, d = pair->buyer;
    if (m->state[r]) {
      f[r] = u[r] - (s->market->pair[route->pair].routes > 1 ? 0 : pair->floor);
      J[r][r] = 1;
      continue;
    }
    double X = 0, h = 1e-6 * fmax(fabs(z[d]), 1e-3), b = -slow_slope(&s->buyer[d], s->linear, z[d]);
    double bend = (-slow_slope(&s->buyer[d], s->linear, z[d] + h) - b) / h, theta = s->conjecture[o];
    for (int q = 0; q < m->routes; q++)
      if (s->market->route[m->route[q]].pair == route->pair) X += u[q];
    f[r] = u[l0 + o] + s->route[m->route[r]].freight + pair->wedge + pair->stiffness * (X - pair->reference) +
           theta * b * X - (u[p0 + d] - pair->tax) / (1 + pair->tax_rate);
    for (int i = 0; i < route->crossings; i++) f[r] += s->toll[s->market->crossing[route->first_crossing + i]];
    for (int q = 0; q < m->routes; q++) {
      if (s->market->route[m->route[q]].pair == route->pair) J[r][q] += pair->stiffness + theta * b;
      if (slow_buyer(m, q) == d) J[r][q] += theta * bend * X;
    }
    J[r][l0 + o] = 1;
    J[r][p0 + d] = -1 / (1 + pair->tax_rate);
    for (int k = 0; k < m->rows; k++)
      for (int i = 0; i < route->crossings; i++)
        if (s->market->crossing[route->first_crossing + i] == m->row[k]) {
          f[r] += u[t0 + k];
          J[r][t0 + k] = 1;
        }
  }
  for (int b = 0; b < m->blocks; b++) {
    const twi_state_block *block = &s->block[m->block[b]];
    int i = g0 + b, state = m->state[m->routes + b];
    f[i] = state == 0   ? block->cost + block->slope * u[i] - u[l0 + block->supplier]
           : state == 1 ? u[i]
                        : u[i] - block->capacity;
    J[i][i] = state ? 1 : block->slope;
    if (!state) J[i][l0 + block->supplier] = -1;
  }
  for (int o = 0; o < O; o++) {
    f[l0 + o] = 0;
    for (int r = 0; r < m->routes; r++)
      if (slow_supplier(m, r) == o) f[l0 + o] += u[r], J[l0 + o][r] = 1;
    for (int b = 0; b < m->blocks; b++)
      if (s->block[m->block[b]].supplier == o) f[l0 + o] -= u[g0 + b], J[l0 + o][g0 + b] = -1;
  }
  for (int d = 0; d < D; d++) {
    f[p0 + d] = u[p0 + d] - slow_price(&s->buyer[d], s->linear, z[d]);
    J[p0 + d][p0 + d] = 1;
    for (int r = 0; r < m->routes; r++)
      if (slow_buyer(m, r) == d) J[p0 + d][r] = -slow_slope(&s->buyer[d], s->linear, z[d]);
  }
  for (int k = 0; k < m->rows; k++) {
    int i = t0 + k, tight = m->state[m->routes + m->blocks + k];
    f[i] = tight ? -s->capacity[m->row[k]] : u[i];
    if (!tight) J[i][i] = 1;
    for (int r = 0; tight && r < m->routes; r++) {
      const twi_market_route *route = &s->market->route[m->route[r]];
      for (int c = 0; c < route->crossings; c++)
        if (s->market->crossing[route->first_crossing + c] == m->row[k]) f[i] += u[r], J[i][r] = 1;
    }
  }
}

/* Gauss with the largest pivot; 0: singular. */
static inline int slow_eliminate(int n, double A[SLOW_MOST][SLOW_MOST], double *b)
{
  for (int k = 0; k < n; k++) {
    int best = k;
    for (int i = k + 1; i < n; i++)
      if (fabs(A[i][k]) > fabs(A[best][k])) best = i;
    if (!(fabs(A[best][k]) > 1e-11)) return 0;
    for (int j = 0; j < n; j++) {
      double t = A[k][j];
      A[k][j] = A[best][j];
      A[best][j] = t;
    }
    double t = b[k];
    b[k] = b[best];
    b[best] = t;
    for (int i = k + 1; i < n; i++) {
      double factor = A[i][k] / A[k][k];
      if (factor == 0) continue;
      for (int j = k; j < n; j++) A[i][j] -= factor * A[k][j];
      b[i] -= factor * b[k];
    }
  }
  for (int i = n - 1; i >= 0; i--) {
    for (int j = i + 1; j < n; j++) b[i] -= A[i][j] * b[j];
    b[i] /= A[i][i];
  }
  return 1;
}

/* Newton from the base point on the equations of the choice; 0: none came out. */
static inline int slow_newton(slow_market *m)
{
  static double J[SLOW_MOST][SLOW_MOST];
  double f[SLOW_MOST];
  const twi_market_state *s = m->s;
  int p0 = m->routes + m->blocks + s->suppliers;
  for (int i = 0; i < m->n; i++) m->u[i] = 0;
  for (int r = 0; r < m->routes; r++) m->u[r] = s->buyer[slow_buyer(m, r)].quantity / s->suppliers;
  for (int d = 0; d < s->buyers; d++) m->u[p0 + d] = s->buyer[d].price;
  for (int round = 0; round < (s->linear ? 4 : 60); round++) {
    double most = 0, step = 1;
    slow_equations(m, m->u, f, J);
    if (!slow_eliminate(m->n, J, f)) return 0;
    for (int d = 0; d < s->buyers && !s->linear; d++) { /* quantities stay above 0 on the way */
      double z = 0, dz = 0;
      for (int r = 0; r < m->routes; r++)
        if (slow_buyer(m, r) == d) z += m->u[r], dz += f[r];
      if (dz > 0.5 * z) step = fmin(step, 0.5 * z / dz);
    }
    for (int i = 0; i < m->n; i++) {
      m->u[i] -= step * f[i];
      most = fmax(most, fabs(f[i]) / (1 + fabs(m->u[i])));
    }
    if (!isfinite(most)) return 0;
    if (step == 1 && most < 1e-14) return 1;
  }
  return s->linear;
}

static inline int slow_signs(slow_market *m)
{
  static double J[SLOW_MOST][SLOW_MOST];
  double f[SLOW_MOST];
  const double slack = 1e-9;
  const twi_market_state *s = m->s;
  int l0 = m->routes + m->blocks, t0 = l0 + s->suppliers + s->buyers, kept[SLOW_MOST];
  for (int r = 0; r < m->routes; r++) {
    const twi_state_pair *pair = &s->pair[s->market->route[m->route[r]].pair];
    if (m->u[r] < (s->market->pair[s->market->route[m->route[r]].pair].routes > 1 ? 0 : pair->floor) - slack) return 0;
  }
  for (int b = 0; b < m->blocks; b++) {
    const twi_state_block *block = &s->block[m->block[b]];
    double g = m->u[m->routes + b], margin = block->cost + block->slope * g - m->u[l0 + block->supplier];
    int state = m->state[m->routes + b];
    if (g < -slack || g > block->capacity + slack) return 0;
    if ((state == 1 && margin < -slack) || (state == 2 && margin > slack)) return 0;
  }
  for (int k = 0; k < m->rows; k++) {
    double used = 0;
    for (int r = 0; r < m->routes; r++) {
      const twi_market_route *route = &s->market->route[m->route[r]];
      for (int c = 0; c < route->crossings; c++)
        if (s->market->crossing[route->first_crossing + c] == m->row[k]) used += m->u[r];
    }
    if (m->u[t0 + k] < -slack || used > s->capacity[m->row[k]] + slack) return 0;
  }
  /* Margins of routes at their floors: their equations as if they were free. */
  memcpy(kept, m->state, sizeof kept);
  for (int r = 0; r < m->routes; r++) m->state[r] = 0;
  slow_equations(m, m->u, f, J);
  memcpy(m->state, kept, sizeof kept);
  for (int r = 0; r < m->routes; r++)
    if (m->state[r] && f[r] < -slack) return 0;
  return 1;
}

/* Fills u with the equilibrium; fails where none of the choices is one. */
static inline void solve_slowly(const twi_market_state *s, slow_market *m)
{
  memset(m, 0, sizeof *m);
  m->s = s;
  for (int r = 0; r < s->routes; r++)
    if (s->route[r].used) m->route[m->routes++] = r;
  for (int b = 0; b < s->blocks; b++)
    if (s->block[b].capacity > 0) m->block[m->blocks++] = b;
  for (int k = 0; k < s->passages; k++)
    if (isfinite(s->capacity[k])) m->row[m->rows++] = k;
  m->n = m->routes + m->blocks + s->suppliers + s->buyers + m->rows;
  assert_true(m->n <= SLOW_MOST);
  int places = m->routes + m->blocks + m->rows;
  for (;;) {
    m->tried++;
    if (slow_newton(m) && slow_signs(m)) return;
    int i = 0;
    for (; i < places; i++) {
      int most = i >= m->routes && i < m->routes + m->blocks ? 2 : 1;
      if (m->state[i]++ < most) break;
      m->state[i] = 0;
    }
    if (i == places) fail_msg("none of %ld choices is an equilibrium", m->tried);
  }
}

#endif
