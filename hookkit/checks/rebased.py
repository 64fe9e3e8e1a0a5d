"""Whether what is merged was rebased before (HK301 to HK306)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.checks.redo import merge_anew
from hookkit.checks.wording import commands, in_force, named, word
from hookkit.doors.git import Git
from hookkit.facts.history import count_apart, cut_off, read_log
from hookkit.facts.merging import Head
from hookkit.facts.targets import (
    USUAL_REMOTES,
    BranchRef,
    branches_at,
    find_target,
    is_protected,
    upstream_of,
)
from hookkit.text.phrases import counted, short
from hookkit.values.finding import Finding, Level


class _Case(NamedTuple):
    """What is judged: merges into ``own``, which follows ``upstream``; and how it is told."""

    git: Git
    own: BranchRef
    upstream: BranchRef | None
    protected: Sequence[str]
    remotes: Sequence[str]
    abort: str
    level: Level

    @property
    def begin(self) -> str:
        """What a repair begins with, to be on the branch and in the middle of nothing."""
        return self.abort or f"git switch {word(self.own.name)}"

    def found(self, rule: str, sentence: str, repair: str, level: Level | None = None) -> Finding:
        """Make a finding of a broken rule."""
        return Finding(rule, "no", level or self.level, self.own.name, sentence, repair)


def check_rebased(
    git: Git,
    branch: str | None,
    heads: Sequence[Head],
    *,
    protected: Sequence[str],
    level: Level,
    inner: Level = "refuse",
    back_merge: Level = "warn",
    exempt: Sequence[str] = (),
    is_under_way: bool = False,
    base: BranchRef | None = None,
    remotes: Sequence[str] = USUAL_REMOTES,
) -> list[Finding]:
    """Judge the merge of ``heads`` into ``branch`` (None: a detached HEAD, which is not judged).

    Where ``base`` is given, ``branch`` is taken to be at its commit already.

    ``inner`` is the level of HK304, ``back_merge`` that of HK306, ``level`` that of the others.
    A head that a branch named like a glob of ``exempt`` is at (a release that goes back to main, a
    vendor branch) is let through. ``is_under_way`` tells that the merge has begun, so that a
    repair begins with its end.
    """
    if branch is None or not heads or {level, inner, back_merge} == {"off"}:
        return []
    own, upstream = upstream_of(git, branch, remotes)
    if own is None or (exempt and any(_is_named_so(git, head, exempt) for head in heads)):
        return []
    if base is not None:
        own = own._replace(id=base.id, short=base.short)
    abort = "git merge --abort" if is_under_way else ""
    case = _Case(git, own, upstream, protected, remotes, abort, level)
    if not is_protected(branch, protected):
        return in_force(each for head in heads for each in _onto_topic(case, head, back_merge))
    if len(heads) > 1:
        return in_force([_octopus(case, heads)])
    # Against a branch that is behind the rest would be judged wrongly.
    stale = in_force(_stale(case, heads[0]))
    return stale or in_force(_onto_protected(case, heads[0], inner))


def _names(git: Git, head: Head) -> list[str]:
    """Every name of a head that says a branch, those of a remote without the remote."""
    names = [head.name] if head.name else []
    names += [each.name for each in branches_at(git, head.id)]
    return names + [name.partition("/")[2] for name in names if "/" in name]


def _is_named_so(git: Git, head: Head, patterns: Sequence[str]) -> bool:
    return any(is_protected(name, patterns) for name in _names(git, head))


def _shown(git: Git, head: Head) -> str:
    if head.name:
        return head.name
    return next((each.name for each in branches_at(git, head.id)), short(head.id))


def _onto_topic(case: _Case, head: Head, back_merge: Level) -> Iterator[Finding]:
    own, name = case.own.name, _shown(case.git, head)
    if _is_named_so(case.git, head, case.protected) or _is_of_target(case, head):
        sentence = f"{name} would be merged into the topic {own}: rebase {own} on it instead"
        onto = word(head.name or name)
        repair = commands(case.begin, f"git rebase {onto}")
        yield case.found("HK306", sentence, repair, back_merge)
    elif case.upstream is not None and head.id == case.upstream.id:
        yield _pull(case, case.upstream)


def _is_of_target(case: _Case, head: Head) -> bool:
    target = find_target(case.git, remotes=case.remotes)
    apart = count_apart(case.git, head.id, target.ref) if target else None
    return apart is not None and apart[0] == 0


def _pull(case: _Case, upstream: BranchRef) -> Finding:
    sentence = f"{upstream.name} would be merged into {case.own.name}, which follows it"
    has_merge = read_log(case.git, "-1", "--merges", case.own.id, f"^{upstream.id}")
    how = "--rebase=merges" if has_merge else "--rebase"
    repair = f"git pull {how}"
    if case.own.upstream != upstream.ref:  # in a fork it may follow another one
        how = "--rebase-merges " if has_merge else ""
        repair = f"git rebase {how}{word(upstream.short)}"
    return case.found("HK305", sentence, commands(case.begin, repair))


def _stale(case: _Case, head: Head) -> Iterator[Finding]:
    """Tell where the branch is behind what it follows, unless that is what is being merged."""
    upstream = case.upstream
    if upstream is None or head.id == upstream.id:
        return
    apart = count_apart(case.git, case.own.id, upstream.ref)
    if apart is None or apart[1] == 0:
        return
    ahead, behind = apart
    sentence = f"{case.own.name} is {counted(behind, 'commit')} behind {upstream.name}"
    follow = "git rebase --rebase-merges" if ahead else "git merge --ff-only"
    yield case.found("HK302", sentence, commands(case.begin, f"{follow} {word(upstream.short)}"))


def _onto_protected(case: _Case, head: Head, inner: Level) -> Iterator[Finding]:
    if case.upstream is not None and head.id == case.upstream.id:
        yield _pull(case, case.upstream)
        return
    apart = count_apart(case.git, case.own.id, head.id)
    name = _shown(case.git, head)
    if apart is None or (apart[0] and _is_cut(case, head)):
        yield _unknown(case, name)
        return
    behind, ahead = apart
    if behind and ahead:
        sentence = f"{name} is not rebased on {case.own.name}: it lacks {counted(behind, 'commit')}"
        yield case.found("HK301", sentence, _anew(case, [head]))
    elif ahead:
        merges = read_log(case.git, "-1", "--merges", head.id, f"^{case.own.id}")
        for merge in merges or []:
            sentence = f"{name} has a merge in it: {named(merge)}"
            yield case.found("HK304", sentence, _anew(case, [head]), inner)


def _is_cut(case: _Case, head: Head) -> bool:
    """Whether the way from the head down to the branch may be one that a shallow clone lacks."""
    cut = cut_off(case.git)
    ahead = read_log(case.git, head.id, f"^{case.own.id}") if cut else []
    return any(entry.id in cut for entry in ahead or [])


def _unknown(case: _Case, name: str) -> Finding:
    own = case.own.name
    sentence = f"whether {name} is rebased on {own} is unknown: this clone lacks commits"
    repair = "git fetch --unshallow" if case.git.is_shallow else "git fetch"
    return Finding("HK301", "unknown", case.level, own, sentence, repair)


def _octopus(case: _Case, heads: Sequence[Head]) -> Finding:
    names = [_shown(case.git, head) for head in heads]
    sentence = f"{', '.join(names)} would go to {case.own.name} in one merge: merge each alone"
    return case.found("HK303", sentence, _anew(case, heads))


def _anew(case: _Case, heads: Sequence[Head]) -> str:
    steps = [step for head in heads for step in merge_anew(case.git, case.own, head)]
    return commands(case.abort, *steps)
