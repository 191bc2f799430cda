/* A world with one region or one sector split into parts, so that aggregating gives it back and nothing changes for the
 * others.
 *
 * Region X, part p with the share g[p][s] of X's output of s:
 *
 *   sales, inputs, value added of p in s   g[p][s] of X's
 *   final demand of p                      its share of X's value added
 *   spending of p on s                     what that adds up to: the share b[p][s] of X's
 *   flows into p                           b of X's; inside X, from q to p: b[p][s] g[q][s] of own sales, which is
 *                                          trade without friction between the parts, at the rates on own sales
 *
 * Sector k, part p with the share g[p][o] of k's output in o:
 *
 *   flows from o, inputs, value added      g[p][o] of k's, with k's shares of inputs
 *   use of p in d                          its share of what d spends on k
 *
 * Identities hold for the parts as they did for the whole. A share of 0 makes a part that produces none of it. Where a
 * file says which of the sector's products its parts have, flows and rates are those of split_named.c, g[p][o] is what
 * the part sells of what o sells of k, and use follows as before.
 *
 * Longer than 400 lines: parts of regions and of sectors are the same table, so that what fills it stands once. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/sum.h"
#include "world/change/products.h"
#include "world/change/split.h"
#include "world/elasticities.h"
#include "world/meant.h"

typedef struct splitting {
  tw_context *ctx;
  const tw_world *from;
  tw_world *to;
  twi_parts parts;
  twi_pieces pieces; /* of the products of the sector */
  double *named;     /* [parts][N][N] flows of the parts when a file names products; NULL: by shares */
  twi_table old, new_;
  size_t N, S, n, m;       /* before: N, S; after: n, m */
  size_t *region, *sector; /* [n], [m] the old one */
  double *sell, *buy;      /* [n][S] shares of the old region's output and spending */
  double *final;           /* [n] share of the old region's final demand */
  double *make, *use;      /* [m][N] shares of the old sector's output and use */
} splitting;

static const double *part_share(const splitting *j, size_t part)
{
  return j->parts.share + part * j->parts.others;
}

/* Which part a new code is, -1: none. The parts stand where the whole stood. */
static long part_at(size_t i, int whole, int count)
{
  return i >= (size_t)whole && i < (size_t)whole + (size_t)count ? (long)(i - (size_t)whole) : -1;
}

static size_t old_of(size_t i, int whole, int count)
{
  if (i < (size_t)whole) return i;
  return part_at(i, whole, count) >= 0 ? (size_t)whole : i - (size_t)count + 1;
}

/* ---------------------------------------------------------------- shares */

/* Final demand of the parts of a region by value added, spending by what they use. */
static void region_shares(splitting *j)
{
  size_t x = (size_t)j->parts.index, S = j->S;
  double all = j->from->value_added[x];
  for (size_t p = 0; p < (size_t)j->parts.count; p++) {
    const double *g = part_share(j, p);
    twi_sum added = {0, 0};
    for (size_t s = 0; s < S; s++) twi_sum_add(&added, g[s] * j->old.added[x * S + s]);
    j->final[x + p] = twi_sum_value(added) / all;
    for (size_t s = 0; s < S; s++) {
      twi_sum used = {0, 0}, whole = {0, 0};
      for (size_t u = 0; u < S; u++) {
        double z = j->old.input[(x * S + u) * S + s];
        twi_sum_add(&used, g[u] * z);
        twi_sum_add(&whole, z);
      }
      twi_sum_add(&used, j->final[x + p] * j->old.final[x * S + s]);
      twi_sum_add(&whole, j->old.final[x * S + s]);
      double sum = twi_sum_value(whole);
      j->sell[(x + p) * S + s] = g[s];
      j->buy[(x + p) * S + s] = sum > 0 ? twi_sum_value(used) / sum : j->final[x + p];
    }
  }
}

static void sector_shares(splitting *j)
{
  size_t k = (size_t)j->parts.index, N = j->N;
  const double *t = j->from->tariff;
  for (size_t p = 0; p < (size_t)j->parts.count; p++)
    for (size_t d = 0; d < N; d++) {
      const double *g = part_share(j, p);
      twi_sum used = {0, 0}, whole = {0, 0};
      for (size_t o = 0; o < N; o++) {
        size_t cell = (k * N + d) * N + o;
        double x = j->old.flow[cell] * (1 + (t ? t[cell] : 0));
        twi_sum_add(&used, g[o] * x);
        twi_sum_add(&whole, x);
      }
      double sum = twi_sum_value(whole);
      j->make[(k + p) * N + d] = g[d];
      j->use[(k + p) * N + d] = sum > 0 ? twi_sum_value(used) / sum : g[d];
    }
}

/* What the part sells of what r sells of the sector (sold 1), or buys of what r buys. */
static double named_share(const splitting *j, size_t p, size_t r, int sold)
{
  size_t k = (size_t)j->parts.index, N = j->N;
  const double *whole_rate = sold ? j->from->export_tax : j->from->tariff,
               *rate = sold ? j->to->export_tax : j->to->tariff;
  twi_sum part = {0, 0}, whole = {0, 0};
  for (size_t q = 0; q < N; q++) {
    size_t cell = sold ? q * N + r : r * N + q, of = k * N * N + cell, at = (k + p) * N * N + cell;
    double by = 1 + (rate ? rate[at] : 0), whole_by = 1 + (whole_rate ? whole_rate[of] : 0);
    twi_sum_add(&part, sold ? j->named[p * N * N + cell] / by : j->named[p * N * N + cell] * by);
    twi_sum_add(&whole, sold ? j->old.flow[of] / whole_by : j->old.flow[of] * whole_by);
  }
  double sum = twi_sum_value(whole);
  return sum > 0 ? twi_sum_value(part) / sum : 1.0 / j->parts.count; /* of nothing */
}

/* The shares that flows and rates of the parts leave, when products are named. */
static void named_shares(splitting *j)
{
  size_t k = (size_t)j->parts.index, N = j->N;
  for (size_t p = 0; p < (size_t)j->parts.count && j->named; p++)
    for (size_t d = 0; d < N; d++) {
      j->make[(k + p) * N + d] = named_share(j, p, d, 1);
      j->use[(k + p) * N + d] = named_share(j, p, d, 0);
    }
}

static tw_status make_shares(splitting *j)
{
  int of_sector = j->parts.of_sector, x = j->parts.index, count = j->parts.count;
  j->n = j->N + (of_sector ? 0 : (size_t)count - 1);
  j->m = j->S + (of_sector ? (size_t)count - 1 : 0);
  j->region = twi_alloc(j->ctx, j->n, sizeof *j->region);
  j->sector = twi_alloc(j->ctx, j->m, sizeof *j->sector);
  j->sell = twi_alloc(j->ctx, 2 * j->n * j->S + j->n + 2 * j->m * j->N, sizeof(double));
  if (!j->region || !j->sector || !j->sell) return twi_no_memory(j->ctx, 2 * j->n * j->S * sizeof(double));
  j->buy = j->sell + j->n * j->S;
  j->final = j->buy + j->n * j->S;
  j->make = j->final + j->n;
  j->use = j->make + j->m * j->N;
  for (size_t i = 0; i < 2 * j->n * j->S + j->n + 2 * j->m * j->N; i++) j->sell[i] = 1;
  for (size_t i = 0; i < j->n; i++) j->region[i] = of_sector ? i : old_of(i, x, count);
  for (size_t i = 0; i < j->m; i++) j->sector[i] = of_sector ? old_of(i, x, count) : i;
  if (of_sector)
    sector_shares(j);
  else
    region_shares(j);
  return TW_OK;
}

/* ---------------------------------------------------------------- numbers */

static size_t old_cell(const splitting *j, size_t s, size_t d, size_t o)
{
  return (j->sector[s] * j->N + j->region[d]) * j->N + j->region[o];
}

static tw_status fill_table(splitting *j)
{
  size_t n = j->n, m = j->m, N = j->N, S = j->S;
  twi_table *t = &j->new_;
  *t = (twi_table){.N = n, .S = m};
  t->flow = twi_alloc(j->ctx, m * n * n, sizeof(double));
  t->input = twi_alloc(j->ctx, n * m * m, sizeof(double));
  t->added = twi_alloc(j->ctx, n * m, sizeof(double));
  t->final = twi_alloc(j->ctx, n * m, sizeof(double));
  if (!t->flow || !t->input || !t->added || !t->final) return twi_no_memory(j->ctx, m * n * n * sizeof(double));
  for (size_t s = 0; s < m; s++)
    for (size_t d = 0; d < n; d++)
      for (size_t o = 0; o < n; o++)
        t->flow[(s * n + d) * n + o] = j->old.flow[old_cell(j, s, d, o)] * j->buy[d * S + j->sector[s]] *
                                       j->sell[o * S + j->sector[s]] * j->make[s * N + j->region[o]];
  if (j->named)
    memcpy(t->flow + (size_t)j->parts.index * n * n, j->named, (size_t)j->parts.count * n * n * sizeof *t->flow);
  for (size_t d = 0; d < n; d++)
    for (size_t u = 0; u < m; u++) {
      size_t r = j->region[d], cell = r * S + j->sector[u];
      double share = j->sell[d * S + j->sector[u]] * j->make[u * N + r];
      t->added[d * m + u] = j->old.added[cell] * share;
      t->final[d * m + u] = j->old.final[cell] * j->final[d] * j->use[u * N + r];
      for (size_t s = 0; s < m; s++)
        t->input[(d * m + u) * m + s] = j->old.input[cell * S + j->sector[s]] * share * j->use[s * N + r];
    }
  return TW_OK;
}

static tw_status split_rates(splitting *j, const double *from, double **to)
{
  size_t n = j->n, m = j->m;
  if (!from) return TW_OK;
  *to = twi_alloc(j->ctx, m * n * n, sizeof **to);
  if (!*to) return twi_no_memory(j->ctx, m * n * n * sizeof **to);
  for (size_t s = 0; s < m; s++)
    for (size_t d = 0; d < n; d++)
      for (size_t o = 0; o < n; o++) (*to)[(s * n + d) * n + o] = from[old_cell(j, s, d, o)];
  if (!j->named) return TW_OK;
  return twi_named_rates(j->ctx, &j->parts, &j->pieces, from, from == j->from->export_tax,
                         *to + (size_t)j->parts.index * n * n);
}

static tw_status split_macro(splitting *j, const double *from, double **to)
{
  if (!from) return TW_OK;
  *to = twi_alloc(j->ctx, j->n, sizeof **to);
  if (!*to) return twi_no_memory(j->ctx, j->n * sizeof **to);
  for (size_t d = 0; d < j->n; d++) (*to)[d] = from[j->region[d]] * j->final[d];
  return TW_OK;
}

/* By shares of output, as value added. */
static tw_status split_employment(splitting *j)
{
  const double *from = j->from->employment;
  if (!from) return TW_OK;
  double *to = j->to->employment = twi_alloc(j->ctx, j->n * j->m, sizeof *to);
  if (!to) return twi_no_memory(j->ctx, j->n * j->m * sizeof *to);
  for (size_t d = 0; d < j->n; d++)
    for (size_t u = 0; u < j->m; u++) {
      size_t r = j->region[d], k = j->sector[u];
      to[d * j->m + u] = from[r * j->S + k] * j->sell[d * j->S + k] * j->make[u * j->N + r];
    }
  return TW_OK;
}

static tw_status fill_numbers(splitting *j)
{
  const tw_world *w = j->from;
  tw_world *to = j->to;
  to->flow = twi_alloc(j->ctx, twi_world_sector_flows(to), sizeof(double));
  to->theta = twi_alloc(j->ctx, j->m, sizeof(double));
  to->goods = twi_alloc(j->ctx, j->m, 1);
  to->columns = twi_new(j->ctx, TWI_MOST_COLUMNS, sizeof *to->columns);
  if (!to->flow || !to->theta || !to->goods || !to->columns) return twi_no_memory(j->ctx, 0);
  for (size_t s = 0; s < j->m; s++) {
    to->theta[s] = w->theta[j->sector[s]];
    to->goods[s] = w->goods[j->sector[s]];
  }
  tw_status status = split_rates(j, w->tariff, &to->tariff);
  if (status == TW_OK) status = split_rates(j, w->export_tax, &to->export_tax);
  for (int i = 0; i < w->column_count && status == TW_OK; i++) {
    twi_tariff_column *column = &to->columns[to->column_count++];
    column->name = twi_strdup(j->ctx, w->columns[i].name);
    status = column->name ? split_rates(j, w->columns[i].values, &column->values) : twi_no_memory(j->ctx, 0);
  }
  if (status == TW_OK) status = split_employment(j);
  if (status == TW_OK) status = split_macro(j, w->population, &to->population);
  return status == TW_OK ? split_macro(j, w->gdp, &to->gdp) : status;
}

/* ---------------------------------------------------------------- words */

/* Codes or names after the split; new_: those of the parts, or NULL where these are not split. */
static tw_status split_texts(splitting *j, char *const *from, char *const *new_, size_t count, char ***to)
{
  int x = j->parts.index, parts = j->parts.count;
  *to = twi_new(j->ctx, count, sizeof **to);
  if (!*to) return twi_no_memory(j->ctx, 0);
  for (size_t i = 0; i < count; i++) {
    long part = new_ ? part_at(i, x, parts) : -1;
    const char *text = part >= 0 ? new_[part] : from[new_ ? old_of(i, x, parts) : i];
    if (!((*to)[i] = twi_strdup(j->ctx, text))) return twi_no_memory(j->ctx, 0);
  }
  return TW_OK;
}

/* Groups that have the region or sector have its parts; built-in ones become the world's own. */
static tw_status split_groups(splitting *j, twi_axis axis)
{
  const tw_world *w = j->from;
  twi_group old;
  int count = 0, regions = axis == TWI_AXIS_REGIONS, own = regions ? w->group_count : w->sector_group_count;
  int *made = regions ? &j->to->group_count : &j->to->sector_group_count;
  const char *whole = j->parts.of_sector == regions ? ""
                      : regions                     ? w->region[j->parts.index]
                                                    : w->sector[j->parts.index];
  while (twi_world_group_of(w, axis, count, &old)) count++;
  twi_group *groups = twi_new(j->ctx, (size_t)count + 2, sizeof *groups);
  if (!groups) return twi_no_memory(j->ctx, 0);
  *(regions ? &j->to->groups : &j->to->sector_groups) = groups;
  for (int i = 0; i < count; i++) {
    (void)twi_world_group_of(w, axis, i, &old);
    int has = 0;
    for (int k = 0; k < old.count; k++) has |= twi_same_name(whole, strlen(whole), old.members[k]);
    if (!has && i >= own) continue;
    twi_group *g = &groups[(*made)++];
    g->name = twi_strdup(j->ctx, old.name);
    g->members = twi_new(j->ctx, (size_t)old.count + (size_t)j->parts.count, sizeof *g->members);
    if (!g->name || !g->members) return twi_no_memory(j->ctx, 0);
    for (int k = 0; k < old.count; k++) {
      int split = twi_same_name(whole, strlen(whole), old.members[k]);
      for (int p = 0; p < (split ? j->parts.count : 1); p++) {
        g->members[g->count] = twi_strdup(j->ctx, split ? j->parts.code[p] : old.members[k]);
        if (!g->members[g->count]) return twi_no_memory(j->ctx, 0);
        g->count++;
      }
    }
  }
  return TW_OK;
}

static tw_status describe_split(splitting *j, const char *name, const char *title, char **yaml)
{
  const tw_world *w = j->from;
  twi_text t = {.ctx = j->ctx};
  char *made;
  twi_text_printf(&t, "split by tradewind from %s (SHA-256 %s): %s %s into", w->name, w->sha256,
                  j->parts.of_sector ? "sector" : "region",
                  j->parts.of_sector ? w->sector[j->parts.index] : w->region[j->parts.index]);
  for (int p = 0; p < j->parts.count && p < 20; p++) twi_text_printf(&t, "%s %s", p ? "," : "", j->parts.code[p]);
  if (j->parts.count > 20) twi_text_put(&t, " and others");
  twi_text_put(&t, j->named             ? ", by the products that each has, with the shares of inputs of the whole"
                   : j->parts.of_sector ? ", by shares of output, with the shares of inputs of the whole"
                                        : ", by shares of output; the parts trade without friction between them");
  *yaml = NULL;
  tw_status status = twi_text_take(&t, &made);
  if (status != TW_OK) return status;
  const twi_new_field fields[] = {{"name", name ? name : w->name, 0}, {"title", title ? title : w->title, 0}};
  const char *const notes[] = {made};
  status = twi_describe_again(j->ctx, w, fields, 2, notes, 1, yaml);
  twi_free(j->ctx, made);
  return status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status split_world(splitting *j, const char *name, const char *title)
{
  const tw_world *w = j->from;
  int of_sector = j->parts.of_sector;
  char *yaml = NULL;
  tw_status status = twi_table_open(j->ctx, w, &j->old);
  if (status == TW_OK) status = make_shares(j);
  if (status == TW_OK) status = twi_world_check_size(j->ctx, "the split world", (double)j->n, (double)j->m);
  if (status == TW_OK) status = twi_world_create(j->ctx, &j->to);
  if (status != TW_OK) return status;
  j->to->N = (int)j->n;
  j->to->S = (int)j->m;
  char *const *codes = j->parts.code, *const *names = j->parts.name;
  status = split_texts(j, w->region, of_sector ? NULL : codes, j->n, &j->to->region);
  if (status == TW_OK) status = split_texts(j, w->region_name, of_sector ? NULL : names, j->n, &j->to->region_name);
  if (status == TW_OK) status = split_texts(j, w->sector, of_sector ? codes : NULL, j->m, &j->to->sector);
  if (status == TW_OK) status = split_texts(j, w->sector_name, of_sector ? names : NULL, j->m, &j->to->sector_name);
  if (status == TW_OK) status = split_groups(j, TWI_AXIS_REGIONS);
  if (status == TW_OK) status = split_groups(j, TWI_AXIS_SECTORS);
  if (status == TW_OK)
    status = twi_estimates_split(j->ctx, w, of_sector ? w->sector[j->parts.index] : "", j->parts.code, j->parts.count,
                                 j->to);
  if (status == TW_OK) status = fill_numbers(j);
  const twi_code_places places = {.regions = "the parts", .sectors = "the parts"};
  if (status == TW_OK) status = twi_world_check_words(j->ctx, j->to, &places);
  if (status == TW_OK) named_shares(j);
  if (status == TW_OK) status = fill_table(j);
  if (status == TW_OK) status = describe_split(j, name, title, &yaml);
  const twi_splitting_products how = {&j->parts, &j->pieces, j->n, j->m, j->region, j->sector, j->new_.flow, j->sell};
  twi_given_products given = {.families = 0};
  if (status == TW_OK) status = twi_split_products(j->ctx, &how, &given);
  if (status == TW_OK) status = twi_split_stores(j->ctx, &how, j->to);
  if (status == TW_OK) return twi_world_from_table(j->ctx, &j->new_, yaml, NULL, &given, j->to);
  twi_given_products_free(j->ctx, &given);
  twi_free(j->ctx, yaml);
  return status;
}

tw_status tw_world_split(tw_context *ctx, const tw_world *world, const tw_split *how, tw_world **out)
{
  splitting j = {.ctx = ctx, .from = world, .N = (size_t)world->N, .S = (size_t)world->S};
  *out = NULL;
  const char *code = how->sector ? how->sector : how->region;
  if (!code || (how->sector && how->region) || !how->into == !how->shares)
    return twi_fail(ctx, TW_USAGE, "a split needs a region or a sector, and its parts or a file of them");
  if (how->name && twi_world_name_wrong(how->name))
    return twi_fail(ctx, TW_USAGE, "the name of the new world: found %s, expected %s",
                    *how->name ? how->name : "nothing", twi_world_name_wrong(how->name));
  j.parts = (twi_parts){
      .w = world, .of_sector = how->sector != NULL, .others = how->sector ? j.N : j.S, .bare = how->products != NULL};
  j.parts.index = how->sector ? tw_world_find_sector(world, code) : tw_world_find_region(world, code);
  if (j.parts.index < 0) {
    char shown[TWI_SHOWN], meant[TWI_MEANT];
    const char *nearest =
        twi_world_suggest(world, how->sector ? TWI_AXIS_SECTORS : TWI_AXIS_REGIONS, code, strlen(code), meant);
    return twi_fail(ctx, TW_USAGE, "what to split: found %s, expected a %s of the world%s%s%s",
                    twi_show(code, strlen(code), shown), how->sector ? "sector" : "region",
                    nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
  }
  if (how->products && !how->sector)
    return twi_fail(ctx, TW_USAGE, "%s says which part of a sector a product belongs to; parts of a region have all",
                    how->products);
  tw_status status = twi_parts_read(ctx, &j.parts, how->into, how->shares);
  if (status == TW_OK && how->sector) status = twi_pieces_read(ctx, &j.parts, how->products, &j.pieces);
  if (status == TW_OK && j.pieces.named && !(j.named = twi_named_flows(ctx, &j.parts, &j.pieces)))
    status = twi_no_memory(ctx, j.N * j.N * sizeof(double));
  if (status == TW_OK) status = split_world(&j, how->name, how->title);
  twi_table_close(ctx, &j.new_);
  twi_table_close(ctx, &j.old);
  twi_free(ctx, j.sell);
  twi_free(ctx, j.sector);
  twi_free(ctx, j.region);
  twi_free(ctx, j.named);
  twi_pieces_close(ctx, &j.pieces);
  twi_parts_close(ctx, &j.parts);
  if (status != TW_OK) {
    tw_world_free(j.to);
    return status;
  }
  *out = j.to;
  return TW_OK;
}
