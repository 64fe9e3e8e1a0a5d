"""A range that somebody asks pre-commit or prek about, by hand or in CI (``--from-ref``).

It is judged as the push that would bring it. Nobody else looks at it later, so what cannot be
judged fails, and says why: a hook that has judged nothing has not passed.
"""

from __future__ import annotations

import shlex
from typing import NamedTuple

from hookkit.errors import EnvironmentFailed
from hookkit.history.checks.branch_name import check_branch_name
from hookkit.history.events import pre_push
from hookkit.history.events.event import Moment
from hookkit.history.judging.judgement import Checked, Said, gather, here
from hookkit.history.judging.of_push import push_remote
from hookkit.history.judging.of_range import of_range
from hookkit.history.judging.subject import rule_of, with_target
from hookkit.history.refs.branch import HEADS, ci_branch, find_current
from hookkit.history.refs.ref_update import Pushed, is_null
from hookkit.history.refs.targets import REMOTES, branches_at, find_target, is_protected

_AGAINST_TARGET = ("rebase-before-merge", "fixups", "topic")
"""The checks that compare a topic with what it will be merged into."""


class _Range(NamedTuple):
    """The two ends as they were named, their commits, and the branch that goes from one to the
    other; ``old`` is all zeros where the branch is not there yet."""

    old_name: str
    new_name: str
    old: str
    new: str
    branch: str


def judge_range(moment: Moment) -> Checked:
    """Judge the range by the one check that is asked for; without a range, the current branch.

    Raises EnvironmentFailed where an end is not here, or it is unknown which branch gets it.
    """
    settings = with_target(moment.git, moment.settings)
    moment = moment._replace(settings=settings)
    asked = _read(moment)
    said = _said(moment, asked)
    return here(moment.git, gather(f"{asked.old_name}..{asked.new_name}", said))


def is_judged(checked: Checked) -> bool:
    """Whether nothing of what was asked about has stayed unknown."""
    return not any(each.answer == "unknown" for each in checked.findings)


def _read(moment: Moment) -> _Range:
    git, known = moment.git, moment.variables
    first = known.get("PRE_COMMIT_FROM_REF", "")
    last = known.get("PRE_COMMIT_TO_REF") or "HEAD"
    new = _commit(moment, last)
    branch = _branch(moment, last, new)
    if branch is None:
        sentence = f"which branch gets {last} is unknown, and with it by what it is judged"
        repair = ["hookkit", "check", f"{first}..{last}"] if first else ["git", "branch", "--all"]
        raise EnvironmentFailed(sentence, shlex.join(repair))
    if first:
        return _Range(first, last, _commit(moment, first), new, branch)
    there = f"{REMOTES}{push_remote(git, branch)}/{branch}"
    old = git.resolve(there)
    return _Range(there if old else git.null, last, old or git.null, new, branch)


def _commit(moment: Moment, name: str) -> str:
    if is_null(name):
        return moment.git.null
    found = moment.git.resolve(name)
    if found is None:
        fetch = "git fetch --unshallow" if moment.git.is_shallow else "git fetch"
        raise EnvironmentFailed(f"there is no commit {name!r} here: nothing was judged", fetch)
    return found


def _branch(moment: Moment, name: str, commit: str) -> str | None:
    """Find the branch that gets a commit: by its name, else the current one, else one there."""
    git = moment.git
    full = git.ask("rev-parse", "--symbolic-full-name", "--verify", "--quiet", name)
    ref = full.out.decode("utf-8", "surrogateescape").strip()
    if ref.startswith(HEADS):
        return ref.removeprefix(HEADS)
    if git.resolve("HEAD") == commit:
        return find_current(git, moment.variables).name or ci_branch(moment.variables)
    names = dict.fromkeys(each.bare for each in branches_at(git, commit))
    protected = [each for each in names if is_protected(each, moment.settings.protected)]
    # What a protected branch has is judged by the stricter rules.
    return next(iter([*protected, *names]), None)


def _said(moment: Moment, asked: _Range) -> list[Said]:
    git, settings, check = moment.git, moment.settings, moment.only or ""
    is_kept = is_protected(asked.branch, settings.protected)
    if check == "branch-name":
        level, is_built = settings.level(check, "refuse"), bool(ci_branch(moment.variables))
        return [*check_branch_name(git, asked.branch, rule_of(settings), level, is_built)]
    if is_kept and check in ("history", "fixups"):
        # What a remote has by now is asked about all the same.
        found = of_range(git, settings, moment.variables, asked.old_name, asked.new_name)
        is_fixups = check == "fixups"
        own = [each for each in found.findings if each.rule.startswith("HK6") == is_fixups]
        return [*own, *found.notes]
    if not is_kept and check in _AGAINST_TARGET and not find_target(git, settings.target or None):
        sentence = f"what {asked.branch} will be merged into is unknown: nothing was judged"
        raise EnvironmentFailed(sentence, "git config hookkit.target BRANCH")
    pushed = _pushed(moment, asked)
    line = " ".join(pushed[:4])
    return [*pre_push.judge(moment._replace(args=(pushed.remote,), lines=f"{line}\n"))]


def _pushed(moment: Moment, asked: _Range) -> Pushed:
    git, ref = moment.git, HEADS + asked.branch
    local = ref if git.resolve(ref) == asked.new else asked.new
    return Pushed(local, asked.new, ref, asked.old, push_remote(git, asked.branch))
