/* Both layouts of a GTAP data base as one: that of version 7. See gtap.h. */
#include <string.h>

#include "world/import/gtap.h"

const char *twi_gtap_name(const twi_gtap *b, twi_gtap_header h)
{
  return twi_gtap_name_in(b->version, (int)h);
}

double twi_gtap_sum(const twi_gtap *b, twi_gtap_header h)
{
  double sum = 0;
  for (size_t i = 0; b->value[h] && i < b->count[h]; i++) sum += (double)b->value[h][i];
  return sum;
}

/* Which activity makes which commodity alone, and which carry freight. */
static tw_status match_sets(twi_gtap *b)
{
  tw_context *ctx = b->j->ctx;
  const twi_list *c = &b->set[TWI_GTAP_COMMODITIES], *a = &b->set[TWI_GTAP_ACTIVITIES], *m = &b->set[TWI_GTAP_MARGINS];
  b->C = (size_t)c->count;
  b->M = (size_t)m->count;
  b->E = (size_t)b->set[TWI_GTAP_ENDOWMENTS].count;
  b->R = (size_t)b->set[TWI_GTAP_REGIONS].count;
  b->A = b->version == 7 ? (size_t)a->count : b->C;
  b->margin = twi_new(ctx, b->M + 1, sizeof *b->margin);
  b->good = twi_new(ctx, (size_t)a->count + 1, sizeof *b->good);
  if (!b->margin || !b->good) return twi_no_memory(ctx, b->M * sizeof *b->margin);
  for (int i = 0; i < m->count; i++) {
    b->margin[i] = twi_list_find(c, m->code[i], strlen(m->code[i]));
    if (b->margin[i] < 0)
      return twi_fail(ctx, TW_BAD_INPUT, "%s: header VST: %s is none of the commodities of header %s", b->data,
                      m->code[i], b->named_by[TWI_GTAP_COMMODITIES]);
  }
  for (int i = 0; i < a->count; i++)
    b->good[i] = b->version == 7 ? i : twi_list_find(c, a->code[i], strlen(a->code[i]));
  for (int k = 0; k < c->count && b->version != 7; k++)
    if (twi_list_find(a, c->code[k], strlen(c->code[k])) < 0)
      return twi_fail(ctx, TW_BAD_INPUT, "%s: header %s: found no activity %s, expected one for every commodity",
                      b->data, b->named_by[TWI_GTAP_ACTIVITIES], c->code[k]);
  return TW_OK;
}

/* Of a header [inner][activities of the file][R]: activities to their places, capital goods to `invest` [inner][R]. */
static tw_status part_activities(twi_gtap *b, twi_gtap_header h, size_t inner, float **invest)
{
  tw_context *ctx = b->j->ctx;
  size_t all = (size_t)b->set[TWI_GTAP_ACTIVITIES].count;
  float *made = twi_new(ctx, inner * b->A * b->R + 1, sizeof *made);
  *invest = twi_new(ctx, inner * b->R + 1, sizeof **invest);
  if (!made || !*invest) {
    twi_free(ctx, made);
    return twi_no_memory(ctx, inner * b->A * b->R * sizeof *made);
  }
  for (size_t r = 0; r < b->R; r++)
    for (size_t a = 0; a < all; a++)
      for (size_t i = 0; i < inner; i++) {
        float x = b->value[h][i + inner * (a + all * r)];
        if (b->good[a] < 0)
          (*invest)[i + inner * r] += x;
        else
          made[i + inner * ((size_t)b->good[a] + b->A * r)] = x;
      }
  twi_free(ctx, b->value[h]);
  b->value[h] = made;
  b->count[h] = inner * b->A * b->R;
  return TW_OK;
}

static tw_status part_investment(twi_gtap *b)
{
  static const twi_gtap_header from[] = {TWI_GTAP_FIRM_D, TWI_GTAP_FIRM_D_PAID, TWI_GTAP_FIRM_M, TWI_GTAP_FIRM_M_PAID};
  static const twi_gtap_header to[] = {TWI_GTAP_INVEST_D, TWI_GTAP_INVEST_D_PAID, TWI_GTAP_INVEST_M,
                                       TWI_GTAP_INVEST_M_PAID};
  tw_status status = TW_OK;
  for (int k = 0; k < 4 && status == TW_OK; k++) {
    status = part_activities(b, from[k], b->C, &b->value[to[k]]);
    b->count[to[k]] = b->C * b->R;
  }
  for (twi_gtap_header h = TWI_GTAP_FACTOR; h <= TWI_GTAP_FACTOR_PAID && status == TW_OK; h++) {
    float *invest = NULL;
    double lost = 0;
    status = part_activities(b, h, b->E, &invest);
    for (size_t i = 0; status == TW_OK && i < b->E * b->R; i++) lost += (double)invest[i];
    twi_free(b->j->ctx, invest);
    if (status == TW_OK && lost > TWI_GTAP_ROUNDING * twi_gtap_sum(b, h))
      status = twi_fail(b->j->ctx, TW_BAD_INPUT,
                        "%s: header %s: capital goods use endowments of %.6g, expected none: investment is made of "
                        "commodities alone",
                        b->data, twi_gtap_name(b, h), lost);
  }
  return status;
}

tw_status twi_gtap_unite(twi_gtap *b)
{
  tw_status status = match_sets(b);
  if (status == TW_OK && b->version != 7) status = part_investment(b);
  return status == TW_OK ? twi_world_check_size(b->j->ctx, b->data, (double)b->R, (double)b->C) : status;
}
