/* families.csv, products.csv and product_flows.csv. See write/products.h. */
#include "world/write/products.h"

#include <math.h>

#include "world/assemble.h"
#include "world/products.h"

tw_status twi_write_families(twi_sink *out, const tw_world *w)
{
  tw_status status = twi_sink_text(out, "sector,family,name,product_elasticity\n");
  for (int h = 0; h < w->families && status == TW_OK; h++) {
    status = twi_sink_field(out, w->sector[w->family[h].sector], ',');
    if (status == TW_OK) status = twi_sink_field(out, w->family[h].code, ',');
    if (status == TW_OK) status = twi_sink_field(out, w->family[h].name, ',');
    if (status == TW_OK) status = twi_sink_number(out, w->family_elasticity[h], '\n');
  }
  return status;
}

tw_status twi_write_products(twi_sink *out, const tw_world *w)
{
  tw_status status =
      twi_sink_text(out, "sector,product,name,trade_elasticity,family,home,owner,markup_elasticity,unit\n");
  for (int g = 0; g < w->products && status == TW_OK; g++) {
    const twi_product *p = &w->product[g];
    if (p->rest) continue;
    status = twi_sink_field(out, w->sector[p->sector], ',');
    if (status == TW_OK) status = twi_sink_field(out, p->code, ',');
    if (status == TW_OK) status = twi_sink_field(out, p->name, ',');
    if (status == TW_OK) status = twi_sink_number(out, w->product_theta[g], ',');
    if (status == TW_OK) status = twi_sink_field(out, p->family < 0 ? "" : w->family[p->family].code, ',');
    if (status == TW_OK) status = twi_sink_field(out, p->home < 0 ? "" : w->region[p->home], ',');
    if (status == TW_OK) status = twi_sink_field(out, p->owner < 0 ? "" : w->region[p->owner], ',');
    if (status == TW_OK)
      status = w->product_markup && !isnan(w->product_markup[g]) ? twi_sink_number(out, w->product_markup[g], ',')
                                                                 : twi_sink_text(out, ",");
    if (status == TW_OK) status = twi_sink_field(out, p->unit, '\n');
  }
  return status;
}

/* 1 when a product has another rate than its sector's flow: else the file needs no column of it. */
static int differs(const tw_world *w, const double *rate)
{
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w);
  for (size_t g = 0; rate && g < (size_t)w->products; g++) {
    if (w->product[g].rest) continue;
    const double *of_sector = rate + (size_t)w->product[g].sector * n * n;
    for (size_t d = 0; d < n; d++)
      for (size_t i = w->product_row[g * n + d]; i < w->product_row[g * n + d + 1]; i++)
        if (rate[all + i] != of_sector[d * n + w->product_seller[i]]) return 1;
  }
  return 0;
}

enum { MOST = TWI_MOST_COLUMNS + 2 };
typedef struct rates {
  int count;
  const char *name[MOST];
  const double *values[MOST];
} rates;

static void add_rate(const tw_world *w, rates *r, const char *name, const double *values)
{
  if (!differs(w, values)) return;
  r->name[r->count] = name;
  r->values[r->count++] = values + twi_world_sector_flows(w);
}

tw_status twi_write_product_flows(twi_sink *out, const tw_world *w)
{
  size_t n = (size_t)w->N;
  const double *value = w->flow + twi_world_sector_flows(w), *quantity = w->quantity;
  rates r = {0};
  add_rate(w, &r, "tariff_pct", w->tariff);
  add_rate(w, &r, "export_tax_pct", w->export_tax);
  for (int i = 0; i < w->column_count; i++) add_rate(w, &r, w->columns[i].name, w->columns[i].values);
  tw_status status =
      twi_sink_text(out, quantity ? "product,importer,exporter,value,quantity" : "product,importer,exporter,value");
  for (int k = 0; k < r.count && status == TW_OK; k++) {
    status = twi_sink_text(out, ",");
    if (status == TW_OK) status = twi_sink_text(out, r.name[k]);
  }
  if (status == TW_OK) status = twi_sink_text(out, "\n");
  for (size_t g = 0; g < (size_t)w->products && status == TW_OK; g++) {
    if (w->product[g].rest) continue;
    for (size_t d = 0; d < n; d++)
      for (size_t i = w->product_row[g * n + d]; i < w->product_row[g * n + d + 1] && status == TW_OK; i++) {
        char after = r.count ? ',' : '\n';
        status = twi_sink_field(out, w->product[g].code, ',');
        if (status == TW_OK) status = twi_sink_field(out, w->region[d], ',');
        if (status == TW_OK) status = twi_sink_field(out, w->region[w->product_seller[i]], ',');
        if (status == TW_OK) status = twi_sink_number(out, value[i], quantity ? ',' : after);
        if (status == TW_OK && quantity)
          status = isnan(quantity[i]) ? twi_sink_write(out, &after, 1) : twi_sink_number(out, quantity[i], after);
        for (int k = 0; k < r.count && status == TW_OK; k++)
          status = twi_sink_percent(out, r.values[k][i], k + 1 < r.count ? ',' : '\n');
      }
  }
  return status;
}
