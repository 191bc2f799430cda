#!/bin/sh
# Makes examples/arctic.yaml: the barriers that `tradewind routes` derives of days by the Northwest Passage, with title and
# notes:  markets/sea/arctic.sh [TRADEWIND] >examples/arctic.yaml
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../../build/tradewind}
made=$(mktemp)
trap 'rm -f "$made"' EXIT
"$program" routes --barriers --open northwest --months 3 >"$made"
grep -q 'by -0.136 % (-0.061 to -0.212)' "$made" || { echo "the notes below have other numbers" >&2; exit 1; }
cat <<'END'
# The Northwest Passage is open to goods for three months of the year. Made by markets/sea/arctic.sh, of days by sea between
# the main ports of regions: `tradewind routes --barriers --open northwest --months 3`; docs/routes.md says how.
#
#   tradewind run arctic
#   tradewind run arctic --set open='1.35 %'     open all the year
#   tradewind range arctic                       a day worth 0.6 to 2.1 %
scenario: arctic
title:
  en: The Northwest Passage is open to trade in goods three months a year
  fr: Le passage du Nord-Ouest est ouvert au commerce de biens trois mois par an
  ja: 北西航路が年3か月、財の貿易に開かれる
END
sed -n '/^world:/,$p' "$made" | sed -e 's/# 3 months of 12/# three months of twelve, an assumption/'
cat <<'END'
range: {draws: 200, variables: {day: {uniform: [0.6 %, 2.1 %]}}} # Hummels and Schaur 2013, doi:10.1257/aer.103.7.2935
notes:
  en:
    - Days saved times what a day is worth, times a quarter of the year, as a lower barrier. That is small, barriers of all trade
      in goods fall by 0.14 % (0.06 to 0.21 with the worth of a day); open all the year it is four times that.
    - An upper bound. All goods but coal, oil and gas go by sea and by the shortest way here, at 17 knots, through ice as fast
      as elsewhere; what goes by air or rail is in it, and so is a port's share for regions with two coasts (assumed). Ice
      class, escort, insurance and a schedule that breaks twice a year are left out, and so is the Siberian coast.
    - Countries on the routes of today lose a little, Malaysia and Singapore, as far as trade in goods shows it; services of
      their ports are not tied to ships here.
  fr:
    - "Les jours gagnés, fois ce que vaut un jour, fois un quart d’année, comme baisse d’obstacle. C’est peu : les obstacles de
      tout le commerce de biens baissent de 0,14 % (0,06 à 0,21 selon la valeur du jour) ; ouvert toute l’année, quatre fois cela."
    - "Une borne supérieure. Tous les biens sauf charbon, pétrole et gaz vont ici par mer et par le plus court, à 17 nœuds, dans
      la glace aussi vite qu’ailleurs ; ce qui va par avion ou par rail y est compris, et les parts des ports des régions à
      deux façades sont supposées. Classe glace, escorte, assurance et un horaire rompu deux fois l’an sont laissés de côté,
      comme la côte de Sibérie."
    - "Les pays des routes d’aujourd’hui, Malaisie et Singapour, perdent un peu, pour autant que le commerce de biens le
      montre ; les services de leurs ports ne dépendent pas ici des navires."
  ja:
    - "節約される日数に1日の価値と1年の4分の1を掛け、障壁の低下とした。財貿易全体の障壁の低下は0.14%（1日の価値により0.06〜0.21%）と小さい。通年ならその4倍になる。"
    - "上限の値。石炭・石油・ガスを除くすべての財が海路の最短経路を17ノットで進み、氷の中でも同じ速さとした。航空や鉄道の貨物も含み、二つの海岸をもつ地域の港の割合は仮定。耐氷船、砕氷船の先導、保険、年に二度途切れる運航、シベリア沿岸は含まない。"
    - "現在の航路上の国（マレーシア、シンガポール）は、財の貿易に現れる限りでわずかに失う。港のサービスは船の数と結び付いていない。"
END
