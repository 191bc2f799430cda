/* families.dta, products.dta and product_flows.dta: what is inside sectors, as the world got it. Rests are not among
 * them, and a rate that is the sector's is a missing value: reading makes both again, to the bit. */
#include <math.h>
#include <string.h>

#include "world/export.h"
#include "world/products.h"
#include "world/write/dta_folder.h"

enum { MOST_RATES = TWI_MOST_COLUMNS + 2, TEXTS = 3 };

static void widen(size_t *width, const char *text)
{
  if (strlen(text) > *width) *width = strlen(text);
}

static tw_status write_families(twi_dta_folder *f, const twi_given_products *g)
{
  size_t code = 1, name = 1;
  for (int h = 0; h < g->families; h++) {
    widen(&code, g->family[h].code);
    widen(&name, g->family[h].name);
  }
  const twi_dta_column c[] = {{"sector", "sector", f->sector_width},
                              {"family", "code", code},
                              {"name", "name", name},
                              {"product_elasticity", "elasticity between its products", 0}};
  twi_dta *out;
  if (!g->families) return TW_OK;
  tw_status status = twi_dta_folder_begin(f, "families.dta", "families", c, 4, (size_t)g->families, &out);
  for (int h = 0; h < g->families && status == TW_OK; h++) {
    status = twi_dta_text(out, f->w->sector[g->family[h].sector]);
    if (status == TW_OK) status = twi_dta_text(out, g->family[h].code);
    if (status == TW_OK) status = twi_dta_text(out, g->family[h].name);
    if (status == TW_OK) status = twi_dta_number(out, g->family_elasticity[h]);
  }
  return status;
}

static tw_status write_product(twi_dta *out, const tw_world *w, const twi_given_products *g, int k)
{
  const twi_product *p = &g->product[k];
  tw_status status = twi_dta_text(out, w->sector[p->sector]);
  if (status == TW_OK) status = twi_dta_text(out, p->code);
  if (status == TW_OK) status = twi_dta_text(out, p->name);
  if (status == TW_OK) status = twi_dta_number(out, g->theta[k]);
  if (status == TW_OK) status = twi_dta_text(out, p->family < 0 ? "" : g->family[p->family].code);
  if (status == TW_OK) status = twi_dta_text(out, p->home < 0 ? "" : w->region[p->home]);
  if (status == TW_OK) status = twi_dta_text(out, p->owner < 0 ? "" : w->region[p->owner]);
  if (status == TW_OK) status = twi_dta_number(out, g->markup ? g->markup[k] : NAN);
  return status == TW_OK ? twi_dta_text(out, p->unit) : status;
}

/* code: how wide the codes of products are, which flows have, too. */
static tw_status write_products(twi_dta_folder *f, const twi_given_products *g, size_t *code)
{
  size_t name = 1, family = 1, unit = 1;
  *code = 1;
  for (int h = 0; h < g->families; h++) widen(&family, g->family[h].code);
  for (int k = 0; k < g->products; k++) {
    widen(code, g->product[k].code);
    widen(&name, g->product[k].name);
    widen(&unit, g->product[k].unit);
  }
  const twi_dta_column c[] = {{"sector", "sector", f->sector_width},
                              {"product", "code", *code},
                              {"name", "name", name},
                              {"trade_elasticity", "trade elasticity theta", 0},
                              {"family", "family", family},
                              {"home", "home region", f->region_width},
                              {"owner", "owner's region", f->region_width},
                              {"markup_elasticity", "elasticity of substitution of the markup", 0},
                              {"unit", "unit of quantities", unit}};
  twi_dta *out;
  tw_status status = twi_dta_folder_begin(f, "products.dta", "products", c, 9, (size_t)g->products, &out);
  for (int k = 0; k < g->products && status == TW_OK; k++) status = write_product(out, f->w, g, k);
  return status;
}

typedef struct rates {
  char *name[MOST_RATES];
  const double *values[MOST_RATES];
  int count;
} rates;

static tw_status add_rate(tw_context *ctx, rates *r, const char *name, const double *values)
{
  if (!values) return TW_OK;
  r->name[r->count] = twi_rate_name(ctx, name, "_pct", "_rate"); /* dta.c has looked at how it ends */
  r->values[r->count] = values;
  return r->name[r->count++] ? TW_OK : twi_no_memory(ctx, 0);
}

static tw_status write_flows(twi_dta_folder *f, const twi_given_products *g, size_t code)
{
  const tw_world *w = f->w;
  rates r = {.count = 0};
  tw_status status = add_rate(f->ctx, &r, "tariff_pct", g->tariff);
  if (status == TW_OK) status = add_rate(f->ctx, &r, "export_tax_pct", g->export_tax);
  for (int i = 0; i < g->columns && status == TW_OK; i++)
    status = add_rate(f->ctx, &r, w->columns[i].name, g->column[i]);
  twi_dta_column c[MOST_RATES + TEXTS + 2] = {{"product", "product", code},
                                              {"importer", "importer", f->region_width},
                                              {"exporter", "exporter", f->region_width},
                                              {"value", "value before the importer's tariff", 0}};
  int count = TEXTS + 1;
  if (g->quantity) c[count++] = (twi_dta_column){"quantity", "quantity, in the product's unit", 0};
  for (int i = 0; i < r.count && status == TW_OK; i++)
    c[count++] = (twi_dta_column){r.name[i], "fraction; missing: as the sector's flow", 0};
  twi_dta *out;
  if (status == TW_OK)
    status = twi_dta_folder_begin(f, "product_flows.dta", "flows of products", c, count, g->flows, &out);
  for (size_t i = 0; i < g->flows && status == TW_OK; i++) {
    status = twi_dta_text(out, g->product[g->of[i]].code);
    if (status == TW_OK) status = twi_dta_text(out, w->region[g->importer[i]]);
    if (status == TW_OK) status = twi_dta_text(out, w->region[g->exporter[i]]);
    if (status == TW_OK) status = twi_dta_number(out, g->value[i]);
    if (status == TW_OK && g->quantity) status = twi_dta_number(out, g->quantity[i]);
    for (int k = 0; k < r.count && status == TW_OK; k++) status = twi_dta_number(out, r.values[k][i]);
  }
  for (int i = 0; i < r.count; i++) twi_free(f->ctx, r.name[i]);
  return status;
}

tw_status twi_dta_folder_products(twi_dta_folder *f)
{
  twi_given_products given = {.flows = 0};
  size_t code = 1;
  tw_status status = twi_world_list_products(f->ctx, f->w, &given);
  if (status != TW_OK) return status; /* it has freed what there was */
  status = write_families(f, &given);
  if (status == TW_OK) status = write_products(f, &given, &code);
  if (status == TW_OK) status = write_flows(f, &given, code);
  twi_given_products_free(f->ctx, &given);
  return status;
}
