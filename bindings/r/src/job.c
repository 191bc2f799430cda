/* Calls of the library that may take time. The work is done on another thread, which is kept for the next call; R's own
 * waits, and every twentieth of a second looks whether the user wants to interrupt. That is asked inside R_ToplevelExec, which an interrupt cannot
 * leave: it is then told the library by tw_cancel, the work ends in order, and R hears of it when C is done.
 *
 * While R's thread waits it may run code of R (an event loop, finalizers of things that are garbage). So a call that
 * comes in between is refused, and what finalizers free is kept until the work is done: the context is of one thread. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef __APPLE__
#include <malloc/malloc.h>
#define malloc_usable_size malloc_size
#else
#include <malloc.h>
#endif

#include "tw.h"

static tw_context *context;

/* What the two threads share; the lock is for all but `busy`, which is of R's thread alone. */
static struct {
  pthread_mutex_t lock;
  pthread_cond_t asked, ended;
  tw_status (*work)(tw_context *, void *);
  void *given;
  tw_status status;
  int busy, posted, done, ends; /* posted: there is work; ends: the thread is to end */
  char what[96];
  double part;
} job = {.lock = PTHREAD_MUTEX_INITIALIZER, .asked = PTHREAD_COND_INITIALIZER, .ended = PTHREAD_COND_INITIALIZER};

static int progress_is_on, progress_was_shown;
static char problem[8192]; /* text of the last error */

/* Lines of the log, as they come; those that find no room are lost. */
static struct {
  char text[16384];
  size_t length;
} notes;

static void keep_line(void *user, int level, const char *line)
{
  size_t n = strlen(line);
  (void)user;
  if (level > 0 || notes.length + n + 2 > sizeof notes.text) return;
  memcpy(notes.text + notes.length, line, n);
  notes.length += n;
  notes.text[notes.length++] = '\n';
}

static void keep_progress(void *user, const tw_progress *progress)
{
  (void)user;
  pthread_mutex_lock(&job.lock);
  snprintf(job.what, sizeof job.what, "%s", progress->what ? progress->what : "");
  job.part = progress->done;
  pthread_mutex_unlock(&job.lock);
}

/* ---- memory ---- */

/* R frees what is garbage when its own memory is short, and knows nothing of the library's: results of megabytes that
 * nobody holds would pile up. So what the library holds is counted here, and R is asked to look for garbage whenever
 * that has doubled. */
static size_t held, most = (size_t)256 << 20;

static void *count_resize(void *user, void *pointer, size_t bytes)
{
  (void)user;
  size_t before = pointer ? malloc_usable_size(pointer) : 0;
  void *now = NULL;
  if (bytes == 0)
    free(pointer);
  else if (!(now = realloc(pointer, bytes)))
    return NULL;
  __atomic_fetch_add(&held, (now ? malloc_usable_size(now) : 0) - before, __ATOMIC_RELAXED);
  return now;
}

void collect_garbage(void)
{
  if (job.busy || __atomic_load_n(&held, __ATOMIC_RELAXED) < most) return;
  R_gc();
  size_t left = __atomic_load_n(&held, __ATOMIC_RELAXED);
  most = left > ((size_t)128 << 20) ? 2 * left : (size_t)256 << 20;
}

tw_context *the_context(void)
{
  if (!context) {
    const tw_allocator counting = {.resize = count_resize};
    context = tw_context_new(&counting);
    if (!context) Rf_error("out of memory");
    tw_set_log(context, keep_line, NULL);
    tw_set_progress(context, keep_progress, NULL);
  }
  return context;
}

/* ---- what is freed later ---- */

typedef struct later {
  struct later *next;
  void (*free_it)(void *);
  void *pointer;
} later;
static later *waiting;

void free_when_idle(void (*free_it)(void *), void *pointer)
{
  later *l = job.busy ? malloc(sizeof *l) : NULL;
  if (!job.busy) {
    free_it(pointer);
  } else if (l) { /* without memory even for this it is never freed, which is better than too early */
    *l = (later){waiting, free_it, pointer};
    waiting = l;
  }
}

static void free_waiting(void)
{
  while (waiting) {
    later l = *waiting;
    free(waiting);
    waiting = l.next;
    l.free_it(l.pointer);
  }
}

/* ---- the thread ---- */

static struct {
  pthread_t thread;
  pid_t process; /* that it runs in; 0: there is none */
} worker;

/* Holds the lock from the end of one work until it waits for the next, so that who sees `done` finds it waiting. */
static void *worker_main(void *nothing)
{
  (void)nothing;
  pthread_mutex_lock(&job.lock);
  for (;;) {
    while (!job.posted && !job.ends) pthread_cond_wait(&job.asked, &job.lock);
    if (job.ends) break;
    job.posted = 0;
    pthread_mutex_unlock(&job.lock);
    tw_status status = job.work(context, job.given);
    pthread_mutex_lock(&job.lock);
    job.status = status;
    job.done = 1;
    pthread_cond_signal(&job.ended);
  }
  pthread_mutex_unlock(&job.lock);
  return NULL;
}

/* Starts the thread where this process has none, as after a fork, which takes R's thread alone along: lock and
 * conditions are as new then. All signals are blocked there, so that those for R reach R's thread. */
static int worker_start(void)
{
  const pid_t process = getpid();
  if (worker.process == process) return 0;
  if (worker.process) {
    job.lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    job.asked = job.ended = (pthread_cond_t)PTHREAD_COND_INITIALIZER;
  }
  job.posted = job.ends = 0;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int failed = pthread_create(&worker.thread, NULL, worker_main, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  worker.process = failed ? 0 : process;
  return failed;
}

/* Before the code of the thread is unloaded. */
void worker_stop(void)
{
  if (worker.process != getpid()) return;
  pthread_mutex_lock(&job.lock);
  job.ends = 1;
  pthread_cond_signal(&job.asked);
  pthread_mutex_unlock(&job.lock);
  pthread_join(worker.thread, NULL);
  worker.process = 0;
}

static void check_interrupt(void *nothing)
{
  (void)nothing;
  R_CheckUserInterrupt();
}

static void print_progress(void *nothing)
{
  char what[sizeof job.what];
  (void)nothing;
  pthread_mutex_lock(&job.lock);
  double part = job.part;
  memcpy(what, job.what, sizeof what);
  pthread_mutex_unlock(&job.lock);
  if (!*what) return;
  if (part >= 0)
    REprintf("\r%-60.60s %3.0f %%", what, 100 * part);
  else
    REprintf("\r%-66.66s", what);
  progress_was_shown = 1;
}

static void clear_progress(void *nothing)
{
  (void)nothing;
  REprintf("\r%-66s\r", "");
}

/* Waits at most so many nanoseconds, below a second; 1: the work is done. */
static int wait_for(long nanoseconds)
{
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += nanoseconds;
  if (until.tv_nsec >= 1000000000L) {
    until.tv_nsec -= 1000000000L;
    until.tv_sec++;
  }
  pthread_mutex_lock(&job.lock);
  while (!job.done && pthread_cond_timedwait(&job.ended, &job.lock, &until) != ETIMEDOUT) continue;
  int done = job.done;
  pthread_mutex_unlock(&job.lock);
  return done;
}

static void keep_problem(tw_status status)
{
  problem[0] = 0;
  if (status != TW_OK) snprintf(problem, sizeof problem, "%s", tw_error(context));
}

static void say_busy(void)
{
  snprintf(problem, sizeof problem, "tradewind is at work already: this call came while it was waiting for another");
}

int is_busy(void)
{
  return job.busy;
}

tw_status do_work(tw_status (*work)(tw_context *, void *), void *given)
{
  the_context();
  if (job.busy) {
    say_busy();
    return TW_USAGE;
  }
  if (worker_start() != 0) {
    snprintf(problem, sizeof problem, "no thread could be started");
    return TW_NO_MEMORY;
  }
  int rounds = 0, interrupted = 0;
  notes.length = 0;
  progress_was_shown = 0;
  tw_resume(context);
  job.busy = 1;
  pthread_mutex_lock(&job.lock);
  job.work = work;
  job.given = given;
  job.done = 0;
  job.what[0] = 0;
  job.part = -1;
  job.posted = 1;
  pthread_mutex_unlock(&job.lock);
  pthread_cond_signal(&job.asked);
  while (!wait_for(50000000L)) {
    if (!R_ToplevelExec(check_interrupt, NULL)) {
      interrupted = 1;
      tw_cancel(context);
    }
    if (progress_is_on && ++rounds % 4 == 0) R_ToplevelExec(print_progress, NULL);
  }
  job.busy = 0;
  if (progress_was_shown) R_ToplevelExec(clear_progress, NULL);
  keep_problem(job.status);
  tw_resume(context);
  free_waiting();
  if (interrupted && job.status == TW_OK) { /* it came as the work was done, or the answer is of a part of it */
    snprintf(problem, sizeof problem, "interrupted");
    return TW_INTERRUPTED;
  }
  return job.status;
}

tw_status do_now(tw_status status)
{
  notes.length = 0;
  keep_problem(status);
  return status;
}

/* ---- what is returned ---- */

SEXP answer(tw_status status, SEXP value)
{
  PROTECT(value);
  SEXP list = PROTECT(Rf_allocVector(VECSXP, 3));
  SET_VECTOR_ELT(list, 0, value);
  if (status != TW_OK) {
    SEXP failure = Rf_allocVector(STRSXP, 2);
    SET_VECTOR_ELT(list, 1, failure);
    SET_STRING_ELT(failure, 0, utf8(tw_status_word(status)));
    SET_STRING_ELT(failure, 1, utf8(problem));
  }
  if (notes.length > 0) {
    notes.text[notes.length - 1] = 0;
    SET_VECTOR_ELT(list, 2, utf8_vector(notes.text));
    notes.length = 0;
  }
  UNPROTECT(2);
  return list;
}

SEXP refuse(const char *format, ...)
{
  va_list args;
  va_start(args, format);
  vsnprintf(problem, sizeof problem, format, args);
  va_end(args);
  if (job.busy) say_busy(); /* box_of() gave nothing for that reason */
  return answer(TW_USAGE, R_NilValue);
}

SEXP r_progress(SEXP on)
{
  progress_is_on = Rf_asLogical(on) == 1;
  return R_NilValue;
}
