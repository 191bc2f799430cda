# What tables, charts, draws and pages take and give where it is easily taken for something else.

test_that("a year that the result does not have is refused, and the message lists those that it has", {
  x <- tw_run(tw_scenario(tw_tariff("USA", "CAN", "goods", add = "10 pp"), from = 2026, until = 2028), "small2014")
  years <- as.data.frame(x, table = "years")
  for (year in 2026:2028)
    expect_same_bits(as.data.frame(x, year = year)$real_income_pct, years$real_income_pct[years$year == year])
  expect_identical(as.data.frame(x)$real_income_pct, as.data.frame(x, year = 2028)$real_income_pct)
  for (table in c("regions", "sectors", "groups"))
    expect_error(as.data.frame(x, table = table, year = 2035), "found 2035, .*: 2026, 2027, 2028", class = "tw_usage")
  once <- tw_run("us-tariff-canada", "small2014")
  expect_error(as.data.frame(once, year = 2026), "found 2026, .*no years", class = "tw_usage")
  expect_error(tw_explain("us-tariff-canada", "small2014", year = 2026), "2026", class = "tw_error")
  expect_error(tw_reconcile("us-tariff-canada", "small2014", year = 2026), "2026", class = "tw_error")
  expect_error(tw_exposure("CAN", "us-tariff-canada", "small2014", year = 2026), "2026", class = "tw_error")
})

test_that("columns are texts or numbers as columns.csv says, whatever is in them", {
  folder <- tempfile()
  dir.create(folder)
  writeLines(c("lever,contingency,central,mean", "10,,1.5,", "20,,2.5,"), file.path(folder, "decision.csv"))
  writeLines(c("table,name,unit,meaning", "decision.csv,lever,text,choice", "decision.csv,contingency,text,what may happen",
               "decision.csv,central,percent,payoff", "decision.csv,mean,percent,mean"), file.path(folder, "columns.csv"))
  frame <- tradewind:::tw_read_table(folder, "decision")
  expect_identical(as.vector(frame$lever), c("10", "20"))
  expect_identical(as.vector(frame$contingency), c("", ""))
  expect_identical(as.vector(frame$central), c(1.5, 2.5))
  expect_identical(as.vector(frame$mean), c(NA_real_, NA_real_))
  expect_identical(attr(frame$lever, "unit"), "text")
  # of what the library writes
  for (x in list(tw_decide("lng-security", draws = 0), tw_accounts("JPN"), tw_dependence("CAN", world = "small2014", stops = 0),
                 tw_range("us-tariff-canada", "small2014", draws = 4))) {
    words <- utils::read.csv(file.path(tw_write(x, tempfile()), "columns.csv"))
    for (table in tw_tables(x)) {
      frame <- as.data.frame(x, table = table)
      said <- words[words$table == paste0(table, ".csv"), ]
      for (name in said$name[said$unit %in% c("code", "text")]) expect_type(frame[[name]], "character")
      for (name in said$name[said$unit == "percent"]) expect_type(frame[[name]], "double")
    }
  }
  # the tables of a world have no columns.csv
  frames <- tw_frames("small2014")
  expect_type(frames$flows$value, "double")
  sets <- tempfile()
  dir.create(sets)
  writeLines(c("set,sector,parameter,estimate,source", "007,G,1,4,2015"), file.path(sets, "elasticities.csv"))
  frame <- tradewind:::tw_read_table(sets, "elasticities")
  expect_identical(as.list(frame), list(set = "007", sector = "G", parameter = "1", estimate = 4, source = "2015"))
})

test_that("a chart has the unit of its column, and ranges of that column alone", {
  axis <- function(x, ...) tradewind:::tw_chart(x, ...)$axis
  expect_match(axis(tw_reconcile("us-tariff-canada", "small2014")), "(percent)", fixed = TRUE)
  for (x in list(tw_accounts("JPN"), tw_dependence("CAN", world = "small2014", stops = 0))) {
    unit <- attr(as.data.frame(x)$value, "unit")
    expect_true(nzchar(unit))
    expect_identical(axis(x), paste0("value (", unit, ")"))
  }
  x <- tw_decide("lng-security", draws = 8)
  rows <- function(column) tradewind:::tw_chart(x, column = column, n = 1000L)$rows
  expect_true(all(is.na(rows("regret")$low)) && all(is.na(rows("regret")$high)))
  for (column in c("central", "mean")) {
    frame <- as.data.frame(x)
    expect_same_bits(rows(column)$low, frame$p05[!is.na(frame[[column]])])
    expect_false(all(is.na(rows(column)$high)))
  }
})

test_that("draws without columns and rows are what the range names, as --draws-csv has them", {
  csv <- tempfile(fileext = ".csv")
  for (focus in list(NULL, "CAN C29")) {
    cli("range", "us-tariff-canada", "--world", "small2014", "--draws", "6", "--seed", "3", "--drivers", "0",
        if (!is.null(focus)) c("--focus", focus), "--draws-csv", csv)
    x <- tw_range(tw_scenario("us-tariff-canada", focus = focus), "small2014", draws = 6, seed = 3, drivers = 0)
    draws <- tw_draws(x)
    file <- utils::read.csv(csv, colClasses = "character", check.names = FALSE)
    expect_identical(names(draws), names(file))
    expect_identical(draws$draw, 1:6)
    for (column in setdiff(names(file), c("draw", "ended")))
      expect_same_bits(draws[[column]], .Call(tradewind:::r_numbers, file[[column]]), info = column)
  }
  expect_true("output_pct CAN C29" %in% names(draws))
  all <- tw_draws(x, column = "real_income_pct")
  expect_true(all(paste("real_income_pct", x$world$about$region) %in% names(all)))
  expect_identical(tw_draws(x, rows = "CAN")[["real_income_pct CAN"]], all[["real_income_pct CAN"]])
})

test_that("a page to print is of one result, and more are refused", {
  skip_if_not("page" %in% tw_version()$capabilities)
  x <- tw_run("us-tariff-canada", "small2014")
  file <- tempfile(fileext = ".html")
  expect_error(tw_report(list(x, x), file, open = FALSE, language = "en"), "found 2", class = "tw_usage")
  answer <- .Call(tradewind:::r_page, rep(tradewind:::tw_folder(x), 2L), file, "en")
  expect_match(answer[[2L]][2L], "found 2")
  expect_false(file.exists(file))
  expect_gt(file.size(tw_report(list(x), file, open = FALSE, language = "en")), 1000)
})
