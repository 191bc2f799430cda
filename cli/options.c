/* Command-line arguments and --help, both from one table of options and the library's table of settings.
 *
 * Longer than 400 lines: it is the one reader that every command has, flag by flag. */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

typedef struct option_line {
  const char *name;
  int letter;
  const char *argument, *help;
} option_line;

static const option_line lines[OPTION_COUNT] = {
#define X(name, letter, argument, help) [OPTION_##name] = {#name, letter, argument, help},
    OPTION_LIST(X) FURTHER_LIST(X)
#undef X
};

typedef struct setting_line {
  const char *name, *help, *unit;
  int whole;
  double standard, least, greatest;
} setting_line;

enum { WHOLE_int = 1, WHOLE_double = 0 };

static const setting_line settings[] = {
#define X(type, name, standard, least, greatest, unit, help)                                                           \
  {#name, help, unit, WHOLE_##type, standard, least, greatest},
    TW_SETTINGS_LIST(X)
#undef X
};
enum { SETTINGS = sizeof settings / sizeof *settings, LONGEST_FLAG = 64 };

/* What getopt_long gives back: an option_id, a setting, or "--no-" with a setting. */
enum { FIRST_OPTION = 1000, FIRST_SETTING = 2000, FIRST_NO = 3000 };

const char *option_name(option_id id)
{
  switch (id) {
  case OPTION_target:
  case OPTION_variants:
    return "out";
  case OPTION_in_year:
  case OPTION_of_year:
  case OPTION_table_year:
    return "year";
  case OPTION_of_trade:
    return "trade";
  case OPTION_cell_draws:
  case OPTION_plant_draws:
    return "draws";
  case OPTION_draws_csv:
    return "draws-csv";
  case OPTION_opened:
    return "open";
  case OPTION_of_market:
    return "market";
  case OPTION_market_year:
  case OPTION_plants_year:
    return "year";
  case OPTION_market_draws:
    return "draws";
  case OPTION_food_tables:
  case OPTION_stock_tables:
    return "food-tables";
  case OPTION_no_page:
    return "no-report";
  case OPTION_buyer:
    return "focus";
  case OPTION_lost_months:
    return "months";
  case OPTION_of_buyer:
    return "buyer";
  case OPTION_other_capacity:
    return "capacity";
  case OPTION_brand:
  case OPTION_of_product:
    return "product";
  case OPTION_made_in:
    return "region";
  case OPTION_page:
  case OPTION_exposed_to:
    return "to";
  case OPTION_all_regions:
    return "all-regions";
  case OPTION_product_list:
    return "products";
  case OPTION_other:
  case OPTION_chosen:
    return "elasticities";
  default:
    return lines[id].name;
  }
}

static int is_switch(const setting_line *s)
{
  return s->whole && s->least == 0 && s->greatest == 1;
}

/* A switch that is off unless asked for: an option does that (--tables). */
static int has_option(const setting_line *s)
{
  return is_switch(s) && s->standard == 0;
}

static void flag_of(const setting_line *s, const char *before, char flag[LONGEST_FLAG])
{
  snprintf(flag, LONGEST_FLAG, "%s%s", before, s->name);
  for (char *p = flag; *p; p++)
    if (*p == '_') *p = '-';
}

/* ---------------------------------------------------------------- help */

static void help_line(const char *left, const char *right)
{
  printf("  %-26s ", left);
  if (strlen(left) > 26) printf("\n%29s", "");
  print_wrapped(right, 29);
}

int command_takes(const command *c, int option)
{
  if (!lines[option].name) return 0;
  return option < OPTIONS_OF_WORD ? (int)(c->options >> option & 1)
                                  : (int)(c->further >> (option - OPTIONS_OF_WORD) & 1);
}

/* The options that only some commands have come before those that nearly all have. */
static option_id in_order(int place)
{
  int common = OPTION_FIRST_WORD - OPTION_all, further = OPTION_COUNT - OPTIONS_OF_WORD;
  if (place < OPTION_all) return (option_id)place;
  if (place < OPTION_all + further) return (option_id)(OPTIONS_OF_WORD + place - OPTION_all);
  return (option_id)(place < OPTION_all + further + common ? place - further : OPTION_BEFORE_FURTHER);
}

int command_option(const command *c, int index, option_words *w)
{
  for (int place = 0; place < OPTION_COUNT; place++) {
    option_id i = in_order(place);
    if (!command_takes(c, (int)i) || index-- > 0) continue;
    w->letter = lines[i].letter;
    snprintf(w->name, sizeof w->name, "%s", option_name(i));
    w->argument = lines[i].argument;
    snprintf(w->help, sizeof w->help, "%s", lines[i].help);
    w->is_setting = 0;
    return 1;
  }
  const setting_line *s = NULL;
  for (int i = 0; c->takes_settings && i < SETTINGS && !s; i++)
    if (!has_option(&settings[i]) && index-- == 0) s = &settings[i];
  if (!s) return 0;
  w->letter = 0;
  w->is_setting = 1;
  flag_of(s, is_switch(s) ? "no-" : "", w->name);
  w->argument = is_switch(s) ? "" : s->whole ? "N" : "X";
  if (is_switch(s))
    snprintf(w->help, sizeof w->help, "do not %s", s->help);
  else
    snprintf(w->help, sizeof w->help, "%s (%.10g to %.10g, default %.10g)", s->help, s->least, s->greatest,
             s->standard);
  return 1;
}

static void help_options(const command *c)
{
  option_words w;
  char left[128];
  printf("\nOptions:\n");
  for (int i = 0, settings_begun = 0; command_option(c, i, &w); i++) {
    if (w.is_setting && !settings_begun++) printf("\nSettings:\n");
    if (w.letter)
      snprintf(left, sizeof left, "-%c, --%s%s%s", w.letter, w.name, *w.argument ? " " : "", w.argument);
    else
      snprintf(left, sizeof left, "--%s%s%s", w.name, *w.argument ? " " : "", w.argument);
    help_line(left, w.help);
  }
}

void print_help(const command *c)
{
  printf("Usage: tradewind %s%s%s [options]\n\n", c->name, *c->words ? " " : "", c->words);
  printf("%c", toupper((unsigned char)c->summary[0])); /* a sentence here, part of a list in main.c */
  printf("%s.\n", c->summary + 1);
  if (*c->text) {
    printf("\n");
    print_wrapped(c->text, 0);
  }
  help_options(c);
  if (c->more_help) c->more_help(stdout);
  const char *second = strstr(c->example + 1, "  tradewind ");
  printf("\nExample%s:\n%s", second ? "s" : "", c->example);
}

/* ---------------------------------------------------------------- reading */

typedef struct flags {
  struct option option[OPTION_COUNT + 2 * SETTINGS + 1];
  char name[2 * SETTINGS][LONGEST_FLAG];
  char letters[2 * OPTION_COUNT + 2];
} flags;

static void add_flag(flags *f, int *count, const char *name, int has_argument, int value)
{
  struct option *o = &f->option[(*count)++];
  o->name = name;
  o->has_arg = has_argument ? required_argument : no_argument;
  o->flag = NULL;
  o->val = value;
}

static void make_flags(const command *c, flags *f)
{
  int count = 0, names = 0;
  char *letter = f->letters;
  memset(f, 0, sizeof *f);
  *letter++ = ':'; /* a missing argument is told apart from an unknown option */
  for (int i = 0; i < OPTION_COUNT; i++) {
    if (!command_takes(c, i)) continue;
    int has_argument = *lines[i].argument != 0;
    add_flag(f, &count, option_name((option_id)i), has_argument, FIRST_OPTION + i); /* before a setting of that name */
    *letter++ = (char)lines[i].letter;
    if (has_argument) *letter++ = ':';
  }
  for (int i = 0; c->takes_settings && i < SETTINGS; i++) {
    flag_of(&settings[i], "", f->name[names]);
    add_flag(f, &count, f->name[names++], 1, FIRST_SETTING + i);
    if (!is_switch(&settings[i])) continue;
    flag_of(&settings[i], "no-", f->name[names]);
    add_flag(f, &count, f->name[names++], 0, FIRST_NO + i);
  }
}

static int option_of_letter(const command *c, int letter)
{
  for (int i = 0; i < OPTION_COUNT; i++)
    if (command_takes(c, i) && lines[i].letter == letter) return FIRST_OPTION + i;
  return letter;
}

/* The command as typed, the program without its folder; words that need it in single quotes. */
static char *line_of(int argc, char **argv)
{
  size_t room = 1;
  for (int i = 0; i < argc; i++) room += 4 * strlen(argv[i]) + 3;
  char *line = malloc(room), *p = line;
  if (!line) return NULL;
  for (int i = 0; i < argc; i++) {
    const char *word = i == 0 && strrchr(argv[0], '/') ? strrchr(argv[0], '/') + 1 : argv[i];
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%";
    int quote = strspn(word, plain) != strlen(word) || !*word;
    if (i) *p++ = ' ';
    if (quote) *p++ = '\'';
    for (const char *q = word; *q; q++) {
      if (*q == '\'') {
        memcpy(p, "'\\'", 3);
        p += 3;
      }
      *p++ = *q;
    }
    if (quote) *p++ = '\'';
  }
  *p = 0;
  return line;
}

static int fail_usage(const command *c, const char *what, const char *which)
{
  return fail(EXIT_USAGE, "%s%s; see tradewind %s --help", what, which, c->name);
}

/* A long option that is none, or the beginning of several. */
static int fail_unknown(const command *c, const flags *f, const char *typed)
{
  const char *names[OPTION_COUNT + 2 * SETTINGS], *word = typed + strspn(typed, "-");
  char name[LONGEST_FLAG], list[512] = "";
  int count = 0, begins = 0;
  snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
  for (const struct option *o = f->option; o->name; o++) {
    size_t used = strlen(list);
    names[count++] = o->name;
    if (!*name || strncmp(o->name, name, strlen(name)) != 0) continue;
    snprintf(list + used, sizeof list - used, "%s--%s", begins++ ? ", " : "", o->name);
  }
  if (begins > 1) return fail(EXIT_USAGE, "%s may be any of %s; see tradewind %s --help", typed, list, c->name);
  const char *nearest = tw_nearest(name, names, count);
  if (!nearest) return fail_usage(c, "unknown option ", typed);
  return fail(EXIT_USAGE, "unknown option %s; did you mean --%s? See tradewind %s --help", typed, nearest, c->name);
}

static int set_setting(tw_context *context, arguments *a, int setting, const char *value)
{
  tw_status status = tw_settings_set(context, &a->settings, settings[setting].name, value);
  if (status == TW_OK) return 0;
  char flag[LONGEST_FLAG];
  flag_of(&settings[setting], "--", flag);
  return fail(EXIT_USAGE, "%s: %s", flag, tw_error(context));
}

static int take_tables(const command *c, arguments *a)
{
  const char *form = a->value[OPTION_tables];
  if (!form) return 0;
  if (strcmp(form, "dta") != 0 && strcmp(form, "csv") != 0)
    return fail(EXIT_USAGE, "--tables: found %s, expected dta or csv", form);
  if (!a->value[OPTION_out] && !a->value[OPTION_variants])
    return fail_usage(c, "--tables needs --out DIR, where they are written", "");
  a->settings.dta = strcmp(form, "dta") == 0;
  if (a->settings.dta && !capable("stata")) return fail(EXIT_USAGE, "this build writes no Stata files");
  return 0;
}

/* One more --set. */
static int add_set(arguments *a, const char *text)
{
  const char *equals = strchr(text, '=');
  if (!equals || equals == text || !equals[1 + strspn(equals + 1, " ")])
    return fail(EXIT_USAGE, "--set: found %s, expected NAME=AMOUNT, an amount with its unit, as in car_duty='25 pp'",
                text);
  const char **grown = realloc(a->set, (size_t)(a->sets + 1) * sizeof *grown);
  if (!grown) return fail(EXIT_MACHINE, "error: out of memory");
  a->set = grown;
  a->set[a->sets++] = text;
  return 0;
}

/* One more --lose or --capacity: what is said before holds, too. */
static int join_value(arguments *a, int option, const char *text)
{
  const char *before = a->value[option];
  char **own = &a->joined[option == OPTION_other_capacity], *both;
  if (!before) {
    a->value[option] = text;
    return 0;
  }
  both = malloc(strlen(before) + strlen(text) + 2);
  if (!both) return fail(EXIT_MACHINE, "error: out of memory");
  sprintf(both, "%s,%s", before, text);
  free(*own);
  a->value[option] = *own = both;
  return 0;
}

int arguments_read(tw_context *context, const command *c, int argc, char **argv, arguments *a)
{
  memset(a, 0, sizeof *a);
  tw_settings_default(&a->settings);
  flags f;
  make_flags(c, &f);
  a->line = line_of(argc, argv);
  if (!a->line) return fail(EXIT_MACHINE, "out of memory");

  /* argv[0] is the program, then come the words of the verb, which getopt must not see. */
  int skip = strchr(c->name, ' ') ? 2 : 1;
  argv += skip;
  argc -= skip;
  opterr = 0;
  for (;;) {
    int got = getopt_long(argc, argv, f.letters, f.option, NULL);
    if (got < 0) break;
    if (got == ':') return fail_usage(c, "an argument is missing after ", argv[optind - 1]);
    if (got == '?') {
      char letter[] = {'-', (char)optopt, 0};
      if (isdigit(optopt))
        return fail(EXIT_USAGE, "unknown option %s; write -- before words that begin with a minus: tradewind %s -- %s",
                    letter, c->name, c->words);
      if (optopt >= FIRST_OPTION) return fail_usage(c, "this option takes no argument: ", argv[optind - 1]);
      return optopt ? fail_usage(c, "unknown option ", letter) : fail_unknown(c, &f, argv[optind - 1]);
    }
    if (got < FIRST_OPTION) got = option_of_letter(c, got);
    int code = 0;
    if (got >= FIRST_NO)
      code = set_setting(context, a, got - FIRST_NO, "0");
    else if (got >= FIRST_SETTING)
      code = set_setting(context, a, got - FIRST_SETTING, optarg);
    else if (optarg && !*optarg)
      return fail_usage(c, "an empty argument after --", option_name((option_id)(got - FIRST_OPTION)));
    else if (got == FIRST_OPTION + OPTION_lose || got == FIRST_OPTION + OPTION_other_capacity)
      code = join_value(a, got - FIRST_OPTION, optarg);
    else
      a->value[got - FIRST_OPTION] = optarg ? optarg : "";
    if (got == FIRST_OPTION + OPTION_set) code = add_set(a, optarg);
    if (code) return code;
  }
  a->words = argv + optind;
  a->word_count = argc - optind;
  if (a->value[OPTION_help]) return 0;
  if (a->word_count < c->least_words) {
    fail(EXIT_USAGE, "%s needs %s; see tradewind %s --help", c->name, c->words, c->name);
    if (c->more_help) c->more_help(stderr);
    return EXIT_USAGE;
  }
  if (a->word_count > c->most_words)
    return fail_usage(c, "too many arguments, beginning with ", a->words[c->most_words]);
  return take_tables(c, a);
}

void arguments_free(arguments *a)
{
  free(a->line);
  free(a->set);
  for (int i = 0; i < 2; i++) free(a->joined[i]);
}

/* ---------------------------------------------------------------- values */

int read_whole(const char *text, const char *name, long long least, long long most, long long *number)
{
  char *end;
  errno = 0;
  *number = strtoll(text, &end, 10);
  if (end != text && !*end && errno == 0 && *number >= least && *number <= most) return 0;
  return fail(EXIT_USAGE, "--%s: found %s, expected a whole number from %lld to %lld", name, text, least, most);
}

int read_shard(const char *text, int *shard, int *shards)
{
  int end = 0;
  if (sscanf(text, "%d/%d%n", shard, shards, &end) == 2 && !text[end] && *shard >= 1 && *shards >= 1 &&
      *shard <= *shards)
    return 0;
  return fail(EXIT_USAGE, "--shard: found %s, expected K/N with K from 1 to N, as in 2/5", text);
}
