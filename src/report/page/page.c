/* report.html: one file that holds what the files of one results folder, or of several, say. See tw_report_write.
 *
 * The page is the template that the build put into the library (web/, made by Node.js), with the data in place of its
 * marker; or, where the library was built without it, a page that C writes. */
#include "report/page/page.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/builtin.h"
#include "base/inputs.h"
#include "base/stage.h"
#include "report/page/data.h"
#include "report/page/plain.h"
#include "report/page/read.h"
#include "report/page/unlike.h"
#include "report/report.h"
#include "table/source.h"
#include "table/texts.h"

static const char marker[] = "/*DATA*/";
enum { MOST_RUNS = 64 };

tw_status twi_page_fill(tw_context *ctx, const char *template, twi_page_run *run, int count, twi_text *out)
{
  const char *at = strstr(template, marker), *after = at ? at + strlen(marker) : NULL;
  if (!at || strstr(after, marker))
    return twi_fail(ctx, TW_USAGE, "the template of report.html has not exactly one %s", marker);
  twi_text_add(out, template, (size_t)(at - template));
  twi_page_data(out, run, count);
  twi_text_put(out, after);
  return out->failed ? twi_no_memory(ctx, out->used) : TW_OK;
}

/* The template is packed in the library: unpacked it is a tenth of the program. */
static tw_status fill_packed(tw_context *ctx, const twi_builtin_file *file, twi_page_run *run, int count, twi_text *out)
{
  twi_source *source = NULL;
  twi_text template = {.ctx = ctx};
  const char *block;
  size_t size = 1;
  tw_status status = twi_source_memory(ctx, file->data, file->size, file->name, &source);
  while (status == TW_OK && size > 0)
    if ((status = twi_source_next(source, &block, &size)) == TW_OK) twi_text_add(&template, block, size);
  if (status == TW_OK && template.failed) status = twi_no_memory(ctx, template.used);
  if (status == TW_OK) status = twi_page_fill(ctx, template.used > 0 ? template.bytes : "", run, count, out);
  twi_text_clear(&template);
  twi_source_free(source);
  return status;
}

tw_status twi_page_make(tw_context *ctx, twi_page_run *run, int count, twi_text *out)
{
  const twi_builtin_file *template = twi_builtin_find("web/report.html.gz");
  if (template) return fill_packed(ctx, template, run, count, out);
  twi_page_plain(out, run, count);
  return out->failed ? twi_no_memory(ctx, out->used) : TW_OK;
}

tw_status twi_page_report(twi_sheet *sheet, twi_sheet *const *sheets, int count, const char *folder)
{
  tw_context *ctx = sheet->ctx;
  const twi_page_files files = {.folder = folder, .sheet = sheets, .count = count};
  twi_page_run *run = twi_new(ctx, 1, sizeof *run);
  twi_text page = {.ctx = ctx};
  if (!run) return twi_no_memory(ctx, sizeof *run);
  tw_status status = twi_page_read(ctx, &files, run);
  if (status == TW_OK) status = twi_page_make(ctx, run, 1, &page);
  if (status == TW_OK) twi_sheet_bytes(sheet, page.bytes, page.used);
  twi_text_clear(&page);
  twi_page_run_free(run);
  twi_free(ctx, run);
  return status;
}

/* The page of the folder itself: FOLDER/report.html, by whatever name. */
static int is_own_page(const char *folder, const char *file)
{
  const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
  char above[4096];
  struct stat a, b;
  int n =
      slash ? snprintf(above, sizeof above, "%.*s/", (int)(slash - file), file) : snprintf(above, sizeof above, ".");
  return n > 0 && (size_t)n < sizeof above && strcmp(name, twi_report_file(TWI_REPORT_PAGE)) == 0 &&
         stat(above, &a) == 0 && stat(folder, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* A link in the place of the folder's own page is replaced; who names another file may mean where its link leads. */
static tw_status write_page(tw_context *ctx, const twi_text *page, const char *file, int own)
{
  twi_writer *writer = NULL;
  tw_status status = own ? twi_writer_open_inside(ctx, file, &writer) : twi_writer_open(ctx, file, &writer);
  if (status == TW_OK) status = twi_writer_write(writer, page->bytes, page->used);
  if (status == TW_OK) status = twi_writer_commit(writer);
  twi_writer_free(writer);
  return status;
}

/* Side by side there are runs, which have the same tables. */
static tw_status check_kind(const twi_page_run *run)
{
  if (twi_page_is_run(run)) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s: holds %s, and runs and ranges alone stand side by side; `tradewind report %s` writes its page",
                  run->folder, twi_page_kind_words(run), run->folder);
}

/* The same sentences as on the page, for the terminal. */
static tw_status log_unlike(tw_context *ctx, const twi_page_run *run, int count)
{
  for (int i = 0; i < count; i++) {
    json_t *list = json_object_get(json_object_get(run[i].manifest, "scenario"), "cautions"), *sentence;
    const char *assumed = twi_page_text(&run[i], "world", "assumed");
    size_t k;
    if (assumed) twi_log(ctx, 0, "%s: caution: %s", run[i].folder, assumed);
    json_array_foreach(list, k, sentence) if (json_is_string(sentence))
        twi_log(ctx, 0, "%s: caution: %s", run[i].folder, json_string_value(sentence));
  }
  for (int which = 0, more = 0; more >= 0; which++) {
    twi_text text = {.ctx = ctx};
    more = twi_page_unlike(run, count, which, &text);
    if (more == 1 && !text.failed) twi_log(ctx, 0, "%s", text.bytes);
    const int failed = text.failed;
    twi_text_clear(&text);
    if (failed) return twi_no_memory(ctx, 0);
  }
  return TW_OK;
}

/* A page of A4 is of numbers that runs and ranges alone have. */
static tw_status check_brief(twi_page_run *run, const char *language)
{
  run->brief = language;
  if (!language || twi_page_is_run(run)) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s: holds %s, and a brief is of a run or a range; `tradewind report %s` writes its page",
                  run->folder, twi_page_kind_words(run), run->folder);
}

static tw_status write_report(tw_context *ctx, const char *const *folders, int count, const char *file,
                              int side_by_side, const char *language)
{
  if (!folders || count < 1 || !file || !*file)
    return twi_fail(ctx, TW_USAGE, "tw_report_write needs results folders and a file");
  if (count > MOST_RUNS) return twi_fail(ctx, TW_USAGE, "%d runs in one report, expected at most %d", count, MOST_RUNS);
  int own = !side_by_side && is_own_page(folders[0], file), lock = -1;
  tw_status status = own ? twi_folder_lock(ctx, folders[0], &lock) : twi_output_check_file(ctx, file);
  if (status != TW_OK) return status;
  twi_page_run *run = twi_new(ctx, (size_t)count, sizeof *run);
  twi_text page = {.ctx = ctx};
  if (!run) status = twi_no_memory(ctx, (size_t)count * sizeof *run);
  for (int i = 0; i < count && status == TW_OK; i++) {
    const twi_page_files files = {.folder = folders[i]};
    status = twi_page_read(ctx, &files, &run[i]);
    if (status == TW_OK && side_by_side) status = check_kind(&run[i]);
    if (status == TW_OK) status = check_brief(&run[i], language);
    if (status == TW_OK) status = twi_progress(ctx, "reading results", (double)(i + 1) / count);
  }
  if (status == TW_OK && count > 1) status = log_unlike(ctx, run, count);
  if (status == TW_OK) status = twi_page_make(ctx, run, count, &page);
  if (status == TW_OK) status = write_page(ctx, &page, file, own);
  twi_text_clear(&page);
  for (int i = 0; run && i < count; i++) twi_page_run_free(&run[i]);
  twi_free(ctx, run);
  twi_folder_unlock(lock);
  return status;
}

tw_status tw_report_write(tw_context *ctx, const char *const *folders, int count, const char *file)
{
  return write_report(ctx, folders, count, file, count > 1, NULL);
}

tw_status tw_compare_write(tw_context *ctx, const char *const *folders, int count, const char *file)
{
  return write_report(ctx, folders, count, file, 1, NULL);
}

tw_status tw_brief_write(tw_context *ctx, const char *folder, const char *language, const char *file)
{
  const char *known = NULL, *wanted = language ? language : twi_language(0);
  for (int i = 0; twi_language(i); i++)
    if (strcmp(wanted, twi_language(i)) == 0) known = twi_language(i);
  if (!known) return twi_fail(ctx, TW_USAGE, "the language \"%s\" is none of en, fr and ja", wanted);
  return write_report(ctx, &folder, folder ? 1 : 0, file, 0, known);
}
