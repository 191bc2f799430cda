/* Parts and their shares, from the command line ("A:0.6,B:0.4") or a CSV file (to, share, and optionally name and what
 * the share is of: a column sector when a region is split, region when a sector is). See split.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/sum.h"
#include "table/codes.h"
#include "table/csv.h"
#include "table/number.h"
#include "world/change/split.h"
#include "world/meant.h"

#define LOOSE 1e-5 /* shares may miss 1 by this, and are rescaled */

void twi_parts_close(tw_context *ctx, twi_parts *p)
{
  for (int i = 0; i < p->count; i++) {
    twi_free(ctx, p->code[i]);
    twi_free(ctx, p->name[i]);
  }
  twi_free(ctx, p->code);
  twi_free(ctx, p->name);
  twi_free(ctx, p->share);
  twi_codes_close(&p->codes);
  p->count = 0;
}

static const char *what_is_split(const twi_parts *p)
{
  return p->of_sector ? "sector" : "region";
}

static tw_status grow_parts(tw_context *ctx, twi_parts *p)
{
  int room = p->room ? 2 * p->room : 8;
  char **code = twi_resize(ctx, p->code, (size_t)room, sizeof *code);
  if (code) p->code = code;
  char **name = twi_resize(ctx, p->name, (size_t)room, sizeof *name);
  if (name) p->name = name;
  double *share = twi_resize(ctx, p->share, (size_t)room * p->others, sizeof *share);
  if (share) p->share = share;
  if (!code || !name || !share) return twi_no_memory(ctx, (size_t)room * p->others * sizeof *share);
  p->room = room;
  return TW_OK;
}

/* NULL, or why the code cannot be that of a new part. */
static const char *code_wrong(const twi_parts *p, const char *text, size_t length)
{
  const char *wrong = twi_code_wrong(text, length);
  if (wrong) return wrong;
  int taken = p->of_sector ? twi_world_sector_index(p->w, text, length) : twi_world_region_index(p->w, text, length);
  return taken >= 0 && taken != p->index ? "a code that the world has already" : NULL;
}

static tw_status part_of(tw_context *ctx, twi_parts *p, const char *text, size_t length, int *index)
{
  *index = twi_codes_find(&p->codes, text, length);
  if (*index >= 0) return TW_OK;
  if (p->count == TWI_MOST_PARTS) return twi_fail(ctx, TW_BAD_INPUT, "more than %d parts", TWI_MOST_PARTS);
  tw_status status = p->count == p->room ? grow_parts(ctx, p) : TW_OK;
  if (status != TW_OK) return status;
  char *code = twi_strndup(ctx, text, length);
  if (!code) return twi_no_memory(ctx, length);
  p->code[p->count] = code;
  p->name[p->count] = NULL;
  for (size_t k = 0; k < p->others; k++) p->share[(size_t)p->count * p->others + k] = NAN;
  *index = p->count++;
  p->codes.ctx = ctx;
  return twi_codes_add(&p->codes, (const char *const *)p->code, 0);
}

/* ---------------------------------------------------------------- from a text */

static tw_status read_text(tw_context *ctx, twi_parts *p, const char *into)
{
  char shown[TWI_SHOWN];
  int shared = 0;
  for (const char *at = into; *at;) {
    size_t length = strcspn(at, ",");
    const char *colon = memchr(at, ':', length);
    double share = 0;
    int part;
    size_t code = colon ? (size_t)(colon - at) : length;
    const char *wrong = code_wrong(p, at, code);
    if (!colon && !p->bare)
      return twi_fail(ctx, TW_USAGE, "the parts: found %s, expected CODE:SHARE, as in A:0.6,B:0.4",
                      twi_show(at, length, shown));
    if (wrong)
      return twi_fail(ctx, TW_USAGE, "the parts: found %s, %s; expected a new code", twi_show(at, code, shown), wrong);
    wrong = colon ? twi_number_read(colon + 1, length - code - 1, &share) : NULL;
    if (wrong || !(share > 0 || !colon) || share > 1)
      return twi_fail(ctx, TW_USAGE, "the parts: found the share %s, expected a number above 0 and at most 1",
                      twi_show(colon + 1, length - code - 1, shown));
    int before = p->count;
    tw_status status = part_of(ctx, p, at, code, &part);
    if (status != TW_OK) return status;
    if (part < before) return twi_fail(ctx, TW_USAGE, "the parts: found %s twice", p->code[part]);
    for (size_t k = 0; k < p->others; k++) p->share[(size_t)part * p->others + k] = share;
    shared |= colon != NULL;
    at += length;
    at += *at == ',';
  }
  p->none = !shared;
  return TW_OK;
}

/* ---------------------------------------------------------------- from a file */

typedef struct reading {
  tw_context *ctx;
  twi_parts *p;
  twi_csv *csv;
  int to, share, name, other;
  int *line; /* [TWI_MOST_PARTS][others + 1] where each share was given; the last is of rows that name no other */
} reading;

static tw_status read_other(reading *r, int *other)
{
  size_t length = 0;
  char shown[TWI_SHOWN];
  const tw_world *w = r->p->w;
  const char *text = r->other >= 0 ? twi_csv_text(r->csv, r->other, &length) : "";
  *other = -1;
  if (length == 0) return TW_OK;
  *other = r->p->of_sector ? twi_world_region_index(w, text, length) : twi_world_sector_index(w, text, length);
  if (*other >= 0) return TW_OK;
  char meant[TWI_MEANT];
  const char *nearest =
      twi_world_suggest(w, r->p->of_sector ? TWI_AXIS_REGIONS : TWI_AXIS_SECTORS, text, length, meant);
  return twi_csv_fail(r->csv, r->other, "found %s, expected a %s of the world%s%s%s", twi_show(text, length, shown),
                      r->p->of_sector ? "region" : "sector", nearest ? "; did you mean " : "", nearest ? nearest : "",
                      nearest ? "?" : "");
}

static tw_status read_row(reading *r, double *rest)
{
  twi_parts *p = r->p;
  size_t length;
  char shown[TWI_SHOWN];
  double share;
  int part, other;
  const char *text = twi_csv_text(r->csv, r->to, &length), *wrong = code_wrong(p, text, length);
  if (wrong)
    return twi_csv_fail(r->csv, r->to, "found %s, %s; expected a new code", twi_show(text, length, shown), wrong);
  tw_status status = part_of(r->ctx, p, text, length, &part);
  if (status == TW_OK) status = read_other(r, &other);
  if (status == TW_OK) status = twi_csv_number(r->csv, r->share, &share);
  if (status != TW_OK) return status;
  if (!(share >= 0 && share <= 1)) return twi_csv_expected(r->csv, r->share, "a share from 0 to 1");
  double *to = other < 0 ? &rest[part] : &p->share[(size_t)part * p->others + (size_t)other];
  int *line = &r->line[(size_t)part * (p->others + 1) + (other < 0 ? p->others : (size_t)other)];
  status = twi_csv_once(r->csv, -1, line, "this share of %s", p->code[part]);
  if (status != TW_OK) return status;
  *to = share;
  text = r->name >= 0 ? twi_csv_text(r->csv, r->name, &length) : "";
  if (!*text || p->name[part]) return TW_OK;
  p->name[part] = twi_strdup(r->ctx, text);
  return p->name[part] ? TW_OK : twi_no_memory(r->ctx, length);
}

static tw_status read_rows(reading *r)
{
  twi_parts *p = r->p;
  double *rest = twi_alloc(r->ctx, TWI_MOST_PARTS, sizeof *rest); /* shares of rows that name no other */
  int more;
  r->line = twi_new(r->ctx, TWI_MOST_PARTS * (p->others + 1), sizeof *r->line);
  tw_status status =
      rest && r->line ? TW_OK : twi_no_memory(r->ctx, TWI_MOST_PARTS * (p->others + 1) * sizeof *r->line);
  for (int i = 0; i < TWI_MOST_PARTS && rest; i++) rest[i] = NAN;
  while (status == TW_OK && (status = twi_csv_next(r->csv, &more)) == TW_OK && more) status = read_row(r, rest);
  for (int i = 0; i < p->count && status == TW_OK; i++)
    for (size_t k = 0; k < p->others && status == TW_OK; k++) {
      double *share = &p->share[(size_t)i * p->others + k];
      if (isnan(*share)) *share = rest[i];
      if (isnan(*share))
        status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: the share of %s in %s is missing", twi_csv_origin(r->csv),
                          p->code[i], p->of_sector ? p->w->region[k] : p->w->sector[k]);
    }
  twi_free(r->ctx, r->line);
  twi_free(r->ctx, rest);
  return status;
}

static tw_status read_file(tw_context *ctx, twi_parts *p, const char *file)
{
  reading r = {.ctx = ctx, .p = p};
  twi_source *source;
  tw_status status = twi_source_open(ctx, file, &source);
  if (status == TW_OK) status = twi_csv_open(ctx, source, &r.csv);
  if (status == TW_OK) status = twi_csv_require(r.csv, "to", &r.to);
  if (status == TW_OK) status = twi_csv_require(r.csv, "share", &r.share);
  if (status == TW_OK) r.name = twi_csv_find(r.csv, "name");
  if (status == TW_OK) r.other = twi_csv_find(r.csv, p->of_sector ? "region" : "sector");
  if (status == TW_OK) status = read_rows(&r);
  twi_csv_free(r.csv);
  return status;
}

/* ---------------------------------------------------------------- both */

tw_status twi_parts_read(tw_context *ctx, twi_parts *p, const char *into, const char *file)
{
  tw_status status = file ? read_file(ctx, p, file) : read_text(ctx, p, into);
  if (status == TW_OK && p->count < 2)
    return twi_fail(ctx, file ? TW_BAD_INPUT : TW_USAGE, "%s: found %d parts, expected two or more",
                    file ? file : "the parts", p->count);
  for (size_t k = 0; k < p->others && status == TW_OK && !p->none; k++) {
    twi_sum sum = {0, 0};
    for (int i = 0; i < p->count; i++) twi_sum_add(&sum, p->share[(size_t)i * p->others + k]);
    double all = twi_sum_value(sum);
    if (!(fabs(all - 1) <= LOOSE))
      return twi_fail(ctx, file ? TW_BAD_INPUT : TW_USAGE,
                      "%s: the shares of the parts of %s %s sum to %.9g%s%s, expected 1 within 1e-5",
                      file ? file : "the parts", what_is_split(p),
                      p->of_sector ? p->w->sector[p->index] : p->w->region[p->index], all, file ? " in " : "",
                      !file          ? ""
                      : p->of_sector ? p->w->region[k]
                                     : p->w->sector[k]);
    for (int i = 0; i < p->count; i++) p->share[(size_t)i * p->others + k] /= all;
  }
  for (int i = 0; i < p->count && status == TW_OK; i++)
    if (!p->name[i] && !(p->name[i] = twi_strdup(ctx, p->code[i]))) status = twi_no_memory(ctx, 0);
  return status;
}
