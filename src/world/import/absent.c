/* Stands in for imports in a build without them (TRADEWIND_IMPORT=OFF). */
#include <string.h>

#include "base/without.h"

void tw_import_default(tw_import *import)
{
  memset(import, 0, sizeof *import);
}

tw_status tw_world_import(tw_context *ctx, const tw_import *ask, tw_world **world)
{
  (void)ask;
  *world = NULL;
  return twi_absent(ctx, "import");
}

tw_status tw_har_list(tw_context *ctx, const char *file, void (*each)(void *user, const tw_har_header *header),
                      void *user)
{
  (void)file, (void)each, (void)user;
  return twi_absent(ctx, "import");
}
