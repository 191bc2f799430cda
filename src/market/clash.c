/* Why no flows satisfy all bounds where each bound alone could be kept: floors on pairs with several ways, whose ways are
 * narrowed together. Asked for when there is no solution; feasible.c has what is seen at once.
 *
 *   maximize sum_r x_r   over routes of pairs with a floor
 *   sum of a pair's x <= its floor   a bound's sum of x <= the bound   x >= 0
 *
 * by the simplex method from x = 0. Where the most is less than all floors, the multipliers say which bounds are in the
 * way (theirs is not 0), and whose floors (theirs is less than 1). */
#include <math.h>
#include <string.h>

#include "market/kernel.h"
#include "market/policy.h"

enum { NAMED = 6, NO_ROW = -1 };
static const double MORE =
    1e-6; /* floors so much larger: without any room between them and the bounds they clash as well */

typedef struct packing {
  const twi_market_state *s;
  int rows, routes; /* rows: pairs, suppliers, buyers, passages and fleet */
  int *route;       /* [routes] those of pairs with a floor */
  int *basis;       /* [rows] column that is basic: a route's, or routes + row, its slack */
  double *table;    /* [rows + 1][routes + rows + 1]; last row: reduced costs; last column: values */
} packing;

static size_t width_of(const packing *k)
{
  return (size_t)k->routes + (size_t)k->rows + 1;
}

static double *row_of(const packing *k, int row)
{
  return k->table + (size_t)row * width_of(k);
}

/* The bound of a row; INFINITY: none. */
static double bound_of(const twi_market_state *s, int row)
{
  if (row < s->pairs) return (1 + MORE) * s->pair[row].floor;
  row -= s->pairs;
  if (row < s->suppliers) return twi_market_supplier_capacity(s, row, 1);
  row -= s->suppliers;
  return row < s->buyers ? s->buyer[row].limit : s->capacity[row - s->buyers];
}

/* What a unit on the route takes of a row. */
static double use_of(const twi_market_state *s, int route, int row)
{
  const int p = s->market->route[route].pair;
  if (row < s->pairs) return row == p;
  row -= s->pairs;
  if (row < s->suppliers) return row == s->pair[p].supplier;
  row -= s->suppliers;
  return row < s->buyers ? row == s->pair[p].buyer : twi_market_route_use(s, route, row - s->buyers);
}

static void fill_table(packing *k)
{
  const twi_market_state *s = k->s;
  double *gain = row_of(k, k->rows);
  for (int i = 0; i < k->rows; i++) {
    const double bound = bound_of(s, i);
    double *row = row_of(k, i);
    k->basis[i] = k->routes + i;
    row[k->routes + i] = 1;
    for (int r = 0; isfinite(bound) && r < k->routes; r++) row[r] = use_of(s, k->route[r], i);
    row[k->routes + k->rows] = isfinite(bound) ? fmax(0, bound) : 1;
  }
  for (int r = 0; r < k->routes; r++) gain[r] = -1;
}

/* The column to enter; -1: none gains. first: the first that gains, which ends in any case. */
static int entering(const packing *k, int first)
{
  const double *gain = row_of(k, k->rows);
  int best = -1;
  for (int c = 0; c < k->routes + k->rows; c++) {
    if (!(gain[c] < -1e-11) || (best >= 0 && (first || gain[c] >= gain[best]))) continue;
    best = c;
  }
  return best;
}

static int leaving(const packing *k, int column)
{
  const int last = k->routes + k->rows;
  int best = NO_ROW;
  double least = INFINITY;
  for (int i = 0; i < k->rows; i++) {
    const double *row = row_of(k, i);
    if (!(row[column] > 1e-11)) continue;
    const double ratio = row[last] / row[column];
    if (ratio > least || (ratio == least && best != NO_ROW && k->basis[i] > k->basis[best])) continue;
    least = ratio;
    best = i;
  }
  return best;
}

static void pivot(packing *k, int at, int column)
{
  const size_t width = width_of(k);
  double *own = row_of(k, at);
  const double by = own[column];
  for (size_t c = 0; c < width; c++) own[c] /= by;
  for (int i = 0; i <= k->rows; i++) {
    double *row = row_of(k, i);
    const double times = i == at ? 0 : row[column];
    for (size_t c = 0; times != 0 && c < width; c++) row[c] -= times * own[c];
  }
  k->basis[at] = column;
}

/* ---------------------------------------------------------------- words */

static const char *name_of(const twi_market_state *s, int row, char words[160])
{
  const tw_market *m = s->market;
  row -= s->pairs;
  if (row < s->suppliers)
    twi_print(words, 160, "%s", m->supplier[row].code);
  else if (row - s->suppliers < s->buyers)
    twi_print(words, 160, "the regasification of %s", m->buyer[row - s->suppliers].code);
  else if (row - s->suppliers - s->buyers < s->passages)
    twi_print(words, 160, "%s", m->passage[row - s->suppliers - s->buyers].code);
  else
    twi_print(words, 160, "the fleet");
  return words;
}

/* "… sum to 123 Mt, and at most 110 fit through hormuz (40.1), malacca (31)". */
static void say_clash(const packing *k, char *words, size_t room)
{
  const twi_market_state *s = k->s;
  const tw_market *m = s->market;
  const double *gain = row_of(k, k->rows);
  double wanted = 0, fits = 0, said = INFINITY;
  int last = -1, pairs = 0;
  char name[160];
  for (int p = 0; p < s->pairs; p++) {
    if (!(s->pair[p].floor > 0) || !(gain[k->routes + p] < 1 - 1e-7)) continue;
    pairs++;
    wanted += s->pair[p].floor;
    for (int i = 0; i < k->rows; i++)
      if (k->basis[i] < k->routes && m->route[k->route[k->basis[i]]].pair == p)
        fits += row_of(k, i)[k->routes + k->rows];
  }
  int used = twi_print(words, room, "floors of %d pairs sum to %.6g %s, and at most %.6g fit into the capacity of",
                       pairs, wanted, m->unit, fits);
  for (int i = s->pairs, n = 0; i < k->rows && (size_t)used < room; i++)
    if (gain[k->routes + i] > 1e-7)
      used += twi_print(words + used, room - (size_t)used, "%s %s (%.6g)", n++ ? "," : "", name_of(s, i, name),
                        bound_of(s, i));
  if ((size_t)used < room) used += twi_print(words + used, room - (size_t)used, "; the largest:");
  for (int n = 0; n < NAMED && (size_t)used < room; n++) { /* ties in their order */
    int best = -1;
    for (int p = 0; p < s->pairs; p++) {
      const double floor = s->pair[p].floor;
      if (!(floor > 0) || !(gain[k->routes + p] < 1 - 1e-7) || floor > said || (floor == said && p <= last)) continue;
      if (best < 0 || floor > s->pair[best].floor) best = p;
    }
    if (best < 0) break;
    said = s->pair[best].floor;
    last = best;
    used += twi_print(words + used, room - (size_t)used, "%s %s to %s %.6g", n ? "," : "",
                      m->supplier[s->pair[best].supplier].code, m->buyer[s->pair[best].buyer].code, said);
  }
  if ((size_t)used < room)
    twi_print(words + used, room - (size_t)used,
              "; lower floors (the rule floor) or more capacity would have a solution");
}

/* ---------------------------------------------------------------- the whole */

tw_status twi_market_clash(tw_context *ctx, const twi_market_state *s, char *words, size_t room, int *found)
{
  packing k = {.s = s, .rows = s->pairs + s->suppliers + s->buyers + s->passages + 1};
  double floors = 0;
  *found = 0;
  k.route = twi_alloc(ctx, (size_t)s->routes + 1, sizeof *k.route);
  k.basis = twi_alloc(ctx, (size_t)k.rows, sizeof *k.basis);
  tw_status status = k.route && k.basis ? TW_OK : twi_no_memory(ctx, 0);
  for (int r = 0; status == TW_OK && r < s->routes; r++)
    if (s->route[r].used && s->pair[s->market->route[r].pair].floor > 0) k.route[k.routes++] = r;
  if (status == TW_OK) {
    k.table = twi_new(ctx, ((size_t)k.rows + 1) * width_of(&k), sizeof *k.table);
    if (!k.table) status = twi_no_memory(ctx, ((size_t)k.rows + 1) * width_of(&k) * sizeof *k.table);
  }
  if (status == TW_OK) {
    const int most = 20 * (k.rows + k.routes);
    fill_table(&k);
    for (int n = 0, column; n < 2 * most && (column = entering(&k, n > most)) >= 0; n++) {
      const int at = leaving(&k, column);
      if (at == NO_ROW) break;
      pivot(&k, at, column);
    }
    for (int p = 0; p < s->pairs; p++) floors += s->pair[p].floor;
    const double short_of = (1 + MORE) * floors - row_of(&k, k.rows)[k.routes + k.rows];
    *found = entering(&k, 1) >= 0 ? 0 : short_of > (MORE + 1e-9) * floors ? 1 : short_of > 1e-9 * MORE * floors ? 2 : 0;
    if (*found) say_clash(&k, words, room);
  }
  twi_free(ctx, k.table);
  twi_free(ctx, k.basis);
  twi_free(ctx, k.route);
  return status;
}
