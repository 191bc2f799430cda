/* Pieces of the page without scripts. Inside page/.
 *
 *   plain.c         runs and ranges, and the page around all
 *   plain_study.c   decisions and reconciliations */
#ifndef TWI_REPORT_HTML_PLAIN_H
#define TWI_REPORT_HTML_PLAIN_H

#include "report/page/page.h"

/* Words in which no character has a meaning for HTML; NULL is "". */
void twi_plain_text(twi_text *out, const char *words);
/* tag: with attributes, if any. */
void twi_plain_element(twi_text *out, const char *tag, const char *words);

/* open; heads; "</tr></thead><tbody>"; rows; close */
void twi_plain_open(twi_text *out, const char *caption);
void twi_plain_head(twi_text *out, const char *column, int is_text);
void twi_plain_close(twi_text *out);
/* Decimals for a column whose largest number is that; a cell with a number, NaN: none. */
int twi_plain_decimals(double most);
void twi_plain_number(twi_text *out, double x, int decimals);

/* A warning that stands above the headline; NULL or "": nothing. */
void twi_plain_warning(twi_text *out, const char *warning);
/* What results hang on because of the closure, of a run's scenario or decision: beside warnings. */
void twi_plain_cautions(twi_text *out, const twi_html_run *run, const char *part);
void twi_plain_caveat(twi_text *out, const twi_html_run *run);
/* World, command, versions, rules, certificate, run.json. */
void twi_plain_made(twi_text *out, const twi_html_run *run);

void twi_plain_decision(twi_text *out, const twi_html_run *run);
void twi_plain_reconciliation(twi_text *out, const twi_html_run *run);

#endif
