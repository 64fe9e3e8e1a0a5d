"""An own installation of hookkit, which logs each run and can be upgraded."""

from __future__ import annotations

import os
import shutil
import signal
import site
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

import hookkit
from hookkit.install.install import install
from hookkit.shims.shim_file import render_shim
from hookkit.worker.folder_and_paths import WorkerPaths
from hookkit.worker.worker_states import running_pid
from tests.repository import Repository

TIMEOUT = 60.0

started_by_commit = pytest.mark.skipif(
    os.nice(0) != 0, reason="a commit of another priority (nice) starts no worker"
)
"""For tests in which a commit starts the worker, and not ``Installation.start``."""

TURNS, BASH_TURNS = b":-600", b":+250"
"""How often the shim looks for an answer, in the words of hooks/worker.sh."""

PROBE = """

{padding}
def _logged(inner):
    def correct_after_event(git, settings, event, args, lines):
        import os, sys
        from pathlib import Path
        served = sys.modules.get("hookkit.worker.answer_request")
        how = "worker" if served and served.is_forked else "python"
        head = git.line("rev-parse", "HEAD")
        line = f"{version} {{how}} {{event}} {{head}} {{os.getpid()}}\\n"
        handle = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, line.encode())
        os.close(handle)
        {more}
        return inner(git, settings, event, args, lines)
    return correct_after_event


correct_after_event = _logged(correct_after_event)
"""


class HookRun(NamedTuple):
    """A run of a hook: its version, whether the worker or a plain start did it, for which event."""

    version: int
    how: str
    event: str
    head: str
    pid: int


def _group_of(pid: int) -> int | None:
    """The process group of a process; None where it has ended, which no worker has for its own."""
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None


@dataclass(frozen=True)
class Installation:
    """An environment with a copy of hookkit and the libraries of the tests."""

    path: Path

    @classmethod
    def without_hookkit(cls, path: Path) -> Installation:
        """Make an environment at ``path`` with the libraries alone."""
        made = cls(path)
        made.library.mkdir(parents=True)
        made.python.parent.mkdir()
        made.python.symlink_to(os.path.realpath(sys.executable))
        home = Path(os.path.realpath(sys.executable)).parent
        (path / "pyvenv.cfg").write_text(f"home = {home}\n")
        for each in map(Path, site.getsitepackages()):
            for library in each.iterdir():
                if "hookkit" not in library.name and library.suffix != ".pth":
                    (made.library / library.name).symlink_to(library)
        return made

    @classmethod
    def make(cls, path: Path) -> Installation:
        """Make an environment at ``path`` with a copy of this hookkit.

        What is compiled is copied, too: that takes less than to compile it again in each.
        """
        made = cls.without_hookkit(path)
        shutil.copytree(Path(hookkit.__file__).parent, made.library / "hookkit")
        made.upgrade(1)
        return made

    @property
    def python(self) -> Path:
        """The interpreter."""
        return self.path / "bin" / "python"

    @property
    def library(self) -> Path:
        """The folder of the modules."""
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        return self.path / "lib" / version / "site-packages"

    @property
    def log(self) -> Path:
        """The file that each run writes a line to."""
        return self.path / "runs"

    @property
    def paths(self) -> WorkerPaths:
        """Where its worker is."""
        return WorkerPaths.of(str(self.python))

    @property
    def runs(self) -> list[HookRun]:
        """The runs so far."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        words = (line.split() for line in lines)
        return [HookRun(int(v), how, event, head, int(pid)) for v, how, event, head, pid in words]

    def upgrade(self, version: int, more: str = "pass") -> None:
        """Put another version in the place of the one that is installed, in one step.

        ``more`` is a statement that it runs before it does its work.
        """
        name = Path("commands", "hook", "correct_commits.py")
        source = (Path(hookkit.__file__).parent / name).read_text()
        # A compiled module is taken for current by its size and its time in whole seconds.
        probe = PROBE.format(padding="#" * version, version=version, log=str(self.log), more=more)
        new = self.path / f"new-{version}"
        new.write_text(source + probe)
        new.replace(self.library / "hookkit" / name)

    def install(self, repo: Repository, patience: bytes = b"50000") -> Repository:
        """Have git run this hookkit in a repository, with the worker.

        ``patience`` is how often the shims look for an answer: on a busy machine the usual number
        may be too few.
        """
        install(repo.runner)
        for hook in (repo.path / ".git" / "hooks").iterdir():
            if hook.suffix != ".sample":
                shim = render_shim(hook.name, self.python)
                for usual in (BASH_TURNS, TURNS):
                    shim = shim.replace(usual + b"}", usual[:2] + patience + b"}")
                hook.write_bytes(shim)
        repo.git("config", "hookkit.worker", "true")
        return repo

    @property
    def pid(self) -> int | None:
        """The process of the worker."""
        return running_pid(self.paths)

    def start(self, idle: float = 600.0) -> int:
        """Start the worker, wait until it is ready, and give the number of its process."""
        code = "from hookkit.worker.start_and_stop import *; paths = WorkerPaths.of(sys.executable)"
        code += f"; paths.make(); spawn_worker({idle})"
        subprocess.run([self.python, "-E", "-c", code], cwd="/", check=True)
        self.wait_until_ready()
        pid = self.pid
        assert pid is not None
        return pid

    def wait_until_ready(self) -> None:
        """Wait until a worker has imported everything."""
        until = time.monotonic() + TIMEOUT
        while not self.is_ready:
            assert time.monotonic() < until, self.why
            time.sleep(0.02)

    @property
    def is_ready(self) -> bool:
        """Whether a worker has imported everything."""
        try:
            return int(self.paths.ready.read_text().split()[0]) == self.pid
        except (OSError, ValueError, IndexError):
            return False

    def wait_until_gone(self) -> None:
        """Wait until no worker runs."""
        until = time.monotonic() + TIMEOUT
        while self.pid is not None:
            assert time.monotonic() < until
            time.sleep(0.02)

    def wait_until_settled(self) -> None:
        """Wait until nothing of this interpreter runs but a worker and its forks: who is still to
        become one, or to find that there is one, has done so."""
        until = time.monotonic() + TIMEOUT
        while any(_group_of(each) != self.pid for each in self._processes()):
            assert time.monotonic() < until
            time.sleep(0.02)

    @property
    def why(self) -> str:
        """Why a request was last left to a plain start."""
        reason = self.paths.not_served_reason
        return reason.read_text() if reason.exists() else ""

    def kill(self) -> None:
        """End every process of this interpreter, also a worker that is just being started."""
        while found := self._processes():
            for pid in found:
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)

    def _processes(self) -> list[int]:
        found = []
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                is_ours = folder.name.isdigit() and (
                    (folder / "cmdline").read_bytes().split(b"\0")[0] == bytes(self.python)
                )
                if is_ours:
                    found.append(int(folder.name))
        return found
