/* Columns that are not read. See columns.h. */
#include "world/columns.h"

#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/assemble.h"

tw_status twi_other_columns(tw_context *ctx, tw_world *w, twi_csv *csv, const char *const *known, int count)
{
  for (int i = 0; i < twi_csv_columns(csv); i++) {
    const char *column = twi_csv_column(csv, i), *absent[16];
    size_t length = strlen(column);
    int is_known = 0, left = 0;
    for (int k = 0; k < count; k++) {
      is_known |= twi_same_name(column, length, known[k]);
      if (twi_csv_find(csv, known[k]) < 0 && left < 16) absent[left++] = known[k];
    }
    if (is_known) continue;
    char shown[TWI_SHOWN];
    twi_show(column, length, shown);
    const char *nearest = twi_nearest(column, length, absent, left);
    if (nearest)
      return twi_fail(ctx, TW_BAD_INPUT, "%s:1: found the column %s; did you mean %s?", twi_csv_origin(csv), shown,
                      nearest);
    tw_status status = twi_world_find(ctx, w, 0, "column_not_read", -1, -1, NAN, NAN,
                                      "The column %s of %s is not read.", shown, twi_csv_origin(csv));
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

tw_status twi_csv_rate(twi_csv *csv, int column, double *rate)
{
  tw_status status = twi_csv_percent(csv, column, rate);
  if (status == TW_OK && !(*rate > -1 && *rate <= TWI_MOST_RATE))
    status = twi_csv_expected(csv, column, "more than -100 per cent and at most 1000000");
  return status;
}
