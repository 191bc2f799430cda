/* regions.csv and sectors.csv: the codes that all other tables use, in the order of the files. See read.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/columns.h"
#include "world/read/read.h"

/* The array with room for one more entry; NULL: out of memory. Its room doubles at each power of two, so that the count
 * is all there is to keep. New entries are zero. */
static void *grow_array(tw_context *ctx, void *array, int count, size_t size)
{
  if (count & (count - 1)) return array;
  size_t room = count ? 2 * (size_t)count : 1;
  char *grown = twi_resize(ctx, array, room, size);
  if (grown) memset(grown + (size_t)count * size, 0, (room - (size_t)count) * size);
  return grown;
}

/* A code and a name, appended. *count goes up first, so that what was made is freed with the world. */
static tw_status read_code_and_name(twi_reader *r, twi_csv *csv, int code_column, int name_column, char ***codes,
                                    char ***names, int *count, twi_codes *index)
{
  size_t length;
  const char *text = twi_csv_text(csv, code_column, &length);
  const char *wrong = twi_code_wrong(text, length);
  if (wrong) return twi_csv_fail(csv, code_column, "found %s, expected a code such as CAN or C29", wrong);
  int before = twi_codes_find(index, text, length);
  if (before >= 0)
    return twi_csv_fail(csv, code_column, "found %s again, first in line %d, expected each code once", (*codes)[before],
                        twi_codes_line(index, before));
  if (*count >= TWI_MOST_CODES) return twi_csv_fail(csv, code_column, "more than %d codes", TWI_MOST_CODES);
  char **grown = grow_array(r->ctx, *codes, *count, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  *codes = grown;
  grown = grow_array(r->ctx, *names, *count, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  *names = grown;
  int i = (*count)++;
  (*codes)[i] = twi_strndup(r->ctx, text, length);
  if (!(*codes)[i]) return twi_no_memory(r->ctx, length);
  tw_status status = twi_codes_add(index, (const char *const *)*codes, twi_csv_line(csv));
  if (status != TW_OK) return status;
  text = twi_csv_text(csv, name_column, &length);
  if (memchr(text, 0, length)) return twi_csv_fail(csv, name_column, "found a zero byte, expected a name");
  (*names)[i] = length ? twi_strndup(r->ctx, text, length) : twi_strdup(r->ctx, (*codes)[i]);
  return (*names)[i] ? TW_OK : twi_no_memory(r->ctx, length);
}

static tw_status check_any_row(twi_reader *r, twi_csv *csv, int count, const char *what)
{
  if (count > 0) return TW_OK;
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s: found no %s, expected at least one", twi_csv_origin(csv), what);
}

tw_status twi_read_regions(twi_reader *r)
{
  static const char *const known[] = {"region", "name"};
  tw_world *w = r->w;
  twi_csv *csv;
  int code = 0, name = 0, more;
  tw_status status = twi_reader_table(r, "regions.csv", 1, &csv, NULL);
  if (status == TW_OK) status = twi_csv_require(csv, "region", &code);
  if (status == TW_OK) status = twi_csv_require(csv, "name", &name);
  if (status == TW_OK) status = twi_other_columns(r->ctx, r->w, csv, known, 2);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more)
    status = read_code_and_name(r, csv, code, name, &w->region, &w->region_name, &w->N, &r->regions);
  if (status == TW_OK) status = check_any_row(r, csv, w->N, "region");
  twi_csv_free(csv);
  return status;
}

/* Empty: 0. It is kept in the reader until products are there to have it. */
static tw_status read_product_elasticity(twi_reader *r, twi_csv *csv, int column, int s)
{
  size_t length;
  double *eta = grow_array(r->ctx, r->given.elasticity, s, sizeof *eta);
  if (!eta) return twi_no_memory(r->ctx, 0);
  r->given.elasticity = eta;
  (void)twi_csv_text(csv, column, &length);
  if (length == 0) return TW_OK;
  tw_status status = twi_csv_number(csv, column, &eta[s]);
  if (status == TW_OK && !(eta[s] > -1)) status = twi_csv_expected(csv, column, TWI_EXPECTED_ETA);
  return status;
}

/* column[4]: product_elasticity, -1: absent. */
static tw_status read_sector(twi_reader *r, twi_csv *csv, const int column[5])
{
  tw_world *w = r->w;
  int s = w->S;
  unsigned char *goods = grow_array(r->ctx, w->goods, s, sizeof *goods);
  if (!goods) return twi_no_memory(r->ctx, 0);
  w->goods = goods;
  double *theta = grow_array(r->ctx, w->theta, s, sizeof *theta);
  if (!theta) return twi_no_memory(r->ctx, 0);
  w->theta = theta;
  tw_status status = read_code_and_name(r, csv, column[0], column[1], &w->sector, &w->sector_name, &w->S, &r->sectors);
  if (status != TW_OK) return status;
  size_t length;
  const char *kind = twi_csv_text(csv, column[2], &length);
  w->goods[s] = (unsigned char)twi_same_name(kind, length, "goods");
  if (!w->goods[s] && !twi_same_name(kind, length, "services"))
    return twi_csv_expected(csv, column[2], "goods or services");
  status = twi_csv_number(csv, column[3], &w->theta[s]);
  if (status == TW_OK && !(w->theta[s] > 0)) status = twi_csv_expected(csv, column[3], "an elasticity above 0");
  if (status == TW_OK && column[4] >= 0) status = read_product_elasticity(r, csv, column[4], s);
  return status;
}

tw_status twi_read_sectors(twi_reader *r)
{
  static const char *const known[] = {"sector", "name", "kind", "trade_elasticity", "product_elasticity"};
  tw_world *w = r->w;
  twi_csv *csv;
  int column[5] = {0}, more;
  tw_status status = twi_reader_table(r, "sectors.csv", 1, &csv, NULL);
  for (int i = 0; i < 4 && status == TW_OK; i++) status = twi_csv_require(csv, known[i], &column[i]);
  if (status == TW_OK) status = twi_other_columns(r->ctx, r->w, csv, known, 5);
  if (status == TW_OK) column[4] = twi_csv_find(csv, known[4]);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) status = read_sector(r, csv, column);
  if (status == TW_OK) status = check_any_row(r, csv, w->S, "sector");
  twi_csv_free(csv);
  return status;
}
