/* Stocks and calories of the built-in tables of food, by the codes of regions and products. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "cascade/cascade.h"

static tw_status read_stock(tw_context *ctx, twi_csv *csv, const int *column, twi_reserve *r)
{
  tw_status status = twi_read_code(ctx, csv, column[0], &r->region);
  if (status == TW_OK) status = twi_read_text(ctx, csv, column[1], &r->product);
  if (status == TW_OK) status = twi_read_amount(csv, column[2], "tonnes", &r->tonnes);
  return status == TW_OK ? twi_read_amount(csv, column[3], "days of use", &r->days) : status;
}

static tw_status read_stocks(tw_cascade *c)
{
  static const char *const names[] = {"region", "product", "tonnes", "days"};
  enum { COLUMNS = sizeof names / sizeof *names };
  twi_csv *csv;
  int column[COLUMNS], more = 1;
  tw_status status = twi_supply_open(c->ctx, NULL, "food/stocks.csv", &csv);
  for (int i = 0; i < COLUMNS && status == TW_OK; i++) status = twi_csv_require(csv, names[i], &column[i]);
  while (status == TW_OK) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    twi_reserve *grown = twi_resize(c->ctx, c->reserve, (size_t)c->reserves + 1, sizeof *grown);
    if (!grown) {
      status = twi_no_memory(c->ctx, 0);
      break;
    }
    c->reserve = grown;
    grown[c->reserves] = (twi_reserve){NULL, NULL, 0, 0};
    status = read_stock(c->ctx, csv, column, &grown[c->reserves++]);
  }
  twi_csv_free(csv);
  return status;
}

static tw_status read_kcal(tw_cascade *c)
{
  static const char *const names[] = {"product", "kcal_per_kg"};
  twi_csv *csv;
  int column[2], more = 1;
  tw_status status = twi_supply_open(c->ctx, NULL, "food/kcal.csv", &csv);
  for (int i = 0; i < 2 && status == TW_OK; i++) status = twi_csv_require(csv, names[i], &column[i]);
  while (status == TW_OK) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    twi_energy *grown = twi_resize(c->ctx, c->energy, (size_t)c->energies + 1, sizeof *grown);
    if (!grown) {
      status = twi_no_memory(c->ctx, 0);
      break;
    }
    c->energy = grown;
    grown[c->energies] = (twi_energy){NULL, 0};
    status = twi_read_text(c->ctx, csv, column[0], &grown[c->energies].product);
    if (status == TW_OK) status = twi_read_amount(csv, column[1], "kcal a kg", &grown[c->energies].kcal);
    c->energies++;
  }
  twi_csv_free(csv);
  return status;
}

tw_status twi_cascade_tables(tw_cascade *c)
{
  tw_status status = read_stocks(c);
  return status == TW_OK ? read_kcal(c) : status;
}

void twi_cascade_tables_free(tw_cascade *c)
{
  for (int i = 0; i < c->reserves; i++) {
    twi_free(c->ctx, c->reserve[i].region);
    twi_free(c->ctx, c->reserve[i].product);
  }
  for (int i = 0; i < c->energies; i++) twi_free(c->ctx, c->energy[i].product);
  twi_free(c->ctx, c->reserve);
  twi_free(c->ctx, c->energy);
}

static int same(const char *a, const char *b)
{
  return twi_same_name(a, strlen(a), b);
}

const twi_reserve *twi_cascade_reserve(const tw_cascade *c, int region, int product)
{
  if (product < 0) return NULL;
  for (int i = 0; i < c->reserves; i++)
    if (strcmp(c->reserve[i].region, c->world->region[region]) == 0 &&
        same(c->reserve[i].product, c->world->product[product].code))
      return &c->reserve[i];
  return NULL;
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

double twi_cascade_kcal(const tw_cascade *c, int product)
{
  for (int i = 0; i < c->energies && product >= 0; i++)
    if (same(c->energy[i].product, c->world->product[product].code)) return c->energy[i].kcal;
  return NAN;
}
