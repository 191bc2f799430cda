/* Kinds of folders. See kinds.h. */
#include "base/kinds.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/results.h"

#define RUN_TABLE(name, wanted) #name ".csv",
#define OTHER(kind, name)       name,
static const char *const results[] = {"run.json", "report.html",
                                      TWI_RESULTS_RUN_TABLES(RUN_TABLE) TWI_RESULTS_OTHERS(OTHER)};
static const char *const uncertified[] = {"run.json", "residuals.csv", "years.csv", "years_sectors.csv"};
static const char *const world[] = {
    "world.yaml",   "groups.yaml",    "sector_groups.yaml", "elasticities.csv", "regions.csv", "sectors.csv",
    "flows.csv",    "production.csv", "inputs.csv",         "final.csv",        "macro.csv",   "findings.csv",
    "families.csv", "products.csv",   "product_flows.csv",  "stocks.csv",       "calories.csv"};
static const char *const stata[] = {"world.yaml",        "groups.yaml", "sector_groups.yaml", "elasticities.csv",
                                    "regions.dta",       "sectors.dta", "flows.dta",          "production.dta",
                                    "inputs.dta",        "final.dta",   "families.dta",       "products.dta",
                                    "product_flows.dta", "stocks.csv",  "calories.csv"};
#define COUNT(list) (sizeof(list) / sizeof *(list))

static int list_has(const char *const *list, size_t count, const char *name, size_t length)
{
  for (size_t i = 0; i < count; i++)
    if (strlen(list[i]) == length && strncmp(list[i], name, length) == 0) return 1;
  return 0;
}

int twi_kind_owns(twi_kind kind, const char *name)
{
  size_t length = strlen(name), plain = length > 3 && strcmp(name + length - 3, ".gz") == 0 ? length - 3 : length;
  int both = kind == TWI_KIND_BOTH;
  return ((both || kind == TWI_KIND_RESULTS) && list_has(results, COUNT(results), name, length)) ||
         ((both || kind == TWI_KIND_WORLD) && list_has(world, COUNT(world), name, plain)) ||
         ((both || kind == TWI_KIND_STATA) && list_has(stata, COUNT(stata), name, length));
}

int twi_kind_owns_uncertified(const char *name)
{
  return list_has(uncertified, COUNT(uncertified), name, strlen(name));
}

const char *twi_kind_manifest(twi_kind kind)
{
  return kind == TWI_KIND_RESULTS ? "run.json" : "world.yaml";
}

const char *twi_kind_words(twi_kind kind)
{
  static const char *const words[] = {"nothing of this program", "results", "a world", "a world as Stata files",
                                      "results and a world"};
  return words[kind];
}

/* The name is there, be it a link that leads nowhere. */
static int name_exists(const char *folder, const char *name)
{
  char path[4096 + 64];
  struct stat s;
  int n = snprintf(path, sizeof path, "%s/%s", folder, name);
  return n > 0 && (size_t)n < sizeof path && lstat(path, &s) == 0;
}

twi_kind twi_kind_of(const char *folder)
{
  int is_world = name_exists(folder, "world.yaml") || name_exists(folder, "world.yaml.gz");
  int is_results = name_exists(folder, "run.json"); /* which may have a regions.dta, too */
  int is_stata = name_exists(folder, "flows.dta") || (!is_results && name_exists(folder, "regions.dta"));
  if (is_results) return is_world || is_stata ? TWI_KIND_BOTH : TWI_KIND_RESULTS;
  return is_stata ? TWI_KIND_STATA : is_world ? TWI_KIND_WORLD : TWI_KIND_NONE;
}

tw_status twi_kind_check(tw_context *ctx, const char *folder, twi_kind kind)
{
  twi_kind found = twi_kind_of(folder);
  if (found == TWI_KIND_NONE || found == kind) return TW_OK;
  const char *sign = found == TWI_KIND_STATA  ? "regions.dta"
                     : found == TWI_KIND_BOTH ? "run.json and world.yaml"
                                              : twi_kind_manifest(found);
  return twi_fail(ctx, TW_BAD_INPUT,
                  "%s: it holds %s (there %s %s), and %s would replace files of it; choose another folder", folder,
                  twi_kind_words(found), found == TWI_KIND_BOTH ? "are" : "is", sign, twi_kind_words(kind));
}
