/* Integrals of the parts of the exact decomposition and of real GDP, added up point by point. Inside this room. */
#ifndef TWI_INDICATOR_PARTS_H
#define TWI_INDICATOR_PARTS_H

#include "indicator/result.h"

/* Rows of the integrals. */
enum {
  TWI_PART_TERMS_OF_TRADE,
  TWI_PART_VOLUME_OF_TRADE,
  TWI_PART_TECHNICAL,
  TWI_PART_TRANSFERS,
  TWI_PART_PRODUCTION,
  TWI_PART_FACTORS,
  TWI_PART_COUNT
};

typedef struct twi_parts {
  const tw_result *r;
  twi_core *core;
  const unsigned char *moving; /* [S][N] borrowed: rows of flows whose wedges move */
  double *sum;                 /* [TWI_PART_COUNT][N] integrals so far, in logs */
  double *real;                /* [N + groups] the same of real GDP */
  double *slope;               /* [N] money: of the deficits along the path */
  double *block;               /* holds these and the next */
  /* at a point */
  double at;            /* share of the path */
  const double *du;     /* [n] slope of the unknowns */
  double *of_sector;    /* [S][5][N] terms of trade, volume, technical, production, tastes */
  double *volume, *gdp; /* [N] what real GDP grows by, as money; GDP */
} twi_parts;

/* Makes room, for a result whose two sides are solved; all that is given is borrowed. twi_parts_free frees it, also after
 * an error. TW_NO_MEMORY is the only error. */
tw_status twi_parts_new(const tw_result *result, twi_core *core, const unsigned char *moving, twi_parts *parts);
void twi_parts_free(twi_parts *parts);
/* Sets all integrals to 0. */
void twi_parts_clear(twi_parts *parts);
/* Adds weight times what they grow by at a point of the path. The core stands there (its residual was the last), du is
 * the slope of the unknowns, and deficits [N] are in money. */
void twi_parts_add(twi_parts *parts, double share, double weight, const double *du, const double *deficits);

#endif
