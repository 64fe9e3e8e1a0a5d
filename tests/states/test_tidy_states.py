"""The commits after ``hookkit tidy`` are those after `git rebase --autosquash`."""

from __future__ import annotations

from pathlib import Path

import pytest

from hookkit.git.autosquash import is_fixup
from tests.repository_with_hooks import run_here
from tests.states.build_repository import build, subjects

# The subjects of a branch and those that are left, both the oldest first.
LINES: dict[str, tuple[str, str]] = {
    "nothing to do": ("one two", "one two"),
    "one commit": ("one", "one"),
    "right above": ("one fixup!_one", "one"),
    "above another": ("one two fixup!_one", "one two"),
    "of the last": ("one two fixup!_two", "one two"),
    "two of one": ("one fixup!_one two fixup!_one:b=2", "one two"),
    "one of each": ("one two fixup!_one fixup!_two", "one two"),
    "crosswise": ("one two fixup!_two fixup!_one", "one two"),
    "squash": ("one two squash!_one", "one two"),
    "squash and fixup": ("one two squash!_one fixup!_one", "one two"),
    "a fixup of a fixup": ("one fixup!_one fixup!_fixup!_one", "one"),
    "a squash of a fixup": ("one fixup!_one squash!_fixup!_one", "one"),
    "three deep": ("one fixup!_one fixup!_fixup!_one fixup!_fixup!_fixup!_one", "one"),
    "of nothing": ("one two fixup!_three", "one two fixup! three"),
    "of nothing beside one that fits": (
        "one two fixup!_three fixup!_one",
        "one two fixup! three",
    ),
    "before its commit": ("fixup!_one one", "fixup! one one"),
    "by the beginning of a subject": ("one_and_two three fixup!_one_and", "one and two three"),
    "by a letter": ("one two fixup!_o", "one two"),
    "the whole subject before a beginning": ("one_more one fixup!_one", "one more one"),
    "the oldest of two that begin so": ("one_a one_b fixup!_one_", "one a one b"),
    "of two equal subjects": ("one two_x fixup!_two_x", "one two x"),
    "without the space": ("one fixup!one", "one fixup!one"),
    "in capitals": ("one FIXUP!_one", "one FIXUP! one"),
    "in the middle of a subject": ("one no_fixup!_one", "one no fixup! one"),
    "of one that is reverted": ('one Revert_"one" fixup!_one', 'one Revert "one"'),
    "of the revert": ('one Revert_"one" fixup!_Revert_"one"', 'one Revert "one"'),
    "a subject with a colon": ("fix(a)::f=1 two fixup!_fix(a)::f=2", "fix(a) two"),
    "a subject with umlauts": ("Größe two fixup!_Größe", "Größe two"),
    "a subject with quotes": ("it's two fixup!_it's", "it's two"),
    "a subject with brackets": ("[x]_one two fixup!_[x]_one", "[x] one two"),
    "a subject like an option": ("--help two fixup!_--help", "--help two"),
    "a subject like a comment": ("#12_one two fixup!_#12_one", "#12 one two"),
    "the same file": ("one:f=1 two fixup!_one:f=2", "one two"),
    "lines apart": (
        "one:f=1,2,3,4,5,6,7 two:f=1,2,3,4,5,6,x fixup!_one:f=y,2,3,4,5,6,x",
        "one two",
    ),
    "a file that a fixup adds": ("one two fixup!_one:new=1", "one two"),
    "two fixups of one file": ("one:f=1 fixup!_one:f=2 two fixup!_fixup!_one:f=3", "one two"),
    "many": ("a b c d fixup!_a fixup!_b fixup!_c fixup!_d", "a b c d"),
    "many in turn": ("a fixup!_a b fixup!_b c fixup!_c", "a b c"),
    "a fixup that changes nothing": ("one two fixup!_one.", "one two"),
    "five deep": (
        "one two fixup!_two fixup!_fixup!_two fixup!_fixup!_fixup!_two",
        "one two",
    ),
    "a squash of a squash": ("one squash!_one squash!_squash!_one", "one"),
    "marks that are mixed": ("one two fixup!_squash!_one", "one two"),
    "two spaces behind the mark": ("one two fixup!__one", "one two"),
    "a space at the end": ("one_ two fixup!_one", "one two"),
    "only the mark": ("one fixup!_", "one fixup!"),
    "the mark and nothing that begins so": ("one fixup!_zzz", "one fixup! zzz"),
    "a long subject": ("a_b_c_d_e_f_g_h_i_j_k_l x fixup!_a_b_c", "a b c d e f g h i j k l x"),
    "a number as a subject": ("1234 two fixup!_1234", "1234 two"),
    "a subject like an id": ("deadbeef two fixup!_deadbeef", "deadbeef two"),
    "a subject like a branch": ("main two fixup!_main", "main two"),
    "a branch that is no commit of the line": ("one two fixup!_main", "one two fixup! main"),
    "two lines of two commits": (
        "one:f=1,2,3,4,5,6,7,8 two:f=1,2,3,4,5,6,7,x fixup!_one:f=y,2,3,4,5,6,7,x fixup!_two",
        "one two",
    ),
    "an empty commit stays": ("one empty. fixup!_one", "one empty"),
    "a fixup of an empty commit": ("one empty. fixup!_empty", "one empty"),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_of_commits(tmp_path: Path, name: str) -> None:
    before, after = LINES[name]
    repo = build(tmp_path / "r", f"main: base\ntopic@base: {before}")
    tree = repo.git("rev-parse", "HEAD^{tree}")
    was = repo.head
    plain = tuple(subjects(repo, "main..topic"))
    ended = run_here(repo, "tidy")
    left = subjects(repo, "main..topic")
    assert " ".join(left) == after, ended
    assert repo.git("rev-parse", "HEAD^{tree}") == tree
    has_orphan = any(is_fixup(each) for each in left)
    assert ended.status == int(has_orphan)
    if tuple(left) != plain:
        assert run_here(repo, "undo").status == 0
        assert repo.head == was


CONFLICTS: dict[str, str] = {
    "the same line": "one:f=1 two:f=2 fixup!_one:f=3",
    "lines side by side": "one:f=1,2 two:f=1,b fixup!_one:f=a,b",
    "a file that came later": "one two:f=1 fixup!_one:f=2",
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_changes_nothing(tmp_path: Path, name: str) -> None:
    repo = build(tmp_path / "r", f"main: base\ntopic@base: {CONFLICTS[name]}")
    was = repo.git("for-each-ref")
    ended = run_here(repo, "tidy")
    assert (ended.status, ended.out) == (1, "")
    assert "nothing was changed" in ended.err
    assert (repo.git("for-each-ref"), repo.status) == (was, "")
