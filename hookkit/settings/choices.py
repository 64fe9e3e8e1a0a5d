"""The words of the design that have a closed set of values."""

from __future__ import annotations

from typing import Literal

Mode = Literal["propose", "worktree", "fixup", "commit"]
"""Where a correction is put: only its ref, the files, a fixup! commit, a commit of its own."""

Scope = Literal["file", "lines"]
"""All of a changed file, or only what touches the lines that the commit touched."""

Safety = Literal["strict", "off"]
"""Only fixes that are proved to keep the program, or whatever autopep8 gives."""
