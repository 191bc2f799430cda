/* The files of a results folder as they were written: see files.h.
 *
 * What a page says is certified, so a file that is not the one that the run wrote is refused: its SHA-256 stands in
 * run.json. */
#include "report/page/files.h"

#include <string.h>

#include "base/digest.h"
#include "base/plain.h"
#include "report/json.h"

enum { MOST_BYTES = 1 << 30 };

/* ---------------------------------------------------------------- files */

char *twi_page_place(tw_context *ctx, const twi_page_files *files, const char *name)
{
  for (int i = 0; i < files->count; i++)
    if (strcmp(files->sheet[i]->name, name) == 0) return twi_strdup(ctx, twi_writer_place(files->sheet[i]->writer));
  return twi_path_join(ctx, files->folder, name);
}

static tw_status compare_digest(const twi_page_run *run, const char *name, const char *path, const char *found)
{
  json_t *entry = json_object_get(json_object_get(run->manifest, "files"), name);
  const char *expected = json_string_value(json_object_get(entry, "sha256"));
  if (expected && strcmp(expected, found) == 0) return TW_OK;
  return twi_fail(run->ctx, TW_BAD_INPUT,
                  "%s: is not as the run wrote it: its SHA-256 is %s, and run.json says %s; run the scenario again",
                  path, found, expected ? expected : "nothing");
}

static tw_status find_listed(const twi_page_run *run, const twi_page_files *files, const char *name, char **path)
{
  tw_status status = files->count == 0 ? twi_check_inside(run->ctx, files->folder, name) : TW_OK;
  if (status != TW_OK) return status;
  *path = twi_page_place(run->ctx, files, name);
  if (!*path) return twi_no_memory(run->ctx, 0);
  if (twi_path_kind_of(*path) == TWI_PATH_ABSENT)
    return twi_fail(run->ctx, TW_BAD_INPUT, "%s: lacks %s, which its run.json lists; run the scenario again",
                    files->folder, name);
  return TW_OK;
}

/* A file that the manifest lists, as the run wrote it. What the sheets of a running write hold needs no digest: their
 * own would be compared with itself. */
static tw_status read_listed(twi_page_run *run, const twi_page_files *files, const char *name, char **path,
                             char **bytes, size_t *count)
{
  char found[TWI_DIGEST_TEXT];
  tw_status status = find_listed(run, files, name, path);
  if (status == TW_OK) status = twi_read_file(run->ctx, *path, MOST_BYTES, bytes, count);
  if (status != TW_OK || files->count > 0) return status;
  status = twi_digest_of(run->ctx, *bytes, *count, found);
  return status == TW_OK ? compare_digest(run, name, *path, found) : status;
}

/* The same, block by block. */
static tw_status check_digest(const twi_page_run *run, const char *name, const char *path)
{
  twi_source *source = NULL;
  twi_digest *digest = NULL;
  const char *block;
  size_t count = 1;
  char found[TWI_DIGEST_TEXT];
  tw_status status = twi_digest_new(run->ctx, &digest);
  if (status == TW_OK) status = twi_source_open(run->ctx, path, &source);
  while (status == TW_OK && count > 0) {
    status = twi_source_next(source, &block, &count);
    if (status == TW_OK && count > 0) status = twi_digest_add(digest, block, count);
  }
  if (status == TW_OK) status = twi_digest_end(digest, NULL, found);
  twi_source_free(source);
  twi_digest_free(digest);
  return status == TW_OK ? compare_digest(run, name, path, found) : status;
}

tw_status twi_page_check(twi_page_run *run, const twi_page_files *files, const char *name)
{
  char *path = NULL, *bytes = NULL;
  size_t count;
  tw_status status = read_listed(run, files, name, &path, &bytes, &count);
  twi_free(run->ctx, path);
  twi_free(run->ctx, bytes);
  return status;
}

tw_status twi_page_table(twi_page_run *run, const twi_page_files *files, const char *name, twi_csv **csv)
{
  char *path = NULL;
  twi_source *source = NULL;
  *csv = NULL;
  tw_status status = find_listed(run, files, name, &path);
  if (status == TW_OK && files->count == 0) status = check_digest(run, name, path);
  if (status == TW_OK) status = twi_source_open(run->ctx, path, &source);
  if (status == TW_OK) status = twi_csv_open(run->ctx, source, csv);
  twi_free(run->ctx, path);
  return status;
}

/* ---------------------------------------------------------------- JSON */

/* The text with the replacement character for every control that is no break. */
static tw_status clean_text(tw_context *ctx, json_t *text)
{
  const char *from = json_string_value(text);
  size_t length = json_string_length(text);
  char shown[TWI_CONTROL], *bytes;
  if (!twi_control_in(from, length, shown)) return TW_OK;
  twi_text out = {.ctx = ctx};
  for (size_t i = 0; i < length;) {
    unsigned point = 0;
    size_t n = twi_character(from + i, length - i, &point);
    if (n == 0 || (twi_is_control(point) && !twi_is_break(point)))
      twi_text_put(&out, "\xef\xbf\xbd");
    else
      twi_text_add(&out, from + i, n);
    i += n ? n : 1;
  }
  tw_status status = twi_text_take(&out, &bytes);
  if (status == TW_OK && json_string_set(text, bytes) != 0) status = twi_no_memory(ctx, length);
  twi_free(ctx, bytes);
  return status;
}

/* A folder may come from anywhere: what nobody can see is gone before a page shows it. */
static tw_status clean_texts(tw_context *ctx, json_t *root)
{
  tw_status status = TW_OK;
  if (json_is_string(root)) return clean_text(ctx, root);
  for (size_t i = 0; json_is_array(root) && i < json_array_size(root) && status == TW_OK; i++)
    status = clean_texts(ctx, json_array_get(root, i));
  for (void *at = json_object_iter(root); at && status == TW_OK; at = json_object_iter_next(root, at))
    status = clean_texts(ctx, json_object_iter_value(at));
  return status;
}

tw_status twi_page_json(twi_page_run *run, const twi_page_files *files, const char *name, int checked, json_t **root)
{
  char *path = NULL, *bytes = NULL;
  size_t count = 0;
  tw_status status;
  *root = NULL;
  if (checked) {
    status = read_listed(run, files, name, &path, &bytes, &count);
  } else {
    path = twi_page_place(run->ctx, files, name);
    status = path ? TW_OK : twi_no_memory(run->ctx, 0);
    if (status == TW_OK)
      status = files->count ? twi_read_file(run->ctx, path, MOST_BYTES, &bytes, &count)
                            : twi_read_inside(run->ctx, files->folder, name, MOST_BYTES, &bytes, &count);
  }
  if (status == TW_OK) status = twi_json_load(run->ctx, path, bytes, count, root);
  if (status == TW_OK) status = clean_texts(run->ctx, *root);
  twi_free(run->ctx, bytes);
  twi_free(run->ctx, path);
  return status;
}
