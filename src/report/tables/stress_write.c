/* The results folder of a stress test: see tw_stress_write in tradewind.h. */
#include <string.h>

#include "report/tables/object.h"
#include "report/tables/stress_json.h"

enum { DIGITS = 15 };

/* ---------------------------------------------------------------- manifest */

static const char *text_of_market(const void *of, const char *field)
{
  return tw_market_text(of, field);
}

static json_t *market_object(tw_context *ctx, const tw_market *m, int *failed)
{
  json_t *part = json_object();
  twi_json_put(part, "name", twi_json_text(ctx, m->name), failed);
  twi_json_put(part, "given", twi_json_text(ctx, m->given), failed);
  twi_json_put(part, "title", twi_json_text(ctx, tw_market_text(m, "title")), failed);
  twi_json_put(part, "titles", twi_json_languages(ctx, text_of_market, m, "title", failed), failed);
  twi_json_put(part, "sha256", twi_json_text(ctx, m->sha256), failed);
  twi_json_put(part, "source", twi_json_text(ctx, m->source), failed);
  twi_json_put(part, "licence", twi_json_text(ctx, m->licence), failed);
  return part;
}

/* The user's file with its whole text, so that the folder alone says what was tested; null: none. */
static json_t *origins_object(tw_context *ctx, const twi_supply_file *file, int *failed)
{
  if (!file->name) return json_null();
  json_t *line = json_object();
  twi_json_put(line, "name", twi_json_text(ctx, file->name), failed);
  twi_json_put(line, "sha256", json_string(file->sha256), failed);
  twi_json_put(line, "text", json_stringn(file->text, file->bytes), failed);
  return line;
}

/* What was asked: texts as they were given, numbers as they are used. */
static tw_status asked_object(tw_context *ctx, const tw_stress *s, json_t **part, int *failed)
{
  const struct {
    const char *key, *text;
  } line[] = {
      {"lose", s->asked.lose}, {"buyer", s->asked.buyer}, {"fuel", s->asked.fuel}, {"capacity", s->asked.capacity}};
  char sea[TWI_DIGEST_TEXT];
  tw_status status = twi_sea_digest(ctx, sea);
  *part = json_object();
  for (size_t i = 0; i < sizeof line / sizeof *line; i++)
    twi_json_put(*part, line[i].key, line[i].text ? twi_json_text(ctx, line[i].text) : json_null(), failed);
  twi_json_put(*part, "share", twi_json_number(s->share), failed);
  twi_json_put(*part, "months", twi_json_number(s->months), failed);
  twi_json_put(*part, "release", twi_json_number(s->release), failed);
  twi_json_put(*part, "ceiling", s->asked.ceiling > 0 ? twi_json_number(s->asked.ceiling) : json_null(), failed);
  twi_json_put(*part, "linear", json_boolean(s->linear), failed);
  twi_json_put(*part, "year", s->year ? json_integer(s->year) : json_null(), failed);
  twi_json_put(*part, "origins", origins_object(ctx, &s->origins_file, failed), failed);
  twi_json_put(*part, "tables_sha256", json_string(s->tables_sha256), failed);
  twi_json_put(*part, "network_sha256", status == TW_OK ? json_string(sea) : json_null(), failed);
  return status;
}

static json_t *certificate_object(tw_context *ctx, const tw_stress *s, int *failed)
{
  json_t *part = json_object(), *lines = json_array();
  if (!lines) *failed = 1;
  twi_json_put(part, "largest", twi_json_number(s->largest), failed);
  twi_json_put(part, "tolerance", twi_json_number(1e-9), failed);
  twi_json_put(part, "equilibria", json_integer(s->solved), failed);
  for (int i = 0; i < TWI_MARKET_CONDITION_COUNT; i++) {
    json_t *line = json_object();
    twi_json_put(line, "name", twi_json_text(ctx, twi_market_condition_name(i)), failed);
    twi_json_put(line, "words", twi_json_text(ctx, twi_market_condition_words(i)), failed);
    twi_json_put(line, "value", twi_json_number(s->certificate.value[i]), failed);
    twi_json_append(lines, line, failed);
  }
  twi_json_put(part, "conditions", lines, failed);
  return part;
}

static tw_status write_manifest(twi_folder *f, const tw_stress *s, const char *command, int page, int complete)
{
  tw_context *ctx = f->ctx;
  json_t *root = json_object(), *part;
  int failed = 0, files = complete ? f->count : 0, certified = complete && s->solved > 0;
  twi_manifest_program(ctx, root, TWI_RESULTS_STRESS, command, &failed);
  twi_json_put(root, "market", market_object(ctx, s->market, &failed), &failed);
  tw_status status = asked_object(ctx, s, &part, &failed);
  twi_json_put(root, "stress", part, &failed);
  twi_json_put(root, "outcome", json_string(complete && !s->solved ? "accounted" : tw_outcome_word(s->outcome)),
               &failed);
  twi_json_put(root, "certified", json_boolean(certified), &failed);
  twi_json_put(root, "message", twi_json_text(ctx, *s->message ? s->message : NULL), &failed);
  twi_json_put(root, "headline", twi_json_text(ctx, tw_stress_sentence(s, NULL, 1)), &failed);
  twi_json_put(root, "market_certificate", certified ? certificate_object(ctx, s, &failed) : json_null(), &failed);
  twi_json_put(root, "files", twi_manifest_files(f->sheet, files, &failed), &failed);
  twi_json_put(root, "report", page ? json_string(twi_report_file(TWI_REPORT_PAGE)) : json_null(), &failed);
  if (status == TW_OK && !complete) status = twi_manifest_older(ctx, root, f->path, &failed);
  return twi_folder_object(f, "run.json", root, DIGITS, status, failed);
}

/* ---------------------------------------------------------------- the folder */

static tw_status write_tables(twi_folder *f, const tw_stress *s)
{
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_STRESS_TABLES && status == TW_OK; i++) {
    twi_sheet *sheet;
    if (!twi_report_stress_wanted(i, s)) continue;
    status = twi_folder_sheet(f, 0, twi_report_stress_table(i), &sheet);
    if (status == TW_OK) status = twi_report_stress(i, sheet, s);
    if (status == TW_OK) status = twi_sheet_close(sheet);
  }
  return status;
}

static tw_status write_json(twi_folder *f, const tw_stress *s)
{
  json_t *root = NULL;
  int failed = 0;
  tw_status status = twi_stress_json(f->ctx, s, &root, &failed);
  return twi_folder_object(f, "stress.json", root, DIGITS, status, failed);
}

tw_status tw_stress_write(tw_context *ctx, const tw_stress *s, const char *folder, const char *command)
{
  if (!s || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_stress_write needs a stress test and a folder");
  twi_folder f;
  tw_settings settings;
  int complete = s->outcome == TW_CERTIFIED;
  tw_settings_default(&settings);
  settings.report = settings.report && !s->asked.no_report;
  tw_status status = twi_folder_open(ctx, folder, &f);
  if (status == TW_OK && complete) status = write_tables(&f, s);
  if (status == TW_OK && complete) status = twi_folder_columns(&f, NULL);
  if (status == TW_OK && complete && s->asked.dta) status = twi_folder_stata(&f, NULL);
  if (status == TW_OK && complete) status = write_json(&f, s);
  if (status == TW_OK) status = write_manifest(&f, s, command, complete && settings.report, complete);
  if (status == TW_OK && complete && settings.report) status = twi_folder_page(&f);
  if (status == TW_OK && complete) status = twi_folder_retire_older(&f);
  if (status == TW_OK) status = twi_check_cancel(ctx);
  if (status == TW_OK) status = twi_folder_commit(&f);
  return twi_folder_end(&f, status);
}
