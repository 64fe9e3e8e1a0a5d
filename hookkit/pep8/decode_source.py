"""Python source, decoded as Python does it, so that it can be encoded again without loss."""

from __future__ import annotations

import codecs
import io
import tokenize

from hookkit.named_tuple import NamedTuple
from hookkit.pep8.line_ends import split_lines


class NotPythonSource(Exception):
    """The bytes are not Python source; the message is the reason, to be put after a file's name."""


class Source(NamedTuple):
    """A decoded file: its byte order mark, its encoding (PEP 263) and its lines.

    ``bom`` is b"" if the file has no byte order mark. ``lines`` are the bytes after it, with their
    line ends; ``text`` has the same lines decoded, with a line feed for each line end.
    """

    bom: bytes
    encoding: str
    lines: tuple[bytes, ...]
    text: str


def decode_source(data: bytes) -> Source:
    """Decode a file as Python does.

    Raises NotPythonSource if Python cannot decode it, or if its encoding prevents edits by lines.
    """
    if b"\0" in data:
        raise NotPythonSource("is binary")
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        plain_encoding = encoding.removesuffix("-sig")
        raw = data[len(bom) :]
        text = raw.decode(plain_encoding)
    except (SyntaxError, UnicodeError, LookupError) as error:
        raise NotPythonSource(f"cannot be decoded ({error})") from error
    lines = split_lines(raw)
    if text.encode(plain_encoding) != raw or (
        [line.decode(plain_encoding) for line in lines] != io.StringIO(text, newline="").readlines()
    ):
        raise NotPythonSource(f"is in {encoding}, which cannot be edited line by line")
    return Source(bom, plain_encoding, tuple(lines), io.StringIO(text, newline=None).read())
