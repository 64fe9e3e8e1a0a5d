"""Send Ctrl-C to a command when it runs a given git command."""

from __future__ import annotations

import signal
import subprocess
from typing import Any

import pytest


class Interrupted:
    """Sends Ctrl-C before the git command of a number; where it is held back it comes later.

    ``left`` is below zero once that command was reached.
    """

    def __init__(self, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = last
        begin = subprocess.Popen.__init__

        def begin_or_not(child: Any, *args: Any, **options: Any) -> None:
            self.left -= 1
            if self.left == -1:
                signal.raise_signal(signal.SIGINT)
            begin(child, *args, **options)

        monkeypatch.setattr(subprocess.Popen, "__init__", begin_or_not)
