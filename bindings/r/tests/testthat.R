library(testthat)
library(tradewind)
test_check("tradewind")
