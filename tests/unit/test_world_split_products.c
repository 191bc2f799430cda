/* A sector that has products, split: by shares, each product into pieces, or by a file that says which part it belongs
 * to. Sums and rates hold in the parts, and aggregating them, pieces put together, gives the world back. */
#include "context.h"
#include "held.h"
#include "random_products.h"
#include "world_files.h"

#include "world/products.h"

static tw_world *random_one(uint64_t seed)
{
  support_random r = {seed};
  random_world *w = random_world_new(&r, 4, 3 + support_below(&r, 2), WITH_ALL);
  random_products *p = random_products_new(&r, w, PRODUCTS_ALL);
  tw_world *rough = make_world(context, w), *world = NULL;
  assert_ok(context, tw_world_balance(context, rough, NULL, NULL, NULL, NULL, &world));
  tw_world_free(rough);
  random_products_free(p);
  random_world_free(w);
  return hold_world(world);
}

static tw_world *split(const tw_world *w, const char *into, const char *file)
{
  tw_world *parts = NULL;
  const tw_split how = {.sector = w->sector[0], .into = into, .products = file ? support_temp("p.csv") : NULL};
  if (file) support_write(support_temp("p.csv"), file);
  assert_ok(context, tw_world_split(context, w, &how, &parts));
  return hold_world(parts);
}

/* The parts A and B of the first sector, as one again; together: a file of products that become one, NULL: none. */
static tw_world *join(const tw_world *w, const tw_world *parts, const char *together)
{
  char map[512];
  tw_world *again = NULL;
  snprintf(map, sizeof map, "sector,to\nA,%s\nB,%s\n", w->sector[0], w->sector[0]);
  for (int s = 1; s < w->S; s++)
    snprintf(map + strlen(map), sizeof map - strlen(map), "%s,%s\n", w->sector[s], w->sector[s]);
  support_write(support_temp("s.csv"), map);
  if (together) support_write(support_temp("t.csv"), together);
  const tw_aggregation how = {
      .sectors = support_temp("s.csv"), .products = together ? support_temp("t.csv") : NULL, .name = "again"};
  assert_ok(context, tw_world_aggregate_with(context, parts, &how, &again));
  return hold_world(again);
}

static void near(double a, double b)
{
  if (isnan(a) && isnan(b)) return;
  if (!(fabs(a - b) <= 1e-12 * (fabs(a) + fabs(b) + 1e-3))) fail_msg("%.17g and %.17g", a, b);
}

static void near_all(const double *a, const double *b, size_t count)
{
  assert_true(!a == !b);
  for (size_t i = 0; a && i < count; i++) near(a[i], b[i]);
}

static const twi_product *find(const tw_world *w, const char *code, int *g)
{
  *g = twi_world_product_index(w, code, strlen(code));
  if (*g < 0) fail_msg("no product %s", code);
  return &w->product[*g];
}

static double flow_of(const tw_world *w, const double *values, int g, int d, int o)
{
  const twi_market m = {w->product[g].sector, g, 0};
  size_t cell = twi_market_cell(w, &m, (size_t)d, (size_t)o);
  return cell == SIZE_MAX ? 0 : values[cell];
}

static double quantity_of(const tw_world *w, int g, int d, int o)
{
  const twi_market m = {w->product[g].sector, g, 0};
  size_t cell = twi_market_cell(w, &m, (size_t)d, (size_t)o);
  return cell == SIZE_MAX ? 0 : w->quantity[cell - twi_world_sector_flows(w)];
}

static const char *family_of(const tw_world *w, int g)
{
  return w->product[g].family < 0 ? "" : w->family[w->product[g].family].code;
}

/* Everything of b is what it is in a; products are found by their codes. */
static void same_world(const tw_world *a, const tw_world *b)
{
  size_t n = (size_t)a->N, m = (size_t)a->S, all = twi_world_sector_flows(a);
  assert_true(a->N == b->N && a->S == b->S && a->products == b->products && a->families == b->families);
  near_all(a->flow, b->flow, all);
  near_all(a->tariff, b->tariff, all);
  near_all(a->export_tax, b->export_tax, all);
  for (int i = 0; i < a->column_count; i++) near_all(a->columns[i].values, b->columns[i].values, all);
  near_all(a->output, b->output, n * m);
  near_all(a->value_added_share, b->value_added_share, n * m);
  near_all(a->input_share, b->input_share, n * m * m);
  near_all(a->final_share, b->final_share, n * m);
  near_all(a->spending, b->spending, n * m);
  near_all(a->theta, b->theta, m);
  near_all(a->product_elasticity, b->product_elasticity, m);
  for (int g = 0; g < a->products; g++) {
    int k = g;
    if (a->product[g].rest)
      for (k = 0; !b->product[k].rest || b->product[k].sector != a->product[g].sector;) assert_true(++k < b->products);
    else
      (void)find(b, a->product[g].code, &k);
    const twi_product *p = &a->product[g], *q = &b->product[k];
    assert_true(p->sector == q->sector && p->home == q->home && p->owner == q->owner);
    assert_string_equal(p->unit, q->unit);
    assert_string_equal(p->name, q->name);
    assert_string_equal(family_of(a, g), family_of(b, k));
    if (p->family >= 0) near(a->family_elasticity[p->family], b->family_elasticity[q->family]);
    near(a->product_theta[g], b->product_theta[k]);
    if (a->product_markup) near(a->product_markup[g], b->product_markup[k]);
    for (int d = 0; d < a->N; d++)
      for (int o = 0; o < a->N; o++) {
        near(flow_of(a, a->flow, g, d, o), flow_of(b, b->flow, k, d, o));
        if (a->tariff) near(flow_of(a, a->tariff, g, d, o), flow_of(b, b->tariff, k, d, o));
        if (a->export_tax) near(flow_of(a, a->export_tax, g, d, o), flow_of(b, b->export_tax, k, d, o));
        if (a->quantity) near(quantity_of(a, g, d, o), quantity_of(b, k, d, o));
      }
  }
}

/* Products and rest of each flow of a part: value, duties and what producers get are the part's. */
static void sums_hold(const tw_world *w, int s)
{
  for (int d = 0; d < w->N; d++)
    for (int o = 0; o < w->N && twi_has_products(w, (size_t)s); o++) {
      size_t cell = twi_flow_cell(w, s, d, o);
      double flow = w->flow[cell], value = 0, duties = 0, got = 0;
      for (int m = w->sector_market[s]; m < w->sector_market[s + 1]; m++) {
        size_t at = twi_market_cell(w, &w->market[m], (size_t)d, (size_t)o);
        if (at == SIZE_MAX) continue;
        value += w->flow[at];
        duties += w->tariff ? w->tariff[at] * w->flow[at] : 0;
        got += w->flow[at] / (1 + (w->export_tax ? w->export_tax[at] : 0));
      }
      assert_true(fabs(value - flow) <= 2e-9 * flow);
      assert_true(fabs(duties - (w->tariff ? w->tariff[cell] : 0) * flow) <= 2e-9 * flow);
      assert_true(fabs(got - flow / (1 + (w->export_tax ? w->export_tax[cell] : 0))) <= 2e-9 * flow);
    }
}

/* Identities of the parts: what is made is sold, what is bought is used. */
static void adds_up(const tw_world *w)
{
  const tw_finding *f;
  int count = tw_world_findings(w, &f);
  for (int i = 0; i < count; i++)
    if (f[i].severity > 1) fail_msg("%s", f[i].text ? f[i].text : f[i].identity);
  sums_hold(w, 0);
  sums_hold(w, 1);
}

/* A line for each piece of the first sector's products, and families, that goes back to the whole. */
static void pieces_of(const tw_world *w, const tw_world *parts, char *map, size_t room)
{
  snprintf(map, room, "product,to,name\n");
  for (int p = 0; p < 2; p++) {
    for (int g = 0; g < w->products; g++) {
      char code[80];
      snprintf(code, sizeof code, "%s_%s", w->product[g].code, p ? "B" : "A");
      if (twi_world_product_index(parts, code, strlen(code)) >= 0)
        snprintf(map + strlen(map), room - strlen(map), "%s,%s,%s\n", code, w->product[g].code, w->product[g].name);
    }
    for (int h = 0; h < w->families; h++) {
      char code[80];
      snprintf(code, sizeof code, "%s_%s", w->family[h].code, p ? "B" : "A");
      if (twi_world_family_index(parts, code, strlen(code)) >= 0)
        snprintf(map + strlen(map), room - strlen(map), "%s,%s,%s\n", code, w->family[h].code, w->family[h].name);
    }
  }
}

static void shares_divide_products(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 8; seed++) {
    char map[4096];
    tw_world *w = random_one(seed), *parts = split(w, "A:0.3,B:0.7", NULL);
    adds_up(parts);
    for (int g = 0; g < w->products && w->product[g].sector == 0; g++) {
      int a = 0, b = 0;
      char code[2][80];
      if (w->product[g].rest) continue;
      snprintf(code[0], 80, "%s_A", w->product[g].code);
      snprintf(code[1], 80, "%s_B", w->product[g].code);
      assert_true(find(parts, code[0], &a)->sector == 0 && find(parts, code[1], &b)->sector == 1);
      for (int d = 0; d < w->N; d++)
        for (int o = 0; o < w->N; o++) {
          near(flow_of(parts, parts->flow, a, d, o), 0.3 * flow_of(w, w->flow, g, d, o));
          near(flow_of(parts, parts->flow, b, d, o), 0.7 * flow_of(w, w->flow, g, d, o));
        }
    }
    pieces_of(w, parts, map, sizeof map);
    same_world(w, join(w, parts, map));
  }
}

/* The first product in A, the second half and half, the others in B; the rest by shares, in B, or in A. */
static void a_file_names_parts(void **state)
{
  (void)state;
  static const char *const rests[] = {"", "rest,B,\n", "S00.rest,A,\n"};
  for (uint64_t seed = 1; seed <= 24; seed++) {
    char file[1024] = "product,to,share\n", map[4096];
    tw_world *w = random_one(seed);
    int count = 0, rest = 0;
    for (int g = 0; g < w->products && w->product[g].sector == 0; g++) {
      rest |= w->product[g].rest;
      if (w->product[g].rest) continue;
      const char *code = w->product[g].code;
      if (count++ == 1)
        snprintf(file + strlen(file), sizeof file - strlen(file), "%s,B,0.25\n%s,A,0.75\n", code, code);
      else
        snprintf(file + strlen(file), sizeof file - strlen(file), "%s,%s,\n", code, count == 1 ? "A" : "B");
    }
    if (count < 2 && !rest) continue;
    if (rest) strcat(file, rests[seed % 3]);
    if (count < 2 && seed % 3 == 2) continue; /* B would have nothing */
    tw_world *parts = split(w, "A:0.4,B:0.6", file);
    adds_up(parts);
    /* Parts are made with the inputs of the whole, for what they sell; each buyer spends on both what it did. */
    size_t S = (size_t)w->S, cells = (size_t)w->N * S;
    for (size_t c = 0; c < cells; c++) {
      size_t d = c / S, s = c % S, at = d * (S + 1);
      if (s == 0) {
        for (int p = 0; p < 2; p++)
          if (parts->output[at + (size_t)p] > 0)
            near(parts->value_added_share[at + (size_t)p], w->value_added_share[c]);
        near(parts->output[at] + parts->output[at + 1], w->output[c]);
        near(parts->spending[at] + parts->spending[at + 1], w->spending[c]);
      } else {
        near(parts->value_added_share[at + s + 1], w->value_added_share[c]);
        near(parts->input_share[(at + s + 1) * (S + 1)] + parts->input_share[(at + s + 1) * (S + 1) + 1],
             w->input_share[c * S]);
      }
    }
    int first;
    assert_int_equal(find(parts, w->product[0].code, &first)->sector, 0);
    pieces_of(w, parts, map, sizeof map);
    tw_world *again = join(w, parts, map);
    same_world(w, again);
    /* What A sells is what its products are, to the last dollar. */
    for (int d = 0; d < w->N; d++)
      for (int o = 0; o < w->N; o++) {
        double is = flow_of(w, w->flow, 0, d, o);
        for (int g = 1, k = 0; g < w->products && w->product[g].sector == 0; g++) {
          double by = w->product[g].rest ? (seed % 3 == 0 ? 0.4 : seed % 3 == 1 ? 0 : 1) : k++ == 0 ? 0.75 : 0;
          is += by * flow_of(w, w->flow, g, d, o);
        }
        assert_true(fabs(parts->flow[twi_flow_cell(parts, 0, d, o)] - is) <= 2e-9 * is + 1e-12);
      }
  }
}

/* With constant shares between its products a sector may be split by them: no answer changes, rules on a product
 * included. */
static void a_split_by_products_changes_no_answer(void **state)
{
  (void)state;
  static const char text[] = "scenario: t\nclosure: {deficits: fixed}\npolicy:\n"
                             "  - tariff: {importer: %s, exporter: all, product: %s, add: 20 pp}\n"
                             "  - barrier: {importer: [R02, R00], exporter: all, sector: %s, change: +7 %%}\n";
  tw_settings settings;
  int done = 0;
  tw_settings_default(&settings);
  settings.tolerance = 1e-12;
  for (uint64_t seed = 1; seed <= 12; seed++) {
    double eta[8] = {0};
    char file[256], whole[512], apart[512];
    tw_world *w = random_one(seed), *constant = NULL;
    const tw_world_data changes = {.product_elasticity = eta};
    assert_ok(context, tw_world_with(context, w, &changes, &constant));
    hold_world(constant);
    const char *code = w->product[0].code;
    if (w->product[0].family >= 0 || w->product[1].sector > 0) continue; /* of a family others are left, or none */
    snprintf(file, sizeof file, "product,to\n%s,A\n", code);
    tw_world *parts = split(constant, "A,B:1", file);
    const char *buyer = NULL;
    for (int d = 0; d < 4; d++)
      for (int o = 0; o < 4; o++)
        if (d != o && flow_of(w, w->flow, 0, d, o) > 0) buyer = w->region[d];
    snprintf(whole, sizeof whole, text, buyer, code, "S00");
    snprintf(apart, sizeof apart, text, buyer, code, "[A, B]");
    tw_result *one = hold_result(solve_text(context, constant, &settings, whole)),
              *two = hold_result(solve_text(context, parts, &settings, apart));
    for (int d = 0; d < w->N; d++) {
      double a = of_region(one, "real_income_pct", d), b = of_region(two, "real_income_pct", d);
      assert_true(fabs(a) > 1e-6 && fabs(a - b) < 1e-8);
    }
    done++;
  }
  assert_true(done >= 2);
}

static tw_world *cars(void)
{
  world_files *files = files_new();
  file_products(files);
  tw_world *w = hold_world(world_open_ok(context, files_write(files, "w")));
  free(files);
  return w;
}

/* A family that goes to two parts is one in each; codes and names are those of the file. */
static void families_and_codes(void **state)
{
  (void)state;
  tw_world *w = cars(), *parts = NULL, *whole = NULL;
  support_write(support_temp("p.csv"), "product,to,code,name,share\nTOY,A,TOYOTA,Toyota cars,\nCARS,B,,,\n"
                                       "truck,a,,,0.5\nTRUCK,B,LORRY,,0.5\n");
  const tw_split how = {.sector = "C29", .into = "A,B:1", .products = support_temp("p.csv")};
  assert_ok(context, tw_world_split(context, w, &how, &parts));
  hold_world(parts);
  int toy = 0, ford = 0, lorry = 0;
  assert_int_equal(find(parts, "TOYOTA", &toy)->sector, 1);
  assert_string_equal(parts->product[toy].name, "Toyota cars");
  assert_string_equal(family_of(parts, toy), "CARS_A");
  assert_int_equal(find(parts, "FORD", &ford)->sector, 2);
  assert_string_equal(family_of(parts, ford), "CARS_B");
  assert_string_equal(parts->family[parts->product[ford].family].name, "Passenger cars (B)");
  assert_true(parts->family_elasticity[0] == 3 && parts->family_elasticity[1] == 3);
  assert_true(parts->product_elasticity[1] == 1.5 && parts->product_elasticity[2] == 1.5);
  assert_string_equal(find(parts, "TRUCK_A", &lorry)->name, "Trucks (A)");
  assert_string_equal(find(parts, "LORRY", &lorry)->name, "Trucks (B)");
  sums_hold(parts, 1);
  sums_hold(parts, 2);
  const tw_split all = {.sector = "C29", .into = "A,B:1", .products = support_temp("p.csv")};
  support_write(all.products, "product,to\nCARS,A\n");
  assert_ok(context, tw_world_split(context, w, &all, &whole));
  hold_world(whole);
  assert_string_equal(family_of(whole, (find(whole, "FORD", &ford), ford)), "CARS");
  assert_string_equal(tw_world_sector(whole, find(whole, "TRUCK", &lorry)->sector), "B");
}

static void wrong_files_are_refused(void **state)
{
  (void)state;
  static const struct {
    const char *into, *file, *message;
  } cases[] = {
      {"A,B", "product,to\nTOY,A\nTRUCK,B\nrest,B\n",
       "p.csv: product FORD of sector C29 is in no part; expected a row"},
      {"A,B", "product,to\nTOY,A\nTRUCK,B\nFORD,B\n", "p.csv: the rest of sector C29 is in no part"},
      {"A,B:1", "product,to\nTOYO,A\n",
       "p.csv:2: column product: found \"TOYO\", expected a product or family of C29, "
       "or rest; did you mean TOY?"},
      {"A,B:1", "product,to\nWHEAT,A\n", "found \"WHEAT\", of sector A01, expected a product or family of C29"},
      {"A,B:1", "product,to\nTOY,C\n", "p.csv:2: column to: found \"C\", expected one of the parts"},
      {"A,B:1", "product,to\nTOY,A\nTOY,B\n",
       "p.csv:3: column product: found TOY in B, and in A in line 2; expected one part, or a share in each"},
      {"A,B:1", "product,to\nTOY,A\nTOY,A\n", "found TOY in A again, first in line 2"},
      {"A,B:1", "product,to,share\nTOY,A,0.5\nTOY,B,0.4\n", "p.csv:3: the shares of TOY sum to 0.9, expected 1"},
      {"A,B:1", "product,to,share\nTOY,A,0\n", "column share"},
      {"A,B:1", "product,to,code\nTOY,A,FORD\n", "the parts: found the product FORD, the code of a product"},
      {"A,B:1", "product,to,code\nTOY,A,B\n", "the parts: found the product B, the code of a sector"},
      {"A,B:1", "product,to,code\nCARS,A,X\n", "found a code of a family, expected none"},
      {"A,B:1", "product,to\nTOY,B\n", "p.csv: the part A has no product and no share"},
      {"A,B:1", "product,part\nTOY,B\n", "p.csv:1: the column to is missing"},
  };
  tw_world *w = cars(), *out = NULL;
  const char *file = support_temp("p.csv");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const tw_split how = {.sector = "C29", .into = cases[i].into, .products = file};
    support_write(file, cases[i].file);
    assert_fails(context, tw_world_split(context, w, &how, &out), TW_BAD_INPUT, cases[i].message);
  }
  support_write(file, "product,to\nTOY,A\n");
  const tw_split region = {.region = "USA", .into = "A:0.5,B:0.5", .products = file},
                 none = {.sector = "H49", .into = "A:0.5,B:0.5", .products = file},
                 missing = {.sector = "C29", .into = "A:0.5,B"};
  assert_fails(context, tw_world_split(context, w, &region, &out), TW_USAGE, "parts of a region have all");
  assert_fails(context, tw_world_split(context, w, &none, &out), TW_USAGE, "sector H49 has no products");
  assert_fails(context, tw_world_split(context, w, &missing, &out), TW_USAGE, "found \"B\", expected CODE:SHARE");
}

/* Products that become one: elasticities by imports, markups so that profits add up, and what cannot be one. */
static void products_put_together(void **state)
{
  (void)state;
  static const struct {
    const char *file, *message;
  } cases[] = {
      {"product,to\nTOYO,X\n",
       "t.csv:2: column product: found \"TOYO\", expected a product or family of the world; did "
       "you mean TOY?"},
      {"product,to\nTOY,X\nTOY,Y\n", "first in line 2"},
      {"product,to\nTOY,X\nTRUCK,X\n", "TOY and TRUCK, which become X, have the families CARS and none"},
      {"product,to\nTOY,X\nWHEAT,X\n", "which become X, are of two sectors of the new world"},
      {"product,to\nTOY,C29\n", "found the product C29, the code of a sector"},
      {"product,to,name\nTOY,X,One\nFORD,X,Two\n", "t.csv:3: found a second name for X, expected One as before"},
  };
  tw_world *w = cars(), *out = NULL;
  const char *file = support_temp("t.csv");
  const tw_aggregation how = {.products = file, .name = "x"};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    support_write(file, cases[i].file);
    assert_fails(context, tw_world_aggregate_with(context, w, &how, &out), TW_BAD_INPUT, cases[i].message);
  }
  support_write(file, "product,to\nFORD,TOY\n");
  assert_ok(context, tw_world_aggregate_with(context, w, &how, &out));
  hold_world(out);
  int toy = 0, ford = 0, both = 0;
  double value[2] = {0, 0}, imports[2] = {0, 0};
  (void)find(w, "TOY", &toy);
  (void)find(w, "FORD", &ford);
  assert_string_equal(find(out, "TOY", &both)->name, "Toyota");
  assert_int_equal(out->products, w->products - 1);
  for (int d = 0; d < 3; d++)
    for (int o = 0; o < 3; o++) {
      double f[2] = {flow_of(w, w->flow, toy, d, o), flow_of(w, w->flow, ford, d, o)};
      near(flow_of(out, out->flow, both, d, o), f[0] + f[1]);
      for (int k = 0; k < 2; k++) {
        value[k] += f[k];
        imports[k] += d != o ? f[k] : 0;
      }
    }
  near(out->product_theta[both], (7 * imports[0] + 6.5 * imports[1]) / (imports[0] + imports[1]));
  near(1 / out->product_markup[both], 0.25 * value[0] / (value[0] + value[1]));
  assert_int_equal(out->product[both].home, -1);
  assert_int_equal(out->product[both].owner, -1);
  assert_int_equal(out->families, 1);
}

static tw_status in_little_memory(tw_context *ctx, void *user)
{
  const char *const *file = user;
  const tw_split how = {.sector = "C29", .into = "A,B:1", .products = file[0]};
  const tw_aggregation back = {.sectors = file[1], .products = file[2], .name = "x"};
  tw_world *world = NULL, *parts = NULL, *again = NULL;
  tw_status status = tw_world_open(ctx, file[3], &world);
  if (status == TW_OK) status = tw_world_split(ctx, world, &how, &parts);
  if (status == TW_OK) status = tw_world_aggregate_with(ctx, parts, &back, &again);
  tw_world_free(again);
  tw_world_free(parts);
  tw_world_free(world);
  return status;
}

static void every_allocation_may_fail(void **state)
{
  (void)state;
  world_files *files = files_new();
  file_products(files);
  char where[512], names[3][512];
  snprintf(where, sizeof where, "%s", files_write(files, "w"));
  free(files);
  for (int i = 0; i < 3; i++)
    snprintf(names[i], sizeof names[i], "%s", support_temp(i == 0 ? "p.csv" : i == 1 ? "s.csv" : "t.csv"));
  support_write(names[0], "product,to,share,code\nTOY,A,,\nFORD,B,,FORDS\nTRUCK,A,0.5,\nTRUCK,B,0.5,\n");
  support_write(names[1], "sector,to\nA01,A01\nA,C29\nB,C29\nH49,H49\n");
  support_write(names[2], "product,to,name\nTRUCK_A,TRUCK,Trucks\nTRUCK_B,TRUCK,\nCARS_A,CARS,Cars\nCARS_B,CARS,\n");
  const char *file[] = {names[0], names[1], names[2], where};
  assert_true(support_fail_each(in_little_memory, file) > 100);
}

int main(void)
{
  const struct CMUnitTest tests[] = {HELD_TEST(shares_divide_products),
                                     HELD_TEST(a_file_names_parts),
                                     HELD_TEST(a_split_by_products_changes_no_answer),
                                     HELD_TEST(families_and_codes),
                                     HELD_TEST(wrong_files_are_refused),
                                     HELD_TEST(products_put_together),
                                     HELD_TEST(every_allocation_may_fail)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
