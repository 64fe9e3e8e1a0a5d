"""Who wrote the lines of new findings of a range, by ``git blame`` of what the range changed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from hookkit.debt.check import DebtCheck
from hookkit.git.runner import Git

MOST_FILES = 20
"""Files whose lines are looked up."""

_LINE = re.compile(rb"^([0-9a-f]{40,64}) \d+ (\d+)(?: \d+)?$")


class Author(NamedTuple):
    """Who wrote a line, and the id of the commit."""

    name: str
    commit: str


def authors_of(git: Git, checked: DebtCheck) -> dict[tuple[str, int], Author]:
    """Give the author of each line of a range that has something new, by its path and number.

    A line that is older than the range has none: what made it a finding is elsewhere.
    """
    if not checked.files.fork:
        return {}
    lines: defaultdict[str, set[int]] = defaultdict(set)
    for each in checked.comparison.new:
        lines[each.path].add(each.line)
    found: dict[tuple[str, int], Author] = {}
    for path in [*lines][:MOST_FILES]:
        authors = _authors(git, checked.files.subject, path, lines[path])
        found |= {(path, line): author for line, author in authors.items()}
    return found


def _authors(git: Git, span: str, path: str, lines: set[int]) -> dict[int, Author]:
    ranges = [f"-L{line},{line}" for line in sorted(lines)]
    answer = git.ask("blame", "--line-porcelain", *ranges, span, "--", path)
    found: dict[int, Author] = {}
    if answer.code != 0:
        return found
    for record in _records(answer.out.split(b"\n")):
        begins = _LINE.match(record[0])
        name = next((each[7:] for each in record if each.startswith(b"author ")), b"")
        if begins and b"boundary" not in record:
            found[int(begins[2])] = Author(name.decode("utf-8", "replace"), begins[1].decode())
    return found


def _records(lines: Sequence[bytes]) -> list[list[bytes]]:
    """Cut what git prints into what it says of each line; the text of the line ends it."""
    records: list[list[bytes]] = [[]]
    for line in lines:
        if line.startswith(b"\t"):
            records.append([])
        else:
            records[-1].append(line)
    return [each for each in records if each and each[0]]
