/* Tables of energy: what begins with 'o' is, behind it, a table of origins, all else one of primary energy. Accounts of the
 * region LND: refused with words, or every number of them finite and every text there. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  int origins = size > 0 && data[0] == 'o';
  const char *file = fuzz_file("f.csv", data + origins, size - (size_t)origins);
  const tw_accounts_options options = {.balance = origins ? NULL : file, .origins = origins ? file : NULL};
  tw_accounts *a = NULL;
  tw_account row;
  const char *text;
  fuzz_refused(context, tw_accounts_energy(context, "LND", &options, &a));
  for (int i = 0; a && tw_accounts_at(a, i, &row); i++) {
    MUST(isfinite(row.value) && *row.item && *row.source && *row.unit && *row.quality);
    MUST(row.convention && row.partner && row.year && row.reference);
  }
  for (int i = 0; a && (text = tw_accounts_sentence(a, i)); i++) MUST(*text && !strstr(text, "nan"));
  for (int i = 0; a && (text = tw_accounts_remark(a, i)); i++) MUST(*text);
  tw_accounts_free(a);
  fuzz_end(context, size);
  return 0;
}
