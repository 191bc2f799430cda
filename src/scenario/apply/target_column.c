/* Targets that aim at a column of the results, as in `outcome: exports_pct CAN C29 USA`: its cells, its measure and its
 * words. Trade is counted in value before the importer's tariff, as the columns are. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/apply/apply.h"
#include "world/meant.h"

enum { REGION = 1, SECTOR = 2, PARTNER = 3, PLACES = 4 };

static tw_status find_place(twi_job *job, const twi_yaml *node, int place, int *index)
{
  size_t length;
  const char *code = twi_words_at(node->text, place, &length);
  twi_axis axis = place == SECTOR ? TWI_AXIS_SECTORS : TWI_AXIS_REGIONS;
  char meant[TWI_MEANT], shown[TWI_SHOWN];
  *index = twi_world_index(job->world, axis, code, length);
  if (*index >= 0) return TW_OK;
  const char *nearest = twi_world_suggest(job->world, axis, code, length, meant);
  return twi_yaml_fail(job->ctx, node, "outcome: world %s has no %s %s%s%s%s", job->world->name,
                       place == SECTOR ? "sector" : "region", twi_show(code, length, shown),
                       nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* The product in the place of a sector, of a column that has products: TW_OK with -1 where it is a sector. */
static tw_status find_product(twi_job *job, const twi_yaml *node, int products_alone, int *product)
{
  const tw_world *w = job->world;
  size_t length;
  const char *code = twi_words_at(node->text, SECTOR, &length);
  *product = -1;
  if (!products_alone && twi_world_sector_index(w, code, length) >= 0) return TW_OK;
  memset(job->selected[1], 0, (size_t)w->products);
  int many = twi_world_product_index(w, code, length) < 0 && twi_world_family_index(w, code, length) >= 0;
  if (!many && twi_take_products(w, code, length, job->selected[1])) {
    while (!job->selected[1][++*product]) continue;
    return TW_OK;
  }
  if (!products_alone && !many) return TW_OK;
  char shown[TWI_SHOWN];
  if (many)
    return twi_yaml_fail(job->ctx, node, "outcome: %s is a family, expected one product",
                         twi_show(code, length, shown));
  if (twi_world_sector_index(w, code, length) >= 0)
    return twi_yaml_fail(job->ctx, node,
                         "outcome: %s is of a product, and %.*s is a sector, which has output_value_pct",
                         job->rule->column->name, (int)length, code);
  const twi_yaml one = {.kind = TWI_YAML_SCALAR,
                        .text = code,
                        .length = length,
                        .origin = node->origin,
                        .line = node->line,
                        .column = node->column};
  return twi_fail_product(job->ctx, job->scenario, &one, w);
}

/* What a region sells or buys, of one sector or of all, to or from one region or all others. */
static void list_flows(twi_job *job, const int at[PLACES], int imports)
{
  const tw_world *w = job->world;
  job->count = 0;
  for (int products = 0; products < 2; products++)
    for (int m = 0; m < w->markets; m++) {
      if ((w->market[m].product >= 0) != products || (at[SECTOR] >= 0 && w->market[m].sector != at[SECTOR])) continue;
      for (int d = 0; d < w->N; d++) {
        twi_flow_row row = twi_market_row(w, &w->market[m], (size_t)d);
        for (size_t i = 0; i < row.count; i++) {
          int o = (int)twi_row_seller(&row, i), region = imports ? d : o, other = imports ? o : d;
          if (d == o || !(w->flow[row.first + i] > 0) || region != at[REGION]) continue;
          if (at[PARTNER] < 0 || other == at[PARTNER]) job->cell[job->count++] = row.first + i;
        }
      }
    }
}

static void say_column(const twi_job *job, const int at[PLACES], int product, twi_sentence *what)
{
  char room[TWI_PRODUCT_WORDS];
  const tw_world *w = job->world;
  const twi_target_column *column = job->rule->column;
  int trade = column->measure == TWI_MEASURE_TRADE_VALUE;
  twi_say(what, "%s ", column->words);
  if (at[SECTOR] >= 0 || product >= 0)
    twi_say(what, "%s %s ", twi_say_code(w, at[SECTOR], product, room),
            !trade            ? "in"
            : column->imports ? "into"
                              : "from");
  twi_say(what, "%s", w->region[at[REGION]]);
  if (at[PARTNER] >= 0) twi_say(what, " %s %s", column->imports ? "from" : "to", w->region[at[PARTNER]]);
}

/* The same as fields; the column stands where an outcome has its name. */
static void field_column(twi_job *job, const int at[PLACES], int product)
{
  static const char *const key[PLACES] = {NULL, "region", "sector", "partner"};
  char room[TWI_PRODUCT_WORDS], value[TWI_PRODUCT_WORDS + 2];
  const tw_world *w = job->world;
  twi_field_text(job, "", "outcome", job->rule->column->name);
  for (int i = REGION; i < PLACES; i++) {
    int goods = i == SECTOR && product >= 0;
    if (at[i] < 0 && !goods) continue;
    const char *code = goods ? twi_product_words(w, product, room) : i == SECTOR ? w->sector[at[i]] : w->region[at[i]];
    snprintf(value, sizeof value, "\t%s", code); /* a list of one, without a name */
    twi_field_text(job, "outcome_", goods ? "product" : key[i], value);
  }
}

tw_status twi_target_aim(twi_job *job, twi_condition *c, twi_sentence *what)
{
  const tw_world *w = job->world;
  const twi_target_column *column = job->rule->column;
  const twi_yaml *node = job->rule->column_node;
  int at[PLACES] = {-1, -1, -1, -1}, places = twi_words_count(node->text) - 1;
  int product = -1, goods = column->places >> SECTOR & 1 && places >= SECTOR;
  tw_status status = TW_OK;
  if (goods && column->products) status = find_product(job, node, column->products > 1, &product);
  for (int i = 1; i <= places && status == TW_OK; i++)
    if (i != SECTOR || product < 0) status = find_place(job, node, i, &at[i]);
  if (status == TW_OK && twi_measure_is_of_cells(column->measure)) status = twi_products_made(job);
  if (status != TW_OK) return status;
  c->measure = column->measure;
  job->count = 1;
  job->cell[0] = product >= 0      ? twi_product_cell(w, (size_t)product, (size_t)at[REGION])
                 : at[SECTOR] >= 0 ? (size_t)at[REGION] * (size_t)w->S + (size_t)at[SECTOR]
                                   : (size_t)at[REGION];
  if (c->measure == TWI_MEASURE_TRADE_VALUE) list_flows(job, at, column->imports);
  int there = c->measure == TWI_MEASURE_PRICE       ? twi_spending_on(w, job->cell[0]) > 0
              : twi_measure_is_of_cells(c->measure) ? twi_output_of(job, job->cell[0]) > 0
                                                    : job->count > 0;
  say_column(job, at, product, what);
  field_column(job, at, product);
  if (there) return TW_OK;
  return twi_yaml_fail(job->ctx, node, "outcome: %s is nothing in world %s: there is nothing to aim at", what->bytes,
                       w->name);
}
