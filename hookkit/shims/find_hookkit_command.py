"""The text of a hook script or of a framework's configuration, and whether it starts hookkit."""

from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_MAX_BYTES = 1_000_000


def starts_hookkit(text: str, event: str) -> bool:
    """Whether a script or configuration has a command that starts hookkit for an event."""
    return re.search(rf"\bhookkit\b.*\bhook\s+{re.escape(event)}\b", text) is not None


def read_text(path: str | Path) -> str:
    """Give the first _MAX_BYTES of a file as text, "" if it cannot be read."""
    if not os.path.isfile(path):  # opening a pipe would wait for a writer
        return ""
    try:
        with open(path, "rb") as file:
            return file.read(_MAX_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
