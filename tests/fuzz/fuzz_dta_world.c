/* A world as a folder of Stata files: changes to one of a good folder. The first byte says which file, then two bytes
 * the place and one the value; what begins with 't' behind the first is cut there. */
#include "rich.h"

static const char *const names[] = {"regions.dta", "sectors.dta",  "flows.dta",    "inputs.dta",       "production.dta",
                                    "final.dta",   "families.dta", "products.dta", "product_flows.dta"};
enum { FILES = sizeof names / sizeof *names };
static struct {
  char *at;
  size_t size;
} good[FILES];

static void forget(void)
{
  for (int i = 0; i < FILES; i++) free(good[i].at);
}

static void make(tw_context *context, const char *folder)
{
  fuzz_ok(context, tw_world_export(context, rich_world(), &(const tw_export){"dta", folder}));
  for (int i = 0; i < FILES; i++) good[i].at = support_read(support_path(folder, names[i]), &good[i].size);
  atexit(forget);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  char folder[4096];
  snprintf(folder, sizeof folder, "%s", support_temp("dta"));
  if (!good[0].at) make(context, folder);
  if (size >= 4) {
    const int which = data[0] % FILES, cut = data[1] == 't';
    size_t n = good[which].size;
    MUST(good[which].at && n);
    char *bytes = malloc(n);
    MUST(bytes);
    memcpy(bytes, good[which].at, n);
    for (size_t i = cut ? 4 : 1; i + 2 < size; i += 3)
      bytes[(size_t)(data[i] << 8 | data[i + 1]) % n] = (char)data[i + 2];
    if (cut) n = (size_t)(data[2] << 8 | data[3]) % (n + 1);
    support_write_bytes(support_path(folder, names[which]), bytes, n);
    free(bytes);
    tw_import ask;
    tw_import_default(&ask);
    ask.from = "dta";
    ask.file = folder;
    fuzz_import(context, &ask);
    support_write_bytes(support_path(folder, names[which]), good[which].at, good[which].size);
  }
  fuzz_end(context, size);
  return 0;
}
