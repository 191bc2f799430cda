/* GEMPACK header-array files (.har, .sl4): named arrays with sets, read one after the other.
 *
 * Types: 1CFULL texts; 2IFULL and 2RFULL matrices of integers and reals; REFULL and RESPSE (sparse) reals of up to
 * seven dimensions with sets; RLFULL the same without sets. Not read: files written by compilers with variable record
 * marks (the first byte is FD), and byte order other than little endian; both are named. Errors are TW_BAD_INPUT and
 * begin with the file's name and, where it is known, the header's.
 *
 * Memory is bounded by the file: what a header claims is compared with what is left of it, and the places of a sparse
 * array with the file's size (har.c has the limit). Names should be ASCII; where they are not, those of a set are UTF-8
 * when all of them can be, else Windows-1252. */
#ifndef TWI_TABLE_HAR_H
#define TWI_TABLE_HAR_H

#include "base/context.h"

/* A name has 12 bytes in the file; as UTF-8 it may have three times as many. */
enum { TWI_HAR_DIMENSIONS = 7, TWI_HAR_NAME = 12, TWI_HAR_ELEMENT = 3 * TWI_HAR_NAME + 1 };
typedef enum twi_har_text { TWI_HAR_ASCII, TWI_HAR_UTF8, TWI_HAR_WINDOWS_1252 } twi_har_text;

typedef struct twi_har_header {
  char name[3 * 4 + 1], type[3 * 6 + 1], description[3 * 70 + 1]; /* blanks at the end cut */
  char coefficient[TWI_HAR_ELEMENT];
  int dimensions;                                /* that are used; 1 or 2 for 1C, 2I, 2R */
  int size[TWI_HAR_DIMENSIONS];                  /* 1 beyond */
  char set[TWI_HAR_DIMENSIONS][TWI_HAR_ELEMENT]; /* "": none */
  const char *element[TWI_HAR_DIMENSIONS];   /* size x TWI_HAR_ELEMENT bytes; NULL: the set's elements are not given */
  twi_har_text encoding[TWI_HAR_DIMENSIONS]; /* of the elements in the file */
  size_t count;                              /* product of the sizes; for 1CFULL number of texts */
  const double *value;                       /* [count], first dimension fastest; NULL for 1CFULL */
  const char *text;                          /* 1CFULL: count texts of `width` bytes each, no 0 between */
  size_t width;
} twi_har_header;

/* Reads the file and calls `each` for each header, all of whose pointers are good during the call; the first failure,
 * of the file or of `each`, ends it and is returned. only: read the numbers of this header alone (without regard to
 * case), NULL: of all. The others come with value, text and elements NULL. */
tw_status twi_har_read(tw_context *ctx, const char *path, const char *only,
                       tw_status (*each)(void *user, const twi_har_header *header), void *user);

#endif
