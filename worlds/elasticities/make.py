#!/usr/bin/env python3
"""Makes the tables of trade elasticities with their uncertainty: make.py FOLDER

FOLDER holds the published figures as they were copied from the papers: cp2015_table1.csv (Caliendo and Parro 2015,
Table 1) and fgh2022_wiod50_bootstrap.csv (Felbermayr, Groeschl and Heiland 2022, quantiles of their bootstrap by sector
of the World Input-Output Database). Written beside this script: caliendo-parro-2015.csv, felbermayr-2022.csv.

What is taken, and what is not:
  Caliendo and Parro      the estimates of the 99 % sample, which their counterfactuals use, and their standard errors
  Felbermayr et al.       quantiles at 5, 50 and 95 %. Services are left out: one value for all of them, without a spread
"""
import csv
import pathlib
import sys

here = pathlib.Path(__file__).parent


def rows(path):
    with open(path, newline='') as file:
        return list(csv.DictReader(file))


def write(name, header, lines):
    with open(here / name, 'w', newline='') as file:
        out = csv.writer(file, lineterminator='\n')
        out.writerow(header)
        out.writerows(lines)


def main(folder):
    folder = pathlib.Path(folder)
    write('caliendo-parro-2015.csv', ['sector', 'estimate', 'standard_error'],
          [[r['sector'], r['theta_99'], r['se_99']] for r in rows(folder / 'cp2015_table1.csv')])
    write('felbermayr-2022.csv', ['sector', 'p05', 'p50', 'p95', 'name'],
          [[r['isic4'], r['theta_p5'], r['theta_median'], r['theta_p95'], r['sector'].strip()]
           for r in rows(folder / 'fgh2022_wiod50_bootstrap.csv') if r['theta_p5'] != r['theta_p95']])


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
