/* Goods brought to border prices: trade and transport services that an exporter sells along with its goods become part
 * of the goods.
 *
 * A table at basic prices books wholesale and freight on an exported good as a service that its seller sells to the same
 * importer; customs and tariffs see the good with both. For each pair (d, o), good g and service k of the file,
 *
 *   margin          m_k  = least of  share_k F[k][d][o]  and  most_k sum_g F[g][d][o]
 *   on a good       m_gk = m_k F[g][d][o] / sum_g F[g][d][o]
 *   flows           F[g][d][o] + m_gk,   F[k][d][o] - m_k,   F[k][o][o] + m_k        (o sells k at home, to its exporters)
 *   inputs of o     Z[o][g][k] + m_gk                                             (output of k and value added stay)
 *   uses in d       who buys g buys m_gk more of it and as much less of k; where it has too little, the others do
 *
 * so that output of services, value added, deficits and what everybody spends stay as they were, but for duties: those
 * are charged on more. The balance that follows takes in the duties. See update.h. */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "table/csv.h"
#include "world/change/update.h"
#include "world/columns.h"

#define MOST_OF_USE 0.9 /* of a service that a user buys: no input goes to zero, or balancing could not bring it back */

typedef struct margins {
  twi_updating *u;
  size_t N, S;
  double *share, *most; /* [S] of services; share is 0 where the file has none */
  double *made;         /* [S][N][S] good, importer, service: margins at buyers' prices that o's have put on goods */
  double *added;        /* [S][N] good, importer: duties included */
  double moved, kept;   /* money: taken to goods; above the bound, left with services */
  size_t bounded;       /* pairs and services at their bound */
  double goods;         /* trade in goods before */
} margins;

static double taxed(const double *rate, size_t cell)
{
  return 1 + (rate ? rate[cell] : 0);
}

/* ---------------------------------------------------------------- the file */

static tw_status read_row(margins *m, twi_csv *csv, int sector, int share, int most, int *seen)
{
  const tw_world *w = m->u->from;
  size_t length;
  double value = 0, bound = INFINITY;
  int k;
  tw_status status = twi_read_sector_set(w, csv, sector, 0, &k);
  if (status != TW_OK) return status;
  if (w->goods[k]) return twi_csv_expected(csv, sector, "a service: margins are services that are sold with goods");
  status = twi_csv_once(csv, -1, &seen[k], "sector %s", w->sector[k]);
  if (status == TW_OK) status = twi_csv_percent(csv, share, &value);
  if (status == TW_OK && !(value >= 0 && value <= 1)) status = twi_csv_expected(csv, share, "0 to 100 per cent");
  if (status == TW_OK && most >= 0) (void)twi_csv_text(csv, most, &length);
  if (status == TW_OK && most >= 0 && length > 0) status = twi_csv_percent(csv, most, &bound);
  if (status == TW_OK && !(bound >= 0)) status = twi_csv_expected(csv, most, "0 per cent or more");
  m->share[k] = value;
  m->most[k] = bound;
  return status;
}

static tw_status read_margins(margins *m, const char *file)
{
  tw_context *ctx = m->u->ctx;
  twi_csv *csv = NULL;
  twi_source *source;
  int sector = 0, share = 0, most = -1, more;
  static const char *const known[] = {"sector", "share_pct", "most_pct"};
  int *seen = twi_new(ctx, m->S, sizeof *seen);
  tw_status status = seen ? twi_source_open(ctx, file, &source) : twi_no_memory(ctx, m->S * sizeof *seen);
  if (status == TW_OK) status = twi_csv_open(ctx, source, &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "sector", &sector);
  if (status == TW_OK) status = twi_csv_require(csv, "share_pct", &share);
  if (status == TW_OK) most = twi_csv_find(csv, "most_pct");
  if (status == TW_OK) status = twi_other_columns(ctx, m->u->to, csv, known, 3);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more)
    status = read_row(m, csv, sector, share, most, seen);
  twi_csv_free(csv);
  twi_free(ctx, seen);
  return status;
}

/* ---------------------------------------------------------------- flows */

/* One pair and service: what its goods take over. goods: the pair's, before any margin. */
static void take_over(margins *m, size_t d, size_t o, size_t k, const double *given, double goods)
{
  const tw_world *w = m->u->from;
  twi_table *t = &m->u->table;
  size_t N = m->N, S = m->S, cell = (k * N + d) * N + o, own = (k * N + o) * N + o;
  double offered = m->share[k] * t->flow[cell], taken = fmin(offered, m->most[k] * goods);
  if (!(taken > 0)) {
    m->kept += offered;
    return;
  }
  m->bounded += taken < offered;
  m->kept += offered - taken;
  m->moved += taken;
  double basic = taken / taxed(w->export_tax, cell), sold = basic * taxed(w->export_tax, own);
  t->flow[cell] = fmax(t->flow[cell] - taken, 0);
  t->flow[own] += sold;
  for (size_t g = 0; g < S; g++) {
    size_t at = (g * N + d) * N + o;
    if (!w->goods[g] || given[at] == 0) continue;
    double part = basic * given[at] / goods;
    t->input[(o * S + g) * S + k] += part * taxed(w->export_tax, own) * taxed(m->u->to->tariff, own);
    t->flow[at] += part * taxed(w->export_tax, at);
    m->added[g * N + d] += part * taxed(w->export_tax, at) * taxed(m->u->to->tariff, at);
    m->made[(g * N + d) * S + k] += taken * given[at] / goods * taxed(m->u->to->tariff, cell);
  }
}

static tw_status move_flows(margins *m)
{
  const tw_world *w = m->u->from;
  size_t N = m->N, cells = twi_world_sector_flows(w);
  double *given = twi_alloc(m->u->ctx, cells, sizeof *given);
  if (!given) return twi_no_memory(m->u->ctx, cells * sizeof *given);
  memcpy(given, m->u->table.flow, cells * sizeof *given);
  for (size_t d = 0; d < N; d++)
    for (size_t o = 0; o < N; o++) {
      double goods = 0;
      for (size_t g = 0; g < m->S; g++)
        if (w->goods[g]) goods += given[(g * N + d) * N + o];
      if (d == o) continue;
      m->goods += goods;
      for (size_t k = 0; k < m->S; k++)
        if (m->share[k] > 0) take_over(m, d, o, k, given, goods);
    }
  twi_free(m->u->ctx, given);
  return TW_OK;
}

/* ---------------------------------------------------------------- uses */

static double *use_of(margins *m, size_t d, size_t user, size_t s)
{
  twi_table *t = &m->u->table;
  return user == m->S ? &t->final[d * m->S + s] : &t->input[(d * m->S + user) * m->S + s];
}

/* In region d the users of good g buy what was added to it, in proportion to what they buy of it. */
static void buy_goods(margins *m, size_t d, double *less)
{
  size_t S = m->S;
  for (size_t g = 0; g < S; g++) {
    double added = m->added[g * m->N + d], use = 0;
    for (size_t user = 0; user <= S; user++) use += fmax(*use_of(m, d, user, g), 0);
    if (added == 0 || !(use > 0)) continue;
    for (size_t user = 0; user <= S; user++) {
      double *z = use_of(m, d, user, g), part = fmax(*z, 0) / use;
      *z += part * added;
      for (size_t k = 0; k < S; k++) less[user * S + k] += part * m->made[(g * m->N + d) * S + k];
    }
  }
}

/* They buy as much less of the services, where they buy enough; the others give the rest in proportion. */
static void buy_less_services(margins *m, size_t d, const double *less)
{
  size_t S = m->S;
  for (size_t k = 0; k < S; k++) {
    double missing = 0, left = 0;
    if (!(m->share[k] > 0)) continue;
    for (size_t user = 0; user <= S; user++) {
      double *z = use_of(m, d, user, k), can = MOST_OF_USE * fmax(*z, 0), gives = fmin(less[user * S + k], can);
      *z -= gives;
      missing += less[user * S + k] - gives;
      left += fmax(*z, 0);
    }
    if (!(missing > 0) || !(left > 0)) continue;
    double keeps = fmax(1 - missing / left, 1 - MOST_OF_USE);
    for (size_t user = 0; user <= S; user++) {
      double *z = use_of(m, d, user, k);
      if (*z > 0) *z *= keeps;
    }
  }
}

static tw_status move_uses(margins *m)
{
  size_t S = m->S;
  double *less = twi_new(m->u->ctx, (S + 1) * S, sizeof *less);
  if (!less) return twi_no_memory(m->u->ctx, (S + 1) * S * sizeof *less);
  for (size_t d = 0; d < m->N; d++) {
    memset(less, 0, (S + 1) * S * sizeof *less);
    buy_goods(m, d, less);
    buy_less_services(m, d, less);
  }
  twi_free(m->u->ctx, less);
  return TW_OK;
}

static tw_status report_margins(margins *m)
{
  const tw_world *w = m->u->from;
  twi_updating *u = m->u;
  char moved[TWI_MONEY], kept[TWI_MONEY], before[TWI_MONEY], after[TWI_MONEY];
  twi_money(w, m->moved, moved);
  twi_money(w, m->kept, kept);
  twi_money(w, m->goods, before);
  twi_money(w, m->goods + m->moved, after);
  twi_text_printf(&u->note, "%smargins of %s taken into traded goods", u->note.used ? "; " : "", moved);
  return twi_world_find(u->ctx, u->to, 1, "updated_margins", -1, -1, m->moved, m->goods > 0 ? m->moved / m->goods : NAN,
                        "%s of services that are sold abroad along with goods become part of the goods: trade in goods "
                        "goes from %s to %s. %s were left with services, at the bound of %zu pairs and services or "
                        "where a pair trades no goods.",
                        moved, before, after, kept, m->bounded);
}

tw_status twi_update_margins(twi_updating *u, const char *file)
{
  margins m = {.u = u, .N = (size_t)u->from->N, .S = (size_t)u->from->S};
  size_t cells = m.S * m.N;
  m.share = twi_new(u->ctx, m.S, sizeof *m.share);
  m.most = twi_new(u->ctx, m.S, sizeof *m.most);
  m.made = twi_new(u->ctx, cells * m.S, sizeof *m.made);
  m.added = twi_new(u->ctx, cells, sizeof *m.added);
  tw_status status =
      m.share && m.most && m.made && m.added ? read_margins(&m, file) : twi_no_memory(u->ctx, cells * m.S * 8);
  if (status == TW_OK) status = move_flows(&m);
  if (status == TW_OK) status = move_uses(&m);
  if (status == TW_OK) status = report_margins(&m);
  twi_free(u->ctx, m.added);
  twi_free(u->ctx, m.made);
  twi_free(u->ctx, m.most);
  twi_free(u->ctx, m.share);
  return status;
}
