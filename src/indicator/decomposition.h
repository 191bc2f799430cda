/* Between the files of the exact decomposition: what products of a sector add to its parts at a node. */
#ifndef TWI_INDICATOR_DECOMPOSITION_H
#define TWI_INDICATOR_DECOMPOSITION_H

#include "model/core.h"

/* Adds to parts [5][N] (terms of trade, volume of trade, technical, production, tastes) what the flows, productivities
 * and subsidies of the products of sector s bring at a node: the core stands there, with the slopes of the unknowns du
 * in it (twi_core_costs_slope), `at` of the way between two policies; moving [N]: buyers some of whose flows' wedges move.
 * Writes work arrays of the sector's products. */
void twi_decompose_products(twi_core *core, const twi_wedges *from, const twi_wedges *to, double at, size_t s,
                            const double *du, const unsigned char *moving, double *parts);

#endif
