/* What sentences and remarks of a stress test share. Inside stress/. */
#ifndef TWI_STRESS_SAYING_H
#define TWI_STRESS_SAYING_H

#include "stress/stress.h"

enum { EN, FR, JA, WORDS = 48 };

typedef struct saying {
  tw_stress *s;
  int l;
  twi_text text;
} saying;

/* The pattern of the language. */
#define SAID(saying, en, fr, ja) ((saying)->l == EN ? (en) : (saying)->l == FR ? (fr) : (ja))

/* saying.c: "1.23", "1,23" in French, in words, which it returns; with_sign: "+1.23". */
const char *twi_stress_number(const saying *s, double x, int decimals, int with_sign, char words[WORDS]);
/* The same with as many decimals as three digits take: "3.84", "68.4", "412". */
const char *twi_stress_digits(const saying *s, double x, int with_sign, char words[WORDS]);
/* Its name in English where it has one, else its code. */
const char *twi_stress_buyer_name(const saying *s, int buyer);
const char *twi_stress_supplier_name(const saying *s, int supplier);
/* The same of a country by its code; of a loss, of a passage in every language. */
const char *twi_stress_region_name(const saying *s, const char *code);
const char *twi_stress_loss_name(const saying *s, int loss);
/* Take the text over into sentences, or remarks. */
tw_status twi_stress_end(saying *s);
tw_status twi_stress_end_remark(saying *s);
/* fuels_said.c: of fuels without a market. remarks.c */
tw_status twi_stress_say_fuels(saying *s);
tw_status twi_stress_remarks(saying *s);

#endif
