/* Words for what goes wrong with a store (words.c). */
#ifndef TWI_ENSEMBLE_STORE_WORDS_H
#define TWI_ENSEMBLE_STORE_WORDS_H

#include "ensemble/store/opened.h"

/* What SQLite says of bytes that are not as they were written: also that a table or a format is unknown to it, since
 * all that is asked for is in every store. NULL: it is something else. */
const char *twi_store_damage(int code);
/* Words in the store's own room, good until the next ones. */
const char *twi_store_words(twi_store *store, const char *format, ...) TWI_PRINTF(2, 3);
/* Says that the file is damaged, as whoever opened it asked. Returns TW_BAD_INPUT, or TW_NO_MEMORY. */
tw_status twi_store_say_damaged(const twi_store *store, const char *why);
/* The words for an error code of SQLite. */
tw_status twi_store_fail(twi_store *store, int code);
/* Key, tasks and width agree with those of another file, or (where NULL) of this study; or TW_BAD_INPUT with what
 * differs: lines of a key are "name: text" and are compared by their names. */
tw_status twi_store_compare(const twi_store *store, const char *key, size_t tasks, int width, const char *where);

#endif
