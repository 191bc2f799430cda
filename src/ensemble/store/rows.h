/* Rows of the part of a store that is in use (rows.c). */
#ifndef TWI_ENSEMBLE_STORE_ROWS_H
#define TWI_ENSEMBLE_STORE_ROWS_H

#include "ensemble/store/opened.h"

/* What a look for one row found. */
typedef enum twi_row { TWI_ROW_ABSENT, TWI_ROW_THERE, TWI_ROW_DAMAGED } twi_row;
typedef struct twi_found {
  twi_row row;
  size_t task;
  int outcome;
  const unsigned char *bytes; /* 8 width, as they are in the file; good until the next look or twi_store_rest */
} twi_found;

/* The first row from a task on, also one beyond the number of tasks, which is TW_BAD_INPUT when its sum is right.
 * A page that cannot be read is one damaged row; looks go on behind found->task. Other errors: the machine fails. */
tw_status twi_store_next(twi_store *store, size_t from, twi_found *found);
/* Lets go of the row that was looked at, before a transaction ends. */
void twi_store_rest(twi_store *store);
/* Checksums have no key, so that anybody can make them; what is read is looked at, too: an outcome that there is, and
 * no infinite number (NaN stands for what a draw does not have, but not where twi_store_expect says). TW_BAD_INPUT with
 * the file, the task and the value. */
tw_status twi_store_believe(const twi_store *store, const twi_found *row);
/* Rows of the part in use. */
tw_status twi_store_count(twi_store *store, size_t *count);
/* Adds a row within a transaction of the caller; one that is there must be the same. */
tw_status twi_store_add(twi_store *store, size_t task, int outcome, const unsigned char *bytes);

#endif
