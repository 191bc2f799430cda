/* What is in a stress test, for who reads it. See stress.h. */
#include <math.h>
#include <string.h>

#include "stress/stress.h"

void tw_stress_about(const tw_stress *s, tw_stress_info *info)
{
  *info = (tw_stress_info){.outcome = s->outcome,
                           .message = s->message,
                           .solved = s->solved,
                           .largest = s->largest,
                           .tolerance = 1e-9,
                           .seconds = s->seconds,
                           .detail = s->detail,
                           .losses = s->losses,
                           .rows = s->rows,
                           .insured = s->insureds,
                           .share = s->share,
                           .months = s->months,
                           .release = s->release,
                           .ceiling = s->ceiling};
}

const tw_market *tw_stress_market(const tw_stress *s)
{
  return s->market;
}

const char *tw_stress_text(const tw_stress *s, const char *field)
{
  if (strcmp(field, "buyer") == 0) return s->buyer_word;
  if (strcmp(field, "fuel") == 0) return s->fuel_word;
  if (strcmp(field, "lose") == 0) return s->asked.lose;
  if (strcmp(field, "capacity") == 0) return s->asked.capacity;
  if (strcmp(field, "origins") == 0) return s->asked.origins;
  if (strcmp(field, "market") == 0) return s->asked.market;
  if (strcmp(field, "title") == 0) return s->title[0];
  twi_no_field(s->ctx, "stress", field);
  return NULL;
}

int tw_stress_loss_at(const tw_stress *s, int index, tw_stress_loss *loss)
{
  if (index < 0 || index >= s->losses || !s->ranked) return 0;
  int at = s->ranked[index], D = s->market->buyers;
  const twi_loss *l = &s->loss[at];
  int solved = l->in_market && s->variant != NULL;
  *loss = (tw_stress_loss){.name = l->name,
                           .title = l->title,
                           .kind = l->kind,
                           .rank = solved ? index + 1 : 0,
                           .direct = solved ? 0 : NAN,
                           .shortfall = solved ? 0 : NAN,
                           .surplus_change = solved ? 0 : NAN,
                           .unserved = solved ? 0 : NAN};
  for (int d = 0; d < D && solved; d++) {
    if (s->buyer >= 0 && s->buyer != d) continue;
    loss->direct += s->lost[at].direct[d];
    loss->shortfall += s->variant->accounts.buyer[d].quantity - s->lost[at].quantity[d];
    loss->surplus_change += s->variant->surplus[at * D + d];
    loss->unserved += s->lost[at].unserved[d];
  }
  return 1;
}

int tw_stress_at(const tw_stress *s, int index, tw_stress_row *row)
{
  if (index < 0 || index >= s->rows) return 0;
  *row = s->row[index];
  return 1;
}

int tw_stress_insured_at(const tw_stress *s, int index, tw_stress_insured *insured)
{
  if (index < 0 || index >= s->insureds) return 0;
  const twi_insured *i = &s->insured[index];
  const twi_capacity *c = &s->capacity[i->capacity];
  *insured = (tw_stress_insured){.capacity = c->name,
                                 .supplier = s->market->supplier[c->supplier].code,
                                 .amount = c->amount,
                                 .lost = s->loss[i->loss].name,
                                 .buyer = s->market->buyer[i->buyer].code,
                                 .surplus_change = i->without,
                                 .surplus_change_with = i->with,
                                 .insurance_value = i->with - i->without};
  return 1;
}

int tw_stress_flows(const tw_stress *s, const char *lost, double *before, double *after)
{
  const tw_market *m = s->market;
  size_t cells = (size_t)m->suppliers * (size_t)m->buyers;
  for (int i = 0; i < s->losses && s->variant && s->ranked; i++) {
    if (strcmp(s->loss[i].name, lost) != 0 || !s->loss[i].in_market) continue;
    for (size_t k = 0; k < cells; k++) {
      int p = m->pair_of[k];
      before[k] = p < 0 ? 0 : s->variant->accounts.pair[p].quantity;
      after[k] = p < 0 ? 0 : s->lost[i].flow[p];
    }
    return 1;
  }
  return 0;
}

static int language_of(const char *language)
{
  for (int l = 0; l < TWI_LANGUAGES; l++)
    if (language && strcmp(language, twi_language(l)) == 0) return l;
  return 0;
}

const char *tw_stress_sentence(const tw_stress *s, const char *language, int index)
{
  int l = language_of(language);
  return index >= 0 && index < s->sentences[l] ? s->sentence[l][index] : NULL;
}

const char *tw_stress_remark(const tw_stress *s, const char *language, int index)
{
  int l = language_of(language);
  return index >= 0 && index < s->remarks[l] ? s->remark[l][index] : NULL;
}
