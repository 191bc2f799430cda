/* A world to Stata files and back is the same world to the last bit; long CSV and .dta; what is refused. */
#include "imports.h"
#include "table/dta.h"

#include "world_files.h"

static tw_world *import_ok(const tw_import *ask)
{
  tw_world *world = NULL;
  assert_ok(context, tw_world_import(context, ask, &world));
  assert_non_null(world);
  return world;
}

/* The canonical content has names, texts, groups and every number in it. */
static void round_trip(const char *where)
{
  tw_world *world = world_open_ok(context, where);
  const char *out = support_temp("dta");
  support_remove(out);
  const tw_export to = {"dta", out};
  assert_ok(context, tw_world_export(context, world, &to));
  const tw_import from = {.from = "dta", .file = out};
  tw_world *back = import_ok(&from);
  assert_string_equal(tw_world_text(back, "sha256"), tw_world_text(world, "sha256"));
  tw_world_free(back);
  tw_world_free(world);
}

static const char *full_world(void)
{
  world_files *files = files_new();
  strcpy(file_text(files, "groups.yaml"), "NORTH: [CAN, USA]\nALL3: [CAN, USA, JPN, CHL]\n");
  strcpy(file_text(files, "macro.csv"), "region,population,gdp\nJPN,127.3,\nCAN,35.5,0.1\n");
  file_edit(files, "regions.csv", "JPN,Japan", "JPN,\"Japan, 日本\"");
  file_edit(files, "flows.csv", "CAN,USA,4.5,2.5", "CAN,USA,4.5,3.141592653589793");
  file_add(file_text(files, "flows.csv"), "A01,CAN,JPN,0,1.5,9\n"); /* a rate without trade is kept */
  const char *path = files_write(files, "full");
  free(files);
  return path;
}

/* Families, homes, owners, markups, units, quantities, and rates of products that differ from their sectors'. */
static const char *world_of_products(void)
{
  world_files *files = files_new();
  file_products(files);
  const char *path = files_write(files, "products");
  free(files);
  return path;
}

static void round_trips_lose_nothing(void **state)
{
  (void)state;
  round_trip("default");
  round_trip(world_of_products());
  round_trip("small2014");
  round_trip(full_world());
}

static void large_round_trips_lose_nothing(void **state)
{
  (void)state;
  round_trip(support_need_data("wiod2014"));
  round_trip(support_need_data("cp2015-nafta"));
}

/* A second world into the same folder leaves no groups and no products of the first behind. */
static void the_folder_is_replaced(void **state)
{
  (void)state;
  const char *out = support_temp("twice");
  const tw_export to = {"dta", out};
  tw_world *world = world_open_ok(context, full_world());
  assert_ok(context, tw_world_export(context, world, &to));
  tw_world_free(world);
  assert_int_equal(access(support_path(out, "groups.yaml"), F_OK), 0);
  world = world_open_ok(context, world_of_products());
  assert_ok(context, tw_world_export(context, world, &to));
  tw_world_free(world);
  assert_int_equal(access(support_path(out, "families.dta"), F_OK), 0);
  world = world_open_ok(context, "small2014");
  assert_ok(context, tw_world_export(context, world, &to));
  static const char *const gone[] = {"families.dta", "products.dta", "product_flows.dta"};
  for (int i = 0; i < 3; i++) assert_int_equal(access(support_path(out, gone[i]), F_OK), -1);
  tw_world *back = import_ok(&(tw_import){.from = "dta", .file = out});
  assert_string_equal(tw_world_text(back, "sha256"), tw_world_text(world, "sha256"));
  tw_world_free(back);
  tw_world_free(world);
}

/* The long file holds every flow and rate: read back as flows and as tariffs. */
static void long_csv(void **state)
{
  (void)state;
  const char *file = support_temp("flows_long.csv");
  tw_world *world = world_open_ok(context, full_world());
  const tw_export to = {"csv", file};
  assert_ok(context, tw_world_export(context, world, &to));
  const tw_import ask = {.from = "csv", .file = file, .tariffs = file};
  tw_world *back = import_ok(&ask);
  const double *f = tw_world_numbers(world, "flow"), *g = tw_world_numbers(back, "flow");
  const double *t = tw_world_numbers(world, "tariff"), *u = tw_world_numbers(back, "tariff");
  int n = tw_world_regions(world), m = tw_world_sectors(world);
  for (int s = 0; s < m; s++)
    for (int d = 0; d < n; d++)
      for (int o = 0; o < n; o++) {
        int cell = (s * n + d) * n + o;
        int back_s = tw_world_find_sector(back, tw_world_sector(world, s));
        int back_d = tw_world_find_region(back, tw_world_region(world, d));
        int there = (back_s * n + back_d) * n + tw_world_find_region(back, tw_world_region(world, o));
        assert_true(f[cell] == g[there]);
        if (f[cell] > 0) assert_close(t[cell], u[there], 1e-15);
      }
  tw_world_free(back);
  tw_world_free(world);
}

/* ---------------------------------------------------------------- tables */

static void write_long_dta(const char *path, int numbers_as_codes)
{
  const twi_dta_column columns[] = {{"to", NULL, numbers_as_codes ? 0 : 3},
                                    {"from", NULL, 3},
                                    {"good", NULL, 1},
                                    {"use", NULL, 5},
                                    {"usd", "value", 0}};
  static const char *const row[][4] = {{"AAA", "AAA", "w", "final"},
                                       {"AAA", "BBB", "w", "w"},
                                       {"BBB", "BBB", "w", "final"},
                                       {"BBB", "AAA", "w", "final"}};
  static const double value[] = {5, 1, 7.25, 2};
  twi_dta *dta;
  assert_ok(context, twi_dta_open(context, path, "a test", columns, 5, 4, &dta));
  for (int i = 0; i < 4; i++) {
    for (int k = 0; k < 4; k++)
      assert_ok(context, k == 0 && numbers_as_codes ? twi_dta_number(dta, i) : twi_dta_text(dta, row[i][k]));
    assert_ok(context, twi_dta_number(dta, value[i]));
  }
  assert_ok(context, twi_dta_commit(dta));
  twi_dta_free(dta);
}

static void long_dta(void **state)
{
  (void)state;
  const char *path = support_temp("long2019.dta");
  write_long_dta(path, 0);
  tw_import ask = {.from = "dta", .file = path, .map = "importer=to,exporter=from,sector=good,value=usd,user=use"};
  tw_world *world = import_ok(&ask);
  const double *flow = tw_world_numbers(world, "flow"), *v = tw_world_numbers(world, "value_added_share");
  assert_true(flow[0] == 5 && flow[1] == 1 && flow[2] == 2 && flow[3] == 7.25);
  assert_close(v[0], 6.0 / 7, 1e-15);
  assert_string_equal(tw_world_text(world, "year"), "2019");
  tw_world_free(world);
  world = NULL;
  ask.map = "importer=to,exporter=from,sector=goods,value=usd";
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "is it the one called good?");
  write_long_dta(path, 1);
  ask.map = "importer=to,exporter=from,sector=good,value=usd";
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT,
               "observation 1: column to: found a number");
  assert_null(world);
}

static void bad_files_are_refused(void **state)
{
  (void)state;
  const char *path = support_temp("bad.dta");
  tw_world *world = NULL;
  tw_import ask = {.from = "dta", .file = path};
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "there is no such file");
  support_write(path, "importer,exporter\n");
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "bad.dta: this is no Stata file");
  write_long_dta(path, 0);
  size_t count;
  char *bytes = support_read(path, &count);
  for (size_t cut = 0; cut < count; cut += 37) { /* cut anywhere it is an error, never a crash */
    support_write_bytes(path, bytes, cut);
    ask.map = "importer=to,exporter=from,sector=good,value=usd,user=use";
    tw_status status = tw_world_import(context, &ask, &world);
    tw_world_free(world);
    world = NULL;
    if (cut < count / 2) assert_int_equal(status, TW_BAD_INPUT);
  }
  free(bytes);
}

static void broken_folders_are_refused(void **state)
{
  (void)state;
  char out[4096]; /* outlives the ring of paths */
  snprintf(out, sizeof out, "%s", support_temp("broken"));
  tw_world *world = world_open_ok(context, full_world());
  const tw_export to = {"dta", out};
  assert_ok(context, tw_world_export(context, world, &to));
  tw_world_free(world);
  world = NULL;
  tw_import ask = {.from = "dta", .file = out, .name = "other"};
  assert_fails(context, tw_world_import(context, &ask, &world), TW_USAGE, "takes no further options");
  ask.name = NULL;
  unlink(support_path(out, "final.dta"));
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "final.dta");
  const twi_dta_column columns[] = {{"region", NULL, 3}, {"sector", NULL, 3}, {"share", NULL, 0}};
  twi_dta *dta;
  assert_ok(context, twi_dta_create(context, support_path(out, "final.dta"), "x", "x", columns, NULL, 3, 1, &dta));
  assert_ok(context, twi_dta_text(dta, "CAM"));
  assert_ok(context, twi_dta_text(dta, "A01"));
  assert_ok(context, twi_dta_number(dta, 1));
  assert_ok(context, twi_dta_commit(dta));
  twi_dta_free(dta);
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "the nearest is CAN");
  /* a row that comes twice, a share that is missing: in each of the tables of shares */
  static const char *const name[] = {"final.dta", "production.dta", "inputs.dta"};
  static const char *const again[] = {"found this region and sector again", "found this region and sector again",
                                      "found this region, user and input again"};
  for (int k = 0; k < 6; k++) {
    const char *file = name[k / 2];
    int keys = k / 2 == 2 ? 3 : 2;
    const twi_dta_column shares[] = {{"region", NULL, 3},
                                     {k / 2 == 2 ? "user" : "sector", NULL, 3},
                                     {k / 2 == 2 ? "input" : "share", NULL, k / 2 == 2 ? 3u : 0},
                                     {"share_of_output", NULL, 0}},
                         added[] = {{"region", NULL, 3}, {"sector", NULL, 3}, {"value_added_share", NULL, 0}};
    world = world_open_ok(context, full_world());
    assert_ok(context, tw_world_export(context, world, &to));
    tw_world_free(world);
    world = NULL;
    assert_int_equal(unlink(support_path(out, file)), 0);
    assert_ok(context, twi_dta_create(context, support_path(out, file), file, "x", k / 2 == 1 ? added : shares, NULL,
                                      keys + 1, 2, &dta));
    for (int row = 0; row < 2; row++) {
      assert_ok(context, twi_dta_text(dta, "CAN"));
      for (int i = 1; i < keys; i++) assert_ok(context, twi_dta_text(dta, "A01"));
      assert_ok(context, twi_dta_number(dta, k % 2 ? NAN : 0.5));
    }
    assert_ok(context, twi_dta_commit(dta));
    twi_dta_free(dta);
    assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, file);
    assert_non_null(strstr(tw_error(context), k % 2 ? "observation 1: " : "observation 2: "));
    assert_non_null(strstr(tw_error(context), k % 2 ? "found a missing value" : again[k / 2]));
  }
  assert_null(world);
}

/* A table with columns of texts (width 8) and numbers, and one row. */
typedef struct one_row {
  const char *file;
  const char *column[9], *text[9]; /* text NULL: a number */
  double number[9];
  const char *error;
} one_row;

static void products_that_are_wrong(void **state)
{
  (void)state;
  static const char *const flow[] = {"product", "importer", "exporter", "value", "quantity", "tariff_rate", "odd_rate"};
#define PRODUCT "sector", "product", "name", "trade_elasticity", "family", "home", "owner", "markup_elasticity", "unit"
#define FAMILY  "sector", "family", "name", "product_elasticity"
  static const one_row cases[] = {
      {"families.dta",
       {FAMILY},
       {"C92", "CARS", "x", NULL},
       {0, 0, 0, 1},
       "found \"C92\", expected a code of sectors.dta"},
      {"families.dta", {FAMILY}, {"C29", "CARS", "x", NULL}, {0, 0, 0, -1}, "expected an elasticity above -1"},
      {"families.dta", {FAMILY}, {"C29", "a b", "x", NULL}, {0, 0, 0, 1}, "families.dta: observation 1: column family"},
      {"families.dta",
       {FAMILY},
       {"C29", "VANS", "x", NULL},
       {0, 0, 0, 1},
       "found \"CARS\", expected a code of families.dta"},
      {"families.dta",
       {FAMILY},
       {"A01", "CARS", "x", NULL},
       {0, 0, 0, 1},
       "found \"CARS\", expected a family of the same sector"},
      {"products.dta",
       {PRODUCT},
       {"C29", "TOY", "x", NULL, "", "FRA", "", NULL, ""},
       {0, 0, 0, 7, 0, 0, 0, 4, 0},
       "found \"FRA\", expected a code of regions.dta"},
      {"products.dta",
       {PRODUCT},
       {"C29", "TOY", "x", NULL, "", "", "FRA", NULL, ""},
       {0, 0, 0, 7, 0, 0, 0, 4, 0},
       "column owner"},
      {"products.dta",
       {PRODUCT},
       {"C29", "TOY", "x", NULL, "", "", "", NULL, ""},
       {0, 0, 0, 0, 0, 0, 0, 4, 0},
       "expected an elasticity above 0"},
      {"products.dta",
       {PRODUCT},
       {"C29", "TOY", "x", NULL, "", "", "", NULL, ""},
       {0, 0, 0, 7, 0, 0, 0, 1, 0},
       "expected an elasticity above 1, or a missing value"},
      {"products.dta",
       {PRODUCT},
       {"C29", "TOY", "x", NULL, "", "", "", NULL, ""},
       {0, 0, 0, 7, 0, 0, 0, 4, 0},
       "expected a code of products.dta"},
  };
  char out[4096];
  snprintf(out, sizeof out, "%s", support_temp("wrong"));
  const tw_export to = {"dta", out};
  const tw_import ask = {.from = "dta", .file = out};
  for (size_t k = 0; k < sizeof cases / sizeof *cases + 6; k++) {
    static const double value[] = {1, 0, 1, 1, 1e9, 1};
    static const char *const error[] = {"found \"XXX\", expected a code of products.dta",
                                        "expected a value above 0",
                                        "expected rates above -1",
                                        "found a rate that flows.dta does not have",
                                        "product",
                                        "expected no negative quantity"};
    size_t f = k - sizeof cases / sizeof *cases;
    const one_row *one = k < sizeof cases / sizeof *cases ? &cases[k] : NULL;
    tw_world *world = world_open_ok(context, world_of_products());
    assert_ok(context, tw_world_export(context, world, &to));
    tw_world_free(world);
    world = NULL;
    twi_dta_column column[9];
    int count = 0;
    const char *file = one ? one->file : "product_flows.dta";
    while (count < 9 && (one ? one->column[count] != NULL : count < (f == 3 ? 7 : 6))) {
      column[count] = (twi_dta_column){one ? one->column[count] : flow[count], NULL, 0};
      column[count].width = one ? (one->text[count] ? 8 : 0) : count < 3 ? 8 : 0;
      count++;
    }
    twi_dta *dta;
    assert_int_equal(unlink(support_path(out, file)), 0);
    assert_ok(context, twi_dta_create(context, support_path(out, file), file, "x", column, NULL, count, 1, &dta));
    for (int i = 0; i < count; i++) {
      static const char *const texts[] = {"TOY", "CAN", "USA"};
      if (one && one->text[i])
        assert_ok(context, twi_dta_text(dta, one->text[i]));
      else if (one)
        assert_ok(context, twi_dta_number(dta, one->number[i]));
      else if (i < 3)
        assert_ok(context, twi_dta_text(dta, f == 0 && i == 0 ? "XXX" : texts[i]));
      else
        assert_ok(context, twi_dta_number(dta, i == 3 ? value[f] : i == 4 ? (f == 5 ? -1 : 1) : (f == 2 ? -1.5 : 0)));
    }
    assert_ok(context, twi_dta_commit(dta));
    twi_dta_free(dta);
    assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, one ? one->error : error[f]);
  }
}

static void forms_are_checked(void **state)
{
  (void)state;
  tw_world *world = world_open_ok(context, "small2014");
  assert_fails(context, tw_world_export(context, world, &(tw_export){"dat", "x"}), TW_USAGE, "did you mean dta?");
  assert_fails(context, tw_world_export(context, world, &(tw_export){"dta", ""}), TW_USAGE, "no target");
  tw_world_free(world);
}

/* ---------------------------------------------------------------- memory */

static char tww[4096];

static tw_status export_once(tw_context *fresh, void *user)
{
  tw_world *world = NULL;
  tw_status status = tw_world_open(fresh, tww, &world);
  if (status == TW_OK) status = tw_world_export(fresh, world, user);
  tw_world_free(world);
  return status;
}

static void memory_that_fails(void **state)
{
  (void)state;
  tw_world *world = world_open_ok(context, full_world());
  snprintf(tww, sizeof tww, "%s", support_temp("full.tww"));
  assert_ok(context, tw_world_save(context, world, tww));
  tw_world_free(world);
  tw_export to = {"dta", support_temp("memory")};
  assert_true(support_fail_each(export_once, &to) > 60);
  tw_import from = {.from = "dta", .file = to.out};
  import_in_little_memory(from, 100);
  world = world_open_ok(context, world_of_products());
  assert_ok(context, tw_world_save(context, world, tww));
  tw_world_free(world);
  assert_true(support_fail_each(export_once, &to) > 80);
  import_in_little_memory(from, 100);
  to = (tw_export){"csv", support_temp("memory.csv.gz")};
  assert_true(support_fail_each(export_once, &to) > 40);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(round_trips_lose_nothing),
      cmocka_unit_test(large_round_trips_lose_nothing),
      cmocka_unit_test(the_folder_is_replaced),
      cmocka_unit_test(long_csv),
      cmocka_unit_test(long_dta),
      cmocka_unit_test(bad_files_are_refused),
      cmocka_unit_test(broken_folders_are_refused),
      cmocka_unit_test(products_that_are_wrong),
      cmocka_unit_test(forms_are_checked),
      cmocka_unit_test(memory_that_fails),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
