/* Header-array files made for tests, record by record, as docs of src/table/har.c have them. */
#ifndef TRADEWIND_TESTS_HAR_FILES_H
#define TRADEWIND_TESTS_HAR_FILES_H

#include "support.h"

typedef struct har_file {
  FILE *file;
  unsigned char record[4096];
  size_t used;
} har_file;

static inline void har_integer(har_file *f, int32_t i)
{
  uint32_t u = (uint32_t)i;
  for (int k = 0; k < 4; k++) f->record[f->used++] = (unsigned char)(u >> 8 * k);
}

static inline void har_real(har_file *f, double x)
{
  float y = (float)x;
  int32_t i;
  memcpy(&i, &y, 4);
  har_integer(f, i);
}

static inline void har_text(har_file *f, const char *text, size_t width)
{
  size_t n = strlen(text);
  for (size_t i = 0; i < width; i++) f->record[f->used++] = (unsigned char)(i < n ? text[i] : ' ');
}

/* Ends the record: writes it between its lengths. */
static inline void har_end(har_file *f)
{
  unsigned char mark[4];
  for (int k = 0; k < 4; k++) mark[k] = (unsigned char)(f->used >> 8 * k);
  fwrite(mark, 1, 4, f->file);
  fwrite(f->record, 1, f->used, f->file);
  fwrite(mark, 1, 4, f->file);
  f->used = 0;
}

static inline void har_head(har_file *f, const char *name, const char *type, const char *description, int rank,
                            const int *size)
{
  har_text(f, name, 4);
  har_end(f);
  har_text(f, "", 4);
  har_text(f, type, 6);
  har_text(f, description, 70);
  har_integer(f, rank);
  for (int i = 0; i < rank; i++) har_integer(f, size[i]);
  har_end(f);
}

/* An array of up to three dimensions with sets, dense or sparse; values first index fastest. In two blocks when dense
 * and the last dimension is longer than one. */
static inline void har_array(har_file *f, const char *name, const char *type, int rank, const int *dims,
                             const char *const *set, const char *const *const *element, const double *value)
{
  int size[7] = {1, 1, 1, 1, 1, 1, 1}, count = 1;
  for (int i = 0; i < rank; i++) count *= size[i] = dims[i];
  har_head(f, name, type, "made for a test", 7, size);
  if (type[1] == 'E') {
    har_text(f, "", 4);
    har_integer(f, rank);
    har_integer(f, -1);
    har_integer(f, rank);
    har_text(f, name, 12);
    har_integer(f, -1);
    for (int i = 0; i < rank; i++) har_text(f, set[i], 12);
    for (int i = 0; i < rank; i++) har_text(f, "k", 1);
    har_integer(f, 0);
    har_end(f);
    for (int i = 0; i < rank; i++) {
      int seen = 0;
      for (int k = 0; k < i; k++) seen |= strcmp(set[k], set[i]) == 0;
      if (seen) continue;
      har_text(f, "", 4);
      har_integer(f, 1);
      har_integer(f, size[i]);
      har_integer(f, size[i]);
      for (int k = 0; k < size[i]; k++) har_text(f, element[i][k], 12);
      har_end(f);
    }
  }
  if (strcmp(type + 2, "SPSE") == 0) {
    int some = 0;
    for (int k = 0; k < count; k++) some += value[k] != 0;
    har_text(f, "", 4);
    har_integer(f, some);
    har_integer(f, 4);
    har_integer(f, 4);
    har_text(f, "", 80);
    har_end(f);
    har_text(f, "", 4);
    har_integer(f, 1);
    har_integer(f, some);
    har_integer(f, some);
    for (int k = 0; k < count; k++)
      if (value[k] != 0) har_integer(f, k + 1);
    for (int k = 0; k < count; k++)
      if (value[k] != 0) har_real(f, value[k]);
    har_end(f);
    return;
  }
  int blocks = size[rank - 1] > 1 ? 2 : 1, inner = count / size[rank - 1];
  har_text(f, "", 4);
  har_integer(f, 2 * blocks + 1);
  har_integer(f, 7);
  for (int i = 0; i < 7; i++) har_integer(f, size[i]);
  har_end(f);
  for (int b = 0; b < blocks; b++) {
    int first = b, last = blocks == 1 ? size[rank - 1] - 1 : b ? size[rank - 1] - 1 : 0;
    har_text(f, "", 4);
    har_integer(f, 2 * (blocks - b));
    for (int i = 0; i < 7; i++) {
      har_integer(f, i == rank - 1 ? first + 1 : 1);
      har_integer(f, i == rank - 1 ? last + 1 : size[i]);
    }
    har_end(f);
    har_text(f, "", 4);
    har_integer(f, 2 * (blocks - b) - 1);
    for (int k = first * inner; k < (last + 1) * inner; k++) har_real(f, value[k]);
    har_end(f);
  }
}

#endif
