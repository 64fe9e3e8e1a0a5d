"""The dialogs: the help about every key, the question at quitting, the question for the place."""

from __future__ import annotations

from hookkit.corrections.report.review_keys import PLACEMENT_HELP
from hookkit.phrases import plural
from hookkit.terminal.rows import Row, row
from hookkit.tui.hunk_choices import HunkChoices
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


def help_dialog() -> Dialog:
    """Make the dialog that explains every key."""
    rows = [row(("command", f"{keys:<9}"), f"  {description}") for keys, description in KEY_HELP]
    return Dialog("help", "", (*rows, CLOSE_HELP_ROW))


def quit_dialog(hunk_choices: HunkChoices) -> Dialog:
    """Make the dialog that asks whether to quit although hunks are chosen."""
    chosen_count = len(hunk_choices.hunks) - hunk_choices.count("leave")
    verb = "is" if chosen_count == 1 else "are"
    rows = (
        row(("title", f"{plural(chosen_count, 'hunk')} {verb} chosen, and nothing is changed yet")),
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
    choices = [row(("command", key), f"  {PLACEMENT_HELP[key]}") for key in keys]
    enter = [row(("command", "enter"), "  the same")] if len(keys) == 1 else []
    dialog_rows = (row(("title", title)), *choices, *enter, CLOSE_HELP_ROW, row(), *rows)
    return Dialog("place", keys, dialog_rows)
