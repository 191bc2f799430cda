/* What the rules of both sides come to in tariffs: flows that pay another rate than in what is compared with, the
 * largest by the change of the rate times the value of the flow in the data. See explain.h for who keeps them. */
#include <math.h>
#include <string.h>

#include "scenario/explain/net.h"

static double rate_of(const tw_world *w, const twi_wedges *p, size_t flow)
{
  return p->tariff ? p->tariff[flow] : w->tariff ? w->tariff[flow] : 0;
}

static double weight_of(const tw_net_change *c)
{
  return fabs(c->new_ - c->base) * c->value;
}

/* Puts it in its place among the largest; of equal ones the first stays first. */
static void keep_change(twi_net *net, const tw_net_change *change)
{
  int at = net->count;
  net->all++;
  while (at > 0 && weight_of(&net->largest[at - 1]) < weight_of(change)) at--;
  if (at == TWI_NET_LARGEST) return;
  int moved = net->count < TWI_NET_LARGEST ? net->count - at : TWI_NET_LARGEST - 1 - at;
  memmove(net->largest + at + 1, net->largest + at, (size_t)moved * sizeof *change);
  net->largest[at] = *change;
  if (net->count < TWI_NET_LARGEST) net->count++;
}

void twi_net_find(const tw_world *w, const twi_wedges *base, const twi_wedges *new_, twi_net *net)
{
  size_t N = (size_t)w->N, S = (size_t)w->S;
  *net = (twi_net){0};
  if (base->tariff == new_->tariff) return; /* both the data's */
  for (size_t s = 0; s < S; s++)
    for (size_t d = 0; d < N; d++)
      for (size_t o = 0; o < N; o++) {
        size_t flow = (s * N + d) * N + o;
        const tw_net_change change = {(int)d,       (int)o, (int)s, rate_of(w, base, flow), rate_of(w, new_, flow),
                                      w->flow[flow]};
        if (o != d && change.value > 0 && change.new_ != change.base) keep_change(net, &change);
      }
}
