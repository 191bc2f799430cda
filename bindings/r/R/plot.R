# Charts: of each kind one frame of labels, values and ranges, drawn by base graphics or, where it is there, by ggplot2.

# label, value, low, high (NA: none), group (NA: none); with a title and the words of the axis. Largest first.
tw_chart <- function(x, table = NULL, column = NULL, n = 20L) {
  if (!x$certified && x$kind != "reconcile") tw_fail("usage", paste0("nothing to draw: no certified solution (", x$outcome, ")"))
  choice <- switch(x$kind, run = , range = c("regions", "real_income_pct"), decide = c("decision", "central"),
                   reconcile = c("reconcile", "real_income_pct"), plants = c("plants", "output_pct"),
                   market = c("buyers", "surplus_change"), stress = c("stress", "shortfall"),
                   accounts = c("accounts", "value"), food = c("calories", "look_through"),
                   dependence = c("dependence", "value"),
                   exposure = if (tw_has_largest(x)) c("exposure_largest", "per_point") else c("exposure_matrix", "derivative"),
                   routes = c("routes", "days"))
  if (is.null(table)) table <- choice[1L]
  frame <- as.data.frame(x, table = table)
  if (is.null(column)) column <- if (table == choice[1L]) choice[2L] else names(frame)[vapply(frame, is.numeric, NA)][1L]
  if (!column %in% names(frame) || !is.numeric(frame[[column]]))
    tw_wrong("column: found \"", column, "\", expected a column of numbers of ", table, ": ",
             paste(names(frame)[vapply(frame, is.numeric, NA)], collapse = ", "))
  unit <- attr(frame[[column]], "unit") # which a choice of rows loses
  if (x$kind == "accounts" && table == "accounts") frame <- frame[frame$item == "origin_share" & nzchar(frame$partner), ]
  if (x$kind == "dependence" && table == "dependence")
    frame <- frame[frame$indicator == "value_added_origin" & !nzchar(frame$sector), ]
  if (x$kind == "reconcile") {
    top <- frame[which.max(abs(frame$real_income_pct)), "region"]
    frame <- frame[frame$region == top, ]
  }
  if (nrow(frame) == 0L) tw_wrong("nothing to draw: ", table, " has no rows of ", column)
  texts <- names(frame)[vapply(frame, is.character, NA)]
  texts <- setdiff(texts, c("unit", "quality", "reference", "year", "convention", "item", "outcome", "kind", "previous",
                            "main_market", "indicator", "passages", "route", "part"))
  varied <- texts[vapply(texts, function(t) length(unique(frame[[t]])) > 1L, NA)]
  if (length(varied)) texts <- varied # what is the same in all rows says nothing
  label <- if (length(texts)) gsub(" +", " ", trimws(do.call(paste, unname(as.list(frame[texts]))))) else seq_len(nrow(frame))
  chart <- data.frame(label = label,
                      value = as.vector(frame[[column]]), low = NA_real_, high = NA_real_, stringsAsFactors = FALSE)
  # In decision.csv p05 and p95 are of the payoff, and not of what is made of it, as regrets.
  prefix <- if (x$kind == "decide" && table == "decision" && column %in% c("central", "mean", "p50")) ""
            else paste0(column, "_")
  if (all(paste0(prefix, c("p05", "p95")) %in% names(frame))) {
    chart$low <- as.vector(frame[[paste0(prefix, "p05")]])
    chart$high <- as.vector(frame[[paste0(prefix, "p95")]])
  }
  chart <- chart[!is.na(chart$value), ]
  in_order <- x$kind %in% c("reconcile", "decide")
  if (!in_order) chart <- chart[order(-abs(chart$value)), ]
  chart <- utils::head(chart, n)
  if (!in_order) chart <- chart[order(-chart$value), ]
  title <- if (is.null(x$about$title)) paste(x$kind, table) else x$about$title
  list(rows = chart, title = title, axis = paste0(column, if (!is.null(unit) && nzchar(unit)) paste0(" (", unit, ")")))
}

#' @name plot.tw_result
#' @title Charts of results
#' @description
#' Bars of the largest numbers of a table, with the 5 to 95 \% range where there is one. \code{autoplot} draws the same by
#' ggplot2, where that is installed.
#' @param x,object A result.
#' @param table,column What is drawn; NULL: what the kind of result is about.
#' @param n How many bars.
#' @param main,xlab,col As of \code{barplot}.
#' @param ... Further arguments of \code{barplot}.
#' @return What is drawn, a data frame, invisibly; \code{autoplot} a plot.
#' @examples
#' x <- tw_run("us-tariff-canada", "small2014")
#' plot(x)
#' plot(x, table = "sectors", column = "value_added_change")
plot.tw_result <- function(x, table = NULL, column = NULL, n = 20L, main = NULL, xlab = NULL, col = NULL, ...) {
  chart <- tw_chart(x, table, column, n)
  rows <- chart$rows[rev(seq_len(nrow(chart$rows))), ]
  width <- max(graphics::strwidth(rows$label, units = "inches", cex = 0.8), 0.3) + 0.3
  old <- graphics::par(mai = c(0.8, min(width, graphics::par("din")[1L] / 2), 0.8, 0.3))
  on.exit(graphics::par(old))
  span <- range(0, rows$value, rows$low, rows$high, na.rm = TRUE)
  at <- graphics::barplot(rows$value, horiz = TRUE, names.arg = rows$label, las = 1, cex.names = 0.8, border = NA,
                          xlim = span + c(-0.02, 0.02) * diff(span),
                          col = if (is.null(col)) ifelse(rows$value < 0, "#b2182b", "#2166ac") else col,
                          xlab = if (is.null(xlab)) chart$axis else xlab, main = "", ...)
  graphics::title(main = if (is.null(main)) paste(strwrap(chart$title, 60L), collapse = "\n") else main, cex.main = 0.9)
  ranged <- !is.na(rows$low)
  if (any(ranged)) graphics::segments(rows$low[ranged], at[ranged], rows$high[ranged], at[ranged], lwd = 2)
  graphics::abline(v = 0)
  invisible(chart$rows)
}

#' @rdname plot.tw_result
autoplot.tw_result <- function(object, table = NULL, column = NULL, n = 20L, ...) {
  chart <- tw_chart(object, table, column, n)
  rows <- chart$rows
  rows$label <- factor(rows$label, levels = rev(unique(rows$label)))
  rows$gains <- rows$value >= 0
  mapping <- ggplot2::aes(x = .data$value, y = .data$label, fill = .data$gains)
  out <- ggplot2::ggplot(rows, mapping) + ggplot2::geom_col(show.legend = FALSE) +
    ggplot2::scale_fill_manual(values = c(`TRUE` = "#2166ac", `FALSE` = "#b2182b")) +
    ggplot2::labs(title = paste(strwrap(chart$title, 60L), collapse = "\n"), x = chart$axis, y = NULL)
  if (any(!is.na(rows$low)))
    out <- out + ggplot2::geom_errorbarh(ggplot2::aes(xmin = .data$low, xmax = .data$high), height = 0.3, na.rm = TRUE)
  out
}
