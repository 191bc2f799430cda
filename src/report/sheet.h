/* One file of the results folder while it is written: rows and numbers go in, bytes are counted and digested. */
#ifndef TWI_REPORT_SHEET_H
#define TWI_REPORT_SHEET_H

#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"

enum { TWI_SHEET_BUFFER = 1 << 16, TWI_SHEET_HEADER = 1 << 12 };

/* Zero it, then open it. The first failure stays: write on and ask at the end (twi_sheet_close). */
typedef struct twi_sheet {
  tw_context *ctx;
  const char *name; /* "trade.csv"; borrowed */
  twi_writer *writer;
  twi_digest *digest;
  tw_status status;
  size_t bytes;
  char sha256[TWI_DIGEST_TEXT];
  char header[TWI_SHEET_HEADER]; /* its first line, once it is closed */
  twi_text memory;               /* of a sheet without a file */
  size_t used;
  char buffer[TWI_SHEET_BUFFER];
} twi_sheet;

/* Opens a file at place, in a fresh folder (base/stage.h); path is what messages call it, name its name in the
 * folder. */
tw_status twi_sheet_open(tw_context *ctx, twi_sheet *sheet, const char *place, const char *path, const char *name);
/* The same without a file: the bytes are in `memory`. */
tw_status twi_sheet_open_memory(tw_context *ctx, twi_sheet *sheet, const char *name);
void twi_sheet_bytes(twi_sheet *sheet, const char *bytes, size_t count);
void twi_sheet_text(twi_sheet *sheet, const char *text);
/* Writes a cell, quoted when it must be. */
void twi_sheet_cell(twi_sheet *sheet, const char *text);
/* Writes x * 10^shift, empty for a NaN: the shift moves the decimal point, so a rate of 0.07 is 7 per cent exactly. */
void twi_sheet_number(twi_sheet *sheet, double x, int shift);
/* Ends the file: everything is on the disk, bytes and sha256 are known. Returns the first failure of all calls. */
tw_status twi_sheet_close(twi_sheet *sheet);
void twi_sheet_free(twi_sheet *sheet);

#endif
