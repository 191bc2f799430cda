/* The text of a table, block by block: what every reader of CSV would otherwise have to know about files.
 *
 * A byte order mark is taken off and another encoding than UTF-8 is refused by its name. Every end of a line becomes
 * one '\n': LF, CR LF, CR CR LF (a file that went twice through a conversion) and CR alone. What stands in quotes keeps
 * its bytes; a quote opens where a field begins, blanks before it aside. */
#ifndef TWI_TABLE_UTF8_H
#define TWI_TABLE_UTF8_H

#include "table/source.h"

enum twi_utf8_state { TWI_FIELD_BEGINS, TWI_IN_FIELD, TWI_IN_QUOTES, TWI_AFTER_QUOTE };

typedef struct twi_utf8 {
  tw_context *ctx;
  twi_source *source; /* borrowed */
  int started;
  enum twi_utf8_state state;
  int returns; /* carriage returns not yet handed on: 0 to 2 */
  char *own;   /* a block that was changed */
  size_t room;
} twi_utf8;

/* Begins with a source, which is borrowed; twi_utf8_close frees what was made here. */
void twi_utf8_open(tw_context *ctx, twi_source *source, twi_utf8 *utf8);
void twi_utf8_close(twi_utf8 *utf8);
/* Reads the next block, good until the next call; count 0 at the end. */
tw_status twi_utf8_next(twi_utf8 *utf8, const char **block, size_t *count);

#endif
