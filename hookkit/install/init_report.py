"""What ``hookkit init`` has written, and what comes next."""

from __future__ import annotations

from hookkit.install.init import Initial
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.rows import Row, row


def initial_rows(done: Initial, is_dry: bool) -> list[Row]:
    """Give the lines that were written, or in a dry run would be."""
    verb = "would write" if is_dry else "wrote"
    title = row(("title", f"hookkit {verb}"), f" settings to {done.path.name}")
    lines = [row(each, indent=1) if each else row("") for each in done.text.splitlines()]
    steps = [Next("do it", "hookkit init")] if is_dry else []
    if not is_dry:
        look = "git status" if done.is_new_file else f"git diff {done.path.name}"
        steps = [Next("look", look), Next("in force", "hookkit config")]
    return [title, *lines, *next_rows(steps)]
