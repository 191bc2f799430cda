/* A stress test as a whole: what is asked, the tables, every loss. tw_stress_run in tradewind.h; see stress.h. */
#include "stress/stress.h"

#include <math.h>
#include <string.h>

#include "base/builtin.h"
#include "base/names.h"
#include "base/processors.h"

/* ---------------------------------------------------------------- what is asked */

static tw_status check_options(tw_context *ctx, const tw_stress_options *o)
{
  if (!(o->share >= 0 && o->share <= 1))
    return twi_fail(ctx, TW_USAGE, "--share: found %.6g %%, expected more than 0 and at most 100", 100 * o->share);
  if (!(o->months >= 0 && o->months <= 12))
    return twi_fail(
        ctx, TW_USAGE,
        "--months: found %.6g, expected more than 0 and at most 12: the market is one of a year, and a loss that "
        "lasts longer is the same year again",
        o->months);
  if (!(o->release >= 0 && o->release <= 1))
    return twi_fail(ctx, TW_USAGE, "--release: found %.6g %%, expected more than 0 and at most 100", 100 * o->release);
  if (!(o->ceiling >= 0) || isinf(o->ceiling))
    return twi_fail(ctx, TW_USAGE, "--ceiling: found %.6g, expected a price above 0", o->ceiling);
  if (o->year < 0 || o->year > 9999) return twi_fail(ctx, TW_USAGE, "--year: found %d, expected 1 to 9999", o->year);
  return TW_OK;
}

/* The options with texts of its own. */
static tw_status keep_options(tw_stress *s, const tw_stress_options *o)
{
  s->asked = *o;
  const char **text[] = {&s->asked.market, &s->asked.lose,     &s->asked.buyer,
                         &s->asked.fuel,   &s->asked.capacity, &s->asked.origins};
  for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
    if (!*text[i]) continue;
    s->own[i] = twi_strdup(s->ctx, *text[i]);
    if (!s->own[i]) return twi_no_memory(s->ctx, 0);
    *text[i] = s->own[i];
  }
  s->share = o->share > 0 ? o->share : 1;
  s->months = o->months > 0 ? o->months : 12;
  s->release = o->release > 0 ? o->release : 0.5;
  s->linear = o->linear;
  s->year = o->year;
  s->threads = o->threads > 0 ? o->threads : twi_processors();
  s->ceiling = NAN;
  return TW_OK;
}

/* The fuel of a market is the letters that its name begins with: lng2024. Another name is its own word. */
static void name_fuel(tw_stress *s)
{
  const char *name = s->market->name;
  size_t n = 0;
  while ((name[n] >= 'a' && name[n] <= 'z') || (name[n] >= 'A' && name[n] <= 'Z') || name[n] == '_') n++;
  s->market_fuel = -1;
  for (int f = 0; f < TWI_FUELS; f++)
    if (twi_same_name(name, n, twi_fuel_names[f])) s->market_fuel = f;
  twi_print(s->fuel_word, sizeof s->fuel_word, "%s", s->market_fuel < 0 ? name : twi_fuel_names[s->market_fuel]);
}

/* ---------------------------------------------------------------- the whole */

static tw_status read_all(tw_stress *s)
{
  const twi_supply_file *own = s->origins_file.name ? &s->origins_file : NULL;
  tw_status status = tw_market_open(s->ctx, s->asked.market ? s->asked.market : tw_market_builtin(0), &s->market);
  if (status == TW_OK) name_fuel(s);
  if (status == TW_OK) status = twi_supply_digest(s->ctx, s->tables_sha256);
  if (status == TW_OK) status = twi_origins_read(s->ctx, own, &s->origins);
  if (status == TW_OK) status = twi_stocks_read(s->ctx, &s->stock, &s->stocks);
  if (status == TW_OK) status = twi_stress_read_countries(s);
  if (status == TW_OK) status = twi_stress_read_names(s);
  if (status == TW_OK) status = twi_stress_read_capacities(s);
  return status == TW_OK ? twi_stress_read_losses(s) : status;
}

static int is_of_market(const tw_stress *s)
{
  for (int i = 0; i < s->losses && s->with_market; i++)
    if (s->loss[i].in_market) return 1;
  return 0;
}

static tw_status run_stress(tw_stress *s)
{
  tw_status status = read_all(s);
  s->outcome = TW_CERTIFIED;
  if (status == TW_OK && is_of_market(s)) status = twi_stress_solve(s);
  if (status == TW_OK && !is_of_market(s) && s->asked.ceiling > 0)
    status = twi_fail(s->ctx, TW_BAD_INPUT, "--ceiling: nothing of the market %s is lost", s->market->name);
  if (status == TW_OK && s->outcome != TW_CERTIFIED) return TW_OK;
  if (status == TW_OK) status = twi_stress_cut_fuels(s);
  if (status == TW_OK) status = twi_stress_find_detours(s);
  if (status == TW_OK) status = twi_stress_make_rows(s);
  if (status == TW_OK && s->rows == 0)
    status = twi_fail(s->ctx, TW_BAD_INPUT, "--lose: %s has nothing that %s%s%s", s->loss[0].name,
                      s->buyer_word ? s->buyer_word : "the market", s->buyer_word ? " buys" : " trades",
                      s->default_fuels ? "; --fuel all looks at every fuel of the energy tables" : "");
  return status == TW_OK ? twi_stress_say(s) : status;
}

static tw_status begin(tw_context *ctx, const tw_stress_options *options, tw_stress **stress)
{
  *stress = NULL;
  tw_status status = check_options(ctx, options);
  if (status != TW_OK) return status;
  tw_stress *s = *stress = twi_new(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  s->ctx = ctx;
  return keep_options(s, options);
}

static tw_status end(tw_status status, double start, tw_stress **stress)
{
  if (*stress) (*stress)->seconds = twi_seconds() - start;
  if (status == TW_OK) return TW_OK;
  tw_stress_free(*stress);
  *stress = NULL;
  return status;
}

tw_status tw_stress_run(tw_context *ctx, const tw_stress_options *options, tw_stress **stress)
{
  static const tw_stress_options nothing;
  double start = twi_seconds();
  if (!options) options = &nothing;
  tw_status status = begin(ctx, options, stress);
  if (status == TW_OK && options->origins)
    status = twi_supply_file_read(ctx, options->origins, &(*stress)->origins_file);
  return end(status == TW_OK ? run_stress(*stress) : status, start, stress);
}

tw_status twi_stress_again(tw_context *ctx, const tw_stress_options *options, const twi_supply_file *origins,
                           tw_stress **stress)
{
  double start = twi_seconds();
  tw_status status = begin(ctx, options, stress);
  if (status == TW_OK && origins)
    status = twi_supply_file_copy(ctx, origins->name, origins->text, origins->bytes, &(*stress)->origins_file);
  return end(status == TW_OK ? run_stress(*stress) : status, start, stress);
}

/* ---------------------------------------------------------------- memory */

static void free_results(tw_stress *s)
{
  for (int v = 0; s->variant && v <= s->capacities; v++) {
    twi_market_state_free(s->ctx, s->variant[v].state);
    twi_market_solution_free(s->ctx, &s->variant[v].solution);
    twi_market_accounts_free(s->ctx, &s->variant[v].accounts);
  }
  for (int l = 0; l < TWI_LANGUAGES; l++) {
    for (int i = 0; i < s->sentences[l]; i++) twi_free(s->ctx, s->sentence[l][i]);
    for (int i = 0; i < s->remarks[l]; i++) twi_free(s->ctx, s->remark[l][i]);
    twi_free(s->ctx, s->sentence[l]);
    twi_free(s->ctx, s->title[l]);
    twi_free(s->ctx, s->remark[l]);
  }
  void *own[] = {s->variant, s->lost, s->numbers, s->cut, s->row, s->ranked, s->insured};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(s->ctx, own[i]);
}

void tw_stress_free(tw_stress *s)
{
  if (!s) return;
  free_results(s);
  for (int i = 0; i < s->losses; i++) {
    void *own[] = {s->loss[i].name, s->loss[i].title, s->loss[i].supplier, s->loss[i].passage,
                   (void *)s->loss[i].exporter};
    for (size_t k = 0; k < sizeof own / sizeof *own; k++) twi_free(s->ctx, own[k]);
  }
  for (int i = 0; i < s->capacities; i++) twi_free(s->ctx, s->capacity[i].name);
  for (int i = 0; i < s->countries; i++) {
    twi_free(s->ctx, s->country[i].code);
    twi_free(s->ctx, s->country[i].name);
  }
  for (size_t i = 0; i < sizeof s->own / sizeof *s->own; i++) twi_free(s->ctx, s->own[i]);
  twi_free(s->ctx, s->loss);
  twi_free(s->ctx, s->capacity);
  twi_free(s->ctx, s->country);
  twi_free(s->ctx, s->buyer_word);
  twi_free(s->ctx, s->importer);
  twi_supply_file_free(s->ctx, &s->origins_file);
  twi_origins_free(s->ctx, &s->origins);
  twi_stocks_free(s->ctx, s->stock, s->stocks);
  tw_sea_free(s->sea);
  tw_market_free(s->market);
  twi_free(s->ctx, s);
}
