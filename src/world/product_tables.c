/* families.csv and products.csv as tables, wherever they lie: beside a world folder's other files, or given for a world
 * that is there. See product_tables.h. */
#include "world/product_tables.h"

#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/plain.h"
#include "world/columns.h"

enum { FAMILY_SECTOR, FAMILY, FAMILY_NAME, FAMILY_ETA, FAMILY_COLUMNS };
static const char *const family_columns[FAMILY_COLUMNS] = {"sector", "family", "name", "product_elasticity"};
enum { SECTOR, PRODUCT, NAME, THETA, OF, HOME, OWNER, MARKUP, UNIT, COLUMNS };
static const char *const columns[COLUMNS] = {
    "sector", "product", "name", "trade_elasticity", "family", "home", "owner", "markup_elasticity", "unit"};

/* A code of the column, not met before, with its line. codes is the list of all so far, with room for this one. */
static tw_status read_code(twi_csv *csv, int column, const char *what, twi_codes *known, const char **codes,
                           char **code)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  const char *wrong = twi_code_wrong(text, length);
  if (wrong) return twi_csv_fail(csv, column, "found %s, expected a code such as %s", wrong, what);
  known->code = codes; /* which may have moved */
  int before = twi_codes_find(known, text, length);
  if (before >= 0)
    return twi_csv_fail(csv, column, "found %s again, first in line %d, expected each code once", known->code[before],
                        twi_codes_line(known, before));
  if (known->count >= TWI_MOST_PRODUCTS) return twi_csv_fail(csv, column, "more than %d codes", TWI_MOST_PRODUCTS);
  *code = twi_strndup(known->ctx, text, length);
  if (!*code) return twi_no_memory(known->ctx, length);
  codes[known->count] = *code;
  return twi_codes_add(known, codes, twi_csv_line(csv));
}

/* The code of a region or a sector of the world. */
static tw_status read_known(const twi_product_tables *r, twi_csv *csv, int column, int sector, int *index)
{
  const twi_codes *codes = sector ? r->sectors : r->regions;
  const char *what = sector ? "sector" : "region";
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  *index = twi_codes_find(codes, text, length);
  if (*index >= 0) return TW_OK;
  char shown[TWI_SHOWN];
  const char *nearest = twi_nearest(text, length, codes->code, codes->count);
  return twi_csv_fail(csv, column, "found %s, expected a %s of %s%s%s%s", twi_show(text, length, shown), what,
                      r->in_folder ? (sector ? "sectors.csv" : "regions.csv") : "the world",
                      nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* Text for people; column -1: "". Empty names become the code when the world gets them. */
static tw_status read_text(twi_product_tables *r, twi_csv *csv, int column, char **to)
{
  size_t length = 0;
  const char *text = column < 0 ? "" : twi_csv_text(csv, column, &length);
  if (memchr(text, 0, length)) return twi_csv_fail(csv, column, "found a zero byte, expected a text");
  *to = twi_strndup(r->ctx, text, length);
  if (!*to) return twi_no_memory(r->ctx, length);
  twi_one_line(*to);
  return TW_OK;
}

static tw_status read_family(twi_product_tables *r, twi_csv *csv, const int column[FAMILY_COLUMNS])
{
  twi_given_products *g = r->given;
  int h = g->families;
  twi_family *family = twi_grow_list(r->ctx, g->family, (size_t)h, sizeof *family);
  if (family) g->family = family;
  double *eta = twi_grow_list(r->ctx, g->family_elasticity, (size_t)h, sizeof *eta);
  if (eta) g->family_elasticity = eta;
  int *line = twi_grow_list(r->ctx, g->family_line, (size_t)h, sizeof *line);
  if (line) g->family_line = line;
  const char **code = twi_grow_list(r->ctx, r->family_code, (size_t)h, sizeof *code);
  if (code) r->family_code = code;
  if (!family || !eta || !line || !code) return twi_no_memory(r->ctx, 0);
  g->families++;
  line[h] = twi_csv_line(csv);
  tw_status status = read_code(csv, column[FAMILY], "CARS", &r->family_codes, code, &family[h].code);
  if (status == TW_OK) status = read_known(r, csv, column[FAMILY_SECTOR], 1, &family[h].sector);
  if (status == TW_OK) status = read_text(r, csv, column[FAMILY_NAME], &family[h].name);
  if (status == TW_OK) status = twi_csv_number(csv, column[FAMILY_ETA], &eta[h]);
  if (status == TW_OK && !(eta[h] > -1)) status = twi_csv_expected(csv, column[FAMILY_ETA], TWI_EXPECTED_ETA);
  return status;
}

tw_status twi_read_family_table(twi_product_tables *r, twi_csv *csv)
{
  int column[FAMILY_COLUMNS] = {0}, more;
  tw_status status = TW_OK;
  for (int i = 0; i < FAMILY_COLUMNS && status == TW_OK; i++)
    status = twi_csv_require(csv, family_columns[i], &column[i]);
  if (status == TW_OK) status = twi_other_columns(r->ctx, r->w, csv, family_columns, FAMILY_COLUMNS);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) status = read_family(r, csv, column);
  return status;
}

static int is_empty(const twi_csv *csv, int column)
{
  size_t length = 0;
  if (column >= 0) (void)twi_csv_text(csv, column, &length);
  return length == 0;
}

static tw_status read_its_family(twi_product_tables *r, twi_csv *csv, int column, twi_product *product)
{
  const twi_given_products *g = r->given;
  product->family = -1;
  if (is_empty(csv, column)) return TW_OK;
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  char shown[TWI_SHOWN];
  twi_show(text, length, shown);
  int h = product->family = twi_codes_find(&r->family_codes, text, length);
  if (h < 0 && g->families == 0)
    return twi_csv_fail(csv, column, "found %s, but the world has no families; expected nothing, or a families.csv",
                        shown);
  if (h < 0) {
    const char *nearest = twi_nearest(text, length, r->family_code, g->families);
    return twi_csv_fail(csv, column, "found %s, expected a family of families.csv, or nothing%s%s%s", shown,
                        nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
  }
  if (g->family[h].sector == product->sector) return TW_OK;
  return twi_csv_fail(csv, column,
                      "found %s, a family of sector %s in families.csv; expected one of sector %s, or nothing", shown,
                      r->w->sector[g->family[h].sector], r->w->sector[product->sector]);
}

static tw_status read_region(twi_product_tables *r, twi_csv *csv, int column, int *region)
{
  *region = -1;
  return is_empty(csv, column) ? TW_OK : read_known(r, csv, column, 0, region);
}

static tw_status read_product(twi_product_tables *r, twi_csv *csv, const int column[COLUMNS])
{
  twi_given_products *g = r->given;
  int k = g->products;
  twi_product *product = twi_grow_list(r->ctx, g->product, (size_t)k, sizeof *product);
  if (product) g->product = product;
  double *theta = twi_grow_list(r->ctx, g->theta, (size_t)k, sizeof *theta);
  if (theta) g->theta = theta;
  double *markup = twi_grow_list(r->ctx, g->markup, (size_t)k, sizeof *markup);
  if (markup) g->markup = markup;
  int *line = twi_grow_list(r->ctx, g->product_line, (size_t)k, sizeof *line);
  if (line) g->product_line = line;
  const char **code = twi_grow_list(r->ctx, r->product_code, (size_t)k, sizeof *code);
  if (code) r->product_code = code;
  if (!product || !theta || !markup || !line || !code) return twi_no_memory(r->ctx, 0);
  g->products++;
  line[k] = twi_csv_line(csv);
  markup[k] = NAN;
  twi_product *one = &product[k];
  tw_status status = read_code(csv, column[PRODUCT], "WHEAT", &r->product_codes, code, &one->code);
  if (status == TW_OK) status = read_known(r, csv, column[SECTOR], 1, &one->sector);
  if (status == TW_OK) status = read_text(r, csv, column[NAME], &one->name);
  if (status == TW_OK) status = read_text(r, csv, column[UNIT], &one->unit);
  if (status == TW_OK) status = twi_csv_number(csv, column[THETA], &theta[k]);
  if (status == TW_OK && !(theta[k] > 0)) status = twi_csv_expected(csv, column[THETA], "an elasticity above 0");
  if (status == TW_OK) status = read_its_family(r, csv, column[OF], one);
  if (status == TW_OK) status = read_region(r, csv, column[HOME], &one->home);
  if (status == TW_OK) status = read_region(r, csv, column[OWNER], &one->owner);
  if (status != TW_OK || is_empty(csv, column[MARKUP])) return status;
  status = twi_csv_number(csv, column[MARKUP], &markup[k]);
  if (status == TW_OK && !(markup[k] > 1))
    status = twi_csv_expected(csv, column[MARKUP], "an elasticity of substitution above 1, or nothing: no markup");
  return status;
}

tw_status twi_read_product_table(twi_product_tables *r, twi_csv *csv)
{
  int column[COLUMNS] = {0}, more;
  tw_status status = TW_OK;
  for (int i = 0; i < COLUMNS && status == TW_OK; i++) {
    if (i <= THETA) status = twi_csv_require(csv, columns[i], &column[i]);
    column[i] = twi_csv_find(csv, columns[i]);
  }
  if (status == TW_OK) status = twi_other_columns(r->ctx, r->w, csv, columns, COLUMNS);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) status = read_product(r, csv, column);
  if (status == TW_OK && r->given->products == 0)
    status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: found no product, expected at least one, or no such file",
                      twi_csv_origin(csv));
  if (status == TW_OK && r->w->N > TWI_MOST_PRODUCT_REGIONS)
    status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: the world has %d regions, expected at most %d with products",
                      twi_csv_origin(csv), r->w->N, TWI_MOST_PRODUCT_REGIONS);
  return status == TW_OK ? twi_check_product_codes(r->ctx, r->w, r->given, twi_csv_origin(csv)) : status;
}

void twi_product_tables_close(twi_product_tables *r)
{
  twi_codes_close(&r->family_codes);
  twi_codes_close(&r->product_codes);
  twi_free(r->ctx, r->family_code);
  twi_free(r->ctx, r->product_code);
}
