/* The context: error text, log, progress, cancelling and memory, shared by every room.
 *
 * Rule: a function that can fail takes the context first, returns tw_status, and has set the error text by
 * twi_fail when it returns anything but TW_OK. Nothing here prints. */
#ifndef TWI_BASE_CONTEXT_H
#define TWI_BASE_CONTEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/print.h"
#include "tradewind.h"

/* Sets the error text and returns status, so that a caller can write `return twi_fail(ctx, TW_BAD_INPUT, …)`. */
tw_status twi_fail(tw_context *ctx, tw_status status, const char *format, ...) TWI_PRINTF(3, 4);
/* Leaves in the context that there is no text of that name: of is whose, "a scenario". */
void twi_no_field(tw_context *ctx, const char *of, const char *field);
/* Says that there is no memory (for so many bytes; 0: not said) and returns TW_NO_MEMORY. */
tw_status twi_no_memory(tw_context *ctx, size_t bytes);
/* Puts words in front of the error text that is already there ("world NAME: …"). */
void twi_error_prefix(tw_context *ctx, const char *format, ...) TWI_PRINTF(2, 3);

/* Hands a line to the caller's log: level 0 for everybody, 1 for those who ask for more. */
void twi_log(tw_context *ctx, int level, const char *format, ...) TWI_PRINTF(3, 4);
/* While it is on, notes (level 0) are for those who ask (level 1): what was told before is done again. Calls nest. */
void twi_log_again(tw_context *ctx, int on);
/* Tells the caller how far a long task is and asks whether to go on: TW_OK or TW_INTERRUPTED (text set). */
tw_status twi_progress(tw_context *ctx, const char *what, double done);
/* Only asks: TW_OK or TW_INTERRUPTED (text set). Cheap enough for every iteration. */
tw_status twi_check_cancel(tw_context *ctx);
/* From now on ctx is cancelled whenever `other` is, which is borrowed and must live as long. */
void twi_follow(tw_context *ctx, const tw_context *other);

/* Each returns memory that the caller frees with twi_free (NULL is allowed there), or NULL when there is none or
 * count * size overflows: nothing is said then, the caller returns twi_no_memory. The old block of twi_resize stays as
 * it is after a failure; a size of 0 gives a valid pointer; twi_new zeroes. Sizes are kept by the allocator, so freeing
 * needs the pointer only. twi_strdup, twi_strndup and twi_format copy their text, with a 0 after it. */
void *twi_alloc(tw_context *ctx, size_t count, size_t size);
void *twi_new(tw_context *ctx, size_t count, size_t size);
void *twi_resize(tw_context *ctx, void *pointer, size_t count, size_t size);
void twi_free(tw_context *ctx, void *pointer);
char *twi_strdup(tw_context *ctx, const char *text);
char *twi_strndup(tw_context *ctx, const char *text, size_t length);
char *twi_format(tw_context *ctx, const char *format, ...) TWI_PRINTF(2, 3);

/* What base/inputs.h keeps. twi_context_inputs returns the place of it in the context, where NULL stands until inputs
 * are protected; base/inputs.h owns what it points to. */
typedef struct twi_inputs twi_inputs;
twi_inputs **twi_context_inputs(tw_context *ctx);

/* The first returns the context's allocator, which lives as long as the context; the second resizes or, with 0 bytes,
 * frees a block of it. A world outlives the call that made it, not the context: it keeps a copy. */
const tw_allocator *twi_allocator(const tw_context *ctx);
void *twi_allocator_resize(const tw_allocator *allocator, void *pointer, size_t bytes);

/* Returns the seconds of a clock that only moves forward, since some moment in the past. */
double twi_seconds(void);

#endif
