/* From a checked table to a world whose identities hold. See import.h.
 *
 * symbol  word                                   equation
 * F       flow before the tariff                 F = z + f
 * Y       output                                 Y[o][s] = sum_d F
 * tbar    tariff on inputs                       tbar[d][s] = sum_o t z / sum_o z
 * B       bill for inputs at buyers' prices      B[d][u] = sum_s (1 + tbar) Z
 * v       value-added share                      v = 1 - B / Y
 * alpha   final demand at buyers' prices         alpha ~ sum_o (1 + t) f
 *
 * Then sum_u (1 + tbar) Z + sum_o (1 + t) f = sum_o (1 + t) F in every market: the world is in balance by construction,
 * and v takes up what is neither input nor tariff: value added, taxes less subsidies on products (import duties among
 * them, which is why tariffs on inputs come out of it), and the rounding of the table.
 *
 * A bill above 0.99 of output (a subsidised industry, one with negative value added, or one that sells nothing) would
 * leave no value added: the bill is cut to 0.99 Y, or to 0 without output, and what it no longer buys goes to final
 * demand, so that markets still clear.
 *
 * A layout may bring flows with tariffs and export taxes, and Z and final demand at buyers' prices (gtap_build.c): then
 * tbar is 0, and output is Y = sum_d F / (1 + e), at the producer's price. */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "world/import/gtap.h"
#include "world/largest.h"
#include "world/tally.h"

static const double least_share = 0.01; /* of value added in output */

/* tbar [N][S] as 1 + tbar. */
static void input_prices(const twi_import_job *j, double *price)
{
  const double *t = j->w->tariff;
  for (size_t d = 0; d < j->N; d++)
    for (size_t s = 0; s < j->S; s++) {
      twi_sum paid = {0, 0}, base = {0, 0};
      size_t market = (s * j->N + d) * j->N;
      for (size_t o = 0; t && !j->final_paid && o < j->N; o++) {
        twi_sum_add(&paid, t[market + o] * j->z[market + o]);
        twi_sum_add(&base, j->z[market + o]);
      }
      double all = twi_sum_value(base);
      price[d * j->S + s] = all > 0 ? 1 + twi_sum_value(paid) / all : 1;
    }
}

static tw_status add_flows(twi_import_job *j)
{
  size_t flows = j->S * j->N * j->N;
  j->w->flow = twi_alloc(j->ctx, flows, sizeof(double));
  if (!j->w->flow) return twi_no_memory(j->ctx, flows * sizeof(double));
  for (size_t i = 0; i < flows; i++) j->w->flow[i] = j->z[i] + j->f[i];
  return TW_OK;
}

static double output_of(const twi_import_job *j, size_t o, size_t s)
{
  twi_sum sum = {0, 0};
  const double *e = j->w->export_tax;
  for (size_t d = 0; d < j->N; d++) {
    size_t cell = (s * j->N + d) * j->N + o;
    twi_sum_add(&sum, j->w->flow[cell] / (1 + (e ? e[cell] : 0)));
  }
  return twi_sum_value(sum);
}

/* Shares of one industry; final [S]: takes what a cut leaves over. cut: its money. */
static void build_bill(twi_import_job *j, size_t d, size_t u, const double *price, double *final, twi_tally *cut)
{
  size_t cell = d * j->S + u;
  double *b = j->w->input_share + cell * j->S;
  const double *inputs = j->inputs + cell * j->S;
  double output = output_of(j, d, u);
  twi_sum sum = {0, 0};
  for (size_t s = 0; s < j->S; s++) {
    b[s] = inputs[s] * price[s];
    twi_sum_add(&sum, b[s]);
  }
  double bill = twi_sum_value(sum), most = output > 0 ? (1 - least_share) * output : 0;
  if (bill > most) {
    double keep = most / bill;
    for (size_t s = 0; s < j->S; s++) final[s] += (1 - keep) * b[s];
    twi_tally_add(cut, bill - most, bill - most, d, u, 0);
  }
  double v = output > 0 ? 1 - fmin(bill, most) / output : 1;
  j->w->value_added_share[cell] = v;
  for (size_t s = 0; s < j->S; s++) b[s] = v < 1 ? b[s] / bill : 0;
  if (v < 1) twi_normalise(b, j->S, twi_sum_of(b, j->S));
}

static void build_final(twi_import_job *j, size_t d, double *final)
{
  const double *t = j->w->tariff;
  for (size_t s = 0; s < j->S; s++) {
    twi_sum sum = {final[s], 0};
    size_t market = (s * j->N + d) * j->N;
    if (j->final_paid) twi_sum_add(&sum, j->final_paid[d * j->S + s]);
    for (size_t o = 0; o < j->N && !j->final_paid; o++)
      twi_sum_add(&sum, (1 + (t ? t[market + o] : 0)) * j->f[market + o]);
    final[s] = twi_sum_value(sum);
  }
  double all = twi_sum_of(final, j->S);
  for (size_t s = 0; s < j->S && all > 0; s++) final[s] /= all;
  if (all > 0) twi_normalise(final, j->S, twi_sum_of(final, j->S));
}

static tw_status find_cut(twi_import_job *j, const twi_tally *cut)
{
  char money[TWI_MONEY], largest[TWI_MONEY];
  if (cut->count == 0) return TW_OK;
  return twi_world_find(
      j->ctx, j->w, 1, "import_value_added", cut->region, cut->sector, cut->money, NAN,
      "%d region-sectors have less value added than 1 %% of output (or no output); %s of their inputs "
      "became final demand, so that every market still clears; the largest is %s %s with %s.",
      cut->count, twi_money(j->w, cut->money, money), j->w->region[cut->region], j->w->sector[cut->sector],
      twi_money(j->w, cut->largest, largest));
}

static tw_status build_shares(twi_import_job *j)
{
  tw_world *w = j->w;
  size_t cells = j->N * j->S;
  double *price = twi_alloc(j->ctx, cells, sizeof *price);
  w->value_added_share = twi_alloc(j->ctx, cells, sizeof(double));
  w->input_share = twi_alloc(j->ctx, cells * j->S, sizeof(double));
  w->final_share = twi_new(j->ctx, cells, sizeof(double));
  twi_tally cut = {0};
  tw_status status = TW_OK;
  if (!price || !w->value_added_share || !w->input_share || !w->final_share) {
    status = twi_no_memory(j->ctx, cells * j->S * sizeof(double));
  } else {
    input_prices(j, price);
    for (size_t d = 0; d < j->N; d++) {
      double *final = w->final_share + d * j->S;
      for (size_t u = 0; u < j->S; u++) build_bill(j, d, u, price + d * j->S, final, &cut);
      build_final(j, d, final);
    }
    status = find_cut(j, &cut);
  }
  twi_free(j->ctx, price);
  return status;
}

/* ---------------------------------------------------------------- findings */

static tw_status find_cells(twi_import_job *j, const twi_sum_of_cells *sum, const char *identity, const char *what)
{
  char money[TWI_MONEY];
  if (sum->cells == 0) return TW_OK;
  return twi_world_find(j->ctx, j->w, 1, identity, -1, -1, sum->money, NAN,
                        "%ld cells of %s were negative, -%s in all; "
                        "they are zero here, and the sellers' output is that much larger.",
                        sum->cells, what, twi_money(j->w, sum->money, money));
}

/* All of it, then each of the largest sellers by itself. */
static tw_status find_negative_final(twi_import_job *j)
{
  const twi_sum_of_cells *sum = &j->negative_final;
  tw_world *w = j->w;
  char money[TWI_MONEY], rest[TWI_MONEY], words[80], others[160] = "";
  if (sum->cells == 0) return TW_OK;
  twi_largest items = {0};
  int sellers = 0;
  for (size_t i = 0; i < j->N * j->S; i++) {
    if (!(j->dropped[i] > 0)) continue;
    sellers++;
    twi_keep_largest(&items, j->dropped[i], i);
  }
  double named = 0;
  for (int k = 0; k < items.count; k++) named += items.item[k].size;
  if (sellers > items.count)
    twi_print(others, sizeof others, " The %d largest are named one by one; the %d others have -%s in all.",
              items.count, sellers - items.count, twi_money(w, fmax(sum->money - named, 0), rest));
  tw_status status = twi_world_find(
      j->ctx, w, 1, "import_negative_final", -1, -1, sum->money, NAN,
      "%ld cells of final demand (all categories of a buyer and a seller together) were negative, -%s in all, for %d "
      "%s; they are zero here, and the sellers' output is that much larger.%s",
      sum->cells, twi_money(w, sum->money, money), sellers, sellers == 1 ? "seller" : "sellers", others);
  for (int k = 0; k < items.count && status == TW_OK; k++) {
    size_t i = items.item[k].cell;
    double sold = j->sold[i];
    status =
        twi_world_find(j->ctx, w, 1, "import_negative_final", (int)(i / j->S), (int)(i % j->S), j->dropped[i],
                       sold > 0 ? j->dropped[i] / sold : INFINITY,
                       "%s %s: negative final demand of -%s became zero, %s.", w->region[i / j->S], w->sector[i % j->S],
                       twi_money(w, j->dropped[i], money), twi_import_dropped_words(j, i, words));
  }
  return status;
}

static tw_status find_changes(twi_import_job *j)
{
  tw_world *w = j->w;
  char up[TWI_MONEY], down[TWI_MONEY];
  double all = 0;
  for (size_t i = 0; i < twi_world_sector_flows(w); i++) all += w->flow[i];
  tw_status status = find_cells(j, &j->negative_inputs, "import_negative_inputs", "inputs");
  if (status == TW_OK) status = find_negative_final(j);
  if (status == TW_OK && (j->stocks_up > 0 || j->stocks_down > 0))
    status = twi_world_find(j->ctx, w, 0, "import_inventories", -1, -1, j->stocks_up + j->stocks_down, NAN,
                            "Changes in inventories, %s up and %s down, are part of final demand.",
                            twi_money(w, j->stocks_up, up), twi_money(w, j->stocks_down, down));
  if (status == TW_OK && j->taxes) {
    double taxes = 0;
    for (size_t i = 0; i < j->N * j->S; i++) taxes += j->taxes[i];
    status = twi_world_find(j->ctx, w, 0, "import_taxes", -1, -1, taxes, NAN,
                            "Taxes less subsidies on products: the %s that industries pay count as value added; the %s "
                            "on final demand are left out.",
                            twi_money(w, taxes, up), twi_money(w, j->final_taxes, down));
  }
  if (status == TW_OK && (j->row_total || j->column_total || j->value_added))
    status = twi_world_find(j->ctx, w, 0, "import_gap", -1, -1, j->gap, all > 0 ? j->gap / all : NAN,
                            "Rows, columns and totals of the table differ by %s added up over all of them (%.2g of "
                            "output); value added takes up the gaps.",
                            twi_money(w, j->gap, up), all > 0 ? j->gap / all : 0);
  return status;
}

tw_status twi_import_build(twi_import_job *j)
{
  const twi_code_places places = {.regions = j->origin, .sectors = j->origin};
  tw_status status = twi_world_check_words(j->ctx, j->w, &places);
  if (status == TW_OK) status = j->gtap ? twi_gtap_build(j->gtap) : add_flows(j);
  if (status == TW_OK && j->ask->tariffs) status = twi_import_tariffs(j);
  if (status == TW_OK) status = j->gtap ? twi_gtap_say(j->gtap) : find_changes(j);
  if (status == TW_OK) status = build_shares(j);
  if (status == TW_OK) status = twi_world_check_numbers(j->ctx, j->w, "", 0);
  if (status == TW_OK) status = twi_long_products_put(j);
  const char *file = j->origin;
  const twi_given given = {.flows = file, .production = file, .inputs = file, .final = file};
  if (status == TW_OK) status = twi_world_complete(j->ctx, j->w, &given);
  return status == TW_OK ? twi_world_seal(j->ctx, j->w) : status;
}
