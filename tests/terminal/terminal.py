"""A real terminal for a test: a program runs in a pseudo-terminal of a given width."""

from __future__ import annotations

import fcntl
import os
import re
import struct
import subprocess
import sys
import termios

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def _read_all(master: int) -> bytes:
    out = b""
    while True:
        try:
            data = os.read(master, 65536)
        except OSError:
            # Linux says EIO where macOS says end of file.
            return out
        if not data:
            return out
        out += data


def in_terminal(code: str, width: int, **env: str) -> str:
    """Run Python code with a terminal as stdin, stdout and stderr; give all that it wrote."""
    master, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    # No look at git or a home: the report is all there is.
    full = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", **env}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=terminal, stdout=terminal, stderr=terminal, env=full
    )
    os.close(terminal)
    try:
        out = _read_all(master)
    finally:
        os.close(master)
    assert process.wait() == 0, out
    return out.decode().replace("\r\n", "\n")


def in_pipe(code: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python code with pipes as stdout and stderr and give how it ended."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONUTF8": "1", **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


def without_colours(text: str) -> str:
    """Take the escape sequences of colours away."""
    return ESCAPE.sub("", text)
