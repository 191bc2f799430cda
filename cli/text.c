/* Numbers and tables as people read them. The rules of layout, for every command:
 *
 * Width      The terminal's, at most 160 characters; 80 where it has less than 40, or there is none (a file, a pipe). A
 *            character of UTF-8 counts as one, whatever its bytes.
 * Paragraphs Words are put on a line while they fit; a word longer than the line stands alone on it, uncut.
 * Columns    Each is as wide as its widest cell or head, with two blanks between. Where the sum is too wide, columns
 *            that may shrink do so from the left, down to their least width, and their texts end in "..."; one that
 *            wraps goes on in the next line instead, at a blank where there is one. What still does not fit is left
 *            out from the right, columns of one group together, and a line below says what. No cell holds more than
 *            CELL - 1 bytes, and none has a line end.
 * Alignment  Texts left, numbers right. No blanks at the end of a line.
 * Decimals   One number for a whole column, from the largest value that is shown: four significant digits of that one,
 *            from 2 to 6 decimals. A smaller value that would show as zero keeps one significant digit instead; below
 *            1e-5 it is "~0", an exact zero is "0", what is missing "-". So 0 is never a rounded number. From 1e7 on a
 *            change has three significant digits.
 * Signs      Changes always have theirs, but for zero; money only where it is a change. Thousands of money have commas,
 *            and what rounds to zero is "~0". */
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* ---------------------------------------------------------------- paragraphs */

/* Characters on the screen: UTF-8 continuation bytes do not count. */
static int screen_width(const char *text, size_t bytes)
{
  int width = 0;
  for (size_t i = 0; i < bytes; i++) width += ((unsigned char)text[i] & 0xc0) != 0x80;
  return width;
}

void print_wrapped(const char *text, int indent)
{
  int width = terminal_width(), column = indent;
  int first = 1;
  while (*text) {
    if (*text == '\n') {
      printf("\n%*s", indent, "");
      column = indent;
      first = 1;
      text++;
      continue;
    }
    text += strspn(text, " \t\r");
    size_t bytes = strcspn(text, " \t\r\n");
    if (bytes == 0) continue;
    int word = screen_width(text, bytes);
    if (!first && column + 1 + word > width) {
      printf("\n%*s", indent, "");
      column = indent;
      first = 1;
    }
    if (!first) putchar(' ');
    printf("%.*s", (int)bytes, text);
    column += word + !first;
    first = 0;
    text += bytes;
  }
  putchar('\n');
}

void print_cautions(const char *cautions)
{
  char text[2048];
  for (const char *line = cautions ? cautions : ""; *line; line += strspn(line, "\n")) {
    int length = (int)strcspn(line, "\n");
    snprintf(text, sizeof text, "Caution: %.*s", length, line);
    print_wrapped(text, 0);
    line += length;
  }
}

void print_warning(const char *warning, const char *line)
{
  char text[2048];
  if (!warning || !*warning) return;
  const char *at = line && *line ? strstr(warning, line) : NULL;
  if (!at || at == warning) {
    snprintf(text, sizeof text, "Warning: %s", warning);
    print_wrapped(text, 0);
  } else { /* the text has it between backquotes */
    snprintf(text, sizeof text, "Warning: %.*s", (int)(at - warning - 1), warning);
    print_wrapped(text, 0);
    printf("    %s\n", line);
    at += strlen(line) + 1;
    print_wrapped(at + strspn(at, ", "), 0);
  }
  printf("\n");
}

/* ---------------------------------------------------------------- numbers */

int decimals_for(const double *values, const int *rows, int count)
{
  double most = 0;
  for (int i = 0; i < count; i++) {
    double size = fabs(values[rows ? rows[i] : i]);
    if (isfinite(size) && size > most) most = size;
  }
  if (most == 0) return 2;
  int decimals = 3 - (int)floor(log10(most));
  return decimals < 2 ? 2 : decimals > 6 ? 6 : decimals;
}

void change_words(char words[CELL], double value, int decimals)
{
  if (isnan(value))
    snprintf(words, CELL, "-");
  else if (value == 0)
    snprintf(words, CELL, "0");
  else if (fabs(value) < 1e-5)
    snprintf(words, CELL, "~0"); /* no digit of it means anything */
  else if (fabs(value) < 0.5 * pow(10, -decimals))
    snprintf(words, CELL, "%+.*f", -(int)floor(log10(fabs(value))), value); /* one digit */
  else if (fabs(value) >= 1e7)
    snprintf(words, CELL, "%+.3g", value);
  else
    snprintf(words, CELL, "%+.*f", decimals, value);
}

void money_words(char words[CELL], double value, int decimals, int with_sign)
{
  char plain[CELL];
  if (isnan(value)) {
    snprintf(words, CELL, "-");
    return;
  }
  if (value != 0 && fabs(value) < 0.5 * pow(10, -decimals)) {
    snprintf(words, CELL, "~0");
    return;
  }
  if (fabs(value) >= 1e18) {
    snprintf(words, CELL, "%.4g", value);
    return;
  }
  snprintf(plain, sizeof plain, with_sign && value != 0 ? "%+.*f" : "%.*f", decimals, value);
  size_t sign = plain[0] == '-' || plain[0] == '+', whole = strspn(plain + sign, "0123456789");
  char *p = words;
  for (size_t i = 0; plain[i]; i++) {
    size_t left = sign + whole - i; /* digits of the whole part from here on */
    if (i > sign && i < sign + whole && left % 3 == 0) *p++ = ',';
    *p++ = plain[i];
  }
  *p = 0;
}

void power_words(char words[CELL], double value)
{
  snprintf(words, CELL, "%.2g", value);
  char *zero = strstr(words, "e-0");
  if (zero) memmove(zero + 2, zero + 3, strlen(zero + 3) + 1);
}

void seconds_words(char words[CELL], double seconds)
{
  if (seconds < 1e-3)
    snprintf(words, CELL, "%.0f us", 1e6 * seconds);
  else if (seconds < 0.01)
    snprintf(words, CELL, "%.1f ms", 1e3 * seconds);
  else if (seconds < 1)
    snprintf(words, CELL, "%.0f ms", 1e3 * seconds);
  else
    snprintf(words, CELL, "%.1f s", seconds);
}

const char *money_unit(const tw_world *world, char words[CELL])
{
  const char *unit = tw_world_text(world, "unit"), *currency = tw_world_text(world, "currency");
  snprintf(words, CELL, "%s%s%s", unit ? unit : "", unit && currency ? " " : "", currency ? currency : "");
  return words;
}

/* ---------------------------------------------------------------- order */

/* qsort has no place for the key, so the pairs carry it; the index makes the order the same everywhere. */
typedef struct keyed {
  double size;
  int index;
} keyed;

static int by_falling_size(const void *left, const void *right)
{
  const keyed *a = left, *b = right;
  if (a->size != b->size) return a->size > b->size ? -1 : 1;
  return a->index - b->index;
}

int *order_by_size(const double *key, int count)
{
  keyed *pairs = obtained(malloc((size_t)count * sizeof *pairs + 1));
  int *order = obtained(malloc((size_t)count * sizeof *order + 1));
  if (pairs && order) {
    for (int i = 0; i < count; i++) pairs[i] = (keyed){isnan(key[i]) ? -1 : fabs(key[i]), i};
    qsort(pairs, (size_t)count, sizeof *pairs, by_falling_size);
    for (int i = 0; i < count; i++) order[i] = pairs[i].index;
    free(pairs);
    return order;
  }
  free(pairs);
  free(order);
  return NULL;
}

/* ---------------------------------------------------------------- tables */

struct text_table {
  text_column column[MOST_TABLE_COLUMNS];
  const char *group[MOST_TABLE_COLUMNS];
  int columns;
  char (*cell)[CELL];
  size_t cells, room;
  int failed;
};

text_table *table_new(const text_column *columns, int count)
{
  text_table *t = obtained(calloc(1, sizeof *t));
  if (!t) return NULL;
  t->columns = count < MOST_TABLE_COLUMNS ? count : MOST_TABLE_COLUMNS;
  memcpy(t->column, columns, (size_t)t->columns * sizeof *columns);
  return t;
}

void table_cell(text_table *t, const char *format, ...)
{
  if (!t || t->failed) return;
  if (t->cells == t->room) {
    size_t room = t->room ? 2 * t->room : 64;
    char(*more)[CELL] = obtained(realloc(t->cell, room * sizeof *more));
    if (!more) {
      t->failed = 1;
      return;
    }
    t->cell = more;
    t->room = room;
  }
  va_list args;
  va_start(args, format);
  char *cell = t->cell[t->cells++];
  vsnprintf(cell, CELL, format, args);
  va_end(args);
  for (; *cell; cell++) /* a row is a line, whatever stands in its texts */
    if (strchr("\t\n\v\f\r", *cell)) *cell = ' ';
}

/* One cell; cut with "..." when it is too wide. */
static void print_cell(const char *text, int width, int left, int last)
{
  size_t bytes = strlen(text);
  int wide = screen_width(text, bytes);
  const char *end = "";
  if (wide > width) {
    end = "...";
    while (bytes && screen_width(text, bytes) > width - 3) bytes--;
    while (bytes && ((unsigned char)text[bytes] & 0xc0) == 0x80) bytes--; /* not inside a character */
    wide = screen_width(text, bytes) + 3;
  }
  if (!left) printf("%*s", width - wide, "");
  printf("%.*s%s", (int)bytes, text, end);
  if (left && !last) printf("%*s", width - wide, "");
}

/* The bytes of a text that go on a line so wide: to the last blank in it, else to the last character. */
static size_t line_of(const char *text, int width)
{
  size_t bytes = strlen(text), at;
  if (screen_width(text, bytes) <= width) return bytes;
  while (bytes > 1 && (screen_width(text, bytes) > width || ((unsigned char)text[bytes] & 0xc0) == 0x80)) bytes--;
  for (at = bytes; at > 0 && text[at] != ' '; at--)
    ;
  return at ? at : bytes;
}

/* A line of cells, without blanks at its end; more lines where a column that wraps needs them. */
static void print_row(const text_table *t, const char *const *cells, const int *width, int columns)
{
  const char *cell[MOST_TABLE_COLUMNS];
  char line[CELL];
  int more = 1;
  while (columns > 0 && !*cells[columns - 1]) columns--;
  memcpy(cell, cells, (size_t)columns * sizeof *cell);
  while (more) {
    more = 0;
    for (int c = 0; c < columns; c++) {
      int wraps = t->column[c].left == COLUMN_WRAPS;
      size_t bytes = wraps ? line_of(cell[c], width[c]) : strlen(cell[c]);
      snprintf(line, sizeof line, "%.*s", (int)bytes, cell[c]);
      if (c) printf("  ");
      print_cell(line, width[c], t->column[c].left, c == columns - 1);
      cell[c] += bytes;
      if (wraps) cell[c] += strspn(cell[c], " ");
      more |= *cell[c] != 0;
    }
    putchar('\n');
    while (columns > 0 && !*cell[columns - 1]) columns--;
  }
}

static int column_width(const text_table *t, int c)
{
  int width = 0;
  for (int h = 0; h < HEAD_LINES; h++) {
    const char *head = t->column[c].head[h];
    int wide = head ? screen_width(head, strlen(head)) : 0;
    if (wide > width) width = wide;
  }
  for (size_t i = (size_t)c; i < t->cells; i += (size_t)t->columns) {
    int wide = screen_width(t->cell[i], strlen(t->cell[i]));
    if (wide > width) width = wide;
  }
  return width;
}

void table_free(text_table *t)
{
  if (t) free(t->cell);
  free(t);
}

/* Two columns are of one group: the same words, wherever they stand. */
static int same_group(const text_table *t, int a, int b)
{
  return t->group[a] && t->group[b] && strcmp(t->group[a], t->group[b]) == 0;
}

/* What a column is about: its group, else its head without the unit; words carried on by a hyphen are joined. */
static void column_words(const text_table *t, int c, char words[CELL])
{
  const text_column *column = &t->column[c];
  int lines = column->head[0] || column->head[1] ? HEAD_LINES - 1 : HEAD_LINES;
  *words = 0;
  for (int h = 0; h < lines && !t->group[c]; h++) {
    size_t used = strlen(words);
    if (!column->head[h]) continue;
    if (used && words[used - 1] == '-')
      used--;
    else if (used)
      words[used++] = ' ';
    snprintf(words + used, CELL - used, "%s", column->head[h]);
  }
  if (t->group[c]) snprintf(words, CELL, "%s", t->group[c]);
}

/* "Left out, as 80 characters hold no more: exports and imports." */
static void say_left_out(const text_table *t, int from)
{
  char text[1024], words[CELL];
  int n = snprintf(text, sizeof text, "Left out, as %d characters hold no more:", terminal_width());
  for (int c = from; c < t->columns; c++) {
    if (c > from && same_group(t, c, c - 1)) continue;
    column_words(t, c, words);
    const char *rest = c == from && c > 0 && same_group(t, c, c - 1) ? "the rest of " : "";
    if (n < (int)sizeof text)
      n += snprintf(text + n, sizeof text - (size_t)n, "%s %s%s", c > from ? "," : "", rest, words);
  }
  print_wrapped(text, 0);
}

void table_group(text_table *t, int column, const char *group)
{
  if (t && column < t->columns) t->group[column] = group;
}

/* How many of the columns that fit are shown: no part of a group, but something beside the names of rows. */
static int whole_groups(const text_table *t, int fit)
{
  int columns = fit, numbers = 0;
  while (columns > 0 && same_group(t, columns, columns - 1)) columns--;
  while (numbers < fit && t->column[numbers].left) numbers++;
  return columns > numbers ? columns : fit;
}

/* Returns how many columns were printed. */
static int print_table(const text_table *t)
{
  int width[MOST_TABLE_COLUMNS], total = 0, columns = 0, room = terminal_width();
  for (int c = 0; c < t->columns; c++) total += (width[c] = column_width(t, c)) + (c ? 2 : 0);
  for (int c = 0; c < t->columns && total > room; c++) {
    int least = t->column[c].shrinks, cut = total - room;
    if (!least || width[c] <= least) continue;
    if (cut > width[c] - least) cut = width[c] - least;
    width[c] -= cut;
    total -= cut;
  }
  total = 0;
  while (columns < t->columns && total + width[columns] <= room) total += width[columns++] + 2;
  if (columns < t->columns) columns = whole_groups(t, columns);
  const char *cell[MOST_TABLE_COLUMNS];
  for (int h = 0; h < HEAD_LINES; h++) {
    int any = 0;
    for (int c = 0; c < columns; c++) {
      cell[c] = t->column[c].head[h] ? t->column[c].head[h] : "";
      any |= *cell[c] != 0;
    }
    if (any) print_row(t, cell, width, columns);
  }
  size_t rows = t->columns ? t->cells / (size_t)t->columns : 0;
  for (size_t r = 0; r < rows; r++) {
    for (int c = 0; c < columns; c++) cell[c] = t->cell[r * (size_t)t->columns + (size_t)c];
    print_row(t, cell, width, columns);
  }
  return columns;
}

void table_print(text_table *t)
{
  int columns = t ? print_table(t) : 0;
  if (t && columns < t->columns) say_left_out(t, columns);
  table_free(t);
}

int table_print_silently(text_table *t)
{
  int left_out = t ? t->columns - print_table(t) : 0;
  table_free(t);
  return left_out;
}
