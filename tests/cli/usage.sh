# Wrong use of the command ends with 1, says what is wrong on standard error, and prints nothing else.
set -eu
. "$(dirname "$0")/lib.sh"

bad() {
  text=$1
  shift
  expect 1 "$program" "$@"
  silent "$tmp/out"
  says "$tmp/err" "$text"
}

bad "Usage: tradewind COMMAND"
bad "unknown command solve; see tradewind --help" solve
bad "world needs one of list, check, aggregate, save, show, import, export, balance, update, split, products and diff, found chek" world chek
bad "world needs one of" world
bad "run needs SCENARIO" run
says "$tmp/err" "us-tariff-canada" # the built-in ones are listed
bad "too many arguments, beginning with two" run one two
bad "unknown option --wrold" run x --wrold y
bad "unknown option -q" run x -q
bad "an argument is missing after --world" run x --world
bad "an empty argument after --out" run x --out ""
bad "this option takes no argument: --verbose=1" run x --verbose=1
bad "--tolerance: setting tolerance: found \"abc\", expected a number from 1e-14 to 0.001" run x --tolerance abc
bad "found \"1\", expected a number" run x --tolerance 1
bad "--max-iterations: setting max_iterations: found \"0\"" run x --max-iterations 0
bad "--threads: setting threads: found \"-1\"" run x --threads -1
bad "unknown option --out" world show x --out y
bad "world aggregate needs --out" world aggregate x --name n --regions m
bad "world aggregate needs --name" world aggregate x --out o --regions m
bad "world aggregate needs --regions or --sectors" world aggregate x --out o --name n
bad "world save needs WORLD FILE.tww" world save x
