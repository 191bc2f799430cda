/* The parameters of a study: the range section resolved against a world.
 *
 * Every sector has a slot. The entries of `elasticities` fill slots in their order, later ones over earlier ones; a
 * slot that is filled is a parameter. Variables follow in the order of the file. */
#include "ensemble/parameters.h"

#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "ensemble/parameters_table.h"
#include "ensemble/statistics.h"

/* ---------------------------------------------------------------- slots */

typedef struct slot {
  int on;
  twi_distribution distribution;
  char *source; /* owned */
} slot;

typedef struct builder {
  tw_context *ctx;
  const tw_scenario *scenario;
  const tw_world *world;
  twi_parameters *p;
  slot *slot;              /* [S] */
  unsigned char *selected; /* [S] by the entry */
} builder;

/* Takes the source over. */
static tw_status fill_slot(builder *b, int s, const twi_distribution *d, char *source)
{
  if (!source) return twi_no_memory(b->ctx, 0);
  twi_free(b->ctx, b->slot[s].source);
  b->slot[s] = (slot){1, *d, source};
  return TW_OK;
}

/* Lognormal about the world's elasticity; a spread of 0 leaves it as it is. */
static tw_status fill_spread(builder *b, int s, double spread, const char *why)
{
  double theta = b->world->theta[s];
  const twi_distribution d = {TWI_LOGNORMAL, {theta, spread * theta, 0}};
  tw_status status = fill_slot(b, s, &d, twi_format(b->ctx, "%.6g %% of the world's elasticity%s", 100 * spread, why));
  if (status == TW_OK) b->slot[s].on = spread > 0;
  return status;
}

static tw_status add_note(builder *b, twi_text *text)
{
  twi_parameters *p = b->p;
  char *note;
  tw_status status = twi_text_take(text, &note);
  if (status != TW_OK) return status;
  char **grown = twi_resize(b->ctx, p->note, (size_t)p->notes + 1, sizeof *grown);
  if (!grown) {
    twi_free(b->ctx, note);
    return twi_no_memory(b->ctx, 0);
  }
  p->note = grown;
  p->note[p->notes++] = note;
  return TW_OK;
}

/* ---------------------------------------------------------------- entries */

static tw_status select_sectors(builder *b, const twi_range_entry *entry)
{
  if (entry->sector)
    return twi_select(b->ctx, b->scenario, entry->sector, NULL, TWI_AXIS_SECTORS, b->world, b->selected);
  memset(b->selected, 1, (size_t)b->world->S);
  return TW_OK;
}

static tw_status fail_row(builder *b, const twi_elasticity_file *file, const twi_elasticity_row *row)
{
  const tw_world *w = b->world;
  const char *nearest = twi_nearest(row->sector, strlen(row->sector), (const char *const *)w->sector, w->S);
  return twi_fail(b->ctx, TW_BAD_INPUT, "%s:%d: column sector: world %s has no sector \"%s\"%s%s%s", file->name,
                  row->line, w->name, row->sector, nearest ? "; did you mean " : "", nearest ? nearest : "",
                  nearest ? "?" : "");
}

/* A file beside the scenario: its codes are the world's. taken[s] is set for its sectors. */
static tw_status fill_file(builder *b, const twi_range_entry *entry, unsigned char *taken)
{
  const twi_elasticity_file *file = entry->file;
  for (int i = 0; i < file->rows; i++) {
    const twi_elasticity_row *row = &file->row[i];
    int s = twi_world_sector_index(b->world, row->sector, strlen(row->sector));
    if (s < 0) return fail_row(b, file, row);
    if (!b->selected[s]) continue;
    taken[s] = 1;
    tw_status status = fill_slot(b, s, &row->distribution, twi_format(b->ctx, "%s:%d", file->name, row->line));
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* A checked-in table: what the map says of each sector, averaged. */
static tw_status fill_source(builder *b, const twi_range_entry *entry, unsigned char *taken)
{
  twi_elasticity_map *map;
  tw_status status = twi_elasticity_map_new(b->ctx, entry->source, &map);
  for (int s = 0; status == TW_OK && s < b->world->S; s++) {
    twi_distribution d;
    char *words = NULL;
    if (!b->selected[s]) continue;
    int rows;
    status = twi_elasticity_map_find(map, entry->file, b->world->sector[s], &d, &words, &rows);
    if (status != TW_OK || !rows) continue;
    taken[s] = 1;
    status = fill_slot(b, s, &d, words);
  }
  twi_elasticity_map_free(map);
  return status;
}

/* The sectors of the entry that its table lacks: those that an earlier entry filled stay, the others get the entry's
 * spread, of a checked-in table the usual one where it gives none. What happens to them is told. */
static tw_status fill_rest(builder *b, const twi_range_entry *entry, const unsigned char *taken)
{
  const char *table = entry->source ? entry->source : entry->file->name;
  double spread = isnan(entry->spread) && entry->source ? TWI_DEFAULT_SPREAD : entry->spread;
  int assumed = isnan(entry->spread) && entry->source, counts[3] = {0, 0, 0};
  twi_text text[3] = {{.ctx = b->ctx}, {.ctx = b->ctx}, {.ctx = b->ctx}};
  tw_status status = TW_OK;
  for (int s = 0; s < b->world->S && status == TW_OK; s++) {
    if (!b->selected[s] || taken[s]) continue;
    int what = b->slot[s].source && isnan(entry->spread) ? 0 : isnan(spread) ? 1 : 2;
    if (counts[what]++ == 0) twi_text_printf(&text[what], "%s has no estimate for ", table);
    twi_text_printf(&text[what], "%s%s", counts[what] > 1 ? ", " : "", b->world->sector[s]);
    if (what == 2) status = fill_spread(b, s, spread, assumed ? ", assumed" : "");
  }
  if (counts[0]) twi_text_put(&text[0], ": what an entry before it says holds there");
  if (counts[1]) twi_text_put(&text[1], ": the world's elasticity holds there, without a range");
  if (counts[2])
    twi_text_printf(&text[2], ": a spread of %.6g %% about the world's elasticity %s there", 100 * spread,
                    assumed ? "is assumed" : "holds");
  for (int i = 0; i < 3; i++) {
    if (status == TW_OK && counts[i]) status = add_note(b, &text[i]);
    twi_text_clear(&text[i]);
  }
  return status;
}

static tw_status enter_parameter(builder *b, const twi_range_entry *entry)
{
  tw_status status = select_sectors(b, entry);
  if (status != TW_OK) return status;
  if (!entry->file) {
    for (int s = 0; s < b->world->S && status == TW_OK; s++)
      if (b->selected[s]) status = fill_spread(b, s, entry->spread, "");
    return status;
  }
  unsigned char *taken = twi_new(b->ctx, (size_t)b->world->S, 1);
  if (!taken) return twi_no_memory(b->ctx, 0);
  status = entry->source ? fill_source(b, entry, taken) : fill_file(b, entry, taken);
  if (status == TW_OK) status = fill_rest(b, entry, taken);
  twi_free(b->ctx, taken);
  return status;
}

/* Variables that are named count also where this scenario lacks them, as one of several in a file may. */
static int names_variables(const twi_range *range)
{
  const twi_yaml *variables = range->node ? twi_yaml_get(range->node, "variables") : NULL;
  return variables && variables->count > 0;
}

static tw_status fill_slots(builder *b)
{
  const twi_range *range = &b->scenario->range;
  tw_status status = TW_OK;
  for (int i = 0; i < range->entries && status == TW_OK; i++) status = enter_parameter(b, &range->entry[i]);
  if (status != TW_OK || range->entries || names_variables(range)) return status;
  b->p->assumed = 1;
  for (int s = 0; s < b->world->S && status == TW_OK; s++) status = fill_spread(b, s, TWI_DEFAULT_SPREAD, ", assumed");
  twi_text text = {.ctx = b->ctx};
  twi_text_printf(&text,
                  "%s: every trade elasticity is drawn from a lognormal distribution with the world's as mean and "
                  "%.6g %% of it as standard deviation, which is an assumption",
                  range->node ? "the range section names nothing uncertain" : "there is no range section",
                  100 * TWI_DEFAULT_SPREAD);
  if (status == TW_OK) status = add_note(b, &text);
  twi_text_clear(&text);
  return status;
}

/* Elasticities of the world that lie outside the middle 90 % of what they are drawn from. */
static tw_status tell_outside(builder *b)
{
  static const double p05 = 0.05, p95 = 0.95;
  twi_text text = {.ctx = b->ctx};
  int count = 0;
  for (int s = 0; s < b->world->S; s++) {
    const slot *at = &b->slot[s];
    int cut;
    if (!at->on) continue;
    double theta = b->world->theta[s], low = twi_distribution_floored(&at->distribution, p05, b->p->floor, &cut);
    double high = twi_distribution_floored(&at->distribution, p95, b->p->floor, &cut);
    if (theta >= low && theta <= high) continue;
    twi_text_printf(&text, "%s%s %.3g (%.3g to %.3g)",
                    count ? ", "
                          : "the world's elasticity lies outside the 5 to 95 % "
                            "of what it is drawn from in ",
                    b->world->sector[s], theta, low, high);
    count++;
  }
  if (count == 0) return TW_OK;
  twi_text_put(&text, ": the central value is not in the middle of its range");
  return add_note(b, &text);
}

/* ---------------------------------------------------------------- parameters */

static tw_status make_elasticities(builder *b)
{
  twi_parameters *p = b->p;
  for (int s = 0; s < b->world->S; s++) {
    if (!b->slot[s].on) continue;
    twi_parameter *q = &p->parameter[p->count];
    *q = (twi_parameter){.sector = s, .variable = -1, .central = b->world->theta[s], .unit = TWI_UNIT_NUMBER};
    q->distribution = b->slot[s].distribution;
    q->source = b->slot[s].source;
    b->slot[s].source = NULL;
    p->count++;
    q->name = twi_format(b->ctx, "elasticity of %s", b->world->sector[s]);
    if (!q->name) return twi_no_memory(b->ctx, 0);
  }
  return TW_OK;
}

static tw_status make_variables(builder *b)
{
  const twi_range *range = &b->scenario->range;
  twi_parameters *p = b->p;
  for (int i = 0; i < range->variables; i++) {
    const twi_range_variable *from = &range->variable[i];
    const twi_amount *amount = &from->of->amount;
    twi_parameter *q = &p->parameter[p->count];
    *q = (twi_parameter){.kind = TWI_PARAMETER_VARIABLE, .sector = -1, .variable = i, .central = amount->value[0]};
    q->distribution = from->distribution;
    q->unit = amount->unit;
    memcpy(q->currency, amount->currency, sizeof q->currency);
    p->variable[i] = from->of->name;
    p->count++;
    p->variables++;
    q->name = twi_strdup(b->ctx, from->of->name);
    if (from->source)
      q->source = twi_strdup(b->ctx, from->source);
    else
      q->source = twi_format(b->ctx, "%s:%d", from->node->origin, from->node->key_line);
    if (!q->name || !q->source) return twi_no_memory(b->ctx, 0);
  }
  return TW_OK;
}

static tw_status make_outcomes(builder *b)
{
  const twi_yaml *list = b->scenario->range.outcomes;
  const tw_world *w = b->world;
  twi_parameters *p = b->p;
  int count = list ? list->count : 0;
  p->outcome = twi_new(b->ctx, (size_t)count, sizeof *p->outcome);
  if (!p->outcome) return twi_no_memory(b->ctx, 0);
  for (int i = 0; i < count; i++) {
    const twi_yaml *node = list->child[i];
    const char *space = strchr(node->text, ' '), *region = space + 1;
    twi_range_outcome *out = &p->outcome[i];
    out->node = node;
    out->region = twi_world_region_index(w, region, strlen(region));
    if (out->region < 0) {
      const char *nearest = twi_nearest(region, strlen(region), (const char *const *)w->region, w->N);
      return twi_yaml_fail(b->ctx, node, "world %s has no region \"%s\"%s%s%s", w->name, region,
                           nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
    }
    char *column = twi_strndup(b->ctx, node->text, (size_t)(space - node->text));
    if (!column) return twi_no_memory(b->ctx, 0);
    out->column = column;
    p->outcomes++;
  }
  return TW_OK;
}

static tw_status make_parameters(builder *b)
{
  const tw_world *w = b->world;
  const twi_range *range = &b->scenario->range;
  twi_parameters *p = b->p;
  p->sectors = w->S;
  p->draws = range->node ? (size_t)range->draws : TWI_DEFAULT_DRAWS;
  p->drivers = range->node ? (size_t)range->drivers : TWI_DEFAULT_DRIVERS;
  p->seed = range->node ? range->seed : TWI_DEFAULT_SEED;
  p->floor = range->node ? range->floor : TWI_DEFAULT_FLOOR;
  p->theta = twi_alloc(b->ctx, (size_t)w->S, sizeof *p->theta);
  p->parameter = twi_new(b->ctx, (size_t)w->S + (size_t)range->variables, sizeof *p->parameter);
  p->variable = twi_new(b->ctx, (size_t)range->variables, sizeof *p->variable);
  if (!p->theta || !p->parameter || !p->variable) return twi_no_memory(b->ctx, 0);
  memcpy(p->theta, w->theta, (size_t)w->S * sizeof *p->theta);
  tw_status status = fill_slots(b);
  if (status == TW_OK) status = tell_outside(b);
  if (status == TW_OK) status = make_elasticities(b);
  if (status == TW_OK) status = make_variables(b);
  if (status == TW_OK) status = make_outcomes(b);
  if (status != TW_OK) return status;
  if (p->count == 0 && !names_variables(range))
    return twi_yaml_fail_key(b->ctx, range->node, "range: every spread is 0, nothing is uncertain");
  return TW_OK;
}

tw_status twi_parameters_new(tw_context *ctx, const tw_scenario *scenario, const tw_world *world,
                             twi_parameters **parameters)
{
  *parameters = NULL;
  twi_parameters *p = twi_new(ctx, 1, sizeof *p);
  if (!p) return twi_no_memory(ctx, sizeof *p);
  p->context = ctx;
  builder b = {.ctx = ctx, .scenario = scenario, .world = world, .p = p};
  b.slot = twi_new(ctx, (size_t)world->S, sizeof *b.slot);
  b.selected = twi_alloc(ctx, (size_t)world->S, 1);
  tw_status status = b.slot && b.selected ? make_parameters(&b) : twi_no_memory(ctx, 0);
  for (int s = 0; b.slot && s < world->S; s++) twi_free(ctx, b.slot[s].source);
  twi_free(ctx, b.slot);
  twi_free(ctx, b.selected);
  if (status != TW_OK) {
    twi_parameters_free(p);
    return status;
  }
  *parameters = p;
  return TW_OK;
}

void twi_parameters_free(twi_parameters *p)
{
  if (!p) return;
  tw_context *ctx = p->context;
  for (int i = 0; i < p->count; i++) {
    twi_free(ctx, p->parameter[i].name);
    twi_free(ctx, p->parameter[i].source);
  }
  for (int i = 0; i < p->notes; i++) twi_free(ctx, p->note[i]);
  for (int i = 0; i < p->outcomes; i++) twi_free(ctx, p->outcome[i].column);
  twi_free(ctx, p->parameter);
  twi_free(ctx, p->variable);
  twi_free(ctx, p->theta);
  twi_free(ctx, p->outcome);
  twi_free(ctx, p->note);
  twi_free(ctx, p);
}

/* ---------------------------------------------------------------- points */

int twi_parameters_point(const twi_parameters *p, const double *u, double *theta, double *value, unsigned char *cut)
{
  int cuts = 0;
  memcpy(theta, p->theta, (size_t)p->sectors * sizeof *theta);
  for (int i = 0; i < p->count; i++) {
    const twi_parameter *q = &p->parameter[i];
    int floored = 0;
    if (q->kind == TWI_PARAMETER_ELASTICITY)
      theta[q->sector] = twi_distribution_floored(&q->distribution, u[i], p->floor, &floored);
    else
      value[q->variable] = twi_distribution_at(&q->distribution, u[i]);
    if (cut) cut[i] = (unsigned char)floored;
    cuts += floored;
  }
  return cuts;
}

/* The draws and the design of the drivers have seeds apart, so that neither repeats the other's points. */
void twi_parameters_draw(const twi_parameters *p, size_t index, double *u)
{
  twi_hypercube_point(p->seed, p->draws, index, p->count, u);
}

void twi_parameters_driver(const twi_parameters *p, size_t task, double *u)
{
  twi_driver_point(twi_random_bits(p->seed, UINT64_MAX, 0), p->drivers, p->count, task, u);
}
