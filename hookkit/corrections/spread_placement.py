"""Place a correction as a spread: one ``fixup!`` for each commit that it belongs to.

A dry run proves that git can squash these commits, before the branch moves to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hookkit.corrections.accept import own_commit_subject
from hookkit.corrections.branch_placement import place_on_branch, tree_after_placement
from hookkit.corrections.commits_of_parts import (
    AssignedPart,
    assign_parts,
    last_commit_touching,
)
from hookkit.corrections.correction import CORRECTS_TRAILER, codes_with_counts
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.placement_result import PlacementResult, faults_outside_dropped
from hookkit.corrections.stack import Stack, read_stack
from hookkit.dry_run.correction_squash import SquashFailure, dry_run_correction_squash
from hookkit.errors import Refused
from hookkit.git.autosquash import is_fixup, is_unique_subject
from hookkit.git.commits import Commit, read_commit
from hookkit.git.runner import Git
from hookkit.git.trees import TreeEntry, tree_entries
from hookkit.git.worktree_paths_and_checks import require_worktree
from hookkit.git.write_blob_tree_commit import signs_commits, write_blob, write_commit, write_tree
from hookkit.pep8.correction_parts import take_parts
from hookkit.pep8.decode_source import NotPythonSource, decode_source
from hookkit.pep8.fix_task_and_outcome import Dropped, Fault
from hookkit.pep8.hunks import diff, shifted_ranges
from hookkit.pep8.line_ends import split_lines
from hookkit.phrases import short_id

SPREAD_KIND = "spread"
"""The kind of a spread's entry in the operation log; undo moves HEAD back over all its commits."""

MAX_DRY_RUNS = 8


class SpreadCommit(NamedTuple):
    """A new commit with some parts of the correction.

    ``corrected`` is the commit that it corrects, None for a commit of its own.
    """

    id: str
    corrected: Commit | None
    parts: tuple[AssignedPart, ...]

    @property
    def fault_count(self) -> int:
        """The number of faults that it fixes."""
        return sum(len(each.part_as_hunk.faults) for each in self.parts)

    @property
    def hunk_count(self) -> int:
        """The number of hunks: parts that touch each other are one hunk."""
        ends = {(each.part_as_hunk.path, each.part_as_hunk.end) for each in self.parts}
        return sum(
            (each.part_as_hunk.path, each.part_as_hunk.start) not in ends for each in self.parts
        )


class Spread(NamedTuple):
    """A correction that was put on the branch: HEAD before it, and the new commits in order.

    ``kept_together_paths`` are the files whose hunks could not be squashed one by one: each of
    these files is in one commit. ``squash_error`` is git's first message about such a file, else
    "".
    """

    placement: PlacementResult
    head: Commit
    commits: tuple[SpreadCommit, ...]
    kept_together_paths: tuple[bytes, ...] = ()
    squash_error: str = ""

    @property
    def fixups(self) -> tuple[SpreadCommit, ...]:
        """The ``fixup!`` commits."""
        return tuple(each for each in self.commits if each.corrected is not None)


class _Plan(NamedTuple):
    """The tree to put on the branch, the files with their contents in HEAD, the unpushed commits.

    ``fixup_names`` caches, by the id of a commit, the name by which a ``fixup!`` refers to it.
    """

    git: Git
    head: Commit
    tree: str
    files: Mapping[bytes, FixedFile]
    stack: Stack
    fixup_names: dict[str, str]


class _SquashableParts(NamedTuple):
    """The parts as assigned, the commits made of them; the other fields are those of ``Spread``."""

    parts: tuple[AssignedPart, ...]
    commits: tuple[SpreadCommit, ...]
    kept_together_paths: tuple[bytes, ...]
    squash_error: str


def spread(
    git: Git,
    corrected: Commit,
    files: Sequence[FixedFile],
    faults: Mapping[bytes, Sequence[Fault]],
    range_start: str | None,
) -> Spread:
    """Put a correction on the branch as one ``fixup!`` for each commit that it belongs to.

    Only unpushed commits count, and only those above ``range_start`` if it is not None; parts that
    belong to none of them are put into a commit of their own. A dry run proves that the ``fixup!``
    commits can be squashed. ``faults`` are the faults that the correction fixes, by path. Raises
    Refused if ``corrected`` is not on the branch, IndexLocked, and GitFailed if HEAD moves
    meanwhile.
    """
    head = read_commit(require_worktree(git), "HEAD")
    _require_on_branch(git, corrected.id)
    tree, dropped = tree_after_placement(git, head.id, files)
    if tree is None:
        return Spread(PlacementResult(None, dropped, is_empty=True), head, ())
    head_files = _changed_files(git, head.id, tree, files)
    plan = _Plan(git, head, tree, head_files, read_stack(git, range_start, list(head_files)), {})
    squashable = _assign_squashable_parts(plan, list(_assigned_parts(plan, files, faults, dropped)))
    # The commits of the dry run are not signed: signing may ask for a password.
    is_signed = signs_commits(git)
    commits = (
        tuple(_make_commits(plan, squashable.parts, sign=True)) if is_signed else squashable.commits
    )
    placed = place_on_branch(
        git, head.id, corrected.id, files, SPREAD_KIND, _last_commit_if_unchanged(commits, tree)
    )
    return Spread(placed, head, commits, squashable.kept_together_paths, squashable.squash_error)


def _require_on_branch(git: Git, commit: str) -> None:
    if not git.is_ancestor(commit, "HEAD"):
        raise Refused(
            f"{short_id(commit)} is not on this branch",
            f"git branch --all --contains {short_id(commit)}",
        )


def _assigned_parts(
    plan: _Plan,
    files: Iterable[FixedFile],
    faults: Mapping[bytes, Sequence[Fault]],
    dropped: Mapping[bytes, Sequence[Dropped]],
) -> Iterator[AssignedPart]:
    for file in files:
        head_file = plan.files.get(file.path)
        if head_file is not None:
            fixed, dropped_lines = faults.get(file.path, ()), dropped.get(file.path, ())
            yield from assign_parts(
                plan.stack,
                head_file,
                faults_in_later_version(fixed, dropped_lines, file.original, head_file.original),
            )


def faults_in_later_version(
    faults: Sequence[Fault], dropped: Sequence[Dropped], base: bytes, version: bytes
) -> list[Fault]:
    """Give the faults with their lines in ``version``; faults in dropped lines are left out."""
    remaining = faults_outside_dropped(faults, dropped)
    if base == version:
        return remaining
    hunks = diff(split_lines(base), split_lines(version))
    ranges = ((each, shifted_ranges(((each.line, each.line),), hunks)) for each in remaining)
    return [fault._replace(line=found[0][1]) for fault, found in ranges if found]


def _last_commit_if_unchanged(
    commits: Sequence[SpreadCommit], planned_tree: str
) -> Callable[[str], str]:
    """Give a function that returns the last commit, if the tree is still the planned one."""

    def make(tree: str) -> str:
        if tree != planned_tree:
            raise Refused("the files have just been edited: nothing was changed", "git status")
        return commits[-1].id

    return make


def _changed_files(
    git: Git, head: str, tree: str, files: Iterable[FixedFile]
) -> dict[bytes, FixedFile]:
    """Give the files of the correction that differ between HEAD and a tree, with both contents."""
    paths = [file.path for file in files]
    old, new = tree_entries(git, head, paths), tree_entries(git, tree, paths)
    changed = [path for path in paths if path in old and old[path] != new[path]]
    contents = git.object_contents(each[path].blob for path in changed for each in (old, new))
    return {
        path: FixedFile(path, new[path].mode, contents[old[path].blob], contents[new[path].blob])
        for path in changed
    }


def _assign_squashable_parts(plan: _Plan, assigned: Sequence[AssignedPart]) -> _SquashableParts:
    """Assign the parts such that all of them can be squashed.

    If a part of a file cannot be squashed, all parts of the file are kept together: in the
    ``fixup!`` of the commit that touched the file last, or else in the commit of its own.
    """
    failures = Counter[bytes]()
    first_error = ""
    for dry_run_count in range(MAX_DRY_RUNS + 1):
        if dry_run_count == MAX_DRY_RUNS:
            assigned = [each._replace(commit_index=None) for each in assigned]
        commits = tuple(_make_commits(plan, assigned, sign=False))
        failure = _dry_run(plan, assigned, commits[-1].id)
        if failure is None:
            break
        first_error = first_error or failure.message
        spread_out = {each.part_as_hunk.path for each in assigned if each.commit_index is not None}
        paths = failure.paths & spread_out or spread_out
        failures.update(paths)
        assigned = [
            _reassign(plan.stack, each, failures[each.part_as_hunk.path]) for each in assigned
        ]
    return _SquashableParts(tuple(assigned), commits, tuple(sorted(failures)), first_error)


def _reassign(stack: Stack, assigned_part: AssignedPart, failure_count: int) -> AssignedPart:
    if failure_count == 0:
        return assigned_part
    path = assigned_part.part_as_hunk.path
    commit_index = last_commit_touching(stack, path) if failure_count == 1 else None
    return assigned_part._replace(commit_index=commit_index)


def _dry_run(plan: _Plan, assigned: Sequence[AssignedPart], tip: str) -> SquashFailure | None:
    indexes = {each.commit_index for each in assigned if each.commit_index is not None}
    if not indexes:
        return None
    commits = plan.stack.commits
    subjects = [f"fixup! {_fixup_name(plan, commits[index])}".encode() for index in indexes]
    return dry_run_correction_squash(plan.git, tip, plan.tree, commits[min(indexes)], subjects)


def _make_commits(
    plan: _Plan, assigned: Sequence[AssignedPart], sign: bool
) -> Iterator[SpreadCommit]:
    """Make the commits: ``fixup!`` commits of the oldest commits first, the own commit last."""
    indexes = sorted({each.commit_index for each in assigned if each.commit_index is not None})
    order = [*indexes, *([None] if any(each.commit_index is None for each in assigned) else [])]
    placed_parts: list[AssignedPart] = []
    tip, tree = plan.head.id, plan.head.id
    for index in order:
        parts = tuple(each for each in assigned if each.commit_index == index)
        placed_parts += parts
        tree = (
            plan.tree if index == order[-1] else _tree_with_parts(plan, tree, parts, placed_parts)
        )
        corrected = None if index is None else plan.stack.commits[index]
        encoding = corrected.encoding if corrected else None
        message = _message(plan, parts, corrected)
        tip = write_commit(plan.git, tree, [tip], message, encoding, sign=sign)
        yield SpreadCommit(tip, corrected, parts)


def _tree_with_parts(
    plan: _Plan, tree: str, new_parts: Iterable[AssignedPart], placed_parts: Sequence[AssignedPart]
) -> str:
    entries = []
    for path in dict.fromkeys(each.part_as_hunk.path for each in new_parts):
        file = plan.files[path]
        parts = sorted(
            part
            for each in placed_parts
            if each.part_as_hunk.path == path
            for part in each.part_as_hunk.parts
        )
        try:
            old, new = decode_source(file.original), decode_source(file.fixed)
            data = old.bom + take_parts(old.lines, new.lines, parts)
        except NotPythonSource:  # the file is one part
            data = file.fixed
        entries.append(TreeEntry(path, file.mode, write_blob(plan.git, data)))
    return write_tree(plan.git, tree, entries)


def _message(plan: _Plan, assigned: Sequence[AssignedPart], corrected: Commit | None) -> bytes:
    codes = codes_with_counts(fault for each in assigned for fault in each.part_as_hunk.faults)
    explanation = f"\n\nautopep8 corrected {codes}." if codes else ""
    if corrected is None:
        files = {each.part_as_hunk.path for each in assigned}
        return own_commit_subject(len(files)) + explanation.encode() + b"\n"
    is_by_id = _fixup_name(plan, corrected) == corrected.id
    name = corrected.id.encode() if is_by_id else corrected.subject
    return b"fixup! " + name + f"{explanation}\n\n{CORRECTS_TRAILER}: {corrected.id}\n".encode()


def _fixup_name(plan: _Plan, corrected: Commit) -> str:
    """Give the name by which ``git rebase --autosquash`` finds ``corrected`` and no other."""
    if corrected.id not in plan.fixup_names:
        subject = corrected.decoded_subject
        # git does not find a fixup! by its subject if the commit that it fixes is below it.
        is_found = not is_fixup(subject) and is_unique_subject(
            plan.git, corrected.decoded_bare_subject, "HEAD"
        )
        plan.fixup_names[corrected.id] = subject if is_found else corrected.id
    return plan.fixup_names[corrected.id]
