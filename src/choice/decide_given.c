/* What a caller gives instead of what a decision's file says, for all of its pairs: see scenario/given.h. The decision
 * is read again from its own files, with the option among them. */
#include "scenario/given.h"

#include <string.h>

#include "choice/decide.h"
#include "scenario/rules.h"

static int is_among(const twi_scenario_file *file, int count, const twi_scenario_file *one)
{
  for (int i = 0; i < count; i++)
    if (file[i].against == one->against && strcmp(file[i].name, one->name) == 0) return 1;
  return 0;
}

tw_status twi_decision_files(tw_context *ctx, const tw_decision *d, twi_scenario_file **files, int *count)
{
  twi_scenario_file *all = NULL;
  tw_status status = TW_OK;
  *files = NULL;
  *count = 0;
  for (int k = 0; k < d->levers * d->contingencies && status == TW_OK; k++) {
    twi_scenario_file *own, *grown;
    int found;
    status = twi_scenario_files(ctx, d->cell[k], &own, &found);
    if (status != TW_OK) break;
    grown = twi_resize(ctx, all, (size_t)(*count + found), sizeof *all);
    if (grown) all = grown;
    if (!grown) status = twi_no_memory(ctx, 0);
    for (int i = 0; i < found && grown; i++) {
      if (is_among(all, *count, &own[i])) continue;
      all[(*count)++] = own[i];
      own[i].name = own[i].text = NULL; /* taken over */
    }
    twi_scenario_files_free(ctx, own, found);
  }
  if (status == TW_OK) {
    *files = all;
    return TW_OK;
  }
  twi_scenario_files_free(ctx, all, *count);
  *count = 0;
  return status;
}

static int has_variable(const tw_scenario *s, const char *name)
{
  const char *other;
  for (int i = 0; (other = tw_scenario_variable(s, i)); i++)
    if (strcmp(other, name) == 0) return 1;
  return 0;
}

static tw_status give_decision(tw_context *ctx, tw_decision *d, twi_given what, const char *name, const char *text)
{
  twi_scenario_file *files;
  int count, known = name == NULL, cells = d->levers * d->contingencies;
  tw_decision *fresh = NULL;
  tw_status status = twi_decision_files(ctx, d, &files, &count);
  if (status != TW_OK) return status;
  status = twi_given_add(ctx, &files, &count, what, name, text);
  twi_log_again(ctx, 1);
  if (status == TW_OK) status = twi_decision_read_stored(ctx, files, count, &fresh);
  twi_log_again(ctx, 0);
  twi_scenario_files_free(ctx, files, count);
  for (int k = 0; status == TW_OK && k < cells && !known; k++) known = has_variable(fresh->cell[k], name);
  if (status == TW_OK && !known) status = twi_given_fail(ctx, name, fresh->cell, cells);
  if (status == TW_OK) {
    tw_decision old = *d;
    *d = *fresh;
    *fresh = old;
  }
  tw_decision_free(fresh);
  return status;
}

tw_status tw_decision_set(tw_context *ctx, tw_decision *d, const char *name, const char *amount)
{
  tw_status status = twi_given_check(ctx, name, amount);
  return status == TW_OK ? give_decision(ctx, d, TWI_GIVEN_AMOUNT, name, amount) : status;
}

tw_status tw_decision_use_deficits(tw_context *ctx, tw_decision *d, const char *deficits)
{
  const tw_scenario *s = d->cell[0];
  tw_status status = twi_given_deficits_word(ctx, deficits, &deficits);
  if (status != TW_OK) return status;
  twi_given_tell_deficits(ctx, s, deficits);
  return give_decision(ctx, d, TWI_GIVEN_DEFICITS, NULL, deficits);
}

tw_status tw_decision_use_profits(tw_context *ctx, tw_decision *d, const char *profits)
{
  tw_status status = twi_given_profits_word(ctx, profits, &profits);
  return status == TW_OK ? give_decision(ctx, d, TWI_GIVEN_PROFITS, NULL, profits) : status;
}

tw_status tw_decision_use_focus(tw_context *ctx, tw_decision *d, const char *focus)
{
  tw_status status = twi_given_focus_check(ctx, focus);
  return status == TW_OK ? give_decision(ctx, d, TWI_GIVEN_FOCUS, NULL, focus) : status;
}
