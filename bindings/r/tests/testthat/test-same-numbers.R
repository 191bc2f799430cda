# The same numbers to the bit as the program, verb by verb: files byte by byte, frames against its JSON.

test_that("a run has the program's numbers", {
  c <- cli("run", "us-tariff-canada", "--world", "small2014", out = TRUE)
  x <- tw_run("us-tariff-canada", "small2014")
  expect_true(x$certified)
  expect_same_tables(x, c$folder)
  j <- c$json()
  r <- as.data.frame(x, table = "regions")
  at <- match(j$regions$region, r$region)
  for (column in intersect(names(j$regions), names(r)[-1L])) expect_same_bits(r[[column]][at], j$regions[[column]], info = column)
  g <- as.data.frame(x, table = "groups")
  expect_same_bits(g$real_income_pct, j$groups$real_income_pct)
  expect_equal(x$about$headline, j$headline)
})

test_that("frames straight from the library are the tables of the folder", {
  x <- tw_run("us-tariff-canada")
  folder <- tw_write(x, tempfile())
  for (table in c("regions", "sectors", "groups")) {
    frame <- as.data.frame(x, table = table)
    file <- cells(folder, table)
    expect_identical(names(frame), names(file))
    expect_identical(nrow(frame), nrow(file))
    for (column in names(file)) {
      if (is.character(frame[[column]])) expect_identical(as.vector(frame[[column]]), file[[column]])
      else expect_same_bits(as.vector(frame[[column]]), .Call(tradewind:::r_numbers, file[[column]]), info = column)
    }
  }
})

test_that("a second solve on the same world, whose base is kept, has the same bits", {
  world <- small()
  first <- as.data.frame(tw_run("us-tariff-canada", world))
  tw_run("us-tariff-canada", world, settings = list(tolerance = 1e-12))
  tw_run(tw_scenario("us-tariff-canada", deficits = "zero"), world)
  expect_identical(as.data.frame(tw_run("us-tariff-canada", world)), first)
})

test_that("options of the command line are arguments", {
  file <- tempfile(fileext = ".yaml")
  writeLines(c("scenario: duties", "variables: {duty: 25 pp}", "policy:",
               "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}"), file)
  c <- cli("run", file, "--world", "small2014", "--set", "duty=40 pp", "--deficits", "zero", "--focus",
           "CAN C29", "--tolerance", "1e-12", out = TRUE)
  s <- tw_scenario(file, set = c(duty = "40 pp"), deficits = "zero", focus = "CAN C29")
  x <- tw_run(s, "small2014", settings = list(tolerance = 1e-12))
  expect_equal(c$code, 0L)
  expect_same_tables(x, c$folder)
  j <- c$json()
  expect_same_bits(tw_answers(x)$value, j$answers$value)
})

test_that("years, limits and preferences are the program's", {
  text <- "scenario: years
world: small2014
from: 2026
until: 2028
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: {2026: 0 pp, 2028: 20 pp}}
  - quota: {importer: USA, exporter: MEX, sector: C29, change: -20 %, owner: exporter}
"
  file <- tempfile(fileext = ".yaml")
  writeLines(text, file)
  c <- cli("run", file, out = TRUE)
  x <- tw_run(text)
  expect_same_tables(x, c$folder)
  expect_setequal(setdiff(tw_tables(x), "years"), setdiff(sub(".csv", "", list.files(c$folder, "csv$")), c("columns", "years")))
  years <- as.data.frame(x, table = "years")
  direct <- as.data.frame(x, table = "regions", year = 2027)
  expect_same_bits(direct$real_income_pct, years$real_income_pct[years$year == 2027])
  expect_true("capital_pct" %in% names(years))
})

test_that("cascades, illegal fish and linked markets are runs, too", {
  for (name in c("wheat-clause-japan", "iuu-north-pacific", "canada-lng-2030")) {
    c <- cli("run", name, out = TRUE)
    x <- tw_run(name)
    expect_equal(c$code == 0L, x$certified, info = name)
    expect_same_tables(x, c$folder)
  }
})

test_that("a range has the program's quantiles and draws", {
  csv <- tempfile(fileext = ".csv")
  c <- cli("range", "us-tariff-canada", "--world", "small2014", "--draws", "16", "--seed", "7", "--drivers", "4",
           "--focus", "CAN C29", "--draws-csv", csv, out = TRUE)
  x <- tw_range(tw_scenario("us-tariff-canada", focus = "CAN C29"), "small2014", draws = 16, seed = 7, drivers = 4)
  expect_same_tables(x, c$folder)
  j <- c$json()
  r <- as.data.frame(x)
  at <- match(j$regions$region, r$region)
  expect_same_bits(r$real_income_pct_p05[at], j$regions$real_income_pct_p05)
  expect_same_bits(r$real_income_pct_p95[at], j$regions$real_income_pct_p95)
  draws <- tw_draws(x, column = "output_pct", table = "sectors", rows = "CAN C29")
  file <- utils::read.csv(csv, colClasses = "character", check.names = FALSE)
  expect_identical(draws$ended, file$ended)
  for (column in setdiff(intersect(names(file), names(draws)), c("draw", "ended")))
    expect_same_bits(draws[[column]], .Call(tradewind:::r_numbers, file[[column]]), info = column)
  expect_true("output_pct CAN C29" %in% intersect(names(file), names(draws)))
  expect_identical(nrow(draws), 16L)
})

test_that("a linked range and a range of a market are the program's", {
  c <- cli("range", "canada-lng-28", "--draws", "8", out = TRUE)
  expect_same_tables(tw_range("canada-lng-28", draws = 8), c$folder)
  c <- cli("range", "canada-lng-2030", "--draws", "2", "--drivers", "0", out = TRUE)
  expect_same_tables(tw_range("canada-lng-2030", draws = 2, drivers = 0), c$folder)
})

test_that("decisions are the program's", {
  c <- cli("decide", "lng-security", "--draws", "6", out = TRUE)
  x <- tw_decide("lng-security", draws = 6)
  expect_same_tables(x, c$folder)
  d <- as.data.frame(x, table = "choices")
  j <- c$json()
  expect_equal(d$lever[d$criterion == "expected_value"], j$regions$expected_value)
  c <- cli("decide", "where-to-build-cars", "--draws", "0", out = TRUE)
  expect_same_tables(tw_decide("where-to-build-cars", draws = 0), c$folder)
})

test_that("reconciling, plants, exposure and dependence are the program's", {
  c <- cli("reconcile", "us-tariff-canada", "--world", "small2014", out = TRUE)
  x <- tw_reconcile("us-tariff-canada", "small2014")
  expect_same_tables(x, c$folder)
  f <- as.data.frame(x)
  j <- c$json()
  can <- f[f$region == "CAN", ]
  expect_identical(can$variant, j$variants$name)

  c <- cli("plants", "us-tariff-canada", "--product", "TOYOTA", "--region", "CAN", out = TRUE)
  x <- tw_plants("us-tariff-canada", product = "TOYOTA", region = "CAN")
  expect_same_tables(x, c$folder)
  expect_same_bits(as.data.frame(x)$tariff_half_pct, c$json()$plants$tariff_half_pct)

  c <- cli("exposure", "CAN", "--world", "small2014", "--largest", "2", out = TRUE)
  x <- tw_exposure("CAN", world = "small2014", largest = 2)
  expect_same_tables(x, c$folder)
  l <- as.data.frame(x, table = "exposure_largest")
  expect_same_bits(l$derivative[1:2], c$json()$gains$derivative)
  c <- cli("exposure", "--all-regions", "--world", "small2014", "--largest", "1", out = TRUE)
  expect_same_tables(tw_exposure(world = "small2014", largest = 1), c$folder)

  c <- cli("dependence", "CAN", "us-tariff-canada", "--world", "small2014", out = TRUE)
  x <- tw_dependence("CAN", "us-tariff-canada", "small2014")
  expect_same_tables(x, c$folder)
  expect_same_bits(as.data.frame(x)$value, c$json()$rows$value)
})

test_that("markets, stress, accounts, food and routes are the program's", {
  c <- cli("market", "lng-hormuz-closed", out = TRUE)
  x <- tw_market("lng-hormuz-closed")
  expect_same_tables(x, c$folder)
  b <- as.data.frame(x)
  j <- c$json()
  expect_same_bits(b$price_new, j$buyers$price_new[match(b$buyer, j$buyers$buyer)])
  c <- cli("market", "lng2024", "--draws", "5", "--seed", "3", out = TRUE)
  expect_same_tables(tw_market("lng2024", draws = 5, seed = 3), c$folder)

  c <- cli("stress", "JPN", "--lose", "hormuz", "--months", "6", "--capacity", "CAN 28 Mt", out = TRUE)
  x <- tw_stress("JPN", lose = "hormuz", months = 6, capacity = "CAN 28 Mt")
  expect_same_tables(x, c$folder)
  expect_same_bits(as.data.frame(x)$shortfall, c$json()$stress$shortfall)

  c <- cli("accounts", "JPN", "--energy", out = TRUE)
  x <- tw_accounts("JPN")
  expect_same_tables(x, c$folder)
  expect_same_bits(as.data.frame(x)$value, c$json()$accounts$value)

  c <- cli("accounts", "JPN", "wheat-bans", "--food", out = TRUE)
  d <- cli("accounts", "JPN", "--food", out = TRUE)
  x <- tw_accounts("JPN", of = "food")
  expect_same_tables(x, d$folder)
  expect_same_bits(as.data.frame(x)$direct, d$json()$calories_by_origin$direct$point)
  if (c$code == 0L) expect_same_tables(tw_accounts("JPN", of = "food", scenario = "wheat-bans"), c$folder)

  c <- cli("routes", "QAT", "JPN", "--closed", "malacca", out = TRUE)
  x <- tw_routes("QAT", "JPN", closed = "malacca")
  expect_same_tables(x, c$folder)
  expect_same_bits(as.data.frame(x)$km, c$json()$routes$km)
})

test_that("replay and diff answer as the program does", {
  one <- tw_run("us-tariff-canada", "small2014")
  two <- tw_run("us-tariff-canada", "small2014", settings = list(tolerance = 1e-12))
  replayed <- tw_replay(one)
  expect_true(replayed$agrees)
  expect_equal(sum(replayed$tables$differ), 0)
  a <- tw_write(one, tempfile())
  b <- tw_write(two, tempfile())
  d <- tw_diff(a, b)
  j <- cli("diff", a, b)$json()
  expect_false(d$agrees)
  expect_equal(d$tables$differ, j$tables$differ)
  expect_equal(d$tables$numbers, j$tables$numbers)
  expect_match(d$inputs[1L], "tolerance")
  j <- cli("replay", a)$json()
  expect_equal(sum(replayed$tables$numbers), sum(j$tables$numbers))
})
