/* What couples all regions: the numeraire and the closure of deficits, by block.
 *
 * A block is a set of regions connected by trade in the data; nearly always there is one. Between two blocks that do
 * not trade nothing fixes relative wages, so each keeps its value added at its data value, W_b = V_b, which with one
 * block is "world value added keeps its data value". Since a block's budget is redundant (Walras), this takes the place
 * of one equation in each:
 *
 *   F_w[d] = sum_u v Y - w V - w V n_b        n_b = (W_b - V_b) / W_b,  W_b = sum over the block of w V
 *
 * Proportional deficits are made to sum to zero within a block, with r = D/V of the data:
 *
 *   D'_d = r_d w_d V_d - (w_d V_d / W_b) sum over the block of r w V */
#include <string.h>

#include "model/core.h"

void twi_core_find_blocks(twi_core *c)
{
  size_t N = c->N;
  c->blocks = twi_world_blocks(c->world, c->block);
  memset(c->block_V, 0, N * sizeof(double));
  for (size_t d = 0; d < N; d++) c->block_V[c->block[d]] += c->V[d];
}

void twi_core_close(twi_core *c)
{
  size_t N = c->N;
  memset(c->block_W, 0, N * sizeof(double));
  memset(c->block_rW, 0, N * sizeof(double));
  for (size_t d = 0; d < N; d++) {
    c->block_W[c->block[d]] += c->wV[d];
    c->block_rW[c->block[d]] += c->ratio[d] * c->wV[d];
  }
  for (size_t d = 0; d < N; d++) {
    int b = c->block[d];
    c->gap[d] = (c->block_W[b] - c->block_V[b]) / c->block_W[b];
    c->Dw[d] = c->proportional ? c->ratio[d] * c->wV[d] - c->wV[d] / c->block_W[b] * c->block_rW[b] : c->D[d];
    c->Dw[d] += c->transfer[d];
  }
}

/* dlw: slopes of ln (w V L) */
void twi_core_close_slope(twi_core *c, const double *dlw)
{
  size_t N = c->N;
  double *dW = c->block_dW, *drW = c->block_drW;
  memset(dW, 0, N * sizeof(double));
  memset(drW, 0, N * sizeof(double));
  for (size_t d = 0; d < N; d++) {
    dW[c->block[d]] += c->wV[d] * dlw[d];
    drW[c->block[d]] += c->ratio[d] * c->wV[d] * dlw[d];
  }
  for (size_t d = 0; d < N; d++) {
    int b = c->block[d];
    double W = c->block_W[b], rW = c->block_rW[b];
    c->dgap[d] = c->gap[d] * dlw[d] + c->block_V[b] * dW[b] / (W * W); /* d(w V n) / (w V) */
    c->dD[d] = c->proportional ? c->wV[d] * (dlw[d] * (c->ratio[d] - rW / W) + rW * dW[b] / (W * W) - drW[b] / W) : 0;
  }
}

void twi_core_close_adjoint(twi_core *c, const double *bar_F, const double *bar_D, double *bar_w)
{
  size_t N = c->N;
  double *yw = c->block_dW, *income = c->block_drW;
  memset(yw, 0, N * sizeof(double));
  memset(income, 0, N * sizeof(double));
  for (size_t d = 0; d < N; d++) {
    yw[c->block[d]] += bar_F[d] * c->wV[d];
    income[c->block[d]] += bar_D[d] * c->wV[d];
  }
  for (size_t d = 0; d < N; d++) {
    int b = c->block[d];
    double W = c->block_W[b], rW = c->block_rW[b], V = c->block_V[b];
    bar_w[d] -= c->wV[d] * (bar_F[d] * c->gap[d] + yw[b] * V / (W * W));
    if (c->proportional)
      bar_w[d] += c->wV[d] * (bar_D[d] * (c->ratio[d] - rW / W) + income[b] * (rW / (W * W) - c->ratio[d] / W));
  }
}
