"""Mutants of the page: what mutants.py draws in web/src, and the tests of web/ that it runs on them.

Tests without a browser come first, and are all there is without --wide. For those in a browser the page is built by
web/build.mjs, and put into the results that tests/web/report.sh makes. Words (web/src/lang) are not drawn."""

import glob
import os
import re
import shutil
import subprocess

import mutants_tests

MARKER = "/*DATA*/"
SKIPPED = re.compile(r"^\s*(import|export \{|export \*|throw)\b")
NUMBER = re.compile(r"(?<![\w.#$])(\d+\.\d*|\d+e[-+]?\d+|\d+)(?![\w.])")
SUBSCRIPT = re.compile(r"(?<=[\w)\]])\[([^\[\]]+)\]")
STATEMENT = re.compile(r"^[A-Za-z_][^;]*;$")
OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "===": "!==", "!==": "===", "==": "!=", "!=": "==", "&&": "||",
         "||": "&&"}


def files_of(root):
    found = glob.glob(os.path.join(root, "web/src/**/*.js"), recursive=True)
    return sorted(os.path.relpath(f, root) for f in found if "/lang/" not in f)


# ---------------------------------------------------------------- drawing

def text_end(text, at):
    """Where a comment, a string, a template or a regular expression ends that begins at AT; None: none begins there."""
    if text.startswith("/*", at):
        return text.index("*/", at) + 2
    if text.startswith("//", at):
        return (text + "\n").find("\n", at)
    mark = text[at]
    if mark not in "'\"`" and not (mark == "/" and re.search(r"([(,=:\[!&|?{};]|=>|return|^)\s*$", text[max(0, at - 12):at])):
        return None
    i = at + 1
    while text[i] != mark:
        if text[i] == "\\":
            i += 2
        elif mark == "/" and text[i] == "[":
            i = re.compile(r"(?<!\\)\]").search(text, i).end()
        elif mark == "`" and text.startswith("${", i):
            depth, i = 1, i + 2
            while depth:
                depth += {"{": 1, "}": -1}.get(text[i], 0)
                i = text_end(text, i) or i + 1
        else:
            i += 1
    return i + 1


def blanked(text):
    """The text with comments, strings, templates and regular expressions blanked, each character in its place."""
    out, i = [], 0
    while i < len(text):
        end = text_end(text, i)
        filler = " " if text[i:i + 2] in ("/*", "//") else "\x01"
        out.append(text[i] if end is None else "".join(c if c == "\n" else filler for c in text[i:end]))
        i = end or i + 1
    return "".join(out)


def code_lines(text):
    """As that of mutants.py: of a module every line counts that is none of imports, exports alone and messages."""
    lines, begins = [], True
    for number, (line, bare) in enumerate(zip(text.split("\n"), blanked(text).split("\n")), 1):
        stripped = bare.strip()
        if not stripped:
            continue
        if not SKIPPED.match(bare):
            lines.append((number, line, bare, begins))
        begins = stripped[-1] in ";{}:"
    return lines


def sites(line, bare, begins, after):
    """(class, line changed) of each mutant of a line."""
    found = []

    def put(kind, start, end, by):
        found.append((kind, line[:start] + by + line[end:]))

    for m in re.finditer(r" ([-+*/]) ", bare):
        if "\x01" not in bare[max(0, m.start() - 1):m.end() + 1]: # texts put together
            put("sign", m.start(1), m.end(1), {"+": "-", "-": "+", "*": "/", "/": "*"}[m.group(1)])
    for m in re.finditer(r" ([-+])= ", bare):
        if bare[m.end():m.end() + 1] != "\x01":
            put("sign", m.start(1), m.end(1), "-" if m.group(1) == "+" else "+")
    for m in re.finditer(r"(?:[=(,?:]|=>|return) ?(-)(?=[a-zA-Z_(])", bare):
        put("sign", m.start(1), m.end(1), "")
    for m in re.finditer(r" (<=|>=|===|!==|==|!=|<|>|&&|\|\|) ", bare):
        put("comparison", m.start(1), m.end(1), OTHER[m.group(1)])
    for m in NUMBER.finditer(bare):
        text = m.group(1)
        put("constant", m.start(1), m.end(1), str(int(text) + 1) if text.isdigit() else
            repr(float(text) * (1000 if "e" in text else 1.5)))
    for m in SUBSCRIPT.finditer(bare):
        inner = m.group(1)
        if " + " in inner:
            put("index", m.start(1) + inner.rindex(" + "), m.end(1), "")
        elif inner != "0" and not inner.isdigit() and "\x01" not in inner:
            put("index", m.start(1), m.end(1), "0")
    statement = bare.strip()
    if begins and STATEMENT.match(statement) and statement.count(";") == 1 and "=>" not in statement and \
            statement.count("(") == statement.count(")") and \
            not re.match(r"(return|break|continue|else|do|while|for|const|let|export|class|function)\b", statement) and \
            not (statement.startswith("if ") and after.strip().startswith("else")):
        indent = len(bare) - len(bare.lstrip())
        found.append(("omitted", line[:indent] + ";"))
    return found


# ---------------------------------------------------------------- running

class Bench(mutants_tests.Tests):
    """SOURCE has a build with the page in `build`. In WORK are results of the program, and a place a mutant."""

    def __init__(self, work, source):
        os.makedirs(work, exist_ok=True)
        super().__init__(work)
        self.tree, self.built = source, os.path.join(source, "build", "web")
        self.results = os.path.join(work, "results")
        if not os.path.isdir(os.path.join(self.built, "node_modules")):
            raise SystemExit("mutants of the page need build/web: `tools/build.sh test` with Node.js makes it")
        self.tests, self.slow, self.copied = {}, [], False
        for path in sorted(glob.glob(os.path.join(source, "web/test/*.test.mjs"))):
            name = os.path.basename(path)[:-len(".test.mjs")]
            with open(path, encoding="utf-8") as f:
                if "browser.mjs" not in f.read():
                    self.tests["web/plain-" + name] = name
                    continue
            own = ["-plain", "-limits", "-years"] if name == "report" else [""] # of a plain tariff, with limits, with years
            self.tests.update({f"web/{name}{end}": name for end in own})
            self.slow += [f"web/{name}{end}" for end in own]

    def then(self, row):
        """In a browser, which takes a minute or two: the test of the same name first."""
        name = "web/" + os.path.basename(row["file"])[:-len(".js")]
        return [name] if name in self.tests else []

    def make(self, row, text, place):
        """What tests without a browser need, and whether the bundler takes it."""
        shutil.copytree(os.path.join(self.tree, "web/src"), os.path.join(place, "src"))
        if row:
            with open(os.path.join(place, os.path.relpath(row["file"], "web")), "w", encoding="utf-8") as f:
                f.write(text)
        # What is linked would be found by its own place, and with it what it is beside: modules are copied.
        for name in ("test", "dev", "build.mjs"):
            whole = os.path.join(self.tree, "web", name)
            (shutil.copytree if os.path.isdir(whole) else shutil.copy2)(whole, os.path.join(place, name))
        for name in ("node_modules", "package.json", "package-lock.json"):
            os.symlink(os.path.join(self.built, name), os.path.join(place, name))
        os.mkdir(os.path.join(place, "dist"))
        shutil.copy2(os.path.join(self.built, "dist/world.json"), os.path.join(place, "dist"))
        bundler = os.path.join(self.built, "node_modules/@esbuild/linux-x64/bin/esbuild")
        done = subprocess.run([bundler, "src/main.js", "--bundle", "--define:WORLD=''", "--outfile=/dev/null",
                               "--log-level=error"], cwd=place, capture_output=True)
        return "does not build" if done.returncode else None

    def make_page(self, place):
        """What tests in a browser need: the page, and the results with it instead of theirs."""
        if os.path.exists(os.path.join(place, "results")):
            return
        if not os.path.isdir(self.results):
            env = dict(os.environ, TRADEWIND_RESULTS_TO=self.results, TRADEWIND_SOURCE_DIR=self.tree)
            subprocess.run(["sh", os.path.join(self.tree, "tests/web/report.sh"), os.path.join(self.tree, "build/tradewind"),
                            self.built], env=env, check=True)
            shutil.copy2(os.path.join(self.built, "dist/report.html"), os.path.join(self.results, "template"))
        subprocess.run(["node", "build.mjs"], cwd=place, capture_output=True, check=True)
        parts = []
        for template in (os.path.join(self.results, "template"), os.path.join(place, "dist/report.html")):
            with open(template, encoding="utf-8") as f:
                parts += f.read().split(MARKER)
        of_before, behind_before, before, behind = parts
        shutil.copytree(self.results, os.path.join(place, "results"))
        for path in glob.glob(os.path.join(place, "results/**/*.html"), recursive=True):
            with open(path, encoding="utf-8") as f:
                page = f.read()
            if page.startswith(of_before) and page.endswith(behind_before):
                with open(path, "w", encoding="utf-8") as f:
                    f.write(before + page[len(of_before):-len(behind_before)] + behind)

    def make_unchanged(self, place):
        if not self.copied: # that of an earlier run may lack what was written since
            shutil.rmtree(place, ignore_errors=True)
            os.makedirs(place)
            self.copied = True
            wrong = self.make(None, None, place)
            if wrong:
                raise SystemExit("the page does not build without any change")

    def run_test(self, name, place, limit):
        results = os.path.join(place, "results")
        env = dict(os.environ, TRADEWIND_SOURCE=os.path.join(self.tree, "src"))
        if name in self.slow:
            self.make_page(place)
            folder = name.split("-")[1] if name.startswith("web/report-") else "plain"
            env.update(TRADEWIND_RESULTS=results, TRADEWIND_REPORT=os.path.join(results, folder),
                       CHROMIUM=shutil.which("chromium-headless-shell") or "/usr/bin/chromium")
        return self.run_command(["node", "--test", os.path.join(place, "test", self.tests[name] + ".test.mjs")], env, place,
                                limit)
