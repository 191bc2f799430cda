/* Paths on random graphs against slow ones: Bellman and Ford's rounds over all legs, and for costs the same over points
 * with the set of passages that were crossed. */
#include "routes/routes.h"

#include "context.h"

enum { NODES = 24, LEGS = 70, PASSAGES = 4, SETS = 1 << PASSAGES };

typedef struct graph {
  tw_sea sea;
  double lon[NODES], lat[NODES], km[2 * LEGS];
  int first[NODES + 1], to[2 * LEGS];
  twi_mask mask[2 * LEGS];
  int a[LEGS], b[LEGS];
  double length[LEGS];
  twi_mask crosses[LEGS];
} graph;

/* Points in a row, some apart, with legs of random length; a third of the legs cross passages. */
static void make_graph(graph *g, support_random *random)
{
  int at = 0;
  for (int i = 0; i < NODES; i++) g->lon[i] = i, g->lat[i] = 0;
  for (int e = 0; e < LEGS; e++) {
    g->a[e] = support_below(random, NODES - 1);
    g->b[e] = (g->a[e] + 1 + support_below(random, 5)) % NODES;
    g->length[e] = support_below(random, 4) ? support_uniform(random, 100, 9000) : 1000; /* ties, too */
    g->crosses[e] = support_below(random, 3) ? 0 : (twi_mask)support_below(random, SETS);
  }
  for (int i = 0; i < NODES; i++) {
    g->first[i] = at;
    for (int e = 0; e < LEGS; e++)
      for (int way = 0; way < 2; way++) {
        if ((way ? g->b[e] : g->a[e]) != i) continue;
        g->to[at] = way ? g->a[e] : g->b[e];
        g->km[at] = g->length[e];
        g->mask[at++] = g->crosses[e];
      }
  }
  g->first[NODES] = at;
  g->sea = (tw_sea){.ctx = context,
                    .nodes = NODES,
                    .legs = LEGS,
                    .lon = g->lon,
                    .lat = g->lat,
                    .first = g->first,
                    .to = g->to,
                    .km = g->km,
                    .mask = g->mask,
                    .passages = PASSAGES};
}

static double slow_path(const graph *g, int from, int to, twi_mask closed)
{
  double d[NODES];
  for (int i = 0; i < NODES; i++) d[i] = i == from ? 0 : INFINITY;
  for (int round = 0; round < NODES; round++)
    for (int e = 0; e < LEGS; e++) {
      if (g->crosses[e] & closed) continue;
      d[g->b[e]] = fmin(d[g->b[e]], d[g->a[e]] + g->length[e]);
      d[g->a[e]] = fmin(d[g->a[e]], d[g->b[e]] + g->length[e]);
    }
  return d[to];
}

static double price_of(const twi_terms *t, twi_mask set)
{
  double price = 0, wait = 0;
  for (int k = 0; k < PASSAGES; k++)
    if (set >> k & 1) price += t->toll[k], wait += t->wait[k];
  return price + twi_freight(0, wait) - twi_freight(0, 0);
}

/* The least of freight and prices over all sets of passages that a path may have crossed. */
static double slow_cost(const graph *g, const twi_terms *t, int from, int to, twi_mask closed)
{
  static double d[SETS][NODES];
  double best = INFINITY;
  for (int s = 0; s < SETS; s++)
    for (int i = 0; i < NODES; i++) d[s][i] = s == 0 && i == from ? 0 : INFINITY;
  for (int round = 0; round < NODES + PASSAGES; round++)
    for (int s = 0; s < SETS; s++)
      for (int e = 0; e < LEGS; e++) {
        if (g->crosses[e] & closed) continue;
        twi_mask after = (twi_mask)s | g->crosses[e];
        d[after][g->b[e]] = fmin(d[after][g->b[e]], d[s][g->a[e]] + g->length[e]);
        d[after][g->a[e]] = fmin(d[after][g->a[e]], d[s][g->b[e]] + g->length[e]);
      }
  for (int s = 0; s < SETS; s++)
    if (d[s][to] < INFINITY) best = fmin(best, twi_freight(d[s][to], 0) + price_of(t, (twi_mask)s));
  return best;
}

static void paths_are_those_of_slow_rounds(void **state)
{
  support_random random = {11};
  graph g;
  (void)state;
  int none = 0;
  for (int trial = 0; trial < 200; trial++) {
    make_graph(&g, &random);
    twi_search *search;
    assert_int_equal(twi_search_new(context, &g.sea, &search), TW_OK);
    int from = support_below(&random, NODES), to = support_below(&random, NODES);
    twi_mask closed = (twi_mask)support_below(&random, SETS);
    double fast = twi_search_run(search, from, to, closed), slow = slow_path(&g, from, to, closed), sum = 0;
    if (fast != slow && fabs(fast - slow) > 1e-9 * slow) fail_msg("trial %d: %g, expected %g", trial, fast, slow);
    none += isinf(fast);
    int node[NODES], count = twi_search_points(search, node);
    assert_int_equal(count == 0, isinf(fast));
    for (int i = 0; i + 1 < count; i++) { /* the points are a path of that length */
      double leg = INFINITY;
      for (int e = g.first[node[i]]; e < g.first[node[i] + 1]; e++)
        if (g.to[e] == node[i + 1] && !(g.mask[e] & closed)) leg = fmin(leg, g.km[e]);
      sum += leg;
    }
    if (count) assert_true(node[0] == from && node[count - 1] == to && fabs(sum - fast) <= 1e-9 * (1 + fast));
    twi_search_free(search);
  }
  assert_true(none > 0);
}

static void the_cheapest_is_that_of_all_sets_of_passages(void **state)
{
  support_random random = {12};
  graph g;
  (void)state;
  int dearer = 0;
  for (int trial = 0; trial < 300; trial++) {
    make_graph(&g, &random);
    twi_search *search;
    assert_int_equal(twi_search_new(context, &g.sea, &search), TW_OK);
    twi_terms terms = {.knots = 17, .by_cost = 1, .factor = 1};
    for (int k = 0; k < PASSAGES; k++) {
      terms.toll[k] = support_below(&random, 3) ? support_uniform(&random, 0, 0.5) : 0;
      terms.wait[k] = support_below(&random, 3) ? 0 : support_uniform(&random, 0, 10);
    }
    int from = support_below(&random, NODES), to = (from + 1 + support_below(&random, NODES - 1)) % NODES;
    twi_mask closed = (twi_mask)1 << support_below(&random, PASSAGES);
    const twi_end ends[2] = {{.node = from, .lon = from}, {.node = to, .lon = to}};
    twi_way way, shortest;
    assert_int_equal(twi_way_find(context, search, &g.sea, ends, &terms, closed, &way), TW_OK);
    double slow = slow_cost(&g, &terms, from, to, closed);
    if (way.found ? fabs(way.tau - slow) > 1e-9 : slow < INFINITY)
      fail_msg("trial %d: %.9g, expected %.9g", trial, way.tau, slow);
    terms.by_cost = 0;
    assert_int_equal(twi_way_find(context, search, &g.sea, ends, &terms, closed, &shortest), TW_OK);
    dearer += way.found && shortest.tau > way.tau + 1e-9;
    twi_way_free(context, &way);
    twi_way_free(context, &shortest);
    twi_search_free(search);
  }
  assert_true(dearer > 10); /* or the shortest were always the cheapest, and nothing was tried */
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(paths_are_those_of_slow_rounds),
                                     cmocka_unit_test(the_cheapest_is_that_of_all_sets_of_passages)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
