/* A wide table from memory, and as the layouts that are wide. The first byte says how many columns are labels. */
#include "fuzz.h"
#include "table/wide.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  if (size > 0) {
    twi_source *source;
    twi_wide *wide;
    int more = 1, labels = data[0] % 5;
    if (twi_source_memory(context, data + 1, size - 1, "f.csv", &source) == TW_OK &&
        twi_wide_open(context, source, &wide) == TW_OK) {
      if (!labels || twi_wide_set_labels(wide, labels) == TW_OK) {
        if (!labels) labels = 1;
        for (int row = 0; row < 10000 && twi_wide_next(wide, &more) == TW_OK && more; row++) {
          for (int i = 0; i < labels; i++) MUST(twi_wide_label(wide, i));
          for (int i = 0; i < twi_wide_columns(wide) - labels; i++) MUST(!isinf(twi_wide_numbers(wide)[i]));
        }
      }
      twi_wide_free(wide);
    }
    tw_import ask;
    tw_import_default(&ask);
    ask.file = fuzz_file("f.csv", data + 1, size - 1);
    ask.bound = 0.5;
    ask.year = 2000;
    ask.name = "x";
    ask.from = "icio";
    fuzz_import(context, &ask);
    ask.from = "wiod";
    fuzz_import(context, &ask);
  }
  fuzz_end(context, size);
  return 0;
}
