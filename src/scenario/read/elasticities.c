/* Tables of trade elasticities with their uncertainty: files beside a scenario, and those that are checked in.
 *
 *   sector,estimate,standard_error      lognormal with that mean and standard deviation
 *   sector,p05,p50,p95                  quantiles
 *
 * Rows with the same text in a column parameter are one number. Other columns are for the reader. In a checked-in table
 * the codes are those of its source; worlds/elasticities/map.csv says which sectors of a world they stand for. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "scenario/read/read.h"
#include "table/csv.h"
#include "table/codes.h"

enum { MOST_BYTES = 4 << 20, MOST_SOURCES = 32 };
static const char folder[] = "elasticities/";

void twi_elasticities_free(tw_context *ctx, twi_elasticity_file *file)
{
  if (!file) return;
  for (int i = 0; i < file->rows; i++) {
    twi_free(ctx, file->row[i].sector);
    twi_free(ctx, file->row[i].parameter);
  }
  twi_free(ctx, file->row);
  twi_free(ctx, file->name);
  twi_free(ctx, file);
}

/* ---------------------------------------------------------------- rows */

typedef struct columns {
  int sector, parameter, number[TWI_DISTRIBUTION_NUMBERS];
  twi_distribution_kind kind;
  const char **code; /* of the rows so far, for their index; borrowed */
  twi_codes index;
} columns;

static tw_status find_columns(twi_csv *csv, columns *c)
{
  static const char *const quantile[] = {"p05", "p50", "p95"}, *const estimate[] = {"estimate", "standard_error"};
  tw_status status = twi_csv_require(csv, "sector", &c->sector);
  c->parameter = twi_csv_find(csv, "parameter");
  c->kind = twi_csv_find(csv, "estimate") >= 0 || twi_csv_find(csv, "p05") < 0 ? TWI_LOGNORMAL : TWI_QUANTILES;
  int count = twi_distribution_numbers(c->kind);
  for (int i = 0; i < count && status == TW_OK; i++)
    status = twi_csv_require(csv, c->kind == TWI_LOGNORMAL ? estimate[i] : quantile[i], &c->number[i]);
  if (status == TW_OK && c->kind == TWI_LOGNORMAL && twi_csv_find(csv, "p05") >= 0)
    return twi_csv_fail(csv, -1,
                        "found both estimate and p05, expected sector, estimate and standard_error or sector, "
                        "p05, p50 and p95");
  return status;
}

static tw_status read_row(tw_context *ctx, twi_csv *csv, columns *c, twi_elasticity_file *file)
{
  size_t length;
  const char *text = twi_csv_text(csv, c->sector, &length);
  if (length == 0) return twi_csv_expected(csv, c->sector, "the code of a sector");
  int before = twi_codes_find(&c->index, text, length);
  if (before >= 0)
    return twi_csv_fail(csv, c->sector, "sector %s is given already, in line %d", file->row[before].sector,
                        file->row[before].line);
  twi_elasticity_row row = {.line = twi_csv_line(csv), .distribution = {.kind = c->kind}};
  tw_status status = TW_OK;
  for (int i = 0; i < twi_distribution_numbers(c->kind) && status == TW_OK; i++)
    status = twi_csv_number(csv, c->number[i], &row.distribution.p[i]);
  if (status != TW_OK) return status;
  const char *wrong = twi_distribution_wrong(&row.distribution);
  if (wrong) return twi_csv_fail(csv, c->number[0], "sector %.*s: %s", (int)length, text, wrong);
  twi_elasticity_row *grown = twi_resize(ctx, file->row, (size_t)file->rows + 1, sizeof *grown);
  if (!grown) return twi_no_memory(ctx, 0);
  file->row = grown;
  const char **codes = twi_resize(ctx, (void *)c->code, (size_t)file->rows + 1, sizeof *codes);
  if (!codes) return twi_no_memory(ctx, 0);
  c->code = codes;
  row.sector = twi_strndup(ctx, text, length);
  length = 0;
  text = c->parameter < 0 ? "" : twi_csv_text(csv, c->parameter, &length);
  row.parameter = twi_strndup(ctx, text, length);
  if (!row.sector || !row.parameter) {
    twi_free(ctx, row.sector);
    twi_free(ctx, row.parameter);
    return twi_no_memory(ctx, 0);
  }
  codes[file->rows] = row.sector;
  file->row[file->rows++] = row;
  return twi_codes_add(&c->index, codes, 0);
}

static tw_status read_rows(tw_context *ctx, const void *bytes, size_t count, const char *origin,
                           twi_elasticity_file **out)
{
  *out = twi_new(ctx, 1, sizeof **out);
  if (!*out || !((*out)->name = twi_strdup(ctx, origin))) return twi_no_memory(ctx, 0);
  twi_source *source;
  twi_csv *csv = NULL;
  columns c = {.index = {.ctx = ctx}};
  tw_status status = twi_source_unpacked(ctx, bytes, count, origin, &source);
  if (status == TW_OK) status = twi_csv_open(ctx, source, &csv);
  if (status == TW_OK) status = find_columns(csv, &c);
  for (int more = 1; status == TW_OK;) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    status = read_row(ctx, csv, &c, *out);
  }
  if (status == TW_OK && (*out)->rows == 0) status = twi_csv_fail(csv, -1, "the table has no rows");
  twi_codes_close(&c.index);
  twi_free(ctx, (void *)c.code);
  twi_csv_free(csv);
  return status;
}

/* ---------------------------------------------------------------- files */

static int is_text(const twi_yaml *node)
{
  return node->kind == TWI_YAML_SCALAR && node->length > 0 && !twi_yaml_is_null(node);
}

/* The same for a table that a scenario names: without a column sector it is no such table, and nothing of it is shown.
 * bytes end with 0. */
static tw_status hide_content(tw_context *ctx, const twi_yaml *node, const char *path, const char *bytes,
                              tw_status status)
{
  size_t line = strcspn(bytes, "\r\n");
  for (size_t i = 0; i + 6 <= line; i++)
    if (twi_same_name(bytes + i, 6, "sector")) return status;
  if (status != TW_BAD_INPUT || strstr(tw_error(ctx), ":1: the column sector is missing")) return status;
  return twi_yaml_fail(ctx, node,
                       "file: %s is no table of elasticities: expected the columns sector, estimate, standard_error or "
                       "sector, p05, p50, p95; nothing of what it holds is shown",
                       path);
}

tw_status twi_elasticities_read(twi_reading *r, const twi_yaml *node, twi_elasticity_file **file)
{
  tw_context *ctx = r->ctx;
  if (!is_text(node)) return twi_yaml_expected(ctx, node, "the name of a CSV file");
  if (r->builtin) return twi_yaml_fail(ctx, node, "file: what is built in stands in no folder, expected source");
  char *path = twi_path_beside(r, node->text, ""), *bytes = NULL;
  if (!path) return twi_no_memory(ctx, 0);
  size_t count = 0;
  tw_status status = TW_OK;
  if (r->stored) {
    const twi_scenario_file *stored = twi_stored_find(r, path);
    if (stored) {
      bytes = twi_strndup(ctx, stored->text, count = stored->bytes);
      if (!bytes) status = twi_no_memory(ctx, count);
    } else {
      status = twi_yaml_fail(ctx, node, "file: \"%s\" is not among the files that were stored with the scenario", path);
    }
  } else if (twi_path_kind_of(path) == TWI_PATH_UNSEEN)
    status = twi_path_unseen(ctx, path);
  else if (twi_path_kind_of(path) != TWI_PATH_FILE)
    status = twi_yaml_fail(ctx, node, "file: there is no file \"%s\"", path);
  if (status == TW_OK && !bytes) status = twi_source_text(ctx, path, MOST_BYTES, &bytes, &count);
  if (status == TW_OK) status = twi_remember_file(r, bytes, count, path);
  if (status == TW_OK) status = hide_content(ctx, node, path, bytes, read_rows(ctx, bytes, count, path, file));
  twi_free(ctx, bytes);
  twi_free(ctx, path);
  return status;
}

static tw_status fail_source(tw_context *ctx, const twi_yaml *node)
{
  int files;
  const twi_builtin_file *file = twi_builtin_files(&files);
  static char const ending[] = ".csv";
  char name[MOST_SOURCES][64], list[512] = "";
  const char *names[MOST_SOURCES];
  int count = 0;
  for (int i = 0; i < files && count < MOST_SOURCES; i++) {
    size_t length = strlen(file[i].name);
    if (strncmp(file[i].name, folder, strlen(folder)) != 0 || length < strlen(folder) + strlen(ending)) continue;
    snprintf(name[count], sizeof name[count], "%.*s", (int)(length - strlen(folder) - strlen(ending)),
             file[i].name + strlen(folder));
    if (strcmp(name[count], "map") == 0 || strcmp(name[count], "sources") == 0) continue;
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", name[count]);
    names[count] = name[count];
    count++;
  }
  const char *nearest = twi_nearest(node->text, node->length, names, count);
  if (nearest)
    return twi_yaml_fail(ctx, node, "source: there is no table \"%s\"; did you mean %s?", node->text, nearest);
  return twi_yaml_fail(ctx, node, "source: there is no table \"%s\"; there are %s", node->text, list);
}

tw_status twi_elasticities_builtin(twi_reading *r, const twi_yaml *node, twi_elasticity_file **file)
{
  tw_context *ctx = r->ctx;
  if (!is_text(node)) return twi_yaml_expected(ctx, node, "the name of a table of elasticities");
  char path[128];
  snprintf(path, sizeof path, "%s%s.csv", folder, node->text);
  const twi_scenario_file *stored = r->stored ? twi_stored_find(r, path) : NULL;
  if (stored) {
    tw_status again = twi_remember_file(r, stored->text, stored->bytes, path);
    return again == TW_OK ? read_rows(ctx, stored->text, stored->bytes, path, file) : again;
  }
  int own = strcmp(node->text, "map") == 0 || strcmp(node->text, "sources") == 0;
  const twi_builtin_file *found = own ? NULL : twi_builtin_find(path);
  if (!found) return fail_source(ctx, node);
  tw_status status = twi_remember_file(r, (const char *)found->data, found->size, path);
  if (status == TW_OK) status = read_rows(ctx, found->data, found->size, path, file);
  return status;
}
