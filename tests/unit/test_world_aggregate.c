/* Aggregation: sums, weighted means and identities, worked out here by other loops; maps that are wrong. */
#include "world/world.h"
#include "world_files.h"

enum { N = 3, S = 3, n = 2, m = 2 };
static const int to_region[N] = {0, 0, 1}, to_sector[S] = {0, 1, 0}; /* CAN and USA are NAM; A01 and H49 are X */

static const char *map_file(const char *name, const char *text)
{
  const char *path = support_temp(name);
  support_write(path, text);
  return path;
}

static tw_world *source(tw_context *context, int with_final)
{
  world_files *files = files_new();
  if (with_final) file_final(files);
  strcpy(file_text(files, "groups.yaml"), "NORTH: [CAN, USA]\nPACIFIC: [CAN, JPN]\n");
  strcpy(file_text(files, "macro.csv"), "region,population\nCAN,35\nUSA,320\n");
  tw_world *world = world_open_ok(context, files_write(files, "source"));
  free(files);
  return world;
}

static tw_world *merged(tw_context *context, const tw_world *world)
{
  tw_world *out = NULL;
  const char *regions = map_file("r.csv", "to,region,name\nNAM,can,North America\nNAM,USA,North America\nJPN,JPN,\n");
  const char *sectors = map_file("s.csv", "sector,to\nA01,X\nC29,C29\nH49,X\n");
  assert_ok(context, tw_world_aggregate(context, world, regions, sectors, "two", "Two: regions", &out));
  return out;
}

static void sums_and_means(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world *world = source(context, 1), *out = merged(context, world);
  const double *F = tw_world_numbers(world, "flow"), *t = tw_world_numbers(world, "tariff"),
               *mfn = tw_world_numbers(world, "tariff_mfn_pct");
  const double *Y = tw_world_numbers(world, "output"), *v = tw_world_numbers(world, "value_added_share");
  const double *a = tw_world_numbers(world, "input_share"), *theta = tw_world_numbers(world, "trade_elasticity");
  assert_int_equal(tw_world_regions(out), n);
  assert_int_equal(tw_world_sectors(out), m);
  assert_string_equal(tw_world_region(out, 0), "NAM");
  assert_string_equal(tw_world_region_name(out, 0), "North America");
  assert_string_equal(tw_world_region_name(out, 1), "Japan");
  assert_string_equal(tw_world_sector_name(out, 1), "Cars");
  double flow[m * n * n] = {0}, revenue[m * n * n] = {0}, mfn_revenue[m * n * n] = {0}, imports[m] = {0},
                      elasticity[m] = {0};
  double output[n * m] = {0}, added[n * m] = {0}, input[n * m * m] = {0}, bill[n * m] = {0};
  for (int s = 0; s < S; s++)
    for (int d = 0; d < N; d++)
      for (int o = 0; o < N; o++) {
        int from = (s * N + d) * N + o, to = (to_sector[s] * n + to_region[d]) * n + to_region[o];
        flow[to] += F[from];
        revenue[to] += t[from] * F[from];
        mfn_revenue[to] += mfn[from] * F[from];
        if (d != o) imports[to_sector[s]] += F[from];
        if (d != o) elasticity[to_sector[s]] += theta[s] * F[from];
      }
  for (int d = 0; d < N; d++)
    for (int u = 0; u < S; u++) {
      int from = d * S + u, to = to_region[d] * m + to_sector[u];
      output[to] += Y[from];
      added[to] += v[from] * Y[from];
      bill[to] += (1 - v[from]) * Y[from];
      for (int s = 0; s < S; s++) input[to * m + to_sector[s]] += a[from * S + s] * Y[from];
    }
  for (int i = 0; i < m * n * n; i++) {
    assert_close(tw_world_numbers(out, "flow")[i], flow[i], 1e-14);
    assert_close(tw_world_numbers(out, "tariff")[i] * flow[i], revenue[i], 1e-14);
    assert_close(tw_world_numbers(out, "tariff_mfn_pct")[i] * flow[i], mfn_revenue[i], 1e-14);
  }
  for (int i = 0; i < m; i++)
    assert_close(tw_world_numbers(out, "trade_elasticity")[i], elasticity[i] / imports[i], 1e-14);
  for (int i = 0; i < n * m; i++) {
    assert_close(tw_world_numbers(out, "output")[i], output[i], 1e-13);
    assert_close(tw_world_numbers(out, "value_added_share")[i] * output[i], added[i], 1e-13);
    for (int s = 0; s < m; s++)
      assert_close(tw_world_numbers(out, "input_share")[i * m + s] * output[i], input[i * m + s], 1e-13);
  }
  const double *V = tw_world_numbers(world, "value_added"), *D = tw_world_numbers(world, "deficit");
  assert_close(tw_world_numbers(out, "value_added")[0], V[0] + V[1], 1e-13);
  assert_close(tw_world_numbers(out, "deficit")[0], D[0] + D[1], 1e-13);
  assert_true(tw_world_numbers(out, "population")[0] == 355);
  assert_true(isnan(tw_world_numbers(out, "population")[1])); /* JPN has none */
  /* The merged regions' own sales carry the tariffs of the trade between them. */
  const tw_finding *own = world_finding(out, "own_sales_tariff", -2, -2),
                   *trade = world_finding(out, "merged_trade", -2, -2);
  assert_non_null(own);
  assert_non_null(trade);
  assert_close(trade->money, F[1] + F[3] + F[9 + 1] + F[9 + 3] + F[18 + 1] + F[18 + 3], 1e-14);
  assert_close(own->money, 0.025 * (F[1] + F[3] + F[9 + 1] + F[9 + 3]), 1e-14);
  assert_non_null(world_finding(out, "mixed_sector", -1, 0)); /* goods and services */
  tw_world_free(world);
  tw_world_free(out);
  tw_context_free(context);
}

/* A sector that merges goods and services is what most of its output is. */
static void the_larger_part_is_the_kind(void **state)
{
  (void)state;
  static const double services[] = {0.98, 1.02}; /* as much of goods */
  tw_context *context = tw_context_new(NULL);
  for (int k = 0; k < 2; k++) {
    world_files *files = files_new();
    char *text = file_text(files, "flows.csv");
    double sum[S] = {0};
    for (int i = 0; i < S * N * N; i++) sum[i / (N * N)] += file_flow(i / (N * N), i / N % N, i % N);
    strcpy(text, "sector,importer,exporter,value\n");
    for (int i = 0; i < S * N * N; i++) {
      int s = i / (N * N), d = i / N % N, o = i % N;
      double scale = s == 2 ? services[k] * sum[0] / sum[2] : 1;
      if (file_flow(s, d, o) > 0)
        file_add(text, "%s,%s,%s,%.17g\n", file_sector[s], file_region[d], file_region[o], scale * file_flow(s, d, o));
    }
    tw_world *world = world_open_ok(context, files_write(files, k ? "mostly-services" : "mostly-goods"));
    tw_world *out = merged(context, world);
    const tw_finding *mixed = world_finding(out, "mixed_sector", -1, 0);
    assert_int_equal(tw_world_sector_is_goods(out, 0), k == 0);
    assert_int_equal(tw_world_sector_is_goods(out, 1), 1);
    assert_non_null(mixed);
    assert_relative(mixed->relative, 1 / (1 + services[k]), 1e-13);
    assert_non_null(strstr(mixed->text, k ? "counts as services" : "counts as goods"));
    tw_world_free(out);
    tw_world_free(world);
    free(files);
  }
  tw_context_free(context);
}

/* A world in balance stays in balance; one that is not keeps the sum of its gaps. */
static void identities_hold_as_in_the_source(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  for (int with_final = 0; with_final < 2; with_final++) {
    tw_world *world = source(context, with_final), *out = merged(context, world);
    const tw_finding *before = world_finding(world, "market_clearing", -2, -2),
                     *after = world_finding(out, "market_clearing", -2, -2);
    assert_int_equal(before->severity, with_final ? 3 : 0);
    if (with_final)
      assert_true(after->money <= before->money * (1 + 1e-12));
    else
      assert_true(after->relative < 1e-14);
    assert_int_equal(world_finding(out, "budget", -2, -2)->severity, 0);
    assert_int_equal(world_finding(out, "deficits", -2, -2)->severity, 0);
    tw_world_free(world);
    tw_world_free(out);
  }
  tw_context_free(context);
}

static void descriptions_and_groups(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world *world = source(context, 0), *out = merged(context, world);
  assert_string_equal(tw_world_text(out, "name"), "two");
  assert_string_equal(tw_world_text(out, "title"), "Two: regions");
  assert_string_equal(tw_world_text(out, "source"), "made up");
  assert_string_equal(tw_world_text(out, "colour"), "blue");
  assert_string_equal(tw_world_text(out, "year"), "2014");
  assert_non_null(strstr(tw_world_text(out, "notes"), tw_world_text(world, "sha256")));
  assert_non_null(strstr(tw_world_text(out, "notes"), "trade elasticities by imports"));
  twi_group group;
  assert_int_equal(twi_world_group_at(out, 0, &group), 1);
  assert_string_equal(group.name, "NORTH");
  assert_int_equal(group.count, 1);
  assert_string_equal(group.members[0], "NAM");
  assert_non_null(world_finding(out, "group_dropped", -1, -1)); /* PACIFIC would take the USA in */
  int members[n], absent;
  assert_int_equal(twi_world_group(out, "pacific", 7, members, &absent), -1);
  tw_world_free(world);
  tw_world_free(out);
  tw_context_free(context);
}

/* Built-in groups follow their members: DEU stays, the other members are one region. */
static void a_built_in_group_that_was_merged(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  static const char *const region[] = {"DEU", "FRA", "ITA", "USA"}, *const sector[] = {"X"};
  double flow[16], theta = 4;
  for (int i = 0; i < 16; i++) flow[i] = 1;
  const tw_world_data data = {.name = "w",
                              .regions = 4,
                              .sectors = 1,
                              .region = region,
                              .sector = sector,
                              .trade_elasticity = &theta,
                              .flow = flow};
  tw_world *world, *out;
  assert_ok(context, tw_world_new(context, &data, &world));
  const char *map = map_file("r.csv", "region,to\nDEU,DEU\nFRA,REU\nITA,REU\nUSA,USA\n");
  assert_ok(context, tw_world_aggregate(context, world, map, NULL, "two", NULL, &out));
  int members[3], absent;
  assert_int_equal(twi_world_group(out, "EU", 2, members, &absent), 2);
  assert_int_equal(members[0] + members[1], 1); /* DEU 0, REU 1 */
  assert_int_equal(absent, 0);
  assert_int_equal(twi_world_group(out, "CUSMA", 5, members, &absent), 1);
  assert_int_equal(absent, 2);
  tw_world_free(out);
  map = map_file("r.csv", "region,to\nDEU,DEU\nFRA,FRA\nITA,ROW\nUSA,ROW\n"); /* ITA among others: EU is what is left */
  assert_ok(context, tw_world_aggregate(context, world, map, NULL, "two", NULL, &out));
  assert_int_equal(twi_world_group(out, "EU", 2, members, &absent), 2);
  assert_int_equal(absent, 25);
  tw_world_free(out);
  tw_world_free(world);
  tw_context_free(context);
}

/* Export taxes are on the producer's price: the mean keeps what producers get, and so output. */
static void export_taxes_keep_output(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  static const char *const region[] = {"A", "B", "C"}, *const sector[] = {"X"};
  const double flow[] = {50, 10, 20, 5, 60, 1, 30, 7, 70}, theta = 4;
  const double tax[] = {0, 0.1, 0.5, 0.2, 0, 0.3, 0.8, -0.1, 0};
  const tw_world_data data = {.name = "w",
                              .regions = 3,
                              .sectors = 1,
                              .region = region,
                              .sector = sector,
                              .trade_elasticity = &theta,
                              .flow = flow,
                              .export_tax = tax};
  tw_world *world, *out;
  assert_ok(context, tw_world_new(context, &data, &world));
  const char *map = map_file("r.csv", "region,to\nA,A\nB,R\nC,R\n");
  assert_ok(context, tw_world_aggregate(context, world, map, NULL, "two", NULL, &out));
  /* A buys from B and C: 10 at 10 %, 20 at 50 %. */
  assert_close(tw_world_numbers(out, "export_tax")[1], 30 / (10 / 1.1 + 20 / 1.5) - 1, 1e-15);
  const double *y = tw_world_numbers(world, "output");
  assert_close(tw_world_numbers(out, "output")[0], y[0], 1e-15);
  assert_close(tw_world_numbers(out, "output")[1], y[1] + y[2], 1e-15);
  tw_world_free(world);
  tw_world_free(out);
  tw_context_free(context);
}

/* Elasticities of what nobody imports are weighted by output, of all regions: P has 10 + 20 + 170 at 3, Q 40 + 10 + 50 at 9,
 * which are 5 together. */
static void elasticities_without_imports(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  static const char *const region[] = {"A", "B", "C"}, *const sector[] = {"X", "P", "Q"};
  static const double theta[] = {4, 3, 9}, made[2][3] = {{10, 20, 170}, {40, 10, 50}};
  double flow[27] = {0};
  for (int i = 0; i < 9; i++) flow[i] = 10 + i;
  for (int s = 0; s < 2; s++)
    for (int d = 0; d < 3; d++) flow[((s + 1) * 3 + d) * 3 + d] = made[s][d];
  const tw_world_data data = {.name = "w",
                              .regions = 3,
                              .sectors = 3,
                              .region = region,
                              .sector = sector,
                              .trade_elasticity = theta,
                              .flow = flow};
  tw_world *world, *out;
  assert_ok(context, tw_world_new(context, &data, &world));
  const char *map = map_file("s.csv", "sector,to\nX,X\nP,R\nQ,R\n");
  assert_ok(context, tw_world_aggregate(context, world, NULL, map, "two", NULL, &out));
  assert_close(tw_world_numbers(out, "trade_elasticity")[0], 4, 1e-15);
  assert_close(tw_world_numbers(out, "trade_elasticity")[1], 5, 1e-15);
  tw_world_free(world);
  tw_world_free(out);
  tw_context_free(context);
}

/* No maps: the same numbers under another name. */
static void keeping_everything(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world *world = source(context, 1), *out;
  assert_ok(context, tw_world_aggregate(context, world, NULL, NULL, "same", NULL, &out));
  assert_memory_equal(tw_world_numbers(out, "flow"), tw_world_numbers(world, "flow"), 27 * sizeof(double));
  assert_memory_equal(tw_world_numbers(out, "tariff"), tw_world_numbers(world, "tariff"), 27 * sizeof(double));
  for (int i = 0; i < 9; i++) {
    if (tw_world_numbers(world, "output")[i] == 0) continue; /* no output: no technology to keep */
    assert_true(tw_world_numbers(out, "value_added_share")[i] == tw_world_numbers(world, "value_added_share")[i]);
    for (int s = 0; s < 3; s++)
      assert_close(tw_world_numbers(out, "input_share")[3 * i + s], tw_world_numbers(world, "input_share")[3 * i + s],
                   1e-15);
  }
  for (int i = 0; i < 9; i++)
    assert_close(tw_world_numbers(out, "final_share")[i], tw_world_numbers(world, "final_share")[i], 1e-15);
  assert_null(world_finding(out, "merged_trade", -2, -2));
  tw_world_free(world);
  tw_world_free(out);
  tw_context_free(context);
}

static void wrong_maps_are_refused(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world *world = source(context, 0), *out = NULL;
  static const char *const cases[][2] = {
      {"region,to\nCAN,NAM\nUSA,NAM\n", "the region JPN is not mapped"},
      {"region,to\nCAN,NAM\nUSA,NAM\nJPM,JPN\n",
       "r.csv:4: column region: found \"JPM\", expected a region of the world; did you mean JPN?"},
      {"region,to\nCAN,NAM\nUSA,NAM\nJPN,JPN\ncan,X\n", "r.csv:5: column region: found \"can\" again, first in line 2"},
      {"region,to\nCAN,NAM\nUSA,\nJPN,JPN\n", "r.csv:3: column to: found nothing, expected a code"},
      {"region,to\nCAN,N A\nUSA,X\nJPN,JPN\n", "r.csv:2: column to: found a space"},
      {"region,ot\nCAN,NAM\n", "r.csv:1: the column to is missing; is it the one called ot?"},
      {"sector,to\nCAN,NAM\n", "r.csv:1: the column region is missing"},
      {"region,to,name\nCAN,NAM,North\nUSA,NAM,South\nJPN,JPN,\n",
       "r.csv:3: column name: found a second name for NAM, expected North"},
      {"", "r.csv:1: found nothing"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_fails(context, tw_world_aggregate(context, world, map_file("r.csv", cases[i][0]), NULL, "two", NULL, &out),
                 TW_BAD_INPUT, cases[i][1]);
  assert_fails(context, tw_world_aggregate(context, world, support_temp("none.csv"), NULL, "two", NULL, &out),
               TW_BAD_INPUT, "none.csv: cannot open");
  assert_fails(context, tw_world_aggregate(context, world, NULL, NULL, "", NULL, &out), TW_USAGE, "a short name");
  tw_world_free(world);
  tw_context_free(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sums_and_means),
      cmocka_unit_test(the_larger_part_is_the_kind),
      cmocka_unit_test(identities_hold_as_in_the_source),
      cmocka_unit_test(descriptions_and_groups),
      cmocka_unit_test(a_built_in_group_that_was_merged),
      cmocka_unit_test(export_taxes_keep_output),
      cmocka_unit_test(elasticities_without_imports),
      cmocka_unit_test(keeping_everything),
      cmocka_unit_test(wrong_maps_are_refused),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
