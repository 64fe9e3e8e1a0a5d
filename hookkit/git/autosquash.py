"""Which commit ``git rebase --autosquash`` squashes into which (git's sequencer.c)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from hookkit.git.runner import Git

# skip_fixupish; behind each mark todo_list_rearrange_squash skips what git's isspace knows.
_MARKS = ("fixup! ", "squash! ", "amend! ")
_BLANKS = " \t\r\n"
_NAME = r"[0-9a-f]{4,64}"
# git takes any revision without a space. These mean the same in every repository with these refs.
_REVISION = r"(?:HEAD|@)(?:[~^][0-9]*)*|[\w./#+=,%-]+"


def is_fixup(subject: str) -> bool:
    """Whether git takes a commit of this subject for one that is to be squashed."""
    return subject.startswith(_MARKS)


def bare_subject(subject: str) -> str:
    """Give the subject without ``fixup! `` and its like in front."""
    while subject.startswith(_MARKS):
        subject = subject.partition(" ")[2].lstrip(_BLANKS)
    return subject


def revisions_of_fixups(git: Git, subjects: Iterable[str]) -> dict[str, str]:
    """Give what fixups name by a revision (``fixup! v1``, ``fixup! HEAD~2``), each with its id.

    One process, and none where no fixup names a word alone.
    """
    words = dict.fromkeys(bare_subject(each) for each in subjects if is_fixup(each))
    wanted = [each for each in words if _is_revision(each)]
    if not wanted:
        return {}
    data = os.fsencode("".join(f"{each}^{{commit}}\n" for each in wanted))
    answers = os.fsdecode(git.run("cat-file", "--batch-check", data=data)).splitlines()
    found = zip(wanted, (each.split(" ") for each in answers), strict=True)
    return {each: fields[0] for each, fields in found if fields[1:2] == ["commit"]}


def _is_revision(word: str) -> bool:
    return bool(re.fullmatch(_REVISION, word)) and not re.fullmatch(_NAME, word)


def squash_targets(
    commits: Sequence[tuple[str, str]], revisions: Mapping[str, str] = MappingProxyType({})
) -> list[int]:
    """Say of each commit (id and subject, the oldest first) into which one git squashes it.

    That is its own number for all but fixups. git looks for an equal subject, then for an id or one
    of the ``revisions`` (``revisions_of_fixups``), then for a subject that begins so
    (todo_list_rearrange_squash).
    """
    numbers: list[int] = []
    titles: dict[str, int] = {}
    for number, (_, subject) in enumerate(commits):
        wanted = bare_subject(subject)
        found = None
        if is_fixup(subject):
            found = _found(wanted, commits[:number], titles, revisions.get(wanted))
        numbers.append(number if found is None else numbers[found])
        if found is None:
            titles.setdefault(subject, number)
    return numbers


def _found(
    wanted: str, older: Sequence[tuple[str, str]], titles: Mapping[str, int], revision: str | None
) -> int | None:
    if wanted in titles:
        return titles[wanted]
    start = revision or (wanted if re.fullmatch(_NAME, wanted) else None)
    named = (n for n, (name, _) in enumerate(older) if start and name.startswith(start))
    prefixed = (n for n, (_, subject) in enumerate(older) if subject.startswith(wanted))
    return next(named, next(prefixed, None))
