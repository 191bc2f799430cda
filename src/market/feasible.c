/* Whether any flows satisfy all bounds, and which bounds clash where none do.
 *
 * All bounds but floors are from above, on sums of what does not fall below 0. So flows at their floors are the least
 * there are: where they fit, something fits. A pair with several ways puts on a passage what none of its ways
 * avoids. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "market/policy.h"

enum { NAMED = 6 }; /* pairs that a message names */

typedef struct twi_clash {
  const twi_market_state *s;
  char *words;
  size_t room, used;
} twi_clash;

static void add_words(twi_clash *c, const char *format, ...) TWI_PRINTF(2, 3);
static void add_words(twi_clash *c, const char *format, ...)
{
  va_list args;
  if (c->used >= c->room) return;
  va_start(args, format);
  int n = twi_vprint(c->words + c->used, c->room - c->used, format, args);
  va_end(args);
  if (n > 0) c->used += (size_t)n < c->room - c->used ? (size_t)n : c->room - c->used - 1;
}

static int has_used_route(const twi_market_state *s, int p)
{
  const twi_market_pair *pair = &s->market->pair[p];
  for (int r = pair->first_route; r < pair->first_route + pair->routes; r++)
    if (s->route[r].used) return 1;
  return 0;
}

/* What a unit of the pair's floor takes of a row at the least. */
static double least_use(const twi_market_state *s, int p, int row)
{
  const twi_market_pair *pair = &s->market->pair[p];
  double least = INFINITY;
  for (int r = pair->first_route; r < pair->first_route + pair->routes; r++)
    if (s->route[r].used) least = fmin(least, twi_market_route_use(s, r, row));
  return isfinite(least) ? least : 0;
}

/* The pairs of what is asked about, a supplier, a buyer, or a row: how many, and which; -1: there is none. */
static int pairs_of(const twi_market_state *s, int supplier, int buyer)
{
  return supplier >= 0 ? s->buyers : buyer >= 0 ? s->suppliers : s->pairs;
}

static int pair_of(const twi_market_state *s, int supplier, int buyer, int i)
{
  if (supplier >= 0) return s->market->pair_of[(size_t)supplier * (size_t)s->buyers + (size_t)i];
  return buyer >= 0 ? s->market->pair_of[(size_t)i * (size_t)s->buyers + (size_t)buyer] : i;
}

/* How much the floor of a pair takes of it. */
static double part_of(const twi_market_state *s, int p, int row)
{
  if (p < 0 || s->pair[p].floor <= 0 || !has_used_route(s, p)) return 0;
  return s->pair[p].floor * (row >= 0 ? least_use(s, p, row) : 1);
}

/* Says that floors exceed a bound, with the largest of them; 1: they do. */
static int find_clash(twi_clash *c, int supplier, int buyer, int row, double bound, const char *what)
{
  const twi_market_state *s = c->s;
  const tw_market *m = s->market;
  double sum = 0, said = INFINITY;
  int count = pairs_of(s, supplier, buyer);
  for (int i = 0; i < count; i++) sum += part_of(s, pair_of(s, supplier, buyer, i), row);
  if (!(sum > bound * (1 + 1e-12))) return 0;
  if (c->used) add_words(c, "; ");
  add_words(c, "%s is %.6g %s, and floors on it sum to %.6g:", what, bound,
            row == s->passages ? "days of sailing" : m->unit, sum);
  int last = -1;
  for (int n = 0; n < NAMED; n++) { /* the largest first, ties in their order */
    int best = -1;
    double most = 0;
    for (int i = 0; i < count; i++) {
      int p = pair_of(s, supplier, buyer, i);
      double part = part_of(s, p, row);
      int after = part < said || (part == said && p > last);
      if (after && part > most) best = p, most = part;
    }
    if (best < 0) break;
    add_words(c, "%s %s to %s %.6g", n ? "," : "", m->supplier[s->pair[best].supplier].code,
              m->buyer[s->pair[best].buyer].code, most);
    said = most;
    last = best;
  }
  return 1;
}

int twi_market_feasible(const twi_market_state *s, char *words, size_t room)
{
  const tw_market *m = s->market;
  twi_clash c = {.s = s, .words = words, .room = room};
  char what[160];
  int clashes = 0;
  words[0] = 0;
  for (int o = 0; o < s->suppliers; o++) {
    twi_print(what, sizeof what, "the capacity of %s", m->supplier[o].code);
    clashes += find_clash(&c, o, -1, -1, twi_market_supplier_capacity(s, o, 1), what);
  }
  for (int d = 0; d < s->buyers; d++) {
    if (!isfinite(s->buyer[d].limit)) continue;
    twi_print(what, sizeof what, "the regasification of %s", m->buyer[d].code);
    clashes += find_clash(&c, -1, d, -1, s->buyer[d].limit, what);
  }
  for (int i = 0; i <= s->passages; i++) {
    if (!isfinite(s->capacity[i])) continue;
    twi_print(what, sizeof what, "the capacity of %s", i < s->passages ? m->passage[i].code : "the fleet");
    clashes += find_clash(&c, -1, -1, i, s->capacity[i], what);
  }
  for (int p = 0; p < s->pairs; p++) {
    const twi_state_pair *pair = &s->pair[p];
    if (!(pair->firm > 0) || has_used_route(s, p)) continue;
    add_words(&c, "%sthe floor of %s to %s is %.6g %s, and no way between them is open", c.used ? "; " : "",
              m->supplier[pair->supplier].code, m->buyer[pair->buyer].code, pair->firm, m->unit);
    clashes++;
  }
  return clashes == 0;
}
