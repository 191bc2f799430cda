/* Draws of what a market does not know: see outlook.h, and spreads.h for what is drawn.
 *
 * A draw is a point of a Latin hypercube. The market is calibrated to its base again for each, so that the base is a
 * solution of every draw. Each market of a draw is solved from that of the outlook itself, whichever thread has it, so
 * that threads change no bit. Drivers are the same with the points of their design. */
#include "outlook/draws.h"

#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "ensemble/sample.h"
#include "ensemble/statistics.h"

enum { CHUNK = 64 }; /* draws of a task */

/* One thread: its own context, a market whose numbers it may change, a solver. */
typedef struct drawer {
  tw_context *ctx;
  tw_market market;
  double *numbers;   /* [2 suppliers + buyers] of the market's own arrays */
  double *u, *drawn; /* [spreads] the point, and the values there */
  tw_scenario *varied;
  twi_outlook_rules policy[2], shock[2]; /* where they move */
  twi_market_solver *solver;
  twi_market_solution solution[3]; /* of the stages */
  tw_status status;                /* of the first draw that failed */
} drawer;

typedef struct drawing {
  tw_outlook *o;
  const twi_spreads *spreads;
  int rules_move;
  drawer *drawer;
  int drawers;
  twi_outlook_rules policy[2], shock[2]; /* of the result, of the variant; where they do not move */
  size_t buyers, suppliers, width;
  size_t count;         /* of draws, or of tasks of the drivers */
  size_t base;          /* > 0: points are those of the drivers, of so many rows */
  double *value;        /* [count][width] */
  unsigned char *valid; /* [count] */
} drawing;

/* ---------------------------------------------------------------- the market of a thread */

static tw_status make_drawer(const drawing *w, drawer *d)
{
  const tw_market *from = w->o->market;
  tw_context *parent = w->o->ctx, *ctx = d->ctx = tw_context_new(twi_allocator(parent));
  if (!ctx) return twi_no_memory(parent, 0);
  twi_follow(ctx, parent);
  twi_log_again(ctx, 1);
  d->market = *from; /* and its own of what is freed */
  tw_market *m = &d->market;
  m->remark = NULL;
  m->remarks = 0;
  m->buyer = twi_alloc(ctx, (size_t)m->buyers, sizeof *m->buyer);
  m->pair = twi_alloc(ctx, (size_t)m->pairs, sizeof *m->pair);
  m->route = twi_alloc(ctx, (size_t)m->routes, sizeof *m->route);
  m->block = twi_alloc(ctx, (size_t)m->blocks + 1, sizeof *m->block);
  m->passage = twi_alloc(ctx, (size_t)m->passages + 1, sizeof *m->passage);
  d->numbers = twi_alloc(ctx, 2 * w->suppliers + w->buyers, sizeof *d->numbers);
  d->u = twi_alloc(ctx, (size_t)(w->spreads->dims + w->spreads->count) + 1, sizeof *d->u);
  d->drawn = d->u + w->spreads->dims;
  if (!m->buyer || !m->pair || !m->route || !m->block || !m->passage || !d->numbers || !d->u)
    return twi_no_memory(parent, 0);
  memcpy(m->buyer, from->buyer, (size_t)m->buyers * sizeof *m->buyer);
  memcpy(m->pair, from->pair, (size_t)m->pairs * sizeof *m->pair);
  memcpy(m->route, from->route, (size_t)m->routes * sizeof *m->route);
  memcpy(m->block, from->block, (size_t)m->blocks * sizeof *m->block);
  if (m->passages) memcpy(m->passage, from->passage, (size_t)m->passages * sizeof *m->passage);
  m->output = d->numbers;
  m->netback = m->output + w->suppliers;
  m->wanted = m->netback + w->suppliers;
  tw_status status = twi_market_solver_new(ctx, &d->solver);
  return status == TW_OK ? TW_OK : twi_fail(parent, status, "%s", tw_error(ctx));
}

static void free_rules(drawer *d)
{
  for (int k = 0; k < 2; k++) {
    twi_outlook_rules_free(d->ctx, &d->policy[k]);
    twi_outlook_rules_free(d->ctx, &d->shock[k]);
  }
  tw_scenario_free(d->varied);
  d->varied = NULL;
}

static void free_drawer(const drawing *w, drawer *d)
{
  tw_context *ctx = d->ctx;
  const tw_market *from = w->o->market;
  if (!ctx) return;
  free_rules(d);
  for (int i = 0; i < d->market.remarks; i++) twi_free(ctx, d->market.remark[i]);
  twi_free(ctx, d->market.remark);
  if (d->market.buyer != from->buyer) twi_free(ctx, d->market.buyer);
  if (d->market.pair != from->pair) twi_free(ctx, d->market.pair);
  if (d->market.route != from->route) twi_free(ctx, d->market.route);
  if (d->market.block != from->block) twi_free(ctx, d->market.block);
  if (d->market.passage != from->passage) twi_free(ctx, d->market.passage);
  twi_free(ctx, d->u);
  twi_free(ctx, d->numbers);
  twi_market_solver_free(d->solver);
  for (int i = 0; i < 3; i++) twi_market_solution_free(ctx, &d->solution[i]);
  tw_context_free(ctx);
}

/* The rules as the draw has them, where variables or capacities are drawn. */
static tw_status set_rules(const drawing *w, drawer *d)
{
  const tw_outlook *o = w->o;
  const twi_spreads *p = w->spreads;
  int year = o->year[o->years - 1];
  free_rules(d);
  tw_status status = TW_OK;
  if (p->variables)
    status = twi_scenario_vary(d->ctx, o->scenario, p->variable, d->drawn + (p->count - p->variables), p->variables,
                               &d->varied);
  for (int k = 0; k < 2 && status == TW_OK; k++) {
    status = twi_outlook_rules_made(d->ctx, d->varied ? d->varied : o->scenario, &d->market, year, k, &d->policy[k],
                                    &d->shock[k]);
    if (status == TW_OK) status = twi_spreads_add_rules(d->ctx, p, d->drawn, &d->policy[k]);
  }
  return status;
}

/* The market as the draw has it, calibrated. */
static tw_status set_market(const drawing *w, drawer *d, size_t draw)
{
  tw_market *m = &d->market;
  const twi_spreads *p = w->spreads;
  if (w->base) /* the draws and the design of the drivers have seeds apart, so that neither repeats the other's points */
    twi_driver_point(twi_random_bits(w->o->seed, UINT64_MAX, 0), w->base, p->count, draw, d->u);
  else
    twi_hypercube_point(w->o->seed, w->count, draw, p->dims, d->u);
  twi_spreads_values(p, d->u, d->drawn);
  twi_spreads_put(p, d->drawn, m);
  for (int i = 0; i < m->remarks; i++) twi_free(d->ctx, m->remark[i]);
  m->remarks = 0;
  tw_status status = w->rules_move ? set_rules(w, d) : TW_OK;
  return status == TW_OK ? twi_market_calibrate(d->ctx, m) : status;
}

/* ---------------------------------------------------------------- one draw */

/* One side: stages as of tw_market_solve. Without a shock the base is what changes are of, else nobody asks for it. */
typedef struct states {
  twi_market_state *stage[3];
} states;

static void free_states(drawer *d, states *s)
{
  for (int i = 0; i < 3; i++) {
    twi_market_state_free(d->ctx, s->stage[i]);
    s->stage[i] = NULL;
  }
}

static int last_stage(const drawing *w)
{
  return w->shock[0].rules > 0 ? 2 : 1;
}

static tw_status solve_stage(const drawing *w, drawer *d, int compared, int stage, const states *s, int *certified)
{
  const tw_outlook *o = w->o;
  const twi_market_stage *at = &(compared ? o->compared : o->result)[o->years - 1]->stage[stage];
  tw_status status =
      twi_market_solve_near(d->solver, s->stage[stage], 0, at->state, &at->solution, &d->solution[stage]);
  *certified = status == TW_OK && d->solution[stage].outcome == TW_CERTIFIED;
  return status;
}

/* The stages of one side that are asked for. */
static tw_status solve_side(const drawing *w, drawer *d, int compared, states *s, int *certified)
{
  const tw_outlook *o = w->o;
  const twi_outlook_rules *policy = w->rules_move ? &d->policy[compared] : &w->policy[compared];
  const twi_outlook_rules *shock = w->rules_move ? &d->shock[compared] : &w->shock[compared];
  const tw_market_question q = twi_outlook_question(o, o->year[o->years - 1], compared, policy, shock);
  tw_status status = TW_OK;
  *certified = 1;
  if (last_stage(w) == 1 || o->sample) {
    status = twi_market_state_make(d->ctx, &d->market, 0, q.statuses, q.short_run, NULL, 0, &s->stage[0]);
    if (status == TW_OK) status = solve_stage(w, d, compared, 0, s, certified);
  }
  if (status == TW_OK && *certified)
    status = twi_market_state_make(d->ctx, &d->market, q.year, q.statuses, q.short_run, q.rule, q.rules, &s->stage[1]);
  if (status == TW_OK && *certified) status = solve_stage(w, d, compared, 1, s, certified);
  if (status != TW_OK || !*certified || last_stage(w) == 1) return status;
  status = twi_market_recentre(d->ctx, s->stage[1], &d->solution[1], &s->stage[2]);
  if (status == TW_OK) status = twi_market_state_apply(d->ctx, s->stage[2], q.shock, q.shocks);
  return status == TW_OK ? solve_stage(w, d, compared, 2, s, certified) : status;
}

static double surplus_change(const drawing *w, const drawer *d, const states *s, int buyer)
{
  int last = last_stage(w);
  const twi_market_solution *a = &d->solution[last - 1], *b = &d->solution[last];
  return twi_market_surplus_change(s->stage[last], buyer, a->price[buyer] + a->limit_rent[buyer],
                                   b->price[buyer] + b->limit_rent[buyer]);
}

static tw_status keep_side(const drawing *w, drawer *d, const states *s, double *value)
{
  const tw_market *m = &d->market;
  int last = last_stage(w);
  twi_market_accounts accounts = {0};
  tw_status status = twi_market_accounts_make(d->ctx, s->stage[last], &d->solution[last], &accounts);
  for (int k = 0; k < m->buyers && status == TW_OK; k++) {
    double *at = value + TWI_DRAWN_OF_BUYERS * (size_t)k;
    at[TWI_DRAWN_PRICE] = accounts.buyer[k].price;
    at[TWI_DRAWN_QUANTITY] = accounts.buyer[k].quantity;
    at[TWI_DRAWN_BILL] = accounts.buyer[k].bill;
    at[TWI_DRAWN_SURPLUS] = surplus_change(w, d, s, k);
    at[TWI_DRAWN_WORTH] = NAN;
  }
  double *of_suppliers = value + TWI_DRAWN_OF_BUYERS * w->buyers;
  for (int k = 0; k < m->suppliers && status == TW_OK; k++) {
    double *at = of_suppliers + (TWI_DRAWN_COLUMNS - TWI_DRAWN_OF_BUYERS) * (size_t)k;
    at[TWI_DRAWN_OUTPUT - TWI_DRAWN_OF_BUYERS] = accounts.supplier[k].output;
    at[TWI_DRAWN_NETBACK - TWI_DRAWN_OF_BUYERS] = accounts.supplier[k].netback;
    at[TWI_DRAWN_RENT - TWI_DRAWN_OF_BUYERS] = accounts.supplier[k].rent;
  }
  twi_market_accounts_free(d->ctx, &accounts);
  return status;
}

/* What a decision asks of the draw. */
static tw_status keep_sample(const drawing *w, drawer *d, const states *s, double *value)
{
  const twi_market_state *const state[3] = {s->stage[0], s->stage[1], s->stage[2]};
  const twi_market_solution *const solution[3] = {&d->solution[0], &d->solution[1], &d->solution[2]};
  return twi_market_payoff(d->ctx, w->o->sample->field, &d->market, last_stage(w) + 1, state, solution, value);
}

static tw_status draw_one(const drawing *w, drawer *d, size_t draw)
{
  double *value = w->value + draw * w->width;
  states s = {{NULL, NULL, NULL}};
  int certified = 0;
  tw_status status = set_market(w, d, draw);
  if (status == TW_OK) status = solve_side(w, d, 0, &s, &certified);
  if (status == TW_OK && certified) status = w->o->sample ? keep_sample(w, d, &s, value) : keep_side(w, d, &s, value);
  free_states(d, &s);
  if (status == TW_OK && certified && w->o->has_compared && !w->o->sample) {
    status = solve_side(w, d, 1, &s, &certified);
    for (int k = 0; k < d->market.buyers && status == TW_OK && certified; k++) {
      double *at = value + TWI_DRAWN_OF_BUYERS * (size_t)k;
      at[TWI_DRAWN_WORTH] = surplus_change(w, d, &s, k) - at[TWI_DRAWN_SURPLUS];
    }
    free_states(d, &s);
  }
  w->valid[draw] = status == TW_OK && certified;
  return status;
}

/* ---------------------------------------------------------------- all of them */

/* A task is a drawer: its chunks are every drawers-th one, so that each draw is solved by itself alone. */
static void run_drawer(void *data, size_t task)
{
  drawing *w = data;
  drawer *d = &w->drawer[task];
  for (size_t first = task * CHUNK; first < w->count; first += (size_t)w->drawers * CHUNK)
    for (size_t i = first; i < w->count && i < first + CHUNK; i++) {
      d->status = twi_check_cancel(d->ctx);
      if (d->status == TW_OK) d->status = draw_one(w, d, i);
      if (d->status != TW_OK) return;
    }
}

static size_t column_place(const drawing *w, int column, size_t k)
{
  if (column < TWI_DRAWN_OF_BUYERS) return TWI_DRAWN_OF_BUYERS * k + (size_t)column;
  return TWI_DRAWN_OF_BUYERS * w->buyers + (TWI_DRAWN_COLUMNS - TWI_DRAWN_OF_BUYERS) * k +
         (size_t)(column - TWI_DRAWN_OF_BUYERS);
}

static tw_status make_quantiles(drawing *w)
{
  static const double p[] = {0.05, 0.5, 0.95};
  tw_outlook *o = w->o;
  double *work = twi_alloc(o->ctx, w->count, sizeof *work);
  if (!work) return twi_no_memory(o->ctx, 0);
  for (int c = 0; c < TWI_DRAWN_COLUMNS; c++) {
    size_t count = c < TWI_DRAWN_OF_BUYERS ? w->buyers : w->suppliers;
    for (size_t k = 0; k < count; k++)
      twi_quantiles(w->value + column_place(w, c, k), w->width, w->valid, w->count, p, 3, work, o->quantile[c] + 3 * k);
  }
  for (size_t i = 0; i < w->count; i++) o->drawn += w->valid[i];
  twi_free(o->ctx, work);
  return TW_OK;
}

static tw_status make_drivers(drawing *w)
{
  tw_outlook *o = w->o;
  tw_status status = TW_OK;
  for (int i = 0; i < o->outcomes && status == TW_OK; i++)
    status =
        twi_outlook_drive(o, w->spreads, i, w->value + column_place(w, o->outcome[i].column, (size_t)o->outcome[i].at),
                          w->width, w->valid, w->base);
  return status;
}

static tw_status first_failure(const drawing *w)
{
  const tw_outlook *o = w->o;
  tw_status status = twi_check_cancel(o->ctx);
  for (int i = 0; i < w->drawers && status == TW_OK; i++) {
    const drawer *d = &w->drawer[i];
    if (d->status == TW_NO_MEMORY)
      status = twi_no_memory(o->ctx, 0);
    else if (d->status != TW_OK)
      status = twi_fail(o->ctx, d->status, "a draw: %s", tw_error(d->ctx));
  }
  return status;
}

/* Solves `count` points, of the drivers where base is not 0, and makes of them what is asked. */
static tw_status solve_points(drawing *w, size_t count, size_t base)
{
  tw_outlook *o = w->o;
  twi_pool *pool = NULL;
  w->count = count;
  w->base = base;
  w->drawers = o->threads < (int)(count / CHUNK) + 1 ? o->threads : (int)(count / CHUNK) + 1;
  w->value = twi_alloc(o->ctx, count * w->width, sizeof *w->value);
  w->valid = twi_new(o->ctx, count, 1);
  w->drawer = twi_new(o->ctx, (size_t)w->drawers, sizeof *w->drawer);
  tw_status status =
      w->value && w->valid && w->drawer ? TW_OK : twi_no_memory(o->ctx, count * w->width * sizeof(double));
  for (int i = 0; i < w->drawers && status == TW_OK; i++) status = make_drawer(w, &w->drawer[i]);
  if (status == TW_OK) status = twi_pool_new(o->ctx, w->drawers, &pool);
  if (status == TW_OK) {
    twi_pool_run(pool, (size_t)w->drawers, run_drawer, w);
    status = first_failure(w);
  }
  if (status == TW_OK && !o->sample) status = base ? make_drivers(w) : make_quantiles(w);
  if (pool) twi_pool_free(o->ctx, pool);
  for (int i = 0; w->drawer && i < w->drawers; i++) free_drawer(w, &w->drawer[i]);
  twi_free(o->ctx, w->drawer);
  if (o->sample && status == TW_OK) {
    o->sample->value = w->value;
    o->sample->valid = w->valid;
    return TW_OK;
  }
  twi_free(o->ctx, w->value);
  twi_free(o->ctx, w->valid);
  return status;
}

/* That what the capacities are multiplied by fits the market: told once, before any draw. */
static tw_status check_capacities(const drawing *w)
{
  const tw_outlook *o = w->o;
  twi_market_state *state = NULL;
  twi_outlook_rules policy = {0}, shock = {0};
  int year = o->year[o->years - 1];
  tw_status status =
      w->spreads->capacities ? twi_outlook_rules_made(o->ctx, o->scenario, o->market, year, 0, &policy, &shock) : TW_OK;
  if (status == TW_OK) status = twi_spreads_add_rules(o->ctx, w->spreads, NULL, &policy);
  if (status == TW_OK && w->spreads->capacities)
    status =
        twi_market_state_make(o->ctx, o->market, year, o->statuses, o->short_run, policy.rule, policy.rules, &state);
  if (state) status = twi_spreads_check_capacities(o->ctx, w->spreads, state);
  twi_market_state_free(o->ctx, state);
  twi_outlook_rules_free(o->ctx, &policy);
  twi_outlook_rules_free(o->ctx, &shock);
  return status;
}

tw_status twi_outlook_draw(tw_outlook *o)
{
  drawing w = {.o = o,
               .spreads = &o->spreads,
               .rules_move = o->spreads.variables || o->spreads.capacities,
               .buyers = (size_t)o->market->buyers,
               .suppliers = (size_t)o->market->suppliers};
  w.width = TWI_DRAWN_OF_BUYERS * w.buyers + (TWI_DRAWN_COLUMNS - TWI_DRAWN_OF_BUYERS) * w.suppliers;
  if (o->sample) w.width = twi_payoff_axis(o->sample->field) == TW_MARKET_BUYERS ? w.buyers : w.suppliers;
  tw_status status = TW_OK;
  for (int c = 0; c < TWI_DRAWN_COLUMNS && status == TW_OK && !o->sample; c++) {
    o->quantile[c] = twi_alloc(o->ctx, 3 * (c < TWI_DRAWN_OF_BUYERS ? w.buyers : w.suppliers), sizeof(double));
    if (!o->quantile[c]) status = twi_no_memory(o->ctx, 0);
  }
  if (status == TW_OK) status = check_capacities(&w);
  for (int k = 0; k < 2 && status == TW_OK; k++)
    status = twi_outlook_rules_of(o, o->year[o->years - 1], k, &w.policy[k], &w.shock[k]);
  if (status == TW_OK) status = solve_points(&w, (size_t)o->draws, 0);
  if (status == TW_OK && o->driver_rows)
    status = solve_points(&w, twi_driver_tasks((size_t)o->driver_rows, o->spreads.count), (size_t)o->driver_rows);
  for (int k = 0; k < 2; k++) {
    twi_outlook_rules_free(o->ctx, &w.policy[k]);
    twi_outlook_rules_free(o->ctx, &w.shock[k]);
  }
  return status;
}
