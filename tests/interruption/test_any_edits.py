"""Whatever a person has staged and edited: nothing is lost, and undo is exact."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from hookkit.undo.undo_or_redo import undo
from tests.interruption.placement_scenario import (
    at_head,
    better,
    check_tidy,
    correct_all,
    in_index,
    in_worktree,
    keep,
    place,
    state,
)
from tests.random_examples import examples
from tests.repository import Repository

Edit = tuple[str, int, str]

STATEMENTS = st.sampled_from(["a=1", "b = 2", "c=3", "d = a", "", "# note", "e=5"])
NEW = st.sampled_from(["mine = 1", "mine=2", "", "# mine", "a = 1", "a=1"])
EDITS = st.lists(
    st.tuples(st.sampled_from(["replace", "insert", "delete"]), st.integers(0, 30), NEW),
    max_size=4,
)
ENDS = st.sampled_from(["\n", "\r\n"])


def edited(lines: list[str], edits: list[Edit]) -> list[str]:
    """The lines after some edits."""
    result = list(lines)
    for what, place_, line in edits:
        at = place_ % (len(result) + 1)
        if what == "insert":
            result.insert(at, line)
        elif at < len(result):
            result[at : at + 1] = [line] if what == "replace" else []
    return result


def content(lines: list[str], end: str, is_ended: bool = True) -> bytes:
    """The lines as the content of a file."""
    text = end.join(lines)
    return (text + end if is_ended and lines else text).encode()


def left_over(before: bytes, after: bytes) -> Counter[bytes]:
    """The lines that went, but for those that became their better selves."""
    gone = Counter(before.splitlines()) - Counter(after.splitlines())
    came = Counter(after.splitlines()) - Counter(before.splitlines())
    return gone - Counter(
        line for line, count in gone.items() for _ in range(min(count, came[better(line)]))
    )


def check_no_line_is_lost(before: bytes, after: bytes) -> None:
    """Each line is there as it was, or it is corrected; in the same order, with its end."""
    assert left_over(before, after) == Counter()
    assert len(before.splitlines()) == len(after.splitlines())
    for old, new in zip(
        before.splitlines(keepends=True), after.splitlines(keepends=True), strict=True
    ):
        assert new in (old, better(old))


@settings(
    max_examples=examples(20, 6),
    phases=[Phase.explicit, Phase.generate],  # to shrink a failure would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    base=st.lists(STATEMENTS, min_size=2, max_size=12),
    staging=EDITS,
    editing=EDITS,
    end=ENDS,
    is_ended=st.booleans(),
)
@example(["a=1", "c=3"], [("insert", 1, "a=1")], [("delete", 0, "")], "\n", True)
@example(["a=1", "a=1", "a=1"], [("delete", 0, "")], [("insert", 0, "a=1")], "\r\n", False)
def test_nothing_is_lost_the_three_agree_and_undo_is_exact(
    tmp_path: Path,
    base: list[str],
    staging: list[Edit],
    editing: list[Edit],
    end: str,
    is_ended: bool,
) -> None:
    committed = content(base, "\n", is_ended)
    assume(correct_all(committed) != committed)
    staged = content(edited(base, staging), "\n", is_ended)
    mine = content(edited(edited(base, staging), editing), end, is_ended)
    shutil.rmtree(tmp_path / "repo", ignore_errors=True)
    repo = Repository.init(tmp_path / "repo", "--template=")
    repo.git("config", "core.autocrlf", "input" if end == "\r\n" else "false")
    repo.commit("Begin", {"a.py": committed})
    correction = keep(repo, fix=correct_all)
    repo.write("a.py", staged)
    repo.git("add", "a.py")
    repo.write("a.py", mine)
    # An entry with the size of other line ends counts as edited until it is written anew.
    start = replace(state(repo), status="")
    for mode in ("worktree", "fixup", "commit"):
        placed = place(repo, mode, correction)
        check_no_line_is_lost(mine, in_worktree(repo) or b"")
        check_no_line_is_lost(staged, in_index(repo) or b"")
        check_no_line_is_lost(committed, at_head(repo) or b"")
        if mode != "worktree":
            check_the_three_agree(repo, committed, staged, mine)
        if placed.is_empty:
            assert replace(state(repo), status="") == start
        else:
            assert undo(repo.runner).dropped == {}
        assert replace(state(repo), status="") == start
        check_tidy(repo.runner)


def check_the_three_agree(repo: Repository, committed: bytes, staged: bytes, mine: bytes) -> None:
    """No place differs more from HEAD than by what the person had edited there."""
    head = at_head(repo) or b""
    for before, after in ((staged, in_index(repo)), (mine, in_worktree(repo))):
        assert in_common(head, after or b"") >= in_common(committed, before)


def in_common(one: bytes, other: bytes) -> int:
    """The length of the longest common subsequence of lines."""
    row = [0] * (len(other.splitlines()) + 1)
    for left in one.splitlines():
        above = row
        row = [0]
        for at, right in enumerate(other.splitlines()):
            row.append(above[at] + 1 if left == right else max(above[at + 1], row[at]))
    return row[-1]
