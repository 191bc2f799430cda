/* A table of tariffs, by sector or (first byte odd) by product with a concordance; with a first byte of 2 the concordance
 * itself. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  static const char table[] = "importer,exporter,sector,value\nCAN,CAN,A01,9\nCAN,USA,A01,2\nUSA,USA,A01,8\n"
                              "USA,CAN,C29,1\nCAN,CAN,C29,7\nUSA,USA,C29,5\n";
  static const char products[] = "hs6,sector\n100100,A01\n870310,C29\n720000,A01\n720000,C29\n";
  if (size > 0) {
    char file[4096], concordance[4096];
    snprintf(file, sizeof file, "%s", fuzz_file("r.csv", data + 1, size - 1));
    snprintf(concordance, sizeof concordance, "%s", fuzz_file("c.csv", (const uint8_t *)products, sizeof products - 1));
    tw_import ask;
    tw_import_default(&ask);
    ask.from = "csv";
    ask.file = fuzz_file("t.csv", (const uint8_t *)table, sizeof table - 1);
    ask.tariffs = file;
    if (data[0] % 2) ask.concordance = concordance;
    if (data[0] == 2) {
      static const char rates[] = "importer,exporter,hs6,value,tariff_pct\nUSA,CAN,870310,5,2.5\nUSA,CAN,100100,2,1\n";
      ask.concordance = file;
      ask.tariffs = fuzz_file("p.csv", (const uint8_t *)rates, sizeof rates - 1);
    }
    fuzz_import(context, &ask);
  }
  fuzz_end(context, size);
  return 0;
}
