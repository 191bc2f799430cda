/* Why an equilibrium was not found, in words: see attempt.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "equilibrium/attempt.h"

/* Of a region's income at the start: what it may lose over the stretch in which it reaches zero; and what is little
 * enough to be told. */
static const double NEARLY_NOTHING = 0.02, LITTLE = 0.1;
static const double LONGEST_STRETCH = 0.001; /* of the shock, between two shares that show where incomes end */

void twi_place_of(const twi_core *c, const twi_condition *one, int *region, int *sector)
{
  size_t cell = one->cell[0], N = c->N, S = c->S;
  int flow = twi_measure_is_of_flows(one->measure), by_sector = twi_measure_is_of_cells(one->measure);
  *region = (int)(flow ? cell % N : by_sector ? cell / S : cell);
  *sector = flow ? (int)(cell / N / N) : by_sector ? (int)(cell % S) : -1;
}

void twi_attempt_locate(const twi_attempt *a, const double *f, twi_found *found)
{
  const twi_core *c = &a->e->core;
  size_t at = 0, N = c->N, Sp = c->Sp;
  int *region = &found->region, *sector = &found->sector;
  double most = -1;
  for (size_t i = 0; i < a->problem.n; i++)
    if (!(fabs(f[i]) <= most) && !isnan(most)) most = fabs(f[i]), at = i;
  *sector = -1;
  if (at >= c->n) {
    twi_place_of(c, &a->q->all[at - c->n], region, sector);
  } else if (at < c->at_P) {
    *region = (int)(at % c->Np);
  } else if (at >= c->at_T) {
    *region = (int)((at - c->at_T) % c->Np);
    *sector = (int)c->supply.sector[(at - c->at_T) / c->Np];
  } else {
    size_t cell = (at - c->at_P) % (N * Sp);
    *region = (int)(cell / Sp);
    *sector = cell % Sp < c->S ? (int)(cell % Sp) : -1;
  }
}

/* Whether the path shows that an income comes to zero: the equations hold on both sides of a short stretch of it, the
 * income is positive on one and not on the other, and it does not jump in between, as it would on another branch. */
static int income_ends(const twi_attempt *a, const double *income, const twi_found *found)
{
  int region = a->above_region;
  double from, to;
  if (!(found->share > 0) || !(a->above - found->share < LONGEST_STRETCH)) return 0;
  from = a->e->core.I[region];
  to = a->above_income;
  return from > 0 && to <= 0 && from - to < NEARLY_NOTHING * income[region];
}

void twi_say_why(twi_attempt *a, const double *income, double error, twi_found *found)
{
  twi_equilibrium *e = a->e;
  const tw_world *w = e->world;
  int poorest = 0;
  if (income_ends(a, income, found)) {
    int region = a->above_region;
    found->outcome = TW_NO_POSITIVE_INCOME;
    found->region = region;
    found->sector = -1;
    twi_print(
        found->message, sizeof found->message,
        "no equilibrium with positive incomes lies further along the shock: the income of %s (%s) reaches zero; the "
        "largest share of the shock that still solves is %.4f, and at %.4f all equations hold with an income that is "
        "not positive",
        w->region[region], w->region_name[region], found->share, a->above);
    return;
  }
  for (int d = 1; d < w->N; d++)
    if (e->core.I[d] * income[poorest] < e->core.I[poorest] * income[d]) poorest = d;
  double left = e->core.I[poorest] / income[poorest];
  const char *where = w->region[found->region], *sector = found->sector >= 0 ? w->sector[found->sector] : "";
  int limit = a->end == TWI_NEWTON_LIMIT;
  found->outcome = limit ? TW_ITERATION_LIMIT : TW_STALLED;
  char reason[96], poor[160] = "";
  if (limit)
    twi_print(reason, sizeof reason, "the limit of %d iterations (max_iterations) was reached",
              e->settings.max_iterations);
  else
    twi_print(reason, sizeof reason, "no step reduces the residual any further");
  if (found->share > 0 && left < LITTLE)
    twi_print(poor, sizeof poor, ", where the income of %s is %.2g %% of that at the start", w->region[poorest],
              100 * left);
  twi_print(
      found->message, sizeof found->message,
      "none was found, which does not show that there is none: %s (residual %.1e, largest in %s%s%s); the largest "
      "share of the shock that was solved is %.4f%s",
      reason, error, where, *sector ? " " : "", sector, found->share, poor);
}

void twi_say_out_of_reach(const twi_attempt *a, int worst, double reached, twi_found *found)
{
  const tw_world *w = a->e->world;
  const twi_conditions *q = a->q;
  double wanted = 100 * exp(q->target[worst] - q->reference[worst]);
  const twi_condition *one = &q->all[worst];
  found->outcome = TW_OUT_OF_REACH;
  twi_place_of(&a->e->core, one, &found->region, &found->sector);
  int wages = 0, others = 0;
  for (int k = 0; k < q->given; k++) {
    int rigid = q->all[k].kind == TWI_AT_LEAST;
    wages += rigid;
    others += !rigid;
  }
  int rigid = one->kind == TWI_AT_LEAST;
  const char *without = !others  ? "with flexible wages"
                        : !wages ? "without its limits and targets"
                                 : "without its limits, targets and rigid wages";
  const char *with = !others ? wages > 1 ? "rigid wages" : "the rigid wage" : "all of them";
  /* Trade must carry deficits that are held: below what they need no limit on it can be met. */
  int carries = one->kind == TWI_AT_MOST && one->measure == TWI_MEASURE_FLOWS && a->to->deficits != TWI_DEFICITS_ZERO;
  const char *advice =
      rigid                      ? "ask for a smaller shock, or leave the wage flexible"
      : one->kind == TWI_EXACTLY ? "ask for a smaller change, or give the target an instrument that reaches further"
      : carries ? "set the limit higher, or do not hold the trade deficits that trade must carry (closure: {deficits: "
                  "zero})"
                : "set the limit higher";
  char line[32] = "";
  if (one->line > 0) twi_print(line, sizeof line, " on line %d", one->line);
  twi_print(
      found->message, sizeof found->message,
      "the policy has an equilibrium %s, but none was found with %s: %s%s (%.120s) is %s %.6g %% of the reference "
      "and was last at %.6g %% (in %s%s%s), with %.4f of the way gone; %s",
      without, with, rigid ? "the rigid wage" : one->rule, line, one->what ? one->what : "",
      rigid                      ? "not to fall below"
      : one->kind == TWI_AT_MOST ? "to be at most"
                                 : "to be",
      wanted, reached, w->region[found->region], found->sector >= 0 ? " " : "",
      found->sector >= 0 ? w->sector[found->sector] : "", found->share, advice);
}

void twi_say_certificate(const tw_world *w, const tw_certificate *certificate, twi_found *found)
{
  const tw_residual *worst = &certificate->residual[0];
  for (int i = 1; i < certificate->count; i++)
    if (!(certificate->residual[i].value <= worst->value) && !isnan(worst->value)) worst = &certificate->residual[i];
  found->outcome = TW_CERTIFICATE_FAILED;
  found->region = worst->region;
  found->sector = worst->sector;
  const char *region = worst->region >= 0 ? w->region[worst->region] : "";
  const char *sector = worst->sector >= 0 ? w->sector[worst->sector] : "";
  twi_print(found->message, sizeof found->message,
            "the certificate does not hold: %s is %.1e%s%s%s%s, the tolerance %.1e%s", worst->name, worst->value,
            *region ? " in " : "", region, *sector ? " " : "", sector, certificate->tolerance,
            certificate->max <= certificate->tolerance ? "; a price, wage, income or quantity is not positive" : "");
}
