# The verbs: each checks its arguments, asks the library once, and returns an object that knows its tables.

# What a verb returns. call: how it was asked, kept in run.json. Tables are read when they are asked for.
tw_result <- function(pointer, kind, call, world = NULL) {
  about <- tw_value(.Call(r_about, pointer))
  x <- structure(class = c(paste0("tw_", kind), "tw_result"),
                 list(pointer = pointer, kind = kind, about = about, outcome = about$outcome,
                      certified = about$certified, call = call, world = world, cache = new.env(parent = emptyenv())))
  if (!about$certified) tw_not_solved(about)
  x
}

# Not finding an equilibrium is an outcome; who goes on without looking is warned.
tw_not_solved <- function(about) {
  text <- if (is.na(about$message) || !nzchar(about$message)) about$meaning else about$message
  warning(structure(class = c("tw_not_solved", "warning", "condition"),
                    list(message = paste0("no certified solution (", about$outcome, "): ", text), call = NULL,
                         outcome = about$outcome)))
}

tw_call_text <- function() {
  paste(trimws(deparse(sys.call(-1L), width.cutoff = 500L)), collapse = " ")
}

tw_options <- function(...) {
  x <- list(...)
  x[!vapply(x, is.null, NA)]
}

#' @name tw_run
#' @title Solve a policy
#' @description
#' Solves base and new equilibrium, both with a certificate. A scenario with years is a path, one with a market beside its
#' policy is solved together with it, one with bans that spread is a cascade, as with the program
#' \code{tradewind run}. The numbers are the same to the bit.
#' @param scenario A scenario: a name, a file, YAML, a list of rules, or what \code{tw_scenario} makes.
#' @param world A world or the name of one; NULL: the one that the scenario names.
#' @param settings A named list: \code{tolerance}, \code{threads}, \code{max_iterations}, \code{decomposition},
#'   \code{report} ... (\code{docs/settings.md}).
#' @param food_tables Of a cascade: a folder with \code{stocks.csv}, \code{calories.csv} or both, in the place of the world's.
#' @return An object of class \code{tw_run}. \code{x$certified} and \code{x$outcome} say how it ended; where no
#'   equilibrium was found there is a warning of class \code{tw_not_solved}, and numbers are NA.
#' @seealso \code{\link{tw_result}} for what can be done with it.
#' @examples
#' x <- tw_run("us-tariff-canada", "small2014")
#' x
#' head(as.data.frame(x, table = "regions")[c("region", "real_income_pct")])
tw_run <- function(scenario, world = NULL, settings = list(), food_tables = NULL) {
  call <- tw_call_text()
  scenario <- tw_scenario_of(scenario)
  world <- tw_world_for(world, scenario$about, scenario$recipe)
  pointer <- tw_value(.Call(r_solve, world$pointer, scenario$pointer, tw_settings(settings),
                            tw_path(food_tables, "food_tables")))
  tw_result(pointer, "run", call, world)
}

#' @name tw_range
#' @title How sure is it: many draws of what is uncertain
#' @description
#' Solves a policy for many draws of trade elasticities and numbers of the scenario, as its section \code{range} says.
#' The draws follow from the seed alone. A scenario of a market alone is drawn as \code{tw_market} does.
#' @param scenario,world,settings As of \code{tw_run}.
#' @param draws How many; NULL: as the scenario says, else 500.
#' @param seed Of the draws; NULL: the scenario's.
#' @param drivers Rows of the design for what drives the spread; 0: none, NULL: as the scenario says.
#' @param trade,decomposition TRUE: quantiles of every flow; of the decomposition, too.
#' @param store A file that keeps finished draws and is gone on with.
#' @param shard,shards Draws of one of several parts.
#' @return An object of class \code{tw_range}; its tables have columns \code{_p05}, \code{_p50}, \code{_p95}.
#' @examples
#' x <- tw_range("us-tariff-canada", "small2014", draws = 20)
#' as.data.frame(x, table = "regions")[1:3, c("region", "real_income_pct", "real_income_pct_p05", "real_income_pct_p95")]
#' head(tw_draws(x, rows = "CAN"))
tw_range <- function(scenario, world = NULL, draws = NULL, seed = NULL, drivers = NULL, trade = FALSE,
                     decomposition = FALSE, store = NULL, shard = NULL, shards = NULL, settings = list()) {
  call <- tw_call_text()
  scenario <- tw_scenario_of(scenario)
  draws <- tw_whole(draws, "draws", 2, 10000000)
  seed <- tw_whole(seed, "seed", 1, 2^53)
  drivers <- tw_whole(drivers, "drivers", 0, 1000000)
  if (length(scenario$about$market_only) > 0L && is.null(world)) {
    tw_refuse_given(trade, decomposition, store, shard)
    return(tw_market_run(scenario, call, draws = if (is.null(draws)) -1 else draws, seed = seed,
                         drivers = if (is.null(drivers)) -1 else drivers, settings = settings))
  }
  world <- tw_world_for(world, scenario$about, scenario$recipe)
  if (!is.null(drivers) && drivers == 0) drivers <- -1
  options <- tw_options(draws = draws, seed = seed, drivers = drivers, trade = as.double(tw_flag(trade, "trade")),
                        decomposition = as.double(tw_flag(decomposition, "decomposition")),
                        store = tw_path(store, "store"), shard = tw_whole(shard, "shard", 1),
                        shards = tw_whole(shards, "shards", 1))
  pointer <- tw_value(.Call(r_range, world$pointer, scenario$pointer, tw_settings(settings), options))
  tw_result(pointer, "range", call, world)
}

tw_refuse_given <- function(trade, decomposition, store, shard) {
  given <- c(trade = !isFALSE(trade), decomposition = !isFALSE(decomposition), store = !is.null(store),
             shard = !is.null(shard))
  if (any(given)) tw_wrong(names(given)[given][1L], ": a range of a market alone has none")
}

#' @name tw_decide
#' @title Which choice stands up best
#' @description Solves every lever in every contingency, and again for every draw of what is uncertain.
#' @param decision A decision: a name, a file, YAML, or what \code{tw_decision} makes.
#' @param world,settings As of \code{tw_run}.
#' @param draws How many; 0: none, NULL: as the file says.
#' @param seed,store,shard,shards As of \code{tw_range}.
#' @param frontier TRUE: the frontier of the section \code{frontier}, too.
#' @return An object of class \code{tw_decide}, with tables \code{decision}, \code{choices}, \code{break_even}.
#' @examples
#' x <- tw_decide("where-to-build-cars", draws = 0)
#' head(as.data.frame(x))
tw_decide <- function(decision, world = NULL, draws = NULL, seed = NULL, store = NULL, shard = NULL, shards = NULL,
                      frontier = FALSE, settings = list()) {
  call <- tw_call_text()
  if (!inherits(decision, "tw_decision")) decision <- tw_decision(decision)
  of_market <- length(decision$about$market_only) > 0L
  if (of_market && !is.null(world)) tw_wrong("world: a decision over a market alone has none")
  world <- if (!of_market) tw_world_for(world, decision$about, decision$recipe)
  options <- tw_options(draws = tw_whole(draws, "draws", 0, 10000000), seed = tw_whole(seed, "seed", 1, 2^53),
                        store = tw_path(store, "store"), shard = tw_whole(shard, "shard", 1),
                        shards = tw_whole(shards, "shards", 1), frontier = as.double(tw_flag(frontier, "frontier")))
  pointer <- tw_value(.Call(r_decide, world$pointer, decision$pointer, tw_settings(settings), options))
  tw_result(pointer, "decide", call, world)
}

#' @name tw_reconcile
#' @title Why do two studies of one policy disagree?
#' @description Takes the shock through a chain of models, each different from the one before in one thing.
#' @param scenario,world,settings As of \code{tw_run}.
#' @param elasticity The one elasticity of the first variants; NULL: the mean of the world's.
#' @param labour,scale Elasticities of the variants with labour supply and scale economies; 0: not those.
#' @param elasticities A set of the world, or a CSV file, to compare with.
#' @param year Of a scenario with years; NULL: its last.
#' @return An object of class \code{tw_reconcile}, with the table \code{reconcile}.
#' @examples
#' x <- tw_reconcile("us-tariff-canada", "small2014")
#' subset(as.data.frame(x), region == "CAN", c("variant", "real_income_pct", "change_from_previous"))
tw_reconcile <- function(scenario, world = NULL, elasticity = NULL, labour = NULL, scale = NULL, elasticities = NULL,
                         year = NULL, settings = list()) {
  call <- tw_call_text()
  scenario <- tw_scenario_of(scenario)
  world <- tw_world_for(world, scenario$about, scenario$recipe)
  options <- tw_options(elasticity = tw_number(elasticity, "elasticity", 0), labour = tw_number(labour, "labour", 0),
                        scale = tw_number(scale, "scale", 0), elasticities = tw_path(elasticities, "elasticities"),
                        year = tw_whole(year, "year", 1, 9999))
  pointer <- tw_value(.Call(r_reconcile, world$pointer, scenario$pointer, tw_settings(settings), options))
  tw_result(pointer, "reconcile", call, world)
}

#' @name tw_plants
#' @title What do plants hang on?
#' @description In a world with brands: what each makes where, and the tariffs and subsidies its plants hang on.
#' @param scenario,world,settings As of \code{tw_run}.
#' @param product Products, families or sectors; NULL: all with a home.
#' @param region Regions or groups that make it; NULL: all.
#' @param draws,seed Of ranges of units; NULL: none.
#' @param close TRUE: closing rounds.
#' @return An object of class \code{tw_plants}, with tables \code{plants} and \code{parity}.
#' @examples
#' x <- tw_plants("us-tariff-canada", product = "TOYOTA", region = "CAN")
#' as.data.frame(x)[c("product", "region", "units_pct", "tariff_half_pct")]
tw_plants <- function(scenario, world = NULL, product = NULL, region = NULL, draws = NULL, seed = NULL, close = FALSE,
                      settings = list()) {
  call <- tw_call_text()
  scenario <- tw_scenario_of(scenario)
  world <- tw_world_for(world, scenario$about, scenario$recipe)
  options <- tw_options(product = tw_codes(product, "product"), region = tw_codes(region, "region"),
                        draws = tw_whole(draws, "draws", 0, 10000000), seed = tw_whole(seed, "seed", 1, 2^53),
                        close = as.double(tw_flag(close, "close")))
  pointer <- tw_value(.Call(r_plants, world$pointer, scenario$pointer, tw_settings(settings), options))
  tw_result(pointer, "plants", call, world)
}

#' @name tw_market
#' @title One product with capacities, ships and straits
#' @description Solves the market of one product before and after what a scenario's section \code{market} says.
#' @param scenario A scenario with a section \code{market}, or the name of a built-in market or a market folder, which
#'   is shown as it is.
#' @param market A market in the stead of the scenario's.
#' @param focus The buyer that is told first.
#' @param year One year in the stead of the scenario's.
#' @param draws,seed,drivers Draws of what is uncertain; NULL: none.
#' @param settings \code{threads} and \code{report}.
#' @return An object of class \code{tw_market}, with tables \code{buyers}, \code{suppliers}, \code{shipments},
#'   \code{passages}.
#' @examples
#' x <- tw_market("lng-hormuz-closed")
#' head(as.data.frame(x, table = "buyers"))
tw_market <- function(scenario, market = NULL, focus = NULL, year = NULL, draws = NULL, seed = NULL, drivers = NULL,
                      settings = list()) {
  call <- tw_call_text()
  is_market <- is.character(scenario) && length(scenario) == 1L && !is.na(scenario) &&
    (scenario %in% tw_builtin("markets") || file.exists(file.path(path.expand(scenario), "market.yaml")))
  if (is_market) {
    if (!is.null(market)) tw_wrong("market: ", scenario, " is a market itself")
    market <- if (scenario %in% tw_builtin("markets")) scenario else path.expand(scenario)
    scenario <- NULL
  } else scenario <- tw_scenario_of(scenario)
  tw_market_run(scenario, call, market = tw_path(market, "market"), focus = tw_text(focus, "focus"),
                year = tw_whole(year, "year", 1, 9999), draws = tw_whole(draws, "draws", 0, 10000000),
                seed = tw_whole(seed, "seed", 1, 2^53), drivers = tw_whole(drivers, "drivers", 0, 1000000),
                settings = settings)
}

# Of a market there are two settings, threads and report.
tw_market_settings <- function(settings) {
  wrong <- setdiff(names(settings), c("threads", "report"))
  if (length(wrong) > 0L) tw_wrong("settings: found ", wrong[1L], ", expected threads or report")
  tw_options(threads = tw_whole(settings$threads, "threads", 0, 256),
             no_report = if (!is.null(settings$report)) as.double(!as.logical(settings$report)))
}

tw_market_run <- function(scenario, call, ..., settings) {
  options <- c(tw_options(...), tw_market_settings(settings))
  tw_result(tw_value(.Call(r_market, scenario$pointer, options)), "market", call)
}

#' @name tw_stress
#' @title What if a supplier or a strait is lost?
#' @description By buyer and fuel: what is cut, what is missing after rerouting, prices, bills, how long stocks last.
#' @param buyer A buyer of the market, or an importer of the energy tables; NULL: all.
#' @param market A built-in market or a folder; NULL: the first built-in one.
#' @param lose What is lost: \code{"QAT"}, \code{"hormuz"}, several, or \code{"all"}; NULL: each in turn.
#' @param share Of it that is lost, 0 to 1.
#' @param months For how long, at most 12.
#' @param fuel Fuels, or \code{"all"}.
#' @param capacity Capacities to insure with, as \code{"CAN 14,28,56 Mt"}.
#' @param release Part of the shortfall that stocks make up for.
#' @param ceiling Price at which demand goes unserved.
#' @param linear TRUE: linear demand.
#' @param year Of capacities.
#' @param origins A table of origins of your own.
#' @param settings \code{threads} and \code{report}.
#' @return An object of class \code{tw_stress}, with the table \code{stress}.
#' @examples
#' x <- tw_stress("JPN", lose = "hormuz", months = 6)
#' as.data.frame(x)[c("lost", "fuel", "bound", "direct", "shortfall")]
tw_stress <- function(buyer = NULL, market = NULL, lose = NULL, share = 1, months = 12, fuel = NULL, capacity = NULL,
                      release = NULL, ceiling = NULL, linear = FALSE, year = NULL, origins = NULL, settings = list()) {
  call <- tw_call_text()
  options <- c(tw_options(buyer = tw_text(buyer, "buyer"), market = tw_path(market, "market"),
                          lose = tw_codes(lose, "lose"), share = tw_number(share, "share", 1e-12, 1),
                          months = tw_number(months, "months", 1e-12, 12), fuel = tw_codes(fuel, "fuel"),
                          capacity = tw_text(capacity, "capacity"), release = tw_number(release, "release", 1e-12, 1),
                          ceiling = tw_number(ceiling, "ceiling", 1e-12), linear = as.double(tw_flag(linear, "linear")),
                          year = tw_whole(year, "year", 1, 9999), origins = tw_path(origins, "origins")),
               tw_market_settings(settings))
  tw_result(tw_value(.Call(r_stress, options)), "stress", call)
}

#' @name tw_accounts
#' @title Where a country's energy and calories come from
#' @description
#' \code{of = "energy"}: origins, straits on the way, concentration, stocks, of built-in tables or of a file.
#' \code{of = "food"}: calories a head and day by item and origin, with feed seen through; under a scenario what changes.
#' @param region A code, as \code{"JPN"}.
#' @param of \code{"energy"} or \code{"food"}.
#' @param scenario,world,settings Of food: what changes it, as of \code{tw_run}; NULL: nothing changes.
#' @param balance,origins Of energy: CSV files of primary energy, of origins.
#' @param tables Of food: a folder with \code{diet.csv}, \code{origins.csv}, \code{feed.csv}.
#' @return An object of class \code{tw_accounts} or \code{tw_food}.
#' @examples
#' x <- tw_accounts("JPN")
#' head(as.data.frame(x)[c("item", "source", "partner", "value", "unit")])
tw_accounts <- function(region, of = c("energy", "food"), scenario = NULL, world = NULL, balance = NULL, origins = NULL,
                        tables = NULL, settings = list()) {
  call <- tw_call_text()
  of <- match.arg(of)
  region <- tw_text(region, "region", null = FALSE)
  if (of == "energy") {
    if (!is.null(scenario) || !is.null(world) || !is.null(tables) || length(settings) > 0L)
      tw_wrong("scenario, world, tables and settings are of accounts of food")
    options <- tw_options(balance = tw_path(balance, "balance"), origins = tw_path(origins, "origins"))
    return(tw_result(tw_value(.Call(r_accounts, region, options)), "accounts", call))
  }
  if (!is.null(balance) || !is.null(origins)) tw_wrong("balance and origins are of accounts of energy")
  at <- tw_at(scenario, world)
  pointer <- tw_value(.Call(r_food, at$world$pointer, at$scenario$pointer, tw_settings(settings), region,
                            tw_path(tables, "tables")))
  tw_result(pointer, "food", call, at$world)
}

# Scenario (NULL: none) and world of verbs that look at the world as it is, too.
tw_at <- function(scenario, world) {
  if (is.null(scenario)) return(list(world = tw_world_of(if (is.null(world)) tw_builtin("worlds")[1L] else world)))
  scenario <- tw_scenario_of(scenario)
  list(scenario = scenario, world = tw_world_for(world, scenario$about, scenario$recipe))
}

#' @name tw_dependence
#' @title Who stands behind what a country buys?
#' @description Shares, concentration, what inputs and final demand hang on once all tiers of suppliers are looked
#'   through, and what it costs where a partner stops.
#' @param region A code or name.
#' @param scenario NULL: the world as it is.
#' @param world,settings As of \code{tw_run}.
#' @param stops Partners that are stopped one by one, the largest first; NULL: ten.
#' @return An object of class \code{tw_dependence}, with the table \code{dependence}.
#' @examples
#' x <- tw_dependence("CAN", world = "small2014", stops = 1)
#' head(as.data.frame(x))
tw_dependence <- function(region, scenario = NULL, world = NULL, stops = NULL, settings = list()) {
  call <- tw_call_text()
  region <- tw_text(region, "region", null = FALSE)
  stops <- if (is.null(stops)) -1L else as.integer(tw_whole(stops, "stops", 0, 100000))
  at <- tw_at(scenario, world)
  pointer <- tw_value(.Call(r_dependence, at$world$pointer, at$scenario$pointer, tw_settings(settings), region, stops))
  tw_result(pointer, "dependence", call, at$world)
}

#' @name tw_exposure
#' @title Who is exposed to whom
#' @description The derivative of a region's real income, or of another outcome, by every tariff, export tax, barrier and
#'   productivity of the world; the largest are solved exactly, too.
#' @param region A code; NULL: the matrix of all regions.
#' @param scenario NULL: the world as it is.
#' @param world,settings As of \code{tw_run}.
#' @param outcome \code{"real_income"}, \code{"real_gdp"}, \code{"output C29"} ...
#' @param partner The largest are of wedges that this region takes part in.
#' @param wedges Of which wedges the largest are.
#' @param largest How many of each sign; 0: none.
#' @param by \code{"sector"} or \code{"product"}.
#' @param year Of a scenario with years; NULL: its last.
#' @return An object of class \code{tw_exposure}, with tables \code{exposure}, \code{exposure_matrix},
#'   \code{exposure_largest}.
#' @examples
#' x <- tw_exposure("CAN", world = "small2014", largest = 3)
#' as.data.frame(x, table = "exposure_largest")[c("wedge", "sector", "importer", "exporter", "per_point")]
tw_exposure <- function(region = NULL, scenario = NULL, world = NULL, outcome = NULL, partner = NULL, wedges = NULL,
                        largest = 10, by = c("sector", "product"), year = NULL, settings = list()) {
  call <- tw_call_text()
  region <- tw_text(region, "region")
  by <- match.arg(by)
  largest <- tw_whole(largest, "largest", 0, 100000, null = FALSE)
  options <- tw_options(outcome = tw_text(outcome, "outcome"), partner = tw_text(partner, "partner"),
                        wedges = tw_codes(wedges, "wedges"), largest = if (largest > 0) largest else -1,
                        products = as.double(by == "product"), exact = as.double(!is.null(region)),
                        year = tw_whole(year, "year", 1, 9999))
  at <- tw_at(scenario, world)
  pointer <- tw_value(.Call(r_exposure, at$world$pointer, at$scenario$pointer, tw_settings(settings), region, options))
  tw_result(pointer, "exposure", call, at$world)
}

#' @name tw_routes
#' @title Ways by sea
#' @description Distance, days, passages and freight between two places on a sea network that is built in.
#' @param from,to A terminal, port, region or country, by code or name, or \code{"LAT,LON"}.
#' @param closed Passages that are closed.
#' @param open \code{"northwest"}, or NULL.
#' @param wait As \code{"panama=5"}: days of waiting.
#' @param toll As \code{"suez=0.3"}: USD per MMBtu.
#' @param knots Speed; NULL: 17.
#' @param by_cost TRUE: the cheapest way, not the shortest.
#' @return An object of class \code{tw_routes}, with the table \code{routes}.
#' @examples
#' as.data.frame(tw_routes("QAT", "JPN", closed = "malacca"))[c("kind", "km", "days", "passages")]
tw_routes <- function(from, to, closed = NULL, open = NULL, wait = NULL, toll = NULL, knots = NULL, by_cost = FALSE) {
  call <- tw_call_text()
  options <- tw_options(from = tw_text(from, "from", FALSE), to = tw_text(to, "to", FALSE),
                        closed = tw_codes(closed, "closed"), open = tw_text(open, "open"), wait = tw_codes(wait, "wait"),
                        toll = tw_codes(toll, "toll"), knots = tw_number(knots, "knots", 1e-9),
                        by_cost = as.double(tw_flag(by_cost, "by_cost")))
  tw_result(tw_value(.Call(r_routes, options)), "routes", call)
}

#' @name tw_replay
#' @title Where does a number come from?
#' @description
#' \code{tw_replay} makes a results folder again from its \code{run.json} alone, and compares every number; \code{tw_diff}
#' compares two folders, number by number, and says which input explains the differences.
#' @param folder,first,second Results folders, or results, which are written to a temporary folder first.
#' @param world A name or path; NULL: what \code{run.json} gives.
#' @param force TRUE: go on with a world of another SHA-256.
#' @param within Relative bound; NULL: bit for bit on the same build, else 1e-9.
#' @return An object of class \code{tw_trace}: \code{agrees}, \code{bound}, and data frames \code{tables} and
#'   \code{differences}.
#' @examples
#' x <- tw_run("us-tariff-canada", "small2014")
#' tw_replay(x)
tw_replay <- function(folder, world = NULL, force = FALSE, within = NULL) {
  options <- tw_options(world = tw_path(world, "world"), force = as.double(tw_flag(force, "force")),
                        within = tw_number(within, "within", 0))
  tw_trace(tw_value(.Call(r_replay, tw_folder_of(folder, "folder"), options)), "replay")
}

#' @rdname tw_replay
tw_diff <- function(first, second) {
  tw_trace(tw_value(.Call(r_diff, tw_folder_of(first, "first"), tw_folder_of(second, "second"))), "diff")
}

tw_folder_of <- function(x, name) {
  if (inherits(x, "tw_result")) tw_folder(x) else tw_path(x, name, null = FALSE)
}

tw_trace <- function(pointer, kind) {
  found <- tw_value(.Call(r_trace, pointer))
  structure(class = "tw_trace",
            list(kind = kind, agrees = found$agrees, bound = found$bound, inputs = tw_value(.Call(r_texts, pointer, "sentence")),
                 tables = as.data.frame(found$tables, stringsAsFactors = FALSE),
                 differences = as.data.frame(found$differences, stringsAsFactors = FALSE)))
}

#' @rdname tw_replay
#' @param x What they return.
#' @param ... Not used.
print.tw_trace <- function(x, ...) {
  numbers <- sum(x$tables$numbers)
  differ <- sum(x$tables$differ)
  for (line in x$inputs) tw_say(line)
  words <- format(numbers, big.mark = ",")
  if (x$agrees && differ == 0) tw_say("All ", words, " numbers are the same, bit for bit.")
  else if (x$agrees) tw_say("All ", words, " numbers agree within ", format(x$bound), "; ", differ, " not bit for bit.")
  else tw_say(differ, " of ", words, " numbers differ, ", sum(x$tables$beyond), " of them beyond ", format(x$bound), ".")
  if (nrow(x$differences)) print(utils::head(x$differences, 8L), row.names = FALSE)
  invisible(x)
}

#' @rdname tw_replay
#' @param row.names,optional Not used.
#' @param table \code{"differences"} or \code{"tables"}.
as.data.frame.tw_trace <- function(x, row.names = NULL, optional = FALSE, ..., table = c("differences", "tables")) {
  x[[match.arg(table)]]
}
