/* tradewind scenario show, scenario new: a scenario to start from, one that is built in or a template. */
#define _GNU_SOURCE /* O_TMPFILE, NOLINT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "command.h"

/* ---------------------------------------------------------------- show */

static int show(tw_context *context, const arguments *a)
{
  enum { MOST = 128 };
  const char *name = a->words[0], *names[MOST], *nearest;
  const char *text = tw_scenario_builtin_text(name);
  int count = 0;
  (void)context;
  if (!text) text = tw_decision_builtin_text(name);
  if (text) {
    fputs(text, stdout);
    return EXIT_CERTIFIED;
  }
  if (access(name, F_OK) == 0)
    return fail(EXIT_INPUT,
                "error: %s is a file of yours, which any editor shows; `scenario show` is for what is built in", name);
  for (int i = 0; count < MOST && (names[count] = tw_scenario_builtin(i)); i++) count++;
  for (int i = 0; count < MOST && (names[count] = tw_decision_builtin(i)); i++) count++;
  nearest = tw_nearest(name, names, count);
  return fail(EXIT_INPUT, "error: there is no built-in scenario or decision %s%s%s%s", name,
              nearest ? "; did you mean " : "; `tradewind scenario list` lists them", nearest ? nearest : "",
              nearest ? "?" : "");
}

static void list_all(FILE *to)
{
  const char *name;
  list_scenarios(to);
  fprintf(to, "\nBuilt-in decisions:\n");
  for (int i = 0; (name = tw_decision_builtin(i)); i++) fprintf(to, "  %s\n", name);
}

const command command_scenario_show = {
    .name = "scenario show",
    .words = "NAME",
    .summary = "print the YAML of a built-in scenario or decision",
    .text = "As it is, with its comments and sources: a start for a question of one's own.",
    .example = "  tradewind scenario show us-tariff-canada >my.yaml\n",
    .options = OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = show,
    .more_help = list_all,
};

/* ---------------------------------------------------------------- new */

/* Runs as it is. */
static const char template[] =
    "# A scenario: what changes, on which world, against what. `tradewind scenario check FILE` says in words what "
    "each\n"
    "# rule does, `tradewind run FILE` solves it. What stands behind # is a comment; one at the end of a line with a\n"
    "# number is kept as its source.\n"
    "scenario: NAME\n"
    "title: US tariffs on cars from Canada +25 points\n"
    "world: default                # `tradewind world list`; a folder or a .tww file is a world, too\n"
    "\n"
    "# How trade imbalances are closed: fixed, zero or proportional. Try more than one.\n"
    "closure: {deficits: fixed}\n"
    "\n"
    "# What it is compared with, unless that is the same world without policy: another scenario.\n"
    "# against: cusma-extended\n"
    "\n"
    "# Quantities under a name: $duty stands for this one, and --set duty='10 pp' gives another without changing the "
    "file.\n"
    "variables:\n"
    "  duty: 25 pp                 # where the number comes from\n"
    "\n"
    "# Rules act one after the other, each on what the ones above it left. They take codes, lists, groups (CUSMA, EU, "
    "goods,\n"
    "# services, all) and always a unit: pp adds points, % is a rate or a relative change. `tradewind world show "
    "default`\n"
    "# lists codes and groups.\n"
    "policy:\n"
    "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: $duty}\n"
    "  # - tariff: {importer: CAN, exporter: USA, sector: C29, add: $duty}\n"
    "  # - barrier: {importer: JPN, exporter: CAN, sector: goods, change: -5 %, both_ways: true}\n"
    "  # - subsidy: {region: CAN, sector: C29, to: 3 %}\n"
    "  # - productivity: {region: CAN, sector: C29, change: +2 %}\n"
    "  # - quota: {importer: USA, exporter: CAN, sector: C24, to: 80 %, owner: importer}\n"
    "  # - ban: {importer: USA, exporter: CHN, sector: C29}\n"
    "\n"
    "# What is uncertain, for `tradewind range FILE`.\n"
    "range:\n"
    "  draws: 200\n"
    "  elasticities: {sector: all, spread: 25 %}\n"
    "  variables:\n"
    "    duty: {uniform: [10 pp, 30 pp]}\n"
    "\n"
    "notes: what was assumed, and why\n";

/* The name of a file, without folder and ending, as a name of a scenario; YAML takes these letters without quotes. */
static void name_of(const char *file, char name[64])
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  const char *slash = strrchr(file, '/'), *start = slash ? slash + 1 : file, *dot = strrchr(start, '.');
  size_t length = dot && dot > start ? (size_t)(dot - start) : strlen(start), used = 0;
  for (size_t i = 0; i < length && used < 63; i++) name[used++] = strchr(letters, start[i]) ? start[i] : '-';
  name[used] = 0;
  /* What YAML would take for a number or a truth is better as a word. */
  if (used == 0 || strspn(name, "0123456789-") == used || strcasecmp(name, "null") == 0)
    snprintf(name, 64, "my-scenario");
}

static int write_template(FILE *to, const char *name)
{
  const char *at = strstr(template, "NAME");
  return fprintf(to, "%.*s%s%s", (int)(at - template), template, name, at + 4) > 0;
}

/* A file that has no name yet, in the folder of `file`, so that nobody ever sees a part of it and nothing is left of one
 * who is killed; or the file itself, where the file system has no such: *named. Never over what is there, not even a
 * link. */
static int open_new(const char *file, int *named)
{
  const char *slash = strrchr(file, '/');
  char folder[4096];
  int n = snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - file) + 1 : 1, slash ? file : ".");
  int descriptor = n > 0 && (size_t)n < sizeof folder ? open(folder, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666) : -1;
  *named = descriptor < 0;
  return *named ? open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666) : descriptor;
}

/* Gives it its name; 0 and errno when something has it. */
static int give_name(FILE *to, const char *file)
{
  char place[64];
  snprintf(place, sizeof place, "/proc/self/fd/%d", fileno(to));
  return linkat(AT_FDCWD, place, AT_FDCWD, file, AT_SYMLINK_FOLLOW) == 0;
}

/* The whole file, or none; 0 and errno. */
static int write_new(const char *file, const char *name)
{
  int named, descriptor = open_new(file, &named);
  FILE *to = descriptor < 0 ? NULL : fdopen(descriptor, "w");
  int why = errno;
  if (!to) {
    if (descriptor >= 0) close(descriptor);
  } else {
    int good = write_template(to, name) && fflush(to) == 0 && (fsync(fileno(to)) == 0 || errno == EINVAL) &&
               (named || give_name(to, file));
    why = errno;
    if (fclose(to) == 0 && good) return 1;
    if (good) why = errno;
  }
  if (descriptor >= 0 && named) unlink(file);
  errno = why;
  return 0;
}

static int create(tw_context *context, const arguments *a)
{
  const char *file = a->words[0];
  char name[64];
  if (is_standard_input(file)) {
    write_template(stdout, "my-scenario");
    return EXIT_CERTIFIED;
  }
  if (tw_scenario_builtin_text(file))
    return fail(EXIT_USAGE,
                "%s is the name of a built-in scenario, which would come before the file; choose another name", file);
  tw_status status = tw_output_check(context, TW_OUTPUT_FILE, file);
  if (status != TW_OK) return fail_status(context, status);
  name_of(file, name);
  if (!write_new(file, name))
    return errno == EEXIST
               ? fail(EXIT_INPUT, "error: %s is there already, and is not written over; choose another name", file)
               : fail(EXIT_MACHINE, "error: cannot write %s: %s", file, strerror(errno));
  printf("Wrote %s, a scenario with comments that runs as it is:\n  tradewind scenario check %s\n  tradewind run %s\n",
         file, file, file);
  return EXIT_CERTIFIED;
}

const command command_scenario_new = {
    .name = "scenario new",
    .words = "FILE",
    .summary = "write a scenario with comments, to be changed",
    .text =
        "The file runs as it is, and says what can be written in it. A file that is there is never written over; - is "
        "standard output.",
    .example = "  tradewind scenario new my.yaml\n",
    .options = OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = create,
};
