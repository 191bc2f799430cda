/* Another equilibrium near one with a rigid wage and economies of scale.
 *
 * With employment L of the one rigid region given, the rest is an ordinary equilibrium, and the wage it pays, measured
 * as the wage is held, less what it may not fall below, is a number g(L). Every equilibrium of the rigid wage is a root
 * of g, or full employment with g(1) >= 0. So g is scanned over L, and a change of its sign is closed in on by regula
 * falsi (Illinois: Dowell and Jarratt 1971, BIT 11). What is told has the certificate of any other equilibrium. */
#include <math.h>
#include <string.h>

#include "indicator/result.h"

enum { STEPS_DOWN = 9, HALVES = 3, CLOSING = 60 };
static const double STEP = 0.1, APART = 0.01; /* of employment: of the scan; what counts as another one */

typedef struct scan {
  tw_solver *solver;
  tw_result *r;
  twi_wedges plain;
  twi_wedges wedges, from; /* from: of the last solution, where the next solve starts */
  double *u;               /* [n] that solution */
  twi_state *state;
  const twi_condition *rigid;
  double full; /* factor on the endowment at full employment */
  tw_status status;
} scan;

/* g(L), NaN where no equilibrium was found; *certificate with the wage among its residuals. */
static double wage_gap(scan *s, double L, tw_certificate *certificate)
{
  tw_solver *solver = s->solver;
  twi_equilibrium *e = solver->equilibrium;
  twi_found found;
  s->wedges.labour[s->rigid->cell[0]] = s->full * L;
  twi_task task = {.from = &s->from, .to = &s->wedges, .start = s->u};
  s->status = twi_equilibrium_solve(e, &task, s->u, s->state, &found);
  if (s->status != TW_OK || found.outcome <= 0) return NAN;
  s->from.labour[s->rigid->cell[0]] = s->wedges.labour[s->rigid->cell[0]];
  double x = log(L);
  *certificate = found.certificate;
  twi_certify_conditions(s->r->world, s->rigid, 1, &x, solver->reference, &s->plain, s->state, &s->wedges, certificate);
  return log(twi_condition_value(s->r->world, s->rigid, solver->reference, s->state, &s->wedges)) -
         log(twi_condition_limit(s->r->world, s->rigid, solver->reference, &s->plain));
}

/* The root between a and b, where g has different signs: L with its certificate, or NaN. */
static double close_in_on_root(scan *s, double a, double ga, double b, double gb, tw_certificate *certificate)
{
  for (int k = 0; k < CLOSING && s->status == TW_OK; k++) {
    double L = (a * gb - b * ga) / (gb - ga), g = wage_gap(s, L, certificate);
    if (!isfinite(g)) return NAN;
    if (certificate->holds) return L;
    if ((g > 0) == (gb > 0)) {
      b = L, gb = g, ga /= 2;
    } else {
      a = b, ga = gb, b = L, gb = g;
    }
  }
  return NAN;
}

/* Tells it. */
static tw_status tell_other(tw_result *r, const twi_condition *rigid, const twi_state *other)
{
  const tw_world *w = r->world;
  size_t d = rigid->cell[0], S = (size_t)w->S;
  const double *alpha = twi_final_shares_of(w, &r->new_.wedges, (int)d);
  double index = 0;
  for (size_t s = 0; s < S; s++) index += alpha[s] * (other->lnP[d * S + s] - r->base.state->lnP[d * S + s]);
  double income = 100 * (other->I[d] / r->base.state->I[d] * exp(-index) - 1);
  r->other = (twi_other){.found = 1,
                         .region = (int)d,
                         .employment = 100 * exp(r->new_.state->lnL[d]),
                         .employment_there = 100 * exp(other->lnL[d]),
                         .real_income = r->regions[(size_t)TWI_REAL_INCOME * (size_t)w->N + d],
                         .real_income_there = income};
  return twi_result_caution(
      r,
      "Another equilibrium of the same policy was found: employment in %s is %.1f %% there and %.1f %% in the one "
      "reported, its real income changes by %+.2f %% there and %+.2f %% here. The model does not say which of them "
      "comes about, and there may be more.",
      w->region[d], r->other.employment_there, r->other.employment, r->other.real_income_there, r->other.real_income);
}

static tw_status scan_employment(scan *s, double employed)
{
  tw_certificate certificate;
  double above = 1, g_above = wage_gap(s, 1, &certificate);
  if (g_above >= 0 && employed < 1 - APART && certificate.holds) return tell_other(s->r, s->rigid, s->state);
  for (int k = 1; k <= STEPS_DOWN + HALVES && s->status == TW_OK; k++) {
    double L = k <= STEPS_DOWN ? 1 - k * STEP : ldexp(STEP, STEPS_DOWN - k), g = wage_gap(s, L, &certificate),
           root = NAN;
    if (!isfinite(g)) break;
    if (isfinite(g_above) && (g > 0) != (g_above > 0)) root = close_in_on_root(s, above, g_above, L, g, &certificate);
    if (isfinite(root) && fabs(root - employed) > APART) return tell_other(s->r, s->rigid, s->state);
    above = L, g_above = g;
  }
  return s->status;
}

/* A copy of the new equilibrium's wedges with the endowments of labour written out. */
static tw_status copy_wedges(tw_result *r, twi_wedges *to)
{
  size_t N = (size_t)r->world->N;
  tw_status status = twi_wedges_copy(r->ctx, r->world, &r->new_.wedges, to);
  if (status != TW_OK || to->labour) return status;
  to->labour = twi_alloc(r->ctx, N, sizeof(double));
  if (!to->labour) return twi_no_memory(r->ctx, N * sizeof(double));
  for (size_t i = 0; i < N; i++) to->labour[i] = 1;
  return TW_OK;
}

tw_status twi_look_for_others(tw_solver *solver, tw_result *r)
{
  const twi_policy *p = &r->new_.policy;
  if (!solver->closure.scale || !solver->closure.rigid_wage || solver->starts || !r->explanation) return TW_OK;
  if (p->conditions != 1 || p->condition[0].kind != TWI_AT_LEAST) return TW_OK;
  size_t n = solver->equilibrium->core.n, d = p->condition[0].cell[0];
  scan s = {.solver = solver,
            .r = r,
            .plain = {.deficits = solver->reference_deficits},
            .rigid = &p->condition[0],
            .status = TW_OK};
  tw_status status = copy_wedges(r, &s.wedges);
  if (status == TW_OK) status = copy_wedges(r, &s.from);
  if (status == TW_OK) status = twi_state_new(r->ctx, r->world, &s.state);
  if (status == TW_OK && !(s.u = twi_alloc(r->ctx, n, sizeof(double))))
    status = twi_no_memory(r->ctx, n * sizeof(double));
  if (status == TW_OK) {
    memcpy(s.u, solver->equilibrium->u_new, n * sizeof(double));
    s.full = p->wedges.labour ? p->wedges.labour[d] : 1;
    status = scan_employment(&s, exp(r->new_.size[0]));
  }
  twi_free(r->ctx, s.u);
  twi_state_free(r->ctx, s.state);
  twi_wedges_free(r->ctx, &s.from);
  twi_wedges_free(r->ctx, &s.wedges);
  return status;
}
