/* columns.csv: unit and meaning of each column of each table that a results folder has, from the headers as they were
 * written (sheet.h) and the one list of meanings (report/meaning.h). */
#include <stdio.h>
#include <string.h>

#include "base/print.h"
#include "report/meaning.h"
#include "report/tables/folder.h"

const char *twi_unit_words(const twi_meaning *m, const tw_world *world, char words[TWI_UNIT_ROOM])
{
  if (strncmp(m->unit, TWI_UNIT_MONEY, strlen(TWI_UNIT_MONEY)) != 0) return m->unit;
  twi_print(words, TWI_UNIT_ROOM, "%s %s%s", tw_world_text(world, "unit"), tw_world_text(world, "currency"),
            m->unit + strlen(TWI_UNIT_MONEY));
  return words;
}

const char *twi_meaning_words(const twi_meaning *m, int percent, char words[TWI_MEANING_ROOM])
{
  if (!percent) return m->meaning;
  twi_print(words, TWI_MEANING_ROOM, "%s: %d %% of draws are below", m->meaning, percent);
  return words;
}

int twi_next_column(const char **header, char name[TWI_COLUMN_ROOM])
{
  size_t n = strcspn(*header, ",");
  if (**header == 0 || n >= TWI_COLUMN_ROOM) return 0;
  memcpy(name, *header, n);
  name[n] = 0;
  *header += n + ((*header)[n] == ',');
  return 1;
}

static void put_column(twi_sheet *sheet, const char *table, const char *column, const tw_world *world)
{
  int percent;
  char unit[TWI_UNIT_ROOM], words[TWI_MEANING_ROOM];
  const twi_meaning *m = twi_meaning_of(table, column, &percent);
  twi_sheet_text(sheet, table);
  twi_sheet_text(sheet, ",");
  twi_sheet_text(sheet, column);
  twi_sheet_text(sheet, ",");
  if (m) twi_sheet_cell(sheet, twi_unit_words(m, world, unit));
  twi_sheet_text(sheet, ",");
  if (m) twi_sheet_cell(sheet, twi_meaning_words(m, percent, words));
  twi_sheet_text(sheet, "\n");
}

tw_status twi_folder_columns(twi_folder *f, const tw_world *world)
{
  twi_sheet *sheet;
  int tables = f->count;
  tw_status status = twi_folder_sheet(f, 0, "columns.csv", &sheet);
  if (status != TW_OK) return status;
  twi_sheet_text(sheet, "table,name,unit,meaning\n");
  for (int i = 0; i < tables; i++) {
    const char *header = f->sheet[i]->header;
    char name[TWI_COLUMN_ROOM];
    while (!f->inner[i] && twi_is_table(f->sheet[i]->name) && twi_next_column(&header, name))
      put_column(sheet, f->sheet[i]->name, name, world);
  }
  return twi_sheet_close(sheet);
}
