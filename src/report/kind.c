/* What a results folder is of: see kind.h. */
#include "report/kind.h"

#include <string.h>

#include "base/text.h"

#define ROW(NAME, name, tables_, inputs, article, ...)                                                                 \
  [TWI_RESULTS_##NAME] = {.word = #name, .tables = #tables_, __VA_ARGS__},
static const twi_results_row rows[TWI_RESULTS_KINDS] = {TWI_RESULTS_LIST(ROW)};

const twi_results_row *twi_results_row_of(twi_results_kind kind)
{
  return &rows[kind];
}

const char *twi_results_word(twi_results_kind kind)
{
  return rows[kind].word;
}

const char *twi_results_words(twi_results_kind kind)
{
  return rows[kind].words;
}

static int find_kind(const char *word, twi_results_kind *kind)
{
  for (int i = 0; i < TWI_RESULTS_KINDS; i++) {
    *kind = (twi_results_kind)i;
    if (strcmp(word, rows[i].word) == 0) return 1;
  }
  return 0;
}

twi_results_kind twi_results_kind_said(const json_t *manifest)
{
  const char *word = twi_json_word(manifest, NULL, "kind");
  twi_results_kind kind;
  if (word && find_kind(word, &kind)) return kind;
  for (int i = TWI_RESULTS_KINDS - 1; i > TWI_RESULTS_RUN; i--) /* a decision may have the key of a range, too */
    if (rows[i].older && json_object_get(manifest, rows[i].older)) return (twi_results_kind)i;
  return TWI_RESULTS_RUN;
}

tw_status twi_results_kind_of(tw_context *ctx, const char *folder, const json_t *manifest, twi_results_kind *kind)
{
  const char *program = twi_json_word(manifest, NULL, "program"), *word = twi_json_word(manifest, NULL, "kind");
  if (!program || strcmp(program, "tradewind") != 0)
    return twi_fail(ctx, TW_BAD_INPUT, "%s/run.json: expected \"program\": \"tradewind\", as run writes it", folder);
  *kind = twi_results_kind_said(manifest);
  if (!word || !*word || find_kind(word, &(twi_results_kind){TWI_RESULTS_RUN})) return TW_OK;
  twi_text all = {.ctx = ctx};
  for (int i = 0; i < TWI_RESULTS_KINDS; i++)
    twi_text_printf(&all, "%s%s", i == 0 ? "" : i < TWI_RESULTS_KINDS - 1 ? ", " : " or ", rows[i].word);
  tw_status status = all.failed ? twi_no_memory(ctx, all.used)
                                : twi_fail(ctx, TW_BAD_INPUT, "%s/run.json: found \"kind\": \"%s\", expected %s",
                                           folder, word, all.bytes);
  twi_text_clear(&all);
  return status;
}

int twi_results_are_there(twi_results_kind kind, const json_t *manifest)
{
  return json_is_true(json_object_get(manifest, "certified")) ||
         (rows[kind].uncertified && json_object_size(json_object_get(manifest, "files")) > 0);
}
