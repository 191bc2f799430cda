# Worlds: opened, made of arrays or data frames, changed, looked at, written.

#' @name tw_world
#' @title A world: who sells what to whom, and how it is made
#' @description
#' Opens a world, a table of trade flows, tariffs, input shares and elasticities: a built-in one by its name
#' (\code{tw_builtin("worlds")}), a folder of CSV files, or a \code{.tww} file. A named list of data frames is one, too:
#' the tables of a world folder by their names, with the columns of \code{docs/formats.md}. What does not add up is an
#' error that says where.
#' @param where The name of a built-in world, a folder, a \code{.tww} file, a world (which is returned), or a named list
#'   of data frames: \code{flows} (sector, importer, exporter, value, and optionally tariff_pct), \code{sectors} (sector,
#'   trade_elasticity, and optionally name, kind), and optionally \code{regions}, \code{production}, \code{inputs},
#'   \code{final}, \code{macro}, \code{products}, \code{product_flows}, \code{families}, \code{elasticities}.
#' @param ... Of a list of data frames: lines of \code{world.yaml}, as \code{name = "mine"}, \code{year = 2020},
#'   \code{currency = "EUR"}, \code{unit = "million"}.
#' @param object,x A world.
#' @return An object of class \code{tw_world}. It lives as long as the session: \code{tw_save} keeps it.
#' @examples
#' world <- tw_world("small2014")
#' world
#' head(as.data.frame(world, table = "regions"))
tw_world <- function(where = "default", ...) {
  if (inherits(where, "tw_world")) return(where)
  if (is.list(where)) return(tw_world_of_frames(where, ...))
  if (...length() > 0L) tw_wrong("...: lines of world.yaml go with data frames; tw_change changes a world")
  where <- tw_text(where, "where", null = FALSE)
  if (!where %in% tw_builtin("worlds")) where <- tw_path(where, "where")
  tw_world_made(tw_value(.Call(r_world_open, where)))
}

tw_world_made <- function(pointer) {
  structure(class = "tw_world", list(pointer = pointer, about = tw_value(.Call(r_world_about, pointer)),
                                     cache = new.env(parent = emptyenv())))
}

tw_world_of <- function(world, name = "world") {
  if (!inherits(world, "tw_world") && !(is.character(world) && length(world) == 1L && !is.na(world)))
    tw_wrong(name, ": found ", tw_what(world), ", expected a world (tw_world) or the name of one")
  tw_world(world)
}

#' @name tw_builtin
#' @title What is built in
#' @description Names of the built-in worlds, scenarios, decisions and markets.
#' @param what \code{"worlds"}, \code{"scenarios"}, \code{"decisions"} or \code{"markets"}.
#' @return Names.
#' @examples
#' tw_builtin("worlds")
#' head(tw_builtin("scenarios"))
tw_builtin <- function(what = c("scenarios", "worlds", "decisions", "markets")) {
  tw_value(.Call(r_builtin, match.arg(what)))
}

#' @name tw_version
#' @title The library in use
#' @description Version and build of the C library that this package was built with, and what it can do.
#' @return A list of version, build and capabilities, of class \code{tw_version}.
#' @examples
#' tw_version()
tw_version <- function() {
  texts <- .Call(r_version)
  structure(class = "tw_version",
            list(version = texts[1L], build = texts[2L], capabilities = strsplit(texts[3L], " ", fixed = TRUE)[[1L]]))
}

print.tw_version <- function(x, ...) {
  cat("Tradewind ", x$version, ", ", x$build, "\nWith: ", paste(x$capabilities, collapse = ", "), "\n", sep = "")
  invisible(x)
}

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

# ---- looked at ----

#' @name tw_numbers
#' @title Numbers of a world as arrays
#' @description One field of a world with its codes as \code{dimnames}.
#' @param world A world.
#' @param field \code{"flow"}, \code{"tariff"}, \code{"export_tax"} and further tariff columns by name (sectors x
#'   importers x exporters; rates are fractions); \code{"value_added_share"}, \code{"final_share"}, \code{"output"},
#'   \code{"spending"}, \code{"employment"} (regions x sectors); \code{"input_share"} (regions x users x inputs, of gross
#'   output); \code{"trade_elasticity"} (sectors); \code{"value_added"}, \code{"deficit"}, \code{"population"},
#'   \code{"gdp"} (regions); of products \code{"product_value"} and others, flow by flow.
#' @param set The name of a set of elasticities, for \code{tw_elasticities}.
#' @return An array, or NULL where the world has none of it. \code{tw_elasticities} a named vector.
#' @examples
#' world <- tw_world("small2014")
#' dim(tw_numbers(world, "flow"))
#' tw_numbers(world, "value_added")
tw_numbers <- function(world, field) {
  world <- tw_world_of(world)
  numbers <- tw_value(.Call(r_world_numbers, world$pointer, tw_text(field, "field", null = FALSE)))
  if (is.null(numbers)) return(NULL)
  numbers[is.nan(numbers)] <- NA_real_
  r <- world$about$region
  s <- world$about$sector
  if (field %in% c("trade_elasticity", "product_elasticity")) return(stats::setNames(numbers, s))
  if (field %in% c("value_added", "deficit", "population", "gdp")) return(stats::setNames(numbers, r))
  if (field %in% c("value_added_share", "final_share", "output", "spending", "employment"))
    return(t(array(numbers, c(length(s), length(r)), list(sector = s, region = r))))
  if (field == "input_share")
    return(aperm(array(numbers, c(length(s), length(s), length(r)), list(input = s, user = s, region = r))))
  if (startsWith(field, "product_")) return(numbers)
  tw_flow_array(numbers, r, s)
}

tw_flow_array <- function(numbers, region, sector) {
  aperm(array(numbers, c(length(region), length(region), length(sector)),
              list(exporter = region, importer = region, sector = sector)))
}

#' @rdname tw_numbers
tw_elasticities <- function(world, set) {
  world <- tw_world_of(world)
  theta <- tw_value(.Call(r_world_elasticities, world$pointer, tw_text(set, "set", null = FALSE)))
  stats::setNames(theta, world$about$sector)
}

#' @name tw_findings
#' @title What the check of a world found
#' @description Corrections made on reading, and identities that were tested, with their size in money.
#' @param world A world.
#' @return A data frame: severity, identity, region, sector, money, relative, finding.
#' @examples
#' nrow(tw_findings(tw_world("small2014")))
tw_findings <- function(world) {
  as.data.frame(tw_value(.Call(r_world_findings, tw_world_of(world)$pointer)), stringsAsFactors = FALSE)
}

#' @rdname tw_world
print.tw_world <- function(x, ...) {
  text <- x$about$text
  cat("World ", text[["name"]], ": ", text[["title"]], "\n", length(x$about$region), " regions, ",
      length(x$about$sector), " sectors", if (!is.na(text[["year"]])) paste0(", ", text[["year"]]),
      ", in ", text[["unit"]], " ", text[["currency"]], "\n", sep = "")
  tw_say("Regions: ", paste(x$about$region, collapse = " "))
  tw_say("Sectors: ", paste(x$about$sector, collapse = " "))
  if (!is.na(text[["caveat"]])) tw_say("Caveat: ", text[["caveat"]])
  invisible(x)
}

#' @rdname tw_world
summary.tw_world <- function(object, ...) {
  va <- tw_numbers(object, "value_added")
  deficit <- tw_numbers(object, "deficit")
  out <- data.frame(region = object$about$region, name = object$about$region_name, value_added = unname(va),
                    deficit = if (is.null(deficit)) 0 else unname(deficit), stringsAsFactors = FALSE)
  attr(out$value_added, "unit") <- attr(out$deficit, "unit") <-
    paste(object$about$text[["unit"]], object$about$text[["currency"]])
  out
}

#' @rdname tw_world
#' @param table The table of a world folder: \code{"flows"}, \code{"regions"}, \code{"sectors"}, \code{"production"},
#'   \code{"inputs"}, \code{"final"}, \code{"products"} ... \code{tw_tables} names those that there are.
#' @param row.names,optional Not used.
as.data.frame.tw_world <- function(x, row.names = NULL, optional = FALSE, ..., table = "flows") {
  folder <- tw_folder(x)
  tw_read_table(folder, table)
}

#' @name tw_save
#' @title Writing a world
#' @description Writes a world as a folder of CSV files, or as one \code{.tww} file that loads in milliseconds.
#' @param world A world.
#' @param where A folder, or a file whose name ends in \code{.tww}.
#' @return \code{where}, invisibly.
#' @examples
#' file <- tempfile(fileext = ".tww")
#' tw_save(tw_world("small2014"), file)
#' tw_world(file)
tw_save <- function(world, where) {
  where <- tw_path(where, "where", null = FALSE)
  tw_value(.Call(r_world_save, tw_world_of(world)$pointer, where, !endsWith(where, ".tww")))
  invisible(where)
}

# ---- made of another ----

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
