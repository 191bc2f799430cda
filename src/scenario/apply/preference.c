/* Comply or pay: each flow splits between a preferential tariff with a cost of complying and the MFN tariff.
 *
 * symbol   word                                                            of
 * u        share of customs value that uses the preference                 data
 * tp, tm   preferential and MFN rate; tp', tm' the new ones                rule
 * kappa    change of the cost factor of complying, 1 + compliance          rule
 * xi       elasticity of the choice                                        rule
 * s        share of spending at buyers' prices that uses the preference
 * m        1 + t of the two together: spending over customs value
 *
 * A buyer who spends s with the preference declares s / (1 + tp) at customs, so u is s / (1 + tp) over the sum of that
 * and (1 - s) / (1 + tm), and the other way round
 *
 *   s = u (1 + tp) / (u (1 + tp) + (1 - u) (1 + tm)).
 *
 * The two ways are varieties of a CES bundle with elasticity xi (in "theta" form) whose prices change by
 * a = kappa (1 + tp') / (1 + tp) and b = (1 + tm') / (1 + tm):
 *
 *   k_hat^-xi = s a^-xi + (1 - s) b^-xi          the change of the bundle's price beside the producer's
 *   s' = s a^-xi / k_hat^-xi
 *   u' = s' / (1 + tp') / (s' / (1 + tp') + (1 - s') / (1 + tm'))
 *
 * so the odds s / (1 - s) move by (a / b)^-xi. The tariff that brings the same revenue on the same spending is
 *
 *   1 / (1 + t) = s / (1 + tp) + (1 - s) / (1 + tm),   with s as above: t = u tp + (1 - u) tm,
 *
 * before, and with the primes after the change. What is left of k_hat is real cost, an iceberg factor
 *
 *   d = k_hat (1 + t_before) / (1 + t_after).
 *
 * The applied tariff moves by t_after - t_before, so a difference between the applied rate (of the data, or as earlier
 * rules left it, whichever is nearer) and t_before stays, and is told. Nothing is touched when neither rate nor the
 * cost changes. */
#include <math.h>

#include "scenario/apply/apply.h"

#define DIFFERENCE 1e-6 /* of rates, told with --verbose when larger: 0.0001 points */
#define MUCH       1e-2 /* told to everybody: a point */

typedef struct terms {
  twi_rate utilisation, preferential, mfn, preferential_to, mfn_to, mfn_add, elasticity, compliance;
} terms;

/* Rates that the data have other than the rule implies. */
typedef struct differences {
  size_t count, cell;
  double most, applied, implied;
} differences;

static tw_status read_terms(const twi_job *job, terms *t)
{
  twi_rate *const rate[TWI_NAMED_AMOUNTS] = {
      [TWI_UTILISATION] = &t->utilisation, [TWI_PREFERENTIAL] = &t->preferential,       [TWI_MFN] = &t->mfn,
      [TWI_ELASTICITY] = &t->elasticity,   [TWI_PREFERENTIAL_TO] = &t->preferential_to, [TWI_MFN_TO] = &t->mfn_to,
      [TWI_MFN_ADD] = &t->mfn_add,         [TWI_COMPLIANCE] = &t->compliance,
  };
  for (int i = 0; i < TWI_NAMED_AMOUNTS; i++) {
    *rate[i] = (twi_rate){0, NULL, 0};
    if (!job->rule->named[i].node) continue;
    tw_status status = twi_rate_of(job, &job->rule->named[i], rate[i]);
    if (status != TW_OK) return status;
  }
  if (!job->rule->named[TWI_PREFERENTIAL_TO].node) t->preferential_to = t->preferential;
  if (!job->rule->named[TWI_MFN_TO].node) t->mfn_to = t->mfn;
  return TW_OK;
}

static tw_status fail_term(const twi_job *job, int which, size_t cell, const char *what, double found,
                           const char *instead)
{
  const tw_world *w = job->world;
  twi_flow_at at = twi_flow_of(w, cell);
  char room[TWI_PRODUCT_WORDS];
  const twi_yaml *node = job->rule->named[which].node;
  return twi_yaml_fail(job->ctx, node ? node : job->rule->node, "%s on %s from %s to %s is %.10g %%, expected %s", what,
                       twi_say_code(w, at.s, at.g, room), w->region[at.o], w->region[at.d], 100 * found, instead);
}

/* The terms of one flow, checked. */
static tw_status terms_of(const twi_job *job, const terms *t, size_t cell, twi_preference *p)
{
  p->flow = cell;
  p->preferential_base = twi_rate_at(&t->preferential, cell);
  p->mfn_base = twi_rate_at(&t->mfn, cell);
  p->preferential_new = twi_rate_at(&t->preferential_to, cell);
  p->mfn_new = twi_rate_at(&t->mfn_to, cell) + twi_rate_at(&t->mfn_add, cell);
  p->utilisation_base = twi_rate_at(&t->utilisation, cell);
  p->cost = twi_rate_at(&t->compliance, cell);
  const struct {
    int which;
    const char *what;
    double rate;
  } rates[] = {{TWI_PREFERENTIAL, "the preferential rate", p->preferential_base},
               {TWI_MFN, "the MFN rate", p->mfn_base},
               {TWI_PREFERENTIAL_TO, "the new preferential rate", p->preferential_new},
               {job->rule->named[TWI_MFN_ADD].node ? TWI_MFN_ADD : TWI_MFN_TO, "the new MFN rate", p->mfn_new},
               {TWI_COMPLIANCE, "the change of the cost of complying", p->cost}};
  for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
    if (!isfinite(rates[i].rate) || !(rates[i].rate > -1))
      return fail_term(job, rates[i].which, cell, rates[i].what, rates[i].rate, "more than -100 %");
  if (!(p->utilisation_base >= 0 && p->utilisation_base <= 1))
    return fail_term(job, TWI_UTILISATION, cell, "the utilisation", p->utilisation_base, "0 % to 100 %");
  return TW_OK;
}

/* utilisation_new, and the tariffs and the iceberg factor of the formulas above. */
static void split_flow(twi_preference *p, double xi, double *before, double *after, double *iceberg)
{
  double u = p->utilisation_base, tp = p->preferential_base, tm = p->mfn_base, tp1 = p->preferential_new,
         tm1 = p->mfn_new;
  double s = u * (1 + tp) / (u * (1 + tp) + (1 - u) * (1 + tm));
  double a = (1 + p->cost) * (1 + tp1) / (1 + tp), b = (1 + tm1) / (1 + tm);
  /* powers against the cheaper of the two, so that large elasticities do not overflow */
  double least = u > 0 && (u >= 1 || a < b) ? a : b;
  double with = u > 0 ? s * pow(a / least, -xi) : 0, without = u < 1 ? (1 - s) * pow(b / least, -xi) : 0,
         sum = with + without;
  double k_hat = least * pow(sum, -1 / xi);
  double share = with / sum, declared = share / (1 + tp1), rest = (1 - share) / (1 + tm1);
  p->utilisation_new = declared / (declared + rest);
  *before = u * tp + (1 - u) * tm;
  *after = 1 / (declared + rest) - 1;
  *iceberg = k_hat * (1 + *before) / (1 + *after);
}

static tw_status fail_second(const twi_job *job, size_t cell, int earlier)
{
  const tw_world *w = job->world;
  twi_flow_at at = twi_flow_of(w, cell);
  char room[TWI_PRODUCT_WORDS];
  return twi_yaml_fail_key(job->ctx, job->rule->node,
                           "the flow of %s from %s to %s already has a rule preference, in line %d; expected one rule "
                           "for a flow",
                           twi_say_code(w, at.s, at.g, room), w->region[at.o], w->region[at.d],
                           job->scenario->rule[earlier].node->key_line);
}

static twi_preference *add_preference(twi_job *job)
{
  twi_policy *policy = job->policy;
  if (policy->preferences == job->preference_room) {
    int room = job->preference_room ? 2 * job->preference_room : 16;
    twi_preference *more = twi_resize(job->ctx, policy->preference, (size_t)room, sizeof *more);
    if (!more) return NULL;
    policy->preference = more;
    job->preference_room = room;
  }
  return &policy->preference[policy->preferences++];
}

static void tell_differences(const twi_job *job, const differences *e)
{
  const tw_world *w = job->world;
  const twi_yaml *node = job->rule->node;
  char room[TWI_PRODUCT_WORDS];
  if (e->count == 0) return;
  twi_flow_at at = twi_flow_of(w, e->cell);
  twi_log(job->ctx, e->most > MUCH ? 0 : 1,
          "%s:%d: rule preference: the tariff in the data is not the average of the two rates on "
          "%zu of %zu flows; they are furthest apart on %s from %s to %s, %.4g %% in the data and %.4g %% by the rule, "
          "and stay as far apart",
          node->origin, node->key_line, e->count, job->tally.covered, twi_say_code(w, at.s, at.g, room),
          w->region[at.o], w->region[at.d], 100 * e->applied, 100 * e->implied);
}

static tw_status apply_to_cell(twi_job *job, const terms *t, double *tariff, double *barrier, size_t cell,
                               differences *e)
{
  twi_preference p;
  tw_status status = terms_of(job, t, cell, &p);
  if (status != TW_OK) return status;
  double before = p.utilisation_base * p.preferential_base + (1 - p.utilisation_base) * p.mfn_base, after = before,
         iceberg = 1, data = job->world->tariff ? job->world->tariff[cell] : 0;
  if (fabs(tariff[cell] - before) < fabs(data - before)) data = tariff[cell]; /* as earlier rules left it */
  if (fabs(data - before) > DIFFERENCE) {
    e->count++;
    if (fabs(data - before) > e->most) {
      *e = (differences){e->count, cell, fabs(data - before), data, before};
    }
  }
  p.utilisation_new = p.utilisation_base;
  p.tariff_base = p.tariff_new = tariff[cell];
  int changes = p.preferential_new != p.preferential_base || p.mfn_new != p.mfn_base || p.cost != 0;
  if (changes) {
    split_flow(&p, t->elasticity.number, &before, &after, &iceberg);
    tariff[cell] += after - before;
    barrier[cell] *= iceberg;
    p.tariff_new = tariff[cell];
    if (!(p.tariff_new > -1) || !isfinite(p.tariff_new) || !isfinite(barrier[cell]) || !(barrier[cell] > 0))
      return fail_term(job, TWI_PREFERENTIAL_TO, cell, "the tariff that this leaves", p.tariff_new, "more than -100 %");
  }
  twi_preference *kept = add_preference(job);
  if (!kept) return twi_no_memory(job->ctx, 0);
  *kept = p;
  twi_count_cell(&job->tally, job->world->flow[cell], p.tariff_base, p.tariff_new, changes);
  return TW_OK;
}

tw_status twi_apply_preference(twi_job *job)
{
  const tw_world *w = job->world;
  const twi_rule *rule = job->rule;
  const int *touched = job->touched[TWI_RULE_PREFERENCE];
  twi_wedges *wedges = &job->policy->wedges;
  size_t flows = twi_world_flows(w);
  terms t;
  differences e = {0, 0, 0, 0, 0};
  tw_status status = twi_cover(job, &rule->place);
  if (status == TW_OK) status = read_terms(job, &t);
  if (status != TW_OK) return status;
  if (!(t.elasticity.number > 0) || !isfinite(t.elasticity.number))
    return twi_yaml_fail(job->ctx, rule->named[TWI_ELASTICITY].node,
                         "found an elasticity of %.10g, expected more than 0", t.elasticity.number);
  double *tariff = twi_wedge(job->ctx, &wedges->tariff, w->tariff, 0, flows);
  double *barrier = twi_wedge(job->ctx, &wedges->barrier, NULL, 1, flows);
  if (!tariff || !barrier) return twi_no_memory(job->ctx, 0);
  for (size_t i = 0; i < job->count && status == TW_OK; i++) {
    size_t cell = job->cell[i];
    if (touched && touched[cell]) return fail_second(job, cell, touched[cell] - 1);
    if (isinf(barrier[cell])) { /* banned: nothing to comply with */
      job->tally.covered++;
      job->tally.value += w->flow[cell];
      continue;
    }
    status = apply_to_cell(job, &t, tariff, barrier, cell, &e);
  }
  if (status == TW_OK) tell_differences(job, &e);
  return status;
}
