/* The rates of products: those given, else the sector's; of the rest, what makes the average the sector's. See
 * products_put.h.
 *
 *   tariffs         t F = sum_g t_g F_g + t_rest F_rest; the same of further columns
 *   export taxes    F/(1+e) = sum_g F_g/(1+e_g) + F_rest/(1+e_rest), so that output adds up */
#include <math.h>

#include "base/print.h"
#include "world/assemble.h"
#include "world/columns.h"
#include "world/products_put.h"

#define RATES_OFF 1e-9 /* of a flow: how far average rates of products may be from the sector's */

typedef struct averaging {
  twi_putting *p;
  const char *what;    /* the column */
  const double *given; /* [given flows] NaN: as the sector's; NULL: all so */
  double *values;      /* of the world, with the sectors' own */
  int tax;             /* the rate is on the producers' price */
  int below;           /* the column has rates below 0 */
  double *left;        /* [N][N] (d, o) rates times what they are on that products leave to the rest */
  uint32_t *last;      /* [N][N] 1 + the given flow that had another rate than the sector's; 0: none had */
  size_t k;            /* given flows so far */
} averaging;

/* What a rate is on. */
static double base_of(const averaging *a, double flow, double rate)
{
  return a->tax ? flow / (1 + rate) : flow;
}

/* The rates of one product, and what they leave. */
static void put_product_rates(averaging *a, size_t m)
{
  const tw_world *w = a->p->w;
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w);
  const double *own = a->values + (size_t)w->product[m].sector * n * n;
  for (size_t d = 0; d < n; d++)
    for (size_t i = w->product_row[m * n + d]; i < w->product_row[m * n + d + 1]; i++) {
      size_t cell = d * n + w->product_seller[i], from = twi_putting_flow(a->p, a->k++);
      double rate = a->given && !isnan(a->given[from]) ? a->given[from] : own[cell];
      a->values[all + i] = rate;
      a->left[cell] -= rate * base_of(a, w->flow[all + i], rate);
      if (rate != own[cell]) a->last[cell] = (uint32_t)from + 1;
    }
}

/* The rates of a rest, of which nothing is left then. */
static void put_rest_rates(averaging *a, size_t m)
{
  const tw_world *w = a->p->w;
  size_t n = (size_t)w->N, s = (size_t)w->product[m].sector, all = twi_world_sector_flows(w);
  const double *own = a->values + s * n * n, *flow = w->flow + s * n * n;
  for (size_t d = 0; d < n; d++)
    for (size_t i = w->product_row[m * n + d]; i < w->product_row[m * n + d + 1]; i++) {
      size_t cell = d * n + w->product_seller[i];
      double *rate = &a->values[all + i], rest = w->flow[all + i], left = a->left[cell];
      *rate = own[cell];
      if (!a->last[cell]) continue;
      *rate = left / (a->tax ? rest - left : rest);
      if (a->tax && !(rest - left > 0)) *rate = -1;                             /* there is none */
      if (!a->below && *rate < 0 && left >= -RATES_OFF * flow[cell]) *rate = 0; /* rounding */
      a->left[cell] = 0;
    }
}

/* What a cell's rates average to, against what the sector's flow has. m: the last product of the sector. */
static tw_status check_rates(averaging *a, size_t m, size_t cell)
{
  const tw_world *w = a->p->w;
  size_t n = (size_t)w->N, s = (size_t)w->product[m].sector, from = a->last[cell] - 1;
  double flow = w->flow[s * n * n + cell], own = a->values[s * n * n + cell], off = a->left[cell] / flow;
  const twi_market rest = {(int)s, (int)m, 0};
  size_t of_rest = w->product[m].rest ? twi_market_cell(w, &rest, cell / n, cell % n) : SIZE_MAX;
  const char *by = a->tax ? "value at producers' prices" : "value";
  char text[768];
  a->last[cell] = 0;
  if (of_rest == SIZE_MAX && fabs(off) > RATES_OFF)
    twi_print(text, sizeof text,
              "%s of the products of %s from %s to %s average %.10g %%, weighted by %s, and the flow of the sector has "
              "%.10g %%; expected the same, as these products leave no rest",
              a->what, w->sector[s], w->region[cell % n], w->region[cell / n], 100 * (own - off), by, 100 * own);
  else if (of_rest != SIZE_MAX &&
           (a->values[of_rest] <= -1 || a->values[of_rest] > TWI_MOST_RATE || (!a->below && a->values[of_rest] < 0)))
    twi_print(text, sizeof text,
              "%s of the products of %s from %s to %s would leave the rest of the flow %s%.10g %% to average the "
              "sector's %.10g %%; expected lower rates of the products, or a higher one of the sector",
              a->what, w->sector[s], w->region[cell % n], w->region[cell / n],
              a->values[of_rest] <= -1 ? "less than " : "", 100 * a->values[of_rest], 100 * own);
  else
    return TW_OK;
  return twi_putting_fail(a->p, from, text);
}

/* Taxes on exports may be subsidies; a tariff below 0 is a slip, unless the world has others. */
static int has_below(const averaging *a)
{
  const twi_given_products *g = a->p->given;
  int below = a->tax;
  for (size_t i = 0; i < twi_world_sector_flows(a->p->w) && !below; i++) below = a->values[i] < 0;
  for (size_t i = 0; i < g->flows && a->given && !below; i++) below = a->given[i] < 0;
  return below;
}

/* One column of rates. */
static tw_status put_rates(twi_putting *p, const char *what, const double *given, double *values)
{
  tw_world *w = p->w;
  size_t n = (size_t)w->N;
  averaging a = {.p = p, .what = what, .given = given, .values = values, .tax = values == w->export_tax};
  a.below = has_below(&a);
  a.left = twi_alloc(p->ctx, n * n, sizeof *a.left);
  a.last = twi_new(p->ctx, n * n, sizeof *a.last);
  tw_status status = a.left && a.last ? TW_OK : twi_no_memory(p->ctx, n * n * sizeof *a.left);
  for (size_t m = 0; m < (size_t)w->products && status == TW_OK; m++) {
    size_t s = (size_t)w->product[m].sector;
    if (m == 0 || (size_t)w->product[m - 1].sector != s)
      for (size_t cell = 0; cell < n * n; cell++) {
        double own = values[s * n * n + cell];
        a.left[cell] = own * base_of(&a, w->flow[s * n * n + cell], own);
      }
    if (w->product[m].rest)
      put_rest_rates(&a, m);
    else
      put_product_rates(&a, m);
    if (m + 1 < (size_t)w->products && (size_t)w->product[m + 1].sector == s) continue;
    for (size_t cell = 0; cell < n * n && status == TW_OK; cell++)
      if (a.last[cell]) status = check_rates(&a, m, cell);
  }
  twi_free(p->ctx, a.left);
  twi_free(p->ctx, a.last);
  return status;
}

static tw_status put_column(twi_putting *p, const char *what, double **given, double **values)
{
  tw_status status = TW_OK;
  if (*values) {
    status = twi_putting_lengthen(p, values);
  } else if (given && *given) {
    *values = twi_new(p->ctx, twi_world_flows(p->w), sizeof **values);
    if (!*values) status = twi_no_memory(p->ctx, twi_world_flows(p->w) * sizeof **values);
  }
  if (*values && status == TW_OK) status = put_rates(p, what, given ? *given : NULL, *values);
  if (given) {
    twi_free(p->ctx, *given);
    *given = NULL;
  }
  return status;
}

tw_status twi_put_rates(twi_putting *p)
{
  tw_world *w = p->w;
  twi_given_products *g = p->given;
  tw_status status = put_column(p, "tariff_pct", &g->tariff, &w->tariff);
  if (status == TW_OK) status = put_column(p, "export_tax_pct", &g->export_tax, &w->export_tax);
  for (int i = 0; i < w->column_count && status == TW_OK; i++)
    status = put_column(p, w->columns[i].name, g->column ? &g->column[i] : NULL, &w->columns[i].values);
  return status;
}
