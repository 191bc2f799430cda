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
 * and the last column is TOTAL. A label is read up to its first underscore as region, since sectors have underscores
 * (A01_02). CN1, CN2, … and MX1, MX2, … (kinds of exporters beside the rest of China and Mexico, of which the release
 * of 2018 has more than that of 2021) are added to CHN and MEX. Nothing is taken from the place of a row or column,
 * everything from its label. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "table/wide.h"
#include "world/import/import.h"

static const char *const final_word[] = {"HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR", "P33"};
static const char *const total_word[] = {"OUT", "OUTPUT", "TOTAL"};
static const char *const tax_word[] = {"TLS", "TAXSUB"};
static const char *const value_added_word[] = {"VA", "VALU"};
static const char *const output_word[] = {"OUT", "OUTPUT"};
static const char *const zone[][2] = {{"CN", "CHN"}, {"MX", "MEX"}}; /* with a digit, 1 to 9 */

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
  int *seen; /* [columns]: the line of the row of this label; 0: it has not come */
  int value_added_seen, output_seen;
  twi_list taxes; /* rows of taxes so far: one for all, or one a region */
  int *tax_seen;  /* [columns] their lines */
} icio;

static int is_word(const char *text, const char *const *words, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (twi_same_name(text, strlen(text), words[i])) return (int)i + 1;
  return 0;
}
#define IS(text, words) is_word(text, words, sizeof words / sizeof *words)

/* Splits at the first underscore; zones of a country become the country. NULL: there is no underscore. */
static const char *split_label(const char *label, char region[64])
{
  const char *underscore = strchr(label, '_');
  size_t n = underscore ? (size_t)(underscore - label) : 0;
  if (n == 0 || n > 32 || !underscore[1]) return NULL;
  memcpy(region, label, n);
  region[n] = 0;
  for (size_t i = 0; i < sizeof zone / sizeof *zone; i++)
    if (n == 3 && memcmp(region, zone[i][0], 2) == 0 && region[2] >= '1' && region[2] <= '9')
      strcpy(region, zone[i][1]);
  return underscore + 1;
}

/* Which zones there are, for the world's notes. */
static void note_zones(icio *t)
{
  char *note = t->j->zones;
  const size_t room = sizeof t->j->zones;
  for (size_t i = 0; i < sizeof zone / sizeof *zone; i++) {
    unsigned digits = 0;
    for (int c = 0; c < t->columns; c++) {
      const char *name = t->name[c];
      if (strncmp(name, zone[i][0], 2) == 0 && name[2] >= '1' && name[2] <= '9' && name[3] == '_')
        digits |= 1u << (name[2] - '0');
    }
    for (int d = 1, first = 1; d <= 9; d++) {
      if (!(digits >> d & 1)) continue;
      size_t used = strlen(note);
      snprintf(note + used, room - used, "%s%s%d",
               !first ? ", "
               : used ? "; "
                      : "the table's zones are added up: ",
               zone[i][0], d);
      first = 0;
    }
    size_t used = strlen(note);
    if (digits) snprintf(note + used, room - used, " as %s", zone[i][1]);
  }
}

/* ---------------------------------------------------------------- columns */

static tw_status classify_column(icio *t, int i)
{
  twi_import_job *j = t->j;
  column *c = &t->column[i];
  char region[64];
  c->region = c->sector = -1;
  if (IS(t->name[i], total_word)) {
    c->kind = TOTAL;
    return TW_OK;
  }
  const char *rest = split_label(t->name[i], region);
  if (!rest)
    return twi_wide_fail(t->wide, -1,
                         "found the column %s, expected REGION_SECTOR, REGION_HFCE (or NPISH, GGFC, GFCF, INVNT, "
                         "DPABR), or OUT",
                         t->name[i]);
  int word = IS(rest, final_word);
  c->kind = word == 0 ? USER : word - 1 == STOCKS ? STOCK : FINAL;
  /* NA_1_HFCE: a region whose code has an underscore. Its columns of final demand show it. */
  const char *last = strrchr(rest, '_');
  if (c->kind == USER && last && IS(last + 1, final_word))
    return twi_wide_fail(t->wide, -1,
                         "found the column %s: a region's code ends at the first underscore, so %.*s cannot be one; "
                         "expected a code without underscores, such as %s%.*s",
                         t->name[i], (int)(last - t->name[i]), t->name[i], region, (int)(last - rest), rest);
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
  tw_status size = twi_world_check_size(j->ctx, j->origin, (double)regions, (double)sectors);
  if (size != TW_OK) return size;
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
  t->seen = twi_new(j->ctx, count, sizeof *t->seen);
  t->tax_seen = twi_new(j->ctx, count, sizeof *t->tax_seen);
  if (!t->column || !t->name || !t->seen || !t->tax_seen) return twi_no_memory(j->ctx, count * sizeof *t->column);
  tw_status status = TW_OK;
  int total = 0;
  for (int i = 0; i < t->columns && status == TW_OK; i++) {
    t->name[i] = twi_wide_column(t->wide, i + 1);
    status = classify_column(t, i);
    total += status == TW_OK && t->column[i].kind == TOTAL;
  }
  int again, first;
  if (status == TW_OK) {
    status = twi_codes_open(j->ctx, t->name, t->columns, &t->index, &again, &first);
    if (status == TW_BAD_INPUT)
      status = twi_wide_fail(t->wide, -1, "found the column %s twice, as columns %d and %d, expected each once",
                             t->name[again], first + 2, again + 2);
    t->indexed = status == TW_OK;
  }
  if (status == TW_OK) status = check_columns(t);
  if (status != TW_OK) return status;
  note_zones(t);
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

static tw_status read_taxes(icio *t, const char *label)
{
  twi_import_job *j = t->j;
  int k;
  tw_status status = twi_list_find_or_add(j->ctx, &t->taxes, label, strlen(label), &k);
  if (status != TW_OK) return status;
  if (k >= t->columns) return twi_wide_fail(t->wide, -1, "found more rows of taxes than columns");
  if (t->tax_seen[k])
    return twi_wide_fail(t->wide, -1, "found the row %s again, first in line %d, expected each once", label,
                         t->tax_seen[k]);
  t->tax_seen[k] = twi_wide_line(t->wide);
  return add_cost(t, j->taxes, &j->final_taxes);
}

static tw_status read_row(icio *t)
{
  twi_import_job *j = t->j;
  const char *label = twi_wide_label(t->wide, 0);
  char region[64];
  const char *rest = split_label(label, region);
  if (IS(label, tax_word) || (rest && IS(rest, tax_word))) return read_taxes(t, label);
  int *once = IS(label, value_added_word) ? &t->value_added_seen : IS(label, output_word) ? &t->output_seen : NULL;
  if (once) {
    if (*once)
      return twi_wide_fail(t->wide, -1, "found the row %s again, first in line %d, expected each once", label, *once);
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
  if (t->seen[i])
    return twi_wide_fail(t->wide, -1, "found the row %s again, first in line %d, expected each once", label,
                         t->seen[i]);
  t->seen[i] = twi_wide_line(t->wide);
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
  /* The OECD sets what is below 0.1 million to zero, also in countries where that is much. */
  if (!j->ask->unit || strcmp(j->ask->unit, "million") == 0) j->slack = 100;
  twi_source *source;
  int more = 1;
  tw_status status = twi_import_open(j, &source);
  if (status == TW_OK) status = twi_wide_open(j->ctx, source, &t.wide);
  if (status == TW_OK) status = read_columns(&t);
  while (status == TW_OK && more) {
    status = twi_wide_next(t.wide, &more);
    if (status == TW_OK && more) status = read_row(&t);
  }
  if (t.wide) status = twi_wide_blame(t.wide, status);
  if (status == TW_OK) status = check_rows(&t);
  if (t.indexed) twi_codes_close(&t.index);
  twi_free(j->ctx, t.seen);
  twi_free(j->ctx, t.tax_seen);
  twi_list_clear(j->ctx, &t.taxes);
  twi_free(j->ctx, t.name);
  twi_free(j->ctx, t.column);
  twi_wide_free(t.wide);
  j->source = "OECD Inter-Country Input-Output tables";
  j->licence = "CC BY 4.0";
  return status;
}
