/* Sources: the comment at the end of a line with an amount, a variable or a rule's name says where a number comes from.
 * Comments on lines of their own are notes of whoever wrote the file: they explain, and belong to no number. */
#include <string.h>

#include "base/text.h"
#include "scenario/read/read.h"

static const twi_yaml_comment *comment_of(const twi_reading *r, int line)
{
  const twi_yaml_comment *c = line >= 1 && line <= r->comments ? &r->comment[line - 1] : NULL;
  return c && c->text && c->length ? c : NULL;
}

/* text and piece joined; text is freed. */
static tw_status join_text(tw_context *ctx, char **text, const char *between, const char *piece, size_t length)
{
  twi_text out = {.ctx = ctx};
  if (*text) {
    twi_text_put(&out, *text);
    twi_text_put(&out, between);
  }
  twi_text_add(&out, piece, length);
  char *joined;
  tw_status status = twi_text_take(&out, &joined);
  if (status != TW_OK) return status;
  twi_free(ctx, *text);
  *text = joined;
  return TW_OK;
}

static int holds_piece(const char *text, const char *piece, size_t length)
{
  size_t n = strlen(text);
  for (size_t i = 0; i + length <= n; i++)
    if (memcmp(text + i, piece, length) == 0) return 1;
  return 0;
}

tw_status twi_source_add(const twi_reading *r, int line, char **source)
{
  const twi_yaml_comment *c = comment_of(r, line);
  if (!c || (*source && holds_piece(*source, c->text, c->length))) return TW_OK;
  return join_text(r->ctx, source, "; ", c->text, c->length);
}
