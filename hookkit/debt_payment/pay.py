"""Pay debt back: correct files in the given order, within a budget, in commits on the branch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from hookkit.corrections.branch_placement import place_on_branch
from hookkit.corrections.files_and_lines_to_fix import FilesToFix
from hookkit.corrections.fixed_file import FixedFile
from hookkit.debt.baseline import Baseline
from hookkit.debt_payment.choose_corrections import (
    BudgetedCorrections,
    CorrectionFinder,
    take_within_budget,
)
from hookkit.debt_payment.commit_groups import PartGroup, group_parts
from hookkit.debt_payment.ignore_revs_file import make_listing_commit, read_ignore_revs
from hookkit.debt_payment.payment_commits import PaymentCommit, make_payment_commits
from hookkit.debt_payment.payment_request import CommitGrouping, PaymentRequest
from hookkit.debt_payment.placeable_corrections_without_new_findings import (
    PlaceableCorrections,
    find_placeable_corrections,
)
from hookkit.debt_payment.shrinking_baseline import ShrinkingBaseline, shrinking_baseline
from hookkit.errors import Refused
from hookkit.git.commits import Commit, read_commit
from hookkit.git.runner import Git
from hookkit.git.write_blob_tree_commit import signs_commits
from hookkit.pep8.fix_task_and_outcome import Dropped
from hookkit.settings.definitions import Settings

if TYPE_CHECKING:
    from hookkit.corrections.fix_files import ProgressListener

OPERATION_KIND = "pay"
"""The kind in the operation log: undo moves HEAD back over all of the commits at once."""


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
    return PaymentPlan(
        head,
        grouping,
        budgeted_corrections,
        placeable_corrections,
        groups,
        baseline,
        (
            shrinking_baseline(git, head, baseline, placeable_corrections, groups)
            if baseline
            else None
        ),
        ignore_revs_file,
    )


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
    tip, listing_commit = commits[-1].id, None
    if plan.ignore_revs_file is not None:
        listing_commit = make_listing_commit(git, plan.ignore_revs_file, commits, sign)
        tip = listing_commit.id
        changed.append(listing_commit.file)
    commit_for = _commit_for_planned_tree(git, tip)
    place_on_branch(git, plan.head.id, plan.head.id, changed, OPERATION_KIND, commit_for)
    return Payment(plan, commits, listing_commit.id if listing_commit else None)


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
