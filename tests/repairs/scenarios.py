"""Situations in which checks print repairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.commands.sync_scenario import Team, push
from tests.history.checks.scenarios import branch, grow, merge, tick
from tests.repository import Repository
from tests.repository_with_hooks import SLOPPY

ODD = "we'ird;$b&c"


class Scenario(NamedTuple):
    """What is done before, what is asked, and what of it must be in HEAD in the end.

    ``asks`` is a command line for hookkit, or begins with ``git``. ``stops`` tells that the person
    has a conflict to resolve, of which the sentence must have told, and that git's own abort takes
    all of it back. ``says`` is printed, and is gone once the repair is done, unless ``is_instead``
    tells that the repair does something else than what was asked. ``shows`` tells that it may only
    show something, or that there is none, where nothing can be done but to keep what there is, and
    ``is_first`` that it ends with a further repair.
    """

    build: Callable[[Team], None]
    asks: str
    says: str
    keeps: tuple[str, ...] = ()
    stops: bool = False
    shows: bool = False
    is_instead: bool = False
    is_first: bool = False


def glue(repo: Repository, into: str, head: str) -> None:
    """A merge in which somebody has added a file."""
    repo.git("checkout", "-q", into)
    repo.git("merge", "-q", "--no-ff", "--no-commit", head)
    tick(repo)
    repo.commit(f"Merge {head}", {"glue.py": "glue = 1\n"})


def subtree(repo: Repository, into: str) -> None:
    """What `git subtree add --prefix=vendor` makes."""
    repo.git("checkout", "-q", "--orphan", "vendor")
    repo.git("rm", "-q", "-rf", ".")
    repo.commit("v1", {"lib.py": "v = 1\n"})
    repo.git("checkout", "-q", into)
    repo.git("read-tree", "--prefix=vendor/", "-u", "vendor")
    parents = ("-p", "HEAD", "-p", "vendor")
    made = repo.git("commit-tree", repo.git("write-tree"), *parents, "-m", "Add vendor")
    repo.git("reset", "-q", "--hard", made)


def fetched(team: Team) -> None:
    team.alice.git("fetch", "-q")


def glued(team: Team) -> None:
    fetched(team)
    glue(team.alice, "7-topic", "origin/main")
    push(team.bob, "More", {"c.txt": "c\n"})
    fetched(team)


def glued_and_behind(team: Team) -> None:
    glued(team)
    team.alice.git("fetch", "-q", ".", "origin/main:main")


def glued_and_up_to_date(team: Team) -> None:
    fetched(team)
    glue(team.alice, "7-topic", "origin/main")


def with_a_subtree(team: Team) -> None:
    subtree(team.alice, "7-topic")
    fetched(team)


def in_conflict(team: Team) -> None:
    push(team.bob, "Same", {"b.txt": "other\n"})
    fetched(team)


def corrected(team: Team) -> None:
    """A correction lies in the files, where main has changed the same lines."""
    team.alice.commit("Three", {"a.py": "import os,sys\n\n\nprint(os, sys)\n\nx=1\n"})
    team.alice.hookkit("run")
    push(team.bob, "Bobs", {"a.py": "import sys\n\n\nprint(sys)\n"})
    fetched(team)


def odd(team: Team) -> None:
    fetched(team)
    team.alice.git("branch", "-m", ODD)


def nested(team: Team) -> None:
    branch(team.alice, "inner", "7-topic", "i1")
    merge(team.alice, "inner", into="7-topic")
    team.alice.git("merge", "-q", "--no-edit", "main")
    fetched(team)


def stacked(team: Team) -> None:
    branch(team.alice, "8-more", "7-topic", "s1")
    fetched(team)


def pushed_and_gone_on(team: Team) -> None:
    team.alice.git("push", "-q", "-u", "origin", "7-topic")
    team.bob.git("fetch", "-q")
    team.bob.git("switch", "-q", "7-topic")
    push(team.bob, "Bobs", {"bobs.txt": "b\n"})
    fetched(team)


def pushed_and_in_conflict(team: Team) -> None:
    pushed_and_gone_on(team)
    push(team.bob, "Same", {"mine.txt": "bob\n"})
    team.alice.commit("Mine", {"mine.txt": "alice\n"})
    fetched(team)


def with_fixups(team: Team) -> None:
    grow(team.alice, "fixup! Two")
    fetched(team)


def with_fixups_below_a_merge(team: Team) -> None:
    grow(team.alice, "fixup! Two")
    glued_and_up_to_date(team)


def with_an_orphan(team: Team) -> None:
    glued_and_up_to_date(team)
    grow(team.alice, "fixup! gone")


def fixed_up(team: Team) -> None:
    """The last commit of the branch got its correction as a fixup!, and the hooks are alive."""
    alice = team.alice
    alice.commit("Sloppy", {"a.py": SLOPPY})
    alice.hookkit("run", "HEAD~1..HEAD", "--mode", "fixup")
    alice.hookkit("install")


def fixed_up_on_main(team: Team) -> None:
    up_to_date(team)
    team.alice.git("switch", "-q", "main")
    fixed_up(team)


def up_to_date(team: Team) -> None:
    fetched(team)
    team.alice.git("branch", "-f", "main", "origin/main")


def main_glued(team: Team) -> None:
    up_to_date(team)
    glue(team.alice, "main", "7-topic")


def main_glued_below(team: Team) -> None:
    team.alice.git("checkout", "-q", "main")
    fetched(team)
    team.alice.git("merge", "-q", "--ff-only", "origin/main")
    grow(team.alice, "direct")
    glue(team.alice, "main", "7-topic")
    branch(team.alice, "9-good", "main", "g1")
    merge(team.alice, "9-good")


def main_merged_behind(team: Team) -> None:
    up_to_date(team)
    merge(team.alice, "7-topic")


def main_in_conflict(team: Team) -> None:
    in_conflict(team)
    team.alice.git("checkout", "-q", "main")
    team.alice.git("merge", "-q", "--ff-only", "origin/main")
    team.alice.attempt("merge", "-q", "7-topic")
    team.alice.commit("Merge 7-topic", {"b.txt": "resolved\n"})


def main_with_a_subtree(team: Team) -> None:
    fetched(team)
    team.alice.git("checkout", "-q", "main")
    team.alice.git("merge", "-q", "--ff-only", "origin/main")
    subtree(team.alice, "main")


def main_diverged(team: Team) -> None:
    team.alice.git("checkout", "-q", "main")
    glue(team.alice, "main", "7-topic")
    fetched(team)


def rewritten(team: Team) -> None:
    main_diverged(team)


def older_proposal(team: Team) -> None:
    alice = team.alice
    older = alice.commit("Three", {"a.py": "x=1\n"})
    newer = alice.commit("Four", {"a.py": "x=1\ny=2\n"})
    for name in (older, newer):
        alice.hookkit("run", name, "--mode", "propose")


def tickets(team: Team) -> None:
    team.alice.git("config", "hookkit.ticketPattern", "#?[0-9]+")
    glued_and_up_to_date(team)
    grow(team.alice, "For #8")


def unrelated(team: Team) -> None:
    fetched(team)
    team.alice.git("checkout", "-q", "--orphan", "8-other")
    team.alice.git("rm", "-q", "-rf", ".")
    team.alice.commit("Root", {"r.txt": "r\n", "a.txt": "own\n", "b.txt": "own\n"})
    team.alice.git("rm", "-q", "a.txt", "b.txt")
    team.alice.commit("Without them")


def squash_in_conflict(team: Team) -> None:
    for number, subject in enumerate(("X", "Y", "fixup! X")):
        team.alice.commit(subject, {"x.txt": f"{number}\n"})


SCENARIOS = {
    "sync: no commit in common": Scenario(
        unrelated, "sync", "no commit in common", ("r.txt", "new.txt")
    ),
    "tidy: a conflict": Scenario(
        squash_in_conflict, "tidy", "the squash has a conflict in x.txt", stops=True
    ),
    "sync: a merge with a file of its own": Scenario(
        glued, "sync", "a rebase would drop", ("glue.py", "c.txt")
    ),
    "sync: a subtree": Scenario(
        with_a_subtree, "sync", "has a merge of another branch in it", ("vendor/lib.py", "new.txt")
    ),
    "sync: a conflict": Scenario(in_conflict, "sync", "has a conflict with", stops=True),
    "sync: a correction in the way": Scenario(
        corrected, "sync", "has a conflict with", stops=True
    ),
    "sync: a merge of another branch": Scenario(nested, "sync", "has a merge of another branch"),
    "sync: what a colleague pushed": Scenario(
        pushed_and_gone_on, "sync", "that is not here", ("bobs.txt",)
    ),
    "sync: what a colleague pushed meets mine": Scenario(
        pushed_and_in_conflict, "sync", "a rebase would stop at a conflict", stops=True
    ),
    "sync: main with a merge of its own": Scenario(
        main_diverged, "sync", "it is not moved", shows=True
    ),
    "check: a topic behind": Scenario(fetched, "check rebase", "HK301", ("new.txt",)),
    "check: a topic in conflict": Scenario(in_conflict, "check rebase", "HK301", shows=True),
    "check: an odd name": Scenario(odd, "check rebase", "HK301", ("new.txt",)),
    "check: a stacked branch": Scenario(stacked, "check rebase", "HK301", ("new.txt", "s1")),
    "check: a merge with a file of its own": Scenario(
        glued_and_up_to_date, "check rebase", "HK304", ("glue.py",), shows=True
    ),
    "check: behind, with a merge with a file of its own": Scenario(
        glued, "check rebase", "HK301", ("glue.py", "c.txt")
    ),
    "check: fixups": Scenario(with_fixups, "check fixups", "HK601", ("fixup-Two",)),
    "check: fixups below a merge": Scenario(
        with_fixups_below_a_merge, "check fixups", "HK601", ("glue.py",), shows=True
    ),
    "check: a range inside a topic": Scenario(
        fixed_up, "check HEAD~1..HEAD", "is to be squashed", ("a.py",)
    ),
    "check: a range inside main": Scenario(
        fixed_up_on_main, "check HEAD~1..HEAD", "is to be squashed", ("a.py",)
    ),
    "check: main, with a fixup": Scenario(
        fixed_up_on_main, "check", "should be squashed before", ("a.py",)
    ),
    "check: an orphan above a merge": Scenario(
        with_an_orphan, "check fixups", "HK602", ("glue.py",), shows=True
    ),
    "check: tickets beside a merge": Scenario(
        tickets, "check topic", "HK801", ("glue.py",), shows=True
    ),
    "check: main, merged behind": Scenario(
        main_merged_behind, "check history", "HK403", ("new.txt",)
    ),
    "check: main, with a file of its own": Scenario(
        main_glued, "check history", "HK403", ("glue.py", "new.txt")
    ),
    "check: main, with a direct commit below": Scenario(
        main_glued_below, "check history", "HK401", ("glue.py", "direct", "g1")
    ),
    "check: main, with a conflict resolved": Scenario(
        main_in_conflict, "check history", "HK403", ("new.txt",)
    ),
    "check: main, with a subtree": Scenario(
        main_with_a_subtree, "check history", "HK407", ("vendor/lib.py",), shows=True
    ),
    "push: main with a merge of its own": Scenario(rewritten, "push", "HK501", shows=True),
    "merge: a topic behind": Scenario(up_to_date, "merge", "HK301", ("new.txt",)),
    "merge: a conflict": Scenario(
        in_conflict, "merge --rebase", "has a conflict with", stops=True
    ),
    "merge: fixups": Scenario(with_fixups, "merge --rebase", "HK601"),
    "merge: a merge with a file of its own": Scenario(
        glued, "merge --rebase", "a rebase would drop", ("glue.py",)
    ),
    "merge: behind, with a merge with a file of its own": Scenario(
        glued_and_behind, "merge", "HK301", ("glue.py", "c.txt")
    ),
    "accept: an older proposal": Scenario(
        older_proposal, "accept HEAD^", "the squash would stop", ("a.py",)
    ),
}
