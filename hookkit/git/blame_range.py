"""The commits of a range of any shape, and which of them touched each line of a file last."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from hookkit.git.log_fields import log_rows
from hookkit.git.runner import Git

_FIELDS = ("%H", "%an", "%at", "%s")
_LINE = re.compile(rb"^([0-9a-f]{40,64}) \d+ \d+(?: \d+)?$", re.M)


class Authored(NamedTuple):
    """A commit as people know it; ``when`` is the author's time in seconds UTC."""

    id: str
    author: str
    when: int
    subject: str


def commits_between(git: Git, old: str, new: str) -> list[Authored]:
    """Give the commits that ``new`` has and ``old`` has not, the oldest first."""
    listed = log_rows(git, _FIELDS, "--topo-order", "--reverse", new, "--not", old, "--")
    return [
        Authored(name, author, int(when or 0), subject) for name, author, when, subject in listed
    ]


def blame(git: Git, old: str, new: str, path: bytes) -> list[str]:
    r"""Give, for each line of a file in ``new``, the id of the commit that touched it last.

    A line ends with ``\n``. What is as old as ``old`` has some id that is not above it. ``git`` is
    a repository of ``borrowed_repository``, in which nobody's list of commits to pass over counts.
    """
    command = ("blame", "--porcelain", "--no-textconv", new, f"^{old}", "--", os.fsdecode(path))
    # Such a list need not even be there, and then git ends.
    home = {"HOME": str(git.top), "XDG_CONFIG_HOME": str(git.top)}
    nothing = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    out = git.run(*command, env={**home, **nothing})
    return [match[1].decode() for match in _LINE.finditer(out)]
