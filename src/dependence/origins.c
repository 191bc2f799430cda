/* What stands behind a region's inputs and its final demand, at face value and at every tier.
 *
 *   face     sum_s A[(o,s)][(r,u)] / sum_{o,s} A                 of a user; of the region weighted by output
 *   look     the same of L - I
 *   origin   sum_s v[o][s] L[(o,s)][(r,u)]                       of a unit of output
 *            sum_s v[o][s] (L f)[(o,s)], f[(o,s)] = alpha_s Q    of a unit of final spending
 *   final    sum_s alpha_s F[s][r][o] / X[r][s]
 *   hidden   look - face; origin of final demand - final */
#include <math.h>

#include "dependence/dependence.h"

/* Sums by region of a column of x, less that of the right-hand side: [N], and their sum. */
static double sum_regions(const twi_supply_table *t, size_t columns, size_t j, const double *x, size_t own, double *sum)
{
  size_t N = (size_t)t->w->N, S = (size_t)t->w->S;
  double all = 0;
  for (size_t o = 0; o < N; o++) {
    sum[o] = 0;
    for (size_t s = 0; s < S; s++) sum[o] += x[(o * S + s) * columns + j] - (o * S + s == own ? 1 : 0);
    all += sum[o];
  }
  return all;
}

/* Inputs bought directly, per unit of cost: [N], and their sum. */
static double sum_inputs(const twi_supply_table *t, size_t r, size_t u, double *sum)
{
  size_t N = (size_t)t->w->N, S = (size_t)t->w->S;
  double all = 0;
  for (size_t o = 0; o < N; o++) {
    sum[o] = 0;
    for (size_t s = 0; s < S; s++) sum[o] += t->a[(r * S + u) * S + s] * t->Q[(s * N + r) * N + o];
    all += sum[o];
  }
  return all;
}

/* Value added by region behind a column: [N]. */
static void sum_value_added(const twi_supply_table *t, size_t columns, size_t j, const double *x, double *sum)
{
  size_t N = (size_t)t->w->N, S = (size_t)t->w->S;
  for (size_t o = 0; o < N; o++) {
    sum[o] = 0;
    for (size_t s = 0; s < S; s++) sum[o] += t->v[o * S + s] * x[(o * S + s) * columns + j];
  }
}

/* Puts a list by region [N] where there is something of it, own included or not; of all others together at the end. */
static void put_list(tw_dependence *d, int side, size_t place, twi_depends what, const double *value, int own)
{
  double *to = twi_dependence_cell(d, side, place, what), others = 0;
  for (int o = 0; o < d->world->N; o++) {
    if (o != d->region) others += value[o];
    if (value[o] != 0 && (own || o != d->region)) to[o] = value[o];
  }
  to[d->world->N] = others;
}

/* Inputs of the region's users, and those of all of them, weighted by output. work: [4][N]. */
static void put_inputs(tw_dependence *d, int side, const twi_supply_table *t, size_t columns, const double *x,
                       double *work)
{
  size_t N = (size_t)t->w->N, S = (size_t)t->w->S, r = (size_t)d->region;
  double *face = work, *look = face + N, *face_all = look + N, *look_all = face_all + N, output = 0;
  for (size_t o = 0; o < N; o++) face_all[o] = look_all[o] = 0;
  for (size_t u = 0; u < S; u++) {
    double Y = t->side->state->Y[r * S + u];
    if (!(Y > 0)) continue;
    sum_value_added(t, columns, u, x, face);
    put_list(d, side, u, TWI_DEPENDS_ORIGIN, face, 1);
    double inputs = sum_inputs(t, r, u, face), tiers = sum_regions(t, columns, u, x, r * S + u, look);
    if (!(inputs > 0) || !(tiers > 0)) continue;
    output += Y;
    for (size_t o = 0; o < N; o++) {
      face[o] /= inputs;
      look[o] /= tiers;
      face_all[o] += Y * face[o];
      look_all[o] += Y * look[o];
    }
    put_list(d, side, u, TWI_DEPENDS_FACE, face, 0);
    put_list(d, side, u, TWI_DEPENDS_LOOK, look, 0);
    for (size_t o = 0; o < N; o++) look[o] -= face[o];
    put_list(d, side, u, TWI_DEPENDS_HIDDEN, look, 0);
  }
  if (!(output > 0)) return;
  for (size_t o = 0; o < N; o++) face_all[o] /= output, look_all[o] /= output;
  put_list(d, side, S, TWI_DEPENDS_FACE, face_all, 0);
  put_list(d, side, S, TWI_DEPENDS_LOOK, look_all, 0);
  for (size_t o = 0; o < N; o++) look_all[o] -= face_all[o];
  put_list(d, side, S, TWI_DEPENDS_HIDDEN, look_all, 0);
}

tw_status twi_dependence_origins(tw_dependence *d, int side, const twi_supply_table *t)
{
  const tw_world *w = d->world;
  size_t N = (size_t)w->N, S = (size_t)w->S, r = (size_t)d->region, columns = S + 1;
  const double *alpha = twi_final_shares_of(w, &t->side->wedges, d->region);
  double *x = twi_new(d->ctx, N * S * columns, sizeof *x), *work = twi_new(d->ctx, 5 * N, sizeof *work), gap = 0;
  tw_status status = x && work ? TW_OK : twi_no_memory(d->ctx, N * S * columns * sizeof *x);
  if (status == TW_OK) {
    double *final = work + 4 * N;
    for (size_t u = 0; u < S; u++) x[(r * S + u) * columns + u] = 1;
    for (size_t s = 0; s < S; s++)
      for (size_t o = 0; o < N; o++) {
        size_t flow = (s * N + r) * N + o;
        x[(o * S + s) * columns + S] = alpha[s] * t->Q[flow];
        if (alpha[s] != 0 && t->F[flow] > 0) final[o] += alpha[s] * t->F[flow] / t->side->state->X[r * S + s];
      }
    status = twi_tiers_solve(d->ctx, t, columns, x, &gap);
  }
  if (status == TW_OK) {
    double *final = work + 4 * N;
    d->gap = fmax(d->gap, gap);
    put_inputs(d, side, t, columns, x, work);
    sum_value_added(t, columns, S, x, work);
    put_list(d, side, S, TWI_DEPENDS_ORIGIN, work, 1);
    put_list(d, side, S, TWI_DEPENDS_FINAL, final, 1);
    for (size_t o = 0; o < N; o++) work[o] -= final[o];
    put_list(d, side, S, TWI_DEPENDS_FINAL_HIDDEN, work, 1);
  }
  twi_free(d->ctx, x);
  twi_free(d->ctx, work);
  return status;
}
