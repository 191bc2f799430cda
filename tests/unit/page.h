/* What tests of report.html share: pages made of folders, the data in them, and that nothing breaks out of them. */
#ifndef TRADEWIND_TESTS_PAGE_H
#define TRADEWIND_TESTS_PAGE_H

#include "group.h"
#include "manifest.h"

#include "base/digest.h"
#include "report/page/data.h"
#include "report/page/page.h"
#include "report/page/plain.h"
#include "report/page/read.h"

static const char page_template[] =
    "<html><script type=\"application/json\" id=\"tradewind-data\">/*DATA*/</script>\n<p>end</p></html>\n";

static inline const char *kept(const char *name)
{
  static char path[8][4096];
  static unsigned turn;
  turn = (turn + 1) % 8;
  snprintf(path[turn], sizeof path[turn], "%s", support_temp(name));
  return path[turn];
}

/* Writes run.json with the digests of the tables as they lie there. */
static inline void seal(const char *folder, json_t *manifest)
{
  static const char *const names[] = {"regions.csv",     "sectors.csv", "trade.csv",    "limits.csv",
                                      "preferences.csv", "years.csv",   "products.csv", "product_trade.csv"};
  json_t *files = json_object();
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t count;
    char digest[TWI_DIGEST_TEXT], *bytes = support_read(support_path(folder, names[i]), &count);
    if (!bytes) continue;
    assert_ok(context, twi_digest_of(context, bytes, count, digest));
    json_object_set_new(files, names[i], json_pack("{s:s}", "sha256", digest));
    free(bytes);
  }
  json_object_set_new(manifest, "files", files);
  assert_int_equal(json_dump_file(manifest, support_path(folder, "run.json"), 0), 0);
  json_decref(manifest);
}

/* The page of a folder with the template above, or plain. */
static inline char *page_of(const char *folder, int plain)
{
  const twi_page_files files = {.folder = folder};
  twi_page_run *run = twi_new(context, 1, sizeof *run);
  twi_text page = {.ctx = context};
  char *bytes, *copy;
  assert_ok(context, twi_page_read(context, &files, run));
  if (plain)
    twi_page_plain(&page, run, 1);
  else
    assert_ok(context, twi_page_fill(context, page_template, run, 1, &page));
  assert_ok(context, twi_text_take(&page, &bytes));
  copy = strdup(bytes);
  twi_free(context, bytes);
  twi_page_run_free(run);
  twi_free(context, run);
  return copy;
}

/* What stands in the script element, read as a browser reads it: up to the first end of a script. */
static inline json_t *data_of(const char *page)
{
  const char *start = strstr(page, "id=\"tradewind-data\">");
  assert_non_null(start);
  start += strlen("id=\"tradewind-data\">");
  const char *end = strstr(start, "</script");
  assert_non_null(end);
  json_error_t error;
  json_t *root = json_loadb(start, (size_t)(end - start), JSON_REJECT_DUPLICATES, &error);
  if (!root) fail_msg("line %d: %s", error.line, error.text);
  assert_string_equal(end, "</script>\n<p>end</p></html>\n");
  return root;
}

static inline json_t *run_of(json_t *data, size_t index)
{
  json_t *run = json_array_get(json_object_get(data, "runs"), index);
  assert_non_null(run);
  return run;
}

/* No character between the tags that could end the element, and no line separator. */
static inline void assert_nothing_raw(const char *page)
{
  const char *start = strstr(page, "tradewind-data\">") + 16, *end = strstr(start, "</script>");
  for (const char *p = start; p < end; p++)
    if (strchr("<>&", *p) || (unsigned char)(*p + 1) < 0x0b || *p == 0x7f)
      fail_msg("a raw %02x in %.30s", (unsigned char)*p, p);
  assert_true(!strstr(page, "\xe2\x80\xa8"));
}

/* Of a plain page: no tag and no entity but those that C writes, and what is opened is closed. */
static inline void assert_tags_are_ours(const char *page)
{
  static const char *const tags[] = {"!DOCTYPE", "html",  "head",    "meta",  "title", "style", "body", "main",
                                     "article",  "h1",    "h2",      "h3",    "p",     "dl",    "dt",   "dd",
                                     "div",      "table", "caption", "thead", "tbody", "tr",    "th",   "td",
                                     "ol",       "li",    "small",   "pre",   "ul",    "strong"};
  int depth = 0;
  for (const char *p = page; (p = strpbrk(p, "<&")); p++) {
    if (*p == '&') { /* only those that we write */
      assert_int_equal(p[1], '#');
      continue;
    }
    const char *name = p + 1 + (p[1] == '/');
    size_t n = strcspn(name, " >"), i = 0;
    while (i < sizeof tags / sizeof *tags && (strlen(tags[i]) != n || strncmp(tags[i], name, n) != 0)) i++;
    if (i == sizeof tags / sizeof *tags) fail_msg("a tag of somebody else: %.40s", p);
    if (n == 4 && strncmp(name, "meta", 4) == 0) continue;
    if (*name != '!') depth += p[1] == '/' ? -1 : 1;
    assert_true(depth >= 0);
  }
  assert_int_equal(depth, 0); /* what was opened was closed */
}

static inline int occurrences(const char *from, const char *end, const char *what)
{
  int count = 0;
  for (const char *p = from; (p = strstr(p, what)) && p < end; p += strlen(what)) count++;
  return count;
}

/* Of a plain page: there are so many tables, and every row of each has as many cells as the table has heads. Returns how
 * many rows the tables have together. */
static inline int assert_tables_are_whole(const char *page, int tables)
{
  int found = 0, rows = 0;
  for (const char *table = page; (table = strstr(table, "<table>")); found++) {
    const char *body = strstr(table, "<tbody>"), *end = strstr(table, "</tbody>");
    assert_true(body && end && body < end);
    int heads = occurrences(table, body, "<th scope=\"col\"");
    assert_int_equal(occurrences(table, body, "<caption>"), 1);
    assert_true(heads > 1);
    for (const char *row = strstr(body, "<tr>"); row && row < end; row = strstr(row + 1, "<tr>"), rows++) {
      const char *last = strstr(row, "</tr>");
      int cells = occurrences(row, last, "<td") + occurrences(row, last, "<th scope=\"row\"");
      if (cells != heads) fail_msg("%d cells below %d heads: %.300s", cells, heads, row);
    }
    table = end;
  }
  assert_int_equal(found, tables);
  return rows;
}

#endif
