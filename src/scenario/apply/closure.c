/* The closure besides deficits: labour supply, rigid wages, substitution in production, economies of scale, supply of
 * products (supply.c); and what capital needs. Later entries override earlier ones. An array whose every number is that of the core is dropped, so
 * that the core's path is taken. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "scenario/apply/apply.h"

void twi_closure_free(tw_context *ctx, twi_closure *c)
{
  twi_free(ctx, c->supply_elasticity);
  twi_free(ctx, c->rigid_wage);
  twi_free(ctx, c->value_added_elasticity);
  twi_free(ctx, c->input_elasticity);
  twi_free(ctx, c->scale);
  twi_free(ctx, c->profit);
  twi_free(ctx, c->omega);
  twi_free(ctx, c->own);
  memset(c, 0, sizeof *c);
}

void twi_capital_free(tw_context *ctx, twi_capital *capital)
{
  twi_free(ctx, capital->share);
  memset(capital, 0, sizeof *capital);
}

/* ---------------------------------------------------------------- comparing */

/* The numbers are the same; NULL stands for value throughout. */
static int same_values(const double *a, const double *b, double value, size_t count)
{
  for (size_t i = 0; i < count && (a || b); i++)
    if ((a ? a[i] : value) != (b ? b[i] : value)) return 0;
  return 1;
}

/* NULL stands for 0, which of rigid wages is flexible. */
static int same_bytes(const unsigned char *a, const unsigned char *b, size_t count)
{
  for (size_t i = 0; i < count && (a || b); i++)
    if ((a ? a[i] : 0) != (b ? b[i] : 0)) return 0;
  return 1;
}

int twi_closure_same(const tw_world *world, const twi_closure *a, const twi_closure *b)
{
  size_t n = (size_t)world->N, s = (size_t)world->S;
  return same_values(a->supply_elasticity, b->supply_elasticity, 0, n) && same_bytes(a->rigid_wage, b->rigid_wage, n) &&
         same_values(a->value_added_elasticity, b->value_added_elasticity, 1, n * s) &&
         same_values(a->input_elasticity, b->input_elasticity, 1, n * s) && same_values(a->scale, b->scale, 0, s) &&
         same_values(a->profit, b->profit, 0, (size_t)world->products) && same_values(a->omega, b->omega, -1, s) &&
         same_bytes(a->own, b->own, (size_t)world->products);
}

static tw_status copy_array(tw_context *ctx, const void *from, size_t bytes, void **to)
{
  if (!from) return TW_OK;
  *to = twi_alloc(ctx, bytes, 1);
  if (!*to) return twi_no_memory(ctx, bytes);
  memcpy(*to, from, bytes);
  return TW_OK;
}

tw_status twi_closure_copy(tw_context *ctx, const tw_world *world, const twi_closure *from, twi_closure *to)
{
  size_t n = (size_t)world->N, s = (size_t)world->S, d = sizeof(double);
  const void *array[] = {from->supply_elasticity, from->rigid_wage, from->value_added_elasticity,
                         from->input_elasticity,  from->scale,      from->profit,
                         from->omega,             from->own};
  const size_t bytes[] = {n * d,                        n,     n * s * d, n * s * d, s * d,
                          (size_t)world->products * d, s * d, (size_t)world->products};
  void *copy[8] = {NULL};
  tw_status status = TW_OK;
  for (int i = 0; i < 8 && status == TW_OK; i++) status = copy_array(ctx, array[i], bytes[i], &copy[i]);
  *to = (twi_closure){copy[0], copy[1], copy[2], copy[3], copy[4], copy[5], copy[6], copy[7]};
  if (status != TW_OK) twi_closure_free(ctx, to);
  return status;
}

/* ---------------------------------------------------------------- entries */

typedef struct builder {
  tw_context *ctx;
  const tw_scenario *scenario;
  const tw_world *world;
  int year;
  twi_closure *closure;
  unsigned char *region, *sector; /* members of the entry */
} builder;

static tw_status select_members(const builder *b, const twi_yaml *node, twi_axis axis, unsigned char *selected)
{
  size_t total = (size_t)(axis == TWI_AXIS_REGIONS ? b->world->N : b->world->S);
  memset(selected, node ? 0 : 1, total);
  return node ? twi_select(b->ctx, b->scenario, node, NULL, axis, b->world, selected) : TW_OK;
}

/* An elasticity of an entry, value when it is not given. */
static tw_status number_of(const builder *b, const twi_amount *amount, double value, double *number)
{
  *number = amount->node ? twi_amount_at(amount, b->year) : value;
  if (*number >= 0 && isfinite(*number)) return TW_OK;
  return twi_yaml_fail(b->ctx, amount->node, "found an elasticity of %.10g, expected 0 or more", *number);
}

static tw_status enter_labour(const builder *b, const twi_closure_entry *entry)
{
  size_t n = (size_t)b->world->N;
  double elasticity;
  tw_status status = number_of(b, &entry->supply_elasticity, 0, &elasticity);
  if (status != TW_OK) return status;
  double *supply = twi_wedge(b->ctx, &b->closure->supply_elasticity, NULL, 0, n);
  if (!b->closure->rigid_wage) b->closure->rigid_wage = twi_new(b->ctx, n, 1);
  if (!supply || !b->closure->rigid_wage) return twi_no_memory(b->ctx, 0);
  for (size_t r = 0; r < n; r++) {
    if (!b->region[r]) continue;
    supply[r] = elasticity;
    b->closure->rigid_wage[r] = (unsigned char)entry->rigid;
  }
  return TW_OK;
}

/* Entries are joined key by key: where this one leaves a key out, what an earlier one says of it stays, which is told.
 */
static void tell_kept(const builder *b, const twi_closure_entry *entry, const char *key, const double *sigma)
{
  size_t S = (size_t)b->world->S, count = (size_t)b->world->N * S, kept = 0;
  double least = INFINITY, most = -INFINITY;
  for (size_t i = 0; i < count; i++) {
    if (!b->region[i / S] || !b->sector[i % S] || sigma[i] == 1) continue;
    kept++;
    least = fmin(least, sigma[i]);
    most = fmax(most, sigma[i]);
  }
  if (kept == 0) return;
  char value[64];
  twi_print(value, sizeof value, least == most ? "%.6g" : "%.6g to %.6g", least, most);
  twi_log(b->ctx, 0, "%s:%d:%d: this entry of production leaves %s out: %zu producer%s %s %s of an earlier entry",
          entry->node->origin, entry->node->line, entry->node->column, key, kept, kept == 1 ? "" : "s",
          kept == 1 ? "keeps" : "keep", value);
}

static tw_status enter_production(const builder *b, const twi_closure_entry *entry)
{
  size_t n = (size_t)b->world->N, s = (size_t)b->world->S;
  double value_added, inputs;
  tw_status status = number_of(b, &entry->value_added, 1, &value_added);
  if (status == TW_OK) status = number_of(b, &entry->inputs, 1, &inputs);
  if (status != TW_OK) return status;
  double *sigma = twi_wedge(b->ctx, &b->closure->value_added_elasticity, NULL, 1, n * s);
  double *sigma_inputs = twi_wedge(b->ctx, &b->closure->input_elasticity, NULL, 1, n * s);
  if (!sigma || !sigma_inputs) return twi_no_memory(b->ctx, 0);
  if (!entry->value_added.node) tell_kept(b, entry, "value_added", sigma);
  if (!entry->inputs.node) tell_kept(b, entry, "inputs", sigma_inputs);
  for (size_t i = 0; i < n * s; i++) {
    if (!b->region[i / s] || !b->sector[i % s]) continue;
    if (entry->value_added.node) sigma[i] = value_added;
    if (entry->inputs.node) sigma_inputs[i] = inputs;
  }
  return TW_OK;
}

static tw_status enter_scale(const builder *b, const twi_closure_entry *entry)
{
  size_t s = (size_t)b->world->S;
  double psi;
  tw_status status = number_of(b, &entry->elasticity, 0, &psi);
  if (status != TW_OK) return status;
  double *scale = twi_wedge(b->ctx, &b->closure->scale, NULL, 0, s);
  if (!scale) return twi_no_memory(b->ctx, 0);
  for (size_t i = 0; i < s; i++)
    if (b->sector[i]) scale[i] = psi;
  return TW_OK;
}

static void drop_neutral(tw_context *ctx, double **values, double value, size_t count)
{
  if (!*values || !same_values(*values, NULL, value, count)) return;
  twi_free(ctx, *values);
  *values = NULL;
}

static void drop_what_is_off(tw_context *ctx, const tw_world *w, twi_closure *c)
{
  size_t n = (size_t)w->N, s = (size_t)w->S;
  drop_neutral(ctx, &c->supply_elasticity, 0, n);
  drop_neutral(ctx, &c->value_added_elasticity, 1, n * s);
  drop_neutral(ctx, &c->input_elasticity, 1, n * s);
  drop_neutral(ctx, &c->scale, 0, s);
  twi_supply_drop_off(ctx, w, c);
  if (c->rigid_wage && same_bytes(c->rigid_wage, NULL, n)) {
    twi_free(ctx, c->rigid_wage);
    c->rigid_wage = NULL;
  }
}

/* Where scale and trade elasticities together reach 1, what becomes cheaper attracts demand that makes it cheaper
 * still: equilibria may be several (Kucheryavyy, Lyn and Rodríguez-Clare 2023). */
static void tell_unstable(tw_context *ctx, const tw_world *w, const twi_closure *c)
{
  int worst = -1, count = 0;
  for (int s = 0; c->scale && s < w->S; s++) {
    if (c->scale[s] * w->theta[s] < 1) continue;
    count++;
    if (worst < 0 || c->scale[s] * w->theta[s] > c->scale[worst] * w->theta[worst]) worst = s;
  }
  if (count)
    twi_log(ctx, 0,
            "closure: scale times trade elasticity is at least 1 in %d sector%s (%s: %.3g x %.3g = %.3g): there may be "
            "several equilibria, or none that is found",
            count, count > 1 ? "s" : "", w->sector[worst], c->scale[worst], w->theta[worst],
            c->scale[worst] * w->theta[worst]);
}

tw_status twi_closure_make(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                           twi_closure *closure)
{
  memset(closure, 0, sizeof *closure);
  tw_status profits = twi_profits_make(ctx, scenario, world, closure);
  if (profits != TW_OK) twi_closure_free(ctx, closure);
  if (profits != TW_OK || scenario->entry_count == 0) return profits;
  unsigned char *selected = twi_alloc(ctx, (size_t)world->N + (size_t)world->S, 1);
  if (!selected) {
    twi_closure_free(ctx, closure);
    return twi_no_memory(ctx, 0);
  }
  const builder b = {ctx, scenario, world, year, closure, selected, selected + world->N};
  tw_status status = TW_OK;
  for (int i = 0; i < scenario->entry_count && status == TW_OK; i++) {
    const twi_closure_entry *entry = &scenario->entry[i];
    if (entry->what == TWI_CLOSE_SUPPLY) {
      status = twi_supply_enter(ctx, scenario, world, year, entry, closure);
      continue;
    }
    status = select_members(&b, entry->region, TWI_AXIS_REGIONS, b.region);
    if (status == TW_OK) status = select_members(&b, entry->sector, TWI_AXIS_SECTORS, b.sector);
    if (status != TW_OK) break;
    status = entry->what == TWI_CLOSE_LABOUR       ? enter_labour(&b, entry)
             : entry->what == TWI_CLOSE_PRODUCTION ? enter_production(&b, entry)
                                                   : enter_scale(&b, entry);
  }
  twi_free(ctx, selected);
  if (status == TW_OK) {
    drop_what_is_off(ctx, world, closure);
    tell_unstable(ctx, world, closure);
  } else {
    twi_closure_free(ctx, closure);
  }
  return status;
}

/* ---------------------------------------------------------------- rigid wages */

/* By region the line of the last labour entry that names it. */
static tw_status find_lines(twi_job *job, const tw_scenario *scenario, int *line)
{
  const builder b = {job->ctx, scenario, job->world, job->year, NULL, job->selected[0], NULL};
  tw_status status = TW_OK;
  twi_log_again(job->ctx, 1); /* told when the closure was made */
  for (int i = 0; i < scenario->entry_count && status == TW_OK; i++) {
    const twi_closure_entry *entry = &scenario->entry[i];
    if (entry->what != TWI_CLOSE_LABOUR) continue;
    status = select_members(&b, entry->region, TWI_AXIS_REGIONS, b.region);
    for (int r = 0; r < job->world->N; r++)
      if (b.region[r]) line[r] = entry->node->line;
  }
  twi_log_again(job->ctx, 0);
  return status;
}

static tw_status add_rigid(twi_job *job, int region, int real, int line)
{
  const char *code = job->world->region[region];
  size_t cell = (size_t)region;
  const twi_condition c = {.kind = TWI_AT_LEAST,
                           .measure = real ? TWI_MEASURE_REAL_WAGE : TWI_MEASURE_WAGE,
                           .count = 1,
                           .cell = &cell,
                           .lever = TWI_LEVER_LABOUR,
                           .lever_count = 1,
                           .lever_cell = &cell,
                           .owner = region,
                           .rule = "labour",
                           .line = line};
  twi_sentence what = {"", 0}, instrument = {"", 0};
  twi_say(&what, "%s of %s", real ? "real wage" : "wage", code);
  twi_say(&instrument, "employment in %s", code);
  return twi_condition_add(job, &c, what.bytes, instrument.bytes);
}

tw_status twi_rigid_wages(twi_job *job, const tw_scenario *scenario, const twi_closure *closure)
{
  const unsigned char *rigid = closure->rigid_wage;
  if (!rigid) return TW_OK;
  job->rule = NULL;
  int *line = twi_new(job->ctx, (size_t)job->world->N, sizeof *line);
  if (!line) return twi_no_memory(job->ctx, 0);
  tw_status status = find_lines(job, scenario, line);
  for (int r = 0; r < job->world->N && status == TW_OK; r++)
    if (rigid[r] != TWI_FLEXIBLE) status = add_rigid(job, r, rigid[r] == TWI_RIGID_REAL, line[r]);
  twi_free(job->ctx, line);
  return status;
}

/* ---------------------------------------------------------------- capital */

/* The share of one entry, for the regions that it names. */
static tw_status enter_share(const builder *b, const twi_capital_share *entry, double *share)
{
  twi_yaml node = {.kind = TWI_YAML_SCALAR, .text = "all", .length = 3, .origin = ""};
  if (entry->selector) {
    node.text = entry->selector;
    node.length = strlen(entry->selector);
    node.origin = entry->node->origin;
    node.line = entry->node->key ? entry->node->key_line : entry->node->line;
    node.column = entry->node->key ? entry->node->key_column : entry->node->column;
  }
  tw_status status = select_members(b, &node, TWI_AXIS_REGIONS, b->region);
  for (int r = 0; r < b->world->N && status == TW_OK; r++)
    if (b->region[r]) share[r] = entry->amount.value[0];
  return status;
}

/* First what holds for all regions, wherever it stands, then the others in their order. */
static tw_status enter_shares(const builder *b, double *share)
{
  tw_status status = TW_OK;
  for (int all = 1; all >= 0; all--) {
    for (int i = 0; i < b->scenario->capital.shares && status == TW_OK; i++) {
      const twi_capital_share *entry = &b->scenario->capital.share[i];
      int of_all = !entry->selector || twi_same_name(entry->selector, strlen(entry->selector), "all");
      if (of_all == all) status = enter_share(b, entry, share);
    }
  }
  for (int r = 0; r < b->world->N && status == TW_OK; r++)
    if (isnan(share[r]))
      status = twi_yaml_fail(b->ctx, b->scenario->capital.node,
                             "capital has no share for region %s of world %s; add it, or a share for all",
                             b->world->region[r], b->world->name);
  return status;
}

tw_status twi_capital_make(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_capital *capital)
{
  memset(capital, 0, sizeof *capital);
  if (!scenario->capital.on) return TW_OK;
  size_t n = (size_t)world->N;
  unsigned char *selected = twi_alloc(ctx, n, 1);
  double *share = twi_wedge(ctx, &capital->share, NULL, NAN, n);
  tw_status status = TW_OK;
  if (!selected || !share) status = twi_no_memory(ctx, 0);
  const builder b = {ctx, scenario, world, 0, NULL, selected, NULL};
  if (status == TW_OK) status = enter_shares(&b, share);
  twi_free(ctx, selected);
  if (status != TW_OK) {
    twi_capital_free(ctx, capital);
    return status;
  }
  capital->on = 1;
  capital->depreciation = twi_amount_at(&scenario->capital.depreciation, 0);
  capital->saving_rate = twi_amount_at(&scenario->capital.saving_rate, 0);
  capital->ratio = scenario->capital.ratio.count ? scenario->capital.ratio.value[0] : NAN;
  return TW_OK;
}
