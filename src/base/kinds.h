/* What a folder on the disk is of, and the names that this program gives to files in it.
 *
 * A folder of results has run.json, a folder of a world world.yaml; results and worlds have further names in common
 * (regions.csv, sectors.csv), so neither is written into the other. */
#ifndef TWI_BASE_KINDS_H
#define TWI_BASE_KINDS_H

#include "base/context.h"

typedef enum twi_kind {
  TWI_KIND_NONE, /* absent, empty, or of somebody else */
  TWI_KIND_RESULTS,
  TWI_KIND_WORLD, /* CSV files */
  TWI_KIND_STATA, /* a world as Stata files */
  TWI_KIND_BOTH   /* results and a world: neither can be trusted */
} twi_kind;

/* Returns the kind of the folder as it is now. */
twi_kind twi_kind_of(const char *folder);
/* Returns 1 when a file of that name in a folder of this kind is of this program, with or without .gz where the kind
 * has such. TWI_KIND_BOTH: in any of them. */
int twi_kind_owns(twi_kind kind, const char *name);
/* Returns the same for the folder uncertified/ of results. */
int twi_kind_owns_uncertified(const char *name);
/* Returns the name of the file that tells a reader that all others are there: run.json, world.yaml. */
const char *twi_kind_manifest(twi_kind kind);
/* Returns the kind in words, "results", "a world" …; constant. */
const char *twi_kind_words(twi_kind kind);
/* Returns TW_BAD_INPUT, which says what the folder is of, when it is of another kind. */
tw_status twi_kind_check(tw_context *ctx, const char *folder, twi_kind kind);

#endif
