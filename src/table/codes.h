/* Codes to indices, without regard to case: a hash table over codes that somebody else keeps, made of all of them at
 * once or code by code. */
#ifndef TWI_TABLE_CODES_H
#define TWI_TABLE_CODES_H

#include "base/context.h"

typedef struct twi_codes {
  tw_context *ctx;
  const char *const *code; /* borrowed */
  int count;
  size_t mask;
  int *slot; /* [mask + 1] index + 1; 0: empty. NULL: no code yet */
  int *line; /* [lines] where each code was met; 0: not said */
  int lines;
} twi_codes;

/* Makes the table of all codes at once, to be closed. Two codes that are the same are TW_BAD_INPUT: *again and *first
 * say which. */
tw_status twi_codes_open(tw_context *ctx, const char *const *code, int count, twi_codes *codes, int *again, int *first);
/* Adds code[count], which is not there yet, and its line; the array may have moved since the last call. Start with
 * {.ctx = ctx}. TW_NO_MEMORY is the only error. */
tw_status twi_codes_add(twi_codes *codes, const char *const *code, int line);
/* Return the line given to twi_codes_add, 0: not said; and the index of a code, -1: absent. */
int twi_codes_line(const twi_codes *codes, int index);
int twi_codes_find(const twi_codes *codes, const char *text, size_t length);
/* Frees what was made here; the codes are somebody else's. */
void twi_codes_close(twi_codes *codes);

/* Returns NULL when the text can be a code, else what is wrong with it, constant: codes stand in CSV cells, YAML lists
 * and messages. */
const char *twi_code_wrong(const char *text, size_t length);

#endif
