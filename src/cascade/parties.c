/* What both parties of a clause have with it and without: rows of clause.csv, of both results against the base.
 *
 *   price         buyers' price of the good at home                     base 1
 *   use           all that the party buys of it, its own among it       in the product's unit, or money at base prices
 *   index         what it spends on the good over its price: use as its buyers value it     base 1
 *   partner       of the importer what the exporter sends it; of the exporter all that it sends to others
 *   calories      use times kcal a unit and what of it people eat        billion kcal
 *   cover         days that the stock lasts: days of the table, or stock over daily use, over use_hat
 *   real_income   of the party, per cent against the base */
#include <math.h>
#include <string.h>

#include "cascade/cascade.h"

enum { MEASURES = 7 };
static const char *const measure_name[MEASURES] = {"price",    "use",   "index",      "partner",
                                                   "calories", "cover", "real_income"};
enum { PRICE, USE, INDEX, PARTNER, CALORIES, COVER, REAL_INCOME };

typedef struct pair {
  int exporter, importer, sector, product;
  twi_clause kind;
} pair;

static double price_hat(const tw_result *r, const pair *p, int region)
{
  const tw_world *w = r->world;
  int of = p->product;
  size_t at = of < 0 ? (size_t)region * (size_t)w->S + (size_t)p->sector : (size_t)of * (size_t)w->N + (size_t)region;
  return of < 0 ? exp(r->new_.state->lnP[at] - r->base.state->lnP[at])
                : exp(r->new_.state->lnP_g[at] - r->base.state->lnP_g[at]);
}

static double spending_hat(const tw_result *r, const pair *p, int region)
{
  const tw_world *w = r->world;
  size_t d = (size_t)region, cell = d * (size_t)w->S + (size_t)p->sector, of = (size_t)p->product * (size_t)w->N + d;
  double hat = r->new_.state->X[cell] / r->base.state->X[cell];
  return p->product < 0 ? hat : hat * r->new_.state->b[of] / r->base.state->b[of];
}

/* Values of one side; base is the same of both. */
static void measure_side(const tw_cascade *c, const tw_result *r, const pair *p, int region, double value[MEASURES],
                         double base[MEASURES], int unit[MEASURES])
{
  double amount[2];
  int imports = region == p->importer;
  for (int i = 0; i < MEASURES; i++) base[i] = value[i] = NAN;
  base[PRICE] = 1;
  value[PRICE] = price_hat(r, p, region);
  base[INDEX] = 1;
  value[INDEX] = spending_hat(r, p, region) / value[PRICE];
  unit[USE] = twi_cascade_quantity(r, p->sector, p->product, region, -1, amount);
  base[USE] = amount[0];
  value[USE] = amount[1];
  unit[PARTNER] = twi_cascade_quantity(r, p->sector, p->product, imports ? region : -1, p->exporter, amount);
  base[PARTNER] = amount[0];
  value[PARTNER] = amount[1];
  double kcal = unit[USE] ? twi_cascade_kcal(c, region, p->product) / 1e9 : NAN;
  base[CALORIES] = base[USE] * kcal;
  value[CALORIES] = value[USE] * kcal;
  const twi_reserve *stock = twi_cascade_reserve(c, region, p->product);
  if (stock) {
    base[COVER] = !isnan(stock->days) ? stock->days : unit[USE] ? 365 * stock->quantity / base[USE] : NAN;
    value[COVER] = base[COVER] * base[USE] / value[USE];
  }
  base[REAL_INCOME] = 0;
  value[REAL_INCOME] = 100 * expm1(twi_log_real_income(r, region));
}

static tw_status add_party(tw_cascade *c, const pair *p, int region)
{
  double value[TWI_CASCADE_SIDES][MEASURES], base[MEASURES];
  int unit[MEASURES] = {0};
  const tw_world *w = c->world;
  for (int side = 0; side < TWI_CASCADE_SIDES; side++)
    measure_side(c, c->result[side], p, region, value[side], base, unit);
  tw_clause_row *grown = twi_resize(c->ctx, c->party, (size_t)(c->parties + MEASURES), sizeof *grown);
  if (!grown) return twi_no_memory(c->ctx, 0);
  c->party = grown;
  const char *money = twi_result_money_unit(c->result[0], 0);
  for (int i = 0; i < MEASURES; i++) {
    const char *of = p->product >= 0 ? w->product[p->product].unit : NULL;
    const char *words = i == PRICE || i == INDEX ? "base = 1"
                        : i == CALORIES          ? "billion kcal"
                        : i == COVER             ? "days"
                        : i == REAL_INCOME       ? "percent"
                        : unit[i] && of          ? of
                                                 : money;
    c->party[c->parties++] = (tw_clause_row){p->exporter,
                                             p->importer,
                                             region,
                                             p->sector,
                                             p->product,
                                             twi_clause_word(p->kind),
                                             measure_name[i],
                                             words,
                                             base[i],
                                             value[TWI_WITHOUT][i],
                                             value[TWI_WITH][i]};
  }
  return TW_OK;
}

/* The flows of a clause, one pair of parties and good each. */
static tw_status of_clause(tw_cascade *c, const twi_rule *rule, unsigned char *selected[3])
{
  const tw_world *w = c->world;
  const twi_place *place = &rule->place;
  tw_status status = TW_OK;
  for (int i = 0; i < 3 && status == TW_OK; i++)
    status = twi_select(c->ctx, c->scenario, place->selector[i], place->except[i], place->key[i].axis, w, selected[i]);
  int by_product = place->key[2].axis == TWI_AXIS_PRODUCTS;
  for (int g = 0; g < (by_product ? w->products : w->S) && status == TW_OK; g++)
    for (int d = 0; d < w->N && selected[2][g]; d++)
      for (int o = 0; o < w->N && status == TW_OK; o++) {
        int ways = (selected[0][d] && selected[1][o]) || (place->both_ways && selected[0][o] && selected[1][d]);
        const pair p = {o, d, by_product ? w->product[g].sector : g, by_product ? g : -1, rule->clause};
        double amount[2];
        if (d == o || !ways) continue;
        twi_cascade_quantity(c->result[TWI_WITHOUT], p.sector, p.product, d, o, amount);
        if (!(amount[0] > 0)) continue;
        status = add_party(c, &p, d);
        if (status == TW_OK) status = add_party(c, &p, o);
      }
  return status;
}

tw_status twi_cascade_parties(tw_cascade *c)
{
  const tw_world *w = c->world;
  size_t most = (size_t)(w->N > w->S ? w->N : w->S) + (size_t)w->products;
  if (!c->result[TWI_WITH] || c->result[TWI_WITH]->info.outcome <= 0 || c->result[TWI_WITHOUT]->info.outcome <= 0)
    return TW_OK;
  unsigned char *room = twi_new(c->ctx, 3 * most, 1);
  if (!room) return twi_no_memory(c->ctx, 0);
  unsigned char *selected[3] = {room, room + most, room + 2 * most};
  tw_status status = TW_OK;
  twi_log_again(c->ctx, 1);
  for (int i = 0; i < c->scenario->rule_count && status == TW_OK; i++)
    if (c->scenario->rule[i].kind->id == TWI_RULE_CLAUSE) status = of_clause(c, &c->scenario->rule[i], selected);
  twi_log_again(c->ctx, 0);
  twi_free(c->ctx, room);
  return status;
}
