/* Stata's .dta files, written by ReadStat into our files. See dta.h; dta_read.c reads them. */
#include "table/dta.h"

#include <math.h>
#include <readstat.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"

enum { LONGEST_TEXT = 2045, ROWS_A_CHECK = 4096 };

struct twi_dta {
  tw_context *ctx;
  char *path;
  twi_writer *file;
  readstat_writer_t *writer;
  tw_status status; /* of the file */
  int count, column;
  long rows, row;
  int closed;
};

static ssize_t on_bytes(const void *bytes, size_t count, void *user)
{
  twi_dta *d = user;
  if (d->status == TW_OK) d->status = twi_writer_write(d->file, bytes, count);
  return d->status == TW_OK ? (ssize_t)count : -1;
}

static tw_status write_failed(twi_dta *d, readstat_error_t error, const char *what)
{
  if (d->status != TW_OK) return d->status;
  if (error == READSTAT_ERROR_MALLOC) return twi_no_memory(d->ctx, 0);
  return twi_fail(d->ctx, TW_BAD_INPUT, "%s: %s cannot be written to a Stata file: %s", d->path, what,
                  readstat_error_message(error));
}

static tw_status add_columns(twi_dta *d, const twi_dta_column *columns)
{
  for (int i = 0; i < d->count; i++) {
    const twi_dta_column *c = &columns[i];
    if (c->width > LONGEST_TEXT)
      return twi_fail(d->ctx, TW_BAD_INPUT, "%s: column %s: found a text of %zu bytes; a Stata file holds at most %d",
                      d->path, c->name, c->width, LONGEST_TEXT);
    readstat_variable_t *variable =
        readstat_add_variable(d->writer, c->name, c->width ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE, c->width);
    if (!variable) return twi_no_memory(d->ctx, 0);
    if (c->label) readstat_variable_set_label(variable, c->label);
  }
  return TW_OK;
}

tw_status twi_dta_open(tw_context *ctx, const char *path, const char *label, const twi_dta_column *columns, int count,
                       long rows, twi_dta **dta)
{
  return twi_dta_create(ctx, NULL, path, label, columns, count, rows, dta);
}

tw_status twi_dta_create(tw_context *ctx, const char *place, const char *path, const char *label,
                         const twi_dta_column *columns, int count, long rows, twi_dta **dta)
{
  *dta = NULL;
  twi_dta *d = twi_new(ctx, 1, sizeof *d);
  if (!d) return twi_no_memory(ctx, sizeof *d);
  d->ctx = ctx;
  d->count = count;
  d->rows = rows;
  d->path = twi_strdup(ctx, path);
  tw_status status = d->path ? TW_OK : twi_no_memory(ctx, 0);
  if (status == TW_OK)
    status = place ? twi_writer_create(ctx, place, path, &d->file) : twi_writer_open(ctx, path, &d->file);
  if (status == TW_OK && !(d->writer = readstat_writer_init())) status = twi_no_memory(ctx, 0);
  if (status == TW_OK) {
    readstat_set_data_writer(d->writer, on_bytes);
    readstat_writer_set_file_label(d->writer, label);
    readstat_writer_set_file_timestamp(d->writer, 86400); /* the same bytes whenever it is written */
    status = add_columns(d, columns);
  }
  if (status == TW_OK) {
    readstat_error_t error = readstat_begin_writing_dta(d->writer, d, rows);
    if (error == READSTAT_OK && rows > 0) error = readstat_begin_row(d->writer);
    if (error != READSTAT_OK) status = write_failed(d, error, "a column");
  }
  if (status != TW_OK) {
    twi_dta_free(d);
    return status;
  }
  *dta = d;
  return TW_OK;
}

/* A cell is written: on to the next, or to the next row. */
static tw_status advance_cell(twi_dta *d, readstat_error_t error, const char *what)
{
  if (error == READSTAT_OK && ++d->column == d->count) {
    d->column = 0;
    error = readstat_end_row(d->writer);
    if (error == READSTAT_OK && ++d->row < d->rows) error = readstat_begin_row(d->writer);
    if (error == READSTAT_OK && d->row % ROWS_A_CHECK == 0) {
      tw_status status = twi_check_cancel(d->ctx);
      if (status != TW_OK) return status;
    }
  }
  return error == READSTAT_OK ? TW_OK : write_failed(d, error, what);
}

tw_status twi_dta_text(twi_dta *d, const char *text)
{
  char shown[TWI_SHOWN];
  readstat_error_t error = readstat_insert_string_value(d->writer, readstat_get_variable(d->writer, d->column), text);
  return advance_cell(d, error, twi_show(text, strlen(text), shown));
}

tw_status twi_dta_number(twi_dta *d, double number)
{
  readstat_variable_t *variable = readstat_get_variable(d->writer, d->column);
  return advance_cell(d,
                      isnan(number) ? readstat_insert_missing_value(d->writer, variable)
                                    : readstat_insert_double_value(d->writer, variable, number),
                      "a number");
}

tw_status twi_dta_close(twi_dta *d)
{
  if (d->closed) return TW_OK;
  readstat_error_t error = readstat_end_writing(d->writer);
  if (error != READSTAT_OK || d->status != TW_OK) return write_failed(d, error, "the table");
  tw_status status = twi_writer_close(d->file);
  d->closed = status == TW_OK;
  return status;
}

tw_status twi_dta_commit(twi_dta *d)
{
  tw_status status = twi_dta_close(d);
  return status == TW_OK ? twi_writer_commit(d->file) : status;
}

void twi_dta_free(twi_dta *d)
{
  if (!d) return;
  if (d->writer) readstat_writer_free(d->writer);
  twi_writer_free(d->file);
  twi_free(d->ctx, d->path);
  twi_free(d->ctx, d);
}
