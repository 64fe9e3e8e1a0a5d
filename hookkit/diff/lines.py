"""The lines of a file as bytes: content and line end told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def split(data: bytes) -> list[bytes]:
    r"""Split at ``\n``, ``\r\n`` and ``\r``, as Python's tokenizer does, keeping the ends."""
    return data.splitlines(keepends=True)


def body(line: bytes) -> bytes:
    """Give a line without its end."""
    return line.rstrip(b"\r\n")


def ending(line: bytes) -> bytes:
    """Give the end of a line: empty for a last line that has none."""
    return line[len(body(line)) :]


def key(line: bytes) -> bytes:
    """Give what makes two lines the same line: the content, and whether the line ends at all."""
    return body(line) + b"\n" if ending(line) else body(line)


def first_ending(lines: Iterable[bytes]) -> bytes:
    """Give the first line end among ``lines``, empty if none of them ends."""
    return next((ending(line) for line in lines if ending(line)), b"")


def kept_apart(lines: Iterable[bytes]) -> Iterator[bytes]:
    r"""Give lines so that each stays one when they are joined.

    A ``\n`` behind a line that ends with ``\r`` would be the rest of that line's end: as a blank
    line of its own it is given as ``\r\n``.
    """
    last = b""
    for line in lines:
        yield b"\r" + line if line[:1] == b"\n" and last[-1:] == b"\r" else line
        last = line
