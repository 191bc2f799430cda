"""Ctrl-C, memory, threads, progress: what a call does beside its numbers."""
import gc
import io
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import numpy as np
import pytest

import tradewind as tw
from conftest import same_bits


def child(code, *words):
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), *map(str, words)], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)  # fmt: skip


LONG = """
    import sys, time
    import tradewind as tw
    print("begins", flush=True)
    try:
        tw.range("us-tariff-canada", "default", draws=100000, progress=False).write(sys.argv[1])
    except KeyboardInterrupt:
        print("interrupted", time.monotonic(), flush=True)
        small = tw.run("us-tariff-canada", "small2014")
        print(small.certified, flush=True)
    else:
        print("ended", flush=True)
"""


def interrupted(code, *words, wait=1.5):
    """Starts code, sends Ctrl-C after a while; (lines of its output, seconds that it took to answer)."""
    process = child(code, *words)
    try:
        assert process.stdout.readline().strip() == "begins"
        time.sleep(wait)
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        line = process.stdout.readline()
        took = time.monotonic() - sent
        rest = process.stdout.read()  # communicate() would miss what readline() has read ahead
        assert process.wait(timeout=60) == 0, process.stderr.read()
        return [line.strip(), *rest.splitlines()], took
    finally:
        process.kill()
        process.wait()


def test_ctrl_c_ends_a_long_range_at_once_and_nothing_is_written(tmp_path):
    lines, took = interrupted(LONG, tmp_path / "out")
    assert lines[0].startswith("interrupted")
    assert took < 5  # tenths of a second on a machine with nothing else to do
    assert lines[1] == "True"  # the session goes on
    assert list(tmp_path.iterdir()) == []


def test_a_handler_of_the_program_is_called_and_the_call_says_interrupted():
    lines, _ = interrupted("""
        import signal
        import tradewind as tw
        heard = []
        signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
        print("begins", flush=True)
        try:
            tw.range("us-tariff-canada", "default", draws=100000, progress=False)
        except tw.Interrupted as error:
            print(heard, error.status, flush=True)
        print(signal.getsignal(signal.SIGINT) is not signal.default_int_handler, flush=True)
    """)  # fmt: skip
    assert lines == ["[2] interrupted", "True"]


def test_cancel_ends_calls_in_other_threads(small):
    ended = []

    def work():
        try:
            tw.range("us-tariff-canada", small, draws=1000000)
        except tw.Interrupted as error:
            ended.append(error.status)

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive() and not ended:
        time.sleep(0.2)
        tw.cancel()
    thread.join()
    assert ended == ["interrupted"]


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def test_a_thousand_runs_do_not_grow(small):
    scenario = tw.Scenario(policy=[tw.tariff(importer="USA", exporter="CAN", sector="goods", add="25 pp")])
    for i in range(1, 1001):
        result = tw.run(scenario, small, threads=1)
        assert result.certified and result.regions.shape[0] == 12
        if i == 100:
            gc.collect()
            before = resident()
    gc.collect()
    assert resident() - before < 2 << 20  # 900 results are 150 MB


def test_a_thousand_errors_and_scenarios_do_not_grow(small):
    def wrong():
        with pytest.raises(tw.InputError):
            tw.run(tw.Scenario(policy=[tw.tariff(importer="USA", exporter="NOWHERE", sector="goods", add="25 pp")]), small)
        tw.World("small2014")

    for _ in range(100):
        wrong()
    gc.collect()
    before = resident()
    for _ in range(900):
        wrong()
    gc.collect()
    assert resident() - before < 2 << 20


def test_two_threads_solve_at_once_with_the_same_bits(small):
    """Each as often as the other, on one world and one scenario; and calls of C do not wait for each other."""
    scenario = tw.Scenario("us-tariff-canada")
    alone = tw.run(scenario, small, threads=1)
    found, together = [], threading.Barrier(2)

    def work():
        together.wait()
        for _ in range(20):
            found.append(tw.run(scenario, small, threads=1))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 40
    for result in found:
        same_bits(alone.sectors, result.sectors)


def test_the_gil_is_free_while_the_library_solves(small):
    """Python counts on while a range is drawn in another thread."""
    inside, counted = threading.Event(), 0

    def work():
        inside.set()
        tw.range("us-tariff-canada", small, draws=2000, threads=1)

    thread = threading.Thread(target=work)
    thread.start()
    inside.wait()
    while thread.is_alive():
        counted += 1
        time.sleep(0.001)
    assert counted > 20


def test_views_outlive_their_results(small):
    view = tw.run("us-tariff-canada", small).numbers("sectors", "output_pct")
    kept = view.copy()
    for _ in range(20):
        tw.run("us-tariff-canada", small, deficits="zero")
    gc.collect()
    np.testing.assert_array_equal(view, kept)


def test_rings_of_objects_are_freed_in_order(small):
    """Python frees a ring in any order; the library needs results before worlds and contexts after all."""
    for i in range(300):
        world = tw.World("small2014")
        result = tw.run("us-tariff-canada", world, threads=1)
        ring = [world, result, result.world, result.numbers("regions", "wage_pct"), result.certificate]
        ring.append(ring)
        if i % 7 == 0:
            try:
                result.numbers("regions", "no_such_column")
            except KeyError as error:
                error.ring = (error, ring, tw.Scenario("us-tariff-canada"))
        del ring, world, result
        if i % 50 == 0:
            gc.collect()
    gc.collect()
    assert tw.run("us-tariff-canada", small).certified


def test_everything_is_freed_that_nobody_has():
    from tradewind.owned import nodes

    gc.collect()
    before = len(nodes)
    world = tw.World("small2014")
    kept = [tw.run("us-tariff-canada", world), tw.range("us-tariff-canada", world, draws=3), tw.reconcile("us-tariff-canada", world),
            tw.exposure("CAN", world=world), tw.dependence("CAN", world=world, stops=0), tw.accounts("JPN"), tw.market("lng2024")]  # fmt: skip
    assert len(nodes) > before
    del kept, world
    gc.collect()
    assert len(nodes) == before


def test_views_are_the_library_s_memory_and_read_only(ran):
    view = ran.numbers("sectors", "output_pct")
    again = ran.numbers("sectors", "output_pct")
    assert np.shares_memory(view, again)
    assert np.shares_memory(view, ran.sectors["output_pct"].to_numpy())
    assert view.shape == (12, 15) and view.dtype == np.float64
    assert not view.flags.writeable and not view.flags.owndata
    with pytest.raises(ValueError):
        view[0, 0] = 1
    with pytest.raises(ValueError):
        view.flags.writeable = True


def test_quantiles_and_worlds_are_views_as_well(small):
    drawn = tw.range("us-tariff-canada", small, draws=5)
    view = drawn.quantile("regions", "real_income_pct", "p05")
    assert np.shares_memory(view, drawn.regions["real_income_pct_p05"].to_numpy()) and not view.flags.writeable
    flow = small.numbers("flow")
    assert np.shares_memory(flow, small.series("flow").to_numpy()) and not flow.flags.writeable
    assert flow.shape == (15, 12, 12)


def test_what_stands_in_for_standard_error_needs_no_isatty_and_may_be_closed(small, monkeypatch):
    class Tee:
        def write(self, text):
            raise AssertionError("nobody looks")

    for stream in (Tee(), None):
        monkeypatch.setattr(sys, "stderr", stream)
        assert tw.run("us-tariff-canada", small).certified
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)
    assert tw.run("us-tariff-canada", small).certified
    assert tw.range("us-tariff-canada", small, draws=3000, sectors=False, threads=1, progress=True).certified
    monkeypatch.undo()


def test_a_bar_that_fails_leaves_python_its_signals():
    """The handler of the call is gone again, or never came: Ctrl-C after it is Python's."""
    process = child("""
        import signal, time
        import tradewind as tw
        from tradewind import progress
        def broken(wanted):
            raise RuntimeError("no bar")
        small = tw.World("small2014")
        kept, progress.bar = progress.bar, broken
        for _ in range(2):
            try:
                tw.run("us-tariff-canada", small)
            except RuntimeError as error:
                print(error)
        try:
            signal.raise_signal(signal.SIGINT)
            time.sleep(5)
        except KeyboardInterrupt:
            print("interrupted")
        progress.bar = kept
        print(tw.run("us-tariff-canada", small).certified)
    """)  # fmt: skip
    out, err = process.communicate(timeout=120)
    assert (out.split("\n")[:4], process.returncode) == (["no bar", "no bar", "interrupted", "True"], 0), err


def test_arguments_that_the_library_does_not_take_leave_no_handler(small):
    """cffi refuses them after the handler was put in its place."""
    from tradewind._library import lib
    from tradewind.call import Context

    with pytest.raises(TypeError):
        Context().run(lib.tw_context_free, "no context")
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
        time.sleep(5)


class Cancels:
    """A bar that cancels as soon as draws are told of, so that all central solutions are there."""

    def show(self, what, done):
        if what == "draws":
            tw.cancel()

    def close(self):
        pass


def test_a_cancelled_decision_is_no_answer(tmp_path, monkeypatch):
    monkeypatch.setattr("tradewind.progress.bar", lambda wanted: Cancels())
    with pytest.raises(tw.Interrupted, match="of 100000 draws"):
        tw.decide("how-far-to-diversify", draws=100000)
    with pytest.raises(tw.Interrupted, match="draws.db keeps them"):
        tw.decide("how-far-to-diversify", draws=100000, store=tmp_path / "draws.db")


def test_an_owner_that_a_collection_ends_is_made_again(monkeypatch):
    """Between finding a node and holding it Python may free the last who held it."""
    from tradewind import owned
    from tradewind._library import ffi

    class Collects(dict):
        held = None

        def get(self, key, default=None):
            found = super().get(key, default)
            if self.held is not None:
                holder, self.held = self.held, None
                holder.end()
            return found

    kept, memory = Collects(owned.nodes), ffi.new("int[1]")
    monkeypatch.setattr(owned, "nodes", kept)
    pointer = ffi.cast("int *", memory)
    address = int(ffi.cast("uintptr_t", pointer))
    node = kept[address] = owned.Node(address, pointer, None, ())
    kept.held = owned.Holder(node)
    ours = owned.own(pointer, None)
    assert kept[address] is not node and len(kept[address].holders) == 1
    del ours
    gc.collect()
    assert address not in kept


class Screen:
    """A terminal that keeps what is written to it."""

    def __init__(self):
        self.lines = []

    def isatty(self):
        return True

    def write(self, text):
        self.lines.append(text)

    def flush(self):
        pass


def test_a_terminal_gets_a_bar_and_it_goes_again(small, monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    tw.range("us-tariff-canada", small, draws=3000, sectors=False, threads=1)
    monkeypatch.undo()
    assert any("%" in line and "[" in line for line in screen.lines)
    assert screen.lines[-1] == "\r\033[K"


def test_no_bar_where_nobody_looks(small, capfd):
    tw.range("us-tariff-canada", small, draws=200, progress=False)
    tw.run("us-tariff-canada", small)
    assert capfd.readouterr() == ("", "")


def test_a_notebook_shows_a_bar_and_its_interrupt_ends_the_cell():
    manager_of = pytest.importorskip("jupyter_client.manager")
    manager, client = manager_of.start_new_kernel(kernel_name="python3")
    try:

        def reply_to(message):
            while True:
                reply = client.get_shell_msg(timeout=60)
                if reply["parent_header"]["msg_id"] == message:
                    return reply["content"]

        # stop_on_error: a kernel drops what is asked right after an error, unless it is told not to
        asked = client.execute("import tradewind as tw\ntw.range('us-tariff-canada', 'default', draws=100000)", stop_on_error=False)
        bar = None
        while bar is None:  # each message within a minute, or the test fails
            message = client.get_iopub_msg(timeout=60)
            assert message["msg_type"] != "error", message["content"]["evalue"]
            if message["msg_type"] == "display_data":
                bar = message["content"]["data"]["text/html"]
        assert "<progress" in bar
        sent = time.monotonic()
        manager.interrupt_kernel()
        assert reply_to(asked)["ename"] == "KeyboardInterrupt"
        assert time.monotonic() - sent < 10
        asked = client.execute("tw.run('us-tariff-canada', 'small2014').certified or 1/0")
        assert reply_to(asked)["status"] == "ok"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
