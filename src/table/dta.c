/* Stata's .dta files, written as version 118, lowest byte first. See dta.h; dta_read.c reads them.
 *
 * How long each section is follows from the columns and the number of rows alone, so that the map, which stands before
 * the sections it tells the places of, is written in passing, and the file goes out from its first byte to its last.
 * Nothing is allocated for the cells. Bytes are those that ReadStat 1.1.8 writes for the same table: its writer does
 * not look at what its calloc returns, and so cannot be used where memory may end (decision 19).
 *
 *   <stata_dta><header> … K u16, N u64, label u16 + text, timestamp u8 + text </header>
 *   <map> u64 x 14 </map>
 *   types u16 x K (1 to 2045: a text of so many bytes; 65526: a double), names 129 x K, sort list u16 x (K + 1),
 *   formats 57 x K, names of value labels 129 x K, labels 321 x K, characteristics (notes), data, strls
 *   (none), value labels (of 0 and 1) </stata_dta> */
#include "table/dta.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"

enum {
  LONGEST_TEXT = 2045,
  MOST_COLUMNS = 32767,
  DOUBLE = 65526,
  NAME = 129,
  FORMAT = 57,
  LABEL = 321,
  LONGEST_NAME = 32,  /* characters, all of them ASCII here */
  LONGEST_LABEL = 80, /* characters */
  MAP = 14,
  ROWS_A_CHECK = 4096
};

/* The same whenever and wherever it is written. */
static const char timestamp[] = "02 Jan 1970 00:00";
static const uint64_t missing = 0x7fe0000000000000; /* "." */
static const double largest = 0x1.fffffffffffffp1022,
                    smallest = -0x1.fffffffffffffp1023; /* above are the missing values */

struct twi_dta {
  tw_context *ctx;
  char *path;
  twi_writer *file;
  size_t *width; /* [count] bytes of a text; 0: a number */
  int count, column;
  long rows, row;
  int closed, yes_no; /* a column has value labels */
};

/* ---------------------------------------------------------------- bytes */

/* Where what was written before counts: the first error stays. */
static void put_bytes(twi_dta *d, tw_status *status, const void *bytes, size_t count)
{
  if (*status == TW_OK) *status = twi_writer_write(d->file, bytes, count);
}

static void put_tag(twi_dta *d, tw_status *status, const char *tag)
{
  put_bytes(d, status, tag, strlen(tag));
}

static void put_number(twi_dta *d, tw_status *status, uint64_t number, size_t count)
{
  unsigned char bytes[8];
  for (size_t i = 0; i < count; i++) bytes[i] = (unsigned char)(number >> (8 * i));
  put_bytes(d, status, bytes, count);
}

/* The first `length` bytes of a text, and zeros up to `width`. */
static void put_text(twi_dta *d, tw_status *status, const char *text, size_t length, size_t width)
{
  static const char zeros[LONGEST_TEXT];
  put_bytes(d, status, text, length);
  put_bytes(d, status, zeros, width - length);
}

/* Bytes of the first characters that a label has room for. */
static size_t label_length(const char *label)
{
  size_t at = 0;
  for (int characters = 0; label && label[at]; at++) {
    int begins = ((unsigned char)label[at] & 0xc0) != 0x80;
    if (begins && characters++ == LONGEST_LABEL) break;
    if (at == LABEL - 1) break; /* only where it is not UTF-8 */
  }
  return at;
}

/* ---------------------------------------------------------------- before the rows */

static tw_status check_columns(twi_dta *d, const twi_dta_column *columns)
{
  if (d->count < 1 || d->count > MOST_COLUMNS || d->rows < 0)
    return twi_fail(d->ctx, TW_USAGE, "%s: %d columns and %ld rows cannot be written to a Stata file", d->path,
                    d->count, d->rows);
  for (int i = 0; i < d->count; i++) {
    const twi_dta_column *c = &columns[i];
    size_t length = strlen(c->name),
           plain = strspn(c->name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789");
    if (length < 1 || length > LONGEST_NAME || plain != length || (*c->name >= '0' && *c->name <= '9')) {
      char shown[TWI_SHOWN];
      return twi_fail(d->ctx, TW_BAD_INPUT,
                      "%s: column %d cannot be called %s in a Stata file; expected at most %d letters, digits and "
                      "underscores, the first of them no digit",
                      d->path, i + 1, twi_show(c->name, length, shown), LONGEST_NAME);
    }
    if (c->width > LONGEST_TEXT)
      return twi_fail(d->ctx, TW_BAD_INPUT, "%s: column %s: found a text of %zu bytes; a Stata file holds at most %d",
                      d->path, c->name, c->width, LONGEST_TEXT);
    d->width[i] = c->width;
  }
  return TW_OK;
}

/* Characteristics of a column with a note: how many there are, and the note. */
static const char note_count[] = "note0", first_note[] = "note1";

static size_t bytes_of_note(const char *note)
{
  const size_t tags = sizeof "<ch></ch>" - 1 + 4 + 2 * NAME + 1;
  return *note ? 2 * tags + 1 + strlen(note) : 0;
}

static void put_characteristic(twi_dta *d, tw_status *status, const char *column, const char *name, const char *text)
{
  size_t length = strlen(text);
  put_tag(d, status, "<ch>");
  put_number(d, status, 2 * NAME + length + 1, 4);
  put_text(d, status, column, strlen(column), NAME);
  put_text(d, status, name, strlen(name), NAME);
  put_text(d, status, text, length, length + 1);
  put_tag(d, status, "</ch>");
}

/* The one set of value labels: number of them, bytes of their texts, where each begins, its value, the texts. */
static const char yes_no[] = "yesno", yes_no_texts[] = "no\0yes";
enum { YES_NO_TABLE = 4 + 4 + 2 * 4 + 2 * 4 + sizeof yes_no_texts };

static void put_yes_no(twi_dta *d, tw_status *status)
{
  static const unsigned at[] = {2, sizeof yes_no_texts, 0, 3, 0, 1};
  put_tag(d, status, "<lbl>");
  put_number(d, status, YES_NO_TABLE, 4);
  put_text(d, status, yes_no, sizeof yes_no - 1, NAME + 3);
  for (size_t i = 0; i < sizeof at / sizeof *at; i++) put_number(d, status, at[i], 4);
  put_bytes(d, status, yes_no_texts, sizeof yes_no_texts);
  put_tag(d, status, "</lbl>");
}

/* Each section with its tags, in the order of the map: the file's begin, the map, …, the end of the file. */
static void fill_map(const twi_dta *d, size_t label, size_t notes, uint64_t map[MAP])
{
#define TAGS(name) (sizeof "<" name "></" name ">" - 1)
  uint64_t columns = (uint64_t)d->count, row = 0;
  for (int i = 0; i < d->count; i++) row += d->width[i] ? d->width[i] : 8;
  const uint64_t bytes[MAP - 1] = {
      sizeof "<stata_dta>" - 1 + TAGS("header") + TAGS("release") + 3 + TAGS("byteorder") + 3 + TAGS("K") + 2 +
          TAGS("N") + 8 + TAGS("label") + 2 + label + TAGS("timestamp") + 1 + sizeof timestamp - 1,
      TAGS("map") + 8 * MAP,
      TAGS("variable_types") + 2 * columns,
      TAGS("varnames") + NAME * columns,
      TAGS("sortlist") + 2 * (columns + 1),
      TAGS("formats") + FORMAT * columns,
      TAGS("value_label_names") + NAME * columns,
      TAGS("variable_labels") + LABEL * columns,
      TAGS("characteristics") + notes,
      TAGS("data") + row * (uint64_t)d->rows,
      TAGS("strls"),
      TAGS("value_labels") + (d->yes_no ? sizeof "<lbl></lbl>" - 1 + 4 + NAME + 3 + YES_NO_TABLE : 0),
      sizeof "</stata_dta>" - 1,
  };
#undef TAGS
  map[0] = 0;
  for (int i = 1; i < MAP; i++) map[i] = map[i - 1] + bytes[i - 1];
}

static tw_status write_head(twi_dta *d, const char *label, const twi_dta_column *columns, const twi_dta_more *more)
{
  tw_status status = TW_OK;
  size_t length = label_length(label), notes = 0;
  for (int i = 0; more && i < d->count; i++) {
    notes += bytes_of_note(more[i].note);
    d->yes_no |= more[i].yes_no && !d->width[i];
  }
  uint64_t map[MAP];
  put_tag(d, &status, "<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>");
  put_number(d, &status, (uint64_t)d->count, 2);
  put_tag(d, &status, "</K><N>");
  put_number(d, &status, (uint64_t)d->rows, 8);
  put_tag(d, &status, "</N><label>");
  put_number(d, &status, length, 2);
  put_bytes(d, &status, label, length);
  put_tag(d, &status, "</label><timestamp>");
  put_number(d, &status, sizeof timestamp - 1, 1);
  put_tag(d, &status, timestamp);
  put_tag(d, &status, "</timestamp></header><map>");
  fill_map(d, length, notes, map);
  for (int i = 0; i < MAP; i++) put_number(d, &status, map[i], 8);
  put_tag(d, &status, "</map><variable_types>");
  for (int i = 0; i < d->count; i++) put_number(d, &status, d->width[i] ? d->width[i] : DOUBLE, 2);
  put_tag(d, &status, "</variable_types><varnames>");
  for (int i = 0; i < d->count; i++) put_text(d, &status, columns[i].name, strlen(columns[i].name), NAME);
  put_tag(d, &status, "</varnames><sortlist>");
  for (int i = 0; i <= d->count; i++) put_number(d, &status, 0, 2);
  put_tag(d, &status, "</sortlist><formats>");
  for (int i = 0; i < d->count; i++) {
    const char *format = d->width[i] ? "%-9s" : "%10.0g";
    put_text(d, &status, format, strlen(format), FORMAT);
  }
  put_tag(d, &status, "</formats><value_label_names>");
  for (int i = 0; i < d->count; i++)
    put_text(d, &status, yes_no, more && more[i].yes_no && !d->width[i] ? sizeof yes_no - 1 : 0, NAME);
  put_tag(d, &status, "</value_label_names><variable_labels>");
  for (int i = 0; i < d->count; i++) put_text(d, &status, columns[i].label, label_length(columns[i].label), LABEL);
  put_tag(d, &status, "</variable_labels><characteristics>");
  for (int i = 0; more && i < d->count; i++) {
    if (!*more[i].note) continue;
    put_characteristic(d, &status, columns[i].name, note_count, "1");
    put_characteristic(d, &status, columns[i].name, first_note, more[i].note);
  }
  put_tag(d, &status, "</characteristics><data>");
  return status;
}

tw_status twi_dta_open(tw_context *ctx, const char *path, const char *label, const twi_dta_column *columns, int count,
                       long rows, twi_dta **dta)
{
  return twi_dta_create(ctx, NULL, path, label, columns, NULL, count, rows, dta);
}

tw_status twi_dta_create(tw_context *ctx, const char *place, const char *path, const char *label,
                         const twi_dta_column *columns, const twi_dta_more *more, int count, long rows, twi_dta **dta)
{
  *dta = NULL;
  twi_dta *d = twi_new(ctx, 1, sizeof *d);
  if (!d) return twi_no_memory(ctx, sizeof *d);
  d->ctx = ctx;
  d->count = count;
  d->rows = rows;
  d->path = twi_strdup(ctx, path);
  d->width = twi_new(ctx, count > 0 ? (size_t)count : 1, sizeof *d->width);
  tw_status status = d->path && d->width ? check_columns(d, columns) : twi_no_memory(ctx, 0);
  if (status == TW_OK)
    status = place ? twi_writer_create(ctx, place, path, &d->file) : twi_writer_open(ctx, path, &d->file);
  if (status == TW_OK) status = write_head(d, label, columns, more);
  if (status != TW_OK) {
    twi_dta_free(d);
    return status;
  }
  *dta = d;
  return TW_OK;
}

/* ---------------------------------------------------------------- rows */

/* The next cell is of that kind, or the caller miscounted. */
static tw_status expect_cell(twi_dta *d, int text)
{
  if (d->row < d->rows && (d->width[d->column] > 0) == text) return TW_OK;
  return twi_fail(d->ctx, TW_USAGE, "%s: row %ld of %ld, column %d: found %s, expected %s", d->path, d->row + 1,
                  d->rows, d->column + 1, text ? "a text" : "a number",
                  d->row >= d->rows ? "no further row"
                  : text            ? "a number"
                                    : "a text");
}

/* A cell is written: on to the next, or to the next row. */
static tw_status advance_cell(twi_dta *d, tw_status status)
{
  if (status != TW_OK || ++d->column < d->count) return status;
  d->column = 0;
  return ++d->row % ROWS_A_CHECK == 0 ? twi_check_cancel(d->ctx) : TW_OK;
}

tw_status twi_dta_text(twi_dta *d, const char *text)
{
  tw_status status = expect_cell(d, 1);
  if (status != TW_OK) return status;
  size_t length = strlen(text), width = d->width[d->column];
  if (length > width) {
    char shown[TWI_SHOWN];
    return twi_fail(d->ctx, TW_BAD_INPUT, "%s: row %ld: %s is longer than the %zu bytes of its column", d->path,
                    d->row + 1, twi_show(text, length, shown), width);
  }
  put_text(d, &status, text, length, width);
  return advance_cell(d, status);
}

tw_status twi_dta_number(twi_dta *d, double number)
{
  uint64_t bits = missing;
  tw_status status = expect_cell(d, 0);
  if (status != TW_OK) return status;
  if (number < smallest || number > largest)
    return twi_fail(d->ctx, TW_BAD_INPUT, "%s: row %ld: found %g; a Stata file holds numbers up to 8.9e307", d->path,
                    d->row + 1, number);
  if (!isnan(number)) memcpy(&bits, &number, sizeof bits);
  put_number(d, &status, bits, 8);
  return advance_cell(d, status);
}

/* ---------------------------------------------------------------- the end */

tw_status twi_dta_close(twi_dta *d)
{
  if (d->closed) return TW_OK;
  tw_status status = TW_OK;
  if (d->row != d->rows || d->column)
    return twi_fail(d->ctx, TW_USAGE, "%s: found %ld rows, expected %ld", d->path, d->row, d->rows);
  put_tag(d, &status, "</data><strls></strls><value_labels>");
  if (d->yes_no) put_yes_no(d, &status);
  put_tag(d, &status, "</value_labels></stata_dta>");
  if (status == TW_OK) status = twi_writer_close(d->file);
  d->closed = status == TW_OK;
  return status;
}

tw_status twi_dta_commit(twi_dta *d)
{
  tw_status status = twi_dta_close(d);
  return status == TW_OK ? twi_writer_commit(d->file) : status;
}

void twi_dta_free(twi_dta *d)
{
  if (!d) return;
  twi_writer_free(d->file);
  twi_free(d->ctx, d->width);
  twi_free(d->ctx, d->path);
  twi_free(d->ctx, d);
}
