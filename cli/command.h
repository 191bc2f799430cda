/* What the verbs share. Each verb is a file with one `command`; main.c finds it, options.c reads its arguments and
 * makes its --help, terminal.c talks to the terminal. The library is used through its public header alone. */
#ifndef TRADEWIND_CLI_COMMAND_H
#define TRADEWIND_CLI_COMMAND_H

#include <stdint.h>
#include <stdio.h>

#include "tradewind.h"

/* ---------------------------------------------------------------- options */

/* X(name, letter, argument, help). An option without argument has "". Settings have flags of their own, made from
 * TW_SETTINGS_LIST. */
#define OPTION_LIST(X)                                                                                                 \
  X(world, 'w', "WORLD", "the world: a built-in name, a folder or a .tww file")                                        \
  X(out, 'o', "DIR", "write the results folder DIR (made when absent)")                                                \
  X(regions, 'r', "MAP", "CSV file with the columns region, to")                                                       \
  X(sectors, 's', "MAP", "CSV file with the columns sector, to")                                                       \
  X(name, 'n', "NAME", "short name of the new world")                                                                  \
  X(title, 't', "TITLE", "its title")                                                                                  \
  X(target, 'o', "TARGET", "where it goes: a folder, or one file FILE.tww")                                            \
  X(from, 'f', "LAYOUT", "the layout of the file")                                                                     \
  X(list, 'l', "", "only list the headers of a header-array file")                                                     \
  X(to, 't', "FORM", "folder, csv or dta")                                                                             \
  X(map, 'm', "MAP",                                                                                                   \
    "columns of a long table, as in importer=to,exporter=from,sector=good,value=usd,user=use,product=item")            \
  X(tariffs, 'T', "FILE", "CSV file of tariffs: importer, exporter, sector (or hs6, value), tariff_pct")               \
  X(concordance, 'c', "FILE", "CSV file hs6, sector, for tariffs by product")                                          \
  X(elasticities, 'e', "FILE", "CSV file sector, trade_elasticity; without it every sector has 4")                     \
  X(bound, 'b', "X", "largest gap between a row and its column, relative (default 0.001)")                             \
  X(year, 'y', "YEAR", "the year (default: the one in the file's name)")                                               \
  X(table_year, 'y', "YEAR", "the year, which chooses the table of a ZIP archive (default: the one in its name)")      \
  X(in_year, 'y', "YEAR", "a year of the scenario's path (default: its first)")                                        \
  X(currency, 'C', "CODE", "the currency (default USD)")                                                               \
  X(unit, 'u', "UNIT", "the unit of the money: thousand, million (default) or billion")                                \
  X(hold, 'k', "WHAT,...", "what keeps its value; see above")                                                          \
  X(totals, 'L', "FILE", "CSV file of totals to meet: kind, value and codes; see above")                               \
  X(report, 'R', "FILE", "write every difference, cell by cell, into this CSV file")                                   \
  X(trade, 'x', "FILE", "CSV file of new trade: importer, exporter, value, optionally sector")                         \
  X(gdp, 'g', "FILE", "CSV file of new GDP: region, and gdp (value added) or gdp_at_market_prices (with duties)")      \
  X(margins, 'M', "FILE", "CSV file of services that are margins on goods: sector, share_pct, optionally most_pct")    \
  X(tariff, 'd', "FILE[:COLUMN]", "CSV file of rates: importer, exporter, sector and the column (default tariff_pct)") \
  X(region, 'p', "CODE", "the region to split")                                                                        \
  X(sector, 'q', "CODE", "the sector to split")                                                                        \
  X(into, 'i', "CODE:SHARE,...", "its parts and their shares, which sum to 1")                                         \
  X(shares, 'S', "FILE", "CSV file of its parts: to, share, and optionally name and what the share is of; see above")  \
  X(draws, 'n', "N", "draws (default: what the file says, else 500)")                                                  \
  X(cell_draws, 'n', "N", "draws of all pairs, 0: none (default: of the range section, else 500; none without one)")   \
  X(seed, 'S', "N", "seed of the draws (default: what the file says, else 1)")                                         \
  X(drivers, 'm', "N", "base points of the design for what drives the spread; 0: none")                                \
  X(store, 'f', "FILE", "keep finished draws in this SQLite file, and go on from what it holds")                       \
  X(of_trade, 'x', "", "ranges for trade.csv and preferences.csv as well; every flow of every draw is in memory")      \
  X(decomposition, 'D', "", "ranges for the exact decomposition of real income as well, which takes longer")           \
  X(shard, 'k', "K/N", "only draws of shard K of N, into the store; `tradewind merge` joins the stores")               \
  X(force, 'F', "", "go on with a world that is not the one of the run, and say so")                                   \
  X(elasticity, 'E', "X", "the one elasticity (default: the world's mean, weighted by imports)")                       \
  X(labour, 'B', "X", "elasticity of labour supply (default 0.5; 0: leave that variant out)")                          \
  X(scale, 'P', "X", "scale elasticity of goods (default 0.1; 0: leave that variant out)")                             \
  X(of_year, 'y', "YEAR", "a year of the scenario's path (default: its last)")                                         \
  X(other, 'e', "SET", "elasticities to compare with: a set of the world by its name, or a CSV file")                  \
  X(chosen, 'e', "SET", "trade elasticities: a set of the world's elasticities.csv by its name, or a CSV file")        \
  X(products, 'p', "CODES", "products of the world to run it with, as in TOYOTA,HONDA; none: without; all")            \
  X(set, 's', "NAME=AMOUNT", "another amount for a variable, with its unit, as in car_duty='25 pp'; may be repeated")  \
  X(focus, 'c', "CODES", "what the answer is about, told first: region and sector or product, or groups: CAN, "         \
                         "'CAN C29', 'CAN TOYOTA'")                                                                    \
  X(deficits, 'd', "RULE", "trade deficits in both solutions: fixed, zero or proportional, whatever the file says")    \
  X(json, 'j', "", "print the summary as JSON instead of words; messages stay on standard error")                      \
  X(variants, 'o', "DIR", "write reconcile.csv, reconcile.json, run.json and report.html into DIR")                    \
  X(draws_csv, 'V', "FILE", "write one row a draw into this CSV file: what was drawn and what came out")               \
  X(tables, 'X', "FORM", "dta: write the tables of --out as Stata files with labels, too")                             \
  X(within, 'W', "X", "the relative difference that counts as none")                                                   \
  X(brief, 'b', "", "one page of A4 for print instead of the whole report")                                            \
  X(lang, 'l', "LANGUAGE", "its language: en, fr or ja")                                                               \
  X(page, 't', "FILE", "the file to write")                                                                            \
  X(all, 'a', "", "show every line of the tables")                                                                     \
  X(verbose, 'v', "", "say more about what is done, and what it took")                                                 \
  X(help, 'h', "", "show this help")

/* More of them: options of a command are bits of two words, of which these are the second. */
#define FURTHER_LIST(X)                                                                                                \
  X(brand, 'b', "CODES", "plants of these products, families or sectors alone, as in TOYOTA,HONDA")                    \
  X(frontier, 'f', "", "tell also the most gain for each worst loss, of the section frontier, whose levers move freely") \
  X(profits, 'O', "WHOSE",                                                                                             \
    "profits of products with a markup: owner (of the product) or none, whatever the file says")                       \
  X(made_in, 'r', "CODES", "plants in these regions or groups alone, as in CAN,MEX")                                   \
  X(plant_draws, 'n', "N", "draws for ranges of the units (default 0: none)")                                          \
  X(close, 'k', "", "close plants that fall below the threshold, the worst first, and solve again after each")         \
  X(of_product, 'P', "CODE", "tell also who makes and buys this product, as in TOYOTA")                                \
  X(flows, 'F', "FILE", "CSV file of what is traded of each product; see above")                                       \
  X(product_list, 'P', "FILE", "CSV file of products; which columns it has is said above")                             \
  X(families, 'm', "FILE", "CSV file of their families: sector, family, name, product_elasticity")                     \
  X(between, 'e', "SECTOR=X,...", "elasticity between the products of each sector (theta form, default 0)")            \
  X(rho, 'r', "SHARE", "least share of a flow that products leave to the rest of their sector (default 0.05)")         \
  X(production, 'u', "FILE", "CSV file of production: product, region, value, or quantity and unit_value")             \
  X(closed, 'c', "PASSAGES", "passages that are closed, as in hormuz,suez")                                            \
  X(opened, 'p', "PASSAGES", "passages that are open: northwest, which is closed otherwise")                           \
  X(knots, 'k', "X", "the speed at which days are told (default 17); freight is at 17")                                \
  X(wait, 'i', "PASSAGE=DAYS", "days of waiting at passages, each way, as in panama=5; then the cheapest route")       \
  X(toll, 't', "PASSAGE=USD", "tolls in USD per MMBtu of a round trip, as in suez=0.3; then the cheapest route")       \
  X(barriers, 'b', "",                                                                                                 \
    "print a scenario: what --closed and --open do to voyages between regions, as barriers of goods")                  \
  X(months, 'm', "N", "months a year for which that holds (default 12), with --barriers")                              \
  X(cheapest, 'C', "", "the cheapest route by freight and tolls rather than the shortest")                             \
  X(scaled, 's', "FILE", "write each cell that was scaled, and by how much, into this CSV file")                       \
  X(energy, 'e', "", "accounts of energy")                                                                             \
  X(food, 'F', "", "accounts of food: calories by origin")                                                             \
  X(food_tables, 'D', "DIR", "folder with diet.csv, origins.csv and feed.csv (default: built-in tables of JPN)")       \
  X(stock_tables, 'D', "DIR",                                                                                          \
    "folder with stocks.csv, calories.csv or both, for clauses and bans that spread (default: the world's)")           \
  X(balance, 'b', "FILE", "CSV file of primary energy by source: region, source, convention, production_pj ...")       \
  X(of_market, 'm', "MARKET", "the market: a built-in name or a folder, whatever the scenario says")                    \
  X(market_year, 'y', "YEAR", "this year alone, of capacities and rules")                                               \
  X(market_draws, 'n', "N", "draws of what `range` names, else of elasticities, stiffness, freight (default 0)")                           \
  X(no_page, 'R', "", "do not write report.html")                                                                       \
  X(buyer, 'c', "CODE", "the buyer that is told first (default: what the scenario says, else who loses most)")          \
  X(stops, 'k', "N", "partners to stop one by one in full equilibrium, the largest first (default 10; 0: none)")         \
  X(exposed_to, 't', "CODE", "tell the largest of what this region takes part in alone")                                \
  X(outcome, 'u', "WORDS", "what is derived: real_income (default), gdp, 'output C29', 'price JPN C29' ...; see above") \
  X(by, 'b', "WHAT", "sector: the matrix by sector, too; product: the largest are of products where a sector has them")  \
  X(wedges, 'k', "WEDGES", "the largest are of these alone, as in tariff,barrier (export_tax, productivity)")            \
  X(largest, 'n', "N", "how many of each sign are told, and solved exactly (default 10; 0: none)")                       \
  X(all_regions, 'r', "", "all regions: the matrix, and the largest of each")                                           \
  X(origins, 'i', "FILE", "CSV file of origins, before the built-in ones: importer, fuel, exporter, quantity, unit ...") \
  X(lose, 'l', "WHAT", "a supplier or a passage, as in QAT or hormuz; several are lost together: QAT,hormuz; or all")    \
  X(illegal, 'I', "SHARE", "illegal fish: tables at this share, low, point (default) or high")                           \
  X(share, 's', "SHARE", "how much of it is lost, as in '50 %' (default: all)")                                         \
  X(lost_months, 'n', "N", "months for which it is lost, at most 12, the default")                                      \
  X(of_buyer, 'b', "CODE", "this buyer alone, as in JPN; the same as the word")                                         \
  X(fuel, 'f', "FUELS", "these fuels alone, as in lng,crude, or all (default: all of the buyer's, else the market's)")   \
  X(other_capacity, 'c', "CAPACITY", "tell what it would save, as in 'CAN 14,28,56 Mt': each, set before the loss")      \
  X(release, 'r', "SHARE", "part of what is missing that stocks make up for, for months until they end (default 50 %)") \
  X(ceiling, 'C', "PRICE", "price above which demand goes unserved (default: the market's, else 8 times its mean)")      \
  X(linear, 'L', "", "linear demand, instead of that of constant elasticity")                                          \
  X(plants_year, 'y', "YEAR", "capacities of this year (default: that of the market's data)")

#define OPTIONS_OF_WORD 64
typedef enum option_id {
#define X(name, letter, argument, help) OPTION_##name,
  OPTION_LIST(X)
#undef X
      OPTION_FIRST_WORD,
  OPTION_BEFORE_FURTHER = OPTIONS_OF_WORD - 1,
#define X(name, letter, argument, help) OPTION_##name,
  FURTHER_LIST(X)
#undef X
      OPTION_COUNT
} option_id;

_Static_assert((int)OPTION_FIRST_WORD <= (int)OPTIONS_OF_WORD, "the first options of a command are bits of 64");
_Static_assert((int)OPTION_COUNT <= 2 * (int)OPTIONS_OF_WORD, "the further ones, too");
/* For the options of a command. */
#define OPTION_BIT(name)  (UINT64_C(1) << OPTION_##name)
#define FURTHER_BIT(name) (UINT64_C(1) << (OPTION_##name - OPTIONS_OF_WORD))

/* Returns the name on the command line, a constant; it differs from the identifier where two verbs mean different
 * things by one word. */
const char *option_name(option_id id);

typedef struct arguments {
  const char *value[OPTION_COUNT]; /* NULL: not given; "" for options without argument; of several the last */
  const char **set;                /* what each --set says, in their order */
  int sets;
  char *joined[2]; /* --lose and --capacity that were given more than once, with commas between; NULL: not */
  tw_settings settings;
  char **words; /* what is left: scenario, world … */
  int word_count;
  char *line; /* the command as typed, for the manifest */
} arguments;

typedef struct command {
  const char *name;    /* "world check" */
  const char *words;   /* "WORLD" */
  const char *summary; /* one line */
  const char *text;    /* more, for --help; may be "" */
  const char *example; /* lines, each a command */
  uint64_t options;    /* OPTION_BIT(world) | … */
  uint64_t further;    /* FURTHER_BIT(flows) | … */
  int takes_settings;  /* 1: flags from TW_SETTINGS_LIST */
  int least_words, most_words;
  int (*run)(tw_context *context, const arguments *arguments); /* returns the exit code */
  void (*more_help)(FILE *to); /* lists for --help and for a missing word; may be NULL */
} command;

/* The verbs, X(name): command_NAME of a file of its own, in the order in which --help lists them; help is the last. */
#define COMMAND_LIST(X)                                                                                                \
  X(run)                                                                                                               \
  X(range)                                                                                                             \
  X(merge)                                                                                                             \
  X(decide)                                                                                                            \
  X(report)                                                                                                            \
  X(compare)                                                                                                           \
  X(replay)                                                                                                            \
  X(diff)                                                                                                              \
  X(reconcile)                                                                                                         \
  X(plants)                                                                                                            \
  X(dependence)                                                                                                        \
  X(exposure)                                                                                                        \
  X(accounts)                                                                                                          \
  X(routes)                                                                                                            \
  X(market)                                                                                                            \
  X(stress)                                                                                                            \
  X(scenario_list)                                                                                                     \
  X(scenario_show)                                                                                                     \
  X(scenario_new)                                                                                                      \
  X(scenario_check)                                                                                                    \
  X(world_list)                                                                                                        \
  X(world_check)                                                                                                       \
  X(world_aggregate)                                                                                                   \
  X(world_save)                                                                                                        \
  X(world_show)                                                                                                        \
  X(world_import)                                                                                                      \
  X(world_export)                                                                                                      \
  X(world_balance)                                                                                                     \
  X(world_update)                                                                                                      \
  X(world_split)                                                                                                       \
  X(world_products)                                                                                                    \
  X(world_diff)
#define X(name) extern const command command_##name;
COMMAND_LIST(X)
#undef X

/* Returns 1 when the command has the option. */
int command_takes(const command *command, int option);
/* Fills arguments from the words after the verb. Returns 0, or the exit code when the program is to end. */
int arguments_read(tw_context *context, const command *command, int argc, char **argv, arguments *arguments);
/* Frees what arguments_read made; */
void arguments_free(arguments *arguments);
/* prints the help of a command. */
void print_help(const command *command);
/* Returns a command of the table in main.c, in the order of --help; NULL after the last. */
const command *command_at(int index);
/* What --help, the man pages and the completions of shells say of one flag of a command. */
typedef struct option_words {
  int letter;           /* 0: none */
  char name[64];        /* "year", without its dashes */
  const char *argument; /* "YEAR"; "": none */
  char help[512];
  int is_setting; /* 1: from TW_SETTINGS_LIST */
} option_words;
/* Fills words with flag `index` of the command, its options first and then the settings. Returns 0 after the last. */
int command_option(const command *command, int index, option_words *words);
/* Write, of the same table, the man pages and the completions into a folder. Return 0, or the exit code after a
 * message. */
int write_man_pages(const char *folder);
int write_completions(const char *folder);
/* Opens folder/name for them; NULL after a message. Returns, when the file is closed, 0 or the exit code. */
FILE *manual_open(const char *folder, const char *name);
int manual_close(FILE *file, const char *name);
/* Read values of options: a whole number; K/N. Return 0, or the exit code after a message. */
int read_whole(const char *text, const char *name, long long least, long long most, long long *number);
int read_shard(const char *text, int *shard, int *shards);

/* ---------------------------------------------------------------- inputs and outputs */

/* Protects what the arguments name as inputs, then asks whether all that they name as outputs may be written. Both
 * return 0, or the exit code after a message. */
int inputs_protect(tw_context *context, const command *command, const arguments *arguments);
int outputs_check(tw_context *context, const command *command, const arguments *arguments);
/* Asks the same when a scenario or decision was opened: the files that it names are inputs, too. */
int outputs_check_again(tw_context *context, const arguments *arguments);

/* ---------------------------------------------------------------- scenario and world */

/* Opens the scenario and its world: --world, else the one that the scenario names (built in, beside the scenario's
 * file, or from here). Returns 0, or the exit code after a message; both are then NULL. */
int open_scenario(tw_context *context, const arguments *arguments, tw_scenario **scenario, tw_world **world);
/* The same, but that a scenario of a market alone gets no world: *world NULL. */
int open_scenario_or_market(tw_context *context, const arguments *arguments, tw_scenario **scenario, tw_world **world);
/* The same of a scenario that is not the first word. file NULL: there is none, so the world alone: --world, else the
 * newest built-in one; options of scenarios are refused then. */
int open_scenario_of(tw_context *context, const arguments *arguments, const char *file, tw_scenario **scenario,
                     tw_world **world);
/* Opens the scenario that the first word names, with what --set says, without a world. The same returns. */
int open_scenario_alone(tw_context *context, const arguments *arguments, tw_scenario **scenario);
/* Opens the decision that the first word names, with what --set, --deficits, --focus, --elasticities and --products say.
 * Returns 0, or the exit code after a message; it is then NULL. */
int open_decision(tw_context *context, const arguments *arguments, tw_decision **decision);
/* Opens the world, which the caller frees: --world, else `name` (NULL: the newest built-in one), found as above for
 * something that `file` names. */
tw_status open_world(tw_context *context, const arguments *arguments, const char *file, const char *name,
                     tw_world **world);
/* tradewind accounts --food, of accounts_food.c. */
int accounts_food(tw_context *context, const arguments *arguments);
/* Returns 1 when the word is a market itself, built in or a folder. */
int is_market(const char *word);
/* Returns 1 when the word stands for standard input: `-`. */
int is_standard_input(const char *word);
void list_scenarios(FILE *to); /* the built-in ones, for --help */
void list_market_scenarios(FILE *to); /* those with a section market */

/* ---------------------------------------------------------------- terminal */

enum { EXIT_CERTIFIED = 0, EXIT_USAGE = 1, EXIT_INPUT = 2, EXIT_UNCERTIFIED = 3, EXIT_STOPPED = 4, EXIT_MACHINE = 5 };

/* Makes of standard output and standard error streams on which no text is obeyed by a terminal: stream.c. Before
 * anything is printed; returns 0 when out of memory. */
int streams_open(void);
/* Returns the bytes of the character that begins there, 0: none does; -1: it may be one, but its rest is not here.
 * *point is its number. */
int character_at(const unsigned char *text, size_t left, unsigned *point);
/* Returns 1 for a character that a terminal obeys: what the library refuses in texts (base/plain.c), but for line ends.
 */
int is_obeyed(unsigned point);
/* Sends what the program itself tells the terminal, on standard error, past those streams. */
void terminal_send(const char *words);
/* Sets up log, progress and signals of the context, which is cancelled by the first signal. */
void terminal_setup(tw_context *context);
/* 1: notes for those who ask are told, too; 0: others alone; -1: none. */
void terminal_verbose(int on);
int terminal_is_verbose(void); /* returns 1 when it is 1 */
void terminal_clear_progress(void);
/* While results are written, a signal waits for the writer to clean up. */
void terminal_writing(int on);
int terminal_width(void);
/* Returns 1 when standard output is a terminal that shows UTF-8, so that block characters may be drawn. */
int terminal_draws(void);
/* Returns 1 when word is one of tw_capabilities ("page"), else 0. */
int capable(const char *word);
/* Prints "The report is FOLDER/report.html: …"; where it was not written nothing, unless this build cannot write it. */
void say_report(const char *folder, int written);
/* Prints "tradewind: …" on standard error and returns the exit code. */
int fail(int code, const char *format, ...);
/* The same with the context's error text; the code follows from the status. */
int fail_status(tw_context *context, tw_status status);
/* Returns what malloc, calloc or realloc gave. Where it is NULL something of the output will be missing, which need not
 * be told where it happens: finish tells it. */
void *obtained(void *memory);
/* Returns, when standard output reached its end, code, or 5 when it could not be written, or is not complete for lack
 * of memory. */
int finish(int code);
double seconds_now(void);

/* ---------------------------------------------------------------- text */

/* Returns the characters of a text on the screen: UTF-8 continuation bytes do not count. */
int screen_width(const char *text, size_t bytes);
/* Prints a paragraph to standard output, broken at the terminal's width; lines after the first are indented. */
void print_wrapped(const char *text, int indent);
/* Prints an empty line and a paragraph, which is what stands above a table. */
#ifdef __GNUC__
__attribute__((format(printf, 1, 2)))
#endif
void print_above(const char *format, ...);
/* Prints what stands above a result whose closures differ; the line to write stands alone, so that it can be copied. ""
 * or NULL: nothing. */
void print_warning(const char *warning, const char *line);
/* Prints what stands below a headline: what results hang on because of the closure, a line each. "" or NULL:
 * nothing. */
void print_cautions(const char *cautions);
/* The sentence about products of the world whose flows are assumed, where it has any. */
void print_assumed(const tw_world *world);

enum { CELL = 96, HEAD_LINES = 3, MOST_TABLE_COLUMNS = 16, COLUMN_WRAPS = 2 };

typedef struct text_column {
  const char *head[HEAD_LINES]; /* from the top; NULL: empty */
  int left;                     /* 1: left-aligned; COLUMN_WRAPS: and not cut, but carried on in the next line */
  int shrinks;                  /* least width it may be cut to; 0: never cut */
} text_column;

/* Aligned tables: cells are added row by row. Columns that do not fit are left out from the right, those of one group
 * (the same text) together. */
typedef struct text_table text_table;
text_table *table_new(const text_column *columns, int count);
/* Says what a column is about, where several are about one thing; the text is borrowed, NULL: it stands for itself. */
void table_group(text_table *table, int column, const char *group);
void table_cell(text_table *table, const char *format, ...);
/* Prints it and frees it, and says below what was left out for lack of room. */
void table_print(text_table *table);
/* Prints it without saying so; returns the number of columns that did not fit. */
int table_print_silently(text_table *table);
void table_free(text_table *table); /* without printing */

/* Returns the decimals of a column of numbers as people read them: as many decimals as the largest needs for four
 * digits, two to six. */
int decimals_for(const double *values, const int *rows, int count);
/* These write a number into words. A change: "+1.23"; "+0.0003" where two decimals would hide it; "~0" below 5e-7, "0"
 * only for 0; "-" for a NaN. */
void change_words(char words[CELL], double value, int decimals);
/* Money: "1,234,567" with so many decimals; signed: with a plus. */
void money_words(char words[CELL], double value, int decimals, int with_sign);
/* A power: "1e-8", "3.1e-12" */
void power_words(char words[CELL], double value);
/* A time: "12 ms", "1.3 s" */
void seconds_words(char words[CELL], double seconds);
/* Writes the unit, "million USD", into words and returns them. */
const char *money_unit(const tw_world *world, char words[CELL]);

/* Returns the indices 0 … count-1 sorted by falling |key|, NaN last, which the caller frees; NULL: out of memory. */
int *order_by_size(const double *key, int count);

#endif
