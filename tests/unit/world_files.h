/* A world folder of three regions and three sectors as texts in memory, to be edited and written: what the tests of
 * reading worlds share.
 *
 *   regions   CAN USA JPN
 *   sectors   A01 C29 (goods)  H49 (services); JPN makes no A01, CAN buys no C29 from JPN
 *
 * Use leaves final demand positive everywhere, so the world is in balance when final.csv is left out. */
#ifndef TRADEWIND_TESTS_WORLD_FILES_H
#define TRADEWIND_TESTS_WORLD_FILES_H

#include "support.h"

enum { FILES = 17, ROOM = 8192 };

typedef struct world_files {
  struct {
    char name[32];
    char text[ROOM]; /* "": the file is not written */
  } file[FILES];
} world_files;

static const char *const file_region[3] = {"CAN", "USA", "JPN"};
static const char *const file_sector[3] = {"A01", "C29", "H49"};

static inline double file_flow(int s, int d, int o)
{
  if (s == 0 && o == 2) return 0;
  if (s == 0 && d == 2) return 30 + o;
  if (s == 1 && d == 0 && o == 2) return 0;
  return d == o ? 100 + 10 * s + d : 4 + 2 * s + d + 0.5 * o;
}

static inline char *file_text(world_files *w, const char *name)
{
  for (int i = 0; i < FILES; i++)
    if (strcmp(w->file[i].name, name) == 0) return w->file[i].text;
  for (int i = 0; i < FILES; i++) {
    if (w->file[i].name[0]) continue;
    snprintf(w->file[i].name, sizeof w->file[i].name, "%s", name);
    return w->file[i].text;
  }
  fail_msg("no room for %s", name);
  return NULL;
}

static inline void file_add(char *text, const char *format, ...)
{
  size_t used = strlen(text);
  va_list args;
  va_start(args, format);
  int n = vsnprintf(text + used, ROOM - used, format, args);
  va_end(args);
  assert_true(n >= 0 && (size_t)n < ROOM - used);
}

/* Everything multiplied by unit. */
static inline void file_flows(world_files *w, double unit)
{
  char *t = file_text(w, "flows.csv");
  strcpy(t, "sector,importer,exporter,value,tariff_pct,tariff_mfn_pct\n");
  for (int s = 0; s < 3; s++)
    for (int d = 0; d < 3; d++)
      for (int o = 0; o < 3; o++)
        if (file_flow(s, d, o) > 0)
          file_add(t, "%s,%s,%s,%.17g,%s,%s\n", file_sector[s], file_region[d], file_region[o],
                   unit * file_flow(s, d, o), d == o || s == 2 ? "0" : "2.5", d == o || s == 2 ? "0" : "7.1");
}

static inline world_files *files_new(void)
{
  world_files *w = calloc(1, sizeof *w);
  assert_non_null(w);
  strcpy(file_text(w, "world.yaml"), "name: three\ntitle: Three regions\nyear: 2014\ncurrency: USD\nunit: million\n"
                                     "source: made up\ncolour: blue\n");
  strcpy(file_text(w, "regions.csv"), "region,name\nCAN,Canada\nUSA,United States\nJPN,Japan\n");
  strcpy(file_text(w, "sectors.csv"),
         "sector,name,kind,trade_elasticity\nA01,\"Crops, animals\",goods,4\nC29,Cars,goods,"
         "5.5\nH49,Transport,services,6\n");
  file_flows(w, 1);
  char *t = file_text(w, "production.csv");
  strcpy(t, "region,sector,value_added_share\n");
  for (int d = 0; d < 3; d++)
    for (int s = 0; s < 3; s++) file_add(t, "%s,%s,%.4g\n", file_region[d], file_sector[s], 0.6 + 0.05 * d - 0.03 * s);
  t = file_text(w, "inputs.csv");
  strcpy(t, "region,user,input,share\n");
  for (int d = 0; d < 3; d++)
    for (int u = 0; u < 3; u++)
      for (int s = 0; s < 3; s++)
        file_add(t, "%s,%s,%s,%s\n", file_region[d], file_sector[u], file_sector[s],
                 s == 0   ? "0.2"
                 : s == 1 ? "0.3"
                          : "0.5");
  return w;
}

/* A final.csv with shares 0.2, 0.3, 0.5. */
static inline void file_final(world_files *w)
{
  char *t = file_text(w, "final.csv");
  strcpy(t, "region,sector,share\n");
  for (int d = 0; d < 3; d++)
    for (int s = 0; s < 3; s++)
      file_add(t, "%s,%s,%s\n", file_region[d], file_sector[s], s == 0 ? "0.2" : s == 1 ? "0.3" : "0.5");
}

/* Products: A01 is all WHEAT; of C29 there are TOY and FORD, of the family CARS, and TRUCK, which leave a third of each
 * flow. CAN buys TOY from the USA at 1.25 and FORD at 3.75 per cent, which average to the flow's 2.5. */
static inline void file_products(world_files *w)
{
  strcpy(file_text(w, "sectors.csv"), "sector,name,kind,trade_elasticity,product_elasticity\n"
                                      "A01,\"Crops, animals\",goods,4,\nC29,Cars,goods,5.5,1.5\nH49,Transport,services,"
                                      "6,\n");
  strcpy(file_text(w, "families.csv"), "sector,family,name,product_elasticity\nC29,CARS,Passenger cars,3\n");
  strcpy(file_text(w, "products.csv"),
         "sector,product,name,trade_elasticity,family,home,owner,markup_elasticity,unit\n"
         "C29,TOY,Toyota,7,CARS,JPN,JPN,4,cars\nC29,TRUCK,Trucks,6,,,,,\nC29,FORD,Ford,6.5,CARS,USA,,,cars\n"
         "A01,WHEAT,Wheat,8,,,,,t\n");
  char *t = file_text(w, "product_flows.csv");
  strcpy(t, "product,importer,exporter,value,quantity,tariff_pct\n");
  for (int d = 0; d < 3; d++)
    for (int o = 0; o < 3; o++)
      if (file_flow(0, d, o) > 0)
        file_add(t, "WHEAT,%s,%s,%.17g,%d,\n", file_region[d], file_region[o], file_flow(0, d, o), 10 + d + o);
  for (int k = 0; k < 3; k++)
    for (int d = 0; d < 3; d++)
      for (int o = 0; o < 3; o++) {
        const char *rate = d == 0 && o == 1 ? (k == 0 ? "1.25" : k == 1 ? "3.75" : "2.5") : "";
        if (file_flow(1, d, o) > 0 && !(k == 2 && d == 2))
          file_add(t, "%s,%s,%s,%.17g,%s,%s\n",
                   k == 0   ? "TOY"
                   : k == 1 ? "FORD"
                            : "TRUCK",
                   file_region[d], file_region[o], file_flow(1, d, o) / 4.5, k == 0 && d != o ? "25" : "", rate);
      }
}

/* Employment in production.csv: 1.5 thousand persons times the row's number, not known in the fifth. */
static inline void file_employment(world_files *w)
{
  char *text = file_text(w, "production.csv"), copy[ROOM];
  int row = 0;
  strcpy(copy, text);
  *text = 0;
  for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n"), row++) {
    if (row == 0)
      file_add(text, "%s,employment\n", line);
    else if (row == 5)
      file_add(text, "%s,\n", line);
    else
      file_add(text, "%s,%.17g\n", line, 1.5 * row);
  }
}

/* Replaces the one place where the text stands. */
static inline void file_edit(world_files *w, const char *name, const char *from, const char *to)
{
  char *text = file_text(w, name), *at = strstr(text, from), rest[ROOM];
  if (!at) fail_msg("%s has no %s", name, from);
  snprintf(rest, sizeof rest, "%s", at + strlen(from));
  *at = 0;
  file_add(text, "%s%s", to, rest);
}

/* Writes the files into a fresh folder inside the temporary one, and returns its path. */
static inline const char *files_write(const world_files *w, const char *folder)
{
  const char *path = support_temp(folder);
  support_remove(path);
  path = support_temp_folder(folder);
  for (int i = 0; i < FILES; i++)
    if (w->file[i].text[0]) support_write(support_path(path, w->file[i].name), w->file[i].text);
  return path;
}

static inline tw_world *world_open_ok(tw_context *ctx, const char *where)
{
  tw_world *world = NULL;
  assert_ok(ctx, tw_world_open(ctx, where, &world));
  assert_non_null(world);
  return world;
}

/* The world with its sectors merged by a map, which the caller frees. */
static inline tw_world *world_merged(tw_context *ctx, const tw_world *world, const char *map)
{
  tw_world *out = NULL;
  const char *path = support_temp("map.csv");
  support_write(path, map);
  assert_ok(ctx, tw_world_aggregate(ctx, world, NULL, path, "fewer", NULL, &out));
  return out;
}

/* The finding of this identity at this place (-2: any), NULL when there is none. */
static inline const tw_finding *world_finding(const tw_world *world, const char *identity, int region, int sector)
{
  const tw_finding *findings;
  int count = tw_world_findings(world, &findings);
  for (int i = 0; i < count; i++)
    if (strcmp(findings[i].identity, identity) == 0 && (region == -2 || findings[i].region == region) &&
        (sector == -2 || findings[i].sector == sector))
      return &findings[i];
  return NULL;
}

#endif
