"""Random files for the laws of ``pep8.line_ends`` and ``pep8.hunks``."""

from __future__ import annotations

from hypothesis import strategies as st

from hookkit.pep8.hunks import Hunk, apply_hunks

# Not `\r`: with an empty line behind it that ends in `\n` it would be read as one end.
ENDS = st.sampled_from([b"\n", b"\r\n"])
BODIES = st.sampled_from([b"", b"a", b"b", b"c", b"  d", b"# e", "é".encode()])
LINE = st.tuples(BODIES, ENDS).map(b"".join)


@st.composite
def files(draw: st.DrawFn, least: int = 0) -> list[bytes]:
    """Give the lines of a file: mixed ends, and the last line may have none."""
    lines: list[bytes] = draw(st.lists(LINE, min_size=least, max_size=12))
    has_last_end: bool = draw(st.booleans())
    if lines and not has_last_end:
        lines[-1] = lines[-1].rstrip(b"\r\n") or b"z"
    return lines


@st.composite
def edited(draw: st.DrawFn, lines: list[bytes]) -> list[bytes]:
    """Give another version of a file: some of its lines replaced, removed or added to."""
    hunks, at = [], 0
    while at < len(lines) and draw(st.booleans()):
        start = draw(st.integers(at, len(lines)))
        end = draw(st.integers(start, min(start + 2, len(lines))))
        hunks.append(Hunk(start, end, tuple(draw(st.lists(BODIES.map(_ended), max_size=2)))))
        at = end + 1
    return apply_hunks(lines, hunks)


def _ended(line: bytes) -> bytes:
    return line + b"\n"


@st.composite
def versions(draw: st.DrawFn, count: int) -> tuple[list[bytes], ...]:
    """Give a file and ``count`` versions of it."""
    base = draw(files(least=1))
    return (base, *(draw(edited(base)) for _ in range(count)))
