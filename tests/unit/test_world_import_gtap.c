/* A GTAP base of two commodities and two regions, whose world can be reckoned by hand, and small made-up ones in both layouts
 * (seeds of the fuzz target) with every allocation made to fail. tests/replication/gtap.py has the large ones. */
#include "har_files.h"
#include "imports.h"

static const char *const commodity[] = {"food", "wtp"}, *const endowment[] = {"labor"}, *const place[] = {"aus", "nzl"},
                         *const carrier[] = {"wtp"};
static const char *const *const elements[] = {commodity, commodity, carrier, endowment, place};
static const char *const set_names[] = {"COMM", "ACTS", "MARG", "ENDW", "REG"};
static const int sizes[] = {2, 2, 1, 1, 2};

/* A header of the base: sets by the letters of gtap.h, numbers first index fastest. */
static void put(har_file *f, const char *name, const char *sets, const double *value)
{
  int dims[4], rank = (int)strlen(sets);
  const char *set[4];
  const char *const *element[4];
  for (int i = 0; i < rank; i++) {
    int k = (int)(strchr("camer", sets[i]) - "camer");
    dims[i] = sizes[k];
    set[i] = set_names[k];
    element[i] = elements[k];
  }
  har_array(f, name, "REFULL", rank, dims, set, element, value);
}

/* Food of 100 goes from Australia to New Zealand: 100 to the seller, 110 fob (export tax 10 %), 120 cif with freight of 10,
 * 144 with a tariff of 20 %. Freight is carried by Australia (6) and New Zealand (4). Each buys 500 of its own food and 50 of
 * its own transport for final demand; New Zealand's industry of transport buys 44 of the imported food. No other inputs. */
static const char *write_base(void)
{
  const char *folder = support_temp_folder("by-hand");
  har_file f = {.file = fopen(support_path(folder, "basedata.har"), "wb")};
  assert_non_null(f.file);
  const double none[8] = {0};
  /* crr: c, source, destination: food, aus to nzl is at 0 + 2 * (0 + 2 * 1) = 4 */
  put(&f, "VXSB", "crr", (const double[8]){[4] = 100});
  put(&f, "VFOB", "crr", (const double[8]){[4] = 110});
  put(&f, "VCIF", "crr", (const double[8]){[4] = 120});
  put(&f, "VMSB", "crr", (const double[8]){[4] = 144});
  put(&f, "VST", "mr", (const double[2]){6, 4});
  put(&f, "VTWR", "mcrr", (const double[8]){[4] = 10});
  put(&f, "VDFB", "car", none);
  put(&f, "VDFP", "car", none);
  put(&f, "VMFB", "car", (const double[8]){[6] = 44}); /* food, activity wtp, nzl: 0 + 2 * (1 + 2 * 1) */
  put(&f, "VMFP", "car", (const double[8]){[6] = 46});
  put(&f, "VDPB", "cr", (const double[4]){500, 50, 500, 50});
  put(&f, "VDPP", "cr", (const double[4]){550, 50, 500, 50});
  put(&f, "VMPB", "cr", (const double[4]){[2] = 100});
  put(&f, "VMPP", "cr", (const double[4]){[2] = 105});
  static const char *const zero[] = {"VDGB", "VDGP", "VMGB", "VMGP", "VDIB", "VDIP", "VMIB", "VMIP"};
  for (size_t i = 0; i < sizeof zero / sizeof *zero; i++) put(&f, zero[i], "cr", none);
  /* made: aus 600 food, 56 transport; nzl 500 and 54; a tax of 10 on Australia's food */
  put(&f, "MAKB", "car", (const double[8]){600, 0, 0, 56, 500, 0, 0, 54});
  put(&f, "MAKS", "car", (const double[8]){590, 0, 0, 56, 500, 0, 0, 54});
  put(&f, "EVFP", "ear", (const double[4]){590, 56, 500, 8});
  put(&f, "EVFB", "ear", (const double[4]){580, 56, 500, 8});
  fclose(f.file);
  return folder;
}

static void close_to(double found, double expected)
{
  if (!(fabs(found - expected) <= 1e-6 * fmax(1, fabs(expected))))
    fail_msg("found %.12g, expected %.12g", found, expected);
}

static void reckoned_by_hand(void **state)
{
  (void)state;
  tw_world *world = NULL;
  tw_import ask = {.from = "gtap", .file = write_base()};
  assert_ok(context, tw_world_import(context, &ask, &world));
  /* [S][N][N]: sector, importer, exporter */
  const double *flow = tw_world_numbers(world, "flow"), *tariff = tw_world_numbers(world, "tariff"),
               *tax = tw_world_numbers(world, "export_tax"), *output = tw_world_numbers(world, "output"),
               *spending = tw_world_numbers(world, "spending"), *added = tw_world_numbers(world, "value_added"),
               *deficit = tw_world_numbers(world, "deficit"), *inputs = tw_world_numbers(world, "input_share");
  static const double flows[8] = {500, 0, 110, 500,
                                  50,  0, 6,   54}; /* freight to New Zealand: 6 from aus, 4 from itself */
  for (int i = 0; i < 8; i++) close_to(flow[i], flows[i]);
  close_to(tariff[2], 0.2);
  close_to(tax[2], 0.1);
  close_to(tariff[6], 0.2);          /* the duty on freight */
  close_to(tariff[7], 0.2 * 4 / 54); /* of which 4 is its own */
  close_to(tax[6], 0);
  static const double made[4] = {600, 56, 500, 54}; /* [N][S] */
  for (int i = 0; i < 4; i++) close_to(output[i], made[i]);
  close_to(spending[2], 500 + 132); /* imports of food without freight: 110 with its tariff */
  close_to(spending[3], 50 + 12);   /* and freight with its */
  close_to(added[0], 600 + 56);     /* endowments, and taxes on them and on output */
  close_to(added[1], 500 + 8 + 2);  /* and the tax of 2 on imported inputs */
  close_to(deficit[1], 120 - 4);    /* cif less what it gives to the pool */
  /* New Zealand's transport pays 44 for food of 54: 12 / 144 of it is freight */
  close_to(inputs[(1 * 2 + 1) * 2 + 0], 44. * 132 / 144 / 54);
  close_to(inputs[(1 * 2 + 1) * 2 + 1], 44. * 12 / 144 / 54);
  close_to(tw_world_numbers(world, "gdp")[0], 600 + 110 + 6);
  close_to(tw_world_numbers(world, "gdp")[1], 550 + 105 + 4 - 120);
  tw_world_free(world);
}

/* The three files of a seed in a folder. */
static const char *unpack_seed(const char *name)
{
  static const char *const files[] = {"basedata.har", "sets.har", "default.prm"}, line[] = "====\n";
  size_t count, at = 0;
  char *bytes = support_read(support_source(support_path("tests/fuzz/seeds/gtap", name)), &count);
  const char *folder = support_temp_folder(name);
  assert_non_null(bytes);
  for (int i = 0; i < 3; i++) {
    size_t end = at;
    while (end < count && (count - end < 5 || memcmp(bytes + end, line, 5) != 0)) end++;
    support_write_bytes(support_path(folder, files[i]), bytes + at, end - at);
    at = end + 5;
  }
  free(bytes);
  return folder;
}

static void in_little_memory(void **state)
{
  (void)state;
  char folder[4096];
  static const char *const seed[] = {"seven", "six"};
  for (int i = 0; i < 2; i++) {
    snprintf(folder, sizeof folder, "%s", unpack_seed(seed[i]));
    import_in_little_memory((tw_import){.from = "gtap", .file = folder}, 200);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(reckoned_by_hand), cmocka_unit_test(in_little_memory)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
