# Scenarios and decisions: built in, from a file, from text, or made of rules.

#' @name tw_scenario
#' @title A scenario: what is done, compared with what
#' @description
#' A scenario is a built-in one by its name, a YAML file, YAML text, or one that is made here of rules
#' (\code{tw_tariff} and others). Every number has a unit; what is wrong is an error of class \code{tw_bad_input} with
#' file, line and column. \code{tw_explain} says in words what each rule does to a world, without solving.
#' @param x A name, a file, a text of several lines, a list of rules, or a scenario.
#' @param policy Rules: a list of what \code{tw_tariff} and others make.
#' @param name,title,notes What it is called.
#' @param world The world it runs on, a name or folder.
#' @param against What it is compared with: another scenario by name, or \code{list(deficits = "zero")}.
#' @param closure As \code{list(deficits = "fixed", labour = list(region = "all", supply_elasticity = 0.5))}.
#' @param include Other scenarios whose rules come first.
#' @param groups As \code{list(regions = list(NORTH = c("CAN", "USA")))}.
#' @param variables Named amounts, as \code{c(duty = "25 pp")}, that rules take by \code{"$duty"}.
#' @param from,until First and last year of a path.
#' @param range What is uncertain, as \code{list(draws = 200, elasticities = list(sector = "all", spread = "25 \%"))}.
#' @param market A section \code{market}, as \code{list(name = "lng2024", policy = list(tw_market_rule(...)))}.
#' @param ... Further keys of the file: \code{capital}, \code{plants}, \code{cascade}, \code{iuu}.
#' @param set Other amounts for variables, as \code{c(duty = "40 pp")}.
#' @param deficits \code{"fixed"}, \code{"zero"} or \code{"proportional"}, on both sides, whatever the file says.
#' @param profits,focus,products,elasticities,illegal As the options of the command line. Of a scenario made here
#'   \code{focus} may also be a list, as \code{list(region = "CAN", sector = "C29")}.
#' @return An object of class \code{tw_scenario}; \code{as.character} gives its YAML where it was made here or built in.
#' @examples
#' tw_scenario("us-tariff-canada")
#' duty <- tw_tariff(importer = "USA", exporter = "CAN", sector = "goods", add = "25 pp")
#' mine <- tw_scenario(policy = list(duty), world = "small2014", closure = list(deficits = "fixed"))
#' cat(as.character(mine))
#' tw_explain(mine)
tw_scenario <- function(x = NULL, policy = NULL, name = "mine", title = NULL, world = NULL, against = NULL,
                        closure = NULL, include = NULL, groups = NULL, variables = NULL, from = NULL, until = NULL,
                        range = NULL, market = NULL, notes = NULL, ..., set = NULL, deficits = NULL, profits = NULL,
                        focus = NULL, products = NULL, elasticities = NULL, illegal = NULL) {
  keys <- list(world = world, against = against, closure = closure, include = include, groups = groups,
               variables = variables, from = from, until = until, range = range, notes = notes, ...)
  if (is.list(focus)) { # a key of the file, as list(region = "CAN", sector = "C29")
    keys$focus <- focus
    focus <- NULL
  }
  keys <- keys[!vapply(keys, is.null, NA)]
  changes <- tw_changes(set, deficits, profits, focus, products, elasticities, illegal)
  if (inherits(x, "tw_rule") || (is.list(x) && !inherits(x, "tw_scenario"))) {
    if (!is.null(policy)) tw_wrong("policy: there are rules already, as the first argument")
    policy <- x
    x <- NULL
  }
  if (is.null(x)) {
    if (is.null(policy) && is.null(market) && is.null(include))
      tw_wrong("tw_scenario: found nothing, expected a name, a file, text, or rules (policy)")
    recipe <- list(text = tw_scenario_yaml(name, title, keys, policy, market), origin = "R", changes = changes)
  } else {
    if (length(keys) > 0L || !is.null(policy) || !is.null(market) || !is.null(title))
      tw_wrong("tw_scenario: found ", c(names(keys), "policy", "market", "title")[1L], " beside a scenario that is there; ",
               "expected set, deficits, profits, focus, products, elasticities or illegal, which change one")
    recipe <- tw_recipe(x, "x", changes)
  }
  tw_scenario_made(recipe, FALSE)
}

# Where a scenario or decision comes from, to be read again with other changes.
tw_recipe <- function(x, name, changes) {
  if (inherits(x, c("tw_scenario", "tw_decision"))) {
    recipe <- x$recipe
    old <- recipe$changes
    amounts <- c(old$set, changes$set)
    changes <- utils::modifyList(old, changes)
    changes$set <- amounts[!duplicated(names(amounts), fromLast = TRUE)]
    recipe$changes <- changes
    return(recipe)
  }
  x <- tw_text(if (is.character(x) && length(x) > 1L) paste(x, collapse = "\n") else x, name, null = FALSE)
  if (grepl("\n", x, fixed = TRUE) || grepl("^(scenario|decide):", x)) return(list(text = x, origin = "R", changes = changes))
  list(text = x, origin = NULL, changes = changes)
}

tw_changes <- function(set, deficits, profits, focus, products, elasticities, illegal) {
  if (!is.null(set)) {
    if (!(is.character(set) || is.list(set)) || is.null(names(set)) || any(!nzchar(names(set))))
      tw_wrong("set: found ", tw_what(set), ", expected names with amounts, as c(duty = \"40 pp\")")
    set <- vapply(set, function(amount) tw_text(amount, "set", null = FALSE), "")
  }
  out <- list(set = set, deficits = tw_text(deficits, "deficits"), profits = tw_text(profits, "profits"),
              focus = tw_text(focus, "focus"), products = tw_codes(products, "products"),
              elasticities = tw_text(elasticities, "elasticities"), illegal = tw_text(illegal, "illegal"))
  out[!vapply(out, is.null, NA)]
}

tw_scenario_made <- function(recipe, decision) {
  changes <- recipe$changes
  set <- changes$set
  changes$set <- NULL
  if (length(set) > 0L) {
    changes$set_name <- names(set)
    changes$set_amount <- unname(set)
  }
  where <- recipe$text
  if (is.null(recipe$origin) && !where %in% tw_builtin(if (decision) "decisions" else "scenarios"))
    where <- path.expand(where)
  pointer <- tw_value(.Call(r_scenario, where, recipe$origin, if (length(changes)) changes, decision))
  fields <- if (decision) c("decide", "title", "world", "market_only", "indicator", "lever.name", "lever.title",
                            "contingency.name", "contingency.title")
            else c("scenario", "title", "world", "world_at", "market", "market_only", "linked", "variable", "sha256", "notes")
  about <- tw_value(.Call(r_scenario_text, pointer, fields))
  structure(class = if (decision) "tw_decision" else "tw_scenario",
            list(pointer = pointer, recipe = recipe, about = about))
}

tw_scenario_of <- function(x, name = "scenario") {
  if (inherits(x, "tw_scenario")) x else tw_scenario(x)
}

# The YAML of a scenario that is made here: a line a rule, so that messages name it.
tw_scenario_yaml <- function(name, title, keys, policy, market) {
  lines <- paste0("scenario: ", tw_yaml(tw_text(name, "name", FALSE)))
  if (!is.null(title)) lines <- c(lines, paste0("title: ", tw_yaml(title)))
  for (key in names(keys)) lines <- c(lines, paste0(key, ": ", tw_yaml(tw_market_free(keys[[key]]))))
  if (!is.null(policy)) lines <- c(lines, tw_rules(policy, "policy"))
  if (!is.null(market)) {
    if (!is.list(market)) tw_wrong("market: found ", tw_what(market), ", expected a list, as list(name = \"lng2024\")")
    lines <- c(lines, "market:")
    for (key in names(market))
      lines <- c(lines, paste0("  ", if (key %in% c("policy", "shock")) tw_rules(market[[key]], key)
                                     else paste0(key, ": ", tw_yaml(market[[key]]))))
  }
  paste0(paste(lines, collapse = "\n"), "\n")
}

# A scenario object in a key, such as against: only names and files can be named there.
tw_market_free <- function(x) {
  if (inherits(x, c("tw_scenario", "tw_world")))
    tw_wrong("found an object of class ", class(x)[1L], ", expected the name of one that is built in, or a file")
  x
}

# The world that a scenario runs on: the one given, else the one that it names, beside its file first.
tw_world_for <- function(world, about, recipe) {
  if (!is.null(world)) return(tw_world_of(world))
  named <- about$world
  if (length(named) == 0L) return(tw_world(tw_builtin("worlds")[1L]))
  if (!named %in% tw_builtin("worlds") && is.null(recipe$origin) && !startsWith(named, "/")) {
    beside <- file.path(dirname(recipe$text), named)
    if (file.exists(beside)) named <- beside
  }
  at <- about$world_at
  tryCatch(tw_world(named), tw_bad_input = function(e) {
    if (length(at) == 0L) stop(e)
    tw_fail("bad_input", paste0(at, ": world: ", conditionMessage(e), " (world = names another one)"))
  })
}

#' @rdname tw_scenario
print.tw_scenario <- function(x, ...) {
  about <- x$about
  cat("Scenario ", about$scenario, if (length(about$title)) paste0(": ", about$title), "\n", sep = "")
  if (length(about$world)) cat("World: ", about$world, "\n", sep = "")
  if (length(about$variable)) cat("Variables: ", paste(about$variable, collapse = ", "), "\n", sep = "")
  changes <- unlist(x$recipe$changes)
  if (length(changes)) cat("Changed: ", paste0(names(changes), " = ", changes, collapse = ", "), "\n", sep = "")
  if (!is.null(x$recipe$origin)) cat(x$recipe$text)
  invisible(x)
}

#' @rdname tw_scenario
as.character.tw_scenario <- function(x, ...) {
  recipe <- x$recipe
  if (!is.null(recipe$origin)) return(recipe$text)
  text <- tw_value(.Call(r_builtin_text, recipe$text))
  if (is.null(text)) paste0(paste(readLines(path.expand(recipe$text), encoding = "UTF-8"), collapse = "\n"), "\n") else text
}

as.character.tw_decision <- function(x, ...) as.character.tw_scenario(x)

#' @rdname tw_scenario
#' @param year Of a scenario with years; its first, when NULL.
tw_explain <- function(x, world = NULL, year = NULL) {
  x <- tw_scenario_of(x)
  world <- tw_world_for(world, x$about, x$recipe)
  found <- tw_value(.Call(r_scenario_explain, x$pointer, world$pointer,
                          as.integer(if (is.null(year)) 0L else tw_whole(year, "year", 0, 9999))))
  effects <- as.data.frame(found[[1L]], stringsAsFactors = FALSE)
  effects$against <- effects$against == 1L
  structure(class = "tw_explanation", list(effects = effects, sentences = found[[2L]]))
}

print.tw_explanation <- function(x, ...) {
  for (line in x$sentences) tw_say(line)
  for (i in seq_len(nrow(x$effects)))
    tw_say("- ", x$effects$words[i], if (!is.na(x$effects$source[i])) paste0(" (", x$effects$source[i], ")"))
  invisible(x)
}

as.data.frame.tw_explanation <- function(x, row.names = NULL, optional = FALSE, ...) x$effects

#' @name tw_decision
#' @title A decision: levers against contingencies
#' @description A built-in decision by its name, a YAML file, or YAML text (\code{docs/formats.md}, Decisions).
#' @param x A name, a file, a text of several lines, or a decision.
#' @param set,deficits,profits,focus,products,elasticities As of \code{tw_scenario}.
#' @param ... Not used.
#' @return An object of class \code{tw_decision}.
#' @examples
#' tw_decision("where-to-build-cars")
tw_decision <- function(x, set = NULL, deficits = NULL, profits = NULL, focus = NULL, products = NULL,
                        elasticities = NULL) {
  tw_scenario_made(tw_recipe(x, "x", tw_changes(set, deficits, profits, focus, products, elasticities, NULL)), TRUE)
}

#' @rdname tw_decision
print.tw_decision <- function(x, ...) {
  about <- x$about
  cat("Decision ", about$decide, if (length(about$title)) paste0(": ", about$title), "\n", sep = "")
  tw_say("Levers: ", paste(about$lever.name, collapse = ", "))
  tw_say("Contingencies: ", paste(about$contingency.name, collapse = ", "))
  invisible(x)
}
