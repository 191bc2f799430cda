/* Pieces of the page without scripts. See plain_words.h. */
#include "report/page/plain_words.h"

#include <math.h>
#include <string.h>

#include "base/plain.h"

/* Up to end, which is no part of a character. */
static void put_until(twi_text *out, const char *words, const char *end)
{
  const char *p = words;
  while (p < end) {
    unsigned point;
    size_t length = twi_character(p, (size_t)(end - p), &point);
    if (length == 0 || (twi_is_control(point) && point != '\n' && point != '\t'))
      twi_text_put(out, "\xef\xbf\xbd"); /* the replacement character */
    else if (length == 1 && strchr("<>&\"'", (int)point))
      twi_text_printf(out, "&#%u;", point);
    else
      twi_text_add(out, p, length);
    p += length ? length : 1;
  }
}

void twi_plain_text(twi_text *out, const char *words)
{
  if (words) put_until(out, words, words + strlen(words));
}

/* A sentence in which what stands between backticks is to be written, as in a terminal; here it is set as code. */
static void put_with_code(twi_text *out, const char *words)
{
  int code = 0;
  for (const char *end; (end = strchr(words, '`')) && (code || strchr(end + 1, '`')); words = end + 1, code = !code) {
    put_until(out, words, end);
    twi_text_put(out, code ? "</code>" : "<code>");
  }
  twi_plain_text(out, words);
}

void twi_plain_element(twi_text *out, const char *tag, const char *words)
{
  twi_text_printf(out, "<%s>", tag);
  twi_plain_text(out, words);
  twi_text_printf(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

void twi_plain_notice(twi_text *out, const char *class, const char *strong, const char *words)
{
  if (!words || !*words) return;
  if (class)
    twi_text_printf(out, "<p class=\"%s\">", class);
  else
    twi_text_put(out, "<p>");
  twi_text_printf(out, "<strong>%s:</strong> ", strong);
  put_with_code(out, words);
  twi_text_put(out, "</p>\n");
}

void twi_plain_sentences(twi_text *out, json_t *list)
{
  json_t *sentence;
  size_t i;
  if (json_array_size(list) == 0) return;
  twi_text_put(out, "<ul>\n");
  json_array_foreach(list, i, sentence) twi_plain_element(out, "li", json_string_value(sentence));
  twi_text_put(out, "</ul>\n");
}

void twi_plain_warnings(twi_text *out, const twi_page_run *run, const char *part)
{
  json_t *list = json_object_get(json_object_get(run->manifest, part), "cautions"), *sentence;
  size_t i;
  twi_plain_notice(out, "warning", "Warning", twi_page_text(run, part, "warning"));
  twi_plain_notice(out, "warning", "Warning", twi_page_text(run, part, "left_out"));
  json_array_foreach(list, i, sentence) twi_plain_notice(out, "warning", "Caution", json_string_value(sentence));
  twi_plain_notice(out, "warning", "Caution", twi_page_text(run, "world", "assumed"));
}

void twi_plain_caveat(twi_text *out, const twi_page_run *run)
{
  twi_plain_notice(out, NULL, "Caveat", twi_page_text(run, "world", "caveat"));
}

void twi_plain_title(twi_text *out, const twi_page_run *run, const char *part, const char *title)
{
  const char *comparison = twi_page_text(run, part, "comparison");
  twi_plain_warnings(out, run, part);
  twi_plain_element(out, "h1", title);
  if (comparison) twi_plain_element(out, "p", comparison);
}

int twi_plain_region(const twi_page_run *run, int *asked)
{
  const twi_grid *g = &run->regions;
  json_t *focus = json_object_get(run->manifest, "focus");
  const char *code = json_string_value(json_array_get(json_object_get(focus, "regions"), 0));
  int column = 1, most = 0;
  if (!code) code = json_string_value(json_object_get(focus, "region"));
  *asked = 1;
  for (int i = 0; code && i < run->N; i++)
    if (strcmp(run->region[i], code) == 0) return i;
  *asked = 0;
  for (int c = 1; c < g->columns; c++)
    if (strcmp(g->name[c], "real_income_pct") == 0) column = c;
  for (int i = 1; i < run->N; i++) {
    double x = g->number[(size_t)i * (size_t)g->columns + (size_t)column];
    if (fabs(x) > fabs(g->number[(size_t)most * (size_t)g->columns + (size_t)column])) most = i;
  }
  return most;
}
