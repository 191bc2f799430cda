# The R package beside the library in C and plain numpy; run by bench/peers.sh, or alone: Rscript bench/peers.R
#
# Prints rows of the table of peers.sh. The environment has PEERS_WORLD (the data of the NAFTA exercise; else those of
# TRADEWIND_DATA, or none), PEERS_TOLERANCE, and where they are there PEERS_BENCH (the C benchmark), PEERS_REFERENCE (the
# numpy reference) and PEERS_ROOT (the repository).
library(tradewind)

from <- function(name, otherwise = "") Sys.getenv(paste0("PEERS_", name), otherwise)
world_at <- from("WORLD", file.path(Sys.getenv("TRADEWIND_DATA", "../shared/data"), "cp2015-nafta"))
tolerance <- as.numeric(from("TOLERANCE", "1e-10"))

# Seconds since some time, finer than a microsecond where R can.
now <- function() as.numeric(Sys.time())

# Least and median seconds of so many calls, each of `within` repetitions; prepare() is not timed.
timed <- function(call, repeats, within = 1L, prepare = function() NULL) {
  seconds <- vapply(seq_len(repeats), function(i) {
    given <- prepare()
    start <- now()
    for (k in seq_len(within)) call(given)
    (now() - start) / within
  }, 0)
  c(least = min(seconds), median = stats::median(seconds))
}

row <- function(what, seconds, words = "") {
  show <- function(x) if (x >= 1e-3) sprintf("%.4g ms", 1e3 * x) else sprintf("%.3g \u00b5s", 1e6 * x)
  cat("| ", what, " | ", show(seconds[["least"]]), " | ", show(seconds[["median"]]), " | ", words, " |\n", sep = "")
}

if (nzchar(world_at) && dir.exists(world_at)) {
  members <- c("CAN", "MEX", "USA")
  scenario <- tw_scenario(policy = list(tw_tariff(members, members, "goods", to = "tariff_2005_pct")),
                          closure = list(deficits = "zero"), against = list(deficits = "zero"))
  settings <- list(threads = 1, tolerance = tolerance, decomposition = 0)
  file <- tempfile(fileext = ".tww")
  tw_save(tw_world(world_at), file)
  # Base and new equilibrium, certified: a world of its own each time, for one keeps its solved base.
  x <- tw_run(scenario, tw_world(file), settings)
  mexico <- subset(as.data.frame(x), region == "MEX")$first_order_welfare_pct
  stopifnot(x$certified, round(mexico, 2) == 1.31)
  row("R: NAFTA, base and new equilibrium", timed(function(w) tw_run(scenario, w, settings), 50L, 1L, function() tw_world(file)),
      sprintf("Mexico %.4f %%", mexico))
  world <- tw_world(file)
  tw_run(scenario, world, settings)
  row("R: NAFTA again, the base kept", timed(function(w) tw_run(scenario, world, settings), 200L))
  row("R: the regions of that as a data frame", timed(as.data.frame, 50L, 1L, function() tw_run(scenario, world, settings)),
      "30 columns with units and labels")
} else {
  cat("| R: NAFTA | | | its data are not there |\n")
}

# What a call costs beside what the library does: calls that do next to nothing.
small <- tw_world("small2014")
x <- tw_run("us-tariff-canada", small)
row("R: a call, .Call alone (tw_world_get)", timed(function(g) .Call(tradewind:::r_world_numbers, small$pointer, "value_added"), 50L, 2000L))
row("R: a call, tw_numbers with names", timed(function(g) tw_numbers(small, "value_added"), 50L, 500L))
row("R: a call, tw_answers", timed(function(g) tw_answers(x), 50L, 500L))
# Calls that may take long are done on another thread: what waking and waiting for it costs.
row("R: a call on another thread (a scenario without rules read)",
    timed(function(g) .Call(tradewind:::r_scenario, "scenario: x\npolicy: []\n", "R", NULL, FALSE), 50L, 200L))
