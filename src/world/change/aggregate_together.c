/* Products and families that an aggregation puts together, by a CSV file: product, to, and optionally name. See
 * change/products.h.
 *
 *   theta    mean by imports, as of sectors; of families the elasticities between their products likewise
 *   markup   1/markup: mean by value, where there is none 0: profits of the whole are the sum
 *
 * Codes that no row names stay; a row may name one of those as what it goes to. Home and owner are those that all have. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "table/codes.h"
#include "table/csv.h"
#include "world/change/aggregate_mean.h"
#include "world/change/products.h"

/* The codes of one kind: where each goes. */
typedef struct gathering {
  int count, made;
  char **code, **name; /* [made] borrowed from the rows or the world; name NULL: none was given */
  int *to;             /* [count] */
  twi_codes codes;     /* of the made */
} gathering;

typedef struct row {
  int what, line; /* product of the list; or products + family */
  char *to, *name;
} row;

typedef struct reading {
  tw_context *ctx;
  const char *file;
  const twi_given_products *given;
  twi_csv *csv;
  twi_codes index; /* products, then families */
  const char **code;
  int product, to, name;
  row *row; /* [products + families] line 0: none */
} reading;

static tw_status open_codes(reading *r)
{
  const twi_given_products *g = r->given;
  size_t most = (size_t)(g->products + g->families) + 1;
  int again, first;
  r->code = twi_alloc(r->ctx, most, sizeof *r->code);
  r->row = twi_new(r->ctx, most, sizeof *r->row);
  if (!r->code || !r->row) return twi_no_memory(r->ctx, most * sizeof *r->row);
  for (int k = 0; k < g->products; k++) r->code[k] = g->product[k].code;
  for (int h = 0; h < g->families; h++) r->code[g->products + h] = g->family[h].code;
  return twi_codes_open(r->ctx, r->code, g->products + g->families, &r->index, &again, &first);
}

static tw_status read_row(reading *r)
{
  size_t length;
  char shown[TWI_SHOWN];
  const char *text = twi_csv_text(r->csv, r->product, &length);
  int what = twi_codes_find(&r->index, text, length);
  twi_show(text, length, shown);
  if (what < 0) {
    const char *nearest = twi_nearest(text, length, r->index.code, r->index.count);
    return twi_csv_fail(r->csv, r->product, "found %s, expected a product or family of the world%s%s%s", shown,
                        nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
  }
  tw_status status = twi_csv_once(r->csv, r->product, &r->row[what].line, "%s", shown);
  if (status != TW_OK) return status;
  text = twi_csv_text(r->csv, r->to, &length);
  const char *wrong = twi_code_wrong(text, length);
  if (wrong) return twi_csv_fail(r->csv, r->to, "found %s, expected a code", wrong);
  if (!(r->row[what].to = twi_strndup(r->ctx, text, length))) return twi_no_memory(r->ctx, length);
  text = r->name >= 0 ? twi_csv_text(r->csv, r->name, &length) : "";
  if (*text && !(r->row[what].name = twi_strndup(r->ctx, text, length))) return twi_no_memory(r->ctx, length);
  return TW_OK;
}

static tw_status read_rows(reading *r)
{
  twi_source *source;
  int more;
  tw_status status = open_codes(r);
  if (status == TW_OK) status = twi_source_open(r->ctx, r->file, &source);
  if (status == TW_OK) status = twi_csv_open(r->ctx, source, &r->csv);
  if (status == TW_OK) status = twi_csv_require(r->csv, "product", &r->product);
  if (status == TW_OK) status = twi_csv_require(r->csv, "to", &r->to);
  if (status == TW_OK) r->name = twi_csv_find(r->csv, "name");
  while (status == TW_OK && (status = twi_csv_next(r->csv, &more)) == TW_OK && more) status = read_row(r);
  return status;
}

static void close_rows(reading *r)
{
  for (int i = 0; r->row && i < r->given->products + r->given->families; i++) {
    twi_free(r->ctx, r->row[i].to);
    twi_free(r->ctx, r->row[i].name);
  }
  twi_free(r->ctx, r->row);
  twi_free(r->ctx, (void *)r->code);
  twi_codes_close(&r->index);
  twi_csv_free(r->csv);
}

static void gathering_close(tw_context *ctx, gathering *g)
{
  twi_free(ctx, (void *)g->code);
  twi_free(ctx, (void *)g->name);
  twi_free(ctx, g->to);
  twi_codes_close(&g->codes);
}

/* Where products (first 0) or families (first: how many products) go. A code that stays brings its name along. */
static tw_status gather(reading *r, int first, int count, gathering *g)
{
  *g = (gathering){.count = count, .codes = {.ctx = r->ctx}};
  g->code = twi_new(r->ctx, (size_t)count + 1, sizeof *g->code);
  g->name = twi_new(r->ctx, (size_t)count + 1, sizeof *g->name);
  g->to = twi_alloc(r->ctx, (size_t)count + 1, sizeof *g->to);
  if (!g->code || !g->name || !g->to) return twi_no_memory(r->ctx, 0);
  for (int i = 0; i < count; i++) {
    const row *from = &r->row[first + i];
    char *own = first ? r->given->family[i].code : r->given->product[i].code,
         *own_name = first ? r->given->family[i].name : r->given->product[i].name, *code = from->to ? from->to : own,
         *name = from->name                               ? from->name
                 : twi_same_name(code, strlen(code), own) ? own_name
                                                          : NULL;
    int at = twi_codes_find(&g->codes, code, strlen(code));
    if (at < 0) {
      at = g->made++;
      g->code[at] = code;
      tw_status status = twi_codes_add(&g->codes, (const char *const *)g->code, 0);
      if (status != TW_OK) return status;
    }
    g->to[i] = at;
    if (from->name && g->name[at] && strcmp(from->name, g->name[at]) != 0)
      return twi_fail(r->ctx, TW_BAD_INPUT, "%s:%d: found a second name for %s, expected %s as before", r->file,
                      from->line, g->code[at], g->name[at]);
    if (!g->name[at]) g->name[at] = name;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- what becomes of them */

static tw_status fail_apart(const reading *r, const char *a, const char *b, const char *to, const char *what,
                            const char *of_a, const char *of_b)
{
  return twi_fail(r->ctx, TW_BAD_INPUT, "%s: %s and %s, which become %s, have the %s %s and %s; expected the same",
                  r->file, a, b, to, what, *of_a ? of_a : "none", *of_b ? of_b : "none");
}

/* Imports and value of a product of the list. */
static void weigh(const twi_given_products *given, double *imports, double *value)
{
  for (int k = 0; k < given->products; k++) imports[k] = value[k] = 0;
  for (size_t i = 0; i < given->flows; i++) {
    value[given->of[i]] += given->value[i];
    if (given->importer[i] != given->exporter[i]) imports[given->of[i]] += given->value[i];
  }
}

static tw_status copy_text(tw_context *ctx, const char *from, char **to)
{
  *to = twi_strdup(ctx, from);
  return *to ? TW_OK : twi_no_memory(ctx, strlen(from));
}

static tw_status join_families(reading *r, const gathering *g, const double *imports, twi_given_products *given)
{
  twi_given_products old = {
      .family = given->family, .families = given->families, .family_elasticity = given->family_elasticity};
  tw_status status = TW_OK;
  twi_mean *mean = twi_new(r->ctx, (size_t)g->made + 1, sizeof *mean);
  int *one = twi_new(r->ctx, (size_t)g->made + 1, sizeof *one); /* 1 + the first that goes there */
  twi_family *family = twi_new(r->ctx, (size_t)g->made + 1, sizeof *family);
  double *eta = twi_alloc(r->ctx, (size_t)g->made + 1, sizeof *eta);
  if (!mean || !one || !family || !eta) status = twi_no_memory(r->ctx, 0);
  for (int h = 0; h < g->count && status == TW_OK; h++) {
    int to = g->to[h];
    double weight = 0;
    for (int k = 0; k < given->products; k++) weight += given->product[k].family == h ? imports[k] : 0;
    twi_mean_add(&mean[to], old.family_elasticity[h], weight);
    if (!one[to]) {
      one[to] = h + 1;
      family[to].sector = old.family[h].sector;
      status = copy_text(r->ctx, g->code[to], &family[to].code);
      if (status == TW_OK) status = copy_text(r->ctx, g->name[to] ? g->name[to] : g->code[to], &family[to].name);
    } else if (family[to].sector != old.family[h].sector) {
      status =
          twi_fail(r->ctx, TW_BAD_INPUT,
                   "%s: the families %s and %s, which become %s, are of two sectors of the new world; expected one",
                   r->file, old.family[one[to] - 1].code, old.family[h].code, g->code[to]);
    }
  }
  for (int to = 0; to < g->made && status == TW_OK; to++) eta[to] = twi_mean_value(&mean[to]);
  if (status == TW_OK)
    for (int k = 0; k < given->products; k++)
      if (given->product[k].family >= 0) given->product[k].family = g->to[given->product[k].family];
  if (status != TW_OK) {
    old = (twi_given_products){.family = family, .families = family ? g->made : 0, .family_elasticity = eta};
  } else {
    given->family = family;
    given->family_elasticity = eta;
    given->families = g->made;
  }
  twi_given_products_free(r->ctx, &old);
  twi_free(r->ctx, mean);
  twi_free(r->ctx, one);
  return status;
}

/* TW_BAD_INPUT unless product b can join a. */
static tw_status check_alike(const reading *r, const twi_given_products *given, const twi_product *a,
                             const twi_product *b, const char *to)
{
  if (a->sector != b->sector)
    return twi_fail(r->ctx, TW_BAD_INPUT,
                    "%s: %s and %s, which become %s, are of two sectors of the new world; expected one", r->file,
                    a->code, b->code, to);
  if (a->family != b->family)
    return fail_apart(r, a->code, b->code, to, "families", a->family >= 0 ? given->family[a->family].code : "",
                      b->family >= 0 ? given->family[b->family].code : "");
  if (strcmp(a->unit, b->unit) != 0) return fail_apart(r, a->code, b->code, to, "units", a->unit, b->unit);
  return TW_OK;
}

static tw_status join_products(reading *r, const gathering *g, const double *imports, const double *value,
                               twi_given_products *given)
{
  twi_given_products old = {
      .product = given->product, .products = given->products, .theta = given->theta, .markup = given->markup};
  size_t most = (size_t)g->made + 1;
  tw_status status = TW_OK;
  twi_mean *mean = twi_new(r->ctx, 2 * most, sizeof *mean); /* of theta, of 1/markup */
  int *one = twi_new(r->ctx, most, sizeof *one);
  given->product = twi_new(r->ctx, most, sizeof *given->product);
  given->theta = twi_alloc(r->ctx, most, sizeof *given->theta);
  given->markup = old.markup ? twi_alloc(r->ctx, most, sizeof *given->markup) : NULL;
  given->products = given->product ? g->made : 0;
  if (!mean || !one || !given->product || !given->theta || (old.markup && !given->markup))
    status = twi_no_memory(r->ctx, most * sizeof *given->product);
  for (int k = 0; k < g->count && status == TW_OK; k++) {
    int to = g->to[k];
    const twi_product *from = &old.product[k];
    twi_product *new_ = &given->product[to];
    twi_mean_add(&mean[to], old.theta[k], imports[k]);
    if (old.markup) twi_mean_add(&mean[most + (size_t)to], isnan(old.markup[k]) ? 0 : 1 / old.markup[k], value[k]);
    if (one[to]) {
      status = check_alike(r, given, &old.product[one[to] - 1], from, g->code[to]);
      if (new_->home != from->home) new_->home = -1;
      if (new_->owner != from->owner) new_->owner = -1;
      continue;
    }
    one[to] = k + 1;
    *new_ = *from;
    new_->code = new_->name = new_->unit = NULL;
    status = copy_text(r->ctx, g->code[to], &new_->code);
    if (status == TW_OK) status = copy_text(r->ctx, g->name[to] ? g->name[to] : g->code[to], &new_->name);
    if (status == TW_OK) status = copy_text(r->ctx, from->unit, &new_->unit);
  }
  for (int to = 0; to < g->made && status == TW_OK; to++) {
    given->theta[to] = twi_mean_value(&mean[to]);
    if (!given->markup) continue;
    const twi_mean *m = &mean[most + (size_t)to];
    double first = old.markup[one[to] - 1];
    given->markup[to] = m->least == m->most ? first : 1 / twi_mean_value(m);
  }
  twi_free(r->ctx, mean);
  twi_free(r->ctx, one);
  twi_given_products_free(r->ctx, &old);
  return status;
}

tw_status twi_products_joined(tw_context *ctx, const char *file, twi_given_products *given, int *place)
{
  reading r = {.ctx = ctx, .file = file, .given = given};
  gathering families = {.count = 0}, products = {.count = 0};
  int count = given->products, before = given->families;
  for (int k = 0; k < count; k++) place[k] = k;
  if (!file) return TW_OK;
  double *imports = twi_alloc(ctx, 2 * (size_t)count + 1, sizeof *imports);
  tw_status status = imports ? read_rows(&r) : twi_no_memory(ctx, 0);
  if (status == TW_OK) weigh(given, imports, imports + count);
  if (status == TW_OK) status = gather(&r, count, before, &families);
  if (status == TW_OK) status = gather(&r, 0, count, &products);
  if (status == TW_OK) status = join_families(&r, &families, imports, given);
  if (status == TW_OK) status = join_products(&r, &products, imports, imports + count, given);
  for (int k = 0; k < count && status == TW_OK; k++) place[k] = products.to[k];
  gathering_close(ctx, &families);
  gathering_close(ctx, &products);
  const twi_given_products sizes = {.products = count, .families = before};
  r.given = &sizes;
  close_rows(&r);
  twi_free(ctx, imports);
  return status;
}
