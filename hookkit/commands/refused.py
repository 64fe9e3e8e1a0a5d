"""``hookkit refused``: list the hunks that are not proposed again, and forget them."""

from __future__ import annotations

import rich_click as click

from hookkit.commands.shared.hunk_selection_options import rule_options
from hookkit.commands.shared.open_repository import open_repository
from hookkit.corrections.hunk_selection import parse_selection
from hookkit.corrections.refused_hunks import (
    count_unreadable_lines,
    forget_all_refusals,
    forget_refusals,
    read_refusals,
)
from hookkit.corrections.report.refused_hunks import (
    forgotten_rows,
    refused_rows,
    unreadable_refusal_rows,
)
from hookkit.diagnostic_log.write_log import Logger
from hookkit.errors import WrongUsage
from hookkit.pep8.fix_task_and_outcome import LAYOUT_CODE
from hookkit.terminal.output import print_rows


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("--forget", "ids", multiple=True, metavar="ID", help="Propose this hunk again.")
@click.option("--forget-all", "forgets_all", is_flag=True, help="Propose all of them again.")
@rule_options
def command(
    paths: tuple[str, ...],
    ids: tuple[str, ...],
    forgets_all: bool,
    only: tuple[str, ...],
    without: tuple[str, ...],
) -> int:
    """List the hunks that were refused in a review and are not proposed again.

    PATH, --only and --except limit the list, and what --forget-all forgets.
    """
    if ids and forgets_all:
        raise WrongUsage("--forget and --forget-all exclude each other", "hookkit refused --help")
    git = open_repository()
    selection = parse_selection(git, paths, only, without, only_touched_lines=False)
    chosen = [
        each
        for each in read_refusals(git)
        if selection.has_path(each.path)
        and any(map(selection.has_code, each.codes or (LAYOUT_CODE,)))
    ]
    if not ids and not forgets_all:
        print_rows(
            [
                *refused_rows(chosen, selection.arguments),
                *unreadable_refusal_rows(count_unreadable_lines(git)),
            ]
        )
        return 0
    names = ids if ids else [each.id for each in chosen]
    is_all = forgets_all and selection.is_everything
    forgotten = forget_all_refusals(git) if is_all else forget_refusals(git, names)
    Logger(__name__).info("forgot %d refused hunks", len(forgotten))
    print_rows(forgotten_rows(forgotten))
    return 0
