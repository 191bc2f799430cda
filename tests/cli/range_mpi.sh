# Two ranks started by mpirun share a range: the same bits as one process, in a build with MPI made here.
set -eu
. "$(dirname "$0")/lib.sh"
command -v mpicc >/dev/null 2>&1 && command -v mpirun >/dev/null 2>&1 || skip "needs mpicc and mpirun (libopenmpi-dev, openmpi-bin)"
# Compilers and sanitizers of the suite change nothing here: it makes a build of its own.
[ -z "${TRADEWIND_SANITIZED-}" ] || exit 0
cd "$tmp"
make_world tiny
make_scenario s.yaml

# The build is that of the suite but for MPI, and takes what MPI does not change from there (tests/install/objects.sh). Both
# sides of each comparison are of it.
suite=$(cd "$(dirname "$program")" && pwd)
cached() { sed -n "s/^CMAKE_$1:[A-Z]*=//p" "$suite/CMakeCache.txt"; }
if ! { cmake -S "$source_dir" -B build -DCMAKE_C_COMPILER="$(cached C_COMPILER)" -DCMAKE_BUILD_TYPE="$(cached BUILD_TYPE)" \
  -DCMAKE_C_FLAGS="$(cached C_FLAGS)" -DTRADEWIND_WERROR=ON -DTRADEWIND_MPI=ON -DTRADEWIND_SHARED=OFF -DTRADEWIND_WEB=OFF \
  -DTRADEWIND_TESTS=OFF && sh "$source_dir/tests/install/objects.sh" "$suite" "$tmp/build" &&
  cmake --build build -j 2 --target tradewind-cli; } >log 2>&1; then
  tail -n 40 log >&2
  wrong "the build with MPI failed"
fi

# Root may run it, as in a container; more ranks than cores may, too.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
export PMIX_MCA_gds=hash TMPDIR=/tmp
ranks() { mpirun -n 2 build/tradewind range s.yaml --world tiny --draws 40 --drivers 4 --threads 1 "$@"; }

expect 0 build/tradewind range s.yaml --world tiny --draws 40 --drivers 4 --store one.db --out one
expect 0 ranks --store two.db --out two
says out "40 draws of 2 parameters"
[ "$(grep -c "40 draws of" out)" -eq 1 ] || wrong "more than one rank reports"
for file in regions.csv sectors.csv drivers.csv trade.csv; do
  cmp "one/$file" "two/$file" || wrong "$file of two ranks is not that of one process"
done
[ ! -e two.db.0 ] && [ ! -e two.db.1 ] || wrong "the files of the ranks stay after they were merged"

# What the file has is not made again, and what it lacks is: of a store of one shard, and of a whole one.
expect 0 build/tradewind range s.yaml --world tiny --draws 40 --drivers 4 --threads 1 --store part.db --shard 2/3
for times in first second; do
  expect 0 ranks --store part.db --out "$times"
  for file in regions.csv sectors.csv drivers.csv trade.csv; do
    cmp "one/$file" "$times/$file" || wrong "$file of ranks that go on differs"
  done
done
code=0
ranks --store part.db --seed 3 >out 2>err || code=$?
[ "$code" -ne 0 ] || wrong "two ranks take a store of another seed"
says err "seed: found"

# Without a file to share there is nothing to merge.
code=0
ranks >out 2>err || code=$?
[ "$code" -ne 0 ] || wrong "two ranks without a store"
says err "--store FILE"
