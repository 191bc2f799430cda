/* The files of a world folder: on disk or built in, plain or gzip. See read.h. */
#include <math.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "world/read/read.h"

tw_status twi_reader_open(twi_reader *r, const char *file, int needed, twi_source **source)
{
  return twi_source_of_folder(r->ctx, r->folder, r->builtin ? "worlds" : NULL, file, needed, source);
}

tw_status twi_reader_table(twi_reader *r, const char *file, int needed, twi_csv **csv, char **origin)
{
  twi_source *source;
  *csv = NULL;
  tw_status status = twi_reader_open(r, file, needed, &source);
  if (status != TW_OK || (!source && !origin)) return status;
  if (origin) {
    *origin = source ? twi_strdup(r->ctx, twi_source_origin(source)) : twi_path_join(r->ctx, r->folder, file);
    if (!*origin) {
      twi_source_free(source);
      return twi_no_memory(r->ctx, 0);
    }
  }
  return source ? twi_csv_open(r->ctx, source, csv) : TW_OK;
}

tw_status twi_reader_text(twi_reader *r, const char *file, int needed, char **text, char **origin)
{
  enum { LIMIT = 4 << 20 };
  twi_source *source;
  *text = *origin = NULL;
  tw_status status = twi_reader_open(r, file, needed, &source);
  if (status != TW_OK || !source) return status;
  twi_text whole = {.ctx = r->ctx};
  for (;;) {
    const char *block;
    size_t count;
    status = twi_source_next(source, &block, &count);
    if (status != TW_OK || count == 0) break;
    const char *other = whole.used == 0 ? twi_other_encoding(block, count) : NULL;
    if (other)
      status = twi_fail(r->ctx, TW_BAD_INPUT, "%s:1:1: found %s, expected UTF-8", twi_source_origin(source), other);
    else if (memchr(block, 0, count))
      status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: found a zero byte, expected text", twi_source_origin(source));
    else if (whole.used + count > LIMIT)
      status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: found more than 4 MiB", twi_source_origin(source));
    if (status != TW_OK) break;
    twi_text_add(&whole, block, count);
  }
  if (status == TW_OK) {
    *origin = twi_strdup(r->ctx, twi_source_origin(source));
    status = *origin ? twi_text_take(&whole, text) : twi_no_memory(r->ctx, 0);
  }
  if (status != TW_OK) {
    twi_text_clear(&whole);
    twi_free(r->ctx, *origin);
    *origin = NULL;
  }
  twi_source_free(source);
  return status;
}

tw_status twi_reader_code(twi_csv *csv, int column, const twi_codes *codes, const char *what, int *index)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  *index = twi_codes_find(codes, text, length);
  if (*index >= 0) return TW_OK;
  char shown[TWI_SHOWN];
  twi_show(text, length, shown);
  const char *nearest = twi_nearest(text, length, codes->code, codes->count);
  if (nearest)
    return twi_csv_fail(csv, column, "found %s, expected a %s of %ss.csv; did you mean %s?", shown, what, what,
                        nearest);
  return twi_csv_fail(csv, column, "found %s, expected a %s of %ss.csv", shown, what, what);
}
