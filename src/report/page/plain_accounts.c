/* Physical accounts on the page without scripts: every row of accounts.json, a table for each thing that they are about. */
#include "report/page/plain_accounts.h"

#include <math.h>
#include <string.h>

#include "report/json.h"
#include "report/page/plain_made.h"
#include "report/page/plain_table.h"
#include "report/page/plain_words.h"

enum { ITEMS = 6, COLUMNS = 7 };
static const struct section {
  const char *caption, *item[ITEMS];
} sections[] = {
    {"Stocks, and the days that they cover", {"stock_days", "stock", "days_of_cover", NULL}},
    {"Import dependence", {"import_dependence", "self_sufficiency", NULL}},
    {"Primary energy that depends on a supplier or a passage", {"supplier_dependence", "passage_dependence", NULL}},
    {"Origin of imports", {"origin_share", "imports", NULL}},
    {"Passages on the way", {"passage_share", "way_not_known", NULL}},
    {"Concentration and heat of imports", {"hhi", "heat", NULL}},
    {"Primary energy by source", {"supply", "production", "net_imports", "supply_share", NULL}}};

static int is_of(const struct section *section, const json_t *row)
{
  const char *item = twi_json_word(row, NULL, "item");
  for (int i = 0; item && i < ITEMS && section->item[i]; i++)
    if (strcmp(item, section->item[i]) == 0) return 1;
  return 0;
}

typedef struct rows {
  const json_t *list;
  const struct section *section;
} rows;

static const json_t *row_at(const rows *r, int row)
{
  const json_t *one;
  size_t i;
  json_array_foreach(r->list, i, one) if (is_of(r->section, one) && row-- == 0) return one;
  return NULL;
}

static twi_plain_cell row_cell(const void *source, int row, int column)
{
  static const char *const keys[COLUMNS] = {"item", "source", "convention", "partner", "value", "unit", "quality"};
  const json_t *one = row_at(source, row);
  if (column == 4) return (twi_plain_cell){NULL, twi_json_double(json_object_get(one, keys[column]))};
  const char *words = twi_json_word(one, NULL, keys[column]);
  return (twi_plain_cell){words ? words : "", NAN};
}

void twi_plain_accounts(twi_text *out, const twi_page_run *run)
{
  static const twi_plain_column columns[COLUMNS] = {{"item", 0, TWI_PLAIN_ROW, 0},
                                                    {"source", 0, TWI_PLAIN_WORDS, 0},
                                                    {"convention", 0, TWI_PLAIN_WORDS, 0},
                                                    {"partner", 0, TWI_PLAIN_WORDS, 0},
                                                    {"value", 0, TWI_PLAIN_NUMBER, TWI_BY_ROW},
                                                    {"unit", 0, TWI_PLAIN_WORDS, 0},
                                                    {"quality", 0, TWI_PLAIN_WORDS, 0}};
  const json_t *list = json_object_get(run->study, "accounts"), *one;
  const char *name = twi_json_word(run->study, NULL, "name");
  char title[256];
  twi_print(title, sizeof title, "Energy of %.200s", name ? name : "");
  twi_text_put(out, "<article>\n");
  twi_plain_element(out, "h1", title);
  twi_plain_sentences(out, json_object_get(run->study, "sentences"));
  for (size_t s = 0; s < sizeof sections / sizeof *sections; s++) {
    const rows source = {list, &sections[s]};
    int count = 0;
    size_t i;
    json_array_foreach(list, i, one) count += is_of(&sections[s], one);
    if (count)
      twi_plain_table_put(out, &(twi_plain_table){sections[s].caption, columns, COLUMNS, count, &source, row_cell});
  }
  twi_plain_element(out, "h2", "What to know of it");
  twi_plain_sentences(out, json_object_get(run->study, "remarks"));
  twi_plain_made(out, run);
  twi_text_put(out, "</article>\n");
}
