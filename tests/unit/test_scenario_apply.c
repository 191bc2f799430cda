/* What rules of demand, bans, subsidies, labour and transfers make of a small world, checked by hand; effects and
 * overlaps; scenarios that say the same; memory. Tariffs, barriers and productivity are in test_scenario_rules.c. */
#include "applied.h"

/* ---------------------------------------------------------------- demand */

/* Share of a flow in its market by the definition: (1 + t) F over their sum. */
static double share(int s, int d, int o)
{
  double sum = 0;
  for (int k = 0; k < 3; k++) sum += (1 + world->tariff[three_cell(s, d, k)]) * world->flow[three_cell(s, d, k)];
  return (1 + world->tariff[three_cell(s, d, o)]) * world->flow[three_cell(s, d, o)] / sum;
}

static double demand_at(int s, int d, int o)
{
  return new_.wedges.demand[three_cell(s, d, o)];
}

static void demand_moves_shares(void **state)
{
  (void)state;
  apply("  - demand: {importer: USA, exporter: CAN, sector: A01, change: -30 %}\n");
  /* USA buys A01: CAN 13 and JPN 15 at 7 %, own 100: X = 13.91 + 100 + 16.05 = 129.96 */
  double pi = 13.91 / 129.96, f = (1 - 0.7 * pi) / (1 - pi);
  assert_true(demand_at(A01, USA, CAN) == 0.7); /* exactly */
  assert_close(demand_at(A01, USA, USA), f, 1e-15);
  assert_close(demand_at(A01, USA, JPN), f, 1e-15);
  assert_close(share(A01, USA, CAN), pi, 1e-15);
  for (int s = 0; s < 3; s++)
    for (int d = 0; d < 3; d++)
      for (int o = 0; o < 3; o++)
        if (s != A01 || d != USA) assert_true(demand_at(s, d, o) == 1);
  assert_null(new_.wedges.tariff);
  assert_true(twi_wedges_plain(&base.wedges));
  assert_close(new_.effect[0].before, 0, 0);
  assert_close(new_.effect[0].after, -0.3, 1e-15);
}

static void demand_in_turn(void **state)
{
  (void)state;
  apply("  - demand: {importer: USA, exporter: [CAN, JPN], sector: A01, change: +20 %}\n"
        "  - demand: {importer: USA, exporter: JPN, sector: all, change: -50 %}\n");
  double c = share(A01, USA, CAN), u = share(A01, USA, USA), j = share(A01, USA, JPN);
  double f = (1 - 1.2 * (c + j)) / u, g = (1 - 0.6 * j) / (1.2 * c + f * u);
  assert_close(demand_at(A01, USA, JPN), 0.6, 1e-15);
  assert_close(demand_at(A01, USA, CAN), 1.2 * g, 1e-15);
  assert_close(demand_at(A01, USA, USA), f * g, 1e-14);
  for (int s = 0; s < 3; s++) {
    double sum = 0;
    for (int o = 0; o < 3; o++) sum += share(s, USA, o) * demand_at(s, USA, o);
    assert_close(sum, 1, 1e-14);
  }
  assert_int_equal(new_.effect[1].overlaps, 1);
  assert_int_equal(new_.effect[1].overlapped, 3);
}

static void demand_that_cannot_be(void **state)
{
  (void)state;
  REFUSED("  - demand: {importer: USA, exporter: [CAN, JPN], sector: A01, change: +400 %}\n",
          "t.yaml:3:72: rule demand would make USA spend 115.2");
  REFUSED("  - demand: {importer: USA, exporter: CAN, sector: A01, change: -100 %}\n", "ban");
  apply("  - demand: {importer: USA, exporter: CAN, sector: A01, change: 0 %}\n");
  for (int i = 0; i < 27; i++) assert_true(new_.wedges.demand[i] == 1);
  assert_non_null(strstr(notes, "t.yaml:3: rule demand changes nothing"));
}

static void final_demand_moves_shares(void **state)
{
  (void)state;
  apply("  - final_demand: {region: CAN, sector: [A01, C29], change: +10 %}\n");
  const double *alpha = world->final_share, *changed = new_.wedges.final_demand;
  double c = 1.1 * (alpha[A01] + alpha[C29]);
  assert_true(changed[A01] == alpha[A01] * 1.1 && changed[C29] == alpha[C29] * 1.1);
  assert_close(changed[H49], 1 - c, 1e-15);
  for (int i = 3; i < 9; i++) assert_true(changed[i] == alpha[i]);
  assert_close(new_.effect[0].after, c, 1e-15);
  assert_int_equal(new_.effect[0].covered, 2);
  REFUSED("  - final_demand: {region: CAN, sector: all, change: -10 %}\n", "covers all final demand in CAN");
  REFUSED("  - final_demand: {region: CAN, sector: [A01, C29], change: +200 %}\n", "less than nothing for the others");
  REFUSED("  - final_demand: {region: CAN, sector: A01, change: -100 %}\n", "more than -100 %");
}

/* ---------------------------------------------------------------- bans */

static void bans(void **state)
{
  (void)state;
  apply("  - barrier: {importer: USA, exporter: CAN, sector: goods, to: 10 %}\n"
        "  - ban: {importer: USA, exporter: CAN, sector: A01, both_ways: true}\n"
        "  - barrier: {importer: USA, exporter: CAN, sector: goods, to: 20 %}\n"
        "  - barrier: {importer: USA, exporter: CAN, sector: A01, change: -50 %}\n");
  for (int s = 0; s < 3; s++)
    for (int d = 0; d < 3; d++)
      for (int o = 0; o < 3; o++) {
        double found = new_.wedges.barrier[three_cell(s, d, o)];
        int banned = s == A01 && ((d == USA && o == CAN) || (d == CAN && o == USA));
        assert_true(banned ? isinf(found) && found > 0 : found == (s == C29 && d == USA && o == CAN ? 1.2 : 1));
      }
  assert_int_equal(new_.effect[1].covered, 2);
  assert_int_equal(new_.effect[1].changed, 2);
  assert_true(isnan(new_.effect[1].before));
  assert_int_equal(new_.effect[2].covered, 2);
  assert_close(new_.effect[2].after, 0.2, 1e-15); /* of what is not banned */
  assert_int_equal(new_.effect[3].changed, 0);
  assert_true(isnan(new_.effect[3].after));
}

/* JPN makes no C29: banning both others leaves it nobody to buy from. */
static void ban_of_every_seller(void **state)
{
  (void)state;
  REFUSED("  - ban: {importer: JPN, exporter: CAN, sector: all}\n"
          "  - ban: {importer: JPN, exporter: USA, sector: all}\n",
          "t.yaml:4:5: rule ban leaves nobody who sells C29 in JPN");
  apply("  - ban: {importer: JPN, exporter: CAN, sector: all}\n"
        "  - ban: {importer: JPN, exporter: USA, sector: services}\n");
}

/* ---------------------------------------------------------------- subsidies, labour, transfers */

static void subsidies(void **state)
{
  (void)state;
  apply("  - subsidy: {region: CAN, sector: goods, to: 5 %}\n"
        "  - subsidy: {region: [CAN, JPN], sector: [A01, C29], add: -15 pp}\n"
        "  - subsidy: {region: CAN, sector: A01, change: +100 %}\n");
  const double low = 0.05 - 0.15, expected[9] = {low * 2, low, 0, 0, 0, 0, -0.15, 0, 0};
  for (int i = 0; i < 9; i++) assert_close(new_.wedges.subsidy[i], expected[i], 1e-15);
  REFUSED("  - subsidy: {region: CAN, sector: goods, to: 100 %}\n", "expected less than 100 %");
}

static void labour_endowment(void **state)
{
  (void)state;
  apply("  - labour: {region: [CAN, JPN], change: +10 %}\n  - labour: {region: JPN, change: -20 %}\n");
  assert_close(new_.wedges.labour[CAN], 1.1, 1e-15);
  assert_true(new_.wedges.labour[USA] == 1);
  assert_close(new_.wedges.labour[JPN], 1.1 * 0.8, 1e-15);
  assert_int_equal(new_.effect[1].overlaps, 1);
}

static void transfers_of_money(void **state)
{
  (void)state;
  apply("  - transfer: {from: USA, to: [CAN, JPN], amount: 1.5 million USD}\n"
        "  - transfer: {from: [USA, JPN], to: CAN, amount: 500 thousand USD}\n");
  double can = world->value_added[CAN], jpn = world->value_added[JPN];
  const double *t = new_.wedges.transfer;
  assert_close(t[USA], -2, 1e-15);
  assert_close(t[CAN], 1.5 * can / (can + jpn) + 1, 1e-15);
  assert_close(t[JPN], 1.5 * jpn / (can + jpn) - 0.5, 1e-15);
  assert_close(t[CAN] + t[USA] + t[JPN] + 1, 1, 1e-15);
  assert_int_equal(new_.conditions, 0);
  assert_close(new_.effect[1].value, 1, 1e-15);
  REFUSED("  - transfer: {from: USA, to: all, amount: 1 million USD}\n", "USA both pays and receives");
  REFUSED("  - transfer: {from: USA, to: CAN, amount: 1 million CAD}\n", "in CAD, expected USD");
}

static void transfers_of_income(void **state)
{
  (void)state;
  apply("  - transfer: {from: [USA, CAN], to: JPN, amount: 0.5 %}\n"
        "  - transfer: {from: JPN, to: [CAN, USA], amount: 2 %}\n");
  assert_null(new_.wedges.transfer);
  assert_int_equal(new_.conditions, 3);
  const twi_condition *c = new_.condition;
  assert_int_equal(c[0].kind, TWI_SHARE);
  assert_int_equal(c[0].measure, TWI_MEASURE_INCOME);
  assert_int_equal(c[0].lever, TWI_LEVER_TRANSFER);
  assert_int_equal(c[0].cell[0], CAN); /* payers in the order of the world */
  assert_int_equal(c[1].cell[0], USA);
  assert_true(c[0].count == 1 && c[0].lever_count == 2 && c[0].goal == 0.005);
  assert_true(c[0].lever_cell[0] == CAN && c[0].lever_weight[0] == 1);
  assert_true(c[0].lever_cell[1] == JPN && c[0].lever_weight[1] == -1);
  double can = world->value_added[CAN], usa = world->value_added[USA];
  assert_true(c[2].lever_count == 3 && c[2].lever_cell[0] == JPN && c[2].lever_cell[1] == CAN);
  assert_close(c[2].lever_weight[1], -can / (can + usa), 1e-15);
  assert_close(c[2].lever_weight[2], -usa / (can + usa), 1e-15);
  assert_string_equal(c[2].rule, "transfer");
  assert_string_equal(c[2].what, "2 % of the income of JPN");
  assert_int_equal(c[2].line, 4);
}

/* ---------------------------------------------------------------- effects */

static void effects(void **state)
{
  (void)state;
  apply("  - tariff: {importer: USA, exporter: CAN, sector: goods, to: 0 %}\n"
        "  - tariff: {importer: USA, exporter: [CAN, JPN], sector: all, add: 25 pp} # a proclamation\n"
        "  - export_tax: {importer: USA, exporter: CAN, sector: C29, to: 3 %}\n"
        "  - tariff: {importer: JPN, exporter: CAN, sector: H49, change: 10 %}\n");
  assert_int_equal(new_.effects, 4);
  const twi_effect *e = new_.effect;
  assert_string_equal(e[0].rule, "tariff");
  assert_string_equal(e[0].origin, "t.yaml");
  assert_int_equal(e[0].line, 3);
  assert_true(e[0].covered == 2 && e[0].changed == 2 && e[0].overlaps == 0 && e[0].overlapped == 0);
  assert_close(e[0].value, 13 + 23, 1e-15);
  assert_close(e[0].before, 0.07, 1e-15);
  assert_close(e[0].after, 0, 0);
  assert_null(e[0].source);
  assert_string_equal(e[0].words, "the tariff on A01, C29 from CAN to USA falls from 7.00 % to 0.00 % on average "
                                  "(trade-weighted)");
  /* A01 and C29 from CAN, now free, A01 from JPN at 7 %, services of both at nothing */
  double value = 13 + 23 + 33 + 15 + 35;
  assert_int_equal(e[1].covered, 5);
  assert_close(e[1].value, value, 1e-15);
  assert_close(e[1].before, 0.07 * 15 / value, 1e-14);
  assert_close(e[1].after, 0.07 * 15 / value + 0.25, 1e-14);
  assert_int_equal(e[1].overlaps, 2);
  assert_int_equal(e[1].overlapped, 3);
  assert_string_equal(e[1].source, "a proclamation");
  assert_int_equal(e[2].overlaps, 0); /* another kind */
  assert_string_equal(e[2].words, "the export tax on C29 from CAN to USA rises from 0.00 % to 3.00 %");
  assert_true(e[3].changed == 0);
  assert_string_equal(e[3].words, "the tariff on H49 from CAN to JPN stays at 0.00 %");
}

/* ---------------------------------------------------------------- both sides */

static void assert_same_array(const double *a, const double *b, size_t count)
{
  assert_int_equal(a == NULL, b == NULL);
  if (a) assert_memory_equal(a, b, count * sizeof *a);
}

static void assert_same_wedges(const twi_wedges *a, const twi_wedges *b)
{
  assert_same_array(a->tariff, b->tariff, 27);
  assert_same_array(a->export_tax, b->export_tax, 27);
  assert_same_array(a->barrier, b->barrier, 27);
  assert_same_array(a->demand, b->demand, 27);
  assert_same_array(a->productivity, b->productivity, 9);
  assert_same_array(a->subsidy, b->subsidy, 9);
  assert_same_array(a->final_demand, b->final_demand, 9);
  assert_same_array(a->labour, b->labour, 3);
  assert_same_array(a->transfer, b->transfer, 3);
  assert_int_equal(a->deficits, b->deficits);
}

/* The same policy written in two ways gives the same bits. */
static void equivalent_scenarios(void **state)
{
  (void)state;
  static const char *const pairs[][2] = {
      {"scenario: t\npolicy:\n  - tariff: {importer: USA, exporter: [CAN, JPN], sector: all, add: 25 pp}\n",
       "scenario: t\nvariables: {duty: 50 pp}\npolicy:\n"
       "  - tariff: {importer: USA, exporter: JPN, sector: goods, add: 0.5 $duty}\n"
       "  - tariff: {importer: usa, exporter: all, except: {exporter: JPN}, sector: goods, add: 0.5 $duty}\n"
       "  - tariff: {importer: USA, exporter: all, sector: services, add: 25 pp}\n"},
      {"scenario: t\npolicy:\n  - demand: {importer: [USA, JPN], exporter: CAN, sector: all, change: -10 %}\n",
       "scenario: t\npolicy:\n  - demand: {importer: JPN, exporter: CAN, sector: all, change: -10 %}\n"
       "  - demand: {importer: USA, exporter: CAN, sector: all, change: -10 %}\n"},
      {"scenario: t\npolicy:\n  - ban: {importer: USA, exporter: CAN, sector: A01, both_ways: true}\n"
       "  - subsidy: {region: CAN, sector: A01, to: -5 %}\n  - labour: {region: JPN, change: 3 %}\n",
       "scenario: t\ngroups: {regions: {N: [CAN]}, sectors: {F: [A01]}}\npolicy:\n"
       "  - labour: {region: JPN, change: 3 %}\n"
       "  - ban: {importer: CAN, exporter: USA, sector: F}\n  - ban: {importer: USA, exporter: N, sector: F}\n"
       "  - subsidy: {region: N, sector: F, add: -5 pp}\n"},
  };
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    twi_wedges copy;
    assert_ok(context, try_text(pairs[i][0], "t.yaml", 0));
    assert_ok(context, twi_wedges_copy(context, world, &new_.wedges, &copy));
    assert_same_wedges(&copy, &new_.wedges);
    assert_false(twi_wedges_plain(&copy));
    assert_ok(context, try_text(pairs[i][1], "t.yaml", 0));
    assert_same_wedges(&copy, &new_.wedges);
    twi_wedges_free(context, &copy);
  }
}

/* A scenario named in against makes the base, with its own deficits where it writes them. */
static void against_a_scenario(void **state)
{
  (void)state;
  char path[4096], origin[4096];
  snprintf(path, sizeof path, "%s", support_temp("other.yaml"));
  snprintf(origin, sizeof origin, "%s", support_temp("t.yaml"));
  support_write(path, "scenario: other\nclosure: {deficits: zero}\npolicy:\n"
                      "  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 1 %}\n"
                      "  - quota: {importer: USA, exporter: CAN, sector: C29, to: 90 %, owner: importer}\n");
  assert_ok(context, try_text("scenario: t\nagainst: other.yaml\nclosure: {labour: {region: CAN, rigid_wage: real}}\n"
                              "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 2 %}\n",
                              origin, 0));
  assert_true(base.wedges.tariff[three_cell(C29, USA, CAN)] == 0.01);
  assert_true(new_.wedges.tariff[three_cell(C29, USA, CAN)] == 0.02);
  assert_int_equal(base.wedges.deficits, TWI_DEFICITS_ZERO);
  assert_int_equal(new_.wedges.deficits, TWI_DEFICITS_FIXED);
  assert_int_equal(base.effects, 2);
  assert_int_equal(base.effect[0].against, 1);
  assert_int_equal(new_.effect[0].against, 0);
  assert_int_equal(new_.effect[0].overlaps, 0); /* the other side does not count */
  assert_int_equal(base.conditions, 2);         /* the quota, and the rigid wage that holds on both sides */
  assert_int_equal(new_.conditions, 1);
  assert_string_equal(base.condition[0].rule, "quota");
  assert_string_equal(base.condition[1].rule, "labour");

  support_write(path, "scenario: other\nclosure: {labour: {region: CAN, supply_elasticity: 1}}\npolicy: []\n");
  assert_fails(context, try_text("scenario: t\nagainst: other.yaml\npolicy: []\n", origin, 0), TW_BAD_INPUT,
               "t.yaml:2:1: scenario other, which is compared with, has another closure");
  assert_ok(context, try_text("scenario: t\nagainst: other.yaml\nclosure: {labour: {region: CAN, supply_elasticity: "
                              "1}}\npolicy: []\n",
                              origin, 0));
  assert_true(closure.supply_elasticity[CAN] == 1);
}

/* Amounts by year; notes of a path come once. */
static void years(void **state)
{
  (void)state;
  static const char text[] = "scenario: t\nfrom: 2026\nuntil: 2030\nclosure: {labour: {region: JPN, supply_elasticity: "
                             "{2026: 1, 2030: 3}}}\npolicy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: C29, to: {2026: 10 %, 2030: 30 %}}\n"
                             "  - labour: {region: CAN, change: {2026: 0 %, 2030: 4 %}}\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: H49, change: 10 %}\n"
                             "  - transfer: {from: USA, to: CAN, amount: {2026: 1 million USD, 2030: 3 million USD}}\n"
                             "  - quota: {importer: USA, exporter: CAN, sector: A01, to: {2026: 100 %, 2030: 60 %}, "
                             "owner: importer}\n";
  for (int year = 2026; year <= 2030; year++) {
    assert_ok(context, try_text(text, "t.yaml", year));
    assert_close(new_.wedges.tariff[three_cell(C29, USA, CAN)], 0.1 + 0.05 * (year - 2026), 1e-15);
    assert_close(new_.wedges.labour[CAN], 1 + 0.01 * (year - 2026), 1e-15);
    assert_close(new_.wedges.transfer[CAN], 1 + 0.5 * (year - 2026), 1e-15);
    assert_close(new_.condition[0].goal, log(1 - 0.1 * (year - 2026)), 1e-15);
    assert_close(closure.supply_elasticity[JPN], 1 + 0.5 * (year - 2026), 1e-15);
    assert_int_equal(strstr(notes, "t.yaml:8: rule tariff changes nothing") != NULL, year == 2026);
    assert_null(strstr(notes, "t.yaml:7")); /* neutral in its first year, which is no news */
  }
}

/* ---------------------------------------------------------------- memory */

static tw_status apply_everything(tw_context *ctx, void *user)
{
  (void)user;
  static const char text[] =
      "scenario: t\nclosure: {labour: [{region: all, supply_elasticity: 1}, {region: CAN, rigid_wage: real}], "
      "production: {region: all, sector: all, value_added: 0.5, inputs: 0.2}, scale: {sector: all, elasticity: 0.1}}\n"
      "from: 2026\nuntil: 2027\ncapital: {share: 40 %, depreciation: 6 %, saving_rate: 22 %}\npolicy:\n"
      "  - tariff: {importer: USA, exporter: CAN, sector: goods, to: tariff_pct} # a source\n"
      "  - demand: {importer: USA, exporter: CAN, sector: goods, change: 3 %}\n"
      "  - final_demand: {region: JPN, sector: A01, change: 3 %}\n"
      "  - subsidy: {region: JPN, sector: all, to: 3 %}\n"
      "  - labour: {region: JPN, change: 3 %}\n"
      "  - transfer: {from: JPN, to: [CAN, USA], amount: 1 million USD}\n"
      "  - transfer: {from: JPN, to: [CAN, USA], amount: 1 %}\n"
      "  - ban: {importer: JPN, exporter: CAN, sector: A01}\n"
      "  - quota: {importer: JPN, exporter: CAN, sector: goods, to: 80 %, owner: importer}\n"
      "  - capacity: {region: CAN, sector: goods, to: 110 %, of: exports, together: true}\n"
      "  - capacity: {region: CAN, sector: goods, to: 110 %}\n"
      "  - preference: {importer: CAN, exporter: USA, sector: goods, utilisation: 70 %, preferential: 0 %, mfn: 7 %, "
      "mfn_add: 5 pp, elasticity: 8}\n"
      "  - target: {price: {region: JPN, sector: A01}, change: 0 %, by: {transfer: {from: JPN, to: all, except: {to: "
      "JPN}}}}\n";
  tw_scenario *scenario = NULL;
  tw_world *three = NULL;
  tw_explanation *explanation = NULL;
  twi_wedges copy;
  twi_policy b, n;
  twi_closure c;
  twi_capital k;
  tw_status status = three_new(ctx, &three);
  if (status == TW_OK) status = tw_scenario_parse(ctx, text, strlen(text), "t.yaml", &scenario);
  if (status == TW_OK) {
    status = twi_scenario_apply_year(ctx, scenario, three, 2026, &b, &n, &c, &k);
    if (status == TW_OK) {
      status = twi_wedges_copy(ctx, three, &n.wedges, &copy);
      twi_wedges_free(ctx, &copy);
    }
    twi_policy_free(ctx, &b);
    twi_policy_free(ctx, &n);
    twi_closure_free(ctx, &c);
    twi_capital_free(ctx, &k);
  }
  if (status == TW_OK) status = tw_scenario_explain(ctx, scenario, three, 2027, &explanation);
  tw_explanation_free(explanation);
  tw_scenario_free(scenario);
  tw_world_free(three);
  return status;
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  assert_true(support_fail_each(apply_everything, NULL) > 150);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
  const struct CMUnitTest tests[] = {
      TEST(demand_moves_shares),
      TEST(demand_in_turn),
      TEST(demand_that_cannot_be),
      TEST(final_demand_moves_shares),
      TEST(bans),
      TEST(ban_of_every_seller),
      TEST(subsidies),
      TEST(labour_endowment),
      TEST(transfers_of_money),
      TEST(transfers_of_income),
      TEST(effects),
      TEST(equivalent_scenarios),
      TEST(against_a_scenario),
      TEST(years),
      TEST(memory_fails_cleanly),
  };
  APPLIED_MAIN(tests);
}
