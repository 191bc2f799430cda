/* Texts of run.json and of the other JSON files, before a page shows them: a folder may come from anywhere. See html.h.
 */
#include <string.h>

#include "base/plain.h"
#include "report/page/page.h"

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

tw_status twi_html_clean(tw_context *ctx, json_t *root)
{
  tw_status status = TW_OK;
  if (json_is_string(root)) return clean_text(ctx, root);
  for (size_t i = 0; json_is_array(root) && i < json_array_size(root) && status == TW_OK; i++)
    status = twi_html_clean(ctx, json_array_get(root, i));
  for (void *at = json_object_iter(root); at && status == TW_OK; at = json_object_iter_next(root, at))
    status = twi_html_clean(ctx, json_object_iter_value(at));
  return status;
}
