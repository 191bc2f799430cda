/* Products of a world of which a region or a sector is split, so that aggregating the parts gives them back. See
 * change/products.h.
 *
 *   F'_g[d'][o'] = F_g[d][o] F'[d'][o'] / F[d][o]        d', o' parts of the regions d, o; quantities likewise
 *   F'_p[d][o]   = a F_g[d][o]                           p a piece of g, of a sector that is split; a its share
 *
 * Parts of a region have all its products; home and owner become the part with the largest share of the sector's output.
 * Parts of a sector have what split_pieces.c says; a family whose products go to several parts is one in each of them,
 * called FAMILY_PART. */
#include <math.h>
#include <string.h>

#include "base/print.h"
#include "world/assemble.h"
#include "world/change/products.h"

/* The new region of an old one, where it is at home: of parts the one that makes most of the sector. */
static int part_of(const twi_splitting_products *how, int region, int sector)
{
  size_t S = (size_t)how->parts->w->S;
  int best = -1;
  for (size_t d = 0; d < how->n && region >= 0; d++) {
    if (how->region[d] != (size_t)region) continue;
    if (best < 0 || how->sell[d * S + (size_t)sector] > how->sell[(size_t)best * S + (size_t)sector]) best = (int)d;
  }
  return best;
}

/* The first new sector of an old one. */
static int new_sector(const twi_splitting_products *how, int sector)
{
  for (size_t s = 0; s < how->m; s++)
    if (how->sector[s] == (size_t)sector) return (int)s;
  return 0;
}

/* ---------------------------------------------------------------- pieces of products */

/* The products of the new world: of which given one each is, and of a sector that is split the piece. */
typedef struct piecing {
  int *from, *first;       /* [count]; [given products + 1] where those of a given one start */
  const twi_piece **piece; /* [count] NULL: the whole product */
  int count;
} piecing;

static void piecing_close(tw_context *ctx, piecing *p)
{
  twi_free(ctx, p->from);
  twi_free(ctx, p->first);
  twi_free(ctx, (void *)p->piece);
}

/* Lists them. Given products are the world's in its order, without rests. */
static tw_status list_pieces(tw_context *ctx, const twi_splitting_products *how, const twi_given_products *given,
                             piecing *p)
{
  const tw_world *w = how->parts->w;
  size_t most = (size_t)given->products + how->pieces->count + 1, at = 0;
  *p = (piecing){.from = twi_alloc(ctx, most, sizeof *p->from),
                 .first = twi_alloc(ctx, (size_t)given->products + 1, sizeof *p->first),
                 .piece = twi_new(ctx, most, sizeof *p->piece)};
  if (!p->from || !p->first || !p->piece) return twi_no_memory(ctx, most * sizeof *p->piece);
  for (int g = 0, k = 0; g < w->products; g++) {
    if (!w->product[g].rest) p->first[k] = p->count;
    int split = at < how->pieces->count && how->pieces->piece[at].product == g;
    for (; at < how->pieces->count && how->pieces->piece[at].product == g; at++) {
      if (w->product[g].rest) continue;
      p->from[p->count] = k;
      p->piece[p->count++] = &how->pieces->piece[at];
    }
    if (!split && !w->product[g].rest) p->from[p->count++] = k;
    k += !w->product[g].rest;
  }
  p->first[given->products] = p->count;
  return TW_OK;
}

/* The families of the parts, and in moved [families][parts] which one a family is in a part, -1: none. */
static tw_status split_families(tw_context *ctx, const twi_splitting_products *how, const piecing *p,
                                twi_given_products *given, int *moved)
{
  const twi_parts *parts = how->parts;
  int count = given->families, all = parts->of_sector ? parts->count : 1;
  size_t most = (size_t)count * (size_t)all + 1;
  twi_family *family = twi_resize(ctx, given->family, most, sizeof *family);
  if (family) given->family = family;
  double *eta = twi_resize(ctx, given->family_elasticity, most, sizeof *eta);
  if (eta) given->family_elasticity = eta;
  if (!family || !eta) return twi_no_memory(ctx, most * sizeof *family);
  for (int h = 0; h < count; h++) {
    int *to = moved + (size_t)h * (size_t)parts->count, in = 0, first = 1,
        split = given->family[h].sector == parts->index;
    for (int k = 0; k < parts->count; k++) to[k] = -1;
    for (int k = 0; k < p->count && split && parts->of_sector; k++)
      if (given->product[p->from[k]].family == h && p->piece[k]) to[p->piece[k]->part] = h;
    for (int k = 0; k < parts->count; k++) in += to[k] >= 0;
    given->family[h].sector = new_sector(how, given->family[h].sector);
    char *code = given->family[h].code, *name = given->family[h].name;
    for (int k = 0; k < parts->count && in; k++) {
      if (to[k] < 0) continue;
      to[k] = first ? h : given->families++;
      if (!first) {
        family[to[k]] = (twi_family){.code = NULL};
        eta[to[k]] = eta[h];
      }
      first = 0;
      family[to[k]].sector = parts->index + k;
      if (in == 1) continue;
      char text[1024];
      twi_print(text, sizeof text, "%s_%s", code, parts->code[k]);
      family[to[k]].code = twi_strdup(ctx, text);
      twi_print(text, sizeof text, "%.500s (%.500s)", name, parts->name[k]);
      family[to[k]].name = twi_strdup(ctx, text);
    }
    if (in > 1) {
      twi_free(ctx, code);
      twi_free(ctx, name);
    }
  }
  for (int h = 0; h < given->families; h++)
    if (!family[h].code || !family[h].name) return twi_no_memory(ctx, 0);
  return TW_OK;
}

/* The products of the parts in the place of those given, whose list goes. */
static tw_status split_list(tw_context *ctx, const twi_splitting_products *how, const piecing *p,
                            twi_given_products *given, const int *moved)
{
  const twi_parts *parts = how->parts;
  size_t most = (size_t)p->count + 1;
  twi_given_products old = {
      .product = given->product, .products = given->products, .theta = given->theta, .markup = given->markup};
  given->product = twi_new(ctx, most, sizeof *given->product);
  given->theta = twi_alloc(ctx, most, sizeof *given->theta);
  given->markup = old.markup ? twi_alloc(ctx, most, sizeof *given->markup) : NULL;
  int got = given->product && given->theta && (given->markup || !old.markup);
  given->products = got ? p->count : 0;
  for (int k = 0; k < p->count && got; k++) {
    const twi_product *from = &old.product[p->from[k]];
    const twi_piece *piece = p->piece[k];
    twi_product *to = &given->product[k];
    *to = *from;
    to->home = part_of(how, from->home, from->sector);
    to->owner = part_of(how, from->owner, from->sector);
    to->sector = piece ? parts->index + piece->part : new_sector(how, from->sector);
    if (piece && from->family >= 0)
      to->family = moved[(size_t)from->family * (size_t)parts->count + (size_t)piece->part];
    to->code = twi_strdup(ctx, piece ? piece->code : from->code);
    to->name = twi_strdup(ctx, piece ? piece->name : from->name);
    to->unit = twi_strdup(ctx, from->unit);
    given->theta[k] = old.theta[p->from[k]];
    if (given->markup) given->markup[k] = old.markup[p->from[k]];
    if (!to->code || !to->name || !to->unit) got = 0;
  }
  twi_given_products_free(ctx, &old);
  return got ? TW_OK : twi_no_memory(ctx, most * sizeof *given->product);
}

static tw_status split_codes(tw_context *ctx, const twi_splitting_products *how, const piecing *p,
                             twi_given_products *given)
{
  int *moved = twi_alloc(ctx, (size_t)given->families * (size_t)how->parts->count + 1, sizeof *moved);
  tw_status status = moved ? split_families(ctx, how, p, given, moved) : twi_no_memory(ctx, 0);
  if (status == TW_OK) status = split_list(ctx, how, p, given, moved);
  twi_free(ctx, moved);
  return status;
}

/* ---------------------------------------------------------------- flows */

/* The flows of the parts of each flow. */
typedef struct spreading {
  const twi_splitting_products *how;
  const piecing *pieces;
  const twi_given_products *from;
  twi_given_products *to; /* NULL: only counted */
  size_t count;
} spreading;

static void copy_rate(const double *from, double *to, size_t k, size_t i)
{
  if (from) to[i] = from[k];
}

/* Adds a flow of the new product g, which has the share `by` of the flow k. */
static void put_flow(spreading *p, size_t k, int g, size_t d, size_t o, double by)
{
  const twi_given_products *from = p->from;
  twi_given_products *to = p->to;
  double value = from->value[k] * by;
  if (!(value > 0)) return;
  size_t i = p->count++;
  if (!to) return;
  to->of[i] = g;
  to->importer[i] = (uint16_t)d;
  to->exporter[i] = (uint16_t)o;
  to->value[i] = value;
  if (from->quantity) to->quantity[i] = from->quantity[k] * by;
  copy_rate(from->tariff, to->tariff, k, i);
  copy_rate(from->export_tax, to->export_tax, k, i);
  for (int c = 0; c < from->columns; c++) copy_rate(from->column[c], to->column[c], k, i);
}

static void spread_flow(spreading *p, size_t k)
{
  const twi_splitting_products *how = p->how;
  const twi_given_products *g = p->from;
  const tw_world *w = how->parts->w;
  int of = g->of[k], first = p->pieces->first[of];
  if (how->parts->of_sector) {
    for (int i = first; i < p->pieces->first[of + 1]; i++)
      put_flow(p, k, i, g->importer[k], g->exporter[k],
               p->pieces->piece[i] ? twi_piece_share(how->parts, p->pieces->piece[i], g->exporter[k]) : 1);
    return;
  }
  size_t s = (size_t)g->product[of].sector, N = (size_t)w->N,
         n = how->n; /* all sectors and products are the old ones */
  double whole = w->flow[(s * N + g->importer[k]) * N + g->exporter[k]];
  for (size_t d = 0; d < n; d++)
    for (size_t o = 0; o < n && how->region[d] == g->importer[k]; o++) {
      if (how->region[o] != g->exporter[k]) continue;
      double part = how->flow[(s * n + d) * n + o];
      put_flow(p, k, first, d, o, part == whole ? 1 : part / whole);
    }
}

static void spread_all(spreading *p)
{
  p->count = 0;
  for (size_t k = 0; k < p->from->flows; k++) spread_flow(p, k);
}

static int make_doubles(tw_context *ctx, int wanted, size_t count, double **to)
{
  if (wanted) *to = twi_alloc(ctx, count + 1, sizeof **to);
  return !wanted || *to;
}

/* The flows of given become those of the parts. */
static tw_status spread(tw_context *ctx, const twi_splitting_products *how, const piecing *pieces,
                        twi_given_products *given)
{
  twi_given_products out = {.columns = given->columns};
  spreading p = {how, pieces, given, NULL, 0};
  spread_all(&p);
  size_t count = out.flows = p.count;
  out.of = twi_alloc(ctx, count + 1, sizeof *out.of);
  out.importer = twi_alloc(ctx, count + 1, sizeof *out.importer);
  out.exporter = twi_alloc(ctx, count + 1, sizeof *out.exporter);
  out.column = twi_new(ctx, (size_t)given->columns + 1, sizeof *out.column);
  int got = out.of && out.importer && out.exporter && out.column && make_doubles(ctx, 1, count, &out.value) &&
            make_doubles(ctx, given->quantity != NULL, count, &out.quantity) &&
            make_doubles(ctx, given->tariff != NULL, count, &out.tariff) &&
            make_doubles(ctx, given->export_tax != NULL, count, &out.export_tax);
  for (int c = 0; c < given->columns && got; c++)
    got = make_doubles(ctx, given->column[c] != NULL, count, &out.column[c]);
  if (!got) {
    twi_given_products_free(ctx, &out);
    return twi_no_memory(ctx, count * sizeof(double));
  }
  p.to = &out;
  spread_all(&p);
  twi_given_products old = *given; /* its flows go, its lists stay */
  given->flows = count;
  given->of = out.of;
  given->importer = out.importer;
  given->exporter = out.exporter;
  given->value = out.value;
  given->quantity = out.quantity;
  given->tariff = out.tariff;
  given->export_tax = out.export_tax;
  given->column = out.column;
  twi_given_products gone = {.of = old.of,
                             .importer = old.importer,
                             .exporter = old.exporter,
                             .value = old.value,
                             .quantity = old.quantity,
                             .tariff = old.tariff,
                             .export_tax = old.export_tax,
                             .column = old.column,
                             .columns = old.columns};
  twi_given_products_free(ctx, &gone);
  return TW_OK;
}

static tw_status move_elasticities(tw_context *ctx, const twi_splitting_products *how, twi_given_products *given)
{
  if (!given->elasticity) return TW_OK;
  double *eta = twi_alloc(ctx, how->m, sizeof *eta);
  if (!eta) return twi_no_memory(ctx, 0);
  for (size_t s = 0; s < how->m; s++) eta[s] = given->elasticity[how->sector[s]];
  twi_free(ctx, given->elasticity);
  given->elasticity = eta;
  return TW_OK;
}

/* A rate that is the sector's stays that of the whole, where parts have others. */
static void keep_rates(const twi_splitting_products *how, const twi_given_products *g, const double *whole, double *rate)
{
  size_t s = (size_t)how->parts->index, n = how->n;
  for (size_t k = 0; k < g->flows && rate; k++)
    if (isnan(rate[k]) && (size_t)g->product[g->of[k]].sector == s)
      rate[k] = whole ? whole[(s * n + g->importer[k]) * n + g->exporter[k]] : 0;
}

static void keep_all_rates(const twi_splitting_products *how, const twi_given_products *g)
{
  const tw_world *w = how->parts->w;
  keep_rates(how, g, w->tariff, g->tariff);
  keep_rates(how, g, w->export_tax, g->export_tax);
  for (int c = 0; c < g->columns; c++) keep_rates(how, g, w->columns[c].values, g->column[c]);
}

tw_status twi_split_products(tw_context *ctx, const twi_splitting_products *how, twi_given_products *given)
{
  const tw_world *w = how->parts->w;
  piecing pieces = {.count = 0};
  *given = (twi_given_products){.families = 0};
  if (w->products == 0) return TW_OK;
  if (how->n > TWI_MOST_PRODUCT_REGIONS)
    return twi_fail(ctx, TW_BAD_INPUT, "the split world: found %zu regions, expected at most %d with products", how->n,
                    TWI_MOST_PRODUCT_REGIONS);
  tw_status status = twi_world_list_products(ctx, w, given);
  if (status != TW_OK) return status;
  status = list_pieces(ctx, how, given, &pieces);
  if (status == TW_OK && pieces.count > TWI_MOST_PRODUCTS)
    status = twi_fail(ctx, TW_BAD_INPUT, "the split world: found %d products, expected at most %d", pieces.count,
                      TWI_MOST_PRODUCTS);
  if (status == TW_OK && how->pieces->named) keep_all_rates(how, given);
  if (status == TW_OK) status = spread(ctx, how, &pieces, given);
  if (status == TW_OK) status = move_elasticities(ctx, how, given);
  if (status == TW_OK) status = split_codes(ctx, how, &pieces, given);
  piecing_close(ctx, &pieces);
  given->products_origin = given->families_origin = "the parts";
  if (status != TW_OK) twi_given_products_free(ctx, given);
  return status;
}
