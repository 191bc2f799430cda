/* A small pool of threads. See pool.h.
 *
 * A solve makes thousands of short parallel sections of some 10 to 1,000 microseconds, so a worker first spins for
 * about as long as a section lasts and sleeps only then. Tasks are handed out by one atomic counter; a section has a
 * number, so that a worker that wakes late cannot take a task of the next one with the arguments of the last. */
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum { SPIN = 4000, TASK_BITS = 24 };

struct twi_pool {
  int threads; /* with the caller */
  pthread_t *thread;
  pthread_mutex_t lock;
  pthread_cond_t wake;
  atomic_uint section; /* counts up by one for each parallel section */
  atomic_int stop;
  atomic_size_t left;
  atomic_ullong next; /* section number << TASK_BITS | next task */
  atomic_size_t tasks;
  void (*work)(void *, size_t);
  void *data;
};

static void pause_(void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

static void take_tasks(twi_pool *pool, unsigned section)
{
  for (;;) {
    unsigned long long now = atomic_load(&pool->next);
    size_t task;
    do {
      if ((unsigned)(now >> TASK_BITS) != section) return;
      task = (size_t)(now & ((1u << TASK_BITS) - 1));
      if (task >= atomic_load(&pool->tasks)) return;
    } while (!atomic_compare_exchange_weak(&pool->next, &now, now + 1));
    pool->work(pool->data, task);
    atomic_fetch_sub(&pool->left, 1);
  }
}

static void *worker(void *argument)
{
  twi_pool *pool = argument;
  unsigned seen = 0;
  for (;;) {
    int spins = 0;
    while (atomic_load(&pool->section) == seen && !atomic_load(&pool->stop)) {
      if (++spins < SPIN) {
        pause_();
        continue;
      }
      pthread_mutex_lock(&pool->lock);
      while (atomic_load(&pool->section) == seen && !atomic_load(&pool->stop))
        pthread_cond_wait(&pool->wake, &pool->lock);
      pthread_mutex_unlock(&pool->lock);
    }
    if (atomic_load(&pool->stop)) return NULL;
    seen = atomic_load(&pool->section);
    take_tasks(pool, seen);
  }
}

tw_status twi_pool_new(tw_context *ctx, int threads, twi_pool **out)
{
  *out = NULL;
  twi_pool *pool = twi_new(ctx, 1, sizeof *pool);
  if (!pool) return twi_no_memory(ctx, sizeof *pool);
  pool->threads = 1;
  pthread_mutex_init(&pool->lock, NULL);
  pthread_cond_init(&pool->wake, NULL);
  pool->thread = twi_new(ctx, (size_t)threads, sizeof *pool->thread);
  if (!pool->thread) {
    twi_pool_free(ctx, pool);
    return twi_no_memory(ctx, (size_t)threads * sizeof *pool->thread);
  }
  for (int i = 1; i < threads; i++) {
    if (pthread_create(&pool->thread[pool->threads - 1], NULL, worker, pool)) break;
    pool->threads++;
  }
  *out = pool;
  return TW_OK;
}

void twi_pool_free(tw_context *ctx, twi_pool *pool)
{
  if (!pool) return;
  pthread_mutex_lock(&pool->lock);
  atomic_store(&pool->stop, 1);
  pthread_cond_broadcast(&pool->wake);
  pthread_mutex_unlock(&pool->lock);
  for (int i = 0; i + 1 < pool->threads; i++) pthread_join(pool->thread[i], NULL);
  pthread_cond_destroy(&pool->wake);
  pthread_mutex_destroy(&pool->lock);
  twi_free(ctx, pool->thread);
  twi_free(ctx, pool);
}

int twi_pool_threads(const twi_pool *pool)
{
  return pool->threads;
}

void twi_pool_run(twi_pool *pool, size_t tasks, void (*work)(void *, size_t), void *data)
{
  if (pool->threads == 1 || tasks <= 1) {
    for (size_t i = 0; i < tasks; i++) work(data, i);
    return;
  }
  unsigned section = atomic_load(&pool->section) + 1;
  unsigned long long first = (unsigned long long)section << TASK_BITS;
  /* The last section is closed before anything of this one is written: a worker that is still looking for a task of it
   * would take the new number of tasks for that of the old, and run one too many. */
  atomic_store(&pool->next, first | ((1u << TASK_BITS) - 1));
  pool->work = work;
  pool->data = data;
  atomic_store(&pool->tasks, tasks);
  atomic_store(&pool->left, tasks);
  atomic_store(&pool->next, first);
  pthread_mutex_lock(&pool->lock); /* so that a worker about to sleep cannot miss it */
  atomic_store(&pool->section, section);
  pthread_cond_broadcast(&pool->wake);
  pthread_mutex_unlock(&pool->lock);
  take_tasks(pool, section);
  while (atomic_load(&pool->left) > 0) pause_();
}
