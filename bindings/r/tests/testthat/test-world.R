test_that("a world looks as the library has it", {
  w <- small()
  expect_s3_class(w, "tw_world")
  flow <- tw_numbers(w, "flow")
  expect_identical(dim(flow), c(15L, 12L, 12L))
  flows <- as.data.frame(w, table = "flows")
  some <- flows[seq(1, nrow(flows), length.out = 50), ]
  expect_same_bits(flow[cbind(as.vector(some$sector), as.vector(some$importer), as.vector(some$exporter))], some$value)
  production <- as.data.frame(w, table = "production")
  share <- tw_numbers(w, "value_added_share")
  expect_same_bits(share[cbind(as.vector(production$region), as.vector(production$sector))], production$value_added_share)
  input <- tw_numbers(w, "input_share") # of gross output: with value added it sums to 1
  expect_equal(rowSums(input, dims = 2), 1 - share, tolerance = 1e-4, ignore_attr = TRUE)
  expect_identical(names(tw_numbers(w, "value_added")), w$about$region)
  expect_null(tw_numbers(w, "population"))
  expect_output(print(w), "12 regions, 15 sectors")
  expect_identical(nrow(summary(w)), 12L)
})

test_that("a world goes to data frames and back, bit for bit", {
  for (name in tw_builtin("worlds")) {
    w <- tw_world(name)
    frames <- tw_frames(w)
    expect_true(all(vapply(frames, is.data.frame, NA)))
    back <- tw_world(frames)
    # Rates stand in per cent in tables, and the fraction of a double in per cent may be one bit off.
    for (field in c("flow", "trade_elasticity", "value_added_share", "input_share", "final_share", "product_value"))
      expect_identical(tw_numbers(back, field), tw_numbers(w, field), info = paste(name, field))
    for (field in c("tariff", "export_tax", "product_tariff"))
      expect_equal(tw_numbers(back, field), tw_numbers(w, field), tolerance = 1e-15, info = paste(name, field))
    expect_identical(back$about[-1L], w$about[-1L])
    # so that without such a bit it is the same world altogether
    if (identical(tw_numbers(back, "tariff"), tw_numbers(w, "tariff")))
      expect_identical(back$about$text[["sha256"]], w$about$text[["sha256"]], info = name)
  }
  frames <- tw_frames("small2014")
  frames$flows$tariff_pct[frames$flows$importer == "USA"] <- 0
  free <- tw_world(frames, name = "free", notes = "without duties of the USA")
  expect_identical(free$about$text[["name"]], "free")
  expect_equal(sum(tw_numbers(free, "tariff")[, "USA", ]), 0)
  expect_equal(tw_numbers(free, "tariff")[, "CAN", ], tw_numbers("small2014", "tariff")[, "CAN", ])
})

test_that("a few data frames are a world", {
  flows <- expand.grid(sector = "G", importer = c("A", "B"), exporter = c("A", "B"), stringsAsFactors = TRUE)
  flows$value <- c(90, 10, 20, 80)
  w <- tw_world(list(flows = flows, sectors = data.frame(sector = "G", name = "Goods, \"all\" of them", kind = "goods",
                                                         trade_elasticity = 4)), year = 2020)
  expect_identical(w$about$text[["currency"]], "USD")
  expect_identical(w$about$sector_name, "Goods, \"all\" of them")
  expect_equal(tw_numbers(w, "flow")["G", "B", "A"], 10)
  expect_true(tw_run(tw_tariff("A", "B", "G", to = "10 %"), w)$certified)
  flows$value[2L] <- -1
  e <- tryCatch(tw_world(list(flows = flows, sectors = data.frame(sector = "G", trade_elasticity = 4))), error = identity)
  expect_s3_class(e, "tw_bad_input")
  expect_identical(e$line, 3L)
})

test_that("a world is made of arrays in ten lines, and solved", {
  codes <- c("A", "B", "C")
  flow <- array(c(90, 12, 7, 10, 80, 11, 8, 9, 70), c(1, 3, 3), list(sector = "G", importer = codes, exporter = codes))
  w <- tw_world_data(flow, trade_elasticity = 4, name = "three")
  expect_equal(tw_numbers(w, "flow"), flow)
  x <- tw_run(tw_tariff("A", "B", "G", to = "10 %"), w)
  expect_true(x$certified)
  # an index in another order is put in order; an array in C's order would be another world
  turned <- flow[, 3:1, , drop = FALSE]
  turned <- turned[, , c(2, 3, 1), drop = FALSE]
  tariff <- turned * 0
  tariff["G", "A", "B"] <- 0.1
  v <- tw_world_data(flow, 4, "three", tariff = tariff)
  expect_equal(tw_numbers(v, "tariff")["G", "A", "B"], 0.1)
  expect_equal(sum(tw_numbers(v, "tariff")), 0.1)
})

test_that("arrays through C are what a folder of them is", {
  w <- small()
  input <- tw_numbers(w, "input_share")
  bill <- input / ifelse((s <- rowSums(input, dims = 2)) > 0, s, 1)[slice.index(input, 1) + (slice.index(input, 2) - 1) * 12]
  v <- tw_world_data(tw_numbers(w, "flow"), tw_numbers(w, "trade_elasticity"), "copy", tariff = tw_numbers(w, "tariff"),
                     export_tax = tw_numbers(w, "export_tax"), value_added_share = tw_numbers(w, "value_added_share"),
                     input_share = bill, final_share = tw_numbers(w, "final_share"), goods = w$about$goods)
  duty <- tw_tariff("USA", "CAN", "goods", add = "25 pp")
  expect_equal(as.data.frame(tw_run(duty, v))$real_income_pct, as.data.frame(tw_run(duty, w))$real_income_pct,
               tolerance = 1e-9)
})

test_that("worlds are changed, saved, aggregated, split and balanced", {
  w <- small()
  theta <- tw_numbers(w, "trade_elasticity")
  v <- tw_change(w, trade_elasticity = 2 * theta, name = "elastic")
  expect_same_bits(tw_numbers(v, "trade_elasticity"), 2 * theta)
  expect_false(v$about$text[["sha256"]] == w$about$text[["sha256"]])
  file <- tempfile(fileext = ".tww")
  tw_save(w, file)
  expect_identical(tw_world(file)$about$text[["sha256"]], w$about$text[["sha256"]])
  folder <- tempfile()
  tw_write(w, folder)
  expect_identical(tw_world(folder)$about$text[["sha256"]], w$about$text[["sha256"]])
  map <- data.frame(region = w$about$region, to = ifelse(w$about$region %in% c("USA", "CAN"), w$about$region, "ROW"))
  four <- tw_aggregate(w, regions = map, name = "few")
  expect_setequal(four$about$region, c("USA", "CAN", "ROW"))
  expect_equal(sum(tw_numbers(four, "flow")), sum(tw_numbers(w, "flow")))
  two <- tw_split(w, region = "CAN", into = "EAST:0.6,WEST:0.4")
  expect_true(all(c("EAST", "WEST") %in% two$about$region))
  expect_s3_class(tw_balance(tw_change(w, flow = tw_numbers(w, "flow") * 1.001)), "tw_world")
  expect_true(is.data.frame(tw_findings(w)))
})

test_that("wrong types and shapes are refused, with what was found and expected", {
  flow <- array(1, c(1, 2, 2), list("G", c("A", "B"), c("A", "B")))
  wrong <- function(code, text) expect_error(code, text, class = "tw_usage")
  wrong(tw_world_data(matrix(1, 2, 2), 4, "x"), "flow: found matrix 2 x 2, expected an array")
  wrong(tw_world_data("a", 4, "x"), "expected an array")
  wrong(tw_world_data(flow, 4, "x", tariff = array(0, c(2, 2, 1))), "tariff: found 2 x 2 x 1, expected 1 x 2 x 2")
  wrong(tw_world_data(flow, c(4, 5), "x"), "trade_elasticity: found 2, expected 1")
  wrong(tw_world_data(flow, 4, "x", value_added_share = matrix("a", 2, 1)), "value_added_share: found .*, expected numbers")
  wrong(tw_world_data(unname(flow), 4, "x"), "dimnames")
  wrong(tw_world_data(flow, 4, "x", tariff = array(0, c(1, 2, 2), list("G", c("A", "X"), c("A", "B")))), "found importers X")
  wrong(tw_world_data(flow, 4, "x", goods = c(TRUE, FALSE)), "goods: ")
  wrong(tw_world(1), "where: found 1, expected one text")
  wrong(tw_world(list(flow = data.frame())), "a table \"flow\"")
  wrong(tw_world(list(flows = 1, sectors = data.frame())), "expected a data frame")
  wrong(tw_run("us-tariff-canada", 5), "world: found 5")
  wrong(tw_run(7, "small2014"), "found 7")
  wrong(tw_run("us-tariff-canada", "small2014", settings = list(1)), "settings")
  wrong(tw_run("us-tariff-canada", "small2014", settings = list(tolerence = 1)), "tolerance")
  wrong(tw_run("us-tariff-canada", "small2014", settings = list(tolerance = c(1, 2))), "expected one number")
  wrong(tw_range("us-tariff-canada", "small2014", draws = 1), "draws: found 1, expected a number of at least 2")
  wrong(tw_range("us-tariff-canada", "small2014", draws = "many"), "draws: found \"many\"")
  wrong(tw_range("us-tariff-canada", "small2014", draws = 2.5), "whole number")
  wrong(tw_change(small(), flows = 1), "found flows")
  wrong(tw_numbers(small(), "flows"), "flow")
  wrong(tw_draws(5), "expected a range")
  wrong(tw_trade(5), "expected what a verb returns")
  # what the library refuses: a negative flow, a share above one, an elasticity of zero
  bad <- function(code, text) expect_error(code, text, class = "tw_bad_input")
  bad(tw_world_data(-flow, 4, "x"), "flow")
  bad(tw_world_data(flow, 0, "x"), "elasticity")
  bad(tw_world_data(flow, 4, "x", value_added_share = 2), "value")
  bad(tw_world_data(flow, 4, "a b"), "name")
})
