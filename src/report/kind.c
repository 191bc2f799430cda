/* What a results folder is of: see kind.h. */
#include "report/kind.h"

#include <string.h>

static const struct kind {
  const char *word, *words;
} kinds[TWI_RESULTS_KINDS] = {[TWI_RESULTS_RUN] = {"run", "a run"},
                              [TWI_RESULTS_RANGE] = {"range", "a range"},
                              [TWI_RESULTS_DECIDE] = {"decide", "a decision"},
                              [TWI_RESULTS_RECONCILE] = {"reconcile", "a reconciliation"},
                              [TWI_RESULTS_PLANTS] = {"plants", "plants"},
                              [TWI_RESULTS_ACCOUNTS] = {"accounts", "accounts"},
                              [TWI_RESULTS_MARKET] = {"market", "a market"}};

const char *twi_results_word(twi_results_kind kind)
{
  return kinds[kind].word;
}

const char *twi_results_words(twi_results_kind kind)
{
  return kinds[kind].words;
}

static int find_kind(const char *word, twi_results_kind *kind)
{
  for (int i = 0; i < TWI_RESULTS_KINDS; i++) {
    *kind = (twi_results_kind)i;
    if (strcmp(word, kinds[i].word) == 0) return 1;
  }
  return 0;
}

twi_results_kind twi_results_kind_said(const json_t *manifest)
{
  const char *word = twi_json_word(manifest, NULL, "kind");
  twi_results_kind kind;
  if (word && find_kind(word, &kind)) return kind;
  if (json_object_get(manifest, "decision")) return TWI_RESULTS_DECIDE;
  return json_object_get(manifest, "range") ? TWI_RESULTS_RANGE : TWI_RESULTS_RUN;
}

tw_status twi_results_kind_of(tw_context *ctx, const char *folder, const json_t *manifest, twi_results_kind *kind)
{
  const char *program = twi_json_word(manifest, NULL, "program"), *word = twi_json_word(manifest, NULL, "kind");
  if (!program || strcmp(program, "tradewind") != 0)
    return twi_fail(ctx, TW_BAD_INPUT, "%s/run.json: expected \"program\": \"tradewind\", as run writes it", folder);
  *kind = twi_results_kind_said(manifest);
  if (!word || !*word || find_kind(word, &(twi_results_kind){TWI_RESULTS_RUN})) return TW_OK;
  return twi_fail(ctx, TW_BAD_INPUT, "%s/run.json: found \"kind\": \"%s\", expected run, range, decide, reconcile, plants, "
                  "accounts or market",
                  folder, word);
}

int twi_results_are_there(twi_results_kind kind, const json_t *manifest)
{
  return json_is_true(json_object_get(manifest, "certified")) ||
         ((kind == TWI_RESULTS_RECONCILE || kind == TWI_RESULTS_ACCOUNTS) &&
          json_object_size(json_object_get(manifest, "files")) > 0);
}
