"""Run a line of shell in a terminal, and give the text that the terminal shows."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path

_CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x07")
_PARTS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x1f]|[^\x00-\x1f]+")
_UP = re.compile(r"\x1b\[[0-9]*A")
_ROWS = 50
_QUESTION_END = b"? "
"""The end of a question."""


def run_in_terminal(
    line: str, folder: Path, env: Mapping[str, str], columns: int, keys: Sequence[str] = ()
) -> tuple[str, int]:
    """Run a line of shell and give what the terminal shows of it, and its exit status.

    The terminal is ``columns`` wide. Each of ``keys`` is typed at the next question.
    """
    master, terminal = os.openpty()
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, columns, 0, 0))
    process = subprocess.Popen(
        ["sh", "-c", line],
        cwd=folder,
        env={**env, "TERM": "xterm-256color", "PYTHONUTF8": "1"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    try:
        output = _exchange(master, list(keys))
    finally:
        os.close(master)
    return shown(output), process.wait()


def _exchange(master: int, keys: list[str]) -> bytes:
    output = b""
    while True:
        try:
            more = os.read(master, 65536)
        except OSError:  # the other side has closed it
            return output
        if not more:
            return output
        output += more
        if keys and _CONTROL.sub(b"", output).endswith(_QUESTION_END):
            os.write(master, keys.pop(0).encode())


def shown(output: bytes) -> str:
    """Give the lines that stay on the screen: without colours, and without what was overwritten."""
    lines, row, column = [""], 0, 0
    for part in _PARTS.findall(output.decode(errors="replace")):
        if part == "\n":
            row, column = row + 1, 0
            lines += [""] * (row + 1 - len(lines))
        elif part == "\r":
            column = 0
        elif _UP.fullmatch(part):
            row = max(0, row - int(part[2:-1] or 1))
        elif part in ("\x1b[K", "\x1b[2K"):
            lines[row] = lines[row][: column if part == "\x1b[K" else 0]
        elif part[0] >= " ":
            line = lines[row].ljust(column)
            lines[row] = line[:column] + part + line[column + len(part) :]
            column += len(part)
    return "\n".join(line.rstrip(" ") for line in lines)
