/* The parameters of a study: the range section resolved against a world.
 *
 * A slot that is filled (parameters_slots.h) is a parameter, and so are all slots together that are one number.
 * Variables follow in the order of the file. */
#include "ensemble/parameters.h"

#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "ensemble/parameters_slots.h"
#include "ensemble/statistics.h"
#include "world/meant.h"

/* Elasticities of the world that lie outside the middle 90 % of what they are drawn from. */
static tw_status tell_outside(twi_slots *b)
{
  static const double p05 = 0.05, p95 = 0.95;
  twi_text text = {.ctx = b->ctx};
  int count = 0;
  for (int s = 0; s < b->world->S; s++) {
    const twi_slot *at = &b->slot[s];
    int cut;
    if (!at->on) continue;
    double theta = b->world->theta[s], low = twi_distribution_floored(&at->distribution, p05, b->p->floor, &cut);
    double high = twi_distribution_floored(&at->distribution, p95, b->p->floor, &cut);
    if (theta >= low && theta <= high) continue;
    twi_text_printf(&text, "%s%s %.3g (%.3g to %.3g)",
                    count ? ", "
                          : "the world's elasticity lies outside the 5 to 95 % "
                            "of what it is drawn from in ",
                    b->world->sector[s], theta, low, high);
    count++;
  }
  if (count == 0) return TW_OK;
  twi_text_put(&text, ": the central value is not in the middle of its range");
  return twi_parameters_note(b->p, &text);
}

/* ---------------------------------------------------------------- parameters */

static int same_distribution(const twi_distribution *a, const twi_distribution *b)
{
  return a->kind == b->kind && memcmp(a->p, b->p, sizeof a->p) == 0;
}

/* A name that no parameter before has: two shares may be called the same. */
static char *name_once(twi_slots *b, const char *of)
{
  char *name = twi_format(b->ctx, "elasticity of %s", of);
  for (int again = 2; name; again++) {
    int taken = 0;
    for (int i = 0; i < b->p->count - 1; i++) taken |= strcmp(b->p->parameter[i].name, name) == 0;
    if (!taken) break;
    twi_free(b->ctx, name);
    name = twi_format(b->ctx, "elasticity of %s (%d)", of, again);
  }
  return name;
}

/* The parameter of sector s and of those that share its number. */
static tw_status make_elasticity(twi_slots *b, int s)
{
  twi_parameters *p = b->p;
  twi_slot *first = &b->slot[s];
  const double *theta = b->value;
  char words[TWI_SLOT_WORDS];
  twi_parameter *q = &p->parameter[p->count++]; /* counted first: freed with the others */
  *q = (twi_parameter){
      .sector = twi_slot_sector(b->world, s), .variable = -1, .central = theta[s], .unit = TWI_UNIT_NUMBER};
  q->distribution = first->distribution;
  q->source = first->source;
  first->source = NULL;
  size_t room = first->share < 0 ? 1 : (size_t)(b->slots - s);
  q->member = twi_new(b->ctx, room, sizeof *q->member);
  q->own = twi_new(b->ctx, room, sizeof *q->own);
  if (!q->member || !q->own) return twi_no_memory(b->ctx, 0);
  for (int k = s; k < (first->share < 0 ? s + 1 : b->slots); k++) {
    if (!b->slot[k].on || (k > s && b->slot[k].share != first->share)) continue;
    q->member[q->members] = k;
    q->own[q->members++] = b->slot[k].distribution;
    if (theta[k] != theta[s]) q->central = NAN;
    if (!same_distribution(&b->slot[k].distribution, &first->distribution)) q->distribution.kind = TWI_DISTRIBUTIONS;
  }
  if (q->distribution.kind == TWI_DISTRIBUTIONS) { /* spreads about elasticities that differ: one factor on each */
    q->distribution = (twi_distribution){TWI_LOGNORMAL, {1, first->distribution.p[1] / first->distribution.p[0], 0}};
    q->central = 1;
  }
  q->name = name_once(b, first->share < 0 ? twi_slot_words(b->world, s, words) : b->share_name[first->share]);
  return q->name ? TW_OK : twi_no_memory(b->ctx, 0);
}

static tw_status make_elasticities(twi_slots *b)
{
  tw_status status = TW_OK;
  for (int s = 0; s < b->slots && status == TW_OK; s++) {
    int shared = 0;
    for (int k = 0; k < s && b->slot[s].share >= 0; k++)
      shared |= b->slot[k].on && b->slot[k].share == b->slot[s].share;
    if (b->slot[s].on && !shared) status = make_elasticity(b, s);
  }
  return status;
}

static tw_status make_variables(twi_slots *b)
{
  const twi_range *range = &b->scenario->range;
  twi_parameters *p = b->p;
  for (int i = 0; i < range->variables; i++) {
    const twi_range_variable *from = &range->variable[i];
    const twi_amount *amount = &from->of->amount;
    twi_parameter *q = &p->parameter[p->count];
    *q = (twi_parameter){.kind = TWI_PARAMETER_VARIABLE, .sector = -1, .variable = i, .central = amount->value[0]};
    q->distribution = from->distribution;
    q->unit = amount->unit;
    memcpy(q->currency, amount->currency, sizeof q->currency);
    p->variable[i] = from->of->name;
    p->count++;
    p->variables++;
    q->name = twi_strdup(b->ctx, from->of->name);
    if (from->source)
      q->source = twi_strdup(b->ctx, from->source);
    else
      q->source = twi_format(b->ctx, "%s:%d", from->node->origin, from->node->key_line);
    if (!q->name || !q->source) return twi_no_memory(b->ctx, 0);
    tw_status status = twi_texts_copy(b->ctx, &from->of->titles, &q->titles);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* Those that the range names. */
static tw_status make_outcomes(twi_slots *b)
{
  const twi_yaml *list = b->scenario->range.outcomes;
  twi_parameters *p = b->p;
  int count = list ? list->count : 0;
  p->outcome = twi_new(b->ctx, (size_t)count + 1, sizeof *p->outcome);
  if (!p->outcome) return twi_no_memory(b->ctx, 0);
  tw_status status = TW_OK;
  for (; p->outcomes < count && status == TW_OK; p->outcomes++) {
    const twi_yaml *node = list->child[p->outcomes];
    twi_outcome *out = &p->outcome[p->outcomes];
    status = twi_outcome_find(b->ctx, node, "outcomes", b->world, out);
    if (status == TW_OK && out->table == TW_REGIONS && twi_of_decomposition(out->column))
      status = twi_yaml_fail(b->ctx, node,
                             "outcomes: found %s, expected a column of regions.csv that is not a part of the "
                             "decomposition, as in real_income_pct CAN",
                             twi_outcome_name(out));
  }
  return status;
}

static tw_status check_any(const twi_parameters *p, const tw_scenario *scenario)
{
  const twi_range *range = &scenario->range;
  if (p->count == 0 && range->fixed && !scenario->of_parts)
    return twi_yaml_fail_key(p->context, range->node,
                             "range: nothing is left to draw, because --set gives the variables that it names; "
                             "`tradewind run` solves it once, or the section names elasticities, too");
  if (p->count == 0 && !twi_names_variables(range))
    return twi_yaml_fail_key(p->context, range->node, "range: every spread is 0, nothing is uncertain");
  return TW_OK;
}

tw_status twi_parameters_add(twi_parameters *p, const tw_scenario *scenario, const twi_parameter *further, int count,
                             const char *note)
{
  tw_context *ctx = p->context;
  twi_parameter *grown = twi_resize(ctx, p->parameter, (size_t)(p->count + count) + 1, sizeof *grown);
  if (!grown) return twi_no_memory(ctx, 0);
  p->parameter = grown;
  for (int i = 0; i < count; i++) {
    const twi_parameter *from = &further[i];
    twi_parameter *q = &p->parameter[p->count++];
    *q = (twi_parameter){.kind = TWI_PARAMETER_FURTHER,
                         .sector = -1,
                         .variable = -1,
                         .distribution = from->distribution,
                         .central = from->central,
                         .unit = from->unit};
    q->name = twi_strdup(ctx, from->name);
    q->source = twi_strdup(ctx, from->source);
    q->words = twi_strdup(ctx, from->words);
    if (!q->name || !q->source || !q->words) return twi_no_memory(ctx, 0);
  }
  tw_status status = TW_OK;
  twi_text text = {.ctx = ctx};
  twi_text_put(&text, note ? note : "");
  if (note) status = twi_parameters_note(p, &text);
  twi_text_clear(&text);
  return status == TW_OK ? check_any(p, scenario) : status;
}

static tw_status make_parameters(twi_slots *b)
{
  const tw_world *w = b->world;
  const twi_range *range = &b->scenario->range;
  twi_parameters *p = b->p;
  p->sectors = w->S;
  p->products = w->products;
  p->elasticities = b->slots;
  p->draws = range->node ? (size_t)range->draws : TWI_DEFAULT_DRAWS;
  p->drivers = range->node ? (size_t)range->drivers : TWI_DEFAULT_DRIVERS;
  p->seed = range->node ? range->seed : TWI_DEFAULT_SEED;
  p->floor = range->node ? range->floor : TWI_DEFAULT_FLOOR;
  p->theta = twi_alloc(b->ctx, (size_t)b->slots, sizeof *p->theta);
  p->follows = twi_alloc(b->ctx, (size_t)w->products + 1, sizeof *p->follows);
  p->parameter = twi_new(b->ctx, (size_t)b->slots + (size_t)range->variables, sizeof *p->parameter);
  p->variable = twi_new(b->ctx, (size_t)range->variables, sizeof *p->variable);
  if (!p->theta || !p->follows || !p->parameter || !p->variable) return twi_no_memory(b->ctx, 0);
  twi_elasticities_of(w, p->theta);
  tw_status status = twi_slots_fill(b);
  for (int g = 0; g < w->products; g++) p->follows[g] = b->slot[w->S + g].source ? -1 : w->product[g].sector;
  if (status == TW_OK) status = tell_outside(b);
  if (status == TW_OK) status = make_elasticities(b);
  if (status == TW_OK) status = make_variables(b);
  if (status == TW_OK) status = make_outcomes(b);
  /* of a linked market there are more to come */
  return status == TW_OK && !b->scenario->linked ? check_any(p, b->scenario) : status;
}

tw_status twi_parameters_new(tw_context *ctx, const tw_scenario *scenario, const tw_world *world,
                             twi_parameters **parameters)
{
  *parameters = NULL;
  twi_parameters *p = twi_new(ctx, 1, sizeof *p);
  if (!p) return twi_no_memory(ctx, sizeof *p);
  p->context = ctx;
  twi_slots b;
  tw_status status = twi_slots_new(ctx, scenario, world, p, &b);
  if (status == TW_OK) status = make_parameters(&b);
  twi_slots_free(&b);
  if (status != TW_OK) {
    twi_parameters_free(p);
    return status;
  }
  *parameters = p;
  return TW_OK;
}

void twi_parameters_free(twi_parameters *p)
{
  if (!p) return;
  tw_context *ctx = p->context;
  for (int i = 0; i < p->count; i++) {
    twi_free(ctx, p->parameter[i].name);
    twi_texts_free(ctx, &p->parameter[i].titles);
    twi_free(ctx, p->parameter[i].member);
    twi_free(ctx, p->parameter[i].own);
    twi_free(ctx, p->parameter[i].source);
    twi_free(ctx, p->parameter[i].words);
  }
  for (int i = 0; i < p->notes; i++) twi_free(ctx, p->note[i]);
  twi_free(ctx, p->parameter);
  twi_free(ctx, p->variable);
  twi_free(ctx, p->theta);
  twi_free(ctx, p->follows);
  twi_free(ctx, p->outcome);
  twi_free(ctx, p->note);
  twi_free(ctx, p);
}

/* ---------------------------------------------------------------- points */

int twi_parameters_point(const twi_parameters *p, const double *u, double *theta, double *value, unsigned char *cut)
{
  int cuts = 0;
  memcpy(theta, p->theta, (size_t)p->elasticities * sizeof *theta);
  for (int i = 0; i < p->count; i++) {
    const twi_parameter *q = &p->parameter[i];
    int floored = 0;
    for (int k = 0; k < q->members; k++) {
      int raised = 0;
      if (q->member[k] >= p->sectors + p->products) /* an elasticity of substitution, as 1 + eta */
        theta[q->member[k]] = twi_distribution_at(&q->own[k], u[i]) - 1;
      else
        theta[q->member[k]] = twi_distribution_floored(&q->own[k], u[i], p->floor, &raised);
      floored |= raised;
    }
    if (q->kind == TWI_PARAMETER_VARIABLE) value[q->variable] = twi_distribution_at(&q->distribution, u[i]);
    if (cut) cut[i] = (unsigned char)floored;
    cuts += floored;
  }
  for (int g = 0; g < p->products; g++) {
    int s = p->follows[g];
    if (s < 0 || theta[s] == p->theta[s]) continue;
    double *own = &theta[p->sectors + g];
    *own *= theta[s] / p->theta[s];
    if (*own < p->floor) *own = fmin(p->floor, p->theta[p->sectors + g]);
  }
  return cuts;
}

/* The draws and the design of the drivers have seeds apart, so that neither repeats the other's points. */
void twi_parameters_draw(const twi_parameters *p, size_t index, double *u)
{
  twi_hypercube_point(p->seed, p->draws, index, p->count, u);
}

void twi_parameters_driver(const twi_parameters *p, size_t task, double *u)
{
  twi_driver_point(twi_random_bits(p->seed, UINT64_MAX, 0), p->drivers, p->count, task, u);
}
