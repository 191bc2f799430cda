/* Numbers as text, in the C locale whatever the locale of the process is. */
#ifndef TWI_TABLE_NUMBER_H
#define TWI_TABLE_NUMBER_H

#include <stddef.h>

/* Reads the whole text as a decimal number ([+-]digits[.digits][e[+-]digits]), correctly rounded. Returns NULL, or
 * in words what is wrong with it: empty, not a number, rubbish after the number, too large. NaN, inf and hexadecimal
 * are not numbers. */
const char *twi_number_read(const char *text, size_t length, double *value);
/* Reads the number times 10^shift, rounded once: with -2, "2.5" per cent is the double nearest to 0.025. Returns what
 * twi_number_read does. */
const char *twi_number_read_shifted(const char *text, size_t length, int shift, double *value);

enum { TWI_NUMBER_ROOM = 32 };
/* Writes the shortest decimal text that reads back as the same double; "nan", "inf", "-inf" for those. Returns its
 * length, without the 0 after it. */
size_t twi_number_write(double value, char text[TWI_NUMBER_ROOM]);
/* Writes the shortest text that reads back as the value when it is read with -shift: 0.025 with 2 is "2.5". Returns its
 * length. */
size_t twi_number_write_shifted(double value, int shift, char text[TWI_NUMBER_ROOM]);

#endif
