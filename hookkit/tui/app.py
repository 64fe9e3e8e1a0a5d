"""The app: it draws the lines of the screen and passes keys, clicks and sizes to the state."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from hookkit.tui.handle_keys_and_mouse import (
    KeyContext,
    ReviewEnd,
    handle_click,
    handle_key,
    handle_wheel,
)
from hookkit.tui.hunk_texts import HunkTexts
from hookkit.tui.review_state import MakePlacementDialog, ReviewState
from hookkit.tui.screen_layout import Screen
from hookkit.tui.screen_lines import screen_lines
from hookkit.tui.scrolling import scroll_if_hidden


class Canvas(Widget):
    """The whole screen as lines."""

    can_focus = True
    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; }"

    def __init__(self, app: ReviewApp) -> None:
        """Store the app whose state is drawn."""
        super().__init__()
        self._review_app = app

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        # The app may already have its next size, so the size of the widget is used.
        lines = self._review_app.screen_lines_for(self.size)
        if y >= len(lines):
            return Strip.blank(self.size.width)
        return Strip(lines[y].render(self.app.console)).adjust_cell_length(self.size.width)

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor visible."""
        self._review_app.keep_cursor_visible(event.size)


class ReviewApp(App[ReviewEnd]):
    """Shows a state until a key ends the app; the result is None if a signal or an error ended it.

    ``stopped_by`` is the number of the signal, None without one. ``error`` is the error, None
    without one; the caller raises it after the terminal has been restored.
    """

    CSS = "Screen { background: ansi_default; color: ansi_default; overflow: hidden; }"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "press('ctrl+c')", show=False, priority=True),
        Binding("ctrl+q", "press('q')", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
        Binding("tab", "press('tab')", show=False, priority=True),
        Binding("shift+tab", "press('tab')", show=False, priority=True),
    ]

    def __init__(
        self,
        state: ReviewState,
        texts: HunkTexts,
        review_name: str,
        make_placement_dialog: MakePlacementDialog,
    ) -> None:
        """Store the initial state, the texts of its hunks, the title, and what makes the dialog."""
        super().__init__(ansi_color=True)
        self.state = state
        self.stopped_by: int | None = None
        self.error: Exception | None = None
        self._texts = texts
        self._review_name = review_name
        self._make_placement_dialog = make_placement_dialog
        self._drawn_for: tuple[ReviewState, Size] | None = None
        self._lines: list[Text] = []

    def compose(self) -> ComposeResult:
        """Make the only widget."""
        yield Canvas(self)

    def on_mount(self) -> None:
        """Focus the widget, and handle SIGTERM."""
        self.query_one(Canvas).focus()
        if signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN:
            # On Windows and in a thread, an event loop has no signal handlers.
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self._stop)

    def _stop(self) -> None:
        self.stopped_by = signal.SIGTERM
        self.exit()

    def screen_lines_for(self, size: Size) -> list[Text]:
        """Give the lines of the screen for the current state."""
        state = self.state
        if self._drawn_for is None or self._drawn_for[0] is not state or self._drawn_for[1] != size:
            self._drawn_for = (state, size)
            with self._stored_errors():
                screen = self._screen_of_size(size)
                self._lines = screen_lines(state, screen, self._texts, self._review_name)
        return self._lines

    @contextmanager
    def _stored_errors(self) -> Iterator[None]:
        """Store an error of the body and exit: Textual would write a traceback over the screen."""
        try:
            yield
        except Exception as error:
            self.error = error
            self.exit()

    def keep_cursor_visible(self, size: Size) -> None:
        """Scroll so that the cursor is visible on a screen of a new size, and redraw."""
        with self._stored_errors():
            self.state = scroll_if_hidden(self.state, self._screen_of_size(size))
        self.query_one(Canvas).refresh()

    def action_press(self, key: str) -> None:
        """Handle a key; BINDINGS call this for keys that Textual would handle itself."""
        with self._stored_errors():
            context = KeyContext(
                self._current_screen, self._texts.parts_of, self._make_placement_dialog
            )
            self._apply_result(handle_key(self.state, key, context))

    def on_key(self, event: events.Key) -> None:
        """Handle a key."""
        event.stop()
        event.prevent_default()
        character = event.character if event.is_printable else None
        self.action_press("space" if character == " " else character or event.key)

    def on_click(self, event: events.Click) -> None:
        """Handle a click; a double click counts as two clicks."""
        with self._stored_errors():
            self._apply_result(
                handle_click(self.state, event.screen_x, event.screen_y, self._current_screen)
            )

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the pane under the pointer."""
        self._scroll(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the pane under the pointer."""
        self._scroll(event, -1)

    def _scroll(self, event: events.MouseEvent, steps: int) -> None:
        with self._stored_errors():
            self._apply_result(
                handle_wheel(
                    self.state, event.screen_x, event.screen_y, steps, self._current_screen
                )
            )

    def _apply_result(self, result: ReviewState | ReviewEnd) -> None:
        """Store and draw a changed state, or exit."""
        if isinstance(result, ReviewEnd):
            self.exit(result)
        elif result is not self.state:
            self.state = result
            self.query_one(Canvas).refresh()

    @property
    def _current_screen(self) -> Screen:
        return self._screen_of_size(self.query_one(Canvas).size)

    def _screen_of_size(self, size: Size) -> Screen:
        return Screen(max(size.width, 1), max(size.height, 1), self._texts.height_of_hunk)
