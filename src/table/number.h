/* Numbers as text, in the C locale whatever the locale of the process is. */
#ifndef TWI_TABLE_NUMBER_H
#define TWI_TABLE_NUMBER_H

#include <stddef.h>

/* Reads the whole text as a decimal number ([+-]digits[.digits][e[+-]digits]), correctly rounded. Returns NULL, or
 * in words what is wrong with it: empty, not a number, rubbish after the number, too large. NaN, inf and hexadecimal
 * are not numbers. */
const char *twi_number_read(const char *text, size_t length, double *value);

enum { TWI_NUMBER_ROOM = 32 };
/* The shortest decimal text that reads back as the same double; "nan", "inf", "-inf" for those. Returns its length. */
size_t twi_number_write(double value, char text[TWI_NUMBER_ROOM]);

#endif
