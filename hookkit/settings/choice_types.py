"""The types of the settings whose value is one of a few words.

They need typing, which a hook does not import: it has their words from ``definitions``.
"""

from __future__ import annotations

from typing import Literal

Mode = Literal["propose", "worktree", "fixup", "commit"]
"""Where a correction is put: only at its ref, into the files, or on the branch as a fixup! commit
or as a commit of its own."""

Scope = Literal["auto", "file", "lines"]
"""Which hunks are corrected: ``file`` all of a changed file, ``lines`` only those that touch lines
of the commit, ``auto`` as ``file`` while the file has few older faults, otherwise as ``lines``."""

Safety = Literal["strict", "off"]
"""Which fixes are taken: only those that are proved to keep the program, or all of autopep8's."""

Level = Literal["off", "warn", "refuse"]
"""What the findings of a check do: nothing, a warning, or a refusal that stops the command."""
