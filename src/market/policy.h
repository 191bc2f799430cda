/* What making, changing and recentring of states share. Inside this room. */
#ifndef TWI_MARKET_POLICY_H
#define TWI_MARKET_POLICY_H

#include "market/market.h"

/* state.c: a state with its arrays, all zero. */
tw_status twi_market_state_new(tw_context *ctx, const tw_market *m, twi_market_state **state);
/* settle.c: which routes are used. */
void twi_market_settle_routes(twi_market_state *s);
/* settle.c: capacity of a supplier's blocks in force; without its surge, or with it. */
double twi_market_supplier_capacity(const twi_market_state *s, int supplier, int with_surge);
/* make.c: returns 1 for a block that base flows fill, so that its capacity is the base output. */
int twi_market_is_base_block(const tw_market *m, const twi_market_block *b);
/* settle.c: fills what of the base point goes through each passage. */
void twi_market_state_through(twi_market_state *s);

#endif
