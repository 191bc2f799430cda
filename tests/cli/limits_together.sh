# Limits on trade that carries deficits which are held: what has an equilibrium is solved, and what has none says so truly.
set -eu
. "$(dirname "$0")/lib.sh"
cd "$tmp"

# Four regions that live on their own sales, up to six orders of magnitude larger than their trade.
mkdir w
printf 'name: w\ntitle: A world for a test\nyear: 2020\ncurrency: USD\nunit: million\nsource: none\nlicence: none\n' >w/world.yaml
printf 'region,name\nR0,R0\nR1,R1\nR2,R2\nR3,R3\n' >w/regions.csv
printf 'sector,name,kind,trade_elasticity\nS0,S0,goods,8.335828957732373\nS1,S1,goods,1.768862906678554\n' >w/sectors.csv
cat >w/flows.csv <<'END'
sector,importer,exporter,value,tariff_pct,export_tax_pct
S0,R0,R0,5890.719077318452,0.0,0.0
S0,R0,R2,0.7308348512912933,15.14287063681593,4.580745607641906
S0,R1,R0,0.04837394219511133,2.91136060685957,4.078594985897749
S0,R1,R1,646.6475618682257,0.0,0.0
S0,R2,R0,0.8093380699485617,18.21229430815344,4.960072931659923
S0,R2,R1,0.5627032401388423,14.50976899096129,5.592828413640149
S0,R2,R2,2732.6821014350817,0.0,0.0
S0,R3,R2,0.5051307910572017,17.93593623791635,1.7774826815292473
S0,R3,R3,378.49287151849296,0.0,0.0
S1,R0,R0,6198.843142827132,0.0,0.0
S1,R0,R2,1.411092914540239,8.009254574731557,6.384343364580118
S1,R1,R0,0.6516805321027233,6.9602496872714585,6.12610336838642
S1,R1,R1,478.08021085549666,0.0,0.0
S1,R2,R2,1832.0782920132474,0.0,0.0
S1,R2,R3,0.5857340160327894,8.592252075083973,4.742819403774809
S1,R3,R2,0.1168398190141072,10.205178109423494,1.1665746431820425
S1,R3,R3,319.34432050208545,0.0,0.0
END
cat >w/production.csv <<'END'
region,sector,value_added_share
R0,S0,0.7247537697933679
R0,S1,0.7895147226709525
R1,S0,0.7250284837536707
R1,S1,0.7521836469463644
R2,S0,0.6283462549307686
R2,S1,0.6746031218605888
R3,S0,0.7360945678838529
R3,S1,0.6553930708168045
END
cat >w/inputs.csv <<'END'
region,user,input,share
R0,S0,S0,0.3115265553723379
R0,S0,S1,0.688473444627662
R0,S1,S0,0.02073435984710755
R0,S1,S1,0.9792656401528925
R1,S0,S0,0.2538979431188649
R1,S0,S1,0.7461020568811352
R1,S1,S0,0.7974225794916798
R1,S1,S1,0.20257742050832026
R2,S0,S0,0.804822415133256
R2,S0,S1,0.19517758486674397
R2,S1,S0,0.5041082039030123
R2,S1,S1,0.4958917960969878
R3,S0,S0,0.2966472212860103
R3,S0,S1,0.7033527787139897
R3,S1,S0,0.16147315036910678
R3,S1,S1,0.8385268496308933
END

# limit IMPORTER EXPORTER PERCENT DEFICITS OWNER
limit() {
  printf 'scenario: limits\nclosure: {deficits: %s}\npolicy:\n' "$4" >limits.yaml
  printf '  - quota: {importer: %s, exporter: %s, sector: all, to: %s %%, owner: %s}\n' "$1" "$2" "$3" "$5" >>limits.yaml
}

for percent in 90 70 62; do # all nine limits move each other: at 70 % they were turned in circles
  limit all all $percent fixed importer
  expect 0 "$program" run limits.yaml --world w --no-report
done
for percent in 90 50 11.6; do
  limit R2 R3 $percent fixed importer
  expect 0 "$program" run limits.yaml --world w --no-report
  for owner in importer exporter; do # without deficits there is always less to trade
    limit R0 R2 $percent zero $owner
    expect 0 "$program" run limits.yaml --world w --no-report
  done
done
limit R0 R2 50 fixed exporter
expect 0 "$program" run limits.yaml --world w --no-report

# What R0 buys must be worth its deficit: the less it buys, the cheaper R2 gets, and below 61 % nothing is left.
limit R0 R2 62 fixed importer
expect 0 "$program" run limits.yaml --world w --no-report
for whom in R0 all; do
  case $whom in R0) limit R0 R2 50 fixed importer ;; all) limit all all 50 fixed importer ;; esac
  expect 3 "$program" run limits.yaml --world w --no-report
  says err "by R0 from R2) is to be at most 50 % of the reference and was last at 6"
  says err "; set the limit higher, or do not hold the trade deficits that trade must carry (closure: {deficits: zero})"
done
