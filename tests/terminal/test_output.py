"""What reaches a terminal, a pipe and a stream that fails."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest

from hookkit.errors import EnvironmentFailed
from hookkit.terminal.bars import bar_function
from hookkit.terminal.output import plain_lines, print_rows, print_rows_in_format
from hookkit.terminal.rows import row
from tests.terminal.terminal import in_pipe, in_terminal, without_colours

ROWS = [row(("bad", "no"), "  é")]

SAY = """\
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import row
print_rows([
    row(("title", "hookkit corrected 3 faults"), " of ", ("code", "1a2b3c4"), ' "Add the parser"'),
    row(("path", "src/parser.py"), indent=1),
    row(("code", "E225"), ("dim", "  3×"), "  missing whitespace around operator",
        ("dim", "  lines 4, 9, 12"), indent=2),
    row(("dim", "take back  "), ("command", "hookkit undo")),
])
"""

FORGED = r"""
from hookkit.terminal.output import print_rows
from hookkit.terminal.rows import row
names = b"a\x1b[2J\x1b[31m.py", b"[bold red]x[/].py", b"a\nb.py", b"\xe2\x80\xaea.py", b"\xff"
for name in names:
    print_rows([row(("path", name.decode("utf-8", "surrogateescape")), indent=1)])
"""

PLAIN = """\
hookkit corrected 3 faults of 1a2b3c4 "Add the parser"
  src/parser.py
    E225  3×  missing whitespace around operator  lines 4, 9, 12
take back  hookkit undo
"""

NARROW = """\
hookkit corrected 3 faults of 1a2b3c4
  "Add the parser"
  src/parser.py
    E225  3×  missing whitespace around
          operator  lines 4, 9, 12
take back  hookkit undo
"""

FORGED_PLAIN = r"""  a\x1b[2J\x1b[31m.py
  [bold red]x[/].py
  a\nb.py
  \u202ea.py
  \xff
"""


def test_a_terminal_gets_colours() -> None:
    assert in_terminal(SAY, 80) == (
        "\x1b[1mhookkit corrected 3 faults\x1b[0m of \x1b[33m1a2b3c4\x1b[0m"
        ' "Add the parser"\n'
        "  \x1b[1;36msrc/parser.py\x1b[0m\n"
        "    \x1b[33mE225\x1b[0m\x1b[2m  3×\x1b[0m  missing whitespace around operator"
        "\x1b[2m  lines 4, 9, 12\x1b[0m\n"
        "\x1b[2mtake back  \x1b[0m\x1b[32mhookkit undo\x1b[0m\n"
    )


@pytest.mark.parametrize(("width", "expected"), [(40, NARROW), (80, PLAIN), (120, PLAIN)])
def test_a_terminal_gets_lines_of_its_width(width: int, expected: str) -> None:
    assert without_colours(in_terminal(SAY, width)) == expected


def test_columns_in_the_environment_are_the_width() -> None:
    assert without_colours(in_terminal(SAY, 120, COLUMNS="40")) == NARROW


def test_no_color_keeps_weight_and_takes_colours() -> None:
    out = in_terminal(SAY, 80, NO_COLOR="1")
    assert "\x1b[1mhookkit corrected 3 faults\x1b[0m" in out
    assert "\x1b[3" not in out
    assert without_colours(out) == PLAIN


def test_a_dumb_terminal_gets_plain_lines() -> None:
    assert in_terminal(SAY, 40, TERM="dumb") == PLAIN


def test_a_pipe_gets_plain_lines() -> None:
    ended = in_pipe(SAY, COLUMNS="20")
    assert (ended.returncode, ended.stdout.decode(), ended.stderr) == (0, PLAIN, b"")


def test_force_color_colours_a_pipe() -> None:
    out = in_pipe(SAY, FORCE_COLOR="1", TERM="xterm-256color", COLUMNS="80").stdout.decode()
    assert out == in_terminal(SAY, 80)


def test_names_cannot_forge_a_terminal() -> None:
    out = in_terminal(FORGED, 80)
    assert without_colours(out) == FORGED_PLAIN
    assert out.count("\x1b[1;36m") == 5
    assert out.count("\x1b") == 10


def test_names_cannot_forge_a_pipe() -> None:
    assert in_pipe(FORGED).stdout.decode() == FORGED_PLAIN


@pytest.mark.parametrize("force", [{}, {"FORCE_COLOR": "1", "COLUMNS": "80"}])
def test_an_ascii_stdout_gets_escapes(force: dict[str, str]) -> None:
    code = SAY.replace("src/parser.py", "src/größe.py")
    env = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", **force}
    ended = in_pipe(code, **env)
    expected = PLAIN.replace("src/parser.py", r"src/gr\xf6\xdfe.py").replace("×", "x")
    assert (ended.returncode, without_colours(ended.stdout.decode("ascii"))) == (0, expected)


def test_plain_lines_import_neither_rich_nor_click() -> None:
    code = SAY + "import sys; print({'rich', 'click', 'rich_click', 'pygments'} & set(sys.modules))"
    assert in_pipe(code).stdout.decode() == PLAIN + "set()\n"


def test_a_reader_that_went_away_changes_nothing() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code = SAY + SAY + "raise SystemExit(7)"
    ended = subprocess.run([sys.executable, "-c", code], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (ended.returncode, ended.stderr) == (7, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_an_error_to_read() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        with pytest.raises(EnvironmentFailed, match="could not be written: No space left"):
            print_rows([row("hookkit")], full)


def test_a_process_without_stdout_says_nothing() -> None:
    code = "import sys; sys.stdout = None\n" + SAY
    ended = in_pipe(code)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_stdout_is_looked_up_when_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    print_rows([row("to stdout")])
    stream = io.StringIO()
    print_rows([row("to a stream")], stream)
    assert (capsys.readouterr().out, stream.getvalue()) == ("to stdout\n", "to a stream\n")


def test_gives_each_row_as_one_line() -> None:
    rows = [
        row(("title", "hookkit corrected 1 fault"), " in ", ("path", "a.py")),
        row(("code", "E225"), "  1×  ", "", indent=2),
        row(),
    ]
    assert list(plain_lines(rows)) == ["hookkit corrected 1 fault in a.py", "    E225  1×", ""]


def test_a_forged_name_stays_on_its_line() -> None:
    rows = [row(("path", "a\nhookkit corrected nothing\x1b[2J\u202e"), indent=1)]
    assert list(plain_lines(rows)) == [r"  a\nhookkit corrected nothing\x1b[2J\u202e"]


def test_keeps_to_the_encoding() -> None:
    assert list(plain_lines([row("3× é")], "ascii")) == [r"3x \xe9"]


def printed(monkeypatch: pytest.MonkeyPatch, look: str | None, encoding: str = "utf-8") -> str:
    """What is printed to a pipe of an encoding, and a whole bar behind it."""
    out = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr("sys.stdout", out)
    print_rows_in_format(look, ROWS)
    drawn = bar_function(look)(1, 2)
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
    print_rows_in_format("rich", ROWS)
    assert bar_function("rich")(1, 2) == ""
