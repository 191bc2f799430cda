/* Aggregation maps: regions_map.csv (region, to) and sectors_map.csv (sector, to). See aggregate.h. */
#include <string.h>

#include "base/names.h"
#include "table/csv.h"
#include "world/change/aggregate.h"
#include "table/codes.h"

void twi_map_free(tw_context *ctx, twi_map *m)
{
  for (int i = 0; i < m->count; i++) {
    if (m->code) twi_free(ctx, m->code[i]);
    if (m->name) twi_free(ctx, m->name[i]);
  }
  twi_free(ctx, m->code);
  twi_free(ctx, m->name);
  twi_free(ctx, m->to);
  twi_free(ctx, m->members);
  memset(m, 0, sizeof *m);
}

typedef struct reading {
  tw_context *ctx;
  twi_csv *csv;
  const char *what;
  twi_codes index, targets;
  twi_map *map;
  int code, to, name; /* columns; name may be -1 */
  int *line;          /* [from] where each code was given */
} reading;

/* The new code of a row, found or added. */
static tw_status find_target(reading *r, int *target)
{
  twi_map *m = r->map;
  size_t length;
  const char *text = twi_csv_text(r->csv, r->to, &length);
  const char *wrong = twi_code_wrong(text, length);
  if (wrong) return twi_csv_fail(r->csv, r->to, "found %s, expected a code", wrong);
  *target = twi_codes_find(&r->targets, text, length);
  if (*target >= 0) return TW_OK;
  m->code[m->count] = twi_strndup(r->ctx, text, length);
  if (!m->code[m->count]) return twi_no_memory(r->ctx, length);
  *target = m->count++;
  return twi_codes_add(&r->targets, (const char *const *)m->code, 0);
}

/* The name of a new code: the rows that give one agree. */
static tw_status read_name(reading *r, int target)
{
  twi_map *m = r->map;
  size_t length;
  if (r->name < 0) return TW_OK;
  const char *text = twi_csv_text(r->csv, r->name, &length);
  if (length == 0) return TW_OK;
  if (memchr(text, 0, length)) return twi_csv_fail(r->csv, r->name, "found a zero byte, expected a name");
  if (m->name[target] && (strlen(m->name[target]) != length || memcmp(m->name[target], text, length) != 0))
    return twi_csv_fail(r->csv, r->name, "found a second name for %s, expected %s as before", m->code[target],
                        m->name[target]);
  if (m->name[target]) return TW_OK;
  m->name[target] = twi_strndup(r->ctx, text, length);
  return m->name[target] ? TW_OK : twi_no_memory(r->ctx, length);
}

static tw_status read_row(reading *r)
{
  twi_map *m = r->map;
  size_t length;
  char shown[TWI_SHOWN];
  const char *text = twi_csv_text(r->csv, r->code, &length);
  int i = twi_codes_find(&r->index, text, length), target = 0;
  twi_show(text, length, shown);
  if (i < 0) {
    const char *nearest = twi_nearest(text, length, r->index.code, r->index.count);
    return twi_csv_fail(r->csv, r->code, "found %s, expected a %s of the world%s%s%s", shown, r->what,
                        nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
  }
  tw_status first = twi_csv_once(r->csv, r->code, &r->line[i], "%s", shown);
  if (first != TW_OK) return first;
  tw_status status = find_target(r, &target);
  if (status != TW_OK) return status;
  m->to[i] = target;
  m->members[target]++;
  return read_name(r, target);
}

static tw_status read_rows(reading *r, const char *file)
{
  twi_source *source;
  int more;
  tw_status status = twi_source_open(r->ctx, file, &source);
  if (status == TW_OK) status = twi_csv_open(r->ctx, source, &r->csv);
  if (status == TW_OK) status = twi_csv_require(r->csv, r->what, &r->code);
  if (status == TW_OK) status = twi_csv_require(r->csv, "to", &r->to);
  if (status == TW_OK) r->name = twi_csv_find(r->csv, "name");
  while (status == TW_OK && (status = twi_csv_next(r->csv, &more)) == TW_OK && more) status = read_row(r);
  for (int i = 0; i < r->map->from && status == TW_OK; i++)
    if (r->map->to[i] < 0)
      status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: the %s %s is not mapped, expected a row for every %s of the world",
                        file, r->what, r->index.code[i], r->what);
  twi_csv_free(r->csv);
  return status;
}

/* Names that no row gave. */
static tw_status fill_names(tw_context *ctx, twi_map *m, char *const *names)
{
  for (int k = 0; k < m->count; k++) {
    const char *name = m->code[k];
    for (int i = 0; i < m->from && m->members[k] == 1; i++)
      if (m->to[i] == k) name = names[i];
    if (!m->name[k]) m->name[k] = twi_strdup(ctx, name);
    if (!m->name[k]) return twi_no_memory(ctx, strlen(name));
  }
  return TW_OK;
}

tw_status twi_map_read(tw_context *ctx, const char *file, const char *what, char *const *codes, char *const *names,
                       int count, twi_map *m)
{
  size_t n = (size_t)count;
  *m = (twi_map){.from = count};
  m->to = twi_alloc(ctx, n, sizeof *m->to);
  m->code = twi_new(ctx, n, sizeof *m->code);
  m->name = twi_new(ctx, n, sizeof *m->name);
  m->members = twi_new(ctx, n, sizeof *m->members);
  tw_status status = TW_OK;
  if (!m->to || !m->code || !m->name || !m->members) status = twi_no_memory(ctx, n * sizeof *m->code);
  for (int i = 0; i < count && status == TW_OK; i++) m->to[i] = -1;
  if (status == TW_OK && file) {
    reading r = {.ctx = ctx, .what = what, .map = m, .targets = {.ctx = ctx}};
    int again, first;
    status = twi_codes_open(ctx, (const char *const *)codes, count, &r.index, &again, &first);
    r.line = twi_new(ctx, n, sizeof *r.line);
    if (status == TW_OK && !r.line) status = twi_no_memory(ctx, n * sizeof *r.line);
    if (status == TW_OK) status = read_rows(&r, file);
    twi_codes_close(&r.index);
    twi_codes_close(&r.targets);
    twi_free(ctx, r.line);
  }
  for (int i = 0; i < count && status == TW_OK && !file; i++) {
    m->code[i] = twi_strdup(ctx, codes[i]);
    if (!m->code[i]) status = twi_no_memory(ctx, strlen(codes[i]));
    m->to[i] = i;
    m->members[i] = 1;
    m->count = i + 1;
  }
  if (status == TW_OK) status = fill_names(ctx, m, names);
  if (status != TW_OK) twi_map_free(ctx, m);
  return status;
}
