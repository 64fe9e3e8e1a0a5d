"""The time limit: it strikes in its block, near its time, and never behind it."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from hookkit.craft.time_limit import OutOfTime, time_limit

# What strikes inside a garbage collector's callback is dropped by Python and tried again.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def spin(seconds: float) -> None:
    """Be busy in Python for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def test_a_slow_block_ends_near_its_limit() -> None:
    begin = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(0.1):
        spin(10)
    assert 0.1 <= time.monotonic() - begin < 2


def test_a_quick_block_is_left_in_peace() -> None:
    with time_limit(0.05):
        done = True
    spin(0.15)
    assert done


def test_nothing_strikes_behind_a_block_that_ends_just_in_time() -> None:
    for number in range(60):
        try:
            with time_limit(0.003):
                spin(0.0025 + number * 0.00002)
        except OutOfTime:
            pass
    spin(0.05)


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
            spin(0.3)

    begin = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(0.1):
        Stubborn()
        spin(10)
    assert dropped and time.monotonic() - begin < 5


def test_the_inner_of_two_limits() -> None:
    with time_limit(5):
        with pytest.raises(OutOfTime), time_limit(0.05):
            spin(5)
        spin(0.1)


def test_the_outer_of_two_limits() -> None:
    begin = time.monotonic()
    with pytest.raises(OutOfTime), time_limit(0.1):
        while True:
            with time_limit(5):
                spin(0.001)
    assert time.monotonic() - begin < 2


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
