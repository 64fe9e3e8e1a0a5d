"""What git tells pre-push, as values, and what is pushed where."""

from __future__ import annotations

import pytest

from hookkit.errors import WrongUsage
from hookkit.history.refs.pushed_refs import PushedRef, is_null_id, push_sources, read_pushed_refs
from tests.repository import Repository

A, B, ZERO = "a" * 40, "b" * 40, "0" * 40


def test_each_line_is_a_ref() -> None:
    text = (
        f"refs/heads/t {A} refs/heads/t {B}\n"
        f"(delete) {ZERO} refs/heads/gone {B}\n"
        f"HEAD~1 {A} refs/heads/x/y {ZERO}\n"
        f"refs/tags/v1 {A} refs/tags/v1 {ZERO}\n"
    )
    refs = read_pushed_refs(text, "origin")
    assert refs == [
        PushedRef("refs/heads/t", A, "refs/heads/t", B, "origin"),
        PushedRef("(delete)", ZERO, "refs/heads/gone", B, "origin"),
        PushedRef("HEAD~1", A, "refs/heads/x/y", ZERO, "origin"),
        PushedRef("refs/tags/v1", A, "refs/tags/v1", ZERO, "origin"),
    ]
    assert [(each.branch, each.is_creation, each.is_deletion) for each in refs] == [
        ("t", False, False),
        ("gone", False, True),
        ("x/y", True, False),
        (None, True, False),
    ]


def test_what_ends_a_line_elsewhere_is_part_of_a_name() -> None:
    name = "refs/heads/a\u2028b\u0085c"
    assert read_pushed_refs(f"{name} {A} {name} {B}\n", "origin") == [
        PushedRef(name, A, name, B, "origin")
    ]


def test_a_push_of_nothing_has_no_lines() -> None:
    assert read_pushed_refs("", "origin") == []


@pytest.mark.parametrize("length", [40, 64])
def test_nothing_is_all_zeros_of_either_length(length: int) -> None:
    assert is_null_id("0" * length)
    assert not is_null_id("0" * (length - 1) + "1")


@pytest.mark.parametrize("text", ["refs/heads/t\n", f"a {A} b {B} c\n", "\n"])
def test_what_git_does_not_write_is_refused(text: str) -> None:
    with pytest.raises(WrongUsage, match="pre-push got a line that git does not write"):
        read_pushed_refs(text, "origin")


def test_what_a_push_sends_to_a_branch_is_found(repo: Repository) -> None:
    commit = repo.commit("one")
    repo.git("remote", "add", "origin", "https://hookkit.invalid/x.git")
    repo.git("update-ref", "refs/remotes/origin/t", commit)
    repo.git("branch", "a\u2028b")
    for name in ("t", "u"):
        repo.git("branch", name)
        repo.git("branch", "-q", "--set-upstream-to=origin/t", name)
    assert push_sources(repo.runner, "origin", "t") == ["refs/heads/t"]
    repo.git("config", "push.default", "upstream")
    assert push_sources(repo.runner, "origin", "t") == ["refs/heads/t", "refs/heads/u"]
    assert push_sources(repo.runner, "other", "t") == []
