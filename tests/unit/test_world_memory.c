/* Worlds given in memory: what is taken, what is refused, what can be asked; groups; findings one by one. */
#include <ctype.h>

#include "table/codes.h"
#include "world/world.h"
#include "world_files.h"

/* Two regions, two sectors, no inputs unless given. */
static const char *const REGION[] = {"CAN", "USA"}, *const SECTOR[] = {"A", "B"};
static const double THETA[] = {4, 5}, FLOW[] = {50, 10, 11, 60, 70, 12, 13, 80};

static tw_world_data two(void)
{
  tw_world_data data = {.name = "two",
                        .regions = 2,
                        .sectors = 2,
                        .region = REGION,
                        .sector = SECTOR,
                        .trade_elasticity = THETA,
                        .flow = FLOW};
  return data;
}

static tw_world *make(tw_context *context, const tw_world_data *data)
{
  tw_world *world = NULL;
  assert_ok(context, tw_world_new(context, data, &world));
  return world;
}

static void the_least_that_is_needed(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world_data data = two();
  tw_world *w = make(context, &data);
  assert_string_equal(tw_world_text(w, "title"), "two");
  assert_string_equal(tw_world_text(w, "currency"), "USD");
  assert_string_equal(tw_world_text(w, "unit"), "million");
  assert_null(tw_world_text(w, "year"));
  assert_null(tw_world_text(w, "source"));
  assert_int_equal(tw_world_sector_is_goods(w, 1), 1);
  assert_null(tw_world_numbers(w, "tariff"));
  assert_int_equal(tw_world_find_region(w, "usa"), 1);
  assert_int_equal(tw_world_find_region(w, "US"), -1);
  assert_int_equal(tw_world_find_sector(w, "b"), 1);
  assert_null(tw_world_region(w, 2));
  assert_null(tw_world_sector_name(w, -1));
  /* Without inputs all spending is final. */
  double x[4] = {60, 82, 71, 93}, y[4] = {61, 83, 70, 92};
  for (int i = 0; i < 4; i++) {
    assert_close(tw_world_numbers(w, "spending")[i], x[i], 1e-15);
    assert_close(tw_world_numbers(w, "output")[i], y[i], 1e-15);
    assert_close(tw_world_numbers(w, "final_share")[i], x[i] / (i < 2 ? 142 : 164), 1e-15);
  }
  assert_close(tw_world_numbers(w, "value_added")[0], 144, 1e-15);
  assert_close(tw_world_numbers(w, "deficit")[0], -2, 1e-15);
  tw_world_free(w);
  tw_world_free(NULL);
  tw_context_free(context);
}

static void taxes_and_tariffs(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world_data data = two();
  double tariff[8] = {0, 0.1, 0, 0, 0, 0, 0, 0}, tax[8] = {0, 0.25, 0, 0, 0, 0, 0, 0}, zero[8] = {0};
  data.tariff = tariff;
  data.export_tax = tax;
  tw_world *w = make(context, &data);
  assert_close(tw_world_numbers(w, "spending")[0], 61, 1e-15); /* CAN buys A: 50 + 10 (1 + 0.1) */
  assert_close(tw_world_numbers(w, "output")[2], 68, 1e-15);   /* USA sells A: 10 / 1.25 + 60 */
  const tw_finding *income = world_finding(w, "income", -1, -1);
  assert_close(income->money, 68 + 92 + 144 + 1 + 2, 1e-14);
  assert_int_equal(world_finding(w, "budget", -2, -2)->severity, 0);
  tw_world_free(w);
  data.tariff = data.export_tax = zero;
  w = make(context, &data);
  assert_null(tw_world_numbers(w, "tariff"));
  assert_null(tw_world_numbers(w, "export_tax"));
  tw_world_free(w);
  tw_context_free(context);
}

static void refuses(const tw_world_data *data, tw_status status, const char *says)
{
  tw_context *context = tw_context_new(NULL);
  tw_world *world = NULL;
  assert_fails(context, tw_world_new(context, data, &world), status, says);
  assert_null(world);
  tw_context_free(context);
}

static void what_is_wrong_is_refused(void **state)
{
  (void)state;
  tw_world_data d = two();
  refuses(NULL, TW_USAGE, "no data");
  d.name = NULL, refuses(&d, TW_USAGE, "name is required"), d = two();
  d.name = "two worlds", refuses(&d, TW_BAD_INPUT, "a short name"), d = two();
  d.regions = 0, refuses(&d, TW_USAGE, "at least 1"), d = two();
  d.sectors = -1, refuses(&d, TW_USAGE, "at least 1"), d = two();
  d.regions = 2000000000, refuses(&d, TW_BAD_INPUT, "too large"), d = two();
  d.flow = NULL, refuses(&d, TW_USAGE, "flow are required"), d = two();
  d.unit = "dollars", refuses(&d, TW_BAD_INPUT, "thousand, million or billion"), d = two();
  d.year = -5, refuses(&d, TW_USAGE, "year"), d = two();
  const char *const same[] = {"CAN", "can"}, *const blank[] = {"CAN", ""}, *const none[] = {"CAN", NULL};
  d.region = same, refuses(&d, TW_BAD_INPUT, "region 1: found the code can again, first at 0"), d = two();
  d.region = blank, refuses(&d, TW_BAD_INPUT, "region 1: found nothing"), d = two();
  d.sector = none, refuses(&d, TW_USAGE, "a sector code is missing"), d = two();
  const double low[] = {4, 0}, rate[] = {0, 0, -1, 0, 0, 0, 0, 0}, no_rate[] = {0, 0, NAN, 0, 0, 0, 0, 0};
  d.trade_elasticity = low, refuses(&d, TW_BAD_INPUT, "trade_elasticity: sector B: found 0"), d = two();
  d.tariff = rate, refuses(&d, TW_BAD_INPUT, "tariff: sector A, importer USA, exporter CAN: found -1"), d = two();
  d.export_tax = no_rate, refuses(&d, TW_BAD_INPUT, "export_tax: sector A, importer USA, exporter CAN"), d = two();
  const double most[] = {0, 0, 10000, 0, 0, 0, 0, 0}, more[] = {0, 0, 10000.01, 0, 0, 0, 0, 0}; /* a million per cent */
  const char *place =
      ": sector A, importer USA, exporter CAN: found 10000.01, expected a fraction above -1 and at most "
      "10000";
  d.tariff = more, refuses(&d, TW_BAD_INPUT, place), d = two();
  d.export_tax = more, refuses(&d, TW_BAD_INPUT, place), d = two();
  tw_context *with = tw_context_new(NULL);
  d.tariff = d.export_tax = most, tw_world_free(make(with, &d)), d = two();
  tw_context_free(with);
  const double flow[] = {50, 10, 11, 60, 70, -12, 13, 80}, nothing[] = {0, 10, 0, 60, 0, 12, 0, 80};
  d.flow = flow, refuses(&d, TW_BAD_INPUT, "flow: sector B, importer CAN, exporter USA: found -12"), d = two();
  d.flow = nothing, refuses(&d, TW_BAD_INPUT, "region CAN sells nothing"), d = two();
  const double over[] = {1, 1, 1.5, 1}, half[] = {1, 1, 0.5, 1}, final[] = {0.4, 0.5, 0.5, 0.5},
               negative[] = {1.5, -0.5, 0.5, 0.5};
  d.value_added_share = over, refuses(&d, TW_BAD_INPUT, "value_added_share: region USA, sector A: found 1.5"),
  d = two();
  d.value_added_share = half, refuses(&d, TW_BAD_INPUT, "region USA, user A: found no shares"), d = two();
  d.final_share = final, refuses(&d, TW_BAD_INPUT, "final_share: region CAN: the shares sum to 0.9"), d = two();
  d.final_share = negative, refuses(&d, TW_BAD_INPUT, "final_share: region CAN, sector B: found -0.5"), d = two();
  double input[16] = {0};
  input[4] = 0.9;
  d.value_added_share = half, d.input_share = input;
  refuses(&d, TW_BAD_INPUT, "input_share: region USA, user A: the shares sum to 0.9");
  input[4] = 1.02, input[5] = -0.02;
  refuses(&d, TW_BAD_INPUT, "input_share: region USA, user A, input B: found -0.02");
  double greedy[16] = {0}, mostly[] = {0.01, 0.01, 1, 1}; /* CAN's inputs need more of everything than it buys */
  greedy[0] = greedy[3] = 0.5, greedy[1] = greedy[2] = 0.5, greedy[4] = 1, greedy[5] = 0, greedy[6] = 0, greedy[7] = 1;
  d = two();
  const double tall[] = {1, 10, 100, 60, 1, 12, 100, 80};
  d.flow = tall, d.value_added_share = mostly, d.input_share = greedy;
  refuses(&d, TW_BAD_INPUT, "region CAN has no positive final demand");
}

static void small_corrections_are_made_and_said(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world_data d = two();
  const double half[] = {1, 1, 0.5, 1}, final[] = {0.5, 0.500005, 0.5, 0.5};
  double input[16] = {0};
  input[4] = 1.005, input[5] = -0.005;
  d.value_added_share = half, d.input_share = input, d.final_share = final;
  tw_world *w = make(context, &d);
  const tw_finding *f = world_finding(w, "negative_input_shares", 1, 0);
  assert_non_null(f);
  assert_close(f->money, 0.005 * 0.5 * 70, 1e-12);
  assert_close(tw_world_numbers(w, "input_share")[5], -0.0025, 1e-15);
  f = world_finding(w, "final_shares_rescaled", 0, -1);
  assert_non_null(f);
  assert_int_equal(f->severity, 1);
  assert_close(tw_world_numbers(w, "final_share")[1], 0.500005 / 1.000005, 1e-15);
  f = world_finding(w, "market_clearing", -2, -2);
  assert_int_equal(f->severity, 3);
  tw_world_free(w);
  tw_context_free(context);
}

/* B is not sold to CAN: a trace of final demand for it is dropped; a region-sector without output needs no inputs. */
static void markets_without_a_supplier(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world_data d = two();
  const double flow[] = {50, 10, 11, 60, 0, 0, 13, 80}, final[] = {1 - 5e-7, 5e-7, 0.5, 0.5}, v[] = {1, 1, 1, 1};
  const double only[] = {50, 10, 11, 60, 0, 12, 0, 80}, dead[] = {1, 0.3, 1, 1};
  d.flow = flow, d.final_share = final, d.value_added_share = v;
  tw_world *w = make(context, &d);
  const tw_finding *f = world_finding(w, "no_supplier", 0, 1);
  assert_non_null(f);
  assert_close(f->money, 5e-7 * (50 + 11 + 13 + 10 - 11 - 13), 1e-6);
  assert_true(tw_world_numbers(w, "final_share")[0] == 1 && tw_world_numbers(w, "final_share")[1] == 0);
  assert_non_null(world_finding(w, "no_market", 0, 1)); /* CAN makes B for others only */
  tw_world_free(w);
  /* The same with a trace of B among the inputs of CAN's A. */
  double input[16] = {0};
  const double made[] = {0.5, 1, 1, 1}, all[] = {1, 0, 0.5, 0.5};
  input[0] = 1 - 5e-8, input[1] = 5e-8;
  d.value_added_share = made, d.input_share = input, d.final_share = all;
  w = make(context, &d);
  f = world_finding(w, "no_supplier", 0, 1);
  assert_non_null(f);
  assert_close(f->money, 5e-8 * 0.5 * 61, 1e-12);
  assert_true(tw_world_numbers(w, "input_share")[0] == 0.5 && tw_world_numbers(w, "input_share")[1] == 0);
  tw_world_free(w);
  d = two();
  d.flow = only, d.value_added_share = dead;
  w = make(context, &d);
  assert_true(tw_world_numbers(w, "value_added_share")[1] == 1);
  assert_non_null(world_finding(w, "no_technology", 0, 1));
  assert_non_null(world_finding(w, "no_output", 0, 1));
  tw_world_free(w);
  tw_context_free(context);
}

static void implausible_data_are_said(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world_data d = two();
  double flow[8] = {1, 99, 11, 60, 70, 12, 13, 80}, tariff[8] = {0, 0, 2.5, 0, 0.1, 0, 0, 0};
  d.flow = flow, d.tariff = tariff;
  tw_world *w = make(context, &d);
  assert_close(world_finding(w, "high_tariff", 1, 0)->money, 11, 1e-15);
  assert_close(world_finding(w, "home_share", 0, 0)->money, 100, 1e-15);
  assert_close(world_finding(w, "deficit_size", 0, -1)->money, 2 * 87, 1e-15); /* of both regions */
  assert_close(world_finding(w, "own_sales_tariff", 0, 1)->money, 7, 1e-15);
  tw_world_free(w);
  tw_context_free(context);
}

static void money_is_said_in_words(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  static const struct {
    const char *unit;
    double scale;
    const char *says;
  } cases[] = {{"thousand", 1, "World income is 306 thousand EUR of value added and 0 EUR of tariffs."},
               {"thousand", 1e4, "3.06 billion EUR"},
               {"million", 1, "306 million EUR"},
               {"million", 1e-3, "306 thousand EUR"},
               {"million", 1e-9, "0.306 EUR"},
               {"billion", 1e6, "3.06e+05 trillion EUR"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_world_data d = two();
    double flow[8];
    for (int k = 0; k < 8; k++) flow[k] = cases[i].scale * FLOW[k];
    d.flow = flow, d.unit = cases[i].unit, d.currency = "EUR";
    tw_world *w = make(context, &d);
    const char *text = world_finding(w, "income", -1, -1)->text;
    if (!strstr(text, cases[i].says)) fail_msg("%s", text);
    tw_world_free(w);
  }
  tw_context_free(context);
}

static void codes_are_found_without_regard_to_case(void **state)
{
  (void)state;
  enum { COUNT = 3000 };
  static char code[COUNT][24];
  static const char *pointer[COUNT];
  tw_context *context = tw_context_new(NULL);
  for (int i = 0; i < COUNT; i++) {
    snprintf(code[i], sizeof code[i], "C%c%d", 'A' + i % 26, i);
    pointer[i] = code[i];
  }
  twi_codes codes;
  int again, first;
  assert_ok(context, twi_codes_open(context, pointer, COUNT, &codes, &again, &first));
  for (int i = 0; i < COUNT; i++) {
    char lower[24];
    for (int k = 0; k < 24; k++) lower[k] = (char)tolower(code[i][k]);
    assert_int_equal(twi_codes_find(&codes, lower, strlen(lower)), i);
    lower[0] = 'x';
    assert_int_equal(twi_codes_find(&codes, lower, strlen(lower)), -1);
  }
  twi_codes_close(&codes);
  strcpy(code[2000], "cf31");
  assert_int_equal(twi_codes_open(context, pointer, COUNT, &codes, &again, &first), TW_BAD_INPUT);
  assert_int_equal(again, 2000);
  assert_int_equal(first, 31);
  tw_context_free(context);
}

static void groups_of_a_world(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  world_files *files = files_new();
  strcpy(file_text(files, "groups.yaml"), "cusma: [usa]\nEast: [JPN, USS, TWN]\n");
  tw_world *w = world_open_ok(context, files_write(files, "groups"));
  int members[3], absent;
  assert_int_equal(twi_world_group(w, "CUSMA", 5, members, &absent), 1); /* the world's own comes before the built-in */
  assert_int_equal(members[0], 1);
  assert_int_equal(absent, 0);
  assert_int_equal(twi_world_group(w, "EAST", 4, members, &absent), 1);
  assert_int_equal(members[0], 2);
  assert_int_equal(absent, 2);
  assert_int_equal(twi_world_group(w, "CPTPP", 5, members, &absent), 2);
  assert_int_equal(absent, 10);
  assert_int_equal(twi_world_group(w, "EU", 2, members, &absent), 0);
  assert_int_equal(absent, 27);
  assert_int_equal(twi_world_group(w, "NAFTA", 5, members, &absent), -1);
  twi_group group;
  int count = 0, cusma = 0;
  while (twi_world_group_at(w, count, &group)) {
    cusma += strcmp(group.name, "CUSMA") == 0 || strcmp(group.name, "cusma") == 0;
    count++;
  }
  assert_int_equal(count, 5); /* cusma, East, EU, CPTPP, G7 */
  assert_int_equal(cusma, 1);
  const tw_finding *f = world_finding(w, "group_member", -1, -1);
  assert_non_null(strstr(f->text, "\"USS\" is no region of this world and is left out; the nearest code is USA"));
  int zero;
  assert_non_null(twi_world_tariff_column(w, "TARIFF_MFN_PCT", 14, &zero));
  assert_null(twi_world_tariff_column(w, "tariff_min_pct", 14, &zero));
  assert_int_equal(zero, 0);
  tw_world_free(w);
  free(files);
  tw_context_free(context);
}

/* A column that is none of the table's is named, whichever table has it. */
static void columns_that_are_not_read(void **state)
{
  (void)state;
  static const char *const names[] = {"production.csv", "inputs.csv", "final.csv", "flows.csv"};
  tw_context *context = tw_context_new(NULL);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    world_files *files = files_new();
    file_final(files);
    char *t = file_text(files, names[i]), *was = strdup(t);
    assert_non_null(was);
    *t = 0;
    int row = 0;
    for (char *line = strtok(was, "\n"); line; line = strtok(NULL, "\n"), row++)
      file_add(t, "%s,%s\n", line, row ? "7" : "zebra");
    free(was);
    assert_true(row > 3);
    tw_world *w = world_open_ok(context, files_write(files, "columns"));
    const char *text = world_finding(w, "column_not_read", -1, -1)->text;
    if (!strstr(text, "zebra") || !strstr(text, names[i])) fail_msg("of %s is said: %s", names[i], text);
    tw_world_free(w);
    free(files);
  }
  tw_context_free(context);
}

static void macro_that_agrees(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  world_files *files = files_new();
  tw_world *w = world_open_ok(context, files_write(files, "macro"));
  char *t = file_text(files, "macro.csv");
  strcpy(t, "region,deficit,value_added,flag\n");
  for (int d = 0; d < 3; d++)
    file_add(t, "%s,%.14g,%.14g,x\n", file_region[d], tw_world_numbers(w, "deficit")[d],
             tw_world_numbers(w, "value_added")[d] * (1 + 5e-7));
  tw_world *same = world_open_ok(context, files_write(files, "macro"));
  assert_string_equal(tw_world_text(same, "sha256"), tw_world_text(w, "sha256")); /* it is a check, not content */
  const tw_finding *f = world_finding(same, "value_added", -2, -1);
  assert_close(f->relative, 5e-7, 1e-9);
  assert_non_null(world_finding(same, "deficit", -2, -1));
  assert_non_null(strstr(world_finding(same, "column_not_read", -1, -1)->text, "\"flag\""));
  strcpy(t, "region,value_added\n");
  file_add(t, "USA,%.14g\n", tw_world_numbers(w, "value_added")[1] * (1 + 2e-6));
  tw_world *none = NULL;
  assert_fails(context, tw_world_open(context, files_write(files, "macro"), &none), TW_BAD_INPUT,
               "macro.csv:2: column value_added: region USA");
  tw_world_free(w);
  tw_world_free(same);
  free(files);
  tw_context_free(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_least_that_is_needed),   cmocka_unit_test(taxes_and_tariffs),
      cmocka_unit_test(what_is_wrong_is_refused),   cmocka_unit_test(small_corrections_are_made_and_said),
      cmocka_unit_test(markets_without_a_supplier), cmocka_unit_test(implausible_data_are_said),
      cmocka_unit_test(money_is_said_in_words),     cmocka_unit_test(codes_are_found_without_regard_to_case),
      cmocka_unit_test(groups_of_a_world),          cmocka_unit_test(macro_that_agrees),
      cmocka_unit_test(columns_that_are_not_read),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
