/* The terminal: messages and progress on standard error, signals, exit codes.
 *
 * Signals. The first Ctrl-C cancels through the context, so that the library can put its things away; should that take
 * longer than half a second (a long read, say), the alarm ends the program, unless results are being written, whose
 * temporary files must go first. A second Ctrl-C ends it at once in any case. The exit code is 4 every time.
 *
 * Layout. Lines are as wide as the terminal of standard output says, but at most 160 characters; where it says less
 * than 40, or there is none, 80, so that files and pipes are the same on every machine. Bars and axes are drawn with
 * block characters only on a terminal whose locale is UTF-8. A message is one line, "tradewind: …", never wrapped, and
 * so can be searched; it first erases the progress line, the only one that is ever written over: name, a bar of 24
 * characters, per cent without decimals, and the time left, in seconds below 90 and in minutes from there, rounded
 * up. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "command.h"
#include "json.h"

static struct {
  tw_context *context;
  volatile sig_atomic_t interrupted, writing;
  volatile sig_atomic_t shown; /* 1: a progress line stands there */
  int verbose;
  int aside;    /* 1: what is said now is not for the JSON */
  int lacking;  /* 1: memory was refused to the output */
  int progress; /* 1: standard error is a terminal */
  double start, last;
  double first; /* share that was done when the task began: an ensemble may go on from a store */
  char what[64];
} terminal;

double seconds_now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int terminal_width(void)
{
  struct winsize size;
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40) return 80;
  return size.ws_col > 160 ? 160 : size.ws_col;
}

int terminal_draws(void)
{
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  if (!isatty(STDOUT_FILENO)) return 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *locale = getenv(names[i]);
    if (locale && *locale) return strstr(locale, "UTF-8") || strstr(locale, "utf8") || strstr(locale, "utf-8");
  }
  return 0;
}

/* ---------------------------------------------------------------- messages */

/* A message goes among those of the JSON, too, without the mark of a note or an error, which its key says. */
static void keep_message(const char *format, va_list args)
{
  static const char note[] = "note: ", error[] = "error: ";
  char text[4096];
  vsnprintf(text, sizeof text, format, args);
  int is_note = strncmp(text, note, sizeof note - 1) == 0, marked = strncmp(text, error, sizeof error - 1) == 0;
  js_message(!is_note, text + (is_note ? sizeof note - 1 : marked ? sizeof error - 1 : 0));
}

static void say_message(const char *format, va_list args)
{
  va_list again;
  va_copy(again, args);
  if (js_on() && !terminal.aside) keep_message(format, again);
  va_end(again);
  terminal_clear_progress();
  fflush(stdout);
  fputs("tradewind: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
}

int fail(int code, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  say_message(format, args);
  va_end(args);
  return code;
}

int fail_status(tw_context *context, tw_status status)
{
  static const int codes[] = {[TW_OK] = EXIT_CERTIFIED,        [TW_USAGE] = EXIT_USAGE, [TW_BAD_INPUT] = EXIT_INPUT,
                              [TW_INTERRUPTED] = EXIT_STOPPED, [TW_IO] = EXIT_MACHINE,  [TW_NO_MEMORY] = EXIT_MACHINE};
  const char *words = tw_error(context);
  if (status == TW_NO_MEMORY && !*words) words = "out of memory"; /* the program's own */
  return fail(codes[status], "%s%s", status == TW_INTERRUPTED ? "" : "error: ", words);
}

void *obtained(void *memory)
{
  if (!memory) terminal.lacking = 1;
  return memory;
}

int finish(int code)
{
  js_end(terminal.lacking && code != EXIT_STOPPED ? EXIT_MACHINE : code);
  if (fflush(stdout) != 0 || ferror(stdout))
    return fail(EXIT_MACHINE, "error: cannot write to standard output: %s", strerror(errno));
  if (terminal.lacking && code != EXIT_MACHINE && code != EXIT_STOPPED)
    return fail(EXIT_MACHINE, "error: out of memory: what is printed above is not complete");
  return code;
}

static void log_line(void *user, int level, const char *line)
{
  (void)user;
  if (level > 0 ? terminal.verbose <= 0 : terminal.verbose < 0) return;
  if (level > 0) terminal.aside = 1; /* what --verbose says is of no interest to a program */
  fail(0, "%s%s", level > 0 ? "" : "note: ", line);
  if (level > 0) terminal.aside = 0;
}

void terminal_verbose(int on)
{
  terminal.verbose = on;
}

int terminal_is_verbose(void)
{
  return terminal.verbose > 0;
}

/* ---------------------------------------------------------------- progress */

static const char erase[] = "\r\033[K"; /* the line on which the cursor stands */

void terminal_clear_progress(void)
{
  if (terminal.shown) terminal_send(erase);
  terminal.shown = 0;
}

enum { BAR = 24 };

/* "draws [#######                 ]  31 %, 12 s left" */
static void print_bar(const tw_progress *progress, double now)
{
  char bar[BAR + 1], left[CELL] = "";
  double done = progress->done > 1 ? 1 : progress->done, seconds = now - terminal.start;
  for (int i = 0; i < BAR; i++) bar[i] = i < (int)(BAR * done + 0.5) ? '#' : ' ';
  bar[BAR] = 0;
  if (seconds > 1 && done > terminal.first && done < 1) {
    double rest = seconds * (1 - done) / (done - terminal.first);
    if (rest >= 90)
      snprintf(left, sizeof left, ", %.0f min left", ceil(rest / 60));
    else
      snprintf(left, sizeof left, ", %.0f s left", ceil(rest));
  }
  terminal_send(erase);
  fprintf(stderr, "%s [%s] %3.0f %%%s", progress->what, bar, 100 * done, left);
}

/* A line only for what takes longer than 0.3 s, ten times a second at most. */
static void progress_line(void *user, const tw_progress *progress)
{
  (void)user;
  double now = seconds_now();
  if (strcmp(progress->what, terminal.what) != 0) {
    snprintf(terminal.what, sizeof terminal.what, "%s", progress->what);
    terminal.first = progress->done;
    if (now - terminal.last > 0.3 || progress->done >= 0) terminal.start = now;
  }
  if (now - terminal.start < 0.3 || now - terminal.last < 0.1) {
    if (!terminal.shown && now - terminal.last > 1) terminal.last = now;
    return;
  }
  terminal.last = now;
  terminal.shown = 1;
  if (progress->done >= 0) {
    print_bar(progress, now);
  } else {
    terminal_send(erase);
    fprintf(stderr, "%s …", progress->what);
  }
  fflush(stderr);
}

/* ---------------------------------------------------------------- signals */

static void stop_on_signal(int number)
{
  static const char words[] = "\r\033[Ktradewind: interrupted\n";
  size_t skip = terminal.shown ? 0 : 4; /* what erases a progress line */
  (void)number;
  if (write(STDERR_FILENO, words + skip, sizeof words - 1 - skip) < 0) _exit(EXIT_STOPPED);
  _exit(EXIT_STOPPED);
}

static void wake_on_alarm(int number)
{
  if (!terminal.writing) stop_on_signal(number);
}

static void cancel_on_signal(int number)
{
  if (terminal.interrupted) stop_on_signal(number);
  terminal.interrupted = 1;
  tw_cancel(terminal.context);
  struct itimerval half = {{0, 500000}, {0, 500000}};
  setitimer(ITIMER_REAL, &half, NULL);
}

static void handle_signal(int number, void (*handler)(int))
{
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigaction(number, &action, NULL);
}

void terminal_writing(int on)
{
  terminal.writing = on;
}

void terminal_setup(tw_context *context)
{
  terminal.context = context;
  terminal.progress = isatty(STDERR_FILENO);
  terminal.start = terminal.last = seconds_now();
  tw_set_log(context, log_line, NULL);
  if (terminal.progress) tw_set_progress(context, progress_line, NULL);
  handle_signal(SIGINT, cancel_on_signal);
  handle_signal(SIGTERM, cancel_on_signal);
  handle_signal(SIGALRM, wake_on_alarm);
  handle_signal(SIGXFSZ, SIG_IGN); /* a file size limit is then an error of write, like a full disk */
}
