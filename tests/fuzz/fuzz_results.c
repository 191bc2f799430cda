/* The CSV tables of a results folder. Input that begins with '#' is, behind the first line that names it, a whole table;
 * else it is changes to one of a good folder: which table, then two bytes for the place and one for the value. Compared
 * with the good folder, made into a page and into a brief; run.json says that the table is as it was written, unless the
 * first byte has the bit 64. And the run is replayed now and then, which finds again what
 * was written and says that a table is not as it was. */
#include <jansson.h>

#include "base/digest.h"
#include "fuzz.h"

static const char *const names[] = {"regions.csv", "sectors.csv", "trade.csv",
                                    "columns.csv", "limits.csv",  "groups.csv"};
enum { TABLES = sizeof names / sizeof *names };
static const char yaml[] = "scenario: z\ntitle: t\nclosure: {deficits: fixed}\npolicy:\n"
                           "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: 10 pp} # a source\n"
                           "  - quota: {importer: CAN, exporter: USA, sector: A01, change: -20 %, owner: importer}\n";
static char good[4096], bad[4096], saved[4096];
static struct {
  char *at;
  size_t size;
} table[TABLES];

static void forget(void)
{
  for (int i = 0; i < TABLES; i++) free(table[i].at);
}

static void run(tw_context *context, const tw_world *world, const char *folder)
{
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  tw_settings settings = fuzz_settings();
  settings.max_iterations = 60;
  fuzz_ok(context, tw_scenario_parse(context, yaml, sizeof yaml - 1, "z.yaml", &scenario));
  fuzz_ok(context, tw_solver_new(context, world, &settings, &solver));
  fuzz_ok(context, tw_solve(solver, scenario, &result));
  fuzz_ok(context, tw_result_write(context, result, folder, "a command"));
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
}

static void make(tw_context *context)
{
  tw_world *world = NULL;
  snprintf(good, sizeof good, "%s", support_temp("good"));
  snprintf(bad, sizeof bad, "%s", support_temp("bad"));
  snprintf(saved, sizeof saved, "%s", support_temp("three.tww"));
  fuzz_ok(context, tw_world_save(context, fuzz_world(), saved));
  fuzz_ok(context, tw_world_open(context, saved, &world));
  run(context, world, good);
  run(context, world, bad);
  tw_world_free(world);
  for (int i = 0; i < TABLES; i++) table[i].at = support_read(support_path(bad, names[i]), &table[i].size);
  atexit(forget);
}

/* run.json with the length and the sum of the table as it is now. */
static void sign(tw_context *context, const char *manifest, const char *name, const char *file)
{
  size_t size;
  char sum[TWI_DIGEST_TEXT], *bytes = support_read(file, &size);
  json_t *root = json_load_file(manifest, 0, NULL), *entry = json_object_get(json_object_get(root, "files"), name);
  MUST(bytes && entry);
  fuzz_ok(context, twi_digest_of(context, bytes, size, sum));
  json_object_set_new(entry, "bytes", json_integer((json_int_t)size));
  json_object_set_new(entry, "sha256", json_string(sum));
  MUST(json_dump_file(root, manifest, JSON_INDENT(2)) == 0);
  json_decref(root);
  free(bytes);
}

static void look(tw_context *context, int changed)
{
  tw_trace *trace = NULL;
  const tw_trace_table *tables;
  char page[4096];
  const char *folders[] = {good, bad};
  static unsigned count;
  tw_status status = tw_results_diff(context, good, bad, &trace);
  fuzz_refused(context, status);
  for (int i = 0, n = status == TW_OK ? tw_trace_tables(trace, &tables) : 0; i < n; i++) {
    MUST(tables[i].differ <= tables[i].numbers && tables[i].count <= tables[i].differ + tables[i].beyond);
    MUST(!isnan(tables[i].largest) && tables[i].largest >= 0);
  }
  if (status == TW_OK && !changed) MUST(tw_trace_agrees(trace));
  tw_trace_free(trace);
  trace = NULL;
  snprintf(page, sizeof page, "%s", support_temp("page.html"));
  fuzz_refused(context, tw_report_write(context, &folders[1], 1, page));
  fuzz_refused(context, tw_compare_write(context, folders, 2, page));
  snprintf(page, sizeof page, "%s", support_temp("brief"));
  support_remove(page);
  fuzz_refused(context, tw_brief_write(context, bad, count % 2 ? "en" : "ja", page));
  if (count++ % 16) return;
  tw_replay replay;
  tw_replay_default(&replay);
  replay.world = saved;
  status = tw_replay_folder(context, bad, &replay, &trace);
  fuzz_refused(context, status);
  if (status == TW_OK && !changed) MUST(tw_trace_agrees(trace));
  tw_trace_free(trace);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  if (!*good) make(context);
  int which = size ? data[0] % TABLES : 0;
  while (which < TABLES && !table[which].at) which++;
  if (which == TABLES) which = 0;
  char path[4096], manifest[4096];
  snprintf(manifest, sizeof manifest, "%s", support_path(bad, "run.json"));
  char *kept = support_read(manifest, NULL);
  MUST(kept);
  const int signs = !size || !(data[0] & 64);
  const uint8_t *line = size && data[0] == '#' ? memchr(data, '\n', size) : NULL;
  if (line) {
    for (int i = 0; i < TABLES; i++)
      if (table[i].at && (size_t)(line - data - 1) == strlen(names[i]) &&
          memcmp(data + 1, names[i], strlen(names[i])) == 0)
        which = i;
    snprintf(path, sizeof path, "%s", support_path(bad, names[which]));
    support_write_bytes(path, line + 1, size - (size_t)(line + 1 - data));
    if (signs) sign(context, manifest, names[which], path);
    look(context, 1);
  } else {
    char *bytes = malloc(table[which].size);
    MUST(bytes && table[which].size);
    memcpy(bytes, table[which].at, table[which].size);
    for (size_t i = 1; i + 2 < size; i += 3)
      bytes[(size_t)(data[i] << 8 | data[i + 1]) % table[which].size] = (char)data[i + 2];
    snprintf(path, sizeof path, "%s", support_path(bad, names[which]));
    support_write_bytes(path, bytes, table[which].size);
    if (signs) sign(context, manifest, names[which], path);
    look(context, memcmp(bytes, table[which].at, table[which].size) != 0);
    free(bytes);
  }
  support_write_bytes(path, table[which].at, table[which].size);
  support_write(manifest, kept);
  free(kept);
  fuzz_end(context, size);
  return 0;
}
