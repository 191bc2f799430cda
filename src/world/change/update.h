/* Inside update*.c: a world on its way to new totals. */
#ifndef TWI_WORLD_CHANGE_UPDATE_H
#define TWI_WORLD_CHANGE_UPDATE_H

#include "world/balance.h"

typedef struct twi_updating {
  tw_context *ctx;
  const tw_world *from;
  tw_world *to;      /* gets the rates, and findings */
  twi_table table;   /* gets the money */
  twi_totals totals; /* gets what was given */
  twi_text note;
} twi_updating;

/* update_read.c: each reads a CSV file; rates go into `to`, totals into `totals`. TW_BAD_INPUT with file, line and
 * column. */
tw_status twi_update_read_tariff(twi_updating *u, const char *file, const char *column);
tw_status twi_update_read_trade(twi_updating *u, const char *file);
tw_status twi_update_read_gdp(twi_updating *u, const char *file);
/* update_margins.c: makes services that are sold with goods a part of them, by a file with sector, share_pct and, where
 * it is bounded, most_pct. */
tw_status twi_update_margins(twi_updating *u, const char *file);
/* update_scale.c: scales the table along, as a start for balancing that keeps structure; the formulas are there. */
tw_status twi_update_scale(twi_updating *u);

#endif
