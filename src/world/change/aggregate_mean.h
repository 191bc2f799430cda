/* Weighted means of what is merged. Inside aggregate*.c. */
#ifndef TWI_WORLD_CHANGE_AGGREGATE_MEAN_H
#define TWI_WORLD_CHANGE_AGGREGATE_MEAN_H

#include "base/sum.h"
#include "world/change/aggregate.h"

/* A weighted mean under way. */
typedef struct twi_mean {
  twi_sum weighted, weight;
  double plain, least, most;
  int count, any; /* values met; values met with weight */
} twi_mean;

void twi_mean_add(twi_mean *m, double value, double weight);
/* Returns the mean; without any weight the plain one: nothing depends on it. */
double twi_mean_value(const twi_mean *m);
/* Fills `to` [map->count] with trade elasticities of the new sectors, of those of the old, value [S]: by imports, by
 * output where nothing is imported. */
tw_status twi_aggregate_elasticities(tw_context *ctx, const tw_world *from, const twi_map *map, const double *value,
                                     double *to);

#endif
