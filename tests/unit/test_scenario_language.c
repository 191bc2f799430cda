/* The language of scenarios: what the reader makes of every construct, field by field, without applying it. Files that
 * name files are in test_scenario_include.c, comments as sources in test_scenario_sources.c. */
#include "group.h"

#include "scenario/rules.h"

static tw_scenario *scenario; /* the one that read_text() made last */

static int teardown(void **state)
{
  (void)state;
  tw_scenario_free(scenario);
  scenario = NULL;
  return 0;
}

static void read_text(const char *text)
{
  tw_scenario_free(scenario);
  scenario = NULL;
  *noted = 0;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
}

/* The first rule of a policy of one rule. */
static const twi_rule *rule_of(const char *rule)
{
  char text[2048];
  snprintf(text, sizeof text, "scenario: t\nfrom: 2026\nuntil: 2040\npolicy:\n  - %s\n", rule);
  read_text(text);
  assert_int_equal(scenario->rule_count, 1);
  return &scenario->rule[0];
}

static void assert_amount(const twi_amount *a, twi_unit unit, double value)
{
  assert_non_null(a->node);
  assert_int_equal(a->unit, unit);
  assert_null(a->column);
  assert_int_equal(a->count, 1);
  assert_int_equal(a->year[0], 0);
  if (a->value[0] != value) fail_msg("%.17g, expected %.17g", a->value[0], value);
}

static void assert_selector(const twi_yaml *node, const char *text)
{
  assert_non_null(node);
  assert_string_equal(node->text, text);
}

/* ---------------------------------------------------------------- tables */

static void kinds(void **state)
{
  (void)state;
  enum { TO = 1, ADD = 2, CHANGE = 4, AMOUNT = 8 };
  static const struct {
    const char *name, *keys;
    unsigned operations;
    double neutral;
    int columns, limits, bilateral;
  } expected[] = {
      {"tariff", "importer exporter sector ", TO | ADD | CHANGE, 0, 1, 0, 1},
      {"export_tax", "importer exporter sector ", TO | ADD | CHANGE, 0, 1, 0, 1},
      {"barrier", "importer exporter sector ", TO | ADD | CHANGE, 1, 0, 0, 1},
      {"demand", "importer exporter sector ", CHANGE, 1, 0, 0, 1},
      {"final_demand", "region sector ", CHANGE, 1, 0, 0, 0},
      {"productivity", "region sector ", CHANGE, 1, 0, 0, 0},
      {"subsidy", "region sector ", TO | ADD | CHANGE, 0, 0, 0, 0},
      {"labour", "region ", CHANGE, 1, 0, 0, 0},
      {"transfer", "from to ", AMOUNT, 0, 0, 0, 0},
      {"ban", "importer exporter sector ", 0, 0, 0, 0, 1},
      {"quota", "importer exporter sector ", TO | CHANGE, 1, 0, 1, 1},
      {"capacity", "region sector ", TO | CHANGE, 1, 0, 1, 0},
      {"preference", "importer exporter sector ", 0, 0, 0, 0, 1},
      {"clause", "importer exporter sector ", 0, 0, 0, 0, 1},
      {"target", "", CHANGE, 0, 0, 0, 0},
  };
  int count = (int)(sizeof expected / sizeof *expected);
  for (int i = 0; i < count; i++) {
    const twi_rule_kind *kind = twi_rule_kind_at(i);
    assert_non_null(kind);
    assert_int_equal(kind->id, i);
    assert_string_equal(kind->name, expected[i].name);
    assert_ptr_equal(twi_rule_kind_find(kind->name), kind);
    char keys[64] = "";
    for (int k = 0; k < TWI_SELECTORS && kind->selector[k].key; k++) {
      strcat(strcat(keys, kind->selector[k].key), " ");
      assert_int_equal(kind->selector[k].axis, strcmp(kind->selector[k].key, "sector") == 0);
    }
    assert_string_equal(keys, expected[i].keys);
    assert_int_equal(kind->operations, expected[i].operations);
    assert_true(kind->neutral == expected[i].neutral);
    assert_int_equal(kind->columns, expected[i].columns);
    assert_int_equal(kind->limits, expected[i].limits);
    assert_int_equal(twi_rule_is_bilateral(kind), expected[i].bilateral);
  }
  assert_null(twi_rule_kind_at(count));
  assert_null(twi_rule_kind_at(-1));
  assert_null(twi_rule_kind_find("tarif"));
}

static void target_parts(void **state)
{
  (void)state;
  static const char *const outcomes[] = {"output", "exports",     "imports",   "trade",
                                         "price",  "real_income", "real_wage", "employment"};
  static const char *const instruments[] = {"tariff",  "export_tax",   "barrier", "demand",
                                            "subsidy", "productivity", "labour",  "transfer"};
  static const int levers[] = {TWI_LEVER_TARIFF,  TWI_LEVER_EXPORT_TAX,   TWI_LEVER_BARRIER, TWI_LEVER_DEMAND,
                               TWI_LEVER_SUBSIDY, TWI_LEVER_PRODUCTIVITY, TWI_LEVER_LABOUR,  TWI_LEVER_TRANSFER};
  for (int i = 0; i < 8; i++) {
    assert_string_equal(twi_target_outcome_at(i)->name, outcomes[i]);
    assert_int_equal(twi_target_outcome_at(i)->id, i);
    assert_string_equal(twi_target_instrument_at(i)->name, instruments[i]);
    assert_int_equal(twi_target_instrument_at(i)->id, levers[i]);
  }
  assert_null(twi_target_outcome_at(8));
  assert_null(twi_target_instrument_at(8));
}

/* ---------------------------------------------------------------- rules */

static void rates(void **state)
{
  (void)state;
  const twi_rule *r = rule_of("tariff: {importer: USA, exporter: [CAN, JPN], sector: C29, add: 25 pp}");
  assert_int_equal(r->kind->id, TWI_RULE_TARIFF);
  assert_int_equal(r->operation, TWI_ADD);
  assert_amount(&r->amount, TWI_UNIT_POINTS, 0.25);
  assert_selector(r->place.selector[0], "USA");
  assert_int_equal(r->place.selector[1]->count, 2);
  assert_selector(r->place.selector[2], "C29");
  assert_null(r->place.except[0]);
  assert_int_equal(r->place.both_ways, 0);
  assert_int_equal(r->node->key_line, 5);
  r = rule_of("export_tax: {importer: USA, exporter: CAN, sector: C29, to: tariff_pct, both_ways: true}");
  assert_int_equal(r->operation, TWI_TO);
  assert_string_equal(r->amount.column, "tariff_pct");
  assert_int_equal(r->amount.count, 0);
  assert_int_equal(r->place.both_ways, 1);
  r = rule_of("barrier: {importer: USA, exporter: CAN, sector: C29, change: -5 %}");
  assert_int_equal(r->operation, TWI_CHANGE);
  assert_amount(&r->amount, TWI_UNIT_PERCENT, -0.05);
  r = rule_of("subsidy: {region: CAN, sector: C29, to: -7.3 %}");
  assert_amount(&r->amount, TWI_UNIT_PERCENT, -0.073); /* rounded once: the double nearest to -0.073 */
  r = rule_of("demand: {importer: USA, exporter: CAN, sector: C29, change: -30 %}");
  assert_int_equal(r->kind->id, TWI_RULE_DEMAND);
  r = rule_of("final_demand: {region: USA, sector: C29, change: -10 %}");
  assert_int_equal(r->kind->id, TWI_RULE_FINAL_DEMAND);
  r = rule_of("labour: {region: USA, change: +1 %}");
  assert_selector(r->place.selector[0], "USA");
  assert_null(r->place.selector[1]);
}

static void transfers(void **state)
{
  (void)state;
  const twi_rule *r = rule_of("transfer: {from: USA, to: [CAN, JPN], amount: 500 million usd}");
  assert_int_equal(r->operation, TWI_AMOUNT);
  assert_amount(&r->amount, TWI_UNIT_MONEY, 5e8);
  assert_string_equal(r->amount.currency, "USD");
  assert_selector(r->place.selector[0], "USA");
  assert_int_equal(r->place.selector[1]->count, 2);
  r = rule_of("transfer: {from: USA, to: CAN, amount: 0.5 %}");
  assert_amount(&r->amount, TWI_UNIT_PERCENT, 0.005);
  r = rule_of("transfer: {from: USA, to: CAN, amount: 1.5 thousand EUR}");
  assert_amount(&r->amount, TWI_UNIT_MONEY, 1500);
  assert_string_equal(r->amount.currency, "EUR");
}

static void limits(void **state)
{
  (void)state;
  const twi_rule *r = rule_of("quota: {importer: USA, exporter: CAN, sector: C29, to: 2 billion USD, owner: exporter}");
  assert_amount(&r->amount, TWI_UNIT_MONEY, 2e9);
  assert_selector(r->owner, "exporter");
  assert_int_equal(r->together, 0);
  r = rule_of("quota: {importer: USA, exporter: CAN, sector: C29, to: 80 %, owner: JPN, together: true}");
  assert_int_equal(r->operation, TWI_TO);
  assert_amount(&r->amount, TWI_UNIT_PERCENT, 0.8);
  assert_int_equal(r->together, 1);
  r = rule_of("capacity: {region: CAN, sector: C29, change: -20 %}");
  assert_int_equal(r->operation, TWI_CHANGE);
  assert_amount(&r->amount, TWI_UNIT_PERCENT, -0.2);
  assert_null(r->owner);
  assert_int_equal(r->of_exports, 0);
  r = rule_of("capacity: {region: CAN, sector: C29, change: -20 %, of: exports, owner: USA, together: TRUE}");
  assert_int_equal(r->of_exports, 1);
  assert_int_equal(r->together, 1);
  assert_selector(r->owner, "USA");
  r = rule_of("capacity: {region: CAN, sector: C29, change: -20 %, of: output}");
  assert_int_equal(r->of_exports, 0);
  r = rule_of("ban: {importer: USA, exporter: CAN, sector: C29}");
  assert_int_equal(r->operation, TWI_OPERATIONS);
  assert_null(r->amount.node);
}

static void preferences(void **state)
{
  (void)state;
  const twi_rule *r = rule_of("preference: {importer: USA, exporter: CAN, sector: C29, utilisation: 71.4 %, "
                              "preferential: 0 %, mfn: tariff_mfn_pct, elasticity: 8}");
  assert_int_equal(r->operation, TWI_OPERATIONS);
  assert_amount(&r->named[TWI_UTILISATION], TWI_UNIT_PERCENT, 0.714);
  assert_amount(&r->named[TWI_PREFERENTIAL], TWI_UNIT_PERCENT, 0);
  assert_string_equal(r->named[TWI_MFN].column, "tariff_mfn_pct");
  assert_amount(&r->named[TWI_ELASTICITY], TWI_UNIT_NUMBER, 8);
  for (int i = TWI_PREFERENTIAL_TO; i < TWI_NAMED_AMOUNTS; i++) assert_null(r->named[i].node);
  r = rule_of("preference: {importer: USA, exporter: CAN, sector: C29, utilisation: 71.4 %, preferential: 1 %, "
              "mfn: 2.5 %, elasticity: 8, preferential_to: 3 %, mfn_to: 4 %, mfn_add: 5 pp, compliance: +2 %}");
  assert_amount(&r->named[TWI_PREFERENTIAL], TWI_UNIT_PERCENT, 0.01);
  assert_amount(&r->named[TWI_MFN], TWI_UNIT_PERCENT, 0.025);
  assert_amount(&r->named[TWI_PREFERENTIAL_TO], TWI_UNIT_PERCENT, 0.03);
  assert_amount(&r->named[TWI_MFN_TO], TWI_UNIT_PERCENT, 0.04);
  assert_amount(&r->named[TWI_MFN_ADD], TWI_UNIT_POINTS, 0.05);
  assert_amount(&r->named[TWI_COMPLIANCE], TWI_UNIT_PERCENT, 0.02);
}

static void targets(void **state)
{
  (void)state;
  const twi_rule *r = rule_of("target: {trade: {importer: USA, exporter: CAN, sector: goods, both_ways: true, except: "
                              "{sector: A01}}, change: -3 %, by: {transfer: {from: CAN, to: USA}}}");
  assert_int_equal(r->operation, TWI_CHANGE);
  assert_amount(&r->amount, TWI_UNIT_PERCENT, -0.03);
  assert_int_equal(r->outcome->id, TWI_OUTCOME_TRADE);
  assert_selector(r->outcome_place.selector[1], "CAN");
  assert_selector(r->outcome_place.except[2], "A01");
  assert_int_equal(r->outcome_place.both_ways, 1);
  assert_int_equal(r->by->id, TWI_LEVER_TRANSFER);
  assert_selector(r->by_place.selector[0], "CAN");
  assert_selector(r->by_place.selector[1], "USA");
  assert_null(r->place.node);
  r = rule_of("target: {change: {2026: 0 %, 2030: 5 %}, by: {subsidy: {region: CAN, sector: all}}, real_wage: {region: "
              "CAN}}");
  assert_int_equal(r->outcome->id, TWI_OUTCOME_REAL_WAGE);
  assert_int_equal(r->by->id, TWI_LEVER_SUBSIDY);
  assert_int_equal(r->amount.count, 2);
}

/* ---------------------------------------------------------------- years */

static void amounts_by_year(void **state)
{
  (void)state;
  const twi_rule *r =
      rule_of("productivity: {region: CAN, sector: all, change: {2026: 0 %, 2030: +100 %, 2040: 50 %}}");
  const twi_amount *a = &r->amount;
  assert_int_equal(a->count, 3);
  assert_int_equal(a->year[2], 2040);
  static const struct {
    int year;
    double value;
  } at[] = {{0, 0},    {2020, 0},    {2026, 0},   {2027, 0.25}, {2029, 0.75},
            {2030, 1}, {2035, 0.75}, {2040, 0.5}, {2100, 0.5}};
  for (size_t i = 0; i < sizeof at / sizeof *at; i++)
    if (twi_amount_at(a, at[i].year) != at[i].value)
      fail_msg("%d: %.17g, expected %.17g", at[i].year, twi_amount_at(a, at[i].year), at[i].value);
  assert_int_equal(tw_scenario_from(scenario), 2026);
  assert_int_equal(tw_scenario_until(scenario), 2040);
  read_text("scenario: t\n");
  assert_int_equal(tw_scenario_from(scenario), 0);
  assert_int_equal(tw_scenario_until(scenario), 0);
  twi_amount none = {.count = 0};
  assert_true(twi_amount_at(&none, 2030) == 0);
}

/* ---------------------------------------------------------------- variables */

static void variables(void **state)
{
  (void)state;
  read_text("from: 2026\nuntil: 2030\nvariables:\n  duty: 10 pp\n  more: 1.5 $duty\n  path: {2026: 0 %, 2030: +100 %}\n"
            "  purse: 2 billion usd\n  xi: 8\npolicy:\n"
            "  - tariff: {importer: USA, exporter: CAN, sector: all, add: $duty}\n"
            "  - tariff: {importer: USA, exporter: CAN, sector: all, add: -$duty}\n"
            "  - tariff: {importer: USA, exporter: CAN, sector: all, add: 0.5 $more}\n"
            "  - tariff: {importer: USA, exporter: CAN, sector: all, add: '-2$duty '}\n"
            "  - productivity: {region: CAN, sector: all, change: -0.5 $path}\n"
            "  - transfer: {from: USA, to: CAN, amount: 0.25 $purse}\n"
            "  - tariff: {importer: USA, exporter: CAN, sector: all, add: {2026: +$duty, 2030: 1 pp}}\n");
  assert_string_equal(noted, "t.yaml:8:3: nothing uses the variable xi\n");
  static const double expected[] = {0.1, -0.1, 0.5 * (1.5 * 0.1), -0.2};
  for (int i = 0; i < 4; i++) assert_amount(&scenario->rule[i].amount, TWI_UNIT_POINTS, expected[i]);
  const twi_amount *path = &scenario->rule[4].amount;
  assert_int_equal(path->count, 2);
  assert_int_equal(path->year[1], 2030);
  assert_false(signbit(path->value[0])); /* 0, not -0 */
  assert_true(path->value[1] == -0.5);
  assert_amount(&scenario->rule[5].amount, TWI_UNIT_MONEY, 5e8);
  assert_string_equal(scenario->rule[5].amount.currency, "USD");
  assert_true(scenario->rule[6].amount.value[0] == 0.1 && scenario->rule[6].amount.value[1] == 0.01);
}

/* ---------------------------------------------------------------- closure, capital */

static void closures(void **state)
{
  (void)state;
  read_text("from: 2026\nuntil: 2030\nvariables: {eps: 0.3}\nclosure:\n  deficits: zero\n"
            "  labour: [{region: all, supply_elasticity: 0.5}, {region: [CAN], rigid_wage: Nominal}]\n"
            "  production: {region: all, sector: goods, value_added: $eps, inputs: {2026: 0.2, 2030: 0.4}}\n"
            "  scale: [{sector: C29, elasticity: 0.1}]\n");
  assert_int_equal(scenario->deficits, TWI_DEFICITS_ZERO);
  assert_int_equal(scenario->against_deficits, TWI_DEFICITS_ZERO);
  assert_int_equal(scenario->entry_count, 4);
  const twi_closure_entry *e = scenario->entry;
  assert_int_equal(e[0].what, TWI_CLOSE_LABOUR);
  assert_selector(e[0].region, "all");
  assert_amount(&e[0].supply_elasticity, TWI_UNIT_NUMBER, 0.5);
  assert_int_equal(e[0].rigid, TWI_FLEXIBLE);
  assert_int_equal(e[1].rigid, TWI_RIGID_NOMINAL);
  assert_null(e[1].supply_elasticity.node);
  assert_int_equal(e[2].what, TWI_CLOSE_PRODUCTION);
  assert_selector(e[2].sector, "goods");
  assert_amount(&e[2].value_added, TWI_UNIT_NUMBER, 0.3);
  assert_int_equal(e[2].inputs.count, 2);
  assert_int_equal(e[3].what, TWI_CLOSE_SCALE);
  assert_null(e[3].region);
  assert_amount(&e[3].elasticity, TWI_UNIT_NUMBER, 0.1);
  read_text("closure: {labour: {region: all, rigid_wage: real}}\n");
  assert_int_equal(scenario->entry[0].rigid, TWI_RIGID_REAL);
  assert_int_equal(scenario->deficits, TWI_DEFICITS_FIXED);
}

static void capital(void **state)
{
  (void)state;
  read_text("from: 2026\nuntil: 2030\nvariables: {s: 22 %}\n"
            "capital: {share: 40 %, depreciation: 6 %, saving_rate: $s, capital_income_ratio: 3}\n");
  assert_int_equal(scenario->capital.on, 1);
  assert_int_equal(scenario->capital.shares, 1);
  assert_null(scenario->capital.share[0].selector);
  assert_true(scenario->capital.share[0].amount.value[0] == 0.4);
  assert_true(scenario->capital.depreciation.value[0] == 0.06 && scenario->capital.saving_rate.value[0] == 0.22);
  assert_true(scenario->capital.ratio.value[0] == 3);
  read_text(
      "from: 2026\nuntil: 2030\ncapital: {share: {CAN: 30 %, all: 40 %}, depreciation: 6 %, saving_rate: 22 %}\n");
  assert_int_equal(scenario->capital.shares, 2);
  assert_string_equal(scenario->capital.share[0].selector, "CAN");
  assert_null(scenario->capital.share[1].selector);
  assert_true(scenario->capital.share[0].amount.value[0] == 0.3 && scenario->capital.share[1].amount.value[0] == 0.4);
  assert_true(scenario->capital.ratio.count == 0);
  read_text("scenario: t\n");
  assert_int_equal(scenario->capital.on, 0);
}

/* ---------------------------------------------------------------- places */

static void assert_selects(const twi_place *place, int which, const char *members)
{
  unsigned char found[3] = {7, 7, 7};
  assert_ok(context, twi_select(context, scenario, place->selector[which], place->except[which], place->key[which].axis,
                                world, found));
  for (int i = 0; i < 3; i++)
    if (found[i] != (members[i] == '1')) fail_msg("member %d of %s is %d", i, members, found[i]);
}

static void groups_and_except(void **state)
{
  (void)state;
  read_text(
      "groups:\n  regions: {NORTH: [CAN, usa], CUSMA: [JPN, ARG], USA: [JPN]}\n  sectors: {FOOD: [A01, X99]}\npolicy:\n"
      "  - tariff: {importer: NORTH, exporter: cusma, sector: food, to: 1 %}\n"
      "  - tariff: {importer: all, exporter: all, sector: all, to: 1 %, except: {importer: NORTH, sector: [FOOD, "
      "H49]}}\n"
      "  - tariff: {importer: USA, exporter: [USA, G7], sector: goods, to: 1 %, except: {exporter: usa}}\n");
  assert_int_equal(scenario->group_count, 4);
  assert_selects(&scenario->rule[0].place, 0, "110");
  assert_selects(&scenario->rule[0].place, 1, "001"); /* the scenario's CUSMA, not the world's */
  assert_selects(&scenario->rule[0].place, 2, "100");
  assert_selects(&scenario->rule[1].place, 0, "001");
  assert_selects(&scenario->rule[1].place, 1, "111");
  assert_selects(&scenario->rule[1].place, 2, "010");
  assert_selects(&scenario->rule[2].place, 0, "010"); /* a code comes before a group */
  assert_selects(&scenario->rule[2].place, 1, "101");
  assert_string_equal(noted,
                      "t.yaml:5:41: cusma is taken as the group of this scenario (t.yaml:2), not as the group CUSMA "
                      "that world three has\n"
                      "t.yaml:5:41: group CUSMA: 1 of 2 members are regions of world three; left out: ARG\n"
                      "t.yaml:5:56: group FOOD: 1 of 2 members are sectors of world three; left out: X99\n"
                      "t.yaml:7:24: USA is taken as the region USA of world three, not as the group of that name "
                      "(of this scenario, t.yaml:2)\n"
                      "t.yaml:7:45: group G7: 3 of 7 members are regions of world three; left out: DEU, FRA, "
                      "GBR, ITA\n");
}

/* Regions and sectors have names of their own. */
static void one_name_for_both(void **state)
{
  (void)state;
  read_text("groups: {regions: {PART: [JPN]}, sectors: {PART: [H49]}}\npolicy:\n"
            "  - tariff: {importer: all, except: {importer: PART}, exporter: part, sector: PART, to: 1 %}\n");
  assert_selects(&scenario->rule[0].place, 0, "110");
  assert_selects(&scenario->rule[0].place, 1, "001");
  assert_selects(&scenario->rule[0].place, 2, "001");
}

/* ---------------------------------------------------------------- the same, written differently */

static void assert_same_place(const tw_scenario *a, const twi_place *p, const tw_scenario *b, const twi_place *q)
{
  assert_ptr_equal(p->key, q->key);
  assert_int_equal(p->both_ways, q->both_ways);
  for (int i = 0; p->key && i < TWI_SELECTORS && p->key[i].key; i++) {
    unsigned char x[3], y[3];
    assert_ok(context, twi_select(context, a, p->selector[i], p->except[i], p->key[i].axis, world, x));
    assert_ok(context, twi_select(context, b, q->selector[i], q->except[i], q->key[i].axis, world, y));
    assert_memory_equal(x, y, 3);
  }
}

static void the_same_written_differently(void **state)
{
  (void)state;
  read_text("from: 2026\nuntil: 2028\npolicy:\n"
            "  - tariff: {importer: USA, exporter: CAN, sector: [A01, C29], add: 25 pp}\n"
            "  - tariff: {importer: USA, exporter: JPN, sector: C29, add: 12.5 pp}\n"
            "  - quota: {importer: JPN, exporter: [CAN, USA], sector: A01, change: {2026: 0 %, 2028: -20 %}, owner: "
            "exporter}\n"
            "  - target: {output: {region: [CAN, USA], sector: C29}, change: 0 %, by: {subsidy: {region: CAN, sector: "
            "C29}}}\n");
  tw_scenario *plain = scenario;
  scenario = NULL;
  read_text(
      "variables: {duty: 25 pp, cut: {2026: 0 %, 2028: 20 %}, none: 0 %}\n"
      "groups: {regions: {NORTH: [USA, CAN]}, sectors: {CARS: [C29]}}\nuntil: 2028\nfrom: '2026'\npolicy:\n"
      "- tariff:\n    sector: goods\n    exporter: NORTH\n    except: {exporter: USA}\n    importer: [usa]\n    add: "
      "$duty\n"
      "- tariff: {importer: USA, exporter: all, except: {exporter: NORTH, sector: [A01, services]}, sector: all, "
      "add: 0.5 $duty}\n"
      "- quota: {owner: exporter, importer: JPN, exporter: NORTH, sector: goods, except: {sector: CARS}, change: "
      "-$cut}\n"
      "- target: {change: $none, by: {subsidy: {region: CAN, sector: CARS}}, output: {region: NORTH, sector: CARS}}\n");
  assert_int_equal(scenario->rule_count, plain->rule_count);
  for (int i = 0; i < plain->rule_count; i++) {
    const twi_rule *a = &plain->rule[i], *b = &scenario->rule[i];
    assert_ptr_equal(a->kind, b->kind);
    assert_int_equal(a->operation, b->operation);
    assert_int_equal(a->amount.unit, b->amount.unit);
    assert_int_equal(a->amount.count, b->amount.count);
    for (int year = 2025; year <= 2029; year++)
      assert_true(twi_amount_at(&a->amount, year) == twi_amount_at(&b->amount, year));
    assert_ptr_equal(a->outcome, b->outcome);
    assert_ptr_equal(a->by, b->by);
    assert_same_place(plain, &a->place, scenario, &b->place);
    assert_same_place(plain, &a->outcome_place, scenario, &b->outcome_place);
    assert_same_place(plain, &a->by_place, scenario, &b->by_place);
  }
  tw_scenario_free(plain);
}

/* ---------------------------------------------------------------- memory, cut off */

static const char everything[] =
    "scenario: everything\ntitle: All of it\nworld: small2014\nnotes: [a, b]\nfrom: 2026\nuntil: 2030\n"
    "against: {scenario: cusma-to-mfn, deficits: zero}\ninclude: [us-tariff-canada]\n"
    "closure: {labour: {region: all, supply_elasticity: 0.5}, production: {region: all, sector: all, inputs: $eps},\n"
    "          scale: {sector: all, elasticity: 0.1}}\n"
    "capital: {share: {CAN: 30 %, all: 40 %}, depreciation: 6 %, saving_rate: 22 %}\n"
    "groups: {regions: {NORTH: [CAN, USA]}, sectors: {FOOD: [A01]}}\n"
    "variables:\n  # a note\n  eps: 0.3 # the source\n  duty: {2026: 0 pp, 2030: 5 pp} # a source\n  unused: 3 %\n"
    "policy:\n  - tariff: {importer: NORTH, exporter: all, sector: all, except: {sector: FOOD}, add: $duty}\n"
    "  - quota: {importer: USA, exporter: CAN, sector: C29, to: 2 million USD, owner: CAN} # another\n"
    "  - ban: {importer: USA, exporter: JPN, sector: C29} # and another\n"
    "  - preference: {importer: USA, exporter: JPN, sector: A01, utilisation: 70 %, preferential: 0 %, mfn: 2 %,\n"
    "                 elasticity: 8, compliance: {2026: 0 %, # one\n 2030: 3 %}} # two\n"
    "  - target: {output: {region: CAN, sector: C29}, change: 0 %, by: {subsidy: {region: CAN, sector: C29}}}\n";

static tw_status read_everything(tw_context *ctx, void *user)
{
  (void)user;
  tw_scenario *s;
  tw_status status = tw_scenario_parse(ctx, everything, strlen(everything), "t.yaml", &s);
  assert_true((status == TW_OK) == (s != NULL));
  if (s) assert_int_equal(s->rule_count, s->against ? 6 : 0);
  tw_scenario_free(s);
  return status;
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  assert_true(support_fail_each(read_everything, NULL) > 300);
}

/* Every beginning is a scenario or says where it ends, and leaks nothing. */
static void every_beginning(void **state)
{
  (void)state;
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *own = tw_context_new(&allocator);
  long held = atomic_load(&memory.outstanding);
  int good = 0;
  for (size_t n = 0; n < sizeof everything; n++) {
    tw_scenario *s;
    tw_status status = tw_scenario_parse(own, everything, n, "t.yaml", &s);
    assert_true(status == TW_OK || status == TW_BAD_INPUT);
    good += status == TW_OK;
    if (status != TW_OK && strncmp(tw_error(own), "t.yaml:", 7) != 0) fail_msg("%zu: %s", n, tw_error(own));
    tw_scenario_free(s);
    assert_int_equal(atomic_load(&memory.outstanding), held);
  }
  assert_true(good > 20 && good < 300);
  tw_context_free(own);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
  const struct CMUnitTest tests[] = {
      TEST(kinds),
      TEST(target_parts),
      TEST(rates),
      TEST(transfers),
      TEST(limits),
      TEST(preferences),
      TEST(targets),
      TEST(amounts_by_year),
      TEST(variables),
      TEST(closures),
      TEST(capital),
      TEST(groups_and_except),
      TEST(one_name_for_both),
      TEST(the_same_written_differently),
      TEST(memory_fails_cleanly),
      TEST(every_beginning),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup_noting, group_teardown));
}
