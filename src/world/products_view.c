/* A world with some of its products: those left out go back into the rest of their sector, with its elasticity; a sector
 * none of whose products is kept has none. See products.h.
 *
 *   rest of a flow   F_rest = sum_g F_g                      over products left out, and the rest there was
 *   its rates        t_rest = sum_g t_g F_g / F_rest         theirs where all are the same; so of further columns
 *
 * The view borrows from the world all that this does not change. What differs is its own: that is how freeing knows. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "world/assemble.h"
#include "world/products.h"

typedef struct viewing {
  tw_context *ctx;
  const tw_world *from;
  const unsigned char *keep;
  tw_world *to;
  int *target;           /* [from's products] its product in the view, -1: of a sector that has none there */
  size_t *cell;          /* [N] of a row of a rest: the cell of each seller, SIZE_MAX: none yet */
  double *sum;           /* [N] of a row of a rest: flow times rate */
  double *first;         /* [N] the first rate */
  unsigned char *differ; /* [N] rates differ */
} viewing;

static int is_kept(const viewing *v, int g)
{
  return !v->from->product[g].rest && v->keep[g];
}

/* The products of the view: of a sector those kept, then a rest where there was one or where something is left out. */
static tw_status list_products(viewing *v)
{
  const tw_world *from = v->from;
  tw_world *to = v->to;
  size_t most = (size_t)from->products + 1;
  to->product = twi_new(v->ctx, most, sizeof *to->product);
  to->product_theta = twi_new(v->ctx, most, sizeof *to->product_theta);
  to->product_markup = from->product_markup ? twi_new(v->ctx, most, sizeof *to->product_markup) : NULL;
  to->products = 0;
  if (!to->product || !to->product_theta || (from->product_markup && !to->product_markup))
    return twi_no_memory(v->ctx, most * sizeof *to->product);
  for (int first = 0, end; first < from->products; first = end) {
    int s = from->product[first].sector, kept = 0, rest = -1, left_out = 0;
    for (end = first; end < from->products && from->product[end].sector == s; end++) {
      kept += is_kept(v, end);
      if (from->product[end].rest)
        rest = end;
      else
        left_out += !v->keep[end];
      v->target[end] = -1;
    }
    for (int g = first; kept && g < end; g++) {
      if (!is_kept(v, g)) continue;
      to->product[to->products] = from->product[g];
      to->product_theta[to->products] = from->product_theta[g];
      if (to->product_markup) to->product_markup[to->products] = from->product_markup[g];
      v->target[g] = to->products++;
    }
    if (!kept || (rest < 0 && !left_out)) continue;
    int at = to->products++;
    to->product_theta[at] = from->theta[s];
    if (to->product_markup) to->product_markup[at] = NAN;
    for (int g = first; g < end; g++)
      if (v->target[g] < 0) v->target[g] = at;
    if (rest >= 0) {
      to->product[at] = from->product[rest];
      continue;
    }
    char name[256];
    snprintf(name, sizeof name, "Other %.200s", from->sector_name[s]);
    to->product[at] = (twi_product){.sector = s, .family = -1, .rest = 1, .home = -1, .owner = -1};
    to->product[at].code = twi_strdup(v->ctx, "rest");
    to->product[at].name = twi_strdup(v->ctx, name);
    to->product[at].unit = twi_strdup(v->ctx, "");
    if (!to->product[at].code || !to->product[at].name || !to->product[at].unit) return twi_no_memory(v->ctx, 0);
  }
  return TW_OK;
}

/* Families that have a product left. */
static tw_status list_families(viewing *v)
{
  const tw_world *from = v->from;
  tw_world *to = v->to;
  size_t most = (size_t)from->families + 1;
  to->families = 0;
  to->family = twi_new(v->ctx, most, sizeof *to->family);
  to->family_elasticity = twi_new(v->ctx, most, sizeof *to->family_elasticity);
  if (!to->family || !to->family_elasticity) return twi_no_memory(v->ctx, most * sizeof *to->family);
  for (int h = 0; h < from->families; h++) {
    int any = 0;
    for (int g = 0; g < to->products; g++)
      if (to->product[g].family == h) { /* h is not below what families have become: each moves at most once */
        to->product[g].family = to->families;
        any = 1;
      }
    if (!any) continue;
    to->family[to->families] = from->family[h];
    to->family_elasticity[to->families++] = from->family_elasticity[h];
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- flows */

/* Calls put for each product of the view and each buyer, with the products of the world that it is among. */
typedef void put_row(viewing *v, int g, size_t d, int first, int end, size_t *at, void *user);
static void each_row(viewing *v, size_t *flows, put_row *put, void *user)
{
  const tw_world *from = v->from, *to = v->to;
  *flows = 0;
  for (int g = 0, first = 0; g < to->products; g++) { /* both in the order of sectors, products in theirs */
    int s = to->product[g].sector, end;
    if (to->product[g].rest) {
      while (first > 0 && from->product[first - 1].sector == s) first--;
      while (from->product[first].sector != s) first++;
      for (end = first; end < from->products && from->product[end].sector == s;) end++;
    } else {
      while (v->target[first] != g) first++;
      end = first + 1;
    }
    for (size_t d = 0; d < (size_t)to->N; d++) put(v, g, d, first, end, flows, user);
  }
}

/* The sellers of a row, and its start. */
static void put_sellers(viewing *v, int g, size_t d, int first, int end, size_t *at, void *user)
{
  const tw_world *from = v->from;
  size_t n = (size_t)from->N;
  (void)user;
  for (size_t o = 0; o < n; o++) v->differ[o] = 0;
  for (int k = first; k < end; k++)
    for (size_t i = from->product_row[(size_t)k * n + d];
         v->target[k] == g && i < from->product_row[(size_t)k * n + d + 1]; i++)
      v->differ[from->product_seller[i]] = 1;
  v->to->product_row[(size_t)g * n + d] = *at;
  for (size_t o = 0; o < n; o++)
    if (v->differ[o]) v->to->product_seller[(*at)++] = (uint16_t)o;
}

/* Numbers of flows in a row: values summed, or rates averaged by value. */
typedef enum numbers { SUMS, RATES, QUANTITIES } numbers;

typedef struct putting {
  const double *from;
  double *to;
  numbers what;
} putting;

static void put_numbers(viewing *v, int g, size_t d, int first, int end, size_t *at, void *user)
{
  const putting *p = user;
  const tw_world *from = v->from, *to = v->to;
  size_t n = (size_t)from->N, all = p->what == QUANTITIES ? 0 : twi_world_sector_flows(from);
  size_t start = to->product_row[(size_t)g * n + d], stop = to->product_row[(size_t)g * n + d + 1];
  for (size_t i = start; i < stop; i++) v->cell[to->product_seller[i]] = i;
  for (size_t o = 0; o < n; o++) {
    v->sum[o] = 0;
    v->first[o] = NAN;
    v->differ[o] = 0;
  }
  for (int k = first; k < end; k++) {
    if (v->target[k] != g) continue;
    for (size_t i = from->product_row[(size_t)k * n + d]; i < from->product_row[(size_t)k * n + d + 1]; i++) {
      size_t o = from->product_seller[i];
      double x = p->from[all + i];
      v->sum[o] += p->what == RATES ? x * from->flow[twi_world_sector_flows(from) + i] : x;
      if (isnan(v->first[o])) v->first[o] = x;
      v->differ[o] |= x != v->first[o];
    }
  }
  for (size_t i = start; i < stop; i++) {
    size_t o = to->product_seller[i];
    double value = to->flow[twi_world_sector_flows(to) + i];
    p->to[all + i] = p->what == RATES        ? (v->differ[o] ? v->sum[o] / value : v->first[o])
                     : p->what == QUANTITIES ? (to->product[g].rest ? NAN : v->sum[o])
                                             : v->sum[o];
  }
  *at += stop - start;
}

/* A copy of an array of flows, its products made anew. */
static tw_status copy_flows(viewing *v, const double *from, double **to, numbers what)
{
  size_t all = what == QUANTITIES ? 0 : twi_world_sector_flows(v->to), count = all + v->to->product_flows, flows;
  *to = NULL;
  if (!from) return TW_OK;
  *to = twi_alloc(v->ctx, count + 1, sizeof **to);
  if (!*to) return twi_no_memory(v->ctx, count * sizeof **to);
  if (all) memcpy(*to, from, all * sizeof **to);
  putting p = {from, *to, what};
  each_row(v, &flows, put_numbers, &p);
  return TW_OK;
}

static tw_status make_flows(viewing *v)
{
  const tw_world *from = v->from;
  tw_world *to = v->to;
  size_t flows, n = (size_t)to->N;
  to->product_seller = twi_alloc(v->ctx, from->product_flows + 1, sizeof *to->product_seller);
  to->product_row = twi_alloc(v->ctx, (size_t)to->products * n + 1, sizeof *to->product_row);
  if (!to->product_seller || !to->product_row)
    return twi_no_memory(v->ctx, from->product_flows * sizeof *to->product_seller);
  each_row(v, &flows, put_sellers, NULL);
  to->product_flows = to->product_row[(size_t)to->products * n] = flows;
  tw_status status = copy_flows(v, from->flow, &to->flow, SUMS);
  if (status == TW_OK) status = copy_flows(v, from->tariff, &to->tariff, RATES);
  if (status == TW_OK) status = copy_flows(v, from->export_tax, &to->export_tax, RATES);
  if (status == TW_OK) status = copy_flows(v, from->quantity, &to->quantity, QUANTITIES);
  if (status != TW_OK || from->column_count == 0) return status;
  to->columns = twi_new(v->ctx, (size_t)from->column_count, sizeof *to->columns);
  if (!to->columns) return twi_no_memory(v->ctx, 0);
  for (int i = 0; i < from->column_count && status == TW_OK; i++) {
    to->columns[i].name = from->columns[i].name;
    status = copy_flows(v, from->columns[i].values, &to->columns[i].values, RATES);
  }
  return status;
}

/* ---------------------------------------------------------------- the view */

static tw_status make_view(viewing *v)
{
  tw_world *to = v->to;
  size_t n = (size_t)v->from->N;
  v->target = twi_new(v->ctx, (size_t)v->from->products + 1, sizeof *v->target);
  v->cell = twi_new(v->ctx, n, sizeof *v->cell);
  v->sum = twi_new(v->ctx, n, sizeof *v->sum);
  v->first = twi_new(v->ctx, n, sizeof *v->first);
  v->differ = twi_new(v->ctx, n, 1);
  if (!v->target || !v->cell || !v->sum || !v->first || !v->differ) return twi_no_memory(v->ctx, 0);
  tw_status status = list_products(v);
  if (status == TW_OK) status = list_families(v);
  if (status == TW_OK && to->products > 0) status = make_flows(v);
  if (status == TW_OK) status = twi_world_accounts(v->ctx, to);
  return status;
}

tw_status twi_world_with_products(tw_context *ctx, const tw_world *w, const unsigned char *keep, tw_world **view)
{
  viewing v = {.ctx = ctx, .from = w, .keep = keep};
  *view = NULL;
  tw_world *to = v.to = twi_alloc(ctx, 1, sizeof *to);
  if (!to) return twi_no_memory(ctx, sizeof *to);
  *to = *w;
  to->whole = w;
  to->assumed = NULL;
  to->product = NULL;
  to->product_theta = to->product_markup = to->family_elasticity = to->quantity = NULL;
  to->family = NULL;
  to->product_seller = NULL;
  to->product_row = NULL;
  to->market = NULL;
  to->sector_market = NULL;
  to->spending = to->output = to->value_added = to->deficit = NULL;
  to->products = to->families = 0;
  to->product_flows = 0;
  tw_status status = make_view(&v);
  if (status == TW_OK) status = twi_world_say_assumed(ctx, to);
  void *own[] = {v.target, v.cell, v.sum, v.first, v.differ};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  if (status != TW_OK)
    twi_world_view_free(ctx, to);
  else
    *view = to;
  return status;
}

/* Frees what is not the world's. */
static void free_own(tw_context *ctx, void *own, const void *whole)
{
  if (own && own != whole) twi_free(ctx, own);
}

void twi_world_view_free(tw_context *ctx, tw_world *view)
{
  if (!view) return;
  const tw_world *w = view->whole;
  for (int g = 0; g < view->products && view->product; g++) {
    const twi_product *p = &view->product[g];
    int theirs = !p->rest;
    for (int k = 0; k < w->products && !theirs; k++) theirs = w->product[k].code == p->code;
    if (theirs) continue;
    twi_free(ctx, p->code);
    twi_free(ctx, p->name);
    twi_free(ctx, p->unit);
  }
  for (int i = 0; i < view->column_count && view->columns != w->columns && view->columns; i++)
    free_own(ctx, view->columns[i].values, w->columns[i].values);
  free_own(ctx, view->assumed, w->assumed);
  free_own(ctx, view->columns, w->columns);
  free_own(ctx, view->product, w->product);
  free_own(ctx, view->product_theta, w->product_theta);
  free_own(ctx, view->product_markup, w->product_markup);
  free_own(ctx, view->family, w->family);
  free_own(ctx, view->family_elasticity, w->family_elasticity);
  free_own(ctx, view->product_seller, w->product_seller);
  free_own(ctx, view->product_row, w->product_row);
  free_own(ctx, view->quantity, w->quantity);
  free_own(ctx, view->market, w->market);
  free_own(ctx, view->sector_market, w->sector_market);
  free_own(ctx, view->flow, w->flow);
  free_own(ctx, view->tariff, w->tariff);
  free_own(ctx, view->export_tax, w->export_tax);
  free_own(ctx, view->spending, w->spending);
  free_own(ctx, view->output, w->output);
  free_own(ctx, view->value_added, w->value_added);
  free_own(ctx, view->deficit, w->deficit);
  twi_free(ctx, view);
}
