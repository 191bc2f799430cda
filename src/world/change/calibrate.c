/* A user's own products brought to a world: read, made into flows, scaled to fit (calibrate_fill.c), and put inside its
 * sectors beside the products of others. See calibrate.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "table/number.h"
#include "world/balance.h"
#include "world/change/calibrate.h"

void tw_calibration_default(tw_calibration *calibration)
{
  *calibration = (tw_calibration){.rho = 0.05};
}

/* ---------------------------------------------------------------- elasticities between products */

/* "C29=1.5,A01=-0.5"; eta [S] is NaN where nothing is said. */
static tw_status read_between(const twi_calibrating *c, double *eta)
{
  const tw_world *w = c->from;
  char shown[TWI_SHOWN];
  for (const char *at = c->ask->between; at && *at;) {
    size_t length = strcspn(at, ",");
    const char *equals = memchr(at, '=', length);
    double value = 0;
    if (!equals)
      return twi_fail(c->ctx, TW_USAGE, "elasticities between products: found %s, expected SECTOR=X, as in C29=1.5",
                      twi_show(at, length, shown));
    size_t code = (size_t)(equals - at);
    int s = twi_world_sector_index(w, at, code);
    if (s < 0) {
      const char *nearest = twi_nearest(at, code, (const char *const *)w->sector, w->S);
      return twi_fail(c->ctx, TW_USAGE, "elasticities between products: found %s, expected a sector of the world%s%s%s",
                      twi_show(at, code, shown), nearest ? "; did you mean " : "", nearest ? nearest : "",
                      nearest ? "?" : "");
    }
    if (twi_number_read(equals + 1, length - code - 1, &value) || !(value > -1))
      return twi_fail(c->ctx, TW_USAGE, "elasticities between products: %s: found %s, expected %s", w->sector[s],
                      twi_show(equals + 1, length - code - 1, shown), TWI_EXPECTED_ETA);
    if (!isnan(eta[s]))
      return twi_fail(c->ctx, TW_USAGE, "elasticities between products: found %s twice", w->sector[s]);
    eta[s] = value;
    at += length;
    at += *at == ',';
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- beside the products of others */

/* Sectors whose products are calibrated: [S] 1. */
static void mark_sectors(const twi_calibrating *c, unsigned char *mark)
{
  for (int k = 0; k < c->given.products && c->ask->products; k++) mark[c->given.product[k].sector] = 1;
  for (size_t i = 0; i < c->given.flows; i++) mark[c->given.product[c->given.of[i]].sector] = 1;
}

/* Takes families, products and flows of other sectors (keep 1), or of marked ones, out of a list. */
static void keep_sectors(tw_context *ctx, twi_given_products *g, const unsigned char *mark, int keep, int *place)
{
  int families = 0, products = 0;
  size_t flows = 0;
  for (int h = 0; h < g->families; h++) {
    if (mark[g->family[h].sector] == keep) {
      place[h] = families;
      g->family_elasticity[families] = g->family_elasticity[h];
      if (g->family_line) g->family_line[families] = g->family_line[h];
      g->family[families++] = g->family[h];
      continue;
    }
    twi_free(ctx, g->family[h].code);
    twi_free(ctx, g->family[h].name);
  }
  g->families = families;
  for (int k = 0; k < g->products; k++)
    if (g->product[k].family >= 0 && mark[g->product[k].sector] == keep)
      g->product[k].family = place[g->product[k].family];
  for (int k = 0; k < g->products; k++) {
    place[k] = -1;
    if (mark[g->product[k].sector] == keep) {
      place[k] = products;
      g->theta[products] = g->theta[k];
      if (g->markup) g->markup[products] = g->markup[k];
      if (g->product_line) g->product_line[products] = g->product_line[k];
      g->product[products++] = g->product[k];
      continue;
    }
    twi_free(ctx, g->product[k].code);
    twi_free(ctx, g->product[k].name);
    twi_free(ctx, g->product[k].unit);
  }
  g->products = products;
  for (size_t i = 0; i < g->flows; i++) {
    int of = place[g->of[i]];
    if (of < 0) continue;
    g->of[flows] = of;
    g->importer[flows] = g->importer[i];
    g->exporter[flows] = g->exporter[i];
    g->value[flows] = g->value[i];
    if (g->quantity) g->quantity[flows] = g->quantity[i];
    if (g->tariff) g->tariff[flows] = g->tariff[i];
    if (g->export_tax) g->export_tax[flows] = g->export_tax[i];
    for (int k = 0; k < g->columns; k++)
      if (g->column[k]) g->column[k][flows] = g->column[k][i];
    flows++;
  }
  g->flows = flows;
}

/* `more` numbers appended to `count`; NULL: NaN. Both NULL stay NULL. */
static tw_status append_numbers(tw_context *ctx, double **to, size_t count, const double *from, size_t more)
{
  if (!*to && !from) return TW_OK;
  double *all = twi_alloc(ctx, count + more + 1, sizeof *all);
  if (!all) return twi_no_memory(ctx, (count + more) * sizeof *all);
  for (size_t i = 0; i < count; i++) all[i] = *to ? (*to)[i] : NAN;
  for (size_t i = 0; i < more; i++) all[count + i] = from ? from[i] : NAN;
  twi_free(ctx, *to);
  *to = all;
  return TW_OK;
}

/* Moves the families and products of `more` behind those of g, whose lists have room for them. */
static tw_status append_lists(tw_context *ctx, twi_given_products *g, twi_given_products *more)
{
  twi_family *family = twi_resize(ctx, g->family, (size_t)(g->families + more->families) + 1, sizeof *family);
  if (family) g->family = family;
  twi_product *product = twi_resize(ctx, g->product, (size_t)(g->products + more->products) + 1, sizeof *product);
  if (product) g->product = product;
  if (!family || !product) return twi_no_memory(ctx, 0);
  tw_status status =
      append_numbers(ctx, &g->family_elasticity, (size_t)g->families, more->family_elasticity, (size_t)more->families);
  if (status == TW_OK)
    status = append_numbers(ctx, &g->theta, (size_t)g->products, more->theta, (size_t)more->products);
  if (status == TW_OK)
    status = append_numbers(ctx, &g->markup, (size_t)g->products, more->markup, (size_t)more->products);
  if (status != TW_OK) return status;
  for (int k = 0; k < more->products; k++) {
    product[g->products + k] = more->product[k];
    if (more->product[k].family >= 0) product[g->products + k].family += g->families;
  }
  memcpy(family + g->families, more->family, (size_t)more->families * sizeof *family);
  g->families += more->families;
  g->products += more->products;
  more->families = more->products = 0; /* their texts are g's now */
  return TW_OK;
}

static tw_status append_flows(tw_context *ctx, twi_given_products *g, twi_given_products *more, int products)
{
  size_t count = g->flows, all = count + more->flows;
  int *of = twi_resize(ctx, g->of, all + 1, sizeof *of);
  if (of) g->of = of;
  uint16_t *importer = twi_resize(ctx, g->importer, all + 1, sizeof *importer);
  if (importer) g->importer = importer;
  uint16_t *exporter = twi_resize(ctx, g->exporter, all + 1, sizeof *exporter);
  if (exporter) g->exporter = exporter;
  if (!of || !importer || !exporter) return twi_no_memory(ctx, all * sizeof *of);
  for (size_t i = 0; i < more->flows; i++) {
    of[count + i] = products + more->of[i];
    importer[count + i] = more->importer[i];
    exporter[count + i] = more->exporter[i];
  }
  tw_status status = append_numbers(ctx, &g->value, count, more->value, more->flows);
  if (status == TW_OK) status = append_numbers(ctx, &g->quantity, count, more->quantity, more->flows);
  if (status == TW_OK) status = append_numbers(ctx, &g->tariff, count, more->tariff, more->flows);
  if (status == TW_OK) status = append_numbers(ctx, &g->export_tax, count, more->export_tax, more->flows);
  for (int k = 0; k < g->columns && status == TW_OK; k++)
    status = append_numbers(ctx, &g->column[k], count, more->column[k], more->flows);
  g->flows = all;
  return status;
}

/* Elasticities between products: those said, else those that the world has. */
static tw_status put_elasticities(twi_calibrating *c)
{
  const double *old = c->from->product_elasticity;
  double *eta = twi_alloc(c->ctx, (size_t)c->from->S, sizeof *eta);
  if (!eta) return twi_no_memory(c->ctx, 0);
  for (int s = 0; s < c->from->S; s++) eta[s] = NAN;
  tw_status status = read_between(c, eta);
  for (int s = 0; s < c->from->S; s++)
    if (isnan(eta[s])) eta[s] = old ? old[s] : 0;
  twi_free(c->ctx, c->given.elasticity);
  c->given.elasticity = eta;
  return status;
}

/* Codes are unique over the world: those of sectors that keep their products are taken. */
static tw_status check_codes(const twi_calibrating *c, const unsigned char *mark)
{
  const tw_world *w = c->from;
  for (int k = 0; k < c->given.products && c->ask->products; k++) {
    const char *code = c->given.product[k].code;
    int g = twi_world_product_index(w, code, strlen(code)), h = twi_world_family_index(w, code, strlen(code));
    int s = g >= 0 ? w->product[g].sector : h >= 0 ? w->family[h].sector : -1;
    if (s < 0 || mark[s]) continue;
    return twi_fail(c->ctx, TW_BAD_INPUT,
                    "%s:%d: found the product %s, a %s of sector %s of the world; expected another code",
                    c->ask->products, c->given.product_line[k], code, g >= 0 ? "product" : "family", w->sector[s]);
  }
  return TW_OK;
}

static tw_status join_others(twi_calibrating *c)
{
  twi_given_products more = {.families = 0};
  size_t most =
      (size_t)c->given.products + (size_t)c->given.families + (size_t)c->from->products + (size_t)c->from->families + 1;
  unsigned char *mark = twi_new(c->ctx, (size_t)c->from->S, 1);
  int *place = twi_alloc(c->ctx, most, sizeof *place);
  tw_status status = mark && place ? TW_OK : twi_no_memory(c->ctx, most * sizeof *place);
  if (status == TW_OK) mark_sectors(c, mark);
  if (status == TW_OK) keep_sectors(c->ctx, &c->given, mark, 1, place);
  if (status == TW_OK) status = check_codes(c, mark);
  if (status == TW_OK) status = twi_check_product_origins(c->ctx, &c->given, c->ask->flows);
  if (status == TW_OK && c->from->products) status = twi_world_list_products(c->ctx, c->from, &more);
  if (status == TW_OK && more.products) {
    keep_sectors(c->ctx, &more, mark, 0, place);
    twi_free(c->ctx, c->given.product_line); /* not of all of them from here on */
    twi_free(c->ctx, c->given.family_line);
    c->given.product_line = c->given.family_line = NULL;
    c->given.products_origin = c->given.families_origin = NULL;
    int products = c->given.products;
    c->others = more.products > 0;
    status = append_lists(c->ctx, &c->given, &more);
    if (status == TW_OK) status = append_flows(c->ctx, &c->given, &more, products);
  }
  twi_given_products_free(c->ctx, &more);
  twi_free(c->ctx, mark);
  twi_free(c->ctx, place);
  return status == TW_OK ? put_elasticities(c) : status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status describe_calibrated(const twi_calibrating *c, int products, char **yaml)
{
  const tw_world *w = c->from;
  char was[TWI_MONEY], is[TWI_MONEY];
  char *note =
      twi_format(c->ctx,
                 "products calibrated by tradewind to %s (SHA-256 %s): %d product%s; rho %.10g; %zu flow%s scaled, "
                 "from %s of products to %s",
                 w->name, w->sha256, products, products == 1 ? "" : "s", c->ask->rho, c->scaled,
                 c->scaled == 1 ? "" : "s", twi_money(w, c->before, was), twi_money(w, c->after, is));
  if (!note) return twi_no_memory(c->ctx, 0);
  const twi_new_field fields[] = {{"name", c->ask->name ? c->ask->name : w->name, 0},
                                  {"title", c->ask->title ? c->ask->title : w->title, 0}};
  const char *const notes[] = {note};
  tw_status status = twi_describe_again(c->ctx, w, fields, 2, notes, 1, yaml);
  twi_free(c->ctx, note);
  return status;
}

static tw_status calibrate(twi_calibrating *c)
{
  char *yaml = NULL;
  tw_status status = twi_world_frame(c->ctx, c->from, &c->to);
  if (status == TW_OK) { /* findings speak of money */
    c->to->unit = twi_strdup(c->ctx, c->from->unit);
    c->to->currency = twi_strdup(c->ctx, c->from->currency);
    if (!c->to->unit || !c->to->currency) status = twi_no_memory(c->ctx, 0);
  }
  if (status == TW_OK) status = twi_calibration_read(c);
  if (status == TW_OK) status = twi_calibration_fill(c);
  if (status == TW_OK) status = twi_calibration_scale(c);
  int products = c->given.products;
  if (status == TW_OK) status = join_others(c);
  if (status == TW_OK) status = describe_calibrated(c, products, &yaml);
  if (status == TW_OK)
    status = twi_world_of_products(c->ctx, c->from, yaml, &c->given, c->ask->flows, c->others, c->to);
  return status == TW_OK ? twi_calibration_write_scaled(c) : status;
}

tw_status tw_world_calibrate_products(tw_context *ctx, const tw_world *world, const tw_calibration *how, tw_world **out)
{
  twi_calibrating c = {.ctx = ctx, .from = world, .ask = how, .keys = {.ctx = ctx}, .tables = {.ctx = ctx}};
  *out = NULL;
  if (!how->flows) return twi_fail(ctx, TW_USAGE, "tw_world_calibrate_products: no file of flows");
  if (!(how->rho >= 0 && how->rho < 1))
    return twi_fail(ctx, TW_USAGE, "rho: found %.10g, expected a share from 0 to less than 1", how->rho);
  if (how->name && twi_world_name_wrong(how->name))
    return twi_fail(ctx, TW_USAGE, "the name of the new world: found %s, expected %s",
                    *how->name ? how->name : "nothing", twi_world_name_wrong(how->name));
  if (world->N > TWI_MOST_PRODUCT_REGIONS)
    return twi_fail(ctx, TW_BAD_INPUT, "the world has %d regions, expected at most %d with products", world->N,
                    TWI_MOST_PRODUCT_REGIONS);
  tw_status status = calibrate(&c);
  twi_given_products_free(ctx, &c.given);
  twi_product_tables_close(&c.tables);
  twi_keys_close(&c.keys);
  twi_free(ctx, c.share);
  twi_free(ctx, c.made);
  twi_free(ctx, c.made_quantity);
  twi_free(ctx, c.sum);
  if (status != TW_OK) {
    tw_world_free(c.to);
    return status;
  }
  *out = c.to;
  return TW_OK;
}
