/* Inside the reader of Stata files: an open file, what its beginning says, and its long texts. See dta.h.
 *
 * The file is read through a window (twi_dta_see), never as a whole; every place and size that it claims is checked
 * against its length before it is used. */
#ifndef TWI_TABLE_DTA_FILE_H
#define TWI_TABLE_DTA_FILE_H

#include <stdint.h>

#include "base/context.h"

typedef enum twi_dta_type {
  TWI_DTA_TEXT,
  TWI_DTA_LONG_TEXT, /* strL: a reference to a text that lies behind the rows */
  TWI_DTA_BYTE,
  TWI_DTA_INT,
  TWI_DTA_LONG,
  TWI_DTA_FLOAT,
  TWI_DTA_DOUBLE
} twi_dta_type;

typedef struct twi_dta_place {
  twi_dta_type type;
  size_t at, bytes; /* within a row */
} twi_dta_place;

typedef struct twi_dta_file {
  tw_context *ctx;
  const char *path;
  int handle;
  uint64_t size;
  int version, big; /* big: the highest byte of a number comes first */
  int columns;
  uint64_t rows;
  size_t width;          /* bytes of a row */
  uint64_t data_at;      /* of the first row */
  uint64_t strls_at;     /* of the section with long texts; 0: none */
  char **name;           /* [columns] owned */
  twi_dta_place *column; /* [columns] */
  unsigned char *window; /* bytes of the file from window_at on */
  uint64_t window_at;
  size_t window_used, window_room;
} twi_dta_file;

/* dta_bytes.c. Shows the count bytes at a place of the file, good until the next call. A place beyond its end is
 * TW_BAD_INPUT. */
tw_status twi_dta_see(twi_dta_file *f, uint64_t at, size_t count, const unsigned char **bytes);
/* Returns the whole number of 1 to 8 bytes in the file's order. */
uint64_t twi_dta_unsigned(const twi_dta_file *f, const unsigned char *bytes, int count);
/* Says that the file is damaged, and how; returns TW_BAD_INPUT. */
tw_status twi_dta_damaged(twi_dta_file *f, const char *format, ...) TWI_PRINTF(2, 3);
/* Says that it has fewer bytes than it says of itself; returns TW_BAD_INPUT. */
tw_status twi_dta_cut_off(twi_dta_file *f, uint64_t needed);
/* Puts bytes of the file into `to` as UTF-8 (before version 118 they are Windows-1252), which has room for
 * 3 * count + 1. Returns NULL, or what is wrong with them. */
const char *twi_dta_utf8(const twi_dta_file *f, const unsigned char *bytes, size_t count, char *to, size_t *length);

/* dta_header.c. Opens the file and reads all that comes before the rows; close it whatever came of it. */
tw_status twi_dta_file_open(tw_context *ctx, const char *path, twi_dta_file *f);
void twi_dta_file_close(twi_dta_file *f);

/* dta_text.c. The long texts of the wanted columns, by reference. The first makes the list, which the last frees. */
typedef struct twi_dta_strls twi_dta_strls;
tw_status twi_dta_strls_open(twi_dta_file *f, const unsigned char *wanted, twi_dta_strls **strls);
/* What a reference of 8 bytes names: place, length, and whether it is a text (or other bytes); length 0: empty.
 * twi_dta_strls_find returns it, as the list's, or NULL when there is none, which is not yet reported. */
typedef struct twi_dta_strl {
  uint64_t row, at; /* row: of the reference, from 1 */
  uint32_t column;  /* from 1 */
  uint32_t length;
  int text;
} twi_dta_strl;
const twi_dta_strl *twi_dta_strls_find(const twi_dta_strls *strls, const unsigned char *reference);
void twi_dta_strls_free(twi_dta_strls *strls);

#endif
