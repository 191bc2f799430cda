/* Tables of food: diet.csv, origins.csv and feed.csv, then stocks.csv and calories.csv of a cascade, in one text with
 * lines of "====" between. Accounts of CAN: refused with words, or calories that are numbers, whose parts by origin sum
 * to the whole; a cascade that ends. */
#include "rich.h"

static const char *const food_names[] = {"diet.csv", "origins.csv", "feed.csv"};
static const char *const names[] = {"diet.csv", "origins.csv", "feed.csv", "stocks.csv", "calories.csv"};

static void accounts(tw_context *context, const char *folder)
{
  const tw_food_options options = {.tables = folder};
  const tw_settings settings = fuzz_settings();
  const tw_calories *row;
  const char *text;
  tw_food *food = NULL;
  tw_status status = tw_food_run(context, rich_world(), NULL, &settings, "CAN", &options, &food);
  fuzz_refused(context, status);
  if (status != TW_OK) return;
  double abroad = 0, size = 0;
  for (int i = 0, n = tw_food_rows(food, &row); i < n; i++) {
    MUST(*row[i].product && *row[i].origin && *row[i].quality);
    for (int k = 0; k < 3; k++)
      MUST(isfinite(row[i].direct[k]) && row[i].direct[k] >= 0 && isfinite(row[i].look_through[k]));
    MUST(row[i].direct[0] <= row[i].direct[1] * (1 + 1e-9) + 1e-9 &&
         row[i].direct[1] <= row[i].direct[2] * (1 + 1e-9) + 1e-9);
    size += row[i].direct[1];
    if (!row[i].at_home) abroad += row[i].direct[1];
  }
  MUST(isfinite(tw_food_total(food, 0)) && tw_food_total(food, 0) >= 0);
  MUST(fuzz_near(tw_food_calories(food, NULL, 0, 1), abroad, size, 1e-9));
  for (int i = 0; (text = tw_food_sentence(food, i)); i++) MUST(*text && !strstr(text, "nan"));
  for (int i = 0; (text = tw_food_remark(food, i)); i++) MUST(*text);
  tw_food_free(food);
}

static void cascade(tw_context *context, const char *folder)
{
  static const char yaml[] = "scenario: a\ntitle: t\nproducts: all\nclosure: {deficits: fixed}\npolicy:\n"
                             "  - ban: {importer: CAN, exporter: JPN, product: WHEAT}\n"
                             "cascade: {product: WHEAT, who: [USA], trigger: volume, tau: 1 %}\n";
  const tw_cascade_options options = {.tables = folder};
  const tw_settings settings = fuzz_settings();
  tw_scenario *scenario = NULL;
  tw_cascade *out = NULL;
  tw_status status = tw_scenario_parse(context, yaml, sizeof yaml - 1, "c.yaml", &scenario);
  fuzz_ok(context, status);
  status = tw_cascade_run(context, rich_world(), scenario, &settings, &options, &out);
  fuzz_refused(context, status);
  tw_cascade_free(out);
  tw_scenario_free(scenario);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  char folder[4096];
  snprintf(folder, sizeof folder, "%s", fuzz_folder("food", names, 5, data, size));
  if (access(support_path(folder, food_names[0]), F_OK) == 0) accounts(context, folder);
  if (access(support_path(folder, "stocks.csv"), F_OK) == 0 || access(support_path(folder, "calories.csv"), F_OK) == 0)
    cascade(context, folder);
  fuzz_end(context, size);
  return 0;
}
