#!/bin/sh
# Configures and builds a preset of CMakePresets.json with all processors: build.sh [PRESET, default release]
set -eu
cd "$(dirname "$0")/.."
unset MAKEFLAGS MAKELEVEL MFLAGS # called from make, the inner build is still one of its own
preset=${1:-release}
# TRADEWIND_WEB of the environment: AUTO, ON or OFF, for the presets that build the page of the report.
# TRADEWIND_BINDINGS of the environment: ON or OFF, for the preset with tests.
case $preset in
  release) cmake --preset "$preset" "-DTRADEWIND_WEB=${TRADEWIND_WEB:-AUTO}" ;;
  test) cmake --preset "$preset" "-DTRADEWIND_WEB=${TRADEWIND_WEB:-AUTO}" "-DTRADEWIND_BINDINGS=${TRADEWIND_BINDINGS:-ON}" ;;
  *) cmake --preset "$preset" ;;
esac
cmake --build --preset "$preset" -j "$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)"
