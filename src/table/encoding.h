/* Texts of old files, whose bytes are of a code page, as UTF-8. */
#ifndef TWI_TABLE_ENCODING_H
#define TWI_TABLE_ENCODING_H

#include <stddef.h>

/* Puts Windows-1252 into `to` as UTF-8, with a 0 after it; there is room for 3 * count + 1 bytes. Returns 1, or 0 when
 * one of the bytes is not used in Windows-1252, and stands as '?'. */
int twi_windows_1252(const unsigned char *bytes, size_t count, char *to, size_t *length);

#endif
