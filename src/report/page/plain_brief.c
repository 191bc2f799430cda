/* The page of A4 without scripts: the headline, five numbers, what was assumed, caveats. In English, since the
 * languages are those of the template. See plain_brief.h. */
#include "report/page/plain_brief.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/page/plain_made.h"
#include "report/page/plain_table.h"
#include "report/page/plain_words.h"

enum { NUMBERS = 5 };

const char twi_plain_brief_style[] = "@page{size:A4;margin:14mm}main{max-width:182mm}h1{font-size:1.5rem}"
                                     "@media print{body{font-size:9pt}h1{font-size:14pt}table{font-size:9pt}}";

/* A number that is told, with the ends of its range (NaN: none). */
typedef struct told {
  const char *words;
  double value, low, high;
} told;

static int column_of(const twi_grid *g, const char *name, const char *ending)
{
  size_t length = strlen(name);
  for (int i = 0; i < g->columns; i++)
    if (strncmp(g->name[i], name, length) == 0 && strcmp(g->name[i] + length, ending) == 0) return i;
  return -1;
}

static double number_at(const twi_grid *g, int region, const char *name, const char *ending)
{
  int column = column_of(g, name, ending);
  return column < 0 ? NAN : g->number[(size_t)region * (size_t)g->columns + (size_t)column];
}

/* The first region of the headline; without one that whose real income changes most. */
static int told_region(const twi_page_run *run)
{
  json_t *named = json_array_get(json_object_get(run->manifest, "headline_regions"), 0);
  const char *code = json_string_value(named);
  int most = 0;
  for (int r = 0; r < run->N; r++) {
    if (code && strcmp(code, run->region[r]) == 0) return r;
    double x = fabs(number_at(&run->regions, r, "real_income_pct", ""));
    if (x > fabs(number_at(&run->regions, most, "real_income_pct", ""))) most = r;
  }
  return most;
}

static int find_numbers(const twi_page_run *run, int region, told list[NUMBERS])
{
  static const struct {
    const char *column, *words;
  } wanted[] = {
      {"real_income_pct", "Real income, %"}, {"real_gdp_pct", "Real GDP, %"},
      {"gdp_pct", "GDP (value), %"},         {"exports_pct", "Exports, %"},
      {"imports_pct", "Imports, %"},         {"equivalent_variation", "Equivalent variation, in the world's money"},
      {"real_wage_pct", "Real wage, %"}};
  int count = 0;
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted && count < NUMBERS; i++) {
    const char *column = wanted[i].column;
    double value = number_at(&run->regions, region, column, "");
    if (!isfinite(value)) continue;
    list[count++] = (told){wanted[i].words, value, number_at(&run->regions, region, column, "_p05"),
                           number_at(&run->regions, region, column, "_p95")};
  }
  return count;
}

static twi_plain_cell cell_of(const void *source, int row, int column)
{
  const told *t = (const told *)source + row;
  if (column == 0) return (twi_plain_cell){t->words, NAN};
  return (twi_plain_cell){NULL, column == 1 ? t->value : column == 2 ? t->low : t->high};
}

void twi_plain_brief(twi_text *out, const twi_page_run *run)
{
  static const twi_plain_column columns[] = {{"what", 1, TWI_PLAIN_ROW, 0},
                                             {"number", 1, TWI_PLAIN_NUMBER, TWI_BY_ROW},
                                             {"5 % of draws below", 1, TWI_PLAIN_NUMBER, TWI_BY_ROW},
                                             {"5 % of draws above", 1, TWI_PLAIN_NUMBER, TWI_BY_ROW}};
  const char *title = twi_page_text(run, "scenario", "title"), *headline = twi_page_text(run, NULL, "headline");
  int region = told_region(run);
  told list[NUMBERS];
  char caption[256];
  int count = find_numbers(run, region, list);
  snprintf(caption, sizeof caption, "%.200s in five numbers", twi_page_region_name(run, region));
  twi_plain_warnings(out, run, "scenario");
  twi_plain_element(out, "h1", headline && *headline ? headline : title);
  twi_plain_table_put(
      out, &(twi_plain_table){caption, columns, count > 0 && isfinite(list[0].low) ? 4 : 2, count, list, cell_of});
  twi_plain_element(out, "h2", "What was assumed");
  twi_plain_sentences(out, json_object_get(json_object_get(run->manifest, "scenario"), "closure"));
  twi_plain_element(out, "h2", "Caveats");
  twi_plain_caveat(out, run);
  twi_plain_element(
      out, "p",
      "The long run: plants and workers have moved. There is no exchange rate and no monetary policy; labour "
      "moves freely inside a region.");
  twi_plain_element(
      out, "p",
      json_is_object(json_object_get(run->manifest, "range"))
          ? "The ranges hold for what was drawn, not for the model as a whole."
          : "These are central numbers without a range; `tradewind range` shows how far elasticities move "
            "them.");
}
