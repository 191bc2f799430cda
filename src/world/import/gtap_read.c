/* The numbers of a GTAP data base and the sets that they are of. See gtap.h.
 *
 * Sets are those that the first header of each kind names, and every other header must have the same elements in the
 * same order, as must sets.har. A number below zero has no meaning in any header: those of one may be a millionth of it
 * together, as programs that subtract leave behind, and are zero then. What is left above zero beside them is as small:
 * gtap_build.c and gtap_check.c leave it out. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "table/har.h"
#include "world/import/gtap.h"

static const char letters[] = "camer";
static const char *const set_words[TWI_GTAP_SETS] = {"commodities", "activities", "margin commodities", "endowments",
                                                     "regions"};
/* Headers of sets.har, by layout. */
static const char *const set_headers[2][TWI_GTAP_SETS] = {{"H2", "H5", "MARG", "H6", "H1"},
                                                          {"COMM", "ACTS", "MARG", "ENDW", "REG"}};

static size_t set_of(char letter)
{
  return (size_t)(strchr(letters, letter) - letters);
}

/* ---------------------------------------------------------------- sets */

/* The first header with the set names it; the others are compared. */
static tw_status take_set(twi_gtap *b, const twi_har_header *h, int id, int dimension, size_t set)
{
  tw_context *ctx = b->j->ctx;
  twi_list *list = &b->set[set];
  int size = h->size[dimension], index;
  if (b->named_by[set] && list->count != size)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: header %s: dimension %d has %d elements, expected %d, the %s of header %s",
                    b->data, h->name, dimension + 1, size, list->count, set_words[set], b->named_by[set]);
  if (!h->element[dimension]) return TW_OK; /* a header without names: its size is compared at the end */
  for (int i = 0; i < size; i++) {
    const char *code = h->element[dimension] + (size_t)i * TWI_HAR_ELEMENT;
    if (b->named_by[set]) {
      if (twi_same_name(code, strlen(code), list->code[i])) continue;
      return twi_fail(ctx, TW_BAD_INPUT, "%s: header %s: dimension %d: element %d is %s, expected %s, as in header %s",
                      b->data, h->name, dimension + 1, i + 1, code, list->code[i], b->named_by[set]);
    }
    const char *wrong = twi_code_wrong(code, strlen(code));
    if (wrong)
      return twi_fail(ctx, TW_BAD_INPUT, "%s: header %s: dimension %d: element %d is \"%s\": found %s in a code",
                      b->data, h->name, dimension + 1, i + 1, code, wrong);
    tw_status status = twi_list_find_or_add(ctx, list, code, strlen(code), &index);
    if (status != TW_OK) return status;
    if (index != i)
      return twi_fail(ctx, TW_BAD_INPUT, "%s: header %s: dimension %d: element %d, %s, is element %d as well", b->data,
                      h->name, dimension + 1, i + 1, code, index + 1);
  }
  if (!b->named_by[set]) b->named_by[set] = twi_gtap_name_in(b->version, id);
  return TW_OK;
}

/* ---------------------------------------------------------------- numbers */

/* The names of a place in a header: "wht, can, usa"; numbers where it has none. */
static const char *place_words(const twi_har_header *h, size_t at, char words[160])
{
  size_t used = 0;
  *words = 0;
  for (int i = 0; i < h->dimensions; i++) {
    size_t k = at % (size_t)h->size[i];
    at /= (size_t)h->size[i];
    if (h->element[i])
      used += (size_t)snprintf(words + used, 160 - used, "%s%s", i ? ", " : "", h->element[i] + k * TWI_HAR_ELEMENT);
    else
      used += (size_t)snprintf(words + used, 160 - used, "%s%zu", i ? ", " : "", k + 1);
    if (used >= 160) break;
  }
  return words;
}

static tw_status take_numbers(twi_gtap *b, const twi_har_header *h, int id)
{
  tw_context *ctx = b->j->ctx;
  char words[160];
  double positive = 0, negative = 0;
  size_t worst = 0;
  b->count[id] = h->count;
  b->value[id] = twi_alloc(ctx, h->count + 1, sizeof(float));
  if (!b->value[id]) return twi_no_memory(ctx, h->count * sizeof(float));
  for (size_t i = 0; i < h->count; i++) {
    double x = h->value[i];
    if (!isfinite(x))
      return twi_fail(ctx, TW_BAD_INPUT, "%s: header %s: found no number at %s", b->data, h->name,
                      place_words(h, i, words));
    if (x < h->value[worst]) worst = i;
    positive += x > 0 ? x : 0;
    negative -= x < 0 ? x : 0;
    b->value[id][i] = (float)(x > 0 ? x : 0);
  }
  if (negative > TWI_GTAP_ROUNDING * positive)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s: header %s: found %.9g at %s, expected 0 or more (numbers below it may be a millionth of their "
                    "header together; here they are %.3g of it)",
                    b->data, h->name, h->value[worst], place_words(h, worst, words),
                    positive > 0 ? negative / positive : INFINITY);
  b->negative += negative;
  return TW_OK;
}

static tw_status take_header(void *user, const twi_har_header *h)
{
  twi_gtap *b = user;
  tw_context *ctx = b->j->ctx;
  int id = 0;
  while (id < TWI_GTAP_COUNT && !twi_same_name(h->name, strlen(h->name), twi_gtap_name_in(b->version, id))) id++;
  if (id == TWI_GTAP_COUNT) return TW_OK;
  if (!h->value) return twi_fail(ctx, TW_BAD_INPUT, "%s: header %s: found texts, expected numbers", b->data, h->name);
  if (b->value[id]) return twi_fail(ctx, TW_BAD_INPUT, "%s: header %s comes twice", b->data, h->name);
  const char *sets = twi_gtap_sets_of(id);
  int rank = (int)strlen(sets);
  if (h->dimensions != rank) {
    char words[160] = "";
    for (int i = 0; i < rank; i++) {
      size_t used = strlen(words);
      snprintf(words + used, sizeof words - used, "%s%s", i ? ", " : "", set_words[set_of(sets[i])]);
    }
    return twi_fail(ctx, TW_BAD_INPUT, "%s: header %s: found %d dimensions, expected %d: %s", b->data, h->name,
                    h->dimensions, rank, words);
  }
  tw_status status = TW_OK;
  for (int i = 0; i < rank && status == TW_OK; i++) status = take_set(b, h, id, i, set_of(sets[i]));
  return status == TW_OK ? take_numbers(b, h, id) : status;
}

/* Sizes of headers that name no elements, and sets that no header names. */
static tw_status check_sizes(twi_gtap *b)
{
  for (int set = 0; set < TWI_GTAP_SETS; set++)
    if (!b->named_by[set])
      return twi_fail(b->j->ctx, TW_BAD_INPUT, "%s: no header names its %s: none has a set with elements there",
                      b->data, set_words[set]);
  for (int id = 0; id < TWI_GTAP_COUNT; id++) {
    size_t expected = 1;
    if (!*twi_gtap_name_in(b->version, id)) continue;
    for (const char *p = twi_gtap_sets_of(id); *p; p++) expected *= (size_t)b->set[set_of(*p)].count;
    if (b->count[id] != expected)
      return twi_fail(b->j->ctx, TW_BAD_INPUT, "%s: header %s has %zu numbers, expected %zu by the sets of the others",
                      b->data, twi_gtap_name_in(b->version, id), b->count[id], expected);
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- sets.har */

typedef struct compared {
  twi_gtap *b;
  int any;
} compared;

static tw_status compare_set(void *user, const twi_har_header *h)
{
  compared *c = user;
  twi_gtap *b = c->b;
  int set = 0;
  while (set < TWI_GTAP_SETS && !twi_same_name(h->name, strlen(h->name), set_headers[b->version == 7][set])) set++;
  if (set == TWI_GTAP_SETS || !h->text) return TW_OK;
  const twi_list *list = &b->set[set];
  c->any = 1;
  if (h->count != (size_t)list->count)
    return twi_fail(b->j->ctx, TW_BAD_INPUT,
                    "%s: header %s: found %zu elements, expected %d, the %s of header %s of %s", b->sets, h->name,
                    h->count, list->count, set_words[set], b->named_by[set], b->data);
  for (size_t i = 0; i < h->count; i++) {
    const char *text = h->text + i * h->width;
    size_t n = h->width;
    char shown[TWI_SHOWN];
    while (n && (text[n - 1] == ' ' || text[n - 1] == 0)) n--;
    if (!twi_same_name(text, n, list->code[i]))
      return twi_fail(b->j->ctx, TW_BAD_INPUT, "%s: header %s: element %zu is %s, expected %s, as in header %s of %s",
                      b->sets, h->name, i + 1, twi_show(text, n, shown), list->code[i], b->named_by[set], b->data);
  }
  return TW_OK;
}

static tw_status compare_sets(twi_gtap *b)
{
  compared c = {b, 0};
  if (!b->sets) return TW_OK;
  tw_status status = twi_har_read(b->j->ctx, b->sets, NULL, compare_set, &c);
  if (status == TW_OK && !c.any) {
    const char *const *h = set_headers[b->version == 7];
    status = twi_fail(b->j->ctx, TW_BAD_INPUT, "%s: found no set of GTAP, expected the headers %s, %s, %s, %s, %s",
                      b->sets, h[4], h[0], h[1], h[3], h[2]);
  }
  return status;
}

tw_status twi_gtap_numbers(twi_gtap *b)
{
  tw_status status = twi_har_read(b->j->ctx, b->data, NULL, take_header, b);
  if (status == TW_OK) status = check_sizes(b);
  return status == TW_OK ? compare_sets(b) : status;
}
