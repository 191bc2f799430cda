/* Products given in memory, as tw_world_new takes them: looked at, and handed to twi_world_put_products. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/assemble.h"
#include "world/columns.h"
#include "world/products.h"

typedef struct giving {
  tw_context *ctx;
  const tw_world_data *data;
  tw_world *w;
  const char *who;
  twi_given_products out;
} giving;

static tw_status find_sector(const giving *v, const char *what, const char *code, const char *sector, int *index)
{
  if (!code || !sector) return twi_fail(v->ctx, TW_USAGE, "%s: a %s has no code or no sector", v->who, what);
  *index = twi_world_sector_index(v->w, sector, strlen(sector));
  if (*index < 0) return twi_fail(v->ctx, TW_BAD_INPUT, "%s: %s %s: unknown sector %s", v->who, what, code, sector);
  return TW_OK;
}

static tw_status find_region(const giving *v, const char *product, const char *what, const char *code, int *index)
{
  *index = code ? twi_world_region_index(v->w, code, strlen(code)) : -1;
  if (code && *index < 0)
    return twi_fail(v->ctx, TW_BAD_INPUT, "%s: product %s: unknown %s %s", v->who, product, what, code);
  return TW_OK;
}

static tw_status check_elasticity(const giving *v, const char *what, const char *code, double eta)
{
  if (isfinite(eta) && eta > -1) return TW_OK;
  return twi_fail(v->ctx, TW_BAD_INPUT, "%s: %s %s: product_elasticity is %.10g, expected more than -1", v->who, what,
                  code, eta);
}

static tw_status take_families(giving *v)
{
  const tw_world_data *data = v->data;
  size_t count = (size_t)data->families;
  v->out.family = twi_new(v->ctx, count + 1, sizeof *v->out.family);
  v->out.family_elasticity = twi_new(v->ctx, count + 1, sizeof(double));
  if (!v->out.family || !v->out.family_elasticity) return twi_no_memory(v->ctx, 0);
  for (; v->out.families < data->families; v->out.families++) {
    const tw_world_family *from = &data->family[v->out.families];
    twi_family *to = &v->out.family[v->out.families];
    tw_status status = find_sector(v, "family", from->code, from->sector, &to->sector);
    if (status == TW_OK) status = check_elasticity(v, "family", from->code, from->product_elasticity);
    if (status != TW_OK) return status;
    to->code = twi_strdup(v->ctx, from->code);
    to->name = twi_strdup(v->ctx, from->name && *from->name ? from->name : from->code);
    v->out.family_elasticity[v->out.families] = from->product_elasticity;
    if (!to->code || !to->name) {
      v->out.families++;
      return twi_no_memory(v->ctx, 0);
    }
  }
  return TW_OK;
}

static tw_status find_family(const giving *v, const tw_world_product *from, int sector, int *family)
{
  *family = -1;
  if (!from->family || !*from->family) return TW_OK;
  for (int h = 0; h < v->out.families; h++)
    if (twi_same_name(from->family, strlen(from->family), v->out.family[h].code)) *family = h;
  if (*family < 0)
    return twi_fail(v->ctx, TW_BAD_INPUT, "%s: product %s: unknown family %s", v->who, from->code, from->family);
  if (v->out.family[*family].sector != sector)
    return twi_fail(v->ctx, TW_BAD_INPUT, "%s: product %s of sector %s: family %s is of sector %s", v->who, from->code,
                    v->w->sector[sector], from->family, v->w->sector[v->out.family[*family].sector]);
  return TW_OK;
}

static tw_status take_product(giving *v, const tw_world_product *from, twi_product *to, double *theta, double *markup)
{
  tw_status status = find_sector(v, "product", from->code, from->sector, &to->sector);
  if (status == TW_OK) status = find_family(v, from, to->sector, &to->family);
  if (status == TW_OK) status = find_region(v, from->code, "home", from->home, &to->home);
  if (status == TW_OK) status = find_region(v, from->code, "owner", from->owner, &to->owner);
  if (status != TW_OK) return status;
  if (!isfinite(from->trade_elasticity) || !(from->trade_elasticity > 0))
    return twi_fail(v->ctx, TW_BAD_INPUT, "%s: product %s: trade_elasticity is %.10g, expected more than 0", v->who,
                    from->code, from->trade_elasticity);
  if (from->markup_elasticity != 0 && !(from->markup_elasticity > 1 && isfinite(from->markup_elasticity)))
    return twi_fail(v->ctx, TW_BAD_INPUT,
                    "%s: product %s: markup_elasticity is %.10g, expected more than 1, or 0: none", v->who, from->code,
                    from->markup_elasticity);
  *theta = from->trade_elasticity;
  *markup = from->markup_elasticity > 1 ? from->markup_elasticity : NAN;
  to->code = twi_strdup(v->ctx, from->code);
  to->name = twi_strdup(v->ctx, from->name && *from->name ? from->name : from->code);
  to->unit = twi_strdup(v->ctx, from->unit ? from->unit : "");
  return to->code && to->name && to->unit ? TW_OK : twi_no_memory(v->ctx, 0);
}

static tw_status take_products(giving *v)
{
  const tw_world_data *data = v->data;
  size_t count = (size_t)data->products;
  int any = 0;
  v->out.product = twi_new(v->ctx, count + 1, sizeof *v->out.product);
  v->out.theta = twi_new(v->ctx, count + 1, sizeof(double));
  for (size_t g = 0; g < count; g++) any |= data->product[g].markup_elasticity != 0;
  if (any) v->out.markup = twi_new(v->ctx, count + 1, sizeof(double));
  if (!v->out.product || !v->out.theta || (any && !v->out.markup)) return twi_no_memory(v->ctx, 0);
  for (int g = 0; g < data->products; g++) {
    double markup;
    v->out.products = g + 1; /* for freeing, whatever was made of it */
    tw_status status =
        take_product(v, &data->product[g], &v->out.product[g], &v->out.theta[g], any ? &v->out.markup[g] : &markup);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

static tw_status check_flow(const giving *v, size_t i)
{
  const tw_world_product_flow *f = &v->data->product_flow[i];
  if (f->product < 0 || f->product >= v->data->products || f->importer < 0 || f->importer >= v->w->N ||
      f->exporter < 0 || f->exporter >= v->w->N)
    return twi_fail(v->ctx, TW_USAGE, "%s: product flow %zu: product %d, importer %d, exporter %d: out of range",
                    v->who, i, f->product, f->importer, f->exporter);
  if (!(f->value > 0) || !isfinite(f->value) || f->quantity < 0 || isinf(f->quantity) || f->tariff <= -1 ||
      f->tariff > TWI_MOST_RATE || f->export_tax <= -1 || f->export_tax > TWI_MOST_RATE)
    return twi_fail(
        v->ctx, TW_BAD_INPUT,
        "%s: product flow %zu, %s from %s to %s: found value %.10g, quantity %.10g, tariff %.10g, export tax "
        "%.10g; expected a value above 0, no negative quantity and rates above -1 and at most 10000",
        v->who, i, v->out.product[f->product].code, v->w->region[f->exporter], v->w->region[f->importer], f->value,
        f->quantity, f->tariff, f->export_tax);
  if (f->quantity > 0 && !*v->out.product[f->product].unit)
    return twi_fail(v->ctx, TW_BAD_INPUT, "%s: product flow %zu: product %s has a quantity, and no unit of it", v->who,
                    i, v->out.product[f->product].code);
  return TW_OK;
}

/* Rates of the further columns that have them for products. */
static tw_status take_columns(giving *v)
{
  const tw_world *w = v->w;
  const tw_world_data *data = v->data;
  size_t count = data->product_flows;
  v->out.column = twi_new(v->ctx, (size_t)w->column_count + 1, sizeof *v->out.column);
  if (!v->out.column) return twi_no_memory(v->ctx, 0);
  v->out.columns = w->column_count;
  for (int i = 0; i < data->tariff_columns; i++) {
    const tw_world_column *from = &data->tariff_column[i];
    int at = 0;
    while (at < w->column_count && !twi_same_name(from->name, strlen(from->name), w->columns[at].name)) at++;
    const double *rate = data->product_rate ? data->product_rate[i] : NULL;
    if (!rate || at == w->column_count) continue;
    for (size_t k = 0; k < count; k++)
      if (rate[k] <= -1 || rate[k] > TWI_MOST_RATE)
        return twi_fail(v->ctx, TW_BAD_INPUT, "%s: product flow %zu: %s is %.10g, expected above -1 and at most 10000",
                        v->who, k, from->name, rate[k]);
    double *to = v->out.column[at] = twi_alloc(v->ctx, count + 1, sizeof *to);
    if (!to) return twi_no_memory(v->ctx, count * sizeof *to);
    memcpy(to, rate, count * sizeof *to);
  }
  return TW_OK;
}

static tw_status take_flows(giving *v)
{
  const tw_world_data *data = v->data;
  size_t count = data->product_flows;
  int given[3] = {0, 0, 0};
  tw_status status = TW_OK;
  for (size_t i = 0; i < count && status == TW_OK; i++) {
    const tw_world_product_flow *f = &data->product_flow[i];
    status = check_flow(v, i);
    given[0] |= !isnan(f->quantity);
    given[1] |= !isnan(f->tariff);
    given[2] |= !isnan(f->export_tax);
  }
  if (status != TW_OK) return status;
  double **number[] = {&v->out.quantity, &v->out.tariff, &v->out.export_tax};
  v->out.of = twi_alloc(v->ctx, count + 1, sizeof *v->out.of);
  v->out.importer = twi_alloc(v->ctx, count + 1, sizeof *v->out.importer);
  v->out.exporter = twi_alloc(v->ctx, count + 1, sizeof *v->out.exporter);
  v->out.value = twi_alloc(v->ctx, count + 1, sizeof(double));
  int got = v->out.of && v->out.importer && v->out.exporter && v->out.value;
  for (int k = 0; k < 3; k++)
    if (given[k]) got = (*number[k] = twi_alloc(v->ctx, count + 1, sizeof(double))) != NULL && got;
  if (!got) return twi_no_memory(v->ctx, count * sizeof(double));
  v->out.flows = count;
  for (size_t i = 0; i < count; i++) {
    const tw_world_product_flow *f = &data->product_flow[i];
    v->out.of[i] = f->product;
    v->out.importer[i] = (uint16_t)f->importer;
    v->out.exporter[i] = (uint16_t)f->exporter;
    v->out.value[i] = f->value;
    const double from[] = {f->quantity, f->tariff, f->export_tax};
    for (int k = 0; k < 3; k++)
      if (given[k]) (*number[k])[i] = from[k];
  }
  return TW_OK;
}

static tw_status copy_elasticity(tw_context *ctx, const tw_world_data *data, const char *who, tw_world *w, double **to)
{
  const giving v = {.ctx = ctx, .data = data, .w = w, .who = who};
  tw_status status = TW_OK;
  for (int s = 0; s < w->S && status == TW_OK; s++)
    status = check_elasticity(&v, "sector", w->sector[s], data->product_elasticity[s]);
  if (status != TW_OK) return status;
  *to = twi_alloc(ctx, (size_t)w->S, sizeof **to);
  if (!*to) return twi_no_memory(ctx, 0);
  for (int s = 0; s < w->S; s++) (*to)[s] = data->product_elasticity[s] + 0.0;
  return TW_OK;
}

tw_status twi_data_product_elasticity(tw_context *ctx, const tw_world_data *data, const char *who, tw_world *w)
{
  double *eta = NULL;
  int any = 0;
  tw_status status = copy_elasticity(ctx, data, who, w, &eta);
  if (status != TW_OK) return status;
  for (int s = 0; s < w->S; s++) any |= eta[s] != 0;
  if (!any) twi_free(ctx, eta);
  twi_free(ctx, w->product_elasticity);
  w->product_elasticity = any ? eta : NULL;
  return TW_OK;
}

tw_status twi_data_products(tw_context *ctx, const tw_world_data *data, const char *who, tw_world *w)
{
  giving v = {.ctx = ctx, .data = data, .w = w, .who = who};
  if (data->products < 0 || data->families < 0 || (data->products && !data->product) ||
      (data->families && !data->family) || (data->product_flows && !data->product_flow))
    return twi_fail(ctx, TW_USAGE, "%s: %d families, %d products and %zu product flows, but a list is missing", who,
                    data->families, data->products, data->product_flows);
  if (w->N > TWI_MOST_PRODUCT_REGIONS && data->products)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found %d regions, expected at most %d with products", who, w->N,
                    TWI_MOST_PRODUCT_REGIONS);
  if (data->products == 0 && (data->families || data->product_flows))
    return twi_fail(ctx, TW_USAGE, "%s: %d families and %zu product flows, but no products", who, data->families,
                    data->product_flows);
  if (data->products == 0) return TW_OK;
  tw_status status = take_families(&v);
  if (status == TW_OK) status = take_products(&v);
  if (status == TW_OK) status = take_flows(&v);
  if (status == TW_OK) status = take_columns(&v);
  if (status == TW_OK && data->product_elasticity) status = copy_elasticity(ctx, data, who, w, &v.out.elasticity);
  if (status == TW_OK) return twi_world_put_products(ctx, w, &v.out, who);
  twi_given_products_free(ctx, &v.out);
  return status;
}
