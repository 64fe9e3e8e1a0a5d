"""``hookkit config``: what is in force, and from where."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from hookkit.git.runner import Git
from hookkit.install.settings_report import options_rows, settings_rows
from hookkit.settings.autopep8.load import find_options
from hookkit.terminal.output import say
from hookkit.terminal.rejected_settings import readable_sources
from hookkit.terminal.rows import row


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
def command(file: Path | None) -> int:
    """Show every setting with its value and where it is from.

    autopep8 has options of its own, which can differ from folder to folder: FILE is the file to
    show them for (a file at the top level if not given). It need not exist.
    """
    git = Git.discover()
    path = file or (git.top or git.git_dir) / "any.py"
    name = str(file) if file is not None else "a file at the top level"
    settings = settings_rows(readable_sources(git))
    say([*settings, row(""), *options_rows(find_options(path), name)])
    return 0
