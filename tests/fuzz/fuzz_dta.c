/* A Stata file, imported as a long table. */
#include "fuzz.h"
#include "table/dta.h"

static tw_status take_columns(void *user, const char *const *name, int count, unsigned char *wanted)
{
  (void)wanted;
  *(int *)user = count;
  for (int i = 0; i < count; i++) MUST(name[i][0]);
  return TW_OK;
}

static tw_status take_row(void *user, const twi_dta_cell *cell, long number)
{
  MUST(number > 0);
  for (int i = 0; i < *(int *)user; i++)
    MUST(cell[i].text ? strlen(cell[i].text) == cell[i].length : !isinf(cell[i].number));
  return TW_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  int columns = 0;
  const twi_dta_handler all = {take_columns, take_row, &columns};
  tw_import ask;
  tw_import_default(&ask);
  ask.from = "dta";
  ask.file = fuzz_file("f.dta", data, size);
  fuzz_refused(context, twi_dta_read(context, ask.file, &all)); /* every column */
  fuzz_import(context, &ask);
  fuzz_end(context, size);
  return 0;
}
