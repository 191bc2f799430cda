/* The last digits: Newton with the bounds that seem to hold taken for equations, changed until the signs agree.
 * Symbols: kernel.h.
 *
 *   route free        c + phi (X - xref) + theta b X + lam - alpha p + sum u zeta - kf = 0;     at its floor: x = low
 *   block free        mc + slope g = lam;                             empty: g = 0; full: g = cap
 *   buyer free        P = p, A = D(P) - y;                            at its limit: A = limit, P on the curve
 *   backstop free     P = ceiling;                                    empty: y = 0; used up: y = size
 *   row slack         zeta = 0;                                       tight: sum u x = Z
 *
 * Here the slope of demand in the conjecture is differentiated too. A free variable without curvature of its own (no
 * stiffness, a flat block) gets a small one around where it stands, and every multiplier too: what the equations leave
 * open stays where the interior point put it, and what they determine is reached in a few rounds.
 *
 * At first sets change all at once, which ends soon or never. Carefully, a move stops at the first bound that it meets,
 * which is then held, and of the duals with a wrong sign only the worst is let go: slower, and it cannot go astray. */
#include <math.h>
#include <string.h>

#include "market/finish.h"

static const double CURVE = 1e-7; /* of a free variable that has none */
static const double HOLD = 1e-11; /* of a multiplier */
static const double SETTLED = 4e-15;

/* ---------------------------------------------------------------- sets */

static unsigned char set_of(const twi_kernel *k, size_t at)
{
  return k->bound[at] && k->dual[at] > k->gap[at] ? LOW : FREE;
}

static void first_sets(twi_kernel *k)
{
  for (int r = 0; r < k->R; r++) {
    k->set_x[r] = k->held[r] ? LOW : set_of(k, (size_t)r);
    if (k->set_x[r]) k->x[r] = k->low[r];
  }
  for (int b = 0; b < k->B; b++) {
    if (!k->bound[k->at_g0 + (size_t)b]) {
      k->set_g[b] = k->dead_o[k->block_o[b]] == 1 ? HIGH : LOW;
      continue;
    }
    k->set_g[b] = set_of(k, k->at_g0 + (size_t)b);
    if (!k->set_g[b] && set_of(k, k->at_g1 + (size_t)b)) k->set_g[b] = HIGH;
    if (k->set_g[b]) k->g[b] = k->set_g[b] == LOW ? 0 : k->cap[b];
  }
  for (int d = 0; d < k->D; d++) {
    k->set_A[d] = set_of(k, k->at_A + (size_t)d) ? HIGH : FREE;
    k->set_y[d] = !k->bound[k->at_y0 + (size_t)d] || set_of(k, k->at_y0 + (size_t)d) ? LOW : FREE;
    if (k->set_y[d] == FREE && set_of(k, k->at_y1 + (size_t)d)) k->set_y[d] = HIGH;
    if (k->set_y[d]) k->y[d] = k->set_y[d] == LOW ? 0 : k->size[d];
  }
  for (int i = 0; i < k->K; i++) {
    k->set_t[i] = set_of(k, k->at_t + (size_t)i);
    if (!k->set_t[i]) k->zeta[i] = 0;
  }
  for (int p = 0; p < k->P; p++) {
    k->set_f[p] = k->fixed[p] ? LOW : set_of(k, k->at_f + (size_t)p);
    if (!k->set_f[p]) k->kf[p] = 0;
  }
}

/* What arrives and what it is worth, from p, y and the sets. */
static void place_buyers(twi_kernel *k)
{
  for (int d = 0; d < k->D; d++) {
    double slope;
    if (k->dead_d[d]) continue;
    if (k->set_A[d] == FREE) {
      k->P_[d] = k->p[d];
      k->A[d] = twi_kernel_demand(k, d, k->P_[d], &slope) - k->y[d];
    } else {
      k->A[d] = k->limit[d];
      if (k->set_y[d] == FREE) {
        k->P_[d] = k->ceiling[d];
        k->y[d] = twi_kernel_demand(k, d, k->P_[d], &slope) - k->A[d];
      } else {
        k->P_[d] = twi_kernel_worth(k, d, k->A[d] + k->y[d]);
      }
    }
  }
}

/* ---------------------------------------------------------------- the equations */

/* Fills the residuals; returns the largest of what is not eliminated. */
static double eval_equations(twi_kernel *k)
{
  double most = 0;
  twi_kernel_slopes(k);
  memset(k->ro, 0, (size_t)k->O * sizeof(double));
  for (int d = 0; d < k->D; d++) {
    double slope;
    (void)twi_kernel_demand(k, d, k->P_[d], &slope);
    k->Q[d] = -slope;
    k->rd[d] = k->A[d];
    k->ry[d] = k->p[d] - k->ceiling[d];
    if (!k->dead_d[d] && k->set_y[d] == FREE && k->set_A[d] == FREE) most = fmax(most, fabs(k->ry[d]));
  }
  for (int i = 0; i < k->K; i++) k->rk[i] = -k->Z[i];
  for (int r = 0; r < k->R; r++) {
    k->rx[r] = twi_finish_margin(k, r);
    k->ro[k->o[r]] += k->x[r];
    k->rd[k->d[r]] -= k->x[r];
    for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++) k->rk[k->row_of[m]] += k->use[m] * k->x[r];
    if (k->set_x[r] == FREE) most = fmax(most, fabs(k->rx[r]));
  }
  for (int b = 0; b < k->B; b++) {
    k->rg[b] = k->mc[b] + k->slope[b] * k->g[b] - k->lam[k->block_o[b]];
    k->ro[k->block_o[b]] -= k->g[b];
    if (k->set_g[b] == FREE) most = fmax(most, fabs(k->rg[b]));
  }
  for (int o = 0; o < k->O; o++)
    if (!k->dead_o[o]) most = fmax(most, fabs(k->ro[o]));
  for (int d = 0; d < k->D; d++)
    if (!k->dead_d[d]) most = fmax(most, fabs(k->rd[d]));
  for (int i = 0; i < k->K; i++)
    if (k->set_t[i]) most = fmax(most, fabs(k->rk[i]));
  for (int p = 0; p < k->P; p++)
    if (k->set_f[p]) most = fmax(most, fabs(k->X[p] - k->floor[p]));
  return most;
}

/* How a route's price counts: alpha, and what the conjecture's slope takes off it. */
static double beta_of(const twi_kernel *k, int r)
{
  int p = k->pair[r], d = k->d[r];
  return k->alpha[r] - (k->set_A[d] == FREE ? k->theta[p] * k->X[p] * k->slope_b[d] : 0);
}

static double shared_weight(const twi_kernel *k, int p)
{
  return k->w[p] + (k->set_f[p] ? 1 / TWI_KERNEL_PENALTY : 0);
}

static double shared_residual(const twi_kernel *k, int p)
{
  return k->set_f[p] ? (k->X[p] - k->floor[p]) / TWI_KERNEL_PENALTY : 0;
}

static int is_single(const twi_kernel *k, int p)
{
  return k->first_route[p + 1] - k->first_route[p] == 1;
}

static void add_free_pair(twi_kernel *k, int p)
{
  double sum = 0, w = shared_weight(k, p), *mean = k->pair_work;
  int first = k->first_route[p], end = k->first_route[p + 1], o = k->o[first], d = k->d[first];
  if (is_single(k, p)) {
    if (k->set_x[first] == FREE)
      twi_normal_add(&k->normal, o, d, 1 / fmax(w, CURVE), beta_of(k, first),
                     k->first_row[first + 1] - k->first_row[first], k->row_of + k->first_row[first],
                     k->use + k->first_row[first], k->D);
    return;
  }
  memset(mean, 0, (size_t)k->K * sizeof(double));
  for (int r = first; r < end; r++) {
    if (k->set_x[r] != FREE) continue;
    for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++) mean[k->row_of[m]] += k->use[m];
    sum += 1;
  }
  if (sum == 0) return;
  for (int i = 0; i < k->K; i++) mean[i] /= sum;
  twi_normal_add(&k->normal, o, d, sum / (CURVE + w * sum), beta_of(k, first), k->K, k->every_row, mean, k->D);
  for (int r = first; r < end && sum > 1; r++)
    if (k->set_x[r] == FREE)
      twi_normal_spread(&k->normal, 1 / CURVE, k->first_row[r + 1] - k->first_row[r], k->row_of + k->first_row[r],
                        k->use + k->first_row[r], mean, k->D, k->K, mean + k->K);
}

/* Takes a slack row out of the matrix: its multiplier stays 0. */
static void drop_row(twi_kernel *k, int i)
{
  twi_normal *m = &k->normal;
  size_t at = (size_t)(k->D + i);
  for (int o = 0; o < k->O; o++) m->B[(size_t)o * m->stride + at] = m->C[(size_t)o * m->stride + at] = 0;
  for (int j = 0; j < m->n; j++) m->S[(size_t)j * m->stride + at] = m->S[at * m->stride + (size_t)j] = 0;
  m->S[at * m->stride + at] = 1;
}

static void build_matrix(twi_kernel *k)
{
  twi_normal *m = &k->normal;
  twi_normal_clear(m);
  for (int p = 0; p < k->P; p++) add_free_pair(k, p);
  for (int b = 0; b < k->B; b++)
    if (k->set_g[b] == FREE) m->diag[k->block_o[b]] += 1 / fmax(k->slope[b], CURVE);
  for (int o = 0; o < k->O; o++) m->diag[o] += m->diag[o] == 0 || k->dead_o[o] ? 1 : HOLD;
  for (int d = 0; d < k->D; d++) {
    double *S = m->S + (size_t)d * m->stride;
    if (k->dead_d[d]) {
      S[d] += 1;
      continue;
    }
    if (k->set_A[d] == FREE) S[d] += k->Q[d] + (k->set_y[d] == FREE ? 1 / CURVE : 0);
    S[d] += S[d] == 0 ? 1 : HOLD;
  }
  for (int i = 0; i < k->K; i++) {
    double *S = m->S + (size_t)(k->D + i) * m->stride;
    if (k->set_t[i])
      S[k->D + i] += S[k->D + i] == 0 ? 1 : HOLD;
    else
      drop_row(k, i);
  }
  (void)twi_normal_factor(m);
}

/* dx of the free routes of a pair for right sides h. */
static void solve_free(twi_kernel *k, int p, const double *h, double *dx)
{
  double w = shared_weight(k, p), sum = 0, mean = 0;
  int first = k->first_route[p], end = k->first_route[p + 1];
  if (is_single(k, p)) {
    dx[first] = k->set_x[first] == FREE ? h[first] / fmax(w, CURVE) : k->low[first] - k->x[first];
    return;
  }
  for (int r = first; r < end; r++) {
    if (k->set_x[r] != FREE) continue;
    sum += 1;
    mean += h[r];
  }
  if (sum > 0) mean /= sum;
  for (int r = first; r < end; r++)
    dx[r] = k->set_x[r] == FREE ? (h[r] - mean) / CURVE + mean / (CURVE + w * sum) : k->low[r] - k->x[r];
}

static void solve_multipliers(twi_kernel *k)
{
  twi_normal *m = &k->normal;
  memset(m->rb, 0, m->stride * sizeof(double));
  for (int o = 0; o < k->O; o++) m->ra[o] = k->ro[o];
  for (int d = 0; d < k->D; d++)
    m->rb[d] = k->rd[d] - (k->set_A[d] == FREE && k->set_y[d] == FREE ? k->ry[d] / CURVE : 0);
  for (int i = 0; i < k->K; i++) m->rb[k->D + i] = k->rk[i];
  for (int b = 0; b < k->B; b++)
    if (k->set_g[b] == FREE) m->ra[k->block_o[b]] += k->rg[b] / fmax(k->slope[b], CURVE);
  for (int p = 0; p < k->P; p++) {
    int first = k->first_route[p], end = k->first_route[p + 1];
    double extra = shared_residual(k, p);
    for (int r = first; r < end; r++) k->hx[r] = -k->rx[r] - extra;
    solve_free(k, p, k->hx, k->dx);
    for (int r = first; r < end; r++) {
      m->ra[k->o[r]] += k->dx[r];
      m->rb[k->d[r]] -= k->dx[r];
      for (int i = k->first_row[r]; i < k->first_row[r + 1]; i++) m->rb[k->D + k->row_of[i]] += k->use[i] * k->dx[r];
    }
  }
  for (int o = 0; o < k->O; o++)
    if (k->dead_o[o]) m->ra[o] = 0;
  for (int d = 0; d < k->D; d++)
    if (k->dead_d[d]) m->rb[d] = 0;
  for (int i = 0; i < k->K; i++)
    if (!k->set_t[i]) m->rb[k->D + i] = 0;
  twi_normal_solve(m);
}

/* How all variables would move to solve the equations of the sets. */
static void fill_moves(twi_kernel *k)
{
  const twi_normal *m = &k->normal;
  for (int o = 0; o < k->O; o++) k->dlam[o] = m->ra[o];
  for (int d = 0; d < k->D; d++) k->dp[d] = k->dead_d[d] ? 0 : m->rb[d];
  for (int i = 0; i < k->K; i++) k->dzeta[i] = m->rb[k->D + i];
  for (int r = 0; r < k->R; r++) {
    k->hx[r] -= k->dlam[k->o[r]] - beta_of(k, r) * m->rb[k->d[r]];
    for (int i = k->first_row[r]; i < k->first_row[r + 1]; i++) k->hx[r] -= k->use[i] * k->dzeta[k->row_of[i]];
  }
  for (int p = 0; p < k->P; p++) {
    double dX = 0;
    solve_free(k, p, k->hx, k->dx);
    for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++) dX += k->dx[r];
    k->dkf[p] = k->set_f[p] ? -(shared_residual(k, p) + dX / TWI_KERNEL_PENALTY) : 0;
  }
  for (int b = 0; b < k->B; b++)
    k->dg[b] = k->set_g[b] == FREE ? (k->dlam[k->block_o[b]] - k->rg[b]) / fmax(k->slope[b], CURVE) : 0;
  for (int d = 0; d < k->D; d++) {
    int moves = !k->dead_d[d] && k->set_A[d] == FREE && k->set_y[d] == FREE;
    k->dy[d] = moves ? (k->ry[d] + k->dp[d]) / CURVE : 0;
    if (!k->linear && k->set_A[d] == FREE) k->dp[d] = fmax(k->dp[d], -0.9 * k->p[d]);
    k->dA[d] = k->set_A[d] == FREE ? -k->Q[d] * k->dp[d] - k->dy[d] : 0;
  }
}

static void move_all(twi_kernel *k, double step)
{
  double *to[] = {k->x, k->g, k->y, k->p, k->lam, k->zeta, k->kf};
  const double *by[] = {k->dx, k->dg, k->dy, k->dp, k->dlam, k->dzeta, k->dkf};
  int count[] = {k->R, k->B, k->D, k->D, k->O, k->K, k->P};
  for (size_t i = 0; i < sizeof count / sizeof *count; i++)
    for (int j = 0; j < count[i]; j++) to[i][j] += step * by[i][j];
  for (int r = 0; r < k->R; r++)
    if (k->set_x[r] != FREE) k->x[r] = k->low[r];
  place_buyers(k);
}

int twi_finish(twi_kernel *k, int careful, int *rounds)
{
  double before = INFINITY;
  int settled = 0, calm = 0, most_rounds = careful ? 200 : 10;
  memcpy(k->kept, k->point, k->point_size * sizeof(double));
  first_sets(k);
  place_buyers(k);
  for (int round = 0; round < most_rounds && !settled; round++) {
    (void)eval_equations(k);
    build_matrix(k);
    solve_multipliers(k);
    fill_moves(k);
    double step = careful ? twi_finish_longest(k) : 1;
    move_all(k, step);
    int changes = careful ? twi_finish_stop(k, step) : 0;
    if (step == 1) changes += twi_finish_change(k, careful);
    if (changes) place_buyers(k);
    double most = eval_equations(k);
    ++*rounds;
    if (!isfinite(most)) break;
    calm = changes ? 0 : calm + 1;
    settled = calm > 0 && (most < SETTLED || (most < 1e-11 && calm > 1 && most > 0.5 * before));
    before = most;
  }
  if (!settled) {
    memcpy(k->point, k->kept, k->point_size * sizeof(double));
    return 0;
  }
  twi_finish_clamp(k);
  return 1;
}
