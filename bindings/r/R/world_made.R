# Worlds made of other worlds, and of tables that others publish.

tw_made <- function(world, how, options) {
  options <- options[!vapply(options, is.null, NA)]
  tw_world_made(tw_value(.Call(r_world_made, if (is.null(world)) NULL else tw_world_of(world)$pointer, how, options)))
}

# A map or table given as a data frame becomes a file that is there during the call; a text is a file.
tw_as_file <- function(x, name, folder) {
  if (is.null(x)) return(NULL)
  if (is.data.frame(x)) {
    file <- file.path(folder, paste0(name, ".csv"))
    tw_write_csv(x, file)
    return(file)
  }
  tw_path(x, name)
}

#' @name tw_aggregate
#' @title Worlds made of worlds
#' @description
#' \code{tw_aggregate} sums regions and sectors, \code{tw_balance} finds the nearest world whose identities hold,
#' \code{tw_update} brings one to new trade, GDP and tariffs, \code{tw_split} divides a region or sector,
#' \code{tw_calibrate} puts products inside sectors, \code{tw_import} makes one of a table that others publish.
#' Tables are CSV files or data frames, with the columns that \code{docs/formats.md} describes.
#' @param world A world.
#' @param regions,sectors,products Maps: data frames or CSV files with region (sector, product) and to.
#' @param name,title Of the new world.
#' @param hold What keeps its value, names with commas between, or \code{"none"}.
#' @param totals Totals to meet.
#' @param trade,gdp,tariff,margins Tables of what is new.
#' @param column The tariff column that \code{tariff} goes to.
#' @param year Of the new world.
#' @param region,sector The code of what is split.
#' @param into \code{"A:0.6,B:0.4"}; or \code{shares}, a table with to and share.
#' @param shares A table with to, share, and optionally name.
#' @param flows,families,between,production,rho Of products: see \code{docs/formats.md}.
#' @param from \code{"icio"}, \code{"wiod"}, \code{"csv"}, \code{"dta"}, \code{"har"} ...
#' @param file The table.
#' @param map Which column is what, as in \code{"importer=imp,exporter=exp,sector=s,value=v"}.
#' @param currency,unit What money is in.
#' @param elasticities,tariffs,concordance Tables that go with it.
#' @param bound Largest gap between a row and its column, relative.
#' @return A world.
#' @examples
#' world <- tw_world("small2014")
#' codes <- world$about$region
#' map <- data.frame(region = codes, to = ifelse(codes %in% c("USA", "CAN", "MEX"), codes, "ROW"))
#' tw_aggregate(world, regions = map, name = "four")
tw_aggregate <- function(world, regions = NULL, sectors = NULL, products = NULL, name, title = NULL) {
  folder <- tempfile("maps")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  tw_made(world, "aggregate", list(regions = tw_as_file(regions, "regions", folder),
                                   sectors = tw_as_file(sectors, "sectors", folder),
                                   products = tw_as_file(products, "products", folder),
                                   name = tw_text(name, "name"), title = tw_text(title, "title")))
}

#' @rdname tw_aggregate
tw_balance <- function(world, hold = NULL, totals = NULL, name = NULL, title = NULL) {
  folder <- tempfile("totals")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  tw_made(world, "balance", list(hold = tw_codes(hold, "hold"), totals = tw_as_file(totals, "totals", folder),
                                 name = tw_text(name, "name"), title = tw_text(title, "title")))
}

#' @rdname tw_aggregate
tw_update <- function(world, trade = NULL, gdp = NULL, tariff = NULL, column = NULL, margins = NULL, hold = NULL,
                      totals = NULL, year = NULL, name = NULL, title = NULL) {
  folder <- tempfile("update")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  tw_made(world, "update", list(trade = tw_as_file(trade, "trade", folder), gdp = tw_as_file(gdp, "gdp", folder),
                                tariff = tw_as_file(tariff, "tariff", folder),
                                margins = tw_as_file(margins, "margins", folder),
                                totals = tw_as_file(totals, "totals", folder), column = tw_text(column, "column"),
                                hold = tw_codes(hold, "hold"), year = tw_whole(year, "year"),
                                name = tw_text(name, "name"), title = tw_text(title, "title")))
}

#' @rdname tw_aggregate
tw_split <- function(world, region = NULL, sector = NULL, into = NULL, shares = NULL, products = NULL, name = NULL,
                     title = NULL) {
  folder <- tempfile("split")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  tw_made(world, "split", list(region = tw_text(region, "region"), sector = tw_text(sector, "sector"),
                               into = tw_text(into, "into"), shares = tw_as_file(shares, "shares", folder),
                               products = tw_as_file(products, "products", folder), name = tw_text(name, "name"),
                               title = tw_text(title, "title")))
}

#' @rdname tw_aggregate
tw_calibrate <- function(world, flows, products = NULL, families = NULL, between = NULL, production = NULL,
                         rho = NULL, name = NULL, title = NULL) {
  folder <- tempfile("products")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  tw_made(world, "products", list(flows = tw_as_file(flows, "flows", folder),
                                  products = tw_as_file(products, "products", folder),
                                  families = tw_as_file(families, "families", folder),
                                  production = tw_as_file(production, "production", folder),
                                  between = tw_text(between, "between"), rho = tw_number(rho, "rho", 0, 1),
                                  name = tw_text(name, "name"), title = tw_text(title, "title")))
}

#' @rdname tw_aggregate
tw_import <- function(from, file, map = NULL, name = NULL, title = NULL, currency = NULL, unit = NULL, year = NULL,
                      elasticities = NULL, tariffs = NULL, concordance = NULL, bound = NULL) {
  folder <- tempfile("import")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  tw_made(NULL, "import", list(from = tw_text(from, "from", FALSE), file = tw_path(file, "file", FALSE),
                               map = tw_text(map, "map"), name = tw_text(name, "name"), title = tw_text(title, "title"),
                               currency = tw_text(currency, "currency"), unit = tw_text(unit, "unit"),
                               year = tw_whole(year, "year"),
                               elasticities = tw_as_file(elasticities, "elasticities", folder),
                               tariffs = tw_as_file(tariffs, "tariffs", folder),
                               concordance = tw_as_file(concordance, "concordance", folder),
                               bound = tw_number(bound, "bound", 0)))
}
