/* What the package needs from C beside the library.
 *
 * Ctrl-C. Python notes a signal and runs its handler when the interpreter is next asked, which is after a call of C. So
 * while the library solves in the main thread another handler stands in: it cancels the context of that call, which
 * tw_cancel allows a handler to do. When the call is back Python's handler is put back and the signal raised again, so
 * that whatever the program has set runs, KeyboardInterrupt unless it is something else.
 *
 * Progress. The library tells it thousands of times in a second; Python hears of it ten times, and not in the first 0.3 s. */
#include <signal.h>
#include <string.h>
#include <time.h>

/* shown to Python: */
typedef struct twp_progress {
  void *handle; /* of the Python object that draws the bar */
  double next;  /* seconds of the monotonic clock before which nothing is told */
} twp_progress;
int twp_listen(tw_context *context);
int twp_listened(tw_context *context);
void twp_follow(tw_context *context, twp_progress *progress);
void twp_unfollow(tw_context *context);
void twp_take_notes(tw_context *context, void *handle);
extern "Python" void twp_show(void *handle, const char *what, double done);
extern "Python" void twp_note(void *handle, const char *line);
/* end */

typedef struct twp_progress {
  void *handle;
  double next;
} twp_progress;
static void twp_show(void *handle, const char *what, double done);
static void twp_note(void *handle, const char *line);

static tw_context *volatile listening;
static volatile sig_atomic_t heard;
static struct sigaction before;

static void cancel_on_signal(int number)
{
  tw_context *context = listening;
  (void)number;
  heard = 1;
  if (context) tw_cancel(context);
}

/* Returns 1 when it listens: not where the signal is ignored or ends the process, as it then goes on to. One call of the
 * system, as a run takes a fraction of a millisecond. */
static int twp_listen(tw_context *context)
{
  struct sigaction action;
  if (listening) return 0;
  memset(&action, 0, sizeof action);
  action.sa_handler = cancel_on_signal;
  action.sa_flags = SA_RESTART;
  heard = 0;
  listening = context;
  if (sigaction(SIGINT, &action, &before) == 0) {
    if ((before.sa_flags & SA_SIGINFO) || (before.sa_handler != SIG_IGN && before.sa_handler != SIG_DFL)) return 1;
    sigaction(SIGINT, &before, NULL);
    if (heard) raise(SIGINT); /* it came in between */
  }
  listening = NULL;
  return 0;
}

/* Ends twp_listen of this context, and does nothing where another one or none listens; 1: the signal came. */
static int twp_listened(tw_context *context)
{
  if (listening != context) return 0;
  listening = NULL;
  sigaction(SIGINT, &before, NULL);
  return heard;
}

static double seconds_now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void slow_progress(void *user, const tw_progress *p)
{
  twp_progress *progress = user;
  double now = seconds_now();
  if (now < progress->next) return;
  progress->next = now + 0.1;
  twp_show(progress->handle, p->what, p->done);
}

static void twp_follow(tw_context *context, twp_progress *progress)
{
  progress->next = seconds_now() + 0.3;
  tw_set_progress(context, slow_progress, progress);
}

static void twp_unfollow(tw_context *context)
{
  tw_set_progress(context, NULL, NULL);
}

/* Notes that the user should see, level 0; the verbose ones stay here. */
static void one_note(void *user, int level, const char *line)
{
  if (level == 0) twp_note(user, line);
}

static void twp_take_notes(tw_context *context, void *handle)
{
  tw_set_log(context, handle ? one_note : NULL, handle);
}
