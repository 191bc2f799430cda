/* Every allocation fails in turn: each call that makes or writes a world ends in TW_NO_MEMORY with nothing left over.
 */
#include "world_files.h"

static char folder[4096], file[4096], target[4096], regions_map[4096], sectors_map[4096];

static void prepare(void)
{
  tw_context *context = tw_context_new(NULL);
  world_files *files = files_new();
  file_final(files);
  strcpy(file_text(files, "groups.yaml"), "NORTH: [CAN, USA]\nALL3: [CAN, USA, JPN, CHL]\n");
  strcpy(file_text(files, "sector_groups.yaml"), "MADE: [A01, C29]\nPART: [C29, Q]\n");
  strcpy(file_text(files, "elasticities.csv"), "set,sector,parameter,estimate,standard_error,p05,p50,p95,source\n"
                                               "x,goods,made,5,0.5,,,,paper\nx,H49,,8,,2,8,9,\ny,A01,,3,,,,,\n");
  file_add(file_text(files, "world.yaml"), "elasticity_set: x\n");
  file_employment(files);
  strcpy(file_text(files, "macro.csv"), "region,population,gdp\nJPN,127.3,\nCAN,35.5,0.1\n");
  file_edit(files, "inputs.csv", "CAN,A01,A01,0.2", "CAN,A01,A01,0.200009");
  file_edit(files, "world.yaml", "title: Three regions", "title: Three regions: a test"); /* quoted on reading */
  snprintf(folder, sizeof folder, "%s", files_write(files, "world"));
  snprintf(file, sizeof file, "%s", support_temp("w.tww"));
  snprintf(target, sizeof target, "%s", support_temp("target"));
  snprintf(regions_map, sizeof regions_map, "%s", support_temp("regions_map.csv"));
  snprintf(sectors_map, sizeof sectors_map, "%s", support_temp("sectors_map.csv"));
  support_write(regions_map, "region,to,name\nCAN,NAM,North America\nUSA,NAM,\nJPN,JPN,\n");
  support_write(sectors_map, "sector,to\nA01,G\nC29,G\nH49,H49\n");
  tw_world *world = world_open_ok(context, folder);
  assert_ok(context, tw_world_save(context, world, file));
  tw_world_free(world);
  tw_context_free(context);
  free(files);
}

static tw_status open_world(tw_context *context, void *where)
{
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, where, &world);
  assert_true((status == TW_OK) == (world != NULL));
  tw_world_free(world);
  return status;
}

static tw_status use_world(tw_context *context, tw_status (*use)(tw_context *context, tw_world *world))
{
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, file, &world);
  if (status == TW_OK) status = use(context, world);
  tw_world_free(world);
  return status;
}

static tw_status save(tw_context *context, tw_world *world)
{
  return tw_world_save(context, world, target);
}

static tw_status write_folder(tw_context *context, tw_world *world)
{
  return tw_world_write_folder(context, world, target);
}

static tw_status aggregate(tw_context *context, tw_world *world)
{
  tw_world *out = NULL;
  tw_status status = tw_world_aggregate(context, world, regions_map, sectors_map, "two", "Two regions", &out);
  assert_true((status == TW_OK) == (out != NULL));
  tw_world_free(out);
  return status;
}

static tw_status save_world(tw_context *context, void *user)
{
  (void)user;
  return use_world(context, save);
}

static tw_status write_world(tw_context *context, void *user)
{
  (void)user;
  return use_world(context, write_folder);
}

static tw_status aggregate_world(tw_context *context, void *user)
{
  (void)user;
  return use_world(context, aggregate);
}

static tw_status new_world(tw_context *context, void *user)
{
  (void)user;
  static const char *const code[] = {"a", "b"};
  static const double theta[] = {4}, flow[] = {5, 1, 1, 6}, tariff[] = {0, 0.1, 0.1, 0};
  const tw_world_data data = {.name = "w",
                              .regions = 2,
                              .sectors = 1,
                              .region = code,
                              .sector = code,
                              .trade_elasticity = theta,
                              .flow = flow,
                              .tariff = tariff};
  tw_world *world = NULL;
  tw_status status = tw_world_new(context, &data, &world);
  assert_true((status == TW_OK) == (world != NULL));
  tw_world_free(world);
  return status;
}

static void opening_a_folder(void **state)
{
  (void)state;
  assert_true(support_fail_each(open_world, folder) > 100);
}

static void opening_a_file(void **state)
{
  (void)state;
  assert_true(support_fail_each(open_world, file) > 40);
}

static void opening_a_built_in_world(void **state)
{
  (void)state;
  if (getenv("TRADEWIND_SANITIZED")) skip(); /* minutes there; the folder's test takes the same way */
  char name[] = "small2014";
  assert_true(support_fail_each(open_world, name) > 100);
}

static void saving(void **state)
{
  (void)state;
  assert_true(support_fail_each(save_world, NULL) > 40);
  unlink(target);
}

/* A folder that could not be written keeps the world that was there. */
static void writing(void **state)
{
  (void)state;
  assert_true(support_fail_each(write_world, NULL) > 60);
  tw_context *context = tw_context_new(NULL);
  tw_world *world = world_open_ok(context, target);
  tw_world_free(world);
  int files = 0;
  DIR *dir = opendir(target);
  for (struct dirent *e; (e = readdir(dir));) files += strstr(e->d_name, ".tmp") != NULL;
  closedir(dir);
  assert_int_equal(files, 0); /* nothing temporary is left */
  tw_context_free(context);
}

static void aggregating(void **state)
{
  (void)state;
  assert_true(support_fail_each(aggregate_world, NULL) > 100);
}

static void making_one_in_memory(void **state)
{
  (void)state;
  assert_true(support_fail_each(new_world, NULL) > 30);
}

static void an_error_frees_everything_too(void **state)
{
  (void)state;
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *context = tw_context_new(&allocator);
  long before = atomic_load(&memory.outstanding);
  tw_world *world = world_open_ok(context, folder), *out = NULL;
  long held = atomic_load(&memory.outstanding);
  support_write(regions_map, "region,to\nCAN,NAM\nUSA,NAM\n");
  assert_int_equal(tw_world_aggregate(context, world, regions_map, NULL, "two", NULL, &out), TW_BAD_INPUT);
  assert_int_equal(tw_world_aggregate(context, world, NULL, regions_map, "two", NULL, &out), TW_BAD_INPUT);
  assert_int_equal(tw_world_aggregate(context, world, NULL, NULL, "two words", NULL, &out), TW_USAGE);
  assert_int_equal(atomic_load(&memory.outstanding), held);
  tw_world_free(world);
  assert_int_equal(atomic_load(&memory.outstanding), before);
  tw_context_free(context);
}

int main(void)
{
  prepare();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(opening_a_folder),
      cmocka_unit_test(opening_a_file),
      cmocka_unit_test(opening_a_built_in_world),
      cmocka_unit_test(saving),
      cmocka_unit_test(writing),
      cmocka_unit_test(aggregating),
      cmocka_unit_test(making_one_in_memory),
      cmocka_unit_test(an_error_frees_everything_too),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
