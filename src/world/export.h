/* For write/ and import/dta*.c: a world as a folder of Stata files.
 *
 *   regions.dta      region, name, and population, gdp where the world has them (missing: not known)
 *   sectors.dta      sector, name, kind (goods, services), trade_elasticity
 *   flows.dta        sector, importer, exporter, value, and tariff_rate, export_tax_rate, tariff_mfn_rate …
 *   production.dta   region, sector, value_added_share
 *   inputs.dta       region, user, input, share_of_output
 *   final.dta        region, sector, share
 *   of a world with products product_elasticity in sectors.dta, and families.dta, products.dta and product_flows.dta as
 *   in a world folder, product_flows.dta with tariff_rate … (missing: as the sector's flow)
 *   world.yaml, groups.yaml as in a world folder
 *
 * Rates are fractions and input shares are of output, as the model has them: per cent and shares of the bill, which the
 * CSV files hold, could not be turned back to the last bit from doubles. */
#ifndef TWI_WORLD_EXPORT_H
#define TWI_WORLD_EXPORT_H

#include "base/stage.h"
#include "world/assemble.h"

/* Returns the name of a rate's column, which the caller frees: of a tariff column that ends in `from`, _pct, the same
 * with `to`, _rate (and back). NULL: out of memory, or the name does not end so. */
char *twi_rate_name(tw_context *ctx, const char *name, const char *from, const char *to);

/* write/folder.c: marks the files of an older world, which do not come along when the folder is replaced; TW_BAD_INPUT
 * when a file of such a name is there without a world. */
tw_status twi_world_retire(twi_stage *stage, tw_context *ctx, twi_kind kind, const char *folder);
/* write/dta.c writes the folder, all or nothing; import/dta_folder.c makes a world of one, which the caller frees. */
tw_status twi_world_write_dta(tw_context *ctx, const tw_world *w, const char *folder);
tw_status twi_world_read_dta(tw_context *ctx, const char *folder, tw_world **world);

#endif
