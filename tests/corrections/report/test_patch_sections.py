"""git's patch cut into the sections of its files, whatever their names are."""

from __future__ import annotations

import pytest

from hookkit.corrections.report.patch_sections import split_by_file
from hookkit.pep8.fix_task_and_outcome import Fault, FileOutcome
from tests.corrections.report.example_outcomes import OPERATOR, outcome
from tests.corrections.report.test_review import correction_of, review
from tests.repository import Repository


@pytest.mark.parametrize(
    "name", [b"b c.py", "größe.py".encode(), b'q"\\.py', b"\x1b[31m\t.py", "\u202e.py".encode()]
)
@pytest.mark.parametrize("prefix", ["true", "false"])
def test_each_patch_finds_its_file(repo: Repository, name: bytes, prefix: str) -> None:
    repo.git("config", "diff.noprefix", prefix)
    patch = correction_of(repo, {name: (b"x=1\n", b"x = 1\n"), b"d/a.py": (b"y=1\n", b"y = 1\n")})
    files = [
        FileOutcome(path, corrected=(Fault("E225", 1, OPERATOR),)) for path in (name, b"d/a.py")
    ]
    lines = review(outcome(*files), patch).splitlines()
    assert [line for line in lines if line.startswith(("-x", "-y"))] == ["-x=1", "-y=1"]
    assert lines.index("-x=1") < lines.index("  d/a.py") < lines.index("-y=1")


def test_a_binary_or_empty_section_does_not_hurt() -> None:
    assert split_by_file(b"") == []
    binary = b"diff --git a/x b/x\nBinary files a/x and b/x differ\n"
    assert split_by_file(binary) == [(b"", binary)]
    assert "Binary files a/x and b/x differ\n" in review(outcome(), binary)
