"""The tests that mutants are run against: what each takes on the tree unchanged, and one command with a limit."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time


class Tests:
    """A bench says how its tests run: run_test(name, place, limit), and make_unchanged(place). What each takes on the tree
    unchanged is kept in WORK/times.tsv."""

    def __init__(self, work):
        self.work = work
        self.lock, self.times, self.times_path = threading.Lock(), {}, os.path.join(work, "times.tsv")
        self.measuring = threading.Lock()
        if os.path.exists(self.times_path):
            with open(self.times_path, encoding="utf-8") as f:
                self.times = {k: float(v) for k, v in (x.rstrip("\n").split("\t") for x in f)}

    slow = () # tests that are not asked without --wide, also where they noticed a mutant before

    def likely(self, row):
        """Tests that are asked before all others."""
        return []

    def then(self, row):
        """Tests that are asked before the rest, with --wide."""
        return []

    def base_time(self, name):
        """Seconds of a test on the tree unchanged; minus one where it fails there, so that it says nothing."""
        with self.measuring:
            with self.lock:
                if name in self.times:
                    return self.times[name]
            place = os.path.join(self.work, "unchanged")
            self.make_unchanged(place)
            begun = time.monotonic()
            passed = self.run_test(name, place, 900)
            taken = time.monotonic() - begun if passed else -1
            if not passed:
                print(f"{name} fails without any change: left out", file=sys.stderr)
            with self.lock:
                self.times[name] = taken
                if passed: # one that fails is asked again by the next run, as it may be mended by then
                    with open(self.times_path, "a", encoding="utf-8") as f:
                        f.write(f"{name}\t{taken:.2f}\n")
            return taken

    def run_command(self, command, env, place, limit):
        """True where it passes (or skips), False where it fails, None where it takes longer than LIMIT seconds."""
        here = os.path.join(place, "run")
        shutil.rmtree(here, ignore_errors=True)
        os.makedirs(here)
        with open(os.path.join(place, "said"), "wb") as said:
            child = subprocess.Popen(command, cwd=here, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                                     start_new_session=True)
            try:
                code = child.wait(limit)
            except subprocess.TimeoutExpired:
                code = None
            try: # what it started and left: its own group, nobody else's
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            child.wait()
        return None if code is None else code in (0, 77)
