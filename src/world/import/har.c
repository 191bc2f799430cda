/* GEMPACK header-array files: what they hold, and one header as a table in long form. See import.h.
 *
 * The map says which header has the values and which of its dimensions is what, by number or by the name of its set:
 *
 *   value=VXSB,sector=1,exporter=2,importer=3
 *
 * That is as far as it goes: a GTAP data base spreads one world over many headers, at several price levels (basic, fob,
 * cif, purchasers') with international transport margins between them; docs/formats.md says what a reader of that
 * layout would need. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "table/har.h"
#include "world/import/import.h"

/* ---------------------------------------------------------------- what is there */

typedef struct listing {
  void (*each)(void *user, const tw_har_header *header);
  void *user;
} listing;

static tw_status list_header(void *user, const twi_har_header *h)
{
  const listing *l = user;
  tw_har_header out = {h->name, h->type, h->description, h->coefficient, h->dimensions, {0}, {NULL}};
  for (int i = 0; i < TWI_HAR_DIMENSIONS; i++) {
    out.size[i] = h->size[i];
    out.set[i] = h->set[i];
  }
  l->each(l->user, &out);
  return TW_OK;
}

tw_status tw_har_list(tw_context *ctx, const char *file, void (*each)(void *user, const tw_har_header *header),
                      void *user)
{
  listing l = {each, user};
  if (!file || !each) return twi_fail(ctx, TW_USAGE, "tw_har_list: no file or no function");
  return twi_har_read(ctx, file, "", list_header, &l);
}

/* ---------------------------------------------------------------- long form */

typedef struct scan {
  twi_import_job *j;
  char *const *column;
  int user_given, found;
  twi_take take;
  void *user;
} scan;

/* The dimension that a part of the map names; -1: none. */
static tw_status find_dimension(scan *s, const twi_har_header *h, int k, int *dimension)
{
  const char *name = s->column[k];
  *dimension = -1;
  if (name[0] >= '1' && name[0] <= '0' + h->dimensions && !name[1]) *dimension = name[0] - '1';
  for (int i = 0; i < h->dimensions && *dimension < 0; i++) {
    if (!twi_same_name(name, strlen(name), h->set[i])) continue;
    for (int other = i + 1; other < h->dimensions; other++)
      if (strcmp(h->set[other], h->set[i]) == 0)
        return twi_fail(s->j->ctx, TW_BAD_INPUT,
                        "%s: header %s: dimensions %d and %d both have the set %s; say which by its number",
                        s->j->origin, h->name, i + 1, other + 1, h->set[i]);
    *dimension = i;
  }
  if (*dimension >= 0 && !h->element[*dimension])
    return twi_fail(s->j->ctx, TW_BAD_INPUT, "%s: header %s: dimension %d has no set with elements", s->j->origin,
                    h->name, *dimension + 1);
  if (*dimension >= 0 || (k == TWI_USER && !s->user_given)) return TW_OK;
  return twi_fail(s->j->ctx, TW_BAD_INPUT,
                  "%s: header %s: found no dimension %s, expected its number, 1 to %d, or the name of its set",
                  s->j->origin, h->name, name, h->dimensions);
}

/* Two elements that are one code (case aside) would be added up. */
static tw_status check_elements(scan *s, const twi_har_header *h, int dimension)
{
  tw_context *ctx = s->j->ctx;
  int count = h->size[dimension], again, first;
  twi_codes codes;
  const char **code = twi_new(ctx, (size_t)count, sizeof *code);
  if (!code) return twi_no_memory(ctx, (size_t)count * sizeof *code);
  for (int i = 0; i < count; i++) code[i] = h->element[dimension] + (size_t)i * TWI_HAR_ELEMENT;
  tw_status status = twi_codes_open(ctx, code, count, &codes, &again, &first);
  if (status == TW_OK) twi_codes_close(&codes);
  if (status == TW_BAD_INPUT)
    status = twi_fail(
        ctx, TW_BAD_INPUT, "%s: header %s: dimension %d: elements %d and %d of the set %s are the same code: %s and %s",
        s->j->origin, h->name, dimension + 1, first + 1, again + 1, h->set[dimension], code[first], code[again]);
  twi_free(ctx, code);
  return status;
}

/* Says in which encoding names outside ASCII were read. Once for a set: it may stand for several dimensions, and the
 * file may be scanned twice. */
static tw_status tell_encoding(scan *s, const twi_har_header *h, int dimension)
{
  tw_world *w = s->j->w;
  char text[256];
  if (h->encoding[dimension] == TWI_HAR_ASCII) return TW_OK;
  const char *example = h->element[dimension];
  for (int i = 0; i < h->size[dimension]; i++) {
    const char *p = example = h->element[dimension] + (size_t)i * TWI_HAR_ELEMENT;
    while (*p && (unsigned char)*p < 128) p++;
    if (*p) break;
  }
  snprintf(text, sizeof text, "Header %s: elements of the set %s are not all ASCII and were read as %s, as in %s.",
           h->name, h->set[dimension], h->encoding[dimension] == TWI_HAR_UTF8 ? "UTF-8" : "Windows-1252", example);
  for (int i = 0; i < w->finding_count; i++)
    if (strcmp(w->findings[i].text, text) == 0) return TW_OK;
  return twi_world_find(s->j->ctx, w, 1, "encoding", -1, -1, NAN, NAN, "%s", text);
}

static tw_status scan_header(void *user, const twi_har_header *h)
{
  scan *s = user;
  int dimension[TWI_LONG_COLUMNS], used = 0;
  size_t stride[TWI_HAR_DIMENSIONS], step = 1;
  const char *wanted = s->column[TWI_VALUE];
  if (!twi_same_name(h->name, strlen(h->name), wanted)) return TW_OK;
  s->found = 1;
  if (!h->value)
    return twi_fail(s->j->ctx, TW_BAD_INPUT, "%s: header %s: found texts, expected numbers", s->j->origin, h->name);
  tw_status status = TW_OK;
  for (int k = 0; k < TWI_LONG_COLUMNS && status == TW_OK; k++) {
    if (k == TWI_VALUE) continue;
    status = find_dimension(s, h, k, &dimension[k]);
    for (int other = 0; other < k && status == TW_OK && dimension[k] >= 0; other++)
      if (other != TWI_VALUE && dimension[other] == dimension[k])
        status = twi_fail(s->j->ctx, TW_USAGE, "the map of columns: dimension %d is used twice", dimension[k] + 1);
    used += status == TW_OK && dimension[k] >= 0;
  }
  if (status == TW_OK && used != h->dimensions)
    status = twi_fail(s->j->ctx, TW_BAD_INPUT, "%s: header %s has %d dimensions, but the map uses %d of them",
                      s->j->origin, h->name, h->dimensions, used);
  for (int i = 0; i < h->dimensions && status == TW_OK; i++) {
    status = check_elements(s, h, i);
    if (status == TW_OK) status = tell_encoding(s, h, i);
  }
  for (int i = 0; i < TWI_HAR_DIMENSIONS; i++) {
    stride[i] = step;
    step *= (size_t)h->size[i];
  }
  for (size_t at = 0; at < h->count && status == TW_OK; at++) {
    twi_record r = {.place = "element", .number = (long)at + 1, .value = h->value[at]};
    for (int k = 0; k < TWI_LONG_COLUMNS; k++) {
      if (k == TWI_VALUE || dimension[k] < 0) continue;
      size_t place = at / stride[dimension[k]] % (size_t)h->size[dimension[k]];
      r.text[k] = h->element[dimension[k]] + place * TWI_HAR_ELEMENT;
      r.length[k] = strlen(r.text[k]);
    }
    status = s->take(s->user, &r);
  }
  return status;
}

static tw_status scan_har(twi_import_job *j, char *const column[TWI_LONG_COLUMNS], int user_given, twi_take take,
                          void *user)
{
  scan s = {j, column, user_given, 0, take, user};
  const char *wanted = column[TWI_VALUE];
  tw_status status = twi_har_read(j->ctx, j->ask->file, wanted, scan_header, &s);
  if (status == TW_OK && !s.found)
    status = twi_fail(j->ctx, TW_BAD_INPUT,
                      "%s: found no header %s, expected the one that the map names, as in "
                      "value=VXSB,sector=1,exporter=2,importer=3; --list shows what there is",
                      j->origin, wanted);
  return status;
}

tw_status twi_import_har(twi_import_job *j)
{
  return twi_import_long(j, scan_har);
}
