"""Source code as Python reads it: bytes to text and back without loss."""

from __future__ import annotations

import codecs
import io
import tokenize

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.lines import split


class NotSource(Exception):
    """The bytes are not Python source; the message is the reason, to be put after a file's name."""


class Source(NamedTuple):
    """A decoded file: its byte order mark, its encoding (PEP 263) and its lines.

    ``mark`` is b"" if the file has no byte order mark. ``lines`` are the bytes after the mark, with
    their line ends; ``text`` has the same lines decoded, with a line feed for each line end.
    """

    mark: bytes
    encoding: str
    lines: tuple[bytes, ...]
    text: str


def decode(data: bytes) -> Source:
    """Decode a file as Python does.

    Raises NotSource if Python could not decode it, or if its encoding prevents edits by lines.
    """
    if b"\0" in data:
        raise NotSource("is binary")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        plain_encoding = encoding.removesuffix("-sig")
        raw = data[len(mark) :]
        text = raw.decode(plain_encoding)
    except (SyntaxError, UnicodeError, LookupError) as error:
        raise NotSource(f"cannot be decoded ({error})") from error
    lines = split(raw)
    if text.encode(plain_encoding) != raw or (
        [line.decode(plain_encoding) for line in lines] != _split(text)
    ):
        raise NotSource(f"is in {encoding}, which cannot be edited line by line")
    return Source(mark, plain_encoding, tuple(lines), io.StringIO(text, newline=None).read())


def _split(text: str) -> list[str]:
    return io.StringIO(text, newline="").readlines()
