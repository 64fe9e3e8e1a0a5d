"""The authors of new findings in a range, by ``git blame`` of their lines."""

from __future__ import annotations

from collections import defaultdict

from hookkit.debt.check import DebtCheck
from hookkit.git.runner import Git
from hookkit.named_tuple import NamedTuple

MAX_BLAMED_FILES = 20
"""The most files whose lines are looked up."""


class Author(NamedTuple):
    """The author of a line, and the id of the commit that wrote the line."""

    name: str
    commit_id: str


def authors_of_new_findings(git: Git, debt_check: DebtCheck) -> dict[tuple[str, int], Author]:
    """Give the author of each line with a new finding in a range, by path and line number.

    Only lines of the first MAX_BLAMED_FILES files with new findings are looked up.

    A line that is older than the range has no author here: another line made it a finding.
    Returns an empty mapping if no range was checked.
    """
    linted_files = debt_check.linted_files
    if not linted_files.revision_range:
        return {}
    from hookkit.git.blame import blame_lines

    lines: defaultdict[str, set[int]] = defaultdict(set)
    for each in debt_check.comparison.new_findings:
        lines[each.path].add(each.line)
    authors: dict[tuple[str, int], Author] = {}
    for path in [*lines][:MAX_BLAMED_FILES]:
        blamed = blame_lines(git, path, lines[path], (linted_files.revision_range,))
        authors |= {
            (path, line): Author(each.author, each.commit)
            for line, each in blamed.items()
            if not each.is_boundary
        }
    return authors
