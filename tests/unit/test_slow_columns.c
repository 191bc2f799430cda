/* Every column of every table of results against the slow solver (tests/slow_columns.h), on random worlds, for every
 * rule and closure. Columns are looked for by the names that the program gives: one that nobody recomputes fails. */
#include "scenarios.h"

#include "slow_answers.h"
#include "slow_columns.h"

static const char *const deficits[] = {"zero", "proportional", "fixed"};

/* Columns that were more than nothing in some test: a column that is always zero is not tested. */
static int seen_region[64], seen_sector[64], seen_group[64];

/* The group that the scenarios have. */
enum { IN_GROUP = 1 << 0 | 1 << 2 };
#define GROUP "groups: {regions: {PAIR: [R02, R00]}}\n"

/* Levels have their digits, however small they are; changes are compared with 1. */
static int is_level(const char *name)
{
  static const char *const end[] = {"_base", "_new", "_base_pct", "_new_pct"};
  size_t n = strlen(name);
  for (size_t i = 0; i < sizeof end / sizeof *end; i++)
    if (n > strlen(end[i]) && strcmp(name + n - strlen(end[i]), end[i]) == 0) return 1;
  return 0;
}

static void compare_table(const answers *a, const slow_pair *q, tw_table table, int count, const char *text)
{
  const slow_named *columns = table == TW_REGIONS   ? slow_region_column
                              : table == TW_SECTORS ? slow_sector_column
                                                    : slow_group_column;
  int *seen = table == TW_REGIONS ? seen_region : table == TW_SECTORS ? seen_sector : seen_group;
  const char *name;
  for (int k = 0; (name = tw_result_column_name(table, k)); k++) {
    const slow_named *column = slow_column_of(columns, name);
    const double *got = tw_result_column(a->result, table, name);
    if (!column) fail_msg("nobody recomputes the column %s: tests/slow_columns.h", name);
    assert_non_null(got);
    for (int i = 0; i < count; i++) {
      real wanted = column->of(q, i);
      if (isnan(got[i]) != isnan(wanted))
        fail_msg("%s of %d: %g fast, %Lg slow, in\n%s", name, i, got[i], wanted, text);
      if (!isnan(wanted)) (is_level(name) ? same_digits : same)(got[i], wanted, column->tolerance, name, i, text);
      seen[k] += fabs(got[i]) > 1e-3;
    }
  }
}

/* What is left over is what it says, and small. */
static void compare_remainder(const answers *a, const char *text)
{
  static const char *const part[] = {"terms_of_trade_pct", "volume_of_trade_pct", "technical_pct",
                                     "transfers_pct",      "production_pct",      "factors_pct"};
  double worst = 0;
  for (int d = 0; d < a->w.N; d++) {
    double exact = 100 * log1p(of_region(a->result, "real_income_pct", d) / 100), rest = exact;
    for (int k = 0; k < 6; k++) rest -= of_region(a->result, part[k], d);
    double got = of_region(a->result, "remainder_pct", d);
    if (!(fabs(got - rest) <= 1e-13 * (1 + fabs(exact)))) fail_msg("remainder %g, not %g, in\n%s", got, rest, text);
    if (!(fabs(got) <= 1e-8 * fabs(exact) + 1e-11)) fail_msg("remainder %g of %g, in\n%s", got, exact, text);
    if (fabs(exact) > 1e-6) worst = fmax(worst, fabs(got / exact));
  }
  double said = tw_result_info(a->result)->decomposition_remainder;
  if (!(worst <= said * 1.001 + 1e-12)) fail_msg("the largest remainder is said to be %g, and is %g", said, worst);
}

static void compare_flows(const answers *a, const slow_pair *q, const char *text)
{
  const slow_world *w = &a->w;
  for (int k = 0; k < w->S * w->N * w->N; k++) {
    tw_flow_change f;
    assert_int_equal(tw_result_flow(a->result, k / w->N / w->N, k / w->N % w->N, k % w->N, &f), TW_OK);
    same_digits(f.base_value, slow_before_tariff(&a->base, k), 1e-9, "base_value", k, text);
    same_digits(f.new_value, slow_before_tariff(&a->new_, k), 1e-9, "new_value", k, text);
    if (!(w->flow[k] > 0)) continue;
    same_digits(f.tariff_base, q->g0.t[k], 1e-9, "tariff_base", k, text);
    same_digits(f.tariff_new, q->g1.t[k], 1e-9, "tariff_new", k, text);
  }
}

/* In money at the reference's prices, or per cent of the reference. */
static real measured(const answers *a, const slow_condition *c, const slow_solution *y)
{
  slow_condition money = *c;
  slow_problem q = {&a->w, &a->p, &a->reference, 0, 0};
  int volume = twi_measure_adds_up(c->measure);
  money.in_money = volume;
  return volume ? slow_measure(&q, &money, y) : 100 * expl(slow_measure(&q, &money, y));
}

/* What the instrument of a target costs its region: what it pays more, or takes less, at the new prices and volumes,
 * than at the rate that the rules before it left. */
static real cost_of(const answers *a, const slow_condition *c, int k, const slow_pair *q)
{
  const slow_solution *y = &a->new_;
  real sum = 0, step = expm1l(-y->x[k]);
  if (c->kind == TWI_AT_MOST) return y->money[k];
  if (c->lever == TWI_LEVER_TRANSFER) return y->x[k];
  for (int j = 0; j < c->lever_count; j++) {
    int i = c->lever_cell[j];
    switch (c->lever) {
    case TWI_LEVER_TARIFF: /* t' less t, where 1 + t = (1 + t') e^-x */
      sum += (1 + y->t[i]) * step * slow_before_tariff(y, i);
      break;
    case TWI_LEVER_EXPORT_TAX:
      sum += (1 + y->e[i]) * step * y->sales[i];
      break;
    case TWI_LEVER_SUBSIDY:
      sum += (q->g1.sigma[i] - (1 - (1 - q->g1.sigma[i]) * expl(y->x[k]))) * expl(q->g1.y_rent[i]) * y->Y[i];
      break;
    default:
      return (real)NAN;
    }
  }
  return sum;
}

/* Limits and targets in the numbers that limits.csv is written from. */
static void compare_conditions(const answers *a, const slow_pair *q, const char *text)
{
  const tw_condition_result *got;
  int count = tw_result_conditions(a->result, &got), row = 0;
  for (int k = 0; k < a->p.conditions; k++) {
    const slow_condition *c = &a->p.condition[k];
    if (c->kind == TWI_SHARE) continue;
    assert_true(row < count);
    real reference = measured(a, c, &a->reference), money = cost_of(a, c, k, q);
    same_digits(got[row].limit, c->in_money ? c->goal : reference * expl(c->goal), 1e-9, "limit", row, text);
    same_digits(got[row].reference, reference, 1e-9, "reference", row, text);
    same_digits(got[row].value, measured(a, c, &a->new_), 1e-9, "value", row, text);
    assert_int_equal(got[row].binding, c->kind == TWI_EXACTLY || a->new_.binds[k]);
    if (isnan(got[row].money) != isnan(money)) fail_msg("money %g, not %Lg, in\n%s", got[row].money, money, text);
    if (!isnan(money)) same_digits(got[row].money, money, 1e-8, "money", row, text);
    row++;
  }
  assert_int_equal(row, count);
}

static void compare_all(const answers *a, const char *text)
{
  static slow_pair q;
  slow_pair_of(&a->w, &a->before, &a->p, &a->base, &a->new_, &q);
  q.in_group = IN_GROUP;
  if (slow_decompose(&q)) fail_msg("a point of the path is not solved, in\n%s", text);
  /* with the instruments as given wedges and the rents as transfers the ends are the same */
  if (!(q.apart < 1e-11L)) fail_msg("the ends move by %Lg, in\n%s", q.apart, text);
  if (!(q.part_error < 1e-9L)) fail_msg("the slow decomposition is known to %Lg only, in\n%s", q.part_error, text);
  compare_table(a, &q, TW_REGIONS, a->w.N, text);
  compare_table(a, &q, TW_SECTORS, a->w.N * a->w.S, text);
  if (tw_result_groups(a->result)) compare_table(a, &q, TW_GROUPS, 1, text);
  compare_remainder(a, text);
  compare_flows(a, &q, text);
  compare_conditions(a, &q, text);
}

static void both(tw_context *ctx, const tw_world *world, const char *text)
{
  static answers a;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-12;
  yaml y = {"", 0};
  say(&y, "%s" GROUP, text);
  solve_slowly(ctx, world, text, &a, NULL);
  a.result = solve_text(ctx, world, &settings, y.text);
  compare_all(&a, y.text);
  assert_string_equal(tw_result_group(a.result, 0, NULL, NULL), "PAIR");
  tw_result_free(a.result);
}

/* Heads for a world without: spread as value added is in the first region, and otherwise elsewhere, with a cell that
 * nobody has counted in the last. */
static tw_world *hire(tw_world *world)
{
  support_random own = {55}, *r = &own;
  size_t N = (size_t)world->N, S = (size_t)world->S;
  world->employment = malloc(N * S * sizeof *world->employment);
  assert_non_null(world->employment);
  for (size_t i = 0; i < N * S; i++) {
    double added = world->value_added_share[i] * world->output[i];
    world->employment[i] = i < S ? 3 * added : 50 * support_uniform(r, 0.1, 1);
  }
  if (S > 2) world->employment[N * S - 1] = NAN;
  return world;
}

/* ---------------------------------------------------------------- rules and closures */

static void each_feature(void **state)
{
  (void)state;
  for (int f = 0; f < FEATURES; f++) {
    support_random r = {(uint64_t)(700 + f)};
    tw_context *ctx = tw_context_new(NULL);
    tw_world *world = hire(trading_world(ctx, &r, 3, 2));
    unsigned shock = f < RULES ? 0 : 1u << RATES | 1u << BARRIERS | 1u << PRODUCTIVITY;
    yaml y = scenario_of(1u << f | shock, &r, 3, 2, deficits[f % 3]);
    both(ctx, world, y.text);
    tw_world_free(world);
    tw_context_free(ctx);
  }
}

static void combinations(void **state)
{
  (void)state;
  for (int round = 0; round < 12; round++) {
    support_random r = {(uint64_t)(8000 + round)};
    tw_context *ctx = tw_context_new(NULL);
    tw_world *world = hire(trading_world(ctx, &r, 3, 2));
    unsigned features = 0;
    for (int k = 0; k < 3 + round % 3; k++) features |= 1u << support_below(&r, RULES);
    for (int k = 0; k < round % 4; k++) features |= 1u << (RULES + support_below(&r, FEATURES - RULES));
    if (features & 1u << TARGET_TRADE) features &= ~(1u << BAN);
    if (features & (1u << RIGID_REAL | 1u << RIGID_NOMINAL)) features &= ~(1u << SCALE);
    yaml y = scenario_of(features, &r, 3, 2, deficits[round % 3]);
    both(ctx, world, y.text);
    tw_world_free(world);
    tw_context_free(ctx);
  }
}

/* Cells that make, buy or trade nothing have empty columns and no part in any other; and a world whose own sales are
 * taxed, as in the recipe for markups. */
static void worlds_with_holes_and_taxed_own_sales(void **state)
{
  (void)state;
  for (int round = 0; round < 6; round++) {
    support_random r = {(uint64_t)(90 + round)};
    tw_context *ctx = tw_context_new(NULL);
    random_world *data = random_world_new(&r, 3, 3, WITH_ALL);
    trade_more(data);
    for (int s = 0; s < 3 && round % 2; s++)
      for (int d = 0; d < 3; d++) {
        data->export_tax[flow_at(data, s, d, d)] = 0.05 + 0.1 * s;
        data->tariff[flow_at(data, s, d, d)] = 0.03 * (d + 1);
      }
    tw_world *world = hire(make_world(ctx, data));
    unsigned features = 1u << BARRIERS | 1u << SUBSIDY | 1u << PRODUCTIVITY | 1u << (round < 3 ? PRODUCTION : SCALE);
    yaml y = scenario_of(features, &r, 3, 3, deficits[round % 3]);
    say(&y, "  - tariff: {importer: R00, exporter: all, sector: all, add: 10 pp}\n"
            "  - export_tax: {importer: all, exporter: R01, sector: all, add: 3 pp}\n");
    both(ctx, world, y.text);
    tw_world_free(world);
    random_world_free(data);
    tw_context_free(ctx);
  }
}

/* Both sides have a policy, with limits and a ban that is lifted. */
static void a_base_with_a_policy(void **state)
{
  (void)state;
  support_random r = {31};
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = hire(trading_world(ctx, &r, 3, 2));
  const char *before = support_temp("before.yaml");
  support_write(before, "scenario: before\nclosure: {deficits: proportional}\npolicy:\n"
                        "  - tariff: {importer: R00, exporter: all, sector: all, add: 20 pp}\n"
                        "  - ban: {importer: R02, exporter: R01, sector: S01}\n"
                        "  - barrier: {importer: R01, exporter: R02, sector: all, change: +5 %}\n"
                        "  - subsidy: {region: R01, sector: S00, to: 4 %}\n"
                        "  - quota: {importer: R01, exporter: R00, sector: S00, change: -25 %, owner: importer}\n");
  yaml y = {"", 0};
  say(&y,
      "scenario: after\nclosure: {deficits: zero, labour: {region: all, supply_elasticity: 0.4}}\nagainst: %s\n"
      "policy:\n"
      "  - quota: {importer: R01, exporter: R00, sector: S00, change: -40 %%, owner: R02}\n"
      "  - quota: {importer: R00, exporter: R02, sector: S01, change: -30 %%, owner: exporter}\n"
      "  - quota: {importer: R01, exporter: all, sector: S00, change: -45 %%, owner: importer, together: true}\n"
      "  - capacity: {region: R02, sector: S00, change: -4 %%}\n"
      "  - export_tax: {importer: R02, exporter: R00, sector: all, add: 7 pp}\n"
      "  - final_demand: {region: R00, sector: S01, change: +10 %%}\n"
      "  - target: {output: {region: R02, sector: S01}, change: 2 %%, by: {subsidy: {region: R02, sector: S01}}}\n",
      before);
  both(ctx, world, y.text);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- the files */

/* Cells of one line of CSV, cut in place; no quotes in these tables but around words, which are taken off. */
static int cut(char *line, char **cell)
{
  int count = 0;
  for (char *p = line; p; count++) {
    assert_true(count < 64);
    char *end = *p == '"' ? strchr(p + 1, '"') : NULL;
    cell[count] = end ? p + 1 : p;
    if (end) *end++ = 0;
    p = strchr(end ? end : p, ',');
    if (p) *p++ = 0;
  }
  return count;
}

/* A whole table of the folder; rows are counted without the header. */
typedef struct sheet {
  char *text, *name[64], *cell[64][64];
  int columns, rows;
} sheet;

static void sheet_read(sheet *t, const char *folder, const char *file)
{
  memset(t, 0, sizeof *t);
  t->text = support_read(support_path(folder, file), NULL);
  assert_non_null(t->text);
  char *line = t->text;
  for (int i = 0; *line; i++) {
    char *end = strchr(line, '\n');
    assert_non_null(end);
    *end = 0;
    assert_true(i < 65);
    int count = cut(line, i ? t->cell[i - 1] : t->name);
    if (!i) t->columns = count;
    assert_int_equal(count, t->columns);
    t->rows = i;
    line = end + 1;
  }
}

static const char *at(const sheet *t, int row, const char *name)
{
  for (int c = 0; c < t->columns; c++)
    if (strcmp(t->name[c], name) == 0) return t->cell[row][c];
  fail_msg("no column %s", name);
  return NULL;
}

/* A number or an empty cell. */
static void is_cell(const char *cell, real wanted, double tolerance, const char *name, int row)
{
  if (isnan(wanted) != (*cell == 0)) fail_msg("%s, row %d: \"%s\", not %Lg", name, row, cell, wanted);
  if (!isnan(wanted)) same(strtod(cell, NULL), wanted, tolerance, name, row, "the folder");
}

/* A code R00 or S01. */
static int number_of(const char *code)
{
  assert_true(strlen(code) == 3);
  return atoi(code + 1);
}

/* The rows of one table, from `first` on, after `keys` columns with a year, if any, a region and, if so, a sector. */
static void compare_rows(const slow_pair *q, const sheet *t, const slow_named *columns, int of_sectors, int keys,
                         int first)
{
  int rows = q->w->N * (of_sectors ? q->w->S : 1);
  assert_true(first + rows <= t->rows);
  for (int row = first; row < first + rows; row++) {
    int d = number_of(at(t, row, "region")), i = of_sectors ? d * q->w->S + number_of(at(t, row, "sector")) : d;
    for (int c = keys; c < t->columns; c++) {
      const slow_named *column = slow_column_of(columns, t->name[c]);
      if (!column) fail_msg("nobody recomputes the column %s: tests/slow_columns.h", t->name[c]);
      is_cell(t->cell[row][c], column->of(q, i), column->tolerance, column->name, row);
    }
  }
}

static void compare_file_by_name(const slow_pair *q, const char *folder, const char *file, const slow_named *columns,
                                 int of_sectors)
{
  static sheet t;
  sheet_read(&t, folder, file);
  assert_int_equal(t.rows, q->w->N * (of_sectors ? q->w->S : 1));
  compare_rows(q, &t, columns, of_sectors, 1 + of_sectors, 0);
  free(t.text);
}

/* Two limits that bind on one flow share its rent in proportion to their sizes. */
static void two_limits_on_one_flow(void **state)
{
  (void)state;
  support_random r = {31};
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = hire(trading_world(ctx, &r, 3, 2));
  both(ctx, world,
       "scenario: t\nclosure: {deficits: zero}\npolicy:\n"
       "  - quota: {importer: R01, exporter: R00, sector: S00, change: -40 %, owner: importer}\n"
       "  - quota: {importer: R01, exporter: all, sector: S00, change: -30 %, owner: importer, together: true}\n");
  tw_world_free(world);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- years */

/* Capital accumulates on both sides: K' = (1 - delta) K + into W, W real income against the world without policy. */
static void columns_of_years(void **state)
{
  (void)state;
  support_random r = {77};
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = hire(trading_world(ctx, &r, 3, 2));
  static const char policy[] = "closure: {deficits: fixed, labour: {region: R02, supply_elasticity: 0.3}}\npolicy:\n"
                               "  - tariff: {importer: R01, exporter: R00, sector: all, add: 20 pp}\n"
                               "  - productivity: {region: R02, sector: S01, change: +8 %}\n";
  yaml years = {"", 0}, once = {"", 0};
  say(&years,
      "scenario: t\nfrom: 2026\nuntil: 2028\ncapital: {share: {R00: 30 %%, all: 40 %%}, depreciation: 6 %%, "
      "saving_rate: 20 %%, capital_income_ratio: 2.5}\n%s",
      policy);
  say(&once, "scenario: t\n%s", policy);
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_path *path = NULL;
  assert_ok(ctx, tw_scenario_parse(ctx, years.text, years.length, "test", &scenario));
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  assert_ok(ctx, tw_solve_path(solver, scenario, &path));
  assert_int_equal(tw_path_count(path), 3);
  static sheet regions, sectors;
  const char *folder = support_temp("years");
  assert_ok(ctx, tw_path_write(ctx, path, folder, NULL));
  sheet_read(&regions, folder, "years.csv");
  sheet_read(&sectors, folder, "years_sectors.csv");
  assert_int_equal(regions.rows, 9);
  assert_int_equal(sectors.rows, 18);
  static answers a;
  static slow_pair q;
  static const real share[3] = {0.3L, 0.4L, 0.4L};
  real lnK[2][3] = {{0}}, plain[2][3];
  solve_slowly(ctx, world, once.text, &a, NULL);
  for (int d = 0; d < 3; d++) plain[0][d] = a.before.L0[d], plain[1][d] = a.p.L0[d];
  slow_solution reference = a.base;
  for (int year = 0; year < 3; year++) {
    for (int d = 0; d < 3; d++) {
      a.before.L0[d] = plain[0][d] * expl(share[d] * lnK[0][d]);
      a.p.L0[d] = plain[1][d] * expl(share[d] * lnK[1][d]);
    }
    slow_one(&a, &a.before, &reference, &a.base, years.text);
    slow_one(&a, &a.p, &reference, &a.new_, years.text);
    slow_pair_of(&a.w, &a.before, &a.p, &a.base, &a.new_, &q);
    for (int d = 0; d < 3; d++) {
      q.s[d] = share[d];
      q.lnK[d] = lnK[1][d] - lnK[0][d];
    }
    assert_int_equal(slow_decompose(&q), 0);
    a.result = tw_path_result(path, year);
    compare_table(&a, &q, TW_REGIONS, 3, years.text);
    compare_table(&a, &q, TW_SECTORS, 6, years.text);
    compare_remainder(&a, years.text);
    compare_rows(&q, &regions, slow_region_column, 0, 2, 3 * year);
    compare_rows(&q, &sectors, slow_sector_column, 1, 3, 6 * year);
    for (int row = 0; row < 3; row++) assert_int_equal(atoi(at(&regions, 3 * year + row, "year")), 2026 + year);
    for (int side = 0; side < 2; side++)
      for (int d = 0; d < 3; d++) {
        real W = expl(slow_income_change(&a.w, side ? &a.p : &a.before, &reference, side ? &a.new_ : &a.base, d));
        lnK[side][d] = logl(0.94L * expl(lnK[side][d]) + 0.2L / 2.5L * W);
      }
  }
  assert_true(fabsl(lnK[1][2]) > 1e-3L && fabsl(lnK[0][2]) > 1e-3L); /* the base has capital to gather too */
  free(regions.text);
  free(sectors.text);
  tw_path_free(path);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- the files as written */

static void compare_trade(const slow_pair *q, const char *folder)
{
  static sheet t;
  static const char *const names[] = {"sector",    "importer",   "exporter",        "base_value",
                                      "new_value", "change_pct", "tariff_base_pct", "tariff_new_pct"};
  sheet_read(&t, folder, "trade.csv");
  assert_int_equal(t.columns, 8);
  int expected = 0;
  for (int k = 0; k < q->w->S * q->w->N * q->w->N; k++) expected += q->b->sales[k] > 0 || q->n->sales[k] > 0;
  assert_int_equal(t.rows, expected);
  for (int row = 0; row < t.rows; row++) {
    int s = number_of(at(&t, row, "sector")), d = number_of(at(&t, row, "importer"));
    int k = slow_flow(q->w, s, d, number_of(at(&t, row, "exporter")));
    real before = slow_before_tariff(q->b, k), now = slow_before_tariff(q->n, k);
    const real wanted[] = {before, now, slow_percent(now, before), 100 * q->g0.t[k], 100 * q->g1.t[k]};
    for (int c = 0; c < 5; c++) is_cell(at(&t, row, names[3 + c]), wanted[c], 1e-9, names[3 + c], row);
  }
  free(t.text);
}

static void compare_limits(const answers *a, const slow_pair *q, const char *folder)
{
  static sheet t;
  static const char *const names[] = {"line",  "rule",    "what",           "instrument", "limit", "reference",
                                      "value", "binding", "instrument_pct", "money",      "owner"};
  /* the owner of each rent, in words, by the lines of the scenario */
  static const struct {
    const char *rule, *owner;
  } said[] = {{"quota", "R01"},    {"quota", "R02"}, {"quota", "R02"}, {"capacity", "R02"},
              {"capacity", "R00"}, {"target", ""},   {"target", ""},   {"target", ""},
              {"target", ""},      {"target", ""},   {"labour", ""}};
  sheet_read(&t, folder, "limits.csv");
  assert_int_equal(t.columns, 11);
  for (int c = 0; c < 11; c++) assert_string_equal(t.name[c], names[c]);
  int row = 0;
  for (int k = 0; k < a->p.conditions; k++) {
    const slow_condition *c = &a->p.condition[k];
    if (c->kind == TWI_SHARE) continue;
    assert_true(row < t.rows);
    real x = a->new_.x[k], reference = measured(a, c, &a->reference), money = cost_of(a, c, k, q);
    real size = c->lever == TWI_LEVER_SUBSIDY ? -expm1l(-x) : expm1l(x);
    if (c->lever == TWI_LEVER_TRANSFER) size = money / a->new_.I[c->lever_cell[0]];
    is_cell(at(&t, row, "limit"), c->in_money ? c->goal : reference * expl(c->goal), 1e-9, "limit", row);
    is_cell(at(&t, row, "reference"), reference, 1e-9, "reference", row);
    is_cell(at(&t, row, "value"), measured(a, c, &a->new_), 1e-9, "value", row);
    is_cell(at(&t, row, "binding"), c->kind == TWI_EXACTLY || a->new_.binds[k], 0, "binding", row);
    is_cell(at(&t, row, "instrument_pct"), 100 * size, 1e-8, "instrument_pct", row);
    is_cell(at(&t, row, "money"), money, 1e-8, "money", row);
    assert_true((size_t)row < sizeof said / sizeof *said);
    assert_string_equal(at(&t, row, "rule"), said[row].rule);
    assert_string_equal(at(&t, row, "owner"), said[row].owner);
    row++;
  }
  assert_int_equal(row, t.rows);
  free(t.text);
}

static void compare_preferences(const slow_pair *q, const char *folder)
{
  static sheet t;
  static const char *const names[] = {"sector",
                                      "importer",
                                      "exporter",
                                      "value",
                                      "preferential_base_pct",
                                      "preferential_new_pct",
                                      "mfn_base_pct",
                                      "mfn_new_pct",
                                      "utilisation_base_pct",
                                      "utilisation_new_pct",
                                      "tariff_base_pct",
                                      "tariff_new_pct",
                                      "cost_pct"};
  real u = 0.7L, tp = 0.01L, tm = 0.09L, tp1 = 0.02L, tm1 = 0.25L, cost = 1.03L, xi = 5;
  int flow = slow_flow(q->w, 1, 0, 2);
  real s = u * (1 + tp) / (u * (1 + tp) + (1 - u) * (1 + tm));
  real with = s * powl((1 + tp1) * cost / (1 + tp), -xi), without = (1 - s) * powl((1 + tm1) / (1 + tm), -xi);
  real chosen = with / (with + without), customs = chosen / (1 + tp1) + (1 - chosen) / (1 + tm1);
  const real wanted[] = {slow_before_tariff(q->b, flow),
                         100 * tp,
                         100 * tp1,
                         100 * tm,
                         100 * tm1,
                         100 * u,
                         100 * chosen / (1 + tp1) / customs,
                         100 * (u * tp + (1 - u) * tm),
                         100 * (1 / customs - 1),
                         100 * (cost - 1)};
  sheet_read(&t, folder, "preferences.csv");
  assert_int_equal(t.columns, 13);
  assert_int_equal(t.rows, 1);
  assert_string_equal(at(&t, 0, "sector"), "S01");
  assert_string_equal(at(&t, 0, "importer"), "R00");
  assert_string_equal(at(&t, 0, "exporter"), "R02");
  for (int c = 0; c < 10; c++) is_cell(at(&t, 0, names[3 + c]), wanted[c], 1e-9, names[3 + c], 0);
  free(t.text);
}

/* The tables as they are written, with every kind of limit and target. */
static void the_files(void **state)
{
  (void)state;
  support_random r = {41};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 3, 2, WITH_INPUTS | WITH_TARIFFS);
  trade_more(data);
  data->tariff[flow_at(data, 1, 0, 2)] = 0.7 * 0.01 + 0.3 * 0.09;
  tw_world *world = hire(make_world(ctx, data));
  static const char text[] =
      "scenario: files\nclosure: {deficits: zero, labour: {region: R00, rigid_wage: real}}\npolicy:\n"
      "  - preference: {importer: R00, exporter: R02, sector: S01, utilisation: 70 %, preferential: 1 %, mfn: 9 %, "
      "preferential_to: 2 %, mfn_to: 25 %, compliance: 3 %, elasticity: 5}\n"
      "  - subsidy: {region: R01, sector: S00, to: 3 %}\n"
      "  - export_tax: {importer: R02, exporter: R01, sector: S00, to: 4 %}\n"
      "  - ban: {importer: R01, exporter: R02, sector: S01}\n"
      "  - quota: {importer: R01, exporter: R00, sector: S00, change: -30 %, owner: importer}\n"
      "  - quota: {importer: R00, exporter: R02, sector: S00, to: 85 %, owner: exporter}\n"
      "  - quota: {importer: R00, exporter: R01, sector: S00, to: 75 %, owner: R02}\n"
      "  - capacity: {region: R02, sector: S01, change: -3 %}\n"
      "  - capacity: {region: R00, sector: S01, of: exports, change: +30 %}\n"
      "  - target: {output: {region: R01, sector: S00}, change: 2 %, by: {subsidy: {region: R01, sector: S00}}}\n"
      "  - target: {imports: {region: R02, sector: S00}, change: -5 %, by: {tariff: {importer: R02, exporter: [R00, "
      "R01], sector: S00}}}\n"
      "  - target: {exports: {region: R01, sector: S01}, change: -6 %, by: {export_tax: {importer: [R00, R02], "
      "exporter: R01, sector: S01}}}\n"
      "  - target: {price: {region: R01, sector: S01}, change: -2 %, by: {productivity: {region: R01, sector: S01}}}\n"
      "  - target: {real_income: {region: R02}, change: -2.5 %, by: {transfer: {from: R01, to: R02}}}\n";
  static answers a;
  static slow_pair q;
  solve_slowly(ctx, world, text, &a, NULL);
  slow_pair_of(&a.w, &a.before, &a.p, &a.base, &a.new_, &q);
  assert_int_equal(slow_decompose(&q), 0);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-12;
  a.result = solve_text(ctx, world, &settings, text);
  compare_all(&a, text);
  const char *folder = support_temp("tables");
  assert_ok(ctx, tw_result_write(ctx, a.result, folder, NULL));
  compare_file_by_name(&q, folder, "regions.csv", slow_region_column, 0);
  compare_file_by_name(&q, folder, "sectors.csv", slow_sector_column, 1);
  compare_trade(&q, folder);
  compare_limits(&a, &q, folder);
  compare_preferences(&q, folder);
  tw_result_free(a.result);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

/* After the others: each column was somewhere more than zero, or nothing was tested. */
static void no_column_was_idle(void **state)
{
  (void)state;
  const char *name;
  for (int k = 0; (name = tw_result_column_name(TW_REGIONS, k)); k++)
    if (!seen_region[k] && strcmp(name, "remainder_pct") != 0 && strcmp(name, "profits_change") != 0)
      fail_msg("%s was always zero", name);
  for (int k = 0; (name = tw_result_column_name(TW_SECTORS, k)); k++)
    if (!seen_sector[k]) fail_msg("%s was always zero", name);
  for (int k = 0; (name = tw_result_column_name(TW_GROUPS, k)); k++)
    if (!seen_group[k]) fail_msg("%s was always zero", name);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_feature),
      cmocka_unit_test(combinations),
      cmocka_unit_test(worlds_with_holes_and_taxed_own_sales),
      cmocka_unit_test(a_base_with_a_policy),
      cmocka_unit_test(two_limits_on_one_flow),
      cmocka_unit_test(columns_of_years),
      cmocka_unit_test(the_files),
      cmocka_unit_test(no_column_was_idle),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
