"""Split bytes into lines, compare the lines without their line ends, and set line ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def split_lines(data: bytes) -> list[bytes]:
    r"""Split at ``\n``, ``\r\n`` and ``\r``, as Python's tokenizer does, keeping the line ends."""
    return data.splitlines(keepends=True)


def without_line_end(line: bytes) -> bytes:
    """Give a line without its end."""
    return line.rstrip(b"\r\n")


def line_end(line: bytes) -> bytes:
    """Give the line end of a line, empty for a last line without a line end."""
    return line[len(without_line_end(line)) :]


def line_key(line: bytes) -> bytes:
    """Give the key for comparing lines: the text, and whether there is a line end, of any kind."""
    return without_line_end(line) + b"\n" if line_end(line) else without_line_end(line)


def first_line_end(lines: Iterable[bytes]) -> bytes:
    """Give the first line end among ``lines``, empty if no line has one."""
    return next((line_end(line) for line in lines if line_end(line)), b"")


def with_line_end_of(neighbours: Iterable[bytes], line: bytes) -> bytes:
    """Replace the end of a line, if it has one, by the first end among ``neighbours``."""
    return without_line_end(line) + (first_line_end(neighbours) if line_end(line) else b"")


def with_line_ends(lines: Sequence[bytes]) -> list[bytes]:
    """Add a line end to each line that has none, except the last line."""
    default = first_line_end(lines) or b"\n"
    return [line if line_end(line) else line + default for line in lines[:-1]] + list(lines[-1:])


def keep_lines_separate(lines: Iterable[bytes]) -> Iterator[bytes]:
    r"""Give lines that stay separate when they are joined.

    A blank line ``\n`` after a line that ends with ``\r`` would become a part of the line end above
    it, so the blank line is given as ``\r\n``.
    """
    previous = b""
    for line in lines:
        yield b"\r" + line if line[:1] == b"\n" and previous[-1:] == b"\r" else line
        previous = line


def is_same_except_line_ends(data: bytes, staged: bytes | None) -> bool:
    """Whether ``data`` is ``staged`` (None: not in the index), apart from line ends."""
    return staged is not None and data.replace(b"\r\n", b"\n") == staged.replace(b"\r\n", b"\n")
