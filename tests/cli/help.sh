# Help and version: the texts of tests/cli/golden, on standard output, with exit code 0.
# TRADEWIND_UPDATE_GOLDEN=1 writes them anew, to be looked at before they are checked in.
set -eu
. "$(dirname "$0")/lib.sh"

check() {
  golden=$here/golden/$1.txt
  shift
  expect 0 "$program" "$@"
  silent "$tmp/err"
  if [ -n "${TRADEWIND_UPDATE_GOLDEN:-}" ]; then cp "$tmp/out" "$golden"; fi
  diff -u "$golden" "$tmp/out" >&2 || wrong "the help of \"$*\" is not that of $golden"
  # no line is wider than a terminal
  awk 'length > 100 { exit 1 }' "$tmp/out" || wrong "a line of \"$*\" is too long"
}

check help --help
check help-run run --help
check help-range range --help
check help-merge merge --help
check help-replay replay --help
check help-diff diff --help
check help-reconcile reconcile --help
check help-plants plants --help
check help-accounts accounts --help
check help-dependence dependence --help
check help-routes routes --help
check help-market market --help
check help-stress stress --help
check help-decide decide --help
check help-scenario-check scenario check --help
check help-scenario-list scenario list --help
check help-scenario-show scenario show --help
check help-scenario-new scenario new --help
check help-world-list world list --help
check help-help help --help
check help help
check help-run help run
check help-world-show help world show
check help-world help world
check help-scenario help scenario
check help-world-products world products --help
check help-world-check world check --help
check help-world-aggregate world aggregate --help
check help-world-save world save -h
check help-world-show world show --help
check help-world-import world import --help
check help-world-export world export --help
check help-world-balance world balance --help
check help-world-update world update --help
check help-world-split world split --help
check help-world-diff world diff --help
check help-world world --help
check help-world world -h
check help-scenario scenario --help

expect 0 "$program" --version
says "$tmp/out" "tradewind 0."
silent "$tmp/err"

# Every example of the help is a command that the program knows.
for verb in "run" "range" "merge" "decide" "replay" "diff" "reconcile" "scenario check" "scenario list" "scenario show" "scenario new" "world list" "help" "world check" "world aggregate" "world save" "world show" "world import" "world export" \
  "world balance" "world update" "world split" "world diff"; do
  # shellcheck disable=SC2086
  expect 0 "$program" $verb --help
  says "$tmp/out" "  tradewind $verb"
done
