/* What sentences and remarks of an outlook share. Inside outlook/. */
#ifndef TWI_OUTLOOK_SAYING_H
#define TWI_OUTLOOK_SAYING_H

#include "outlook/outlook.h"

enum { EN, FR, JA, WORDS = 48 };

typedef struct saying {
  tw_outlook *o;
  int l;
  const tw_market_result *r; /* of the last year */
  const twi_market_stage *before, *after;
  double *change, *lost, *worth; /* [buyers] */
  twi_text text;
} saying;

/* "1.23", "1,23" in French, in words, which it returns; with_sign: "+1.23". */
const char *twi_saying_number(const saying *s, double x, int decimals, int with_sign, char words[WORDS]);
/* Takes the text over into a list. */
tw_status twi_saying_end(saying *s, char ***list, int *count);
/* remarks.c: what to know of it. */
tw_status twi_saying_remarks(saying *s);

#endif
