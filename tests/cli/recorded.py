"""What commands print and write, compared with a record: recorded.py PROGRAM JOBS GOLDEN [--write] [--only WORDS] [--lanes N].

Run by recorded.sh, in a folder with the inputs. A line of JOBS is a name, the exit code and the arguments; each runs in a folder of
its own (so an input is ../input). GOLDEN has two files:

  words.txt    standard output and error of each job, without times and without numbers that are rounding alone
  numbers.tsv  of each column of each CSV file and each path of each JSON file that the job wrote: how many values, how many
               are empty, a checksum of those that are texts, and sum(w_i x_i) of the numbers, where w_i are fixed numbers
               between 1 and 2 that no exchange of two rows leaves as they are

A sum agrees when it differs by less than 1e-8 of sum(w_i |x_i|), which leaves room for another processor and none for another
formula. It is a record, not a reason: it says that something changed, where other tests say what is right.
"""
import argparse
import csv
import json
import math
import pathlib
import re
import shlex
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor

# What is about the run and the machine, or rounding alone
NOT_THERE = re.compile(
    r"(^|\.)(command|finished|version|build|commit|compiler|seconds|bytes|evaluations|solves|kinks|iterations|base_iterations|steps|threads|"
    r"settings|files|certificate|base_certificate|sha256|world|text|residual|max_residual|violation|gap|cut_bytes|report)(\.|$)|"
    r"certificate|residual|remainder|violation|kkt|elapsed"
)


def weight(i):
    return 1 + math.fmod((i + 1) * 0.6180339887498949, 1)


def number(text):
    try:
        value = float(text)
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def print_of(values):
    """(count, empty, checksum of texts, weighted sum, weighted sum of absolute values)"""
    empty = sum(1 for value in values if value in ("", None))
    texts = [f"{i}:{value}" for i, value in enumerate(values) if value not in ("", None) and number(value) is None]
    total = scale = 0.0
    for i, value in enumerate(values):
        x = number(value) if value not in ("", None) else None
        if x is not None:
            total += weight(i) * x
            scale += weight(i) * abs(x)
    return len(values), empty, zlib.crc32("\n".join(texts).encode()) if texts else 0, total, scale


def columns_of(path):
    if path.suffix == ".csv":
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        return {name: [row[at] if at < len(row) else "" for row in rows[1:]] for at, name in enumerate(rows[0])} if rows else {}
    return leaves(json.loads(path.read_text(encoding="utf-8")))


def leaves(tree):
    found = {}

    def walk(path, node):
        if isinstance(node, dict):
            for key, value in node.items():
                walk(f"{path}.{key}" if path else key, value)
        elif isinstance(node, list):
            for value in node:
                walk(path, value)
        else:
            found.setdefault(path, []).append("" if node is None else str(node))

    walk("", tree)
    return found


UNSTEADY = [  # of the certificate, times and memory the first word is kept; rounding is kept as such
    (re.compile(r"^(Certified|Memory|Time)\b.*?(?=\n\n|\Z)", re.M | re.S), r"\1 ..."),
    (re.compile(r"\d+ certified equilibria at.*?(?=\n\n|\Z)", re.S), "..."),  # a search goes its way
    (re.compile(r"^.*(remainder|nodes:).*\n", re.M), ""),
    (re.compile(r"\b\d+(\.\d+)? ?(ms|µs|us|seconds?|minutes?)\b"), "# s"),
    (re.compile(r"[-+]?\d+(\.\d+)?e-\d+"), "#e-#"),
]


def words_of(text):
    for pattern, to in UNSTEADY:
        text = pattern.sub(to, text)
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def run(program, name, code, arguments):
    folder = pathlib.Path(name)
    folder.mkdir()
    done = subprocess.run([program, *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode != code:
        return None, None, f"{name}: exit code {done.returncode} instead of {code}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    numbers = {}
    printed = done.stdout
    if printed.startswith("{"):
        for key, values in leaves(json.loads(printed)).items():
            numbers["output", key] = values
        printed = "JSON\n"
    for path in sorted([*folder.rglob("*.csv"), *folder.rglob("*.json")]):
        for key, values in columns_of(path).items():
            numbers[str(path.relative_to(folder)), key] = values
    numbers = {key: print_of(values) for key, values in numbers.items() if not NOT_THERE.search(key[1])}
    return words_of(printed + done.stderr), numbers, ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("jobs", type=pathlib.Path)
    parser.add_argument("golden", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--lanes", type=int, default=2)
    parser.add_argument("--only", default="", help="a regular expression: these jobs alone")
    options = parser.parse_args()
    jobs = [shlex.split(line) for line in options.jobs.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    jobs = [job for job in jobs if re.search(options.only, job[0])]
    with ThreadPoolExecutor(options.lanes) as pool:
        results = list(pool.map(lambda job: (job[0], *run(options.program, job[0], int(job[1]), job[2:])), jobs))
    wrong = [fault for *_, fault in results if fault]
    if options.write and not wrong and not options.only:
        with open(options.golden / "words.txt", "w", encoding="utf-8") as file:
            for name, words, *_ in results:
                file.write(f"==== {name}\n{words}")
        with open(options.golden / "numbers.tsv", "w", encoding="utf-8") as file:
            for name, _, numbers, _ in results:
                for (table, key), (count, empty, texts, total, _) in numbers.items():
                    file.write(f"{name}\t{table}\t{key}\t{count}\t{empty}\t{texts:x}\t{total:.12g}\n")
    words = {}
    for part in (options.golden / "words.txt").read_text(encoding="utf-8").split("==== ")[1:]:
        name, text = part.split("\n", 1)
        words[name] = text
    numbers = {}
    for line in (options.golden / "numbers.tsv").read_text(encoding="utf-8").splitlines():
        name, table, key, *values = line.split("\t")
        numbers.setdefault(name, {})[table, key] = values
    for name, got_words, got, fault in results:
        if fault:
            continue
        if got_words != words.get(name):
            old, new = words.get(name, "").splitlines(), got_words.splitlines()
            for a, b in zip(old + [None] * len(new), new + [None] * len(old)):
                if a != b:
                    wrong.append(f"{name}: the record says\n  {a}\nthe program says\n  {b}")
                    break
        known = numbers.get(name, {})
        for at in known.keys() - got.keys():
            wrong.append(f"{name}: {at[0]} has no {at[1]} any more")
        for at, (count, empty, texts, total, scale) in got.items():
            if at not in known:
                wrong.append(f"{name}: {at[0]} has {at[1]}, which is not in the record")
                continue
            old = known[at]
            if (str(count), str(empty), f"{texts:x}") != tuple(old[:3]):
                wrong.append(f"{name}: {at[0]}, {at[1]}: {count} values, {empty} empty, texts {texts:x}; recorded {old[:3]}")
            elif abs(total - float(old[3])) > 1e-8 * scale + 1e-9:
                wrong.append(f"{name}: {at[0]}, {at[1]}: the sum is {total:.12g}, recorded {old[3]}")
    values = sum(print_[0] for *_, numbers_, _ in results if numbers_ for print_ in numbers_.values())
    print(f"{len(results)} jobs, {sum(len(n) for *_, n, _ in results if n)} columns, {values} values, {len(wrong)} differences")
    for text in wrong[:40]:
        print(text, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
