"""The screen as lines of text: the title, then the panes or a dialog, then the keys."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from hookkit.phrases import line_list, path_text
from hookkit.terminal.escaping import visible
from hookkit.terminal.rich_text import COLOURS, wrapped
from hookkit.terminal.rows import Piece
from hookkit.tui.help import footer_pieces
from hookkit.tui.hunk_groups import Group
from hookkit.tui.hunk_texts import HunkTexts
from hookkit.tui.layout import Area
from hookkit.tui.state import State, View, group_lines, hunk_starts, layout_of

SIGNS = {"take": "x", "leave": " ", "refuse": "r"}
VERTICAL_LINE, HORIZONTAL_LINE, CURSOR_BAR = "│", "─", "┃"


def screen_lines(state: State, view: View, texts: HunkTexts, subject: str) -> list[Text]:
    """Give a line of the screen's width for each row; ``subject`` is the name of the review."""
    body = _body(state, view, texts)
    # A screen of two rows has no title, a screen of one row has no keys either.
    lines = [_title(state, subject), *body, _footer(state, view)]
    if view.height < 3:
        lines = lines[1 : 1 + view.height]
    return [_fitted(line, view.width) for line in lines]


def _body(state: State, view: View, texts: HunkTexts) -> list[Text]:
    layout = layout_of(state, view)
    if state.dialog is not None:
        return _dialog(state, layout.body)
    groups = [] if layout.groups is None else _groups(state, layout.groups)
    hunks = [] if layout.hunks is None else _hunks(state, view, layout.hunks, texts)
    if layout.groups is None or layout.hunks is None:
        return groups or hunks
    if layout.hunks.top == layout.groups.top:
        line = Text(VERTICAL_LINE, "dim")
        return [Text.assemble(*each) for each in zip(groups, [line] * len(groups), hunks)]
    return [*groups, Text(HORIZONTAL_LINE * view.width, "dim"), *hunks]


def _title(state: State, subject: str) -> Text:
    marks = state.marks
    refused = marks.count("refuse")
    pieces: list[Piece] = [("title", f"{marks.count('take'):,} of {len(marks.hunks):,} taken")]
    pieces += [("warn", f", {refused:,} refused")] if refused else []
    pieces += [("code", "  range")] if state.anchor is not None else []
    group = state.groups[state.group]
    pieces += [("dim", "  shown: "), ("path", group.name)] if group.kind != "all" else []
    return _text([*pieces, ("dim", f"  of {subject}")])


def _footer(state: State, view: View) -> Text:
    if state.typed is not None:
        return _text([("command", "/"), ("text", state.typed), ("title", "_")])
    if state.note:
        return _text([("warn", state.note)])
    if state.dialog is not None:
        return _text([("dim", "j k scroll, "), ("command", "esc"), ("dim", " goes back")])
    return _text(footer_pieces(state.pane, view.width))


def _groups(state: State, area: Area) -> list[Text]:
    lines: list[Text] = []
    for each in group_lines(state.groups)[state.groups_top :][: area.height]:
        if isinstance(each, str):
            lines.append(_fitted(Text(each, "bold"), area.width))
            continue
        line = _group(state, state.groups[each], area.width)
        if each == state.group:
            line.stylize("reverse" if state.pane == "groups" else "bold")
        lines.append(line)
    return _filled(lines, area)


def _group(state: State, group: Group, width: int) -> Text:
    taken, total = state.marks.count("take", group.hunks), len(group.hunks)
    sign = "x" if taken == total else "-" if taken else " "
    count = f" {taken}/{total}"
    room = width - len(f"[{sign}]  ") - len(count)
    about = f"  {group.about}" if group.about else ""
    if group.kind == "file":
        name = _end_of(visible(group.name), room)
    else:
        name = visible(group.name + about)
    line = Text.assemble((f" [{sign}] ", "green" if taken else ""), _fitted(Text(name), room))
    return line.append(count, "dim")


def _hunks(state: State, view: View, area: Area, texts: HunkTexts) -> list[Text]:
    hunk_lines = hunk_starts(state, view)
    lines: list[Text] = []
    for line in range(state.top, min(state.top + area.height, hunk_lines[-1])):
        index = bisect_right(hunk_lines, line) - 1
        lines.append(_hunk_line(state, index, line - hunk_lines[index], area.width, texts))
    return _filled(lines, area)


def _hunk_line(state: State, index: int, line: int, width: int, texts: HunkTexts) -> Text:
    """Give a line of a hunk: the first line is its head, the last line is empty."""
    other = state.cursor if state.anchor is None else state.anchor
    is_marked = min(state.cursor, other) <= index <= max(state.cursor, other)
    bar = Text(CURSOR_BAR if is_marked else " ", "bold" if index == state.cursor else "")
    if line == 0:
        head = _head(state, state.shown[index], width - 1, texts)
        if index == state.cursor:
            head.stylize("reverse" if state.pane == "hunks" else "bold")
        return bar + head
    code = texts.texts_of(state.marks.hunks[state.shown[index]])
    if line > len(code):
        return _fitted(Text(), width)
    return bar + _fitted(_from_column(code[line - 1], state.left), width - 1)


def _head(state: State, number: int, width: int, texts: HunkTexts) -> Text:
    """Give the head of a hunk: its mark, its path and lines, its rules and its id."""
    hunk, answer = state.marks.hunks[number], state.marks.answers[number]
    first, last = hunk.span
    colour = {"take": "green", "refuse": "magenta", "leave": ""}[answer]
    path = _end_of(visible(path_text(hunk.path)), max(width // 2, 8))
    lines = line_list(range(first, last + 1)).removeprefix("lines ").removeprefix("line ")
    head = Text.assemble(
        (f"[{SIGNS[answer]}] ", colour),
        (f"{path}:{lines}", COLOURS["path"]),
        ("".join(f" {code}" for code in hunk.codes), COLOURS["code"]),
        (f"  {texts.name_of(hunk)}", "dim"),
    )
    return _fitted(head, width)


def _dialog(state: State, area: Area) -> list[Text]:
    assert state.dialog is not None
    width = max(area.width - 1, 1)
    rows = state.dialog.rows
    lines = [line for row in rows for line in wrapped(row, width)]
    if state.dialog.name == "place" and len(lines) > area.height:
        # All choices must be visible; the ends of their sentences may be cut off.
        lines = [_text(row.pieces) for row in rows]
    shown = _from(lines, state, area)
    return _filled([_fitted(Text(" ") + line, area.width) for line in shown], area)


def _from(lines: Sequence[Text], state: State, area: Area) -> Sequence[Text]:
    """Give the visible lines of a dialog; it does not scroll beyond its last line."""
    assert state.dialog is not None
    top = max(min(state.dialog.top, len(lines) - area.height), 0)
    return lines[top : top + area.height]


def _text(pieces: Iterable[Piece]) -> Text:
    return Text.assemble(*((visible(text), COLOURS[style]) for style, text in pieces))


def _fitted(text: Text, width: int) -> Text:
    """Cut a text, or pad it with blanks, to a width of ``width`` cells."""
    fitted = text.copy()
    fitted.truncate(max(width, 0), overflow="crop", pad=True)
    return fitted


def _filled(lines: list[Text], area: Area) -> list[Text]:
    empty = Text(" " * area.width)
    return [*lines, *[empty] * (area.height - len(lines))][: area.height]


def _from_column(text: Text, column: int) -> Text:
    """Give a text without its first ``column`` cells; a wide character cut in half is left out."""
    if not column:
        return text
    end = width = 0
    while end < len(text.plain) and width < column:
        width += cell_len(text.plain[end])
        end += 1
    return text[end:]


def _end_of(name: str, width: int) -> str:
    """Cut a name that is too long at its beginning: paths mostly differ at the end."""
    if cell_len(name) <= width:
        return name
    while name and cell_len(name) > width - 1:
        name = name[1:]
    return f"…{name}" if width > 0 else ""
