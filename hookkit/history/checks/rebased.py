"""Whether a branch was rebased before it is merged (HK301 to HK306)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hookkit.git.ancestry import first_parent_root
from hookkit.git.commit_range import count_ahead_behind, read_log
from hookkit.git.commits import shallow_boundary
from hookkit.git.merge_heads import MergeHead
from hookkit.git.runner import Git
from hookkit.git.unmerged_commits import unmerged_commits
from hookkit.history.checks.behind_target import merge_inside
from hookkit.history.checks.generated_names import is_long_lived
from hookkit.history.checks.rebase_dry_run import RebaseResult, has_merges_to_keep, rebase_result
from hookkit.history.checks.repair_commands import (
    committed_to_topic,
    has_work_of_its_own,
    merged_by_hookkit,
    merged_into_topic,
    rebased_and_merged,
)
from hookkit.history.checks.wording import commands, in_force, named, rebase, word
from hookkit.history.finding import Finding, Level
from hookkit.history.refs.targets import (
    REMOTES,
    USUAL_REMOTES,
    BranchRef,
    Target,
    branches_at,
    find_target,
    is_protected,
    upstream_of,
)
from hookkit.phrases import counted, short


class MergePolicy(NamedTuple):
    """By what a merge is checked.

    ``inner`` is the level of HK304, ``back_merge`` that of HK306, ``level`` that of the others.
    The branches that fit the globs ``protected`` live long: a head that another one of them is at
    (a release that goes to main, main that goes to a release, main of a vendor's remote) is let
    through. ``target`` is the configured one, or "".
    """

    protected: Sequence[str]
    level: Level
    inner: Level = "refuse"
    back_merge: Level = "warn"
    target: str = ""
    remotes: Sequence[str] = USUAL_REMOTES

    @property
    def is_off(self) -> bool:
        """Whether all levels are off."""
        return {self.level, self.inner, self.back_merge} == {"off"}


class _Case(NamedTuple):
    """What is checked: merges into ``own``, which follows ``upstream``.

    ``abort`` ends the merge under way, "" without one. ``is_resolved`` says that the merge under
    way has work of a person in it, which its abort would lose.
    """

    git: Git
    own: BranchRef
    upstream: BranchRef | None
    policy: MergePolicy
    abort: str
    is_resolved: bool

    @property
    def begin(self) -> str:
        """The command before a repair: it aborts the merge under way, or goes to the branch."""
        return self.abort or f"git switch {word(self.own.name)}"

    def rebased(self, *words: str) -> str:
        """Give the repair that rebases the branch."""
        return commands(self.abort, rebase(*words, "" if self.abort else word(self.own.name)))

    def aside(self, there: str) -> str:
        """Give the repair without a rebase: another branch gets the branch's own commits."""
        branch = f"git branch NEW-BRANCH {word(self.own.name)}"
        return commands(self.begin, branch, f"git reset --keep {there}")

    def is_kept(self, branch: BranchRef) -> bool:
        """Whether a branch is a protected one other than the one that is merged into."""
        own = {self.own.ref, self.upstream.ref if self.upstream else ""}
        return branch.ref not in own and is_protected(branch.bare, self.policy.protected)

    def is_pulled(self, branch: BranchRef) -> bool:
        """Whether a branch is one that a pull of this one merges."""
        is_same = branch.bare == self.own.name or not self.is_kept(branch)
        is_upstream = self.upstream is not None and branch.ref == self.upstream.ref
        return is_upstream or (is_same and branch.ref == self.own.upstream)

    def finding(
        self, rule: str, sentence: str, repair: str | None, level: Level | None = None
    ) -> Finding:
        """Make a finding of a broken rule."""
        return Finding(rule, "no", level or self.policy.level, self.own.name, sentence, repair)


def check_rebased(
    git: Git,
    branch: str | None,
    heads: Sequence[MergeHead],
    policy: MergePolicy,
    *,
    is_under_way: bool = False,
    base: BranchRef | None = None,
) -> list[Finding]:
    """Check the merge of ``heads`` into ``branch`` (None: a detached HEAD, which is not checked).

    Where ``base`` is given, ``branch`` is taken to be at its commit already. ``is_under_way`` says
    that the merge has begun, so that a repair begins with its abort.
    """
    own, upstream = upstream_of(git, branch, policy.remotes) if branch else (None, None)
    if own is None or not heads or policy.is_off:
        return []
    if base is not None:
        own = own._replace(id=base.id, short=base.short)
    is_resolved = is_under_way and has_work_of_its_own(git, own.id, heads)
    abort = "git merge --abort" if is_under_way else ""
    case = _Case(git, own, upstream, policy, abort, is_resolved)
    if not is_protected(own.name, policy.protected):
        target = find_target(git, policy.target or None, policy.remotes)
        return in_force(each for head in heads for each in _onto_topic(case, head, target))
    if len(heads) > 1:
        return in_force([_octopus(case, heads)])
    return _onto_protected(case, heads[0])


def _shown(head: MergeHead, there: Sequence[BranchRef]) -> str:
    return head.name or next((each.name for each in there), short(head.id))


def _onto_topic(case: _Case, head: MergeHead, target: Target | None) -> Iterator[Finding]:
    own, there = case.own.name, branches_at(case.git, head.id)
    is_long = is_long_lived(own) or (target is not None and target.name == own)
    is_of_protected = any(is_protected(each.bare, case.policy.protected) for each in there)
    pulled = next(filter(case.is_pulled, there), None)
    if not is_long and (is_of_protected or _has_nothing_beyond(case, head, target)):
        if not case.is_resolved and has_merges_to_keep(case.git, case.own.id, head.id):
            return
        name = _shown(head, there)
        sentence = f"{name} would be merged into the topic {own}: rebase {own} on it instead"
        if _has_nothing_beyond(case, head, target) and target is not None and not case.is_resolved:
            switch = "" if case.abort else f"git switch {word(own)}"
            repair: str | None = commands(case.abort, switch, "hookkit sync")
        else:
            sentence, repair = _with_rebase(sentence, case, head, case.rebased(word(name)))
        yield case.finding("HK306", sentence, repair, case.policy.back_merge)
    elif pulled is not None:
        yield _pull(case, pulled)


def _with_rebase(
    sentence: str, case: _Case, head: MergeHead, repair: str
) -> tuple[str, str | None]:
    """Give a rebase of the branch as the repair, or say what it would lose."""
    trial = rebase_result(case.git, [case.own.id], head.id)
    is_safe = trial.is_exact and not case.is_resolved
    return (sentence, repair) if is_safe else (f"{sentence}{_rebase_cost(trial)}", None)


def _rebase_cost(trial: RebaseResult) -> str:
    return f"; a rebase would {trial.said}" if trial.said else ""


def _has_nothing_beyond(case: _Case, head: MergeHead, target: Target | None) -> bool:
    apart = count_ahead_behind(case.git, head.id, target.ref) if target else None
    return apart is not None and apart[0] == 0


def _pull(case: _Case, upstream: BranchRef) -> Finding:
    sentence = f"{upstream.name} would be merged into {case.own.name}, which follows it"
    has_merge = read_log(case.git, "-1", "--merges", case.own.id, f"^{upstream.id}")
    there = word(upstream.short)
    if case.is_resolved:
        last = (f"git reset --keep {there}",)
        return case.finding(
            "HK305", sentence, committed_to_topic(case.git, case.own, case.own.name, last)
        )
    how = ("--rebase-merges",) if has_merge else ()
    trial = rebase_result(case.git, [case.own.id], upstream.id, *how)
    repair = commands(case.begin, f"git pull {'--rebase=merges' if has_merge else '--rebase'}")
    if case.own.upstream != upstream.ref:  # in a fork it may follow another one
        repair = case.rebased(*how, there)
    if not trial.is_exact:
        repair = case.aside(there)
    return case.finding("HK305", sentence + _rebase_cost(trial), repair)


def _behind_upstream(case: _Case, head: MergeHead) -> Iterator[Finding]:
    """Make the finding that the branch is behind its upstream, unless that is what is merged."""
    upstream = case.upstream
    if upstream is None or head.id == upstream.id:
        return
    apart = count_ahead_behind(case.git, case.own.id, upstream.ref)
    if apart is None or apart[1] == 0:
        return
    ahead, behind = apart
    sentence = f"{case.own.name} is {counted(behind, 'commit')} behind {upstream.name}"
    yield case.finding(
        "HK302", sentence, _update_repair(case, head, upstream, is_ahead=bool(ahead))
    )


def _update_repair(case: _Case, head: MergeHead, upstream: BranchRef, is_ahead: bool) -> str | None:
    """Give the command that brings the branch up to the one that it follows."""
    there = word(upstream.short)
    forward = f"git merge --ff-only {there}"
    if case.is_resolved:
        name = _shown(head, branches_at(case.git, head.id))
        return committed_to_topic(
            case.git, case.own, name, () if is_ahead else (forward,), is_last=True
        )
    if is_ahead:
        is_safe = rebase_result(case.git, [case.own.id], upstream.id, "--rebase-merges").is_exact
        return case.rebased("--rebase-merges", there) if is_safe else case.aside(there)
    if case.abort or case.own.worktree:
        return commands(case.begin, forward)
    # Without a switch, which uncommitted edits may keep from going.
    return f"git fetch . {there}:{word(case.own.name)}"


def _is_copy(case: _Case) -> bool:
    """Whether the branch has all of its upstream, and is behind the branch of "upstream" alone."""
    follows = case.own.upstream
    source = f"{REMOTES}{case.policy.remotes[0]}/{case.own.name}"
    if case.upstream is None or case.upstream.ref != source or follows in ("", source):
        return False
    apart = count_ahead_behind(case.git, case.own.id, follows)
    return apart is not None and apart[1] == 0


def _onto_protected(case: _Case, head: MergeHead) -> list[Finding]:
    behind_upstream = in_force(_behind_upstream(case, head))
    if not behind_upstream:
        return in_force(_verdicts(case, head))
    if not _is_copy(case):
        # Against a branch that is behind the rest would be checked wrongly.
        return behind_upstream
    warned = [each._replace(level="warn") for each in behind_upstream]
    return [*warned, *in_force(_verdicts(case, head))]


def _verdicts(case: _Case, head: MergeHead) -> Iterator[Finding]:
    if case.upstream is not None and head.id == case.upstream.id:
        yield _pull(case, case.upstream)
        return
    fault = _fault(case, head)
    there = branches_at(case.git, head.id) if fault is not None else []
    pulled = next(filter(case.is_pulled, there), None)
    if pulled is not None:
        yield _pull(case, pulled)
    elif fault is not None and not any(map(case.is_kept, there)):
        yield _broken(case, head, there, fault)


def _broken(
    case: _Case, head: MergeHead, there: Sequence[BranchRef], fault: tuple[str, str, Level]
) -> Finding:
    rule, says, level = fault
    name = _shown(head, there)
    sentence = f"{name} {says}"
    if not says:
        return _unknown(case, name)
    if rule == "HK301" and first_parent_root(case.git, head.id) != first_parent_root(
        case.git, case.own.id
    ):
        text = f"{name} is the history of something else, which nothing can rebase: it is kept"
        return case.finding("HK407", text, None, "warn" if level == "refuse" else level)
    if case.is_resolved:
        return case.finding(rule, sentence, committed_to_topic(case.git, case.own, name), level)
    by_hookkit = _by_hookkit(case, head, there) if rule == "HK301" else None
    if by_hookkit is not None:
        own = merged_into_topic(case.git, case.own, head, there) or by_hookkit
        return case.finding(rule, sentence, commands(case.abort, own), level)
    trial = rebase_result(case.git, [head.id], case.own.id)
    repair = _rebase_and_merge(case, [head])
    if rule == "HK304":
        return merge_inside(case.own.name, sentence, level, repair, trial)
    instead = case.abort or f"git log --oneline {short(case.own.id)}..{short(head.id)}"
    return case.finding(
        rule, sentence + _rebase_cost(trial), repair if trial.is_exact else instead, level
    )


def _by_hookkit(case: _Case, head: MergeHead, there: Sequence[BranchRef]) -> str | None:
    return merged_by_hookkit(
        case.git,
        case.own,
        head,
        there,
        protected=case.policy.protected,
        configured=case.policy.target,
    )


def _fault(case: _Case, head: MergeHead) -> tuple[str, str, Level] | None:
    """Give the rule that a topic breaks, the sentence ("": it is unknown), and the level."""
    apart = count_ahead_behind(case.git, case.own.id, head.id)
    if apart is None or (apart[0] and _is_cut(case, head)):
        return "HK301", "", case.policy.level
    behind, ahead = apart
    if behind and ahead:
        says = f"is not rebased on {case.own.name}: it lacks {counted(behind, 'commit')}"
        return "HK301", says, case.policy.level
    # What the branch itself only lacks of its upstream is no part of the topic.
    known = [f"^{each.id}" for each in (case.own, case.upstream) if each is not None]
    merges = read_log(case.git, "-1", "--merges", head.id, *known) if ahead else []
    return (
        ("HK304", f"has a merge in it: {named(merges[0])}", case.policy.inner) if merges else None
    )


def _is_cut(case: _Case, head: MergeHead) -> bool:
    """Whether a shallow clone may lack commits between the head and the branch."""
    cut = shallow_boundary(case.git)
    ahead = read_log(case.git, head.id, f"^{case.own.id}") if cut else []
    return any(entry.id in cut for entry in ahead or [])


def _unknown(case: _Case, name: str) -> Finding:
    own = case.own.name
    sentence = f"whether {name} is rebased on {own} is unknown: this clone lacks commits"
    repair = "git fetch --unshallow" if case.git.is_shallow else "git fetch"
    return Finding("HK301", "unknown", case.policy.level, own, sentence, repair)


def _octopus(case: _Case, heads: Sequence[MergeHead]) -> Finding:
    names = [_shown(head, branches_at(case.git, head.id)) for head in heads]
    sentence = f"{', '.join(names)} would go to {case.own.name} in one merge: merge each alone"
    if case.is_resolved:
        return case.finding("HK303", sentence, committed_to_topic(case.git, case.own, names[0]))
    is_safe = all(
        _by_hookkit(case, each, branches_at(case.git, each.id))
        or rebase_result(case.git, [each.id], case.own.id).is_exact
        for each in heads
    )
    instead = case.abort or f"git log --oneline {short(case.own.id)}..{short(heads[0].id)}"
    return case.finding("HK303", sentence, _rebase_and_merge(case, heads) if is_safe else instead)


def _rebase_and_merge(case: _Case, heads: Sequence[MergeHead]) -> str:
    steps = [step for head in heads for step in _steps(case, head)]
    return commands(case.abort, *steps)


def _steps(case: _Case, head: MergeHead) -> Sequence[str]:
    by_hookkit = _by_hookkit(case, head, branches_at(case.git, head.id))
    if by_hookkit is not None and not unmerged_commits(case.git, case.own.id, head.id).from_merges:
        return [by_hookkit]
    return rebased_and_merged(case.git, case.own, head, case.policy.protected)
