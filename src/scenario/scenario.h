/* The scenario: rules as written, and what they make of a world: wedges. */
#ifndef TWI_SCENARIO_SCENARIO_H
#define TWI_SCENARIO_SCENARIO_H

#include "base/context.h"
#include "world/world.h"

typedef enum twi_deficits { TWI_DEFICITS_FIXED, TWI_DEFICITS_ZERO, TWI_DEFICITS_PROPORTIONAL } twi_deficits;
const char *twi_deficits_word(twi_deficits deficits);

/* The policy wedges of one equilibrium. NULL arrays are "as in the data". Rates are levels, not changes. */
typedef struct twi_wedges {
  double *tariff;       /* t'  [S][N][N] fraction, NULL: the world's */
  double *export_tax;   /* e'  [S][N][N] fraction, NULL: the world's */
  double *barrier;      /* d   [S][N][N] iceberg factor, NULL: 1 */
  double *productivity; /* A   [N][S] factor, NULL: 1 */
  twi_deficits deficits;
} twi_wedges;

/* Applies the policy of the scenario to the world, in order. base gets the wedges of `against`, new_ those of the
 * policy. Both are filled; free both with twi_wedges_free, also after an error.
 * Errors (TW_BAD_INPUT, with file, line and column): unknown codes, a rule that covers no flow, a rate of -100 % or
 * less, a tariff column that the world lacks. */
tw_status twi_scenario_apply(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_wedges *base,
                             twi_wedges *new_);
void twi_wedges_free(tw_context *ctx, twi_wedges *wedges);

#endif
