"""Push good and bad branches to a host again and again, and record each result."""

from __future__ import annotations

import os
import shlex
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

from tests.deploy.hosts import Host

PAUSE = 0.5
"""Seconds between two pushes, so that the machine has time for the roll-out as well."""


@dataclass
class Pushes:
    """Pushes of one person: branches ``good-N`` are to be taken, ``bad-N`` are to be refused."""

    host: Host
    repository: str
    clone: Path
    taken: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def make_clone(self) -> None:
        """Make the clone, with one commit."""
        self._git("init", "-q", str(self.clone))
        self._git("-C", str(self.clone), "commit", "-q", "--allow-empty", "-m", "Begin")

    def push(self, branch: str) -> None:
        """Push HEAD as a branch, and remember how that ended."""
        url = f"ssh://git@127.0.0.1:{self.host.port}{self.repository}"
        words = ["git", "-C", str(self.clone), "push", "-q", url, f"HEAD:refs/heads/{branch}"]
        ended = subprocess.run(words, env=self._environment(), capture_output=True, text=True)
        if ended.returncode == 0:
            self.taken.append(branch)
        else:
            self.refused[branch] = ended.stderr

    def go_on(self, stop: threading.Event) -> None:
        """Push until ``stop``, at least one of each kind."""
        number = 0
        while number == 0 or not stop.wait(PAUSE):
            number += 1
            self.push(f"good-{number}")
            self.push(f"bad-{number}")

    def _environment(self) -> dict[str, str]:
        own = {"GIT_SSH_COMMAND": shlex.join(["ssh", *self.host.ssh_options])}
        names = {f"GIT_{who}_{what}": f"ada@{what}" for who in ("AUTHOR", "COMMITTER")
                 for what in ("NAME", "EMAIL")}
        return {**os.environ, **own, **names}

    def _git(self, *args: str) -> None:
        subprocess.run(["git", *args], env=self._environment(), check=True, capture_output=True)
