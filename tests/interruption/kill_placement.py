"""Run a placement as a program that kills itself at one of its steps.

For n = 0, 1, 2, … it copies the repository to `<repository>-<n>` and lets a child do the placement
there, which kills itself at the n-th step. It ends with the first n that is not reached.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hookkit.corrections.correction import find_correction
from hookkit.git import file_replacement
from hookkit.git.path_exchange import exchange_paths
from hookkit.undo.undo_or_redo import undo
from tests.interruption.placement_scenario import place
from tests.repository import Repository

WRITERS = {"commit-tree", "update-index", "update-ref"}
"""The git commands between which something differs for the person."""


class StepCounter:
    """Counts the steps, and kills the process at the one that is wanted."""

    def __init__(self, last: int) -> None:
        self.left = last

    def count_step(self) -> None:
        """Take one step."""
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def wrap(self, action: Callable[..., Any]) -> Callable[..., Any]:
        """Make a step of the moment before an action, and one of the moment after it."""

        def watched(*args: Any, **options: Any) -> Any:
            self.count_step()
            answer = action(*args, **options)
            self.count_step()
            return answer

        return watched


def run(repo: Repository, action: str, last: int) -> None:
    """Do the placement or the undo, with every step watched."""
    counter = StepCounter(last)
    correction = find_correction(repo.runner, None) if action != "undo" else None
    for name in ("replace", "rename", "fsync", "unlink"):
        setattr(os, name, counter.wrap(getattr(os, name)))
    setattr(file_replacement, "exchange_paths", counter.wrap(exchange_paths))
    begin = subprocess.Popen.__init__

    def begin_watched(child: Any, command: list[str], **options: Any) -> None:
        if WRITERS & set(command):
            counter.count_step()
        begin(child, command, **options)

    subprocess.Popen.__init__ = begin_watched  # type: ignore[method-assign,assignment]
    if correction is None:
        undo(repo.runner)
    else:
        place(repo, action, correction)


def attempt(path: Path, action: str, last: int) -> bool:
    """Whether the child got to its end."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            run(Repository(path), action, last)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFEXITED(ended) and os.WEXITSTATUS(ended) != 0:
        raise SystemExit(f"step {last} failed")
    # The git that held HEAD for it sees that it has gone, and lets go of the ref.
    while any(lock.name != "index.lock" for lock in (path / ".git").rglob("*.lock")):
        time.sleep(0.002)
    return os.WIFEXITED(ended)


def main(path: str, action: str, shared: str = "", every: str = "1") -> None:
    """Kill the action at each of its steps, or at every so many-th; the last copy comes to its end.

    ``shared`` is a hard link to the original's file.
    """
    number = 0
    while True:
        copy = Path(f"{path}-{number}")
        shutil.copytree(path, copy, symlinks=True)
        if shared:
            (copy / shared).unlink()
            os.link(Path(path, shared), copy / shared)
        if attempt(copy, action, number * int(every)):
            print(number)
            return
        number += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
