# Bans that spread: words, JSON, files, replay and diff, verbs that do not take them, what is wrong.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

cat >s.yaml <<'S'
scenario: s
world: small2014
policy:
  - ban: {importer: all, exporter: BRA, sector: A}
  - clause: {importer: JPN, exporter: CAN, sector: A}
cascade: {sector: A, who: [CAN, USA, IND], trigger: volume, tau: 1 %}
S
expect 0 "$program" run s.yaml --out r --tables dta
for text in "Bans, round by round, without the clause:" "Bans, round by round, with the clause:" "Both parties of the no-ban clause" \
  "then nobody follows" "CAN-JPN  JPN     A        price"; do
  says out "$text"
done
silent err
for file in cascade.csv clause.csv cascade.dta clause.dta regions.csv limits.csv columns.csv run.json report.html; do
  [ -e "r/$file" ] || wrong "no $file"
done
[ "$(head -n 1 r/cascade.csv)" = round,region,sector,product,action,trigger,clause ] || wrong "columns of cascade.csv"
[ "$(head -n 1 r/clause.csv)" = exporter,importer,kind,region,sector,product,measure,unit,base,without,with ] ||
  wrong "columns of clause.csv"
says r/run.json '"kind": "cascade"'
says r/columns.csv "cascade.csv,round,round,"
# nobody decides again once it has acted, and the last round is without a ban
awk -F, 'NR > 1 { k = $2 $7; if (acted[k]) exit 1; if ($5 != "none") acted[k] = 1 }' r/cascade.csv || wrong "a ban twice"
# capped: as much as before
awk -F, '$4 == "JPN" && $7 == "partner" { d = $11 / $9 - 1; n++; exit !(d * d < 1e-18 && $10 == 0) } END { exit !n }' r/clause.csv ||
  wrong "the cap"
expect 0 "$program" replay r
says out "cascade.csv"
expect 0 "$program" diff r r
sed 's/tau: 1 %/tau: 1.1 %/' s.yaml >t.yaml
expect 0 "$program" run t.yaml --out other
expect 0 "$program" diff r other
says out "cascade.csv"
expect 0 "$program" run s.yaml --json
python3 -c 'import json, sys
c = json.load(open(sys.argv[1]))["cascade"]
assert c["rounds"] == 2 and c["rounds_with_clause"] == 2 and len(c["parties"]) == 14
assert [d["region"] for d in c["decisions"] if d["round"] == 1 and d["action"] == "ban"] == ["IND", "IND"]' out || wrong "JSON"
for threads in 1 2; do
  expect 0 "$program" run s.yaml --threads $threads --out t$threads
done
cmp t1/cascade.csv t2/cascade.csv && cmp t1/clause.csv t2/clause.csv || wrong "threads"

# stocks of the user's: kept, replayed, and counted where the world does not have what they are of
mkdir stocks
printf '%s\n' region,product,quantity CAN,WHEAT,5 JPN,WHEAT,6 >stocks/stocks.csv
expect 0 "$program" run s.yaml --food-tables stocks --out kept
says out "2 rows of stocks/stocks.csv are of regions or products that the world does not"
says kept/run.json '"stocks.csv": {'
rm -r stocks
expect 0 "$program" replay kept
says out "clause.csv"
expect 2 "$program" run s.yaml --food-tables stocks
says err "stocks: there is no such folder"
mkdir stocks
expect 2 "$program" run s.yaml --food-tables stocks
says err "stocks: found neither stocks.csv nor calories.csv, expected one of them"
expect 1 "$program" run us-tariff-canada --food-tables stocks
says err "food-tables is of scenarios with a cascade or a rule clause, which us-tariff-canada has not"

expect 0 "$program" scenario check s.yaml
says out "A cascade follows, round by round: CAN, USA, IND each ban exports of A"
says out "Bans on trade in A from CAN to JPN do not hold up to the volume of the"
for verb in "range s.yaml" "plants s.yaml" "reconcile s.yaml" "dependence JPN s.yaml" "exposure JPN s.yaml"; do
  # shellcheck disable=SC2086 # words
  expect 2 "$program" $verb
  says err "s.yaml:6:1: the scenario s has a cascade, which is solved round by round"
done
sed 's/exporter: CAN/exporter: DEU/' s.yaml >bad.yaml
expect 2 "$program" run bad.yaml
[ "$(tr '\n' ' ' <err | sed 's/  */ /g; s/ $//')" = "tradewind: error: bad.yaml:5:39: clause: DEU bans nothing that the clause is on: \
no rule ban of the policy covers it, and it is not in who of the cascade, which has CAN, USA, IND, expected an exporter \
that does or may" ] || wrong "words: $(cat err)"

# where a ban leaves a buyer without a source the run ends there, and says in which round
expect 0 "$program" run wheat-bans
says out "Who may follow is assumed"
