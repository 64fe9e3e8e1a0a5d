"""Names of branches without their remote, and names of protected branches."""

from __future__ import annotations

import pytest

from hookkit.history.refs.branch_names_and_protection import is_protected, without_remote


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("main", True),
        ("release/1", True),
        ("release/1/2", True),
        ("mainframe", False),
        ("my/main", False),
        ("release", False),
        ("Main", False),
        ("refs/heads/main", False),
    ],
)
def test_a_protected_branch_fits_a_glob_as_a_whole(name: str, expected: bool) -> None:
    assert is_protected(name, ["main", "release/*"]) is expected


@pytest.mark.parametrize(
    ("configured", "bare"),
    [
        ("trunk", "trunk"),
        ("origin/trunk", "trunk"),
        ("refs/heads/trunk", "trunk"),
        ("refs/remotes/upstream/a/b", "a/b"),
        ("release/1", "release/1"),
        ("origin", "origin"),
        ("origin/", "origin/"),
        ("", ""),
    ],
)
def test_a_branch_has_a_bare_name(configured: str, bare: str) -> None:
    assert without_remote(configured) == bare
