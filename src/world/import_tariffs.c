/* Tariffs from a CSV file, by sector or by product (HS, six digits), brought to the world's sectors. See import.h.
 *
 *   importer, exporter, sector, tariff_pct …           one row a cell; no exporter: the rate holds for all but itself
 *   importer, exporter, hs6, value, tariff_pct …       with a concordance hs6, sector
 *
 * By product the rate of a cell is the mean over products, weighted by their trade:
 *
 *   t[s][d][o] = sum_p w(p,s) V(p) t(p) / sum_p w(p,s) V(p)
 *
 * A product that belongs to several sectors is shared among them as the pair's own flows are (in equal parts where
 * there are none): w(p,s) = F[s][d][o] / sum of F over the sectors of p. A cell whose products have no trade gets their
 * plain mean. Trade in products that the concordance lacks is left out and reported in money. Besides tariff_pct,
 * columns that end in _pct become further tariff columns. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "world/import.h"

enum { HS6 = 6 };

/* HS6 to sectors: rows (product, sector), sorted by product when they were read. */
typedef struct product_link {
  long product;
  int sector;
} product_link;

typedef struct tariffs {
  twi_import_job *j;
  twi_csv *csv;
  int importer, exporter, sector, hs6, value; /* columns; -1: absent */
  int columns, column[TWI_MOST_COLUMNS];      /* of rates, in the order of their names, tariff_pct first */
  double *rate[TWI_MOST_COLUMNS];             /* [S][N][N]: weighted sums, then rates */
  double *plain[TWI_MOST_COLUMNS];            /* the same without weights */
  double *weight, *count;                     /* [S][N][N] */
  product_link *links;
  int link_count, link_room;
  long unknown_rows;
  double unknown, all;
} tariffs;

static int by_product(const void *a, const void *b)
{
  const product_link *p = a, *q = b;
  if (p->product != q->product) return p->product < q->product ? -1 : 1;
  return p->sector - q->sector;
}

static tw_status read_hs6(twi_csv *csv, int column, long *product)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  *product = 0;
  int digits = length == HS6;
  for (size_t i = 0; i < length && digits; i++) {
    digits = text[i] >= '0' && text[i] <= '9';
    *product = 10 * *product + (text[i] - '0');
  }
  return digits ? TW_OK
                : twi_csv_expected(csv, column, "six digits of the Harmonized System, such as 870323 or 010121");
}

/* ---------------------------------------------------------------- concordance */

static tw_status read_link(tariffs *t, twi_csv *csv, int hs6, int sector)
{
  if (t->link_count == t->link_room) {
    int room = t->link_room ? 2 * t->link_room : 4096;
    product_link *grown = twi_resize(t->j->ctx, t->links, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(t->j->ctx, (size_t)room * sizeof *grown);
    t->links = grown;
    t->link_room = room;
  }
  product_link *l = &t->links[t->link_count];
  tw_status status = read_hs6(csv, hs6, &l->product);
  if (status == TW_OK) status = twi_import_code(csv, sector, &t->j->sectors, "sector", &l->sector);
  if (status == TW_OK) t->link_count++;
  return status;
}

static tw_status read_concordance(tariffs *t)
{
  tw_context *ctx = t->j->ctx;
  twi_source *source;
  twi_csv *csv = NULL;
  int hs6, sector, more = 1;
  tw_status status = twi_source_open(ctx, t->j->ask->concordance, &source);
  if (status == TW_OK) status = twi_csv_open(ctx, source, &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "hs6", &hs6);
  if (status == TW_OK) status = twi_csv_require(csv, "sector", &sector);
  while (status == TW_OK && more) {
    status = twi_csv_next(csv, &more);
    if (status == TW_OK && more) status = read_link(t, csv, hs6, sector);
  }
  twi_csv_free(csv);
  if (status != TW_OK) return status;
  if (t->link_count == 0)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found no rows, expected a sector for each product", t->j->ask->concordance);
  qsort(t->links, (size_t)t->link_count, sizeof *t->links, by_product);
  int kept = 0;
  for (int i = 0; i < t->link_count; i++) /* a row that comes twice counts once */
    if (kept == 0 || by_product(&t->links[i], &t->links[kept - 1]) != 0) t->links[kept++] = t->links[i];
  t->link_count = kept;
  return TW_OK;
}

/* The links of a product: *count of them, 0 when it has none. */
static const product_link *links_of(const tariffs *t, long product, int *count)
{
  int low = 0, high = t->link_count;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (t->links[middle].product < product)
      low = middle + 1;
    else
      high = middle;
  }
  *count = 0;
  while (low + *count < t->link_count && t->links[low + *count].product == product) ++*count;
  return t->links + low;
}

/* ---------------------------------------------------------------- columns */

static int ends_in_pct(const char *name)
{
  size_t n = strlen(name);
  return n > 4 && twi_same_name(name + n - 4, 4, "_pct");
}

static tw_status add_column(tariffs *t, int column)
{
  tw_world *w = t->j->w;
  const char *name = twi_csv_column(t->csv, column);
  if (t->columns == TWI_MOST_COLUMNS) return twi_csv_fail(t->csv, -1, "found more than %d rates", TWI_MOST_COLUMNS);
  if (twi_code_wrong(name, strlen(name)))
    return twi_csv_fail(t->csv, column, "found %s in the name of a tariff column", twi_code_wrong(name, strlen(name)));
  int at = t->columns++; /* slot 0 is tariff_pct, slot k + 1 the world's further column k */
  for (; at > 1 && strcmp(w->columns[at - 2].name, name) > 0; at--) {
    w->columns[at - 1] = w->columns[at - 2];
    t->column[at] = t->column[at - 1];
  }
  t->column[at] = column;
  w->columns[at - 1].values = NULL;
  w->columns[at - 1].name = twi_strdup(t->j->ctx, name);
  w->column_count++;
  return w->columns[at - 1].name ? TW_OK : twi_no_memory(t->j->ctx, 0);
}

static tw_status find_columns(tariffs *t)
{
  tw_status status = twi_csv_require(t->csv, "importer", &t->importer);
  t->exporter = twi_csv_find(t->csv, "exporter");
  t->sector = twi_csv_find(t->csv, "sector");
  t->hs6 = twi_csv_find(t->csv, "hs6");
  t->value = twi_csv_find(t->csv, "value");
  if (status == TW_OK && (t->sector < 0) == (t->hs6 < 0))
    status =
        twi_csv_fail(t->csv, -1, "expected either a column sector or a column hs6%s", t->hs6 < 0 ? "" : ", found both");
  if (status == TW_OK && t->hs6 >= 0 && t->value < 0)
    status = twi_csv_fail(t->csv, -1, "rates by hs6 need a column value: the trade that weights them");
  if (status == TW_OK && t->hs6 >= 0 && !t->j->ask->concordance)
    status = twi_csv_fail(t->csv, -1,
                          "rates by hs6 need a concordance (--concordance): a CSV file with the columns hs6, sector");
  t->columns = 1;
  if (status == TW_OK) status = twi_csv_require(t->csv, "tariff_pct", &t->column[0]);
  t->j->w->columns = twi_new(t->j->ctx, TWI_MOST_COLUMNS, sizeof *t->j->w->columns);
  if (!t->j->w->columns && status == TW_OK) status = twi_no_memory(t->j->ctx, 0);
  for (int i = 0; i < twi_csv_columns(t->csv) && status == TW_OK; i++)
    if (i != t->column[0] && ends_in_pct(twi_csv_column(t->csv, i))) status = add_column(t, i);
  return status;
}

static tw_status make_arrays(tariffs *t)
{
  size_t cells = twi_world_flows(t->j->w);
  int got = (t->weight = twi_new(t->j->ctx, cells, sizeof(double))) != NULL;
  got = got && (t->count = twi_new(t->j->ctx, cells, sizeof(double)));
  for (int k = 0; k < t->columns && got; k++) {
    t->rate[k] = twi_new(t->j->ctx, cells, sizeof(double));
    t->plain[k] = twi_new(t->j->ctx, cells, sizeof(double));
    got = t->rate[k] && t->plain[k];
  }
  return got ? TW_OK : twi_no_memory(t->j->ctx, cells * sizeof(double));
}

/* ---------------------------------------------------------------- rows */

static void add_cell(tariffs *t, size_t cell, double weight, const double *rate)
{
  for (int k = 0; k < t->columns; k++) {
    t->rate[k][cell] += weight * rate[k];
    t->plain[k][cell] += rate[k];
  }
  t->weight[cell] += weight;
  t->count[cell] += 1;
}

static tw_status add_row(tariffs *t, size_t d, size_t o, const double *rate, int s, const product_link *links,
                         int count, double value)
{
  const tw_world *w = t->j->w;
  size_t n = (size_t)w->N;
  if (!links) {
    size_t cell = ((size_t)s * n + d) * n + o;
    if (t->count[cell] > 0)
      return twi_csv_fail(t->csv, -1, "found a rate for importer %s, exporter %s, sector %s again, expected one",
                          w->region[d], w->region[o], w->sector[s]);
    add_cell(t, cell, 1, rate);
    return TW_OK;
  }
  double all = 0;
  for (int i = 0; i < count; i++) all += w->flow[((size_t)links[i].sector * n + d) * n + o];
  for (int i = 0; i < count; i++) {
    size_t cell = ((size_t)links[i].sector * n + d) * n + o;
    double part = all > 0 ? w->flow[cell] / all : 1.0 / count;
    if (part > 0) add_cell(t, cell, part * value, rate);
  }
  return TW_OK;
}

static tw_status read_row(tariffs *t)
{
  twi_import_job *j = t->j;
  twi_csv *csv = t->csv;
  int d, o = -1, s = -1, count = 0;
  size_t length = 0;
  double rate[TWI_MOST_COLUMNS], value = 0;
  const product_link *links = NULL;
  tw_status status = twi_import_code(csv, t->importer, &j->regions, "region", &d);
  if (t->exporter >= 0) (void)twi_csv_text(csv, t->exporter, &length);
  if (status == TW_OK && length) status = twi_import_code(csv, t->exporter, &j->regions, "region", &o);
  if (status == TW_OK && t->sector >= 0) status = twi_import_code(csv, t->sector, &j->sectors, "sector", &s);
  for (int k = 0; k < t->columns && status == TW_OK; k++) {
    status = twi_csv_percent(csv, t->column[k], &rate[k]);
    if (status == TW_OK && !(rate[k] > -1)) status = twi_csv_expected(csv, t->column[k], "more than -100 per cent");
  }
  if (status == TW_OK && t->hs6 >= 0) {
    long product;
    status = read_hs6(csv, t->hs6, &product);
    if (status == TW_OK) status = twi_csv_number(csv, t->value, &value);
    if (status == TW_OK && !(value >= 0)) status = twi_csv_expected(csv, t->value, "a value of trade of 0 or more");
    if (status != TW_OK) return status;
    t->all += value;
    links = links_of(t, product, &count);
    if (count == 0) {
      t->unknown_rows++;
      t->unknown += value;
      return TW_OK;
    }
  }
  if (status != TW_OK) return status;
  int any = 0;
  for (int k = 0; k < t->columns; k++) any |= rate[k] != 0;
  if (o == d && !any) return TW_OK; /* a list of flows with rates has these rows too */
  if (o == d)
    return twi_csv_fail(csv, -1, "found a tariff of %s on itself, expected none: own sales cross no border",
                        j->regions.code[d]);
  for (int k = 0; k < j->regions.count && status == TW_OK; k++)
    if (o < 0 ? k != d : k == o) status = add_row(t, (size_t)d, (size_t)k, rate, s, links, count, value);
  return status;
}

/* ---------------------------------------------------------------- the whole */

/* Means, and what is said of them. */
static tw_status finish(tariffs *t)
{
  tw_world *w = t->j->w;
  size_t n = (size_t)w->N, cells = twi_world_flows(w);
  char money[TWI_MONEY];
  long without = 0;
  double trade = 0;
  for (size_t i = 0; i < cells; i++) {
    int home = (i / n) % n == i % n;
    if (t->count[i] == 0 && !home && w->goods[i / (n * n)] && w->flow[i] > 0) {
      without++;
      trade += w->flow[i];
    }
    for (int k = 0; k < t->columns && t->count[i] > 0; k++)
      t->rate[k][i] = t->weight[i] > 0 ? t->rate[k][i] / t->weight[i] : t->plain[k][i] / t->count[i];
  }
  for (int k = 0; k < t->columns; k++) {
    *(k ? &w->columns[k - 1].values : &w->tariff) = t->rate[k];
    t->rate[k] = NULL;
  }
  tw_status status = TW_OK;
  if (without)
    status = twi_world_find(t->j->ctx, w, 0, "import_tariffs", -1, -1, trade, NAN,
                            "%ld flows of goods between regions, %s, have no tariff in %s and bear none.", without,
                            twi_money(w, trade, money), t->j->ask->tariffs);
  if (status == TW_OK && t->unknown_rows)
    status = twi_world_find(t->j->ctx, w, t->unknown > 0.01 * t->all ? 2 : 1, "import_products", -1, -1, NAN,
                            t->all > 0 ? t->unknown / t->all : NAN,
                            "%ld rows of %s, %.3g %% of its trade, are of products that %s lacks and were left out.",
                            t->unknown_rows, t->j->ask->tariffs, t->all > 0 ? 100 * t->unknown / t->all : 0,
                            t->j->ask->concordance);
  return status;
}

tw_status twi_import_tariffs(twi_import_job *j)
{
  tariffs t = {.j = j};
  twi_source *source;
  int more = 1;
  tw_status status = twi_source_open(j->ctx, j->ask->tariffs, &source);
  if (status == TW_OK) status = twi_csv_open(j->ctx, source, &t.csv);
  if (status == TW_OK) status = find_columns(&t);
  if (status == TW_OK && t.hs6 >= 0) status = read_concordance(&t);
  if (status == TW_OK) status = make_arrays(&t);
  while (status == TW_OK && more) {
    status = twi_csv_next(t.csv, &more);
    if (status == TW_OK && more) status = read_row(&t);
  }
  if (status == TW_OK) status = finish(&t);
  twi_csv_free(t.csv);
  for (int k = 0; k < TWI_MOST_COLUMNS; k++) {
    twi_free(j->ctx, t.rate[k]);
    twi_free(j->ctx, t.plain[k]);
  }
  twi_free(j->ctx, t.weight);
  twi_free(j->ctx, t.count);
  twi_free(j->ctx, t.links);
  return status;
}
