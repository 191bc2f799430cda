/* Any table of the page without scripts. See plain_table.h. */
#include "report/page/plain_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/json.h"
#include "report/page/plain_words.h"

/* Parts of the exact decomposition are logarithms: docs/formats.md. */
static int is_log(const char *column)
{
  static const char *const names[] = {"terms_of_trade_pct", "volume_of_trade_pct", "technical_pct", "production_pct",
                                      "factors_pct",        "transfers_pct",       "remainder_pct"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], column) == 0) return 1;
  return 0;
}

/* "real_income_pct" is "real income, %". */
static void put_heading(twi_text *out, const char *column)
{
  char words[128];
  snprintf(words, sizeof words, "%s", column);
  char *per_cent = strstr(words, "_pct");
  if (per_cent) memmove(per_cent, per_cent + 4, strlen(per_cent + 4) + 1);
  for (char *p = words; *p; p++)
    if (*p == '_') *p = ' ';
  twi_plain_text(out, words);
  if (per_cent) twi_text_put(out, is_log(column) ? ", log points x 100" : ", %");
}

int twi_plain_decimals(double most)
{
  if (!(most > 0)) return 2;
  int decimals = 3 - (int)floor(log10(most));
  return most >= 1000 ? 0 : decimals < 2 ? 2 : decimals > 5 ? 5 : decimals;
}

static void put_number(twi_text *out, double x, int decimals)
{
  if (!isfinite(x))
    twi_text_put(out, "<td>–</td>");
  else if (decimals == TWI_TWO_DIGITS)
    twi_text_printf(out, "<td>%.2g</td>", x);
  else if (x != 0 && fabs(x) < 0.5 * pow(10, -decimals))
    twi_text_put(out, "<td>~0</td>");
  else
    twi_text_printf(out, "<td>%.*f</td>", decimals, x + 0.0);
}

/* The decimals of a cell whose column goes by a rule: those of the largest number in the cells of the rule. */
static int decimals_of(const twi_plain_table *t, int row, int column)
{
  int rule = t->column[column].decimals, one_row = rule == TWI_BY_ROW, one_column = rule == TWI_BY_COLUMN;
  double most = 0;
  for (int i = one_row ? row : 0; i < (one_row ? row + 1 : t->rows); i++)
    for (int c = one_column ? column : 0; c < (one_column ? column + 1 : t->columns); c++) {
      double x = t->column[c].decimals == rule ? fabs(t->cell(t->source, i, c).number) : 0;
      if (isfinite(x)) most = fmax(most, x);
    }
  return twi_plain_decimals(most);
}

static void put_heads(twi_text *out, const twi_plain_table *t)
{
  for (int c = 0; c < t->columns; c++) {
    twi_text_printf(out, "<th scope=\"col\"%s>", t->column[c].kind == TWI_PLAIN_NUMBER ? " class=\"n\"" : "");
    if (t->column[c].as_is)
      twi_plain_text(out, t->column[c].head);
    else
      put_heading(out, t->column[c].head);
    twi_text_put(out, "</th>");
  }
}

void twi_plain_table_put(twi_text *out, const twi_plain_table *t)
{
  int *decimals = twi_alloc(out->ctx, (size_t)t->columns + 1, sizeof *decimals);
  if (!decimals) {
    out->failed = 1;
    return;
  }
  twi_text_put(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
  twi_plain_text(out, t->caption);
  twi_text_put(out, "\"><table><caption>");
  twi_plain_text(out, t->caption);
  twi_text_put(out, "</caption><thead><tr>");
  put_heads(out, t);
  twi_text_put(out, "</tr></thead><tbody>\n");
  for (int i = 0; i < t->rows; i++) {
    twi_text_put(out, "<tr>");
    for (int c = 0; c < t->columns; c++) {
      const twi_plain_column *column = &t->column[c];
      twi_plain_cell cell = t->cell(t->source, i, c);
      int by_rule = column->decimals < 0 && column->decimals != TWI_TWO_DIGITS;
      if (i == 0 || column->decimals == TWI_BY_ROW) decimals[c] = by_rule ? decimals_of(t, i, c) : column->decimals;
      if (column->kind == TWI_PLAIN_NUMBER)
        put_number(out, cell.number, decimals[c]);
      else
        twi_plain_element(out, column->kind == TWI_PLAIN_ROW ? "th scope=\"row\"" : "td class=\"t\"", cell.words);
    }
    twi_text_put(out, "</tr>\n");
  }
  twi_text_put(out, "</tbody></table></div>\n");
  twi_free(out->ctx, decimals);
}

void twi_plain_across_put(twi_text *out, const twi_plain_column *first, int few, const json_t *across, const char *key,
                          twi_plain_table *table)
{
  size_t count = json_array_size(across);
  twi_plain_column *column = twi_new(out->ctx, (size_t)few + count, sizeof *column);
  if (!column) {
    out->failed = 1;
    return;
  }
  memcpy(column, first, (size_t)few * sizeof *first);
  for (size_t i = 0; i < count; i++) {
    const char *head = twi_json_word(json_array_get(across, i), NULL, key);
    column[(size_t)few + i] = (twi_plain_column){head ? head : "", 1, TWI_PLAIN_NUMBER, TWI_BY_TABLE};
  }
  table->column = column;
  table->columns = few + (int)count;
  twi_plain_table_put(out, table);
  twi_free(out->ctx, column);
}
