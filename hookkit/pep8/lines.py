"""The lines of a file as bytes: their contents and their line ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def split(data: bytes) -> list[bytes]:
    r"""Split at ``\n``, ``\r\n`` and ``\r``, as Python's tokenizer does, keeping the ends."""
    return data.splitlines(keepends=True)


def body(line: bytes) -> bytes:
    """Give a line without its end."""
    return line.rstrip(b"\r\n")


def ending(line: bytes) -> bytes:
    """Give the end of a line: empty for a last line that has none."""
    return line[len(body(line)) :]


def line_key(line: bytes) -> bytes:
    """Give what makes two lines the same line: the content, and whether the line ends at all."""
    return body(line) + b"\n" if ending(line) else body(line)


def same_lines(lines: Sequence[bytes], others: Sequence[bytes]) -> list[bool]:
    """Whether two lines have one ``line_key``, for each pair of two texts of as many lines."""
    pairs = zip(lines, others, strict=True)
    return [line == other or line_key(line) == line_key(other) for line, other in pairs]


def first_ending(lines: Iterable[bytes]) -> bytes:
    """Give the first line end among ``lines``, empty if none of them ends."""
    return next((ending(line) for line in lines if ending(line)), b"")


def with_ending_of(neighbours: Iterable[bytes], line: bytes) -> bytes:
    """Give a line with the first end among ``neighbours`` for its own, if it has one."""
    return body(line) + (first_ending(neighbours) if ending(line) else b"")


def with_ends(lines: Sequence[bytes]) -> list[bytes]:
    """Give an end to each line that has none and that others follow."""
    usual = first_ending(lines) or b"\n"
    return [line if ending(line) else line + usual for line in lines[:-1]] + list(lines[-1:])


def without_merged_ends(lines: Iterable[bytes]) -> Iterator[bytes]:
    r"""Give lines so that each stays one when they are joined.

    A ``\n`` behind a line that ends with ``\r`` would be the rest of that line's end: as a blank
    line of its own it is given as ``\r\n``.
    """
    last = b""
    for line in lines:
        yield b"\r" + line if line[:1] == b"\n" and last[-1:] == b"\r" else line
        last = line
