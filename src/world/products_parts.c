/* A sector of a world in two products that buyers tell apart no more than origins: legal and illegal fish. See products.h.
 *
 *   F_2 = share F, F_1 = F - F_2          by importer and exporter
 *   theta_1 = theta_2 = eta = theta       one nest of all flows: at equal wedges and the sector's theta nothing changes
 *
 * The view borrows from the world all that this does not change, and has its own of what products are kept in. */
#include <math.h>
#include <string.h>

#include "world/assemble.h"
#include "world/products.h"

/* Flows with room at their end are the view's own: putting products in lengthens them. */
static tw_status copy_flows(tw_context *ctx, const tw_world *w, double **values)
{
  size_t count = twi_world_sector_flows(w);
  double *copy = *values ? twi_alloc(ctx, count + 1, sizeof *copy) : NULL;
  if (*values && !copy) {
    *values = NULL; /* the world's, not to be freed */
    return twi_no_memory(ctx, count * sizeof *copy);
  }
  if (copy) memcpy(copy, *values, count * sizeof *copy);
  *values = copy;
  return TW_OK;
}

static tw_status copy_columns(tw_context *ctx, const tw_world *w, tw_world *to)
{
  if (w->column_count == 0) return TW_OK;
  to->columns = twi_new(ctx, (size_t)w->column_count, sizeof *to->columns);
  to->column_count = 0;
  if (!to->columns) return twi_no_memory(ctx, 0);
  tw_status status = TW_OK;
  for (int i = 0; i < w->column_count && status == TW_OK; i++) {
    to->columns[i] = w->columns[i]; /* its name stays the world's */
    status = copy_flows(ctx, w, &to->columns[i].values);
    to->column_count = i + 1;
  }
  return status;
}

/* One more number at the end of a list of doubles, if there is one. */
static tw_status append_numbers(tw_context *ctx, double **list, size_t count, size_t more)
{
  if (!*list) return TW_OK;
  double *grown = twi_resize(ctx, *list, count + more + 1, sizeof *grown);
  if (!grown) return twi_no_memory(ctx, (count + more) * sizeof *grown);
  for (size_t i = 0; i < more; i++) grown[count + i] = NAN;
  *list = grown;
  return TW_OK;
}

/* Room for two products and their flows; what is not given of them is not known, or as the sector has it. */
static tw_status make_room(tw_context *ctx, twi_given_products *g, size_t more)
{
  size_t products = (size_t)g->products, all = g->flows + more + 1;
  twi_product *product = twi_resize(ctx, g->product, products + 2, sizeof *product);
  if (product) g->product = product;
  int *of = twi_resize(ctx, g->of, all, sizeof *of);
  if (of) g->of = of;
  uint16_t *importer = twi_resize(ctx, g->importer, all, sizeof *importer);
  if (importer) g->importer = importer;
  uint16_t *exporter = twi_resize(ctx, g->exporter, all, sizeof *exporter);
  if (exporter) g->exporter = exporter;
  if (!product || !of || !importer || !exporter) return twi_no_memory(ctx, all * sizeof *of);
  tw_status status = append_numbers(ctx, &g->theta, products, 2);
  if (status == TW_OK) status = append_numbers(ctx, &g->markup, products, 2);
  if (status == TW_OK) status = append_numbers(ctx, &g->value, g->flows, more);
  if (status == TW_OK) status = append_numbers(ctx, &g->quantity, g->flows, more);
  if (status == TW_OK) status = append_numbers(ctx, &g->tariff, g->flows, more);
  if (status == TW_OK) status = append_numbers(ctx, &g->export_tax, g->flows, more);
  for (int i = 0; i < g->columns && status == TW_OK; i++)
    if (g->column) status = append_numbers(ctx, &g->column[i], g->flows, more);
  return status;
}

static void add_flow(twi_given_products *g, int of, size_t d, size_t o, double value)
{
  if (!(value > 0)) return;
  g->of[g->flows] = of;
  g->importer[g->flows] = (uint16_t)d;
  g->exporter[g->flows] = (uint16_t)o;
  g->value[g->flows++] = value;
}

/* The two products behind those that the world has. */
static tw_status add_parts(tw_context *ctx, const tw_world *w, int sector, double theta, const double *share,
                           const char *const code[2], const char *const name[2], twi_given_products *g)
{
  size_t n = (size_t)w->N;
  tw_status status = make_room(ctx, g, 2 * n * n);
  if (status == TW_OK && !g->elasticity) {
    g->elasticity = twi_new(ctx, (size_t)w->S + 1, sizeof *g->elasticity);
    if (!g->elasticity) status = twi_no_memory(ctx, 0);
  }
  if (status != TW_OK) return status;
  g->elasticity[sector] = theta;
  int first = g->products;
  g->empty = 1; /* at a share of 0 */
  for (int i = 0; i < 2; i++) {
    twi_product *p = &g->product[g->products];
    *p = (twi_product){.sector = sector, .family = -1, .home = -1, .owner = -1};
    p->code = twi_strdup(ctx, code[i]);
    p->name = twi_strdup(ctx, name[i]);
    p->unit = twi_strdup(ctx, "");
    g->theta[g->products++] = theta;
    if (!p->code || !p->name || !p->unit) return twi_no_memory(ctx, 0);
  }
  for (int i = 0; i < 2; i++)
    for (size_t d = 0; d < n; d++)
      for (size_t o = 0; o < n; o++) {
        double flow = w->flow[twi_flow_cell(w, sector, (int)d, (int)o)], part = share[d * n + o] * flow;
        add_flow(g, first + i, d, o, i ? part : flow - part);
      }
  return TW_OK;
}

/* What the view does not share with the world. */
static void forget_shared(tw_world *to)
{
  to->flow = to->tariff = to->export_tax = to->quantity = NULL;
  to->columns = NULL;
  to->assumed = NULL;
  to->product = NULL;
  to->family = NULL;
  to->family_elasticity = to->product_elasticity = to->product_theta = to->product_markup = NULL;
  to->product_seller = NULL;
  to->product_row = NULL;
  to->market = NULL;
  to->sector_market = NULL;
  to->spending = to->output = to->value_added = to->deficit = NULL;
  to->products = to->families = to->column_count = 0;
  to->product_flows = 0;
}

static tw_status make_parts(tw_context *ctx, const tw_world *w, tw_world *to, twi_given_products *given,
                            const char *origin)
{
  double *const from[] = {w->flow, w->tariff, w->export_tax};
  double **const own[] = {&to->flow, &to->tariff, &to->export_tax};
  tw_status status = TW_OK;
  for (int i = 0; i < 3 && status == TW_OK; i++) {
    *own[i] = from[i];
    status = copy_flows(ctx, w, own[i]);
  }
  if (status == TW_OK) status = copy_columns(ctx, w, to);
  if (status != TW_OK) {
    twi_given_products_free(ctx, given);
    return status;
  }
  status = twi_world_put_products(ctx, to, given, origin);
  if (status == TW_OK) status = twi_world_say_assumed(ctx, to);
  return status == TW_OK ? twi_world_accounts(ctx, to) : status;
}

tw_status twi_world_in_parts(tw_context *ctx, const tw_world *w, int sector, double theta, const double *share,
                             const char *const code[2], const char *const name[2], tw_world **view)
{
  twi_given_products given = {.families = 0};
  *view = NULL;
  tw_world *to = twi_alloc(ctx, 1, sizeof *to);
  if (!to) return twi_no_memory(ctx, sizeof *to);
  *to = *w;
  forget_shared(to);
  to->parted = w;
  to->below = NULL;
  tw_status status = twi_world_list_products(ctx, w, &given);
  if (status == TW_OK) status = add_parts(ctx, w, sector, theta, share, code, name, &given);
  if (status == TW_OK)
    status = make_parts(ctx, w, to, &given, "iuu");
  else
    twi_given_products_free(ctx, &given);
  if (status != TW_OK)
    twi_world_parts_free(ctx, to);
  else
    *view = to;
  return status;
}

void twi_world_parts_free(tw_context *ctx, tw_world *view)
{
  if (!view) return;
  for (int h = 0; h < view->families && view->family; h++) {
    twi_free(ctx, view->family[h].code);
    twi_free(ctx, view->family[h].name);
  }
  for (int g = 0; g < view->products && view->product; g++) {
    twi_free(ctx, view->product[g].code);
    twi_free(ctx, view->product[g].name);
    twi_free(ctx, view->product[g].unit);
  }
  for (int i = 0; i < view->column_count; i++) twi_free(ctx, view->columns[i].values);
  void *own[] = {view->flow,
                 view->tariff,
                 view->export_tax,
                 view->quantity,
                 view->columns,
                 view->assumed,
                 view->product,
                 view->family,
                 view->family_elasticity,
                 view->product_theta,
                 view->product_markup,
                 view->product_elasticity,
                 view->product_seller,
                 view->product_row,
                 view->market,
                 view->sector_market,
                 view->spending,
                 view->output,
                 view->value_added,
                 view->deficit};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  twi_free(ctx, view);
}
