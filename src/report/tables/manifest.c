/* run.json: what was run on what, how it ended, and the certificate. docs/formats.md lists the keys.
 *
 * A failed run in a folder with earlier results replaces run.json and leaves the tables, so it must not be possible to
 * take them for its own: `files` lists what belongs to the run (nothing), and `older_results` holds the names of the
 * earlier files with the manifest they came with, so that nothing about them is lost either. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/plain.h"
#include "indicator/result.h"
#include "link/link.h"
#include "report/tables/manifest.h"

enum { DIGITS = 15, MOST_BYTES = 1 << 24 };

json_t *twi_manifest_settings(const tw_settings *settings, int *failed)
{
  json_t *object = json_object();
#define NUMBER_int(x)    json_integer(x)
#define NUMBER_double(x) twi_json_number(x)
#define X(type, name, standard, least, greatest, unit, help)                                                           \
  twi_json_put(object, #name, NUMBER_##type(settings->name), failed);
  TW_SETTINGS_LIST(X)
#undef X
  return object;
}

json_t *twi_manifest_certificate(tw_context *ctx, const tw_world *world, const tw_certificate *c, int *failed)
{
  json_t *object = json_object(), *residuals = json_object();
  twi_json_put(object, "holds", json_boolean(c->holds), failed);
  twi_json_put(object, "max", twi_json_number(c->max), failed);
  twi_json_put(object, "tolerance", twi_json_number(c->tolerance), failed);
  for (int i = 0; i < c->count; i++) {
    const tw_residual *r = &c->residual[i];
    json_t *line = json_object();
    twi_json_put(line, "value", twi_json_number(r->value), failed);
    twi_json_put(line, "region", twi_json_text(ctx, r->region < 0 ? NULL : tw_world_region(world, r->region)), failed);
    twi_json_put(line, "sector", twi_json_text(ctx, r->sector < 0 ? NULL : tw_world_sector(world, r->sector)), failed);
    twi_json_put(residuals, r->name, line, failed);
  }
  twi_json_put(object, "residuals", residuals, failed);
  return object;
}

/* Clocks tell microseconds at best. */
static json_t *seconds_number(double x)
{
  return twi_json_number(round(1e6 * x) / 1e6);
}

static json_t *seconds_object(const tw_info *info, int *failed)
{
  json_t *object = json_object();
  twi_json_put(object, "load", seconds_number(info->seconds.load), failed);
  twi_json_put(object, "base", seconds_number(info->seconds.base), failed);
  twi_json_put(object, "new", seconds_number(info->seconds.new_), failed);
  twi_json_put(object, "decomposition", seconds_number(info->seconds.decomposition), failed);
  twi_json_put(object, "write", seconds_number(info->seconds.write), failed);
  twi_json_put(object, "total", seconds_number(info->seconds.total), failed);
  return object;
}

json_t *twi_manifest_files(twi_sheet *const *files, int count, int *failed)
{
  json_t *object = json_object();
  for (int i = 0; i < count; i++) {
    json_t *line = json_object();
    twi_json_put(line, "bytes", json_integer((json_int_t)files[i]->bytes), failed);
    twi_json_put(line, "sha256", json_string(files[i]->sha256), failed);
    twi_json_put(object, files[i]->name, line, failed);
  }
  return object;
}

/* ---------------------------------------------------------------- older results */

/* The manifest of the results that lie in the folder: run.json's, or the one that a failed run since then kept. */
static tw_status older_manifest(tw_context *ctx, const char *folder, json_t **manifest)
{
  *manifest = NULL;
  char *bytes = NULL;
  size_t count = 0;
  tw_status status = twi_read_inside(ctx, folder, "run.json", MOST_BYTES, &bytes, &count); /* not where a link leads */
  if (status == TW_NO_MEMORY || status == TW_IO) return status;
  if (status != TW_OK || !bytes) return TW_OK; /* unreadable: then there is nothing to keep */
  json_t *old;
  status = twi_json_load(ctx, "run.json", bytes, count, &old);
  twi_free(ctx, bytes);
  if (status == TW_NO_MEMORY) return status;
  if (twi_results_are_there(twi_results_kind_said(old), old))
    *manifest = json_incref(old);
  else
    *manifest = json_incref(json_object_get(json_object_get(old, "older_results"), "manifest"));
  json_decref(old);
  return TW_OK;
}

tw_status twi_report_listed(tw_context *ctx, const char *folder, unsigned char listed[TWI_REPORT_FILES])
{
  json_t *manifest;
  const char *name;
  memset(listed, 0, TWI_REPORT_FILES);
  tw_status status = older_manifest(ctx, folder, &manifest);
  if (status != TW_OK) return status;
  for (int i = 0; (name = twi_report_file(i)); i++)
    listed[i] = json_object_get(json_object_get(manifest, "files"), name) != NULL;
  listed[TWI_REPORT_PAGE] = json_is_string(json_object_get(manifest, "report"));
  json_decref(manifest);
  return TW_OK;
}

tw_status twi_manifest_older(tw_context *ctx, json_t *object, const char *folder, int *failed)
{
  const char *name;
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; (name = twi_report_file(i)); i++) {
    char *path = twi_path_join(ctx, folder, name);
    if (!path) {
      json_decref(list);
      return twi_no_memory(ctx, 0);
    }
    if (twi_path_kind_of(path) == TWI_PATH_FILE) twi_json_append(list, json_string(name), failed);
    twi_free(ctx, path);
  }
  if (json_array_size(list) == 0) {
    json_decref(list);
    return TW_OK;
  }
  json_t *older = json_object(), *manifest;
  twi_json_put(older, "note",
               json_string("these files are of an earlier run, not of this one, which found no certified solution"),
               failed);
  twi_json_put(older, "files", list, failed);
  tw_status status = older_manifest(ctx, folder, &manifest);
  twi_json_put(older, "manifest", manifest ? manifest : json_null(), failed);
  twi_json_put(object, "older_results", older, failed);
  return status;
}

/* ---------------------------------------------------------------- the whole */

static json_t *time_now(void)
{
  char words[32];
  time_t seconds = time(NULL);
  struct tm parts;
  if (!gmtime_r(&seconds, &parts) || !strftime(words, sizeof words, "%Y-%m-%dT%H:%M:%SZ", &parts)) return json_null();
  return json_string(words);
}

void twi_manifest_program(tw_context *ctx, json_t *root, twi_results_kind kind, const char *command, int *failed)
{
  twi_json_put(root, "program", json_string("tradewind"), failed);
  twi_json_put(root, "version", json_string(tw_version()), failed);
  twi_json_put(root, "build", twi_json_text(ctx, tw_build()), failed);
  twi_json_put(root, "kind", json_string(twi_results_word(kind)), failed);
  twi_json_put(root, "command", twi_json_text(ctx, command), failed);
  twi_json_put(root, "finished", time_now(), failed);
}

/* The last result's, with the work of all years. */
static tw_info whole_info(const twi_run *run)
{
  tw_info sum = *tw_result_info(run->result);
  for (int i = 0; i + 1 < run->count; i++) {
    const tw_info *info = tw_result_info(tw_path_result(run->path, i));
    sum.iterations += info->iterations;
    sum.steps += info->steps;
    sum.base_iterations += info->base_iterations;
    sum.residual_evaluations += info->residual_evaluations;
    sum.jvp_evaluations += info->jvp_evaluations;
    sum.vjp_evaluations += info->vjp_evaluations;
    sum.decomposition_remainder = fmax(sum.decomposition_remainder, info->decomposition_remainder);
    sum.seconds.base += info->seconds.base;
    sum.seconds.new_ += info->seconds.new_;
    sum.seconds.decomposition += info->seconds.decomposition;
  }
  sum.seconds.total =
      sum.seconds.load + sum.seconds.base + sum.seconds.new_ + sum.seconds.decomposition + sum.seconds.write;
  return sum;
}

/* The sentence, and the regions in it, so that the same ones can be told in another language. */
static void put_headline(tw_context *ctx, const twi_run *run, json_t *root, int *failed)
{
  tw_headline headline;
  const tw_world *world = tw_result_world(run->result);
  json_t *regions = json_array();
  int year = run->path ? tw_path_year(run->path, run->count - 1) : run->range ? run->result->year : 0;
  if (tw_result_headline(ctx, run->result, year, &headline) != TW_OK || !regions) *failed = 1;
  for (int i = 0; i < headline.count; i++)
    twi_json_append(regions, twi_json_text(ctx, tw_world_region(world, headline.region[i])), failed);
  twi_json_put(root, "headline", twi_json_text(ctx, headline.text), failed);
  twi_json_put(root, "headline_regions", regions, failed);
  const int *of_region, *of_sector, *of_product;
  twi_focus focus = {.regions = 0}; /* a view */
  focus.region = (char *)tw_result_focus_regions(run->result, &of_region, &focus.regions);
  focus.sector = (char *)tw_result_focus_sectors(run->result, &of_sector, &focus.sectors);
  focus.product = (char *)tw_result_focus_products(run->result, &of_product, &focus.products);
  focus.of_product = (int *)of_product;
  focus.of_region = (int *)of_region;
  focus.of_sector = (int *)of_sector;
  twi_manifest_focus(ctx, world, &focus, root, failed);
  twi_manifest_answers(ctx, run, root, failed);
}

/* What flows pay instead of what, all rules together. */
static json_t *net_list(tw_context *ctx, const tw_result *result, int *failed)
{
  const tw_world *world = tw_result_world(result);
  const tw_net_change *c;
  int count = tw_result_net(result, &c, NULL);
  json_t *list = json_array();
  for (int i = 0; i < count; i++, c++) {
    json_t *line = json_object();
    twi_json_put(line, "importer", twi_json_text(ctx, tw_world_region(world, c->importer)), failed);
    twi_json_put(line, "exporter", twi_json_text(ctx, tw_world_region(world, c->exporter)), failed);
    twi_json_put(line, "sector", twi_json_text(ctx, tw_world_sector(world, c->sector)), failed);
    if (c->product) twi_json_put(line, "product", twi_json_text(ctx, c->product), failed);
    twi_json_put(line, "base_pct", twi_json_number(100 * c->base), failed);
    twi_json_put(line, "new_pct", twi_json_number(100 * c->new_), failed);
    twi_json_put(line, "value", twi_json_number(c->value), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

/* What changes of employment mean: a sentence, and what it is made of, for other languages. */
static json_t *jobs_object(tw_context *ctx, const tw_result *result, int *failed)
{
  const twi_jobs *jobs = twi_result_jobs(result);
  json_t *part = json_object();
  const char *region = jobs->scaled ? tw_world_region(tw_result_world(result), jobs->region) : NULL;
  twi_json_put(part, "counted", json_boolean(tw_world_numbers(tw_result_world(result), "employment") != NULL), failed);
  twi_json_put(part, "given", json_boolean(jobs->given), failed);
  twi_json_put(part, "scaled_regions", json_integer(jobs->scaled), failed);
  twi_json_put(part, "scaled_most", twi_json_text(ctx, region), failed);
  twi_json_put(part, "scaled_most_pct", region ? twi_json_number(jobs->most) : json_null(), failed);
  twi_json_put(part, "words", twi_json_text(ctx, tw_result_text(result, "jobs")), failed);
  return part;
}

static twi_results_kind kind_of(const twi_run *run)
{
  if (run->dependence) return TWI_RESULTS_DEPENDENCE;
  if (run->food) return TWI_RESULTS_FOOD;
  if (run->cascade) return TWI_RESULTS_CASCADE;
  if (run->exposure) return TWI_RESULTS_EXPOSURE;
  return run->plants ? TWI_RESULTS_PLANTS : run->range ? TWI_RESULTS_RANGE : TWI_RESULTS_RUN;
}

static json_t *manifest_object(tw_context *ctx, const twi_run *run, const char *command, twi_sheet *const *files,
                               int file_count, int *failed)
{
  const tw_result *result = run->result;
  const tw_info whole = whole_info(run), *info = &whole;
  const tw_world *world = tw_result_world(result);
  json_t *root = json_object(), *part;
  twi_manifest_program(ctx, root, kind_of(run), command, failed);
  if (info->outcome > 0) put_headline(ctx, run, root, failed);
  twi_json_put(root, "world", twi_manifest_world(ctx, world, failed), failed);

  twi_json_put(root, "scenario", twi_manifest_scenario(ctx, result, failed), failed);

  twi_json_put(root, "settings", twi_manifest_settings(tw_result_settings(result), failed), failed);
  twi_json_put(root, "threads", json_integer(info->threads), failed);
  twi_json_put(root, "seed", run->range ? json_integer((json_int_t)tw_range_info_of(run->range)->seed) : json_null(),
               failed);
  twi_json_put(root, "outcome", json_string(tw_outcome_word(info->outcome)), failed);
  twi_json_put(root, "certified", json_boolean(info->outcome > 0), failed);
  if (info->outcome <= 0) {
    twi_json_put(root, "message", twi_json_text(ctx, info->message), failed);
    if (run->path) twi_json_put(root, "failed_year", json_integer(tw_path_year(run->path, run->count - 1)), failed);
    twi_json_put(root, "failed_equilibrium", json_string(info->base_failed ? "base" : "new"), failed);
    twi_json_put(root, "worst_region",
                 twi_json_text(ctx, info->worst_region < 0 ? NULL : tw_world_region(world, info->worst_region)),
                 failed);
    twi_json_put(root, "worst_sector",
                 twi_json_text(ctx, info->worst_sector < 0 ? NULL : tw_world_sector(world, info->worst_sector)),
                 failed);
  }
  twi_json_put(root, "share_solved", twi_json_number(info->share_solved), failed);
  twi_json_put(root, "iterations", json_integer(info->iterations), failed);
  twi_json_put(root, "steps", json_integer(info->steps), failed);
  twi_json_put(root, "base_iterations", json_integer(info->base_iterations), failed);

  twi_json_put(root, "years", twi_manifest_years(run, failed), failed);
  if (run->link) {
    const tw_outlook *market = twi_link_outlook(run->link);
    if (market) twi_json_put(root, "market", twi_manifest_market(ctx, market, failed), failed);
    twi_json_put(root, "link", twi_manifest_link(ctx, run->link, failed), failed);
  }
  if (run->illegal) twi_json_put(root, "illegal", twi_manifest_illegal(ctx, run, failed), failed);
  if (run->plants) twi_json_put(root, "options", twi_manifest_plants(ctx, run, failed), failed);
  if (run->cascade) twi_json_put(root, "cascade", twi_manifest_cascade(ctx, run, failed), failed);
  if (run->food) twi_json_put(root, "options", twi_manifest_food(ctx, run, failed), failed);
  if (run->dependence) twi_json_put(root, "options", twi_manifest_dependence(ctx, run, failed), failed);
  if (run->exposure) twi_json_put(root, "options", twi_manifest_exposure(ctx, run, failed), failed);
  if (run->range) twi_json_put(root, "range", twi_manifest_range(ctx, run, failed), failed);
  twi_manifest_conditions(ctx, result, root, failed);
  if (info->outcome > 0) twi_json_put(root, "jobs", jobs_object(ctx, result, failed), failed);
  twi_json_put(root, "net", net_list(ctx, result, failed), failed);

  part = json_object();
  twi_json_put(part, "residual", json_integer(info->residual_evaluations), failed);
  twi_json_put(part, "jvp", json_integer(info->jvp_evaluations), failed);
  twi_json_put(part, "vjp", json_integer(info->vjp_evaluations), failed);
  twi_json_put(root, "evaluations", part, failed);
  twi_json_put(root, "seconds", seconds_object(info, failed), failed);

  part = json_object();
  twi_json_put(part, "arena", json_integer((json_int_t)info->arena_bytes), failed);
  twi_json_put(part, "world", json_integer((json_int_t)info->world_bytes), failed);
  twi_json_put(root, "bytes", part, failed);
  twi_json_put(root, "decomposition_remainder", twi_json_number(info->decomposition_remainder), failed);
  twi_json_put(root, "certificate", twi_manifest_certificate(ctx, world, &info->certificate, failed), failed);
  twi_json_put(root, "base_certificate", twi_manifest_certificate(ctx, world, &info->base_certificate, failed), failed);
  twi_json_put(root, "files", twi_manifest_files(files, file_count, failed), failed);
  const int page = info->outcome > 0 && tw_result_settings(result)->report;
  twi_json_put(root, "report", page ? json_string(twi_report_file(TWI_REPORT_PAGE)) : json_null(), failed);
  return root;
}

/* jansson escapes what is below a blank; the other controls (a path may hold them) are escaped here, so that the file
 * can be looked at in a terminal. They stand in strings only. */
static int to_sheet(const char *bytes, size_t count, void *user)
{
  for (size_t i = 0, done = 0; i < count; done = i) {
    unsigned point = 0;
    size_t n = 0;
    for (; i < count; i += n ? n : 1) {
      n = (unsigned char)bytes[i] < 0x7f ? 1 : twi_character(bytes + i, count - i, &point);
      if (n && (unsigned char)bytes[i] >= 0x7f && twi_is_control(point)) break;
    }
    twi_sheet_bytes(user, bytes + done, i - done);
    if (i == count) break;
    char form[8];
    snprintf(form, sizeof form, "\\u%04x", point);
    twi_sheet_text(user, form);
    i += n;
  }
  return 0;
}

tw_status twi_manifest_write(twi_sheet *sheet, json_t *root, int digits, int failed)
{
  tw_status status = TW_OK;
  size_t flags = JSON_INDENT(2) | JSON_REAL_PRECISION((size_t)digits);
  if (failed || json_dump_callback(root, to_sheet, sheet, flags) != 0) status = twi_no_memory(sheet->ctx, 0);
  json_decref(root);
  twi_sheet_text(sheet, "\n");
  return status == TW_OK ? sheet->status : status;
}

tw_status twi_report_manifest(twi_sheet *sheet, const twi_run *run, const char *command, twi_sheet *const *files,
                              int file_count, const char *folder)
{
  int failed = 0;
  tw_status status = TW_OK;
  json_t *root = manifest_object(sheet->ctx, run, command, files, file_count, &failed);
  if (folder) status = twi_manifest_older(sheet->ctx, root, folder, &failed);
  if (status == TW_OK) return twi_manifest_write(sheet, root, DIGITS, failed);
  json_decref(root);
  return status;
}
