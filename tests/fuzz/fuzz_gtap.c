/* A GTAP data base of three header-array files, with a line of "====" between them, made a world. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char *const names[] = {"basedata.har", "sets.har", "default.prm"};
  tw_context *context = fuzz_begin();
  tw_import ask;
  tw_import_default(&ask);
  ask.from = "gtap";
  ask.file = fuzz_folder("gtap", names, 3, data, size);
  fuzz_import(context, &ask);
  fuzz_end(context, size);
  return 0;
}
