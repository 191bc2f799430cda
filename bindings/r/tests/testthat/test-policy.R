# Every builder writes what the library reads: the rule is explained on a world, in words.

explained <- function(rule, ..., world = "default") {
  e <- tw_explain(tw_scenario(policy = list(rule), world = world, ...))
  expect_identical(nrow(e$effects), 1L)
  e$effects
}

test_that("each kind of rule is written and read", {
  expect_match(explained(tw_tariff("USA", c("CAN", "MEX"), "goods", add = "25 pp"))$words, "tariff")
  expect_match(explained(tw_tariff("USA", "all", "goods", to = "10 %", except = list(exporter = "CUSMA")))$words, "10")
  expect_match(explained(tw_export_tax("USA", "CAN", "B06", add = "5 pp"))$words, "export tax")
  expect_match(explained(tw_barrier("JPN", "CAN", "goods", change = "-5 %", both_ways = TRUE))$words, "barrier")
  expect_match(explained(tw_barrier("USA", "all", product = "TOYOTA", own = TRUE, to = "10 %"))$words, "barrier")
  expect_match(explained(tw_demand("USA", "CAN", "C29", change = "-30 %"))$words, "")
  expect_identical(explained(tw_final_demand("CAN", "C29", change = "-10 %"))$rule, "final_demand")
  expect_identical(explained(tw_productivity("CAN", "C29", change = "+5 %"))$rule, "productivity")
  expect_identical(explained(tw_subsidy("CAN", "C29", to = "5 %"))$rule, "subsidy")
  expect_identical(explained(tw_labour("CAN", change = "+1 %"))$rule, "labour")
  expect_identical(explained(tw_transfer("USA", "CAN", amount = "500 million USD"))$rule, "transfer")
  expect_identical(explained(tw_ban("all", "RUS", "A01"))$rule, "ban")
  expect_identical(explained(tw_quota("USA", "CAN", "C24", change = "-20 %", owner = "exporter"))$rule, "quota")
  expect_identical(explained(tw_capacity("CAN", "C29", change = "-20 %"))$rule, "capacity")
  expect_identical(explained(tw_preference("USA", "CAN", "C29", utilisation = "70 %", preferential = "0 %",
                                           mfn = "tariff_mfn_pct", elasticity = 8, compliance = "+2 %"))$rule, "preference")
  expect_identical(explained(tw_target(list(output = list(region = "CAN", sector = "C29")), change = "0 %",
                                       by = tw_subsidy("CAN", "C29")))$rule, "target")
  expect_identical(explained(tw_target("exports_pct CAN C29 USA", change = "-10 %",
                                       by = tw_tariff("USA", "CAN", "C29")))$rule, "target")
  clause <- tw_scenario(policy = list(tw_ban("all", "CAN", product = "WHEAT"), tw_clause("JPN", "CAN", product = "WHEAT")),
                        world = "default", products = "all")
  expect_setequal(tw_explain(clause)$effects$rule, c("ban", "clause"))
})

test_that("a scenario in R is the one that is written by hand, number by number", {
  mine <- tw_scenario(policy = list(tw_tariff("USA", "CAN", "goods", add = "$duty", source = "an example: 25 \"points\"")),
                      variables = c(duty = "25 pp"), world = "small2014", closure = list(deficits = "fixed"))
  hand <- tw_scenario("scenario: hand
world: small2014
closure: {deficits: fixed}
variables: {duty: 25 pp}
policy:
  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}
")
  expect_identical(as.data.frame(tw_run(mine)), as.data.frame(tw_run(hand)))
  expect_match(tw_explain(mine)$effects$source, "an example")
  expect_identical(as.data.frame(tw_run(tw_scenario(mine, set = c(duty = "10 pp")))),
                   as.data.frame(tw_run(tw_scenario(hand, set = c(duty = "10 pp")))))
  expect_identical(mine$about$variable, "duty")
})

test_that("further parts of a scenario are written and read", {
  s <- tw_scenario(policy = list(tw_tariff("NORTH", "JPN", "HEAVY", add = c("2026" = "0 pp", "2028" = "20 pp"))),
                   groups = list(regions = list(NORTH = c("CAN", "USA")), sectors = list(HEAVY = c("C24", "C29"))),
                   from = 2026, until = 2028, world = "default",
                   closure = list(deficits = "fixed", labour = list(list(region = "all", supply_elasticity = 0.5))),
                   focus = list(region = "CAN", sector = "C29"), notes = "a note")
  expect_identical(nrow(tw_explain(s, year = 2028)$effects), 1L)
  m <- tw_scenario(name = "shut", market = list(name = "lng2024", policy = list(tw_market_rule("capacity", supplier = "CAN", to = "28 Mt")),
                                  shock = list(tw_market_rule("close", passage = "hormuz", "for" = "6 months"))))
  x <- tw_market(m)
  expect_true(x$certified)
  b <- as.data.frame(x)
  expect_gt(b$price_new[b$buyer == "JPN"], b$price_base[b$buyer == "JPN"])
})

test_that("what cannot be written is refused", {
  expect_error(tw_rule("tariff", "USA"), "without a name", class = "tw_usage")
  expect_error(tw_scenario(policy = "tariff"), "expected rules", class = "tw_usage")
  expect_error(tw_scenario(), "found nothing", class = "tw_usage")
  expect_error(tw_scenario("us-tariff-canada", policy = list()), "beside a scenario", class = "tw_usage")
  expect_error(tw_scenario("us-tariff-canada", set = "5 pp"), "expected names", class = "tw_usage")
  expect_error(tw_tariff(importer = "USA", exporter = NA, sector = "goods") |> list() |> tw_scenario(), "NA", class = "tw_usage")
})

test_that("texts are quoted as YAML reads them", {
  expect_identical(tradewind:::tw_yaml(list(a = "x: y", b = c("no", "null"), c = TRUE, d = 0.5)),
                   "{a: \"x: y\", b: [\"no\", \"null\"], c: true, d: 0.5}")
  s <- tw_scenario(policy = list(tw_tariff("USA", "CAN", "goods", add = "1 pp")), title = "a \"b\" \\ c: d # e", world = "small2014")
  expect_identical(s$about$title, "a \"b\" \\ c: d # e")
})
