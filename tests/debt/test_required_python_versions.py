"""Required versions of Python: what a requirement admits, and what only Python 2 can read."""

from __future__ import annotations

import pytest

from hookkit.debt.required_python_versions import (
    looks_like_python_2,
    meets_requirement,
    requires_python,
)


@pytest.mark.parametrize(
    ("requirement", "version", "is_met"),
    [
        ("", (2, 7), True),
        (">=3.10", (3, 11), True),
        (">=3.10", (3, 9), False),
        (">=3.8,<3.12", (3, 12), False),
        ("<3", (2, 7), True),
        ("<3", (3, 1), False),
        ("~=3.8", (3, 13), True),
        ("~=3.8", (3, 7), False),
        ("==3.*", (3, 5), True),
        ("!=3.9.*", (3, 9), False),
        ("!=3.9.1", (3, 9), True),
        ("~=3.8.1", (3, 9), False),
        (">3.8.1", (3, 8), True),
        ("<3.10.2", (3, 10), True),
        ("<3.10.0", (3, 10), False),
        ("===odd", (3, 9), True),
    ],
)
def test_what_a_requirement_admits(
    requirement: str, version: tuple[int, int], is_met: bool
) -> None:
    assert meets_requirement(requirement, version) is is_met


def test_a_pyproject_that_is_none_says_nothing() -> None:
    assert requires_python(b"[project\n") == ""
    assert requires_python(b"[project]\nrequires-python = 3\n") == ""
    assert requires_python(b"[project]\nrequires-python = '>=3.9'\n") == ">=3.9"


@pytest.mark.parametrize(
    ("text", "is_old"),
    [
        (b"print 'x'\n", True),
        (b"try:\n    f()\nexcept E, e:\n    pass\n", True),
        (b"print('x')\nprint = 3\n", False),
        (b"def broken(:\n", False),
    ],
)
def test_python_2_is_told_by_its_statements(text: bytes, is_old: bool) -> None:
    assert looks_like_python_2(text) is is_old
