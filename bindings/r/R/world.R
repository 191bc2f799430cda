# Worlds: opened, looked at, written.

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
