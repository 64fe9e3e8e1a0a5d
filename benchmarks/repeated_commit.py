"""Repeat a commit in a scratch repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PERSON = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "benchmark"), ("EMAIL", "benchmark@hookkit.invalid"))
}

HOOKKIT_PLACES = ("hookkit", "refs/hookkit")
"""hookkit's folders below the git directory."""

INSTALLED = "installed"
"""The name of the copy of these folders that is made after the installation."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """Give an environment without the person's own settings.

    By its HOME: with GIT_CONFIG_GLOBAL, which hardly anybody sets, a shim asks git for settings.
    """
    home.mkdir(parents=True, exist_ok=True)
    plain = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "dumb"}
    return {**plain, "GIT_CONFIG_NOSYSTEM": "1", **PERSON, **more}


class Repository:
    """A repository at the commit before, with the files of the commit to be made staged."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Make it, without a commit, on the branch ``topic``."""
        self.folder = folder
        self.environment = environment
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=topic")
        for key in ("gc.auto", "maintenance.auto"):
            self.git("config", key, "0")
        self._before = self._after = ""

    def git(self, *args: str) -> str:
        """Run git without hooks and give what it prints. Raises CalledProcessError."""
        command = ["git", "-c", "core.hooksPath=/dev/null", *args]
        done = subprocess.run(
            command, cwd=self.folder, env=dict(self.environment), check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    def run(self, *command: str) -> None:
        """Run a command quietly. Raises CalledProcessError."""
        subprocess.run(
            command, cwd=self.folder, env=dict(self.environment), check=True, capture_output=True
        )

    def write(self, files: Mapping[str, str]) -> None:
        """Write files and stage them."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.git("add", "--all")

    def begin(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        """Commit the files of ``before`` and stage those of ``after``."""
        self.write(before)
        self.git("commit", "--quiet", "--allow-empty", "-m", "Begin")
        self._before = self.git("rev-parse", "HEAD")
        self.write(after)
        self._after = self.git("write-tree")

    def remember(self, name: str = INSTALLED) -> None:
        """Copy hookkit's folders in the git directory, for ``put_back``."""
        for place in HOOKKIT_PLACES:
            if (self.folder / ".git" / place).exists():
                copy = self.folder / ".git" / "benchmark" / name / place
                shutil.copytree(self.folder / ".git" / place, copy, symlinks=True)

    def restore(self) -> None:
        """Reset to before the commit, without hookkit's records and caches."""
        self.git("reset", "--quiet", "--hard", self._before)
        self.git("read-tree", "-m", "-u", self._after)
        self.git("update-index", "-q", "--refresh")
        self.put_back()

    def commit(self) -> None:
        """Make the commit, without hooks."""
        self.restore()
        self.git("commit", "--quiet", "-m", "Change")

    def put_back(self, name: str = INSTALLED) -> None:
        """Replace hookkit's folders in the git directory by the copies of ``remember``."""
        for place in HOOKKIT_PLACES:
            shutil.rmtree(self.folder / ".git" / place, ignore_errors=True)
            copy = self.folder / ".git" / "benchmark" / name / place
            if copy.exists():
                shutil.copytree(copy, self.folder / ".git" / place, symlinks=True)

    def is_edited(self) -> bool:
        """Whether a file of the worktree differs from the index."""
        return bool(self.git("diff", "--name-only"))
