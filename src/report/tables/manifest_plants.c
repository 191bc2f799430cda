/* What run.json says of plants: what was asked for. */
#include "plants/plants.h"
#include "report/tables/manifest.h"

json_t *twi_manifest_plants(tw_context *ctx, const twi_run *run, int *failed)
{
  const tw_plants_options *o = &run->plants->options;
  json_t *object = json_object();
  twi_json_put(object, "product", twi_json_text(ctx, o->product), failed);
  twi_json_put(object, "region", twi_json_text(ctx, o->region), failed);
  twi_json_put(object, "draws", json_integer(o->draws), failed);
  twi_json_put(object, "seed", json_integer((json_int_t)o->seed), failed);
  twi_json_put(object, "close", json_boolean(o->close), failed);
  return object;
}
