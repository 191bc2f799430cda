/* Worlds with products where things fail: each allocation in turn, and .tww files whose sums are right and whose content
 * is not. */
#include "held.h"
#include "random_products.h"
#include "world_files.h"

#include "base/digest.h"
#include "world/assemble.h"
#include "world/products.h"

static char folder[4096], file[4096], target[4096], map[4096], flows[4096], list[4096], made[4096], csv[4096];

static void name_files(void)
{
  tw_context *ctx = tw_context_new(NULL);
  world_files *files = files_new();
  file_products(files);
  strcpy(file_text(files, "stocks.csv"), "region,product,quantity,days\nUSA,WHEAT,77.25,\nCAN,WHEAT,4321.5,12.25\n");
  strcpy(file_text(files, "calories.csv"), "product,kcal_per_unit,region,food_share\nWHEAT,3210.5,,0.75\n"
                                           "WHEAT,3000.5,USA,\n");
  snprintf(folder, sizeof folder, "%s", files_write(files, "world"));
  char *const path[] = {file, target, map, flows, list, made, csv};
  static const char *const name[] = {"w.tww", "target", "map.csv", "flows.csv", "list.csv", "made.csv", "long.csv"};
  for (int i = 0; i < 7; i++) snprintf(path[i], 4096, "%s", support_temp(name[i]));
  support_write(map, "region,to\nCAN,NAM\nUSA,NAM\nJPN,JPN\n");
  support_write(flows, "product,importer,exporter,value,quantity,share\nVAN,CAN,USA,9,5,\nVAN,,JPN,,,0.3\n");
  support_write(list, "sector,product,name,trade_elasticity,unit\nC29,VAN,Vans,5,cars\n");
  support_write(made, "product,region,value\nVAN,USA,20\n");
  support_write(csv, "importer,exporter,sector,product,value\nA,A,F,p,5\nA,B,F,p,1\nB,B,F,,5\nA,B,F,q,2\nB,A,F,p,1\n");
  tw_world *world = world_open_ok(ctx, folder);
  assert_ok(ctx, tw_world_save(ctx, world, file));
  tw_world_free(world);
  tw_context_free(ctx);
  free(files);
}

static tw_status open_one(tw_context *ctx, void *where)
{
  tw_world *world = NULL;
  tw_status status = tw_world_open(ctx, where, &world);
  assert_true((status == TW_OK) == (world != NULL));
  tw_world_free(world);
  return status;
}

enum { SAVE, FOLDER, WITH, AGGREGATE, SPLIT, UPDATE, CALIBRATE, COMPARE, EXPORT };

static tw_status use_one(tw_context *ctx, void *what)
{
  tw_world *w = NULL, *out = NULL;
  tw_comparison *comparison = NULL;
  tw_world_data changes = {.name = "other"};
  const tw_split split = {.region = "USA", .into = "X:0.4,Y:0.6"};
  const tw_update update = {.gdp = made, .year = 2020};
  const tw_export export_ = {"csv", target};
  tw_calibration how;
  tw_calibration_default(&how);
  how.flows = flows;
  how.products = list;
  how.production = made;
  how.between = "C29=2";
  how.scaled = target;
  tw_status status = tw_world_open(ctx, file, &w);
  if (status != TW_OK) return status;
  switch (*(int *)what) {
  case SAVE:
    status = tw_world_save(ctx, w, target);
    break;
  case FOLDER:
    status = tw_world_write_folder(ctx, w, target);
    break;
  case WITH:
    status = tw_world_with(ctx, w, &changes, &out);
    break;
  case AGGREGATE:
    status = tw_world_aggregate(ctx, w, map, NULL, "two", NULL, &out);
    break;
  case SPLIT:
    status = tw_world_split(ctx, w, &split, &out);
    break;
  case UPDATE:
    status = tw_world_update(ctx, w, &update, &out);
    break;
  case CALIBRATE:
    status = tw_world_calibrate_products(ctx, w, &how, &out);
    break;
  case COMPARE:
    status = tw_world_compare(ctx, w, w, 0, &comparison);
    break;
  case EXPORT:
    status = tw_world_export(ctx, w, &export_);
    break;
  default:
    fail();
  }
  tw_comparison_free(comparison);
  tw_world_free(out);
  tw_world_free(w);
  return status;
}

static tw_status import_one(tw_context *ctx, void *user)
{
  tw_world *world = NULL;
  const tw_import ask = {.from = "csv", .file = csv, .map = "product=product"};
  (void)user;
  tw_status status = tw_world_import(ctx, &ask, &world);
  tw_world_free(world);
  return status;
}

static tw_status make_one(tw_context *ctx, void *data)
{
  tw_world *world = NULL;
  tw_status status = tw_world_new(ctx, data, &world);
  tw_world_free(world);
  return status;
}

static void each_allocation_fails(void **state)
{
  (void)state;
  name_files();
  assert_true(support_fail_some(open_one, folder, 7) > 100);
  assert_true(support_fail_each(open_one, file) > 50);
  assert_true(support_fail_each(import_one, NULL) > 50);
  support_random r = {4};
  random_world *w = random_world_new(&r, 3, 3, WITH_ALL);
  random_products *p = random_products_new(&r, w, PRODUCTS_ALL);
  assert_true(support_fail_each(make_one, &w->data) > 50);
  random_products_free(p);
  random_world_free(w);
  support_write(made, "region,gdp\nCAN,250\n"); /* for the update */
  for (int what = SAVE; what <= EXPORT; what++) {
    if (what == CALIBRATE) support_write(made, "product,region,value\nVAN,USA,20\n");
    if (what == FOLDER || what == SAVE || what == EXPORT) support_remove(target);
    (void)support_fail_some(use_one, &what, 5);
    support_remove(target);
  }
}

/* ---------------------------------------------------------------- files made by hand */

static void sum_again(tw_context *ctx, unsigned char *bytes)
{
  twi_digest *digest;
  size_t stream = (size_t)twi_get_u64(bytes + 24), findings = (size_t)twi_get_u64(bytes + 32);
  assert_ok(ctx, twi_digest_new(ctx, &digest));
  assert_ok(ctx, twi_digest_add(digest, bytes + TWI_TWW_HEADER, stream));
  assert_ok(ctx, twi_digest_end(digest, bytes + TWI_TWW_SUM, NULL));
  assert_ok(ctx, twi_digest_add(digest, bytes, TWI_TWW_OTHER_SUM));
  assert_ok(ctx, twi_digest_add(digest, bytes + TWI_TWW_HEADER + stream, findings));
  assert_ok(ctx, twi_digest_end(digest, bytes + TWI_TWW_OTHER_SUM, NULL));
  twi_digest_free(digest);
}

static size_t find(const unsigned char *bytes, size_t count, const void *what, size_t size)
{
  for (size_t i = TWI_TWW_HEADER; i + size <= count; i++)
    if (memcmp(bytes + i, what, size) == 0) return i;
  fail_msg("not found");
  return 0;
}

/* What stands in the file, changed: the sums are right again, and the file is refused for what it says. */
static void content_by_hand(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  name_files();
  size_t count;
  unsigned char *bytes = hold(support_read(file, &count), held_text), *copy = hold(malloc(count), held_text);
  tw_world *w = NULL;
  const double three = 3, quantity = 25, value = file_flow(1, 0, 1) / 4.5, rate = 0.0125, some = 4321.5, more = 77.25,
               kcal = 3210.5;
  size_t toyota = find(bytes, count, "Toyota", 6), lists = find(bytes, count, "\4\0\0\0CARS", 8);
  size_t eta = find(bytes, count, &three, 8), theta = eta + 8, markup = theta + 5 * 8; /* of the second of four */
  size_t stock = find(bytes, count, &some, 8), next = find(bytes, count, &more, 8),
         eaten = find(bytes, count, &kcal, 8);
  const struct {
    size_t at;
    int wide; /* 1: a double */
    double number;
    const char *says;
  } cases[] = {
      {lists - 16, 0, 1e9, "larger than the file"},
      {lists - 12, 0, 1e9, "larger than the file"},
      {lists - 8, 0, 2e9, "larger than the file"},
      {lists - 8, 0, 31, "do not add up"},
      {lists - 8, 0, 20, "do not add up"},
      {lists - 4, 0, 3, "the sector of a product or family is number 3 of 3"},
      {lists - 4, 0, 0, "a product is in a family of another sector"},
      {toyota - 27, 0, 9, "the sector of a product"},
      {toyota - 23, 0, 2, "the family of a product"},
      {toyota - 19, 0, 4, "the home of a product"},
      {toyota - 15, 0, 77, "the owner of a product"},
      {toyota - 11, 0, 2e9, "larger than the file"},
      {eta, 1, -1, "product_elasticity of a product or family is -1"},
      {eta, 1, NAN, "product_elasticity of a product or family is nan"},
      {eta - 24, 1, -0.0, "product_elasticity of a product or family is -0"},
      {theta, 1, 0, "trade_elasticity of a product or family is 0"},
      {theta, 1, INFINITY, "trade_elasticity of a product or family is inf"},
      {markup, 1, 1, "markup_elasticity of a product or family is 1"},
      {find(bytes, count, &value, 8), 1, -1, "a flow of a product or family is -1"},
      {find(bytes, count, &value, 8), 1, 1e9, "more than the flow of the sector"},
      {find(bytes, count, &rate, 8), 1, -1, "a tariff of a product or family is -1"},
      {find(bytes, count, &rate, 8), 1, 0.9, "would leave the rest"},
      {find(bytes, count, &quantity, 8), 1, -10, "a quantity of a product or family is -10"},
      {stock - 17, 0, 2e9, "larger than the file"},
      {stock - 13, 0, 2e9, "larger than the file"},
      {stock - 4, 0, 4, "the region of a stock or of calories is number 4 of 3"},
      {stock - 4, 0, 0, "stocks.csv: row 1, of \"WHEAT\", has no product or region of the world"},
      {stock - 4, 0, 2, "stocks.csv: row 2, of \"WHEAT\", does not stand in the order of products and regions"},
      {next - 4, 0, 1, "stocks.csv: row 2, of \"WHEAT\", does not stand in the order of products and regions"},
      {stock - 9, 0, 0x41414141, "stocks.csv: row 1, of \"AAAAT\", has no product or region of the world"},
      {stock, 1, -1, "stocks.csv: row 1"},
      {stock, 1, NAN, "stocks.csv: row 1"},
      {stock + 8, 1, -0.0, "stocks.csv: row 1"},
      {next + 8, 1, -NAN, "the days of a stock are a missing value with other bytes than NaN has here"},
      {eaten + 8, 1, 1.5, "calories.csv: row 1"},
      {eaten - 4, 0, 3, "calories.csv: row 2, of \"WHEAT\", does not stand in the order"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    memcpy(copy, bytes, count);
    if (cases[i].wide)
      memcpy(copy + cases[i].at, &cases[i].number, 8);
    else
      twi_put_u32(copy + cases[i].at, (uint32_t)cases[i].number);
    sum_again(ctx, copy);
    support_write_bytes(target, copy, count);
    tw_status status = tw_world_open(ctx, target, &w);
    if (status != TW_BAD_INPUT || !strstr(tw_error(ctx), cases[i].says))
      fail_msg("case %zu: %s: %s lacks %s", i, tw_status_word(status), tw_error(ctx), cases[i].says);
  }
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {HELD_TEST(each_allocation_fails), HELD_TEST(content_by_hand)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
