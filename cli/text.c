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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* ---------------------------------------------------------------- paragraphs */

int screen_width(const char *text, size_t bytes)
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

void print_above(const char *format, ...)
{
  char text[1024];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  printf("\n");
  print_wrapped(text, 0);
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

void print_assumed(const tw_world *world)
{
  const char *assumed = tw_world_text(world, "assumed");
  if (assumed) print_wrapped(assumed, 0);
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
