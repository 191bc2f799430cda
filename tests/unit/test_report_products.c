/* Products on report.html: of long tables the rows that change most, whoever counts them; on the plain page those of the
 * region that the scenario looks at; and none in a folder without products. */
#include "page.h"

enum { REGIONS = 3, PRODUCTS = 2000, FLOWS = 1700 };

static const char *const code[REGIONS] = {"AAA", "BBB", "CCC"};

/* How much the row changes: few different sizes, so that many are equal. Of a row the larger of sales and spending. */
static double change_of(int row)
{
  return (double)((row * 7919) % 613) - 300;
}

static const char *folder_of(const char *name, int products, int flows, json_t *focus)
{
  const char *folder = kept(name);
  assert_int_equal(mkdir(folder, 0777), 0);
  FILE *file = fopen(support_path(folder, "regions.csv"), "w");
  fprintf(file, "region,real_income_pct,exports_pct\n");
  for (int r = 0; r < REGIONS; r++) fprintf(file, "%s,%d,\n", code[r], r);
  fclose(file);
  file = fopen(support_path(folder, "sectors.csv"), "w");
  fprintf(file, "region,sector,output_pct\n");
  for (int r = 0; r < REGIONS; r++) fprintf(file, "%s,C29,%d\n", code[r], r);
  fclose(file);
  file = fopen(support_path(folder, "trade.csv"), "w");
  fprintf(file, "sector,importer,exporter,base_value,new_value,change_pct,tariff_base_pct,tariff_new_pct\n"
                "C29,AAA,BBB,1,2,100,0,0\n");
  fclose(file);
  file = products ? fopen(support_path(folder, "products.csv"), "w") : NULL;
  if (file) {
    fprintf(file, "region,sector,product,sales_base,sales_new,sales_pct,spending_base,spending_new,quantity_base\n");
    for (int i = 0; i < products; i++)
      fprintf(file, "%s,C29,%s%d,1000,%g,,1000,%g,\n", code[i % REGIONS], i % 5 ? "P" : "<i>", i / REGIONS,
              1000 + (i % 2 ? change_of(i) : 0), 1000 + (i % 2 ? 0 : change_of(i)));
    fclose(file);
  }
  file = flows ? fopen(support_path(folder, "product_trade.csv"), "w") : NULL;
  if (file) {
    fprintf(file, "product,importer,exporter,base_value,new_value,change_pct,quantity_base,sector\n");
    for (int i = 0; i < flows; i++)
      fprintf(file, "P%d,%s,%s,1000,%g,,,C29\n", i, code[i % REGIONS], code[(i / REGIONS) % REGIONS],
              1000 + change_of(i));
    fclose(file);
  }
  json_t *manifest = json_pack("{s:s, s:b, s:{s:{s:s, s:s}}}", "program", "tradewind", "certified", 1, "world",
                               "product_names", "P1", "First & best", "P2", "Second");
  if (focus) json_object_set_new(manifest, "focus", focus);
  seal(folder, manifest);
  return folder;
}

typedef struct made_row {
  int row;
  double size;
} made_row;

static int by_size(const void *left, const void *right)
{
  const made_row *a = left, *b = right;
  return a->size != b->size ? (a->size < b->size ? 1 : -1) : a->row - b->row;
}

/* Rows of the data against those that a sort of all gives; the column `code_at` has the code that row i was given. */
static void assert_largest(json_t *list, int all, int most, int product_at, int per)
{
  made_row *row = calloc((size_t)all, sizeof *row);
  json_t *table = json_object_get(list, "table"), *rows = json_object_get(table, "rows");
  for (int i = 0; i < all; i++) row[i] = (made_row){i, change_of(i) < 0 ? -change_of(i) : change_of(i)};
  qsort(row, (size_t)all, sizeof *row, by_size);
  assert_value(list, "in_all", all);
  assert_int_equal(json_array_size(rows), all < most ? all : most);
  for (size_t i = 0; i < json_array_size(rows); i++) {
    const char *name = json_string_value(json_array_get(json_array_get(rows, i), (size_t)product_at));
    int number = atoi(name + strcspn(name, "0123456789"));
    if (number != row[i].row / per) fail_msg("row %zu is of product %d, expected %d", i, number, row[i].row / per);
  }
  free(row);
}

static void rows_that_change_most_are_kept(void **state)
{
  (void)state;
  char *page = page_of(folder_of("many", REGIONS * PRODUCTS, FLOWS, NULL), 0);
  json_t *data = data_of(page), *run = run_of(data, 0);
  assert_says(run, "products.table.columns.2", "product");
  assert_largest(json_object_get(run, "products"), REGIONS * PRODUCTS, TWI_PAGE_PRODUCTS, 2, REGIONS);
  assert_largest(json_object_get(run, "product_flows"), FLOWS, TWI_PAGE_FLOWS, 0, 1);
  assert_says(run, "manifest.world.product_names.P2", "Second");
  assert_nothing_raw(page);
  json_decref(data);
  free(page);
}

static void a_run_without_products_says_null(void **state)
{
  (void)state;
  char *page = page_of(folder_of("none", 0, 0, NULL), 0), *plain = page_of(kept("none"), 1);
  json_t *data = data_of(page), *run = run_of(data, 0);
  assert_true(json_is_null(at(run, "products")));
  assert_true(json_is_null(at(run, "product_flows")));
  assert_null(strstr(plain, "Products"));
  json_decref(data);
  free(page);
  free(plain);
}

static const char *after(const char *text, const char *mark)
{
  const char *found = strstr(text, mark);
  if (!found) fail_msg("the page lacks: %s", mark);
  return found;
}

/* The rows of the region that is asked for, or whose real income changes most, come first; names, not codes. */
static void the_plain_page_begins_with_the_region_in_question(void **state)
{
  (void)state;
  char *page = page_of(folder_of("plain", 30, 30, NULL), 1);
  after(page, "Products of CCC, whose real income changes most, the largest change first");
  after(page, "Sectors of CCC, whose real income changes most");
  after(page, "Flows of products, those of CCC first");
  after(page, "products.csv has all 30 rows.");
  assert_tags_are_ours(page);
  free(page);
  json_t *focus = json_pack("{s:s, s:[s, s]}", "region", "PAIR", "regions", "BBB", "AAA");
  page = page_of(folder_of("plain-focus", 30, 30, focus), 1);
  const char *own = after(page, "Products of BBB, the largest change first"), *flows;
  after(page, "Sectors of BBB<");
  flows = after(page, "Flows of products, those of BBB first");
  assert_null(strstr(own, "whose real income"));
  assert_non_null(strstr(flows, "First &#38; best"));
  const char *end = strstr(flows, "</table>"), *last = flows, *other = NULL;
  int rows = 0;
  for (const char *row = strstr(flows, "<tr>"); row && row < end; row = strstr(row + 1, "<tr>")) {
    const char *stop = strstr(row, "</tr>"), *bbb = strstr(row, ">BBB<");
    if (rows++ == 0) continue; /* the header */
    if (bbb && bbb < stop)
      last = row;
    else if (!other)
      other = row;
  }
  assert_int_equal(rows, 31);
  assert_true(other && last < other);
  assert_tags_are_ours(page);
  free(page);
}

static tw_status read_and_show(tw_context *ctx, void *user)
{
  const twi_page_files files = {.folder = user};
  twi_page_run *run = twi_new(ctx, 1, sizeof *run);
  twi_text page = {.ctx = ctx};
  if (!run) return twi_no_memory(ctx, sizeof *run);
  tw_status status = twi_page_read(ctx, &files, run);
  if (status == TW_OK) twi_page_plain(&page, run, 1);
  if (status == TW_OK && page.failed) status = twi_no_memory(ctx, 0);
  twi_text_clear(&page);
  twi_page_run_free(run);
  twi_free(ctx, run);
  return status;
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  assert_true(support_fail_each(read_and_show, (void *)(uintptr_t)folder_of("memory", 40, 40, NULL)) > 20);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_that_change_most_are_kept),
      cmocka_unit_test(a_run_without_products_says_null),
      cmocka_unit_test(the_plain_page_begins_with_the_region_in_question),
      cmocka_unit_test(memory_fails_cleanly),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
