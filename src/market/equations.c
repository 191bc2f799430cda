/* The equations of the interior point at where the kernel stands, and how far they are from holding. See interior.c. */
#include <math.h>
#include <string.h>

#include "market/kernel.h"

void twi_interior_residuals(twi_kernel *k)
{
  twi_kernel_slopes(k);
  memset(k->ro, 0, (size_t)k->O * sizeof(double));
  for (int d = 0; d < k->D; d++) {
    size_t limit = k->at_A + (size_t)d, low = k->at_y0 + (size_t)d, high = k->at_y1 + (size_t)d;
    double slope, z = twi_kernel_demand(k, d, k->P_[d], &slope);
    k->Q[d] = -slope;
    k->rd[d] = k->A[d];
    k->rD[d] = k->A[d] + k->y[d] - z;
    k->rP[d] = k->P_[d] - k->p[d] - k->dual[limit];
    k->ry[d] = k->ceiling[d] - k->P_[d] - k->dual[low] + k->dual[high];
  }
  for (int i = 0; i < k->K; i++) k->rk[i] = k->gap[k->at_t + (size_t)i] - k->Z[i];
  for (int b = 0; b < k->B; b++) {
    k->rg[b] = k->mc[b] + k->slope[b] * k->g[b] - k->lam[k->block_o[b]] - k->dual[k->at_g0 + (size_t)b] +
               k->dual[k->at_g1 + (size_t)b];
    k->ro[k->block_o[b]] -= k->g[b];
  }
  for (int r = 0; r < k->R; r++) {
    int p = k->pair[r], o = k->o[r], d = k->d[r];
    double toll = 0;
    for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++) {
      toll += k->use[m] * k->zeta[k->row_of[m]];
      k->rk[k->row_of[m]] += k->use[m] * k->x[r];
    }
    k->rx[r] = k->c[r] + k->stiff[p] * (k->X[p] - k->ref[p]) + k->theta[p] * k->b[d] * k->X[p] + k->lam[o] -
               k->alpha[r] * k->p[d] + toll - k->dual[r] - k->kf[p];
    k->ro[o] += k->x[r];
    k->rd[d] -= k->x[r];
  }
}

/* The highest price, at least 1: shortage with stiff demand takes prices to many times the base. */
double twi_interior_level(const twi_kernel *k)
{
  double level = 1;
  for (int d = 0; d < k->D; d++)
    if (!k->dead_d[d]) level = fmax(level, k->P_[d]);
  return level;
}

/* Of quantities, and of prices relative to their level. */
double twi_interior_largest(const twi_kernel *k, double level)
{
  double most = 0;
  for (int r = 0; r < k->R; r++)
    if (!k->held[r]) most = fmax(most, fabs(k->rx[r]) / level);
  for (int b = 0; b < k->B; b++)
    if (k->bound[k->at_g0 + (size_t)b]) most = fmax(most, fabs(k->rg[b]) / level);
  for (int o = 0; o < k->O; o++)
    if (!k->dead_o[o]) most = fmax(most, fabs(k->ro[o]));
  for (int d = 0; d < k->D; d++) {
    if (k->dead_d[d]) continue;
    most = fmax(most, fmax(fabs(k->rd[d]), fmax(fabs(k->rD[d]), fabs(k->rP[d]) / level)));
    if (k->size[d] > 0) most = fmax(most, fabs(k->ry[d]) / level);
  }
  for (int i = 0; i < k->K; i++)
    if (k->bound[k->at_t + (size_t)i]) most = fmax(most, fabs(k->rk[i]));
  for (int p = 0; p < k->P; p++)
    if (k->fixed[p]) most = fmax(most, fabs(k->X[p] - k->floor[p]));
  return most;
}
