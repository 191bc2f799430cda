/* A text that grows. Failing memory is remembered, so that a caller can add many pieces and check once. */
#ifndef TWI_BASE_TEXT_H
#define TWI_BASE_TEXT_H

#include "base/context.h"

typedef struct twi_text {
  tw_context *ctx;
  char *bytes; /* ends with 0; NULL while empty */
  size_t used, room;
  int failed;
} twi_text;

/* Each adds a copy of what it is given. Start with {.ctx = ctx}; end with one of the two below. */
void twi_text_add(twi_text *text, const char *bytes, size_t count);
void twi_text_put(twi_text *text, const char *piece);
void twi_text_printf(twi_text *text, const char *format, ...) TWI_PRINTF(2, 3);
/* Hands the text over to the caller, who frees it (never NULL when TW_OK), and empties it; TW_NO_MEMORY when a piece
 * was lost. */
tw_status twi_text_take(twi_text *text, char **bytes);
/* Frees what was gathered. */
void twi_text_clear(twi_text *text);

#endif
