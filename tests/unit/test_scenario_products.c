/* Rules by product on the world of brands.h: which cells each kind reaches, checked against lists made by loops here, and
 * what the averages of a sector then are; words and fields. Random worlds: a rule by sector is that rule over all of the
 * sector's products, one by family that over its members. */
#include "brands.h"
#include "few_products.h"

#include "applied.h" /* after few_products.h, whose worlds have its name */

#include "goldens.h"
#include "scenario/chosen.h"
#include "world/products.h"

static size_t cell_of(int g, int d, int o)
{
  const twi_market market = {world->product[g].sector, g, 0};
  return twi_market_cell(world, &market, (size_t)d, (size_t)o);
}

static double tariff_of(int g, int d, int o)
{
  return new_.wedges.tariff[cell_of(g, d, o)];
}

/* ---------------------------------------------------------------- rates */

static void rates_by_product(void **state)
{
  (void)state;
  apply("  - tariff: {importer: USA, exporter: CAN, product: TOYOTA, to: 25 %}\n");
  assert_true(tariff_of(TOYOTA, USA, CAN) == 0.25);
  size_t flows = twi_world_flows(world), own = three_cell(C29, USA, CAN);
  for (size_t i = 0; i < flows; i++)
    if (i != cell_of(TOYOTA, USA, CAN) && i != own) assert_true(new_.wedges.tariff[i] == world->tariff[i]);
  /* 0.4 of the flow pays 23 points more than the 7 % that it pays on average */
  assert_close(new_.wedges.tariff[own], 0.07 + 0.4 * 0.23, 1e-15);
  assert_int_equal(new_.effect[0].covered, 1);
  assert_close(new_.effect[0].before, 0.02, 1e-15);
  assert_string_equal(new_.effect[0].words, "the tariff on TOYOTA from CAN to USA rises from 2.00 % to 25.00 %");
  assert_non_null(strstr(new_.effect[0].fields, "product\t\tTOYOTA"));
  apply("  - export_tax: {importer: all, exporter: CAN, product: [honda, C29.rest], add: 5 pp}\n"
        "  - barrier: {importer: USA, exporter: CAN, product: HONDA, to: 10 %}\n");
  assert_true(new_.wedges.export_tax[cell_of(HONDA, USA, CAN)] == 0.05);
  assert_true(new_.wedges.export_tax[cell_of(REST_OF_C29, JPN, CAN)] == 0.05);
  assert_true(new_.wedges.export_tax[cell_of(TOYOTA, USA, CAN)] == 0);
  assert_int_equal(new_.effect[0].covered, 3); /* HONDA is not sold to JPN */
  assert_close(new_.wedges.barrier[three_cell(C29, USA, CAN)], 1 + 0.1 * 0.2, 1e-15);
  assert_non_null(strstr(new_.effect[0].words, "the export tax on HONDA, C29.rest from CAN to"));
}

static void columns_by_product(void **state)
{
  (void)state;
  apply("  - tariff: {importer: all, exporter: all, sector: goods, add: 10 pp}\n"
        "  - tariff: {importer: all, exporter: all, product: [TOYOTA, WHEAT], to: tariff_pct}\n");
  assert_true(tariff_of(TOYOTA, USA, CAN) == world->tariff[cell_of(TOYOTA, USA, CAN)]);
  assert_close(world->tariff[cell_of(TOYOTA, USA, CAN)], 0.02, 0);
  assert_true(tariff_of(WHEAT, CAN, USA) == 0.07);
  assert_close(tariff_of(GM, USA, CAN), 0.2, 1e-15);
}

static void producers_by_product(void **state)
{
  (void)state;
  apply("  - subsidy: {region: CAN, sector: C29, to: 5 %}\n"
        "  - subsidy: {region: [CAN, JPN], product: TOYOTA, to: 10 %}\n"
        "  - productivity: {region: USA, product: JAPANESE, change: +10 %}\n");
  assert_true(new_.wedges.subsidy[CAN * 3 + C29] == 0.05);
  for (size_t g = 0; g < BRANDS; g++)
    for (size_t o = 0; o < 3; o++) {
      size_t cell = twi_product_cell(world, g, o);
      assert_true(new_.wedges.subsidy[cell] == (g == TOYOTA && o == CAN ? 0.1 : 0)); /* JPN makes none */
      assert_true(new_.wedges.productivity[cell] == ((g == TOYOTA || g == HONDA) && o == USA ? 1.1 : 1));
    }
  assert_string_equal(new_.effect[2].words, "productivity of JAPANESE in USA rises from 0.00 % to 10.00 % on average "
                                            "(output-weighted), against the data");
  REFUSED("  - subsidy: {region: JPN, product: TOYOTA, to: 10 %}\n",
          "t.yaml:3:5: rule subsidy covers nothing in world brands: these regions produce nothing in these products");
  REFUSED("  - subsidy: {region: CAN, product: GM, to: 120 %}\n", "the subsidy of GM in CAN would become 120 %");
}

/* Of a sector without some of its products the others have their own cells. */
static void sectors_without_products(void **state)
{
  (void)state;
  apply("  - tariff: {importer: USA, exporter: CAN, sector: [A01, C29], except: {product: JAPANESE}, to: 25 %}\n"
        "  - subsidy: {region: CAN, sector: [A01, C29], except: {product: JAPANESE}, to: 5 %}\n");
  for (int g = 0; g < BRANDS; g++) {
    assert_true((tariff_of(g, USA, CAN) == 0.25) == (g != TOYOTA && g != HONDA));
    assert_true(new_.wedges.subsidy[twi_product_cell(world, (size_t)g, CAN)] ==
                (g == GM || g == REST_OF_C29 ? 0.05 : 0));
  }
  assert_true(new_.wedges.subsidy[CAN * 3 + C29] == 0 && new_.wedges.subsidy[CAN * 3 + A01] == 0.05);
  assert_non_null(strstr(new_.effect[0].words, "the tariff on A01, C29 without TOYOTA, HONDA from CAN to USA"));
  assert_non_null(strstr(new_.effect[0].fields, "without_product\t\tTOYOTA\tHONDA"));
  apply("  - tariff: {importer: USA, exporter: CAN, product: all, except: {product: [JAPANESE, MAIZE]}, to: 25 %}\n");
  for (int g = 0; g < BRANDS; g++)
    assert_true((tariff_of(g, USA, CAN) == 0.25) == (g == WHEAT || g == GM || g == REST_OF_C29));
}

static void own_sales(void **state)
{
  (void)state;
  apply("  - barrier: {importer: USA, product: TOYOTA, exporter: all, own: true, to: 10 %}\n");
  for (int d = 0; d < 3; d++)
    for (int o = 0; o < 2; o++) assert_true(new_.wedges.barrier[cell_of(TOYOTA, d, o)] == (d == USA ? 1.1 : 1));
  assert_true(new_.wedges.barrier[three_cell(C29, USA, USA)] > 1);
  assert_string_equal(new_.effect[0].words,
                      "the barrier on TOYOTA from all regions to USA, own sales included, rises from 0.00 % to 10.00 % "
                      "on average (trade-weighted), against the data");
  apply("  - barrier: {importer: USA, product: TOYOTA, exporter: all, own: false, to: 10 %}\n");
  assert_true(new_.wedges.barrier[cell_of(TOYOTA, USA, USA)] == 1);
}

/* ---------------------------------------------------------------- bans and demand */

static void bans_by_product(void **state)
{
  (void)state;
  /* nobody sells TOYOTA in JPN any more: whether the nest can do without it is found in the equilibrium */
  apply("  - ban: {importer: JPN, exporter: all, product: TOYOTA}\n");
  assert_true(isinf(new_.wedges.barrier[cell_of(TOYOTA, JPN, CAN)]));
  assert_true(new_.wedges.barrier[three_cell(C29, JPN, CAN)] == 1); /* of what is not banned */
  apply("  - ban: {importer: JPN, exporter: CAN, product: [TOYOTA, GM, C29.rest]}\n");
  assert_true(isinf(new_.wedges.barrier[three_cell(C29, JPN, CAN)])); /* HONDA is not sold there */
  apply("  - ban: {importer: JPN, exporter: all, sector: C29, except: {product: GM}}\n");
  /* not even of all of them: the equilibrium says that there is none */
  apply("  - ban: {importer: JPN, exporter: all, product: [JAPANESE, GM, C29.rest]}\n");
  REFUSED("  - ban: {importer: JPN, exporter: all, sector: C29}\n",
          "t.yaml:3:5: rule ban leaves nobody who sells C29 in JPN");
}

static double share_of(size_t cell, int s, int d)
{
  return (1 + world->tariff[cell]) * world->flow[cell] / world->spending[(size_t)d * 3 + (size_t)s];
}

static void demand_by_product(void **state)
{
  (void)state;
  apply("  - demand: {importer: USA, exporter: CAN, product: TOYOTA, change: -30 %}\n");
  double c = share_of(cell_of(TOYOTA, USA, CAN), C29, USA), u = share_of(cell_of(TOYOTA, USA, USA), C29, USA);
  const double *b = new_.wedges.demand;
  assert_close(b[cell_of(TOYOTA, USA, CAN)], 0.7, 1e-15);
  assert_close(b[cell_of(TOYOTA, USA, USA)], 1 + 0.3 * c / u, 1e-14);
  for (size_t i = 27; i < twi_world_flows(world); i++)
    if (i != cell_of(TOYOTA, USA, CAN) && i != cell_of(TOYOTA, USA, USA)) assert_true(b[i] == 1);
  REFUSED("  - demand: {importer: JPN, exporter: [CAN, USA], product: TOYOTA, change: -30 %}\n",
          "t.yaml:3:5: rule demand covers everybody who sells TOYOTA in JPN");
}

static void demand_by_sector(void **state)
{
  (void)state;
  apply("  - demand: {importer: USA, exporter: CAN, sector: C29, change: -30 %}\n"
        "  - demand: {importer: USA, exporter: CAN, sector: C29, except: {product: GM}, change: +10 %}\n");
  double sum = 0;
  for (int g = TOYOTA; g < BRANDS; g++)
    for (int o = 0; o < 2; o++) sum += share_of(cell_of(g, USA, o), C29, USA) * new_.wedges.demand[cell_of(g, USA, o)];
  assert_close(sum, 1, 1e-14);
  assert_close(new_.wedges.demand[cell_of(HONDA, USA, CAN)], 0.7 * 1.1, 1e-15);
  /* all others by one factor */
  assert_close(new_.wedges.demand[cell_of(GM, USA, USA)], new_.wedges.demand[cell_of(TOYOTA, USA, USA)], 1e-15);
  assert_true(new_.wedges.demand[cell_of(GM, USA, CAN)] < 0.7);
  REFUSED("  - demand: {importer: JPN, exporter: [CAN, USA], sector: C29, change: -30 %}\n",
          "t.yaml:3:5: rule demand covers everybody who sells C29 in JPN");
}

/* ---------------------------------------------------------------- limits and targets */

static int is_list(const size_t *cell, size_t count, const size_t *expected, size_t many)
{
  return count == many && memcmp(cell, expected, count * sizeof *cell) == 0;
}

static void quotas(void **state)
{
  (void)state;
  apply(
      "  - quota: {importer: USA, exporter: CAN, sector: [C29, H49], change: -20 %, owner: importer}\n"
      "  - quota: {importer: USA, exporter: CAN, product: JAPANESE, change: -10 %, owner: importer}\n"
      "  - quota: {importer: USA, exporter: CAN, sector: C29, except: {product: GM}, change: -5 %, owner: exporter}\n");
  assert_int_equal(new_.conditions, 5);
  const twi_condition *c = new_.condition;
  const size_t all[] = {cell_of(TOYOTA, USA, CAN), cell_of(HONDA, USA, CAN), cell_of(GM, USA, CAN),
                        cell_of(REST_OF_C29, USA, CAN)},
               others[] = {all[0], all[1], all[3]}, dense[] = {three_cell(H49, USA, CAN)};
  assert_true(is_list(c[0].cell, c[0].count, all, 4) && is_list(c[0].lever_cell, c[0].lever_count, all, 4));
  assert_true(is_list(c[1].cell, c[1].count, dense, 1));
  assert_true(is_list(c[2].cell, c[2].count, all, 1) && is_list(c[3].cell, c[3].count, all + 1, 1));
  assert_true(is_list(c[4].cell, c[4].count, others, 3) && c[4].lever == TWI_LEVER_EXPORT_TAX);
  assert_string_equal(c[0].what, "imports of C29 by USA from CAN");
  assert_string_equal(c[3].what, "imports of HONDA by USA from CAN");
  apply("  - ban: {importer: USA, exporter: CAN, product: JAPANESE}\n"
        "  - quota: {importer: USA, exporter: CAN, sector: C29, change: -20 %, owner: importer}\n"
        "  - quota: {importer: USA, exporter: CAN, product: TOYOTA, change: -20 %, owner: importer}\n");
  assert_int_equal(new_.conditions, 1);
  assert_int_equal(new_.idles, 1);
  assert_true(is_list(new_.condition[0].cell, new_.condition[0].count, all + 2, 2));
}

static void capacities(void **state)
{
  (void)state;
  apply("  - capacity: {region: [CAN, USA], product: TOYOTA, to: 80 %}\n"
        "  - capacity: {region: CAN, sector: C29, to: 80 %}\n"
        "  - capacity: {region: CAN, product: HONDA, to: 80 %, of: exports}\n"
        "  - capacity: {region: CAN, sector: C29, to: 80 %, of: exports}\n"
        "  - capacity: {region: CAN, sector: C29, except: {product: GM}, to: 90 %}\n");
  const twi_condition *c = new_.condition;
  assert_int_equal(new_.conditions, 6);
  const size_t toyota[] = {twi_product_cell(world, TOYOTA, CAN), twi_product_cell(world, TOYOTA, USA)},
               sector[] = {CAN * 3 + C29}, honda[] = {cell_of(HONDA, USA, CAN)},
               exports[] = {cell_of(TOYOTA, USA, CAN),     cell_of(TOYOTA, JPN, CAN), cell_of(HONDA, USA, CAN),
                            cell_of(GM, USA, CAN),         cell_of(GM, JPN, CAN),     cell_of(REST_OF_C29, USA, CAN),
                            cell_of(REST_OF_C29, JPN, CAN)},
               others[] = {toyota[0], twi_product_cell(world, HONDA, CAN), twi_product_cell(world, REST_OF_C29, CAN)};
  assert_true(is_list(c[0].cell, c[0].count, toyota, 1) && is_list(c[1].cell, c[1].count, toyota + 1, 1));
  assert_true(c[0].measure == TWI_MEASURE_OUTPUT && c[0].lever == TWI_LEVER_OUTPUT_RENT);
  assert_string_equal(c[0].what, "output of TOYOTA in CAN");
  assert_true(is_list(c[2].cell, c[2].count, sector, 1));
  assert_true(is_list(c[3].cell, c[3].count, honda, 1) && c[3].measure == TWI_MEASURE_FLOWS);
  assert_true(is_list(c[4].cell, c[4].count, exports, 7));
  assert_true(is_list(c[5].cell, c[5].count, others, 3));
  assert_non_null(strstr(new_.effect[0].words, "each region and product by itself"));
  assert_close(new_.effect[0].value,
               0.4 * (world->flow[12] + world->flow[9] + world->flow[15]) / 1 +
                   0.1 * (world->flow[10] + world->flow[13] + world->flow[16]),
               1e-12);
}

static void targets(void **state)
{
  (void)state;
  apply(
      "  - target: {output: {region: CAN, product: TOYOTA}, change: 0 %, by: {subsidy: {region: CAN, product: "
      "TOYOTA}}}\n"
      "  - target: {exports: {region: CAN, product: JAPANESE}, change: -5 %, by: {export_tax: {importer: all, "
      "exporter: "
      "CAN, product: JAPANESE}}}\n"
      "  - target: {imports: {region: USA, sector: C29}, change: 0 %, by: {tariff: {importer: USA, exporter: all, "
      "sector: C29}}}\n"
      "  - target: {price: {region: USA, product: WHEAT}, change: 0 %, by: {productivity: {region: USA, product: "
      "WHEAT}}}\n"
      "  - target: {outcome: price_pct USA C29.rest, change: 0 %, by: {tariff: {importer: USA, exporter: all, product: "
      "C29.rest}}}\n"
      "  - target: {outcome: sales_pct CAN gm, change: 0 %, by: {demand: {importer: USA, exporter: CAN, product: "
      "GM}}}\n"
      "  - target: {outcome: exports_pct CAN C29 USA, change: 0 %, by: {labour: {region: CAN}}}\n");
  const twi_condition *c = new_.condition;
  const size_t toyota[] = {twi_product_cell(world, TOYOTA, CAN)},
               japanese[] = {cell_of(TOYOTA, USA, CAN), cell_of(TOYOTA, JPN, CAN), cell_of(HONDA, USA, CAN)},
               bought[] = {cell_of(TOYOTA, USA, CAN), cell_of(HONDA, USA, CAN), cell_of(GM, USA, CAN),
                           cell_of(REST_OF_C29, USA, CAN)},
               wheat[] = {twi_product_cell(world, WHEAT, USA)}, rest[] = {twi_product_cell(world, REST_OF_C29, USA)},
               gm[] = {twi_product_cell(world, GM, CAN)};
  assert_int_equal(new_.conditions, 7);
  assert_true(is_list(c[0].cell, c[0].count, toyota, 1) && is_list(c[0].lever_cell, c[0].lever_count, toyota, 1));
  assert_string_equal(c[0].what, "output of TOYOTA in CAN");
  assert_true(is_list(c[1].cell, c[1].count, japanese, 3) && is_list(c[1].lever_cell, c[1].lever_count, japanese, 3));
  assert_true(is_list(c[2].cell, c[2].count, bought, 4) && is_list(c[2].lever_cell, c[2].lever_count, bought, 4));
  assert_true(is_list(c[3].cell, c[3].count, wheat, 1) && c[3].measure == TWI_MEASURE_PRICE);
  assert_true(is_list(c[4].cell, c[4].count, rest, 1) && c[4].measure == TWI_MEASURE_PRICE);
  assert_string_equal(c[4].what, "price of C29.rest in USA");
  assert_true(is_list(c[5].cell, c[5].count, gm, 1) && c[5].measure == TWI_MEASURE_OUTPUT_VALUE);
  assert_true(is_list(c[6].cell, c[6].count, bought, 4));
  static const char *const fields[] = {"outcome\tprice_pct\noutcome_region\t\tUSA\noutcome_product\t\tC29.rest\nby\t",
                                       "outcome\tsales_pct\noutcome_region\t\tCAN\noutcome_product\t\tGM\nby\t",
                                       ("outcome\texports_pct\noutcome_region\t\tCAN\noutcome_sector\t\tC29\n"
                                        "outcome_partner\t\tUSA\nby\t")};
  for (int i = 0; i < 3; i++) assert_non_null(strstr(new_.effect[4 + i].fields, fields[i]));
}

static void groups_of_products(void **state)
{
  (void)state;
  assert_ok(context,
            try_text("scenario: t\ngroups: {products: {GRAINS: [WHEAT, MAIZE, RICE], CARS: [JAPANESE, GM]}}\n"
                     "policy:\n  - tariff: {importer: USA, exporter: CAN, product: [CARS, GRAINS], to: 25 %}\n",
                     "t.yaml", 0));
  for (int g = 0; g < BRANDS; g++) assert_true((tariff_of(g, USA, CAN) == 0.25) == (g != REST_OF_C29));
  assert_non_null(strstr(notes, "group GRAINS: 2 of 3 members are products of world brands; left out: RICE"));
}

/* ---------------------------------------------------------------- with some of the products */

static tw_world *view_of(const char *keys, const char *option)
{
  tw_world *view = NULL;
  char text[256];
  snprintf(text, sizeof text, "scenario: t\n%spolicy:\n", keys);
  tw_scenario_free(applied);
  applied = NULL;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &applied));
  if (option) assert_ok(context, tw_scenario_use_products(context, applied, option));
  assert_ok(context, twi_scenario_view(context, applied, world, &view));
  return view;
}

/* Without its products it is the world of three.h: accounts are to the bit, as are flows and rates. */
static void without_products(void **state)
{
  (void)state;
  tw_world *three, *view = view_of("products: none\n", NULL);
  assert_ok(context, three_new(context, &three));
  assert_true(view && view->products == 0 && view->families == 0 && view->markets == 3);
  assert_int_equal(twi_world_flows(view), 27);
  assert_int_equal(twi_world_producers(view), 9);
  assert_memory_equal(view->flow, three->flow, 27 * sizeof(double));
  assert_memory_equal(view->tariff, three->tariff, 27 * sizeof(double));
  assert_memory_equal(view->spending, three->spending, 9 * sizeof(double));
  assert_memory_equal(view->output, three->output, 9 * sizeof(double));
  assert_memory_equal(view->value_added, three->value_added, 3 * sizeof(double));
  assert_memory_equal(view->deficit, three->deficit, 3 * sizeof(double));
  twi_view_free(context, view);
  tw_world_free(three);
  view = view_of("products: GM\n", "all"); /* the option says otherwise */
  assert_null(view);
}

static double flow_in(const tw_world *w, const double *values, int g, int d, int o)
{
  const twi_market market = {w->product[g].sector, g, 0};
  return values[twi_market_cell(w, &market, (size_t)d, (size_t)o)];
}

static void some_products(void **state)
{
  (void)state;
  tw_world *view = view_of("products: gm\n", "HONDA, WHEAT");
  assert_non_null(view);
  assert_int_equal(view->products, 4); /* WHEAT, what is left of A01, HONDA, what is left of C29 */
  assert_int_equal(view->families, 1);
  assert_true(view->product[0].family == -1 && view->product[1].rest && view->product[2].family == 0);
  assert_string_equal(view->product[1].name, "Other A01");
  assert_true(view->product_theta[1] == 4 && view->product_theta[2] == 8 && view->product_theta[3] == 5);
  size_t maize = cell_of(MAIZE, USA, CAN), toyota = cell_of(TOYOTA, USA, CAN), gm = cell_of(GM, USA, CAN),
         rest = cell_of(REST_OF_C29, USA, CAN);
  const double *F = world->flow, *t = world->tariff;
  assert_true(flow_in(view, view->flow, 1, USA, CAN) == F[maize]);
  assert_true(flow_in(view, view->flow, 2, USA, CAN) == F[cell_of(HONDA, USA, CAN)]);
  assert_close(flow_in(view, view->flow, 3, USA, CAN), F[toyota] + F[gm] + F[rest], 1e-14);
  assert_close(flow_in(view, view->tariff, 3, USA, CAN),
               (t[toyota] * F[toyota] + t[gm] * F[gm] + t[rest] * F[rest]) / (F[toyota] + F[gm] + F[rest]), 1e-15);
  assert_true(flow_in(view, view->tariff, 3, CAN, USA) == 0.07); /* where all have it */
  assert_close(view->spending[USA * 3 + C29], world->spending[USA * 3 + C29], 1e-13);
  for (int m = 0; m < view->markets; m++)
    for (int d = 0; d < 3; d++) {
      twi_flow_row row = twi_market_row(view, &view->market[m], (size_t)d);
      for (size_t i = row.first; i < row.first + row.count; i++) {
        twi_flow_at at = twi_flow_of(view, i);
        assert_true(at.g == view->market[m].product && at.d == d && at.s == view->market[m].sector);
      }
    }
  twi_view_free(context, view);
  view = view_of("products: [JAPANESE, A01]\n", NULL); /* a family, and all of a sector */
  assert_int_equal(view->products, 5);
  twi_view_free(context, view);
  assert_null(view_of("products: [JAPANESE, A01, gm]\n", NULL));
}

/* The choice is part of the SHA-256, and is found again among the files, whatever else was chosen. */
static void choices_are_kept(void **state)
{
  (void)state;
  tw_scenario *again;
  twi_scenario_file *files;
  char before[65];
  int count;
  static const char text[] = "scenario: t\nvariables: {v: 1 pp}\n";
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &applied));
  snprintf(before, sizeof before, "%s", tw_scenario_text(applied, "sha256"));
  assert_ok(context, tw_scenario_use_products(context, applied, "TOYOTA"));
  assert_string_not_equal(tw_scenario_text(applied, "sha256"), before);
  assert_ok(context, tw_scenario_set(context, applied, "v", "2 pp"));
  assert_string_equal(tw_scenario_text(applied, "products"), "TOYOTA");
  assert_non_null(strstr(tw_scenario_text(applied, "comparison"), "; products of the world: TOYOTA."));
  assert_ok(context, twi_scenario_files(context, applied, &files, &count));
  assert_ok(context, twi_scenario_read_stored(context, files, count, &again));
  assert_string_equal(tw_scenario_text(again, "sha256"), tw_scenario_text(applied, "sha256"));
  assert_string_equal(tw_scenario_text(again, "products"), "TOYOTA");
  assert_fails(context, tw_scenario_use_products(context, again, "GM"), TW_USAGE, "they were chosen already");
  assert_fails(context, tw_scenario_use_products(context, again, " ,"), TW_USAGE, "products: found nothing");
  tw_scenario_free(again);
  twi_scenario_files_free(context, files, count);
}

static void products_are_explained(void **state)
{
  (void)state;
  tw_explanation *e;
  static const char text[] = "scenario: t\nproducts: [GM]\n";
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &applied));
  assert_ok(context, tw_scenario_explain(context, applied, world, 0, &e));
  int found = 0;
  for (int i = 0; tw_explanation_sentence(e, i); i++)
    found |= strcmp(tw_explanation_sentence(e, i),
                    "Of the 5 products of the world these are taken, on both sides: GM; what is left of them is in the "
                    "rest of their sectors (t.yaml:2:11).") == 0;
  assert_true(found);
  tw_explanation_free(e);
}

/* By product where those of a flow do not all pay the same; else as a flow of the sector. */
static void net_changes(void **state)
{
  (void)state;
  tw_explanation *e;
  static const char text[] = "scenario: t\npolicy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: 5 pp}\n"
                             "  - tariff: {importer: USA, exporter: CAN, product: WHEAT, add: 1 pp}\n"
                             "  - tariff: {importer: JPN, exporter: USA, sector: C29, to: 25 %}\n"
                             "  - tariff: {importer: JPN, exporter: USA, sector: H49, to: 3 %}\n";
  const tw_net_change *c;
  size_t all;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &applied));
  assert_ok(context, tw_scenario_explain(context, applied, world, 0, &e));
  int found[BRANDS] = {0}, sectors = 0;
  assert_int_equal(tw_explanation_net(e, &c, &all), 7);
  assert_int_equal(all, 7); /* WHEAT, four of C29 from CAN, and two whole flows */
  for (int i = 0; i < 7; i++) {
    if (!c[i].product) {
      assert_true(c[i].importer == JPN && c[i].exporter == USA && c[i].sector != A01);
      sectors++;
      continue;
    }
    int rest = strcmp(c[i].product, "rest") == 0, g = rest ? REST_OF_C29 : 0;
    while (!rest && strcmp(world->product[g].code, c[i].product) != 0) g++;
    found[g]++;
    assert_close(c[i].new_ - c[i].base, g == WHEAT ? 0.01 : 0.05, 1e-15);
    assert_true(c[i].value == world->flow[cell_of(g, USA, CAN)] && c[i].sector == world->product[g].sector);
  }
  assert_int_equal(sectors, 2);
  for (int g = 0; g < BRANDS; g++) assert_int_equal(found[g], g != MAIZE);
  tw_explanation_free(e);
}

/* ---------------------------------------------------------------- messages */

static tw_status read_and_apply(const char *name)
{
  twi_policy b, n;
  twi_closure c;
  tw_world *view = NULL;
  tw_scenario *scenario;
  tw_status status = tw_scenario_open(context, name, &scenario);
  if (status != TW_OK) return status;
  status = twi_scenario_view(context, scenario, world, &view);
  if (status == TW_OK) {
    status = twi_scenario_apply_year(context, scenario, view ? view : world, 0, &b, &n, &c, NULL);
    twi_policy_free(context, &b);
    twi_policy_free(context, &n);
    twi_closure_free(context, &c);
  }
  twi_view_free(context, view);
  tw_scenario_free(scenario);
  return status;
}

static void every_message(void **state)
{
  (void)state;
  goldens(context, "tests/bad/products", read_and_apply, 25);
}

/* ---------------------------------------------------------------- random worlds */

/* Wedges of flows of products that two policies made, to the bit. */
static void assert_same_flows(const tw_world *w, const twi_wedges *a, const twi_wedges *b)
{
  const double *const left[] = {a->tariff, a->export_tax, a->barrier, a->demand};
  const double *const right[] = {b->tariff, b->export_tax, b->barrier, b->demand};
  for (int k = 0; k < 4; k++) {
    assert_true((left[k] != NULL) == (right[k] != NULL));
    if (left[k]) assert_memory_equal(left[k], right[k], twi_world_flows(w) * sizeof(double));
  }
}

static const char *const flow_rules[] = {
    "tariff: {importer: R01, exporter: [R00, R02], %s, add: 12.5 pp}",
    "tariff: {importer: all, exporter: R01, %s, change: -30 %%, both_ways: true}",
    "tariff: {importer: all, exporter: R02, %s, to: tariff_pct}",
    "export_tax: {importer: R01, exporter: all, %s, to: 3 %%}",
    "barrier: {importer: all, exporter: all, except: {importer: R00}, %s, change: +8 %%}",
    "ban: {importer: R02, exporter: R01, %s}",
    ("preference: {importer: R00, exporter: R01, %s, utilisation: 60 %%, preferential: 0 %%, mfn: 5 %%, elasticity: 4, "
     "mfn_to: 20 %%, compliance: 1 %%}"),
};

static void in_two_ways(const char *rule, const char *one, const char *other)
{
  char text[2][1024], a[768], b[768];
  snprintf(a, sizeof a, rule, one); /* NOLINT: the formats are those above */
  snprintf(b, sizeof b, rule, other);
  snprintf(text[0], sizeof text[0], "policy:\n  - %s\n", a);
  snprintf(text[1], sizeof text[1], "policy:\n  - %s\n", b);
  if (try_text(text[0], "t.yaml", 0) != TW_OK) { /* a world with dead flows */
    assert_fails(context, try_text(text[0], "t.yaml", 0), TW_BAD_INPUT, "covers no flow");
    assert_fails(context, try_text(text[1], "t.yaml", 0), TW_BAD_INPUT, "covers no flow");
    return;
  }
  twi_policy first = new_;
  memset(&new_, 0, sizeof new_);
  assert_ok(context, try_text(text[1], "t.yaml", 0));
  assert_same_flows(world, &first.wedges, &new_.wedges);
  assert_int_equal(first.effect[0].covered, new_.effect[0].covered);
  assert_close(first.effect[0].value, new_.effect[0].value, 1e-9);
  twi_policy_free(context, &first);
}

static void sectors_are_their_products(void **state)
{
  (void)state;
  support_random r = {14};
  tw_world *kept = world;
  for (int round = 0; round < 12; round++) {
    random_world *w = random_world_new(&r, 4, 4, round % 2 ? WITH_ALL : WITH_ALL & ~WITH_DEAD_CELLS);
    few_products *p = few_products_new(&r, w, 5);
    world = make_world(context, w);
    assert_true(world->products > 0 && twi_has_products(world, 0) && !twi_has_products(world, 2));
    char sector[512] = "product: [", family[512] = "product: [";
    for (int g = 0; g < world->products; g++) {
      const twi_product *one = &world->product[g];
      size_t used = strlen(sector), more = strlen(family);
      if (one->sector != 0) continue;
      snprintf(sector + used, sizeof sector - used, "%s%s", one->rest ? "S00.rest" : one->code,
               g + 1 < world->products && world->product[g + 1].sector == 0 ? ", " : "]");
      if (one->family < 0) continue;
      snprintf(family + more, sizeof family - more, "%s%s", one->code,
               g + 1 < world->products && world->product[g + 1].family == one->family ? ", " : "]");
    }
    for (size_t k = 0; k < sizeof flow_rules / sizeof *flow_rules; k++) {
      in_two_ways(flow_rules[k], "sector: S00", sector);
      in_two_ways(flow_rules[k], "product: F00", family);
    }
    /* what is made of products is what is made of their sector, after export taxes */
    char rule[768];
    snprintf(rule, sizeof rule, "  - subsidy: {region: all, %s, to: 5 %%}\n", sector);
    apply(rule);
    double made = new_.effect[0].value;
    apply("  - subsidy: {region: all, sector: S00, to: 5 %}\n");
    assert_close(made, new_.effect[0].value, 1e-9);
    tw_world_free(world);
    few_products_free(p);
    random_world_free(w);
  }
  world = kept;
}

/* With equal elasticities a policy by sector does what it does to the world without products, whatever the rule. */
static void by_sector_as_without_products(void **state)
{
  (void)state;
  static const char *const rules[] = {
      "tariff: {importer: R01, exporter: all, sector: [S00, S01], add: 15 pp}",
      "demand: {importer: R01, exporter: R02, sector: all, change: -20 %}",
      "ban: {importer: R03, exporter: R00, sector: S00}",
      "quota: {importer: R01, exporter: R02, sector: S00, change: -30 %, owner: importer}",
      "quota: {importer: R01, exporter: [R02, R00], sector: [S00, S02], change: -20 %, owner: exporter, together: "
      "true}",
      "capacity: {region: R02, sector: S01, to: 90 %}",
      "capacity: {region: R02, sector: S00, of: exports, to: 80 %}",
      "preference: {importer: R01, exporter: R02, sector: S00, utilisation: 60 %, preferential: 0 %, mfn: 5 %, "
      "elasticity: 4, mfn_to: 20 %, compliance: 1 %}",
      "subsidy: {region: R01, sector: S00, to: 5 %}",
      "target: {imports: {region: R01, sector: S00}, change: -10 %, by: {tariff: {importer: R01, exporter: all, "
      "sector: "
      "S00}}}",
      "target: {price: {region: R01, sector: S00}, change: 0.5 %, by: {barrier: {importer: R01, exporter: all, sector: "
      "S00}}}"};
  support_random r = {7};
  random_world *w = random_world_new(&r, 4, 3, WITH_ALL & ~WITH_DEAD_CELLS);
  few_products *p = few_products_new(&r, w, 4);
  for (int g = 0; g < w->data.products; g++)
    p->product[g].trade_elasticity = w->theta[strcmp(p->product[g].sector, "S01") == 0];
  p->family[0].product_elasticity = p->elasticity[0] = w->theta[0];
  p->elasticity[1] = w->theta[1];
  tw_world *with = make_world(context, w);
  tw_settings settings;
  tw_settings_default(&settings);
  tw_solver *solver;
  assert_ok(context, tw_solver_new(context, with, &settings, &solver));
  for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
    tw_result *result[2];
    char text[1024];
    snprintf(text, sizeof text, "scenario: nests\npolicy:\n  - %s\n", rules[k]);
    for (int none = 0; none < 2; none++) {
      teardown(NULL);
      assert_ok(context, tw_scenario_parse(context, text, strlen(text), "n.yaml", &applied));
      if (none) assert_ok(context, tw_scenario_use_products(context, applied, "none"));
      assert_ok(context, tw_solve(solver, applied, &result[none]));
      if (tw_result_info(result[none])->outcome != TW_CERTIFIED)
        fail_msg("%s: %s", rules[k], tw_result_info(result[none])->message);
    }
    const double *a = tw_result_column(result[0], TW_REGIONS, "real_income_pct"),
                 *b = tw_result_column(result[1], TW_REGIONS, "real_income_pct");
    double most = 0;
    for (int i = 0; i < 4; i++) {
      if (!(fabs(a[i] - b[i]) < 1e-9)) fail_msg("%s: %.12g and %.12g", rules[k], a[i], b[i]);
      most = fmax(most, fabs(a[i]));
    }
    assert_true(most > 1e-4);
    tw_result_free(result[0]);
    tw_result_free(result[1]);
  }
  tw_solver_free(solver);
  tw_world_free(with);
  few_products_free(p);
  random_world_free(w);
}

/* ---------------------------------------------------------------- memory */

static tw_status apply_in(tw_context *ctx, void *user)
{
  (void)user;
  static const char text[] =
      "products: [TOYOTA, GM]\n"
      "policy:\n"
      "  - tariff: {importer: USA, exporter: CAN, product: [TOYOTA, C29.rest], to: 25 %}\n"
      "  - demand: {importer: USA, exporter: CAN, sector: C29, except: {product: GM}, change: -10 %}\n"
      "  - quota: {importer: USA, exporter: CAN, sector: C29, change: -20 %, owner: importer}\n"
      "  - capacity: {region: CAN, product: TOYOTA, to: 80 %, of: exports}\n"
      "  - target: {outcome: sales_pct CAN GM, change: 0 %, by: {subsidy: {region: CAN, product: GM}}}\n";
  tw_world *made = NULL, *view = NULL;
  tw_scenario *scenario = NULL;
  tw_status status = brands_new(ctx, &made);
  if (status == TW_OK) status = tw_scenario_parse(ctx, text, strlen(text), "t.yaml", &scenario);
  if (status == TW_OK) status = twi_scenario_view(ctx, scenario, made, &view);
  if (status == TW_OK) {
    twi_policy b, n;
    twi_closure c;
    status = twi_scenario_apply_year(ctx, scenario, view, 0, &b, &n, &c, NULL);
    twi_policy_free(ctx, &b);
    twi_policy_free(ctx, &n);
    twi_closure_free(ctx, &c);
  }
  twi_view_free(ctx, view);
  tw_scenario_free(scenario);
  tw_world_free(made);
  return status;
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  assert_true(support_fail_each(apply_in, NULL) > 50);
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void)
{
  const struct CMUnitTest tests[] = {TEST(rates_by_product),
                                     TEST(columns_by_product),
                                     TEST(producers_by_product),
                                     TEST(sectors_without_products),
                                     TEST(own_sales),
                                     TEST(bans_by_product),
                                     TEST(demand_by_product),
                                     TEST(demand_by_sector),
                                     TEST(quotas),
                                     TEST(capacities),
                                     TEST(targets),
                                     TEST(groups_of_products),
                                     TEST(without_products),
                                     TEST(some_products),
                                     TEST(choices_are_kept),
                                     TEST(products_are_explained),
                                     TEST(every_message),
                                     TEST(net_changes),
                                     TEST(sectors_are_their_products),
                                     TEST(by_sector_as_without_products),
                                     TEST(memory_fails_cleanly)};
  APPLIED_MAIN_WITH(tests, brands_new);
}
