/* The files that a scenario was read from: kept with it, copied into results, and read again from what run.json holds.
 */
#include <string.h>

#include "scenario/chosen.h"
#include "scenario/read/read.h"

void twi_scenario_files_free(tw_context *ctx, twi_scenario_file *files, int count)
{
  for (int i = 0; files && i < count; i++) {
    twi_free(ctx, files[i].name);
    twi_free(ctx, files[i].text);
  }
  twi_free(ctx, files);
}

tw_status twi_scenario_files(tw_context *ctx, const tw_scenario *scenario, twi_scenario_file **files, int *count)
{
  const tw_scenario *const side[] = {scenario, scenario->against};
  int all = scenario->files + (scenario->against ? scenario->against->files : 0);
  *count = 0;
  *files = twi_new(ctx, (size_t)all, sizeof **files);
  int complete = *files != NULL;
  for (int k = 0; k < 2 && complete; k++)
    for (int i = 0; side[k] && i < side[k]->files && complete; i++) {
      const twi_scenario_file *from = &side[k]->file[i];
      twi_scenario_file *to = &(*files)[(*count)++];
      *to = *from;
      to->against = k;
      to->name = twi_strdup(ctx, from->name);
      to->text = twi_strndup(ctx, from->text, from->bytes);
      complete = to->name && to->text;
    }
  if (complete) return TW_OK;
  twi_scenario_files_free(ctx, *files, *count);
  *files = NULL;
  *count = 0;
  return twi_no_memory(ctx, 0);
}

tw_status twi_scenario_read_stored(tw_context *ctx, const twi_scenario_file *files, int count, tw_scenario **scenario)
{
  *scenario = NULL;
  if (count < 1) return twi_fail(ctx, TW_BAD_INPUT, "no file of the scenario is stored");
  const twi_reading from = {.ctx = ctx, .builtin = files[0].builtin, .stored = files, .stored_count = count};
  tw_status status = twi_scenario_read(ctx, files[0].text, files[0].bytes, files[0].name, &from, scenario);
  if (status == TW_OK && (status = twi_scenario_choose_stored(ctx, *scenario, files, count)) != TW_OK) {
    tw_scenario_free(*scenario);
    *scenario = NULL;
  }
  return status;
}

const twi_scenario_file *twi_stored_find(const twi_reading *r, const char *name)
{
  for (int i = 0; i < r->stored_count; i++)
    if (strcmp(r->stored[i].name, name) == 0) return &r->stored[i];
  return NULL;
}
