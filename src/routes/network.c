/* The sea network, of the tables that markets/sea/make.py makes: points in steps of 1e-5 degrees, legs between them,
 * and the passages that legs cross. See routes.h. */
#include <math.h>
#include <string.h>

#include "base/builtin.h"
#include "base/names.h"
#include "routes/routes.h"
#include "table/csv.h"
#include "table/number.h"

#define RADIANS 0.017453292519943295

double twi_great_circle(double lon, double lat, double lon2, double lat2)
{
  double up = sin(0.5 * RADIANS * (lat2 - lat)), along = sin(0.5 * RADIANS * (lon2 - lon));
  double h = up * up + cos(RADIANS * lat) * cos(RADIANS * lat2) * along * along;
  return 2 * TWI_EARTH_KM * asin(sqrt(fmin(h, 1)));
}

/* ---------------------------------------------------------------- tables */

tw_status twi_sea_table(tw_sea *sea, const char *name, const char *const *columns, int count, twi_sea_row row)
{
  enum { MOST = 8 };
  const twi_builtin_file *file = twi_builtin_find(name);
  twi_source *bytes;
  twi_csv *csv = NULL;
  int column[MOST];
  if (!file || count > MOST) return twi_fail(sea->ctx, TW_BAD_INPUT, "the table %s is not compiled in", name);
  tw_status status = twi_source_memory(sea->ctx, file->data, file->size, name, &bytes);
  if (status == TW_OK) status = twi_csv_open(sea->ctx, bytes, &csv);
  for (int i = 0; i < count && status == TW_OK; i++) status = twi_csv_require(csv, columns[i], &column[i]);
  for (int more = 1; status == TW_OK;) {
    status = twi_csv_next(csv, &more);
    if (status != TW_OK || !more) break;
    status = row(sea, csv, column);
  }
  twi_csv_free(csv);
  return status;
}

char *twi_sea_field(tw_sea *sea, twi_csv *csv, int column)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  return twi_strndup(sea->ctx, text, length);
}

tw_status twi_sea_digest(tw_context *ctx, char sha256[TWI_DIGEST_TEXT])
{
  static const char *const name[] = {"passages.csv", "nodes.csv.gz", "edges.csv.gz",
                                     "places.csv",   "ports.csv.gz", "regions.csv"};
  enum { FILES = sizeof name / sizeof *name };
  char all[FILES * TWI_DIGEST_TEXT] = "", path[64];
  for (int i = 0; i < FILES; i++) {
    char one[TWI_DIGEST_TEXT];
    twi_print(path, sizeof path, "sea/%s", name[i]);
    const twi_builtin_file *file = twi_builtin_find(path);
    if (!file) return twi_fail(ctx, TW_BAD_INPUT, "the table %s is not compiled in", path);
    tw_status status = twi_digest_of(ctx, file->data, file->size, one);
    if (status != TW_OK) return status;
    strcat(all, one);
  }
  return twi_digest_of(ctx, all, strlen(all), sha256);
}

/* ---------------------------------------------------------------- passages */

static tw_status read_passage(tw_sea *sea, twi_csv *csv, const int *column)
{
  if (sea->passages == TWI_MOST_PASSAGES) return twi_csv_fail(csv, -1, "more than %d passages", TWI_MOST_PASSAGES);
  twi_passage *p = &sea->passage[sea->passages];
  size_t length;
  twi_csv_text(csv, column[3], &length);
  tw_status status = length ? twi_csv_number(csv, column[3], &p->toll) : TW_OK;
  p->name = twi_sea_field(sea, csv, column[0]);
  p->title = twi_sea_field(sea, csv, column[1]);
  p->also = twi_sea_field(sea, csv, column[2]);
  for (int i = 0; i < 2; i++) p->title_in[i] = twi_sea_field(sea, csv, column[4 + i]);
  sea->passages++;
  return status == TW_OK && !(p->name && p->title && p->also && p->title_in[0] && p->title_in[1])
             ? twi_no_memory(sea->ctx, 0)
             : status;
}

/* Compares letters and digits alone, so that "Bab el-Mandeb" is bab_el_mandeb; no other byte stands in a name. */
static int same_letters(const char *text, size_t length, const char *name, size_t named)
{
  size_t i = 0, k = 0;
  for (;;) {
    while (i < length && strchr(" -_.'", text[i])) i++;
    while (k < named && name[k] == '_') k++;
    if (i == length || k == named) return i == length && k == named;
    char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
    if (c != name[k]) return 0;
    i++, k++;
  }
}

int twi_passage_find(const tw_sea *sea, const char *text, size_t length)
{
  for (int k = 0; k < sea->passages; k++) {
    const twi_passage *p = &sea->passage[k];
    if (same_letters(text, length, p->name, strlen(p->name))) return k;
    for (const char *also = p->also; *also;) {
      size_t n = strcspn(also, "|");
      if (same_letters(text, length, also, n)) return k;
      also += n + (also[n] == '|');
    }
  }
  return -1;
}

/* ---------------------------------------------------------------- points and legs */

/* Tables grow by doubling; while they are read, a leg lies at [legs] of to (its second point), first (its first) and
 * mask. */
static tw_status grow_array(tw_sea *sea, int count, void **array, size_t size)
{
  if (count & (count - 1)) return TW_OK; /* room is a power of two */
  void *grown = twi_resize(sea->ctx, *array, count ? 2 * (size_t)count : 1, size);
  if (!grown) return twi_no_memory(sea->ctx, 2 * (size_t)count * size);
  *array = grown;
  return TW_OK;
}

static tw_status read_node(tw_sea *sea, twi_csv *csv, const int *column)
{
  int n = sea->nodes;
  double lon = 0, lat = 0;
  tw_status status = grow_array(sea, n, (void **)&sea->lon, sizeof *sea->lon);
  if (status == TW_OK) status = grow_array(sea, n, (void **)&sea->lat, sizeof *sea->lat);
  if (status == TW_OK) status = twi_csv_number(csv, column[0], &lon);
  if (status == TW_OK) status = twi_csv_number(csv, column[1], &lat);
  if (status != TW_OK) return status;
  sea->lon[n] = lon + (n ? sea->lon[n - 1] : 0); /* whole numbers until all are read: their sums are exact */
  sea->lat[n] = lat + (n ? sea->lat[n - 1] : 0);
  sea->nodes++;
  return TW_OK;
}

static tw_status read_leg(tw_sea *sea, twi_csv *csv, const int *column)
{
  int n = sea->legs;
  double back = 0, step = 0;
  tw_status status = grow_array(sea, n, (void **)&sea->first, sizeof *sea->first);
  if (status == TW_OK) status = grow_array(sea, n, (void **)&sea->to, sizeof *sea->to);
  if (status == TW_OK) status = grow_array(sea, n, (void **)&sea->mask, sizeof *sea->mask);
  if (status == TW_OK) status = twi_csv_number(csv, column[0], &back);
  if (status == TW_OK) status = twi_csv_number(csv, column[1], &step);
  if (status != TW_OK) return status;
  double to = step + (n ? sea->to[n - 1] : 0), from = to - back;
  if (!(from >= 0 && from < sea->nodes && to >= 0 && to < sea->nodes) || from != floor(from) || to != floor(to))
    return twi_csv_fail(csv, -1, "a leg between points %g and %g, of %d", from, to, sea->nodes);
  sea->first[n] = (int)from;
  sea->to[n] = (int)to;
  sea->mask[n] = 0;
  size_t length;
  for (const char *text = twi_csv_text(csv, column[2], &length); length;) {
    size_t word = strcspn(text, "+");
    int k = twi_passage_find(sea, text, word);
    if (k < 0) return twi_csv_expected(csv, column[2], "passages of sea/passages.csv");
    sea->mask[n] |= (twi_mask)1 << k;
    word += text[word] == '+';
    text += word;
    length -= word;
  }
  sea->legs++;
  return TW_OK;
}

/* From a list of legs to the legs of each point. */
static tw_status sort_legs(tw_sea *sea)
{
  size_t n = (size_t)sea->nodes, legs = (size_t)sea->legs;
  int *first = twi_new(sea->ctx, n + 2, sizeof *first), *to = twi_alloc(sea->ctx, 2 * legs, sizeof *to);
  twi_mask *mask = twi_alloc(sea->ctx, 2 * legs, sizeof *mask);
  sea->km = twi_alloc(sea->ctx, 2 * legs, sizeof *sea->km);
  tw_status status = first && to && mask && sea->km ? TW_OK : twi_no_memory(sea->ctx, 0);
  if (status == TW_OK) {
    for (size_t e = 0; e < legs; e++) first[sea->first[e] + 2]++, first[sea->to[e] + 2]++;
    for (size_t i = 2; i < n + 2; i++) first[i] += first[i - 1];
    for (size_t e = 0; e < legs; e++)
      for (int way = 0; way < 2; way++) {
        int a = way ? sea->to[e] : sea->first[e], b = way ? sea->first[e] : sea->to[e];
        int at = first[a + 1]++;
        to[at] = b;
        mask[at] = sea->mask[e];
        sea->km[at] = twi_great_circle(sea->lon[a], sea->lat[a], sea->lon[b], sea->lat[b]);
      }
    int *old_first = sea->first, *old_to = sea->to;
    twi_mask *old_mask = sea->mask;
    sea->first = first, sea->to = to, sea->mask = mask;
    first = old_first, to = old_to, mask = old_mask;
  }
  twi_free(sea->ctx, first);
  twi_free(sea->ctx, to);
  twi_free(sea->ctx, mask);
  return status;
}

tw_status twi_sea_read_network(tw_sea *sea)
{
  static const char *const passage[] = {"passage", "name", "also", "toll", "name_fr", "name_ja"};
  static const char *const node[] = {"lon_step", "lat_step"}, *const leg[] = {"back", "step", "passages"};
  sea->passage = twi_new(sea->ctx, TWI_MOST_PASSAGES, sizeof *sea->passage);
  tw_status status = sea->passage ? TW_OK : twi_no_memory(sea->ctx, 0);
  if (status == TW_OK) status = twi_sea_table(sea, "sea/passages.csv", passage, 6, read_passage);
  if (status == TW_OK) status = twi_sea_table(sea, "sea/nodes.csv.gz", node, 2, read_node);
  if (status == TW_OK) status = twi_sea_table(sea, "sea/edges.csv.gz", leg, 3, read_leg);
  if (status != TW_OK) return status;
  for (int i = 0; i < sea->nodes; i++) sea->lon[i] /= 1e5, sea->lat[i] /= 1e5;
  int northwest = twi_passage_find(sea, "northwest_passage", 17), siberia = twi_passage_find(sea, "siberia", 7);
  if (northwest < 0 || siberia < 0)
    return twi_fail(sea->ctx, TW_BAD_INPUT, "sea/passages.csv: no northwest_passage or siberia");
  sea->northwest = (twi_mask)1 << northwest;
  sea->shut = sea->northwest | (twi_mask)1 << siberia;
  return sort_legs(sea);
}

/* Degrees from -180 to 180. */
static double turned(double degrees)
{
  return degrees - 360 * floor((degrees + 180) / 360);
}

void twi_leg_middle(const tw_sea *sea, int from, int to, double *lon, double *lat)
{
  *lon = turned(sea->lon[from] + turned(sea->lon[to] - sea->lon[from]) / 2);
  *lat = (sea->lat[from] + sea->lat[to]) / 2;
}

void twi_passage_point(const tw_sea *sea, int passage, double *lon, double *lat)
{
  double sum[2] = {0, 0}, least = INFINITY, origin = 0, x, y;
  int legs = 0;
  *lon = *lat = NAN;
  for (int round = 0; round < 2; round++) /* the mean, then what is nearest to it */
    for (int i = 0; i < sea->nodes; i++)
      for (int e = sea->first[i]; e < sea->first[i + 1]; e++) {
        const int k = sea->to[e];
        if (k < i || !(sea->mask[e] >> passage & 1)) continue;
        twi_leg_middle(sea, i, k, &x, &y);
        if (round == 0 && legs == 0) origin = x; /* longitudes are of it: Bering lies at 180 degrees */
        if (round == 0) {
          sum[0] += turned(x - origin), sum[1] += y, legs++;
          continue;
        }
        const double away = hypot(turned(x - origin) - sum[0] / legs, y - sum[1] / legs);
        if (away >= least) continue;
        least = away;
        *lon = x;
        *lat = y;
      }
}

int twi_sea_nearest(const tw_sea *sea, double lon, double lat, double *km)
{
  int best = 0;
  *km = INFINITY;
  for (int i = 0; i < sea->nodes; i++) {
    if (TWI_EARTH_KM * RADIANS * fabs(sea->lat[i] - lat) > *km) continue; /* by its latitude alone it is further */
    double d = twi_great_circle(lon, lat, sea->lon[i], sea->lat[i]);
    if (d < *km) *km = d, best = i;
  }
  return best;
}
