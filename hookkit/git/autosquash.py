"""Which commit ``git rebase --autosquash`` squashes into which (git's sequencer.c)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# skip_fixupish; behind each mark todo_list_rearrange_squash skips what git's isspace knows.
_MARKS = re.compile(r"(?:(?:fixup|squash|amend)! [ \t\r\n]*)+")
_NAME = re.compile(r"[0-9a-f]{4,64}")


def is_fixup(subject: str) -> bool:
    """Whether git takes a commit of this subject for one that is to be squashed."""
    return _MARKS.match(subject) is not None


def bare_subject(subject: str) -> str:
    """Give the subject without ``fixup! `` and its like in front."""
    marks = _MARKS.match(subject)
    return subject[marks.end() :] if marks else subject


def squash_targets(commits: Sequence[tuple[str, str]]) -> list[int]:
    """Say of each commit (id and subject, the oldest first) into which one git squashes it.

    That is its own number for all but fixups. git looks for an equal subject, then for an id, then
    for a subject that begins so (todo_list_rearrange_squash).
    """
    numbers: list[int] = []
    titles: dict[str, int] = {}
    for number, (_, subject) in enumerate(commits):
        wanted = bare_subject(subject)
        found = _found(wanted, commits[:number], titles) if is_fixup(subject) else None
        numbers.append(number if found is None else numbers[found])
        if found is None:
            titles.setdefault(subject, number)
    return numbers


def _found(wanted: str, older: Sequence[tuple[str, str]], titles: Mapping[str, int]) -> int | None:
    if wanted in titles:
        return titles[wanted]
    is_name = _NAME.fullmatch(wanted) is not None
    named = (n for n, (name, _) in enumerate(older) if is_name and name.startswith(wanted))
    prefixed = (n for n, (_, subject) in enumerate(older) if subject.startswith(wanted))
    return next(named, next(prefixed, None))
