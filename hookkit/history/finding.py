"""The finding of a check: a rule, a place, a sentence and a repair."""

from __future__ import annotations

from typing import Literal

from hookkit.named_tuple import NamedTuple
from hookkit.settings.choices import Level as Level

Answer = Literal["no", "unknown"]
"""``no``: the rule is broken. ``unknown``: it could not be checked (a shallow clone, a missing
ref); that is never reported as a fault of the person."""


RepairMethod = Literal["", "edit", "merge", "sync", "tidy"]
"""How a repair is done: by that command of hookkit, or "edit" where the person edits commits in a
rebase, of which the command begins with ``history.checks.ticket.EDIT``. "" for any other way."""


class Position(NamedTuple):
    """The place of a finding in a file, counted from 1, and the code of flake8.

    ``digest`` is a hash of the line, by which the finding is recognized when it moves; ``code`` and
    ``digest`` are "" where there is none.
    """

    path: str
    line: int
    column: int
    code: str
    digest: str


class Finding(NamedTuple):
    """One result of a check.

    ``rule`` is the rule's stable id, such as HK301. ``place`` is what the finding is about: a
    branch, a commit, a ref. ``sentence`` says what is wrong there, and ``repair`` is one command
    that repairs it, None without one. If that is a command of hookkit, ``by_git`` may be the same
    by git alone. ``method`` tells how the repair works. ``at`` is the place in a file, None without
    one.
    """

    rule: str
    answer: Answer
    level: Level
    place: str
    sentence: str
    repair: str | None = None
    by_git: str | None = None
    method: RepairMethod = ""
    at: Position | None = None
