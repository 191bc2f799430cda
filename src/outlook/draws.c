/* Draws of what a market does not know: elasticities, how easily flows move, freight. See outlook.h.
 *
 * Each is a factor on all that the market says of it, lognormal with median 1; a draw is a point of a Latin hypercube.
 * The market is calibrated to its base again for each, so that the base is a solution of every draw. Each market of a draw
 * is solved from that of the outlook itself, whichever thread has it, so that threads change no bit. */
#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "ensemble/sample.h"
#include "ensemble/statistics.h"
#include "outlook/outlook.h"

enum { CHUNK = 64 }; /* draws of a task */

static const struct {
  const char *words;
  double spread;
} factors[TWI_FACTOR_COUNT] = {{"long-run elasticities of demand", 0.3},
                               {"short-run elasticities of demand", 0.4},
                               {"how easily flows move (sigma)", 0.4},
                               {"freight", 0.2}};

const char *twi_outlook_factor_words(twi_outlook_factor factor)
{
  return factors[factor].words;
}

double twi_outlook_factor_spread(twi_outlook_factor factor)
{
  return factors[factor].spread;
}

/* One thread: its own context, a market whose numbers it may change, a solver. */
typedef struct drawer {
  tw_context *ctx;
  tw_market market;
  double *numbers; /* [2 suppliers + buyers] of the market's own arrays */
  twi_market_solver *solver;
  twi_market_solution solution[3]; /* of the stages */
  tw_status status;                /* of the first draw that failed */
} drawer;

typedef struct drawing {
  tw_outlook *o;
  drawer *drawer;
  int drawers;
  twi_outlook_rules policy[2], shock[2]; /* of the result, of the variant */
  size_t buyers, suppliers, width;
  double *value;        /* [draws][width] */
  unsigned char *valid; /* [draws] */
  size_t tasks;
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
  d->numbers = twi_alloc(ctx, 2 * w->suppliers + w->buyers, sizeof *d->numbers);
  if (!m->buyer || !m->pair || !m->route || !d->numbers) return twi_no_memory(parent, 0);
  memcpy(m->buyer, from->buyer, (size_t)m->buyers * sizeof *m->buyer);
  memcpy(m->pair, from->pair, (size_t)m->pairs * sizeof *m->pair);
  memcpy(m->route, from->route, (size_t)m->routes * sizeof *m->route);
  m->output = d->numbers;
  m->netback = m->output + w->suppliers;
  m->wanted = m->netback + w->suppliers;
  tw_status status = twi_market_solver_new(ctx, &d->solver);
  return status == TW_OK ? TW_OK : twi_fail(parent, status, "%s", tw_error(ctx));
}

static void free_drawer(drawer *d)
{
  tw_context *ctx = d->ctx;
  if (!ctx) return;
  for (int i = 0; i < d->market.remarks; i++) twi_free(ctx, d->market.remark[i]);
  twi_free(ctx, d->market.remark);
  twi_free(ctx, d->market.buyer);
  twi_free(ctx, d->market.pair);
  twi_free(ctx, d->market.route);
  twi_free(ctx, d->numbers);
  twi_market_solver_free(d->solver);
  for (int i = 0; i < 3; i++) twi_market_solution_free(ctx, &d->solution[i]);
  tw_context_free(ctx);
}

/* The market as the draw has it, calibrated. */
static tw_status set_market(const drawing *w, drawer *d, size_t draw)
{
  const tw_market *from = w->o->market;
  tw_market *m = &d->market;
  double u[TWI_FACTOR_COUNT], f[TWI_FACTOR_COUNT];
  twi_hypercube_point(w->o->seed, (size_t)w->o->draws, draw, TWI_FACTOR_COUNT, u);
  for (int i = 0; i < TWI_FACTOR_COUNT; i++) f[i] = exp(factors[i].spread * twi_normal_inverse(u[i]));
  for (int i = 0; i < m->buyers; i++) {
    m->buyer[i].elasticity_long = f[TWI_FACTOR_LONG] * from->buyer[i].elasticity_long;
    m->buyer[i].elasticity_short = f[TWI_FACTOR_SHORT] * from->buyer[i].elasticity_short;
  }
  m->sigma = f[TWI_FACTOR_STIFFNESS] * from->sigma;
  for (int r = 0; r < m->routes; r++) m->route[r].freight = f[TWI_FACTOR_FREIGHT] * from->route[r].freight;
  for (int i = 0; i < m->remarks; i++) twi_free(d->ctx, m->remark[i]);
  m->remarks = 0;
  return twi_market_calibrate(d->ctx, m);
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
  const twi_outlook_rules *policy = &w->policy[compared], *shock = &w->shock[compared];
  const tw_market_question q = twi_outlook_question(o, o->year[o->years - 1], compared, policy, shock);
  tw_status status = TW_OK;
  *certified = 1;
  if (last_stage(w) == 1) {
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

static tw_status draw_one(const drawing *w, drawer *d, size_t draw)
{
  double *value = w->value + draw * w->width;
  states s = {{NULL, NULL, NULL}};
  int certified = 0;
  tw_status status = set_market(w, d, draw);
  if (status == TW_OK) status = solve_side(w, d, 0, &s, &certified);
  if (status == TW_OK && certified) status = keep_side(w, d, &s, value);
  free_states(d, &s);
  if (status == TW_OK && certified && w->o->has_compared) {
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
  size_t draws = (size_t)w->o->draws;
  for (size_t first = task * CHUNK; first < draws; first += (size_t)w->drawers * CHUNK)
    for (size_t i = first; i < draws && i < first + CHUNK; i++) {
      d->status = twi_check_cancel(d->ctx);
      if (d->status == TW_OK) d->status = draw_one(w, d, i);
      if (d->status != TW_OK) return;
    }
}

static void make_quantiles(drawing *w, double *work)
{
  static const double p[] = {0.05, 0.5, 0.95};
  tw_outlook *o = w->o;
  size_t of_suppliers = TWI_DRAWN_OF_BUYERS * w->buyers, draws = (size_t)o->draws;
  for (int c = 0; c < TWI_DRAWN_COLUMNS; c++) {
    int buyer = c < TWI_DRAWN_OF_BUYERS;
    size_t count = buyer ? w->buyers : w->suppliers;
    for (size_t k = 0; k < count; k++) {
      size_t at =
          buyer ? TWI_DRAWN_OF_BUYERS * k + (size_t)c
                : of_suppliers + (TWI_DRAWN_COLUMNS - TWI_DRAWN_OF_BUYERS) * k + (size_t)(c - TWI_DRAWN_OF_BUYERS);
      twi_quantiles(w->value + at, w->width, w->valid, draws, p, 3, work, o->quantile[c] + 3 * k);
    }
  }
}

static tw_status make_room(drawing *w, double **work)
{
  tw_outlook *o = w->o;
  int complete = 1;
  w->value = twi_alloc(o->ctx, (size_t)o->draws * w->width, sizeof *w->value);
  w->valid = twi_new(o->ctx, (size_t)o->draws, 1);
  w->drawer = twi_new(o->ctx, (size_t)w->drawers, sizeof *w->drawer);
  *work = twi_alloc(o->ctx, (size_t)o->draws, sizeof **work);
  for (int c = 0; c < TWI_DRAWN_COLUMNS; c++) {
    o->quantile[c] = twi_alloc(o->ctx, 3 * (c < TWI_DRAWN_OF_BUYERS ? w->buyers : w->suppliers), sizeof(double));
    complete &= o->quantile[c] != NULL;
  }
  return w->value && w->valid && w->drawer && *work && complete ? TW_OK : twi_no_memory(o->ctx, 0);
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

tw_status twi_outlook_draw(tw_outlook *o)
{
  drawing w = {.o = o, .buyers = (size_t)o->market->buyers, .suppliers = (size_t)o->market->suppliers};
  double *work = NULL;
  twi_pool *pool = NULL;
  w.drawers = o->threads < o->draws / CHUNK + 1 ? o->threads : o->draws / CHUNK + 1;
  w.width = TWI_DRAWN_OF_BUYERS * w.buyers + (TWI_DRAWN_COLUMNS - TWI_DRAWN_OF_BUYERS) * w.suppliers;
  tw_status status = make_room(&w, &work);
  for (int k = 0; k < 2 && status == TW_OK; k++)
    status = twi_outlook_rules_of(o, o->year[o->years - 1], k, &w.policy[k], &w.shock[k]);
  for (int i = 0; i < w.drawers && status == TW_OK; i++) status = make_drawer(&w, &w.drawer[i]);
  if (status == TW_OK) status = twi_pool_new(o->ctx, w.drawers, &pool);
  if (status == TW_OK) {
    twi_pool_run(pool, (size_t)w.drawers, run_drawer, &w);
    status = first_failure(&w);
  }
  if (status == TW_OK) {
    make_quantiles(&w, work);
    for (int i = 0; i < o->draws; i++) o->drawn += w.valid[i];
  }
  if (pool) twi_pool_free(o->ctx, pool);
  for (int i = 0; w.drawer && i < w.drawers; i++) free_drawer(&w.drawer[i]);
  for (int k = 0; k < 2; k++) {
    twi_outlook_rules_free(o->ctx, &w.policy[k]);
    twi_outlook_rules_free(o->ctx, &w.shock[k]);
  }
  twi_free(o->ctx, w.drawer);
  twi_free(o->ctx, w.value);
  twi_free(o->ctx, w.valid);
  twi_free(o->ctx, work);
  return status;
}
