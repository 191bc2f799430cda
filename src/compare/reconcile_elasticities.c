/* Other trade elasticities to compare with: of checked-in tables, and of a file that the options name. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/text.h"
#include "compare/reconcile_variants.h"
#include "ensemble/parameters.h"
#include "table/csv.h"
#include "world/elasticities.h"

tw_status twi_variants_read_table(twi_variants *j, const char *name, double *theta)
{
  const tw_world *w = j->own;
  tw_scenario *scenario = NULL;
  twi_parameters *p = NULL;
  twi_text text = {.ctx = j->ctx};
  char *bytes = NULL;
  memcpy(theta, w->theta, (size_t)w->S * sizeof *theta);
  twi_text_printf(&text, "scenario: elasticities\nrange: {elasticities: {source: %s}}\n", name);
  tw_status status = twi_text_take(&text, &bytes);
  if (status == TW_OK) status = tw_scenario_parse(j->ctx, bytes, strlen(bytes), "elasticities", &scenario);
  if (status == TW_OK) status = twi_parameters_new(j->ctx, scenario, w, &p);
  for (int i = 0; status == TW_OK && i < p->count; i++) {
    const twi_parameter *of = &p->parameter[i];
    if (of->kind != TWI_PARAMETER_ELASTICITY) continue;
    for (int k = 0; k < of->members; k++) {
      int s = of->member[k];
      double middle = of->own[k].kind == TWI_QUANTILES ? of->own[k].p[1] : of->own[k].p[0];
      if (middle == w->theta[s]) continue; /* what the table lacks is drawn about the world's */
      theta[s] = fmax(middle, TWI_DEFAULT_FLOOR);
      j->given++;
    }
  }
  if (p) twi_parameters_free(p);
  tw_scenario_free(scenario);
  twi_free(j->ctx, bytes);
  return status;
}

tw_status twi_variants_keep_file(twi_variants *j)
{
  enum { MOST_BYTES = 1 << 24 };
  twi_scenario_file *kept = &j->out->given;
  kept->name = twi_strdup(j->ctx, j->options->elasticities);
  if (!kept->name) return twi_no_memory(j->ctx, 0);
  if (j->stored) {
    *kept = (twi_scenario_file){.name = kept->name, .bytes = j->stored->bytes};
    kept->text = twi_strndup(j->ctx, j->stored->text, kept->bytes);
    return kept->text ? twi_digest_of(j->ctx, kept->text, kept->bytes, kept->sha256) : twi_no_memory(j->ctx, 0);
  }
  tw_status status = twi_source_text(j->ctx, kept->name, MOST_BYTES, &kept->text, &kept->bytes);
  return status == TW_OK ? twi_digest_of(j->ctx, kept->text, kept->bytes, kept->sha256) : status;
}

tw_status twi_variants_read_set(twi_variants *j, const char *set, double *theta)
{
  if (twi_world_find_set(j->own, set)) return tw_world_elasticities(j->ctx, j->own, set, theta, &j->given);
  enum { MOST = 64 };
  const char *names[MOST];
  char shown[TWI_SHOWN];
  int count = 0;
  while (count < MOST && (names[count] = twi_world_set(j->own, count))) count++;
  const char *nearest = twi_nearest(set, strlen(set), names, count);
  return twi_fail(
      j->ctx, TW_BAD_INPUT,
      "elasticities to compare with: world %s has no set %s%s%s%s (the name of a file has a dot or a slash)",
      j->own->name, twi_show(set, strlen(set), shown), nearest ? "; did you mean " : "", nearest ? nearest : "",
      nearest ? "?" : "");
}

/* In the form of a world's elasticities.csv, or with the columns sector and trade_elasticity. */
tw_status twi_variants_read_file(twi_variants *j, double *theta)
{
  const tw_world *w = j->own;
  const twi_scenario_file *of = &j->out->given;
  twi_source *source;
  twi_csv *csv = NULL;
  twi_estimate *row = NULL;
  int rows = 0, *row_of = twi_alloc(j->ctx, (size_t)w->S, sizeof *row_of);
  tw_status status =
      row_of ? twi_source_unpacked(j->ctx, of->text, of->bytes, of->name, &source) : twi_no_memory(j->ctx, 0);
  if (status == TW_OK) status = twi_csv_open(j->ctx, source, &csv);
  if (status == TW_OK) status = twi_estimates_read(j->ctx, w, csv, 0, "file", &row, &rows);
  if (status == TW_OK) {
    j->given = twi_estimates_resolve(j->ctx, w, row, rows, row[0].set, row_of);
    if (j->given < 0) status = twi_no_memory(j->ctx, 0);
  }
  for (int s = 0; s < w->S && status == TW_OK; s++) theta[s] = row_of[s] < 0 ? w->theta[s] : row[row_of[s]].estimate;
  twi_estimates_free(j->ctx, row, rows);
  twi_csv_free(csv);
  twi_free(j->ctx, row_of);
  return status;
}
