/* What a caller gives instead of what the file says: amounts of variables (`--set NAME=AMOUNT`), the rule of deficits
 * (`--deficits WORD`), who gets profits (`--profits WORD`) and the focus (`--focus "CAN C29"`).
 *
 * Each is kept with the scenario as a file whose name is the option, `--set car_duty` or `--deficits`, and whose text
 * is what was given. So the SHA-256 of the scenario covers it, run.json has it, and what is read from there solves the
 * same: the reader looks for them among the stored files (read/given.c). */
#ifndef TWI_SCENARIO_GIVEN_H
#define TWI_SCENARIO_GIVEN_H

#include "scenario/scenario.h"

typedef enum twi_given { TWI_GIVEN_AMOUNT, TWI_GIVEN_DEFICITS, TWI_GIVEN_PROFITS, TWI_GIVEN_FOCUS } twi_given;

/* Returns 1 when a file that is kept with a scenario is such an option, or the choice of elasticities. */
int twi_is_option_file(const twi_scenario_file *file);
/* Makes of files the same with one more option, or with another text of it; the caller frees them with
 * twi_scenario_files_free. name: of the variable, when what is given is its amount. TW_NO_MEMORY is the only error,
 * after which the files are as they were. */
tw_status twi_given_add(tw_context *ctx, twi_scenario_file **files, int *count, twi_given what, const char *name,
                        const char *text);
/* Checks what was given before anything is read: TW_USAGE for an empty name or amount. */
tw_status twi_given_check(tw_context *ctx, const char *name, const char *text);
/* Gives the word as it is kept, which is constant; TW_USAGE, with the nearest, unless it is a rule of deficits. */
tw_status twi_given_deficits_word(tw_context *ctx, const char *word, const char **kept);
/* The same of who gets profits. */
tw_status twi_given_profits_word(tw_context *ctx, const char *word, const char **kept);
/* Checks that there is one or two words: TW_USAGE. */
tw_status twi_given_focus_check(tw_context *ctx, const char *focus);
/* Tells the log where the file had another rule on each side, which is now one. */
void twi_given_tell_deficits(tw_context *ctx, const tw_scenario *scenario, const char *deficits);
/* Returns TW_BAD_INPUT, which says that there is no variable of that name in any of the scenarios, and what there is.
 */
tw_status twi_given_fail(tw_context *ctx, const char *name, tw_scenario *const *scenarios, int count);

#endif
