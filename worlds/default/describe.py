"""What the world `default` says of itself: world.yaml."""

TITLE = "World 2023, 32 regions and 35 sectors"
CAVEAT = ("Trade, output and use of 2022 brought to trade in goods and GDP of 2023; input mixes are of 2014 and 2017, fitted; "
          "tariffs partly of 2014; trade elasticities are medians of studies that differ widely, services one number of 5: "
          "read the range. worlds/default.md lists every correction.")
TITLE_FR = "Monde 2023, 32 régions et 35 secteurs"
TITLE_JA = "世界2023年（32地域、35部門）"
CAVEAT_FR = ("Échanges, production et utilisation de 2022 portés aux échanges de biens et au PIB de 2023 ; "
             "structures d’intrants de 2014 et 2017, ajustées ; droits de douane en partie de 2014 ; élasticités "
             "du commerce : médianes d’études très divergentes, un seul nombre, 5, pour les services : lire "
             "l’intervalle. worlds/default.md donne chaque correction.")
CAVEAT_JA = ("2022年の貿易・産出・使用を2023年の財貿易とGDPに合わせたもの。中間投入の構成は2014年と2017年のものを調整。関税の一部は2014年。"
             "貿易弾力性は大きく異なる研究の中央値で、サービスは一律5とする。範囲とあわせて読まれたい。すべての補正はworlds/default.mdにある。")
YAML = f"""name: default
title:
  en: "{TITLE}"
  fr: "{TITLE_FR}"
  ja: "{TITLE_JA}"
year: 2023
currency: USD
unit: million
caveat:
  en: "{CAVEAT}"
  fr: "{CAVEAT_FR}"
  ja: "{CAVEAT_JA}"
elasticity_set: published
products: C29
products_assumed: [BARLEY, RAPESEED, CANOLA_OIL, PORK, BEEF, POULTRY, FISH]
products_caution: "Food: tonnes of wheat, maize, soybeans and rice are observed (exporters' reports of 2022), those of other foods are not. Assumed are one price a tonne, own sales from farm-gate values, their trade elasticities, of which low and high values are in worlds/food.md, and the elasticity of -0.5 between products of a sector: draw them."
tariff_columns:
  tariff_pct: "applied in 2023: US duties over imports of 2024, agreements and MFN rates since 2014 by tables, others of 2014"
  tariff_mfn_pct: "most-favoured-nation rate of the importer: newer for CHN IND CHL PER SGP NZL VNM BRN MYS GLF, others of 2014"
  tariff_us_2026_05_01_pct: "rates of the United States in force on 1 May 2026; other importers as tariff_pct"
  tariff_us_2026_08_22_pct: "rates of the United States in force on 22 August 2026 as far as lists were to be had; other importers as tariff_pct"
source: "OECD Inter-Country Input-Output Tables, 2025 edition, 2022 (trade by pair and good, own sales, output, value \
added), as summed in tariffwar (A. Lashkaripour) and Multi-regional-BKMN-model; input mixes: World Input-Output \
Database, 2016 release, and BEA use table of 2017, fitted; goods trade of 2023 by pair: BACI V202501 (CEPII); GDP of \
2023: World Development Indicators (World Bank); United States imports and duties of 2024 by HS10: US Census; tariffs of \
2014: WITS/TRAINS, corrected; Taiwan, agreements, MFN rates, measures of 2026: the tables worlds/default-*.csv, a source a \
line; employment: WIOD SEA, ILO, OECD, Statistics Canada, estimated; food inside sectors: FAOSTAT (worlds/food.md)"
licence: "OECD CC BY 4.0; WIOD 2016 release CC BY 4.0; BEA public domain; BACI Etalab 2.0; World Development Indicators CC \
BY 4.0; US Census public domain; ILO CC BY 4.0; WITS/TRAINS, agreements and measures: facts, with their sources named; \
trade-war-redux-2025 and tariff-rate-tracker MIT; FAOSTAT CC BY 4.0"
elasticities: "median of up to six published studies by sector, services the median of eleven published values \
(elasticities.csv, worlds/default-services.csv)"
notes:
  en:
    - "made by worlds/default/make.py with tradewind's own verbs; worlds/default.md lists every step with its size"
    - "observed for 2022: goods trade by pair and good, own sales, output and use by good; not observed: input mixes \
(2014, the United States 2017), the split of services trade by service, value added of GLF MYS NZL PER VNM BRN"
    - "goods are at border prices: wholesale and freight that the exporter sells to the same importer are part of them"
    - "GDP at market prices is value added and tariffs here; other taxes on products count as value added"
    - "goods trade includes re-exports as customs record them (NLD, SGP, and within REU); no services trade of 2023 \
is used"
    - "GLF is the six members of the Gulf Cooperation Council with the structure of Saudi Arabia and the Emirates"
    - "employment by sector is estimated outside the United States and Australia: 2023 totals on an older structure"
    - "the 22 brands of cars in C29 are of 2024: 46 % of cars by brand, market and plant country are observed or derived, the others assumed, and so is what a car is worth but in imports of the United States; worlds/cars.md"
    - "products of food are off until a scenario lists them: who sells wheat, maize, soybeans and rice to whom is observed (2022); of barley, rapeseed, canola oil, pork, beef, poultry and fish it is assumed: exports and imports of 2009, exports brought to the harvest of 2022, spread by this world’s flows of the sector; worlds/food.md"
  fr:
    - "fait par worlds/default/make.py avec les commandes de tradewind ; worlds/default.md donne chaque étape et son \
ampleur"
    - "observés pour 2022 : échanges de biens par paire et par bien, ventes intérieures, production et utilisation \
par bien ; non observés : structures d’intrants (2014, États-Unis 2017), répartition des échanges de services par \
service, valeur ajoutée de GLF MYS NZL PER VNM BRN"
    - "les biens sont aux prix à la frontière : le commerce de gros et le fret que l’exportateur vend au même \
importateur en font partie"
    - "le PIB aux prix du marché est ici la valeur ajoutée et les droits de douane ; les autres impôts sur les \
produits comptent comme valeur ajoutée"
    - "les échanges de biens comprennent les réexportations telles que les douanes les enregistrent (NLD, SGP et à \
l’intérieur de REU) ; aucun échange de services de 2023 n’est utilisé"
    - "GLF réunit les six membres du Conseil de coopération du Golfe, avec la structure de l’Arabie saoudite et des \
Émirats"
    - "l’emploi par secteur est estimé hors des États-Unis et de l’Australie : totaux de 2023 sur une structure plus \
ancienne"
    - "les 22 marques de voitures de C29 sont de 2024 : 46 % des voitures par marque, marché et pays d’usine sont observées ou dérivées, les autres supposées, comme la valeur d’une voiture hors des importations des États-Unis ; worlds/cars.md"
    - "les produits alimentaires sont exclus tant qu’un scénario ne les nomme pas : qui vend à qui le blé, le maïs, le soja et le riz est observé (2022) ; pour l’orge, le colza, l’huile de canola, le porc, le bœuf, la volaille et le poisson, c’est supposé : exportations et importations de 2009, les exportations portées à la production de 2022, réparties selon les flux du secteur de ce monde ; worlds/food.md"
  ja:
    - "worlds/default/make.pyがtradewindのコマンドで作成。各段階とその大きさはworlds/default.mdにある"
    - "2022年の実測：国の組と財ごとの財貿易、国内販売、財ごとの産出と使用。実測でないもの：中間投入の構成（2014年、米国は2017年）、サービス貿易のサービス別の内訳、GLF MYS NZL PER VNM BRNの付加価値"
    - "財は国境での価格であり、輸出国が同じ輸入国に売る卸売と運賃を含む"
    - "市場価格のGDPはここでは付加価値と関税の和。その他の生産物税は付加価値に含む"
    - "財貿易には税関が記録する再輸出を含む（NLD、SGP、REUの域内）。2023年のサービス貿易は用いていない"
    - "GLFは湾岸協力会議の6か国で、構造はサウジアラビアとアラブ首長国連邦のもの"
    - "部門別の雇用は、米国とオーストラリアを除き推計：2023年の総数を以前の構造で分けた"
    - "C29の22の自動車ブランドは2024年のもの。ブランド・市場・工場国別の台数の46%は実測または導出、残りは仮定であり、米国の輸入以外では1台の価値も仮定である（worlds/cars.md）"
    - "食料の製品は、シナリオが挙げるまで含まれない。小麦・とうもろこし・大豆・米の国間の取引は実測（2022年）。大麦・菜種・キャノーラ油・豚肉・牛肉・鶏肉・魚は仮定であり、2009年の輸出入（輸出は2022年の生産に合わせたもの）をこの世界の部門の取引で配分した（worlds/food.md）"
"""


def description():
    return YAML
