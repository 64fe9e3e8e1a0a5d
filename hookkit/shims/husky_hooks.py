"""husky's hooks: recognise the folder that husky generates, see which hooks start hookkit."""

from __future__ import annotations

import os

from hookkit.shims.find_hookkit_command import read_text, starts_hookkit
from hookkit.shims.shim_file import events_with_shim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


def is_husky_folder(folder: Path) -> bool:
    """Whether ``folder`` is the folder that husky generates, even if it does not exist yet."""
    is_usual = folder.parent.name == ".husky" and not os.path.lexists(folder)
    return folder.name == "_" and (is_usual or (folder / "h").is_file())


def husky_events(folder: Path) -> frozenset[str]:
    """Give the events at which husky's hooks, in the parent of ``folder``, start hookkit."""
    scripts_folder = folder.parent
    return frozenset(
        each
        for each in events_with_shim()
        if starts_hookkit(read_text(scripts_folder / each), each)
    )


def add_to_husky_command(folder: Path) -> str:
    """Give the shell command that adds hookkit to husky's hooks at the events that lack it."""
    missing = [each for each in events_with_shim() if each not in husky_events(folder)]
    line = 'echo "hookkit hook $event \\"\\$@\\""'
    from shlex import quote

    scripts_folder = quote(str(folder.parent))
    return f"for event in {' '.join(missing)}; do {line} >> {scripts_folder}/$event; done"
