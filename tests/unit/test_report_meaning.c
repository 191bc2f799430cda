/* Every column of every table of results has a unit and a meaning in one list (report/meaning.c), no line of the list is
 * about a column that nothing writes, and tw_result_column_unit tells the unit of a result's columns. */
#include "report/meaning.h"

#include "few_products.h"
#include "fixture.h"
#include "held.h"

enum { MOST_LINES = 400 };
static int used[MOST_LINES];

static void use_line(const char *table, const char *column)
{
  int percent;
  const twi_meaning *m = twi_meaning_of(table, column, &percent);
  if (!m) fail_msg("%s: column %s has no line in report/meaning.c", table, column);
  if (!*m->unit || !*m->meaning) fail_msg("%s: column %s has no unit or no meaning", table, column);
  int line = 0;
  while (twi_meaning_at(line) && twi_meaning_at(line) != m) line++;
  assert_non_null(twi_meaning_at(line));
  assert_true(line < MOST_LINES);
  used[line] = 1;
}

/* The columns of the tables in a folder, which there must be so many of. */
static void use_folder(const char *folder, int tables)
{
  DIR *dir = opendir(folder);
  int found = 0;
  assert_non_null(dir);
  for (struct dirent *e; (e = readdir(dir));) {
    size_t length = strlen(e->d_name);
    if (length < 4 || strcmp(e->d_name + length - 4, ".csv") != 0 || strcmp(e->d_name, "columns.csv") == 0) continue;
    char *text = support_read(support_path(folder, e->d_name), NULL);
    text[strcspn(text, "\n")] = 0;
    for (char *name = strtok(text, ","); name; name = strtok(NULL, ",")) use_line(e->d_name, name);
    free(text);
    found++;
  }
  closedir(dir);
  assert_int_equal(found, tables);
}

#define RULES                                                                                                          \
  "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n"                                            \
  "  - quota: {importer: JPN, exporter: CAN, sector: A01, to: 80 %, owner: importer}\n"

static const char with_all[] =
    "scenario: t\npolicy:\n" RULES "  - preference: {importer: USA, exporter: JPN, sector: all, utilisation: 50 %, "
    "preferential: 1 %, mfn: 8 %, elasticity: 5, mfn_add: 5 pp}\n"
    "range: {draws: 4, drivers: 2, elasticities: {sector: all, spread: 20 %}, "
    "outcomes: [real_income_pct CAN]}\n";
static const char with_years[] = "scenario: t\nfrom: 2026\nuntil: 2027\npolicy:\n" RULES;
static const char decision[] = "decide: d\nregions: [CAN]\nlevers:\n  - {name: nothing}\n  - name: open\n"
                               "    policy: [{tariff: {importer: CAN, exporter: JPN, sector: goods, to: 0 %}}]\n"
                               "contingencies:\n  - {name: calm}\n  - name: storm\n"
                               "    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 40 pp}}]\n"
                               "variables: {duty: 0 pp}\nfrontier:\n"
                               "  policy: [{tariff: {importer: CAN, exporter: USA, sector: goods, add: $duty}}]\n"
                               "  levers: [{variable: duty, to: 2 pp, cost: 0 %}]\n  points: 2\n";

static tw_scenario *parsed(fixture *f, const char *text)
{
  tw_scenario *scenario = NULL;
  assert_ok(f->ctx, tw_scenario_parse(f->ctx, text, strlen(text), "test", &scenario));
  return hold_scenario(scenario);
}

static void every_column_has_a_line_and_every_line_a_column(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  f->settings.report = 0;
  char root[4096]; /* paths are in a ring */
  snprintf(root, sizeof root, "%s", support_temp_folder("meaning"));
  const tw_range_options options = {.trade = 1, .sectors = 1, .decomposition = 1};
  tw_range_result *range = NULL;
  assert_ok(f->ctx, tw_range(f->ctx, f->world, parsed(f, with_all), &f->settings, &options, &range));
  hold_range(range);
  assert_ok(f->ctx, tw_range_write(f->ctx, range, support_path(root, "range"), NULL));
  use_folder(support_path(root, "range"), 7);

  tw_solver *solver = NULL;
  tw_path *path = NULL;
  assert_ok(f->ctx, tw_solver_new(f->ctx, f->world, &f->settings, &solver));
  hold_solver(solver);
  assert_ok(f->ctx, tw_solve_path(solver, parsed(f, with_years), &path));
  hold_path(path);
  assert_ok(f->ctx, tw_path_write(f->ctx, path, support_path(root, "years"), NULL));
  use_folder(support_path(root, "years"), 7);

  tw_decision *made = NULL;
  tw_verdict *verdict = NULL;
  assert_ok(f->ctx, tw_decision_parse(f->ctx, decision, strlen(decision), "test", &made));
  hold_decision(made);
  const tw_decide_options draws = {.draws = 2, .frontier = 1};
  assert_ok(f->ctx, tw_decide(f->ctx, made, f->world, &f->settings, &draws, &verdict));
  hold_verdict(verdict);
  assert_ok(f->ctx, tw_verdict_write(f->ctx, verdict, support_path(root, "decision"), NULL));
  use_folder(support_path(root, "decision"), 5);

  tw_reconcile chain;
  tw_reconciliation *reconciliation = NULL;
  tw_reconcile_default(&chain);
  static const char plain[] = "scenario: t\npolicy:\n" RULES;
  assert_ok(f->ctx, tw_reconcile_run(f->ctx, f->world, parsed(f, plain), &f->settings, &chain, &reconciliation));
  hold_reconciliation(reconciliation);
  assert_ok(f->ctx, tw_reconciliation_write(f->ctx, reconciliation, support_path(root, "reconcile"), NULL));
  use_folder(support_path(root, "reconcile"), 1);

  /* a world with products */
  support_random r = {3};
  random_world *data = random_world_new(&r, 3, 2, WITH_TARIFFS);
  few_products *products = few_products_new(&r, data, 2);
  tw_world *with = make_world(f->ctx, data);
  tw_solver *of_products = NULL;
  tw_result *result = NULL;
  assert_ok(f->ctx, tw_solver_new(f->ctx, with, &f->settings, &of_products));
  assert_ok(f->ctx, tw_solve(of_products,
                             parsed(f, "scenario: p\npolicy:\n  - tariff: {importer: R00, exporter: all, "
                                       "product: P00, add: 25 pp}\n"),
                             &result));
  assert_ok(f->ctx, tw_result_write(f->ctx, result, support_path(root, "products"), NULL));
  use_folder(support_path(root, "products"), 5);
  tw_result_free(result);
  for (int g = 0; g < data->data.products; g++) products->product[g].home = "R01";
  tw_world *brands = make_world(f->ctx, data);
  tw_plants *plants = NULL;
  const tw_plants_options asked = {.draws = 2, .close = 1};
  static const char closing[] = "scenario: p\nplants: {threshold: 99.9 %}\npolicy:\n  - tariff: {importer: R00, "
                                "exporter: all, product: P00, add: 25 pp}\n";
  assert_ok(f->ctx, tw_plants_run(f->ctx, brands, parsed(f, closing), &f->settings, &asked, &plants));
  assert_ok(f->ctx, tw_plants_write(f->ctx, plants, support_path(root, "plants"), NULL));
  use_folder(support_path(root, "plants"), 8);
  tw_plants_free(plants);

  tw_dependence *dependence = NULL;
  assert_ok(f->ctx, tw_dependence_run(f->ctx, brands, NULL, &f->settings, "R01", NULL, &dependence));
  assert_ok(f->ctx, tw_dependence_write(f->ctx, dependence, support_path(root, "dependence"), NULL));
  use_folder(support_path(root, "dependence"), 6);
  tw_dependence_free(dependence);

  tw_world *of_food = NULL;
  tw_food *food = NULL;
  assert_ok(f->ctx, tw_world_open(f->ctx, "small2014", &of_food));
  assert_ok(f->ctx, tw_food_run(f->ctx, of_food, NULL, &f->settings, "JPN", NULL, &food));
  assert_ok(f->ctx, tw_food_write(f->ctx, food, support_path(root, "food"), NULL));
  use_folder(support_path(root, "food"), 6);
  tw_food_free(food);
  tw_world_free(of_food);

  tw_exposure *exposure = NULL;
  assert_ok(f->ctx, tw_exposure_of(f->ctx, brands, NULL, &f->settings, "R01", NULL, &exposure));
  assert_ok(f->ctx, tw_exposure_write(f->ctx, exposure, support_path(root, "exposure"), NULL));
  use_folder(support_path(root, "exposure"), 8);
  tw_exposure_free(exposure);

  tw_cascade *cascade = NULL;
  static const char spreads[] = "scenario: p\npolicy:\n  - ban: {importer: R00, exporter: R02, product: P00}\n"
                                "  - clause: {importer: R00, exporter: R02, product: P00}\n";
  assert_ok(f->ctx, tw_cascade_run(f->ctx, brands, parsed(f, spreads), &f->settings, NULL, &cascade));
  assert_ok(f->ctx, tw_cascade_write(f->ctx, cascade, support_path(root, "cascade"), NULL));
  use_folder(support_path(root, "cascade"), 8);
  tw_cascade_free(cascade);

  tw_routes *routes = NULL;
  assert_ok(f->ctx, tw_routes_run(f->ctx, NULL, &(tw_routes_options){.from = "CAN", .to = "JPN"}, &routes));
  assert_ok(f->ctx, tw_routes_write(f->ctx, routes, support_path(root, "routes"), NULL));
  use_folder(support_path(root, "routes"), 1);
  tw_routes_free(routes);
  tw_world_free(brands);
  tw_solver_free(of_products);
  tw_world_free(with);
  few_products_free(products);
  random_world_free(data);

  /* a run linked to a market */
  tw_world *small = NULL;
  tw_link *link = NULL;
  static const char linked[] =
      "scenario: l\nmarket:\n  name: lng2024\n  policy:\n    - capacity: {supplier: CAN, to: 14 "
      "Mt}\npolicy: []\n";
  assert_ok(f->ctx, tw_world_open(f->ctx, "default", &small));
  assert_ok(f->ctx, tw_link_run(f->ctx, small, parsed(f, linked), &f->settings, NULL, &link));
  assert_ok(f->ctx, tw_link_write(f->ctx, link, support_path(root, "link"), NULL));
  use_folder(support_path(root, "link"), 11);
  tw_link_free(link);

  /* a product whose flows are assumed */
  tw_solver *of_default = NULL;
  assert_ok(f->ctx, tw_solver_new(f->ctx, small, &f->settings, &of_default));
  assert_ok(f->ctx, tw_solve(of_default,
                             parsed(f, "scenario: p\nproducts: PORK\npolicy:\n  - tariff: {importer: JPN, exporter: CAN, "
                                       "product: PORK, add: 25 pp}\n"),
                             &result));
  assert_ok(f->ctx, tw_result_write(f->ctx, result, support_path(root, "assumed"), NULL));
  use_folder(support_path(root, "assumed"), 6);
  tw_result_free(result);
  tw_solver_free(of_default);
  tw_world_free(small);

  /* a run with illegal fish */
  tw_illegal *illegal = NULL;
  static const char fish[] = "scenario: i\niuu: {sector: C29, importer: JPN, share: {low: 1 %, point: 2 %, high: 3 %}}\n"
                             "policy:\n  - barrier: {importer: JPN, exporter: CAN, product: C29_LEGAL, to: 2 %}\n";
  assert_ok(f->ctx, tw_illegal_run(f->ctx, f->world, parsed(f, fish), &f->settings, &illegal));
  assert_ok(f->ctx, tw_illegal_write(f->ctx, illegal, support_path(root, "illegal"), NULL));
  use_folder(support_path(root, "illegal"), 7);
  tw_illegal_free(illegal);

  tw_accounts *accounts = NULL;
  assert_ok(f->ctx, tw_accounts_energy(f->ctx, "JPN", NULL, &accounts));
  assert_ok(f->ctx, tw_accounts_write(f->ctx, accounts, support_path(root, "accounts"), NULL));
  use_folder(support_path(root, "accounts"), 1);
  tw_accounts_free(accounts);

  tw_outlook *outlook = NULL;
  const tw_outlook_options drawn = {.draws = 2, .threads = 1, .drivers = 2};
  assert_ok(f->ctx,
            tw_outlook_run(f->ctx, parsed(f, "scenario: m\nfrom: 2025\nuntil: 2026\nmarket: {}\n"), &drawn, &outlook));
  assert_ok(f->ctx, tw_outlook_write(f->ctx, outlook, support_path(root, "market"), NULL));
  use_folder(support_path(root, "market"), 6);
  tw_stress *stress = NULL;
  const tw_stress_options lost = {.buyer = "JPN", .lose = "hormuz", .capacity = "CAN 28 Mt"};
  assert_ok(f->ctx, tw_stress_run(f->ctx, &lost, &stress));
  assert_ok(f->ctx, tw_stress_write(f->ctx, stress, support_path(root, "stress"), NULL));
  use_folder(support_path(root, "stress"), 3);
  tw_stress_free(stress);
  tw_outlook_free(outlook);

  const char *name;
  static const tw_table tables[] = {TW_REGIONS, TW_SECTORS, TW_GROUPS, TW_PRODUCTS};
  for (int k = 0; k < 4; k++)
    for (int i = 0; (name = tw_result_column_name(tables[k], i)); i++) use_line(twi_table_file(tables[k]), name);
  for (int i = 0; twi_meaning_at(i); i++) {
    const twi_meaning *m = twi_meaning_at(i);
    if (!used[i]) fail_msg("%s: nothing writes column %s", m->table ? m->table : "any table", m->column);
  }
}

static void a_result_tells_units(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  fixture_solve(f, "scenario: t\npolicy:\n" RULES);
  static const struct {
    tw_table table;
    const char *name, *unit;
  } expected[] = {{TW_REGIONS, "real_income_pct", "percent"},
                  {TW_REGIONS, "equivalent_variation", "million USD"},
                  {TW_REGIONS, "terms_of_trade_pct", "log points"},
                  {TW_REGIONS, "real_income_pct_p05", "percent"},
                  {TW_SECTORS, "value_added_change", "million USD"},
                  {TW_REGIONS, "employment_change", "thousand persons"},
                  {TW_SECTORS, "output_base", "million USD"},
                  {TW_GROUPS, "equivalent_variation", "million USD"},
                  {TW_GROUPS, "real_gdp_pct", "percent"},
                  {TW_TRADE, "new_value", "million USD"},
                  {TW_TRADE, "tariff_new_pct", "percent"},
                  {TW_TRADE, "tariff_new", "fraction"},
                  {TW_TRADE, "change", "fraction"},
                  {TW_LIMITS, "limit", "million USD or percent of the reference"},
                  {TW_LIMITS, "money", "million USD"},
                  {TW_PREFERENCES, "cost_pct", "percent"}};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    const char *unit = tw_result_column_unit(f->result, expected[i].table, expected[i].name);
    if (!unit) fail_msg("%s: %s", expected[i].name, tw_error(f->ctx));
    assert_string_equal(unit, expected[i].unit);
  }
  /* What is no column of the table says which is. */
  assert_null(tw_result_column_unit(f->result, TW_REGIONS, "real_incme_pct"));
  assert_string_equal(tw_error(f->ctx), "regions has no column \"real_incme_pct\"; did you mean real_income_pct?");
  assert_null(tw_result_column_unit(f->result, TW_SECTORS, "real_income_pct"));
  assert_null(tw_result_column_unit(f->result, (tw_table)77, "limit"));
  assert_non_null(strstr(tw_error(f->ctx), "there is no table 77"));
  /* So does a column that is asked for. */
  assert_null(tw_result_column(f->result, TW_SECTORS, "outputpct"));
  assert_string_equal(tw_error(f->ctx), "sectors has no column \"outputpct\"; did you mean output_pct?");
  assert_null(tw_result_column(f->result, TW_TRADE, "new_value"));
  assert_non_null(strstr(tw_error(f->ctx), "trade has no column \"new_value\" here"));
}

static int teardown(void **state)
{
  held_teardown(state);
  return fixture_teardown(state);
}

static int is_key(const char *table, const char *column)
{
  const twi_meaning *m = twi_meaning_of(table, column, NULL);
  if (!m) fail_msg("%s: column %s has no line", table, column);
  return twi_is_key(m);
}

/* Rows are told apart by columns of text and years; trace/rows.c has its keys from here. */
static void text_and_years_are_keys(void **state)
{
  (void)state;
  assert_true(is_key("years.csv", "year") && is_key("years.csv", "region") && is_key("limits.csv", "what"));
  assert_true(is_key("accounts.csv", "quality") && is_key("drivers.csv", "outcome"));
  assert_false(is_key("regions.csv", "real_income_pct") || is_key("closing.csv", "round"));
  assert_false(is_key("limits.csv", "reference") || is_key("limits.csv", "line"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(every_column_has_a_line_and_every_line_a_column, fixture_setup, teardown),
      cmocka_unit_test_setup_teardown(a_result_tells_units, fixture_setup, teardown),
      cmocka_unit_test(text_and_years_are_keys)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
