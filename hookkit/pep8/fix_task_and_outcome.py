"""The task to fix a file, and the outcome of it: the faults and what became of them."""

from __future__ import annotations

from hookkit.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hookkit.pep8.hunks import LineRanges
    from hookkit.settings.autopep8.options import Pep8Options
    from hookkit.settings.choice_types import Safety

LAYOUT_CODE = "layout"
"""What stands for the code of a fault for which pycodestyle has none, such as a line end."""


class Fault(NamedTuple):
    """One PEP 8 fault: its code, its line (1-based, in the corrected commit) and its name.

    ``name`` is pycodestyle's own text, such as "missing whitespace around operator".
    """

    code: str
    line: int
    name: str


def layout_fault(line: int) -> Fault:
    """Give the fault that stands for a fix for which pycodestyle has no code."""
    return Fault(LAYOUT_CODE, line, "indentation or line ends, which have no code")


class Withheld(NamedTuple):
    """A fix that was withheld: the codes, the first and last line (1-based), and the reason."""

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
    """The result for one changed file.

    ``left_alone_reason`` is the reason why the file was left alone, None if it was not.
    ``corrected`` are the faults that the correction fixes, ``dropped`` the lines of the correction
    that were not placed. ``refused_count`` is the number of parts that are not fixed because a
    person once refused their fix. ``older_count`` is the number of older faults that stay because
    they are many.
    """

    path: bytes
    corrected: tuple[Fault, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    left_alone_reason: str | None = None
    refused_count: int = 0
    older_count: int = 0


class FixTask(NamedTuple):
    """One file to fix: its path, content, autopep8's options, and which fixes may be taken.

    ``touched`` has the lines to fix, None for all of the file. ``refused_fingerprints`` has the
    fingerprints of the parts that a person refused. If the file has at most ``max_older_faults``
    faults outside of the touched lines, all of it is fixed; None means that only the touched lines
    count.
    """

    path: bytes
    data: bytes
    options: Pep8Options
    safety: Safety
    touched: LineRanges | None = None
    refused_fingerprints: frozenset[str] = frozenset()
    max_older_faults: int | None = None


class FileFix(NamedTuple):
    """A fixed file: its new content (the old content if nothing is fixed) and its outcome."""

    data: bytes
    outcome: FileOutcome


NOT_REACHED = "was not reached"
"""The beginning of the reason for a file that was left alone for lack of time."""


def left_alone(task: FixTask, reason: str) -> FileFix:
    """Give the result for a file that is left alone for ``reason``."""
    return FileFix(task.data, FileOutcome(task.path, left_alone_reason=reason))
