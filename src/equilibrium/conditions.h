/* Conditions looked at from the original data and the two states: by code that shares nothing with model/conditions. */
#ifndef TWI_EQUILIBRIUM_CONDITIONS_H
#define TWI_EQUILIBRIUM_CONDITIONS_H

#include "equilibrium/state.h"

/* Returns what a condition measures in state x under its wedges: a volume at the reference's prices in the world's
 * money, or another outcome as a ratio to the reference; income in money. reference: its state, solved without
 * policy. */
double twi_condition_value(const tw_world *world, const twi_condition *condition, const twi_state *reference,
                           const twi_state *x, const twi_wedges *wedges);
/* Returns the same that the goal asks for; plain: the wedges of the reference. */
double twi_condition_limit(const tw_world *world, const twi_condition *condition, const twi_state *reference,
                           const twi_wedges *plain);
/* Adds the residuals `limits` and `targets` to a certificate: a limit that is exceeded or whose rent is negative or
 * paid without need, a target missed, a transfer that is not its share. size [count]: of the instruments. */
void twi_certify_conditions(const tw_world *world, const twi_condition *list, int count, const double *size,
                            const twi_state *reference, const twi_wedges *plain, const twi_state *x,
                            const twi_wedges *wedges, tw_certificate *certificate);
/* Returns the money that the instrument of condition k brings or takes: the rent of a limit, what a subsidy costs, what
 * a tariff brings (negative cost), a transfer; NAN where it is not money. Limits that bind on the same flow share its
 * rent in proportion to their sizes. size [count]: of all instruments of the list. */
double twi_condition_money(const tw_world *world, const twi_condition *list, int count, int k, const double *size,
                           const twi_state *x, const twi_wedges *wedges);

#endif
