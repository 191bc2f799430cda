/* The reader of scenario files: what its parts share. Inside this room.
 *
 * A file is read in this order: what it includes, its groups, its variables, then (only the file that was opened, not
 * an included one) closure, capital and against, then its rules. So a rule finds every name it may use. */
#ifndef TWI_SCENARIO_READ_READ_H
#define TWI_SCENARIO_READ_READ_H

#include "base/digest.h"
#include "scenario/rules.h"

enum { TWI_MOST_INCLUDES = 8, TWI_MOST_SCENARIO_BYTES = 4 << 20 };

typedef struct twi_reading {
  tw_context *ctx;
  tw_scenario *scenario;
  int years;                       /* 1: the scenario has years, so amounts may be given by year */
  int compared;                    /* 1: it is named in another's against; its own against is of no interest */
  const twi_scenario_file *stored; /* NULL: files are read from the disk; else these are all there are */
  int stored_count;
  const char *chain[TWI_MOST_INCLUDES + 2]; /* names of the files under way, the opened one first */
  int depth;
  int builtin;                     /* the file under way is built in */
  const twi_yaml_comment *comment; /* of the file under way, by line */
  int comments;
  const twi_scenario_part *part; /* of the file that was opened, where it holds several scenarios; else NULL */
  int parts;
} twi_reading;

/* ---------------------------------------------------------------- amount.c, quantity.c
 *
 * All that reads here returns TW_BAD_INPUT with FILE:LINE:COLUMN, what was found and what was expected. Nodes are
 * borrowed: the tree is the scenario's. */

/* Reads an amount, which is freed with twi_amount_free, also after an error; form is copied into it. */
tw_status twi_amount_read(twi_reading *r, const twi_yaml *node, const twi_amount_form *form, twi_amount *amount);
void twi_amount_free(tw_context *ctx, twi_amount *amount);
/* Reads a point of an amount: a scalar with a number and its unit, no variable and no column. value is in what is
 * stored (25 % is 0.25); currency is filled for money. */
tw_status twi_quantity_read(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, double *value,
                            twi_unit *unit, char currency[4]);
/* Puts into words what the form takes: "a percentage such as 25 % or a tariff column such as tariff_mfn_pct". */
void twi_form_words(const twi_amount_form *form, char *words, size_t room);

/* ---------------------------------------------------------------- advice.c: always TW_BAD_INPUT, with what to write */

/* For a scalar that is no number with a unit that may be written. wrong: why the number is none ("": there is none),
 * NULL where it is the unit that is unknown. */
tw_status twi_amount_advise(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const char *wrong);
/* For one whose unit may be written, but not here. */
tw_status twi_amount_fail_unit(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const char *number,
                               size_t length, twi_unit unit);
/* For three letters without thousand, million or billion before them. */
tw_status twi_amount_fail_scale(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const char *number,
                                size_t length, const char *code);
/* For a scale, and a word after it that is no currency. */
tw_status twi_amount_fail_currency(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const char *word,
                                   size_t length);

/* ---------------------------------------------------------------- variables.c, sources.c, years.c */

/* Reads the mapping `variables` into the scenario, which owns them. */
tw_status twi_variables_read(twi_reading *r, const twi_yaml *node);
/* Tells the log which variables of the opened file nothing used. */
void twi_variables_tell_unused(const twi_reading *r);
/* Reads `$name`, `-$name` or `0.5 $name`: amount becomes a copy of the variable's times the factor. */
tw_status twi_variable_use(twi_reading *r, const twi_yaml *node, const twi_amount_form *form, twi_amount *amount);
void twi_variables_free(tw_scenario *scenario);
/* Returns the scenario's variable of that name, NULL when there is none. */
const twi_variable *twi_variable_find(const tw_scenario *scenario, const char *name, size_t length);
/* Gives the name nearest to one that is not there, and the list of those that are. *nearest NULL: none is near. */
void twi_variable_names(const tw_scenario *scenario, const char *name, size_t length, const char **nearest, char *list,
                        size_t room);

/* Adds the comment at the end of the line, if any, to what *source holds (NULL: nothing) unless it is there already;
 * the caller frees *source. TW_NO_MEMORY is the only error. */
tw_status twi_source_add(const twi_reading *r, int line, char **source);

/* Returns a year written as a number of four digits; 0: it is none. */
int twi_year_read(const char *text, size_t length);

/* ---------------------------------------------------------------- groups.c, place.c */

/* Reads the mapping `groups` into the scenario. */
tw_status twi_groups_read(twi_reading *r, const twi_yaml *node);
/* chosen.c: the key `elasticities`, and that both sides have one set. */
tw_status twi_elasticities_key_read(tw_context *ctx, tw_scenario *scenario, const twi_yaml *root);
tw_status twi_elasticities_agree(tw_context *ctx, const tw_scenario *scenario);
/* chosen_products.c: the same of the key `products`. */
tw_status twi_products_key_read(tw_context *ctx, tw_scenario *scenario, const twi_yaml *root);
tw_status twi_products_agree(tw_context *ctx, const tw_scenario *scenario);

/* Reads selectors, except and both_ways of a mapping whose keys have been checked. what: "rule tariff". */
tw_status twi_place_read(tw_context *ctx, const twi_yaml *node, const twi_selector_key *key, const char *what,
                         twi_place *place);
/* Checks that a selector is a name or a list of names. */
tw_status twi_selector_check(tw_context *ctx, const twi_yaml *node, const char *key);
/* Each adds keys of a place to keys: those of its selectors; except and both_ways. Returns the new count. At most
 * TWI_SELECTORS + 3 in all. */
int twi_place_selector_keys(const twi_selector_key *key, const char **keys, int count);
int twi_place_other_keys(const twi_selector_key *key, const char **keys, int count);
/* Reads the key `own` of a rule; TW_BAD_INPUT for a rule that cannot have it. */
tw_status twi_own_read(tw_context *ctx, twi_rule *rule);
/* Reads true or false. */
tw_status twi_switch_read(tw_context *ctx, const twi_yaml *node, int *on);

/* ---------------------------------------------------------------- policy.c and the rules with files of their own */

/* The first reads the list of rules into the scenario, which owns them; the others one rule of their kind. */
tw_status twi_policy_read(twi_reading *r, const twi_yaml *policy);
tw_status twi_preference_read(twi_reading *r, twi_rule *rule);
tw_status twi_target_read(twi_reading *r, twi_rule *rule);
/* Frees what the rule owns, not the struct. */
void twi_rule_free(tw_context *ctx, twi_rule *rule);

/* ---------------------------------------------------------------- closure.c, capital.c: into the scenario */

/* Reads one word of deficits. */
tw_status twi_deficits_read(tw_context *ctx, const twi_yaml *node, twi_deficits *deficits);
/* Read the mappings `closure` and `capital`. */
tw_status twi_closure_read(twi_reading *r, const twi_yaml *node);
void twi_closure_entry_free(tw_context *ctx, twi_closure_entry *entry);
tw_status twi_capital_read(twi_reading *r, const twi_yaml *node);

/* ---------------------------------------------------------------- range.c: into the scenario; elasticities.c */

/* Reads the mapping `range`. */
tw_status twi_range_read(twi_reading *r, const twi_yaml *node);
void twi_range_free(tw_context *ctx, twi_range *range);
/* market.c: the rules of a lever or a contingency, policy and shock, after those of the section. */
tw_status twi_market_part_read(twi_reading *r, const twi_yaml *node);
/* The rules of the section of a file that a decision over a market and the core includes, which is of the same market. */
tw_status twi_market_included_read(twi_reading *r, const twi_yaml *node);
/* Sets *to to the selector of codes that the key of the node has; NULL where there is none. */
tw_status twi_market_codes_read(tw_context *ctx, const twi_yaml *node, const char *key, const twi_yaml **to);
/* range_market.c: the entry `market` of it, an entry or a list of them. */
tw_status twi_range_market_read(twi_reading *r, const twi_yaml *node);
/* TW_BAD_INPUT where a range of markets has no section market beside it, or one of a market alone says what only a world
 * has. */
tw_status twi_range_market_check(twi_reading *r);
/* Reads a file of elasticities, relative to the file under way; the caller frees what comes of it. */
tw_status twi_elasticities_read(twi_reading *r, const twi_yaml *node, twi_elasticity_file **file);
/* Reads in the same way a checked-in table: its rows have the codes of the source's own sectors. */
tw_status twi_elasticities_builtin(twi_reading *r, const twi_yaml *node, twi_elasticity_file **file);
void twi_elasticities_free(tw_context *ctx, twi_elasticity_file *file);

/* ---------------------------------------------------------------- plants.c: into the scenario */

/* Reads the mapping `plants`. */
tw_status twi_plants_read(twi_reading *r, const twi_yaml *node);

/* ---------------------------------------------------------------- market.c: into the scenario */

/* Reads the mapping `market`; frees what its rules own. */
tw_status twi_market_section_read(twi_reading *r, const twi_yaml *node);

/* ---------------------------------------------------------------- cascade.c */

/* Reads the section `cascade`, and the kind of a rule clause. */
tw_status twi_cascade_read(twi_reading *r, const twi_yaml *node);
tw_status twi_clause_read(tw_context *ctx, twi_rule *rule);
/* Frees the scenario of a round (scenario/cascade.c). */
void twi_round_free(tw_scenario *round);
void twi_market_section_free(tw_scenario *scenario);

/* ---------------------------------------------------------------- iuu.c: into the scenario */

/* Reads the mapping `iuu`; frees what it owns. */
tw_status twi_iuu_read(twi_reading *r, const twi_yaml *node);
void twi_iuu_free(tw_scenario *scenario);

/* ---------------------------------------------------------------- include.c, scenario.c */

/* Reads what `include` names into the scenario. */
tw_status twi_include_read(twi_reading *r, const twi_yaml *node);
/* Makes the texts of compared.c, of a scenario that has been read, which owns them; notes what is left out. */
tw_status twi_compared_read(twi_reading *r);
void twi_compared_free(tw_scenario *scenario);

/* Reads against: a name, or {scenario: NAME, deficits: …}. */
tw_status twi_against_read(twi_reading *r, const twi_yaml *node);
/* Adds a file, which is copied, to those that the scenario was read from and its digest is of. */
tw_status twi_remember_file(twi_reading *r, const char *text, size_t bytes, const char *origin);
/* Returns a stored file by its name, which is borrowed; NULL: there is none. */
const twi_scenario_file *twi_stored_find(const twi_reading *r, const char *name);
/* Returns a path relative to the file under way, with the ending, which the caller frees; NULL: out of memory. */
char *twi_path_beside(const twi_reading *r, const char *name, const char *ending);
void twi_variation_free(tw_scenario *variation);
/* Reads the text of one file, opened (depth 0) or included, into the scenario. */
tw_status twi_scenario_read_text(twi_reading *r, const char *text, size_t bytes, const char *origin);
/* Makes a scenario of its text, which the caller frees. from: who reads, for the fields builtin, compared, years and
 * stored. */
tw_status twi_scenario_read(tw_context *ctx, const char *text, size_t bytes, const char *origin,
                            const twi_reading *from, tw_scenario **scenario);

/* Does the same for a reading that is filled in but for its scenario. */
tw_status twi_scenario_read_all(twi_reading *r, const char *text, size_t bytes, const char *origin,
                                tw_scenario **scenario);
/* Reads the closure, and what is compared with what, of the file that was opened. */
tw_status twi_closures_read(twi_reading *r, const twi_yaml *root);

/* ---------------------------------------------------------------- given.c: what is among the stored files */

/* Puts the amount that is given for the variable, if one is, in the place of the one that was read. */
tw_status twi_given_amount(twi_reading *r, const char *name, twi_variable *variable);
/* Says in the titles which variables have other amounts than the file's, as titles may speak of those: "Canada exports 28
 * Mt (capacity = 14 Mt)". */
tw_status twi_given_titles(twi_reading *r);
/* What was typed has no lines: messages about a node of it, and those below, name its origin alone. */
void twi_given_forget_place(const twi_yaml *node);
/* Returns the option that gives the focus; NULL: there is none. */
const twi_scenario_file *twi_given_focus(const twi_reading *r);
/* Puts the given rule of deficits on both sides. */
tw_status twi_given_deficits(twi_reading *r);
/* Puts what is given of profits into the scenario, and into what it is compared with. */
tw_status twi_given_profits(twi_reading *r);
/* Adds the options to the files of the scenario, after all that it was read from. */
tw_status twi_given_remember(twi_reading *r);

/* ---------------------------------------------------------------- focus.c */

/* Reads the focus of the file that was opened, or the option that takes its place. */
tw_status twi_focus_read(twi_reading *r, const twi_yaml *root);

/* ---------------------------------------------------------------- parts.c */

/* Reads the keys of a file of several scenarios that make the one of the reading's parts. */
tw_status twi_scenario_parts_read(twi_reading *r, const twi_yaml *root);

#endif
