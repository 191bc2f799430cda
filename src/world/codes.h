/* Codes to indices, without regard to case: a hash table over codes that somebody else keeps. */
#ifndef TWI_WORLD_CODES_H
#define TWI_WORLD_CODES_H

#include "base/context.h"

typedef struct twi_codes {
  tw_context *ctx;
  const char *const *code; /* borrowed */
  int count;
  size_t mask;
  int *slot; /* index + 1; 0: empty */
} twi_codes;

/* Two codes that are the same are TW_BAD_INPUT: *again and *first say which. */
tw_status twi_codes_open(tw_context *ctx, const char *const *code, int count, twi_codes *codes, int *again, int *first);
int twi_codes_find(const twi_codes *codes, const char *text, size_t length); /* -1: absent */
void twi_codes_close(twi_codes *codes);

/* NULL when the text can be a code, else what is wrong with it: codes stand in CSV cells, YAML lists and messages. */
const char *twi_code_wrong(const char *text, size_t length);

#endif
