"""Bounded results in order: few batches run at once, and stopping cancels the others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from hookkit.cluster.ordered_results import ordered_results


def test_what_comes_back_is_in_order_whichever_is_done_first() -> None:
    first = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            first.wait(30)
        else:
            first.set()
        return number * 10

    with ThreadPoolExecutor(3) as pool:
        results = ordered_results(
            lambda each: pool.submit(work, each), range(9), lambda: 3, lambda: None
        )
        assert [(piece, future.result()) for piece, future in results] == [
            (number, number * 10) for number in range(9)
        ]


def test_no_more_is_under_way_than_the_window_has() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(10):
            asked.append(number)
            yield number

    def done(number: int) -> Future[int]:
        future: Future[int] = Future()
        future.set_result(number)
        return future

    windows = iter([2, 2, 2, 2, *[4] * 40])
    seen = []
    for piece, _ in ordered_results(done, pieces(), lambda: next(windows), lambda: None):
        seen.append((piece, len(asked)))
    assert seen[0] == (0, 2)
    assert max(count - piece for piece, count in seen) == 4  # more threads came
    assert [piece for piece, _ in seen] == list(range(10))


def test_there_are_ticks_while_others_work() -> None:
    future: Future[None] = Future()
    ticks: list[None] = []

    def on_wait() -> None:
        ticks.append(None)
        if len(ticks) == 3:
            future.set_result(None)

    list(ordered_results(lambda each: future, [1], lambda: 1, on_wait))
    assert len(ticks) == 3


def test_who_stops_taking_cancels_what_is_queued() -> None:
    futures = [Future[int]() for _ in range(4)]
    futures[0].set_result(0)
    results = ordered_results(lambda each: futures[each], range(4), lambda: 4, lambda: None)
    assert next(results)[0] == 0
    results.close()
    assert [each.cancelled() for each in futures] == [False, True, True, True]
