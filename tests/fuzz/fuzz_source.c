/* Bytes as a source, plain or gzip, from memory, from a file and as one text: the same bytes or refused by all three.
 * What begins with 'z' is, behind three more bytes, packed here and comes back as it was; then one byte of the packed
 * ones is changed (where the two bytes say, by the third): refused, or still the same bytes. */
#include "fuzz.h"
#include "table/source.h"
#include "table/utf8.h"

#include <zlib.h>

enum { MOST = 1 << 24 };
typedef struct bytes {
  char *at;
  size_t count;
} bytes;

static tw_status drain(twi_source *source, bytes *all)
{
  const char *block;
  size_t count;
  tw_status status;
  while ((status = twi_source_next(source, &block, &count)) == TW_OK && count && all->count < MOST) {
    all->at = realloc(all->at, all->count + count);
    MUST(all->at);
    memcpy(all->at + all->count, block, count);
    all->count += count;
  }
  twi_source_free(source);
  return status;
}

static tw_status whole(tw_context *context, const void *data, size_t size, bytes *all)
{
  twi_source *source;
  tw_status status = twi_source_memory(context, data, size, "f.csv", &source);
  return status == TW_OK ? drain(source, all) : status;
}

static void lines(tw_context *context, const void *data, size_t size)
{
  twi_source *source;
  twi_utf8 utf8;
  const char *block;
  size_t count = 0;
  if (twi_source_memory(context, data, size, "f.csv", &source) != TW_OK) return;
  int quotes = memchr(data, '"', size) != NULL;
  twi_utf8_open(context, source, &utf8);
  while (twi_utf8_next(&utf8, &block, &count) == TW_OK && count && !quotes) MUST(!memchr(block, '\r', count));
  twi_utf8_close(&utf8);
  twi_source_free(source);
}

static void packed(tw_context *context, const uint8_t *data, size_t size)
{
  const size_t n = size - 3;
  z_stream z = {0};
  MUST(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  const size_t room = deflateBound(&z, (uLong)n) + 64;
  unsigned char *to = malloc(room);
  MUST(to);
  z.next_in = (unsigned char *)(uintptr_t)(data + 3);
  z.avail_in = (unsigned)n;
  z.next_out = to;
  z.avail_out = (unsigned)room;
  MUST(deflate(&z, Z_FINISH) == Z_STREAM_END);
  const size_t count = room - z.avail_out;
  deflateEnd(&z);
  bytes good = {0}, bad = {0};
  fuzz_ok(context, whole(context, to, count, &good));
  MUST(good.count == n && (!n || memcmp(good.at, data + 3, n) == 0));
  to[2 + (data[0] << 8 | data[1]) % (int)(count - 2)] ^= data[2];
  if (whole(context, to, count, &bad) == TW_OK) MUST(bad.count == n && (!n || memcmp(bad.at, data + 3, n) == 0));
  free(good.at);
  free(bad.at);
  free(to);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  if (size >= 4 && data[0] == 'z') {
    packed(context, data + 1, size - 1);
  } else {
    bytes memory = {0}, file = {0};
    twi_source *source;
    char *text = NULL;
    size_t count = 0;
    const char *path = fuzz_file("f.csv", data, size);
    tw_status status = whole(context, data, size, &memory);
    fuzz_refused(context, status);
    tw_status other = twi_source_open(context, path, &source);
    if (other == TW_OK) other = drain(source, &file);
    MUST(status == other && (status != TW_OK || (memory.count == file.count &&
                                                 !(memory.count && memcmp(memory.at, file.at, file.count)))));
    other = twi_source_text(context, path, MOST, &text, &count);
    if (other == TW_OK)
      MUST(status == TW_OK && count == file.count && text[count] == 0 && !(count && memcmp(text, file.at, count)));
    twi_free(context, text);
    if (size) lines(context, data, size);
    free(memory.at);
    free(file.at);
  }
  fuzz_end(context, size);
  return 0;
}
