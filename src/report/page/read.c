/* The files of a results folder as they were written: manifest and tables, each checked against the manifest.
 *
 * What a page says is certified, so a file that is not the one that the run wrote is refused: its SHA-256 stands in
 * run.json. That leaves little to check while reading, but nothing is taken for granted either. */
#include <string.h>

#include "base/digest.h"
#include "report/kind.h"
#include "report/page/page.h"

enum { MOST_BYTES = 1 << 30 };

/* ---------------------------------------------------------------- files */

static char *path_of(tw_context *ctx, const twi_html_files *files, const char *name)
{
  for (int i = 0; i < files->count; i++)
    if (strcmp(files->sheet[i]->name, name) == 0) return twi_strdup(ctx, twi_writer_place(files->sheet[i]->writer));
  return twi_path_join(ctx, files->folder, name);
}

static tw_status compare_digest(const twi_html_run *run, const char *name, const char *path, const char *found)
{
  json_t *entry = json_object_get(json_object_get(run->manifest, "files"), name);
  const char *expected = json_string_value(json_object_get(entry, "sha256"));
  if (expected && strcmp(expected, found) == 0) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s: is not as the run wrote it: its SHA-256 is %s, and run.json says %s; run the scenario again",
                  path, found, expected ? expected : "nothing");
}

static tw_status find_listed(const twi_html_run *run, const twi_html_files *files, const char *name, char **path)
{
  tw_status status = files->count == 0 ? twi_check_inside(run->ctx, files->folder, name) : TW_OK;
  if (status != TW_OK) return status;
  *path = path_of(run->ctx, files, name);
  if (!*path) return twi_no_memory(run->ctx, 0);
  if (twi_path_kind_of(*path) == TWI_PATH_ABSENT)
    return twi_fail(run->ctx, TW_BAD_INPUT, "%s: lacks %s, which its run.json lists; run the scenario again",
                    files->folder, name);
  return TW_OK;
}

/* A file that the manifest lists, as the run wrote it. What the sheets of a running write hold needs no digest: their
 * own would be compared with itself. */
static tw_status read_listed(twi_html_run *run, const twi_html_files *files, const char *name, char **path,
                             char **bytes, size_t *count)
{
  char found[TWI_DIGEST_TEXT];
  tw_status status = find_listed(run, files, name, path);
  if (status == TW_OK) status = twi_read_file(run->ctx, *path, MOST_BYTES, bytes, count);
  if (status != TW_OK || files->count > 0) return status;
  status = twi_digest_of(run->ctx, *bytes, *count, found);
  return status == TW_OK ? compare_digest(run, name, *path, found) : status;
}

/* The same, block by block. */
static tw_status check_blocks(const twi_html_run *run, const char *name, const char *path)
{
  twi_source *source = NULL;
  twi_digest *digest = NULL;
  const char *block;
  size_t count = 1;
  char found[TWI_DIGEST_TEXT];
  tw_status status = twi_digest_new(run->ctx, &digest);
  if (status == TW_OK) status = twi_source_open(run->ctx, path, &source);
  while (status == TW_OK && count > 0) {
    status = twi_source_next(source, &block, &count);
    if (status == TW_OK && count > 0) status = twi_digest_add(digest, block, count);
  }
  if (status == TW_OK) status = twi_digest_end(digest, NULL, found);
  twi_source_free(source);
  twi_digest_free(digest);
  return status == TW_OK ? compare_digest(run, name, path, found) : status;
}

tw_status twi_html_check(twi_html_run *run, const twi_html_files *files, const char *name)
{
  char *path = NULL, *bytes = NULL;
  size_t count;
  tw_status status = read_listed(run, files, name, &path, &bytes, &count);
  twi_free(run->ctx, path);
  twi_free(run->ctx, bytes);
  return status;
}

tw_status twi_html_table(twi_html_run *run, const twi_html_files *files, const char *name, twi_csv **csv)
{
  char *path = NULL;
  twi_source *source = NULL;
  *csv = NULL;
  tw_status status = find_listed(run, files, name, &path);
  if (status == TW_OK && files->count == 0) status = check_blocks(run, name, path);
  if (status == TW_OK) status = twi_source_open(run->ctx, path, &source);
  if (status == TW_OK) status = twi_csv_open(run->ctx, source, csv);
  twi_free(run->ctx, path);
  return status;
}

/* ---------------------------------------------------------------- regions and sectors */

static const char *cell(const twi_grid *g, int row, int column)
{
  const char *text = g->text[(size_t)row * (size_t)g->columns + (size_t)column];
  return text ? text : "";
}

/* Codes are those of regions.csv and, of the first region, sectors.csv, whose rows go region by region. */
static tw_status find_codes(twi_html_run *run)
{
  const twi_grid *r = &run->regions, *s = &run->sectors;
  run->N = r->rows;
  while (run->S < s->rows && strcmp(cell(s, run->S, 0), cell(s, 0, 0)) == 0) run->S++;
  if (run->N < 1 || run->S < 1) return twi_fail(run->ctx, TW_BAD_INPUT, "%s/regions.csv: has no rows", run->folder);
  run->region = twi_new(run->ctx, (size_t)run->N, sizeof *run->region);
  run->sector = twi_new(run->ctx, (size_t)run->S, sizeof *run->sector);
  if (!run->region || !run->sector) return twi_no_memory(run->ctx, 0);
  for (int i = 0; i < run->N; i++) run->region[i] = cell(r, i, 0);
  for (int i = 0; i < run->S; i++) run->sector[i] = cell(s, i, 1);
  int right = s->rows == (long)run->N * run->S;
  for (int i = 0; right && i < s->rows; i++)
    right = strcmp(cell(s, i, 0), run->region[i / run->S]) == 0 && strcmp(cell(s, i, 1), run->sector[i % run->S]) == 0;
  if (right) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s/sectors.csv: expected a row for each region and sector, in the order of regions.csv",
                  run->folder);
}

/* years.csv: all regions of one year after the other. */
static tw_status check_years(twi_html_run *run)
{
  const twi_grid *g = &run->years;
  if (!g->columns) return TW_OK;
  int right = g->rows % run->N == 0;
  for (int i = 0; right && i < g->rows; i++) right = strcmp(cell(g, i, 1), run->region[i % run->N]) == 0;
  if (right) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s/years.csv: expected a row for each year and region, in the order of regions.csv", run->folder);
}

/* ---------------------------------------------------------------- manifest */

static tw_status not_a_folder(tw_context *ctx, const twi_html_files *files)
{
  twi_path_kind kind = twi_path_kind_of(files->folder);
  if (kind == TWI_PATH_ABSENT) return twi_fail(ctx, TW_BAD_INPUT, "%s: there is no such folder", files->folder);
  if (kind != TWI_PATH_FOLDER)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: expected a results folder, found a file", files->folder);
  return twi_fail(ctx, TW_BAD_INPUT,
                  "%s: expected a results folder, found one without run.json; `tradewind run SCENARIO --out DIR` "
                  "makes one",
                  files->folder);
}

tw_status twi_html_json(twi_html_run *run, const twi_html_files *files, const char *name, int checked, json_t **root)
{
  char *path = NULL, *bytes = NULL;
  size_t count = 0;
  tw_status status;
  *root = NULL;
  if (checked) {
    status = read_listed(run, files, name, &path, &bytes, &count);
  } else {
    path = path_of(run->ctx, files, name);
    status = path ? TW_OK : twi_no_memory(run->ctx, 0);
    if (status == TW_OK)
      status = files->count ? twi_read_file(run->ctx, path, MOST_BYTES, &bytes, &count)
                            : twi_read_inside(run->ctx, files->folder, name, MOST_BYTES, &bytes, &count);
  }
  if (status == TW_OK) status = twi_json_load(run->ctx, path, bytes, count, root);
  if (status == TW_OK) status = twi_html_clean(run->ctx, *root);
  twi_free(run->ctx, bytes);
  twi_free(run->ctx, path);
  return status;
}

static tw_status read_manifest(twi_html_run *run, const twi_html_files *files)
{
  char *path = path_of(run->ctx, files, "run.json");
  if (!path) return twi_no_memory(run->ctx, 0);
  twi_path_kind kind = twi_path_kind_of(path);
  twi_free(run->ctx, path);
  if (kind != TWI_PATH_FILE) return not_a_folder(run->ctx, files);
  return twi_html_json(run, files, "run.json", 0, &run->manifest);
}

static tw_status check_manifest(twi_html_run *run)
{
  twi_results_kind kind;
  const char *outcome = twi_html_text(run, NULL, "outcome");
  tw_status status = twi_results_kind_of(run->ctx, run->folder, run->manifest, &kind);
  if (status != TW_OK) return status;
  run->kind = kind == TWI_RESULTS_DECIDE      ? TWI_HTML_DECISION
              : kind == TWI_RESULTS_RECONCILE ? TWI_HTML_RECONCILIATION
                                              : TWI_HTML_RUN;
  if (twi_results_are_there(kind, run->manifest)) return TW_OK; /* the page says which variant has no solution */
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s: the last %s there found no certified solution (%s), so there is nothing to report; run.json%s "
                  "there %s where it failed",
                  run->folder, run->kind == TWI_HTML_RUN ? "run" : "decision", outcome ? outcome : "no outcome",
                  run->kind == TWI_HTML_RUN ? " and uncertified/" : "", run->kind == TWI_HTML_RUN ? "say" : "says");
}

const char *twi_html_text(const twi_html_run *run, const char *part, const char *key)
{
  return twi_json_word(run->manifest, part, key);
}

static const char *in_world(const twi_html_run *run, const char *list, const char *code)
{
  json_t *of = json_object_get(json_object_get(run->manifest, "world"), list);
  return json_string_value(json_object_get(of, code));
}

const char *twi_html_region_name(const twi_html_run *run, int region)
{
  const char *name = in_world(run, "region_names", run->region[region]);
  return name ? name : run->region[region];
}

const char *twi_html_sector_name(const twi_html_run *run, int sector)
{
  const char *name = in_world(run, "sector_names", run->sector[sector]);
  return name ? name : run->sector[sector];
}

const char *twi_html_sector_kind(const twi_html_run *run, int sector)
{
  const char *kind = in_world(run, "sector_kinds", run->sector[sector]);
  return kind ? kind : "";
}

int twi_html_year(const twi_html_run *run)
{
  json_t *years = json_object_get(run->manifest, "years");
  size_t count = json_array_size(years);
  return count ? (int)json_integer_value(json_object_get(json_array_get(years, count - 1), "year")) : 0;
}

/* ---------------------------------------------------------------- the whole */

tw_status twi_html_read(tw_context *ctx, const twi_html_files *files, twi_html_run *run)
{
  run->ctx = ctx;
  run->folder = files->folder;
  tw_status status = read_manifest(run, files);
  if (status == TW_OK) status = check_manifest(run);
  if (status == TW_OK && run->kind != TWI_HTML_RUN) return twi_html_study(run, files);
  if (status == TW_OK) status = twi_grid_read(run, files, "regions.csv", "region", NULL, " region ", &run->regions);
  if (status == TW_OK)
    status = twi_grid_read(run, files, "sectors.csv", "region", "sector", " region sector ", &run->sectors);
  if (status == TW_OK)
    status = twi_grid_optional(run, files, "limits.csv", NULL, NULL, " rule what instrument owner ", &run->limits);
  if (status == TW_OK)
    status =
        twi_grid_optional(run, files, "preferences.csv", NULL, NULL, " sector importer exporter ", &run->preferences);
  if (status == TW_OK)
    status =
        twi_grid_optional(run, files, "drivers.csv", "outcome", "region", " outcome region parameter ", &run->drivers);
  if (status == TW_OK) status = twi_grid_optional(run, files, "years.csv", "year", "region", " region ", &run->years);
  if (status == TW_OK) status = find_codes(run);
  if (status == TW_OK) status = check_years(run);
  if (status == TW_OK) status = twi_html_flows(run, files);
  return status;
}

void twi_html_run_free(twi_html_run *run)
{
  if (!run->ctx) return;
  twi_grid *const grids[] = {&run->regions, &run->sectors, &run->limits, &run->preferences, &run->drivers, &run->years};
  for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) twi_grid_free(run->ctx, grids[i]);
  twi_free(run->ctx, run->region);
  twi_free(run->ctx, run->sector);
  twi_free(run->ctx, run->flow);
  twi_free(run->ctx, run->pair);
  json_decref(run->study);
  json_decref(run->manifest);
}
