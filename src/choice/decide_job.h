/* A decision while it is solved. Inside choice/decide*.c. */
#ifndef TWI_CHOICE_DECIDE_JOB_H
#define TWI_CHOICE_DECIDE_JOB_H

#include "choice/decide.h"
#include "ensemble/study.h"
#include "link/link.h"

typedef struct twi_decide_job {
  tw_context *ctx;
  const tw_decision *d;
  const tw_world *world;      /* with the elasticities that the decision chose */
  const tw_world *given;      /* without */
  int cells, regions, width;  /* width: of a cell, 1 + regions */
  int *region;                /* [regions] of the world */
  twi_outcome outcome;        /* the indicator, where it is one number (d->outcome) */
  twi_parameters **parameter; /* [cells] of each cell's scenario; NULL: no draws */
  int *place;                 /* [cells][dims] of a cell's parameters in the common point */
  int dims;                   /* of the common point */
  size_t draws;
  uint64_t seed;
  const twi_budget *budget;
  twi_failure *failure; /* [cells] the verdict's */
} twi_decide_job;

/* Cells and draws, decide_cells.c: what twi_study_run calls for a task, and before the first one of a worker. data: the
 * job. Each leaves the outcome of a cell, then its numbers by region, in `values`. */
tw_status twi_decide_solve_center(void *data, twi_worker *worker, size_t task, double *values, int *outcome);
tw_status twi_decide_make_centers(void *data, twi_worker *worker);
tw_status twi_decide_solve_draw(void *data, twi_worker *worker, size_t task, double *values, int *outcome);
/* The cells of a decision over a market and the core together, decide_link.c: each in its turn, with all of its draws, as
 * tw_link_run and tw_link_range solve it. Fills central [cells][width], j->draws, j->seed and `linked`, whose rows are
 * the draws [draws][cells][width]; the caller frees it. */
typedef struct twi_decide_linked {
  double *rows;           /* NULL: nothing is drawn */
  tw_link *link;          /* of the first cell */
  tw_range_result *range; /* the same, for what is drawn in all; NULL: nothing is */
} twi_decide_linked;
tw_status twi_decide_link_solve(twi_decide_job *job, const tw_settings *settings, const tw_decide_options *options,
                                double *central, twi_decide_linked *linked);
void twi_decide_link_free(tw_context *ctx, twi_decide_linked *linked);
/* Writes "lever L, contingency C" to `words` and returns it. */
const char *twi_decide_cell_words(const twi_decide_job *job, size_t cell, char words[256]);

/* What is drawn, decide_draws.c. The first makes the parameters of all cells, which the job owns. */
tw_status twi_decide_prepare_draws(twi_decide_job *job);
/* Opens the part of a file that keeps draws of this decision; the caller closes *store. width: numbers of a draw. */
tw_status twi_decide_open_store(twi_decide_job *job, const tw_settings *settings, const char *file, size_t width,
                                twi_store **store);
/* Counts in the verdict how many elasticities of the finished draws were raised to the floor: they are the same in all
 * cells. */
tw_status twi_decide_count_cut(const twi_decide_job *job, const signed char *finished, tw_verdict *verdict);

#endif
