"""The words that a setting may be one of, as types."""

from __future__ import annotations

from typing import Literal

Mode = Literal["propose", "worktree", "fixup", "commit"]
"""Where a correction is put: only its ref, the files, a fixup! commit, a commit of its own."""

Scope = Literal["auto", "file", "lines"]
"""All of a changed file, only what touches the lines that the commit touched, or the first of these
while the file has few older faults and otherwise the second."""

Safety = Literal["strict", "off"]
"""Only fixes that are proved to keep the program, or whatever autopep8 gives."""

Level = Literal["off", "warn", "refuse"]
"""What becomes of a check's findings: nothing, a warning, or the end of the command."""
