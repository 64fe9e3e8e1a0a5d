"""``hookkit review -i``: what was taken is where it was said to be, and undo is exact."""

from __future__ import annotations

import re

import pytest

from tests.commands.review_scenario import (
    BEGINNINGS,
    A,
    B,
    Begin,
    better,
    nothing_kept,
    placed,
    proposed,
    records,
    reviewed,
    sloppy,
    take_back,
)
from tests.interruption.placement_scenario import State, at_head, check_sound, in_worktree, state
from tests.repository import Repository
from tests.repository_with_hooks import (
    CORRECTIONS,
    corrections,
    repository_content,
    run_here,
    short_ids,
)

KEYS = {"worktree": "w", "fixup": "f", "commit": "c", "amend": "a", "propose": "p"}


def plain(data: bytes) -> bytes:
    """A file without any correction."""
    return re.sub(rb"(?m)^([acefz]) = ", rb"\1=", data)


@pytest.mark.parametrize("begin", BEGINNINGS)
@pytest.mark.parametrize("place", KEYS)
def test_what_is_taken_is_placed_and_undo_is_exact(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, begin: Begin, place: str
) -> None:
    begin(sloppy(repo))
    corrected, start, before = repo.head, state(repo), records(repo)
    taken, answers = "af", "ynsnyn"
    ended = reviewed(repo, monkeypatch, answers, "--as", place)
    assert (ended.status, ended.err) == (0, "")
    # What is not put on the branch can be taken later.
    is_chosen = place in ("worktree", "propose")
    assert repo.blob(f"{CORRECTIONS}{corrected}:a.py") == better(A, taken if is_chosen else "acef")
    assert repo.blob(f"{CORRECTIONS}{corrected}:b.py") == (B if is_chosen else better(B, "z"))
    check_placed(repo, start, corrected, place, taken)
    check_sound(repo)
    take_back(repo, len(records(repo)) - len(before))
    assert state(repo) == start
    check_sound(repo)


def check_placed(repo: Repository, start: State, corrected: str, place: str, taken: str) -> None:
    """The files have what was taken beside every other edit; the branch has it if it should."""
    if place == "propose":
        assert state(repo) == start
        return
    mine = {name: plain(file[2]) for name, file in start.worktree.items()}
    assert in_worktree(repo) == better(mine.pop("a.py"), taken)
    assert {name: in_worktree(repo, name) for name in mine} == mine
    if place == "worktree":
        assert (repo.head, state(repo).index) == (corrected, start.index)
        return
    below = "HEAD^" if place == "amend" else "HEAD^^"
    assert repo.git("log", "-1", "--format=%s", below) == "begin"
    assert (at_head(repo), at_head(repo, "b.py")) == (better(A, taken), B)


@pytest.mark.parametrize("place", KEYS)
def test_the_last_question_does_what_the_option_does(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    placed(sloppy(repo))
    corrected = repo.head
    ended = reviewed(repo, monkeypatch, "ynnn" + KEYS[place])
    assert (ended.status, ended.err) == (0, "")
    is_chosen = place in ("worktree", "propose")
    assert repo.blob(f"{CORRECTIONS}{corrected}:a.py") == better(A, "a" if is_chosen else "acef")
    files = better(A, "acef" if place == "propose" else "a")
    assert in_worktree(repo) == files


@pytest.mark.parametrize("begin", BEGINNINGS)
@pytest.mark.parametrize("answers", ["", "q", "y", "yyyy", "ynrnq", "rrrr", "nnnnq", "asdx"])
def test_without_an_answer_to_the_last_question_nothing_is_changed(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, begin: Begin, answers: str
) -> None:
    begin(sloppy(repo))
    start = repository_content(repo)
    ended = reviewed(repo, monkeypatch, answers)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.endswith("hookkit changed nothing\n")
    assert repository_content(repo) == start


def test_all_that_is_taken_is_the_correction_that_there_was(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed(sloppy(repo))
    before, start = corrections(repo), state(repo)
    ended = reviewed(repo, monkeypatch, "aa", "--as", "worktree")
    assert short_ids(repo, ended.out).splitlines()[-4:] == [
        "hookkit kept all of 4 hunks as the correction <correction of Add a and b> "
        'of <Add a and b> "Add a and b"',
        "  it is in the files already, as uncommitted edits",
        "look  git diff",
        "keep  hookkit accept <Add a and b>  as a fixup! commit, --as amend or --as commit",
    ]
    assert (corrections(repo), state(repo)) == (before, start)


def test_the_correction_that_there_was_stays_in_the_reflog(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(sloppy(repo))
    [whole] = corrections(repo).values()
    reviewed(repo, monkeypatch, "ynnn", "--as", "propose")
    assert repo.git("rev-parse", f"{CORRECTIONS}{repo.head}@{{1}}") == whole


def test_what_is_kept_is_what_a_review_tells(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(sloppy(repo))
    ended = reviewed(repo, monkeypatch, "nyrn", "--as", "propose")
    assert short_ids(repo, ended.out).split("take this hunk")[-1].splitlines()[1:] == [
        "hookkit kept 1 of 4 hunks as the correction <correction of Add a and b> "
        'of <Add a and b> "Add a and b"',
        "  what was left out is out of the proposal; hookkit undo restores it",
        "  1 hunk will not be proposed again: hookkit refused",
        "  no file and no branch was touched",
        "look  hookkit review <Add a and b>  = git show <correction of Add a and b>",
        "keep  hookkit accept <Add a and b>  as a fixup! commit, --as amend or --as commit",
    ]
    printed = short_ids(repo, run_here(repo, "review").out)
    assert printed.startswith(
        'correction <correction of Add a and b> of <Add a and b> "Add a and b": 1 fault in 1 file\n'
        "  a.py\n    E225  1×  missing whitespace around operator  line 4\ndiff --git"
    )
    assert "  2 hunks left as they are: refused, see hookkit refused\n" in printed


def test_the_edits_that_were_placed_are_taken_back_on_demand(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed(sloppy(repo))
    kept_before, start, before = corrections(repo), state(repo), records(repo)
    ended = reviewed(repo, monkeypatch, "ddt")
    assert ended.out.split("now [t,u,q]? ")[1] == (
        "t\n"
        "hookkit took nothing\n"
        "  what was left out was taken back from a.py, b.py; hookkit undo brings it there again\n"
    )
    assert (in_worktree(repo), in_worktree(repo, "b.py"), repo.status) == (A, B, "")
    assert corrections(repo) == kept_before
    take_back(repo, len(records(repo)) - len(before))
    assert state(repo) == start


def test_nothing_is_taken_back_that_is_not_there(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed(sloppy(repo))
    assert "now [u,q]? " in reviewed(repo, monkeypatch, "dd").out


def test_what_has_been_committed_is_not_taken_back(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed(sloppy(repo))
    corrected = repo.head
    repo.git("commit", "-q", "-m", "Take b", "b.py")
    reviewed(repo, monkeypatch, "ynnn", corrected, "--as", "worktree")
    assert (in_worktree(repo), in_worktree(repo, "b.py")) == (better(A, "a"), better(B, "z"))


@pytest.mark.parametrize("place", ["fixup", "commit", "worktree"])
def test_a_part_without_a_place_is_told(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    proposed(sloppy(repo))
    repo.write("a.py", A.replace(b"c=3", b"c=33"))
    ended = reviewed(repo, monkeypatch, "yynn", "--as", place)
    assert "  a.py  dropped line 4: you have other edits there\n" in ended.out
    assert ended.status == 1
    assert in_worktree(repo) == better(A, "a").replace(b"c=3", b"c=33")


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(lambda data: b"\xef\xbb\xbf" + data, id="BOM"),
        pytest.param(lambda data: b"# coding: latin-1\n" + data + b"# \xe9\xa4\n", id="latin-1"),
        pytest.param(lambda data: data[:-1], id="no newline at the end"),
        pytest.param(lambda data: data + b"# \xe2\x80\xae\n\x0c\n", id="strange signs"),
    ],
)
@pytest.mark.parametrize("begin", [proposed, placed])
def test_every_other_byte_stays(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, begin: Begin, encode: object
) -> None:
    assert callable(encode)
    a = encode(A)
    begin(sloppy(repo, a))
    start, before = state(repo), records(repo)
    ended = reviewed(repo, monkeypatch, "nyynw")
    assert (ended.status, ended.err) == (0, "")
    # The missing last line end is mended with the line that touches it.
    assert in_worktree(repo) == better(a, "cef") + b"\n" * (not a.endswith((b"\n", b"\r")))
    take_back(repo, len(records(repo)) - len(before))
    assert state(repo) == start


def test_where_nothing_is_kept_the_review_is_of_what_it_would_be(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_kept(sloppy(repo))
    assert reviewed(repo, monkeypatch, "nnny", "--as", "fixup").status == 0
    assert (at_head(repo), at_head(repo, "b.py")) == (A, better(B, "z"))


@pytest.mark.parametrize("place", ["fixup", "spread", "commit", "amend"])
@pytest.mark.parametrize("begin", [nothing_kept, proposed, placed])
def test_what_was_left_out_of_the_branch_is_taken_later(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, begin: Begin, place: str
) -> None:
    begin(sloppy(repo))
    start, before = state(repo), records(repo)
    ended = reviewed(repo, monkeypatch, "ynnn", "--as", place)
    assert (ended.status, ended.err) == (0, "")
    commit = repo.git("rev-parse", "HEAD" if place == "amend" else "HEAD^")
    assert ended.out.endswith(f"\n3 hunks not taken: hookkit review {commit[:7]}\n")
    assert (at_head(repo), at_head(repo, "b.py")) == (better(A, "a"), B)
    printed = run_here(repo, "review", commit).out
    assert "+a = 1" not in printed and "+c = 3" in printed
    ended = reviewed(repo, monkeypatch, "ynn", commit, "--as", place)
    assert (ended.status, ended.err) == (0, "")
    assert (at_head(repo), at_head(repo, "b.py")) == (better(A, "ac"), B)
    commit = repo.head if place == "amend" else commit
    assert run_here(repo, "accept", commit).status == 0
    assert (at_head(repo), at_head(repo, "b.py")) == (better(A, "acef"), better(B, "z"))
    assert repo.status == ""
    take_back(repo, len(records(repo)) - len(before))
    assert state(repo) == start


@pytest.mark.parametrize("answers", ["rnnny", "ryrnf", "ryrnp", "rrrry"])
def test_undo_takes_a_refusal_back(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, answers: str
) -> None:
    proposed(sloppy(repo))
    before, start, count = corrections(repo), state(repo), len(records(repo))
    assert reviewed(repo, monkeypatch, answers).status == 0
    assert run_here(repo, "refused").out.startswith(f"{counted(answers.count('r'))}\n")
    assert "+a = 1" not in run_here(repo, "review").out
    take_back(repo, len(records(repo)) - count)
    assert run_here(repo, "refused").out.startswith("no refused hunks: ")
    assert (corrections(repo), state(repo)) == (before, start)
    assert "+a = 1" in run_here(repo, "review").out
    assert run_here(repo, "redo").status == 0
    assert run_here(repo, "refused").out.startswith(f"{counted(answers.count('r'))}\n")


def counted(refused: int) -> str:
    """So many refused hunks."""
    return f"{refused} refused hunk{'s' if refused > 1 else ''}"


@pytest.mark.parametrize("is_older", [True, False])
def test_amend_is_offered_at_the_end_where_it_is_done(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, is_older: bool
) -> None:
    proposed(sloppy(repo))
    commit = repo.head
    if is_older:
        repo.commit("On top", {"README": "y\n"})
    printed = reviewed(repo, monkeypatch, "ynnnw", commit).out
    assert ("--as amend" in printed) != is_older


@pytest.mark.parametrize("is_kept", [True, False])
def test_undo_brings_the_proposal_back_that_was_there_before(
    repo: Repository, monkeypatch: pytest.MonkeyPatch, is_kept: bool
) -> None:
    (proposed if is_kept else nothing_kept)(sloppy(repo))
    before = corrections(repo)
    assert reviewed(repo, monkeypatch, "ynnn", "--as", "propose").status == 0
    (kept,) = corrections(repo).values()
    assert repo.blob(f"{kept}:a.py") == better(A, "a")
    ended = run_here(repo, "undo")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == (
        "hookkit took back the choice of hunks: the proposal is as it was before the review\n"
        "again  hookkit redo\n"
    )
    assert corrections(repo) == before
    assert run_here(repo, "undo").status == 1
