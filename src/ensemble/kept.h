/* What many tasks leave, one row of doubles each: in memory where it is little, else in a temporary file without a
 * name, so that the memory of a study does not grow with its draws. The doubles that come out are the bits that went
 * in.
 *
 * In the file columns lie in stripes, one after another, each with its part of all rows:
 *
 *   stripe 0: row 0, row 1, … of columns 0 … 31; stripe 1: row 0, row 1, … of columns 32 … 63; …
 *
 * A row is written in a few pieces, and a few columns of all rows are read along, from one stripe. */
#ifndef TWI_ENSEMBLE_KEPT_H
#define TWI_ENSEMBLE_KEPT_H

#include "base/context.h"

/* Bytes that a study may take, whatever the number of its draws: rows up to `rows` stay in memory; `block` is for the
 * columns that statistics have in hand at a time (one column at least). */
typedef struct twi_budget {
  size_t rows, block;
} twi_budget;
extern const twi_budget twi_budget_default;

typedef struct twi_kept {
  tw_context *ctx;
  size_t tasks, width;
  double *values; /* [tasks][width]; NULL: in the file */
  int owned;      /* 1: values are freed here */
  int file;
  char *folder;   /* of the file, for messages */
  double *buffer; /* for reading columns from the file */
} twi_kept;

/* Makes room for [tasks][width], which the caller frees. hint: what would need less, in words, for the message where
 * there is none: neither memory nor a folder for temporary files has it (TW_NO_MEMORY). held: bytes that the caller
 * will take besides. On an error *rows is empty, and twi_kept_free is fine. */
tw_status twi_kept_new(tw_context *ctx, size_t tasks, size_t width, size_t held, const twi_budget *budget,
                       const char *hint, twi_kept *rows);
/* Returns rows over an array of the caller [tasks][width], which stays the caller's. */
twi_kept twi_kept_over(double *values, size_t tasks, size_t width);
void twi_kept_free(twi_kept *rows);

/* Returns where a row lies in memory, to be written there; NULL: it has to be put. */
double *twi_kept_place(const twi_kept *rows, size_t task);
/* Copy a row in and out: any thread, with its own context; TW_IO when the disk is full. */
tw_status twi_kept_put(tw_context *ctx, const twi_kept *rows, size_t task, const double *values);
tw_status twi_kept_get(tw_context *ctx, const twi_kept *rows, size_t task, double *values);
/* Copies columns `column`, column + step, … (count of them) of the tasks from `first` on: out [count][tasks]. One
 * thread. */
tw_status twi_kept_columns(const twi_kept *rows, size_t first, size_t tasks, size_t column, size_t step, size_t count,
                           double *out);
/* Returns how many columns of all tasks may be in hand at a time: 1 to most. */
size_t twi_kept_at_once(const twi_budget *budget, size_t tasks, size_t most);

#endif
