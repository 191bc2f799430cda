/* Inside aggregate*.c: maps from the codes of a world to fewer codes. */
#ifndef TWI_WORLD_CHANGE_AGGREGATE_H
#define TWI_WORLD_CHANGE_AGGREGATE_H

#include "world/assemble.h"

typedef struct twi_map {
  int from, count; /* codes before and after */
  int *to;         /* [from] */
  char **code;     /* [count] in the order in which the map names them first */
  char **name;     /* [count] of the map's column name; else of the member when there is one; else the code */
  int *members;    /* [count] */
} twi_map;

/* Reads a map, which the caller frees. file: columns what ("region" or "sector"), to, and optionally name; every code
 * of the world must be mapped once, else TW_BAD_INPUT. file NULL: every code to itself. */
tw_status twi_map_read(tw_context *ctx, const char *file, const char *what, char *const *codes, char *const *names,
                       int count, twi_map *map);
void twi_map_free(tw_context *ctx, twi_map *map);

/* aggregate_describe.c: makes the world.yaml of the result, which the caller frees: the source's, with name, title and
 * one more note. */
tw_status twi_aggregate_describe(tw_context *ctx, const tw_world *from, const char *name, const char *title,
                                 const twi_map *regions, const twi_map *sectors, char **yaml);
/* The groups of the world in the new codes, built-in ones too where merging changed a code of theirs (EU: DEU and the
 * rest of the EU). A group that would take in regions or sectors it did not have is dropped; one of the world's files
 * with a finding. A group of sectors that has become the one sector of its name is that sector. */
tw_status twi_aggregate_groups(tw_context *ctx, const tw_world *from, twi_axis axis, const twi_map *map, tw_world *to);
/* aggregate_estimates.c: gives the sets of trade elasticities to a world whose sectors have their codes. */
tw_status twi_aggregate_estimates(tw_context *ctx, const tw_world *from, const twi_map *map, tw_world *to);

#endif
