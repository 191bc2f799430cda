/* Pieces of the page without scripts. Inside page/plain*.c.
 *
 * Every text of a world, a scenario or a file goes through twi_plain_text(), which leaves no character that HTML gives
 * a meaning. All of these add to *out and own nothing. */
#ifndef TWI_REPORT_PAGE_PLAIN_WORDS_H
#define TWI_REPORT_PAGE_PLAIN_WORDS_H

#include "report/page/run.h"

/* Adds words in which no character has a meaning for HTML; NULL is "". */
void twi_plain_text(twi_text *out, const char *words);
/* Adds an element with these words in it. tag: with attributes, if any. */
void twi_plain_element(twi_text *out, const char *tag, const char *words);
/* Adds a paragraph that begins with a strong word, "Warning"; class may be NULL. Words NULL or "": nothing. */
void twi_plain_notice(twi_text *out, const char *class, const char *strong, const char *words);
/* Adds a list of sentences, each an element; nothing where there is none. */
void twi_plain_sentences(twi_text *out, json_t *list);

/* Adds what stands above a headline, from one part of the manifest ("scenario", "decision"): warnings, then cautions,
 * which say what results hang on because of the closure. */
void twi_plain_warnings(twi_text *out, const twi_page_run *run, const char *part);
/* Adds warnings, the title of a study and, below it, what it is compared with, where the manifest says so. */
void twi_plain_title(twi_text *out, const twi_page_run *run, const char *part, const char *title);
/* Returns the region whose details are shown: the first that the scenario looks at, *asked 1, or the one whose real
 * income changes most, *asked 0. */
int twi_plain_region(const twi_page_run *run, int *asked);
/* Adds the caveat of the world, if it has one. */
void twi_plain_caveat(twi_text *out, const twi_page_run *run);

#endif
