"""Pay debt back: correct files in the given order, within a budget, in commits on the branch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from hookkit.corrections.branch_placement import place_on_branch, tree_after_placement
from hookkit.corrections.files_to_fix import FilesToFix
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.hunk_selection import HunkSelection
from hookkit.debt.baseline import Baseline
from hookkit.debt_payment.budgeted_corrections import (
    BudgetedCorrections,
    CorrectionFinder,
    take_within_budget,
)
from hookkit.debt_payment.commit_grouping import CommitGrouping
from hookkit.debt_payment.commit_groups import PartGroup, group_parts
from hookkit.debt_payment.find_placeable_corrections import (
    PlaceableCorrections,
    find_placeable_corrections,
)
from hookkit.debt_payment.payment_commits import (
    IGNORE_REVS_FILE,
    PaymentCommit,
    ShrinkingBaseline,
    make_payment_commits,
    read_ignore_revs,
    repaid_keys,
    repaid_keys_by_group,
    with_commits_appended,
)
from hookkit.errors import Refused
from hookkit.git.commits import Commit, read_commit
from hookkit.git.runner import Git
from hookkit.git.tree_entries import TreeEntry, tree_entries
from hookkit.git.write_blob_tree_commit import signs_commits, write_blob, write_commit, write_tree
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.settings.definitions import BASELINE_FILE, Settings

if TYPE_CHECKING:
    from hookkit.corrections.fix_files import ProgressListener

OPERATION_KIND = "pay"
"""The kind in the operation log: undo moves HEAD back over all of the commits at once."""


class PaymentRequest(NamedTuple):
    """A requested payment.

    ``selection`` are the files and rules, ``budget`` is the most changed lines. ``grouping``
    divides the payment into commits. ``lists_commits`` adds a last commit that lists the others for
    ``git blame``.
    """

    selection: HunkSelection
    budget: int
    grouping: CommitGrouping
    lists_commits: bool = False


class PaymentPlan(NamedTuple):
    """The planned commits.

    ``placeable_corrections`` is None if no correction can be placed. ``shrinking_baseline`` is None
    if there is no baseline or the baseline cannot be shrunk. ``ignore_revs_file`` is None if the
    commits are not listed.
    """

    head: Commit
    grouping: CommitGrouping
    budgeted_corrections: BudgetedCorrections
    placeable_corrections: PlaceableCorrections | None
    groups: tuple[PartGroup, ...] = ()
    baseline: Baseline | None = None
    shrinking_baseline: ShrinkingBaseline | None = None
    ignore_revs_file: FixedFile | None = None

    @property
    def dropped(self) -> Mapping[bytes, tuple[Dropped, ...]]:
        """The lines that cannot be placed because of other edits."""
        return {} if self.placeable_corrections is None else self.placeable_corrections.dropped


def plan_payment(
    git: Git,
    settings: Settings,
    files_to_fix: FilesToFix,
    baseline: Baseline | None,
    request: PaymentRequest,
    progress: ProgressListener,
) -> PaymentPlan:
    """Plan the commits of a payment on HEAD, the commit of the files; no ref or file changes.

    ``settings`` are the settings of the fixes, which decide on the proof too. Raises
    EnvironmentFailed if flake8 fails, Refused if the commits are to be listed and HEAD has no
    ``IGNORE_REVS_FILE``.
    """
    assert files_to_fix.commit is not None
    finder = CorrectionFinder(git, settings, request.selection, progress)
    budgeted_corrections = take_within_budget(finder.corrections(files_to_fix), request.budget)
    head, grouping = files_to_fix.commit, request.grouping
    ignore_revs_file = read_ignore_revs(git, head) if request.lists_commits else None
    placeable_corrections = (
        find_placeable_corrections(git, head, budgeted_corrections.corrections)
        if budgeted_corrections.corrections
        else None
    )
    if placeable_corrections is None or not placeable_corrections.files:
        return PaymentPlan(
            head, grouping, budgeted_corrections, placeable_corrections, baseline=baseline
        )
    groups = group_parts(placeable_corrections.files, placeable_corrections.parts, grouping)
    shrinking_baseline = (
        _shrinking_baseline(git, head, baseline, placeable_corrections, groups)
        if baseline
        else None
    )
    return PaymentPlan(
        head,
        grouping,
        budgeted_corrections,
        placeable_corrections,
        groups,
        baseline,
        shrinking_baseline,
        ignore_revs_file,
    )


def _shrinking_baseline(
    git: Git,
    head: Commit,
    baseline: Baseline,
    placeable_corrections: PlaceableCorrections,
    groups: Sequence[PartGroup],
) -> ShrinkingBaseline | None:
    """Give the shrinking baseline, None if other edits or a conflict in it prevent that."""
    entry = tree_entries(git, head.id, [BASELINE_FILE.encode()])[BASELINE_FILE.encode()]
    data = git.object_contents([entry.blob])[entry.blob]
    repaid = repaid_keys(
        git, baseline, placeable_corrections.files, placeable_corrections.linted.corrected_run
    )
    keys_by_group = repaid_keys_by_group(groups, placeable_corrections.files, repaid)
    file = FixedFile(entry.path, entry.mode, data, data)
    shrinking_baseline = ShrinkingBaseline(file, baseline, keys_by_group)
    file = file._replace(fixed=shrinking_baseline.data_after(len(groups) - 1))
    tree, dropped = tree_after_placement(git, head.id, [file])
    is_whole = tree is not None and not dropped[file.path] and not baseline.has_conflict
    return shrinking_baseline._replace(file=file) if is_whole else None


class Payment(NamedTuple):
    """The commits put on the branch; ``listing_commit`` lists them, None for none."""

    plan: PaymentPlan
    commits: tuple[PaymentCommit, ...]
    listing_commit: str | None = None


def pay(git: Git, plan: PaymentPlan) -> Payment:
    """Put a plan on the branch: HEAD, index and worktree move together, over all commits at once.

    Raises Refused if the files were edited since the plan, IndexLocked, and GitFailed if HEAD has
    changed; nothing has moved then.
    """
    assert plan.placeable_corrections is not None and plan.groups
    files, sign = plan.placeable_corrections.files, signs_commits(git)
    commits = tuple(
        make_payment_commits(
            git, plan.head, files, plan.groups, plan.grouping, plan.shrinking_baseline, sign
        )
    )
    changed = [
        *files.values(),
        *([plan.shrinking_baseline.file] if plan.shrinking_baseline else []),
    ]
    tip, listed = commits[-1].id, None
    if plan.ignore_revs_file is not None:
        ignore_revs_file = with_commits_appended(plan.ignore_revs_file, commits)
        entry = TreeEntry(
            ignore_revs_file.path, ignore_revs_file.mode, write_blob(git, ignore_revs_file.fixed)
        )
        message = f"List the commits of paid debt in {IGNORE_REVS_FILE}\n".encode()
        tree = write_tree(git, tip, [entry])
        tip = listed = write_commit(git, tree, [tip], message, sign=sign)
        changed.append(ignore_revs_file)
    commit_for = _commit_for_planned_tree(git, tip)
    place_on_branch(git, plan.head.id, plan.head.id, changed, OPERATION_KIND, commit_for)
    return Payment(plan, commits, listed)


def _commit_for_planned_tree(git: Git, commit: str) -> Callable[[str], str]:
    """Give a function that gives the last commit for the placed tree.

    The function raises Refused if the placed tree is not the tree of that commit.
    """
    planned_tree = read_commit(git, commit).tree

    def commit_for(tree: str) -> str:
        if tree != planned_tree:
            raise Refused("the files have just been edited: nothing was changed", "git status")
        return commit

    return commit_for
