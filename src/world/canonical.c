/* The canonical stream of a world: what its SHA-256 is of, and what a .tww holds. Two worlds with the same stream are
 * the same to the model and to the reader: the order of rows and columns, gzip and file names leave no trace; the order
 * of regions and sectors does. A text is its length (u32) and its bytes; numbers are little endian; NaN has one form.
 *
 *   text     "tradewind world 1", or 2 where a part of the second list is there, 3 where one of the third is, 4 of the
 *            fourth
 *   u32 x 5  N, S, further tariff columns, groups, which parts are there (1 tariff, 2 export tax, 4 population, 8 gdp;
 *            16 groups of sectors, 32 sets of elasticities, 64 employment; 128 products, and of these: 256 quantities,
 *            512 markups, 1024 elasticities between products of a sector; 2048 stocks, 4096 calories)
 *   text     world.yaml
 *   text     region codes, region names, sector codes, sector names
 *   text u32 each further tariff column: its name, 0 or 1: zero throughout or not
 *   text …   each group: its name, number of members (u32), members
 *   u32 …    of the second list: number of groups of sectors, and these like groups; number of rows of sets of
 *            elasticities, each: set, sector, parameter, source (texts), kind of uncertainty (u32: 0 none, 1 standard
 *            error, 2 quantiles), estimate and three numbers of the uncertainty (double; 0 where there is none)
 *   u32 …    of the third list: number of families, of products and of their flows; each family: sector, code, name; each
 *            product: sector, family, home, owner (u32, one more than the index; 0: none), code, name, unit. The rest
 *            of a sector, which follows from its flows, is in none of these lists
 *   u32 …    of the fourth list: of stocks, then of calories, number of rows, each: product (text), region (u32, one more
 *            than the index; 0: all others), two numbers (double; days NaN: not given), in the order of stores.h
 *   bytes    goods [S]
 *   double   theta, F, t, e (those that are there), further tariff columns, v, a, alpha, population, gdp,
 *            employment [N][S]
 *   double   elasticities between products [S], of families, of products between origins, markups (NaN: none)
 *   u32      flows of each product and importer; u16: their exporters
 *   double   their F, t, e and further tariff columns (those that are there), quantities (NaN: not given) */
#include <math.h>
#include <string.h>

#include "world/assemble.h"
#include "world/products.h"

int twi_little_endian(void)
{
  const uint16_t one = 1;
  unsigned char first;
  memcpy(&first, &one, 1);
  return first;
}

void twi_swap_doubles(double *values, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    unsigned char from[8], to[8];
    memcpy(from, &values[i], 8);
    for (int k = 0; k < 8; k++) to[k] = from[7 - k];
    memcpy(&values[i], to, 8);
  }
}

int twi_canonical_number(double value)
{
  const double nan = NAN;
  return value == value || memcmp(&value, &nan, sizeof value) == 0;
}

void twi_put_u32(unsigned char bytes[4], uint32_t value)
{
  for (int i = 0; i < 4; i++) bytes[i] = (unsigned char)(value >> (8 * i));
}

uint32_t twi_get_u32(const unsigned char bytes[4])
{
  uint32_t value = 0;
  for (int i = 0; i < 4; i++) value |= (uint32_t)bytes[i] << (8 * i);
  return value;
}

void twi_put_u64(unsigned char bytes[8], uint64_t value)
{
  for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(value >> (8 * i));
}

uint64_t twi_get_u64(const unsigned char bytes[8])
{
  uint64_t value = 0;
  for (int i = 0; i < 8; i++) value |= (uint64_t)bytes[i] << (8 * i);
  return value;
}

/* A receiver that is no longer called once it failed. */
typedef struct stream {
  twi_receiver receiver;
  tw_status status;
} stream;

static void put_bytes(stream *s, const void *bytes, size_t count)
{
  if (s->status == TW_OK && count) s->status = s->receiver.take(s->receiver.user, bytes, count);
}

static void put_number(stream *s, size_t value)
{
  unsigned char bytes[4];
  twi_put_u32(bytes, (uint32_t)value);
  put_bytes(s, bytes, 4);
}

static void put_text(stream *s, const char *text)
{
  put_number(s, strlen(text));
  put_bytes(s, text, strlen(text));
}

static void put_texts(stream *s, char *const *text, int count)
{
  for (int i = 0; i < count; i++) put_text(s, text[i]);
}

static void put_doubles(stream *s, const double *values, size_t count)
{
  enum { PIECE = 4096 };
  double piece[PIECE];
  if (!values) return;
  if (twi_little_endian()) {
    put_bytes(s, values, count * sizeof *values);
    return;
  }
  for (size_t i = 0; i < count; i += PIECE) {
    size_t n = count - i < PIECE ? count - i : PIECE;
    memcpy(piece, values + i, n * sizeof *piece);
    twi_swap_doubles(piece, n);
    put_bytes(s, piece, n * sizeof *piece);
  }
}

static void put_groups(stream *s, const twi_group *groups, int count)
{
  for (int i = 0; i < count; i++) {
    put_text(s, groups[i].name);
    put_number(s, (size_t)groups[i].count);
    put_texts(s, groups[i].members, groups[i].count);
  }
}

static void put_estimate(stream *s, const twi_estimate *e)
{
  put_text(s, e->set);
  put_text(s, e->sector);
  put_text(s, e->parameter);
  put_text(s, e->source);
  put_number(s, e->kind);
  put_doubles(s, &e->estimate, 1);
  put_doubles(s, e->spread, 3);
}

static void put_stores(stream *s, const twi_store *row, int count)
{
  put_number(s, (size_t)count);
  for (int i = 0; i < count; i++) {
    put_text(s, row[i].product);
    put_number(s, (size_t)(row[i].region + 1));
    put_doubles(s, row[i].number, 2);
  }
}

unsigned twi_world_parts(const tw_world *w)
{
  return (w->tariff ? TWI_HOLDS_TARIFF : 0u) | (w->export_tax ? TWI_HOLDS_EXPORT_TAX : 0u) |
         (w->population ? TWI_HOLDS_POPULATION : 0u) | (w->gdp ? TWI_HOLDS_GDP : 0u) |
         (w->sector_group_count ? TWI_HOLDS_SECTOR_GROUPS : 0u) | (w->estimate_count ? TWI_HOLDS_ESTIMATES : 0u) |
         (w->employment ? TWI_HOLDS_EMPLOYMENT : 0u) | (w->products ? TWI_HOLDS_PRODUCTS : 0u) |
         (w->quantity ? TWI_HOLDS_QUANTITIES : 0u) | (w->product_markup ? TWI_HOLDS_MARKUPS : 0u) |
         (w->product_elasticity ? TWI_HOLDS_PRODUCT_ELASTICITIES : 0u) |
         (w->stores[TWI_STORE_STOCKS] ? TWI_HOLDS_STOCKS : 0u) |
         (w->stores[TWI_STORE_CALORIES] ? TWI_HOLDS_CALORIES : 0u);
}

int twi_world_version(unsigned parts)
{
  if (parts >= TWI_HOLDS_STOCKS) return 4;
  return parts >= TWI_HOLDS_PRODUCTS ? 3 : parts >= TWI_HOLDS_SECTOR_GROUPS ? 2 : 1;
}

/* ---------------------------------------------------------------- products */

static size_t count_given(const tw_world *w)
{
  size_t count = 0;
  for (int g = 0; g < w->products; g++) count += !w->product[g].rest;
  return count;
}

/* The flows of products come in runs, between the rests: first and end of the next one from *g on; 0: there is none. */
static int next_run(const tw_world *w, int *g, size_t *first, size_t *end)
{
  size_t n = (size_t)w->N;
  while (*g < w->products && w->product[*g].rest) ++*g;
  if (*g >= w->products) return 0;
  *first = w->product_row[(size_t)*g * n];
  while (*g < w->products && !w->product[*g].rest) ++*g;
  *end = w->product_row[(size_t)*g * n];
  return 1;
}

static void put_given_doubles(stream *s, const tw_world *w, const double *values)
{
  size_t first, end;
  for (int g = 0; values && next_run(w, &g, &first, &end);) put_doubles(s, values + first, end - first);
}

/* Numbers of products [products]. */
static void put_product_doubles(stream *s, const tw_world *w, const double *values)
{
  for (int g = 0; values && g < w->products; g++)
    if (!w->product[g].rest) put_doubles(s, &values[g], 1);
}

static void put_products(stream *s, const tw_world *w)
{
  size_t flows = 0, first, end;
  for (int g = 0; next_run(w, &g, &first, &end);) flows += end - first;
  put_number(s, (size_t)w->families);
  put_number(s, count_given(w));
  put_number(s, flows);
  for (int h = 0; h < w->families; h++) {
    put_number(s, (size_t)w->family[h].sector);
    put_text(s, w->family[h].code);
    put_text(s, w->family[h].name);
  }
  for (int g = 0; g < w->products; g++) {
    const twi_product *p = &w->product[g];
    if (p->rest) continue;
    put_number(s, (size_t)p->sector);
    put_number(s, (size_t)(p->family + 1));
    put_number(s, (size_t)(p->home + 1));
    put_number(s, (size_t)(p->owner + 1));
    put_text(s, p->code);
    put_text(s, p->name);
    put_text(s, p->unit);
  }
}

static void put_sellers(stream *s, const uint16_t *seller, size_t count)
{
  enum { PIECE = 4096 };
  unsigned char piece[2 * PIECE];
  for (size_t i = 0; i < count; i += PIECE) {
    size_t n = count - i < PIECE ? count - i : PIECE;
    for (size_t k = 0; k < n; k++) {
      piece[2 * k] = (unsigned char)seller[i + k];
      piece[2 * k + 1] = (unsigned char)(seller[i + k] >> 8);
    }
    put_bytes(s, piece, 2 * n);
  }
}

static void put_product_arrays(stream *s, const tw_world *w)
{
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w), first, end;
  put_doubles(s, w->product_elasticity, (size_t)w->S);
  put_doubles(s, w->family_elasticity, (size_t)w->families);
  put_product_doubles(s, w, w->product_theta);
  put_product_doubles(s, w, w->product_markup);
  for (size_t g = 0; g < (size_t)w->products; g++)
    for (size_t d = 0; d < n && !w->product[g].rest; d++)
      put_number(s, w->product_row[g * n + d + 1] - w->product_row[g * n + d]);
  for (int g = 0; next_run(w, &g, &first, &end);) put_sellers(s, w->product_seller + first, end - first);
  const double *const arrays[] = {w->flow, w->tariff, w->export_tax};
  for (int i = 0; i < 3; i++) put_given_doubles(s, w, arrays[i] ? arrays[i] + all : NULL);
  for (int i = 0; i < w->column_count; i++)
    put_given_doubles(s, w, w->columns[i].values ? w->columns[i].values + all : NULL);
  put_given_doubles(s, w, w->quantity);
}

tw_status twi_world_canonical(const tw_world *w, twi_receiver receiver)
{
  stream s = {receiver, TW_OK};
  size_t n = (size_t)w->N, sectors = (size_t)w->S, flows = twi_world_sector_flows(w);
  static const char *const mark[] = {"tradewind world 1", "tradewind world 2", "tradewind world 3",
                                     "tradewind world 4"};
  unsigned parts = twi_world_parts(w);
  put_text(&s, mark[twi_world_version(parts) - 1]);
  put_number(&s, n);
  put_number(&s, sectors);
  put_number(&s, (size_t)w->column_count);
  put_number(&s, (size_t)w->group_count);
  put_number(&s, parts);
  put_text(&s, w->yaml);
  put_texts(&s, w->region, w->N);
  put_texts(&s, w->region_name, w->N);
  put_texts(&s, w->sector, w->S);
  put_texts(&s, w->sector_name, w->S);
  for (int i = 0; i < w->column_count; i++) {
    put_text(&s, w->columns[i].name);
    put_number(&s, w->columns[i].values != NULL);
  }
  put_groups(&s, w->groups, w->group_count);
  if (parts & TWI_HOLDS_SECTOR_GROUPS) {
    put_number(&s, (size_t)w->sector_group_count);
    put_groups(&s, w->sector_groups, w->sector_group_count);
  }
  if (parts & TWI_HOLDS_ESTIMATES) {
    put_number(&s, (size_t)w->estimate_count);
    for (int i = 0; i < w->estimate_count; i++) put_estimate(&s, &w->estimate[i]);
  }
  if (parts & TWI_HOLDS_PRODUCTS) put_products(&s, w);
  if (parts & TWI_HOLDS_STOCKS) put_stores(&s, w->store[TWI_STORE_STOCKS], w->stores[TWI_STORE_STOCKS]);
  if (parts & TWI_HOLDS_CALORIES) put_stores(&s, w->store[TWI_STORE_CALORIES], w->stores[TWI_STORE_CALORIES]);
  put_bytes(&s, w->goods, sectors);
  put_doubles(&s, w->theta, sectors);
  put_doubles(&s, w->flow, flows);
  put_doubles(&s, w->tariff, flows);
  put_doubles(&s, w->export_tax, flows);
  for (int i = 0; i < w->column_count; i++) put_doubles(&s, w->columns[i].values, flows);
  put_doubles(&s, w->value_added_share, n * sectors);
  put_doubles(&s, w->input_share, n * sectors * sectors);
  put_doubles(&s, w->final_share, n * sectors);
  put_doubles(&s, w->population, n);
  put_doubles(&s, w->gdp, n);
  put_doubles(&s, w->employment, n * sectors);
  if (parts & TWI_HOLDS_PRODUCTS) put_product_arrays(&s, w);
  return s.status;
}
