# objects.sh FROM TO: TO is a build that is configured and not built yet. It takes those objects of the build FROM that its
# compiler would make again just so: of the same source, compiler and flags, and without what either build generated. A
# test that needs a build with one part more or less then compiles what that part changes. Prints how many it took.
set -eu
from=$1 to=$2 # as absolute paths
cached() { sed -n "s/^CMAKE_$2:[A-Z]*=//p" "$1/CMakeCache.txt"; }
for name in HOME_DIRECTORY C_COMPILER BUILD_TYPE; do
  [ "$(cached "$from" $name)" = "$(cached "$to" $name)" ] || { echo 0; exit; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$from"
: >"$work/taken" # other flags: nothing, and all is compiled
for target in tradewind_objects tradewind-cli; do
  made=CMakeFiles/$target.dir
  flags() { grep '^C_' "$1/$made/flags.make" | sed "s|$1/|BUILD/|g"; } # of all files, with one name for both builds
  [ "$(flags "$from")" = "$(flags "$to")" ] || continue
  {
    # Not taken: what has flags of its own in one of the two alone, and what is made of something that was generated.
    sed -n 's/^# Custom [^:]*: //p' "$made/flags.make" "$to/$made/flags.make" | sort | uniq -u | sed 's/\.o_[A-Z_]* = .*/.o/'
    find "$made" -name '*.o.d' -exec grep -lF "$from/" {} + | sed 's/\.d$//' || :
  } | sort -u >"$work/other"
  find "$made" -name '*.o' | sort | comm -23 - "$work/other" >"$work/same"
  tar -cf - -T "$work/same" | tar -xmf - -C "$to" # with the time of now, so that make sees nothing to do
  cat "$work/same" >>"$work/taken"
done
wc -l <"$work/taken"
