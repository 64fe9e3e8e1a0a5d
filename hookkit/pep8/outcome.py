"""What became of a file, as values: the fixing makes them, the reports read them."""

from __future__ import annotations

from hookkit.named_tuple import NamedTuple


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
    """Lines of a correction (1-based, inclusive) that found no place beside other edits."""

    first: int
    last: int
    reason: str


class FileOutcome(NamedTuple):
    """What became of one changed file.

    ``skipped`` is the reason why the file was left alone, or None. ``corrected`` are the faults
    that the correction mends; ``dropped`` the parts of it that were not placed. ``refused`` is the
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
