/* The real worlds: what is known of them (the data notes) is found by the check; the built-in world is made from its
 * source. Skipped where the data are absent. */
#include "world_files.h"

typedef struct known {
  const char *name;
  int regions, sectors;
  int balance;     /* severity of market_clearing: 0 in balance, 3 not */
  int buyers_only; /* region-sectors that buy but do not produce */
  double gap;      /* of use, at most */
} known;

static const known WORLDS[] = {
    {"cp2015-nafta", 31, 40, 3, 0, 0.1},  {"wiod2014", 44, 50, 0, 46, 1e-9}, {"world2023", 44, 50, 0, 0, 1e-9},
    {"provinces2021", 17, 23, 3, 0, 0.5}, {"large195", 195, 50, 0, 0, 1e-7},
};

/* X = sum (1+t) F, Y = sum F, V = sum v Y, D = imports - exports, v + sum a = 1, sum alpha = 1, by plain loops. */
static void definitions_hold(const tw_world *w)
{
  int n = tw_world_regions(w), sectors = tw_world_sectors(w);
  const double *flow = tw_world_numbers(w, "flow"), *t = tw_world_numbers(w, "tariff"),
               *a = tw_world_numbers(w, "input_share");
  double *x = calloc((size_t)(n * sectors), sizeof *x), *y = calloc((size_t)(n * sectors), sizeof *y),
         *d = calloc((size_t)n, sizeof *d);
  for (int s = 0, i = 0; s < sectors; s++)
    for (int b = 0; b < n; b++)
      for (int o = 0; o < n; o++, i++) {
        x[b * sectors + s] += flow[i] * (1 + (t ? t[i] : 0));
        y[o * sectors + s] += flow[i];
        d[b] += flow[i];
        d[o] -= flow[i];
      }
  for (int r = 0; r < n; r++) {
    double v = 0, alpha = 0;
    for (int s = 0; s < sectors; s++) {
      int cell = r * sectors + s;
      double sum = tw_world_numbers(w, "value_added_share")[cell];
      assert_true(fabs(tw_world_numbers(w, "spending")[cell] - x[cell]) <= 1e-13 * x[cell]);
      assert_true(fabs(tw_world_numbers(w, "output")[cell] - y[cell]) <= 1e-13 * y[cell]);
      v += sum * y[cell];
      alpha += tw_world_numbers(w, "final_share")[cell];
      for (int k = 0; k < sectors; k++) sum += a[cell * sectors + k];
      assert_true(fabs(sum - 1) < 1e-13);
    }
    assert_true(fabs(alpha - 1) < 1e-13);
    assert_true(fabs(tw_world_numbers(w, "value_added")[r] - v) <= 1e-13 * v);
    assert_true(fabs(tw_world_numbers(w, "deficit")[r] - d[r]) <= 1e-9 * v);
  }
  free(x);
  free(y);
  free(d);
}

static void the_worlds_are_as_described(void **state)
{
  (void)state;
  support_need_data("large195/world.yaml");
  tw_context *context = tw_context_new(NULL);
  for (size_t i = 0; i < sizeof WORLDS / sizeof *WORLDS; i++) {
    const known *k = &WORLDS[i];
    tw_world *w = world_open_ok(context, support_need_data(k->name));
    assert_int_equal(tw_world_regions(w), k->regions);
    assert_int_equal(tw_world_sectors(w), k->sectors);
    definitions_hold(w);
    const tw_finding *clearing = world_finding(w, "market_clearing", -2, -2),
                     *buyers = world_finding(w, "no_output", -2, -2);
    assert_int_equal(clearing->severity, k->balance);
    assert_true(clearing->relative <= k->gap);
    assert_int_equal(buyers ? atoi(buyers->text) : 0, k->buyers_only);
    assert_int_equal(world_finding(w, "budget", -2, -2)->severity, 0);
    assert_int_equal(world_finding(w, "deficits", -2, -2)->severity, 0);
    assert_null(world_finding(w, "own_sales_tariff", -2, -2));
    assert_null(world_finding(w, "no_supplier", -2, -2));
    tw_world_free(w);
  }
  tw_context_free(context);
}

static void what_the_notes_say_is_found(void **state)
{
  (void)state;
  support_need_data("large195/world.yaml");
  tw_context *context = tw_context_new(NULL);
  tw_world *w = world_open_ok(context, support_need_data("cp2015-nafta"));
  const tw_finding *f = world_finding(w, "negative_final_demand", -2, -2);
  assert_close(f->relative, 0.018, 0.0005); /* 1.8 % of use */
  f = world_finding(w, "negative_input_shares", tw_world_find_region(w, "CAN"), tw_world_find_sector(w, "G11"));
  assert_non_null(f);
  assert_close(f->relative, 0.0008459, 1e-5);
  assert_string_equal(tw_world_tariff_column(w, 1), "tariff_2005_pct");
  tw_world_free(w);
  w = world_open_ok(context, support_need_data("provinces2021"));
  f = world_finding(w, "final_demand", -2, -2);
  assert_true(f->relative > 0.2 && f->relative < 0.3);
  assert_null(tw_world_numbers(w, "tariff"));
  tw_world_free(w);
  w = world_open_ok(context, support_need_data("large195"));
  f = world_finding(w, "deficit_size", tw_world_find_region(w, "MHL"), -1);
  assert_close(f->relative, 21, 0.02);
  f = world_finding(w, "deficit_size", tw_world_find_region(w, "LBR"), -1);
  assert_close(f->relative, 3.6, 0.02);
  tw_world_free(w);
  w = world_open_ok(context, support_need_data("world2023")); /* its title holds a colon outside quotes */
  assert_string_equal(tw_world_text(w, "title"),
                      "World 2023, 44 regions and 50 sectors: a synthetic update of the 2014 table");
  assert_non_null(world_finding(w, "description", -1, -1));
  tw_world_free(w);
  tw_context_free(context);
}

/* Folder, .tww, and the folder written from it. */
static void the_worlds_go_round(void **state)
{
  (void)state;
  support_need_data("wiod2014/world.yaml");
  tw_context *context = tw_context_new(NULL);
  static const char *const names[] = {"cp2015-nafta", "provinces2021", "wiod2014"};
  for (int i = 0; i < 3; i++) {
    tw_world *w = world_open_ok(context, support_need_data(names[i]));
    const char *file = support_temp("w.tww"), *folder = support_temp("w");
    assert_ok(context, tw_world_save(context, w, file));
    assert_ok(context, tw_world_write_folder(context, w, folder));
    tw_world *loaded = world_open_ok(context, file), *read = world_open_ok(context, folder);
    assert_string_equal(tw_world_text(loaded, "sha256"), tw_world_text(w, "sha256"));
    assert_string_equal(tw_world_text(read, "sha256"), tw_world_text(w, "sha256"));
    tw_world_free(w);
    tw_world_free(loaded);
    tw_world_free(read);
  }
  tw_context_free(context);
}

/* The checked-in tables of small2014 are what the program makes of wiod2014 with the checked-in maps. */
static void small2014_is_made_from_wiod2014(void **state)
{
  (void)state;
  support_need_data("wiod2014"); /* before anything is made: a skip frees nothing */
  tw_context *context = tw_context_new(NULL);
  tw_world *w = world_open_ok(context, support_need_data("wiod2014")), *made,
           *built_in = world_open_ok(context, "small2014");
  assert_ok(context, tw_world_aggregate(context, w, support_source("worlds/small2014/regions_map.csv"),
                                        support_source("worlds/small2014/sectors_map.csv"), "small2014",
                                        tw_world_text(built_in, "title"), &made));
  int n = tw_world_regions(made), sectors = tw_world_sectors(made);
  assert_int_equal(n, tw_world_regions(built_in));
  assert_int_equal(sectors, tw_world_sectors(built_in));
  for (int i = 0; i < n * n * sectors; i++) { /* another compiler may round the last bit otherwise */
    assert_relative(tw_world_numbers(made, "flow")[i] / (1 + tw_world_numbers(built_in, "flow")[i]),
                    tw_world_numbers(built_in, "flow")[i] / (1 + tw_world_numbers(built_in, "flow")[i]), 1e-13);
    assert_relative(tw_world_numbers(made, "tariff")[i], tw_world_numbers(built_in, "tariff")[i], 1e-13);
    assert_relative(tw_world_numbers(made, "tariff_mfn_pct")[i], tw_world_numbers(built_in, "tariff_mfn_pct")[i],
                    1e-13);
  }
  assert_non_null(strstr(tw_world_text(built_in, "notes"), tw_world_text(w, "sha256")));
  tw_world_free(w);
  tw_world_free(made);
  tw_world_free(built_in);
  tw_context_free(context);
}

/* Needs no data: what the standard world promises. */
static void the_default_world(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world *w = world_open_ok(context, "default"), *folder = world_open_ok(context, support_source("worlds/default"));
  assert_string_equal(tw_world_builtin(0), "default");
  assert_string_equal(tw_world_text(w, "name"), "default");
  assert_string_equal(tw_world_text(w, "year"), "2023");
  assert_string_equal(tw_world_text(folder, "sha256"), tw_world_text(w, "sha256"));
  assert_int_equal(tw_world_regions(w), 32);
  assert_int_equal(tw_world_sectors(w), 35);
  definitions_hold(w);
  assert_int_equal(world_finding(w, "market_clearing", -2, -2)->severity, 0);
  assert_true(world_finding(w, "market_clearing", -2, -2)->relative < 1e-10);
  assert_non_null(tw_world_text(w, "caveat"));
  assert_null(strchr(tw_world_text(w, "caveat"), '\n'));
  assert_non_null(strstr(tw_world_text(w, "source"), "BACI"));
  assert_non_null(strstr(tw_world_text(w, "licence"), "Etalab"));
  assert_non_null(tw_world_numbers(w, "tariff_mfn_pct"));
  assert_non_null(tw_world_numbers(w, "tariff_us_2026_05_01_pct"));

  /* Other importers keep their applied rates in the column of the United States, and nothing is charged at home. */
  const double *now = tw_world_numbers(w, "tariff"), *us = tw_world_numbers(w, "tariff_us_2026_05_01_pct");
  int n = tw_world_regions(w), usa = tw_world_find_region(w, "USA"), cars = tw_world_find_sector(w, "C29");
  int higher = 0, flows = 0;
  for (int i = 0; i < n * n * tw_world_sectors(w); i++) {
    int d = i / n % n, o = i % n;
    if (d != usa || d == o) assert_close(us[i], now[i], 1e-15);
    /* Fuels, ores and medicines are exempt for many partners: no good that pays is spread over them. */
    const char *code = tw_world_sector(w, i / n / n);
    if (code[0] == 'B' || strcmp(code, "C21") == 0) continue;
    flows += d == usa && d != o && tw_world_sector_is_goods(w, i / n / n);
    higher += d == usa && us[i] > now[i];
  }
  for (int o = 0; o < n; o++) {
    int at = (tw_world_find_sector(w, "B06") * n + usa) * n + o;
    if (o != usa) assert_close(us[at], now[at], 5e-5);
  }
  assert_true(higher > flows * 9 / 10);
  /* What cars and their parts from Japan, Canada and Mexico pay on average: between nothing and the whole 25 points. */
  static const char *const from[] = {"JPN", "CAN", "MEX"};
  for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
    int at = (cars * n + usa) * n + tw_world_find_region(w, from[i]);
    assert_true(us[at] > 0.10 && us[at] < 0.20);
    assert_true(now[at] < 0.03);
  }
  /* Vehicles, parts, engines, wiring sets and seats that it bought in 2024 (US Census), million USD: worlds/default.md. Sales
     of Canada fell by a tenth from 2023, which the world is of. */
  static const double bought[] = {51798, 52194, 151223}, within[] = {0.02, 0.09, 0.02};
  for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
    double here = tw_world_numbers(w, "flow")[(cars * n + usa) * n + tw_world_find_region(w, from[i])];
    assert_true(fabs(here / bought[i] - 1) < within[i]);
  }
  tw_world_free(w);
  tw_world_free(folder);
  tw_context_free(context);
}

/* Needs no data: what the small built-in world promises. */
static void the_built_in_world(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world *w = world_open_ok(context, "small2014"), *folder;
  folder = world_open_ok(context, support_source("worlds/small2014"));
  assert_string_equal(tw_world_text(folder, "sha256"), tw_world_text(w, "sha256"));
  assert_int_equal(tw_world_regions(w), 12);
  assert_int_equal(tw_world_sectors(w), 15);
  definitions_hold(w);
  assert_int_equal(world_finding(w, "market_clearing", -2, -2)->severity, 0);
  assert_true(world_finding(w, "market_clearing", -2, -2)->relative < 1e-9);
  assert_non_null(strstr(tw_world_text(w, "source"), "Timmer"));
  assert_non_null(strstr(tw_world_text(w, "licence"), "CC BY 4.0"));
  assert_non_null(tw_world_numbers(w, "tariff_mfn_pct"));
  tw_world_free(w);
  tw_world_free(folder);
  tw_context_free(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_default_world),           cmocka_unit_test(the_built_in_world),
      cmocka_unit_test(the_worlds_are_as_described), cmocka_unit_test(what_the_notes_say_is_found),
      cmocka_unit_test(the_worlds_go_round),         cmocka_unit_test(small2014_is_made_from_wiod2014),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
