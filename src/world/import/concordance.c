/* The concordance of products and sectors: a CSV file with the columns hs6, sector. See tariffs.h. */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "world/columns.h"
#include "world/import/tariffs.h"

enum { HS6 = 6 };

static int by_product(const void *a, const void *b)
{
  const twi_product_link *p = a, *q = b;
  if (p->product != q->product) return p->product < q->product ? -1 : 1;
  return p->sector != q->sector ? p->sector - q->sector : p->line - q->line;
}

tw_status twi_read_hs6(twi_csv *csv, int column, long *product)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  *product = 0;
  int digits = length == HS6;
  for (size_t i = 0; i < length && digits; i++) {
    digits = text[i] >= '0' && text[i] <= '9';
    *product = 10 * *product + (text[i] - '0');
  }
  return digits ? TW_OK
                : twi_csv_expected(csv, column, "six digits of the Harmonized System, such as 870323 or 010121");
}

static tw_status read_link(twi_import_job *j, twi_concordance *c, twi_csv *csv, int hs6, int sector)
{
  if (c->count == c->room) {
    int room = c->room ? 2 * c->room : 4096;
    twi_product_link *grown = twi_resize(j->ctx, c->link, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(j->ctx, (size_t)room * sizeof *grown);
    c->link = grown;
    c->room = room;
  }
  twi_product_link *l = &c->link[c->count];
  l->line = twi_csv_line(csv);
  tw_status status = twi_read_hs6(csv, hs6, &l->product);
  if (status == TW_OK) status = twi_import_code(csv, sector, &j->sectors, "sector", &l->sector);
  if (status == TW_OK) c->count++;
  return status;
}

/* Sorts the links; one that comes twice counts once. */
static tw_status drop_repeated(twi_import_job *j, twi_concordance *c)
{
  tw_status status = twi_sort(j->ctx, c->link, (size_t)c->count, sizeof *c->link, by_product);
  if (status != TW_OK) return status;
  int kept = 0;
  const twi_product_link *first = NULL;
  twi_product_link again = {0};
  for (int i = 0; i < c->count; i++) {
    twi_product_link *last = kept ? &c->link[kept - 1] : NULL;
    if (last && last->product == c->link[i].product && last->sector == c->link[i].sector) {
      if (!first || c->link[i].line < again.line) {
        again = c->link[i];
        first = last;
      }
    } else {
      c->link[kept++] = c->link[i];
    }
  }
  int repeated = c->count - kept;
  c->count = kept;
  if (!first) return TW_OK;
  return twi_world_find(j->ctx, j->w, 0, "import_concordance", -1, again.sector, NAN, NAN,
                        "%d rows of %s come twice and count once; the first is %06ld in %s, in lines %d and %d.",
                        repeated, j->ask->concordance, again.product, j->sectors.code[again.sector], first->line,
                        again.line);
}

tw_status twi_concordance_read(twi_import_job *j, twi_concordance *c)
{
  static const char *const known[] = {"hs6", "sector"};
  tw_context *ctx = j->ctx;
  twi_source *source;
  twi_csv *csv = NULL;
  int hs6, sector, more = 1;
  tw_status status = twi_source_open(ctx, j->ask->concordance, &source);
  if (status == TW_OK) status = twi_csv_open(ctx, source, &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "hs6", &hs6);
  if (status == TW_OK) status = twi_csv_require(csv, "sector", &sector);
  if (status == TW_OK) status = twi_other_columns(ctx, j->w, csv, known, 2);
  while (status == TW_OK && more) {
    status = twi_csv_next(csv, &more);
    if (status == TW_OK && more) status = read_link(j, c, csv, hs6, sector);
  }
  twi_csv_free(csv);
  if (status != TW_OK) return status;
  if (c->count == 0)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found no rows, expected a sector for each product", j->ask->concordance);
  return drop_repeated(j, c);
}

void twi_concordance_free(tw_context *ctx, twi_concordance *c)
{
  twi_free(ctx, c->link);
  *c = (twi_concordance){0};
}

const twi_product_link *twi_concordance_find(const twi_concordance *c, long product, int *count)
{
  int low = 0, high = c->count;
  while (low < high) {
    int middle = low + (high - low) / 2;
    if (c->link[middle].product < product)
      low = middle + 1;
    else
      high = middle;
  }
  *count = 0;
  while (low + *count < c->count && c->link[low + *count].product == product) ++*count;
  return c->link + low;
}
