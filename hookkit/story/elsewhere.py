"""Where else the commits of a branch are, before they are made anew."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.doors.git import Git
from hookkit.facts.branch import HEADS
from hookkit.facts.targets import REMOTES, Target, branches_named
from hookkit.values.errors import Refused


class Elsewhere(NamedTuple):
    """Other branches here that have the commits, and the pushes that those which move need."""

    beside: tuple[str, ...]
    pushes: tuple[str, ...]


def elsewhere(git: Git, branches: Sequence[str], target: Target | None, oldest: str) -> Elsewhere:
    """Look for the commit ``oldest``, the lowest of those that ``branches`` get anew.

    Raises Refused where a remote has it on a branch that is none of these.
    """
    form = "--format=%(refname) %(symref)"
    listed = git.lines("for-each-ref", form, "--contains", oldest, HEADS, REMOTES)
    refs = [ref for ref, _, link in (line.partition(" ") for line in listed) if not link]
    pushes = [own_remotely(git, branch, target) for branch in branches]
    own = {ref for each in pushes for ref in each}
    for ref in refs:
        if ref.startswith(REMOTES) and ref not in own:
            sentence = f"{ref.removeprefix(REMOTES)} has {oldest[:10]} too: others may build on it"
            raise Refused(sentence, f"git branch --remotes --contains {oldest[:10]}")
    beside = [ref.removeprefix(HEADS) for ref in refs if ref.startswith(HEADS)]
    needed = (next((each[ref] for ref in each if ref in refs), None) for each in pushes)
    return Elsewhere(
        tuple(name for name in beside if name not in branches),
        tuple(push for push in needed if push is not None),
    )


def own_remotely(git: Git, branch: str, target: Target | None) -> dict[str, str]:
    """Give the remote-tracking branches that are the branch's own, each with a push to it."""
    # Not the upstream: that of a branch on top of another one is the other one's.
    out = git.line("for-each-ref", "--format=%(push) %(push:remotename)", HEADS + branch)
    ref, _, remote = out.split("\n")[0].partition(" ")
    is_own = ref.startswith(REMOTES) and (target is None or ref != target.ref)
    own = {ref: (remote, ref.removeprefix(f"{REMOTES}{remote}/"))} if is_own else {}
    remotes = git.lines("remote")
    own |= {f"{REMOTES}{each}/{branch}": (each, branch) for each in remotes}
    return {ref: _push(branch, *place) for ref, place in own.items()}


def push_again(git: Git, branch: str, target: Target | None) -> str | None:
    """Give the push that a branch needs after a rebase, None where no remote has it."""
    own = own_remotely(git, branch, target)
    there = branches_named(git, list(own))
    return next((own[ref] for ref in own if ref in there), None)


def _push(branch: str, remote: str, there: str) -> str:
    what = branch if branch == there else f"{branch}:{there}"
    return shlex.join(["git", "push", "--force-with-lease", remote, what])
