/* The answers of a focus: what somebody who asks about cars in Canada wants to know first. See tw_answer in
 * tradewind.h, which says which they are. Of a group of many the largest are told: regions by their income in the base,
 * sectors by their output. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "indicator/outcome.h"
#include "scenario/rules.h"

enum { MOST_CELLS = 8, MOST_REGIONS = 6, MOST_ANSWERS = 64 };

/* ---------------------------------------------------------------- which they are */

static void add_answer(tw_result *r, tw_table table, int column, int region, int sector, int partner)
{
  const twi_outcome o = {table, column, region, sector, partner, -1};
  double value = twi_outcome_of(r, &o);
  if (r->answers < MOST_ANSWERS && !isnan(value)) r->answer[r->answers++] = o;
}

static void add_product_answer(tw_result *r, int column, int region, int product)
{
  const int sector = product < 0 ? -1 : r->world->product[product].sector;
  const twi_outcome o = {TW_PRODUCTS, column, region, sector, -1, product};
  if (r->answers < MOST_ANSWERS && !isnan(twi_outcome_of(r, &o))) r->answer[r->answers++] = o;
}

/* Heads: none to tell where nothing can move them. */
static void add_jobs(tw_result *r, int region, int sector)
{
  if (r->world->employment) add_answer(r, TW_SECTORS, TWI_SECTOR_JOBS_CHANGE, region, sector, -1);
}

/* The largest buyer abroad of what a region sells in the base; -1: none. */
static int largest_buyer(const tw_result *r, int region, int sector)
{
  int most = -1;
  double value = 0;
  for (int d = 0; d < r->world->N; d++) {
    tw_flow_change f;
    if (d == region || tw_result_flow(r, sector, d, region, &f) != TW_OK || !(f.base_value > value)) continue;
    value = f.base_value;
    most = d;
  }
  return most;
}

/* A sector of a region, the only one that is asked for or one of several; -1: all of them together. */
static void add_cell(tw_result *r, int region, int sector, int only)
{
  int whole = region < 0 || sector < 0, buyer = only ? largest_buyer(r, region, sector) : -1;
  add_answer(r, TW_SECTORS, TWI_OUTPUT, region, sector, -1);
  add_answer(r, TW_SECTORS, TWI_SECTOR_EXPORTS, region, sector, -1);
  if (buyer >= 0) add_answer(r, TW_TRADE, 0, region, sector, buyer);
  if (only || whole) add_answer(r, TW_SECTORS, TWI_SECTOR_IMPORTS, region, sector, -1);
  add_jobs(r, region, sector);
}

static void add_region(tw_result *r, int region, int only)
{
  add_answer(r, TW_REGIONS, TWI_REAL_INCOME, region, -1, -1);
  add_answer(r, TW_REGIONS, TWI_REAL_GDP, region, -1, -1);
  if (!only) return;
  add_answer(r, TW_REGIONS, TWI_GDP, region, -1, -1);
  if (r->world->employment && !r->jobs.given) add_answer(r, TW_REGIONS, TWI_JOBS_CHANGE, region, -1, -1);
}

static void add_group(tw_result *r, const char *name)
{
  for (int g = 0; g < r->groups; g++) {
    if (!twi_same_name(name, strlen(name), r->group[g].name)) continue;
    add_answer(r, TW_GROUPS, TWI_GROUP_REAL_INCOME, g, -1, -1);
    add_answer(r, TW_GROUPS, TWI_GROUP_REAL_GDP, g, -1, -1);
    return;
  }
}

/* Keeps of `count` indices, which rise, the `most` with the largest values, in their order; returns how many. */
static int keep_largest(int *index, const double *value, int count, int most)
{
  while (count > most) {
    int least = 0;
    for (int i = 1; i < count; i++)
      if (!(value[index[i]] > value[index[least]])) least = i;
    memmove(index + least, index + least + 1, (size_t)(count - least - 1) * sizeof *index);
    count--;
  }
  return count;
}

static void add_regions(tw_result *r, int *index)
{
  const twi_focus *f = &r->focus;
  if (f->regions > 1) add_group(r, f->region);
  memcpy(index, f->of_region, (size_t)f->regions * sizeof *index);
  int count = keep_largest(index, r->base.state->I, f->regions, MOST_REGIONS);
  for (int i = 0; i < count; i++) add_region(r, index[i], f->regions == 1);
}

static void add_cells(tw_result *r, int *index)
{
  const twi_focus *f = &r->focus;
  int S = r->world->S, cells = f->regions * f->sectors;
  const double *output = r->sectors + (size_t)TWI_OUTPUT_BASE * (size_t)r->world->N * (size_t)S;
  if (cells > 1) add_cell(r, f->regions > 1 ? -1 : f->of_region[0], f->sectors > 1 ? -1 : f->of_sector[0], 0);
  for (int i = 0; i < cells; i++) index[i] = f->of_region[i / f->sectors] * S + f->of_sector[i % f->sectors];
  int count = keep_largest(index, output, cells, MOST_CELLS);
  for (int i = 0; i < count; i++) add_cell(r, index[i] / S, index[i] % S, cells == 1);
}

/* A product of a region; -1: all of them together, which have no price of their own, nor a common unit. */
static void add_product(tw_result *r, int region, int product)
{
  add_product_answer(r, TWI_OF_PRODUCT_SALES, region, product);
  add_product_answer(r, TWI_OF_PRODUCT_SPENDING, region, product);
  if (region < 0 || product < 0) return;
  add_product_answer(r, TWI_OF_PRODUCT_PRICE, region, product);
  add_product_answer(r, TWI_OF_PRODUCT_QUANTITY, region, product);
}

/* Of many the largest by what is sold and bought of them. */
static tw_status add_products(tw_result *r)
{
  const twi_focus *f = &r->focus;
  int G = r->world->products, cells = f->regions * f->products;
  const double *sales = tw_result_column(r, TW_PRODUCTS, "sales_base");
  const double *spending = tw_result_column(r, TW_PRODUCTS, "spending_base");
  size_t all = (size_t)r->world->N * (size_t)G;
  int *index = twi_alloc(r->ctx, (size_t)cells, sizeof *index);
  double *size = twi_new(r->ctx, all, sizeof *size);
  tw_status status = index && size && sales && spending ? TW_OK : twi_no_memory(r->ctx, all * sizeof *size);
  if (status == TW_OK) {
    for (size_t k = 0; k < all; k++) size[k] = fmax(sales[k], 0) + fmax(spending[k], 0);
    if (cells > 1) add_product(r, f->regions > 1 ? -1 : f->of_region[0], f->products > 1 ? -1 : f->of_product[0]);
    for (int i = 0; i < cells; i++) index[i] = f->of_region[i / f->products] * G + f->of_product[i % f->products];
    int count = keep_largest(index, size, cells, MOST_CELLS);
    for (int i = 0; i < count; i++) add_product(r, index[i] / G, index[i] % G);
  }
  twi_free(r->ctx, index);
  twi_free(r->ctx, size);
  return status;
}

/* ---------------------------------------------------------------- what callers read */

const char *twi_answer_words(const tw_result *r, const twi_outcome *o, char words[TWI_OUTCOME_ROOM])
{
  const char *region = o->table == TW_GROUPS ? r->group[o->region].name
                       : o->region < 0       ? r->focus.region
                                             : r->world->region[o->region];
  const char *goods = NULL;
  char room[TWI_PRODUCT_WORDS];
  if (o->table == TW_SECTORS) goods = o->sector < 0 ? r->focus.sector : r->world->sector[o->sector];
  if (o->table == TW_PRODUCTS)
    goods = o->product < 0 ? r->focus.product : twi_product_words(r->world, o->product, room);
  if (o->table != TW_GROUPS && o->region >= 0 && (o->table != TW_SECTORS || o->sector >= 0) &&
      (o->table != TW_PRODUCTS || o->product >= 0))
    return twi_outcome_words(r->world, o, words);
  const char *column = o->table == TW_GROUPS ? tw_result_column_name(TW_GROUPS, o->column) : twi_outcome_name(o);
  snprintf(words, TWI_OUTCOME_ROOM, "%s %s%s%s", column, region, goods ? " " : "", goods ? goods : "");
  return words;
}

/* "percent", heads or money: no other number is an outcome. */
static const char *unit_of(const tw_result *r, const char *column)
{
  size_t length = strlen(column);
  if (length > 4 && strcmp(column + length - 4, "_pct") == 0) return "percent";
  return strncmp(column, "employment_", strlen("employment_")) == 0 ? "thousand persons" : twi_result_money_unit(r, 0);
}

static double level_before(const tw_result *r, const twi_outcome *o)
{
  tw_flow_change f;
  int seller = o->column == 0;
  if (o->table == TW_TRADE)
    return tw_result_flow(r, o->sector, seller ? o->partner : o->region, seller ? o->region : o->partner, &f) == TW_OK
               ? f.base_value
               : NAN;
  if (o->table == TW_PRODUCTS && o->column != TWI_OF_PRODUCT_QUANTITY) return twi_outcome_before(r, o);
  if (o->table != TW_REGIONS && o->table != TW_SECTORS) return NAN;
  twi_outcome level = *o;
  level.column = twi_outcome_level(o->table, o->column);
  return level.column < 0 ? NAN : twi_outcome_of(r, &level);
}

tw_status twi_answers_new(const tw_result *r, const twi_outcome *outcome, int count, tw_answer **answers)
{
  char words[TWI_OUTCOME_ROOM];
  *answers = twi_new(r->ctx, (size_t)count + 1, sizeof **answers);
  if (!*answers) return twi_no_memory(r->ctx, (size_t)count * sizeof **answers);
  for (int i = 0; i < count; i++) {
    const twi_outcome *o = &outcome[i];
    int group = o->table == TW_GROUPS;
    const char *column = group ? tw_result_column_name(TW_GROUPS, o->column) : twi_outcome_name(o);
    (*answers)[i] = (tw_answer){.column = column,
                                .unit = unit_of(r, column),
                                .table = o->table,
                                .region = group ? -1 : o->region,
                                .sector = o->sector,
                                .partner = o->partner,
                                .group = group ? o->region : -1,
                                .product = o->product,
                                .value = twi_outcome_of(r, o),
                                .before = level_before(r, o),
                                .quantile = {NAN, NAN, NAN}};
    (*answers)[i].outcome = twi_strdup(r->ctx, twi_answer_words(r, o, words));
    if ((*answers)[i].outcome) continue;
    twi_answers_free(r->ctx, *answers, i);
    *answers = NULL;
    return twi_no_memory(r->ctx, 0);
  }
  return TW_OK;
}

void twi_answers_free(tw_context *ctx, tw_answer *answers, int count)
{
  for (int i = 0; answers && i < count; i++) twi_free(ctx, (char *)answers[i].outcome);
  twi_free(ctx, answers);
}

tw_status twi_result_answers(tw_result *r)
{
  const twi_focus *f = &r->focus;
  size_t most = (size_t)f->regions * (size_t)f->sectors + (size_t)f->regions;
  if (f->regions == 0) return TW_OK;
  int *index = twi_alloc(r->ctx, most, sizeof *index);
  r->answer = twi_new(r->ctx, MOST_ANSWERS, sizeof *r->answer);
  tw_status status = index && r->answer ? TW_OK : twi_no_memory(r->ctx, most * sizeof *index);
  if (status == TW_OK) add_regions(r, index);
  if (status == TW_OK && f->sectors) add_cells(r, index);
  if (status == TW_OK && f->products) status = add_products(r);
  twi_free(r->ctx, index);
  return status == TW_OK ? twi_answers_new(r, r->answer, r->answers, &r->told) : status;
}

int tw_result_answers(const tw_result *r, const tw_answer **answers)
{
  if (answers) *answers = r->told;
  return r->told ? r->answers : 0;
}

int tw_result_focus(const tw_result *r, int *sector)
{
  if (sector) *sector = r->focus.sectors == 1 ? r->focus.of_sector[0] : -1;
  return r->focus.regions == 1 ? r->focus.of_region[0] : -1;
}

const char *tw_result_focus_regions(const tw_result *r, const int **members, int *count)
{
  if (members) *members = r->focus.of_region;
  if (count) *count = r->focus.regions;
  return r->focus.region;
}

const char *tw_result_focus_sectors(const tw_result *r, const int **members, int *count)
{
  if (members) *members = r->focus.of_sector;
  if (count) *count = r->focus.sectors;
  return r->focus.sector;
}

const char *tw_result_focus_products(const tw_result *r, const int **members, int *count)
{
  if (members) *members = r->focus.of_product;
  if (count) *count = r->focus.products;
  return r->focus.product;
}
