/* A market under a scenario on the page without scripts: what it comes to, buyers, suppliers, passages, flows. */
#include "report/page/plain_market.h"

#include <math.h>
#include <string.h>

#include "report/json.h"
#include "report/page/plain_made.h"
#include "report/page/plain_table.h"
#include "report/page/plain_words.h"

enum { MOST_COLUMNS = 10 };

/* A table: a list of market.json, and the keys of its columns; the first two are words. */
typedef struct section {
  const char *caption, *list, *key[MOST_COLUMNS];
  twi_plain_column column[MOST_COLUMNS];
  int columns;
} section;

static const section sections[] = {
    {"Buyers: price, quantity, bill, surplus",
     "buyers",
     {"buyer", "name", "price_base", "price_new", "quantity_base", "quantity_new", "bill_base", "bill_new",
      "surplus_change", "worth"},
     {{"buyer", 0, TWI_PLAIN_ROW, 0},
      {"name", 0, TWI_PLAIN_WORDS, 0},
      {"price before", 0, TWI_PLAIN_NUMBER, 0},
      {"price after", 0, TWI_PLAIN_NUMBER, 0},
      {"quantity before", 0, TWI_PLAIN_NUMBER, 0},
      {"quantity after", 0, TWI_PLAIN_NUMBER, 0},
      {"bill before", 0, TWI_PLAIN_NUMBER, 0},
      {"bill after", 0, TWI_PLAIN_NUMBER, 0},
      {"change of surplus", 0, TWI_PLAIN_NUMBER, 0},
      {"what is compared saves", 0, TWI_PLAIN_NUMBER, 0}},
     10},
    {"Suppliers: output, netback, rent",
     "suppliers",
     {"supplier", "name", "output_base", "output_new", "netback_base", "netback_new", "rent_base", "rent_new"},
     {{"supplier", 0, TWI_PLAIN_ROW, 0},
      {"name", 0, TWI_PLAIN_WORDS, 0},
      {"output before", 0, TWI_PLAIN_NUMBER, 0},
      {"output after", 0, TWI_PLAIN_NUMBER, 0},
      {"netback before", 0, TWI_PLAIN_NUMBER, 0},
      {"netback after", 0, TWI_PLAIN_NUMBER, 0},
      {"rent before", 0, TWI_PLAIN_NUMBER, 0},
      {"rent after", 0, TWI_PLAIN_NUMBER, 0}},
     8},
    {"Passages",
     "passages",
     {"passage", "name", "quantity_base", "quantity_new", "toll"},
     {{"passage", 0, TWI_PLAIN_ROW, 0},
      {"name", 0, TWI_PLAIN_WORDS, 0},
      {"through it before", 0, TWI_PLAIN_NUMBER, 0},
      {"through it after", 0, TWI_PLAIN_NUMBER, 0},
      {"toll for lack of room", 0, TWI_PLAIN_NUMBER, 0}},
     5},
    {"Flows",
     "flows",
     {"supplier", "buyer", "quantity_base", "quantity_new"},
     {{"supplier", 0, TWI_PLAIN_ROW, 0},
      {"buyer", 0, TWI_PLAIN_WORDS, 0},
      {"before", 0, TWI_PLAIN_NUMBER, 0},
      {"after", 0, TWI_PLAIN_NUMBER, 0}},
     4},
    {"What drives the spread: shares of its variance",
     "drivers",
     {"of", "parameter", "first_order", "first_order_error", "total", "total_error"},
     {{"outcome", 0, TWI_PLAIN_ROW, 0},
      {"parameter", 0, TWI_PLAIN_WORDS, 0},
      {"alone", 0, TWI_PLAIN_NUMBER, 0},
      {"standard error", 0, TWI_PLAIN_NUMBER, 0},
      {"with others", 0, TWI_PLAIN_NUMBER, 0},
      {"standard error", 0, TWI_PLAIN_NUMBER, 0}},
     6}};

typedef struct rows {
  const json_t *list;
  const section *of;
} rows;

static twi_plain_cell row_cell(const void *source, int row, int column)
{
  const rows *r = source;
  const json_t *one = json_array_get(r->list, (size_t)row);
  if (column > 1) return (twi_plain_cell){NULL, twi_json_double(json_object_get(one, r->of->key[column]))};
  const char *words = twi_json_word(one, NULL, r->of->key[column]);
  return (twi_plain_cell){words ? words : "", NAN};
}

void twi_plain_market(twi_text *out, const twi_page_run *run)
{
  const json_t *study = run->study;
  const char *title = twi_json_word(study, NULL, "title");
  twi_text_put(out, "<article>\n");
  twi_plain_element(out, "h1", title ? title : "A market");
  twi_plain_sentences(out, json_object_get(json_object_get(study, "sentences"), "en"));
  for (size_t s = 0; s < sizeof sections / sizeof *sections; s++) {
    const rows source = {json_object_get(study, sections[s].list), &sections[s]};
    int count = (int)json_array_size(source.list);
    if (count)
      twi_plain_table_put(out, &(twi_plain_table){sections[s].caption, sections[s].column, sections[s].columns, count,
                                                  &source, row_cell});
  }
  twi_plain_element(out, "h2", "What to know of it");
  twi_plain_sentences(out, json_object_get(json_object_get(study, "remarks"), "en"));
  twi_plain_made(out, run);
  twi_text_put(out, "</article>\n");
}
