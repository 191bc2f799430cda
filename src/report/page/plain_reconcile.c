/* A reconciliation on the page without scripts: every number of reconcile.json. What is not there is shown as empty. */
#include "report/page/plain_reconcile.h"

#include <math.h>

#include "report/json.h"
#include "report/page/plain_made.h"
#include "report/page/plain_table.h"
#include "report/page/plain_words.h"

static void put_variants(twi_text *out, json_t *list)
{
  json_t *variant;
  size_t i;
  twi_text_put(out, "<ol>\n");
  json_array_foreach(list, i, variant)
  {
    const char *message = twi_json_word(variant, NULL, "message"), *lacks = twi_json_word(variant, NULL, "lacks");
    twi_text_put(out, "<li><strong>");
    twi_plain_text(out, twi_json_word(variant, NULL, "title"));
    twi_text_put(out, "</strong>");
    if (json_is_true(json_object_get(variant, "is_run"))) twi_text_put(out, " (this is the run)");
    if (json_is_false(json_object_get(variant, "in_chain"))) twi_text_put(out, " (against the run)");
    twi_text_put(out, ": ");
    twi_plain_text(out, twi_json_word(variant, NULL, "what"));
    if (lacks && *lacks) {
      twi_text_put(out, " ");
      twi_plain_text(out, lacks);
    }
    if (message && *message) {
      twi_text_put(out, " <strong>No certified solution:</strong> ");
      twi_plain_text(out, message);
    }
    twi_text_put(out, "</li>\n");
  }
  twi_text_put(out, "</ol>\n");
}

enum { REGION_COLUMNS = 2 };

typedef struct variant_rows {
  const twi_page_run *run;
  const char *key;
} variant_rows;

static twi_plain_cell variant_cell(const void *source, int row, int column)
{
  const variant_rows *r = source;
  const json_t *study = r->run->study;
  if (column < REGION_COLUMNS) {
    const char *code = json_string_value(json_array_get(json_object_get(study, "regions"), (size_t)row));
    const json_t *names = json_object_get(json_object_get(r->run->manifest, "world"), "region_names");
    return (twi_plain_cell){column == 0 ? code : code ? twi_json_word(names, NULL, code) : NULL, NAN};
  }
  const json_t *variant = json_array_get(json_object_get(study, "variants"), (size_t)(column - REGION_COLUMNS));
  return (twi_plain_cell){NULL, twi_json_double(json_array_get(json_object_get(variant, r->key), (size_t)row))};
}

static void put_by_region(twi_text *out, const twi_page_run *run, const char *key, const char *caption)
{
  static const twi_plain_column first[REGION_COLUMNS] = {{"region", 0, TWI_PLAIN_ROW, 0},
                                                         {"name", 0, TWI_PLAIN_WORDS, 0}};
  const variant_rows rows = {run, key};
  const json_t *regions = json_object_get(run->study, "regions");
  twi_plain_across_put(out, first, REGION_COLUMNS, json_object_get(run->study, "variants"), "title",
                       &(twi_plain_table){caption, NULL, 0, (int)json_array_size(regions), &rows, variant_cell});
}

void twi_plain_reconciliation(twi_text *out, const twi_page_run *run)
{
  const json_t *study = run->study;
  double year = twi_json_double(json_object_get(study, "year"));
  char words[128];
  twi_text_put(out, "<article>\n");
  twi_plain_title(out, run, "scenario", twi_page_text(run, "scenario", "title"));
  twi_plain_element(out, "p class=\"lead\"", "One shock through variants of the model, each different in one thing.");
  twi_print(words, sizeof words, "The one elasticity of the first variants is %.3g.",
            twi_json_double(json_object_get(study, "elasticity")));
  twi_plain_element(out, "p", words);
  twi_print(words, sizeof words, "The year is %.0f.", year);
  if (isfinite(year)) twi_plain_element(out, "p", words);
  twi_plain_caveat(out, run);
  put_variants(out, json_object_get(study, "variants"));
  put_by_region(out, run, "real_income_pct", "Real income by variant, per cent");
  put_by_region(out, run, "change_from_previous", "Change against the variant before, or against the run, points");
  twi_plain_made(out, run);
  twi_text_put(out, "</article>\n");
}
