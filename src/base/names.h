/* Words as people write them: comparison without regard to case, and the nearest valid name for messages. */
#ifndef TWI_BASE_NAMES_H
#define TWI_BASE_NAMES_H

#include <stddef.h>

/* Returns 1 when the text of the given length is the name, without regard to (ASCII) case. */
int twi_same_name(const char *text, size_t length, const char *name);

/* Returns the name of the list nearest to the word by edit distance (insert, delete, replace, swap of neighbours; ASCII
 * case is ignored), or NULL when none is near: at most a third of the word's length is wrong, one letter for short
 * words. Ties go to the first. Allocates nothing. NULL entries of names are skipped. */
const char *twi_nearest(const char *word, size_t length, const char *const *names, int count);

/* Returns how many words a text has, with blanks between them; and word `index` of them, of *length bytes, which is
 * inside the text. */
int twi_words_count(const char *text);
const char *twi_words_at(const char *text, int index, size_t *length);

/* Puts the text for a message into shown, and returns that: at most 60 bytes of it in quotes, control characters as
 * plain.h shows them, "…" where it was cut. */
enum { TWI_SHOWN = 80 };
const char *twi_show(const char *text, size_t length, char shown[TWI_SHOWN]);

/* Returns 1 when the bytes are well-formed UTF-8 (no surrogates, no overlong forms). */
int twi_is_utf8(const char *text, size_t length);

/* Returns the encoding that the first bytes of a text show when it is none that ASCII is a part of: "UTF-16" or
 * "UTF-32", with a byte order mark or by its zero bytes; NULL: neither. */
const char *twi_other_encoding(const char *text, size_t length);

#endif
