/* The results folder: its files, columns and manifest; whole or not at all, whatever fails while it is written. */
#include <signal.h>
#include <sys/resource.h>

#include "base/kinds.h"
#include "group.h"
#include "manifest.h"
#include "report/report.h"

static const char regions_header[] =
    "region,real_income_pct,equivalent_variation,real_wage_pct,wage_pct,price_index_pct,exports_pct,imports_pct,"
    "tariff_revenue_base_pct,tariff_revenue_new_pct,terms_of_trade_pct,volume_of_trade_pct,technical_pct,transfers_pct,"
    "remainder_pct,first_order_terms_of_trade_pct,first_order_volume_of_trade_pct,first_order_welfare_pct,"
    "production_pct,factors_pct,employment_pct,rents_new_pct,gdp_base,gdp_new,gdp_pct,real_gdp_pct,employment_base,"
    "employment_change\n";
static const char sectors_header[] = "region,sector,output_pct,output_value_pct,unit_cost_pct,price_pct,exports_pct,"
                                     "imports_pct,value_added_change,employment_change,output_base,"
                                     "value_added_base,exports_base,imports_base,employment_base\n";
static const char groups_header[] = "group,real_income_pct,equivalent_variation,real_gdp_pct,exports_pct,imports_pct\n";
static const char trade_header[] =
    "sector,importer,exporter,base_value,new_value,change_pct,tariff_base_pct,tariff_new_pct\n";

/* ---------------------------------------------------------------- results */

static tw_status solve(tw_context *ctx, const tw_world *of, double points, const tw_settings *settings,
                       tw_result **result)
{
  char text[256];
  snprintf(text, sizeof text,
           "scenario: t\ntitle: \"A, \\\"title\\\"\"\npolicy:\n"
           "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: %g pp}\n",
           points);
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  *result = NULL;
  tw_status status = tw_scenario_parse(ctx, text, strlen(text), "t.yaml", &scenario);
  if (status == TW_OK) status = tw_solver_new(ctx, of, settings, &solver);
  if (status == TW_OK) status = tw_solve(solver, scenario, result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  return status;
}

static tw_result *solved(double points)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  tw_result *result;
  assert_ok(context, solve(context, world, points, &settings, &result));
  assert_true(tw_result_info(result)->outcome > 0);
  return result;
}

static tw_result *unsolved(void)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.max_iterations = 1;
  settings.max_steps = 0;
  tw_result *result;
  assert_ok(context, solve(context, world, 300, &settings, &result));
  assert_true(tw_result_info(result)->outcome <= 0);
  return result;
}

/* ---------------------------------------------------------------- folders */

/* A path in the temporary folder that outlasts the ring of support_path. */
static const char *kept_path(const char *name)
{
  static char path[2][4096];
  static int turn;
  turn = !turn;
  snprintf(path[turn], sizeof path[turn], "%s", support_temp(name));
  return path[turn];
}

/* Names and contents of a folder as one text, sorted, so that two states can be compared. */
static char *picture(const char *at_path)
{
  char *folder = strdup(at_path); /* the ring of support_path turns below */
  struct dirent **names;
  int count = scandir(folder, &names, NULL, alphasort);
  size_t used = 0, room = 1 << 16;
  char *text = calloc(1, room);
  assert_non_null(text);
  for (int i = 0; i < count; i++) {
    const char *name = names[i]->d_name;
    if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
      const char *path = support_path(folder, name);
      struct stat s;
      if (lstat(path, &s) != 0) fail_msg("%s is not there", path);
      char *content = S_ISDIR(s.st_mode) ? picture(path) : support_read(path, NULL);
      assert_non_null(content);
      while (used + strlen(name) + strlen(content) + 16 > room) assert_non_null(text = realloc(text, room *= 2));
      used += (size_t)sprintf(text + used, "== %s\n%s", name, content);
      free(content);
    }
    free(names[i]);
  }
  if (count >= 0) free(names);
  free(folder);
  return text;
}

static void assert_unchanged(const char *folder, const char *before)
{
  char *now = picture(folder);
  if (strcmp(now, before) != 0) fail_msg("%s changed from\n%s\nto\n%s", folder, before, now);
  free(now);
}

static int lines(const char *text)
{
  int count = 0;
  for (; *text; text++) count += *text == '\n';
  return count;
}

/* ---------------------------------------------------------------- what is written */

/* Cells of a line, one after the other. */
static const char *next_cell(const char **p, char cell[64])
{
  size_t n = strcspn(*p, ",\n");
  assert_true(n < 64);
  memcpy(cell, *p, n);
  cell[n] = 0;
  *p += n + ((*p)[n] != 0);
  return cell;
}

static void assert_number(const char *cell, double expected)
{
  if (isnan(expected)) {
    assert_string_equal(cell, "");
  } else if (!*cell || strtod(cell, NULL) != expected) {
    fail_msg("found \"%s\", expected %.17g", cell, expected);
  }
}

static void tables_hold_the_columns(void **state)
{
  (void)state;
  const char *folder = kept_path("tables");
  tw_result *result = solved(25);
  assert_ok(context, tw_result_write(context, result, folder, NULL));
  char cell[64];

  char *text = support_read(support_path(folder, "regions.csv"), NULL);
  assert_true(strncmp(text, regions_header, strlen(regions_header)) == 0);
  const char *p = text + strlen(regions_header), *name;
  for (int r = 0; r < 3; r++) {
    assert_string_equal(next_cell(&p, cell), tw_world_region(world, r));
    for (int i = 0; (name = tw_result_column_name(TW_REGIONS, i)); i++)
      if (strcmp(name, "capital_pct") != 0 && strcmp(name, "profits_change") != 0) /* of years, of owners alone */
        assert_number(next_cell(&p, cell), tw_result_column(result, TW_REGIONS, name)[r]);
  }
  assert_true(*p == 0);
  free(text);

  text = support_read(support_path(folder, "sectors.csv"), NULL);
  assert_true(strncmp(text, sectors_header, strlen(sectors_header)) == 0);
  p = text + strlen(sectors_header);
  for (int k = 0; k < 9; k++) {
    assert_string_equal(next_cell(&p, cell), tw_world_region(world, k / 3));
    assert_string_equal(next_cell(&p, cell), tw_world_sector(world, k % 3));
    for (int i = 0; (name = tw_result_column_name(TW_SECTORS, i)); i++)
      assert_number(next_cell(&p, cell), tw_result_column(result, TW_SECTORS, name)[k]);
  }
  assert_true(*p == 0);
  free(text);

  text = support_read(support_path(folder, "groups.csv"), NULL);
  assert_true(strncmp(text, groups_header, strlen(groups_header)) == 0);
  p = text + strlen(groups_header);
  for (int g = 0; g < tw_result_groups(result); g++) {
    assert_string_equal(next_cell(&p, cell), tw_result_group(result, g, NULL, NULL));
    for (int i = 0; (name = tw_result_column_name(TW_GROUPS, i)); i++)
      assert_number(next_cell(&p, cell), tw_result_column(result, TW_GROUPS, name)[g]);
  }
  assert_true(*p == 0);
  free(text);

  text = support_read(support_path(folder, "trade.csv"), NULL);
  assert_true(strncmp(text, trade_header, strlen(trade_header)) == 0);
  assert_int_equal(lines(text), 1 + 27 - 3); /* three flows are zero in both equilibria */
  p = text + strlen(trade_header);
  for (int i = 0; i < 27; i++) {
    int s = i / 9, d = i / 3 % 3, o = i % 3;
    if (s == C29 && o == JPN) continue;
    tw_flow_change f;
    assert_ok(context, tw_result_flow(result, s, d, o, &f));
    assert_string_equal(next_cell(&p, cell), tw_world_sector(world, s));
    assert_string_equal(next_cell(&p, cell), tw_world_region(world, d));
    assert_string_equal(next_cell(&p, cell), tw_world_region(world, o));
    assert_number(next_cell(&p, cell), f.base_value);
    assert_number(next_cell(&p, cell), f.new_value);
    assert_number(next_cell(&p, cell), 100 * (f.new_value / f.base_value - 1));
    assert_string_equal(next_cell(&p, cell), d == o || s == H49 ? "0" : "7"); /* not 7.000000000000001 */
    assert_string_equal(next_cell(&p, cell), d == o || s == H49 ? "0" : d == USA && o == CAN ? "32" : "7");
  }
  assert_true(*p == 0);
  free(text);
  tw_result_free(result);
}

static void manifest_says_everything(void **state)
{
  (void)state;
  const char *folder = kept_path("manifest");
  tw_result *result = solved(25);
  tw_result_info_edit(result)->seconds.load = 0.25;
  assert_ok(context, tw_result_write(context, result, folder, "tradewind run 't\xff.yaml'"));
  json_t *root = manifest_of(folder);
  assert_string_equal(json_string_value(at(root, "program")), "tradewind");
  assert_string_equal(json_string_value(at(root, "version")), tw_version());
  assert_true(json_is_string(at(root, "build")));
  assert_string_equal(json_string_value(at(root, "command")), "tradewind run 't?.yaml'");
  assert_string_equal(json_string_value(at(root, "world.name")), "three");
  assert_string_equal(json_string_value(at(root, "world.sha256")), tw_world_text(world, "sha256"));
  assert_string_equal(json_string_value(at(root, "scenario.name")), "t");
  assert_string_equal(json_string_value(at(root, "scenario.title")), "A, \"title\"");
  assert_int_equal(strlen(json_string_value(at(root, "scenario.sha256"))), 64);
  tw_settings settings = *tw_result_settings(result);
#define X(type, name, standard, least, greatest, unit, help)                                                           \
  assert_true(json_number_value(at(root, "settings." #name)) == (double)settings.name);
  TW_SETTINGS_LIST(X)
#undef X
  assert_int_equal(json_integer_value(at(root, "threads")), 1);
  assert_true(json_is_null(at(root, "seed")));
  assert_string_equal(json_string_value(at(root, "outcome")), "certified");
  assert_true(json_is_true(at(root, "certified")));
  const tw_info *info = tw_result_info(result);
  assert_int_equal(json_integer_value(at(root, "iterations")), info->iterations);
  assert_int_equal(json_integer_value(at(root, "evaluations.residual")), info->residual_evaluations);
  assert_int_equal(json_integer_value(at(root, "evaluations.jvp")), info->jvp_evaluations);
  assert_int_equal(json_integer_value(at(root, "evaluations.vjp")), info->vjp_evaluations);
  double sum = 0;
  static const char *const parts[] = {"load", "base", "new", "decomposition", "write"};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) sum += json_number_value(at(at(root, "seconds"), parts[i]));
  assert_close(json_number_value(at(root, "seconds.total")), sum, 1e-5);
  assert_true(json_number_value(at(root, "seconds.load")) == 0.25);
  assert_true(json_number_value(at(root, "certificate.tolerance")) == 1e-10);
  assert_true(json_number_value(at(root, "certificate.max")) <= 1e-10);
  json_t *residuals = at(root, "certificate.residuals");
  assert_int_equal(json_object_size(residuals), info->certificate.count);
  for (int i = 0; i < info->certificate.count; i++) {
    const tw_residual *r = &info->certificate.residual[i];
    assert_close(json_number_value(at(at(residuals, r->name), "value")) * 1e15, r->value * 1e15, 1e-12);
    json_t *region = at(at(residuals, r->name), "region"), *sector = at(at(residuals, r->name), "sector");
    if (r->region < 0)
      assert_true(json_is_null(region));
    else
      assert_string_equal(json_string_value(region), tw_world_region(world, r->region));
    if (r->sector < 0)
      assert_true(json_is_null(sector));
    else
      assert_string_equal(json_string_value(sector), tw_world_sector(world, r->sector));
  }
  json_decref(root);
  tw_result_free(result);
}

/* ---------------------------------------------------------------- folders that cannot be */

static void folder_is_made_not_its_parents(void **state)
{
  (void)state;
  tw_result *result = solved(25);
  const char *deep = support_temp("nothing/here");
  assert_fails(context, tw_result_write(context, result, deep, NULL), TW_IO, deep);
  assert_int_equal(access(support_temp("nothing"), F_OK), -1);
  const char *file = support_temp("a-file");
  support_write(file, "mine");
  assert_fails(context, tw_result_write(context, result, file, NULL), TW_IO, "not a folder");
  assert_fails(context, tw_result_write(context, result, "", NULL), TW_USAGE, "folder");
  tw_result_free(result);
}

/* ---------------------------------------------------------------- failures on the way */

static void a_full_disk_leaves_the_old_results(void **state)
{
  (void)state;
  const char *folder = kept_path("full");
  tw_result *first = solved(25), *second = solved(50);
  assert_ok(context, tw_result_write(context, first, folder, NULL));
  char *before = picture(folder);

  struct rlimit old, limit;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  int failures = 0;
  for (rlim_t size = 0;; size += 97 + size / 16) { /* the page may have a megabyte */
    limit = old;
    limit.rlim_cur = size;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    tw_status status = tw_result_write(context, second, folder, NULL);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    if (status == TW_OK) break;
    failures++;
    assert_int_equal(status, TW_IO);
    assert_non_null(strstr(tw_error(context), "as it was"));
    assert_unchanged(folder, before);
  }
  assert_true(failures > 20);
  free(before);

  /* A folder that was not there is not there after a failure either. */
  limit.rlim_cur = 100;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
  const char *fresh = kept_path("fresh");
  tw_status status = tw_result_write(context, second, fresh, NULL);
  tw_result *failed = unsolved();
  const char *fresh_too = kept_path("fresh-too");
  tw_status status_too = tw_result_write(context, failed, fresh_too, NULL);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
  signal(SIGXFSZ, handler);
  assert_int_equal(status, TW_IO);
  assert_int_equal(status_too, TW_IO);
  assert_int_equal(access(fresh, F_OK), -1);
  assert_int_equal(access(fresh_too, F_OK), -1);
  tw_result_free(failed);
  tw_result_free(second);
  tw_result_free(first);
}

/* Progress calls come while trade.csv is written: regions.csv and sectors.csv are complete but not named yet. */
static const char *obstacle;

static void put_obstacle(void *user, const tw_progress *progress)
{
  (void)user;
  if (obstacle && strcmp(progress->what, "writing trade.csv") == 0 && access(obstacle, F_OK) == 0) {
    struct stat s;
    assert_int_equal(stat(obstacle, &s), 0);
    if (S_ISDIR(s.st_mode)) return;
    assert_int_equal(unlink(obstacle), 0);
    assert_int_equal(mkdir(obstacle, 0777), 0);
  }
}

static void a_failed_renaming_is_undone(void **state)
{
  (void)state;
  const char *folder = kept_path("renaming");
  tw_result *first = solved(25), *second = solved(50);
  assert_ok(context, tw_result_write(context, first, folder, NULL));
  char *regions = support_read(support_path(folder, "regions.csv"), NULL);
  char *trade = support_read(support_path(folder, "trade.csv"), NULL);
  /* sectors.csv becomes a folder after its new content was completed, so its renaming fails after that of regions.csv
   */
  obstacle = support_path(folder, "sectors.csv");
  tw_set_progress(context, put_obstacle, NULL);
  assert_fails(context, tw_result_write(context, second, folder, NULL), TW_IO, "sectors.csv");
  tw_set_progress(context, NULL, NULL);
  rmdir(obstacle);
  obstacle = NULL;
  char *now = picture(folder), *run = support_read(support_path(folder, "run.json"), NULL);
  char *page = support_read(support_path(folder, "report.html"), NULL);
  char *groups = support_read(support_path(folder, "groups.csv"), NULL);
  char *columns = support_read(support_path(folder, "columns.csv"), NULL);
  size_t room = strlen(columns) + strlen(regions) + strlen(trade) + strlen(run) + strlen(page) + strlen(groups) + 100;
  char *expected = malloc(room);
  snprintf(expected, room,
           "== columns.csv\n%s== groups.csv\n%s== regions.csv\n%s== report.html\n%s== run.json\n%s== trade.csv\n%s",
           columns, groups, regions, page, run, trade);
  assert_string_equal(now, expected);
  free(expected);
  free(columns);
  free(groups);
  free(page);
  free(run);
  free(now);
  free(trade);
  free(regions);
  tw_result_free(second);
  tw_result_free(first);
}

static void cancel_it(void *user, const tw_progress *progress)
{
  (void)user;
  if (strcmp(progress->what, "writing trade.csv") == 0 && progress->done > 0) tw_cancel(context);
}

static void cancelling_leaves_the_old_results(void **state)
{
  (void)state;
  const char *folder = kept_path("cancel");
  tw_result *first = solved(25), *second = solved(50);
  assert_ok(context, tw_result_write(context, first, folder, NULL));
  char *before = picture(folder);
  tw_set_progress(context, cancel_it, NULL);
  assert_int_equal(tw_result_write(context, second, folder, NULL), TW_INTERRUPTED);
  tw_set_progress(context, NULL, NULL);
  tw_resume(context);
  assert_unchanged(folder, before);
  free(before);
  tw_result_free(second);
  tw_result_free(first);
}

/* ---------------------------------------------------------------- no certified solution */

static void uncertified_cannot_be_mistaken(void **state)
{
  (void)state;
  const char *folder = kept_path("uncertified");
  tw_result *good = solved(25), *bad = unsolved();
  assert_ok(context, tw_result_write(context, good, folder, NULL));
  char *regions = support_read(support_path(folder, "regions.csv"), NULL);
  json_t *first = manifest_of(folder);

  /* Twice: the second failure finds a manifest that is itself of a failure. */
  for (int i = 0; i < 2; i++) {
    assert_ok(context, tw_result_write(context, bad, folder, NULL));
    json_t *root = manifest_of(folder);
    assert_true(json_is_false(at(root, "certified")));
    assert_string_equal(json_string_value(at(root, "outcome")), tw_outcome_word(tw_result_info(bad)->outcome));
    assert_int_equal(json_object_size(at(root, "files")), 0);
    assert_int_equal(json_array_size(at(root, "older_results.files")), 6);
    assert_true(json_equal(at(root, "older_results.manifest"), first));
    json_decref(root);
    char *now = support_read(support_path(folder, "regions.csv"), NULL);
    assert_string_equal(now, regions);
    free(now);
    char *residuals = support_read(support_path(folder, "uncertified/residuals.csv"), NULL);
    assert_non_null(residuals);
    assert_true(strncmp(residuals, "equilibrium,residual,value,tolerance,region,sector\n", 51) == 0);
    assert_true(lines(residuals) > 1);
    free(residuals);
  }
  json_decref(first);

  /* Where there were no results before, there is nothing to mention. */
  const char *fresh = kept_path("uncertified-fresh");
  assert_ok(context, tw_result_write(context, bad, fresh, NULL));
  json_t *root = manifest_of(fresh);
  assert_null(json_object_get(root, "older_results"));
  json_decref(root);
  assert_int_equal(access(support_path(fresh, "regions.csv"), F_OK), -1);

  /* A later certified run puts everything right. */
  assert_ok(context, tw_result_write(context, good, folder, NULL));
  root = manifest_of(folder);
  assert_true(json_is_true(at(root, "certified")));
  assert_int_equal(json_object_size(at(root, "files")), 5);
  json_decref(root);
  assert_int_equal(access(support_path(folder, "uncertified"), F_OK), -1);
  free(regions);
  tw_result_free(bad);
  tw_result_free(good);
}

/* ---------------------------------------------------------------- memory */

static tw_status solve_and_write(tw_context *ctx, void *user)
{
  tw_world *three = NULL;
  tw_result *result = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.max_steps = 0;
  if (user) settings.max_iterations = 1;
  tw_status status = three_new(ctx, &three);
  if (status == TW_OK) status = solve(ctx, three, user ? 300 : 25, &settings, &result);
  if (status == TW_OK) status = tw_result_write(ctx, result, support_temp("memory"), NULL);
  tw_result_free(result);
  tw_world_free(three);
  return status;
}

/* base/kinds.c has the names of our files for what must know them without reading a manifest. */
static void every_file_has_its_kind(void **state)
{
  (void)state;
  int i = 0;
  for (; twi_report_file(i); i++) assert_true(twi_kind_owns(TWI_KIND_RESULTS, twi_report_file(i)));
  assert_int_equal(i, TWI_REPORT_FILES);
  assert_true(twi_kind_owns(TWI_KIND_RESULTS, "run.json") && !twi_kind_owns(TWI_KIND_RESULTS, "flows.csv"));
  const char *folder = kept_path("kinds");
  tw_result *result = solved(25);
  assert_int_equal(twi_kind_of(folder), TWI_KIND_NONE);
  assert_ok(context, tw_result_write(context, result, folder, NULL));
  assert_int_equal(twi_kind_of(folder), TWI_KIND_RESULTS);
  tw_result_free(result);
  assert_fails(context, tw_world_write_folder(context, world, folder), TW_BAD_INPUT, "it holds results");
  const char *written = kept_path("kinds-world");
  assert_ok(context, tw_world_write_folder(context, world, written));
  assert_int_equal(twi_kind_of(written), TWI_KIND_WORLD);
  DIR *dir = opendir(written);
  for (struct dirent *e; (e = readdir(dir));)
    if (e->d_name[0] != '.') assert_true(twi_kind_owns(TWI_KIND_WORLD, e->d_name));
  closedir(dir);
}

/* A library forbids nothing until it is asked to; then reading makes an input, by whatever name it is written. */
static void inputs_are_protected_when_asked(void **state)
{
  (void)state;
  const char *folder = kept_path("inputs");
  tw_context *own = tw_context_new(NULL);
  tw_world *read = NULL;
  assert_ok(own, tw_world_write_folder(own, world, folder));
  assert_ok(own, tw_world_open(own, folder, &read));
  assert_string_equal(tw_world_text(read, "together"), "checked");
  assert_string_equal(tw_world_text(read, "sha256"), tw_world_text(world, "sha256"));
  assert_ok(own, tw_world_write_folder(own, read, folder));
  tw_world_free(read);
  tw_protect_inputs(own);
  assert_ok(own, tw_output_check(own, TW_OUTPUT_WORLD, folder));
  assert_ok(own, tw_world_open(own, folder, &read));
  assert_fails(own, tw_world_write_folder(own, read, folder), TW_BAD_INPUT, "it is read here");
  assert_fails(own, tw_output_check(own, TW_OUTPUT_WORLD, support_path(folder, "../inputs/")), TW_BAD_INPUT, folder);
  assert_fails(own, tw_world_save(own, read, support_path(folder, "flows.csv.gz")), TW_BAD_INPUT, "over");
  assert_fails(own, tw_world_save(own, read, support_path(folder, "inside.tww")), TW_BAD_INPUT, "nothing else is");
  assert_ok(own, tw_world_save(own, read, support_temp("beside.tww")));
  assert_fails(own, tw_output_check(own, (tw_output)9, folder), TW_USAGE, "tw_output");
  assert_ok(own, tw_input_add(own, support_temp("later.csv"))); /* known by its place before it is there */
  assert_fails(own, tw_output_check(own, TW_OUTPUT_FILE, support_temp("later.csv")), TW_BAD_INPUT, "it is read here");
  tw_world_free(read);
  tw_context_free(own);
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  assert_true(support_fail_each(solve_and_write, NULL) > 50);
  /* what is not ours in the folder is there afterwards, whichever request failed on its way into the new one */
  const char *notes = kept_path("memory/notes.txt"), *inner = kept_path("memory/sub/file");
  support_write(notes, "mine");
  assert_int_equal(mkdir(support_temp("memory/sub"), 0777), 0);
  support_write(inner, "deep");
  assert_true(support_fail_each(solve_and_write, NULL) > 50);
  assert_int_equal(access(notes, F_OK), 0);
  assert_int_equal(access(inner, F_OK), 0);
  DIR *dir = opendir(support_temp(""));
  for (struct dirent *e; (e = readdir(dir));) assert_null(strstr(e->d_name, "tradewind-"));
  closedir(dir);
  static int fails = 1;
  assert_true(support_fail_each(solve_and_write, &fails) > 50);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tables_hold_the_columns),        cmocka_unit_test(manifest_says_everything),
      cmocka_unit_test(folder_is_made_not_its_parents), cmocka_unit_test(a_full_disk_leaves_the_old_results),
      cmocka_unit_test(a_failed_renaming_is_undone),    cmocka_unit_test(cancelling_leaves_the_old_results),
      cmocka_unit_test(uncertified_cannot_be_mistaken), cmocka_unit_test(memory_fails_cleanly),
      cmocka_unit_test(every_file_has_its_kind),        cmocka_unit_test(inputs_are_protected_when_asked),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
