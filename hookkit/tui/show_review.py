"""Show a review on the terminal with Textual until the person has chosen."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from hookkit.corrections.review.review import Review
from hookkit.errors import EnvironmentFailed
from hookkit.phrases import shell_word
from hookkit.terminal.output import encoding_of, is_terminal
from hookkit.tui.handle_keys_and_mouse import INTERRUPT, MOUSE_KEY, ReviewEnd
from hookkit.tui.hunk_choices import leave_all_hunks
from hookkit.tui.review_state import MakePlacementDialog, initial_state

INTERACTIVE_COMMAND = "hookkit review -i"
TEXTUAL_REQUIREMENT = "textual>=4"
"""The requirement of the extra ``tui`` in pyproject.toml."""


def require_terminal() -> None:
    """Raise EnvironmentFailed if the interface cannot be shown: no Textual or no terminal."""
    try:
        importlib.import_module("textual")
    except ImportError as error:
        # pip installs into the environment that hookkit runs in, however hookkit was installed.
        repair = f"{shell_word(sys.executable)} -m pip install {shell_word(TEXTUAL_REQUIREMENT)}"
        sentence = "--tui needs Textual, which is not installed"
        raise EnvironmentFailed(sentence, repair) from error
    # Textual reads the keys from __stdin__ and draws on __stderr__.
    screen = sys.__stderr__
    if sys.__stdin__ is None or screen is None:
        raise EnvironmentFailed("--tui needs a terminal", INTERACTIVE_COMMAND)
    if not (is_terminal(sys.__stdin__) and is_terminal(screen)):
        raise EnvironmentFailed(
            "--tui needs a terminal for its keys and its screen", INTERACTIVE_COMMAND
        )
    if os.environ.get("TERM", "").lower() == "dumb":
        raise EnvironmentFailed(
            "--tui needs a terminal that can move its cursor", INTERACTIVE_COMMAND
        )
    if "utf" not in encoding_of(screen).lower():
        raise EnvironmentFailed("--tui needs a terminal with UTF-8", INTERACTIVE_COMMAND)


def show_review(
    review: Review, review_name: str, make_placement_dialog: MakePlacementDialog, has_mouse: bool
) -> ReviewEnd:
    """Show a review until the person has chosen; nothing is written anywhere.

    ``review_name`` is shown in the title. On SIGTERM, the process exits by that
    signal after the terminal has been restored. An error of the interface is raised again.
    """
    from hookkit.tui.app import ReviewApp
    from hookkit.tui.hunk_texts import HunkTexts

    texts = HunkTexts(review)
    state = initial_state(leave_all_hunks(review.hunks))
    while True:
        app = ReviewApp(state, texts, review_name, make_placement_dialog)
        with _saved_signal_handlers(), _without_size_variables():
            end: ReviewEnd | None = app.run(mouse=has_mouse)
        if app.error is not None:
            raise app.error
        if app.stopped_by is not None:
            signal.raise_signal(app.stopped_by)
        if end is None:
            return ReviewEnd(INTERRUPT, app.state)
        if end.key != MOUSE_KEY:
            return end
        has_mouse = not has_mouse
        state = replace(end.state, message=f"the mouse is {'on' if has_mouse else 'off'}")


@contextmanager
def _saved_signal_handlers() -> Iterator[None]:
    """Exit at once if the terminal is closed; restore the signal handlers after the body.

    An event loop resets signal handlers to the defaults.
    """
    names = ("SIGTERM", "SIGHUP", "SIGTSTP", "SIGCONT", "SIGWINCH")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    saved_handlers = {number: signal.getsignal(number) for number in numbers}
    hang_up = getattr(signal, "SIGHUP", None)
    if hang_up is not None and saved_handlers[hang_up] is not signal.SIG_IGN:
        signal.signal(hang_up, _exit_at_hang_up)
    try:
        yield
    finally:
        for number, handler in saved_handlers.items():
            signal.signal(number, handler)


@contextmanager
def _without_size_variables() -> Iterator[None]:
    """Remove COLUMNS and LINES in the body, so that Textual asks the terminal for its size.

    readline sets both variables, and they may be out of date.
    """
    saved_variables = {
        name: os.environ.pop(name) for name in ("COLUMNS", "LINES") if name in os.environ
    }
    try:
        yield
    finally:
        os.environ.update(saved_variables)


def _exit_at_hang_up(number: int, _: FrameType | None) -> None:
    # Textual would wait for a closed terminal forever, and nothing has been changed.
    os._exit(128 + number)
