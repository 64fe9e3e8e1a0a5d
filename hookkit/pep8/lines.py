"""The lines of a file as bytes: their texts and their line ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def split(data: bytes) -> list[bytes]:
    r"""Split at ``\n``, ``\r\n`` and ``\r``, as Python's tokenizer does, keeping the ends."""
    return data.splitlines(keepends=True)


def body(line: bytes) -> bytes:
    """Give a line without its end."""
    return line.rstrip(b"\r\n")


def ending(line: bytes) -> bytes:
    """Give the line end of a line, empty for a last line without a line end."""
    return line[len(body(line)) :]


def line_key(line: bytes) -> bytes:
    """Give the key for comparing lines: the text, and whether there is a line end, of any kind."""
    return body(line) + b"\n" if ending(line) else body(line)


def same_lines(lines: Sequence[bytes], others: Sequence[bytes]) -> list[bool]:
    """For two texts with equally many lines, give for each pair whether their keys are equal."""
    pairs = zip(lines, others, strict=True)
    return [line == other or line_key(line) == line_key(other) for line, other in pairs]


def first_ending(lines: Iterable[bytes]) -> bytes:
    """Give the first line end among ``lines``, empty if no line has one."""
    return next((ending(line) for line in lines if ending(line)), b"")


def with_ending_of(neighbours: Iterable[bytes], line: bytes) -> bytes:
    """Replace the end of a line, if it has one, by the first end among ``neighbours``."""
    return body(line) + (first_ending(neighbours) if ending(line) else b"")


def with_ends(lines: Sequence[bytes]) -> list[bytes]:
    """Add a line end to each line that has none, except the last line."""
    default = first_ending(lines) or b"\n"
    return [line if ending(line) else line + default for line in lines[:-1]] + list(lines[-1:])


def without_merged_ends(lines: Iterable[bytes]) -> Iterator[bytes]:
    r"""Give lines that stay separate when they are joined.

    A blank line ``\n`` after a line that ends with ``\r`` would become a part of the line end above
    it, so the blank line is given as ``\r\n``.
    """
    previous = b""
    for line in lines:
        yield b"\r" + line if line[:1] == b"\n" and previous[-1:] == b"\r" else line
        previous = line
