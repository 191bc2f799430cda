/* Another equilibrium near one with a rigid wage and economies of scale.
 *
 * With employment L of the one rigid region given, the rest is an ordinary equilibrium, and the wage it pays, measured
 * as the wage is held, less what it may not fall below, is a number g(L). Every equilibrium of the rigid wage is a root
 * of g, or full employment with g(1) >= 0. So g is scanned over L, and a change of its sign is closed in on by regula
 * falsi (Illinois: Dowell and Jarratt 1971, BIT 11). What is told has the certificate of any other equilibrium. */
#include <math.h>
#include <string.h>

#include "indicator/result.h"

enum { STEPS_DOWN = 9, CLOSING = 60 };
static const double STEP = 0.1, APART = 0.01; /* of employment: of the scan; what counts as another one */

typedef struct scan {
  tw_solver *solver;
  tw_result *r;
  twi_wedges plain;
  twi_wedges wedges;
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
  twi_task task = {.from = &s->r->new_.wedges, .to = &s->wedges, .start = e->u_new};
  s->status = twi_equilibrium_solve(e, &task, NULL, s->state, &found);
  if (s->status != TW_OK || found.outcome <= 0) return NAN;
  double x = log(L);
  *certificate = found.certificate;
  twi_certify_conditions(s->r->world, s->rigid, 1, &x, solver->reference, &s->plain, s->state, &s->wedges, certificate);
  return log(twi_condition_value(s->r->world, s->rigid, solver->reference, s->state, &s->wedges)) -
         log(twi_condition_limit(s->r->world, s->rigid, solver->reference, &s->plain));
}

/* The root between a and b, where g has different signs: L with its certificate, or NaN. */
static double close_in(scan *s, double a, double ga, double b, double gb, tw_certificate *certificate)
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
static tw_status tell_another(tw_result *r, const twi_condition *rigid, const twi_state *other)
{
  const tw_world *w = r->world;
  size_t d = rigid->cell[0], S = (size_t)w->S;
  const double *alpha = twi_final_shares_of(w, &r->new_.wedges, (int)d);
  double index = 0;
  for (size_t s = 0; s < S; s++) index += alpha[s] * (other->lnP[d * S + s] - r->base.state->lnP[d * S + s]);
  double income = 100 * (other->I[d] / r->base.state->I[d] * exp(-index) - 1);
  double here = 100 * exp(r->new_.state->lnL[d]), there = 100 * exp(other->lnL[d]);
  return twi_explanation_another(r->explanation, w->region[d], here, there,
                                 r->regions[(size_t)TWI_REAL_INCOME * (size_t)w->N + d], income);
}

static tw_status scan_employment(scan *s, double employed)
{
  tw_certificate certificate;
  double above = 1, g_above = wage_gap(s, 1, &certificate);
  if (g_above >= 0 && employed < 1 - APART && certificate.holds) return tell_another(s->r, s->rigid, s->state);
  for (int k = 1; k <= STEPS_DOWN && s->status == TW_OK; k++) {
    double L = 1 - k * STEP, g = wage_gap(s, L, &certificate), root = NAN;
    if (!isfinite(g)) break;
    if (isfinite(g_above) && (g > 0) != (g_above > 0)) root = close_in(s, above, g_above, L, g, &certificate);
    if (isfinite(root) && fabs(root - employed) > APART) return tell_another(s->r, s->rigid, s->state);
    above = L, g_above = g;
  }
  return s->status;
}

tw_status twi_look_for_others(tw_solver *solver, tw_result *r)
{
  const twi_policy *p = &r->new_.policy;
  if (!solver->closure.scale || !solver->closure.rigid_wage || solver->starts || !r->explanation) return TW_OK;
  if (p->conditions != 1 || p->condition[0].kind != TWI_AT_LEAST) return TW_OK;
  size_t N = (size_t)r->world->N, d = p->condition[0].cell[0];
  scan s = {.solver = solver, .r = r, .plain = {.deficits = solver->reference_deficits}, .rigid = &p->condition[0], .status = TW_OK};
  tw_status status = twi_wedges_copy(r->ctx, r->world, &r->new_.wedges, &s.wedges);
  if (status == TW_OK) status = twi_state_new(r->ctx, r->world->N, r->world->S, &s.state);
  if (status == TW_OK && !s.wedges.labour) {
    s.wedges.labour = twi_alloc(r->ctx, N, sizeof(double));
    if (!s.wedges.labour) status = twi_no_memory(r->ctx, N * sizeof(double));
    for (size_t i = 0; status == TW_OK && i < N; i++) s.wedges.labour[i] = 1;
  }
  if (status == TW_OK) {
    s.full = p->wedges.labour ? p->wedges.labour[d] : 1;
    status = scan_employment(&s, exp(r->new_.size[0]));
  }
  twi_state_free(r->ctx, s.state);
  twi_wedges_free(r->ctx, &s.wedges);
  return status;
}
