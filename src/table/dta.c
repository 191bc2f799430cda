/* Stata's .dta files through ReadStat. See dta.h.
 *
 * ReadStat pushes: a handler for each variable, then one for each value, row by row. Texts are good only during a call,
 * so a row is gathered here and handed on when its last value has come. A handler that fails stops the reading, and its
 * status is what counts, not ReadStat's. */
#include "table/dta.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <readstat.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/names.h"

enum { LONGEST_TEXT = 2045, MOST_COLUMNS = 32767, ROWS_A_CHECK = 4096 };

/* ---------------------------------------------------------------- reading */

typedef struct reading {
  tw_context *ctx;
  const char *path;
  const twi_dta_handler *handler;
  tw_status status; /* of the handlers */
  int count;        /* columns */
  long rows;
  char **name;
  twi_dta_cell *cell;
  char **text; /* [count] buffers of the row's texts */
  size_t *room;
  char message[256]; /* ReadStat's own words */
  int handle;        /* of the file, -1: not open */
  int failure;       /* errno of a read that failed */
} reading;

static int stop(reading *r, tw_status status)
{
  r->status = status;
  return status == TW_OK ? READSTAT_HANDLER_OK : READSTAT_HANDLER_ABORT;
}

static int on_metadata(readstat_metadata_t *metadata, void *user)
{
  reading *r = user;
  int count = readstat_get_var_count(metadata);
  if (count < 1 || count > MOST_COLUMNS)
    return stop(r,
                twi_fail(r->ctx, TW_BAD_INPUT, "%s: found %d columns, expected 1 to %d", r->path, count, MOST_COLUMNS));
  r->name = twi_new(r->ctx, (size_t)count, sizeof *r->name);
  r->cell = twi_new(r->ctx, (size_t)count, sizeof *r->cell);
  r->text = twi_new(r->ctx, (size_t)count, sizeof *r->text);
  r->room = twi_new(r->ctx, (size_t)count, sizeof *r->room);
  r->count = count;
  return stop(r, r->name && r->cell && r->text && r->room ? TW_OK : twi_no_memory(r->ctx, (size_t)count));
}

static int on_variable(int index, readstat_variable_t *variable, const char *labels, void *user)
{
  reading *r = user;
  (void)labels;
  if (index < 0 || index >= r->count || r->name[index])
    return stop(r, twi_fail(r->ctx, TW_BAD_INPUT, "%s: the columns are out of order", r->path));
  r->name[index] = twi_strdup(r->ctx, readstat_variable_get_name(variable));
  if (!r->name[index]) return stop(r, twi_no_memory(r->ctx, 0));
  if (index + 1 < r->count) return READSTAT_HANDLER_OK;
  for (int i = 0; i < r->count; i++)
    if (!r->name[i]) return stop(r, twi_fail(r->ctx, TW_BAD_INPUT, "%s: the columns are out of order", r->path));
  return stop(r, r->handler->columns(r->handler->user, (const char *const *)r->name, r->count));
}

static tw_status keep_text(reading *r, int index, const char *text)
{
  size_t length = text ? strlen(text) : 0;
  if (length + 1 > r->room[index]) {
    char *grown = twi_resize(r->ctx, r->text[index], length + 64, 1);
    if (!grown) return twi_no_memory(r->ctx, length + 64);
    r->text[index] = grown;
    r->room[index] = length + 64;
  }
  memcpy(r->text[index], text ? text : "", length + 1);
  r->cell[index] = (twi_dta_cell){r->text[index], length, NAN};
  return TW_OK;
}

static int on_value(int row, readstat_variable_t *variable, readstat_value_t value, void *user)
{
  reading *r = user;
  int index = readstat_variable_get_index(variable);
  if (index < 0 || index >= r->count)
    return stop(r, twi_fail(r->ctx, TW_BAD_INPUT, "%s: found a column too many", r->path));
  if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING) {
    tw_status status = keep_text(r, index, readstat_string_value(value));
    if (status != TW_OK) return stop(r, status);
  } else {
    int missing = readstat_value_is_system_missing(value) || readstat_value_is_tagged_missing(value);
    r->cell[index] = (twi_dta_cell){NULL, 0, missing ? NAN : readstat_double_value(value)};
  }
  if (index + 1 < r->count) return READSTAT_HANDLER_OK;
  r->rows = (long)row + 1;
  if (row % ROWS_A_CHECK == 0) {
    tw_status status = twi_check_cancel(r->ctx);
    if (status != TW_OK) return stop(r, status);
  }
  return stop(r, r->handler->row(r->handler->user, r->cell, r->rows));
}

static void on_error(const char *message, void *user)
{
  reading *r = user;
  if (!r->message[0]) snprintf(r->message, sizeof r->message, "%s", message);
}

/* The parser is made here, of its public parts: readstat_parser_init does not look whether it got memory. So are the
 * ways to the file, which keep what the system says. */
static int on_open(const char *path, void *io)
{
  reading *r = io;
  r->handle = open(path, O_RDONLY | O_CLOEXEC);
  return r->handle;
}

static int on_close(void *io)
{
  reading *r = io;
  int code = r->handle >= 0 ? close(r->handle) : 0;
  r->handle = -1;
  return code;
}

static readstat_off_t on_seek(readstat_off_t offset, readstat_io_flags_t whence, void *io)
{
  const reading *r = io;
  return lseek(r->handle, offset,
               whence == READSTAT_SEEK_SET   ? SEEK_SET
               : whence == READSTAT_SEEK_CUR ? SEEK_CUR
                                             : SEEK_END);
}

static ssize_t on_read(void *buffer, size_t count, void *io)
{
  reading *r = io;
  size_t had = 0;
  while (had < count) {
    ssize_t n = read(r->handle, (char *)buffer + had, count - had);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) r->failure = errno;
    if (n <= 0) return n < 0 ? -1 : (ssize_t)had;
    had += (size_t)n;
  }
  return (ssize_t)had;
}

static readstat_error_t on_update(long size, readstat_progress_handler progress, void *user, void *io)
{
  (void)size, (void)progress, (void)user, (void)io;
  return READSTAT_OK;
}

static tw_status read_failed(reading *r, readstat_error_t error)
{
  if (error == READSTAT_ERROR_MALLOC) return twi_no_memory(r->ctx, 0);
  if (error == READSTAT_ERROR_OPEN) return twi_open_failed(r->ctx, r->path, errno ? errno : ENOENT);
  if (r->failure) return twi_fail(r->ctx, TW_IO, "%s: cannot read: %s", r->path, strerror(r->failure));
  size_t n = strlen(r->message);
  while (n && (r->message[n - 1] == '\n' || r->message[n - 1] == ' ')) r->message[--n] = 0;
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s: this is no Stata file that can be read: %s%s%s", r->path,
                  readstat_error_message(error), n ? "; " : "", r->message);
}

tw_status twi_dta_read(tw_context *ctx, const char *path, const twi_dta_handler *handler)
{
  reading r = {.ctx = ctx, .path = path, .handler = handler};
  switch (twi_path_kind_of(path)) {
  case TWI_PATH_ABSENT:
    return twi_fail(ctx, TW_BAD_INPUT, "%s: there is no such file", path);
  case TWI_PATH_FOLDER:
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found a folder, expected a Stata file", path);
  default:
    break;
  }
  r.handle = -1;
  readstat_io_t io = {
      .open = on_open, .close = on_close, .seek = on_seek, .read = on_read, .update = on_update, .io_ctx = &r};
  readstat_parser_t parser = {
      .handlers = {.metadata = on_metadata, .variable = on_variable, .value = on_value, .error = on_error},
      .io = &io,
      .output_encoding = "UTF-8"};
  errno = 0;
  readstat_error_t error = readstat_parse_dta(&parser, path, &r);
  if (r.handle >= 0) close(r.handle);
  tw_status status = r.status;
  if (status == TW_OK && error != READSTAT_OK) status = read_failed(&r, error);
  for (int i = 0; i < r.count; i++) {
    if (r.name) twi_free(ctx, r.name[i]);
    if (r.text) twi_free(ctx, r.text[i]);
  }
  twi_free(ctx, r.name);
  twi_free(ctx, r.text);
  twi_free(ctx, r.cell);
  twi_free(ctx, r.room);
  return status;
}

/* ---------------------------------------------------------------- writing */

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
  *dta = NULL;
  twi_dta *d = twi_new(ctx, 1, sizeof *d);
  if (!d) return twi_no_memory(ctx, sizeof *d);
  d->ctx = ctx;
  d->count = count;
  d->rows = rows;
  d->path = twi_strdup(ctx, path);
  tw_status status = d->path ? twi_writer_open(ctx, path, &d->file) : twi_no_memory(ctx, 0);
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
static tw_status advance(twi_dta *d, readstat_error_t error, const char *what)
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
  return advance(d, error, twi_show(text, strlen(text), shown));
}

tw_status twi_dta_number(twi_dta *d, double number)
{
  readstat_variable_t *variable = readstat_get_variable(d->writer, d->column);
  return advance(d,
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
