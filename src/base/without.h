/* What this build was made without (cmake/parts.cmake, docs/decisions/0020-small-builds.md). */
#ifndef TWI_BASE_WITHOUT_H
#define TWI_BASE_WITHOUT_H

#include "base/context.h"

/* Returns 1 when word is one of tw_capabilities ("stores"), else 0. */
int twi_build_has(const char *word);
/* Returns TW_USAGE, with the sentence that says what this build has not and which option took it away. part: "frontier", "import",
 * "page", "stata", "stores" or "zip". For the files that stand in for a part, and for those who ask twi_build_has
 * first. */
tw_status twi_absent(tw_context *ctx, const char *part);

#endif
