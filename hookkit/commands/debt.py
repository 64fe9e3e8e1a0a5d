"""``hookkit debt``: flake8's findings against a baseline that can only shrink."""

from __future__ import annotations

import time

import rich_click as click

from hookkit.commands import debt_log, debt_merge_driver, debt_pay
from hookkit.commands.shared.cluster_option import cluster_option, connect_flake8_on_cluster
from hookkit.commands.shared.open_repository import open_repository
from hookkit.commands.shared.output_options_and_files import (
    output_option,
    parse_output_option,
    write_output_file,
)
from hookkit.debt.accept import accept_debt
from hookkit.debt.check import DebtCheck, check_debt, refuse_conflict_markers
from hookkit.debt.debt_comments import read_dated_comments
from hookkit.debt.file_costs import count_commits_of_last_year
from hookkit.debt.lint_worktree_index_or_range import (
    LintedFiles,
    lint_index,
    lint_range,
    lint_worktree,
)
from hookkit.debt.logging_rules import RULE_KINDS
from hookkit.debt.report import acceptance_rows, debt_rows, print_debt_check
from hookkit.errors import WrongUsage
from hookkit.formats.registry import DEBT_FORMATS
from hookkit.git.commits import read_commit
from hookkit.git.runner import Git
from hookkit.git.worktree_paths_and_checks import path_from_current_folder
from hookkit.history.check_runs.check_result import CheckResult, collect_results
from hookkit.history.checks.debt import debt_findings
from hookkit.phrases import plural, shell_word
from hookkit.settings.definitions import BASELINE_FILE
from hookkit.terminal.output import TERMINAL_FORMATS, print_rows_in_format, write_raw

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.debt.logging_rules import RuleKind

_local_plugins_option = click.option(
    "--local-plugins",
    is_flag=True,
    help="Run flake8 plugins that the repository itself defines, trusted or not: the worktree's.",
)
_rules_option = click.option(
    "--rules",
    "rule_kind",
    type=click.Choice([each for each in RULE_KINDS if each != "style"]),
    callback=lambda context, option, chosen: chosen or "style",
    help="Good practice of logging instead: hookkit[logging] has the plugins.",
)
_terminal_format_option = click.option(
    "--format",
    "output_format",
    type=click.Choice(TERMINAL_FORMATS),
    help="With colours, or without.",
)
_debt_format_option = click.option(
    "--format",
    "output_format",
    type=click.Choice([*TERMINAL_FORMATS, *DEBT_FORMATS]),
    help="rich or plain for people, the others for programs.",
)


@click.group(invoke_without_command=True)
@_local_plugins_option
@_rules_option
@_terminal_format_option
@cluster_option
@click.pass_context
def command(
    context: click.Context,
    local_plugins: bool,
    rule_kind: RuleKind,
    output_format: str | None,
    cluster: str | None,
) -> int:
    """Show what flake8 finds in the files that git tracks, and how much of it is new.

    The files come first that were changed most in the last year. Then come the comments that
    silence tools, and TODO comments with their age.

    flake8 runs with the project's own configuration, and with the plugins that are installed
    beside hookkit.
    """
    if context.invoked_subcommand is not None:
        return 0
    git = open_repository()
    debt_check = check_debt(_lint_worktree(git, local_plugins, cluster, rule_kind))
    baseline, now = path_from_current_folder(git, BASELINE_FILE), int(time.time())
    comments, commit_counts = read_dated_comments(git), count_commits_of_last_year(git)
    print_rows_in_format(
        output_format, debt_rows(debt_check, baseline, commit_counts, comments, now)
    )
    return 0


@command.command("check")
@click.argument("commits", required=False, metavar="[A..B]")
@click.option("--staged", is_flag=True, help="Check what is staged.")
@_local_plugins_option
@_rules_option
@_debt_format_option
@output_option
@cluster_option
def check(
    commits: str | None,
    staged: bool,
    local_plugins: bool,
    rule_kind: RuleKind,
    output_format: str | None,
    outputs: tuple[str, ...],
    cluster: str | None,
) -> int:
    """Fail for findings that are not in the baseline: .hookkit-debt.json.

    All files that git tracks are checked, as they are in the worktree. With --staged it is what is
    staged, against the baseline that is staged. With A..B it is what B has changed since it left
    A, against the baseline there: the one of B may have less, and not more.

    Ends with 1 where there is new debt.
    """
    if staged and commits is not None:
        raise WrongUsage("--staged and commits exclude each other", "hookkit debt check --staged")
    if local_plugins and (staged or commits is not None):
        why = "what is staged or committed may be anybody's"
        sentence = f"--local-plugins is for the worktree: {why}"
        raise WrongUsage(sentence, "hookkit debt check --local-plugins")
    reports = [parse_output_option(each, [*DEBT_FORMATS], "hookkit debt check") for each in outputs]
    git = open_repository()
    debt_check = check_debt(_lint_files(git, commits, staged, local_plugins, cluster, rule_kind))
    refuse_conflict_markers(debt_check)
    for report in reports:
        write_output_file(
            report.path, DEBT_FORMATS[report.output_format](_result_of_debt_check(debt_check))
        )
    if output_format is not None and output_format in DEBT_FORMATS:
        write_raw(DEBT_FORMATS[output_format](_result_of_debt_check(debt_check)))
    else:
        print_debt_check(git, debt_check, output_format)
    return 1 if debt_check.has_new_debt else 0


@command.command("accept")
@click.option("--new", "with_new_findings", is_flag=True, help="Take what is new as well.")
@_local_plugins_option
@_rules_option
@_terminal_format_option
@cluster_option
def accept(
    with_new_findings: bool,
    local_plugins: bool,
    rule_kind: RuleKind,
    output_format: str | None,
    cluster: str | None,
) -> int:
    """Write the baseline: all findings the first time, and then only less of them.

    What is repaid is taken out, and what has moved follows. After a merge that met a conflict in
    the baseline it puts the two sides together.

    Ends with 1 where something is new and not taken.
    """
    git = open_repository()
    debt_check = check_debt(_lint_worktree(git, local_plugins, cluster, rule_kind))
    acceptance = accept_debt(git, debt_check, with_new_findings)
    print_rows_in_format(
        output_format, acceptance_rows(acceptance, path_from_current_folder(git, BASELINE_FILE))
    )
    return (
        1
        if acceptance.debt_check.comparison.new_findings
        and not acceptance.has_accepted_new_findings
        else 0
    )


command.add_command(debt_log.command)
command.add_command(debt_merge_driver.command)
command.add_command(debt_pay.command)


def _lint_files(
    git: Git,
    commits: str | None,
    staged: bool,
    local_plugins: bool,
    cluster: str | None,
    rule_kind: RuleKind,
) -> LintedFiles:
    if commits is None and not staged:
        return _lint_worktree(git, local_plugins, cluster, rule_kind)
    old, dots, new = (commits or "..").replace("...", "..").partition("..")
    if not dots:
        raise _no_range_error(git, old)
    _refuse_rules_on_cluster(cluster, rule_kind)
    with connect_flake8_on_cluster(cluster) as lint:
        if staged:
            return lint_index(git, lint, rule_kind)
        return lint_range(git, old or "HEAD", new or "HEAD", lint, rule_kind)


def _lint_worktree(
    git: Git, local_plugins: bool, cluster: str | None, rule_kind: RuleKind
) -> LintedFiles:
    if local_plugins and cluster is not None:
        sentence = "--local-plugins runs code of this worktree, which --cluster does not send"
        raise WrongUsage(sentence, "hookkit debt --local-plugins")
    _refuse_rules_on_cluster(cluster, rule_kind)
    with connect_flake8_on_cluster(cluster) as lint:
        return lint_worktree(git, local_plugins, lint, rule_kind)


def _refuse_rules_on_cluster(cluster: str | None, rule_kind: RuleKind) -> None:
    if cluster is not None and rule_kind != "style":
        sentence = f"--rules {rule_kind} needs plugins that the workers of a --cluster may not have"
        raise WrongUsage(sentence, f"hookkit debt --rules {rule_kind}")


def _no_range_error(git: Git, name: str) -> WrongUsage:
    """Give the error for a name that is no range, with a command for a range from that commit.

    Raises as ``read_commit`` does.
    """
    is_head = read_commit(git, name).id == read_commit(git, "HEAD").id
    commit_range = "HEAD^..HEAD" if is_head else f"{shell_word(name)}..HEAD"
    return WrongUsage(f"{name!r} is no range of commits", f"hookkit debt check {commit_range}")


def _result_of_debt_check(debt_check: DebtCheck) -> CheckResult:
    """Give the findings of a debt check, with remarks on its files and its baseline as notes."""
    notes = [debt_check.linted_files.remark] if debt_check.linted_files.remark else []
    notes += debt_check.linted_files.flake8_run.remarks
    if (
        debt_check.linted_files.baseline is None
        and debt_check.linted_files.baseline_at_range_end is None
    ):
        notes.append("there is no baseline: everything that is found is new")
    for reason, keys in debt_check.uncheckable_keys.items():
        if reason != "not looked at":
            notes.append(f"{plural(keys.total(), 'finding')} {reason}: kept in the baseline")
    return collect_results(
        debt_check.linted_files.label, [*debt_findings(debt_check, "refuse"), *notes]
    )
