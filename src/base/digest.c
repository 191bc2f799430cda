/* SHA-256 from libcrypto. See digest.h.
 *
 * Its plain functions and not EVP: these only compute. EVP fetches the algorithm by way of a table that it makes at the
 * first call, and where malloc gives it nothing for that (OpenSSL 3.0) the process dies inside the library. */
#define OPENSSL_SUPPRESS_DEPRECATED /* it would have EVP instead */
#include "base/digest.h"

#include <openssl/sha.h>

struct twi_digest {
  tw_context *ctx;
  SHA256_CTX state;
};

/* None of the functions can fail with such a state; what they return is looked at all the same. */
static tw_status end_failed(tw_context *ctx)
{
  return twi_fail(ctx, TW_NO_MEMORY, "a SHA-256 could not be computed");
}

tw_status twi_digest_new(tw_context *ctx, twi_digest **digest)
{
  *digest = NULL;
  twi_digest *d = twi_new(ctx, 1, sizeof *d);
  if (!d) return twi_no_memory(ctx, sizeof *d);
  d->ctx = ctx;
  if (!SHA256_Init(&d->state)) {
    twi_digest_free(d);
    return end_failed(ctx);
  }
  *digest = d;
  return TW_OK;
}

tw_status twi_digest_add(twi_digest *d, const void *bytes, size_t count)
{
  if (count && !SHA256_Update(&d->state, bytes, count)) return end_failed(d->ctx);
  return TW_OK;
}

tw_status twi_digest_end(twi_digest *d, unsigned char bytes[TWI_DIGEST_BYTES], char text[TWI_DIGEST_TEXT])
{
  unsigned char out[TWI_DIGEST_BYTES];
  if (!SHA256_Final(out, &d->state)) return end_failed(d->ctx);
  for (int i = 0; i < TWI_DIGEST_BYTES; i++) {
    if (bytes) bytes[i] = out[i];
    if (text) {
      text[2 * i] = "0123456789abcdef"[out[i] >> 4];
      text[2 * i + 1] = "0123456789abcdef"[out[i] & 15];
    }
  }
  if (text) text[TWI_DIGEST_TEXT - 1] = 0;
  if (!SHA256_Init(&d->state)) return end_failed(d->ctx);
  return TW_OK;
}

void twi_digest_free(twi_digest *d)
{
  if (!d) return;
  twi_free(d->ctx, d);
}

tw_status twi_digest_of(tw_context *ctx, const void *bytes, size_t count, char text[TWI_DIGEST_TEXT])
{
  twi_digest *d;
  tw_status status = twi_digest_new(ctx, &d);
  if (status != TW_OK) return status;
  status = twi_digest_add(d, bytes, count);
  if (status == TW_OK) status = twi_digest_end(d, NULL, text);
  twi_digest_free(d);
  return status;
}
