"""``hookkit debt pay``: corrections of old code, as commits of a size that people can review."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, get_args

import rich_click as click

from hookkit.commands.shared.open_repository import open_repository
from hookkit.debt_payment.payment_request import CommitGrouping, PaymentRequest
from hookkit.diagnostic_log.write_log import Logger
from hookkit.errors import WrongUsage
from hookkit.git.refs import require_commit
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import require_worktree
from hookkit.operation_log.require_git_operation_finished import (
    require_no_operation_or_stopped_sync,
)
from hookkit.phrases import shell_word
from hookkit.settings import effective_settings
from hookkit.terminal.output import print_rows
from hookkit.terminal.progress import Progress

if TYPE_CHECKING:
    from hookkit.corrections.hunk_selection import HunkSelection

DEFAULT_BUDGET = 200
"""The default number of changed lines: a diff of a few pages, which a person reads with care."""

_OVERRIDES: dict[str, object] = {"scope": "file", "safety": "strict"}


@click.command("pay")
@click.argument("paths", nargs=-1, metavar="[FILE...]")
@click.option("--rule", "rules", multiple=True, metavar="CODES", help="Only these: E2, or E302.")
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=DEFAULT_BUDGET,
    show_default=True,
    metavar="LINES",
    help="At most so many changed lines: those that go and those that come.",
)
@click.option(
    "--by",
    type=click.Choice(get_args(CommitGrouping)),
    default="rule",
    show_default=True,
    help="A commit for each rule, or for each folder.",
)
@click.option(
    "--ignore-revs",
    "lists_commits",
    is_flag=True,
    help="List the commits in .git-blame-ignore-revs, in a last one.",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Change nothing; show the commits.")
def command(
    paths: tuple[str, ...],
    rules: tuple[str, ...],
    budget: int,
    by: CommitGrouping,
    lists_commits: bool,
    is_dry: bool,
) -> int:
    """Correct old code of HEAD, the files that cost most first, in commits on the branch.

    Each commit is proven to keep the program, takes what it repays out of the baseline, and leaves
    your other edits as they are. hookkit undo takes all of them back.

    Ends with 1 where a part found no place beside other edits.
    """
    # Not at the top: `debt check`, which runs at commits, imports this module and needs none of it.
    from hookkit.corrections.files_and_lines_to_fix import all_files_of_commit
    from hookkit.debt.read_baseline import read_commit_baseline
    from hookkit.debt_payment.choose_corrections import files_by_cost
    from hookkit.debt_payment.pay import pay, plan_payment
    from hookkit.debt_payment.report import payment_rows, plan_rows

    git = open_repository()
    require_commit(require_worktree(git))
    require_no_operation_or_stopped_sync(git)
    selection = _parse_selection(git, paths, rules)
    settings = effective_settings.load_settings(git, _OVERRIDES)
    files_to_fix = all_files_of_commit(git, settings)
    assert files_to_fix.commit is not None
    baseline = read_commit_baseline(git, files_to_fix.commit.id)
    files_to_fix = files_by_cost(git, files_to_fix, selection, baseline)
    if not files_to_fix.changes:
        raise WrongUsage("no Python file of the last commit is selected", "git ls-files '*.py'")
    request = PaymentRequest(selection, budget, by, lists_commits)
    with Progress(len(files_to_fix.changes)) as progress:
        plan = plan_payment(git, settings, files_to_fix, baseline, request, progress)
    pay_command = _pay_command(paths, rules, budget, by, lists_commits)
    if is_dry or not plan.groups:
        print_rows(plan_rows(plan, pay_command))
        return 1 if plan.dropped else 0
    payment = pay(git, plan)
    Logger(__name__).info("%s: paid: %s", plan.head.id, [each.id for each in payment.commits])
    print_rows(payment_rows(payment, pay_command))
    return 1 if plan.dropped else 0


def _parse_selection(git: Git, paths: tuple[str, ...], rules: tuple[str, ...]) -> HunkSelection:
    from hookkit.corrections.hunk_selection import parse_selection

    for each in paths:
        if not os.path.lexists(each):
            raise WrongUsage(f"there is no file or folder {shell_word(each)}", "git ls-files")
    return parse_selection(git, paths, rules, (), only_touched_lines=False)


def _pay_command(
    paths: tuple[str, ...],
    rules: tuple[str, ...],
    budget: int,
    by: CommitGrouping,
    lists_commits: bool,
) -> str:
    """Give the command line with the same paths and options."""
    words = ["hookkit", "debt", "pay"]
    words += [word for each in rules for word in ("--rule", each)]
    words += ["--budget", str(budget)] if budget != DEFAULT_BUDGET else []
    words += ["--by", by] if by != "rule" else []
    words += ["--ignore-revs"] if lists_commits else []
    return shlex.join([*words, *paths])
