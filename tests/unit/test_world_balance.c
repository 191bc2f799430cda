/* Balancing: identities restored, totals held, nothing moved without need; compared with RAS done by other loops, and
 * with a table that noise was put on. */
#include "worlds.h"

#define WIOD "wiod2014"

/* ---------------------------------------------------------------- identities, by other loops */

/* Largest |bought - used| over what is bought, of all markets that buy; final demand is share times income. */
static double worst_market(const tw_world *w)
{
  size_t N = (size_t)tw_world_regions(w), S = (size_t)tw_world_sectors(w);
  const double *F = tw_world_numbers(w, "flow"), *t = tw_world_numbers(w, "tariff"),
               *e = tw_world_numbers(w, "export_tax"), *v = tw_world_numbers(w, "value_added_share"),
               *a = tw_world_numbers(w, "input_share"), *alpha = tw_world_numbers(w, "final_share");
  double worst = 0, *Y = calloc(N * S, sizeof *Y), *X = calloc(N * S, sizeof *X), *I = calloc(N, sizeof *I);
  for (size_t s = 0; s < S; s++)
    for (size_t d = 0; d < N; d++)
      for (size_t o = 0; o < N; o++) {
        size_t i = (s * N + d) * N + o;
        double rate = t ? t[i] : 0, tax = e ? e[i] : 0;
        X[d * S + s] += (1 + rate) * F[i];
        Y[o * S + s] += F[i] / (1 + tax);
        I[d] += rate * F[i] + (d != o ? F[i] : 0);
        I[o] += tax / (1 + tax) * F[i] - (d != o ? F[i] : 0);
      }
  for (size_t cell = 0; cell < N * S; cell++) I[cell / S] += v[cell] * Y[cell];
  for (size_t d = 0; d < N; d++)
    for (size_t s = 0; s < S; s++) {
      double used = alpha[d * S + s] * I[d];
      for (size_t u = 0; u < S; u++) used += a[(d * S + u) * S + s] * Y[d * S + u];
      double x = X[d * S + s];
      if (x > 0) worst = fmax(worst, fabs(x - used) / x);
      assert_true(alpha[d * S + s] >= 0);
    }
  free(Y);
  free(X);
  free(I);
  return worst;
}

static double trade_of(const tw_world *w, int d, int o)
{
  int N = tw_world_regions(w), S = tw_world_sectors(w);
  double sum = 0;
  for (int s = 0; s < S; s++)
    sum += tw_world_numbers(w, "flow")[((size_t)s * (size_t)N + (size_t)d) * (size_t)N + (size_t)o];
  return sum;
}

/* ---------------------------------------------------------------- tests */

static void a_balanced_world_stays_as_it_is(void **state)
{
  (void)state;
  static const char *const holds[] = {NULL, "none", "trade,output,inputs,flows"};
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {5};
  random_world *rw = random_world_new(&r, 4, 3, WITH_ALL);
  tw_world *first = make_world(ctx, rw), *world, *out;
  assert_ok(ctx, tw_world_balance(ctx, first, "none", NULL, NULL, NULL, &world));
  assert_string_not_equal(tw_world_text(first, "sha256"), tw_world_text(world, "sha256"));
  for (size_t i = 0; i < sizeof holds / sizeof *holds; i++) {
    assert_ok(ctx, tw_world_balance(ctx, world, holds[i], NULL, "other", "Other", &out));
    assert_string_equal(tw_world_text(world, "sha256"), tw_world_text(out, "sha256"));
    assert_memory_equal(tw_world_numbers(world, "flow"), tw_world_numbers(out, "flow"), 48 * sizeof(double));
    tw_world_free(out);
  }
  /* The same after it was written and read. */
  const char *folder = support_temp("balanced");
  assert_ok(ctx, tw_world_write_folder(ctx, world, folder));
  tw_world *read;
  assert_ok(ctx, tw_world_open(ctx, folder, &read));
  assert_ok(ctx, tw_world_balance(ctx, read, NULL, NULL, NULL, NULL, &out));
  assert_string_equal(tw_world_text(world, "sha256"), tw_world_text(out, "sha256"));
  tw_world_free(out);
  tw_world_free(read);
  tw_world_free(world);
  tw_world_free(first);
  random_world_free(rw);
  tw_context_free(ctx);
}

/* What each name holds is held, on worlds with tariffs, export taxes and empty cells. */
static void each_name_holds_what_it_says(void **state)
{
  (void)state;
  static const char *const holds[] = {"none",
                                      "value_added",
                                      "value_added_by_sector",
                                      "output",
                                      "final_demand",
                                      "trade",
                                      "deficits",
                                      "inputs",
                                      "flows",
                                      "spending",
                                      "own_sales",
                                      "value_added,trade",
                                      "Deficits, inputs"};
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {77};
  enum { N = 5, S = 4 };
  for (size_t h = 0; h < sizeof holds / sizeof *holds; h++) {
    random_world *rw = random_world_new(&r, N, S, WITH_ALL);
    tw_world *world = make_world(ctx, rw), *out;
    const char *hold = holds[h];
    assert_ok(ctx, tw_world_balance(ctx, world, hold, NULL, NULL, NULL, &out));
    assert_true(worst_market(world) > 0.01);
    if (!(worst_market(out) <= 1e-12)) fail_msg("%s: a market is off by %.3g", hold, worst_market(out));
    const double *V = tw_world_numbers(world, "value_added"), *V2 = tw_world_numbers(out, "value_added");
    const double *D = tw_world_numbers(world, "deficit"), *D2 = tw_world_numbers(out, "deficit");
    const double *Y = tw_world_numbers(world, "output"), *Y2 = tw_world_numbers(out, "output");
    const double *X = tw_world_numbers(world, "spending"), *X2 = tw_world_numbers(out, "spending");
    const double *F = tw_world_numbers(world, "flow"), *F2 = tw_world_numbers(out, "flow");
    const double *v = tw_world_numbers(world, "value_added_share"), *v2 = tw_world_numbers(out, "value_added_share");
    const double *a = tw_world_numbers(world, "input_share"), *a2 = tw_world_numbers(out, "input_share");
    double sum = 0, moved = 0;
    for (int d = 0; d < N; d++) {
      sum += D2[d];
      if (strcmp(hold, "value_added") == 0 || strstr(hold, "added,") || strstr(hold, "by_sector"))
        assert_close(V2[d] / V[d], 1, 1e-13);
      if (strcmp(hold, "deficits") == 0 || strstr(hold, "Deficits") || strstr(hold, "trade") ||
          strcmp(hold, "flows") == 0)
        assert_close(D2[d], D[d], 1e-12);
      for (int s = 0; s < S; s++) {
        int i = d * S + s;
        if (strcmp(hold, "output") == 0) assert_close(Y2[i], Y[i], 1e-13);
        if (strcmp(hold, "spending") == 0) assert_close(X2[i], X[i], 1e-13);
        if (strstr(hold, "by_sector")) assert_close(v2[i] * Y2[i], v[i] * Y[i], 1e-13);
        if (strstr(hold, "inputs") && Y[i] > 0) assert_close(v2[i], v[i], 1e-14);
        for (int k = 0; k < S && strstr(hold, "inputs") && Y[i] > 0; k++)
          assert_close(a2[i * S + k], a[i * S + k], 1e-14);
      }
      for (int o = 0; o < N; o++)
        if (o != d && strstr(hold, "trade")) assert_close(trade_of(out, d, o), trade_of(world, d, o), 1e-13);
    }
    assert_close(sum, 0, 1e-10);
    for (int i = 0; i < S * N * N; i++) {
      int own = i / N % N == i % N;
      moved += fabs(F2[i] - F[i]);
      assert_true((F[i] == 0) == (F2[i] == 0) && F2[i] >= 0);
      if (strcmp(hold, own ? "own_sales" : "flows") == 0) assert_true(F2[i] == F[i]);
    }
    assert_true(moved > 0);
    tw_world_free(out);
    tw_world_free(world);
    random_world_free(rw);
  }
  tw_context_free(ctx);
}

/* One sector without inputs: flows alone, and row and column totals make it the biproportional problem. */
static void margins_of_one_matrix_are_ras(void **state)
{
  (void)state;
  enum { N = 6 };
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {9};
  random_world *rw = random_world_new(&r, N, 1, 0);
  double row[N], column[N], F[N][N], sum = 0, sums = 0;
  char text[4096] = "kind,region,value\n";
  for (int i = 0; i < N; i++) sum += row[i] = support_uniform(&r, 50, 100);
  for (int i = 0; i < N; i++) sums += column[i] = support_uniform(&r, 50, 100);
  for (int i = 0; i < N; i++) column[i] *= sum / sums;
  for (int i = 0; i < N; i++)
    snprintf(text + strlen(text), sizeof text - strlen(text), "spending,R%02d,%.17g\noutput,r%02d,%.17g\n", i, row[i],
             i, column[i]);
  const char *totals = support_temp("totals.csv");
  support_write(totals, text);
  tw_world *world = make_world(ctx, rw), *out;
  assert_ok(ctx, tw_world_balance(ctx, world, NULL, totals, NULL, NULL, &out));
  memcpy(F, rw->flow, sizeof F);
  for (int k = 0; k < 2000; k++) {
    for (int d = 0; d < N; d++) {
      double x = 0;
      for (int o = 0; o < N; o++) x += F[d][o];
      for (int o = 0; o < N; o++) F[d][o] *= row[d] / x;
    }
    for (int o = 0; o < N; o++) {
      double x = 0;
      for (int d = 0; d < N; d++) x += F[d][o];
      for (int d = 0; d < N; d++) F[d][o] *= column[o] / x;
    }
  }
  for (int i = 0; i < N * N; i++) assert_close(tw_world_numbers(out, "flow")[i], F[i / N][i % N], 1e-11);
  tw_world_free(out);
  tw_world_free(world);
  random_world_free(rw);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- noise */

typedef struct errors {
  double flows, inputs, added;
} errors;

/* Sums of |difference| over sums of the true values; all: the three together. */
static double errors_of(const tw_world *truth, const tw_world *world, errors *e)
{
  size_t N = (size_t)tw_world_regions(truth), S = (size_t)tw_world_sectors(truth);
  const double *F = tw_world_numbers(truth, "flow"), *G = tw_world_numbers(world, "flow");
  const double *Y = tw_world_numbers(truth, "output"), *Y2 = tw_world_numbers(world, "output");
  const double *a = tw_world_numbers(truth, "input_share"), *a2 = tw_world_numbers(world, "input_share");
  const double *v = tw_world_numbers(truth, "value_added_share"), *v2 = tw_world_numbers(world, "value_added_share");
  double f = 0, f_all = 0, z = 0, z_all = 0, w = 0, w_all = 0;
  for (size_t i = 0; i < S * N * N; i++) {
    f += fabs(G[i] - F[i]);
    f_all += F[i];
  }
  for (size_t i = 0; i < N * S; i++) {
    w += fabs(v2[i] * Y2[i] - v[i] * Y[i]);
    w_all += v[i] * Y[i];
    for (size_t s = 0; s < S; s++) {
      z += fabs(a2[i * S + s] * Y2[i] - a[i * S + s] * Y[i]);
      z_all += a[i * S + s] * Y[i];
    }
  }
  *e = (errors){f / f_all, z / z_all, w / w_all};
  return (f + z + w) / (f_all + z_all + w_all);
}

/* The world with every flow times 1 + 0.05 z; with cells, inputs and value added too. */
static tw_world *noisy(tw_context *ctx, const tw_world *w, support_random *r, int cells)
{
  size_t N = (size_t)tw_world_regions(w), S = (size_t)tw_world_sectors(w);
  const double *F = tw_world_numbers(w, "flow"), *a = tw_world_numbers(w, "input_share"),
               *v = tw_world_numbers(w, "value_added_share");
  double *G = malloc(S * N * N * sizeof *G), *b = malloc(N * S * S * sizeof *b), *share = malloc(N * S * sizeof *share);
  const char **region = malloc(N * sizeof *region), **sector = malloc(S * sizeof *sector);
  unsigned char *goods = malloc(S);
  for (size_t i = 0; i < S * N * N; i++) G[i] = F[i] * (1 + 0.05 * support_normal(r));
  for (size_t i = 0; i < N * S; i++) {
    double added = v[i] * (cells ? 1 + 0.05 * support_normal(r) : 1), bill = 0;
    for (size_t s = 0; s < S; s++) bill += b[i * S + s] = a[i * S + s] * (cells ? 1 + 0.05 * support_normal(r) : 1);
    share[i] = bill > 0 ? added / (added + bill) : 1;
    for (size_t s = 0; s < S; s++) b[i * S + s] = bill > 0 ? b[i * S + s] / bill : 0;
  }
  for (size_t i = 0; i < N; i++) region[i] = tw_world_region(w, (int)i);
  for (size_t i = 0; i < S; i++) {
    sector[i] = tw_world_sector(w, (int)i);
    goods[i] = (unsigned char)tw_world_sector_is_goods(w, (int)i);
  }
  const tw_world_data data = {.name = "noisy",
                              .regions = (int)N,
                              .sectors = (int)S,
                              .region = region,
                              .sector = sector,
                              .goods = goods,
                              .trade_elasticity = tw_world_numbers(w, "trade_elasticity"),
                              .flow = G,
                              .tariff = tw_world_numbers(w, "tariff"),
                              .value_added_share = share,
                              .input_share = b,
                              .final_share = tw_world_numbers(w, "final_share")};
  tw_world *out = NULL;
  assert_ok(ctx, tw_world_new(ctx, &data, &out));
  free(G);
  free(b);
  free(share);
  free(region);
  free(sector);
  free(goods);
  return out;
}

/* True margins: output and spending of every region-sector, trade of every pair; with cells also value added of every
 * region-sector and inputs of each kind that a region uses. */
static const char *margins(const tw_world *w, int cells)
{
  int N = tw_world_regions(w), S = tw_world_sectors(w);
  const double *X = tw_world_numbers(w, "spending"), *Y = tw_world_numbers(w, "output"),
               *v = tw_world_numbers(w, "value_added_share"), *a = tw_world_numbers(w, "input_share");
  const char *path = support_temp("margins.csv");
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fprintf(f, "kind,sector,importer,exporter,region,value\n");
  for (int d = 0; d < N; d++) {
    for (int s = 0; s < S; s++) {
      int i = d * S + s;
      const char *region = tw_world_region(w, d), *sector = tw_world_sector(w, s);
      if (X[i] > 0) fprintf(f, "spending,%s,,,%s,%.17g\n", sector, region, X[i]);
      if (Y[i] > 0) fprintf(f, "output,%s,,,%s,%.17g\n", sector, region, Y[i]);
      double used = 0; /* by all sectors */
      for (int u = 0; u < S; u++) used += a[((size_t)d * (size_t)S + (size_t)u) * (size_t)S + (size_t)s] * Y[d * S + u];
      if (Y[i] > 0 && cells) fprintf(f, "value_added,%s,,,%s,%.17g\n", sector, region, v[i] * Y[i]);
      if (used > 0 && cells) fprintf(f, "inputs,%s,,,%s,%.17g\n", sector, region, used);
    }
    for (int o = 0; o < N; o++)
      if (o != d) fprintf(f, "trade,,%s,%s,,%.17g\n", tw_world_region(w, d), tw_world_region(w, o), trade_of(w, d, o));
  }
  assert_int_equal(fclose(f), 0);
  return path;
}

static void check_noise(const char *where, int cells)
{
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {2014};
  tw_world *truth, *out;
  assert_ok(ctx, tw_world_open(ctx, where, &truth));
  tw_world *rough = noisy(ctx, truth, &r, cells);
  /* 1e-12, but 1e-8 where every margin is held: final demand that has to vanish, and totals that repeat each other */
  const double near = cells ? 1e-8 : 1e-12;
  errors before, after;
  double all_before = errors_of(truth, rough, &before);
  assert_ok(ctx, tw_world_balance(ctx, rough, NULL, margins(truth, cells), NULL, NULL, &out));
  double all_after = errors_of(truth, out, &after);
  printf("%s: flows %.2f %% to %.2f %%, inputs %.2f %% to %.2f %%, value added %.2f %% to %.2f %%, all %.2f %% to %.2f "
         "%%\n",
         where, 100 * before.flows, 100 * after.flows, 100 * before.inputs, 100 * after.inputs, 100 * before.added,
         100 * after.added, 100 * all_before, 100 * all_after);
  assert_true(before.flows > 0.035 && before.flows < 0.045);
  assert_true(after.flows <= 0.015);
  assert_true(all_after <= 0.015);
  if (!(worst_market(out) <= near)) fail_msg("a market is off by %.3g", worst_market(out));
  int N = tw_world_regions(truth), S = tw_world_sectors(truth);
  const char *const held[] = {"output", "spending"};
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < N * S; i++) {
      double x = tw_world_numbers(truth, held[k])[i], y = tw_world_numbers(out, held[k])[i];
      if (!(fabs(x - y) <= near * x)) fail_msg("%s %d is %.17g instead of %.17g", held[k], i, y, x);
    }
  for (int d = 0; d < N; d++)
    for (int o = 0; o < N; o++)
      if (d != o) assert_true(fabs(trade_of(truth, d, o) - trade_of(out, d, o)) <= near * trade_of(truth, d, o));
  tw_world_free(out);
  tw_world_free(rough);
  tw_world_free(truth);
  tw_context_free(ctx);
}

static void noise_on_a_small_world_goes(void **state)
{
  (void)state;
  check_noise("small2014", 0);
}

/* The large world with noise on every cell alone: noise on flows is the smaller part of the same, as on the small one. */

static void noise_on_every_cell_of_wiod_goes(void **state)
{
  (void)state;
  const char *folder = support_need_data(WIOD);
  if (getenv("TRADEWIND_SANITIZED")) skip();
  check_noise(folder, 1);
}

/* ---------------------------------------------------------------- real data */

static void negative_final_demand_goes(void **state)
{
  (void)state;
  static const char *const names[] = {"provinces2021", "cp2015-nafta"};
  for (int k = 0; k < 2; k++) {
    const char *folder = support_need_data(names[k]);
    tw_context *ctx = tw_context_new(NULL);
    tw_world *world, *out;
    assert_ok(ctx, tw_world_open(ctx, folder, &world));
    assert_ok(ctx, tw_world_balance(ctx, world, NULL, NULL, NULL, NULL, &out));
    assert_true(worst_market(out) <= 1e-11);
    for (int d = 0; d < tw_world_regions(world); d++)
      assert_close(tw_world_numbers(out, "value_added")[d] / tw_world_numbers(world, "value_added")[d], 1, 1e-12);
    tw_world_free(out);
    tw_world_free(world);
    tw_context_free(ctx);
  }
}

/* The built-in world is what its script makes of the data. */
static void provinces_are_the_balanced_data(void **state)
{
  (void)state;
  const char *folder = support_need_data("provinces2021");
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world, *out, *builtin;
  tw_comparison *comparison;
  const tw_difference *items;
  int only;
  assert_ok(ctx, tw_world_open(ctx, folder, &world));
  assert_ok(ctx, tw_world_open(ctx, "provinces", &builtin));
  assert_ok(ctx, tw_world_balance(ctx, world, "value_added,flows", NULL, NULL, NULL, &out));
  assert_ok(ctx, tw_world_compare(ctx, out, builtin, 1e-9, &comparison));
  /* In rates alone, which provinces_rates.awk puts there. */
  size_t count = tw_comparison_differences(comparison, &items);
  assert_true(count > 2000);
  for (size_t i = 0; i < count; i++) assert_string_equal(tw_difference_kind(items[i].kind), "tariff_column");
  assert_int_equal(tw_comparison_unmatched(comparison, &only), 0);
  assert_int_equal(only, 0);
  tw_comparison_free(comparison);
  tw_world_free(out);
  tw_world_free(builtin);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- refusals, memory */

static void wrong_totals_are_refused(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"kind,valu\n", "t.csv:1: the column value is missing"},
      {"kind,value,colour\n", "t.csv:1: found the column colour"},
      {"kind,value\nflows,1\n", "t.csv:2: column kind: found \"flows\", expected flow, trade"},
      {"kind,value,region\noutput,1,R9\n", "column region: found \"R9\", expected a region of the world"},
      {"kind,value,sector\noutput,1,S9\n", "column sector: found \"S9\", expected a sector of the world"},
      {"kind,value,importer\noutput,1,R00\n", "column importer: found a code, expected nothing: the kind output"},
      {"kind,value,region\ntrade,1,R00\n", "expected nothing: the kind trade is said by sector, importer and exporter"},
      {"kind,value,importer,exporter\ntrade,1,R00,r00\n", "trade leaves own sales out"},
      {"kind,value\noutput,-1\n", "column value: found \"-1\", expected a total of 0 or more"},
      {"kind,value,region\noutput,5,R00\noutput,6,r00\n",
       "t.csv:3: found this total again, expected each once: line 2"},
      {"kind,value,region\nvalue_added,1e3,R00\nvalue_added,9e5,\nvalue_added,1,R01\nvalue_added,1,R02\n",
       "no balanced table has all the totals"},
      {"kind,value,sector,importer,exporter\nflow,7,S02,R00,R01\n", "no cell that could change"},
  };
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {3};
  random_world *rw = random_world_new(&r, 3, 3, WITH_ALL);
  tw_world *world = make_world(ctx, rw), *out = NULL;
  const char *file = support_temp("t.csv");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    support_write(file, cases[i][0]);
    assert_fails(ctx, tw_world_balance(ctx, world, NULL, file, NULL, NULL, &out), TW_BAD_INPUT, cases[i][1]);
    assert_null(out);
  }
  assert_fails(ctx, tw_world_balance(ctx, world, "trad", NULL, NULL, NULL, &out), TW_USAGE, "did you mean trade?");
  assert_fails(ctx, tw_world_balance(ctx, world, NULL, NULL, "a b", NULL, &out), TW_USAGE, "the name of the new world");
  tw_world_free(world);
  random_world_free(rw);
  tw_context_free(ctx);
}

static tw_status balance_in_little_memory(tw_context *ctx, void *user)
{
  const random_world *rw = user;
  tw_world *world = NULL, *out = NULL;
  tw_comparison *comparison = NULL;
  tw_status status = tw_world_new(ctx, &rw->data, &world);
  if (status == TW_OK) status = tw_world_balance(ctx, world, "trade,deficits", support_temp("m.csv"), NULL, NULL, &out);
  if (status == TW_OK) status = tw_world_compare(ctx, world, out, 0, &comparison);
  tw_comparison_free(comparison);
  tw_world_free(out);
  tw_world_free(world);
  return status;
}

static void every_allocation_may_fail(void **state)
{
  (void)state;
  support_write(support_temp("m.csv"), "kind,value,region\nvalue_added,100,R01\n");
  random_world_in_little_memory(balance_in_little_memory);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_balanced_world_stays_as_it_is),  cmocka_unit_test(each_name_holds_what_it_says),
      cmocka_unit_test(margins_of_one_matrix_are_ras),    cmocka_unit_test(noise_on_a_small_world_goes),
      cmocka_unit_test(wrong_totals_are_refused),         cmocka_unit_test(every_allocation_may_fail),
      cmocka_unit_test(negative_final_demand_goes),       cmocka_unit_test(provinces_are_the_balanced_data),
      cmocka_unit_test(noise_on_every_cell_of_wiod_goes),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
