/* The page of a library that was built without web/: no scripts, no charts, every table, readable and printable.
 *
 * Texts of worlds and scenarios go through twi_plain_text() alone, which leaves no character that HTML gives a meaning.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/plain.h"
#include "report/page/plain.h"

enum { FEW_FLOWS = 50 };

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}"
    "h1,h2,h3{line-height:1.25}.lead{font-size:1.25rem}"
    ".warning{border-left:.3rem solid #b5540b;padding-left:.75rem}"
    ".scroll{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.875rem}"
    "caption{text-align:left;font-weight:600;padding:.25rem 0}"
    "th,td{padding:.2rem .6rem;text-align:right;border-bottom:1px solid #bbb;vertical-align:top}"
    "th{text-align:left}thead th{vertical-align:bottom}thead th{border-bottom:2px solid #555}"
    "thead th.n{text-align:right}td.t{text-align:left}"
    "pre{overflow-x:auto;background:#f3f3f3;padding:.75rem;font-size:.8rem;white-space:pre-wrap;"
    "overflow-wrap:anywhere}dt{font-weight:600}dd{margin:0 0 .5rem;overflow-wrap:anywhere}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#161616}pre{background:#262626}"
    "a{color:#9cf}}"
    "@media print{body{max-width:none;padding:0;font-size:10pt;color:#000;background:#fff}.scroll{overflow:visible}"
    "table{font-size:7pt}th,td{padding:.1rem .25rem}pre{background:none;border:1px solid #999}}";

/* ---------------------------------------------------------------- words */

/* Up to end, which is no part of a character. */
static void put_until(twi_text *out, const char *words, const char *end)
{
  const unsigned char *p = (const unsigned char *)words;
  while (p < (const unsigned char *)end) {
    unsigned point;
    int length = twi_html_character(p, &point);
    if (length == 0 || (twi_is_control(point) && point != '\n' && point != '\t'))
      twi_text_put(out, "\xef\xbf\xbd"); /* the replacement character */
    else if (length == 1 && strchr("<>&\"'", (int)point))
      twi_text_printf(out, "&#%u;", point);
    else
      twi_text_add(out, (const char *)p, (size_t)length);
    p += length ? length : 1;
  }
}

void twi_plain_text(twi_text *out, const char *words)
{
  if (words) put_until(out, words, words + strlen(words));
}

void twi_plain_element(twi_text *out, const char *tag, const char *words)
{
  twi_text_printf(out, "<%s>", tag);
  twi_plain_text(out, words);
  twi_text_printf(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

static void term(twi_text *out, const char *name, const char *words)
{
  if (!words || !*words) return;
  twi_plain_element(out, "dt", name);
  twi_plain_element(out, "dd", words);
}

/* Parts of the exact decomposition are logarithms: docs/formats.md. */
static int is_log(const char *column)
{
  static const char *const names[] = {"terms_of_trade_pct", "volume_of_trade_pct", "technical_pct", "production_pct",
                                      "factors_pct",        "transfers_pct",       "remainder_pct"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], column) == 0) return 1;
  return 0;
}

/* "real_income_pct" is "real income, %". */
static void heading(twi_text *out, const char *column)
{
  char words[128];
  snprintf(words, sizeof words, "%s", column);
  char *per_cent = strstr(words, "_pct");
  if (per_cent) memmove(per_cent, per_cent + 4, strlen(per_cent + 4) + 1);
  for (char *p = words; *p; p++)
    if (*p == '_') *p = ' ';
  twi_plain_text(out, words);
  if (per_cent) twi_text_put(out, is_log(column) ? ", log points x 100" : ", %");
}

/* Four digits of the largest number of the column, two decimals at least, none for large amounts. */
int twi_plain_decimals(double most)
{
  if (!(most > 0)) return 2;
  int decimals = 3 - (int)floor(log10(most));
  return most >= 1000 ? 0 : decimals < 2 ? 2 : decimals > 5 ? 5 : decimals;
}

void twi_plain_number(twi_text *out, double x, int decimals)
{
  if (!isfinite(x))
    twi_text_put(out, "<td>–</td>");
  else if (x != 0 && fabs(x) < 0.5 * pow(10, -decimals))
    twi_text_put(out, "<td>~0</td>");
  else
    twi_text_printf(out, "<td>%.*f</td>", decimals, x + 0.0);
}

/* ---------------------------------------------------------------- tables */

void twi_plain_open(twi_text *out, const char *caption)
{
  twi_text_put(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
  twi_plain_text(out, caption);
  twi_text_put(out, "\"><table><caption>");
  twi_plain_text(out, caption);
  twi_text_put(out, "</caption><thead><tr>");
}

void twi_plain_head(twi_text *out, const char *words, int is_text)
{
  twi_text_printf(out, "<th scope=\"col\"%s>", is_text ? "" : " class=\"n\"");
  heading(out, words);
  twi_text_put(out, "</th>");
}

void twi_plain_close(twi_text *out)
{
  twi_text_put(out, "</tbody></table></div>\n");
}

/* names(run, i): what the first cell of the row says, beside its code in the first column; NULL: the table as it is. */
static void grid_table(twi_text *out, const twi_html_run *run, const twi_grid *g, const char *caption, int from,
                       int first, int rows, const char *(*name)(const twi_html_run *run, int index))
{
  unsigned char shown[TWI_HTML_COLUMNS];
  int decimals[TWI_HTML_COLUMNS];
  twi_plain_open(out, caption);
  if (name) {
    twi_plain_head(out, g->name[from - 1], 1);
    twi_plain_head(out, "name", 1);
  }
  for (int c = from; c < g->columns; c++) {
    double most = 0;
    for (int i = first; i < first + rows; i++) {
      double x = fabs(g->number[(size_t)i * (size_t)g->columns + (size_t)c]);
      if (isfinite(x)) most = fmax(most, x);
    }
    decimals[c] = strcmp(g->name[c], "line") == 0 || strcmp(g->name[c], "binding") == 0 ? 0 : twi_plain_decimals(most);
    shown[c] = !name || most > 0; /* what is zero throughout says nothing about regions and sectors */
    if (shown[c]) twi_plain_head(out, g->name[c], g->is_text[c]);
  }
  twi_text_put(out, "</tr></thead><tbody>\n");
  for (int i = 0; i < rows; i++) {
    size_t at = (size_t)(first + i) * (size_t)g->columns;
    twi_text_put(out, "<tr>");
    if (name) {
      twi_plain_element(out, "th scope=\"row\"", g->text[at + (size_t)from - 1]);
      twi_plain_element(out, "td class=\"t\"", name(run, i));
    }
    for (int c = from; c < g->columns; c++) {
      if (!shown[c]) continue;
      if (g->is_text[c])
        twi_plain_element(out, "td class=\"t\"", g->text[at + (size_t)c]);
      else
        twi_plain_number(out, g->number[at + (size_t)c], decimals[c]);
    }
    twi_text_put(out, "</tr>\n");
  }
  twi_plain_close(out);
}

static void flows_table(twi_text *out, const twi_html_run *run)
{
  static const char *const columns[] = {"sector",    "importer",   "exporter",        "base_value",
                                        "new_value", "change_pct", "tariff_base_pct", "tariff_new_pct"};
  int count = run->flows < FEW_FLOWS ? run->flows : FEW_FLOWS;
  char caption[128];
  if (count == 0) {
    twi_plain_element(out, "p", "No flow between regions changes.");
    return;
  }
  snprintf(caption, sizeof caption, "The %d flows that change most, of %zu between regions", count, run->flows_in_all);
  twi_plain_open(out, caption);
  for (int c = 0; c < 8; c++) twi_plain_head(out, columns[c], c < 3);
  twi_text_put(out, "</tr></thead><tbody>\n");
  for (int i = 0; i < count; i++) {
    const twi_html_flow *f = &run->flow[i];
    twi_text_put(out, "<tr>");
    twi_plain_element(out, "td class=\"t\"", twi_html_sector_name(run, f->sector));
    twi_plain_element(out, "td class=\"t\"", twi_html_region_name(run, f->importer));
    twi_plain_element(out, "td class=\"t\"", twi_html_region_name(run, f->exporter));
    twi_plain_number(out, f->base_value, twi_plain_decimals(run->flow[0].size));
    twi_plain_number(out, f->new_value, twi_plain_decimals(run->flow[0].size));
    twi_plain_number(out, f->change, 2);
    twi_plain_number(out, f->tariff_base, 2);
    twi_plain_number(out, f->tariff_new, 2);
    twi_text_put(out, "</tr>\n");
  }
  twi_plain_close(out);
}

/* The region whose real income changes most. */
static int most_affected(const twi_html_run *run)
{
  const twi_grid *g = &run->regions;
  int column = 1, most = 0;
  for (int c = 1; c < g->columns; c++)
    if (strcmp(g->name[c], "real_income_pct") == 0) column = c;
  for (int i = 1; i < run->N; i++) {
    double x = g->number[(size_t)i * (size_t)g->columns + (size_t)column];
    if (fabs(x) > fabs(g->number[(size_t)most * (size_t)g->columns + (size_t)column])) most = i;
  }
  return most;
}

/* A reader expects the central number in the middle of its range: where it is not, why. */
static void say_centres(twi_text *out, const twi_html_run *run)
{
  static const char *const names[] = {"real_income_pct", "real_income_pct_p05", "real_income_pct_p50",
                                      "real_income_pct_p95"};
  const twi_grid *g = &run->regions;
  int at[4], off = 0;
  for (int k = 0; k < 4; k++) {
    for (at[k] = g->columns - 1; at[k] >= 0 && strcmp(g->name[at[k]], names[k]) != 0;) at[k]--;
    if (at[k] < 0) return;
  }
  for (int i = 0; i < run->N; i++) {
    const double *row = g->number + (size_t)i * (size_t)g->columns;
    double value = row[at[0]], low = row[at[1]], median = row[at[2]], high = row[at[3]];
    if (!(high - low > 1e-9 * (1 + fabs(value)))) continue;
    if (value >= low && value <= high && fabs(value - median) <= 0.25 * (high - low)) continue;
    twi_text_put(out, off++ ? ", " : "<p>The central real income is not in the middle of its range in ");
    twi_plain_text(out, twi_html_region_name(run, i));
  }
  if (off)
    twi_text_put(out, ": it is that of the central parameters. Draws spread unevenly about those, the answer is not "
                      "linear in them, and draws without an equilibrium are left out.</p>\n");
}

/* ---------------------------------------------------------------- how it was made */

static void rules(twi_text *out, const twi_html_run *run)
{
  json_t *list = json_object_get(json_object_get(run->manifest, "scenario"), "rules"), *rule;
  size_t i;
  if (json_array_size(list) == 0) return;
  twi_text_put(out, "<h3>What the policy does</h3>\n<ol>\n");
  json_array_foreach(list, i, rule)
  {
    const char *words = json_string_value(json_object_get(rule, "words"));
    const char *source = json_string_value(json_object_get(rule, "source"));
    twi_text_put(out, "<li>");
    if (json_is_true(json_object_get(rule, "against"))) twi_text_put(out, "In what it is compared with: ");
    twi_plain_text(out, words);
    if (source) {
      twi_text_put(out, " <small>Source: ");
      twi_plain_text(out, source);
      twi_text_put(out, "</small>");
    }
    twi_text_put(out, "</li>\n");
  }
  twi_text_put(out, "</ol>\n");
}

static void certificate(twi_text *out, const twi_html_run *run)
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
  json_t *residuals = json_object_get(c, "residuals"), *line;
  const char *name;
  twi_plain_open(out, "Residuals of the new equilibrium, each relative to its market");
  twi_plain_head(out, "equation", 1);
  twi_plain_head(out, "largest gap", 0);
  twi_plain_head(out, "region", 1);
  twi_plain_head(out, "sector", 1);
  twi_text_put(out, "</tr></thead><tbody>\n");
  json_object_foreach(residuals, name, line)
  {
    twi_text_put(out, "<tr>");
    twi_plain_element(out, "th scope=\"row\"", name);
    twi_text_printf(out, "<td>%.2g</td>", json_number_value(json_object_get(line, "value")));
    twi_plain_element(out, "td class=\"t\"", json_string_value(json_object_get(line, "region")));
    twi_plain_element(out, "td class=\"t\"", json_string_value(json_object_get(line, "sector")));
    twi_text_put(out, "</tr>\n");
  }
  twi_plain_close(out);
}

void twi_plain_made(twi_text *out, const twi_html_run *run)
{
  static const char *const fields[][2] = {{"title", "World"},   {"label", "Its name"},
                                          {"source", "Source"}, {"licence", "Licence"},
                                          {"caveat", "Caveat"}, {"sha256", "SHA-256 of the world"}};
  twi_plain_element(out, "h2", "How it was made");
  twi_text_put(out, "<dl>\n");
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    term(out, fields[i][1], twi_html_text(run, "world", fields[i][0]));
  if (!twi_html_text(run, "world", "label")) term(out, "Its name", twi_html_text(run, "world", "name")); /* older */
  term(out, "Decision", twi_html_text(run, "decision", "name"));
  term(out, "SHA-256 of the decision", twi_html_text(run, "decision", "sha256"));
  term(out, "Scenario", twi_html_text(run, "scenario", "name"));
  term(out, "SHA-256 of the scenario", twi_html_text(run, "scenario", "sha256"));
  term(out, "Notes of the scenario", twi_html_text(run, "scenario", "notes"));
  term(out, "Command", twi_html_text(run, NULL, "command"));
  term(out, "Program", twi_html_text(run, NULL, "version"));
  term(out, "Build", twi_html_text(run, NULL, "build"));
  term(out, "Finished", twi_html_text(run, NULL, "finished"));
  twi_text_put(out, "</dl>\n");
  rules(out, run);
  certificate(out, run);
  char *whole = json_dumps(run->manifest, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
  if (!whole) out->failed = 1;
  twi_plain_element(out, "h3", "Manifest (run.json)");
  twi_plain_element(out, "pre", whole);
  free(whole);
}

/* ---------------------------------------------------------------- the page */

void twi_plain_caveat(twi_text *out, const twi_html_run *run)
{
  const char *caveat = twi_html_text(run, "world", "caveat");
  if (!caveat) return;
  twi_text_put(out, "<p><strong>Caveat:</strong> ");
  twi_plain_text(out, caveat);
  twi_text_put(out, "</p>\n");
}

/* A sentence in which what stands between backticks is to be written, as in a terminal; here it is set as code. */
static void with_code(twi_text *out, const char *words)
{
  int code = 0;
  for (const char *end; (end = strchr(words, '`')) && (code || strchr(end + 1, '`')); words = end + 1, code = !code) {
    put_until(out, words, end);
    twi_text_put(out, code ? "</code>" : "<code>");
  }
  twi_plain_text(out, words);
}

void twi_plain_warning(twi_text *out, const char *warning)
{
  if (!warning || !*warning) return;
  twi_text_put(out, "<p class=\"warning\"><strong>Warning:</strong> ");
  with_code(out, warning);
  twi_text_put(out, "</p>\n");
}

void twi_plain_cautions(twi_text *out, const twi_html_run *run, const char *part)
{
  json_t *list = json_object_get(json_object_get(run->manifest, part), "cautions"), *sentence;
  size_t i;
  json_array_foreach(list, i, sentence)
  {
    if (!json_is_string(sentence)) continue;
    twi_text_put(out, "<p class=\"warning\"><strong>Caution:</strong> ");
    with_code(out, json_string_value(sentence));
    twi_text_put(out, "</p>\n");
  }
}

static void unlike(twi_text *out, const twi_html_run *run, int count)
{
  for (int which = 0, more = 0; more >= 0; which++) {
    twi_text text = {.ctx = out->ctx};
    more = twi_html_unlike(run, count, which, &text);
    if (more == 1) twi_plain_warning(out, text.bytes);
    out->failed |= text.failed;
    twi_text_clear(&text);
  }
}

static void one_run(twi_text *out, const twi_html_run *run, const char *tag)
{
  const char *headline = twi_html_text(run, NULL, "headline");
  json_t *sentences = json_object_get(json_object_get(run->manifest, "scenario"), "closure"), *sentence;
  char caption[512];
  size_t i;
  int most = most_affected(run);
  twi_text_put(out, "<article>\n");
  twi_plain_warning(out, twi_html_text(run, "scenario", "warning"));
  twi_plain_warning(out, twi_html_text(run, "scenario", "left_out"));
  twi_plain_cautions(out, run, "scenario");
  twi_plain_element(out, tag, twi_html_text(run, "scenario", "title"));
  twi_plain_element(out, "p class=\"lead\"", headline);
  json_array_foreach(sentences, i, sentence) twi_plain_element(out, "p", json_string_value(sentence));
  twi_plain_caveat(out, run);
  snprintf(caption, sizeof caption, "Money is in %s %s.", twi_html_text(run, "world", "unit"),
           twi_html_text(run, "world", "currency"));
  if (twi_html_text(run, "world", "unit") && twi_html_text(run, "world", "currency"))
    twi_plain_element(out, "p", caption);
  twi_plain_element(out, "h2", "Regions");
  grid_table(out, run, &run->regions, "Results by region", 1, 0, run->N, twi_html_region_name);
  say_centres(out, run);
  twi_plain_element(out, "h2", "Sectors");
  snprintf(caption, sizeof caption, "Sectors of %s, whose real income changes most", twi_html_region_name(run, most));
  grid_table(out, run, &run->sectors, caption, 2, most * run->S, run->S, twi_html_sector_name);
  twi_plain_element(out, "h2", "Trade");
  flows_table(out, run);
  if (run->limits.columns) {
    twi_plain_element(out, "h2", "Limits and targets");
    grid_table(out, run, &run->limits, "Limits and targets as solved", 0, 0, run->limits.rows, NULL);
  }
  if (run->drivers.columns) {
    twi_plain_element(out, "h2", "What drives the spread");
    grid_table(out, run, &run->drivers, "Shares of the variance, by outcome, region and parameter", 0, 0,
               run->drivers.rows, NULL);
  }
  if (run->preferences.columns) {
    int rows = run->preferences.rows < TWI_HTML_PREFERENCES ? run->preferences.rows : TWI_HTML_PREFERENCES;
    twi_plain_element(out, "h2", "Preferences");
    grid_table(out, run, &run->preferences, "Flows under comply or pay", 0, 0, rows, NULL);
  }
  if (run->years.columns) {
    twi_plain_element(out, "h2", "Years");
    grid_table(out, run, &run->years, "Regions year by year", 0, 0, run->years.rows, NULL);
  }
  twi_plain_made(out, run);
  twi_text_put(out, "</article>\n");
}

void twi_html_plain(twi_text *out, const twi_html_run *run, int count)
{
  const char *part = run->kind == TWI_HTML_DECISION ? "decision" : "scenario";
  const char *title = count == 1 ? twi_html_text(run, part, "title") : NULL;
  twi_text_put(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                    "'unsafe-inline'\">\n<title>");
  twi_plain_text(out, title ? title : "Runs side by side");
  twi_text_put(out, " – Tradewind</title>\n<style>");
  twi_text_put(out, style);
  twi_text_put(out, "</style>\n</head>\n<body>\n<main>\n");
  if (count > 1) {
    unlike(out, run, count);
    twi_plain_element(out, "h1", "Runs side by side");
    twi_text_put(out, "<ul>\n");
    for (int i = 0; i < count; i++) {
      twi_text_put(out, "<li><strong>");
      twi_plain_text(out, run[i].folder);
      twi_text_put(out, "</strong>: ");
      twi_plain_text(out, twi_html_text(&run[i], NULL, "headline"));
      twi_text_put(out, "</li>\n");
    }
    twi_text_put(out, "</ul>\n");
  }
  for (int i = 0; i < count; i++) {
    if (run[i].kind == TWI_HTML_DECISION)
      twi_plain_decision(out, &run[i]);
    else if (run[i].kind == TWI_HTML_RECONCILIATION)
      twi_plain_reconciliation(out, &run[i]);
    else
      one_run(out, &run[i], count > 1 ? "h2" : "h1");
  }
  twi_text_put(out, "</main>\n</body>\n</html>\n");
}
