"""What the formats share: names of rules, text that any reader can decode, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable

from hookkit.pep8.outcome import Fault
from hookkit.terminal.escaping import visible

NO_CODE = "layout"
"""What stands for the code of a fix that has none."""


def decodable(text: str) -> str:
    r"""Give text that UTF-8 can hold: a byte that was none of UTF-8 becomes ``\xff``."""
    return re.sub("[\ud800-\udfff]", _escaped, text)


def _escaped(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number - 0xDC00:02x}" if 0xDC80 <= number <= 0xDCFF else f"\\u{number:04x}"


def as_markdown(text: str) -> str:
    """Give text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]<>()#+\-!|~@&])", r"\\\1", text)


def path_name(path: bytes) -> str:
    r"""Give a path as text; bytes that are no UTF-8 become ``\xff``."""
    return path.decode("utf-8", "backslashreplace")


def is_utf8(path: bytes) -> bool:
    """Whether a path is UTF-8, so that its text says all."""
    try:
        path.decode()
    except UnicodeDecodeError:
        return False
    return True


def spoken(faults: Iterable[Fault]) -> str:
    """Give faults as one sentence part: ``E225 missing whitespace around operator (line 2)``."""
    return "; ".join(f"{code} {name} ({lines})" for code, name, lines in rules_of(faults))


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Give faults by line and code: pycodestyle tells those of a logical line in another order."""
    return sorted(faults, key=lambda fault: (fault.line, fault.code, fault.name))


def rules_of(faults: Iterable[Fault]) -> list[tuple[str, str, str]]:
    """Give each code with its name and its lines: ``line 2`` or ``lines 2, 5``."""
    told: dict[tuple[str, str], set[int]] = {}
    for fault in in_order(faults):
        told.setdefault((fault.code, decodable(fault.name)), set()).add(fault.line)
    return [(code, name, _lines(lines)) for (code, name), lines in told.items()]


def _lines(lines: set[int]) -> str:
    noun = "line" if len(lines) == 1 else "lines"
    return f"{noun} {', '.join(map(str, sorted(lines)))}"


def encoded(document: object) -> bytes:
    """Give JSON in UTF-8 that ends with one line feed, its keys in the order of the document.

    What would act where it is printed, in the log of a CI server too, is written as JSON's escapes:
    it means the same.
    """
    text = json.dumps(document, ensure_ascii=False, indent=2)
    return escaped_as(json_escape, text).replace("##", "#\\u0023").encode() + b"\n"


def json_escape(char: str) -> str:
    """Give a character as it may stand in a string of JSON."""
    return json.dumps(char)[1:-1] if ord(char) > 0xFFFF else f"\\u{ord(char):04x}"


def escaped_as(escape: Callable[[str], str], text: str) -> str:
    """Escape what would act on a terminal, but for line ends and tabs."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(
        escape(char) if char not in "\n\t" and visible(char) != char else char for char in text
    )
