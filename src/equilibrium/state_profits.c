/* Profits that cross borders in a solution, from the world and the closure alone: see state.h.
 *
 *   profits_d = sum over products of d, made elsewhere, of (sales - sales of the data) / sigma
 *             - sum over products made in d that others own of the same
 *
 * sales at unit cost, which is what makers receive, markup and subsidies included; in the data F / (1 + e). */
#include <string.h>

#include "equilibrium/state.h"

/* Fills sales [N] with what makers of a product received in the data. */
static void find_data_sales(const tw_world *w, const twi_market *m, double *sales)
{
  memset(sales, 0, (size_t)w->N * sizeof *sales);
  for (size_t d = 0; d < (size_t)w->N; d++) {
    twi_flow_row row = twi_market_row(w, m, d);
    for (size_t i = 0; i < row.count; i++) {
      size_t flow = row.first + i;
      sales[row.seller[i]] += w->flow[flow] / (1 + (w->export_tax ? w->export_tax[flow] : 0));
    }
  }
}

void twi_state_profits(twi_state *x, const tw_world *w)
{
  size_t N = x->N;
  const double *part = x->closure ? x->closure->profit : NULL;
  double *before = x->row; /* work: no sector is accounted for meanwhile */
  memset(x->profits, 0, N * sizeof(double));
  for (size_t g = 0; part && g < x->G; g++) {
    int owner = w->product[g].owner < 0 ? w->product[g].home : w->product[g].owner;
    const twi_market m = {w->product[g].sector, (int)g, 0};
    if (part[g] == 0) continue;
    find_data_sales(w, &m, before);
    for (size_t o = 0; o < N; o++) {
      double more = o == (size_t)owner ? 0 : part[g] * (x->sales_g[g * N + o] - before[o]);
      x->profits[o] -= more;
      x->profits[owner] += more;
    }
  }
}
