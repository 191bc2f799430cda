/* Inside calibrate*.c: products on their way into a world.
 *
 * symbol  word                                                      equation
 * F       flow of the sector
 * U       product's flow as given, or made of what was given
 * rho     least share of a flow that is left to the rest            scaled where F - sum U < rho F: U (1-rho) F / sum U */
#ifndef TWI_WORLD_CHANGE_CALIBRATE_H
#define TWI_WORLD_CHANGE_CALIBRATE_H

#include "table/keys.h"
#include "world/assemble.h"
#include "world/product_tables.h"

/* A row that gives a share for many flows. */
typedef struct twi_share {
  int product, importer, exporter; /* -1: all */
  double share;
} twi_share;

typedef struct twi_calibrating {
  tw_context *ctx;
  const tw_world *from;
  tw_world *to; /* gets findings, and in the end the products */
  const tw_calibration *ask;
  twi_product_tables tables;
  twi_given_products given; /* the user's products, with what was made of their flows so far */
  size_t room;              /* of its flows */
  twi_keys keys;            /* which flows are given, with their lines: twi_calibration_key */
  twi_share *share;
  size_t shares, share_room;
  double *made, *made_quantity; /* [products][N] production by region, NaN: not given; NULL: no such file */
  double *sum;                  /* [S][N][N] of U */
  int others;                   /* 1: other sectors keep products */
  size_t scaled;                /* flows of sectors that were */
  double before, after;         /* their products, in money */
} twi_calibrating;

/* The key of a flow; importer, exporter -1: all. */
static inline uint64_t twi_calibration_key(const twi_calibrating *c, int product, int importer, int exporter)
{
  uint64_t n = (uint64_t)c->from->N + 1;
  return ((uint64_t)product * n + (uint64_t)(importer + 1)) * n + (uint64_t)(exporter + 1);
}
/* Appends a flow; NaN: not known, or as the sector's. TW_NO_MEMORY is the only error. */
tw_status twi_calibration_add(twi_calibrating *c, int product, int importer, int exporter, double value,
                              double quantity);

/* calibrate_read.c: reads the files that were given: the list of products, their flows, production. TW_BAD_INPUT with
 * file, line and column. */
tw_status twi_calibration_read(twi_calibrating *c);
/* calibrate_fill.c: makes flows of shares, own sales of production; and scales all. */
tw_status twi_calibration_fill(twi_calibrating *c);
tw_status twi_calibration_scale(twi_calibrating *c);
/* Writes what was scaled, where that was asked for. */
tw_status twi_calibration_write_scaled(const twi_calibrating *c);

#endif
