/* The files of a results folder as they were written: manifest and tables, each checked against the manifest.
 *
 * What a page says is certified, so a file that is not the one that the run wrote is refused: its SHA-256 stands in
 * run.json. That leaves little to check while reading, but nothing is taken for granted either. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "report/kind.h"
#include "report/page/page.h"
#include "table/cell.h"
#include "table/number.h"

enum { MOST_BYTES = 1 << 30 };

/* ---------------------------------------------------------------- rows */

tw_status twi_rows_fail(const twi_rows *r, const char *expected)
{
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s:%d: expected %s", r->path, r->line, expected);
}

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

static tw_status read_header(twi_rows *r)
{
  int more;
  tw_status status = twi_rows_next(r, &more);
  return status == TW_OK && !more ? twi_rows_fail(r, "a line with the names of the columns") : status;
}

tw_status twi_rows_open(twi_html_run *run, const twi_html_files *files, const char *name, twi_rows *r)
{
  size_t count = 0;
  r->ctx = run->ctx;
  tw_status status = read_listed(run, files, name, &r->path, &r->bytes, &count);
  if (status != TW_OK) return status;
  r->next = r->bytes;
  if (strlen(r->bytes) != count) return twi_rows_fail(r, "text, found a byte that is zero");
  return read_header(r);
}

tw_status twi_rows_stream(twi_html_run *run, const twi_html_files *files, const char *name, twi_rows *r)
{
  r->ctx = run->ctx;
  tw_status status = find_listed(run, files, name, &r->path);
  if (status == TW_OK && files->count == 0) status = check_blocks(run, name, r->path);
  if (status == TW_OK) status = twi_source_open(run->ctx, r->path, &r->source);
  return status == TW_OK ? read_header(r) : status;
}

/* Reads on until a whole line is there, or the end of the file. */
static tw_status fill(twi_rows *r)
{
  const char *block;
  size_t count = 1, left = r->bytes ? r->held - (size_t)(r->next - r->bytes) : 0;
  if (left && memchr(r->next, '\n', left)) return TW_OK;
  if (left) memmove(r->bytes, r->next, left);
  for (int whole = 0; !whole && count > 0;) {
    tw_status status = twi_source_next(r->source, &block, &count);
    if (status != TW_OK) return status;
    if (left + count + 1 > r->room) {
      char *bytes = twi_resize(r->ctx, r->bytes, left + count + 1, 1);
      if (!bytes) return twi_no_memory(r->ctx, left + count + 1);
      r->bytes = bytes;
      r->room = left + count + 1;
    }
    if (count && memchr(block, 0, count)) return twi_rows_fail(r, "text, found a byte that is zero");
    if (count) memcpy(r->bytes + left, block, count);
    whole = count && memchr(block, '\n', count);
    left += count;
  }
  r->bytes[left] = 0;
  r->held = left;
  r->next = r->bytes;
  return TW_OK;
}

void twi_rows_free(twi_rows *r)
{
  if (!r->ctx) return;
  twi_source_free(r->source);
  twi_free(r->ctx, r->path);
  twi_free(r->ctx, r->bytes);
}

/* A quoted cell, its quotes taken off in place; returns what follows it, NULL when the quote does not end. */
static char *unquote(char *p, char **cell, size_t *length)
{
  char *to = ++p;
  *cell = to;
  for (; *p; p++) {
    if (*p == '"' && *++p != '"') {
      *length = (size_t)(to - *cell);
      if (to < p) *to = 0;
      return p;
    }
    *to++ = *p;
  }
  return NULL;
}

tw_status twi_rows_next(twi_rows *r, int *more)
{
  int columns = r->cells;
  tw_status status = r->source ? fill(r) : TW_OK;
  if (status != TW_OK) return status;
  char *p = r->next;
  *more = *p != 0;
  if (!*p) return TW_OK;
  r->line++;
  r->cells = 0;
  for (char end = ','; end == ',';) {
    if (r->cells == TWI_HTML_COLUMNS) return twi_rows_fail(r, "at most 128 columns");
    char **cell = &r->cell[r->cells];
    size_t *length = &r->length[r->cells++];
    if (*p == '"') {
      p = unquote(p, cell, length);
      if (!p || (*p && *p != ',' && *p != '\n')) return twi_rows_fail(r, "the end of a quoted cell");
    } else {
      *cell = p;
      while (*p && *p != ',' && *p != '\n') p++;
      *length = (size_t)(p - *cell);
    }
    end = *p;
    if (end) *p++ = 0;
    size_t mark = twi_cell_mark(*cell, *length);
    *cell += mark;
    *length -= mark;
  }
  r->next = p;
  if (columns && r->cells != columns) return twi_rows_fail(r, "as many cells as there are columns");
  return TW_OK;
}

tw_status twi_rows_number(const twi_rows *r, int cell, double *value)
{
  *value = NAN;
  if (r->length[cell] == 0) return TW_OK;
  const char *wrong = twi_number_read(r->cell[cell], r->length[cell], value);
  if (!wrong) return TW_OK;
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s:%d: found %s in column %d, expected a number", r->path, r->line, wrong,
                  cell + 1);
}

/* ---------------------------------------------------------------- tables */

/* texts: names of the columns that are not numbers, each with a space before and after it. */
static void name_columns(twi_grid *g, const char *texts)
{
  g->columns = g->file.cells;
  for (int i = 0; i < g->columns; i++) {
    char word[64];
    g->name[i] = g->file.cell[i];
    snprintf(word, sizeof word, " %.60s ", g->name[i]);
    g->is_text[i] = strstr(texts, word) != NULL;
  }
}

/* The keys of a table stand first; NULL: none. */
static tw_status starts_with(const twi_grid *g, const char *first, const char *second)
{
  if (!first) return TW_OK;
  if (g->columns >= 3 && strcmp(g->name[0], first) == 0 && (!second || strcmp(g->name[1], second) == 0)) return TW_OK;
  return twi_fail(g->file.ctx, TW_BAD_INPUT, "%s:1: expected the columns %s%s%s and numbers", g->file.path, first,
                  second ? ", " : "", second ? second : "");
}

static tw_status grow(tw_context *ctx, twi_grid *g, int *room)
{
  if (g->rows < *room) return TW_OK;
  size_t more = *room ? 2 * (size_t)*room : 64, cells = more * (size_t)g->columns;
  const char **text = twi_resize(ctx, g->text, cells, sizeof *text);
  if (text) g->text = text;
  double *number = twi_resize(ctx, g->number, cells, sizeof *number);
  if (number) g->number = number;
  if (!text || !number) return twi_no_memory(ctx, cells * sizeof *number);
  *room = (int)more;
  return TW_OK;
}

static tw_status read_grid(twi_html_run *run, const twi_html_files *files, const char *name, const char *first,
                           const char *second, const char *texts, twi_grid *g)
{
  int room = 0, more = 1;
  tw_status status = twi_rows_open(run, files, name, &g->file);
  if (status != TW_OK) return status;
  name_columns(g, texts);
  status = starts_with(g, first, second);
  while (status == TW_OK) {
    status = twi_rows_next(&g->file, &more);
    if (status != TW_OK || !more) break;
    status = grow(run->ctx, g, &room);
    size_t at = (size_t)g->rows * (size_t)g->columns;
    for (int i = 0; i < g->columns && status == TW_OK; i++) {
      g->text[at + (size_t)i] = g->is_text[i] ? g->file.cell[i] : NULL;
      g->number[at + (size_t)i] = NAN;
      if (!g->is_text[i]) status = twi_rows_number(&g->file, i, &g->number[at + (size_t)i]);
    }
    g->rows++;
  }
  return status;
}

/* A table that only some runs have: those whose manifest lists it. */
static tw_status read_optional(twi_html_run *run, const twi_html_files *files, const char *name, const char *first,
                               const char *second, const char *texts, twi_grid *g)
{
  if (!json_object_get(json_object_get(run->manifest, "files"), name)) return TW_OK;
  return read_grid(run, files, name, first, second, texts, g);
}

static void free_grid(tw_context *ctx, twi_grid *g)
{
  twi_rows_free(&g->file);
  twi_free(ctx, g->text);
  twi_free(ctx, g->number);
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
  if (run->N < 1 || run->S < 1) return twi_fail(run->ctx, TW_BAD_INPUT, "%s: has no rows", r->file.path);
  run->region = twi_new(run->ctx, (size_t)run->N, sizeof *run->region);
  run->sector = twi_new(run->ctx, (size_t)run->S, sizeof *run->sector);
  if (!run->region || !run->sector) return twi_no_memory(run->ctx, 0);
  for (int i = 0; i < run->N; i++) run->region[i] = cell(r, i, 0);
  for (int i = 0; i < run->S; i++) run->sector[i] = cell(s, i, 1);
  int right = s->rows == (long)run->N * run->S;
  for (int i = 0; right && i < s->rows; i++)
    right = strcmp(cell(s, i, 0), run->region[i / run->S]) == 0 && strcmp(cell(s, i, 1), run->sector[i % run->S]) == 0;
  if (right) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT, "%s: expected a row for each region and sector, in the order of regions.csv",
                  s->file.path);
}

/* years.csv: all regions of one year after the other. */
static tw_status check_years(twi_html_run *run)
{
  const twi_grid *g = &run->years;
  if (!g->columns) return TW_OK;
  int right = g->rows % run->N == 0;
  for (int i = 0; right && i < g->rows; i++) right = strcmp(cell(g, i, 1), run->region[i % run->N]) == 0;
  if (right) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT, "%s: expected a row for each year and region, in the order of regions.csv",
                  g->file.path);
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
  if (status == TW_OK) status = read_grid(run, files, "regions.csv", "region", NULL, " region ", &run->regions);
  if (status == TW_OK)
    status = read_grid(run, files, "sectors.csv", "region", "sector", " region sector ", &run->sectors);
  if (status == TW_OK)
    status = read_optional(run, files, "limits.csv", NULL, NULL, " rule what instrument owner ", &run->limits);
  if (status == TW_OK)
    status = read_optional(run, files, "preferences.csv", NULL, NULL, " sector importer exporter ", &run->preferences);
  if (status == TW_OK)
    status = read_optional(run, files, "drivers.csv", "outcome", "region", " outcome region parameter ", &run->drivers);
  if (status == TW_OK) status = read_optional(run, files, "years.csv", "year", "region", " region ", &run->years);
  if (status == TW_OK) status = find_codes(run);
  if (status == TW_OK) status = check_years(run);
  if (status == TW_OK) status = twi_html_flows(run, files);
  return status;
}

void twi_html_run_free(twi_html_run *run)
{
  if (!run->ctx) return;
  twi_grid *const grids[] = {&run->regions, &run->sectors, &run->limits, &run->preferences, &run->drivers, &run->years};
  for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) free_grid(run->ctx, grids[i]);
  twi_free(run->ctx, run->region);
  twi_free(run->ctx, run->sector);
  twi_free(run->ctx, run->flow);
  twi_free(run->ctx, run->pair);
  json_decref(run->study);
  json_decref(run->manifest);
}
