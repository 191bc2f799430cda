/* Own supply in words. Inside explain/. */
#ifndef TWI_SCENARIO_EXPLAIN_SUPPLY_H
#define TWI_SCENARIO_EXPLAIN_SUPPLY_H

#include "scenario/scenario.h"
#include "scenario/sentence.h"

/* Adds the sentence about a sector whose omega is not negative: which products, and what that means. */
void twi_say_supply(const tw_world *world, const twi_closure *closure, int s, twi_sentence *text);

#endif
