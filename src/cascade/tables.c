/* Stocks and calories, file by file: stocks.csv and calories.csv of a folder of the user's; else those of the world
 * (world/stores.h), as the text that it writes, so that what is read is the same and run.json keeps it; else calories of
 * food/kcal.csv, which is built in, and no stocks, as no table of them is shipped. Rows of regions and products that the
 * world does not have are passed over, and counted. */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/names.h"
#include "cascade/cascade.h"
#include "world/stores.h"

const char *const twi_cascade_file_name[TWI_CASCADE_FILES] = {"stocks.csv", "calories.csv"};

typedef struct reader {
  tw_cascade *c;
  twi_csv *csv;
  int column[4];
} reader;

/* ---------------------------------------------------------------- codes */

/* -1: the world does not have it; of products one that is nearly one of them is a mistake. */
static tw_status find_region(reader *r, int column, int *region)
{
  size_t length;
  const char *text = twi_csv_text(r->csv, column, &length);
  if (length == 0) return twi_csv_expected(r->csv, column, "the code of a region");
  *region = twi_world_region_index(r->c->world, text, length);
  r->c->passed_over += *region < 0;
  return TW_OK;
}

static tw_status find_product(reader *r, int column, int *product)
{
  const tw_world *w = r->c->world, *whole = w->whole ? w->whole : w;
  size_t length;
  const char *text = twi_csv_text(r->csv, column, &length);
  if (length == 0) return twi_csv_expected(r->csv, column, "the code of a product");
  *product = twi_world_product_index(w, text, length);
  if (*product >= 0 || twi_world_product_index(whole, text, length) >= 0) return TW_OK;
  const char **codes = twi_alloc(r->c->ctx, (size_t)whole->products + 1, sizeof *codes);
  if (!codes) return twi_no_memory(r->c->ctx, 0);
  for (int g = 0; g < whole->products; g++) codes[g] = whole->product[g].rest ? NULL : whole->product[g].code;
  const char *nearest = twi_nearest(text, length, codes, whole->products);
  char shown[TWI_SHOWN];
  r->c->passed_over += !nearest;
  tw_status status = !nearest
                         ? TW_OK
                         : twi_csv_fail(r->csv, column, "found %s, expected a product of world %s; did you mean %s?",
                                        twi_show(text, length, shown), whole->name, nearest);
  twi_free(r->c->ctx, codes);
  return status;
}

/* ---------------------------------------------------------------- rows */

static tw_status read_stock(reader *r)
{
  tw_cascade *c = r->c;
  twi_reserve row = {-1, -1, NAN, NAN};
  tw_status status = find_region(r, r->column[0], &row.region);
  if (status == TW_OK) status = find_product(r, r->column[1], &row.product);
  if (status == TW_OK)
    status = twi_read_amount(r->csv, r->column[2], "a quantity in the product's unit", &row.quantity);
  if (status == TW_OK) status = twi_read_amount(r->csv, r->column[3], "days of use", &row.days);
  if (status == TW_OK && isnan(row.quantity))
    status = twi_csv_expected(r->csv, r->column[2], "a quantity in the product's unit");
  if (status != TW_OK || row.region < 0 || row.product < 0) return status;
  if (twi_cascade_reserve(c, row.region, row.product))
    return twi_csv_fail(r->csv, -1, "%s of %s is in the table already: expected one row of each region and product",
                        c->world->product[row.product].code, c->world->region[row.region]);
  twi_reserve *grown = twi_grow_list(c->ctx, c->reserve, (size_t)c->reserves, sizeof *grown);
  if (!grown) return twi_no_memory(c->ctx, 0);
  c->reserve = grown;
  grown[c->reserves++] = row;
  return TW_OK;
}

static const twi_energy *find_energy(const tw_cascade *c, int region, int product)
{
  for (int i = 0; i < c->energies; i++)
    if (c->energy[i].region == region && c->energy[i].product == product) return &c->energy[i];
  return NULL;
}

static tw_status add_energy(reader *r, const twi_energy *row)
{
  tw_cascade *c = r->c;
  if (row->product < 0) return TW_OK;
  if (find_energy(c, row->region, row->product))
    return twi_csv_fail(r->csv, -1, "%s%s%s is in the table already: expected one row of each product and region",
                        c->world->product[row->product].code, row->region < 0 ? "" : " of ",
                        row->region < 0 ? "" : c->world->region[row->region]);
  twi_energy *grown = twi_grow_list(c->ctx, c->energy, (size_t)c->energies, sizeof *grown);
  if (!grown) return twi_no_memory(c->ctx, 0);
  c->energy = grown;
  grown[c->energies++] = *row;
  return TW_OK;
}

/* Of the user's: a row without a region is of all that have none of their own. */
static tw_status read_energy(reader *r)
{
  twi_energy row = {-1, -1, NAN, NAN};
  size_t length = 0;
  tw_status status = find_product(r, r->column[0], &row.product);
  if (status == TW_OK) status = twi_read_amount(r->csv, r->column[1], "kcal a unit of the product", &row.kcal);
  if (status == TW_OK && isnan(row.kcal)) status = twi_csv_expected(r->csv, r->column[1], "kcal a unit of the product");
  if (status == TW_OK) status = twi_read_amount(r->csv, r->column[3], "a share from 0 to 1", &row.food);
  if (status == TW_OK && row.food > 1) status = twi_csv_expected(r->csv, r->column[3], "a share from 0 to 1");
  if (isnan(row.food)) row.food = 1;
  if (status == TW_OK && r->column[2] >= 0) twi_csv_text(r->csv, r->column[2], &length);
  if (status != TW_OK || length == 0) return status == TW_OK ? add_energy(r, &row) : status;
  status = find_region(r, r->column[2], &row.region);
  return status == TW_OK && row.region >= 0 ? add_energy(r, &row) : status;
}

/* Of the built-in table, which has products of many worlds: kcal a kg. */
static tw_status read_own_energy(reader *r)
{
  const tw_world *w = r->c->world;
  size_t length;
  double kcal;
  const char *text = twi_csv_text(r->csv, r->column[0], &length);
  const int g = twi_world_product_index(w, text, length);
  tw_status status = twi_read_amount(r->csv, r->column[1], "kcal a kg", &kcal);
  if (status != TW_OK || g < 0) return status;
  const twi_energy row = {-1, g, kcal * 1e3 * twi_cascade_tonnes(w, g), 1};
  return add_energy(r, &row);
}

/* ---------------------------------------------------------------- files */

typedef struct form {
  const char *name[4];
  int needed; /* columns that must be there stand before the others */
  tw_status (*read)(reader *r);
} form;

static tw_status read_table(tw_cascade *c, const twi_supply_file *file, const char *builtin, const form *f)
{
  reader r = {.c = c};
  int more = 1, columns = 0;
  tw_status status = twi_supply_open(c->ctx, file, builtin, &r.csv);
  while (columns < 4 && f->name[columns]) columns++;
  if (status == TW_OK && file) status = twi_check_columns(c->ctx, r.csv, f->name, columns);
  for (int i = 0; i < 4 && status == TW_OK; i++)
    if (i < f->needed)
      status = twi_csv_require(r.csv, f->name[i], &r.column[i]);
    else
      r.column[i] = i < columns ? twi_csv_find(r.csv, f->name[i]) : -1;
  while (status == TW_OK) {
    status = twi_csv_next(r.csv, &more);
    if (status != TW_OK || !more) break;
    status = f->read(&r);
  }
  twi_csv_free(r.csv);
  return status;
}

tw_status twi_cascade_tables(tw_cascade *c)
{
  static const form stocks = {{"region", "product", "quantity", "days"}, 3, read_stock},
                    energy = {{"product", "kcal_per_unit", "region", "food_share"}, 2, read_energy},
                    own = {{"product", "kcal_per_kg"}, 2, read_own_energy};
  const twi_supply_file *file = c->file;
  tw_status status = file[TWI_STOCKS].name ? read_table(c, &file[TWI_STOCKS], NULL, &stocks) : TW_OK;
  if (status != TW_OK) return status;
  return file[TWI_ENERGY].name ? read_table(c, &file[TWI_ENERGY], NULL, &energy)
                               : read_table(c, NULL, "food/kcal.csv", &own);
}

tw_status twi_cascade_read_folder(tw_cascade *c, const char *folder)
{
  tw_status status = TW_OK;
  int found = 0;
  c->given = twi_strdup(c->ctx, folder);
  if (!c->given) return twi_no_memory(c->ctx, 0);
  for (int i = 0; i < TWI_CASCADE_FILES && status == TW_OK; i++) {
    char *path = twi_format(c->ctx, "%s/%s", folder, twi_cascade_file_name[i]);
    if (!path) return twi_no_memory(c->ctx, 0);
    const int there = access(path, F_OK) == 0 || errno != ENOENT;
    found += there;
    if (there) status = twi_supply_file_read(c->ctx, path, &c->file[i]);
    twi_free(c->ctx, path);
  }
  if (status != TW_OK || found) return status;
  return twi_fail(c->ctx, TW_BAD_INPUT,
                  access(folder, F_OK) == 0 ? "%s: found neither stocks.csv nor calories.csv, expected one of them"
                                            : "%s: there is no such folder",
                  folder);
}

/* The tables of both are one enumeration: stocks, then calories. */
tw_status twi_cascade_of_world(tw_cascade *c, const tw_world *world)
{
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_CASCADE_FILES && status == TW_OK; i++) {
    char *text = NULL;
    if (c->file[i].name || !world->stores[i]) continue;
    char *name = twi_format(c->ctx, "%s of world %s", twi_cascade_file_name[i], world->name);
    status = name ? twi_stores_text(c->ctx, world, (twi_store_table)i, &text) : twi_no_memory(c->ctx, 0);
    if (status == TW_OK) status = twi_supply_file_copy(c->ctx, name, text, strlen(text), &c->file[i]);
    c->of_world[i] = status == TW_OK;
    twi_free(c->ctx, text);
    twi_free(c->ctx, name);
  }
  return status;
}

void twi_cascade_tables_free(tw_cascade *c)
{
  for (int i = 0; i < TWI_CASCADE_FILES; i++) twi_supply_file_free(c->ctx, &c->file[i]);
  twi_free(c->ctx, c->given);
  twi_free(c->ctx, c->reserve);
  twi_free(c->ctx, c->energy);
}

/* ---------------------------------------------------------------- what is asked of them */

const twi_reserve *twi_cascade_reserve(const tw_cascade *c, int region, int product)
{
  for (int i = 0; i < c->reserves && product >= 0; i++)
    if (c->reserve[i].region == region && c->reserve[i].product == product) return &c->reserve[i];
  return NULL;
}

double twi_cascade_kcal(const tw_cascade *c, int region, int product)
{
  const twi_energy *row = product < 0 ? NULL : find_energy(c, region, product);
  if (!row && product >= 0) row = find_energy(c, -1, product);
  return row ? row->kcal * row->food : NAN;
}

double twi_cascade_tonnes(const tw_world *w, int product)
{
  static const struct {
    const char *unit;
    double tonnes;
  } units[] = {{"t", 1},
               {"tonnes", 1},
               {"tonne", 1},
               {"thousand tonnes", 1e3},
               {"thousand t", 1e3},
               {"kt", 1e3},
               {"Mt", 1e6},
               {"million tonnes", 1e6},
               {"million t", 1e6}};
  for (size_t i = 0; i < sizeof units / sizeof *units && product >= 0; i++)
    if (strcmp(w->product[product].unit, units[i].unit) == 0) return units[i].tonnes;
  return NAN;
}
