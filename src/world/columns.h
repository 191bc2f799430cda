/* Columns of a table that are none of those that are read. */
#ifndef TWI_WORLD_COLUMNS_H
#define TWI_WORLD_COLUMNS_H

#include "table/csv.h"
#include "world/world.h"

/* Looks at the columns that are none of known: TW_BAD_INPUT when one looks like a misspelt known column that is absent,
 * else a finding of the world that it is not read. */
tw_status twi_other_columns(tw_context *ctx, tw_world *w, twi_csv *csv, const char *const *known, int count);

enum { TWI_MOST_RATE = 10000 }; /* a fraction: a million per cent; what is more is a slip, and overflows */
/* The rate of a tariff or a tax on exports, as a fraction: more than -100 per cent and at most TWI_MOST_RATE. */
tw_status twi_csv_rate(twi_csv *csv, int column, double *rate);

#endif
