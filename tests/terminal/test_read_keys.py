"""Keys: read at once from a terminal, else as the first letter of a line."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator

import pytest

from hookkit.terminal.read_keys import END_OF_INPUT, UNKNOWN_KEY, read_keys

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

import termios


def nothing() -> None:
    """Nobody asks again here."""


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A terminal as stdin; gives the master at which its keys are pressed."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("hookkit.terminal.read_keys.PASTE_TIMEOUT", 0.2)
    master, inner = os.openpty()
    with open(inner, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield master
        monkeypatch.undo()
    os.close(master)


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (b"", []),
        (b"yNa?/0", ["y", "n", "a", "?", "/", "0"]),
        (b"y\rn\ny \t\x7f\x01", ["y", UNKNOWN_KEY, "n", UNKNOWN_KEY, "y", *[UNKNOWN_KEY] * 4]),
        ("é→😀y".encode(), [UNKNOWN_KEY, UNKNOWN_KEY, UNKNOWN_KEY, "y"]),
        (b"\x1b[A\x1b[1;5D\x1bOP\x1b[15~y", [*[UNKNOWN_KEY] * 4, "y"]),
        (b"\x1b[[Ay", [UNKNOWN_KEY, "y"]),
        (b"\x1bay", [UNKNOWN_KEY, "y"]),
        (b"\x1b[200~yes, all of it\rrm -rf\x1b[Aa\x1b[201~n", [UNKNOWN_KEY, "n"]),
        (b"\x1b[200~never ended", [UNKNOWN_KEY]),
        (b"\x13\x11\x16\x1cy", [*[UNKNOWN_KEY] * 4, "y"]),
        (b"\xc3y", [UNKNOWN_KEY]),
    ],
)
def test_keys_of_a_terminal(terminal: int, data: bytes, read: list[str]) -> None:
    with read_keys() as typed:
        os.write(terminal, data)
        assert [typed.read(nothing) for _ in read] == read
        os.write(terminal, b"\x04")
        assert typed.read(nothing) == END_OF_INPUT


def test_a_terminal_is_afterwards_as_it_was_and_keeps_no_unread_key(terminal: int) -> None:
    before = termios.tcgetattr(sys.stdin.fileno())
    with read_keys() as typed:
        assert termios.tcgetattr(sys.stdin.fileno()) != before
        os.write(terminal, b"y; rm -rf .\n")
        assert typed.read(nothing) == "y"
    assert termios.tcgetattr(sys.stdin.fileno()) == before
    os.write(terminal, b"next\n")
    assert os.read(sys.stdin.fileno(), 100) == b"next\n"


def test_an_error_leaves_the_terminal_as_it_was(terminal: int) -> None:
    before = termios.tcgetattr(sys.stdin.fileno())
    with pytest.raises(KeyboardInterrupt), read_keys():
        raise KeyboardInterrupt
    assert termios.tcgetattr(sys.stdin.fileno()) == before


def test_what_was_typed_ahead_is_dropped_on_demand(terminal: int) -> None:
    with read_keys() as typed:
        os.write(terminal, b"yyyy")
        assert typed.read(nothing) == "y"
        typed.discard_typed()
        os.write(terminal, b"n")
        assert typed.read(nothing) == "n"


def test_a_terminal_is_told_to_mark_pasted_text(terminal: int) -> None:
    with read_keys():
        pass
    told = b""
    while len(told) < 16:  # a terminal hands out what has arrived
        told += os.read(terminal, 100)
    assert told == b"\x1b[?2004h\x1b[?2004l"


def test_a_dumb_terminal_is_told_nothing(terminal: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    with read_keys():
        os.write(sys.stdin.fileno(), b".")
    assert os.read(terminal, 100) == b"."


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (b"", []),
        (b"y\nno\n  Quit\r\n", ["y", "n", "q"]),
        (b"\n \n\x1b[A\n\xff\n\xc3\xa9\n\x04\n?", [*[UNKNOWN_KEY] * 6, "?"]),
    ],
)
def test_the_lines_of_a_pipe(monkeypatch: pytest.MonkeyPatch, data: bytes, read: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    with read_keys() as typed:
        typed.discard_typed()
        assert [typed.read(nothing) for _ in range(len(read) + 2)] == [
            *read,
            END_OF_INPUT,
            END_OF_INPUT,
        ]


def test_without_stdin_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with read_keys() as typed:
        assert typed.read(nothing) == END_OF_INPUT
