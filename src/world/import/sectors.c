/* What an imported world says about itself and its sectors: world.yaml, kinds, trade elasticities. See import.h.
 *
 * Tables of trade carry no elasticities. The user's file gives one for every sector; without it every sector gets 4,
 * the middle of what is estimated (Simonovska and Waugh 2014 find 4 for manufactures), and a finding says so. A sector
 * is goods when its code is of divisions 01 to 33 of ISIC rev. 4, sections A, B and C; a code that is not of that kind
 * counts as goods. The file of elasticities may say otherwise in a column `kind`. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "world/columns.h"
#include "world/import/import.h"

static const double common_elasticity = 4;

/* ---------------------------------------------------------------- world.yaml */

static const char *base_name(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static void put_line(twi_text *t, const char *key, const char *value)
{
  twi_text_printf(t, "%s: ", key);
  twi_text_yaml(t, value);
  twi_text_put(t, "\n");
}

static void put_note(twi_text *t, const char *note)
{
  twi_text_put(t, "  - ");
  twi_text_yaml(t, note);
  twi_text_put(t, "\n");
}

/* Kept with the world, also where its findings are not: among Stata files, and in what is made of it. */
static void put_negative_final(twi_text *t, const twi_import_job *j)
{
  char note[512], words[80];
  size_t most = twi_import_most_dropped(j);
  twi_print(
      note, sizeof note,
      "negative final demand of %ld cells was set to zero, %.6g in all in the unit of the data; the largest is %s "
      "%s with %.6g, %s",
      j->negative_final.cells, j->negative_final.money, j->regions.code[most / j->S], j->sectors.code[most % j->S],
      j->dropped[most], twi_import_dropped_words(j, most, words));
  put_note(t, note);
}

static void put_notes(twi_text *t, const twi_import_job *j)
{
  twi_text_put(t, "notes:\n");
  for (int i = 0; j->notes && j->notes[i]; i++) put_note(t, j->notes[i]);
  if (!j->notes)
    put_note(t,
             "imported by tradewind; flows are sales to industries and to final demand by origin, as the table values "
             "them");
  if (j->without_users)
    put_note(t, "the table does not say who uses what: every sale is final demand, and value added is all of output");
  if (j->taxes)
    put_note(t, "taxes less subsidies on products that industries pay count as value added (tariffs given apart are "
                "taken out of them); those on final demand are left out");
  if (j->stocks_up > 0 || j->stocks_down > 0)
    put_note(t, "changes in inventories are part of final demand; cells that are negative after netting are zero");
  if (j->negative_final.cells) put_negative_final(t, j);
  if (*j->zones) put_note(t, j->zones);
}

tw_status twi_import_describe(twi_import_job *j)
{
  const tw_import *ask = j->ask;
  const char *file = j->file;
  int year = j->year;
  char *name = year ? twi_format(j->ctx, "%s%d", ask->from, year) : twi_format(j->ctx, "%s", ask->from);
  char *title =
      year ? twi_format(j->ctx, "World %d, %d regions and %d sectors, from %s", year, (int)j->N, (int)j->S, file)
           : twi_format(j->ctx, "%d regions and %d sectors, from %s", (int)j->N, (int)j->S, file);
  char *source = twi_format(j->ctx, "%s%s%s %s%s%s", j->source ? j->source : "", j->source ? ", " : "",
                            j->gtap ? "folder" : "file", file, j->archive ? " of " : "", j->archive ? j->archive : "");
  char *elasticities = ask->elasticities ? twi_format(j->ctx, "file %s", base_name(ask->elasticities))
                       : j->theta        ? twi_format(j->ctx, "%s", j->theta_from)
                                  : twi_format(j->ctx, "%g for every sector, since none were given", common_elasticity);
  tw_status status = name && title && source && elasticities ? TW_OK : twi_no_memory(j->ctx, 0);
  twi_text t = {.ctx = j->ctx};
  char *text = NULL;
  if (status == TW_OK) {
    put_line(&t, "name", ask->name ? ask->name : name);
    put_line(&t, "title", ask->title ? ask->title : title);
    if (year) twi_text_printf(&t, "year: %d\n", year);
    put_line(&t, "currency", ask->currency ? ask->currency : "USD");
    put_line(&t, "unit", ask->unit ? ask->unit : "million");
    put_line(&t, "source", source);
    if (j->licence) put_line(&t, "licence", j->licence);
    put_line(&t, "elasticities", elasticities);
    put_notes(&t, j);
    status = twi_text_take(&t, &text);
  }
  if (status == TW_OK) status = twi_world_describe(j->ctx, j->w, text, "the new world's description");
  if (status == TW_OK && j->archive)
    status =
        twi_world_find(j->ctx, j->w, 0, "import_archive", -1, -1, NAN, NAN, "The table is %s of %s.", file, j->archive);
  twi_free(j->ctx, name);
  twi_free(j->ctx, title);
  twi_free(j->ctx, source);
  twi_free(j->ctx, elasticities);
  return status;
}

/* ---------------------------------------------------------------- sectors */

/* 1 goods, 0 services, -1: not a code of ISIC rev. 4. */
static int kind_of(const char *code)
{
  const char *p = code + (code[0] == 'D' && code[1] >= '0' && code[1] <= '9');
  if (p[0] >= '0' && p[0] <= '9' && p[1] >= '0' && p[1] <= '9') return (p[0] - '0') * 10 + (p[1] - '0') <= 33;
  if (!(code[0] >= 'A' && code[0] <= 'U')) return -1;
  if (code[1] && !strchr("0123456789_-T", code[1])) return -1;
  return code[0] <= 'C';
}

typedef struct columns {
  int sector, elasticity, name, kind, product, between; /* -1: absent */
  int *line;                                            /* [S] where each sector was given */
  int *product_line;                                    /* [products] likewise */
} columns;

static int is_empty(twi_csv *csv, int column)
{
  size_t length = 0;
  if (column >= 0) (void)twi_csv_text(csv, column, &length);
  return length == 0;
}

/* A row of a product: its elasticity between origins. */
static tw_status read_product(twi_import_job *j, twi_csv *csv, const columns *c, int s, double theta)
{
  int k;
  tw_status status = twi_import_code(csv, c->product, &j->products, "product", &k);
  if (status != TW_OK) return status;
  if (j->product_sector[k] != s)
    return twi_csv_fail(csv, c->sector, "found %s, but %s is of sector %s in the table", j->sectors.code[s],
                        j->products.code[k], j->sectors.code[j->product_sector[k]]);
  status = twi_csv_once(csv, c->product, &c->product_line[k], "%s", j->products.code[k]);
  if (status == TW_OK) j->product_theta[k] = theta;
  return status;
}

/* Between products of the sector. */
static tw_status read_between(twi_import_job *j, twi_csv *csv, const columns *c, int s)
{
  double eta;
  if (is_empty(csv, c->between)) return TW_OK;
  tw_status status = twi_csv_number(csv, c->between, &eta);
  if (status == TW_OK && !(eta > -1)) status = twi_csv_expected(csv, c->between, TWI_EXPECTED_ETA);
  if (status == TW_OK && j->given.elasticity) j->given.elasticity[s] = eta;
  return status;
}

static tw_status read_row(twi_import_job *j, twi_csv *csv, const columns *c)
{
  int s;
  size_t length;
  double theta;
  tw_status status = twi_import_code(csv, c->sector, &j->sectors, "sector", &s);
  if (status == TW_OK) status = twi_csv_number(csv, c->elasticity, &theta);
  if (status != TW_OK) return status;
  if (!(theta > 0)) return twi_csv_expected(csv, c->elasticity, "a trade elasticity above 0");
  if (!is_empty(csv, c->product)) return read_product(j, csv, c, s, theta);
  status = twi_csv_once(csv, c->sector, &c->line[s], "%s", j->sectors.code[s]);
  if (status != TW_OK) return status;
  j->w->theta[s] = theta;
  if (c->between >= 0) status = read_between(j, csv, c, s);
  if (status != TW_OK) return status;
  if (c->kind >= 0) {
    const char *kind = twi_csv_text(csv, c->kind, &length);
    int goods = twi_same_name(kind, length, "goods");
    if (!goods && !twi_same_name(kind, length, "services")) return twi_csv_expected(csv, c->kind, "goods or services");
    j->w->goods[s] = (unsigned char)goods;
  }
  if (c->name >= 0) {
    const char *name = twi_csv_text(csv, c->name, &length);
    char *copy = twi_strndup(j->ctx, name, length);
    if (!copy) return twi_no_memory(j->ctx, length);
    twi_free(j->ctx, j->w->sector_name[s]);
    j->w->sector_name[s] = copy;
  }
  return TW_OK;
}

static tw_status read_elasticities(twi_import_job *j)
{
  twi_source *source;
  twi_csv *csv = NULL;
  columns c = {0};
  static const char *const known[] = {"sector", "trade_elasticity", "name", "kind", "product", "product_elasticity"};
  int more = 1, products = j->products.count;
  c.line = twi_new(j->ctx, j->S + (size_t)products, sizeof *c.line);
  if (products) j->product_theta = twi_new(j->ctx, (size_t)products, sizeof *j->product_theta);
  if (products) j->given.elasticity = twi_new(j->ctx, j->S, sizeof *j->given.elasticity);
  if (!c.line || (products && (!j->product_theta || !j->given.elasticity))) {
    twi_free(j->ctx, c.line);
    return twi_no_memory(j->ctx, j->S * sizeof *c.line);
  }
  c.product_line = c.line + j->S;
  tw_status status = twi_source_open(j->ctx, j->ask->elasticities, &source);
  if (status == TW_OK) status = twi_csv_open(j->ctx, source, &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "sector", &c.sector);
  if (status == TW_OK) status = twi_csv_require(csv, "trade_elasticity", &c.elasticity);
  if (status == TW_OK) {
    c.name = twi_csv_find(csv, "name");
    c.kind = twi_csv_find(csv, "kind");
    c.product = products ? twi_csv_find(csv, "product") : -1;
    c.between = products ? twi_csv_find(csv, "product_elasticity") : -1;
    status = twi_other_columns(j->ctx, j->w, csv, known, products ? 6 : 4);
  }
  while (status == TW_OK && more) {
    status = twi_csv_next(csv, &more);
    if (status == TW_OK && more) status = read_row(j, csv, &c);
  }
  for (size_t s = 0; s < j->S && status == TW_OK; s++)
    if (isnan(j->w->theta[s]))
      status = twi_fail(j->ctx, TW_BAD_INPUT, "%s: the sector %s is missing, expected every sector of the table",
                        j->ask->elasticities, j->sectors.code[s]);
  twi_free(j->ctx, c.line);
  twi_csv_free(csv);
  return status;
}

/* Codes of regions and sectors into the world, each its own name until something better is known. */
static tw_status copy_codes(twi_import_job *j, const twi_list *list, char *const *name, char ***codes, char ***names)
{
  size_t count = (size_t)list->count;
  *codes = twi_new(j->ctx, count, sizeof **codes);
  *names = twi_new(j->ctx, count, sizeof **names);
  if (!*codes || !*names) return twi_no_memory(j->ctx, count);
  for (size_t i = 0; i < count; i++) {
    (*codes)[i] = twi_strdup(j->ctx, list->code[i]);
    (*names)[i] = twi_strdup(j->ctx, name && name[i] ? name[i] : list->code[i]);
    if (!(*codes)[i] || !(*names)[i]) return twi_no_memory(j->ctx, count);
  }
  return TW_OK;
}

tw_status twi_import_sectors(twi_import_job *j)
{
  tw_world *w = j->w;
  w->N = j->regions.count;
  w->S = j->sectors.count;
  tw_status status = copy_codes(j, &j->regions, NULL, &w->region, &w->region_name);
  if (status == TW_OK) status = copy_codes(j, &j->sectors, j->sector_name, &w->sector, &w->sector_name);
  if (status != TW_OK) return status;
  w->theta = twi_alloc(j->ctx, j->S, sizeof *w->theta);
  w->goods = twi_alloc(j->ctx, j->S, 1);
  if (!w->theta || !w->goods) return twi_no_memory(j->ctx, j->S * sizeof *w->theta);
  int unknown = 0;
  for (size_t s = 0; s < j->S; s++) {
    int kind = j->kind && j->kind[s] >= 0 ? j->kind[s] : kind_of(w->sector[s]);
    unknown += kind < 0;
    w->goods[s] = kind != 0;
    w->theta[s] = j->ask->elasticities ? NAN : j->theta ? j->theta[s] : common_elasticity;
  }
  if (j->ask->elasticities) return read_elasticities(j);
  if (unknown)
    status = twi_world_find(j->ctx, w, 0, "import_kinds", -1, -1, NAN, NAN,
                            "%d sectors have codes that are not of ISIC rev. 4 and count as goods; the file of "
                            "elasticities can say otherwise in a column kind.",
                            unknown);
  if (status == TW_OK && !j->theta)
    status = twi_world_find(j->ctx, w, 2, "import_elasticities", -1, -1, NAN, NAN,
                            "No trade elasticities were given; every sector has %g.", common_elasticity);
  return status;
}
