"""What a picture is to show: from which commits, down to where, along which main line."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed, Refused
from hookkit.git.commit_range import count_ahead_behind
from hookkit.git.runner import Git
from hookkit.graph.commits import Named, line_below, read_refs
from hookkit.history.judging.branch_context import commit_of
from hookkit.history.refs.branch import HEADS, ci_target, find_current
from hookkit.history.refs.targets import REMOTES, Target, find_target, is_protected
from hookkit.settings.schema import Settings


class View(NamedTuple):
    """What is to be shown.

    ``tips`` are the newest commits, ``but`` those that are left out with all below them. ``spine``
    is the newest commit of the main line, and ``branch`` what that is called. ``focus`` is the
    commit that a person works on or asked for. ``is_judged`` says whether the main line is one
    that branches are merged into; ``base`` is then what its commits are judged against, "" for
    their oldest. ``is_older`` tells that the main line goes on below.
    """

    tips: tuple[str, ...]
    but: tuple[str, ...]
    spine: str
    branch: str
    focus: str
    is_judged: bool
    base: str
    is_older: bool
    refs: tuple[Named, ...]


class _Found(NamedTuple):
    """The refs of a repository, HEAD before them, and its target."""

    git: Git
    settings: Settings
    refs: tuple[Named, ...]
    target: Target | None

    def commit(self, ref: str) -> str:
        """Give the commit of a ref by its full name, "" for one that is not there."""
        return next((each.commit for each in self.refs if each.ref == ref), "")

    @property
    def head(self) -> Named | None:
        """HEAD, None where it has no commit."""
        return self.refs[0] if self.refs and self.refs[0].kind == "HEAD" else None


def view_of(
    git: Git,
    settings: Settings,
    variables: Mapping[str, str],
    what: str | None,
    limit: int,
    is_whole: bool,
) -> View:
    """Find out what to show of ``what``: a range, a name, or None for what HEAD is on.

    ``limit`` is how many commits of the main line there are to be, 0 for all; ``is_whole`` adds
    every branch and tag. Raises EnvironmentFailed where a name means no commit, Refused where the
    repository has none.
    """
    found = _look(git, settings, variables)
    if what and ".." in what:
        return _of_range(found, what, limit)
    focus = _named(git, what) if what else (found.head.commit if found.head else "")
    line, branch, is_judged = _main_line(found, focus, what or "HEAD")
    also = [each.commit for each in found.refs if is_whole or _is_of(found, each)]
    tips = list(filter(None, dict.fromkeys([focus, *_upstreams(found, what), line, *also])))
    if not tips:
        raise Refused("there is no commit to draw yet", "git commit --allow-empty -m Begin")
    spine = line or tips[0]
    known = line_below(git, spine, limit + 1 if limit else 0)
    older = known[limit:] if limit else []
    return View(
        *(tuple(tips), tuple(older), spine, branch, focus, is_judged),
        base=older[0] if older else "",
        is_older=bool(older),
        refs=found.refs,
    )


def _look(git: Git, settings: Settings, variables: Mapping[str, str]) -> _Found:
    refs = read_refs(git)
    current = find_current(git, variables)
    own = HEADS + (current.name or "") if current.source == "HEAD" else ""
    head = git.resolve("HEAD")
    if head is not None:
        refs.insert(0, Named("HEAD", head, own))
    target = find_target(git, settings.target or ci_target(variables))
    return _Found(git, settings, tuple(refs), target)


def _named(git: Git, name: str) -> str:
    commit = commit_of(git, name)
    if commit is None:
        raise EnvironmentFailed(f"there is no commit {name!r} here", "git branch --all")
    return commit


def _is_of(found: _Found, ref: Named) -> bool:
    """Whether a ref is the target, here or on a remote."""
    target = found.target
    return target is not None and ref.ref in (target.ref, HEADS + target.name)


def _upstreams(found: _Found, what: str | None) -> list[str]:
    """Give where the branch that is shown is on its remote."""
    ref = HEADS + what if what else (found.head.upstream if found.head else "")
    follows = next((each.upstream for each in found.refs if each.ref == ref), "")
    return [found.commit(follows)]


def _main_line(found: _Found, focus: str, name: str) -> tuple[str, str, bool]:
    """Give the newest commit of the main line, its name, and whether branches are merged into it.

    It is the target, here if that has all of the remote's; without one it is what is shown.
    """
    if found.target is None:
        return focus, name, False
    there, here = found.commit(found.target.ref), found.commit(HEADS + found.target.name)
    if here and there and here != there:
        apart = count_ahead_behind(found.git, here, there)
        return (here if apart and apart[1] == 0 else there), found.target.name, True
    return there or here, found.target.name, True


def _of_range(found: _Found, what: str, limit: int) -> View:
    first, _, last = what.partition("..")
    old, new = (_named(found.git, each or "HEAD") for each in (first, last.removeprefix(".")))
    line = line_below(found.git, new, limit + 1 if limit else 0, [old])
    but = [old, *(line[limit:] if limit else [])]
    branch = _branch_of(found, last, new, old)
    return View(
        *((new,), tuple(but), new, branch or last or "HEAD", new, bool(branch), but[-1]),
        is_older=len(but) > 1,
        refs=found.refs,
    )


def _branch_of(found: _Found, name: str, commit: str, old: str) -> str:
    """Give the branch that others are merged into on whose line a range is, "" for none."""
    ref = _full_name(found.git, name or "HEAD")
    bare = ref.removeprefix(HEADS) if ref.startswith(HEADS) else _without_remote(ref)
    target = found.target
    if bare and (is_protected(bare, found.settings.protected) or (target and bare == target.name)):
        return bare
    tip = found.commit(target.ref) if target else ""
    is_on_it = tip and commit in line_below(found.git, tip, 0, [old])
    return target.name if target and is_on_it else ""


def _full_name(git: Git, name: str) -> str:
    question = ("--symbolic-full-name", "--verify", "--quiet", "--end-of-options", name)
    return os.fsdecode(git.ask("rev-parse", *question).out).strip()


def _without_remote(ref: str) -> str:
    return ref.removeprefix(REMOTES).partition("/")[2] if ref.startswith(REMOTES) else ""
