/* A Stata file that can be read only once. See dta_memory.h. */
#include "table/dta_memory.h"

#include <string.h>

#include "base/file.h"

enum { MOST_BYTES = 1 << 30 };

static int open_memory(const char *path, void *user)
{
  (void)path;
  ((twi_dta_memory *)user)->at = 0;
  return 0;
}

static int close_memory(void *user)
{
  (void)user;
  return 0;
}

static readstat_off_t seek_memory(readstat_off_t offset, readstat_io_flags_t whence, void *user)
{
  twi_dta_memory *m = user;
  readstat_off_t from = whence == READSTAT_SEEK_SET   ? 0
                        : whence == READSTAT_SEEK_CUR ? (readstat_off_t)m->at
                                                      : (readstat_off_t)m->count;
  if (offset < -from || offset > (readstat_off_t)m->count - from) return -1;
  m->at = (size_t)(from + offset);
  return from + offset;
}

static ssize_t read_memory(void *to, size_t count, void *user)
{
  twi_dta_memory *m = user;
  size_t left = m->count - m->at, n = count < left ? count : left;
  if (n) memcpy(to, m->bytes + m->at, n);
  m->at += n;
  return (ssize_t)n;
}

static readstat_error_t no_update(long size, readstat_progress_handler progress, void *user, void *io)
{
  (void)size;
  (void)progress;
  (void)user;
  (void)io;
  return READSTAT_OK;
}

tw_status twi_dta_memory_open(tw_context *ctx, const char *path, readstat_parser_t *parser, twi_dta_memory *m)
{
  *m = (twi_dta_memory){.ctx = ctx};
  if (twi_path_kind_of(path) == TWI_PATH_FILE) return TW_OK;
  tw_status status = twi_read_file(ctx, path, MOST_BYTES, &m->bytes, &m->count);
  if (status != TW_OK) return status;
  readstat_set_io_ctx(parser, m);
  readstat_set_open_handler(parser, open_memory);
  readstat_set_close_handler(parser, close_memory);
  readstat_set_seek_handler(parser, seek_memory);
  readstat_set_read_handler(parser, read_memory);
  readstat_set_update_handler(parser, no_update);
  return TW_OK;
}

void twi_dta_memory_close(twi_dta_memory *m)
{
  twi_free(m->ctx, m->bytes);
  m->bytes = NULL;
}
