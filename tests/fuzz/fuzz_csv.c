/* A CSV table from memory, plain or gzip, row by row: every cell as text, number and percentage; and as a long table.
 */
#include "fuzz.h"
#include "table/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  twi_source *source;
  twi_csv *csv;
  int more = 1;
  double x;
  size_t length;
  if (twi_source_memory(context, data, size, "f.csv", &source) == TW_OK &&
      twi_csv_open(context, source, &csv) == TW_OK) {
    for (int row = 0; row < 10000 && twi_csv_next(csv, &more) == TW_OK && more; row++)
      for (int i = 0; i < twi_csv_columns(csv); i++) {
        MUST(strlen(twi_csv_text(csv, i, &length)) <= length);
        if (twi_csv_number(csv, i, &x) == TW_OK) MUST(isfinite(x));
        if (twi_csv_percent(csv, i, &x) == TW_OK) MUST(isfinite(x));
      }
    twi_csv_free(csv);
  }
  tw_import ask;
  tw_import_default(&ask);
  ask.from = "csv";
  ask.file = fuzz_file("f.csv", data, size);
  fuzz_import(context, &ask);
  fuzz_end(context, size);
  return 0;
}
