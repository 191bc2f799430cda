/* Tariffs at which a plant loses half of its main market, or falls to the threshold, and subsidies that bring it back:
 * roots in full equilibrium.
 *
 *   half        V[main] at t is half of the base     threshold    V of all markets at t is u of the base
 *   subsidy     V of all markets under the new policy with 1 - s' = (1 - s)(1 - z) is that of the base
 *
 * t is the statutory tariff of the main market on every product of the plant's family (of the sector, where it has none)
 * from the plant's region; all else is the policy that the scenario is compared with. Plants of one region, family and
 * main market share that line of policies, so what is solved for one of them serves the others. Groups are solved by
 * several threads, each group by one of them from the base, so that the bits do not depend on who does it. */
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "plants/plants.h"

enum { MOST_POINTS = 200 };
static const double MOST_TARIFF = 10, MOST_SUBSIDY = 0.99, MOST_TAX = 9, CLOSE = 1e-10;

typedef struct group {
  int first, count; /* of job.order */
} group;

typedef struct job {
  tw_plants *p;
  const twi_lab_start *start;
  int *order; /* [count] plants, group by group */
  group *group;
  int groups, threads, next, done;
  pthread_mutex_t lock;
  pthread_t caller;
  tw_status status;
  char error[1024];
} job;

/* What one thread works with. points: x and, of each plant of the group, ln V[main] and ln V over those of the base. */
typedef struct bench {
  job *j;
  tw_context *ctx;
  twi_lab *lab;
  const group *group;
  double *x, *main, *all; /* [MOST_POINTS], [count][MOST_POINTS] */
  int points;
  double *volume, *row, *curve; /* [N], [N], [MOST_POINTS] */
  double price, sold;           /* of the last subsidy: ln of the plant's price, its sales */
  twi_found found;
} bench;

static double log_ratio(double new_, double base)
{
  return new_ > 0 ? log(new_ / base) : -INFINITY;
}

/* Puts x among the points, which rise. Returns its place. */
static int insert_point(bench *b, double x, int plants)
{
  int at = b->points++;
  for (; at > 0 && b->x[at - 1] > x; at--) {
    b->x[at] = b->x[at - 1];
    for (int m = 0; m < plants; m++) {
      b->main[m * MOST_POINTS + at] = b->main[m * MOST_POINTS + at - 1];
      b->all[m * MOST_POINTS + at] = b->all[m * MOST_POINTS + at - 1];
    }
  }
  b->x[at] = x;
  return at;
}

/* Solves the line at x and measures the plants of the list. 0: no equilibrium. */
static tw_status try_point(bench *b, double x, const int *plants, int count)
{
  tw_plants *p = b->j->p;
  const twi_state *state;
  const twi_wedges *wedges;
  tw_status status = twi_lab_at(b->lab, x, &b->found, &state, &wedges);
  if (status != TW_OK || b->found.outcome <= 0) return status;
  int at = insert_point(b, x, count);
  for (int m = 0; m < count; m++) {
    const twi_plant *plant = &p->plant[plants[m]];
    double sum = twi_plant_measure(p->world, state, wedges, plant, b->volume, NULL, b->row);
    double main = plant->main < 0 ? 0 : b->volume[plant->main];
    double main_base = plant->main < 0 ? 1 : twi_plant_market(p, TWI_MARKET_VOLUME_BASE, plants[m])[plant->main];
    b->main[m * MOST_POINTS + at] = log_ratio(main, main_base);
    b->all[m * MOST_POINTS + at] = log_ratio(sum, plant->volume[0]);
  }
  return TW_OK;
}

/* Looks for the root of ln ratio = goal of plant m. *x is the guess, then the root. */
static tw_status find_root(bench *b, const int *plants, int count, int m, const double *ratio, double goal, double low,
                           double high, double slope, double *x, twi_next *end)
{
  tw_status status = TW_OK;
  b->found.outcome = TW_CERTIFIED;
  while (status == TW_OK) {
    for (int i = 0; i < b->points; i++) b->curve[i] = ratio[m * MOST_POINTS + i] - goal;
    const twi_curve curve = {b->points, b->x, b->curve};
    *end = twi_root_next(&curve, low, high, slope, CLOSE, x);
    if (*end != TWI_NEXT_TRY) break;
    if (b->points == MOST_POINTS) { /* it would need far fewer */
      *end = TWI_NEXT_ROOT;
      break;
    }
    status = try_point(b, *x, plants, count);
    if (b->found.outcome <= 0) break;
  }
  return status;
}

/* ---------------------------------------------------------------- tariffs */

/* What is left of all markets at the largest tariff that was tried. */
static double left_over(const bench *b, int m, const double *ratio)
{
  return 100 * exp(ratio[m * MOST_POINTS + b->points - 1]);
}

static tw_status put_tariff(bench *b, int plant, int m, int column, const double *ratio, double x, twi_next end)
{
  tw_plants *p = b->j->p;
  const char *market = p->world->region[p->plant[plant].main];
  if (b->found.outcome <= 0)
    return twi_plant_none(p, plant, column, "no equilibrium was found at a tariff of %.4g %% of %s: %.300s",
                          100 * expm1(x), market, b->found.message);
  if (end == TWI_NEXT_ABOVE && column == TWI_PLANT_THRESHOLD)
    return twi_plant_none(p, plant, column, "it sells mostly elsewhere: even a tariff of %.0f %% of %s leaves %.0f %%",
                          100 * MOST_TARIFF, market, left_over(b, m, ratio));
  if (end == TWI_NEXT_ABOVE)
    return twi_plant_none(p, plant, column, "even a tariff of %.0f %% leaves %.0f %% of what it sells in %s",
                          100 * MOST_TARIFF, left_over(b, m, ratio), market);
  if (end == TWI_NEXT_BELOW)
    return twi_plant_none(p, plant, column, "it sells less than that already without a tariff of %s", market);
  twi_plant_column(p, column)[plant] = 100 * expm1(x);
  return TW_OK;
}

static tw_status solve_tariffs(bench *b, const int *plants, int count)
{
  tw_plants *p = b->j->p;
  const tw_world *w = p->world;
  const twi_plant *lead = &p->plant[plants[0]];
  const twi_product *of = &w->product[lead->product];
  static const int column[] = {TWI_PLANT_HALF, TWI_PLANT_THRESHOLD};
  tw_status status = TW_OK;
  if (lead->main < 0 || lead->main == lead->region) {
    for (int m = 0; m < count; m++)
      for (int k = 0; k < 2 && status == TW_OK; k++)
        status = twi_plant_none(p, plants[m], column[k],
                                lead->main < 0 ? "it sells nothing that is counted"
                                               : "it sells most in its own region, which charges it no tariff");
    return status;
  }
  size_t cells = 0, *cell = twi_alloc(b->ctx, (size_t)w->products, sizeof *cell);
  if (!cell) return twi_no_memory(b->ctx, 0);
  for (int g = 0; g < w->products; g++) {
    const twi_market m = {w->product[g].sector, g, 0};
    if (w->product[g].sector != of->sector || (of->family >= 0 && w->product[g].family != of->family)) continue;
    size_t flow = twi_market_cell(w, &m, (size_t)lead->main, (size_t)lead->region);
    if (flow != SIZE_MAX) cell[cells++] = flow;
  }
  b->points = 0;
  status = twi_lab_open(b->lab, 0, TWI_LINE_TARIFF, cell, cells);
  for (int m = 0; m < count && status == TW_OK; m++) {
    const double goal[] = {log(0.5), log(p->threshold)}, *ratio[] = {b->main, b->all};
    const twi_market market = {w->product[p->plant[plants[m]].product].sector, p->plant[plants[m]].product, 0};
    double closed = twi_plant_column(p, TWI_PLANT_HALF_CLOSED)[plants[m]], theta = twi_market_theta(w, &market);
    for (int k = 0; k < 2 && status == TW_OK; k++) {
      double x = isnan(closed) ? 0.5 : log1p(closed / 100);
      twi_next end = TWI_NEXT_TRY;
      status = find_root(b, plants, count, m, ratio[k], goal[k], 0, log1p(MOST_TARIFF), -theta, &x, &end);
      if (status == TW_OK) status = put_tariff(b, plants[m], m, column[k], ratio[k], x, end);
    }
  }
  twi_free(b->ctx, cell);
  return status;
}

/* ---------------------------------------------------------------- subsidies */

/* z, what it costs per unit and in all; of the state that is the root, solved once more where it was not the last. */
static tw_status put_subsidy(bench *b, int plant, double x)
{
  tw_plants *p = b->j->p;
  const twi_plant *of = &p->plant[plant];
  const twi_state *state;
  const twi_wedges *wedges;
  tw_status status = twi_lab_at(b->lab, x, &b->found, &state, &wedges);
  if (status != TW_OK || b->found.outcome <= 0) return status;
  double *sales = twi_alloc(b->ctx, (size_t)p->world->N, sizeof *sales), sold = 0, z = -expm1(x);
  if (!sales) return twi_no_memory(b->ctx, 0);
  (void)twi_plant_measure(p->world, state, wedges, of, b->volume, sales, b->row);
  for (int d = 0; d < p->world->N; d++) sold += sales[d];
  twi_free(b->ctx, sales);
  double cost = twi_plant_price(p->world, state, wedges, of) - x -
                twi_plant_price(p->world, p->run->base.state, &p->run->base.wedges, of);
  double value = twi_plant_column(p, TWI_PLANT_SALES_BASE)[plant] / twi_plant_column(p, TWI_PLANT_UNITS_BASE)[plant];
  twi_plant_column(p, TWI_PLANT_SUBSIDY)[plant] = 100 * z;
  if (of->in_units) twi_plant_column(p, TWI_PLANT_SUBSIDY_PER_UNIT)[plant] = z * exp(cost) * value;
  twi_plant_column(p, TWI_PLANT_SUBSIDY_MONEY)[plant] = z / (1 - z) * sold;
  return TW_OK;
}

static tw_status solve_subsidy(bench *b, int plant)
{
  tw_plants *p = b->j->p;
  const tw_world *w = p->world;
  const twi_plant *of = &p->plant[plant];
  const twi_market m = {w->product[of->product].sector, of->product, 0};
  size_t cell = twi_product_cell(w, (size_t)of->product, (size_t)of->region);
  double lost = log_ratio(of->volume[1], of->volume[0]), theta = twi_market_theta(w, &m), x = lost / theta;
  twi_next end = TWI_NEXT_TRY;
  if (fabs(lost) <= CLOSE) {
    twi_plant_column(p, TWI_PLANT_SUBSIDY)[plant] = twi_plant_column(p, TWI_PLANT_SUBSIDY_MONEY)[plant] = 0;
    if (of->in_units) twi_plant_column(p, TWI_PLANT_SUBSIDY_PER_UNIT)[plant] = 0;
    return TW_OK;
  }
  tw_status status = TW_OK;
  if (isinf(lost)) {
    for (int k = TWI_PLANT_SUBSIDY; k <= TWI_PLANT_SUBSIDY_PER_UNIT && status == TW_OK; k++)
      status = twi_plant_none(p, plant, k, "it sells nothing under the policy, whatever it costs");
    return status;
  }
  b->points = 1; /* no subsidy */
  b->x[0] = 0;
  b->main[0] = NAN;
  b->all[0] = lost;
  status = twi_lab_open(b->lab, 1, TWI_LINE_SUBSIDY, &cell, 1);
  if (status == TW_OK)
    status = find_root(b, &plant, 1, 0, b->all, 0, log1p(-MOST_SUBSIDY), log1p(MOST_TAX), -theta, &x, &end);
  if (status == TW_OK && b->found.outcome > 0 && end == TWI_NEXT_ROOT) status = put_subsidy(b, plant, x);
  int failed = b->found.outcome <= 0;
  for (int k = TWI_PLANT_SUBSIDY;
       (failed || end != TWI_NEXT_ROOT) && status == TW_OK && k <= TWI_PLANT_SUBSIDY_PER_UNIT; k++)
    status = failed ? twi_plant_none(p, plant, k, "no equilibrium was found with a subsidy of %.4g %%: %.300s",
                                     -100 * expm1(x), b->found.message)
             : end == TWI_NEXT_BELOW
                 ? twi_plant_none(p, plant, k, "even a subsidy of %.0f %% does not bring it back", 100 * MOST_SUBSIDY)
                 : twi_plant_none(p, plant, k, "even a tax of %.0f %% leaves it larger", 100 * MOST_TAX);
  return status;
}

/* ---------------------------------------------------------------- groups, on threads */

static tw_status solve_group(bench *b, const group *g)
{
  const int *plants = b->j->order + g->first;
  tw_status status = solve_tariffs(b, plants, g->count);
  for (int m = 0; m < g->count && status == TW_OK; m++) status = solve_subsidy(b, plants[m]);
  return status;
}

/* The next group that nobody has taken, or -1; told to the progress by the caller's own thread. */
static int take_group(job *j)
{
  pthread_mutex_lock(&j->lock);
  int next = j->status == TW_OK && j->next < j->groups ? j->next++ : -1;
  pthread_mutex_unlock(&j->lock);
  if (next >= 0 && pthread_equal(j->caller, pthread_self())) {
    tw_status status = twi_progress(j->p->ctx, "solving the tariffs of plants", (double)next / j->groups);
    if (status != TW_OK) {
      pthread_mutex_lock(&j->lock);
      j->status = status;
      pthread_mutex_unlock(&j->lock);
      return -1;
    }
  }
  return next;
}

static tw_status bench_new(job *j, int most, bench *b)
{
  size_t N = (size_t)j->p->world->N, rows = (size_t)most * MOST_POINTS;
  b->ctx = twi_lab_context(b->lab);
  b->x = twi_alloc(b->ctx, MOST_POINTS, sizeof(double));
  b->curve = twi_alloc(b->ctx, MOST_POINTS, sizeof(double));
  b->main = twi_alloc(b->ctx, rows, sizeof(double));
  b->all = twi_alloc(b->ctx, rows, sizeof(double));
  b->volume = twi_alloc(b->ctx, N, sizeof(double));
  b->row = twi_alloc(b->ctx, N, sizeof(double));
  int there = b->x && b->curve && b->main && b->all && b->volume && b->row;
  return there ? TW_OK : twi_no_memory(b->ctx, rows * sizeof(double));
}

static void bench_free(bench *b)
{
  double *const list[] = {b->x, b->curve, b->main, b->all, b->volume, b->row};
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) twi_free(b->ctx, list[i]);
}

/* One thread; its number is of no interest. */
static void work_on_groups(void *data, size_t task)
{
  job *j = data;
  bench b = {.j = j};
  int next, most = 1;
  (void)task;
  for (int i = 0; i < j->groups; i++) most = j->group[i].count > most ? j->group[i].count : most;
  pthread_mutex_lock(&j->lock); /* errors of a new lab are told in the parent's context */
  tw_status status = j->next < j->groups ? twi_lab_new(j->p->ctx, j->start, &b.lab) : TW_OK;
  if (status != TW_OK) j->status = status;
  pthread_mutex_unlock(&j->lock);
  if (!b.lab) return;
  status = bench_new(j, most, &b);
  while (status == TW_OK && (next = take_group(j)) >= 0) status = solve_group(&b, &j->group[next]);
  if (status != TW_OK) {
    pthread_mutex_lock(&j->lock);
    if (j->status == TW_OK) {
      j->status = status;
      strncpy(j->error, tw_error(b.ctx), sizeof j->error - 1);
    }
    pthread_mutex_unlock(&j->lock);
  }
  bench_free(&b);
  twi_lab_free(b.lab);
}

static int same_group(const tw_plants *p, int a, int b)
{
  const twi_product *x = &p->world->product[p->plant[a].product], *y = &p->world->product[p->plant[b].product];
  return p->plant[a].region == p->plant[b].region && p->plant[a].main == p->plant[b].main && x->sector == y->sector &&
         x->family == y->family;
}

/* Puts plants of a group one after the other, groups and plants in the order of the list. */
static tw_status make_groups(job *j)
{
  tw_plants *p = j->p;
  size_t n = (size_t)p->count;
  j->order = twi_alloc(p->ctx, n + 1, sizeof *j->order);
  j->group = twi_alloc(p->ctx, n + 1, sizeof *j->group);
  unsigned char *taken = twi_new(p->ctx, n + 1, 1);
  if (!j->order || !j->group || !taken) {
    twi_free(p->ctx, taken);
    return twi_no_memory(p->ctx, n * sizeof *j->group);
  }
  int at = 0;
  for (int i = 0; i < p->count; i++) {
    if (taken[i]) continue;
    group *g = &j->group[j->groups++];
    g->first = at;
    for (int k = i; k < p->count; k++)
      if (!taken[k] && same_group(p, i, k)) taken[k] = 1, j->order[at++] = k;
    g->count = at - g->first;
  }
  twi_free(p->ctx, taken);
  return TW_OK;
}

tw_status twi_plants_roots(tw_plants *p, const twi_lab_start *start)
{
  job j = {.p = p, .start = start, .caller = pthread_self()};
  twi_pool *pool = NULL;
  tw_status status = make_groups(&j);
  int threads = start->settings->threads < 1 ? 1 : start->settings->threads;
  if (threads > j.groups) threads = j.groups < 1 ? 1 : j.groups;
  if (status == TW_OK) status = twi_pool_new(p->ctx, threads, &pool);
  if (status == TW_OK) {
    pthread_mutex_init(&j.lock, NULL);
    twi_pool_run(pool, (size_t)threads, work_on_groups, &j);
    pthread_mutex_destroy(&j.lock);
    status = j.status;
    if (*j.error) status = twi_fail(p->ctx, status, "%s", j.error);
  }
  twi_pool_free(p->ctx, pool);
  twi_free(p->ctx, j.order);
  twi_free(p->ctx, j.group);
  return status;
}
