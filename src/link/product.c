/* The world with the market's product inside its sector: each pair of regions gets the bill of the market's base, at most
 * 95 % of what the sector has there. A pair that sells nothing in the base and something later gets one part in a
 * million of what its buyer spends on the product. A world that has the product keeps its own. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "link/link.h"
#include "world/balance.h"
#include "world/products.h"

static const double RHO = 0.05, LATENT = 1e-6;

/* What products of the sector that are there already take of a flow. */
static double taken(const tw_link *link, const tw_world *w, size_t d, size_t o)
{
  double sum = 0;
  for (int m = w->sector_market[link->sector]; m < w->sector_market[link->sector + 1]; m++) {
    int g = w->market[m].product;
    if (g < 0 || w->product[g].rest) continue;
    size_t cell = twi_market_cell(w, &w->market[m], d, o);
    if (cell != SIZE_MAX) sum += w->flow[cell];
  }
  return sum;
}

static void choose_values(tw_link *link, const tw_world *w)
{
  size_t n = (size_t)link->N;
  for (size_t d = 0; d < n; d++) {
    double spending = 0;
    for (size_t o = 0; o < n; o++) {
      size_t i = d * n + o;
      double room = (1 - RHO) * w->flow[twi_flow_cell(w, link->sector, (int)d, (int)o)] - taken(link, w, d, o);
      double bill = link->base.bill[i] * link->money;
      link->value[i] = bill > 0 && room > 0 ? fmin(bill, room) : 0;
      spending += link->value[i];
      if (bill > 0) link->left_out[i] = (bill - link->value[i]) / link->money;
    }
    for (size_t o = 0; o < n && spending > 0; o++) {
      size_t i = d * n + o;
      if (link->base.quantity[i] > 0 || !(link->alone.quantity[i] > 0)) continue;
      double room = (1 - RHO) * w->flow[twi_flow_cell(w, link->sector, (int)d, (int)o)] - taken(link, w, d, o);
      if (room > 0) link->value[i] = fmin(LATENT * spending, room);
      link->latent[i] = link->value[i] > 0;
    }
  }
}

/* Appends the product to the list; its texts are the list's. */
static tw_status append_product(tw_link *link, const tw_world *w, twi_given_products *g)
{
  tw_context *ctx = link->ctx;
  size_t n = (size_t)link->N, more = 0, at = g->flows, k = (size_t)g->products;
  for (size_t i = 0; i < n * n; i++) more += link->value[i] > 0;
  twi_product *product = twi_resize(ctx, g->product, k + 2, sizeof *product);
  if (product) g->product = product;
  double *theta = twi_resize(ctx, g->theta, k + 2, sizeof *theta);
  if (theta) g->theta = theta;
  double **arrays[] = {&g->value, &g->quantity, &g->tariff, &g->export_tax, &g->markup};
  int *of = twi_resize(ctx, g->of, at + more + 1, sizeof *of);
  if (of) g->of = of;
  uint16_t *importer = twi_resize(ctx, g->importer, at + more + 1, sizeof *importer);
  if (importer) g->importer = importer;
  uint16_t *exporter = twi_resize(ctx, g->exporter, at + more + 1, sizeof *exporter);
  if (exporter) g->exporter = exporter;
  if (!product || !theta || !of || !importer || !exporter) return twi_no_memory(ctx, 0);
  if (!g->quantity) {
    g->quantity = twi_alloc(ctx, at + 1, sizeof(double));
    if (!g->quantity) return twi_no_memory(ctx, 0);
    for (size_t i = 0; i < at; i++) g->quantity[i] = NAN;
  }
  for (int a = 0; a < 5; a++) {
    if (a > 1 && !*arrays[a]) continue;
    double *grown = twi_resize(ctx, *arrays[a], (a == 4 ? k + 1 : at + more) + 1, sizeof *grown);
    if (!grown) return twi_no_memory(ctx, 0);
    *arrays[a] = grown;
  }
  for (int c = 0; c < g->columns; c++) {
    if (!g->column[c]) continue;
    double *grown = twi_resize(ctx, g->column[c], at + more + 1, sizeof *grown);
    if (!grown) return twi_no_memory(ctx, 0);
    g->column[c] = grown;
  }
  product[k] = (twi_product){.sector = link->sector,
                             .family = -1,
                             .code = twi_strdup(ctx, link->options.product),
                             .name = twi_strdup(ctx, link->market->name),
                             .unit = twi_strdup(ctx, link->market->unit),
                             .home = -1,
                             .owner = -1};
  theta[k] = link->theta;
  if (g->markup) g->markup[k] = NAN;
  g->products++;
  if (!product[k].code || !product[k].name || !product[k].unit) return twi_no_memory(ctx, 0);
  for (size_t i = 0; i < n * n; i++) {
    if (!(link->value[i] > 0)) continue;
    double bill = link->base.bill[i] * link->money;
    of[at] = (int)k;
    importer[at] = (uint16_t)(i / n);
    exporter[at] = (uint16_t)(i % n);
    g->value[at] = link->value[i];
    g->quantity[at] = bill > 0 ? link->base.quantity[i] * link->value[i] / bill : NAN;
    if (g->tariff) g->tariff[at] = NAN;
    if (g->export_tax) g->export_tax[at] = NAN;
    for (int c = 0; c < g->columns; c++)
      if (g->column[c]) g->column[c][at] = NAN;
    at++;
  }
  g->flows = at;
  (void)w;
  return TW_OK;
}

/* 1: the sector has products of its own, besides what they leave. */
static int has_products(const tw_link *link, const tw_world *w)
{
  if (!w->products) return 0;
  for (int m = w->sector_market[link->sector]; m < w->sector_market[link->sector + 1]; m++)
    if (w->market[m].product >= 0 && !w->product[w->market[m].product].rest) return 1;
  return 0;
}

static tw_status make_world(tw_link *link, const tw_world *w)
{
  tw_context *ctx = link->ctx;
  twi_given_products given = {.families = 0};
  tw_world *to = NULL;
  char *yaml = NULL, *note = NULL;
  link->of_sector = has_products(link, w);
  tw_status status = w->products ? twi_world_list_products(ctx, w, &given) : TW_OK;
  if (status == TW_OK) status = append_product(link, w, &given);
  if (status == TW_OK && !given.elasticity) {
    given.elasticity = twi_new(ctx, (size_t)w->S + 1, sizeof(double));
    if (!given.elasticity) status = twi_no_memory(ctx, 0);
  }
  /* A sector has one elasticity between products: one with products of its own keeps it, and the link has that. */
  if (status == TW_OK && link->of_sector)
    link->eta = given.elasticity[link->sector];
  else if (status == TW_OK)
    given.elasticity[link->sector] = link->eta;
  note = twi_format(ctx, "product %s of sector %s put in by the link to market %s (SHA-256 %s)", link->options.product,
                    w->sector[link->sector], link->market->name, link->market->sha256);
  if (status == TW_OK && !note) status = twi_no_memory(ctx, 0);
  const char *const notes[] = {note};
  const twi_new_field fields[] = {{"name", w->name, 0}, {"title", w->title, 0}};
  if (status == TW_OK) status = twi_world_frame(ctx, w, &to);
  if (status == TW_OK) {
    to->unit = twi_strdup(ctx, w->unit);
    to->currency = twi_strdup(ctx, w->currency);
    if (!to->unit || !to->currency) status = twi_no_memory(ctx, 0);
  }
  if (status == TW_OK) status = twi_describe_again(ctx, w, fields, 2, notes, 1, &yaml);
  if (status == TW_OK) {
    char *text = yaml;
    yaml = NULL;
    status = twi_world_of_products(ctx, w, text, &given, link->market->name, w->products > 0, to);
  }
  twi_given_products_free(ctx, &given);
  twi_free(ctx, note);
  twi_free(ctx, yaml);
  if (status != TW_OK) {
    tw_world_free(to);
    return status;
  }
  link->world = to;
  /* It is known as the world that it is made of, as a view is: the link makes the product again. */
  memcpy(to->sha256, w->sha256, sizeof to->sha256);
  if (w->given && !to->given) to->given = twi_strdup(ctx, w->given);
  return w->given && !to->given ? twi_no_memory(ctx, 0) : TW_OK;
}

tw_status twi_link_make_world(tw_link *link, const tw_world *w)
{
  const char *code = link->options.product;
  choose_values(link, w);
  int any = 0;
  for (int i = 0; i < link->N * link->N; i++) any |= link->value[i] > 0 && !link->latent[i];
  if (!any)
    return twi_fail(link->ctx, TW_BAD_INPUT,
                    "world %s sells nothing of sector %s where market %s trades: there is nothing to link", w->name,
                    w->sector[link->sector], link->market->name);
  if (twi_world_product_index(w, code, strlen(code)) >= 0)
    return twi_fail(link->ctx, TW_BAD_INPUT,
                    "world %s has a product %s of its own; the link makes one of market %s: name it otherwise, or run "
                    "without it (--products)",
                    w->name, code, link->market->name);
  tw_status status = make_world(link, w);
  if (status != TW_OK) return status;
  link->product = twi_world_product_index(link->world, code, strlen(code));
  return TW_OK;
}
