# Worlds made of arrays and of data frames.

# ---- made of arrays ----

# An array of R, [sector, importer, exporter], in the order of C, where the last index runs fastest; checked.
tw_array <- function(x, name, size, codes = NULL) {
  if (is.null(x)) return(NULL)
  if (!is.numeric(x)) tw_wrong(name, ": found ", tw_what(x), ", expected numbers")
  found <- if (is.null(dim(x))) length(x) else dim(x)
  if (length(found) != length(size) || any(found != size))
    tw_wrong(name, ": found ", paste(found, collapse = " x "), ", expected ", paste(size, collapse = " x "),
             " (", paste(names(size), collapse = ", "), ")")
  given <- dimnames(x)
  if (is.null(given) && length(size) == 1L && !is.null(names(x))) given <- list(names(x))
  for (i in seq_along(given)) if (!is.null(given[[i]]) && !is.null(codes[[i]]) && any(given[[i]] != codes[[i]])) {
    if (setequal(given[[i]], codes[[i]]) && !anyDuplicated(given[[i]])) # the same codes in another order
      x <- tw_ordered(x, i, match(codes[[i]], given[[i]]))
    else
      tw_wrong(name, ": found ", names(size)[i], " ", paste(utils::head(given[[i]][given[[i]] != codes[[i]]], 3L),
                                                            collapse = ", "),
               ", expected ", paste(utils::head(codes[[i]][given[[i]] != codes[[i]]], 3L), collapse = ", "))
  }
  x <- if (length(size) > 1L) as.double(aperm(x, rev(seq_along(size)))) else as.double(x)
  x[is.na(x)] <- NaN
  x
}

tw_ordered <- function(x, along, order) {
  if (is.null(dim(x))) return(x[order])
  index <- rep(list(TRUE), length(dim(x)))
  index[[along]] <- order
  do.call(`[`, c(list(x), index, list(drop = FALSE)))
}

#' @name tw_world_data
#' @title A world of your own, from arrays
#' @description
#' Makes a world of arrays. Their first dimension is the sector, or the region: \code{flow[sector, importer, exporter]}.
#' Dimensions with names (\code{dimnames}) may be in any order and are put in that of the flows. Rates are fractions.
#' Everything is checked as a world folder is.
#' @param flow Array of sectors x importers x exporters: values before the importer's tariff, own sales included, with
#'   codes as \code{dimnames} (or in \code{region} and \code{sector}).
#' @param trade_elasticity A number for each sector (theta), or one for all.
#' @param name A short name of letters, digits, \code{-} and \code{_}.
#' @param tariff,export_tax Arrays as \code{flow}: fractions, above -1. NULL: none.
#' @param value_added_share Matrix of regions x sectors, or one number for all; 1, when NULL.
#' @param input_share Array of regions x users x inputs: shares of the bill for inputs, which sum to 1 over inputs. NULL
#'   where value added is all of output.
#' @param final_share Matrix of regions x sectors; NULL: what use leaves over.
#' @param goods TRUE for sectors that make goods; NULL: all.
#' @param region,sector Codes, where \code{flow} has no \code{dimnames}.
#' @param region_name,sector_name Names for people.
#' @param employment Matrix of regions x sectors, thousand persons, NA: not known.
#' @param population,gdp A number for each region, NA: not known.
#' @param tariff_column Named list of further tariffs, arrays as \code{flow}; a name ends in \code{_pct}.
#' @param title,currency,unit,year,source,licence What the world is called and where it is from.
#' @return A world, as of \code{tw_world}.
#' @examples
#' codes <- list(sector = "G", importer = c("A", "B", "C"), exporter = c("A", "B", "C"))
#' flow <- array(c(90, 10, 8, 12, 80, 9, 7, 11, 70), c(1, 3, 3), codes)
#' world <- tw_world_data(flow, trade_elasticity = 4, name = "three")
#' tariff <- tw_tariff(importer = "A", exporter = "B", sector = "G", to = "10 %")
#' tw_run(list(tariff), world)
tw_world_data <- function(flow, trade_elasticity, name, tariff = NULL, export_tax = NULL, value_added_share = NULL,
                          input_share = NULL, final_share = NULL, goods = NULL, region = NULL, sector = NULL,
                          region_name = NULL, sector_name = NULL, employment = NULL, population = NULL, gdp = NULL,
                          tariff_column = NULL, title = NULL, currency = NULL, unit = NULL, year = NULL,
                          source = NULL, licence = NULL) {
  if (!is.numeric(flow) || length(dim(flow)) != 3L)
    tw_wrong("flow: found ", tw_what(flow), ", expected an array of sectors x importers x exporters")
  names <- dimnames(flow)
  if (is.null(sector)) sector <- names[[1L]]
  if (is.null(region)) region <- if (is.null(names[[2L]])) names[[3L]] else names[[2L]]
  if (!is.character(sector) || !is.character(region))
    tw_wrong("flow: its dimnames, or sector and region, must give the codes")
  given <- list(flow = flow, tariff = tariff, export_tax = export_tax, trade_elasticity = trade_elasticity,
                value_added_share = value_added_share, input_share = input_share, final_share = final_share,
                employment = employment, population = population, gdp = gdp, tariff_column = tariff_column,
                goods = goods, region_name = region_name, sector_name = sector_name, title = title,
                currency = currency, unit = unit, year = year, source = source, licence = licence,
                name = tw_text(name, "name", null = FALSE))
  data <- tw_world_arrays(given, region, sector)
  tw_world_made(tw_value(.Call(r_world_new, data, NULL)))
}

# Members of tw_world_data of the C library, checked.
tw_world_arrays <- function(given, region, sector) {
  N <- length(region)
  S <- length(sector)
  sizes <- list(flow = c(sectors = S, importers = N, exporters = N), trade_elasticity = c(sectors = S),
                value_added_share = c(regions = N, sectors = S), input_share = c(regions = N, users = S, inputs = S),
                population = c(regions = N))
  sizes[c("tariff", "export_tax")] <- sizes["flow"]
  sizes[c("final_share", "employment")] <- sizes["value_added_share"]
  sizes["gdp"] <- sizes["population"]
  codes_of <- function(size) lapply(names(size), function(n) if (n %in% c("sectors", "users", "inputs")) sector else region)
  for (name in c("trade_elasticity", "value_added_share")) if (is.numeric(given[[name]]) && length(given[[name]]) == 1L)
    given[[name]] <- array(given[[name]], sizes[[name]])
  out <- list(region = region, sector = sector)
  for (name in names(sizes))
    if (!is.null(given[[name]])) out[[name]] <- tw_array(given[[name]], name, sizes[[name]], codes_of(sizes[[name]]))
  columns <- given$tariff_column
  if (length(columns) > 0L) {
    if (!is.list(columns) || is.null(names(columns))) tw_wrong("tariff_column: found ", tw_what(columns),
                                                               ", expected a named list of arrays")
    out$tariff_column <- Map(function(x, n) tw_array(x, paste0("tariff_column$", n), sizes$flow, codes_of(sizes$flow)),
                             columns, names(columns))
  }
  if (!is.null(given$goods)) {
    if (!is.logical(given$goods) || length(given$goods) != S || anyNA(given$goods))
      tw_wrong("goods: found ", tw_what(given$goods), ", expected TRUE or FALSE for each of ", S, " sectors")
    out$goods <- given$goods
  }
  for (name in c("region_name", "sector_name")) if (!is.null(given[[name]])) {
    n <- if (name == "region_name") N else S
    if (!is.character(given[[name]]) || length(given[[name]]) != n)
      tw_wrong(name, ": found ", tw_what(given[[name]]), ", expected ", n, " texts")
    out[[name]] <- given[[name]]
  }
  for (name in c("name", "title", "currency", "unit", "source", "licence"))
    if (!is.null(given[[name]])) out[[name]] <- tw_text(given[[name]], name)
  if (!is.null(given$year)) out$year <- tw_whole(given$year, "year", 0, 9999)
  out
}

#' @name tw_change
#' @title The same world with some numbers changed
#' @description
#' What is given stands for the world's own, the rest is kept. Codes stay as they are. Shares that are not given stay, so
#' that new flows or tariffs need not clear: \code{tw_findings} says where, \code{tw_balance} mends it.
#' @param world A world.
#' @param ... What changes, by the names of \code{tw_world_data}: \code{flow}, \code{tariff}, \code{export_tax},
#'   \code{trade_elasticity}, \code{value_added_share}, \code{input_share}, \code{final_share}, \code{employment},
#'   \code{population}, \code{gdp}, \code{tariff_column}, \code{name}, \code{title}, \code{year} ...
#' @return A world.
#' @examples
#' world <- tw_world("small2014")
#' theta <- tw_numbers(world, "trade_elasticity")
#' tw_change(world, trade_elasticity = 2 * theta, name = "elastic")
tw_change <- function(world, ...) {
  world <- tw_world_of(world)
  given <- list(...)
  known <- c(setdiff(names(formals(tw_world_data)), c("region", "sector")))
  wrong <- setdiff(names(given), known)
  if (length(given) > 0L && (is.null(names(given)) || length(wrong) > 0L))
    tw_wrong("tw_change: found ", if (length(wrong)) wrong[1L] else "a value without a name", ", expected one of ",
             paste(known, collapse = ", "))
  data <- tw_world_arrays(given, world$about$region, world$about$sector)
  data$region <- data$sector <- NULL
  data$regions <- data$sectors <- 0L
  tw_world_made(tw_value(.Call(r_world_new, data, world$pointer)))
}

# ---- made of data frames ----

# Writes the frames as a world folder and opens it, so that they are checked as any folder is.
tw_world_of_frames <- function(frames, ...) {
  tables <- c("regions", "sectors", "flows", "production", "inputs", "final", "macro", "families", "products",
              "product_flows", "elasticities", "findings")
  if (is.null(names(frames)) || length(wrong <- setdiff(names(frames), tables)) > 0L)
    tw_wrong("where: found ", if (is.null(names(frames))) "a list without names" else paste0("a table \"", wrong[1L], "\""),
             ", expected data frames called ", paste(tables, collapse = ", "))
  for (name in names(frames)) if (!is.data.frame(frames[[name]]))
    tw_wrong("where$", name, ": found ", tw_what(frames[[name]]), ", expected a data frame")
  if (is.null(frames$flows) || is.null(frames$sectors))
    tw_wrong("where: found ", paste(names(frames), collapse = ", "), ", expected flows and sectors at least")
  if (is.null(frames$regions)) {
    codes <- unique(c(as.character(frames$flows$importer), as.character(frames$flows$exporter)))
    frames$regions <- data.frame(region = codes, name = codes)
  }
  for (table in c("regions", "sectors")) if (is.null(frames[[table]]$name)) frames[[table]]$name <- frames[[table]][[sub("s$", "", table)]]
  if (is.null(frames$sectors$kind)) frames$sectors$kind <- rep("goods", nrow(frames$sectors))
  if (is.null(frames$production)) # all of output is value added
    frames$production <- data.frame(merge(frames$regions["region"], frames$sectors["sector"]), value_added_share = 1)
  if (is.null(frames$inputs)) frames$inputs <- data.frame(region = character(), user = character(),
                                                          input = character(), share = numeric())
  folder <- tempfile("world")
  dir.create(folder)
  on.exit(unlink(folder, recursive = TRUE))
  text <- list(...)
  if (length(text) > 0L && (is.null(names(text)) || any(!nzchar(names(text)))))
    tw_wrong("...: found a value without a name, expected lines of world.yaml, as year = 2020")
  texts <- attr(frames, "texts")
  lines <- tw_without_keys(texts[["world.yaml"]], names(text))
  if (is.null(texts)) for (key in c("name", "currency", "unit")) # as the arrays of tw_world_data have by default
    if (is.null(text[[key]])) text[[key]] <- c(name = "mine", currency = "USD", unit = "million")[[key]]
  tw_write_lines(c(lines, vapply(names(text), function(n) paste0(n, ": ", tw_yaml(text[[n]])), "")),
                 file.path(folder, "world.yaml"))
  for (file in setdiff(names(texts), "world.yaml")) tw_write_lines(texts[[file]], file.path(folder, file))
  for (name in names(frames)) tw_write_csv(frames[[name]], file.path(folder, paste0(name, ".csv")))
  tw_world_made(tw_value(.Call(r_world_open, folder)))
}

# Lines of YAML without some keys of the top: the key's line and those that are indented below it.
tw_without_keys <- function(lines, keys) {
  if (length(lines) == 0L) return(character())
  top <- grepl("^[A-Za-z_]", lines)
  key <- sub(":.*", "", lines[top])[cumsum(top)[top]]
  lines[!(c(NA, key)[cumsum(top) + 1L] %in% keys)]
}

#' @name tw_frames
#' @title A world as data frames
#' @description All tables of a world, to be looked at or changed; \code{tw_world} makes a world of them again. What is no
#'   table (title, year, sources, groups) goes along as an attribute; \code{tw_world(frames, name = "other")} says it anew.
#'   Numbers come back bit for bit, but for rates, which tables have in per cent: their last bit may differ.
#' @param world A world.
#' @return A named list of data frames.
#' @examples
#' frames <- tw_frames(tw_world("small2014"))
#' frames$flows$tariff_pct[frames$flows$importer == "USA"] <- 0
#' tw_world(frames, name = "free-usa")
tw_frames <- function(world) {
  world <- tw_world_of(world)
  folder <- tw_folder(world)
  tables <- setdiff(tw_tables(world), "findings")
  frames <- lapply(stats::setNames(tables, tables), function(table) tw_read_table(folder, table))
  texts <- lapply(stats::setNames(nm = list.files(folder, "[.]yaml$")), function(file)
    readLines(file.path(folder, file), encoding = "UTF-8"))
  lines <- tw_without_keys(texts[["world.yaml"]], "files") # the list of SHA-256, which new tables would not have
  texts[["world.yaml"]] <- lines[!grepl("^# .*(files|sha-256|SHA-256)", lines)]
  attr(frames, "texts") <- texts
  frames
}

tw_write_lines <- function(lines, file) {
  con <- file(file, "wb")
  on.exit(close(con))
  writeLines(enc2utf8(lines), con, useBytes = TRUE)
}

# Numbers as the shortest texts that are read back as the same doubles: 0.1, and not 0.10000000000000001, whose
# hundredth the library would take for another fraction.
tw_digits <- function(x) {
  text <- sprintf("%.15g", x)
  for (format in c("%.16g", "%.17g")) {
    longer <- which(is.finite(x) & .Call(r_numbers, text) != x)
    if (length(longer)) text[longer] <- sprintf(format, x[longer])
  }
  text
}

tw_cell <- function(x) {
  if (is.numeric(x)) {
    text <- rep("", length(x))
    text[!is.na(x)] <- tw_digits(as.double(x[!is.na(x)]))
    return(text)
  }
  x <- as.character(x)
  x[is.na(x)] <- ""
  formula <- grepl("^[[:space:]']*[=+@\uff1d\uff0b\uff0d\uff20-]", x, perl = TRUE)
  x[formula] <- paste0("'", x[formula]) # what a spreadsheet would run; read back without it
  quoted <- grepl("[\",\n\r]", x)
  x[quoted] <- paste0("\"", gsub("\"", "\"\"", x[quoted], fixed = TRUE), "\"")
  x
}

tw_write_csv <- function(frame, file) {
  lines <- paste(names(frame), collapse = ",")
  if (nrow(frame) > 0L) lines <- c(lines, do.call(paste, c(unname(lapply(frame, tw_cell)), sep = ",")))
  tw_write_lines(lines, file)
}
