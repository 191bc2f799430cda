/* Splitting and aggregating undo each other, and neither changes an answer where the parts are alike. */
#include "worlds.h"

enum { N = 4, S = 3 };

static tw_world *balanced(tw_context *ctx, uint64_t seed, int with)
{
  support_random r = {seed};
  random_world *rw = random_world_new(&r, N, S, with);
  tw_world *rough = make_world(ctx, rw), *world;
  assert_ok(ctx, tw_world_balance(ctx, rough, "value_added", NULL, "even", NULL, &world));
  tw_world_free(rough);
  random_world_free(rw);
  return world;
}

/* "region,to" with the parts a, b (and c) going to whole. */
static const char *map_back(const tw_world *w, const char *what, const char *whole, const char *parts)
{
  const char *path = support_temp("map.csv");
  int sector = strcmp(what, "sector") == 0;
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fprintf(f, "%s,to\n", what);
  for (int i = 0; i < (sector ? tw_world_sectors(w) : tw_world_regions(w)); i++) {
    const char *code = sector ? tw_world_sector(w, i) : tw_world_region(w, i);
    fprintf(f, "%s,%s\n", code, strstr(parts, code) ? whole : code);
  }
  assert_int_equal(fclose(f), 0);
  return path;
}

static void are_equal(tw_context *ctx, const tw_world *a, const tw_world *b)
{
  tw_comparison *c;
  const tw_difference *i;
  int only;
  assert_ok(ctx, tw_world_compare(ctx, a, b, 1e-11, &c));
  size_t count = tw_comparison_differences(c, &i);
  if (count)
    fail_msg("%zu differences, the first: %s of %s %s from %s, %.17g and %.17g", count, i->what,
             i->sector ? i->sector : "", i->importer ? i->importer : "", i->exporter ? i->exporter : "", i->before,
             i->after);
  assert_int_equal(tw_comparison_unmatched(c, &only), 0);
  assert_int_equal(only, 0);
  tw_comparison_free(c);
}

static double clearing(const tw_world *w)
{
  const tw_finding *f;
  int count = tw_world_findings(w, &f);
  for (int i = 0; i < count; i++)
    if (strcmp(f[i].identity, "market_clearing") == 0) return f[i].relative;
  fail();
  return 1;
}

/* ---------------------------------------------------------------- there and back */

static void aggregating_the_parts_gives_the_whole(void **state)
{
  (void)state;
  support_write(support_temp("by_sector.csv"),
                "to,sector,share,name\nEAST,S00,0.2,The East\nEAST,,0.5,\nWEST,S00,0.8,\n"
                "WEST,,0.1,\nNORTH,S00,0,\nNORTH,,0.4,\n");
  support_write(support_temp("by_region.csv"), "to,region,share\nEAST,R01,0.25\nEAST,,1\nWEST,R01,0.75\nWEST,,0\n");
  const struct {
    tw_split split;
    const char *parts;
  } cases[] = {{{.region = "r02", .into = "EAST:0.6,WEST:0.4"}, "EAST WEST"},
               {{.region = "R00", .into = "R00:0.333333,WEST:0.333333,NORTH:0.333334"}, "R00 WEST NORTH"},
               {{.region = "R03", .shares = support_temp("by_sector.csv")}, "EAST WEST NORTH"},
               {{.sector = "S01", .into = "EAST:0.9,WEST:0.1"}, "EAST WEST"},
               {{.sector = "S02", .shares = support_temp("by_region.csv")}, "EAST WEST"}};
  tw_context *ctx = tw_context_new(NULL);
  for (int with = 0; with <= WITH_ALL; with += 5)
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
      tw_world *world = balanced(ctx, 100 + i, with), *parts, *back;
      const tw_split *how = &cases[i].split;
      assert_ok(ctx, tw_world_split(ctx, world, how, &parts));
      assert_true(clearing(parts) < 1e-14);
      int made = tw_world_regions(parts) * tw_world_sectors(parts);
      assert_true(made > N * S);
      const char *map =
          map_back(parts, how->sector ? "sector" : "region", how->sector ? how->sector : how->region, cases[i].parts);
      assert_ok(
          ctx, tw_world_aggregate(ctx, parts, how->sector ? NULL : map, how->sector ? map : NULL, "back", NULL, &back));
      are_equal(ctx, world, back);
      tw_world_free(back);
      tw_world_free(parts);
      tw_world_free(world);
    }
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- the same answer */

static double real_income(const tw_result *r, const char *code)
{
  return of_region(r, "real_income_pct", tw_world_find_region(tw_result_world(r), code));
}

static const char shock[] = "scenario: t\nclosure: {deficits: fixed}\npolicy:\n"
                            "  - tariff: {importer: R01, exporter: %s, sector: goods, add: 20 pp}\n"
                            "  - barrier: {importer: %s, exporter: R03, sector: all, change: +7 %%}\n";

static void a_split_changes_no_answer(void **state)
{
  (void)state;
  static const struct {
    tw_split split;
    const char *parts;
  } cases[] = {{{.region = "R02", .into = "EAST:0.6,WEST:0.4"}, "[EAST, WEST]"},
               {{.sector = "S01", .into = "EAST:0.5,WEST:0.3,NORTH:0.2"}, "R02"}};
  tw_context *ctx = tw_context_new(NULL);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-12;
  for (int i = 0; i < 2; i++) {
    tw_world *world = balanced(ctx, 31, WITH_ALL), *parts;
    char whole_text[1024], parts_text[1024];
    assert_ok(ctx, tw_world_split(ctx, world, &cases[i].split, &parts));
    snprintf(whole_text, sizeof whole_text, shock, "R02", "R02");
    snprintf(parts_text, sizeof parts_text, shock, cases[i].parts, cases[i].parts);
    tw_result *one = solve_text(ctx, world, &settings, whole_text),
              *two = solve_text(ctx, parts, &settings, parts_text);
    assert_true(fabs(real_income(one, "R02")) > 1e-2);
    for (int d = 0; d < N; d++) {
      const char *code = tw_world_region(world, d);
      if (tw_world_find_region(parts, code) >= 0) assert_close(real_income(one, code), real_income(two, code), 1e-8);
    }
    if (i == 0) {
      assert_close(real_income(one, "R02"), real_income(two, "EAST"), 1e-8);
      assert_close(real_income(one, "R02"), real_income(two, "WEST"), 1e-8);
    }
    tw_result_free(one);
    tw_result_free(two);
    tw_world_free(parts);
    tw_world_free(world);
  }
  tw_context_free(ctx);
}

/* R00 and R02 made alike, with trade and a tariff between them; merged, they answer a uniform shock as each did. */
static void alike_countries_may_be_merged_before(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {12};
  random_world *w = random_world_new(&r, N, S, WITH_TARIFFS | WITH_INPUTS);
  for (int s = 0; s < S; s++)
    for (int k = 0; k < 2; k++) {
      double *x = k ? w->tariff : w->flow;
      x[flow_at(w, s, 2, 2)] = x[flow_at(w, s, 0, 0)];
      x[flow_at(w, s, 2, 0)] = x[flow_at(w, s, 0, 2)];
      for (int o = 1; o < N; o += 2) {
        x[flow_at(w, s, 2, o)] = x[flow_at(w, s, 0, o)];
        x[flow_at(w, s, o, 2)] = x[flow_at(w, s, o, 0)];
      }
    }
  for (int s = 0; s < S; s++) {
    w->v[2 * S + s] = w->v[s];
    w->final[2 * S + s] = w->final[s];
    for (int k = 0; k < S; k++) w->input[(2 * S + s) * S + k] = w->input[s * S + k];
  }
  tw_world *rough = make_world(ctx, w), *world, *merged;
  assert_ok(ctx, tw_world_balance(ctx, rough, "value_added", NULL, NULL, NULL, &world));
  const char *map = support_temp("map.csv");
  support_write(map, "region,to\nR00,BOTH\nR01,R01\nR02,BOTH\nR03,R03\n");
  assert_ok(ctx, tw_world_aggregate(ctx, world, map, NULL, "merged", NULL, &merged));
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-12;
  char apart[1024], together[1024];
  snprintf(apart, sizeof apart, shock, "[R00, R02]", "[R00, R02]");
  snprintf(together, sizeof together, shock, "BOTH", "BOTH");
  tw_result *one = solve_text(ctx, world, &settings, apart), *two = solve_text(ctx, merged, &settings, together);
  assert_true(fabs(real_income(two, "BOTH")) > 1e-2);
  assert_close(real_income(one, "R00"), real_income(one, "R02"), 1e-8);
  assert_close(real_income(one, "R00"), real_income(two, "BOTH"), 1e-8);
  assert_close(real_income(one, "R01"), real_income(two, "R01"), 1e-8);
  assert_close(real_income(one, "R03"), real_income(two, "R03"), 1e-8);
  double ev = of_region(one, "equivalent_variation", 0) + of_region(one, "equivalent_variation", 2);
  assert_close(ev, of_region(two, "equivalent_variation", tw_world_find_region(merged, "BOTH")), 1e-8);
  tw_result_free(one);
  tw_result_free(two);
  tw_world_free(merged);
  tw_world_free(world);
  tw_world_free(rough);
  random_world_free(w);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- refusals, memory */

static void wrong_parts_are_refused(void **state)
{
  (void)state;
  static const struct {
    tw_split split;
    const char *message;
  } cases[] = {
      {{.region = "R02"}, "a split needs a region or a sector, and its parts"},
      {{.region = "R02", .sector = "S01", .into = "A:1"}, "a region or a sector"},
      {{.region = "R0", .into = "A:0.5,B:0.5"}, "found \"R0\", expected a region of the world; did you mean R00?"},
      {{.region = "R02", .into = "A:0.5,B:0.4"}, "sum to 0.9, expected 1"},
      {{.region = "R02", .into = "A:0.5,R01:0.5"}, "found \"R01\", a code that the world has already"},
      {{.region = "R02", .into = "A:0.5,a:0.5"}, "found A twice"},
      {{.region = "R02", .into = "A:1"}, "found 1 parts, expected two or more"},
      {{.region = "R02", .into = "A:0.5,B"}, "found \"B\", expected CODE:SHARE"},
      {{.sector = "S01", .into = "A:x,B:1"}, "found the share \"x\""},
  };
  static const char *const files[][2] = {
      {"to,shares\nA,1\n", "p.csv:1: the column share is missing"},
      {"to,share,sector\nA,0.5,S00\nB,0.5,S00\n", "p.csv: the share of A in S01 is missing"},
      {"to,share,sector\nA,0.5,S09\n", "p.csv:2: column sector: found \"S09\", expected a sector of the world"},
      {"to,share\nA,0.5\nA,0.5\n", "p.csv:3: found this share of A again, first in line 2"},
      {"to,share\nA,1.5\nB,-0.5\n", "a share from 0 to 1"},
      {"to,share\nA,0.5\nB,0.4\n", "p.csv: the shares of the parts of region R02 sum to 0.9 in S00"},
  };
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = balanced(ctx, 1, WITH_ALL), *out = NULL;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_fails(ctx, tw_world_split(ctx, world, &cases[i].split, &out), TW_USAGE, cases[i].message);
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    const tw_split how = {.region = "R02", .shares = support_temp("p.csv")};
    support_write(how.shares, files[i][0]);
    assert_fails(ctx, tw_world_split(ctx, world, &how, &out), TW_BAD_INPUT, files[i][1]);
  }
  tw_world_free(world);
  tw_context_free(ctx);
}

static tw_status split_in_little_memory(tw_context *ctx, void *user)
{
  const random_world *rw = user;
  const tw_split how = {.region = "R01", .shares = support_temp("m.csv")},
                 also = {.sector = "S00", .into = "A:0.5,B:0.5"};
  tw_world *world = NULL, *out = NULL, *more = NULL;
  tw_status status = tw_world_new(ctx, &rw->data, &world);
  if (status == TW_OK) status = tw_world_split(ctx, world, &how, &out);
  if (status == TW_OK) status = tw_world_split(ctx, out, &also, &more);
  tw_world_free(more);
  tw_world_free(out);
  tw_world_free(world);
  return status;
}

static void every_allocation_may_fail(void **state)
{
  (void)state;
  support_write(support_temp("m.csv"), "to,share,name,sector\nA,0.5,,S00\nA,0.1,East,\nB,0.5,,S00\nB,0.9,West,\n");
  random_world_in_little_memory(split_in_little_memory);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(aggregating_the_parts_gives_the_whole),
      cmocka_unit_test(a_split_changes_no_answer),
      cmocka_unit_test(alike_countries_may_be_merged_before),
      cmocka_unit_test(wrong_parts_are_refused),
      cmocka_unit_test(every_allocation_may_fail),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
