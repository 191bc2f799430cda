/* Which part of a sector each of its products belongs to, from a CSV file: product, to, and optionally share, code and
 * name. See split.h.
 *
 * A product is whole in one part, or has a row with a share for each of its parts. A family stands for those of its
 * products that have no row of their own; rest is what products leave of the sector. What no row names is divided by the
 * shares of the parts. A piece of a divided product is called PRODUCT_PART, unless the file has a code for it. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/print.h"
#include "table/codes.h"
#include "table/csv.h"
#include "world/assemble.h"
#include "world/change/split.h"
#include "world/products.h"

#define LOOSE 1e-5 /* shares may miss 1 by this, and are rescaled */

typedef struct row {
  int part, line;
  double share;      /* NaN: not given */
  char *code, *name; /* NULL: not given */
  size_t next;       /* 1 + the row before it of the same product or family, 0: none */
} row;

typedef struct reading {
  tw_context *ctx;
  const twi_parts *parts;
  const char *file;
  twi_csv *csv;
  int product, to, share, code, name; /* columns; the last three may be -1 */
  row *row;
  size_t count;
  size_t *last; /* [products + families] 1 + the last row of each, 0: none */
} reading;

double twi_piece_share(const twi_parts *parts, const twi_piece *piece, size_t o)
{
  return isnan(piece->share) ? parts->share[(size_t)piece->part * parts->others + o] : piece->share;
}

void twi_pieces_close(tw_context *ctx, twi_pieces *p)
{
  for (size_t i = 0; i < p->count; i++) {
    twi_free(ctx, p->piece[i].code);
    twi_free(ctx, p->piece[i].name);
  }
  twi_free(ctx, p->piece);
  *p = (twi_pieces){.count = 0};
}

/* ---------------------------------------------------------------- rows */

/* The nearest code of a product or family of the sector, NULL: none is near. Out of memory there is none. */
static const char *suggest(const reading *r, const char *text, size_t length)
{
  const tw_world *w = r->parts->w;
  const char **code = twi_alloc(r->ctx, (size_t)(w->products + w->families) + 1, sizeof *code), *nearest = NULL;
  int count = 0;
  for (int g = 0; g < w->products && code; g++)
    if (w->product[g].sector == r->parts->index) code[count++] = w->product[g].code;
  for (int h = 0; h < w->families && code; h++)
    if (w->family[h].sector == r->parts->index) code[count++] = w->family[h].code;
  if (code) nearest = twi_nearest(text, length, code, count);
  twi_free(r->ctx, (void *)code);
  return nearest;
}

static int is_rest(const tw_world *w, int s, const char *text, size_t length)
{
  size_t n = strlen(w->sector[s]);
  return twi_same_name(text, length, "rest") ||
         (length == n + 5 && twi_same_name(text, n, w->sector[s]) && twi_same_name(text + n, 5, ".rest"));
}

/* Finds what a row is of: a product, the rest of the sector, or as products + h a family. */
static tw_status find_what(reading *r, size_t *what)
{
  const tw_world *w = r->parts->w;
  int s = r->parts->index, rest = -1;
  size_t length;
  char shown[TWI_SHOWN];
  const char *text = twi_csv_text(r->csv, r->product, &length);
  twi_show(text, length, shown);
  for (int g = 0; g < w->products; g++)
    if (w->product[g].sector == s && w->product[g].rest) rest = g;
  if (is_rest(w, s, text, length)) {
    *what = (size_t)rest;
    return rest >= 0 ? TW_OK
                     : twi_csv_fail(r->csv, r->product, "found %s, but the products of %s leave no rest", shown,
                                    w->sector[s]);
  }
  int g = twi_world_product_index(w, text, length), h = g < 0 ? twi_world_family_index(w, text, length) : -1;
  int of = g >= 0 ? w->product[g].sector : h >= 0 ? w->family[h].sector : s;
  *what = g >= 0 ? (size_t)g : (size_t)w->products + (size_t)h;
  if (of != s)
    return twi_csv_fail(r->csv, r->product, "found %s, of sector %s, expected a product or family of %s", shown,
                        w->sector[of], w->sector[s]);
  if (g >= 0 || h >= 0) return TW_OK;
  const char *nearest = suggest(r, text, length);
  return twi_csv_fail(r->csv, r->product, "found %s, expected a product or family of %s, or rest%s%s%s", shown,
                      w->sector[s], nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

static tw_status find_part(reading *r, int *part)
{
  size_t length;
  char shown[TWI_SHOWN];
  const char *text = twi_csv_text(r->csv, r->to, &length);
  *part = twi_codes_find(&r->parts->codes, text, length);
  if (*part >= 0) return TW_OK;
  const char *nearest = twi_nearest(text, length, (const char *const *)r->parts->code, r->parts->count);
  return twi_csv_fail(r->csv, r->to, "found %s, expected one of the parts%s%s%s", twi_show(text, length, shown),
                      nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

static tw_status read_text(reading *r, int column, char **to)
{
  size_t length;
  const char *text = column >= 0 ? twi_csv_text(r->csv, column, &length) : "";
  if (!*text) return TW_OK;
  *to = twi_strndup(r->ctx, text, length);
  return *to ? TW_OK : twi_no_memory(r->ctx, length);
}

/* What is said of the row beside those of the same product before it. */
static tw_status check_against(reading *r, const row *new_, size_t what)
{
  const tw_world *w = r->parts->w;
  const char *code = what < (size_t)w->products ? w->product[what].code : w->family[what - (size_t)w->products].code;
  char *const *part = r->parts->code;
  for (size_t at = r->last[what]; at; at = r->row[at - 1].next) {
    const row *old = &r->row[at - 1];
    if (old->part == new_->part)
      return twi_csv_fail(r->csv, r->product, "found %s in %s again, first in line %d", code, part[old->part],
                          old->line);
    if (isnan(old->share) || isnan(new_->share))
      return twi_csv_fail(r->csv, r->product,
                          "found %s in %s, and in %s in line %d; expected one part, or a share in each", code,
                          part[new_->part], part[old->part], old->line);
  }
  return TW_OK;
}

static tw_status read_row(reading *r)
{
  const tw_world *w = r->parts->w;
  row *new_ = &r->row[r->count];
  size_t what = 0, length = 0;
  *new_ = (row){.share = NAN, .line = twi_csv_line(r->csv)};
  r->count++;
  tw_status status = find_what(r, &what);
  if (status == TW_OK) status = find_part(r, &new_->part);
  if (status != TW_OK) return status;
  if (r->share >= 0) (void)twi_csv_text(r->csv, r->share, &length);
  if (length) status = twi_csv_number(r->csv, r->share, &new_->share);
  if (status == TW_OK && length && !(new_->share > 0 && new_->share <= 1))
    return twi_csv_expected(r->csv, r->share, "a share above 0 and at most 1");
  if (status == TW_OK) status = read_text(r, r->code, &new_->code);
  if (status == TW_OK) status = read_text(r, r->name, &new_->name);
  if (status == TW_OK && (new_->code || new_->name) && (what >= (size_t)w->products || w->product[what].rest))
    return twi_csv_fail(r->csv, new_->code ? r->code : r->name, "found a %s of %s, expected none: it is no product",
                        new_->code ? "code" : "name", what >= (size_t)w->products ? "a family" : "the rest");
  if (status == TW_OK) status = check_against(r, new_, what);
  new_->next = r->last[what];
  r->last[what] = r->count;
  return status;
}

static tw_status read_file(reading *r)
{
  twi_source *source;
  size_t room = 0;
  int more;
  tw_status status = twi_source_open(r->ctx, r->file, &source);
  if (status == TW_OK) status = twi_csv_open(r->ctx, source, &r->csv);
  if (status == TW_OK) status = twi_csv_require(r->csv, "product", &r->product);
  if (status == TW_OK) status = twi_csv_require(r->csv, "to", &r->to);
  if (status != TW_OK) return status;
  r->share = twi_csv_find(r->csv, "share");
  r->code = twi_csv_find(r->csv, "code");
  r->name = twi_csv_find(r->csv, "name");
  while (status == TW_OK && (status = twi_csv_next(r->csv, &more)) == TW_OK && more) {
    if (r->count == room) {
      row *longer = twi_resize(r->ctx, r->row, room = room ? 2 * room : 64, sizeof *longer);
      if (!longer) return twi_no_memory(r->ctx, room * sizeof *longer);
      r->row = longer;
    }
    status = read_row(r);
  }
  return status;
}

/* ---------------------------------------------------------------- pieces */

static tw_status add_piece(tw_context *ctx, twi_pieces *p, twi_piece new_)
{
  if (p->count == p->room) {
    size_t room = p->room ? 2 * p->room : 64;
    twi_piece *longer = twi_resize(ctx, p->piece, room, sizeof *longer);
    if (!longer) return twi_no_memory(ctx, room * sizeof *longer);
    p->piece = longer;
    p->room = room;
  }
  p->piece[p->count++] = new_;
  return TW_OK;
}

/* Code and name of a piece: those of its row, else the product's, in one of several parts with that of the part. */
static tw_status call_piece(tw_context *ctx, const twi_parts *parts, twi_piece *piece, const row *from, int whole)
{
  const twi_product *of = &parts->w->product[piece->product];
  char text[1024];
  if (of->rest) return TW_OK;
  twi_print(text, sizeof text, whole ? "%s" : "%s_%s", of->code, parts->code[piece->part]);
  piece->code = twi_strdup(ctx, from && from->code ? from->code : text);
  twi_print(text, sizeof text, whole ? "%.500s" : "%.500s (%.500s)", of->name, parts->name[piece->part]);
  piece->name = twi_strdup(ctx, from && from->name ? from->name : text);
  return piece->code && piece->name ? TW_OK : twi_no_memory(ctx, 0);
}

/* The pieces of a product that rows name, in the order of the parts. */
static tw_status add_named(reading *r, int g, size_t last, twi_pieces *p)
{
  const twi_parts *parts = r->parts;
  tw_status status = TW_OK;
  double all = 0;
  for (size_t at = last; at; at = r->row[at - 1].next) all += isnan(r->row[at - 1].share) ? 1 : r->row[at - 1].share;
  if (fabs(all - 1) > LOOSE)
    return twi_fail(r->ctx, TW_BAD_INPUT, "%s:%d: the shares of %s sum to %.9g, expected 1 within 1e-5", r->file,
                    r->row[last - 1].line, parts->w->product[g].code, all);
  int whole = r->row[last - 1].next == 0;
  for (int part = 0; part < parts->count && status == TW_OK; part++)
    for (size_t at = last; at && status == TW_OK; at = r->row[at - 1].next) {
      const row *from = &r->row[at - 1];
      if (from->part != part) continue;
      status = add_piece(r->ctx, p, (twi_piece){g, part, whole ? 1 : from->share / all, NULL, NULL});
      if (status == TW_OK) status = call_piece(r->ctx, parts, &p->piece[p->count - 1], from, whole);
    }
  return status;
}

/* 1: a part gets something of the flows of a product by its shares. */
static int gets_some(const twi_parts *parts, int g, int part)
{
  const tw_world *w = parts->w;
  size_t n = (size_t)w->N;
  for (size_t i = w->product_row[(size_t)g * n]; i < w->product_row[(size_t)(g + 1) * n]; i++)
    if (parts->share[(size_t)part * parts->others + w->product_seller[i]] > 0) return 1;
  return 0;
}

static tw_status add_by_shares(reading *r, int g, twi_pieces *p)
{
  const twi_parts *parts = r->parts;
  const tw_world *w = parts->w;
  tw_status status = TW_OK;
  if (parts->none)
    return twi_fail(r->ctx, TW_BAD_INPUT,
                    "%s: %s%s of sector %s is in no part; expected a row for it, or shares of the parts, by which what "
                    "no row names is divided",
                    r->file, w->product[g].rest ? "the " : "product ", w->product[g].code, w->sector[parts->index]);
  int count = 0;
  for (int part = 0; part < parts->count; part++) count += gets_some(parts, g, part);
  for (int part = 0; part < parts->count && status == TW_OK; part++) {
    if (!gets_some(parts, g, part)) continue;
    status = add_piece(r->ctx, p, (twi_piece){g, part, NAN, NULL, NULL});
    if (status == TW_OK) status = call_piece(r->ctx, parts, &p->piece[p->count - 1], NULL, count == 1);
  }
  return status;
}

static tw_status check_parts(const reading *r, const twi_pieces *p)
{
  for (int part = 0; part < r->parts->count; part++) {
    int has = 0;
    for (size_t i = 0; i < p->count; i++) has |= p->piece[i].part == part;
    if (!has)
      return twi_fail(r->ctx, TW_BAD_INPUT, "%s: the part %s has no product and no share, expected one or the other",
                      r->file, r->parts->code[part]);
  }
  return TW_OK;
}

tw_status twi_pieces_read(tw_context *ctx, const twi_parts *parts, const char *file, twi_pieces *p)
{
  const tw_world *w = parts->w;
  reading r = {.ctx = ctx, .parts = parts, .file = file};
  *p = (twi_pieces){.named = file != NULL};
  if (file && !twi_has_products(w, (size_t)parts->index))
    return twi_fail(ctx, TW_USAGE, "%s: sector %s has no products to say a part of", file, w->sector[parts->index]);
  r.last = twi_new(ctx, (size_t)(w->products + w->families) + 1, sizeof *r.last);
  tw_status status = r.last ? TW_OK : twi_no_memory(ctx, 0);
  if (status == TW_OK && file) status = read_file(&r);
  for (int g = 0; g < w->products && status == TW_OK; g++) {
    if (w->product[g].sector != parts->index) continue;
    size_t last = r.last[g];
    if (!last && w->product[g].family >= 0) last = r.last[w->products + w->product[g].family];
    status = last ? add_named(&r, g, last, p) : add_by_shares(&r, g, p);
  }
  if (status == TW_OK && file) status = check_parts(&r, p);
  for (size_t i = 0; i < r.count; i++) {
    twi_free(ctx, r.row[i].code);
    twi_free(ctx, r.row[i].name);
  }
  twi_free(ctx, r.row);
  twi_free(ctx, r.last);
  twi_csv_free(r.csv);
  return status;
}
