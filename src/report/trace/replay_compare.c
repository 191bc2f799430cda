/* The end of a replay: each table of what was solved is written again into memory, one at a time, and compared with the
 * one of the folder. See replay_compare.h. */
#include "report/trace/replay_compare.h"

#include "report/trace/folder.h"
#include "report/trace/table.h"

static tw_status write_again(tw_context *ctx, const twi_replayed *r, const char *table, int place, twi_sheet *sheet)
{
  tw_status status = twi_sheet_open_memory(ctx, sheet, table);
  if (status == TW_OK) status = r->tables->fill(place, sheet, r->of);
  return status == TW_OK ? twi_sheet_close(sheet) : status;
}

/* The tables of a kind. */
static const twi_tables *tables_of(twi_results_kind kind)
{
#define TABLES(NAME, name, tables, ...) [TWI_RESULTS_##NAME] = &tables,
  static const twi_tables *const all[TWI_RESULTS_KINDS] = {TWI_RESULTS_LIST(TABLES)};
  return all[kind];
}

/* What was solved that has the table, NULL: nothing has. */
static const twi_replayed *owner_of(const twi_replayed *solved, twi_results_kind kind, int place)
{
  for (const twi_replayed *r = solved; r->tables; r++)
    if (r->tables == tables_of(kind)) return !r->tables->wanted || r->tables->wanted(place, r->of) ? r : NULL;
  return NULL;
}

static tw_status compare_table(twi_replay_job *j, const char *table, int place, const twi_replayed *owner, double done)
{
  char *text[2] = {NULL, NULL}, *origin[2] = {NULL, NULL};
  size_t bytes[2] = {0, 0};
  twi_sheet *sheet = NULL;
  tw_status status = twi_trace_text(j->trace, j->folder, j->manifest, table, &text[0], &bytes[0], &origin[0]);
  if (status == TW_OK && owner) {
    sheet = twi_new(j->ctx, 1, sizeof *sheet);
    status = sheet ? write_again(j->ctx, owner, table, place, sheet) : twi_no_memory(j->ctx, sizeof *sheet);
    if (status == TW_OK) {
      bytes[1] = sheet->memory.used;
      status = twi_text_take(&sheet->memory, &text[1]);
    }
  }
  if (status == TW_OK) status = twi_progress(j->ctx, "comparing", done);
  if (status == TW_OK && (text[0] || text[1])) {
    const char *const origins[2] = {origin[0], "the replay"};
    status = twi_trace_compare(j->trace, table, (const char *const *)text, bytes, origins);
  }
  if (sheet) twi_sheet_free(sheet);
  twi_free(j->ctx, sheet);
  for (int k = 0; k < 2; k++) {
    twi_free(j->ctx, text[k]);
    twi_free(j->ctx, origin[k]);
  }
  return status;
}

tw_status twi_replay_compare(twi_replay_job *j, const twi_replayed *solved)
{
  twi_results_kind kind;
  const char *table;
  const double count = twi_report_table_count();
  tw_status status = TW_OK;
  for (int i = 0, place; status == TW_OK && (table = twi_report_table(i, &kind, &place)); i++)
    status = compare_table(j, table, place, owner_of(solved, kind, place), i / count);
  return status;
}

tw_status twi_replay_compare_one(twi_replay_job *j, const twi_tables *tables, const void *of)
{
  const twi_replayed solved[] = {{tables, of}, {NULL, NULL}};
  return twi_replay_compare(j, solved);
}

tw_status twi_replay_uncertified(twi_replay_job *j, tw_outcome outcome, const char *message)
{
  j->trace->failed = 1;
  return twi_trace_say(j->trace, "the replay found no certified solution (%s): %s", tw_outcome_word(outcome), message);
}
