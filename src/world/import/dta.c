/* Stata files: a long table. See import.h; a folder of files is read in dta_folder.c. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/import/dta_sheet.h"
#include "world/import/import.h"

/* ---------------------------------------------------------------- columns by name */

tw_status twi_dta_sheet_fail(const twi_dta_sheet *t, long number, int wanted, const char *what)
{
  return twi_fail(t->ctx, TW_BAD_INPUT, "%s: observation %ld: column %s: %s", t->path, number, t->wanted[wanted], what);
}

/* The column of a name: the one that has it letter by letter, else the only one that has it in other cases. */
static tw_status find_column(twi_dta_sheet *t, const char *const *name, int count, int k)
{
  int found = -1, exact = 0;
  for (int i = 0; i < count; i++) {
    int same = strcmp(name[i], t->wanted[k]) == 0;
    if (!twi_same_name(name[i], strlen(name[i]), t->wanted[k]) || (exact && !same)) continue;
    if (found >= 0 && same == exact)
      return twi_fail(t->ctx, TW_BAD_INPUT, "%s: found two columns %s: %d, called %s, and %d, called %s; expected one",
                      t->path, t->wanted[k], found + 1, name[found], i + 1, name[i]);
    found = i;
    exact = same;
  }
  t->at[k] = found;
  if (found >= 0 || k >= t->optional_from) return TW_OK;
  const char *nearest = twi_nearest(t->wanted[k], strlen(t->wanted[k]), name, count);
  return twi_fail(t->ctx, TW_BAD_INPUT, "%s: the column %s is missing%s%s%s", t->path, t->wanted[k],
                  nearest ? "; is it the one called " : "", nearest ? nearest : "", nearest ? "?" : "");
}

static tw_status on_columns(void *user, const char *const *name, int count, unsigned char *wanted)
{
  twi_dta_sheet *t = user;
  tw_status status = TW_OK;
  memset(wanted, 0, (size_t)count);
  for (int k = 0; k < t->wanted_count && status == TW_OK; k++) {
    status = find_column(t, name, count, k);
    if (status == TW_OK && t->at[k] >= 0) wanted[t->at[k]] = 1;
  }
  for (int i = 0; i < count && t->extra && status == TW_OK; i++)
    if (!wanted[i]) status = t->extra(t, i, name[i], &wanted[i]);
  return status;
}

static tw_status on_row(void *user, const twi_dta_cell *cell, long number)
{
  twi_dta_sheet *t = user;
  for (int k = 0; k < t->wanted_count; k++) {
    if (t->at[k] < 0) continue;
    if (t->text[k] && !cell[t->at[k]].text)
      return twi_dta_sheet_fail(
          t, number, k, "found a number, expected a text (in Stata, `decode` turns labelled numbers into texts)");
    if (!t->text[k] && cell[t->at[k]].text) return twi_dta_sheet_fail(t, number, k, "found a text, expected a number");
  }
  return t->row(t, cell, number);
}

tw_status twi_dta_sheet_read(twi_dta_sheet *t)
{
  const twi_dta_handler handler = {on_columns, on_row, t};
  return twi_dta_read(t->ctx, t->path, &handler);
}

/* ---------------------------------------------------------------- long form */

typedef struct scan {
  twi_take take;
  void *user;
} scan;

static tw_status take_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  scan *s = t->user;
  twi_record r = {.place = "observation", .number = number};
  for (int k = 0; k < TWI_LONG_COLUMNS; k++) {
    if (k == TWI_VALUE || t->at[k] < 0) continue;
    r.text[k] = cell[t->at[k]].text;
    r.length[k] = cell[t->at[k]].length;
    while (r.length[k] && r.text[k][r.length[k] - 1] == ' ') r.length[k]--; /* other programs fill up with blanks */
  }
  r.value = cell[t->at[TWI_VALUE]].number;
  if (isnan(r.value)) return twi_dta_sheet_fail(t, number, TWI_VALUE, "found a missing value, expected a number");
  return s->take(s->user, &r);
}

static tw_status scan_dta(twi_import_job *j, char *const column[TWI_LONG_COLUMNS], int user_given, twi_take take,
                          void *user)
{
  static const unsigned char text[TWI_LONG_COLUMNS] = {1, 1, 1, 0, 1};
  scan s = {take, user};
  twi_dta_sheet t = {.ctx = j->ctx,
                     .path = j->ask->file,
                     .wanted = (const char *const *)column,
                     .text = text,
                     .wanted_count = TWI_LONG_COLUMNS,
                     .optional_from = user_given ? TWI_LONG_COLUMNS : TWI_USER,
                     .row = take_row,
                     .user = &s};
  return twi_dta_sheet_read(&t);
}

tw_status twi_import_dta(twi_import_job *j)
{
  return twi_import_long(j, scan_dta);
}
