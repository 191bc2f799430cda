/* Unit and meaning of every column of results. docs/formats.md tells more of each; here it is one line, for whoever
 * sees the column in another program. years.csv has the columns of regions.csv, years_sectors.csv those of sectors.csv.
 *
 * Longer than 400 lines: one list, a line a column. */
#include "report/meaning.h"

#include <stdlib.h>
#include <string.h>

#include "indicator/result.h" /* TWI_UNIT_OR */

#define PERCENT "percent"
#define POINTS  "percentage points"
#define LOGS    "log points"
#define MONEY   TWI_UNIT_MONEY
#define MARKET_PRICE    "the market's unit of price"
#define MARKET_QUANTITY "the market's unit of quantity"
#define MARKET_MONEY    "the market's unit of money"
#define SHARE   "fraction"
#define CODE    "code"
#define TEXT    "text"
#define COUNT   "count"
#define HEADS   "thousand persons"
#define UNITS   "unit of the product"
#define RATIO   "ratio"
#define KCAL    "kcal a head and day"

static const twi_meaning lines[] = {
    /* keys, and what has one meaning wherever it stands */
    {NULL, "region", CODE, "region"},
    {NULL, "sector", CODE, "sector"},
    {NULL, "product", CODE, "product of a sector; rest: what the products leave of it"},
    {NULL, "importer", CODE, "region that buys"},
    {NULL, "exporter", CODE, "region that sells"},
    {NULL, "year", "year", "year of the path"},
    {NULL, "rule", TEXT, "kind of rule in the scenario"},
    {NULL, "lever", TEXT, "choice, by its name"},
    {NULL, "contingency", TEXT, "what may happen, by its name"},

    {"regions.csv", "real_income_pct", PERCENT, "change of real income, which is income over the price of consumption"},
    {"regions.csv", "equivalent_variation", MONEY, "income before times the change of real income"},
    {"regions.csv", "real_wage_pct", PERCENT, "change of the wage over the price of consumption"},
    {"regions.csv", "wage_pct", PERCENT, "change of the wage, in units of world value added"},
    {"regions.csv", "price_index_pct", PERCENT, "change of the price of consumption, in units of world value added"},
    {"regions.csv", "exports_pct", PERCENT, "change of the value of exports, before tariffs and without own sales"},
    {"regions.csv", "imports_pct", PERCENT, "change of the value of imports, before tariffs and without own sales"},
    {"regions.csv", "tariff_revenue_base_pct", PERCENT, "tariff revenue as a share of income, base equilibrium"},
    {"regions.csv", "tariff_revenue_new_pct", PERCENT, "tariff revenue as a share of income, new equilibrium"},
    {"regions.csv", "terms_of_trade_pct", LOGS, "part of the change of real income by terms of trade"},
    {"regions.csv", "volume_of_trade_pct", LOGS, "part of the change of real income by the volume of trade"},
    {"regions.csv", "technical_pct", LOGS, "part of the change of real income by barriers, productivity and tastes"},
    {"regions.csv", "transfers_pct", LOGS, "part of the change of real income by deficits, transfers and rents"},
    {"regions.csv", "remainder_pct", LOGS, "what the parts of the change of real income leave over: rounding"},
    {"regions.csv", "first_order_terms_of_trade_pct", PERCENT, "terms of trade to first order (Caliendo and Parro)"},
    {"regions.csv", "first_order_volume_of_trade_pct", PERCENT, "volume of trade to first order (Caliendo and Parro)"},
    {"regions.csv", "first_order_welfare_pct", PERCENT, "change of real income to first order, of tariffs"},
    {"regions.csv", "production_pct", LOGS, "part of the change of real income by subsidies and scale of production"},
    {"regions.csv", "factors_pct", LOGS, "part of the change of real income by labour and capital"},
    {"regions.csv", "employment_pct", PERCENT, "change of labour"},
    {"regions.csv", "rents_new_pct", PERCENT, "rents of limits collected, as a share of income, new equilibrium"},
    {"regions.csv", "capital_pct", PERCENT, "change of capital, of the same year"},

    {"regions.csv", "gdp_base", MONEY, "GDP at market prices, base equilibrium"},
    {"regions.csv", "gdp_new", MONEY, "GDP at market prices, new equilibrium, in units of world value added"},
    {"regions.csv", "gdp_pct", PERCENT, "change of the value of GDP, in units of world value added"},
    {"regions.csv", "real_gdp_pct", PERCENT, "change of GDP at constant prices, which is not that of real income"},
    {"regions.csv", "employment_base", HEADS, "employment in the data"},
    {"regions.csv", "employment_change", HEADS, "change of employment"},
    {"regions.csv", "profits_change", MONEY, "change of profits received from other regions less paid to them"},

    {"routes.csv", "from", CODE, "where the voyage begins: a place by its code, or latitude,longitude"},
    {"routes.csv", "to", CODE, "where the voyage ends"},
    {"routes.csv", "closed", TEXT, "passages that are closed"},
    {"routes.csv", "km", "km", "length of the route; empty: there is none"},
    {"routes.csv", "days", "days", "days of the voyage one way, waiting included, at the speed in run.json"},
    {"routes.csv", "passages", TEXT, "passages in the order in which they are crossed"},
    {"routes.csv", "extra_days", "days", "days more than on the network as usual"},
    {"routes.csv", "cost", "USD per MMBtu", "freight of LNG at 17 knots, with tolls"},
    {"routes.csv", "kind", TEXT, "asked, second, open (the network as usual), if_closed"},
    {"routes.csv", "opened", TEXT, "passages that are open and usually closed"},
    {"routes.csv", "nm", "nautical miles", "length of the route"},
    {"routes.csv", "wait_days", "days", "days of waiting at passages, one way"},
    {"routes.csv", "toll", "USD per MMBtu", "tolls of a round trip, which cost has in it"},
    {"routes.csv", "extra_cost", "USD per MMBtu", "cost more than on the network as usual"},
    {"routes.csv", "goods_low_pct", PERCENT, "extra days for goods, at 0.6 % of value a day"},
    {"routes.csv", "goods_high_pct", PERCENT, "extra days for goods, at 2.1 % of value a day"},

    {"groups.csv", "group", TEXT, "group of regions"},
    {"groups.csv", "real_income_pct", PERCENT, "equivalent variations over incomes before, both summed over members"},
    {"groups.csv", "equivalent_variation", MONEY, "sum of the members' equivalent variations"},
    {"groups.csv", "real_gdp_pct", PERCENT, "change of the group's GDP at constant prices"},
    {"groups.csv", "exports_pct", PERCENT, "change of the value of the members' exports, to each other, too"},
    {"groups.csv", "imports_pct", PERCENT, "change of the value of the members' imports, from each other, too"},

    {"sectors.csv", "output_pct", PERCENT, "change of the volume of output"},
    {"sectors.csv", "output_value_pct", PERCENT, "change of the value of output"},
    {"sectors.csv", "unit_cost_pct", PERCENT, "change of the cost of a unit, before a subsidy"},
    {"sectors.csv", "price_pct", PERCENT, "change of the buyer's price of the sector's goods"},
    {"sectors.csv", "exports_pct", PERCENT, "change of the value of exports, before tariffs and without own sales"},
    {"sectors.csv", "imports_pct", PERCENT, "change of the value of imports, before tariffs and without own sales"},
    {"sectors.csv", "value_added_change", MONEY, "change of value added"},
    {"sectors.csv", "employment_change", HEADS, "jobs that move into the sector, or out of it"},
    {"sectors.csv", "output_base", MONEY, "output at cost, base equilibrium"},
    {"sectors.csv", "value_added_base", MONEY, "value added, base equilibrium"},
    {"sectors.csv", "exports_base", MONEY, "exports before tariffs and without own sales, base equilibrium"},
    {"sectors.csv", "imports_base", MONEY, "imports before tariffs and without own sales, base equilibrium"},
    {"sectors.csv", "employment_base", HEADS, "employment in the data"},

    {"products.csv", "sales_base", MONEY, "sales of the product by the region at unit cost, base equilibrium"},
    {"products.csv", "sales_new", MONEY, "sales of the product by the region at unit cost, new equilibrium"},
    {"products.csv", "sales_pct", PERCENT, "change of the value of the region's sales of the product"},
    {"products.csv", "spending_base", MONEY, "spending of the region on the product with tariffs, base equilibrium"},
    {"products.csv", "spending_new", MONEY, "spending of the region on the product with tariffs, new equilibrium"},
    {"products.csv", "spending_pct", PERCENT, "change of the region's spending on the product, tariffs included"},
    {"products.csv", "price_pct", PERCENT, "change of the price of the product for buyers of the region"},
    {"products.csv", "quantity_base", UNITS, "quantity that the region sells, as it arrives, base equilibrium"},
    {"products.csv", "quantity_new", UNITS, "quantity that the region sells, as it arrives, new equilibrium"},
    {"products.csv", "quantity_pct", PERCENT, "change of the quantity that the region sells"},
    {"products.csv", "seller_price_pct", PERCENT, "change of the price at which the region sells it, before taxes"},
    {"products.csv", "quality", TEXT, "assumed: nobody has observed who sells the product to whom"},
    {"dependence.csv", "partner", CODE, "the other region; empty: all others together"},
    {"dependence.csv", "indicator", TEXT, "which number it is; run.json has how each is made"},
    {"dependence.csv", "value", "fraction, or percent where the indicator ends in _pct", "base equilibrium"},
    {"dependence.csv", "value_new", "fraction, or percent where the indicator ends in _pct", "under the scenario"},
    {"dependence.csv", "trade_elasticity", RATIO, "between origins, in theta form: how easily one replaces another"},
    {"calories.csv", "product", TEXT, "item or group of the diet, or feed"},
    {"calories.csv", "origin", CODE, "region that it comes from; OTHER: not known"},
    {"calories.csv", "direct", KCAL, "calories eaten, base"},
    {"calories.csv", "look_through", KCAL, "the same, livestock raised at home by the origin of its feed"},
    {"calories.csv", "direct_new", KCAL, "calories eaten, under the scenario"},
    {"calories.csv", "look_through_new", KCAL, "the same, by the origin of feed, under the scenario"},
    {"calories.csv", "part", TEXT, "import, home, or feed of livestock raised at home"},
    {"calories.csv", "direct_low", KCAL, "calories eaten, low"},
    {"calories.csv", "direct_high", KCAL, "calories eaten, high"},
    {"calories.csv", "look_through_low", KCAL, "by the origin of feed, low"},
    {"calories.csv", "look_through_high", KCAL, "by the origin of feed, high"},
    {"calories.csv", "quality", TEXT, "observed, derived or assumed: the worst of what it is made of"},
    {"exposure.csv", "outcome", TEXT, "what is derived, of the region: real_income, gdp, output C29 ..."},
    {"exposure.csv", "wedge", TEXT, "tariff, export_tax, barrier or productivity"},
    {"exposure.csv", "derivative", RATIO, "d ln of the outcome by d ln of 1 + rate, barrier or productivity"},
    {"exposure.csv", "per_point", PERCENT, "of the outcome, for one point or one per cent, to first order"},
    {"exposure_matrix.csv", "outcome", TEXT, "what is derived, of the region"},
    {"exposure_matrix.csv", "derivative", RATIO,
     "d ln of the outcome by d ln of the exporter's productivity; sector empty: in all of them"},
    {"exposure_largest.csv", "outcome", TEXT, "what is derived, of the region"},
    {"exposure_largest.csv", "wedge", TEXT, "tariff, export_tax, barrier or productivity"},
    {"exposure_largest.csv", "derivative", RATIO, "d ln of the outcome by d ln of 1 + rate, barrier or productivity"},
    {"exposure_largest.csv", "per_point", PERCENT, "of the outcome, for one point or one per cent, to first order"},
    {"exposure_largest.csv", "rate_pct", PERCENT, "tariff or export tax where the derivative is taken"},
    {"exposure_largest.csv", "exact_1_pct", PERCENT, "change of the outcome with 1 point or per cent more, solved"},
    {"exposure_largest.csv", "exact_25_pct", PERCENT, "change of the outcome with 25 points or per cent more, solved"},
    {"cascade.csv", "round", "round", "round of decisions, all of the solution of the round before; 0: the policy's bans"},
    {"cascade.csv", "action", TEXT, "ban, limit or none; partial: a ban of the policy to some importers"},
    {"cascade.csv", "trigger", RATIO, "what the exporter goes by, new over base; it acts above 1 + tau"},
    {"cascade.csv", "clause", TEXT, "the cascade with the no-ban clauses or without them"},
    {"clause.csv", "kind", TEXT, "of the clause: capped, exempt or proportional"},
    {"clause.csv", "region", CODE, "whose number it is: the exporter's or the importer's"},
    {"clause.csv", "measure", TEXT, "price, use, index, partner, calories, cover or real_income"},
    {"clause.csv", "unit", TEXT, "of the numbers of the row"},
    {"clause.csv", "base", "unit of the row", "base equilibrium"},
    {"clause.csv", "without", "unit of the row", "cascade without the clauses"},
    {"clause.csv", "with", "unit of the row", "cascade with the clauses"},
    {"plants.csv", "units_base", UNITS, "units that the plant sells, base equilibrium"},
    {"plants.csv", "units_new", UNITS, "units that the plant sells, new equilibrium"},
    {"plants.csv", "units_pct", PERCENT, "change of the units that the plant sells"},
    {"plants.csv", "sales_base", MONEY, "sales at the producer's price, base equilibrium"},
    {"plants.csv", "sales_new", MONEY, "sales at the producer's price, new equilibrium"},
    {"plants.csv", "output_pct", PERCENT, "change of the volume of output, which is sales over the producer's price"},
    {"plants.csv", "market_access_pct", PERCENT, "change of sales that markets make, the plant's own cost taken out"},
    {"plants.csv", "main_market", CODE, "region with the largest share of the plant's units"},
    {"plants.csv", "main_market_share", SHARE, "its share in the plant's units, base equilibrium"},
    {"plants.csv", "tariff_half_pct", PERCENT, "tariff of the main market at which units sold there are half"},
    {"plants.csv", "tariff_half_closed_pct", PERCENT, "the same with costs and the brand's sales fixed"},
    {"plants.csv", "tariff_threshold_pct", PERCENT, "tariff of the main market at which all units fall to the threshold"},
    {"plants.csv", "tariff_cost_pct", PERCENT, "tariff of the main market that the cost advantage makes up for"},
    {"plants.csv", "subsidy_pct", PERCENT, "subsidy on cost that brings units back to the base under the policy"},
    {"plants.csv", "subsidy_per_unit", MONEY " per unit", "that subsidy for one unit"},
    {"plants.csv", "break_even_probability_pct", PERCENT, "probability of losing access at which the alternative is as good"},
    {"plants.csv", "break_even_hazard_pct", PERCENT, "hazard a year of losing access at which the alternative is as good"},
    {"illegal.csv", "measure", TEXT, "what is told of the sector with illegal fish; docs/formats.md lists them"},
    {"illegal.csv", "partner", CODE, "region that sells, or that calories come from; OTHER: not known"},
    {"illegal.csv", "unit", TEXT, "unit of the measure"},
    {"illegal.csv", "low", "that of the row", "the measure at the low illegal share"},
    {"illegal.csv", "point", "that of the row", "the measure at the point of the illegal share"},
    {"illegal.csv", "high", "that of the row", "the measure at the high illegal share"},
    {"link.csv", "real_income_pct", PERCENT, "change of real income, which is income over the price of consumption"},
    {"link.csv", "market_pct", PERCENT, "part of it that is the market's at the core's old prices: buyers and owners"},
    {"link.csv", "buyers_pct", PERCENT, "part of it by the price times the base's quantity that the region buys"},
    {"link.csv", "owners_pct", PERCENT, "part of it by rents, tolls and taxes that reach the region"},
    {"link.csv", "economy_pct", PERCENT, "the rest of it: wages, other prices, and what the market makes of them"},
    {"link.csv", "price_pct", PERCENT, "change of the price of the market's product for buyers of the region"},
    {"link.csv", "bill_pct", PERCENT, "change of what the region spends on the market's product"},
    {"parity.csv", "other_region", CODE, "the other region that makes the product"},
    {"parity.csv", "market", CODE, "region that buys: the plant's main market"},
    {"parity.csv", "odds_base", RATIO, "the region's share in it over the other's, base equilibrium"},
    {"parity.csv", "odds_new", RATIO, "the region's share in it over the other's, new equilibrium"},
    {"parity.csv", "tariff_parity_pct", PERCENT, "tariff at which both have the same share, costs fixed"},
    {"closing.csv", "round", COUNT, "round in which the plant closes"},
    {"closing.csv", "units_pct", PERCENT, "its units over those of the base, before it closes"},
    {"product_trade.csv", "base_value", MONEY, "value before the importer's tariff, base equilibrium"},
    {"product_trade.csv", "new_value", MONEY, "value before the importer's tariff, new equilibrium"},
    {"product_trade.csv", "change_pct", PERCENT, "change of the value"},
    {"product_trade.csv", "quantity_base", UNITS, "quantity that arrives, base equilibrium"},
    {"product_trade.csv", "quantity_new", UNITS, "quantity that arrives, new equilibrium"},
    {"product_trade.csv", "tariff_base_pct", PERCENT, "tariff on the product, base equilibrium"},
    {"product_trade.csv", "tariff_new_pct", PERCENT, "tariff on the product, new equilibrium"},
    {"product_trade.csv", "quality", TEXT, "assumed: nobody has observed who sells the product to whom"},

    {"trade.csv", "base_value", MONEY, "value of the flow before the importer's tariff, base equilibrium"},
    {"trade.csv", "new_value", MONEY, "value of the flow before the importer's tariff, new equilibrium"},
    {"trade.csv", "change_pct", PERCENT, "change of that value"},
    {"trade.csv", "tariff_base_pct", PERCENT, "tariff, base equilibrium"},
    {"trade.csv", "tariff_new_pct", PERCENT, "tariff without rents of quotas, new equilibrium"},

    {"limits.csv", "line", COUNT, "line of the scenario's file that the rule stands in"},
    {"limits.csv", "what", TEXT, "what is limited, or aimed at"},
    {"limits.csv", "instrument", TEXT, "what moves to keep the limit, or reach the target"},
    {"limits.csv", "limit", MONEY TWI_UNIT_OR, "the limit, or the goal"},
    {"limits.csv", "reference", MONEY TWI_UNIT_OR, "where it was without policy"},
    {"limits.csv", "value", MONEY TWI_UNIT_OR, "where it came to"},
    {"limits.csv", "binding", TWI_UNIT_YES, "whether the limit binds"},
    {"limits.csv", "binding_share", SHARE, "share of draws in which the limit binds"},
    {"limits.csv", "instrument_pct", PERCENT, "size of the instrument"},
    {"limits.csv", "money", MONEY, "the rent, or what the instrument costs its region"},
    {"limits.csv", "owner", CODE, "who has the rent"},

    {"preferences.csv", "value", MONEY, "value of the flow before tariff, base equilibrium"},
    {"preferences.csv", "preferential_base_pct", PERCENT, "tariff of those who comply, base equilibrium"},
    {"preferences.csv", "preferential_new_pct", PERCENT, "tariff of those who comply, new equilibrium"},
    {"preferences.csv", "mfn_base_pct", PERCENT, "tariff of those who pay, base equilibrium"},
    {"preferences.csv", "mfn_new_pct", PERCENT, "tariff of those who pay, new equilibrium"},
    {"preferences.csv", "utilisation_base_pct", PERCENT, "share of customs value that complies, base equilibrium"},
    {"preferences.csv", "utilisation_new_pct", PERCENT, "share of customs value that complies, new equilibrium"},
    {"preferences.csv", "tariff_base_pct", PERCENT, "average tariff, base equilibrium"},
    {"preferences.csv", "tariff_new_pct", PERCENT, "average tariff, new equilibrium"},
    {"preferences.csv", "cost_pct", PERCENT, "change of the cost of complying"},

    {"drivers.csv", "outcome", TEXT, "the column whose spread is explained"},
    {"drivers.csv", "partner", CODE, "the other region of an outcome that is of one flow"},
    {"drivers.csv", "parameter", TEXT, "what is drawn"},
    {"drivers.csv", "first_order", SHARE, "share of the variance that the parameter makes alone"},
    {"drivers.csv", "total", SHARE, "share of the variance with all in which the parameter takes part"},
    {"drivers.csv", "first_order_error", SHARE, "standard error of first_order"},
    {"drivers.csv", "total_error", SHARE, "standard error of total"},

    {"decision.csv", "central", "that of the indicator", "payoff without uncertainty"},
    {"decision.csv", "mean", "that of the indicator", "mean payoff over the draws"},
    {"decision.csv", "p05", "that of the indicator", "payoff at 5 % of the draws"},
    {"decision.csv", "p50", "that of the indicator", "payoff at 50 % of the draws"},
    {"decision.csv", "p95", "that of the indicator", "payoff at 95 % of the draws"},
    {"decision.csv", "regret", "that of the indicator", "what the best choice there would bring more"},
    {"decision.csv", "failed_draws", COUNT, "draws without a certified equilibrium"},

    {"choices.csv", "criterion", TEXT, "what the number is"},
    {"choices.csv", "value", "that of the indicator; a fraction for share_of_draws_best", "the number"},
    {"choices.csv", "other", TEXT, "the other choice that it is about"},

    {"break_even.csv", "chosen", TEXT, "the choice with the largest expected value"},
    {"break_even.csv", "rival", TEXT, "the choice that it is compared with"},
    {"break_even.csv", "probability_pct", PERCENT, "probability of the contingency"},
    {"break_even.csv", "break_even_pct", PERCENT, "probability at which both are expected to bring the same"},
    {"break_even.csv", "better_above", TEXT, "who is better above it"},
    {"break_even.csv", "gain_in", "that of the indicator", "what the chosen brings more where it happens"},
    {"break_even.csv", "gain_elsewhere", "that of the indicator", "what the chosen brings more where it does not"},
    {"frontier.csv", "point", TEXT, "start: nothing is done; then from the largest gain to the least worst loss"},
    {"frontier.csv", "bound", PERCENT, "no loss may be above it; empty at the start"},
    {"frontier.csv", "gain", PERCENT, "expected gain in real income over the start, net of the cost"},
    {"frontier.csv", "cost", PERCENT, "what the levers cost, of real income"},
    {"frontier.csv", "worst_loss", PERCENT, "largest loss of real income over the contingencies"},
    {"frontier.csv", "price_of_safety", "ratio", "expected gain given up for one less of worst loss; empty at the start"},
    {"frontier.csv", "insurance", PERCENT, "expected loss that is avoided, against the start"},
    {"frontier.csv", "optimality", "ratio", "how far the conditions of an optimum are from holding"},
    {"frontier.csv", "loss", PERCENT, "loss of real income in the contingency against that in which nothing happens"},
    {"frontier.csv", "binds", TWI_UNIT_YES, "1: the contingency has the largest loss"},
    {"frontier_levers.csv", "point", TEXT, "as in frontier.csv"},
    {"frontier_levers.csv", "variable", TEXT, "the lever: a variable of the decision"},
    {"frontier_levers.csv", "unit", TEXT, "unit of the amount"},
    {"frontier_levers.csv", "amount", "that of the column unit", "amount of the lever"},
    {"frontier_levers.csv", "share_pct", PERCENT, "how far the lever goes on its way"},

    {"accounts.csv", "kind", TEXT, "what is accounted: energy"},
    {"accounts.csv", "item", TEXT, "what the number is: docs/formats.md lists them"},
    {"accounts.csv", "source", TEXT, "fuel or source of energy; all: together"},
    {"accounts.csv", "convention", TEXT, "how primary energy is counted: physical, input_equivalent, or as published"},
    {"accounts.csv", "partner", TEXT, "exporter or passage; what nuclear fuel counts as; empty: all"},
    {"accounts.csv", "value", "that of the row", "the number"},
    {"accounts.csv", "unit", TEXT, "unit of the number; 1: none"},
    {"accounts.csv", "quality", TEXT, "observed, derived or assumed"},
    {"accounts.csv", "year", TEXT, "year or date of what it is made of"},
    {"accounts.csv", "reference", TEXT, "where it was read"},

    {NULL, "buyer", CODE, "who buys in a market"},
    {NULL, "supplier", CODE, "who sells in a market"},
    {NULL, "passage", CODE, "strait or canal"},
    {"buyers.csv", "price_base", MARKET_PRICE, "price before"},
    {"buyers.csv", "price_new", MARKET_PRICE, "price after"},
    {"buyers.csv", "quantity_base", MARKET_QUANTITY, "what arrives, before"},
    {"buyers.csv", "quantity_new", MARKET_QUANTITY, "what arrives, after"},
    {"buyers.csv", "bill_base", MARKET_MONEY, "what is paid, before"},
    {"buyers.csv", "bill_new", MARKET_MONEY, "what is paid, after"},
    {"buyers.csv", "shortfall", MARKET_QUANTITY, "what arrives less than before; negative: more"},
    {"buyers.csv", "replaced_pct", PERCENT, "of what was cut directly, made up for by others; empty: nothing was cut"},
    {"buyers.csv", "surplus_change", MARKET_MONEY, "change of consumer surplus, along the demand curve after"},
    {"buyers.csv", "hhi", "0 to 1", "concentration of origins, after"},
    {"buyers.csv", "worth", MARKET_MONEY, "what is compared saves the buyer: surplus with it less without; empty: nothing is compared"},

    {"suppliers.csv", "output_base", MARKET_QUANTITY, "output before"},
    {"suppliers.csv", "output_new", MARKET_QUANTITY, "output after"},
    {"suppliers.csv", "netback_base", MARKET_PRICE, "mean price less freight, tolls and taxes, before"},
    {"suppliers.csv", "netback_new", MARKET_PRICE, "mean price less freight, tolls and taxes, after"},
    {"suppliers.csv", "rent_base", MARKET_MONEY, "revenue at the netback less cost of production, before"},
    {"suppliers.csv", "rent_new", MARKET_MONEY, "revenue at the netback less cost of production, after"},

    {"shipments.csv", "quantity_base", MARKET_QUANTITY, "shipped before"},
    {"shipments.csv", "quantity_new", MARKET_QUANTITY, "shipped after"},
    {"shipments.csv", "freight", MARKET_PRICE, "freight after, or before where nothing is shipped after"},
    {"shipments.csv", "route", TEXT, "the route that carries most after, or before where nothing is shipped after"},

    {"passages.csv", "quantity_base", MARKET_QUANTITY, "what sails through, before"},
    {"passages.csv", "quantity_new", MARKET_QUANTITY, "what sails through, after"},
    {"passages.csv", "toll", MARKET_PRICE, "what a further unit of capacity is worth, after; 0: there is room"},

    {"market_years.csv", "side", TEXT, "buyer, supplier or passage"},
    {"market_years.csv", "code", CODE, "who"},
    {"market_years.csv", "price", MARKET_PRICE, "price of a buyer, netback of a supplier, toll of a passage"},
    {"market_years.csv", "quantity", MARKET_QUANTITY, "what arrives, is made, sails through"},
    {"market_years.csv", "money", MARKET_MONEY, "bill of a buyer, rent of a supplier, tolls of a passage"},

    {"market_drivers.csv", "outcome", TEXT, "the number whose spread is explained: price, quantity, bill, rent …"},
    {"market_drivers.csv", "code", CODE, "the buyer or supplier that it is of"},
    {"market_drivers.csv", "parameter", TEXT, "what is drawn"},
    {"market_drivers.csv", "first_order", SHARE, "share of the variance that the parameter makes alone"},
    {"market_drivers.csv", "total", SHARE, "share of the variance with all in which the parameter takes part"},
    {"market_drivers.csv", "first_order_error", SHARE, "standard error of first_order"},
    {"market_drivers.csv", "total_error", SHARE, "standard error of total"},
    {NULL, "lost", TEXT, "what is lost: a supplier, a passage, or several with + between"},
    {"stress.csv", "fuel", TEXT, "a fuel, or the market's name where it is of none"},
    {"stress.csv", "bound", TEXT, "no_substitution: nothing takes the place of what is cut; equilibrium: after rerouting and bidding"},
    {"stress.csv", "direct", MARKET_QUANTITY, "flows of the base that are cut in the year; of other fuels million tonnes"},
    {"stress.csv", "shortfall", MARKET_QUANTITY, "what is missing in the year; of other fuels million tonnes"},
    {"stress.csv", "price_pct", PERCENT, "change of the price that is paid"},
    {"stress.csv", "bill_change", MARKET_MONEY, "change of what is paid"},
    {"stress.csv", "days_cover", "days", "how long the stock makes up for what is missing, while it is lost"},
    {"stress.csv", "kind", TEXT, "supplier, passage, or together"},
    {"stress.csv", "rank", COUNT, "of the loss in its fuel: by surplus lost; without a market by what cannot sail around"},
    {"stress.csv", "direct_pct", PERCENT, "what is cut, of what the buyer takes in the base"},
    {"stress.csv", "replaced_pct", PERCENT, "of what is cut, made up for by others; below 0: others bid more away"},
    {"stress.csv", "quantity_base", MARKET_QUANTITY, "what arrives before; of other fuels million tonnes"},
    {"stress.csv", "price_base", MARKET_PRICE, "price before; empty: the fuel has no market"},
    {"stress.csv", "price_new", MARKET_PRICE, "price after"},
    {"stress.csv", "unserved", MARKET_QUANTITY, "what is wanted at the price ceiling and does not arrive"},
    {"stress.csv", "surplus_change", MARKET_MONEY, "change of consumer surplus, along the short-run demand curve"},
    {"stress.csv", "stock_days", "days", "days of use in stock, as if all imports stopped"},
    {"stress.csv", "months_to_end", "months", "until stocks end that make up for part of what is missing (run.json: release)"},
    {"stress.csv", "detour_days", "days", "days of sailing around, mean over what is cut and has another way"},
    {"stress.csv", "no_way_pct", PERCENT, "of what is cut, without another way by sea"},
    {"stress.csv", "not_known_pct", PERCENT, "of imports, whose way is not known"},
    {"insurance.csv", "with", TEXT, "a supplier with another capacity"},
    {"insurance.csv", "fuel", TEXT, "the market's fuel"},
    {"insurance.csv", "capacity", MARKET_QUANTITY, "that capacity"},
    {"insurance.csv", "surplus_change", MARKET_MONEY, "change of consumer surplus in the loss without it"},
    {"insurance.csv", "surplus_change_with", MARKET_MONEY, "change of consumer surplus in the loss with it"},
    {"insurance.csv", "insurance_value", MARKET_MONEY, "what it saves in the loss: with it less without"},
    {"stress_flows.csv", "quantity_base", MARKET_QUANTITY, "shipped before"},
    {"stress_flows.csv", "quantity_new", MARKET_QUANTITY, "shipped after"},

    {"reconcile.csv", "variant", TEXT, "variant of the model"},
    {"reconcile.csv", "step", COUNT, "place in the list, from 1"},
    {"reconcile.csv", "real_income_pct", PERCENT, "change of real income in the variant"},
    {"reconcile.csv", "change_from_previous", POINTS, "change against the variant that it is compared with"},
    {"reconcile.csv", "previous", TEXT, "the variant that it is compared with"},
};
enum { LINES = sizeof lines / sizeof *lines };

const char *twi_table_file(tw_table table)
{
  switch (table) {
  case TW_REGIONS:
    return "regions.csv";
  case TW_SECTORS:
    return "sectors.csv";
  case TW_TRADE:
    return "trade.csv";
  case TW_LIMITS:
    return "limits.csv";
  case TW_PREFERENCES:
    return "preferences.csv";
  case TW_GROUPS:
    return "groups.csv";
  case TW_PRODUCTS:
    return "products.csv";
  case TW_PRODUCT_TRADE:
    return "product_trade.csv";
  }
  return "";
}

int twi_is_text(const twi_meaning *m)
{
  return strcmp(m->unit, CODE) == 0 || strcmp(m->unit, TEXT) == 0;
}

int twi_is_key(const twi_meaning *m)
{
  return twi_is_text(m) || strcmp(m->unit, "year") == 0 || strcmp(m->unit, "round") == 0;
}

const twi_meaning *twi_meaning_at(int index)
{
  return index >= 0 && index < LINES ? &lines[index] : NULL;
}

/* The line of the table itself before that of all tables. */
static const twi_meaning *line_of(const char *table, const char *column, size_t length)
{
  for (int own = 1; own >= 0; own--)
    for (int i = 0; i < LINES; i++) {
      const twi_meaning *m = &lines[i];
      if ((own ? m->table && strcmp(m->table, table) == 0 : !m->table) && strlen(m->column) == length &&
          strncmp(m->column, column, length) == 0)
        return m;
    }
  return NULL;
}

const twi_meaning *twi_meaning_of(const char *table, const char *column, int *percent)
{
  static const char *const ending[] = {"_p05", "_p50", "_p95"};
  size_t length = strlen(column);
  if (strcmp(table, "years.csv") == 0) table = "regions.csv";
  if (strcmp(table, "years_sectors.csv") == 0) table = "sectors.csv";
  if (percent) *percent = 0;
  const twi_meaning *m = line_of(table, column, length);
  for (int i = 0; i < 3 && !m; i++) {
    if (length <= 4 || strcmp(column + length - 4, ending[i]) != 0) continue;
    m = line_of(table, column, length - 4);
    if (percent && m) *percent = atoi(ending[i] + 2);
  }
  return m;
}
