"""The only reader of keys: one at a time from a terminal, else the first letter of each line."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Protocol, TextIO

from hookkit.settings.environment import wants_terminal

if sys.platform != "win32":
    import termios

END = "\x04"
"""What is read when nothing more comes: the end of a file, Ctrl-D, a terminal that is gone."""

UNKNOWN = ""
"""What is read for all that is no letter or sign of ASCII: Enter, arrows, é, pasted text."""

ESCAPE = b"\x1b"
PATIENCE = 0.1
"""Seconds within which the rest of an escape sequence or of a letter follows its beginning."""

LOOK = 0.2
"""Seconds between two looks for a signal: one that comes just before a wait does not end it."""

PASTE_PATIENCE = 1.0
PASTE_BEGINS, PASTE_ENDS = b"[200~", b"\x1b[201~"
TELL_PASTES, HIDE_PASTES = b"\x1b[?2004h", b"\x1b[?2004l"


class Keys(Protocol):
    """Where keys come from."""

    def read(self, again: Callable[[], None]) -> str:
        """Wait for a key and give it in lower case, UNKNOWN, or END.

        ``again`` is called where the question has gone from the screen meanwhile (Ctrl-Z and back).
        """

    def drop(self) -> None:
        """Forget what was typed ahead: it cannot be an answer to what is asked next."""


def _meaning(data: bytes) -> str:
    """Give the key that one byte stands for."""
    text = data.decode("ascii", "replace")
    return text.lower() if text.isascii() and text.isprintable() and text.strip() else UNKNOWN


class LineKeys:
    """The first letter of each line of a pipe or a file; None stands for one at its end."""

    def __init__(self, stream: TextIO | None) -> None:
        """Take the stream to read from."""
        self._stream = stream

    def read(self, again: Callable[[], None]) -> str:
        """Read one line."""
        line = self._stream.buffer.readline() if self._stream is not None else b""
        return _meaning(line.strip()[:1]) if line else END

    def drop(self) -> None:
        """Keep what is there: a file is not typed."""


class ConsoleKeys:
    """The keys of a Windows console."""

    def read(self, again: Callable[[], None]) -> str:
        """Read one key."""
        import click

        try:
            text = click.getchar()
        except EOFError:
            return END
        return _meaning(text.encode("utf-8", "replace")) if len(text) == 1 else UNKNOWN

    def drop(self) -> None:
        """Keep what is there: nothing tells it from what is typed now."""


class TerminalKeys:
    """The keys of a terminal that gives each of them at once."""

    def __init__(self, handle: int) -> None:
        """Take the file descriptor of the terminal."""
        self._handle = handle
        self._again: Callable[[], None] = lambda: None
        self.was_stopped = False

    def read(self, again: Callable[[], None]) -> str:
        """Read one key; what a key sends beside a letter or sign is read whole and not meant."""
        self._again = again
        return self._read()

    def drop(self) -> None:
        """Forget what was typed ahead."""
        with suppress(termios.error):
            termios.tcflush(self._handle, termios.TCIFLUSH)

    def _read(self) -> str:
        first = self._next(None)
        if first in (b"", END.encode()):
            return END
        if first == ESCAPE:
            self._skip_sequence()
            return UNKNOWN
        for _ in range(_more_bytes(first[0])):
            self._next(PATIENCE)
        return _meaning(first)

    def _next(self, patience: float | None) -> bytes:
        """Give the next byte; nothing at the end, or when none came within ``patience``."""
        try:
            while not select.select([self._handle], [], [], patience or LOOK)[0]:
                if patience is not None:
                    return b""
                if self.was_stopped:
                    self.was_stopped = False
                    self._again()
            return os.read(self._handle, 1)
        except OSError:  # the terminal is gone
            return b""

    def _skip_sequence(self) -> None:
        """Read the rest of what begins with an escape (ECMA-48, 5.4; xterm's pasted text)."""
        kind = self._next(PATIENCE)
        if kind == b"O":
            self._next(PATIENCE)
        if kind != b"[":  # Alt and a key, or the escape key alone
            return
        seen = kind
        while (byte := self._next(PATIENCE)) and not b"\x40" <= byte <= b"\x7e":
            seen += byte
        if byte == b"[":  # the function keys of the Linux console
            self._next(PATIENCE)
        if seen + byte == PASTE_BEGINS:
            self._skip_paste()

    def _skip_paste(self) -> None:
        seen = b""
        while not seen.endswith(PASTE_ENDS) and (byte := self._next(PASTE_PATIENCE)):
            seen = seen[-len(PASTE_ENDS) :] + byte


def _more_bytes(first: int) -> int:
    """Give how many bytes of UTF-8 follow the first one of a letter."""
    return 0 if first < 0xC0 else 1 if first < 0xE0 else 2 if first < 0xF0 else 3


@contextmanager
def reading() -> Iterator[Keys]:
    """Give the keys of stdin; a terminal is afterwards as it was, less what nobody has read."""
    stream = sys.stdin
    if stream is None or not stream.isatty():
        yield LineKeys(stream)
    elif sys.platform == "win32":
        yield ConsoleKeys()
    else:
        with _key_by_key(stream) as keys:
            yield keys


class _Modes:
    """The modes of a terminal: as they were, and as they are while keys are read."""

    def __init__(self, stream: TextIO) -> None:
        self._handle = stream.fileno()
        self._before = termios.tcgetattr(self._handle)
        self._tells_pastes = wants_terminal(stream)

    def begin(self) -> None:
        modes = _each_at_once(self._handle, self._before)
        # The terminal may be gone, here and at the end: then there is nothing to put right.
        with suppress(termios.error):
            termios.tcsetattr(self._handle, termios.TCSANOW, modes)
        self._tell(TELL_PASTES)

    def end(self) -> None:
        self._tell(HIDE_PASTES)
        with suppress(termios.error):
            termios.tcflush(self._handle, termios.TCIFLUSH)
            termios.tcsetattr(self._handle, termios.TCSANOW, self._before)

    def _tell(self, data: bytes) -> None:
        if self._tells_pastes:
            with suppress(OSError):  # it may be open for reading alone
                os.write(self._handle, data)


@contextmanager
def _key_by_key(stream: TextIO) -> Iterator[TerminalKeys]:
    keys, modes = TerminalKeys(stream.fileno()), _Modes(stream)

    def resume() -> None:
        # To print here could meet a print that this signal has interrupted.
        modes.begin()
        keys.was_stopped = True

    try:
        with _stopping(modes.end, resume):
            modes.begin()
            yield keys
    finally:
        modes.end()


def _each_at_once(handle: int, before: list[Any]) -> list[Any]:
    """Give the modes in which keys come at once and unseen; Ctrl-C and Ctrl-Z do what they do."""
    modes = [*before[:6], list(before[6])]
    modes[0] &= ~termios.IXON
    modes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
    # A key that would kill this process would leave the terminal like this.
    modes[6][termios.VQUIT] = bytes([os.fpathconf(handle, "PC_VDISABLE") & 0xFF])
    return modes


@contextmanager
def _stopping(end: Callable[[], None], resume: Callable[[], None]) -> Iterator[None]:
    """Call ``end`` before Ctrl-Z stops this process and ``resume`` when it goes on."""

    def stop(number: int, _: FrameType | None) -> None:
        end()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def go_on(number: int, _: FrameType | None) -> None:
        signal.signal(signal.SIGTSTP, stop)
        resume()

    if signal.getsignal(signal.SIGTSTP) is not signal.SIG_DFL:  # to be stopped is not wanted here
        yield
        return
    went_on = signal.signal(signal.SIGCONT, go_on)
    signal.signal(signal.SIGTSTP, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.signal(signal.SIGCONT, went_on)
