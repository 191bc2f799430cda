/* What a scenario is said to do: sentences about the whole, words of each kind of rule, lists that get too long. */
#include "applied.h"

#include "scenario/apply/apply.h"

static tw_explanation *explanation;

static int teardown_explanation(void **state)
{
  tw_explanation_free(explanation);
  explanation = NULL;
  return teardown(state);
}

static void explain(const char *text, int year)
{
  tw_explanation_free(explanation);
  explanation = NULL;
  tw_scenario *scenario;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  assert_ok(context, tw_scenario_explain(context, scenario, world, year, &explanation));
  tw_scenario_free(scenario); /* an explanation borrows nothing */
}

static void assert_words(int index, const char *words)
{
  const tw_rule_effect *effects;
  assert_true(tw_explanation_effects(explanation, &effects) > index);
  assert_string_equal(effects[index].words, words);
}

static void assert_says(const char *sentence)
{
  const char *found;
  for (int i = 0; (found = tw_explanation_sentence(explanation, i)); i++)
    if (strcmp(found, sentence) == 0) return;
  for (int i = 0; (found = tw_explanation_sentence(explanation, i)); i++) print_error("  %s\n", found);
  fail_msg("nowhere: %s", sentence);
}

/* ---------------------------------------------------------------- the whole */

static void sentences(void **state)
{
  (void)state;
  explain("scenario: t\n", 0);
  assert_string_equal(tw_explanation_sentence(explanation, 0), "Compared with the equilibrium without policy; trade "
                                                               "deficits are fixed on both sides.");
  assert_null(tw_explanation_sentence(explanation, 1));
  assert_null(tw_explanation_sentence(explanation, -1));
  const tw_rule_effect *effects;
  assert_int_equal(tw_explanation_effects(explanation, &effects), 0);

  explain("scenario: t\nagainst: {deficits: fixed}\nfrom: 2026\nuntil: 2030\n"
          "capital: {share: {CAN: 35 %, all: 40 %}, depreciation: 6 %, saving_rate: 22 %, capital_income_ratio: 3}\n"
          "closure:\n  deficits: zero\n  labour: [{region: all, rigid_wage: real}, {region: USA, rigid_wage: nominal}, "
          "{region: JPN, supply_elasticity: 0.5}]\n"
          "  production: {region: CAN, sector: goods, value_added: 0.5, inputs: 0.2}\n"
          "  scale: [{sector: goods, elasticity: 0.1}, {sector: C29, elasticity: 0.2}]\n"
          "policy:\n"
          "  - quota: {importer: USA, exporter: CAN, sector: goods, to: 80 %, owner: importer}\n"
          "  - capacity: {region: CAN, sector: A01, to: 80 %}\n"
          "  - transfer: {from: USA, to: CAN, amount: 1 %}\n"
          "  - target: {price: {region: JPN, sector: A01}, change: {2026: 1 %, 2030: 2 %}, by: {labour: {region: "
          "JPN}}}\n",
          2028);
  assert_says("Compared with the equilibrium without policy; trade deficits are zero with the policy and fixed in what "
              "it is compared with.");
  assert_says("Labour supply answers the real wage, elasticity: 0.5 in 1 of 3 regions.");
  assert_says("The real wage does not fall below the reference in CAN; what that leaves without work is "
              "unemployment.");
  assert_says("The wage, in units of world value added, does not fall below the reference in USA; what that leaves "
              "without work is unemployment.");
  assert_says("Elasticity of substitution between value added and inputs: 0.5 in 2 of 9 producing sectors (1 in "
              "others).");
  assert_says("Productivity rises with the scale of a sector, elasticity: 0.1 to 0.2 in 2 of 3 sectors.");
  assert_says("Years 2026 to 2030, one equilibrium each, compared with the same year; amounts are those of 2028.");
  assert_says("Capital accumulates: its share of value added is 35 % to 40 %, 6 % of it wears out in a year, 22 % of "
              "income is saved, and it is 3 times income in the data.");
  assert_says("To be solved together: 3 limits on volumes, 1 target, 1 transfer in proportion to income.");
  assert_words(3, "the change in price of A01 in JPN is held at 1.50 % against the reference by the labour of JPN");
}

static void wrong_years(void **state)
{
  (void)state;
  static const char text[] = "scenario: t\nfrom: 2026\nuntil: 2030\n";
  tw_scenario *scenario;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  assert_fails(context, tw_scenario_explain(context, scenario, world, 2025, &explanation), TW_BAD_INPUT,
               "goes from 2026 until 2030, it has no year 2025");
  assert_null(explanation);
  assert_ok(context, tw_scenario_explain(context, scenario, world, 0, &explanation));
  assert_says("Years 2026 to 2030, one equilibrium each, compared with the same year; amounts are those of 2026.");
  tw_scenario_free(scenario);
}

/* ---------------------------------------------------------------- rules */

static void words_of_rules(void **state)
{
  (void)state;
  explain("scenario: t\npolicy:\n"
          "  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 7.001 %}\n"
          "  - barrier: {importer: JPN, exporter: CAN, sector: all, change: -5 %, both_ways: true}\n"
          "  - demand: {importer: USA, exporter: all, sector: A01, change: -30 %}\n"
          "  - final_demand: {region: all, sector: C29, change: 10 %}\n"
          "  - subsidy: {region: CAN, sector: C29, to: 0.001 %}\n"
          "  - labour: {region: [CAN, JPN], change: 3 %}\n"
          "  - transfer: {from: [CAN, USA], to: JPN, amount: 1 million USD}\n"
          "  - transfer: {from: CAN, to: [USA, JPN], amount: 0.5 %}\n"
          "  - ban: {importer: USA, exporter: CAN, sector: A01}\n"
          "  - quota: {importer: USA, exporter: all, sector: C29, to: 2 million USD, owner: JPN, together: true}\n"
          "  - capacity: {region: CAN, sector: goods, change: -20 %, of: exports}\n"
          "  - preference: {importer: CAN, exporter: USA, sector: C29, utilisation: 50 %, preferential: 0 %, "
          "mfn: 14 %, elasticity: 8, mfn_to: 14 %}\n",
          0);
  static const char *const words[] = {
      "the tariff on C29 from CAN to USA rises from 7 % to 7.001 %",
      "the barrier on all sectors between CAN and JPN falls from 0.00 % to -5.00 % on average (trade-weighted), "
      "against the data",
      "demand for A01 from all regions to USA falls by 30.00 % at given prices; other sellers make up for it in "
      "proportion",
      "final demand for C29 in all regions rises by 10.00 % at given prices; other sectors make up for it in "
      "proportion",
      "the subsidy on C29 in CAN rises from 0.00 % to 0.001 %",
      "labour of CAN, JPN rises from 0.00 % to 3.00 % on average (weighted by value added), against the data",
      "each of CAN, USA pays 1 million USD to JPN",
      "CAN pays 0.5 % of its income to USA, JPN, shared by value added",
      "trade in A01 from CAN to USA is banned",
      "the volume of trade in C29 from all regions to USA is at most 2 million USD at reference prices; the rent goes "
      "to JPN",
      "the volume of exports of A01, C29 in CAN is at most 80 % of the reference, each region and sector by itself; "
      "the rent goes to the region itself",
      "use of the preference on C29 from USA to CAN goes from 50.00 % to 50.00 % of customs value, and the applied "
      "tariff stays at 7.00 %",
  };
  for (int i = 0; i < (int)(sizeof words / sizeof *words); i++) assert_words(i, words[i]);
}

/* A sentence that is full ends with an ellipsis, on a whole character, and takes no more. */
static void long_sentences(void **state)
{
  (void)state;
  twi_sentence text = {"", 0};
  for (int i = 0; i < 1000; i++) twi_say(&text, "é%d ", i);
  size_t length = strlen(text.bytes);
  assert_true(length < TWI_SENTENCE && length > TWI_SENTENCE - 32);
  assert_string_equal(text.bytes + length - strlen("…"), "…");
  for (size_t i = 0; i < length; i++) { /* well-formed: every lead byte has its followers */
    unsigned char c = (unsigned char)text.bytes[i];
    size_t followers = c < 0x80 ? 0 : c < 0xe0 ? 1 : 2;
    for (size_t k = 1; k <= followers; k++) assert_int_equal((unsigned char)text.bytes[i + k] & 0xc0, 0x80);
    i += followers;
  }
  char before[TWI_SENTENCE];
  memcpy(before, text.bytes, sizeof before);
  twi_say(&text, "more");
  assert_string_equal(text.bytes, before);
}

/* What flows pay, all rules of both sides together: each flow whose tariff differs, the largest by rate and value. */
static void net_changes(void **state)
{
  (void)state;
  const char *before = support_temp("net_before.yaml");
  support_write(before,
                "scenario: before\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 5 pp}\n");
  char text[1024];
  snprintf(text, sizeof text,
           "scenario: after\nagainst: %s\npolicy:\n"
           "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 5 pp}\n"
           "  - tariff: {importer: USA, exporter: JPN, sector: A01, add: 30 pp}\n"
           "  - tariff: {importer: JPN, exporter: USA, sector: C29, add: 2 pp}\n",
           before);
  explain(text, 0);
  const tw_net_change *c;
  size_t all;
  /* Canada pays the same on both sides */
  assert_int_equal(tw_explanation_net(explanation, &c, &all), 2);
  assert_int_equal(all, 2);
  for (int i = 0; i < 2; i++) {
    int usa = strcmp(tw_world_region(world, c[i].importer), "USA") == 0;
    assert_string_equal(tw_world_region(world, c[i].exporter), usa ? "JPN" : "USA");
    assert_string_equal(tw_world_sector(world, c[i].sector), usa ? "A01" : "C29");
    assert_close(c[i].new_ - c[i].base, usa ? 0.3 : 0.02, 1e-12);
    size_t flow = ((size_t)c[i].sector * 3 + (size_t)c[i].importer) * 3 + (size_t)c[i].exporter;
    assert_close(c[i].value, tw_world_numbers(world, "flow")[flow], 1e-12);
  }
  assert_true((c[0].new_ - c[0].base) * c[0].value >= (c[1].new_ - c[1].base) * c[1].value);
  explain("scenario: none\n", 0);
  assert_int_equal(tw_explanation_net(explanation, &c, &all), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown_explanation)
  const struct CMUnitTest tests[] = {TEST(sentences), TEST(wrong_years), TEST(words_of_rules), TEST(long_sentences),
                                     TEST(net_changes)};
  APPLIED_MAIN(tests);
}
