"""Options that select hunks of a correction: ``--only``, ``--except``, ``--mine``, ``--hunk``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import rich_click as click

Command = TypeVar("Command", bound=Callable[..., Any])


def rule_options(command: Command) -> Command:
    """Add the options that choose by rule."""
    only = click.option(
        "--only", multiple=True, metavar="CODES", help="Only these rules: E2, or E302,W291."
    )
    without = click.option(
        "--except", "without", multiple=True, metavar="CODES", help="All but these rules."
    )
    return only(without(command))


def touched_lines_option(command: Command) -> Command:
    """Add the option that chooses only fixes for touched lines."""
    return click.option(
        "--mine",
        "only_touched_lines",
        is_flag=True,
        help="Only what is about lines that the commit touched.",
    )(command)


def hunk_option(command: Command) -> Command:
    """Add the option that chooses hunks by their ids."""
    return click.option(
        "--hunk",
        "hunk_ids",
        multiple=True,
        metavar="ID",
        help="Only this hunk; review shows the ids.",
    )(command)
