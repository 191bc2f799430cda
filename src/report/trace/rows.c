/* The text of a results table, to keys and numbers: columns with codes and words make the key of a row, all others are
 * numbers. So a word that is an answer (the lever chosen) makes a row that only one side has. Neither are the line in
 * the scenario's file, which moves when a comment is added, the variant that another is compared with, which
 * follows from the numbers, the words that say where a number of accounts is from,
 * and the route that a shipment takes. */
#include "report/trace/rows.h"

#include <math.h>
#include <string.h>

#include "report/meaning.h"
#include "table/csv.h"

enum { KEY, NUMBER, NEITHER };

static int kind_of(const char *table, const char *name)
{
  static const struct {
    const char *table, *name; /* NULL: of every table */
  } neither[] = {
      {NULL, "line"}, {"reconcile.csv", "previous"}, {"accounts.csv", "reference"}, {"shipments.csv", "route"}};
  for (size_t i = 0; i < sizeof neither / sizeof *neither; i++)
    if (strcmp(name, neither[i].name) == 0 && (!neither[i].table || strcmp(table, neither[i].table) == 0))
      return NEITHER;
  const twi_meaning *m = twi_meaning_of(table, name, NULL);
  return m && twi_is_key(m) ? KEY : NUMBER;
}

void twi_trace_rows_free(twi_trace_rows *r)
{
  if (!r->ctx) return;
  for (int i = 0; i < r->columns; i++) twi_free(r->ctx, r->name[i]);
  twi_free(r->ctx, r->keys);
  twi_free(r->ctx, r->words);
  twi_free(r->ctx, r->at);
  twi_free(r->ctx, r->number);
}

static tw_status add_word(twi_trace_rows *r, const char *word, size_t length, char end)
{
  if (r->used + length + 1 > r->room) {
    size_t room = 2 * r->room + length + 1024;
    char *grown = twi_resize(r->ctx, r->words, room, 1);
    if (!grown) return twi_no_memory(r->ctx, room);
    r->words = grown;
    r->room = room;
  }
  memcpy(r->words + r->used, word, length);
  r->used += length;
  r->words[r->used++] = end;
  return TW_OK;
}

static tw_status make_room(twi_trace_rows *r)
{
  if (r->count < r->rows_room) return TW_OK;
  size_t room = r->rows_room ? 2 * r->rows_room : 256;
  size_t *at = twi_resize(r->ctx, r->at, room, sizeof *at);
  if (at) r->at = at;
  double *number = twi_resize(r->ctx, r->number, room * (size_t)(r->columns + 1), sizeof *number);
  if (number) r->number = number;
  if (!at || !number) return twi_no_memory(r->ctx, room * sizeof *number);
  r->rows_room = room;
  return TW_OK;
}

static tw_status read_row(twi_trace_rows *r, twi_csv *csv, const int *kind, int all)
{
  tw_status status = make_room(r);
  if (status != TW_OK) return status;
  r->at[r->count] = r->used;
  double *number = r->number + r->count * (size_t)r->columns;
  for (int i = 0; i < all && status == TW_OK; i++) {
    size_t length;
    const char *text = twi_csv_text(csv, i, &length);
    if (kind[i] == KEY && length)
      status = add_word(r, text, length, ' ');
    else if (kind[i] == NUMBER) {
      *number = NAN;
      if (length) status = twi_csv_number(csv, i, number);
      number++;
    }
  }
  if (status != TW_OK) return status;
  if (r->used > r->at[r->count])
    r->words[r->used - 1] = 0;
  else
    status = add_word(r, "", 0, 0);
  r->count++;
  return status;
}

tw_status twi_trace_rows_read(tw_context *ctx, const char *table, const char *text, size_t bytes, const char *origin,
                              twi_trace_rows *r)
{
  twi_source *source;
  twi_csv *csv = NULL;
  int kind[TWI_TRACE_COLUMNS], more = 1;
  twi_text keys = {.ctx = ctx};
  r->ctx = ctx;
  tw_status status = twi_source_memory(ctx, text, bytes, origin, &source);
  if (status == TW_OK) status = twi_csv_open(ctx, source, &csv);
  if (status != TW_OK) return status;
  int all = twi_csv_columns(csv);
  if (all > TWI_TRACE_COLUMNS) status = twi_csv_fail(csv, -1, "more than %d columns", TWI_TRACE_COLUMNS);
  for (int i = 0; i < all && status == TW_OK; i++) {
    const char *name = twi_csv_column(csv, i);
    kind[i] = kind_of(table, name);
    if (kind[i] == KEY) twi_text_printf(&keys, "%s%s", keys.used ? " " : "", name);
    if (kind[i] != NUMBER) continue;
    r->name[r->columns] = twi_strdup(ctx, name);
    if (!r->name[r->columns]) status = twi_no_memory(ctx, 0);
    if (status == TW_OK) r->columns++;
  }
  if (status == TW_OK) status = twi_text_take(&keys, &r->keys);
  while (status == TW_OK) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    status = read_row(r, csv, kind, all);
  }
  twi_text_clear(&keys);
  twi_csv_free(csv);
  return status;
}
