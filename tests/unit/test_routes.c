/* Routes by sea: published distances and days, what closing and opening does, costs, what is refused. */
#include "routes/routes.h"

#include "context.h"

static tw_sea *sea;

static int open_sea(void **state)
{
  return context_setup(state) || tw_sea_open(context, &sea) != TW_OK;
}

static int close_sea(void **state)
{
  tw_sea_free(sea);
  return context_teardown(state);
}

static tw_routes *routes_of(const tw_routes_options *o)
{
  tw_routes *routes = NULL;
  if (tw_routes_run(context, sea, o, &routes) != TW_OK) fail_msg("%s to %s: %s", o->from, o->to, tw_error(context));
  return routes;
}

static double km_of(const char *from, const char *to, const char *closed, const char *open, char passages[256])
{
  tw_route r;
  tw_routes *routes = routes_of(&(tw_routes_options){.from = from, .to = to, .closed = closed, .open = open});
  assert_true(tw_routes_at(routes, 0, &r));
  assert_string_equal(r.kind, "asked");
  if (passages) snprintf(passages, 256, "%s", r.passages);
  double km = r.found ? r.km : INFINITY;
  assert_true(r.found || isnan(r.km));
  tw_routes_free(routes);
  return km;
}

/* ---------------------------------------------------------------- numbers that others have */

/* US Gulf to Japan by Panama, Suez and the Cape: 20, 31 and 34 days (EIA 2016), which are of 19.5 knots. */
static void days_are_those_of_the_eia(void **state)
{
  static const char *const closed[] = {NULL, "panama", "panama,suez"};
  static const double days[] = {20, 31, 34};
  (void)state;
  for (int i = 0; i < 3; i++) {
    tw_route r;
    tw_routes *routes = routes_of(&(tw_routes_options){.from = "USA", .to = "JPN", .closed = closed[i], .knots = 19.5});
    tw_routes_at(routes, 0, &r);
    if (fabs(r.days - days[i]) > 0.5) fail_msg("%.2f days, expected %g", r.days, days[i]);
    assert_true(fabs(r.nm - r.km / 1.852) < 1e-9 * r.nm);
    assert_true(fabs(r.days - r.nm / (24 * 19.5)) < 1e-9);
    tw_routes_free(routes);
  }
}

typedef struct row {
  const char *from, *to, *closed;
  double km; /* INFINITY: no route */
  const char *passages;
} row;

/* Rows of a table that was made by other code on the same network. */
static void distances_are_those_of_the_table(void **state)
{
  static const row rows[] = {
      {"CAN", "JPN", NULL, 7339, ""},
      {"JPN", "CAN", NULL, 7339, ""},
      {"CAN_RUP", "JPN", NULL, 7091, ""},
      {"CAN", "CHN_N", NULL, 8812, "korea_strait"},
      {"USA", "JPN", NULL, 17246, "panama"},
      {"USA", "JPN", "panama", 27096, "gibraltar+suez+bab_el_mandeb+malacca+luzon_strait"},
      {"USA", "JPN", "panama,suez", 29319, "cape+sunda+luzon_strait"},
      {"QAT", "JPN", NULL, 12249, "hormuz+malacca+luzon_strait"},
      {"QAT", "JPN", "malacca,sunda", 14203, "hormuz+lombok_makassar"},
      {"QAT", "JPN", "hormuz", INFINITY, ""},
      {"QAT", "NLD", "suez", 20797, "hormuz+cape+dover"},
      {"RUS_Y", "JPN", NULL, 25541, NULL},
      {"AUS_W", "JPN", NULL, 7129, "lombok_makassar"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char passages[256];
    double km = km_of(rows[i].from, rows[i].to, rows[i].closed, NULL, passages);
    if (!(km == rows[i].km || fabs(km - rows[i].km) <= 0.5))
      fail_msg("%s to %s: %.2f km, expected %.0f", rows[i].from, rows[i].to, km, rows[i].km);
    if (rows[i].passages && strcmp(passages, rows[i].passages) != 0)
      fail_msg("%s to %s: through %s, expected %s", rows[i].from, rows[i].to, passages, rows[i].passages);
  }
}

/* The best way between two places by twi_way_find itself: tw_routes_run looks for all that it has rows of. */
static double way_km(twi_search *search, const char *from, const char *to, const char *closed, twi_mask shut)
{
  twi_terms terms = {.knots = 17, .factor = 1};
  twi_end ends[2];
  twi_way way;
  twi_mask mask = 0;
  char list[64];
  assert_int_equal(twi_end_find(context, sea, "FROM", from, &ends[0]), TW_OK);
  assert_int_equal(twi_end_find(context, sea, "TO", to, &ends[1]), TW_OK);
  if (twi_is_northeast_asia(&ends[1])) terms.factor = ends[0].factor;
  snprintf(list, sizeof list, "%s", closed);
  for (char *p = list; *p; p++)
    if (*p == '+') *p = ',';
  assert_int_equal(twi_passages_read(context, sea, "--closed", *list ? list : NULL, &mask), TW_OK);
  assert_int_equal(twi_way_find(context, search, sea, ends, &terms, mask | shut, &way), TW_OK);
  double km = way.found ? way.km : INFINITY;
  twi_way_free(context, &way);
  return km;
}

/* Rows with the Northwest Passage open are of the label that opens the coast of Siberia, too: with both open they come
 * out, with that coast closed none is shorter. */
static void every_row_of_the_table_comes_out(void **state)
{
  (void)state;
  FILE *file = fopen(support_need_data("energy/routes.csv"), "r");
  char line[512];
  int rows = 0, longer = 0;
  const int step = getenv("TRADEWIND_SANITIZED") ? 10 : 1;
  twi_search *search;
  assert_non_null(file);
  assert_int_equal(twi_search_new(context, sea, &search), TW_OK);
  assert_non_null(fgets(line, sizeof line, file));
  while (fgets(line, sizeof line, file)) {
    char *field[12] = {line};
    int n = 1, opened;
    for (char *p = line; *p; p++)
      if (*p == ',' && n < 12) *p = 0, field[n++] = p + 1;
    opened = *field[3] != 0;
    if (rows++ % step && !opened) continue;
    double expected = strcmp(field[10], "no") == 0 ? INFINITY : strtod(field[4], NULL);
    double km = way_km(search, field[0], field[1], field[2], opened ? 0 : sea->shut);
    if (!(km == expected || fabs(km - expected) <= 0.5 + 1e-6))
      fail_msg("%s to %s, closed %s: %.3f km, expected %.0f", field[0], field[1], field[2], km, expected);
    if (opened) {
      double without = way_km(search, field[0], field[1], field[2], sea->shut & ~sea->northwest);
      assert_true(without >= km);
      longer += without > km + 1;
    }
  }
  twi_search_free(search);
  fclose(file);
  assert_int_equal(rows, 2053);
  assert_true(longer > 0);
}

/* ---------------------------------------------------------------- properties on the network itself */

static void distances_are_a_metric(void **state)
{
  support_random random = {20240301};
  const twi_mask shut = sea->shut;
  twi_search *search;
  (void)state;
  assert_int_equal(twi_search_new(context, sea, &search), TW_OK);
  for (int trial = 0; trial < 20; trial++) {
    int p[3];
    double d[3][3];
    for (int i = 0; i < 3; i++) p[i] = support_below(&random, sea->nodes);
    for (int i = 0; i < 3; i++)
      for (int k = 0; k < 3; k++) d[i][k] = twi_search_run(search, p[i], p[k], shut);
    for (int i = 0; i < 3; i++)
      for (int k = 0; k < 3; k++) {
        assert_true(fabs(d[i][k] - d[k][i]) <= 1e-9 * (1 + d[i][k]));
        assert_true(d[i][k] >= twi_great_circle(sea->lon[p[i]], sea->lat[p[i]], sea->lon[p[k]], sea->lat[p[k]]) - 1e-6);
        for (int m = 0; m < 3; m++) assert_true(d[i][k] <= d[i][m] + d[m][k] + 1e-9 * d[i][k]);
      }
    assert_true(d[0][0] == 0);
  }
  twi_search_free(search);
}

static void closing_never_shortens_and_what_is_not_used_changes_nothing(void **state)
{
  support_random random = {7};
  twi_search *search;
  (void)state;
  assert_int_equal(twi_search_new(context, sea, &search), TW_OK);
  for (int trial = 0; trial < 60; trial++) {
    int from = support_below(&random, sea->nodes), to = support_below(&random, sea->nodes), passage[TWI_MOST_PASSAGES];
    twi_mask closed = sea->shut | (twi_mask)(support_next(&random) & 0xffff), used = 0;
    double open = twi_search_run(search, from, to, sea->shut);
    int count = twi_search_passages(search, passage);
    for (int i = 0; i < count; i++) used |= (twi_mask)1 << passage[i];
    double less = twi_search_run(search, from, to, closed);
    assert_true(less >= open);
    double more = twi_search_run(search, from, to, closed | 1u << support_below(&random, sea->passages));
    assert_true(more >= less);
    assert_true(twi_search_run(search, from, to, closed & ~used) == open);
  }
  twi_search_free(search);
}

/* The label of the source opens a second way, along Siberia; it stays closed whatever is opened. */
static void the_northwest_passage_opens_no_coast_of_siberia(void **state)
{
  char passages[256];
  twi_search *search;
  int passage[TWI_MOST_PASSAGES];
  (void)state;
  twi_mask siberia = sea->shut & ~sea->northwest;
  double km = km_of("NLD", "JPYOK", NULL, "northwest", passages);
  assert_string_equal(passages, "northwest_passage+bering");
  assert_true(fabs(km - 14552) < 1);
  assert_true(km_of("NLD", "JPYOK", NULL, NULL, NULL) > 20900);
  km = km_of("RUS_Y", "JPN", NULL, "northwest", passages); /* the table's 9,770 km are by Siberia */
  assert_true(fabs(km - 16947) < 1);
  assert_null(strstr(passages, "siberia"));
  assert_int_equal(twi_search_new(context, sea, &search), TW_OK);
  assert_true(fabs(way_km(search, "RUS_Y", "JPN", "", 0) - 9770) < 1);
  twi_end ends[2]; /* a factor was measured on other water, and does not hold by this way */
  twi_terms terms = {.knots = 17, .factor = 0.5};
  twi_way way;
  assert_int_equal(twi_end_find(context, sea, "FROM", "NLD", &ends[0]), TW_OK);
  assert_int_equal(twi_end_find(context, sea, "TO", "JPYOK", &ends[1]), TW_OK);
  assert_int_equal(twi_way_find(context, search, sea, ends, &terms, siberia, &way), TW_OK);
  assert_true(fabs(way.km - 14552) < 1);
  twi_way_free(context, &way);
  assert_int_equal(twi_way_find(context, search, sea, ends, &terms, sea->shut, &way), TW_OK);
  assert_true(fabs(way.km - 20943 / 2.0) < 1);
  twi_way_free(context, &way);
  for (int i = 0; i < sea->terminals; i++) {
    double off, other;
    int from = twi_sea_nearest(sea, sea->place[i].lon, sea->place[i].lat, &off);
    int to = twi_sea_nearest(sea, 139.85, 35.3, &other);
    twi_search_run(search, from, to, siberia);
    for (int k = twi_search_passages(search, passage) - 1; k >= 0; k--) assert_false(siberia >> passage[k] & 1);
  }
  twi_search_free(search);
}

/* ---------------------------------------------------------------- rows */

static void a_second_route_is_told_when_it_is_nearly_as_short(void **state)
{
  tw_route first, second;
  (void)state;
  tw_routes *routes = routes_of(&(tw_routes_options){.from = "QAT", .to = "JPN"});
  assert_true(tw_routes_at(routes, 0, &first) && tw_routes_at(routes, 1, &second));
  assert_string_equal(second.kind, "second");
  assert_string_equal(second.passages, "hormuz+malacca+taiwan_strait");
  assert_true(second.km > first.km && second.km < 1.03 * first.km && fabs(second.km - 12280) < 1);
  tw_routes_free(routes);
  routes = routes_of(&(tw_routes_options){.from = "USA", .to = "JPN"});
  assert_true(tw_routes_at(routes, 1, &second));
  assert_string_equal(second.kind, "if_closed"); /* the next is half as long again */
  tw_routes_free(routes);
}

static void extra_is_against_the_network_as_usual(void **state)
{
  tw_route asked, usual;
  (void)state;
  tw_routes *routes = routes_of(&(tw_routes_options){.from = "QAT", .to = "NLD", .closed = "suez"});
  tw_routes_at(routes, 0, &asked);
  int i = 0;
  do assert_true(tw_routes_at(routes, ++i, &usual));
  while (strcmp(usual.kind, "open") != 0);
  assert_true(fabs(asked.extra_days - (asked.days - usual.days)) < 1e-12 && fabs(asked.extra_days - 11.72) < 0.05);
  assert_true(usual.extra_days == 0 && fabs(asked.extra_km - 8858) < 1);
  assert_true(fabs(asked.goods_low_pct - 0.6 * asked.extra_days) < 1e-12);
  assert_true(fabs(asked.goods_high_pct - 2.1 * asked.extra_days) < 1e-12);
  tw_routes_free(routes);
  routes = routes_of(&(tw_routes_options){.from = "NLD", .to = "JPN", .open = "northwest"});
  tw_routes_at(routes, 0, &asked);
  assert_true(asked.extra_days < -8);
  tw_routes_free(routes);
}

static void a_line_leads_from_place_to_place(void **state)
{
  tw_route r;
  tw_place from, to;
  const double *point;
  (void)state;
  tw_routes *routes = routes_of(&(tw_routes_options){.from = "USA", .to = "JPN"});
  tw_routes_at(routes, 0, &r);
  int points = tw_routes_line(routes, 0, &point);
  tw_routes_end(routes, 0, &from);
  tw_routes_end(routes, 1, &to);
  double km = 0;
  for (int i = 0; i + 1 < points; i++)
    km += twi_great_circle(point[2 * i], point[2 * i + 1], point[2 * i + 2], point[2 * i + 3]);
  assert_true(fabs(km - r.km) < 1e-6);
  assert_true(point[0] == from.lon && point[1] == from.lat && point[2 * points - 1] == to.lat);
  tw_routes_free(routes);
}

/* ---------------------------------------------------------------- cost */

/* By hand, for 24 x 17 x 10 miles, ten days: [(23) 60,000 + 300,000 + 20 x 90 x 52 x 10] / (74,000 x 52). */
static void freight_is_the_formula(void **state)
{
  (void)state;
  assert_true(fabs(twi_freight(24 * 17 * 10 * 1.852, 0) - (23 * 60000.0 + 300000 + 936000) / 3848000) < 1e-14);
  assert_true(fabs(twi_freight(24 * 17 * 10 * 1.852, 2) - (27 * 60000.0 + 300000 + 936000) / 3848000) < 1e-14);
  tw_route r;
  tw_routes *routes = routes_of(&(tw_routes_options){.from = "USA", .to = "JPN", .knots = 30});
  tw_routes_at(routes, 0, &r);
  assert_true(r.toll == 0.2 && fabs(r.cost - twi_freight(r.km, 0) - 0.2) < 1e-14); /* at 17 knots all the same */
  tw_routes_free(routes);
}

static const char *cheapest(const char *wait, const char *toll, int by_cost, tw_route *r)
{
  static char passages[256];
  tw_routes *routes =
      routes_of(&(tw_routes_options){.from = "USA", .to = "JPN", .wait = wait, .toll = toll, .by_cost = by_cost});
  tw_routes_at(routes, 0, r);
  snprintf(passages, sizeof passages, "%s", r->passages);
  tw_routes_free(routes);
  return passages;
}

static void the_route_is_the_cheapest_once_a_price_is_given(void **state)
{
  tw_route r;
  (void)state;
  assert_string_equal(cheapest(NULL, NULL, 1, &r), "panama");
  assert_string_equal(cheapest("panama=12", NULL, 0, &r), "panama");
  assert_true(r.wait_days == 12 && fabs(r.extra_days - 12) < 1e-9);
  assert_string_equal(cheapest("panama=30", NULL, 0, &r), "cape+sunda+luzon_strait"); /* Suez is shorter and dearer */
  assert_true(r.wait_days == 0);
  assert_string_equal(cheapest("panama=30", "suez=0", 0, &r), "gibraltar+suez+bab_el_mandeb+malacca+luzon_strait");
  assert_string_equal(cheapest(NULL, "panama=0.3", 0, &r), "panama");
  assert_true(fabs(r.extra_cost - 0.1) < 1e-12 && r.toll == 0.3);       /* against the usual toll of 0.2 */
  assert_string_equal(cheapest(NULL, "panama=0.886", 0, &r), "panama"); /* 0.2 and what the Cape costs more: 0.687 */
  assert_string_equal(cheapest(NULL, "panama=0.888", 0, &r), "cape+sunda+luzon_strait");
}

/* ---------------------------------------------------------------- places and what is refused */

static void a_place_is(const char *text, const char *code)
{
  twi_end end;
  if (twi_end_find(context, sea, "FROM", text, &end) != TW_OK) fail_msg("%s: %s", text, tw_error(context));
  if (strcmp(end.code ? end.code : end.own, code) != 0) fail_msg("%s: is %s, expected %s", text, end.code, code);
}

static void places_are_found_as_people_write_them(void **state)
{
  static const char *const place[][2] = {{"CAN", "CAN"},
                                         {"qat", "QAT"},
                                         {"NLRTM", "NLRTM"},
                                         {"Yokohama", "JPYOK"},
                                         {"Tokyo Bay", "JPN"},
                                         {"Sabine Pass", "USA"},
                                         {"United States", "USA"},
                                         {"Japan", "JPN"},
                                         {"China", "CNSHA"},
                                         {"CHE", "NLRTM"},
                                         {"GLF", "AEJEA"},
                                         {"JP", "JPN"},
                                         {"Belgium", "BEANR"},
                                         {"Viet Nam", "VNSGN"},
                                         {"Vietnam", "VNSGN"},
                                         {"Sydney", "AUSYD"},
                                         {"Galway", "IEGWY"}, /* no main port, but the only one of that name */
                                         {"Port Hedland", "AUPHE"},
                                         {"La Goulette, Tunisia", "TNLGO"},
                                         {"Hamburg", "DEHAM"}, /* the only main port of two of that name */
                                         {"Busan", "KRPUS"},
                                         {"Vancouver", "CAN_VAN"},
                                         {"35.3, 139.85", "35.3,139.85"}};
  (void)state;
  for (size_t i = 0; i < sizeof place / sizeof *place; i++) a_place_is(place[i][0], place[i][1]);
}

static void refused(const tw_routes_options *o, tw_status expected, const char *words)
{
  tw_routes *routes = NULL;
  tw_status status = tw_routes_run(context, sea, o, &routes);
  assert_null(routes);
  if (status != expected || !strstr(tw_error(context), words))
    fail_msg("%s to %s: %d, %s; expected %d, %s", o->from, o->to, status, tw_error(context), expected, words);
}

static void what_is_wrong_is_named(void **state)
{
  (void)state;
#define ASK(...) (&(tw_routes_options){.from = "CAN", .to = "JPN", __VA_ARGS__})
  refused(ASK(.closed = "hormus"), TW_BAD_INPUT,
          "--closed: found \"hormus\", which is no passage; did you mean hormuz?");
  refused(ASK(.closed = "atlantis"), TW_BAD_INPUT, "expected passages with commas between: hormuz, malacca");
  refused(ASK(.closed = "hormuz,,suez"), TW_BAD_INPUT, "--closed: found \"\"");
  refused(ASK(.open = "siberia"), TW_BAD_INPUT, "--open: found siberia: that coast stays closed");
  refused(ASK(.open = "northern sea route"), TW_BAD_INPUT, "that coast stays closed");
  refused(ASK(.open = "suez"), TW_BAD_INPUT, "--open: found suez, which is open unless --closed names it");
  refused(ASK(.open = "northwest", .closed = "northwest_passage"), TW_USAGE, "in --closed and in --open");
  refused(ASK(.wait = "panama"), TW_USAGE, "--wait: found \"panama\", expected PASSAGE=DAYS");
  refused(ASK(.wait = "panama=-1"), TW_USAGE, "expected a number of DAYS, 0 to 365");
  refused(ASK(.wait = "panama=1,panama=2"), TW_USAGE, "--wait: found panama twice");
  refused(ASK(.toll = "panma=1"), TW_BAD_INPUT, "did you mean panama?");
  refused(ASK(.knots = -3), TW_USAGE, "--knots: found -3, expected a speed of 1 to 60");
  refused(ASK(.knots = NAN), TW_USAGE, "--knots: found nan");
  refused((&(tw_routes_options){.from = "CAN", .to = "CAN"}), TW_BAD_INPUT, "FROM and TO: found CAN for both");
  refused((&(tw_routes_options){.from = "CAN", .to = "Kitimat"}), TW_BAD_INPUT, "FROM and TO: found CAN for both");
  refused((&(tw_routes_options){.from = "CAN", .to = "QATT"}), TW_BAD_INPUT,
          "TO: found \"QATT\", which is no place on the sea network; did you mean QAT?");
  refused((&(tw_routes_options){.from = "Yokohamo", .to = "JPN"}), TW_BAD_INPUT, "did you mean Yokohama?");
  refused((&(tw_routes_options){.from = "55.75,37.6", .to = "JPN"}), TW_BAD_INPUT,
          "km from the sea network, expected at most 200");
  refused((&(tw_routes_options){.from = "95,10", .to = "JPN"}), TW_USAGE, "FROM: found the latitude 95");
  refused((&(tw_routes_options){.from = "10,195", .to = "JPN"}), TW_USAGE, "FROM: found the longitude 195");
  refused((&(tw_routes_options){.from = "Indonesia, again", .to = "JPN"}), TW_BAD_INPUT, "is no place");
#undef ASK
}

/* ---------------------------------------------------------------- between regions */

static tw_voyage voyage_of(const tw_voyages *voyages, const char *from, const char *to)
{
  tw_voyage v;
  for (int i = 0; tw_voyages_at(voyages, i, &v); i++)
    if (strcmp(v.from, from) == 0 && strcmp(v.to, to) == 0) return v;
  fail_msg("no voyage from %s to %s", from, to);
  return v;
}

static void days_between_regions_are_means_over_their_ports(void **state)
{
  tw_voyages *voyages = NULL;
  tw_voyage v;
  const double per_day = 24 * 17 * 1.852;
  (void)state;
  assert_int_equal(tw_voyages_run(context, sea, &(tw_routes_options){.open = "northwest"}, &voyages), TW_OK);
  v = voyage_of(voyages, "JPN", "NLD");
  assert_true(fabs(v.usual_days - km_of("JPTYO", "NLRTM", NULL, NULL, NULL) / per_day) < 1e-9);
  assert_true(fabs(v.days - km_of("JPTYO", "NLRTM", NULL, "northwest", NULL) / per_day) < 1e-9);
  v = voyage_of(voyages, "CAN", "JPN"); /* Canada's ports have other shares towards the Pacific */
  double mean = 0.85 * km_of("CAVAN", "JPTYO", NULL, NULL, NULL) + 0.15 * km_of("CAMTR", "JPTYO", NULL, NULL, NULL);
  assert_true(fabs(v.usual_days - mean / per_day) < 1e-9);
  v = voyage_of(voyages, "CAN", "GBR");
  mean = 0.1 * km_of("CAVAN", "GBFXT", NULL, NULL, NULL) + 0.9 * km_of("CAMTR", "GBFXT", NULL, NULL, NULL);
  assert_true(fabs(v.usual_days - mean / per_day) < 1e-9);
  for (int i = 0; tw_voyages_at(voyages, i, &v); i++) {
    assert_true(v.days <= v.usual_days + 1e-9);
    assert_false(strcmp(v.from, "CAN") == 0 && strcmp(v.to, "USA") == 0); /* by land */
  }
  tw_voyages_free(voyages);
  assert_int_equal(tw_voyages_run(context, sea, &(tw_routes_options){.closed = "hormuz"}, &voyages), TW_OK);
  assert_true(isnan(voyage_of(voyages, "GLF", "JPN").days) && voyage_of(voyages, "GLF", "JPN").usual_days > 10);
  tw_voyages_free(voyages);
  assert_int_equal(tw_voyages_run(context, sea, &(tw_routes_options){.open = "siberia"}, &voyages), TW_BAD_INPUT);
  assert_null(voyages);
}

static tw_status open_and_run(tw_context *ctx, void *user)
{
  tw_routes *routes;
  (void)user;
  tw_status status = tw_routes_run(
      ctx, NULL, &(tw_routes_options){.from = "USA", .to = "JPN", .closed = "panama", .wait = "suez=1"}, &routes);
  if (status == TW_OK) tw_routes_free(routes);
  return status;
}

/* On a network that is there, with a second route: each request by itself. */
static tw_status run_on_the_sea(tw_context *ctx, void *user)
{
  tw_routes *routes;
  tw_status status = tw_routes_run(ctx, sea, user, &routes);
  if (status == TW_OK) {
    tw_route second;
    if (!tw_routes_at(routes, 1, &second) || strcmp(second.kind, "second") != 0) status = TW_USAGE;
    tw_routes_free(routes);
  }
  return status;
}

static void memory_may_run_out_anywhere(void **state)
{
  (void)state;
  assert_true(support_fail_each(run_on_the_sea, &(tw_routes_options){.from = "JPN", .to = "QAT", .closed = "suez"}) >
              20);
  assert_true(support_fail_some(open_and_run, NULL, 97) > 10);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(days_are_those_of_the_eia),
      cmocka_unit_test(distances_are_those_of_the_table),
      cmocka_unit_test(every_row_of_the_table_comes_out),
      cmocka_unit_test(distances_are_a_metric),
      cmocka_unit_test(closing_never_shortens_and_what_is_not_used_changes_nothing),
      cmocka_unit_test(the_northwest_passage_opens_no_coast_of_siberia),
      cmocka_unit_test(a_second_route_is_told_when_it_is_nearly_as_short),
      cmocka_unit_test(extra_is_against_the_network_as_usual),
      cmocka_unit_test(a_line_leads_from_place_to_place),
      cmocka_unit_test(freight_is_the_formula),
      cmocka_unit_test(the_route_is_the_cheapest_once_a_price_is_given),
      cmocka_unit_test(places_are_found_as_people_write_them),
      cmocka_unit_test(what_is_wrong_is_named),
      cmocka_unit_test(days_between_regions_are_means_over_their_ports),
      cmocka_unit_test(memory_may_run_out_anywhere),
  };
  return support_finish(cmocka_run_group_tests(tests, open_sea, close_sea));
}
