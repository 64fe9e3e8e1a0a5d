"""The finding of a check: a rule, a place, a sentence and a repair."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from hookkit.named_tuple import NamedTuple
from hookkit.phrases import short_id
from hookkit.settings.choice_types import Level as Level

Answer = Literal["no", "unknown"]
"""``no``: the rule is broken. ``unknown``: it could not be checked (a shallow clone, a missing
ref); that is never reported as a fault of the person."""

FindingKind = Literal["refused", "warning", "unknown"]
"""The kind of a finding: it refuses, it warns, or its answer is unknown."""

RepairMethod = Literal["", "edit", "merge", "sync", "tidy"]
"""How a repair is done: by the command of hookkit with this name. With "edit", the person edits
commits in a rebase, and the repair begins with ``repair_commands.EDIT_COMMAND``. "" for any other
way."""


class Position(NamedTuple):
    """The place of a finding in a file, with its code in flake8.

    ``line`` and ``column`` count from 1. ``code`` is the code of flake8, "" if there is none.
    ``digest`` is a hash of the line, "" if there is none; the finding is recognized by it when the
    line moves.
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
    that repairs it, None if there is none. If ``repair`` is a command of hookkit, ``git_repair``
    may be a command that does the same with git alone. ``repair_method`` tells how the repair
    works. ``position`` is the place in a file, None if there is none.
    """

    rule: str
    answer: Answer
    level: Level
    place: str
    sentence: str
    repair: str | None = None
    git_repair: str | None = None
    repair_method: RepairMethod = ""
    position: Position | None = None


def kind_of(finding: Finding) -> FindingKind:
    """Give the kind of a finding."""
    if finding.answer == "unknown":
        return "unknown"
    return "refused" if finding.level == "refuse" else "warning"


def place_of(finding: Finding) -> str:
    """Give the place of a finding as reports show it, with a short commit id."""
    is_id = re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", finding.place)
    return short_id(finding.place) if is_id else finding.place


def without_off_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out the findings of rules that are off."""
    return [finding for finding in findings if finding.level != "off"]
