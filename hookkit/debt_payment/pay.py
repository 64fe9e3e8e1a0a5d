"""Pay debt back: the most costly files first, within a budget, as commits on the branch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from hookkit.corrections.branch_placement import place_on_branch, tree_on_branch
from hookkit.corrections.files_to_fix import FilesToFix
from hookkit.corrections.fixed_file import FixedFile
from hookkit.corrections.hunk_selection import HunkSelection
from hookkit.debt.baseline import Baseline
from hookkit.debt_payment.budgeted_corrections import (
    BudgetedCorrections,
    CorrectionFinder,
    take_within_budget,
)
from hookkit.debt_payment.commit_groups import CommitGroup, Grouping, group_parts
from hookkit.debt_payment.ignored_revisions import (
    IGNORE_REVS_FILE,
    append_commits,
    read_ignore_revs,
)
from hookkit.debt_payment.payment_commits import (
    PaidCommit,
    ShrinkingBaseline,
    make_commits,
    repaid_keys,
    repaid_keys_by_group,
)
from hookkit.debt_payment.placeable_corrections import PlaceableCorrections, find_placeable
from hookkit.errors import Refused
from hookkit.git.commits import Commit, read_commit
from hookkit.git.create_objects import signs_commits, write_blob, write_commit, write_tree
from hookkit.git.runner import Git
from hookkit.git.tree import TreeEntry, tree_entries
from hookkit.pep8.fix_outcome import Dropped
from hookkit.settings.schema import BASELINE_FILE, Settings

if TYPE_CHECKING:
    from hookkit.corrections.fix_files import ProgressListener

OPERATION_KIND = "pay"
"""The kind in the operation log: undo moves HEAD back over all of the commits at once."""


class PaymentRequest(NamedTuple):
    """A requested payment.

    ``selection`` are the files and rules, ``budget`` is the most changed lines. ``by`` divides the
    payment into commits. ``is_listed`` adds a last commit that lists the others for ``git blame``.
    """

    selection: HunkSelection
    budget: int
    by: Grouping
    is_listed: bool = False


class PaymentPlan(NamedTuple):
    """The planned commits.

    ``placeable`` is None if no correction can be placed. ``shrinking`` is None if there is no
    baseline or the baseline cannot be shrunk. ``listing`` is None if the commits are not listed.
    """

    head: Commit
    by: Grouping
    budgeted: BudgetedCorrections
    placeable: PlaceableCorrections | None
    groups: tuple[CommitGroup, ...] = ()
    baseline: Baseline | None = None
    shrinking: ShrinkingBaseline | None = None
    listing: FixedFile | None = None

    @property
    def dropped(self) -> Mapping[bytes, tuple[Dropped, ...]]:
        """The lines that cannot be placed because of other edits."""
        return {} if self.placeable is None else self.placeable.dropped


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
    listing.
    """
    assert files_to_fix.commit is not None
    finder = CorrectionFinder(git, settings, request.selection, progress)
    budgeted = take_within_budget(finder.corrections(files_to_fix), request.budget)
    head, by = files_to_fix.commit, request.by
    listing = read_ignore_revs(git, head) if request.is_listed else None
    placed = find_placeable(git, head, budgeted.corrections) if budgeted.corrections else None
    if placed is None or not placed.files:
        return PaymentPlan(head, by, budgeted, placed, baseline=baseline)
    groups = group_parts(placed.files, placed.parts, by)
    shrinking = _shrinking_baseline(git, head, baseline, placed, groups) if baseline else None
    return PaymentPlan(head, by, budgeted, placed, groups, baseline, shrinking, listing)


def _shrinking_baseline(
    git: Git,
    head: Commit,
    baseline: Baseline,
    placed: PlaceableCorrections,
    groups: Sequence[CommitGroup],
) -> ShrinkingBaseline | None:
    """Give the shrinking baseline, None if other edits or a conflict in it prevent that."""
    entry = tree_entries(git, head.id, [BASELINE_FILE.encode()])[BASELINE_FILE.encode()]
    data = git.object_contents([entry.blob])[entry.blob]
    repaid = repaid_keys(git, baseline, placed.files, placed.linted.corrected_run)
    keys_by_group = repaid_keys_by_group(groups, placed.files, repaid)
    file = FixedFile(entry.path, entry.mode, data, data)
    shrinking = ShrinkingBaseline(file, baseline, keys_by_group)
    file = file._replace(fixed=shrinking.data_after(len(groups) - 1))
    tree, dropped = tree_on_branch(git, head.id, [file])
    is_whole = tree is not None and not dropped[file.path] and not baseline.has_conflict
    return shrinking._replace(file=file) if is_whole else None


class Payment(NamedTuple):
    """The commits put on the branch; ``listing_commit`` lists them, None for none."""

    plan: PaymentPlan
    commits: tuple[PaidCommit, ...]
    listing_commit: str | None = None


def pay(git: Git, plan: PaymentPlan) -> Payment:
    """Put a plan on the branch: HEAD, index and worktree move together, over all commits at once.

    Raises Refused if the files were edited since the plan, IndexLocked, and GitFailed if HEAD has
    changed; nothing has moved then.
    """
    assert plan.placeable is not None and plan.groups
    files, sign = plan.placeable.files, signs_commits(git)
    commits = tuple(make_commits(git, plan.head, files, plan.groups, plan.by, plan.shrinking, sign))
    changed = [*files.values(), *([plan.shrinking.file] if plan.shrinking else [])]
    tip, listed = commits[-1].id, None
    if plan.listing is not None:
        listing = append_commits(plan.listing, commits)
        entry = TreeEntry(listing.path, listing.mode, write_blob(git, listing.fixed))
        message = f"List the commits of paid debt in {IGNORE_REVS_FILE}\n".encode()
        tree = write_tree(git, tip, [entry])
        tip = listed = write_commit(git, tree, [tip], message, sign=sign)
        changed.append(listing)
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
