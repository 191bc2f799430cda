/* Employment by region and sector: kept by every form, summed, shared, compared, checked. */
#include "context.h"
#include "world/assemble.h"
#include "world_files.h"

static tw_world *employed(void)
{
  world_files *files = files_new();
  file_final(files);
  file_employment(files);
  tw_world *world = world_open_ok(context, files_write(files, "employed"));
  free(files);
  return world;
}

/* 1.5 times the number of the cell, from 1; the fifth is not known. */
static void assert_kept(const tw_world *world)
{
  const double *people = tw_world_numbers(world, "employment");
  assert_non_null(people);
  for (int i = 0; i < 9; i++) assert_true(i == 4 ? isnan(people[i]) : people[i] == 1.5 * (i + 1));
}

static void every_form_keeps_it(void **state)
{
  (void)state;
  tw_world *world = employed(), *again = NULL;
  assert_kept(world);
  assert_ok(context, tw_world_save(context, world, support_temp("e.tww")));
  again = world_open_ok(context, support_temp("e.tww"));
  assert_kept(again);
  assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(world, "sha256"));
  tw_world_free(again);
  for (int i = 0; i < 2; i++) {
    char *out = strdup(support_temp(i ? "e/dta" : "e/folder"));
    const tw_export ask = {i ? "dta" : "folder", out};
    assert_ok(context, tw_world_export(context, world, &ask));
    tw_import import;
    tw_import_default(&import);
    import.from = "dta";
    import.file = out;
    assert_ok(context, i ? tw_world_import(context, &import, &again) : tw_world_open(context, out, &again));
    assert_kept(again);
    assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(world, "sha256"));
    tw_world_free(again);
    free(out);
  }
  assert_ok(context, tw_world_balance(context, world, NULL, NULL, NULL, NULL, &again));
  assert_kept(again);
  tw_world_free(again);
  const tw_update year = {.year = 2020};
  assert_ok(context, tw_world_update(context, world, &year, &again));
  assert_kept(again);
  tw_world_free(again);
  tw_world_free(world);
}

/* A world without the column keeps its form; with it the file is of version 2. */
static void without_it_nothing_changes(void **state)
{
  (void)state;
  world_files *files = files_new();
  tw_world *world = world_open_ok(context, files_write(files, "plain"));
  assert_null(tw_world_numbers(world, "employment"));
  assert_string_equal(tw_world_text(world, "sha256"),
                      "363dc0fc8c732b5ee2f83577198ed4b8c047f54b35092d885ef6dba0cd0ca174");
  assert_int_equal(twi_world_version(twi_world_parts(world)), 1);
  tw_world_free(world);
  free(files);
  world = employed();
  assert_int_equal(twi_world_version(twi_world_parts(world)), 2);
  tw_world_free(world);
}

/* Cells are CAN A01 1, C29 2, H49 3; USA 4, not known, 6; JPN 7, 8, 9; times 1.5. */
static void merging(void **state)
{
  (void)state;
  tw_world *world = employed(), *out = NULL;
  char *regions = strdup(support_temp("r.csv")), *sectors = strdup(support_temp("s.csv"));
  support_write(regions, "region,to\nCAN,X\nJPN,X\nUSA,USA\n");
  support_write(sectors, "sector,to\nA01,A01\nC29,R\nH49,R\n");
  assert_ok(context, tw_world_aggregate(context, world, regions, sectors, "two", NULL, &out));
  const double *people = tw_world_numbers(out, "employment");
  assert_true(people[0] == 1.5 * (1 + 7) && people[1] == 1.5 * (2 + 3 + 8 + 9));
  assert_true(people[2] == 1.5 * 4 && isnan(people[3])); /* not known in one part */
  tw_world_free(out);
  free(regions);
  free(sectors);
  tw_world_free(world);
}

static void parting(void **state)
{
  (void)state;
  tw_world *world = employed(), *out = NULL;
  const tw_split region = {.region = "JPN", .into = "E:0.75,W:0.25"}, sector = {.sector = "A01", .into = "P:0.5,Q:0.5"};
  assert_ok(context, tw_world_split(context, world, &region, &out));
  const double *people = tw_world_numbers(out, "employment");
  for (int s = 0; s < 3; s++) {
    assert_true(people[6 + s] == 0.75 * 1.5 * (7 + s) && people[9 + s] == 0.25 * 1.5 * (7 + s));
    assert_true(s == 1 ? isnan(people[3 + s]) : people[3 + s] == 1.5 * (4 + s));
  }
  tw_world_free(out);
  assert_ok(context, tw_world_split(context, world, &sector, &out));
  people = tw_world_numbers(out, "employment");
  for (int d = 0; d < 3; d++) {
    assert_true(people[4 * d] == 0.75 * (3 * d + 1) && people[4 * d + 1] == 0.75 * (3 * d + 1));
    assert_true(d == 1 ? isnan(people[4 * d + 2]) : people[4 * d + 2] == 1.5 * (3 * d + 2));
  }
  tw_world_free(out);
  tw_world_free(world);
}

/* Only cells of a region that both worlds have are compared, whichever it is: here the second, and then the first. */
static void comparing_what_both_have(void **state)
{
  (void)state;
  static const struct {
    const char *map, *region;
    double before, after;
  } cases[] = {{"region,to\nCAN,X\nUSA,USA\nJPN,X\n", "USA", 6, 8},
               {"region,to\nCAN,CAN\nUSA,X\nJPN,X\n", "CAN", 1.5, 2.5}};
  world_files *files = files_new();
  file_final(files);
  file_employment(files);
  file_edit(files, "production.csv", "CAN,A01,0.6,1.5", "CAN,A01,0.6,2.5");
  file_edit(files, "production.csv", "USA,A01,0.65,6", "USA,A01,0.65,8");
  tw_world *world = employed(), *other = world_open_ok(context, files_write(files, "more"));
  for (int i = 0; i < 2; i++) {
    tw_world *to = NULL;
    tw_comparison *c = NULL;
    const tw_difference *item;
    size_t found = 0;
    support_write(support_temp("both.csv"), cases[i].map);
    assert_ok(context, tw_world_aggregate(context, other, support_temp("both.csv"), NULL, "two", NULL, &to));
    assert_ok(context, tw_world_compare(context, world, to, 0, &c));
    size_t count = tw_comparison_differences(c, &item);
    for (size_t k = 0; k < count; k++) {
      if (!item[k].what || strcmp(item[k].what, "employment") != 0) continue;
      found++;
      assert_string_equal(item[k].exporter, cases[i].region);
      assert_string_equal(item[k].sector, "A01");
      assert_true(item[k].before == cases[i].before && item[k].after == cases[i].after);
    }
    assert_int_equal(found, 1);
    tw_comparison_free(c);
    tw_world_free(to);
  }
  tw_world_free(world);
  tw_world_free(other);
  free(files);
}

static void comparing(void **state)
{
  (void)state;
  world_files *files = files_new();
  file_final(files);
  tw_world *world = employed(), *without = world_open_ok(context, files_write(files, "without"));
  file_employment(files);
  file_edit(files, "production.csv", "JPN,H49,0.64,13.5", "JPN,H49,0.64,14");
  tw_world *other = world_open_ok(context, files_write(files, "other"));
  tw_comparison *c = NULL;
  const tw_difference *item;
  assert_ok(context, tw_world_compare(context, world, other, 0, &c));
  assert_int_equal(tw_comparison_differences(c, &item), 1);
  assert_string_equal(item->what, "employment");
  assert_string_equal(item->exporter, "JPN");
  assert_string_equal(item->sector, "H49");
  assert_true(item->before == 13.5 && item->after == 14);
  tw_comparison_free(c);
  assert_ok(context, tw_world_compare(context, without, world, 0, &c));
  assert_int_equal(tw_comparison_differences(c, &item), 8);
  tw_comparison_free(c);
  assert_ok(context, tw_world_compare(context, world, world, 0, &c));
  assert_int_equal(tw_comparison_differences(c, &item), 0);
  tw_comparison_free(c);
  tw_world_free(world);
  tw_world_free(without);
  tw_world_free(other);
  free(files);
}

/* JPN makes no A01. */
static void people_without_value_added(void **state)
{
  (void)state;
  tw_world *world = employed();
  const tw_finding *f = world_finding(world, "idle_employment", 2, 0);
  assert_non_null(f);
  assert_int_equal(f->severity, 2);
  assert_string_equal(f->text,
                      "1 region-sectors have employment, 10.5 thousand persons in all, and no value added; the "
                      "first is JPN A01.");
  tw_world_free(world);
  world_files *files = files_new();
  file_final(files);
  file_employment(files);
  file_edit(files, "production.csv", ",10.5", ",0");
  world = world_open_ok(context, files_write(files, "employed"));
  assert_null(world_finding(world, "idle_employment", -2, -2));
  tw_world_free(world);
  free(files);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_form_keeps_it),
      cmocka_unit_test(without_it_nothing_changes),
      cmocka_unit_test(merging),
      cmocka_unit_test(parting),
      cmocka_unit_test(comparing),
      cmocka_unit_test(comparing_what_both_have),
      cmocka_unit_test(people_without_value_added),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
