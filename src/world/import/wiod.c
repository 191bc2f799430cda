/* World Input-Output Database, release of 2016: a table WIOTyyyy written as CSV, as from its R or Stata file. See
 * import.h; docs/decisions says where the facts of the layout are from.
 *
 *   IndustryCode, IndustryDescription, Country, RNr, Year, AUS1 … ROW56, AUS57 … ROW61, TOT
 *
 * A column is a country and a number, 1 to 56 an industry, 57 to 61 final demand (households, non-profits, government,
 * fixed capital, inventories); Stata's file has a v before the country. A row is an industry (Country, RNr); the rows
 * with Country TOT are totals: II_fob (left out, it is the sum of inputs), TXSP, EXP_adj, PURR, PURNR, IntTTM (taxes,
 * adjustments and international transport margins: what an industry pays besides inputs), VA and GO. The number of
 * industries is whatever the columns have; the last five numbers are final demand. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "table/wide.h"
#include "world/import/import.h"

enum { CODE, DESCRIPTION, COUNTRY, NUMBER, YEAR, LABELS, FINALS = 5, MOST_NUMBER = 9999 };
static const char *const label_name[LABELS] = {"IndustryCode", "IndustryDescription", "Country", "RNr", "Year"};
/* Rows with Country TOT; all but three are what industries pay besides inputs. */
enum { INPUTS, VALUE_ADDED, OUTPUT, TOTALS = 8 };
static const char *const total_name[TOTALS] = {"II_fob", "VA", "GO", "TXSP", "EXP_adj", "PURR", "PURNR", "IntTTM"};

typedef struct column {
  int region, number; /* -1: the column TOT */
} column;

typedef struct wiod {
  twi_import_job *j;
  twi_wide *wide;
  int columns;
  column *column;
  char **code;       /* [S] of industries, from the rows */
  int *seen;         /* [N][S] the line of each row; 0: it has not come */
  int label[LABELS]; /* place of each label among the first columns; -1: absent */
  int labels;
  int total_seen[TOTALS]; /* the line of each; 0: it has not come */
} wiod;

/* ---------------------------------------------------------------- columns */

/* Which of the first columns are labels. */
static tw_status find_labels(wiod *t)
{
  for (int k = 0; k < LABELS; k++) t->label[k] = -1;
  for (t->labels = 0; t->labels < twi_wide_columns(t->wide); t->labels++) {
    const char *name = twi_wide_column(t->wide, t->labels);
    int k = 0;
    while (k < LABELS && !twi_same_name(name, strlen(name), label_name[k])) k++;
    if (k < LABELS)
      t->label[k] = t->labels;
    else if (t->labels > 0 || *name) /* R writes a column of row numbers without a name */
      break;
  }
  for (int k = 0; k < LABELS; k++)
    if (t->label[k] < 0 && (k == CODE || k == COUNTRY || k == NUMBER))
      return twi_wide_fail(t->wide, -1,
                           "the column %s is missing: expected IndustryCode, IndustryDescription, Country, RNr, Year "
                           "first, as in the release of 2016",
                           label_name[k]);
  return twi_wide_set_labels(t->wide, t->labels);
}

/* "vAUS12": AUS and 12. */
static tw_status read_column(wiod *t, int i, int *most)
{
  twi_import_job *j = t->j;
  const char *name = twi_wide_column(t->wide, t->labels + i), *p = name + (name[0] == 'v');
  size_t letters = 0;
  while ((p[letters] >= 'A' && p[letters] <= 'Z') || (p[letters] >= 'a' && p[letters] <= 'z')) letters++;
  t->column[i] = (column){-1, -1};
  if (strcmp(name, "TOT") == 0 || strcmp(name, "vTOT") == 0) return TW_OK;
  size_t digits = strspn(p + letters, "0123456789");
  int number = digits > 0 && digits < 5 ? atoi(p + letters) : 0;
  if (letters == 0 || p[letters + digits] || number < 1 || number > MOST_NUMBER)
    return twi_wide_fail(t->wide, -1, "found the column %s, expected a country and a number such as AUS1, or TOT",
                         name);
  t->column[i].number = number;
  *most = number > *most ? number : *most;
  return twi_list_find_or_add(j->ctx, &j->regions, p, letters, &t->column[i].region);
}

/* Every country has every number once; industries get their numbers as codes until the rows name them. */
static tw_status check_columns(wiod *t, int most)
{
  twi_import_job *j = t->j;
  if (most <= FINALS)
    return twi_wide_fail(t->wide, -1, "found %d numbers, expected industries and %d of final demand", most, FINALS);
  size_t regions = (size_t)j->regions.count;
  unsigned char *has = twi_new(j->ctx, regions * (size_t)most, 1);
  if (!has) return twi_no_memory(j->ctx, regions * (size_t)most);
  tw_status status = TW_OK;
  for (int i = 0; i < t->columns && status == TW_OK; i++) {
    if (t->column[i].region < 0) continue;
    unsigned char *h = &has[(size_t)t->column[i].region * (size_t)most + (size_t)t->column[i].number - 1];
    if (*h)
      status = twi_wide_fail(t->wide, -1, "found the column %s twice, the second time as column %d, expected each once",
                             twi_wide_column(t->wide, t->labels + i), t->labels + i + 1);
    *h = 1;
  }
  for (size_t k = 0; k < regions * (size_t)most && status == TW_OK; k++)
    if (!has[k])
      status = twi_wide_fail(t->wide, -1, "the column %s%d is missing: every country has the numbers 1 to %d",
                             j->regions.code[k / (size_t)most], (int)(k % (size_t)most) + 1, most);
  twi_free(j->ctx, has);
  for (int s = 1, index; s <= most - FINALS && status == TW_OK; s++) {
    char code[16];
    int n = snprintf(code, sizeof code, "%d", s);
    status = twi_list_find_or_add(j->ctx, &j->sectors, code, (size_t)n, &index);
  }
  return status;
}

static tw_status read_columns(wiod *t)
{
  twi_import_job *j = t->j;
  tw_status status = find_labels(t);
  if (status != TW_OK) return status;
  t->columns = twi_wide_columns(t->wide) - t->labels;
  t->column = twi_new(j->ctx, (size_t)t->columns, sizeof *t->column);
  if (!t->column) return twi_no_memory(j->ctx, (size_t)t->columns);
  int most = 0, total = 0;
  for (int i = 0; i < t->columns && status == TW_OK; i++) {
    status = read_column(t, i, &most);
    total += t->column[i].region < 0;
  }
  if (status == TW_OK) status = check_columns(t, most);
  if (status != TW_OK) return status;
  int which = TWI_HAS_TAXES | TWI_HAS_VALUE_ADDED | TWI_HAS_COLUMN_TOTAL;
  status = twi_import_arrays(j, total ? which | TWI_HAS_ROW_TOTAL : which);
  t->code = twi_new(j->ctx, j->S, sizeof *t->code);
  j->sector_name = twi_new(j->ctx, j->S, sizeof *j->sector_name);
  t->seen = twi_new(j->ctx, j->N * j->S, sizeof *t->seen);
  if (status == TW_OK && (!t->code || !j->sector_name || !t->seen)) status = twi_no_memory(j->ctx, j->S);
  return status;
}

/* ---------------------------------------------------------------- rows */

static const char *industry_label(const wiod *t, int k)
{
  return t->label[k] < 0 ? "" : twi_wide_label(t->wide, t->label[k]);
}

static tw_status name_sector(wiod *t, size_t s)
{
  twi_import_job *j = t->j;
  const char *code = industry_label(t, CODE), *wrong = twi_code_wrong(code, strlen(code));
  if (wrong) return twi_wide_fail(t->wide, t->label[CODE], "found %s, expected the code of an industry", wrong);
  if (t->code[s]) {
    if (twi_same_name(code, strlen(code), t->code[s])) return TW_OK;
    return twi_wide_fail(t->wide, t->label[CODE], "found %s for number %d, expected %s as in the rows before", code,
                         (int)s + 1, t->code[s]);
  }
  t->code[s] = twi_strdup(j->ctx, code);
  if (*industry_label(t, DESCRIPTION)) j->sector_name[s] = twi_strdup(j->ctx, industry_label(t, DESCRIPTION));
  return t->code[s] && (j->sector_name[s] || !*industry_label(t, DESCRIPTION)) ? TW_OK : twi_no_memory(j->ctx, 0);
}

static tw_status add_sales(wiod *t, size_t o, size_t s)
{
  twi_import_job *j = t->j;
  const double *value = twi_wide_numbers(t->wide);
  for (int i = 0; i < t->columns; i++) {
    const column *c = &t->column[i];
    double x = value[i];
    if (isnan(x)) return twi_wide_fail(t->wide, t->labels + i, "found nothing, expected a number");
    if (x == 0) continue;
    if (c->region < 0) {
      j->row_total[o * j->S + s] += x;
      continue;
    }
    int final = c->number > (int)j->S;
    if (c->number == (int)j->S + FINALS) *(x > 0 ? &j->stocks_up : &j->stocks_down) += fabs(x);
    twi_import_add(j, s, (size_t)c->region, o, final ? -1 : c->number - 1, x);
  }
  return TW_OK;
}

/* to NULL: a row that is not kept. */
static tw_status add_cost(wiod *t, double *to, double *final)
{
  const double *value = twi_wide_numbers(t->wide);
  for (int i = 0; i < t->columns; i++) {
    const column *c = &t->column[i];
    int industry = c->region >= 0 && c->number <= (int)t->j->S;
    if (c->region < 0 || (!industry && !final)) continue;
    if (isnan(value[i])) return twi_wide_fail(t->wide, t->labels + i, "found nothing, expected a number");
    *(industry ? &to[(size_t)c->region * t->j->S + (size_t)c->number - 1] : final) += value[i];
  }
  return TW_OK;
}

static tw_status read_total(wiod *t)
{
  twi_import_job *j = t->j;
  const char *code = industry_label(t, CODE);
  size_t n = strlen(code);
  int k = 0;
  while (k < TOTALS && !twi_same_name(code, n, total_name[k])) k++;
  if (k == TOTALS)
    return twi_wide_fail(t->wide, t->label[CODE],
                         "found the total %s, expected II_fob, TXSP, EXP_adj, PURR, PURNR, VA, IntTTM or GO", code);
  int *line = &t->total_seen[k];
  if (*line)
    return twi_wide_fail(t->wide, -1, "found the row %s again, first in line %d, expected each once", code, *line);
  *line = twi_wide_line(t->wide);
  if (k == INPUTS) return TW_OK; /* their sum, over rows that are there */
  if (k == VALUE_ADDED) return add_cost(t, j->value_added, NULL);
  if (k == OUTPUT) return add_cost(t, j->column_total, NULL);
  return add_cost(t, j->taxes, &j->final_taxes);
}

static tw_status read_row(wiod *t)
{
  twi_import_job *j = t->j;
  const char *country = industry_label(t, COUNTRY), *number = industry_label(t, NUMBER);
  char shown[TWI_SHOWN];
  if (strcmp(country, "TOT") == 0) return read_total(t);
  int o = twi_list_find(&j->regions, country, strlen(country));
  if (o < 0) {
    const char *nearest = twi_nearest(country, strlen(country), (const char *const *)j->regions.code, j->regions.count);
    return twi_wide_fail(t->wide, t->label[COUNTRY], "found %s, expected a country of the header, or TOT%s%s",
                         twi_show(country, strlen(country), shown), nearest ? "; the nearest is " : "",
                         nearest ? nearest : "");
  }
  size_t digits = strspn(number, "0123456789");
  int s = digits > 0 && digits < 5 && !number[digits] ? atoi(number) : 0;
  if (s < 1 || s > (int)j->S)
    return twi_wide_fail(t->wide, t->label[NUMBER], "found %s, expected the number of an industry, 1 to %d",
                         twi_show(number, strlen(number), shown), (int)j->S);
  int *seen = &t->seen[(size_t)o * j->S + (size_t)s - 1];
  if (*seen)
    return twi_wide_fail(t->wide, -1, "found %s %d again, first in line %d, expected each once", country, s, *seen);
  *seen = twi_wide_line(t->wide);
  tw_status status = name_sector(t, (size_t)s - 1);
  return status == TW_OK ? add_sales(t, (size_t)o, (size_t)s - 1) : status;
}

/* All rows came; the industries get their codes. */
static tw_status finish_industries(wiod *t)
{
  twi_import_job *j = t->j;
  for (size_t k = 0; k < j->N * j->S; k++)
    if (!t->seen[k])
      return twi_fail(j->ctx, TW_BAD_INPUT, "%s: the row of %s %d is missing, expected one for every column", j->origin,
                      j->regions.code[k / j->S], (int)(k % j->S) + 1);
  if (!t->total_seen[VALUE_ADDED] || !t->total_seen[OUTPUT])
    return twi_fail(j->ctx, TW_BAD_INPUT, "%s: the row %s is missing, expected one with Country TOT", j->origin,
                    t->total_seen[VALUE_ADDED] ? "GO" : "VA");
  twi_codes_close(&j->sectors.index);
  for (size_t s = 0; s < j->S; s++) {
    twi_free(j->ctx, j->sectors.code[s]);
    j->sectors.code[s] = t->code[s];
    t->code[s] = NULL;
  }
  int again, first;
  tw_status status =
      twi_codes_open(j->ctx, (const char *const *)j->sectors.code, j->sectors.count, &j->sectors.index, &again, &first);
  if (status != TW_BAD_INPUT) return status;
  return twi_fail(j->ctx, TW_BAD_INPUT, "%s: found the industry %s under two numbers, %d and %d", j->origin,
                  j->sectors.code[again], first + 1, again + 1);
}

tw_status twi_import_wiod(twi_import_job *j)
{
  wiod t = {.j = j};
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
  if (status == TW_OK) status = finish_industries(&t);
  for (size_t s = 0; t.code && s < j->S; s++) twi_free(j->ctx, t.code[s]);
  twi_free(j->ctx, t.code);
  twi_free(j->ctx, t.seen);
  twi_free(j->ctx, t.column);
  twi_wide_free(t.wide);
  j->source = "World Input-Output Database, release of 2016 (Timmer et al. 2015)";
  j->licence = "CC BY 4.0";
  return status;
}
