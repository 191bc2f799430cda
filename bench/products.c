/* A world as fine as customs data: 195 regions, 50 sectors, products with so many flows, tariffs of 10 points more in one
 * region. Prints seconds of the new equilibrium, least of some, and per flow. make bench does not run it: it wants 1 GB.
 *
 *   build/bench/products [products [flows [threads [times]]]]        defaults 5000 10e6 2 5; products 0: dense, without
 *
 * Made by a fixed generator, so the same everywhere: sizes of regions are lognormal, own sales 8 times the rest. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tradewind.h"

enum { N = 195, S = 50 };

static uint64_t state = 12345;

static double uniform(void)
{
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (double)(state >> 11) / 9007199254740992.0;
}

static double normal(void)
{
  double u = uniform() + 1e-300;
  return sqrt(-2 * log(u)) * cos(6.283185307179586 * uniform());
}

static void *need(size_t count, size_t size)
{
  void *p = calloc(count ? count : 1, size);
  if (!p) {
    fprintf(stderr, "no memory\n");
    exit(1);
  }
  return p;
}

static void stop(tw_context *context, tw_status status)
{
  if (status == TW_OK) return;
  fprintf(stderr, "%s\n", tw_error(context));
  exit(1);
}

/* Sparse flows of products, and their sums by sector. */
static size_t make_flows(int products, double wanted, const double *size, double *flow, tw_world_product_flow *out,
                         size_t room)
{
  double density = wanted / ((double)products * N * N);
  size_t count = 0;
  for (int g = 0; g < products; g++) {
    double weight = exp(normal());
    for (int d = 0; d < N; d++)
      for (int o = 0; o < N; o++) {
        if ((d != o && uniform() > density) || count == room) continue;
        double value = weight * size[d] * (d == o ? 8 : 0.02 * size[o]) * exp(0.5 * normal());
        out[count++] = (tw_world_product_flow){g, d, o, value, NAN, NAN, NAN};
        flow[((size_t)(g % S) * N + (size_t)d) * N + (size_t)o] += value;
      }
  }
  return count;
}

int main(int argc, char **argv)
{
  int products = argc > 1 ? atoi(argv[1]) : 5000, times = argc > 4 ? atoi(argv[4]) : 5;
  double wanted = argc > 2 ? atof(argv[2]) : 10e6;
  size_t cells = (size_t)S * N * N, count = cells, room = products ? (size_t)(1.3 * wanted) + 1000 : 0;
  char(*code)[12] = need((size_t)(N + S + products), sizeof *code);
  const char **region = need(N, sizeof *region), **sector = need(S, sizeof *sector);
  double *size = need(N, sizeof *size), *theta = need(S, sizeof *theta), *eta = need(S, sizeof *eta);
  double *flow = need(cells, sizeof *flow), *tariff = need(cells, sizeof *tariff), *v = need(N * S, sizeof *v);
  double *input = need((size_t)N * S * S, sizeof *input);
  tw_world_product *product = need((size_t)products, sizeof *product);
  tw_world_product_flow *of = need(room, sizeof *of);
  for (int i = 0; i < N; i++) {
    snprintf(code[i], sizeof code[i], "R%03d", i);
    region[i] = code[i];
    size[i] = exp(2 * normal());
  }
  for (int s = 0; s < S; s++) {
    snprintf(code[N + s], sizeof code[0], "S%02d", s);
    sector[s] = code[N + s];
    theta[s] = 3 + 6 * uniform();
    eta[s] = 0.5 + 2 * uniform();
  }
  for (int g = 0; g < products; g++) {
    snprintf(code[N + S + g], sizeof code[0], "P%06d", g);
    product[g] =
        (tw_world_product){.code = code[N + S + g], .sector = sector[g % S], .trade_elasticity = 2 + 8 * uniform()};
  }
  if (products) count = make_flows(products, wanted, size, flow, of, room);
  for (size_t i = 0; i < cells; i++) {
    size_t d = i / N % N, o = i % N;
    if (!products) flow[i] = size[d] * (d == o ? 20 : 0.05 * size[o]) * exp(0.5 * normal());
    if (d != o && flow[i] > 0) tariff[i] = 0.1 * uniform();
  }
  for (size_t i = 0; i < (size_t)N * S; i++) {
    double bill = 0, *a = input + i * S;
    v[i] = 0.3 + 0.4 * uniform();
    for (int k = 0; k < S; k++) bill += a[k] = uniform();
    for (int k = 0; k < S; k++) a[k] /= bill;
  }
  tw_world_data data = {.name = "customs",
                        .regions = N,
                        .sectors = S,
                        .region = region,
                        .sector = sector,
                        .trade_elasticity = theta,
                        .flow = flow,
                        .tariff = tariff,
                        .value_added_share = v,
                        .input_share = input,
                        .product = products ? product : NULL,
                        .products = products,
                        .product_flow = products ? of : NULL,
                        .product_flows = products ? count : 0,
                        .product_elasticity = products ? eta : NULL};
  tw_context *context = tw_context_new(NULL);
  tw_world *world = NULL;
  stop(context, tw_world_new(context, &data, &world));
  void *const given[] = {flow, tariff, input, v, of};
  for (size_t i = 0; i < sizeof given / sizeof *given; i++) free(given[i]);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.decomposition = 0;
  settings.threads = argc > 3 ? atoi(argv[3]) : 2;
  static const char text[] =
      "scenario: bench\npolicy:\n  - tariff: {importer: R000, exporter: all, sector: all, add: 10 pp}\n";
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  stop(context, tw_scenario_parse(context, text, sizeof text - 1, "bench", &scenario));
  stop(context, tw_solver_new(context, world, &settings, &solver));
  double least = INFINITY;
  for (int i = 0; i < times; i++) {
    tw_result *result = NULL;
    stop(context, tw_solve(solver, scenario, &result));
    const tw_info *info = tw_result_info(result);
    if (info->outcome <= 0) {
      fprintf(stderr, "%s\n", info->message);
      return 1;
    }
    if (info->seconds.new_ < least) least = info->seconds.new_;
    if (i + 1 == times)
      printf("products %d\nflows %zu\nnew %.4f\nns_per_flow %.1f\nresidual %.1e\nresiduals %ld\nproducts_with_vectors "
             "%ld\n"
             "world_mb %.0f\nsolver_mb %.0f\n",
             products, count, least, 1e9 * least / (double)count, info->certificate.max, info->residual_evaluations,
             info->jvp_evaluations, (double)info->world_bytes / 1e6, (double)info->arena_bytes / 1e6);
    tw_result_free(result);
  }
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(context);
  return 0;
}
