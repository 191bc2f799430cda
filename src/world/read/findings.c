/* findings.csv: what was found and changed when the world was made, as a .tww keeps it. See read.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/plain.h"
#include "world/read/read.h"

enum { SEVERITY, IDENTITY, REGION, SECTOR, MONEY, RELATIVE, FINDING, COLUMNS };
static const char *const names[COLUMNS] = {"severity", "identity", "region", "sector", "money", "relative", "finding"};

/* Empty: no size; inf: there is nothing to compare with. */
static tw_status read_size(twi_csv *csv, int column, double *value)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  *value = NAN;
  if (length == 0) return TW_OK;
  int minus = *text == '-';
  if (!twi_same_name(text + minus, length - (size_t)minus, "inf")) return twi_csv_number(csv, column, value);
  *value = minus ? -INFINITY : INFINITY;
  return TW_OK;
}

/* Empty: of no region or sector, -1. */
static tw_status read_place(twi_csv *csv, int column, const twi_codes *codes, const char *what, int *index)
{
  size_t length;
  (void)twi_csv_text(csv, column, &length);
  *index = -1;
  return length ? twi_reader_code(csv, column, codes, what, index) : TW_OK;
}

/* One line of characters that can be seen, not too long to be kept whole, copied to `to` [TWI_LONGEST_FINDING + 1]. */
static tw_status read_words(twi_csv *csv, int column, char *to)
{
  char shown[TWI_CONTROL];
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  if (length == 0 || length > TWI_LONGEST_FINDING || strlen(text) < length)
    return twi_csv_fail(csv, column, "found %zu bytes, expected a text of 1 to %d without a zero byte", length,
                        (int)TWI_LONGEST_FINDING);
  if (twi_control_in(text, length, shown))
    return twi_csv_fail(csv, column, "found the control character %s, expected characters that can be seen", shown);
  memcpy(to, text, length + 1);
  twi_one_line(to);
  return TW_OK;
}

static tw_status read_row(twi_reader *r, twi_csv *csv, const int column[COLUMNS])
{
  int severity = 0, region, sector;
  double money, relative;
  char identity[TWI_LONGEST_FINDING + 1], text[TWI_LONGEST_FINDING + 1];
  size_t length;
  const char *word = twi_csv_text(csv, column[SEVERITY], &length);
  while (severity < TWI_SEVERITIES && !twi_same_name(word, length, twi_severity_words[severity])) severity++;
  if (severity == TWI_SEVERITIES)
    return twi_csv_expected(csv, column[SEVERITY], "info, corrected, implausible or violated");
  tw_status status = read_words(csv, column[IDENTITY], identity);
  if (status == TW_OK) status = read_place(csv, column[REGION], &r->regions, "region", &region);
  if (status == TW_OK) status = read_place(csv, column[SECTOR], &r->sectors, "sector", &sector);
  if (status == TW_OK) status = read_size(csv, column[MONEY], &money);
  if (status == TW_OK) status = read_size(csv, column[RELATIVE], &relative);
  if (status == TW_OK) status = read_words(csv, column[FINDING], text);
  if (status != TW_OK) return status;
  return twi_world_find(r->ctx, r->w, severity, identity, region, sector, money, relative, "%s", text);
}

static int same_finding(const tw_finding *a, const tw_finding *b)
{
  return a->region == b->region && a->sector == b->sector && strcmp(a->identity, b->identity) == 0 &&
         strcmp(a->text, b->text) == 0;
}

/* Moves the findings of [from, to) that are worth it to the end of `all`, of which the first `kept` are compared. */
static void take_findings(twi_reader *r, tw_finding *all, int *count, int kept, int from, int to, int least, int most)
{
  enum { LOOK = 256 }; /* so many are compared: more are not of this program */
  tw_world *w = r->w;
  for (int i = from; i < to; i++) {
    tw_finding *f = &w->findings[i];
    int again = 0;
    if (f->severity < least || f->severity > most) continue;
    for (int k = 0; k < kept && k < LOOK && !again; k++) again = same_finding(f, &all[k]);
    if (!again) {
      all[(*count)++] = *f;
      continue;
    }
    twi_free(r->ctx, (void *)f->identity);
    twi_free(r->ctx, (void *)f->text);
  }
}

/* Findings from `first` on are those of the file. Behind them come the corrections of numbers, which a copy of the
 * folder would not show again; then what was found in the files, which is found again, and what is for information. */
static tw_status put_in_order(twi_reader *r, int first)
{
  tw_world *w = r->w;
  int kept = w->finding_count - first, count = kept;
  if (w->finding_count == 0) return TW_OK;
  tw_finding *all = twi_alloc(r->ctx, (size_t)w->finding_count, sizeof *all);
  if (!all) return twi_no_memory(r->ctx, (size_t)w->finding_count * sizeof *all);
  memcpy(all, w->findings + first, (size_t)kept * sizeof *all);
  take_findings(r, all, &count, kept, r->of_files, first, 1, TWI_SEVERITIES);
  w->making_count = count;
  take_findings(r, all, &count, kept, 0, r->of_files, 0, TWI_SEVERITIES);
  take_findings(r, all, &count, kept, r->of_files, first, 0, 0);
  memcpy(w->findings, all, (size_t)count * sizeof *all);
  twi_free(r->ctx, all);
  w->finding_count = w->reading_count = count;
  return TW_OK;
}

tw_status twi_read_findings(twi_reader *r)
{
  tw_world *w = r->w;
  twi_csv *csv;
  int column[COLUMNS] = {0}, more, first = w->finding_count;
  tw_status status = twi_reader_table(r, "findings.csv", 0, &csv, NULL);
  if (status != TW_OK || !csv) return status == TW_OK ? put_in_order(r, first) : status;
  for (int i = 0; i < COLUMNS && status == TW_OK; i++) status = twi_csv_require(csv, names[i], &column[i]);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) status = read_row(r, csv, column);
  twi_csv_free(csv);
  return status == TW_OK ? put_in_order(r, first) : status;
}
