"""A request belongs to one caller, also while it ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hookkit.worker.request_files import (
    Request,
    free_slot,
    is_caller_reading,
    make_slots,
    remove_slots,
    waiting_requests,
)


def make_taken(folder: Path, slot: int) -> None:
    """Make a request that somebody has taken."""
    (folder / f"{slot}.taken").write_text("1\n")
    (folder / f"{slot}.request").write_text("1\npost-commit\n.\n")


def test_a_request_that_is_being_freed_cannot_be_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_taken(tmp_path, 0)
    seen: list[list[Request]] = []
    truncate, unlink = os.truncate, Path.unlink

    def truncate_between_scans(path: Path, length: int) -> None:
        seen.append(list(waiting_requests(tmp_path)))
        truncate(path, length)

    def unlink_between_scans(path: Path) -> None:
        seen.append(list(waiting_requests(tmp_path)))
        unlink(path)

    monkeypatch.setattr(os, "truncate", truncate_between_scans)
    monkeypatch.setattr(Path, "unlink", unlink_between_scans)
    free_slot(tmp_path, 0)
    assert seen == [[], [], []]


def test_a_freed_slot_can_be_used_again(tmp_path: Path) -> None:
    make_taken(tmp_path, 3)
    free_slot(tmp_path, 3)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "3.request").write_text("7\npost-commit\n.\n")
    [request] = waiting_requests(tmp_path)
    assert (request.slot, request.pid, request.arguments) == (3, 7, ("post-commit",))


def test_an_answer_is_read_until_its_caller_closes_it(tmp_path: Path) -> None:
    folder = tmp_path / "1"
    make_slots(folder)
    assert not is_caller_reading(folder, 2)
    reader = os.open(folder / "2.reply", os.O_RDONLY | os.O_NONBLOCK)
    assert is_caller_reading(folder, 2)
    os.close(reader)
    assert not is_caller_reading(folder, 2)


def test_a_folder_disappears_before_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "1"
    make_slots(folder)
    make_taken(folder, 0)
    (folder / "in the way").mkdir()
    remove_slots(folder)
    # A caller that looks now can create no file where its request was.
    assert not folder.exists()
    [left] = tmp_path.iterdir()
    (left / "in the way").rmdir()
    remove_slots(left)
    assert list(tmp_path.iterdir()) == []
