/* A world with some things changed: tw_world_with.
 *
 * What is kept has the same bits: shares are kept in the model's form where none are given, else those of the bill for
 * inputs are taken from it so that completing gives them back (fl(a / (1 - v)), as in write/folder.c). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "world/balance.h"
#include "world/products.h"
#include "world/stores.h"

static const char who[] = "tw_world_with";

/* ---------------------------------------------------------------- arguments */

static tw_status check_codes(tw_context *ctx, const char *what, const char *const *given, char *const *own, int count)
{
  for (int i = 0; given && i < count; i++)
    if (!given[i] || strcmp(given[i], own[i]) != 0)
      return twi_fail(ctx, TW_BAD_INPUT, "%s: %s %d: found %s, expected %s: codes stay as they are", who, what, i,
                      given[i] ? given[i] : "nothing", own[i]);
  return TW_OK;
}

static tw_status check_arguments(tw_context *ctx, const tw_world *w, const tw_world_data *d)
{
  if (!d) return twi_fail(ctx, TW_USAGE, "%s: no changes", who);
  if ((d->regions && d->regions != w->N) || (d->sectors && d->sectors != w->S))
    return twi_fail(ctx, TW_USAGE, "%s: found %d regions and %d sectors, expected %d and %d, or 0", who, d->regions,
                    d->sectors, w->N, w->S);
  if (d->name && twi_world_name_wrong(d->name))
    return twi_fail(ctx, TW_USAGE, "%s: the name of the new world: found %s, expected %s", who,
                    *d->name ? d->name : "nothing", twi_world_name_wrong(d->name));
  tw_status status = twi_data_check(ctx, d, who);
  if (status == TW_OK) status = check_codes(ctx, "region", d->region, w->region, w->N);
  return status == TW_OK ? check_codes(ctx, "sector", d->sector, w->sector, w->S) : status;
}

/* ---------------------------------------------------------------- what is new */

static int gives_products(const tw_world_data *d)
{
  return d->products || d->families || d->product_flows;
}

/* Puts the names of what is given into the text: of texts, of numbers. Returns how many. */
static int name_changes(const tw_world_data *d, twi_text *text)
{
  const struct {
    const char *name;
    const void *given;
  } all[] = {{"name", d->name},
             {"title", d->title},
             {"currency", d->currency},
             {"unit", d->unit},
             {"source", d->source},
             {"licence", d->licence},
             {"year", d->year ? d : NULL},
             {"region_name", d->region_name},
             {"sector_name", d->sector_name},
             {"goods", d->goods},
             {"trade_elasticity", d->trade_elasticity},
             {"flow", d->flow},
             {"tariff", d->tariff},
             {"export_tax", d->export_tax},
             {"value_added_share", d->value_added_share},
             {"input_share", d->input_share},
             {"final_share", d->final_share},
             {"employment", d->employment},
             {"population", d->population},
             {"gdp", d->gdp},
             {"tariff columns", d->tariff_columns ? d : NULL},
             {"groups of regions", d->region_groups ? d : NULL},
             {"groups of sectors", d->sector_groups ? d : NULL},
             {"products", gives_products(d) ? d : NULL},
             {"product_elasticity", d->product_elasticity}};
  int count = 0;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (all[i].given) twi_text_printf(text, "%s%s", count++ ? ", " : "", all[i].name);
  return count;
}

static tw_status describe_changed(tw_context *ctx, const tw_world *from, const tw_world_data *d, const char *what,
                                  char **yaml)
{
  char year[16];
  char *note = twi_format(ctx, "changed by tradewind from %s (SHA-256 %s): %s", from->name, from->sha256, what);
  if (!note) return twi_no_memory(ctx, 0);
  snprintf(year, sizeof year, "%d", d->year);
  const twi_new_field fields[] = {{"name", d->name ? d->name : from->name, 0},
                                  {"title", d->title ? d->title : from->title, 0},
                                  {"year", d->year ? year : NULL, 1},
                                  {"currency", d->currency, 0},
                                  {"unit", d->unit, 0},
                                  {"source", d->source, 0},
                                  {"licence", d->licence, 0}};
  const char *const notes[] = {note};
  tw_status status = twi_describe_again(ctx, from, fields, 7, notes, 1, yaml);
  twi_free(ctx, note);
  return status;
}

static tw_status replace_numbers(tw_context *ctx, const double *given, size_t count, double **to)
{
  if (!given) return TW_OK;
  twi_free(ctx, *to);
  *to = twi_alloc(ctx, count, sizeof **to);
  if (!*to) return twi_no_memory(ctx, count * sizeof **to);
  memcpy(*to, given, count * sizeof **to);
  return TW_OK;
}

static tw_status replace_names(tw_context *ctx, const char *const *given, int count, char **names)
{
  for (int i = 0; given && i < count; i++) {
    if (!given[i]) continue;
    char *name = twi_strdup(ctx, given[i]);
    if (!name) return twi_no_memory(ctx, 0);
    twi_free(ctx, names[i]);
    names[i] = name;
  }
  return TW_OK;
}

/* Shares of the bill for inputs: those given, else those of the world. */
static tw_status put_shares(tw_context *ctx, const tw_world *from, const tw_world_data *d, tw_world *to)
{
  size_t S = (size_t)from->S, cells = twi_world_cells(from), bills = twi_world_bills(from);
  to->value_added_share = twi_alloc(ctx, cells, sizeof(double));
  to->input_share = twi_alloc(ctx, bills, sizeof(double));
  to->final_share = twi_alloc(ctx, cells, sizeof(double));
  if (!to->value_added_share || !to->input_share || !to->final_share) return twi_no_memory(ctx, bills * 8);
  memcpy(to->value_added_share, d->value_added_share ? d->value_added_share : from->value_added_share, cells * 8);
  memcpy(to->final_share, d->final_share ? d->final_share : from->final_share, cells * 8);
  for (size_t cell = 0; cell < cells; cell++) {
    double rest = 1 - from->value_added_share[cell];
    for (size_t i = cell * S; i < (cell + 1) * S; i++)
      to->input_share[i] = d->input_share ? d->input_share[i] : rest > 0 ? from->input_share[i] / rest : 0;
  }
  return TW_OK;
}

/* Those given in the place of all that the world has, or its own, in proportion to the flows; product_elasticity may be
 * new by itself. */
static tw_status put_products(tw_context *ctx, const tw_world *from, const tw_world_data *d, tw_world *to)
{
  if (gives_products(d)) return twi_data_products(ctx, d, who, to);
  if (d->product_elasticity && !from->products)
    return twi_fail(ctx, TW_USAGE, "%s: product_elasticity is given, but the world has no products", who);
  tw_status status = twi_world_carry_products(ctx, from, to, who);
  return status == TW_OK && d->product_elasticity ? twi_data_product_elasticity(ctx, d, who, to) : status;
}

static tw_status fill_changed(tw_context *ctx, const tw_world *from, const tw_world_data *d, const char *what,
                              tw_world *to)
{
  size_t flows = twi_world_sector_flows(from), cells = twi_world_cells(from), N = (size_t)from->N, S = (size_t)from->S;
  char *yaml;
  tw_status status = describe_changed(ctx, from, d, what, &yaml);
  if (status == TW_OK) status = twi_world_describe(ctx, to, yaml, who);
  if (status == TW_OK) status = replace_names(ctx, d->region_name, from->N, to->region_name);
  if (status == TW_OK) status = replace_names(ctx, d->sector_name, from->S, to->sector_name);
  if (status == TW_OK) status = replace_numbers(ctx, d->trade_elasticity, S, &to->theta);
  if (status == TW_OK) status = replace_numbers(ctx, d->flow, flows, &to->flow);
  if (status == TW_OK) status = replace_numbers(ctx, d->tariff, flows, &to->tariff);
  if (status == TW_OK) status = replace_numbers(ctx, d->export_tax, flows, &to->export_tax);
  if (status == TW_OK) status = replace_numbers(ctx, d->employment, cells, &to->employment);
  if (status == TW_OK) status = replace_numbers(ctx, d->population, N, &to->population);
  if (status == TW_OK) status = replace_numbers(ctx, d->gdp, N, &to->gdp);
  for (size_t s = 0; status == TW_OK && d->goods && s < S; s++) to->goods[s] = d->goods[s] != 0;
  if (status == TW_OK) status = twi_data_columns(ctx, d, who, to);
  if (status == TW_OK) status = twi_data_groups(ctx, d, who, to);
  if (status == TW_OK) status = put_shares(ctx, from, d, to);
  if (status == TW_OK) status = twi_world_check_texts(ctx, to, "tw_world_with: ");
  const twi_code_places places = {.regions = who, .sectors = who};
  if (status == TW_OK) status = twi_world_check_words(ctx, to, &places);
  if (status == TW_OK) status = twi_world_check_numbers(ctx, to, "tw_world_with: ", 0);
  if (status == TW_OK) status = put_products(ctx, from, d, to);
  if (status == TW_OK) status = twi_stores_copy(ctx, from, to);
  if (status == TW_OK) twi_data_absent_inputs(to);
  const twi_given given = {
      .flows = "flow", .production = "value_added_share", .inputs = "input_share", .final = "final_share"};
  if (status == TW_OK) status = twi_world_complete(ctx, to, &given);
  return status == TW_OK ? twi_world_seal(ctx, to) : status;
}

/* One that keeps the name of a built-in world is not that world, and says so where people read. */
static tw_status label_changed(tw_context *ctx, tw_world *to)
{
  const char *name;
  for (int i = 0; (name = tw_world_builtin(i)); i++) {
    if (strcmp(name, to->name) != 0) continue;
    to->label = twi_format(ctx, "%s (changed)", name);
    return to->label ? TW_OK : twi_no_memory(ctx, 0);
  }
  return TW_OK;
}

tw_status tw_world_with(tw_context *ctx, const tw_world *world, const tw_world_data *changes, tw_world **out)
{
  tw_world *to = NULL;
  twi_text what = {.ctx = ctx};
  char *words = NULL;
  *out = NULL;
  tw_status status = check_arguments(ctx, world, changes);
  if (status != TW_OK) return status;
  if (name_changes(changes, &what) == 0) return twi_world_again(ctx, world, out);
  status = twi_text_take(&what, &words);
  if (status == TW_OK) status = twi_world_frame(ctx, world, &to);
  if (status == TW_OK) status = fill_changed(ctx, world, changes, words, to);
  if (status == TW_OK) status = label_changed(ctx, to);
  twi_free(ctx, words);
  if (status != TW_OK) {
    tw_world_free(to);
    return status;
  }
  *out = to;
  return TW_OK;
}
