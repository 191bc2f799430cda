/* A run or a range on the page without scripts: the list of its tables, and the words around them. */
#include "report/page/plain_run.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "report/page/plain_made.h"
#include "report/page/plain_products.h"
#include "report/page/plain_table.h"
#include "report/page/plain_words.h"

enum { FEW_FLOWS = 50, CAPTION = 512 };

/* A heading with the table below it, of a file of the folder. A run without that file has neither. */
typedef struct section {
  const char *heading, *caption;
  size_t grid; /* the file's place in a run */
  void (*put)(twi_text *out, const twi_page_run *run, const twi_grid *grid, const char *caption);
} section;

/* ---------------------------------------------------------------- tables of files */

/* Rows of a file from `first` on. `at`: the column of the file that each column shows; NAME: what row i is called. */
enum { NAME = -1 };
typedef struct grid_rows {
  const twi_page_run *run;
  const twi_grid *grid;
  const char *caption;
  int first, rows;
  const char *(*name)(const twi_page_run *run, int index);
  int at[TWI_PAGE_COLUMNS + 1];
} grid_rows;

static twi_plain_cell grid_cell(const void *source, int row, int column)
{
  const grid_rows *r = source;
  if (r->at[column] == NAME) return (twi_plain_cell){.words = r->name(r->run, row)};
  size_t at = (size_t)(r->first + row) * (size_t)r->grid->columns + (size_t)r->at[column];
  return (twi_plain_cell){r->grid->text[at], r->grid->number[at]};
}

/* 1: what is zero throughout, which says nothing about regions and sectors. */
static int is_nothing(const grid_rows *r, int column)
{
  double most = 0;
  for (int i = r->first; i < r->first + r->rows; i++) {
    double x = fabs(r->grid->number[(size_t)i * (size_t)r->grid->columns + (size_t)column]);
    if (isfinite(x)) most = fmax(most, x);
  }
  return !(most > 0);
}

/* keys: of the first columns, whose last is shown beside the name that goes with it; 0: the file as it is. */
static void put_grid(twi_text *out, grid_rows *r, int keys)
{
  const twi_grid *g = r->grid;
  twi_plain_column column[TWI_PAGE_COLUMNS + 1];
  int count = 0;
  if (keys) {
    r->at[count] = keys - 1;
    column[count++] = (twi_plain_column){g->name[keys - 1], 0, TWI_PLAIN_ROW, 0};
    r->at[count] = NAME;
    column[count++] = (twi_plain_column){"name", 0, TWI_PLAIN_WORDS, 0};
  }
  for (int c = keys; c < g->columns; c++) {
    int whole = strcmp(g->name[c], "line") == 0 || strcmp(g->name[c], "binding") == 0;
    if (keys && is_nothing(r, c)) continue;
    r->at[count] = c;
    column[count++] = g->is_text[c] ? (twi_plain_column){g->name[c], 0, TWI_PLAIN_WORDS, 0}
                                    : (twi_plain_column){g->name[c], 0, TWI_PLAIN_NUMBER, whole ? 0 : TWI_BY_COLUMN};
  }
  twi_plain_table_put(out, &(twi_plain_table){r->caption, column, count, r->rows, r, grid_cell});
}

/* The file as it is. */
static void put_whole(twi_text *out, const twi_page_run *run, const twi_grid *grid, const char *caption)
{
  put_grid(out, &(grid_rows){.run = run, .grid = grid, .caption = caption, .rows = grid->rows}, 0);
}

static void put_first(twi_text *out, const twi_page_run *run, const twi_grid *grid, const char *caption)
{
  int rows = grid->rows < TWI_PAGE_PREFERENCES ? grid->rows : TWI_PAGE_PREFERENCES;
  put_grid(out, &(grid_rows){.run = run, .grid = grid, .caption = caption, .rows = rows}, 0);
}

/* A reader expects the central number in the middle of its range: where it is not, why. */
static void put_centres(twi_text *out, const twi_page_run *run)
{
  static const char *const names[] = {"real_income_pct", "real_income_pct_p05", "real_income_pct_p50",
                                      "real_income_pct_p95"};
  const twi_grid *g = &run->regions;
  int at[4], off = 0;
  for (int k = 0; k < 4; k++) {
    for (at[k] = g->columns - 1; at[k] >= 0 && strcmp(g->name[at[k]], names[k]) != 0;) at[k]--;
    if (at[k] < 0) return;
  }
  for (int i = 0; i < run->N; i++) {
    const double *row = g->number + (size_t)i * (size_t)g->columns;
    double value = row[at[0]], low = row[at[1]], median = row[at[2]], high = row[at[3]];
    if (!(high - low > 1e-9 * (1 + fabs(value)))) continue;
    if (value >= low && value <= high && fabs(value - median) <= 0.25 * (high - low)) continue;
    twi_text_put(out, off++ ? ", " : "<p>The central real income is not in the middle of its range in ");
    twi_plain_text(out, twi_page_region_name(run, i));
  }
  if (off)
    twi_text_put(out, ": it is that of the central parameters. Draws spread unevenly about those, the answer is not "
                      "linear in them, and draws without an equilibrium are left out.</p>\n");
}

static void put_regions(twi_text *out, const twi_page_run *run, const twi_grid *grid, const char *caption)
{
  put_grid(out, &(grid_rows){run, grid, caption, 0, run->N, twi_page_region_name, {0}}, 1);
  put_centres(out, run);
}

static void put_sectors(twi_text *out, const twi_page_run *run, const twi_grid *grid, const char *caption)
{
  char words[CAPTION];
  int asked, region = twi_plain_region(run, &asked);
  snprintf(words, sizeof words, "Sectors of %s%s%s", twi_page_region_name(run, region), asked ? "" : ", ",
           asked ? "" : caption);
  put_grid(out, &(grid_rows){run, grid, words, region * run->S, run->S, twi_page_sector_name, {0}}, 2);
}

/* ---------------------------------------------------------------- flows */

enum { FLOW_COLUMNS = 8 };

static twi_plain_cell flow_cell(const void *source, int row, int column)
{
  const twi_page_run *run = source;
  const twi_page_flow *f = &run->flow[row];
  const twi_plain_cell cells[FLOW_COLUMNS] = {{twi_page_sector_name(run, f->sector), 0},
                                              {twi_page_region_name(run, f->importer), 0},
                                              {twi_page_region_name(run, f->exporter), 0},
                                              {NULL, f->base_value},
                                              {NULL, f->new_value},
                                              {NULL, f->change},
                                              {NULL, f->tariff_base},
                                              {NULL, f->tariff_new}};
  return cells[column];
}

static void put_flows(twi_text *out, const twi_page_run *run, const twi_grid *grid, const char *caption)
{
  (void)grid;
  int rows = run->flows < FEW_FLOWS ? run->flows : FEW_FLOWS;
  if (rows == 0) {
    twi_plain_element(out, "p", "No flow between regions changes.");
    return;
  }
  int decimals = twi_plain_decimals(run->flow[0].size); /* of values: such that the largest change is seen */
  const twi_plain_column columns[FLOW_COLUMNS] = {{"sector", 0, TWI_PLAIN_WORDS, 0},
                                                  {"importer", 0, TWI_PLAIN_WORDS, 0},
                                                  {"exporter", 0, TWI_PLAIN_WORDS, 0},
                                                  {"base_value", 0, TWI_PLAIN_NUMBER, decimals},
                                                  {"new_value", 0, TWI_PLAIN_NUMBER, decimals},
                                                  {"change_pct", 0, TWI_PLAIN_NUMBER, 2},
                                                  {"tariff_base_pct", 0, TWI_PLAIN_NUMBER, 2},
                                                  {"tariff_new_pct", 0, TWI_PLAIN_NUMBER, 2}};
  char words[CAPTION];
  snprintf(words, sizeof words, "The %d flows %s, of %zu between regions", rows, caption, run->flows_in_all);
  twi_plain_table_put(out, &(twi_plain_table){words, columns, FLOW_COLUMNS, rows, run, flow_cell});
}

/* ---------------------------------------------------------------- products */

static void put_products(twi_text *out, const twi_page_run *run, const twi_grid *grid, const char *caption)
{
  (void)grid;
  (void)caption;
  twi_plain_products(out, run);
}

static void put_product_flows(twi_text *out, const twi_page_run *run, const twi_grid *grid, const char *caption)
{
  (void)grid;
  (void)caption;
  twi_plain_product_flows(out, run);
}

/* ---------------------------------------------------------------- the whole */

static const section sections[] = {
    {"Regions", "Results by region", offsetof(twi_page_run, regions), put_regions},
    {"Sectors", "whose real income changes most", offsetof(twi_page_run, sectors), put_sectors},
    {"Products", "", offsetof(twi_page_run, products), put_products},
    {"Products in trade", "", offsetof(twi_page_run, product_trade), put_product_flows},
    {"Trade", "that change most", offsetof(twi_page_run, regions), put_flows},
    {"Groups of regions", "Groups of regions", offsetof(twi_page_run, groups), put_whole},
    {"Limits and targets", "Limits and targets as solved", offsetof(twi_page_run, limits), put_whole},
    {"What drives the spread", "Shares of the variance, by outcome, region and parameter",
     offsetof(twi_page_run, drivers), put_whole},
    {"Preferences", "Flows under comply or pay", offsetof(twi_page_run, preferences), put_first},
    {"Plants", "Plants: units, sales, market access, tariffs and subsidies", offsetof(twi_page_run, plants), put_whole},
    {"Parity", "Plants against other regions that make the product, in their main markets",
     offsetof(twi_page_run, parity), put_whole},
    {"Closing", "Plants that close, in turn", offsetof(twi_page_run, closing), put_whole},
    {"Dependence", "Who stands behind what the region buys", offsetof(twi_page_run, dependence), put_first},
    {"Exposure", "The largest effects of one point of a rate, or one per cent, to first order",
     offsetof(twi_page_run, exposure_largest), put_first},
    {"Friends and enemies", "By ln productivity of the exporter", offsetof(twi_page_run, exposure_matrix), put_first},
    {"Illegal fish", "At the low, the point and the high share of what is illegal", offsetof(twi_page_run, illegal),
     put_whole},
    {"Food", "Calories a head and day, by item and origin", offsetof(twi_page_run, calories), put_whole},
    {"Bans that spread", "Who decided what, round by round", offsetof(twi_page_run, cascade), put_whole},
    {"No-ban clauses", "Both parties with the clause and without it", offsetof(twi_page_run, clause), put_whole},
    {"Market", "Real income by what the market does and what the economy adds", offsetof(twi_page_run, link), put_whole},
    {"Years", "Regions year by year", offsetof(twi_page_run, years), put_whole},
};

void twi_plain_run(twi_text *out, const twi_page_run *run, const char *title)
{
  const char *unit = twi_page_text(run, "world", "unit"), *currency = twi_page_text(run, "world", "currency");
  json_t *sentences = json_object_get(json_object_get(run->manifest, "scenario"), "closure"), *sentence;
  char money[CAPTION];
  size_t i;
  twi_text_put(out, "<article>\n");
  twi_plain_warnings(out, run, "scenario");
  twi_plain_element(out, title, twi_page_text(run, "scenario", "title"));
  twi_plain_element(out, "p class=\"lead\"", twi_page_text(run, NULL, "headline"));
  json_array_foreach(sentences, i, sentence) twi_plain_element(out, "p", json_string_value(sentence));
  twi_plain_caveat(out, run);
  if (unit && currency) {
    snprintf(money, sizeof money, "Money is in %s %s.", unit, currency);
    twi_plain_element(out, "p", money);
  }
  for (i = 0; i < sizeof sections / sizeof *sections; i++) {
    const twi_grid *grid = (const twi_grid *)(const void *)((const char *)run + sections[i].grid);
    if (!grid->columns) continue;
    twi_plain_element(out, "h2", sections[i].heading);
    sections[i].put(out, run, grid, sections[i].caption);
  }
  twi_plain_made(out, run);
  twi_text_put(out, "</article>\n");
}
