"""Reads bindings/stata without Stata: stata.py FOLDER [PROGRAM]. Prints what is wrong and ends with 1, or with 0.

What it checks: quotes, compound quotes, macros and braces balance, line by line and over the file; each program begins and
ends, is called only where it is defined, and names its version; each command is one of Stata's in the list below; each macro
that is used is set somewhere in its program; after the shell no way out of a program comes before the temporary folder is removed,
and what removes a folder goes into those inside; options in the syntax line are those of the help file, with the same letters for
the least abbreviation and no two that clash; stored results are those of the help; the help's directives close; and, with PROGRAM, every
option that is handed on is one of the program's. What it does not: run anything. Stata itself may see more.
"""

import os
import re
import subprocess
import sys

COMMANDS = set("""args c_local capture confirm display erase error exit file foreach forvalues gettoken global if else local
program end quietly noisily return rmdir scalar shell syntax tempfile tempname tempvar type use version while mkdir""".split())
PREFIXES = {"capture", "quietly", "noisily"}

problems = []


def wrong(place, words):
    problems.append("%s: %s" % (place, words))


def logical_lines(text, path):
    """Lines with continuations joined and comments gone; number of the first."""
    out, held, number = [], "", 0
    for n, line in enumerate(text.split("\n"), 1):
        if not held:
            number = n
            if line.lstrip().startswith("*"):
                continue
        code = re.sub(r"\s///.*$", " ///", line)
        if code.rstrip().endswith("///"):
            held += code.rstrip()[:-3] + " "
            continue
        code = re.sub(r"(^|\s)//.*$", "", code)
        if "/*" in code or "*/" in code:
            wrong("%s:%d" % (path, n), "a comment in the middle of a line, which this reader does not know")
        out.append((number, held + code))
        held = ""
    if held:
        wrong("%s:%d" % (path, number), "a line goes on after the end")
    return out


def tokens(line, place):
    """Splits into (kind, text): string, macro marks, code. Quotes and macros must close on the line."""
    at, stack, plain = 0, [], []
    while at < len(line):
        two, one = line[at:at + 2], line[at]
        if two == '`"':
            stack.append('`"')
            at += 2
        elif two == "\"'" and '`"' in stack:
            if stack[-1] != '`"':
                wrong(place, "found \"' before %s was closed" % stack[-1])
            while stack and stack.pop() != '`"':
                pass
            at += 2
        elif one == "`":
            stack.append("`")
            at += 1
        elif one == "'":
            if not stack or stack[-1] != "`":
                wrong(place, "found ' that closes no macro")
            else:
                stack.pop()
            at += 1
        elif one == '"':
            if stack and stack[-1] == '"':
                stack.pop()
            elif '`"' not in stack:
                stack.append('"')
            at += 1
        else:
            if not any(s in ('"', '`"') for s in stack):
                plain.append(one)
            at += 1
            continue
        plain.append(" ")
    for s in stack:
        wrong(place, "%s is not closed on its line" % s)
    return "".join(plain)


def check_ado(path):
    text = open(path, encoding="utf-8").read()
    lines = logical_lines(text, path)
    programs, syntax, returned, handed = {}, {}, {}, set()
    current, depth = None, 0
    for number, line in lines:
        m = re.match(r"\s*program\s+define\s+(\w+)", line)
        if m:
            programs[m[1]] = number
    for number, line in lines:
        place = "%s:%d" % (path, number)
        plain = tokens(line, place)
        words = plain.split()
        if not words:
            continue
        opened, closed = plain.count("{"), plain.count("}")
        if closed and words[0] != "}":
            wrong(place, "found } that does not stand alone")
        if closed and len(words) > 1:
            wrong(place, "found words behind }")
        if opened and not plain.rstrip().endswith("{"):
            wrong(place, "found { that does not end its line")
        if plain.count("(") != plain.count(")"):
            wrong(place, "parentheses do not balance")
        depth += opened - closed
        if depth < 0:
            wrong(place, "found } without {")
            depth = 0
        m = re.match(r"\s*program\s+define\s+(\w+)\s*(,\s*rclass)?\s*$", line)
        if words[:2] == ["program", "define"]:
            if current:
                wrong(place, "program %s begins inside %s" % (words[2], current[0]))
            if not m:
                wrong(place, "found %s, expected program define NAME, rclass" % line.strip())
            current = (words[2].rstrip(","), number, {"0"}, set(), bool(m and m[2]), [])
            continue
        if not current:
            wrong(place, "%s stands outside a program" % words[0])
            continue
        name, begun, given, used, rclass, said = current
        if words == ["end"]:
            if depth:
                wrong(place, "program %s ends with %d { open" % (name, depth))
                depth = 0
            if "version" not in said:
                wrong(place, "program %s has no version" % name)
            for macro, where in used:
                if macro not in given:
                    wrong("%s:%d" % (path, where), "program %s uses `%s', which nothing sets" % (name, macro))
            current = None
            continue
        command = words
        while command and command[0] in PREFIXES and len(command) > 1:
            command = command[1:]
        head = re.match(r"[\w}]*", command[0])[0]
        if head == "}":
            head = "}"
        elif head not in COMMANDS and head not in programs:
            wrong(place, "found the command %s, which is none that is known" % (command[0] or line.strip()))
        said.append(head)
        if head in ("if", "else", "while", "foreach", "forvalues") and not opened:
            wrong(place, "%s has no { at the end of its line" % head)
        # What sets macros.
        sets = re.match(r"\s*(?:local|tempfile|tempname|args)\s+(.*)", line)
        if re.match(r"\s*(tempfile|tempname|args)\s", line):
            given.update(sets[1].split())
        elif sets:
            given.add(re.match(r"(\w+)", sets[1])[1])
        m = re.match(r"\s*gettoken\s+(\w+)\s*(\w*)\s*:", line)
        if m:
            given.update(w for w in m.groups() if w)
        m = re.match(r"\s*foreach\s+(\w+)\s+(in|of local)\s", line)
        if m:
            given.add(m[1])
        elif head == "foreach":
            wrong(place, "foreach without in or of local")
        m = re.match(r"\s*file\s+read\s+\S+\s+(\w+)", line)
        if m:
            given.add(m[1])
        if head == "syntax":
            option = {}
            spec = line.split("[,", 1)
            if len(spec) != 2 or not spec[1].rstrip().endswith("]"):
                wrong(place, "syntax has no [, options]")
            else:
                for o in re.findall(r"([A-Za-z_]+)(\([^)]*\))?", spec[1].rstrip()[:-1]):
                    option[o[0]] = o[1]
            given.update(o.lower() for o in option)
            given.update(re.findall(r"\(name=(\w+)", line))
            if "using" in spec[0]:
                given.add("using")
            syntax[name] = option
        if head == "return" and "return" in words[0]:
            m = re.match(r"\s*return\s+(scalar|local|add)\s*(\w*)", line)
            if not m:
                wrong(place, "found %s, expected return scalar, local or add" % line.strip())
            elif m[2]:
                returned.setdefault(name, set()).add(m[2])
            if not rclass:
                wrong(place, "program %s returns and is not rclass" % name)
        used.update((macro, number) for macro in re.findall(r"`(\w+)'", line))
        handed.update(re.findall(r"--([a-z][a-z-]*)", line))
        m = re.match(r"\s*foreach\s+option\s+in\s+(.*)\{", line)
        if m:
            handed.update(m[1].split())
    check_removed(lines, path)
    if current:
        wrong(path, "program %s has no end" % current[0])
    if os.path.basename(path)[:-4] not in programs:
        wrong(path, "there is no program %s" % os.path.basename(path)[:-4])
    return programs, syntax, returned, handed


def check_removed(lines, path):
    """After a shell the temporary folder goes before any way out, an error of a command included; and with all in it."""
    program, shelled, removed, inner = "", False, False, ""
    for number, line in lines:
        words = line.split()
        if words[:2] == ["program", "define"]:
            program, shelled = words[2].rstrip(","), False
        if program == "tradewind_remove":
            inner += line + "\n"
        if words[:2] == ["quietly", "shell"]:
            shelled, removed = True, False
        elif words and words[0] == "tradewind_remove":
            removed = True
        elif shelled and words and (words[0] == "use" or words[0] in ("exit", "tradewind_failed") and not removed):
            wrong("%s:%d" % (path, number), "%s may end the program before the temporary folder is removed" % words[0])
        if words and words[0] == "tradewind_failed":
            removed = False  # that was a way out: what follows has its own
    if not re.search(r": dir .* dirs", inner) or not re.search(r"\n\s+tradewind_remove ", inner):
        wrong(path, "tradewind_remove leaves the folders that are inside")


def least(option):
    """WOrld: wo; clear, in capitals throughout: clear."""
    capitals = re.match(r"[A-Z]+", option)
    return option.lower(), capitals[0].lower() if capitals else option.lower()


def check_help(path, syntax, returned):
    text = open(path, encoding="utf-8").read()
    if not text.startswith("{smcl}"):
        wrong(path, "does not begin with {smcl}")
    for number, line in enumerate(text.split("\n"), 1):
        depth = 0
        for c in line:
            depth += (c == "{") - (c == "}")
            if depth < 0:
                break
        if depth:
            wrong("%s:%d" % (path, number), "braces do not balance")
        if len(line.encode()) > 244:
            wrong("%s:%d" % (path, number), "is longer than SMCL reads")
    told = {}
    for o in re.findall(r"\{synopt:\{opt ([\w:]+)(?:\(([^)]*)\))?\}\}", text):
        name = o[0].replace(":", "")
        told[name] = (o[0].split(":")[0] if ":" in o[0] else name, o[1])
    solve = {least(o)[0]: (least(o)[1], kind) for o, kind in syntax.get("tradewind_solve", {}).items()}
    for name in sorted(set(told) | set(solve)):
        if name not in told:
            wrong(path, "option %s is not there" % name)
        elif name not in solve:
            wrong(path, "option %s is not in the syntax line" % name)
        else:
            if told[name][0] != solve[name][0]:
                wrong(path, "option %s: abbreviated to %s here, to %s in the syntax line" % (name, told[name][0], solve[name][0]))
            if bool(told[name][1]) != bool(solve[name][1]) or ("#" in told[name][1]) != ("integer" in solve[name][1]):
                wrong(path, "option %s: takes %s here, %s in the syntax line" % (name, told[name][1] or "nothing", solve[name][1] or "nothing"))
    names = sorted(solve.items())
    for i, (name, (short, _)) in enumerate(names):
        for other, (short_too, _) in names[i + 1:]:
            if name.startswith(short_too) and other.startswith(short) or short == short_too:
                wrong(path, "options %s and %s have the abbreviation %s in common" % (name, other, short))
    results = set(re.findall(r"\{cmd:r\((\w+)\)\}", text))
    expected = set().union(*returned.values()) if returned else set()
    for r in sorted(results ^ expected):
        wrong(path, "r(%s) is %s" % (r, "told and not returned" if r in results else "returned and not told"))
    for example in re.findall(r"\{cmd:\. (tradewind [^}]*)\}", text):
        main, _, options = example.partition(",")
        if main.split()[1] not in ("run", "range", "use"):
            wrong(path, "the example %s has no such word" % example)
        for o in re.findall(r"([a-z]+)(?:\([^)]*\))?", options):
            if not any(n.startswith(o) and len(o) >= len(s) for n, (s, _) in solve.items()):
                wrong(path, "the example %s has the option %s, which there is not" % (example, o))


def main():
    folder = sys.argv[1]
    ado, sthlp = os.path.join(folder, "tradewind.ado"), os.path.join(folder, "tradewind.sthlp")
    programs, syntax, returned, handed = check_ado(ado)
    check_help(sthlp, syntax, returned)
    version = {re.search(r"\*! (?:tradewind|version) ([\d.]+)", open(f, encoding="utf-8").read()) for f in (ado, sthlp)}
    if None in version or len({v[1] for v in version}) != 1:
        wrong(ado, "ado and help have not one version")
    if len(sys.argv) > 2:
        for verb, without in (("run", {"draws", "seed"}), ("range", set())):
            text = subprocess.run([sys.argv[2], "help", verb], capture_output=True, text=True, check=True).stdout
            for option in sorted(handed - without):
                if not re.search(r"--%s\b" % option, text):
                    wrong(ado, "--%s is no option of tradewind %s" % (option, verb))
    if problems:
        print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
