/* Texts as cells of CSV files. See cell.h. */
#include "table/cell.h"

#include <string.h>

#include "table/number.h"

int twi_cell_is_formula(const char *text, size_t length)
{
  static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"}; /* ＝ ＋ － ＠ */
  size_t i = 0;
  while (i < length && (text[i] == '\'' || text[i] == ' ')) i++;
  if (i == length) return 0;
  int begins = memchr("=+-@\t\r\n", text[i], 7) != NULL;
  for (int k = 0; k < 4 && !begins; k++) begins = length - i >= 3 && memcmp(text + i, wide[k], 3) == 0;
  double number;
  return begins && twi_number_read(text, length, &number) != NULL;
}

size_t twi_cell_mark(const char *cell, size_t length)
{
  return length > 1 && *cell == '\'' && twi_cell_is_formula(cell + 1, length - 1);
}

int twi_cell_is_quoted(const char *text)
{
  size_t n = strlen(text);
  return (n > 0 && strchr(" \t", text[0])) || (n > 0 && strchr(" \t", text[n - 1])) || strpbrk(text, ",\"\r\n");
}
