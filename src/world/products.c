/* Products of a world: the list of markets, and products with their flows put in place. See products.h.
 *
 *   rest of a flow    F_rest = F - sum_g F_g                         where that is more than 1e-9 F
 *   its rate          (1+t) F = sum_g (1+t_g) F_g + (1+t_rest) F_rest; the same of export taxes and further columns
 *
 * Flows are brought into the order product, importer, exporter by counting, twice: by exporter, then by the rest. */
#include "world/products.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "world/assemble.h"

#define MISSING   1e-9 /* of a flow: what products may leave without a rest, and exceed it by */
#define RATES_OFF 1e-9 /* how far average rates of products without a rest may be from the sector's */

size_t twi_market_cell(const tw_world *w, const twi_market *m, size_t d, size_t o)
{
  twi_row row = twi_market_row(w, m, d);
  if (!row.seller) return row.first + o;
  size_t low = 0, high = row.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (row.seller[middle] < o)
      low = middle + 1;
    else
      high = middle;
  }
  return low < row.count && row.seller[low] == o ? row.first + low : SIZE_MAX;
}

twi_flow_at twi_flow_of(const tw_world *w, size_t cell)
{
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w);
  if (cell < all) return (twi_flow_at){(int)(cell / (n * n)), (int)(cell / n % n), (int)(cell % n), -1};
  size_t flow = cell - all, low = 0, high = (size_t)w->products * n; /* the last row that starts at or before it */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (w->product_row[middle] <= flow)
      low = middle;
    else
      high = middle;
  }
  int g = (int)(low / n);
  return (twi_flow_at){w->product[g].sector, (int)(low % n), w->product_seller[flow], g};
}

twi_producer_at twi_producer_of(const tw_world *w, size_t cell)
{
  size_t n = (size_t)w->N, s = (size_t)w->S;
  if (cell < n * s) return (twi_producer_at){(int)(cell % s), (int)(cell / s), -1};
  int g = (int)((cell - n * s) / n);
  return (twi_producer_at){w->product[g].sector, (int)((cell - n * s) % n), g};
}

const char *twi_code_of(const tw_world *w, int s, int g)
{
  return g < 0 ? w->sector[s] : w->product[g].code;
}

int twi_world_product_index(const tw_world *w, const char *code, size_t length)
{
  for (int g = 0; g < w->products; g++)
    if (!w->product[g].rest && twi_same_name(code, length, w->product[g].code)) return g;
  return -1;
}

int twi_world_family_index(const tw_world *w, const char *code, size_t length)
{
  for (int h = 0; h < w->families; h++)
    if (twi_same_name(code, length, w->family[h].code)) return h;
  return -1;
}

tw_status twi_world_markets(tw_context *ctx, tw_world *w)
{
  size_t n = (size_t)w->N, sectors = (size_t)w->S, most = sectors + (size_t)w->products;
  twi_market *market = twi_resize(ctx, w->market, most, sizeof *market);
  if (!market) return twi_no_memory(ctx, most * sizeof *market);
  w->market = market;
  int *start = twi_resize(ctx, w->sector_market, sectors + 1, sizeof *start);
  if (!start) return twi_no_memory(ctx, sectors * sizeof *start);
  w->sector_market = start;
  int g = 0;
  w->markets = 0;
  for (int s = 0; s < w->S; s++) {
    w->sector_market[s] = w->markets;
    if (g == w->products || w->product[g].sector != s) w->market[w->markets++] = (twi_market){s, -1, (size_t)s * n * n};
    for (; g < w->products && w->product[g].sector == s; g++)
      w->market[w->markets++] = (twi_market){s, g, twi_world_sector_flows(w) + w->product_row[(size_t)g * n]};
  }
  w->sector_market[sectors] = w->markets;
  return TW_OK;
}

static void free_number(const tw_world *w, void *pointer)
{
  if (pointer) twi_allocator_resize(&w->allocator, pointer, 0);
}

void twi_world_products_free(tw_world *w)
{
  for (int g = 0; g < w->products && w->product; g++) {
    char *text[] = {w->product[g].code, w->product[g].name, w->product[g].unit};
    for (int i = 0; i < 3; i++) free_number(w, text[i]);
  }
  for (int h = 0; h < w->families && w->family; h++) {
    free_number(w, w->family[h].code);
    free_number(w, w->family[h].name);
  }
  void *own[] = {
      w->product,           w->family,        w->product_seller, w->product_row, w->quantity,     w->product_elasticity,
      w->family_elasticity, w->product_theta, w->product_markup, w->market,      w->sector_market};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) free_number(w, own[i]);
  w->product = NULL;
  w->family = NULL;
  w->products = w->families = 0;
}

/* ---------------------------------------------------------------- putting them in place */

typedef struct putting {
  tw_context *ctx;
  tw_world *w;
  const twi_given_products *given;
  const char *origin;
  int *place, *rest; /* [given products] index in the world; [S] that of a sector's rest, -1: none */
  uint32_t *order;   /* [flows] of the given flows: product, importer, exporter */
  size_t *start;     /* [given products N + 1] where those of a product in the world's order, and importer, start */
} putting;

static tw_status fail_flow(const putting *p, size_t i, const char *text)
{
  const twi_given_products *g = p->given;
  char line[24] = "";
  if (g->line) snprintf(line, sizeof line, ":%d", g->line[i]);
  return twi_fail(p->ctx, TW_BAD_INPUT, "%s%s: %s", p->origin, line, text);
}

/* Products by sector, in it by family, those without one after them, and as given; then families by sector. */
static tw_status order_products(putting *p)
{
  tw_world *w = p->w;
  int count = p->given->products, at = 0;
  twi_product *sorted = twi_new(p->ctx, (size_t)count + (size_t)w->S, sizeof *sorted);
  double *theta = twi_alloc(p->ctx, (size_t)count + (size_t)w->S, sizeof *theta);
  double *markup = w->product_markup ? twi_alloc(p->ctx, (size_t)count + (size_t)w->S, sizeof *markup) : NULL;
  p->place = twi_alloc(p->ctx, (size_t)count + 1, sizeof *p->place);
  if (!sorted || !theta || !p->place || (w->product_markup && !markup)) {
    twi_free(p->ctx, sorted);
    twi_free(p->ctx, theta);
    twi_free(p->ctx, markup);
    return twi_no_memory(p->ctx, (size_t)count * sizeof *sorted);
  }
  for (int s = 0; s < w->S; s++)
    for (int h = 0; h <= w->families; h++) {
      if (h < w->families && w->family[h].sector != s) continue;
      for (int g = 0; g < count; g++) {
        const twi_product *one = &w->product[g];
        if (one->sector != s || one->family != (h < w->families ? h : -1)) continue;
        p->place[g] = at;
        theta[at] = w->product_theta[g];
        if (markup) markup[at] = w->product_markup[g];
        sorted[at++] = *one;
      }
    }
  twi_free(p->ctx, w->product);
  twi_free(p->ctx, w->product_theta);
  twi_free(p->ctx, w->product_markup);
  w->product = sorted;
  w->product_theta = theta;
  w->product_markup = markup;
  return TW_OK;
}

/* order and start: two stable passes of counting. */
static tw_status order_flows(putting *p)
{
  const twi_given_products *g = p->given;
  size_t n = (size_t)p->w->N, flows = g->flows, rows = (size_t)g->products * n;
  uint32_t *by_seller = twi_alloc(p->ctx, flows + 1, sizeof *by_seller);
  size_t *count = twi_new(p->ctx, n + 1, sizeof *count);
  p->order = twi_alloc(p->ctx, flows + 1, sizeof *p->order);
  p->start = twi_new(p->ctx, rows + 1, sizeof *p->start);
  if (!by_seller || !count || !p->order || !p->start) {
    twi_free(p->ctx, by_seller);
    twi_free(p->ctx, count);
    return twi_no_memory(p->ctx, flows * sizeof *by_seller);
  }
  for (size_t i = 0; i < flows; i++) count[g->exporter[i] + 1]++;
  for (size_t o = 0; o < n; o++) count[o + 1] += count[o];
  for (size_t i = 0; i < flows; i++) by_seller[count[g->exporter[i]]++] = (uint32_t)i;
#define ROW(i) ((size_t)p->place[g->of[i]] * n + (size_t)g->importer[i])
  for (size_t i = 0; i < flows; i++) p->start[ROW(i) + 1]++;
  for (size_t r = 0; r < rows; r++) p->start[r + 1] += p->start[r];
  for (size_t k = 0; k < flows; k++) p->order[p->start[ROW(by_seller[k])]++] = by_seller[k];
#undef ROW
  for (size_t r = rows; r > 0; r--) p->start[r] = p->start[r - 1]; /* the pass has moved each to the next */
  p->start[0] = 0;
  twi_free(p->ctx, by_seller);
  twi_free(p->ctx, count);
  return TW_OK;
}

static tw_status check_twice(const putting *p)
{
  const tw_world *w = p->w;
  const twi_given_products *g = p->given;
  char text[512], first[32] = "";
  for (size_t k = 1; k < g->flows; k++) {
    size_t i = p->order[k], j = p->order[k - 1];
    if (g->of[i] != g->of[j] || g->importer[i] != g->importer[j] || g->exporter[i] != g->exporter[j]) continue;
    if (g->line) snprintf(first, sizeof first, ", first in line %d", g->line[j]);
    snprintf(text, sizeof text, "found the flow of %s from %s to %s again%s", w->product[p->place[g->of[i]]].code,
             w->region[g->exporter[i]], w->region[g->importer[i]], first);
    return fail_flow(p, i, text);
  }
  return TW_OK;
}

/* Sums of products over a sector's flows, and the last given flow of each, for messages. sum [N][N] of (d, o). */
static void sum_sector(const putting *p, int s, double *sum, uint32_t *last)
{
  const tw_world *w = p->w;
  const twi_given_products *g = p->given;
  size_t n = (size_t)w->N;
  memset(sum, 0, n * n * sizeof *sum);
  for (int k = 0; k < g->products; k++) {
    if (w->product[k].sector != s) continue;
    for (size_t r = p->start[(size_t)k * n]; r < p->start[(size_t)(k + 1) * n]; r++) {
      size_t i = p->order[r], cell = (size_t)g->importer[i] * n + (size_t)g->exporter[i];
      sum[cell] += g->value[i];
      last[cell] = (uint32_t)i;
    }
  }
}

static tw_status fail_more(const putting *p, int s, size_t cell, double sum, size_t i)
{
  const tw_world *w = p->w;
  size_t n = (size_t)w->N;
  double flow = w->flow[(size_t)s * n * n + cell];
  char text[768], have[TWI_MONEY], of[TWI_MONEY];
  snprintf(text, sizeof text,
           "the products of %s from %s to %s are worth %s, more than the flow of the sector, which is %s; expected "
           "products that sum to the flow or leave a rest (tradewind world products scales them)",
           w->sector[s], w->region[cell % n], w->region[cell / n], twi_money(w, sum, have), twi_money(w, flow, of));
  return fail_flow(p, i, text);
}

/* Finds which sectors have a rest, and how many flows it has; TW_BAD_INPUT where products exceed a flow. */
static tw_status find_rests(putting *p, size_t *rests)
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
static tw_status insert_rests(putting *p)
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
    snprintf(name, sizeof name, "Other %.200s", w->sector_name[s]);
    rest->code = twi_strdup(p->ctx, "rest");
    rest->name = twi_strdup(p->ctx, name);
    rest->unit = twi_strdup(p->ctx, "");
    if (!rest->code || !rest->name || !rest->unit) return twi_no_memory(p->ctx, 0);
  }
  return TW_OK;
}

/* An array of flows with room for those of products. */
static tw_status lengthen(putting *p, double **values)
{
  double *longer = *values ? twi_resize(p->ctx, *values, twi_world_flows(p->w), sizeof **values) : NULL;
  if (!longer) return twi_no_memory(p->ctx, twi_world_flows(p->w) * sizeof **values);
  *values = longer;
  return TW_OK;
}

/* The rates of products: those given, else the sector's; of the rest, what makes the average the sector's. */
static tw_status put_rates(putting *p, const char *what, const double *given, double *values)
{
  tw_world *w = p->w;
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w), k = 0;
  double *left = twi_alloc(p->ctx, 2 * n * n, sizeof *left), *size = left + n * n; /* of rate times value, of value */
  uint32_t *last = twi_new(p->ctx, n * n, sizeof *last);
  tw_status status = left && last ? TW_OK : twi_no_memory(p->ctx, 2 * n * n * sizeof *left);
  for (int m = 0, s = -1; m < w->products && status == TW_OK; m++) {
    if (w->product[m].sector != s) {
      s = w->product[m].sector;
      for (size_t cell = 0; cell < n * n; cell++) {
        size[cell] = w->flow[(size_t)s * n * n + cell];
        left[cell] = values[(size_t)s * n * n + cell] * size[cell];
      }
    }
    for (size_t d = 0; d < n; d++)
      for (size_t i = w->product_row[(size_t)m * n + d]; i < w->product_row[(size_t)m * n + d + 1]; i++) {
        size_t cell = d * n + w->product_seller[i];
        double own = values[(size_t)s * n * n + cell];
        if (!w->product[m].rest) {
          size_t from = p->order[k++];
          double rate = given && !isnan(given[from]) ? given[from] : own;
          values[all + i] = rate;
          left[cell] -= rate * w->flow[all + i];
          if (rate != own) last[cell] = (uint32_t)from + 1;
          size[cell] -= w->flow[all + i];
        } else { /* nothing but the rest is left of it */
          values[all + i] = last[cell] ? left[cell] / w->flow[all + i] : own;
          left[cell] = 0;
        }
      }
    int ends = m + 1 == w->products || w->product[m + 1].sector != s;
    for (size_t cell = 0; ends && cell < n * n && status == TW_OK; cell++) {
      if (!last[cell]) continue;
      size_t d = cell / n, o = cell % n, from = last[cell] - 1;
      double flow = w->flow[(size_t)s * n * n + cell], own = values[(size_t)s * n * n + cell], off = left[cell] / flow;
      const twi_market rest = {s, m, 0};
      size_t of_rest = w->product[m].rest ? twi_market_cell(w, &rest, d, o) : SIZE_MAX;
      char text[768];
      last[cell] = 0;
      if (of_rest == SIZE_MAX && fabs(off) > RATES_OFF)
        snprintf(
            text, sizeof text,
            "%s of the products of %s from %s to %s average %.10g %%, weighted by value, and the flow of the sector "
            "has %.10g %%; expected the same, as these products leave no rest",
            what, w->sector[s], w->region[o], w->region[d], 100 * (own - off), 100 * own);
      else if (of_rest != SIZE_MAX && own >= 0 ? values[of_rest] < -RATES_OFF
                                               : of_rest != SIZE_MAX && values[of_rest] <= -1)
        snprintf(text, sizeof text,
                 "%s of the products of %s from %s to %s would leave the rest of the flow %.10g %% to average the "
                 "sector's %.10g %%; expected lower rates of the products, or a higher one of the sector",
                 what, w->sector[s], w->region[o], w->region[d], 100 * values[of_rest], 100 * own);
      else
        continue;
      status = fail_flow(p, from, text);
    }
  }
  twi_free(p->ctx, left);
  twi_free(p->ctx, last);
  return status;
}

/* Flows, sellers and rows. */
static tw_status put_flows(putting *p, size_t rests)
{
  tw_world *w = p->w;
  const twi_given_products *g = p->given;
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w), k = 0, at = 0;
  w->product_flows = g->flows + rests;
  w->product_row = twi_alloc(p->ctx, (size_t)w->products * n + 1, sizeof *w->product_row);
  w->product_seller = twi_alloc(p->ctx, w->product_flows + 1, sizeof *w->product_seller);
  if (g->quantity) w->quantity = twi_alloc(p->ctx, w->product_flows + 1, sizeof *w->quantity);
  double *left = twi_alloc(p->ctx, n * n, sizeof *left);
  tw_status status = lengthen(p, &w->flow);
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
          size_t i = p->order[k];
          w->product_seller[at] = (uint16_t)g->exporter[i];
          w->flow[all + at] = g->value[i];
          if (w->quantity) w->quantity[at] = isnan(g->quantity[i]) ? NAN : g->quantity[i];
          left[d * n + (size_t)g->exporter[i]] -= g->value[i];
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

static tw_status put_all(putting *p)
{
  tw_world *w = p->w;
  const twi_given_products *g = p->given;
  size_t rests = 0;
  tw_status status = order_products(p);
  if (status == TW_OK) status = order_flows(p);
  if (status == TW_OK) status = check_twice(p);
  if (status == TW_OK) status = find_rests(p, &rests);
  if (status == TW_OK) status = insert_rests(p);
  if (status == TW_OK) status = put_flows(p, rests);
  for (int i = -2; i < w->column_count && status == TW_OK; i++) {
    double **values = i == -2 ? &w->tariff : i == -1 ? &w->export_tax : &w->columns[i].values;
    const double *given = i == -2 ? g->tariff : i == -1 ? g->export_tax : g->column ? g->column[i] : NULL;
    const char *what = i == -2 ? "tariff_pct" : i == -1 ? "export_tax_pct" : w->columns[i].name;
    if (!*values && given) {
      *values = twi_new(p->ctx, twi_world_flows(w), sizeof **values);
      if (!*values) status = twi_no_memory(p->ctx, twi_world_flows(w) * sizeof **values);
    } else if (*values) {
      status = lengthen(p, values);
    }
    if (*values && status == TW_OK) status = put_rates(p, what, given, *values);
  }
  return status;
}

tw_status twi_world_put_products(tw_context *ctx, tw_world *w, const twi_given_products *given, const char *origin)
{
  putting p = {.ctx = ctx, .w = w, .given = given, .origin = origin};
  tw_status status = TW_OK;
  w->family = given->family;
  w->families = given->families;
  w->family_elasticity = given->family_elasticity;
  w->product = given->product;
  w->products = given->products;
  w->product_theta = given->theta;
  w->product_markup = given->markup;
  w->product_elasticity = given->elasticity;
  if (w->N > TWI_MOST_PRODUCT_REGIONS || given->flows > UINT32_MAX - 1)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found %d regions and %zu flows, expected at most %d and %u with products",
                    origin, w->N, given->flows, TWI_MOST_PRODUCT_REGIONS, UINT32_MAX - 1);
  status = put_all(&p);
  twi_free(ctx, p.place);
  twi_free(ctx, p.rest);
  twi_free(ctx, p.order);
  twi_free(ctx, p.start);
  return status;
}
