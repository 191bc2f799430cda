/* Products put into a world that has its sectors' flows and rates. See products.h and products_put.h.
 *
 *   rest of a flow    F_rest = F - sum_g F_g                         where that is more than 1e-9 F
 *
 * What is given of the flows is freed as soon as the world has it: both at once would be the most memory that a world
 * ever needs. */
#include <math.h>
#include <string.h>

#include "base/print.h"
#include "world/assemble.h"
#include "world/products_put.h"

#define MISSING 1e-9 /* of a flow: what products may leave without a rest, and exceed it by */

/* Sums of products over a sector's flows, and the last given flow of each, for messages. sum [N][N] of (d, o). */
static void sum_sector(const twi_putting *p, int s, double *sum, uint32_t *last)
{
  const tw_world *w = p->w;
  const twi_given_products *g = p->given;
  size_t n = (size_t)w->N;
  memset(sum, 0, n * n * sizeof *sum);
  for (int k = 0; k < g->products; k++) {
    if (w->product[k].sector != s) continue;
    for (size_t r = p->start[(size_t)k * n]; r < p->start[(size_t)(k + 1) * n]; r++) {
      size_t i = twi_putting_flow(p, r), cell = g->importer[i] * n + g->exporter[i];
      sum[cell] += g->value[i];
      last[cell] = (uint32_t)i;
    }
  }
}

static tw_status fail_more(const twi_putting *p, int s, size_t cell, double sum, size_t i)
{
  const tw_world *w = p->w;
  size_t n = (size_t)w->N;
  double flow = w->flow[(size_t)s * n * n + cell];
  char text[768], have[TWI_MONEY], of[TWI_MONEY];
  twi_print(text, sizeof text,
            "the products of %s from %s to %s are worth %s, more than the flow of the sector, which is %s; expected "
            "products that sum to the flow or leave a rest (tradewind world products scales them)",
            w->sector[s], w->region[cell % n], w->region[cell / n], twi_money(w, sum, have), twi_money(w, flow, of));
  return twi_putting_fail(p, i, text);
}

/* Finds which sectors have a rest, and how many flows it has; TW_BAD_INPUT where products exceed a flow. */
static tw_status find_rests(twi_putting *p, size_t *rests)
{
  tw_world *w = p->w;
  size_t n = (size_t)w->N;
  double *sum = twi_alloc(p->ctx, n * n, sizeof *sum);
  uint32_t *last = twi_new(p->ctx, n * n, sizeof *last);
  p->rest = twi_alloc(p->ctx, (size_t)w->S, sizeof *p->rest);
  tw_status status = sum && last && p->rest ? TW_OK : twi_no_memory(p->ctx, n * n * sizeof *sum);
  int g = 0;
  *rests = 0;
  for (int s = 0; s < w->S && status == TW_OK; s++) {
    int first = g;
    p->rest[s] = -1;
    while (g < p->given->products && w->product[g].sector == s) g++;
    if (g == first) continue;
    sum_sector(p, s, sum, last);
    for (size_t cell = 0; cell < n * n && status == TW_OK; cell++) {
      double flow = w->flow[(size_t)s * n * n + cell];
      if (sum[cell] > flow * (1 + MISSING)) {
        status = fail_more(p, s, cell, sum[cell], last[cell]);
      } else if (flow - sum[cell] > MISSING * flow) {
        p->rest[s] = 1; /* its index comes later */
        ++*rests;
      }
    }
  }
  twi_free(p->ctx, sum);
  twi_free(p->ctx, last);
  return status;
}

/* Inserts the rests after the products of their sectors. */
static tw_status insert_rests(twi_putting *p)
{
  tw_world *w = p->w;
  int count = p->given->products, more = 0;
  for (int s = 0; s < w->S; s++) more += p->rest[s] >= 0;
  int at = count + more, from = count;
  w->products = count; /* for freeing */
  for (int s = w->S; s-- > 0;) {
    int end = from;
    while (from > 0 && w->product[from - 1].sector == s) from--;
    if (p->rest[s] >= 0) {
      p->rest[s] = --at;
      w->product[at] = (twi_product){.sector = s, .family = -1, .rest = 1, .home = -1, .owner = -1};
      w->product_theta[at] = w->theta[s];
      if (w->product_markup) w->product_markup[at] = NAN;
    }
    for (int g = end; g-- > from;) {
      at--;
      if (at == g) continue;
      w->product[at] = w->product[g];
      w->product_theta[at] = w->product_theta[g];
      if (w->product_markup) w->product_markup[at] = w->product_markup[g];
      memset(&w->product[g], 0, sizeof *w->product);
    }
  }
  w->products = count + more;
  for (int s = 0; s < w->S; s++) {
    if (p->rest[s] < 0) continue;
    twi_product *rest = &w->product[p->rest[s]];
    char name[256];
    twi_print(name, sizeof name, "Other %.200s", w->sector_name[s]);
    rest->code = twi_strdup(p->ctx, "rest");
    rest->name = twi_strdup(p->ctx, name);
    rest->unit = twi_strdup(p->ctx, "");
    if (!rest->code || !rest->name || !rest->unit) return twi_no_memory(p->ctx, 0);
  }
  return TW_OK;
}

/* Flows, sellers and rows. */
static tw_status put_flows(twi_putting *p, size_t rests)
{
  tw_world *w = p->w;
  const twi_given_products *g = p->given;
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w), k = 0, at = 0;
  w->product_flows = g->flows + rests;
  w->product_row = twi_alloc(p->ctx, (size_t)w->products * n + 1, sizeof *w->product_row);
  w->product_seller = twi_alloc(p->ctx, w->product_flows + 1, sizeof *w->product_seller);
  if (g->quantity) w->quantity = twi_alloc(p->ctx, w->product_flows + 1, sizeof *w->quantity);
  double *left = twi_alloc(p->ctx, n * n, sizeof *left);
  tw_status status = twi_putting_lengthen(p, &w->flow);
  if (status == TW_OK && (!w->product_row || !w->product_seller || !left || (g->quantity && !w->quantity)))
    status = twi_no_memory(p->ctx, w->product_flows * sizeof(double));
  for (int m = 0, s = -1, given = 0; m < w->products && status == TW_OK; m++) {
    if (w->product[m].sector != s) {
      s = w->product[m].sector;
      memcpy(left, w->flow + (size_t)s * n * n, n * n * sizeof *left);
    }
    for (size_t d = 0; d < n; d++) {
      w->product_row[(size_t)m * n + d] = at;
      if (!w->product[m].rest) {
        for (size_t end = p->start[(size_t)given * n + d + 1]; k < end; k++, at++) {
          size_t i = twi_putting_flow(p, k);
          w->product_seller[at] = g->exporter[i];
          w->flow[all + at] = g->value[i];
          if (w->quantity) w->quantity[at] = isnan(g->quantity[i]) ? NAN : g->quantity[i];
          left[d * n + g->exporter[i]] -= g->value[i];
        }
        continue;
      }
      for (size_t o = 0; o < n; o++) {
        double flow = w->flow[((size_t)s * n + d) * n + o];
        if (!(left[d * n + o] > MISSING * flow)) continue;
        w->product_seller[at] = (uint16_t)o;
        w->flow[all + at] = left[d * n + o];
        if (w->quantity) w->quantity[at] = NAN;
        at++;
      }
    }
    given += !w->product[m].rest;
  }
  if (status == TW_OK) w->product_row[(size_t)w->products * n] = w->product_flows = at;
  twi_free(p->ctx, left);
  return status;
}

/* Frees what is given of the flows themselves, which the world has now. */
static void drop_flows(const twi_putting *p)
{
  twi_given_products *g = p->given;
  void *own[] = {g->of, g->importer, g->exporter, g->value, g->quantity};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(p->ctx, own[i]);
  g->of = NULL;
  g->importer = g->exporter = NULL;
  g->value = g->quantity = NULL;
}

/* One form of what means the same: no list of which no entry says anything, one NaN, no negative zero. */
static void make_canonical(const twi_putting *p)
{
  tw_world *w = p->w;
  twi_given_products *g = p->given;
  int any = 0;
  if (w->families == 0) {
    twi_free(p->ctx, w->family);
    twi_free(p->ctx, w->family_elasticity);
    w->family = NULL;
    w->family_elasticity = NULL;
  }
  for (int h = 0; h < w->families; h++) w->family_elasticity[h] += 0.0;
  for (int s = 0; s < w->S && w->product_elasticity; s++) any |= (w->product_elasticity[s] += 0.0) != 0;
  if (!any) {
    twi_free(p->ctx, w->product_elasticity);
    w->product_elasticity = NULL;
  }
  any = 0;
  for (int k = 0; k < w->products && w->product_markup; k++) {
    if (isnan(w->product_markup[k])) w->product_markup[k] = NAN;
    any |= !isnan(w->product_markup[k]);
  }
  if (!any) {
    twi_free(p->ctx, w->product_markup);
    w->product_markup = NULL;
  }
  any = 0;
  for (size_t i = 0; i < g->flows && g->quantity && !any; i++) any = !isnan(g->quantity[i]);
  if (!any) {
    twi_free(p->ctx, g->quantity);
    g->quantity = NULL;
  }
}

static tw_status put_all(twi_putting *p)
{
  size_t rests = 0;
  make_canonical(p);
  tw_status status = twi_order_products(p);
  if (status == TW_OK) status = find_rests(p, &rests);
  if (status == TW_OK) status = insert_rests(p);
  if (status == TW_OK) status = put_flows(p, rests);
  if (status != TW_OK) return status;
  drop_flows(p);
  return twi_put_rates(p);
}

void twi_given_products_free(tw_context *ctx, twi_given_products *g)
{
  for (int h = 0; h < g->families && g->family; h++) {
    twi_free(ctx, g->family[h].code);
    twi_free(ctx, g->family[h].name);
  }
  for (int k = 0; k < g->products && g->product; k++) {
    twi_free(ctx, g->product[k].code);
    twi_free(ctx, g->product[k].name);
    twi_free(ctx, g->product[k].unit);
  }
  for (int i = 0; i < g->columns && g->column; i++) twi_free(ctx, g->column[i]);
  void *own[] = {g->family,       g->family_elasticity, g->family_line, g->product,    g->theta,    g->markup,
                 g->product_line, g->elasticity,        g->of,          g->importer,   g->exporter, g->line,
                 g->value,        g->quantity,          g->tariff,      g->export_tax, g->column};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  *g = (twi_given_products){.families = 0};
}

tw_status twi_world_put_products(tw_context *ctx, tw_world *w, twi_given_products *given, const char *origin)
{
  twi_putting p = {.ctx = ctx, .w = w, .given = given, .origin = origin};
  tw_status status = TW_OK;
  if (w->N > TWI_MOST_PRODUCT_REGIONS || given->flows > UINT32_MAX - 1 || given->products > TWI_MOST_PRODUCTS ||
      given->families > TWI_MOST_PRODUCTS)
    status =
        twi_fail(ctx, TW_BAD_INPUT,
                 "%s: found %d regions, %d families, %d products and %zu flows of them, expected at most %d, %d, %d "
                 "and %lu",
                 origin, w->N, given->families, given->products, given->flows, TWI_MOST_PRODUCT_REGIONS,
                 TWI_MOST_PRODUCTS, TWI_MOST_PRODUCTS, (unsigned long)UINT32_MAX - 1);
  if (status == TW_OK) status = twi_check_product_codes(ctx, w, given, origin);
  if (status == TW_OK) status = twi_check_product_origins(ctx, given, origin);
  /* The world has them from here on. */
  w->family = given->family;
  w->families = given->families;
  w->family_elasticity = given->family_elasticity;
  w->product = given->product;
  w->products = given->products;
  w->product_theta = given->theta;
  w->product_markup = given->markup;
  w->product_elasticity = given->elasticity;
  given->family = NULL;
  given->product = NULL;
  given->family_elasticity = given->theta = given->markup = given->elasticity = NULL;
  if (status == TW_OK) status = put_all(&p);
  twi_free(ctx, p.place);
  twi_free(ctx, p.rest);
  twi_free(ctx, p.order);
  twi_free(ctx, p.start);
  twi_given_products_free(ctx, given);
  return status;
}
