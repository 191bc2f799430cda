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
  int zones;      /* CN1, CN2 for the first region, which is CHN */
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

static inline void icio_region(const icio_shape *t, int r, char code[8])
{
  static const char *const known[] = {"CHN", "CAN", "USA", "MEX", "JPN", "DEU"};
  if (r < 6)
    snprintf(code, 8, "%s", known[r]);
  else if (r == t->regions - 1)
    snprintf(code, 8, "ROW");
  else
    snprintf(code, 8, "%c%c%c", 'A' + r / 26 % 26, 'A' + r % 26, 'Q');
}

static inline void icio_sector(int s, char code[16])
{
  snprintf(code, 16, "%c%02d", "ABCDEFGHIJKLMNOPQRST"[s * 20 / 64 % 20], s + 1);
}

/* The label of a block: CN1 and CN2 stand for halves of the first region. */
static inline void icio_label(const icio_shape *t, int r, int half, int s, char label[32])
{
  char region[8], sector[16];
  icio_region(t, r, region);
  icio_sector(s, sector);
  snprintf(label, 32, "%s_%s", t->zones && r == 0 ? (half ? "CN2" : "CN1") : region, sector);
}

/* Writes the table. edit: called with each line before it is written, may be NULL. */
static inline void icio_write(const icio_shape *t, const char *path)
{
  int N = t->regions, S = t->sectors;
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  setvbuf(f, NULL, _IOFBF, 1 << 20);
  double *bill = calloc((size_t)(N * S) * 2, sizeof *bill), *out = calloc((size_t)(N * S) * 2, sizeof *out);
  double *tax = calloc((size_t)(N * S) * 2, sizeof *tax);
  assert_true(bill && out && tax);
  char label[32];
  /* blocks: a region, or a half of a region in zones; index (block, sector) */
  int blocks = N + (t->zones ? 1 : 0);
#define BLOCK_REGION(b) (t->zones ? ((b) < 2 ? 0 : (b)-1) : (b))
#define BLOCK_HALF(b)   (t->zones && (b) == 1)
#define BLOCK_PART(b)   (t->zones && (b) < 2 ? 0.5 : 1.0)
  fputs(t->since_2023 ? "V1" : "", f);
  for (int b = 0; b < blocks; b++)
    for (int s = 0; s < S; s++) {
      icio_label(t, BLOCK_REGION(b), BLOCK_HALF(b), s, label);
      fprintf(f, ",%s", label);
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
      int o = BLOCK_REGION(b);
      double sum = 0, part = BLOCK_PART(b);
      icio_label(t, o, BLOCK_HALF(b), s, label);
      fputs(label, f);
      for (int e = 0; e < blocks; e++)
        for (int u = 0; u < S; u++) {
          double x = icio_sale(o, s, BLOCK_REGION(e), u) * part * BLOCK_PART(e);
          if (x == 0)
            fputs(",0", f);
          else
            fprintf(f, ",%.10g", x);
          bill[e * S + u] += x;
          sum += x;
        }
      for (int d = 0; d < N; d++)
        for (int c = 0; c < ICIO_FINALS; c++) {
          double x = icio_bought(o, s, d, c) * part;
          fprintf(f, ",%.10g", x);
          sum += x;
        }
      out[b * S + s] = sum;
      fprintf(f, ",%.12g\n", sum);
    }
  int cells = blocks * S;
  for (int k = 0; k < cells; k++) tax[k] = 0.02 * bill[k];
  for (int row = 0; row < (t->since_2023 ? 1 : N); row++) { /* taxes: one row, or one a country with a share of each */
    char region[8];
    icio_region(t, row, region);
    if (t->since_2023)
      fputs("TLS", f);
    else
      fprintf(f, "%s_TAXSUB", region);
    for (int k = 0; k < cells; k++) fprintf(f, ",%.12g", tax[k] / (t->since_2023 ? 1 : N));
    for (int k = 0; k < N * ICIO_FINALS; k++) fputs(",1.5", f);
    fputs(",0\n", f);
  }
  fputs(t->since_2023 ? "VA" : "VALU", f);
  for (int k = 0; k < cells; k++) fprintf(f, ",%.12g", out[k] - bill[k] - tax[k]);
  for (int k = 0; k < N * ICIO_FINALS; k++) fputs(t->since_2023 ? ",0" : ",", f);
  fputs(",0\n", f);
  fputs(t->since_2023 ? "OUT" : "OUTPUT", f);
  for (int k = 0; k < cells; k++) fprintf(f, ",%.12g", out[k]);
  for (int k = 0; k < N * ICIO_FINALS; k++) fputs(",0", f);
  fputs(",0\n", f);
#undef BLOCK_REGION
#undef BLOCK_HALF
#undef BLOCK_PART
  assert_int_equal(fclose(f), 0);
  free(bill);
  free(out);
  free(tax);
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
