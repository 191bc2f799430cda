/* What a rule covers: selectors become members, a place becomes a list of cells; amounts get the numbers of a year.
 *
 * Only what exists is listed: flows that are positive, between different regions; producers with output. The flows of a
 * sector with products are those of its products. A rule that
 * then covers nothing is an error, because it is a policy that its author believes to be there. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/apply/apply.h"
#include "scenario/chosen.h"

/* ---------------------------------------------------------------- cells */

twi_cells twi_cells_of(const twi_place *place)
{
  int goods = twi_goods_key(place->key);
  return goods == 2 ? TWI_CELLS_FLOWS : goods == 1 ? TWI_CELLS_PRODUCERS : TWI_CELLS_REGIONS;
}

/* Takes out products of the selected sectors; something must be left. */
static tw_status leave_out(twi_job *job, const twi_place *place)
{
  const tw_world *w = job->world;
  const unsigned char *sector = job->selected[twi_goods_key(place->key)];
  tw_status status =
      twi_select(job->ctx, job->scenario, place->except_products, NULL, TWI_AXIS_PRODUCTS, w, job->left_out);
  if (status != TW_OK) return status;
  for (int m = 0; m < w->markets; m++) {
    const twi_market *market = &w->market[m];
    if (sector[market->sector] && (market->product < 0 || !job->left_out[market->product])) return TW_OK;
  }
  return twi_yaml_fail_key(job->ctx, place->except_products,
                           "except takes everything away that sector names, expected something to be left");
}

tw_status twi_select_place(twi_job *job, const twi_place *place)
{
  for (int i = 0; i < TWI_SELECTORS && place->key[i].key; i++) {
    twi_axis axis = place->key[i].axis;
    tw_status status =
        twi_select(job->ctx, job->scenario, place->selector[i], place->except[i], axis, job->world, job->selected[i]);
    if (status != TW_OK) return status;
  }
  memset(job->left_out, 0, (size_t)job->world->products);
  return place->except_products ? leave_out(job, place) : TW_OK;
}

int twi_covers_market(const twi_job *job, const twi_place *place, const twi_market *m)
{
  int goods = twi_goods_key(place->key);
  const unsigned char *selected = job->selected[goods];
  if (place->key[goods].axis == TWI_AXIS_PRODUCTS) return m->product >= 0 && selected[m->product];
  return selected[m->sector] && (m->product < 0 || !job->left_out[m->product]);
}

void twi_list_flows(twi_job *job, const twi_place *place, twi_wanted *wanted)
{
  const tw_world *w = job->world;
  size_t n = (size_t)w->N;
  unsigned char *pair = job->pair, *buys = pair + n * n; /* the same in all markets */
  memset(buys, 0, n);
  for (size_t d = 0; d < n; d++)
    for (size_t o = 0; o < n; o++) buys[d] |= pair[d * n + o] = (unsigned char)!!wanted(job, place, (int)d, (int)o);
  job->count = 0;
  for (int products = 0; products < 2; products++) /* their flows come after all of sectors */
    for (int m = 0; m < w->markets; m++) {
      if ((w->market[m].product >= 0) != products || !twi_covers_market(job, place, &w->market[m])) continue;
      for (size_t d = 0; d < n; d++) {
        if (!buys[d]) continue;
        twi_flow_row row = twi_market_row(w, &w->market[m], d);
        for (size_t i = 0; i < row.count; i++)
          if (pair[d * n + twi_row_seller(&row, i)] && w->flow[row.first + i] > 0)
            job->cell[job->count++] = row.first + i;
      }
    }
}

static int between(const twi_job *job, const twi_place *place, int d, int o)
{
  const unsigned char *importer = job->selected[0], *exporter = job->selected[1];
  if (d == o && !place->own) return 0;
  return (importer[d] && exporter[o]) || (place->both_ways && exporter[d] && importer[o]);
}

tw_status twi_products_made(twi_job *job)
{
  const tw_world *w = job->world;
  size_t n = (size_t)w->N;
  if (job->made || w->products == 0) return TW_OK;
  job->made = twi_new(job->ctx, (size_t)w->products * n, sizeof *job->made);
  if (!job->made) return twi_no_memory(job->ctx, (size_t)w->products * n * sizeof *job->made);
  for (int m = 0; m < w->markets; m++)
    for (size_t d = 0; d < n && w->market[m].product >= 0; d++) {
      twi_flow_row row = twi_market_row(w, &w->market[m], d);
      for (size_t i = 0; i < row.count; i++)
        job->made[(size_t)w->market[m].product * n + twi_row_seller(&row, i)] +=
            w->flow[row.first + i] / (1 + (w->export_tax ? w->export_tax[row.first + i] : 0));
    }
  return TW_OK;
}

double twi_output_of(const twi_job *job, size_t cell)
{
  size_t cells = twi_world_cells(job->world);
  return cell < cells ? job->world->output[cell] : job->made[cell - cells];
}

int twi_is_parted(const twi_job *job, int s)
{
  const tw_world *w = job->world;
  for (int m = w->sector_market[s]; m < w->sector_market[s + 1]; m++)
    if (w->market[m].product >= 0 && job->left_out[w->market[m].product]) return 1;
  return 0;
}

/* What a region spends on a product. */
static double spent_on(const tw_world *w, int g, int d)
{
  const twi_market market = {w->product[g].sector, g, 0};
  twi_flow_row row = twi_market_row(w, &market, (size_t)d);
  double sum = 0;
  for (size_t i = row.first; i < row.first + row.count; i++) sum += (1 + (w->tariff ? w->tariff[i] : 0)) * w->flow[i];
  return sum;
}

double twi_spending_on(const tw_world *w, size_t cell)
{
  twi_producer_at at = twi_producer_of(w, cell);
  return at.g < 0 ? w->spending[cell] : spent_on(w, at.g, at.d);
}

/* A sector all of which is covered has its own cell; of one without some of its products the others have theirs. */
static void list_producers(twi_job *job, const twi_place *place)
{
  const tw_world *w = job->world;
  int by_product = place->key[1].axis == TWI_AXIS_PRODUCTS;
  size_t n = (size_t)w->N;
  job->count = 0;
  for (int r = 0; r < w->N && !by_product; r++)
    for (int s = 0; s < w->S; s++) {
      size_t cell = (size_t)r * (size_t)w->S + (size_t)s;
      if (job->selected[0][r] && job->selected[1][s] && !twi_is_parted(job, s) && w->output[cell] > 0)
        job->cell[job->count++] = cell;
    }
  for (int m = 0; m < w->markets; m++) {
    int g = w->market[m].product;
    if (g < 0 || !twi_covers_market(job, place, &w->market[m])) continue;
    if (!by_product && !twi_is_parted(job, w->market[m].sector)) continue;
    for (size_t r = 0; r < n; r++)
      if (job->selected[0][r] && job->made[(size_t)g * n + r] > 0)
        job->cell[job->count++] = twi_product_cell(w, (size_t)g, r);
  }
}

static tw_status fail_empty(const twi_job *job, const twi_place *place, twi_cells cells)
{
  const char *name = job->rule->kind->name, *world = job->world->name;
  int by_product = cells != TWI_CELLS_REGIONS && place->key[twi_goods_key(place->key)].axis == TWI_AXIS_PRODUCTS;
  const char *what = by_product ? "products" : "sectors";
  if (cells == TWI_CELLS_FLOWS)
    return twi_yaml_fail_key(job->ctx, place->node,
                             "rule %s covers no flow of world %s: nothing is traded between these regions in these "
                             "%s%s",
                             name, world, what, place->own ? "" : " (sales of a region to itself do not count)");
  return twi_yaml_fail_key(job->ctx, place->node,
                           "rule %s covers nothing in world %s: these regions produce nothing in these %s", name, world,
                           what);
}

/* Of illegal fish a rule may cover nothing at this share where it covers something at the high one: *some is 1 then. */
static tw_status covers_at_high(const twi_job *job, const twi_place *place, int *some)
{
  const tw_world *w = job->world;
  size_t n = (size_t)w->N;
  *some = 0;
  for (int m = 0; m < w->markets; m++) {
    int s = w->market[m].sector;
    if (!twi_share_is_illegal(job->scenario, w, s, &w->market[m]) || !twi_covers_market(job, place, &w->market[m]))
      continue;
    double *high = twi_new(job->ctx, n * n, sizeof *high);
    if (!high) return twi_no_memory(job->ctx, n * n * sizeof *high);
    tw_status status = twi_share_high(job->ctx, job->scenario, w, high);
    for (size_t i = 0; i < n * n && status == TW_OK; i++)
      *some |= high[i] > 0 && w->flow[(size_t)s * n * n + i] > 0 && between(job, place, (int)(i / n), (int)(i % n));
    twi_free(job->ctx, high);
    return status;
  }
  return TW_OK;
}

tw_status twi_cover(twi_job *job, const twi_place *place)
{
  const tw_world *w = job->world;
  tw_status status = twi_select_place(job, place);
  twi_cells cells = twi_cells_of(place);
  if (status == TW_OK && cells == TWI_CELLS_PRODUCERS) status = twi_products_made(job);
  if (status != TW_OK) return status;
  job->count = 0;
  if (cells == TWI_CELLS_FLOWS) {
    twi_list_flows(job, place, between);
  } else if (cells == TWI_CELLS_PRODUCERS) {
    list_producers(job, place);
  } else {
    for (int r = 0; r < w->N; r++)
      if (job->selected[0][r]) job->cell[job->count++] = (size_t)r;
  }
  int some = 0;
  if (!job->count && cells == TWI_CELLS_FLOWS) status = covers_at_high(job, place, &some);
  return status != TW_OK || job->count || some ? status : fail_empty(job, place, cells);
}

/* ---------------------------------------------------------------- amounts */

static tw_status fail_column(const twi_job *job, const twi_amount *amount)
{
  enum { MOST = 64 };
  const char *names[MOST];
  char list[512] = "";
  int count = 0;
  for (; count < MOST && (names[count] = tw_world_tariff_column(job->world, count)); count++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", names[count]);
  }
  const char *nearest = twi_nearest(amount->column, strlen(amount->column), names, count);
  if (nearest)
    return twi_yaml_fail(job->ctx, amount->node, "world %s has no tariff column \"%s\"; did you mean %s?",
                         job->world->name, amount->column, nearest);
  return twi_yaml_fail(job->ctx, amount->node, "world %s has no tariff column \"%s\"; it has %s", job->world->name,
                       amount->column, list);
}

tw_status twi_rate_of(const twi_job *job, const twi_amount *amount, twi_rate *rate)
{
  memset(rate, 0, sizeof *rate);
  rate->is_column = amount->column != NULL;
  if (!rate->is_column) {
    rate->number = twi_amount_at(amount, job->year);
    return TW_OK;
  }
  int zero = 0;
  rate->column = twi_world_tariff_column(job->world, amount->column, strlen(amount->column), &zero);
  return rate->column || zero ? TW_OK : fail_column(job, amount);
}

tw_status twi_money_of(const twi_job *job, const twi_amount *amount, double *money)
{
  static const struct {
    const char *name;
    double size;
  } units[] = {{"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}};
  const tw_world *w = job->world;
  if (!twi_same_name(amount->currency, strlen(amount->currency), w->currency))
    return twi_yaml_fail(job->ctx, amount->node, "found an amount in %s, expected %s, the currency of world %s",
                         amount->currency, w->currency, w->name);
  double size = 1;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strcmp(w->unit, units[i].name) == 0) size = units[i].size;
  *money = twi_amount_at(amount, job->year) / size;
  return TW_OK;
}
