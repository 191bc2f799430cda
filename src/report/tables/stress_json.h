/* stress.json. Inside tables/. */
#ifndef TWI_REPORT_STRESS_JSON_H
#define TWI_REPORT_STRESS_JSON_H

#include <jansson.h>

#include "stress/stress.h"

/* Makes the object of a stress test, which the caller owns; *failed is 1 where memory ran out. */
tw_status twi_stress_json(tw_context *ctx, const tw_stress *stress, json_t **root, int *failed);

#endif
