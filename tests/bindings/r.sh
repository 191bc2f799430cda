#!/bin/sh
# The R package: the archive of a copy of bindings/r installed against the library of the build, its suite, the code of its
# vignette and README, its pages and R CMD check. Where R or testthat is not there it is skipped, which TRADEWIND_BINDINGS=OFF does without saying.
#   r.sh SOURCE BUILD
set -eu
source=$1 build=$2
command -v R >/dev/null && Rscript -e 'quit(status = !requireNamespace("testthat", quietly = TRUE))' >/dev/null 2>&1 ||
  { echo "skipped: R or its package testthat is not installed (Debian: r-base-core, r-cran-testthat)"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/lib"
cp -R "$source/bindings/r" "$work/tradewind"
cd "$work"
export TRADEWIND_BUILD="$build" TRADEWIND_PROGRAM="$build/tradewind" R_LIBS="$work/lib"
export R_PROFILE=/dev/null # no repository: R CMD check would look there for what is only suggested
export R_TESTS= _R_CHECK_FORCE_SUGGESTS_=false _R_CHECK_CRAN_INCOMING_=false _R_CHECK_SYSTEM_CLOCK_=false \
  _R_CHECK_CRAN_INCOMING_REMOTE_=false _R_CHECK_LICENSE_=true
(cd tradewind && ./cleanup)
# Vignettes are built only where knitr and rmarkdown are.
R CMD build --no-build-vignettes tradewind >build.log 2>&1 || { cat build.log; exit 1; }
# The archive is installed once: R CMD check below judges this log instead of compiling again, so it is made as check asks.
_R_SHLIB_BUILD_OBJECTS_SYMBOL_TABLES_=TRUE R CMD INSTALL --no-html -l lib tradewind_*.tar.gz >install.log 2>&1 ||
  { cat install.log; exit 1; }

# Who answers for it is who answers for the other packages.
who=$(sed -n 's/.*TRADEWIND_PACKAGER "\([^"]*\)".*/\1/p' "$source/cmake/package.cmake")
Rscript -e 'quit(status = packageDescription("tradewind")$Maintainer != commandArgs(TRUE))' "$who" ||
  { echo "the maintainer in bindings/r/DESCRIPTION is not that of cmake/package.cmake: $who"; exit 1; }

# The pages are those that the comments make.
Rscript tradewind/tools/rd.R tradewind "$work/man"
diff -r "$work/man" tradewind/man || { echo "bindings/r/man is not what tools/rd.R makes; run it there"; exit 1; }

Rscript -e 'testthat::test_dir("tradewind/tests/testthat", package = "tradewind", load_package = "installed",
                               reporter = "summary", stop_on_failure = TRUE)'

# The chunks of the vignette, without knitr, with the data of Table 2 where they are; and those of the README.
cat >chunks.R <<'END'
run_chunks <- function(file, begin) {
  code <- character()
  inside <- FALSE
  for (line in readLines(file)) {
    if (grepl(begin, line)) inside <- TRUE
    else if (line == "```") inside <- FALSE
    else if (inside) code <- c(code, line)
  }
  stopifnot(length(code) > 20)
  source(exprs = parse(text = code), local = globalenv(), echo = FALSE, print.eval = TRUE)
}
pdf(NULL)
run_chunks("tradewind/README.md", "^```r$")
run_chunks("tradewind/vignettes/tradewind.Rmd", "^```[{]r")
cat(if (has_data) "vignette: Table 2 comes out as published\n" else "vignette: without the data of Table 2\n")
END
if [ -z "${TRADEWIND_DATA:-}" ] && [ -d "$source/../shared/data" ]; then
  TRADEWIND_DATA=$(cd "$source/../shared/data" && pwd)
  export TRADEWIND_DATA
fi
Rscript chunks.R >chunks.log 2>&1 || { cat chunks.log; exit 1; }
tail -n 1 chunks.log

R CMD check --no-manual --ignore-vignettes --no-tests --library=lib --install=check:install.log tradewind_*.tar.gz \
  >check.log 2>&1 || { cat check.log; exit 1; }
tail -n 4 check.log
if grep -Eq '(ERROR|WARNING)' check.log; then
  cat check.log
  exit 1
fi
grep -B 1 -A 12 'NOTE$' check.log || true
