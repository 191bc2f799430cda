/* Why an equilibrium was not found, in words: see attempt.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "equilibrium/attempt.h"

static const double NEARLY_NOTHING = 0.02; /* of its income: what a region has left where solutions end */

void twi_place_of(const twi_core *c, const twi_condition *one, int *region, int *sector)
{
  size_t cell = one->cell[0], N = (size_t)c->N, S = (size_t)c->S;
  int flow = one->measure == TWI_MEASURE_FLOWS,
      by_sector = one->measure == TWI_MEASURE_OUTPUT || one->measure == TWI_MEASURE_PRICE;
  *region = (int)(flow ? cell % N : by_sector ? cell / S : cell);
  *sector = flow ? (int)(cell / N / N) : by_sector ? (int)(cell % S) : -1;
}

void twi_locate(const twi_attempt *a, const double *f, twi_found *found)
{
  const twi_core *c = &a->e->core;
  size_t at = 0, N = (size_t)c->N, Sp = (size_t)c->Sp;
  int *region = &found->region, *sector = &found->sector;
  double most = -1;
  for (size_t i = 0; i < a->problem.n; i++)
    if (!(fabs(f[i]) <= most)) most = fabs(f[i]), at = i;
  *sector = -1;
  if (at >= c->n) {
    twi_place_of(c, &a->q->all[at - c->n], region, sector);
  } else if (at < c->at_P) {
    *region = (int)(at % (size_t)c->Np);
  } else {
    size_t cell = (at - c->at_P) % (N * Sp);
    *region = (int)(cell / Sp);
    *sector = (int)(cell % Sp);
    if (*sector >= c->S) *sector = -1;
  }
}

void twi_say_why(twi_attempt *a, const double *income, double error, twi_found *found)
{
  twi_equilibrium *e = a->e;
  const tw_world *w = e->world;
  int poorest = 0;
  for (int d = 1; d < w->N; d++)
    if (e->core.I[d] * income[poorest] < e->core.I[poorest] * income[d]) poorest = d;
  double left = e->core.I[poorest] / income[poorest];
  if (a->poor >= 0 || left < NEARLY_NOTHING) {
    int region = a->poor >= 0 ? a->poor : poorest;
    found->outcome = TW_NO_POSITIVE_INCOME;
    found->region = region;
    found->sector = -1;
    twi_print(
        found->message, sizeof found->message,
        "no equilibrium with positive incomes exists for the whole shock: the income of %s (%s) reaches zero; the "
        "largest share of the shock that still solves is %.4f",
        w->region[region], w->region_name[region], found->share);
    return;
  }
  const char *where = w->region[found->region], *sector = found->sector >= 0 ? w->sector[found->sector] : "";
  int limit = a->end == TWI_NEWTON_LIMIT;
  found->outcome = limit ? TW_ITERATION_LIMIT : TW_STALLED;
  char reason[96];
  if (limit)
    snprintf(reason, sizeof reason, "the limit of %d iterations (max_iterations) was reached",
             e->settings.max_iterations);
  else
    snprintf(reason, sizeof reason, "no step reduces the residual any further");
  twi_print(found->message, sizeof found->message,
            "%s: residual %.1e, largest in %s%s%s; the largest share of the shock that was solved is %.4f", reason,
            error, where, *sector ? " " : "", sector, found->share);
}

void twi_say_out_of_reach(const twi_attempt *a, int worst, double reached, twi_found *found)
{
  const tw_world *w = a->e->world;
  const twi_conditions *q = a->q;
  double wanted = 100 * exp(q->target[worst] - q->reference[worst]);
  const twi_condition *one = &q->all[worst];
  found->outcome = TW_OUT_OF_REACH;
  twi_place_of(&a->e->core, one, &found->region, &found->sector);
  twi_print(
      found->message, sizeof found->message,
      "the policy has an equilibrium, but not with all of its limits and targets: %s on line %d (%.160s) is to be "
      "%.6g %% of the reference and was last at %.6g %% (in %s%s%s), with %.4f of the way gone",
      one->rule, one->line, one->what ? one->what : "", wanted, reached, w->region[found->region],
      found->sector >= 0 ? " " : "", found->sector >= 0 ? w->sector[found->sector] : "", found->share);
}

void twi_say_certificate(const tw_world *w, const tw_certificate *certificate, twi_found *found)
{
  const tw_residual *worst = &certificate->residual[0];
  for (int i = 1; i < certificate->count; i++)
    if (!(certificate->residual[i].value <= worst->value)) worst = &certificate->residual[i];
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
