/* A file of a folder of tables, plain or gzip, on disk or built in. See source.h. */
#include <string.h>

#include "base/builtin.h"
#include "base/file.h"
#include "table/source.h"

/* One of the two names. *source stays NULL when there is no such file. */
static tw_status open_one(tw_context *ctx, const char *folder, const char *builtin, const char *file,
                          const char *ending, twi_source **source)
{
  char *inside = twi_format(ctx, "%s%s", file, ending);
  char *path = inside ? twi_path_join(ctx, folder, inside) : NULL;
  tw_status status = path ? TW_OK : twi_no_memory(ctx, strlen(folder));
  if (status == TW_OK && builtin) {
    char *name = twi_path_join(ctx, builtin, path);
    const twi_builtin_file *found = name ? twi_builtin_find(name) : NULL;
    if (!name) status = twi_no_memory(ctx, strlen(path));
    if (found) status = twi_source_memory(ctx, found->data, found->size, path, source);
    twi_free(ctx, name);
  } else if (status == TW_OK && twi_path_kind_of(path) != TWI_PATH_ABSENT) {
    status = twi_source_open(ctx, path, source);
  }
  twi_free(ctx, path);
  twi_free(ctx, inside);
  return status;
}

tw_status twi_source_of_folder(tw_context *ctx, const char *folder, const char *builtin, const char *file, int needed,
                               twi_source **source)
{
  twi_source *plain = NULL, *gzip = NULL;
  *source = NULL;
  tw_status status = open_one(ctx, folder, builtin, file, "", &plain);
  if (status == TW_OK) status = open_one(ctx, folder, builtin, file, ".gz", &gzip);
  if (status == TW_OK && plain && gzip)
    status = twi_fail(ctx, TW_BAD_INPUT, "%s: found both %s and %s.gz, expected one of them", folder, file, file);
  if (status == TW_OK && !plain && !gzip && needed)
    status = twi_fail(ctx, TW_BAD_INPUT, "%s: the file %s is missing (%s.gz would do as well)", folder, file, file);
  if (status != TW_OK) {
    twi_source_free(plain);
    twi_source_free(gzip);
    return status;
  }
  *source = plain ? plain : gzip;
  return TW_OK;
}
