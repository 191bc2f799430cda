/* Decisions opened and asked: from a text, a file, the built-in ones, or those that a results folder kept. How a
 * file is read, and what it made freed, is in decide_read.c. */
#include <stdio.h>
#include <string.h>

#include "base/builtin.h"
#include "base/file.h"
#include "base/names.h"
#include "base/text.h"
#include "choice/decide.h"
#include "scenario/rules.h"

static const char folder[] = "decisions/";

/* ---------------------------------------------------------------- open */

tw_status tw_decision_parse(tw_context *ctx, const char *text, size_t bytes, const char *origin, tw_decision **decision)
{
  return twi_decision_read(ctx, text, bytes, origin, 0, NULL, 0, decision);
}

tw_status twi_decision_read_stored(tw_context *ctx, const twi_scenario_file *files, int count, tw_decision **decision)
{
  *decision = NULL;
  if (count < 1) return twi_fail(ctx, TW_BAD_INPUT, "no file of the decision is stored");
  return twi_decision_read(ctx, files[0].text, files[0].bytes, files[0].name, files[0].builtin, files, count, decision);
}

const char *tw_decision_builtin(int index)
{
  int count;
  const twi_builtin_file *files = twi_builtin_files(&count);
  for (int i = 0; i < count; i++)
    if (strncmp(files[i].name, folder, strlen(folder)) == 0 && index-- == 0) return files[i].name + strlen(folder);
  return NULL;
}

const char *tw_decision_builtin_text(const char *name)
{
  char path[256];
  int n = name && !strchr(name, '/') ? snprintf(path, sizeof path, "%s%s", folder, name) : 0;
  const twi_builtin_file *file = n > 0 && (size_t)n < sizeof path ? twi_builtin_find(path) : NULL;
  return file ? (const char *)file->data : NULL; /* a 0 follows it */
}

/* Neither a file nor a built-in decision: perhaps a scenario, else what there is. */
static tw_status say_absent(tw_context *ctx, const char *file)
{
  enum { MOST = 64 };
  const char *names[MOST];
  int count = 0;
  if (twi_scenario_find_builtin(file))
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s is a built-in scenario, for `tradewind run %s`; a decision has levers and contingencies", file,
                    file);
  while (count < MOST && (names[count] = tw_decision_builtin(count))) count++;
  const char *nearest = twi_nearest(file, strlen(file), names, count);
  if (nearest)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s: there is no such file, and no built-in decision of that name; did you mean %s?", file,
                    nearest);
  twi_text list = {.ctx = ctx};
  for (int i = 0; i < count; i++) twi_text_printf(&list, "%s%s", i ? ", " : "", names[i]);
  char *words = NULL;
  tw_status status = twi_text_take(&list, &words);
  if (status == TW_OK)
    status =
        twi_fail(ctx, TW_BAD_INPUT, "%s: there is no such file, and no built-in decision of that name; there %s %s",
                 file, count == 1 ? "is" : "are", words);
  twi_free(ctx, words);
  return status;
}

tw_status tw_decision_open(tw_context *ctx, const char *file, tw_decision **decision)
{
  enum { MOST_BYTES = 4 << 20 };
  *decision = NULL;
  char path[256];
  int n = snprintf(path, sizeof path, "%s%s", folder, file);
  const twi_builtin_file *builtin =
      strchr(file, '/') || n < 0 || (size_t)n >= sizeof path ? NULL : twi_builtin_find(path);
  if (builtin) return twi_decision_read(ctx, (const char *)builtin->data, builtin->size, file, 1, NULL, 0, decision);
  if (twi_path_kind_of(file) == TWI_PATH_ABSENT) return say_absent(ctx, file);
  char *text;
  size_t bytes;
  tw_status status = twi_read_file(ctx, file, MOST_BYTES, &text, &bytes);
  if (status != TW_OK) return status;
  status = twi_decision_read(ctx, text, bytes, file, 0, NULL, 0, decision);
  twi_free(ctx, text);
  return status;
}

tw_status tw_decision_use_elasticities(tw_context *ctx, tw_decision *d, const char *set)
{
  tw_status status = TW_OK;
  for (int k = 0; k < d->levers * d->contingencies && status == TW_OK; k++)
    status = tw_scenario_use_elasticities(ctx, d->cell[k], set);
  for (int k = 0; d->frontier.cell && k < d->contingencies && status == TW_OK; k++)
    status = tw_scenario_use_elasticities(ctx, d->frontier.cell[k], set);
  return status == TW_OK ? twi_decision_digest(d) : status;
}

tw_status tw_decision_use_products(tw_context *ctx, tw_decision *d, const char *products)
{
  tw_status status = TW_OK;
  for (int k = 0; k < d->levers * d->contingencies && status == TW_OK; k++)
    status = tw_scenario_use_products(ctx, d->cell[k], products);
  for (int k = 0; d->frontier.cell && k < d->contingencies && status == TW_OK; k++)
    status = tw_scenario_use_products(ctx, d->frontier.cell[k], products);
  return status == TW_OK ? twi_decision_digest(d) : status;
}

/* ---------------------------------------------------------------- what it says */

const char *tw_decision_text(const tw_decision *d, const char *field)
{
  if (strcmp(field, "decide") == 0) return d->name;
  int known;
  const char *text = twi_texts_field(&d->titles, "title", field, &known);
  if (!known) text = twi_texts_field(&d->remarks, "notes", field, &known);
  if (known) return text;
  if (strcmp(field, "world") == 0) return d->world;
  if (strcmp(field, "indicator") == 0) return d->indicator;
  if (strcmp(field, "sha256") == 0) return d->sha256;
  if (strcmp(field, "left_out") == 0) return d->left_out;
  if (strcmp(field, "market_only") == 0) return d->of_market ? "yes" : NULL;
  if (strcmp(field, "linked") == 0) return d->linked ? "" : NULL;
  if (d->of_market && strcmp(field, "comparison") == 0)
    return "Levers are there in the long run, what happens comes on top in the short run; every pair is solved as "
           "`tradewind market` solves a scenario.";
  if (strncmp(field, "against_title", strlen("against_title")) == 0) return tw_scenario_text(d->cell[0], field);
  static const char *const shared[] = {"against",    "deficits",     "against_deficits", "closure_parts",
                                       "comparison", "warning",      "against_line",     "closure_line",
                                       "cautions",   "elasticities", "products"};
  for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
    if (strcmp(field, shared[i]) == 0) return tw_scenario_text(d->cell[0], field);
  twi_no_field(d->ctx, "a decision", field);
  return NULL;
}

int tw_decision_levers(const tw_decision *d)
{
  return d->levers;
}

int tw_decision_contingencies(const tw_decision *d)
{
  return d->contingencies;
}

/* Name or title of a lever or a contingency, the title in a language too. */
static const char *option_text(const twi_option *option, const char *field)
{
  int known;
  if (strcmp(field, "title") == 0) return option->title;
  const char *text = twi_texts_field(&option->titles, "title", field, &known);
  return known ? text : option->name;
}

const char *tw_decision_lever(const tw_decision *d, int lever, const char *field)
{
  return option_text(&d->lever[lever], field);
}

const char *tw_decision_contingency(const tw_decision *d, int contingency, const char *field)
{
  return option_text(&d->contingency[contingency], field);
}

double tw_decision_probability(const tw_decision *d, int contingency)
{
  return d->contingency[contingency].probability;
}

const tw_scenario *tw_decision_scenario(const tw_decision *d, int lever, int contingency)
{
  return d->cell[lever * d->contingencies + contingency];
}
