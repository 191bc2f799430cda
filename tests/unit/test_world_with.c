/* A world given in memory has all that a folder has (names, employment, population, GDP, tariff columns, groups), checked
 * with the same messages; tw_world_with changes some of it and keeps the bits of the rest. */
#include "context.h"
#include "held.h"

enum { N = 2, S = 2, FLOWS = S * N * N, CELLS = N * S };

static const char *const region[] = {"AAA", "BBB"}, *const sector[] = {"X", "Y"};
static const char *const region_name[] = {"Aland", NULL}, *const sector_name[] = {"Things", "Services of all kinds"};
static const unsigned char goods[] = {1, 0};
static const double theta[] = {4, 5};
static const double flow[FLOWS] = {90, 12, 14, 80, 60, 5, 4, 70};
static const double added[CELLS] = {0.5, 1, 0.75, 1};
static const double inputs[CELLS * S] = {0.25, 0.75, 0, 0, 0.6, 0.4, 0, 0};
static const double employment[CELLS] = {10, 20, NAN, 40}, population[] = {100, NAN}, gdp[] = {1000, 2000};
static const double mfn[FLOWS] = {0, 0.1, 0.2, 0, 0, 0, 0, 0}, none[FLOWS] = {0};
static const tw_world_column column[] = {{"tariff_war_pct", none}, {"tariff_mfn_pct", mfn}};
static const char *const pair[] = {"AAA", "BBB"}, *const other[] = {"BBB", "CCC"}, *const both[] = {"Y", "X"};
static const tw_world_group region_group[] = {{"PAIR", pair, 2}, {"FAR", other, 2}};
static const tw_world_group sector_group[] = {{"EVERYTHING", both, 2}};

static tw_world_data data(void)
{
  return (tw_world_data){.name = "two",
                         .year = 2020,
                         .regions = N,
                         .sectors = S,
                         .region = region,
                         .sector = sector,
                         .goods = goods,
                         .trade_elasticity = theta,
                         .flow = flow,
                         .value_added_share = added,
                         .input_share = inputs,
                         .region_name = region_name,
                         .sector_name = sector_name,
                         .employment = employment,
                         .population = population,
                         .gdp = gdp,
                         .tariff_column = column,
                         .tariff_columns = 2,
                         .region_group = region_group,
                         .region_groups = 2,
                         .sector_group = sector_group,
                         .sector_groups = 1,
                         .source = "made up: for a test",
                         .licence = "none"};
}

static tw_world *made(const tw_world_data *d)
{
  tw_world *w = NULL;
  assert_ok(context, tw_world_new(context, d, &w));
  return hold_world(w);
}

static tw_world *with(const tw_world *w, const tw_world_data *changes)
{
  tw_world *to = NULL;
  assert_ok(context, tw_world_with(context, w, changes, &to));
  return hold_world(to);
}

static const char *sha(const tw_world *w)
{
  return tw_world_text(w, "sha256");
}

static void same(const tw_world *a, const tw_world *b, const char *field, size_t count)
{
  const double *x = tw_world_numbers(a, field), *y = tw_world_numbers(b, field);
  if (!x && !y) return;
  if (!x || !y || memcmp(x, y, count * sizeof *x) != 0) fail_msg("%s is not the same", field);
}

static int group_of(const tw_world *w, const char *name, int members[N])
{
  const char *found;
  for (int i = 0; (found = tw_world_region_group(w, i)); i++)
    if (strcmp(found, name) == 0) return tw_world_region_group_members(w, i, members);
  return -1;
}

static void a_world_in_memory_has_all_of_a_folder(void **state)
{
  (void)state;
  const tw_world_data d = data();
  tw_world *w = made(&d), *read = NULL;
  int members[N];
  assert_string_equal(tw_world_region_name(w, 0), "Aland");
  assert_string_equal(tw_world_region_name(w, 1), "BBB"); /* its code */
  assert_string_equal(tw_world_sector_name(w, 1), "Services of all kinds");
  assert_memory_equal(tw_world_numbers(w, "employment"), employment, sizeof employment);
  assert_memory_equal(tw_world_numbers(w, "gdp"), gdp, sizeof gdp);
  assert_true(isnan(tw_world_numbers(w, "population")[1]));
  assert_memory_equal(tw_world_numbers(w, "tariff_mfn_pct"), mfn, sizeof mfn);
  assert_null(tw_world_numbers(w, "tariff_war_pct"));
  assert_string_equal(tw_world_tariff_column(w, 1), "tariff_mfn_pct"); /* by name */
  assert_string_equal(tw_world_tariff_column(w, 2), "tariff_war_pct");
  assert_null(tw_world_tariff_column(w, 3));
  assert_int_equal(group_of(w, "PAIR", members), 2);
  assert_int_equal(group_of(w, "FAR", members), 1); /* CCC is not here */
  assert_int_equal(members[0], 1);
  assert_string_equal(tw_world_sector_group(w, 0), "EVERYTHING");
  assert_string_equal(tw_world_text(w, "source"), "made up: for a test");
  assert_string_equal(tw_world_text(w, "licence"), "none");
  const tw_finding *f;
  int said = 0, count = tw_world_findings(w, &f);
  for (int i = 0; i < count; i++) said |= strstr(f[i].text, "CCC") != NULL;
  assert_true(said);
  /* Written as a folder, it is the same world. */
  const char *folder = support_temp("two");
  assert_ok(context, tw_world_write_folder(context, w, folder));
  assert_ok(context, tw_world_open(context, folder, &read));
  hold_world(read);
  assert_string_equal(sha(read), sha(w));
  /* Rules use them. */
  tw_scenario *s = NULL;
  tw_explanation *e = NULL;
  static const char text[] = "scenario: t\npolicy:\n"
                             "  - tariff: {importer: PAIR, exporter: all, sector: EVERYTHING, to: tariff_mfn_pct}\n";
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t", &s));
  hold_scenario(s);
  assert_ok(context, tw_scenario_explain(context, s, w, 0, &e));
  tw_explanation_free(e);
}

static void refused(tw_world_data d, tw_status status, const char *expected)
{
  tw_world *w = NULL;
  assert_int_equal(tw_world_new(context, &d, &w), status);
  assert_null(w);
  if (!strstr(tw_error(context), expected)) fail_msg("%s, expected %s", tw_error(context), expected);
}

static void what_a_folder_would_not_have_is_refused(void **state)
{
  (void)state;
  static const double negative[CELLS] = {10, 20, -1, 40}, rates[FLOWS] = {0, -2, 0, 0, 0, 0, 0, 0};
  static const char *const twice[] = {"AAA", "AAA"}, *const hole[] = {"AAA", NULL}, *const escape[] = {"A\x1b[2J", "B"};
  tw_world_data d = data();
  d.employment = negative;
  refused(d, TW_BAD_INPUT, "employment: region BBB, sector X: found -1, expected 0 or more");
  d = data();
  const tw_world_column below[] = {{"tariff_mfn_pct", rates}};
  d.tariff_column = below;
  d.tariff_columns = 1;
  refused(d, TW_BAD_INPUT, "tariff_mfn_pct: sector X, importer AAA, exporter BBB: found -2");
  const tw_world_column again[] = {{"tariff_mfn_pct", mfn}, {"TARIFF_MFN_PCT", mfn}};
  d.tariff_column = again;
  d.tariff_columns = 2;
  refused(d, TW_BAD_INPUT, "the tariff column TARIFF_MFN_PCT again");
  const tw_world_column named[] = {{"mfn", mfn}}, applied[] = {{"tariff_pct", mfn}}, nameless[] = {{NULL, mfn}};
  d.tariff_columns = 1;
  d.tariff_column = named;
  refused(d, TW_BAD_INPUT, "expected another one that ends in _pct");
  d.tariff_column = applied;
  refused(d, TW_BAD_INPUT, "expected another one that ends in _pct");
  d.tariff_column = nameless;
  refused(d, TW_USAGE, "tariff column 0 has no name");
  d.tariff_column = NULL;
  refused(d, TW_USAGE, "tariff_columns is 1, but there is no list");
  d.tariff_columns = -1;
  refused(d, TW_USAGE, "tariff_columns is -1");
  d = data();
  const tw_world_group groups[][1] = {
      {{"PAIR", twice, 2}}, {{"all", pair, 2}}, {{"NONE", pair, 0}}, {{"HOLE", hole, 2}}, {{NULL, pair, 2}}};
  static const char *const said[] = {"found AAA again in the group PAIR", "the name all is taken",
                                     "a list of region codes", "member 1 of group HOLE is missing",
                                     "region group 0 has no name"};
  for (int i = 0; i < 5; i++) {
    d.region_group = groups[i];
    d.region_groups = 1;
    refused(d, i < 3 ? TW_BAD_INPUT : TW_USAGE, said[i]);
  }
  d = data();
  d.region_name = escape;
  refused(d, TW_BAD_INPUT, "control character");
  static const double lots[] = {1, -5};
  d = data();
  d.gdp = lots;
  refused(d, TW_BAD_INPUT, "gdp: region BBB: found -5");
}

static void a_changed_copy_keeps_the_rest(void **state)
{
  (void)state;
  tw_world *w = NULL;
  assert_ok(context, tw_world_open(context, "small2014", &w));
  hold_world(w);
  size_t n = (size_t)tw_world_regions(w), s = (size_t)tw_world_sectors(w);
  const tw_world_data nothing = {0};
  tw_world *again = with(w, &nothing);
  assert_string_equal(sha(again), sha(w));
  /* Other elasticities: every other number has the same bits, and a note says what was changed. */
  double *more = hold(malloc(s * sizeof *more), free);
  for (size_t i = 0; i < s; i++) more[i] = 1.5 * tw_world_numbers(w, "trade_elasticity")[i];
  const tw_world_data change = {.name = "steeper", .title = "Steeper", .trade_elasticity = more};
  tw_world *to = with(w, &change);
  assert_string_equal(tw_world_text(to, "name"), "steeper");
  assert_string_equal(tw_world_text(to, "currency"), tw_world_text(w, "currency"));
  assert_non_null(strstr(tw_world_text(to, "notes"), "changed by tradewind from small2014 (SHA-256 "));
  assert_non_null(strstr(tw_world_text(to, "notes"), "): name, title, trade_elasticity"));
  assert_memory_equal(tw_world_numbers(to, "trade_elasticity"), more, s * sizeof *more);
  static const char *const flows[] = {"flow", "tariff", "export_tax"}, *const cells[] = {"value_added_share",
                                                                                         "final_share", "output",
                                                                                         "spending"};
  for (int i = 0; i < 3; i++) same(w, to, flows[i], s * n * n);
  for (int i = 0; i < 4; i++) same(w, to, cells[i], s * n);
  same(w, to, "input_share", n * s * s);
  same(w, to, "deficit", n);
  assert_string_equal(tw_world_region_group(to, 0), tw_world_region_group(w, 0));
  assert_string_equal(tw_world_text(to, "label"), "steeper");
  const tw_world_data unnamed = {.trade_elasticity = more};
  assert_string_equal(tw_world_text(with(w, &unnamed), "label"), "small2014 (changed)");
  /* It is another world. */
  assert_true(strcmp(sha(to), sha(w)) != 0);
}

static void lists_change_what_they_name(void **state)
{
  (void)state;
  const tw_world_data d = data();
  tw_world *w = made(&d);
  static const double higher[FLOWS] = {0, 0.3, 0.3, 0, 0, 0, 0, 0};
  static const char *const one[] = {"AAA"}, *const names[] = {NULL, "Beland"};
  const tw_world_column columns[] = {{"tariff_mfn_pct", higher}, {"tariff_new_pct", mfn}};
  const tw_world_group groups[] = {{"FAR", one, 1}};
  const tw_world_data change = {.regions = N,
                                .region = region,
                                .tariff_column = columns,
                                .tariff_columns = 2,
                                .region_group = groups,
                                .region_groups = 1,
                                .region_name = names,
                                .tariff = higher,
                                .year = 2030};
  tw_world *to = with(w, &change);
  int members[N];
  assert_memory_equal(tw_world_numbers(to, "tariff_mfn_pct"), higher, sizeof higher);
  assert_memory_equal(tw_world_numbers(to, "tariff_new_pct"), mfn, sizeof mfn);
  assert_memory_equal(tw_world_numbers(to, "tariff"), higher, sizeof higher);
  assert_string_equal(tw_world_tariff_column(to, 2), "tariff_new_pct");
  assert_string_equal(tw_world_tariff_column(to, 3), "tariff_war_pct");
  assert_int_equal(group_of(to, "PAIR", members), 2); /* kept */
  assert_int_equal(group_of(to, "FAR", members), 1);
  assert_int_equal(members[0], 0);
  assert_string_equal(tw_world_region_name(to, 0), "Aland");
  assert_string_equal(tw_world_region_name(to, 1), "Beland");
  assert_string_equal(tw_world_text(to, "year"), "2030");
  assert_string_equal(tw_world_text(w, "year"), "2020"); /* the first is as it was */
  same(w, to, "input_share", CELLS * S);
  same(w, to, "employment", CELLS);
  /* Value added of all output, and inputs where there were some. */
  static const double all[CELLS] = {1, 1, 1, 1}, more[CELLS * S] = {0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0};
  const tw_world_data whole = {.value_added_share = all}, mixed = {.input_share = more};
  assert_true(tw_world_numbers(with(w, &whole), "input_share")[0] == 0);
  assert_true(tw_world_numbers(with(w, &mixed), "input_share")[0] == 0.25);
}

static void refused_change(const tw_world *w, tw_world_data d, tw_status status, const char *expected)
{
  tw_world *to = NULL;
  assert_int_equal(tw_world_with(context, w, &d, &to), status);
  assert_null(to);
  if (!strstr(tw_error(context), expected)) fail_msg("%s, expected %s", tw_error(context), expected);
}

static void what_cannot_be_changed_is_said(void **state)
{
  (void)state;
  const tw_world_data d = data();
  tw_world *w = made(&d);
  static const char *const turned[] = {"BBB", "AAA"};
  static const double zero[FLOWS] = {0}, bad[] = {4, -1};
  refused_change(w, (tw_world_data){.regions = 3}, TW_USAGE, "found 3 regions and 0 sectors, expected 2 and 2, or 0");
  refused_change(w, (tw_world_data){.region = turned}, TW_BAD_INPUT, "region 0: found BBB, expected AAA: codes stay");
  refused_change(w, (tw_world_data){.name = "a b"}, TW_USAGE, "a short name of letters");
  refused_change(w, (tw_world_data){.year = -1}, TW_USAGE, "year must be between");
  refused_change(w, (tw_world_data){.trade_elasticity = bad}, TW_BAD_INPUT, "trade_elasticity: sector Y: found -1");
  refused_change(w, (tw_world_data){.flow = zero}, TW_BAD_INPUT, "sells nothing");
  refused_change(w, (tw_world_data){.unit = "dozen"}, TW_BAD_INPUT, "thousand, million or billion");
  tw_world *to = NULL;
  assert_int_equal(tw_world_with(context, w, NULL, &to), TW_USAGE);
}

static tw_status make_and_change(tw_context *ctx, void *user)
{
  tw_world *w = NULL, *to = NULL;
  const tw_world_data d = data();
  const tw_world_group groups[] = {{"FAR", pair, 2}};
  const tw_world_data change = {.trade_elasticity = theta,
                                .tariff_column = column,
                                .tariff_columns = 2,
                                .region_group = groups,
                                .region_groups = 1,
                                .region_name = region_name};
  (void)user;
  tw_status status = tw_world_new(ctx, &d, &w);
  if (status == TW_OK) status = tw_world_with(ctx, w, &change, &to);
  tw_world_free(to);
  tw_world_free(w);
  return status;
}

static void memory_may_fail(void **state)
{
  (void)state;
  assert_true(support_fail_each(make_and_change, NULL) > 100);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(a_world_in_memory_has_all_of_a_folder), HELD_TEST(what_a_folder_would_not_have_is_refused),
      HELD_TEST(a_changed_copy_keeps_the_rest),         HELD_TEST(lists_change_what_they_name),
      HELD_TEST(what_cannot_be_changed_is_said),        HELD_TEST(memory_may_fail)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
