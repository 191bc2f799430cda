/* The list of residuals of a certificate. Whoever looks at an equation finds its residual by name, and the list grows
 * by those that are new; so parts of the model that are certified by other files add theirs without knowing each other.
 * Which there are is in the heads of certificate.c (the equations) and conditions.c (limits, targets).
 *
 *   begin; find … keep …; end; and for more equations of the same certificate: find … keep …; end again */
#ifndef TWI_EQUILIBRIUM_RESIDUALS_H
#define TWI_EQUILIBRIUM_RESIDUALS_H

#include "tradewind.h"

/* Empties the certificate; the caller owns it. It holds nothing until the end is reached. */
void twi_residuals_begin(tw_certificate *certificate, double tolerance);
/* Returns the residual of that name, which is part of the certificate; a new one is 0 and nowhere. The name is borrowed
 * and must outlive the certificate. The last place of the list is kept for those that find no other: it is called
 * "others" and gathers them, so that no equation is lost to the largest residual, and the list says that it is full. */
tw_residual *twi_residuals_find(tw_certificate *certificate, const char *name);
/* Keeps the value with its place (-1: none in particular) when it is larger than what is there. What is not a number is
 * larger than any number. */
void twi_residual_keep_largest(tw_residual *residual, double value, int region, int sector);
/* Takes the largest of all residuals, and decides whether the certificate holds; sound 0: it does not, whatever the
 * residuals are. */
void twi_residuals_end(tw_certificate *certificate, int sound);

#endif
