"""Copy a repository, and run in the copy a git command that hookkit printed."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.repository import Repository
from tests.repository_with_hooks import repository_content


@dataclass(frozen=True)
class State:
    """What a person sees: the commits with their trees, what is staged, the files."""

    log: str
    status: str
    index: str
    files: dict[str, tuple[int, bytes]]


def state(repo: Repository, depth: int = 10) -> State:
    """Look at a repository, by subjects and trees, which do not depend on the time."""
    seen = repository_content(repo)
    log = repo.git("log", "--first-parent", f"-{depth}", "--format=%T %s")
    return State(log, repo.status, seen.index, seen.files)


def copy(repo: Repository, name: str) -> Repository:
    """Copy a repository with all that is in it."""
    made = Repository(Path(shutil.copytree(repo.path, repo.path.with_name(name), symlinks=True)))
    made.git("status")  # the copied files are other files to the index, until it looks again
    return made


def printed(text: str, label: str) -> str:
    """Find the command of plain git in the row that begins with ``label``."""
    found = re.search(rf"^{re.escape(label)} .*?(git .*)$", text, re.MULTILINE)
    assert found, f"{label!r} is not in {text}"
    return found[1]


def do(repo: Repository, command: str) -> None:
    """Run a printed command as a person does: in a shell, saving what an editor shows."""
    ended = subprocess.run(
        [
            "sh",
            "-c",
            f"GIT_EDITOR=: GIT_SEQUENCE_EDITOR=: && export GIT_EDITOR && "
            f"export GIT_SEQUENCE_EDITOR && {command}",
        ],
        cwd=repo.path,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, f"{command}: {ended.stderr}"
