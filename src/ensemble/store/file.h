/* An open store file (file.c) and its rows (rows.c): what store.c (writing, resuming) and merge.c
 * (merging, saving what is left) share. */
#ifndef TWI_ENSEMBLE_STORE_FILE_H
#define TWI_ENSEMBLE_STORE_FILE_H

#include <sqlite3.h>

#include "base/digest.h"
#include "ensemble/store.h"

enum {
  TWI_STORE_SUM = 16, /* bytes kept of the digest of a row */
  TWI_STORE_WORDS = 400
};
/* Tasks of a part are numbered from part times this on. */
static const sqlite3_int64 TWI_STORE_PART_ROWS = (sqlite3_int64)1 << 40;

/* How a file is opened. */
enum {
  TWI_STORE_WRITE,   /* made when absent, checked when there */
  TWI_STORE_READ,    /* checked */
  TWI_STORE_SALVAGE, /* only read, also when pages are missing or damaged */
};

/* What a look for one row found. */
typedef enum twi_row { TWI_ROW_ABSENT, TWI_ROW_THERE, TWI_ROW_DAMAGED } twi_row;
typedef struct twi_found {
  twi_row row;
  size_t task;
  int outcome;
  const unsigned char *bytes; /* 8 width, as they are in the file; good until the next look or twi_store_rest */
} twi_found;

struct twi_store {
  tw_context *ctx;
  char *file;  /* as the caller gave it */
  char *place; /* where it is made, of a file that gets its name later; NULL: at file */
  sqlite3 *db;
  sqlite3_stmt *select, *next, *insert;
  twi_digest *digest;
  int salvage;                 /* 1: opened to save what can be read, so that it is damaged is known */
  int fresh;                   /* 1: there were no tables when it was opened */
  int merging;                 /* 1: all or nothing is written */
  int moved;                   /* 1: another file was put in its place while it was open */
  size_t probes, skip;         /* of twi_store_next, in damaged pages */
  const unsigned char *kind;   /* [width] of twi_store_expect; NULL: nothing is known */
  char words[TWI_STORE_WORDS]; /* of twi_store_words */
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
/* A new file at `place`, where an empty one is, called `file` in messages; whoever made the place gives it its name, or
 * removes it. Nothing of it is safe before that: it has no journal and is not written out. */
tw_status twi_store_file_make(tw_context *ctx, const char *file, const char *place, twi_store **store);
/* The file by that name is another one by now (store->moved): opens that, which must have the part in use. */
tw_status twi_store_reopen(twi_store *store);
/* The first row from a task on, also one beyond the number of tasks, which is TW_BAD_INPUT when its sum is right.
 * A page that cannot be read is one damaged row; looks go on behind found->task. Other errors: the machine fails. */
tw_status twi_store_next(twi_store *store, size_t from, twi_found *found);
/* Lets go of the row that was looked at, before a transaction ends. */
void twi_store_rest(twi_store *store);
/* BEGIN in one of its kinds, also where an earlier transaction could not be ended. */
tw_status twi_store_begin(twi_store *store, const char *how);
/* COMMIT where the status is TW_OK, else and when that fails ROLLBACK; returns the first error. */
tw_status twi_store_end(twi_store *store, tw_status status);
/* Checksums have no key, so that anybody can make them; what is read is looked at, too: an outcome that there is, and
 * no infinite number (NaN stands for what a draw does not have, but not where twi_store_expect says). TW_BAD_INPUT with
 * the file, the task and the value. */
tw_status twi_store_believe(const twi_store *store, const twi_found *row);
/* Rows of the part in use. */
tw_status twi_store_count(twi_store *store, size_t *count);
/* Adds a row within a transaction of the caller; one that is there must be the same. */
tw_status twi_store_add(twi_store *store, size_t task, int outcome, const unsigned char *bytes);
tw_status twi_store_execute(twi_store *store, const char *sql);
/* Makes the statement unless it is there. */
tw_status twi_store_prepare(twi_store *store, const char *sql, sqlite3_stmt **statement);
/* The first column of the first row as a number, -1: there is none. Returns SQLite's code. */
int twi_store_number_of(twi_store *store, const char *sql, sqlite3_int64 *number);
/* A number as it goes into a digest. */
void twi_store_number(unsigned char bytes[8], uint64_t number);
/* What SQLite says of bytes that are not as they were written: also that a table or a format is unknown to it, since
 * all that is asked for is in every store. NULL: it is something else. */
const char *twi_store_damage(int code);
/* Words in the store's own room, good until the next ones. */
const char *twi_store_words(twi_store *store, const char *format, ...) TWI_PRINTF(2, 3);
/* The words for an error code of SQLite. */
tw_status twi_store_fail(twi_store *store, int code);
/* The file is damaged: says so, how much of it can be read, and what to do. why may be tw_error(ctx). */
tw_status twi_store_damaged(tw_context *ctx, const char *file, const char *why);
/* Key, tasks and width agree with those of another file, or (where NULL) of this study; or TW_BAD_INPUT with what
 * differs: lines of a key are "name: text" and are compared by their names. */
tw_status twi_store_compare(const twi_store *store, const char *key, size_t tasks, int width, const char *where);

#endif
