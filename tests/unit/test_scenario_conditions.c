/* Limits, targets, rigid wages, the closure and capital that scenarios make of a small world. */
#include "applied.h"

static const twi_condition *only(void)
{
  assert_int_equal(new_.conditions, 1);
  assert_int_equal(base.conditions, 0);
  return &new_.condition[0];
}

static void assert_cells(const size_t *cell, size_t count, const size_t *expected, size_t wanted)
{
  assert_int_equal(count, wanted);
  for (size_t i = 0; i < count; i++) assert_int_equal(cell[i], expected[i]);
}
#define ASSERT_CELLS(cell, count, ...)                                                                                 \
  do {                                                                                                                 \
    const size_t expected_cells[] = {__VA_ARGS__};                                                                     \
    assert_cells(cell, count, expected_cells, sizeof expected_cells / sizeof *expected_cells);                         \
  } while (0)

/* ---------------------------------------------------------------- quotas */

static void quota_for_each_flow(void **state)
{
  (void)state;
  apply("  - quota: {importer: USA, exporter: [CAN, JPN], sector: goods, change: -20 %, owner: exporter}\n");
  assert_int_equal(new_.conditions, 3); /* JPN makes no C29 */
  const size_t flows[] = {three_cell(A01, USA, CAN), three_cell(A01, USA, JPN), three_cell(C29, USA, CAN)};
  for (int i = 0; i < 3; i++) {
    const twi_condition *c = &new_.condition[i];
    assert_int_equal(c->kind, TWI_AT_MOST);
    assert_int_equal(c->measure, TWI_MEASURE_FLOWS);
    assert_int_equal(c->lever, TWI_LEVER_EXPORT_TAX);
    assert_cells(c->cell, c->count, &flows[i], 1);
    assert_cells(c->lever_cell, c->lever_count, &flows[i], 1);
    assert_true(c->goal == log1p(-0.2) && !c->in_money && c->owner == -2 && !c->lever_weight);
    assert_string_equal(c->rule, "quota");
    assert_int_equal(c->line, 3);
  }
  assert_string_equal(new_.condition[2].what, "imports of C29 by USA from CAN");
  assert_string_equal(new_.condition[2].instrument, "rent of the quota");
  assert_true(twi_wedges_plain(&new_.wedges));
}

static void quota_owners(void **state)
{
  (void)state;
  apply("  - quota: {importer: USA, exporter: CAN, sector: A01, to: 80 %, owner: importer}\n");
  assert_true(only()->lever == TWI_LEVER_TARIFF && only()->owner == -1 && only()->goal == log(0.8));
  apply("  - quota: {importer: USA, exporter: CAN, sector: A01, to: 80 %, owner: jpn}\n");
  assert_true(only()->lever == TWI_LEVER_TARIFF && only()->owner == JPN);
  REFUSED("  - quota: {importer: USA, exporter: CAN, sector: A01, to: 80 %, owner: JAP}\n",
          "t.yaml:3:73: found \"JAP\", expected importer, exporter, nobody or a region of world three");
}

static void quota_in_money(void **state)
{
  (void)state;
  apply("  - quota: {importer: USA, exporter: CAN, sector: A01, to: 0.002 billion USD, owner: importer}\n");
  assert_true(only()->in_money);
  assert_close(only()->goal, 2, 1e-15); /* the world is in millions */
  REFUSED("  - quota: {importer: USA, exporter: CAN, sector: A01, to: 2 million EUR, owner: importer}\n",
          "found an amount in EUR, expected USD");
}

static void quota_together(void **state)
{
  (void)state;
  apply(
      "  - quota: {importer: USA, exporter: [CAN, JPN], sector: goods, to: 110 %, owner: importer, together: true}\n");
  ASSERT_CELLS(only()->cell, only()->count, three_cell(A01, USA, CAN), three_cell(A01, USA, JPN),
               three_cell(C29, USA, CAN));
  ASSERT_CELLS(only()->lever_cell, only()->lever_count, three_cell(A01, USA, CAN), three_cell(A01, USA, JPN),
               three_cell(C29, USA, CAN));
  assert_string_equal(only()->what, "imports of A01, C29 by USA from CAN, JPN, together");
}

static void limits_and_bans(void **state)
{
  (void)state;
  REFUSED("  - quota: {importer: USA, exporter: CAN, sector: A01, to: 0 %, owner: importer}\n", "ban");
  REFUSED("  - quota: {importer: USA, exporter: CAN, sector: A01, change: -100 %, owner: importer}\n",
          "more than -100 %");
  REFUSED("  - capacity: {region: CAN, sector: A01, to: 0 million USD}\n", "more than 0");
  /* banned before or after: left out either way */
  apply("  - ban: {importer: USA, exporter: JPN, sector: A01}\n"
        "  - quota: {importer: USA, exporter: all, sector: goods, to: 80 %, owner: importer, together: true}\n"
        "  - quota: {importer: USA, exporter: all, sector: A01, to: 80 %, owner: importer}\n"
        "  - ban: {importer: USA, exporter: CAN, sector: C29}\n");
  assert_int_equal(new_.conditions, 2);
  ASSERT_CELLS(new_.condition[0].cell, new_.condition[0].count, three_cell(A01, USA, CAN));
  ASSERT_CELLS(new_.condition[0].lever_cell, new_.condition[0].lever_count, three_cell(A01, USA, CAN));
  ASSERT_CELLS(new_.condition[1].cell, new_.condition[1].count, three_cell(A01, USA, CAN));
  assert_int_equal(new_.effect[2].changed, 1);
  /* the rows that limits.csv has of them, with all their cells, and where they stand among the others */
  assert_int_equal(new_.idles, 1);
  assert_int_equal(new_.idle[0].place, 2);
  assert_string_equal(new_.idle[0].condition.what, "imports of A01 by USA from JPN");
  ASSERT_CELLS(new_.idle[0].condition.cell, new_.idle[0].condition.count, three_cell(A01, USA, JPN));
  apply("  - quota: {importer: USA, exporter: all, sector: goods, to: 80 %, owner: importer, together: true}\n"
        "  - quota: {importer: JPN, exporter: CAN, sector: A01, to: 80 %, owner: importer}\n"
        "  - ban: {importer: USA, exporter: all, sector: all}\n");
  assert_int_equal(new_.conditions, 1);
  assert_int_equal(new_.idles, 1);
  assert_int_equal(new_.idle[0].place, 0);
  ASSERT_CELLS(new_.idle[0].condition.lever_cell, new_.idle[0].condition.lever_count, three_cell(A01, USA, CAN),
               three_cell(A01, USA, JPN), three_cell(C29, USA, CAN));
  REFUSED("  - target: {trade: {importer: USA, exporter: CAN, sector: A01}, change: 0 %, by: {labour: {region: CAN}}}\n"
          "  - ban: {importer: USA, exporter: CAN, sector: A01}\n",
          "t.yaml:3:5: every flow that the target measures is banned");
}

static void too_many_limits(void **state)
{
  (void)state;
  static char text[512 * 128];
  for (int rules = 256; rules <= 257; rules++) { /* of 16 flows each: 4096 limits, and one rule more */
    char *end = text + snprintf(text, sizeof text, "scenario: t\npolicy:\n");
    for (int i = 0; i < rules; i++)
      end += snprintf(end, sizeof text - (size_t)(end - text),
                      "  - quota: {importer: all, exporter: all, sector: all, to: 99 %%, owner: importer}\n");
    if (rules == 256) {
      assert_ok(context, try_text(text, "t.yaml", 0));
      assert_int_equal(new_.conditions, 4096);
      continue;
    }
    assert_fails(context, try_text(text, "t.yaml", 0), TW_BAD_INPUT, "t.yaml:259:5: more than 4096 limits");
    assert_null(new_.condition);
  }
}

/* ---------------------------------------------------------------- capacities */

static void capacity_of_output(void **state)
{
  (void)state;
  apply("  - capacity: {region: [CAN, JPN], sector: goods, to: 110 %}\n");
  assert_int_equal(new_.conditions, 3);
  const size_t cells[] = {CAN * 3 + A01, CAN * 3 + C29, JPN * 3 + A01};
  for (int i = 0; i < 3; i++) {
    const twi_condition *c = &new_.condition[i];
    assert_true(c->kind == TWI_AT_MOST && c->measure == TWI_MEASURE_OUTPUT && c->lever == TWI_LEVER_OUTPUT_RENT);
    assert_cells(c->cell, c->count, &cells[i], 1);
    assert_cells(c->lever_cell, c->lever_count, &cells[i], 1);
    assert_true(c->goal == log(1.1) && c->owner == -2);
  }
  assert_string_equal(new_.condition[1].what, "output of C29 in CAN");
  apply("  - capacity: {region: CAN, sector: goods, change: +10 %, owner: USA, together: true}\n");
  ASSERT_CELLS(only()->cell, only()->count, CAN * 3 + A01, CAN * 3 + C29);
  assert_true(only()->owner == USA && only()->goal == log1p(0.1));
}

static void capacity_of_exports(void **state)
{
  (void)state;
  apply("  - capacity: {region: CAN, sector: goods, to: 100 million USD, of: exports}\n");
  assert_int_equal(new_.conditions, 2);
  const twi_condition *c = &new_.condition[1];
  assert_true(c->measure == TWI_MEASURE_FLOWS && c->lever == TWI_LEVER_EXPORT_TAX && c->in_money && c->goal == 100);
  ASSERT_CELLS(c->cell, c->count, three_cell(C29, USA, CAN), three_cell(C29, JPN, CAN));
  ASSERT_CELLS(c->lever_cell, c->lever_count, three_cell(C29, USA, CAN), three_cell(C29, JPN, CAN));
  assert_string_equal(c->what, "exports of C29 from CAN");
  apply("  - capacity: {region: [CAN, JPN], sector: A01, to: 90 %, of: exports, together: true}\n");
  ASSERT_CELLS(only()->cell, only()->count, three_cell(A01, CAN, JPN), three_cell(A01, USA, CAN),
               three_cell(A01, USA, JPN), three_cell(A01, JPN, CAN));
  assert_close(new_.effect[0].value, 12 + 13 + 15 + 16, 1e-15);
}

/* ---------------------------------------------------------------- targets */

static void target_of_output(void **state)
{
  (void)state;
  apply("  - target: {output: {region: CAN, sector: C29}, change: 5 %, by: {subsidy: {region: CAN, sector: goods}}}\n");
  const twi_condition *c = only();
  assert_true(c->kind == TWI_EXACTLY && c->measure == TWI_MEASURE_OUTPUT && c->lever == TWI_LEVER_SUBSIDY);
  assert_true(c->goal == log1p(0.05) && !c->in_money && !c->lever_weight);
  ASSERT_CELLS(c->cell, c->count, CAN * 3 + C29);
  ASSERT_CELLS(c->lever_cell, c->lever_count, CAN * 3 + A01, CAN * 3 + C29);
  assert_string_equal(c->rule, "target");
  assert_string_equal(c->what, "output of C29 in CAN");
  assert_string_equal(c->instrument, "subsidy on A01, C29 in CAN");
  assert_int_equal(c->line, 3);
  assert_null(new_.wedges.subsidy); /* the size is what is sought */
}

static void target_of_trade(void **state)
{
  (void)state;
#define BY ", change: 0 %, by: {tariff: {importer: USA, exporter: CAN, sector: goods}}}\n"
  apply("  - target: {exports: {region: CAN, sector: [A01, H49]}" BY);
  assert_true(only()->measure == TWI_MEASURE_FLOWS && only()->lever == TWI_LEVER_TARIFF && only()->goal == 0);
  ASSERT_CELLS(only()->cell, only()->count, three_cell(A01, USA, CAN), three_cell(A01, JPN, CAN),
               three_cell(H49, USA, CAN), three_cell(H49, JPN, CAN));
  ASSERT_CELLS(only()->lever_cell, only()->lever_count, three_cell(A01, USA, CAN), three_cell(C29, USA, CAN));
  apply("  - target: {imports: {region: [CAN, USA], sector: C29}" BY);
  ASSERT_CELLS(only()->cell, only()->count, three_cell(C29, CAN, USA), three_cell(C29, USA, CAN));
  apply("  - target: {trade: {importer: JPN, exporter: USA, sector: A01, both_ways: true}" BY);
  ASSERT_CELLS(only()->cell, only()->count, three_cell(A01, USA, JPN), three_cell(A01, JPN, USA));
  REFUSED("  - target: {exports: {region: JPN, sector: C29}" BY, "exports covers nothing in world three");
#undef BY
}

static void target_of_one_place(void **state)
{
  (void)state;
#define BY ", change: 0 %, by: {labour: {region: [CAN, USA]}}}\n"
  apply("  - target: {price: {region: JPN, sector: C29}" BY);
  assert_int_equal(only()->measure, TWI_MEASURE_PRICE);
  ASSERT_CELLS(only()->cell, only()->count, JPN * 3 + C29);
  ASSERT_CELLS(only()->lever_cell, only()->lever_count, CAN, USA);
  static const struct {
    const char *rule;
    twi_measure measure;
  } cases[] = {{"  - target: {real_income: {region: JPN}" BY, TWI_MEASURE_REAL_INCOME},
               {"  - target: {real_wage: {region: JPN}" BY, TWI_MEASURE_REAL_WAGE},
               {"  - target: {employment: {region: JPN}" BY, TWI_MEASURE_EMPLOYMENT}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    apply(cases[i].rule);
    assert_int_equal(only()->measure, cases[i].measure);
    ASSERT_CELLS(only()->cell, only()->count, JPN);
  }
  REFUSED("  - target: {price: {region: JPN, sector: goods}" BY, "a target of price is of one sector; this names 2");
  REFUSED("  - target: {real_wage: {region: all}" BY, "a target of real_wage is of one region; this names 3");
#undef BY
}

static void target_by_transfer(void **state)
{
  (void)state;
  apply("  - target: {real_income: {region: JPN}, change: 1 %, by: {transfer: {from: [CAN, USA], to: JPN}}}\n");
  ASSERT_CELLS(only()->lever_cell, only()->lever_count, CAN, USA, JPN);
  assert_int_equal(only()->lever, TWI_LEVER_TRANSFER);
  assert_true(only()->lever_weight[0] == 0.5 && only()->lever_weight[1] == 0.5 && only()->lever_weight[2] == -1);
  apply("  - target: {real_income: {region: JPN}, change: 1 %, by: {transfer: {from: JPN, to: [CAN, USA]}}}\n");
  double can = world->value_added[CAN], usa = world->value_added[USA];
  assert_close(only()->lever_weight[0], -can / (can + usa), 1e-15);
  assert_close(only()->lever_weight[1], -usa / (can + usa), 1e-15);
  assert_true(only()->lever_weight[2] == 1);
  REFUSED("  - target: {real_income: {region: JPN}, change: 1 %, by: {transfer: {from: JPN, to: all}}}\n",
          "JPN both pays and receives");
}

/* ---------------------------------------------------------------- closure, capital */

static void rigid_wages(void **state)
{
  (void)state;
  assert_ok(context, try_text("scenario: t\nclosure:\n  labour:\n    - {region: all, rigid_wage: real}\n"
                              "    - {region: USA, rigid_wage: nominal}\n    - {region: JPN, supply_elasticity: 0.5}\n",
                              "t.yaml", 0));
  assert_int_equal(base.conditions, 0); /* the reference */
  assert_int_equal(new_.conditions, 2);
  const twi_condition *c = new_.condition;
  assert_true(c[0].kind == TWI_AT_LEAST && c[0].measure == TWI_MEASURE_REAL_WAGE && c[0].goal == 0);
  assert_true(c[1].kind == TWI_AT_LEAST && c[1].measure == TWI_MEASURE_WAGE && c[1].lever == TWI_LEVER_LABOUR);
  ASSERT_CELLS(c[0].cell, c[0].count, CAN);
  ASSERT_CELLS(c[1].lever_cell, c[1].lever_count, USA);
  assert_string_equal(c[0].rule, "labour");
  assert_int_equal(c[0].line, 4);
  assert_int_equal(c[1].line, 5);
  assert_string_equal(c[0].what, "real wage of CAN");
  assert_string_equal(c[0].instrument, "employment in CAN");
  assert_true(closure.supply_elasticity[JPN] == 0.5 && closure.supply_elasticity[CAN] == 0);
  assert_true(closure.rigid_wage[JPN] == TWI_FLEXIBLE && closure.rigid_wage[USA] == TWI_RIGID_NOMINAL);
}

/* A group with absent members is told of once, though it is looked up on both sides and in every year. */
static void notes_come_once(void **state)
{
  (void)state;
  static const char text[] =
      "scenario: t\nfrom: 2026\nuntil: 2027\nclosure: {labour: {region: CUSMA, rigid_wage: real}}\n"
      "policy:\n  - tariff: {importer: G7, exporter: JPN, sector: A01, to: {2026: 6 %, 2027: 7 %}}\n";
  assert_ok(context, try_text(text, "t.yaml", 2026));
  char *cusma = strstr(notes, "group CUSMA: 2 of 3"), *g7 = strstr(notes, "group G7: 3 of 7");
  assert_true(cusma && g7);
  assert_null(strstr(cusma + 1, "group CUSMA"));
  assert_null(strstr(g7 + 1, "group G7"));
  assert_int_equal(new_.conditions, 2);
  assert_ok(context, try_text(text, "t.yaml", 2027));
  assert_string_equal(notes, "");
}

static void closures_override(void **state)
{
  (void)state;
  assert_ok(context, try_text("scenario: t\nclosure:\n"
                              "  production: [{region: all, sector: all, value_added: 0.5, inputs: 0.2},\n"
                              "    {region: CAN, sector: goods, value_added: 0.7}]\n"
                              "  scale: [{sector: goods, elasticity: 0.1}, {sector: C29, elasticity: 0.2}]\n",
                              "t.yaml", 0));
  for (int i = 0; i < 9; i++) {
    assert_true(closure.value_added_elasticity[i] == (i == CAN * 3 + A01 || i == CAN * 3 + C29 ? 0.7 : 0.5));
    assert_true(closure.input_elasticity[i] == 0.2);
  }
  assert_true(closure.scale[A01] == 0.1 && closure.scale[C29] == 0.2 && closure.scale[H49] == 0);
  assert_null(closure.supply_elasticity);
  assert_null(closure.rigid_wage);
  assert_non_null(strstr(notes, "t.yaml:4:5: this entry of production leaves inputs out: 2 producers keep 0.2 of an "));
  /* an entry overrides what it says, key by key, and what it keeps of others is told */
  assert_ok(context,
            try_text("scenario: t\nclosure:\n"
                     "  production: [{region: all, sector: all, value_added: 0.5},\n"
                     "    {region: CAN, sector: goods, inputs: 0.2}, {region: JPN, sector: A01, value_added: 2}]\n",
                     "t.yaml", 0));
  for (int i = 0; i < 9; i++) {
    assert_true(closure.value_added_elasticity[i] == (i == JPN * 3 + A01 ? 2 : 0.5));
    assert_true(closure.input_elasticity[i] == (i == CAN * 3 + A01 || i == CAN * 3 + C29 ? 0.2 : 1));
  }
  assert_non_null(
      strstr(notes, "t.yaml:4:5: this entry of production leaves value_added out: 2 producers keep 0.5 of "));
  assert_null(strstr(notes, "inputs out")); /* no earlier entry says anything of it */
  assert_ok(
      context,
      try_text("scenario: t\nclosure:\n"
               "  production: [{region: CAN, sector: A01, inputs: 0.6}, {region: CAN, sector: C29, inputs: 0.3},\n"
               "    {region: CAN, sector: goods, value_added: 0.5}]\n",
               "t.yaml", 0));
  assert_non_null(strstr(notes, "leaves inputs out: 2 producers keep 0.3 to 0.6 of "));
  twi_closure none;
  memset(&none, 0, sizeof none);
  assert_true(twi_closure_same(world, &closure, &closure));
  assert_false(twi_closure_same(world, &closure, &none));
  assert_false(twi_closure_same(world, &none, &closure));
  /* what is written but off is the core */
  assert_ok(context,
            try_text("scenario: t\nclosure: {labour: {region: all, supply_elasticity: 0}, production: {region: "
                     "all, sector: all, value_added: 1, inputs: 1}, scale: {sector: all, elasticity: 0}}\n",
                     "t.yaml", 0));
  assert_true(!closure.supply_elasticity && !closure.rigid_wage && !closure.value_added_elasticity &&
              !closure.input_elasticity && !closure.scale);
}

static void closures_compared(void **state)
{
  (void)state;
  double zero[9] = {0}, one[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1}, half[9] = {0, 0, 0.5};
  unsigned char flexible[3] = {0}, rigid[3] = {0, TWI_RIGID_REAL, 0};
  const twi_closure none = {0}, off = {.supply_elasticity = zero,
                                       .rigid_wage = flexible,
                                       .value_added_elasticity = one,
                                       .input_elasticity = one,
                                       .scale = zero};
  assert_true(twi_closure_same(world, &none, &off) && twi_closure_same(world, &off, &none));
  twi_closure other = off;
  other.supply_elasticity = half;
  assert_false(twi_closure_same(world, &other, &none));
  other = off;
  other.rigid_wage = rigid;
  assert_false(twi_closure_same(world, &none, &other));
  other = off;
  other.value_added_elasticity = zero;
  assert_false(twi_closure_same(world, &other, &off));
  other = off;
  other.input_elasticity = half;
  assert_false(twi_closure_same(world, &other, &none));
  other = off;
  other.scale = half;
  assert_false(twi_closure_same(world, &none, &other));
}

static void capital_shares(void **state)
{
  (void)state;
#define CAPITAL(share)                                                                                                 \
  "scenario: t\nfrom: 2026\nuntil: 2030\ncapital: {share: " share ", depreciation: 6 %, saving_rate: 22 %}\n"
  assert_ok(context, try_text(CAPITAL("{CAN: 35 %, all: 40 %, CUSMA: 30 %}"), "t.yaml", 2026));
  assert_true(capital.on && capital.share[CAN] == 0.3 && capital.share[USA] == 0.3 && capital.share[JPN] == 0.4);
  assert_true(capital.depreciation == 0.06 && capital.saving_rate == 0.22 && isnan(capital.ratio));
  assert_ok(context, try_text(CAPITAL("{CUSMA: 30 %, CAN: 35 %, all: 40 %}"), "t.yaml", 2026));
  assert_true(capital.share[CAN] == 0.35 && capital.share[USA] == 0.3 && capital.share[JPN] == 0.4);
  assert_ok(context, try_text(CAPITAL("40 %"), "t.yaml", 2026));
  for (int r = 0; r < 3; r++) assert_true(capital.share[r] == 0.4);
  assert_fails(context, try_text(CAPITAL("{CAN: 35 %, USA: 40 %}"), "t.yaml", 2026), TW_BAD_INPUT,
               "capital has no share for region JPN");
  assert_fails(context, try_text(CAPITAL("{CAM: 35 %, all: 40 %}"), "t.yaml", 2026), TW_BAD_INPUT,
               "t.yaml:4:19: world three has no region or group \"CAM\"; did you mean CAN?");
  assert_ok(context, try_text("scenario: t\n", "t.yaml", 0));
  assert_true(!capital.on && !capital.share);
#undef CAPITAL
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
  const struct CMUnitTest tests[] = {
      TEST(quota_for_each_flow), TEST(quota_owners),    TEST(quota_in_money),      TEST(quota_together),
      TEST(limits_and_bans),     TEST(too_many_limits), TEST(capacity_of_output),  TEST(capacity_of_exports),
      TEST(target_of_output),    TEST(target_of_trade), TEST(target_of_one_place), TEST(target_by_transfer),
      TEST(rigid_wages),         TEST(notes_come_once), TEST(closures_override),   TEST(closures_compared),
      TEST(capital_shares),
  };
  APPLIED_MAIN(tests);
}
