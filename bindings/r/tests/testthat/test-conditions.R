caught <- function(code) tryCatch(code, error = identity)

test_that("a bad scenario says where, in fields of the condition", {
  e <- caught(tw_scenario("scenario: x\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25}\n"))
  expect_s3_class(e, c("tw_bad_input", "tw_error", "error", "condition"), exact = TRUE)
  expect_identical(e$line, 3L)
  expect_identical(e$column, 64L)
  expect_identical(e$file, "R")
  expect_match(conditionMessage(e), "25 pp", fixed = TRUE)
  file <- tempfile(fileext = ".yaml")
  writeLines(c("scenario: x", "policy:", "  - tarif: {importer: USA}"), file)
  e <- caught(tw_scenario(file))
  expect_identical(e$file, file)
  expect_identical(e$line, 3L)
  expect_match(conditionMessage(e), "tariff")
})

test_that("errors have the class of what went wrong", {
  expect_s3_class(caught(tw_world("/no/such/folder")), "tw_error")
  expect_s3_class(caught(tw_scenario("no-such-scenario")), "tw_bad_input")
  expect_true(is.na(caught(tw_scenario("no-such-scenario"))$line))
  x <- tw_run("us-tariff-canada", "small2014")
  e <- caught(tw_write(x, "/proc/no-such-place"))
  expect_s3_class(e, "tw_io")
  expect_s3_class(caught(as.data.frame(x, table = "region")), "tw_usage")
  expect_s3_class(caught(tw_run("us-tariff-canada", "small2014", settings = list(tolerance = 1))), "tw_usage")
  expect_s3_class(caught(tw_exposure("XXX", world = "small2014")), "tw_bad_input")
  w <- tw_world("small2014")
  e <- caught(tw_run(tw_tariff("USA", "Canada", "goods", add = "5 pp"), w))
  expect_match(conditionMessage(e), "CAN")
})

test_that("what is not solved is an outcome and a warning, never silent numbers", {
  impossible <- tw_scenario("us-tariff-canada")
  warned <- NULL
  x <- withCallingHandlers(
    tw_run(impossible, "small2014", settings = list(max_iterations = 1, max_steps = 0)),
    tw_not_solved = function(w) {
      warned <<- w
      invokeRestart("muffleWarning")
    })
  expect_s3_class(warned, "warning")
  expect_false(x$certified)
  expect_false(x$outcome %in% c("certified", "certified_by_continuation"))
  expect_identical(warned$outcome, x$outcome)
  expect_true(all(is.na(as.data.frame(x)$real_income_pct)))
  expect_error(as.data.frame(x, table = "trade"), "no certified solution", class = "tw_usage")
  expect_error(plot(x), "no certified solution", class = "tw_usage")
  expect_identical(tw_tables(x), character())
  expect_output(print(x), "No certified solution")
  expect_output(print(summary(x)), "No certified solution")
  for (verb in list(function() tw_range(impossible, "small2014", draws = 2, settings = list(max_iterations = 1, max_steps = 0)),
                    function() tw_dependence("CAN", impossible, "small2014", settings = list(max_iterations = 1, max_steps = 0)),
                    function() tw_reconcile(impossible, "small2014", settings = list(max_iterations = 1, max_steps = 0))))
    expect_warning(expect_false(verb()$certified), class = "tw_not_solved")
})

test_that("what belongs to another session is refused, not followed", {
  x <- tw_run("us-tariff-canada", "small2014")
  file <- tempfile()
  saveRDS(x, file)
  back <- readRDS(file)
  expect_error(as.data.frame(back, table = "trade"), "another session", class = "tw_usage")
  expect_error(tw_write(back, tempfile()), "another session", class = "tw_usage")
  saveRDS(small(), file)
  expect_error(tw_run("us-tariff-canada", readRDS(file)), "session", class = "tw_usage")
})

test_that("notes are messages of a class", {
  expect_message(tw_run(tw_scenario(policy = list()), "small2014"), "nothing will change", class = "tw_note")
})
