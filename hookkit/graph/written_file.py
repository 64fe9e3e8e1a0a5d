"""Where a picture was written to."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from hookkit.graph.picture import Picture
from hookkit.phrases import counted
from hookkit.terminal.next_commands import Next, next_rows
from hookkit.terminal.rows import Row, row


def written_rows(
    picture: Picture, path: Path, again: Sequence[str], is_wanted: bool, is_shown: bool
) -> list[Row]:
    """Tell where the picture is, how much is in it, and how it is shown if it is not yet.

    ``is_wanted`` says whether a browser was to show it, ``is_shown`` whether one does. ``again``
    are the arguments that draw it once more and show it.
    """
    size = f" ({counted(picture.commits, 'commit')})"
    rows = [row(("title", "hookkit drew the history"), ": ", ("path", str(path)), size)]
    if is_shown:
        return [*rows, row("a browser shows it", indent=1)]
    if is_wanted:
        problem = row(("warn", "no browser could be started"), ": open the file by hand", indent=1)
        return [*rows, problem]
    command = shlex.join(["hookkit", "graph", *again])
    return rows + next_rows([Next("show", command, "or open the file in a browser")])
