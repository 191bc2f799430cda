/* A state as a program in the kernel's arrays, and back. See kernel.h.
 *
 * Quantities and prices are scaled by powers of two, so that scaling rounds nothing and money in another unit that is a
 * power of two gives the same bits.
 *
 * Longer than 400 lines: filling, what has no interior and the way back go through the same arrays. */
#include <math.h>
#include <string.h>

#include "market/kernel.h"
#include "solve/dense.h"

static const double NO_ROOM = 1e-12; /* relative: what is left of a capacity less than that is nothing */

/* ---------------------------------------------------------------- arrays */

static double *carve_doubles(twi_arena *arena, int count)
{
  return twi_arena_doubles(arena, twi_stride((size_t)count));
}

static int *carve_ints(twi_arena *arena, int count)
{
  return twi_arena_bytes(arena, (size_t)count * sizeof(int));
}

static unsigned char *carve_flags(twi_arena *arena, size_t count)
{
  return twi_arena_bytes(arena, count);
}

static void carve_point(twi_kernel *k, twi_arena *arena)
{
  double **part[] = {&k->x, &k->g, &k->A, &k->y, &k->P_, &k->lam, &k->p, &k->zeta, &k->kf};
  int count[] = {k->R, k->B, k->D, k->D, k->D, k->O, k->D, k->K, k->P};
  k->point_size = 0;
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) k->point_size += twi_stride((size_t)count[i]);
  k->point = twi_arena_doubles(arena, k->point_size);
  k->kept = twi_arena_doubles(arena, k->point_size);
  size_t at = 0;
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
    *part[i] = k->point ? k->point + at : NULL;
    at += twi_stride((size_t)count[i]);
  }
}

static void place_bounds(twi_kernel *k)
{
  size_t *at[] = {&k->at_g0, &k->at_g1, &k->at_A, &k->at_y0, &k->at_y1, &k->at_t, &k->at_f};
  int count[] = {k->R, k->B, k->B, k->D, k->D, k->D, k->K, k->P};
  size_t next = 0;
  for (size_t i = 0; i < 7; i++) *at[i] = next += twi_stride((size_t)count[i]);
  k->bounds = next + twi_stride((size_t)k->P);
}

static void carve_bounds(twi_kernel *k, twi_arena *arena)
{
  place_bounds(k);
  double **part[] = {&k->gap, &k->dual, &k->dgap, &k->ddual, &k->bend};
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) *part[i] = twi_arena_doubles(arena, k->bounds);
  k->bound = carve_flags(arena, k->bounds);
  k->best = twi_arena_doubles(arena, k->point_size + 2 * k->bounds);
}

static void carve_normal(twi_normal *m, twi_arena *arena, int O, int n)
{
  m->O = O;
  m->n = n;
  m->stride = twi_stride((size_t)n);
  m->diag = carve_doubles(arena, O);
  m->B = twi_arena_doubles(arena, (size_t)O * m->stride);
  m->C = twi_arena_doubles(arena, (size_t)O * m->stride);
  m->S = twi_arena_doubles(arena, (size_t)n * m->stride);
  m->ra = carve_doubles(arena, O);
  m->rb = carve_doubles(arena, n);
  m->pivot = carve_ints(arena, n);
}

void twi_kernel_carve(twi_kernel *k, twi_arena *arena, const twi_market_state *s)
{
  k->state = s;
  k->O = s->suppliers, k->D = s->buyers, k->K = s->passages + 1, k->B = s->blocks, k->P = s->pairs, k->R = s->routes;
  double **of_routes[] = {&k->c, &k->alpha, &k->low, &k->dx, &k->rx, &k->hx};
  double **of_blocks[] = {&k->cap, &k->mc, &k->slope, &k->dg, &k->rg, &k->hg};
  double **of_pairs[] = {&k->stiff, &k->ref, &k->theta, &k->floor, &k->w, &k->X, &k->dkf};
  double **of_buyers[] = {&k->z0,      &k->p0, &k->eps, &k->limit, &k->ceiling, &k->size,   &k->b,
                          &k->slope_b, &k->dA, &k->dy,  &k->dP,    &k->dp,      &k->rP,     &k->rD,
                          &k->ry,      &k->rd, &k->hA,  &k->hy,    &k->Q,       &k->bend_P, &k->pass};
  double **of_rows[] = {&k->Z, &k->dzeta, &k->rk};
  for (size_t i = 0; i < sizeof of_routes / sizeof *of_routes; i++) *of_routes[i] = carve_doubles(arena, k->R);
  for (size_t i = 0; i < sizeof of_blocks / sizeof *of_blocks; i++) *of_blocks[i] = carve_doubles(arena, k->B);
  for (size_t i = 0; i < sizeof of_pairs / sizeof *of_pairs; i++) *of_pairs[i] = carve_doubles(arena, k->P);
  for (size_t i = 0; i < sizeof of_buyers / sizeof *of_buyers; i++) *of_buyers[i] = carve_doubles(arena, k->D);
  for (size_t i = 0; i < sizeof of_rows / sizeof *of_rows; i++) *of_rows[i] = carve_doubles(arena, k->K);
  k->pair_work = carve_doubles(arena, 2 * k->K);
  k->every_row = carve_ints(arena, k->K);
  k->ro = carve_doubles(arena, k->O);
  k->dlam = carve_doubles(arena, k->O);
  int members = s->market->crossings + s->routes;
  k->use = carve_doubles(arena, members);
  k->route_at = carve_ints(arena, k->R);
  k->pair_at = carve_ints(arena, k->P);
  k->row_at = carve_ints(arena, k->K);
  k->o = carve_ints(arena, k->R);
  k->d = carve_ints(arena, k->R);
  k->pair = carve_ints(arena, k->R);
  k->first_row = carve_ints(arena, k->R + 1);
  k->row_of = carve_ints(arena, members);
  k->first_route = carve_ints(arena, k->P + 1);
  k->block_o = carve_ints(arena, k->B);
  k->held = carve_flags(arena, (size_t)k->R);
  k->fixed = carve_flags(arena, (size_t)k->P);
  k->dead_o = carve_flags(arena, (size_t)k->O);
  k->dead_d = carve_flags(arena, (size_t)k->D);
  k->dead_k = carve_flags(arena, (size_t)k->K);
  k->set_x = carve_flags(arena, (size_t)k->R);
  k->set_g = carve_flags(arena, (size_t)k->B);
  k->set_A = carve_flags(arena, (size_t)k->D);
  k->set_y = carve_flags(arena, (size_t)k->D);
  k->set_t = carve_flags(arena, (size_t)k->K);
  k->set_f = carve_flags(arena, (size_t)k->P);
  carve_point(k, arena);
  carve_bounds(k, arena);
  carve_normal(&k->normal, arena, k->O, k->D + k->K);
}

/* ---------------------------------------------------------------- demand */

double twi_kernel_demand(const twi_kernel *k, int d, double P, double *slope)
{
  double z0 = k->z0[d], p0 = k->p0[d], eps = k->eps[d];
  if (k->linear) {
    *slope = eps * z0 / p0;
    return z0 * (1 + eps * (P / p0 - 1));
  }
  double z = z0 * pow(P / p0, eps);
  *slope = eps * z / P;
  return z;
}

double twi_kernel_worth(const twi_kernel *k, int d, double z)
{
  double ratio = z / k->z0[d];
  return k->linear ? k->p0[d] * (1 + (ratio - 1) / k->eps[d]) : k->p0[d] * pow(ratio, 1 / k->eps[d]);
}

/* b = -P'(z) = P / (-eps D(P)), db/dP = (1 - eps) / (-eps D(P)); linear: p0 / (-eps z0), 0. */
void twi_kernel_slopes(twi_kernel *k)
{
  for (int d = 0; d < k->D; d++) {
    double slope, z = twi_kernel_demand(k, d, k->P_[d], &slope);
    k->b[d] = -1 / slope;
    k->slope_b[d] = k->linear ? 0 : (1 - k->eps[d]) / (-k->eps[d] * z);
  }
  for (int p = 0; p < k->P; p++) {
    int first = k->first_route[p];
    double X = 0;
    for (int r = first; r < k->first_route[p + 1]; r++) X += k->x[r];
    k->X[p] = X;
    k->w[p] = k->stiff[p] + k->theta[p] * k->b[k->d[first]];
  }
}

/* ---------------------------------------------------------------- filling */

static double power_near(double value)
{
  int exponent;
  if (!(value > 0)) return 1;
  (void)frexp(value, &exponent);
  return ldexp(1, exponent);
}

static void fill_scales(twi_kernel *k)
{
  double most = 0, price = 0;
  for (int d = 0; d < k->D; d++) {
    most = fmax(most, k->state->buyer[d].quantity);
    price = fmax(price, k->state->buyer[d].price);
  }
  k->quantity_scale = power_near(most);
  k->price_scale = power_near(price);
}

static void fill_pair(twi_kernel *k, int at, int p)
{
  const twi_state_pair *pair = &k->state->pair[at];
  k->pair_at[p] = at;
  k->stiff[p] = pair->stiffness * (k->quantity_scale / k->price_scale);
  k->ref[p] = pair->reference / k->quantity_scale;
  k->theta[p] = k->state->conjecture[pair->supplier];
  k->floor[p] = pair->floor / k->quantity_scale;
  k->taxed |= pair->tax_rate != 0;
}

static void fill_route(twi_kernel *k, int at, int p, int r, int *members)
{
  const twi_market_state *s = k->state;
  const twi_state_pair *pair = &s->pair[k->pair_at[p]];
  k->route_at[r] = at;
  k->o[r] = pair->supplier;
  k->d[r] = pair->buyer;
  k->pair[r] = p;
  k->alpha[r] = 1 / (1 + pair->tax_rate);
  k->c[r] = (twi_market_route_cost(s, at) + pair->wedge + pair->tax * k->alpha[r]) / k->price_scale;
  k->held[r] = 0;
  k->first_row[r] = *members;
  for (int i = 0; i < k->K; i++) {
    double use = twi_market_route_use(s, at, k->row_at[i]);
    if (use == 0) continue;
    k->row_of[*members] = i;
    k->use[(*members)++] = use;
  }
}

/* The routes in use, pair by pair. The floor of a pair with one route is that of the route. */
static void fill_routes(twi_kernel *k)
{
  const twi_market_state *s = k->state;
  int members = 0, r = 0, p = 0;
  k->taxed = 0;
  k->K = 0;
  for (int i = 0; i <= s->passages; i++)
    if (isfinite(s->capacity[i])) {
      k->every_row[k->K] = k->K;
      k->row_at[k->K++] = i;
    }
  for (int at = 0; at < s->pairs; at++) {
    const twi_market_pair *pair = &s->market->pair[at];
    int first = r;
    for (int i = pair->first_route; i < pair->first_route + pair->routes; i++) {
      if (!s->route[i].used) continue;
      if (r == first) fill_pair(k, at, p);
      fill_route(k, i, p, r++, &members);
    }
    if (r == first) continue;
    k->first_route[p] = first;
    for (int i = first; i < r; i++) k->low[i] = r - first == 1 ? k->floor[p] : 0;
    if (r - first == 1) k->floor[p] = 0;
    p++;
  }
  k->R = r;
  k->P = p;
  k->first_route[p] = r;
  k->first_row[r] = members;
  k->normal.n = k->D + k->K;
  k->normal.stride = twi_stride((size_t)k->normal.n);
  place_bounds(k);
}

static void fill_ends(twi_kernel *k)
{
  const twi_market_state *s = k->state;
  double qs = k->quantity_scale, ps = k->price_scale;
  for (int b = 0; b < k->B; b++) {
    k->block_o[b] = s->block[b].supplier;
    k->cap[b] = s->block[b].capacity / qs;
    k->mc[b] = s->block[b].cost / ps;
    k->slope[b] = s->block[b].slope * (qs / ps);
  }
  for (int d = 0; d < k->D; d++) {
    const twi_state_buyer *buyer = &s->buyer[d];
    k->z0[d] = buyer->quantity / qs;
    k->p0[d] = buyer->price / ps;
    k->eps[d] = buyer->elasticity;
    k->limit[d] = buyer->limit / qs;
    k->ceiling[d] = buyer->backstop > 0 ? buyer->ceiling / ps : 0;
    k->size[d] = buyer->backstop / qs;
  }
  for (int i = 0; i < k->K; i++) k->Z[i] = s->capacity[k->row_at[i]] / qs;
}

/* ---------------------------------------------------------------- what has no interior */

/* Holds the flow of a pair at its floor: the one route, or the sum of several, which may still share it among them. */
static void hold_pair(twi_kernel *k, int p)
{
  int first = k->first_route[p], end = k->first_route[p + 1];
  k->fixed[p] = k->floor[p] > 0;
  for (int r = first; r < end && !k->fixed[p]; r++) k->held[r] = 1;
}

static void take_out_full_suppliers(twi_kernel *k)
{
  memset(k->ro, 0, (size_t)k->O * sizeof(double));
  memset(k->dlam, 0, (size_t)k->O * sizeof(double));
  for (int b = 0; b < k->B; b++) k->ro[k->block_o[b]] += k->cap[b];
  for (int p = 0; p < k->P; p++) k->dlam[k->o[k->first_route[p]]] += k->floor[p];
  for (int r = 0; r < k->R; r++) k->dlam[k->o[r]] += k->low[r];
  for (int o = 0; o < k->O; o++) k->dead_o[o] = k->ro[o] - k->dlam[o] <= NO_ROOM * k->ro[o];
  for (int p = 0; p < k->P; p++)
    if (k->dead_o[k->o[k->first_route[p]]]) hold_pair(k, p);
}

/* What a unit on the route takes of a row. */
static double use_of(const twi_kernel *k, int r, int row)
{
  for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++)
    if (k->row_of[m] == row) return k->use[m];
  return 0;
}

/* The least that a unit of a pair of several ways takes of a row. */
static double least_of(const twi_kernel *k, int p, int row)
{
  double least = INFINITY;
  for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++) least = fmin(least, use_of(k, r, row));
  return least;
}

/* A row that floors fill: a pair that has no other ways stays at its floor, on those that take least of the row. */
static void hold_at_row(twi_kernel *k, int p, int row)
{
  const double least = least_of(k, p, row);
  for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++)
    if (use_of(k, r, row) > least) k->held[r] = 1;
  if (least > 0) hold_pair(k, p);
}

static void take_out_full_rows(twi_kernel *k)
{
  for (int i = 0; i < k->K; i++) k->rk[i] = 0;
  for (int r = 0; r < k->R; r++)
    for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++) k->rk[k->row_of[m]] += k->use[m] * k->low[r];
  for (int p = 0; p < k->P; p++) /* of several ways, else the floor is the route's */
    for (int i = 0; i < k->K && k->floor[p] > 0; i++) k->rk[i] += least_of(k, p, i) * k->floor[p];
  for (int i = 0; i < k->K; i++) k->dead_k[i] = k->Z[i] - k->rk[i] <= NO_ROOM * k->Z[i];
  for (int p = 0; p < k->P; p++) {
    int shared = k->floor[p] > 0;
    for (int i = 0; i < k->K && shared; i++)
      if (k->dead_k[i]) hold_at_row(k, p, i);
    for (int r = k->first_route[p]; r < k->first_route[p + 1] && !shared; r++)
      for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++) k->held[r] |= k->dead_k[k->row_of[m]];
  }
}

enum { DEAD_FULL = 1, DEAD_IDLE = 2, DEAD_LIMIT = 1, DEAD_EMPTY = 2 };

static void take_out_full_buyers(twi_kernel *k)
{
  for (int d = 0; d < k->D; d++) k->rd[d] = 0, k->dead_d[d] = 0;
  for (int r = 0; r < k->R; r++) k->rd[k->d[r]] += k->low[r];
  for (int p = 0; p < k->P; p++) k->rd[k->d[k->first_route[p]]] += k->floor[p];
  for (int d = 0; d < k->D; d++)
    if (isfinite(k->limit[d]) && k->limit[d] - k->rd[d] <= NO_ROOM * k->limit[d]) k->dead_d[d] = DEAD_LIMIT;
  for (int p = 0; p < k->P; p++)
    if (k->dead_d[k->d[k->first_route[p]]] == DEAD_LIMIT) hold_pair(k, p);
}

int twi_kernel_nothing_reaches(const twi_kernel *k, int d)
{
  return k->dead_d[d] == DEAD_EMPTY || (k->dead_d[d] == DEAD_LIMIT && k->limit[d] == 0 && k->size[d] == 0);
}

/* Suppliers whose ways are all held at nothing, and buyers that nothing reaches. */
static void take_out_unconnected(twi_kernel *k, tw_outcome *outcome)
{
  for (int o = 0; o < k->O; o++) k->ro[o] = 0;
  for (int d = 0; d < k->D; d++) k->rd[d] = 0;
  for (int r = 0; r < k->R; r++) {
    double reach = k->held[r] ? k->low[r] : 1;
    k->ro[k->o[r]] += reach;
    k->rd[k->d[r]] += reach;
  }
  for (int o = 0; o < k->O; o++)
    if (!k->dead_o[o] && k->ro[o] == 0) k->dead_o[o] = DEAD_IDLE;
  for (int d = 0; d < k->D; d++) {
    if (k->dead_d[d] || k->rd[d] > 0 || k->size[d] > 0) continue;
    k->dead_d[d] = DEAD_EMPTY;
  }
  for (int d = 0; d < k->D; d++) {
    if (twi_kernel_nothing_reaches(k, d) && !k->linear && *outcome == TW_NOT_SOLVED) *outcome = TW_NO_SOURCE;
  }
}

void twi_kernel_save(twi_kernel *k)
{
  memcpy(k->best, k->point, k->point_size * sizeof(double));
  memcpy(k->best + k->point_size, k->gap, k->bounds * sizeof(double));
  memcpy(k->best + k->point_size + k->bounds, k->dual, k->bounds * sizeof(double));
}

void twi_kernel_restore(twi_kernel *k)
{
  memcpy(k->point, k->best, k->point_size * sizeof(double));
  memcpy(k->gap, k->best + k->point_size, k->bounds * sizeof(double));
  memcpy(k->dual, k->best + k->point_size + k->bounds, k->bounds * sizeof(double));
}

void twi_kernel_fill(twi_kernel *k, const twi_market_state *state, tw_outcome *outcome)
{
  k->state = state;
  k->linear = state->linear;
  *outcome = TW_NOT_SOLVED;
  fill_scales(k);
  fill_routes(k);
  fill_ends(k);
  memset(k->fixed, 0, (size_t)k->P);
  take_out_full_suppliers(k);
  take_out_full_rows(k);
  take_out_full_buyers(k);
  take_out_unconnected(k, outcome);
  /* What is taken out stands where it will. */
  for (int r = 0; r < k->R; r++)
    if (k->held[r]) k->x[r] = k->low[r];
  for (int b = 0; b < k->B; b++)
    if (k->dead_o[k->block_o[b]]) k->g[b] = k->dead_o[k->block_o[b]] == DEAD_FULL ? k->cap[b] : 0;
  for (int d = 0; d < k->D; d++) {
    k->y[d] = 0;
    if (k->dead_d[d]) k->A[d] = k->dead_d[d] == DEAD_LIMIT ? k->limit[d] : 0;
  }
}
