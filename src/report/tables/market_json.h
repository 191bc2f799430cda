/* market.json as an object. Inside tables/. */
#ifndef TWI_REPORT_MARKET_JSON_H
#define TWI_REPORT_MARKET_JSON_H

#include <jansson.h>

#include "outlook/outlook.h"

/* Makes the object of an outlook whose years are all certified; the caller owns *root, also after an error. *failed is
 * 1 where memory ran out. */
tw_status twi_market_json(tw_context *ctx, const tw_outlook *outlook, json_t **root, int *failed);

#endif
