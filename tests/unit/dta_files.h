/* Stata files of any version and order of bytes, made for tests from the description of the format (it stands in
 * src/table/dta_header.c), so that the reader is compared with what is written here and not with another library. */
#ifndef TRADEWIND_TESTS_DTA_FILES_H
#define TRADEWIND_TESTS_DTA_FILES_H

#include "support.h"

/* 's': a text of `width` bytes; 'L': a long text (from 117 on); b i l f d: numbers, given by their bits. */
typedef struct dta_test_column {
  const char *name;
  char type;
  int width;
} dta_test_column;

typedef struct dta_test_cell {
  const char *text;
  uint64_t bits;
} dta_test_cell;

typedef struct dta_test_file {
  int version, big;
  unsigned char bytes[1 << 16];
  size_t used;
  size_t rows_at, columns_at, data_at, strls_at, map_at; /* where the file says so: for tests that damage it */
} dta_test_file;

static inline void dta_put(dta_test_file *f, uint64_t value, int count)
{
  for (int i = 0; i < count; i++) f->bytes[f->used++] = (unsigned char)(value >> 8 * (f->big ? count - 1 - i : i));
}

static inline void dta_put_text(dta_test_file *f, const char *text, size_t width)
{
  size_t n = text ? strlen(text) : 0;
  for (size_t i = 0; i < width; i++) f->bytes[f->used++] = (unsigned char)(i < n ? text[i] : 0);
}

static inline void dta_put_tag(dta_test_file *f, const char *tag)
{
  dta_put_text(f, tag, strlen(tag));
}

static inline unsigned dta_type_code(int version, const dta_test_column *c)
{
  static const char letters[] = "bilfd";
  if (c->type == 's') return (unsigned)c->width + (version < 111 ? 127 : 0);
  if (c->type == 'L') return 32768;
  unsigned k = (unsigned)(strchr(letters, c->type) - letters);
  return version < 111 ? (unsigned char)c->type : version < 117 ? 251 + k : 65530 - k;
}

static inline int dta_type_bytes(const dta_test_column *c)
{
  return c->type == 's' ? c->width : c->type == 'b' ? 1 : c->type == 'i' ? 2 : c->type == 'l' || c->type == 'f' ? 4 : 8;
}

static inline void dta_rows(dta_test_file *f, const dta_test_column *column, int columns, const dta_test_cell *cell,
                            int rows)
{
  int v = f->version, bytes = v < 118 ? 4 : v < 119 ? 2 : 3;
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < columns; c++, cell++) {
      if (column[c].type == 's') {
        dta_put_text(f, cell->text, (size_t)column[c].width);
      } else if (column[c].type == 'L') {
        /* bits over 0: the text stands with this row of this column */
        int given = cell->text || cell->bits;
        dta_put(f, given ? (uint64_t)c + 1 : 0, bytes);
        dta_put(f, !given ? 0 : cell->bits ? cell->bits : (uint64_t)r + 1, 8 - bytes);
      } else {
        dta_put(f, cell->bits, dta_type_bytes(&column[c]));
      }
    }
}

static inline void dta_make_fixed(dta_test_file *f, const dta_test_column *column, int columns,
                                  const dta_test_cell *cell, int rows)
{
  int v = f->version;
  size_t name = v < 110 ? 9 : 33, label = v < 108 ? 32 : 81, format = v < 105 ? 7 : v < 114 ? 12 : 49;
  dta_put(f, (uint64_t)v, 1);
  dta_put(f, f->big ? 1 : 2, 1);
  dta_put(f, 1, 1);
  dta_put(f, 0, 1);
  f->columns_at = f->used;
  dta_put(f, (uint64_t)columns, 2);
  f->rows_at = f->used;
  dta_put(f, (uint64_t)rows, 4);
  dta_put_text(f, "a label", label);
  if (v >= 105) dta_put_text(f, "01 Jan 2020 10:00", 18);
  for (int c = 0; c < columns; c++) dta_put(f, dta_type_code(v, &column[c]), 1);
  for (int c = 0; c < columns; c++) dta_put_text(f, column[c].name, name);
  dta_put_text(f, "", 2 * ((size_t)columns + 1));
  for (int c = 0; c < columns; c++) dta_put_text(f, "%9s", format);
  for (int c = 0; c < columns; c++) dta_put_text(f, "", name);
  for (int c = 0; c < columns; c++) dta_put_text(f, "label of it", label);
  if (v >= 105) {
    dta_put(f, 1, 1); /* a note, to be skipped */
    dta_put(f, 5, v < 110 ? 2 : 4);
    dta_put_text(f, "abcde", 5);
    dta_put_text(f, "", v < 110 ? 3 : 5);
  }
  f->data_at = f->used;
  dta_rows(f, column, columns, cell, rows);
}

static inline void dta_put_strls(dta_test_file *f, const dta_test_column *column, int columns,
                                 const dta_test_cell *cell, int rows)
{
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < columns; c++, cell++) {
      if (column[c].type != 'L' || !cell->text) continue;
      dta_put_tag(f, "GSO");
      dta_put(f, (uint64_t)c + 1, 4);
      dta_put(f, (uint64_t)r + 1, f->version < 118 ? 4 : 8);
      dta_put(f, 130, 1);
      dta_put(f, strlen(cell->text) + 1, 4);
      dta_put_text(f, cell->text, strlen(cell->text) + 1);
    }
}

static inline void dta_make_tagged(dta_test_file *f, const dta_test_column *column, int columns,
                                   const dta_test_cell *cell, int rows)
{
  int v = f->version;
  size_t name = v < 118 ? 33 : 129, format = v < 118 ? 49 : 57, label = v < 118 ? 81 : 321, at[14] = {0};
  char release[16];
  snprintf(release, sizeof release, "%d", v);
  dta_put_tag(f, "<stata_dta><header><release>");
  dta_put_tag(f, release);
  dta_put_tag(f, "</release><byteorder>");
  dta_put_tag(f, f->big ? "MSF" : "LSF");
  dta_put_tag(f, "</byteorder><K>");
  f->columns_at = f->used;
  dta_put(f, (uint64_t)columns, v < 119 ? 2 : 4);
  dta_put_tag(f, "</K><N>");
  f->rows_at = f->used;
  dta_put(f, (uint64_t)rows, v < 118 ? 4 : 8);
  dta_put_tag(f, "</N><label>");
  dta_put(f, 3, v < 118 ? 1 : 2);
  dta_put_tag(f, "lab</label><timestamp>");
  dta_put(f, 17, 1);
  dta_put_tag(f, "01 Jan 2020 10:00</timestamp></header>");
  at[1] = f->used;
  dta_put_tag(f, "<map>");
  f->map_at = f->used;
  f->used += 14 * 8;
  dta_put_tag(f, "</map>");
  at[2] = f->used;
  dta_put_tag(f, "<variable_types>");
  for (int c = 0; c < columns; c++) dta_put(f, dta_type_code(v, &column[c]), 2);
  dta_put_tag(f, "</variable_types>");
  at[3] = f->used;
  dta_put_tag(f, "<varnames>");
  for (int c = 0; c < columns; c++) dta_put_text(f, column[c].name, name);
  dta_put_tag(f, "</varnames>");
  at[4] = f->used;
  dta_put_tag(f, "<sortlist>");
  dta_put_text(f, "", (v < 119 ? 2 : 4) * ((size_t)columns + 1));
  dta_put_tag(f, "</sortlist>");
  at[5] = f->used;
  dta_put_tag(f, "<formats>");
  for (int c = 0; c < columns; c++) dta_put_text(f, "%9s", format);
  dta_put_tag(f, "</formats>");
  at[6] = f->used;
  dta_put_tag(f, "<value_label_names>");
  dta_put_text(f, "", name * (size_t)columns);
  dta_put_tag(f, "</value_label_names>");
  at[7] = f->used;
  dta_put_tag(f, "<variable_labels>");
  dta_put_text(f, "", label * (size_t)columns);
  dta_put_tag(f, "</variable_labels>");
  at[8] = f->used;
  dta_put_tag(f, "<characteristics></characteristics>");
  at[9] = f->used;
  dta_put_tag(f, "<data>");
  f->data_at = f->used;
  dta_rows(f, column, columns, cell, rows);
  dta_put_tag(f, "</data>");
  at[10] = f->used;
  dta_put_tag(f, "<strls>");
  f->strls_at = f->used;
  dta_put_strls(f, column, columns, cell, rows);
  dta_put_tag(f, "</strls>");
  at[11] = f->used;
  dta_put_tag(f, "<value_labels></value_labels>");
  at[12] = f->used;
  dta_put_tag(f, "</stata_dta>");
  at[13] = f->used;
  size_t end = f->used;
  f->used = f->map_at;
  for (int i = 0; i < 14; i++) dta_put(f, at[i], 8);
  f->used = end;
}

/* cell[rows][columns] */
static inline void dta_make(dta_test_file *f, int version, int big, const dta_test_column *column, int columns,
                            const dta_test_cell *cell, int rows)
{
  memset(f, 0, sizeof *f);
  f->version = version;
  f->big = big;
  (version < 117 ? dta_make_fixed : dta_make_tagged)(f, column, columns, cell, rows);
}

static inline uint64_t dta_double(double x)
{
  uint64_t u;
  memcpy(&u, &x, 8);
  return u;
}

static inline uint64_t dta_float(float x)
{
  uint32_t u;
  memcpy(&u, &x, 4);
  return u;
}

#endif
