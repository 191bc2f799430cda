/* What became of limits, targets and preferences, in the words and units of docs/formats.md. */
#include <math.h>
#include <string.h>

#include "indicator/result.h"

void twi_result_conditions_free(tw_result *r)
{
  twi_free(r->ctx, r->condition);
  twi_free(r->ctx, r->preference);
}

/* ln of the instrument as people say it. */
static double size_of(const twi_condition *c, double x)
{
  return c->lever == TWI_LEVER_SUBSIDY ? -expm1(-x) : expm1(x);
}

/* Who gets the rent: a code where it is one region for all that the limit covers. */
static const char *owner_of(const tw_world *w, const twi_condition *c)
{
  if (c->kind != TWI_AT_MOST) return "";
  if (c->owner >= 0) return w->region[c->owner];
  if (c->owner == -3) return "nobody";
  size_t first = 0;
  for (size_t i = 0; i < c->lever_count; i++) {
    size_t cell = c->lever_cell[i];
    size_t at = (size_t)(c->measure == TWI_MEASURE_OUTPUT ? twi_producer_of(w, cell).d
                         : c->owner == -1                 ? twi_flow_of(w, cell).d
                                                          : twi_flow_of(w, cell).o);
    if (i && at != first) return c->owner == -1 ? "importer" : "exporter";
    first = at;
  }
  return w->region[first];
}

/* A limit on flows that are banned. */
static void fill_idle(const tw_result *r, const twi_condition *c, const twi_state *reference, tw_condition_result *out)
{
  const tw_world *w = r->world;
  const twi_wedges plain = {.deficits = r->base.wedges.deficits};
  *out = (tw_condition_result){.rule = c->rule,
                               .what = c->what ? c->what : "",
                               .instrument = c->instrument ? c->instrument : "",
                               .line = c->line,
                               .owner = owner_of(w, c),
                               .limit = twi_condition_limit(w, c, reference, &plain),
                               .reference = twi_condition_value(w, c, reference, reference, &plain)};
}

static void fill_condition(const tw_result *r, int k, const twi_state *reference, tw_condition_result *out)
{
  const tw_world *w = r->world;
  const twi_policy *p = &r->new_.policy;
  const twi_condition *c = &p->condition[k];
  const twi_wedges plain = {.deficits = r->base.wedges.deficits};
  const double *size = r->new_.size;
  double x = size[k];
  double unit = twi_measure_adds_up(c->measure) ? 1 : 100;
  out->rule = c->rule;
  out->what = c->what ? c->what : "";
  out->instrument = c->instrument ? c->instrument : "";
  out->line = c->line;
  out->owner = owner_of(w, c);
  out->limit = unit * twi_condition_limit(w, c, reference, &plain);
  out->reference = unit * twi_condition_value(w, c, reference, reference, &plain);
  out->value = unit * twi_condition_value(w, c, reference, r->new_.state, &r->new_.wedges);
  out->binding = c->kind == TWI_EXACTLY || x != 0;
  out->money = twi_condition_money(w, p->condition, p->conditions, k, size, r->new_.state, &r->new_.wedges);
  out->size = c->lever == TWI_LEVER_TRANSFER ? out->money / r->new_.state->I[c->lever_cell[0]] : size_of(c, x);
}

tw_status twi_result_conditions(tw_result *r, const twi_state *reference)
{
  const twi_policy *p = &r->new_.policy;
  size_t S = (size_t)r->world->S;
  r->condition = twi_new(r->ctx, (size_t)p->conditions + (size_t)p->idles + 1, sizeof *r->condition);
  r->preference = twi_new(r->ctx, (size_t)p->preferences + 1, sizeof *r->preference);
  if (!r->condition || !r->preference) return twi_no_memory(r->ctx, 0);
  for (int k = 0, i = 0; k <= p->conditions; k++) {
    for (; i < p->idles && p->idle[i].place == k; i++)
      fill_idle(r, &p->idle[i].condition, reference, &r->condition[r->conditions++]);
    if (k < p->conditions && p->condition[k].kind != TWI_SHARE)
      fill_condition(r, k, reference, &r->condition[r->conditions++]);
  }
  for (int i = 0; i < p->preferences; i++) {
    const twi_preference *f = &p->preference[i];
    twi_flow_at at = twi_flow_of(r->world, f->flow);
    double X = r->base.state->X[(size_t)at.d * S + (size_t)at.s],
           share = twi_state_share(r->base.state, r->world, &r->base.wedges, f->flow);
    r->preference[i] = (tw_preference_result){at.s,
                                              at.d,
                                              at.o,
                                              share * X / (1 + twi_tariff_of(r->world, &r->base.wedges, f->flow)),
                                              f->preferential_base,
                                              f->preferential_new,
                                              f->mfn_base,
                                              f->mfn_new,
                                              f->utilisation_base,
                                              f->utilisation_new,
                                              f->tariff_base,
                                              f->tariff_new,
                                              f->cost,
                                              at.g < 0 ? NULL : r->world->product[at.g].code};
  }
  return TW_OK;
}
