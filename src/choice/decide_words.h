/* What the files that put a verdict into words share. Inside decide_words*.c. */
#ifndef TWI_CHOICE_DECIDE_WORDS_H
#define TWI_CHOICE_DECIDE_WORDS_H

#include "base/text.h"
#include "choice/decide.h"

typedef struct twi_words {
  tw_verdict *v; /* borrowed; it gets the sentences */
  int percent;   /* 1: the indicator is in per cent */
  char unit[64]; /* of one that is not: " million USD" */
  int region;    /* whom the next sentence is about: an index, TWI_ABOUT_ALL, TWI_FIRST */
  tw_status status;
} twi_words;

/* Takes the text over as a sentence of the verdict; after a failure, which status keeps, it is only freed. */
void twi_words_put(twi_words *words, twi_text *text);
/* Returns how many levers cost something by the file. */
int twi_words_costs(const tw_decision *decision);
/* Returns the name of a lever; borrowed from the decision. */
const char *twi_words_lever(const twi_words *words, int lever);
/* Puts all that there is to say about words->region. */
void twi_words_of_region(twi_words *words);

#endif
