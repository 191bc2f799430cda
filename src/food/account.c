/* The calories of the tables: rows by item and origin, direct and looked through. See food.h for the formulas. */
#include <math.h>
#include <string.h>

#include "food/food.h"

static const char other[] = "OTHER", home_feed[] = "raised at home on feed from abroad";

static twi_calories *add_row(tw_food *f, tw_status *status)
{
  twi_calories *grown = *status == TW_OK ? twi_grow_list(f->ctx, f->row, (size_t)f->rows, sizeof *grown) : NULL;
  if (!grown) {
    if (*status == TW_OK) *status = twi_no_memory(f->ctx, sizeof *grown);
    return NULL;
  }
  f->row = grown;
  f->row[f->rows] = (twi_calories){.direct_new = NAN, .look_new = NAN};
  return &f->row[f->rows++];
}

static int worse_of(int a, int b)
{
  return a > b ? a : b; /* observed, derived, assumed */
}

/* Rows of an item, by origin; what has none is of OTHER. Returns the calories of the item. */
static double add_item(tw_food *f, const twi_diet *d, tw_status *status)
{
  double known = 0, all = d->kcal * d->part[TWI_POINT];
  for (int i = 0; i < f->tables.froms; i++) {
    const twi_from *from = &f->tables.from[i];
    if (from->of_feed || strcmp(from->item, d->item) != 0) continue;
    twi_calories *row = add_row(f, status);
    if (!row) return 0;
    row->item = d->item;
    row->origin = from->origin;
    row->product = d->product;
    row->sector = d->sector;
    row->quality = worse_of(d->quality, from->quality);
    for (int v = 0; v < TWI_LEVELS; v++) row->direct[v] = row->look[v] = d->kcal * d->part[v] * from->share[v];
    known += from->share[TWI_POINT];
  }
  if (known >= 1 - 1e-9) return all;
  twi_calories *row = add_row(f, status);
  if (!row) return 0;
  row->item = d->item;
  row->origin = other;
  row->product = d->product;
  row->sector = d->sector;
  row->quality = TWI_DERIVED;
  for (int v = 0; v < TWI_LEVELS; v++) row->direct[v] = row->look[v] = all * (1 - known);
  return all;
}

/* Livestock raised at home on feed from abroad: directly of the region, looked through of the feed's origins. */
static void add_feed(tw_food *f, const twi_diet *group, double calories, tw_status *status)
{
  const twi_food_tables *t = &f->tables;
  double energy = 0, known = 0;
  for (int i = 0; i < t->feeds; i++) energy += t->feed[i].kt * t->feed[i].kcal;
  twi_calories *home = add_row(f, status);
  if (!home) return;
  *home = (twi_calories){.item = home_feed,
                         .origin = t->region,
                         .product = "",
                         .sector = group->sector,
                         .at_home = 1,
                         .quality = group->quality,
                         .direct_new = NAN,
                         .look_new = NAN};
  for (int v = 0; v < TWI_LEVELS; v++) home->direct[v] = calories;
  for (int i = 0; i < t->froms && energy > 0; i++) {
    const twi_from *from = &t->from[i];
    const twi_feed *feed = NULL;
    if (!from->of_feed) continue;
    for (int k = 0; k < t->feeds; k++)
      if (strcmp(t->feed[k].feed, from->item) == 0) feed = &t->feed[k];
    double weight = feed->kt * feed->kcal / energy;
    twi_calories *row = add_row(f, status);
    if (!row) return;
    row->item = from->item;
    row->origin = from->origin;
    row->product = feed->product;
    row->sector = feed->sector;
    row->of_feed = 1;
    row->quality = worse_of(worse_of(group->quality, feed->quality), from->quality);
    for (int v = 0; v < TWI_LEVELS; v++) row->look[v] = calories * weight * from->share[v];
    known += weight * from->share[TWI_POINT];
  }
  twi_calories *row = add_row(f, status);
  if (!row) return;
  row->item = "feed";
  row->origin = other;
  row->product = "";
  row->sector = group->sector;
  row->of_feed = 1;
  row->quality = TWI_DERIVED;
  for (int v = 0; v < TWI_LEVELS; v++) row->look[v] = calories * (1 - known);
}

tw_status twi_food_account(tw_food *f)
{
  const twi_food_tables *t = &f->tables;
  tw_status status = TW_OK;
  for (int i = 0; i < t->diets && status == TW_OK; i++) {
    const twi_diet *d = &t->diet[i];
    if (*d->item) continue;
    double on_feed = isnan(d->raised) ? 0 : d->raised - d->domestic, items = 0;
    f->total += d->kcal;
    f->domestic += d->domestic;
    twi_calories *row = add_row(f, &status);
    if (!row) break;
    row->item = d->group;
    row->origin = t->region;
    row->product = "";
    row->sector = d->sector;
    row->at_home = 1;
    row->quality = d->quality;
    for (int v = 0; v < TWI_LEVELS; v++) row->direct[v] = row->look[v] = d->domestic;
    for (int k = 0; k < t->diets && status == TW_OK; k++)
      if (*t->diet[k].item && strcmp(t->diet[k].group, d->group) == 0) items += add_item(f, &t->diet[k], &status);
    double rest = d->kcal - d->domestic - on_feed - items;
    if (rest > 1e-9 * d->kcal && (row = add_row(f, &status))) {
      row->item = d->group;
      row->origin = other;
      row->product = "";
      row->sector = d->sector;
      row->quality = worse_of(d->quality, TWI_DERIVED);
      for (int v = 0; v < TWI_LEVELS; v++) row->direct[v] = row->look[v] = rest;
    }
    if (on_feed > 0) add_feed(f, d, on_feed, &status);
  }
  return status;
}
