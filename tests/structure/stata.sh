#!/bin/sh
# The files for Stata: stata.sh SOURCE. stata.py finds nothing wrong in them, and each mistake below, one at a time.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
check="/usr/bin/python3 $1/tests/structure/stata.py"
program=$1/build/tradewind
[ -x "$program" ] || program=
export PYTHONDONTWRITEBYTECODE=1
$check "$1/bindings/stata" $program || exit 1
code=0
breaks() { # FILE SED TEXT [PROGRAM]: with that change the checker says so
  rm -rf "$work/stata"
  cp -r "$1/bindings/stata" "$work/stata"
  shift
  sed -i "$2" "$work/stata/$1"
  if cmp -s "$work/stata/$1" "$source/bindings/stata/$1"; then
    echo "nothing is changed by: $2"
    code=1
  elif $check "$work/stata" >"$work/out" 2>&1 || ! grep -qF -- "$3" "$work/out"; then
    echo "not found: $3, after $2"
    cat "$work/out"
    code=1
  fi
}
source=$1
ado() { breaks "$source" tradewind.ado "$@"; }
sthlp() { breaks "$source" tradewind.sthlp "$@"; }

ado 's/^    return add$/    retrun add/; s/^        return add$/        retrun add/' "found the command retrun"
ado '0,/^end$/s///' "begins inside tradewind"
ado '$d' "has no end"
ado '0,/^    }$/s///' "{ open"
ado 's/erase `"`folder/erase "`folder/' "closes no macro"
ado "s/local table \"regions\"/local table \"regions/" "is not closed on its line"
ado 's/real(`"`line/real(`"`lines/' "uses \`lines', which nothing sets"
ado 's/tradewind_failed `exit/tradewind_fails `exit/' "found the command tradewind_fails"
ado 's/(char(36)) "? >"/(char(36) "? >"/' "parentheses do not balance"
ado '0,/^    version 14$/s///' "has no version"
ado 's/Elasticities(string)/ELasticities(string)/' "option elasticities: abbreviated to e here, to el in the syntax line"
ado 's/SET(string asis)/Set(string asis)/; s/SEED(integer 0)/SEed(integer 0)/' "have the abbreviation"
ado 's/THReads(integer 0)/THReads(string)/' "option threads: takes # here"
ado 's/return scalar N = _N/return scalar rows = _N/' "r(rows) is returned and not told"
ado 's/, rclass//' "returns and is not rclass"
ado 's/else {$/else/' "has no {"
ado '0,/^ *tradewind_remove `"`out/{/^ *tradewind_remove `"`out/d}' "tradewind_failed may end the program before"
ado '/^    if !`keep. {$/,/^    }$/d' "exit may end the program before"
ado 's/capture noisily use/use/' "use may end the program before"
ado "s/: dir \\(.*\\) dirs/: dir \\1 files/" "leaves the folders that are inside"
sthlp '/opt f:ocus/d' "option focus is not there"
sthlp 's/{synopt:{opt clear}}/{synopt:{opt clear}/' "braces do not balance"
sthlp 's/draws(100) clear/draw(100) replace/' "has the option replace, which there is not"
sthlp 's/version 0/version 9/' "have not one version"
sthlp '/r(tables)}}/d' "r(tables) is returned and not told"
if [ -n "$program" ]; then # options that the program does not have
  rm -rf "$work/stata"
  cp -r "$source/bindings/stata" "$work/stata"
  sed -i 's/--no-report/--no-reports/' "$work/stata/tradewind.ado"
  ! $check "$work/stata" "$program" >"$work/out" || { echo "--no-reports is an option"; code=1; }
  grep -qF -- "--no-reports is no option of tradewind run" "$work/out" || code=1
fi
exit $code
