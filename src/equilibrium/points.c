/* Equilibria on the line between two policies. See points.h. */
#include "equilibrium/points.h"

#include <math.h>
#include <string.h>

#include "solve/interpolation.h"

enum { NEAR = 16 };                /* points that a prediction is made from, the nearest */
enum { RECYCLED = 8 };             /* directions kept for later solves; more cost what they save */
static const double SAME = 1e-12;  /* shares that are one point */
static const double ENOUGH = 1e-9; /* a stall below this is a solution */
/* The residual that the last step of Newton leaves, over the square of the one before; and how much more than its
 * target a point may miss before it is solved once more. */
static const double QUADRATIC = 0.5, TOO_MUCH = 3;

/* ------------------------------------------------------------------ the list */

static tw_status points_add(twi_points *p, double share, double error, const double *u)
{
  tw_context *ctx = p->e->ctx;
  if (p->count == p->room) {
    size_t room = p->room ? 2 * (size_t)p->room : 16;
    double *at = twi_resize(ctx, p->at, room, sizeof *at);
    if (at) p->at = at;
    double *errors = at ? twi_resize(ctx, p->error, room, sizeof *errors) : NULL;
    if (errors) p->error = errors;
    double **all = errors ? twi_resize(ctx, p->u, room, sizeof *all) : NULL;
    if (!all) return twi_no_memory(ctx, room * sizeof *all);
    p->u = all;
    p->room = (int)room;
  }
  double *copy = p->u[p->count] = twi_alloc(ctx, p->n, sizeof(double));
  if (!copy) return twi_no_memory(ctx, p->n * sizeof(double));
  memcpy(copy, u, p->n * sizeof(double));
  p->at[p->count] = share;
  p->error[p->count++] = error;
  return TW_OK;
}

static int cells_stay(const double *from, const double *to, const double *data, double otherwise, size_t n)
{
  int any = 0;
  for (size_t i = 0; from != to && i < n; i++) {
    double given = data ? data[i] : otherwise;
    any |= (from ? from[i] : given) != (to ? to[i] : given);
  }
  return !any;
}

/* Whether all wedges but those of flows, and deficits, are the same at both ends. */
static int all_stays(const twi_core *c, const twi_wedges *from, const twi_wedges *to, const double *D_from,
                     const double *D_to)
{
  size_t cells = c->N * c->S, producers = twi_world_producers(c->world);
  return cells_stay(from->productivity, to->productivity, NULL, 1, producers) &&
         cells_stay(from->subsidy, to->subsidy, NULL, 0, producers) &&
         cells_stay(from->final_demand, to->final_demand, c->world->final_share, 0, cells) &&
         cells_stay(from->labour, to->labour, NULL, 1, c->N) && cells_stay(D_from, D_to, NULL, 0, c->N);
}

tw_status twi_points_new(twi_equilibrium *e, const twi_wedges *from, const twi_wedges *to, const double *D_from,
                         const double *D_to, const double *u_from, const double *u_to, int loaded, twi_points *p)
{
  const twi_core *c = &e->core;
  memset(p, 0, sizeof *p);
  p->e = e;
  p->from = from;
  p->to = to;
  p->D_from = D_from;
  p->D_to = D_to;
  p->n = c->n;
  p->loaded = loaded;
  p->guess = e->path; /* free outside continuation, and aligned as solvers want it */
  p->slope = e->path + c->n;
  p->moving = twi_alloc(e->ctx, c->S * c->N, 1);
  p->deficits = twi_alloc(e->ctx, c->N, sizeof(double));
  if (!p->moving || !p->deficits) return twi_no_memory(e->ctx, c->S * c->N);
  p->still = !twi_core_find_moving(c, from, to, p->moving) && all_stays(c, from, to, D_from, D_to);
  tw_status status = twi_recycled_new(e->ctx, p->n, RECYCLED, &p->recycled);
  if (status == TW_OK) status = points_add(p, 0, 0, u_from);
  return status == TW_OK ? points_add(p, 1, 0, u_to) : status;
}

void twi_points_free(twi_points *p)
{
  if (!p->e) return;
  tw_context *ctx = p->e->ctx;
  twi_recycled_free(ctx, &p->recycled);
  for (int k = 0; k < p->count; k++) twi_free(ctx, p->u[k]);
  twi_free(ctx, p->u);
  twi_free(ctx, p->at);
  twi_free(ctx, p->error);
  twi_free(ctx, p->moving);
  twi_free(ctx, p->deficits);
  memset(p, 0, sizeof *p);
}

static int find_point(const twi_points *p, double share)
{
  for (int k = 0; k < p->count; k++)
    if (fabs(p->at[k] - share) < SAME) return k;
  return -1;
}

/* ------------------------------------------------------------------ predictions and slopes */

static void add_up(size_t n, double *const *u, const int *which, int count, const double *weight, double *restrict sum)
{
  memset(sum, 0, n * sizeof(double));
  for (int k = 0; k < count; k++) {
    const double *restrict from = u[which[k]];
    double a = weight[k];
    for (size_t i = 0; i < n; i++) sum[i] += a * from[i];
  }
}

/* The nearest points to a share, nearest first; returns how many. */
static int nearest_points(const twi_points *p, double share, int *which)
{
  int count = 0;
  for (int k = 0; k < p->count; k++) {
    double distance = fabs(p->at[k] - share);
    int place = count;
    if (count < NEAR) count++;
    for (; place > 0 && fabs(p->at[which[place - 1]] - share) > distance; place--)
      if (place < NEAR) which[place] = which[place - 1];
    if (place < NEAR) which[place] = k;
  }
  return count;
}

/* Fills the guess; with one point it is that. */
static void predict_point(twi_points *p, double share, int most)
{
  int which[NEAR], count = nearest_points(p, share, which);
  double node[NEAR] = {0}, weight[NEAR];
  if (count > most) count = most;
  for (int k = 0; k < count; k++) node[k] = p->at[which[k]];
  twi_interpolate(count, node, share, weight);
  add_up(p->n, p->u, which, count, weight, p->guess);
}

void twi_points_slope(twi_points *p, const int *set, int count, int k)
{
  double node[TWI_POINTS_MOST] = {0}, weight[TWI_POINTS_MOST];
  for (int j = 0; j < count; j++) node[j] = p->at[set[j]];
  twi_interpolate_slope(count, node, k, weight);
  add_up(p->n, p->u, set, count, weight, p->slope);
}

/* ------------------------------------------------------------------ solving */

static double largest_entry(size_t n, const double *f)
{
  double most = 0;
  for (size_t i = 0; i < n; i++) {
    double a = fabs(f[i]);
    if (!(a <= most) && !isnan(most)) most = a; /* the first NaN stays */
  }
  return most;
}

static tw_status load_point(twi_points *p, double share)
{
  twi_core *c = &p->e->core;
  for (size_t d = 0; d < c->N; d++) p->deficits[d] = (1 - share) * p->D_from[d] + share * p->D_to[d];
  tw_status status = p->loaded ? twi_core_load_moving(c, p->from, p->to, share, p->deficits, p->moving)
                               : twi_core_load(c, p->from, p->to, share, p->deficits);
  p->loaded = status == TW_OK;
  return status;
}

/* With a line search, from the guess. Returns 0 when it is solved. */
static int solve_with_search(twi_points *p, const twi_problem *problem, double target)
{
  twi_equilibrium *e = p->e;
  return twi_newton_solve(&e->newton, e->ctx, problem, target, fmax(target, ENOUGH), e->settings.max_iterations,
                          p->guess) != TWI_NEWTON_CONVERGED;
}

/* One step of Newton from the guess, where the residual was evaluated last, to newton->trial. */
static void step_from_guess(twi_points *p, const twi_problem *problem, double eta)
{
  twi_newton *w = &p->e->newton;
  double relative;
  problem->linearize(problem->data);
  for (size_t i = 0; i < p->n; i++) w->b[i] = -w->f[i];
  w->gmres.once = 1;
  w->gmres.recycled = &p->recycled;
  w->products += twi_gmres_solve(&w->gmres, p->e->ctx, problem, w->b, eta, 4 * w->gmres.m, w->d, &relative);
  w->gmres.once = 0;
  w->gmres.recycled = NULL;
  for (size_t i = 0; i < p->n; i++) w->trial[i] = p->guess[i] + w->d[i];
}

/* Improves the guess to target, the core being loaded. Returns 0 when it is solved. The residual after the last step is
 * foreseen, not evaluated: visiting the point does that. */
static int improve_guess(twi_points *p, double target)
{
  twi_equilibrium *e = p->e;
  twi_newton *w = &e->newton;
  twi_problem problem = twi_core_problem(&e->core);
  double near = fmax(target, sqrt(target / QUADRATIC));
  size_t bytes = p->n * sizeof(double);
  w->residuals++;
  if (problem.residual(problem.data, p->guess, w->f)) return 1;
  double error = p->missed = largest_entry(p->n, w->f);
  while (error > near && twi_check_cancel(e->ctx) == TW_OK) {
    step_from_guess(p, &problem, fmin(0.1, error));
    w->residuals++;
    double before = error;
    error = problem.residual(problem.data, w->trial, w->f_trial) ? INFINITY : largest_entry(p->n, w->f_trial);
    if (!(error < 0.3 * before)) return solve_with_search(p, &problem, target);
    memcpy(p->guess, w->trial, bytes);
    memcpy(w->f, w->f_trial, bytes);
  }
  if (error <= target) return 0;
  step_from_guess(p, &problem, 0.5 * target / error);
  memcpy(p->guess, w->trial, bytes);
  return 0;
}

tw_status twi_points_solve(twi_points *p, double share, double target, int *point)
{
  size_t bytes = p->n * sizeof(double);
  int there = find_point(p, share), failed = 1;
  *point = there;
  if (there >= 0 && p->error[there] <= target) return TW_OK;
  if (there >= 0) share = p->at[there];
  *point = -1;
  tw_status status = load_point(p, share);
  if (status != TW_OK) return status;
  for (int most = NEAR; failed && most; most = most > 1 ? 1 : 0) { /* where a prediction fails, from the nearest */
    predict_point(p, share, most);
    failed = improve_guess(p, target);
    status = twi_check_cancel(p->e->ctx);
    if (status != TW_OK) return status;
  }
  if (failed) return TW_OK;
  if (there < 0) {
    status = points_add(p, share, target, p->guess);
    if (status == TW_OK) *point = p->count - 1;
    return status;
  }
  memcpy(p->u[there], p->guess, bytes);
  p->error[there] = target;
  *point = there;
  return TW_OK;
}

tw_status twi_points_visit(twi_points *p, int point, double target, int *moved)
{
  twi_equilibrium *e = p->e;
  twi_problem problem = twi_core_problem(&e->core);
  size_t bytes = p->n * sizeof(double);
  tw_status status = load_point(p, p->at[point]);
  if (status != TW_OK) return status;
  memcpy(p->guess, p->u[point], bytes);
  e->newton.residuals++;
  (void)problem.residual(problem.data, p->guess, e->newton.f);
  if (point < TWI_POINTS_ENDS) return TW_OK;
  double error = largest_entry(p->n, e->newton.f);
  if (error <= TOO_MUCH * target) return TW_OK;
  (void)solve_with_search(p, &problem, target); /* improves it in any case, and leaves the core there */
  memcpy(p->u[point], p->guess, bytes);
  p->error[point] = e->newton.error;
  (*moved)++;
  return twi_check_cancel(e->ctx);
}
