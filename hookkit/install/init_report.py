"""What ``hookkit init`` has written, and what comes next."""

from __future__ import annotations

import shlex

from hookkit.install.init import Initial
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.rows import Row, row


def initial_rows(done: Initial, is_dry: bool) -> list[Row]:
    """Give the lines that were written, or in a dry run would be."""
    verb = "would write" if is_dry else "wrote"
    is_linked, file = done.path.is_symlink(), done.path.resolve()
    linked = f", which leads to {file}" if is_linked else ""
    title = row(("title", f"hookkit {verb}"), f" settings to {done.path.name}{linked}")
    lines = [row(each, indent=1) if each else row("") for each in done.text.splitlines()]
    steps = [Next("do it", "hookkit init")] if is_dry else []
    if not is_dry:
        look = "git status" if done.is_new_file else f"git diff {done.path.name}"
        look = shlex.join(["cat", str(file)]) if is_linked else look
        steps = [Next("look", look), Next("in force", "hookkit config")]
    return [title, *lines, *next_rows(steps)]
