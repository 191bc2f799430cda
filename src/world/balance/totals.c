/* Totals to hold: those named by --hold, at what the world has, and those of a CSV file, at what it says.
 *
 * A total sums cells of one kind: an empty sector means all of them, `goods`, `services` and the name of a group those,
 * an empty region all regions. For each kind and each choice of codes that are given there is one array from codes to
 * totals, so that a cell finds its totals by a few looks, however many there are. See balance.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "table/csv.h"
#include "world/balance.h"
#include "world/meant.h"

typedef struct kind_line {
  const char *name;
  int has_sector, pair; /* pair: importer and exporter; else region */
  int signed_;          /* values below 0 are fine */
} kind_line;

static const kind_line kinds[TWI_TOTAL_KINDS] = {
    [TWI_TOTAL_FLOW] = {"flow", 1, 1, 0},
    [TWI_TOTAL_TRADE] = {"trade", 1, 1, 0},
    [TWI_TOTAL_OUTPUT] = {"output", 1, 0, 0},
    [TWI_TOTAL_SPENDING] = {"spending", 1, 0, 0},
    [TWI_TOTAL_VALUE_ADDED] = {"value_added", 1, 0, 0},
    [TWI_TOTAL_FINAL_DEMAND] = {"final_demand", 1, 0, 0},
    [TWI_TOTAL_INPUTS] = {"inputs", 1, 0, 1},
    [TWI_TOTAL_DEFICIT] = {"deficit", 0, 0, 1},
    [TWI_TOTAL_GDP] = {"gdp", 0, 0, 0},
};

/* ---------------------------------------------------------------- patterns */

void twi_totals_open(tw_context *ctx, const tw_world *w, twi_totals *t)
{
  memset(t, 0, sizeof *t);
  t->ctx = ctx;
  t->w = w;
}

void twi_totals_close(twi_totals *t)
{
  for (int k = 0; k < TWI_TOTAL_KINDS; k++)
    for (int p = 0; p < TWI_PATTERNS; p++)
      if (t->pattern[k][p]) twi_free(t->ctx, t->pattern[k][p]);
  if (t->total) twi_free(t->ctx, t->total);
  memset(t, 0, sizeof *t);
}

enum { OF_GROUP = 16 };

/* Sizes of a pattern's array; the low two bits are how the sector is given (0 code or OF_GROUP, else -TWI_…). */
static void pattern_extent(const twi_totals *t, twi_total_kind kind, int pattern, size_t size[3])
{
  size_t N = (size_t)t->w->N, S = (size_t)t->w->S;
  size[0] = pattern & OF_GROUP ? (size_t)t->w->sector_group_count : (pattern & 3) == 0 ? S : 1;
  size[1] = pattern & 4 ? N : 1;
  size[2] = !(pattern & 8) ? 1 : kind == TWI_TOTAL_INPUTS ? S : N;
}

static size_t cell_of(const size_t size[3], size_t sector, size_t first, size_t second)
{
  size_t a = size[0] > 1 ? sector : 0, b = size[1] > 1 ? first : 0, c = size[2] > 1 ? second : 0;
  return (a * size[1] + b) * size[2] + c;
}

tw_status twi_totals_add(twi_totals *t, const twi_total *total, int *at, int *again)
{
  int group = TWI_GROUP - total->sector; /* 0 or more: of a group */
  int pattern = (group >= 0          ? OF_GROUP
                 : total->sector < 0 ? -total->sector
                                     : 0) |
                (total->first >= 0 ? 4 : 0) | (total->second >= 0 ? 8 : 0);
  size_t set = (size_t)(group >= 0 ? group : total->sector < 0 ? 0 : total->sector);
  size_t size[3];
  int **to = &t->pattern[total->kind][pattern];
  pattern_extent(t, total->kind, pattern, size);
  size_t cells = size[0] * size[1] * size[2];
  if (!*to) {
    *to = twi_alloc(t->ctx, cells, sizeof **to);
    if (!*to) return twi_no_memory(t->ctx, cells * sizeof **to);
    for (size_t i = 0; i < cells; i++) (*to)[i] = -1;
  }
  int *slot = &(*to)[cell_of(size, set, (size_t)(total->first < 0 ? 0 : total->first),
                             (size_t)(total->second < 0 ? 0 : total->second))];
  *again = *slot >= 0;
  *at = *slot;
  if (*again) return TW_OK;
  if (t->count == t->room) {
    int room = t->room ? 2 * t->room : 256;
    twi_total *grown = twi_resize(t->ctx, t->total, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(t->ctx, (size_t)room * sizeof *grown);
    t->total = grown;
    t->room = room;
  }
  *at = *slot = t->count;
  t->total[t->count++] = *total;
  return TW_OK;
}

size_t twi_totals_most(const twi_totals *t)
{
  return OF_GROUP + 4 * (size_t)t->w->sector_group_count; /* each group by region, by the other, by both and by none */
}

int twi_totals_of(const twi_totals *t, twi_total_kind kind, size_t sector, size_t first, size_t second, int *found)
{
  int count = 0, other = t->w->goods[sector] ? -TWI_SERVICES : -TWI_GOODS; /* the set that the sector is not in */
  for (int pattern = 0; pattern < TWI_PATTERNS; pattern++) {
    const int *to = t->pattern[kind][pattern];
    if (!to || (pattern & 3) == other) continue;
    size_t size[3], sets = pattern & OF_GROUP ? (size_t)t->w->sector_group_count : 1;
    pattern_extent(t, kind, pattern, size);
    for (size_t g = 0; g < sets; g++) {
      int at = to[cell_of(size, pattern & OF_GROUP ? g : sector, first, second)];
      if (at >= 0 && (!(pattern & OF_GROUP) || twi_is_in_sectors(t->w, t->total[at].sector, sector)))
        found[count++] = at;
    }
  }
  return count;
}

const char *twi_total_words(const twi_totals *t, int index, char *words, size_t room)
{
  const twi_total *total = &t->total[index];
  const tw_world *w = t->w;
  const kind_line *k = &kinds[total->kind];
  int used = snprintf(words, room, "%s", k->name);
  if (k->has_sector && total->sector != TWI_ALL && used >= 0 && (size_t)used < room)
    used += snprintf(words + used, room - (size_t)used, ", sector %s", twi_sectors_name(w, total->sector));
  if (total->first >= 0 && used >= 0 && (size_t)used < room)
    used += snprintf(words + used, room - (size_t)used, ", %s %s", k->pair ? "importer" : "region",
                     w->region[total->first]);
  if (total->second >= 0 && used >= 0 && (size_t)used < room)
    snprintf(words + used, room - (size_t)used, ", %s %s", k->pair ? "exporter" : "user",
             k->pair ? w->region[total->second] : w->sector[total->second]);
  return words;
}

/* ---------------------------------------------------------------- by name */

enum { FIXED_TRADE = -1, FIXED_OWN = -2, FIXED_INPUTS = -3 };

static const struct {
  const char *name;
  int kind, by_sector;
} holds[] = {{"value_added", TWI_TOTAL_VALUE_ADDED, 0},
             {"value_added_by_sector", TWI_TOTAL_VALUE_ADDED, 1},
             {"output", TWI_TOTAL_OUTPUT, 1},
             {"spending", TWI_TOTAL_SPENDING, 1},
             {"final_demand", TWI_TOTAL_FINAL_DEMAND, 0},
             {"trade", TWI_TOTAL_TRADE, 0},
             {"deficits", TWI_TOTAL_DEFICIT, 0},
             {"gdp", TWI_TOTAL_GDP, 0},
             {"flows", FIXED_TRADE, 0},
             {"own_sales", FIXED_OWN, 0},
             {"inputs", FIXED_INPUTS, 0}};
enum { HOLDS = sizeof holds / sizeof *holds };

const char *twi_total_holds(void)
{
  return "value_added, value_added_by_sector, output, spending, final_demand, trade, deficits, gdp, flows, own_sales, "
         "inputs or none";
}

static tw_status hold_one(twi_totals *t, int which)
{
  int N = t->w->N, S = t->w->S, kind = holds[which].kind, at, again;
  if (kind == FIXED_TRADE) t->fixed_trade = 1;
  if (kind == FIXED_OWN) t->fixed_own = 1;
  if (kind == FIXED_INPUTS) t->fixed_inputs = 1;
  if (kind < 0) return TW_OK;
  tw_status status = TW_OK;
  for (int first = 0; first < N && status == TW_OK; first++) {
    twi_total total = {.kind = (twi_total_kind)kind, .sector = TWI_ALL, .first = first, .second = -1, .value = NAN};
    if (kind == TWI_TOTAL_TRADE) {
      for (total.second = 0; total.second < N && status == TW_OK; total.second++)
        if (total.second != first) status = twi_totals_add(t, &total, &at, &again);
    } else if (holds[which].by_sector) {
      for (total.sector = 0; total.sector < S && status == TW_OK; total.sector++)
        status = twi_totals_add(t, &total, &at, &again);
    } else {
      status = twi_totals_add(t, &total, &at, &again);
    }
  }
  return status;
}

tw_status twi_totals_hold(twi_totals *t, const char *hold)
{
  const char *names[HOLDS];
  char shown[TWI_SHOWN];
  for (int i = 0; i < HOLDS; i++) names[i] = holds[i].name;
  for (const char *p = hold; *p;) {
    p += strspn(p, ", ");
    size_t length = strcspn(p, ", ");
    if (length == 0) break;
    int which = -1;
    for (int i = 0; i < HOLDS; i++)
      if (twi_same_name(p, length, names[i])) which = i;
    if (which < 0 && !twi_same_name(p, length, "none")) {
      const char *nearest = twi_nearest(p, length, names, HOLDS);
      return twi_fail(t->ctx, TW_USAGE, "what to hold: found %s, expected %s%s%s%s", twi_show(p, length, shown),
                      twi_total_holds(), nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
    }
    tw_status status = which < 0 ? TW_OK : hold_one(t, which);
    if (status != TW_OK) return status;
    p += length;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- from a file */

enum { KIND, VALUE, SECTOR, IMPORTER, EXPORTER, REGION, USER, COLUMNS };
static const char *const column_names[COLUMNS] = {"kind", "value", "sector", "importer", "exporter", "region", "user"};

typedef struct reading {
  twi_totals *t;
  twi_csv *csv;
  const char *file;
  int column[COLUMNS];
} reading;

static int is_empty(const reading *r, int which)
{
  size_t length = 0;
  if (r->column[which] >= 0) (void)twi_csv_text(r->csv, r->column[which], &length);
  return length == 0;
}

static tw_status read_region(const reading *r, int which, int *code)
{
  size_t length;
  char shown[TWI_SHOWN], meant[TWI_MEANT];
  const tw_world *w = r->t->w;
  *code = -1;
  if (is_empty(r, which)) return TW_OK;
  const char *text = twi_csv_text(r->csv, r->column[which], &length);
  *code = twi_world_region_index(w, text, length);
  if (*code >= 0) return TW_OK;
  const char *nearest = twi_world_suggest(w, TWI_AXIS_REGIONS, text, length, meant);
  return twi_csv_fail(r->csv, r->column[which], "found %s, expected a region of the world%s%s%s",
                      twi_show(text, length, shown), nearest ? "; did you mean " : "", nearest ? nearest : "",
                      nearest ? "?" : "");
}

static tw_status read_sector(const reading *r, int which, int sets, int *code)
{
  *code = -1;
  return is_empty(r, which) ? TW_OK : twi_read_sector_set(r->t->w, r->csv, r->column[which], sets, code);
}

/* A column that the kind has no use for is empty. */
static tw_status require_empty(const reading *r, int which, const kind_line *k)
{
  if (is_empty(r, which)) return TW_OK;
  return twi_csv_fail(r->csv, r->column[which], "found a code, expected nothing: the kind %s is said by %s", k->name,
                      k->pair                         ? "sector, importer and exporter"
                      : k == &kinds[TWI_TOTAL_INPUTS] ? "sector, region and user"
                      : k->has_sector                 ? "sector and region"
                                                      : "region");
}

static tw_status read_row(reading *r)
{
  size_t length;
  const char *text = twi_csv_text(r->csv, r->column[KIND], &length);
  twi_total total = {.kind = TWI_TOTAL_KINDS, .sector = TWI_ALL, .first = -1, .second = -1, .file = r->file};
  for (int k = 0; k < TWI_TOTAL_KINDS; k++)
    if (twi_same_name(text, length, kinds[k].name)) total.kind = (twi_total_kind)k;
  if (total.kind == TWI_TOTAL_KINDS)
    return twi_csv_expected(r->csv, r->column[KIND],
                            "flow, trade, output, spending, value_added, final_demand, inputs, deficit or gdp");
  const kind_line *k = &kinds[total.kind];
  int user = total.kind == TWI_TOTAL_INPUTS, at, again;
  tw_status status = k->has_sector ? read_sector(r, SECTOR, 1, &total.sector) : require_empty(r, SECTOR, k);
  if (status == TW_OK) status = user ? read_sector(r, USER, 0, &total.second) : require_empty(r, USER, k);
  if (status == TW_OK) status = k->pair ? require_empty(r, REGION, k) : read_region(r, REGION, &total.first);
  if (status == TW_OK) status = k->pair ? read_region(r, IMPORTER, &total.first) : require_empty(r, IMPORTER, k);
  if (status == TW_OK) status = k->pair ? read_region(r, EXPORTER, &total.second) : require_empty(r, EXPORTER, k);
  if (status == TW_OK) status = twi_csv_number(r->csv, r->column[VALUE], &total.value);
  if (status != TW_OK) return status;
  if (!k->signed_ && !(total.value >= 0)) return twi_csv_expected(r->csv, r->column[VALUE], "a total of 0 or more");
  if (total.kind == TWI_TOTAL_TRADE && total.first >= 0 && total.first == total.second)
    return twi_csv_fail(r->csv, r->column[EXPORTER],
                        "found the importer again: trade leaves own sales out, the kind flow has them");
  total.line = twi_csv_line(r->csv);
  status = twi_totals_add(r->t, &total, &at, &again);
  if (status == TW_OK && again)
    return twi_csv_fail(r->csv, -1, "found this total again, expected each once: line %d has it", r->t->total[at].line);
  return status;
}

tw_status twi_totals_read(twi_totals *t, const char *file)
{
  reading r = {.t = t, .file = file};
  twi_source *source;
  int more;
  tw_status status = twi_source_open(t->ctx, file, &source);
  if (status == TW_OK) status = twi_csv_open(t->ctx, source, &r.csv);
  for (int c = 0; c < COLUMNS && status == TW_OK; c++) {
    r.column[c] = twi_csv_find(r.csv, column_names[c]);
    if (c <= VALUE && r.column[c] < 0) status = twi_csv_require(r.csv, column_names[c], &r.column[c]);
  }
  for (int i = 0; status == TW_OK && i < twi_csv_columns(r.csv); i++) {
    int known = 0;
    for (int c = 0; c < COLUMNS; c++) known |= r.column[c] == i;
    if (!known)
      status = twi_fail(t->ctx, TW_BAD_INPUT,
                        "%s:1: found the column %s, expected kind, sector, importer, exporter, region, user or value",
                        file, twi_csv_column(r.csv, i));
  }
  while (status == TW_OK && (status = twi_csv_next(r.csv, &more)) == TW_OK && more) status = read_row(&r);
  twi_csv_free(r.csv);
  return status;
}
