/* Numbers as text for files: the shortest decimal that reads back as the same double, whatever the locale. */
#ifndef TWI_REPORT_DECIMAL_H
#define TWI_REPORT_DECIMAL_H

#include <stddef.h>

enum { TWI_DECIMAL_ROOM = 40 }; /* bytes that one number may need, with its closing 0 */

/* Writes x * 10^shift and returns the number of bytes; nothing for a NaN, which is an empty cell.
 * The shift moves the decimal point of the decimal, so a rate of 0.07 is written as 7 per cent exactly. */
size_t twi_decimal_write(char out[TWI_DECIMAL_ROOM], double x, int shift);

#endif
