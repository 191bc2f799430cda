/* A stress test on the page without scripts. Inside page/. */
#ifndef TWI_REPORT_PLAIN_STRESS_H
#define TWI_REPORT_PLAIN_STRESS_H

#include "report/page/run.h"

/* Adds the article of one folder of a stress test. */
void twi_plain_stress(twi_text *out, const twi_page_run *run);

#endif
