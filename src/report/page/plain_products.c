/* Products on the page without scripts: of products.csv the rows of one region, of product_trade.csv the flows that
 * change most, those of that region first. Both files come with the largest change first. */
#include "report/page/plain_products.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/page/plain_table.h"
#include "report/page/plain_words.h"

enum { FEW_ROWS = 50, CAPTION = 512 };

/* Rows of a table, and the column of the file that each column shows. */
typedef struct chosen {
  const twi_page_run *run;
  const twi_grid *grid;
  int row[FEW_ROWS], rows, at[TWI_PAGE_COLUMNS];
} chosen;

static int column_of(const twi_grid *g, const char *name)
{
  for (int c = 0; c < g->columns; c++)
    if (strcmp(g->name[c], name) == 0) return c;
  return -1;
}

static const char *text_at(const twi_grid *g, int row, int column)
{
  const char *text = column < 0 ? NULL : g->text[(size_t)row * (size_t)g->columns + (size_t)column];
  return text ? text : "";
}

static const char *region_name(const twi_page_run *run, const char *code)
{
  for (int i = 0; i < run->N; i++)
    if (strcmp(run->region[i], code) == 0) return twi_page_region_name(run, i);
  return code;
}

static const char *sector_name(const twi_page_run *run, const char *code)
{
  for (int i = 0; i < run->S; i++)
    if (strcmp(run->sector[i], code) == 0) return twi_page_sector_name(run, i);
  return code;
}

static twi_plain_cell chosen_cell(const void *source, int row, int column)
{
  const chosen *c = source;
  const twi_grid *g = c->grid;
  int at = c->at[column], from = c->row[row];
  if (!g->is_text[at]) return (twi_plain_cell){NULL, g->number[(size_t)from * (size_t)g->columns + (size_t)at]};
  const char *code = text_at(g, from, at), *name = g->name[at];
  if (strcmp(name, "sector") == 0) return (twi_plain_cell){sector_name(c->run, code), 0};
  if (strcmp(name, "product") == 0) return (twi_plain_cell){twi_page_product_name(c->run, code), 0};
  if (strcmp(name, "quality") == 0) return (twi_plain_cell){code, 0};
  return (twi_plain_cell){region_name(c->run, code), 0};
}

/* 1: no row has a number there. */
static int is_empty(const chosen *c, int column)
{
  for (int i = 0; i < c->rows; i++)
    if (!isnan(c->grid->number[(size_t)c->row[i] * (size_t)c->grid->columns + (size_t)column])) return 0;
  return 1;
}

/* Texts first, product before sector, then the numbers that there are. without: a text that the caption says. */
static void put_chosen(twi_text *out, chosen *c, const char *caption, const char *without)
{
  static const char *const first[] = {"product", "sector", "exporter", "importer", "quality"};
  const twi_grid *g = c->grid;
  twi_plain_column column[TWI_PAGE_COLUMNS];
  int count = 0;
  for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
    int at = column_of(g, first[i]);
    if (at < 0 || strcmp(first[i], without) == 0) continue;
    c->at[count] = at;
    column[count] = (twi_plain_column){first[i], 0, count ? TWI_PLAIN_WORDS : TWI_PLAIN_ROW, 0};
    count++;
  }
  for (int at = 0; at < g->columns; at++) {
    if (g->is_text[at] || is_empty(c, at)) continue;
    c->at[count] = at;
    column[count++] = (twi_plain_column){g->name[at], 0, TWI_PLAIN_NUMBER, TWI_BY_COLUMN};
  }
  twi_plain_table_put(out, &(twi_plain_table){caption, column, count, c->rows, c, chosen_cell});
}

/* Adds rows whose text in one of the two columns is the code (is 1) or in neither (0), while there is room. */
static void choose_rows(chosen *c, const char *code, const int in[2], int is)
{
  for (int i = 0; i < c->grid->rows && c->rows < FEW_ROWS; i++) {
    int here = strcmp(text_at(c->grid, i, in[0]), code) == 0 || strcmp(text_at(c->grid, i, in[1]), code) == 0;
    if (here == is) c->row[c->rows++] = i;
  }
}

static void put_count(twi_text *out, const twi_grid *g, int rows, const char *file)
{
  char words[CAPTION];
  if ((size_t)rows >= g->rows_in_all) return;
  snprintf(words, sizeof words, "%s has all %zu rows.", file, g->rows_in_all);
  twi_plain_element(out, "p", words);
}

void twi_plain_products(twi_text *out, const twi_page_run *run)
{
  int asked, region = twi_plain_region(run, &asked);
  const int in[2] = {column_of(&run->products, "region"), -1};
  chosen c = {.run = run, .grid = &run->products};
  char caption[CAPTION];
  choose_rows(&c, run->region[region], in, 1);
  if (c.rows == 0) {
    snprintf(caption, sizeof caption, "%s neither sells nor buys a product.", twi_page_region_name(run, region));
    twi_plain_element(out, "p", caption);
  } else {
    snprintf(caption, sizeof caption, "Products of %s%s, the largest change first", twi_page_region_name(run, region),
             asked ? "" : ", whose real income changes most");
    put_chosen(out, &c, caption, "region");
  }
  put_count(out, &run->products, c.rows, "products.csv");
}

void twi_plain_product_flows(twi_text *out, const twi_page_run *run)
{
  int asked, region = twi_plain_region(run, &asked);
  const twi_grid *g = &run->product_trade;
  const int in[2] = {column_of(g, "importer"), column_of(g, "exporter")};
  chosen c = {.run = run, .grid = g};
  char caption[CAPTION];
  choose_rows(&c, run->region[region], in, 1);
  choose_rows(&c, run->region[region], in, 0);
  snprintf(caption, sizeof caption, "Flows of products, those of %s first, then by their change",
           twi_page_region_name(run, region));
  put_chosen(out, &c, caption, "");
  put_count(out, g, c.rows, "product_trade.csv");
}
