#!/bin/sh
# Makes the built-in world provinces from the world folder provinces2021, with `tradewind world balance`:
#   worlds/provinces.sh [TRADEWIND [PROVINCES2021]]
# TRADEWIND is the program (build/tradewind), PROVINCES2021 the folder ($TRADEWIND_DATA/provinces2021,
# ../shared/data/provinces2021). Flows between regions and value added of each region are held; own sales, inputs and
# final demand give way. What moved is written to worlds/provinces.md, between its two marks. The same input gives the
# same files, byte for byte.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../build/tradewind}
source=${2:-${TRADEWIND_DATA:-$here/../../shared/data}/provinces2021}
work=$(mktemp -d "${TMPDIR:-/tmp}/provinces-XXXXXX")
trap 'rm -rf "$work"' EXIT

mkdir "$work/provinces2021"
cp "$source"/* "$work/provinces2021/"
chmod -R u+w "$work/provinces2021"
cat >>"$work/provinces2021/world.yaml" <<'END'
caveat: "Tables of 2021: one input-output matrix for all regions, balanced, applied tariffs taken as zero, and foreign trade of provinces split by national partner shares: good for who gains and who loses, not for the second digit; worlds/provinces.md lists what was corrected."
END
ten='CA-AB, CA-BC, CA-MB, CA-NB, CA-NL, CA-NS, CA-ON, CA-PE, CA-QC, CA-SK'
cat >"$work/provinces2021/groups.yaml" <<END
CAN: [$ten]
PROVINCES: [$ten]
ATLANTIC: [CA-NB, CA-NL, CA-NS, CA-PE]
PRAIRIES: [CA-AB, CA-MB, CA-SK]
CUSMA: [$ten, MEX, USA]
CPTPP: [$ten, GBR, JPN, MEX]
G7: [$ten, DEU, GBR, JPN, USA]
END

"$program" world balance "$work/provinces2021" --hold value_added,flows --report "$work/moved.csv" --name provinces \
  --title "Canadian provinces and main partners, 2021, 17 regions and 23 sectors" --out "$here/provinces" >"$work/said"
rm -f "$here/provinces/findings.csv" # what moved stands in provinces.md

# Rates of the world default, for scenarios that put them in place: the base stays without tariffs.
for world in default provinces; do gzip -dc "$here/$world/flows.csv.gz" >"$work/$world.csv"; done
awk -f "$here/provinces_rates.awk" "$work/default.csv" "$work/provinces.csv" | gzip -n9 >"$here/provinces/flows.csv.gz"
printf '%s\n' '# Cars stand with other transport equipment here.' 'C29: [C29-C30]' >"$here/provinces/sector_groups.yaml"
awk '
  /^# Written by tradewind/ { exit }
  { print }
  /^caveat:/ {
    print "tariff_columns:"
    print "  tariff_mfn_pct: \"most-favoured-nation rate of the importer, of the world default, by its flows\""
    print "  tariff_us_2026_05_01_pct: \"what the rates of the United States on 1 May 2026 add to the duty of 2024, of the " \
      "world default; other importers zero\""
  }' "$here/provinces/world.yaml" >"$work/world.yaml"
cp "$work/world.yaml" "$here/provinces/world.yaml"
"$program" world check "$here/provinces" >"$work/check"

# Sums by kind for provinces (a buyer or maker of Canada) and for the others, in per cent of what is compared below.
summary() {
  awk -F, '
    $1 ~ /^(flow|input|final_demand|value_added)$/ {
      k = ($4 $5) ~ /CA-/ ? "p" : "o"
      d = $8 < 0 ? -$8 : $8
      moved[$1 k] += d
      if (d > most[$1 k]) { most[$1 k] = d; where[$1 k] = $2 ($3 == "" ? "" : " used by " $3) ", " ($4 == "" ? $5 : $4) \
        ($1 == "flow" ? " from " $5 : ""); pct[$1 k] = $9 }
    }
    END {
      print "| cells | where | moved, billion CAD | largest | it moved by |"
      print "|---|---|---|---|---|"
      split("flow input value_added final_demand", kind, " ")
      for (i = 1; i <= 4; i++)
        for (j = 1; j <= 2; j++) {
          k = kind[i] (j == 1 ? "p" : "o")
          if (moved[k]) printf "| %s | %s | %.1f | %s | %+.1f %% |\n", kind[i], j == 1 ? "provinces" : "partners", \
            moved[k] / 1e6, where[k], pct[k]
        }
    }' "$work/moved.csv"
}

{
  sed '/^<!-- moved -->/q' "$here/provinces.md"
  echo
  summary
  echo
  echo 'The same by the program, the largest of each kind:'
  echo
  echo '```'
  sed '/^$/d; /moved.csv/d; /SHA-256/d; s/[[:space:]]*$//' "$work/said"
  echo '```'
  echo
  echo '`tradewind world check provinces`:'
  echo
  echo '```'
  sed 's/[[:space:]]*$//' "$work/check"
  echo '```'
  echo
  sed -n '/^<!-- end -->/,$p' "$here/provinces.md"
} >"$work/provinces.md"
cp "$work/provinces.md" "$here/provinces.md"
