"""The screen as lines of text: the title, then the panes or a dialog, then the keys."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.text import Text

from hookkit.phrases import lines_phrase, path_text
from hookkit.terminal.escaping import escape_invisible
from hookkit.terminal.render_rows import COLOURS, wrap_row
from hookkit.terminal.rows import StyledText
from hookkit.tui.hunk_groups import HunkGroup, group_lines
from hookkit.tui.hunk_texts import HunkTexts
from hookkit.tui.review_state import Dialog, PaneName, ReviewState
from hookkit.tui.screen_layout import Area, Screen, hunk_starts, pane_areas

ANSWER_SIGNS = {"take": "x", "leave": " ", "refuse": "r"}
VERTICAL_LINE, HORIZONTAL_LINE, CURSOR_BAR = "│", "─", "┃"

_FOOTER_KEYS: dict[PaneName, tuple[tuple[str, str], ...]] = {
    "hunks": (
        *(("space", "take"), ("c", "place"), ("q", "quit"), ("?", "help"), ("tab", "files")),
        *(("a", "all"), ("z", "undo"), ("/", "search"), ("v", "range"), ("s", "split")),
        *(("r", "refuse"), ("m", "mouse")),
    ),
    "hunk groups": (
        *(("space", "take all"), ("enter", "open"), ("c", "place"), ("?", "help")),
        *(("q", "quit"), ("z", "undo"), ("tab", "hunks"), ("/", "search"), ("m", "mouse")),
    ),
}
"""The keys of each pane, the most important first; the footer shows as many as fit."""


def screen_lines(
    state: ReviewState, screen: Screen, texts: HunkTexts, review_name: str
) -> list[Text]:
    """Give a line of the screen's width for each row; ``review_name`` is in the title."""
    body = _body_lines(state, screen, texts)
    # A screen of two rows has no title, a screen of one row has no keys either.
    lines = [_title(state, review_name), *body, _footer(state, screen)]
    if screen.height < 3:
        lines = lines[1 : 1 + screen.height]
    return [_fit_width(line, screen.width) for line in lines]


def _body_lines(state: ReviewState, screen: Screen, texts: HunkTexts) -> list[Text]:
    areas = pane_areas(state, screen)
    if state.dialog is not None:
        return _dialog_lines(state.dialog, areas.body)
    groups = [] if areas.groups is None else _group_lines(state, areas.groups)
    hunks = [] if areas.hunks is None else _hunk_lines(state, screen, areas.hunks, texts)
    if areas.groups is None or areas.hunks is None:
        return groups or hunks
    if areas.hunks.top == areas.groups.top:
        line = Text(VERTICAL_LINE, "dim")
        return [Text.assemble(*each) for each in zip(groups, [line] * len(groups), hunks)]
    return [*groups, Text(HORIZONTAL_LINE * screen.width, "dim"), *hunks]


def _title(state: ReviewState, review_name: str) -> Text:
    hunk_choices = state.hunk_choices
    refused_count = hunk_choices.count("refuse")
    pieces: list[StyledText] = [
        ("title", f"{hunk_choices.count('take'):,} of {len(hunk_choices.hunks):,} taken")
    ]
    pieces += [("warn", f", {refused_count:,} refused")] if refused_count else []
    pieces += [("code", "  range")] if state.range_start is not None else []
    group = state.groups[state.group_index]
    pieces += [("dim", "  shown: "), ("path", group.name)] if group.kind != "all" else []
    return _text([*pieces, ("dim", f"  of {review_name}")])


def _footer(state: ReviewState, screen: Screen) -> Text:
    if state.typed_search is not None:
        return _text([("command", "/"), ("text", state.typed_search), ("title", "_")])
    if state.message:
        return _text([("warn", state.message)])
    if state.dialog is not None:
        return _text([("dim", "j k scroll, "), ("command", "esc"), ("dim", " goes back")])
    return _text(_footer_keys(state.pane, screen.width))


def _footer_keys(pane: PaneName, width: int) -> Iterator[StyledText]:
    """Give the keys that fit into a footer of ``width`` columns, each with its description."""
    used_width = 0
    for key, description in _FOOTER_KEYS[pane]:
        needed_width = len(key) + 1 + len(description) + 2 * bool(used_width)
        if used_width + needed_width > width:
            return
        yield "text", "  " if used_width else ""
        yield "command", key
        yield "dim", f" {description}"
        used_width += needed_width


def _group_lines(state: ReviewState, area: Area) -> list[Text]:
    lines: list[Text] = []
    for each in group_lines(state.groups)[state.groups_top :][: area.height]:
        if isinstance(each, str):
            lines.append(_fit_width(Text(each, "bold"), area.width))
            continue
        line = _group_line(state, state.groups[each], area.width)
        if each == state.group_index:
            line.stylize("reverse" if state.pane == "hunk groups" else "bold")
        lines.append(line)
    return _fill_area(lines, area)


def _group_line(state: ReviewState, group: HunkGroup, width: int) -> Text:
    taken_count = state.hunk_choices.count("take", group.hunk_numbers)
    total = len(group.hunk_numbers)
    sign = "x" if taken_count == total else "-" if taken_count else " "
    count = f" {taken_count}/{total}"
    name_width = width - len(f"[{sign}]  ") - len(count)
    description = f"  {group.description}" if group.description else ""
    if group.kind == "file":
        name = _cut_beginning(escape_invisible(group.name), name_width)
    else:
        name = escape_invisible(group.name + description)
    line = Text.assemble(
        (f" [{sign}] ", "green" if taken_count else ""), _fit_width(Text(name), name_width)
    )
    return line.append(count, "dim")


def _hunk_lines(state: ReviewState, screen: Screen, area: Area, texts: HunkTexts) -> list[Text]:
    first_lines = hunk_starts(state, screen)
    lines: list[Text] = []
    for line in range(state.hunks_top, min(state.hunks_top + area.height, first_lines[-1])):
        index = bisect_right(first_lines, line) - 1
        lines.append(_hunk_line(state, index, line - first_lines[index], area.width, texts))
    return _fill_area(lines, area)


def _hunk_line(state: ReviewState, index: int, line: int, width: int, texts: HunkTexts) -> Text:
    """Give a line of a hunk: the first line is its head, the last line is empty."""
    first, last = state.range_ends
    bar = Text(
        CURSOR_BAR if first <= index <= last else " ", "bold" if index == state.hunk_index else ""
    )
    if line == 0:
        head = _hunk_head(state, state.shown_hunk_numbers[index], width - 1, texts)
        if index == state.hunk_index:
            head.stylize("reverse" if state.pane == "hunks" else "bold")
        return bar + head
    code = texts.texts_of(state.hunk_choices.hunks[state.shown_hunk_numbers[index]])
    if line > len(code):
        return _fit_width(Text(), width)
    return bar + _fit_width(_skip_columns(code[line - 1], state.left_column), width - 1)


def _hunk_head(state: ReviewState, number: int, width: int, texts: HunkTexts) -> Text:
    """Give the head of a hunk: its mark, its path and lines, its rules and its id."""
    hunk, answer = state.hunk_choices.hunks[number], state.hunk_choices.answers[number]
    first, last = hunk.line_range
    colour = {"take": "green", "refuse": "magenta", "leave": ""}[answer]
    path = _cut_beginning(escape_invisible(path_text(hunk.path)), max(width // 2, 8))
    lines = lines_phrase(range(first, last + 1)).removeprefix("lines ").removeprefix("line ")
    head = Text.assemble(
        (f"[{ANSWER_SIGNS[answer]}] ", colour),
        (f"{path}:{lines}", COLOURS["path"]),
        ("".join(f" {code}" for code in hunk.codes), COLOURS["code"]),
        (f"  {texts.shown_id(hunk)}", "dim"),
    )
    return _fit_width(head, width)


def _dialog_lines(dialog: Dialog, area: Area) -> list[Text]:
    width = max(area.width - 1, 1)
    lines = [line for row in dialog.rows for line in wrap_row(row, width)]
    if dialog.name == "place" and len(lines) > area.height:
        # All choices must be visible; the ends of their sentences may be cut off.
        lines = [_text(row.texts) for row in dialog.rows]
    # A dialog does not scroll beyond its last line.
    top = max(min(dialog.top, len(lines) - area.height), 0)
    shown = lines[top : top + area.height]
    return _fill_area([_fit_width(Text(" ") + line, area.width) for line in shown], area)


def _text(pieces: Iterable[StyledText]) -> Text:
    return Text.assemble(*((escape_invisible(text), COLOURS[style]) for style, text in pieces))


def _fit_width(text: Text, width: int) -> Text:
    """Cut a text, or pad it with blanks, to a width of ``width`` cells."""
    fitted = text.copy()
    fitted.truncate(max(width, 0), overflow="crop", pad=True)
    return fitted


def _fill_area(lines: list[Text], area: Area) -> list[Text]:
    empty = Text(" " * area.width)
    return [*lines, *[empty] * (area.height - len(lines))][: area.height]


def _skip_columns(text: Text, column: int) -> Text:
    """Give a text without its first ``column`` cells; a wide character cut in half is left out."""
    if not column:
        return text
    end = width = 0
    while end < len(text.plain) and width < column:
        width += cell_len(text.plain[end])
        end += 1
    return text[end:]


def _cut_beginning(name: str, width: int) -> str:
    """Cut a name that is too long at its beginning: paths mostly differ at the end."""
    if cell_len(name) <= width:
        return name
    while name and cell_len(name) > width - 1:
        name = name[1:]
    return f"…{name}" if width > 0 else ""
