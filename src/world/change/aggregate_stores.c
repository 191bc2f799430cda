/* Stocks and calories of an aggregated world. See change/products.h.
 *
 *   Q      sum Q                    known where all that is merged has a row
 *   days   sum Q / sum (Q / days)   stock over use; known where all are above 0, else left to the use of the base
 *   kcal   that of all that is merged, where they are the same number and the same share
 *
 * What is not known in a part is not known in the whole, as of population: it is left out, and a finding says so. */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "world/change/products.h"
#include "world/stores.h"

/* A row, and where it goes: place is a product of the new list. */
typedef struct moved {
  int place, region;
  const twi_store *row;
} moved;

typedef struct gathering {
  tw_context *ctx;
  const twi_map *regions;
  const twi_given_products *given;
  tw_world *to;
  int *members;     /* [products of given] how many go to each */
  int *general;     /* [products of given] 1 + the new row of calories of all regions; 0: none */
  int lost, undone; /* rows of the new world that are not known; stocks whose days are not */
  int first_place, first_region;
} gathering;

static int by_place(const void *left, const void *right)
{
  const moved *a = left, *b = right;
  if (a->place != b->place) return a->place < b->place ? -1 : 1;
  return (a->region > b->region) - (a->region < b->region);
}

static tw_status lose_row(gathering *j, const moved *m)
{
  if (!j->lost++) {
    j->first_place = m->place;
    j->first_region = m->region;
  }
  return TW_OK;
}

static tw_status add_row(gathering *j, twi_store_table table, const moved *m, const double number[2])
{
  return twi_stores_add(j->ctx, j->to, table, j->given->product[m->place].code, m->region, number);
}

static tw_status merge_stocks(gathering *j, const moved *m, int count)
{
  double quantity = 0, use = 0;
  int days = 1, any = 0;
  if (count < j->regions->members[m->region] * j->members[m->place]) return lose_row(j, m);
  if (count == 1) return add_row(j, TWI_STORE_STOCKS, m, m->row->number);
  for (int i = 0; i < count; i++) {
    const double *number = m[i].row->number;
    quantity += number[0];
    use += number[0] / number[1];
    days &= number[1] > 0;
    any |= !isnan(number[1]);
  }
  days &= use > 0;
  j->undone += any && !days;
  return add_row(j, TWI_STORE_STOCKS, m, (const double[2]){quantity, days ? quantity / use : NAN});
}

static int same_numbers(const double *a, const double *b)
{
  return a[0] == b[0] && a[1] == b[1];
}

/* Those of all regions come first. */
static tw_status merge_calories(gathering *j, const moved *m, int count)
{
  int same = 1, whole = m->region < 0 ? j->members[m->place] : j->regions->members[m->region] * j->members[m->place];
  for (int i = 1; i < count; i++) same &= same_numbers(m->row->number, m[i].row->number);
  int general = j->general[m->place];
  int known = count == whole || (m->region >= 0 && general &&
                                 same_numbers(m->row->number, j->to->store[TWI_STORE_CALORIES][general - 1].number));
  if (!same || !known) return lose_row(j, m);
  tw_status status = add_row(j, TWI_STORE_CALORIES, m, m->row->number);
  if (m->region < 0) j->general[m->place] = j->to->stores[TWI_STORE_CALORIES];
  return status;
}

static tw_status say_lost(const gathering *j, twi_store_table table)
{
  if (!j->lost) return TW_OK;
  return twi_world_find(
      j->ctx, j->to, 1, "stores_merged", j->first_region, -1, NAN, NAN,
      table == TWI_STORE_STOCKS
          ? "%d stock%s left out, as only a part of what is merged has a row of stocks.csv; the first "
            "is of %s%s%s."
          : "%d row%s of calories.csv left out, as what is merged has different numbers, or only a "
            "part has one; the first is of %s%s%s.",
      j->lost, j->lost == 1 ? " is" : "s are", j->given->product[j->first_place].code,
      j->first_region < 0 ? "" : " in ", j->first_region < 0 ? "" : j->regions->code[j->first_region]);
}

static tw_status say_days(const gathering *j)
{
  if (!j->undone) return TW_OK;
  return twi_world_find(j->ctx, j->to, 0, "stores_merged", -1, -1, NAN, NAN,
                        "The days of %d merged stock%s are left out, as not all that is merged has days above 0: they "
                        "count from the use of the base.",
                        j->undone, j->undone == 1 ? "" : "s");
}

/* product [products of from]: the given product that each was, -1: a rest. */
static tw_status merge_table(gathering *j, const tw_world *from, twi_store_table table, const int *product,
                             const int *place)
{
  int count = from->stores[table];
  moved *list = twi_alloc(j->ctx, (size_t)count + 1, sizeof *list);
  if (!list) return twi_no_memory(j->ctx, (size_t)count * sizeof *list);
  for (int i = 0, g = 0; i < count; i++) {
    const twi_store *row = &from->store[table][i];
    while (from->product[g].rest || strcmp(from->product[g].code, row->product) != 0) g++; /* both in one order */
    list[i] = (moved){place[product[g]], row->region < 0 ? -1 : j->regions->to[row->region], row};
  }
  tw_status status = twi_sort(j->ctx, list, (size_t)count, sizeof *list, by_place);
  for (int i = 0, end; i < count && status == TW_OK; i = end) {
    for (end = i + 1; end < count && by_place(&list[i], &list[end]) == 0;) end++;
    status = (table == TWI_STORE_STOCKS ? merge_stocks : merge_calories)(j, &list[i], end - i);
  }
  if (status == TW_OK) status = say_lost(j, table);
  if (status == TW_OK) status = say_days(j);
  j->lost = j->undone = 0;
  twi_free(j->ctx, list);
  return status;
}

tw_status twi_aggregate_stores(tw_context *ctx, const tw_world *from, const twi_map *regions, const int *place,
                               const twi_given_products *given, tw_world *to)
{
  gathering j = {.ctx = ctx, .regions = regions, .given = given, .to = to};
  if (!from->stores[TWI_STORE_STOCKS] && !from->stores[TWI_STORE_CALORIES]) return TW_OK;
  int *product = twi_alloc(ctx, (size_t)from->products + 1, sizeof *product), count = 0;
  j.members = twi_new(ctx, (size_t)given->products + 1, sizeof *j.members);
  j.general = twi_new(ctx, (size_t)given->products + 1, sizeof *j.general);
  tw_status status = product && j.members && j.general ? TW_OK : twi_no_memory(ctx, 0);
  for (int g = 0; g < from->products && status == TW_OK; g++) {
    product[g] = from->product[g].rest ? -1 : count++;
    if (product[g] >= 0) j.members[place[product[g]]]++;
  }
  for (int t = 0; t < TWI_STORE_TABLES && status == TW_OK; t++)
    status = merge_table(&j, from, (twi_store_table)t, product, place);
  twi_free(ctx, product);
  twi_free(ctx, j.members);
  twi_free(ctx, j.general);
  return status;
}
