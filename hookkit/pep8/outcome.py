"""The values that go into the fixing of a file and come out of it: tasks, faults, outcomes."""

from __future__ import annotations

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.pep8.ranges import Ranges
    from hookkit.settings.autopep8.options import Pep8Options
    from hookkit.settings.choices import Safety


class Fault(NamedTuple):
    """One PEP 8 fault: its code, its line (1-based, in the corrected commit) and its name.

    The name is pycodestyle's own sentence, such as "missing whitespace around operator".
    """

    code: str
    line: int
    name: str


class Withheld(NamedTuple):
    """A fix that autopep8 offered and that was not taken, with the reason in a few words."""

    codes: tuple[str, ...]
    first: int
    last: int
    reason: str


class Dropped(NamedTuple):
    """Lines of a correction (1-based, inclusive) that overlap other edits and were not placed."""

    first: int
    last: int
    reason: str


class FileOutcome(NamedTuple):
    """What became of one changed file.

    ``skipped`` is the reason why the file was left alone, or None. ``corrected`` are the faults
    that the correction fixes; ``dropped`` the parts of it that were not placed. ``refused`` is the
    number of places that are left as they are because a person once refused their fix. ``older`` is
    the number of faults that stay because the commit did not touch their lines and they are many.
    """

    path: bytes
    corrected: tuple[Fault, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    skipped: str | None = None
    refused: int = 0
    older: int = 0


class Task(NamedTuple):
    """One file to fix: its path, content, autopep8's options, and which fixes may be taken.

    ``touched`` holds the lines that count, None for all of the file. ``refused`` are the parts,
    by fingerprint, that a person does not want to see again. With ``max_older`` all of the file
    counts as well where it has no more faults than that outside of the touched lines.
    """

    path: bytes
    data: bytes
    options: Pep8Options
    safety: Safety
    touched: Ranges | None = None
    refused: frozenset[str] = frozenset()
    max_older: int | None = None


class Fixed(NamedTuple):
    """A fixed file: its new content (the old one where nothing is to be done) and outcome."""

    data: bytes
    outcome: FileOutcome


NOT_REACHED = "was not reached"
"""The beginning of the reason for a file that was left alone for lack of time."""


def left_alone(task: Task, reason: str) -> Fixed:
    """Give the outcome of a file that is not touched, for the reason."""
    return Fixed(task.data, FileOutcome(task.path, skipped=reason))
