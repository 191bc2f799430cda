/* A stress test on the page without scripts: what it comes to, losses by rank, both bounds by buyer, insurance. */
#include "report/page/plain_stress.h"

#include <math.h>
#include <string.h>

#include "report/json.h"
#include "report/page/plain_made.h"
#include "report/page/plain_table.h"
#include "report/page/plain_words.h"

enum { MOST_COLUMNS = 12 };

/* A table: a list of stress.json, of which the rows that have a key, and the keys of its columns. */
typedef struct section {
  const char *caption, *list, *has, *key[MOST_COLUMNS];
  twi_plain_column column[MOST_COLUMNS];
  int columns;
} section;

static const section sections[] = {
    {"Losses, the worst first: what all asked buyers lose",
     "losses",
     "rank",
     {"lost", "kind", "direct", "shortfall", "surplus_change", "unserved"},
     {{"lost", 0, TWI_PLAIN_ROW, 0},
      {"kind", 0, TWI_PLAIN_WORDS, 0},
      {"cut", 0, TWI_PLAIN_NUMBER, 0},
      {"missing", 0, TWI_PLAIN_NUMBER, 0},
      {"change of surplus", 0, TWI_PLAIN_NUMBER, 0},
      {"unserved", 0, TWI_PLAIN_NUMBER, 0}},
     6},
    {"By buyer, both bounds",
     "rows",
     "price_base",
     {"lost", "buyer", "fuel", "bound", "direct", "shortfall", "replaced_pct", "price_pct", "bill_change",
      "surplus_change", "days_cover", "months_to_end"},
     {{"lost", 0, TWI_PLAIN_ROW, 0},
      {"buyer", 0, TWI_PLAIN_WORDS, 0},
      {"fuel", 0, TWI_PLAIN_WORDS, 0},
      {"bound", 0, TWI_PLAIN_WORDS, 0},
      {"cut", 0, TWI_PLAIN_NUMBER, 0},
      {"missing", 0, TWI_PLAIN_NUMBER, 0},
      {"replaced_pct", 0, TWI_PLAIN_NUMBER, 0},
      {"price_pct", 0, TWI_PLAIN_NUMBER, 0},
      {"bill_change", 0, TWI_PLAIN_NUMBER, 0},
      {"change of surplus", 0, TWI_PLAIN_NUMBER, 0},
      {"days of cover", 0, TWI_PLAIN_NUMBER, 0},
      {"months until stocks end", 0, TWI_PLAIN_NUMBER, 0}},
     12},
    {"Fuels without a market: the direct loss alone",
     "rows",
     "!price_base",
     {"lost", "buyer", "fuel", "direct", "direct_pct", "detour_days", "no_way_pct", "not_known_pct", "stock_days",
      "days_cover", "months_to_end"},
     {{"lost", 0, TWI_PLAIN_ROW, 0},
      {"buyer", 0, TWI_PLAIN_WORDS, 0},
      {"fuel", 0, TWI_PLAIN_WORDS, 0},
      {"cut", 0, TWI_PLAIN_NUMBER, 0},
      {"of imports, per cent", 0, TWI_PLAIN_NUMBER, 0},
      {"days more around", 0, TWI_PLAIN_NUMBER, 0},
      {"of the cut without a way, per cent", 0, TWI_PLAIN_NUMBER, 0},
      {"way not known, per cent", 0, TWI_PLAIN_NUMBER, 0},
      {"stock, days of use", 0, TWI_PLAIN_NUMBER, 0},
      {"days of cover", 0, TWI_PLAIN_NUMBER, 0},
      {"months until stocks end", 0, TWI_PLAIN_NUMBER, 0}},
     11},
    {"Insurance value: how much less surplus is lost with another capacity",
     "insurance",
     "insurance_value",
     {"with", "lost", "buyer", "surplus_change", "surplus_change_with", "insurance_value"},
     {{"with", 0, TWI_PLAIN_ROW, 0},
      {"lost", 0, TWI_PLAIN_WORDS, 0},
      {"buyer", 0, TWI_PLAIN_WORDS, 0},
      {"change of surplus without", 0, TWI_PLAIN_NUMBER, 0},
      {"change of surplus with", 0, TWI_PLAIN_NUMBER, 0},
      {"insurance value", 0, TWI_PLAIN_NUMBER, 0}},
     6}};

/* The rows of a section, in a list of their own. */
typedef struct rows {
  const json_t **row;
  const section *of;
} rows;

static int is_in(const json_t *row, const section *of)
{
  int without = of->has[0] == '!';
  return (json_object_get(row, of->has + without) != NULL) != without;
}

static twi_plain_cell row_cell(const void *source, int row, int column)
{
  const rows *r = source;
  const json_t *one = r->row[row];
  if (r->of->column[column].kind == TWI_PLAIN_NUMBER) {
    const json_t *value = json_object_get(one, r->of->key[column]);
    return (twi_plain_cell){NULL, value ? twi_json_double(value) : NAN};
  }
  const char *words = twi_json_word(one, NULL, r->of->key[column]);
  return (twi_plain_cell){words ? words : "", NAN};
}

static void put_section(twi_text *out, const twi_page_run *run, const section *of)
{
  const json_t *list = json_object_get(run->study, of->list), *one;
  rows source = {twi_alloc(out->ctx, json_array_size(list) + 1, sizeof *source.row), of};
  size_t i;
  int count = 0;
  if (!source.row) {
    out->failed = 1;
    return;
  }
  json_array_foreach(list, i, one) if (is_in(one, of)) source.row[count++] = one;
  if (count)
    twi_plain_table_put(out, &(twi_plain_table){of->caption, of->column, of->columns, count, &source, row_cell});
  twi_free(out->ctx, source.row);
}

void twi_plain_stress(twi_text *out, const twi_page_run *run)
{
  const char *title = twi_json_word(run->study, NULL, "title");
  twi_text_put(out, "<article>\n");
  twi_plain_element(out, "h1", title ? title : "A stress test");
  twi_plain_sentences(out, json_object_get(json_object_get(run->study, "sentences"), "en"));
  for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) put_section(out, run, &sections[i]);
  twi_plain_element(out, "h2", "What to know of it");
  twi_plain_sentences(out, json_object_get(json_object_get(run->study, "remarks"), "en"));
  twi_plain_made(out, run);
  twi_text_put(out, "</article>\n");
}
