"""The obstacles of a file are found once and cached."""

from __future__ import annotations

import pytest

from hookkit.fix_cache import cached_obstacles
from hookkit.fix_cache.record import line_with_checksum
from hookkit.fix_cache.records_file import append_records, read_records
from hookkit.pep8.fault_obstacles import faults_with_obstacles
from hookkit.settings.autopep8.options import Pep8Options
from tests.repository import Repository

TEXT = "import os,sys\nx=1  # noqa\nif x == None: pass\n# fmt: off\ny=2\n# fmt: on\n"
BLOB = "0" * 40


@pytest.mark.parametrize("text", [TEXT, "x = 1\n", ""])
def test_they_are_the_same_the_second_time(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    options = Pep8Options(ignore="E7")
    expected = faults_with_obstacles(text, options)
    assert cached_obstacles.obstacles_of(repo.runner, text.encode(), BLOB, options) == expected
    monkeypatch.delattr(cached_obstacles, "faults_with_obstacles")
    assert cached_obstacles.obstacles_of(repo.runner, text.encode(), BLOB, options) == expected
    with pytest.raises(NameError):
        cached_obstacles.obstacles_of(repo.runner, text.encode(), BLOB, Pep8Options())


BROKEN = [b"E1|x|name|1|-|-|-", b"E1|1|name", b"", b"\xff", b"E1|1|n|1|a|-|-"]


@pytest.mark.parametrize("value", BROKEN)
def test_what_is_no_record_of_them_is_passed_over(repo: Repository, value: bytes) -> None:
    options = Pep8Options()
    cached_obstacles.obstacles_of(repo.runner, TEXT.encode(), BLOB, options)
    ((key, _),) = read_records(repo.runner).items()
    append_records(repo.runner, [line_with_checksum(key, value)])
    found = cached_obstacles.obstacles_of(repo.runner, TEXT.encode(), BLOB, options)
    assert found == faults_with_obstacles(TEXT, options)
