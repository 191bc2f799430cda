/* Tables of text, by the rules of layout at the head of text.c. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

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
