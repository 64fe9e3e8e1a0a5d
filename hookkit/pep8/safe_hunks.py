"""Which hunks of a fixed program may be taken: all of them, else as many as can be proved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hookkit.diff.hunks import Hunk, apply, diff, sift
from hookkit.pep8.safety import BREAKS_SYNTAX, DoesNotParse, parse, verdict
from hookkit.pep8.statements import Piece, align


@dataclass(frozen=True, slots=True)
class Refusal:
    """A hunk that is not taken, and why."""

    hunk: Hunk
    reason: str


class Sieved(NamedTuple):
    """The hunks that may be taken, in order, and those that may not."""

    kept: tuple[Hunk, ...]
    refused: tuple[Refusal, ...]


def sieve(before: Sequence[bytes], after: Sequence[bytes]) -> Sieved:
    r"""Choose the hunks between two texts that keep the program.

    Both texts are lines in UTF-8 that end with ``\n``. If all hunks together do not pass, each
    top-level statement is judged on its own, and in one that fails each hunk. Raises DoesNotParse
    if ``before`` is not Python.
    """
    hunks = diff(before, after)
    if _judge(before, hunks) is None:
        return Sieved(tuple(hunks), ())
    kept: list[Hunk] = []
    refused: list[Refusal] = []
    for piece in _pieces(before, after):
        sieved = _sieve_piece(before, after, piece)
        kept += sieved.kept
        refused += sieved.refused
    # Statements are judged apart from each other; the file as a whole has the last word.
    reason = _judge(before, kept)
    if reason is not None:
        return Sieved((), (*refused, *(Refusal(hunk, reason) for hunk in kept)))
    return Sieved(tuple(kept), tuple(refused))


def _judge(lines: Sequence[bytes], hunks: Sequence[Hunk]) -> str | None:
    return verdict(b"".join(lines).decode(), b"".join(apply(lines, hunks)).decode())


def _pieces(before: Sequence[bytes], after: Sequence[bytes]) -> list[Piece]:
    old = parse(b"".join(before).decode())
    try:
        new = parse(b"".join(after).decode())
    except DoesNotParse:
        return [Piece(0, len(before), 0, len(after))]
    return align(old, new, len(before), len(after))


def _sieve_piece(before: Sequence[bytes], after: Sequence[bytes], piece: Piece) -> Sieved:
    part = before[piece.start : piece.end]
    wanted = diff(part, after[piece.new_start : piece.new_end])
    if _judge(part, wanted) is None:
        return Sieved(tuple(_moved(hunk, piece.start) for hunk in wanted), ())
    hunks = [(line, hunk) for hunk in wanted for line in _line_by_line(hunk)]

    def passes(chosen: Sequence[int]) -> bool:
        return _judge(part, [hunks[index][0] for index in chosen]) is None

    chosen = set(sift(len(hunks), passes))
    return Sieved(
        tuple(_moved(hunks[index][0], piece.start) for index in sorted(chosen)),
        tuple(
            Refusal(_moved(line, piece.start), _reason(part, line, hunk, wanted))
            for index, (line, hunk) in enumerate(hunks)
            if index not in chosen
        ),
    )


def _reason(part: Sequence[bytes], line: Hunk, hunk: Hunk, all_of_them: Sequence[Hunk]) -> str:
    """Say what is wrong with a hunk as a whole, else with its line alone."""
    reason = _judge(part, [hunk]) or _judge(part, [line]) or "it needs a fix that is withheld"
    # Half of an indentation breaks the syntax; what is wrong is what the whole of it does.
    return (_judge(part, all_of_them) or reason) if reason == BREAKS_SYNTAX else reason


def _moved(hunk: Hunk, by: int) -> Hunk:
    return Hunk(hunk.start + by, hunk.end + by, hunk.lines)


def _line_by_line(hunk: Hunk) -> Iterator[Hunk]:
    """Take a hunk apart where it replaces each line by one line."""
    if hunk.growth != 0:
        yield hunk
        return
    for number, line in enumerate(hunk.lines):
        yield Hunk(hunk.start + number, hunk.start + number + 1, (line,))
