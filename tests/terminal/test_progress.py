"""The progress bar, in a real terminal and in a pipe."""

from __future__ import annotations

import pytest

from tests.terminal.terminal import in_pipe, in_terminal, without_colours

WORK = r"""
import sys, time
from hookkit.terminal import progress
progress.DELAY_SECONDS = {patience}
progress.REFRESH_SECONDS = 0
with progress.Progress(3) as bar:
    bar.redraw(b"slow.py")
    bar.count_finished(b"src/\xff\x1b[2J[bold]x[/]\n.py")
    bar.count_finished(b"d/" * 60 + b"x.py")
print("rich" in sys.modules)
"""


def frames(out: str) -> list[str]:
    """The looks of the bar, without what draws it."""
    looks = without_colours(out).replace("━", "").replace("╸", "").replace("╺", "")
    return [" ".join(line.split()) for line in looks.replace("\r", "\n").split("\n") if line]


def test_shows_each_file_and_goes_away() -> None:
    out = in_terminal(WORK.format(patience=0), 80)
    looks = frames(out)
    assert "hookkit 0/3 slow.py" in looks
    assert r"hookkit 1/3 src/\xff\x1b[2J[bold]x[/]\n.py" in looks
    assert "hookkit 0/3" not in looks
    assert any(look.startswith("hookkit 2/3 d/d/d/") and look.endswith("…") for look in looks)
    # The line is erased, the cursor is shown again, and only then the next output comes.
    assert out.endswith("\x1b[2KTrue\n")
    assert out.rindex("\x1b[?25h") > out.rindex("\x1b[?25l")


def test_words_beside_the_names() -> None:
    program = WORK.format(patience=0).replace("Progress(3)", "Progress(3, lambda: '2 workers')")
    assert "hookkit 0/3 2 workers · slow.py" in frames(in_terminal(program, 80))


@pytest.mark.parametrize("width", [20, 40])
def test_stays_on_one_line(width: int) -> None:
    out = in_terminal(WORK.format(patience=0), width)
    assert all(len(line) <= width for line in without_colours(out).replace("\r", "\n").split("\n"))


def test_short_work_shows_and_imports_nothing() -> None:
    assert in_terminal(WORK.format(patience=60), 80) == "False\n"


@pytest.mark.parametrize("env", [{}, {"FORCE_COLOR": "1"}])
def test_a_pipe_gets_no_bar(env: dict[str, str]) -> None:
    ended = in_pipe(WORK.format(patience=0), **env)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"False\n", b"")


def test_a_dumb_terminal_gets_no_bar() -> None:
    assert in_terminal(WORK.format(patience=0), 80, TERM="dumb") == "False\n"


def test_an_interrupt_gives_the_cursor_back() -> None:
    code = WORK.format(patience=0).replace(
        'bar.redraw(b"slow.py")', 'bar.redraw(b"slow.py"); raise KeyboardInterrupt'
    )
    wrapped = "try:\n" + "".join(f"    {line}\n" for line in code.splitlines())
    out = in_terminal(wrapped + "except KeyboardInterrupt:\n    print('stopped')\n", 80)
    assert out.endswith("\x1b[2Kstopped\n")
    assert out.rindex("\x1b[?25h") > out.rindex("\x1b[?25l")


def test_work_that_never_calls_it_is_shown_as_well() -> None:
    code = WORK.format(patience=0).replace(
        'bar.redraw(b"slow.py")', "exec('while bar._bar is None: pass')"
    )
    out = in_terminal(code, 80)
    assert "hookkit 0/3 3 files" in frames(out) and out.endswith("\x1b[2KTrue\n")


def test_the_alarm_is_given_back() -> None:
    code = WORK.format(patience=60) + "import signal\nprint(signal.getitimer(signal.ITIMER_REAL))\n"
    code += "print(signal.getsignal(signal.SIGALRM) is signal.SIG_DFL)\n"
    assert in_terminal(code, 80) == "False\n(0.0, 0.0)\nTrue\n"
