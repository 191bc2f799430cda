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

static int change_of_buyer(twi_kernel *k, int d)
{
  int changes = 0;
  double P = k->P_[d];
  if (k->set_A[d] == FREE && k->A[d] > k->limit[d] + SIGN)
    changes += put_set(&k->set_A[d], HIGH);
  else if (k->set_A[d] == HIGH && P - k->p[d] < -SIGN)
    changes += put_set(&k->set_A[d], FREE);
  if (k->size[d] <= 0) return changes;
  if (k->set_y[d] == FREE && k->y[d] < -SIGN) {
    k->y[d] = 0;
    changes += put_set(&k->set_y[d], LOW);
  } else if (k->set_y[d] == FREE && k->y[d] > k->size[d] + SIGN) {
    k->y[d] = k->size[d];
    changes += put_set(&k->set_y[d], HIGH);
  } else if ((k->set_y[d] == LOW && P > k->ceiling[d] + SIGN) || (k->set_y[d] == HIGH && P < k->ceiling[d] - SIGN)) {
    changes += put_set(&k->set_y[d], FREE);
  }
  return changes;
}

static int change_of_block(twi_kernel *k, int b)
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
  if ((k->set_g[b] == LOW && margin < -SIGN) || (k->set_g[b] == HIGH && margin > SIGN))
    return put_set(&k->set_g[b], FREE);
  return 0;
}

/* Lets go of bounds whose duals have the wrong sign, takes up those that are overstepped. Returns how many. */
int twi_finish_change(twi_kernel *k)
{
  int changes = 0;
  twi_kernel_slopes(k);
  for (int r = 0; r < k->R; r++) {
    if (k->held[r]) continue;
    if (k->set_x[r] == FREE && k->x[r] < k->low[r] - SIGN) {
      changes += put_set(&k->set_x[r], LOW);
      k->x[r] = k->low[r];
    } else if (k->set_x[r] == LOW && twi_finish_margin(k, r) < -SIGN) {
      changes += put_set(&k->set_x[r], FREE);
    }
  }
  for (int b = 0; b < k->B; b++)
    if (k->bound[k->at_g0 + (size_t)b]) changes += change_of_block(k, b);
  for (int d = 0; d < k->D; d++)
    if (!k->dead_d[d]) changes += change_of_buyer(k, d);
  for (int i = 0; i < k->K; i++) {
    if (!k->bound[k->at_t + (size_t)i]) continue;
    double over = -k->Z[i];
    for (int r = 0; r < k->R; r++)
      for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++)
        if (k->row_of[m] == i) over += k->use[m] * k->x[r];
    if (!k->set_t[i] && over > SIGN * k->Z[i]) changes += put_set(&k->set_t[i], LOW);
    if (k->set_t[i] && k->zeta[i] < -SIGN) {
      changes += put_set(&k->set_t[i], FREE);
      k->zeta[i] = 0;
    }
  }
  for (int p = 0; p < k->P; p++) {
    if (k->floor[p] <= 0 || k->fixed[p]) continue;
    if (!k->set_f[p] && k->X[p] < k->floor[p] - SIGN) changes += put_set(&k->set_f[p], LOW);
    if (k->set_f[p] && k->kf[p] < -SIGN) {
      changes += put_set(&k->set_f[p], FREE);
      k->kf[p] = 0;
    }
  }
  return changes;
}

/* Rounding may leave a free variable a little outside of its bounds: it is put on them. */
void twi_finish_clamp(twi_kernel *k)
{
  for (int r = 0; r < k->R; r++) k->x[r] = fmax(k->x[r], k->low[r]);
  for (int b = 0; b < k->B; b++) k->g[b] = fmin(fmax(k->g[b], 0), k->cap[b]);
  for (int d = 0; d < k->D; d++) k->y[d] = fmin(fmax(k->y[d], 0), fmax(k->size[d], 0));
  for (int i = 0; i < k->K; i++) k->zeta[i] = fmax(k->zeta[i], 0);
}
