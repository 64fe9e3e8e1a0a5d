"""Escaping of text for other programs: JSON, XML, Markdown, workflow commands of GitHub."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from hookkit.terminal.escaping import escape_invisible, escape_invisible_in_lines


def utf8_text(text: str) -> str:
    r"""Give text that UTF-8 can encode: a byte that is not UTF-8 becomes ``\xff``."""
    return re.sub("[\ud800-\udfff]", _escape_surrogate, text)


def _escape_surrogate(match: re.Match[str]) -> str:
    code_point = ord(match[0])
    return (
        f"\\x{code_point - 0xDC00:02x}"
        if 0xDC80 <= code_point <= 0xDCFF
        else f"\\u{code_point:04x}"
    )


def utf8_path(path: bytes) -> str:
    r"""Give a path as text; bytes that are not UTF-8 become ``\xff``."""
    return path.decode("utf-8", "backslashreplace")


def is_utf8(path: bytes) -> bool:
    """Whether a path is UTF-8, so that ``utf8_path`` is exact."""
    try:
        path.decode()
    except UnicodeDecodeError:
        return False
    return True


def json_bytes(document: object) -> bytes:
    """Give ``json_text`` over several lines, in UTF-8 and with a line feed at its end."""
    return json_text(document, indent=2).encode() + b"\n"


def json_text(document: object, indent: int | None = None) -> str:
    """Give JSON, its keys in the order of the document; without ``indent`` it is one line.

    Control characters and commands to CI servers are written as JSON's escapes.
    """

    def escape(char: str) -> str:
        return json.dumps(char)[1:-1] if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"

    text = json.dumps(document, ensure_ascii=False, indent=indent)
    return _escape_controls(escape, text).replace("##", "#\\u0023")


def xml_bytes(root: Element) -> bytes:
    """Give XML in UTF-8 that ends with one line feed, escaped like JSON."""
    ElementTree.indent(root)
    data: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    text = _escape_controls(lambda char: f"&#x{ord(char):x};", data.decode())
    return text.replace("##", "#&#x23;").encode() + b"\n"


def xml_text(text: str) -> str:
    r"""Give text that XML 1.0 allows (2.2, Characters); other characters become ``\x1b``."""
    return re.sub(
        "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", _escape_byte, utf8_text(text)
    )


def _escape_byte(match: re.Match[str]) -> str:
    return f"\\x{ord(match[0]):02x}"


def _escape_controls(escape: Callable[[str], str], text: str) -> str:
    """Escape control characters, except line ends and tabs."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(
        escape(char) if char not in "\n\t" and escape_invisible(char) != char else char
        for char in text
    )


def markdown_text(text: str) -> str:
    """Escape text so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]<>()#+\-!|~@&])", r"\\\1", text)


def markdown_code(text: str) -> str:
    """Give text as a code span of Markdown, even if it contains backticks."""
    escaped = re.sub(r"[\x00-\x1f\x7f]", _escape_byte, text)
    fence = "`" * max([1, *(len(run) + 1 for run in re.findall("`+", escaped))])
    padding = " " if escaped[:1] == "`" or escaped[-1:] == "`" else ""
    return f"{fence}{padding}{escaped}{padding}{fence}"


def workflow_message(text: str) -> str:
    """Give the message of a workflow command of GitHub, escaped as GitHub's own toolkit does."""
    plain = text.replace("%", "%25").replace("\r", "%0D")
    return escape_invisible_in_lines(plain).replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """Give a property of a workflow command of GitHub."""
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")
