/* The files of a market's folder: on disk, plain or gzip, or built in. See read.h. */
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "market/read/read.h"

/* *source stays NULL when there is no such file. */
static tw_status open_file(twi_market_reader *r, const char *file, int needed, twi_source **source)
{
  return twi_source_of_folder(r->ctx, r->folder, r->builtin ? "markets" : NULL, file, needed, source);
}

tw_status twi_market_table(twi_market_reader *r, const char *file, int needed, twi_csv **csv, char **origin)
{
  twi_source *source;
  *csv = NULL;
  tw_status status = open_file(r, file, needed, &source);
  if (status != TW_OK || !source) return status;
  if (origin) {
    *origin = twi_strdup(r->ctx, twi_source_origin(source));
    if (!*origin) {
      twi_source_free(source);
      return twi_no_memory(r->ctx, 0);
    }
  }
  return twi_csv_open(r->ctx, source, csv);
}

static tw_status take_block(twi_source *source, tw_context *ctx, twi_text *whole, const char *block, size_t count)
{
  enum { LIMIT = 4 << 20 };
  const char *other = whole->used == 0 ? twi_other_encoding(block, count) : NULL;
  const char *name = twi_source_origin(source);
  if (other) return twi_fail(ctx, TW_BAD_INPUT, "%s:1:1: found %s, expected UTF-8", name, other);
  if (memchr(block, 0, count)) return twi_fail(ctx, TW_BAD_INPUT, "%s: found a zero byte, expected text", name);
  if (whole->used + count > LIMIT) return twi_fail(ctx, TW_BAD_INPUT, "%s: found more than 4 MiB", name);
  twi_text_add(whole, block, count);
  return TW_OK;
}

tw_status twi_market_yaml(twi_market_reader *r, char **text, char **origin)
{
  twi_source *source;
  *text = *origin = NULL;
  tw_status status = open_file(r, "market.yaml", 1, &source);
  if (status != TW_OK) return status;
  twi_text whole = {.ctx = r->ctx};
  for (;;) {
    const char *block;
    size_t count;
    status = twi_source_next(source, &block, &count);
    if (status != TW_OK || count == 0) break;
    status = take_block(source, r->ctx, &whole, block, count);
    if (status != TW_OK) break;
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

tw_status twi_market_columns(twi_market_reader *r, twi_csv *csv, const twi_market_column *list, int count, int *column)
{
  enum { MOST = 16 };
  tw_status status = TW_OK;
  for (int i = 0; i < twi_csv_columns(csv) && status == TW_OK; i++) {
    const char *name = twi_csv_column(csv, i), *absent[MOST];
    size_t length = strlen(name);
    int is_known = 0, left = 0;
    for (int k = 0; k < count; k++) {
      is_known |= twi_same_name(name, length, list[k].name);
      if (twi_csv_find(csv, list[k].name) < 0 && left < MOST) absent[left++] = list[k].name;
    }
    if (is_known) continue;
    char shown[TWI_SHOWN];
    twi_show(name, length, shown);
    const char *near = twi_nearest(name, length, absent, left);
    if (near)
      status = twi_fail(r->ctx, TW_BAD_INPUT, "%s:1: found the column %s; did you mean %s?", twi_csv_origin(csv), shown,
                        near);
    else
      status = twi_market_remark(r->ctx, r->m, "The column %s of %s is not read.", shown, twi_csv_origin(csv));
  }
  for (int k = 0; k < count && status == TW_OK; k++) {
    column[k] = twi_csv_find(csv, list[k].name);
    if (list[k].required) status = twi_csv_require(csv, list[k].name, &column[k]);
  }
  return status;
}
