/* Gain, losses and insurance of levers from real incomes and their slopes, and the multipliers of a bound. Pure
 * arithmetic; see frontier.h.
 *
 * Multipliers: at the largest gain under a bound, with b the slope of the gain, a column of A for each loss on the bound
 * and one for each lever at an end of its box, b = A m with m >= 0. They are the least squares with m >= 0 by the active
 * set of Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 23, which needs no optimiser: so the residual
 * says how good the point is, whoever found it. */
#include <math.h>
#include <string.h>

#include "choice/frontier.h"

enum { L = TWI_MOST_FRONTIER_LEVERS, MOST_COLUMNS = 64 + TWI_MOST_FRONTIER_LEVERS };

double twi_frontier_slack(double bound)
{
  return 1e-7 * (1 + fabs(bound));
}

/* ------------------------------------------------------------------ what was evaluated */

static size_t width_of(const twi_frontier_work *w)
{
  return (size_t)w->levers + (size_t)w->contingencies * (size_t)(1 + w->levers);
}

void twi_frontier_work_free(twi_frontier_work *w)
{
  twi_free(w->ctx, w->known);
  w->known = NULL;
  w->count = w->room = 0;
}

/* The numbers at u, W then slope, of what is known or evaluated now; NULL: the work has ended. */
static const double *numbers_at(twi_frontier_work *w, const double *u)
{
  size_t width = width_of(w), levers = (size_t)w->levers;
  if (w->status != TW_OK || w->failed) return NULL;
  for (size_t i = 0; i < w->count; i++)
    if (memcmp(w->known + i * width, u, levers * sizeof *u) == 0) return w->known + i * width + levers;
  if (w->count == w->room) {
    size_t room = w->room ? 2 * w->room : 32;
    double *grown = twi_resize(w->ctx, w->known, room * width, sizeof *grown);
    if (!grown) w->status = twi_no_memory(w->ctx, room * width * sizeof *grown);
    if (!grown) return NULL;
    w->known = grown;
    w->room = room;
  }
  double *row = w->known + w->count * width, *W = row + levers;
  memcpy(row, u, levers * sizeof *u);
  w->status = w->evaluate(w->data, u, W, W + w->contingencies);
  if (w->status != TW_OK) return NULL;
  for (int k = 0; k < w->contingencies; k++) w->failed |= !isfinite(W[k]);
  if (w->failed) return NULL;
  w->count++;
  return W;
}

/* ------------------------------------------------------------------ gain and losses */

int twi_frontier_evaluate(twi_frontier_work *w, const double *u, twi_frontier_at *at)
{
  static const double nothing[TWI_MOST_FRONTIER_LEVERS];
  const size_t C = (size_t)w->contingencies, n = (size_t)w->levers, b = (size_t)w->baseline;
  double before[64];
  const double *W = numbers_at(w, nothing);
  if (!W) return 1;
  memcpy(before, W, C * sizeof *W);
  W = numbers_at(w, u);
  if (!W) return 1;
  const double *slope = W + C;
  memset(at, 0, sizeof *at);
  at->binds = w->baseline;
  for (size_t i = 0; i < n; i++) {
    at->cost += w->cost[i] * (w->quadratic[i] ? u[i] * u[i] : u[i]);
    at->gain_slope[i] = -w->cost[i] * (w->quadratic[i] ? 2 * u[i] : 1);
  }
  for (size_t k = 0; k < C; k++) {
    at->gain += w->p[k] * (W[k] - before[k]);
    at->loss[k] = W[b] - W[k];
    at->insurance += w->p[k] * ((before[b] - before[k]) - at->loss[k]);
    if (at->loss[k] > at->worst) {
      at->worst = at->loss[k];
      at->binds = (int)k;
    }
    for (size_t i = 0; i < n; i++) {
      at->gain_slope[i] += w->p[k] * slope[k * n + i];
      at->loss_slope[k][i] = slope[b * n + i] - slope[k * n + i];
    }
  }
  for (size_t i = 0; i < n; i++) {
    double size = w->cost[i] * (w->quadratic[i] ? 2 * u[i] : 1);
    for (size_t k = 0; k < C; k++) size += fabs(w->p[k] * slope[k * n + i]);
    at->slope_size = fmax(at->slope_size, size);
  }
  at->gain -= at->cost;
  return 0;
}

/* ------------------------------------------------------------------ multipliers */

typedef struct columns {
  int rows, count;
  double of[MOST_COLUMNS][L];
  int is_loss[MOST_COLUMNS];
} columns;

static double product(int n, const double *a, const double *b)
{
  double sum = 0;
  for (int i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/* Least squares over the columns of a set, by their normal equations, which are as small as the levers are few; a column
 * that the others make is left at 0. */
static void solve_set(const columns *A, const double *b, const int *set, int n, double *x)
{
  double N[L][L + 1], scale[L];
  int pivot[L], used[L] = {0};
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < n; j++) N[i][j] = product(A->rows, A->of[set[i]], A->of[set[j]]);
    N[i][n] = product(A->rows, A->of[set[i]], b);
    scale[i] = N[i][i];
    pivot[i] = -1;
  }
  for (int j = 0; j < n; j++) {
    int best = -1;
    for (int i = 0; i < n; i++)
      if (!used[i] && (best < 0 || fabs(N[i][j]) > fabs(N[best][j]))) best = i;
    if (best < 0 || fabs(N[best][j]) <= 1e-14 * scale[j]) continue;
    used[best] = 1;
    pivot[j] = best;
    for (int i = 0; i < n; i++) {
      if (i == best) continue;
      double factor = N[i][j] / N[best][j];
      for (int k = j; k <= n; k++) N[i][k] -= factor * N[best][k];
    }
  }
  for (int j = 0; j < n; j++) x[j] = pivot[j] < 0 ? 0 : N[pivot[j]][n] / N[pivot[j]][j];
}

static void residual_of(const columns *A, const double *b, const double *x, double *r)
{
  memcpy(r, b, (size_t)A->rows * sizeof *r);
  for (int j = 0; j < A->count; j++)
    for (int i = 0; i < A->rows; i++) r[i] -= x[j] * A->of[j][i];
}

/* x >= 0 [count] with least |b - A x|. */
static void solve_nonnegative(const columns *A, const double *b, double *x)
{
  int in[MOST_COLUMNS] = {0}, set[L], n = 0;
  double r[L], s[L], size = sqrt(product(A->rows, b, b));
  memset(x, 0, MOST_COLUMNS * sizeof *x);
  for (int round = 0; round < 3 * MOST_COLUMNS && n < A->rows; round++) {
    int best = -1;
    double most = 0;
    residual_of(A, b, x, r);
    for (int j = 0; j < A->count; j++) {
      double length = sqrt(product(A->rows, A->of[j], A->of[j]));
      double gain = length > 0 ? product(A->rows, A->of[j], r) / length : 0;
      if (!in[j] && gain > 1e-12 * size && gain > most) {
        best = j;
        most = gain;
      }
    }
    if (best < 0) return;
    in[best] = 1;
    set[n++] = best;
    for (;;) {
      double step = 1;
      solve_set(A, b, set, n, s);
      for (int i = 0; i < n; i++)
        if (s[i] <= 0) step = fmin(step, x[set[i]] / (x[set[i]] - s[i] + (x[set[i]] == s[i])));
      int kept = 0, left_out = 0;
      for (int i = 0; i < n; i++) {
        int j = set[i];
        x[j] += step * (s[i] - x[j]);
        if (s[i] <= 0 && x[j] <= 1e-15 * (1 + fabs(s[i]))) {
          x[j] = 0;
          in[j] = 0;
          left_out = 1;
        } else {
          set[kept++] = j;
        }
      }
      n = kept;
      if (!left_out) break;
    }
  }
}

double twi_frontier_price(const twi_frontier_work *w, const double *u, const twi_frontier_at *at, double bound,
                          double *price)
{
  const double end = 1e-9;
  columns A = {.rows = w->levers};
  double x[MOST_COLUMNS], r[L], left = 0;
  for (int k = 0; k < w->contingencies && !isinf(bound); k++) {
    if (k == w->baseline || at->loss[k] < bound - twi_frontier_slack(bound)) continue;
    A.is_loss[A.count] = 1;
    memcpy(A.of[A.count++], at->loss_slope[k], sizeof A.of[0]);
  }
  for (int i = 0; i < w->levers; i++) {
    if (u[i] > end && u[i] < 1 - end) continue;
    A.of[A.count++][i] = u[i] <= end ? -1 : 1;
  }
  solve_nonnegative(&A, at->gain_slope, x);
  residual_of(&A, at->gain_slope, x, r);
  *price = 0;
  for (int j = 0; j < A.count; j++)
    if (A.is_loss[j]) *price += x[j];
  for (int i = 0; i < w->levers; i++) {
    left = fmax(left, fabs(r[i]));
  }
  return at->slope_size > 0 ? left / at->slope_size : 0;
}
