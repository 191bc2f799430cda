/* Terminals, ports and the ports of regions, of the tables in markets/sea. See routes.h. */
#include <string.h>

#include "routes/routes.h"
#include "table/csv.h"

static tw_status new_place(tw_sea *sea, twi_harbour **place)
{
  if ((sea->places & (sea->places - 1)) == 0) {
    size_t room = sea->places ? 2 * (size_t)sea->places : 1;
    twi_harbour *grown = twi_resize(sea->ctx, sea->place, room, sizeof *grown);
    if (!grown) return twi_no_memory(sea->ctx, room * sizeof *grown);
    sea->place = grown;
  }
  *place = &sea->place[sea->places++];
  **place = (twi_harbour){.factor = 1};
  return TW_OK;
}

/* code, name, group, lon, lat, factor */
static tw_status read_common(tw_sea *sea, twi_csv *csv, const int *column, twi_harbour *p)
{
  size_t length;
  p->code = twi_sea_field(sea, csv, column[0]);
  p->name = twi_sea_field(sea, csv, column[1]);
  p->group = twi_sea_field(sea, csv, column[2]);
  if (!p->code || !p->name || !p->group) return twi_no_memory(sea->ctx, 0);
  tw_status status = twi_csv_number(csv, column[3], &p->lon);
  if (status == TW_OK) status = twi_csv_number(csv, column[4], &p->lat);
  twi_csv_text(csv, column[5], &length);
  return status == TW_OK && length ? twi_csv_number(csv, column[5], &p->factor) : status;
}

static tw_status read_terminal(tw_sea *sea, twi_csv *csv, const int *column)
{
  twi_harbour *p = NULL;
  tw_status status = new_place(sea, &p);
  if (status != TW_OK) return status;
  p->role = twi_sea_field(sea, csv, column[6]);
  p->goods = twi_sea_field(sea, csv, column[7]);
  if (!p->role || !p->goods) return twi_no_memory(sea->ctx, 0);
  return read_common(sea, csv, column, p);
}

static tw_status read_port(tw_sea *sea, twi_csv *csv, const int *column)
{
  twi_harbour *p = NULL;
  double main;
  tw_status status = new_place(sea, &p);
  if (status == TW_OK) status = read_common(sea, csv, column, p);
  if (status == TW_OK) status = twi_csv_number(csv, column[6], &main);
  if (status == TW_OK) p->main = main > 0;
  return status;
}

static tw_status read_gateway(tw_sea *sea, twi_csv *csv, const int *column)
{
  twi_gateway *grown = twi_resize(sea->ctx, sea->gateway, (size_t)sea->gateways + 1, sizeof *grown);
  if (!grown) return twi_no_memory(sea->ctx, 0);
  sea->gateway = grown;
  twi_gateway *g = &sea->gateway[sea->gateways++];
  size_t length;
  *g = (twi_gateway){.region = twi_sea_field(sea, csv, column[0]),
                     .name = twi_sea_field(sea, csv, column[1]),
                     .land = twi_sea_field(sea, csv, column[4])};
  if (!g->region || !g->name || !g->land) return twi_no_memory(sea->ctx, 0);
  twi_csv_text(csv, column[6], &length);
  g->pacific = length > 0;
  const char *port = twi_csv_text(csv, column[2], &length);
  for (g->place = sea->terminals; g->place < sea->places; g->place++)
    if (strcmp(sea->place[g->place].code, port) == 0) {
      tw_status status = twi_csv_number(csv, column[3], &g->share[0]);
      return status == TW_OK ? twi_csv_number(csv, column[5], &g->share[1]) : status;
    }
  return twi_csv_expected(csv, column[2], "a code of sea/ports.csv.gz");
}

tw_status twi_sea_read_places(tw_sea *sea)
{
  static const char *const terminal[] = {"code", "name", "region", "lon", "lat", "factor", "role", "goods"};
  static const char *const port[] = {"code", "name", "country", "lon", "lat", "factor", "main"};
  static const char *const gateway[] = {"region", "name", "port", "share", "land", "share_pacific", "side"};
  tw_status status = twi_sea_table(sea, "sea/places.csv", terminal, 8, read_terminal);
  sea->terminals = sea->places;
  if (status == TW_OK) status = twi_sea_table(sea, "sea/ports.csv.gz", port, 7, read_port);
  return status == TW_OK ? twi_sea_table(sea, "sea/regions.csv", gateway, 7, read_gateway) : status;
}

void tw_sea_free(tw_sea *sea)
{
  if (!sea) return;
  tw_context *ctx = sea->ctx;
  for (int i = 0; i < sea->passages; i++) {
    twi_free(ctx, sea->passage[i].name);
    twi_free(ctx, sea->passage[i].title);
    twi_free(ctx, sea->passage[i].also);
    for (int k = 0; k < 2; k++) twi_free(ctx, sea->passage[i].title_in[k]);
  }
  for (int i = 0; i < sea->places; i++) {
    twi_harbour *p = &sea->place[i];
    char *text[] = {p->code, p->name, p->group, p->role, p->goods};
    for (size_t k = 0; k < sizeof text / sizeof *text; k++) twi_free(ctx, text[k]);
  }
  for (int i = 0; i < sea->gateways; i++) {
    twi_free(ctx, sea->gateway[i].region);
    twi_free(ctx, sea->gateway[i].name);
    twi_free(ctx, sea->gateway[i].land);
  }
  void *all[] = {sea->lon, sea->lat, sea->first, sea->to, sea->km, sea->mask, sea->passage, sea->place, sea->gateway};
  for (size_t k = 0; k < sizeof all / sizeof *all; k++) twi_free(ctx, all[k]);
  twi_free(ctx, sea);
}

tw_status tw_sea_open(tw_context *ctx, tw_sea **out)
{
  tw_sea *sea = twi_new(ctx, 1, sizeof *sea);
  *out = NULL;
  if (!sea) return twi_no_memory(ctx, sizeof *sea);
  sea->ctx = ctx;
  tw_status status = twi_sea_read_network(sea);
  if (status == TW_OK) status = twi_sea_read_places(sea);
  if (status != TW_OK) {
    tw_sea_free(sea);
    return status;
  }
  *out = sea;
  return TW_OK;
}

int tw_sea_passage(const tw_sea *sea, int index, tw_passage *out)
{
  if (index < 0 || index >= sea->passages) return 0;
  const twi_passage *p = &sea->passage[index];
  *out = (tw_passage){p->name, p->title, (int)(sea->shut >> index & 1), p->toll};
  return 1;
}

int tw_sea_place(const tw_sea *sea, int index, tw_place *out)
{
  if (index < 0 || index >= sea->places) return 0;
  const twi_harbour *p = &sea->place[index];
  *out = (tw_place){.code = p->code,
                    .name = p->name,
                    .kind = index < sea->terminals ? "terminal" : "port",
                    .region = p->group,
                    .role = p->role ? p->role : "",
                    .goods = p->goods ? p->goods : "",
                    .lon = p->lon,
                    .lat = p->lat,
                    .factor = p->factor};
  return 1;
}
