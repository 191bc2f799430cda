/* Inside complete*.c: from the data as given to the model's form.
 *
 * symbol  word                       here
 * b       share of the input bill    as given; absent: NaN. Stored afterwards as a = (1 - v) b
 * v       value-added share          in (0, 1]; a region-sector without output may have 0
 * alpha   final-demand share         as given, or what use leaves over: max(0, X - sum_u a Y), normalised
 *
 * Shares are rescaled only when their sum differs from 1 by more than rounding (TWI_TIGHT). So completing what was
 * completed before changes nothing, to the last bit, and a world that is written and read back stays the same.
 * A market without a supplier (X = 0) cannot be bought in: shares there are dropped when they are at most 1e-6 of the
 * region's spending, and the rest rescaled; else the data contradict themselves. All limits are relative. */
#ifndef TWI_WORLD_COMPLETE_COMPLETE_H
#define TWI_WORLD_COMPLETE_COMPLETE_H

#include <math.h>

#include "base/sum.h"
#include "world/assemble.h"
#include "world/tally.h"

#define TWI_LOOSE    1e-5    /* shares may miss 1 by this */
#define TWI_LOWEST   (-0.01) /* input shares down to here are kept */
#define TWI_TINY     1e-6    /* of a region's spending: what may be dropped */
#define TWI_MISMATCH 1e-6    /* macro.csv against flows and shares */

typedef struct twi_completion {
  tw_context *ctx;
  tw_world *w;
  const twi_given *given;
  size_t N, S;
  double *use, *income; /* [N][S], [N] */
} twi_completion;

/* inputs.c: turns the shares of the bill for inputs into shares of gross output, in place. */
tw_status twi_complete_inputs(twi_completion *j);
/* final.c: make final shares, of what use leaves over (use and income are known) or of those that were given. All three
 * return TW_BAD_INPUT, with the place, where shares cannot be. */
tw_status twi_complete_residual_final(twi_completion *j);
tw_status twi_complete_given_final(twi_completion *j);

#endif
