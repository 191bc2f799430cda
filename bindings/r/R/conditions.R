# Calls of the library, and what becomes of its errors: the one place where a text becomes a condition.

# The result of a C function, list(value, failure, log), as a value; a failure as an error of its class.
tw_value <- function(answer, call = NULL) {
  if (!is.null(answer[[3L]]))
    for (line in strsplit(answer[[3L]], "\n", fixed = TRUE)[[1L]]) message(tw_note(line))
  failure <- answer[[2L]]
  if (!is.null(failure)) tw_fail(failure[1L], failure[2L], call)
  answer[[1L]]
}

# Something that the user should see, and no warning: class tw_note, a message.
tw_note <- function(text) {
  structure(class = c("tw_note", "message", "condition"), list(message = paste0(text, "\n"), call = NULL))
}

# "FILE:LINE:COLUMN: words" in its parts; file NA where there is no place.
tw_place <- function(text) {
  found <- regmatches(text, regexec("^([^\n]*?):([0-9]+)(?::([0-9]+))?: ", text, perl = TRUE))[[1L]]
  if (length(found) == 0L) return(list(file = NA_character_, line = NA_integer_, column = NA_integer_))
  list(file = found[2L], line = as.integer(found[3L]),
       column = if (nzchar(found[4L])) as.integer(found[4L]) else NA_integer_)
}

# Raises an error of class tw_STATUS, as tw_bad_input, tw_usage, tw_io, tw_no_memory; all are tw_error.
tw_fail <- function(status, text, call = NULL) {
  if (status == "interrupted") tw_interrupt(text)
  place <- tw_place(text)
  condition <- structure(class = c(paste0("tw_", status), "tw_error", "error", "condition"),
                         c(list(message = text, call = call, status = status), place))
  stop(condition)
}

# An interrupt, as R's own: to who handles interrupts or tw_interrupted, else to the top level.
tw_interrupt <- function(text) {
  condition <- structure(class = c("tw_interrupted", "interrupt", "condition"),
                         list(message = text, call = NULL, status = "interrupted"))
  signalCondition(condition)
  tools::pskill(Sys.getpid(), tools::SIGINT) # nobody took it: R's own, which ends a script
  Sys.sleep(1)
  invokeRestart("abort")
}

# Wrong use that R finds before the library is asked.
tw_wrong <- function(..., call = NULL) tw_fail("usage", paste0(...), call)

# ---- arguments ----

# What a value is, in a few words, for messages.
tw_what <- function(x) {
  if (is.null(x)) return("NULL")
  if (is.character(x) && length(x) == 1L) return(paste0("\"", x, "\""))
  if (is.numeric(x) && length(x) == 1L) return(format(x))
  size <- if (is.null(dim(x))) paste("of length", length(x)) else paste(dim(x), collapse = " x ")
  paste(class(x)[1L], size)
}

tw_text <- function(x, name, null = TRUE) {
  if (is.null(x) && null) return(NULL)
  if (!is.character(x) || length(x) != 1L || is.na(x)) tw_wrong(name, ": found ", tw_what(x), ", expected one text")
  x
}

# Several codes as the library takes them, with commas between.
tw_codes <- function(x, name) {
  if (is.null(x)) return(NULL)
  if (!is.character(x) || length(x) == 0L || anyNA(x)) tw_wrong(name, ": found ", tw_what(x), ", expected codes")
  paste(x, collapse = ",")
}

tw_number <- function(x, name, least = -Inf, most = Inf, null = TRUE) {
  if (is.null(x) && null) return(NULL)
  if (!is.numeric(x) || length(x) != 1L || is.na(x) || x < least || x > most)
    tw_wrong(name, ": found ", tw_what(x), ", expected a number",
             if (is.finite(least)) paste(" of at least", format(least)),
             if (is.finite(most)) paste(" and at most", format(most, scientific = FALSE)))
  as.double(x)
}

tw_whole <- function(x, name, least = 0, most = 2147483647, null = TRUE) {
  x <- tw_number(x, name, least, most, null)
  if (!is.null(x) && x != floor(x)) tw_wrong(name, ": found ", format(x), ", expected a whole number")
  x
}

tw_flag <- function(x, name) {
  if (!is.logical(x) || length(x) != 1L || is.na(x)) tw_wrong(name, ": found ", tw_what(x), ", expected TRUE or FALSE")
  x
}

# A folder or file of the user as a path that does not change with the working folder; "~" is the home.
tw_path <- function(x, name, null = TRUE) {
  x <- tw_text(x, name, null)
  if (is.null(x)) NULL else path.expand(x)
}

# Settings as the library reads them: a named list of texts.
tw_settings <- function(settings) {
  if (length(settings) == 0L) return(NULL)
  names <- names(settings)
  if (is.null(names) || any(!nzchar(names)))
    tw_wrong("settings: found ", tw_what(settings), ", expected names with values, as tolerance = 1e-11")
  one <- function(x, name) {
    if (is.logical(x) && length(x) == 1L && !is.na(x)) x <- as.integer(x)
    if (length(x) != 1L || is.na(x) || !(is.numeric(x) || is.character(x)))
      tw_wrong(name, ": found ", tw_what(x), ", expected one number")
    if (is.numeric(x)) sprintf("%.17g", x) else x
  }
  Map(one, as.list(settings), names)
}
