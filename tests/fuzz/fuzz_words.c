/* Words of the command line that have a grammar of their own. The first byte says which, the lines behind it are the
 * words. Refused with words, or an answer whose numbers are numbers. */
#include "rich.h"

enum { STRESS, ROUTES, SETTING, MAP, OUTCOME, INTO, BALANCE, SCENARIO, NEAREST, REGION, BETWEEN, KINDS };
enum { WORDS = 6, WORD = 200 };

static tw_context *sea_context;
static tw_sea *sea;

static void forget(void)
{
  tw_sea_free(sea);
  tw_context_free(sea_context);
}

static void stress(tw_context *context, const char *const *word)
{
  static const char *const names[] = {"market.yaml", "suppliers.csv", "buyers.csv", "passages.csv", "arcs.csv"};
  static const char market[] =
      "name: m\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nenergy_per_unit: 52\n====\n"
      "supplier,block,capacity,cost,full_cost\nQAT,plants,30,1,2\nCAN,first,14,3,6\n====\n"
      "buyer,quantity,price,elasticity_short,elasticity_long\nJPN,18,12,-0.1,-0.6\nKOR,12,12.5,-0.1,-0.6\n====\n"
      "passage,capacity,toll\nhormuz,,\nmalacca,20,0.1\n====\n"
      "supplier,buyer,quantity,freight,passages\nQAT,JPN,18,1,hormuz;malacca\nQAT,KOR,12,1.1,hormuz\nCAN,JPN,,0.7,\n";
  const char *folder = fuzz_folder("market", names, 5, (const uint8_t *)market, sizeof market - 1);
  const tw_stress_options options = {
      .market = folder, .lose = word[0], .capacity = word[1], .buyer = word[2], .fuel = word[3], .threads = 1};
  tw_stress *out = NULL;
  tw_stress_row row;
  tw_stress_insured insured;
  const char *text;
  tw_status status = tw_stress_run(context, &options, &out);
  fuzz_refused(context, status);
  if (status != TW_OK) return;
  for (int i = 0; tw_stress_at(out, i, &row); i++)
    MUST(*row.lost && *row.buyer && !isinf(row.direct) && !isinf(row.price_new));
  for (int i = 0; tw_stress_insured_at(out, i, &insured); i++) MUST(isfinite(insured.amount) && insured.amount >= 0);
  for (int i = 0; (text = tw_stress_sentence(out, NULL, i)); i++) MUST(*text && !strstr(text, "nan "));
  tw_stress_free(out);
}

static void routes(tw_context *context, const char *const *word)
{
  const tw_routes_options options = {
      .from = word[0], .to = word[1], .closed = word[2], .open = word[3], .wait = word[4], .toll = word[5]};
  tw_routes *out = NULL;
  tw_route route;
  if (!sea) {
    sea_context = tw_context_new(NULL);
    MUST(sea_context);
    fuzz_ok(sea_context, tw_sea_open(sea_context, &sea));
    atexit(forget);
  }
  if (!word[0] || !word[1]) return;
  tw_status status = tw_routes_run(context, sea, &options, &out);
  fuzz_refused(context, status);
  if (status != TW_OK) return;
  for (int i = 0; tw_routes_at(out, i, &route); i++) {
    MUST(route.found ? isfinite(route.km) && route.km >= 0 && route.km < 100000 && route.days >= 0 : isnan(route.km));
    const double *points;
    for (int k = tw_routes_line(out, i, &points); k-- > 0;)
      MUST(fabs(points[2 * k]) <= 720 && fabs(points[2 * k + 1]) <= 90);
  }
  tw_routes_free(out);
}

static void scenario(tw_context *context, const char *const *word)
{
  static const char yaml[] = "scenario: a\ntitle: t\nclosure: {deficits: fixed}\nvariables: {x: 5 pp}\npolicy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: A01, add: $x}\n";
  tw_scenario *s = NULL;
  tw_explanation *words = NULL;
  fuzz_ok(context, tw_scenario_parse(context, yaml, sizeof yaml - 1, "a.yaml", &s));
  if (word[0] && word[1]) fuzz_refused(context, tw_scenario_set(context, s, word[0], word[1]));
  if (word[2]) fuzz_refused(context, tw_scenario_use_deficits(context, s, word[2]));
  if (word[3]) fuzz_refused(context, tw_scenario_use_products(context, s, word[3]));
  if (word[4]) fuzz_refused(context, tw_scenario_use_focus(context, s, word[4]));
  if (word[5]) fuzz_refused(context, tw_scenario_use_elasticities(context, s, word[5]));
  if (word[5]) fuzz_refused(context, tw_scenario_use_profits(context, s, word[5]));
  tw_status status = tw_scenario_explain(context, s, rich_world(), 0, &words);
  fuzz_refused(context, status);
  if (status == TW_OK) tw_explanation_free(words);
  tw_scenario_free(s);
}

static void outcome(tw_context *context, const char *const *word)
{
  const tw_exposure_options options = {.outcome = word[0], .partner = word[1], .wedges = word[2], .largest = 3};
  const tw_settings settings = fuzz_settings();
  tw_exposure *out = NULL;
  tw_exposed row;
  size_t cursor = 0;
  tw_status status = tw_exposure_of(context, fuzz_world(), NULL, &settings, word[3] ? word[3] : "CAN", &options, &out);
  fuzz_refused(context, status);
  if (status != TW_OK) return;
  const int certified = tw_result_info(tw_exposure_result(out))->outcome > 0;
  while (certified && tw_exposure_next(out, &cursor, &row)) MUST(!isinf(row.derivative) && !isinf(row.per_point));
  tw_exposure_free(out);
}

static void world(tw_context *context, int kind, const char *const *word)
{
  tw_world *out = NULL;
  tw_status status;
  if (kind == INTO) {
    const tw_split split = {
        .region = word[1], .sector = word[1] ? NULL : "C29", .into = word[0] ? word[0] : "", .name = "s"};
    status = tw_world_split(context, rich_world(), &split, &out);
  } else if (kind == BALANCE) {
    status = tw_world_balance(context, rich_world(), word[0], NULL, "b", NULL, &out);
  } else {
    static const char flows[] = "product,importer,exporter,value\nWHEAT,CAN,USA,1\n";
    tw_calibration c;
    tw_calibration_default(&c);
    c.flows = fuzz_file("flows.csv", (const uint8_t *)flows, sizeof flows - 1);
    c.between = word[0];
    c.name = "c";
    status = tw_world_calibrate_products(context, rich_world(), &c, &out);
  }
  fuzz_refused(context, status);
  if (status == TW_OK) fuzz_world_holds(context, out);
}

static void map(tw_context *context, const char *const *word)
{
  static const char table[] = "i,o,sector,v,user\nCAN,CAN,A01,9,final\nCAN,USA,A01,2,final\nUSA,USA,A01,8,final\n"
                              "USA,CAN,C29,1,final\nCAN,CAN,C29,7,final\nUSA,USA,C29,5,final\n";
  tw_import ask;
  tw_import_default(&ask);
  ask.from = "csv";
  ask.file = fuzz_file("t.csv", (const uint8_t *)table, sizeof table - 1);
  ask.map = word[0];
  ask.name = word[1];
  ask.currency = word[2];
  ask.unit = word[3];
  fuzz_import(context, &ask);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  if (size >= 2) {
    char text[WORDS][WORD];
    const char *word[WORDS];
    size_t at = 1;
    for (int i = 0; i < WORDS; i++) word[i] = fuzz_word(text[i], WORD, data, size, &at);
    tw_settings settings;
    tw_settings_default(&settings);
    switch (data[0] % KINDS) {
    case STRESS:
      stress(context, word);
      break;
    case ROUTES:
      routes(context, word);
      break;
    case SETTING:
      if (word[0] && word[1] && tw_settings_set(context, &settings, word[0], word[1]) == TW_OK)
        fuzz_ok(context, tw_settings_check(context, &settings));
      break;
    case MAP:
      map(context, word);
      break;
    case OUTCOME:
      outcome(context, word);
      break;
    case SCENARIO:
      scenario(context, word);
      break;
    case NEAREST:
      if (word[0]) {
        const char *near = tw_nearest(word[0], word, WORDS);
        MUST(near && strlen(near) == strlen(word[0])); /* it is among them */
      }
      break;
    case REGION: {
      tw_accounts *a = NULL;
      fuzz_refused(context, tw_accounts_energy(context, word[0] ? word[0] : "", NULL, &a));
      tw_accounts_free(a);
      break;
    }
    default:
      world(context, data[0] % KINDS, word);
    }
  }
  fuzz_end(context, size);
  return 0;
}
