#!/usr/bin/python3
"""Writes elasticities.csv of the world `default`: sets of trade elasticities by sector, and their uncertainty.

    worlds/default/elasticities.py --data DATA

`published`, the set that the world uses, has in each sector of goods the median of what up to six published studies
have for it, one vote each, and their quantiles at 5 and 95 %: the spread between studies is several times the standard
errors that any of them prints. Services are one number, of the values in default-services.csv, and are drawn as one.
Left out are values that a study itself does not estimate (4 in Giri et al. where its table has none).
The other sets are single studies. docs/decisions/0022-default-2022.md says why.
"""

import argparse
import os

import numpy as np

from tables import HERE, beside, rows, write

STUDIES = (  # column of elasticities_28.csv, name of the set, reference
    ("Shap", "shapiro-2016", "Shapiro (2016), American Economic Journal: Economic Policy 8(4), Table 2"),
    ("BSY", "bagwell-2021", "Bagwell, Staiger and Yurukoglu (2021), Econometrica 89(4), Table II"),
    ("GYY", "giri-2021", "Giri, Yi and Yilmazkuday (2021), Journal of International Economics 129"),
    ("LL", "lashkaripour-2023", "Lashkaripour and Lugovskyy (2023), American Economic Review 113(10), Table 3"),
)
BY_GTAP = "; mapped to the ICIO's sectors as in tariffwar (A. Lashkaripour)"
CP = {"Agriculture": "A01 A02 A03", "Mining": "B05 B06 B07 B08 B09", "Food": "C10T12", "Textile": "C13T15", "Wood": "C16",
      "Paper": "C17_18", "Petroleum": "C19", "Chemicals": "C20 C21", "Plastic": "C22", "Minerals": "C23",
      "Basic metals": "C24A C24B", "Metal products": "C25", "Machinery n.e.c.": "C28", "Electrical": "C27",
      "Auto": "C29", "Other Transport": "C301 C302T309", "Other": "C31T33"}
CP_C26 = ("Office", "Communication", "Medical")  # one sector here: their mean
CP_REFERENCE = "Caliendo and Parro (2015), Review of Economic Studies 82, Table 1, 99 % sample"
FGO_REFERENCE = ("Fontagné, Guimbard and Orefice (2022), Journal of International Economics 137, the authors' table for the "
                 "ICIO's sectors (2026)")
BCK_REFERENCE = "Bolhuis, Chen and Kett (2023), IMF working paper 23/73, by broad sector"
SERVICES_CP = 8.22


def quantile(values, p):
    return float(np.quantile(np.array(values, dtype=float), p))


def number(x):
    return ("%.4f" % x).rstrip("0").rstrip(".")


def lines(data):
    trade = os.path.join(data, "icio-trade")
    goods = [r["sector"] for r in rows(os.path.join(data, "icio2022", "sectors.csv")) if r["kind"] == "goods"]
    by = {r["sector"]: r for r in rows(os.path.join(trade, "elasticities_28.csv"))}
    fgo = {r["sector"]: -float(r["epsilon"]) for r in rows(os.path.join(trade, "elasticities_fgo_icio2025.csv")) if
           r["epsilon"]}
    bck = {r["sector"]: float(r["trade_elasticity"]) for r in rows(os.path.join(data, "icio2022", "sectors.csv"))}
    table = {r["sector"]: r for r in rows(os.path.join(data, "elasticities", "cp2015_table1.csv"))}
    cp, cp_used, cp_error = {}, {}, {}
    for name, codes in CP.items():
        for code in codes.split():
            cp[code], cp_used[code] = float(table[name]["theta_99"]), float(table[name]["theta_used_in_counterfactuals"])
            cp_error[code] = float(table[name]["se_99"])
    cp["C26"] = cp_used["C26"] = sum(float(table[n]["theta_99"]) for n in CP_C26) / 3
    cp_error["C26"] = sum(float(table[n]["se_99"]) ** 2 for n in CP_C26) ** 0.5 / 3
    out = []
    for s in goods:
        votes = [("Caliendo-Parro", cp[s])] + [(name, float(by[s][column])) for column, name, _ in STUDIES
                                               if not (column == "GYY" and float(by[s][column]) == 4)]
        if s in fgo:
            votes.append(("Fontagné et al.", fgo[s]))
        values = [v for _, v in votes]
        middle = number(quantile(values, 0.5))
        out.append(("published", s, "", middle, "", number(quantile(values, 0.05)), middle, number(quantile(values, 0.95)),
                    "median and quantiles of %d published studies" % len(values)))
    values = [float(r["trade_elasticity"]) for r in beside("default-services.csv")]
    middle = number(quantile(values, 0.5))
    out.append(("published", "services", "services", middle, "", number(quantile(values, 0.05)), middle,
                number(quantile(values, 0.95)), "median and quantiles of %d published values" % len(values)))
    for s in goods:
        out.append(("caliendo-parro-2015", s, "", number(cp_used[s]), number(cp_error[s]), "", "", "", CP_REFERENCE))
    out.append(("caliendo-parro-2015", "services", "services", number(SERVICES_CP), "", "", "", "", CP_REFERENCE))
    out += [("fontagne-2022", s, "", number(fgo[s]), "", "", "", "", FGO_REFERENCE) for s in goods if s in fgo]
    out += [("bolhuis-2023", s, "", number(bck[s]), "", "", "", "", BCK_REFERENCE) for s in goods]
    out.append(("bolhuis-2023", "services", "services", number(bck["G"]), "", "", "", "", BCK_REFERENCE))
    for column, name, reference in STUDIES:
        out += [(name, s, "", number(float(by[s][column])), "", "", "", "", reference + BY_GTAP) for s in goods
                if not (column == "GYY" and float(by[s][column]) == 4)]
    return out


def estimates(path):
    """The set `published` of a written file: sector or `services` to its estimate."""
    return {r["sector"]: float(r["estimate"]) for r in rows(path) if r["set"] == "published"}


def make(data, path):
    write(path, ("set", "sector", "parameter", "estimate", "standard_error", "p05", "p50", "p95", "source"), lines(data))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True)
    make(parser.parse_args().data, os.path.join(HERE, "elasticities.csv"))
