/* The searches of a frontier, by NLopt's SLSQP: sequential quadratic programmes with the exact slopes, D. Kraft, ACM
 * Transactions on Mathematical Software 20, 1994. See frontier.h.
 *
 * The worst loss is a maximum, which has kinks; a bound on each loss has none, and the least worst loss is that of one
 * more unknown z, with l_k <= z for every k (the epigraph). Gains and losses are measured against the largest slope of
 * the gain, so that steps in u are of the size of the box. */
#include <math.h>
#include <nlopt.h>
#include <string.h>

#include "choice/frontier.h"

/* Steps in u, and what is won by one relative to the slope, below which a search ends; calls at most. */
static const double LEAST_STEP = 1e-10, LEAST_GAIN = 1e-13;
enum { MOST_CALLS = 300 };

typedef struct search {
  twi_frontier_work *work;
  nlopt_opt opt;
  double bound, scale;
  int safest; /* 1: u is followed by z */
  twi_frontier_at at;
} search;

/* NLopt's unknowns to u. It may step over an end of the box by rounding. */
static int look_at(search *s, const double *x)
{
  double u[TWI_MOST_FRONTIER_LEVERS];
  for (int i = 0; i < s->work->levers; i++) u[i] = fmin(1, fmax(0, x[i])) + 0.0;
  if (twi_frontier_evaluate(s->work, u, &s->at) == 0) return 0;
  nlopt_force_stop(s->opt);
  return 1;
}

static double minus_gain(unsigned n, const double *x, double *slope, void *data)
{
  search *s = data;
  if (look_at(s, x)) return HUGE_VAL;
  for (unsigned i = 0; slope && i < n; i++) slope[i] = -s->at.gain_slope[i] / s->scale;
  return -s->at.gain / s->scale;
}

static double just_z(unsigned n, const double *x, double *slope, void *data)
{
  (void)data;
  for (unsigned i = 0; slope && i < n; i++) slope[i] = i == n - 1;
  return x[n - 1];
}

/* l_k - bound, or l_k - z, of all contingencies but the baseline; at least one. */
static void losses_above(unsigned m, double *result, unsigned n, const double *x, double *slope, void *data)
{
  search *s = data;
  unsigned row = 0, levers = (unsigned)s->work->levers;
  int ended = look_at(s, x);
  for (int k = 0; k < s->work->contingencies && row < m; k++) {
    if (k == s->work->baseline) continue;
    result[row] = ended ? 1 : s->at.loss[k] / s->scale - (s->safest ? x[n - 1] : s->bound / s->scale);
    for (unsigned i = 0; slope && i < n; i++)
      slope[row * n + i] = i < levers ? (ended ? 0 : s->at.loss_slope[k][i] / s->scale) : -1;
    row++;
  }
}

static double scale_at(twi_frontier_work *w, const double *u, int safest)
{
  twi_frontier_at at;
  double scale = 0;
  if (twi_frontier_evaluate(w, u, &at)) return 1;
  for (int i = 0; i < w->levers; i++) {
    if (!safest) scale = fmax(scale, fabs(at.gain_slope[i]));
    for (int k = 0; k < w->contingencies; k++) scale = fmax(scale, fabs(at.loss_slope[k][i]));
  }
  return scale > 0 ? scale : 1;
}

/* Of the ends of a search only a lack of memory is a failure: that rounding leaves nothing to win is none, and how good
 * a point is says twi_frontier_price. */
static tw_status end_of(twi_frontier_work *w, nlopt_result result)
{
  if (w->status != TW_OK || w->failed) return w->status;
  if (result == NLOPT_OUT_OF_MEMORY) return w->status = twi_no_memory(w->ctx, 0);
  return TW_OK;
}

static tw_status run_search(search *s, double *x)
{
  twi_frontier_work *w = s->work;
  unsigned n = (unsigned)(w->levers + s->safest), m = (unsigned)(w->contingencies - 1);
  double low[TWI_MOST_FRONTIER_LEVERS + 1], high[TWI_MOST_FRONTIER_LEVERS + 1], tolerance[64], best;
  for (unsigned i = 0; i < n; i++) {
    low[i] = (int)i < w->levers ? 0 : -HUGE_VAL;
    high[i] = (int)i < w->levers ? 1 : HUGE_VAL;
  }
  for (unsigned k = 0; k < m; k++) tolerance[k] = 1e-9;
  s->opt = nlopt_create(NLOPT_LD_SLSQP, n);
  if (!s->opt) return w->status = twi_no_memory(w->ctx, 0);
  nlopt_result result = nlopt_set_lower_bounds(s->opt, low);
  if (result >= 0) result = nlopt_set_upper_bounds(s->opt, high);
  if (result >= 0) result = nlopt_set_min_objective(s->opt, s->safest ? just_z : minus_gain, s);
  if (result >= 0 && m > 0 && (s->safest || !isinf(s->bound)))
    result = nlopt_add_inequality_mconstraint(s->opt, m, losses_above, s, tolerance);
  if (result >= 0) result = nlopt_set_xtol_abs1(s->opt, LEAST_STEP);
  if (result >= 0) result = nlopt_set_ftol_abs(s->opt, LEAST_GAIN);
  if (result >= 0) result = nlopt_set_maxeval(s->opt, MOST_CALLS);
  if (result >= 0) result = nlopt_optimize(s->opt, x, &best);
  nlopt_destroy(s->opt);
  return end_of(w, result);
}

static void keep_in_box(const twi_frontier_work *w, const double *x, double *u)
{
  for (int i = 0; i < w->levers; i++) u[i] = isfinite(x[i]) ? fmin(1, fmax(0, x[i])) + 0.0 : u[i];
}

tw_status twi_frontier_most(twi_frontier_work *w, double bound, double *u)
{
  double x[TWI_MOST_FRONTIER_LEVERS + 1];
  search s = {.work = w, .bound = bound, .scale = scale_at(w, u, 0)};
  if (w->status != TW_OK || w->failed) return w->status;
  memcpy(x, u, (size_t)w->levers * sizeof *x);
  tw_status status = run_search(&s, x);
  keep_in_box(w, x, u);
  return status;
}

tw_status twi_frontier_safest(twi_frontier_work *w, double *u)
{
  double x[TWI_MOST_FRONTIER_LEVERS + 1];
  search s = {.work = w, .safest = 1, .scale = scale_at(w, u, 1)};
  if (w->status != TW_OK || w->failed || w->contingencies < 2) return w->status;
  memcpy(x, u, (size_t)w->levers * sizeof *x);
  if (twi_frontier_evaluate(w, u, &s.at)) return w->status;
  x[w->levers] = s.at.worst / s.scale;
  tw_status status = run_search(&s, x);
  keep_in_box(w, x, u);
  return status;
}
