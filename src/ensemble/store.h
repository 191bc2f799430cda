/* A file in which an ensemble keeps its finished tasks as it goes: SQLite, one row a task, doubles as they are.
 *
 * Killed at any point, the file holds every task that was committed and opens again. Rows are written in transactions
 * about twice a second and at the end. What the file is of is told by its key; a file of something else is refused. */
#ifndef TWI_ENSEMBLE_STORE_H
#define TWI_ENSEMBLE_STORE_H

#include "ensemble/kept.h"

typedef struct twi_store twi_store;

/* Opens or makes a part of the file ("draws", "drivers"; a file may have several, each with its key and its tasks).
 * key: lines that say what the tasks are of (world, scenario, settings, seed, counts); tasks: how many in all, of all
 * shards; width: doubles a task. Errors: TW_BAD_INPUT when the file is damaged or of something else (says what
 * differs), TW_IO when it cannot be written. */
tw_status twi_store_open(tw_context *ctx, const char *file, const char *part, const char *key, size_t tasks, int width,
                         twi_store **store);
/* What is there: rows [tasks][width] and outcome [tasks] of finished tasks are filled in, others stay as they are. */
tw_status twi_store_load(twi_store *store, const twi_kept *rows, signed char *outcome, size_t *found);
/* What twi_store_load refuses besides infinite numbers, by kind [width], which must last until then: where a finite
 * number is expected a NaN, unless the task, or the last outcome before it in the row, is one without an equilibrium;
 * where an outcome is expected a number that is none. */
enum { TWI_STORE_ANY, TWI_STORE_FINITE, TWI_STORE_OUTCOME };
void twi_store_expect(twi_store *store, const unsigned char *kind);
tw_status twi_store_put(twi_store *store, size_t task, int outcome, const double *values);
tw_status twi_store_flush(twi_store *store);
/* Flushes; the first error counts. NULL is fine. */
tw_status twi_store_close(twi_store *store);
/* All tasks of several files of one key into another, made when absent, part by part; the same task in two must be the
 * same bits. The other is made anew beside its place and put there when it is whole and written out, so that after any
 * error, and when the program is killed, what was there is as it was. Of a damaged file what can be read is taken, and
 * a note says so. */
tw_status twi_store_merge(tw_context *ctx, const char *const *files, int count, const char *out);
/* name, key, tasks and width of a part of a file (0, 1, …), for those who have only the file; both texts are to be
 * freed with twi_free, and are NULL after the last part. */
tw_status twi_store_describe(tw_context *ctx, const char *file, int index, char **part, char **key, size_t *tasks,
                             int *width, size_t *found);

#endif
