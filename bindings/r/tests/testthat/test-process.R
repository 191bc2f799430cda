# Interrupts, memory, two processes at once: in processes of their own. R has no threads of its own, so two R's it is.

script <- function(lines) {
  file <- tempfile(fileext = ".R")
  writeLines(c(sprintf(".libPaths(c(%s))", paste(shQuote(.libPaths()), collapse = ", ")), "library(tradewind)", lines), file)
  file
}
rscript <- file.path(R.home("bin"), "Rscript")

wait_for <- function(file, text, seconds) {
  until <- Sys.time() + seconds
  while (Sys.time() < until) {
    if (file.exists(file) && any(grepl(text, readLines(file, warn = FALSE), fixed = TRUE))) return(TRUE)
    Sys.sleep(0.05)
  }
  FALSE
}

test_that("an interrupt ends a long range at once, as an interrupt", {
  skip_on_os("windows")
  said <- tempfile()
  file <- script(c('cat(Sys.getpid(), "\\n", file = commandArgs(TRUE)[1])',
                   'say <- function(...) cat(..., "\\n", file = commandArgs(TRUE)[1], append = TRUE)',
                   'world <- tw_world("small2014")',
                   'say("ready")',
                   'r <- tryCatch(tw_range("us-tariff-canada", world, draws = 1000000), interrupt = function(c) class(c))',
                   'say("ended", r)',
                   'say("then", tw_run("us-tariff-canada", world)$outcome)', # the library goes on
                   'tw_range("us-tariff-canada", world, draws = 1000000)',   # nobody takes this one
                   'say("never")'))
  system2(rscript, c(shQuote(file), said), wait = FALSE, stdout = FALSE, stderr = FALSE)
  expect_true(wait_for(said, "ready", 60))
  pid <- as.integer(readLines(said, warn = FALSE)[1L])
  Sys.sleep(0.5)
  sent <- Sys.time()
  tools::pskill(pid, tools::SIGINT)
  expect_true(wait_for(said, "ended", 20))
  expect_lt(as.numeric(Sys.time() - sent, units = "secs"), 5) # a tenth of a second; the machine may be busy
  expect_true(wait_for(said, "then certified", 20))
  expect_match(paste(readLines(said), collapse = " "), "tw_interrupted interrupt condition")
  Sys.sleep(0.5)
  tools::pskill(pid, tools::SIGINT)
  until <- Sys.time() + 20
  while (dir.exists(file.path("/proc", pid)) && Sys.time() < until) Sys.sleep(0.05)
  gone <- !dir.exists(file.path("/proc", pid))
  if (!gone) tools::pskill(pid, tools::SIGKILL)
  expect_true(gone)
  expect_false(any(grepl("never", readLines(said))))
})

test_that("1,000 runs take no more memory than the first hundred", {
  skip_if_not(file.exists("/proc/self/statm"))
  said <- tempfile()
  file <- script(c('kb <- function() { gc(); 4 * as.numeric(strsplit(readLines("/proc/self/statm"), " ")[[1]][2]) }',
                   'one <- function(i) { w <- if (i %% 50 == 0) tw_world("small2014") else world',
                   '  tw_run(tw_scenario("us-tariff-canada"), w)$about$outcome }',
                   'world <- tw_world("small2014")',
                   'for (i in 1:600) one(i)',
                   'before <- kb()',
                   'for (i in 1:1000) one(i)',
                   'cat(kb() - before, file = commandArgs(TRUE)[1])'))
  expect_identical(system2(rscript, c(shQuote(file), said), stdout = FALSE, stderr = FALSE), 0L)
  expect_lt(as.numeric(readLines(said, warn = FALSE)), 2048)
})

test_that("two R processes solve at once, with the same numbers", {
  said <- c(tempfile(), tempfile())
  file <- script('x <- tw_range("us-tariff-canada", "small2014", draws = 50)
                  cat(sprintf("%a", as.data.frame(x)$real_income_pct_p05), "done", file = commandArgs(TRUE)[1])')
  for (s in said) system2(rscript, c(shQuote(file), s), wait = FALSE, stdout = FALSE, stderr = FALSE)
  for (s in said) expect_true(wait_for(s, "done", 120))
  expect_identical(readLines(said[1L], warn = FALSE), readLines(said[2L], warn = FALSE))
})

test_that("results that nobody holds any more do not pile up, though R does not see their memory", {
  skip_if_not(file.exists("/proc/self/statm"))
  said <- tempfile()
  file <- script(c('kb <- function() 4 * as.numeric(strsplit(readLines("/proc/self/statm"), " ")[[1]][2])',
                   'w <- tw_world("default")', 's <- tw_scenario("us-tariff-canada")',
                   'most <- 0', 'for (i in 1:200) { tw_run(s, w, settings = list(decomposition = 0)); most <- max(most, kb()) }',
                   'cat(most / 1024, file = commandArgs(TRUE)[1])'))
  expect_identical(system2(rscript, c(shQuote(file), said), stdout = FALSE, stderr = FALSE), 0L)
  expect_lt(as.numeric(readLines(said, warn = FALSE)), 500) # megabytes; else 740, and more with each run
})

test_that("a long call shows how far it is, where that is asked for", {
  file <- script(c('.Call(tradewind:::r_progress, TRUE)',
                   'invisible(tw_range("us-tariff-canada", "small2014", draws = 3000))'))
  err <- tempfile()
  expect_identical(system2(rscript, shQuote(file), stdout = FALSE, stderr = err), 0L)
  expect_match(paste(readLines(err, warn = FALSE), collapse = " "), "[0-9]+ %")
})

threads <- 'threads <- function() length(list.files("/proc/self/task"))'

test_that("calls share one thread, a fork has one of its own, and none is left by code that is unloaded", {
  skip_if_not(dir.exists("/proc/self/task"))
  said <- tempfile()
  file <- script(c(threads, 'say <- function(...) cat(..., "\\n", file = commandArgs(TRUE)[1], append = TRUE)',
                   'before <- threads()',
                   'one <- function(i) tw_run("us-tariff-canada", "small2014", settings = list(threads = 1))$outcome',
                   'for (i in 1:3) one(i)',
                   'say("kept", threads() - before)',
                   'say("forked", unlist(parallel::mclapply(1:2, one, mc.cores = 2)))',
                   'say("after", one(1))',
                   '# from here: a fork may end threads of other libraries, as those of a BLAS',
                   'now <- threads()',
                   'unloadNamespace("tradewind")',
                   'say("unloaded", threads() - now, "tradewind" %in% names(getLoadedDLLs()))',
                   'library(tradewind)',
                   'say("again", one(1), threads() - now)'))
  system2(rscript, c(shQuote(file), said), wait = FALSE, stdout = FALSE, stderr = FALSE)
  expect_true(wait_for(said, "again", 60))
  expect_identical(trimws(readLines(said)), c("kept 1", "forked certified certified", "after certified", "unloaded -1 FALSE",
                                              "again certified 0"))
})

test_that("what R holds is freed by code that is still there, though the package was unloaded", {
  file <- script(c('x <- tw_run("us-tariff-canada", "small2014")', 'unloadNamespace("tradewind")', 'rm(x)', 'gc()',
                   'library(tradewind)', 'cat(tw_run("us-tariff-canada", "small2014")$outcome)'))
  out <- system2(rscript, shQuote(file), stdout = TRUE, stderr = FALSE)
  expect_null(attr(out, "status"))
  expect_match(paste(out, collapse = " "), "certified")
})
