"""Read keys from stdin: each key of a terminal, or the first letter of each line of a file."""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from types import FrameType
from typing import Any, Protocol, TextIO

from hookkit.settings.environment_variables import gets_rich_output

if sys.platform != "win32":
    import termios

END_OF_INPUT = "\x04"
"""The key at the end of the input: the end of a file, Ctrl-D, a closed terminal."""

UNKNOWN_KEY = ""
"""The key for everything except visible ASCII characters: Enter, arrows, é, pasted text."""

ESCAPE = b"\x1b"
KEY_TIMEOUT = 0.1
"""Seconds within which the rest of an escape sequence or of a letter must follow."""

SIGNAL_INTERVAL = 0.2
"""Seconds between two checks for a signal: a signal just before a wait does not end the wait."""

PASTE_TIMEOUT = 1.0
PASTE_BEGINS, PASTE_ENDS = b"[200~", b"\x1b[201~"
PASTE_MODE_ON, PASTE_MODE_OFF = b"\x1b[?2004h", b"\x1b[?2004l"


class KeySource(Protocol):
    """A source of keys."""

    def read(self, reprint: Callable[[], None]) -> str:
        """Wait for a key and give it in lower case, UNKNOWN_KEY, or END_OF_INPUT.

        ``reprint`` prints the question again if the process was stopped meanwhile (Ctrl-Z).
        """

    def read_text(self, echo: Callable[[str], None]) -> str:
        """Read the rest of a line, without blanks around it; "" at the end of the input.

        ``echo`` prints the line if the input is not echoed.
        """

    def leave_to_program(self) -> AbstractContextManager[None]:
        """In the body, leave the input to another program, such as an editor."""

    def discard_typed(self) -> None:
        """Discard the keys that were typed before the next question."""


def _key_of(data: bytes) -> str:
    """Give the key of one byte."""
    text = data.decode("ascii", "replace")
    return text.lower() if text.isascii() and text.isprintable() and text.strip() else UNKNOWN_KEY


class LineKeys:
    """The first letter of each line of a pipe or a file; END_OF_INPUT if there is no stream."""

    def __init__(self, stream: TextIO | None) -> None:
        """Take the stream to read from."""
        self._stream = stream
        self._remaining_line = b""

    def read(self, reprint: Callable[[], None]) -> str:
        """Read one line."""
        line = self._stream.buffer.readline() if self._stream is not None else b""
        self._remaining_line = line.strip()[1:].strip()
        return _key_of(line.strip()[:1]) if line else END_OF_INPUT

    def read_text(self, echo: Callable[[str], None]) -> str:
        """Give the rest of the line after the key, or the next line."""
        line = self._remaining_line
        if not line and self._stream is not None:
            line = self._stream.buffer.readline().strip()
        text = line.decode("utf-8", "replace")
        echo(text)
        return text

    def leave_to_program(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return nullcontext()

    def discard_typed(self) -> None:
        """Discard nothing: the lines of a file are not typed ahead."""


class ConsoleKeys:
    """The keys of a Windows console."""

    def read(self, reprint: Callable[[], None]) -> str:
        """Read one key."""
        import click

        try:
            text = click.getchar()
        except EOFError:
            return END_OF_INPUT
        return _key_of(text.encode("utf-8", "replace")) if len(text) == 1 else UNKNOWN_KEY

    def read_text(self, echo: Callable[[str], None]) -> str:
        """Read a line; the console lets the person edit it."""
        try:
            return input().strip()
        except EOFError:
            return ""

    def leave_to_program(self) -> AbstractContextManager[None]:
        """Change nothing."""
        return nullcontext()

    def discard_typed(self) -> None:
        """Discard nothing: the console does not know which keys were typed before."""


class TerminalKeys:
    """The keys of a terminal without line buffering."""

    def __init__(self, descriptor: int) -> None:
        """Take the file descriptor of the terminal."""
        self._descriptor = descriptor
        self._reprint: Callable[[], None] = lambda: None
        self.was_stopped = False

    def read(self, reprint: Callable[[], None]) -> str:
        """Read one key; an escape sequence is read to its end and is UNKNOWN_KEY."""
        self._reprint = reprint
        return self._read_key()

    def read_text(self, echo: Callable[[str], None]) -> str:
        """Read a line; the terminal shows it and lets the person edit it."""
        saved_modes = termios.tcgetattr(self._descriptor)
        modes = [*saved_modes[:3], saved_modes[3] | termios.ECHO | termios.ICANON, *saved_modes[4:]]
        try:
            termios.tcsetattr(self._descriptor, termios.TCSANOW, modes)
            data = b""
            while (byte := self._read_byte(None)) not in (b"", b"\n"):
                data += byte
        finally:
            with suppress(termios.error):
                termios.tcsetattr(self._descriptor, termios.TCSANOW, saved_modes)
        return data.decode("utf-8", "replace").strip()

    @contextmanager
    def leave_to_program(self) -> Iterator[None]:
        """In the body, set the terminal to line buffering and echo again."""
        saved_modes = termios.tcgetattr(self._descriptor)
        modes = [
            *saved_modes[:3],
            saved_modes[3] | termios.ECHO | termios.ICANON | termios.IEXTEN,
            *saved_modes[4:],
        ]
        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, modes)
        try:
            yield
        finally:
            with suppress(termios.error):
                termios.tcsetattr(self._descriptor, termios.TCSADRAIN, saved_modes)

    def discard_typed(self) -> None:
        """Discard what was typed ahead."""
        with suppress(termios.error):
            termios.tcflush(self._descriptor, termios.TCIFLUSH)

    def _read_key(self) -> str:
        first = self._read_byte(None)
        if first in (b"", END_OF_INPUT.encode()):
            return END_OF_INPUT
        if first == ESCAPE:
            self._skip_sequence()
            return UNKNOWN_KEY
        for _ in range(_following_bytes(first[0])):
            self._read_byte(KEY_TIMEOUT)
        return _key_of(first)

    def _read_byte(self, timeout: float | None) -> bytes:
        """Give the next byte; b"" at the end, or if none arrives within ``timeout`` seconds.

        A ``timeout`` of None waits without a limit.
        """
        try:
            while not select.select([self._descriptor], [], [], timeout or SIGNAL_INTERVAL)[0]:
                if timeout is not None:
                    return b""
                if self.was_stopped:
                    self.was_stopped = False
                    self._reprint()
            return os.read(self._descriptor, 1)
        except OSError:  # the terminal was closed
            return b""

    def _skip_sequence(self) -> None:
        """Read the rest of an escape sequence (ECMA-48, 5.4; xterm's pasted text)."""
        introducer = self._read_byte(KEY_TIMEOUT)
        if introducer == b"O":
            self._read_byte(KEY_TIMEOUT)
        if introducer != b"[":  # Alt and a key, or the escape key alone
            return
        sequence = introducer
        while (byte := self._read_byte(KEY_TIMEOUT)) and not b"\x40" <= byte <= b"\x7e":
            sequence += byte
        if byte == b"[":  # the function keys of the Linux console
            self._read_byte(KEY_TIMEOUT)
        if sequence + byte == PASTE_BEGINS:
            last_bytes = b""
            while not last_bytes.endswith(PASTE_ENDS) and (byte := self._read_byte(PASTE_TIMEOUT)):
                last_bytes = last_bytes[-len(PASTE_ENDS) :] + byte


def _following_bytes(first: int) -> int:
    """Give the number of bytes after the first byte of a character in UTF-8."""
    return 0 if first < 0xC0 else 1 if first < 0xE0 else 2 if first < 0xF0 else 3


@contextmanager
def read_keys() -> Iterator[KeySource]:
    """Give the keys of stdin; at the end discard unread keys and restore the terminal's modes."""
    stream = sys.stdin
    if stream is None or not stream.isatty():
        yield LineKeys(stream)
    elif sys.platform == "win32":
        yield ConsoleKeys()
    else:
        with _unbuffered_keys(stream) as keys:
            yield keys


class _TerminalModes:
    """The modes of a terminal before and while keys are read."""

    def __init__(self, stream: TextIO) -> None:
        self._descriptor = stream.fileno()
        self._saved_modes = termios.tcgetattr(self._descriptor)
        self._uses_paste_mode = gets_rich_output(stream)

    def begin(self) -> None:
        modes = _unbuffered_modes(self._descriptor, self._saved_modes)
        # The terminal may be closed, here and at the end.
        with suppress(termios.error):
            termios.tcsetattr(self._descriptor, termios.TCSANOW, modes)
        self._send(PASTE_MODE_ON)

    def end(self) -> None:
        self._send(PASTE_MODE_OFF)
        with suppress(termios.error):
            termios.tcflush(self._descriptor, termios.TCIFLUSH)
            termios.tcsetattr(self._descriptor, termios.TCSANOW, self._saved_modes)

    def _send(self, data: bytes) -> None:
        if self._uses_paste_mode:
            with suppress(OSError):  # the terminal may be open only for reading
                os.write(self._descriptor, data)


@contextmanager
def _unbuffered_keys(stream: TextIO) -> Iterator[TerminalKeys]:
    keys, modes = TerminalKeys(stream.fileno()), _TerminalModes(stream)

    def resume() -> None:
        # Nothing is printed here: this signal may have interrupted a print.
        modes.begin()
        keys.was_stopped = True

    try:
        with _handled_stops(modes.end, resume):
            modes.begin()
            yield keys
    finally:
        modes.end()


def _unbuffered_modes(descriptor: int, saved_modes: list[Any]) -> list[Any]:
    """Give the modes without line buffering and echo; Ctrl-C and Ctrl-Z send their signals."""
    modes = [*saved_modes[:6], list(saved_modes[6])]
    modes[0] &= ~termios.IXON
    modes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
    # Ctrl-\\ would kill this process and leave the terminal in these modes.
    modes[6][termios.VQUIT] = bytes([os.fpathconf(descriptor, "PC_VDISABLE") & 0xFF])
    return modes


@contextmanager
def _handled_stops(end: Callable[[], None], resume: Callable[[], None]) -> Iterator[None]:
    """Call ``end`` before Ctrl-Z stops this process and ``resume`` when it continues."""

    def handle_stop(number: int, _: FrameType | None) -> None:
        end()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    def handle_continue(number: int, _: FrameType | None) -> None:
        signal.signal(signal.SIGTSTP, handle_stop)
        resume()

    if signal.getsignal(signal.SIGTSTP) is not signal.SIG_DFL:  # the caller handles it
        yield
        return
    saved_handler = signal.signal(signal.SIGCONT, handle_continue)
    signal.signal(signal.SIGTSTP, handle_stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        signal.signal(signal.SIGCONT, saved_handler)
