/* The page of routes: a map with their lines and a table, without scripts, in three languages of which a radio button
 * shows one. Land is where no lane is: the network itself is the ground of the map, in grey. */
#include "report/page/routes.h"

#include <math.h>
#include <string.h>

#include "report/json.h"
#include "report/page/plain_words.h"
#include "routes/routes.h"

enum { LANGUAGES = 3, SCALE = 3, WIDTH = 360 * SCALE, NORTH = 85, SOUTH = -60, HEIGHT = (NORTH - SOUTH) * SCALE };
static const char *const language[LANGUAGES] = {"en", "fr", "ja"};
static const char *const language_name[LANGUAGES] = {"English", "Français", "日本語"};

enum {
  TITLE,
  ROUTE,
  SECOND,
  USUAL,
  CLOSED,
  OPEN,
  KM,
  MILES,
  DAYS,
  EXTRA,
  LNG,
  LNG_EXTRA,
  GOODS,
  THROUGH,
  NONE,
  DIRECT,
  MAP,
  NOTE,
  TEXTS
};
static const char *const words[TEXTS][LANGUAGES] = {
    [TITLE] = {"Route by sea", "Route maritime", "海上航路"},
    [ROUTE] = {"route", "route", "航路"},
    [SECOND] = {"second route", "seconde route", "第二の航路"},
    [USUAL] = {"as usual", "comme d’habitude", "通常"},
    [CLOSED] = {"closed: ", "fermé : ", "閉鎖："},
    [OPEN] = {"open: ", "ouvert : ", "開通："},
    [KM] = {"km", "km", "km"},
    [MILES] = {"nautical miles", "milles marins", "海里"},
    [DAYS] = {"days", "jours", "日数"},
    [EXTRA] = {"extra days", "jours de plus", "追加日数"},
    [LNG] = {"LNG, USD per MMBtu", "GNL, USD par MMBtu", "LNG（米ドル/MMBtu）"},
    [LNG_EXTRA] = {"LNG, extra", "GNL, en plus", "LNG（追加）"},
    [GOODS] = {"goods, % of value", "biens, % de la valeur", "財（価額の%）"},
    [THROUGH] = {"through", "par", "通過"},
    [NONE] = {"no route", "aucune route", "航路なし"},
    [DIRECT] = {"no passage", "aucun passage", "通過なし"},
    [MAP] = {"Map of the routes on the network of shipping lanes", "Carte des routes sur le réseau des voies maritimes",
             "海上航路網における航路の地図"},
    [NOTE] = {
        "Extra is against the network as usual, the Northwest Passage closed. LNG is freight and tolls of a carrier at "
        "17 "
        "knots. Goods: what extra days are worth, 0.6 to 2.1 % of value a day (Hummels and Schaur 2013, "
        "doi:10.1257/aer.103.7.2935). Network: marnet of searoute (Apache License 2.0), changed; not for navigation.",
        "« De plus » : par rapport au réseau habituel, passage du Nord-Ouest fermé. GNL : fret et péages d’un "
        "méthanier à "
        "17 nœuds. Biens : ce que valent les jours de plus, 0,6 à 2,1 % de la valeur par jour (Hummels et Schaur 2013, "
        "doi:10.1257/aer.103.7.2935). Réseau : marnet de searoute (licence Apache 2.0), modifié ; pas pour la "
        "navigation.",
        "追加は北西航路を閉じた通常の航路網との差。LNGは17ノットの運搬船の運賃と通行料。財は追加日数の価値で、1日あたり"
        "価額の0.6〜2.1%（Hummels "
        "and Schaur 2013、doi:10.1257/aer.103.7.2935）。航路網はsearouteのmarnet（Apache License "
        "2.0）を変更したもの。航海には使えない。"}};

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}"
    "h1{line-height:1.25}.lead{font-size:1.25rem}.scroll{overflow-x:auto}svg{width:100%;height:auto;background:#f4f7fa}"
    "table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.875rem}"
    "th,td{padding:.2rem .6rem;text-align:right;border-bottom:1px solid #bbb;vertical-align:top}"
    "th{text-align:left}thead th{border-bottom:2px solid #555;vertical-align:bottom}td.t{text-align:left}"
    ".lane{fill:none;stroke:#c3ccd6;stroke-width:.6}.r{fill:none;stroke-linejoin:round;stroke:#2a6db0;stroke-width:1.5}"
    ".asked{stroke:#b5310b;stroke-width:3.5}.second{stroke:#b5310b;stroke-width:2;stroke-dasharray:8 4}"
    ".open{stroke:#222;stroke-width:2;stroke-dasharray:2 3}.if_closed{stroke-dasharray:5 5}"
    "text{font:600 15px system-ui,sans-serif;paint-order:stroke;stroke:#fff;stroke-width:3px}.shut{fill:#b5310b}"
    "#fr:checked~main [lang=en],#fr:checked~main [lang=ja],#ja:checked~main [lang=en],#ja:checked~main [lang=fr],"
    "#en:checked~main [lang=fr],#en:checked~main [lang=ja]{display:none}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#161616}svg{background:#dfe5ea}}"
    "@media "
    "print{body{max-width:none;padding:0;color:#000;background:#fff}input,label{display:none}table{font-size:7pt}}";

/* ---------------------------------------------------------------- words */

static void put_words(twi_text *out, int which)
{
  for (int l = 0; l < LANGUAGES; l++) {
    twi_text_printf(out, "<span lang=\"%s\">", language[l]);
    twi_plain_text(out, words[which][l]);
    twi_text_put(out, "</span>");
  }
}

static const char *text_of(const json_t *object, const char *key)
{
  const char *text = json_string_value(json_object_get(object, key));
  return text ? text : "";
}

/* "suez+panama" as names in one language. */
static void put_passages(twi_text *out, const tw_sea *sea, const char *list, int l)
{
  for (int first = 1; *list; first = 0) {
    size_t n = strcspn(list, "+");
    int k = twi_passage_find(sea, list, n);
    if (!first) twi_text_put(out, l == 2 ? "、" : ", ");
    if (k >= 0) twi_plain_text(out, l == 0 ? sea->passage[k].title : sea->passage[k].title_in[l - 1]);
    list += n + (list[n] == '+');
  }
}

static void put_row_name(twi_text *out, const tw_sea *sea, const json_t *row)
{
  const char *kind = text_of(row, "kind"), *closed = text_of(row, "closed"), *opened = text_of(row, "opened");
  int plain = !*closed && !*opened;
  for (int l = 0; l < LANGUAGES; l++) {
    twi_text_printf(out, "<span lang=\"%s\">", language[l]);
    if (strcmp(kind, "second") == 0 || strcmp(kind, "open") == 0 || plain)
      twi_plain_text(out, words[strcmp(kind, "second") == 0 ? SECOND : strcmp(kind, "open") == 0 ? USUAL : ROUTE][l]);
    else {
      if (*opened) twi_plain_text(out, words[OPEN][l]);
      put_passages(out, sea, opened, l);
      if (*opened && *closed) twi_text_put(out, "; ");
      if (*closed) twi_plain_text(out, words[CLOSED][l]);
      put_passages(out, sea, closed, l);
    }
    twi_text_put(out, "</span>");
  }
}

static void put_number(twi_text *out, const json_t *row, const char *key, int decimals, int sign)
{
  const json_t *value = json_object_get(row, key);
  if (json_is_number(value))
    twi_text_printf(out, sign ? "<td>%+.*f</td>" : "<td>%.*f</td>", decimals, json_number_value(value));
  else
    twi_text_put(out, "<td>–</td>");
}

static void put_table(twi_text *out, const tw_sea *sea, json_t *rows)
{
  static const int heads[] = {ROUTE, KM, MILES, DAYS, EXTRA, LNG, LNG_EXTRA, GOODS, THROUGH};
  twi_text_put(out, "<div class=\"scroll\"><table id=\"routes\"><thead><tr>");
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
    twi_text_put(out, "<th scope=\"col\">");
    put_words(out, heads[i]);
    twi_text_put(out, "</th>");
  }
  twi_text_put(out, "</tr></thead><tbody>\n");
  for (size_t i = 0; i < json_array_size(rows); i++) {
    const json_t *row = json_array_get(rows, i), *low = json_object_get(row, "goods_low_pct");
    twi_text_put(out, "<tr><th scope=\"row\">");
    put_row_name(out, sea, row);
    twi_text_put(out, "</th>");
    put_number(out, row, "km", 0, 0);
    put_number(out, row, "nm", 0, 0);
    put_number(out, row, "days", 1, 0);
    put_number(out, row, "extra_days", 1, 1);
    put_number(out, row, "cost", 2, 0);
    put_number(out, row, "extra_cost", 2, 1);
    if (json_is_number(low))
      twi_text_printf(out, "<td>%+.1f – %+.1f</td>", json_number_value(low),
                      json_number_value(json_object_get(row, "goods_high_pct")));
    else
      twi_text_put(out, "<td>–</td>");
    twi_text_put(out, "<td class=\"t\">");
    if (!json_is_number(json_object_get(row, "km")))
      put_words(out, NONE);
    else if (!*text_of(row, "passages"))
      put_words(out, DIRECT);
    else
      for (int l = 0; l < LANGUAGES; l++) {
        twi_text_printf(out, "<span lang=\"%s\">", language[l]);
        put_passages(out, sea, text_of(row, "passages"), l);
        twi_text_put(out, "</span>");
      }
    twi_text_put(out, "</td></tr>\n");
  }
  twi_text_put(out, "</tbody></table></div>\n");
}

/* ---------------------------------------------------------------- the map */

static double x_of(double lon, double cut)
{
  double x = fmod(lon - cut + 720, 360);
  return x * SCALE;
}

static double y_of(double lat)
{
  return (NORTH - fmax(SOUTH, fmin(NORTH, lat))) * SCALE;
}

static double at(const json_t *point, size_t k)
{
  return json_number_value(json_array_get(point, k));
}

/* Where the map is cut open: the meridian that lines cross least. */
static double find_cut(json_t *rows)
{
  double best = -180;
  int fewest = -1;
  for (int cut = -180; cut < 180; cut += 30) {
    int crossings = 0;
    for (size_t i = 0; i < json_array_size(rows); i++) {
      json_t *line = json_object_get(json_array_get(rows, i), "line");
      for (size_t k = 0; k + 1 < json_array_size(line); k++)
        crossings +=
            fabs(x_of(at(json_array_get(line, k), 0), cut) - x_of(at(json_array_get(line, k + 1), 0), cut)) > WIDTH / 2;
    }
    if (fewest < 0 || crossings < fewest) fewest = crossings, best = cut;
  }
  return best;
}

static void put_lanes(twi_text *out, const tw_sea *sea, double cut)
{
  twi_text_put(out, "<path class=\"lane\" d=\"");
  for (int i = 0; i < sea->nodes; i++)
    for (int e = sea->first[i]; e < sea->first[i + 1]; e++) {
      int k = sea->to[e];
      long x = lround(x_of(sea->lon[i], cut)), y = lround(y_of(sea->lat[i]));
      long dx = lround(x_of(sea->lon[k], cut)) - x, dy = lround(y_of(sea->lat[k])) - y;
      if (k < i || (dx == 0 && dy == 0) || dx > WIDTH / 2 || dx < -WIDTH / 2) continue;
      twi_text_printf(out, "M%ld %ldl%ld %ld", x, y, dx, dy);
    }
  twi_text_put(out, "\"/>\n");
}

/* A leg that leaves the map at one side comes in at the other: it is drawn at both, beyond the edge. */
static void put_line(twi_text *out, const json_t *row, double cut)
{
  json_t *line = json_object_get(row, "line");
  double last = NAN, last_y = NAN;
  if (json_array_size(line) == 0) return;
  twi_text_put(out, "<path class=\"r ");
  twi_plain_text(out, text_of(row, "kind"));
  twi_text_put(out, "\" d=\"");
  for (size_t k = 0; k < json_array_size(line); k++) {
    double x = x_of(at(json_array_get(line, k), 0), cut), y = y_of(at(json_array_get(line, k), 1));
    double turn = isnan(last) || fabs(x - last) <= WIDTH / 2 ? 0 : x > last ? -WIDTH : WIDTH;
    if (turn != 0) twi_text_printf(out, "L%.1f %.1fM%.1f %.1f", x + turn, y, last - turn, last_y);
    twi_text_printf(out, "%c%.1f %.1f", k ? 'L' : 'M', x, y);
    last = x;
    last_y = y;
  }
  twi_text_put(out, "\"/>\n");
}

/* A closed passage has a cross. */
static void put_closed(twi_text *out, const tw_sea *sea, const char *closed, double cut)
{
  while (*closed) {
    size_t n = strcspn(closed, "+");
    int k = twi_passage_find(sea, closed, n);
    double lon, lat;
    if (k >= 0) {
      twi_passage_point(sea, k, &lon, &lat);
      twi_text_printf(out, "<text class=\"shut\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">✕</text>\n",
                      x_of(lon, cut), y_of(lat) + 5);
    }
    closed += n + (closed[n] == '+');
  }
}

static void put_end(twi_text *out, const json_t *end, double cut)
{
  double x = x_of(json_number_value(json_object_get(end, "lon")), cut);
  double y = y_of(json_number_value(json_object_get(end, "lat")));
  const char *name = text_of(end, "name");
  twi_text_printf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y,
                  x > WIDTH / 2 ? x - 8 : x + 8, y - 8, x > WIDTH / 2 ? "end" : "start");
  twi_plain_text(out, *name ? name : text_of(end, "code"));
  twi_text_put(out, "</text>\n");
}

static void put_map(twi_text *out, const tw_sea *sea, const json_t *study, json_t *rows)
{
  double cut = find_cut(rows);
  twi_text_printf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"map\"><title id=\"map\">%s</title>\n",
                  WIDTH, HEIGHT, words[MAP][0]);
  put_lanes(out, sea, cut);
  for (size_t i = json_array_size(rows); i-- > 0;) put_line(out, json_array_get(rows, i), cut); /* the first on top */
  put_closed(out, sea, text_of(json_array_get(rows, 0), "closed"), cut);
  put_end(out, json_object_get(study, "from"), cut);
  put_end(out, json_object_get(study, "to"), cut);
  twi_text_put(out, "</svg>\n");
}

/* ---------------------------------------------------------------- the page */

static void put_lead(twi_text *out, const json_t *study, const json_t *row)
{
  double km = json_number_value(json_object_get(row, "km")), days = json_number_value(json_object_get(row, "days"));
  double knots = json_number_value(json_object_get(study, "knots"));
  twi_text_put(out, "<p class=\"lead\">");
  if (!json_is_number(json_object_get(row, "km")))
    put_words(out, NONE);
  else
    twi_text_printf(out,
                    "<span lang=\"en\">%.0f km, %.1f days at %g knots</span><span lang=\"fr\">%.0f km, %.1f jours à %g "
                    "nœuds</span><span lang=\"ja\">%.0f km、%gノットで%.1f日</span>",
                    km, days, knots, km, days, knots, km, knots, days);
  twi_text_put(out, "</p>\n");
}

static void put_page(twi_text *out, const tw_sea *sea, const json_t *study)
{
  json_t *rows = json_object_get(study, "routes");
  const json_t *from = json_object_get(study, "from"), *to = json_object_get(study, "to");
  const char *ends[] = {text_of(from, "name"), text_of(to, "name")};
  if (!*ends[0]) ends[0] = text_of(from, "code");
  if (!*ends[1]) ends[1] = text_of(to, "code");
  twi_text_put(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                    "'unsafe-inline'\">\n<title>");
  twi_plain_text(out, ends[0]);
  twi_text_put(out, " – ");
  twi_plain_text(out, ends[1]);
  twi_text_put(out, " – Tradewind</title>\n<style>");
  twi_text_put(out, style);
  twi_text_put(out, "</style>\n</head>\n<body>\n");
  for (int l = 0; l < LANGUAGES; l++)
    twi_text_printf(out, "<input type=\"radio\" name=\"l\" id=\"%s\"%s><label for=\"%s\">%s</label>\n", language[l],
                    l ? "" : " checked", language[l], language_name[l]);
  twi_text_put(out, "<main>\n<h1>");
  put_words(out, TITLE);
  twi_text_put(out, ": ");
  twi_plain_text(out, ends[0]);
  twi_text_put(out, " – ");
  twi_plain_text(out, ends[1]);
  twi_text_put(out, "</h1>\n");
  put_lead(out, study, json_array_get(rows, 0));
  put_map(out, sea, study, rows);
  put_table(out, sea, rows);
  twi_text_put(out, "<p>");
  put_words(out, NOTE);
  twi_text_put(out, "</p>\n</main>\n</body>\n</html>\n");
}

void twi_page_routes(twi_text *out, const twi_page_run *run)
{
  tw_sea *sea;
  if (tw_sea_open(run->ctx, &sea) != TW_OK) { /* it is built in: memory alone can be short */
    out->failed = 1;
    return;
  }
  put_page(out, sea, run->study);
  tw_sea_free(sea);
}
