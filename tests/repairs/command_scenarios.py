"""Situations in which a command refuses, each with the repair that it prints."""

from __future__ import annotations

from tests.commands.sync_scenario import LINES, Team, edited, push
from tests.history.checks.scenarios import branch, grow
from tests.repairs import scenarios
from tests.repairs.scenarios import Scenario, fetched, stacked, with_fixups
from tests.repository_with_hooks import SLOPPY


def begun_before(team: Team) -> None:
    team.alice.hookkit("start", "8", "words")
    team.alice.git("switch", "-q", "7-topic")


def begun_by_another(team: Team) -> None:
    team.alice.hookkit("start", "8", "words")
    name = team.alice.git("branch", "--show-current")
    team.alice.git("push", "-q", "origin", name)
    team.alice.git("switch", "-q", "7-topic")
    team.alice.git("branch", "-q", "-D", name)


def detached(team: Team) -> None:
    fetched(team)
    team.alice.git("switch", "-q", "--detach")
    grow(team.alice, "alone")


def on_main(team: Team) -> None:
    fetched(team)
    team.alice.git("switch", "-q", "main")


def without_main(team: Team) -> None:
    fetched(team)
    team.alice.git("branch", "-q", "-D", "main")


def on_a_release(team: Team) -> None:
    branch(team.alice, "release/1", "main", "r1")


def in_two_worktrees(team: Team) -> None:
    fetched(team)
    there = str(team.alice.path.parent / "linked")
    team.alice.git("worktree", "add", "-q", "-f", there, "7-topic")


def on_a_pushed_branch(team: Team) -> None:
    fetched(team)
    team.alice.git("push", "-q", "origin", "7-topic")
    branch(team.alice, "8-high", "7-topic", "high")


def amended_below(team: Team) -> None:
    on_a_pushed_branch(team)
    team.alice.git("switch", "-q", "7-topic")
    team.alice.git("commit", "-q", "--amend", "-m", "Two, said better")
    team.alice.git("switch", "-q", "8-high")


def in_use_below(team: Team) -> None:
    on_a_pushed_branch(team)
    team.alice.git("worktree", "add", "-q", str(team.alice.path.parent / "linked"), "7-topic")


def elsewhere_below(team: Team) -> None:
    on_a_pushed_branch(team)
    team.alice.git("branch", "-q", "-D", "7-topic")


def conflict_above_a_squash(team: Team) -> None:
    alice, bob = team.alice, team.bob
    fetched(team)
    alice.commit("One again", {"a.txt": edited(LINES, _2="one again")})
    squash = alice.git("rev-parse", "HEAD")
    alice.commit("Above", {"above.txt": "above\n"})
    bob.git("fetch", "-q", str(alice.path), squash)
    bob.git("merge", "-q", "--squash", squash)
    bob.git("commit", "-q", "-m", "Squashed (#1)")
    push(bob, "Meets", {"above.txt": "bob\n"})
    fetched(team)


def another_project(team: Team) -> None:
    fetched(team)
    team.alice.git("fetch", "-q", ".", "origin/main:main")
    team.alice.git("switch", "-q", "--orphan", "8-other")
    team.alice.commit("Other", {"other.txt": "other\n"})


def without_ticket(team: Team) -> None:
    fetched(team)
    team.alice.git("config", "hookkit.ticketPattern", "ABC-[0-9]+")
    team.alice.git("switch", "-q", "-c", "ABC-7-words", "origin/main")
    team.alice.commit("Words", {"words.txt": "words\n"})


def with_a_slash(team: Team) -> None:
    team.alice.git("remote", "rename", "origin", "up/stream")
    fetched(team)
    team.alice.git("config", "hookkit.target", "up/stream/main")


def shallow(team: Team) -> None:
    address = team.remote.path.as_uri()
    where = "+refs/heads/main:refs/remotes/origin/main"
    team.alice.git("fetch", "-q", "--depth=1", address, where)


def fixups_in_the_stack(team: Team) -> None:
    stacked(team)
    grow(team.alice, "fixup! s1")


def corrected_and_taken_back(team: Team) -> None:
    team.alice.commit("Sloppy", {"a.py": SLOPPY})
    team.alice.hookkit("run")
    team.alice.hookkit("undo")


def corrected_in_the_files(team: Team) -> None:
    team.alice.commit("Sloppy", {"a.py": SLOPPY})
    team.alice.hookkit("run")


def sloppy(team: Team) -> None:
    team.alice.commit("Sloppy", {"a.py": SLOPPY})


def synced_and_gone_on(team: Team) -> None:
    fetched(team)
    team.alice.hookkit("sync")
    grow(team.alice, "later")


def tidied_and_gone_on(team: Team) -> None:
    with_fixups(team)
    team.alice.hookkit("tidy")
    grow(team.alice, "later")


def fixed_and_gone_on(team: Team) -> None:
    sloppy(team)
    team.alice.hookkit("run", "--mode", "fixup")
    grow(team.alice, "later")


def pushed(team: Team) -> None:
    fetched(team)
    team.alice.hookkit("push")


def two_other_hooks(team: Team) -> None:
    folder = team.alice.path / ".git" / "hooks"
    folder.mkdir(exist_ok=True)
    for name in ("post-commit", "post-commit.before-hookkit"):
        (folder / name).write_text(f"#!/bin/sh\n: {name}\n")
        (folder / name).chmod(0o755)


def hooks_nowhere(team: Team) -> None:
    team.alice.git("config", "core.hooksPath", "")


def hooks_at_no_folder(team: Team) -> None:
    team.alice.git("config", "core.hooksPath", str(team.alice.path.parent / "nowhere"))


def hooks_of_everybody(team: Team) -> None:
    folder = team.alice.path.parent / "hooks"
    folder.mkdir()
    team.alice.git("config", "--global", "core.hooksPath", str(folder))


COMMANDS = {
    "start: the branch is here": Scenario(
        begun_before, "start 8 words", "there is a branch", is_instead=True
    ),
    "start: the branch is at the remote": Scenario(
        begun_by_another, "start 8 words", "is a branch already"
    ),
    "tidy: a detached HEAD": Scenario(detached, "tidy", "no branch to tidy", ("alone",)),
    "push: a detached HEAD": Scenario(detached, "push", "no branch to push", ("alone",)),
    "merge: a detached HEAD": Scenario(detached, "merge", "HEAD is on no branch", ("alone",)),
    "tidy: main": Scenario(on_main, "tidy", "is protected"),
    "check: a commit without a ticket": Scenario(
        without_ticket, "check ticket", "HK701", ("words.txt",)
    ),
    "merge: another project": Scenario(
        another_project, "merge", "does not descend from main", ("a.txt", "other.txt")
    ),
    "ticket: main": Scenario(on_main, "ticket ABC-1", "is protected"),
    "ticket: what is pushed": Scenario(
        pushed, "ticket ABC-1", "are pushed, and stay as they are", shows=True
    ),
    "merge: without a main here": Scenario(without_main, "merge", "is not a branch here"),
    "sync: a release that follows nothing": Scenario(on_a_release, "sync", "follows no branch"),
    "sync: in two worktrees": Scenario(in_two_worktrees, "sync", "is in use in", shows=True),
    "sync: an amended parent": Scenario(
        amended_below, "sync", "had before it was amended", ("high", "b.txt")
    ),
    "sync: a parent in use elsewhere": Scenario(
        in_use_below, "sync", "leave it there first", shows=True
    ),
    "sync: a parent of somebody": Scenario(
        elsewhere_below, "sync", "others may build on it", shows=True
    ),
    "sync: a conflict above a squash": Scenario(
        conflict_above_a_squash, "sync", "above.txt: nothing was changed", stops=True
    ),
    "check: a remote with a slash": Scenario(with_a_slash, "check rebase", "HK301", ("new.txt",)),
    "sync: a shallow clone": Scenario(shallow, "sync", "in this shallow clone"),
    "check: fixups in the stack": Scenario(fixups_in_the_stack, "check fixups", "HK601", ("s1",)),
    "undo: nothing": Scenario(fetched, "undo", "nothing to take back", shows=True),
    "undo: taken back already": Scenario(corrected_and_taken_back, "undo 1", "taken back already"),
    "redo: not taken back": Scenario(
        corrected_in_the_files, "redo 1", "was not taken back", shows=True
    ),
    "accept: no correction": Scenario(sloppy, "accept", "there is no correction"),
    "undo: a sync below a commit": Scenario(synced_and_gone_on, "undo", "commit", ("later",)),
    "undo: a tidy below a commit": Scenario(tidied_and_gone_on, "undo", "commit", ("later",)),
    "undo: a fixup below a commit": Scenario(
        fixed_and_gone_on, "undo", "commit", ("later",), is_instead=True
    ),
    "undo: a push": Scenario(pushed, "undo", "keeps 7-topic", shows=True),
    "install: two hooks of another": Scenario(two_other_hooks, "install", "another's hook"),
    "install: hooks nowhere": Scenario(hooks_nowhere, "install", "is set to nothing"),
    "install: hooks at no folder": Scenario(
        hooks_at_no_folder, "install", "where there is no folder"
    ),
    "install: hooks of everybody": Scenario(
        hooks_of_everybody, "install", "that other repositories use"
    ),
}

SCENARIOS = {**scenarios.SCENARIOS, **COMMANDS}
