#!/bin/sh
# The package for Python as a user gets it, and its tests: python.sh SOURCE BUILD
#
# Installs it as bindings/python/README.md says, into an environment of its own, with the library of BUILD inside instead
# of one that is compiled again; runs its tests beside the program of that build, then the notebooks.
set -eu
source=$1 build=$2
python=/usr/bin/python3
if ! $python -c 'import cffi, numpy, pandas, pytest, setuptools, wheel, pip, venv, matplotlib, nbclient, ipykernel' 2>/dev/null; then
  echo "Debian packages of the group bindings are missing: tools/deps.sh install bindings" >&2
  exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

$python -m venv --system-site-packages "$work/v"
TRADEWIND_BUILD=$build "$work/v/bin/pip" install --quiet --no-index --no-build-isolation "$source/bindings/python" >"$work/log" 2>&1 || {
  cat "$work/log"
  exit 1
}

# A kernel of this environment, not one that somebody has installed under the same name.
"$work/v/bin/python" -m ipykernel install --prefix "$work/v" --name python3 >/dev/null 2>&1
export JUPYTER_PATH="$work/v/share/jupyter" PYDEVD_DISABLE_FILE_VALIDATION=1 PYTHONDONTWRITEBYTECODE=1 MPLBACKEND=Agg HOME="$work"

# The tests run from a copy, so that nothing of the source tree is imported in the place of what was installed.
cp -R "$source/bindings/python/tests" "$work/tests"
cd "$work/tests"
TRADEWIND_SOURCE_DIR=$source TRADEWIND_PROGRAM=$build/tradewind \
  "$work/v/bin/python" -m pytest -q -p no:cacheprovider --tb=short "$work/tests"

"$work/v/bin/python" "$source/tests/bindings/notebooks.py" "$source/examples/notebooks"
