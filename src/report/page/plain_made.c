/* How results were made, on the page without scripts. See plain_made.h. */
#include "report/page/plain_made.h"

#include <math.h>
#include <stdlib.h>

#include "report/page/plain_table.h"
#include "report/page/plain_words.h"

/* What the manifest says in single texts: PART.KEY or, where an older version wrote it, PART.OLDER. */
static const struct {
  const char *word, *part, *key, *older;
} terms[] = {{"World", "world", "title", NULL},
             {"Its name", "world", "label", "name"},
             {"Source", "world", "source", NULL},
             {"Licence", "world", "licence", NULL},
             {"Caveat", "world", "caveat", NULL},
             {"SHA-256 of the world", "world", "sha256", NULL},
             {"Decision", "decision", "name", NULL},
             {"SHA-256 of the decision", "decision", "sha256", NULL},
             {"Scenario", "scenario", "name", NULL},
             {"SHA-256 of the scenario", "scenario", "sha256", NULL},
             {"Notes of the scenario", "scenario", "notes", NULL},
             {"Command", NULL, "command", NULL},
             {"Program", NULL, "version", NULL},
             {"Build", NULL, "build", NULL},
             {"Finished", NULL, "finished", NULL}};

static void put_terms(twi_text *out, const twi_page_run *run)
{
  twi_text_put(out, "<dl>\n");
  for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
    const char *words = twi_page_text(run, terms[i].part, terms[i].key);
    if (!words && terms[i].older) words = twi_page_text(run, terms[i].part, terms[i].older);
    if (!words || !*words) continue;
    twi_plain_element(out, "dt", terms[i].word);
    twi_plain_element(out, "dd", words);
  }
  twi_text_put(out, "</dl>\n");
}

static void put_rules(twi_text *out, const twi_page_run *run)
{
  json_t *list = json_object_get(json_object_get(run->manifest, "scenario"), "rules"), *rule;
  size_t i;
  if (json_array_size(list) == 0) return;
  twi_text_put(out, "<h3>What the policy does</h3>\n<ol>\n");
  json_array_foreach(list, i, rule)
  {
    const char *source = json_string_value(json_object_get(rule, "source"));
    twi_text_put(out, "<li>");
    if (json_is_true(json_object_get(rule, "against"))) twi_text_put(out, "In what it is compared with: ");
    twi_plain_text(out, json_string_value(json_object_get(rule, "words")));
    if (source) {
      twi_text_put(out, " <small>Source: ");
      twi_plain_text(out, source);
      twi_text_put(out, "</small>");
    }
    twi_text_put(out, "</li>\n");
  }
  twi_text_put(out, "</ol>\n");
}

/* ---------------------------------------------------------------- the certificate */

static const twi_plain_column residual_columns[] = {{"equation", 0, TWI_PLAIN_ROW, 0},
                                                    {"largest gap", 0, TWI_PLAIN_NUMBER, TWI_TWO_DIGITS},
                                                    {"region", 0, TWI_PLAIN_WORDS, 0},
                                                    {"sector", 0, TWI_PLAIN_WORDS, 0}};
enum { RESIDUAL_COLUMNS = sizeof residual_columns / sizeof *residual_columns };

/* The residuals are an object: names of equations, and what is known of each. */
static twi_plain_cell residual_cell(const void *residuals, int row, int column)
{
  static const char *const keys[RESIDUAL_COLUMNS] = {NULL, "value", "region", "sector"};
  json_t *of = (json_t *)residuals;
  void *at = json_object_iter(of);
  for (int i = 0; i < row; i++) at = json_object_iter_next(of, at);
  if (column == 0) return (twi_plain_cell){.words = json_object_iter_key(at)};
  const json_t *value = json_object_get(json_object_iter_value(at), keys[column]);
  return (twi_plain_cell){json_string_value(value), json_number_value(value)};
}

static void put_certificate(twi_text *out, const twi_page_run *run)
{
  json_t *c = json_object_get(run->manifest, "certificate"), *b = json_object_get(run->manifest, "base_certificate");
  double gap = fmax(json_number_value(json_object_get(c, "max")), json_number_value(json_object_get(b, "max")));
  double tolerance = json_number_value(json_object_get(c, "tolerance"));
  if (!c) return; /* a decision has many, and says so in its sentences */
  char words[512];
  twi_print(words, sizeof words,
            "Certified: every market clears and every budget holds to 1 part in 10^%d, in the base as well (tolerance "
            "%.2g; largest gap %.2g).",
            gap > 0 ? (int)floor(-log10(gap)) : 16, tolerance, gap);
  twi_plain_element(out, "h3", "Certificate");
  twi_plain_element(out, "p", words);
  const json_t *residuals = json_object_get(c, "residuals");
  twi_plain_table_put(out,
                      &(twi_plain_table){.caption = "Residuals of the new equilibrium, each relative to its market",
                                         .column = residual_columns,
                                         .columns = RESIDUAL_COLUMNS,
                                         .rows = (int)json_object_size(residuals),
                                         .source = residuals,
                                         .cell = residual_cell});
}

void twi_plain_made(twi_text *out, const twi_page_run *run)
{
  twi_plain_element(out, "h2", "How it was made");
  put_terms(out, run);
  put_rules(out, run);
  put_certificate(out, run);
  char *whole = json_dumps(run->manifest, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
  if (!whole) out->failed = 1;
  twi_plain_element(out, "h3", "Manifest (run.json)");
  twi_plain_element(out, "pre", whole);
  free(whole);
}
