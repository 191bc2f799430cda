/* How often a market is drawn, and which parameter drives the spread of what is asked: see draws.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "ensemble/parameters.h"
#include "ensemble/statistics.h"
#include "outlook/draws.h"

static const char *const fields[TWI_DRAWN_COLUMNS] = {
    [TWI_DRAWN_PRICE] = "price",     [TWI_DRAWN_QUANTITY] = "quantity",
    [TWI_DRAWN_BILL] = "bill",       [TWI_DRAWN_SURPLUS] = "surplus_change",
    [TWI_DRAWN_WORTH] = "worth",     [TWI_DRAWN_OUTPUT] = "output",
    [TWI_DRAWN_NETBACK] = "netback", [TWI_DRAWN_RENT] = "rent"};

static const char expected[] =
    "an outcome of a market: price, quantity, bill, surplus_change or worth of a buyer, output, "
    "netback or rent of a supplier, as in price JPN";

/* ---------------------------------------------------------------- outcomes */

static tw_status add_outcome(tw_outlook *o, int column, int at)
{
  twi_outlook_outcome *grown = twi_resize(o->ctx, o->outcome, (size_t)o->outcomes + 1, sizeof *grown);
  if (!grown) return twi_no_memory(o->ctx, 0);
  o->outcome = grown;
  grown[o->outcomes++] = (twi_outlook_outcome){column, at, fields[column]};
  return TW_OK;
}

/* "price JPN"; "price_new JPN", as the column is called, is the same. */
static tw_status read_outcome(tw_outlook *o, const twi_yaml *node)
{
  char word[32] = "", shown[TWI_SHOWN];
  size_t n = strcspn(node->text, " ");
  const char *code = node->text + n + strspn(node->text + n, " ");
  if (n > 4 && strncmp(node->text + n - 4, "_new", 4) == 0) n -= 4;
  if (n < sizeof word) memcpy(word, node->text, n);
  int column = 0;
  while (column < TWI_DRAWN_COLUMNS && strcmp(word, fields[column]) != 0) column++;
  if (column == TWI_DRAWN_COLUMNS) {
    const char *near = twi_nearest(node->text, n, fields, TWI_DRAWN_COLUMNS);
    return twi_yaml_fail(o->ctx, node, "outcomes: found %s, expected %s%s%s%s",
                         twi_show(node->text, node->length, shown), expected, near ? "; did you mean " : "",
                         near ? near : "", near ? "?" : "");
  }
  if (column == TWI_DRAWN_WORTH && !o->has_compared)
    return twi_yaml_fail(o->ctx, node, "outcomes: found worth, and the section market compares nothing");
  tw_market_axis axis = column < TWI_DRAWN_OF_BUYERS ? TW_MARKET_BUYERS : TW_MARKET_SUPPLIERS;
  int at = tw_market_find(o->market, axis, code);
  if (at >= 0) return add_outcome(o, column, at);
  twi_yaml name = *node;
  name.text = (char *)code;
  name.length = strlen(code);
  return twi_outlook_check_names(o->ctx, o->market, axis, &name);
}

static tw_status make_outcomes(tw_outlook *o)
{
  const twi_range *range = o->scenario ? &o->scenario->range : NULL;
  const twi_yaml *list = range && range->node ? range->outcomes : NULL;
  tw_status status = TW_OK;
  for (int i = 0; list && i < list->count && status == TW_OK; i++) status = read_outcome(o, list->child[i]);
  if (list || status != TW_OK) return status;
  static const int usual[] = {TWI_DRAWN_PRICE, TWI_DRAWN_BILL, TWI_DRAWN_SURPLUS, TWI_DRAWN_WORTH};
  for (int i = 0; i < 4 && status == TW_OK; i++)
    if (usual[i] != TWI_DRAWN_WORTH || o->has_compared) status = add_outcome(o, usual[i], o->focus);
  return status;
}

/* ---------------------------------------------------------------- what is asked */

static tw_status describe(tw_outlook *o)
{
  o->parameter = twi_new(o->ctx, (size_t)o->spreads.count + 1, sizeof *o->parameter);
  if (!o->parameter) return twi_no_memory(o->ctx, 0);
  for (int i = 0; i < o->spreads.count; i++) {
    const twi_spread *from = &o->spreads.spread[i];
    o->parameter[i] = (tw_range_parameter){
        .name = from->name, .distribution = from->words, .source = from->source, .central = from->central};
    if (from->variable < 0) continue;
    const twi_texts *titles = &o->scenario->range.variable[from->variable].of->titles;
    o->parameter[i].title = titles->text;
    for (int l = 0; l < TWI_LANGUAGES; l++) o->parameter[i].titles[l] = titles->in[l];
  }
  return TW_OK;
}

tw_status twi_outlook_prepare_draws(tw_outlook *o, const tw_outlook_options *options)
{
  const twi_range *range = o->scenario && o->scenario->range.node ? &o->scenario->range : NULL;
  o->draws = options->draws >= 0 ? options->draws : range ? range->draws : TWI_DEFAULT_DRAWS;
  o->seed = options->seed ? options->seed : range ? range->seed : TWI_DEFAULT_SEED;
  o->driver_rows = options->drivers >= 0 ? options->drivers : range ? range->drivers : TWI_DEFAULT_DRIVERS;
  if (o->draws == 0) o->driver_rows = 0;
  if (o->draws == 0 || o->solved < o->years) return TW_OK;
  tw_status status = twi_spreads_make(o->ctx, o->scenario, o->market, &o->spreads);
  if (status == TW_OK && o->driver_rows && o->spreads.count > TWI_MOST_DRIVEN)
    return twi_fail(o->ctx, TW_BAD_INPUT,
                    "range: found %d parameters, expected at most %d where drivers are asked for; --drivers 0 leaves "
                    "them out",
                    o->spreads.count, (int)TWI_MOST_DRIVEN);
  if (status == TW_OK) status = describe(o);
  if (status == TW_OK && o->driver_rows) status = make_outcomes(o);
  if (o->outcomes == 0) o->driver_rows = 0;
  return status;
}

/* ---------------------------------------------------------------- drivers */

static int before(const tw_outlook_driver *a, const tw_outlook_driver *b)
{
  return a->total > b->total || (isnan(b->total) && !isnan(a->total));
}

tw_status twi_outlook_drive(tw_outlook *o, const twi_spreads *spreads, int outcome, const double *value, size_t stride,
                            const unsigned char *valid, size_t base)
{
  const twi_outlook_outcome *of = &o->outcome[outcome];
  int count = spreads->count;
  tw_outlook_driver *grown = twi_resize(o->ctx, o->driver, (size_t)(o->drivers + count), sizeof *grown);
  if (!grown) return twi_no_memory(o->ctx, 0);
  o->driver = grown;
  double *number = twi_alloc(o->ctx, 4 * (size_t)count, sizeof *number);
  if (!number) return twi_no_memory(o->ctx, 0);
  twi_drivers shares = {number, number + count, number + 2 * count, number + 3 * count, 0, 0, 0};
  twi_driver_shares(value, stride, valid, base, count, &shares);
  for (int i = 0; i < count; i++) {
    const tw_outlook_driver one = {.outcome = of->name,
                                   .code = of->column < TWI_DRAWN_OF_BUYERS ? o->market->buyer[of->at].code
                                                                            : o->market->supplier[of->at].code,
                                   .parameter = spreads->spread[i].name,
                                   .first_order = shares.first[i],
                                   .total = shares.total[i],
                                   .first_order_error = shares.first_error[i],
                                   .total_error = shares.total_error[i]};
    int at = o->drivers + i;
    for (; at > o->drivers && before(&one, &o->driver[at - 1]); at--) o->driver[at] = o->driver[at - 1];
    o->driver[at] = one;
  }
  o->drivers += count;
  twi_free(o->ctx, number);
  return TW_OK;
}
