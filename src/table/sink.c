/* Bytes to write, plain or gzip. See sink.h. */
#include "table/sink.h"

#include <string.h>
#include <zlib.h>

#include "base/digest.h"
#include "base/file.h"
#include "table/cell.h"
#include "table/number.h"

enum { BUFFER = 1 << 16 };

struct twi_sink {
  tw_context *ctx;
  twi_writer *writer;
  twi_digest *digest; /* NULL: nobody asks */
  char sha256[TWI_DIGEST_TEXT];
  int gzip, closed;
  z_stream z;
  size_t used;
  unsigned char in[BUFFER], out[BUFFER];
};

static void *zlib_alloc(void *ctx, unsigned count, unsigned size)
{
  return twi_alloc(ctx, count, size);
}

static void zlib_free(void *ctx, void *pointer)
{
  twi_free(ctx, pointer);
}

static tw_status open_sink(tw_context *ctx, const char *place, const char *path, twi_sink **sink)
{
  *sink = NULL;
  twi_sink *s = twi_alloc(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  memset(s, 0, offsetof(twi_sink, in));
  s->ctx = ctx;
  tw_status status = place ? twi_writer_create(ctx, place, path, &s->writer) : twi_writer_open(ctx, path, &s->writer);
  if (status == TW_OK && place) status = twi_digest_new(ctx, &s->digest);
  size_t n = strlen(path);
  if (status == TW_OK && n > 3 && strcmp(path + n - 3, ".gz") == 0) {
    s->z.zalloc = zlib_alloc;
    s->z.zfree = zlib_free;
    s->z.opaque = ctx;
    s->gzip = deflateInit2(&s->z, 6, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) == Z_OK;
    if (!s->gzip) status = twi_no_memory(ctx, 0);
  }
  if (status != TW_OK) {
    twi_sink_free(s);
    return status;
  }
  *sink = s;
  return TW_OK;
}

tw_status twi_sink_open(tw_context *ctx, const char *path, twi_sink **sink)
{
  return open_sink(ctx, NULL, path, sink);
}

tw_status twi_sink_create(tw_context *ctx, const char *place, const char *path, twi_sink **sink)
{
  return open_sink(ctx, place, path, sink);
}

/* Passes the buffer on. finish: these are the last bytes. */
static tw_status flush_buffer(twi_sink *s, int finish)
{
  size_t count = s->used;
  s->used = 0;
  if (s->digest) {
    tw_status status = twi_digest_add(s->digest, s->in, count);
    if (status != TW_OK) return status;
  }
  if (!s->gzip) return twi_writer_write(s->writer, s->in, count);
  s->z.next_in = s->in;
  s->z.avail_in = (unsigned)count;
  int code;
  do {
    s->z.next_out = s->out;
    s->z.avail_out = BUFFER;
    code = deflate(&s->z, finish ? Z_FINISH : Z_NO_FLUSH);
    if (code == Z_STREAM_ERROR) return twi_fail(s->ctx, TW_IO, "zlib: stream error");
    tw_status status = twi_writer_write(s->writer, s->out, BUFFER - s->z.avail_out);
    if (status != TW_OK) return status;
  } while (s->z.avail_out == 0 || (finish && code != Z_STREAM_END));
  return TW_OK;
}

tw_status twi_sink_write(twi_sink *s, const void *bytes, size_t count)
{
  const unsigned char *from = bytes;
  while (count) {
    if (s->used == BUFFER) {
      tw_status status = flush_buffer(s, 0);
      if (status == TW_OK) status = twi_check_cancel(s->ctx);
      if (status != TW_OK) return status;
    }
    size_t n = count < BUFFER - s->used ? count : BUFFER - s->used;
    memcpy(s->in + s->used, from, n);
    s->used += n;
    from += n;
    count -= n;
  }
  return TW_OK;
}

tw_status twi_sink_text(twi_sink *s, const char *text)
{
  return twi_sink_write(s, text, strlen(text));
}

tw_status twi_sink_field(twi_sink *s, const char *text, char separator)
{
  size_t n = strlen(text);
  int quoted = twi_cell_is_quoted(text);
  tw_status status = quoted ? twi_sink_write(s, "\"", 1) : TW_OK;
  if (status == TW_OK && twi_cell_is_formula(text, n)) status = twi_sink_write(s, "'", 1);
  if (quoted) {
    for (const char *p = text; *p && status == TW_OK; p++) {
      if (*p == '"') status = twi_sink_write(s, "\"", 1);
      if (status == TW_OK) status = twi_sink_write(s, p, 1);
    }
    if (status == TW_OK) status = twi_sink_write(s, "\"", 1);
  } else if (status == TW_OK) {
    status = twi_sink_write(s, text, n);
  }
  return status == TW_OK ? twi_sink_write(s, &separator, 1) : status;
}

static tw_status write_number(twi_sink *s, double value, int shift, char separator)
{
  char text[TWI_NUMBER_ROOM + 1];
  size_t n = twi_number_write_shifted(value, shift, text);
  text[n] = separator;
  return twi_sink_write(s, text, n + 1);
}

tw_status twi_sink_number(twi_sink *s, double value, char separator)
{
  return write_number(s, value, 0, separator);
}

tw_status twi_sink_percent(twi_sink *s, double fraction, char separator)
{
  return write_number(s, fraction, 2, separator);
}

tw_status twi_sink_close(twi_sink *s)
{
  if (s->closed) return TW_OK;
  tw_status status = flush_buffer(s, 1);
  if (status == TW_OK) status = twi_writer_close(s->writer);
  if (status == TW_OK && s->digest) status = twi_digest_end(s->digest, NULL, s->sha256);
  if (status == TW_OK) s->closed = 1;
  return status;
}

const char *twi_sink_sha256(const twi_sink *s)
{
  return s->sha256;
}

tw_status twi_sink_commit(twi_sink *s)
{
  tw_status status = twi_sink_close(s);
  return status == TW_OK ? twi_writer_commit(s->writer) : status;
}

void twi_sink_free(twi_sink *s)
{
  if (!s) return;
  if (s->gzip) deflateEnd(&s->z);
  twi_writer_free(s->writer);
  twi_digest_free(s->digest);
  twi_free(s->ctx, s);
}
