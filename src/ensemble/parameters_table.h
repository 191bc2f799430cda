/* Which rows of a checked-in table of elasticities a sector of a world has. Inside this room. */
#ifndef TWI_ENSEMBLE_PARAMETERS_TABLE_H
#define TWI_ENSEMBLE_PARAMETERS_TABLE_H

#include "scenario/rules.h"

typedef struct twi_elasticity_map twi_elasticity_map;

/* Reads the lines of worlds/elasticities/map.csv for one source; the caller frees the map. */
tw_status twi_elasticity_map_new(tw_context *ctx, const char *source, twi_elasticity_map **map);
void twi_elasticity_map_free(twi_elasticity_map *map);

/* Finds the distribution of a sector: where it has several rows of the source, each of their numbers averaged with
 * equal weights, as if the estimates rose and fell together. *rows: how many; with 0 nothing else is set. *words, where
 * it comes from, is owned by the caller: "Caliendo and Parro (2015), Table 1, 99 % sample: Auto". */
tw_status twi_elasticity_map_find(const twi_elasticity_map *map, const twi_elasticity_file *file, const char *sector,
                                  twi_distribution *distribution, char **words, int *rows);

#endif
