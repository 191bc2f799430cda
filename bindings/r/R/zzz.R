# Loading: the progress line, and a method for ggplot2's autoplot as soon as that is there.

#' @name tradewind-package
#' @title The general equilibrium of trade policy, solved exactly
#' @description
#' Start with \code{\link{tw_run}}, \code{\link{tw_range}} and \code{\link{tw_scenario}}. Options:
#' \code{options(tradewind.progress = FALSE)} before loading shows no progress. Errors have the classes
#' \code{tw_bad_input}, \code{tw_usage}, \code{tw_io}, \code{tw_no_memory}, all \code{tw_error}, with fields
#' \code{file}, \code{line} and \code{column}; a run without a certified solution warns with class
#' \code{tw_not_solved}; an interrupt has the classes \code{tw_interrupted} and \code{interrupt}.
#' @keyword package
NULL

.onLoad <- function(libname, pkgname) {
  .Call(r_progress, getOption("tradewind.progress", interactive()))
  register <- function(...) {
    registerS3method("autoplot", "tw_result", autoplot.tw_result, envir = asNamespace("ggplot2"))
  }
  if (isNamespaceLoaded("ggplot2")) register()
  setHook(packageEvent("ggplot2", "onLoad"), register)
}

# While R holds pointers whose finalizer is there, the code stays: garbage would be freed by code that is gone.
.onUnload <- function(libpath) {
  gc()
  if (.Call(r_unload)) library.dynam.unload("tradewind", libpath)
}

utils::globalVariables(".data")
