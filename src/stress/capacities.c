/* What --capacity of a stress test means: "CAN 14,28,56 Mt" are three, and a unit is that of the numbers before it, too.
 * See stress.h. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "stress/stress.h"
#include "table/number.h"

enum { MOST_NAMES = 2048 };

static tw_status fail_capacity(tw_stress *s, const twi_piece *p, const char *expected)
{
  char shown[TWI_SHOWN];
  return twi_fail(s->ctx, TW_USAGE, "--capacity: found %s, expected %s", twi_show(p->text, p->length, shown),
                  expected);
}

/* What one of the unit is in the market's; 0: it does not fit. */
static double in_units_of(const tw_market *m, const char *unit, size_t length)
{
  static const struct {
    const char *name;
    double tonnes;
  } units[] = {{"Mt", 1e6}, {"kt", 1e3}, {"t", 1}};
  double of_market = 0, given = 0;
  if (twi_same_name(unit, length, m->unit)) return 1;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (twi_same_name(m->unit, strlen(m->unit), units[i].name)) of_market = units[i].tonnes;
    if (twi_same_name(unit, length, units[i].name)) given = units[i].tonnes;
  }
  return of_market > 0 ? given / of_market : 0;
}

static tw_status add_capacity(tw_stress *s, int supplier, double amount)
{
  twi_capacity *grown = twi_resize(s->ctx, s->capacity, (size_t)s->capacities + 1, sizeof *grown);
  if (!grown) return twi_no_memory(s->ctx, 0);
  s->capacity = grown;
  grown[s->capacities] = (twi_capacity){.supplier = supplier, .amount = amount};
  char *name = twi_format(s->ctx, "%s %.6g %s", s->market->supplier[supplier].code, amount, s->market->unit);
  if (!name) return twi_no_memory(s->ctx, 0);
  grown[s->capacities++].name = name;
  return TW_OK;
}

/* The supplier that a piece begins with, which is taken off it; the one before where it begins with a number. */
static tw_status read_supplier(tw_stress *s, twi_piece *p, int *supplier)
{
  const tw_market *m = s->market;
  size_t word = 0;
  char shown[TWI_SHOWN];
  if (p->length && (isdigit((unsigned char)*p->text) || *p->text == '.' || *p->text == '-')) {
    if (*supplier < 0) return fail_capacity(s, p, "a supplier first, as in CAN 14,28,56 Mt");
    return TW_OK;
  }
  while (word < p->length && !isdigit((unsigned char)p->text[word]) && p->text[word] != '-') word++;
  if (word == p->length) return fail_capacity(s, p, "a supplier and a capacity, as in CAN 28 Mt");
  if (word > 0 && p->text[word - 1] == '.') word--;
  /* a code may have digits in it: up to the last blank before the number */
  const char *blank = memchr(p->text, ' ', p->length);
  if (blank && (size_t)(blank - p->text) > word) word = (size_t)(blank - p->text);
  size_t length = word;
  while (length && p->text[length - 1] == ' ') length--;
  *supplier = -1;
  const char *names[MOST_NAMES];
  int count = 0;
  for (int o = 0; o < m->suppliers; o++) {
    const twi_market_supplier *of = &m->supplier[o];
    if (twi_same_name(p->text, length, of->code) || (of->name && twi_same_name(p->text, length, of->name)))
      *supplier = o;
    if (count + 2 < MOST_NAMES) names[count++] = of->code;
    if (of->name && count + 2 < MOST_NAMES) names[count++] = of->name;
  }
  if (*supplier < 0) {
    const char *near = twi_nearest(p->text, length, names, count);
    return twi_fail(s->ctx, TW_BAD_INPUT, "--capacity: found %s, expected a supplier of the market %s%s%s%s",
                    twi_show(p->text, length, shown), m->name, near ? "; did you mean " : "", near ? near : "",
                    near ? "?" : "");
  }
  while (word < p->length && p->text[word] == ' ') word++;
  p->text += word;
  p->length -= word;
  return TW_OK;
}

tw_status twi_stress_read_capacities(tw_stress *s)
{
  const char *at = s->asked.capacity;
  int supplier = -1, first = 0; /* first without a unit yet */
  twi_piece piece;
  tw_status status = TW_OK;
  if (at && !s->with_market)
    return twi_fail(s->ctx, TW_BAD_INPUT, "--capacity: what is asked has nothing of the market %s", s->market->name);
  while (status == TW_OK && twi_stress_piece(&at, &piece)) {
    double amount = 0, factor = 0;
    status = read_supplier(s, &piece, &supplier);
    if (status != TW_OK) break;
    size_t digits = 0;
    while (digits < piece.length && (isdigit((unsigned char)piece.text[digits]) || strchr("+-.", piece.text[digits])))
      digits++;
    if (!digits || twi_number_read(piece.text, digits, &amount))
      return fail_capacity(s, &piece, "a capacity, as in 28 Mt");
    if (!(amount >= 0) || isinf(amount)) return fail_capacity(s, &piece, "a capacity of 0 or more");
    const char *unit = piece.text + digits;
    size_t length = piece.length - digits;
    while (length && *unit == ' ') unit++, length--;
    if (length) {
      factor = in_units_of(s->market, unit, length);
      if (!(factor > 0)) {
        char shown[TWI_SHOWN];
        return twi_fail(s->ctx, TW_BAD_INPUT, "--capacity: found the unit %s, expected %s, that of the market %s",
                        twi_show(unit, length, shown), s->market->unit, s->market->name);
      }
    }
    status = add_capacity(s, supplier, amount);
    if (status != TW_OK || !length) continue;
    for (int i = first; i < s->capacities; i++) {
      s->capacity[i].amount *= factor;
      twi_free(s->ctx, s->capacity[i].name);
      s->capacity[i].name = twi_format(s->ctx, "%s %.6g %s", s->market->supplier[s->capacity[i].supplier].code,
                                       s->capacity[i].amount, s->market->unit);
      if (!s->capacity[i].name) return twi_no_memory(s->ctx, 0);
    }
    first = s->capacities;
  }
  if (status == TW_OK && first < s->capacities)
    return twi_fail(s->ctx, TW_USAGE, "--capacity: found %g without its unit, expected %s, as in %s %g %s",
                    s->capacity[first].amount, s->market->unit, s->market->supplier[s->capacity[first].supplier].code,
                    s->capacity[first].amount, s->market->unit);
  return status;
}
