/* Routes between two places: the one that was asked for, the second, the open network's, and what each passage on it
 * being closed would make of it. See routes.h, and tradewind.h for what callers read. */
#include <math.h>
#include <string.h>

#include "routes/routes.h"

enum { MOST_ROWS = 3 + TWI_MOST_PASSAGES + 4 };
#define DAY_LOW  0.6 /* per cent of the value a day: Hummels and Schaur 2013 */
#define DAY_HIGH 2.1

typedef struct route_row {
  const char *kind; /* "asked", "second", "open", "if_closed" */
  twi_mask closed, opened;
  twi_way way;
  char *closed_words, *opened_words, *passage_words;
  double *point; /* lon, lat; [2 points] */
  int points;
} route_row;

struct tw_routes {
  tw_context *ctx;
  tw_sea *own;
  const tw_sea *sea;
  twi_end ends[2];
  twi_terms terms, usual; /* usual: of the open network: no waiting, the tolls of passages.csv */
  twi_mask closed, opened;
  route_row row[MOST_ROWS];
  int rows;
  twi_way open; /* on the open network */
  tw_routes_options asked;
  char *text[6]; /* of asked, owned */
};

/* ---------------------------------------------------------------- words */

/* The names of passages with + between, in the order of the list, or of the mask where there is none. */
static char *join_passages(tw_context *ctx, const tw_sea *sea, const int *list, int count, twi_mask mask)
{
  char text[TWI_ROUTE_TEXT] = "";
  size_t used = 0;
  for (int i = 0; i < (list ? count : sea->passages); i++) {
    int k = list ? list[i] : i;
    if (!list && !(mask >> k & 1)) continue;
    used += (size_t)twi_print(text + used, sizeof text - used, "%s%s", used ? "+" : "", sea->passage[k].name);
  }
  return twi_strdup(ctx, text);
}

static tw_status word_row(tw_routes *r, route_row *row)
{
  const twi_way *way = &row->way;
  row->closed_words = join_passages(r->ctx, r->sea, NULL, 0, row->closed & ~r->sea->shut);
  row->opened_words = join_passages(r->ctx, r->sea, NULL, 0, row->opened);
  row->passage_words = join_passages(r->ctx, r->sea, way->passage, way->passages, 0);
  row->points = way->found ? way->nodes + 2 : 0;
  row->point = twi_alloc(r->ctx, 2 * (size_t)row->points + 1, sizeof *row->point);
  if (!row->closed_words || !row->opened_words || !row->passage_words || !row->point) return twi_no_memory(r->ctx, 0);
  for (int i = 0; i < row->points; i++) {
    const twi_end *end = i == 0 ? &r->ends[0] : i == row->points - 1 ? &r->ends[1] : NULL;
    row->point[2 * i] = end ? end->lon : r->sea->lon[way->node[i - 1]];
    row->point[2 * i + 1] = end ? end->lat : r->sea->lat[way->node[i - 1]];
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- rows */

static twi_mask shut_of(const tw_routes *r, twi_mask closed, twi_mask opened)
{
  return closed | (r->sea->shut & ~opened);
}

static tw_status copy_way(tw_routes *r, const twi_way *from, twi_way *to)
{
  *to = *from;
  if (!from->node) return TW_OK;
  to->node = twi_alloc(r->ctx, (size_t)from->nodes, sizeof *to->node);
  if (!to->node) return twi_no_memory(r->ctx, 0);
  memcpy(to->node, from->node, (size_t)from->nodes * sizeof *to->node);
  return TW_OK;
}

/* found: the way, which the row takes over, or which is freed where no row is left; NULL: it is looked for. */
static tw_status add_row(tw_routes *r, twi_search *search, const char *kind, twi_mask closed, twi_mask opened,
                         twi_way *found)
{
  if (r->rows == MOST_ROWS) {
    if (found) twi_way_free(r->ctx, found);
    return TW_OK;
  }
  route_row *row = &r->row[r->rows++];
  *row = (route_row){.kind = kind, .closed = closed, .opened = opened};
  tw_status status = TW_OK;
  if (found)
    row->way = *found;
  else
    status = twi_way_find(r->ctx, search, r->sea, r->ends, &r->terms, shut_of(r, closed, opened), &row->way);
  return status == TW_OK ? word_row(r, row) : status;
}

/* What a closed passage sends ships to is closed with it where that is next door. */
static tw_status add_closures(tw_routes *r, twi_search *search, const twi_way *asked)
{
  static const char *const pair[][2] = {{"malacca", "sunda"}, {"panama", "suez"}, {"taiwan_strait", "luzon_strait"}};
  tw_status status = TW_OK;
  for (int i = 0; i < asked->passages && status == TW_OK; i++) {
    twi_mask bit = (twi_mask)1 << asked->passage[i];
    if (bit & r->sea->shut) continue;
    status = add_row(r, search, "if_closed", r->closed | bit, r->opened, NULL);
  }
  for (size_t p = 0; p < sizeof pair / sizeof *pair && status == TW_OK; p++) {
    twi_mask bits[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
      int found = twi_passage_find(r->sea, pair[p][k], strlen(pair[p][k]));
      if (found >= 0) bits[k] = (twi_mask)1 << found;
    }
    if (!(asked->mask & bits[0]) || r->closed & bits[1]) continue;
    status = add_row(r, search, "if_closed", r->closed | bits[0] | bits[1], r->opened, NULL);
  }
  return status;
}

static tw_status find_rows(tw_routes *r, twi_search *search)
{
  twi_way second = {0}, open;
  int unusual = (r->closed & ~r->sea->shut) || r->opened ||
                memcmp(r->terms.toll, r->usual.toll, sizeof r->usual.toll) ||
                memcmp(r->terms.wait, r->usual.wait, sizeof r->usual.wait);
  tw_status status = twi_way_find(r->ctx, search, r->sea, r->ends, &r->usual, r->sea->shut, &r->open);
  if (status == TW_OK) status = add_row(r, search, "asked", r->closed, r->opened, NULL);
  if (status != TW_OK) return status;
  const twi_way asked = r->row[0].way;
  status =
      twi_way_second(r->ctx, search, r->sea, r->ends, &r->terms, shut_of(r, r->closed, r->opened), &asked, &second);
  if (status == TW_OK && second.found)
    status = add_row(r, search, "second", r->closed, r->opened, &second);
  else
    twi_way_free(r->ctx, &second);
  if (status == TW_OK && unusual) {
    status = copy_way(r, &r->open, &open);
    if (status == TW_OK) status = add_row(r, search, "open", 0, 0, &open);
  }
  return status == TW_OK ? add_closures(r, search, &asked) : status;
}

/* ---------------------------------------------------------------- options */

static tw_status read_options(tw_routes *r, const tw_routes_options *o)
{
  const tw_sea *sea = r->sea;
  twi_terms *t = &r->terms;
  double toll[TWI_MOST_PASSAGES], wait[TWI_MOST_PASSAGES];
  t->knots = o->knots != 0 ? o->knots : 17;
  if (!(t->knots >= 1 && t->knots <= 60))
    return twi_fail(r->ctx, TW_USAGE, "--knots: found %g, expected a speed of 1 to 60", o->knots);
  tw_status status = twi_passages_read(r->ctx, sea, "--closed", o->closed, &r->closed);
  if (status == TW_OK) status = twi_passages_read(r->ctx, sea, "--open", o->open, &r->opened);
  if (status == TW_OK) status = twi_amounts_read(r->ctx, sea, "--wait", "DAYS", 365, o->wait, wait);
  if (status == TW_OK) status = twi_amounts_read(r->ctx, sea, "--toll", "USD", 1000, o->toll, toll);
  if (status == TW_OK) status = twi_opened_check(r->ctx, sea, r->closed, r->opened);
  if (status != TW_OK) return status;
  for (int k = 0; k < sea->passages; k++) {
    t->toll[k] = isnan(toll[k]) ? sea->passage[k].toll : toll[k];
    t->wait[k] = isnan(wait[k]) ? 0 : wait[k];
    r->usual.toll[k] = sea->passage[k].toll;
  }
  t->by_cost = r->usual.by_cost = o->wait || o->toll || o->by_cost;
  return TW_OK;
}

static tw_status read_ends(tw_routes *r, const tw_routes_options *o)
{
  tw_status status = twi_end_find(r->ctx, r->sea, "FROM", o->from, &r->ends[0]);
  if (status == TW_OK) status = twi_end_find(r->ctx, r->sea, "TO", o->to, &r->ends[1]);
  if (status != TW_OK) return status;
  twi_end *a = &r->ends[0], *b = &r->ends[1];
  for (int i = 0; i < 2; i++)
    if (!r->ends[i].code) r->ends[i].code = r->ends[i].own, r->ends[i].name = "";
  if (a->lon == b->lon && a->lat == b->lat)
    return twi_fail(r->ctx, TW_BAD_INPUT, "FROM and TO: found %s for both, expected two places", a->code);
  r->terms.factor = 1;
  if (twi_is_northeast_asia(b)) r->terms.factor *= a->factor;
  if (twi_is_northeast_asia(a)) r->terms.factor *= b->factor;
  r->usual.factor = r->terms.factor;
  return TW_OK;
}

static tw_status keep_asked(tw_routes *r, const tw_routes_options *o)
{
  const char *const from[] = {o->from, o->to, o->closed, o->open, o->wait, o->toll};
  for (int i = 0; i < 6; i++)
    if (from[i] && !(r->text[i] = twi_strdup(r->ctx, from[i]))) return twi_no_memory(r->ctx, 0);
  r->asked = (tw_routes_options){r->text[0], r->text[1], r->text[2],     r->text[3],
                                 r->text[4], r->text[5], r->terms.knots, r->terms.by_cost};
  return TW_OK;
}

tw_status tw_routes_run(tw_context *ctx, const tw_sea *sea, const tw_routes_options *options, tw_routes **out)
{
  tw_routes *r = twi_new(ctx, 1, sizeof *r);
  twi_search *search = NULL;
  *out = NULL;
  if (!r) return twi_no_memory(ctx, sizeof *r);
  r->ctx = ctx;
  tw_status status = sea ? TW_OK : tw_sea_open(ctx, &r->own);
  r->sea = sea ? sea : r->own;
  if (status == TW_OK) status = read_options(r, options);
  if (status == TW_OK) status = read_ends(r, options);
  if (status == TW_OK) status = keep_asked(r, options);
  if (status == TW_OK) status = twi_search_new(ctx, r->sea, &search);
  if (status == TW_OK) status = find_rows(r, search);
  twi_search_free(search);
  if (status != TW_OK) {
    tw_routes_free(r);
    return status;
  }
  *out = r;
  return TW_OK;
}

void tw_routes_free(tw_routes *r)
{
  if (!r) return;
  tw_context *ctx = r->ctx;
  for (int i = 0; i < r->rows; i++) {
    twi_way_free(ctx, &r->row[i].way);
    twi_free(ctx, r->row[i].closed_words);
    twi_free(ctx, r->row[i].opened_words);
    twi_free(ctx, r->row[i].passage_words);
    twi_free(ctx, r->row[i].point);
  }
  for (int i = 0; i < 6; i++) twi_free(ctx, r->text[i]);
  twi_way_free(ctx, &r->open);
  tw_sea_free(r->own);
  twi_free(ctx, r);
}

/* ---------------------------------------------------------------- what callers read */

const tw_sea *twi_routes_sea(const tw_routes *r)
{
  return r->sea;
}

static int crosses(const tw_sea *sea, int from, int to, int passage)
{
  for (int e = sea->first[from]; e < sea->first[from + 1]; e++)
    if (sea->to[e] == to) return sea->mask[e] >> passage & 1;
  return 0;
}

void twi_routes_passage_point(const tw_routes *r, int passage, double *lon, double *lat)
{
  twi_passage_point(r->sea, passage, lon, lat);
  for (int i = 0; i < r->rows; i++) {
    const twi_way *way = &r->row[i].way;
    int legs = 0, at = 0;
    if (!way->found || !(way->mask >> passage & 1)) continue;
    for (int k = 0; k + 1 < way->nodes; k++) legs += crosses(r->sea, way->node[k], way->node[k + 1], passage);
    for (int k = 0; k + 1 < way->nodes; k++) {
      if (!crosses(r->sea, way->node[k], way->node[k + 1], passage) || at++ != legs / 2) continue;
      twi_leg_middle(r->sea, way->node[k], way->node[k + 1], lon, lat);
      return;
    }
  }
}

const tw_routes_options *twi_routes_asked(const tw_routes *r)
{
  return &r->asked;
}

int tw_routes_count(const tw_routes *r)
{
  return r->rows;
}

int tw_routes_at(const tw_routes *r, int index, tw_route *out)
{
  if (index < 0 || index >= r->rows) return 0;
  const route_row *row = &r->row[index];
  const twi_way *way = &row->way;
  double per_day = TWI_MILE_KM * 24 * r->terms.knots, extra = NAN;
  *out = (tw_route){.kind = row->kind,
                    .closed = row->closed_words,
                    .opened = row->opened_words,
                    .passages = row->passage_words,
                    .found = way->found};
  double days = way->km / per_day + way->wait;
  if (way->found && r->open.found) extra = days - (r->open.km / per_day + r->open.wait);
  out->km = way->found ? way->km : NAN;
  out->nm = way->found ? way->km / TWI_MILE_KM : NAN;
  out->days = way->found ? days : NAN;
  out->wait_days = way->found ? way->wait : NAN;
  out->extra_km = way->found && r->open.found ? way->km - r->open.km : NAN;
  out->extra_days = extra;
  out->toll = way->found ? way->toll : NAN;
  out->cost = way->found ? way->tau : NAN;
  out->extra_cost = way->found && r->open.found ? way->tau - r->open.tau : NAN;
  out->goods_low_pct = DAY_LOW * extra;
  out->goods_high_pct = DAY_HIGH * extra;
  return 1;
}

int tw_routes_line(const tw_routes *r, int index, const double **points)
{
  if (index < 0 || index >= r->rows) return 0;
  *points = r->row[index].point;
  return r->row[index].points;
}

void tw_routes_end(const tw_routes *r, int which, tw_place *out)
{
  const twi_end *end = &r->ends[which ? 1 : 0];
  *out = (tw_place){.code = end->code,
                    .name = end->name,
                    .kind = end->kind,
                    .region = "",
                    .role = "",
                    .goods = "",
                    .lon = end->lon,
                    .lat = end->lat,
                    .factor = r->terms.factor,
                    .off_km = end->off};
}

double tw_routes_knots(const tw_routes *r)
{
  return r->terms.knots;
}

int tw_routes_by_cost(const tw_routes *r)
{
  return r->terms.by_cost;
}
