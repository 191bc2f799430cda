/* Growth of a region's GDP at constant prices at a point: real_gdp.c has the formula. Inside this folder. */
#ifndef TWI_MODEL_CONDITIONS_REAL_GDP_H
#define TWI_MODEL_CONDITIONS_REAL_GDP_H

#include "model/conditions/places.h"

/* Adds the seeds of weight times that growth, beside those of ln GDP: what prices take off it. gdp: of the region. */
void twi_real_gdp_seed(const twi_core *core, size_t region, double gdp, double weight, struct twi_seeds *seeds,
                       struct twi_directs *directs);
/* Returns what the slopes of prices in the core take off the slope of GDP, in its money; instrument: of that condition,
 * at fixed unknowns, NULL: none. */
double twi_real_gdp_prices(const twi_core *core, size_t region, const twi_condition *instrument);

#endif
