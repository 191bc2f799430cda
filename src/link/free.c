/* What a link is asked by default; a link freed. See tradewind.h. */
#include "link/link.h"

void tw_link_options_default(tw_link_options *options)
{
  *options = (tw_link_options){.sector = "B06", .product = "LNG", .tolerance = 1e-8, .rounds = 50, .quantity_mode = 1};
}

void tw_link_free(tw_link *link)
{
  if (!link) return;
  tw_context *ctx = link->ctx;
  tw_path_free(link->path);
  tw_world_free(link->world);
  tw_market_result_free(link->linked);
  tw_market_result_free(link->question);
  tw_outlook_free(link->outlook);
  twi_market_solver_free(link->solver);
  twi_link_table_free(ctx, &link->base);
  twi_link_table_free(ctx, &link->alone);
  twi_link_table_free(ctx, &link->now);
  for (int i = 0; i < link->sentences; i++) twi_free(ctx, link->sentence[i]);
  void *own[] = {link->supplier,    link->owner,    link->buyer,    link->passage,  link->value,    link->latent,
                 link->duty,        link->x,        link->next,     link->wedge,    link->transfer, link->growth,
                 link->paid,        link->left_out, link->work,     link->last,     link->sentence, link->before_price,
                 link->split[0],    link->split[1], link->split[2], link->split[3], link->texts[0], link->texts[1],
                 link->alone_price, link->quantile};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  twi_free(ctx, link);
}
