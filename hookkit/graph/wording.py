"""What is said of a commit in a picture, wherever that is drawn: names, marks, numbers, ages."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

from hookkit.git.autosquash import bare_subject, is_fixup
from hookkit.graph.commits import Kind, Named
from hookkit.graph.picture import Shown
from hookkit.graph.verdicts import Verdict
from hookkit.phrases import counted, short
from hookkit.terminal.rows import Style

_LESSER = ("HK401", "HK404")
_ORDER = ("HEAD", "branch", "remote", "tag")


class Name(NamedTuple):
    """A ref as it is written in a picture, and what it is."""

    kind: Kind
    text: str


class Tag(NamedTuple):
    """A few words beside a subject, and how they are meant."""

    style: Style
    text: str


def names_of(refs: Sequence[Named]) -> list[Name]:
    """Give the names at a commit in the order of their weight.

    HEAD stands for its branch, and ``=origin`` for the branch of the same name at that remote.
    """
    head = next((each for each in refs if each.kind == "HEAD"), None)
    kept = [each for each in refs if head is None or each.ref != head.upstream]
    local = {each.name for each in refs if each.kind == "branch"}
    kept.sort(key=lambda each: (_ORDER.index(each.kind), each.ref))
    return [Name(each.kind, _name(each, local)) for each in kept]


def _name(ref: Named, local: Container[str]) -> str:
    if ref.kind == "HEAD" and ref.upstream:
        return f"HEAD → {ref._replace(ref=ref.upstream).name}"
    remote, _, branch = ref.name.partition("/")
    return f"={remote}" if ref.kind == "remote" and branch in local else ref.name


def headline(shown: Shown, is_folded: bool) -> str:
    """Give the subject, or of a merge that stands for its commits what was merged."""
    told = shown.told
    if not is_folded or told.said is None:
        return told.message.subject or "no subject"
    title = told.said.title or told.message.subject.partition("': ")[2]
    branches = ", ".join(told.said.branches)
    words = f"{branches}: {title}" if branches and title else branches or title
    return words or told.message.subject


def brought(inside: Sequence[Shown]) -> str:
    """Tell how many commits came in, and over how many days they were written."""
    times = [each.told.commit.written for each in inside]
    days = (max(times) - min(times)) // 86_400
    over = f" over {counted(days, 'day')}" if days else ""
    fixups = sum(1 for each in inside if is_fixup(each.told.message.subject))
    less = f", {counted(fixups, 'fixup')}" if fixups else ""
    return counted(len(inside), "commit") + over + less


def authors_of(commits: Sequence[Shown]) -> list[str]:
    """Give the authors, each once, who wrote most first."""
    names = [each.told.commit.author for each in commits]
    return sorted(dict.fromkeys(names), key=names.count, reverse=True)


def mark_of(verdicts: Sequence[Verdict]) -> Tag:
    """Give one sign for how a commit came in."""
    if not verdicts:
        return Tag("text", " ")
    if verdicts[0].answer == "unknown":
        return Tag("warn", "?")
    rules = [each.rule for each in verdicts if each.rule]
    if not rules:
        return Tag("good", "✓")
    return Tag("warn", "!") if all(each in _LESSER for each in rules) else Tag("bad", "✗")


def word_of(verdicts: Sequence[Verdict]) -> str:
    """Say in words what the sign says."""
    return ", ".join(each.word for each in verdicts)


def faults_of(verdicts: Sequence[Verdict]) -> list[Tag]:
    """Name what is wrong with how a commit came in, each with its rule."""
    style = mark_of(verdicts).style
    return [Tag(style, f"{each.word} {each.rule}") for each in verdicts if each.rule]


def notes_of(shown: Shown, text: str) -> list[Tag]:
    """Give what else is to be said of a commit beside ``text``, which is said already."""
    tags = [Tag("path", each) for each in shown.tickets if not _says(text, each)]
    if shown.is_cut:
        tags.append(Tag("dim", "cut off: this shallow clone ends here"))
    elif shown.below and not shown.is_spine:
        tags.append(Tag("dim", f"from {short(shown.below[0])} below"))
    return tags


def _says(text: str, ticket: str) -> bool:
    bare = re.escape(ticket.lstrip("#"))
    return re.search(rf"(?<![^\W_]){bare}(?![^\W_])", text) is not None


def subject_of(shown: Shown) -> str:
    """Give the subject of a commit without ``fixup! ``, which its mark says."""
    return bare_subject(shown.told.message.subject) or "no subject"
