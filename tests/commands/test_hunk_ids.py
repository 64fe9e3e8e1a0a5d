"""Hunks chosen by their ids: shown, taken, refused, each exactly as a person would by keys."""

from __future__ import annotations

import re

import pytest

from tests.commands.repository_copies import copy, state
from tests.commands.review_scenario import A, B, better, placed, proposed, reviewed, sloppy
from tests.repository import Repository
from tests.repository_with_hooks import CORRECTIONS, repository_content, run_here

IDS = {"a": "d42d7a0", "c": "9af3354", "ef": "decc9e0", "z": "b08727e"}
"""The id of each hunk of ``chosen``, by the names in it."""


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository whose last commit has four hunks to choose from, as a proposal."""
    proposed(sloppy(repo))
    return repo


def shown(repo: Repository, *args: str) -> list[str]:
    """The ids that a review shows."""
    ended = run_here(repo, "review", *args)
    assert ended.status == 0, ended.err
    return re.findall(r"@@ hunk (\S+)", ended.out)


def test_each_hunk_has_its_id_every_time(begun: Repository) -> None:
    assert shown(begun) == shown(begun) == list(IDS.values())
    assert shown(begun, "b.py") == [IDS["z"]]
    assert shown(begun, "--hunk", "decc9e0,d42d") == [IDS["a"], IDS["ef"]]


@pytest.mark.parametrize("how", [("--as", "fixup"), ("--as", "commit"), ("--as", "amend")])
def test_a_hunk_is_accepted_and_the_rest_stays(how: tuple[str, ...], begun: Repository) -> None:
    before = begun.head
    ended = run_here(begun, "accept", "--hunk", IDS["c"], "--hunk", IDS["z"], *how)
    assert (ended.status, ended.err) == (0, "")
    assert begun.blob("HEAD:a.py") == better(A, "c")
    assert begun.blob("HEAD:b.py") == better(B, "z")
    assert "3 faults not chosen: hookkit review" in ended.out
    name = "HEAD" if "amend" in how else before
    assert shown(begun, name) == [IDS["a"], IDS["ef"]]
    assert run_here(begun, "undo").status == 0
    assert begun.head == before


def test_a_hunk_of_a_rule_is_chosen_among_those_of_it(begun: Repository) -> None:
    assert shown(begun, "--only", "E2", "--hunk", IDS["a"]) == [IDS["a"]]
    ended = run_here(begun, "review", "--only", "W", "--hunk", IDS["a"])
    name = begun.head[:7]
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        f"hookkit: there is no hunk 'd42d7a0' here\n  repair: hookkit review {name} --only W\n"
    )


@pytest.mark.parametrize("command", ["accept", "review"])
def test_what_is_no_hunk_changes_nothing(command: str, begun: Repository) -> None:
    start = repository_content(begun)
    for name in ("fff", "d42d7a0x", "d42d7a0-2", "-"):
        ended = run_here(begun, command, f"--hunk={name}")
        assert (ended.status, ended.out) == (1, ""), name
        assert ended.err.startswith(f"hookkit: there is no hunk '{name}' here\n"), name
    empty = run_here(begun, command, "--hunk", "d42d7a0,")
    assert (empty.status, empty.err) == (
        2,
        "hookkit: an id of a hunk is empty\n  repair: hookkit review\n",
    )
    assert repository_content(begun) == start


@pytest.mark.parametrize("place", ["worktree", "fixup", "spread", "commit", "amend", "propose"])
@pytest.mark.parametrize("begin", [proposed, placed])
def test_taking_by_id_is_taking_by_key(
    place: str, begin: object, repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    (placed if begin is placed else proposed)(sloppy(repo))
    by_key, by_id = copy(repo, "by-key"), copy(repo, "by-id")
    asked = reviewed(by_key, monkeypatch, "ynry", "--as", place)
    named = run_here(
        by_id, "review", "--take", f"{IDS['z']},{IDS['a']}", "--refuse", IDS["ef"], "--as", place
    )
    assert (named.status, named.err) == (asked.status, asked.err) == (0, "")
    assert state(by_id) == state(by_key)
    assert run_here(by_id, "refused").out == run_here(by_key, "refused").out
    report = re.sub(r"\b[0-9a-f]{7,40}\b", "<id>", named.out)
    assert re.sub(r"\b[0-9a-f]{7,40}\b", "<id>", asked.out).endswith(report)


def test_refusing_alone_needs_no_place(begun: Repository) -> None:
    ended = run_here(begun, "review", "--refuse", IDS["a"])
    assert ended.status == 0
    assert ended.out.startswith("hookkit took nothing\n  1 hunk will not be proposed again: ")
    assert begun.blob(f"{CORRECTIONS}{begun.head}:a.py") == better(A, "cef")
    assert run_here(begun, "undo").status == 0
    assert begun.blob(f"{CORRECTIONS}{begun.head}:a.py") == better(A, "acef")


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (("--take", "d42d7a0"), 2, "--take needs --as: where it goes"),
        (("-i", "--take", "d42", "--as", "fixup"), 2, "-i, --tui and --take exclude each other"),
        (
            ("--take", "d42", "--refuse", "d42", "--as", "fixup"),
            2,
            "a hunk is to be taken and to be refused",
        ),
        (("--take", "fff", "--as", "fixup"), 1, "there is no hunk 'fff' here"),
    ],
)
def test_what_cannot_be_changes_nothing(
    args: tuple[str, ...], status: int, message: str, begun: Repository
) -> None:
    start = repository_content(begun)
    ended = run_here(begun, "review", *args)
    assert (ended.status, ended.out) == (status, "")
    assert ended.err.startswith(f"hookkit: {message}\n  repair: hookkit review")
    assert repository_content(begun) == start
