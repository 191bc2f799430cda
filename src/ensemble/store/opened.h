/* What a store is while it is open, for the files of this room: words.c, file.c, rows.c, salvage.c, store.c, merge.c.
 * Each calls those before it in this list, and includes their headers. */
#ifndef TWI_ENSEMBLE_STORE_OPENED_H
#define TWI_ENSEMBLE_STORE_OPENED_H

#include <sqlite3.h>

#include "base/digest.h"
#include "ensemble/store.h"

enum { TWI_STORE_WORDS = 400 };
/* Tasks of a part are numbered from part times this on. */
static const sqlite3_int64 TWI_STORE_PART_ROWS = (sqlite3_int64)1 << 40;

/* Says that a file is damaged, and returns TW_BAD_INPUT: its name as the caller gave it, and why, which may be
 * tw_error(ctx). */
typedef tw_status twi_store_tell(tw_context *ctx, const char *file, const char *why);

struct twi_store {
  tw_context *ctx;
  char *file;  /* as the caller gave it */
  char *place; /* where it is made, of a file that gets its name later; NULL: at file */
  sqlite3 *db;
  sqlite3_stmt *select, *next, *insert;
  twi_digest *digest;
  int salvage;                 /* 1: opened to save what can be read, so that it is damaged is known */
  twi_store_tell *damaged;     /* NULL: what is damaged is named, and no more */
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

#endif
