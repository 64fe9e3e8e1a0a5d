"""``hookkit review -i`` as a person uses it: in a terminal, key by key."""

from __future__ import annotations

import sys

import pytest

from tests.commands.review_scenario import (
    A,
    B,
    better,
    placed,
    proposed,
    records,
    sloppy,
    take_back,
)
from tests.interruption.placement_scenario import check_sound, in_worktree, state
from tests.repository import Repository
from tests.repository_with_hooks import (
    CORRECTIONS,
    corrections,
    repository_content,
    run_here,
    short_ids,
)

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from tests.terminal_session import Session

HUNK = "take this hunk ["
END = "where to ["


@pytest.fixture
def begun(repo: Repository) -> Repository:
    """A repository whose last commit has four hunks to choose from, placed in the files."""
    placed(sloppy(repo))
    return repo


def kept(repo: Repository) -> bytes:
    """The a.py of the correction that is kept."""
    return repo.blob(f"{CORRECTIONS}{repo.head}:a.py")


def answered(session: Session, keys: str) -> None:
    """Answer a question about a hunk with each key, one after the other."""
    for key in keys:
        session.expect(HUNK)
        session.answer(key)


def test_a_walk(begun: Repository) -> None:
    start, before = state(begun), records(begun)
    with Session(begun, "review", "-i") as session:
        answered(session, "ynyn")
        session.expect(END)
        session.answer("w")
        assert session.end() == 0
        said = short_ids(begun, session.said)
    assert said == (
        """\
(1/4) a.py  line 2  d42d7a0
  E225  missing whitespace around operator
  Blanks in the same places everywhere let the eye find names and operators.
    @@ -1,5 +1,5 @@
    1   \"""A.\"""
    2 - a=1
    2 + a = 1
    3   b = 2
    4   c=3
    5   d = 4
take this hunk [y,n,a,d,c,x,s,e,r,/,u,q,?]? y
(2/4) a.py  line 4  9af3354
  E225  missing whitespace around operator
    @@ -1,7 +1,7 @@
    1   \"""A.\"""
    2   a=1
    3   b = 2
    4 - c=3
    4 + c = 3
    5   d = 4
    6   e=5
    7   f=6
take this hunk [y,n,a,d,c,x,s,e,r,/,u,q,?]? n
(3/4) a.py  lines 6-7  decc9e0
  E225  2×  missing whitespace around operator
    @@ -3,6 +3,6 @@
    3   b = 2
    4   c=3
    5   d = 4
    6 - e=5
    7 - f=6
    6 + e = 5
    7 + f = 6
    8   g = 7
take this hunk [y,n,a,d,c,x,s,e,r,/,u,q,?]? y
(4/4) b.py  line 1  b08727e
  E225  missing whitespace around operator
    @@ -1,1 +1,1 @@
    1 - z=1
    1 + z = 1
take this hunk [y,n,a,d,c,x,s,e,r,/,u,q,?]? n
2 hunks taken, 2 left out, 0 refused
  w  put it into the files, as uncommitted edits
  f  put it on the branch as a fixup! commit
  s  put it on the branch as a fixup! for each commit that has a part in it
  c  put it on the branch as a commit of its own
  a  amend the commit itself with it
  p  keep it as the proposal: no file is touched
  u  undo the last answer
  q  change nothing
where to [w,f,s,c,a,p,u,q]? w
hookkit kept 2 of 4 hunks as the correction <correction of Add a and b> of <Add a and b> """
        """"Add a and b"
  what was left out was taken back from a.py, b.py; hookkit undo brings it there again
  what was left out is out of the proposal; hookkit undo, run twice, restores it
  it is in the files already, as uncommitted edits
look  git diff
keep  hookkit accept <Add a and b>  as a fixup! commit, --as amend or --as commit
"""
    )
    assert (in_worktree(begun), in_worktree(begun, "b.py")) == (better(A, "aef"), B)
    take_back(begun, len(records(begun)) - len(before))
    assert state(begun) == start


def test_code_has_colours(begun: Repository) -> None:
    with Session(begun, "review", "-i") as session:
        session.expect(HUNK)
        assert "\x1b[94;49m1\x1b[0m" in session.raw
        assert "\x1b[7;32;49m \x1b[0m" in session.raw


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ("nuyq", "a"),
        ("yyyunq", "ac"),
        ("auynq", "a"),
        ("dunyq", "c"),
        ("nnsuyq", "ef"),
        ("nnsynuyq", "ef"),
        ("nnsyuunq", ""),
        ("ruyq", "a"),
    ],
)
def test_an_answer_can_be_undone(begun: Repository, keys: str, names: str) -> None:
    with Session(begun, "review", "-i", "--as", "propose") as session:
        answered(session, keys)
        assert session.end() == 0
    assert kept(begun) == (better(A, names) if names else better(A, "acef"))


def test_the_last_answer_can_be_undone_at_the_end(begun: Repository) -> None:
    with Session(begun, "review", "-i") as session:
        answered(session, "yq")
        session.expect(END)
        session.answer("u")
        answered(session, "yq")
        session.expect(END)
        session.answer("p")
        assert session.end() == 0
    assert kept(begun) == better(A, "ac")


def test_a_refused_hunk_is_not_proposed_again_until_it_is_forgotten(begun: Repository) -> None:
    with Session(begun, "review", "-i") as session:
        answered(session, "nrnn")
        session.answer("y", "now [t,y,u,q]? ")
        assert session.end() == 0
    [line] = begun.git("cat-file", "blob", "refs/hookkit/refused").splitlines()
    assert '"before": "c=3\\n", "after": "c = 3\\n"' in line
    assert run_here(begun, "run", "--mode", "propose").status == 0
    assert kept(begun) == better(A, "aef")
    assert run_here(begun, "refused", "--forget-all").status == 0
    assert run_here(begun, "run", "--mode", "propose").status == 0
    assert kept(begun) == better(A, "acef")


STRANGE = ["\x1b[A", "\x1b[1;5D", "é", "😀", "\r", "k", " ", "\x1bd", "\x1b[200~ya\x1b[201~"]


@pytest.mark.parametrize("keys", STRANGE)
def test_what_is_no_answer_is_told_in_a_line(begun: Repository, keys: str) -> None:
    with Session(begun, "review", "-i") as session:
        session.expect(HUNK)
        session.answer(keys)
        printed = session.expect(HUNK)
        assert "\n  the answers are y,n,a,d,c,x,s,e,r,/,u,q, and ? explains them\n" in printed
        assert printed.count("\n") == 2
        session.answer("y")
        assert "(2/4) a.py" in session.expect(HUNK)


@pytest.mark.parametrize("keys", ["", "y", "as", "ra", "yq", "yyyy"])
def test_an_interrupt_changes_nothing(begun: Repository, keys: str) -> None:
    start = repository_content(begun)
    with Session(begun, "review", "-i") as session:
        for key in (*keys, "\x03"):
            session.answer(key)
        assert session.end() == 130
        assert session.said.endswith("\nhookkit: interrupted\n")
    assert repository_content(begun) == start


def test_one_q_is_enough_where_nothing_was_taken(begun: Repository) -> None:
    start = repository_content(begun)
    with Session(begun, "review", "-i") as session:
        answered(session, "nq")
        assert session.end() == 0
        assert session.said.endswith("q\nhookkit changed nothing\n")
    assert repository_content(begun) == start


def test_the_end_of_input_changes_nothing(begun: Repository) -> None:
    start = repository_content(begun)
    with Session(begun, "review", "-i") as session:
        session.answer("y")
        session.answer("\x04")
        session.expect(END)
        session.answer("\x04")
        assert session.end() == 0
        assert session.said.endswith("hookkit changed nothing\n")
    assert repository_content(begun) == start


def test_a_terminal_that_is_gone_changes_nothing(begun: Repository) -> None:
    start = repository_content(begun)
    with Session(begun, "review", "-i") as session:
        session.answer("y")
        session.expect(HUNK)
        session.hang_up()
        assert session.end() == 3  # what it says of that is read by nobody
    assert repository_content(begun) == start


def test_a_stop_gives_the_terminal_back_and_goes_on_where_it_was(begun: Repository) -> None:
    with Session(begun, "review", "-i", "--as", "propose") as session:
        answered(session, "y")
        for _ in range(2):
            session.expect(HUNK)
            session.answer("\x1a")
            session.expect("stopped, and the terminal is as it was")
            session.send("fg\n")
            assert "(2/4) a.py  line 4" in session.expect("@@")
        answered(session, "yq")
        assert session.end() == 0
    assert kept(begun) == better(A, "ac")


def test_a_terminal_may_change_its_width(begun: Repository) -> None:
    with Session(begun, "review", "-i", "--as", "propose") as session:
        for width in (30, 200, 1):
            session.expect("take")
            session.resize(width)
            session.send("n")
        session.expect("take")
        session.send("y")
        assert session.end() == 0
    assert kept(begun) == A


def test_keys_that_were_typed_ahead_do_not_answer_the_last_question(begun: Repository) -> None:
    start = repository_content(begun)
    with Session(begun, "review", "-i") as session:
        session.expect(HUNK)
        session.send("aaaaaaaa")
        session.expect(END)
        session.send("\x04")
        assert session.end() == 0
    assert repository_content(begun) == start


def test_a_dumb_terminal_gets_plain_lines(begun: Repository) -> None:
    with Session(begun, "review", "-i", "--as", "propose", TERM="dumb") as session:
        answered(session, "yq")
        assert session.end() == 0
        assert "\x1b" not in session.raw
        assert "@@ -1,5 +1,5 @@\n" in session.said
    assert kept(begun) == better(A, "a")


def test_a_proposal_that_changes_during_the_review_is_left_alone(repo: Repository) -> None:
    proposed(sloppy(repo))
    with Session(repo, "review", "-i") as session:
        answered(session, "yq")
        session.expect(END)
        repo.git("update-ref", "-d", CORRECTIONS + repo.head)
        session.answer("w")
        assert session.end() == 1
        assert session.said.endswith(
            f"hookkit: the correction of {repo.head[:7]} has changed during the review: "
            "nothing was changed\n"
            f"  repair: hookkit review {repo.head[:7]} --take d42d7a0 --as worktree\n"
        )
    assert (corrections(repo), in_worktree(repo)) == ({}, A)
    check_sound(repo)


def test_a_branch_that_moves_during_the_review_is_left_alone(begun: Repository) -> None:
    old = begun.head
    with Session(begun, "review", "-i") as session:
        answered(session, "rq")
        begun.git("commit", "-q", "--allow-empty", "-m", "More")
        start = repository_content(begun)
        session.answer("y", "now [t,y,u,q]? ")
        assert session.end() == 1
        assert session.said.endswith(
            "hookkit: HEAD has moved during the review: nothing was changed\n"
            f"  repair: hookkit review {old[:7]} --refuse d42d7a0\n"
        )
    assert repository_content(begun) == start


def test_a_search_and_a_rule(begun: Repository) -> None:
    with Session(begun, "review", "-i") as session:
        session.expect(HUNK)
        session.answer("/")
        session.expect("search for")
        session.answer("nowhere\r")
        assert "no later hunk has 'nowhere' in it" in session.expect(HUNK)
        session.answer("/")
        session.expect("search for")
        session.answer("b.py\r")
        assert "(1/4) b.py  line 1" in session.expect(HUNK)
        session.answer("n")
        assert "(2/4) a.py  line 2" in session.expect(HUNK)
        session.answer("c")
        session.expect(END)
        session.answer("w")
        assert session.end() == 0
    assert kept(begun) == better(A, "acef")
