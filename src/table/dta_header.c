/* What stands before the rows of a Stata file. See dta_file.h.
 *
 * Two families. Versions 104 to 115 are a header of fixed fields:
 *
 *   u8 version, u8 order of bytes (1 highest first, 2 lowest first), u8 1, u8, u16 columns, u32 rows,
 *   label (32 bytes, from 108 on 81), time (none in 104, else 18),
 *   types u8 x columns, names (9, from 110 on 33) x columns, u16 x (columns + 1),
 *   formats (104: 7, to 113: 12, then 49) x columns,
 *   names of value labels (9, from 110 on 33) x columns, labels (32, from 108 on 81) x columns,
 *   then from 105 on fields to be skipped: u8 kind, u16 (from 110 on u32) length, bytes; the last has kind 0;
 *   then the rows.
 *
 * Versions 117 to 119 have tags, lengths of texts before them, and a map of where the sections begin:
 *
 *   columns u16 (119: u32), rows u32 (from 118 on u64), label u8 (from 118 on u16) length, time u8 length,
 *   map u64 x 14: the tenth is the place of <data>, the eleventh that of <strls>; types u16 x columns, names 33 (129) …
 *
 * 106, 107, 109, 112 and 116 were never released: nobody can say what is in them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/inputs.h"
#include "base/names.h"
#include "table/dta_file.h"

enum { MOST_COLUMNS = 120000, MAP = 14, MAP_DATA = 9, MAP_STRLS = 10 };

/* The next number of the header. */
static tw_status take_number(twi_dta_file *f, uint64_t *at, int count, uint64_t *number)
{
  const unsigned char *p;
  tw_status status = twi_dta_see(f, *at, (size_t)count, &p);
  if (status != TW_OK) return status;
  *number = twi_dta_unsigned(f, p, count);
  *at += (uint64_t)count;
  return TW_OK;
}

static tw_status check_columns(twi_dta_file *f, uint64_t columns)
{
  if (columns < 1 || columns > MOST_COLUMNS)
    return twi_dta_damaged(f, "found %llu columns, expected 1 to %d", (unsigned long long)columns, MOST_COLUMNS);
  f->columns = (int)columns;
  return TW_OK;
}

/* Memory only for columns whose names the file is long enough to hold. */
static tw_status make_columns(twi_dta_file *f, uint64_t at, size_t each)
{
  uint64_t needed = (uint64_t)f->columns * each;
  if (at > f->size || needed > f->size - at) return twi_dta_cut_off(f, at + needed);
  f->name = twi_new(f->ctx, (size_t)f->columns, sizeof *f->name);
  f->column = twi_new(f->ctx, (size_t)f->columns, sizeof *f->column);
  return f->name && f->column ? TW_OK : twi_no_memory(f->ctx, (size_t)f->columns * sizeof *f->column);
}

/* ---------------------------------------------------------------- columns */

static int find_type(const twi_dta_file *f, unsigned code, twi_dta_place *c)
{
  static const struct {
    unsigned old, middle, tagged; /* before 111, to 115, from 117 on */
    twi_dta_type type;
    size_t bytes;
  } known[] = {{'b', 251, 65530, TWI_DTA_BYTE, 1},   {'i', 252, 65529, TWI_DTA_INT, 2},
               {'l', 253, 65528, TWI_DTA_LONG, 4},   {'f', 254, 65527, TWI_DTA_FLOAT, 4},
               {'d', 255, 65526, TWI_DTA_DOUBLE, 8}, {0x10000, 0x10000, 32768, TWI_DTA_LONG_TEXT, 8}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (code != (f->version < 111 ? known[i].old : f->version < 117 ? known[i].middle : known[i].tagged)) continue;
    c->type = known[i].type;
    c->bytes = known[i].bytes;
    return 1;
  }
  unsigned before = f->version < 111 ? 127 : 0, most = f->version < 111 ? 128 : f->version < 117 ? 244 : 2045;
  if (code <= before || code - before > most) return 0;
  c->type = TWI_DTA_TEXT;
  c->bytes = code - before;
  return 1;
}

static tw_status read_types(twi_dta_file *f, uint64_t *at)
{
  for (int i = 0; i < f->columns; i++) {
    uint64_t code;
    tw_status status = take_number(f, at, f->version < 117 ? 1 : 2, &code);
    if (status != TW_OK) return status;
    if (!find_type(f, (unsigned)code, &f->column[i]))
      return twi_dta_damaged(f, "column %d has the unknown type %u", i + 1, (unsigned)code);
    f->column[i].at = f->width;
    f->width += f->column[i].bytes;
  }
  return TW_OK;
}

static tw_status read_names(twi_dta_file *f, uint64_t *at, size_t each)
{
  char text[3 * 129 + 1];
  for (int i = 0; i < f->columns; i++, *at += each) {
    const unsigned char *p;
    size_t length = 0;
    tw_status status = twi_dta_see(f, *at, each, &p);
    if (status != TW_OK) return status;
    const unsigned char *end = memchr(p, 0, each);
    const char *wrong = twi_dta_utf8(f, p, end ? (size_t)(end - p) : each, text, &length);
    if (wrong) return twi_dta_damaged(f, "the name of column %d: %s", i + 1, wrong);
    if (!length) return twi_dta_damaged(f, "column %d of %d has no name", i + 1, f->columns);
    for (size_t k = 0; k < length; k++)
      if ((unsigned char)text[k] < ' ' || text[k] == 127)
        return twi_dta_damaged(f, "the name of column %d has a control character", i + 1);
    f->name[i] = twi_strdup(f->ctx, text);
    if (!f->name[i]) return twi_no_memory(f->ctx, length);
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- the two families */

static tw_status read_fixed(twi_dta_file *f)
{
  const unsigned char *p;
  uint64_t at = 4, columns, rows;
  int v = f->version;
  size_t name = v < 110 ? 9 : 33, label = v < 108 ? 32 : 81, format = v < 105 ? 7 : v < 114 ? 12 : 49;
  tw_status status = twi_dta_see(f, 0, 10, &p);
  if (status != TW_OK) return status;
  if (p[1] != 1 && p[1] != 2) return twi_dta_damaged(f, "it does not say in which order its bytes are");
  f->big = p[1] == 1;
  status = take_number(f, &at, 2, &columns);
  if (status == TW_OK) status = take_number(f, &at, 4, &rows);
  if (status == TW_OK) status = check_columns(f, columns);
  if (status != TW_OK) return status;
  f->rows = rows;
  at += label + (v < 105 ? 0 : 18);
  status = make_columns(f, at, 1 + name + 2 + format + name + label);
  if (status == TW_OK) status = read_types(f, &at);
  if (status == TW_OK) status = read_names(f, &at, name);
  at += 2 * (columns + 1) + columns * (format + name + label);
  for (uint64_t kind = v >= 105, length; kind && status == TW_OK; at += length) {
    length = 0;
    status = take_number(f, &at, 1, &kind);
    if (status == TW_OK) status = take_number(f, &at, v < 110 ? 2 : 4, &length);
    if (status == TW_OK && !kind && length) status = twi_dta_damaged(f, "the fields before the rows do not end");
    if (status == TW_OK && length > f->size - at) status = twi_dta_cut_off(f, at + length);
  }
  f->data_at = at;
  return status;
}

static tw_status expect_tag(twi_dta_file *f, uint64_t *at, const char *tag)
{
  const unsigned char *p;
  size_t n = strlen(tag);
  tw_status status = twi_dta_see(f, *at, n, &p);
  if (status != TW_OK) return status;
  if (memcmp(p, tag, n) != 0)
    return twi_dta_damaged(f, "%s does not stand where it should, at byte %llu", tag, (unsigned long long)*at);
  *at += n;
  return TW_OK;
}

/* A text with its length before it, which nobody asked for. */
static tw_status skip_text(twi_dta_file *f, uint64_t *at, int bytes)
{
  uint64_t length;
  tw_status status = take_number(f, at, bytes, &length);
  if (status == TW_OK) *at += length; /* of at most 16 bits; the tag behind it is looked for */
  return status;
}

static tw_status read_tagged(twi_dta_file *f)
{
  static const char start[] = "<stata_dta><header><release>118</release><byteorder>";
  const unsigned char *p;
  uint64_t at = sizeof start - 1, columns = 0, map[MAP];
  size_t name = f->version < 118 ? 33 : 129;
  tw_status status = twi_dta_see(f, at, 3, &p);
  if (status != TW_OK) return status;
  if (memcmp(p, "MSF", 3) != 0 && memcmp(p, "LSF", 3) != 0)
    return twi_dta_damaged(f, "it does not say in which order its bytes are");
  f->big = p[0] == 'M';
  at += 3;
  status = expect_tag(f, &at, "</byteorder><K>");
  if (status == TW_OK) status = take_number(f, &at, f->version < 119 ? 2 : 4, &columns);
  if (status == TW_OK) status = expect_tag(f, &at, "</K><N>");
  if (status == TW_OK) status = take_number(f, &at, f->version < 118 ? 4 : 8, &f->rows);
  if (status == TW_OK) status = expect_tag(f, &at, "</N><label>");
  if (status == TW_OK) status = skip_text(f, &at, f->version < 118 ? 1 : 2);
  if (status == TW_OK) status = expect_tag(f, &at, "</label><timestamp>");
  if (status == TW_OK) status = skip_text(f, &at, 1);
  if (status == TW_OK) status = expect_tag(f, &at, "</timestamp></header><map>");
  for (int i = 0; i < MAP && status == TW_OK; i++) status = take_number(f, &at, 8, &map[i]);
  if (status == TW_OK) status = expect_tag(f, &at, "</map><variable_types>");
  if (status == TW_OK) status = check_columns(f, columns);
  if (status == TW_OK) status = make_columns(f, at, 2 + name);
  if (status == TW_OK) status = read_types(f, &at);
  if (status == TW_OK) status = expect_tag(f, &at, "</variable_types><varnames>");
  if (status == TW_OK) status = read_names(f, &at, name);
  if (status == TW_OK) status = expect_tag(f, &at, "</varnames>");
  if (status != TW_OK) return status;
  f->data_at = map[MAP_DATA];
  f->strls_at = map[MAP_STRLS];
  status = expect_tag(f, &f->data_at, "<data>");
  return status == TW_OK ? expect_tag(f, &f->strls_at, "<strls>") : status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status refuse_version(twi_dta_file *f)
{
  const char *what = f->version < 104                         ? "of Stata 3 or older"
                     : f->version == 120 || f->version == 121 ? "of Stata 18 with columns of other frames"
                     : f->version > 119                       ? "newer than this program"
                                                              : "which was never released";
  return twi_fail(f->ctx, TW_BAD_INPUT,
                  "%s: found version %d of the format, %s, expected 104, 105, 108, 110, 111, 113 to 115 or 117 to 119; "
                  "open the file in Stata and save it again",
                  f->path, f->version, what);
}

static tw_status find_version(twi_dta_file *f, int *tagged)
{
  static const char start[] = "<stata_dta><header><release>";
  static const unsigned char known[] = {104, 105, 108, 110, 111, 113, 114, 115};
  const unsigned char *p;
  unsigned char head[32] = {0};
  size_t n = f->size < sizeof head ? (size_t)f->size : sizeof head;
  tw_status status = twi_dta_see(f, 0, n, &p);
  if (status != TW_OK) return status;
  memcpy(head, p, n);
  *tagged = n >= 31 && memcmp(head, start, sizeof start - 1) == 0;
  if (*tagged) {
    const unsigned char *digit = head + sizeof start - 1;
    for (int i = 0; i < 3; i++)
      f->version = f->version * 10 + (digit[i] >= '0' && digit[i] <= '9' ? digit[i] - '0' : 0);
    return f->version >= 117 && f->version <= 119 ? TW_OK : refuse_version(f);
  }
  /* The fourth byte is not used; the third says that these are data. */
  if (n >= 10 && head[0] >= 102 && head[0] <= 116 && (head[1] == 1 || head[1] == 2) && head[2] == 1) {
    f->version = head[0];
    return memchr(known, head[0], sizeof known) ? TW_OK : refuse_version(f);
  }
  if (n >= 2 && head[0] == 0x1f && head[1] == 0x8b)
    return twi_fail(f->ctx, TW_BAD_INPUT, "%s: this is no Stata file but a gzip archive: unpack it first", f->path);
  return twi_fail(f->ctx, TW_BAD_INPUT,
                  "%s: this is no Stata file: it begins neither with <stata_dta> nor with a version of 104 to 115",
                  f->path);
}

static tw_status check_size(twi_dta_file *f)
{
  if (f->data_at > f->size) return twi_dta_cut_off(f, f->data_at);
  uint64_t rest = f->size - f->data_at;
  if (f->rows > rest / f->width)
    return twi_dta_damaged(f, "it says that it has %llu rows of %zu bytes, but only %llu bytes are left for them",
                           (unsigned long long)f->rows, f->width, (unsigned long long)rest);
  uint64_t end = f->data_at + f->rows * f->width;
  return f->version >= 117 ? expect_tag(f, &end, "</data>") : TW_OK;
}

/* What can be read only once, such as a pipe: the window is the whole file. */
static tw_status read_whole(twi_dta_file *f)
{
  char *bytes = NULL;
  size_t count = 0;
  close(f->handle);
  f->handle = -1;
  tw_status status = twi_read_file(f->ctx, f->path, TWI_MOST_PIPED, &bytes, &count);
  f->window = (unsigned char *)bytes;
  f->window_used = f->window_room = count;
  f->size = count;
  return status;
}

tw_status twi_dta_file_open(tw_context *ctx, const char *path, twi_dta_file *f)
{
  struct stat info;
  int tagged = 0;
  *f = (twi_dta_file){.ctx = ctx, .path = path, .handle = -1};
  /* Without O_NONBLOCK a pipe that nobody writes to would be waited for twice. */
  f->handle = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (f->handle < 0 && errno == ENOENT) return twi_fail(ctx, TW_BAD_INPUT, "%s: there is no such file", path);
  if (f->handle < 0 || fstat(f->handle, &info) != 0) return twi_open_failed(ctx, path, errno);
  if (S_ISDIR(info.st_mode)) return twi_fail(ctx, TW_BAD_INPUT, "%s: found a folder, expected a Stata file", path);
  tw_status status = S_ISREG(info.st_mode) ? twi_input_note(ctx, path) : read_whole(f);
  if (status != TW_OK) return status;
  if (S_ISREG(info.st_mode)) f->size = info.st_size > 0 ? (uint64_t)info.st_size : 0;
  if (!f->size) return twi_fail(ctx, TW_BAD_INPUT, "%s: this is no Stata file: it is empty", path);
  status = find_version(f, &tagged);
  if (status == TW_OK) status = tagged ? read_tagged(f) : read_fixed(f);
  return status == TW_OK ? check_size(f) : status;
}

void twi_dta_file_close(twi_dta_file *f)
{
  if (f->handle >= 0) close(f->handle);
  f->handle = -1;
  for (int i = 0; i < f->columns && f->name; i++) twi_free(f->ctx, f->name[i]);
  twi_free(f->ctx, f->name);
  twi_free(f->ctx, f->column);
  twi_free(f->ctx, f->window);
}
