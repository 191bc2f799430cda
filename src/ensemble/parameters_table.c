/* Checked-in tables of elasticities: worlds/elasticities/map.csv says which sectors of a world a source's code stands
 * for, sources.csv how the source is named. Both are compiled in. */
#include "ensemble/parameters_table.h"

#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "table/csv.h"

typedef struct map_line {
  char *code, *sector;
} map_line;

struct twi_elasticity_map {
  tw_context *ctx;
  char *reference;
  map_line *line;
  int lines;
};

/* ---------------------------------------------------------------- reading */

/* The rows of a compiled-in table whose column `source` is the source: each gets its other columns. */
static tw_status read_table(tw_context *ctx, const char *name, const char *source, const char *const *columns,
                            int count, tw_status (*take)(twi_elasticity_map *map, char **text), twi_elasticity_map *map)
{
  enum { MOST = 2 };
  const twi_builtin_file *file = twi_builtin_find(name);
  if (!file) return twi_fail(ctx, TW_BAD_INPUT, "the table %s is not compiled in", name);
  twi_source *bytes;
  twi_csv *csv = NULL;
  int of, column[MOST];
  tw_status status = twi_source_memory(ctx, file->data, file->size, name, &bytes);
  if (status == TW_OK) status = twi_csv_open(ctx, bytes, &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "source", &of);
  for (int i = 0; i < count && status == TW_OK; i++) status = twi_csv_require(csv, columns[i], &column[i]);
  for (int more = 1; status == TW_OK;) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    size_t length;
    const char *text = twi_csv_text(csv, of, &length);
    if (!twi_same_name(text, length, source)) continue;
    char *copy[MOST] = {NULL, NULL};
    for (int i = 0; i < count; i++) {
      text = twi_csv_text(csv, column[i], &length);
      copy[i] = twi_strndup(ctx, text, length);
      if (!copy[i]) status = twi_no_memory(ctx, 0);
    }
    if (status == TW_OK) status = take(map, copy);
    for (int i = 0; i < MOST; i++) twi_free(ctx, copy[i]); /* what was taken is NULL */
  }
  twi_csv_free(csv);
  return status;
}

static tw_status take_line(twi_elasticity_map *map, char **text)
{
  map_line *grown = twi_resize(map->ctx, map->line, (size_t)map->lines + 1, sizeof *grown);
  if (!grown) return twi_no_memory(map->ctx, 0);
  map->line = grown;
  map->line[map->lines++] = (map_line){text[0], text[1]};
  text[0] = text[1] = NULL;
  return TW_OK;
}

static tw_status take_reference(twi_elasticity_map *map, char **text)
{
  twi_free(map->ctx, map->reference);
  map->reference = text[0];
  text[0] = NULL;
  return TW_OK;
}

tw_status twi_elasticity_map_new(tw_context *ctx, const char *source, twi_elasticity_map **out)
{
  static const char *const of_line[] = {"code", "sector"}, *const of_source[] = {"reference"};
  *out = NULL;
  twi_elasticity_map *map = twi_new(ctx, 1, sizeof *map);
  if (!map) return twi_no_memory(ctx, sizeof *map);
  map->ctx = ctx;
  map->reference = twi_strdup(ctx, source); /* where it has no better name */
  tw_status status = map->reference ? TW_OK : twi_no_memory(ctx, 0);
  if (status == TW_OK) status = read_table(ctx, "elasticities/sources.csv", source, of_source, 1, take_reference, map);
  if (status == TW_OK) status = read_table(ctx, "elasticities/map.csv", source, of_line, 2, take_line, map);
  if (status != TW_OK) {
    twi_elasticity_map_free(map);
    return status;
  }
  *out = map;
  return TW_OK;
}

void twi_elasticity_map_free(twi_elasticity_map *map)
{
  if (!map) return;
  for (int i = 0; i < map->lines; i++) {
    twi_free(map->ctx, map->line[i].code);
    twi_free(map->ctx, map->line[i].sector);
  }
  twi_free(map->ctx, map->line);
  twi_free(map->ctx, map->reference);
  twi_free(map->ctx, map);
}

/* ---------------------------------------------------------------- finding */

static const twi_elasticity_row *row_of(const twi_elasticity_file *file, const char *code)
{
  for (int i = 0; i < file->rows; i++)
    if (twi_same_name(code, strlen(code), file->row[i].sector)) return &file->row[i];
  return NULL;
}

tw_status twi_elasticity_map_find(const twi_elasticity_map *map, const twi_elasticity_file *file, const char *sector,
                                  twi_distribution *d, char **words, int *rows)
{
  twi_text text = {.ctx = map->ctx};
  *rows = 0;
  memset(d, 0, sizeof *d);
  for (int i = 0; i < map->lines; i++) {
    if (!twi_same_name(sector, strlen(sector), map->line[i].sector)) continue;
    const twi_elasticity_row *row = row_of(file, map->line[i].code);
    if (!row) continue;
    d->kind = row->distribution.kind;
    for (int k = 0; k < TWI_DISTRIBUTION_NUMBERS; k++) d->p[k] += row->distribution.p[k];
    twi_text_printf(&text, "%s%s", *rows ? ", " : map->reference, *rows ? "" : ": ");
    twi_text_put(&text, row->sector);
    ++*rows;
  }
  if (!*rows) return TW_OK;
  for (int k = 0; k < TWI_DISTRIBUTION_NUMBERS; k++) d->p[k] /= *rows;
  if (*rows > 1) twi_text_put(&text, ", averaged");
  return twi_text_take(&text, words);
}
