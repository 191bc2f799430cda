/* stress.json: all of a stress test as one object, of which the page is made. docs/formats.md lists its keys. A number that
 * a row does not have is left out. */
#include "report/tables/stress_json.h"

#include <math.h>

#include "report/json.h"

typedef struct making {
  tw_context *ctx;
  const tw_stress *s;
  int failed;
} making;

static void put_text(making *k, json_t *to, const char *key, const char *text)
{
  twi_json_put(to, key, twi_json_text(k->ctx, text), &k->failed);
}

static void put_number(making *k, json_t *to, const char *key, double x)
{
  if (!isnan(x)) twi_json_put(to, key, twi_json_number(x), &k->failed);
}

static json_t *new_list(making *k)
{
  json_t *list = json_array();
  if (!list) k->failed = 1;
  return list;
}

static json_t *in_languages(making *k, char **const text[TWI_LANGUAGES], const int count[TWI_LANGUAGES])
{
  json_t *part = json_object();
  for (int l = 0; l < TWI_LANGUAGES; l++) {
    json_t *list = new_list(k);
    for (int i = 0; i < count[l]; i++) twi_json_append(list, twi_json_text(k->ctx, text[l][i]), &k->failed);
    twi_json_put(part, twi_language(l), list, &k->failed);
  }
  return part;
}

static json_t *rows_of(making *k)
{
  json_t *list = new_list(k);
  tw_stress_row r;
  for (int i = 0; tw_stress_at(k->s, i, &r); i++) {
    const struct {
      const char *key;
      double value;
    } number[] = {{"direct", r.direct},
                  {"shortfall", r.shortfall},
                  {"price_pct", r.price_pct},
                  {"bill_change", r.bill_change},
                  {"days_cover", r.days_cover},
                  {"rank", r.rank},
                  {"direct_pct", r.direct_pct},
                  {"replaced_pct", r.replaced_pct},
                  {"quantity_base", r.quantity_base},
                  {"price_base", r.price_base},
                  {"price_new", r.price_new},
                  {"unserved", r.unserved},
                  {"surplus_change", r.surplus_change},
                  {"stock_days", r.stock_days},
                  {"months_to_end", r.months_to_end},
                  {"detour_days", r.detour_days},
                  {"no_way_pct", r.no_way_pct},
                  {"not_known_pct", r.not_known_pct}};
    json_t *one = json_object();
    put_text(k, one, "lost", r.lost);
    put_text(k, one, "kind", r.kind);
    put_text(k, one, "buyer", r.buyer);
    put_text(k, one, "fuel", r.fuel);
    put_text(k, one, "bound", r.bound);
    for (size_t n = 0; n < sizeof number / sizeof *number; n++) put_number(k, one, number[n].key, number[n].value);
    twi_json_append(list, one, &k->failed);
  }
  return list;
}

static json_t *losses_of(making *k)
{
  json_t *list = new_list(k);
  tw_stress_loss l;
  for (int i = 0; tw_stress_loss_at(k->s, i, &l); i++) {
    json_t *one = json_object();
    put_text(k, one, "lost", l.name);
    put_text(k, one, "title", l.title);
    put_text(k, one, "kind", l.kind);
    if (l.rank) put_number(k, one, "rank", l.rank);
    put_number(k, one, "direct", l.direct);
    put_number(k, one, "shortfall", l.shortfall);
    put_number(k, one, "surplus_change", l.surplus_change);
    put_number(k, one, "unserved", l.unserved);
    twi_json_append(list, one, &k->failed);
  }
  return list;
}

/* Names of all buyers that rows have. */
static json_t *buyers_of(making *k)
{
  const tw_stress *s = k->s;
  json_t *part = json_object();
  for (int i = 0; i < s->rows; i++) {
    int d = twi_market_find_buyer(s->market, s->row[i].buyer);
    const char *name = d >= 0 ? s->market->buyer[d].name : NULL;
    if (!json_object_get(part, s->row[i].buyer))
      put_text(k, part, s->row[i].buyer, name ? name : twi_stress_country(s, s->row[i].buyer));
  }
  return part;
}

static json_t *insurance_of(making *k)
{
  json_t *list = new_list(k);
  tw_stress_insured r;
  for (int i = 0; tw_stress_insured_at(k->s, i, &r); i++) {
    json_t *one = json_object();
    put_text(k, one, "with", r.capacity);
    put_text(k, one, "lost", r.lost);
    put_text(k, one, "buyer", r.buyer);
    put_text(k, one, "supplier", r.supplier);
    put_number(k, one, "capacity", r.amount);
    put_number(k, one, "surplus_change", r.surplus_change);
    put_number(k, one, "surplus_change_with", r.surplus_change_with);
    put_number(k, one, "insurance_value", r.insurance_value);
    twi_json_append(list, one, &k->failed);
  }
  return list;
}

tw_status twi_stress_json(tw_context *ctx, const tw_stress *s, json_t **root, int *failed)
{
  making k = {.ctx = ctx, .s = s};
  const tw_market *m = s->market;
  json_t *to = *root = json_object(), *titles = json_object();
  put_text(&k, to, "title", s->title[0]);
  for (int l = 0; l < TWI_LANGUAGES; l++) put_text(&k, titles, twi_language(l), s->title[l]);
  twi_json_put(to, "titles", titles, &k.failed);
  put_text(&k, to, "market", m->name);
  put_text(&k, to, "unit", m->unit);
  put_text(&k, to, "price_unit", m->price_unit);
  put_text(&k, to, "value_unit", m->value_unit);
  put_text(&k, to, "source", m->source);
  put_text(&k, to, "licence", m->licence);
  put_text(&k, to, "fuel", s->fuel_word);
  put_text(&k, to, "buyer", s->buyer_word);
  twi_json_put(to, "detail", json_boolean(s->detail), &k.failed);
  put_number(&k, to, "share", s->share);
  put_number(&k, to, "months", s->months);
  put_number(&k, to, "release", s->release);
  put_number(&k, to, "ceiling", s->ceiling);
  twi_json_put(to, "sentences", in_languages(&k, s->sentence, s->sentences), &k.failed);
  twi_json_put(to, "remarks", in_languages(&k, s->remark, s->remarks), &k.failed);
  twi_json_put(to, "buyers", buyers_of(&k), &k.failed);
  twi_json_put(to, "losses", losses_of(&k), &k.failed);
  twi_json_put(to, "rows", rows_of(&k), &k.failed);
  twi_json_put(to, "insurance", insurance_of(&k), &k.failed);
  *failed |= k.failed;
  return TW_OK;
}
