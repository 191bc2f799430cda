/* Other trade elasticities to compare with: of checked-in tables, and of a file that the options name. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "compare/reconcile_variants.h"
#include "ensemble/parameters.h"
#include "table/csv.h"

tw_status twi_variants_read_table(twi_variants *j, const char *name, double *theta)
{
  const tw_world *w = j->world;
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
    double middle = of->distribution.kind == TWI_QUANTILES ? of->distribution.p[1] : of->distribution.p[0];
    if (middle == w->theta[of->sector]) continue; /* what the table lacks is drawn about the world's */
    theta[of->sector] = fmax(middle, TWI_DEFAULT_FLOOR);
    j->given++;
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

tw_status twi_variants_read_file(twi_variants *j, double *theta)
{
  const tw_world *w = j->world;
  twi_source *source;
  twi_csv *csv = NULL;
  int sector, value, more = 1, *line = twi_new(j->ctx, (size_t)w->S, sizeof *line); /* of each sector; 0: none */
  if (!line) return twi_no_memory(j->ctx, 0);
  memcpy(theta, w->theta, (size_t)w->S * sizeof *theta);
  const twi_scenario_file *of = &j->out->given;
  tw_status status = twi_source_unpacked(j->ctx, of->text, of->bytes, of->name, &source);
  if (status == TW_OK) status = twi_csv_open(j->ctx, source, &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "sector", &sector);
  if (status == TW_OK) status = twi_csv_require(csv, "trade_elasticity", &value);
  while (status == TW_OK) {
    size_t length;
    double x = 0;
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    const char *code = twi_csv_text(csv, sector, &length);
    int s = twi_world_sector_index(w, code, length);
    if (s < 0) status = twi_csv_fail(csv, sector, "the world %s has no sector %s", w->name, code);
    if (status == TW_OK && line[s])
      status = twi_csv_fail(csv, sector, "sector %s is given already, in line %d", w->sector[s], line[s]);
    if (status == TW_OK) status = twi_csv_number(csv, value, &x);
    if (status == TW_OK && !(x > 0)) status = twi_csv_expected(csv, value, "a trade elasticity above 0");
    if (status != TW_OK) break;
    theta[s] = x;
    line[s] = twi_csv_line(csv);
    j->given++;
  }
  twi_csv_free(csv);
  twi_free(j->ctx, line);
  return status;
}
