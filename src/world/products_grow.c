/* Lists of products and of their flows that grow while a file is read. See products.h. */
#include <math.h>
#include <string.h>

#include "world/products.h"

void *twi_grow_list(tw_context *ctx, void *list, size_t count, size_t size)
{
  if (count & (count - 1)) return list;
  size_t room = count ? 2 * count : 1;
  char *grown = twi_resize(ctx, list, room, size);
  if (grown) memset(grown + count * size, 0, (room - count) * size);
  return grown;
}

static int grow_numbers(tw_context *ctx, double **list, size_t room, size_t used)
{
  if (!*list) return 1;
  double *grown = twi_resize(ctx, *list, room, sizeof *grown);
  if (!grown) return 0;
  *list = grown;
  for (size_t i = used; i < room; i++) grown[i] = NAN;
  return 1;
}

tw_status twi_given_make_room(tw_context *ctx, twi_given_products *g, size_t *room)
{
  enum { FIRST = 1024 };
  if (g->flows < *room) return TW_OK;
  size_t more = *room ? 2 * *room : FIRST;
  int *of = twi_resize(ctx, g->of, more, sizeof *of);
  if (of) g->of = of;
  uint16_t *importer = twi_resize(ctx, g->importer, more, sizeof *importer);
  if (importer) g->importer = importer;
  uint16_t *exporter = twi_resize(ctx, g->exporter, more, sizeof *exporter);
  if (exporter) g->exporter = exporter;
  double *value = twi_resize(ctx, g->value, more, sizeof *value);
  if (value) g->value = value;
  int *line = g->line ? twi_resize(ctx, g->line, more, sizeof *line) : NULL;
  int got = of && importer && exporter && value && (line || !g->line);
  if (line) g->line = line;
  double **numbers[] = {&g->quantity, &g->tariff, &g->export_tax};
  for (int k = 0; k < 3; k++) got = got && grow_numbers(ctx, numbers[k], more, g->flows);
  for (int i = 0; g->column && i < g->columns && got; i++) got = grow_numbers(ctx, &g->column[i], more, g->flows);
  if (!got) return twi_no_memory(ctx, more * sizeof(double));
  *room = more;
  return TW_OK;
}
