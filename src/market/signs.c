/* The signs of a finish: bounds let go of and taken up. See finish.h. */
#include <math.h>

#include "market/finish.h"

static const double SIGN = 1e-13; /* what counts as a wrong sign */

double twi_finish_margin(const twi_kernel *k, int r)
{
  int p = k->pair[r], d = k->d[r];
  double toll = 0;
  for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++) toll += k->use[m] * k->zeta[k->row_of[m]];
  return k->c[r] + k->stiff[p] * (k->X[p] - k->ref[p]) + k->theta[p] * k->b[d] * k->X[p] + k->lam[k->o[r]] -
         k->alpha[r] * k->p[d] + toll - k->kf[p];
}

static int put_set(unsigned char *set, int value)
{
  if (*set == value) return 0;
  *set = (unsigned char)value;
  return 1;
}

static int change_of_buyer(twi_kernel *k, int d, double wrong)
{
  int changes = 0;
  double P = k->P_[d];
  if (k->set_A[d] == FREE && k->A[d] > k->limit[d] + SIGN)
    changes += put_set(&k->set_A[d], HIGH);
  else if (k->set_A[d] == HIGH && P - k->p[d] < -wrong)
    changes += put_set(&k->set_A[d], FREE);
  if (k->size[d] <= 0) return changes;
  if (k->set_y[d] == FREE && k->y[d] < -SIGN) {
    k->y[d] = 0;
    changes += put_set(&k->set_y[d], LOW);
  } else if (k->set_y[d] == FREE && k->y[d] > k->size[d] + SIGN) {
    k->y[d] = k->size[d];
    changes += put_set(&k->set_y[d], HIGH);
  } else if ((k->set_y[d] == LOW && P > k->ceiling[d] + wrong) || (k->set_y[d] == HIGH && P < k->ceiling[d] - wrong)) {
    changes += put_set(&k->set_y[d], FREE);
  }
  return changes;
}

static int change_of_block(twi_kernel *k, int b, double wrong)
{
  double margin = k->mc[b] + k->slope[b] * k->g[b] - k->lam[k->block_o[b]];
  if (k->set_g[b] == FREE && k->g[b] < -SIGN) {
    k->g[b] = 0;
    return put_set(&k->set_g[b], LOW);
  }
  if (k->set_g[b] == FREE && k->g[b] > k->cap[b] + SIGN) {
    k->g[b] = k->cap[b];
    return put_set(&k->set_g[b], HIGH);
  }
  if ((k->set_g[b] == LOW && margin < -wrong) || (k->set_g[b] == HIGH && margin > wrong))
    return put_set(&k->set_g[b], FREE);
  return 0;
}

/* How wrong the sign of a dual is at the most. */
static double worst_sign(const twi_kernel *k)
{
  double worst = 0;
  for (int r = 0; r < k->R; r++)
    if (!k->held[r] && k->set_x[r] == LOW) worst = fmax(worst, -twi_finish_margin(k, r));
  for (int b = 0; b < k->B; b++) {
    double margin = k->mc[b] + k->slope[b] * k->g[b] - k->lam[k->block_o[b]];
    if (k->bound[k->at_g0 + (size_t)b] && k->set_g[b] != FREE)
      worst = fmax(worst, k->set_g[b] == LOW ? -margin : margin);
  }
  for (int d = 0; d < k->D; d++) {
    if (k->dead_d[d]) continue;
    if (k->set_A[d] == HIGH) worst = fmax(worst, k->p[d] - k->P_[d]);
    if (k->size[d] > 0 && k->set_y[d] == LOW) worst = fmax(worst, k->P_[d] - k->ceiling[d]);
    if (k->size[d] > 0 && k->set_y[d] == HIGH) worst = fmax(worst, k->ceiling[d] - k->P_[d]);
  }
  for (int i = 0; i < k->K; i++)
    if (k->bound[k->at_t + (size_t)i] && k->set_t[i]) worst = fmax(worst, -k->zeta[i]);
  for (int p = 0; p < k->P; p++)
    if (k->floor[p] > 0 && !k->fixed[p] && k->set_f[p]) worst = fmax(worst, -k->kf[p]);
  return worst;
}

/* Lets go of bounds whose duals have the wrong sign, takes up those that are overstepped. Returns how many. */
int twi_finish_change(twi_kernel *k, int careful)
{
  int changes = 0;
  twi_kernel_slopes(k);
  double wrong = careful ? fmax(SIGN, 0.99 * worst_sign(k)) : SIGN;
  for (int r = 0; r < k->R; r++) {
    if (k->held[r]) continue;
    if (k->set_x[r] == FREE && k->x[r] < k->low[r] - SIGN) {
      changes += put_set(&k->set_x[r], LOW);
      k->x[r] = k->low[r];
    } else if (k->set_x[r] == LOW && twi_finish_margin(k, r) < -wrong) {
      changes += put_set(&k->set_x[r], FREE);
    }
  }
  for (int b = 0; b < k->B; b++)
    if (k->bound[k->at_g0 + (size_t)b]) changes += change_of_block(k, b, wrong);
  for (int d = 0; d < k->D; d++)
    if (!k->dead_d[d]) changes += change_of_buyer(k, d, wrong);
  for (int i = 0; i < k->K; i++) {
    if (!k->bound[k->at_t + (size_t)i]) continue;
    double over = -k->Z[i];
    for (int r = 0; r < k->R; r++)
      for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++)
        if (k->row_of[m] == i) over += k->use[m] * k->x[r];
    if (!k->set_t[i] && over > SIGN * k->Z[i]) changes += put_set(&k->set_t[i], LOW);
    if (k->set_t[i] && k->zeta[i] < -wrong) {
      changes += put_set(&k->set_t[i], FREE);
      k->zeta[i] = 0;
    }
  }
  for (int p = 0; p < k->P; p++) {
    if (k->floor[p] <= 0 || k->fixed[p]) continue;
    if (!k->set_f[p] && k->X[p] < k->floor[p] - SIGN) changes += put_set(&k->set_f[p], LOW);
    if (k->set_f[p] && k->kf[p] < -wrong) {
      changes += put_set(&k->set_f[p], FREE);
      k->kf[p] = 0;
    }
  }
  return changes;
}

/* ---------------------------------------------------------------- a move that stops at bounds */

/* What is left to a bound, and how fast the move takes it: the part of the move until it is used up; 1: it is not. */
static double until(double left, double speed)
{
  if (speed <= SIGN || left - speed > -SIGN) return 1;
  return fmax(left, 0) / speed;
}

/* Calls for each bound that is not held: `left` to it, `speed` towards it, the set to stop in. */
typedef struct twi_meeting {
  twi_kernel *k;
  double step; /* the shortest so far, or the one that was taken */
  int stop;    /* 1: hold what is met at that step */
  int held;
} twi_meeting;

static void meet(twi_meeting *m, unsigned char *set, int value, double left, double speed)
{
  double at = until(left, speed);
  if (!m->stop) {
    m->step = fmin(m->step, at);
  } else if (at <= m->step * (1 + 1e-12)) {
    *set = (unsigned char)value;
    m->held++;
  }
}

/* Before the move for its length; after it, with what was left before, for what is held from now on. */
static void meet_bounds(twi_meeting *m)
{
  twi_kernel *k = m->k;
  double back = m->stop ? m->step : 0, *left = k->pair_work, *speed = k->pair_work + k->K;
  for (int i = 0; i < k->K; i++) left[i] = k->Z[i], speed[i] = 0;
  for (int r = 0; r < k->R; r++) {
    double x = k->x[r] - back * (k->set_x[r] == FREE ? k->dx[r] : 0), dx = k->set_x[r] == FREE ? k->dx[r] : 0;
    for (int i = k->first_row[r]; i < k->first_row[r + 1]; i++) {
      left[k->row_of[i]] -= k->use[i] * x;
      speed[k->row_of[i]] += k->use[i] * dx;
    }
    if (k->set_x[r] == FREE) meet(m, &k->set_x[r], LOW, x - k->low[r], -dx);
  }
  for (int b = 0; b < k->B; b++) {
    if (!k->bound[k->at_g0 + (size_t)b] || k->set_g[b] != FREE) continue;
    double g = k->g[b] - back * k->dg[b];
    meet(m, &k->set_g[b], LOW, g, -k->dg[b]);
    if (k->set_g[b] == FREE) meet(m, &k->set_g[b], HIGH, k->cap[b] - g, k->dg[b]);
  }
  for (int d = 0; d < k->D; d++) {
    if (k->dead_d[d] || k->set_A[d] != FREE) continue;
    if (k->size[d] > 0 && k->set_y[d] == FREE) {
      double y = k->y[d] - back * k->dy[d];
      meet(m, &k->set_y[d], LOW, y, -k->dy[d]);
      if (k->set_y[d] == FREE) meet(m, &k->set_y[d], HIGH, k->size[d] - y, k->dy[d]);
    }
    if (isfinite(k->limit[d])) meet(m, &k->set_A[d], HIGH, k->limit[d] - (k->A[d] - back * k->dA[d]), k->dA[d]);
  }
  for (int i = 0; i < k->K; i++)
    if (k->bound[k->at_t + (size_t)i] && !k->set_t[i]) meet(m, &k->set_t[i], LOW, left[i], speed[i]);
  for (int p = 0; p < k->P; p++) {
    double X = 0, dX = 0;
    if (k->floor[p] <= 0 || k->set_f[p]) continue;
    for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++) X += k->x[r] - back * k->dx[r], dX += k->dx[r];
    meet(m, &k->set_f[p], LOW, X - k->floor[p], -dX);
  }
}

double twi_finish_longest(twi_kernel *k)
{
  twi_meeting m = {.k = k, .step = 1};
  meet_bounds(&m);
  return m.step;
}

int twi_finish_stop(twi_kernel *k, double step)
{
  twi_meeting m = {.k = k, .step = step, .stop = 1};
  if (step < 1) meet_bounds(&m);
  if (m.held) twi_finish_clamp(k);
  return m.held;
}

/* Rounding may leave a free variable a little outside of its bounds: it is put on them. */
void twi_finish_clamp(twi_kernel *k)
{
  for (int r = 0; r < k->R; r++) k->x[r] = fmax(k->x[r], k->low[r]);
  for (int b = 0; b < k->B; b++) k->g[b] = fmin(fmax(k->g[b], 0), k->cap[b]);
  for (int d = 0; d < k->D; d++) k->y[d] = fmin(fmax(k->y[d], 0), fmax(k->size[d], 0));
}
