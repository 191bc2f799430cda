# What can be done with the result of a verb: looked at, taken apart into tables, written, drawn (plot.R).

#' @name tw_result
#' @title Results: printed, as data frames, drawn, written
#' @description
#' Every verb returns an object with these methods. Tables are those of its results folder (\code{docs/formats.md});
#' columns have attributes \code{unit} and \code{label}. \code{tw_tables} names them. Of a run regions, sectors and groups
#' come from the library's memory, of all other tables the folder is written to a temporary place and read: numbers are
#' the same doubles either way.
#' @param x,object A result.
#' @param table Which table: NULL the first of \code{tw_tables}.
#' @param year Of a run with years: those of this year, an error where there is none; NULL: the last.
#' @param n How many rows to print.
#' @param folder Where to write. A results folder changes in one step.
#' @param file The page to write; NULL: a temporary one.
#' @param open TRUE: opens the page in the browser.
#' @param language \code{NULL}: the full page; \code{"en"}, \code{"fr"}, \code{"ja"}: one page of A4, of one run or range.
#' @param row.names,optional,... Not used.
#' @return \code{as.data.frame}: a data frame. \code{summary}: an object that prints more than \code{print}.
#'   \code{tw_write}, \code{tw_report}: the folder or file, invisibly.
#' @examples
#' x <- tw_run("us-tariff-canada", "small2014")
#' tw_tables(x)
#' summary(x)
#' folder <- tw_write(x, tempfile())
as.data.frame.tw_result <- function(x, row.names = NULL, optional = FALSE, ..., table = NULL, year = NULL) {
  further <- setdiff(names(list(...)), "stringsAsFactors") # which data.frame() passes on
  if (length(further) > 0L) tw_wrong("as.data.frame: found ", further[1L], ", expected table = and year =")
  table <- tw_text(table, "table")
  if (is.null(table)) table <- tw_first_table(x)
  if (x$kind == "run" && table %in% c("regions", "sectors", "groups")) return(tw_direct(x, table, year))
  if (!is.null(year)) tw_wrong("year: tables of one year are regions, sectors and groups of a run")
  if (!x$certified && x$kind != "reconcile")
    tw_fail("usage", paste0("there is no table ", table, ": no certified solution (", x$outcome, ")"))
  tw_read_table(tw_folder(x), table)
}

# A table of numbers straight from the library.
tw_direct <- function(x, table, year) {
  key <- paste(table, year)
  if (!is.null(x$cache[[key]])) return(x$cache[[key]])
  year <- if (is.null(year)) 0L else as.integer(tw_whole(year, "year", 1, 9999))
  columns <- tw_value(.Call(r_columns, x$pointer, table, year))
  if (is.null(columns)) tw_fail("usage", paste0("there is no table ", table, ": no certified solution (", x$outcome, ")"))
  regions <- attr(columns, "regions")
  sectors <- attr(columns, "sectors")
  codes <- switch(table, regions = list(region = regions), groups = list(group = attr(columns, "groups")),
                  sectors = list(region = rep(regions, each = length(sectors)), sector = rep(sectors, length(regions))))
  attributes(columns) <- list(names = names(columns))
  if (x$about$year == 0) columns$capital_pct <- NULL # tables have it where the scenario has years,
  if (!tw_has_profits(x)) columns$profits_change <- NULL # and this where profits have owners
  frame <- tw_frame(c(codes, columns))
  words <- tw_dictionary()
  words <- words[words$table == paste0(table, ".csv"), ]
  for (name in names(frame)) {
    at <- match(name, words$name)
    if (!is.na(at)) attr(frame[[name]], "label") <- words$meaning[at]
  }
  x$cache[[key]] <- frame
  frame
}

tw_has_profits <- function(x) identical(tw_value(.Call(r_texts, x$pointer, "profits")), "owner")

tw_frame <- function(columns) {
  structure(columns, class = "data.frame", row.names = .set_row_names(length(columns[[1L]])))
}

# What columns of a run mean: the library says so in columns.csv of any results folder, here one of a tiny world.
tw_dictionary <- function() {
  if (is.null(tw_session$dictionary)) {
    flow <- array(c(3, 1, 1, 3), c(1L, 2L, 2L))
    world <- tw_world_data(flow, 4, "tiny", region = c("CAN", "USA"), sector = "G") # with groups
    x <- suppressMessages(tw_run(tw_scenario(policy = list(), name = "nothing"), world, settings = list(report = 0)))
    tw_session$dictionary <- tw_read_csv(file.path(tw_folder(x), "columns.csv"), c("table", "name", "unit", "meaning"))
    unlink(tw_folder(x), recursive = TRUE)
  }
  tw_session$dictionary
}
tw_session <- new.env(parent = emptyenv())

tw_first_table <- function(x) {
  switch(x$kind, run = , range = "regions", decide = "decision", market = "buyers", food = "calories",
         exposure = if (file.exists(file.path(tw_folder(x), "exposure.csv"))) "exposure" else "exposure_matrix",
         x$kind)
}

#' @rdname tw_result
tw_tables <- function(x) {
  if (!inherits(x, c("tw_result", "tw_world"))) tw_wrong("x: found ", tw_what(x), ", expected a result or a world")
  if (inherits(x, "tw_result") && !x$certified && x$kind != "reconcile") return(character())
  files <- list.files(tw_folder(x), pattern = "[.]csv([.]gz)?$")
  first <- if (inherits(x, "tw_result")) tw_first_table(x) else "flows"
  unique(c(first, setdiff(sub("[.]csv([.]gz)?$", "", files), "columns")))
}

# The results folder, or that of a world, in a temporary place, made when it is asked for.
tw_folder <- function(x) {
  folder <- x$cache$folder
  if (is.null(folder) || !dir.exists(folder)) {
    folder <- tempfile("tradewind-")
    if (inherits(x, "tw_world")) tw_value(.Call(r_world_save, x$pointer, folder, TRUE))
    else tw_value(.Call(r_write, x$pointer, folder, x$call))
    reg.finalizer(x$cache, function(cache) unlink(cache$folder, recursive = TRUE))
    x$cache$folder <- folder
  }
  folder
}

# A table of a folder, with units and labels from its columns.csv.
tw_read_table <- function(folder, table) {
  table <- sub("[.]csv$", "", tw_text(table, "table", null = FALSE))
  file <- file.path(folder, paste0(table, ".csv"))
  if (file.exists(packed <- paste0(file, ".gz"))) file <- packed # as in folders of worlds
  if (!file.exists(file)) {
    known <- setdiff(sub("[.]csv([.]gz)?$", "", list.files(folder, pattern = "[.]csv([.]gz)?$")), "columns")
    tw_wrong("there is no table \"", table, "\", expected ",
             if (length(known)) paste(known, collapse = ", ") else "one of a certified result")
  }
  columns <- file.path(folder, "columns.csv")
  words <- if (file.exists(columns)) tw_read_csv(columns, c("table", "name", "unit", "meaning"))
  words <- words[words$table == paste0(table, ".csv"), ]
  frame <- tw_read_csv(file, if (is.null(words)) tw_world_texts else words$name[words$unit %in% c("code", "text")])
  for (name in names(frame)) {
    at <- match(name, words$name)
    if (is.na(at)) next
    attr(frame[[name]], "unit") <- words$unit[at]
    attr(frame[[name]], "label") <- words$meaning[at]
  }
  frame
}

# Folders of worlds have no columns.csv: what is a text in their tables (docs/formats.md, Worlds).
tw_world_texts <- c("region", "sector", "importer", "exporter", "product", "family", "user", "input", "name", "kind",
                    "home", "owner", "unit", "set", "parameter", "source", "severity", "identity", "finding")

# A CSV file of the library. Texts are columns of these names, whatever they look like, and such as have no numbers.
# All others become the doubles that were written, empty cells NA.
tw_read_csv <- function(file, texts) {
  cells <- utils::read.csv(file, colClasses = "character", na.strings = character(), check.names = FALSE,
                           encoding = "UTF-8", strip.white = FALSE)
  columns <- Map(function(x, is_text) {
    numbers <- if (!is_text) .Call(r_numbers, x)
    if (!is.null(numbers)) return(numbers)
    sub("^'(?=[\\s']*[-=+@\t\uff1d\uff0b\uff0d\uff20])", "", x, perl = TRUE)
  }, cells, names(cells) %in% texts)
  names(columns) <- names(cells)
  if (length(columns) == 0L) return(data.frame())
  tw_frame(columns)
}

#' @name tw_trade
#' @title Flows of a result as an array
#' @description One number of every flow, own sales included, sectors x importers x exporters.
#' @param x A run, a range, or another result with an equilibrium.
#' @param field \code{"base_value"}, \code{"new_value"}, \code{"tariff_base"}, \code{"tariff_new"} (fractions), or
#'   \code{"change"} (new over base less 1; NA where the base is 0).
#' @return An array.
#' @examples
#' x <- tw_run("us-tariff-canada", "small2014")
#' dim(tw_trade(x, "change"))
tw_trade <- function(x, field = c("new_value", "base_value", "tariff_base", "tariff_new", "change")) {
  tw_is_result(x)
  numbers <- tw_value(.Call(r_trade, x$pointer, match.arg(field)))
  regions <- attr(numbers, "regions")
  sectors <- attr(numbers, "sectors")
  numbers[is.nan(numbers)] <- NA_real_
  tw_flow_array(as.vector(numbers), regions, sectors)
}

tw_is_result <- function(x) {
  if (!inherits(x, "tw_result")) tw_wrong("x: found ", tw_what(x), ", expected what a verb returns, as tw_run")
}

#' @name tw_draws
#' @title The draws of a range, one by one
#' @description
#' A row for each draw: how it ended, the drawn parameters (as amounts are stored: 25 pp is 0.25), and outcomes, NA where
#' a draw has no certified equilibrium.
#' @param x A range.
#' @param column,table Columns of \code{regions}, \code{sectors}, \code{groups} or \code{products}; NULL:
#'   \code{"real_income_pct"}.
#' @param rows Regions, or \code{"CAN C29"}: a region with a sector or product. NULL: without \code{column} the outcomes
#'   of the focus and of the section \code{range} where there are such, else \code{column} of all regions.
#' @return A data frame, with columns \code{draw}, \code{ended}, the parameters by their names, and outcomes as
#'   \code{"real_income_pct CAN"}.
#' @examples
#' x <- tw_range("us-tariff-canada", "small2014", draws = 10)
#' names(tw_draws(x)) # as --draws-csv of the program
#' head(tw_draws(x, rows = c("CAN", "USA")))
tw_draws <- function(x, column = NULL, table = "regions", rows = NULL) {
  if (!inherits(x, "tw_range")) tw_wrong("x: found ", tw_what(x), ", expected a range (tw_range)")
  if (is.null(rows)) {
    if (!identical(table, "regions")) tw_wrong("rows: found NULL, expected places as \"CAN C29\"")
    if (is.null(column)) return(tw_draws_named(x))
    rows <- x$world$about$region
  }
  if (is.null(column)) column <- "real_income_pct"
  if (!is.character(rows) || anyNA(rows)) tw_wrong("rows: found ", tw_what(rows), ", expected codes")
  if (!is.character(column) || anyNA(column)) tw_wrong("column: found ", tw_what(column), ", expected names of columns")
  columns <- tw_value(.Call(r_draws, x$pointer, tw_text(table, "table", FALSE), column, rows))
  tw_frame(c(list(draw = seq_along(columns[[1L]])), columns))
}

# Draws with the outcomes that the range itself names.
tw_draws_named <- function(x) {
  file <- tempfile(fileext = ".csv")
  on.exit(unlink(file))
  tw_value(.Call(r_draws_write, x$pointer, file))
  draws <- tw_read_csv(file, "ended")
  draws$draw <- as.integer(draws$draw)
  draws
}

#' @rdname tw_result
tw_answers <- function(x) {
  tw_is_result(x)
  tw_frame(tw_value(.Call(r_answers, x$pointer)))
}

#' @rdname tw_result
#' @param which \code{"sentence"}: what it comes to; \code{"remark"}: what to know of it.
tw_sentences <- function(x, which = c("sentence", "remark")) {
  tw_is_result(x)
  tw_value(.Call(r_texts, x$pointer, match.arg(which)))
}

# ---- printed ----

tw_say <- function(...) cat(strwrap(paste0(...), width = 0.95 * getOption("width")), sep = "\n")


tw_print_head <- function(x) {
  of_base <- x$kind %in% c("dependence", "exposure", "food") && identical(x$about$scenario, "base")
  if (x$certified && of_base)
    tw_say(switch(x$kind, food = utils::head(tw_sentences(x), 6L),
                  dependence = paste("Who stands behind what a region buys, in the world", x$about$world, "as it is."),
                  exposure = paste("Derivatives by every wedge, in the world", x$about$world, "as it is.")))
  else if (!is.na(x$about$headline)) tw_say(x$about$headline)
  else if (!x$certified) tw_say("No certified solution (", x$outcome, "): ",
                                if (nzchar(x$about$message)) x$about$message else x$about$meaning)
  else for (line in utils::head(tw_sentences(x), 6L)) tw_say(line)
}

# The rows and columns that are worth a look first.
tw_look <- function(x) {
  if (!x$certified && x$kind != "reconcile") return(NULL)
  frame <- as.data.frame(x)
  switch(x$kind,
    run = , range = {
      names <- c("region", "real_income_pct", if (x$kind == "range") c("real_income_pct_p05", "real_income_pct_p95"),
                 "equivalent_variation", "real_gdp_pct", if (x$kind == "run") "real_wage_pct")
      frame <- frame[order(-abs(frame$real_income_pct)), intersect(names, names(frame))]
    },
    decide = frame <- frame[intersect(c("region", "lever", "contingency", "central", "mean", "p05", "p95", "regret"), names(frame))],
    reconcile = {
      run <- frame[!is.na(frame$real_income_pct), ]
      top <- names(sort(-tapply(abs(run$real_income_pct), run$region, max)))[1L]
      frame <- frame[frame$region == top, c("variant", "region", "real_income_pct", "change_from_previous")]
    },
    exposure = if (tw_has_largest(x))
      frame <- as.data.frame(x, table = "exposure_largest")[c("region", "wedge", "sector", "importer", "exporter", "per_point")],
    plants = frame <- frame[intersect(c("product", "region", "units_base", "units_pct", "main_market", "tariff_half_pct"), names(frame))],
    market = frame <- frame[intersect(c("buyer", "price_base", "price_new", "price_new_p05", "price_new_p95", "quantity_base",
                                        "quantity_new", "surplus_change"), names(frame))],
    food = frame <- frame[c("product", "origin", "direct", "look_through", "direct_new", "look_through_new", "quality")],
    dependence = frame <- frame[c("sector", "product", "partner", "indicator", "value", "value_new")],
    stress = frame <- frame[intersect(c("lost", "buyer", "fuel", "bound", "direct", "shortfall", "price_pct", "days_cover"), names(frame))],
    accounts = frame <- frame[c("item", "source", "partner", "value", "unit", "quality")],
    routes = frame <- frame[c("kind", "closed", "km", "days", "passages", "cost")])
  frame
}

tw_has_largest <- function(x) nrow(tw_read_table(tw_folder(x), "exposure_largest")) > 0L

tw_shown <- function(column, name) {
  if (!is.numeric(column)) return(as.vector(column))
  text <- if (grepl("_pct|_p05|_p95|^change|derivative|per_point", name)) formatC(as.vector(column), digits = 4L, format = "f")
          else formatC(signif(as.vector(column), 6L), digits = 6L, format = "fg", big.mark = ",")
  ifelse(is.na(column), "", trimws(text))
}

tw_print_rows <- function(frame, n) {
  if (is.null(frame) || nrow(frame) == 0L) return(invisible())
  shown <- utils::head(frame, n)
  shown[] <- Map(tw_shown, shown, names(shown))
  print(shown, row.names = FALSE)
  if (nrow(frame) > n) cat("... ", nrow(frame) - n, " further rows; as.data.frame() has all\n", sep = "")
}

#' @rdname tw_result
print.tw_result <- function(x, ..., n = 10L) {
  tw_print_head(x)
  frame <- tw_look(x)
  if (!is.null(frame)) cat("\n")
  tw_print_rows(frame, n)
  invisible(x)
}

#' @rdname tw_result
summary.tw_result <- function(object, ...) {
  structure(class = "summary.tw_result",
            list(x = object, look = tw_look(object), sentences = tw_sentences(object),
                 remarks = tw_sentences(object, "remark"), answers = tw_answers(object), tables = tw_tables(object)))
}

print.summary.tw_result <- function(x, ..., n = 20L) {
  about <- x$x$about
  tw_print_head(x$x)
  if (nrow(x$answers)) {
    cat("\nAsked for:\n")
    tw_print_rows(x$answers[c(TRUE, TRUE, TRUE, vapply(x$answers[-(1:3)], function(a) any(!is.na(a)), NA))], n)
  }
  if (!is.null(x$look)) cat("\n")
  tw_print_rows(x$look, n)
  if (length(x$sentences)) cat("\n")
  for (line in x$sentences) tw_say(line)
  if (length(x$remarks)) cat("\n")
  for (line in x$remarks) tw_say("Note: ", line)
  cat("\n")
  if (!is.null(about$largest) && isTRUE(x$x$certified))
    tw_say("Certified: the largest gap is ", format(about$largest, digits = 2L), " (tolerance ",
           format(about$tolerance), "), after ", about$iterations, " iterations.")
  if (!is.null(about$draws)) tw_say(about$draws_certified, " of ", about$draws, " draws have a certified equilibrium.")
  if (length(x$tables)) tw_say("Tables: ", paste(x$tables, collapse = ", "))
  invisible(x)
}

# ---- written ----

#' @rdname tw_result
tw_write <- function(x, folder) {
  folder <- tw_path(folder, "folder", null = FALSE)
  if (inherits(x, "tw_world")) return(tw_save(x, folder))
  tw_is_result(x)
  tw_value(.Call(r_write, x$pointer, folder, x$call))
  invisible(folder)
}

#' @rdname tw_result
tw_report <- function(x, file = NULL, open = interactive(), language = NULL) {
  folders <- if (is.character(x)) path.expand(x) else if (inherits(x, "tw_result")) tw_folder(x)
             else if (is.list(x) && all(vapply(x, inherits, NA, "tw_result"))) vapply(x, tw_folder, "")
             else tw_wrong("x: found ", tw_what(x), ", expected a result, several in a list, or folders")
  if (is.null(file)) file <- tempfile("report-", fileext = ".html")
  file <- tw_path(file, "file", null = FALSE)
  if (!is.null(language) && length(folders) != 1L)
    tw_wrong("language: a page to print is of one result, found ", length(folders))
  how <- if (!is.null(language)) tw_text(language, "language") else if (length(folders) > 1L) "compare" else "report"
  tw_value(.Call(r_page, folders, file, how))
  if (open) utils::browseURL(paste0("file://", normalizePath(file)))
  invisible(file)
}
