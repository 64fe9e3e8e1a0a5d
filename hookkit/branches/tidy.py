"""The steps of ``hookkit tidy``: find fixups, squash in a scratch repository, move the branch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, NoReturn

from hookkit.branches.branches_affected_by_rewrite import find_affected_branches
from hookkit.branches.move_to_rewritten_commits import move_to_rewritten_commits
from hookkit.branches.require_movable_branch import require_rewritable_branch
from hookkit.branches.resolve_target import find_topic_target, missing_target_error
from hookkit.branches.rewritten_commits import copy_notes_and_corrections, recreate_squashed_commits
from hookkit.dry_run.branch_squash import SquashResult, dry_run_branch_squash
from hookkit.dry_run.correction_squash import SquashFailure
from hookkit.errors import Refused
from hookkit.git.autosquash import is_fixup, revisions_of_fixups, squash_targets
from hookkit.git.commits import Commit, parse_commit, read_commit, shallow_boundary
from hookkit.git.compare_histories import has_merges
from hookkit.git.refs import HEADS, head_ref
from hookkit.git.runner import Git
from hookkit.history.refs.branch_names_and_protection import is_protected
from hookkit.history.refs.target_branch import Target
from hookkit.phrases import paths_phrase, short_id
from hookkit.settings.definitions import Settings


class Squash(NamedTuple):
    """A commit and its fixups, the oldest first; ``new_id`` is its new id, None if not squashed."""

    commit: Commit
    fixups: tuple[Commit, ...]
    new_id: str | None = None


class TidyResult(NamedTuple):
    """The result of ``hookkit tidy``, or of a dry run of it.

    ``base_name`` names what is below the commits: the target, or what is pushed. ``old_tip`` is
    the tip before, ``new_tip`` the tip after (None: nothing has moved), ``commit_count`` the number
    of commits. ``targetless_fixups`` are fixups that match no commit of the branch: they stay.
    ``newest_merge`` is the merge below the commits, None if there is none: nothing below it is
    squashed. ``other_branches`` are local branches with the old commits. ``push_command`` is the
    command that a pushed branch needs, None for others. ``backup_ref`` is the ref that keeps the
    old tip, None in a dry run.
    """

    branch: str
    base_name: str
    old_tip: str
    commit_count: int
    squashes: tuple[Squash, ...] = ()
    targetless_fixups: tuple[Commit, ...] = ()
    newest_merge: Commit | None = None
    range_diff: tuple[str, ...] = ()
    new_tip: str | None = None
    other_branches: tuple[str, ...] = ()
    push_command: str | None = None
    backup_ref: str | None = None
    has_lost_git_notes: bool = False


class _Plan(NamedTuple):
    """The commits from the oldest rewritten one to the tip.

    ``squash_targets`` has, for each commit, the index of the commit that it is squashed into; a
    commit that stays has its own index.
    """

    commits: tuple[Commit, ...]
    squash_targets: tuple[int, ...]

    @property
    def remaining_commits(self) -> list[Commit]:
        """The commits that are not squashed into another one."""
        return [self.commits[index] for index in sorted(set(self.squash_targets))]

    @property
    def repair_command(self) -> str:
        """The git command that does the same."""
        oldest = self.commits[0]
        below = f"{short_id(oldest.id)}^" if oldest.parents else "--root"
        return f"GIT_SEQUENCE_EDITOR=: git rebase -i --autosquash {below}"


def tidy(git: Git, settings: Settings, is_dry: bool) -> TidyResult:
    """Squash the fixups of the branch that HEAD is on; if ``is_dry``, change nothing.

    Raises Refused if others may have the commits or there is a conflict, and EnvironmentFailed if
    there is no commit or no worktree. Nothing is changed then.
    """
    branch = require_rewritable_branch(git, settings, "to tidy")
    target = _find_target(git, settings, branch)
    commits, newest_merge = _read_commits(git, branch, target)
    tip = commits[-1].id if commits else read_commit(git, "HEAD").id
    base = target.display_name if target else "what is pushed"
    result = TidyResult(branch, base, tip, len(commits))
    revisions = revisions_of_fixups(git, [each.decoded_subject for each in commits])
    fixup_targets = squash_targets([(each.id, each.decoded_subject) for each in commits], revisions)
    result = result._replace(
        targetless_fixups=_unmatched_fixups(commits, fixup_targets), newest_merge=newest_merge
    )
    plan = _plan(commits, fixup_targets)
    if plan is None:
        return result
    other_branches, push_commands = find_affected_branches(
        git, [branch], target, plan.commits[0].id, branch
    )
    squash_result = dry_run_branch_squash(git, plan.commits, plan.squash_targets, revisions)
    if isinstance(squash_result, SquashFailure):
        _refuse(squash_result, plan)
    result = result._replace(
        squashes=tuple(_squashes(plan, {})),
        range_diff=squash_result.range_diff,
        other_branches=other_branches,
        push_command=next(iter(push_commands), None),
    )
    return result if is_dry else _rewrite_and_move(git, result, plan, squash_result)


def _rewrite_and_move(
    git: Git, result: TidyResult, plan: _Plan, squash_result: SquashResult
) -> TidyResult:
    new_commits = recreate_squashed_commits(
        git, squash_result, plan.remaining_commits, plan.commits[0].parents
    )
    backup = move_to_rewritten_commits(git, result.branch, result.old_tip, new_commits[-1])
    new_ids = dict(zip(sorted(set(plan.squash_targets)), new_commits, strict=True))
    new_by_old = {
        old.id: new_ids[squash_target]
        for old, squash_target in zip(plan.commits, plan.squash_targets, strict=True)
    }
    return result._replace(
        new_tip=new_commits[-1],
        squashes=tuple(_squashes(plan, new_by_old)),
        backup_ref=backup,
        has_lost_git_notes=not copy_notes_and_corrections(git, new_by_old),
    )


def can_squash(git: Git, settings: Settings, commit: str) -> bool:
    """Whether ``tidy`` would squash fixups into ``commit``.

    HEAD must be on a topic, and ``commit`` above the target and above the newest merge.
    """
    branch = (head_ref(git) or "").removeprefix(HEADS)
    if not branch or is_protected(branch, settings.protected):
        return False
    target = find_topic_target(git, settings, branch)
    if target is None or target.name == branch:
        return False
    is_above = git.is_ancestor(commit, target.ref) is False
    return is_above and not has_merges(git, commit, "HEAD")


def _find_target(git: Git, settings: Settings, branch: str) -> Target | None:
    target = find_topic_target(git, settings, branch)
    if target is None and settings.target:
        raise missing_target_error(git, settings, f"the target of {branch}")
    if target is not None and target.name == branch:
        sentence = f"others are merged into {branch}: its commits are not rewritten"
        raise Refused(sentence, "git switch -c topic")
    return target


def _read_commits(
    git: Git, branch: str, target: Target | None
) -> tuple[list[Commit], Commit | None]:
    """Give the commits of the branch above its newest merge, the oldest first, and the merge."""
    limits = [f"^{target.ref}"] if target else ["--not", "--remotes"]
    ids = git.line("rev-list", "--first-parent", "HEAD", *limits, "--").split()
    objects, shallow_commits = git.object_contents(ids), shallow_boundary(git)
    branch_commits: list[Commit] = []
    for commit_id in ids:
        commit = parse_commit(commit_id, objects[commit_id])
        if len(commit.parents) > 1:
            return branch_commits, commit
        if commit_id in shallow_commits:
            sentence = f"where {branch} begins is unknown in this shallow clone"
            raise Refused(sentence, "git fetch --unshallow")
        branch_commits.insert(0, commit)
    return branch_commits, None


def _unmatched_fixups(
    commits: Sequence[Commit], fixup_targets: Sequence[int]
) -> tuple[Commit, ...]:
    pairs = enumerate(zip(commits, fixup_targets, strict=True))
    return tuple(
        commit
        for index, (commit, fixup_target) in pairs
        if index == fixup_target and is_fixup(commit.decoded_subject)
    )


def _plan(commits: Sequence[Commit], fixup_targets: Sequence[int]) -> _Plan | None:
    """Give the commits to rewrite, None if there is nothing to squash."""
    start_index = min(
        (each for index, each in enumerate(fixup_targets) if each != index), default=None
    )
    if start_index is None:
        return None
    return _Plan(
        tuple(commits[start_index:]),
        tuple(each - start_index for each in fixup_targets[start_index:]),
    )


def _squashes(plan: _Plan, new_ids: Mapping[str, str]) -> Iterable[Squash]:
    pairs = list(zip(plan.commits, plan.squash_targets, strict=True))
    for index, commit in enumerate(plan.commits):
        fixups = tuple(
            fixup
            for fixup_index, (fixup, squash_target) in enumerate(pairs)
            if squash_target == index and fixup_index != index
        )
        if fixups:
            yield Squash(commit, fixups, new_ids.get(commit.id))


def _refuse(failure: SquashFailure, plan: _Plan) -> NoReturn:
    if failure.paths:
        paths = paths_phrase(sorted(failure.paths))
        sentence = f"the squash has a conflict in {paths}: nothing was changed"
    else:
        sentence = f"git does not squash this: {failure.message}: nothing was changed"
    raise Refused(sentence, plan.repair_command)
