/* What can still be read of a damaged store (salvage.c). */
#ifndef TWI_ENSEMBLE_STORE_SALVAGE_H
#define TWI_ENSEMBLE_STORE_SALVAGE_H

#include "ensemble/store/opened.h"

/* A twi_store_tell: how much of the damaged file can be read, and what to do. */
tw_status twi_store_damaged(tw_context *ctx, const char *file, const char *why);

#endif
