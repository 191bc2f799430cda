/* Every loss in the market, as it is and with each capacity. See stress.h.
 *
 *   before      the market at the year (with the capacity), solved in the long run, and recentred: the base of the shock
 *   demand      short-run elasticities, constant unless linear ones are asked for, up to a ceiling at which it goes unserved
 *   a loss      of a supplier an outage of e = share x months/12 of its plants; of a passage its closure, or, of a part of it,
 *               a capacity of (1 - e) x what sails through in the base
 *   direct      L_d = sum over routes of x (1 - (1 - e of the supplier) prod (1 - e of the passages))
 *
 * A task is a loss in a variant; each is solved by itself, so that neither their order nor threads move a bit. */
#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "base/processors.h"
#include "stress/stress.h"

static const double USUAL_CEILING = 8, MOST_CEILING = 1000; /* times the mean price */

static double lost_part(const tw_stress *s)
{
  return s->share * s->months / 12;
}

/* ---------------------------------------------------------------- before */

static tw_status check_year(const tw_stress *s)
{
  const tw_market *m = s->market;
  if (!s->year || s->year >= m->data_year) return TW_OK;
  return twi_fail(s->ctx, TW_BAD_INPUT,
                  "--year: found %d, expected %d, the year of the data of the market %s, or a later one", s->year,
                  m->data_year, m->name);
}

static tw_status set_ceiling(tw_stress *s)
{
  const tw_market *m = s->market;
  double bill = 0, sum = 0;
  for (int d = 0; d < m->buyers; d++) {
    bill += m->buyer[d].price * m->wanted[d];
    sum += m->wanted[d];
  }
  s->ceiling_given = s->asked.ceiling > 0;
  s->ceiling = s->ceiling_given           ? s->asked.ceiling
               : !isnan(m->ceiling_price) ? m->ceiling_price
                                          : USUAL_CEILING * bill / sum;
  s->ceiling_share = isnan(m->ceiling_share) || s->ceiling_given ? 1 : m->ceiling_share;
  for (int d = 0; d < m->buyers && s->ceiling_given; d++)
    if (s->ceiling <= m->buyer[d].price)
      return twi_fail(s->ctx, TW_BAD_INPUT,
                      "--ceiling: found %.6g %s, expected more than any buyer pays in the base: %s pays %.6g",
                      s->ceiling, m->price_unit, m->buyer[d].code, m->buyer[d].price);
  /* what is far above all prices is no ceiling of anybody, and takes the digits of the others */
  if (s->ceiling > MOST_CEILING * bill / sum)
    return twi_fail(s->ctx, TW_BAD_INPUT, "%s: found %.6g %s, expected at most %.6g, %g times the base's mean price",
                    s->ceiling_given ? "--ceiling" : "the ceiling of the market", s->ceiling, m->price_unit,
                    MOST_CEILING * bill / sum, MOST_CEILING);
  return TW_OK;
}

/* Keeps that a solution is none: of = "with CAN 28 Mt". */
static void keep_failure(tw_stress *s, const twi_market_solution *v, const char *of)
{
  if (s->outcome != TW_CERTIFIED) return;
  s->outcome = v->outcome;
  twi_print(s->message, sizeof s->message, "%s: %s", of, *v->message ? v->message : tw_outcome_meaning(v->outcome));
}

static void keep_certificate(tw_stress *s, const twi_market_certificate *c)
{
  for (int i = 0; i < TWI_MARKET_CONDITION_COUNT; i++) {
    s->certificate.value[i] = fmax(s->certificate.value[i], c->value[i]);
    s->largest = fmax(s->largest, c->value[i]);
  }
}

static tw_status make_variant(tw_stress *s, twi_market_solver *solver, int v)
{
  const tw_market *m = s->market;
  twi_variant *to = &s->variant[v];
  twi_market_state *state = NULL;
  tw_market_rule rule = {.rule = "capacity", .how = TW_MARKET_TO, .where = "--capacity"};
  if (v > 0) {
    rule.supplier = m->supplier[s->capacity[v - 1].supplier].code;
    rule.amount = s->capacity[v - 1].amount;
  }
  tw_status status = twi_market_state_make(s->ctx, m, s->year, 0, 0, &rule, v > 0, &state);
  if (status == TW_OK) status = twi_market_solve_state(solver, state, 0, &to->solution);
  if (status == TW_OK && to->solution.outcome != TW_CERTIFIED)
    keep_failure(s, &to->solution, v ? s->capacity[v - 1].name : "before any loss");
  if (status == TW_OK && s->outcome == TW_CERTIFIED) {
    s->solved++;
    s->many_flows |= to->solution.many_flows;
    keep_certificate(s, &to->solution.certificate);
    status = twi_market_accounts_make(s->ctx, state, &to->solution, &to->accounts);
    if (status == TW_OK) status = twi_market_recentre(s->ctx, state, &to->solution, &to->state);
  }
  for (int d = 0; d < m->buyers && status == TW_OK && to->state; d++) {
    to->state->linear = s->linear;
    to->state->buyer[d].ceiling = s->ceiling;
    to->state->buyer[d].backstop = s->ceiling_share * m->wanted[d];
  }
  twi_market_state_free(s->ctx, state);
  return status;
}

/* ---------------------------------------------------------------- a loss */

static void fill_direct(const tw_stress *s, const twi_loss *l, twi_lost *to)
{
  const tw_market *m = s->market;
  double e = lost_part(s);
  for (int p = 0; p < m->pairs; p++) {
    const twi_market_pair *pair = &m->pair[p];
    for (int r = pair->first_route; r < pair->first_route + pair->routes; r++) {
      double kept = l->supplier[pair->supplier] ? 1 - e : 1, x = s->variant->solution.flow[r];
      for (int i = 0; i < m->route[r].crossings; i++)
        if (l->passage[m->crossing[m->route[r].first_crossing + i]]) kept *= 1 - e;
      if (x > 0) to->direct[pair->buyer] += x * (1 - kept);
    }
  }
}

/* What the loss does to a state, which is settled again. */
static tw_status apply_loss(tw_context *ctx, const tw_stress *s, const twi_loss *l, twi_market_state *state)
{
  const tw_market *m = s->market;
  double e = lost_part(s);
  tw_status status = TW_OK;
  for (int o = 0; o < m->suppliers && status == TW_OK; o++) {
    double capacity = 0;
    for (int b = state->first_block[o]; b < state->first_block[o + 1]; b++) capacity += state->block[b].capacity;
    if (!l->supplier[o] || !(capacity > 0)) continue; /* it makes nothing that could be lost */
    const tw_market_rule rule = {.rule = "outage", .supplier = m->supplier[o].code, .amount = e, .where = "--lose"};
    status = twi_market_state_apply(ctx, state, &rule, 1);
  }
  for (int k = 0; k < m->passages && status == TW_OK; k++) {
    const tw_market_rule shut = {.rule = "close", .passage = m->passage[k].code, .where = "--lose"};
    const tw_market_rule less = {
        .rule = "capacity", .passage = m->passage[k].code, .how = TW_MARKET_CHANGE, .amount = -e, .where = "--lose"};
    if (!l->passage[k] || (e < 1 && state->through[k] == 0 && isinf(state->capacity[k]))) continue;
    status = twi_market_state_apply(ctx, state, e < 1 ? &less : &shut, 1);
  }
  return status;
}

/* ---------------------------------------------------------------- threads */

/* One thread: its own context, a solver, and what it found. */
typedef struct worker {
  tw_context *ctx;
  twi_market_solver *solver;
  twi_market_solution solution;
  int many_flows;
  double value[TWI_MARKET_CONDITION_COUNT];
} worker;

typedef struct work {
  tw_stress *s;
  worker *worker;
  int workers;
  unsigned char *done; /* [variants x losses] 1: certified, or not in the market */
  char (*message)[1024];
  tw_outcome *outcome;
} work;

static tw_status make_worker(tw_stress *s, worker *w)
{
  w->ctx = tw_context_new(twi_allocator(s->ctx));
  if (!w->ctx) return twi_no_memory(s->ctx, 0);
  twi_follow(w->ctx, s->ctx);
  twi_log_again(w->ctx, 1);
  tw_status status = twi_market_solver_new(w->ctx, &w->solver);
  return status == TW_OK ? TW_OK : twi_fail(s->ctx, status, "%s", tw_error(w->ctx));
}

static void free_worker(worker *w)
{
  if (!w->ctx) return;
  twi_market_solver_free(w->solver);
  twi_market_solution_free(w->ctx, &w->solution);
  tw_context_free(w->ctx);
}

static tw_status keep_lost(tw_context *ctx, const twi_market_state *state, const twi_market_solution *v, twi_lost *to)
{
  twi_market_accounts a = {0};
  tw_status status = twi_market_accounts_make(ctx, state, v, &a);
  for (int d = 0; d < state->buyers && status == TW_OK; d++) {
    to->price[d] = a.buyer[d].price;
    to->quantity[d] = a.buyer[d].quantity;
    to->unserved[d] = a.buyer[d].unserved;
    to->bill[d] = a.buyer[d].bill;
  }
  for (int o = 0; o < state->suppliers && status == TW_OK; o++) to->output[o] = v->output[o];
  for (int p = 0; p < state->pairs && status == TW_OK; p++) to->flow[p] = a.pair[p].quantity;
  twi_market_accounts_free(ctx, &a);
  return status;
}

static tw_status solve_loss(work *w, worker *me, int v, int loss)
{
  tw_stress *s = w->s;
  const twi_loss *l = &s->loss[loss];
  twi_variant *variant = &s->variant[v];
  twi_market_state *state = NULL;
  int at = v * s->losses + loss;
  if (!l->in_market) {
    w->done[at] = 1;
    return TW_OK;
  }
  tw_status status = twi_market_state_copy(me->ctx, variant->state, &state);
  if (status == TW_OK) status = apply_loss(me->ctx, s, l, state);
  if (status == TW_OK) status = twi_market_solve_state(me->solver, state, 0, &me->solution);
  if (status == TW_OK && me->solution.outcome == TW_CERTIFIED) {
    const twi_market_solution *a = &variant->solution, *b = &me->solution;
    for (int d = 0; d < s->market->buyers; d++)
      variant->surplus[loss * s->market->buyers + d] =
          twi_market_surplus_change(state, d, a->price[d] + a->limit_rent[d], b->price[d] + b->limit_rent[d]);
    for (int i = 0; i < TWI_MARKET_CONDITION_COUNT; i++) me->value[i] = fmax(me->value[i], b->certificate.value[i]);
    me->many_flows |= b->many_flows;
    if (v == 0) status = keep_lost(me->ctx, state, b, &s->lost[loss]);
    w->done[at] = status == TW_OK;
  } else if (status == TW_OK) {
    w->outcome[at] = me->solution.outcome;
    twi_print(w->message[at], sizeof w->message[at], "%s", me->solution.message);
  }
  twi_market_state_free(me->ctx, state);
  return status;
}

static void run_worker(void *data, size_t task)
{
  work *w = data;
  worker *me = &w->worker[task];
  int count = (w->s->capacities + 1) * w->s->losses;
  for (int i = (int)task; i < count; i += w->workers)
    if (twi_check_cancel(me->ctx) != TW_OK || solve_loss(w, me, i / w->s->losses, i % w->s->losses) != TW_OK) return;
}

/* The first loss, in their order, that has no certified equilibrium. */
static tw_status gather(work *w)
{
  tw_stress *s = w->s;
  int count = (s->capacities + 1) * s->losses;
  tw_status status = twi_check_cancel(s->ctx);
  for (int i = 0; i < w->workers && status == TW_OK; i++) {
    const char *error = tw_error(w->worker[i].ctx);
    if (*error) status = twi_fail(s->ctx, TW_BAD_INPUT, "%s", error);
    for (int c = 0; c < TWI_MARKET_CONDITION_COUNT; c++) {
      s->certificate.value[c] = fmax(s->certificate.value[c], w->worker[i].value[c]);
      s->largest = fmax(s->largest, w->worker[i].value[c]);
    }
    s->many_flows |= w->worker[i].many_flows;
  }
  for (int i = 0; i < count && status == TW_OK; i++) {
    const twi_loss *l = &s->loss[i % s->losses];
    int v = i / s->losses;
    s->solved += w->done[i] && l->in_market;
    if (w->done[i] || s->outcome != TW_CERTIFIED) continue;
    s->outcome = w->outcome[i];
    twi_print(s->message, sizeof s->message, "%s lost%s%s: %s", l->name, v ? " with " : "",
              v ? s->capacity[v - 1].name : "", *w->message[i] ? w->message[i] : tw_outcome_meaning(w->outcome[i]));
  }
  return status;
}

static tw_status solve_losses(tw_stress *s)
{
  work w = {.s = s};
  twi_pool *pool = NULL;
  int count = (s->capacities + 1) * s->losses;
  w.workers = s->threads < count ? s->threads : count;
  w.worker = twi_new(s->ctx, (size_t)w.workers, sizeof *w.worker);
  w.done = twi_new(s->ctx, (size_t)count, 1);
  w.message = twi_new(s->ctx, (size_t)count, sizeof *w.message);
  w.outcome = twi_new(s->ctx, (size_t)count, sizeof *w.outcome);
  tw_status status = w.worker && w.done && w.message && w.outcome ? TW_OK : twi_no_memory(s->ctx, 0);
  for (int i = 0; i < w.workers && status == TW_OK; i++) status = make_worker(s, &w.worker[i]);
  if (status == TW_OK) status = twi_pool_new(s->ctx, w.workers, &pool);
  if (status == TW_OK) {
    twi_pool_run(pool, (size_t)w.workers, run_worker, &w);
    status = gather(&w);
  }
  twi_pool_free(s->ctx, pool);
  for (int i = 0; w.worker && i < w.workers; i++) free_worker(&w.worker[i]);
  twi_free(s->ctx, w.worker);
  twi_free(s->ctx, w.done);
  twi_free(s->ctx, w.message);
  twi_free(s->ctx, w.outcome);
  return status;
}

/* ---------------------------------------------------------------- the whole */

/* All numbers of the results are one array. */
static tw_status make_room(tw_stress *s)
{
  size_t D = (size_t)s->market->buyers, O = (size_t)s->market->suppliers, P = (size_t)s->market->pairs;
  size_t losses = (size_t)s->losses, variants = (size_t)s->capacities + 1;
  s->variant = twi_new(s->ctx, variants, sizeof *s->variant);
  s->lost = twi_new(s->ctx, losses, sizeof *s->lost);
  s->numbers = twi_new(s->ctx, losses * (5 * D + O + P + variants * D), sizeof *s->numbers);
  if (!s->variant || !s->lost || !s->numbers) return twi_no_memory(s->ctx, 0);
  double *next = s->numbers;
  for (size_t v = 0; v < variants; v++, next += losses * D) s->variant[v].surplus = next;
  for (size_t i = 0; i < losses; i++) {
    twi_lost *l = &s->lost[i];
    double **of_buyers[] = {&l->direct, &l->price, &l->quantity, &l->unserved, &l->bill};
    for (size_t k = 0; k < sizeof of_buyers / sizeof *of_buyers; k++, next += D) *of_buyers[k] = next;
    l->output = next;
    l->flow = next + O;
    next += O + P;
  }
  return TW_OK;
}

tw_status twi_stress_solve(tw_stress *s)
{
  twi_market_solver *solver = NULL;
  tw_status status = check_year(s);
  if (status == TW_OK) status = set_ceiling(s);
  if (status == TW_OK) status = make_room(s);
  if (status == TW_OK) status = twi_market_solver_new(s->ctx, &solver);
  for (int v = 0; v <= s->capacities && status == TW_OK && s->outcome == TW_CERTIFIED; v++)
    status = make_variant(s, solver, v);
  twi_market_solver_free(solver);
  if (status != TW_OK || s->outcome != TW_CERTIFIED) return status;
  for (int i = 0; i < s->losses; i++) fill_direct(s, &s->loss[i], &s->lost[i]);
  return solve_losses(s);
}
