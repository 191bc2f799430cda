/* Random worlds for tests: arrays of tw_world_data that a test may change before it makes the world. */
#ifndef TRADEWIND_TESTS_WORLDS_H
#define TRADEWIND_TESTS_WORLDS_H

#include "support.h"

typedef struct random_world {
  int N, S;
  tw_world_data data;
  char codes[512][12];
  const char *region[256], *sector[256];
  unsigned char *goods;
  double *theta, *flow, *tariff, *export_tax, *v, *input, *final;
} random_world;

/* What a random world has. */
enum { WITH_TARIFFS = 1, WITH_EXPORT_TAXES = 2, WITH_INPUTS = 4, WITH_DEAD_CELLS = 8, WITH_ALL = 15 };

static inline size_t flow_at(const random_world *w, int s, int d, int o)
{
  return ((size_t)s * (size_t)w->N + (size_t)d) * (size_t)w->N + (size_t)o;
}

/* Flows with home bias over several orders of magnitude; trade elasticities from 1.4 to 12. */
static inline random_world *random_world_new(support_random *r, int N, int S, int with)
{
  random_world *w = calloc(1, sizeof *w);
  size_t n = (size_t)N, m = (size_t)S;
  w->N = N;
  w->S = S;
  w->goods = calloc(m, 1);
  w->theta = calloc(m, sizeof(double));
  w->flow = calloc(m * n * n, sizeof(double));
  w->tariff = calloc(m * n * n, sizeof(double));
  w->export_tax = calloc(m * n * n, sizeof(double));
  w->v = calloc(n * m, sizeof(double));
  w->input = calloc(n * m * m, sizeof(double));
  w->final = calloc(n * m, sizeof(double));
  for (int i = 0; i < N; i++) {
    snprintf(w->codes[i], sizeof w->codes[i], "R%02d", i);
    w->region[i] = w->codes[i];
  }
  for (int s = 0; s < S; s++) {
    snprintf(w->codes[256 + s], sizeof w->codes[0], "S%02d", s);
    w->sector[s] = w->codes[256 + s];
    w->goods[s] = s % 3 != 2;
    w->theta[s] = s == 0 ? 1.4 : support_uniform(r, 2, 12);
    for (int d = 0; d < N; d++)
      for (int o = 0; o < N; o++) {
        size_t i = flow_at(w, s, d, o);
        double size = exp(1.2 * support_normal(r));
        w->flow[i] = d == o ? 20 * N * exp(0.5 * support_normal(r)) : size;
        if (with & WITH_DEAD_CELLS && d != o && support_below(r, 4) == 0) w->flow[i] = 0;
        if (d == o) continue;
        if (with & WITH_TARIFFS && support_below(r, 3)) w->tariff[i] = support_uniform(r, 0, 0.4);
        if (with & WITH_EXPORT_TAXES && support_below(r, 3) == 0) w->export_tax[i] = support_uniform(r, -0.05, 0.15);
      }
  }
  if (with & WITH_DEAD_CELLS && N > 2 && S > 2) {
    /* one region makes nothing of the last sector; nobody buys the one before it from abroad */
    for (int d = 0; d < N; d++) {
      w->flow[flow_at(w, S - 1, d, 1)] = 0;
      for (int o = 0; o < N; o++)
        if (o != d) w->flow[flow_at(w, S - 2, d, o)] = 0;
    }
    w->flow[flow_at(w, S - 1, 1, 0)] = 3;
  }
  for (int d = 0; d < N; d++) {
    double sum = 0;
    for (int s = 0; s < S; s++) {
      size_t i = (size_t)d * m + (size_t)s;
      w->v[i] = with & WITH_INPUTS ? (s == 1 ? 1 : support_uniform(r, 0.25, 0.9)) : 1;
      sum += w->final[i] = support_uniform(r, 0.2, 1);
      double bill = 0, *a = w->input + i * m;
      for (int k = 0; k < S; k++) bill += a[k] = support_uniform(r, 0.05, 1);
      for (int k = 0; k < S; k++) a[k] /= bill;
    }
    for (int s = 0; s < S; s++) w->final[(size_t)d * m + (size_t)s] /= sum;
  }
  w->data = (tw_world_data){.name = "random",
                            .regions = N,
                            .sectors = S,
                            .region = w->region,
                            .sector = w->sector,
                            .goods = w->goods,
                            .trade_elasticity = w->theta,
                            .flow = w->flow,
                            .tariff = with & WITH_TARIFFS ? w->tariff : NULL,
                            .export_tax = with & WITH_EXPORT_TAXES ? w->export_tax : NULL,
                            .value_added_share = w->v,
                            .input_share = with & WITH_INPUTS ? w->input : NULL,
                            .final_share = w->final};
  return w;
}

static inline void random_world_free(random_world *w)
{
  free(w->goods);
  free(w->theta);
  free(w->flow);
  free(w->tariff);
  free(w->export_tax);
  free(w->v);
  free(w->input);
  free(w->final);
  free(w);
}

static inline tw_world *make_world(tw_context *ctx, const random_world *w)
{
  tw_world *world = NULL;
  assert_ok(ctx, tw_world_new(ctx, &w->data, &world));
  return world;
}

/* Fails each request for memory of a body that gets a random world of three regions and three sectors. */
static inline void random_world_in_little_memory(tw_status (*body)(tw_context *context, void *data))
{
  support_random r = {4};
  random_world *w = random_world_new(&r, 3, 3, WITH_ALL);
  assert_true(support_fail_each(body, w) > 100);
  random_world_free(w);
}

/* Solves a scenario given as text; the result is certified or the test fails. The solver is freed. */
static inline tw_result *solve_text(tw_context *ctx, const tw_world *world, const tw_settings *settings,
                                    const char *text)
{
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "test", &scenario));
  assert_ok(ctx, tw_solver_new(ctx, world, settings, &solver));
  assert_ok(ctx, tw_solve(solver, scenario, &result));
  if (tw_result_info(result)->outcome <= 0)
    fail_msg("%s: %s", tw_outcome_word(tw_result_info(result)->outcome), tw_result_info(result)->message);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  return result;
}

/* One number of the regions table. */
static inline double of_region(const tw_result *result, const char *column, int region)
{
  const double *values = tw_result_column(result, TW_REGIONS, column);
  assert_non_null(values);
  return values[region];
}

#endif
