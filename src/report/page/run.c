/* What the manifest of a run says, by name; and the end of a run. */
#include "report/page/run.h"

#include "report/json.h"

const char *twi_page_text(const twi_page_run *run, const char *part, const char *key)
{
  return twi_json_word(run->manifest, part, key);
}

int twi_page_is_run(const twi_page_run *run)
{
  return run->kind->page.file == NULL;
}

const char *twi_page_kind_words(const twi_page_run *run)
{
  return run->kind->page.words ? run->kind->page.words : run->kind->words;
}

static const char *in_world(const twi_page_run *run, const char *list, const char *code)
{
  json_t *of = json_object_get(json_object_get(run->manifest, "world"), list);
  return json_string_value(json_object_get(of, code));
}

const char *twi_page_region_name(const twi_page_run *run, int region)
{
  const char *name = in_world(run, "region_names", run->region[region]);
  return name ? name : run->region[region];
}

const char *twi_page_sector_name(const twi_page_run *run, int sector)
{
  const char *name = in_world(run, "sector_names", run->sector[sector]);
  return name ? name : run->sector[sector];
}

const char *twi_page_sector_kind(const twi_page_run *run, int sector)
{
  const char *kind = in_world(run, "sector_kinds", run->sector[sector]);
  return kind ? kind : "";
}

const char *twi_page_product_name(const twi_page_run *run, const char *code)
{
  const char *name = in_world(run, "product_names", code);
  if (!name) name = in_world(run, "family_names", code);
  return name ? name : code;
}

int twi_page_year(const twi_page_run *run)
{
  json_t *years = json_object_get(run->manifest, "years");
  size_t count = json_array_size(years);
  return count ? (int)json_integer_value(json_object_get(json_array_get(years, count - 1), "year")) : 0;
}

static void free_grid(tw_context *ctx, twi_grid *g)
{
  twi_csv_free(g->csv);
  if (g->words.ctx) twi_text_clear(&g->words);
  twi_free(ctx, g->text);
  twi_free(ctx, g->number);
}

void twi_page_run_free(twi_page_run *run)
{
  if (!run->ctx) return;
  twi_grid *const grids[] = {&run->regions,  &run->sectors,       &run->groups, &run->limits, &run->preferences,
                             &run->drivers,  &run->years,         &run->plants, &run->parity, &run->closing,
                             &run->products, &run->product_trade, &run->link, &run->dependence, &run->calories,
                             &run->exposure_matrix, &run->exposure_largest, &run->cascade, &run->clause, &run->illegal};
  for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) free_grid(run->ctx, grids[i]);
  twi_free(run->ctx, run->region);
  twi_free(run->ctx, run->sector);
  twi_free(run->ctx, run->flow);
  twi_free(run->ctx, run->pair);
  json_decref(run->study);
  json_decref(run->manifest);
}
