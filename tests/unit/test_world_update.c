/* Updating: new totals are met, structure stays, rates are put in place, each step is said; comparing worlds. */
#include "world_files.h"

static const char *file_of(const char *name, const char *text)
{
  const char *path = support_temp(name);
  support_write(path, text);
  return path;
}

static double flow(const tw_world *w, int s, int d, int o)
{
  size_t N = (size_t)tw_world_regions(w);
  return tw_world_numbers(w, "flow")[((size_t)s * N + (size_t)d) * N + (size_t)o];
}

static double goods(const tw_world *w, int d, int o)
{
  double sum = 0;
  for (int s = 0; s < tw_world_sectors(w); s++)
    if (tw_world_sector_is_goods(w, s)) sum += flow(w, s, d, o);
  return sum;
}

static void clears(const tw_world *w)
{
  assert_int_equal(world_finding(w, "market_clearing", -2, -2)->severity, 0);
  assert_true(world_finding(w, "market_clearing", -2, -2)->relative < 1e-13);
  assert_int_equal(world_finding(w, "deficits", -2, -2)->severity, 0);
}

static void new_totals_are_met(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = world_open_ok(ctx, "small2014"), *out;
  int can = tw_world_find_region(world, "CAN"), usa = tw_world_find_region(world, "USA"),
      cars = tw_world_find_sector(world, "C29");
  double V = tw_world_numbers(world, "value_added")[usa];
  const tw_update how = {.trade = file_of("trade.csv",
                                          "importer,exporter,value,sector\nUSA,CAN,400000,\nCAN,usa,300000,goods\n"
                                          "JPN,CAN,20000,all\nDEU,CAN,700,C29\n"),
                         .gdp = file_of("gdp.csv", "region,gdp\nUSA,20000000\nCAN,1800000.5\n"),
                         .name = "newer",
                         .year = 2023};
  /* an empty sector is an error: the column is there */
  assert_fails(ctx, tw_world_update(ctx, world, &how, &out), TW_BAD_INPUT, "column sector: found \"\"");
  assert_null(out);
  (void)file_of("trade.csv", "importer,exporter,value,sector\nUSA,CAN,400000,goods\nCAN,usa,300000,goods\n"
                             "JPN,CAN,20000,all\nDEU,CAN,700,C29\n");
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  clears(out);
  assert_string_equal(tw_world_text(out, "name"), "newer");
  assert_string_equal(tw_world_text(out, "year"), "2023");
  assert_non_null(strstr(tw_world_text(out, "notes"), "updated by tradewind from small2014"));
  assert_close(goods(out, usa, can) / 400000, 1, 1e-13);
  assert_close(goods(out, can, usa) / 300000, 1, 1e-13);
  assert_close(flow(out, cars, tw_world_find_region(world, "DEU"), can) / 700, 1, 1e-13);
  assert_close(tw_world_numbers(out, "value_added")[usa] / 20000000, 1, 1e-13);
  assert_close(tw_world_numbers(out, "value_added")[can] / 1800000.5, 1, 1e-13);
  /* The mix inside the pair is nearly what it was, and so is what the United States produce. */
  for (int s = 0; s < tw_world_sectors(world); s++) {
    if (!tw_world_sector_is_goods(world, s)) continue;
    double before = flow(world, s, usa, can) / goods(world, usa, can), after = flow(out, s, usa, can) / 400000;
    assert_true(fabs(after - before) < 0.03);
    int i = usa * tw_world_sectors(world) + s;
    double share = tw_world_numbers(world, "value_added_share")[i];
    assert_true(fabs(tw_world_numbers(out, "value_added_share")[i] / share - 1) < 0.05);
  }
  const tw_finding *gdp = world_finding(out, "updated_gdp", usa, -1),
                   *trade = world_finding(out, "updated_trade", -1, -1);
  assert_non_null(gdp);
  assert_non_null(trade);
  assert_close(gdp->money, 20000000 - V + 1800000.5 - tw_world_numbers(world, "value_added")[can], 1e-9);
  /* After scaling little is left for balancing to do. */
  static const char *const moved[] = {"balanced_flows", "balanced_inputs", "balanced_value_added",
                                      "balanced_final_demand"};
  const tw_finding *f;
  int count = tw_world_findings(out, &f), said = 0;
  for (int i = 0; i < count; i++)
    for (int k = 0; k < 4; k++) {
      if (strcmp(f[i].identity, moved[k]) != 0 || !strstr(f[i].text, "in all")) continue;
      said++;
      if (!(f[i].relative < 0.008)) fail_msg("%s", f[i].text);
    }
  assert_true(said >= 4);
  tw_world_free(out);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* The totals that the world has, and its own tariffs, change nothing but the notes. */
static void old_totals_change_nothing(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = world_open_ok(ctx, "small2014"), *out;
  tw_comparison *comparison;
  const tw_difference *items;
  char text[256];
  snprintf(text, sizeof text, "region,value_added\nCAN,%.17g\n", tw_world_numbers(world, "value_added")[0]);
  assert_string_equal(tw_world_region(world, 0), "CAN");
  const tw_update how = {.gdp = file_of("gdp.csv", text)};
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  assert_ok(ctx, tw_world_compare(ctx, world, out, 0, &comparison));
  size_t count = tw_comparison_differences(comparison, &items);
  for (size_t i = 0; i < count; i++) /* of trillions: what the world's own markets miss */
    assert_true(fabs(items[i].after - items[i].before) < 1e-2);
  tw_comparison_free(comparison);
  tw_world_free(out);
  tw_world_free(world);
  tw_context_free(ctx);
}

static void tariffs_are_put_in_place(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  world_files *files = files_new();
  tw_world *world = world_open_ok(ctx, files_write(files, "w")), *out, *more;
  tw_update how = {.tariff = file_of("rates.csv", "sector,importer,exporter,tariff_pct,tariff_us_pct\n"
                                                  "goods,USA,CAN,25,10\nC29,can,USA,7.5,0\n")};
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  clears(out);
  const double *t = tw_world_numbers(out, "tariff"), *old = tw_world_numbers(world, "tariff");
  for (int i = 0; i < 27; i++) {
    int s = i / 9, d = i / 3 % 3, o = i % 3;
    double expected = s < 2 && d == 1 && o == 0 ? 0.25 : s == 1 && d == 0 && o == 1 ? 0.075 : old[i];
    assert_true(t[i] == expected);
  }
  assert_non_null(world_finding(out, "updated_tariff", -1, -1));
  /* A column that the world lacks begins as the applied tariffs, and changes no flow. */
  const tw_update odd = {.tariff = file_of("odd.csv", "importer,exporter,sector,tariff us_pct\nUSA,CAN,C29,1\n"),
                         .column = "tariff us_pct"}; /* no name that a world's table may have */
  tw_world *none = NULL;
  assert_fails(ctx, tw_world_update(ctx, world, &odd, &none), TW_USAGE,
               "the column of tariffs: found a space, a comma");
  how.column = "tariff_us_pct";
  assert_ok(ctx, tw_world_update(ctx, out, &how, &more));
  assert_string_equal(tw_world_tariff_column(more, 1), "tariff_mfn_pct");
  assert_string_equal(tw_world_tariff_column(more, 2), "tariff_us_pct");
  const double *us = tw_world_numbers(more, "tariff_us_pct");
  for (int i = 0; i < 27; i++) {
    int s = i / 9, d = i / 3 % 3, o = i % 3;
    double expected = s < 2 && d == 1 && o == 0 ? 0.10 : s == 1 && d == 0 && o == 1 ? 0 : t[i];
    assert_true(us[i] == expected);
    assert_close(tw_world_numbers(more, "flow")[i], tw_world_numbers(out, "flow")[i], 1e-13);
  }
  tw_comparison *comparison;
  const tw_difference *items;
  assert_ok(ctx, tw_world_compare(ctx, out, more, 1e-12, &comparison));
  size_t count = tw_comparison_differences(comparison, &items);
  assert_true(count > 0);
  for (size_t i = 0; i < count; i++) assert_string_equal(items[i].what, "tariff_us_pct");
  tw_comparison_free(comparison);
  tw_world_free(more);
  tw_world_free(out);
  tw_world_free(world);
  free(files);
  tw_context_free(ctx);
}

/* A pair that did not trade gets its exporter's mix; an exporter that sells nothing has none. */
static void pairs_without_trade(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  world_files *files = files_new();
  tw_world *world = world_open_ok(ctx, files_write(files, "w")), *out;
  const tw_update how = {.trade =
                             file_of("trade.csv", "importer,exporter,sector,value\nCAN,JPN,C29,3\nCAN,JPN,A01,2\n")};
  assert_true(flow(world, 1, 0, 2) == 0);
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  clears(out);
  assert_close(flow(out, 1, 0, 2), 3, 1e-13);
  assert_true(flow(out, 0, 0, 2) == 0); /* Japan makes none */
  const tw_finding *f;
  int count = tw_world_findings(out, &f), filled = 0, dropped = 0;
  for (int i = 0; i < count; i++) {
    filled += strstr(f[i].text, "had no trade before") && f[i].money == 3;
    dropped += strstr(f[i].text, "were left out") && f[i].money == 2;
  }
  assert_int_equal(filled, 1);
  assert_int_equal(dropped, 1);
  tw_world_free(out);
  tw_world_free(world);
  free(files);
  tw_context_free(ctx);
}

/* A total of all sectors goes only into those that the importer buys: Japan buys no crops. */
static void a_pair_is_filled_with_what_is_bought(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  world_files *files = files_new();
  char *t = file_text(files, "flows.csv");
  strcpy(t, "sector,importer,exporter,value\n");
  for (int s = 0; s < 3; s++)
    for (int d = 0; d < 3; d++)
      for (int o = 0; o < 3; o++)
        if (file_flow(s, d, o) > 0 && !(s == 0 && d == 2) && !(d == 2 && o == 0))
          file_add(t, "%s,%s,%s,%.17g\n", file_sector[s], file_region[d], file_region[o], file_flow(s, d, o));
  t = file_text(files, "inputs.csv"); /* nobody there uses them either */
  strcpy(t, "region,user,input,share\n");
  for (int d = 0; d < 3; d++)
    for (int u = 0; u < 3; u++)
      for (int s = d == 2; s < 3; s++)
        file_add(t, "%s,%s,%s,%s\n", file_region[d], file_sector[u], file_sector[s],
                 d == 2   ? "0.5"
                 : s == 0 ? "0.2"
                          : "0.4");
  tw_world *world = world_open_ok(ctx, files_write(files, "unbought")), *out;
  const tw_update how = {.trade = file_of("trade.csv", "importer,exporter,sector,value\nJPN,CAN,all,12\n")};
  assert_true(tw_world_numbers(world, "spending")[2 * 3 + 0] == 0);
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  clears(out);
  double cars = file_flow(1, 1, 0), transport = file_flow(2, 1, 0); /* what Canada sells to the USA, the only other */
  assert_true(flow(out, 0, 2, 0) == 0);
  assert_relative(flow(out, 1, 2, 0) + flow(out, 2, 2, 0), 12, 1e-12);
  assert_relative(flow(out, 1, 2, 0) / flow(out, 2, 2, 0), cars / transport, 0.05); /* balancing moves it a little */
  tw_world_free(out);
  /* Of crops alone nothing can be filled: the total is left out, which is said, and nothing moves. */
  const tw_update crops = {.trade = file_of("crops.csv", "importer,exporter,sector,value\nJPN,CAN,A01,12\n")};
  assert_ok(ctx, tw_world_update(ctx, world, &crops, &out));
  const tw_finding *f;
  int count = tw_world_findings(out, &f), dropped = 0;
  for (int i = 0; i < count; i++) {
    dropped += strstr(f[i].text, "were left out") && f[i].money == 12;
    assert_null(strstr(f[i].text, "had no trade before"));
  }
  assert_int_equal(dropped, 1);
  for (int i = 0; i < 27; i++)
    assert_relative(tw_world_numbers(out, "flow")[i], tw_world_numbers(world, "flow")[i], 1e-12);
  tw_world_free(out);
  tw_world_free(world);
  free(files);
  tw_context_free(ctx);
}

/* GDP and nothing else. All of them doubled double the world, whose shares stay; that of one alone is met, and
 * the others' hardly move. */
static void gdp_alone(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  world_files *files = files_new();
  tw_world *world = world_open_ok(ctx, files_write(files, "gdp")), *out;
  const double *V = tw_world_numbers(world, "value_added"), *F = tw_world_numbers(world, "flow");
  char rows[512] = "region,gdp\n", one[128];
  for (int d = 0; d < 3; d++)
    snprintf(rows + strlen(rows), sizeof rows - strlen(rows), "%s,%.17g\n", file_region[d], 2 * V[d]);
  tw_update how = {.gdp = file_of("gdp.csv", rows)};
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  clears(out);
  for (int i = 0; i < 27; i++) assert_relative(tw_world_numbers(out, "flow")[i], 2 * F[i], 1e-12);
  for (int d = 0; d < 3; d++) assert_relative(tw_world_numbers(out, "value_added")[d], 2 * V[d], 1e-12);
  for (int i = 0; i < 9; i++) {
    if (tw_world_numbers(world, "output")[i] > 0)
      assert_relative(tw_world_numbers(out, "value_added_share")[i], tw_world_numbers(world, "value_added_share")[i],
                      1e-12);
    assert_relative(tw_world_numbers(out, "final_share")[i], tw_world_numbers(world, "final_share")[i], 1e-11);
  }
  for (int i = 0; i < 27; i++)
    if (tw_world_numbers(world, "output")[i / 3] > 0)
      assert_relative(tw_world_numbers(out, "input_share")[i], tw_world_numbers(world, "input_share")[i], 1e-12);
  tw_world_free(out);
  snprintf(one, sizeof one, "region,gdp\nUSA,%.17g\n", 1.3 * V[1]);
  how.gdp = file_of("gdp.csv", one);
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  clears(out);
  assert_relative(tw_world_numbers(out, "value_added")[1], 1.3 * V[1], 1e-12);
  for (int d = 0; d < 3; d += 2) assert_relative(tw_world_numbers(out, "value_added")[d], V[d], 0.01);
  for (int s = 0; s < 3; s++) { /* own sales of the one that grows grow with it, and its trade by about the root */
    double own = flow(out, s, 1, 1) / flow(world, s, 1, 1), trade = flow(out, s, 0, 1) / flow(world, s, 0, 1);
    assert_true(own > 1.25 && own < 1.35 && trade > 1.08 && trade < 1.2);
    assert_true(fabs(flow(out, s, 0, 0) / flow(world, s, 0, 0) - 1) < 0.02);
  }
  tw_world_free(out);
  tw_world_free(world);
  free(files);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- margins and GDP at market prices */

/* The folder's world with these rates on trade between regions: duties on goods, an export tax on cars of USA to CAN. */
static tw_world *three_with_rates(tw_context *ctx, const char *duty, const char *export_tax)
{
  world_files *files = files_new();
  char *t = file_text(files, "flows.csv");
  strcpy(t, "sector,importer,exporter,value,tariff_pct,export_tax_pct\n");
  for (int s = 0; s < 3; s++)
    for (int d = 0; d < 3; d++)
      for (int o = 0; o < 3; o++)
        if (file_flow(s, d, o) > 0)
          file_add(t, "%s,%s,%s,%.17g,%s,%s\n", file_sector[s], file_region[d], file_region[o], file_flow(s, d, o),
                   d == o || s == 2 ? "0" : duty, s == 1 && d == 0 && o == 1 ? export_tax : "0");
  tw_world *world = world_open_ok(ctx, files_write(files, "rates"));
  free(files);
  return world;
}

/* Money that user u of region d (u = 3: final demand) spends on s. */
static double use(const tw_world *w, int d, int u, int s)
{
  const double *a = tw_world_numbers(w, "input_share"), *y = tw_world_numbers(w, "output");
  if (u < 3) return a[(d * 3 + u) * 3 + s] * y[d * 3 + u];
  double left = tw_world_numbers(w, "spending")[d * 3 + s];
  for (int k = 0; k < 3; k++) left -= use(w, d, k, s);
  return left;
}

/* Without rates the whole is known: 80 % of H49 sold abroad, at most 30 % of the goods of the pair, goes into goods. */
static void margins_become_part_of_goods(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = three_with_rates(ctx, "0", "0"), *out;
  const tw_update how = {.margins = file_of("margins.csv", "sector,share_pct,most_pct\nh49,80,30\n")};
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  clears(out);
  double added[3][3] = {{0}}, taken_in[3] = {0}, taken_from[3] = {0}, made[3][3] = {{0}}, moved = 0;
  int bound = 0, free_pairs = 0;
  for (int d = 0; d < 3; d++)
    for (int o = 0; o < 3; o++) {
      double both = file_flow(0, d, o) + file_flow(1, d, o), offered = 0.8 * file_flow(2, d, o), most = 0.3 * both;
      double margin = d == o ? 0 : offered < most ? offered : most;
      bound += d != o && most < offered;
      free_pairs += d != o && offered < most;
      for (int g = 0; g < 2; g++) {
        double part = both > 0 ? margin * file_flow(g, d, o) / both : 0;
        if (d != o) assert_close(flow(out, g, d, o), file_flow(g, d, o) + part, 1e-12);
        added[g][d] += part;
        made[g][o] += part;
      }
      if (d != o) assert_close(flow(out, 2, d, o), file_flow(2, d, o) - margin, 1e-12);
      taken_in[d] += margin;
      taken_from[o] += margin;
      moved += margin;
    }
  assert_true(bound > 0 && free_pairs > 0);
  for (int o = 0; o < 3; o++) {
    assert_close(flow(out, 2, o, o), file_flow(2, o, o) + taken_from[o], 1e-12);
    for (int g = 0; g < 2; g++) assert_close(flow(out, g, o, o), file_flow(g, o, o), 1e-12);
    assert_close(tw_world_numbers(out, "deficit")[o], tw_world_numbers(world, "deficit")[o], 1e-11);
    for (int s = 0; s < 3; s++) { /* value added of every producer, and the output of the service */
      int i = o * 3 + s;
      double before = tw_world_numbers(world, "value_added_share")[i] * tw_world_numbers(world, "output")[i];
      assert_close(tw_world_numbers(out, "value_added_share")[i] * tw_world_numbers(out, "output")[i], before, 1e-11);
      if (s == 2) assert_close(tw_world_numbers(out, "output")[i], tw_world_numbers(world, "output")[i], 1e-11);
    }
  }
  for (int d = 0; d < 3; d++)
    for (int u = 0; u < 4; u++) {
      double less = 0;
      for (int g = 0; g < 2; g++) {
        double share = use(world, d, u, g) / tw_world_numbers(world, "spending")[d * 3 + g];
        assert_close(use(out, d, u, g), use(world, d, u, g) + share * added[g][d], 1e-11);
        less += share * added[g][d];
      }
      double more = u < 2 ? made[u][d] : 0; /* what its own sales abroad take of the service */
      assert_close(use(out, d, u, 2), use(world, d, u, 2) - less + more, 1e-11);
    }
  const tw_finding *found = world_finding(out, "updated_margins", -1, -1);
  assert_non_null(found);
  assert_close(found->money, moved, 1e-12);
  assert_non_null(strstr(found->text, "at the bound of"));
  tw_world_free(out);
  tw_world_free(world);
  tw_context_free(ctx);
}

static double gdp_of(const tw_world *w, int d)
{
  double gdp = 0;
  const double *t = tw_world_numbers(w, "tariff"), *e = tw_world_numbers(w, "export_tax");
  for (int s = 0; s < 3; s++) {
    gdp += tw_world_numbers(w, "value_added_share")[d * 3 + s] * tw_world_numbers(w, "output")[d * 3 + s];
    for (int o = 0; o < 3; o++) {
      size_t in = (size_t)(s * 9 + d * 3 + o), away = (size_t)(s * 9 + o * 3 + d);
      gdp += (t ? t[in] : 0) * flow(w, s, d, o);
      gdp += e ? flow(w, s, o, d) * e[away] / (1 + e[away]) : 0;
    }
  }
  return gdp;
}

/* With duties and an export tax GDP is met with both in it, and margins put duties on what they add. */
static void gdp_at_market_prices_is_met(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = three_with_rates(ctx, "20", "10"), *out, *basic;
  tw_update how = {.gdp = file_of("gdp.csv", "region,gdp_at_market_prices\nCAN,150\nUSA,260\n"),
                   .margins = file_of("margins.csv", "sector,share_pct\nH49,50\n")};
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  clears(out);
  assert_close(gdp_of(out, 0) / 150, 1, 1e-12);
  assert_close(gdp_of(out, 1) / 260, 1, 1e-12);
  how.gdp = file_of("gdp.csv", "region,gdp\nCAN,150\nUSA,260\n");
  assert_ok(ctx, tw_world_update(ctx, world, &how, &basic));
  assert_close(tw_world_numbers(basic, "value_added")[0] / 150, 1, 1e-12);
  assert_true(gdp_of(basic, 0) > 150.5);
  tw_world_free(basic);
  tw_world_free(out);
  /* The same by a file of totals, and held at what it is while trade changes. */
  const tw_update totals = {.totals = file_of("totals.csv", "kind,region,value\ngdp,CAN,170\n")};
  assert_ok(ctx, tw_world_update(ctx, world, &totals, &out));
  assert_close(gdp_of(out, 0) / 170, 1, 1e-12);
  tw_world_free(out);
  const char *trade = file_of("totals.csv", "kind,sector,importer,exporter,value\ntrade,C29,USA,CAN,12\n");
  assert_ok(ctx, tw_world_balance(ctx, world, "gdp", trade, NULL, NULL, &out));
  for (int d = 0; d < 3; d++) assert_close(gdp_of(out, d) / gdp_of(world, d), 1, 1e-12);
  assert_close(flow(out, 1, 1, 0), 12, 1e-12);
  tw_world_free(out);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* A user that buys too little of the service keeps a tenth of it; the others buy less instead, and markets clear. */
static void margins_beyond_a_users_service(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  world_files *files = files_new();
  file_edit(files, "inputs.csv", "CAN,A01,C29,0.3\nCAN,A01,H49,0.5", "CAN,A01,C29,0.799999\nCAN,A01,H49,0.000001");
  tw_world *world = world_open_ok(ctx, files_write(files, "w")), *out;
  const tw_update how = {.margins = file_of("margins.csv", "sector,share_pct,most_pct\nH49,100,\n")};
  assert_ok(ctx, tw_world_update(ctx, world, &how, &out));
  clears(out);
  assert_true(flow(out, 2, 0, 1) == 0); /* no bound: all of it was a margin */
  assert_true(use(out, 0, 0, 2) > 0);
  for (int i = 0; i < 9; i++) assert_true(tw_world_numbers(out, "final_share")[i] >= 0);
  tw_world_free(out);
  tw_world_free(world);
  free(files);
  tw_context_free(ctx);
}

static void wrong_files_are_refused(void **state)
{
  (void)state;
  static const struct {
    int which; /* 0 trade, 1 gdp, 2 tariff, 3 margins */
    const char *text, *message;
  } cases[] = {
      {0, "importer,exporter\n", "f.csv:1: the column value is missing"},
      {0, "importer,exporter,value\nCAN,USB,1\n",
       "f.csv:2: column exporter: found \"USB\", expected a region of the world; did you mean USA?"},
      {0, "importer,exporter,value\nCAN,CAN,1\n", "another region than the importer"},
      {0, "importer,exporter,value\nCAN,USA,-1\n", "trade of 0 or more"},
      {0, "importer,exporter,value\nCAN,USA,\"1,5\"\n", "f.csv:2: column value"},
      {0, "importer,exporter,value\nCAN,USA,1\ncan,usa,2\n", "f.csv:3: found this again, expected each once: line 2"},
      {1, "region,gpd\nCAN,1\n", "the column value_added is missing"},
      {1, "region,gdp\nCAN,0\n", "a GDP above 0"},
      {2, "importer,exporter,sector\nCAN,USA,C29\n", "the column tariff_pct is missing"},
      {2, "importer,exporter,sector,tariff_pct\nCAN,USA,C29,-150\n", "more than -100 per cent"},
      {2, "importer,exporter,sector,tariff_pct\nCAN,USA,C29,1\nCAN,USA,all,1\n",
       "found sector C29, importer CAN, exporter USA again, first in line 2"},
      {1, "region,gdp_at_market_prices\nCAN,-1\n", "a GDP above 0"},
      {3, "sector,share\nH49,1\n", "the column share_pct is missing"},
      {3, "sector,share_pct\nC29,10\n", "f.csv:2: column sector: found \"C29\", expected a service"},
      {3, "sector,share_pct\nH50,10\n", "f.csv:2: column sector: found \"H50\", expected a sector of the world"},
      {3, "sector,share_pct\nH49,110\n", "0 to 100 per cent"},
      {3, "sector,share_pct,most_pct\nH49,10,-1\n", "0 per cent or more"},
      {3, "sector,share_pct\nH49,10\nh49,20\n", "f.csv:3: found sector H49 again, first in line 2"},
      {2, "importer,exporter,sector,tariff_pct\nCAN,CAN,C29,0\nUSA,usa,goods,5\n",
       "f.csv:3: found a tariff of USA on itself, expected none: own sales cross no border"},
  };
  tw_context *ctx = tw_context_new(NULL);
  world_files *files = files_new();
  tw_world *world = world_open_ok(ctx, files_write(files, "w")), *out = NULL;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *file = file_of("f.csv", cases[i].text);
    const tw_update how = {.trade = cases[i].which == 0 ? file : NULL,
                           .gdp = cases[i].which == 1 ? file : NULL,
                           .tariff = cases[i].which == 2 ? file : NULL,
                           .margins = cases[i].which == 3 ? file : NULL};
    assert_fails(ctx, tw_world_update(ctx, world, &how, &out), TW_BAD_INPUT, cases[i].message);
    assert_null(out);
  }
  tw_world_free(world);
  free(files);
  tw_context_free(ctx);
}

static char folder[4096];

static tw_status update_in_little_memory(tw_context *ctx, void *user)
{
  const tw_update *how = user;
  tw_world *world = NULL, *out = NULL;
  tw_status status = tw_world_open(ctx, folder, &world);
  if (status == TW_OK) status = tw_world_update(ctx, world, how, &out);
  tw_world_free(out);
  tw_world_free(world);
  return status;
}

static void every_allocation_may_fail(void **state)
{
  (void)state;
  world_files *files = files_new();
  snprintf(folder, sizeof folder, "%s", files_write(files, "w"));
  char trade[4096], gdp[4096], tariff[4096], margins[4096];
  snprintf(trade, sizeof trade, "%s", file_of("trade.csv", "importer,exporter,value\nUSA,CAN,30\nCAN,JPN,2\n"));
  snprintf(gdp, sizeof gdp, "%s", file_of("gdp.csv", "region,gdp\nUSA,300\n"));
  snprintf(tariff, sizeof tariff, "%s", file_of("t.csv", "importer,exporter,sector,tariff_x_pct\nUSA,CAN,all,3\n"));
  snprintf(margins, sizeof margins, "%s", file_of("m.csv", "sector,share_pct,most_pct\nH49,80,9\n"));
  tw_update how = {.trade = trade, .gdp = gdp, .tariff = tariff, .column = "tariff_x_pct", .margins = margins};
  assert_true(support_fail_each(update_in_little_memory, &how) > 100);
  free(files);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(new_totals_are_met),
      cmocka_unit_test(old_totals_change_nothing),
      cmocka_unit_test(tariffs_are_put_in_place),
      cmocka_unit_test(pairs_without_trade),
      cmocka_unit_test(a_pair_is_filled_with_what_is_bought),
      cmocka_unit_test(gdp_alone),
      cmocka_unit_test(margins_become_part_of_goods),
      cmocka_unit_test(gdp_at_market_prices_is_met),
      cmocka_unit_test(margins_beyond_a_users_service),
      cmocka_unit_test(wrong_files_are_refused),
      cmocka_unit_test(every_allocation_may_fail),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
