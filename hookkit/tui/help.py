"""The descriptions of the keys: the important ones for the footer, all of them for the help."""

from __future__ import annotations

from collections.abc import Iterator

from hookkit.corrections.report.review_keys import END_HELP
from hookkit.phrases import plural
from hookkit.terminal.rows import Row, StyledText, row
from hookkit.tui.answered_hunks import Marks
from hookkit.tui.layout import PaneName
from hookkit.tui.review_state import Dialog

KEY_HELP = (
    ("j k, ↓ ↑", "the next, the previous"),
    ("space", "take it, or leave it"),
    ("enter", "the same, and go on to the next; open a file or a rule"),
    ("a", "take or leave all that are shown"),
    ("v", "begin a range: j and k extend it, space takes it"),
    ("r", "refuse it: it is not proposed again"),
    ("s", "split it into smaller hunks"),
    ("z", "take the last choice back"),
    ("h l, tab", "the files and rules; the hunks"),
    ("/ n N", "search; the next, the previous with that text"),
    ("PgDn PgUp", "scroll; ctrl+d ctrl+u by half, J K by little"),
    ("< >", "scroll the code to the left, to the right"),
    ("g G", "the first, the last"),
    ("+", "give one pane the whole screen"),
    ("m", "the mouse off, so that the terminal selects text; on again"),
    ("c", "place what is taken: nothing is changed before"),
    ("q, esc", "quit without changing anything"),
)

CLOSE_HELP_ROW: Row = row(("command", "esc"), "  back")

FOOTER_KEYS: dict[PaneName, tuple[tuple[str, str], ...]] = {
    "hunks": (
        *(("space", "take"), ("c", "place"), ("q", "quit"), ("?", "help"), ("tab", "files")),
        *(("a", "all"), ("z", "undo"), ("/", "search"), ("v", "range"), ("s", "split")),
        *(("r", "refuse"), ("m", "mouse")),
    ),
    "groups": (
        *(("space", "take all"), ("enter", "open"), ("c", "place"), ("?", "help")),
        *(("q", "quit"), ("z", "undo"), ("tab", "hunks"), ("/", "search"), ("m", "mouse")),
    ),
}
"""The keys of each pane, the most important first: the footer shows as many as fit."""


def footer_texts(pane: PaneName, width: int) -> tuple[StyledText, ...]:
    """Give the keys that fit into a footer of ``width`` columns, each with its description."""
    return tuple(_footer(pane, width))


def _footer(pane: PaneName, width: int) -> Iterator[StyledText]:
    used_width = 0
    for key, description in FOOTER_KEYS[pane]:
        needed_width = len(key) + 1 + len(description) + 2 * bool(used_width)
        if used_width + needed_width > width:
            return
        yield "text", "  " if used_width else ""
        yield "command", key
        yield "dim", f" {description}"
        used_width += needed_width


def help_dialog() -> Dialog:
    """Make the dialog that explains every key."""
    rows = [row(("command", f"{keys:<9}"), f"  {description}") for keys, description in KEY_HELP]
    return Dialog("help", "", (*rows, CLOSE_HELP_ROW))


def quit_dialog(marks: Marks) -> Dialog:
    """Make the dialog that asks whether to quit although hunks are chosen."""
    chosen_count = len(marks.hunks) - marks.count("leave")
    verb = "is" if chosen_count == 1 else "are"
    rows = (
        row(
            ("title", f"{plural(chosen_count, 'hunk')} {verb} chosen, and nothing is changed yet")
        ),
        row(("command", "q"), "  quit, and change nothing"),
        row(("command", "c"), "  place what is taken"),
        CLOSE_HELP_ROW,
    )
    return Dialog("quit", "q", rows)


def placement_dialog(keys: str, rows: list[Row], is_taken: bool) -> Dialog:
    """Make the dialog that asks for the place of the taken hunks.

    ``keys`` are the keys of the places, a character each. ``rows`` list the choices of hunks;
    ``is_taken`` is False if no hunk is taken.
    """
    title = "where to" if is_taken else "nothing is taken: what now"
    choices = [row(("command", key), f"  {END_HELP[key]}") for key in keys]
    enter = [row(("command", "enter"), "  the same")] if len(keys) == 1 else []
    dialog_rows = (row(("title", title)), *choices, *enter, CLOSE_HELP_ROW, row(), *rows)
    return Dialog("place", keys, dialog_rows)
