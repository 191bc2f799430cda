/* printf into memory, and numbers of it, as in the C locale, whatever the locale of the process or of the thread: a
 * host that calls setlocale(LC_ALL, "") must not turn 1.5 into 1,5 in a table, a message or a key. The library prints
 * and reads floating-point numbers through these alone (and table/number.h); tools/check_tree.sh enforces it. */
#ifndef TWI_BASE_PRINT_H
#define TWI_BASE_PRINT_H

#include <stdarg.h>
#include <stddef.h>

#if defined(__GNUC__)
#define TWI_PRINTF(a, b) __attribute__((format(printf, a, b)))
#else
#define TWI_PRINTF(a, b)
#endif

/* They print, and return, what snprintf and vsnprintf do. */
int twi_print(char *text, size_t room, const char *format, ...) TWI_PRINTF(3, 4);
int twi_vprint(char *text, size_t room, const char *format, va_list args) TWI_PRINTF(3, 0);
/* Returns what strtod does, with *end behind the number. */
double twi_number_of(const char *text, char **end);

#endif
