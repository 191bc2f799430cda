/* Lists of passages, and of passages with amounts. See routes.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "routes/routes.h"
#include "table/number.h"

static tw_status fail_passage(tw_context *ctx, const tw_sea *sea, const char *what, const char *word, size_t length)
{
  const char *names[TWI_MOST_PASSAGES];
  char shown[TWI_SHOWN], all[640] = "";
  for (int k = 0; k < sea->passages; k++) {
    size_t used = strlen(all);
    names[k] = sea->passage[k].name;
    if (strcmp(names[k], "siberia") != 0) twi_print(all + used, sizeof all - used, "%s%s", k ? ", " : "", names[k]);
  }
  const char *nearest = twi_nearest(word, length, names, sea->passages);
  if (nearest)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found %s, which is no passage; did you mean %s? There are %s", what,
                    twi_show(word, length, shown), nearest, all);
  return twi_fail(ctx, TW_BAD_INPUT, "%s: found %s, expected passages with commas between: %s", what,
                  twi_show(word, length, shown), all);
}

/* Takes the next word of a list, blanks aside; 0 after the last. */
static int next_word(const char **list, const char **word, size_t *length)
{
  if (!*list) return 0;
  const char *begin = *list, *end = begin + strcspn(begin, ",");
  *list = *end ? end + 1 : NULL;
  while (begin < end && *begin == ' ') begin++;
  while (end > begin && end[-1] == ' ') end--;
  *word = begin;
  *length = (size_t)(end - begin);
  return 1;
}

tw_status twi_passages_read(tw_context *ctx, const tw_sea *sea, const char *what, const char *text, twi_mask *mask)
{
  const char *word;
  size_t length;
  *mask = 0;
  if (text && !*text)
    return twi_fail(ctx, TW_USAGE, "%s: found nothing, expected passages, as in hormuz,suez", what);
  while (text && next_word(&text, &word, &length)) {
    int k = twi_passage_find(sea, word, length);
    if (k < 0 || !length) return fail_passage(ctx, sea, what, word, length);
    *mask |= (twi_mask)1 << k;
  }
  return TW_OK;
}

tw_status twi_amounts_read(tw_context *ctx, const tw_sea *sea, const char *what, const char *unit, double most,
                           const char *text, double amount[TWI_MOST_PASSAGES])
{
  const char *word;
  size_t length;
  char shown[TWI_SHOWN];
  for (int k = 0; k < TWI_MOST_PASSAGES; k++) amount[k] = NAN;
  while (text && next_word(&text, &word, &length)) {
    const char *sign = length ? memchr(word, '=', length) : NULL;
    double x;
    if (!sign)
      return twi_fail(ctx, TW_USAGE, "%s: found %s, expected PASSAGE=%s, as in panama=5", what,
                      twi_show(word, length, shown), unit);
    size_t name = (size_t)(sign - word);
    int k = twi_passage_find(sea, word, name);
    if (k < 0 || !name) return fail_passage(ctx, sea, what, word, name);
    if (twi_number_read(sign + 1, length - name - 1, &x) || !(x >= 0 && x <= most))
      return twi_fail(ctx, TW_USAGE, "%s: found %s for %s, expected a number of %s, 0 to %g", what,
                      twi_show(sign + 1, length - name - 1, shown), sea->passage[k].name, unit, most);
    if (!isnan(amount[k]))
      return twi_fail(ctx, TW_USAGE, "%s: found %s twice, expected it once", what, sea->passage[k].name);
    amount[k] = x;
  }
  return TW_OK;
}

tw_status twi_opened_check(tw_context *ctx, const tw_sea *sea, twi_mask closed, twi_mask opened)
{
  for (int k = 0; k < sea->passages; k++) {
    twi_mask bit = (twi_mask)1 << k;
    if (!(opened & bit)) continue;
    if (sea->shut & ~sea->northwest & bit)
      return twi_fail(ctx, TW_BAD_INPUT,
                      "--open: found siberia: that coast stays closed, since the network's path there is no route with "
                      "known ice, depth and fees; expected northwest");
    if (!(sea->shut & bit))
      return twi_fail(ctx, TW_BAD_INPUT, "--open: found %s, which is open unless --closed names it; expected northwest",
                      sea->passage[k].name);
    if (closed & bit)
      return twi_fail(ctx, TW_USAGE, "found %s in --closed and in --open, expected it in one",
                      sea->passage[k].name);
  }
  return TW_OK;
}
