/* The loop over many evaluations: see study.h.
 *
 * Threads take the next open task under a lock, evaluate it with a worker of their own and put its number on a list.
 * The calling thread alone talks to the store, to the progress callback and to whoever cancels; it waits for the list.
 * The list is short: where the store is slow the threads wait for it, so that what is not yet stored is bounded. */
#include "ensemble/study.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOST_NEWS = 1024 }; /* finished tasks that wait for the caller */

typedef struct shared {
  const twi_study *s;
  const twi_kept *rows;
  double *row; /* [threads + 1][width] where rows are not in memory, the last one the caller's */
  signed char *outcome;
  pthread_mutex_t lock;
  pthread_cond_t news, room;
  size_t next;                   /* the first task that nobody has looked at */
  unsigned char *taken;          /* [tasks] done before, or of another shard */
  size_t count, done[MOST_NEWS]; /* tasks finished that the caller has not seen */
  int running, stop;
  tw_status status;
  char error[1024];
  twi_worker **worker; /* [threads], for cancelling; NULL when not there */
} shared;

typedef struct thread {
  shared *all;
  int index;
} thread;

static void fail_all(shared *a, tw_status status, const char *text)
{
  pthread_mutex_lock(&a->lock);
  if (a->status == TW_OK && !a->stop) {
    a->status = status;
    snprintf(a->error, sizeof a->error, "%s", text);
  }
  a->stop = 1;
  pthread_cond_signal(&a->news);
  pthread_mutex_unlock(&a->lock);
}

/* The next task, or -1. */
static ptrdiff_t take_task(shared *a)
{
  pthread_mutex_lock(&a->lock);
  while (a->next < a->s->tasks && a->taken[a->next]) a->next++;
  ptrdiff_t task = a->stop || a->next == a->s->tasks ? -1 : (ptrdiff_t)a->next++;
  pthread_mutex_unlock(&a->lock);
  return task;
}

/* Evaluates a task and puts its row where it belongs. worker: its number. */
static tw_status evaluate_task(const shared *a, int worker, size_t task, int *outcome)
{
  const twi_study *s = a->s;
  double *place = twi_kept_place(a->rows, task), *row = place ? place : a->row + (size_t)worker * (size_t)s->width;
  *outcome = TWI_NOT_DONE;
  tw_status status = s->evaluate(s->data, a->worker[worker], task, row, outcome);
  if (status == TW_OK && !place) status = twi_kept_put(twi_worker_context(a->worker[worker]), a->rows, task, row);
  return status;
}

/* What came in goes to the store, also after an interruption. */
static tw_status keep_task(const shared *a, int threads, size_t task, tw_status status)
{
  const twi_study *s = a->s;
  if (!s->store || (status != TW_OK && status != TW_INTERRUPTED)) return status;
  double *place = twi_kept_place(a->rows, task), *row = place ? place : a->row + (size_t)threads * (size_t)s->width;
  tw_status put = place ? TW_OK : twi_kept_get(s->ctx, a->rows, task, row);
  if (put == TW_OK) put = twi_store_put(s->store, task, a->outcome[task], row);
  return put == TW_OK ? status : put;
}

/* One worker needs no thread: the caller evaluates, stores and tells in turn. A cancelling reaches the worker's own
 * context through that of the caller. */
static tw_status work_alone(shared *a, size_t finished, size_t all)
{
  const twi_study *s = a->s;
  twi_worker *worker = a->worker[0];
  tw_context *own = twi_worker_context(worker);
  twi_follow(own, s->ctx);
  tw_status status = twi_progress(s->ctx, s->what, all ? (double)finished / (double)all : 1);
  if (status == TW_OK && s->prepare && (status = s->prepare(s->data, worker)) != TW_OK)
    status = twi_fail(s->ctx, status, "%s", tw_error(own));
  ptrdiff_t task;
  double told = twi_seconds();
  while (status == TW_OK && (task = take_task(a)) >= 0) {
    int outcome;
    status = evaluate_task(a, 0, (size_t)task, &outcome);
    if (status != TW_OK) {
      status = twi_fail(s->ctx, status, "%s", tw_error(own));
      break;
    }
    a->outcome[task] = (signed char)outcome;
    status = keep_task(a, 1, (size_t)task, status);
    finished++;
    if (status != TW_OK) break;
    status = twi_check_cancel(s->ctx);
    if (status == TW_OK && (finished == all || twi_seconds() - told >= 0.1)) {
      told = twi_seconds();
      status = twi_progress(s->ctx, s->what, (double)finished / (double)all);
    }
  }
  return status;
}

static void *work_on_tasks(void *argument)
{
  thread *t = argument;
  shared *a = t->all;
  const twi_study *s = a->s;
  twi_worker *worker = a->worker[t->index];
  tw_status status = s->prepare ? s->prepare(s->data, worker) : TW_OK;
  ptrdiff_t task;
  while (status == TW_OK && (task = take_task(a)) >= 0) {
    int outcome;
    status = evaluate_task(a, t->index, (size_t)task, &outcome);
    if (status != TW_OK) break;
    pthread_mutex_lock(&a->lock);
    while (a->count == MOST_NEWS)
      pthread_cond_wait(&a->room, &a->lock); /* the caller takes them until all have ended */
    a->outcome[task] = (signed char)outcome;
    a->done[a->count++] = (size_t)task;
    pthread_cond_signal(&a->news);
    pthread_mutex_unlock(&a->lock);
  }
  if (status != TW_OK) fail_all(a, status, tw_error(twi_worker_context(worker)));
  pthread_mutex_lock(&a->lock);
  a->running--;
  pthread_cond_signal(&a->news);
  pthread_mutex_unlock(&a->lock);
  return NULL;
}

/* Waits for news or a tenth of a second; returns how many tasks were copied to `list`. */
static size_t wait_for_news(shared *a, size_t *list, int *running)
{
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 100000000;
  if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
  pthread_mutex_lock(&a->lock);
  if (a->count == 0 && a->running > 0) (void)pthread_cond_timedwait(&a->news, &a->lock, &until);
  size_t count = a->count;
  memcpy(list, a->done, count * sizeof *list);
  a->count = 0;
  pthread_cond_broadcast(&a->room);
  *running = a->running;
  pthread_mutex_unlock(&a->lock);
  return count;
}

static void stop_all(shared *a, int threads)
{
  pthread_mutex_lock(&a->lock);
  a->stop = 1;
  for (int i = 0; i < threads; i++)
    if (a->worker[i]) tw_cancel(twi_worker_context(a->worker[i]));
  pthread_mutex_unlock(&a->lock);
}

/* The caller's part while the threads work. */
static tw_status attend_threads(shared *a, size_t finished, size_t all, int threads)
{
  const twi_study *s = a->s;
  size_t list[MOST_NEWS];
  tw_status status = TW_OK;
  int running = 1, stopped = 0;
  for (;;) {
    size_t count = wait_for_news(a, list, &running);
    for (size_t i = 0; i < count; i++) status = keep_task(a, threads, list[i], status);
    finished += count;
    if (status == TW_OK) status = twi_progress(s->ctx, s->what, all ? (double)finished / (double)all : 1);
    if (status != TW_OK && !stopped) {
      stop_all(a, threads);
      stopped = 1;
    }
    if (running == 0 && count == 0) return status;
  }
}

tw_status twi_study_run(const twi_study *s, const twi_kept *rows, signed char *outcome)
{
  tw_context *ctx = s->ctx;
  int threads = s->settings->threads < 1 ? 1 : s->settings->threads;
  shared a = {.s = s, .rows = rows, .outcome = outcome, .status = TW_OK};
  size_t found = 0, open = 0, mine = 0;
  tw_status status = TW_OK;
  for (size_t i = 0; i < s->tasks; i++) outcome[i] = TWI_NOT_DONE;
  if (s->known) status = twi_store_load(s->known, rows, outcome, &found);
  if (s->store && status == TW_OK) status = twi_store_load(s->store, rows, outcome, &found);
  if (status != TW_OK) return status;
  a.taken = twi_new(ctx, s->tasks + 1, 1);
  if (!a.taken) return twi_no_memory(ctx, s->tasks);
  for (size_t i = 0; i < s->tasks; i++) {
    int other = s->shards > 1 && i % (size_t)s->shards != (size_t)(s->shard - 1);
    mine += !other;
    a.taken[i] = other || outcome[i] != TWI_NOT_DONE;
    open += !a.taken[i];
  }
  if ((size_t)threads > open) threads = (int)open;
  thread *t = twi_new(ctx, (size_t)threads + 1, sizeof *t);
  pthread_t *id = twi_new(ctx, (size_t)threads + 1, sizeof *id);
  a.worker = twi_new(ctx, (size_t)threads + 1, sizeof *a.worker);
  size_t places = rows->values ? 1 : ((size_t)threads + 1) * (size_t)s->width;
  a.row = twi_alloc(ctx, places, sizeof *a.row);
  if (!t || !id || !a.worker || !a.row) status = twi_no_memory(ctx, places * sizeof *a.row);
  for (int i = 0; i < threads && status == TW_OK; i++)
    status = twi_worker_new(ctx, s->world, s->settings, s->real_gdp, &a.worker[i]);
  if (status == TW_OK && threads > 0) {
    pthread_mutex_init(&a.lock, NULL);
    pthread_cond_init(&a.news, NULL);
    pthread_cond_init(&a.room, NULL);
    int started = 0;
    a.running = threads;
    for (; threads > 1 && started < threads; started++) {
      t[started] = (thread){&a, started};
      if (pthread_create(&id[started], NULL, work_on_tasks, &t[started])) break;
    }
    if (started < threads) {
      pthread_mutex_lock(&a.lock);
      a.running -= threads - started;
      pthread_mutex_unlock(&a.lock);
    }
    if (started == 0) /* one is enough, or the system gives none: the same bits, only later */
      status = work_alone(&a, mine - open, mine);
    else
      status = attend_threads(&a, mine - open, mine, threads);
    for (int i = 0; i < started; i++) pthread_join(id[i], NULL);
    pthread_cond_destroy(&a.news);
    pthread_cond_destroy(&a.room);
    pthread_mutex_destroy(&a.lock);
    if (status == TW_OK && a.status != TW_OK) status = twi_fail(ctx, a.status, "%s", a.error);
  }
  if (s->store) {
    tw_status flushed = twi_store_flush(s->store);
    if (status == TW_OK) status = flushed;
  }
  for (int i = 0; a.worker && i < threads; i++) twi_worker_free(a.worker[i]);
  twi_free(ctx, a.worker);
  twi_free(ctx, id);
  twi_free(ctx, t);
  twi_free(ctx, a.taken);
  twi_free(ctx, a.row);
  return status;
}
