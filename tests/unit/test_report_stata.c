/* The Stata files and columns.csv of a results folder: the numbers of each .dta file are those of its .csv file, bit for
 * bit, with unit and meaning as labels; columns.csv has a line for each column; both go when the next run has none. */
#include "fixture.h"
#include "held.h"
#include "table/csv.h"
#include "table/dta.h"

static const char text[] =
    "scenario: t\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n"
    "  - quota: {importer: JPN, exporter: CAN, sector: A01, to: 80 %, owner: importer}\n"
    "range: {draws: 4, drivers: 2, elasticities: {sector: all, spread: 20 %}, outcomes: [real_income_pct CAN]}\n";

/* Rows of a Stata file beside those of the table as text. */
typedef struct pair {
  twi_csv *csv;
  int columns, texts;
  long rows;
} pair;

static tw_status take_columns(void *user, const char *const *name, int count, unsigned char *wanted)
{
  pair *p = user;
  (void)wanted;
  p->columns = count;
  assert_int_equal(count, twi_csv_columns(p->csv));
  for (int i = 0; i < count; i++) {
    const char *column = twi_csv_column(p->csv, i);
    assert_true(strlen(name[i]) <= 32);
    if (strncmp(name[i], "fo_", 3) == 0)
      assert_string_equal(name[i] + 3, column + strlen("first_order_"));
    else
      assert_string_equal(name[i], column);
  }
  return TW_OK;
}

static tw_status take_row(void *user, const twi_dta_cell *cell, long number)
{
  pair *p = user;
  int more;
  tw_status status = twi_csv_next(p->csv, &more);
  if (status != TW_OK) return status;
  assert_true(more);
  p->rows = number;
  for (int i = 0; i < p->columns; i++) {
    size_t length;
    const char *written = twi_csv_text(p->csv, i, &length);
    if (cell[i].text) {
      assert_int_equal(cell[i].length, length);
      assert_memory_equal(cell[i].text, written, length);
      p->texts++;
    } else if (length == 0) {
      assert_true(isnan(cell[i].number));
    } else {
      double value = strtod(written, NULL);
      assert_memory_equal(&cell[i].number, &value, sizeof value);
    }
  }
  return TW_OK;
}

static void compare_table(tw_context *ctx, const char *folder, const char *name)
{
  char csv[64], dta[64];
  snprintf(csv, sizeof csv, "%s.csv", name);
  snprintf(dta, sizeof dta, "%s.dta", name);
  pair p = {0};
  twi_source *source;
  assert_ok(ctx, twi_source_open(ctx, support_path(folder, csv), &source));
  assert_ok(ctx, twi_csv_open(ctx, source, &p.csv));
  const twi_dta_handler handler = {take_columns, take_row, &p};
  assert_ok(ctx, twi_dta_read(ctx, support_path(folder, dta), &handler));
  int more;
  assert_ok(ctx, twi_csv_next(p.csv, &more));
  if (more) fail_msg("%s has %ld rows, %s more", dta, p.rows, csv);
  assert_true(p.rows > 0 && p.texts >= p.rows);
  twi_csv_free(p.csv);
}

/* Bytes of a file that are a text. */
static int file_has(const char *file, const char *words)
{
  size_t size, n = strlen(words);
  char *bytes = support_read(file, &size);
  int found = 0;
  for (size_t i = 0; i + n <= size && !found; i++) found = memcmp(bytes + i, words, n) == 0;
  free(bytes);
  return found;
}

static tw_range_result *draw(fixture *f)
{
  tw_scenario *scenario = NULL;
  tw_range_result *range = NULL;
  const tw_range_options options = {.trade = 1, .sectors = 1, .decomposition = 1};
  assert_ok(f->ctx, tw_scenario_parse(f->ctx, text, strlen(text), "test", &scenario));
  hold_scenario(scenario);
  assert_ok(f->ctx, tw_range(f->ctx, f->world, scenario, &f->settings, &options, &range));
  return hold_range(range);
}

static void tables_are_the_same(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  f->settings.report = 0;
  f->settings.dta = 1;
  const char *folder = support_path(support_temp_folder("stata"), "r");
  static const char *const names[] = {"regions", "sectors", "groups", "trade", "limits", "drivers"};
  assert_ok(f->ctx, tw_range_write(f->ctx, draw(f), folder, NULL));
  for (int i = 0; i < 6; i++) compare_table(f->ctx, folder, names[i]);
  assert_true(file_has(support_path(folder, "regions.dta"), "million USD: GDP at market prices, base equilibrium"));
  assert_true(file_has(support_path(folder, "regions.dta"), "fo_volume_of_trade_pct_p50"));
  assert_true(file_has(support_path(folder, "run.json"), "\"trade.dta\""));
  /* A run without them takes those of the run before away. */
  f->settings.dta = 0;
  assert_ok(f->ctx, tw_range_write(f->ctx, draw(f), folder, NULL));
  for (int i = 0; i < 6; i++) {
    char name[64];
    snprintf(name, sizeof name, "%s.dta", names[i]);
    assert_int_equal(access(support_path(folder, name), F_OK), -1);
  }
  assert_int_equal(access(support_path(folder, "trade.csv"), F_OK), 0);
}

static void every_column_has_its_line(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  f->settings.report = 0;
  const char *folder = support_path(support_temp_folder("columns"), "r");
  assert_ok(f->ctx, tw_range_write(f->ctx, draw(f), folder, NULL));
  char *lines = support_read(support_path(folder, "columns.csv"), NULL);
  assert_true(strncmp(lines, "table,name,unit,meaning\n", 24) == 0);
  static const char *const tables[] = {"regions.csv", "sectors.csv", "groups.csv",
                                       "trade.csv",   "limits.csv",  "drivers.csv"};
  int wanted = 1, found = 0;
  for (int t = 0; t < 6; t++) {
    char *table = support_read(support_path(folder, tables[t]), NULL), line[256];
    table[strcspn(table, "\n")] = 0;
    for (char *name = strtok(table, ","); name; name = strtok(NULL, ",")) {
      snprintf(line, sizeof line, "\n%s,%s,", tables[t], name);
      char *at = strstr(lines, line);
      if (!at) fail_msg("no line of %s", line);
      at += strlen(line);
      assert_true(*at != ',' && *at != '\n' && strchr(at, ',')[1] != '\n');
      wanted++;
    }
    free(table);
  }
  for (char *p = lines; *p; p++) found += *p == '\n';
  assert_int_equal(found, wanted);
  assert_non_null(
      strstr(lines, "\nsectors.csv,output_pct_p05,percent,change of the volume of output: 5 % of draws are below\n"));
  assert_non_null(strstr(lines, "\ntrade.csv,base_value,million USD,"));
  free(lines);
}

static int teardown(void **state)
{
  held_teardown(state);
  return fixture_teardown(state);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(tables_are_the_same, fixture_setup, teardown),
      cmocka_unit_test_setup_teardown(every_column_has_its_line, fixture_setup, teardown)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
