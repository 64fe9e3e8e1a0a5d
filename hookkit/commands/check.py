"""``hookkit check``: the checks of a branch, a range, a message or a push."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import rich_click as click

from hookkit.commands.shared.open_repository import open_repository
from hookkit.errors import WrongUsage
from hookkit.formats.registry import CHECK_FORMATS
from hookkit.git.runner import Git
from hookkit.history.check_runs.branch_checks import BRANCH_CHECKS, check_branch
from hookkit.history.check_runs.check_result import CheckResult
from hookkit.history.check_runs.message_ticket_check import check_message
from hookkit.history.check_runs.push_checks import check_push
from hookkit.history.check_runs.range_checks import check_range
from hookkit.history.report.finding_rows import check_result_rows
from hookkit.phrases import close_match, did_you_mean
from hookkit.settings import effective_settings, environment_variables
from hookkit.settings.definitions import Settings
from hookkit.terminal.output import TERMINAL_FORMATS, print_rows_in_format, write_raw

_CHECK_NAMES = (*BRANCH_CHECKS, "message", "push")


@click.command()
@click.argument("names", nargs=-1, metavar="[CHECK... | A..B]")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([*TERMINAL_FORMATS, *CHECK_FORMATS]),
    help="rich or plain for people, the others for programs.",
)
def command(names: tuple[str, ...], output_format: str | None) -> int:
    """Check whether the current branch could be merged into its target.

    With A..B check what a protected branch got. CHECK is one of these, alone, which then also
    tells why it has nothing to check:

    branch, history, fixups, ticket, topic; rebase [BRANCH]; message FILE, a commit message;
    push [REMOTE], whose standard input has the lines that git writes to pre-push.

    Ends with 1 where something is refused. Warnings, and what is unknown, end with 0.
    """
    git = open_repository()
    checked = _run_checks(
        git,
        effective_settings.load_settings(git),
        environment_variables.copy_environment(),
        names,
    )
    if output_format is not None and output_format in CHECK_FORMATS:
        write_raw(CHECK_FORMATS[output_format](checked))
    else:
        print_rows_in_format(output_format, check_result_rows(checked))
    return 1 if checked.is_refused else 0


def _run_checks(
    git: Git, settings: Settings, variables: Mapping[str, str], names: Sequence[str]
) -> CheckResult:
    first_name, other_names = names[0] if names else "", names[1:]
    if first_name == "message":
        file = _single_argument(names, "FILE")
        if file is None:
            raise WrongUsage("check message needs the file of the message", "hookkit check --help")
        return check_message(git, settings, variables, os.fsdecode(Path(file).read_bytes()))
    if first_name == "push":
        return check_push(
            git, settings, variables, _single_argument(names, "REMOTE") or "", _read_pushed_refs()
        )
    if ".." in first_name and not other_names:
        old, _, new = first_name.replace("...", "..").partition("..")
        return check_range(git, settings, variables, old or "HEAD", new or "HEAD")
    if first_name == "rebase" and len(other_names) == 1 and other_names[0] not in BRANCH_CHECKS:
        return check_branch(git, settings, variables, ["rebase"], other_names[0])
    for word in names:
        if word not in BRANCH_CHECKS:
            raise _unknown_check_error(word, names)
    return check_branch(git, settings, variables, names)


def _single_argument(names: Sequence[str], metavar: str) -> str | None:
    if len(names) > 2:
        sentence = f"check {names[0]} takes one {metavar}, not {len(names) - 1}"
        raise WrongUsage(sentence, shlex.join(["hookkit", "check", *names[:2]]))
    return names[1] if len(names) == 2 else None


def _read_pushed_refs() -> str | None:
    """Read the lines that git writes to pre-push; None if stdin is a terminal or closed."""
    if sys.stdin is None or sys.stdin.isatty():
        return None
    return sys.stdin.read()


def _unknown_check_error(word: str, names: Sequence[str]) -> WrongUsage:
    meant = close_match(word, _CHECK_NAMES)
    right = [meant if each == word else each for each in names] if meant else ["--help"]
    suggestion = did_you_mean(word, _CHECK_NAMES)
    sentence = f"there is no check {word!r}{suggestion} (checks: {', '.join(_CHECK_NAMES)})"
    return WrongUsage(sentence, shlex.join(["hookkit", "check", *right]))
