/* The files of a world folder against the list in its world.yaml. See world/together.h. */
#include "world/together.h"

#include <string.h>

#include "world/read/read.h"

static const char *const names[] = {"groups.yaml",  "sector_groups.yaml", "elasticities.csv", "regions.csv",
                                    "sectors.csv",  "flows.csv",          "production.csv",   "inputs.csv",
                                    "final.csv",    "macro.csv",          "findings.csv",     "families.csv",
                                    "products.csv", "product_flows.csv",  "stocks.csv",       "calories.csv"};
enum { NAMES = sizeof names / sizeof *names };

static const char advice[] =
    "if files were changed by hand, take the key files and the lines below it out of world.yaml, "
    "and the folder is a world made by hand; else files of two worlds are mixed there: write it "
    "again";

static tw_status digest_source(tw_context *ctx, twi_source *source, char sha256[TWI_DIGEST_TEXT])
{
  twi_digest *d;
  const char *block;
  size_t count = 1;
  tw_status status = twi_digest_new(ctx, &d);
  while (status == TW_OK && count > 0) {
    status = twi_source_next(source, &block, &count);
    if (status == TW_OK && count > 0) status = twi_digest_add(d, block, count);
  }
  if (status == TW_OK) status = twi_digest_end(d, NULL, sha256);
  twi_digest_free(d);
  return status;
}

static const char *listed_sha256(const twi_together *list, const char *name)
{
  for (int i = 0; i < list->count; i++)
    if (strcmp(list->file[i].name, name) == 0) return list->file[i].sha256;
  return NULL;
}

static tw_status check_file(twi_reader *r, const char *name, const char *expected)
{
  twi_source *source;
  char found[TWI_DIGEST_TEXT];
  tw_status status = twi_reader_open(r, name, 0, &source);
  if (status != TW_OK || (!source && !expected)) return status;
  if (!source)
    return twi_fail(r->ctx, TW_BAD_INPUT, "%s: the file %s is missing, which world.yaml lists; %s", r->folder, name,
                    advice);
  if (!expected)
    status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: found a file that is not among those that world.yaml lists; %s",
                      twi_source_origin(source), advice);
  if (status == TW_OK) status = digest_source(r->ctx, source, found);
  if (status == TW_OK && strcmp(found, expected) != 0)
    status = twi_fail(r->ctx, TW_BAD_INPUT,
                      "%s: it is not the file that was written with world.yaml, which lists the SHA-256 %.12s for its "
                      "content; found %.12s; %s",
                      twi_source_origin(source), expected, found, advice);
  twi_source_free(source);
  return status;
}

tw_status twi_together_check(twi_reader *r, const twi_together *list)
{
  if (list->count < 0) return TW_OK;
  if (list->bad_line || list->count == 0)
    return twi_fail(r->ctx, TW_BAD_INPUT,
                    "%s:%d: found a line below the key files that is not the name of a file with "
                    "its SHA-256, expected only such lines; %s",
                    r->description, list->bad_line ? list->bad_line : 1, advice);
  for (int i = 0; i < list->count; i++) {
    int known = 0;
    for (int k = 0; k < NAMES; k++) known |= strcmp(list->file[i].name, names[k]) == 0;
    if (!known)
      return twi_fail(r->ctx, TW_BAD_INPUT, "%s: the key files lists %s, expected names of a world's files",
                      r->description, list->file[i].name);
  }
  for (int k = 0; k < NAMES; k++) {
    tw_status status = check_file(r, names[k], listed_sha256(list, names[k]));
    if (status != TW_OK) return status;
  }
  return TW_OK;
}
