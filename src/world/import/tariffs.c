/* Tariffs from a CSV file, by sector or by product (HS, six digits), brought to the world's sectors. See import.h.
 *
 *   importer, exporter, sector, tariff_pct …           one row a cell; no exporter: the rate holds for all but itself
 *   importer, exporter, hs6, value, tariff_pct …       with a concordance hs6, sector
 *   importer, exporter, sector, product, tariff_pct …  where the table has products: no product, rest: what they leave
 *
 * By product the rate of a cell is the mean over products, weighted by their trade:
 *
 *   t[s][d][o] = sum_p w(p,s) V(p) t(p) / sum_p w(p,s) V(p)
 *
 * A product that belongs to several sectors is shared among them as the pair's own flows are (in equal parts where
 * there are none): w(p,s) = F[s][d][o] / sum of F over the sectors of p. A cell whose products have no trade gets their
 * plain mean. Trade in products that the concordance lacks is left out and reported in money. Besides tariff_pct,
 * columns that end in _pct become further tariff columns.
 *
 * A key (importer, exporter or all, sector or product) comes once: two rates for it, of two years or two types of duty,
 * have no mean that means anything. A row for all exporters gives way to a pair's own, wherever the two stand; so rows
 * for all are kept until the end.
 *
 * Longer than 400 lines: rows of all three kinds go through one set of keys and cells. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "table/keys.h"
#include "world/columns.h"
#include "world/import/tariffs.h"

enum { PRODUCTS = 1000000 };

/* A row of rates, with what it is for. */
typedef struct rates {
  int d, o, s; /* o < 0: all exporters; s < 0: by product of the Harmonized System */
  int of;      /* product of the table, -1: none */
  long product;
  int line;
  double value; /* trade of the product; by sector: 1 */
} rates;

typedef struct tariffs {
  twi_import_job *j;
  twi_csv *csv;
  int importer, exporter, sector, hs6, value; /* columns; -1: absent */
  int product;                                /* of products of the table */
  int columns, column[TWI_MOST_COLUMNS];      /* of rates, in the order of their names, tariff_pct first */
  char others[256];                           /* names of columns that are not read */
  double *rate[TWI_MOST_COLUMNS];             /* [S][N][N]: weighted sums, then rates */
  double *plain[TWI_MOST_COLUMNS];            /* the same without weights */
  double *weight, *count;                     /* [S][N][N] */
  double *left;                               /* [S][N][N] what products leave; NULL: no column of products */
  twi_concordance concordance;
  twi_keys keys; /* of all rows, with their lines */
  rates *kept;   /* rows for all exporters */
  double *kept_rate;
  size_t kept_count, kept_room;
  long rows, unknown_rows, given_way;
  int own_line, all_line; /* the first of those given way */
  double unknown, all;
} tariffs;

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

/* What is not read is said, and kept in mind: it may be why a key comes twice. */
static tw_status find_others(tariffs *t)
{
  static const char *const fixed[] = {"importer", "exporter", "tariff_pct", "sector", "hs6", "value"};
  enum { FIXED = sizeof fixed / sizeof *fixed };
  const char *known[FIXED + 1 + TWI_MOST_COLUMNS];
  int count = 0;
  if (t->product >= 0) known[count++] = "product";
  for (int i = 0; i < FIXED; i++) {
    int other = i > 2 && (i == 3) != (t->hs6 < 0); /* what belongs to the other kind of table is not read either */
    if (!other) known[count++] = fixed[i];
  }
  for (int k = 1; k < t->columns; k++) known[count++] = twi_csv_column(t->csv, t->column[k]);
  for (int i = 0; i < twi_csv_columns(t->csv); i++) {
    const char *name = twi_csv_column(t->csv, i);
    int is_known = 0;
    for (int k = 0; k < count; k++) is_known |= twi_same_name(name, strlen(name), known[k]);
    if (is_known) continue;
    size_t used = strlen(t->others);
    snprintf(t->others + used, sizeof t->others - used, "%s%s", used ? ", " : "", name);
  }
  return twi_other_columns(t->j->ctx, t->j->w, t->csv, known, count);
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
  if (status == TW_OK && t->hs6 < 0 && t->j->ask->concordance)
    status = twi_csv_fail(t->csv, -1, "a concordance was given, but the rates are by sector: expected a column hs6");
  t->product = t->sector >= 0 && t->j->products.count ? twi_csv_find(t->csv, "product") : -1;
  t->columns = 1;
  if (status == TW_OK) status = twi_csv_require(t->csv, "tariff_pct", &t->column[0]);
  t->j->w->columns = twi_new(t->j->ctx, TWI_MOST_COLUMNS, sizeof *t->j->w->columns);
  if (!t->j->w->columns && status == TW_OK) status = twi_no_memory(t->j->ctx, 0);
  for (int i = 0; i < twi_csv_columns(t->csv) && status == TW_OK; i++)
    if (i != t->column[0] && ends_in_pct(twi_csv_column(t->csv, i))) status = add_column(t, i);
  return status == TW_OK ? find_others(t) : status;
}

static tw_status make_arrays(tariffs *t)
{
  size_t cells = twi_world_sector_flows(t->j->w);
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

/* ---------------------------------------------------------------- keys */

static uint64_t key_of(const tariffs *t, const rates *r)
{
  uint64_t pair = (uint64_t)r->d * (uint64_t)(t->j->w->N + 1) + (uint64_t)(r->o + 1);
  return pair * PRODUCTS + (uint64_t)(r->s < 0 ? r->product : r->of < 0 ? r->s : t->j->w->S + r->of);
}

static tw_status note_key(tariffs *t, const rates *r)
{
  const tw_world *w = t->j->w;
  int first;
  char what[320];
  tw_status status = twi_keys_add(&t->keys, key_of(t, r), r->line, &first);
  if (status != TW_OK || !first) return status;
  int used = snprintf(what, sizeof what, "importer %s, %s%s, ", w->region[r->d],
                      r->o < 0 ? "all exporters" : "exporter ", r->o < 0 ? "" : w->region[r->o]);
  if (used > 0 && (size_t)used < sizeof what && r->s < 0)
    snprintf(what + used, sizeof what - (size_t)used, "hs6 %06ld", r->product);
  else if (used > 0 && (size_t)used < sizeof what)
    snprintf(what + used, sizeof what - (size_t)used, r->of < 0 ? "sector %s" : "sector %s, product %s",
             w->sector[r->s], r->of < 0 ? "" : t->j->products.code[r->of]);
  return twi_csv_fail(t->csv, -1, "found a rate for %s again, first in line %d, expected one%s%s%s", what, first,
                      *t->others ? "; what is not read is no part of the key: " : "", t->others,
                      *t->others ? ", so leave one value of it" : "");
}

/* ---------------------------------------------------------------- cells */

static tw_status too_large(const tariffs *t, const rates *r)
{
  return twi_fail(t->j->ctx, TW_BAD_INPUT,
                  "%s:%d: column value: the trade of importer %s adds up to more than a number "
                  "can hold",
                  t->j->ask->tariffs, r->line, t->j->w->region[r->d]);
}

static tw_status add_cell(tariffs *t, size_t cell, double weight, const rates *r, const double *rate)
{
  t->weight[cell] += weight;
  t->count[cell] += 1;
  int finite = isfinite(t->weight[cell]);
  for (int k = 0; k < t->columns; k++) {
    t->rate[k][cell] += weight * rate[k];
    t->plain[k][cell] += rate[k];
    finite = finite && isfinite(t->rate[k][cell]) && isfinite(t->plain[k][cell]);
  }
  return finite ? TW_OK : too_large(t, r);
}

/* The rates of a product of one pair, or of the rest: the sector's are their mean by value. */
static tw_status add_product(tariffs *t, const rates *r, size_t o, const double *rate)
{
  twi_given_products *g = &t->j->given;
  size_t n = (size_t)t->j->w->N, d = (size_t)r->d, at = SIZE_MAX;
  size_t cell = ((size_t)r->s * n + d) * n + o;
  double weight = r->of < 0 ? t->left[cell] : twi_long_product_flow(t->j, r->of, d, o, &at);
  if (!(weight > 0)) return TW_OK;
  for (int k = 0; k < t->columns && r->of >= 0; k++) (k ? g->column[k - 1] : g->tariff)[at] = rate[k];
  return add_cell(t, cell, weight, r, rate);
}

/* Arrays of rates of products, empty: NaN; and what products leave of each flow. */
static tw_status open_products(tariffs *t)
{
  twi_given_products *g = &t->j->given;
  size_t n = (size_t)t->j->w->N, cells = twi_world_sector_flows(t->j->w);
  if (t->product < 0) return TW_OK;
  t->left = twi_alloc(t->j->ctx, cells, sizeof *t->left);
  if (!t->left) return twi_no_memory(t->j->ctx, cells * sizeof *t->left);
  memcpy(t->left, t->j->w->flow, cells * sizeof *t->left);
  for (size_t i = 0; i < g->flows; i++)
    t->left[((size_t)t->j->product_sector[g->of[i]] * n + g->importer[i]) * n + g->exporter[i]] -= g->value[i];
  g->column = twi_new(t->j->ctx, (size_t)t->columns, sizeof *g->column);
  if (!g->column) return twi_no_memory(t->j->ctx, 0);
  g->columns = t->columns - 1;
  for (int k = 0; k < t->columns; k++) {
    double *to = twi_alloc(t->j->ctx, g->flows + 1, sizeof *to);
    if (!to) return twi_no_memory(t->j->ctx, g->flows * sizeof *to);
    for (size_t i = 0; i < g->flows; i++) to[i] = NAN;
    *(k ? &g->column[k - 1] : &g->tariff) = to;
  }
  return TW_OK;
}

/* The rates of one pair. */
static tw_status add_pair(tariffs *t, const rates *r, size_t o, const double *rate)
{
  const tw_world *w = t->j->w;
  size_t n = (size_t)w->N, d = (size_t)r->d;
  if (r->s >= 0 && t->product >= 0) return add_product(t, r, o, rate);
  if (r->s >= 0) return add_cell(t, ((size_t)r->s * n + d) * n + o, 1, r, rate);
  int count;
  const twi_product_link *links = twi_concordance_find(&t->concordance, r->product, &count);
  double all = 0;
  for (int i = 0; i < count; i++) all += w->flow[((size_t)links[i].sector * n + d) * n + o];
  tw_status status = TW_OK;
  for (int i = 0; i < count && status == TW_OK; i++) {
    size_t cell = ((size_t)links[i].sector * n + d) * n + o;
    double part = all > 0 ? w->flow[cell] / all : 1.0 / count;
    if (part > 0) status = add_cell(t, cell, part * r->value, r, rate);
  }
  return status;
}

static tw_status keep_rates(tariffs *t, const rates *r, const double *rate)
{
  if (t->kept_count == t->kept_room) {
    size_t room = t->kept_room ? 2 * t->kept_room : 256;
    rates *kept = twi_resize(t->j->ctx, t->kept, room, sizeof *kept);
    if (kept) t->kept = kept;
    double *values = twi_resize(t->j->ctx, t->kept_rate, room * (size_t)t->columns, sizeof *values);
    if (values) t->kept_rate = values;
    if (!kept || !values) return twi_no_memory(t->j->ctx, room * sizeof *kept);
    t->kept_room = room;
  }
  memcpy(t->kept_rate + t->kept_count * (size_t)t->columns, rate, (size_t)t->columns * sizeof *rate);
  t->kept[t->kept_count++] = *r;
  return TW_OK;
}

/* Rows for all exporters, where the pair has none of its own. */
static tw_status add_kept(tariffs *t)
{
  tw_status status = TW_OK;
  for (size_t i = 0; i < t->kept_count && status == TW_OK; i++) {
    const rates *all = &t->kept[i];
    for (int o = 0; o < t->j->w->N && status == TW_OK; o++) {
      rates pair = *all;
      pair.o = o;
      if (o == all->d) continue;
      int own = twi_keys_find(&t->keys, key_of(t, &pair));
      if (!own) {
        status = add_pair(t, all, (size_t)o, t->kept_rate + i * (size_t)t->columns);
      } else if (t->given_way++ == 0) {
        t->own_line = own;
        t->all_line = all->line;
      }
    }
  }
  return status;
}

/* ---------------------------------------------------------------- rows */

static tw_status read_key(tariffs *t, rates *r)
{
  twi_import_job *j = t->j;
  twi_csv *csv = t->csv;
  size_t length = 0;
  *r = (rates){.o = -1, .s = -1, .of = -1, .line = twi_csv_line(csv), .value = 1};
  tw_status status = twi_import_code(csv, t->importer, &j->regions, "region", &r->d);
  if (t->exporter >= 0) (void)twi_csv_text(csv, t->exporter, &length);
  if (status == TW_OK && length) status = twi_import_code(csv, t->exporter, &j->regions, "region", &r->o);
  if (status == TW_OK && t->sector >= 0) status = twi_import_code(csv, t->sector, &j->sectors, "sector", &r->s);
  if (status != TW_OK || t->product < 0) return status;
  const char *text = twi_csv_text(csv, t->product, &length);
  if (length == 0 || twi_same_name(text, length, "rest")) return TW_OK;
  status = twi_import_code(csv, t->product, &j->products, "product", &r->of);
  if (status == TW_OK && j->product_sector[r->of] != r->s)
    status = twi_csv_fail(csv, t->sector, "found %s, but %s is of sector %s in the table", j->sectors.code[r->s],
                          j->products.code[r->of], j->sectors.code[j->product_sector[r->of]]);
  return status;
}

/* The product of the row and its value; *count: how many sectors it belongs to. */
static tw_status read_product(const tariffs *t, rates *r, int *count)
{
  tw_status status = twi_read_hs6(t->csv, t->hs6, &r->product);
  if (status == TW_OK) status = twi_csv_number(t->csv, t->value, &r->value);
  if (status != TW_OK) return status;
  if (!(r->value >= 0)) return twi_csv_expected(t->csv, t->value, "a value of trade of 0 or more");
  (void)twi_concordance_find(&t->concordance, r->product, count);
  return TW_OK;
}

static tw_status read_row(tariffs *t)
{
  twi_csv *csv = t->csv;
  rates r;
  double rate[TWI_MOST_COLUMNS];
  int any = 0, count = 1;
  tw_status status = read_key(t, &r);
  for (int k = 0; k < t->columns && status == TW_OK; k++) {
    status = twi_csv_rate(csv, t->column[k], &rate[k]);
    any |= rate[k] != 0;
  }
  if (status == TW_OK && t->hs6 >= 0) status = read_product(t, &r, &count);
  if (status == TW_OK) status = note_key(t, &r);
  if (status != TW_OK) return status;
  t->rows++;
  if (r.o == r.d && !any) return TW_OK; /* a list of flows with rates has these rows too */
  if (r.o == r.d)
    return twi_csv_fail(csv, -1, "found a tariff of %s on itself, expected none: own sales cross no border",
                        t->j->regions.code[r.d]);
  if (t->hs6 >= 0) {
    t->all += r.value;
    if (!isfinite(t->all)) return too_large(t, &r);
  }
  if (count == 0) {
    t->unknown_rows++;
    t->unknown += r.value;
    return TW_OK;
  }
  return r.o < 0 ? keep_rates(t, &r, rate) : add_pair(t, &r, (size_t)r.o, rate);
}

static tw_status check_any_row(const tariffs *t)
{
  if (t->rows == 0) return twi_fail(t->j->ctx, TW_BAD_INPUT, "%s: found no rows, expected rates", t->j->ask->tariffs);
  if (t->rows == t->unknown_rows)
    return twi_fail(
        t->j->ctx, TW_BAD_INPUT,
        "%s: found no product that %s has, in %ld rows: expected the same edition of the Harmonized System, "
        "with six digits, in both",
        t->j->ask->tariffs, t->j->ask->concordance, t->rows);
  return TW_OK;
}

/* ---------------------------------------------------------------- the whole */

static tw_status say_given_way(tariffs *t)
{
  if (t->given_way == 0) return TW_OK;
  return twi_world_find(
      t->j->ctx, t->j->w, 0, "import_own_rates", -1, -1, NAN, NAN,
      "%ld times %s has a rate of a pair besides one of the importer for all; the pair's own holds, as "
      "in line %d against line %d.",
      t->given_way, t->j->ask->tariffs, t->own_line, t->all_line);
}

/* Means, and what is said of them. */
static tw_status finish_rates(tariffs *t)
{
  tw_world *w = t->j->w;
  size_t n = (size_t)w->N, cells = twi_world_sector_flows(w);
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
  tw_status status = say_given_way(t);
  if (status == TW_OK && without)
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
  tariffs t = {.j = j, .product = -1, .keys = {.ctx = j->ctx}};
  twi_source *source;
  int more = 1;
  tw_status status = twi_source_open(j->ctx, j->ask->tariffs, &source);
  if (status == TW_OK) status = twi_csv_open(j->ctx, source, &t.csv);
  if (status == TW_OK) status = find_columns(&t);
  if (status == TW_OK && t.hs6 >= 0) status = twi_concordance_read(j, &t.concordance);
  if (status == TW_OK) status = make_arrays(&t);
  if (status == TW_OK) status = open_products(&t);
  while (status == TW_OK && more) {
    status = twi_csv_next(t.csv, &more);
    if (status == TW_OK && more) status = read_row(&t);
  }
  if (status == TW_OK) status = check_any_row(&t);
  if (status == TW_OK) status = add_kept(&t);
  if (status == TW_OK) status = finish_rates(&t);
  twi_csv_free(t.csv);
  for (int k = 0; k < TWI_MOST_COLUMNS; k++) {
    twi_free(j->ctx, t.rate[k]);
    twi_free(j->ctx, t.plain[k]);
  }
  twi_free(j->ctx, t.weight);
  twi_free(j->ctx, t.left);
  twi_free(j->ctx, t.count);
  twi_free(j->ctx, t.kept);
  twi_free(j->ctx, t.kept_rate);
  twi_keys_close(&t.keys);
  twi_concordance_free(j->ctx, &t.concordance);
  return status;
}
