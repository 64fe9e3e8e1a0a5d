"""The time limit: it ends its block close to the given time, and nothing after the block."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from hookkit.pep8.time_limit import OutOfTime, OutOfWallTime, time_limit

# What strikes inside a garbage collector's callback is dropped by Python and tried again.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Clock:
    """A clock that goes on by so much each time that it is looked at."""

    def __init__(self, step: float) -> None:
        self.step, self.now, self.looks = step, 0.0, 0

    def __call__(self) -> float:
        self.looks += 1
        self.now += self.step
        return self.now


def spin(seconds: float) -> None:
    """Be busy in Python for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def for_ever() -> None:
    """Be busy in Python until something strikes."""
    while True:
        pass


def test_a_block_that_works_too_long_ends() -> None:
    with pytest.raises(OutOfTime) as caught, time_limit(60, cpu_clock=Clock(59.9)):
        for_ever()
    assert caught.type is OutOfTime


def test_a_limit_of_nothing_ends_at_once() -> None:
    with pytest.raises(OutOfTime), time_limit(0):
        for_ever()


def test_a_block_that_waits_is_not_at_work() -> None:
    passed = Clock(0)
    with time_limit(0.01, cpu_clock=Clock(0), wall_clock=passed):
        while passed.looks < 5:
            pass


def test_but_it_ends_by_the_clock() -> None:
    with (
        pytest.raises(OutOfWallTime),
        time_limit(60, 60, cpu_clock=Clock(0), wall_clock=Clock(59.9)),
    ):
        for_ever()


def test_a_quick_block_is_left_in_peace() -> None:
    worked = Clock(0)
    with time_limit(0.01, cpu_clock=worked):
        pass
    worked.step = 60
    for _ in range(100_000):
        pass


def test_nothing_strikes_behind_a_block_that_ends_just_in_time() -> None:
    for number in range(60):
        worked = Clock(0.01)
        try:
            with time_limit(number / 1000, cpu_clock=worked):
                while worked.looks < 3:
                    pass
        except OutOfTime:
            pass
    for _ in range(100_000):
        pass


def test_an_error_of_the_block_comes_through() -> None:
    with pytest.raises(ZeroDivisionError), time_limit(5):
        _ = 1 / 0


def test_no_except_exception_takes_it() -> None:
    def stubborn() -> None:
        while True:
            try:
                spin(1)
            except Exception:
                continue

    with pytest.raises(OutOfTime), time_limit(0.05):
        stubborn()


def test_it_strikes_again_where_python_drops_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", dropped.append)

    class Stubborn:
        def __del__(self) -> None:
            for_ever()

    with pytest.raises(OutOfTime), time_limit(0.1):
        Stubborn()
        for_ever()
    assert dropped


def test_the_inner_of_two_limits() -> None:
    with time_limit(60):
        with pytest.raises(OutOfTime), time_limit(0.05):
            for_ever()
        for _ in range(100_000):
            pass


def test_the_outer_of_two_limits() -> None:
    with pytest.raises(OutOfTime), time_limit(0.1):
        while True:
            with time_limit(60):
                pass


def test_only_the_thread_of_the_block_is_struck() -> None:
    ended: list[str] = []

    def limited() -> None:
        try:
            with time_limit(0.05):
                spin(5)
        except OutOfTime:
            ended.append("limited")

    thread = threading.Thread(target=limited)
    thread.start()
    spin(0.2)
    thread.join(timeout=5)
    assert ended == ["limited"]


def test_no_thread_stays_behind() -> None:
    before = threading.active_count()
    for _ in range(20):
        with time_limit(30):
            pass
    end = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < end:
        time.sleep(0.01)
    assert threading.active_count() == before
