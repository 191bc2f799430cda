"""Lets the machine fail in every command that writes; tools/faults.sh is its door and says how it is called.

Each command of tests/faults/verbs.txt runs in a folder of its own (place.sh), undisturbed for what is right, then once for
each fault. After each the targets, which are called made*, must be all of the old or all of the new, nothing else may lie
about that the documents do not name, and the exit code must be one that the fault may have."""

import argparse
import collections
import concurrent.futures
import functools
import hashlib
import os
import queue
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

CHANGES = "create,folder,rename,link,remove,mode,sync,size,write"  # of what is on the disk, where a process may be killed
SANITIZED = bool(os.environ.get("TRADEWIND_SANITIZED"))  # with an allocator of its own, which nothing may stand in for
LONGEST = 120  # seconds; more is a hang
ENOSPC, EIO, EMFILE, EROFS = 28, 5, 24, 30

# What may lie beside a target after a kill, by docs/formats.md: the fresh folder, the temporary file, a store's journal.
LITTER = re.compile(r"^(\.made[^/]*\.tradewind-.*|made.*\.\d+-[0-9a-f]{8}\.tmp|made.*\.db-journal)$")
WORDS = {"memory": r"memory", "disk": r"cannot (write|make|read|open)|No space left|disk|full|Input/output", "handles": r"[Tt]oo many (open )?files"}
# What differs from run to run: when, how long, on how many threads.
PASSING = re.compile(rb'("|&#34;)seconds("|&#34;): ?(\{[^{}]*\}|[0-9.e+-]+)|("|&#34;)threads("|&#34;): ?[0-9]+|'
                     rb'20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9:]+|[0-9][0-9.,]* ([mu]?s|threads?)\b')
TIMES = re.compile(r"[0-9][0-9.,]*\s([mu]?s|seconds?|minutes?|threads?)\b")

Verb = collections.namedtuple("Verb", "name slow wide before command")
Ended = collections.namedtuple("Ended", "code out err at")


def verbs(path):
    for line in open(path):
        if line.strip() and not line.startswith("#"):
            name, before, command = (part.strip() for part in line.split("|"))
            yield Verb(name.rstrip("*+"), name.endswith("*"), name.endswith("+"), [] if before == "-" else before.split(), command.split())


# ---------------------------------------------------------------- what is there

def digest(path):
    """The bytes of a file, but for what differs from run to run: how long it took, and on how many threads."""
    data = open(path, "rb").read()
    if path.endswith((".json", ".html")):
        data = PASSING.sub(b"", data)
    return hashlib.sha256(data).hexdigest()


def rows(path):
    """The draws of a store, as another program reads it; it may have a journal, which only a copy may use up."""
    with tempfile.TemporaryDirectory() as folder:
        for end in ("", "-journal"):
            if os.path.exists(path + end):
                shutil.copy(path + end, os.path.join(folder, "store" + end))
        store = sqlite3.connect(os.path.join(folder, "store"))
        try:
            if store.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                return {("damaged",)}
            if not store.execute("SELECT 1 FROM sqlite_master WHERE name = 'task'").fetchone():
                return set()
            return set(store.execute("SELECT task, outcome, doubles, sum FROM task"))
        finally:
            store.close()


def state(path):
    """None, the digests of a folder's files, of a file, or the rows of a store."""
    if not os.path.lexists(path):
        return None
    if path.endswith(".db"):
        return rows(path)
    if not os.path.isdir(path):
        return digest(path)
    found = {}
    for folder, _, files in os.walk(path):
        for name in files:
            full = os.path.join(folder, name)
            found[os.path.relpath(full, path)] = digest(full)
    return found


def between(low, now, high):
    """A store with some of the draws; an empty one is one without draws."""
    if not isinstance(high, set) and not isinstance(low, set):
        return False
    low, now = low or set(), now or set()
    return low <= now and (high is None or now <= high | low)


def differ(now, wanted, out="", wanted_out=""):
    """The names of what differs, and the first line of standard output that does, for a message."""
    names = []
    for a, b in zip((out + "\n").split("\n"), (wanted_out + "\n").split("\n")):
        if a != b:
            names.append(f"'{a}' instead of '{b}'")
            break
    for name in sorted(set(now) | set(wanted)):
        a, b = now.get(name), wanted.get(name)
        if a != b and isinstance(a, dict) and isinstance(b, dict):
            names += [f"{name}/{k}" for k in sorted(set(a) | set(b)) if a.get(k) != b.get(k)]
        elif a != b:
            names.append(name)
    return " ".join(names)


class Place:
    """A folder with all that the commands read. before and after: what the undisturbed command found and made."""

    def __init__(self, tool, folder):
        self.tool, self.folder, self.saved, self.temporary = tool, folder, folder + ".saved", folder + ".tmp"
        subprocess.run(["sh", os.path.join(tool.source, "tests/faults/place.sh"), tool.program, folder], check=True,
                       stdout=subprocess.DEVNULL)
        os.mkdir(self.temporary)
        self.names = set(os.listdir(folder))
        self.inputs = self.read_inputs()

    def read_inputs(self):
        return {name: state(os.path.join(self.folder, name)) for name in self.names}

    def others(self):
        return set(os.listdir(self.folder)) - self.names

    def targets(self):
        return {name: state(os.path.join(self.folder, name)) for name in self.others() if not LITTER.match(name)}

    def clear(self):
        for name in self.others():
            path = os.path.join(self.folder, name)
            shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)

    def put(self, from_before):
        """What BEFORE made, or nothing."""
        self.clear()
        if from_before:
            for name in os.listdir(self.saved):
                path = os.path.join(self.saved, name)
                (shutil.copytree if os.path.isdir(path) else shutil.copy)(path, os.path.join(self.folder, name))

    def environment(self, faults):
        env = dict(os.environ, TMPDIR=self.temporary, LC_ALL="C.UTF-8")
        if faults:
            tell = self.folder + ".tell"
            open(tell, "w").close()
            env.update(faults, LD_PRELOAD=self.tool.preload(faults), FAULT_TELL=tell,
                       ASAN_OPTIONS=env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
        return env

    def start(self, command, faults=None, limit=None):
        more = {"preexec_fn": lambda: resource.setrlimit(limit[0], (limit[1], limit[1]))} if limit else {}
        return subprocess.Popen([self.tool.program] + command, cwd=self.folder, env=self.environment(faults),
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)

    def end(self, process):
        try:
            out, err = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Ended("hangs", "", "", "")
        return Ended(process.returncode, TIMES.sub("T", out.decode(errors="replace")), err.decode(errors="replace"), "")

    def run(self, command, faults=None, limit=None):
        ended = self.end(self.start(command, faults, limit))
        at = [line[3:].strip() for line in open(self.folder + ".tell") if line.startswith("at ")] if faults else []
        return ended._replace(at=at[0] if at else "")

    def calls(self, command, kinds, over=False):
        """How many calls of these kinds the undisturbed command makes; kinds do not overlap."""
        key = (tuple(command), over)
        if key not in self.counted:
            self.put(over)
            self.run(command, {"FAULT_IN": "open" if SANITIZED else "memory", "FAULT_AT": str(1 << 60)})
            lines = [line.split() for line in open(self.folder + ".tell") if line.startswith("calls ")]
            self.counted[key] = {kind: int(n) for _, kind, n in lines}
        return sum(self.counted[key].get(kind, 0) for kind in kinds.split(","))

    def learn(self, verb):
        """What is right: from nothing, and over what BEFORE makes."""
        shutil.rmtree(self.saved, ignore_errors=True)
        self.counted = {}
        self.before, self.after, self.out, self.again = {}, {}, {}, {}
        for over in (False, True) if verb.before else (False,):
            self.clear()
            if over:
                first = self.run(verb.before)
                if first.code != 0:
                    raise RuntimeError(f"{verb.name}: {' '.join(verb.before)} ends with {first.code}: {first.err}")
                os.mkdir(self.saved)
                for name in self.others():
                    path = os.path.join(self.folder, name)
                    (shutil.copytree if os.path.isdir(path) else shutil.copy)(path, os.path.join(self.saved, name))
            self.before[over] = self.targets()
            for repeat in range(1 if self.tool.given.short else 2):
                self.put(over)
                done = self.run(verb.command)
                if done.code != 0:
                    raise RuntimeError(f"{verb.name} ends with {done.code}: {done.err}")
                if repeat and (self.targets() != self.after[over] or done.out != self.out[over]):
                    raise RuntimeError(f"{verb.name}: two runs differ, so that nothing can be compared: " +
                                       differ(self.targets(), self.after[over], done.out, self.out[over]))
                self.after[over], self.out[over] = self.targets(), done.out
            if over and self.before[over] == self.after[over]:
                raise RuntimeError(f"{verb.name}: old and new are the same, so nothing is tested")
            self.again[over] = self.run(verb.command).code  # `scenario new` refuses what is there


# ---------------------------------------------------------------- the judge

class Tool:
    def __init__(self, given):
        self.given, self.source = given, os.getcwd()
        self.program = os.path.abspath(given.program)
        self.work = tempfile.mkdtemp(prefix="tradewind-faults-")
        self.lock = threading.Lock()
        self.count = collections.defaultdict(collections.Counter)
        self.found = []
        for name, flags in ("plain", []), ("memory", ["-DPRELOAD_MEMORY"]):
            subprocess.run([os.environ.get("CC", "cc"), "-O1", "-shared", "-fPIC", *flags, "-o",
                            os.path.join(self.work, name + ".so"), "tests/faults/preload.c", "-ldl"], check=True)

    def preload(self, faults):
        return os.path.join(self.work, "memory.so" if "memory" in faults.get("FAULT_IN", "") else "plain.so")

    def points(self, verb, total, most):
        """All places, or one drawn of each of `most` stretches; of six and more the first three are the first three."""
        most = min(most, 12) if verb.slow else most
        if total <= most:
            return list(range(total))
        if most < 1:
            return []
        first = 0 if most < 6 else 3
        draw = random.Random(f"{verb.name} {total}")
        width = (total - first) / (most - first)
        return [*range(first), *(first + int(width * (i + draw.random())) for i in range(most - first))]

    def most(self, short, long):
        return min(short if self.given.short else long, self.given.most or 1 << 60)

    def wrong(self, part, verb, words, how, ended=None):
        with self.lock:
            text = f"{part}: {words}\n  {' '.join(how)} tradewind {' '.join(verb.command)}"
            if ended:
                text += f"\n  exit code {ended.code}, failed at: {ended.at or '-'}\n  " + ended.err.strip()[:600].replace("\n", "\n  ")
            self.found.append(text)
            print("FOUND " + text, flush=True)

    def add(self, part, word, n=1):
        with self.lock:
            self.count[part][word] += n

    def whole(self, place, over, part, verb, how, ended, now):
        """Every target is the old or the new."""
        good = True
        for name in sorted(set(now) | set(place.before[over])):
            old, new, is_ = place.before[over].get(name), place.after[over].get(name), now.get(name)
            if is_ != old and is_ != new and not between(old, is_, new):
                self.wrong(part, verb, f"{name} is neither old nor new", how, ended)
                good = False
        return good

    def judge(self, place, over, part, verb, how, ended, words, may_leave=False):
        """After a fault that the program sees: right results and code 0, or code 5 with words and nothing half made."""
        now = place.targets()
        if ended.code == 0:
            self.add(part, "went on")
            if now != place.after[over] or ended.out != place.out[over]:
                self.wrong(part, verb, "other results, although the exit code is 0: " +
                           differ(now, place.after[over], ended.out, place.out[over]), how, ended)
        elif ended.code == 5:
            self.add(part, "refused")
            if not re.search(words, ended.err):
                self.wrong(part, verb, "the message does not say what the machine lacks", how, ended)
            self.whole(place, over, part, verb, how, ended, now)
        else:
            self.wrong(part, verb, f"exit code {ended.code}", how, ended)
        left = [name for name in place.others() if LITTER.match(name)]
        left = self.goes_on(place, over, part, verb, how, ended, left)
        if left and not may_leave:
            self.wrong(part, verb, f"left: {left}", how, ended)

    def goes_on(self, place, over, part, verb, how, ended, left):
        """A store whose disk is full keeps its journal, by which the next one to open it takes back what was not finished."""
        if left == ["made.db-journal"] and ended.code == 5:
            self.add(part, "left a journal")
            again = place.run(verb.command)
            if again.code != 0 or place.targets() != place.after[over]:
                self.wrong(part, verb, "what goes on from a journal is not whole: " +
                           differ(place.targets(), place.after[over]), how, again)
            left = [name for name in place.others() if LITTER.match(name)]
        return left

    def fault(self, place, over, part, verb, words, faults=None, limit=None, may_leave=False):
        place.put(over)
        how = [f"{k}={v}" for k, v in (faults or {}).items()] + ([f"limit {limit}"] if limit else []) + (["over old"] if over else [])
        ended = place.run(verb.command, faults, limit)
        if ended.code == 127 and "loading shared libraries" in ended.err:
            return None  # the program does not begin
        self.add(part, "tried")
        self.judge(place, over, part, verb, how, ended, words, may_leave)
        return ended

    # ------------------------------------------------------------ the parts

    def kill(self, place, verb):
        """Killed before, after and amid each call that changes the disk; then the same command runs to its end."""
        if not place.after[False]:
            return
        for over in sorted(place.before):
            if self.given.short and not over and verb.before and not verb.wide:
                continue
            total = place.calls(verb.command, CHANGES, over)
            most = self.most(2, 400)
            for i, at in enumerate(self.points(verb, total, most)):
                ways = ("kill", "torn", "after")
                for way in ways if total <= most else (ways[i % 3],):
                    faults = {"FAULT_IN": CHANGES, "FAULT_AT": str(at), "FAULT_HOW": way}
                    how = [f"{k}={v}" for k, v in faults.items()] + (["over old"] if over else [])
                    place.put(over)
                    ended = place.run(verb.command, faults)
                    self.add("kill", "tried")
                    if ended.code != -signal.SIGKILL:
                        if ended.code != 0 or place.targets() != place.after[over]:
                            self.wrong("kill", verb, f"exit code {ended.code} without a kill", how, ended)
                        continue
                    self.add("kill", "killed")
                    now = place.targets()
                    good = self.whole(place, over, "kill", verb, how, ended, now)
                    left = [n for n in place.others() if n not in place.after[over] and n not in place.before[over] and not LITTER.match(n)]
                    if left:
                        self.wrong("kill", verb, f"left under other names than the documents say: {left}", how, ended)
                    done = now == place.after[over]
                    ended = place.run(verb.command)
                    if ended.code != (place.again[over] if done else 0):
                        self.wrong("kill", verb, f"the next run ends with {ended.code}", how, ended)
                    elif good and (now := place.targets()) != place.after[over]:
                        self.wrong("kill", verb, f"the next run is not whole: {differ(now, place.after[over])}", how, ended)
                    if [n for n in place.others() if LITTER.match(n)]:
                        self.wrong("kill", verb, f"still there after the next run: {sorted(place.others())}", how, ended)

    @functools.cache
    def least_space(self):
        """Megabytes from which on the system can map the program: with less it is killed before its first line."""
        megabytes = 1.0
        while True:
            limit = int(megabytes * (1 << 20))
            done = subprocess.run([self.program, "--version"], capture_output=True,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            if done.returncode >= 0:
                return megabytes
            megabytes += 0.5

    def memory(self, place, verb):
        """Each allocation below the library fails, alone and with all that follow; then less and less address space."""
        if SANITIZED:
            return
        over = bool(verb.before)
        total = place.calls(verb.command, "memory", over)
        for count, most in ("1", self.most(4, 1000)), ("all", self.most(2, 150)):
            for at in self.points(verb, total, most):
                self.fault(place, over, "memory", verb, WORDS["memory"],
                           {"FAULT_IN": "memory", "FAULT_AT": str(at), "FAULT_COUNT": count})
        if self.given.short and not verb.wide:
            return
        enough, megabytes = 0, self.least_space()
        while enough < 2 and megabytes < 4096:
            ended = self.fault(place, over, "address space", verb, WORDS["memory"],
                               limit=(resource.RLIMIT_AS, int(megabytes * (1 << 20))))
            enough = enough + 1 if ended and ended.code == 0 else 0
            megabytes *= 3 if self.given.short else 1.25 if self.given.most or verb.slow else 1.04
        if not enough:
            self.wrong("memory", verb, "4 GB are not enough", [])

    def disk(self, place, verb):
        """No room for a byte, for a name; a disk that fails; one that is read-only. Standard output that is full."""
        over = bool(verb.before)

        def each(kinds, error, count, most, way="error", may_leave=False):
            for at in self.points(verb, place.calls(verb.command, kinds, over), most):
                self.fault(place, over, "disk", verb, WORDS["disk"], {
                    "FAULT_IN": kinds, "FAULT_AT": str(at), "FAULT_COUNT": count, "FAULT_ERRNO": str(error), "FAULT_HOW": way}, may_leave=may_leave)

        each("write", ENOSPC, "all", self.most(2, 300), "half")
        each("create,folder,link,rename", ENOSPC, "1", self.most(2, 200))
        each("sync", EIO, "1", self.most(1, 50))
        if not self.given.short:
            each("write", EIO, "1", self.most(0, 300))
            each("create,folder,link,rename", EROFS, "all", self.most(0, 100))
            each("remove,size", EIO, "1", self.most(0, 100), may_leave=True)
            each("read", EIO, "all", self.most(0, 100))
        place.put(over)
        with open("/dev/full", "w") as full:
            process = subprocess.run([self.program] + verb.command, cwd=place.folder, stdin=subprocess.DEVNULL, stdout=full,
                                     stderr=subprocess.PIPE, env=place.environment(None))
        self.add("disk", "tried")
        if process.returncode != 5:
            self.wrong("disk", verb, f"exit code {process.returncode} when standard output is full", [],
                       Ended(process.returncode, "", process.stderr.decode(), ""))
        if self.given.disk and (verb.wide or not self.given.short):
            self.full_disk(place, verb, over)

    def full_disk(self, place, verb, over):
        """A file system of its own, on which so many pages are free."""
        pages, enough, page = 0, 0, os.sysconf("SC_PAGESIZE")
        with self.lock_disk:
            disk = Place.__new__(Place)
            disk.__dict__.update(place.__dict__, folder=os.path.join(self.given.disk, "place"), saved=os.path.join(self.given.disk, "saved"))
            for name, own in (disk.folder, place.folder), (disk.saved, place.saved):
                shutil.rmtree(name, ignore_errors=True)
                if os.path.isdir(own):
                    shutil.copytree(own, name, symlinks=True)
            filler = os.path.join(self.given.disk, "filler")
            while enough < 2 and pages < 4000:
                disk.put(over)
                free = os.statvfs(self.given.disk).f_bavail
                with open(filler, "wb") as file:
                    if free > pages:
                        os.posix_fallocate(file.fileno(), 0, (free - pages) * page)
                ended = disk.run(verb.command)
                os.remove(filler)
                self.add("full disk", "tried")
                self.judge(disk, over, "full disk", verb, [f"{pages} pages free"], ended, WORDS["disk"])
                enough = enough + 1 if ended.code == 0 else 0
                pages = pages * 4 + 2 if self.given.short else int(pages * 1.5) + 1 if self.given.most or verb.slow else pages + 1
            if not place.after[over] and not enough:
                self.wrong("full disk", verb, "never enough", [])

    def handles(self, place, verb):
        """Each opening fails for want of handles, alone and with all that follow; then one handle more each time."""
        over = bool(verb.before)
        total = place.calls(verb.command, "open", over)
        for count, most in ("1", self.most(2, 300)), ("all", self.most(1, 100)):
            for at in self.points(verb, total, most):
                self.fault(place, over, "handles", verb, WORDS["handles"], {
                    "FAULT_IN": "open", "FAULT_AT": str(at), "FAULT_COUNT": count, "FAULT_ERRNO": str(EMFILE)})
        if self.given.short and not verb.wide:
            return
        enough = 0
        for handles in (4, 6, 10, 40, 64) if self.given.short else range(3, 64):
            ended = self.fault(place, over, "few handles", verb, WORDS["handles"], limit=(resource.RLIMIT_NOFILE, handles))
            enough = enough + 1 if ended and ended.code == 0 else 0
            if enough == 2:
                return
        self.wrong("few handles", verb, "64 are not enough", [])

    def threads(self, place, verb):
        """Each thread that is asked for is refused, alone and with all that follow: the same bits, only later."""
        if not place.calls(verb.command, "thread"):
            return
        command = [word for i, word in enumerate(verb.command) if "--threads" not in (word, verb.command[i - 1])]
        given = verb._replace(command=command + ["--threads", "4"])
        place.put(False)
        if place.run(given.command).code == 1:  # one that takes no such option
            given = verb
            place.put(False)
            place.run(given.command)
        right = place.targets()
        total = place.calls(given.command, "thread")
        for count in "1", "all":
            for at in self.points(verb, total, self.most(1, 20)):
                place.put(False)
                faults = {"FAULT_IN": "thread", "FAULT_AT": str(at), "FAULT_COUNT": count}
                ended = place.run(given.command, faults)
                self.add("threads", "tried")
                how = [f"{k}={v}" for k, v in faults.items()]
                self.add("threads", "went on" if ended.code == 0 else "refused")
                if ended.code not in (0, 5) or (ended.code == 5 and not ended.err):
                    self.wrong("threads", given, f"exit code {ended.code}", how, ended)
                elif ended.code == 0 and place.targets() != right:
                    self.wrong("threads", given, f"other results: {differ(place.targets(), right)}", how, ended)

    def writers(self, place, verb):
        """Two commands on one target: one stops before each change of the disk while the other runs; then at will."""
        if not verb.before or not place.after[True]:
            return
        ends = [place.after[False], place.after[True], place.before[True]]
        place.put(False)
        for command in verb.command, verb.before:
            place.run(command)
        ends.append(place.targets())
        total = place.calls(verb.command, CHANGES)
        stops = self.points(verb, total, self.most(1, 100)) + [None] * self.most(1, 40)
        for at in stops:
            place.put(False)
            how = [f"FAULT_IN={CHANGES} FAULT_AT={at} FAULT_HOW=stop" if at is not None else "at will",
                   f"beside tradewind {' '.join(verb.before)}:"]
            faults = {"FAULT_IN": CHANGES, "FAULT_AT": str(at), "FAULT_HOW": "stop"} if at is not None else None
            one = place.start(verb.command, faults)
            if at is not None:
                os.waitid(os.P_PID, one.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
            two = place.start(verb.before)
            if at is not None:
                try:
                    two.wait(0.3)  # it waits for the other's lock, or comes to its end
                except subprocess.TimeoutExpired:
                    pass
                try:
                    one.send_signal(signal.SIGCONT)
                except ProcessLookupError:
                    pass
            ended = [place.end(one), place.end(two)]
            self.add("writers", "tried")
            for e in ended:
                self.add("writers", "wrote" if e.code == 0 else "refused")
                if e.code not in (0, 2, 5) or (e.code and not e.err.strip()):
                    self.wrong("writers", verb, f"exit code {e.code}", how, e)
            now = place.targets()
            for name in set(now) | set(place.after[False]):
                if not any(now.get(name) == end.get(name) for end in ends):
                    self.wrong("writers", verb, f"{name} is of neither", how, ended[0])
            if [n for n in place.others() if LITTER.match(n)]:
                self.wrong("writers", verb, f"left: {sorted(place.others())}", how, ended[0])

    # ------------------------------------------------------------ all of them

    def run(self, parts, chosen):
        places, self.lock_disk = queue.Queue(), threading.Lock()
        for i in range(self.given.jobs):
            places.put(Place(self, os.path.join(self.work, f"place{i}")))

        def work(verb):
            if self.given.seconds and time.monotonic() - begun > self.given.seconds:
                return verb.name
            place = places.get()
            try:
                place.learn(verb)
                for part in parts:
                    getattr(self, part)(place, verb)
                place.clear()
                if place.read_inputs() != place.inputs:
                    self.wrong("inputs", verb, "what is only read was changed", [])
                if os.listdir(place.temporary):
                    self.wrong("inputs", verb, f"left in TMPDIR: {os.listdir(place.temporary)}", [])
                if not self.given.short:
                    print(f"done: {verb.name}", flush=True)
            finally:
                places.put(place)

        begun = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(self.given.jobs) as pool:
            left_out = [name for name in pool.map(work, chosen) if name]
        for part, count in self.count.items():
            print(f"{part}: " + ", ".join(f"{n} {word}" for word, n in count.items()))
        if left_out:
            print(f"no time for: {', '.join(left_out)}")
        print(f"{len(chosen) - len(left_out)} commands, {sum(c['tried'] for c in self.count.values())} faults, {len(self.found)} found")


def main():
    parts = ["kill", "memory", "disk", "handles", "threads", "writers"]
    parser = argparse.ArgumentParser(prog="faults.sh")
    parser.add_argument("part", nargs="*")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--most", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--only", action="append")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--program", default="build/tradewind")
    parser.add_argument("--disk", help=argparse.SUPPRESS)
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for part in given.part:
        if part not in parts:
            parser.error(f"there is no part {part}; there are {', '.join(parts)}")
    chosen = [v for v in verbs("tests/faults/verbs.txt")
              if (not v.slow or not given.short) and (not given.only or any(text in v.name for text in given.only))]
    tool = Tool(given)
    try:
        tool.run(given.part or parts, chosen)
    finally:
        shutil.rmtree(tool.work, ignore_errors=True)
    sys.exit(1 if tool.found else 0)


if __name__ == "__main__":
    main()
