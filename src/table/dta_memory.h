/* A Stata file that can be read only once, such as a pipe: ReadStat looks back and forth, so it is read from memory. */
#ifndef TWI_TABLE_DTA_MEMORY_H
#define TWI_TABLE_DTA_MEMORY_H

#include <readstat.h>

#include "base/context.h"

typedef struct twi_dta_memory {
  tw_context *ctx;
  char *bytes; /* NULL: the file is a plain one, and read where it is */
  size_t count, at;
} twi_dta_memory;

/* Reads the file whole and lets the parser read from memory when it is no plain file. Close it in any case. */
tw_status twi_dta_memory_open(tw_context *ctx, const char *path, readstat_parser_t *parser, twi_dta_memory *memory);
void twi_dta_memory_close(twi_dta_memory *memory);

#endif
