"""What stretch of history a report is about."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git
from hookkit.history.checking.branch_context import commit_of
from hookkit.history.refs.branch import HEADS, find_current_branch
from hookkit.history.refs.targets import REMOTES, find_target
from hookkit.settings.schema import Settings

YEAR = 365 * 86_400


class Span(NamedTuple):
    """A stretch of history.

    ``base`` and ``tip`` are ids; without a base it goes back to the first commit. ``branch`` is the
    name of the branch that it is the history of, "" where nothing tells. ``words`` say what it is.
    """

    base: str | None
    tip: str
    branch: str
    words: str


def span_of(git: Git, settings: Settings, variables: Mapping[str, str], name: str | None) -> Span:
    """Find what is meant: A..B, all of a branch, or of the target the year up to its last commit.

    Raises EnvironmentFailed where there is no such commit.
    """
    if name is None:
        return _last_year(git, settings, variables)
    if ".." not in name:
        return Span(None, _commit(git, name), _branch(git, settings, name), f"all of {name}")
    old, _, new = name.replace("...", "..").partition("..")
    old, new = old or "HEAD", new or "HEAD"
    branch = _branch(git, settings, new)
    return Span(_commit(git, old), _commit(git, new), branch, f"{old}..{new}")


def _commit(git: Git, name: str) -> str:
    found = commit_of(git, name)
    if found is not None:
        return found
    repair = "git fetch --unshallow" if git.is_shallow else "git log --oneline --all"
    raise EnvironmentFailed(f"there is no commit {name!r} here", repair)


def _branch(git: Git, settings: Settings, name: str) -> str:
    """Give the name of a branch as its own repository has it, else that of the target."""
    for given in (HEADS + name, name):
        answer = git.ask(
            "rev-parse", "--symbolic-full-name", "--verify", "--quiet", "--end-of-options", given
        )
        ref = os.fsdecode(answer.out).strip()
        if ref.startswith(HEADS):
            return ref.removeprefix(HEADS)
        if ref.startswith(REMOTES):
            return ref.removeprefix(REMOTES).partition("/")[2]
    target = find_target(git, settings.target or None)
    return target.name if target else ""


def _last_year(git: Git, settings: Settings, variables: Mapping[str, str]) -> Span:
    target = find_target(git, settings.target or None)
    if target is None:
        branch = find_current_branch(git, variables).name or ""
        shown, tip = branch or "HEAD", git.resolve("HEAD")
    else:
        branch = target.name
        shown = target.ref.removeprefix(HEADS).removeprefix(REMOTES)
        tip = git.resolve(target.ref)
    if tip is None:
        raise EnvironmentFailed("there is no commit here yet", "git commit")
    # Of a project that rests it is the last year in which there was work.
    since = int(git.line("log", "-1", "--no-show-signature", "--format=%ct", tip, "--")) - YEAR
    line = ("rev-list", "-1", "--first-parent", f"--before=@{since}")
    base = git.line(*line, tip, "--") if since > 0 else ""
    return Span(base or None, tip, branch, f"{shown}, {'its last year' if base else 'all of it'}")
