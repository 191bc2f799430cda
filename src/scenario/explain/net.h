/* Tariffs that flows pay instead of others, for an explanation: net.c. Inside explain/. */
#ifndef TWI_SCENARIO_EXPLAIN_NET_H
#define TWI_SCENARIO_EXPLAIN_NET_H

#include "scenario/scenario.h"
#include "world/world.h"

enum { TWI_NET_LARGEST = 8 };

typedef struct twi_net {
  tw_net_change largest[TWI_NET_LARGEST];
  int count;
  size_t all; /* flows with another rate, those among them */
} twi_net;

/* Fills in the net changes between two policies of a world, the data's flows as their values; by product where those of a
 * flow do not all pay the same. TW_NO_MEMORY is the only error. */
tw_status twi_net_find(tw_context *ctx, const tw_world *world, const twi_wedges *base, const twi_wedges *new_,
                       twi_net *net);

#endif
