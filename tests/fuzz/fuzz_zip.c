/* A ZIP archive with a table, whatever is in it: by a year, without one, and by a name. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  char path[4096];
  snprintf(path, sizeof path, "%s", fuzz_file("f.zip", data, size));
  tw_import ask;
  tw_import_default(&ask);
  ask.bound = 0.5;
  ask.name = "x";
  ask.from = "icio";
  ask.file = path;
  fuzz_import(context, &ask);
  ask.year = 2022;
  fuzz_import(context, &ask);
  ask.file = support_path(path, "2021.csv");
  fuzz_import(context, &ask);
  fuzz_end(context, size);
  return 0;
}
