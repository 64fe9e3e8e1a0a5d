"""What a check found: a rule, where, and what repairs it."""

from __future__ import annotations

from typing import Literal

from hookkit.named_tuple import NamedTuple
from hookkit.settings.choices import Level as Level

Answer = Literal["no", "unknown"]
"""Whether the rule is broken, or whether it could not be found out (a shallow clone, a missing
ref): that is never reported as a fault of the person."""


RepairMethod = Literal["", "edit", "merge", "sync", "tidy"]
"""How a repair is done: by that command of hookkit, or "edit" where the person edits commits in a
rebase, of which the command begins with ``history.checks.ticket.EDIT``. "" for any other way."""


class Position(NamedTuple):
    """Where in a file a finding is, from 1, and which rule of another program says so.

    ``digest`` is of the line, so that the finding is known again where it has moved; ``code`` and
    ``digest`` are "" where there is none.
    """

    path: str
    line: int
    column: int
    code: str
    digest: str


class Finding(NamedTuple):
    """One thing that a check has to say.

    ``rule`` is the rule's stable id, such as HK301. ``place`` is what the finding is about: a
    branch, a commit, a ref. ``sentence`` says what is wrong there, and ``repair`` is one command
    that repairs it, None where there is none. Where that is one of hookkit, ``by_git`` may be the
    same by git alone, for who wants it; None where that was not tried. ``method`` tells what can be
    added to the repair. ``at`` is the place in a file, None for what is in none.
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
