/* Groups of sectors of a world: where they are read and written, what becomes of them when the world changes, and that
 * every selector of a scenario takes one, a code of the world and a group of the scenario before it. */
#include "context.h"
#include "scenario/scenario.h"
#include "world/assemble.h"
#include "world_files.h"

/* The folder of world_files.h with these groups of sectors. */
static tw_world *grouped(const char *groups)
{
  world_files *files = files_new();
  file_final(files);
  strcpy(file_text(files, "sector_groups.yaml"), groups);
  tw_world *world = world_open_ok(context, files_write(files, "grouped"));
  free(files);
  return world;
}

/* "NAME: A B; …" of a world's groups, members as the file has them. */
static const char *groups_of(const tw_world *world)
{
  static char text[1024];
  twi_group group;
  *text = 0;
  for (int k = 0; twi_world_group_of(world, TWI_AXIS_SECTORS, k, &group); k++) {
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s:", k ? "; " : "", group.name);
    for (int i = 0; i < group.count; i++)
      snprintf(text + strlen(text), sizeof text - strlen(text), " %s", group.members[i]);
  }
  return text;
}

/* ---------------------------------------------------------------- reading, writing, asking */

static void every_form_keeps_them(void **state)
{
  (void)state;
  static const char all[] = "CARS: C29 C30; MADE: A01 C29";
  tw_world *world = grouped("CARS: [C29, C30]\nMADE: [A01, C29]\n"), *again = NULL, *balanced = NULL;
  assert_string_equal(groups_of(world), all);
  const tw_finding *f = world_finding(world, "group_member", -1, -1);
  assert_non_null(f);
  assert_int_equal(f->severity, 0);
  assert_non_null(strstr(f->text, "\"C30\" is no sector of this world and is left out."));
  assert_ok(context, tw_world_save(context, world, support_temp("form.tww")));
  again = world_open_ok(context, support_temp("form.tww"));
  assert_string_equal(groups_of(again), all);
  assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(world, "sha256"));
  tw_world_free(again);
  for (int i = 0; i < 2; i++) {
    char *out = strdup(support_temp(i ? "form/dta" : "form/folder"));
    const tw_export ask = {i ? "dta" : "folder", out};
    assert_ok(context, tw_world_export(context, world, &ask));
    if (i == 0) {
      again = world_open_ok(context, out);
      char *yaml = support_read(support_path(out, "world.yaml"), NULL);
      assert_non_null(strstr(yaml, "\n  sector_groups.yaml: "));
      free(yaml);
    } else {
      tw_import import;
      tw_import_default(&import);
      import.from = "dta";
      import.file = out;
      assert_ok(context, tw_world_import(context, &import, &again));
    }
    assert_string_equal(groups_of(again), all);
    assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(world, "sha256"));
    tw_world_free(again);
    free(out);
  }
  assert_ok(context, tw_world_balance(context, world, NULL, NULL, NULL, NULL, &balanced));
  assert_string_equal(groups_of(balanced), all);
  const tw_update year = {.year = 2020};
  assert_ok(context, tw_world_update(context, world, &year, &again));
  assert_string_equal(groups_of(again), all);
  tw_world_free(again);
  tw_world_free(balanced);
  tw_world_free(world);
}

/* A file that is not there when world.yaml lists it, or the other way round, is a mixture. */
static void the_list_of_files_knows_them(void **state)
{
  (void)state;
  tw_world *world = grouped("CARS: [C29]\n"), *none = NULL;
  char *folder = strdup(support_temp("listed"));
  assert_ok(context, tw_world_write_folder(context, world, folder));
  support_write(support_path(folder, "sector_groups.yaml"), "CARS: [A01]\n");
  assert_fails(context, tw_world_open(context, folder, &none), TW_BAD_INPUT, "it is not the file that was written");
  support_remove(support_path(folder, "sector_groups.yaml"));
  assert_fails(context, tw_world_open(context, folder, &none), TW_BAD_INPUT, "the file sector_groups.yaml is missing");
  assert_ok(context, tw_world_write_folder(context, world, folder));
  tw_world_free(world);
  world_files *files = files_new();
  world = world_open_ok(context, files_write(files, "without"));
  free(files);
  assert_ok(context, tw_world_write_folder(context, world, folder)); /* the older world's groups stay behind */
  tw_world_free(world);
  world = world_open_ok(context, folder);
  assert_null(tw_world_sector_group(world, 0));
  tw_world_free(world);
  free(folder);
}

/* A world without them has the stream of version 1, and the SHA-256 that it always had. */
static void without_them_nothing_changes(void **state)
{
  (void)state;
  world_files *files = files_new();
  tw_world *world = world_open_ok(context, files_write(files, "plain"));
  size_t count;
  assert_string_equal(tw_world_text(world, "sha256"),
                      "363dc0fc8c732b5ee2f83577198ed4b8c047f54b35092d885ef6dba0cd0ca174");
  assert_ok(context, tw_world_save(context, world, support_temp("plain.tww")));
  char *bytes = support_read(support_temp("plain.tww"), &count);
  assert_int_equal(bytes[8], 1);
  assert_memory_equal(bytes + TWI_TWW_HEADER + 4, "tradewind world 1", 17);
  free(bytes);
  tw_world_free(world);
  strcpy(file_text(files, "sector_groups.yaml"), "CARS: [C29]\n");
  world = world_open_ok(context, files_write(files, "plain"));
  assert_ok(context, tw_world_save(context, world, support_temp("plain.tww")));
  bytes = support_read(support_temp("plain.tww"), &count);
  assert_int_equal(bytes[8], 2);
  assert_memory_equal(bytes + TWI_TWW_HEADER + 4, "tradewind world 2", 17);
  free(bytes);
  tw_world_free(world);
  free(files);
}

static void asking(void **state)
{
  (void)state;
  tw_world *world = grouped("CARS: [C299]\n");
  const tw_finding *f = world_finding(world, "group_member", -1, -1);
  assert_int_equal(f->severity, 2);
  assert_non_null(strstr(f->text, "\"C299\" is no sector of this world and is left out; the nearest code is C29."));
  tw_world_free(world);
  world = grouped("CARS: [C29, C30]\nH49: [H49, A01]\nNONE: [X]\n");
  int members[3] = {-1, -1, -1};
  assert_string_equal(tw_world_sector_group(world, 0), "CARS");
  assert_string_equal(tw_world_sector_group(world, 2), "NONE");
  assert_null(tw_world_sector_group(world, 3));
  assert_null(tw_world_sector_group(world, -1));
  assert_int_equal(tw_world_sector_group_members(world, 1, members), 2);
  assert_int_equal(members[0], 2);
  assert_int_equal(members[1], 0);
  assert_int_equal(tw_world_sector_group_members(world, 0, NULL), 1);
  assert_int_equal(tw_world_sector_group_members(world, 2, members), 0);
  assert_int_equal(tw_world_sector_group_members(world, 3, members), -1);
  assert_string_equal(tw_world_region_group(world, 0), "CUSMA"); /* the built-in ones: this world has none */
  assert_int_equal(tw_world_region_group_members(world, 0, members), 2);
  assert_null(tw_world_region_group(world, 4));
  f = world_finding(world, "group_hidden", -1, 2);
  assert_non_null(f);
  assert_int_equal(f->severity, 1);
  assert_non_null(strstr(f->text, "The sector H49 hides the group of that name: policies that name it mean the sector "
                                  "alone, not the 1 other sectors here"));
  assert_null(world_finding(world, "group_hidden", -1, 1));
  tw_world_free(world);
}

/* ---------------------------------------------------------------- worlds made of worlds */

static void aggregating(void **state)
{
  (void)state;
  tw_world *world = grouped("CARS: [C29, C30]\nX: [A01, H49]\nPART: [A01, C29]\nWHOLE: [A01, C29, H49]\n");
  tw_world *out = world_merged(context, world, "sector,to\nA01,X\nC29,C29\nH49,X\n");
  assert_string_equal(groups_of(out), "CARS: C29; WHOLE: X C29"); /* X is now a sector, and means the same */
  const tw_finding *f = world_finding(out, "group_dropped", -1, -1);
  assert_non_null(f);
  assert_string_equal(f->text, "The group PART was dropped: a merged sector holds members of it and others.");
  tw_world_free(out);
  out = world_merged(context, world, "sector,to\nA01,A01\nC29,C29\nH49,H49\n");
  assert_string_equal(groups_of(out), "CARS: C29; X: A01 H49; PART: A01 C29; WHOLE: A01 C29 H49");
  tw_world_free(out);
  tw_world_free(world);
}

static void splitting(void **state)
{
  (void)state;
  tw_world *world = grouped("CARS: [C29]\nMADE: [A01, C29]\nREST: [H49]\n"), *out = NULL;
  const tw_split sector = {.sector = "c29", .into = "C29A:0.6,C29B:0.4"},
                 region = {.region = "CAN", .into = "EAST:0.5,WEST:0.5"};
  assert_ok(context, tw_world_split(context, world, &sector, &out));
  assert_string_equal(groups_of(out), "CARS: C29A C29B; MADE: A01 C29A C29B; REST: H49");
  assert_string_equal(tw_world_region_group(out, 0), "CUSMA");
  tw_world_free(out);
  assert_ok(context, tw_world_split(context, world, &region, &out));
  assert_string_equal(groups_of(out), "CARS: C29; MADE: A01 C29; REST: H49");
  tw_world_free(out);
  tw_world_free(world);
}

/* ---------------------------------------------------------------- scenarios */

/* The sectors that the rule's tariff of 50 % stands on, as "A01 C29", for USA buying from CAN. */
static const char *taxed(const tw_world *world, const char *head, const char *sector)
{
  static char text[256];
  char yaml[1024];
  twi_policy base, new_;
  twi_closure closure;
  tw_scenario *scenario = NULL;
  snprintf(yaml, sizeof yaml,
           "scenario: t\n%spolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: %s, to: 50 %%}\n", head, sector);
  *noted = 0;
  assert_ok(context, tw_scenario_parse(context, yaml, strlen(yaml), "t.yaml", &scenario));
  tw_status status = twi_scenario_apply_year(context, scenario, world, 0, &base, &new_, &closure, NULL);
  snprintf(text, sizeof text, "%s", status == TW_OK ? "" : tw_error(context));
  for (int s = 0; status == TW_OK && s < 3; s++)
    if (new_.wedges.tariff[(s * 3 + 1) * 3 + 0] == 0.5)
      snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", *text ? " " : "", tw_world_sector(world, s));
  twi_policy_free(context, &base);
  twi_policy_free(context, &new_);
  twi_closure_free(context, &closure);
  tw_scenario_free(scenario);
  return text;
}

static void selectors(void **state)
{
  (void)state;
  tw_world *world = grouped("MADE: [A01, C29]\nC30: [C29, H49]\nH49: [A01, H49]\nLOST: [C29, Q]\nEMPTY: [Q, R]\n");
  assert_string_equal(taxed(world, "", "MADE"), "A01 C29");
  assert_string_equal(noted, "");
  assert_string_equal(taxed(world, "", "[c30]"), "C29 H49");
  assert_string_equal(taxed(world, "", "all, except: {sector: MADE}"), "H49");
  assert_string_equal(taxed(world, "", "H49"), "H49"); /* a code comes first */
  assert_string_equal(noted,
                      "t.yaml:3:52: H49 is taken as the sector H49 of world three, not as the group of that name "
                      "(with 1 other sectors of this world)\n");
  assert_string_equal(taxed(world, "groups: {sectors: {MADE: [H49]}}\n", "MADE"), "H49"); /* the scenario's own first */
  assert_string_equal(taxed(world, "", "[LOST, A01]"), "A01 C29");
  assert_string_equal(noted, "t.yaml:3:53: group LOST: 1 of 2 members are sectors of world three; left out: Q\n");
  assert_string_equal(taxed(world, "", "EMPTY"), "t.yaml:3:52: world three has no member of group EMPTY (Q, R)");
  assert_string_equal(taxed(world, "", "MAED"),
                      "t.yaml:3:52: world three has no sector or group \"MAED\"; did you mean MADE?");
  tw_world_free(world);
  world = grouped("{}\n");
  assert_string_equal(taxed(world, "", "MADE"),
                      "t.yaml:3:52: world three has no sector \"MADE\"; it has A01, C29, H49");
  tw_world_free(world);
}

/* The other places that name sectors, and what is said of a group: its name. */
static void closures_targets_and_words(void **state)
{
  (void)state;
  static const char text[] =
      "scenario: t\nclosure: {scale: {sector: MADE, elasticity: 0.05}, production: [{region: all, sector: MADE, "
      "inputs: "
      "0.5}]}\n"
      "policy:\n  - quota: {importer: USA, exporter: CAN, sector: MADE, change: -20 %, owner: exporter, together: "
      "true}\n"
      "  - target: {output: {region: JPN, sector: MADE}, change: 1 %, by: {subsidy: {region: JPN, sector: MADE}}}\n"
      "range: {draws: 4, elasticities: {sector: MADE, spread: 10 %}}\n";
  tw_world *world = grouped("MADE: [A01, C29]\n");
  tw_scenario *scenario = NULL;
  tw_explanation *explanation = NULL;
  twi_policy base, new_;
  twi_closure closure;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  assert_ok(context, twi_scenario_apply_year(context, scenario, world, 0, &base, &new_, &closure, NULL));
  assert_true(closure.scale[0] == 0.05 && closure.scale[1] == 0.05 && closure.scale[2] == 0);
  assert_true(closure.input_elasticity[0] == 0.5 && closure.input_elasticity[1] == 0.5 &&
              closure.input_elasticity[2] == 1);
  assert_int_equal(new_.conditions, 2);
  assert_int_equal(new_.condition[0].count, 2);
  assert_non_null(strstr(new_.condition[0].what, "MADE"));
  twi_policy_free(context, &base);
  twi_policy_free(context, &new_);
  twi_closure_free(context, &closure);
  assert_ok(context, tw_scenario_explain(context, scenario, world, 0, &explanation));
  const tw_rule_effect *effect;
  assert_int_equal(tw_explanation_effects(explanation, &effect), 2);
  assert_non_null(strstr(effect[0].words, "MADE"));
  tw_explanation_free(explanation);
  tw_scenario_free(scenario);
  tw_world_free(world);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_form_keeps_them),
      cmocka_unit_test(the_list_of_files_knows_them),
      cmocka_unit_test(without_them_nothing_changes),
      cmocka_unit_test(asking),
      cmocka_unit_test(aggregating),
      cmocka_unit_test(splitting),
      cmocka_unit_test(selectors),
      cmocka_unit_test(closures_targets_and_words),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup_noting, context_teardown));
}
