/* A market inside the core: nothing moves without a shock, both modes find the same where they must, the certificate sees
 * what is wrong, and what cannot be linked is named. */
#include "link/link.h"
#include "markets.h"
#include "worlds.h"

HOLDS(link, tw_link, tw_link_free)

enum { N = 4, S = 3 };

static const char *const *sector_names; /* in the stead of those below; NULL: those */
static const tw_world_data *inside;     /* columns and products of the world; NULL: none */

/* Four regions; natural gas, fuel and transport. Enough gas flows everywhere for the market's bills. */
static tw_world *gas_world(double size)
{
  static const char *const regions[] = {"AUS", "CAN", "JPN", "KOR"}, *const sectors[] = {"B06", "C19", "H"};
  static const char *const names[] = {"Natural gas", "Refined petroleum", "Transport"};
  static const unsigned char goods[] = {1, 1, 0};
  static const double theta[] = {5, 4, 6};
  double flow[S * N * N], v[N * S], input[N * S * S];
  for (int s = 0; s < S; s++)
    for (int d = 0; d < N; d++)
      for (int o = 0; o < N; o++)
        flow[(s * N + d) * N + o] = size * (d == o ? 900 + 40 * s + 10 * d : 60 + 7 * s + 5 * d + 3 * o);
  for (int i = 0; i < N * S; i++) {
    v[i] = 0.5 + 0.03 * i;
    for (int s = 0; s < S; s++) input[i * S + s] = 1.0 / S;
  }
  tw_world_data data = inside ? *inside : (tw_world_data){.regions = 0};
  data.name = "gas";
  data.currency = "USD";
  data.unit = "million";
  data.regions = N;
  data.sectors = S;
  data.region = regions;
  data.sector = sectors;
  data.sector_name = sector_names ? sector_names : names;
  data.goods = goods;
  data.trade_elasticity = theta;
  data.flow = flow;
  data.value_added_share = v;
  data.input_share = input;
  tw_world *world = NULL;
  assert_ok(context, tw_world_new(context, &data, &world));
  return hold_world(world);
}

/* Of two suppliers and two buyers, on three ways, without m, phi and floors; flows follow from the conditions. */
static const market_folder plain = {
    .yaml =
        "name: plain\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nvalue_per_unit: 1\nvalue_unit: million USD\n"
        "demand: linear\n",
    .suppliers = "supplier,region,block,capacity,cost,slope\nA,AUS,plant,5,2,0.1\nB,CAN,plant,6,4,0.1\n",
    .buyers =
        "buyer,region,quantity,price,elasticity_short,elasticity_long\n1,JPN,5,10,-0.5,-0.5\n2,KOR,6,8,-0.5,-0.5\n",
    .arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,1,,1,0,0,0\nB,1,,2,0,0,0\nB,2,,1,0,0,0\n"};

static const tw_market_rule outage = {.rule = "capacity", .supplier = "A", .how = TW_MARKET_TO, .amount = 4};

static tw_link *solve_link(const tw_world *world, const tw_market *market, const tw_market_question *question,
                           const char *policy)
{
  tw_link *link = NULL;
  tw_scenario *scenario = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  if (policy) assert_ok(context, tw_scenario_parse(context, policy, strlen(policy), "test", &scenario));
  tw_status status = tw_link_solve(context, world, scenario, market, question, &settings, NULL, &link);
  tw_scenario_free(scenario);
  if (status != TW_OK) fail_msg("%s: %s", tw_status_word(status), tw_error(context));
  return hold_link(link);
}

static tw_link *certified(const tw_world *world, const tw_market *market, const tw_market_question *question,
                          const char *policy, tw_link_info *info)
{
  tw_link *link = solve_link(world, market, question, policy);
  tw_link_about(link, info);
  if (info->outcome <= 0) fail_msg("%s: %s", tw_outcome_word(info->outcome), info->message);
  assert_true(info->largest <= 1e-8);
  assert_int_equal(info->lines, TWI_LINK_LINE_COUNT);
  return link;
}

static void test_nothing_moves(void **state)
{
  (void)state;
  tw_link_info info;
  tw_link *link = certified(gas_world(1), read_market(&plain), NULL, NULL, &info);
  const double *income = tw_result_column(tw_link_result(link), TW_REGIONS, "real_income_pct");
  double out[N];
  for (int d = 0; d < N; d++) assert_close(income[d], 0, 1e-10); /* per cent: 1e-12 */
  assert_ok(context, tw_link_numbers(context, link, "price_pct", out));
  assert_close(out[2], 0, 1e-10);
  assert_close(out[3], 0, 1e-10);
  assert_true(isnan(out[0]));
  assert_int_equal(info.rounds, 1);
  assert_int_equal(info.latent, 0);
  assert_true(info.left_out == 0);
}

/* The numbers of a policy in the core are those of the world without the product when the market has a mind of its own in
 * nothing: with the product's elasticities those of its sector a split moves nothing, and no wedge stands. */
static void test_base_is_the_core(void **state)
{
  (void)state;
  tw_link_info info;
  tw_world *world = gas_world(1);
  tw_link *link = certified(world, read_market(&plain), NULL, NULL, &info);
  tw_result *core = solve_text(context, world, NULL, "policy: []\n");
  const double *a = tw_result_column(tw_link_result(link), TW_REGIONS, "gdp_base");
  const double *b = tw_result_column(core, TW_REGIONS, "gdp_base");
  for (int d = 0; d < N; d++) assert_close(a[d] / b[d], 1, 1e-13);
  const tw_world *with = tw_result_world(tw_link_result(link));
  assert_int_equal(tw_world_products(with), 2); /* and what it leaves */
  assert_int_equal(tw_world_products(world), 0);
  const double *flow = tw_world_numbers(with, "flow"), *was = tw_world_numbers(world, "flow");
  for (int i = 0; i < S * N * N; i++) assert_true(flow[i] == was[i]);
  tw_result_free(core);
}

static void test_modes_agree(void **state)
{
  (void)state;
  tw_link_info info;
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_link *link = certified(gas_world(1), read_market(&plain), &q, NULL, &info);
  double price[N], buyers[N], owners[N], market[N], economy[N];
  assert_true(info.rounds > 2);
  assert_true(info.mode_difference <= 1e-6);
  assert_ok(context, tw_link_numbers(context, link, "price_pct", price));
  assert_true(price[2] > 1 && price[3] > 1); /* a supplier lost a fifth of its plants */
  /* Of the market's own tables: price over price, and the bill in the core. */
  const tw_market_result *r = tw_link_market(link);
  double p0[2], p1[2];
  assert_ok(context, tw_market_result_numbers(context, r, 0, "price", p0));
  assert_ok(context, tw_market_result_numbers(context, r, 1, "price", p1));
  assert_close(price[2], 100 * (p1[0] / p0[0] - 1), 1e-6);
  assert_close(price[3], 100 * (p1[1] / p0[1] - 1), 1e-6);
  assert_ok(context, tw_link_numbers(context, link, "buyers_pct", buyers));
  assert_ok(context, tw_link_numbers(context, link, "owners_pct", owners));
  assert_ok(context, tw_link_numbers(context, link, "market_pct", market));
  assert_ok(context, tw_link_numbers(context, link, "economy_pct", economy));
  const double *income = tw_result_column(tw_link_result(link), TW_REGIONS, "real_income_pct");
  for (int d = 0; d < N; d++) {
    assert_close(buyers[d] + owners[d], market[d], 1e-12);
    assert_close(market[d] + economy[d], income[d], 1e-12);
  }
  assert_true(buyers[2] < 0 && buyers[3] < 0 && owners[1] > 0 && owners[2] == 0);
  assert_true(income[1] > 0 && income[2] < 0);
}

/* With a floor the netbacks of a supplier differ by buyer, which a rent on its output cannot give. */
static void test_modes_differ(void **state)
{
  (void)state;
  tw_link_info info;
  const tw_market_rule rules[] = {{.rule = "floor", .supplier = "B", .buyer = "2", .how = TW_MARKET_TO, .amount = 5.5},
                                  outage};
  const tw_market_question q = {.rule = rules, .rules = 2};
  (void)certified(gas_world(1), read_market(&plain), &q, NULL, &info);
  assert_true(info.mode_difference > 1e-6);
}

/* A policy of the core and a shock of the market together: costs and demand move the market. */
static void test_policy(void **state)
{
  (void)state;
  tw_link_info info;
  static const char policy[] =
      "policy:\n  - productivity: {region: CAN, sector: B06, change: -20 %}\n  - tariff: {importer: JPN, sector: C19, "
      "exporter: all, add: 10 pp}\n";
  const tw_market *m = read_market(&plain);
  tw_link *link = certified(gas_world(1), m, NULL, policy, &info);
  double p0[2], p1[2];
  assert_ok(context, tw_market_result_numbers(context, tw_link_market(link), 0, "price", p0));
  assert_ok(context, tw_market_result_numbers(context, tw_link_market(link), 1, "price", p1));
  assert_true(p1[0] > p0[0] && p1[1] > p0[1]);
  tw_link *failed = NULL;
  tw_scenario *scenario = NULL;
  static const char own[] = "policy:\n  - tariff: {importer: JPN, sector: B06, exporter: CAN, add: 10 pp}\n";
  assert_ok(context, tw_scenario_parse(context, own, sizeof own - 1, "test", &scenario));
  assert_int_equal(tw_link_solve(context, gas_world(1), scenario, m, NULL, NULL, NULL, &failed), TW_BAD_INPUT);
  assert_null(failed);
  assert_non_null(strstr(tw_error(context), "on LNG from CAN to JPN, which is linked to market plain"));
  tw_scenario_free(scenario);
}

/* Each number that is wrong by little more than the tolerance is seen. */
static void test_certificate(void **state)
{
  (void)state;
  tw_link_info info;
  int line;
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_link *link = certified(gas_world(1), read_market(&plain), &q, NULL, &info);
  twi_link_check check;
  size_t n = N, jpn_aus = 2 * n + 0, kor_can = 3 * n + 1;
  double *of[] = {&link->now.bill[jpn_aus],
                  &link->now.quantity[kor_can],
                  &link->now.freight[jpn_aus],
                  &link->x[n + 1],
                  &link->next[2 * n],
                  &link->result->new_.state->lnP_g[(size_t)link->product * n + 2],
                  &link->result->new_.state->X[3 * S],
                  &link->result->new_.wedges.export_tax[twi_product_flow_cell(link, 2, 0)]};
  for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
    double was = *of[i];
    *of[i] = was + 3e-7 * fmax(fabs(was), 1);
    twi_link_certify(link, link->result, &check);
    if (!(twi_link_largest(&check, &line) > 1e-8)) fail_msg("change %zu is not seen", i);
    *of[i] = was;
  }
  twi_link_certify(link, link->result, &check);
  assert_true(twi_link_largest(&check, &line) <= 1e-8);
  check.value[1] = 0.1;
  check.value[3] = 0.2;
  assert_true(twi_link_largest(&check, &line) == 0.2);
  assert_int_equal(line, 3);
  for (int i = 0; i < TWI_LINK_LINE_COUNT; i++) { /* what is no number is larger than all, wherever it stands */
    double kept = check.value[i];
    check.value[i] = NAN;
    assert_true(isnan(twi_link_largest(&check, &line)) && line == i);
    check.value[i] = kept;
  }
}

/* Freight of each supplier follows the prices of transport and fuel in its own region, as the core's tables have them. */
static void test_freight_follows_the_core(void **state)
{
  (void)state;
  tw_link_info info;
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_link *link = certified(gas_world(0.02), read_market(&plain), &q,
                            "policy:\n  - tariff: {importer: AUS, exporter: all, sector: H, add: 30 pp}\n", &info);
  const double *price = tw_result_column(tw_link_result(link), TW_SECTORS, "price_pct");
  double ln[2];
  for (int d = 0; d < 2; d++) {
    ln[d] = 0.6 * log1p(price[d * S + 2] / 100) + 0.4 * log1p(price[d * S + 1] / 100);
    assert_close(link->x[2 * N + d], ln[d], 1e-8);
  }
  assert_true(fabs(ln[0]) > 1e-3 && fabs(ln[0] - ln[1]) > 1e-3);
}

/* Stopped at any of its reports of progress, it says so, or is done. */
static void test_stopped_anywhere(void **state)
{
  (void)state;
  const tw_world *world = gas_world(1);
  const tw_market *market = read_market(&plain);
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  int stopped = 0;
  for (int at = 0, done = 0; !done; at++) {
    tw_link *link = NULL;
    calls_left = at;
    tw_set_progress(context, cancel_at, NULL);
    tw_status status = tw_link_solve(context, world, NULL, market, &q, &settings, NULL, &link);
    tw_set_progress(context, NULL, NULL);
    tw_resume(context);
    done = calls_left >= 0;
    if (status == TW_INTERRUPTED) {
      stopped++;
      continue;
    }
    tw_link_info info;
    assert_ok(context, status);
    hold_link(link);
    tw_link_about(link, &info);
    if (info.outcome <= 0) fail_msg("stopped at report %d: %s", at, info.message);
  }
  assert_true(stopped > 2);
}

/* Money that the market's owners get beyond cost is what the core's tax brings, up to the way: with freight zero to the
 * digit. */
static void test_rents(void **state)
{
  (void)state;
  tw_link_info info;
  market_folder near = plain;
  near.arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,1,,0,0,0,0\nB,1,,0,0,0,0\nB,2,,0,0,0,0\n";
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_link *link = certified(gas_world(1), read_market(&near), &q, NULL, &info);
  const tw_world *w = link->world;
  for (int o = 0; o < 2; o++) {
    double tax = 0, rent = 0;
    for (int d = 2; d < 4; d++) {
      size_t i = (size_t)d * N + (size_t)o;
      if (!(link->value[i] > 0)) continue;
      size_t cell = twi_product_flow_cell(link, d, o);
      double e = link->result->new_.wedges.export_tax[cell];
      double spent = twi_state_share(link->result->new_.state, w, &link->result->new_.wedges, cell) *
                     link->result->new_.state->X[(size_t)d * S];
      tax += spent * e / (1 + e);
      double n0 = link->base.bill[i] / link->base.quantity[i];
      rent += link->now.bill[i] - link->now.quantity[i] * n0 * exp(link->x[N + o]);
    }
    assert_close(tax, rent, 1e-7 * fabs(rent));
  }
}

/* A new supplier: a latent flow, and a rent of what it earns beyond its cost. */
static void test_new_supplier(void **state)
{
  (void)state;
  tw_link_info info;
  market_folder late = plain;
  late.suppliers = "supplier,region,block,capacity,cost,slope,from_year\nA,AUS,plant,5,2,0.1,\nB,CAN,plant,1,4,0,2030\n"
                   "C,KOR,plant,6,4,0.1,\n";
  late.arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,1,,1,0,0,0\nB,1,,1.5,0,0,0\nC,1,,2,0,0,0\n"
              "C,2,,1,0,0,0\n";
  const tw_market_question q = {.year = 2030};
  tw_link *link = certified(gas_world(1), read_market(&late), &q, NULL, &info);
  assert_int_equal(info.latent, 1);
  double owners[N];
  assert_ok(context, tw_link_numbers(context, link, "owners_pct", owners));
  assert_true(owners[1] > 0 && owners[0] < 0); /* CAN earns beyond 4 a unit, AUS less than before */
  int told = 0;
  const char *sentence;
  for (int i = 0; (sentence = tw_link_sentence(link, i)) != NULL; i++)
    told |= strstr(sentence, "latent flow") && strstr(sentence, "CAN to JPN");
  assert_true(told);
}

static int says(const tw_link *link, const char *words)
{
  const char *sentence;
  for (int i = 0; (sentence = tw_link_sentence(link, i)) != NULL; i++)
    if (strstr(sentence, words)) return 1;
  return 0;
}

/* What the market alone gives the owners of a latent flow is of the market alone: its rent is over what it costs there, not
 * over what it costs once the core has answered. */
static void test_latent_owners(void **state)
{
  (void)state;
  tw_link_info info;
  market_folder late = plain;
  late.suppliers = "supplier,region,block,capacity,cost,slope,from_year\nA,AUS,plant,5,2,0.1,\n"
                   "B,CAN,plant,9,3,0.8,2030\nC,KOR,plant,6,4,0.1,\n";
  late.arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,1,,1,0,0,0\nB,1,,1.5,0,0,0\nC,1,,2,0,0,0\n"
              "C,2,,1,0,0,0\n";
  const tw_market_question q = {.year = 2030};
  tw_link *link = certified(gas_world(0.02), read_market(&late), &q, NULL, &info);
  const size_t at = 2 * N + 1; /* to JPN from CAN */
  double owners[N], alone = link->alone.quantity[at];
  assert_true(info.latent == 1 && alone > 0 && link->alone.output[1] == alone);
  assert_true(fabs(link->now.quantity[at] / alone - 1) > 1e-4); /* the core's answer moves it */
  double rent = link->alone.bill[at] - link->alone.freight[at] - link->alone.cost[1];
  assert_ok(context, tw_link_numbers(context, link, "owners_pct", owners));
  assert_close(owners[1], 100 * link->money * rent / link->result->base.state->I[1], 1e-12);
}

/* A sector has one elasticity between products: one that has products keeps its own, and the link takes it. */
static void test_sector_with_products(void **state)
{
  (void)state;
  tw_link_info info;
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_link *first = certified(gas_world(1), read_market(&plain), &q, NULL, &info), *second = NULL;
  market_folder elastic = plain;
  elastic.buyers =
      "buyer,region,quantity,price,elasticity_short,elasticity_long\n1,JPN,5,10,-0.5,-1.7\n2,KOR,6,8,-0.5,-1.7\n";
  assert_close(first->world->product_elasticity[0], -0.5, 1e-14);
  assert_true(says(first, "it is 0.5, the mean elasticity of the market's buyers less 1"));
  const tw_link_options options = {.product = "OIL", .quantity_mode = 1};
  assert_ok(context, tw_link_solve(context, first->world, NULL, read_market(&elastic), &q, NULL, &options, &second));
  hold_link(second);
  tw_link_about(second, &info);
  assert_true(info.outcome > 0 && info.largest <= 1e-8);
  assert_close(second->world->product_elasticity[0], -0.5, 1e-14);
  assert_true(says(second, "it is 0.5, that of the sector's other products"));
  /* a world of its own without any has the market's */
  assert_ok(context, tw_link_solve(context, gas_world(1), NULL, read_market(&elastic), &q, NULL, &options, &second));
  hold_link(second);
  assert_close(second->world->product_elasticity[0], 0.7, 1e-14);
}

/* In a world whose products have rates of their own in a further column those keep them, and what the market trades has the
 * sector's. The memory is watched: who writes beyond what it asked for is noticed. */
static void test_columns_of_products(void **state)
{
  (void)state;
  enum { JPN = 2, AUS = 0, KOR = 3 };
  double rate[S * N * N];
  for (int i = 0; i < S * N * N; i++) rate[i] = 0.1;
  static const double of_oil[] = {0.02, 0.03}, elasticity[S] = {-0.5, 0, 0};
  static const double *const rates[] = {of_oil};
  const tw_world_column column = {"tariff_mfn_pct", rate};
  static const tw_world_product oil = {.code = "OIL", .sector = "B06", .trade_elasticity = 6};
  static const tw_world_product_flow flows[] = {{0, JPN, AUS, 5, NAN, NAN, NAN}, {0, KOR, AUS, 6, NAN, NAN, NAN}};
  inside = &(tw_world_data){.tariff_column = &column,
                            .tariff_columns = 1,
                            .product = &oil,
                            .products = 1,
                            .product_flow = flows,
                            .product_flows = 2,
                            .product_rate = rates,
                            .product_elasticity = elasticity};
  const tw_world *world = gas_world(1);
  inside = NULL;
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *ctx = tw_context_new(&allocator);
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_link *link = NULL;
  tw_link_info info;
  assert_ok(ctx, tw_link_solve(ctx, world, NULL, read_market(&plain), &q, NULL, NULL, &link));
  tw_link_about(link, &info);
  assert_true(info.outcome > 0);
  const tw_world *w = tw_result_world(tw_link_result(link));
  int found = 0;
  for (int m = 0; m < w->markets; m++) {
    int g = w->market[m].product;
    if (g < 0 || w->product[g].rest) continue;
    int is_oil = strcmp(w->product[g].code, "OIL") == 0;
    double at = w->columns[0].values[twi_market_cell(w, &w->market[m], JPN, AUS)];
    if (is_oil)
      assert_true(at == 0.02);
    else
      assert_true(at == 0.1);
    found |= is_oil ? 1 : 2;
  }
  assert_int_equal(found, 3);
  tw_link_free(link);
  tw_context_free(ctx);
  assert_int_equal(atomic_load(&memory.outstanding), 0);
}

/* Rents that a seller loses with what it ships no more are said: as much of them as of what it shipped; of those who ship as
 * much but for a trifle, or more, nothing is. */
static void test_lost_rents(void **state)
{
  (void)state;
  tw_link_info info;
  char words[64];
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_link *link = certified(gas_world(1), read_market(&plain), &q, NULL, &info);
  const twi_market_supplier_account *was = &link->before->accounts.supplier[0];
  double now = link->linked->stage[1].solution.output[0];
  assert_true(was->rent > 1 && now > 3.9 && now < 4.1 && was->output > 4.9);
  snprintf(words, sizeof words, "(million USD: A %.3g)", (was->output - now) / was->output * was->rent);
  assert_true(says(link, "Caution: sellers that ship less lose the rents"));
  assert_true(says(link, words)); /* and B, who ships more, is not there */
  const tw_market_rule trifle = {.rule = "outage", .supplier = "B", .amount = 0.01};
  link = certified(gas_world(1), read_market(&plain), &(const tw_market_question){.rule = &trifle, .rules = 1}, NULL,
                   &info);
  double less = 1 - link->linked->stage[1].solution.output[1] / link->before->accounts.supplier[1].output;
  assert_true(less > 1e-5 && less < 0.02);
  assert_false(says(link, "Caution"));
}

/* What freight is made of is looked for by name, and what is not found is said. */
static void test_freight_by_name(void **state)
{
  (void)state;
  static const char *const names[][3] = {{"Natural gas", "Fuels", "Transport"},
                                         {"Natural gas", "Refined petroleum", "Services"},
                                         {"Natural gas", "Fuels", "Services"}};
  static const char *const words[] = {
      "has no sector of petroleum, by name: 60 % of freight follows the price of transport",
      "has no sector of transport, by name: 40 % of freight follows the price of petroleum",
      "has no sector of transport or petroleum: freight stays as it is"};
  const tw_market_question q = {.rule = &outage, .rules = 1};
  for (int i = 0; i < 3; i++) {
    tw_link_info info;
    sector_names = names[i];
    tw_link *link = certified(gas_world(1), read_market(&plain), &q, NULL, &info);
    sector_names = NULL;
    assert_true(says(link, words[i]));
    assert_true((link->x[2 * N] != 0) == (i < 2));
  }
}

/* Two buyers of one region who pay different prices, an owner elsewhere, a toll and a tax: the region's price is what a unit
 * costs, pairs keep theirs, and all the money arrives. */
static void test_shared_region(void **state)
{
  (void)state;
  tw_link_info info;
  market_folder shared = plain;
  shared.suppliers =
      "supplier,region,owner,block,capacity,cost,slope\nA,AUS,JPN,plant,6,2,0.1\nB,CAN,CAN,plant,7,4,0.1\n";
  shared.buyers = "buyer,region,quantity,price,elasticity_short,elasticity_long\n1,JPN,5,10,-0.5,-0.5\n"
                  "2,KOR,6,8,-0.5,-0.5\n3,KOR,2,11,-0.5,-0.5\n";
  shared.passages = "passage,toll,owner\nk,0.5,CAN\n";
  shared.arcs = "supplier,buyer,quantity,freight,passages,wedge,stiffness,reference\nA,1,,1,k,0,0,0\nA,3,,3,k,0,0,0\n"
                "B,1,,2,,0,0,0\nB,2,,1,,0,0,0\n";
  const tw_market_rule rules[] = {outage,
                                  {.rule = "toll", .passage = "k", .how = TW_MARKET_TO, .amount = 0.9},
                                  {.rule = "tax", .buyer = "2", .how = TW_MARKET_TO, .amount = 0.3}};
  const tw_market_question q = {.rule = rules, .rules = 3};
  tw_link *link = certified(gas_world(1), read_market(&shared), &q, NULL, &info);
  double price[N], p0[3], p1[3], z0[3], z1[3], sum = 0;
  const tw_market_result *r = tw_link_market(link);
  assert_ok(context, tw_link_numbers(context, link, "price_pct", price));
  assert_ok(context, tw_market_result_numbers(context, r, 0, "price", p0));
  assert_ok(context, tw_market_result_numbers(context, r, 1, "price", p1));
  assert_ok(context, tw_market_result_numbers(context, r, 0, "quantity", z0));
  assert_ok(context, tw_market_result_numbers(context, r, 1, "quantity", z1));
  double unit0 = (p0[1] * z0[1] + p0[2] * z0[2]) / (z0[1] + z0[2]);
  double unit1 = (p1[1] * z1[1] + p1[2] * z1[2]) / (z1[1] + z1[2]);
  assert_close(price[3], 100 * (unit1 / unit0 - 1), 1e-6);
  for (int d = 0; d < N; d++) sum += link->transfer[d];
  assert_close(sum, 0, 1e-9);
  for (size_t i = 0; i < N * N; i++) {
    double parts = 0;
    for (size_t k = 0; k < N; k++) parts += link->now.part[i * N + k];
    assert_close(parts, link->now.bill[i] - link->now.freight[i], 1e-9);
  }
  assert_true(link->transfer[0] < 0 && link->transfer[1] > 0 && link->transfer[2] > 0 && link->transfer[3] > 0);
}

static void test_not_positive(void **state)
{
  (void)state;
  tw_link_info info;
  market_folder forced = plain;
  const tw_market_rule rules[] = {{.rule = "freight", .supplier = "B", .buyer = "2", .how = TW_MARKET_TO, .amount = 30},
                                  {.rule = "floor", .supplier = "B", .buyer = "2", .how = TW_MARKET_TO, .amount = 1}};
  const tw_market_question q = {.rule = rules, .rules = 2};
  forced.arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,1,,1,0,0,0\nB,1,,2,0,0,0\nB,2,,1,0,0,0\n"
                "A,2,,3,0,0,0\n";
  tw_link *link = solve_link(gas_world(1), read_market(&forced), &q, NULL);
  tw_link_about(link, &info);
  assert_true(info.outcome <= 0);
  if (!strstr(info.message, "the netback of CAN in KOR is not positive")) fail_msg("%s", info.message);
  assert_null(tw_link_result(link));
  assert_null(tw_link_market(link));
  double out[N];
  assert_int_equal(tw_link_numbers(context, link, "price_pct", out), TW_USAGE);
}

static int note_says(const tw_link *link, const char *words)
{
  for (int i = 0; i < link->sentences; i++)
    if (strstr(link->sentence[i], words)) return 1;
  return 0;
}

/* Bills that the sector has no room for stay out, and are told. */
static void test_small_world(void **state)
{
  (void)state;
  tw_link_info info;
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_link *link = certified(gas_world(0.3), read_market(&plain), &q, NULL, &info);
  assert_true(info.left_out > 0 && info.left_out < info.bills);
  assert_true(note_says(link, "has no room for"));
  link = certified(gas_world(1), read_market(&plain), &q, NULL, &info);
  assert_true(info.left_out == 0);
  assert_false(note_says(link, "has no room for"));
  assert_false(note_says(link, "0 pair"));
}

static void expect_bad(const tw_world *world, const market_folder *of, const tw_market_rule *rule, const char *words)
{
  tw_link *link = NULL;
  const tw_market_question q = {.rule = rule, .rules = rule != NULL};
  const tw_market *m = read_market(of);
  assert_int_equal(tw_link_solve(context, world, NULL, m, &q, NULL, NULL, &link), TW_BAD_INPUT);
  assert_null(link);
  if (!strstr(tw_error(context), words)) fail_msg("%s", tw_error(context));
}

static void test_bad_input(void **state)
{
  (void)state;
  const tw_world *world = gas_world(1);
  market_folder other = plain;
  other.buyers = "buyer,region,quantity,price,elasticity_short,elasticity_long\n1,JPX,5,10,-1,-1\n2,KOR,6,8,-1,-1\n";
  expect_bad(world, &other, NULL, "the buyer 1 is of region JPX, which world gas does not have; did you mean JPN?");
  other.buyers = "buyer,quantity,price,elasticity_short,elasticity_long\n1,5,10,-1,-1\n2,6,8,-1,-1\n";
  expect_bad(world, &other, NULL, "the buyer 1 has no region");
  other = plain;
  other.yaml = "name: plain\ndata_year: 2024\nunit: Mt\nprice_unit: EUR/MMBtu\nvalue_per_unit: 1\ndemand: linear\n";
  expect_bad(world, &other, NULL, "counts money in \"billion EUR\"");
  const tw_market_rule more = {.rule = "demand", .buyer = "1", .how = TW_MARKET_CHANGE, .amount = 0.1};
  expect_bad(world, &plain, &more, "a rule moves the demand of 1");
  tw_link *link = NULL;
  tw_scenario *scenario = NULL;
  static const char supply[] = "closure: {supply: {sector: B06, omega: 1}}\npolicy: []\n";
  assert_ok(context, tw_scenario_parse(context, supply, sizeof supply - 1, "test", &scenario));
  assert_int_equal(tw_link_solve(context, world, scenario, read_market(&plain), NULL, NULL, NULL, &link), TW_BAD_INPUT);
  assert_null(link);
  if (!strstr(tw_error(context), "closure: supply: products of B06 have a supply of their own, but one of them is the "
                                 "market's, which says what is supplied of it: leave B06 out of supply"))
    fail_msg("%s", tw_error(context));
  tw_scenario_free(scenario);
  const tw_link_options options = {.sector = "B07"};
  const tw_market *m = read_market(&plain);
  assert_int_equal(tw_link_solve(context, world, NULL, m, NULL, NULL, &options, &link), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(context), "has no sector B07"));
  assert_non_null(strstr(tw_error(context), "did you mean B06?"));
}

typedef struct given {
  const tw_world *world;
  const tw_market *market;
  const char *scenario; /* a file, or NULL */
} given;

static tw_status link_in_little(tw_context *ctx, void *user)
{
  const given *of = user;
  tw_link *link = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.decomposition = 0;
  const tw_market_question q = {.rule = &outage, .rules = 1};
  tw_scenario *scenario = NULL;
  tw_link_info info;
  tw_status status = of->scenario ? tw_scenario_open(ctx, of->scenario, &scenario) : TW_OK;
  if (status == TW_OK) status = tw_link_solve(ctx, of->world, scenario, of->market, &q, &settings, NULL, &link);
  if (status != TW_OK) assert_null(link);
  if (link) tw_link_about(link, &info);
  if (link && info.outcome <= 0) fail_msg("%s: %s", tw_outcome_word(info.outcome), info.message);
  tw_link_free(link);
  tw_scenario_free(scenario);
  return status;
}

static void test_little_memory(void **state)
{
  (void)state;
  given of = {gas_world(1), read_market(&plain), NULL};
  assert_true(support_fail_each(link_in_little, &of) > 100);
  /* the base has a policy of its own, and is solved */
  support_write(support_temp("before.yaml"),
                "scenario: before\npolicy:\n  - tariff: {importer: JPN, sector: C19, exporter: all, add: 5 pp}\n");
  support_write(support_temp("after.yaml"), "scenario: after\nagainst: before\npolicy: []\n");
  of.scenario = support_temp("after.yaml");
  assert_true(support_fail_each(link_in_little, &of) > 100);
}

/* Canada's capacity of 28 Mt in 2030, in the built-in world: as docs/energy.md tells it. */
static void test_canada(void **state)
{
  (void)state;
  tw_link_info info;
  tw_world *world = NULL;
  tw_market *market = NULL;
  assert_ok(context, tw_world_open(context, "default", &world));
  assert_ok(context, tw_market_open(context, "lng2024", &market));
  hold_world(world);
  hold_market(market);
  const tw_market_rule rule = {.rule = "capacity", .supplier = "CAN", .how = TW_MARKET_TO, .amount = 28};
  const tw_market_question q = {.rule = &rule, .rules = 1, .year = 2030};
  tw_link *link = certified(world, market, &q, NULL, &info);
  int can = tw_world_find_region(world, "CAN"), jpn = tw_world_find_region(world, "JPN");
  const double *income = tw_result_column(tw_link_result(link), TW_REGIONS, "real_income_pct");
  double out[64];
  assert_int_equal(info.latent, 7);
  assert_close(income[jpn], 0.0923, 5e-4);
  assert_close(income[can], 0.2847, 5e-4);
  assert_ok(context, tw_link_numbers(context, link, "market_pct", out));
  assert_close(out[jpn], 0.0976, 5e-4);
  assert_close(out[can], 0.1815, 5e-4);
  assert_ok(context, tw_link_numbers(context, link, "price_pct", out));
  assert_close(out[jpn], -9.602, 5e-3);
  assert_string_equal(tw_world_text(tw_result_world(tw_link_result(link)), "sha256"), tw_world_text(world, "sha256"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(test_nothing_moves),
      HELD_TEST(test_base_is_the_core),
      HELD_TEST(test_modes_agree),
      HELD_TEST(test_modes_differ),
      HELD_TEST(test_policy),
      HELD_TEST(test_certificate),
      HELD_TEST(test_freight_follows_the_core),
      HELD_TEST(test_stopped_anywhere),
      HELD_TEST(test_rents),
      HELD_TEST(test_new_supplier),
      HELD_TEST(test_latent_owners),
      HELD_TEST(test_sector_with_products),
      HELD_TEST(test_columns_of_products),
      HELD_TEST(test_freight_by_name),
      HELD_TEST(test_lost_rents),
      HELD_TEST(test_not_positive),
      HELD_TEST(test_small_world),
      HELD_TEST(test_bad_input),
      HELD_TEST(test_shared_region),
      HELD_TEST(test_little_memory),
      HELD_TEST(test_canada),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
