/* The flows and rates of the parts of a sector when a file says which products they have. See split.h.
 *
 *   F_p[d][o] = F[d][o] sum of a F_g[d][o] over pieces of p / the same over all pieces
 *   t_p       = sum of a t_g F_g / sum of a F_g, of export taxes by producers' revenue a F_g/(1+e_g)
 *
 * with a the share of the piece. The division is by 1 but where products miss their flow by up to 1e-9 without leaving
 * a rest: the parts do not miss it. */
#include <math.h>

#include "world/change/aggregate_mean.h"
#include "world/change/split.h"
#include "world/products.h"

/* A flow of a piece: whose buyer and seller, what it is worth, and where that of its part stands in [count][N][N]. */
typedef struct piece_flow {
  size_t at, cell; /* at: beyond the flows of sectors */
  double value;
} piece_flow;

static piece_flow flow_of(const twi_parts *parts, const twi_piece *piece, size_t d, size_t i)
{
  const tw_world *w = parts->w;
  size_t n = (size_t)w->N, o = w->product_seller[i], at = twi_world_sector_flows(w) + i;
  return (piece_flow){at, ((size_t)piece->part * n + d) * n + o, w->flow[at] * twi_piece_share(parts, piece, o)};
}

double *twi_named_flows(tw_context *ctx, const twi_parts *parts, const twi_pieces *pieces)
{
  const tw_world *w = parts->w;
  size_t n = (size_t)w->N, count = (size_t)parts->count;
  double *flow = twi_new(ctx, count * n * n, sizeof *flow);
  if (!flow) return NULL;
  for (const twi_piece *p = pieces->piece; p < pieces->piece + pieces->count; p++)
    for (size_t d = 0, row = (size_t)p->product * n; d < n; d++)
      for (size_t i = w->product_row[row + d]; i < w->product_row[row + d + 1]; i++) {
        piece_flow f = flow_of(parts, p, d, i);
        flow[f.cell] += f.value;
      }
  for (size_t cell = 0; cell < n * n; cell++) {
    double all = 0, is = w->flow[(size_t)parts->index * n * n + cell];
    for (size_t p = 0; p < count; p++) all += flow[p * n * n + cell];
    for (size_t p = 0; p < count && all > 0; p++) {
      double *part = &flow[p * n * n + cell];
      *part = *part == all ? is : *part * (is / all);
    }
  }
  return flow;
}

tw_status twi_named_rates(tw_context *ctx, const twi_parts *parts, const twi_pieces *pieces, const double *rate,
                          int tax, double *to)
{
  const tw_world *w = parts->w;
  size_t n = (size_t)w->N, count = (size_t)parts->count;
  twi_mean *mean = twi_new(ctx, count * n * n, sizeof *mean);
  if (!mean) return twi_no_memory(ctx, count * n * n * sizeof *mean);
  for (const twi_piece *p = pieces->piece; p < pieces->piece + pieces->count; p++)
    for (size_t d = 0, row = (size_t)p->product * n; d < n; d++)
      for (size_t i = w->product_row[row + d]; i < w->product_row[row + d + 1]; i++) {
        piece_flow f = flow_of(parts, p, d, i);
        twi_mean_add(&mean[f.cell], rate[f.at], tax ? f.value / (1 + rate[f.at]) : f.value);
      }
  for (size_t p = 0; p < count; p++)
    for (size_t cell = 0; cell < n * n; cell++) {
      const twi_mean *m = &mean[p * n * n + cell];
      to[p * n * n + cell] = m->any ? twi_mean_value(m) : rate[(size_t)parts->index * n * n + cell];
    }
  twi_free(ctx, mean);
  return TW_OK;
}
