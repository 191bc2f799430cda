/* SHA-256, incremental. The work is OpenSSL's; its memory errors come back as TW_NO_MEMORY. */
#ifndef TWI_BASE_DIGEST_H
#define TWI_BASE_DIGEST_H

#include "base/context.h"

enum { TWI_DIGEST_BYTES = 32, TWI_DIGEST_TEXT = 65 };

typedef struct twi_digest twi_digest;

/* Makes an empty digest, which the caller frees. */
tw_status twi_digest_new(tw_context *ctx, twi_digest **digest);
/* Adds bytes, which are not kept. */
tw_status twi_digest_add(twi_digest *digest, const void *bytes, size_t count);
/* Ends the digest: 32 bytes (may be NULL) and 64 hexadecimal digits with a final 0 (may be NULL). It then starts anew.
 */
tw_status twi_digest_end(twi_digest *digest, unsigned char bytes[TWI_DIGEST_BYTES], char text[TWI_DIGEST_TEXT]);
/* Frees it; NULL is allowed. */
void twi_digest_free(twi_digest *digest);

/* Puts the 64 digits of the bytes into text: all of the above at once. */
tw_status twi_digest_of(tw_context *ctx, const void *bytes, size_t count, char text[TWI_DIGEST_TEXT]);

#endif
