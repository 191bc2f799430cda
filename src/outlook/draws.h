/* What draws.c and drivers.c share. Inside outlook/. */
#ifndef TWI_OUTLOOK_DRAWS_H
#define TWI_OUTLOOK_DRAWS_H

#include "outlook/payoff.h"
#include "outlook/spreads.h"

/* drivers.c: adds the drivers of an outcome, of its values [tasks] with a stride, the largest total first. */
tw_status twi_outlook_drive(tw_outlook *outlook, const twi_spreads *spreads, int outcome, const double *value,
                            size_t stride, const unsigned char *valid, size_t base);

#endif
