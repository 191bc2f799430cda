/* The page of a library that was built without web/: no scripts, no charts, every table, readable and printable. */
#include "report/page/plain.h"

#include "report/json.h"
#include "report/page/plain_accounts.h"
#include "report/page/plain_brief.h"
#include "report/page/plain_decision.h"
#include "report/page/plain_market.h"
#include "report/page/plain_reconcile.h"
#include "report/page/plain_run.h"
#include "report/page/plain_stress.h"
#include "report/page/plain_words.h"
#include "report/page/routes.h"
#include "report/page/unlike.h"

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

static void put_unlike(twi_text *out, const twi_page_run *run, int count)
{
  for (int which = 0, more = 0; more >= 0; which++) {
    twi_text text = {.ctx = out->ctx};
    more = twi_page_unlike(run, count, which, &text);
    if (more == 1) twi_plain_notice(out, "warning", "Warning", text.bytes);
    out->failed |= text.failed;
    twi_text_clear(&text);
  }
}

typedef void article(twi_text *out, const twi_page_run *run);

/* NULL: the tables of a run. */
static article *article_of(const twi_page_run *run)
{
#define ARTICLE(NAME, name, tables, inputs, put, ...) [TWI_RESULTS_##NAME] = put,
  static article *const articles[TWI_RESULTS_KINDS] = {TWI_RESULTS_LIST(ARTICLE)};
  return articles[run->kind - twi_results_row_of(TWI_RESULTS_RUN)];
}

static const char *title_of(const twi_page_run *run)
{
  const twi_results_page *page = &run->kind->page;
  if (twi_page_is_run(run)) return twi_page_text(run, "scenario", "title");
  return page->title_of ? twi_page_text(run, page->title_of, page->title)
                        : twi_json_word(run->study, NULL, page->title);
}

void twi_page_plain(twi_text *out, const twi_page_run *run, int count)
{
  if (run->kind->page.whole) {
    article_of(run)(out, run);
    return;
  }
  const char *title = count > 1 ? NULL : title_of(run);
  twi_text_put(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                    "'unsafe-inline'\">\n<title>");
  twi_plain_text(out, title ? title : "Runs side by side");
  twi_text_put(out, " – Tradewind</title>\n<style>");
  twi_text_put(out, style);
  if (run->brief) twi_text_put(out, twi_plain_brief_style);
  twi_text_put(out, "</style>\n</head>\n<body>\n<main>\n");
  if (count > 1) {
    put_unlike(out, run, count);
    twi_plain_element(out, "h1", "Runs side by side");
    twi_text_put(out, "<ul>\n");
    for (int i = 0; i < count; i++) {
      twi_text_put(out, "<li><strong>");
      twi_plain_text(out, run[i].folder);
      twi_text_put(out, "</strong>: ");
      twi_plain_text(out, twi_page_text(&run[i], NULL, "headline"));
      twi_text_put(out, "</li>\n");
    }
    twi_text_put(out, "</ul>\n");
  }
  for (int i = 0; i < count; i++) {
    if (run[i].brief)
      twi_plain_brief(out, &run[i]);
    else if (article_of(&run[i]))
      article_of (&run[i])(out, &run[i]);
    else
      twi_plain_run(out, &run[i], count > 1 ? "h2" : "h1");
  }
  twi_text_put(out, "</main>\n</body>\n</html>\n");
}
