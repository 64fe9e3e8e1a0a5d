"""Scratch folders, which are gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.git.scratch_folder import scratch_folder


def test_a_scratch_folder_is_gone_afterwards(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), scratch_folder(tmp_path) as folder:
        (folder / "file").write_bytes(b"x")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_for_it_there_is_an_error_to_read(tmp_path: Path) -> None:
    refused = pytest.raises(EnvironmentFailed, match="cannot be written")
    with refused, scratch_folder(tmp_path / "none"):
        pass
