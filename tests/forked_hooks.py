"""Hooks whose Python is forked from one that has imported hookkit.

To start Python and to import hookkit takes 0.07 s, which is more than most hooks of a test do
otherwise. Here a script of sh stands where a hook has the path of its Python, and
``tests.hook_server`` does the rest. For tests that are not about how hookkit is started.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pytest

from tests import hook_server

SCRIPT = """\
#!/bin/sh
exec 7>&1 8<&0 && {mkfifo} {folder}/$$ && exec 9<>{folder}/$$ && echo $$ >{folder}/{asked}
read -r status <&9
exec 7>&- 8<&- 9>&-
[ "$status" != {start} ] || exec {python} {options}"$@"
exit "$status"
"""


class ForkedPython:
    """A path that hooks have for their Python, and the process behind it."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        """Take a new folder, and what of the environment is read at the start of Python."""
        self._folder, self._env = folder, env

    @cached_property
    def path(self) -> str:
        """The path of the script; the process behind it is started."""
        programs = self._folder / "bin"
        programs.mkdir(parents=True)
        os.mkfifo(self._folder / hook_server.ASKED)
        script = self._write_script(programs / "python", "")
        self._write_script(programs / hook_server.PROGRAM, "-m hookkit ")
        vars(self)["_process"] = subprocess.Popen(
            [sys.executable, "-I", hook_server.__file__, str(self._folder)],
            cwd="/",
            env=self._env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        return str(script)

    def _write_script(self, script: Path, options: str) -> Path:
        text = SCRIPT.format(
            mkfifo=shutil.which("mkfifo"),
            folder=shlex.quote(str(self._folder)),
            asked=hook_server.ASKED,
            start=hook_server.START,
            python=shlex.quote(sys.executable),
            options=options,
        )
        script.write_text(text)
        script.chmod(0o755)
        return script

    def close(self) -> None:
        """End the process."""
        process = vars(self).pop("_process", None)
        if process is not None:
            process.kill()
            process.wait()


_PYTHONS: dict[str, ForkedPython] = {}
"""By whose hooks they are for, while pytest runs, where the system can."""


@pytest.fixture(scope="session", autouse=True)
def forked_hooks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Have the hooks of clones and of servers forked, in the environment that each has."""
    if hasattr(os, "pidfd_open") and shutil.which("mkfifo"):
        folder = tmp_path_factory.mktemp("forked-hooks")
        cleaned = {"PATH": os.environ["PATH"], "PYTHONNOUSERSITE": "1"}
        _PYTHONS["clone"] = ForkedPython(folder / "clone", os.environ)
        _PYTHONS["server"] = ForkedPython(folder / "server", cleaned)
    yield
    for each in _PYTHONS.values():
        each.close()
    _PYTHONS.clear()


@contextmanager
def forking(whose: str) -> Iterator[None]:
    """Have the hooks of a "clone" or a "server" that are installed meanwhile forked.

    Beside ``sys.executable`` there is then a ``hookkit`` that is forked as well.
    """
    with pytest.MonkeyPatch.context() as patched:
        if whose in _PYTHONS:
            patched.setattr(sys, "executable", _PYTHONS[whose].path)
        yield


@pytest.fixture
def forked_program(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a ``hookkit`` that is first on PATH and forked, as are its hooks."""
    with forking("clone"):
        programs = Path(sys.executable).parent
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    return programs
