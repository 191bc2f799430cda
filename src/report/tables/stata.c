/* The tables of a results folder as Stata files beside the CSV files: regions.dta, trade.dta … Each is made of the
 * table as it was written, read back, so that the numbers are the same. A variable has its meaning and unit as label;
 * names that are too long for Stata (32 characters) begin with "fo_" instead of "first_order_". A label has 80 characters
 * at most: where it is cut, at a word, a note of the variable has all of it. Columns that are 0 or 1 are labelled so. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/print.h"
#include "report/meaning.h"
#include "report/tables/folder.h"
#include "table/csv.h"
#include "table/dta.h"

enum { LONGEST_NAME = 32, LONGEST_LABEL = 80, LONGEST_NOTE = TWI_UNIT_ROOM + TWI_MEANING_ROOM, MOST_WIDTH = 2045 };

typedef struct variables {
  int count;
  twi_dta_column *column;           /* [count] */
  char (*name)[TWI_COLUMN_ROOM];    /* [count] */
  char (*label)[LONGEST_LABEL + 1]; /* [count] */
  char (*note)[LONGEST_NOTE];       /* [count] */
  twi_dta_more *more;               /* [count] */
  long rows;
} variables;

static tw_status open_table(twi_folder *f, const twi_sheet *sheet, twi_csv **csv)
{
  twi_source *source;
  tw_status status = twi_source_open(f->ctx, twi_writer_place(sheet->writer), &source);
  return status == TW_OK ? twi_csv_open(f->ctx, source, csv) : status;
}

/* The first words of a text that fit into a label, with dots. */
static void cut_label(char label[LONGEST_LABEL + 1], const char *text)
{
  size_t n = strlen(text), kept = LONGEST_LABEL - 4;
  if (n <= LONGEST_LABEL) {
    memcpy(label, text, n + 1);
    return;
  }
  while (kept > LONGEST_LABEL / 2 && text[kept] != ' ') kept--; /* meanings are ASCII words */
  snprintf(label, LONGEST_LABEL + 1, "%.*s ...", (int)kept, text);
}

static tw_status name_variable(tw_context *ctx, const char *table, const char *column, const tw_world *world,
                               variables *v, int i)
{
  static const char first_order[] = "first_order_";
  size_t n = sizeof first_order - 1;
  int percent, shorter = strlen(column) > LONGEST_NAME && strncmp(column, first_order, n) == 0;
  char unit[TWI_UNIT_ROOM], words[TWI_MEANING_ROOM], label[LONGEST_NOTE];
  const twi_meaning *m = twi_meaning_of(table, column, &percent);
  snprintf(v->name[i], TWI_COLUMN_ROOM, "%s%s", shorter ? "fo_" : "", shorter ? column + n : column);
  if (!m || strlen(v->name[i]) > LONGEST_NAME)
    return twi_fail(ctx, TW_USAGE, "%s: column %s has no name or no meaning for Stata", table, column);
  /* The unit comes first, so that a label that is cut keeps it. */
  twi_print(label, sizeof label, "%s: %s", twi_unit_words(m, world, unit), twi_meaning_words(m, percent, words));
  cut_label(v->label[i], label);
  snprintf(v->note[i], LONGEST_NOTE, "%s", strlen(label) > LONGEST_LABEL ? label : "");
  v->more[i] = (twi_dta_more){v->note[i], strcmp(m->unit, TWI_UNIT_YES) == 0};
  v->column[i] = (twi_dta_column){v->name[i], v->label[i], twi_is_text(m) ? 1 : 0};
  return TW_OK;
}

/* Names, labels, widths of texts and the number of rows. */
static tw_status look_through(twi_folder *f, const twi_sheet *sheet, const tw_world *world, variables *v)
{
  twi_csv *csv = NULL;
  tw_status status = open_table(f, sheet, &csv);
  if (status != TW_OK) return status;
  size_t count = (size_t)twi_csv_columns(csv);
  v->count = (int)count;
  v->column = twi_new(f->ctx, count, sizeof *v->column);
  v->name = twi_new(f->ctx, count, sizeof *v->name);
  v->label = twi_new(f->ctx, count, sizeof *v->label);
  v->note = twi_new(f->ctx, count, sizeof *v->note);
  v->more = twi_new(f->ctx, count, sizeof *v->more);
  if (!v->column || !v->name || !v->label || !v->note || !v->more)
    status = twi_no_memory(f->ctx, count * sizeof *v->label);
  for (int i = 0; i < v->count && status == TW_OK; i++)
    status = name_variable(f->ctx, sheet->name, twi_csv_column(csv, i), world, v, i);
  for (int more = 1; status == TW_OK;) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    v->rows++;
    for (int i = 0; i < v->count; i++) {
      size_t length;
      (void)twi_csv_text(csv, i, &length);
      if (v->column[i].width && length > v->column[i].width)
        v->column[i].width = length < MOST_WIDTH ? length : MOST_WIDTH;
    }
  }
  twi_csv_free(csv);
  return status;
}

static tw_status copy_rows(twi_folder *f, const twi_sheet *sheet, const variables *v, twi_dta *dta)
{
  twi_csv *csv = NULL;
  tw_status status = open_table(f, sheet, &csv);
  for (int more = 1; status == TW_OK;) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    for (int i = 0; i < v->count && status == TW_OK; i++) {
      size_t length;
      double number = NAN;
      const char *text = twi_csv_text(csv, i, &length);
      if (v->column[i].width) {
        status = twi_dta_text(dta, text);
        continue;
      }
      if (length) status = twi_csv_number(csv, i, &number);
      if (status == TW_OK) status = twi_dta_number(dta, number);
    }
  }
  twi_csv_free(csv);
  return status;
}

/* One table; its file is listed in the manifest as others are. */
static tw_status write_one(twi_folder *f, const twi_sheet *sheet, const tw_world *world)
{
  variables v = {0};
  twi_dta *dta = NULL;
  char name[TWI_COLUMN_ROOM], label[LONGEST_NOTE], *place = NULL, *path = NULL;
  tw_status status = look_through(f, sheet, world, &v);
  if (status == TW_OK && !twi_stata_name(sheet->name))
    status = twi_fail(f->ctx, TW_USAGE, "%s has no Stata file in the list of files", sheet->name);
  snprintf(name, sizeof name, "%.*s.dta", (int)strlen(sheet->name) - 4, sheet->name);
  twi_print(label, sizeof label, "Tradewind: %.*s%s%s", (int)strlen(sheet->name) - 4, sheet->name,
            world ? ", world " : "", world ? world->name : "");
  if (status == TW_OK) status = twi_stage_place(f->stage, NULL, name, &place);
  if (status == TW_OK && !(path = twi_path_join(f->ctx, f->path, name))) status = twi_no_memory(f->ctx, 0);
  if (status == TW_OK) status = twi_dta_create(f->ctx, place, path, label, v.column, v.more, v.count, v.rows, &dta);
  if (status == TW_OK) status = copy_rows(f, sheet, &v, dta);
  if (status == TW_OK) status = twi_dta_close(dta);
  if (status == TW_OK) status = twi_dta_commit(dta);
  if (status == TW_OK) status = twi_folder_made(f, place, twi_stata_name(sheet->name));
  twi_dta_free(dta);
  twi_free(f->ctx, place);
  twi_free(f->ctx, path);
  twi_free(f->ctx, v.column);
  twi_free(f->ctx, v.name);
  twi_free(f->ctx, v.label);
  twi_free(f->ctx, v.note);
  twi_free(f->ctx, v.more);
  return status;
}

tw_status twi_folder_stata(twi_folder *f, const tw_world *world)
{
  int tables = f->count;
  tw_status status = twi_progress(f->ctx, "writing Stata files", -1);
  for (int i = 0; i < tables && status == TW_OK; i++)
    if (!f->inner[i] && twi_is_table(f->sheet[i]->name)) status = write_one(f, f->sheet[i], world);
  return status;
}
