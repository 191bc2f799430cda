/* Where a region's fuels come from, what they pass on the way, and what is in stock: rows of accounts.csv.
 *
 *   share of a partner, all fuels   w_i = sum_f E_fi / sum_fi E_fi         by heat, fuels without heat left out
 *   HHI                             sum_i s_i^2                            of origins that are named: OTHER counts as many small ones
 *   through a passage               e_k = sum_i s_i u_ik, of all fuels sum_fi w_fi u_fik
 *   not known                       sum of s_i whose way is not known
 *   days of cover                   T / s_i, T / e_k: 365 stock/(what is lost a year), with stock = T z/365 of imports z */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "supply/supply.h"

static const double MOSTLY = 0.1; /* from this part on the assumed makes the whole assumed */

/* What is summed over the rows of one fuel, or of all. */
typedef struct summed {
  double through[TWI_STRAITS], known[TWI_STRAITS]; /* e_k; part whose way is known */
  double squares, assumed, way_assumed, all;
} summed;

static int is_of(const tw_accounts *a, const twi_origin *o)
{
  return strcmp(o->importer, a->region) == 0;
}

static const char *made_of(double assumed, double all)
{
  return twi_quality_names[assumed > (MOSTLY + 1e-9) * all ? TWI_ASSUMED : TWI_DERIVED];
}

/* weight: the row's share in what is summed. */
static void sum_row(summed *s, const twi_origin *o, double weight)
{
  s->all += weight;
  if (o->quality == TWI_ASSUMED) s->assumed += weight;
  if (o->quality == TWI_ASSUMED || o->way_quality == TWI_ASSUMED) s->way_assumed += weight;
  for (int k = 0; k < TWI_STRAITS; k++)
    if (!isnan(o->through[k])) {
      s->through[k] += weight * o->through[k];
      s->known[k] += weight;
    }
}

static tw_status put_row(tw_accounts *a, const char *item, const char *source, const char *partner, double value,
                         const char *unit, const char *quality, const char *year, const char *reference)
{
  return twi_account_add(a, &(twi_account){.item = item,
                                           .source = source,
                                           .partner = partner,
                                           .value = value,
                                           .unit = unit,
                                           .quality = quality,
                                           .year = year,
                                           .reference = reference});
}

static tw_status put_sums(tw_accounts *a, const summed *s, const char *source, const char *year)
{
  tw_status status = put_row(a, "hhi", source, NULL, s->squares, "1", made_of(s->assumed, s->all), year, NULL);
  double unknown = 0;
  for (int k = 0; k < TWI_STRAITS && status == TW_OK; k++) {
    unknown = fmax(unknown, s->all - s->known[k]);
    if (s->through[k] > 0)
      status = put_row(a, "passage_share", source, twi_strait_names[k], 100 * s->through[k], "%",
                       made_of(s->way_assumed, s->all), year, NULL);
  }
  if (status == TW_OK && s->known[0] > 0)
    status = put_row(a, "way_not_known", source, NULL, unknown > 1e-9 ? 100 * unknown : 0, "%", "derived", year, NULL);
  return status;
}

/* ---------------------------------------------------------------- stocks */

static tw_status put_stocks(tw_accounts *a, int fuel, const summed *s, double quantity)
{
  const char *source = twi_fuel_names[fuel];
  tw_status status = TW_OK;
  for (int i = 0; i < a->stocks && status == TW_OK; i++) {
    const twi_stock *t = &a->stock[i];
    if (t->fuel != fuel || strcmp(t->region, a->region) != 0) continue;
    const char *quality = twi_quality_names[t->quality],
               *cover = twi_quality_names[t->quality == TWI_ASSUMED ? TWI_ASSUMED : TWI_DERIVED];
    status = put_row(a, "stock_days", source, NULL, t->days, "days", quality, t->date, t->source);
    if (status == TW_OK && !isnan(quantity))
      status = put_row(a, "stock", source, NULL, t->days * quantity / 365, "Mt", cover, t->date, NULL);
    for (int k = 0; k < a->origins.count && status == TW_OK; k++) {
      const twi_origin *o = &a->origins.row[k];
      if (is_of(a, o) && o->fuel == fuel && !twi_is_rest(o->exporter) && o->share > 0)
        status = put_row(a, "days_of_cover", source, o->exporter, t->days / o->share, "days", cover, t->date, NULL);
    }
    for (int k = 0; k < TWI_STRAITS && status == TW_OK; k++)
      if (s->through[k] > 0)
        status = put_row(a, "days_of_cover", source, twi_strait_names[k], t->days / s->through[k], "days", cover,
                         t->date, NULL);
  }
  return status;
}

/* ---------------------------------------------------------------- fuels */

static tw_status put_fuel(tw_accounts *a, int fuel)
{
  const char *source = twi_fuel_names[fuel], *year = NULL;
  summed s = {.all = 0};
  double quantity = 0, heat = 0;
  tw_status status = TW_OK;
  for (int i = 0; i < a->origins.count && status == TW_OK; i++) {
    const twi_origin *o = &a->origins.row[i];
    if (!is_of(a, o) || o->fuel != fuel) continue;
    int tonnes = !isnan(o->quantity);
    year = year ? year : o->year;
    quantity += o->quantity;
    heat += o->heat;
    sum_row(&s, o, o->share);
    if (!twi_is_rest(o->exporter)) s.squares += o->share * o->share;
    if (tonnes || !isnan(o->heat))
      status = put_row(a, "imports", source, o->exporter, tonnes ? o->quantity : o->heat, tonnes ? "Mt" : "PJ",
                       twi_quality_names[o->quality], o->year, o->source);
    if (status == TW_OK)
      status = put_row(a, "origin_share", source, o->exporter, 100 * o->share, "%",
                       twi_quality_names[o->quality == TWI_ASSUMED ? TWI_ASSUMED : TWI_DERIVED], o->year, NULL);
  }
  if (!year || status != TW_OK) return status;
  a->gap_of_shares = fmax(a->gap_of_shares, fabs(s.all - 1));
  if (!isnan(quantity))
    status = put_row(a, "imports", source, NULL, quantity, "Mt", made_of(s.assumed, s.all), year, NULL);
  if (status == TW_OK && !isnan(heat))
    status = put_row(a, "heat", source, NULL, heat, "PJ", made_of(s.assumed, s.all), year, NULL);
  if (status == TW_OK) status = put_sums(a, &s, source, year);
  return status == TW_OK ? put_stocks(a, fuel, &s, quantity) : status;
}

/* ---------------------------------------------------------------- all fuels together */

typedef struct partner {
  const char *code;
  double heat, assumed;
} partner;

static int order_partners(const void *first, const void *second)
{
  const partner *a = first, *b = second;
  if (a->heat != b->heat) return a->heat < b->heat ? 1 : -1;
  return strcmp(a->code, b->code);
}

static tw_status put_partners(tw_accounts *a, partner *list, int count, double total, summed *s, const char *year)
{
  tw_status status = TW_OK;
  for (int i = 0; i < count && status == TW_OK; i++) {
    double share = list[i].heat / total;
    if (!twi_is_rest(list[i].code)) s->squares += share * share;
    status = put_row(a, "origin_share", "all", list[i].code, 100 * share, "%", made_of(list[i].assumed, list[i].heat),
                     year, NULL);
  }
  return status;
}

static tw_status put_all(tw_accounts *a)
{
  partner *list = twi_new(a->ctx, (size_t)a->origins.count + 1, sizeof *list);
  summed s = {.all = 0};
  double total = 0;
  int count = 0;
  const char *year = NULL;
  if (!list) return twi_no_memory(a->ctx, 0);
  for (int i = 0; i < a->origins.count; i++)
    if (is_of(a, &a->origins.row[i]) && !isnan(a->origins.row[i].heat)) total += a->origins.row[i].heat;
  for (int i = 0; i < a->origins.count && total > 0; i++) {
    const twi_origin *o = &a->origins.row[i];
    int k = 0;
    if (!is_of(a, o) || isnan(o->heat)) continue;
    year = year ? year : o->year;
    sum_row(&s, o, o->heat / total);
    while (k < count && strcmp(list[k].code, o->exporter) != 0) k++;
    if (k == count) list[count++] = (partner){.code = o->exporter};
    list[k].heat += o->heat;
    if (o->quality == TWI_ASSUMED) list[k].assumed += o->heat;
  }
  tw_status status = twi_sort(a->ctx, list, (size_t)count, sizeof *list, order_partners);
  if (status == TW_OK && total > 0) status = put_partners(a, list, count, total, &s, year);
  if (status == TW_OK && total > 0)
    status = put_row(a, "heat", "all", NULL, total, "PJ", made_of(s.assumed, s.all), year, NULL);
  if (status == TW_OK && total > 0) status = put_sums(a, &s, "all", year);
  twi_free(a->ctx, list);
  return status;
}

tw_status twi_fuel_rows(tw_accounts *a)
{
  tw_status status = TW_OK;
  for (int f = 0; f < TWI_FUELS && status == TW_OK; f++) status = put_fuel(a, f);
  return status == TW_OK ? put_all(a) : status;
}
