/* Inside split*.c: the parts of a region or a sector. */
#ifndef TWI_WORLD_CHANGE_SPLIT_H
#define TWI_WORLD_CHANGE_SPLIT_H

#include "world/balance.h"

enum { TWI_MOST_PARTS = 1000 };

typedef struct twi_parts {
  const tw_world *w;
  int of_sector, index; /* what is split */
  size_t others;        /* sectors of the world, or regions when a sector is split */
  int count, room;
  char **code, **name;
  twi_codes codes; /* of the parts so far */
  double *share;   /* [count][others] of output: of a part in each sector, or of a part of the sector in each region */
} twi_parts;

/* Reads the parts and their shares, into a struct that has w, of_sector, index and others; the caller closes it. into:
 * "A:0.6,B:0.4"; file: a CSV file; one of both. TW_BAD_INPUT unless shares are complete and sum to 1 in each of the
 * others. */
tw_status twi_parts_read(tw_context *ctx, twi_parts *parts, const char *into, const char *file);
void twi_parts_close(tw_context *ctx, twi_parts *parts);

#endif
