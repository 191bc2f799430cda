/* The shortest decimal that reads back as the same double. */
#ifndef TWI_TABLE_DECIMAL_H
#define TWI_TABLE_DECIMAL_H

#include <stdint.h>

/* Takes x, finite and above 0, apart into digits * 10^exponent: 15 to 17 digits, as few as read back as x, with zeros
 * at the end cut. */
void twi_decimal(double x, uint64_t *digits, int *exponent);

#endif
