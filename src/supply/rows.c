/* Cells of the tables of energy, and the files of the user's that they come from. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/builtin.h"
#include "base/digest.h"
#include "base/names.h"
#include "supply/supply.h"

enum { MOST_BYTES = 1 << 26 };

tw_status twi_read_amount(twi_csv *csv, int column, const char *what, double *value)
{
  size_t length = 0;
  *value = NAN;
  if (column >= 0) twi_csv_text(csv, column, &length);
  if (!length) return TW_OK;
  tw_status status = twi_csv_number(csv, column, value);
  if (status == TW_OK && !(*value >= 0 && *value < TWI_MOST_AMOUNT)) status = twi_csv_expected(csv, column, what);
  return status;
}

tw_status twi_read_text(tw_context *ctx, twi_csv *csv, int column, char **text)
{
  size_t length = 0;
  const char *cell = column >= 0 ? twi_csv_text(csv, column, &length) : "";
  *text = twi_strndup(ctx, cell, length);
  return *text ? TW_OK : twi_no_memory(ctx, length);
}

tw_status twi_as_code(tw_context *ctx, char **code)
{
  for (char *c = *code; *c; c++) *c = (char)toupper((unsigned char)*c);
  if (strcmp(*code, "EU") != 0) return TW_OK;
  twi_free(ctx, *code);
  *code = twi_strdup(ctx, "EU27");
  return *code ? TW_OK : twi_no_memory(ctx, 0);
}

tw_status twi_read_code(tw_context *ctx, twi_csv *csv, int column, char **code)
{
  size_t length;
  const char *cell = twi_csv_text(csv, column, &length);
  int fine = length > 0 && length < 32;
  for (size_t i = 0; i < length; i++) fine &= isalnum((unsigned char)cell[i]) || cell[i] == '-' || cell[i] == '_';
  if (!fine) return twi_csv_expected(csv, column, "a code of a region, as in JPN");
  tw_status status = twi_read_text(ctx, csv, column, code);
  return status == TW_OK ? twi_as_code(ctx, code) : status;
}

tw_status twi_check_columns(tw_context *ctx, twi_csv *csv, const char *const *known, int count)
{
  enum { MOST = 64 };
  const char *absent[MOST];
  int absents = 0;
  for (int k = 0; k < count && absents < MOST; k++)
    if (twi_csv_find(csv, known[k]) < 0) absent[absents++] = known[k];
  for (int i = 0; i < twi_csv_columns(csv); i++) {
    const char *name = twi_csv_column(csv, i), *nearest = twi_nearest(name, strlen(name), absent, absents);
    int is_known = 0;
    for (int k = 0; k < count && !is_known; k++) is_known = twi_same_name(name, strlen(name), known[k]);
    if (!is_known && nearest)
      return twi_fail(ctx, TW_BAD_INPUT, "%s:1: found the column %s; did you mean %s?", twi_csv_origin(csv), name,
                      nearest);
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- files */

tw_status twi_supply_file_copy(tw_context *ctx, const char *name, const char *text, size_t bytes, twi_supply_file *file)
{
  file->name = twi_strdup(ctx, name);
  file->text = twi_alloc(ctx, bytes + 1, 1);
  if (!file->name || !file->text) return twi_no_memory(ctx, bytes);
  memcpy(file->text, text, bytes);
  file->text[bytes] = 0;
  file->bytes = bytes;
  return twi_digest_of(ctx, text, bytes, file->sha256);
}

tw_status twi_supply_file_read(tw_context *ctx, const char *path, twi_supply_file *file)
{
  char *text = NULL;
  size_t bytes = 0;
  tw_status status = twi_source_text(ctx, path, MOST_BYTES, &text, &bytes);
  if (status == TW_OK) status = twi_supply_file_copy(ctx, path, text, bytes, file);
  twi_free(ctx, text);
  return status;
}

void twi_supply_file_free(tw_context *ctx, twi_supply_file *file)
{
  twi_free(ctx, file->name);
  twi_free(ctx, file->text);
}

tw_status twi_supply_source(tw_context *ctx, const char *builtin, twi_source **source)
{
  char packed[64];
  const twi_builtin_file *own = twi_builtin_find(builtin);
  twi_print(packed, sizeof packed, "%s.gz", builtin);
  if (!own) own = twi_builtin_find(packed);
  *source = NULL;
  return own ? twi_source_memory(ctx, own->data, own->size, builtin, source)
             : twi_fail(ctx, TW_BAD_INPUT, "the table %s is not compiled in", builtin);
}

tw_status twi_supply_open(tw_context *ctx, const twi_supply_file *file, const char *builtin, twi_csv **csv)
{
  twi_source *source;
  *csv = NULL;
  tw_status status = file ? twi_source_unpacked(ctx, file->text, file->bytes, file->name, &source)
                          : twi_supply_source(ctx, builtin, &source);
  return status == TW_OK ? twi_csv_open(ctx, source, csv) : status;
}

tw_status twi_country_name(tw_context *ctx, const char *code, char **name)
{
  twi_csv *csv;
  int of, called, more = 1;
  tw_status status = twi_supply_open(ctx, NULL, "energy/countries.csv", &csv);
  *name = NULL;
  if (status == TW_OK) status = twi_csv_require(csv, "code", &of);
  if (status == TW_OK) status = twi_csv_require(csv, "name", &called);
  while (status == TW_OK && !*name) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    size_t length;
    const char *cell = twi_csv_text(csv, of, &length);
    if (twi_same_name(cell, length, code)) status = twi_read_text(ctx, csv, called, name);
  }
  twi_csv_free(csv);
  if (status == TW_OK && !*name) *name = twi_strdup(ctx, "");
  return status == TW_OK && !*name ? twi_no_memory(ctx, 0) : status;
}
