"""The look that a person asks for."""

from __future__ import annotations

import io

import pytest

from hookkit.terminal.rows import row
from hookkit.terminal.style import bar_of, say_as

ROWS = [row(("bad", "no"), "  é")]


def printed(monkeypatch: pytest.MonkeyPatch, look: str | None, encoding: str = "utf-8") -> str:
    """What is printed to a pipe of an encoding, and a whole bar behind it."""
    out = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr("sys.stdout", out)
    say_as(look, ROWS)
    drawn = bar_of(look)(1, 2)
    out.flush()
    return out.buffer.getvalue().decode(encoding) + drawn


def test_a_look_is_kept_wherever_it_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, None) == printed(monkeypatch, "plain") == "no  é\n"
    rich = printed(monkeypatch, "rich")
    assert rich == "\x1b[1;31mno\x1b[0m  é\n████████"
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert printed(monkeypatch, None) == rich
    assert printed(monkeypatch, "plain") == "no  é\n"


def test_no_bar_is_drawn_where_it_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed(monkeypatch, "rich", "latin-1") == "\x1b[1;31mno\x1b[0m  é\n"


def test_a_process_without_an_output_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    say_as("rich", ROWS)
    assert bar_of("rich")(1, 2) == ""
