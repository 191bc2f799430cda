/* What names mean that are no codes: the world's own names, words in three languages, codes of two letters, names that are
 * written a little differently. The list of words is as it is meant to be, and means something in the built-in worlds. */
#include "world/meant.h"

#include "context.h"
#include "held.h"

static tw_world *opened(const char *name)
{
  tw_world *world = NULL;
  assert_ok(context, tw_world_open(context, name, &world));
  return hold_world(world);
}

static void means(const tw_world *w, twi_axis axis, const char *text, const char *expected)
{
  char words[TWI_MEANT];
  int count = twi_world_meant(w, axis, text, strlen(text), words);
  if (strcmp(words, expected) != 0) fail_msg("%s: is said to mean \"%s\", expected \"%s\"", text, words, expected);
  assert_int_equal(count > 0, *expected != 0);
}

static void regions_have_names(void **state)
{
  (void)state;
  const twi_axis R = TWI_AXIS_REGIONS;
  const tw_world *w = opened("default"), *provinces = opened("provinces");
  static const char *const words[][2] = {{"Canada", "CAN (Canada)"},
                                         {"canada", "CAN (Canada)"},
                                         {"カナダ", "CAN (Canada)"},
                                         {"United States", "USA (United States)"},
                                         {"the United-States", "USA (United States)"},
                                         {"US", "USA (United States)"},
                                         {"États-Unis", "USA (United States)"},
                                         {"ÉTATS-UNIS", "USA (United States)"},
                                         {"米国", "USA (United States)"},
                                         {"CN", "CHN (China)"}, /* not a slip for CAN */
                                         {"UK", "GBR (United Kingdom)"},
                                         {"Turkey", "TUR (Türkiye)"},
                                         {"turkiye", "TUR (Türkiye)"},
                                         {"Cannada", "CAN (Canada)"},
                                         {"Gulf", "GLF (Gulf Cooperation Council)"},
                                         {"NAFTA", "the group CUSMA (CAN, MEX, USA)"},
                                         {"Europe", "the group EU (DEU, FRA, ITA, ESP, NLD, POL, REU)"},
                                         {"Ontario", ""},
                                         {"cars", ""},
                                         {"", ""},
                                         {"-", ""},
                                         {"xx", ""}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) means(w, R, words[i][0], words[i][1]);
  means(provinces, R, "Ontario", "CA-ON (Ontario)");
  means(provinces, R, "QC", "CA-QC (Quebec)");
  means(provinces, R, "NL", "CA-NL (Newfoundland and Labrador)");
  means(w, R, "NL", "NLD (Netherlands)");
  char canada[TWI_MEANT];
  assert_int_equal(twi_world_meant(provinces, R, "Canada", 6, canada), 1);
  assert_non_null(strstr(canada, "the group "));
}

static void sectors_have_names(void **state)
{
  (void)state;
  const twi_axis S = TWI_AXIS_SECTORS;
  const tw_world *w = opened("default"), *small = opened("small2014"), *older = opened("default2014");
  static const char *const words[][2] = {{"cars", "C29 (Motor vehicles)"},
                                         {"Motor Vehicles", "C29 (Motor vehicles)"},
                                         {"voitures", "C29 (Motor vehicles)"},
                                         {"自動車", "C29 (Motor vehicles)"},
                                         {"steel", "C24A (Iron and steel)"},
                                         {"aluminium", "C24B (Non-ferrous metals)"},
                                         {"metals", "the group C24 (C24A, C24B)"},
                                         {"lumber", "C16 (Wood products)"},
                                         {"pulp", "C17_18 (Paper and printing)"},
                                         {"oil", "B06 (Crude oil and natural gas)"},
                                         {"crude oil", "B06 (Crude oil and natural gas)"},
                                         {"banks", "K (Finance and insurance)"},
                                         {"real estate", "L-N (Real estate and business services)"},
                                         {"Machinary", "C28 (Machinery)"},
                                         {"Canada", ""},
                                         {"zzz", ""}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) means(w, S, words[i][0], words[i][1]);
  means(small, S, "steel", "C23-C25 (Minerals, metals and metal products)");
  means(small, S, "electricity", "D-F (Utilities and construction)");
  means(small, S, "oil", "B (Mining and energy extraction)");
  means(older, S, "steel", "C24 (Basic metals)");
  means(older, S, "machines", "C28-C33 (Machinery, with repair and installation)");
  means(w, S, "mining", "the group B (B05, B06, B07, B08, B09)");
}

/* Every word is written as it is compared, stands once, and every code means something somewhere. */
static void the_words_are_sound(void **state)
{
  (void)state;
  const tw_world *worlds[] = {opened("default"), opened("provinces"), opened("small2014")};
  for (twi_axis axis = TWI_AXIS_REGIONS; axis <= TWI_AXIS_SECTORS; axis++)
    for (const twi_synonym *s = twi_synonyms(axis); s->words; s++) {
      char word[96], meant[TWI_MEANT];
      int known = 0;
      for (const char *p = s->words; *p; p += strcspn(p, "|"), p += *p == '|') {
        size_t n = strcspn(p, "|");
        assert_true(n > 0 && n < sizeof word);
        memcpy(word, p, n);
        word[n] = 0;
        for (size_t i = 0; i < n; i++)
          if ((word[i] >= 'A' && word[i] <= 'Z') || (word[i] != ' ' && strchr("-_.,;:/&()", word[i])))
            fail_msg("%s: is not compared as it is written", word);
        for (const twi_synonym *t = twi_synonyms(axis); t->words; t++)
          for (const char *q = t->words; *q; q += strcspn(q, "|"), q += *q == '|')
            if (q != p && strcspn(q, "|") == n && strncmp(p, q, n) == 0) fail_msg("%s: stands twice", word);
        for (int k = 0; k < 3 && !known; k++) known = twi_world_meant(worlds[k], axis, word, n, meant) > 0;
      }
      if (!known) fail_msg("%s: means nothing in any built-in world", s->words);
    }
}

static void a_scenario_is_told(void **state)
{
  (void)state;
  const tw_world *w = opened("default");
  static const struct {
    const char *rule, *expected;
  } wrong[] = {
      {"tariff: {importer: USA, exporter: Canada, sector: C29, add: 1 pp}",
       "world default has no region or group \"Canada\"; did you mean CAN (Canada)?"},
      {"tariff: {importer: USA, exporter: CAN, sector: cars, add: 1 pp}",
       "world default has no sector or group \"cars\"; did you mean C29 (Motor vehicles)?"},
      {"tariff: {importer: USA, exporter: CNA, sector: all, add: 1 pp}", "did you mean CAN?"},
      {"tariff: {importer: USA, exporter: Atlantis, sector: all, add: 1 pp}", "it has ROW, GLF"},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    char text[512];
    tw_scenario *scenario = NULL;
    tw_explanation *explanation = NULL;
    snprintf(text, sizeof text, "scenario: t\npolicy:\n  - %s\n", wrong[i].rule);
    assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t", &scenario));
    hold_scenario(scenario);
    assert_int_equal(tw_scenario_explain(context, scenario, w, 0, &explanation), TW_BAD_INPUT);
    if (!strstr(tw_error(context), wrong[i].expected))
      fail_msg("%s, expected %s", tw_error(context), wrong[i].expected);
  }
}

/* The same in the other places that take a code: totals, splits, owners, tables of elasticities. */
static void other_places_tell_it_too(void **state)
{
  (void)state;
  const tw_world *w = opened("small2014");
  tw_world *out = NULL;
  const tw_split split = {.region = "Canada", .into = "A:0.5,B:0.5"};
  assert_int_equal(tw_world_split(context, w, &split, &out), TW_USAGE);
  assert_non_null(strstr(tw_error(context), "did you mean CAN (Canada)?"));
  const char *file = support_temp("totals.csv");
  support_write(file, "kind,region,sector,value\noutput,CAN,cars,5\n");
  assert_int_equal(tw_world_balance(context, w, NULL, file, NULL, NULL, &out), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(context), "did you mean C29 (Motor vehicles)?"));
  file = support_temp("theta.csv");
  support_write(file, "sector,estimate\ncars,5\n");
  static const char text[] = "scenario: t\npolicy:\n"
                             "  - quota: {importer: USA, exporter: CAN, sector: C29, to: 80 %, owner: Mexico}\n";
  tw_scenario *scenario = NULL;
  tw_explanation *explanation = NULL;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t", &scenario));
  hold_scenario(scenario);
  assert_int_equal(tw_scenario_explain(context, scenario, w, 0, &explanation), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(context), "did you mean MEX (Mexico)?"));
  assert_ok(context, tw_scenario_use_elasticities(context, scenario, file));
  assert_int_equal(tw_scenario_explain(context, scenario, w, 0, &explanation), TW_BAD_INPUT);
}

int main(void)
{
  const struct CMUnitTest tests[] = {HELD_TEST(regions_have_names), HELD_TEST(sectors_have_names),
                                     HELD_TEST(the_words_are_sound), HELD_TEST(a_scenario_is_told),
                                     HELD_TEST(other_places_tell_it_too)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
