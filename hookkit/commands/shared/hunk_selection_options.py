"""Options that select hunks of a correction: ``--only``, ``--except``, ``--mine``, ``--hunk``."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import rich_click as click

from hookkit.corrections.commit_or_file_arguments import parse_range
from hookkit.errors import EnvironmentFailed
from hookkit.git.runner import Git

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


def lines_option(command: Command) -> Command:
    """Add the option that chooses only fixes for touched lines."""
    return click.option(
        "--mine", "is_mine", is_flag=True, help="Only what is about lines that the commit touched."
    )(command)


def hunk_option(command: Command) -> Command:
    """Add the option that chooses hunks by their ids."""
    return click.option(
        "--hunk", "hunks", multiple=True, metavar="ID", help="Only this hunk; review shows the ids."
    )(command)


def split_revision_and_paths(git: Git, names: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Give the revision that ``names`` begin with, None if there is none, and the paths.

    Raises EnvironmentFailed if the first name is neither a revision nor an existing path.
    """
    if not names:
        return None, ()
    first, *rest = names
    if parse_range([first]) is not None or git.resolve(first) is not None:
        return first, tuple(rest)
    if os.path.lexists(first):
        return None, tuple(names)
    sentence = f"there is no commit {first!r} here, and no file or folder"
    raise EnvironmentFailed(sentence, "git log --oneline --all")
