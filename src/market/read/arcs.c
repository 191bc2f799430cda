/* arcs.csv: a row a route; the routes of a pair become one pair. Wedge, stiffness, reference and floor are of the pair:
 * one of its rows gives them, or several alike; quantities of its rows add up. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/sort.h"
#include "market/read/read.h"

enum {
  SUPPLIER,
  BUYER,
  QUANTITY,
  FREIGHT,
  ROUTE,
  DAYS,
  PASSAGES,
  FLOOR,
  FORBIDDEN,
  WEDGE,
  STIFFNESS,
  REFERENCE,
  QUALITY
};
static const twi_market_column columns[] = {
    {"supplier", 1},  {"buyer", 1},     {"quantity", 1}, {"freight", 1},   {"route", 0},
    {"days", 0},      {"passages", 0},  {"floor", 0},    {"forbidden", 0}, {"wedge", 0},
    {"stiffness", 0}, {"reference", 0}, {"quality", 0},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* A row before the rows are put pair by pair. */
typedef struct twi_arc {
  int supplier, buyer;
  twi_market_route route;
  double of_pair[4]; /* floor, wedge, stiffness, reference; NaN: empty */
} twi_arc;
static const char *const of_pair_names[] = {"floor", "wedge", "stiffness", "reference"};

typedef struct twi_arcs {
  twi_arc *arc;
  int count, crossings;
} twi_arcs;

static tw_status read_passages(twi_market_reader *r, twi_csv *csv, int column, twi_market_route *route)
{
  tw_market *m = r->m;
  size_t length = 0, at = 0;
  const char *text = column >= 0 ? twi_csv_text(csv, column, &length) : "";
  route->first_crossing = m->crossings;
  while (at < length) {
    size_t end = at;
    int index;
    while (end < length && text[end] != ';') end++;
    const char *word = text + at;
    size_t n = end - at;
    while (n && *word == ' ') word++, n--;
    while (n && word[n - 1] == ' ') n--;
    tw_status status = twi_market_known_code(csv, column, word, n, &r->passages, "passage", &index);
    if (status != TW_OK) return status;
    for (int i = route->first_crossing; i < m->crossings; i++)
      if (m->crossing[i] == index)
        return twi_csv_fail(csv, column, "found %s twice, expected each passage once", m->passage[index].code);
    int *grown = twi_market_grow(r->ctx, m->crossing, m->crossings, sizeof *grown);
    if (!grown) return twi_no_memory(r->ctx, 0);
    m->crossing = grown;
    m->crossing[m->crossings++] = index;
    route->crossings++;
    at = end + 1;
  }
  return TW_OK;
}

static tw_status read_ends(twi_market_reader *r, twi_csv *csv, const int *column, twi_arc *arc)
{
  size_t length;
  const char *text = twi_csv_text(csv, column[SUPPLIER], &length);
  tw_status status =
      twi_market_known_code(csv, column[SUPPLIER], text, length, &r->suppliers, "supplier", &arc->supplier);
  text = twi_csv_text(csv, column[BUYER], &length);
  if (status == TW_OK)
    status = twi_market_known_code(csv, column[BUYER], text, length, &r->buyers, "buyer", &arc->buyer);
  return status;
}

static tw_status read_numbers(twi_csv *csv, const int *column, twi_arc *arc)
{
  static const twi_market_bound quantity = {0, 0, 0, "a quantity of 0 or more, or nothing"};
  static const twi_market_bound freight = {INFINITY, 0, 0, "a freight of 0 or more"};
  static const twi_market_bound days = {NAN, 0, 0, "days of 0 or more, or nothing"};
  static const twi_market_bound of_pair[] = {{NAN, 0, 0, "a floor of 0 or more, or nothing"},
                                             {NAN, -INFINITY, 0, "a wedge, or nothing"},
                                             {NAN, 0, 0, "a stiffness of 0 or more, or nothing"},
                                             {NAN, 0, 0, "a flow of 0 or more, or nothing"}};
  static const int at[] = {FLOOR, WEDGE, STIFFNESS, REFERENCE};
  tw_status status = twi_market_number(csv, column[QUANTITY], &quantity, &arc->route.quantity);
  if (status == TW_OK) status = twi_market_number(csv, column[FREIGHT], &freight, &arc->route.freight);
  if (status == TW_OK) status = twi_market_number(csv, column[DAYS], &days, &arc->route.days);
  for (int i = 0; i < 4 && status == TW_OK; i++)
    status = twi_market_number(csv, column[at[i]], &of_pair[i], &arc->of_pair[i]);
  return status;
}

static tw_status read_arc(twi_market_reader *r, twi_csv *csv, const int *column, twi_arcs *arcs)
{
  static const char *const qualities[] = {"assumed", "observed", "derived"};
  static const twi_market_quality quality_of[] = {TWI_MARKET_ASSUMED, TWI_MARKET_OBSERVED, TWI_MARKET_DERIVED};
  int quality = 0;
  twi_arc *grown = twi_market_grow(r->ctx, arcs->arc, arcs->count, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  arcs->arc = grown;
  twi_arc arc = {.route = {.line = twi_csv_line(csv)}};
  tw_status status = read_ends(r, csv, column, &arc);
  if (status == TW_OK) status = read_numbers(csv, column, &arc);
  if (status == TW_OK) status = read_passages(r, csv, column[PASSAGES], &arc.route);
  if (status == TW_OK) status = twi_market_yes(csv, column[FORBIDDEN], &arc.route.forbidden);
  if (status == TW_OK && arc.route.forbidden && arc.route.quantity > 0)
    status = twi_csv_fail(csv, column[QUANTITY], "found a flow of %.6g on a way that is forbidden, expected 0",
                          arc.route.quantity);
  if (status == TW_OK)
    status = twi_market_word(csv, column[QUALITY], qualities, 3, "observed, derived or assumed", &quality);
  if (status == TW_OK) status = twi_market_field(r, csv, column[ROUTE], &arc.route.code);
  if (status == TW_OK && !arc.route.code) {
    arc.route.code = twi_strdup(r->ctx, "");
    if (!arc.route.code) status = twi_no_memory(r->ctx, 0);
  }
  arc.route.quality = quality_of[quality];
  arcs->arc[arcs->count++] = arc;
  return status;
}

static int order_arcs(const void *left, const void *right)
{
  const twi_arc *a = left, *b = right;
  if (a->supplier != b->supplier) return a->supplier < b->supplier ? -1 : 1;
  return (a->buyer > b->buyer) - (a->buyer < b->buyer);
}

/* ---------------------------------------------------------------- pairs */

static tw_status fail_row(twi_market_reader *r, const twi_arc *arc, const char *column, const char *what)
{
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s:%d: column %s: %s", r->of_arcs, arc->route.line, column, what);
}

static tw_status check_same_route(twi_market_reader *r, const twi_market_pair *pair, const twi_arc *arc)
{
  for (int i = pair->first_route; i < pair->first_route + pair->routes; i++) {
    const twi_market_route *other = &r->m->route[i];
    if (!twi_same_name(arc->route.code, strlen(arc->route.code), other->code)) continue;
    char what[256];
    twi_print(what, sizeof what, "found the route %s%sof %s to %s again, first in line %d, expected each once",
              arc->route.code, arc->route.code[0] ? " " : "", r->m->supplier[arc->supplier].code,
              r->m->buyer[arc->buyer].code, other->line);
    return fail_row(r, arc, "route", what);
  }
  return TW_OK;
}

static tw_status add_arc(twi_market_reader *r, const twi_arc *arc, twi_market_pair *pair)
{
  double *of_pair[] = {&pair->floor, &pair->wedge, &pair->stiffness, &pair->reference};
  pair->quantity += arc->route.quantity;
  pair->routes++;
  for (int i = 0; i < 4; i++) {
    if (isnan(arc->of_pair[i])) continue;
    if (!isnan(*of_pair[i]) && *of_pair[i] != arc->of_pair[i]) {
      char what[160];
      twi_print(what, sizeof what, "found %.6g, expected %.6g as in another route of %s to %s, or nothing",
                arc->of_pair[i], *of_pair[i], r->m->supplier[arc->supplier].code, r->m->buyer[arc->buyer].code);
      return fail_row(r, arc, of_pair_names[i], what);
    }
    *of_pair[i] = arc->of_pair[i];
  }
  return TW_OK;
}

static tw_status make_pairs(twi_market_reader *r, twi_arcs *arcs)
{
  enum { MOST_ROUTES = 64 };
  tw_market *m = r->m;
  size_t cells = (size_t)m->suppliers * (size_t)m->buyers;
  tw_status status = twi_sort(r->ctx, arcs->arc, (size_t)arcs->count, sizeof *arcs->arc, order_arcs);
  if (status != TW_OK) return status;
  m->route = twi_new(r->ctx, (size_t)arcs->count, sizeof *m->route);
  m->pair = twi_new(r->ctx, (size_t)arcs->count, sizeof *m->pair);
  m->pair_of = twi_alloc(r->ctx, cells, sizeof *m->pair_of);
  if (!m->route || !m->pair || !m->pair_of) return twi_no_memory(r->ctx, 0);
  for (size_t i = 0; i < cells; i++) m->pair_of[i] = -1;
  for (int i = 0; i < arcs->count && status == TW_OK; i++) {
    twi_arc *arc = &arcs->arc[i];
    int *of = &m->pair_of[(size_t)arc->supplier * (size_t)m->buyers + (size_t)arc->buyer];
    if (*of < 0) {
      *of = m->pairs++;
      m->pair[*of] = (twi_market_pair){.supplier = arc->supplier,
                                       .buyer = arc->buyer,
                                       .first_route = i,
                                       .floor = NAN,
                                       .wedge = NAN,
                                       .stiffness = NAN,
                                       .reference = NAN,
                                       .line = arc->route.line};
    }
    if (m->pair[*of].routes >= MOST_ROUTES) status = fail_row(r, arc, "route", "found more than 64 routes of one pair");
    if (status == TW_OK) status = check_same_route(r, &m->pair[*of], arc);
    if (status == TW_OK) status = add_arc(r, arc, &m->pair[*of]);
    m->route[m->routes] = arc->route;
    m->route[m->routes++].pair = *of;
    arc->route.code = NULL;
  }
  return status;
}

tw_status twi_market_read_arcs(twi_market_reader *r)
{
  twi_csv *csv;
  twi_arcs arcs = {0};
  int column[COLUMNS], more;
  tw_status status = twi_market_table(r, "arcs.csv", 1, &csv, &r->of_arcs);
  if (status == TW_OK) status = twi_market_columns(r, csv, columns, COLUMNS, column);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more)
    status = read_arc(r, csv, column, &arcs);
  if (status == TW_OK && arcs.count == 0)
    status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: found no way, expected at least one", r->of_arcs);
  twi_csv_free(csv);
  if (status == TW_OK) status = make_pairs(r, &arcs);
  for (int i = 0; i < arcs.count; i++) twi_free(r->ctx, arcs.arc[i].route.code);
  twi_free(r->ctx, arcs.arc);
  return status;
}
