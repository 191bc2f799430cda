/* run.json: what was run on what, how it ended, and the certificate. docs/formats.md lists the keys.
 *
 * A failed run in a folder with earlier results replaces run.json and leaves the tables, so it must not be possible to
 * take them for its own: `files` lists what belongs to the run (nothing), and `older_results` holds the names of the
 * earlier files with the manifest they came with, so that nothing about them is lost either. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "report/report.h"

/* Reals with 15 digits: every number that was typed comes back as it was typed. */
enum { FLAGS = JSON_INDENT(2) | JSON_REAL_PRECISION(15), MOST_BYTES = 1 << 20 };

static json_t *number(double x)
{
  return isfinite(x) ? json_real(x) : json_null();
}

/* Text that may not be UTF-8 (a command line, a file name): foreign bytes become question marks. */
static json_t *text(tw_context *ctx, const char *value)
{
  if (!value) return json_null();
  json_t *string = json_string(value);
  if (string) return string;
  char *plain = twi_strdup(ctx, value);
  if (!plain) return NULL;
  for (char *p = plain; *p; p++)
    if ((unsigned char)*p >= 0x80) *p = '?';
  string = json_string(plain);
  twi_free(ctx, plain);
  return string;
}

/* Puts a value that was just made under a key; a NULL anywhere means out of memory and is remembered. */
static void put(json_t *object, const char *key, json_t *value, int *failed)
{
  if (json_object_set_new(object, key, value) != 0) *failed = 1;
}

static json_t *settings_object(const tw_settings *settings, int *failed)
{
  json_t *object = json_object();
#define NUMBER_int(x)                                        json_integer(x)
#define NUMBER_double(x)                                     number(x)
#define X(type, name, standard, least, greatest, unit, help) put(object, #name, NUMBER_##type(settings->name), failed);
  TW_SETTINGS_LIST(X)
#undef X
  return object;
}

static json_t *certificate_object(tw_context *ctx, const tw_world *world, const tw_certificate *c, int *failed)
{
  json_t *object = json_object(), *residuals = json_object();
  put(object, "holds", json_boolean(c->holds), failed);
  put(object, "max", number(c->max), failed);
  put(object, "tolerance", number(c->tolerance), failed);
  for (int i = 0; i < c->count; i++) {
    const tw_residual *r = &c->residual[i];
    json_t *line = json_object();
    put(line, "value", number(r->value), failed);
    put(line, "region", text(ctx, r->region < 0 ? NULL : tw_world_region(world, r->region)), failed);
    put(line, "sector", text(ctx, r->sector < 0 ? NULL : tw_world_sector(world, r->sector)), failed);
    put(residuals, r->name, line, failed);
  }
  put(object, "residuals", residuals, failed);
  return object;
}

/* Clocks tell microseconds at best. */
static json_t *seconds(double x)
{
  return number(round(1e6 * x) / 1e6);
}

static json_t *seconds_object(const tw_info *info, int *failed)
{
  json_t *object = json_object();
  put(object, "load", seconds(info->seconds.load), failed);
  put(object, "base", seconds(info->seconds.base), failed);
  put(object, "new", seconds(info->seconds.new_), failed);
  put(object, "decomposition", seconds(info->seconds.decomposition), failed);
  put(object, "write", seconds(info->seconds.write), failed);
  put(object, "total", seconds(info->seconds.total), failed);
  return object;
}

static json_t *files_object(twi_sheet *const *files, int count, int *failed)
{
  json_t *object = json_object();
  for (int i = 0; i < count; i++) {
    json_t *line = json_object();
    put(line, "bytes", json_integer((json_int_t)files[i]->bytes), failed);
    put(line, "sha256", json_string(files[i]->sha256), failed);
    put(object, files[i]->name, line, failed);
  }
  return object;
}

/* ---------------------------------------------------------------- older results */

/* The manifest of the results that lie in the folder: run.json's, or the one that a failed run since then kept. */
static tw_status older_manifest(tw_context *ctx, const char *folder, json_t **manifest)
{
  *manifest = NULL;
  char *path = twi_path_join(ctx, folder, "run.json"), *bytes = NULL;
  if (!path) return twi_no_memory(ctx, 0);
  size_t count = 0;
  tw_status status =
      twi_path_kind_of(path) == TWI_PATH_FILE ? twi_read_file(ctx, path, MOST_BYTES, &bytes, &count) : TW_OK;
  twi_free(ctx, path);
  if (status == TW_NO_MEMORY) return status;
  if (status != TW_OK || !bytes) return TW_OK; /* unreadable: then there is nothing to keep */
  json_t *old = json_loadb(bytes, count, JSON_REJECT_DUPLICATES, NULL);
  twi_free(ctx, bytes);
  if (json_is_true(json_object_get(old, "certified")))
    *manifest = json_incref(old);
  else
    *manifest = json_incref(json_object_get(json_object_get(old, "older_results"), "manifest"));
  json_decref(old);
  return TW_OK;
}

static tw_status put_older_results(tw_context *ctx, json_t *object, const char *folder, int *failed)
{
  static const char *const names[] = {"regions.csv", "sectors.csv", "trade.csv"};
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char *path = twi_path_join(ctx, folder, names[i]);
    if (!path) {
      json_decref(list);
      return twi_no_memory(ctx, 0);
    }
    if (twi_path_kind_of(path) == TWI_PATH_FILE && json_array_append_new(list, json_string(names[i])) != 0) *failed = 1;
    twi_free(ctx, path);
  }
  if (json_array_size(list) == 0) {
    json_decref(list);
    return TW_OK;
  }
  json_t *older = json_object(), *manifest;
  put(older, "note",
      json_string("these files are of an earlier run, not of this one, which found no certified solution"), failed);
  put(older, "files", list, failed);
  tw_status status = older_manifest(ctx, folder, &manifest);
  put(older, "manifest", manifest ? manifest : json_null(), failed);
  put(object, "older_results", older, failed);
  return status;
}

/* ---------------------------------------------------------------- the whole */

static json_t *now(void)
{
  char words[32];
  time_t seconds = time(NULL);
  struct tm parts;
  if (!gmtime_r(&seconds, &parts) || !strftime(words, sizeof words, "%Y-%m-%dT%H:%M:%SZ", &parts)) return json_null();
  return json_string(words);
}

static json_t *manifest_object(tw_context *ctx, const tw_result *result, const char *command, twi_sheet *const *files,
                               int file_count, int *failed)
{
  const tw_info *info = tw_result_info(result);
  const tw_world *world = tw_result_world(result);
  json_t *root = json_object(), *part;
  put(root, "program", json_string("tradewind"), failed);
  put(root, "version", json_string(tw_version()), failed);
  put(root, "build", text(ctx, tw_build()), failed);
  put(root, "command", text(ctx, command), failed);
  put(root, "finished", now(), failed);

  part = json_object();
  put(part, "name", text(ctx, tw_world_text(world, "name")), failed);
  put(part, "title", text(ctx, tw_world_text(world, "title")), failed);
  put(part, "sha256", text(ctx, tw_world_text(world, "sha256")), failed);
  if (tw_world_text(world, "caveat")) put(part, "caveat", text(ctx, tw_world_text(world, "caveat")), failed);
  put(part, "regions", json_integer(tw_world_regions(world)), failed);
  put(part, "sectors", json_integer(tw_world_sectors(world)), failed);
  put(root, "world", part, failed);

  part = json_object();
  put(part, "name", text(ctx, tw_result_text(result, "scenario")), failed);
  put(part, "title", text(ctx, tw_result_text(result, "title")), failed);
  put(part, "sha256", text(ctx, tw_result_text(result, "scenario_sha256")), failed);
  put(part, "deficits", text(ctx, tw_result_text(result, "deficits")), failed);
  put(part, "against_deficits", text(ctx, tw_result_text(result, "against_deficits")), failed);
  put(root, "scenario", part, failed);

  put(root, "settings", settings_object(tw_result_settings(result), failed), failed);
  put(root, "threads", json_integer(info->threads), failed);
  put(root, "seed", json_null(), failed); /* nothing is drawn at random */
  put(root, "outcome", json_string(tw_outcome_word(info->outcome)), failed);
  put(root, "certified", json_boolean(info->outcome > 0), failed);
  if (info->outcome <= 0) {
    put(root, "message", text(ctx, info->message), failed);
    put(root, "failed_equilibrium", json_string(info->base_failed ? "base" : "new"), failed);
    put(root, "worst_region", text(ctx, info->worst_region < 0 ? NULL : tw_world_region(world, info->worst_region)),
        failed);
    put(root, "worst_sector", text(ctx, info->worst_sector < 0 ? NULL : tw_world_sector(world, info->worst_sector)),
        failed);
  }
  put(root, "share_solved", number(info->share_solved), failed);
  put(root, "iterations", json_integer(info->iterations), failed);
  put(root, "steps", json_integer(info->steps), failed);
  put(root, "base_iterations", json_integer(info->base_iterations), failed);

  part = json_object();
  put(part, "residual", json_integer(info->residual_evaluations), failed);
  put(part, "jvp", json_integer(info->jvp_evaluations), failed);
  put(part, "vjp", json_integer(info->vjp_evaluations), failed);
  put(root, "evaluations", part, failed);
  put(root, "seconds", seconds_object(info, failed), failed);

  part = json_object();
  put(part, "arena", json_integer((json_int_t)info->arena_bytes), failed);
  put(part, "world", json_integer((json_int_t)info->world_bytes), failed);
  put(root, "bytes", part, failed);
  put(root, "decomposition_remainder", number(info->decomposition_remainder), failed);
  put(root, "certificate", certificate_object(ctx, world, &info->certificate, failed), failed);
  put(root, "base_certificate", certificate_object(ctx, world, &info->base_certificate, failed), failed);
  put(root, "files", files_object(files, file_count, failed), failed);
  return root;
}

static int to_sheet(const char *bytes, size_t count, void *user)
{
  twi_sheet_bytes(user, bytes, count);
  return 0;
}

tw_status twi_report_manifest(twi_sheet *sheet, const tw_result *result, const char *command, twi_sheet *const *files,
                              int file_count, const char *folder)
{
  int failed = 0;
  tw_status status = TW_OK;
  json_t *root = manifest_object(sheet->ctx, result, command, files, file_count, &failed);
  if (folder) status = put_older_results(sheet->ctx, root, folder, &failed);
  if (status == TW_OK && (failed || json_dump_callback(root, to_sheet, sheet, FLAGS) != 0))
    status = twi_no_memory(sheet->ctx, 0);
  json_decref(root);
  twi_sheet_text(sheet, "\n");
  return status;
}
