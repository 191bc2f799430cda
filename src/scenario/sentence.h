/* A sentence in the making, of a length that is known: what rules do, and what a scenario does. Inside this room. */
#ifndef TWI_SCENARIO_SENTENCE_H
#define TWI_SCENARIO_SENTENCE_H

#include "base/context.h"

enum { TWI_SENTENCE = 768 };

/* Cut, with "…", where it is full. Zeroed it is empty. */
typedef struct twi_sentence {
  char bytes[TWI_SENTENCE];
  size_t length;
} twi_sentence;

/* Each adds to the sentence: what printf makes; a fraction as "25.40 %"; two as "0.40 % to 25.40 %", with as many
 * decimals as it takes to tell them apart. */
void twi_say(twi_sentence *text, const char *format, ...) TWI_PRINTF(2, 3);
void twi_say_percent(twi_sentence *text, double fraction);
void twi_say_percents(twi_sentence *text, double before, double after);

#endif
