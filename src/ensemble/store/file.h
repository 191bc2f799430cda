/* An open store file: what store.c (writing, resuming) and store_merge.c (merging, saving what is left) share. */
#ifndef TWI_ENSEMBLE_STORE_FILE_H
#define TWI_ENSEMBLE_STORE_FILE_H

#include <sqlite3.h>

#include "base/digest.h"
#include "ensemble/store.h"

enum { TWI_STORE_SUM = 16 }; /* bytes kept of the digest of a row */

/* How a file is opened. */
enum {
  TWI_STORE_WRITE,   /* made when absent, checked when there */
  TWI_STORE_READ,    /* checked */
  TWI_STORE_SALVAGE, /* only read, also when pages are missing or damaged */
};

/* What a look for one row found. */
typedef enum twi_row { TWI_ROW_ABSENT, TWI_ROW_THERE, TWI_ROW_DAMAGED } twi_row;

struct twi_store {
  tw_context *ctx;
  char *file; /* as the caller gave it */
  sqlite3 *db;
  sqlite3_stmt *select, *insert;
  twi_digest *digest;
  int salvage; /* 1: opened to save what can be read, so that it is damaged is known */
  int fresh;   /* 1: there were no tables when it was opened */
  int merging; /* 1: all or nothing is written */
  /* The part in use; key NULL: none, as in a new file. */
  sqlite3_int64 part;
  char *name, *key;
  size_t tasks;
  int width;
  unsigned char header_sum[TWI_DIGEST_BYTES]; /* digest of key, tasks, width */
  /* Rows put and not yet written: tasks, outcomes and doubles as bytes of the file. */
  size_t pending, room;
  size_t *task;
  signed char *outcome;
  unsigned char *bytes;
  double written; /* when rows were last written */
};

/* Opens an existing file, or a new one with TWI_STORE_WRITE, without a part in use. */
tw_status twi_store_file_open(tw_context *ctx, const char *file, int how, twi_store **store);
void twi_store_file_close(twi_store *store);
/* Takes part number index, or that of the name, in use; store->key is NULL when there is none. */
tw_status twi_store_part(twi_store *store, int index);
tw_status twi_store_part_named(twi_store *store, const char *name);
/* Makes a part and takes it in use, within a transaction of the caller; the tables, too, where the file is new. */
tw_status twi_store_part_new(twi_store *store, const char *name, const char *key, size_t tasks, int width);
/* Looks for a task. bytes: 8 width bytes as they are in the file. An error only where the machine fails. */
tw_status twi_store_row(twi_store *store, size_t task, twi_row *row, int *outcome, unsigned char *bytes);
/* Checksums have no key, so that anybody can make them; what is read is looked at, too: an outcome that there is, and no
 * infinite number (NaN stands for what a draw does not have). TW_BAD_INPUT with the file, the task and the value. */
tw_status twi_store_believe(const twi_store *store, size_t task, int outcome, const unsigned char *bytes);
/* Rows of the part in use. */
tw_status twi_store_count(twi_store *store, size_t *count);
/* Adds a row within a transaction of the caller; one that is there must be the same. */
tw_status twi_store_add(twi_store *store, size_t task, int outcome, const unsigned char *bytes);
tw_status twi_store_execute(twi_store *store, const char *sql);
/* The words for an error code of SQLite. */
tw_status twi_store_fail(twi_store *store, int code);
/* The file is damaged: says so, how much of it can be read, and what to do. why may be tw_error(ctx). */
tw_status twi_store_damaged(tw_context *ctx, const char *file, const char *why);
/* Key, tasks and width agree with those of another file, or (where NULL) of this study; or TW_BAD_INPUT with what
 * differs: lines of a key are "name: text" and are compared by their names. */
tw_status twi_store_compare(const twi_store *store, const char *key, size_t tasks, int width, const char *where);

#endif
