/* Weighted means, and the elasticities of merged sectors. See aggregate_mean.h. */
#include "world/change/aggregate_mean.h"

void twi_mean_add(twi_mean *m, double value, double weight)
{
  if (weight > 0 && !m->any) {
    m->least = m->most = value;
    m->any = 1;
  } else if (weight > 0) {
    m->least = value < m->least ? value : m->least;
    m->most = value > m->most ? value : m->most;
  }
  twi_sum_add(&m->weighted, value * weight);
  twi_sum_add(&m->weight, weight);
  m->plain += value;
  m->count++;
}

double twi_mean_value(const twi_mean *m)
{
  if (!m->any) return m->count ? m->plain / m->count : 0;
  if (m->least == m->most) return m->least;
  return twi_sum_value(m->weighted) / twi_sum_value(m->weight);
}

static double imports_of(const tw_world *w, size_t s)
{
  size_t n = (size_t)w->N;
  twi_sum sum = {0, 0};
  for (size_t d = 0; d < n; d++)
    for (size_t o = 0; o < n; o++)
      if (o != d) twi_sum_add(&sum, w->flow[(s * n + d) * n + o]);
  return twi_sum_value(sum);
}

static double output_of(const tw_world *w, size_t s)
{
  double output = 0;
  for (size_t d = 0; d < (size_t)w->N; d++) output += w->output[d * (size_t)w->S + s];
  return output;
}

tw_status twi_aggregate_elasticities(tw_context *ctx, const tw_world *from, const twi_map *map, const double *value,
                                     double *to)
{
  size_t count = (size_t)map->count;
  twi_mean *m = twi_new(ctx, 2 * count, sizeof *m); /* by imports, by output */
  if (!m) return twi_no_memory(ctx, 2 * count * sizeof *m);
  for (size_t s = 0; s < (size_t)from->S; s++) {
    size_t k = (size_t)map->to[s];
    twi_mean_add(&m[k], value[s], imports_of(from, s));
    twi_mean_add(&m[count + k], value[s], output_of(from, s));
  }
  for (size_t k = 0; k < count; k++) to[k] = twi_mean_value(m[k].any ? &m[k] : &m[count + k]);
  twi_free(ctx, m);
  return TW_OK;
}
