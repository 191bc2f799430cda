/* SHA-256 through OpenSSL's EVP interface. See digest.h. */
#include "base/digest.h"

#include <openssl/evp.h>

struct twi_digest {
  tw_context *ctx;
  EVP_MD_CTX *md;
};

/* With a built-in algorithm OpenSSL fails only when it gets no memory. */
static tw_status failed(tw_context *ctx)
{
  return twi_fail(ctx, TW_NO_MEMORY, "out of memory while computing a SHA-256");
}

tw_status twi_digest_new(tw_context *ctx, twi_digest **digest)
{
  *digest = NULL;
  twi_digest *d = twi_new(ctx, 1, sizeof *d);
  if (!d) return twi_no_memory(ctx, sizeof *d);
  d->ctx = ctx;
  d->md = EVP_MD_CTX_new();
  if (!d->md || !EVP_DigestInit_ex(d->md, EVP_sha256(), NULL)) {
    twi_digest_free(d);
    return failed(ctx);
  }
  *digest = d;
  return TW_OK;
}

tw_status twi_digest_add(twi_digest *d, const void *bytes, size_t count)
{
  if (count && !EVP_DigestUpdate(d->md, bytes, count)) return failed(d->ctx);
  return TW_OK;
}

tw_status twi_digest_end(twi_digest *d, unsigned char bytes[TWI_DIGEST_BYTES], char text[TWI_DIGEST_TEXT])
{
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!EVP_DigestFinal_ex(d->md, out, &size) || size != TWI_DIGEST_BYTES) return failed(d->ctx);
  for (int i = 0; i < TWI_DIGEST_BYTES; i++) {
    if (bytes) bytes[i] = out[i];
    if (text) {
      text[2 * i] = "0123456789abcdef"[out[i] >> 4];
      text[2 * i + 1] = "0123456789abcdef"[out[i] & 15];
    }
  }
  if (text) text[TWI_DIGEST_TEXT - 1] = 0;
  if (!EVP_DigestInit_ex(d->md, EVP_sha256(), NULL)) return failed(d->ctx);
  return TW_OK;
}

void twi_digest_free(twi_digest *d)
{
  if (!d) return;
  EVP_MD_CTX_free(d->md);
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
