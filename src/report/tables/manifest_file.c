/* A file of the user's in run.json. */
#include "report/tables/manifest.h"

json_t *twi_manifest_file(tw_context *ctx, const twi_supply_file *file, int *failed)
{
  if (!file->name) return json_null();
  json_t *line = json_object(), *text = json_stringn(file->text, file->bytes);
  twi_json_put(line, "name", twi_json_text(ctx, file->name), failed);
  twi_json_put(line, "sha256", json_string(file->sha256), failed);
  twi_json_put(line, "text", text, failed);
  return line;
}
