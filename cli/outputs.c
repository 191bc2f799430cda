/* What a command reads and what it writes: nothing is written over what is read, and that is found before anything is
 * computed. The library looks again when it writes. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

/* Names of files and folders to read. */
static const option_id reads[] = {OPTION_world,       OPTION_regions,      OPTION_sectors,  OPTION_tariffs,
                                  OPTION_concordance, OPTION_elasticities, OPTION_totals,   OPTION_trade,
                                  OPTION_gdp,         OPTION_shares,       OPTION_other,    OPTION_chosen,
                                  OPTION_flows,       OPTION_product_list,     OPTION_families, OPTION_production,
                                  OPTION_balance,     OPTION_origins};

static int ends_with(const char *text, const char *ending)
{
  size_t n = strlen(text), m = strlen(ending);
  return n >= m && strcmp(text + n - m, ending) == 0;
}

static int is_builtin(const char *word)
{
  const char *name;
  if (strcmp(word, "default") == 0) return 1;
  for (int i = 0; (name = tw_world_builtin(i)); i++)
    if (strcmp(name, word) == 0) return 1;
  for (int i = 0; (name = tw_scenario_builtin(i)); i++)
    if (strcmp(name, word) == 0) return 1;
  for (int i = 0; (name = tw_decision_builtin(i)); i++)
    if (strcmp(name, word) == 0) return 1;
  return 0;
}

static tw_status add_input(tw_context *context, const char *path)
{
  return path && !is_standard_input(path) && !is_builtin(path) && access(path, F_OK) == 0 ? tw_input_add(context, path)
                                                                                          : TW_OK;
}

/* FILE:COLUMN; a file may have a colon in its name, too. */
static tw_status add_with_column(tw_context *context, const char *text)
{
  const char *colon = text ? strrchr(text, ':') : NULL;
  tw_status status = add_input(context, text);
  if (!colon || status != TW_OK) return status;
  char *file = malloc((size_t)(colon - text) + 1);
  if (!file) return TW_NO_MEMORY;
  memcpy(file, text, (size_t)(colon - text));
  file[colon - text] = 0;
  status = add_input(context, file);
  free(file);
  return status;
}

int inputs_protect(tw_context *context, const command *c, const arguments *a)
{
  int words = c == &command_world_save && a->word_count > 1 ? 1 : a->word_count; /* its second word is the target */
  if (c == &command_scenario_new || c == &command_scenario_show || c == &command_accounts) words = 0; /* no files */
  tw_protect_inputs(context);
  tw_status status = add_with_column(context, a->value[OPTION_tariff]);
  for (size_t i = 0; i < sizeof reads / sizeof *reads && status == TW_OK; i++)
    status = add_input(context, a->value[reads[i]]);
  for (int i = 0; i < words && status == TW_OK; i++) status = add_input(context, a->words[i]);
  if (status == TW_NO_MEMORY) return fail(EXIT_MACHINE, "error: out of memory");
  return status == TW_OK ? 0 : fail_status(context, status);
}

/* --out of what makes a world: by --to, or by the ending. */
static tw_output kind_of_target(const arguments *a, const char *target)
{
  const char *to = a->value[OPTION_to];
  if (to && strcmp(to, "csv") == 0) return TW_OUTPUT_FILE;
  if (to && strcmp(to, "dta") == 0) return TW_OUTPUT_STATA;
  return !to && ends_with(target, ".tww") ? TW_OUTPUT_FILE : TW_OUTPUT_WORLD;
}

int outputs_check(tw_context *context, const command *c, const arguments *a)
{
  const char *results = a->value[OPTION_out] ? a->value[OPTION_out] : a->value[OPTION_variants];
  const char *target = a->value[OPTION_target], *page = c == &command_merge ? a->value[OPTION_page] : NULL;
  const char *file[] = {a->value[OPTION_draws_csv],
                        a->value[OPTION_report],
                        a->value[OPTION_store],
                        a->value[OPTION_scaled],
                        page,
                        c == &command_world_save && a->word_count > 1 ? a->words[1] : NULL};
  tw_status status = TW_OK;
  for (size_t i = 0; i < sizeof file / sizeof *file && status == TW_OK; i++)
    if (file[i]) status = tw_output_check(context, TW_OUTPUT_FILE, file[i]);
  if (status == TW_OK && target) status = tw_output_check(context, kind_of_target(a, target), target);
  if (status == TW_OK && results) status = tw_output_check(context, TW_OUTPUT_RESULTS, results);
  return status == TW_OK ? 0 : fail_status(context, status);
}

int outputs_check_again(tw_context *context, const arguments *a)
{
  int code = outputs_check(context, NULL, a);
  const char *store = a->value[OPTION_store];
  if (code || !store) return code;
  tw_status status = tw_input_add(context, store); /* it is read as well, and no results go over it */
  if (status == TW_OK && a->value[OPTION_out])
    status = tw_output_check(context, TW_OUTPUT_RESULTS, a->value[OPTION_out]);
  return status == TW_OK ? 0 : fail_status(context, status);
}
