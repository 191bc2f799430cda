/* Tables in the layout of the OECD's ICIO files, made by rule at any size: what the tests of the reader share.
 *
 * Sales are made first; a seller's taxes are 2 % of what it spends on inputs, and value added is what is left, so that
 * rows and columns agree up to the digits printed. Numbers come from a hash of their place: the same on every machine,
 * and a test can ask for one cell again. */
#ifndef TRADEWIND_TESTS_ICIO_FILES_H
#define TRADEWIND_TESTS_ICIO_FILES_H

#include "support.h"

typedef struct icio_shape {
  int regions, sectors;
  int since_2023; /* naming: TLS, VA, OUT; else CCC_TAXSUB, VALU, OUTPUT and TOTAL */
  int zones; /* 1: CN1, CN2 for the first region, which is CHN; 2: as in the extended tables of 2021, 2023 and 2025:
                     the codes CHN and MEX have no sales to industries, MX1, MX2, CN1, CN2 behind the last region have */
} icio_shape;

enum { ICIO_FINALS = 6 };
static const char *const icio_final[ICIO_FINALS] = {"HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR"};

static inline double icio_hash(unsigned a, unsigned b, unsigned c, unsigned d)
{
  uint64_t x = (((uint64_t)a * 1009u + b) * 1009u + c) * 1009u + d + 1;
  x *= 0x9E3779B97F4A7C15u;
  x ^= x >> 29;
  x *= 0xBF58476D1CE4E5B9u;
  x ^= x >> 32;
  return (double)(x >> 11) * 0x1p-53;
}

/* Sales of (o, s) to user u of d, with three decimals. A third of the cells across borders is zero. */
static inline double icio_sale(int o, int s, int d, int u)
{
  double h = icio_hash((unsigned)o, (unsigned)s, (unsigned)d, (unsigned)u);
  double x = o == d ? 400 * h * h : h < 0.33 ? 0 : 9 * h * h * h;
  return floor(1000 * x + 0.5) / 1000;
}

/* Sales of (o, s) to final demand c of d. Inventories may fall, at home by less than households buy. */
static inline double icio_bought(int o, int s, int d, int c)
{
  double h = icio_hash((unsigned)o, (unsigned)s, (unsigned)d, 500u + (unsigned)c);
  double x = (o == d ? 9000 : 40) * h * h / (1 + c);
  if (c == 0) x += o == d ? 3000 : 8;
  if (c == 4) x = (o == d ? 900 : 3) * (h - 0.5);
  return floor(1000 * x + 0.5) / 1000;
}

/* With 81 regions the codes of the edition of 2025. */
static inline void icio_region(const icio_shape *t, int r, char code[8])
{
  static const char *const known[] = {"CHN", "CAN", "USA", "MEX", "JPN", "DEU"};
  static const char *const others_of_2025[75] = {
      "AGO", "ARE", "ARG", "AUS", "AUT", "BEL", "BGD", "BGR", "BLR", "BRA", "BRN", "CHE", "CHL", "CIV", "CMR",
      "COD", "COL", "CRI", "CYP", "CZE", "DNK", "EGY", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HKG", "HRV",
      "HUN", "IDN", "IND", "IRL", "ISL", "ISR", "ITA", "JOR", "KAZ", "KHM", "KOR", "LAO", "LTU", "LUX", "LVA",
      "MAR", "MLT", "MMR", "MYS", "NGA", "NLD", "NOR", "NZL", "PAK", "PER", "PHL", "POL", "PRT", "ROU", "RUS",
      "SAU", "SEN", "SGP", "STP", "SVK", "SVN", "SWE", "THA", "TUN", "TUR", "TWN", "UKR", "VNM", "ZAF", "ROW"};
  if (r >= 6 && t->regions == 81)
    snprintf(code, 8, "%s", others_of_2025[r - 6]);
  else if (r < 6)
    snprintf(code, 8, "%s", known[r]);
  else if (r == t->regions - 1)
    snprintf(code, 8, "ROW");
  else
    snprintf(code, 8, "%c%c%c", 'A' + r / 26 % 26, 'A' + r % 26, 'Q');
}

/* With 50 sectors the codes of the edition of 2025. */
static inline void icio_sector(const icio_shape *t, int s, char code[16])
{
  static const char *const of_2025[50] = {
      "A01",    "A02", "A03", "B05", "B06",  "B07",  "B08", "B09", "C10T12", "C13T15", "C16", "C17_18", "C19",
      "C20",    "C21", "C22", "C23", "C24A", "C24B", "C25", "C26", "C27",    "C28",    "C29", "C301",   "C302T309",
      "C31T33", "D",   "E",   "F",   "G",    "H49",  "H50", "H51", "H52",    "H53",    "I",   "J58T60", "J61",
      "J62_63", "K",   "L",   "M",   "N",    "O",    "P",   "Q",   "R",      "S",      "T"};
  if (t->sectors == 50)
    snprintf(code, 16, "%s", of_2025[s]);
  else
    snprintf(code, 16, "%c%02d", "ABCDEFGHIJKLMNOPQRST"[s * 20 / 64 % 20], s + 1);
}

/* Rows and columns of industries come in blocks: a region, or a zone, which is a part of one. */
typedef struct icio_block {
  int region;
  double part;
  char code[8];
} icio_block;

static inline int icio_blocks(const icio_shape *t)
{
  return t->regions + (t->zones == 2 ? 4 : t->zones);
}

static inline icio_block icio_block_of(const icio_shape *t, int b)
{
  static const char *const zone[] = {"MX1", "MX2", "CN1", "CN2"};
  icio_block k = {.region = t->zones == 1 && b > 0 ? b - 1 : b, .part = 1};
  if (t->zones == 2 && b >= t->regions) {
    int i = b - t->regions;
    k.region = i < 2 ? 3 : 0;
    k.part = 0.5;
    snprintf(k.code, sizeof k.code, "%s", zone[i]);
  } else if (t->zones == 1 && b < 2) {
    k.part = 0.5;
    snprintf(k.code, sizeof k.code, "%s", zone[2 + b]);
  } else {
    icio_region(t, k.region, k.code);
    if (t->zones == 2 && (k.region == 0 || k.region == 3)) k.part = 0;
  }
  return k;
}

/* A number with at most five decimals, as short as it can be; printf would take most of the time of a large table. */
static inline void icio_put(FILE *f, double x)
{
  char text[32], *p = text + sizeof text;
  long long n = llround(fabs(x) * 1e5);
  int digits = 5, seen = 0;
  for (; digits > 0; digits--, n /= 10) {
    if (!seen && n % 10 == 0) continue;
    *--p = (char)('0' + n % 10);
    seen = 1;
  }
  if (seen) *--p = '.';
  do *--p = (char)('0' + n % 10);
  while (n /= 10);
  if (x < 0) *--p = '-';
  *--p = ',';
  fwrite(p, 1, (size_t)(text + sizeof text - p), f);
}

/* The rows below the sales: taxes, value added, output. */
static inline void icio_write_totals(const icio_shape *t, FILE *f, const double *bill, const double *out)
{
  int N = t->regions, cells = icio_blocks(t) * t->sectors, rows = t->since_2023 ? 1 : N;
  for (int row = 0; row < rows; row++) { /* taxes: one row, or one a country with a share of each */
    char region[8];
    icio_region(t, row, region);
    fprintf(f, t->since_2023 ? "TLS" : "%s_TAXSUB", region);
    for (int k = 0; k < cells; k++) fprintf(f, ",%.12g", 0.02 * bill[k] / rows);
    for (int k = 0; k < N * ICIO_FINALS; k++) fputs(",1.5", f);
    fputs(",0\n", f);
  }
  fputs(t->since_2023 ? "VA" : "VALU", f);
  for (int k = 0; k < cells; k++) fprintf(f, ",%.12g", out[k] - bill[k] - 0.02 * bill[k]);
  for (int k = 0; k < N * ICIO_FINALS; k++) fputs(t->since_2023 ? ",0" : ",", f);
  fputs(t->since_2023 ? ",0\nOUT" : ",0\nOUTPUT", f);
  for (int k = 0; k < cells; k++) fprintf(f, ",%.12g", out[k]);
  for (int k = 0; k < N * ICIO_FINALS; k++) fputs(",0", f);
  fputs(",0\n", f);
}

static inline void icio_write(const icio_shape *t, const char *path)
{
  int N = t->regions, S = t->sectors, blocks = icio_blocks(t), cells = blocks * S;
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  setvbuf(f, NULL, _IOFBF, 1 << 20);
  double *bill = calloc((size_t)cells, sizeof *bill), *out = calloc((size_t)cells, sizeof *out);
  assert_true(bill && out);
  char sector[16];
  fputs(t->since_2023 ? "V1" : "", f);
  for (int b = 0; b < blocks; b++)
    for (int s = 0; s < S; s++) {
      icio_sector(t, s, sector);
      fprintf(f, ",%s_%s", icio_block_of(t, b).code, sector);
    }
  for (int d = 0; d < N; d++)
    for (int c = 0; c < ICIO_FINALS; c++) {
      char region[8];
      icio_region(t, d, region);
      fprintf(f, ",%s_%s", region, icio_final[c]);
    }
  fprintf(f, ",%s\n", t->since_2023 ? "OUT" : "TOTAL");
  for (int b = 0; b < blocks; b++)
    for (int s = 0; s < S; s++) {
      const icio_block from = icio_block_of(t, b);
      double sum = 0;
      icio_sector(t, s, sector);
      fprintf(f, "%s_%s", from.code, sector);
      for (int e = 0; e < blocks; e++) {
        const icio_block to = icio_block_of(t, e);
        for (int u = 0; u < S; u++) {
          double x = icio_sale(from.region, s, to.region, u) * from.part * to.part;
          icio_put(f, x);
          bill[e * S + u] += x;
          sum += x;
        }
      }
      for (int d = 0; d < N; d++)
        for (int c = 0; c < ICIO_FINALS; c++) {
          double x = icio_bought(from.region, s, d, c) * from.part;
          icio_put(f, x);
          sum += x;
        }
      out[b * S + s] = sum;
      fprintf(f, ",%.12g\n", sum);
    }
  icio_write_totals(t, f, bill, out);
  assert_int_equal(fclose(f), 0);
  free(bill);
  free(out);
}

/* Every flow, input share and value-added share of a world against the rule, with so many kinds of final demand. */
static inline void icio_compare(const tw_world *world, const icio_shape *t, int finals, double tolerance)
{
  int N = t->regions, S = t->sectors;
  const double *flow = tw_world_numbers(world, "flow"), *a = tw_world_numbers(world, "input_share");
  const double *v = tw_world_numbers(world, "value_added_share"), *y = tw_world_numbers(world, "output");
  assert_int_equal(tw_world_regions(world), N);
  assert_int_equal(tw_world_sectors(world), S);
  for (int d = 0; d < N; d++) {
    char region[8];
    icio_region(t, d, region);
    assert_string_equal(tw_world_region(world, d), region);
    for (int s = 0; s < S; s++)
      for (int o = 0; o < N; o++) {
        double sum = 0;
        for (int u = 0; u < S; u++) sum += icio_sale(o, s, d, u);
        for (int c = 0; c < finals; c++) sum += icio_bought(o, s, d, c);
        assert_close(flow[((size_t)s * (size_t)N + (size_t)d) * (size_t)N + (size_t)o], sum, tolerance);
      }
    for (int u = 0; u < S; u++) {
      size_t cell = (size_t)(d * S + u);
      double bill = 0;
      for (int s = 0; s < S; s++) {
        double input = 0;
        for (int o = 0; o < N; o++) input += icio_sale(o, s, d, u);
        bill += input;
        assert_close(a[cell * (size_t)S + (size_t)s] * y[cell], input, tolerance);
      }
      assert_close(v[cell] * y[cell], y[cell] - bill, tolerance);
    }
  }
}

#endif
