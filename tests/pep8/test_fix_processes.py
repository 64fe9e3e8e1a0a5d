"""Several files at once: in order, each with its limit, none able to stop the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import process
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from hookkit.pep8 import fix_processes
from hookkit.pep8.fix_file import fix_file, fix_within_limits
from hookkit.pep8.fix_processes import fix_and_measure, fix_tasks
from hookkit.pep8.fix_task_and_outcome import FileFix, FixTask
from hookkit.pep8.time_limit import Limits, wall_limit
from hookkit.settings.autopep8.options import UNCONFIGURED_IGNORE, Pep8Options

# What strikes inside a garbage collector's callback is dropped by Python and tried again.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

OPTIONS = Pep8Options(ignore=UNCONFIGURED_IGNORE)

forks = pytest.mark.skipif(sys.platform != "linux", reason="a changed fixer reaches forks alone")


def tasks(count: int, lines: int = 3) -> list[FixTask]:
    """So many files that need a fix, each of another length."""
    return [
        FixTask(b"%d.py" % number, b"a=%d\n" % number * (lines + number % 7), OPTIONS, "strict")
        for number in range(count)
    ]


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pool be worth it for the smallest files."""
    monkeypatch.setattr(fix_processes, "POOL_MIN_BYTES", 0)


def behaving(monkeypatch: pytest.MonkeyPatch, path: bytes, act: Callable[[], object]) -> None:
    """Let the fixing of one file do something of its own, here and in forked processes."""

    def fix(task: FixTask) -> FileFix:
        if task.path == path:
            act()
        return fix_file(task)

    monkeypatch.setattr("hookkit.pep8.fix_file.fix_file", fix)


def spin() -> None:
    """Never end."""
    while True:
        pass


def processes_left() -> list[BaseProcess]:
    """What is still there when the threads that look after pools have come to their end."""
    for thread in list(process._threads_wakeups):
        thread.join()
    return multiprocessing.active_children()


@pytest.mark.usefixtures("pooled")
def test_a_pool_gives_what_one_process_gives_in_the_same_order() -> None:
    given = tasks(9)
    assert list(fix_tasks(given, Limits(30), 2)) == [fix_file(task) for task in given]


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_no_files(jobs: int) -> None:
    assert list(fix_tasks([], Limits(30), jobs)) == []


def test_small_files_stay_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    behaving(monkeypatch, b"1.py", lambda: seen.append(os.getpid()))
    list(fix_tasks(tasks(3), Limits(30), 4))
    assert seen == [os.getpid()]


@forks
@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize("killer", [b"0.py", b"4.py", b"8.py"])
def test_a_file_that_kills_its_process_loses_only_itself(
    monkeypatch: pytest.MonkeyPatch, killer: bytes
) -> None:
    behaving(monkeypatch, killer, lambda: os._exit(1))
    given = tasks(9)
    results = list(fix_tasks(given, Limits(30), 2))
    assert [each.outcome.path for each in results] == [task.path for task in given]
    lost = {
        each.outcome.path: each.outcome.left_alone_reason
        for each in results
        if each.outcome.left_alone_reason
    }
    assert lost == {killer: "makes the Python interpreter crash"}
    assert processes_left() == []


@forks
@pytest.mark.usefixtures("pooled")
def test_the_limit_holds_in_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    behaving(monkeypatch, b"1.py", spin)
    reasons = [each.outcome.left_alone_reason for each in fix_tasks(tasks(4), Limits(0.5), 2)]
    assert reasons == [None, "took autopep8 longer than 0.5 seconds", None, None]


@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=forks)])
@pytest.mark.parametrize("slow", [0, 2])
def test_what_is_not_reached_in_time_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, jobs: int, slow: int
) -> None:
    behaving(monkeypatch, b"%d.py" % slow, spin)
    given = tasks(4)
    results = list(fix_tasks(given, Limits(30, 0.5), jobs))
    # It does not matter how many processes there are, and what was done beside the slow one.
    reasons = [each.outcome.left_alone_reason for each in results]
    assert reasons == [None] * slow + ["was not reached within 0.5 seconds"] * (4 - slow)
    assert [each.data for each in results if each.outcome.left_alone_reason] == [
        task.data for task, reason in zip(given, reasons, strict=True) if reason
    ]
    assert processes_left() == []


@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=forks)])
def test_without_any_time_nothing_is_reached(jobs: int) -> None:
    reasons = [each.outcome.left_alone_reason for each in fix_tasks(tasks(3), Limits(30, 0), jobs)]
    assert reasons == ["was not reached within 0 seconds"] * 3


@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=forks)])
def test_what_nobody_waits_for_is_left_alone(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(fix_processes, "wall_limit", lambda seconds: 0)
    reasons = [each.outcome.left_alone_reason for each in fix_tasks(tasks(3), Limits(30, 9), jobs)]
    assert reasons == ["was not reached within 0 seconds by the clock: the machine is busy"] * 3


@pytest.mark.parametrize(("seconds", "wall"), [(0.1, 60), (20, 400)])
def test_the_clock_gives_more_time(seconds: float, wall: float) -> None:
    assert wall_limit(seconds) == wall


def test_the_time_of_a_file_is_that_of_the_processor() -> None:
    times = iter([5.0, 7.5])
    [task] = tasks(1)
    timed = fix_and_measure(task, Limits(30), lambda: next(times))
    assert timed == (fix_file(task), 2.5)


BUSY = "while True: pass"


@pytest.mark.long
def test_a_busy_machine_gives_the_same_correction() -> None:
    text = b"x=[" + b"1," * 600 + b"]\n"
    task = FixTask(b"a.py", text, OPTIONS, "strict")
    quiet = fix_and_measure(task, Limits(60))
    limits = Limits(quiet.seconds * 3)
    count = 4 * (os.cpu_count() or 1)
    others = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    try:
        os.nice(5)
        assert fix_within_limits(task, limits) == quiet.file_fix
    finally:
        for each in others:
            each.kill()
            each.wait()


@forks
@pytest.mark.usefixtures("pooled")
def test_there_are_ticks_while_others_work(monkeypatch: pytest.MonkeyPatch) -> None:
    behaving(monkeypatch, b"1.py", lambda: time.sleep(0.5))
    ticks: list[None] = []
    list(fix_tasks(tasks(2), Limits(30), 2, lambda: ticks.append(None)))
    assert len(ticks) >= 2


@forks
@pytest.mark.usefixtures("pooled")
def test_an_interrupt_ends_all_processes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    behaving(monkeypatch, b"0.py", lambda: time.sleep(60))

    def interrupt() -> None:
        raise KeyboardInterrupt

    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(fix_tasks(tasks(9), Limits(60), 2, interrupt))
    assert time.monotonic() - begin < 10
    assert processes_left() == []


@forks
@pytest.mark.usefixtures("pooled")
def test_one_who_stops_reading_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    behaving(monkeypatch, b"8.py", lambda: time.sleep(60))
    results: Iterator[FileFix] = fix_tasks(tasks(9), Limits(60), 2)
    next(results)
    del results
    assert processes_left() == []


SLEEPER = """\
import os, time
from hookkit.pep8 import fix_file, fix_processes
from hookkit.pep8.fix_task_and_outcome import FixTask
from hookkit.settings.autopep8.option_finder import Pep8Options
fix_processes.POOL_MIN_BYTES = 0
fix_file.fix_file = lambda task: (os.write(1, b"begun\\n"), time.sleep(60))
tasks = [FixTask(b"a.py", b"a=1", Pep8Options(), "strict") for _ in range(2)]
list(fix_processes.fix_tasks(tasks, fix_processes.Limits(60), 2))
"""


@forks
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_processes_end_with_their_parent(blow: signal.Signals) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", SLEEPER],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == [b"begun\n"] * 2
        if blow == signal.SIGINT:
            os.killpg(process.pid, blow)  # as the terminal does
        else:
            process.send_signal(blow)
        # The workers hold the other end of the pipes: there is no end of file while one is left.
        _, errors = process.communicate(timeout=10)
    assert errors.count(b"Traceback") == (1 if blow == signal.SIGINT else 0)
