/* Tables in long form: a record for every importer, exporter, sector and, where the table says who uses it, user.
 *
 *   importer, exporter, sector, value           every sale is final demand; value added is all of output
 *   importer, exporter, sector, user, value     user: a sector that uses the good as an input, or a word for final
 *
 * Codes are taken in the order in which they are met. A first pass over the file gathers them, a second adds the
 * values, so that no record is kept. One bit for every place a record can stand finds one that comes twice. See
 * import.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "world/import/import.h"

static const char *const key[TWI_LONG_COLUMNS] = {"importer", "exporter", "sector", "value", "user"};
static const char *const final_word[] = {"final", "HFCE",   "NPISH",   "GGFC",   "GFCF", "INVNT",
                                         "DPABR", "CONS_h", "CONS_np", "CONS_g", "INVEN"};
enum { FINAL_WORDS = sizeof final_word / sizeof *final_word };

typedef struct reading {
  twi_import_job *j;
  unsigned char *seen; /* bits (s, d, o, user); users: sectors, then words for final demand */
} reading;

/* ---------------------------------------------------------------- the map of columns */

static tw_status bad_map(twi_import_job *j, const char *found)
{
  return twi_fail(
      j->ctx, TW_USAGE,
      "the map of columns: found %s, expected importer=COLUMN, exporter=COLUMN, sector=COLUMN, value=COLUMN "
      "and perhaps user=COLUMN, separated by commas",
      found);
}

/* column[k]: name of the column for key k; keys that the map leaves out are their own names. */
static tw_status read_map(twi_import_job *j, char *column[TWI_LONG_COLUMNS], int *user_given)
{
  const char *p = j->ask->map ? j->ask->map : "";
  char shown[TWI_SHOWN];
  *user_given = 0;
  while (*p) {
    size_t n = strcspn(p, ",");
    const char *equals = memchr(p, '=', n);
    if (!equals || equals == p || equals + 1 == p + n) return bad_map(j, twi_show(p, n, shown));
    int k = 0;
    while (k < TWI_LONG_COLUMNS && !twi_same_name(p, (size_t)(equals - p), key[k])) k++;
    if (k == TWI_LONG_COLUMNS || column[k]) return bad_map(j, twi_show(p, n, shown));
    column[k] = twi_strndup(j->ctx, equals + 1, (size_t)(p + n - equals) - 1);
    if (!column[k]) return twi_no_memory(j->ctx, n);
    *user_given |= k == TWI_USER;
    p += n + (p[n] == ',');
  }
  for (int k = 0; k < TWI_LONG_COLUMNS; k++) {
    if (!column[k]) column[k] = twi_strdup(j->ctx, key[k]);
    if (!column[k]) return twi_no_memory(j->ctx, 0);
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- records */

static tw_status fail_at(const twi_import_job *j, const twi_record *r, const char *what)
{
  return twi_fail(j->ctx, TW_BAD_INPUT, "%s: %s %ld: %s", j->ask->file, r->place, r->number, what);
}

static tw_status take_codes(void *user, const twi_record *r)
{
  twi_import_job *j = ((reading *)user)->j;
  char what[256], shown[TWI_SHOWN];
  int index;
  tw_status status = TW_OK;
  for (int k = TWI_IMPORTER; k <= TWI_SECTOR && status == TW_OK; k++) {
    const char *wrong = twi_code_wrong(r->text[k], r->length[k]);
    if (wrong) {
      snprintf(what, sizeof what, "%s: found %s in %s", key[k], wrong, twi_show(r->text[k], r->length[k], shown));
      return fail_at(j, r, what);
    }
    twi_list *list = k == TWI_SECTOR ? &j->sectors : &j->regions;
    status = twi_list_find_or_add(j->ctx, list, r->text[k], r->length[k], &index);
  }
  j->without_users = !r->text[TWI_USER];
  return status;
}

/* The user as a sector, or S + the word for final demand. */
static tw_status find_user(const twi_import_job *j, const twi_record *r, size_t *user)
{
  const char *text = r->text[TWI_USER];
  size_t length = r->length[TWI_USER];
  *user = j->S;
  if (!text) return TW_OK;
  int index = twi_list_find(&j->sectors, text, length);
  for (int i = 0; i < FINAL_WORDS && index < 0; i++)
    if (twi_same_name(text, length, final_word[i])) index = (int)j->S + i;
  if (index >= 0) {
    *user = (size_t)index;
    return TW_OK;
  }
  char what[256], shown[TWI_SHOWN];
  const char *nearest = twi_nearest(text, length, (const char *const *)j->sectors.code, j->sectors.count);
  snprintf(what, sizeof what, "user: found %s, expected a sector that sells something, or final%s%s",
           twi_show(text, length, shown), nearest ? "; the nearest is " : "", nearest ? nearest : "");
  return fail_at(j, r, what);
}

static tw_status take_value(void *user, const twi_record *r)
{
  reading *t = user;
  twi_import_job *j = t->j;
  int d = twi_list_find(&j->regions, r->text[TWI_IMPORTER], r->length[TWI_IMPORTER]);
  int o = twi_list_find(&j->regions, r->text[TWI_EXPORTER], r->length[TWI_EXPORTER]);
  int s = twi_list_find(&j->sectors, r->text[TWI_SECTOR], r->length[TWI_SECTOR]);
  size_t u;
  if (d < 0 || o < 0 || s < 0) return fail_at(j, r, "the file changed while it was read");
  if (!(fabs(r->value) <= 1e300)) return fail_at(j, r, "value: found none, expected a number");
  tw_status status = find_user(j, r, &u);
  if (status != TW_OK) return status;
  size_t cell = ((size_t)s * j->N + (size_t)d) * j->N + (size_t)o, bit = cell * (j->S + FINAL_WORDS) + u;
  if (t->seen[bit / 8] >> bit % 8 & 1) {
    char what[320];
    snprintf(what, sizeof what, "found importer %s, exporter %s, sector %s%s%s again, expected each once",
             j->regions.code[d], j->regions.code[o], j->sectors.code[s], r->text[TWI_USER] ? ", user " : "",
             u < j->S            ? j->sectors.code[u]
             : r->text[TWI_USER] ? final_word[u - j->S]
                                 : "");
    return fail_at(j, r, what);
  }
  t->seen[bit / 8] |= (unsigned char)(1u << bit % 8);
  twi_import_add(j, (size_t)s, (size_t)d, (size_t)o, u < j->S ? (long)u : -1, r->value);
  return TW_OK;
}

tw_status twi_import_long(twi_import_job *j, twi_scan scan)
{
  reading t = {.j = j};
  char *column[TWI_LONG_COLUMNS] = {NULL};
  int user_given;
  tw_status status = read_map(j, column, &user_given);
  if (status == TW_OK) status = scan(j, column, user_given, take_codes, &t);
  if (status == TW_OK && j->regions.count == 0)
    status = twi_fail(j->ctx, TW_BAD_INPUT, "%s: found no records, expected importer, exporter, sector and value",
                      j->ask->file);
  if (status == TW_OK) status = twi_import_arrays(j, 0);
  if (status == TW_OK) {
    size_t bits = j->S * j->N * j->N * (j->S + FINAL_WORDS);
    t.seen = twi_new(j->ctx, bits / 8 + 1, 1);
    if (!t.seen) status = twi_no_memory(j->ctx, bits / 8);
  }
  if (status == TW_OK) status = scan(j, column, user_given, take_value, &t);
  twi_free(j->ctx, t.seen);
  for (int k = 0; k < TWI_LONG_COLUMNS; k++) twi_free(j->ctx, column[k]);
  return status;
}

/* ---------------------------------------------------------------- CSV */

static tw_status scan_csv(twi_import_job *j, char *const column[TWI_LONG_COLUMNS], int user_given, twi_take take,
                          void *user)
{
  twi_source *source;
  twi_csv *csv = NULL;
  int at[TWI_LONG_COLUMNS], more = 1;
  tw_status status = twi_source_open(j->ctx, j->ask->file, &source);
  if (status == TW_OK) status = twi_csv_open(j->ctx, source, &csv);
  for (int k = 0; k < TWI_LONG_COLUMNS && status == TW_OK; k++) {
    at[k] = twi_csv_find(csv, column[k]);
    if (at[k] < 0 && (k != TWI_USER || user_given)) status = twi_csv_require(csv, column[k], &at[k]);
  }
  while (status == TW_OK && more) {
    twi_record r = {.place = "line"};
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    for (int k = 0; k < TWI_LONG_COLUMNS; k++)
      if (k != TWI_VALUE && at[k] >= 0) r.text[k] = twi_csv_text(csv, at[k], &r.length[k]);
    r.number = twi_csv_line(csv);
    status = twi_csv_number(csv, at[TWI_VALUE], &r.value);
    if (status == TW_OK) status = take(user, &r);
  }
  twi_csv_free(csv);
  return status;
}

tw_status twi_import_csv(twi_import_job *j)
{
  return twi_import_long(j, scan_csv);
}
