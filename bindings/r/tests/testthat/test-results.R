test_that("tables have units and labels", {
  x <- tw_run("us-tariff-canada", "small2014")
  r <- as.data.frame(x)
  expect_identical(attr(r$real_income_pct, "unit"), "percent")
  expect_match(attr(r$real_income_pct, "label"), "real income")
  expect_identical(attr(r$equivalent_variation, "unit"), "million USD")
  # the same words as columns.csv of the folder, whichever way a table comes
  words <- utils::read.csv(file.path(tw_write(x, tempfile()), "columns.csv"))
  for (table in c("regions", "sectors", "groups")) {
    frame <- as.data.frame(x, table = table)
    mine <- words[words$table == paste0(table, ".csv"), ]
    expect_identical(mine$name, names(frame))
    for (i in which(vapply(frame, is.numeric, NA))) {
      expect_identical(attr(frame[[i]], "label"), mine$meaning[i])
      expect_identical(attr(frame[[i]], "unit"), mine$unit[i])
    }
  }
  t <- as.data.frame(x, table = "trade")
  expect_identical(attr(t$change_pct, "unit"), "percent")
  expect_identical(as.vector(data.frame(x)$region), as.vector(r$region))
  expect_error(as.data.frame(x, tabel = "trade"), "found tabel", class = "tw_usage")
})

test_that("flows as an array are those of trade.csv", {
  x <- tw_run("us-tariff-canada", "small2014")
  t <- as.data.frame(x, table = "trade")
  at <- cbind(as.vector(t$sector), as.vector(t$importer), as.vector(t$exporter))
  expect_same_bits(tw_trade(x, "base_value")[at], t$base_value)
  expect_same_bits(tw_trade(x, "new_value")[at], t$new_value)
  expect_equal(100 * tw_trade(x, "tariff_new")[at], as.vector(t$tariff_new_pct), tolerance = 1e-14)
})

test_that("results are printed, summarised, drawn and reported", {
  pdf(NULL)
  on.exit(dev.off())
  results <- list(tw_run("us-tariff-canada", "small2014"), tw_range("us-tariff-canada", "small2014", draws = 8),
                  tw_decide("lng-security", draws = 0), tw_reconcile("us-tariff-canada", "small2014"),
                  tw_market("lng-hormuz-closed"), tw_stress("JPN", lose = "hormuz"), tw_accounts("JPN"),
                  tw_exposure("CAN", world = "small2014", largest = 1), tw_exposure(world = "small2014", largest = 0),
                  tw_dependence("CAN", world = "small2014", stops = 0), tw_routes("QAT", "JPN"),
                  tw_accounts("JPN", of = "food"), tw_plants("us-tariff-canada", product = "TOYOTA", region = "CAN"))
  for (x in results) {
    expect_gt(length(capture.output(print(x))), 2L)
    expect_gt(length(capture.output(print(summary(x)))), 3L)
    drawn <- plot(x)
    expect_gt(nrow(drawn), 0L)
    expect_true(all(is.finite(drawn$value)))
    expect_true(all(tw_tables(x) %in% sub(".csv", "", list.files(tw_write(x, tempfile()), "csv$"))))
    if ("page" %in% tw_version()$capabilities) {
      file <- tw_report(x, tempfile(fileext = ".html"), open = FALSE)
      expect_gt(file.size(file), 1000)
    }
  }
  drawn <- plot(results[[2L]])
  expect_true(all(drawn$low <= drawn$high))
  expect_error(plot(results[[1L]], column = "nonsense"), "expected a column of numbers", class = "tw_usage")
  skip_if_not("page" %in% tw_version()$capabilities)
  expect_gt(file.size(tw_report(results[1:2], open = FALSE)), 1000)
  expect_gt(file.size(tw_report(results[[1L]], language = "fr", open = FALSE)), 1000)
})

test_that("ggplot2 draws the same where it is installed", {
  skip_if_not_installed("ggplot2")
  x <- tw_range("us-tariff-canada", "small2014", draws = 8)
  p <- ggplot2::autoplot(x)
  expect_s3_class(p, "ggplot")
  pdf(NULL)
  on.exit(dev.off())
  print(p)
})

test_that("a temporary folder goes with its result", {
  x <- tw_run("us-tariff-canada", "small2014")
  as.data.frame(x, table = "trade")
  folder <- x$cache$folder
  expect_true(dir.exists(folder))
  rm(x)
  gc()
  expect_false(dir.exists(folder))
})
