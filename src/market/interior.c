/* The interior point: Mehrotra's predictor and corrector on the bounds, Newton on the rest. Symbols: kernel.h.
 *
 * At a point the equations are, with gaps and duals positive,
 *
 *   route     c + phi (X - xref) + theta b X + lam - alpha p + sum u zeta - s - kf = 0        s gap = sigma mean
 *   block     mc + slope g - lam - l + mu = 0                                                 l g, mu (cap - g)
 *   buyer     A + y = D(P),  P = p + rho,  ceiling - P - ly + nu = 0      rho (limit - A), ly y, nu (size - y)
 *   balances  sum_r x = sum_b g,  A = sum_r x,  sum u x + t = Z                               zeta t, kf (X - floor)
 *
 * Demand is kept as z = D(P), which is nearly straight in P where P(z) is all but vertical (elasticities of -0.05). All
 * but lam, p and zeta is eliminated: a route by its own diagonal D = s / gap + w, several routes of a pair by diagonal
 * and one shared part (Sherman and Morrison), a buyer by
 *
 *   dP = (dp + h) / (1 + E G),  dA = e - G dP,   G = 1 / Dy - D'(P),  E = rho / (limit - A). */
#include <math.h>
#include <string.h>

#include "market/kernel.h"

static const double SHORT = 0.1; /* a step that gets nowhere */
/* Added to the diagonal of what has no curvature: steps there are a little short, and rounding is not blown up when the
 * bounds have let go. */
static const double LEAST = 1e-7;
/* The same of multipliers: of two bounds that hold the same flows neither has a toll of its own. */
static const double KEEP = 1e-9;

/* ---------------------------------------------------------------- the matrix */

/* Shared part of a pair with several routes, and what a floor on it adds. */
static double pair_weight(const twi_kernel *k, int p)
{
  size_t floor = k->at_f + (size_t)p;
  if (k->fixed[p]) return k->w[p] + 1 / TWI_KERNEL_PENALTY;
  return k->w[p] + (k->bound[floor] ? k->dual[floor] / k->gap[floor] : 0);
}

/* 1 / D of a route. */
static double looseness(const twi_kernel *k, int r)
{
  return 1 / (k->dual[r] / k->gap[r] + LEAST);
}

/* How a route's price counts: alpha, and what the conjecture's slope takes off it. */
static double beta_of(const twi_kernel *k, int r)
{
  int p = k->pair[r], d = k->d[r];
  return k->alpha[r] - k->theta[p] * k->X[p] * k->slope_b[d] * k->pass[d];
}

static void add_pair(twi_kernel *k, int p)
{
  int first = k->first_route[p], end = k->first_route[p + 1], D = k->D;
  int o = k->o[first], d = k->d[first];
  double w = pair_weight(k, p), sum = 0, *mean = k->pair_work;
  if (end - first == 1) {
    if (k->held[first]) return;
    double weight = 1 / (k->dual[first] / k->gap[first] + fmax(w, LEAST));
    twi_normal_add(&k->normal, o, d, weight, beta_of(k, first), k->first_row[first + 1] - k->first_row[first],
                   k->row_of + k->first_row[first], k->use + k->first_row[first], D);
    return;
  }
  memset(mean, 0, (size_t)k->K * sizeof(double));
  for (int r = first; r < end; r++) {
    if (k->held[r]) continue;
    double v = looseness(k, r);
    for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++) mean[k->row_of[m]] += v * k->use[m];
    sum += v;
  }
  if (sum == 0) return;
  for (int i = 0; i < k->K; i++) mean[i] /= sum;
  twi_normal_add(&k->normal, o, d, sum / (1 + w * sum), beta_of(k, first), k->K, k->every_row, mean, D);
  for (int r = first; r < end; r++)
    if (!k->held[r])
      twi_normal_spread(&k->normal, looseness(k, r), k->first_row[r + 1] - k->first_row[r], k->row_of + k->first_row[r],
                        k->use + k->first_row[r], mean, D, k->K, mean + k->K);
}

/* 1 / Dy, and E and G of a buyer. */
static void buyer_weights(const twi_kernel *k, int d, double *inverse_y, double *E, double *G)
{
  size_t limit = k->at_A + (size_t)d, low = k->at_y0 + (size_t)d, high = k->at_y1 + (size_t)d;
  *inverse_y = k->bound[low] ? 1 / (k->dual[low] / k->gap[low] + k->dual[high] / k->gap[high]) : 0;
  *E = k->bound[limit] ? k->dual[limit] / k->gap[limit] : 0;
  *G = *inverse_y + k->Q[d];
}

static double block_weight(const twi_kernel *k, int b)
{
  size_t low = k->at_g0 + (size_t)b, high = k->at_g1 + (size_t)b;
  return fmax(k->slope[b], LEAST) + k->dual[low] / k->gap[low] + k->dual[high] / k->gap[high];
}

static int factor_matrix(twi_kernel *k)
{
  twi_normal *m = &k->normal;
  twi_normal_clear(m);
  for (int d = 0; d < k->D; d++) {
    double inverse_y, E, G;
    buyer_weights(k, d, &inverse_y, &E, &G);
    k->pass[d] = k->dead_d[d] ? 0 : 1 / (1 + E * G);
  }
  for (int p = 0; p < k->P; p++) add_pair(k, p);
  for (int b = 0; b < k->B; b++)
    if (k->bound[k->at_g0 + (size_t)b]) m->diag[k->block_o[b]] += 1 / block_weight(k, b);
  for (int o = 0; o < k->O; o++) m->diag[o] += m->diag[o] == 0 ? 1 : KEEP;
  for (int d = 0; d < k->D; d++) {
    double inverse_y, E, G, *S = m->S + (size_t)d * m->stride;
    if (k->dead_d[d]) {
      S[d] += S[d] == 0;
      continue;
    }
    buyer_weights(k, d, &inverse_y, &E, &G);
    S[d] += G / (1 + E * G) + KEEP;
  }
  for (int i = 0; i < k->K; i++) {
    double *S = m->S + (size_t)(k->D + i) * m->stride;
    size_t t = k->at_t + (size_t)i;
    S[k->D + i] += k->bound[t] ? k->gap[t] / k->dual[t] + KEEP : S[k->D + i] == 0;
  }
  return twi_normal_factor(m);
}

/* ---------------------------------------------------------------- a direction */

/* What the dual of a bound moves by itself: (sigma mean - gap dual - bend) / gap. */
static double push(const twi_kernel *k, size_t at, double target)
{
  return k->bound[at] ? (target - k->gap[at] * k->dual[at] - k->bend[at]) / k->gap[at] : 0;
}

/* Right sides of the eliminated equations: hx, hg, hy, and of buyers e in hA and h in bend_P. */
static void right_sides(twi_kernel *k, double target)
{
  twi_normal *m = &k->normal;
  memset(m->rb, 0, m->stride * sizeof(double));
  for (int o = 0; o < k->O; o++) m->ra[o] = k->dead_o[o] ? 0 : k->ro[o];
  for (int b = 0; b < k->B; b++) {
    size_t low = k->at_g0 + (size_t)b, high = k->at_g1 + (size_t)b;
    if (!k->bound[low]) continue;
    k->hg[b] = -k->rg[b] + push(k, low, target) - push(k, high, target);
    m->ra[k->block_o[b]] -= k->hg[b] / block_weight(k, b);
  }
  for (int d = 0; d < k->D; d++) {
    if (k->dead_d[d]) continue;
    size_t limit = k->at_A + (size_t)d, low = k->at_y0 + (size_t)d, high = k->at_y1 + (size_t)d;
    double inverse_y, E, G;
    buyer_weights(k, d, &inverse_y, &E, &G);
    k->hy[d] = -k->ry[d] + push(k, low, target) - push(k, high, target);
    k->hA[d] = -k->rD[d] - inverse_y * k->hy[d];
    k->bend_P[d] = push(k, limit, target) + E * k->hA[d] - k->rP[d];
    m->rb[d] = k->rd[d] + k->hA[d] - G * k->bend_P[d] / (1 + E * G);
  }
  for (int i = 0; i < k->K; i++) {
    size_t t = k->at_t + (size_t)i;
    if (k->bound[t]) m->rb[k->D + i] = k->rk[i] + (target - k->gap[t] * k->dual[t] - k->bend[t]) / k->dual[t];
  }
}

/* Fills dx of a pair for right sides h: (diag + w 1 1') dx = h, as the mean and what differs from it. */
static void solve_pair(twi_kernel *k, int p, const double *h, double *dx)
{
  int first = k->first_route[p], end = k->first_route[p + 1];
  double w = pair_weight(k, p), sum = 0, mean = 0;
  if (end - first == 1) {
    dx[first] = k->held[first] ? 0 : h[first] / (k->dual[first] / k->gap[first] + fmax(w, LEAST));
    return;
  }
  for (int r = first; r < end; r++) {
    if (k->held[r]) continue;
    sum += looseness(k, r);
    mean += h[r] * looseness(k, r);
  }
  if (sum > 0) mean /= sum;
  for (int r = first; r < end; r++) dx[r] = k->held[r] ? 0 : looseness(k, r) * (h[r] - mean + mean / (1 + w * sum));
}

/* What the conjecture's slope moves by itself. */
static double bend_of_slope(const twi_kernel *k, int r)
{
  int p = k->pair[r], d = k->d[r];
  return k->theta[p] == 0 ? 0 : k->theta[p] * k->X[p] * k->slope_b[d] * k->pass[d] * k->bend_P[d];
}

static void find_direction(twi_kernel *k, double target)
{
  twi_normal *m = &k->normal;
  right_sides(k, target);
  for (int p = 0; p < k->P; p++) {
    size_t floor = k->at_f + (size_t)p;
    double lift = 0;
    if (k->bound[floor]) { /* kf moves by its push less its weight times dX and the gap's own error */
      double off = k->X[p] - k->floor[p] - k->gap[floor];
      lift = push(k, floor, target) - k->dual[floor] / k->gap[floor] * off;
    }
    if (k->fixed[p]) lift = -(k->X[p] - k->floor[p]) / TWI_KERNEL_PENALTY;
    for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++)
      k->hx[r] = k->held[r] ? 0 : -k->rx[r] + push(k, (size_t)r, target) + lift - bend_of_slope(k, r);
    solve_pair(k, p, k->hx, k->dx);
    for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++) {
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
    if (!k->bound[k->at_t + (size_t)i]) m->rb[k->D + i] = 0;
  twi_normal_solve(m);
}

static void take_direction(twi_kernel *k, double target)
{
  const twi_normal *m = &k->normal;
  for (int o = 0; o < k->O; o++) k->dlam[o] = m->ra[o];
  for (int d = 0; d < k->D; d++) k->dp[d] = m->rb[d];
  for (int i = 0; i < k->K; i++) k->dzeta[i] = m->rb[k->D + i];
  for (int r = 0; r < k->R; r++) {
    k->hx[r] -= k->dlam[k->o[r]] - beta_of(k, r) * k->dp[k->d[r]];
    for (int i = k->first_row[r]; i < k->first_row[r + 1]; i++) k->hx[r] -= k->use[i] * k->dzeta[k->row_of[i]];
  }
  for (int p = 0; p < k->P; p++) {
    size_t floor = k->at_f + (size_t)p;
    double dX = 0;
    solve_pair(k, p, k->hx, k->dx);
    for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++) {
      dX += k->dx[r];
      k->dgap[r] = k->dx[r];
      k->ddual[r] = push(k, (size_t)r, target) - (k->bound[r] ? k->dual[r] / k->gap[r] * k->dx[r] : 0);
    }
    k->dkf[p] = k->fixed[p] ? -(k->X[p] - k->floor[p] + dX) / TWI_KERNEL_PENALTY : 0;
    k->dgap[floor] = k->bound[floor] ? dX + k->X[p] - k->floor[p] - k->gap[floor] : 0;
    k->ddual[floor] = push(k, floor, target) - (k->bound[floor] ? k->dual[floor] / k->gap[floor] * k->dgap[floor] : 0);
  }
  for (int b = 0; b < k->B; b++) {
    size_t low = k->at_g0 + (size_t)b, high = k->at_g1 + (size_t)b;
    k->dg[b] = k->bound[low] ? (k->hg[b] + k->dlam[k->block_o[b]]) / block_weight(k, b) : 0;
    k->dgap[low] = k->dg[b];
    k->dgap[high] = k->bound[high] ? -k->dg[b] : 0;
    k->ddual[low] = push(k, low, target) - k->dual[low] / k->gap[low] * k->dgap[low];
    k->ddual[high] = push(k, high, target) - k->dual[high] / k->gap[high] * k->dgap[high];
  }
  for (int d = 0; d < k->D; d++) {
    size_t limit = k->at_A + (size_t)d, low = k->at_y0 + (size_t)d, high = k->at_y1 + (size_t)d;
    double inverse_y, E, G;
    buyer_weights(k, d, &inverse_y, &E, &G);
    int live = !k->dead_d[d];
    k->dP[d] = live ? (k->dp[d] + k->bend_P[d]) / (1 + E * G) : 0;
    k->dy[d] = live ? inverse_y * (k->dP[d] + k->hy[d]) : 0;
    k->dA[d] = live ? k->hA[d] - G * k->dP[d] : 0;
    k->dgap[limit] = k->bound[limit] ? -k->dA[d] : 0;
    k->dgap[low] = k->dy[d];
    k->dgap[high] = -k->dy[d];
    k->ddual[limit] = push(k, limit, target) - k->dual[limit] / k->gap[limit] * k->dgap[limit];
    k->ddual[low] = push(k, low, target) - k->dual[low] / k->gap[low] * k->dgap[low];
    k->ddual[high] = push(k, high, target) - k->dual[high] / k->gap[high] * k->dgap[high];
  }
  for (int i = 0; i < k->K; i++) {
    size_t t = k->at_t + (size_t)i;
    k->ddual[t] = k->bound[t] ? k->dzeta[i] : 0;
    k->dgap[t] =
        k->bound[t] ? (target - k->gap[t] * k->dual[t] - k->bend[t] - k->gap[t] * k->dzeta[i]) / k->dual[t] : 0;
  }
}

/* ---------------------------------------------------------------- the step */

static double longest_step(const twi_kernel *k)
{
  double step = 1;
  for (size_t i = 0; i < k->bounds; i++) {
    if (!k->bound[i]) continue;
    if (k->gap[i] + step * k->dgap[i] < 0) step = -k->gap[i] / k->dgap[i];
    if (k->dual[i] + step * k->ddual[i] < 0) step = -k->dual[i] / k->ddual[i];
  }
  if (!k->linear)
    for (int d = 0; d < k->D; d++)
      if (k->P_[d] + step * k->dP[d] < 0.1 * k->P_[d]) step = -0.9 * k->P_[d] / k->dP[d];
  return step;
}

static double mean_after(const twi_kernel *k, double step, size_t *count)
{
  double sum = 0;
  size_t n = 0;
  for (size_t i = 0; i < k->bounds; i++) {
    if (!k->bound[i]) continue;
    sum += (k->gap[i] + step * k->dgap[i]) * (k->dual[i] + step * k->ddual[i]);
    n++;
  }
  *count = n;
  return n ? sum / (double)n : 0;
}

static void add_scaled(int n, double step, const double *dx, double *x)
{
  for (int i = 0; i < n; i++) x[i] += step * dx[i];
}

static void move_point(twi_kernel *k, double step)
{
  for (size_t i = 0; i < k->bounds; i++) {
    if (!k->bound[i]) continue;
    k->gap[i] += step * k->dgap[i];
    k->dual[i] += step * k->ddual[i];
  }
  for (int r = 0; r < k->R; r++)
    if (!k->held[r]) k->x[r] = k->low[r] + k->gap[r];
  for (int b = 0; b < k->B; b++)
    if (k->bound[k->at_g0 + (size_t)b]) k->g[b] = k->gap[k->at_g0 + (size_t)b];
  add_scaled(k->D, step, k->dA, k->A);
  add_scaled(k->D, step, k->dy, k->y);
  add_scaled(k->D, step, k->dP, k->P_);
  add_scaled(k->O, step, k->dlam, k->lam);
  add_scaled(k->D, step, k->dp, k->p);
  for (int i = 0; i < k->K; i++)
    if (k->bound[k->at_t + (size_t)i]) k->zeta[i] = k->dual[k->at_t + (size_t)i];
  add_scaled(k->P, step, k->dkf, k->kf);
  for (int p = 0; p < k->P; p++)
    if (k->bound[k->at_f + (size_t)p]) k->kf[p] = k->dual[k->at_f + (size_t)p];
}

double twi_interior_step(twi_kernel *k, double *residual)
{
  size_t count;
  twi_interior_residuals(k);
  (void)factor_matrix(k);
  memset(k->dgap, 0, k->bounds * sizeof(double));
  memset(k->ddual, 0, k->bounds * sizeof(double));
  memset(k->bend, 0, k->bounds * sizeof(double));
  double mean = mean_after(k, 0, &count);
  find_direction(k, 0);
  take_direction(k, 0);
  double step = longest_step(k), ahead = mean_after(k, step, &count);
  double sigma = mean > 0 ? pow(ahead / mean, 3) : 0;
  for (size_t i = 0; i < k->bounds; i++) k->bend[i] = k->dgap[i] * k->ddual[i];
  find_direction(k, sigma * mean);
  take_direction(k, sigma * mean);
  step = longest_step(k);
  if (step < SHORT || mean_after(k, fmin(1, 0.995 * step), &count) >
                          2 * mean) { /* the correction may turn in a circle: to the middle without it */
    memset(k->bend, 0, k->bounds * sizeof(double));
    find_direction(k, fmax(sigma, 0.3) * mean);
    take_direction(k, fmax(sigma, 0.3) * mean);
    step = longest_step(k);
  }
  step = step < 1 ? 0.995 * step : 1;
  if (!isfinite(step)) return -1;
  move_point(k, step);
  mean = mean_after(k, 0, &count);
  twi_interior_residuals(k);
  double level = twi_interior_level(k);
  *residual = twi_interior_largest(k, level);
  mean /= level;
  return isfinite(mean) && isfinite(*residual) ? mean : -1;
}
