/* A world as one file, written whole or not at all. The layout is in assemble.h; the stream in canonical.c. */
#include <math.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "world/assemble.h"

typedef struct counter {
  size_t bytes;
} counter;

static tw_status count_bytes(void *user, const void *bytes, size_t size)
{
  (void)bytes;
  ((counter *)user)->bytes += size;
  return TW_OK;
}

static tw_status pass_on(void *user, const void *bytes, size_t size)
{
  return twi_writer_write(user, bytes, size);
}

static void put_text(twi_text *t, const char *text)
{
  unsigned char bytes[4];
  twi_put_u32(bytes, (uint32_t)strlen(text));
  twi_text_add(t, (const char *)bytes, 4);
  twi_text_put(t, text);
}

static void put_double(twi_text *t, double value)
{
  if (isnan(value)) value = NAN; /* one form of it */
  if (!twi_little_endian()) twi_swap_doubles(&value, 1);
  char bytes[8];
  memcpy(bytes, &value, 8);
  twi_text_add(t, bytes, 8);
}

/* The corrections made on reading; what the identities say is found again on loading. */
static void put_findings(twi_text *t, const tw_world *w)
{
  unsigned char bytes[12];
  twi_put_u32(bytes, (uint32_t)w->reading_count);
  twi_text_add(t, (const char *)bytes, 4);
  for (int i = 0; i < w->reading_count; i++) {
    const tw_finding *f = &w->findings[i];
    twi_put_u32(bytes, (uint32_t)f->severity);
    twi_put_u32(bytes + 4, (uint32_t)f->region);
    twi_put_u32(bytes + 8, (uint32_t)f->sector);
    twi_text_add(t, (const char *)bytes, 12);
    put_double(t, f->money);
    put_double(t, f->relative);
    put_text(t, f->identity);
    put_text(t, f->text);
  }
}

static void sum_bytes(const char *hexadecimal, unsigned char bytes[TWI_DIGEST_BYTES])
{
  for (int i = 0; i < TWI_DIGEST_BYTES; i++) {
    int byte = 0;
    for (int k = 0; k < 2; k++) {
      char c = hexadecimal[2 * i + k];
      byte = byte * 16 + (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    bytes[i] = (unsigned char)byte;
  }
}

static tw_status make_header(tw_context *ctx, const tw_world *w, const char *findings, size_t findings_bytes,
                             unsigned char header[TWI_TWW_HEADER])
{
  counter stream = {0};
  (void)twi_world_canonical(w, (twi_receiver){count_bytes, &stream});
  memset(header, 0, TWI_TWW_HEADER);
  memcpy(header, TWI_TWW_MAGIC, 8);
  twi_put_u32(header + 8, (uint32_t)twi_world_version(twi_world_parts(w)));
  twi_put_u32(header + 12, TWI_TWW_HEADER);
  twi_put_u64(header + 16, TWI_TWW_HEADER + stream.bytes + findings_bytes);
  twi_put_u64(header + 24, stream.bytes);
  twi_put_u64(header + 32, findings_bytes);
  sum_bytes(w->sha256, header + TWI_TWW_SUM);
  twi_digest *digest;
  tw_status status = twi_digest_new(ctx, &digest);
  if (status != TW_OK) return status;
  status = twi_digest_add(digest, header, TWI_TWW_OTHER_SUM);
  if (status == TW_OK) status = twi_digest_add(digest, findings, findings_bytes);
  if (status == TW_OK) status = twi_digest_end(digest, header + TWI_TWW_OTHER_SUM, NULL);
  twi_digest_free(digest);
  return status;
}

tw_status tw_world_save(tw_context *ctx, const tw_world *w, const char *file)
{
  unsigned char header[TWI_TWW_HEADER];
  twi_text findings = {.ctx = ctx};
  twi_writer *writer = NULL;
  put_findings(&findings, w);
  size_t size = findings.used;
  char *bytes;
  tw_status status = twi_text_take(&findings, &bytes);
  if (status == TW_OK) status = make_header(ctx, w, bytes, size, header);
  if (status == TW_OK) status = twi_writer_open(ctx, file, &writer);
  if (status == TW_OK) status = twi_writer_write(writer, header, sizeof header);
  if (status == TW_OK) status = twi_world_canonical(w, (twi_receiver){pass_on, writer});
  if (status == TW_OK) status = twi_writer_write(writer, bytes, size);
  if (status == TW_OK) status = twi_check_cancel(ctx);
  if (status == TW_OK) status = twi_writer_commit(writer);
  twi_writer_free(writer);
  twi_free(ctx, bytes);
  return status;
}
