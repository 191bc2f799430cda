/* What was chosen beside the file of a scenario is kept as a file of it, so that its SHA-256 covers it. See chosen.h. */
#include <string.h>

#include "base/digest.h"
#include "scenario/chosen.h"
#include "scenario/rules.h"

tw_status twi_choice_add(tw_context *ctx, tw_scenario *s, const char *name, const char *text, size_t bytes)
{
  twi_scenario_file *grown = twi_resize(ctx, s->file, (size_t)s->files + 1, sizeof *grown);
  if (!grown) return twi_no_memory(ctx, 0);
  s->file = grown;
  twi_scenario_file *entry = &s->file[s->files];
  memset(entry, 0, sizeof *entry);
  tw_status status = twi_digest_of(ctx, text, bytes, entry->sha256);
  if (status != TW_OK) return status;
  s->files++;
  entry->name = twi_strdup(ctx, name);
  entry->text = twi_strndup(ctx, text, bytes);
  entry->bytes = bytes;
  return entry->name && entry->text ? TW_OK : twi_no_memory(ctx, bytes);
}

tw_status twi_scenario_digest(tw_context *ctx, tw_scenario *s)
{
  memcpy(s->sha256, s->file[0].sha256, sizeof s->sha256);
  if (s->files == 1 && !s->against) return TW_OK;
  twi_digest *digest;
  tw_status status = twi_digest_new(ctx, &digest);
  if (status != TW_OK) return status;
  for (int i = 0; i < s->files && status == TW_OK; i++)
    status = twi_digest_add(digest, s->file[i].sha256, TWI_DIGEST_TEXT - 1);
  if (status == TW_OK && s->against) status = twi_digest_add(digest, s->against->sha256, TWI_DIGEST_TEXT - 1);
  if (status == TW_OK) status = twi_digest_end(digest, NULL, s->sha256);
  twi_digest_free(digest);
  return status;
}
