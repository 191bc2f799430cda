/* Files compiled into the library: built-in worlds and scenarios.
 *
 * The names are paths, "worlds/small2014/flows.csv.gz", "scenarios/NAME". The table is generated from the
 * checked-in files while the library is built: cmake/embed.cmake lists them, tools/embed.c writes the C source. */
#ifndef TWI_BASE_BUILTIN_H
#define TWI_BASE_BUILTIN_H

#include <stddef.h>

typedef struct twi_builtin_file {
  const char *name;
  const unsigned char *data; /* followed by a 0 that is not counted in size */
  size_t size;
} twi_builtin_file;

/* Returns all files, in the order of cmake/embed.cmake, and how many there are; they are constant and never freed. */
const twi_builtin_file *twi_builtin_files(int *count);
/* Returns the file of that name, constant as well, or NULL when there is none. */
const twi_builtin_file *twi_builtin_find(const char *name);

#endif
