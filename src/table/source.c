/* Bytes to read, plain or gzip. See source.h.
 *
 * gzip files may hold several members one after the other (as `cat a.gz b.gz` makes); zero bytes after the last are
 * padding. zlib checks each member's length and CRC. */
#define ZLIB_CONST /* next_in points to const */
#include "table/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"
#include "base/inputs.h"
#include "base/names.h"

enum { BLOCK = 1 << 16 };

struct twi_source {
  tw_context *ctx;
  char *origin;
  char *progress;              /* "reading NAME" */
  int handle;                  /* -1: memory */
  const unsigned char *memory; /* what is left of it */
  size_t memory_left;
  twi_source_reader reader; /* read NULL: none */
  size_t size, taken;       /* raw bytes in all (0: unknown) and so far */
  int endless;              /* a pipe or a device: may never end */
  uint64_t unpacked;        /* bytes that came out of gzip */
  int gzip;                 /* -1: not known yet */
  int inside;               /* in a gzip member: its end has not been seen */
  int members, ready;       /* members ended; inflate initialised */
  z_stream z;
  const unsigned char *raw; /* raw bytes not yet used */
  size_t raw_left;
  int raw_end;
  int failed; /* to give bytes: nothing more can be read */
  unsigned char in[BLOCK], out[BLOCK];
};

static void *zlib_alloc(void *ctx, unsigned count, unsigned size)
{
  return twi_alloc(ctx, count, size);
}

static void zlib_free(void *ctx, void *pointer)
{
  twi_free(ctx, pointer);
}

static tw_status new_source(tw_context *ctx, const char *origin, twi_source **source)
{
  *source = NULL;
  twi_source *s = twi_alloc(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  memset(s, 0, offsetof(twi_source, in));
  s->ctx = ctx;
  s->handle = -1;
  s->gzip = -1;
  const char *slash = strrchr(origin, '/');
  s->origin = twi_strdup(ctx, origin);
  s->progress = twi_format(ctx, "reading %s", slash ? slash + 1 : origin);
  if (!s->origin || !s->progress) {
    twi_source_free(s);
    return twi_no_memory(ctx, 0);
  }
  *source = s;
  return TW_OK;
}

tw_status twi_source_open(tw_context *ctx, const char *path, twi_source **source)
{
  *source = NULL;
  tw_status status = twi_input_note(ctx, path);
  if (status == TW_OK) status = new_source(ctx, path, source);
  if (status != TW_OK) return status;
  twi_source *s = *source;
  struct stat info;
  s->handle = open(path, O_RDONLY | O_CLOEXEC);
  if (s->handle < 0 || fstat(s->handle, &info) != 0)
    status = twi_open_failed(ctx, path, errno);
  else if (S_ISDIR(info.st_mode))
    status = twi_fail(ctx, TW_BAD_INPUT, "%s: found a folder, expected a file", path);
  else
    s->size = S_ISREG(info.st_mode) && info.st_size > 0 ? (size_t)info.st_size : 0;
  s->endless = status == TW_OK && !S_ISREG(info.st_mode);
  if (status != TW_OK) {
    twi_source_free(s);
    *source = NULL;
  }
  return status;
}

tw_status twi_source_memory(tw_context *ctx, const void *bytes, size_t count, const char *origin, twi_source **source)
{
  tw_status status = new_source(ctx, origin, source);
  if (status != TW_OK) return status;
  (*source)->memory = bytes;
  (*source)->memory_left = (*source)->size = count;
  return TW_OK;
}

tw_status twi_source_unpacked(tw_context *ctx, const char *text, size_t count, const char *origin, twi_source **source)
{
  tw_status status = twi_source_memory(ctx, text, count, origin, source);
  if (status == TW_OK) (*source)->gzip = 0;
  return status;
}

tw_status twi_source_reader_open(tw_context *ctx, const twi_source_reader *reader, const char *origin,
                                 twi_source **source)
{
  tw_status status = new_source(ctx, origin, source);
  if (status != TW_OK) {
    reader->close(reader->user);
    return status;
  }
  (*source)->reader = *reader;
  (*source)->size = reader->size < SIZE_MAX ? (size_t)reader->size : 0;
  return TW_OK;
}

/* Raw bytes of a file or a reader into what is free of s->in. */
static tw_status read_raw(twi_source *s, size_t *count)
{
  *count = 0;
  if (s->reader.read) return s->reader.read(s->reader.user, s->in + s->raw_left, BLOCK - s->raw_left, count);
  ssize_t n;
  do n = read(s->handle, s->in + s->raw_left, BLOCK - s->raw_left);
  while (n < 0 && errno == EINTR);
  if (n < 0) return twi_fail(s->ctx, TW_IO, "%s: cannot read: %s", s->origin, strerror(errno));
  *count = (size_t)n;
  return TW_OK;
}

/* Puts more raw bytes behind those not yet used (which are few: a header at most), or notes the end. */
static tw_status fill_raw(twi_source *s)
{
  if (s->raw_end) return TW_OK;
  if (s->handle < 0 && !s->reader.read) {
    s->raw = s->memory;
    s->raw_left = s->memory_left;
    s->raw_end = 1;
    s->taken = s->memory_left;
    return TW_OK;
  }
  if (s->raw_left) memmove(s->in, s->raw, s->raw_left);
  s->raw = s->in;
  size_t n;
  tw_status status = read_raw(s, &n);
  if (status != TW_OK) return status;
  if (n == 0) s->raw_end = 1;
  s->raw_left += n;
  s->taken += n;
  if (s->endless && s->taken > TWI_MOST_STREAMED)
    return twi_fail(s->ctx, TW_BAD_INPUT,
                    "%s: more than %llu bytes came from this pipe or device, expected a table that ends before; a "
                    "larger one must be a file on a disk",
                    s->origin, (unsigned long long)TWI_MOST_STREAMED);
  return twi_check_cancel(s->ctx); /* empty members of gzip give no block, after which it is asked */
}

static tw_status fail_truncated(twi_source *s)
{
  return twi_fail(s->ctx, TW_BAD_INPUT, "%s: the gzip data end too early: the file is truncated", s->origin);
}

static tw_status fail_corrupt(twi_source *s, const char *why)
{
  return twi_fail(s->ctx, TW_BAD_INPUT, "%s: the gzip data are corrupt: %s", s->origin, why);
}

int twi_is_zip(const void *bytes, size_t count)
{
  return count >= 4 &&
         (memcmp(bytes, "PK\3\4", 4) == 0 || memcmp(bytes, "PK\5\6", 4) == 0 || memcmp(bytes, "PK\7\10", 4) == 0);
}

int twi_is_workbook(const char *name)
{
  static const char *const ending[] = {"xlsx", "xlsm", "ods"};
  const char *dot = strrchr(name, '.');
  for (size_t i = 0; dot && i < sizeof ending / sizeof *ending; i++)
    if (twi_same_name(dot + 1, strlen(dot + 1), ending[i])) return 1;
  return 0;
}

static tw_status fail_zip(twi_source *s)
{
  if (twi_is_workbook(s->origin))
    return twi_fail(s->ctx, TW_BAD_INPUT, "%s: found a workbook, expected a text or table: save it as CSV", s->origin);
  return twi_fail(s->ctx, TW_BAD_INPUT, "%s: found a ZIP archive, expected %s", s->origin,
                  s->reader.read ? "a table: unpack the archive around it first"
                  : s->endless   ? "a table: an archive must be a file on a disk, since its list of members is its end"
                                 : "a text or table itself: unpack it first");
}

static tw_status recognise_gzip(twi_source *s)
{
  while (s->raw_left < 4 && !s->raw_end) {
    tw_status status = fill_raw(s);
    if (status != TW_OK) return status;
  }
  if (twi_is_zip(s->raw, s->raw_left)) return fail_zip(s);
  s->gzip = s->raw_left >= 2 && s->raw[0] == 0x1f && s->raw[1] == 0x8b;
  size_t n = strlen(s->origin);
  if (!s->gzip && n > 3 && strcmp(s->origin + n - 3, ".gz") == 0) {
    if (s->raw_left == 0 || (s->raw_left == 1 && s->raw[0] == 0x1f)) return fail_truncated(s);
    return twi_fail(s->ctx, TW_BAD_INPUT, "%s: found plain bytes, expected gzip as the name says", s->origin);
  }
  return TW_OK;
}

/* Starts a member, or ends the file after the last. *more: a member was started. */
static tw_status start_member(twi_source *s, int *more)
{
  *more = 0;
  while (s->raw_left < 2 && !s->raw_end) {
    tw_status status = fill_raw(s);
    if (status != TW_OK) return status;
  }
  if (s->members && (s->raw_left == 0 || s->raw[0] != 0x1f)) {
    for (;;) { /* padding up to the end */
      for (; s->raw_left; s->raw++, s->raw_left--)
        if (*s->raw) return fail_corrupt(s, "other bytes follow them");
      if (s->raw_end) return TW_OK;
      tw_status status = fill_raw(s);
      if (status != TW_OK) return status;
    }
  }
  int code;
  if (s->ready) {
    code = inflateReset(&s->z);
  } else {
    s->z.zalloc = zlib_alloc;
    s->z.zfree = zlib_free;
    s->z.opaque = s->ctx;
    code = inflateInit2(&s->z, 15 + 16); /* 16: gzip, not zlib's own header */
    s->ready = code == Z_OK;
  }
  if (code != Z_OK) return code == Z_MEM_ERROR ? twi_no_memory(s->ctx, 0) : fail_corrupt(s, zError(code));
  s->inside = *more = 1;
  return TW_OK;
}

static tw_status next_gzip(twi_source *s, const char **block, size_t *count)
{
  s->z.next_out = s->out;
  s->z.avail_out = BLOCK;
  while (s->z.avail_out == BLOCK) { /* until something came out */
    tw_status status = TW_OK;
    if (!s->inside) {
      int more;
      status = start_member(s, &more);
      if (status != TW_OK || !more) return status;
    }
    if (s->raw_left == 0) {
      status = fill_raw(s);
      if (status != TW_OK) return status;
      if (s->raw_left == 0) return fail_truncated(s);
    }
    unsigned given = s->raw_left > BLOCK ? BLOCK : (unsigned)s->raw_left;
    s->z.next_in = s->raw;
    s->z.avail_in = given;
    int code = inflate(&s->z, Z_NO_FLUSH);
    size_t used = given - s->z.avail_in;
    s->raw += used;
    s->raw_left -= used;
    if (code == Z_STREAM_END) {
      s->inside = 0;
      s->members++;
    } else if (code == Z_MEM_ERROR) {
      return twi_no_memory(s->ctx, 0);
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
      return fail_corrupt(s, s->z.msg ? s->z.msg : zError(code));
    }
  }
  *block = (const char *)s->out;
  *count = BLOCK - s->z.avail_out;
  s->unpacked += *count;
  uint64_t packed = s->taken - s->raw_left;
  if (s->unpacked > TWI_UNPACKED_FREE && s->unpacked - TWI_UNPACKED_FREE > TWI_MOST_TIMES * packed)
    return twi_fail(s->ctx, TW_BAD_INPUT,
                    "%s: the gzip data unpack to more than %d times their size: found %llu bytes in the first %llu, "
                    "expected a table; unpack the file first if it is one",
                    s->origin, TWI_MOST_TIMES, (unsigned long long)s->unpacked, (unsigned long long)packed);
  return TW_OK;
}

static tw_status next_block(twi_source *s, const char **block, size_t *count)
{
  double done = s->size && (s->handle >= 0 || s->reader.read) ? (double)s->taken / (double)s->size : -1;
  tw_status status = twi_progress(s->ctx, s->progress, done < 1 ? done : 1);
  if (status == TW_OK && s->gzip < 0) status = recognise_gzip(s);
  if (status != TW_OK) return status;
  if (s->gzip) return next_gzip(s, block, count);
  if (s->raw_left == 0) status = fill_raw(s);
  if (status != TW_OK) return status;
  /* Blocks of memory are cut to size too, so that cancelling and limits work alike. */
  *block = (const char *)s->raw;
  *count = s->raw_left > BLOCK ? BLOCK : s->raw_left;
  s->raw += *count;
  s->raw_left -= *count;
  return TW_OK;
}

tw_status twi_source_next(twi_source *s, const char **block, size_t *count)
{
  *block = "";
  *count = 0;
  tw_status status = next_block(s, block, count);
  if (status == TW_OK) return TW_OK;
  s->failed = 1;
  *count = 0;
  return status;
}

tw_status twi_source_blame(twi_source *s, tw_status status)
{
  if (status != TW_BAD_INPUT || s->failed || s->endless || !(s->gzip == 1 || s->reader.read)) return status;
  const char *block;
  size_t count = 1, seen = 0;
  tw_status rest = TW_OK;
  for (; rest == TW_OK && count && seen < TWI_UNPACKED_FREE; seen += count) rest = twi_source_next(s, &block, &count);
  return rest == TW_OK ? status : rest;
}

const char *twi_source_origin(const twi_source *s)
{
  return s->origin;
}

void twi_source_free(twi_source *s)
{
  if (!s) return;
  if (s->ready) inflateEnd(&s->z);
  if (s->handle >= 0) close(s->handle);
  if (s->reader.read) s->reader.close(s->reader.user);
  twi_free(s->ctx, s->progress);
  twi_free(s->ctx, s->origin);
  twi_free(s->ctx, s);
}

tw_status twi_source_text(tw_context *ctx, const char *path, size_t limit, char **text, size_t *count)
{
  twi_source *source;
  const char *block;
  size_t n = 1, used = 0;
  *text = NULL;
  *count = 0;
  tw_status status = twi_source_open(ctx, path, &source);
  if (status != TW_OK) return status;
  char *bytes = twi_new(ctx, 1, 1);
  if (!bytes) status = twi_no_memory(ctx, 1);
  while (status == TW_OK && n > 0) {
    status = twi_source_next(source, &block, &n);
    if (status == TW_OK && n > limit - used)
      status = twi_fail(ctx, TW_BAD_INPUT, "%s: more than %zu bytes", path, limit);
    if (status != TW_OK) break;
    char *grown = twi_resize(ctx, bytes, used + n + 1, 1);
    if (!grown) {
      status = twi_no_memory(ctx, used + n + 1);
      break;
    }
    bytes = grown;
    memcpy(bytes + used, block, n);
    bytes[used += n] = 0;
  }
  twi_source_free(source);
  if (status != TW_OK) {
    twi_free(ctx, bytes);
    return status;
  }
  *text = bytes;
  *count = used;
  return TW_OK;
}
