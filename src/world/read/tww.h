/* A .tww file being read. Inside this room: tww.c, tww_products.c for what is inside sectors, tww_stores.c for stocks, and
 * tww_take.c, by which every part takes its bytes: from the same count of what is left, and nothing else may. */
#ifndef TWI_WORLD_READ_TWW_H
#define TWI_WORLD_READ_TWW_H

#include "base/digest.h"
#include "world/assemble.h"
#include "world/products.h"

typedef struct twi_tww {
  tw_context *ctx;
  const char *file;
  tw_world *w;
  int handle;
  twi_digest *digest;
  uint64_t left; /* bytes of the part being read that have not been read */
  uint64_t stream, findings;
  twi_text front; /* what comes before the arrays, as it stands in the file */
  int keep;       /* … which is being read */
  int version;
  unsigned char header[TWI_TWW_HEADER];
  twi_given_products given; /* products as read, until the world gets them */
} twi_tww;

/* Return TW_BAD_INPUT: the file is not whole, or no program of ours wrote it. */
tw_status twi_tww_damaged(twi_tww *t, const char *why);
tw_status twi_tww_not_canonical(twi_tww *t, const char *format, ...) TWI_PRINTF(2, 3);
/* Takes bytes that belong to no part: of the header. */
tw_status twi_tww_raw(twi_tww *t, void *to, size_t count);
/* Take the next bytes of the part, a number, a text with a 0 after it, and numbers, of which the last two are the
 * caller's, also after an error. */
tw_status twi_tww_bytes(twi_tww *t, void *to, size_t count);
tw_status twi_tww_number(twi_tww *t, uint32_t *value);
tw_status twi_tww_text(twi_tww *t, char **text);
tw_status twi_tww_doubles(twi_tww *t, double **values, size_t count);

/* tww_products.c: take the lists of families and products, and the arrays of their flows, into t->given. */
tw_status twi_tww_products(twi_tww *t);
tw_status twi_tww_product_arrays(twi_tww *t, uint32_t flags);
/* tww_stores.c: takes a table of stocks or calories into the world. */
tw_status twi_tww_stores(twi_tww *t, twi_store_table table);

#endif
