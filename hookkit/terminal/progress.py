"""A progress bar for work that takes longer than a second."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from threading import current_thread, main_thread
from types import TracebackType
from typing import TYPE_CHECKING, Any

from hookkit.phrases import path_text, plural
from hookkit.settings.environment_variables import gets_rich_output
from hookkit.terminal.escaping import escape_invisible

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

DELAY_SECONDS = 1.0
"""Seconds of work before the bar is shown."""

REFRESH_SECONDS = 0.1
"""Seconds between two updates of the bar."""

MIN_ALARM_SECONDS = 0.01
"""Seconds; 0 seconds would switch the alarm off."""


class Progress:
    """A context manager that shows a bar with the name of a file on stderr.

    It has no thread: the caller calls ``redraw`` while it waits for the work, and SIGALRM (not on
    Windows) calls ``redraw`` too, for work in this process. If stderr is no terminal, or the work
    is done within DELAY_SECONDS, nothing is shown or imported.
    """

    def __init__(self, total: int, label: Callable[[], str] | None = None) -> None:
        """Take the number of files, and a function that gives the words before a file's name."""
        self._label = label
        self._total = total
        self._done = 0
        self._name = plural(total, "file")
        self._next_update = 0.0
        self._is_enabled = False
        self._bar: Bar | None = None
        self._is_drawing = False
        self._previous_handler: Any = None

    def __enter__(self) -> Progress:
        """Start the clock."""
        self._next_update = time.monotonic() + DELAY_SECONDS
        # A bar moves the cursor: never shown in a pipe, even if colours are forced.
        self._is_enabled = (
            sys.stderr is not None and sys.stderr.isatty() and gets_rich_output(sys.stderr)
        )
        if self._is_enabled:
            self._set_alarm()
        return self

    def _set_alarm(self) -> None:
        if not hasattr(signal, "setitimer") or current_thread() is not main_thread():
            return
        self._previous_handler = signal.signal(signal.SIGALRM, lambda *_: self.redraw())
        signal.setitimer(
            signal.ITIMER_REAL,
            max(DELAY_SECONDS, MIN_ALARM_SECONDS),
            max(REFRESH_SECONDS, MIN_ALARM_SECONDS),
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the alarm, and remove the bar."""
        if self._previous_handler is not None and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._previous_handler)
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def count_finished(self, path: bytes) -> None:
        """Count one file that is finished."""
        self._done += 1
        self.redraw(path)

    def redraw(self, path: bytes | None = None) -> None:
        """Redraw the bar if REFRESH_SECONDS have passed; ``path`` is the current file."""
        if path is not None:
            self._name = path_text(path)
        if not self._is_enabled or self._is_drawing or time.monotonic() < self._next_update:
            return
        self._is_drawing = True
        try:
            self._draw()
        finally:
            self._is_drawing = False

    def _draw(self) -> None:
        bar = self._bar or _make_bar(self._total)
        label = f"{self._label()} · " if self._label is not None else ""
        name = escape_invisible(label + self._name, sys.stderr.encoding)
        bar.update(bar.task_ids[0], completed=self._done, description=name)
        if self._bar is None:
            self._bar = bar
            bar.start()
        else:
            bar.refresh()
        self._next_update = time.monotonic() + REFRESH_SECONDS


def _make_bar(total: int) -> Bar:
    from rich import progress
    from rich.table import Column

    from hookkit.terminal.render_rows import make_console

    # One line at any width: the end of a long name is cut off.
    name = Column(no_wrap=True, overflow="ellipsis", ratio=1)
    bar = progress.Progress(
        progress.TextColumn("hookkit"),
        progress.BarColumn(bar_width=20),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.description}", style="dim", markup=False, table_column=name),
        console=make_console(sys.stderr),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        expand=True,
    )
    bar.add_task("", total=total)
    return bar
