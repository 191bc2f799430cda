/* default.prm: what GTAP's trade elasticities are. See gtap.h.
 *
 * ESUBM (ESBM) is the elasticity of substitution between origins of imports, ESUBD (ESBD) between these together and
 * what is made at home; both by commodity (version 6.2) or by commodity and region (version 7). The model has one nest
 * between all origins, with trade elasticity sigma - 1. Where values differ between regions a sector gets their mean by
 * imports, cif. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "table/har.h"
#include "world/import/gtap.h"

/* Imports of a commodity by a region, cif. */
static double imports_of(const twi_gtap *b, size_t c, size_t d)
{
  double sum = 0;
  for (size_t o = 0; o < b->R; o++) sum += twi_gtap_trade(b, TWI_GTAP_CIF, c, o, d);
  return sum;
}

static tw_status check_set(const twi_gtap *b, const twi_har_header *h, int dimension, const twi_list *list)
{
  const char *words = dimension ? "regions" : "commodities";
  if (h->size[dimension] != list->count)
    return twi_fail(b->j->ctx, TW_BAD_INPUT, "%s: header %s: dimension %d has %d elements, expected %d, the %s of %s",
                    b->prm, h->name, dimension + 1, h->size[dimension], list->count, words, b->data);
  for (int i = 0; h->element[dimension] && i < list->count; i++) {
    const char *code = h->element[dimension] + (size_t)i * TWI_HAR_ELEMENT;
    if (!twi_same_name(code, strlen(code), list->code[i]))
      return twi_fail(b->j->ctx, TW_BAD_INPUT, "%s: header %s: dimension %d: element %d is %s, expected %s, as in %s",
                      b->prm, h->name, dimension + 1, i + 1, code, list->code[i], b->data);
  }
  return TW_OK;
}

/* One value a commodity. */
static tw_status take_mean(twi_gtap *b, const twi_har_header *h, double least, double *to, int *differ)
{
  size_t regions = h->dimensions == 2 ? b->R : 1;
  for (size_t c = 0; c < b->C; c++) {
    double sum = 0, weight = 0, plain = 0, first = h->value[c];
    int same = 1;
    for (size_t r = 0; r < regions; r++) {
      double x = h->value[c + b->C * r];
      if (!(x > least) || !isfinite(x))
        return twi_fail(b->j->ctx, TW_BAD_INPUT, "%s: header %s: found %g for %s%s%s, expected more than %g%s", b->prm,
                        h->name, x, b->set[TWI_GTAP_COMMODITIES].code[c], regions > 1 ? ", " : "",
                        regions > 1 ? b->set[TWI_GTAP_REGIONS].code[r] : "", least,
                        least > 0 ? ": the model's trade elasticity is one less; --elasticities FILE gives others"
                                  : "");
      double m = regions > 1 ? imports_of(b, c, r) : 1;
      same = same && x == first;
      sum += m * x;
      weight += m;
      plain += x / (double)regions;
    }
    to[c] = same ? first : weight > 0 ? sum / weight : plain;
    *differ |= !same;
  }
  return TW_OK;
}

static tw_status take_parameter(void *user, const twi_har_header *h)
{
  twi_gtap *b = user;
  int between = twi_same_name(h->name, strlen(h->name), "ESBM");
  if (!between && !twi_same_name(h->name, strlen(h->name), "ESBD")) return TW_OK;
  double **to = between ? &b->esubm : &b->esubd;
  if (*to) return twi_fail(b->j->ctx, TW_BAD_INPUT, "%s: header %s comes twice", b->prm, h->name);
  int rank = h->dimensions == 2 && h->size[1] == 1 && b->R != 1 ? 1 : h->dimensions; /* a column without sets */
  if (!h->value || rank > 2)
    return twi_fail(b->j->ctx, TW_BAD_INPUT,
                    "%s: header %s: found %s, expected numbers by commodity, or by it and region", b->prm, h->name,
                    h->value ? "more than two dimensions" : "texts");
  tw_status status = check_set(b, h, 0, &b->set[TWI_GTAP_COMMODITIES]);
  if (status == TW_OK && rank == 2) status = check_set(b, h, 1, &b->set[TWI_GTAP_REGIONS]);
  if (status != TW_OK) return status;
  *to = twi_new(b->j->ctx, b->C, sizeof **to);
  if (!*to) return twi_no_memory(b->j->ctx, b->C * sizeof **to);
  twi_har_header one = *h;
  one.dimensions = rank;
  return take_mean(b, &one, between ? 1 : 0, *to, between ? &b->differ_m : &b->differ_d);
}

tw_status twi_gtap_parameters(twi_gtap *b)
{
  if (!b->prm) return TW_OK;
  tw_status status = twi_har_read(b->j->ctx, b->prm, NULL, take_parameter, b);
  if (status != TW_OK || b->esubm) return status;
  return twi_fail(b->j->ctx, TW_BAD_INPUT,
                  "%s: found no header ESBM, expected ESUBM, the elasticities of substitution between origins; "
                  "--elasticities FILE gives others",
                  b->prm);
}
