/* The life of a world, and what can be asked of it. See world.h and tradewind.h.
 *
 * A world keeps the allocator of the context that made it, so that freeing needs no context. */
#include "world/world.h"

#include <string.h>

#include "base/names.h"
#include "world/assemble.h"
#include "world/products.h"

tw_status twi_world_create(tw_context *ctx, tw_world **world)
{
  *world = twi_new(ctx, 1, sizeof **world);
  if (!*world) return twi_no_memory(ctx, sizeof **world);
  (*world)->allocator = *twi_allocator(ctx);
  return TW_OK;
}

static void free_array(const tw_world *w, void *pointer)
{
  if (pointer) twi_allocator_resize(&w->allocator, pointer, 0);
}

static void drop_texts(const tw_world *w, char **text, int count)
{
  for (int i = 0; text && i < count; i++) free_array(w, text[i]);
  free_array(w, text);
}

static void drop_groups(const tw_world *w, twi_group *groups, int count)
{
  for (int i = 0; i < count; i++) {
    free_array(w, groups[i].name);
    drop_texts(w, groups[i].members, groups[i].count);
  }
  free_array(w, groups);
}

void tw_world_free(tw_world *w)
{
  if (!w) return;
  char *text[] = {w->name, w->title, w->currency, w->unit, w->yaml, w->given, w->label, w->assumed};
  for (size_t i = 0; i < sizeof text / sizeof *text; i++) free_array(w, text[i]);
  for (int i = 0; i < w->field_count; i++) {
    free_array(w, w->fields[i].key);
    free_array(w, w->fields[i].value);
  }
  free_array(w, w->fields);
  drop_texts(w, w->region, w->N);
  drop_texts(w, w->region_name, w->N);
  drop_texts(w, w->sector, w->S);
  drop_texts(w, w->sector_name, w->S);
  free_array(w, w->region_index.slot); /* the context that they were made with may be gone */
  free_array(w, w->sector_index.slot);
  twi_world_products_free(w);
  free_array(w, w->goods);
  double *numbers[] = {w->theta,       w->flow,        w->tariff,   w->export_tax, w->value_added_share,
                       w->input_share, w->final_share, w->spending, w->output,     w->value_added,
                       w->deficit,     w->population,  w->gdp,      w->employment};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) free_array(w, numbers[i]);
  for (int i = 0; i < w->column_count; i++) {
    free_array(w, w->columns[i].name);
    free_array(w, w->columns[i].values);
  }
  free_array(w, w->columns);
  drop_groups(w, w->groups, w->group_count);
  drop_groups(w, w->sector_groups, w->sector_group_count);
  for (int i = 0; i < w->estimate_count; i++) {
    twi_estimate *e = &w->estimate[i];
    char *words[] = {e->set, e->sector, e->parameter, e->source};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) free_array(w, words[k]);
  }
  free_array(w, w->estimate);
  for (int t = 0; t < TWI_STORE_TABLES; t++) {
    for (int i = 0; i < w->stores[t]; i++) free_array(w, w->store[t][i].product);
    free_array(w, w->store[t]);
  }
  for (int i = 0; i < w->finding_count; i++) {
    free_array(w, (void *)w->findings[i].text);
    free_array(w, (void *)w->findings[i].identity);
  }
  free_array(w, w->findings);
  tw_allocator allocator = w->allocator;
  twi_allocator_resize(&allocator, w, 0);
}

tw_status twi_world_check_size(tw_context *ctx, const char *origin, double regions, double sectors)
{
  if (regions > TWI_MOST_CODES || sectors > TWI_MOST_CODES || regions * regions * sectors > TWI_MOST_CELLS ||
      regions * sectors * sectors > TWI_MOST_CELLS)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s: found %.0f regions and %.0f sectors: too large, expected at most %d of each and %d flows and "
                    "inputs by user (regions x regions x sectors, regions x sectors x sectors)",
                    origin, regions, sectors, TWI_MOST_CODES, TWI_MOST_CELLS);
  return TW_OK;
}

int tw_world_regions(const tw_world *w)
{
  return w->N;
}

int tw_world_sectors(const tw_world *w)
{
  return w->S;
}

const char *tw_world_region(const tw_world *w, int region)
{
  return region >= 0 && region < w->N ? w->region[region] : NULL;
}

const char *tw_world_region_name(const tw_world *w, int region)
{
  return region >= 0 && region < w->N ? w->region_name[region] : NULL;
}

const char *tw_world_sector(const tw_world *w, int sector)
{
  return sector >= 0 && sector < w->S ? w->sector[sector] : NULL;
}

const char *tw_world_sector_name(const tw_world *w, int sector)
{
  return sector >= 0 && sector < w->S ? w->sector_name[sector] : NULL;
}

int tw_world_sector_is_goods(const tw_world *w, int sector)
{
  return sector >= 0 && sector < w->S && w->goods[sector];
}

/* By the index of a sealed world; while it is made there is none. */
static int find_code(const twi_codes *index, char *const *code, int count, const char *text, size_t length)
{
  if (index->slot) return twi_codes_find(index, text, length);
  for (int i = 0; i < count; i++)
    if (twi_same_name(text, length, code[i])) return i;
  return -1;
}

int twi_world_region_index(const tw_world *w, const char *code, size_t length)
{
  return find_code(&w->region_index, w->region, w->N, code, length);
}

int twi_world_sector_index(const tw_world *w, const char *code, size_t length)
{
  return find_code(&w->sector_index, w->sector, w->S, code, length);
}

int tw_world_find_region(const tw_world *w, const char *code)
{
  return twi_world_region_index(w, code, strlen(code));
}

int tw_world_find_sector(const tw_world *w, const char *code)
{
  return twi_world_sector_index(w, code, strlen(code));
}

const char *tw_world_text(const tw_world *w, const char *field)
{
  const struct {
    const char *name, *text;
  } own[] = {{"name", w->name},     {"title", w->title}, {"currency", w->currency}, {"unit", w->unit},
             {"sha256", w->sha256}, {"given", w->given}, {"together", w->together}, {"assumed", w->assumed}};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++)
    if (strcmp(field, own[i].name) == 0) return own[i].text;
  if (strcmp(field, "label") == 0) return w->label ? w->label : w->name;
  for (int i = 0; i < w->field_count; i++)
    if (strcmp(field, w->fields[i].key) == 0) return w->fields[i].value;
  return NULL;
}

enum { FIELDS = 19 };
static const char *const field_name[FIELDS] = {"flow",
                                               "tariff",
                                               "export_tax",
                                               "value_added_share",
                                               "final_share",
                                               "output",
                                               "spending",
                                               "input_share",
                                               "trade_elasticity",
                                               "value_added",
                                               "deficit",
                                               "population",
                                               "employment",
                                               "gdp",
                                               "product_value",
                                               "product_quantity",
                                               "product_tariff",
                                               "product_export_tax",
                                               "product_elasticity"};

/* *known: 0 when there is no such field. */
static const double *numbers_of(const tw_world *w, const char *field, int *known)
{
  size_t all = twi_world_sector_flows(w);
  int products = w->products > 0;
  const double *const own[FIELDS] = {w->flow,
                                     w->tariff,
                                     w->export_tax,
                                     w->value_added_share,
                                     w->final_share,
                                     w->output,
                                     w->spending,
                                     w->input_share,
                                     w->theta,
                                     w->value_added,
                                     w->deficit,
                                     w->population,
                                     w->employment,
                                     w->gdp,
                                     products ? w->flow + all : NULL,
                                     w->quantity,
                                     products && w->tariff ? w->tariff + all : NULL,
                                     products && w->export_tax ? w->export_tax + all : NULL,
                                     w->product_elasticity};
  int zero;
  *known = 1;
  for (int i = 0; i < FIELDS; i++)
    if (strcmp(field, field_name[i]) == 0) return own[i];
  const double *column = twi_world_tariff_column(w, field, strlen(field), &zero);
  *known = column || zero;
  return column;
}

const double *tw_world_numbers(const tw_world *w, const char *field)
{
  int known;
  return numbers_of(w, field, &known);
}

tw_status tw_world_get(tw_context *ctx, const tw_world *w, const char *field, const double **numbers)
{
  const char *names[FIELDS + TWI_MOST_COLUMNS + 1], *nearest, *column;
  char shown[TWI_SHOWN];
  int known, count = FIELDS;
  *numbers = numbers_of(w, field, &known);
  if (known) return TW_OK;
  memcpy(names, field_name, sizeof field_name);
  for (int i = 0; i <= TWI_MOST_COLUMNS && (column = tw_world_tariff_column(w, i)); i++) names[count++] = column;
  nearest = twi_nearest(field, strlen(field), names, count);
  return twi_fail(ctx, TW_USAGE, "a world has no numbers %s%s%s%s", twi_show(field, strlen(field), shown),
                  nearest ? "; did you mean " : "; tradewind.h lists them", nearest ? nearest : "", nearest ? "?" : "");
}

const char *tw_world_tariff_column(const tw_world *w, int index)
{
  if (index == 0) return "tariff_pct";
  return index > 0 && index <= w->column_count ? w->columns[index - 1].name : NULL;
}

const double *twi_world_tariff_column(const tw_world *w, const char *name, size_t length, int *zero)
{
  *zero = 0;
  if (twi_same_name(name, length, "tariff_pct")) {
    *zero = w->tariff == NULL;
    return w->tariff;
  }
  for (int i = 0; i < w->column_count; i++) {
    if (!twi_same_name(name, length, w->columns[i].name)) continue;
    *zero = w->columns[i].values == NULL;
    return w->columns[i].values;
  }
  return NULL;
}

int tw_world_findings(const tw_world *w, const tw_finding **findings)
{
  *findings = w->findings;
  return w->finding_count;
}
