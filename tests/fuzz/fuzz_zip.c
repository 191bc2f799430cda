/* A ZIP archive with a table, whatever is in it: every member listed and read, no further than its size allows; and as an
 * import by a year, without one, and by a name. A workbook, which is a ZIP archive, too, is refused as what it is. */
#include "fuzz.h"
#include "table/zip.h"

static void members(tw_context *context, const char *path, size_t size)
{
  int count = 1;
  for (int i = 0; i < count && i < 20; i++) {
    twi_zip *zip = NULL;
    twi_source *source = NULL;
    tw_status status = twi_zip_open(context, path, &zip);
    fuzz_refused(context, status);
    if (status != TW_OK) return;
    count = twi_zip_members(zip);
    if (i >= count) {
      twi_zip_free(zip);
      return;
    }
    MUST((size_t)count <= size && twi_zip_name(zip, i));
    status = twi_zip_source(zip, i, &source);
    fuzz_refused(context, status);
    if (status != TW_OK) continue;
    const char *block;
    size_t n = 1, all = 0;
    while (n && (status = twi_source_next(source, &block, &n)) == TW_OK) all += n;
    fuzz_refused(context, status);
    MUST(all <= size * 1100); /* deflate packs no better */
    twi_source_free(source);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  char path[4096];
  snprintf(path, sizeof path, "%s", fuzz_file("f.zip", data, size));
  members(context, path, size);
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
