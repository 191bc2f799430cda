/* The result of tw_range: the central result, quantiles of every column, drivers. Inside this room. */
#ifndef TWI_ENSEMBLE_RANGE_H
#define TWI_ENSEMBLE_RANGE_H

#include "ensemble/parameters.h"
#include "ensemble/study.h"

struct tw_range_result {
  tw_context *ctx;
  const tw_world *world;
  const tw_scenario *scenario;
  tw_settings settings; /* threads resolved */
  tw_range_options options;
  char *store; /* NULL: none */
  tw_range_info info;
  twi_parameters *parameters;
  tw_range_parameter *shown; /* [info.parameters] */
  tw_result *central;
  /* What a draw leaves: columns of regions [TWI_REGION_COUNT][N], then, where wanted, of sectors [..][N][S]. */
  size_t region_cells, cells;
  double *values; /* [draws][cells], NULL once the quantiles are made */
  signed char *outcome;
  double *quantile;                                                           /* [3][cells] */
  unsigned char has_regions[TWI_REGION_COUNT], has_sectors[TWI_SECTOR_COUNT]; /* columns with quantiles */
  /* What a draw of the drivers' design leaves: one number for each outcome. */
  int outcomes;
  struct {
    int column, region;
  } of[64];
  tw_range_driver *driver;
  int drivers;
};

/* The text by which a store knows what it is of; part: "draws" or "drivers". range_key.c */
tw_status twi_range_key(const tw_range_result *range, int drivers, char **key);
/* Words for the parameters: info.parameters of them. range_key.c */
tw_status twi_range_describe(tw_range_result *range);
/* Quantiles and shares, of what was drawn. range_statistics.c */
tw_status twi_range_quantiles(tw_range_result *range);
tw_status twi_range_drivers(tw_range_result *range, const double *values, const signed char *outcome, size_t tasks);

/* Several processes that share the work, started by mpirun: mpi.c. One alone where the build has no MPI. */
tw_status twi_ranks_start(tw_context *ctx, int *rank, int *ranks);
/* Waits for all; the worst status of any. */
tw_status twi_ranks_agree(tw_context *ctx, tw_status status);
void twi_ranks_end(void);

#endif
