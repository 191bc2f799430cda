# The program, for tests that compare with it: TRADEWIND_PROGRAM, set by tests/bindings/r.sh of the repository.
program <- function() {
  path <- Sys.getenv("TRADEWIND_PROGRAM")
  if (!nzchar(path)) testthat::skip("TRADEWIND_PROGRAM is not set")
  path
}

# A command line's exit code, with its JSON as a list, or with the folder that it wrote.
cli <- function(..., out = FALSE) {
  folder <- tempfile("cli")
  file <- tempfile(fileext = ".json")
  words <- c(..., "--json", if (out) c("--out", folder))
  code <- suppressWarnings(system2(program(), shQuote(words), stdout = file, stderr = FALSE))
  list(code = code, folder = folder, json = function() {
    testthat::skip_if_not_installed("jsonlite")
    jsonlite::fromJSON(file)
  })
}

# Tables of the result are, byte by byte, those that the program writes.
expect_same_tables <- function(x, folder) {
  mine <- tw_write(x, tempfile("r"))
  tables <- list.files(folder, "[.](csv|json)$")
  expect_gt(length(tables), 2L)
  tables <- setdiff(tables, "run.json") # which has times
  expect_true(all(file.exists(file.path(mine, tables))))
  for (table in tables) {
    both <- lapply(c(mine, folder), function(f) readLines(file.path(f, table), warn = FALSE, encoding = "UTF-8"))
    if (endsWith(table, ".json")) both <- lapply(both, function(l) l[!grepl("^ *\"command\": ", l)])
    expect_identical(both[[1L]], both[[2L]], info = table)
  }
}

# Numbers of a table by the reader of R's connections, as another account of what lies in a file.
cells <- function(folder, table) {
  utils::read.csv(file.path(folder, paste0(table, ".csv")), colClasses = "character", na.strings = character(),
                  check.names = FALSE)
}

expect_same_bits <- function(a, b, ...) {
  a <- as.double(a)
  b <- as.double(b)
  a[is.na(a)] <- NA_real_
  b[is.na(b)] <- NA_real_
  expect_identical(a, b, ...)
}

small <- function() tw_world("small2014")
