/* OECD inter-country input-output tables in the published CSV layout (YYYY_SML.csv). See import.h; docs/decisions says
 * where the facts of the layout are from.
 *
 *            AUS_A01 … ROW_T        AUS_HFCE … ROW_DPABR              OUT
 *   AUS_A01  sales to industries    sales to final demand             total
 *   …
 *   TLS      taxes less subsidies on products, of industries and of final demand
 *   VA       value added
 *   OUT      output
 *
 * That is the naming since 2023. In the edition of 2021 the last rows are CCC_TAXSUB (one a country), VALU and OUTPUT,
 * and the last column is TOTAL. A label is read up to its first underscore as region. CN1, CN2 and MX1, MX2 (exporting
 * zones beside the rest of China and Mexico) are added to CHN and MEX. Nothing is taken from the place of a row or
 * column, everything from its label. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "table/wide.h"
#include "world/import/import.h"

static const char *const final_word[] = {"HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR", "P33"};
static const char *const total_word[] = {"OUT", "OUTPUT", "TOTAL"};
static const char *const tax_word[] = {"TLS", "TAXSUB"};
static const char *const value_added_word[] = {"VA", "VALU"};
static const char *const output_word[] = {"OUT", "OUTPUT"};
static const char *const zone[][2] = {{"CN1", "CHN"}, {"CN2", "CHN"}, {"MX1", "MEX"}, {"MX2", "MEX"}};

enum { FINAL_WORDS = sizeof final_word / sizeof *final_word, STOCKS = 4 };
typedef enum kind { USER, FINAL, STOCK, TOTAL } kind;

typedef struct column {
  kind kind;
  int region, sector;
} column;

typedef struct icio {
  twi_import_job *j;
  twi_wide *wide;
  int columns; /* of numbers */
  column *column;
  const char **name; /* [columns] borrowed from the table */
  twi_codes index;
  int indexed;
  unsigned char *seen; /* [columns]: the row of this label has come */
  int value_added_seen, output_seen;
} icio;

static int is_word(const char *text, const char *const *words, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (twi_same_name(text, strlen(text), words[i])) return (int)i + 1;
  return 0;
}
#define IS(text, words) is_word(text, words, sizeof words / sizeof *words)

/* Splits at the first underscore; zones of a country become the country. NULL: there is no underscore. */
static const char *split(const char *label, char region[64])
{
  const char *underscore = strchr(label, '_');
  size_t n = underscore ? (size_t)(underscore - label) : 0;
  if (n == 0 || n > 32 || !underscore[1]) return NULL;
  memcpy(region, label, n);
  region[n] = 0;
  for (size_t i = 0; i < sizeof zone / sizeof *zone; i++)
    if (strcmp(region, zone[i][0]) == 0) strcpy(region, zone[i][1]);
  return underscore + 1;
}

/* ---------------------------------------------------------------- columns */

static tw_status classify(icio *t, int i)
{
  twi_import_job *j = t->j;
  column *c = &t->column[i];
  char region[64];
  c->region = c->sector = -1;
  if (IS(t->name[i], total_word)) {
    c->kind = TOTAL;
    return TW_OK;
  }
  const char *rest = split(t->name[i], region);
  if (!rest)
    return twi_wide_fail(t->wide, -1,
                         "found the column %s, expected REGION_SECTOR, REGION_HFCE (or NPISH, GGFC, GFCF, INVNT, "
                         "DPABR), or OUT",
                         t->name[i]);
  int word = IS(rest, final_word);
  c->kind = word == 0 ? USER : word - 1 == STOCKS ? STOCK : FINAL;
  const char *wrong = twi_code_wrong(region, strlen(region));
  if (!wrong && c->kind == USER) wrong = twi_code_wrong(rest, strlen(rest));
  if (wrong) return twi_wide_fail(t->wide, -1, "found %s in the name of the column %s", wrong, t->name[i]);
  tw_status status = twi_list_find_or_add(j->ctx, &j->regions, region, strlen(region), &c->region);
  if (status == TW_OK && c->kind == USER)
    status = twi_list_find_or_add(j->ctx, &j->sectors, rest, strlen(rest), &c->sector);
  return status;
}

/* Every region has every sector, and final demand. */
static tw_status check_columns(icio *t)
{
  twi_import_job *j = t->j;
  size_t regions = (size_t)j->regions.count, sectors = (size_t)j->sectors.count;
  unsigned char *has = twi_new(j->ctx, regions * (sectors + 1), 1);
  if (!has) return twi_no_memory(j->ctx, regions * (sectors + 1));
  for (int i = 0; i < t->columns; i++) {
    const column *c = &t->column[i];
    if (c->region >= 0) has[(size_t)c->region * (sectors + 1) + (c->kind == USER ? (size_t)c->sector : sectors)] = 1;
  }
  tw_status status = TW_OK;
  if (sectors == 0) status = twi_wide_fail(t->wide, -1, "found no column of a sector, expected some, such as AUS_A01");
  for (size_t k = 0; k < regions * (sectors + 1) && status == TW_OK; k++) {
    if (has[k]) continue;
    const char *region = j->regions.code[k / (sectors + 1)];
    const char *rest = k % (sectors + 1) < sectors ? j->sectors.code[k % (sectors + 1)] : "HFCE";
    status = twi_wide_fail(t->wide, -1,
                           "the column %s_%s is missing: expected every sector and final demand for every region",
                           region, rest);
  }
  twi_free(j->ctx, has);
  return status;
}

static tw_status read_columns(icio *t)
{
  twi_import_job *j = t->j;
  t->columns = twi_wide_columns(t->wide) - 1;
  size_t count = (size_t)t->columns;
  t->column = twi_new(j->ctx, count, sizeof *t->column);
  t->name = twi_new(j->ctx, count, sizeof *t->name);
  t->seen = twi_new(j->ctx, count, 1);
  if (!t->column || !t->name || !t->seen) return twi_no_memory(j->ctx, count * sizeof *t->column);
  tw_status status = TW_OK;
  int total = 0;
  for (int i = 0; i < t->columns && status == TW_OK; i++) {
    t->name[i] = twi_wide_column(t->wide, i + 1);
    status = classify(t, i);
    total += status == TW_OK && t->column[i].kind == TOTAL;
  }
  int again, first;
  if (status == TW_OK) {
    status = twi_codes_open(j->ctx, t->name, t->columns, &t->index, &again, &first);
    if (status == TW_BAD_INPUT) status = twi_wide_fail(t->wide, -1, "found the column %s twice", t->name[again]);
    t->indexed = status == TW_OK;
  }
  if (status == TW_OK) status = check_columns(t);
  if (status != TW_OK) return status;
  int which = TWI_HAS_TAXES | TWI_HAS_VALUE_ADDED | TWI_HAS_COLUMN_TOTAL;
  return twi_import_arrays(j, total ? which | TWI_HAS_ROW_TOTAL : which);
}

/* ---------------------------------------------------------------- rows */

/* Sales of one region-sector. */
static tw_status add_sales(icio *t, size_t o, size_t s)
{
  twi_import_job *j = t->j;
  const double *value = twi_wide_numbers(t->wide);
  for (int i = 0; i < t->columns; i++) {
    const column *c = &t->column[i];
    double x = value[i];
    if (x == 0) continue;
    if (isnan(x)) return twi_wide_fail(t->wide, i + 1, "found nothing, expected a number");
    if (c->kind == TOTAL) {
      j->row_total[o * j->S + s] += x;
      continue;
    }
    if (c->kind == STOCK) *(x > 0 ? &j->stocks_up : &j->stocks_down) += fabs(x);
    twi_import_add(j, s, (size_t)c->region, o, c->kind == USER ? c->sector : -1, x);
  }
  return TW_OK;
}

/* A row of what users pay besides inputs: to[d][u] += x. final: what final demand pays, NULL: not kept, may be empty.
 */
static tw_status add_cost(icio *t, double *to, double *final)
{
  const double *value = twi_wide_numbers(t->wide);
  for (int i = 0; i < t->columns; i++) {
    const column *c = &t->column[i];
    if (c->kind == TOTAL || (c->kind != USER && !final)) continue;
    if (isnan(value[i])) return twi_wide_fail(t->wide, i + 1, "found nothing, expected a number");
    *(c->kind == USER ? &to[(size_t)c->region * t->j->S + (size_t)c->sector] : final) += value[i];
  }
  return TW_OK;
}

static tw_status read_row(icio *t)
{
  twi_import_job *j = t->j;
  const char *label = twi_wide_label(t->wide, 0);
  char region[64];
  const char *rest = split(label, region);
  if (IS(label, tax_word) || (rest && IS(rest, tax_word))) return add_cost(t, j->taxes, &j->final_taxes);
  int *once = IS(label, value_added_word) ? &t->value_added_seen : IS(label, output_word) ? &t->output_seen : NULL;
  if (once) {
    if (*once) return twi_wide_fail(t->wide, -1, "found the row %s again, first on line %d", label, *once);
    *once = twi_wide_line(t->wide);
    return add_cost(t, once == &t->output_seen ? j->column_total : j->value_added, NULL);
  }
  int i = twi_codes_find(&t->index, label, strlen(label));
  if (i < 0 || t->column[i].kind != USER) {
    char shown[TWI_SHOWN];
    const char *nearest = twi_nearest(label, strlen(label), t->name, t->columns);
    return twi_wide_fail(t->wide, -1,
                         "found the row %s, expected a region and sector of the header, TLS or REGION_TAXSUB, VA or "
                         "VALU, OUT or OUTPUT%s%s",
                         twi_show(label, strlen(label), shown), nearest ? "; the nearest is " : "",
                         nearest ? nearest : "");
  }
  if (t->seen[i]) return twi_wide_fail(t->wide, -1, "found the row %s again, expected each once", label);
  t->seen[i] = 1;
  return add_sales(t, (size_t)t->column[i].region, (size_t)t->column[i].sector);
}

static tw_status check_rows(icio *t)
{
  const char *missing = !t->value_added_seen ? "VA (or VALU)" : !t->output_seen ? "OUT (or OUTPUT)" : NULL;
  for (int i = 0; i < t->columns && !missing; i++)
    if (t->column[i].kind == USER && !t->seen[i]) missing = t->name[i];
  if (!missing) return TW_OK;
  return twi_fail(t->j->ctx, TW_BAD_INPUT,
                  "%s: the row %s is missing: expected a row for every region and sector of "
                  "the header, then taxes (TLS), value added (VA) and output (OUT)",
                  twi_wide_origin(t->wide), missing);
}

tw_status twi_import_icio(twi_import_job *j)
{
  icio t = {.j = j};
  twi_source *source;
  int more = 1;
  tw_status status = twi_source_open(j->ctx, j->ask->file, &source);
  if (status == TW_OK) status = twi_wide_open(j->ctx, source, &t.wide);
  if (status == TW_OK) status = read_columns(&t);
  while (status == TW_OK && more) {
    status = twi_wide_next(t.wide, &more);
    if (status == TW_OK && more) status = read_row(&t);
  }
  if (status == TW_OK) status = check_rows(&t);
  if (t.indexed) twi_codes_close(&t.index);
  twi_free(j->ctx, t.seen);
  twi_free(j->ctx, t.name);
  twi_free(j->ctx, t.column);
  twi_wide_free(t.wide);
  j->source = "OECD Inter-Country Input-Output tables";
  j->licence = "CC BY 4.0";
  return status;
}
