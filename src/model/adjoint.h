/* The transposed derivative of a scalar that is made of the core's residual and of what stands between the unknowns and
 * its rows: y'F(u, q) + g(ln c, ln P, q, sales …). One pass backwards gives its derivative by all unknowns (vjp.c), one
 * more that by all wedges q (core/gradient.c).
 *
 * A seed is dg by one of those quantities at the point of the last residual; arrays that are 0 add nothing. Those of
 * products are NULL without them. */
#ifndef TWI_MODEL_ADJOINT_H
#define TWI_MODEL_ADJOINT_H

#include "model/core.h"

typedef struct twi_seeds {
  twi_arena arena;
  double *c, *P, *q, *Y;         /* [S][Np] by ln of unit cost, ln P as markets make it, q, sales at unit cost */
  double *c_g, *P_g, *q_g, *Y_g; /* [G][Np] the same of products: c_g by ln of the cost of a product alone */
  double *w, *L, *I, *R;         /* [Np] by ln w, ln of employment, income, revenue (beside what it is of income) */
} twi_seeds;

/* Makes seeds of 0, which the caller frees; TW_NO_MEMORY is the only error. */
tw_status twi_seeds_new(const twi_core *core, twi_seeds *seeds);
void twi_seeds_clear(const twi_core *core, twi_seeds *seeds);
void twi_seeds_free(const twi_core *core, twi_seeds *seeds);

/* Fills x [n] = J' y and the seeds carried to the unknowns; NULL: none. twi_core_vjp is this without seeds. */
void twi_core_vjp_seeded(twi_core *core, const double *y, const twi_seeds *seeds, double *x);

/* What a scalar has of the wedges of one flow itself, beside what prices and quantities carry: derivatives by
 * k = T + E + dln d, by T = dln(1+t) and by E = dln(1+e). Lists rise by cell. */
typedef struct twi_direct {
  size_t cell;
  double k, T, E;
} twi_direct;

typedef struct twi_directs {
  twi_direct *list; /* the caller's, with room for as many flows as the measures have */
  size_t count;
} twi_directs;

/* Takes the derivatives of one row of flows, of importer d's market of sector s or of product g (-1: of none): cells
 * first … first + count, the value of i at i times stride. In a sector with products those of products alone. Rows of
 * one sector come one after the other, sectors on any thread. */
typedef void (*twi_take_row)(void *data, size_t s, int g, size_t d, size_t first, size_t count, size_t stride,
                             const double *tariff, const double *export_tax, const double *barrier);

typedef struct twi_gradient {
  const double *y; /* [n] */
  const twi_seeds *seeds;
  const twi_direct *direct; /* [directs] */
  size_t directs;
  twi_take_row take; /* NULL: no flows */
  void *data;
  double *productivity; /* [producers] by ln A; NULL: not asked for */
} twi_gradient;
/* Gives the derivatives by all wedges at fixed u, at the point of the last residual: by ln(1+t), ln(1+e), ln d of flows,
 * which are 0 where nothing is bought, and ln A of producers. TW_NO_MEMORY is the only error. */
tw_status twi_core_gradient(twi_core *core, const twi_gradient *gradient);

/* Returns the problem J'm = g for a solver of linear systems, which borrows the core: products with J' of the point of
 * the last residual, preconditioned by M'^-1 of the last preconditioner. Here J has its rows scaled, so that
 * twi_core_scale_rows turns the solution m [n] into the bar of F; and the rows of the system are scaled, too, which the
 * second does to g [n] in place. */
twi_problem twi_core_transposed_problem(twi_core *core);
void twi_core_scale_columns(const twi_core *core, double *g);
/* Fills y [n] = M'^-1 x, neither scaled. */
void twi_core_precondition_transposed(twi_core *core, const double *x, double *y);

/* Shared between the files. What sales of a sector's maker enter: its row, the revenue of its region. */
double twi_core_sales_bar(const twi_core *core, const double *y, const twi_seeds *seeds, size_t s, size_t o);
double twi_products_sales_bar(const twi_core *core, const double *y, const twi_seeds *seeds, size_t s, size_t g,
                              size_t o);
/* One sector of the pass backwards: leaves bar q in dq, bar P / Sum in dS, bar B in dB, bar c in dlnc, bar X in dX; of
 * products bar q in their dq, bar P / Sum in zd, bar B in dB, the bar of a product's own cost in dY. */
void twi_core_adjoint_of_flows(twi_core *core, size_t s, const double *y, const twi_seeds *seeds, double *x);

#endif
