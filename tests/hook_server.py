"""A Python that has imported hookkit, and forks wherever a hook would start a new Python.

Run as a program with a folder. There is a script of sh that stands for the Python of a hook, and
one that stands for ``hookkit``: each tells the number of its process and waits. What it was called
with, and its environment, folder and files, are found in ``/proc``; the fork takes them over, and
does what was asked for.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import runpy
import selectors
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ASKED = "asked"
"""The pipe in the folder that the numbers of waiting processes come through, one a line."""

FILES = {8: os.O_RDONLY, 7: os.O_WRONLY | os.O_APPEND, 2: os.O_WRONLY | os.O_APPEND}
"""What a waiting process has its stdin, stdout and stderr as, and how each is opened.

Its first two are those of ``echo`` and ``read``, which it waits with.
"""

START = "start"
"""The answer to a script that is to start Python, because a fork would begin in another way."""

READ_AT_THE_START = (
    *("COVERAGE", "LANG", "LC_", "LD_", "LOCPATH", "PYTHON", "TZ"),
    *("COLUMNS", "FORCE_COLOR", "GITHUB_", "NO_COLOR", "RICH_CLICK", "TERM"),
)
"""What variables begin with that Python, or a library of the program, reads when it starts."""

IMPORTED = ("hookkit.commands", "hookkit.corrections", "hookkit.history", "hookkit.pep8")
PROGRAM = "hookkit"
"""The name of the script that stands for the program."""


class Asked(NamedTuple):
    """A process that waits for a run of a hook, or of the program, in a folder."""

    pid: int
    script: Path
    folder: str
    words: Sequence[str]
    env: Mapping[str, str]
    umask: int

    @classmethod
    def read(cls, pid: int) -> Asked:
        """Find what a process was given. Raises OSError, or ValueError if that is no hook."""
        folder = Path(f"/proc/{pid}")
        _, script, *words = _words(folder / "cmdline")
        works_in, env = str(folder / "cwd"), _environment(folder)
        if Path(script).name != PROGRAM:
            # A hook has Python started in the root folder, and go to the one that it names.
            _, works_in, *words = words[words.index("-c") + 1 :]
            env |= {"PWD": works_in} if "PWD" in env else {}
        status = (folder / "status").read_text()
        umask = int(status.partition("\nUmask:")[2].split("\n")[0], 8)
        return cls(pid, Path(script), works_in, words, env, umask)

    def open_files(self) -> list[int]:
        """Open what it has as its stdin, stdout and stderr. Raises OSError."""
        return [os.open(f"/proc/{self.pid}/fd/{n}", how) for n, how in FILES.items()]


def _environment(process: Path) -> dict[str, str]:
    return dict(each.partition("=")[::2] for each in _words(process / "environ"))


def _words(path: Path) -> list[str]:
    return os.fsdecode(path.read_bytes()).split("\0")[:-1]


def read_at_the_start(env: Mapping[str, str]) -> dict[str, str]:
    """Give the variables by which Pythons begin in different ways."""
    return {name: value for name, value in env.items() if name.startswith(READ_AT_THE_START)}


def prepare() -> None:
    """Import what the hooks need, and leave it out of what Python looks through."""
    for name in IMPORTED:
        package = importlib.import_module(name)
        for each in pkgutil.walk_packages(package.__path__, f"{name}."):
            importlib.import_module(each.name)
    importlib.import_module("hookkit.cli")
    gc.collect()
    gc.freeze()


class Server:
    """Takes what is asked, and tells the ends."""

    def __init__(self, folder: Path) -> None:
        """Take the folder with the pipe."""
        self._folder = folder
        self._begins = read_at_the_start(_environment(Path("/proc/self")))
        self._pipe = os.open(folder / ASKED, os.O_RDWR)
        self._watched = selectors.DefaultSelector()
        self._watched.register(self._pipe, selectors.EVENT_READ)

    def serve(self) -> tuple[Asked, list[int]]:
        """Fork for each that asks; come back in the fork, with what it was asked for."""
        while True:
            for key, _ in self._watched.select():
                if key.fileobj == self._pipe:
                    for line in os.read(self._pipe, 4096).split():
                        taken = self._take(int(line))
                        if taken is not None:
                            return taken
                else:
                    self._tell_the_end(key)

    def _take(self, pid: int) -> tuple[Asked, list[int]] | None:
        try:
            asked = Asked.read(pid)
            if read_at_the_start(asked.env) != self._begins:
                raise OSError("it would begin in another way")
            files = asked.open_files()
        except (OSError, ValueError):  # it has ended, or it is no hook that is to be run
            self._answer(pid, START)
            return None
        child = os.fork()
        if not child:
            return asked, files
        self._watched.register(os.pidfd_open(child), selectors.EVENT_READ, (child, pid))
        for each in files:
            os.close(each)
        return None

    def _tell_the_end(self, key: selectors.SelectorKey) -> None:
        child, pid = key.data
        self._watched.unregister(key.fileobj)
        os.close(key.fd)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        self._answer(pid, str(status if status >= 0 else 128 - status))

    def _answer(self, pid: int, text: str) -> None:
        pipe = self._folder / str(pid)
        with suppress(OSError):  # nobody waits for it
            with open(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK), "w") as answer:
                answer.write(f"{text}\n")
            pipe.unlink()


def take_over(asked: Asked, files: Sequence[int]) -> None:
    """Become the process that was asked for."""
    os.setsid()
    for to, each in enumerate(files):
        os.dup2(each, to)
    os.closerange(3, 64)
    os.umask(asked.umask)
    os.chdir(asked.folder)
    # What Python itself has set when it started (LC_CTYPE, where the locale is C) stays.
    for name in _environment(Path("/proc/self")):
        os.environ.pop(name, None)
    os.environ.update(asked.env)
    sys.argv[1:] = asked.words
    if shutil.which(PROGRAM) == str(asked.script.with_name(PROGRAM)):
        sys.executable = str(asked.script.with_name("python"))


def main() -> None:
    """Serve; each fork is a hook."""
    server = Server(Path(sys.argv[1]))
    prepare()
    take_over(*server.serve())
    runpy.run_module("hookkit", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
