"""The sections of git's patch, one a file: cut apart, and taken out by the path of their file."""

from __future__ import annotations

import re

from hookkit.phrases import path_text

_ESCAPES = {"a": 7, "b": 8, "t": 9, "n": 10, "v": 11, "f": 12, "r": 13, '"': 34, "\\": 92}


def _unquoted(name: bytes) -> bytes:
    """Undo the quotes that git puts around a path with control characters or quotes in it."""
    if not name.startswith(b'"'):
        return name.removesuffix(b"\t")

    def char(match: re.Match[bytes]) -> bytes:
        code = match[1].decode("ascii")
        return bytes([_ESCAPES[code] if code in _ESCAPES else int(code, 8)])

    return re.sub(rb'\\([0-7]{3}|[abtnvfr"\\])', char, name.strip(b"\t")[1:-1])


def split_by_file(patch: bytes) -> list[tuple[bytes, bytes]]:
    """Cut a patch of several files: the path as the patch has it, and the patch of that file."""
    sections = []
    for section in re.split(rb"^(?=diff --git )", patch, flags=re.MULTILINE):
        if section:
            name = re.search(rb"^\+\+\+ (.*)$", section, flags=re.MULTILINE)
            sections.append((_unquoted(name[1]) if name else b"", section))
    return sections


def pop_patch_of(path: bytes, sections: list[tuple[bytes, bytes]]) -> str:
    """Remove the patch of ``path`` from ``sections`` and give it.

    Any folders before ``path`` in a section are ignored, as git's prefix is one: so the paths must
    come in the order of the patch.
    """
    for index, (name, section) in enumerate(sections):
        if name == path or name.endswith(b"/" + path):
            del sections[index]
            return path_text(section)
    return ""
