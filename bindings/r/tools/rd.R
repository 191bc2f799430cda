# Makes man/*.Rd of the comments in R/*.R: Rscript tools/rd.R [FOLDER of the package [FOLDER to write into]]
#
# A block of lines that begin with #' stands above a function (or NULL). Its tags: @name (the page; the first line of a
# block that has one), @rdname (another block's page, to which usage and arguments are added), @title, @description,
# @param A,B text, @return, @seealso, @keyword, @examples. Texts are Rd as they are. Usage is made of the function.
arguments <- commandArgs(trailingOnly = TRUE)
package <- if (length(arguments) > 0L) arguments[1L] else "."
out <- if (length(arguments) > 1L) arguments[2L] else file.path(package, "man")
methods <- regmatches(lines <- readLines(file.path(package, "NAMESPACE")), regexec("^S3method\\((.*), (.*)\\)", lines))
methods <- Filter(length, methods)
generic_of <- stats::setNames(lapply(methods, function(m) m[2:3]), vapply(methods, function(m) paste0(m[2L], ".", m[3L]), ""))
generic_of[["autoplot.tw_result"]] <- c("autoplot", "tw_result")

# Blocks of a file: tags as list(tag, text), and the name of what stands below.
blocks_of <- function(file) {
  lines <- readLines(file, encoding = "UTF-8")
  is_doc <- startsWith(lines, "#'")
  starts <- which(is_doc & !c(FALSE, is_doc[-length(is_doc)]))
  lapply(starts, function(start) {
    end <- start
    while (end < length(lines) && is_doc[end + 1L]) end <- end + 1L
    doc <- sub("^#' ?", "", lines[start:end])
    at <- which(startsWith(doc, "@"))
    tags <- Map(function(from, to) {
      first <- regmatches(doc[from], regexec("^@([a-z]+) ?(.*)$", doc[from]))[[1L]]
      list(tag = first[2L], text = paste(c(first[3L], if (to > from) doc[(from + 1L):to]), collapse = "\n"))
    }, at, c(at[-1L] - 1L, length(doc)))
    below <- regmatches(lines[end + 1L], regexec("^`?([A-Za-z][A-Za-z0-9_.]*)`? <- function", lines[end + 1L]))[[1L]]
    list(tags = tags, below = if (length(below)) below[2L] else NA_character_, file = basename(file))
  })
}

space <- new.env()
files <- list.files(file.path(package, "R"), "[.]R$", full.names = TRUE)
for (file in files) for (expression in parse(file, encoding = "UTF-8"))
  if (is.call(expression) && identical(expression[[1L]], as.name("<-")) && is.call(expression[[3L]]) &&
      identical(expression[[3L]][[1L]], as.name("function"))) eval(expression, space)

usage_of <- function(name) {
  text <- paste(trimws(deparse(args(space[[name]]), width.cutoff = 500L)), collapse = " ")
  text <- sub("^function *\\(", "(", sub(" *NULL$", "", text))
  method <- generic_of[[name]]
  head <- if (is.null(method)) name else sprintf("\\method{%s}{%s}", method[1L], method[2L])
  text <- gsub("%", "\\%", text, fixed = TRUE)
  paste0(head, paste(strwrap(text, 88L, exdent = 4L), collapse = "\n"))
}

pages <- list()
for (block in unlist(lapply(files, blocks_of), recursive = FALSE)) {
  tag <- vapply(block$tags, `[[`, "", "tag")
  text <- vapply(block$tags, `[[`, "", "text")
  page <- trimws(if (any(tag == "rdname")) text[tag == "rdname"] else text[tag == "name"])[1L]
  p <- pages[[page]]
  if (is.null(p)) p <- list(name = page, aliases = character(), usage = character(), params = character(), one = list(),
                            file = block$file)
  if (!is.na(block$below)) {
    p$aliases <- c(p$aliases, block$below)
    p$usage <- c(p$usage, usage_of(block$below))
  }
  for (i in which(tag == "param")) {
    parts <- regmatches(text[i], regexec("^(\\S+)\\s+(.*)$", text[i]))[[1L]]
    p$params <- c(p$params, sprintf("\\item{%s}{%s}", gsub("...", "\\dots", gsub(",", ", ", parts[2L]), fixed = TRUE),
                                    trimws(parts[3L])))
  }
  for (i in which(!tag %in% c("param", "rdname", "name"))) if (is.null(p$one[[tag[i]]])) p$one[[tag[i]]] <- trimws(text[i])
  pages[[page]] <- p
}

dir.create(out, showWarnings = FALSE)
for (p in pages) {
  section <- function(tag, as) if (!is.null(p$one[[tag]])) sprintf("\\%s{\n%s\n}", as, p$one[[tag]])
  lines <- c(paste0("% Made by tools/rd.R of R/", p$file, "; change it there."),
             sprintf("\\name{%s}", p$name), sprintf("\\alias{%s}", unique(c(p$name, p$aliases))),
             section("title", "title"), section("description", "description"),
             if (length(p$usage)) c("\\usage{", paste(p$usage, collapse = "\n\n"), "}"),
             if (length(p$params)) c("\\arguments{", p$params, "}"),
             section("return", "value"), section("seealso", "seealso"),
             if (!is.null(p$one$examples)) c("\\examples{", gsub("(?<!\\\\)%", "\\\\%", p$one$examples, perl = TRUE), "}"),
             if (!is.null(p$one$keyword)) sprintf("\\keyword{%s}", p$one$keyword))
  con <- file(file.path(out, paste0(p$name, ".Rd")), "wb")
  writeLines(enc2utf8(lines), con, useBytes = TRUE)
  close(con)
}
