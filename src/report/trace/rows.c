/* The text of a results table, to keys and numbers: columns with codes and words make the key of a row, all others are
 * numbers. So a word that is an answer (the lever chosen) makes a row that only one side has. Neither are the line in
 * the scenario's file, which moves when a comment is added, the variant that another is compared with, which
 * follows from the numbers, the words that say where a number of accounts is from,
 * and the route that a shipment takes. */
#include "report/trace/rows.h"

#include <math.h>
#include <string.h>

#include "table/csv.h"

enum { KEY, NUMBER, NEITHER };

static int kind_of(const char *name)
{
  static const char *const keys[] = {
      "year",   "region",     "sector", "group",       "importer",  "exporter", "rule",
      "what",   "instrument", "owner",  "outcome",     "parameter", "partner",                  /* drivers.csv */
      "product", /* products.csv, product_trade.csv, drivers.csv */
      "lever",  "criterion",  "other",  "contingency", "chosen",    "rival",    "better_above", /* of decisions */
      "variant", "other_region", "market", "main_market", /* and of plants */
      "supplier", "buyer", "passage", "side", "code", /* of markets */
      "kind",    "item",         "source", "convention",  "unit",     "quality"}; /* of accounts.csv */
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    if (strcmp(name, keys[i]) == 0) return KEY;
  return strcmp(name, "line") == 0 || strcmp(name, "previous") == 0 || strcmp(name, "reference") == 0 ||
                 strcmp(name, "route") == 0
             ? NEITHER : NUMBER;
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

tw_status twi_trace_rows_read(tw_context *ctx, const char *text, size_t bytes, const char *origin, twi_trace_rows *r)
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
    kind[i] = kind_of(name);
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
