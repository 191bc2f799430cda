# Puts two columns of rates into the flows of the world provinces, whose data have none: MFN rates, and what the United
# States' rates of 1 May 2026 add to the duty of 2024. Both are of the world default, averages weighted by its flows; a
# province has those of Canada, and none towards a province. Used by provinces.sh, on flows.csv of default, then of provinces:
#   awk -f provinces_rates.awk DEFAULT PROVINCES
function add(names, to,   name, i, n) {
  n = split(names, name, " ")
  for (i = 1; i <= n; i++) into[name[i]] = to
}
function place(region) { return region ~ /^CA-/ ? "CAN" : index(own, " " region " ") ? region : "ROW" }
function columns(   i) {
  split("", at)
  for (i = 1; i <= NF; i++) at[$i] = i
}
function average(duty, key,   text) {
  text = sprintf("%.5f", value[key] > 0 ? duty / value[key] : 0)
  sub(/\.?0+$/, "", text)
  return text
}
BEGIN {
  FS = OFS = ","
  add("A01 A02 A03", "A")
  add("B05 B06 B07 B08 B09", "B")
  add("C10T12", "C10-C12")
  add("C13T15", "C13-C15")
  add("C16 C17_18", "C16-C18")
  add("C19 C20 C21 C22", "C19-C22")
  add("C23", "C23")
  add("C24A C24B C25 C28", "C24-C25_C28")
  add("C26 C27", "C26-C27")
  add("C29 C301 C302T309", "C29-C30")
  add("C31T33", "C31-C33")
  own = " CAN USA MEX JPN CHN DEU GBR "
}
FNR == 1 { file++ }
file == 1 && FNR == 1 { columns(); next }
file == 1 {
  importer = place($at["importer"])
  exporter = place($at["exporter"])
  if (!($at["sector"] in into) || importer == exporter) next
  key = importer SUBSEP exporter SUBSEP into[$at["sector"]]
  value[key] += $at["value"]
  mfn[key] += $at["value"] * $at["tariff_mfn_pct"]
  rise = $at["tariff_us_2026_05_01_pct"] - $at["tariff_pct"]
  if (importer == "USA" && rise > 0) us[key] += $at["value"] * rise
  next
}
FNR == 1 { print $1, $2, $3, $4, "tariff_mfn_pct", "tariff_us_2026_05_01_pct"; next }
{
  key = place($2) SUBSEP place($3) SUBSEP $1
  if ($2 == $3 || place($2) == place($3) || !(key in value)) print $1, $2, $3, $4, 0, 0
  else print $1, $2, $3, $4, average(mfn[key], key), average(us[key], key)
}
