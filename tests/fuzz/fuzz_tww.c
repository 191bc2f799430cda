/* A saved world: two bytes with the length of its findings, then stream and findings. The header, with sums that are
 * right, is made here, so that what is behind them is reached. */
#include "base/digest.h"
#include "fuzz.h"
#include "world/assemble.h"

static void sum(tw_context *context, unsigned char *file, size_t head, const unsigned char *bytes, size_t count,
                unsigned char *to)
{
  twi_digest *digest;
  MUST(twi_digest_new(context, &digest) == TW_OK);
  if (head) MUST(twi_digest_add(digest, file, head) == TW_OK);
  MUST(twi_digest_add(digest, bytes, count) == TW_OK && twi_digest_end(digest, to, NULL) == TW_OK);
  twi_digest_free(digest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  if (size >= 2) {
    size_t rest = size - 2, findings = (size_t)data[0] | (size_t)data[1] << 8;
    if (findings > rest) findings = rest;
    unsigned char *file = calloc(1, TWI_TWW_HEADER + rest + 1);
    MUST(file);
    memcpy(file, TWI_TWW_MAGIC, 8);
    int version = rest > 20 ? data[2 + 20] - '0' : 1; /* as the stream says */
    twi_put_u32(file + 8, version >= 1 && version <= TWI_TWW_NEWEST ? (uint32_t)version : 1);
    twi_put_u32(file + 12, TWI_TWW_HEADER);
    twi_put_u64(file + 16, TWI_TWW_HEADER + rest);
    twi_put_u64(file + 24, rest - findings);
    twi_put_u64(file + 32, findings);
    memcpy(file + TWI_TWW_HEADER, data + 2, rest);
    sum(context, file, 0, file + TWI_TWW_HEADER, rest - findings, file + TWI_TWW_SUM);
    sum(context, file, TWI_TWW_OTHER_SUM, file + TWI_TWW_HEADER + rest - findings, findings, file + TWI_TWW_OTHER_SUM);
    tw_world *world = NULL;
    tw_status status = tw_world_open(context, fuzz_file("f.tww", file, TWI_TWW_HEADER + rest), &world);
    free(file);
    fuzz_refused(context, status);
    if (status == TW_OK) fuzz_world_holds(context, world);
  }
  fuzz_end(context, size);
  return 0;
}
