/* What results hang on, a line each, as they are found out while a result is made: see result.h. */
#include <stdarg.h>
#include <string.h>

#include "base/print.h"
#include "base/text.h"
#include "indicator/result.h"

tw_status twi_result_caution(tw_result *r, const char *format, ...)
{
  twi_text text = {.ctx = r->ctx};
  char **cautions = NULL, words[1024], *longer = NULL;
  va_list list;
  for (int i = 0; i < TWI_RESULT_TEXTS; i++)
    if (strcmp(twi_result_text_name[i], "cautions") == 0) cautions = &r->text[i];
  va_start(list, format);
  (void)twi_vprint(words, sizeof words, format, list);
  va_end(list);
  twi_text_printf(&text, "%s%s%s", *cautions, **cautions ? "\n" : "", words);
  tw_status status = twi_text_take(&text, &longer);
  if (status != TW_OK) return status;
  twi_free(r->ctx, *cautions);
  *cautions = longer;
  return TW_OK;
}
