/* Tables in long form: a record for every importer, exporter, sector and, where the table says who uses it, user.
 *
 *   importer, exporter, sector, value           every sale is final demand; value added is all of output
 *   importer, exporter, sector, user, value     user: a sector that uses the good as an input, or a word for final
 *   …, product                                  what is inside the sector's flow, where the map of columns names it
 *
 * Codes are taken in the order in which they are met. A first pass over the file gathers them, a second adds the
 * values, so that no record of a file is kept. What can be read only once (a pipe) keeps its records in memory, as
 * indices of its codes. One bit for every place a record can stand finds one that comes twice. See import.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "world/import/import.h"

static const char *const key[TWI_LONG_COLUMNS] = {"importer", "exporter", "sector", "value", "user"};
static const char *const final_word[] = {"final", "HFCE",   "NPISH",   "GGFC",   "GFCF", "INVNT",
                                         "DPABR", "CONS_h", "CONS_np", "CONS_g", "INVEN"};
enum { FINAL_WORDS = sizeof final_word / sizeof *final_word };

/* A record of a file that cannot be read again. */
typedef struct kept_record {
  int code[TWI_LONG_COLUMNS]; /* of regions, sectors and, for the user, of the words met; -1: no user */
  int product;                /* -1: none */
  long number;
  double value;
} kept_record;

/* Where a record stands: its value goes there. */
typedef struct cell {
  size_t s, d, o, user; /* users: sectors, then words for final demand */
  int product;          /* -1: none */
} cell;

typedef struct reading {
  twi_import_job *j;
  const char *place;   /* "line", "observation" */
  unsigned char *seen; /* bits (s, d, o, user) */
  int keep;            /* the file can be read only once */
  twi_list users;      /* words of the users met, when records are kept */
  kept_record *kept;
  size_t kept_count, kept_room;
  int full;           /* there are more of them than places: some come twice */
  cell wanted;        /* where a record stands again */
  long wanted_number; /* of it; 0: none did */
} reading;

/* ---------------------------------------------------------------- the map of columns */

static tw_status bad_map(twi_import_job *j, const char *found)
{
  return twi_fail(
      j->ctx, TW_USAGE,
      "the map of columns: found %s, expected importer=COLUMN, exporter=COLUMN, sector=COLUMN, value=COLUMN "
      "and perhaps user=COLUMN and product=COLUMN, separated by commas",
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
    if (twi_same_name(p, (size_t)(equals - p), "product") && !j->product_column) {
      j->product_column = twi_strndup(j->ctx, equals + 1, (size_t)(p + n - equals) - 1);
      if (!j->product_column) return twi_no_memory(j->ctx, n);
      p += n + (p[n] == ',');
      continue;
    }
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

static tw_status fail_at(const reading *t, long number, const char *what)
{
  return twi_fail(t->j->ctx, TW_BAD_INPUT, "%s: %s %ld: %s", t->j->origin, t->place, number, what);
}

/* "importer a, exporter b, sector w, user final" */
static const char *key_words(const twi_import_job *j, const cell *c, char *words, size_t room)
{
  int used = snprintf(words, room, "importer %s, exporter %s, sector %s", j->regions.code[c->d], j->regions.code[c->o],
                      j->sectors.code[c->s]);
  if (c->product >= 0 && used > 0 && (size_t)used < room)
    used += snprintf(words + used, room - (size_t)used, ", product %s", j->products.code[c->product]);
  if (!j->without_users && used > 0 && (size_t)used < room)
    snprintf(words + used, room - (size_t)used, ", user %s",
             c->user < j->S ? j->sectors.code[c->user] : final_word[c->user - j->S]);
  return words;
}

static tw_status fail_repeated(const reading *t, const cell *c, long number, long first)
{
  char words[320], what[480];
  snprintf(what, sizeof what, "found %s again, first in %s %ld, expected each once%s",
           key_words(t->j, c, words, sizeof words), t->place, first,
           t->j->product_there ? "; if its column product tells them apart, say product=product in the map" : "");
  return fail_at(t, number, what);
}

static int final_word_of(const char *text, size_t length)
{
  for (int i = 0; i < FINAL_WORDS; i++)
    if (twi_same_name(text, length, final_word[i])) return i;
  return -1;
}

/* ---------------------------------------------------------------- first pass: codes */

static tw_status keep_record(reading *t, const twi_record *r, const int code[TWI_LONG_COLUMNS], int product)
{
  if (t->kept_count == t->kept_room) {
    size_t room = t->kept_room ? 2 * t->kept_room : 4096;
    kept_record *grown = twi_resize(t->j->ctx, t->kept, room, sizeof *grown);
    if (!grown) return twi_no_memory(t->j->ctx, room * sizeof *grown);
    t->kept = grown;
    t->kept_room = room;
  }
  kept_record *k = &t->kept[t->kept_count++];
  memcpy(k->code, code, sizeof k->code);
  k->product = product;
  k->number = r->number;
  k->value = r->value;
  return TW_OK;
}

/* A pipe may never end. When it has given more records than its codes have places, some come twice: enough to refuse
 * it. */
static int is_full(const reading *t)
{
  double N = t->j->regions.count, S = t->j->sectors.count, users = t->users.count > 0 ? t->users.count : 1;
  return (double)t->kept_count > N * N * (S + t->j->products.count) * users;
}

static tw_status take_codes(void *user, const twi_record *r)
{
  reading *t = user;
  twi_import_job *j = t->j;
  char what[256], shown[TWI_SHOWN];
  int product = -1, code[TWI_LONG_COLUMNS] = {0}, before = j->regions.count + j->sectors.count;
  tw_status status = TW_OK;
  t->place = r->place;
  for (int k = TWI_IMPORTER; k <= TWI_SECTOR && status == TW_OK; k++) {
    const char *wrong = twi_code_wrong(r->text[k], r->length[k]);
    if (wrong) {
      snprintf(what, sizeof what, "%s: found %s in %s", key[k], wrong, twi_show(r->text[k], r->length[k], shown));
      return fail_at(t, r->number, what);
    }
    if (k == TWI_SECTOR && r->text[TWI_USER] && final_word_of(r->text[k], r->length[k]) > 0) { /* `final`: any table */
      snprintf(what, sizeof what, "sector: found %s, a word for final demand in the column user; expected another code",
               final_word[final_word_of(r->text[k], r->length[k])]);
      return fail_at(t, r->number, what);
    }
    twi_list *list = k == TWI_SECTOR ? &j->sectors : &j->regions;
    status = twi_list_find_or_add(j->ctx, list, r->text[k], r->length[k], &code[k]);
  }
  if (status == TW_OK) status = twi_long_product(j, r, code[TWI_SECTOR], &product);
  j->without_users = !r->text[TWI_USER];
  if (status == TW_OK && j->regions.count + j->sectors.count > before) /* at once, not after a last of many */
    status = twi_world_check_size(j->ctx, j->origin, j->regions.count, j->sectors.count);
  if (status != TW_OK || !t->keep) return status;
  code[TWI_USER] = -1;
  if (!j->without_users)
    status = twi_list_find_or_add(j->ctx, &t->users, r->text[TWI_USER], r->length[TWI_USER], &code[TWI_USER]);
  if (status == TW_OK) status = keep_record(t, r, code, product);
  t->full = status == TW_OK && is_full(t);
  return t->full ? TW_INTERRUPTED : status;
}

/* ---------------------------------------------------------------- second pass: values */

/* The user as a sector, or S + the word for final demand. */
static tw_status find_user(const reading *t, const char *text, size_t length, long number, size_t *user)
{
  const twi_import_job *j = t->j;
  *user = j->S;
  if (!text) return TW_OK;
  int index = twi_list_find(&j->sectors, text, length);
  if (index < 0 && final_word_of(text, length) >= 0) index = (int)j->S + final_word_of(text, length);
  if (index >= 0) {
    *user = (size_t)index;
    return TW_OK;
  }
  char what[256], shown[TWI_SHOWN];
  const char *nearest = twi_nearest(text, length, (const char *const *)j->sectors.code, j->sectors.count);
  snprintf(what, sizeof what, "user: found %s, expected a sector that sells something, or final%s%s",
           twi_show(text, length, shown), nearest ? "; the nearest is " : "", nearest ? nearest : "");
  return fail_at(t, number, what);
}

static size_t bit_of(const twi_import_job *j, const cell *c)
{
  return ((c->s * j->N + c->d) * j->N + c->o) * (j->S + FINAL_WORDS) + c->user;
}

/* *again: the cell has a value already. */
static tw_status put_value(reading *t, const cell *c, long number, double value, int *again)
{
  if (c->product >= 0) {
    int first;
    *again = 0;
    if (!(fabs(value) <= 1e300)) return fail_at(t, number, "value: found none, expected a number");
    tw_status status = twi_long_product_value(t->j, c->product, c->d, c->o, c->user, number, value, &first);
    if (status == TW_OK && first) return fail_repeated(t, c, number, first);
    if (status == TW_OK) twi_import_add(t->j, c->s, c->d, c->o, c->user < t->j->S ? (long)c->user : -1, value);
    return status;
  }
  size_t bit = bit_of(t->j, c);
  *again = t->seen[bit / 8] >> bit % 8 & 1;
  if (*again) return TW_OK;
  if (!(fabs(value) <= 1e300)) return fail_at(t, number, "value: found none, expected a number");
  t->seen[bit / 8] |= (unsigned char)(1u << bit % 8);
  twi_import_add(t->j, c->s, c->d, c->o, c->user < t->j->S ? (long)c->user : -1, value);
  return TW_OK;
}

static tw_status find_cell(const reading *t, const twi_record *r, cell *c)
{
  twi_import_job *j = t->j;
  int d = twi_list_find(&j->regions, r->text[TWI_IMPORTER], r->length[TWI_IMPORTER]);
  int o = twi_list_find(&j->regions, r->text[TWI_EXPORTER], r->length[TWI_EXPORTER]);
  int s = twi_list_find(&j->sectors, r->text[TWI_SECTOR], r->length[TWI_SECTOR]);
  if (d < 0 || o < 0 || s < 0) return fail_at(t, r->number, "the file changed while it was read");
  *c = (cell){.s = (size_t)s, .d = (size_t)d, .o = (size_t)o, .product = -1};
  tw_status status = twi_long_product(j, r, s, &c->product);
  if (status != TW_OK) return status;
  return find_user(t, r->text[TWI_USER], r->length[TWI_USER], r->number, &c->user);
}

static tw_status take_value(void *user, const twi_record *r)
{
  reading *t = user;
  cell c;
  int again = 0;
  tw_status status = find_cell(t, r, &c);
  if (status == TW_OK) status = put_value(t, &c, r->number, r->value, &again);
  if (status != TW_OK || !again) return status;
  t->wanted = c;
  t->wanted_number = r->number;
  return TW_BAD_INPUT; /* said when a third pass has found the first */
}

/* In a third pass, over a table that is refused: the record that stands where a later one does. */
static tw_status take_first(void *user, const twi_record *r)
{
  reading *t = user;
  cell c;
  tw_status status = find_cell(t, r, &c);
  if (status != TW_OK || c.product >= 0 || bit_of(t->j, &c) != bit_of(t->j, &t->wanted)) return status;
  return fail_repeated(t, &c, t->wanted_number, r->number);
}

static tw_status add_kept(reading *t)
{
  tw_status status = TW_OK;
  cell c;
  for (size_t i = 0; i < t->kept_count && status == TW_OK; i++) {
    const kept_record *k = &t->kept[i];
    const char *user = k->code[TWI_USER] < 0 ? NULL : t->users.code[k->code[TWI_USER]];
    int again = 0;
    c = (cell){(size_t)k->code[TWI_SECTOR], (size_t)k->code[TWI_IMPORTER], (size_t)k->code[TWI_EXPORTER], 0,
               k->product};
    status = find_user(t, user, user ? strlen(user) : 0, k->number, &c.user);
    if (status == TW_OK) status = put_value(t, &c, k->number, k->value, &again);
    if (!again) continue;
    size_t first = 0;
    while (memcmp(t->kept[first].code, k->code, sizeof k->code) != 0 || t->kept[first].product >= 0) first++;
    return fail_repeated(t, &c, k->number, t->kept[first].number);
  }
  return status;
}

/* Both passes. */
static tw_status read_long(reading *t, twi_scan scan, char *const column[TWI_LONG_COLUMNS], int user_given)
{
  twi_import_job *j = t->j;
  tw_status status = scan(j, column, user_given, take_codes, t);
  if (t->full) status = TW_OK;
  if (status == TW_OK && j->regions.count == 0)
    status = twi_fail(j->ctx, TW_BAD_INPUT, "%s: found no records, expected importer, exporter, sector and value",
                      j->origin);
  if (status == TW_OK) status = twi_import_arrays(j, 0);
  if (status != TW_OK) return status;
  size_t bits = j->S * j->N * j->N * (j->S + FINAL_WORDS);
  t->seen = twi_new(j->ctx, bits / 8 + 1, 1);
  if (!t->seen) return twi_no_memory(j->ctx, bits / 8);
  if (t->keep) return add_kept(t);
  status = scan(j, column, user_given, take_value, t);
  return t->wanted_number ? scan(j, column, user_given, take_first, t) : status;
}

tw_status twi_import_long(twi_import_job *j, twi_scan scan)
{
  reading t = {.j = j, .keep = twi_path_kind_of(j->ask->file) != TWI_PATH_FILE};
  char *column[TWI_LONG_COLUMNS] = {NULL};
  int user_given;
  tw_status status = read_map(j, column, &user_given);
  if (status == TW_OK && j->product_column && !twi_same_name(j->ask->from, strlen(j->ask->from), "csv"))
    status = twi_fail(j->ctx, TW_USAGE, "the map of columns: products are read from CSV files alone, not from %s",
                      j->ask->from);
  if (status == TW_OK) status = read_long(&t, scan, column, user_given);
  twi_free(j->ctx, t.seen);
  twi_free(j->ctx, t.kept);
  twi_list_clear(j->ctx, &t.users);
  for (int k = 0; k < TWI_LONG_COLUMNS; k++) twi_free(j->ctx, column[k]);
  return status;
}

/* ---------------------------------------------------------------- CSV */

static tw_status scan_csv(twi_import_job *j, char *const column[TWI_LONG_COLUMNS], int user_given, twi_take take,
                          void *user)
{
  twi_source *source;
  twi_csv *csv = NULL;
  int at[TWI_LONG_COLUMNS], product = -1, more = 1;
  tw_status status = twi_import_open(j, &source);
  if (status == TW_OK) status = twi_csv_open(j->ctx, source, &csv);
  for (int k = 0; k < TWI_LONG_COLUMNS && status == TW_OK; k++) {
    at[k] = twi_csv_find(csv, column[k]);
    if (at[k] < 0 && (k != TWI_USER || user_given)) status = twi_csv_require(csv, column[k], &at[k]);
  }
  if (status == TW_OK && j->product_column) status = twi_csv_require(csv, j->product_column, &product);
  j->product_there = status == TW_OK && product < 0 && twi_csv_find(csv, "product") >= 0;
  while (status == TW_OK && more) {
    twi_record r = {.place = "line"};
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    for (int k = 0; k < TWI_LONG_COLUMNS; k++)
      if (k != TWI_VALUE && at[k] >= 0) r.text[k] = twi_csv_text(csv, at[k], &r.length[k]);
    if (product >= 0) r.product = twi_csv_text(csv, product, &r.product_length);
    r.number = twi_csv_line(csv);
    status = twi_csv_number(csv, at[TWI_VALUE], &r.value);
    if (status == TW_OK) status = take(user, &r);
  }
  if (csv) status = twi_csv_blame(csv, status);
  twi_csv_free(csv);
  return status;
}

tw_status twi_import_csv(twi_import_job *j)
{
  return twi_import_long(j, scan_csv);
}
