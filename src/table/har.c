/* GEMPACK header-array files. See har.h. docs/decisions says where the facts of the format are from.
 *
 * The file is Fortran's unformatted sequential output: each record stands between two copies of its length (i32). A
 * record of four letters begins a header; all others begin with four blanks. The second record of a header is
 *
 *   "    " type(6) description(70) i32 rank, i32 size[rank]
 *
 *   1CFULL   "    " i32 left, i32 texts, i32 texts here, texts               left: records of this header from here on
 *   2.FULL   "    " i32 left, i32 rows, i32 columns, i32 first row, last row, first column, last column, numbers
 *   RE....   "    " i32 sets, i32 -1, i32 used, coefficient(12), i32 -1, set(12) x used, 'k' (known) or 'u' x used;
 *            then for each known set that is new: "    " i32 left, i32 elements, i32 elements here, element(12) x …
 *   REFULL, RLFULL   "    " i32 left, i32 rank, i32 size[rank]; then pairs of
 *            "    " i32 left, (i32 first, i32 last) x rank      and      "    " i32 left, reals
 *   RESPSE   "    " i32 nonzeros …; then "    " i32 left, i32 nonzeros, i32 here, i32 place x here, real x here
 *
 * Integers and reals have four bytes; arrays are stored with the first index fastest.
 *
 * Longer than 400 lines: every piece reads the same records, and is checked against the one table above. */
#include "table/har.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "table/encoding.h"

enum { LARGEST_FILE = 1 << 30, BLANKS = 4, HEAD = 84, MOST_VALUES = 1 << 27 };
/* A sparse array may have this many places, and PLACES_A_BYTE more for each byte of the file. */
enum { SPARSE_PLACES = 1 << 22, PLACES_A_BYTE = 4 };

typedef struct record {
  const unsigned char *bytes;
  size_t length;
} record;

typedef struct har {
  tw_context *ctx;
  const char *path;
  const unsigned char *bytes;
  size_t size, at;
  twi_har_header h;
  char *element[TWI_HAR_DIMENSIONS]; /* owned; several dimensions may share one through h.element */
  double *value;
  char *text;
} har;

static tw_status fail_damaged(har *f, const char *what)
{
  if (f->h.name[0]) return twi_fail(f->ctx, TW_BAD_INPUT, "%s: header %s: %s", f->path, f->h.name, what);
  return twi_fail(f->ctx, TW_BAD_INPUT, "%s: %s", f->path, what);
}

static int32_t integer_at(const unsigned char *p)
{
  uint32_t u = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
  int32_t i;
  memcpy(&i, &u, sizeof i);
  return i;
}

static double real_at(const unsigned char *p)
{
  int32_t i = integer_at(p);
  float x;
  memcpy(&x, &i, sizeof x);
  return x;
}

/* The record at the present place, without moving on. *more is 0 at the end of the file. */
static tw_status peek_record(har *f, record *r, int *more)
{
  *more = f->at < f->size;
  if (!*more) return TW_OK;
  if (f->size - f->at < 8) return fail_damaged(f, "the file is cut off");
  int32_t length = integer_at(f->bytes + f->at);
  if (length < 0 || (size_t)length > f->size - f->at - 8)
    return fail_damaged(f,
                        "a record is longer than the rest of the file: the file is cut off, or no header-array file");
  r->bytes = f->bytes + f->at + 4;
  r->length = (size_t)length;
  if (integer_at(r->bytes + length) != length) return fail_damaged(f, "the two lengths round a record differ");
  return TW_OK;
}

static int begins_header(const record *r)
{
  return r->length == 4 && memcmp(r->bytes, "    ", 4) != 0;
}

/* The next record of this header, of at least `least` bytes, behind its blanks. */
static tw_status next_record(har *f, size_t least, record *r)
{
  int more;
  tw_status status = peek_record(f, r, &more);
  if (status != TW_OK) return status;
  if (!more || begins_header(r)) return fail_damaged(f, "it ends too early");
  if (r->length < least) return fail_damaged(f, "a record is too short");
  f->at += r->length + 8;
  return TW_OK;
}

static size_t text_length(const unsigned char *text, size_t width)
{
  while (width && (text[width - 1] == ' ' || text[width - 1] == 0)) width--;
  return width;
}

static twi_har_text encoding_of(const unsigned char *text, size_t n)
{
  size_t i = 0;
  while (i < n && text[i] < 128) i++;
  return i == n ? TWI_HAR_ASCII : twi_is_utf8((const char *)text, n) ? TWI_HAR_UTF8 : TWI_HAR_WINDOWS_1252;
}

/* Text of a fixed width without the blanks at its end, as UTF-8; `to` has room for 3 * width + 1. 0: there is a byte
 * that is no letter or mark; it stands as '?'. */
static int copy_text(char *to, const unsigned char *from, size_t width, twi_har_text encoding)
{
  size_t n = text_length(from, width);
  int good = 1;
  if (encoding == TWI_HAR_WINDOWS_1252) {
    good = twi_windows_1252(from, n, to, &n);
  } else {
    memcpy(to, from, n);
    to[n] = 0;
  }
  for (size_t i = 0; i < n; i++)
    if ((unsigned char)to[i] < ' ' || to[i] == 127) {
      to[i] = '?';
      good = 0;
    }
  return good;
}

/* The same for a text that stands alone. */
static int copy_one(char *to, const unsigned char *from, size_t width)
{
  return copy_text(to, from, width, encoding_of(from, text_length(from, width)));
}

/* ---------------------------------------------------------------- texts and matrices */

static tw_status read_texts(har *f, int keep)
{
  twi_har_header *h = &f->h;
  h->count = (size_t)h->size[0];
  h->width = (size_t)h->size[1];
  if (h->width && h->count > f->size / h->width) return fail_damaged(f, "it says that it is larger than the file");
  if (keep && !(f->text = twi_new(f->ctx, h->count * h->width + 1, 1)))
    return twi_no_memory(f->ctx, h->count * h->width);
  record r;
  for (size_t done = 0; done < h->count;) {
    tw_status status = next_record(f, 16, &r);
    if (status != TW_OK) return status;
    int32_t here = integer_at(r.bytes + 12);
    if (here < 1 || (size_t)here > h->count - done || r.length - 16 < (size_t)here * h->width)
      return fail_damaged(f, "a record does not hold the texts it says");
    if (keep) memcpy(f->text + done * h->width, r.bytes + 16, (size_t)here * h->width);
    done += (size_t)here;
  }
  h->text = f->text;
  return TW_OK;
}

static tw_status make_values(har *f, int keep)
{
  twi_har_header *h = &f->h;
  h->count = 1;
  for (int i = 0; i < TWI_HAR_DIMENSIONS; i++) {
    if (h->size[i] && h->count > MOST_VALUES / (size_t)h->size[i]) return fail_damaged(f, "it is too large");
    h->count *= (size_t)h->size[i];
  }
  int sparse = strcmp(h->type + 2, "SPSE") == 0;
  if (h->count > f->size / 4 && !sparse) return fail_damaged(f, "it says that it is larger than the file");
  if (sparse && h->count > SPARSE_PLACES + PLACES_A_BYTE * f->size) {
    char what[160];
    snprintf(what, sizeof what, "it says that it has %zu places, expected at most %zu in a file of %zu bytes", h->count,
             SPARSE_PLACES + PLACES_A_BYTE * f->size, f->size);
    return fail_damaged(f, what);
  }
  if (keep && !(f->value = twi_new(f->ctx, h->count, sizeof *f->value)))
    return twi_no_memory(f->ctx, h->count * sizeof *f->value);
  for (size_t i = 0; keep && !sparse && i < h->count; i++) f->value[i] = NAN;
  h->value = f->value;
  return TW_OK;
}

/* Blocks that overlap leave places that none of them has. */
static tw_status check_filled(har *f)
{
  for (size_t i = 0; f->value && i < f->h.count; i++)
    if (isnan(f->value[i])) return fail_damaged(f, "it has no number for one of its places: is it damaged?");
  return TW_OK;
}

static tw_status read_matrix(har *f, int keep)
{
  twi_har_header *h = &f->h;
  int whole = h->type[1] == 'I';
  tw_status status = make_values(f, keep);
  record r;
  for (size_t done = 0; status == TW_OK && done < h->count;) {
    status = next_record(f, 32, &r);
    if (status != TW_OK) break;
    int32_t row = integer_at(r.bytes + 16), last_row = integer_at(r.bytes + 20), column = integer_at(r.bytes + 24),
            last_column = integer_at(r.bytes + 28);
    if (row < 1 || last_row < row || last_row > h->size[0] || column < 1 || last_column < column ||
        last_column > h->size[1])
      return fail_damaged(f, "a block lies outside the matrix");
    size_t rows = (size_t)(last_row - row) + 1, columns = (size_t)(last_column - column) + 1;
    if ((r.length - 32) / 4 < rows * columns) return fail_damaged(f, "a record does not hold the numbers it says");
    for (size_t k = 0; k < rows * columns && keep; k++) {
      const unsigned char *p = r.bytes + 32 + 4 * k;
      size_t at = (size_t)(column - 1 + (int32_t)(k / rows)) * (size_t)h->size[0] + (size_t)(row - 1) + k % rows;
      f->value[at] = whole ? integer_at(p) : real_at(p);
    }
    done += rows * columns;
  }
  return status == TW_OK ? check_filled(f) : status;
}

/* ---------------------------------------------------------------- arrays with sets */

/* Elements in their 12 bytes as UTF-8: all of a set in one encoding, so that those that differ stay different. */
static tw_status convert_elements(har *f, int dimension, const unsigned char *raw)
{
  twi_har_header *h = &f->h;
  size_t count = (size_t)h->size[dimension];
  twi_har_text encoding = TWI_HAR_ASCII;
  for (size_t i = 0; i < count; i++) {
    const unsigned char *text = raw + i * TWI_HAR_NAME;
    twi_har_text own = encoding_of(text, text_length(text, TWI_HAR_NAME));
    encoding = own > encoding ? own : encoding;
  }
  char *element = twi_new(f->ctx, count + 1, TWI_HAR_ELEMENT);
  if (!element) return twi_no_memory(f->ctx, count * TWI_HAR_ELEMENT);
  h->element[dimension] = f->element[dimension] = element;
  h->encoding[dimension] = encoding;
  for (size_t i = 0; i < count; i++)
    if (!copy_text(element + i * TWI_HAR_ELEMENT, raw + i * TWI_HAR_NAME, TWI_HAR_NAME, encoding)) {
      char what[256];
      snprintf(what, sizeof what, "element %zu of the set %s, \"%s\", has a byte that is no letter, digit or mark",
               i + 1, h->set[dimension], element + i * TWI_HAR_ELEMENT);
      return fail_damaged(f, what);
    }
  return TW_OK;
}

static tw_status read_elements(har *f, int dimension, int keep)
{
  size_t count = (size_t)f->h.size[dimension];
  if (count > (f->size - f->at) / TWI_HAR_NAME) return fail_damaged(f, "it has a set that is larger than the file");
  unsigned char *raw = keep ? twi_alloc(f->ctx, count + 1, TWI_HAR_NAME) : NULL;
  if (keep && !raw) return twi_no_memory(f->ctx, count * TWI_HAR_NAME);
  record r;
  tw_status status = TW_OK;
  for (size_t done = 0; done < count && status == TW_OK;) {
    status = next_record(f, 16, &r);
    if (status != TW_OK) break;
    int32_t here = integer_at(r.bytes + 12);
    if (here < 1 || (size_t)here > count - done || (r.length - 16) / TWI_HAR_NAME < (size_t)here)
      status = fail_damaged(f, "a record does not hold the elements of a set that it says");
    else if (keep)
      memcpy(raw + done * TWI_HAR_NAME, r.bytes + 16, (size_t)here * TWI_HAR_NAME);
    done += here < 1 ? 0 : (size_t)here;
  }
  if (status == TW_OK && keep) status = convert_elements(f, dimension, raw);
  twi_free(f->ctx, raw);
  return status;
}

static tw_status read_sets(har *f, int keep)
{
  twi_har_header *h = &f->h;
  record r;
  tw_status status = next_record(f, 32, &r);
  if (status != TW_OK) return status;
  int32_t used = integer_at(r.bytes + 12);
  if (used < 0 || used > TWI_HAR_DIMENSIONS) return fail_damaged(f, "it has an impossible number of dimensions");
  if (r.length < 32 + (size_t)used * (TWI_HAR_NAME + 1)) return fail_damaged(f, "the record of its sets is too short");
  (void)copy_one(h->coefficient, r.bytes + 16, TWI_HAR_NAME); /* for people only */
  h->dimensions = used;
  const unsigned char *flag = r.bytes + 32 + (size_t)used * TWI_HAR_NAME;
  for (int i = 0; i < used; i++)
    if (!copy_one(h->set[i], r.bytes + 32 + (size_t)i * TWI_HAR_NAME, TWI_HAR_NAME))
      return fail_damaged(f, "the name of a set has a byte that is no letter, digit or mark");
  for (int i = 0; i < used && status == TW_OK; i++) {
    if (flag[i] != 'k') continue;
    int same = 0;
    while (same < i && !(flag[same] == 'k' && strcmp(h->set[same], h->set[i]) == 0)) same++;
    if (same == i)
      status = read_elements(f, i, keep);
    else if (h->size[same] != h->size[i])
      status = fail_damaged(f, "one set has two sizes");
    else {
      h->element[i] = h->element[same];
      h->encoding[i] = h->encoding[same];
    }
  }
  return status;
}

/* Places of a block, first index fastest. */
static tw_status read_block(har *f, int keep, const record *where, const record *data, size_t *done)
{
  twi_har_header *h = &f->h;
  size_t first[TWI_HAR_DIMENSIONS], span[TWI_HAR_DIMENSIONS], count = 1;
  for (int i = 0; i < TWI_HAR_DIMENSIONS; i++) {
    int32_t low = integer_at(where->bytes + 8 + 8 * i), high = integer_at(where->bytes + 12 + 8 * i);
    if (low < 1 || high < low || high > h->size[i]) return fail_damaged(f, "a block lies outside the array");
    first[i] = (size_t)low - 1;
    span[i] = (size_t)(high - low) + 1;
    count *= span[i]; /* at most the array's, which fits */
  }
  if ((data->length - 8) / 4 < count) return fail_damaged(f, "a record does not hold the numbers it says");
  for (size_t k = 0; k < count && keep; k++) {
    size_t rest = k, at = 0, stride = 1;
    for (int i = 0; i < TWI_HAR_DIMENSIONS; i++) {
      at += (first[i] + rest % span[i]) * stride;
      rest /= span[i];
      stride *= (size_t)h->size[i];
    }
    f->value[at] = real_at(data->bytes + 8 + 4 * k);
  }
  *done += count;
  return TW_OK;
}

static tw_status read_full(har *f, int keep)
{
  record r, data;
  size_t done = 0;
  tw_status status = make_values(f, keep);
  if (status == TW_OK) status = next_record(f, 12, &r); /* the sizes again */
  while (status == TW_OK && done < f->h.count) {
    status = next_record(f, 8 + 8 * TWI_HAR_DIMENSIONS, &r);
    if (status == TW_OK) status = next_record(f, 8, &data);
    if (status == TW_OK) status = read_block(f, keep, &r, &data, &done);
  }
  return status == TW_OK ? check_filled(f) : status;
}

static tw_status read_sparse(har *f, int keep)
{
  record r;
  tw_status status = make_values(f, keep);
  if (status == TW_OK) status = next_record(f, 8, &r);
  if (status != TW_OK) return status;
  int32_t all = integer_at(r.bytes + 4);
  if (all < 0 || (size_t)all > f->h.count) return fail_damaged(f, "it has more values than places");
  for (size_t done = 0; done < (size_t)all;) {
    status = next_record(f, 16, &r);
    if (status != TW_OK) return status;
    int32_t here = integer_at(r.bytes + 12);
    if (here < 1 || (size_t)here > (size_t)all - done || (r.length - 16) / 8 < (size_t)here)
      return fail_damaged(f, "a record does not hold the numbers it says");
    for (size_t k = 0; k < (size_t)here; k++) {
      int32_t place = integer_at(r.bytes + 16 + 4 * k);
      if (place < 1 || (size_t)place > f->h.count) return fail_damaged(f, "a value lies outside the array");
      if (keep) f->value[place - 1] = real_at(r.bytes + 16 + 4 * ((size_t)here + k));
    }
    done += (size_t)here;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- headers */

static tw_status read_head(har *f)
{
  twi_har_header *h = &f->h;
  record r;
  tw_status status = next_record(f, HEAD, &r);
  if (status != TW_OK) return status;
  (void)copy_one(h->type, r.bytes + BLANKS, 6);
  (void)copy_one(h->description, r.bytes + BLANKS + 6, 70); /* for people only */
  h->dimensions = integer_at(r.bytes + HEAD - 4);
  if (h->dimensions < 1 || h->dimensions > TWI_HAR_DIMENSIONS || r.length < HEAD + 4 * (size_t)h->dimensions)
    return fail_damaged(f, "it has an impossible number of dimensions");
  for (int i = 0; i < TWI_HAR_DIMENSIONS; i++) {
    h->size[i] = i < h->dimensions ? integer_at(r.bytes + HEAD + 4 * i) : 1;
    if (h->size[i] < 0 || h->size[i] > MOST_VALUES) return fail_damaged(f, "it has an impossible size");
  }
  return TW_OK;
}

static tw_status read_body(har *f, int keep)
{
  const char *type = f->h.type;
  if (strcmp(type, "1CFULL") == 0) return read_texts(f, keep);
  if (strcmp(type, "2IFULL") == 0 || strcmp(type, "2RFULL") == 0) return read_matrix(f, keep);
  int sets = strncmp(type, "RE", 2) == 0;
  if (!sets && strncmp(type, "RL", 2) != 0) {
    char what[96];
    snprintf(what, sizeof what, "found the type %s, expected 1CFULL, 2IFULL, 2RFULL, REFULL, RESPSE or RLFULL", type);
    return fail_damaged(f, what);
  }
  tw_status status = sets ? read_sets(f, keep) : TW_OK;
  if (status != TW_OK) return status;
  return strcmp(type + 2, "SPSE") == 0 ? read_sparse(f, keep) : read_full(f, keep);
}

static void clear_header(har *f)
{
  for (int i = 0; i < TWI_HAR_DIMENSIONS; i++) twi_free(f->ctx, f->element[i]);
  twi_free(f->ctx, f->value);
  twi_free(f->ctx, f->text);
  memset(f->element, 0, sizeof f->element);
  f->value = NULL;
  f->text = NULL;
  memset(&f->h, 0, sizeof f->h);
}

static tw_status read_header(har *f, const char *only, tw_status (*each)(void *user, const twi_har_header *header),
                             void *user, int *more)
{
  record r;
  clear_header(f);
  tw_status status = peek_record(f, &r, more);
  if (status != TW_OK || !*more) return status;
  if (!begins_header(&r))
    return fail_damaged(f, "found a record where the name of a header should be; is this a header-array file?");
  f->at += r.length + 8;
  if (!copy_one(f->h.name, r.bytes, 4))
    return fail_damaged(f, "the name of a header has a byte that is no letter or digit");
  status = read_head(f);
  int keep = !only || twi_same_name(f->h.name, strlen(f->h.name), only);
  if (status == TW_OK) status = read_body(f, keep);
  /* What a newer program may have added to a header. */
  for (int rest = 1; status == TW_OK && rest;) {
    status = peek_record(f, &r, &rest);
    if (status != TW_OK || !rest || begins_header(&r)) break;
    f->at += r.length + 8;
  }
  if (status == TW_OK) status = twi_check_cancel(f->ctx);
  return status == TW_OK ? each(user, &f->h) : status;
}

tw_status twi_har_read(tw_context *ctx, const char *path, const char *only,
                       tw_status (*each)(void *user, const twi_har_header *header), void *user)
{
  har f = {.ctx = ctx, .path = path};
  char *bytes = NULL;
  int more = 1;
  tw_status status = twi_read_file(ctx, path, LARGEST_FILE, &bytes, &f.size);
  f.bytes = (const unsigned char *)bytes;
  if (status == TW_OK && f.size && f.bytes[0] == 0xfd)
    status = fail_damaged(
        &f, "its records have marks of variable length (an old compiler's); open and save it with ViewHAR");
  if (status == TW_OK && f.size >= 4 && memcmp(f.bytes, "\0\0\0\4", 4) == 0)
    status = fail_damaged(&f, "its byte order is big endian; save it on a little-endian machine");
  if (status == TW_OK && f.size == 0) status = fail_damaged(&f, "found nothing, expected a header-array file");
  while (status == TW_OK && more) status = read_header(&f, only, each, user, &more);
  clear_header(&f);
  twi_free(ctx, bytes);
  return status;
}
