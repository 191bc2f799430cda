/* A header-array file: listed, read in all its headers, and one of them imported. */
#include "fuzz.h"
#include "table/har.h"

static tw_status look(void *user, const twi_har_header *h)
{
  double sum = 0;
  for (size_t i = 0; h->value && i < h->count; i++) sum += h->value[i];
  for (size_t i = 0; h->text && i < h->count * h->width; i++) sum += h->text[i];
  for (int d = 0; d < h->dimensions; d++)
    for (int i = 0; h->element[d] && i < h->size[d]; i++)
      sum += (double)strlen(h->element[d] + (size_t)i * TWI_HAR_ELEMENT);
  *(double *)user += sum;
  return TW_OK;
}

static void look_public(void *user, const tw_har_header *h)
{
  *(double *)user += (double)(strlen(h->name) + strlen(h->description));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  double sum = 0;
  tw_import ask;
  tw_import_default(&ask);
  ask.from = "har";
  ask.file = fuzz_file("f.har", data, size);
  ask.map = "value=FULL,sector=1,exporter=2,importer=3";
  fuzz_refused(context, twi_har_read(context, ask.file, NULL, look, &sum));
  fuzz_refused(context, tw_har_list(context, ask.file, look_public, &sum));
  fuzz_import(context, &ask);
  fuzz_end(context, size);
  return 0;
}
