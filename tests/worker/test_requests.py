"""A request has one owner, also at the moment at which it ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hookkit.worker.requests import free_slot, waiting_requests


def make_taken(folder: Path, slot: int) -> None:
    """Make a request that somebody has taken."""
    (folder / f"{slot}.taken").write_text("1\n")
    (folder / f"{slot}.request").write_text("1\npost-commit\n.\n")


def test_a_request_that_is_being_freed_cannot_be_taken_again(tmp_path: Path) -> None:
    def answer_all() -> None:
        for _ in range(500):
            make_taken(tmp_path, 0)
            free_slot(tmp_path, 0)

    with ThreadPoolExecutor(1) as pool:
        answered = pool.submit(answer_all)
        while not answered.done():
            assert list(waiting_requests(tmp_path)) == []
        answered.result()


def test_a_freed_slot_can_be_used_again(tmp_path: Path) -> None:
    make_taken(tmp_path, 3)
    free_slot(tmp_path, 3)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "3.request").write_text("7\npost-commit\n.\n")
    [request] = waiting_requests(tmp_path)
    assert (request.slot, request.pid, request.arguments) == (3, 7, ("post-commit",))
