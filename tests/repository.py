"""A real repository for a test: short methods that run git."""

from __future__ import annotations

import io
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hookkit.git.runner import Git
from tests.forked_python import WarmPython

_ID = re.compile("[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True)
class Repository:
    """A repository with a worktree at ``path``."""

    path: Path

    @classmethod
    def init(cls, path: Path, *options: str) -> Repository:
        """Make an empty repository at ``path``."""
        path.mkdir(parents=True, exist_ok=True)
        made = cls(path)
        made.git("init", "--quiet", *options)
        return made

    @property
    def runner(self) -> Git:
        """The repository as hookkit sees it."""
        return Git.discover(self.path)

    @property
    def head(self) -> str:
        """The id of HEAD: from the file of its branch if there is one, which takes no process."""
        return self.head_in_files or self.git("rev-parse", "HEAD")

    @property
    def head_in_files(self) -> str:
        """The id of HEAD as the files have it, "" where git alone knows it."""
        folder = self.path / ".git"
        try:
            first, _, ref = (folder / "HEAD").read_text().strip().partition(" ")
            found = (folder / ref).read_text().strip() if first == "ref:" else first
        except OSError:
            found = ""
        return found if _ID.fullmatch(found) else ""

    @property
    def has_reftable(self) -> bool:
        """Whether git keeps the refs of this repository in reftable's tables."""
        return self.git("rev-parse", "--show-ref-format") == "reftable"

    def drop_reflog(self, ref: str) -> None:
        """Forget where a ref has been."""
        if self.has_reftable:
            self.git("reflog", "drop", ref)
        else:
            Path(self.runner.common_dir, "logs", ref).unlink()

    @property
    def status(self) -> str:
        """``git status --porcelain``."""
        return self.git("status", "--porcelain")

    def attempt(
        self, *args: str, data: bytes | None = None, **env: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run git and give how it ended."""
        return subprocess.run(
            ["git", *args],
            cwd=self.path,
            input=data if data is not None else b"",
            env={**os.environ, **env},
            capture_output=True,
        )

    def git(self, *args: str, data: bytes | None = None, **env: str) -> str:
        """Run git, which must end with 0, and give its output without the last line's end."""
        ended = self.attempt(*args, data=data, **env)
        assert ended.returncode == 0, f"git {args} ended with {ended.returncode}: {ended.stderr!r}"
        return os.fsdecode(ended.stdout).rstrip("\n")

    def blob(self, name: str) -> bytes:
        """The content of an object, byte for byte."""
        ended = self.attempt("cat-file", "blob", name)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def write(self, name: str | bytes, content: str | bytes) -> Path:
        """Write a file in the worktree and give its path."""
        path = self.path / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, name: str | bytes) -> bytes:
        """Read a file of the worktree."""
        return (self.path / os.fsdecode(name)).read_bytes()

    def commit(
        self, message: str, files: dict[str, str] | dict[str, bytes] | None = None, *options: str
    ) -> str:
        """Write ``files``, stage just those, commit, and give the id of the commit."""
        for name, content in (files or {}).items():
            self.write(name, content)
        if files:
            self.git("add", "--force", "--", *files)
        self.git("commit", "--quiet", "--allow-empty", "-m", message, *options)
        return self.head

    def hookkit(self, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run hookkit in the worktree as a process of its own and give how it ended."""
        ended = run_hookkit(self.path, args, {**os.environ, **env})
        return subprocess.CompletedProcess(
            ended.args, ended.returncode, _text(ended.stdout), _text(ended.stderr)
        )


HOOKKIT = WarmPython(
    "hookkit",
    "import importlib, hookkit.cli\n"
    "for name in hookkit.cli.COMMANDS:\n"
    "    importlib.import_module('hookkit.commands.' + name.replace('-', '_'))\n",
)


def run_hookkit(
    folder: Path, args: Sequence[str], env: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Run hookkit in a folder as a process of its own and give how it ended."""
    if HOOKKIT.can_run(env):
        return HOOKKIT.run(args, folder, env)
    return subprocess.run(
        [*HOOKKIT.command, *args],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )


def _text(data: bytes) -> str:
    """Read what a process has printed, any end of a line as a line feed."""
    return io.TextIOWrapper(io.BytesIO(data), "utf-8", "surrogateescape").read()
