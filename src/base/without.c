/* What this build was made without: see without.h. */
#include "base/without.h"

#include <string.h>

int twi_build_has(const char *word)
{
  size_t length = strlen(word);
  for (const char *at = tw_capabilities(); *at;) {
    size_t n = strcspn(at, " ");
    if (n == length && memcmp(at, word, n) == 0) return 1;
    at += n + (at[n] == ' ');
  }
  return 0;
}

tw_status twi_absent(tw_context *ctx, const char *part)
{
  static const struct {
    const char *part, *words, *option;
  } known[] = {{"frontier", "frontier of a decision", "TRADEWIND_FRONTIER"},
               {"import", "import of published tables", "TRADEWIND_IMPORT"},
               {"page", "page", "TRADEWIND_PAGE"},
               {"stata", "Stata files", "TRADEWIND_STATA"},
               {"stores", "stores", "TRADEWIND_STORES"},
               {"zip", "ZIP archives", "TRADEWIND_ZIP"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i].part, part) == 0)
      return twi_fail(ctx, TW_USAGE, "this build of Tradewind has no %s: it was made with %s=OFF", known[i].words,
                      known[i].option);
  return twi_fail(ctx, TW_USAGE, "this build of Tradewind has no %s", part);
}
