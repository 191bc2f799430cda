/* Tables that change a world: the first byte says which. What comes of it is a world whose identities hold; merging and
 * splitting keep all money, a split of a region or sector merged again gives the flows back, and what was balanced clears
 * its markets. */
#include "rich.h"

enum {
  REGIONS,
  SECTORS,
  PRODUCTS,
  TOTALS,
  TRADE,
  GDP,
  TARIFF,
  MARGINS,
  FLOWS,
  LIST,
  FAMILIES,
  PRODUCTION,
  SPLIT_REGION,
  SPLIT_SECTOR,
  SPLIT_PRODUCTS,
  KINDS
};

static void clears(const tw_world *world)
{
  const size_t N = (size_t)tw_world_regions(world), S = (size_t)tw_world_sectors(world);
  const double *output = tw_world_numbers(world, "output"), *spending = tw_world_numbers(world, "spending"),
               *a = tw_world_numbers(world, "input_share"), *last = tw_world_numbers(world, "final_share");
  double all = 0, off = 0;
  for (size_t d = 0; d < N; d++) {
    double income = 0;
    for (size_t s = 0; s < S; s++) {
      income += spending[d * S + s];
      for (size_t u = 0; a && u < S; u++) income -= a[(d * S + u) * S + s] * output[d * S + u];
    }
    for (size_t s = 0; s < S; s++) {
      double use = last[d * S + s] * income;
      for (size_t u = 0; a && u < S; u++) use += a[(d * S + u) * S + s] * output[d * S + u];
      all += use;
      off += fabs(use - spending[d * S + s]);
    }
  }
  MUST(off <= 1e-6 * all);
}

/* The flows of a split world with its parts put together again. */
static void merges_back(const tw_world *parts, const tw_world *whole, int region)
{
  const size_t n = (size_t)tw_world_regions(whole), m = (size_t)tw_world_sectors(whole);
  const size_t N = (size_t)tw_world_regions(parts), M = (size_t)tw_world_sectors(parts);
  const double *flow = tw_world_numbers(whole, "flow"), *part = tw_world_numbers(parts, "flow");
  size_t to[2048];
  if (N > 2048 || M > 2048) return;
  for (size_t i = 0; i < (region ? N : M); i++) {
    const int old = region ? tw_world_find_region(whole, tw_world_region(parts, (int)i))
                           : tw_world_find_sector(whole, tw_world_sector(parts, (int)i));
    to[i] = old < 0 || (region && old == CAN) || (!region && old == C29) ? (region ? (size_t)CAN : (size_t)C29)
                                                                         : (size_t)old;
  }
  double *sum = calloc(n * n * m, sizeof *sum);
  MUST(sum);
  for (size_t s = 0; s < M; s++)
    for (size_t d = 0; d < N; d++)
      for (size_t o = 0; o < N; o++)
        sum[((region ? s : to[s]) * n + (region ? to[d] : d)) * n + (region ? to[o] : o)] += part[(s * N + d) * N + o];
  for (size_t i = 0; i < n * n * m; i++) MUST(fuzz_near(sum[i], flow[i], rich_total(whole), 1e-9));
  free(sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  if (size >= 2) {
    const tw_world *from = rich_world();
    const int kind = data[0] % KINDS;
    char file[4096], other[4096];
    tw_world *out = NULL;
    tw_status status;
    snprintf(file, sizeof file, "%s", fuzz_file("f.csv", data + 1, size - 1));
    snprintf(other, sizeof other, "%s", support_temp("o.csv"));
    if (kind <= PRODUCTS) {
      const tw_aggregation how = {kind == REGIONS ? file : NULL, kind == SECTORS ? file : NULL,
                                  kind == PRODUCTS ? file : NULL, "fewer", NULL};
      status = tw_world_aggregate_with(context, from, &how, &out);
      if (status == TW_OK) MUST(fuzz_near(rich_total(out), rich_total(from), rich_total(from), 1e-12));
    } else if (kind == TOTALS) {
      status = tw_world_balance(context, from, "none", file, "b", NULL, &out);
      if (status == TW_OK) clears(out);
    } else if (kind <= MARGINS) {
      tw_update update = {0};
      update.trade = kind == TRADE ? file : NULL;
      update.gdp = kind == GDP ? file : NULL;
      update.tariff = kind == TARIFF ? file : NULL;
      update.margins = kind == MARGINS ? file : NULL;
      update.name = "u";
      status = tw_world_update(context, from, &update, &out);
      if (status == TW_OK) clears(out);
    } else if (kind <= PRODUCTION) {
      static const char flows[] = "product,importer,exporter,value\nWHEAT,CAN,USA,1\nTOY,USA,JPN,2\nFORD,CAN,USA,2\n";
      tw_calibration c;
      tw_calibration_default(&c);
      c.name = "c";
      c.flows = kind == FLOWS ? file : other;
      if (kind != FLOWS) support_write(other, flows);
      if (kind == LIST) c.products = file;
      if (kind == FAMILIES) {
        static const char list[] =
            "sector,product,name,trade_elasticity,family\nA01,WHEAT,,8,\nC29,TOY,,7,CARS\nC29,FORD,,6,CARS\n";
        c.families = file;
        c.products = fuzz_file("list.csv", (const uint8_t *)list, sizeof list - 1);
      }
      if (kind == PRODUCTION) c.production = file;
      if (size % 3 == 0) c.scaled = support_temp("scaled.csv");
      status = tw_world_calibrate_products(context, from, &c, &out);
      if (status == TW_OK) MUST(fuzz_near(rich_total(out), rich_total(from), rich_total(from), 1e-12));
    } else {
      tw_split split = {.name = "s"};
      split.region = kind == SPLIT_REGION ? "CAN" : NULL;
      split.sector = kind != SPLIT_REGION ? "C29" : NULL;
      if (kind == SPLIT_PRODUCTS) {
        split.into = "P:0.5,Q:0.5";
        split.products = file;
      } else {
        split.shares = file;
      }
      status = tw_world_split(context, from, &split, &out);
      if (status == TW_OK) MUST(fuzz_near(rich_total(out), rich_total(from), rich_total(from), 1e-9));
      if (status == TW_OK) merges_back(out, from, kind == SPLIT_REGION);
    }
    fuzz_refused(context, status);
    if (status == TW_OK) fuzz_world_holds(context, out);
  }
  fuzz_end(context, size);
  return 0;
}
