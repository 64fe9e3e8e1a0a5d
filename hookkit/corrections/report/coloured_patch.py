"""A patch for a terminal: Python colours, line numbers, and the changes within a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TextIO

from rich.syntax import Syntax
from rich.text import Text

from hookkit.terminal.escaping import escape_invisible
from hookkit.terminal.render_rows import make_console

TAB_WIDTH = 4
# Beyond this length a line is no longer compared character by character.
MAX_COMPARED_LENGTH = 400

HUNK_HEADER = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
NO_NEWLINE_SIGN = "\\"
SIGN_STYLES = {"+": "bold green", "-": "bold red", " ": "dim", NO_NEWLINE_SIGN: "dim"}
REMOVED_STYLES = {"-": "red", NO_NEWLINE_SIGN: "dim"}
CHANGED_STYLES = {"+": "reverse green", "-": "reverse red"}


@dataclass(frozen=True, slots=True)
class PatchLine:
    """One line of a hunk: its sign, its number in its version of the file, its code.

    The sign is ``+``, ``-`` or a space, or NO_NEWLINE_SIGN for git's remark on a missing last line
    end.
    """

    sign: str
    number: int
    code: str


def visible_code(code: str, encoding: str) -> str:
    """Give a line of code with tabs expanded and invisible characters made visible."""
    return escape_invisible(code.expandtabs(TAB_WIDTH), encoding)


def _highlighted(codes: Sequence[str]) -> list[Text]:
    """Highlight lines as one text, so that a string over several lines is one string."""
    syntax = Syntax("", "python", theme="ansi_dark", background_color="default")
    text = syntax.highlight("\n".join(codes))
    lines = list(text.split("\n", allow_blank=True))[: len(codes)]
    if [line.plain for line in lines] != list(codes):
        return [Text(code) for code in codes]
    return lines


def _texts(lines: Sequence[PatchLine]) -> list[Text]:
    """Give the coloured code of each line: removed ones are red, the new version is highlighted."""
    new = iter(_highlighted([each.code for each in lines if each.sign not in REMOVED_STYLES]))
    return [
        (
            Text.assemble((each.code, REMOVED_STYLES[each.sign]))
            if each.sign in REMOVED_STYLES
            else next(new)
        )
        for each in lines
    ]


def _mark_pair(removed: tuple[str, Text], added: tuple[str, Text]) -> None:
    if max(len(removed[0]), len(added[0])) > MAX_COMPARED_LENGTH:
        return
    compared = SequenceMatcher(None, removed[0], added[0], autojunk=False)
    if compared.ratio() < 0.5:
        return
    for kind, old, old_end, new, new_end in compared.get_opcodes():
        if kind != "equal":
            removed[1].stylize(CHANGED_STYLES["-"], old, old_end)
            added[1].stylize(CHANGED_STYLES["+"], new, new_end)


def _pair_lines(
    lines: Sequence[PatchLine], removed: Sequence[int], added: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pair the lines that replace each other: one by one, or lines that differ only in blanks."""
    if len(removed) == len(added):
        yield from zip(removed, added, strict=True)
        return
    unpaired = list(added)
    for old in removed:
        for index, new in enumerate(unpaired):
            if "".join(lines[old].code.split()) == "".join(lines[new].code.split()) != "":
                yield old, new
                del unpaired[: index + 1]
                break


def _mark_changes(lines: Sequence[PatchLine], texts: Sequence[Text]) -> None:
    """Mark what changed within lines that were replaced one by one."""
    for is_context, group in groupby(range(len(lines)), lambda index: lines[index].sign == " "):
        if is_context:
            continue
        block = list(group)
        removed = [index for index in block if lines[index].sign == "-"]
        added = [index for index in block if lines[index].sign == "+"]
        for old, new in _pair_lines(lines, removed, added):
            _mark_pair((lines[old].code, texts[old]), (lines[new].code, texts[new]))


def _hunk_texts(lines: Sequence[PatchLine]) -> Iterator[Text]:
    texts = _texts(lines)
    _mark_changes(lines, texts)
    digits = max((len(str(each.number)) for each in lines), default=1)
    for each, text in zip(lines, texts, strict=True):
        number = "" if each.sign == NO_NEWLINE_SIGN else each.number
        line = Text.assemble((f"{number:>{digits + 4}} {each.sign} ", SIGN_STYLES[each.sign]))
        yield line.append_text(text)


def _hunk_lines(body: Sequence[str], old: int, new: int, encoding: str) -> list[PatchLine]:
    lines = []
    for raw in body:
        sign, code = raw[:1] or " ", visible_code(raw[1:], encoding)
        if sign == NO_NEWLINE_SIGN:
            lines.append(PatchLine(sign, 0, code.strip()))
            continue
        lines.append(PatchLine(sign, old if sign == "-" else new, code))
        old += sign != "+"
        new += sign != "-"
    return lines


def _body_end(lines: Sequence[str], start: int, old: int, new: int) -> int:
    """Give the end of a hunk that starts at ``start`` and has ``old`` and ``new`` lines."""
    end = start
    while end < len(lines) and (old > 0 or new > 0 or lines[end].startswith(NO_NEWLINE_SIGN)):
        sign = lines[end][:1] or " "
        if sign not in SIGN_STYLES:
            break
        old -= sign in "- "
        new -= sign in "+ "
        end += 1
    return end


def coloured_patch_lines(patch: str, keep_header: bool, encoding: str = "utf-8") -> Iterator[Text]:
    """Give a unified diff as coloured lines; ``keep_header`` keeps the lines above the hunks."""
    lines = patch.removesuffix("\n").split("\n")
    position = 0
    while position < len(lines):
        hunk = HUNK_HEADER.match(lines[position])
        if hunk is None:
            is_mode_or_binary_line = lines[position].startswith(("old mode", "new mode", "Binary"))
            if keep_header or is_mode_or_binary_line:
                yield Text(visible_code(lines[position], encoding), "dim")
            position += 1
            continue
        old, old_count, new, new_count = (1 if n is None else int(n) for n in hunk.groups())
        yield Text("    " + visible_code(lines[position], encoding), "cyan")
        end = _body_end(lines, position + 1, old_count, new_count)
        yield from _hunk_texts(_hunk_lines(lines[position + 1 : end], old, new, encoding))
        position = end


def format_coloured_patch(patch: str, stream: TextIO, keep_header: bool) -> str:
    """Give the coloured patch as the text to write to the terminal ``stream``.

    Lines are not wrapped, so that code can be copied; the terminal wraps them itself.
    """
    console = make_console(stream)
    with console.capture() as captured:
        for text in coloured_patch_lines(patch, keep_header, stream.encoding or "utf-8"):
            console.print(text, soft_wrap=True)
    return captured.get()
