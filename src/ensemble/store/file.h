/* An open store file: opening, checking, parts, transactions and statements (file.c). */
#ifndef TWI_ENSEMBLE_STORE_FILE_H
#define TWI_ENSEMBLE_STORE_FILE_H

#include "ensemble/store/opened.h"

/* How a file is opened. */
enum {
  TWI_STORE_WRITE,   /* made when absent, checked when there */
  TWI_STORE_READ,    /* checked */
  TWI_STORE_SALVAGE, /* only read, also when pages are missing or damaged */
};

/* Opens an existing file, or a new one with TWI_STORE_WRITE, without a part in use; twi_store_file_close frees it. What
 * is found damaged now or later `damaged` says: it may look what can be read, which is no work of this file. */
tw_status twi_store_file_open(tw_context *ctx, const char *file, int how, twi_store_tell *damaged, twi_store **store);
void twi_store_file_close(twi_store *store);
/* Takes part number index, or that of the name, in use; store->key is NULL when there is none. */
tw_status twi_store_part(twi_store *store, int index);
tw_status twi_store_part_named(twi_store *store, const char *name);
/* Makes a part and takes it in use, within a transaction of the caller; the tables, too, where the file is new. */
tw_status twi_store_part_new(twi_store *store, const char *name, const char *key, size_t tasks, int width);
/* A new file at `place`, where an empty one is, called `file` in messages; whoever made the place gives it its name, or
 * removes it. Nothing of it is safe before that: it has no journal and is not written out. */
tw_status twi_store_file_make(tw_context *ctx, const char *file, const char *place, twi_store_tell *damaged,
                              twi_store **store);
/* The file by that name is another one by now (store->moved): opens that, which must have the part in use. */
tw_status twi_store_reopen(twi_store *store);
/* BEGIN in one of its kinds, also where an earlier transaction could not be ended. */
tw_status twi_store_begin(twi_store *store, const char *how);
/* COMMIT where the status is TW_OK, else and when that fails ROLLBACK; returns the first error. */
tw_status twi_store_end(twi_store *store, tw_status status);
tw_status twi_store_execute(twi_store *store, const char *sql);
/* Makes the statement unless it is there. */
tw_status twi_store_prepare(twi_store *store, const char *sql, sqlite3_stmt **statement);
/* The first column of the first row as a number, -1: there is none. Returns SQLite's code. */
int twi_store_number_of(twi_store *store, const char *sql, sqlite3_int64 *number);
/* A number as it goes into a digest. */
void twi_store_number(unsigned char bytes[8], uint64_t number);

#endif
