/* What the ends of a route mean. The order in which a text is taken: a latitude and longitude; the code of a terminal;
 * of a port; of a region; then names, of terminals, regions, ports and countries. See routes.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "routes/routes.h"
#include "table/number.h"

/* ---------------------------------------------------------------- a point */

/* "35.3,139.8". Returns 0 when the text is no such thing; a number out of its range stays for the caller. */
static int read_point(const char *text, double *lat, double *lon)
{
  const char *comma = strchr(text, ',');
  if (!comma) return 0;
  const char *second = comma + 1, *end = text + strlen(text);
  while (*second == ' ') second++;
  while (end > second && end[-1] == ' ') end--;
  return !twi_number_read(text, (size_t)(comma - text), lat) && !twi_number_read(second, (size_t)(end - second), lon);
}

static tw_status find_point(tw_context *ctx, const char *what, const char *text, double lat, double lon, twi_end *end)
{
  if (!(fabs(lat) <= 90))
    return twi_fail(ctx, TW_USAGE, "%s: found the latitude %g in \"%s\", expected LAT,LON with -90 to 90 first",
                    what, lat, text);
  if (!(fabs(lon) <= 180))
    return twi_fail(ctx, TW_USAGE, "%s: found the longitude %g in \"%s\", expected LAT,LON with -180 to 180 last",
                    what, lon, text);
  twi_print(end->own, sizeof end->own, "%.10g,%.10g", lat, lon);
  *end = (twi_end){.kind = "point", .lat = lat, .lon = lon, .factor = 1};
  twi_print(end->own, sizeof end->own, "%.10g,%.10g", lat, lon);
  return TW_OK;
}

/* ---------------------------------------------------------------- a name */

/* Letters as people compare them: case aside. The name may end before what it has in parentheses, or be that. */
static int is_named(const char *text, size_t length, const char *name)
{
  if (twi_same_name(text, length, name)) return 1;
  const char *open = strstr(name, " (");
  if (!open) return 0;
  size_t before = (size_t)(open - name), inside = strlen(open) - 3;
  char part[128];
  if (before < sizeof part && before == length) {
    memcpy(part, name, before);
    part[before] = 0;
    if (twi_same_name(text, length, part)) return 1;
  }
  if (inside < sizeof part && inside == length) {
    memcpy(part, open + 2, inside);
    part[inside] = 0;
    if (twi_same_name(text, length, part)) return 1;
  }
  return 0;
}

static int find_code(const tw_sea *sea, const char *text, size_t n, int first, int last)
{
  for (int i = first; i < last; i++)
    if (twi_same_name(text, n, sea->place[i].code)) return i;
  return -1;
}

/* The place that stands for a region: the terminal of its code, else the first of its ports. */
static int place_of_region(const tw_sea *sea, int gateway)
{
  const char *code = sea->gateway[gateway].region;
  int terminal = find_code(sea, code, strlen(code), 0, sea->terminals);
  return terminal >= 0 ? terminal : sea->gateway[gateway].place;
}

/* A region by its code, its name, or the two letters of its ports' country ("JP"). */
static int find_region(const tw_sea *sea, const char *text, size_t n)
{
  for (int i = 0; i < sea->gateways; i++) {
    const twi_gateway *g = &sea->gateway[i];
    const char *port = sea->place[g->place].code;
    char two[3] = {port[0], port[1], 0};
    if (twi_same_name(text, n, g->region) || twi_same_name(text, n, g->name)) return i;
    if (n == 2 && twi_same_name(text, 2, two) && g->region[0] == two[0]) return i;
  }
  return -1;
}

/* Ports of that name, in that country if one is given ("Sydney, Australia"): the only one, else the only main one.
 * *count is how many there are where it is none; the first few are in list. */
static int find_port(const tw_sea *sea, const char *text, size_t n, int *count, int list[4])
{
  const char *comma = memchr(text, ',', n);
  size_t name = comma ? (size_t)(comma - text) : n;
  const char *country = comma ? comma + 1 : NULL;
  while (country && *country == ' ') country++;
  int mains = 0, found = -1, main = -1;
  *count = 0;
  for (int i = sea->terminals; i < sea->places; i++) {
    const twi_harbour *p = &sea->place[i];
    if (!is_named(text, name, p->name)) continue;
    if (country && !twi_same_name(country, n - (size_t)(country - text), p->group) &&
        !(n - (size_t)(country - text) == 2 && twi_same_name(country, 2, (char[]){p->code[0], p->code[1], 0})))
      continue;
    if (*count < 4) list[*count] = i;
    ++*count;
    found = i;
    if (p->main) mains++, main = i;
  }
  return *count == 1 ? found : mains == 1 ? main : -1;
}

/* The port of a country: the one that stands for a region, else its only main one. */
static int find_country(const tw_sea *sea, const char *text, size_t n, int *count, int list[4])
{
  int mains = 0, main = -1;
  *count = 0;
  for (int i = 0; i < sea->gateways; i++)
    if (twi_same_name(text, n, sea->place[sea->gateway[i].place].group)) return sea->gateway[i].place;
  for (int pass = 1; pass >= 0; pass--) /* main ones first, for the list */
    for (int i = sea->terminals; i < sea->places; i++) {
      const twi_harbour *p = &sea->place[i];
      if (p->main != pass || !twi_same_name(text, n, p->group)) continue;
      if (*count < 4) list[*count] = i;
      ++*count;
      if (p->main) mains++, main = i;
    }
  return mains == 1 ? main : *count == 1 ? list[0] : -1;
}

static tw_status fail_several(tw_context *ctx, const tw_sea *sea, const char *what, const char *text, int count,
                              const int list[4])
{
  char words[512] = "";
  for (int i = 0; i < count && i < 4; i++) {
    const twi_harbour *p = &sea->place[list[i]];
    size_t used = strlen(words);
    twi_print(words + used, sizeof words - used, "%s%s (%s, %s)", i ? "; " : "", p->code, p->name, p->group);
  }
  return twi_fail(ctx, TW_BAD_INPUT, "%s: found \"%.60s\", which is %d ports, expected the code of one: %s%s", what,
                  text, count, words, count > 4 ? "; …" : "");
}

static tw_status fail_unknown(tw_context *ctx, const tw_sea *sea, const char *what, const char *text)
{
  size_t count = 3 * (size_t)sea->places + 2 * (size_t)sea->gateways, n = strlen(text);
  const char **names = twi_new(ctx, count, sizeof *names), *nearest = NULL;
  char shown[TWI_SHOWN];
  if (!names) return twi_no_memory(ctx, count * sizeof *names);
  for (int i = 0; i < sea->gateways; i++)
    names[2 * i] = sea->gateway[i].name, names[2 * i + 1] = sea->gateway[i].region;
  const char **rest = names + 2 * sea->gateways;
  for (int i = 0; i < sea->places; i++) {
    rest[3 * i] = sea->place[i].name;
    rest[3 * i + 1] = sea->place[i].code;
    rest[3 * i + 2] = sea->place[i].group;
  }
  nearest = twi_nearest(text, n, names, (int)count);
  const int itself = nearest && twi_same_name(text, n, nearest); /* a group of places of which none is its main port */
  tw_status status =
      itself    ? twi_fail(ctx, TW_BAD_INPUT,
                           "%s: found %s, which is no one place: it has no main port; expected a country, a terminal or a "
                              "port in it",
                           what, twi_show(text, n, shown))
      : nearest ? twi_fail(ctx, TW_BAD_INPUT, "%s: found %s, which is no place on the sea network; did you mean %s?",
                           what, twi_show(text, n, shown), nearest)
                : twi_fail(ctx, TW_BAD_INPUT,
                           "%s: found %s, which is no place on the sea network; expected a terminal (%s, %s …), a port "
                           "(NLRTM, Yokohama …), a region or country, or LAT,LON",
                           what, twi_show(text, n, shown), sea->place[0].code, sea->place[6].code);
  twi_free(ctx, names);
  return status;
}

static tw_status find_place(tw_context *ctx, const tw_sea *sea, const char *what, const char *text, int *place)
{
  size_t n = strlen(text);
  int count = 0, countries = 0, list[4] = {0}, region;
  *place = find_code(sea, text, n, 0, sea->terminals);
  if (*place < 0) *place = find_code(sea, text, n, sea->terminals, sea->places);
  for (int i = 0; i < sea->terminals && *place < 0; i++)
    if (is_named(text, n, sea->place[i].name)) *place = i;
  if (*place < 0 && (region = find_region(sea, text, n)) >= 0) *place = place_of_region(sea, region);
  if (*place < 0) *place = find_port(sea, text, n, &count, list);
  if (*place >= 0) return TW_OK;
  if (count) return fail_several(ctx, sea, what, text, count, list);
  *place = find_country(sea, text, n, &countries, list);
  if (*place >= 0) return TW_OK;
  return countries ? fail_several(ctx, sea, what, text, countries, list) : fail_unknown(ctx, sea, what, text);
}

/* ---------------------------------------------------------------- the end */

tw_status twi_end_find(tw_context *ctx, const tw_sea *sea, const char *what, const char *text, twi_end *end)
{
  double lat, lon;
  int place = -1;
  if (!text || !*text) return twi_fail(ctx, TW_USAGE, "%s: found nothing, expected a place or LAT,LON", what);
  *end = (twi_end){0};
  tw_status status = TW_OK;
  if (read_point(text, &lat, &lon))
    status = find_point(ctx, what, text, lat, lon, end);
  else
    status = find_place(ctx, sea, what, text, &place);
  if (status != TW_OK) return status;
  if (place >= 0) {
    const twi_harbour *p = &sea->place[place];
    *end =
        (twi_end){p->code, p->name, place < sea->terminals ? "terminal" : "port", p->lon, p->lat, p->factor, 0, 0, ""};
  }
  end->node = twi_sea_nearest(sea, end->lon, end->lat, &end->off);
  if (end->off > TWI_MOST_OFF_KM)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s: found %s, which is %.0f km from the sea network, expected at most %.0f: routes are by sea",
                    what, text, end->off, TWI_MOST_OFF_KM);
  return TW_OK;
}

int twi_is_northeast_asia(const twi_end *end)
{
  return end->lon >= 113 && end->lon <= 146 && end->lat >= 20 && end->lat <= 46;
}
