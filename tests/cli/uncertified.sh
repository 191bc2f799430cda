# No certified solution: exit 3, the reason, run.json with certified false; older results stay and cannot be mistaken.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"
make_world tiny
make_scenario s.yaml
make_scenario t.yaml 200

expect 0 "$program" run s.yaml --world tiny --out results
cp -r results before

expect 3 "$program" run t.yaml --world tiny --out results --max-iterations 1 --max-steps 0
silent out
says err "no certified solution (iteration_limit)"
says err "largest share of the shock that was solved is"
grep -q "still solves" err && wrong "what was not shown is concluded"
for file in regions.csv sectors.csv trade.csv; do
  cmp "before/$file" "results/$file" >&2 || wrong "$file changed"
done
says results/run.json '"certified": false'
says results/run.json '"older_results"'
says results/run.json "of an earlier run, not of this one"
[ "$(ls results/uncertified | tr '\n' ' ')" = "residuals.csv run.json " ] || wrong "uncertified: $(ls results/uncertified)"

# In a folder of its own there is nothing else.
expect 3 "$program" run t.yaml --world tiny --out fresh --max-iterations 1 --max-steps 0
[ "$(ls fresh | tr '\n' ' ')" = "run.json uncertified " ] || wrong "files: $(ls fresh)"

# Without --out: the same code and no files.
expect 3 "$program" run t.yaml --world tiny --max-iterations 1 --max-steps 0
silent out

# The next certified run clears it away.
expect 0 "$program" run s.yaml --world tiny --out results
[ ! -e results/uncertified ] || wrong "uncertified/ is still there"
says results/run.json '"certified": true'
