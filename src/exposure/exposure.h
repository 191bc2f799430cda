/* Who is exposed to whom: the derivative of one outcome of a region by every wedge of the world, by one transposed
 * solve at an equilibrium.
 *
 *   words.c     an outcome in words to a measure
 *   point.c     a world and a scenario to an equilibrium, its preconditioner, its transposed system
 *   adjoint.c   one transposed solve: bars of all equations, then derivatives by all wedges
 *   extremes.c  the largest of each sign
 *   exact.c     what a change of one point and of twenty-five does exactly
 *   rows.c      one derivative as a row of exposure.csv
 *   one.c       one region, and all of them; read.c what callers read
 *
 * With F the residual, gap the conditions that hold with equality and W the outcome: solve [F_u B; C E]' (m, mu) = (W_u,
 * W_x), then dW/dq = W_q - m'F_q - mu'gap_q, which is one gradient (model/adjoint.h) of -m'F and the seeds of W - mu'gap.
 *
 * symbol     word                                                              shape        unit
 * tariff     d ln W by ln(1+t), statutory, before a rent                       [flows]
 * export_tax d ln W by ln(1+e)                                                 [flows]
 * barrier    d ln W by ln d                                                    [flows]
 * producer   d ln W by ln A                                                    [producers]
 * flow       value at the point before the importer's tariff                   [flows]      money of the world */
#ifndef TWI_EXPOSURE_EXPOSURE_H
#define TWI_EXPOSURE_EXPOSURE_H

#include "indicator/result.h"
#include "model/adjoint.h"
#include "model/conditions.h"

/* An outcome of a region, as a measure of the model. */
typedef struct twi_exposed {
  twi_measure measure;         /* TWI_MEASURE_GDP among them */
  size_t cell;                 /* region, or cell of its sector or product */
  int region, sector, product; /* sector, product -1: none */
  const char *kind;            /* "output"; constant */
  char words[160];             /* "output JPN C29" */
} twi_exposed;
/* Reads an outcome of a region (its index): "real_income", "gdp", "output C29", "output JPN C29" … NULL: real income.
 * TW_BAD_INPUT with the nearest for what is not there. */
tw_status twi_exposed_read(tw_context *ctx, const tw_world *world, const char *words, int region, twi_exposed *out);

/* Makes the same outcome of another region, for one of a region as a whole. */
void twi_exposed_of_region(const tw_world *world, const twi_exposed *outcome, int region, twi_exposed *out);

/* The equilibrium that derivatives are taken at. */
typedef struct twi_exposure_point {
  tw_context *ctx;
  tw_solver *solver;
  tw_result *result; /* of the scenario; its world is the one of the point */
  const tw_world *world;
  twi_equilibrium *e; /* the solver's */
  twi_conditions *q;  /* NULL: none */
  double *size;       /* [q->m] of their instruments */
  twi_conditions_transposed *transposed;
  twi_problem problem; /* the transposed system */
  twi_gmres gmres;
  twi_arena arena;
  double *g, *solution; /* [problem.n] */
  double *y;            /* [core n] bar of F */
  twi_seeds seeds;
  twi_directs directs;
  double seconds;  /* preconditioner and borders */
  double relative; /* largest residual of a transposed solve over its right side */
  int products;    /* of all transposed solves */
  int kinks;       /* limits that hold with equality at a rent of 0 */
} twi_exposure_point;
/* Makes it; the caller frees it, also after an error. TW_OK also where there is no equilibrium: the result says so, and
 * nothing else is there. room: cells that outcomes measure at most. scenario NULL: the world as it is. */
tw_status twi_exposure_point_new(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                                 const tw_settings *settings, twi_exposure_point *point);
void twi_exposure_point_free(twi_exposure_point *point);
/* Solves the transposed system for an outcome and leaves y, seeds and directs of the gradient: fails only when it is
 * cancelled. */
tw_status twi_exposure_solve(twi_exposure_point *point, const twi_exposed *outcome);
/* Returns the logarithm of the outcome at the core's point. */
double twi_exposed_value(const twi_core *core, const twi_exposed *outcome);
/* Adds its seeds; returns how the instrument of a condition moves it at fixed unknowns (writes the core's slopes). */
void twi_exposed_seed(const twi_core *core, const twi_exposed *outcome, twi_seeds *seeds, twi_directs *directs);
double twi_exposed_direct(twi_conditions *conditions, int k, const twi_exposed *outcome);

/* The largest wedges of each sign. */
typedef struct twi_extremes {
  int room, count[2]; /* of [0] positive, [1] negative */
  tw_exposed *row[2]; /* [room] the largest first */
} twi_extremes;

struct tw_exposure {
  twi_exposure_point point;
  int all, region; /* all 1: of all regions */
  twi_exposed outcome;
  double value;                       /* ln of the outcome at the point */
  int partner;                        /* -1: all */
  int products, room, exact, changed; /* as asked; changed 1: a scenario was given */
  char asked_wedges[64];              /* "": all */
  char remark[4][512];
  unsigned wedges;                       /* bit k: tw_wedge k may be among the largest */
  double *tariff, *export_tax, *barrier; /* [flows]; of the region that was solved last, as is producer [producers] */
  double *producer;
  double *matrix;          /* [1 or N][N][S] by ln A: region, exporter, sector */
  twi_extremes *largest;   /* [lists] */
  twi_extremes *of_sector; /* [S] of the region that was solved last */
  size_t lists;
  tw_exposure_info info;
};

/* Makes room for the largest; TW_NO_MEMORY is the only error. */
tw_status twi_extremes_new(tw_context *ctx, int room, twi_extremes *largest);
void twi_extremes_free(tw_context *ctx, twi_extremes *largest);
/* Puts a row in where it belongs; of two that are as large the first stays before. */
void twi_extremes_add(twi_extremes *largest, const tw_exposed *row);
/* Looks at the row of flows of an importer's market of sector s, or of product g: values of the three wedges of flows,
 * those of flow i at i times stride. */
void twi_exposure_look(const tw_exposure *exposure, twi_extremes *largest, size_t s, int g, size_t d, size_t stride,
                       const double *const values[3]);
/* Puts together what was looked at sector by sector, whole sectors that have products, and productivity: the largest of
 * all wedges. */
void twi_exposure_find_extremes(const tw_exposure *exposure, int region, twi_extremes *largest);
/* Fills exact[] of the largest by full solves. A change that has no equilibrium, or the outcome none, stays NaN. */
tw_status twi_exposure_exact(tw_exposure *exposure);
/* Fills the row of one wedge, sector s or product g (-1: the whole sector), importer d (-1: none), exporter o, of
 * the value that stands at cell. Returns 0 where nothing is sold, or where it is a rate on own sales. */
int twi_exposure_row(const tw_exposure *exposure, tw_wedge wedge, int s, int g, int d, int o, size_t cell, double value,
                     tw_exposed *row);

#endif
