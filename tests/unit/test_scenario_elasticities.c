/* The trade elasticities that a scenario or an option chooses: the same bits as in a world that has them, kept with the
 * scenario, drawn from the uncertainty of the set with what is one number as one number, and in reconcile the part of an
 * answer that is due to them. */
#include "context.h"
#include "ensemble/parameters.h"
#include "scenario/rules.h"
#include "world_files.h"

/* own is that of sectors.csv (4, 5.5, 6); alt has one number for goods. */
static const char sets[] = "set,sector,parameter,estimate,standard_error,p05,p50,p95,source\n"
                           "own,A01,,4,0.8,,,,one\nown,C29,makers,5.5,,4,5.5,8,two\nown,H49,,6,,,,,\n"
                           "alt,goods,,3,0.6,,,,three\nfull,all,,7,1,,,,\n";
static const char policy[] = "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 20 pp}\n";

/* The world with these trade elasticities in sectors.csv, and the sets. */
static tw_world *made_with(double a, double b, double c, const char *of_sets, const char *folder)
{
  world_files *files = files_new();
  file_final(files);
  char *t = file_text(files, "sectors.csv");
  *t = 0;
  file_add(t,
           "sector,name,kind,trade_elasticity\nA01,Crops,goods,%.17g\nC29,Cars,goods,%.17g\nH49,Transport,services,"
           "%.17g\n",
           a, b, c);
  strcpy(file_text(files, "elasticities.csv"), of_sets);
  strcpy(file_text(files, "sector_groups.yaml"), "MADE: [A01, C29]\n");
  file_add(file_text(files, "world.yaml"), "elasticity_set: own\n");
  tw_world *world = world_open_ok(context, files_write(files, folder));
  free(files);
  return world;
}

static tw_world *made(double a, double b, double c, const char *folder)
{
  return made_with(a, b, c, sets, folder);
}

static tw_scenario *scenario_of(const char *top, const char *more)
{
  char text[2048];
  tw_scenario *scenario = NULL;
  snprintf(text, sizeof text, "scenario: t\n%s%s%s", top, policy, more);
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  return scenario;
}

static tw_result *solved(const tw_world *world, const tw_scenario *scenario)
{
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  assert_ok(context, tw_solver_new(context, world, NULL, &solver));
  assert_ok(context, tw_solve(solver, scenario, &result));
  assert_true(tw_result_info(result)->outcome > 0);
  tw_solver_free(solver); /* the result does not need it */
  return result;
}

/* Every column of both tables, and every flow, has the same bits. */
static int same_bits(const tw_result *a, const tw_result *b)
{
  int same = 1;
  for (int table = TW_REGIONS; table <= TW_SECTORS; table++) {
    const char *name;
    for (int i = 0; (name = tw_result_column_name((tw_table)table, i)); i++)
      same &= memcmp(tw_result_column(a, (tw_table)table, name), tw_result_column(b, (tw_table)table, name),
                     (table == TW_REGIONS ? 3 : 9) * sizeof(double)) == 0;
  }
  double x[27], y[27];
  assert_ok(context, tw_result_trade(a, "new_value", x));
  assert_ok(context, tw_result_trade(b, "new_value", y));
  return same && memcmp(x, y, sizeof x) == 0;
}

/* ---------------------------------------------------------------- solving */

/* alt: goods 3, services as the world has them. By the key, by the option, by a file, and in a world that is so. */
static void the_same_as_in_a_world_that_has_them(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own"), *other = made(3, 3, 6, "other");
  tw_scenario *plain = scenario_of("", ""), *key = scenario_of("elasticities: ALT\n", ""),
              *option = scenario_of("", ""), *file = scenario_of("elasticities: own\n", "");
  support_write(support_temp("alt.csv"), "sector,trade_elasticity\nMADE,3\n");
  assert_ok(context, tw_scenario_use_elasticities(context, option, "alt"));
  assert_ok(context, tw_scenario_use_elasticities(context, file, support_temp("alt.csv")));
  tw_result *expected = solved(other, plain);
  *noted = 0;
  tw_result *by_key = solved(world, key);
  assert_string_equal(noted, "Trade elasticities are those of the set alt, on both sides; it has no estimate for H49, "
                             "where the world's hold.\n");
  tw_result *by_option = solved(world, option), *by_file = solved(world, file), *own = solved(world, plain);
  assert_true(same_bits(by_key, expected));
  assert_true(same_bits(by_option, expected));
  assert_true(same_bits(by_file, expected));
  assert_false(same_bits(own, expected));
  assert_string_equal(tw_result_text(by_key, "elasticities"), "ALT");
  assert_string_equal(tw_result_text(own, "elasticities"), "");
  assert_true(tw_world_numbers(tw_result_world(by_key), "trade_elasticity")[1] == 3);
  assert_non_null(strstr(tw_scenario_text(option, "comparison"), "; trade elasticities are those of the set alt."));
  tw_solver *solver = NULL;
  tw_path *path = NULL;
  assert_ok(context, tw_solver_new(context, world, NULL, &solver));
  assert_ok(context, tw_solve_path(solver, key, &path));
  assert_true(same_bits(tw_path_result(path, 0), expected));
  tw_path_free(path);
  tw_result *again = NULL; /* the solver still has the world's own */
  assert_ok(context, tw_solve(solver, plain, &again));
  assert_true(same_bits(again, own));
  tw_result *const all[] = {expected, by_key, by_option, by_file, own, again};
  for (int i = 0; i < 6; i++) tw_result_free(all[i]);
  tw_solver_free(solver);
  tw_scenario *const scenarios[] = {plain, key, option, file};
  for (int i = 0; i < 4; i++) tw_scenario_free(scenarios[i]);
  tw_world_free(world);
  tw_world_free(other);
}

/* The choice is part of the scenario: its SHA-256, and its files, from which it is read again. */
static void kept_with_the_scenario(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own");
  char *path = strdup(support_temp("f.csv"));
  support_write(path, "set,sector,estimate\nmine,all,7.5\n");
  const char *const choice[] = {"alt", "full", path};
  char sha256[4][65];
  tw_scenario *plain = scenario_of("", "");
  snprintf(sha256[3], sizeof sha256[3], "%s", tw_scenario_text(plain, "sha256"));
  for (int i = 0; i < 3; i++) {
    tw_scenario *s = scenario_of("", ""), *again = NULL;
    twi_scenario_file *files;
    int count;
    assert_ok(context, tw_scenario_use_elasticities(context, s, choice[i]));
    snprintf(sha256[i], sizeof sha256[i], "%s", tw_scenario_text(s, "sha256"));
    assert_fails(context, tw_scenario_use_elasticities(context, s, "own"), TW_USAGE, "chosen already");
    assert_ok(context, twi_scenario_files(context, s, &files, &count));
    assert_int_equal(count, i == 2 ? 3 : 2);
    if (i == 2) support_write(path, "sector,estimate\nall,1\n"); /* not read again */
    assert_ok(context, twi_scenario_read_stored(context, files, count, &again));
    assert_string_equal(tw_scenario_text(again, "sha256"), sha256[i]);
    assert_string_equal(tw_scenario_text(again, "elasticities"), choice[i]);
    tw_result *a = solved(world, s), *b = solved(world, again);
    assert_true(same_bits(a, b));
    tw_result_free(a);
    tw_result_free(b);
    twi_scenario_files_free(context, files, count);
    tw_scenario_free(again);
    tw_scenario_free(s);
  }
  for (int i = 0; i < 4; i++)
    for (int k = 0; k < i; k++) assert_string_not_equal(sha256[i], sha256[k]);
  free(path);
  tw_scenario_free(plain);
  tw_world_free(world);
}

/* Opens the scenario, chooses, and explains it; the message, or the sentences. */
static const char *told(const tw_world *world, const char *top, const char *option)
{
  static char text[4096];
  char yaml[2048];
  tw_scenario *s = NULL;
  tw_explanation *e = NULL;
  const char *sentence;
  snprintf(yaml, sizeof yaml, "scenario: t\n%s%s", top, policy);
  *text = 0;
  tw_status status = tw_scenario_parse(context, yaml, strlen(yaml), support_temp("t.yaml"), &s);
  if (status == TW_OK && option) status = tw_scenario_use_elasticities(context, s, option);
  if (status == TW_OK) status = tw_scenario_explain(context, s, world, 0, &e);
  for (int i = 0; status == TW_OK && (sentence = tw_explanation_sentence(e, i)); i++)
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s ", sentence);
  if (status != TW_OK) snprintf(text, sizeof text, "%s", tw_error(context));
  tw_explanation_free(e);
  tw_scenario_free(s);
  return text;
}

static void says(const tw_world *world, const char *top, const char *option, const char *expected)
{
  const char *found = told(world, top, option);
  if (!strstr(found, expected)) fail_msg("found %s\n  expected %s", found, expected);
}

static void messages(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own");
  says(world, "elasticities: full\n", NULL, "Trade elasticities are those of the set full, on both sides. ");
  says(world, "", "full", "Trade elasticities are those of the set full, on both sides (--elasticities). ");
  assert_null(strstr(told(world, "", NULL), "elasticities"));
  says(world, "elasticities: ful\n", NULL,
       "t.yaml:2:15: world three has no set of elasticities \"ful\"; did you mean full?");
  says(world, "elasticities: nothing\n", NULL, "has no set of elasticities \"nothing\"; it has own, alt, full");
  says(world, "", "nothing",
       "--elasticities: world three has no set of elasticities \"nothing\"; it has own, alt, full (the name of a file "
       "has a dot or a slash)");
  says(world, "elasticities: [a]\n", NULL, "t.yaml:2:15: ");
  says(world, "elasticities: my.csv\n", NULL, "t.yaml:2:15: found \"my.csv\", expected the name of a set");
  says(world, "elasticities:\n", NULL, "expected the name of a set");
  says(world, "", "./nosuch.csv", "./nosuch.csv");
  support_write(support_temp("two.csv"), "set,sector,estimate\na,A01,3\nb,C29,4\n");
  says(world, "", support_temp("two.csv"), "two.csv:3: column set: found the sets a and b, expected one set");
  support_write(support_temp("bad.csv"), "sector,estimate\nX28,3\n");
  says(world, "", support_temp("bad.csv"), "bad.csv:2: found \"X28\", expected a sector");
  support_write(support_temp("other.yaml"), "scenario: other\nelasticities: alt\n");
  says(world, "against: other\n", NULL,
       "other.yaml:2:1: elasticities: the scenario t is compared with has the set alt, and this one has none");
  says(world, "elasticities: full\nagainst: other\n", NULL, "has the set alt, and this one the set full");
  says(world, "elasticities: alt\nagainst: other\n", NULL, "Trade elasticities are those of the set alt");
  *noted = 0;
  assert_null(strstr(told(world, "include: [other]\n", NULL), "Trade elasticities"));
  assert_non_null(
      strstr(noted, "other.yaml:2: the elasticities that an included file chooses do not hold here: the set alt"));
  tw_world_free(world);
}

/* ---------------------------------------------------------------- drawing */

static twi_parameters *parameters(const tw_world *world, const tw_scenario *scenario)
{
  twi_parameters *p = NULL;
  assert_ok(context, twi_parameters_new(context, scenario, world, &p));
  return p;
}

static void assert_near(double found, double expected)
{
  if (!(fabs(found - expected) <= 1e-12 * fabs(expected))) fail_msg("found %.17g, expected %.17g", found, expected);
}

/* The normal quantile at 0.9, from tables. */
static const double z90 = 1.2815515655446004;

/* Without a section: own's uncertainty; C29 by quantiles, H49 by the assumed spread, since own has none for it. */
static void from_the_set_of_the_world(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own");
  tw_scenario *s = scenario_of("", "");
  twi_parameters *p = parameters(world, s);
  assert_int_equal(p->count, 3);
  assert_int_equal(p->assumed, 0);
  assert_string_equal(p->parameter[0].name, "elasticity of A01");
  assert_string_equal(p->parameter[0].source, "set own: one");
  assert_string_equal(p->parameter[1].name, "elasticity of makers");
  assert_int_equal(p->parameter[1].distribution.kind, TWI_QUANTILES);
  assert_string_equal(p->parameter[2].source, "25 % of the world's elasticity, assumed");
  assert_int_equal(p->notes, 2);
  assert_string_equal(p->note[0], "there is no range section: trade elasticities are drawn from the standard errors "
                                  "and quantiles of the set own, what is one estimate there as one number");
  assert_string_equal(p->note[1], "the set own has no uncertainty for H49: a spread of 25 % about the world's "
                                  "elasticity is assumed there");
  double u[3] = {0.5, 0.95, 0.5}, theta[3];
  twi_parameters_point(p, u, theta, NULL, NULL);
  assert_near(theta[0], 4 / sqrt(1 + 0.04)); /* the median of a lognormal with mean 4 and standard deviation 0.8 */
  assert_near(theta[1], 8);
  assert_near(theta[2], 6 / sqrt(1 + 0.0625));
  twi_parameters_free(p);
  tw_scenario_free(s);
  tw_world_free(world);
}

/* alt: one number for the goods. Its central value is what the scenario chose. */
static void one_number_is_drawn_as_one(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own"), *other = made(3, 3, 6, "other");
  tw_scenario *s =
      scenario_of("elasticities: alt\n", "range: {draws: 8, drivers: 4, outcomes: [real_income_pct CAN]}\n");
  tw_range_result *range = NULL;
  const tw_range_parameter *shown;
  const tw_range_driver *driver;
  assert_ok(context, tw_range(context, world, s, NULL, NULL, &range));
  assert_int_equal(tw_range_parameters(range, &shown), 2);
  assert_string_equal(shown[0].name, "elasticity of goods");
  assert_string_equal(shown[0].distribution, "lognormal with mean 3 and standard deviation 0.6");
  assert_true(shown[0].central == 3);
  assert_string_equal(shown[1].name, "elasticity of H49");
  assert_int_equal(tw_range_drivers(range, &driver), 2);
  tw_scenario *plain = scenario_of("", "");
  tw_result *expected = solved(other, plain);
  assert_true(same_bits(tw_range_central(range), expected));
  tw_result_free(expected);
  tw_scenario_free(plain);
  tw_range_free(range);
  twi_parameters *p = parameters(other, s);
  double u[2] = {0.9, 0.3}, theta[3];
  twi_parameters_point(p, u, theta, NULL, NULL);
  assert_true(theta[0] == theta[1]);
  assert_near(theta[0], 3 / sqrt(1.04) * exp(sqrt(log(1.04)) * z90));
  twi_parameters_free(p);
  tw_scenario_free(s);
  tw_world_free(world);
  tw_world_free(other);
}

/* together: the sectors of an entry move by one factor, each from its own elasticity. */
static void together(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own");
  tw_scenario *s = scenario_of("", "range: {elasticities: [{sector: MADE, spread: 25 %, together: true}, {sector: "
                                   "services, spread: 10 %}]}\n");
  twi_parameters *p = parameters(world, s);
  assert_int_equal(p->count, 2);
  assert_string_equal(p->parameter[0].name, "elasticity of MADE");
  assert_near(p->parameter[0].distribution.p[0], 1); /* a factor, as the elasticities differ */
  assert_near(p->parameter[0].distribution.p[1], 0.25);
  assert_true(p->parameter[0].central == 1);
  double u[2] = {0.9, 0.5}, theta[3];
  unsigned char cut[2];
  twi_parameters_point(p, u, theta, NULL, NULL);
  assert_near(theta[1] / theta[0], 5.5 / 4);
  assert_near(theta[0], 4 / sqrt(1.0625) * exp(sqrt(log(1.0625)) * z90));
  p->floor = 4.2; /* each sector has the floor by itself */
  u[0] = 0.5;
  assert_int_equal(twi_parameters_point(p, u, theta, NULL, cut), 1);
  assert_true(theta[0] == 4.2 && theta[1] > 4.2 && cut[0] == 1 && cut[1] == 0);
  twi_parameters_free(p);
  tw_scenario_free(s);
  /* later entries take sectors out */
  s = scenario_of("",
                  "range: {elasticities: [{sector: all, spread: 25 %, together: true}, {sector: C29, spread: 10 %}, "
                  "{sector: A01, spread: 0 %}]}\n");
  p = parameters(world, s);
  assert_int_equal(p->count, 2);
  assert_string_equal(p->parameter[0].name, "elasticity of C29");
  assert_string_equal(p->parameter[1].name, "elasticity of all");
  assert_int_equal(p->parameter[1].members, 1);
  twi_parameters_free(p);
  tw_scenario_free(s);
  s = scenario_of("", "range: {elasticities: [{sector: all, spread: 5 %, together: true}, {set: alt}]}\n");
  p = parameters(world, s);
  assert_int_equal(p->count, 2); /* goods of alt, and H49 assumed, about the world's */
  assert_string_equal(p->parameter[0].name, "elasticity of goods");
  assert_true(isnan(p->parameter[0].central)); /* the world's differ */
  twi_parameters_free(p);
  tw_scenario_free(s);
  s = scenario_of("", "range: {elasticities: [{sector: [A01, H49], spread: 5 %, together: true}, {sector: C29, spread: "
                      "5 %, together: true}, {set: alt, sector: A01}, {set: alt, sector: C29}]}\n");
  p = parameters(world, s); /* of two entries: two shares, so two parameters, of two names */
  assert_int_equal(p->count, 3);
  assert_string_equal(p->parameter[2].name, "elasticity of A01, H49");
  assert_string_not_equal(p->parameter[0].name, p->parameter[1].name);
  twi_parameters_free(p);
  tw_scenario_free(s);
  tw_world_free(world);
}

static void range_refused(const tw_world *world, const char *elasticities, const char *expected)
{
  char text[1024];
  tw_scenario *s = NULL;
  twi_parameters *p = NULL;
  snprintf(text, sizeof text, "scenario: t\n%srange: {elasticities: %s}\n", policy, elasticities);
  tw_status status = tw_scenario_parse(context, text, strlen(text), support_temp("t.yaml"), &s);
  if (status == TW_OK) status = twi_parameters_new(context, s, world, &p);
  assert_int_equal(status, TW_BAD_INPUT);
  if (!strstr(tw_error(context), expected)) fail_msg("found %s\n  expected %s", tw_error(context), expected);
  tw_scenario_free(s);
}

static void range_messages(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own");
  range_refused(world, "{set: ful}", "t.yaml:4:29: set: world three has no set \"ful\"; did you mean full?");
  range_refused(world, "{set: nothing}", "set: world three has no set \"nothing\"; it has own, alt, full");
  range_refused(world, "{set: own, source: felbermayr-2022}",
                "an entry takes one of set, file and source, not two of them");
  range_refused(world, "{set: own, together: true}", "together goes with a spread alone");
  range_refused(world, "{sector: all, spread: 5 %, together: maybe}", "maybe");
  range_refused(world, "{set: [own]}", "expected the name of a set");
  support_write(support_temp("e.csv"), "sector,parameter,estimate,standard_error\nA01,x,3,1\nC29,x,4,1\n");
  range_refused(world, "{file: e.csv}",
                "e.csv:3: the parameter x has other numbers in line 2, but a parameter is one number");
  support_write(support_temp("e.csv"), "sector,estimate,standard_error\nMADE,3,1\ngoods,4,1\nmade,3,1\n");
  range_refused(world, "{file: e.csv}", "e.csv:4: column sector: sector MADE is given already, in line 2");
  support_write(support_temp("e.csv"), "sector,estimate,standard_error\nX28,3,1\n");
  range_refused(world, "{file: e.csv}", "e.csv:2: column sector: world three has no sector \"X28\"");
  tw_world_free(world);
}

/* A file of the range section: a row of several sectors is one number, a code comes before it. */
static void files_of_ranges(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own");
  char text[1024];
  tw_scenario *s = NULL;
  support_write(support_temp("e.csv"), "sector,parameter,estimate,standard_error\nall,rest,3,1\nA01,,4,1\n");
  snprintf(text, sizeof text, "scenario: t\n%srange: {elasticities: {file: e.csv}}\n", policy);
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), support_temp("t.yaml"), &s));
  twi_parameters *p = parameters(world, s);
  assert_int_equal(p->count, 2);
  assert_string_equal(p->parameter[0].name, "elasticity of A01");
  assert_string_equal(p->parameter[1].name, "elasticity of rest");
  assert_int_equal(p->parameter[1].members, 2);
  twi_parameters_free(p);
  tw_scenario_free(s);
  tw_world_free(world);
}

/* ---------------------------------------------------------------- memory */

static char world_file[4096], option_file[4096];

/* Chooses by the option (user: what), then explains, draws and solves. */
static tw_status use_choice(tw_context *ctx, void *user)
{
  static const char text[] =
      "scenario: t\nelasticities: own\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: "
      "MADE, add: 20 pp}\n";
  tw_world *world = NULL;
  tw_scenario *s = NULL;
  tw_explanation *e = NULL;
  twi_parameters *p = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  tw_status status = tw_world_open(ctx, world_file, &world);
  if (status == TW_OK) status = tw_scenario_parse(ctx, text, strlen(text), "t.yaml", &s);
  if (status == TW_OK) status = tw_scenario_use_elasticities(ctx, s, user);
  if (status == TW_OK) status = tw_scenario_explain(ctx, s, world, 0, &e);
  if (status == TW_OK) status = twi_parameters_new(ctx, s, world, &p);
  if (status == TW_OK) status = tw_solver_new(ctx, world, &settings, &solver);
  if (status == TW_OK) status = tw_solve(solver, s, &result);
  assert_true((status == TW_OK) == (result != NULL));
  tw_result_free(result);
  tw_solver_free(solver);
  twi_parameters_free(p);
  tw_explanation_free(e);
  tw_scenario_free(s);
  tw_world_free(world);
  return status;
}

static void every_allocation_fails_in_turn(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own");
  char set[] = "alt";
  snprintf(world_file, sizeof world_file, "%s", support_temp("own.tww"));
  snprintf(option_file, sizeof option_file, "%s", support_temp("option.csv"));
  assert_ok(context, tw_world_save(context, world, world_file));
  support_write(option_file, "sector,parameter,estimate,standard_error\nall,one,3,1\nA01,,4,1\n");
  tw_world_free(world);
  assert_true(support_fail_each(use_choice, set) > 100);
  assert_true(support_fail_each(use_choice, option_file) > 100);
}

/* ---------------------------------------------------------------- reconcile */

static const tw_variant *variant(const tw_reconciliation *r, const char *name)
{
  const tw_variant *v;
  int count = tw_reconciliation_variants(r, &v);
  for (int i = 0; i < count; i++)
    if (strcmp(v[i].name, name) == 0) return &v[i];
  fail_msg("no variant %s", name);
  return NULL;
}

/* The step of the set is what the world with its elasticities gives less the world's own, all else the same; and what is
 * compared with the run is the run with the other set. */
static void reconciling(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own"), *other = made(3, 3, 6, "other");
  tw_scenario *plain = scenario_of("closure: {deficits: zero}\n", ""),
              *alt = scenario_of("elasticities: alt\nclosure: {deficits: zero}\n", ""),
              *full = scenario_of("elasticities: full\nclosure: {deficits: zero}\n", "");
  tw_reconcile options;
  tw_reconcile_default(&options);
  options.elasticities = "full";
  options.elasticity = 5;
  tw_reconciliation *r = NULL, *of_plain = NULL, *of_other = NULL, *none = NULL;
  assert_ok(context, tw_reconcile_run(context, world, alt, NULL, &options, &r));
  options.elasticities = NULL;
  assert_ok(context, tw_reconcile_run(context, world, plain, NULL, &options, &of_plain));
  assert_ok(context, tw_reconcile_run(context, other, plain, NULL, &options, &of_other));
  const tw_variant *step = variant(r, "elasticities-set"), *before = variant(r, "elasticities");
  assert_int_equal(step->in_chain, 1);
  for (int d = 0; d < 3; d++) {
    assert_near(before->real_income[d], variant(of_plain, "elasticities")->real_income[d]);
    assert_near(step->real_income[d], variant(of_other, "elasticities")->real_income[d]);
    assert_true(step->change[d] == step->real_income[d] - before->real_income[d]);
    assert_true(fabs(step->change[d]) > 1e-4);
  }
  assert_string_equal(step->title, "elasticities of alt");
  assert_string_equal(step->what, "The elasticities of alt for 2 of 3 sectors, the world's for the others.");
  tw_result *result = solved(world, full);
  const tw_variant *given = variant(r, "elasticities-given"), *all;
  for (int d = 0; d < 3; d++)
    assert_true(fabs(given->real_income[d] - tw_result_column(result, TW_REGIONS, "real_income_pct")[d]) < 1e-9);
  int count = tw_reconciliation_variants(r, &all), of_own = 0, of_full = 0;
  for (int i = 0; i < count; i++) {
    of_own += strcmp(all[i].name, "elasticities-own") == 0;
    of_full += strcmp(all[i].name, "elasticities-full") == 0;
  }
  assert_int_equal(of_own, 1);
  assert_int_equal(of_full, 0);                /* it is the one given */
  (void)variant(of_plain, "elasticities-alt"); /* there is one of every other set */
  (void)variant(of_plain, "elasticities-full");
  options.elasticities = "ful";
  assert_fails(context, tw_reconcile_run(context, world, alt, NULL, &options, &none), TW_BAD_INPUT,
               "elasticities to compare with: world three has no set \"ful\"; did you mean full?");
  tw_result_free(result);
  tw_scenario_free(full);
  tw_scenario_free(plain);
  tw_reconciliation_free(r);
  tw_reconciliation_free(of_plain);
  tw_reconciliation_free(of_other);
  tw_scenario_free(alt);
  tw_world_free(world);
  tw_world_free(other);
}

/* Of 22 sets beside the world's own the first 20 are solved with, all of them that there is room for. */
static void reconciling_with_many_sets(void **state)
{
  (void)state;
  char many[2048] = "set,sector,estimate\nown,A01,4\nown,C29,5.5\nown,H49,6\n";
  for (int k = 0; k < 22; k++) sprintf(many + strlen(many), "s%02d,all,%g\n", k, 3 + k / 8.0);
  tw_world *world = made_with(4, 5.5, 6, many, "many"), *other = made(3 + 19 / 8.0, 3 + 19 / 8.0, 3 + 19 / 8.0, "last");
  tw_scenario *plain = scenario_of("closure: {deficits: zero}\n", "");
  tw_reconcile options;
  tw_reconcile_default(&options);
  options.labour_elasticity = options.scale_elasticity = 0;
  tw_reconciliation *r = NULL;
  assert_ok(context, tw_reconcile_run(context, world, plain, NULL, &options, &r));
  const tw_variant *v;
  int count = tw_reconciliation_variants(r, &v), found = 0;
  for (int i = 0; i < count; i++) {
    char name[32];
    snprintf(name, sizeof name, "elasticities-s%02d", found);
    found += strcmp(v[i].name, name) == 0;
  }
  assert_int_equal(found, 20);
  tw_result *expected = solved(other, plain);
  for (int d = 0; d < 3; d++)
    assert_true(fabs(variant(r, "elasticities-s19")->real_income[d] -
                     tw_result_column(expected, TW_REGIONS, "real_income_pct")[d]) < 1e-9);
  tw_result_free(expected);
  tw_reconciliation_free(r);
  tw_scenario_free(plain);
  tw_world_free(world);
  tw_world_free(other);
}

/* ---------------------------------------------------------------- decide */

static const char decision[] =
    "decide: d\nregions: [CAN]\n%slevers:\n  - {name: nothing}\n  - name: duty\n    policy:\n      - tariff: "
    "{importer: "
    "CAN, exporter: USA, sector: goods, add: 5 pp}\ncontingencies:\n  - {name: a}\n  - name: b\n    policy:\n      - "
    "tariff: {importer: USA, exporter: CAN, sector: MADE, add: 10 pp}\n";

static tw_verdict *decided(const tw_world *world, const char *key, const char *option, tw_decision **d)
{
  char text[2048];
  tw_verdict *v = NULL;
  snprintf(text, sizeof text, decision, key);
  assert_ok(context, tw_decision_parse(context, text, strlen(text), "d.yaml", d));
  if (option) assert_ok(context, tw_decision_use_elasticities(context, *d, option));
  assert_ok(context, tw_decide(context, *d, world, NULL, NULL, &v));
  return v;
}

static void deciding(void **state)
{
  (void)state;
  tw_world *world = made(4, 5.5, 6, "own"), *other = made(3, 3, 6, "other");
  tw_decision *d[3];
  tw_verdict *v[] = {decided(world, "elasticities: alt\n", NULL, &d[0]), decided(world, "", "alt", &d[1]),
                     decided(other, "", NULL, &d[2])};
  double cells[3][4];
  for (int i = 0; i < 3; i++) assert_ok(context, tw_verdict_cells(v[i], "central", cells[i]));
  assert_memory_equal(cells[0], cells[2], sizeof cells[0]);
  assert_memory_equal(cells[1], cells[2], sizeof cells[0]);
  assert_string_not_equal(tw_decision_text(d[1], "sha256"), tw_decision_text(d[2], "sha256"));
  assert_string_equal(tw_decision_text(d[0], "elasticities"), "alt");
  for (int i = 0; i < 3; i++) {
    tw_verdict_free(v[i]);
    tw_decision_free(d[i]);
  }
  tw_world_free(world);
  tw_world_free(other);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_same_as_in_a_world_that_has_them),
      cmocka_unit_test(kept_with_the_scenario),
      cmocka_unit_test(messages),
      cmocka_unit_test(from_the_set_of_the_world),
      cmocka_unit_test(one_number_is_drawn_as_one),
      cmocka_unit_test(together),
      cmocka_unit_test(range_messages),
      cmocka_unit_test(files_of_ranges),
      cmocka_unit_test(every_allocation_fails_in_turn),
      cmocka_unit_test(reconciling),
      cmocka_unit_test(reconciling_with_many_sets),
      cmocka_unit_test(deciding),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup_noting, context_teardown));
}
