/* Many evaluations over threads, with shards and a store: the loop that range and decide share. */
#ifndef TWI_ENSEMBLE_STUDY_H
#define TWI_ENSEMBLE_STUDY_H

#include "ensemble/kept.h"
#include "ensemble/store.h"
#include "ensemble/worker.h"

enum { TWI_NOT_DONE = -100 }; /* outcome of a task that was not evaluated */

typedef struct twi_study {
  tw_context *ctx;
  const tw_world *world;
  const tw_settings *settings; /* threads: workers */
  size_t tasks;
  int width; /* doubles a task */
  /* Both run on a worker's thread; errors are told in the worker's context. prepare makes the central solutions. */
  tw_status (*prepare)(void *data, twi_worker *worker);
  tw_status (*evaluate)(void *data, twi_worker *worker, size_t task, double *values, int *outcome);
  void *data;
  twi_store *store; /* NULL: none */
  twi_store
      *known; /* read first, and never written: what it has is not evaluated and not put into the store; or NULL */
  int real_gdp; /* 1: results have real GDP, which takes a few more solves, also without the decomposition */
  int shard, shards; /* 1 … shards: tasks t with t % shards == shard - 1; 0 shards: all */
  const char *what;  /* for progress: "draws" */
} twi_study;

/* Fills rows [tasks][width] and outcome [tasks] (tw_outcome, TWI_NOT_DONE), both the caller's. Tasks that the store has
 * are not evaluated again. Returns TW_INTERRUPTED when cancelled: what is finished is in the rows and in the store. The
 * result is the same bits for any number of threads and shards, and wherever the rows are kept. */
tw_status twi_study_run(const twi_study *study, const twi_kept *rows, signed char *outcome);

#endif
