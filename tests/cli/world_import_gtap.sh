# world import --from gtap: a made-up base in both layouts becomes a world; what cannot be one is refused with the place, and
# nothing is left. tests/replication/gtap.py compares the numbers.
set -eu
. "$(dirname "$0")/lib.sh"
/usr/bin/python3 -c 'import numpy' 2>/dev/null || skip "needs python3-numpy"
cd "$tmp"

# make FOLDER LAYOUT [CHANGE]: a small base; CHANGE is Python, with b the base, a its arrays, s the headers of sets.har
make() {
  PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$source_dir/tests /usr/bin/python3 -c 'import sys
import numpy as np
from gtap_base import Base
b = Base(int(sys.argv[2]), 4, 7, 3)
a, s = b.arrays(), b.set_headers()
exec(sys.argv[3])
b.write(sys.argv[1], a, s)' "$1" "$2" "${3:-pass}"
}

# refuse LAYOUT CHANGE MESSAGE [OPTION ...]: exit code 2 with the message, and nothing is left
refuse() {
  rm -rf base
  make base "$1" "$2"
  message=$3
  shift 3
  expect 2 "$program" world import --from gtap base --out made "$@"
  says err "$message"
  silent out
  [ ! -e made ] || wrong "something was written"
}

make seven 7
make six 6
expect 0 "$program" world import --from gtap seven/ --out seven-world --year 2017
silent err
says out "seven-world written: world gtap2017, 4 regions and 7 sectors from seven/"
says out "in the layout of version 7 of the model (VXSB, VDFB, MAKB), 4 regions, 7 commodities, 7 activities."
expect 0 "$program" world import --from GTAP six --out six-world.tww
says out "in the layout of version 6.2 of the model (VXMD, VDFM, EVFA), 4 regions, 7 commodities, 7 activities and capital goods."
! grep -q "Activities make" out || wrong "a make of version 6.2"
for made in seven-world six-world.tww; do
  expect 0 "$program" world check "$made"
  says out "0 violated"
  says out "International freight of"
done
expect 0 "$program" world show seven-world
says out "GTAP data base, Center for Global Trade Analysis, Purdue University, folder seven"
says out "ESUBM - 1 of default.prm (ESBM)"
says out "Paddy rice"

# It solves, also with the elasticities of ESUBD.
cat >s.yaml <<END
scenario: tariff
title: A tariff for a test
policy:
  - tariff: {importer: chn, exporter: NZL, sector: goods, add: 10 pp}
END
expect 0 "$program" run s.yaml --world seven-world
says out "Certified"
expect 0 "$program" run s.yaml --world six-world.tww --elasticities esubd
says out "Certified"

# Names of files by FlexAgg, in any case; elasticities of the user's; none at all.
mkdir flex
cp seven/basedata.har flex/GSDFDAT.HAR
expect 0 "$program" world import --from gtap flex --out flex-world
says out "No trade elasticities were given; every sector has 4."
cp seven/default.prm flex/gsdfpar.har
expect 0 "$program" world import --from gtap flex --out flex-world.tww
[ "$("$program" world show flex-world.tww | grep -c ESUBM)" -ge 1 ] || wrong "gsdfpar.har was not read"
{ echo sector,trade_elasticity,kind; for s in pdr wht gro v_f otp wtp atp; do echo "$s,3,goods"; done; } >e.csv
rm seven/default.prm # not asked for
expect 0 "$program" world import --from gtap seven -e e.csv --out own.tww
says out "own.tww written: world gtap"
! grep -q ESUB out || wrong "default.prm was read"
expect 0 "$program" world show own.tww
says out "file e.csv"
cp flex/gsdfpar.har seven/default.prm

# basedata.har comes before FlexAgg's names, in whatever order a folder lists them.
mkdir both other
cp seven/basedata.har both/basedata.har
echo none >both/gsddat.har
echo none >other/gsddat.har
cp seven/basedata.har other/basedata.har
for folder in both other; do
  expect 0 "$program" world import --from gtap "$folder" --out both.tww
done

# Options that have no meaning.
expect 1 "$program" world import --from gtap seven --map value=VXSB --out made
says err "a map of columns is of use only for tables in long form, not for gtap"
printf 'importer,sector,tariff_pct\nchn,goods,1\n' >t.csv
expect 1 "$program" world import --from gtap seven --tariffs t.csv --out made
says err "a file of tariffs is of no use with gtap, whose base has them (VMSB or VIMS)"

# Folders that are none.
expect 2 "$program" world import --from gtap seven/basedata.har --out made
says err "seven/basedata.har: expected the folder of a GTAP data base, with basedata.har, sets.har and default.prm"
expect 5 "$program" world import --from gtap nowhere --out made
says err "nowhere: expected the folder of a GTAP data base"
mkdir empty
expect 2 "$program" world import --from gtap empty --out made
says err "empty: found no basedata.har (nor gsdfdat.har or gsddat.har, as FlexAgg calls it), expected the base data of GTAP"

# Headers: missing, of neither layout, of too few dimensions, twice, texts.
refuse 7 'del a["VDPB"], a["VMGP"]' "base/basedata.har: found no header VDPB, VMGP, expected all headers of the layout of version 7 of the model, which it has others of"
refuse 6 'del a["VIMS"]' "base/basedata.har: found no header VIMS, expected all headers of the layout of version 6.2 of the model"
refuse 7 'a = {"POP": a["POP"]}' "base/basedata.har: found no header of GTAP's base data, expected VXSB, VDFB, MAKB … (layout of version 7 of the model) or VXMD, VDFM, EVFA … (version 6.2)"
refuse 7 'a["VST"] = (a["VST"][0][:1], a["VST"][1][:, 0])' "base/basedata.har: header VST: found 1 dimensions, expected 2: margin commodities, regions"
refuse 7 'a["VFOB"] = ((("COMM", b.comm[:-1]),) + a["VFOB"][0][1:], a["VFOB"][1][:-1])' "base/basedata.har: header VFOB: dimension 1 has 6 elements, expected 7, the commodities of header VXSB"
refuse 7 'a["VCIF"] = (a["VCIF"][0][:2] + (("DST", b.reg[::-1]),), a["VCIF"][1])' "base/basedata.har: header VCIF: dimension 3: element 1 is xtw, expected aus, as in header VXSB"
refuse 7 'a["VDPB"] = ((a["VDPB"][0][0], ("REG", ["aus", "nzl", "usa", "xtw"])), a["VDPB"][1])' "base/basedata.har: header VDPB: dimension 2: element 3 is usa, expected chn, as in header VXSB"
refuse 7 'b.comm[1] = "pdr"; a, s = b.arrays(), b.set_headers()' "base/basedata.har: header VXSB: dimension 1: element 2, pdr, is element 1 as well"
refuse 7 'a["vst"] = a["VST"]' "base/basedata.har: header vst comes twice"

# sets.har and default.prm of another base.
refuse 7 's["REG"] = s["REG"][:-1]' "base/sets.har: header REG: found 3 elements, expected 4, the regions of header VXSB of base/basedata.har"
refuse 6 's["H2"] = s["H2"][:2] + ["cow"] + s["H2"][3:]' "base/sets.har: header H2: element 3 is \"cow\", expected gro, as in header VTWR of base/basedata.har"
refuse 7 's = {"ABCD": ["x"]}' "base/sets.har: found no set of GTAP, expected the headers REG, COMM, ACTS, ENDW, MARG"
refuse 7 'b.comm = b.comm[::-1]' "base/default.prm: header ESBD: dimension 1: element 1 is atp, expected pdr, as in base/basedata.har"
refuse 7 'b.esubm[2] = 0.5' "base/default.prm: header ESBM: found 0.5 for gro, aus, expected more than 1: the model's trade elasticity is one less; --elasticities FILE gives others"
refuse 6 'b.esubm[2] = 1' "base/default.prm: header ESBM: found 1 for gro, expected more than 1"

# Numbers: below zero, by rounding, none, an identity that does not hold.
refuse 7 'a["VFOB"][1][2, 0, 1] = -12.5' "base/basedata.har: header VFOB: found -12.5 at gro, aus, nzl, expected 0 or more"
refuse 6 'a["VDFM"][1][0, 7, 3] = -250' "base/basedata.har: header VDFM: found -250 at pdr, CGDS, xtw, expected 0 or more"
refuse 7 'a["VDGB"][1][0, 0] = np.inf' "base/basedata.har: header VDGB: found no number at pdr, aus"
refuse 7 'a["VMSB"][1][1, 2, 3] += 5000' "what users buy of imports (VMFB, VMPB, VMGB, VMIB) is"
refuse 7 'a["VST"][1][0, 0] *= 2' "base/basedata.har: otp: freight that trade takes (VTWR) is"
refuse 7 'a["MAKB"][1][3, 3, 1] *= 1.5' "base/basedata.har: nzl v_f: what is sold (VDFB, VDPB, VDGB, VDIB, VXSB, VST) is"
refuse 7 'a["EVFP"][1][0, 0, 0] += 9e4' "base/basedata.har: aus, activity pdr: what it costs (VDFP, VMFP, EVFP) is"
refuse 6 'a["EVFA"][1][0, 7, 0] = 9e4' "base/basedata.har: header EVFA: capital goods use endowments of 90000, expected none"
refuse 7 'z = np.argwhere(a["VXSB"][1] > 0)[0]; a["VXSB"][1][tuple(z)] = 0' "header VXSB is 0 but header VMSB is" --bound 1

# Within the bound trade stays as it is, and what users buy of imports gives way: the world is in balance.
make gap 7 'a["VMFB"][1][:] *= 1.0008; a["VST"][1][0] *= 0.9995; a["VDPB"][1][:] *= 1.0002'
expect 0 "$program" world import --from gtap gap --out gap.tww
expect 0 "$program" world check gap.tww
says out "0 violated"
expect 2 "$program" world import --from gtap gap --out made --bound 1e-5
says err "(--bound 1e-05 of the number and of a hundredth of its total)"

make rounded 7 'z = np.argwhere(a["VXSB"][1] == 0)[0]; a["VXSB"][1][tuple(z)] = -1e-4'
expect 0 "$program" world import --from gtap rounded --out rounded.tww
says out "Numbers below zero, -100 USD in all and at most a millionth of their header, are zero here."

# What subtraction leaves of a flow may be in some of its levels and not in others, and of freight that nobody sells: it is
# left out, and the gap has it. More than a millionth of a header together is refused.
residue='z = tuple(np.argwhere(a["VXSB"][1] == 0)[0]); a["VXSB"][1][z] = -1e-9; a["VFOB"][1][z] = a["VCIF"][1][z] = 1e-9'
make residue 7 "$residue"
expect 0 "$program" world import --from gtap residue --out residue.tww
make residue-six 6 "$(echo "$residue" | sed 's/VXSB/VXMD/g; s/VFOB/VXWD/; s/VCIF/VIWS/')"
expect 0 "$program" world import --from gtap residue-six --out residue-six.tww
for made in residue.tww residue-six.tww; do
  expect 0 "$program" world check "$made"
  says out "0 violated"
done
expect 0 "$program" world diff residue.tww seven-world
says out "Every number is equal"
some='z = np.argwhere(a["VXSB"][1] == 0)[:4]; x = float(a["VFOB"][1].sum())
for i in z: a["VFOB"][1][tuple(i)] = a["VCIF"][1][tuple(i)] = SHARE * 1e-6 * x'
make several 7 "$(echo "$some" | sed 's/SHARE/0.24/')"
expect 0 "$program" world import --from gtap several --out several.tww
refuse 7 "$(echo "$some" | sed 's/SHARE/0.26/')" "header VMSB is 0 but header VCIF is"
freight='a["VST"][1][2] = -1e-9; a["VTWR"][1][2] = 0; a["VTWR"][1][2, 0, 0, 1] = SHARE'
make freight 7 "$(echo "$freight" | sed 's/SHARE/1e-9/')"
expect 0 "$program" world import --from gtap freight --out freight.tww --bound 1
expect 0 "$program" world check freight.tww
says out "0 violated"
refuse 7 "$(echo "$freight" | sed 's/SHARE/1/')" "header VST: no region sells atp, which carries freight of 1" --bound 1

# A file that is cut off anywhere, in any of the three, or is none.
for file in basedata.har sets.har default.prm; do
  size=$(wc -c <"seven/$file")
  for part in 1 3 5 7 9; do
    rm -rf base
    cp -r seven base
    head -c $((size * part / 10)) "seven/$file" >"base/$file"
    expect 2 "$program" world import --from gtap base --out made
    says err "base/$file: "
    [ ! -e made ] || wrong "something was written"
  done
done
says err "the file is cut off"
cp -r seven text
echo "this is no header-array file" >text/basedata.har
expect 2 "$program" world import --from gtap text --out made
says err "text/basedata.har: "
