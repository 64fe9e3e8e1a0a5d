"""Keys read from stdin: each key of a terminal, or the first letter of each line of a file."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from types import FrameType
from typing import Any, Protocol, TextIO

from hookkit.settings.environment import gets_rich_output

if sys.platform != "win32":
    import termios

END = "\x04"
"""The key at the end of the input: the end of a file, Ctrl-D, a closed terminal."""

UNKNOWN = ""
"""The key for everything except visible ASCII characters: Enter, arrows, é, pasted text."""

ESCAPE = b"\x1b"
KEY_TIMEOUT = 0.1
"""Seconds within which the rest of an escape sequence or of a letter must follow."""

SIGNAL_INTERVAL = 0.2
"""Seconds between two checks for a signal: a signal just before a wait does not end the wait."""

PASTE_TIMEOUT = 1.0
PASTE_BEGINS, PASTE_ENDS = b"[200~", b"\x1b[201~"
PASTE_MODE_ON, PASTE_MODE_OFF = b"\x1b[?2004h", b"\x1b[?2004l"


class Keys(Protocol):
    """A source of keys."""

    def read(self, reprint: Callable[[], None]) -> str:
        """Wait for a key and give it in lower case, UNKNOWN, or END.

        ``reprint`` prints the question again if the process was stopped meanwhile (Ctrl-Z).
        """

    def read_text(self, echo: Callable[[str], None]) -> str:
        """Read the rest of a line, without blanks around it; "" at the end of the input.

        ``echo`` prints the line if the input is not echoed.
        """

    def released(self) -> AbstractContextManager[None]:
        """In the body, leave the input to another program, such as an editor."""

    def discard(self) -> None:
        """Discard what was typed before the next question."""


def _key_of(data: bytes) -> str:
    """Give the key of one byte."""
    text = data.decode("ascii", "replace")
    return text.lower() if text.isascii() and text.isprintable() and text.strip() else UNKNOWN


class LineKeys:
    """The first letter of each line of a pipe or a file; without a stream (None) only END."""

    def __init__(self, stream: TextIO | None) -> None:
        """Take the stream to read from."""
        self._stream = stream
        self._rest = b""

    def read(self, reprint: Callable[[], None]) -> str:
        """Read one line."""
        line = self._stream.buffer.readline() if self._stream is not None else b""
        self._rest = line.strip()[1:].strip()
        return _key_of(line.strip()[:1]) if line else END

    def read_text(self, echo: Callable[[str], None]) -> str:
        """Give the rest of the line after the key, or the next line."""
        line = self._rest
        if not line and self._stream is not None:
            line = self._stream.buffer.readline().strip()
        text = line.decode("utf-8", "replace")
        echo(text)
        return text

    def released(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return nullcontext()

    def discard(self) -> None:
        """Discard nothing: the lines of a file are not typed ahead."""


class ConsoleKeys:
    """The keys of a Windows console."""

    def read(self, reprint: Callable[[], None]) -> str:
        """Read one key."""
        import click

        try:
            text = click.getchar()
        except EOFError:
            return END
        return _key_of(text.encode("utf-8", "replace")) if len(text) == 1 else UNKNOWN

    def read_text(self, echo: Callable[[str], None]) -> str:
        """Read a line; the console lets the person edit it."""
        try:
            return input().strip()
        except EOFError:
            return ""

    def released(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return nullcontext()

    def discard(self) -> None:
        """Discard nothing: the console does not know which keys were typed before."""


class TerminalKeys:
    """The keys of a terminal without line buffering."""

    def __init__(self, handle: int) -> None:
        """Take the file descriptor of the terminal."""
        self._handle = handle
        self._reprint: Callable[[], None] = lambda: None
        self.was_stopped = False

    def read(self, reprint: Callable[[], None]) -> str:
        """Read one key; an escape sequence is read to its end and is UNKNOWN."""
        self._reprint = reprint
        return self._read()

    def read_text(self, echo: Callable[[str], None]) -> str:
        """Read a line; the terminal shows it and lets the person edit it."""
        before = termios.tcgetattr(self._handle)
        modes = [*before[:3], before[3] | termios.ECHO | termios.ICANON, *before[4:]]
        try:
            termios.tcsetattr(self._handle, termios.TCSANOW, modes)
            data = b""
            while (byte := self._next(None)) not in (b"", b"\n"):
                data += byte
        finally:
            with suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSANOW, before)
        return data.decode("utf-8", "replace").strip()

    @contextmanager
    def released(self) -> Iterator[None]:
        """In the body, set the terminal to line buffering and echo again."""
        ours = termios.tcgetattr(self._handle)
        modes = [*ours[:3], ours[3] | termios.ECHO | termios.ICANON | termios.IEXTEN, *ours[4:]]
        termios.tcsetattr(self._handle, termios.TCSADRAIN, modes)
        try:
            yield
        finally:
            with suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSADRAIN, ours)

    def discard(self) -> None:
        """Discard what was typed ahead."""
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
            self._next(KEY_TIMEOUT)
        return _key_of(first)

    def _next(self, timeout: float | None) -> bytes:
        """Give the next byte; b"" at the end, or if none arrives within ``timeout`` seconds.

        A ``timeout`` of None waits without a limit.
        """
        try:
            while not select.select([self._handle], [], [], timeout or SIGNAL_INTERVAL)[0]:
                if timeout is not None:
                    return b""
                if self.was_stopped:
                    self.was_stopped = False
                    self._reprint()
            return os.read(self._handle, 1)
        except OSError:  # the terminal was closed
            return b""

    def _skip_sequence(self) -> None:
        """Read the rest of an escape sequence (ECMA-48, 5.4; xterm's pasted text)."""
        kind = self._next(KEY_TIMEOUT)
        if kind == b"O":
            self._next(KEY_TIMEOUT)
        if kind != b"[":  # Alt and a key, or the escape key alone
            return
        seen = kind
        while (byte := self._next(KEY_TIMEOUT)) and not b"\x40" <= byte <= b"\x7e":
            seen += byte
        if byte == b"[":  # the function keys of the Linux console
            self._next(KEY_TIMEOUT)
        if seen + byte == PASTE_BEGINS:
            self._skip_paste()

    def _skip_paste(self) -> None:
        seen = b""
        while not seen.endswith(PASTE_ENDS) and (byte := self._next(PASTE_TIMEOUT)):
            seen = seen[-len(PASTE_ENDS) :] + byte


def _more_bytes(first: int) -> int:
    """Give the number of bytes after the first byte of a character in UTF-8."""
    return 0 if first < 0xC0 else 1 if first < 0xE0 else 2 if first < 0xF0 else 3


@contextmanager
def read_keys() -> Iterator[Keys]:
    """Give the keys of stdin; at the end discard unread keys and restore the terminal's modes."""
    stream = sys.stdin
    if stream is None or not stream.isatty():
        yield LineKeys(stream)
    elif sys.platform == "win32":
        yield ConsoleKeys()
    else:
        with _key_by_key(stream) as keys:
            yield keys


class _Modes:
    """The modes of a terminal before and while keys are read."""

    def __init__(self, stream: TextIO) -> None:
        self._handle = stream.fileno()
        self._before = termios.tcgetattr(self._handle)
        self._marks_pastes = gets_rich_output(stream)

    def begin(self) -> None:
        modes = _unbuffered(self._handle, self._before)
        # The terminal may be closed, here and at the end.
        with suppress(termios.error):
            termios.tcsetattr(self._handle, termios.TCSANOW, modes)
        self._send(PASTE_MODE_ON)

    def end(self) -> None:
        self._send(PASTE_MODE_OFF)
        with suppress(termios.error):
            termios.tcflush(self._handle, termios.TCIFLUSH)
            termios.tcsetattr(self._handle, termios.TCSANOW, self._before)

    def _send(self, data: bytes) -> None:
        if self._marks_pastes:
            with suppress(OSError):  # the terminal may be open only for reading
                os.write(self._handle, data)


@contextmanager
def _key_by_key(stream: TextIO) -> Iterator[TerminalKeys]:
    keys, modes = TerminalKeys(stream.fileno()), _Modes(stream)

    def resume() -> None:
        # Nothing is printed here: this signal may have interrupted a print.
        modes.begin()
        keys.was_stopped = True

    try:
        with _around_stops(modes.end, resume):
            modes.begin()
            yield keys
    finally:
        modes.end()


def _unbuffered(handle: int, before: list[Any]) -> list[Any]:
    """Give the modes without line buffering and echo; Ctrl-C and Ctrl-Z send their signals."""
    modes = [*before[:6], list(before[6])]
    modes[0] &= ~termios.IXON
    modes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
    # Ctrl-\\ would kill this process and leave the terminal in these modes.
    modes[6][termios.VQUIT] = bytes([os.fpathconf(handle, "PC_VDISABLE") & 0xFF])
    return modes


@contextmanager
def _around_stops(end: Callable[[], None], resume: Callable[[], None]) -> Iterator[None]:
    """Call ``end`` before Ctrl-Z stops this process and ``resume`` when it continues."""

    def stop(number: int, _: FrameType | None) -> None:
        end()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def continued(number: int, _: FrameType | None) -> None:
        signal.signal(signal.SIGTSTP, stop)
        resume()

    if signal.getsignal(signal.SIGTSTP) is not signal.SIG_DFL:  # the caller handles it
        yield
        return
    before = signal.signal(signal.SIGCONT, continued)
    signal.signal(signal.SIGTSTP, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.signal(signal.SIGCONT, before)
