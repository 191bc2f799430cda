# Policies built in R: each builder makes a rule of the scenario language, written as YAML. What may be said and in which
# units is the library's to check, so that its messages hold here, too.

# ---- YAML ----

# A value as flow YAML on one line: texts in quotes, named values as mappings, several as lists.
tw_yaml <- function(x) {
  if (inherits(x, "tw_rule")) return(tw_yaml(tw_rule_list(x)))
  if (is.factor(x)) x <- as.character(x)
  if (!is.null(names(x)) && length(x) > 0L) {
    if (any(!nzchar(names(x)))) tw_wrong("found a value without a name beside ", names(x)[nzchar(names(x))][1L],
                                         ", expected names for all")
    keys <- ifelse(grepl("^[A-Za-z0-9_][A-Za-z0-9_.-]*$", names(x)), names(x), vapply(names(x), tw_quote, ""))
    return(paste0("{", paste0(keys, ": ", vapply(x, tw_yaml, ""), collapse = ", "), "}"))
  }
  if (is.list(x) || length(x) != 1L) return(paste0("[", paste(vapply(x, tw_yaml, ""), collapse = ", "), "]"))
  if (is.na(x)) tw_wrong("found NA in a scenario, expected a value")
  if (is.logical(x)) return(if (x) "true" else "false")
  if (is.numeric(x)) return(tw_digits(x))
  if (!is.character(x)) tw_wrong("found ", tw_what(x), " in a scenario, expected text, numbers or lists of them")
  tw_quote(x)
}

tw_quote <- function(x) {
  x <- gsub("\\", "\\\\", enc2utf8(x), fixed = TRUE)
  x <- gsub("\"", "\\\"", x, fixed = TRUE)
  x <- gsub("\n", "\\n", x, fixed = TRUE)
  x <- gsub("\t", "\\t", x, fixed = TRUE)
  paste0("\"", x, "\"")
}

# ---- rules ----

tw_rule_list <- function(rule) stats::setNames(list(if (length(rule$what)) rule$what else stats::setNames(list(), character())),
                                               rule$rule)

#' @name tw_rule
#' @title Rules of a policy
#' @description
#' Each function makes one rule of the scenario language (\code{docs/formats.md}, The scenario language) for
#' \code{tw_scenario}. Selectors are codes, several codes, groups such as \code{"CUSMA"} or \code{"goods"}, or
#' \code{"all"}; amounts are texts with a unit, as \code{"25 pp"}, or named by year, as
#' \code{c("2026" = "0 \%", "2030" = "10 \%")}. The library checks them when the scenario is made.
#' @param importer,exporter,region,sector,product Whom and what it covers. \code{product} stands instead of
#'   \code{sector} in a world with products.
#' @param to,add,change The amount: a new rate (\code{"10 \%"}), points added (\code{"25 pp"}), or a change of what is there.
#' @param except Members taken away, as \code{list(exporter = "CUSMA", sector = "B")}.
#' @param both_ways TRUE: the flows the other way, too.
#' @param source Where the number is from; it is kept with the results.
#' @param from Of a transfer: who pays. Its \code{to} is who receives, \code{amount} how much.
#' @param amount Money, or per cent of the payer's income.
#' @param owner Of the rent: \code{"importer"}, \code{"exporter"}, \code{"nobody"} or a region.
#' @param together TRUE: one limit on the sum.
#' @param of \code{"exports"}: the limit is on exports.
#' @param kind Of a clause: \code{"capped"}, \code{"exempt"}, \code{"proportional"}.
#' @param own TRUE, of a barrier by product: own sales, too.
#' @param utilisation,preferential,mfn,elasticity,compliance,preferential_to,mfn_to,mfn_add Of comply or pay.
#' @param outcome What a target is of: a list as \code{list(output = list(region = "CAN", sector = "C29"))}, or a column
#'   with its place, as \code{"exports_pct CAN C29 USA"}.
#' @param by The instrument of a target: a rule without an amount, as \code{tw_subsidy("CAN", "C29")}.
#' @param rule The word of a rule, for \code{tw_rule}; \code{tw_market_rule} makes those of a market: \code{"capacity"},
#'   \code{"outage"}, \code{"close"}, \code{"freight"}, \code{"demand"}, \code{"floor"}, \code{"tax"}, \code{"cost"},
#'   \code{"toll"}, \code{"elasticity"}, \code{"conjecture"}.
#' @param ... Further keys of the rule, as they are.
#' @return A rule, of class \code{tw_rule}.
#' @examples
#' tw_tariff(importer = "USA", exporter = c("CAN", "MEX"), sector = "goods", add = "25 pp")
#' tw_quota("USA", "CAN", "C24", change = "-20 %", owner = "exporter")
#' tw_target(list(output = list(region = "CAN", sector = "C29")), change = "0 %", by = tw_subsidy("CAN", "C29"))
#' tw_market_rule("close", passage = "hormuz", "for" = "6 months")
tw_rule <- function(rule, ..., source = NULL) {
  what <- list(...)
  what <- what[!vapply(what, is.null, NA)]
  what <- what[!vapply(what, identical, NA, FALSE)]
  if (length(what) > 0L && (is.null(names(what)) || any(!nzchar(names(what)))))
    tw_wrong(rule, ": found a value without a name, expected names, as importer = \"USA\"")
  if (!is.null(source)) source <- gsub("[[:space:]]+", " ", tw_text(source, "source"))
  structure(class = "tw_rule", list(rule = tw_text(rule, "rule", FALSE), what = what, source = source))
}

#' @rdname tw_rule
tw_tariff <- function(importer, exporter, sector = NULL, to = NULL, add = NULL, change = NULL, product = NULL,
                      except = NULL, both_ways = FALSE, source = NULL, ...) {
  tw_rule("tariff", importer = importer, exporter = exporter, sector = sector, product = product, to = to, add = add,
          change = change, except = except, both_ways = both_ways, ..., source = source)
}

#' @rdname tw_rule
tw_export_tax <- function(importer, exporter, sector = NULL, to = NULL, add = NULL, change = NULL, product = NULL,
                          except = NULL, both_ways = FALSE, source = NULL, ...) {
  tw_rule("export_tax", importer = importer, exporter = exporter, sector = sector, product = product, to = to,
          add = add, change = change, except = except, both_ways = both_ways, ..., source = source)
}

#' @rdname tw_rule
tw_barrier <- function(importer, exporter, sector = NULL, to = NULL, add = NULL, change = NULL, product = NULL,
                       except = NULL, both_ways = FALSE, own = FALSE, source = NULL, ...) {
  tw_rule("barrier", importer = importer, exporter = exporter, sector = sector, product = product, to = to,
          add = add, change = change, except = except, both_ways = both_ways, own = own, ..., source = source)
}

#' @rdname tw_rule
tw_demand <- function(importer, exporter, sector = NULL, change = NULL, product = NULL, except = NULL,
                      both_ways = FALSE, source = NULL, ...) {
  tw_rule("demand", importer = importer, exporter = exporter, sector = sector, product = product, change = change,
          except = except, both_ways = both_ways, ..., source = source)
}

#' @rdname tw_rule
tw_final_demand <- function(region, sector, change = NULL, except = NULL, source = NULL, ...) {
  tw_rule("final_demand", region = region, sector = sector, change = change, except = except, ..., source = source)
}

#' @rdname tw_rule
tw_productivity <- function(region, sector = NULL, change = NULL, product = NULL, except = NULL, source = NULL, ...) {
  tw_rule("productivity", region = region, sector = sector, product = product, change = change, except = except, ...,
          source = source)
}

#' @rdname tw_rule
tw_subsidy <- function(region, sector = NULL, to = NULL, add = NULL, change = NULL, product = NULL, except = NULL,
                       source = NULL, ...) {
  tw_rule("subsidy", region = region, sector = sector, product = product, to = to, add = add, change = change,
          except = except, ..., source = source)
}

#' @rdname tw_rule
tw_labour <- function(region, change = NULL, except = NULL, source = NULL, ...) {
  tw_rule("labour", region = region, change = change, except = except, ..., source = source)
}

#' @rdname tw_rule
tw_transfer <- function(from, to, amount = NULL, source = NULL, ...) {
  tw_rule("transfer", from = from, to = to, amount = amount, ..., source = source)
}

#' @rdname tw_rule
tw_ban <- function(importer, exporter, sector = NULL, product = NULL, except = NULL, both_ways = FALSE, source = NULL,
                   ...) {
  tw_rule("ban", importer = importer, exporter = exporter, sector = sector, product = product, except = except,
          both_ways = both_ways, ..., source = source)
}

#' @rdname tw_rule
tw_quota <- function(importer, exporter, sector = NULL, to = NULL, change = NULL, owner = NULL, product = NULL,
                     together = FALSE, except = NULL, both_ways = FALSE, source = NULL, ...) {
  tw_rule("quota", importer = importer, exporter = exporter, sector = sector, product = product, to = to,
          change = change, owner = owner, together = together, except = except, both_ways = both_ways, ...,
          source = source)
}

#' @rdname tw_rule
tw_clause <- function(importer, exporter, sector = NULL, kind = NULL, product = NULL, except = NULL, source = NULL, ...) {
  tw_rule("clause", importer = importer, exporter = exporter, sector = sector, product = product, kind = kind,
          except = except, ..., source = source)
}

#' @rdname tw_rule
tw_capacity <- function(region, sector = NULL, to = NULL, change = NULL, of = NULL, owner = NULL, product = NULL,
                        together = FALSE, except = NULL, source = NULL, ...) {
  tw_rule("capacity", region = region, sector = sector, product = product, of = of, to = to, change = change,
          owner = owner, together = together, except = except, ..., source = source)
}

#' @rdname tw_rule
tw_preference <- function(importer, exporter, sector = NULL, utilisation = NULL, preferential = NULL, mfn = NULL,
                          elasticity = NULL, compliance = NULL, preferential_to = NULL, mfn_to = NULL, mfn_add = NULL,
                          product = NULL, except = NULL, source = NULL, ...) {
  tw_rule("preference", importer = importer, exporter = exporter, sector = sector, product = product,
          utilisation = utilisation, preferential = preferential, mfn = mfn, elasticity = elasticity,
          compliance = compliance, preferential_to = preferential_to, mfn_to = mfn_to, mfn_add = mfn_add,
          except = except, ..., source = source)
}

#' @rdname tw_rule
tw_target <- function(outcome, change, by, source = NULL, ...) {
  if (inherits(by, "tw_rule")) by <- tw_rule_list(by)
  what <- if (is.character(outcome)) list(outcome = outcome) else outcome
  if (!is.list(what) || length(what) != 1L || is.null(names(what)))
    tw_wrong("outcome: found ", tw_what(outcome), ", expected one, as list(output = list(region = \"CAN\", sector = \"C29\"))")
  do.call(tw_rule, c(list("target"), what, list(change = change, by = by, ..., source = source)))
}

#' @rdname tw_rule
tw_market_rule <- function(rule, ..., source = NULL) tw_rule(rule, ..., source = source)

#' @rdname tw_rule
#' @param x A rule.
print.tw_rule <- function(x, ...) {
  cat(format(x), "\n", sep = "")
  invisible(x)
}

#' @rdname tw_rule
format.tw_rule <- function(x, ...) {
  paste0("- ", substring(text <- tw_yaml(tw_rule_list(x)), 2L, nchar(text) - 1L),
         if (!is.null(x$source)) paste0(" # ", x$source))
}

# Rules as lines of YAML below a key; one alone may stand without a list around it.
tw_rules <- function(rules, name, indent = "  ") {
  if (inherits(rules, "tw_rule")) rules <- list(rules)
  if (!is.list(rules) || !all(vapply(rules, inherits, NA, "tw_rule")))
    tw_wrong(name, ": found ", tw_what(rules), ", expected rules, as list(tw_tariff(...))")
  if (length(rules) == 0L) return(paste0(name, ": []"))
  c(paste0(name, ":"), paste0(indent, vapply(rules, format, "")))
}
