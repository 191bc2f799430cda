/* Products inside sectors: random worlds with products given in memory are taken as they are given, and written and read
 * as a folder and as one file they are the same to the last bit. */
#include "context.h"
#include "random_products.h"
#include "world_files.h"

#include "world/products.h"

/* Products of a sector and its rest sum to its flows, rates average to its own, and each product has what was given. */
static void products_sum_to_the_flows(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    support_random r = {seed};
    random_world *w = random_world_new(&r, 3 + support_below(&r, 4), 2 + support_below(&r, 4), WITH_ALL);
    random_products *p = random_products_new(&r, w, PRODUCTS_ALL);
    tw_world *world = make_world(context, w);
    size_t n = (size_t)w->N, all = twi_world_sector_flows(world);
    assert_true(world->products >= w->data.products && world->product_flows >= w->data.product_flows);
    for (int s = 0; s < w->S; s++) {
      assert_int_equal(world->sector_market[s + 1] - world->sector_market[s],
                       p->count[s] ? p->count[s] + p->rests[s] : 1);
      if (!p->count[s]) continue;
      for (size_t d = 0; d < n; d++)
        for (size_t o = 0; o < n; o++) {
          size_t cell = ((size_t)s * n + d) * n + o;
          double sum = 0, tariffs = 0, taxes = 0, flow = world->flow[cell];
          for (int m = world->sector_market[s]; m < world->sector_market[s + 1]; m++) {
            size_t i = twi_market_cell(world, &world->market[m], d, o);
            if (i == SIZE_MAX) continue;
            assert_true(i >= all && world->flow[i] > 0 && world->tariff[i] > -1 && world->export_tax[i] > -1);
            sum += world->flow[i];
            tariffs += world->flow[i] * world->tariff[i];
            taxes += world->flow[i] / (1 + world->export_tax[i]);
          }
          assert_true(fabs(sum - flow) <= 1e-12 * flow);
          assert_true(fabs(tariffs - flow * world->tariff[cell]) <= 1e-9 * flow);
          assert_true(fabs(taxes - flow / (1 + world->export_tax[cell])) <= 1e-9 * flow);
        }
    }
    for (size_t k = 0; k < w->data.product_flows; k++) {
      const tw_world_product_flow *f = &p->flow[k];
      const char *code = p->product[f->product].code;
      int g = twi_world_product_index(world, code, strlen(code));
      const twi_market of = {world->product[g].sector, g, 0};
      size_t i = twi_market_cell(world, &of, (size_t)f->importer, (size_t)f->exporter);
      assert_true(i != SIZE_MAX && world->flow[i] == f->value);
      assert_true(isnan(f->quantity) ? isnan(world->quantity[i - all]) : world->quantity[i - all] == f->quantity);
      if (!isnan(f->tariff)) assert_true(world->tariff[i] == f->tariff);
    }
    tw_world_free(world);
    random_products_free(p);
    random_world_free(w);
  }
}

static void same_doubles(const double *a, const double *b, size_t count)
{
  assert_true((a != NULL) == (b != NULL));
  if (a && count) assert_memory_equal(a, b, count * sizeof *a);
}

static void same_products(const tw_world *a, const tw_world *b)
{
  size_t flows = twi_world_flows(a), products = (size_t)a->products;
  assert_int_equal(a->products, b->products);
  assert_int_equal(a->families, b->families);
  assert_int_equal(a->product_flows, b->product_flows);
  for (int g = 0; g < a->products; g++) {
    const twi_product *x = &a->product[g], *y = &b->product[g];
    assert_true(x->sector == y->sector && x->family == y->family && x->rest == y->rest && x->home == y->home &&
                x->owner == y->owner);
    assert_string_equal(x->code, y->code);
    assert_string_equal(x->name, y->name);
    assert_string_equal(x->unit, y->unit);
  }
  for (int h = 0; h < a->families; h++) {
    assert_int_equal(a->family[h].sector, b->family[h].sector);
    assert_string_equal(a->family[h].code, b->family[h].code);
    assert_string_equal(a->family[h].name, b->family[h].name);
  }
  same_doubles(a->flow, b->flow, flows);
  same_doubles(a->tariff, b->tariff, flows);
  same_doubles(a->export_tax, b->export_tax, flows);
  same_doubles(a->quantity, b->quantity, a->product_flows);
  same_doubles(a->product_elasticity, b->product_elasticity, (size_t)a->S);
  same_doubles(a->family_elasticity, b->family_elasticity, (size_t)a->families);
  same_doubles(a->product_theta, b->product_theta, products);
  same_doubles(a->product_markup, b->product_markup, products);
  assert_memory_equal(a->product_row, b->product_row, (products * (size_t)a->N + 1) * sizeof *a->product_row);
  assert_memory_equal(a->product_seller, b->product_seller, a->product_flows * sizeof *a->product_seller);
  same_doubles(a->spending, b->spending, twi_world_cells(a));
  same_doubles(a->output, b->output, twi_world_cells(a));
  assert_string_equal(tw_world_text(a, "sha256"), tw_world_text(b, "sha256"));
}

static void folders_and_files_are_the_same(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 12; seed++) {
    support_random r = {seed};
    random_world *w = random_world_new(&r, 3 + support_below(&r, 3), 2 + support_below(&r, 3), (int)(seed % 16));
    random_products *p = random_products_new(&r, w, seed % 4 ? PRODUCTS_ALL : (int)(seed / 4));
    tw_world *world = make_world(context, w), *folder = NULL, *file = NULL;
    assert_ok(context, tw_world_write_folder(context, world, support_temp("folder")));
    folder = world_open_ok(context, support_temp("folder"));
    same_products(world, folder);
    assert_ok(context, tw_world_save(context, folder, support_temp("w.tww")));
    file = world_open_ok(context, support_temp("w.tww"));
    same_products(world, file);
    tw_world_free(file);
    tw_world_free(folder);
    tw_world_free(world);
    random_products_free(p);
    random_world_free(w);
  }
}

/* The order of rows says nothing, but for that of products of a sector; a row of zero is none. */
static void any_order_of_rows(void **state)
{
  (void)state;
  world_files *files = files_new();
  file_products(files);
  tw_world *world = world_open_ok(context, files_write(files, "a")), *again;
  char *text = file_text(files, "product_flows.csv"), *line[128], copy[ROOM];
  int count = 0;
  strcpy(copy, text);
  char *header = strtok(copy, "\n");
  while ((line[count] = strtok(NULL, "\n"))) count++;
  *text = 0;
  file_add(text, "%s\n\nTOY,CAN,JPN,0,,\n", header);
  for (int i = count; i-- > 0;) file_add(text, "%s\n", line[i]);
  again = world_open_ok(context, files_write(files, "b"));
  same_products(world, again);
  tw_world_free(again);
  /* What the fixture says: the rest of C29 is a third, its rate makes the average 2.5 per cent. */
  const twi_market rest = {
      1, world->sector_market[2] - world->sector_market[1] + world->market[world->sector_market[1]].product - 1, 0};
  assert_true(world->product[rest.product].rest && world->product[rest.product].sector == 1);
  size_t cell = twi_market_cell(world, &rest, 0, 1);
  assert_true(fabs(world->flow[cell] - file_flow(1, 0, 1) * 1.5 / 4.5) < 1e-12);
  assert_true(fabs(world->tariff[cell] - 0.025) < 1e-12);
  assert_int_equal(world->sector_market[1], 1); /* A01 is all wheat */
  assert_string_equal(world->product[0].code, "WHEAT");
  assert_string_equal(world->product[1].code, "TOY");
  assert_string_equal(world->product[2].code, "FORD");
  assert_string_equal(world->product[3].code, "TRUCK");
  tw_world_free(world);
  free(files);
}

/* What can be asked by the public header, of the folder's fixture. */
static void what_can_be_asked(void **state)
{
  (void)state;
  world_files *files = files_new();
  file_products(files);
  tw_world *w = world_open_ok(context, files_write(files, "w"));
  free(files);
  tw_product p;
  tw_family f;
  tw_world_product_flow flow;
  assert_int_equal(tw_world_products(w), 5); /* a rest of C29 */
  assert_int_equal(tw_world_families(w), 1);
  assert_true(tw_world_family_at(w, 0, &f) && !tw_world_family_at(w, 1, &f) && !tw_world_family_at(w, -1, &f));
  assert_string_equal(f.name, "Passenger cars");
  assert_true(f.sector == 1 && f.product_elasticity == 3 && tw_world_find_family(w, "cars") == 0);
  int toy = tw_world_find_product(w, "toy");
  assert_true(tw_world_product_at(w, toy, &p) && p.sector == 1 && p.family == 0 && p.home == 2 && p.owner == 2 &&
              !p.rest && p.trade_elasticity == 7 && p.markup_elasticity == 4 && p.flows == 8);
  assert_string_equal(p.unit, "cars");
  size_t seen = 0;
  for (size_t i = p.first_flow; i < p.first_flow + p.flows; i++) {
    assert_true(tw_world_product_flow_at(w, i, &flow) && flow.product == toy);
    assert_true(flow.value == tw_world_numbers(w, "product_value")[i]);
    assert_true(flow.tariff == tw_world_numbers(w, "product_tariff")[i] && flow.export_tax == 0);
    if (flow.importer != 0 || flow.exporter != 1) continue;
    assert_true(flow.tariff == 0.0125 && flow.quantity == 25 && fabs(flow.value - file_flow(1, 0, 1) / 4.5) < 1e-15);
    seen++;
  }
  assert_int_equal(seen, 1);
  int rest = tw_world_find_product(w, "c29.REST");
  assert_true(tw_world_product_at(w, rest, &p) && p.rest && p.trade_elasticity == 5.5 && isnan(p.markup_elasticity));
  assert_string_equal(p.name, "Other Cars");
  assert_true(tw_world_find_product(w, "rest") == -1 && tw_world_find_product(w, "A01.rest") == -1 &&
              tw_world_find_product(w, ".rest") == -1 && tw_world_find_product(w, "C29") == -1);
  assert_false(tw_world_product_at(w, 5, &p) || tw_world_product_flow_at(w, tw_world_product_flows(w), &flow));
  assert_true(tw_world_numbers(w, "product_elasticity")[1] == 1.5 && !tw_world_numbers(w, "product_export_tax"));
  assert_true(isnan(tw_world_numbers(w, "product_quantity")[tw_world_product_flows(w) - 1]));
  const tw_finding *sum = world_finding(w, "products", -2, -2), *rates = world_finding(w, "product_rates", -2, -2);
  assert_true(sum && rates && sum->severity == 0 && rates->severity == 0);
  assert_non_null(strstr(sum->text, "4 products of 2 sectors sum to the flows"));
  tw_world_free(w);
}

/* Rates of a further column by product, given in memory. */
static void further_columns(void **state)
{
  (void)state;
  support_random r = {5};
  random_world *w = random_world_new(&r, 3, 2, WITH_TARIFFS);
  tw_world *world = NULL;
  double rate[18], of_product[2] = {0.02, NAN};
  for (int i = 0; i < 18; i++) rate[i] = 0.1;
  const tw_world_column column = {"tariff_mfn_pct", rate};
  const double *const rates[] = {of_product};
  const tw_world_product one = {.code = "ONE", .sector = "S00", .trade_elasticity = 4};
  const tw_world_product_flow flow[2] = {{0, 0, 1, w->flow[flow_at(w, 0, 0, 1)] / 2, NAN, NAN, NAN},
                                         {0, 0, 0, w->flow[flow_at(w, 0, 0, 0)] / 2, NAN, NAN, NAN}};
  w->data.tariff_column = &column;
  w->data.tariff_columns = 1;
  w->data.product_rate = rates;
  w->data.product = &one;
  w->data.products = 1;
  w->data.product_flow = flow;
  w->data.product_flows = 2;
  assert_ok(context, tw_world_new(context, &w->data, &world));
  const twi_market own = {0, 0, 0}, rest = {0, 1, 0};
  assert_true(world->columns[0].values[twi_market_cell(world, &own, 0, 1)] == 0.02);
  assert_true(fabs(world->columns[0].values[twi_market_cell(world, &rest, 0, 1)] - 0.18) < 1e-15);
  assert_true(world->columns[0].values[twi_market_cell(world, &own, 0, 0)] == 0.1);
  tw_world_free(world);
  of_product[1] = -1;
  assert_fails(context, tw_world_new(context, &w->data, &world), TW_BAD_INPUT, "tariff_mfn_pct is -1");
  random_world_free(w);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(products_sum_to_the_flows), cmocka_unit_test(folders_and_files_are_the_same),
      cmocka_unit_test(any_order_of_rows), cmocka_unit_test(what_can_be_asked), cmocka_unit_test(further_columns)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
