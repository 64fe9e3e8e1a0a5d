"""The rows of the report of ``hookkit init``."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from hookkit.terminal.rows import NextStep, Row, next_step_rows, row

if TYPE_CHECKING:
    from hookkit.install.write_initial_settings import InitialSettings


def initial_settings_rows(settings: InitialSettings, is_dry_run: bool) -> list[Row]:
    """Give the lines that were written, or in a dry run would be."""
    verb = "would write" if is_dry_run else "wrote"
    is_linked, file = settings.path.is_symlink(), settings.path.resolve()
    link_text = f", which leads to {file}" if is_linked else ""
    title = row(("title", f"hookkit {verb}"), f" settings to {settings.path.name}{link_text}")
    lines = [row(each, indent=1) if each else row("") for each in settings.text.splitlines()]
    steps = [NextStep("do it", "hookkit init")] if is_dry_run else []
    if not is_dry_run:
        show_command = f"git diff {settings.path.name}" if settings.is_tracked else "git status"
        show_command = shlex.join(["cat", str(file)]) if is_linked else show_command
        steps = [NextStep("look", show_command), NextStep("in force", "hookkit config")]
        steps.append(NextStep("change", "hookkit config set --help"))
    return [title, *lines, *next_step_rows(steps)]
