"""``hookkit refused``: what is not proposed again, listed and forgotten."""

from __future__ import annotations

import re

import pytest

from hookkit.corrections.refused_hunks import read_refusals
from tests.commands.review_scenario import A, better, reviewed, sloppy
from tests.repository import Repository
from tests.repository_with_hooks import CORRECTIONS, repository_content, run_here


@pytest.fixture
def begun(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository in which two hunks are refused."""
    sloppy(repo)
    assert reviewed(repo, monkeypatch, "rnrny").status == 0
    return repo


def proposed(repo: Repository) -> bytes:
    """The a.py that is proposed now."""
    run_here(repo, "run", "--mode", "propose")
    return repo.blob(f"{CORRECTIONS}{repo.head}:a.py")


def test_the_list(begun: Repository) -> None:
    before = repository_content(begun)
    first, second = (each.id for each in read_refusals(begun.runner))
    ended = run_here(begun, "refused")
    assert ended.out == (f"""\
2 refused hunks
  {first}  a.py  E225
    - a=1
    + a = 1
  {second}  a.py  E225
    - e=5
    - f=6
    + e = 5
    + f = 6
propose again  hookkit refused --forget {first}
               hookkit refused --forget-all  all of them
""")
    assert (ended.status, ended.err) == (0, "")
    assert repository_content(begun) == before


def test_an_empty_list(repo: Repository) -> None:
    for option in ((), ("--forget-all",)):
        ended = run_here(repo, "refused", *option)
        assert ended.out == (
            "no refused hunks: a hunk is refused with the key r in hookkit review -i\n"
        )
        assert ended.status == 0


def test_what_is_forgotten_is_proposed_again(begun: Repository) -> None:
    assert proposed(begun) == better(A, "c")
    first, second = (each.id for each in read_refusals(begun.runner))
    ended = run_here(begun, "refused", "--forget", second)
    assert ended.out == (
        "hookkit forgot 1 hunk: the next correction proposes what it needs\n"
        f"  {second}  a.py  E225\n"
    )
    assert proposed(begun) == better(A, "cef")
    assert run_here(begun, "refused", "--forget", first).status == 0
    assert proposed(begun) == better(A, "acef")


def test_all_is_forgotten_at_once(begun: Repository) -> None:
    assert run_here(begun, "refused", "--forget-all").out.startswith("hookkit forgot 2 hunks: ")
    assert proposed(begun) == better(A, "acef")


@pytest.mark.parametrize(
    ("args", "status", "error"),
    [
        (
            ("--forget", "x"),
            1,
            "hookkit: there is no refused hunk 'x'\n  repair: hookkit refused\n",
        ),
        (
            ("--forget", "x", "--forget-all"),
            2,
            "hookkit: --forget and --forget-all exclude each other\n"
            "  repair: hookkit refused --help\n",
        ),
    ],
)
def test_what_cannot_be_forgotten(
    begun: Repository, args: tuple[str, ...], status: int, error: str
) -> None:
    before = repository_content(begun)
    ended = run_here(begun, "refused", *args)
    assert (ended.status, ended.out, ended.err) == (status, "", error)
    assert repository_content(begun) == before


def test_a_refused_hunk_stays_refused_where_its_lines_have_moved(begun: Repository) -> None:
    begun.commit("Move", {"a.py": b"# Moved.\n\n" + A})
    data = proposed(begun)
    assert re.findall(rb"(?m)^[acefz] ?= ?\d", data) == [b"a=1", b"c = 3", b"e=5", b"f=6"]


def test_a_hook_leaves_it_out_and_a_review_says_so(begun: Repository) -> None:
    proposed(begun)
    printed = run_here(begun, "review").out
    assert "\n  3 hunks left as they are: refused, see hookkit refused\ntake " in printed


def test_where_all_is_refused_there_is_nothing_to_correct(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Add a", {"a.py": "a=1\n"})
    assert reviewed(repo, monkeypatch, "ry").status == 0
    ended = run_here(repo, "review")
    assert ended.out.splitlines()[1:] == ["  1 hunk left as it is: refused, see hookkit refused"]
    assert ended.out.startswith("hookkit found nothing to correct in ")


def test_the_beginning_of_an_id_is_enough_where_it_is_the_only_one(begun: Repository) -> None:
    first, second = (each.id for each in read_refusals(begun.runner))
    assert first[:3] != second[:3]
    assert run_here(begun, "refused", "--forget", first[:3]).status == 0
    assert [each.id for each in read_refusals(begun.runner)] == [second]
    ended = run_here(begun, "refused", "--forget", "")
    assert ended.status == 1
    assert ended.err.startswith("hookkit: there is no refused hunk ''\n")
